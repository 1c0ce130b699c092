"""The reader of ``data/``: what it refuses, what it finds, and its fingerprint."""

from __future__ import annotations

import math

import pytest

from calc import catalog
from calc.errors import DataError, InputError
from calc.findings import Evidence, Severity
from tests.conftest import refusal

READERS = {
    "sources.toml": catalog.sources,
    "acids.toml": catalog.acids,
    "examples.toml": catalog.examples,
    "forms.toml": catalog.forms,
    "ingredients.toml": catalog.ingredients,
    "rules.toml": catalog.rules,
    "inputs.toml": catalog.inputs,
    "stability.toml": catalog.stability,
}


def refused(name: str) -> DataError:
    """Return the error that reading a data file raises."""
    return refusal(name, READERS[name])


# Each row: file, text, what it becomes, a word of the message. The line is that of the text.
SPOILED = {
    "unknown key of a form": (
        "forms.toml",
        'kind             = "acid"',
        'kindly           = "acid"',
        "unknown key “kindly”",
    ),
    "unknown key of a value": ("forms.toml", "value = 20.5", "valeu = 20.5", "unknown key “valeu”"),
    "unknown key of evidence": (
        "forms.toml",
        'text = "20 women',
        'sentence = "20 women',
        "unknown key “sentence”",
    ),
    "unknown key of a source": (
        "sources.toml",
        'errata    = "occluded pig skin, not people"',
        'erata     = "occluded"',
        "unknown key “erata”",
    ),
    "unknown key of a rule": (
        "rules.toml",
        'limits   = [{ property = "from"',
        'lmits    = [{ property = "from"',
        "unknown key “lmits”",
    ),
    "unknown key of a limit": ("rules.toml", "value = 30, unit", "velue = 30, unit", "unknown key “velue”"),
    "unknown unit": (
        "forms.toml",
        'unit = "kJ/mol"',
        'unit = "kilojoules/molecoole"',
        "unit “kilojoules/molecoole” is not known",
    ),
    "unknown unit of an input": (
        "inputs.toml",
        'high = 10,     unit = "g"',
        'high = 10,     unit = "gramz"',
        "unit “gramz”",
    ),
    "unknown source of a value": ("forms.toml", '"yadav_2022"', '"nobody_1900"', "source “nobody_1900”"),
    "unknown source of a rule": ("rules.toml", '"fcc"]', '"nobody_1900"]', "source “nobody_1900”"),
    "unknown kind of a value": ("forms.toml", 'kind = "regulatory"', 'kind = "hearsay"', "kind “hearsay”"),
    "unknown kind of a source": (
        "sources.toml",
        'kind      = "article"',
        'kind      = "rumour"',
        "kind “rumour”",
    ),
    "unknown grade": ("sources.toml", 'grade     = "A"', 'grade     = "Z"', "grade “Z”"),
    "unknown phase": ("ingredients.toml", 'phase   = "oil"', 'phase   = "plasma"', "phase “plasma”"),
    "unknown severity": ("rules.toml", 'severity = "STOP"', 'severity = "PANIC"', "severity “PANIC”"),
    "unknown judge": ("rules.toml", 'judges   = "low"', 'judges   = "gut"', "judges “gut”"),
    "not a number": ("forms.toml", "value = 20.5", "value = nan", "finite"),
    "infinite": ("forms.toml", "value = 20.5", "value = inf", "finite"),
    "text as a number": ("forms.toml", "value = 20.5", 'value = "20.5"', "finite"),
    "low above high": (
        "inputs.toml",
        "low = 0.6,    high = 2,",
        "low = 6.6,    high = 2,",
        "low ≤ value ≤ high",
    ),
    "value outside its range": (
        "inputs.toml",
        "value = 1.3, low = 0.9",
        "value = 0.3, low = 0.9",
        "low ≤ value ≤ high",
    ),
    "only one end": (
        "inputs.toml",
        "low = 99, high = 100,",
        "low = 99,",
        "a value is needed, or low and high",
    ),
    "only one end of what is no window": (
        "stability.toml",
        "falls_apart = { value = 5,",
        "falls_apart = { low = 5,",
        "a value is needed, or low and high",
    ),
    "wrong check digit": (
        "ingredients.toml",
        '"56-81-5"',
        '"56-81-6"',
        "CAS 56-81-6 has a wrong check digit",
    ),
    "CAS of no form": ("ingredients.toml", '"56-81-5"', '"568-15"', "CAS 568-15"),
    # What TOML allows and a record does not; each of these once passed or ended in a TypeError.
    "truth value as a number": ("forms.toml", "value = 20.5", "value = true", "finite"),
    "number as a name": (
        "ingredients.toml",
        'name             = "Squalane"',
        "name             = 5",
        "name must be text",
    ),
    "list as a severity": ("rules.toml", 'severity = "STOP"', 'severity = ["STOP"]', "severity must be text"),
    "text as a list of aliases": (
        "ingredients.toml",
        'aliases = ["k2hpo4", "potassium phosphate dibasic"]',
        'aliases = "k2hpo4"',
        "aliases must be a list of texts",
    ),
    "text as a list of sources": ("rules.toml", '["hpe", "fcc"]', '"hpe"', "sources must be a list of texts"),
    "numbers in a list of sources": (
        "rules.toml",
        '["hpe", "fcc"]',
        "[5]",
        "sources must be a list of texts",
    ),
    "text as a list of facts": (
        "rules.toml",
        'when     = ["has_laa"]',
        'when     = "has_laa"',
        "list of texts",
    ),
    "unknown role": (
        "ingredients.toml",
        'roles            = ["solvent"]',
        'roles            = ["solvant"]',
        "roles “solvant” is none of",
    ),
    "unknown key of an acid": ("acids.toml", "charge = 1", "charged = 1", "unknown key “charged”"),
    "unknown key of a constant": ("acids.toml", "value = 3.863", "valeu = 3.863", "unknown key “valeu”"),
    "unknown source of a constant": (
        "acids.toml",
        '"bates_allen_1960"',
        '"nobody_1900"',
        "source “nobody_1900”",
    ),
    "half a charge": ("acids.toml", "charge = 1", "charge = 0.5", "charge must be a whole number"),
    "constant outside its range": ("acids.toml", "value = 3.863", "value = 38.63", "low ≤ value ≤ high"),
    "unknown acid of an ingredient": (
        "ingredients.toml",
        'acid   = "lactic"',
        'acid   = "lactid"',
        "acid “lactid” is not in acids.toml",
    ),
    "unknown acid of a form": (
        "forms.toml",
        'acid   = "ascorbic"',
        'acid   = "ascorbate"',
        "acid “ascorbate” is not in acids.toml",
    ),
    "unknown way to ionise": (
        "ingredients.toml",
        'ionises = "base"',
        'ionises = "perhaps"',
        "ionises is one of acid, base, salt",
    ),
    "part of an ion": ("ingredients.toml", "sodium = 3", "sodium = 2.5", "sodium must be a whole number"),
    "unknown key of an example": ("examples.toml", "claim_pH       =", "claims_pH      =", "unknown key"),
    "unknown source of an example": (
        "examples.toml",
        '"public_recipe_cards"',
        '"nobody_1900"',
        "source “nobody_1900”",
    ),
    "text as the lines of an example": (
        "examples.toml",
        '["5 g ascorbic acid", "15 g water"]',
        '"5 g ascorbic acid"',
        "lines must be a list of texts",
    ),
    "word as a year": (
        "sources.toml",
        "year      = 2001",
        'year      = "2001"',
        "year must be a whole number",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_file_is_refused_with_its_line(case, refuses):
    name, *change = SPOILED[case]
    refuses(name, READERS[name], *change)


@pytest.mark.parametrize("name", READERS)
def test_something_else_than_tables_is_refused(name, data_copy):
    from tests.conftest import forget_data

    file = data_copy / name
    file.write_text("colour = 5\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    forget_data()
    error = refused(name)
    assert "must be a table" in error.problem
    assert error.line == 1


def test_an_ingredient_that_is_a_form_too_is_refused(spoil):
    # One of the two would be lost silently, with all its values.
    line = spoil("ingredients.toml", "[squalane]", "[ascorbyl_palmitate]")
    error = refused("ingredients.toml")
    assert "is claimed by ascorbyl_palmitate too" in error.problem
    assert error.line == line


def test_a_number_as_a_unit_is_refused(spoil):
    spoil("forms.toml", 'unit = "kJ/mol"', "unit = 5")
    assert refused("forms.toml").problem == "l_ascorbic_acid: unit must be text"


def test_an_alias_that_two_ingredients_claim_is_refused(spoil, data_copy):
    # Which of the two a name leads to must not hang on the order of a file.
    spoil("ingredients.toml", 'aliases          = ["aqua", ', 'aliases          = ["aqua", "glycerol", ')
    error = refused("ingredients.toml")
    assert "“glycerol” is claimed by water too" in error.problem
    lines = (data_copy / "ingredients.toml").read_text(encoding="utf-8").splitlines()
    assert lines[error.line - 1] == "[glycerin]"


def test_a_limit_twice_is_refused(spoil):
    # Only one of them would be compared with.
    line = spoil("rules.toml", 'property = "worked", value = 5', 'property = "least", value = 5')
    error = refused("rules.toml")
    assert "least must be preferred" in error.problem
    assert error.line in (line - 1, line)
    assert error.problem.startswith("STR-002")


def test_a_missing_key_points_at_its_table(spoil):
    table = spoil("ingredients.toml", "[squalane]\n", "[squalane]\n")
    spoil("ingredients.toml", 'inci             = "Squalane"\n', "")
    error = refused("ingredients.toml")
    assert "“inci” is missing" in error.problem
    assert error.line == table


def test_a_stop_without_its_reason_is_refused(spoil):
    spoil("rules.toml", 'reason   = "Burning', '#reason  = "Burning')
    error = refused("rules.toml")
    assert "PH-001" in error.problem
    assert "reason" in error.problem


def test_an_acid_without_its_first_constant_is_refused(spoil):
    table = spoil("acids.toml", "[lactic]", "[lactic]")
    spoil("acids.toml", '{ property = "pKa1", value = 3.863', '{ property = "pKa2", value = 3.863')
    error = refused("acids.toml")
    assert "lactic: an acid needs its pKa1" in error.problem
    assert error.line == table


def test_two_constants_for_a_step_need_one_preference(spoil):
    spoil("acids.toml", 'source = "hpe",                      preferred = true', 'source = "hpe"')
    assert "one of the rows of pKa1 must be preferred" in refused("acids.toml").problem


def test_an_example_tells_everything(spoil):
    table = spoil("examples.toml", "[acid_in_water]", "[acid_in_water]")
    spoil("examples.toml", 'claim_strength = ""\n', "")
    error = refused("examples.toml")
    assert "“claim_strength” is missing" in error.problem
    assert error.line == table


def test_a_rule_without_a_source_is_refused(spoil):
    line = spoil("rules.toml", 'sources  = ["hpe", "fcc"]', "sources  = []")
    error = refused("rules.toml")
    assert "needs a source" in error.problem
    assert error.line == line


def test_a_code_has_its_shape(spoil):
    line = spoil("rules.toml", "[MIX-011]", "[MIX-11]")
    error = refused("rules.toml")
    assert "AREA-NNN" in error.problem
    assert error.line == line


def test_a_source_that_nobody_can_find_is_refused(spoil, data_copy):
    file = data_copy / "sources.toml"
    text = file.read_text(encoding="utf-8")
    added = text.count("\n") + 2
    file.write_text(
        text + '\n[nowhere_2020]\ntitle = "Lost"\nkind = "article"\ngrade = "A"\n', encoding="utf-8"
    )
    error = refused("sources.toml")
    assert "doi, a url or a container" in error.problem
    assert error.line == added


def test_the_same_property_of_one_source_twice_is_refused(spoil):
    spoil("forms.toml", 'variant = "crystalline, tapped"', 'variant = "crystalline, loose"')
    error = refused("forms.toml")
    assert "bulk_density stands twice" in error.problem


def test_two_rows_need_one_preference(spoil):
    line = spoil("forms.toml", 'preferred = true, caveat = "spans the', 'caveat = "spans the')
    error = refused("forms.toml")
    assert "one of the rows of bulk_density must be preferred" in error.problem
    assert error.line == line


def test_two_preferences_are_one_too_many(spoil):
    spoil(
        "forms.toml", 'variant = "crystalline, loose", ', 'variant = "crystalline, loose", preferred = true, '
    )
    assert "must be preferred" in refused("forms.toml").problem


@pytest.mark.parametrize("name", READERS)
def test_bad_toml_is_refused_with_its_line(name, data_copy, spoil):
    first = (data_copy / name).read_text(encoding="utf-8").splitlines()
    line = next(i for i, text in enumerate(first) if text.startswith("["))
    spoil(name, first[line], first[line] + "]")
    assert refused(name).line == line + 1


def test_a_table_twice_is_refused(spoil):
    line = spoil("ingredients.toml", "[squalane]", "[glycerin]")
    assert refused("ingredients.toml").line == line


def test_an_unknown_table_of_inputs_is_refused(spoil):
    spoil("inputs.toml", "[order]", "[odrer]")
    assert "odrer" in refused("inputs.toml").problem


# --- finding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ingredient"),
    [
        ("ascorbic acid", "l_ascorbic_acid"),
        ("Ascorbic Acid", "l_ascorbic_acid"),
        ("L-Ascorbic-Acid", "l_ascorbic_acid"),
        ("  vitamin   C ", "l_ascorbic_acid"),
        ("LAA", "l_ascorbic_acid"),
        ("e300", "l_ascorbic_acid"),
        ("SAP", "sodium_ascorbyl_phosphate"),
        ("Ascorbyl Tetraisopalmitate", "tetrahexyldecyl_ascorbate"),
        ("Aqua", "water"),
        ("glycerol", "glycerin"),
        ("Lye", "sodium_hydroxide"),
        ("baking soda", "sodium_bicarbonate"),
        ("citric acid", "citric_acid"),
        ("hyaluronic acid", "sodium_hyaluronate"),
        ("1,3-propanediol", "propanediol"),
        ("1,2-propanediol", "propylene_glycol"),
    ],
)
def test_people_name_ingredients_in_many_ways(text, ingredient):
    assert catalog.find_ingredient(text).id == ingredient


def test_every_name_leads_home():
    for ingredient in catalog.ingredients().values():
        for name in (ingredient.id, ingredient.name, ingredient.short, *ingredient.aliases):
            if name:
                assert catalog.find_ingredient(name).id == ingredient.id, name


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("ascorbic acd", "l_ascorbic_acid"),
        ("ferulc acid", "ferulic_acid"),
        ("gliserin", "glycerin"),
        ("ascorbyl palmitat", "ascorbyl_palmitate"),
    ],
)
def test_near_names_are_offered(text, near):
    with pytest.raises(InputError) as caught:
        catalog.find_ingredient(text, field="lines[2].ingredient")
    assert caught.value.field == "lines[2].ingredient"
    assert near in caught.value.readings
    assert near in caught.value.fix
    assert len(caught.value.readings) <= 3


