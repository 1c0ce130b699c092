"""The data files, tested as hard as code: against print, and against arithmetic."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from calc import catalog
from calc.catalog.normalize import normalize
from calc.catalog.recipe_words import CLASSES
from calc.catalog.vocabulary import PHASES
from calc.findings import Severity
from calc.mixing.fields import FIELDS
from calc.reports import evidence
from tests.cases import every_case

REFERENCE = Path(__file__).parent / "reference"

# Standard atomic weights, abridged to five figures: IUPAC Commission on Isotopic Abundances and
# Atomic Weights, "Standard atomic weights of the elements 2021", Pure Appl. Chem. 94, 573 (2022),
# doi:10.1515/pac-2019-0603, table 2.
ATOMIC_WEIGHT = {
    "H": 1.0080,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "Na": 22.990,
    "Mg": 24.305,
    "P": 30.974,
    "S": 32.06,
    "K": 39.098,
    "Ca": 40.078,
    "B": 10.81,
    "Si": 28.085,
    "Cl": 35.45,
}
ASCORBIC_ACID = 6 * 12.011 + 8 * 1.0080 + 6 * 15.999

FORMS = [
    "l_ascorbic_acid",
    "sodium_ascorbate",
    "calcium_ascorbate",
    "sodium_ascorbyl_phosphate",
    "magnesium_ascorbyl_phosphate",
    "ascorbyl_glucoside",
    "ethyl_ascorbic_acid",
    "ascorbyl_palmitate",
    "tetrahexyldecyl_ascorbate",
    "glyceryl_ascorbate",
    "bis_glyceryl_ascorbate",
    "aminopropyl_ascorbyl_phosphate",
    "dehydroascorbic_acid",
    "encapsulated_ascorbic_acid",
    "ascorbyl_methylsilanol_pectinate",
]
OTHERS = [
    "water",
    "sodium_hydroxide",
    "sodium_bicarbonate",
    "triethanolamine",
    "trisodium_citrate_dihydrate",
    "citric_acid",
    "lactic_acid",
    "ferulic_acid",
    "tocopherol",
    "glycerin",
    "propylene_glycol",
    "propanediol",
    "butylene_glycol",
    "pentylene_glycol",
    "ethoxydiglycol",
    "ethanol",
    "squalane",
    "polysorbate_20",
    "carbomer",
    "sodium_metabisulfite",
    "glutathione",
    "copper_tripeptide_1",
    "phosphoric_acid",
    "potassium_hydroxide",
    "citric_acid_monohydrate",
    "sodium_hyaluronate",
    "niacinamide",
    "panthenol",
    "sodium_benzoate",
    "potassium_sorbate",
    "phenoxyethanol",
    "disodium_edta",
    "sodium_phytate",
]
CRYSTAL_WATER = {
    "anhydrous": 0,
    "monohydrate": 1,
    "dihydrate": 2,
    "decahydrate": 10,
}
# Molecules of ascorbic acid in one of the form; one everywhere else.
ACIDS_IN = {"calcium_ascorbate": 2, "magnesium_ascorbyl_phosphate": 2}
HOUSE_KINDS = ("editorial", "calculation", "seed")
# Words of an INCI name that tell of a proton to let go of or to take up.
IONIC = re.compile(
    r"\b(?:acid|\w*hydroxide|(?:di|tri|tetra|penta)?sodium|(?:di)?potassium|calcium|magnesium|zinc|ammonium"
    r"|\w*phosphate|\w*sul(?:f|ph)ate|\w*carbonate|\w*citrate|\w*lactate|\w*anolamine|tromethamine"
    r"|\w*(?:chloride|sulfite)|[a-z]*(?:ginine|ycine|ysine|istidine|roline|erine|lanine|ysteine|hionine))\b",
    re.IGNORECASE,
)
# What bears such a word and still leaves the pH of a serum alone, and why.
INERT = {
    "ascorbyl_palmitate": "dissolves in oil",
    "tetrahexyldecyl_ascorbate": "dissolves in oil",
    "undecylenic_acid": "dissolves in oil",
    "stearic_acid": "dissolves in oil",
    "dicaprylyl_carbonate": "an ester",
    "benzalkonium_chloride": "the salt of a strong acid and a strong base",
    "magnesium_aluminum_silicate": "does not dissolve",
    "sodium_hyaluronate_gel_1_percent": "a hundredth of it is the salt",
    "ceramide_complex": "hardly any of it is the salt",
}
FINISHED = {"serum", "lotion"}
CONSTANTS_UNKNOWN = {
    "sodium_ascorbyl_phosphate",
    "magnesium_ascorbyl_phosphate",
    "ascorbyl_glucoside",
    "ethyl_ascorbic_acid",
    "glyceryl_ascorbate",
    "bis_glyceryl_ascorbate",
    "aminopropyl_ascorbyl_phosphate",
    "dehydroascorbic_acid",
    "encapsulated_ascorbic_acid",
    "ascorbyl_methylsilanol_pectinate",
}
# The fully protonated species of each acid; a base is weighed without the proton that it takes up.
SPECIES = {
    "ascorbic": "C6H8O6",
    "citric": "C6H8O7",
    "lactic": "C3H6O3",
    "phosphoric": "H3PO4",
    "carbonic": "H2CO3",
    "benzoic": "C7H6O2",
    "sorbic": "C6H8O2",
    "triethanolammonium": "C6H16NO3",
    "nicotinamidium": "C6H7N2O",
    "ferulic": "C10H10O4",
    "edta": "C10H17N2O8",
    "glutathionium": "C10H18N3O6S",
    "sulfurous": "H2SO3",
    "malic": "C4H6O5",
    "tartaric": "C4H6O6",
    "salicylic": "C7H6O3",
    "succinic": "C4H6O4",
    "acetic": "C2H4O2",
    "gluconic": "C6H12O7",
    "boric": "H3BO3",
    "ammonium": "NH4",
    "hydrogensulfate": "HSO4",
    "glycinium": "C2H6NO2",
    "glutamic": "C5H10NO4",
    "alaninium": "C3H8NO2",
    "serinium": "C3H8NO3",
    "etidronic": "C2H8O7P2",
    "glycolic": "C2H4O3",
    "mandelic": "C8H8O3",
    "azelaic": "C9H16O4",
    "pyruvic": "C3H4O3",
    "levulinic": "C5H8O3",
    "anisic": "C8H8O3",
    "dehydroacetic": "C8H8O4",
    "kojic": "C6H6O4",
    "pyroglutamic": "C5H7NO3",
    "hyaluronic": "C14H21NO11",
    "nicotinium": "C6H6NO2",
    "tranexamicum": "C8H16NO2",
    "glucosaminium": "C6H14NO5",
    "argininium": "C6H16N4O2",
    "lysinium": "C6H16N2O2",
    "histidinium": "C6H11N3O2",
    "cysteinium": "C3H8NO2S",
    "prolinium": "C5H10NO2",
    "glutaminium": "C5H11N2O3",
    "tromethaminium": "C4H12NO3",
    "ethanolammonium": "C2H8NO",
    "aminomethyl_propanolium": "C4H12NO",
    "dimethylethanolammonium": "C4H12NO",
    "gallic": "C7H6O5",
    "caffeic": "C9H8O4",
    "methyl_hydroxybenzoate": "C8H8O3",
    "ethyl_hydroxybenzoate": "C9H10O3",
    "propyl_hydroxybenzoate": "C10H12O3",
    "acetylcysteine": "C5H9NO3S",
    "isoascorbic": "C6H8O6",
    "carnosinium": "C9H16N4O3",
    "carnitinium": "C7H16NO3",
    "citrullinium": "C6H14N3O3",
    "gluconic_lactone": "C6H12O7",
    "phytic_phosphate": "CH3O4P",
}
#: What it brings into water less one molecule of water.
ANHYDRIDES = {"sodium_metabisulfite", "potassium_metabisulfite", "gluconolactone"}


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mass_of(formula: str, crystal_water: int | None = None) -> float:
    """Return the molar mass of a formula; its own crystal water may be replaced."""
    total = 0.0
    for part in formula.split(" . "):
        count, body = re.fullmatch(r"(?:(\d+) )?(\w+)", part).groups()
        times = int(count or 1)
        if body == "H2O" and part != formula and crystal_water is not None:
            continue
        pieces = re.findall(r"([A-Z][a-z]?)(\d*)", body)
        assert "".join(symbol + number for symbol, number in pieces) == body
        total += times * sum(ATOMIC_WEIGHT[symbol] * int(number or 1) for symbol, number in pieces)
    return total + (crystal_water or 0) * mass_of_water()


def atoms_of(formula: str) -> Counter[str]:
    """Return how many atoms of each element a formula has, without its crystal water."""
    pieces = re.findall(r"([A-Z][a-z]?)(\d*)", formula.split(" . ")[0])
    return Counter({symbol: 0 for symbol, _ in pieces}) + Counter(
        {symbol: int(number or 1) for symbol, number in pieces}
    )


def mass_of_water() -> float:
    return 2 * ATOMIC_WEIGHT["H"] + ATOMIC_WEIGHT["O"]


def rows(*properties: str) -> list[tuple[str, catalog.Value]]:
    """Return every value row of some properties with the id of its ingredient."""
    return [
        (ingredient.id, row)
        for ingredient in catalog.ingredients().values()
        for row in ingredient.values
        if row.property in properties
    ]


def named(row: tuple[str, catalog.Value]) -> str:
    return "-".join(part for part in (row[0], row[1].property, row[1].variant) if part)


def every_row() -> list[tuple[str, catalog.Value]]:
    inputs, kept = catalog.inputs(), catalog.stability()
    parts = (kept.fitted, kept.prior, kept.assumed, kept.factors, kept.packages, kept.oxygen, kept.walls)
    return [
        *((ingredient.id, row) for ingredient in catalog.ingredients().values() for row in ingredient.values),
        *((acid.id, row) for acid in catalog.acids().values() for row in acid.values),
        *((code, row) for code, rule in catalog.rules().items() for row in rule.limits.values()),
        *((name, row) for part in (inputs.accepted, inputs.assumed) for name, row in part.items()),
        *((name, row) for part in parts for name, row in part.items()),
    ]


# --- there at all ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_there(form):
    assert catalog.forms()[form].id == form


@pytest.mark.parametrize("ingredient", OTHERS)
def test_every_ingredient_is_there(ingredient):
    assert catalog.ingredients()[ingredient].id == ingredient
    assert ingredient not in catalog.forms()


def test_ids_are_snake_case():
    for name in (*catalog.ingredients(), *catalog.sources()):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name), name


def test_names_differ():
    every = list(catalog.ingredients().values())
    assert len({record.name for record in every}) == len(every)


def test_no_name_leads_to_two_ingredients():
    owners: dict[str, str] = {}
    for ingredient in catalog.ingredients().values():
        for name in {ingredient.id, ingredient.name, ingredient.short, *ingredient.aliases} - {""}:
            assert owners.setdefault(normalize(name), ingredient.id) == ingredient.id, name


def test_no_ingredient_stands_in_two_files(data_copy):
    import tomllib

    tables = [
        tomllib.loads((data_copy / name).read_text("utf-8")) for name in ("forms.toml", "ingredients.toml")
    ]
    assert not tables[0].keys() & tables[1].keys()


def test_names_are_written_as_words():
    for ingredient in catalog.ingredients().values():
        for name in (
            ingredient.name,
            ingredient.inci,
            *ingredient.aliases,
            *ingredient.roles,
            *ingredient.notes,
        ):
            assert isinstance(name, str)
            # A Chinese or Korean name may be one sign: 水, 물.
            assert len(name) > 1 or name >= "\u1100", ingredient.id


def test_every_role_has_its_turn():
    known = set(catalog.inputs().order)
    assert len(known) == len(catalog.inputs().order)
    for item in catalog.ingredients().values():
        # Of what is not known nobody can say when it goes in: it stands behind all that is.
        # That it is a solid says how a spoon of it is weighed, not when it goes in.
        assert {*item.roles} - {"solid"} <= known or item.roles == ("other",), item.id
        assert item.roles, item.id


def test_there_is_an_other_of_every_class():
    others = {item.id for item in catalog.ingredients().values() if "other" in item.roles}
    assert others == {f"other_{kind}" for kind in (*CLASSES, "unknown")}
    for name in others:
        record = catalog.ingredients()[name]
        known = (record.acid, record.ionises, record.cas, record.values)
        assert not any(known), "nothing is known of it"


def test_the_least_that_is_known():
    assert len(catalog.ingredients()) - len(catalog.forms()) >= 250
    for item in catalog.ingredients().values():
        assert item.inci, item.id
        assert item.phase in PHASES, item.id


def test_limits_name_their_entry_and_what_counts():
    limited = rows("eu_annex_III_limit", "eu_annex_V_limit", "eu_annex_VI_limit")
    assert len(limited) > 50
    for ingredient, row in limited:
        annex = row.property.split("_")[2]
        assert re.fullmatch(rf"Annex {annex}, entry \d+( [a-z])?(, \w+ ester)?", row.locator), ingredient
        assert (row.kind, row.unit, row.source) == ("regulatory", "percent", "cosing_annexes"), ingredient
        assert 0 <= row.centre <= 100
    for ingredient, row in rows("counted_for_limit"):
        assert any(owner == ingredient for owner, _ in limited)
        assert 0 < row.centre < 100
        numbers = [float(number) for number in re.findall(r"[\d.]+\d", row.caveat)]
        times, part, whole = numbers if len(numbers) == 3 else (1.0, *numbers[-2:])
        times = 2.0 if row.caveat.count("2 ×") else times
        assert row.centre == pytest.approx(100 * times * part / whole, abs=0.01), ingredient
        formula = catalog.ingredients()[ingredient].chemical_formula
        if formula:
            assert whole == pytest.approx(mass_of(formula), abs=0.02), ingredient


# --- chemistry ------------------------------------------------------------------------------------


def test_the_weigher_weighs():
    # Printed in any table: water 18.015, sodium chloride is not needed, sucrose 342.30.
    assert mass_of("H2O") == pytest.approx(18.015, abs=1e-9)
    assert mass_of("C12H22O11") == pytest.approx(342.30, abs=0.01)
    assert mass_of("C6H8O7 . H2O") - mass_of("C6H8O7") == pytest.approx(18.015)
    assert mass_of("C6H8O7 . H2O", 0) == pytest.approx(mass_of("C6H8O7"))


@every_case("item", rows("molar_mass"))
def test_a_molar_mass_is_the_sum_over_the_formula(item):
    ingredient, row = item
    formula = catalog.ingredients()[ingredient].chemical_formula
    assert formula, "a molar mass needs its formula"
    water = CRYSTAL_WATER[row.variant] if row.variant else None
    # Five-figure atomic weights: up to 0.0005 for each of at most 128 atoms of one element.
    assert row.centre == pytest.approx(mass_of(formula, water), abs=0.02)


@pytest.mark.parametrize("item", [row for row in rows("aa_eq") if row[1].kind == "calculated"], ids=named)
def test_a_calculated_equivalent_is_a_ratio_of_masses(item):
    ingredient, row = item
    formula = catalog.ingredients()[ingredient].chemical_formula
    water = CRYSTAL_WATER[row.variant] if row.variant else None
    expected = ACIDS_IN.get(ingredient, 1) * ASCORBIC_ACID / mass_of(formula, water)
    assert row.centre == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize("item", [row for row in rows("aa_eq") if row[1].kind == "assumed"], ids=named)
def test_an_assumed_equivalent_lies_below_the_anhydrous_one(item):
    ingredient, row = item
    formula = catalog.ingredients()[ingredient].chemical_formula
    anhydrous = ACIDS_IN.get(ingredient, 1) * ASCORBIC_ACID / mass_of(formula, 0)
    assert row.ends[0] < row.ends[1] <= anhydrous + 0.0005
    assert row.caveat


def test_sodium_in_sodium_ascorbate():
    row = catalog.forms()["sodium_ascorbate"].value("sodium_fraction")
    assert row.centre == pytest.approx(ATOMIC_WEIGHT["Na"] / mass_of("C6H7NaO6"), abs=0.0005)


# --- ions -----------------------------------------------------------------------------------------


def brings_ions(record: catalog.Ingredient) -> bool:
    return any(getattr(record, ion) for ion in ("sodium", "potassium", "calcium", "magnesium", "chloride"))


def test_everything_that_is_weighed_is_an_acid_ionises_or_is_known_to_do_neither():
    taken = {
        ingredient.id
        for ingredient in catalog.ingredients().values()
        if ingredient.acid or ingredient.ionises or brings_ions(ingredient)
    }
    ionic = {ingredient.id for ingredient in catalog.ingredients().values() if IONIC.search(ingredient.inci)}
    others = INERT.keys() | FINISHED | CONSTANTS_UNKNOWN
    assert ionic - taken - others == set()
    assert not taken & others
    assert INERT.keys() <= ionic | catalog.forms().keys(), "the list of exceptions is stale"


@pytest.mark.parametrize(
    "ingredient", ["citric_acid", "sodium_hydroxide", "potassium_sorbate", "arginine", "tromethamine"]
)
def test_a_name_tells_what_ionises(ingredient):
    assert IONIC.search(catalog.ingredients()[ingredient].inci)


def test_roles_that_move_the_pH_ionise():
    for ingredient in catalog.ingredients().values():
        if {"acid", "base", "buffer"} & {*ingredient.roles}:
            assert ingredient.acid or ingredient.ionises or brings_ions(ingredient), ingredient.id


def test_of_what_ionises_unknown_nothing_else_is_claimed():
    for ingredient in catalog.ingredients().values():
        assert not (ingredient.ionises and (ingredient.acid or brings_ions(ingredient))), ingredient.id
        assert not (ingredient.id in catalog.forms() and ingredient.ionises), ingredient.id


@pytest.mark.parametrize(
    "ingredient",
    [
        ingredient.id
        for ingredient in catalog.ingredients().values()
        if ingredient.acid or brings_ions(ingredient)
    ],
)
def test_what_is_brought_into_water_follows_from_the_formula(ingredient):
    # Each charge of a metal stands in the place of a proton of the acid.
    record = catalog.ingredients()[ingredient]
    atoms = atoms_of(record.chemical_formula)
    ions = Counter(
        Na=record.sodium, K=record.potassium, Ca=record.calcium, Mg=record.magnesium, Cl=record.chloride
    )
    charge = record.sodium + record.potassium + 2 * (record.calcium + record.magnesium) - record.chloride
    assert all(atoms[symbol] == number for symbol, number in ions.items())
    if record.acid:
        species = atoms_of(SPECIES[record.acid])
        acid = Counter({symbol: record.acid_number * number for symbol, number in species.items()})
        acid["H"] -= charge + record.acid_number * catalog.acids()[record.acid].charge
        water = Counter(H=2, O=1) if ingredient in ANHYDRIDES else Counter()
        assert +(atoms + water) == +(acid + ions)
    elif charge > 0:
        assert atoms["O"] == atoms["H"] == charge, "a lye"
    else:
        assert atoms["H"] == -charge, "a strong acid, or its salt"


def test_every_acid_has_its_species():
    assert set(SPECIES) == set(catalog.acids())


@pytest.mark.parametrize("acid", catalog.acids())
def test_the_steps_of_an_acid_rise_without_gaps(acid):
    record = catalog.acids()[acid]
    result = {row.property for row in record.values if row.property.startswith("pKa")}
    assert result == {f"pKa{step}" for step in range(1, len(record.pKa) + 1)}
    centres = [row.centre for row in record.pKa]
    assert centres == sorted(centres)
    for row in record.pKa:
        assert row.unit == "pKa"
        assert row.low is not None, "a constant carries its half-width"
        assert row.low < row.centre < row.high
        assert -2 < row.centre < 16
    # Bands that overlap would let a draw turn two steps round.
    for one, other in zip(record.pKa, record.pKa[1:]):
        assert one.high < other.low


@pytest.mark.parametrize(
    "row", read("pKa.csv"), ids=lambda row: f"{row['acid']} {row['property']} {row['source']}"
)
def test_constants_agree_with_print(row):
    results = [
        value
        for value in catalog.acids()[row["acid"]].values
        if value.property == row["property"] and value.source == row["source"]
    ]
    assert len(results) == 1, row
    assert results[0].centre == pytest.approx(float(row["value"]), abs=float(row["tolerance"]))
    counts = catalog.acids()[row["acid"]].value(row["property"]) is results[0]
    assert counts == (row["preferred"] == "yes")


def test_the_table_of_constants_is_complete():
    result = {(row["acid"], row["property"], row["source"]) for row in read("pKa.csv")}
    assert result == {
        (acid.id, row.property, row.source)
        for acid in catalog.acids().values()
        for row in acid.values
        if row.property != "gas_molar_mass"
    }


def test_the_gas_that_leaves_is_carbonic_acid_without_its_water():
    row = catalog.acids()["carbonic"].value("gas_molar_mass")
    assert row.centre == pytest.approx(mass_of(SPECIES["carbonic"]) - mass_of_water(), abs=5e-4)
    assert all(acid.id == "carbonic" or not acid.value(row.property) for acid in catalog.acids().values())


def test_the_band_of_the_first_constant_spans_what_the_sources_say():
    # 4.17 ± 0.08, and 4.04 at I = 0.1 is 4.25 at none: log γ of the ascorbate ion by Davies, twice.
    row = catalog.acids()["ascorbic"].value("pKa1")
    assert (row.centre, *row.ends) == (4.17, 4.09, 4.25)
    root = 0.1**0.5
    davies = 0.51002 * (root / (1 + root) - 0.3 * 0.1)
    assert 4.04 + 2 * davies == pytest.approx(row.high, abs=0.01)


def test_sorbic_acid_is_brought_to_no_ionic_strength_by_davies():
    rows = {row.source: row.centre for row in catalog.acids()["sorbic"].values}
    root = 0.1**0.5
    davies = 0.51002 * (root / (1 + root) - 0.3 * 0.1)
    # 4.51 is a constant in concentrations: hydrogen and the ion each get the step, as with ascorbic acid.
    assert rows["davies_calculation"] == pytest.approx(rows["mansfield_whiting_1956"] + 2 * davies, abs=0.01)
    preferred = catalog.acids()["sorbic"].pKa[0]
    assert preferred.centre == 4.76
    assert preferred.ends[0] <= rows["davies_calculation"] <= preferred.ends[1]


def test_forms_without_a_formula_claim_no_equivalent():
    for form in ("encapsulated_ascorbic_acid", "ascorbyl_methylsilanol_pectinate"):
        assert catalog.forms()[form].value("aa_eq") is None
        assert catalog.forms()[form].value("molar_mass") is None


@every_case("item", rows("molar_mass", "density", "bulk_density"))
def test_masses_and_densities_are_above_zero(item):
    assert item[1].ends[0] > 0


@every_case("item", rows("usual_use", "clinical_use", "maximum_use"))
def test_strengths_are_percentages(item):
    low, high = item[1].ends
    assert item[1].unit == "percent"
    assert 0 <= low <= high <= 100


# --- against print --------------------------------------------------------------------------------


def value_of(row: dict[str, str], name: str) -> catalog.Value:
    """Return the catalogue's row of a property in the hydrate that a reference row names."""
    results = [
        value
        for value in catalog.ingredients()[row["id"]].values
        if value.property == name and value.variant == row["variant"]
    ]
    assert len(results) == 1, row
    return results[0]


