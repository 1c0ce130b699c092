"""Solutions as the search for their pH takes them: the species of their acids and metals in one table.

`charge_balance` has the equations.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc.chemistry.solution import HYDROXIDE, Array, Solution, protons_lost

#: Natural logarithm of ten: the unknowns are natural logarithms.
LN10 = float(np.log(10.0))
# In place of no metal, to have a logarithm [mol/kg water].
_NO_METAL = 1e-30
#: P, N, Q and the first B, in this order.
POSITIVE, NEGATIVE, SQUARES, BALANCES = range(4)
# Multiplications of a product of matrices that BLAS does on one thread on any processor. Above 262,144
# OpenBLAS takes several, of which one waits for the other, at the cost of whoever else is at work.
_PRODUCTS = 250_000
# Arrays of fewer cells are cheaper to make than to find room for.
_SMALL = 16_384
# From so many solutions on single precision takes less time; fewer cost calls rather than sums.
_MANY = 2048
# Positions of the free ions among the species: H⁺, OH⁻, and the first metal that makes pairs.
_HYDROXIDE, FREE_METALS = 1, 2


@dataclass(frozen=True, eq=False)
class _Table:
    """The species: free ions, and then of each acid all but the fully protonated one.

    Parameters
    ----------
    ions : int
        How many free ions there are.
    places : mapping
        Positions of the species without a metal, by acid and protons lost.
    family : (species − ions,) array
        Position of its acid.
    marks : (species, marks) array
        n, r, m of each metal that makes ion pairs, and q where uncharged species have a coefficient.
    members : ((1 + marks) × acids, species) array
        Sums, per acid, the weights and the weights times each mark.
    counts : ((1 + marks) × tallies, species) array
        Contribution of one of it to P, N, Q and B; then each mark times each of these.
    protonated : (3, acids) array
        Contribution of each acid to P, N and Q if all of it were fully protonated.
    """

    ions: int
    places: Mapping[tuple[int, int], int]
    family: NDArray[np.intp]
    marks: Array
    members: Array
    counts: Array
    protonated: Array

    @functools.cached_property
    def single(self) -> _Table:
        """The same in single precision."""
        return replace(
            self,
            marks=self.marks.astype(np.float32),
            members=self.members.astype(np.float32),
            counts=self.counts.astype(np.float32),
        )


@functools.lru_cache(maxsize=64)
def _table(
    acids: tuple[tuple[int, int], ...],
    pairs: tuple[tuple[int, int, int, int], ...],
    metals: tuple[int, ...],
    activity: str,
) -> _Table:
    """Return the species of acids and pairs.

    Parameters
    ----------
    acids : tuple
        Charge and steps of each.
    pairs : tuple
        Acid, protons lost, metal ions held, and position of the metal, of each.
    metals : tuple
        Charges of those that make pairs.
    activity : str
        One of `acidity.ACTIVITIES`.
    """
    none = (0,) * len(metals)
    # Family, n, r, m of each metal, and q: H⁺ and OH⁻ first.
    species = [(-1, -1, 1, *none, 0), (-1, 1, 1, *none, 0)]
    species += [(-1, 0, z**2, *_one_at(place, 1, metals), 0) for place, z in enumerate(metals)]
    ions, places = len(species), {(HYDROXIDE, 1): _HYDROXIDE}
    for i, (charge, steps) in enumerate(acids):
        kinds = [(lost, 0, 0) for lost in range(1, steps + 1)]
        places |= {(i, lost): len(species) + lost - 1 for lost in range(1, steps + 1)}
        kinds += [pair[1:] for pair in pairs if pair[0] == i]
        for lost, held, metal in kinds:
            own = charge - lost + (held * metals[metal] if held else 0)
            q = (charge == 0) - (own == 0)
            species.append((i, lost, own**2 - charge**2, *_one_at(metal, held, metals), q))
    family, *columns = np.array(species).T
    marks = np.array(columns if activity == "davies" else columns[:-1], dtype=np.float64)
    n, counted = marks[0], marks[1 : 2 + len(metals)]
    tallies = np.array([np.maximum(-n, 0), np.maximum(n, 0), *counted])
    z = np.array([charge for charge, _ in acids], dtype=np.float64)
    belongs = (family == np.arange(len(acids))[:, np.newaxis]).astype(np.float64)
    return _Table(
        ions,
        places,
        family[ions:].astype(np.intp),
        np.ascontiguousarray(marks.T),
        np.concatenate([belongs, *(belongs * mark for mark in marks)]),
        np.concatenate([tallies, *(tallies * mark for mark in marks)]),
        np.array([np.maximum(z, 0), np.maximum(-z, 0), z * z]),
    )


def _one_at(place: int, value: int, metals: tuple[int, ...]) -> tuple[int, ...]:
    """Return a value for one metal and 0 for the others."""
    return tuple(value if place == other else 0 for other in range(len(metals)))


class Scratch:
    """Memory for the arrays of one step, used again at the next: new memory would cost more than the sums."""

    def __init__(self) -> None:
        self._set_aside(0)
        self._taken = 0

    def _set_aside(self, cells: int) -> None:
        """Make room for so many cells of double precision, or twice as many of single."""
        self._double = np.empty(cells)
        self._single = self._double.view(np.float32)

    def clear(self) -> None:
        """Take back all arrays; from now on there is room for as many."""
        if self._taken > self._double.size:
            self._set_aside(self._taken)
        self._taken = 0

    def like(self, other: Array) -> Array | None:
        """Return an array like another, as `array` does; None where one may as well be made."""
        return None if other.size < _SMALL else self.array(*other.shape, like=other)

    def array(self, *shape: int, like: Array) -> Array:
        """Return an array without values, in the precision of another, valid until all are taken back.

        All that are taken at a time have the same precision.
        """
        count = math.prod(shape)
        cells: NDArray = self._double if like.dtype == np.float64 else self._single
        start, self._taken = self._taken, self._taken + count
        if self._taken > cells.size:
            return np.empty(shape, like.dtype)
        return cells[start : self._taken].reshape(shape)


# As many as there were threads at work at a time.
_SPARE: list[Scratch] = []


@contextmanager
def scratch_memory() -> Iterator[Scratch]:
    """Lend memory that nobody else works in."""
    try:
        scratch = _SPARE.pop()
    except IndexError:
        scratch = Scratch()
    yield scratch
    _SPARE.append(scratch)


@dataclass(frozen=True, eq=False)
class Mixture:
    """Solutions as the search takes them, a column each.

    Parameters
    ----------
    table : _Table
    log_beta : (species, n) or (species, 1) array
        ln β; for a free ion, of its amount where x, y and all coefficients' logarithms are 0.
    totals : (acids, n) array
        [mol/kg water]
    fixed : (tallies, n) array
        Contributions independent of the unknowns [mol/kg water].
    log_metals : (metals, n) array
        ln C of the metals that make ion pairs.
    activity : str
    scratch : Scratch
    epsilon : (metals, species, n) or (metals, species, 1) array, optional
        ε of the metals that make ion pairs, times ln 10, where SIT has any; of a metal and its pairs, 0.
    """

    table: _Table
    log_beta: Array
    totals: Array
    fixed: Array
    log_metals: Array
    activity: str
    scratch: Scratch
    epsilon: Array | None = None

    @functools.cached_property
    def rough(self) -> Mixture:
        """The solutions as the first steps take them: in single precision where they are many."""
        if self.totals.shape[1] < _MANY:
            return self
        return replace(
            self,
            table=self.table.single,
            log_beta=self.log_beta.astype(np.float32),
            totals=self.totals.astype(np.float32),
            fixed=self.fixed.astype(np.float32),
            log_metals=self.log_metals.astype(np.float32),
            epsilon=None if self.epsilon is None else self.epsilon.astype(np.float32),
        )

    def part(self, columns: NDArray[np.intp]) -> Mixture:
        """Return some of the solutions."""
        return Mixture(
            self.table,
            self.log_beta if self.log_beta.shape[1] == 1 else self.log_beta.take(columns, axis=1),
            self.totals.take(columns, axis=1),
            self.fixed.take(columns, axis=1),
            self.log_metals.take(columns, axis=1),
            self.activity,
            self.scratch,
            self.epsilon
            if self.epsilon is None or self.epsilon.shape[2] == 1
            else self.epsilon.take(columns, axis=2),
        )


def mixture_of(solution: Solution, activity: str, pKw: float, scratch: Scratch) -> Mixture:
    """Return solutions as the search takes them.

    Parameters
    ----------
    solution : Solution
    activity : str
        One of `acidity.ACTIVITIES`.
    pKw : float
        Ionic product of water.
    scratch : Scratch
        For as long as the mixture is in use.
    """
    acids, paired = solution.acids, _paired(solution)
    table = _table(
        tuple([(acid.charge, len(acid.pKa)) for acid in acids]),
        tuple(
            [
                (pair.acid, protons_lost(pair, acids), pair.cations, paired.index(pair.metal))
                for pair in solution.pairs
            ]
        ),
        tuple([solution.charges[metal] for metal in paired]),
        activity,
    )
    totals = np.ascontiguousarray(solution.totals.T)
    strong, metals = solution.strong_charge, np.maximum(solution.metals.T, _NO_METAL)
    fixed = np.zeros((BALANCES + len(paired), strong.size))
    positive, negative, squares = np.matmul(table.protonated, totals, out=fixed[:BALANCES])
    positive += np.maximum(strong, 0)
    negative -= np.minimum(strong, 0)
    charges, free = _charges_of_metals(solution.charges[: len(metals)], tuple(paired))
    squares += np.abs(strong - charges @ metals)
    squares += free @ metals
    log_beta, epsilon = _log_beta(solution, pKw, paired), None
    if activity == "sit" and solution.interactions:
        log_beta, epsilon = _with_interactions(log_beta, solution, table.places, paired)
    log_metals = np.log(metals[paired]) if paired else metals[:0]
    return Mixture(table, log_beta, totals, fixed, log_metals, activity, scratch, epsilon)


def _with_interactions(
    log_beta: Array, solution: Solution, places: Mapping[tuple[int, int], int], paired: list[int]
) -> tuple[Array, Array | None]:
    """Return constants with the sums of ε over metals without pairs, and ε of those with, if any."""
    metals, drawn = solution.metals.T, []
    same = np.zeros((len(log_beta), len(metals)))
    for interaction in solution.interactions:
        place = places[interaction.acid, interaction.lost]
        if isinstance(interaction.epsilon, np.ndarray):
            drawn.append((place, interaction.metal, LN10 * interaction.epsilon))
        else:
            same[place, interaction.metal] += LN10 * interaction.epsilon
    of_paired = np.ascontiguousarray(same.T[paired][:, :, np.newaxis]) if paired else same[:0]
    if paired:
        same[:, paired] = 0.0
    log_beta = (
        log_beta - same @ metals
        if np.count_nonzero(same)
        else np.array(np.broadcast_to(log_beta, (len(same), metals.shape[1])))
    )
    if any(metal in paired for _, metal, _ in drawn):
        of_paired = np.repeat(of_paired, metals.shape[1], axis=2)
    for place, metal, values in drawn:
        if metal in paired:
            of_paired[paired.index(metal), place] += values
        else:
            log_beta[place] -= values * metals[metal]
    return log_beta, of_paired if np.count_nonzero(of_paired) else None


def _paired(solution: Solution) -> list[int]:
    """Return the positions of the metals that make ion pairs."""
    return sorted({pair.metal for pair in solution.pairs})


@functools.lru_cache(maxsize=64)
def _charges_of_metals(charges: tuple[int, ...], paired: tuple[int, ...]) -> tuple[Array, Array]:
    """Return the charges of metals, and their squares, 0 of those that make ion pairs, (metals,) each."""
    squares = [0.0 if i in paired else z * z for i, z in enumerate(charges)]
    return np.array(charges, dtype=np.float64), np.array(squares, dtype=np.float64)


def _log_beta(solution: Solution, pKw: float, paired: list[int]) -> Array:
    """Return the constants of all species, in the order of `_table`."""
    logs: list[float | Array] = [0.0, -pKw, *(0.0 for _ in paired)]
    for i, acid in enumerate(solution.acids):
        betas: list[float | Array] = [0.0]
        for pKa in acid.pKa:
            betas.append(betas[-1] - pKa)
        logs += betas[1:]
        pairs = (pair for pair in solution.pairs if pair.acid == i)
        logs += [betas[protons_lost(pair, solution.acids)] + pair.log_K for pair in pairs]
    if not any(isinstance(log, np.ndarray) for log in logs):
        return LN10 * np.array(logs)[:, np.newaxis]
    constants = np.empty((len(logs), solution.strong_charge.size))
    for row, log in zip(constants, logs):
        row[:] = log
    constants *= LN10
    return constants


def product(left: Array, right: Array, scratch: Scratch) -> Array:
    """Return a product of matrices, made of so few columns at a time that BLAS does it on one thread.

    Parameters
    ----------
    left : (k, j) array
    right : (j, n) array
    scratch : Scratch
        Where it goes.
    """
    n, most = right.shape[1], max(_PRODUCTS // max(left.size, 1), 1)
    if n <= most and len(left) * n < _SMALL:
        return left.dot(right)
    out = scratch.array(len(left), n, like=right)
    if n <= most:
        return np.matmul(left, right, out=out)
    for first in range(0, n, most):
        columns = slice(first, first + most)
        np.matmul(left, right[:, columns], out=out[:, columns])
    return out
