"""The reader of intake.toml: what it reads, and what it refuses with file and line."""

from __future__ import annotations

import math
from functools import partial

import pytest

from calc import catalog
from calc.catalog.intake import oral_facts
from tests.conftest import refusal

NAME = "intake.toml"
SPOILED = {
    "unknown key of a stage": ("ai          =", "aj          =", "unknown key “aj”"),
    "recommended for one sex only": (
        "rda_female  = { value = 75,",
        "rda         = { value = 75,",
        "a stage has rda_female with rda_male, or rda, or ai",
    ),
    "another word than not set": ('ul          = "not set"', 'ul          = "none"', "ul must be a table"),
    "unit of another kind": (
        'rda         = { value = 15,  unit = "mg/day"',
        'rda         = { value = 15,  unit = "g"',
        "rda: the unit must be mg/day",
    ),
    "unit that nobody knows": (
        'smoker         = { value = 35,   unit = "mg/day"',
        'smoker         = { value = 35,   unit = "mg/fortnite"',
        "unit “mg/fortnite” is not known",
    ),
    "negative number": ("value = 1200,", "value = -1200,", "ul: a value above 0 is needed"),
    "range without a value": (
        "applied = { value = 1.54,",
        "applied = { low = 1, high = 2,",
        "applied: a value above 0 is needed",
    ),
    "not finite": ("value = 650,", "value = inf,", "the numbers must be finite"),
    "unknown source": ('source = "uk_vitamin_c"', 'source = "nobody_1900"', "source “nobody_1900”"),
    "unknown source of a statement": (
        'sources = ["efsa_vitamin_c"]',
        'sources = ["nobody_1900"]',
        "source “nobody_1900”",
    ),
    "statement without a source": ('sources = ["efsa_vitamin_c"]', "sources = []", "needs a source"),
    "gap between stages": ("from_months = 108", "from_months = 109", "it must start where child_4_8 ends"),
    "overlap of stages": ("from_months = 48", "from_months = 47", "it must start where child_1_3 ends"),
    "first stage that starts late": ("from_months = 0", "from_months = 1", "the first stage starts at 0"),
    "part of a month": ("to_months   = 108", "to_months   = 108.5", "to_months must be a whole number"),
    "unknown state": (
        'state       = "lactation"',
        'state       = "nursing"',
        "none of pregnancy, lactation",
    ),
    "upper level below the recommended": (
        "ul          = { value = 400,",
        "ul          = { value = 15,",
        "must lie above what is recommended",
    ),
    "recommended for males in pregnancy": (
        "rda_female  = { value = 80,",
        "rda_male    = { value = 80,",
        "a stage has rda_female",
    ),
    "form that is none": ("[minerals.sodium_ascorbate]", "[minerals.squalane]", "is not a form of vitamin C"),
    "metal that is none": ('property = "sodium"', 'property = "sodum"', "property “sodum” is none of"),
    "variant twice": ('variant = "dihydrate"', 'variant = "anhydrous"', "calcium stands twice"),
    "unknown figure": ("heaviest_piece =", "heavy_piece    =", "unknown key “heavy_piece”"),
}


refused = partial(refusal, NAME, oral_facts)


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_file_is_refused_with_its_line(case, refuses):
    refuses(NAME, oral_facts, *SPOILED[case])


def test_what_is_read():
    facts = oral_facts()
    assert len(facts.stages) == 11
    assert [stage.id for stage in facts.stages_of("lactation")] == ["lactating_14_18", "lactating_adult"]
    adult = facts.stages_of("")[-1]
    assert (adult.from_years, adult.to_years, adult.is_ai) == (19, math.inf, False)
    assert {sex: row.centre for sex, row in adult.rda.items()} == {"female": 75, "male": 90}
    infants = facts.stages[:2]
    assert all(infant.ul is None and infant.is_ai for infant in infants)
    assert infants[0].to_years == 7 / 12


def test_the_names_say_the_ages():
    for stage in oral_facts().stages_of("")[2:-1]:
        assert stage.name == f"{stage.from_years:g}–{stage.to_years - 1:g} years"


def test_every_number_has_a_source_that_can_be_found():
    facts = oral_facts()
    limits = [row for stage in facts.stages for row in (*stage.rda.values(), stage.ul) if row]
    minerals = [row for mineral in facts.minerals.values() for row in mineral]
    figures = [facts.smoker, facts.smokers_from, facts.uk, facts.applied]
    assert all(row.source in catalog.sources() for row in (*limits, *minerals, *figures))
    assert {row.source for row in limits} == {"iom_2000"}
    assert all(statement.sources for statement in facts.statements.values())


def test_the_records_cannot_be_changed():
    facts = oral_facts()
    with pytest.raises(TypeError):
        facts.minerals["water"] = ()
    with pytest.raises(TypeError):
        facts.stages[0].rda["female"] = None


def test_a_missing_key_points_at_its_table(spoil):
    table = spoil(NAME, "[stages.infant_0_6_months]", "[stages.infant_0_6_months]")
    spoil(NAME, 'ul          = "not set"\n', "")
    error = refused()
    assert "“ul” is missing" in error.problem
    assert error.line in (table, table + 1)


def test_the_last_stage_has_no_end(spoil):
    row = "rda_female  = { value = 85"
    line = spoil(NAME, row, f"to_months = 600\n{row}")
    error = refused()
    assert "stages.pregnant_adult: the last stage has no end" in error.problem
    assert error.line == line


def test_a_stage_ends_after_it_starts(spoil):
    spoil(NAME, "from_months = 12\n", "from_months = 7\n")
    line = spoil(NAME, "to_months   = 12\n", "to_months   = 7\n")
    error = refused()
    assert "stages.infant_7_12_months: it ends before it starts" in error.problem
    assert error.line == line


def test_a_state_without_stages_is_refused(spoil, data_copy):
    text = (data_copy / NAME).read_text(encoding="utf-8")
    start = text.index("[stages.lactating_14_18]")
    spoil(NAME, text[start : text.index("# ---", start)], "")
    assert "no stage of “lactation”" in refused().problem


def test_a_part_that_is_missing_is_refused(spoil):
    spoil(NAME, "[on_skin]", "[by_skin]")
    assert "by_skin" in refused().problem


def test_two_rows_of_a_metal_need_one_preference(spoil):
    spoil(NAME, "preferred = true, ", "")
    assert "one of the rows of calcium must be preferred" in refused().problem