@pytest.mark.parametrize("row", read("forms.csv"), ids=lambda row: f"{row['id']} {row['variant']}".strip())
def test_forms_agree_with_the_published_table(row):
    mass = value_of(row, "molar_mass").centre
    assert mass == pytest.approx(float(row["molar_mass_g_per_mol"]), abs=float(row["molar_mass_tolerance"]))
    content = value_of(row, "aa_eq").centre
    assert content == pytest.approx(float(row["aa_eq_g_per_g"]), abs=float(row["aa_eq_tolerance"]))


def test_the_table_of_forms_is_complete():
    result = {row["id"] for row in read("forms.csv")}
    assert result == {form for form in FORMS if catalog.forms()[form].chemical_formula}


@pytest.mark.parametrize("row", read("commercial_aa_eq.csv"), ids=lambda row: row["id"])
def test_commercial_powders_agree_with_the_published_range(row):
    value = catalog.forms()[row["id"]].value("aa_eq")
    assert (value.centre, *value.ends) == (float(row["value"]), float(row["low"]), float(row["high"]))


@pytest.mark.parametrize("row", read("densities.csv"), ids=lambda row: row["id"])
def test_densities_agree_with_the_handbook(row):
    value = catalog.ingredients()[row["id"]].value("density")
    assert value.to("g/cm^3")[0] == pytest.approx(
        float(row["density_g_per_cm3"]), abs=float(row["tolerance"])
    )
    assert f"{row['temperature_C']} °C" in value.locator
    assert value.source == "crc_handbook"


