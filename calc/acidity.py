"""Charge balance: the pH of any mix of weak acids and bases with strong ions.

Molal, on the water present. Activity coefficients by Davies, log γ = −A z² (√I/(1+√I) − 0.3 I), and
log γ = 0.1 I for uncharged species; the ionic strength is the solution's own. Constants go in as
they stand at no ionic strength; a concentration constant in their place costs 0.1–0.2 pH.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calc.errors import InputError, refuse

Array = NDArray[np.float64]

#: Debye–Hückel constant of water at 25 °C [kg^½ mol^−½].
A = 0.51002
#: Ionic product of water at 25 °C, I = 0.
PKW = 13.995
ACTIVITIES = ("davies", "ideal")

# Rows that fit into a processor's cache together with all that is computed from them.
_CHUNK = 8_192
_MOST_STEPS = 200
# Of the natural logarithm of the activity of H⁺, and of the ionic strength [mol/kg water].
_CLOSE = 1e-9
_LONGEST_STEP = 3.0
_LN10 = float(np.log(10.0))


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
    """A cation on the fully deprotonated species of an acid.

    Parameters
    ----------
    acid : int
        Position of the acid.
    cations : int
        How many singly charged cations it holds.
    log_K : float
        Of its formation, at I = 0.
    """

    acid: int
    cations: int
    log_K: float


@dataclass(frozen=True, eq=False)
class Solution:
    """What is in the water: n solutions of the same acids.

    Parameters
    ----------
    acids : sequence of Acid
    totals : (n, acids) array
        Total of each acid in all its species [mol/kg water].
    strong_charge : (n,) array
        Net charge of the fully dissociated ions, sodium positive [mol/kg water].
    cations : (n,) array
        Total of the cation that makes ``pairs`` [mol/kg water]; part of ``strong_charge``.
    pairs : sequence of Pair
    """

    acids: Sequence[Acid]
    totals: Array
    strong_charge: Array
    cations: Array
    pairs: Sequence[Pair] = ()

    def part(self, rows: slice | NDArray[np.bool_]) -> Solution:
        """Return some of the solutions."""
        acids = [_of_rows(each, rows) for each in self.acids]
        return Solution(acids, self.totals[rows], self.strong_charge[rows], self.cations[rows], self.pairs)


def solve(
    acids: Sequence[Acid],
    totals: ArrayLike,
    strong_charge: ArrayLike,
    activity: str = "davies",
    *,
    pKw: float = PKW,
    pairs: Sequence[Pair] = (),
    cations: ArrayLike | None = None,
) -> Array:
    """Return the pH at which the charges of each solution balance.

    Parameters
    ----------
    acids : sequence of Acid
    totals : (n, acids) array
        Total of each acid in all its species [mol/kg water].
    strong_charge : (n,) array
        Net charge of the fully dissociated ions, sodium positive [mol/kg water]; it counts in the
        ionic strength as so many singly charged ions.
    activity : str
        One of `ACTIVITIES`.
    pKw : float
        Ionic product of water.
    pairs : sequence of Pair
        Ion pairs, none by default.
    cations : (n,) array, optional
        Total of the cation that makes them [mol/kg water]; the positive strong charge when not given.

    Returns
    -------
    (n,) array
        pH = −log₁₀ of the activity of H⁺.

    Raises
    ------
    InputErrors
        Shapes that do not fit, negative or non-finite amounts, an unknown activity model.
    """
    strong = np.atleast_1d(np.asarray(strong_charge, dtype=np.float64))
    amounts = np.asarray(totals, dtype=np.float64).reshape(strong.size, -1)
    metal = np.maximum(strong, 0.0) if cations is None else np.asarray(cations, dtype=np.float64)
    solution = Solution(acids, amounts, strong, np.broadcast_to(metal, strong.shape), pairs)
    _refuse(solution, activity)
    return solved(solution, activity, pKw)


def solved(solution: Solution, activity: str = "davies", pKw: float = PKW) -> Array:
    """Return the pH of solutions that are known to make sense; `solve` checks first.

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
    """
    pH = np.empty(solution.strong_charge.size)
    for start in range(0, pH.size, _CHUNK):
        rows = slice(start, start + _CHUNK)
        pH[rows] = _balanced(solution.part(rows), activity, pKw)
    return pH


def charge_at(
    solution: Solution, pH: Array, activity: str = "davies", pKw: float = PKW
) -> tuple[Array, Array]:
    """Return the net charge that solutions would have at a pH, and their ionic strength there.

    Parameters
    ----------
    solution : Solution
    pH : (n,) array
    activity : str
        One of `ACTIVITIES`.
    pKw : float
        Ionic product of water.

    Returns
    -------
    tuple of (n,) arrays
        Net charge [mol/kg water], 0 at the solution's own pH; ionic strength [mol/kg water].
    """
    inverse = np.exp(_LN10 * pH)
    ionic, free = np.zeros_like(inverse), solution.cations
    for _ in range(_MOST_STEPS):
        state = _state(solution, inverse, ionic, free, activity, pKw)
        drift = np.abs(state.ionic - ionic).max() + np.abs(state.free - free).max()
        ionic, free = state.ionic, state.free
        if drift < _CLOSE:
            break
    return state.positive - state.negative, ionic


def unionised_share(pH: ArrayLike, pKa: float) -> Array:
    """Return the share of a monoprotic acid that keeps its proton, ideal.

    Parameters
    ----------
    pH : array
    pKa : float

    Returns
    -------
    array
        [0–1]
    """
    return np.asarray(1 / (1 + 10 ** (np.asarray(pH, dtype=np.float64) - pKa)))


def _balanced(solution: Solution, activity: str, pKw: float) -> Array:
    """Return the pH of a chunk: Newton on the logarithm of positive over negative charge.

    That ratio is close to a straight line in the pH, piece by piece, so that few steps are needed
    from anywhere. Ionic strength and free cations are those of the step before, and close in too.
    Solutions that have closed in are left out of further steps, whenever they are the half.
    """
    logarithm = np.empty(solution.strong_charge.size)
    rows = np.arange(logarithm.size)
    x, ionic, free = np.full(rows.size, 3 * _LN10), np.zeros(rows.size), solution.cations
    for _ in range(_MOST_STEPS):
        state = _state(solution, np.exp(x), ionic, free, activity, pKw)
        step = np.log(state.positive / state.negative) / state.slope
        x = x + np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        moving = (np.abs(step) > _CLOSE) | (np.abs(state.ionic - ionic) > _CLOSE)
        ionic, free = state.ionic, state.free
        left = np.count_nonzero(moving)
        if left <= rows.size // 2:
            logarithm[rows] = x
            if not left:
                break
            rows, x, ionic, free = rows[moving], x[moving], ionic[moving], free[moving]
            solution = solution.part(moving)
    return logarithm / _LN10


@dataclass(frozen=True, eq=False)
class _State:
    """Charges of solutions at a pH [mol/kg water], (n,) each.

    An acid counts in ``positive`` with the charge of its protonated species and in ``negative``
    with the protons that it has lost, so that neither is ever below zero. ``slope``: how fast the
    logarithm of their ratio falls with that of the inverse activity of H⁺.
    """

    positive: Array
    negative: Array
    slope: Array
    ionic: Array
    free: Array


def _state(
    solution: Solution, inverse: Array, ionic: Array, free: Array, activity: str, pKw: float
) -> _State:
    """Return the charges at an inverse activity of H⁺."""
    gamma = _gammas(solution.acids, ionic, activity)
    lift = _lifts(solution.acids, inverse, gamma)
    hydrogen, hydroxide = 1 / (inverse * gamma[1]), 10**-pKw * inverse / gamma[1]
    positive = hydrogen + np.maximum(solution.strong_charge, 0.0)
    negative = hydroxide + np.maximum(-solution.strong_charge, 0.0)
    squares = hydrogen + hydroxide + np.abs(solution.strong_charge)
    buffer, bound = hydroxide, np.zeros_like(hydroxide)
    for i, acid in enumerate(solution.acids):
        total, z = solution.totals[:, i], acid.charge
        pairs = [pair for pair in solution.pairs if pair.acid == i]
        lost, lost_squared, held = _means(acid, lift, [_binding(acid, each, free, gamma) for each in pairs])
        buffer = buffer + total * (lost_squared - lost * lost)
        negative = negative + total * lost
        squares = squares + total * lost_squared
        if z:
            positive, negative = positive + total * max(z, 0), negative + total * max(-z, 0)
            squares = squares + total * (z * z - 2 * z * lost)
        for pair, share in zip(pairs, held):
            bound = bound + pair.cations * total * share
            squares = squares + _change_of_squares(acid, pair) * total * share
    slope = hydrogen / positive + buffer / negative
    return _State(positive, negative, slope, 0.5 * squares, np.maximum(solution.cations - bound, 0.0))


def _means(acid: Acid, lift: dict[int, Array], bindings: list[Array]) -> tuple[Array, Array, list[Array]]:
    """Return the protons that an acid has lost, their square, and the share of each ion pair."""
    share: Any = 1.0
    whole: Any = 1.0
    lost: Any = 0.0
    lost_squared: Any = 0.0
    for step, pKa in enumerate(acid.pKa, start=1):
        share = share * (lift[acid.charge - step] * 10**-pKa)
        whole = whole + share
        lost = lost + step * share
        lost_squared = lost_squared + step * step * share
    held = [share * binding for binding in bindings]
    for each in held:
        whole, lost, lost_squared = whole + each, lost + step * each, lost_squared + step * step * each
    return lost / whole, lost_squared / whole, [each / whole for each in held]


def _lifts(acids: Sequence[Acid], inverse: Array, gamma: dict[int, Array]) -> dict[int, Array]:
    """Return what multiplies a constant in the step that ends at a charge."""
    charges = {acid.charge - step for acid in acids for step in range(1, len(acid.pKa) + 1)}
    return {z: inverse * (gamma[abs(z + 1)] / gamma[abs(z)]) for z in charges}


def _binding(acid: Acid, pair: Pair, free: Array, gamma: dict[int, Array]) -> Array:
    """Return an ion pair per deprotonated species without one."""
    z = acid.charge - len(acid.pKa)
    return 10**pair.log_K * (free * gamma[1]) ** pair.cations * (gamma[abs(z)] / gamma[abs(z + pair.cations)])


def _change_of_squares(acid: Acid, pair: Pair) -> int:
    """Return how a pair changes the sum of squared charges, its cations with it."""
    z = acid.charge - len(acid.pKa)
    return (z + pair.cations) ** 2 - z**2 - pair.cations


def _gammas(acids: Sequence[Acid], ionic: Array, activity: str) -> dict[int, Array]:
    """Return the activity coefficients by the size of the charge, (n,) each."""
    largest = max((max(abs(acid.charge), abs(acid.charge - len(acid.pKa))) for acid in acids), default=1)
    if activity == "ideal":
        return dict.fromkeys(range(largest + 1), np.ones_like(ionic))
    root = np.sqrt(ionic)
    davies = np.exp(-_LN10 * A * (root / (1 + root) - 0.3 * ionic))
    charged = {z: davies ** (z * z) for z in range(1, max(largest, 1) + 1)}
    return {0: np.exp(_LN10 * 0.1 * ionic), **charged}


def _of_rows(acid: Acid, rows: slice | NDArray[np.bool_]) -> Acid:
    """Return an acid with the constants of some of the solutions."""
    pKa = tuple(each[rows] if isinstance(each, np.ndarray) else each for each in acid.pKa)
    return Acid(acid.name, pKa, acid.charge)


def _refuse(solution: Solution, activity: str) -> None:
    """Refuse what cannot be balanced.

    Raises
    ------
    InputErrors
        Everything that is wrong.
    """
    errors = []
    if activity not in ACTIVITIES:
        fix = f"Use {', '.join(ACTIVITIES)}."
        errors.append(InputError("activity", activity, "this model is not known.", fix))
    amounts, n, acids = solution.totals, solution.strong_charge.size, len(solution.acids)
    if amounts.shape != (n, acids):
        accepted = f"{n} solutions of {acids} acids need {n} rows of {acids} totals."
        errors.append(InputError("totals", amounts.shape, accepted, "Give one row per solution."))
    elif not (np.isfinite(amounts).all() and (amounts >= 0).all()):
        fix = "Give mol per kg of water."
        errors.append(InputError("totals", "a number", "amounts are finite and not negative.", fix))
    if not np.isfinite(solution.strong_charge).all():
        fix = "Give mol per kg of water, sodium positive."
        errors.append(InputError("strong_charge", "a number", "charges are finite.", fix))
    refuse(errors)
