"""How long formulas keep in a storage, why there may be no number, and what ends their use first."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.bottles import ACID, Bottles
from calc.chemistry.columns import (
    NAN,
    Array,
    Columns,
    Flags,
    Words,
    any_of,
    floats,
)
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Storage
from calc.chemistry.stability import (
    REASONS,
    StabilityConditions,
    assumed,
    growth_limit,
    stability_conditions,
    supports_growth,
)
from calc.chemistry.stability.kinetics import CLOSED
from calc.chemistry.stability.life import DATED
from calc.rules.formula_facts.rate import (
    factors_of,
    ferulic_works,
    medium_of,
    outside_of,
    strength_g_per_L,
    t90_by_rate,
)
from calc.rules.formula_facts.water import Water, preservative_share
from calc.rules.storage_facts import NO_DAYS, NOT_SERUMS
from calc.units import PH_TOLERANCE

_OF_STORAGE = ("clear_in_daylight", "too_cold", "too_hot")


@dataclass(frozen=True)
class _Life:
    """How long formulas keep, why there may be no number, and what they are in, (n,) each."""

    t90_days: Array
    reason: Words
    medium: Words
    germs_days: Array
    outside: Flags
    probe: StabilityConditions

    def facts(self, bottles: Bottles, storage: Storage) -> Columns:
        """Return the facts about how long they keep."""
        celsius = [each for each, _ in storage.stays]
        of_all = {
            "is_kept": 1.0,
            "kept_C_low": min(celsius, default=NAN),
            "kept_C_high": max(celsius, default=NAN),
            "package_assumed": "package" in self.probe.assumed,
            "temperature_assumed": "temperature" in self.probe.assumed,
            "opened_to_air": storage.package not in CLOSED and storage.openings_per_day != 0,
            "has_wall": storage.wall in catalog.stability().walls,
            "clear_in_daylight": storage.is_clear_in_daylight,
        }
        seen = ("light" in self.probe.domain) | self.reason.are("clear_in_daylight")
        return {
            **{name: np.broadcast_to(np.float64(each), bottles.size) for name, each in of_all.items()},
            **floats({name: self.reason.are(reason) for name, reason in NO_DAYS.items()}),
            **floats({"has_t90": self.reason.are(""), "outside_series": self.outside, "may_see_light": seen}),
            **floats(self.ends(storage)),
        }

    def ends(self, storage: Storage) -> dict[str, Flags]:
        """Tell what ends the use first."""
        longest = catalog.stability().assumed["six_months"].centre
        dated = self.reason.are(*DATED)
        if storage.package == "powder_jar":
            dated &= ~self.reason.are("dry_powder")
        germs = np.where(np.isnan(self.germs_days), np.inf, self.germs_days)
        t90 = np.where(np.isnan(self.t90_days), np.inf, self.t90_days)
        first = np.fmin(np.fmin(germs, t90), longest)
        serums = ~self.reason.are(*NOT_SERUMS)
        by_germs = dated & (germs == first) & (germs < longest)
        return {
            "ends_by_t90": dated & (t90 == first) & (t90 < longest) & ~by_germs,
            "ends_by_germs": by_germs,
            "ends_by_six_months": dated & (first == longest) & serums,
        }


def life_of(bottles: Bottles, water: Water, storage: Storage) -> _Life:
    """Return how long formulas keep in a storage."""
    probe = _probe(storage)
    medium = medium_of(bottles)
    pH = np.where(medium.are("water"), water.pH, NAN)
    strength = strength_g_per_L(bottles)
    reason = _no_days(bottles, probe, medium, water, strength)
    ferulic = ferulic_works(bottles, medium, pH)
    outside = outside_of(bottles, medium)
    factors = factors_of(bottles, medium, any_of(outside) | bool(probe.domain), ferulic)
    t90 = np.full(bottles.size, NAN)
    rows = np.flatnonzero(reason.are(""))
    if probe.conditions is not None and rows.size:
        inside = {name: power[rows] for name, power in factors.items()}
        acid = np.where(medium.are("water"), pH, -np.inf)[rows]
        t90[rows] = t90_by_rate(probe, inside, strength[rows], acid, ferulic[rows])
    germs = _germs_days(bottles, medium, pH, storage)
    named = any_of(outside) | bool({*probe.domain} - {"package"})
    return _Life(t90, reason, medium, germs, named, probe)


@functools.lru_cache(maxsize=16)
def _probe(storage: Storage) -> StabilityConditions:
    """Return what a storage does to a plain serum: all of it goes back to the storage."""
    return stability_conditions(Formula((Line("water", 85.0), Line(ACID, 15.0))), storage)


def _no_days(
    bottles: Bottles, probe: StabilityConditions, medium: Words, water: Water, strength: Array
) -> Words:
    """Return why no number of days is given; "" where one is."""
    none = strength <= 0
    forms = bottles.where(lambda each: each.id in bottles.forms) > 0
    kept = {each: np.full(bottles.size, probe.reason == each) for each in _OF_STORAGE}
    watery, predicted = medium.are("water"), water.reason.are("")
    reasons = {
        "no_form": none & ~forms,
        "derivative": none,
        "dry_powder": medium.are("powder"),
        **kept,
        "unknown_solvent": medium.are("other"),
        "no_pH": watery & ~predicted,
        "too_alkaline": watery & (water.pH > assumed("most_alkaline") + PH_TOLERANCE),
    }
    return Words.first(REASONS, reasons.items(), "")


def _germs_days(bottles: Bottles, medium: Words, pH: Array, storage: Storage) -> Array:
    """Return how long water without a preservative that works may be used [day]; NaN where it may."""
    grow = supports_growth(bottles.share("ethanol"), pH, preservative_share(bottles, pH))
    return np.where(~bottles.finished & medium.are("water") & grow, growth_limit(storage), NAN)