# --- CAS numbers and sources ----------------------------------------------------------------------


def test_every_cas_number_has_its_check_digit():
    # CAS: from the right, each digit times its place, summed, modulo 10, is the last digit.
    checked = 0
    for ingredient in catalog.ingredients().values():
        for number in ingredient.cas:
            left, middle, check = number.split("-")
            digits = [int(digit) for digit in reversed(left + middle)]
            assert sum(i * digit for i, digit in enumerate(digits, start=1)) % 10 == int(check), number
            checked += 1
    assert checked > 40


def test_the_cas_numbers_of_the_forms_are_the_published_ones():
    published = {
        "l_ascorbic_acid": {"50-81-7"},
        "sodium_ascorbate": {"134-03-2"},
        "calcium_ascorbate": {"5743-27-1", "5743-28-2"},
        "sodium_ascorbyl_phosphate": {"66170-10-3"},
        "magnesium_ascorbyl_phosphate": {"113170-55-1", "114040-31-2"},
        "ascorbyl_glucoside": {"129499-78-1"},
        "ethyl_ascorbic_acid": {"86404-04-8"},
        "ascorbyl_palmitate": {"137-66-6"},
        "tetrahexyldecyl_ascorbate": {"183476-82-6"},
        "dehydroascorbic_acid": {"490-83-5"},
        "encapsulated_ascorbic_acid": {"50-81-7"},
    }
    for form in FORMS:
        assert set(catalog.forms()[form].cas) == published.get(form, set()), form


