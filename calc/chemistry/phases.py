"""Oil beside water: how much of it solubilisers and emulsifiers hold, and what separates.

Of the oils in a formula, what is held is

    held = e / r_e + s / r_s,

with emulsifiers of the oil phase e and solubilisers s [g], and so much of each per gram of oil r_e and r_s:
rows of ``data/inputs.toml``. Beside an emulsifier of the oil phase a solubiliser counts as one, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.catalog import Ingredient
from calc.chemistry.formula_table import Array, Flags, FormulaTable

#: What a form that dissolves in oil alone is put into: the first that is not in the batch yet.
OILS_TO_START_FROM = ("squalane", "caprylic_capric_triglyceride")


@dataclass(frozen=True, eq=False)
class Phases:
    """How oil and water stand to each other in formulas, (n,) each.

    Parameters
    ----------
    oil_g : array
        Everything that dissolves in oil alone, emulsifiers left out [g].
    held_g : array
        So much oil is held in water by what is there [g].
    emulsifier_g : array
        Emulsifiers and solubilisers [g].
    is_wet : array of bool
        Where there is water.
    separates : array of bool
        Where oil stands beside water and is not held.
    is_emulsion : array of bool
        Where an emulsifier holds it, or the formula is said to be an emulsion.
    """

    oil_g: Array
    held_g: Array
    emulsifier_g: Array
    is_wet: Flags
    separates: Flags
    is_emulsion: Flags


def phases_of(table: FormulaTable) -> Phases:
    """Return how oil and water stand to each other in formulas.

    Parameters
    ----------
    table : FormulaTable

    Examples
    --------
    >>> grams = np.array([[95.0, 93.0], [1.0, 1.0], [0.0, 2.0]])
    >>> phases_of(FormulaTable.of_grams(grams, ("water", "tocopherol", "polysorbate_20"))).separates.tolist()
    [True, False]
    """
    assumed = catalog.inputs().assumed
    oil, emulsifier, solubiliser = table.where(is_oil), table.where(_emulsifies), table.where(is_solubiliser)
    per_emulsifier = assumed["emulsifier_per_oil"].to("dimensionless")[0]
    per_solubiliser = assumed["solubiliser_per_oil"].to("dimensionless")[0]
    has_emulsifier = emulsifier > 0
    by_solubiliser = solubiliser / np.where(has_emulsifier, per_emulsifier, per_solubiliser)
    held = emulsifier / per_emulsifier + by_solubiliser
    is_wet = table.where(_is_watery) > 0
    meet = is_wet & (oil > assumed["oil_that_shows"].to("dimensionless")[0] * table.total_g)
    is_stated = "emulsion" in table.system
    bought = table.where(_is_bought_emulsion) > 0
    short = (emulsifier + solubiliser <= 0) if is_stated else held < oil * (1 - 1e-9)
    return Phases(
        oil,
        held,
        emulsifier + solubiliser,
        is_wet,
        meet & short & ~bought,
        is_stated | (meet & has_emulsifier & ~short),
    )


def solubiliser_missing_g(phases: Phases) -> Array:
    """Return how much more of a solubiliser holds the oil that separates, (n,) [g].

    Parameters
    ----------
    phases : Phases
    """
    per_oil = catalog.inputs().assumed["solubiliser_per_oil"].to("dimensionless")[0]
    return np.maximum(phases.oil_g - phases.held_g, 0.0) * per_oil


def emulsifier_missing_g(phases: Phases) -> Array:
    """Return how much more of an emulsifier holds the oil that separates, (n,) [g].

    Parameters
    ----------
    phases : Phases
    """
    per_oil = catalog.inputs().assumed["emulsifier_per_oil"].to("dimensionless")[0]
    return np.maximum(phases.oil_g * per_oil - phases.emulsifier_g, 0.0)


def is_oil(record: Ingredient) -> bool:
    """Tell whether an ingredient dissolves in oil alone and emulsifies nothing."""
    return record.phase == "oil" and "emulsifier" not in record.roles


def is_solubiliser(record: Ingredient) -> bool:
    """Tell whether an ingredient dissolves in water and carries oil into it."""
    return record.phase == "water" and "emulsifier" in record.roles


def _emulsifies(record: Ingredient) -> bool:
    """Tell whether an ingredient is an emulsifier that belongs to the oil, or to both."""
    return record.phase != "water" and "emulsifier" in record.roles


def _is_watery(record: Ingredient) -> bool:
    """Tell whether an ingredient is water, a watery liquid, or something bought in water."""
    is_liquid = bool({"solvent", "finished"} & {*record.roles}) or record.id == "other_water"
    return is_liquid and record.phase == "water"


def _is_bought_emulsion(record: Ingredient) -> bool:
    """Tell whether something bought holds water and oil together already."""
    return "finished" in record.roles and record.phase == "both"
