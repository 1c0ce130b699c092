"""The pH of many solutions at once: those of like make together, without what none of them holds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from calc.chemistry.acidity import (
    Acid,
    Pair,
    Solution,
    balance,
)
from calc.chemistry.columns import Array, Rows

# About where the acid of a serum has let go of half of its protons, salt considered.
_SERUM_PKA = 4.0
# Fewer solutions of one make than this are not worth a search of their own.
_FEW = 300


def solved_together(solution: Solution) -> tuple[Array, Array]:
    """Return pH and ionic strength, solutions of like make together and without what none of them holds.

    Of thirty acids in a table a formula holds a few. Which ones differs from row to row, how many of
    each kind hardly does: so each gets the constants of its own.
    """
    kinds = _kinds(solution)
    if not kinds:
        return balance(solution)
    counts = np.array([(solution.totals[:, each] > 0).sum(axis=1) for each in kinds])
    make = np.ravel_multi_index(tuple(counts), tuple(len(each) + 1 for each in kinds))
    # Few makes fit into short numbers, which are put in order by their digits.
    short = make.astype(np.uint16) if make.max(initial=0) < 2**16 else make
    order: Rows = np.argsort(short, kind="stable").astype(np.intp)
    ends = np.flatnonzero(np.diff(make[order], append=-1)) + 1
    ordered, rest = solution.part(order), np.zeros(order.size, dtype=bool)
    pH, ionic = np.empty((2, order.size))
    for start, end in pairwise([0, *ends.tolist()]):
        if end - start < _FEW:
            rest[start:end] = True
            continue
        narrowed = _narrowed(ordered.part(slice(start, end)), kinds, counts[:, order[start]])
        pH[order[start:end]], ionic[order[start:end]] = balance(narrowed, near=_near(narrowed))
    if rest.any():
        pH[order[rest]], ionic[order[rest]] = balance(ordered.part(rest))
    return pH, ionic


def _near(solution: Solution) -> Array:
    """Return a pH close to that of solutions: of a serum's acid, as far as bases have neutralised it."""
    base = np.array([acid.charge for acid in solution.acids], dtype=np.float64)
    acids = np.maximum(solution.totals @ (1 - base), 1e-9)
    spent = np.clip((solution.strong_charge + solution.totals @ base) / acids, 0.015, 0.97)
    return _SERUM_PKA + np.log10(spent / (1 - spent))


def _kinds(solution: Solution) -> list[list[int]]:
    """Return the positions of acids that have as many steps and the same charge; those with pairs alone."""
    paired = {each.acid for each in solution.pairs}
    found: dict[tuple[int, int, int], list[int]] = {}
    for i, acid in enumerate(solution.acids):
        found.setdefault((acid.charge, len(acid.pKa), i if i in paired else -1), []).append(i)
    return list(found.values())


def _narrowed(solution: Solution, kinds: list[list[int]], counts: Rows) -> Solution:
    """Return solutions that hold so many acids of each kind, without the others."""
    acids: list[Acid] = []
    totals: list[Array] = []
    pairs: list[Pair] = []
    for kind, count in zip(kinds, counts.tolist()):
        first = solution.acids[kind[0]]
        if count and len(kind) == 1:
            pairs += [replace(each, acid=len(acids)) for each in solution.pairs if each.acid == kind[0]]
            acids.append(first)
            totals.append(solution.totals[:, kind[0]])
        elif count:
            own = solution.totals[:, kind]
            held = np.nonzero(own > 0)[1].reshape(-1, count)
            constants = np.array([solution.acids[i].pKa for i in kind], dtype=np.float64).T
            for which in held.T:
                acids.append(Acid(first.name, tuple(each[which] for each in constants), first.charge))
                totals.append(own[np.arange(which.size), which])
    stacked = np.column_stack(totals) if totals else np.zeros((solution.cations.size, 0))
    return Solution(acids, stacked, solution.strong_charge, solution.cations, pairs)
