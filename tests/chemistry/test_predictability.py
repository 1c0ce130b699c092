"""Whether a pH can be predicted: at each limit and beyond it, and what decides between several reasons."""

from __future__ import annotations

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.predictability import NO_WATER, cosolvent_share, predictability, why_unpredictable

ACID, LYE = "l_ascorbic_acid", "sodium_hydroxide"
RULES = catalog.rules()
MOST_SOLIDS = RULES["PH-018"].limit["most"]
MOST_COSOLVENT = RULES["PH-008"].limit["most"]
MOST_OTHER = RULES["OTHER-001"].limit["most"]


def table(**grams: float) -> FormulaTable:
    return FormulaTable.of_grams(np.array([[mass] for mass in grams.values()]), tuple(grams))


def watery(share: float, name: str) -> dict[str, float]:
    """Return a serum of which a share is something unknown."""
    return {"water": 85 - 100 * share, ACID: 15.0, name: 100 * share}


@pytest.mark.parametrize(
    ("grams", "reason"),
    [
        ({"water": 85, ACID: 15}, ""),
        ({"water": 0.085, ACID: 0.015}, ""),
        # Grams of acids, bases and salts to 100 g of water; what does not ionise is none of them.
        ({"water": 50, ACID: 0.5 * MOST_SOLIDS}, ""),
        ({"water": 50, ACID: 0.5001 * MOST_SOLIDS}, "too_dry"),
        ({"water": 50, ACID: 15, "squalane": 200}, ""),
        ({"water": 50, ACID: 0.3 * MOST_SOLIDS, "citric_acid": 0.2001 * MOST_SOLIDS}, "too_dry"),
        # Glycols and alcohol as a share of them and the water.
        ({"water": 100 * (1 - MOST_COSOLVENT), "glycerin": 100 * MOST_COSOLVENT - 0.01, ACID: 5}, ""),
        (
            {"water": 100 * (1 - MOST_COSOLVENT), "glycerin": 100 * MOST_COSOLVENT + 0.01, ACID: 5},
            "cosolvent",
        ),
        ({"water": 60, "glycerin": 20, "ethanol": 20, ACID: 5}, "cosolvent"),
        # Of something unknown a hundredth of a watery liquid or a gum; an oil never, a powder always.
        (watery(MOST_OTHER * 0.999, "other_water"), ""),
        (watery(MOST_OTHER * 1.001, "other_water"), "other"),
        (watery(MOST_OTHER * 0.999, "other_gum"), ""),
        (watery(MOST_OTHER * 1.001, "other_gum"), "other"),
        (watery(0.001, "other_powder"), "other"),
        (watery(0.3, "other_oil"), ""),
        # Something that sets a pH: a salt of strong acid and strong base leaves that to traces.
        ({"water": 99, "sodium_chloride": 1}, "no_acid"),
        ({"water": 99, "glycerin": 1}, "no_acid"),
        ({"water": 99, LYE: 0.1}, ""),
        ({"water": 99, "niacinamide": 1}, ""),
        ({"water": 99, "sodium_ascorbyl_phosphate": 1, ACID: 1}, "form"),
        ({"water": 99, "ascorbyl_palmitate": 1, ACID: 1}, ""),
        # What is bought, and what has no water, before all else.
        ({"serum": 99, ACID: 1}, "finished"),
        ({"serum": 1, "water": 98, ACID: 1}, "finished"),
        ({"squalane": 99, ACID: 1}, "no_water"),
        ({"water": 99 * NO_WATER, "squalane": 99, ACID: 1}, "no_water"),
        ({"squalane": 99, "other_powder": 1}, "no_water"),
        ({"water": 10, "other_powder": 1, ACID: 20}, "other"),
        ({"water": 10, "sodium_ascorbyl_phosphate": 1, ACID: 20}, "form"),
        ({"water": 10, "glycerin": 50, ACID: 20}, "too_dry"),
        ({"water": 10, "glycerin": 50}, "cosolvent"),
        # Ionic strength up to 4.5 mol/kg: of lye alone its molality, 40.0 g/mol.
        ({"water": 100, LYE: 17.9}, ""),
        ({"water": 100, LYE: 18.1}, "too_salty"),
        ({"water": 100, "sodium_chloride": 24.0, ACID: 5}, ""),
        ({"water": 100, "sodium_chloride": 27.0, ACID: 5}, "too_salty"),
    ],
)
def test_why_a_pH_cannot_be_predicted(grams, reason):
    assert predictability(table(**grams)).reason.name() == reason
    assert why_unpredictable(Formula(tuple(Line(name, mass) for name, mass in grams.items()))) == reason


def test_what_decides_it_by_hand():
    known = predictability(table(water=60, glycerin=15, ethanol=5, l_ascorbic_acid=10, squalane=10))
    assert known.solids_per_water == pytest.approx([100 * 10 / 60])
    assert known.cosolvent_share == pytest.approx([20 / 80])
    assert np.isnan(known.ionic_strength).all()
    dry = predictability(table(squalane=10))
    assert (dry.solids_per_water.tolist(), dry.cosolvent_share.tolist()) == ([np.inf], [0.0])
    assert predictability(table(glycerin=10)).cosolvent_share.tolist() == [1.0]
    salty = predictability(table(water=100, sodium_hydroxide=12.0))
    assert salty.ionic_strength == pytest.approx([3.0], rel=2e-3)


def test_rows_of_a_table_do_not_know_each_other():
    grams = np.array([[100.0, 100.0, 0.0], [18.1, 1.0, 1.0], [0.0, 0.0, 90.0]])
    known = predictability(FormulaTable.of_grams(grams, ("water", LYE, "squalane")))
    assert [known.reason.name(row) for row in range(3)] == ["too_salty", "", "no_water"]
    assert np.isnan(known.ionic_strength).tolist() == [False, True, True]


def test_the_share_of_glycols_of_one_formula():
    lines = (Line("water", 60.0), Line("glycerin", 15.0), Line("ethanol", 5.0), Line("squalane", 20.0))
    assert cosolvent_share(Formula(lines)) == pytest.approx(0.25)
