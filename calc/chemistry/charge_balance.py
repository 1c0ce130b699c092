"""The search for the pH at which the charges of a solution balance.

The unknowns are x = −ln a(H⁺), ln I and, for each metal that makes ion pairs, y = ln a(metal). The
species of an acid are counted from the fully protonated one, whose charge is z₀. Another one has lost n
protons, holds m metal ions, and has a charge z. For each molecule of the first there are

    w = β exp(n x − r ln γ + m y + q ln γ₀),    r = z² − z₀²,

of it, where γ is the coefficient of a single charge and γ₀ that of none, and where q is 1 if only z₀
is zero, −1 if only z is. Free ions follow the same law, w being their amount: H⁺ with n = −1, OH⁻
with n = 1, the metal with m = 1, each with r = z². The sums Σ ε m of SIT are part of β: they hardly change
from one step of the search to the next, and not at all where no metal makes pairs. Let ⟨n⟩ be the mean
over all species of an acid, T its total, S = S₊ − S₋ the strong charge, C the total of a metal of charge
c. The tallies

    P = S₊ + Σ T z₀₊ + [H⁺]                                           positive charge
    N = S₋ + Σ T (z₀₋ + ⟨n⟩) + [OH⁻]                                  negative charge
    Q = |S − Σ c C| + Σ T (z₀² + ⟨r⟩) + [H⁺] + [OH⁻] + Σ c² [metal]   squared charges
    B = Σ T ⟨m⟩ + [metal]                                             a metal, one tally for each

then have to satisfy these equations; of a metal without ion pairs the last one holds by itself:

    ln P = ln N,    ln Q = ln 2I,    ln B = ln C.

Newton's method takes them together. Between logarithms they are close to straight lines, piece by
piece, so that few steps are needed from anywhere. The slopes cost little more than the tallies,
because a mean over weighted species follows whatever drives the weights by a covariance:

    d⟨a⟩ = cov(a, n) dx − cov(a, r) d ln γ + cov(a, m) dy + cov(a, q) d ln γ₀.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc.chemistry.solution import HYDROXIDE, Array, Solution, protons_lost

#: Debye–Hückel constant of water at 25 °C [kg^½ mol^−½].
A = 0.51002
#: Natural logarithm of ten: the unknowns are natural logarithms.
LN10 = float(np.log(10.0))

_LN2 = float(np.log(2.0))
# Start of the search: some ionic strength besides that of the strong ions [mol/kg water].
_FIRST_IONIC = 0.01
# Steps of the unknowns, all logarithms. A unit of pH: linearisation does not reach further.
_LONGEST_STEP = LN10
# Limit of a step that turns back, relative to the one before; growth of the limit at each step after it.
# With 2 for the second, strong pairs can make a cycle of four steps.
_HELD_BACK, _LET_GO = 0.5, 1.5
# Below this no step is held back: rounding turns back too.
_LEAST_LIMIT = 1e-10
# What a step leaves is about its own size times the way since the slopes were taken: the square of the step
# with new ones. Sums of SIT that follow from one step to the next only divide the error.
_ACCURATE, _CLOSE_WITH_SUMS = 1e-10, 1e-9
# After a step this short the slopes serve once more.
_SHORT = 0.1
# Solutions that have converged leave the search once no more than this share is left: to part them costs
# time too.
_FEW = 0.25
# Where the charge is looked at for a first guess: closer together where serums are.
_GRID = np.concatenate([[0.0, 1.0], np.arange(1.5, 9.5, 0.5), np.arange(10.0, 15.0)])
# None of millions of random solutions of up to 60 mol/kg water took half of them.
_MOST_STEPS = 100
# In place of no metal, to have a logarithm [mol/kg water].
_NO_METAL = 1e-30
# P, N, Q and the first B, in this order.
POSITIVE, NEGATIVE, _SQUARES, _METALS = range(4)
# Positions of the free ions among the species: H⁺, OH⁻, and the first metal that makes pairs.
_HYDROXIDE, _FREE_METALS = 1, 2


# --- species --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Table:
    """The species: free ions, and then of each acid all but the fully protonated one.

    Parameters
    ----------
    ions : int
        How many free ions there are.
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
    family: NDArray[np.intp]
    marks: Array
    members: Array
    counts: Array
    protonated: Array


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
    ions = len(species)
    for i, (charge, steps) in enumerate(acids):
        kinds = [(lost, 0, 0) for lost in range(1, steps + 1)]
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
        self._cells = np.empty(0)
        self._taken = 0

    def clear(self) -> None:
        """Take back all arrays; from now on there is room for as many."""
        if self._taken > self._cells.size:
            self._cells = np.empty(self._taken)
        self._taken = 0

    def array(self, *shape: int) -> Array:
        """Return an array without values, valid until all are taken back."""
        start, self._taken = self._taken, self._taken + math.prod(shape)
        if self._taken > self._cells.size:
            return np.empty(shape)
        return self._cells[start : self._taken].reshape(shape)


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
    log_beta : (species, n) array
        ln β; for a free ion, of its amount where x, y and all coefficients' logarithms are 0.
    totals : (acids, n) array
        [mol/kg water]
    fixed : (tallies, n) array
        Contributions independent of the unknowns [mol/kg water].
    log_metals : (metals, n) array
        ln C of the metals that make ion pairs.
    activity : str
    scratch : Scratch
    epsilon : (metals, species, n) array, optional
        ε of the metals that make ion pairs, times ln 10, where SIT has any; of a metal and its pairs, 0.
    without_sums : (species, n) array, optional
        ``log_beta`` without the sums of these ε.
    """

    table: _Table
    log_beta: Array
    totals: Array
    fixed: Array
    log_metals: Array
    activity: str
    scratch: Scratch
    epsilon: Array | None = None
    without_sums: Array | None = None

    def part(self, columns: NDArray[np.intp]) -> Mixture:
        """Return some of the solutions."""
        return Mixture(
            self.table,
            self.log_beta.take(columns, axis=1),
            self.totals.take(columns, axis=1),
            self.fixed.take(columns, axis=1),
            self.log_metals.take(columns, axis=1),
            self.activity,
            self.scratch,
            None if self.epsilon is None else self.epsilon.take(columns, axis=2),
            None if self.without_sums is None else self.without_sums.take(columns, axis=1),
        )

    def is_far(self, size: Array, drift: Array) -> NDArray[np.bool_]:
        """Tell which solutions are not settled yet, after a step and all since the slopes were taken."""
        return size > _CLOSE_WITH_SUMS if self.epsilon is not None else size * drift > _ACCURATE

    def follow_metals(self, drives: Array) -> None:
        """Bring the sums of ε over the metals up to date with what drives them, (marks, n)."""
        if self.epsilon is None or self.without_sums is None:
            return
        metals = slice(_FREE_METALS, _FREE_METALS + len(self.epsilon))
        sums_of_metals = self.log_beta[metals].copy()
        amounts = np.exp(self.table.marks[metals] @ drives + sums_of_metals)
        np.subtract(self.without_sums, np.einsum("msn,mn->sn", self.epsilon, amounts), out=self.log_beta)
        self.log_beta[metals] = sums_of_metals

    def follow_anions(self, amounts: Array) -> None:
        """Bring the sums of ε over the anions up to date with the amounts of all species, (species, n)."""
        if self.epsilon is None or self.without_sums is None:
            return
        metals = slice(_FREE_METALS, _FREE_METALS + len(self.epsilon))
        sums = np.einsum("msn,sn->mn", self.epsilon, amounts)
        np.subtract(self.without_sums[metals], sums, out=self.log_beta[metals])


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
        tuple((acid.charge, len(acid.pKa)) for acid in acids),
        tuple(
            (pair.acid, protons_lost(pair, acids), pair.cations, paired.index(pair.metal))
            for pair in solution.pairs
        ),
        tuple(solution.charges[metal] for metal in paired),
        activity,
    )
    totals = np.ascontiguousarray(solution.totals.T)
    strong, metals = solution.strong_charge, np.maximum(solution.metals.T, _NO_METAL)
    charges = np.array(solution.charges, dtype=np.float64)[: len(metals)]
    fixed = np.zeros((_METALS + len(paired), strong.size))
    np.matmul(table.protonated, totals, out=fixed[:_METALS])
    fixed[POSITIVE] += np.maximum(strong, 0)
    fixed[NEGATIVE] += np.maximum(-strong, 0)
    fixed[_SQUARES] += np.abs(strong - charges @ metals)
    free = [metal for metal in range(len(metals)) if metal not in paired]
    fixed[_SQUARES] += charges[free] ** 2 @ metals[free]
    log_beta = _log_beta(solution, pKw, paired)
    plain = Mixture(table, log_beta, totals, fixed, np.log(metals[paired]), activity, scratch)
    if activity != "sit" or not solution.interactions:
        return plain
    return _with_interactions(plain, solution, paired)


def _with_interactions(mixture: Mixture, solution: Solution, paired: list[int]) -> Mixture:
    """Return solutions with the sums of ε in their constants, as if all metal were free."""
    places, metals = _places(solution, paired), solution.metals.T
    epsilon = np.zeros((len(paired), *mixture.log_beta.shape))
    for interaction in solution.interactions:
        place = places[interaction.acid, interaction.lost]
        if interaction.metal in paired:
            epsilon[paired.index(interaction.metal), place] += LN10 * np.asarray(interaction.epsilon)
        else:
            mixture.log_beta[place] -= LN10 * np.asarray(interaction.epsilon) * metals[interaction.metal]
    if not epsilon.any():
        return mixture
    sums = np.einsum("msn,mn->sn", epsilon, metals[paired])
    return replace(mixture, log_beta=mixture.log_beta - sums, epsilon=epsilon, without_sums=mixture.log_beta)


def _places(solution: Solution, paired: list[int]) -> dict[tuple[int, int], int]:
    """Return the positions of the species without a metal, by acid and protons lost."""
    places, place = {(HYDROXIDE, 1): _HYDROXIDE}, _FREE_METALS + len(paired)
    for i, acid in enumerate(solution.acids):
        places |= {(i, lost): place + lost - 1 for lost in range(1, len(acid.pKa) + 1)}
        place += len(acid.pKa) + sum(pair.acid == i for pair in solution.pairs)
    return places


def _paired(solution: Solution) -> list[int]:
    """Return the positions of the metals that make ion pairs."""
    return sorted({pair.metal for pair in solution.pairs})


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
    constants = np.empty((len(logs), solution.strong_charge.size))
    for row, log in zip(constants, logs):
        row[:] = log
    constants *= LN10
    return constants


# --- the start ------------------------------------------------------------------------------------


def first_unknowns(mixture: Mixture, pH: Array) -> Array:
    """Return the unknowns to start from, (unknowns, n).

    Parameters
    ----------
    mixture : Mixture
    pH : (n,) array
        Close to the solution.
    """
    unknowns = np.empty((2 + len(mixture.log_metals), pH.size))
    squares = mixture.fixed[_SQUARES] + np.exp(mixture.log_metals).sum(axis=0)
    squares += np.maximum(mixture.fixed[POSITIVE], mixture.fixed[NEGATIVE])
    unknowns[0] = LN10 * pH
    unknowns[1] = np.log(0.5 * squares + _FIRST_IONIC)
    unknowns[2:] = mixture.log_metals
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
    minus_log, _, neutral = (round(value.item() / LN10, 2) for value in _coefficients(ionic, activity))
    curves = [
        _curve(acid.charge, tuple(round(_mean(pKa), 2) for pKa in acid.pKa), -minus_log, neutral)
        for acid in solution.acids
    ]
    return np.array(curves).reshape(-1, _GRID.size).T


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


def guess(solution: Solution, curves: Array, pKw: float) -> Array:
    """Return a first guess at the pH, (n,): where the charge changes its sign on a grid.

    Parameters
    ----------
    solution : Solution
    curves : (grid, acids) array
        As `charge_curves` returns it: the grid has one set of constants for all solutions.
    pKw : float
        Ionic product of water.
    """
    net = curves @ solution.totals.T
    net += solution.strong_charge
    net += _of_water(pKw)
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


# --- the search -----------------------------------------------------------------------------------


def settled(mixture: Mixture, unknowns: Array, at_pH: bool = False) -> Array:
    """Return the unknowns that satisfy the equations by Newton's method, NaN where it does not converge.

    A step that turns back is shortened: at the edge of a buffer's range the method would oscillate for
    ever. After a short step the slopes serve once more. Solutions that have converged leave once few
    others are left.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
        To start from; changed.
    at_pH : bool
        Keep the first unknown, and drop the charge balance.
    """
    solved, rows = np.full_like(unknowns, np.nan), np.arange(unknowns.shape[1])
    sought = slice(1 if at_pH else 0, None)
    step, size = np.zeros_like(unknowns[sought]), np.full(rows.size, _LONGEST_STEP / _HELD_BACK)
    longest, slopes_serve = np.full(rows.size, _LONGEST_STEP), False
    for _ in range(_MOST_STEPS):
        last, before = step, size
        if slopes_serve:
            tallies = tallied(mixture, unknowns)
        else:
            tallies, of_tallies = tallied_with_slopes(mixture, unknowns)
            slopes, drift = _slopes(of_tallies)[sought, sought], np.zeros(rows.size)
        step = _root(slopes, _residuals(mixture, unknowns, tallies)[sought])
        size = np.abs(step).max(axis=0)
        # Where sums of SIT follow, the slopes are near ones at best: they serve as long as steps are short.
        may_serve = not slopes_serve or mixture.epsilon is not None
        slopes_serve = may_serve and bool((size < _SHORT).all())
        longest *= _LET_GO
        if (size > _HELD_BACK * before).any():
            step, size = _held_back(step, last, before, longest)
        unknowns[sought] += step
        drift += size
        moves = mixture.is_far(size, drift)
        count = np.count_nonzero(moves)
        if not count and rows.size == solved.shape[1]:
            return unknowns
        if count <= _FEW * rows.size:
            done = np.flatnonzero(~moves)
            solved[:, rows.take(done)] = unknowns.take(done, axis=1)
            if not count:
                return solved
            left = np.flatnonzero(moves)
            mixture, rows, moves = mixture.part(left), rows[left], moves[left]
            size, longest, drift = size[left], longest[left], drift[left]
            unknowns, step, slopes = (value.take(left, axis=-1) for value in (unknowns, step, slopes))
    done = np.flatnonzero(~moves)
    solved[:, rows.take(done)] = unknowns.take(done, axis=1)
    return solved


def _held_back(step: Array, last: Array, before: Array, longest: Array) -> tuple[Array, Array]:
    """Return a step (unknowns, n) and its size, shortened where it turns back; its limit is changed."""
    turns_back = (step * last).sum(axis=0) < 0
    np.minimum(longest, _LONGEST_STEP, out=longest)
    longest[turns_back] = np.maximum(_HELD_BACK * before[turns_back], _LEAST_LIMIT)
    size = np.abs(step).max(axis=0)
    return step * (longest / np.maximum(size, longest)), np.minimum(size, longest)


def _residuals(mixture: Mixture, unknowns: Array, tallies: Array) -> Array:
    """Return by how much each equation is missed, (unknowns, n)."""
    logs, missed = np.log(tallies), np.empty_like(unknowns)
    np.subtract(logs[NEGATIVE], logs[POSITIVE], out=missed[0])
    np.subtract(unknowns[1], logs[_SQUARES], out=missed[1])
    missed[1] += _LN2
    np.subtract(mixture.log_metals, logs[_METALS:], out=missed[2:])
    return missed


def _slopes(slopes: Array) -> Array:
    """Return the slopes of the equations, (equations, unknowns, n), from those of the tallies."""
    system = np.empty((len(slopes), *slopes.shape[::2]))
    np.subtract(slopes[:, POSITIVE], slopes[:, NEGATIVE], out=system[0])
    system[1:] = slopes[:, _SQUARES:].swapaxes(0, 1)
    system[1, 1] -= 1
    return system


def _root(slopes: Array, missed: Array) -> Array:
    """Return the solutions (k, n) of n linear systems with slopes (k, k, n).

    Gaussian elimination without pivoting: each equation depends most on its own unknown.
    """
    if len(slopes) == 1:
        return missed / slopes[0]
    system, k = np.concatenate([slopes, missed[:, np.newaxis]], axis=1), len(slopes)
    for i, row in enumerate(system):
        for below in system[i + 1 :]:
            below[i + 1 :] -= below[i] / row[i] * row[i + 1 :]
    root = system[:, k]
    for i in reversed(range(k)):
        for j in range(i + 1, k):
            root[i] -= system[i, j] * root[j]
        root[i] /= system[i, i]
    return root


def tallied(mixture: Mixture, unknowns: Array) -> Array:
    """Return the tallies, (tallies, n) [mol/kg water].

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    mixture.scratch.clear()
    amounts, _ = _amounts(mixture, _drives(unknowns, mixture.activity)[0], sums=1)
    return np.asarray(mixture.table.counts[: len(mixture.fixed)] @ amounts + mixture.fixed)


