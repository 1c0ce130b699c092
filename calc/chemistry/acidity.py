"""The pH of any mix of weak acids and bases with strong ions, by their charge balance.

Molal, on the water present; the ionic strength is the solution's own. Constants go in as they stand at
no ionic strength; a concentration constant in their place costs 0.1–0.2 pH. Activity coefficients by
one of two models:

    Davies    log γ = −A z² (√I/(1+√I) − 0.3 I), and log γ = 0.1 I for uncharged species
    SIT       log γ = −A z² √I/(1+1.5√I) + Σ ε m over the ions of the other sign (Ciavatta 1980)

SIT, the specific ion interaction theory, takes ε of a metal and an anion from `Interaction`; it counts
for both. Everything else has ε = 0, and an uncharged species γ = 1. `charge_balance` has the equations and
the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from calc.chemistry.charge_balance import settled
from calc.chemistry.first_guess import charge_curves, first_unknowns, guess
from calc.chemistry.mixture import LN10, NEGATIVE, POSITIVE, mixture_of, scratch_memory
from calc.chemistry.solution import (
    HYDROXIDE,
    PKW,
    Acid,
    Array,
    Interaction,
    Pair,
    Solution,
    protons_lost,
)
from calc.chemistry.tallies import A, tallied
from calc.errors import InputError, refuse
from calc.messages import say

__all__ = [
    "ACTIVITIES",
    "HYDROXIDE",
    "PKW",
    "A",
    "Acid",
    "Array",
    "Interaction",
    "Pair",
    "Solution",
    "balance",
    "charge_at",
    "solve",
    "solve_unchecked",
    "unionised_share",
]

ACTIVITIES = ("davies", "sit", "ideal")

# Species times solutions of a piece: few enough for a processor's cache.
_CELLS = 131_072


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
    curves = charge_curves(solution, activity) if near is None else None
    with np.errstate(all="ignore"), scratch_memory() as scratch:  # overflow ends as NaN, which is returned
        for rows, piece in _pieces(solution):
            mixture = mixture_of(piece, activity, pKw, scratch)
            if curves is not None:
                first = guess(mixture, piece.strong_charge, curves, pKw)
            elif near is not None:
                first = near[rows]
            unknowns = settled(mixture, first_unknowns(mixture, first))
            pH[rows], ionic[rows] = unknowns[0] / LN10, np.exp(unknowns[1])
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
    with np.errstate(all="ignore"), scratch_memory() as scratch:
        for rows, piece in _pieces(solution):
            mixture = mixture_of(piece, activity, PKW, scratch)
            unknowns = first_unknowns(mixture, pH[rows], None if near is None else near[rows])
            unknowns = settled(mixture, unknowns, at_pH=True)
            tallies = tallied(mixture, unknowns)
            net[rows], ionic[rows] = tallies[POSITIVE] - tallies[NEGATIVE], np.exp(unknowns[1])
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


def _pieces(solution: Solution) -> Iterator[tuple[slice, Solution]]:
    """Yield the solutions that go through the search together, and which rows they are."""
    species = 3 + sum(len(acid.pKa) for acid in solution.acids) + len(solution.pairs)
    count = solution.strong_charge.size
    most = max(_CELLS // species, 1)
    for first in range(0, count, most):
        rows = slice(first, first + most)
        yield rows, solution if count <= most else solution.part(rows)


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
        yield InputError(
            "activity",
            activity,
            say("this model is not known."),
            say("Use {activities}.", activities=", ".join(ACTIVITIES)),
        )
    if np.ndim(pKw) or not np.isfinite(_numbers(pKw)):
        yield InputError(
            "pKw", pKw, say("the ionic product is one finite number."), say("Use {pkw} for 25 °C.", pkw=PKW)
        )


def _wrong_amounts(solution: Solution) -> Iterator[InputError]:
    """Yield what is wrong with the amounts; their shapes are compared with the strong charge's."""
    strong, acids, n = solution.strong_charge, len(solution.acids), solution.strong_charge.size
    if strong.ndim != 1:
        fix = say("Give a row of them, or a single number.")
        yield InputError("strong_charge", strong.shape, say("each solution has one charge."), fix)
        return
    rows = say(
        "{solutions} solutions of {acids} acids need {solutions} rows of {acids} totals.",
        solutions=n,
        acids=acids,
    )
    yield from _wrong_amount("totals", solution.totals, [(n, acids)], rows)
    yield from _wrong_amount("strong_charge", strong, [(n,)], least=-np.inf)
    yield from _wrong_amount(
        "cations",
        solution.cations,
        [(), (n,)],
        say("{solutions} solutions need {solutions} of them.", solutions=n),
    )


