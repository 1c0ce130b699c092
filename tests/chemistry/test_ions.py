"""What ingredients bring into water: moles by hand, and the carbon dioxide that leaves again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.formula import Formula, Line, composition
from calc.chemistry.ions import (
    IONS,
    carbon_dioxide_g,
    carbon_dioxide_lost,
    gas_molar_mass,
    ion_contributions,
)
from tests.cases import every_case

ACID = "l_ascorbic_acid"
SODA = "sodium_bicarbonate"
LYE = "sodium_hydroxide"
CITRATE = "trisodium_citrate_dihydrate"
#: C 12.011 + 2 × O 15.999, and Na 22.990 + H 1.008 + C + 3 × O: by hand [g/mol].
CO2, NAHCO3 = 44.009, 84.006
ASCORBIC, NAOH = 176.124, 39.997
IONISING = [
    record.id
    for record in catalog.ingredients().values()
    if record.acid or record.ionises or any(getattr(record, ion) for ion in IONS)
]


def gas(**masses: float) -> float:
    """Return what leaves a mix of pure ingredients [g]."""
    return float(carbon_dioxide_g(tuple(masses), np.array(list(masses.values()))))


def of(ingredient: str) -> tuple[dict[str, float], float, float]:
    """Return the acids, the sodium and the potassium in a gram [mmol]."""
    ions = ion_contributions((ingredient,))
    acids = dict(zip(ions.acids, (1000 * ions.acid_mol[0]).tolist()))
    return acids, 1000 * ions.sodium_mol[0], 1000 * ions.potassium_mol[0]


# --- moles by hand --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ingredient", "acids", "sodium", "potassium"),
    [
        # 1000 mg / M: of ascorbic acid 176.124, its sodium salt 198.106, lye 39.997, soda 84.006 …
        (ACID, {"ascorbic": 5.6778}, 0, 0),
        ("sodium_ascorbate", {"ascorbic": 5.0478}, 5.0478, 0),
        (LYE, {}, 25.0019, 0),
        ("potassium_hydroxide", {}, 0, 17.8237),
        (SODA, {"carbonic": 11.9039}, 11.9039, 0),
        ("triethanolamine", {"triethanolammonium": 6.7029}, 0, 0),
        # … of citric acid 192.123, with its water 210.138; its salt, 294.099, has three sodium.
        ("citric_acid", {"citric": 5.2050}, 0, 0),
        ("citric_acid_monohydrate", {"citric": 4.7588}, 0, 0),
        (CITRATE, {"citric": 3.4002}, 10.2007, 0),
        ("lactic_acid", {"lactic": 11.1015}, 0, 0),
        ("phosphoric_acid", {"phosphoric": 10.2047}, 0, 0),
        ("sodium_benzoate", {"benzoic": 6.9394}, 6.9394, 0),
        ("potassium_sorbate", {"sorbic": 6.6570}, 0, 6.6570),
        ("ferulic_acid", {"ferulic": 5.1497}, 0, 0),
        ("niacinamide", {"nicotinamidium": 8.1882}, 0, 0),
        ("disodium_edta", {"edta": 2.6865}, 5.3730, 0),
        # Two molecules of acid in one: 190.095 and 390.31 with two of water.
        ("sodium_metabisulfite", {"sulfurous": 10.5210}, 10.5210, 0),
        ("sodium_chloride", {}, 17.1107, 0),
        # A 0.9 % solution of it, 58.443 in 6493.7.
        ("sodium_chloride_solution_0_9_percent", {}, 0.1540, 0),
        # Bases: 174.204, 146.190, 121.136, 89.138, 61.084 g/mol; a salt of a base has chloride, 215.63.
        ("arginine", {"argininium": 5.7404}, 0, 0),
        ("lysine", {"lysinium": 6.8404}, 0, 0),
        ("tromethamine", {"tromethaminium": 8.2552}, 0, 0),
        ("aminomethyl_propanol", {"aminomethyl_propanolium": 11.2186}, 0, 0),
        ("ethanolamine", {"ethanolammonium": 16.3709}, 0, 0),
        ("glucosamine_hcl", {"glucosaminium": 4.6376}, 0, 0),
        ("tranexamic_acid", {"tranexamicum": 6.3608}, 0, 0),
        ("sodium_pca", {"pyroglutamic": 6.6185}, 6.6185, 0),
        ("magnesium_pca", {"pyroglutamic": 7.1297}, 0, 0),
        # A unit of the chain, 401.3; borax, 381.36, has four; washing and baking soda in one, 226.03, two.
        ("sodium_hyaluronate", {"hyaluronic": 2.4919}, 2.4919, 0),
        ("sodium_borate", {"boric": 10.4888}, 5.2444, 0),
        ("sodium_sesquicarbonate", {"carbonic": 8.8485}, 13.2727, 0),
        ("glycolic_acid", {"glycolic": 13.1491}, 0, 0),
        ("azelaic_acid", {"azelaic": 5.3128}, 0, 0),
    ],
)
def test_moles_in_a_gram(ingredient, acids, sodium, potassium):
    found_acids, found_sodium, found_potassium = of(ingredient)
    assert found_acids == pytest.approx(acids, rel=1e-4)
    assert (found_sodium, found_potassium) == pytest.approx((sodium, potassium), rel=1e-4)


@pytest.mark.parametrize(
    ("ingredient", "millimoles", "sodium"),
    [
        # Their own constants are not known, so that each is an acid of its own; a salt brings one
        # sodium for each, whatever its formula says: 1000
        # per repeat unit, 72.06; and where nothing is known, 100 g/mol.
        ("carbomer", 13.8773, 0),
        ("algin", 10.0, 10.0),
        ("copper_tripeptide_1", 10.0, 10.0),
        ("sodium_phytate", 10.0, 10.0),
    ],
)
def test_constants_that_are_not_known_still_have_moles(ingredient, millimoles, sodium):
    acids, found_sodium, potassium = of(ingredient)
    assert acids == pytest.approx({ingredient: millimoles}, rel=1e-4)
    assert (found_sodium, potassium) == pytest.approx((sodium, 0), rel=1e-4)


@every_case(
    "ingredient", [record.id for record in catalog.ingredients().values() if record.id not in IONISING]
)
def test_what_does_not_ionise_brings_nothing(ingredient):
    assert of(ingredient) == ({}, 0, 0)


def test_every_ion_is_told_of_something():
    assert {"glycerin", "water", "squalane", "ascorbyl_glucoside"}.isdisjoint(IONISING)
    for name in IONISING:
        acids, sodium, potassium = of(name)
        assert sum(acids.values()) + sodium + potassium > 0 or ion_contributions((name,)).ion_mol.any()


def test_several_share_their_acids():
    ions = ion_contributions((ACID, "water", "sodium_ascorbate", "citric_acid", CITRATE))
    assert ions.acids == ("ascorbic", "citric")
    assert (1000 * ions.acid_mol).tolist() == [
        pytest.approx(row, rel=1e-4) for row in ([5.6778, 0], [0, 0], [5.0478, 0], [0, 5.2050], [0, 3.4002])
    ]
    assert 1000 * ions.sodium_mol == pytest.approx([0, 0, 5.0478, 0, 10.2007], rel=1e-4)


def test_nothing_brings_nothing():
    assert ion_contributions(()).acid_mol.shape == (0, 0)
    assert ion_contributions(("water", "glycerin")).acid_mol.shape == (2, 0)
    assert carbon_dioxide_g((), np.zeros(0)) == 0


# --- carbon dioxide by hand -----------------------------------------------------------------------


def test_all_of_it_leaves_where_there_is_acid_enough():
    # 44.009 / 84.006 = 0.52388 g for every gram of soda.
    assert gas_molar_mass() == CO2
    assert gas(l_ascorbic_acid=15, water=83, sodium_bicarbonate=1.67) == pytest.approx(0.87488, abs=1e-5)
    assert gas(sodium_bicarbonate=1, l_ascorbic_acid=100) == pytest.approx(0.52388, abs=1e-5)


@pytest.mark.parametrize(
    ("rest", "millimoles"),
    [
        # Against 10 g of soda, 119.04 mmol, and one gram of acid: 5.6778 mmol of ascorbic acid …
        ({ACID: 1}, 5.6778),
        # … two protons of citric acid below pKa 5, one of phosphoric acid …
        ({"citric_acid": 1}, 2 * 5.2050),
        ({"phosphoric_acid": 1}, 10.2047),
        ({"lactic_acid": 1, ACID: 1}, 11.1015 + 5.6778),
        # … and one of what has no known constants.
        ({"ferulic_acid": 1}, 5.1497),
        # A salt has let go of its proton, and may take one up: citrate one of the 2 × 5.2050.
        ({"sodium_ascorbate": 5}, 0),
        ({"sodium_benzoate": 5, "potassium_sorbate": 5, "disodium_edta": 5}, 0),
        ({"citric_acid": 1, CITRATE: 1}, 2 * 5.2050 - 3.4002),
        # A base gets the acid first: 5.6778 − 25.0019 × 0.1, − 17.8237 × 0.1, − 6.7029 × 0.1.
        ({ACID: 1, LYE: 0.1}, 3.1776),
        ({ACID: 1, "potassium_hydroxide": 0.1}, 3.8954),
        ({ACID: 1, "triethanolamine": 0.1}, 5.0075),
        # Niacinamide has let go of its proton long before carbonic acid does.
        ({ACID: 1, "niacinamide": 0.1}, 5.6778),
        ({ACID: 1, LYE: 1}, 0),
        ({ACID: 1, "triethanolamine": 1}, 0),
    ],
    ids=str,
)
def test_what_acid_there_is_drives_it_out(rest, millimoles):
    assert gas(**{SODA: 10, **rest}) == pytest.approx(millimoles * CO2 / 1000, rel=2e-4)


@pytest.mark.parametrize("rest", [{}, {"water": 90}, {"glycerin": 90, LYE: 1}, {"niacinamide": 4}], ids=str)
def test_nothing_leaves_without_acid(rest):
    assert gas(**{SODA: 5, **rest}) == 0


def test_nothing_leaves_without_soda():
    assert gas(l_ascorbic_acid=15, sodium_hydroxide=1, water=84) == 0
    assert carbon_dioxide_lost(("ascorbic",), np.array([[1.0]]), np.array([0.0])).tolist() == [0]


def test_a_batch_loses_the_gas_and_not_the_acid():
    # 15 g of 99 % powder and 1.67 g of soda in 83.33 g of water: 14.85 / (100 − 0.87488) = 14.981 %.
    lines = (
        Line("water", 83.33),
        Line(ACID, 15.0, 0.99, purity_plus_minus=0.0),
        Line(SODA, 1.67),
    )
    formula = Formula(lines)
    assert formula.gas_g == pytest.approx(0.87488, abs=1e-5)
    assert formula.total_mass_g == pytest.approx(99.12512, abs=1e-5)
    assert composition(formula).strength_of(ACID).nominal == pytest.approx(0.14981067, rel=1e-6)


def test_only_what_is_pure_gives_gas():
    # 10 g of a 5 % solution: 0.5 g of soda.
    lines = (Line("water", 80.0), Line(ACID, 15.0), Line(SODA, 10.0, 0.05, 0.95))
    assert Formula(lines).gas_g == pytest.approx(0.5 * CO2 / NAHCO3, rel=1e-6)


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=60)
OTHERS = (ACID, "sodium_ascorbate", LYE, "triethanolamine", "citric_acid", CITRATE, "ferulic_acid", "water")
amounts = st.lists(st.one_of(st.just(0.0), st.floats(1e-4, 100)), min_size=len(OTHERS), max_size=len(OTHERS))
sodas = st.floats(1e-4, 100)


@fewer
@given(amounts, sodas)
def test_never_negative_and_never_more_than_there_is(others, soda):
    left = gas(**dict(zip(OTHERS, others)), **{SODA: soda})
    assert 0 <= left <= soda * CO2 / NAHCO3 * (1 + 1e-9)


@fewer
@given(st.lists(st.tuples(amounts, sodas), min_size=1, max_size=6))
def test_rows_do_not_know_each_other(rows):
    names = (*OTHERS, SODA)
    table = np.array([[*others, soda] for others, soda in rows])
    one_by_one = [float(carbon_dioxide_g(names, row)) for row in table]
    # A matrix product may add up in another order.
    assert carbon_dioxide_g(names, table).tolist() == pytest.approx(one_by_one, rel=1e-9, abs=1e-12)
    deeper = carbon_dioxide_g(names, table[np.newaxis])
    assert deeper.shape == (1, len(rows))


@fewer
@given(amounts, sodas, st.floats(1e-3, 1e3))
def test_twice_the_mix_is_twice_the_gas(others, soda, factor):
    once = gas(**dict(zip(OTHERS, others)), **{SODA: soda})
    more = gas(**{name: mass * factor for name, mass in zip(OTHERS, others)}, **{SODA: soda * factor})
    assert more == pytest.approx(factor * once, rel=1e-6, abs=1e-9 * factor)


@fewer
@given(amounts, sodas, st.floats(0.01, 10))
def test_more_acid_is_never_less_gas_and_more_lye_never_more(others, soda, added):
    masses = {**dict(zip(OTHERS, others)), SODA: soda}
    before = gas(**masses)
    assert gas(**{**masses, ACID: masses[ACID] + added}) >= before - 1e-12
    assert gas(**{**masses, LYE: masses[LYE] + added}) <= before + 1e-12


@fewer
@given(st.floats(0.1, 60), sodas)
def test_acid_and_soda_alone(acid, soda):
    assume(abs(acid / ASCORBIC - soda / NAHCO3) > 1e-6)
    left = gas(**{ACID: acid, SODA: soda})
    assert left == pytest.approx(CO2 * min(acid / ASCORBIC, soda / NAHCO3), rel=1e-6)


@fewer
@given(st.floats(0.1, 60), st.floats(0, 1), st.floats(0, 1))
def test_a_neutral_mix_gives_nothing(acid, share, soda_share):
    # As much lye as acid: none is left for the soda.
    lye = acid / ASCORBIC * NAOH * (1 + share)
    assert gas(**{ACID: acid, LYE: lye, SODA: 10 * soda_share + 0.1}) == pytest.approx(0, abs=1e-4)


# --- what the data say ----------------------------------------------------------------------------


def test_the_mass_that_leaves_follows_the_data(spoil):
    before = gas(sodium_bicarbonate=1, l_ascorbic_acid=100)
    spoil("acids.toml", "value = 44.009", "value = 88.018")
    assert gas(sodium_bicarbonate=1, l_ascorbic_acid=100) == pytest.approx(2 * before)


def test_which_protons_drive_gas_out_follows_the_data(spoil):
    before = gas(sodium_bicarbonate=10, citric_acid=1)
    spoil("inputs.toml", "drives_out_gas          = { value = 5,", "drives_out_gas          = { value = 4,")
    # One proton of citric acid below pKa 4, two below 5.
    assert gas(sodium_bicarbonate=10, citric_acid=1) == pytest.approx(before / 2)


@pytest.mark.parametrize(
    ("acid_g", "soda_g", "gas_g"),
    [
        # All of 0.1 g of soda: 0.1 × 44.009 / 84.006 g. A gram of acid, 358.296 g/mol, frees as many moles.
        (5.0, 0.1, 0.1 * 44.009 / 84.006),
        (1.0, 5.0, 44.009 / 358.296),
    ],
)
def test_an_acid_of_unknown_constants_frees_gas_by_one_proton(acid_g, soda_g, gas_g):
    lines = (
        Line("water", 90.0),
        Line("lactobionic_acid", acid_g, 1.0),
        Line("sodium_bicarbonate", soda_g, 1.0),
    )
    assert Formula(lines).gas_g == pytest.approx(gas_g, rel=1e-4)


@pytest.mark.parametrize("salt", ["polyglutamic_acid", "copper_tripeptide_1"])
def test_a_salt_of_unknown_constants_frees_no_gas(salt):
    """Its acid has a proton, and its metal has taken the place of that."""
    assert gas(**{salt: 5.0}, sodium_bicarbonate=1.0) == pytest.approx(0.0, abs=1e-12)


def test_no_carbonate_gives_off_no_gas() -> None:
    """Neither lye with acid nor an ingredient of another acid; 1 g of soda with enough acid gives 0.524 g."""
    assert carbon_dioxide_g((ACID, LYE, CITRATE), np.array([15.0, 2.0, 1.0])) == 0.0
    assert carbon_dioxide_g((ACID, SODA), np.array([15.0, 1.0])) == pytest.approx(CO2 / NAHCO3, rel=1e-2)
