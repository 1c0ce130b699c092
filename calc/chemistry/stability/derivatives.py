"""Stability of forms other than ascorbic acid: a word, never a number of days."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.formula import Formula, composition
from calc.chemistry.formula_table import Array, Categories, Flags
from calc.chemistry.stability.mixture import KINDS
from calc.uncertainty import Band
from calc.units import PH_TOLERANCE

#: Stability of a derivative in words; ``no_pH`` where it depends on a pH that is unknown.
STATE_KEYS = ("", "not_known", "no_pH", *catalog.STATES)


@dataclass(frozen=True)
class FormState:
    """Stability of a form other than ascorbic acid.

    ``key``: one of `STATE_KEYS`. ``sources``: none for ``not_known``.
    """

    form: str
    key: str
    sources: tuple[str, ...]


def form_states(formula: Formula, vehicle: str, pH: Band | None) -> tuple[FormState, ...]:
    """Return the stability of the other forms in a formula, the strongest form first.

    Parameters
    ----------
    formula : Formula
    vehicle : str
        One of `mixture.VEHICLES`.
    pH : Band, optional
        None where unknown.

    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 95.0), Line("sodium_ascorbyl_phosphate", 5.0)))
    >>> [state.key for state in form_states(serum, "water", Band(7.0, 6.9, 7.1))]
    ['stable']
    """
    forms = [strength.form for strength in composition(formula).strengths]
    is_wet, at = np.array([vehicle == "water"]), np.array([math.nan if pH is None else pH.median])
    states = []
    for form in forms:
        if catalog.forms()[form].kind not in KINDS:
            key = state_of(form, is_wet, at).name()
            state = catalog.stability().states.get(form)
            states.append(FormState(form, key, state.sources if state and key != "not_known" else ()))
    return tuple(states)


def state_of(form: str, in_water: Flags, pH: Array) -> Categories:
    """Return the stability of one form: one of `STATE_KEYS` for each row.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`, other than ascorbic acid and its salts.
    in_water : (n,) array of bool
    pH : (n,) array
        NaN where it is not known.

    >>> state_of("sodium_ascorbyl_phosphate", np.array([True]), np.array([7.0])).name()
    'stable'
    """
    state = catalog.stability().states.get(form)
    if state is None:
        return Categories.first(STATE_KEYS, [("not_known", np.full(in_water.shape, True))], "")
    dry = state.dry or "not_known"
    if state.window is None:
        return Categories.first(STATE_KEYS, [(state.wet, in_water)], dry)
    low, high = state.window.ends
    apart = state.falls_apart.centre if state.falls_apart else -math.inf
    cases = [
        (dry, ~in_water),
        ("no_pH", np.isnan(pH)),
        ("falls_apart", pH < apart - PH_TOLERANCE),
        (state.wet, (low - PH_TOLERANCE <= pH) & (pH <= high + PH_TOLERANCE)),
    ]
    return Categories.first(STATE_KEYS, cases, state.outside)
