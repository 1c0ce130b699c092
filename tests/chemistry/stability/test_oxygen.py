"""The oxygen that a bottle meets: against the worked figures, and by hand."""

from __future__ import annotations

import pytest

from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.oxygen import oxygen_budget, oxygen_shut_in


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


# 30 mL of 150 g/L hold 25.55 mmol. Dissolved are 258 µmol/L × 30 mL = 7.74 µmol; air has 8.66 µmol/mL; one of
# oxygen takes 1.5 along.
@pytest.mark.parametrize(
    ("strength", "package", "kept", "share"),
    [
        (150.0, "sealed_ampoule", {}, 1.5 * (7.74 + 5 * 8.66) / 25_550),
        (150.0, "sealed_ampoule", {"fill_fraction": 0.5}, 1.5 * (7.74 + 15 * 8.66) / 25_550),
        (150.0, "sealed_ampoule", {"fill_fraction": 1.0}, 1.5 * 7.74 / 25_550),
        (150.0, "airless_pump", {}, 1.5 * 7.74 / 25_550),
        (150.0, "airless_pump", {"fill_fraction": 0.5}, 1.5 * 7.74 / 25_550),
        (150.0, "airless_pump", {"openings_per_day": 3.0}, 1.5 * 7.74 / 25_550),
        (75.0, "airless_pump", {}, 2 * 1.5 * 7.74 / 25_550),
        (150.0, "dropper_bottle", {}, 0.0),
        (150.0, "dropper_bottle", {"openings_per_day": 1.0}, 0.0),
        (150.0, "dropper_bottle", {"openings_per_day": 0.0}, 1.5 * (7.74 + 5 * 8.66) / 25_550),
        (0.1, "sealed_ampoule", {}, 1.0),
        (0.0, "sealed_ampoule", {}, 1.0),
    ],
)
def test_what_the_oxygen_shut_in_takes(strength, package, kept, share):
    assert float(oxygen_shut_in(strength, Storage(**kept), package)) == pytest.approx(share, rel=2e-3)


def test_the_shares_of_a_bottle_by_hand():
    budget = oxygen_budget(serum(), Storage(fill_fraction=0.5, wall="PP"))
    mmol = 25.55
    assert budget.opening.median == pytest.approx(1.5 * 15 * 8.66e-3 / mmol, rel=0.01)
    assert budget.dissolved.median == pytest.approx(1.5 * 7.74e-3 / mmol, rel=0.01)
    assert budget.air_mL.median == pytest.approx(mmol / 10 / 1.5 / 8.66e-3, rel=0.01)
    # 4 to 7 % a year of 150 g/L.
    assert (budget.wall.low, budget.wall.median, budget.wall.high) == pytest.approx(
        (0.04, 0.055, 0.07), rel=0.01
    )
    assert oxygen_budget(serum(0.05), Storage(wall="LDPE")).wall.high == 1


def test_without_ascorbic_acid_there_is_no_budget():
    assert oxygen_budget(Formula((Line("water", 98), Line("ascorbyl_glucoside", 2)))) is None
