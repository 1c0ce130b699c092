"""Charge balance: the pH of any mix of weak acids and bases with strong ions.

Molal, on the water present; the ionic strength is the solution's own. Constants go in as they stand at
no ionic strength; a concentration constant in their place costs 0.1–0.2 pH. Activity coefficients by
one of two models:

    Davies    log γ = −A z² (√I/(1+√I) − 0.3 I), and log γ = 0.1 I for uncharged species
    SIT       log γ = −A z² √I/(1+1.5√I) + Σ ε m over the ions of the other sign (Ciavatta 1980)

SIT, the specific ion interaction theory, takes ε of a metal and an anion from `Interaction`; it counts
for both. Everything else has ε = 0, and an uncharged species γ = 1.

The unknowns are x = −ln a(H⁺), ln I and, for each metal that makes ion pairs, y = ln a(metal). The
species of an acid are counted from the fully protonated one, whose charge is z₀. Another one has lost n
protons, holds m metal ions, and has a charge z. For each molecule of the first there are

    w = β exp(n x − r ln γ + m y + q ln γ₀),    r = z² − z₀²,

of it, where γ is the coefficient of a single charge and γ₀ that of none, and where q is 1 if only z₀
is zero, −1 if only z is. Free ions follow the same law, w being their amount: H⁺ with n = −1, OH⁻
with n = 1, the metal with m = 1, each with r = z². The sums Σ ε m are part of β: they hardly change from
one step of the search to the next, and not at all where no metal makes pairs. Let ⟨n⟩ be the mean over
all species of an acid, T its total, S = S₊ − S₋ the strong charge, C the total of a metal of charge c.
The tallies

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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calc.errors import InputError, refuse

Array = NDArray[np.float64]
Rows = slice | NDArray[np.bool_] | NDArray[np.intp]

#: Debye–Hückel constant of water at 25 °C [kg^½ mol^−½].
A = 0.51002
#: Ionic product of water at 25 °C, I = 0.
PKW = 13.995
ACTIVITIES = ("davies", "sit", "ideal")

_LN2, _LN10 = float(np.log(2.0)), float(np.log(10.0))
# Species times solutions of a chunk: few enough for a processor's cache, and for BLAS to use a single
# thread for the products of thirty acids.
_CELLS = 32_768
# Start of the search: some ionic strength besides that of the strong ions [mol/kg water].
_FIRST_IONIC = 0.01
# Steps of the unknowns, all logarithms. A unit of pH: linearisation does not reach further.
_LONGEST_STEP = _LN10
# Limit of a step that turns back, relative to the one before; growth of the limit at each step after it.
# With 2 for the second, strong pairs can make a cycle of four steps.
_HELD_BACK, _LET_GO = 0.5, 1.5
# Newton's method squares its error: after a step this small the error is negligible. Sums of SIT that
# follow from one step to the next only divide it.
_CLOSE, _CLOSE_WITH_SUMS = 1e-5, 1e-10
# Where the charge is looked at for a first guess, and log γ of a single charge taken there.
_GRID, _USUAL_LOG_GAMMA = np.linspace(0.0, 14.0, 15), -0.13
# None of millions of random solutions of up to 60 mol/kg water took half of them.
_MOST_STEPS = 100
# In place of no metal, to have a logarithm [mol/kg water].
_NO_METAL = 1e-30
# P, N, Q and the first B, in this order.
_POSITIVE, _NEGATIVE, _SQUARES, _METALS = range(4)
# In place of the position of an acid: the hydroxide ion.
HYDROXIDE = -1


@dataclass(frozen=True, eq=False)
class Acid:
    """A weak acid, or the acid of a weak base.

    Parameters
    ----------
    name : str
    pKa : tuple of float or of (n,) array
        Thermodynamic (I = 0), first step first.
    charge : int
        Of the fully protonated species: 0 for ascorbic acid, 1 for triethanolammonium.
    """

    name: str
    pKa: tuple[float | Array, ...]
    charge: int = 0


@dataclass(frozen=True)
class Pair:
    """Metal ions on a species of an acid.

    Parameters
    ----------
    acid : int
        Position of the acid.
    cations : int
        How many metal ions it holds.
    log_K : float
        Of its formation, at I = 0.
    lost : int, optional
        How many protons the species has lost; all by default.
    metal : int
        Position of the metal.
    """

    acid: int
    cations: int
    log_K: float
    lost: int | None = None
    metal: int = 0


@dataclass(frozen=True, eq=False)
class Interaction:
    """The interaction of a metal ion with a species of an acid, for SIT.

    Parameters
    ----------
    acid : int
        Position of the acid, or `HYDROXIDE`.
    lost : int
        How many protons the species has lost, at least 1; of the hydroxide ion, 1.
    epsilon : float or (n,) array
        [kg/mol]
    metal : int
        Position of the metal.
    """

    acid: int
    lost: int
    epsilon: float | Array
    metal: int = 0


@dataclass(frozen=True, eq=False)
class Solution:
    """n solutions of the same acids in water.

    Parameters
    ----------
    acids : sequence of Acid
    totals : (n, acids) array
        Total of each acid in all its species [mol/kg water].
    strong_charge : (n,) array
        Net charge of the fully dissociated ions, sodium positive [mol/kg water].
    cations : (n,) or (n, metals) array
        Total of each metal that makes ``pairs`` or has ``interactions`` [mol/kg water]; their charge is
        part of ``strong_charge``, whose rest counts in the ionic strength as so many singly charged
        ions.
    pairs : sequence of Pair
    interactions : sequence of Interaction
        For SIT; without meaning in the other models.
    charges : tuple of int
        Of the metals.
    """

    acids: Sequence[Acid]
    totals: Array
    strong_charge: Array
    cations: Array
    pairs: Sequence[Pair] = ()
    interactions: Sequence[Interaction] = ()
    charges: tuple[int, ...] = (1,)

    def part(self, rows: Rows) -> Solution:
        """Return some of the solutions."""
        acids = [
            # A constant that is the same for all solutions stays a number.
            replace(acid, pKa=tuple(_rows_of(pKa, rows) for pKa in acid.pKa))
            for acid in self.acids
        ]
        return replace(
            self,
            acids=acids,
            totals=self.totals[rows],
            strong_charge=self.strong_charge[rows],
            cations=self.cations[rows],
            interactions=[
                replace(interaction, epsilon=_rows_of(interaction.epsilon, rows))
                for interaction in self.interactions
            ],
        )

    @property
    def metals(self) -> Array:
        """Total of each metal, (n, metals) [mol/kg water]."""
        return self.cations if self.cations.ndim > 1 else self.cations[:, np.newaxis]


def _rows_of(value: float | Array, rows: Rows) -> float | Array:
    """Return some rows of a value that differs from solution to solution, or the value of all."""
    return np.asarray(value)[rows] if np.ndim(value) else value


def solve(
    acids: Sequence[Acid],
    totals: ArrayLike,
    strong_charge: ArrayLike,
    activity: str = "davies",
    *,
    pKw: float = PKW,
    pairs: Sequence[Pair] = (),
    interactions: Sequence[Interaction] = (),
    cations: ArrayLike | None = None,
) -> Array:
    """Return the pH at which the charges of each solution balance.

    Parameters
    ----------
    acids : sequence of Acid
    totals : (n, acids) array
        Total of each acid in all its species [mol/kg water]; also one row, (acids,), where
        ``strong_charge`` is a number.
    strong_charge : (n,) array or float
        Net charge of the fully dissociated ions, sodium positive [mol/kg water]; it counts in the
        ionic strength as so many singly charged ions.
    activity : str
        One of `ACTIVITIES`.
    pKw : float
        Ionic product of water.
    pairs : sequence of Pair
        Ion pairs, none by default; of one metal of a single charge, sodium.
    interactions : sequence of Interaction
        With the same metal, for ``"sit"``; `activity.interactions` has those of the catalogue's acids.
    cations : (n,) array or float, optional
        Total of the metal [mol/kg water]; the positive strong charge when not given. More of it than
        that comes with as many singly charged anions.

    Returns
    -------
    (n,) array
        pH = −log₁₀ of the activity of H⁺; NaN where the search does not settle, which has not been
        seen below 100 mol/kg water, or below 2 where a metal has both pairs and interactions.

    Raises
    ------
    InputErrors
        Shapes that do not fit, negative or non-finite amounts, constants that are not finite, pairs
        of an acid that is not there or of an impossible charge, an unknown activity model.

    Examples
    --------
    >>> ascorbic = Acid("ascorbic", pKa=(4.10, 11.79))
    >>> solve([ascorbic], totals=[0.85], strong_charge=0.2).round(2)  # a fifth of a mole of sodium in it
    array([3.44])
    """
    strong, amounts = _numbers(strong_charge), _numbers(totals)
    if strong.ndim == 0:
        strong, amounts = strong[np.newaxis], amounts[np.newaxis] if amounts.ndim == 1 else amounts
    metal = np.zeros(()) if cations is None else _numbers(cations)
    solution = Solution(acids, amounts, strong, metal, pairs, interactions)
    refuse([*_wrong_model(activity, pKw), *_wrong_amounts(solution), *_wrong_constants(solution)])
    metal = np.maximum(strong, 0.0) if cations is None else np.broadcast_to(metal, strong.shape)
    return solve_unchecked(replace(solution, cations=metal), activity, pKw)


def solve_unchecked(solution: Solution, activity: str = "davies", pKw: float = PKW) -> Array:
    """Return the pH of valid solutions; `solve` checks first.

    Parameters
    ----------
    solution : Solution
    activity : str
        One of `ACTIVITIES`.
    pKw : float
        Ionic product of water.

    Returns
    -------
    (n,) array
        pH; NaN where the search does not settle.
    """
    return balance(solution, activity, pKw)[0]


def balance(
    solution: Solution, activity: str = "davies", pKw: float = PKW, *, near: Array | None = None
) -> tuple[Array, Array]:
    """Return the pH and ionic strength of valid solutions.

    Parameters
    ----------
    solution, activity, pKw
        As for `solve_unchecked`.
    near : (n,) array, optional
        A pH close to the solution, to start the search from.

    Returns
    -------
    tuple of (n,) arrays
        pH; ionic strength [mol/kg water]. NaN where the search does not settle.
    """
    pH, ionic = np.empty((2, solution.strong_charge.size))
    with np.errstate(all="ignore"):  # overflow ends as NaN, which is returned
        for rows in _chunks(solution):
            mixture = _mixture(solution.part(rows), activity, pKw)
            unknowns = _start(mixture)
            unknowns[0] = _LN10 * (_guess(solution, rows, pKw) if near is None else near[rows])
            unknowns = _settled(mixture, unknowns)
            pH[rows], ionic[rows] = unknowns[0] / _LN10, np.exp(unknowns[1])
    return pH, ionic


def charge_at(
    solution: Solution,
    pH: Array,
    activity: str = "davies",
    *,
    near: Array | None = None,
) -> tuple[Array, Array]:
    """Return the net charge of solutions at a given pH, and their ionic strength there.

    Parameters
    ----------
    solution : Solution
    pH : (n,) array
    activity : str
        One of `ACTIVITIES`.
    near : (n,) array, optional
        An ionic strength close to the solution, to start the search from [mol/kg water].

    Returns
    -------
    tuple of (n,) arrays
        Net charge [mol/kg water], 0 at the solution's own pH; ionic strength [mol/kg water]. NaN
        where the search does not settle.
    """
    net, ionic = np.empty((2, solution.strong_charge.size))
    with np.errstate(all="ignore"):
        for rows in _chunks(solution):
            mixture = _mixture(solution.part(rows), activity, PKW)
            unknowns = _start(mixture)
            unknowns[0] = _LN10 * pH[rows]
            if near is not None:
                unknowns[1] = np.log(near[rows])
            unknowns = _settled(mixture, unknowns, at_pH=True)
            tallies, _ = _tallied(mixture, unknowns)
            net[rows], ionic[rows] = tallies[_POSITIVE] - tallies[_NEGATIVE], np.exp(unknowns[1])
    return net, ionic


def unionised_share(pH: ArrayLike, pKa: ArrayLike) -> Array:
    """Return the undissociated share of a monoprotic acid, ideal: 1 / (1 + 10^(pH − pKa)).

    Henderson and Hasselbalch's equation, with no correction for ionic strength.

    Parameters
    ----------
    pH : array
    pKa : array or float

    Returns
    -------
    array
        [0–1]

    Examples
    --------
    >>> unionised_share([3.1, 4.1, 5.1], pKa=4.1).round(3)
    array([0.909, 0.5  , 0.091])
    """
    return np.asarray(1 / (1 + 10 ** (np.asarray(pH, dtype=np.float64) - np.asarray(pKa))))


# --- species --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Table:
    """The species of the module docstring: free ions, and of each acid all but the fully protonated one.

    Parameters
    ----------
    family : (species,) array
        Position of its acid; of a free ion, one beyond the last.
    marks : (marks, species) array
        n, r, m of each metal that makes ion pairs, and q.
    counts : (tallies, species) array
        Contribution of one of it to P, N, Q and B.
    members : (1 + marks, families, species) array
        Sums, per family, the weights and the weights times each mark. Free ions are in none of these
        sums: they share no total.
    products : (marks, tallies, species) array
        Each mark times each count.
    """

    family: NDArray[np.intp]
    marks: Array
    counts: Array
    members: Array
    products: Array


@functools.lru_cache(maxsize=64)
def _table(
    acids: tuple[tuple[int, int], ...], pairs: tuple[tuple[int, int, int, int], ...], metals: tuple[int, ...]
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
    """
    ions, none = len(acids), (0,) * len(metals)
    # Family, n, r, m of each metal, and q: H⁺ and OH⁻ first.
    species = [(ions, -1, 1, *none, 0), (ions, 1, 1, *none, 0)]
    species += [(ions, 0, z**2, *_one_at(place, 1, metals), 0) for place, z in enumerate(metals)]
    for i, (charge, steps) in enumerate(acids):
        kinds = [(lost, 0, 0) for lost in range(1, steps + 1)]
        kinds += [pair[1:] for pair in pairs if pair[0] == i]
        for lost, held, metal in kinds:
            z = charge - lost + (held * metals[metal] if held else 0)
            q = (charge == 0) - (z == 0)
            species.append((i, lost, z**2 - charge**2, *_one_at(metal, held, metals), q))
    family, *columns = np.array(species).T
    marks = np.array(columns, dtype=np.float64)
    n, counted = marks[0], marks[1:-1]
    counts = np.array([np.maximum(-n, 0), np.maximum(n, 0), *counted])
    belongs = (family == np.arange(ions + 1)[:, np.newaxis]) & (family < ions)
    members = np.concatenate([[belongs], belongs * marks[:, np.newaxis]])
    return _Table(family.astype(np.intp), marks, counts, members, marks[:, np.newaxis] * counts)


