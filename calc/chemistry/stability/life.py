"""How long a formula keeps in its storage: what is left, until when, and what would help most."""

from __future__ import annotations

import datetime
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
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
    rate_inputs,
    remaining,
    t90,
    t90_of_map,
    thinned,
)
from calc.chemistry.stability.microbiology import growth_limit
from calc.chemistry.stability.temperatures import mean_kinetic_temperature
from calc.errors import InputError, refuse
from calc.messages import say
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
# Two changes that cannot be made together: ferulic acid is for water.
_UNLIKE = frozenset({"propylene_glycol", "ferulic_tocopherol"})
# Two changes are told where they do at least so much more than one [day].
_A_DAY = 1.0
_MOST_PAIRS = 2
#: Reasons with a date to discard: t90 is given, or no ascorbic acid in water is lost at an unknown rate.
DATED = ("", "no_form", "derivative", "dry_powder")


@dataclass(frozen=True)
class Limit:
    """A day after which something is no longer to be used.

    ``key``: ``t90`` (the low end of its band), ``germs`` (water without an effective preservative),
    ``six_months`` (the longest published series of a serum).
    """

    days: float
    key: str


@dataclass(frozen=True)
class LossCurve:
    """What is left of the start [0–1] after so many days."""

    days: tuple[float, ...]
    remaining: tuple[Band, ...]


@dataclass(frozen=True)
class LossForecast:
    """What a loss curve is drawn from: its conditions, an assay with its day, and how far it goes [day]."""

    conditions: RateConditions
    dated: tuple[Reading, float] | None
    days: float

    def curve(self) -> LossCurve:
        """Return what is left over time."""
        days = np.linspace(0.0, min(max(self.days, _SHORTEST_CURVE), _LONGEST_CURVE), _POINTS)
        columns = thinned(_draws(self.conditions, self.dated), DEFAULT_DRAWS)
        left = remaining(self.conditions, columns, days[:, np.newaxis])
        low, median, high = np.quantile(left, (0.025, 0.5, 0.975), axis=1).tolist()
        return LossCurve(tuple(days.tolist()), tuple(Band(*band) for band in zip(median, low, high)))


@dataclass(frozen=True)
class Assay:
    """An assay beside the prediction.

    Parameters
    ----------
    before : Band
        t90 without it [day].
    expected : Band
        What was expected to be left on that day [0–1].
    z : float
        How far the assay lies above that, in predictive standard deviations.
    believed : bool
        False for an assay that the prediction cannot explain, and which is left out.
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
        Why not: one of `limits.REASONS`.
    domain : tuple of str
        How the formula differs from the published series, of `limits.DOMAIN`.
    assumed : tuple of str
        Of ``temperature``, ``package`` and ``openings``: what the storage does not state.
    forecast : LossForecast, optional
        What the curve is drawn from.
    limits : tuple of Limit
        The earliest first; none for a jar of dry powder, which keeps for years.
    states : tuple of FormState
        Of the other forms of vitamin C.
    since : date, optional
        When it was made, or else opened; days are counted from here.
    now : Band, optional
        What is left on the requested day [0–1].
    assay : Assay, optional
        Where one was used.
    undated_assay : bool
        There is an assay, but its day or the start is unknown.
    mean_kinetic_C : float, optional
        Of a schedule [°C], for information only: the rate is the mean of the rates at each temperature.
    """

    t90_days: Band | None
    reason: str
    domain: tuple[str, ...]
    assumed: tuple[str, ...]
    forecast: LossForecast | None
    limits: tuple[Limit, ...]
    states: tuple[FormState, ...]
    since: datetime.date | None
    now: Band | None = None
    assay: Assay | None = None
    undated_assay: bool = False
    mean_kinetic_C: float | None = None

    @functools.cached_property
    def curve(self) -> LossCurve | None:
        """What is left over time, worked out when it is looked at; None where no number is given."""
        return None if self.forecast is None else self.forecast.curve()

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
        """Return it as a JSON object."""
        return {
            "t90_days": self.t90_days and self.t90_days.as_dict(),
            "discard_after_days": self.discard_after_days,
            "discard_on": self.discard_on and self.discard_on.isoformat(),
            "limits": [dict(vars(limit)) for limit in self.limits],
            "reason": self.reason,
            "domain": list(self.domain),
            "assumed": list(self.assumed),
            "states": [{"form": state.form, "state": state.key} for state in self.states],
            "remaining": self.now and self.now.as_dict(),
            "before_assay_days": self.assay and self.assay.before.as_dict(),
            "mean_kinetic_C": self.mean_kinetic_C,
        }