def test_every_source_can_be_found():
    for source in catalog.sources().values():
        assert source.title, source.key
        assert source.link or source.container or source.kind in HOUSE_KINDS, source.key
        assert not source.doi.startswith(("http", "doi:")), source.key
        # Some old pages answer to plain http alone.
        assert not source.url or re.fullmatch(r"https?://\S+", source.url), source.key
        assert not source.doi or re.fullmatch(r"10\.\d{4,9}/\S+", source.doi), source.key


def test_every_number_has_a_source():
    for owner, row in every_row():
        assert row.source in catalog.sources(), owner
        assert row.kind in catalog.VALUE_KINDS, owner


def test_a_house_figure_says_so():
    for owner, row in every_row():
        if row.source == "bench_editorial":
            assert row.kind in ("assumed", "estimated"), owner
            assert row.caveat, f"{owner}: {row.property}"


def test_every_statement_about_a_form_has_a_source():
    for form in catalog.forms().values():
        for statement in form.evidence:
            assert statement.text
            assert statement.sources


# --- rules ----------------------------------------------------------------------------------------


def test_at_most_a_dozen_rules_say_stop():
    stops = [rule for rule in catalog.rules().values() if rule.severity is Severity.STOP]
    assert 0 < len(stops) <= 12
    for rule in stops:
        assert rule.reason, rule.code