def _one_at(place: int, value: int, metals: tuple[int, ...]) -> tuple[int, ...]:
    """Return a value for one metal and 0 for the others."""
    return tuple(value if place == other else 0 for other in range(len(metals)))


@dataclass(frozen=True, eq=False)
class _Mixture:
    """A chunk of solutions as the search takes them, a column each.

    Parameters
    ----------
    table : _Table
    log_beta : (species, n) array
        ln β; for a free ion, of its amount where x, y and all coefficients' logarithms are 0.
    totals : (families, n) array
        Of the acids; 1 for the free ions, whose weights are amounts already [mol/kg water].
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

    def part(self, columns: NDArray[np.intp]) -> _Mixture:
        """Return some of the solutions."""
        return _Mixture(
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
        metals = slice(2, 2 + len(self.epsilon))
        np.subtract(
            self.without_sums, np.einsum("msn,mn->sn", self.epsilon, amounts[metals]), out=self.log_beta
        )
        self.log_beta[metals] -= np.einsum("msn,sn->mn", self.epsilon, amounts)


def _mixture(solution: Solution, activity: str, pKw: float) -> _Mixture:
    """Return solutions as the search takes them."""
    acids, n = solution.acids, solution.strong_charge.size
    paired = _paired(solution)
    kinds = tuple((acid.charge, len(acid.pKa)) for acid in acids)
    table = _table(
        kinds,
        tuple(
            (pair.acid, _lost(pair, acids), pair.cations, paired.index(pair.metal)) for pair in solution.pairs
        ),
        tuple(solution.charges[metal] for metal in paired),
    )
    totals = np.ones((len(acids) + 1, n))
    totals[:-1] = solution.totals.T
    z = np.array([acid.charge for acid in acids], dtype=np.float64)
    strong, metals = solution.strong_charge, np.maximum(solution.metals.T, _NO_METAL)
    charges = np.array(solution.charges, dtype=np.float64)[: len(metals)]
    fixed = np.zeros((len(table.counts), n))
    fixed[:_METALS] = np.array([np.maximum(z, 0), np.maximum(-z, 0), z * z]) @ totals[:-1]
    fixed[_POSITIVE] += np.maximum(strong, 0)
    fixed[_NEGATIVE] += np.maximum(-strong, 0)
    fixed[_SQUARES] += np.abs(strong - charges @ metals)
    free = [metal for metal in range(len(metals)) if metal not in paired]
    fixed[_SQUARES] += charges[free] ** 2 @ metals[free]
    log_beta = _log_beta(solution, pKw, paired)
    plain = _Mixture(table, log_beta, totals, fixed, np.log(metals[paired]), activity)
    if activity != "sit" or not solution.interactions:
        return plain
    return _with_interactions(plain, solution, paired)


def _with_interactions(mixture: _Mixture, solution: Solution, paired: list[int]) -> _Mixture:
    """Return solutions with the sums of ε in their constants, as if all metal were free."""
    places = _places(solution, paired)
    epsilon = np.zeros((solution.metals.shape[1], *mixture.log_beta.shape))
    for interaction in solution.interactions:
        place = places[interaction.acid, interaction.lost]
        epsilon[interaction.metal, place] += _LN10 * np.asarray(interaction.epsilon)
    metals = solution.metals.T
    free = [metal for metal in range(len(metals)) if metal not in paired]
    constants = mixture.log_beta - np.einsum("msn,mn->sn", epsilon[free], metals[free])
    if not paired or not epsilon[paired].any():
        return replace(mixture, log_beta=constants)
    sums = np.einsum("msn,mn->sn", epsilon[paired], metals[paired])
    return replace(mixture, log_beta=constants - sums, epsilon=epsilon[paired], without_sums=constants)


def _places(solution: Solution, paired: list[int]) -> dict[tuple[int, int], int]:
    """Return the positions of the species without a metal, by acid and protons lost."""
    places, place = {(HYDROXIDE, 1): 1}, 2 + len(paired)
    for i, acid in enumerate(solution.acids):
        places |= {(i, lost): place + lost - 1 for lost in range(1, len(acid.pKa) + 1)}
        place += len(acid.pKa) + sum(pair.acid == i for pair in solution.pairs)
    return places


def _paired(solution: Solution) -> list[int]:
    """Return the positions of the metals that make ion pairs."""
    return sorted({pair.metal for pair in solution.pairs})


def _lost(pair: Pair, acids: Sequence[Acid]) -> int:
    """Return how many protons the species of a pair has lost."""
    return len(acids[pair.acid].pKa) if pair.lost is None else pair.lost


def _log_beta(solution: Solution, pKw: float, paired: list[int]) -> Array:
    """Return the constants of all species, in the order of `_table`."""
    logs: list[float | Array] = [0.0, -pKw, *(0.0 for _ in paired)]
    for i, acid in enumerate(solution.acids):
        betas: list[float | Array] = [0.0]
        for pKa in acid.pKa:
            betas.append(betas[-1] - pKa)
        logs += betas[1:]
        pairs = (pair for pair in solution.pairs if pair.acid == i)
        logs += [betas[_lost(pair, solution.acids)] + pair.log_K for pair in pairs]
    constants = np.empty((len(logs), solution.strong_charge.size))
    for row, log in zip(constants, logs):
        row[:] = log
    return _LN10 * constants


def _chunks(solution: Solution) -> Iterator[slice]:
    """Yield the rows of solutions that go through the search together."""
    species = 3 + sum(len(acid.pKa) for acid in solution.acids) + len(solution.pairs)
    size = max(_CELLS // species, 1)
    for start in range(0, solution.strong_charge.size, size):
        yield slice(start, start + size)


# --- the search -----------------------------------------------------------------------------------


def _start(mixture: _Mixture) -> Array:
    """Return the unknowns to start from, (unknowns, n)."""
    squares = mixture.fixed[_SQUARES] + np.exp(mixture.log_metals).sum(axis=0)
    log_ionic = np.log(0.5 * squares + _FIRST_IONIC)
    return np.array([np.zeros_like(squares), log_ionic, *mixture.log_metals])


def _guess(solution: Solution, rows: slice, pKw: float) -> Array:
    """Return a first guess at the pH, (n,): where the charge changes its sign on a grid.

    The grid has one set of constants for all solutions, moved by usual activity coefficients.
    """
    charges = np.array([_mean_charge(acid) for acid in solution.acids]).reshape(-1, _GRID.size)
    net = solution.totals[rows] @ charges
    net += solution.strong_charge[rows, np.newaxis]
    net += 10.0**-_GRID - 10.0 ** (_GRID - pKw)
    above = np.clip(np.count_nonzero(net > 0, axis=1), 1, _GRID.size - 1)
    here = np.arange(above.size)
    before, after = net[here, above - 1], net[here, above]
    span = before - after
    share = np.clip(before / np.where(span == 0, 1.0, span), 0.0, 1.0)
    return _GRID[above - 1] + (_GRID[1] - _GRID[0]) * share


def _mean_charge(acid: Acid) -> Array:
    """Return the mean charge of an acid over the grid of the first guess."""
    logs, held = [np.zeros_like(_GRID)], acid.charge
    for pKa in acid.pKa:
        moved = float(np.mean(pKa)) + _USUAL_LOG_GAMMA * (1 - 2 * held)
        logs.append(logs[-1] + _GRID - moved)
        held -= 1
    powers = np.array(logs)
    weights = 10 ** (powers - powers.max(axis=0))
    lost = np.arange(len(logs)) @ weights / weights.sum(axis=0)
    return np.asarray(acid.charge - lost)


def _settled(mixture: _Mixture, unknowns: Array, at_pH: bool = False) -> Array:
    """Return the unknowns that satisfy the equations by Newton's method, NaN where it does not converge.

    A step that turns back is shortened: at the edge of a buffer's range the method would oscillate for
    ever. Solutions that have converged are left out of further steps.

    Parameters
    ----------
    mixture : _Mixture
    unknowns : (unknowns, n) array
        To start from; changed.
    at_pH : bool
        Keep the first unknown, and drop the charge balance.
    """
    settled, rows = np.full_like(unknowns, np.nan), np.arange(unknowns.shape[1])
    sought = slice(1 if at_pH else 0, None)
    last, longest = np.zeros_like(unknowns[sought]), np.full(rows.size, _LONGEST_STEP)
    for _ in range(_MOST_STEPS):
        if not rows.size:
            break
        step = _newton_step(mixture, unknowns, sought)
        size = np.abs(step).max(axis=0)
        turns_back = (step * last).sum(axis=0) < 0
        longest = np.minimum(_LET_GO * longest, _LONGEST_STEP)
        longest = np.where(turns_back, _HELD_BACK * np.abs(last).max(axis=0), longest)
        last = step * (longest / np.maximum(size, longest))
        unknowns[sought] += last
        moves = size > np.minimum(longest, mixture.close)
        if not moves.all():
            settled[:, rows[~moves]] = unknowns[:, ~moves]
            left = np.flatnonzero(moves)
            rows, mixture, unknowns = rows[left], mixture.part(left), unknowns.take(left, axis=1)
            last, longest = last.take(left, axis=1), longest[left]
    return settled


def _newton_step(mixture: _Mixture, unknowns: Array, sought: slice) -> Array:
    """Return the Newton step: the root of the linearised equations."""
    tallies, slopes = _tallied(mixture, unknowns)
    logs = np.log(tallies)
    k, n = unknowns.shape
    # One row per equation: its slope by each unknown, and its residual.
    system = np.empty((k, k + 1, n))
    system[0, :k] = slopes[:, _POSITIVE] - slopes[:, _NEGATIVE]
    system[0, k] = logs[_NEGATIVE] - logs[_POSITIVE]
    system[1:, :k] = slopes[:, _SQUARES:].swapaxes(0, 1)
    system[1, 1] -= 1
    system[1, k] = unknowns[1] + _LN2 - logs[_SQUARES]
    system[2:, k] = mixture.log_metals - logs[_METALS:]
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


def _tallied(mixture: _Mixture, unknowns: Array) -> tuple[Array, Array]:
    """Return the tallies (tallies, n), and the slopes of their logarithms (unknowns, tallies, n)."""
    table = mixture.table
    drives, bends = _drives(unknowns, mixture.activity)
    weights = table.marks.T @ drives
    weights += mixture.log_beta
    np.exp(weights, out=weights)
    sums = table.members @ weights
    partition = 1 + sums[0]
    means = sums[1:] / partition
    amounts = (mixture.totals / partition)[table.family]
    amounts *= weights
    mixture.follow(amounts)
    tallies = mixture.fixed + table.counts @ amounts
    # Covariances of the marks with what the tallies count, mean product less product of means; the
    # means of n, r and m are those of what N, Q and B count.
    slopes = table.products @ amounts
    slopes[:, _NEGATIVE:] -= np.einsum("ifn,jfn->ijn", means, means[:-1] * mixture.totals)
    slopes /= tallies
    by_log_ionic = bends[0] * slopes[1] + bends[1] * slopes[-1]
    return tallies, np.array([slopes[0], by_log_ionic, *slopes[2:-1]])


def _drives(unknowns: Array, activity: str) -> tuple[Array, tuple[Array, Array]]:
    """Return the factors of the marks in the weights: x, −ln γ, y and ln γ₀.

    Also the slopes of −ln γ and ln γ₀ by ln I.
    """
    ionic = np.exp(unknowns[1])
    if activity == "ideal":
        ionic = np.zeros_like(ionic)
    root = np.sqrt(ionic)
    if activity == "sit":
        screening = root / (1 + 1.5 * root)
        slope = 0.5 * screening / (1 + 1.5 * root)
        nothing = np.zeros_like(root)
        minus_log = _LN10 * A * screening
        return np.array([unknowns[0], minus_log, *unknowns[2:], nothing]), (_LN10 * A * slope, nothing)
    screening, salting = root / (1 + root), 0.3 * ionic
    minus_log = _LN10 * A * (screening - salting)
    log_neutral = _LN10 * 0.1 * ionic
    slope = _LN10 * A * (0.5 * screening / (1 + root) - salting)
    return np.array([unknowns[0], minus_log, *unknowns[2:], log_neutral]), (slope, log_neutral)


# --- refusals -------------------------------------------------------------------------------------


def _numbers(given: ArrayLike) -> Array:
    """Return an array; NaN, which is refused, for input that cannot be one."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        return np.array(np.nan)