def _wrong_amount(
    field: str, given: Array, shapes: Sequence[tuple[int, ...]], rows: str = "", least: float = 0.0
) -> Iterator[InputError]:
    """Yield what is wrong with one kind of amount."""
    if given.shape not in shapes:
        yield InputError(field, given.shape, rows, say("Give one row per solution."))
        return
    wrong = given[~(np.isfinite(given) & (given >= least))]
    if wrong.size:
        accepted = say("amounts are finite and not negative.") if least == 0 else say("amounts are finite.")
        yield InputError(field, float(wrong[0]), accepted, say("Give mol per kg of water."))


def _wrong_constants(solution: Solution) -> Iterator[InputError]:
    """Yield what is wrong with the acids and their pairs."""
    n, acids = solution.strong_charge.size, solution.acids
    for acid in acids:
        constants = [_numbers(pKa) for pKa in acid.pKa]
        if not all(constant.shape in ((), (n,)) and np.isfinite(constant).all() for constant in constants):
            accepted = say(
                "each pKa is finite: one number, or {solutions} for {solutions} solutions.", solutions=n
            )
            yield InputError("acids", f"{acid.name} {acid.pKa}", accepted, say("Give them first step first."))
    for pair in solution.pairs:
        accepted = _wrong_pair(pair, acids)
        if accepted:
            yield InputError("pairs", pair, accepted, say("Correct the pair, or leave it out."))
    for interaction in solution.interactions:
        accepted = _wrong_interaction(interaction, acids, n)
        if accepted:
            yield InputError("interactions", interaction, accepted, say("Correct it, or leave it out."))


def _wrong_pair(pair: Pair, acids: Sequence[Acid]) -> str:
    """Return what would be accepted instead of a pair; "" for a valid one."""
    if pair.acid not in range(len(acids)):
        return say("there are {count} acids, counted from 0.", count=len(acids))
    if pair.metal or not 0 <= protons_lost(pair, acids) <= len(acids[pair.acid].pKa):
        return say(
            "there is one metal, and {acid} loses {count} protons.",
            acid=acids[pair.acid].name,
            count=len(acids[pair.acid].pKa),
        )
    bare = acids[pair.acid].charge - protons_lost(pair, acids)
    # No more positive than the bare species is negative, or than the cation by itself.
    most = max(abs(bare), 1) - bare
    if pair.cations not in range(1, most + 1):
        return say(
            "at least one cation, and at most {most}, go with a charge of {bare}.", most=most, bare=bare
        )
    return "" if np.isfinite(_numbers(pair.log_K)).all() else say("log_K is a finite number.")


def _wrong_interaction(interaction: Interaction, acids: Sequence[Acid], n: int) -> str:
    """Return what would be accepted instead of an interaction; "" for a valid one."""
    steps = [*(len(acid.pKa) for acid in acids), 1]  # those of the hydroxide ion last
    if interaction.acid not in range(HYDROXIDE, len(acids)) or interaction.metal:
        return say("there are {count} acids, counted from 0, and one metal.", count=len(acids))
    if interaction.lost not in range(1, steps[interaction.acid] + 1):
        return say("the species has lost 1 to {steps} protons.", steps=steps[interaction.acid])
    epsilon = _numbers(interaction.epsilon)
    is_fine = epsilon.shape in ((), (n,)) and np.isfinite(epsilon).all()
    return (
        ""
        if is_fine
        else say("epsilon is finite: one number, or {solutions} for {solutions} solutions.", solutions=n)
    )
