"""What the law allows of an ingredient in a cosmetic product, and the pH up to which preservatives work."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.formula_table import Array, Columns, FormulaTable
from calc.units import TOLERANCE

#: Rows of an ingredient that hold a limit, by the annex of the EU cosmetics regulation.
ANNEXES = ("eu_annex_III_limit", "eu_annex_V_limit", "eu_annex_VI_limit")


@dataclass(frozen=True)
class LegalLimit:
    """The limit of one entry of an annex: what counts together, and how much of each counts.

    ``counts``: of each ingredient, the share of its mass that the limit is about [0–1].
    """

    row: catalog.Value
    counts: Mapping[str, float]

    @property
    def most(self) -> float:
        """The largest share of the whole that is allowed [0–1]."""
        return self.row.to("dimensionless")[0]


@functools.cache
def legal_limits() -> tuple[LegalLimit, ...]:
    """Return every limit, with the ingredients that share it.

    An ingredient that several annexes allow is held against the widest, since its use is not known.

    Examples
    --------
    >>> limit = next(limit for limit in legal_limits() if "sodium_benzoate" in limit.counts)
    >>> limit.row.locator, limit.most, sorted(limit.counts)
    ('Annex V, entry 1', 0.005, ['benzoic_acid', 'sodium_benzoate'])
    """
    entries: dict[str, tuple[catalog.Value, dict[str, float]]] = {}
    for record in catalog.ingredients().values():
        rows = [row for row in record.values if row.property in ANNEXES]
        if rows:
            widest = max(rows, key=lambda row: row.centre)
            counted = record.value("counted_for_limit")
            share = counted.to("dimensionless")[0] if counted else 1.0
            entries.setdefault(widest.locator, (widest, {}))[1][record.id] = share
    return tuple(LegalLimit(row, counts) for row, counts in entries.values())


def counted_share(table: FormulaTable, limit: LegalLimit) -> Array:
    """Return how much counts for a limit, as a share of the whole as it is weighed, (n,) [0–1].

    >>> table = FormulaTable.of_grams(np.array([[99.0], [1.0]]), ("water", "sodium_benzoate"))
    >>> limit = next(limit for limit in legal_limits() if "sodium_benzoate" in limit.counts)
    >>> f"{counted_share(table, limit)[0]:.4f}"
    '0.0085'
    """
    counted = table.summed([limit.counts.get(name, 0.0) for name in table.ingredients])
    return np.asarray(counted / table.weighed_g.sum(axis=0))


def legal_facts(table: FormulaTable) -> Columns:
    """Return whether more of anything is in formulas than the law allows.

    Parameters
    ----------
    table : FormulaTable
    """
    beyond = np.zeros(table.size, dtype=bool)
    for limit in _limits_among(table.ingredients):
        beyond |= counted_share(table, limit) > limit.most + TOLERANCE
    return {"above_legal_limit": beyond.astype(np.float64)}


@functools.lru_cache(maxsize=256)
def _limits_among(ingredients: tuple[str, ...]) -> tuple[LegalLimit, ...]:
    """Return the limits of some ingredients."""
    return tuple(limit for limit in legal_limits() if not limit.counts.keys().isdisjoint(ingredients))


def limits_passed(table: FormulaTable) -> tuple[tuple[LegalLimit, tuple[str, ...], float], ...]:
    """Return each limit that the first formula passes, the ingredients that count, and their share [0–1].

    Parameters
    ----------
    table : FormulaTable
    """
    passed = []
    for limit in _limits_among(table.ingredients):
        share = float(counted_share(table, limit)[0])
        if share > limit.most + TOLERANCE:
            held = tuple(name for name in table.ingredients if name in limit.counts and table.of(name)[0] > 0)
            passed.append((limit, held, share))
    return tuple(passed)


# --- preservatives --------------------------------------------------------------------------------


def preservative_facts(table: FormulaTable) -> Columns:
    """Return the pH up to which every preservative works, as its maker or seller says.

    Those that work as an acid are judged by how much of it is left (`MICRO-002`). Infinite where there is
    no other one, NaN where of none of them a pH is known.

    Parameters
    ----------
    table : FormulaTable
    """
    lowest, others = np.full(table.size, np.inf), np.zeros(table.size, dtype=bool)
    for name in table.ingredients:
        highest = highest_pH(name)
        if highest is None:
            continue
        held = table.of(name) > 0
        others |= held & np.isnan(highest)
        lowest = np.where(held, np.fmin(lowest, highest), lowest)
    return {"preservative_pH_high": np.where(np.isinf(lowest) & others, np.nan, lowest)}


@functools.cache
def highest_pH(ingredient: str) -> float | None:
    """Return the pH up to which a preservative works; NaN where it is not known, None for what is judged
    otherwise.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.

    Examples
    --------
    >>> highest_pH("liquid_germall_plus"), highest_pH("sodium_benzoate"), highest_pH("water")
    (8, None, None)
    """
    record = catalog.ingredients()[ingredient]
    if "preservative" not in record.roles or record.acid:
        return None
    row = record.value("preservative_pH_window")
    return float("nan") if row is None else row.ends[1]
