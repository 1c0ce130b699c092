"""What the acid is in, how much of it there is, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.density import specific_volume
from calc.chemistry.formula import Formula, Strength, composition
from calc.uncertainty import Band

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: From ids of ingredients to what they are of the whole together [0–1], of one formula or of many.
Share = Callable[..., Any]
#: Kinds of forms that are ascorbic acid once they are in water.
KINDS = ("acid", "salt")


def assumed(name: str) -> float:
    """Return an assumed share or number of ``data/stability.toml``."""
    row = catalog.stability().assumed[name]
    return row.to("dimensionless")[0] if row.unit == "percent" else row.centre


def strength_g_per_L(formula: Formula) -> Band | None:
    """Return the ascorbic acid by volume, its salts counted in [g/L]; None when there is none.

    Volumes add up, as of an ideal mixture.
    """
    bands = [each.aa_equivalent for each in acids_in(formula) if each.aa_equivalent]
    if not bands:
        return None
    volume = sum(each.mass_g * specific_volume(each.ingredient)[0] for each in formula.lines)
    per_mass = 1000 * formula.total_mass_g / volume
    median, low, high = (
        per_mass * sum(getattr(each, end) for each in bands) for end in ("median", "low", "high")
    )
    return Band(median, low, high)


def acids_in(formula: Formula) -> list[Strength]:
    """Return the strengths of ascorbic acid and its salts, which are the same thing in water."""
    found = composition(formula).strengths
    return [each for each in found if catalog.forms()[each.form].kind in KINDS]


def share_of(formula: Formula, *ingredients: str) -> float:
    """Return ingredients as a share of the whole [0–1]."""
    return sum(formula.mass_of(name) for name in ingredients) / formula.total_mass_g


def vehicle_of(formula: Formula) -> str:
    """Return what the acid is in."""
    if formula.has_role("finished") or formula.water_g / formula.total_mass_g > assumed("anhydrous"):
        return "water"
    if glycols_g(formula) > 0:
        return "glycol"
    if formula.mass_of("ethanol") > 0:
        return "other"
    return "oil" if formula.has_role("oil") else "powder"


def glycols_g(formula: Formula) -> float:
    """Return glycols and glycerin, alcohol left out: it speeds the loss [g]."""
    return sum(
        each.mass_g
        for each in formula.lines
        if "cosolvent" in each.record.roles and each.ingredient != "ethanol"
    )


def glycol_share(glycols_g: Array | float, water_g: Array | float) -> Array:
    """Return glycols and glycerin as a share of them and the water, element by element.

    Parameters
    ----------
    glycols_g, water_g : array or float
        [g]

    Returns
    -------
    array
        [0–1]; 0 where there is neither.
    """
    liquid = np.asarray(glycols_g) + water_g
    return np.asarray(glycols_g / np.where(liquid > 0, liquid, 1.0))


def has_ferulic(share: Share) -> Flags:
    """Tell where ferulic acid and tocopherol are in, enough of both."""
    enough = share("ferulic_acid") >= assumed("ferulic_least")
    return np.asarray(enough & (share("tocopherol") >= assumed("tocopherol_least")))


def has_chelator(share: Share) -> Flags:
    """Tell where enough of what binds metals is in."""
    return np.asarray(share("disodium_edta", "sodium_phytate") >= assumed("chelator_least"))


def has_antioxidant(share: Share) -> Flags:
    """Tell where enough of an antioxidant other than ferulic acid is in."""
    return np.asarray(share("sodium_metabisulfite", "glutathione") >= assumed("antioxidant_least"))
