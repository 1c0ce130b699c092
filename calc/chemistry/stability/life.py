"""How long a formula keeps in its storage: what is left, until when, and what would help most."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Value
from calc.chemistry.formula import Formula
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.conditions import StabilityConditions, stability_conditions
from calc.chemistry.stability.derivatives import FormState, form_states
from calc.chemistry.stability.kinetics import (
    CLOSED,
    Columns,
    RateConditions,
    fraction_remaining,
    log_rate,
    rate_inputs,
    t90,
    t90_of_map,
    thinned,
)
from calc.chemistry.stability.microbiology import growth_limit
from calc.chemistry.stability.temperatures import mean_kinetic_temperature
from calc.errors import InputError, refuse
from calc.uncertainty import (
    DEFAULT_DRAWS,
    Band,
    Conditioned,
    Reading,
    Samples,
    UncertainInput,
    condition,
)

Array = NDArray[np.float64]

#: Draws behind each point of a map.
MAP_DRAWS = 256

_POINTS = 41
_SHORTEST_CURVE, _LONGEST_CURVE = 14.0, 366.0
_ZERO_CELSIUS_K = 273.15
#: Reasons that leave a date standing: there is no ascorbic acid in water whose loss would be unknown.
DATED = ("", "no_form", "derivative", "dry_powder")


@dataclass(frozen=True)
class Limit:
    """A day after which something is no longer to be used.

    ``key``: ``t90`` (the short end of its band), ``germs`` (water without a preservative that works),
    ``six_months`` (no series of a serum is longer).
    """

    days: float
    key: str


@dataclass(frozen=True)
class LossCurve:
    """What is left of the start [0–1] after so many days."""

    days: tuple[float, ...]
    remaining: tuple[Band, ...]


@dataclass(frozen=True)
class Assay:
    """What an assay did to the prediction.

    Parameters
    ----------
    before : Band
        t90 without it [day].
    expected : Band
        What was expected to be left on that day [0–1].
    z : float
        How far the assay lies above that, in predictive standard deviations.
    believed : bool
        False for one so far off that nothing was learnt from it.
    """

    before: Band
    expected: Band
    z: float
    believed: bool


@dataclass(frozen=True)
class ShelfLife:
    """How long a formula keeps.

    Parameters
    ----------
    t90_days : Band, optional
        When a tenth of the ascorbic acid is lost [day]; None where no number is given.
    reason : str
        Why not: one of `keeping.REASONS`.
    domain, assumed : tuple of str
        Of `keeping.DOMAIN` and `keeping.ASSUMED`.
    curve : Curve, optional
        What is left over time.
    limits : tuple of Limit
        The earliest first; none for a jar of dry powder, which keeps for years.
    states : tuple of State
        Of the other forms of vitamin C.
    since : date, optional
        When it was made, or else opened: from here the days count.
    now : Band, optional
        What is left on the day that was asked for [0–1].
    assay : Assay, optional
        Where one was used.
    undated_assay : bool
        There is an assay, but not the days that it came after.
    mean_kinetic_C : float, optional
        Of a schedule [°C], for information; the rate is the mean of the rates.
    """

    t90_days: Band | None
    reason: str
    domain: tuple[str, ...]
    assumed: tuple[str, ...]
    curve: LossCurve | None
    limits: tuple[Limit, ...]
    states: tuple[FormState, ...]
    since: datetime.date | None
    now: Band | None = None
    assay: Assay | None = None
    undated_assay: bool = False
    mean_kinetic_C: float | None = None

    @property
    def discard_after_days(self) -> float | None:
        """The earliest limit [day]; None without one, or where the loss may be faster than is known."""
        return self.limits[0].days if self.limits and self.reason in DATED else None

    @property
    def discard_on(self) -> datetime.date | None:
        """The last day; None where there is no limit, or no day to count from."""
        if self.since is None or self.discard_after_days is None:
            return None
        return self.since + datetime.timedelta(days=int(self.discard_after_days))

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON."""
        return {
            "t90_days": self.t90_days and self.t90_days.as_dict(),
            "discard_after_days": self.discard_after_days,
            "discard_on": self.discard_on and self.discard_on.isoformat(),
            "limits": [dict(vars(each)) for each in self.limits],
            "reason": self.reason,
            "domain": list(self.domain),
            "assumed": list(self.assumed),
            "states": [{"form": each.form, "state": each.key} for each in self.states],
            "remaining": self.now and self.now.as_dict(),
            "before_assay_days": self.assay and self.assay.before.as_dict(),
            "mean_kinetic_C": self.mean_kinetic_C,
        }