def test_every_rule_says_what_to_do_and_where_it_comes_from():
    for rule in catalog.rules().values():
        assert rule.title
        assert rule.message
        assert rule.remedy
        assert rule.sources


def test_a_rule_is_not_better_known_than_its_best_source():
    order = "ABCD"
    for rule in catalog.rules().values():
        if rule.evidence.name in order:
            grades = [catalog.sources()[key].grade.name for key in rule.sources]
            letters = [grade for grade in grades if grade in order]
            assert letters, f"{rule.code} is computed, and says so"
            assert rule.evidence.name >= min(letters), rule.code


def test_the_sources_of_a_limit_are_those_of_its_rule():
    # A person who follows a finding finds the source of its number.
    elsewhere = {("STR-003", "most")}  # where the rule hands over to STR-001
    for rule in catalog.rules().values():
        for name, row in rule.limits.items():
            assert row.source in rule.sources or (rule.code, name) in elsewhere, f"{rule.code}: {name}"


def test_what_a_message_says_of_the_first_part_is_what_is_assumed():
    # "Add four fifths of it": the share that goes in before measuring.
    assert "four fifths" in catalog.rules()["PH-001"].remedy
    assert catalog.inputs().assumed["first_addition"].centre == 80


def test_examples_are_read_and_cite_where_they_were_found():
    assert list(catalog.examples()) == ["acid_in_water", "more_than_whole", "ten_times_off"]
    for example in catalog.examples().values():
        assert example.title
        assert example.claim_pH or example.claim_strength
        assert example.source in catalog.sources()
        for line in example.lines:
            assert FIELDS["recipe"].read(line)


