"""The oxygen that a bottle meets: against the worked figures, and by hand."""

from __future__ import annotations

import pytest

from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.oxygen import oxygen_budget


def serum(strength: float = 14.2) -> Formula:
    """Return a serum; 14.2 % w/w are 150 g/L: 4.5 g, 25.6 mmol, in 30 mL."""
    acid = Line("l_ascorbic_acid", strength, 1.0, purity_plus_minus=0.0)
    return Formula((Line("water", 100 - strength), acid))


def test_the_worked_bottle():
    # 25.6 mmol: a tenth takes 1.28–2.56 mmol of O2, in 147–295 mL of air of 8.66 µmol/mL.
    budget = oxygen_budget(serum())
    assert budget.bottle_mL == 30
    assert budget.air_mL.low == pytest.approx(148, rel=0.02)
    assert budget.air_mL.high == pytest.approx(295, rel=0.02)
    # 258 µmol/L in 30 mL are 7.7 µmol: 0.03–0.06 %.
    assert budget.dissolved.low == pytest.approx(0.0003, rel=0.02)
    assert budget.dissolved.high == pytest.approx(0.0006, rel=0.02)


def test_five_millilitres_of_air_cost_next_to_nothing():
    budget = oxygen_budget(serum(), Storage(fill_fraction=25 / 30))
    # One opening renews 5 mL of air.
    assert 0.1 / budget.opening.median * 5 == pytest.approx(budget.air_mL.median, rel=1e-3)
    assert 100 * budget.opening.low == pytest.approx(0.17, abs=0.01)
    assert 100 * budget.opening.high == pytest.approx(0.34, abs=0.01)


def test_a_weak_serum_is_that_much_more_exposed():
    strong, weak = oxygen_budget(serum()), oxygen_budget(serum(1.0))
    assert weak.opening.median / strong.opening.median == pytest.approx(
        weak.dissolved.median / strong.dissolved.median, rel=1e-3
    )
    assert weak.opening.median / strong.opening.median == pytest.approx(14.2, rel=0.1)


@pytest.mark.parametrize(
    ("wall", "low", "high"), [("PET", 0.001, 0.002), ("PP", 0.04, 0.07), ("LDPE", 0.09, 0.18)]
)
def test_walls(wall, low, high):
    share = oxygen_budget(serum(), Storage(wall=wall)).wall
    assert (share.low, share.high) == (pytest.approx(low, rel=0.01), pytest.approx(high, rel=0.01))
    weak = oxygen_budget(serum(0.05), Storage(wall=wall)).wall
    assert share.low < weak.low <= 1


@pytest.mark.parametrize("storage", [None, Storage(), Storage(wall="amber_glass"), Storage(wall="aluminium")])
def test_glass_lets_nothing_through(storage):
    assert oxygen_budget(serum(), storage).wall is None


def test_without_ascorbic_acid_there_is_no_budget():
    assert oxygen_budget(Formula((Line("water", 98), Line("ascorbyl_glucoside", 2)))) is None