@dataclass(frozen=True)
class Advice:
    """A change, or two together, and what they do to the day on which it is discarded.

    ``keys``: of the changes. ``discard_days``: the day to discard it afterwards [day]; ``later_days``: by how
    much later that is, 0 for no change. ``ends``: what ends it then, a key of `Limit`. ``gain_days``: of t90.
    ``numbers``: the rows of data with amounts or temperatures of the changes.
    ``key``: ``fridge``, ``airless``, ``ferulic_tocopherol``, ``lower_pH``, ``chelator``,
    ``propylene_glycol`` or ``preservative``; two are joined by a plus.
    """

    keys: tuple[str, ...]
    discard_days: float
    later_days: float
    ends: str
    gain_days: Band
    numbers: tuple[Value, ...] = ()

    @property
    def key(self) -> str:
        """The keys, joined."""
        return "+".join(self.keys)


@functools.lru_cache(maxsize=64)
def shelf_life(
    formula: Formula,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    on: datetime.date | None = None,
) -> ShelfLife:
    """Return the shelf life of a formula.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        What it does not state is assumed: room temperature, a dropper bottle, one opening a day.
    measured : Measured, optional
        Its pH counts; its assay narrows the prediction where its day and the start are known.
    on : date, optional
        The day for which to compute what is left.

    Returns
    -------
    ShelfLife

    Raises
    ------
    InputErrors
        ``on`` or the day of the assay before the start.

    Examples
    --------
    >>> from calc import Formula, Line, Q_
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> life = shelf_life(serum, storage=Storage(temperature=Q_(5, "degC"), package="airless_pump"))
    >>> life.t90_days.median > 365, life.limits[0].key
    (True, 't90')
    """
    kept = storage or Storage()
    state = stability_conditions(formula, kept, measured)
    since = kept.since
    refuse(list(_too_early(since, measured, on)))
    undated = ShelfLife(
        None,
        state.reason,
        state.domain,
        state.assumed,
        None,
        _limits(kept, state, None),
        form_states(formula, state.vehicle, state.pH),
        since,
        mean_kinetic_C=_mean_kinetic_C(kept),
    )
    if state.conditions is None:
        return undated
    dated = _dated_assay(since, measured)
    conditioned = _conditioned(state.conditions, dated, rate_inputs(state.conditions))
    draws = conditioned.draws if conditioned else Samples(rate_inputs(state.conditions))
    band = draws.band(t90(state.conditions, draws.columns))
    limits = _limits(kept, state, band)
    days_on = None if on is None or since is None else float((on - since).days)
    reach = max(band.high, limits[0].days, dated[1] if dated else 0.0, days_on or 0.0)
    return replace(
        undated,
        t90_days=band,
        limits=limits,
        forecast=LossForecast(state.conditions, dated, reach),
        now=None if days_on is None else _left(state.conditions, draws, days_on),
        assay=_assay(state.conditions, dated[1], conditioned) if dated and conditioned else None,
        undated_assay=dated is None and measured is not None and measured.assay_fraction is not None,
    )


def what_helps(
    formula: Formula, *, storage: Storage | None = None, measured: Measured | None = None
) -> tuple[Advice, ...]:
    """Return changes that would move the day on which a formula is discarded, what moves it most first.

    Single changes, and the two best pairs where two do more for that day than either alone. The day never
    lies beyond the furthest date that is given, nor beyond what germs allow. Before and after are computed
    with the same draws.

    Parameters
    ----------
    formula, storage, measured
        As for `shelf_life`.

    Returns
    -------
    tuple of Advice
        Empty where no number of days is given.

    Examples
    --------
    >>> from calc import Formula, Line, Q_
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> bottle = Storage(temperature=Q_(25, "degC"), package="dropper_bottle")
    >>> best = what_helps(serum, storage=bottle)[0]
    >>> len(best.keys), best.later_days > 0, best.discard_days <= 183
    (2, True, True)
    """
    kept = storage or Storage()
    state = stability_conditions(formula, kept, measured)
    now = state.conditions
    if now is None:
        return ()
    changes = dict(_changes(state, kept))
    pairs_of = (pair for pair in itertools.combinations(changes, 2) if not {*pair} >= _UNLIKE)
    tried: list[tuple[str, ...]] = [*((key,) for key in changes), *pairs_of]
    after = {keys: functools.reduce(lambda rate, key: changes[key](rate), keys, now) for keys in tried}
    inputs = {uncertain.name: uncertain for rate in (*after.values(), now) for uncertain in rate_inputs(rate)}
    inputs.update((uncertain.name, uncertain) for uncertain in rate_inputs(now))
    conditioned = _conditioned(now, _dated_assay(kept.since, measured), inputs.values())
    draws = conditioned.draws if conditioned else Samples(inputs.values())
    t90_now = t90(now, draws.columns)
    today = _first_limit(state, kept, draws.band(t90_now).low, ()).days
    advice = {}
    for keys, rate in after.items():
        days = t90(rate, _columns(now, rate, draws))
        first = _first_limit(state, kept, draws.band(days).low, keys)
        numbers = tuple(row for key in keys for row in _numbers(key))
        later = max(first.days - today, 0.0)
        advice[keys] = Advice(keys, first.days, later, first.key, draws.band(days - t90_now), numbers)
    pairs = [
        both
        for keys, both in advice.items()
        if len(keys) == 2 and both.later_days > max(advice[(key,)].later_days for key in keys) + _A_DAY
    ]
    singles = [advice[(key,)] for key in changes]
    return tuple(sorted((*singles, *sorted(pairs, key=_usefulness)[:_MOST_PAIRS]), key=_usefulness))


