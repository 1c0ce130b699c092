"""What is dissolved in a formula at its stated values, and its pH and ionic strength then."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    joined,
    nominal_acid,
    totals_of_lines,
)

Array = NDArray[np.float64]


def nominal_totals(formula: Formula, adjuster: Adjuster | None = None) -> SolutionTotals:
    """Return the dissolved amounts in a formula at its stated values, n = 1.

    Parameters
    ----------
    formula : Formula
    adjuster : Adjuster, optional
        As for `sampled_totals`.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> totals = nominal_totals(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> totals.names, f"{totals.amounts[0, 0]:.4f} mol"
    (('ascorbic',), '0.0852 mol')
    """
    totals = _whole_totals(formula, adjuster)
    return totals if adjuster else without_grains(formula, totals)


def without_grains(formula: Formula, totals: SolutionTotals) -> SolutionTotals:
    """Return what is dissolved without what stays behind of acids that hardly dissolve.

    Parameters
    ----------
    formula : Formula
    totals : SolutionTotals
        Of the same formula, with all of them.
    """
    if not _may_hold_grains(formula):
        return totals
    return totals.reduced([nominal_acidity(formula).dissolved])


@dataclass(frozen=True)
class NominalAcidity:
    """The pH of a formula at its stated values.

    Parameters
    ----------
    pH : float
    ionic_strength : float
        [mol/kg water]
    by_davies : float
        The pH by Davies' equation.
    dissolved : mapping of str to float
        Shares of the acids that do not dissolve as a whole, by their names in `ions.IonContributions` [0–1].
    """

    pH: float
    ionic_strength: float
    by_davies: float
    dissolved: Mapping[str, float]


@functools.lru_cache(maxsize=256)
def _known_of(formula: Formula) -> list[NominalAcidity]:
    """Return where to put what is known of a formula: empty as long as nothing is."""
    return []


def nominal_acidity(formula: Formula) -> NominalAcidity:
    """Return the pH of a formula at its stated values, and what of it is dissolved.

    What an acid leaves behind is uncharged, so that the pH moves little by it: the pH with all of it
    dissolved decides how much that is.

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> acidity = nominal_acidity(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> f"pH {acidity.pH:.2f}, {acidity.ionic_strength:.3f} mol/kg"
    'pH 2.09, 0.009 mol/kg'
    """
    return (_known_of(formula) or solve_together((formula,)))[0]


def solve_together(formulas: Sequence[Formula]) -> tuple[NominalAcidity, ...]:
    """Return the pH of several formulas at their stated values, which `nominal_acidity` knows from then on.

    One search for all of them takes hardly longer than one for each.

    Parameters
    ----------
    formulas : sequence of Formula
        Whose pH can be predicted.
    """
    totals = joined([_whole_totals(formula, None) for formula in formulas])
    pH, ionic = acidity.balance(totals.solution(), PREFERRED)
    dissolved = [_dissolved(formula, pH[row : row + 1]) for row, formula in enumerate(formulas)]
    if any(dissolved):
        totals = totals.reduced(dissolved)
        pH, ionic = acidity.balance(totals.solution(), PREFERRED, near=pH)
    davies, _ = acidity.balance(totals.solution("davies"), "davies", near=pH)
    solved = tuple(map(NominalAcidity, pH.tolist(), ionic.tolist(), davies.tolist(), dissolved))
    for formula, known in zip(formulas, solved):
        _known_of(formula)[:] = [known]
    return solved


def _dissolved(formula: Formula, pH: Array) -> Mapping[str, float]:
    """Return the shares of the acids that do not dissolve as a whole [0–1]."""
    if not _may_hold_grains(formula):
        return {}
    return {name: float(share[0]) for name, share in dissolved_shares(table_of(formula), pH).items()}


def _whole_totals(formula: Formula, adjuster: Adjuster | None) -> SolutionTotals:
    """Return the dissolved amounts as if nothing stayed behind, n = 1."""
    ions = ion_contributions(ingredients_with(formula, adjuster))
    masses = np.array([[line.mass_g for line in formula.lines]])
    purity = np.array([[line.nominal_purity for line in formula.lines]])
    return totals_of_lines(formula, ions, tuple(map(nominal_acid, ions.acids)), masses, purity)


def _may_hold_grains(formula: Formula) -> bool:
    """Tell whether something in a formula brings an acid that hardly dissolves."""
    return formula.water_g > 0 and any(line.ingredient in _sources_of_grains() for line in formula.lines)


@functools.cache
def _sources_of_grains() -> frozenset[str]:
    """Return the ingredients that bring an acid which hardly dissolves."""
    records = catalog.ingredients()
    acids = {records[name].acid for name in poorly_soluble()} - {""}
    return frozenset(poorly_soluble()) | {name for name, record in records.items() if record.acid in acids}
