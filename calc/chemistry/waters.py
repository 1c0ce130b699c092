"""What counts as water: floral waters, juices and tap water beside plain water."""

from __future__ import annotations

import functools

from calc import catalog
from calc.catalog import Ingredient


def is_other_water(record: Ingredient) -> bool:
    """Tell whether an ingredient is a watery liquid other than plain water.

    Parameters
    ----------
    record : Ingredient

    Examples
    --------
    >>> from calc import catalog
    >>> is_other_water(catalog.ingredients()["tap_water"]), is_other_water(catalog.ingredients()["water"])
    (True, False)
    """
    if record.id == "water" or record.phase != "water":
        return False
    return "solvent" in record.roles or record.id == "other_water"


@functools.cache
def water_share(ingredient: str) -> float:
    """Return which share of an ingredient is water in which others dissolve [0–1].

    Of floral waters, juices and their like it is assumed (``water_in_waters`` of data/inputs.toml).

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.

    Examples
    --------
    >>> water_share("water"), water_share("rosa_damascena_flower_water"), water_share("squalane")
    (1.0, 0.99, 0.0)
    """
    if ingredient == "water":
        return 1.0
    if not is_other_water(catalog.ingredients()[ingredient]):
        return 0.0
    return catalog.inputs().assumed["water_in_waters"].to("dimensionless")[0]


def water_beside(ingredient: str, share: float) -> float:
    """Return how much water something brings of which a share is the ingredient itself [0–1].

    What dissolves in oil alone is diluted with what nobody says, which is no water.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    share : float
        Mass of it per mass of the whole [0–1].

    Examples
    --------
    >>> f"{water_beside('sodium_hydroxide', 0.1):g}", water_beside("tocopherol", 0.7)
    ('0.9', 0.0)
    """
    return 0.0 if catalog.ingredients()[ingredient].phase == "oil" else 1 - share