def _usefulness(advice: Advice) -> tuple[float, int, float]:
    """Return the sort key of advice: the latest day first, then the fewest changes."""
    return -advice.later_days, len(advice.keys), -advice.gain_days.median


def t90_over(
    formula: Formula,
    pH: Array,
    temperature_C: Array,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
) -> Array | None:
    """Return t90 of a formula over pH and temperature, all else unchanged.

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

    Examples
    --------
    >>> from calc import Formula, Line, Q_
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> bottle = Storage(temperature=Q_(25, "degC"), package="airless_pump")
    >>> t90_over(serum, np.array([2.0, 3.0]), np.array([5.0, 25.0]), storage=bottle).shape
    (3, 2, 2)
    """
    kept = storage or Storage()
    state = stability_conditions(formula, kept, measured)
    if state.conditions is None or state.pH is None:
        return None
    dated = _dated_assay(kept.since, measured)
    draws = thinned(_draws(state.conditions, dated), MAP_DRAWS)
    return t90_of_map(state.conditions, draws, pH, temperature_C + _ZERO_CELSIUS_K)


# --- limits and dates -----------------------------------------------------------------------------


def _limits(storage: Storage, state: StabilityConditions, t90_days: Band | None) -> tuple[Limit, ...]:
    """Return the time limits, the earliest first; none for a jar of dry powder."""
    if state.reason == "dry_powder" and storage.package == "powder_jar":
        return ()
    limits = [Limit(catalog.stability().assumed["six_months"].centre, "six_months")]
    if not math.isnan(state.row.microbial_limit_days[0]):
        limits.append(Limit(growth_limit(storage), "germs"))
    if t90_days is not None:
        limits.append(Limit(t90_days.low, "t90"))
    return tuple(sorted(limits, key=lambda limit: limit.days))


def _too_early(
    since: datetime.date | None, measured: Measured | None, on: datetime.date | None
) -> Iterable[InputError]:
    """Yield dates before the start."""
    given = {"assay_on": measured.assay_on if measured else None, "on": on}
    for field, day in given.items():
        if since and day and day < since:
            accepted = say("this is before it was made or opened, on {since}.", since=since.isoformat())
            yield InputError(field, day.isoformat(), accepted, say("Check the two dates."))


def _mean_kinetic_C(storage: Storage) -> float | None:
    """Return the mean kinetic temperature of a schedule [°C]; None without one."""
    if not storage.schedule:
        return None
    kelvin = [celsius + _ZERO_CELSIUS_K for celsius, _ in storage.stays]
    return mean_kinetic_temperature(kelvin, [hours for _, hours in storage.stays]) - _ZERO_CELSIUS_K


# --- what is left ---------------------------------------------------------------------------------


def _dated_assay(since: datetime.date | None, measured: Measured | None) -> tuple[Reading, float] | None:
    """Return an assay and its days after the start; None where either is unknown.

    Without a stated spread, that of titrations in the literature is used.
    """
    if since is None or measured is None or measured.assay_on is None or measured.assay_fraction is None:
        return None
    usual = catalog.stability().fitted["assay_scatter"].to("dimensionless")[0]
    reading = Reading(measured.assay_fraction, sd=measured.assay_sd or usual)
    return reading, float((measured.assay_on - since).days)


def _remaining(conditions: RateConditions, draws: Samples, days: float) -> Array:
    """Return the draws of what is left after some days [0–1]."""
    return remaining(conditions, draws.columns, days)


def _conditioned(
    conditions: RateConditions, dated: tuple[Reading, float] | None, uncertain: Iterable[UncertainInput]
) -> Conditioned | None:
    """Return draws of inputs conditioned on an assay; None without one."""
    if dated is None:
        return None
    reading, days = dated
    return condition(uncertain, lambda draws: _remaining(conditions, draws, days), reading)