@dataclass(frozen=True)
class Advice:
    """Something that would help, and by how much: ``gain_days`` is of t90.

    ``numbers``: the rows of data that say how much of what, or how cold.

    ``key``: ``fridge``, ``airless``, ``ferulic_tocopherol``, ``lower_pH``, ``chelator`` or
    ``propylene_glycol``.
    """

    key: str
    gain_days: Band
    numbers: tuple[Value, ...] = ()


@functools.lru_cache(maxsize=64)
def shelf_life(
    formula: Formula,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    on: datetime.date | None = None,
) -> ShelfLife:
    """Return how long a formula keeps.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        What is not said is taken for a room and a package that may be any.
    measured : Measured, optional
        Its pH counts; its assay sharpens the prediction where the days since the start are known.
    on : date, optional
        The day for which to tell what is left.

    Returns
    -------
    ShelfLife

    Raises
    ------
    InputErrors
        A day before it was made.
    """
    kept = storage or Storage()
    found = stability_conditions(formula, kept, measured)
    since = kept.since
    refuse(list(_too_early(since, measured, on)))
    whole = ShelfLife(
        None,
        found.reason,
        found.domain,
        found.assumed,
        None,
        _limits(kept, found, None),
        form_states(formula, found.vehicle, found.pH),
        since,
        mean_kinetic_C=_mean_kinetic_C(kept),
    )
    if found.conditions is None:
        return whole
    timed = _timed(since, measured)
    learnt = _learnt(found.conditions, timed, rate_inputs(found.conditions))
    known = learnt.draws if learnt else Samples(rate_inputs(found.conditions))
    band = known.band(t90(found.conditions, known.columns))
    limits = _limits(kept, found, band)
    days_on = None if on is None or since is None else float((on - since).days)
    reach = max(band.high, limits[0].days, timed[1] if timed else 0.0, days_on or 0.0)
    return replace(
        whole,
        t90_days=band,
        limits=limits,
        curve=_curve(found.conditions, known, reach),
        now=None if days_on is None else _left(found.conditions, known, days_on),
        assay=_assay(found.conditions, timed[1], learnt) if timed and learnt else None,
        undated_assay=timed is None and measured is not None and measured.assay_fraction is not None,
    )


def what_helps(
    formula: Formula, *, storage: Storage | None = None, measured: Measured | None = None
) -> tuple[Advice, ...]:
    """Return what would make a formula keep longer, the largest gain first.

    Each change is computed with the very draws of what is there, so that what they share cancels.

    Parameters
    ----------
    formula, storage, measured
        As for `shelf_life`.

    Returns
    -------
    tuple of Advice
        Empty where no number of days is given.
    """
    kept = storage or Storage()
    found = stability_conditions(formula, kept, measured)
    if found.conditions is None:
        return ()
    changes = dict(_changes(found, found.conditions))
    every = {each.name: each for other in changes.values() for each in rate_inputs(other)}
    every.update((each.name, each) for each in rate_inputs(found.conditions))
    timed = _timed(kept.since, measured)
    learnt = _learnt(found.conditions, timed, every.values())
    known = learnt.draws if learnt else Samples(every.values())
    now = t90(found.conditions, known.columns)
    gains = [
        Advice(key, known.band(t90(other, _columns(found.conditions, other, known)) - now), _numbers(key))
        for key, other in changes.items()
    ]
    return tuple(sorted(gains, key=lambda each: -each.gain_days.median))