@pytest.mark.parametrize("text", ["", "   ", "unobtainium xyz", "☃"])
def test_nothing_near_says_what_to_try(text):
    with pytest.raises(InputError) as caught:
        catalog.find_ingredient(text)
    assert caught.value.readings == ()
    assert "INCI" in caught.value.fix


def test_a_form_must_be_a_form():
    assert catalog.find_form("map").id == "magnesium_ascorbyl_phosphate"
    with pytest.raises(InputError, match="not a form of vitamin C") as caught:
        catalog.find_form("glycerin")
    assert "l_ascorbic_acid" in caught.value.fix


# --- records --------------------------------------------------------------------------------------


def test_a_value_converts_and_keeps_its_ends():
    row = catalog.Value("density", "g/mL", "measured", "hpe", value=1.3, low=0.9, high=1.7)
    assert row.to("g/L") == pytest.approx((1300, 900, 1700))


def test_degrees_celsius_convert_with_their_zero():
    # A factor alone would make 25 °C into 25 K.
    row = catalog.Value("storage", "degC", "measured", "hpe", value=25, low=20, high=30)
    assert row.to("K") == pytest.approx((298.15, 293.15, 303.15))
    assert row.to("degC") == pytest.approx((25, 20, 30))


def test_a_range_has_its_middle_for_a_centre():
    row = catalog.Value("usual_use", "percent", "estimated", "usual_use", low=5, high=20)
    assert row.centre == 12.5
    assert row.to("dimensionless") == pytest.approx((0.125, 0.05, 0.2))


