"""Other forms than ascorbic acid: how each keeps, and the facts of every row with one of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.bottles import Bottles, content
from calc.chemistry.columns import (
    NAN,
    Array,
    Columns,
    Flags,
    Rows,
    Words,
)
from calc.chemistry.formula import Formula, Line, composition
from calc.chemistry.stability import KINDS, STATE_KEYS, state_positions
from calc.rules.batch_facts import facts_of, known_of
from calc.rules.engine import Facts
from calc.rules.formula_facts.dissolved import Dissolved
from calc.rules.storage_facts import STATES

# What is known of a form whatever it is in.
_OF_FORM = (
    *("has_usual_range", "derivative_usual_low", "derivative_usual_high", "derivative_pH_low"),
    *("derivative_pH_high", "is_phosphate", "has_content", "crystal_water_unstated"),
)


def states_of(bottles: Bottles, medium: Words, pH: Array) -> dict[str, Words]:
    """Return how each form other than ascorbic acid keeps, by its id: one word for each formula."""
    own = [each for each in bottles.forms if catalog.forms()[each].kind not in KINDS]
    watery = medium.are("water")
    return {form: Words(STATE_KEYS, state_positions(form, watery, pH)) for form in own}


@functools.lru_cache(maxsize=256)
def _form_facts(form: str, system: str) -> Mapping[str, float]:
    """Return what is known of a form whatever it is in, as the single path says it of a weak serum."""
    serum = Formula((Line("water", 99.0), Line(form, 1.0)), system)
    columns = facts_of(known_of(serum, composition(serum))).columns
    return {name: float(columns[name][0]) for name in _OF_FORM}


def levels_of(bottles: Bottles, forms: list[str]) -> Iterable[tuple[Rows, NDArray[np.intp]]]:
    """Yield rows with the position of their first derivative, then of their second, and so on.

    A row without any is in the first level, with the position one beyond the last.
    """
    held = np.array([bottles.of(each) > 0 for each in forms]).reshape(len(forms), bottles.size)
    turn = np.cumsum(held, axis=0)
    count = turn[-1] if forms else np.zeros(bottles.size, dtype=int)
    first = held.argmax(axis=0) if forms else np.zeros(bottles.size, dtype=np.intp)
    yield np.arange(bottles.size), np.where(count > 0, first, len(forms))
    for level in range(2, int(count.max(initial=0)) + 1):
        rows = np.flatnonzero(count >= level)
        yield rows, (held & (turn == level))[:, rows].argmax(axis=0)


def facts_of_level(
    bottles: Bottles,
    whole: Columns,
    dissolved: Mapping[str, Dissolved],
    states: Mapping[str, Words],
    forms: list[str],
    rows: Rows,
    held: NDArray[np.intp],
) -> Facts:
    """Return the facts of some rows, each with one of its derivatives."""
    own = whole if rows.size == bottles.size else {name: each[rows] for name, each in whole.items()}
    none = {name: 0.0 if name in ("has_content", "is_phosphate") else NAN for name in _OF_FORM}
    none["crystal_water_unstated"] = 0.0
    every = [*(_form_facts(form, bottles.system) for form in forms), none]
    columns = {name: np.array([each[name] for each in every])[held] for name in _OF_FORM}
    flags = ("derivative_by_water", "derivative_near_limit", "derivative_limit_unknown", *STATES)
    numbers = ("derivative_mass_fraction", "derivative_aa_equivalent", "derivative_dissolves")
    columns |= {name: np.zeros(rows.size) for name in flags}
    columns |= {name: np.full(rows.size, NAN) for name in numbers}
    for position, form in enumerate(forms):
        here = np.flatnonzero(held == position)
        if here.size:
            told = _one_form(bottles, form, dissolved[form], states.get(form), rows[here])
            for name, values in told.items():
                columns[name][here] = values
    return Facts({**own, **columns})


def _one_form(
    bottles: Bottles, form: str, found: Dissolved, state: Words | None, rows: Rows
) -> Mapping[str, Array | Flags]:
    """Return the facts about one derivative in some rows."""
    strength = bottles.of(form)[rows] / bottles.total_g[rows]
    dissolves = found.dissolves[rows]
    told = {
        "derivative_mass_fraction": strength,
        "derivative_aa_equivalent": strength * content(form),
        "derivative_dissolves": dissolves,
        "derivative_by_water": found.by_water[rows],
        "derivative_near_limit": dissolves == 0.5,
        "derivative_limit_unknown": np.isnan(dissolves),
    }
    if state is not None:
        told |= {name: state.of(rows).are(*keys) for name, keys in STATES.items()}
    return told
