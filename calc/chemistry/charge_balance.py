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
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc.chemistry.solution import HYDROXIDE, Acid, Array, Solution, protons_lost

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
# Newton's method squares its error: after a step this small the error is negligible. Sums of SIT that
# follow from one step to the next only divide it.
_CLOSE, _CLOSE_WITH_SUMS = 1e-5, 1e-10
# Solutions that have converged leave the search once so few others are left: to part them costs time too.
_FEW = 0.75
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
    """

    ions: int
    family: NDArray[np.intp]
    marks: Array
    members: Array
    counts: Array


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
            z = charge - lost + (held * metals[metal] if held else 0)
            q = (charge == 0) - (z == 0)
            species.append((i, lost, z**2 - charge**2, *_one_at(metal, held, metals), q))
    family, *columns = np.array(species).T
    marks = np.array(columns if activity == "davies" else columns[:-1], dtype=np.float64)
    n, counted = marks[0], marks[1 : 2 + len(metals)]
    tallies = np.array([np.maximum(-n, 0), np.maximum(n, 0), *counted])
    belongs = (family == np.arange(len(acids))[:, np.newaxis]).astype(np.float64)
    return _Table(
        ions,
        family[ions:].astype(np.intp),
        np.ascontiguousarray(marks.T),
        np.concatenate([belongs, *(belongs * mark for mark in marks)]),
        np.concatenate([tallies, *(tallies * mark for mark in marks)]),
    )


def _one_at(place: int, value: int, metals: tuple[int, ...]) -> tuple[int, ...]:
    """Return a value for one metal and 0 for the others."""
    return tuple(value if place == other else 0 for other in range(len(metals)))


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
            None if self.epsilon is None else self.epsilon.take(columns, axis=2),
            None if self.without_sums is None else self.without_sums.take(columns, axis=1),
        )

    @property
    def close(self) -> float:
        """The step after which the search ends."""
        return _CLOSE if self.epsilon is None else _CLOSE_WITH_SUMS

    def follow(self, amounts: Array) -> None:
        """Bring the sums of ε up to date with the amounts of all species, (species, n) [mol/kg water]."""
        if self.epsilon is None or self.without_sums is None:
            return
        metals = slice(_FREE_METALS, _FREE_METALS + len(self.epsilon))
        np.subtract(
            self.without_sums, np.einsum("msn,mn->sn", self.epsilon, amounts[metals]), out=self.log_beta
        )
        self.log_beta[metals] -= np.einsum("msn,sn->mn", self.epsilon, amounts)


def mixture_of(solution: Solution, activity: str, pKw: float) -> Mixture:
    """Return solutions as the search takes them.

    Parameters
    ----------
    solution : Solution
    activity : str
        One of `acidity.ACTIVITIES`.
    pKw : float
        Ionic product of water.
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
    z = np.array([acid.charge for acid in acids], dtype=np.float64)
    strong, metals = solution.strong_charge, np.maximum(solution.metals.T, _NO_METAL)
    charges = np.array(solution.charges, dtype=np.float64)[: len(metals)]
    fixed = np.zeros((_METALS + len(paired), strong.size))
    fixed[:_METALS] = np.array([np.maximum(z, 0), np.maximum(-z, 0), z * z]) @ totals
    fixed[POSITIVE] += np.maximum(strong, 0)
    fixed[NEGATIVE] += np.maximum(-strong, 0)
    fixed[_SQUARES] += np.abs(strong - charges @ metals)
    free = [metal for metal in range(len(metals)) if metal not in paired]
    fixed[_SQUARES] += charges[free] ** 2 @ metals[free]
    log_beta = _log_beta(solution, pKw, paired)
    plain = Mixture(table, log_beta, totals, fixed, np.log(metals[paired]), activity)
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
        np.multiply(log, LN10, out=row)
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
    ionic = np.abs(solution.strong_charge).mean(keepdims=True) + _FIRST_IONIC
    minus_log, _, neutral = (float(value[0]) / LN10 for value in _coefficients(ionic, activity))
    curves = [
        _curve(
            acid.charge,
            tuple(round(float(np.mean(pKa)), 2) for pKa in acid.pKa),
            round(-minus_log, 2),
            round(neutral, 2),
        )
        for acid in solution.acids
    ]
    return np.array(curves).reshape(-1, _GRID.size).T


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
    net += (10.0**-_GRID - 10.0 ** (_GRID - pKw))[:, np.newaxis]
    positive = (net > 0).view(np.uint8).sum(axis=0, dtype=np.uint8)
    above, here = positive.clip(1, _GRID.size - 1).astype(np.intp), np.arange(positive.size)
    before, after = net[above - 1, here], net[above, here]
    span = before - after
    share = np.clip(before / np.where(span == 0, 1.0, span), 0.0, 1.0)
    return _GRID[above - 1] + (_GRID[above] - _GRID[above - 1]) * share


