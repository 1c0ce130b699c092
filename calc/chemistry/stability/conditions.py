"""A formula in its storage, as the rate of the loss sees it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.kinetics import RateConditions, ferulic_share
from calc.chemistry.stability.limits import outside_of, reason_of
from calc.chemistry.stability.mixture import (
    Array,
    assumed,
    glycol_share,
    glycols_g,
    has_antioxidant,
    has_chelator,
    has_ferulic,
    share_of,
    strength_g_per_L,
    vehicle_of,
)
from calc.chemistry.stability.storage import package_of, stays_of, taken_for_granted
from calc.uncertainty import Band


@dataclass(frozen=True)
class StabilityConditions:
    """A formula in its storage, as the rate of the loss sees it.

    Parameters
    ----------
    conditions : Conditions, optional
        None where there is no number.
    reason : str
        Why there is none: one of `REASONS`.
    domain : tuple of str
        Of `DOMAIN`: what makes the band wide.
    assumed : tuple of str
        Of `ASSUMED`.
    pH : Band, optional
        As predicted, read, or both; None where it is not known or there is no water.
    medium : str
        What the acid is in: ``water``, ``glycol``, ``oil``, ``powder`` or ``other``.
    """

    conditions: RateConditions | None
    reason: str
    domain: tuple[str, ...]
    assumed: tuple[str, ...]
    pH: Band | None
    medium: str


def stability_conditions(
    formula: Formula, storage: Storage, measured: Measured | None = None
) -> StabilityConditions:
    """Return what a formula and its storage mean for the loss of its ascorbic acid.

    Parameters
    ----------
    formula : Formula
    storage : Storage
        What it leaves out is not known.
    measured : Measured, optional
        Its pH counts.

    Returns
    -------
    StabilityConditions
    """
    medium = vehicle_of(formula)
    pH = _pH(formula, storage, measured) if medium == "water" else None
    strength = strength_g_per_L(formula)
    domain = tuple(outside_of(formula, storage, medium))
    reason = reason_of(formula, storage, pH, medium)
    taken = tuple(taken_for_granted(storage))
    if reason:
        return StabilityConditions(None, reason, domain, taken, pH, medium)
    assert strength
    share = functools.partial(share_of, formula)
    ferulic = medium == "water" and bool(has_ferulic(share)) and _works(pH)
    often = 1.0 if storage.openings_per_day is None else storage.openings_per_day
    factors = tuple(_factors(formula, medium, bool(domain), ferulic))
    conditions = RateConditions(strength, pH, stays_of(storage), package_of(storage), often, factors, ferulic)
    return StabilityConditions(conditions, "", domain, taken, pH, medium)


def _pH(formula: Formula, storage: Storage, measured: Measured | None) -> Band | None:
    """Return the pH; one that spans both where prediction and reading contradict each other.

    Its middle is the higher of the two: there the acid is lost faster, and germs have it easier.
    """
    reading = measured.reading if measured and measured.pH is not None else None
    found = predict_pH(formula, reading, storage.coldest_C)
    if reading is None:
        return found.pH
    if found.pH is None:
        return reading.band
    if found.believed:
        return found.pH
    ends = min(found.pH.low, reading.band.low), max(found.pH.high, reading.band.high)
    return Band(max(found.pH.median, reading.value), *ends)


def _works(pH: Band | None) -> bool:
    """Tell whether ferulic acid with tocopherol does anything at a pH."""
    return pH is not None and float(ferulic_share(pH.median)) > 0


def _factors(formula: Formula, medium: str, outside: bool, ferulic: bool) -> Iterable[tuple[str, float]]:
    """Yield the factors of a formula, each with its power."""
    yield ("outside" if outside else "between_laboratories"), 1.0
    if medium == "oil":
        yield "oil", 1.0
    elif medium == "glycol":
        yield "propylene_glycol", 1.0
    elif formula.system == "w_o_emulsion":
        yield "w_o_emulsion", 1.0
    else:
        yield from _glycol_factors(float(glycol_share(glycols_g(formula), formula.water_g)))
    if medium in ("water", "glycol"):
        share = functools.partial(share_of, formula)
        if has_chelator(share):
            yield "chelator", 1.0
        # Whether two antioxidants do more than the better one was not seen.
        if not ferulic and has_antioxidant(share):
            yield "sulfite_or_glutathione", 1.0


def _glycol_factors(share_of_liquid: float) -> Iterable[tuple[str, float]]:
    """Yield what glycol in the water does, each factor that does something with its power."""
    powers = zip(("some_glycol", "propylene_glycol"), glycol_powers(share_of_liquid))
    yield from ((name, float(power)) for name, power in powers if power)


def glycol_powers(share_of_liquid: Array | float) -> tuple[Array, Array]:
    """Return the powers of some glycol, and of nothing but glycol, element by element.

    Between what is known, in proportion on a logarithm.

    Parameters
    ----------
    share_of_liquid : array or float
        Glycols and glycerin of them and the water [0–1].

    Returns
    -------
    tuple of array
        [0–1] each
    """
    low, high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[1:]
    towards = np.clip((np.asarray(share_of_liquid) - high) / (assumed("most_glycol_share") - high), 0.0, 1.0)
    return np.minimum(np.asarray(share_of_liquid) / low, 1.0) * (1 - towards), towards
