"""The pH of formulas, and why there may be none."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.bottles import Bottles
from calc.chemistry.columns import (
    NAN,
    Array,
    Columns,
    Flags,
    Rows,
    Words,
    any_of,
    floats,
)
from calc.chemistry.formula import Formula, Line
from calc.chemistry.ions import ion_contributions
from calc.chemistry.prediction import (
    NO_WATER,
    REASONS,
    SolutionTotals,
    nominal_totals,
)
from calc.chemistry.recipe import Storage
from calc.chemistry.stability import preserving_share
from calc.rules.formula_facts.alike import solved_together


@dataclass(frozen=True)
class Water:
    """The pH of formulas, why there may be none, and what it hangs on, (n,) each."""

    pH: Array
    ionic_strength: Array
    reason: Words
    solids_per_water: Array
    cosolvent_share: Array
    metals_per_water: Array

    def facts(self, bottles: Bottles, storage: Storage) -> Columns:
        """Return the facts about the pH."""
        acid = _acids_of(bottles.ingredients)
        watery = bottles.water_g > 0
        shelf = NAN if storage.coldest_C is None else storage.coldest_C
        return {
            "pH": self.pH,
            **floats(
                {
                    "has_pH": self.reason.are(""),
                    "no_pH": ~self.reason.are(""),
                    "no_pH_form": self.reason.are("form"),
                    "no_pH_acid": self.reason.are("no_acid"),
                    "has_citrate": bottles.where(lambda each: acid[each.id] == "citric") > 0,
                    "has_uncounted": bottles.where(lambda each: bool(each.ionises)) > 0,
                    "solids_per_water": np.where(watery, self.solids_per_water, NAN),
                }
            ),
            "cosolvent_share": self.cosolvent_share,
            "ionic_strength": self.ionic_strength,
            "metals_per_water": self.metals_per_water,
            "shelf_C": np.broadcast_to(np.float64(shelf), bottles.size),
            "preservative_share": preservative_share(bottles, self.pH),
        }


def _acids_of(ingredients: tuple[str, ...]) -> Mapping[str, str]:
    """Return the known acid that each ingredient brings; "" for none."""
    return {name: catalog.ingredients()[name].acid for name in ingredients}


def in_water(bottles: Bottles) -> Water:
    """Return the pH of formulas, where it can be predicted."""
    water, metals = bottles.water_g, bottles.metals_mol
    dry = water <= 0
    kg = np.where(dry, 1.0, water) / 1000
    cosolvents = bottles.where(lambda each: "cosolvent" in each.roles)
    liquid = cosolvents + water
    solids = bottles.where(_counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(liquid > 0, cosolvents / liquid, 0.0)
        per_water = np.where(dry, np.inf, 100 * solids / water)
    per_kg = np.where(dry, 0.0, metals / kg)
    reason = _no_pH(bottles, per_water, share, per_kg)
    pH, ionic = np.full((2, bottles.size), NAN)
    rows = np.flatnonzero(reason.are(""))
    if rows.size:
        pH[rows], ionic[rows] = _solved(bottles, rows)
    return Water(pH, ionic, reason, per_water, share, per_kg)


def _counts(record: catalog.Ingredient) -> bool:
    """Tell whether something takes part in the pH with constants that are known."""
    return bool(record.acid or record.sodium or record.potassium)


def _no_pH(bottles: Bottles, solids: Array, cosolvents: Array, metals: Array) -> Words:
    """Return why the pH cannot be predicted: one of `titration.REASONS` for each."""
    forms, limits = catalog.forms(), catalog.rules()
    unknown = bottles.where(lambda each: each.id in forms and each.phase != "oil" and not each.acid) > 0
    reasons: dict[str, Flags] = {
        "finished": bottles.finished,
        "no_water": bottles.water_g <= NO_WATER * bottles.total_g,
        "form": unknown,
        "too_dry": solids > limits["PH-018"].limit["most"],
        "cosolvent": cosolvents > limits["PH-008"].limit["most"],
        "no_acid": ~(bottles.where(_counts) > 0),
        "too_salty": metals > limits["PH-013"].limit["most"],
    }
    return Words.first(REASONS, reasons.items(), "")


def _solved(bottles: Bottles, rows: Rows) -> tuple[Array, Array]:
    """Return pH and ionic strength of some formulas."""
    amounts = bottles.acid_mol[:, rows]
    here = any_of(amounts.T != 0)
    known = _acids(bottles.ingredients)
    bath = SolutionTotals(
        tuple(name for name, there in zip(known.names, here) if there),
        tuple(acid for acid, there in zip(known.acids, here) if there),
        amounts[here].T,
        bottles.weighed(ion_contributions(bottles.ingredients).sodium_mol)[rows],
        bottles.weighed(ion_contributions(bottles.ingredients).potassium_mol)[rows],
        bottles.water_g[rows] / 1000,
    )
    return solved_together(bath.solution())


@functools.lru_cache(maxsize=64)
def _acids(ingredients: tuple[str, ...]) -> SolutionTotals:
    """Return a bath of a gram of each ingredient, for the acids with their constants."""
    return nominal_totals(Formula(tuple(Line(name, 1.0) for name in ingredients)))


def preservative_share(bottles: Bottles, pH: Array) -> Array:
    """Return the un-ionised share of the preservative that works best at a pH [0–1]; NaN without one."""
    shares = np.full(bottles.size, NAN)
    for each in bottles.records:
        if "preservative" in each.roles:
            best = np.fmax(shares, preserving_share(each, pH))
            shares = np.where(bottles.of(each.id) > 0, best, shares)
    return shares
