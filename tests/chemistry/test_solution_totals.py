"""What is dissolved in the water of formulas: how amounts are added up."""

from __future__ import annotations

import numpy as np
import pytest

from calc.chemistry.solution_totals import SolutionTotals, _sum_of_rows, nominal_acid


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
