"""What is dissolved in a formula at its stated values, and its pH and ionic strength then."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calc.chemistry import acidity
from calc.chemistry.activity import PREFERRED
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import Array, Rows
from calc.chemistry.ions import ion_contributions
from calc.chemistry.partly_dissolved import Shares, dissolved_at, settle
from calc.chemistry.solution_totals import (
    SolutionTotals,
    ingredients_with,
    joined,
    nominal_acid,
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
    dissolved = nominal_acidity(formula).dissolved
    return totals.reduced([dissolved]) if dissolved else totals


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


@functools.lru_cache(maxsize=64)
def _known_of(formula: Formula) -> list[NominalAcidity]:
    """Return where to put what is known of a formula: empty as long as nothing is."""
    return []


def nominal_acidity(formula: Formula) -> NominalAcidity:
    """Return the pH of a formula at its stated values, and what of it is dissolved.

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
    dissolved = [dissolved_at(formula, of_it) for formula, of_it in zip(formulas, pH.tolist())]
    if any(dissolved):
        names, all_of_it = {name for shares in dissolved for name in shares}, totals

        def shares_at(rows: Rows, supposed: Array) -> Shares:
            """Return what dissolves at a supposed pH."""
            at = [dissolved_at(formulas[row], of_it) for row, of_it in zip(rows.tolist(), supposed.tolist())]
            return {name: np.array([shares.get(name, 1.0) for shares in at]) for name in names}

        def pH_of(rows: Rows, shares: Shares) -> Array:
            """Return the pH of what dissolves, which is known from then on."""
            nonlocal totals, pH, ionic
            for place, row in enumerate(rows.tolist()):
                of_row = {name: float(share[place]) for name, share in shares.items()}
                dissolved[row] = {name: share for name, share in of_row.items() if share < 1}
            totals = all_of_it.reduced(dissolved)
            pH, ionic = acidity.balance(totals.solution(), PREFERRED, near=pH)
            return pH[rows]

        settle(pH, shares_at, pH_of)
    davies, _ = acidity.balance(totals.solution("davies"), "davies", near=pH)
    solved = tuple(map(NominalAcidity, pH.tolist(), ionic.tolist(), davies.tolist(), dissolved))
    for formula, known in zip(formulas, solved):
        _known_of(formula)[:] = [known]
    return solved


def _whole_totals(formula: Formula, adjuster: Adjuster | None) -> SolutionTotals:
    """Return the dissolved amounts as if nothing stayed behind, n = 1."""
    ions = ion_contributions(ingredients_with(formula, adjuster))
    masses = np.array([[line.mass_g for line in formula.lines]])
    purity = np.array([[line.nominal_purity for line in formula.lines]])
    return totals_of_lines(formula, ions, tuple(map(nominal_acid, ions.acids)), masses, purity)