def test_accepted_and_assumed_ranges_have_ends_in_order():
    inputs = catalog.inputs()
    for name, row in inputs.accepted.items():
        low, high = row.ends
        assert 0 <= low < high, name
        assert row.unit, name
        assert row.caveat, name


# Sources of grade A and B without an address, and why.
NO_ADDRESS = {
    **dict.fromkeys(("hpe", "crc_handbook"), "a book"),
    "mansfield_whiting_1956": "a book, which lists the paper",
    "en_25814": "a standard, withdrawn and sold",
    **dict.fromkeys(
        ("fcc", "ph_eur", "japanese_pharmacopoeia", "jecfa", "usp_1101", "usp_1160"),
        "a pharmacopoeia, sold, or its edition not recorded",
    ),
    **dict.fromkeys(("tga_sap", "quasi_drug_vcip"), "a regulator's text that was read second-hand"),
    "combination_consensus": "several reviews under one name",
    **dict.fromkeys(("khan_martell_1967", "crea_2007"), "a paper whose address was looked for and not found"),
    **dict.fromkeys(
        ("acta_chim_sin_2009", "jfe_1997", "lajp_2015"), "a paper known by its journal and year or page alone"
    ),
}
# Sources without an address on which a measured or regulatory number may rest: those above, and these.
NO_ADDRESS_BELOW = {"food_additives_data_book": "a book, with its page"}


def test_every_source_of_grade_a_and_b_has_an_address_or_a_reason() -> None:
    best = [source for source in catalog.sources().values() if source.grade.name in "AB"]
    assert {source.key for source in best if not source.link} == set(NO_ADDRESS)
    assert all(NO_ADDRESS.values())


def test_a_measured_number_can_be_looked_up() -> None:
    """What no reader can reach is estimated or assumed, unless it is in a book or a standard."""
    rows = [entry.row for entry in evidence.all_entries() if entry.row is not None]
    lost = {
        f"{row.property}: {row.source}"
        for row in rows
        if row.kind in ("measured", "regulatory")
        and not catalog.sources()[row.source].link
        and row.source not in {**NO_ADDRESS, **NO_ADDRESS_BELOW}
    }
    assert not lost


def test_addresses_look_like_addresses() -> None:
    for source in catalog.sources().values():
        assert not source.doi or re.fullmatch(r"10\.\d{4,9}/\S+", source.doi), source.key
        assert not source.url or re.fullmatch(r"https?://[^\s/]+\.[a-z]{2,}(/\S*)?", source.url), source.key
    dois = [source.doi.lower() for source in catalog.sources().values() if source.doi]
    assert len(set(dois)) == len(dois)