# --- the search -----------------------------------------------------------------------------------


def settled(mixture: Mixture, unknowns: Array, at_pH: bool = False) -> Array:
    """Return the unknowns that satisfy the equations by Newton's method, NaN where it does not converge.

    A step that turns back is shortened: at the edge of a buffer's range the method would oscillate for
    ever. Solutions that have converged leave once few others are left.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
        To start from; changed.
    at_pH : bool
        Keep the first unknown, and drop the charge balance.
    """
    found, rows = np.full_like(unknowns, np.nan), np.arange(unknowns.shape[1])
    sought = slice(1 if at_pH else 0, None)
    step, longest = np.zeros_like(unknowns[sought]), np.full(rows.size, _LONGEST_STEP)
    size = np.zeros(rows.size)
    for _ in range(_MOST_STEPS):
        last, before = step, size
        step = _newton_step(mixture, unknowns, sought)
        size = np.abs(step).max(axis=0)
        longest = np.minimum(_LET_GO * longest, _LONGEST_STEP)
        turns_back = (step * last).sum(axis=0) < 0
        longest[turns_back] = np.maximum(_HELD_BACK * before[turns_back], mixture.close)
        moves = size > mixture.close
        if (size > longest).any():
            step *= longest / np.maximum(size, longest)
            size = np.minimum(size, longest)
        unknowns[sought] += step
        left = np.flatnonzero(moves)
        if left.size <= _FEW * rows.size:
            done = ~moves
            found[:, rows[done]] = unknowns[:, done]
            if not left.size:
                return found
            rows, mixture, unknowns = rows[left], mixture.part(left), unknowns.take(left, axis=1)
            step, size, longest = step.take(left, axis=1), size[left], longest[left]
    found[:, rows[~moves]] = unknowns[:, ~moves]
    return found


def _newton_step(mixture: Mixture, unknowns: Array, sought: slice) -> Array:
    """Return the Newton step: the root of the linearised equations."""
    tallies, slopes = tallied(mixture, unknowns)
    logs = np.log(tallies)
    k, n = unknowns.shape
    # One row per equation: its slope by each unknown, and its residual.
    system = np.empty((k, k + 1, n))
    np.subtract(slopes[:, POSITIVE], slopes[:, NEGATIVE], out=system[0, :k])
    np.subtract(logs[NEGATIVE], logs[POSITIVE], out=system[0, k])
    system[1:, :k] = slopes[:, _SQUARES:].swapaxes(0, 1)
    system[1, 1] -= 1
    system[1, k] = unknowns[1] + _LN2 - logs[_SQUARES]
    np.subtract(mixture.log_metals, logs[_METALS:], out=system[2:, k])
    return _eliminated(system[sought, sought])


def _eliminated(system: Array) -> Array:
    """Return the solutions (k, n) of n linear systems (k, k + 1, n), which are overwritten.

    Gaussian elimination without pivoting: each equation depends most on its own unknown.
    """
    for i, row in enumerate(system):
        for below in system[i + 1 :]:
            below[i + 1 :] -= below[i] / row[i] * row[i + 1 :]
    solutions = system[:, -1]
    for i in reversed(range(len(system))):
        for j in range(i + 1, len(system)):
            solutions[i] -= system[i, j] * solutions[j]
        solutions[i] /= system[i, i]
    return solutions


def tallied(mixture: Mixture, unknowns: Array) -> tuple[Array, Array]:
    """Return the tallies (tallies, n), and the slopes of their logarithms (unknowns, tallies, n).

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    table, totals = mixture.table, mixture.totals
    drives, bend, neutral = _drives(unknowns, mixture.activity)
    (marks, n), tallies = drives.shape, len(mixture.fixed)
    weights = table.marks @ drives
    weights += mixture.log_beta
    np.exp(weights, out=weights)
    sums = (table.members @ weights).reshape(1 + marks, len(totals), n)
    first = 1 / (1 + sums[0])  # share of the fully protonated species
    means = sums[1:]
    means *= first
    amounts = weights
    amounts[table.ions :] *= (totals * first).take(table.family, axis=0)
    mixture.follow(amounts)
    counted = (table.counts @ amounts).reshape(1 + marks, tallies, n)
    whole, slopes = counted[0], counted[1:]
    whole += mixture.fixed
    # Covariances of the marks with what the tallies count, mean product less product of means; the
    # means of n, r and m are those of what N, Q and B count.
    slopes[:, NEGATIVE:] -= np.einsum("ifn,jfn->ijn", means, means[: tallies - 1] * totals)
    slopes /= whole
    slopes[1] *= bend
    if marks > len(unknowns):
        slopes[1] += neutral * slopes[-1]
    return whole, slopes[: len(unknowns)]


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