def test_an_acid_has_its_constants_in_order():
    citric = catalog.acids()["citric"]
    assert [row.property for row in citric.pKa] == ["pKa1", "pKa2", "pKa3"]
    assert [row.source for row in citric.pKa] == ["minteq_v4"] * 3
    assert citric.value("sodium_pair_1").centre == 1.03
    assert (citric.charge, catalog.acids()["triethanolammonium"].charge) == (0, 1)


def test_an_ingredient_knows_what_it_brings_into_water():
    salt = catalog.ingredients()["trisodium_citrate_dihydrate"]
    assert (salt.acid, salt.sodium, salt.potassium, salt.ionises) == ("citric", 3, 0, "")
    assert catalog.ingredients()["glycerin"].acid == ""


def test_an_example_is_as_somebody_would_paste_it():
    example = catalog.examples()["acid_in_water"]
    assert example.lines == ("5 g ascorbic acid", "15 g water")
    assert (example.claim_pH, example.claim_strength, example.source) == ("5", "", "public_recipe_cards")


def test_the_preferred_row_is_the_value():
    assert catalog.forms()["sodium_ascorbyl_phosphate"].value("aa_eq").kind == "assumed"
    assert catalog.forms()["l_ascorbic_acid"].value("no_such_property") is None


def test_limits_come_in_canonical_units():
    assert catalog.rules()["STR-001"].limit["most"] == pytest.approx(0.2)
    assert catalog.rules()["PH-001"].limit["least"] == 2.5
    assert catalog.rules()["PH-001"].severity is Severity.STOP


