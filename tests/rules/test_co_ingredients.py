"""Oil beside water, what hardly dissolves beside vitamin C, and acid with its salts as one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from calc.chemistry.formula import Formula, Line
from calc.rules import evaluate
from calc.rules.analysis import analyse
from calc.rules.assessment import assess
from calc.rules.batch_facts import facts_of
from calc.rules.formula_facts import formula_facts


def bottle(system: str = "solution", **grams: float) -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in grams.items()), system)


def codes(system: str = "solution", **grams: float) -> set[str]:
    return {finding.code for finding in assess(bottle(system, **grams)).findings}


@pytest.mark.parametrize(
    ("beside", "separates"),
    [
        ({}, True),
        ({"polysorbate_20": 1.99}, True),
        ({"polysorbate_20": 2.0}, False),
        ({"olivem_1000": 0.19}, True),
        ({"olivem_1000": 0.2}, False),
    ],
)
def test_oil_beside_water_separates_until_enough_holds_it(beside, separates):
    assert ("MIX-023" in codes(water=90, tocopherol=1, **beside)) == separates


def test_what_has_no_water_or_no_oil_does_not_separate():
    assert "MIX-023" not in codes(squalane=90, tetrahexyldecyl_ascorbate=10)
    assert "MIX-023" not in codes(water=85, l_ascorbic_acid=15)


def test_an_emulsion_that_nothing_holds_is_none():
    assert "MIX-023" in codes("o_w_emulsion", water=80, squalane=20)
    assert "MIX-023" not in codes("o_w_emulsion", water=80, squalane=20, olivem_1000=1)


@pytest.mark.parametrize(("grams", "code"), [(0.05, None), (0.5, "SOL-009")])
def test_ferulic_acid_beyond_what_water_dissolves_is_told(grams, code):
    found_codes = codes(water=85, l_ascorbic_acid=15, ferulic_acid=grams)
    assert found_codes & {"SOL-009", "SOL-010"} == ({code} if code else set())


def test_a_glycol_that_may_carry_it_leaves_a_note():
    found_codes = codes(water=70, l_ascorbic_acid=15, ferulic_acid=0.5, ethoxydiglycol=15)
    assert found_codes & {"SOL-009", "SOL-010"} == {"SOL-010"}


def test_sorbic_acid_set_free_falls_out_and_its_salt_does_not():
    assert "SOL-009" in codes(water=85, l_ascorbic_acid=15, potassium_sorbate=0.3)
    assert "SOL-009" not in codes(water=85, sodium_ascorbate=15, potassium_sorbate=0.3)


def test_what_stays_behind_does_not_count_for_the_pH():
    some, much = (assess(bottle(water=100, sorbic_acid=grams)).pH for grams in (0.5, 5.0))
    assert some
    assert much
    assert much.median == pytest.approx(some.median, abs=0.15)


def test_the_same_ions_get_the_same_verdict():
    # 25 g of acid with 2 g of lye, and the same ions from acid and sodium ascorbate: n = 2 / 39.997 mol.
    moles = 2 / 39.997
    neutralised = {"water": 70.0, "l_ascorbic_acid": 25.0, "sodium_hydroxide": 2.0}
    salted = {
        "water": 70.0 + 18.015 * moles,
        "l_ascorbic_acid": 25 - 176.124 * moles,
        "sodium_ascorbate": 198.106 * moles,
    }

    def verdict(grams: dict[str, float]) -> set[str]:
        return {code for code in codes(**grams) if code.startswith(("STR", "PH"))}

    assert "STR-001" in verdict(neutralised)
    assert verdict(neutralised) == verdict(salted)


@pytest.mark.parametrize(
    "grams",
    [
        {"water": 90, "tocopherol": 1},
        {"water": 85, "l_ascorbic_acid": 15, "ferulic_acid": 0.5},
        {"water": 60, "l_ascorbic_acid": 15, "sodium_ascorbate": 15},
        {"water": 70, "l_ascorbic_acid": 15, "ferulic_acid": 0.5, "ethoxydiglycol": 15},
    ],
)
def test_one_formula_and_a_table_of_them_say_the_same(grams):
    table = formula_facts(np.array([list(grams.values())] * 3, dtype=float), tuple(grams))
    results = [evaluate(facts) for _, facts in table.facts]
    fired = {code for result in results for code in result.of_row(result.fires, 1)}
    new = {"MIX-023", "SOL-009", "SOL-010", "STR-001", "STR-002", "STR-003"}
    assert fired & new == codes(**grams) & new


# --- in words -------------------------------------------------------------------------------------


def texts(**grams: float) -> dict[str, str]:
    shown = facts_of(analyse(bottle(**grams))).texts
    return {name: rows[0].replace("\u202f", " ") for name, rows in shown.items()}


def test_each_that_stays_behind_is_told_with_what_dissolves():
    said = texts(water=85, l_ascorbic_acid=15, ferulic_acid=0.5, salicylic_acid=1.5)
    assert said["undissolved"] == "ferulic_acid"
    assert said["undissolved_names"] == "ferulic acid and salicylic acid"
    assert re.fullmatch(
        r"0\.5 g of ferulic acid in its acid form, of which 0\.06\d g dissolve here; "
        r"1\.3 to 1\.4 g of salicylic acid in its acid form, of which 0\.15 to 0\.19 g dissolve here",
        said["undissolved_words"],
    )
    assert said["maybe_undissolved"] == said["maybe_undissolved_words"] == ""


def test_each_that_may_come_out_is_told_apart_from_the_others():
    said = texts(water=70, l_ascorbic_acid=15, ferulic_acid=0.4, phloretin=1, ethoxydiglycol=15)
    assert said["maybe_undissolved_names"] == "ferulic acid and phloretin"
    first, second = said["maybe_undissolved_words"].split("; ")
    assert first.startswith("0.4 g of ferulic acid in its acid form, of which ")
    assert second.startswith("0.9 to 1 g of phloretin, of which ")
    assert said["undissolved"] == said["undissolved_words"] == ""


def test_oils_are_named_once_and_only_where_there_is_some():
    said = texts(water=85, l_ascorbic_acid=15, squalane=1, tocopherol=1, simmondsia_chinensis_seed_oil=0)
    assert said["oil_names"] == "squalane and tocopherol (vitamin E)"
    twice = Formula((Line("water", 90), Line("squalane", 1), Line("squalane", 2)))
    assert facts_of(analyse(twice)).texts["oil_names"] == ["squalane"]


def test_salts_of_the_acid_are_counted_with_it_and_said_to_be():
    assert texts(water=85, l_ascorbic_acid=15)["acid_words"] == "L-ascorbic acid"
    beside = texts(water=85, l_ascorbic_acid=10, sodium_ascorbate=5)
    assert beside["acid_words"] == "L-ascorbic acid, its salts counted with it,"
