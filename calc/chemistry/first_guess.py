"""Where the search for the pH of a solution begins."""

from __future__ import annotations

import functools

import numpy as np

from calc.chemistry.mixture import FREE_METALS, LN10, NEGATIVE, POSITIVE, SQUARES, Mixture, product
from calc.chemistry.solution import Array, Solution
from calc.chemistry.tallies import coefficients

# Some ionic strength besides that of the strong ions [mol/kg water].
_FIRST_IONIC = 0.01
# Where the charge is looked at for a first guess: closer together where serums are.
_GRID = np.concatenate([[0.0, 1.0], np.arange(1.5, 9.5, 0.5), np.arange(10.0, 15.0)])


def first_unknowns(mixture: Mixture, pH: Array, ionic: Array | None = None) -> Array:
    """Return the unknowns to start from, (unknowns, n): all metal free, and sums of ε over anions 0.

    Parameters
    ----------
    mixture : Mixture
    pH : (n,) array
        Close to the solution.
    ionic : (n,) array, optional
        An ionic strength close to the solution [mol/kg water]; the metals then start from another one still.
    """
    metals = len(mixture.log_metals)
    unknowns = np.zeros((2 + metals + len(() if mixture.epsilon is None else mixture.epsilon), pH.size))
    np.multiply(pH, LN10, out=unknowns[0])
    if metals or ionic is None:
        squares = mixture.fixed[SQUARES] + np.exp(mixture.log_metals).sum(axis=0)
        squares += np.maximum(mixture.fixed[POSITIVE], mixture.fixed[NEGATIVE])
        np.log(0.5 * squares + _FIRST_IONIC, out=unknowns[1])
    if metals:
        squares_of_metals = mixture.table.marks[FREE_METALS : FREE_METALS + metals, 1:2]
        minus_log, _, _ = coefficients(np.exp(unknowns[1]), mixture.activity)
        unknowns[2 : 2 + metals] = mixture.log_metals - squares_of_metals * minus_log
    if ionic is not None:
        np.log(ionic, out=unknowns[1])
    return unknowns


def charge_curves(solution: Solution, activity: str) -> Array:
    """Return the mean charge of each acid over the grid of a first guess, (grid, acids).

    Of constants that differ from solution to solution, and of the ionic strength, the mean counts.

    Parameters
    ----------
    solution : Solution
    activity : str
        One of `acidity.ACTIVITIES`.
    """
    strong = solution.strong_charge
    ionic = np.array([_FIRST_IONIC + np.abs(strong).sum() / max(strong.size, 1)])
    minus_log, _, neutral = (round(value.item() / LN10, 2) for value in coefficients(ionic, activity))
    curves = [
        _curve(acid.charge, tuple(round(_mean(pKa), 2) for pKa in acid.pKa), -minus_log, neutral)
        for acid in solution.acids
    ]
    return np.ascontiguousarray(np.array(curves).reshape(-1, _GRID.size).T)


def _mean(constant: float | Array) -> float:
    """Return the mean of a constant that may differ from solution to solution."""
    if isinstance(constant, np.ndarray):
        return float(constant.sum()) / max(constant.size, 1)
    return float(constant)


@functools.lru_cache(maxsize=1024)
def _curve(charge: int, pKa: tuple[float, ...], log_gamma: float, log_neutral: float) -> Array:
    """Return the mean charge of an acid over the grid, with coefficients of a single charge and of none."""
    z = charge - np.arange(len(pKa) + 1)
    log_gammas = np.where(z == 0, log_neutral, log_gamma * z * z)
    moved = np.array(pKa) + np.diff(log_gammas)
    powers = np.vstack([np.zeros_like(_GRID), np.cumsum(_GRID - moved[:, np.newaxis], axis=0)])
    weights = 10 ** (powers - powers.max(axis=0))
    return np.asarray(z @ weights / weights.sum(axis=0))


def guess(mixture: Mixture, strong: Array, curves: Array, pKw: float) -> Array:
    """Return a first guess at the pH, (n,): where the charge changes its sign on a grid.

    Parameters
    ----------
    mixture : Mixture
    strong : (n,) array
        Net charge of the fully dissociated ions [mol/kg water].
    curves : (grid, acids) array
        As `charge_curves` returns it: the grid has one set of constants for all solutions.
    pKw : float
        Ionic product of water.
    """
    totals = mixture.rough.totals
    net = product(curves.astype(totals.dtype, copy=False), totals, mixture.scratch)
    net += strong.astype(totals.dtype, copy=False)
    net += _of_water(pKw).astype(totals.dtype, copy=False)
    # The first and the last point are ends, whatever the charge there.
    above = 1 + (net[1:-1] > 0).view(np.uint8).sum(axis=0, dtype=np.uint8).astype(np.intp)
    here = np.arange(above.size)
    before, after = net[above - 1, here], net[above, here]
    span = before - after
    share = np.divide(before, span, out=np.zeros_like(span), where=span > 0)
    low, high = _GRID[above - 1], _GRID[above]
    return low + (high - low) * np.minimum(np.maximum(share, 0.0), 1.0)


@functools.lru_cache(maxsize=64)
def _of_water(pKw: float) -> Array:
    """Return the charge of the free ions of water over the grid, (grid, 1) [mol/kg water]."""
    return np.asarray(10.0**-_GRID - 10.0 ** (_GRID - pKw))[:, np.newaxis]