def tallied_with_slopes(mixture: Mixture, unknowns: Array) -> tuple[Array, Array]:
    """Return the tallies (tallies, n), and the slopes of their logarithms (unknowns, tallies, n).

    Both are in scratch memory: they stand until the next tallies.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    scratch, (kinds, n) = mixture.scratch, mixture.fixed.shape
    scratch.clear()
    drives, bend, neutral = _drives(unknowns, mixture.activity)
    amounts, means = _amounts(mixture, drives, sums=1 + len(drives))
    counted = np.matmul(mixture.table.counts, amounts, out=scratch.array(len(mixture.table.counts), n))
    tallies, slopes = counted[:kinds], counted[kinds:].reshape(len(drives), kinds, n)
    tallies += mixture.fixed
    # Covariances of the marks with what the tallies count, mean product less product of means; the
    # means of n, r and m are those of what N, Q and B count.
    of_tallies = np.multiply(
        means[: kinds - 1], mixture.totals, out=scratch.array(kinds - 1, *mixture.totals.shape)
    )
    slopes[:, NEGATIVE:] -= np.einsum("ifn,jfn->ijn", means, of_tallies)
    slopes /= tallies
    slopes[1] *= bend
    if len(slopes) > len(unknowns):
        slopes[1] += neutral * slopes[-1]
    return tallies, slopes[: len(unknowns)]


def _amounts(mixture: Mixture, drives: Array, sums: int) -> tuple[Array, Array]:
    """Return the amounts of all species (species, n), and the means of the first marks of each acid.

    Parameters
    ----------
    mixture : Mixture
    drives : (marks, n) array
    sums : int
        How many there are of each acid: that of the weights, and one for each mark.
    """
    table, scratch, (acids, n) = mixture.table, mixture.scratch, mixture.totals.shape
    mixture.follow_metals(drives)
    weights = np.matmul(table.marks, drives, out=scratch.array(len(table.marks), n))
    weights += mixture.log_beta
    np.exp(weights, out=weights)
    members = np.matmul(table.members[: sums * acids], weights, out=scratch.array(sums * acids, n))
    share, means = members[:acids], members[acids:].reshape(sums - 1, acids, n)
    share += 1
    np.reciprocal(share, out=share)  # of the fully protonated species
    means *= share
    share *= mixture.totals
    amounts = weights
    amounts[table.ions :] *= share.take(
        table.family, axis=0, out=scratch.array(len(table.family), n), mode="clip"
    )
    mixture.follow_anions(amounts)
    return amounts, means


def _drives(unknowns: Array, activity: str) -> tuple[Array, Array, Array]:
    """Return the factors of the marks in the weights: x, −ln γ, y and with Davies ln γ₀.

    Also the slopes of −ln γ and ln γ₀ by ln I.
    """
    minus_log, bend, neutral = _coefficients(np.exp(unknowns[1]), activity)
    drives = np.empty((len(unknowns) + (activity == "davies"), unknowns.shape[1]))
    drives[-1] = neutral
    drives[: len(unknowns)] = unknowns
    drives[1] = minus_log
    return drives, bend, neutral


def _coefficients(ionic: Array, activity: str) -> tuple[Array, Array, Array]:
    """Return −ln γ of a single charge, its slope by ln I, and ln γ₀, which is its own slope."""
    if activity == "ideal":
        return np.zeros_like(ionic), np.zeros_like(ionic), np.zeros_like(ionic)
    root = np.sqrt(ionic)
    reach = 1 / (1 + (1.5 if activity == "sit" else 1.0) * root)
    screening = LN10 * A * root * reach
    bend = 0.5 * screening * reach
    if activity == "sit":
        return screening, bend, np.zeros_like(ionic)
    salting = LN10 * A * 0.3 * ionic
    return screening - salting, bend - salting, LN10 * 0.1 * ionic