def t90_over(
    formula: Formula,
    pH: Array,
    temperature_C: Array,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
) -> Array | None:
    """Return t90 of a formula at other pH and temperatures, all else as it is.

    Parameters
    ----------
    formula : Formula
    pH : (m,) array
    temperature_C : (n,) array
        [°C]
    storage, measured : optional
        As for `shelf_life`.

    Returns
    -------
    (3, m, n) array or None
        Low end, median and high end [day]; None where no number is given, or there is no pH.
    """
    kept = storage or Storage()
    found = stability_conditions(formula, kept, measured)
    if found.conditions is None or found.pH is None:
        return None
    timed = _timed(kept.since, measured)
    learnt = _learnt(found.conditions, timed, rate_inputs(found.conditions))
    known = learnt.draws if learnt else Samples(rate_inputs(found.conditions))
    return t90_of_map(found.conditions, thinned(known, MAP_DRAWS), pH, temperature_C + _ZERO_CELSIUS_K)


# --- limits and dates -----------------------------------------------------------------------------


def _limits(storage: Storage, found: StabilityConditions, t90_days: Band | None) -> tuple[Limit, ...]:
    """Return what ends the use, the earliest first; nothing for a jar of dry powder."""
    if found.reason == "dry_powder" and storage.package == "powder_jar":
        return ()
    limits = [Limit(catalog.stability().assumed["six_months"].centre, "six_months")]
    if not math.isnan(found.row.microbial_limit_days[0]):
        limits.append(Limit(growth_limit(storage), "germs"))
    if t90_days is not None:
        limits.append(Limit(t90_days.low, "t90"))
    return tuple(sorted(limits, key=lambda each: each.days))


def _too_early(
    since: datetime.date | None, measured: Measured | None, on: datetime.date | None
) -> Iterable[InputError]:
    """Yield days that lie before the start."""
    given = {"assay_on": measured.assay_on if measured else None, "on": on}
    for field, day in given.items():
        if since and day and day < since:
            accepted = f"this is before it was made or opened, on {since.isoformat()}."
            yield InputError(field, day.isoformat(), accepted, "Check the two dates.")


def _mean_kinetic_C(storage: Storage) -> float | None:
    """Return the mean kinetic temperature of a schedule [°C]; None without one."""
    if not storage.schedule:
        return None
    kelvin = [celsius + _ZERO_CELSIUS_K for celsius, _ in storage.stays]
    return mean_kinetic_temperature(kelvin, [hours for _, hours in storage.stays]) - _ZERO_CELSIUS_K


# --- what is left ---------------------------------------------------------------------------------


def _timed(since: datetime.date | None, measured: Measured | None) -> tuple[Reading, float] | None:
    """Return an assay and how many days after the start it was made; None without either.

    Its spread is that of a titration in the literature where none was given.
    """
    if since is None or measured is None or measured.assay_on is None or measured.assay_fraction is None:
        return None
    usual = catalog.stability().fitted["assay_scatter"].to("dimensionless")[0]
    reading = Reading(measured.assay_fraction, sd=measured.assay_sd or usual)
    return reading, float((measured.assay_on - since).days)


def _remaining(conditions: RateConditions, draws: Samples, days: float) -> Array:
    """Return the draws of what is left after some days [0–1]."""
    columns = draws.columns
    return fraction_remaining(np.exp(log_rate(conditions, columns)), days, columns["order"])


def _learnt(
    conditions: RateConditions, timed: tuple[Reading, float] | None, uncertain: Iterable[UncertainInput]
) -> Conditioned | None:
    """Return draws of inputs as an assay weighs them; None without one."""
    if timed is None:
        return None
    reading, days = timed
    return condition(uncertain, lambda draws: _remaining(conditions, draws, days), reading)


