"""Acids that do not dissolve as a whole: how much of them does, and the pH that goes with it.

The pH decides what share of an acid dissolves, and the share that dissolves decides the pH,

    pH = f(s),  s = g(pH).

The less is dissolved the higher the pH, and the higher the pH the more dissolves. So there is one answer: it
lies between the pH of all of the acid and the pH of what dissolves at that, and regula falsi finds it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import numpy as np

from calc import catalog
from calc.chemistry.co_ingredients import dissolved_shares, poorly_soluble
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import Array, Rows, table_of

#: Shares of acids that dissolve, by their names, (m,) each [0–1], and how they come from (m,) places and pH.
Shares = Mapping[str, Array]
SharesAt = Callable[[Rows, Array], Shares]
# A supposed pH is close enough where what dissolves at it has a pH no farther from it.
_CLOSE = 1e-4
# Four or five are enough nearly always.
_MOST_STEPS = 40


def settle(of_all: Array, shares_at: SharesAt, pH_of: Callable[[Rows, Shares], Array]) -> None:
    """Find the pH at which just so much dissolves that this is the pH.

    What is found is what ``pH_of`` was asked for last at each place, and returned: it is kept there.

    Parameters
    ----------
    of_all : (n,) array
        The pH as if every acid dissolved.
    shares_at : callable
        From (m,) places in that array and a supposed pH of each, (m,), to the shares of acids that dissolve
        at that, (m,) each by the name of the acid [0–1].
    pH_of : callable
        From (m,) places and those shares to the pH, (m,).

    Examples
    --------
    >>> half = lambda rows, pH: {"ferulic": np.clip((pH - 1.0) / 2, 0.0, 1.0)}
    >>> seen = []
    >>> settle(np.array([2.0]), half, lambda rows, shares: seen.append(3 - shares["ferulic"]) or seen[-1])
    >>> seen[-1].round(3)
    array([2.333])
    """
    rows: Rows = np.arange(of_all.size)
    shares = shares_at(rows, of_all)
    low, high = of_all, pH_of(rows, shares)
    at_low, at_high, side = high - low, np.full(low.size, np.nan), np.zeros(low.size)
    # So far as the share goes on, so far goes the pH.
    further = [
        np.abs(then - share) / np.where(share < 1, 1 - share, 1.0)
        for share, then in zip(shares.values(), shares_at(rows, high).values())
    ]
    guess, open_ = high, np.abs(at_low) * np.max(further, axis=0) > _CLOSE
    for _ in range(_MOST_STEPS):
        if not open_.any():
            break
        rows, guess = rows[open_], guess[open_]
        low, at_low, high, at_high, side = (end[open_] for end in (low, at_low, high, at_high, side))
        value = pH_of(rows, shares_at(rows, guess)) - guess
        open_, is_low = np.abs(value) > _CLOSE, value * at_low > 0
        weight = np.where(np.where(is_low, 1.0, -1.0) == side, 0.5, 1.0)  # the Illinois method
        side = np.where(is_low, 1.0, -1.0)
        low, high = np.where(is_low, guess, low), np.where(is_low, high, guess)
        at_low, at_high = np.where(is_low, value, at_low * weight), np.where(is_low, at_high * weight, value)
        between = low + (high - low) * at_low / (at_low - at_high)
        guess = np.where(np.isnan(at_high), guess + value, between)
        high = np.where(np.isnan(at_high), guess, high)


@functools.lru_cache(maxsize=64)
def dissolved_at(formula: Formula, pH: float) -> Mapping[str, float]:
    """Return the shares of the acids that do not dissolve as a whole in a formula at a pH [0–1].

    Parameters
    ----------
    formula : Formula
    pH : float

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 99.0), Line("ferulic_acid", 0.5)))
    >>> {name: round(share, 2) for name, share in dissolved_at(serum, 2.0).items()}
    {'ferulic': 0.15}
    """
    if not _may_hold_grains(formula):
        return {}
    shares = dissolved_shares(table_of(formula), np.array([pH]))
    return {name: float(share[0]) for name, share in shares.items()}


def _may_hold_grains(formula: Formula) -> bool:
    """Tell whether something in a formula brings an acid that hardly dissolves."""
    return formula.water_g > 0 and any(line.ingredient in _sources_of_grains() for line in formula.lines)


@functools.cache
def _sources_of_grains() -> frozenset[str]:
    """Return the ingredients that bring an acid which hardly dissolves."""
    records = catalog.ingredients()
    acids = {records[name].acid for name in poorly_soluble()} - {""}
    return frozenset(poorly_soluble()) | {name for name, record in records.items() if record.acid in acids}
