"""What a formula amounts to: strengths, their bands, and their sum in ascorbic acid."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.formula import (
    LEAST_MASS_G,
    Formula,
    Line,
    composition,
    mass_fractions,
)
from calc.chemistry.formula_table import FormulaTable, is_derivative, is_form
from calc.errors import InputError, InputErrors
from calc.units import Q_

MOST_MASS_G = catalog.inputs().accepted["line_mass"].ends[1]
FINEST_G, COARSEST_G = catalog.inputs().accepted["scale"].ends


def nominal(formula: Formula, form: str = "l_ascorbic_acid") -> float:
    return composition(formula).strength_of(form).nominal


def fields_of(call, *args, **kwargs) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        call(*args, **kwargs)
    assert all(error.accepted and error.fix for error in caught.value.errors)
    return [error.field for error in caught.value.errors]


# --- by hand --------------------------------------------------------------------------------------


def test_strength_is_pure_form_over_total_mass():
    # 15 g of 99 % powder in 100 g: 15 × 0.99 / 100 = 14.85 %.
    formula = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0, purity=0.99)))
    assert formula.total_mass_g == 100.0
    assert nominal(formula) == pytest.approx(0.1485, rel=1e-12)


def test_two_lines_of_a_form_add_up():
    # 5 × 0.99 + 10 × 0.95 = 14.45 g in 50 g: 28.9 %.
    formula = Formula(
        (Line("water", 35.0), Line("l_ascorbic_acid", 5.0, 0.99), Line("l_ascorbic_acid", 10.0, 0.95))
    )
    assert nominal(formula) == pytest.approx(0.289, rel=1e-12)


def test_water_comes_with_powders_too():
    # 80 g as such, and 5 % of 20 g.
    formula = Formula((Line("water", 80.0), Line("sodium_ascorbyl_phosphate", 20.0, 0.9, water_content=0.05)))
    assert formula.water_g == pytest.approx(81.0)
    assert formula.mass_of("water") == 80.0
    assert formula.mass_of("glycerin") == 0.0


def test_strengths_stand_strongest_first():
    formula = Formula((Line("water", 85.0), Line("ascorbyl_glucoside", 5.0), Line("l_ascorbic_acid", 10.0)))
    assert [strength.form for strength in composition(formula).strengths] == [
        "l_ascorbic_acid",
        "ascorbyl_glucoside",
    ]


def test_a_form_that_is_not_in_has_no_strength():
    formula = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 0.0)))
    assert composition(formula).strengths == ()
    assert composition(formula).strength_of("l_ascorbic_acid") is None
    assert composition(formula).aa_equivalent.high == 0.0


def test_roles_count_only_with_a_mass():
    formula = Formula((Line("water", 85.0), Line("phenoxyethanol", 0.0), Line("glycerin", 1.0)))
    assert not formula.has_role("preservative")
    assert formula.has_role("humectant")


# --- gas that leaves ------------------------------------------------------------------------------

FOAMING = (Line("water", 85.0), Line("l_ascorbic_acid", 14.0, 1.0), Line("sodium_bicarbonate", 1.0))


def test_gas_is_no_part_of_the_product():
    # 44.009 / 84.006 of 1 g: 0.52388 g leave 99.47612 g; 14 / 99.47612 = 14.0737 %.
    formula = Formula(FOAMING)
    assert formula.gas_g == pytest.approx(0.52388, abs=1e-5)
    assert formula.total_mass_g == pytest.approx(99.47612, abs=1e-5)
    assert nominal(formula) == pytest.approx(0.140737, abs=1e-6)
    band = composition(formula).strength_of("l_ascorbic_acid").mass_fraction
    assert band.median == pytest.approx(0.140737, rel=1e-3)
    assert Formula(FOAMING[:2]).gas_g == 0


def test_only_the_gas_of_what_is_pure_leaves_the_band_of_a_strength():
    # 10 g of soda of half its mass: 5 / 84.007 × 44.009 = 2.6194 g of gas from 125 g.
    exact = {"purity_plus_minus": 0.0}
    lines = (Line("l_ascorbic_acid", 30.0, 1.0, **exact), Line("sodium_bicarbonate", 10.0, 0.5, **exact))
    (strength,) = composition(Formula((Line("water", 85.0), *lines))).strengths
    assert strength.mass_fraction.median == pytest.approx(30 / (125 - 2.6194), rel=1e-4)
    assert strength.nominal == pytest.approx(strength.mass_fraction.median, rel=1e-9)


def test_what_the_bottle_holds_adds_up():
    contents = Formula(FOAMING).contents_g()
    assert contents == pytest.approx(
        {"water": 85.0, "l_ascorbic_acid": 14.0, "sodium_bicarbonate": 1 - 0.52388}, abs=1e-5
    )


def test_what_came_with_the_powders_has_no_name():
    # 10 g of which 5 % are water and 90 % the salt.
    formula = Formula((Line("water", 90.0), Line("sodium_ascorbyl_phosphate", 10.0, 0.9, 0.05)))
    assert formula.contents_g() == pytest.approx(
        {"sodium_ascorbyl_phosphate": 9.0, "water": 90.5, "": 0.5}, abs=1e-9
    )
    assert sum(formula.contents_g().values()) == pytest.approx(formula.total_mass_g)


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(1, 100), st.floats(0.5, 1.0))
def test_contents_are_the_total(acid, soda, water, purity):
    lines = (Line("water", water), Line("l_ascorbic_acid", acid, purity), Line("sodium_bicarbonate", soda))
    formula = Formula(lines)
    assert sum(formula.contents_g().values()) == pytest.approx(formula.total_mass_g, rel=1e-9)
    assert all(mass > 0 for mass in formula.contents_g().values())
    assert formula.total_mass_g + formula.gas_g == pytest.approx(water + acid + soda, rel=1e-12)


def test_the_strength_of_what_ionises_is_uncertain_in_its_base_too():
    # 97 to 100 % of a gram of soda: the gas differs by 0.016 g in 100 g, and nothing is exact.
    band = composition(Formula(FOAMING)).strength_of("l_ascorbic_acid").mass_fraction
    plain = composition(Formula(FOAMING[:2])).strength_of("l_ascorbic_acid").mass_fraction
    assert band.high - band.low > 0
    assert band.high - band.low == pytest.approx(plain.high - plain.low, rel=0.05)


# --- ascorbic acid equivalents --------------------------------------------------------------------


def test_pure_acid_stands_for_itself():
    known = composition(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0, 0.99))))
    assert known.aa_equivalent == known.strengths[0].mass_fraction


def test_the_band_of_a_powder_of_unknown_hydrate_spans_the_hydrates():
    # 5 % SAP: from 0.45 × 5 % (what suppliers promise) to 0.5469 × 5 % (anhydrous).
    line_of_sap = Line("sodium_ascorbyl_phosphate", 5.0, purity=1.0, purity_plus_minus=0.0)
    known = composition(Formula((Line("water", 95.0), line_of_sap)))
    band = known.strengths[0].aa_equivalent
    tolerance = 0.1 * (0.5469 - 0.4919) / 1.96 * 0.05  # a tenth of a standard deviation
    assert band.low == pytest.approx(0.45 * 0.05, abs=tolerance)
    assert band.high == pytest.approx(0.5469 * 0.05, abs=tolerance)
    assert band.median == pytest.approx(0.4919 * 0.05, abs=tolerance)
    assert [driver.name for driver in band.drivers] == ["acid content of Sodium ascorbyl phosphate"]


def test_an_encapsulated_acid_without_its_loading_has_no_equivalent():
    formula = Formula((Line("water", 95.0), Line("encapsulated_ascorbic_acid", 5.0, 1.0)))
    known = composition(formula)
    assert known.strengths[0].aa_equivalent is None
    assert known.aa_equivalent is None
    assert known.strengths[0].nominal == pytest.approx(0.05)


def test_the_loading_makes_it_a_number():
    # 5 % of a powder with 40 % of acid in it: 2 %.
    capsules = Line("encapsulated_ascorbic_acid", 5.0, 1.0, purity_plus_minus=0.0, aa_eq=0.4)
    known = composition(Formula((Line("water", 95.0), capsules)))
    assert known.strengths[0].aa_equivalent.median == pytest.approx(0.02, rel=1e-9)


def test_one_unknown_makes_the_sum_unknown_but_not_the_others():
    formula = Formula(
        (Line("water", 90.0), Line("l_ascorbic_acid", 5.0), Line("encapsulated_ascorbic_acid", 5.0))
    )
    known = composition(formula)
    assert known.aa_equivalent is None
    assert known.strength_of("l_ascorbic_acid").aa_equivalent is not None


def test_dehydroascorbic_acid_counts_for_more_than_itself():
    # 176.124 / 174.108 = 1.0116: two hydrogens come back.
    known = composition(
        Formula((Line("water", 99.0), Line("dehydroascorbic_acid", 1.0, 1.0, purity_plus_minus=0.0)))
    )
    assert known.aa_equivalent.median == pytest.approx(0.010116, abs=1e-6)


# --- bands ----------------------------------------------------------------------------------------


def test_a_known_powder_on_no_scale_has_no_width():
    powder = Line("l_ascorbic_acid", 15.0, 0.99, purity_plus_minus=0.0)
    band = composition(Formula((Line("water", 85.0), powder))).strengths[0].mass_fraction
    assert band.high - band.low < 1e-12
    assert band.drivers == ()


def test_a_purity_not_stated_widens_the_band_downwards_only():
    band = (
        composition(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))).strengths[0].mass_fraction
    )
    assert 0.1485 - 0.0005 < band.low < 0.149
    assert band.high <= 0.15 + 1e-12


@given(st.floats(0.001, 0.5), st.floats(1.1, 10))
def test_a_coarser_scale_never_narrows_the_band(step, times):
    def width(scale: float) -> float:
        lines = (Line("water", 25.0, mass_plus_minus_g=scale), Line("l_ascorbic_acid", 5.0, 0.99, 0.0, scale))
        band = composition(Formula(lines)).strengths[0].mass_fraction
        return band.high - band.low

    # Where the purity dominates, the ends of the sample wobble by one or two parts in a hundred.
    assert width(step * times) >= width(step) * (1 - 0.02)


# --- invariants -----------------------------------------------------------------------------------

masses = st.lists(st.floats(1e-3, 1e4), min_size=2, max_size=6)


@given(masses, st.floats(0.01, 1.0), st.floats(0, 0.5))
def test_the_kernel_is_the_same_row_by_row(row, purity, gas_share):
    table = np.array([row, row[::-1], [2 * mass for mass in row]])
    share, gas = np.full_like(table, purity), gas_share * table.sum(axis=1)
    together = mass_fractions(table, share, gas)
    for i in range(3):
        assert together[i].tolist() == mass_fractions(table[i], share[i], gas[i]).tolist()
    assert together[2] == pytest.approx(together[0], rel=1e-12)
    # What leaves makes the rest stronger.
    assert together.sum(axis=1) == pytest.approx(purity / (1 - gas_share), rel=1e-12)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(1e-2, 1e3), st.floats(0.5, 1.0))
def test_strength_does_not_depend_on_the_size(powder, water, factor, purity):
    small = Formula((Line("water", water), Line("l_ascorbic_acid", powder, purity)))
    large = Formula((Line("water", water * factor), Line("l_ascorbic_acid", powder * factor, purity)))
    assert nominal(large) == pytest.approx(nominal(small), rel=1e-12)


@given(st.permutations(["water", "glycerin", "l_ascorbic_acid", "ascorbyl_glucoside"]))
def test_the_order_of_lines_changes_nothing(order):
    formula = Formula(tuple(Line(name, 2.0 + len(name)) for name in order))
    reference = Formula(tuple(Line(name, 2.0 + len(name)) for name in sorted(order)))
    known, expected = composition(formula), composition(reference)
    assert [strength.form for strength in known.strengths] == [
        strength.form for strength in expected.strengths
    ]
    for one, other in zip(known.strengths, expected.strengths, strict=True):
        assert one.mass_fraction.low == pytest.approx(other.mass_fraction.low, rel=1e-12)


# --- lines from quantities ------------------------------------------------------------------------


def test_a_line_takes_any_unit():
    made = Line.of("Vitamin C", Q_(0.015, "kg"), purity=Q_(99, "percent"), scale_resolution=Q_(10, "mg"))
    assert made.ingredient == "l_ascorbic_acid"
    assert made.mass_g == pytest.approx(15.0)
    assert made.purity == pytest.approx(0.99)
    assert made.mass_plus_minus_g == pytest.approx(0.01)
    assert made.is_form
    assert not Line.of("aqua", Q_(1, "oz")).is_form


def test_a_line_refuses_everything_at_once():
    assert fields_of(Line.of, "water", 15, purity=99) == ["mass", "purity"]


def test_an_unknown_ingredient_is_told_with_near_names():
    with pytest.raises(InputError) as caught:
        Line.of("ferulic acd", Q_(1, "g"))
    assert "ferulic_acid" in caught.value.readings


@pytest.mark.parametrize("mass", [1.0, 0.001, 1e-6])
@pytest.mark.parametrize("step", [0.01, 10.0])
def test_a_scale_coarser_than_the_only_line_gives_finite_bands(mass, step):
    # A draw of no mass at all was 0 / 0.
    formula = Formula((Line("l_ascorbic_acid", mass, 0.99, mass_plus_minus_g=step),))
    (strength,) = composition(formula).strengths
    ends = [strength.mass_fraction.low, strength.mass_fraction.median, strength.mass_fraction.high]
    assert all(math.isfinite(end) for end in ends)
    assert ends == sorted(ends)
    # Whatever its mass, the only line is all there is: 99 % ± 0.2 points.
    assert ends == pytest.approx([0.988, 0.99, 0.992], abs=1e-4)


def test_a_scale_coarser_than_every_line_gives_finite_bands():
    lines = (
        Line("water", 0.85, mass_plus_minus_g=10.0),
        Line("l_ascorbic_acid", 0.15, 0.99, mass_plus_minus_g=10.0),
    )
    band = composition(Formula(lines)).strength_of("l_ascorbic_acid").mass_fraction
    assert 0 <= band.low <= band.median <= band.high <= 1


# --- what is no formula ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((), "lines"),
        ((Line("water", 0.0),), "lines"),
        ((Line("unobtainium", 1.0),), "lines[0].ingredient"),
        ((Line("water", 1.0), Line("glycerin", -1.0)), "lines[1].mass_g"),
        ((Line("water", 1e-300), Line("l_ascorbic_acid", 1.0)), "lines[0].mass_g"),
        ((Line("water", 1.0), Line("glycerin", math.nan)), "lines[1].mass_g"),
        ((Line("water", math.inf),), "lines[0].mass_g"),
        ((Line("l_ascorbic_acid", 1.0, purity=99),), "lines[0].purity"),
        ((Line("l_ascorbic_acid", 1.0, purity=0.0),), "lines[0].purity"),
        ((Line("l_ascorbic_acid", 1.0, purity=math.nan),), "lines[0].purity"),
        ((Line("l_ascorbic_acid", 1.0, 0.9, water_content=0.2),), "lines[0].water_content"),
        ((Line("l_ascorbic_acid", 1.0, water_content=-0.1),), "lines[0].water_content"),
        ((Line("l_ascorbic_acid", 1.0, water_content=math.nan),), "lines[0].water_content"),
        ((Line("l_ascorbic_acid", 1.0, 1.0, water_content=1e-6),), "lines[0].water_content"),
        ((Line("water", 1.0, water_content=1.0),), "lines[0].water_content"),
        ((Line("water", LEAST_MASS_G * 0.99),), "lines[0].mass_g"),
        ((Line("water", MOST_MASS_G * 1.01),), "lines[0].mass_g"),
        ((Line("water", 1.0, mass_plus_minus_g=FINEST_G * 0.99),), "lines[0].mass_plus_minus_g"),
        ((Line("water", 1.0, mass_plus_minus_g=COARSEST_G * 1.01),), "lines[0].mass_plus_minus_g"),
        ((Line("water", 1.0, mass_range_g=(1.1, 2.0)),), "lines[0].mass_range_g"),
        ((Line("water", 1.0, mass_range_g=(0.5, 0.9)),), "lines[0].mass_range_g"),
        ((Line("water", 1.0, mass_range_g=(-0.1, 2.0)),), "lines[0].mass_range_g"),
        ((Line("water", 1.0, mass_range_g=(1.0, MOST_MASS_G * 1.01)),), "lines[0].mass_range_g"),
        ((Line("l_ascorbic_acid", 1.0, purity_plus_minus=1.01),), "lines[0].purity_plus_minus"),
        ((Line("l_ascorbic_acid", 1.0, aa_eq=-0.01),), "lines[0].aa_eq"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(lines, field):
    assert field in fields_of(Formula, lines)


@pytest.mark.parametrize(
    "line",
    [
        Line("water", LEAST_MASS_G),
        Line("water", MOST_MASS_G),
        Line("water", 1.0, mass_plus_minus_g=FINEST_G),
        Line("water", 1.0, mass_plus_minus_g=COARSEST_G),
        Line("water", 1.0, mass_range_g=(1.0, 1.0)),
        Line("water", 1.0, mass_range_g=(0.0, MOST_MASS_G)),
        Line("l_ascorbic_acid", 1.0, 1.0, purity_plus_minus=1.0, aa_eq=1.0),
        Line("l_ascorbic_acid", 1.0, 0.9, water_content=0.1, purity_plus_minus=0.0, aa_eq=0.0),
    ],
)
def test_what_lies_at_a_limit_is_taken(line):
    assert Formula((line,)).lines == (line,)


def test_everything_wrong_is_told_at_once():
    lines = (Line("water", -1.0), Line("unobtainium", 1.0), Line("l_ascorbic_acid", 1.0, purity=99))
    wrong = fields_of(Formula, lines, "soup")
    assert wrong[:4] == ["system", "lines[0].mass_g", "lines[1].ingredient", "lines[2].purity"]


def test_what_is_a_form_of_its_own():
    names = ("l_ascorbic_acid", "sodium_ascorbyl_phosphate", "ascorbyl_palmitate", "citric_acid")
    records = [catalog.ingredients()[name] for name in names]
    assert [is_form(record) for record in records] == [True, True, True, False]
    assert [is_derivative(record) for record in records] == [False, True, True, False]


def test_a_table_of_formulas_stands_for_as_much_acid_as_each_of_them():
    # Of 5 g of SAP 0.4919 are ascorbic acid; what capsules hold is not known, unless there are none.
    forms = ("l_ascorbic_acid", "sodium_ascorbyl_phosphate", "encapsulated_ascorbic_acid")
    grams = np.array([[85.0, 95.0, 85.0], [15.0, 0.0, 10.0], [0.0, 5.0, 0.0], [0.0, 0.0, 5.0]])
    table = FormulaTable.of_grams(grams, ("water", *forms))
    assert table.aa_equivalent() == pytest.approx([0.15, 0.05 * 0.4919, math.nan], abs=1e-5, nan_ok=True)
    assert table.form_equivalent_g("sodium_ascorbyl_phosphate") == pytest.approx([0, 5 * 0.4919, 0], abs=1e-3)


def test_the_acid_and_its_salts_are_counted_together():
    # 10 g of acid and 5 g of its sodium salt, 5 × 176.124 / 198.107 = 4.4452 g; the glucoside is none.
    pure = {"purity": 1.0, "purity_plus_minus": 0.0}
    acid, salt, other = (
        Line(name, mass, **pure)
        for name, mass in (("l_ascorbic_acid", 10.0), ("sodium_ascorbate", 5.0), ("ascorbyl_glucoside", 5.0))
    )
    known = composition(Formula((Line("water", 80.0), acid, salt, other)))
    assert known.ascorbate.median == pytest.approx(0.144452, abs=1e-5)
    assert known.aa_equivalent.median > 0.16
    assert composition(Formula((Line("water", 95.0), other))).ascorbate is None


def test_a_formula_goes_to_another_process_without_what_is_remembered_of_it():
    # There text has other hashes: one that came along would never be found again.
    formula = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    assert hash(formula) == hash(Formula(formula.lines))
    assert formula.total_mass_g == 100
    there = pickle.loads(pickle.dumps(formula))
    assert there == formula
    assert vars(there) == {"lines": formula.lines, "system": "solution"}


def test_a_part_of_a_table_has_the_contents_of_its_own_rows() -> None:
    grams = np.array([[85.0, 90.0, 80.0], [15.0, 10.0, 20.0]])
    held = {"l_ascorbic_acid": np.array([14.0, 9.0, 19.0])}
    names = ("water", "l_ascorbic_acid")
    part = FormulaTable(grams, grams, names, "solution", held).part(np.array([2, 0]))
    assert part.content_g["l_ascorbic_acid"].tolist() == [19.0, 14.0]
    assert part.water_g.tolist() == [80.0, 85.0]


def test_a_share_that_is_no_fraction_says_how_to_give_it() -> None:
    with pytest.raises(InputErrors) as caught:
        Formula((Line("water", 80.0), Line("l_ascorbic_acid", 20.0, purity_plus_minus=20.0)))
    (error,) = caught.value.errors
    assert "0 to 1" in error.accepted
    assert error.fix == "Give 20 % as 0.2."
