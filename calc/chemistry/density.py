"""Volumes of mixtures by ideal mixing: each ingredient keeps its own specific volume.

V = k Σ mᵢ vᵢ, with masses mᵢ [g], specific volumes vᵢ = 1/ρᵢ [mL/g] from the densities of ``data/``, and a
factor k about 1 for the error of ideal mixing, within ``ideal_mixing_plus_minus`` of ``data/inputs.toml``
(95 %).
"""

from __future__ import annotations

import functools
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
    density = catalog.ingredients()[ingredient].value("density")
    row = density or catalog.inputs().assumed["density_unknown"]
    centre, low, high = row.to("g/mL")
    return 1 / centre, 1 / high, 1 / low


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
