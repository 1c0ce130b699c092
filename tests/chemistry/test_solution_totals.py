"""What is dissolved in the water of formulas: how amounts are added up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.ions import ion_contributions
from calc.chemistry.solution_totals import (
    SolutionTotals,
    _sum_of_rows,
    constant_rows,
    ingredients_with,
    joined,
    nominal_acid,
    table_totals,
    totals_of_lines,
)


@pytest.mark.parametrize("count", range(10))
def test_sums_of_rows_are_those_of_numpy_to_the_last_bit(count):
    amounts = np.random.default_rng(count).lognormal(0.0, 5.0, (500, count))
    assert np.array_equal(_sum_of_rows(amounts), amounts.sum(axis=1))


def test_what_stays_behind_is_left_out_of_a_copy():
    acids = (nominal_acid("ascorbic"),)
    totals = SolutionTotals(("ascorbic",), acids, np.full((2, 1), 0.1), np.zeros((2, 5)), np.ones(2))
    halved = totals.reduced([{"ascorbic": 0.5}])
    assert totals.amounts.tolist() == [[0.1], [0.1]]
    assert halved.amounts.tolist() == [[0.05], [0.05]]
    assert totals.reduced([{}, {}]) is totals


def totals_of(**grams: float) -> SolutionTotals:
    """Return what is dissolved of pure ingredients, one formula."""
    lines = tuple(Line(name, mass) for name, mass in grams.items())
    ions = ion_contributions(tuple(grams))
    masses = np.array([[line.mass_g for line in lines]])
    acids = tuple(map(nominal_acid, ions.acids))
    return totals_of_lines(Formula(lines), ions, acids, masses, np.ones(masses.shape))


# 17.6124 g of ascorbic acid are 0.1 mol, 4.0 g of lye 0.1 mol, 19.2123 g of citric acid 0.1 mol.
SERUM = {"water": 100.0, "l_ascorbic_acid": 17.6124, "sodium_hydroxide": 2.0}


def test_lines_become_moles():
    totals = totals_of(**SERUM, rosa_damascena_flower_water=10.0)
    assert totals.names == ("ascorbic",)
    assert totals.amounts == pytest.approx(np.array([[0.1]]), rel=1e-4)
    assert totals.ions == pytest.approx(np.array([[0.05, 0, 0, 0, 0]]), rel=1e-3)
    assert totals.water_kg == pytest.approx([0.1099])


def test_more_of_an_ingredient_by_hand():
    totals = totals_of(**SERUM, citric_acid=1.92123)
    more = totals.plus(ion_contributions(("citric_acid",)), np.array([19.2123]), np.array([50.0]))
    assert more.amounts == pytest.approx(np.array([[0.1, 0.11]]), rel=1e-3)
    assert (more.ions.tolist(), more.water_kg) == (totals.ions.tolist(), pytest.approx([0.15]))
    salted = totals.plus(ion_contributions(("sodium_hydroxide",)), np.array([4.0]), np.array([0.0]))
    assert salted.ions[0, 0] == pytest.approx(0.15, rel=1e-3)
    assert totals.ions[0, 0] == pytest.approx(0.05, rel=1e-3)
    assert (salted.names, salted.acids) == (totals.names, totals.acids)


def test_repeated_and_reduced_by_blocks():
    totals = replace(
        totals_of(**SERUM), traces=np.array([0.5]), gas_left=0.25, epsilons={"e": np.array([0.1])}
    )
    twice = totals.repeated(2)
    assert (twice.amounts.shape, twice.ions.shape, twice.water_kg.tolist()) == ((2, 1), (2, 5), [0.1, 0.1])
    assert (twice.traces.tolist(), twice.gas_left, twice.epsilons["e"].tolist()) == (
        [0.5, 0.5],
        0.25,
        [0.1, 0.1],
    )
    assert [np.shape(pKa) for pKa in twice.acids[0].pKa] == [(2,), (2,)]
    less = twice.reduced([{}, {"ascorbic": 0.5}])
    assert less.amounts[:, 0] == pytest.approx([0.1, 0.05], rel=1e-4)
    assert (less.traces, less.gas_left) == (twice.traces, 0.25)


def test_several_are_joined_with_all_of_their_acids():
    both = joined([totals_of(**SERUM), totals_of(water=50.0, citric_acid=1.92123)])
    assert both.names == ("ascorbic", "citric")
    assert both.amounts == pytest.approx(np.array([[0.1, 0.0], [0.0, 0.01]]), rel=1e-3)
    assert both.water_kg.tolist() == [0.1, 0.05]
    assert both.ions[:, 0] == pytest.approx([0.05, 0.0], rel=1e-3)


def test_molal_by_hand():
    solution = replace(totals_of(**SERUM), traces=0.01).solution()
    # In 0.1 kg: 1 mol/kg of acid, 0.5 of sodium; a hundredth of the acid is a charge that nobody weighed.
    assert solution.totals == pytest.approx(np.array([[1.0]]), rel=1e-3)
    assert solution.cations == pytest.approx(np.array([[0.5]]), rel=1e-3)
    assert solution.strong_charge == pytest.approx([0.51], rel=1e-3)
    assert solution.charges == (1,)
    assert totals_of(water=100.0, l_ascorbic_acid=1.0).solution().charges == ()
    calcium = totals_of(water=100.0, calcium_ascorbate=1.0).solution()
    assert calcium.charges == (2,)
    assert calcium.strong_charge == pytest.approx(2 * calcium.cations[:, 0])


def test_next_to_no_water_has_a_densest_solution():
    dry = totals_of(**{**SERUM, "water": 1e-6}).solution()
    assert dry.totals[0, 0] + dry.cations[0, 0] == pytest.approx(60.0)


def test_the_gas_that_water_holds_stays():
    # 0.05 mol of carbonic acid, all of it driven out, but for 0.02 mol/kg of 0.1 kg.
    totals = totals_of(water=100.0, l_ascorbic_acid=17.6124, sodium_bicarbonate=4.20035)
    place = totals.names.index("carbonic")
    assert totals.solution().totals[0, place] == pytest.approx(0.0, abs=1e-9)
    assert replace(totals, gas_left=0.02).solution().totals[0, place] == pytest.approx(0.02)
    assert replace(totals, gas_left=9.0).solution().totals[0, place] == pytest.approx(0.5, rel=1e-3)


def test_a_table_holds_the_acids_that_are_in_it():
    grams = np.array([[100.0, 100.0], [17.6124, 0.0], [0.0, 19.2123]])
    table = FormulaTable.of_grams(grams, ("water", "l_ascorbic_acid", "citric_acid"))
    assert table_totals(table, np.array([0])).names == ("ascorbic",)
    both = table_totals(table, np.array([1, 0]), {"citric": np.array([0.5, 1.0])})
    assert both.names == ("ascorbic", "citric")
    assert both.amounts == pytest.approx(np.array([[0.0, 0.05], [0.1, 0.0]]), rel=1e-3)
    assert table.acid_mol[1, 1] == pytest.approx(0.1, rel=1e-3)


def test_constants_and_what_is_not_known_of_them():
    charge, rows = constant_rows("citric")
    assert (charge, [row.name for row in rows]) == (0, [f"pKa{step} of citric acid" for step in (1, 2, 3)])
    assert constant_rows(catalog.ingredients()["triethanolamine"].acid)[0] == 1
    # Of phloretin none was found: from 3 to 6, around 4.5.
    charge, (row,) = constant_rows("phloretin")
    assert (charge, row.value, row.low, row.high) == (0, 4.5, 3.0, 6.0)
    assert row.name == "acid constant of phloretin, not known"


def test_what_goes_in_besides_stands_last():
    formula = Formula((Line("water", 9.0), Line("l_ascorbic_acid", 1.0)))
    assert ingredients_with(formula, None) == ("water", "l_ascorbic_acid")
    assert ingredients_with(formula, Adjuster("citric_acid")) == ("water", "l_ascorbic_acid", "citric_acid")