def _wrong_model(activity: str, pKw: float) -> Iterator[InputError]:
    """Yield what is wrong with the model."""
    if activity not in ACTIVITIES:
        yield InputError("activity", activity, "this model is not known.", f"Use {', '.join(ACTIVITIES)}.")
    if np.ndim(pKw) or not np.isfinite(_numbers(pKw)):
        yield InputError("pKw", pKw, "the ionic product is one finite number.", f"Use {PKW} for 25 °C.")


def _wrong_amounts(solution: Solution) -> Iterator[InputError]:
    """Yield what is wrong with the amounts; their shapes are compared with the strong charge's."""
    strong, acids, n = solution.strong_charge, len(solution.acids), solution.strong_charge.size
    if strong.ndim != 1:
        fix = "Give a row of them, or a single number."
        yield InputError("strong_charge", strong.shape, "each solution has one charge.", fix)
        return
    rows = f"{n} solutions of {acids} acids need {n} rows of {acids} totals."
    yield from _wrong_amount("totals", solution.totals, [(n, acids)], rows)
    yield from _wrong_amount("strong_charge", strong, [(n,)], least=-np.inf)
    yield from _wrong_amount("cations", solution.cations, [(), (n,)], f"{n} solutions need {n} of them.")


def _wrong_amount(
    field: str, given: Array, shapes: Sequence[tuple[int, ...]], rows: str = "", least: float = 0.0
) -> Iterator[InputError]:
    """Yield what is wrong with one kind of amount."""
    if given.shape not in shapes:
        yield InputError(field, given.shape, rows, "Give one row per solution.")
        return
    wrong = given[~(np.isfinite(given) & (given >= least))]
    if wrong.size:
        accepted = "amounts are finite" + (" and not negative." if least == 0 else ".")
        yield InputError(field, float(wrong[0]), accepted, "Give mol per kg of water.")


