"""The pH of many solutions: grouped by the kinds of acids that they contain, without absent acids."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from calc.chemistry.acidity import (
    HYDROXIDE,
    Acid,
    Interaction,
    Pair,
    Solution,
    balance,
)
from calc.chemistry.activity import PREFERRED
from calc.chemistry.formula_table import Array, Rows

# Smaller groups are solved together, with all acids.
_SMALLEST_GROUP = 300


def solve_by_groups(solution: Solution) -> tuple[Array, Array]:
    """Return pH and ionic strength, solved in groups with equal numbers of acids of each kind.

    A formula contains a few of the thirty acids of a table. Which ones differs from row to row, but how
    many of each kind (charge and number of steps) hardly does. Within a group every solution has its own
    constants, and absent acids cost no time.

    Parameters
    ----------
    solution : Solution
        n of them.

    Returns
    -------
    tuple of (n,) array
        pH, and ionic strength [mol/kg water].
    """
    kinds = _kinds(solution)
    if not kinds:
        return balance(solution, PREFERRED)
    counts = np.array([(solution.totals[:, positions] > 0).sum(axis=1) for positions in kinds])
    group = np.ravel_multi_index(tuple(counts), tuple(len(positions) + 1 for positions in kinds))
    # Groups that fit into 16 bits are sorted by radix, which is faster.
    short = group.astype(np.uint16) if group.max(initial=0) < 2**16 else group
    order: Rows = np.argsort(short, kind="stable").astype(np.intp)
    ends = np.flatnonzero(np.diff(group[order], append=-1)) + 1
    ordered, rest = solution.part(order), np.zeros(order.size, dtype=bool)
    pH, ionic = np.empty((2, order.size))
    for start, end in pairwise([0, *ends.tolist()]):
        if end - start < _SMALLEST_GROUP:
            rest[start:end] = True
            continue
        narrowed = _narrowed(ordered.part(slice(start, end)), kinds, counts[:, order[start]])
        pH[order[start:end]], ionic[order[start:end]] = balance(narrowed, PREFERRED)
    if rest.any():
        pH[order[rest]], ionic[order[rest]] = balance(ordered.part(rest), PREFERRED)
    return pH, ionic


def _kinds(solution: Solution) -> list[list[int]]:
    """Return the positions of acids by charge and number of steps; each acid with ion pairs by itself."""
    paired = {pair.acid for pair in solution.pairs}
    kinds: dict[tuple[int, int, int], list[int]] = {}
    for i, acid in enumerate(solution.acids):
        kinds.setdefault((acid.charge, len(acid.pKa), i if i in paired else -1), []).append(i)
    return list(kinds.values())


def _narrowed(solution: Solution, kinds: list[list[int]], counts: Rows) -> Solution:
    """Return the solutions of a group with the acids that each contains, others left out."""
    acids: list[Acid] = []
    totals: list[Array] = []
    pairs: list[Pair] = []
    interactions = [interaction for interaction in solution.interactions if interaction.acid == HYDROXIDE]
    for kind, count in zip(kinds, counts.tolist()):
        first = solution.acids[kind[0]]
        if count and len(kind) == 1:
            pairs += [replace(pair, acid=len(acids)) for pair in solution.pairs if pair.acid == kind[0]]
            interactions += [
                replace(interaction, acid=len(acids))
                for interaction in solution.interactions
                if interaction.acid == kind[0]
            ]
            acids.append(first)
            totals.append(solution.totals[:, kind[0]])
        elif count:
            amounts = solution.totals[:, kind]
            held = np.nonzero(amounts > 0)[1].reshape(-1, count)
            constants = np.array([solution.acids[i].pKa for i in kind], dtype=np.float64).T
            for which in held.T:
                interactions += _of_places(solution, np.array(kind)[which], len(acids))
                acids.append(Acid(first.name, tuple(step[which] for step in constants), first.charge))
                totals.append(amounts[np.arange(which.size), which])
    stacked = np.column_stack(totals) if totals else np.zeros((solution.strong_charge.size, 0))
    return replace(solution, acids=acids, totals=stacked, pairs=pairs, interactions=interactions)


def _of_places(solution: Solution, which: Rows, acid: int) -> list[Interaction]:
    """Return the interactions of an acid that is another one in each solution.

    Parameters
    ----------
    solution : Solution
    which : (n,) array of int
        Position of the acid.
    acid : int
        Position that it gets.
    """
    epsilons: dict[tuple[int, int], Array] = {}
    for interaction in solution.interactions:
        here = np.flatnonzero(which == interaction.acid)
        if here.size:
            epsilon = epsilons.setdefault((interaction.lost, interaction.metal), np.zeros(which.size))
            epsilon[here] = np.broadcast_to(interaction.epsilon, which.shape)[here]
    return [Interaction(acid, lost, epsilon, metal) for (lost, metal), epsilon in epsilons.items()]
