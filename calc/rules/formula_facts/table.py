"""A table of grams → its columns of facts."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from calc import catalog
from calc.chemistry.bottles import ACID, Bottles, aa_equivalent_fraction
from calc.chemistry.columns import (
    NAN,
    Array,
    Columns,
    Rows,
    Words,
    floats,
)
from calc.chemistry.dosing import LYES
from calc.chemistry.prediction import REASONS
from calc.chemistry.recipe import Storage
from calc.rules.engine import Facts
from calc.rules.formula_facts.dissolved import acid_facts, all_dissolve, dissolved_of
from calc.rules.formula_facts.forms import facts_of_level, levels_of, states_of
from calc.rules.formula_facts.life import life_of
from calc.rules.formula_facts.water import Water, in_water
from calc.units import Q_

#: How it is kept where nobody says: at 25 °C in a bottle with a dropper, opened once a day.
USUAL = Storage(temperature=Q_(25.0, "degC"), package="dropper_bottle", openings_per_day=1.0)
#: Facts that a table of grams never has: flags that are down, and numbers that are not known.
_NEVER = (
    *("has_label_strength", "by_eye", "has_reading", "has_dose", "out_of_reach", "has_claimed_total"),
    *("has_claimed_strength", "has_claimed_pH", "has_assay", "assay_narrows", "undated_assay"),
)
_UNKNOWN = (
    *("reading_off", "dose_g", "dose_steps", "target_pH", "claimed_total", "claimed_strength", "claimed_pH"),
    *("lightest_steps", "can_predilute", "cannot_predilute", "assay_off"),
)
#: Looked at only beside a flag that is never up here.
_IDLE = (
    *("strength_low", "strength_high", "strength_spread", "window_width"),
    *("true_strength", "true_strength_low", "true_strength_high", "true_pH_low", "true_pH_high"),
)


@dataclass(frozen=True, eq=False)
class FormulaFacts:
    """What is known of n formulas, and the facts that rules look at.

    Parameters
    ----------
    mass_fraction : (n,) array
        Of the strongest form of vitamin C [0–1]; 0 where there is none.
    aa_equivalent : (n,) array
        Of all forms [0–1]; NaN where the content of one is not known.
    pH : (n,) array
        NaN where it cannot be predicted.
    dissolves : (n,) array
        1 where every form does, 0 where one does not, NaN where that is not known.
    t90_days : (n,) array
        When a tenth of the ascorbic acid is lost [day]; NaN where no number is given.
    facts : tuple of (rows, Facts)
        For every row with the first of its derivatives, then for rows with a second one, and so on:
        what fires for any of them holds for the row.
    """

    mass_fraction: Array
    aa_equivalent: Array
    pH: Array
    dissolves: Array
    t90_days: Array
    facts: tuple[tuple[Rows, Facts], ...]


def formula_facts(
    grams: Array, ingredients: tuple[str, ...], storage: Storage | None = None, system: str = "solution"
) -> FormulaFacts:
    """Return the facts of many formulas at the values as stated.

    Parameters
    ----------
    grams : (n, k) array
        Masses, finite and none below 0, each row with a mass [g].
    ingredients : tuple of str
        Ids in `catalog.ingredients`, all different, one per column.
    storage : Storage, optional
        How all of them are kept; `USUAL` when not given.
    system : str
        One of `formula.SYSTEMS`.

    Returns
    -------
    FormulaFacts
    """
    kept = storage or USUAL
    bottles = Bottles(np.ascontiguousarray(grams.T), ingredients, system)
    water = in_water(bottles)
    dissolved = dissolved_of(bottles, kept)
    life = life_of(bottles, water, kept)
    whole = {
        **_constants(bottles.size),
        **_whole_facts(bottles, water),
        **acid_facts(bottles, dissolved, kept),
        **water.facts(bottles, kept),
        **life.facts(bottles, kept),
    }
    states = states_of(bottles, life.medium, water.pH)
    forms = [each for each in bottles.forms if each != ACID]
    levels = [
        (rows, facts_of_level(bottles, whole, dissolved, states, forms, rows, held))
        for rows, held in levels_of(bottles, forms)
    ]
    strongest = np.max([bottles.of(each) for each in bottles.forms], axis=0, initial=0.0, keepdims=True)[0]
    return FormulaFacts(
        np.broadcast_to(strongest, bottles.size) / bottles.total_g,
        aa_equivalent_fraction(bottles),
        water.pH,
        all_dissolve(bottles, dissolved),
        life.t90_days,
        tuple(levels),
    )


def days_in_water(form: str, mass_fraction: Array, pH: Array, storage: Storage) -> Array:
    """Return how long a form of ascorbic acid keeps in nothing but water, as labels tell its pH.

    Where its own pH lies above the one that is told, it counts: there the acid is lost faster.

    Parameters
    ----------
    form : str
        Id of ascorbic acid or one of its salts.
    mass_fraction : (n,) array
        Above 0 and below 1.
    pH : (n,) array
        NaN where it is not told.
    storage : Storage

    Returns
    -------
    (n,) array
        When a tenth is lost [day]; NaN where no number is given.
    """
    bottles = Bottles(np.array([1 - mass_fraction, mass_fraction]), ("water", form), "solution")
    water = in_water(bottles)
    pH = np.where(np.isnan(pH), water.pH, np.fmax(pH, water.pH))
    reason = Words.first(REASONS, [("form", np.isnan(pH))], "")
    return life_of(bottles, replace(water, pH=pH, reason=reason), storage).t90_days


@functools.cache
def _never(names: tuple[str, ...], value: float, size: int) -> Columns:
    """Return columns that are the same everywhere; they take no room."""
    column = np.broadcast_to(np.float64(value), size)
    return dict.fromkeys(names, column)


def _constants(size: int) -> Columns:
    """Return the columns that a table of grams never has anything in."""
    return {**_never(_NEVER, 0.0, size), **_never((*_UNKNOWN, *_IDLE), NAN, size)}


def _whole_facts(bottles: Bottles, water: Water) -> Columns:
    """Return the facts about the product as a whole."""
    forms = catalog.forms()
    has_form = bottles.where(lambda each: each.id in forms) > 0
    dissolves = bottles.where(lambda each: each.id in forms and each.phase == "water") > 0
    present = {
        "has_laa": ACID,
        "has_ethyl": "ethyl_ascorbic_acid",
        "has_free_water": "water",
        "has_carbomer": "carbomer",
        "has_hyaluronate": "sodium_hyaluronate",
        "has_copper": "copper_tripeptide_1",
        "has_ferulic": "ferulic_acid",
        "has_niacinamide": "niacinamide",
    }
    preserved = bottles.has_role("preservative")
    return floats(
        {
            **{name: bottles.of(each) > 0 for name, each in present.items()},
            "has_form": has_form,
            "has_derivative": bottles.where(lambda each: each.id in forms and each.id != ACID) > 0,
            "has_water_soluble_form": dissolves,
            "has_water": ~water.reason.are("no_water"),
            "ethanol": bottles.share("ethanol"),
            "has_preservative": np.where(~preserved & bottles.finished, NAN, preserved),
            "purity_stated": ~has_form,
            "is_finished": bottles.finished,
            "has_lye": bottles.of(*LYES) > 0,
            "foams": bottles.gas_g > 0,
        }
    )
