"""The mass of the whole of a recipe, and with it of its shares and of what fills it up."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from calc.chemistry.density import volumes_per_gram
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.line_masses import GRAMS_PER, TOO_MUCH, LinePart, holds_mL, most_line_g
from calc.mixing.measures import Amount

# Of finding what fills up to a volume: volumes depend a little on what is found.
_ROUNDS_OF_VOLUME = 6


# What is left of a whole by rounding [0–1].
_NOTHING = 1e-12
_NO_REST = say("The rest is more than the whole already. Check the amounts.")


def weighed_parts(parts: Sequence[LinePart], field: str) -> list[Amount | str]:
    """Return the mass of each part: shares of the whole, and what fills it up, worked out.

    Of a part for which there is no room: the words for why.

    Raises
    ------
    InputErrors
        Shares that leave no room together.
    """
    masses = math.fsum(part.amount.mass_g for part in parts if part.amount is not None)
    fits = [part for part in parts if not (masses and part.share is not None and part.share >= 1)]
    fill = next((part for part in fits if part.amount is None and part.share is None), None)
    shares = math.fsum(part.share for part in fits if part.share is not None)
    if _are_all_shares(parts, shares):
        full = say("The percentages make the whole already. Give this in % too.")
        return [full if part.share is None else _of_hundred(part) for part in parts]
    whole = _whole(fill, fits, shares, masses)
    if not isinstance(whole, str) and whole * (1 - shares) - masses <= _NOTHING * whole:
        whole = _NO_REST
    why = ""
    if isinstance(whole, str):
        why, whole = whole, _unfilled(shares, masses, field)
    filled = whole * (1 - shares) - masses
    weighed: list[Amount | str] = []
    for part in parts:
        if part.amount is not None:
            weighed.append(part.amount)
        elif part not in fits:
            weighed.append(say("This leaves no room beside what is given by mass. Give it in g."))
        elif part.share is not None:
            stated = part.line.amount
            assert stated
            weighed.append(Amount(part.share * whole, stated.low / 100 * whole, stated.high / 100 * whole))
        elif part is not fill:
            weighed.append(say("Only one line can fill up the rest. Give the amount of this one."))
        else:
            weighed.append(why or Amount(filled, filled, filled))
    most = most_line_g()
    return [TOO_MUCH if isinstance(one, Amount) and one.mass_g > most else one for one in weighed]


#: Between these shares recipes add up to the whole [0–1].
_ALL = (0.985, 1.05)


def _are_all_shares(parts: Sequence[LinePart], shares: float) -> bool:
    """Tell whether percentages make the whole beside a few amounts of another kind."""
    given = [part for part in parts if part.share is not None]
    others = [part for part in parts if part.amount is not None]
    are_few = 0 < len(others) < len(given) and len(given) + len(others) == len(parts)
    return are_few and _ALL[0] <= shares <= _ALL[1]


def _of_hundred(part: LinePart) -> Amount:
    """Return what a share of 100 g is."""
    stated = part.line.amount
    assert stated is not None
    assert part.share is not None
    return Amount(100 * part.share, stated.low, stated.high)


def _unfilled(shares: float, masses: float, field: str) -> float:
    """Return the mass of a whole that nothing fills up [g]; 100 g where only shares are given.

    Raises
    ------
    InputErrors
        Shares that leave no room.
    """
    if masses == 0:
        return 100.0 / max(shares, 1.0)
    if shares >= 1:
        fix = say("Give what is missing in %, or all in g.")
        given, accepted = f"{100 * shares:.5g} %", say("the shares leave no room for the rest.")
        raise InputErrors([InputError(field, given, accepted, fix)])
    return masses / (1 - shares)


def _whole(fill: LinePart | None, parts: Sequence[LinePart], shares: float, masses: float) -> float | str:
    """Return the mass of the whole that a part fills up [g]; the words for why nobody can say."""
    stated = fill.line.amount if fill else None
    if fill is None:
        return say("Nothing fills it up.")
    if shares >= 1:
        return _NO_REST
    if stated and stated.unit in GRAMS_PER:
        whole = stated.value * GRAMS_PER[stated.unit]
    elif stated and (holds := holds_mL(stated.unit)):
        whole = _filled_to_volume(parts, fill, stated.value * holds[0], shares)
    elif stated and masses and not shares and stated.value > masses:
        whole = stated.value  # “to 100” beside grams
    else:
        whole = 100.0 if masses == 0 else 0.0
    return whole or say("Up to how much is not said. Say for example: water to 100 g.")


def _filled_to_volume(parts: Sequence[LinePart], fill: LinePart, volume: float, shares: float) -> float:
    """Return the mass of the whole, filled up to a volume [g]."""
    names = (fill.ingredient, *(part.ingredient for part in parts))
    masses = math.fsum(part.amount.mass_g for part in parts if part.amount)
    factor_shares, rest = 1 / (1 - shares), volume
    for _ in range(_ROUNDS_OF_VOLUME):
        whole = (masses + rest) * factor_shares
        grams = [part.amount.mass_g if part.amount else (part.share or 0.0) * whole for part in parts]
        per_gram, *others = volumes_per_gram(names, np.array([max(rest, 0.0), *grams])).tolist()
        volumes = list(zip(parts, others))
        taken = math.fsum(part.amount.mass_g * mL for part, mL in volumes if part.amount)
        by_share = math.fsum(part.share * mL for part, mL in volumes if part.share is not None)
        # whole·by_share + taken + rest·per_gram = volume, and whole = (masses + rest) / (1 − shares)
        factor = by_share * factor_shares
        rest = (volume - taken - factor * masses) / (per_gram + factor)
    return (masses + rest) * factor_shares