def _draws(conditions: RateConditions, dated: tuple[Reading, float] | None) -> Samples:
    """Return draws of the inputs of a rate, conditioned on an assay where there is one."""
    conditioned = _conditioned(conditions, dated, rate_inputs(conditions))
    return conditioned.draws if conditioned else Samples(rate_inputs(conditions))


def _assay(conditions: RateConditions, days: float, conditioned: Conditioned) -> Assay:
    """Return the prediction without the assay, beside the assay."""
    draws = Samples(rate_inputs(conditions))
    before = draws.band(t90(conditions, draws.columns))
    return Assay(before, _left(conditions, draws, days), conditioned.z, conditioned.believed)


def _left(conditions: RateConditions, draws: Samples, days: float) -> Band:
    """Return what is left after some days [0–1]."""
    return draws.band(_remaining(conditions, draws, days))


# --- what would help ------------------------------------------------------------------------------


def _changes(
    state: StabilityConditions, storage: Storage
) -> Iterable[tuple[str, Callable[[RateConditions], RateConditions]]]:
    """Yield the changes that are possible, with what each makes of the rate conditions."""
    now = state.conditions
    assert now
    warmest = catalog.stability().assumed["fridge_warmest"].to("K")[0]
    cold = catalog.inputs().assumed["refrigerator"].to("K")[0]
    if not now.stays or max(kelvin for kelvin, _ in now.stays) > warmest:
        yield "fridge", lambda rate: replace(rate, stays=((cold, 1.0),))
    if now.package not in CLOSED:
        yield "airless", lambda rate: replace(rate, package="airless_pump")
    if not math.isnan(state.row.microbial_limit_days[0]):
        yield "preservative", lambda rate: rate
    if state.vehicle == "water":
        yield from _in_water(now)


def _in_water(now: RateConditions) -> Iterable[tuple[str, Callable[[RateConditions], RateConditions]]]:
    """Yield the changes that are possible for ascorbic acid in water."""
    assumed, names = catalog.stability().assumed, dict(now.factors)
    assert now.pH
    target = assumed["lower_pH_to"].centre
    if not now.ferulic and now.pH.median < assumed["ferulic_pH"].ends[1]:
        yield (
            "ferulic_tocopherol",
            lambda rate: replace(rate, factors=_without(rate, "sulfite_or_glutathione"), ferulic=True),
        )
    if now.pH.low > target:
        yield "lower_pH", lambda rate: replace(rate, pH=Band(target, target, target))
    if "chelator" not in names:
        yield "chelator", lambda rate: replace(rate, factors=(*rate.factors, ("chelator", 1.0)))
    if now.strength_g_per_L.median <= _most_in_glycol() and names.get("propylene_glycol", 0.0) < 1:
        others = ("some_glycol", "propylene_glycol", "w_o_emulsion")
        yield (
            "propylene_glycol",
            lambda rate: replace(
                rate, pH=None, factors=(*_without(rate, *others), ("propylene_glycol", 1.0)), ferulic=False
            ),
        )


def _without(rate: RateConditions, *names: str) -> tuple[tuple[str, float], ...]:
    """Return the factors of rate conditions, some left out."""
    return tuple(factor for factor in rate.factors if factor[0] not in names)


def _first_limit(state: StabilityConditions, storage: Storage, t90_low: float, keys: Sequence[str]) -> Limit:
    """Return what ends a formula first after some changes, the day of t90 given."""
    limits = [Limit(catalog.stability().assumed["six_months"].centre, "six_months"), Limit(t90_low, "t90")]
    grows = not math.isnan(state.row.microbial_limit_days[0])
    if grows and not {"preservative", "propylene_glycol"} & {*keys}:
        ends = catalog.stability().assumed["germs"].ends
        limits.append(Limit(ends[1] if "fridge" in keys else growth_limit(storage), "germs"))
    return min(limits, key=lambda limit: limit.days)


def _numbers(key: str) -> tuple[Value, ...]:
    """Return the data rows with the amounts or temperatures of a change."""
    kept = catalog.stability().assumed
    rows = {
        "fridge": (catalog.inputs().assumed["refrigerator"],),
        "ferulic_tocopherol": (kept["ferulic_used"], kept["tocopherol_used"]),
        "lower_pH": (kept["lower_pH_to"],),
    }
    return rows.get(key, ())


def _most_in_glycol() -> float:
    """Return the highest published solubility in propylene glycol [g/L]."""
    values = catalog.forms()["l_ascorbic_acid"].values
    return max(row.to("g/L")[0] for row in values if row.property == "solubility_propylene_glycol")


def _columns(now: RateConditions, other: RateConditions, draws: Samples) -> Columns:
    """Return the draws for a change: the same draws, with the pH replaced where the change sets one."""
    if other.pH is None or other.pH == now.pH:
        return draws.columns
    return {**draws.columns, "pH": np.full(draws.size, other.pH.median)}
