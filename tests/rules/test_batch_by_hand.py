"""What only a batch in hand has: claims, doses, readings, words; each decision with its numbers by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from calc.chemistry.adjusters import Adjuster
from calc.chemistry.dosing import Dose
from calc.chemistry.formula import LEFT_OUT, Formula, Line
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.chemistry.solubility import Solubility
from calc.rules import batch_facts, batch_words
from calc.rules.analysis import Analysis, analyse
from calc.uncertainty import Band
from calc.units import Q_

NAN = math.nan
ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
SERUM = Formula((Line("water", 85.0), Line(ACID, 15.0)))


def mix(*lines: Line, system: str = "solution", **masses: float) -> Formula:
    return Formula((*(Line(name, mass) for name, mass in masses.items()), *lines), system)


def facts(analysis: Analysis) -> dict[str, float]:
    columns = batch_facts.facts_of(analysis).columns
    return {name: float(column[0]) for name, column in columns.items()}


def texts(analysis: Analysis) -> dict[str, str]:
    rows = batch_facts.facts_of(analysis).texts
    return {name: words[0].replace("\u202f", " ") for name, words in rows.items()}


def same(row: dict[str, float], expected: dict[str, float]) -> None:
    """Hold some facts beside what they should be."""
    assert {name: row[name] for name in expected} == pytest.approx(expected, nan_ok=True)


# --- what was weighed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # Of a form that is bought mixed the label tells; of what is beside it nothing of it hangs on that.
        (mix(Line(ACID, 15, together="serum"), water=85), {"has_label_strength": 1}),
        (mix(Line("water", 85, together="serum"), Line(ACID, 15)), {"has_label_strength": 0}),
        (mix(Line(SAP, 0, together="serum"), Line(ACID, 15), water=85), {"has_label_strength": 0}),
        # A spoon of anything is by eye.
        (mix(Line("glycerin", 5, mass_range_g=(4, 6)), Line(ACID, 15), water=80), {"by_eye": 1}),
        (SERUM, {"by_eye": 0}),
        # Only of forms a purity is asked, and of each that is there.
        (mix(Line(ACID, 15, 0.99), water=85), {"purity_stated": 1}),
        (mix(Line(ACID, 10, 0.99), Line(SAP, 5), water=85), {"purity_stated": 0}),
        (mix(Line(ACID, 10, 0.99), Line(SAP, 0), water=90), {"purity_stated": 1}),
        (mix(water=90, glycerin=10), {"purity_stated": 1, "has_label_strength": 0}),
        # 25 g of acid are a fifth of 125 g: 25 g of water more. 15 g are less than a fifth already.
        (mix(water=75, l_ascorbic_acid=25), {"dilution_g": 25}),
        (SERUM, {"dilution_g": 0}),
        # 22.5 g of sodium ascorbate are 0.889 × 22.5 = 20.0 g of acid; 10 g of acid beside them are 30 g.
        (mix(water=67.5, l_ascorbic_acid=10, sodium_ascorbate=22.5), {"dilution_g": 50.0125}),
    ],
)
def test_what_stands_in_a_formula_is_told_of_it(formula, expected):
    same(facts(analyse(formula)), expected)


@pytest.mark.parametrize("kept", [None, Storage(temperature=Q_(25, "degC"))])
def test_what_is_known_of_keeping_is_told_where_it_is_kept(kept):
    row = facts(analyse(SERUM, storage=kept))
    known = ("known_C_low", "known_C_high", "known_pH_high", "is_kept", "has_t90")
    assert [name for name in known if math.isnan(row[name])] == ([] if kept else list(known))
    assert row["dissolved_C"] == (25 if kept else 20)


def test_the_temperatures_of_what_dissolves_are_those_of_room_and_refrigerator():
    row = facts(analyse(SERUM))
    same(row, {"dissolved_C": 20, "cold_C": 5, "correction_pH": 3.2})
    # At least 14.8 g stay dissolved in 100 g of water at 5 °C, 25.5 g at 20 °C; 1.2 % of it are ions, which
    # do not count: 0.988 s / (1 − s) is 0.148 or 0.255.
    assert row["clear_strength_cold"] == pytest.approx(0.148 / (0.988 + 0.148), abs=0.001)
    assert row["clear_strength"] == pytest.approx(0.255 / (0.988 + 0.255), abs=0.001)
    same(facts(analyse(mix(water=90, glycerin=10))), {"dissolved_C": NAN, "clear_strength": NAN})


@pytest.mark.parametrize(
    ("verdict", "dissolves"),
    [
        (None, NAN),
        (Solubility(ACID, True, None, None, 20.0, ""), 1.0),
        (Solubility(ACID, False, None, None, 20.0, ""), 0.0),
        (Solubility(ACID, None, None, None, 20.0, "between"), 0.5),
        (Solubility(ACID, None, None, None, 20.0, "unknown_limit"), NAN),
    ],
)
def test_within_the_range_of_a_limit_it_is_neither(verdict, dissolves):
    assert batch_facts._dissolves(verdict) == pytest.approx(dissolves, nan_ok=True)


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        (SERUM, {}),
        (mix(water=90, glycerin=10), {}),
        (SERUM, {"claims": Claims(0.2, 9.0, 1.0)}),
        (mix(squalane=90, ascorbyl_palmitate=10), {"claims": Claims(1.0, 5.0, 0.9)}),
        (mix(water=90, sodium_ascorbate=10), {"storage": Storage(), "claims": Claims(pH=2.0)}),
    ],
)
def test_what_is_not_known_is_no_number_but_never_nothing(formula, more):
    for name, value in batch_facts._batch_facts(analyse(formula, **more)).items():
        assert isinstance(value, (bool, int, float)), name


# --- what mends the pH ----------------------------------------------------------------------------


def test_the_soda_that_mends_is_told_only_where_one_is_needed_and_none_is_planned():
    # 0.86 g of soda bring 15 g of acid in 85 g of water to pH 3.2; 0.6 g leave it at 3.0.
    assert facts(analyse(SERUM))["correction_g"] == pytest.approx(0.86, abs=0.03)
    assert math.isnan(
        facts(analyse(mix(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.6)))["correction_g"]
    )
    # Of a salt there is no acid to correct, of a planned dose none is missing.
    assert math.isnan(facts(analyse(mix(water=85, citric_acid=5, sodium_ascorbate=1)))["correction_g"])
    planned = planned_dose(Band(0.9, 0.7, 1.1))
    assert math.isnan(facts(analyse(SERUM, dose=planned))["correction_g"])
    beyond = facts(analyse(SERUM, dose=planned_dose(None)))["correction_g"]
    assert beyond == pytest.approx(0.86, abs=0.03)


# --- the dose -------------------------------------------------------------------------------------


def planned_dose(mass: Band | None, first_g: float = 0.2, strength: float = 1.0, **more: object) -> Dose:
    """Return a dose of soda for pH 3.2 in `SERUM`, of which so much was worked out."""
    return Dose(Adjuster("sodium_bicarbonate", strength), 3.2, SERUM, mass, first_g, 5.5, **more)


WITH_SODA = mix(
    Line("water", 85.0, mass_plus_minus_g=0.1),
    Line(ACID, 15.0, mass_plus_minus_g=0.1),
    Line("sodium_bicarbonate", 0.9, mass_plus_minus_g=0.02),
)


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        (None, {"has_dose": 0, "out_of_reach": 0, "dose_g": NAN, "target_pH": NAN, "stock_mL": NAN}),
        # 0.9 g are 45 steps of the scale of its own line, and 18 mL of 5 g in 100 mL; 0.2 g are 4 mL.
        (
            planned_dose(Band(0.9, 0.7, 1.1)),
            {"has_dose": 1, "out_of_reach": 0, "target_pH": 3.2, "dose_g": 0.9, "first_g": 0.2}
            | {"dose_steps": 45, "stock_mL": 18, "stock_first_mL": 4, "stock_powder_g": 5}
            | {"reach_low": NAN, "reach_high": NAN},
        ),
        # Nothing to begin with: measure first.
        (planned_dose(Band(0.9, 0.7, 1.1), 0.0), {"first_g": NAN, "stock_first_mL": NAN, "stock_mL": 18}),
        # None is needed, so none is told.
        (planned_dose(Band(0.0, 0.0, 0.0)), {"has_dose": 0, "out_of_reach": 0, "dose_g": 0}),
        # A solution is weighed well enough.
        (planned_dose(Band(0.9, 0.7, 1.1), strength=0.1), {"has_dose": 1, "dose_steps": NAN}),
        # Out of reach, from what it is (2.1) to what the most of it makes.
        (planned_dose(None), {"has_dose": 0, "out_of_reach": 1, "dose_g": NAN, "reach_high": 5.5}),
    ],
)
def test_a_dose_is_told_with_its_steps_and_its_stock(dose, expected):
    same(facts(analyse(WITH_SODA, dose=dose)), expected)


def test_what_is_out_of_reach_is_told_from_the_lowest_to_the_highest():
    row = facts(analyse(SERUM, dose=planned_dose(None)))
    assert row["reach_low"] == pytest.approx(2.1, abs=0.05)
    # An acid goes the other way.
    down = facts(analyse(SERUM, dose=replace(planned_dose(None), farthest_pH=1.4)))
    assert (down["reach_low"], down["reach_high"]) == (1.4, pytest.approx(2.1, abs=0.05))


def test_without_a_scale_or_a_line_a_dose_has_no_steps():
    for formula in (SERUM, mix(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.9)):
        assert math.isnan(facts(analyse(formula, dose=planned_dose(Band(0.9, 0.7, 1.1))))["dose_steps"])


# --- readings -------------------------------------------------------------------------------------

#: Nothing is predicted beside so much glycol; acid alone would have about 2.
GLYCOL = mix(water=40, l_ascorbic_acid=15, propylene_glycol=45)


@pytest.mark.parametrize(
    ("formula", "measured", "expected"),
    [
        (SERUM, None, {"has_reading": 0, "reading": NAN, "reading_off": NAN, "has_lone_reading": 0}),
        (SERUM, Measured(pH=2.4, pH_sd=0.05), {"has_reading": 1, "reading": 2.4, "has_lone_reading": 0}),
        (GLYCOL, Measured(pH=2.5, pH_sd=0.05), {"has_reading": 0, "reading": 2.5, "has_lone_reading": 1}),
        (GLYCOL, Measured(assay_fraction=0.9), {"has_reading": 0, "reading": NAN, "has_lone_reading": 0}),
        (GLYCOL, None, {"reading": NAN, "reading_above": NAN, "lone_pH": NAN, "has_lone_reading": 0}),
    ],
)
def test_a_reading_stands_beside_a_prediction_or_alone(formula, measured, expected):
    same(facts(analyse(formula, measured=measured)), expected)


def test_a_reading_is_off_either_way():
    predicted = analyse(SERUM).pH
    for off in (-0.3, 0.3):
        row = facts(analyse(SERUM, measured=Measured(pH=predicted.median + off, pH_sd=0.1)))
        assert 1 < row["reading_off"] < 3.1


def test_a_lone_reading_is_held_against_the_acid_alone():
    analysis = analyse(GLYCOL, measured=Measured(pH=2.5, pH_sd=0.05))
    row = facts(analysis)
    # 15 g in 40 g of water and 45 g of glycol: 1 mol in a kilogram of liquid, pH (4.17 − log 1) / 2 = 2.1.
    assert row["lone_pH"] == pytest.approx(2.05, abs=0.15)
    # Its low end, two standard deviations below what was read, is what cannot be.
    assert row["reading_above"] == pytest.approx(2.5 - 1.96 * 0.05 - row["lone_pH"], abs=0.01)


# --- claims ---------------------------------------------------------------------------------------


def claimed(formula: Formula, **claims: object) -> dict[str, float]:
    return facts(analyse(formula, claims=Claims(**claims)))


def test_without_claims_nothing_is_claimed():
    row = claimed(SERUM)
    flags = ("has_unread", "has_claimed_total", "has_claimed_strength", "has_claimed_pH")
    assert [row[name] for name in flags] == [0, 0, 0, 0]
    numbers = ("claimed_total", "water_share", "corrected_water", "claimed_strength", "claimed_pH")
    assert all(math.isnan(row[name]) for name in (*numbers, "claimed_powder_g", "claimed_dose_g"))


def test_each_claim_stands_beside_what_it_is():
    # 15 g of a powder of 90 % in 100 g are 13.5 %; a total of 101 % would have 85 % × 1.01 of water.
    formula = mix(Line(ACID, 15.0, 0.9, purity_plus_minus=0.02), water=85)
    row = claimed(formula, mass_fraction=0.2, pH=3.0, total=1.01, unread=("a spoon of honey",))
    same(
        row,
        {"has_unread": 1, "has_claimed_total": 1, "has_claimed_strength": 1, "has_claimed_pH": 1}
        | {"claimed_total": 1.01, "claimed_strength": 0.2, "claimed_pH": 3.0}
        | {"true_strength": 0.135, "claimed_rest_g": 85}
        | {"water_share": 0.85 * 1.01, "corrected_water": 0.85 * 1.01 - 0.01},
    )
    assert row["true_strength_low"] < 0.135 < row["true_strength_high"]
    # p × 0.9 / (p + 85) = 0.2: p = 0.2 × 85 / 0.7.
    assert row["claimed_powder_g"] == pytest.approx(0.2 * 85 / 0.7)
    assert row["true_pH_low"] < 2.1 < row["true_pH_high"]


def test_a_claimed_pH_is_met_by_so_much_soda():
    # 0.425 g of lye per 100 g bring 15 % to 3.2; as soda × 84.007 / 39.997 = 0.89 g.
    assert claimed(SERUM, pH=3.2)["claimed_dose_g"] == pytest.approx(0.87, abs=0.05)
    for formula, pH in ((SERUM, 2.0), (GLYCOL, 3.2), (mix(squalane=90, ascorbyl_palmitate=1), 5.0)):
        assert math.isnan(claimed(formula, pH=pH)["claimed_dose_g"])
    # No soda makes 9 of it.
    assert math.isnan(claimed(SERUM, pH=9.0)["claimed_dose_g"])


@pytest.mark.parametrize(
    ("formula", "strength", "powder_g"),
    [
        # In 85 g of the rest: 85 × 0.2 / 0.8; as strong as the powder itself there is none.
        (SERUM, 0.2, 21.25),
        (SERUM, 1.0, NAN),
        (mix(Line(ACID, 15, 0.9), water=85), 0.9, NAN),
        # Two weighings of one powder of 100 and of 80 %: 90 % in the middle, 90 g of the rest.
        (mix(Line(ACID, 5, 1.0), Line(ACID, 5, 0.8), water=90), 0.3, 0.3 * 90 / 0.6),
        # The strongest form is the one that is claimed.
        (mix(water=85, l_ascorbic_acid=5, sodium_ascorbyl_phosphate=10), 0.2, 0.2 * 90 / 0.8),
        (mix(water=90, glycerin=10), 0.2, NAN),
    ],
)
def test_the_powder_for_a_claimed_strength(formula, strength, powder_g):
    same(claimed(formula, mass_fraction=strength), {"claimed_powder_g": powder_g})


@pytest.mark.parametrize(
    ("formula", "total", "share", "corrected"),
    [
        (SERUM, 1.0, 0.85, 0.85),
        # 85 g of 105 g, of which a recipe wrote 105 %: 85 %, and 5 % too many.
        (mix(water=85, l_ascorbic_acid=20), 1.05, 0.85, 0.80),
        # Without water, or with less than is too much, no water mends it.
        (mix(squalane=90, ascorbyl_palmitate=10), 0.9, 0.0, NAN),
        (mix(water=5, l_ascorbic_acid=105), 1.1, 0.05, NAN),
        (mix(water=10, l_ascorbic_acid=100), 1.1, 0.1, NAN),
        # What is left out of a recipe of 90 % stands for nothing that was written.
        (mix(Line("other_unknown", 10, name=LEFT_OUT), water=75, l_ascorbic_acid=15), 0.9, 0.75, 0.85),
    ],
)
def test_the_water_of_a_recipe_whose_shares_are_no_whole(formula, total, share, corrected):
    same(claimed(formula, total=total), {"water_share": share, "corrected_water": corrected})


# --- words ----------------------------------------------------------------------------------------


def test_names_stand_once_and_only_of_what_is_there():
    twice = mix(
        *(Line("carbomer", 0.2), Line("carbomer", 0.1), Line("lactobionic_acid", 0.0)),
        *(Line("other_unknown", 1, name="Moon dust"), Line("other_unknown", 2, name="Moon dust")),
        Line("other_unknown", 0.0, name="Sun dust"),
        water=85,
        l_ascorbic_acid=15,
    )
    said = texts(analyse(twice))
    assert (said["uncounted_names"], said["other_names"]) == ("carbomer", "Moon dust")
    unread = texts(analyse(SERUM, claims=Claims(unread=("a", "b"))))["unread_lines"]
    assert unread == "“a” and “b”"


@pytest.mark.parametrize(
    ("masses", "pH", "best"),
    [
        # Of benzoate at pH 6 a fiftieth is acid; phenoxyethanol works all the same.
        ({"sodium_benzoate": 0.5, "phenoxyethanol": 0.9}, 6.0, "phenoxyethanol"),
        ({"sodium_benzoate": 0.5, "phenoxyethanol": 0.0}, 6.0, "sodium benzoate"),
        # Sorbic acid, pKa 4.76, holds out longer than benzoic acid, 4.20.
        ({"sodium_benzoate": 0.5, "potassium_sorbate": 0.5}, 6.0, "potassium sorbate"),
        ({"potassium_sorbate": 0.5, "sodium_benzoate": 0.5}, 6.0, "potassium sorbate"),
        ({}, 6.0, ""),
        ({"sodium_benzoate": 0.5}, None, "sodium benzoate"),
    ],
)
def test_the_preservative_that_is_named_is_the_one_that_works_best(masses, pH, best):
    formula = mix(water=97, ascorbyl_glucoside=2, **masses)
    measured = None if pH is None else Measured(pH=pH, pH_sd=0.02)
    assert texts(analyse(formula, measured=measured))["preservative_name"] == best


@pytest.mark.parametrize(
    ("formula", "storage", "limit"),
    [
        # Dissolved at 20 °C, and told what a refrigerator leaves of it; not where it stands in one.
        (SERUM, None, "14.8 to 17.6 g"),
        (SERUM, Storage(temperature=Q_(25, "degC")), "14.8 to 17.6 g"),
        (SERUM, Storage(temperature=Q_(5, "degC")), ""),
        (mix(water=60, l_ascorbic_acid=40), None, ""),
        (mix(squalane=85, l_ascorbic_acid=15), None, ""),
        (mix(water=95, sodium_ascorbyl_phosphate=5), None, ""),
    ],
)
def test_what_a_refrigerator_leaves_dissolved_is_told_of_what_dissolves_warmer(formula, storage, limit):
    assert texts(analyse(formula, storage=storage))["cold_limit"] == limit


def test_amount_and_limit_are_told_per_100_g_of_water():
    # 15 g in 85 g of water are 17.65 g in 100 g, of which 1.2 % are ions; powder is 98.5 % pure at least.
    said = texts(analyse(SERUM))
    low, high = said["laa_amount"].removesuffix(" g").split(" to ")
    assert (float(low), float(high)) == pytest.approx((0.982 * 17.65, 0.99 * 17.65), abs=0.06)
    assert said["laa_limit"] == "25.5 to 28.9 g"
    assert texts(analyse(mix(squalane=85, l_ascorbic_acid=15)))["laa_amount"] == ""
    # 2 g in 98 g are 2.04 g at most.
    of_map = texts(analyse(mix(water=98, magnesium_ascorbyl_phosphate=2)))
    assert of_map["derivative_amount"] == "2.02 to 2.04 g"
    assert of_map["laa_amount"] == of_map["laa_limit"] == ""


def test_each_derivative_has_the_words_of_its_own_row():
    both = analyse(mix(water=80, l_ascorbic_acid=5, magnesium_ascorbyl_phosphate=14, ascorbyl_glucoside=1))
    rows = batch_facts.facts_of(both).texts
    names = ["magnesium_ascorbyl_phosphate", "ascorbyl_glucoside"]
    assert rows["derivative"] == names
    assert [bool(words) for words in rows["derivative_amount"]] == [True, True]
    assert rows["derivative_amount"][0] != rows["derivative_amount"][1]
    assert rows["laa_limit"] == ["25.5 to 28.9\u202fg"] * 2


@pytest.mark.parametrize(("low", "high", "text"), [("1", "2", "1 to 2 g"), ("2", "2", "2 g"), ("", "", " g")])
def test_a_range_with_alike_ends_is_one_number(low, high, text):
    assert batch_words._span(low, high, " g") == text


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [(1.2, 1.0, "1.2"), (1.004, 1.0, "1.004"), (1.0000000001, 1.0, "1.0000000001"), (0.639, 0.5, "0.639")],
)
def test_a_number_has_as_many_digits_as_tell_it_from_its_limit(value, limit, text):
    assert batch_words._apart(value, limit) == text


def test_a_dose_is_named_with_its_strength_where_it_is_a_solution():
    lye = planned_dose(Band(0.9, 0.7, 1.1), strength=0.1)
    said = texts(analyse(SERUM, dose=replace(lye, adjuster=Adjuster("sodium_hydroxide", 0.125))))
    assert said["adjuster_name"] == "lye (sodium hydroxide) as a 12.5 % solution"
    said = texts(analyse(SERUM, dose=planned_dose(Band(0.9, 0.7, 1.1))))
    assert said["adjuster_name"] == "baking soda (sodium bicarbonate)"
    assert said["dose_range"] == "0.70 to 1.10 g"
    assert texts(analyse(SERUM, dose=planned_dose(None)))["dose_range"] == ""


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (mix(Line("other_unknown", 10, name=LEFT_OUT), water=75, l_ascorbic_acid=15), "nobody can say"),
        (SERUM, "in proportion"),
    ],
)
def test_what_is_missing_to_the_whole_is_told_as_it_was_taken(formula, words):
    assert words in texts(analyse(formula))["total_words"]


# --- what is judged -------------------------------------------------------------------------------


def test_preservatives_above_their_pH_are_named_by_the_highest_pH_that_may_be():
    # Of Geogard ECT the supplier says up to pH 8; the band of a strip of half steps reaches to 8.25.
    formula = mix(water=97, sodium_ascorbyl_phosphate=2, geogard_ect=1, phenoxyethanol=0.0)
    for read, named in ((7.5, ""), (8.0, "geogard ect (up to ph 8)")):
        said = texts(analyse(formula, measured=Measured(pH=read, pH_step=0.5)))
        assert said["limited_preservatives"].lower() == named
    assert (
        texts(analyse(mix(water=97, sodium_ascorbyl_phosphate=2, geogard_ect=1)))["limited_preservatives"]
        == ""
    )