def _assay(conditions: RateConditions, days: float, learnt: Conditioned) -> Assay:
    """Return what an assay did to the prediction."""
    draws = Samples(rate_inputs(conditions))
    before = draws.band(t90(conditions, draws.columns))
    return Assay(before, _left(conditions, draws, days), learnt.z, learnt.believed)


def _left(conditions: RateConditions, draws: Samples, days: float) -> Band:
    """Return what is left after some days [0–1]."""
    return draws.band(_remaining(conditions, draws, days))


def _curve(conditions: RateConditions, draws: Samples, reach: float) -> LossCurve:
    """Return what is left over time, as far as it matters."""
    days = np.linspace(0.0, min(max(reach, _SHORTEST_CURVE), _LONGEST_CURVE), _POINTS)
    columns = thinned(draws, DEFAULT_DRAWS)
    rates = np.exp(log_rate(conditions, columns))
    left = fraction_remaining(rates, days[:, np.newaxis], columns["order"])
    low, median, high = np.quantile(left, (0.025, 0.5, 0.975), axis=1).tolist()
    return LossCurve(tuple(days.tolist()), tuple(Band(*each) for each in zip(median, low, high)))


# --- what would help ------------------------------------------------------------------------------


def _changes(found: StabilityConditions, now: RateConditions) -> Iterable[tuple[str, RateConditions]]:
    """Yield what can still be done, each with the conditions that it makes."""
    warmest = catalog.stability().assumed["fridge_warmest"].to("K")[0]
    cold = catalog.inputs().assumed["refrigerator"].to("K")[0]
    if not now.stays or max(kelvin for kelvin, _ in now.stays) > warmest:
        yield "fridge", replace(now, stays=((cold, 1.0),))
    if now.package not in CLOSED:
        yield "airless", replace(now, package="airless_pump")
    if found.vehicle == "water":
        yield from _in_water(now)


def _in_water(now: RateConditions) -> Iterable[tuple[str, RateConditions]]:
    """Yield what can be done where the acid is in water."""
    assumed, names = catalog.stability().assumed, dict(now.factors)
    assert now.pH
    target = assumed["lower_pH_to"].centre
    if not now.ferulic and now.pH.median < assumed["ferulic_pH"].ends[1]:
        rest = tuple(each for each in now.factors if each[0] != "sulfite_or_glutathione")
        yield "ferulic_tocopherol", replace(now, factors=rest, ferulic=True)
    if now.pH.low > target:
        yield "lower_pH", replace(now, pH=Band(target, target, target))
    if "chelator" not in names:
        yield "chelator", replace(now, factors=(*now.factors, ("chelator", 1.0)))
    if now.strength_g_per_L.median <= _most_in_glycol() and names.get("propylene_glycol", 0.0) < 1:
        others = ("some_glycol", "propylene_glycol", "w_o_emulsion")
        rest = tuple(each for each in now.factors if each[0] not in others)
        factors = (*rest, ("propylene_glycol", 1.0))
        yield "propylene_glycol", replace(now, pH=None, factors=factors, ferulic=False)


def _numbers(key: str) -> tuple[Value, ...]:
    """Return the rows that say how much of what an advice means."""
    kept = catalog.stability().assumed
    rows = {
        "fridge": (catalog.inputs().assumed["refrigerator"],),
        "ferulic_tocopherol": (kept["ferulic_used"], kept["tocopherol_used"]),
        "lower_pH": (kept["lower_pH_to"],),
    }
    return rows.get(key, ())


def _most_in_glycol() -> float:
    """Return the strongest solution in propylene glycol that a series was made with [g/L]."""
    values = catalog.forms()["l_ascorbic_acid"].values
    return max(each.to("g/L")[0] for each in values if each.property == "solubility_propylene_glycol")


def _columns(now: RateConditions, other: RateConditions, draws: Samples) -> Columns:
    """Return the draws for a change: those of what is there, but for a pH of its own."""
    if other.pH is None or other.pH == now.pH:
        return draws.columns
    own: Mapping[str, Array] = {"pH": np.full(draws.size, other.pH.median)}
    return {**draws.columns, **own}
