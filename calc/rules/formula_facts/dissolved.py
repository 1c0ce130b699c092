"""What dissolves in the water, or the oil, that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.bottles import ACID, Bottles
from calc.chemistry.columns import (
    NAN,
    Array,
    Columns,
    Flags,
    floats,
)
from calc.chemistry.density import specific_volume
from calc.chemistry.recipe import Storage
from calc.chemistry.solubility import fullness_per_gram, oil_limit, verdict_in_water
from calc.rules.form_facts import FRIDGE, ROOM


@dataclass(frozen=True)
class Dissolved:
    """How one form stands to what dissolves it, (n,) each: 1 or 0, ½ at the limit, NaN where unknown."""

    dissolves: Array
    by_water: Flags


def _coldest_C(storage: Storage) -> float:
    """Return the coldest temperature that it is kept at [°C]; a room's where that is not known."""
    room = catalog.inputs().assumed[ROOM].centre
    return room if storage.coldest_C is None else storage.coldest_C


def dissolved_of(bottles: Bottles, storage: Storage) -> dict[str, Dissolved]:
    """Return how each form stands to what dissolves it, by its id."""
    coldest = _coldest_C(storage)
    return {
        form: _by_water(bottles, form, coldest)
        if catalog.forms()[form].phase in ("water", "both")
        else Dissolved(_by_oil(bottles, form, coldest), np.zeros(bottles.size, dtype=bool))
        for form in bottles.forms
    }


def _by_water(bottles: Bottles, form: str, coldest_C: float) -> Dissolved:
    """Judge a form by the water that is there."""
    water, held = bottles.water_g, bottles.of(form)
    solvent = (water == 0) & bottles.has_solvent("water", "both")
    by_water = ~bottles.finished & ~solvent & (water > 0) & (held > 0)
    without = ~bottles.finished & ~solvent & (water <= 0) & bottles.has_role("oil")
    ends = fullness_per_gram(catalog.forms()[form], coldest_C)
    verdict = np.where(without, 0.0, NAN)
    if ends is not None:
        per_100g = 100 * held / np.where(by_water, water, 1.0)
        judged = verdict_in_water(per_100g * ends.low, per_100g * ends.high, coldest_C)
        verdict = np.where(by_water, judged, verdict)
    return Dissolved(verdict, by_water)


def _by_oil(bottles: Bottles, form: str, coldest_C: float) -> Array:
    """Judge a form that does not dissolve in water by the one oil of which a figure is known."""
    most = oil_limit(catalog.forms()[form], coldest_C)
    unknown = np.full(bottles.size, NAN)
    if most is None:
        return unknown
    oils = [(i, each) for i, each in enumerate(bottles.records) if "oil" in each.roles]
    volume = sum((specific_volume(each.id)[0] * bottles.grams[i] for i, each in oils), np.zeros(bottles.size))
    judged = ~bottles.finished & (volume > 0) & ~bottles.has_solvent("both")
    beyond = bottles.of(form) / np.where(judged, volume, 1.0) / most > 1
    return np.where(judged & beyond, 0.0, unknown)


def all_dissolve(bottles: Bottles, dissolved: Mapping[str, Dissolved]) -> Array:
    """Return 1 where every form dissolves, 0 where one does not, NaN where that is not known."""
    whole = np.where(bottles.where(lambda each: each.id in bottles.forms) > 0, 1.0, NAN)
    for form, found in dissolved.items():
        held, verdict = bottles.of(form) > 0, np.where(found.dissolves == 0.5, NAN, found.dissolves)
        worse = np.where((whole == 0) | (verdict == 0), 0.0, whole * verdict)
        whole = np.where(held, worse, whole)
    return whole


def acid_facts(bottles: Bottles, dissolved: Mapping[str, Dissolved], storage: Storage) -> Columns:
    """Return the facts about L-ascorbic acid, and how it dissolves."""
    own = bottles.of(ACID)
    strength, held = own / bottles.total_g, own > 0
    found = dissolved[ACID].dissolves if ACID in dissolved else np.full(bottles.size, NAN)
    now = np.where(held, found, NAN)
    falls = np.zeros(bottles.size)
    cold = catalog.inputs().assumed[FRIDGE].centre
    if ACID in dissolved and _coldest_C(storage) > cold:
        falls = (now == 1) & (_by_water(bottles, ACID, cold).dissolves != 1)
    return {
        "laa_mass_fraction": strength,
        "laa_aim": strength,
        "laa_dissolves": now,
        **floats({"laa_near_limit": now == 0.5, "falls_out_cold": falls}),
    }
