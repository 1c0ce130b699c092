"""Floral waters, juices and tap water dissolve what plain water does."""

from __future__ import annotations

import numpy as np
import pytest

from calc import assess, catalog
from calc.chemistry.density import is_water_like
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.waters import is_other_water, water_share

OTHERS = sorted(record.id for record in catalog.ingredients().values() if is_other_water(record))


def serum(water: str, grams: float = 85.0) -> Formula:
    return Formula((Line(water, grams), Line("l_ascorbic_acid", 15.0)))


@pytest.mark.parametrize("water", ["rosa_damascena_flower_water", "tap_water", "aloe_barbadensis_leaf_juice"])
def test_acid_in_another_water_is_judged_as_in_water(water):
    report, plain = assess(serum(water)), assess(serum("water"))
    assert report.pH.median == pytest.approx(plain.pH.median, abs=0.02)
    (dissolution,), (expected,) = report.solubilities, plain.solubilities
    assert dissolution.dissolves == expected.dissolves
    codes = {finding.code for finding in report.findings}
    assert not codes & {"SOL-001", "PH-009"}
    assert "PH-001" in codes


def test_half_of_the_water_counts_as_much_as_the_other_half():
    half = Formula(
        (
            Line("water", 40.0),
            Line("lavandula_angustifolia_flower_water", 45.0),
            Line("l_ascorbic_acid", 15.0),
        )
    )
    assert half.water_g == pytest.approx(85.0, rel=0.01)
    assert assess(half).pH.median == pytest.approx(assess(serum("water")).pH.median, abs=0.01)


def test_the_pH_beside_a_water_that_is_not_known_stays_untold():
    report = assess(serum("other_water"))
    assert report.pH is None
    assert "SOL-001" not in {finding.code for finding in report.findings}


@pytest.mark.parametrize("water", OTHERS)
def test_every_one_of_them_is_water_in_a_table_too(water):
    table = FormulaTable.of_grams(np.array([[50.0], [15.0]]), (water, "l_ascorbic_acid"))
    assert table.water_g == pytest.approx(serum(water, 50.0).water_g)
    assert 0.85 * 50 <= table.water_g[0] <= 50
    assert is_water_like(catalog.ingredients()[water])


@pytest.mark.parametrize(
    "name", ["squalane", "glycerin", "ethanol", "aloe_barbadensis_leaf_juice_powder", "lotion"]
)
def test_what_is_no_water_brings_none(name):
    assert water_share(name) == 0