def test_a_source_knows_its_link_and_how_it_is_cited():
    source = catalog.sources()["pinnell_2001"]
    assert source.link == "https://doi.org/10.1046/j.1524-4725.2001.00264.x"
    assert source.cited == "Pinnell 2001"
    assert source.grade is Evidence.A


def test_the_records_cannot_be_changed():
    with pytest.raises(TypeError):
        catalog.forms()["l_ascorbic_acid"] = None
    with pytest.raises(AttributeError):
        catalog.forms()["l_ascorbic_acid"].name = "other"


# --- fingerprint ----------------------------------------------------------------------------------


def test_the_fingerprint_is_stable(data_copy):
    from tests.conftest import forget_data

    before = catalog.data_hash()
    assert len(before) == 12
    forget_data()
    assert catalog.data_hash() == before


def test_a_copy_has_the_same_fingerprint(request):
    before = catalog.data_hash()
    request.getfixturevalue("data_copy")
    assert catalog.data_hash() == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("forms.toml", "value = 20.5", "value = 20.6"),
        ("rules.toml", "It aims at", "It aimed at"),
        ("sources.toml", "occluded pig skin", "pig skin, occluded"),
    ],
)
def test_a_changed_number_or_word_changes_the_fingerprint(name, old, new, spoil):
    before = catalog.data_hash()
    spoil(name, old, new)
    assert catalog.data_hash() != before


def test_a_note_to_people_does_not_change_the_fingerprint(data_copy):
    from tests.conftest import forget_data

    before = catalog.data_hash()
    (data_copy / "README.md").write_text("anything", encoding="utf-8")
    forget_data()
    assert catalog.data_hash() == before


def test_a_window_may_be_open_on_one_side():
    states = catalog.stability().states
    up, down = states["magnesium_ascorbyl_phosphate"].window, states["dehydroascorbic_acid"].window
    assert up.ends == (6, math.inf)
    assert down.ends == (-math.inf, 5)
