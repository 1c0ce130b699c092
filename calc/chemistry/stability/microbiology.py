"""How long water without a preservative that works may be used."""

from __future__ import annotations

import math

import numpy as np

from calc import catalog
from calc.chemistry.acidity import unionised_share
from calc.chemistry.formula import Formula
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.mixture import (
    Array,
    Flags,
    share_of,
    vehicle_of,
)
from calc.uncertainty import Band
from calc.units import PH_TOLERANCE


def microbial_limit_days(formula: Formula, storage: Storage, pH: Band | None) -> float | None:
    """Return how long water without a preservative that works may be used [day].

    Parameters
    ----------
    formula : Formula
    storage : Storage
        The long end of the habit counts only in the fridge.
    pH : Band, optional
        None where it is not known.

    Returns
    -------
    float or None
        None where the risk is low, and for a finished product, whose preservative is its maker's.
    """
    if formula.has_role("finished") or vehicle_of(formula) != "water" or not _germs_grow(formula, pH):
        return None
    return growth_limit(storage)


def growth_limit(storage: Storage) -> float:
    """Return how long water in which germs can grow may be used: in the fridge, the long end [day]."""
    warmest = catalog.stability().assumed["fridge_warmest"].to("degC")[0]
    cold = bool(storage.stays) and all(celsius <= warmest + 1e-9 for celsius, _ in storage.stays)
    return catalog.stability().assumed["germs"].ends[1 if cold else 0]


def _germs_grow(formula: Formula, pH: Band | None) -> bool:
    """Tell whether germs can grow in the water of a formula."""
    at = math.nan if pH is None else pH.median
    found = [each.record for each in formula.lines if "preservative" in each.record.roles and each.mass_g > 0]
    best = max((float(preserving_share(each, at)) for each in found), key=np.nan_to_num, default=math.nan)
    return bool(supports_growth(share_of(formula, "ethanol"), at, best))


def supports_growth(ethanol: Array | float, pH: Array | float, preserving: Array | float) -> Flags:
    """Tell where germs can grow in water, element by element.

    Parameters
    ----------
    ethanol : array or float
        Of the whole [0–1].
    pH : array or float
        NaN where it is not known: then it keeps nothing off.
    preserving : array or float
        `preserving_share` of the preservative that works best; NaN without one.

    Returns
    -------
    array of bool
    """
    limit, least = catalog.rules()["MICRO-001"].limit, catalog.rules()["MICRO-002"].limit["least"]
    hostile = (np.asarray(ethanol) > limit["alcohol"]) | (np.asarray(pH) < limit["below"] - PH_TOLERANCE)
    return np.asarray(~(hostile | (np.asarray(preserving) >= least - 1e-9)))


def preserving_share(preservative: catalog.Ingredient, pH: Array | float) -> Array:
    """Return how much of a preservative works at a pH: of an acid, what has kept its proton.

    Parameters
    ----------
    preservative : Ingredient
    pH : array or float
        NaN where it is not known.

    Returns
    -------
    array
        [0–1]; NaN for an acid where the pH is not known.
    """
    if not preservative.acid:
        return np.ones_like(pH, dtype=np.float64)
    return unionised_share(pH, catalog.acids()[preservative.acid].pKa[0].centre)
