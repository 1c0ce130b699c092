"""What is dissolved in a formula at its stated values, and its pH and ionic strength then."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from calc import catalog
from calc.chemistry import acidity
from calc.chemistry.activity import PREFERRED
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.co_ingredients import dissolved_shares, poorly_soluble
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import table_of
from calc.chemistry.ions import ion_contributions
from calc.chemistry.solution_totals import (
    SolutionTotals,
    ingredients_with,
    nominal_acid,
    table_totals,
    totals_of_lines,
)


def nominal_totals(formula: Formula, adjuster: Adjuster | None = None) -> SolutionTotals:
    """Return the dissolved amounts in a formula at its stated values, n = 1.

    Parameters
    ----------
    formula : Formula
    adjuster : Adjuster, optional
        As for `sampled_totals`.

    Examples
    --------
    >>> totals = nominal_totals(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> totals.names, f"{totals.amounts[0, 0]:.4f} mol"
    (('ascorbic',), '0.0852 mol')
    """
    ions = ion_contributions(ingredients_with(formula, adjuster))
    acids = [nominal_acid(name) for name in ions.acids]
    masses = np.array([[line.mass_g for line in formula.lines]])
    purity = np.array([[line.nominal_purity for line in formula.lines]])
    totals = totals_of_lines(formula, ions, tuple(acids), masses, purity)
    return totals if adjuster else without_grains(formula, totals)


def without_grains(formula: Formula, totals: SolutionTotals) -> SolutionTotals:
    """Return what is dissolved without what stays behind of acids that hardly dissolve."""
    shares = dissolved_share_of_acids(formula)
    if not shares:
        return totals
    amounts = totals.amounts.copy()
    for name, share in shares.items():
        amounts[:, totals.names.index(name)] *= share
    return replace(totals, amounts=amounts)


@functools.lru_cache(maxsize=256)
def dissolved_share_of_acids(formula: Formula) -> Mapping[str, float]:
    """Return the shares of acids that do not dissolve as a whole, at the pH with all of them dissolved.

    What is left behind is uncharged, so that the pH moves little by it, and once is enough.
    """
    table = table_of(formula)
    if formula.water_g <= 0 or not {*table.ingredients} & _sources_of_grains():
        return {}
    shares = dissolved_shares(table, table_totals(table, np.array([0])).pH())
    return {name: float(share[0]) for name, share in shares.items()}


@functools.cache
def _sources_of_grains() -> frozenset[str]:
    """Return the ingredients that bring an acid which hardly dissolves."""
    records = catalog.ingredients()
    acids = {records[name].acid for name in poorly_soluble()} - {""}
    return frozenset(poorly_soluble()) | {name for name, record in records.items() if record.acid in acids}


@functools.lru_cache(maxsize=256)
def ionic_strength(formula: Formula) -> float:
    """Return the ionic strength of a formula at its own pH and stated values [mol/kg water].

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.

    Examples
    --------
    >>> f"{ionic_strength(Formula((Line('water', 85.0), Line('l_ascorbic_acid', 15.0)))):.3f}"
    '0.009'
    """
    return float(acidity.balance(nominal_totals(formula).solution(), PREFERRED)[1][0])
