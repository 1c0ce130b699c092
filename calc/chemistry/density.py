"""Volumes of mixtures by ideal mixing: each ingredient keeps its own specific volume.

V = k Σ mᵢ vᵢ, with masses mᵢ [g], specific volumes vᵢ = 1/ρᵢ [mL/g] from the densities of ``data/``, and a
factor k about 1 for the error of ideal mixing, within ``ideal_mixing_plus_minus`` of ``data/inputs.toml``
(95 %).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.uncertainty import Samples, UncertainInput

Array = NDArray[np.float64]

_MIXING = "ideal-volume mixing"


@functools.cache
def specific_volume(ingredient: str) -> tuple[float, float, float]:
    """Return the specific volume of an ingredient and its ends [mL/g].

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`; where its density is unknown, a wide range is assumed.

    Returns
    -------
    tuple of float
        Centre, low and high.

    Examples
    --------
    >>> f"{specific_volume('glycerin')[0]:.3f} mL/g"
    '0.793 mL/g'
    """
    centre, low, high = density_of(ingredient)
    return 1 / centre, 1 / high, 1 / low


def density_of(ingredient: str, *, is_poured: bool = False) -> tuple[float, float, float]:
    """Return the density of an ingredient and its ends [g/mL]; of what is not measured, that of its class.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    is_poured : bool, optional
        It is a liquid, whatever else is known of it.

    Examples
    --------
    >>> density_of("rosa_damascena_flower_water")
    (1.0, 0.96, 1.06)
    """
    record, assumed = catalog.ingredients()[ingredient], catalog.inputs().assumed
    row = record.value("density")
    if row is None and is_water_like(record):
        row = assumed["density_water_like"]
    elif row is None and record.phase == "oil" and ingredient not in catalog.forms():
        row = assumed["density_oil"]
    return (row or assumed["density_poured" if is_poured else "density_unknown"]).to("g/mL")


def is_water_like(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is mostly water: a floral water, a juice, a gel.

    Parameters
    ----------
    record : Ingredient
    """
    if "other" in record.roles:
        return record.id in ("other_water", "other_gum")
    is_liquid = re.search(r"water|juice|filtrate", record.inci, re.IGNORECASE) and "powder" not in record.id
    return record.phase == "water" and ("solvent" in record.roles or is_liquid is not None)


def volume_inputs(ingredients: Iterable[str]) -> list[UncertainInput]:
    """Return specific volumes [mL/g] and the factor for the error of ideal mixing, as uncertain inputs.

    Parameters
    ----------
    ingredients : iterable of str
        Ids in `catalog.ingredients`; repeated ones count once.

    Examples
    --------
    >>> [uncertain.name for uncertain in volume_inputs(["water", "glycerin"])]
    ['ideal-volume mixing', 'density of water', 'density of glycerin']
    """
    off = catalog.inputs().assumed["ideal_mixing_plus_minus"].to("dimensionless")[0]
    mixing = UncertainInput(_MIXING, 1.0, 1.0 - off, 1.0 + off)
    names = dict.fromkeys(ingredients)
    return [mixing, *(UncertainInput(f"density of {name}", *specific_volume(name)) for name in names)]


def sampled_volumes(ingredients: Sequence[str], draws: Samples) -> Array:
    """Return the draws of specific volumes, (draws.size, ingredients) [mL/g].

    Parameters
    ----------
    ingredients : sequence of str
    draws : Samples
        Of `volume_inputs`, and of anything else.

    Examples
    --------
    >>> f"{sampled_volumes(['water'], Samples(volume_inputs(['water']))).mean():.2f} mL/g"
    '1.00 mL/g'
    """
    columns = [draws.columns[f"density of {name}"] for name in ingredients]
    return np.column_stack(columns) * draws.columns[_MIXING][:, np.newaxis]
