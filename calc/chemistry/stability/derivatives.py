"""How forms other than ascorbic acid keep: a word, never a number of days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.formula import Formula, composition
from calc.chemistry.stability.conditions import StabilityConditions
from calc.chemistry.stability.mixture import KINDS, Array, Flags
from calc.units import PH_TOLERANCE

#: What is said of how another form keeps; ``no_pH`` where the pH would decide and is not known.
STATE_KEYS = ("", "not_known", "no_pH", *catalog.STATES)


@dataclass(frozen=True)
class FormState:
    """How a form other than ascorbic acid keeps: a word, never a number of days.

    ``key``: one of `STATE_KEYS`. ``sources``: none for ``not_known``.
    """

    form: str
    key: str
    sources: tuple[str, ...]


def form_states(formula: Formula, found: StabilityConditions) -> tuple[FormState, ...]:
    """Return how the other forms in a formula keep, the strongest first.

    Parameters
    ----------
    formula : Formula
    found : StabilityConditions
        Of this formula.
    """
    forms = [each.form for each in composition(formula).strengths]
    return tuple(_state(form, found) for form in forms if catalog.forms()[form].kind not in KINDS)


def _state(form: str, found: StabilityConditions) -> FormState:
    """Return how one form keeps."""
    pH = math.nan if found.pH is None else found.pH.median
    key = STATE_KEYS[int(state_positions(form, np.array(found.medium == "water"), np.array(pH)))]
    known = catalog.stability().states.get(form)
    return FormState(form, key, known.sources if known and key != "not_known" else ())


def state_positions(form: str, in_water: Flags, pH: Array) -> NDArray[np.int8]:
    """Return how one form keeps, element by element.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`, other than ascorbic acid and its salts.
    in_water : array of bool
    pH : array
        NaN where it is not known.

    Returns
    -------
    array of int
        Positions in `STATE_KEYS`.
    """
    known = catalog.stability().states.get(form)
    place = {key: np.int8(position) for position, key in enumerate(STATE_KEYS)}
    if known is None:
        return np.full(in_water.shape, place["not_known"])
    dry, wet = place[known.dry or "not_known"], place[known.wet]
    if known.window is None:
        return np.where(in_water, wet, dry)
    low, high = known.window.ends
    apart = known.falls_apart.centre if known.falls_apart else -math.inf
    inside = (low - PH_TOLERANCE <= pH) & (pH <= high + PH_TOLERANCE)
    cases = [
        (~in_water, dry),
        (np.isnan(pH), place["no_pH"]),
        (pH < apart - PH_TOLERANCE, place["falls_apart"]),
        (inside, wet),
    ]
    return np.select([case for case, _ in cases], [key for _, key in cases], place[known.outside])