def _wrong_constants(solution: Solution) -> Iterator[InputError]:
    """Yield what is wrong with the acids and their pairs."""
    n, acids = solution.strong_charge.size, solution.acids
    for acid in acids:
        constants = [_numbers(pKa) for pKa in acid.pKa]
        if not all(constant.shape in ((), (n,)) and np.isfinite(constant).all() for constant in constants):
            accepted = f"each pKa is finite: one number, or {n} for {n} solutions."
            yield InputError("acids", f"{acid.name} {acid.pKa}", accepted, "Give them first step first.")
    for pair in solution.pairs:
        accepted = _wrong_pair(pair, acids)
        if accepted:
            yield InputError("pairs", pair, accepted, "Correct the pair, or leave it out.")
    for interaction in solution.interactions:
        accepted = _wrong_interaction(interaction, acids, n)
        if accepted:
            yield InputError("interactions", interaction, accepted, "Correct it, or leave it out.")


def _wrong_pair(pair: Pair, acids: Sequence[Acid]) -> str:
    """Return what would be accepted instead of a pair; "" for a valid one."""
    if pair.acid not in range(len(acids)):
        return f"there are {len(acids)} acids, counted from 0."
    if pair.metal or not 0 <= _lost(pair, acids) <= len(acids[pair.acid].pKa):
        return f"there is one metal, and {acids[pair.acid].name} loses {len(acids[pair.acid].pKa)} protons."
    bare = acids[pair.acid].charge - _lost(pair, acids)
    # No more positive than the bare species is negative, or than the cation by itself.
    most = max(abs(bare), 1) - bare
    if pair.cations not in range(1, most + 1):
        return f"at least one cation, and at most {most}, go with a charge of {bare}."
    return "" if np.isfinite(_numbers(pair.log_K)).all() else "log_K is a finite number."


def _wrong_interaction(interaction: Interaction, acids: Sequence[Acid], n: int) -> str:
    """Return what would be accepted instead of an interaction; "" for a valid one."""
    steps = [*(len(acid.pKa) for acid in acids), 1]  # those of the hydroxide ion last
    if interaction.acid not in range(HYDROXIDE, len(acids)) or interaction.metal:
        return f"there are {len(acids)} acids, counted from 0, and one metal."
    if interaction.lost not in range(1, steps[interaction.acid] + 1):
        return f"the species has lost 1 to {steps[interaction.acid]} protons."
    epsilon = _numbers(interaction.epsilon)
    is_fine = epsilon.shape in ((), (n,)) and np.isfinite(epsilon).all()
    return "" if is_fine else f"epsilon is finite: one number, or {n} for {n} solutions."
