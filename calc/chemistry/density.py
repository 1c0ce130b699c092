"""TODO."""

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
    """Return the specific volume of an ingredient and its ends [mL/g]."""
    density = catalog.ingredients()[ingredient].value("density")
    row = density or catalog.inputs().assumed["density_unknown"]
    centre, low, high = row.to("g/mL")
    return 1 / centre, 1 / high, 1 / low


def volume_inputs(ingredients: Iterable[str]) -> list[UncertainInput]:
    """Return specific volumes [mL/g], and how far ideal mixing may be off, as uncertain inputs."""
    off = catalog.inputs().assumed["ideal_mixing_plus_minus"].to("dimensionless")[0]
    mixing = UncertainInput(_MIXING, 1.0, 1.0 - off, 1.0 + off)
    names = dict.fromkeys(ingredients)
    return [mixing, *(UncertainInput(f"density of {name}", *specific_volume(name)) for name in names)]


def sampled_volumes(ingredients: Sequence[str], draws: Samples) -> Array:
    """Return the draws of specific volumes, (size, ingredients) [mL/g]."""
    columns = [draws.columns[f"density of {name}"] for name in ingredients]
    return np.column_stack(columns) * draws.columns[_MIXING][:, np.newaxis]
