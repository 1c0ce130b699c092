"""Rate law of the loss of ascorbic acid: strength, pH, temperature, package and additives.

    df/dt = −k·f^m        f: what is left of the start [0–1]
    ln k = ln k_ref + n·ln(C/C_ref) + ln g(pH)/g(pH_ref) − Ea/R·(1/T − 1/T_ref) + Σ ln f_i

g(pH) = 1 + (r − 1)·α, with the dissociated share α at the ionic strength of the salt. k_ref, n, r, m
and the factor of propylene glycol are fitted (``python -m bench.stability_fit``); the others come
from the sources in ``data/stability.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Value
from calc.chemistry.dissociation import anion_share
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import ureg

Array = NDArray[np.float64]
Columns = Mapping[str, Array]

GAS_CONSTANT_J_PER_MOL_K = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
#: The usual end of a shelf life: a tenth is lost.
T90_FRACTION = 0.9

_STRENGTH, _PH, _TEMPERATURE = "strength", "pH", "temperature"
# An unopened bottle admits as much air as a sealed ampoule.
_UNOPENED = "sealed_ampoule"
# Inputs that are drawn directly; all others are factors, drawn as logarithms.
_PLAIN: Mapping[str, str] = {
    "strength_exponent": "dimensionless",
    "order": "dimensionless",
    "activation_energy": "J/mol",
    "activation_energy_closed": "J/mol",
}
_ALWAYS = ("rate_at_reference", "strength_exponent", "order", "anion_ratio")
#: Packages that admit no air when product is taken out.
CLOSED = ("sealed_ampoule", "airless_pump")
# The 95 % interval and its middle.
_POINTS = (0.025, 0.5, 0.975)


@dataclass(frozen=True)
class RateConditions:
    """The inputs of the rate of the loss.

    Parameters
    ----------
    strength_g_per_L : Band
        Ascorbic acid by volume [g/L].
    pH : Band, optional
        None where there is no water: the acid is undissociated.
    stays : tuple of (float, float)
        Temperatures [K] with the share of the time at each; empty where unknown.
    package : str
        A row of ``packages`` in ``data/stability.toml``.
    openings_per_day : float
    factors : tuple of (str, float)
        Rows of ``factors`` that multiply the rate, with their power.
    ferulic : bool
        Ferulic acid with tocopherol, which is effective at low pH only.
    oxygen_share : float
        Share of the acid that the oxygen shut into a closed bottle can oxidise [0–1].
    """

    strength_g_per_L: Band
    pH: Band | None
    stays: tuple[tuple[float, float], ...]
    package: str
    openings_per_day: float = 1.0
    factors: tuple[tuple[str, float], ...] = (("between_laboratories", 1.0),)
    ferulic: bool = False
    oxygen_share: float = 0.0


# --- kernels --------------------------------------------------------------------------------------


def pH_factor(pH: Array | float, ratio: Array | float, strength_g_per_L: Array | float = 0.0) -> Array:
    """Return g(pH) = 1 + (r − 1)·α: the rate relative to undissociated ascorbic acid.

    Parameters
    ----------
    pH : array or float
    ratio : array or float
        r, the rate of the anion relative to the acid.
    strength_g_per_L : array or float
        Ascorbic acid by volume, whose salt decides the ionic strength [g/L].

    >>> f"{pH_factor(4.1, ratio=3.0):.2f}"
    '1.92'
    """
    return np.asarray(1 + (ratio - 1) * anion_share(pH, strength_g_per_L))


def arrhenius(temperature_K: Array | float, activation_J_per_mol: Array | float, reference_K: float) -> Array:
    """Return the rate at a temperature relative to the reference: exp(−Ea/R·(1/T − 1/T_ref)).

    Parameters
    ----------
    temperature_K : array or float
        [K]
    activation_J_per_mol : array or float
        Activation energy Ea [J/mol].
    reference_K : float
        [K]

    >>> f"{arrhenius(308.15, 60_000.0, reference_K=298.15):.2f}"
    '2.19'
    """
    gap = 1 / np.asarray(temperature_K) - 1 / reference_K
    return np.asarray(np.exp(-activation_J_per_mol / GAS_CONSTANT_J_PER_MOL_K * gap))


def fraction_remaining(rate_per_day: Array | float, days: Array | float, order: Array | float) -> Array:
    """Return what is left after some time by df/dt = −k·f^m, element by element.

    Parameters
    ----------
    rate_per_day : array or float
        Share lost per day at the start [1/day].
    days : array or float
        [day]
    order : array or float
        m; 1 is exponential, 0 linear.

    Returns
    -------
    array
        [0–1]

    >>> f"{fraction_remaining(0.01, days=10.0, order=1.0):.3f}"
    '0.905'
    """
    gap, spent = np.subtract(1.0, order), np.multiply(rate_per_day, days)
    straight = np.abs(gap) < 1e-9
    safe = np.where(straight, 1.0, gap)
    base = np.maximum(1 - safe * spent, 0.0)
    with np.errstate(divide="ignore"):  # all gone: the logarithm of 0
        return np.where(straight, np.exp(-spent), np.exp(np.log(base) / safe))


def days_until(kept: Array | float, rate_per_day: Array | float, order: Array | float) -> Array:
    """Return the time until a share is left by df/dt = −k·f^m, element by element.

    Parameters
    ----------
    kept : array or float
        [0–1], above 0.
    rate_per_day, order : array or float
        As for `fraction_remaining`.

    Returns
    -------
    array
        [day]

    >>> f"{days_until(0.9, rate_per_day=0.01, order=1.0):.1f}"
    '10.5'
    """
    gap = np.subtract(1.0, order)
    straight = np.abs(gap) < 1e-9
    safe = np.where(straight, 1.0, gap)
    log_kept = np.log(kept)
    rate_times_days = np.where(straight, -log_kept, -np.expm1(safe * log_kept) / safe)
    return np.asarray(rate_times_days / rate_per_day)


# --- from conditions to draws ---------------------------------------------------------------------


def rate_inputs(conditions: RateConditions) -> list[UncertainInput]:
    """Return the uncertain inputs of the rate."""
    names = [*_ALWAYS, _energy(conditions), *(name for name, _ in conditions.factors), conditions.package]
    if conditions.ferulic:
        names.append("ferulic_with_tocopherol")
    if conditions.package not in CLOSED:
        names.append(_UNOPENED)
    inputs = [_uncertain(name) for name in dict.fromkeys(names)]
    strength, pH = conditions.strength_g_per_L, conditions.pH
    inputs.append(UncertainInput(_STRENGTH, strength.median, strength.low, strength.high, floor=1e-9))
    if pH is not None:
        inputs.append(UncertainInput(_PH, pH.median, pH.low, pH.high))
    if not conditions.stays:
        inputs.append(UncertainInput(_TEMPERATURE, *catalog.stability().assumed["room"].to("K")))
    return inputs


def log_rate(conditions: RateConditions, columns: Columns) -> Array:
    """Return the logarithm of the rate, draw by draw [ln of 1/day].

    Parameters
    ----------
    conditions : RateConditions
    columns : mapping of str to (n,) array
        Draws of `rate_inputs` of these conditions, and of anything else.

    Returns
    -------
    (n,) array
    """
    return (
        columns["rate_at_reference"]
        + columns["strength_exponent"] * np.log(columns[_STRENGTH] / _assumed("reference_strength", "g/L"))
        + _log_pH(conditions, columns)
        + np.log(_temperature_factor(conditions, columns))
        + _log_package(conditions, columns)
        + sum(power * columns[name] for name, power in conditions.factors)
    )


def t90(conditions: RateConditions, columns: Columns) -> Array:
    """Return when a tenth is lost, draw by draw, (n,) [day].

    Parameters
    ----------
    conditions, columns
        As for `log_rate`.
    """
    rate, order = np.exp(log_rate(conditions, columns)), columns["order"]
    return days_until_t90(rate, order, conditions.oxygen_share, as_open(conditions, columns))


def days_until_t90(
    rate_per_day: Array, order: Array, oxygen_share: Array | float, times_faster: Array | float
) -> Array:
    """Return when a tenth is lost where the oxygen shut in goes first, as fast as in an opened bottle.

    Parameters
    ----------
    rate_per_day, order : (n,) array
        As for `fraction_remaining`, without oxygen.
    oxygen_share : array or float
        Share that the oxygen can oxidise [0–1].
    times_faster : array or float
        How much faster it goes until that is used up.

    Returns
    -------
    (n,) array
        [day]

    >>> slow, order = np.array([0.001]), np.array([0.5])
    >>> [f"{days_until_t90(slow, order, share, 4.0)[0]:.0f}" for share in (0.0, 0.05, 0.1)]
    ['103', '63', '26']
    """
    share = np.minimum(oxygen_share, 1 - T90_FRACTION)
    first = days_until(1 - share, rate_per_day * times_faster, order)
    return np.asarray(first + days_until(T90_FRACTION + share, rate_per_day, order))


def remaining(conditions: RateConditions, columns: Columns, days: Array | float) -> Array:
    """Return what is left after some days, draw by draw [0–1].

    Parameters
    ----------
    conditions, columns
        As for `log_rate`.
    days : array or float
        One, or (m, 1) for m days.
    """
    rate, order = np.exp(log_rate(conditions, columns)), columns["order"]
    left = fraction_remaining(rate, days, order)
    if not conditions.oxygen_share:
        return left
    opened = fraction_remaining(rate * as_open(conditions, columns), days, order)
    return np.maximum(left - np.minimum(left - opened, conditions.oxygen_share), 0.0)


def as_open(conditions: RateConditions, columns: Columns) -> Array | float:
    """Return how much faster the loss would go in an opened bottle, draw by draw; 1 in one that is opened.

    Parameters
    ----------
    conditions, columns
        As for `log_rate`.

    Returns
    -------
    (n,) array or float
    """
    if not is_closed(conditions):
        return 1.0
    closed = conditions.package if conditions.package in CLOSED else _UNOPENED
    return np.maximum(np.exp(-columns[closed]), 1.0)


def ferulic_share(pH: Array | float) -> Array:
    """Return the share of its effect that ferulic acid with tocopherol has at a pH [0–1].

    >>> ferulic_share(np.array([3.0, 4.0, 5.0])).tolist()
    [1.0, 0.5, 0.0]
    """
    full, none = catalog.stability().assumed["ferulic_pH"].ends
    return np.clip((none - np.asarray(pH)) / (none - full), 0.0, 1.0)


def _log_pH(conditions: RateConditions, columns: Columns) -> Array:
    """Return the contribution of pH and antioxidant to the logarithm of the rate."""
    ratio = np.exp(columns["anion_ratio"])
    pH = columns[_PH] if conditions.pH is not None else -np.inf
    strength = columns[_STRENGTH]
    logs = np.log(pH_factor(pH, ratio, strength) / pH_factor(_assumed("reference_pH", "pH"), ratio))
    if conditions.ferulic:
        logs = logs + ferulic_share(pH) * columns["ferulic_with_tocopherol"]
    return logs


def _temperature_factor(conditions: RateConditions, columns: Columns) -> Array:
    """Return the rate relative to the reference temperature: the mean over the stays."""
    energy, reference = columns[_energy(conditions)], _assumed("reference_temperature", "K")
    if not conditions.stays:
        return arrhenius(columns[_TEMPERATURE], energy, reference)
    kelvin, share = np.array(conditions.stays).T
    return share @ arrhenius(kelvin[:, np.newaxis], energy, reference)


def _energy(conditions: RateConditions) -> str:
    """Return the row of the activation energy, which is another one where oxygen is short."""
    return "activation_energy_closed" if is_closed(conditions) else "activation_energy"


def is_closed(conditions: RateConditions) -> bool:
    """Tell whether no air comes in: a package that admits none, or one that nobody opens.

    Parameters
    ----------
    conditions : RateConditions
    """
    return conditions.package in CLOSED or conditions.openings_per_day == 0


def _log_package(conditions: RateConditions, columns: Columns) -> Array:
    """Return the contribution of the package to the logarithm of the rate.

    Beyond the rate in an unopened bottle, the excess is proportional to the openings per day.
    """
    if conditions.package in CLOSED:
        return columns[conditions.package]
    openings = min(conditions.openings_per_day, _assumed("openings_counted", "1/day"))
    closed, opened = np.exp(columns[_UNOPENED]), np.exp(columns[conditions.package])
    return np.log(closed + openings * np.maximum(opened - closed, 0.0))


def _assumed(name: str, unit: str) -> float:
    """Return an assumed value in a unit."""
    row = catalog.stability().assumed[name]
    return row.centre if unit == row.unit else row.to(unit)[0]


def _uncertain(name: str) -> UncertainInput:
    """Return a row of ``data/stability.toml`` as an uncertain input."""
    data = catalog.stability()
    row = {**data.assumed, **data.factors, **data.packages, **data.fitted}[name]
    return UncertainInput(name, *row.to(_PLAIN[name])) if name in _PLAIN else _logarithm(name, row)


def _logarithm(name: str, row: Value) -> UncertainInput:
    """Return a factor as an uncertain input that is drawn as a logarithm."""
    low, high = row.ends
    return UncertainInput(name, math.log(row.centre), math.log(low), math.log(high))


# --- the map over pH and temperature --------------------------------------------------------------


def t90_of_map(conditions: RateConditions, columns: Columns, pH: Array, temperature_K: Array) -> Array:
    """Return the band of t90 over pH and temperature, all else unchanged.

    Parameters
    ----------
    conditions : RateConditions
        With a pH; it and the temperature are replaced.
    columns : mapping of str to (draws,) array
        As for `log_rate`.
    pH : (m,) array
    temperature_K : (n,) array
        [K]

    Returns
    -------
    (3, m, n) array
        Low end, median and high end [day].
    """
    acid = _assumed("reference_pH", "pH")
    stays = ((_assumed("reference_temperature", "K"), 1.0),)
    here = replace(conditions, pH=Band(acid, acid, acid), stays=stays, ferulic=False)
    order = columns["order"]
    return t90_map(
        log_rate(here, {**columns, _PH: np.full(order.size, acid)}),
        order,
        np.exp(columns["anion_ratio"]),
        columns[_energy(conditions)],
        pH,
        temperature_K,
        columns["ferulic_with_tocopherol"] if conditions.ferulic else 0.0,
        conditions.strength_g_per_L.median,
    )


def t90_map(
    logs: Array,
    order: Array,
    ratio: Array,
    activation_J_per_mol: Array,
    pH: Array,
    temperature_K: Array,
    ferulic: Array | float = 0.0,
    strength_g_per_L: float = 0.0,
) -> Array:
    """Return the band of t90 over pH and temperature.

    ln t90 is a sum of terms in the draw, in draw and pH, and in draw and temperature; each term is computed
    once.

    Parameters
    ----------
    logs : (draws,) array
        Logarithm of the rate at the reference pH and temperature [ln of 1/day].
    order, ratio, activation_J_per_mol : (draws,) array
        As for `fraction_remaining`, `pH_factor` and `arrhenius`.
    pH : (m,) array
    temperature_K : (n,) array
        [K]
    ferulic : (draws,) array or float, optional
        Logarithm of the factor of ferulic acid with tocopherol at low pH.
    strength_g_per_L : float
        Ascorbic acid by volume [g/L].

    Returns
    -------
    (3, m, n) array
        Low end, median and high end [day].
    """
    acid, reference = _assumed("reference_pH", "pH"), _assumed("reference_temperature", "K")
    by_pH = np.log(pH_factor(pH[:, np.newaxis], ratio, strength_g_per_L))
    by_pH -= np.log(pH_factor(acid, ratio, strength_g_per_L))
    by_pH += ferulic_share(pH)[:, np.newaxis] * ferulic + (
        logs - np.log(days_until(T90_FRACTION, 1.0, order))
    )
    by_temperature = np.log(arrhenius(temperature_K[:, np.newaxis], activation_J_per_mol, reference))
    # Seven digits are plenty for a map, and half as many bytes sort in half the time.
    rows, columns = by_pH.astype(np.float32), by_temperature.astype(np.float32)
    # The long end of t90 is the short end of the rate.
    return np.exp(-np.stack([_ends(row + columns) for row in rows], axis=1))[::-1]


def _ends(values: NDArray[np.float32]) -> Array:
    """Return low end, median and high end along the last axis, straight between neighbours, (3, n)."""
    ordered = np.sort(values, axis=-1)
    where = np.multiply(_POINTS, values.shape[-1] - 1)
    below = np.floor(where).astype(int)
    weight = where - below
    above = np.minimum(below + 1, values.shape[-1] - 1)
    return (ordered[:, below] * (1 - weight) + ordered[:, above] * weight).T.astype(np.float64)


def thinned(draws: Samples, size: int) -> Columns:
    """Return fewer draws that count alike, in place of many that may not.

    Parameters
    ----------
    draws : Samples
        With weights or without.
    size : int
        How many are wanted.

    Returns
    -------
    mapping of str to (size,) array
    """
    weights = np.full(draws.size, 1 / draws.size) if draws.weights is None else draws.weights
    steps = (np.arange(size) + 0.5) / size
    chosen = np.minimum(np.searchsorted(np.cumsum(weights), steps), draws.size - 1)
    return {name: column[chosen] for name, column in draws.columns.items()}
