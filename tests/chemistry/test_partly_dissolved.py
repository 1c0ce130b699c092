"""Acids that do not dissolve as a whole, against PHREEQC over their grains."""

from __future__ import annotations

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.adjusters import Adjuster, with_adjuster
from calc.chemistry.co_ingredients import dissolved_of
from calc.chemistry.dosing import dose
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import FormulaTable, table_of
from calc.chemistry.nominal_acidity import nominal_acidity
from calc.chemistry.partly_dissolved import settle
from calc.chemistry.prediction import predict_pH
from calc.chemistry.solution_totals import table_totals
from calc.chemistry.titration import nominal_adjuster_mass, titration_curve
from calc.rules.acidity_facts import acidity_of
from tests.phreeqc import Phreeqc

LYE, CITRIC = Adjuster("sodium_hydroxide"), Adjuster("citric_acid")


def mixture(**grams: float) -> Formula:
    """Return a formula of so many grams of each."""
    return Formula(tuple(Line(name, mass) for name, mass in grams.items()))


OVERFULL = {
    "salicylic": mixture(water=97.5, salicylic_acid=2.0),
    "beside vitamin C": mixture(water=83, l_ascorbic_acid=15, salicylic_acid=2),
    "with some lye": mixture(water=97.5, salicylic_acid=2.0, sodium_hydroxide=0.1),
    "azelaic": mixture(water=82, l_ascorbic_acid=5, azelaic_acid=10),
    "ferulic in a glycol": mixture(water=80, l_ascorbic_acid=10, ferulic_acid=1, propylene_glycol=9),
    "benzoate, made sour": mixture(water=95, sodium_benzoate=2, citric_acid=3),
    "two of them": mixture(water=90, l_ascorbic_acid=5, salicylic_acid=2, azelaic_acid=2),
}


def of_phreeqc(formula: Formula) -> float:
    """Return the pH by PHREEQC, with the constants and the limits of the catalogue."""
    table = table_of(formula)
    totals = table_totals(table, np.array([0]))
    solution, limits = totals.solution(), {}
    for name, dissolved in dissolved_of(table, np.array([2.0])).items():
        record = catalog.ingredients()[name]
        molar_mass = record.value("molar_mass")
        assert molar_mass is not None
        moles = dissolved.most_limit_g[0] / molar_mass.centre
        limits[totals.names.index(record.acid or name)] = float(moles / totals.water_kg[0])
    pairs, interactions = solution.pairs, solution.interactions
    oracle = Phreeqc(solution.acids, "sit", pairs=pairs, interactions=interactions)
    return oracle.pH_over_grains(solution.totals[0], float(solution.metals[0].sum()), limits)


@pytest.mark.parametrize("name", OVERFULL)
def test_the_pH_over_grains_is_that_of_phreeqc(name) -> None:
    formula = OVERFULL[name]
    known = nominal_acidity(formula)
    assert known.dissolved
    assert all(0 < share < 1 for share in known.dissolved.values())
    # What has kept its proton is taken as ideal and by the low end of its constant: 0.05 where salt is in it.
    assert known.pH == pytest.approx(of_phreeqc(formula), abs=0.06)


def test_a_table_says_the_same_as_one_serum() -> None:
    tables = [table_of(formula) for formula in OVERFULL.values()]
    names = sorted({record.id for table in tables for record in table.records})
    grams = np.array([[formula.mass_of(name) for formula in OVERFULL.values()] for name in names])
    together = acidity_of(FormulaTable.of_grams(grams, tuple(names), "solution"))
    alone = [acidity_of(table).pH.item() for table in tables]
    assert together.pH == pytest.approx(alone, abs=3e-4)


@pytest.mark.parametrize(
    ("name", "adjuster"),
    [(name, LYE) for name in OVERFULL if "benzoate" not in name] + [("benzoate, made sour", CITRIC)],
)
def test_a_dose_and_its_curve_reach_the_target_over_grains(name, adjuster) -> None:
    formula, target = OVERFULL[name], 3.3 if adjuster == LYE else 3.2
    band = dose(formula, adjuster, target_pH=target).mass
    assert band is not None
    reached = predict_pH(with_adjuster(formula, adjuster, band.median)).pH
    curve = titration_curve(formula, adjuster, band.median, 3)
    assert reached is not None
    assert reached.median == pytest.approx(target, abs=0.02)
    assert curve.bands[-1].median == pytest.approx(target, abs=0.03)
    assert curve.bands[0].median == pytest.approx(nominal_acidity(formula).pH, abs=0.03)


def test_the_dose_at_the_stated_values_leaves_out_the_grains() -> None:
    """Grains take no base: with the dose in, the pH of what is dissolved is the target."""
    formula = OVERFULL["beside vitamin C"]
    grams = nominal_adjuster_mass(formula, LYE, 3.0, 5.0)
    assert nominal_acidity(with_adjuster(formula, LYE, grams)).pH == pytest.approx(3.0, abs=2e-3)


def test_what_dissolves_settles_where_it_changes_much_and_where_it_does_not() -> None:
    last, asked = np.full(3, np.nan), []
    steep = np.array([0.0, 5.0, 1.0])

    def shares_at(rows, pH):
        return {"ferulic": np.exp(-np.array([0.0, 8.0, 0.1])[rows] * (pH - 2.0)) / 2}

    def pH_of(rows, shares):
        asked.append(rows.size)
        last[rows] = 2.0 + steep[rows] * shares["ferulic"]
        return last[rows]

    settle(np.full(3, 2.0), shares_at, pH_of)
    again = 2.0 + steep * shares_at(np.arange(3), last)["ferulic"]
    assert np.abs(again - last).max() < 5e-3
    assert last[0] == 2.0
    assert asked[:2] == [3, 2]
    assert len(asked) < 20
