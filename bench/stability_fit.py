"""The rate of the loss, fitted to the published series, with its spreads and how well it holds.

    python -m bench.stability_fit

Nonlinear least squares on what was left, point by point. Every bottle has a factor of its own, drawn
from those of one study (``between_bottles`` in data/stability.toml), so that a long series counts as
one bottle and not as seven experiments. Air that is bubbled through gets a factor that serves the fit
alone. Priors count only for what is left open, above all where a series is left out.

The rows that it prints stand in data/stability.toml.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.catalog import Series
from calc.chemistry.stability.kinetics import (
    Array,
    RateConditions,
    arrhenius,
    fraction_remaining,
    log_rate,
    pH_factor,
    rate_inputs,
)
from calc.uncertainty import Z95, Band, Samples, UncertainInput

#: Syrup has no counterpart among the ingredients, and of the ferulic serum only a bound is known.
FITTED = (
    *("water_10", "water_100", "glycol_10", "glycol_100", "aerated_pH_3", "aerated_pH_6"),
    *("bags_25", "bags_4"),
)
NAMES = (
    *("rate_at_reference", "strength_exponent", "order", "anion_ratio", "propylene_glycol"),
    *("activation_energy", "aeration"),
)
PLAIN = ("strength_exponent", "order", "activation_energy")
#: The laboratory whose rate is the reference; every other one has a factor of its own.
HOME = "japha_1955"
#: Not held against a fit without their laboratory: syrup, which the model does not know, and bubbles of air,
#: of which no other laboratory tells.
APART = ("syrup", "aerated_water")
CAVEATS = {
    "rate_at_reference": "share lost a day at the start: 100 mg/mL in water, 23 °C, pH 2.21",
    "strength_exponent": "of the rate in the strength: the stronger, the smaller the share that goes",
    "order": "of the loss in what is left: between the same amount every day (0) and the same share (1)",
    "anion_ratio": "how much faster the anion is lost than the acid; aerated, pH 3 and 6",
    "propylene_glycol": "without water, against water",
    "activation_energy": "two temperatures of bags, and a prior; where oxygen is let in",
    "assay_scatter": "of the points of the fitted series about their own curves, one standard deviation",
}
SOURCES = {"activation_energy": "nu11091994"}
LOCATORS = {"anion_ratio": "table I", "propylene_glycol": "table V", "rate_at_reference": "table V"}
#: Start of the search where nothing is known before; logarithms that may be off by so much.
LOOSE = 3.0
START = {"rate_at_reference": math.log(1e-3), "aeration": math.log(100)}


@dataclass(frozen=True)
class Fit:
    """What came out: values (logarithms of factors), their spreads, and the scatter of the points."""

    values: Mapping[str, float]
    sd: Mapping[str, float]
    scatter: float

    def rate(self, series: Series) -> float:
        """Return the rate that is predicted for a series [1/day]."""
        return math.exp(_log_rate(self.values, series))


def fitted(without: str = "") -> Fit:
    """Fit to all series, or to all but one, or to all but those of one laboratory.

    Parameters
    ----------
    without : str
        Id of a series, or key of the source of several, that are left out; "" for none.

    Returns
    -------
    Fit
    """
    every = [catalog.stability_series()[name] for name in FITTED]
    used = [series for series in every if without not in (series.id, series.source)]
    known = [START[name] if name in START else _prior(name)[0] for name in NAMES]
    scatter, values = 0.02, np.array([*known, *[0.0] * len(used)])
    for _ in range(50):
        values, covariance, misses = _solved(used, scatter, values)
        if misses.size <= 2 * len(NAMES):
            break  # a laboratory with two points tells nothing of the scatter of an assay
        new = math.sqrt(misses @ misses / (misses.size - len(NAMES)))
        if abs(new - scatter) < 1e-6:
            break
        scatter = new
    sd = np.sqrt(np.diag(covariance))
    return Fit(dict(zip(NAMES, values.tolist())), dict(zip(NAMES, sd.tolist())), scatter)


def rows(fit: Fit) -> dict[str, tuple[float, float, float]]:
    """Return value and ends (95 %) of every fitted row, to three digits."""
    fitted = {}
    for name in NAMES[:-1]:  # all but aeration
        value, half = fit.values[name], Z95 * fit.sd[name]
        ends = (value, value - half, value + half)
        fitted[name] = tuple(end if name in PLAIN else math.exp(end) for end in ends)
    percent = 100 * fit.scatter
    fitted["assay_scatter"] = (percent, percent, percent)
    return {name: tuple(float(f"{end:.3g}") for end in ends) for name, ends in fitted.items()}


def _log_rate(values: Mapping[str, float], series: Series) -> float:
    """Return the logarithm of the rate of a series."""
    assumed, ratio = catalog.stability().assumed, math.exp(values["anion_ratio"])
    strength = series.strength_g_per_L / assumed["reference_strength"].to("g/L")[0]
    pH = -math.inf if series.pH is None else series.pH
    by_pH = 1 + (ratio - 1) * _share_of_anion(pH, series.strength_g_per_L)
    by_pH = by_pH / (1 + (ratio - 1) * _share_of_anion(assumed["reference_pH"].centre))
    by_temperature = arrhenius(
        series.temperature_C + 273.15,
        1000 * values["activation_energy"],
        assumed["reference_temperature"].to("K")[0],
    )
    return (
        values["rate_at_reference"]
        + values["strength_exponent"] * math.log(strength)
        + float(np.log(by_pH * by_temperature))
        + values["propylene_glycol"] * (series.system == "propylene_glycol")
        + values["aeration"] * (series.system == "aerated_water")
    )


@functools.cache
def _share_of_anion(pH: float, strength_g_per_L: float = 0.0) -> float:
    """Return by how much the factor of the pH grows with the ratio: the search tries thousands of ratios."""
    one, two = (float(pH_factor(pH, ratio, strength_g_per_L)) for ratio in (1.0, 2.0))
    return two - one


def _solved(used: Sequence[Series], scatter: float, start: Array) -> tuple[Array, Array, Array]:
    """Return the most likely values and bottle factors, their covariance, and what the points miss by."""
    count = len(NAMES)
    bottles = np.array([_spread_of(series) for series in used])
    known = [(START[name], LOOSE) if name in START else _prior(name) for name in NAMES]
    priors = [(i, *prior) for i, prior in enumerate(known)]

    def misses(at: Array) -> Array:
        values = dict(zip(NAMES, at[:count].tolist()))
        points = [
            fraction_remaining(
                math.exp(_log_rate(values, series) + own), np.array(series.days[1:]), values["order"]
            )
            - np.array(series.remaining[1:])
            for series, own in zip(used, at[count:])
        ]
        return np.concatenate(points)

    def residuals(at: Array) -> Array:
        own = [(at[i] - centre) / sd for i, centre, sd in priors]
        return np.concatenate([misses(at) / scatter, own, at[count:] / bottles])

    best, covariance = least_squares(residuals, start)
    return best, covariance, misses(best)


def _spread_of(series: Series) -> float:
    """Return by how much a bottle, and another laboratory, may differ: one standard deviation of ln k."""
    bottle = _prior("between_bottles")[1]
    low, high = catalog.stability().factors["between_laboratories"].ends
    between = math.log(high / low) / 2 / Z95
    return bottle if series.source == HOME else math.hypot(bottle, between)


def _prior(name: str) -> tuple[float, float]:
    """Return centre and standard deviation of a prior; of the logarithm for a factor."""
    row = catalog.stability().prior[name]
    low, high = row.ends if name in PLAIN else [math.log(end) for end in row.ends]
    return row.centre if name in PLAIN else math.log(row.centre), (high - low) / 2 / Z95


def least_squares(residuals: Callable[[Array], Array], start: Array) -> tuple[Array, Array]:
    """Minimise a sum of squares (Levenberg and Marquardt); return where, and the covariance there."""
    at, damping = start, 1.0
    for _ in range(500):
        now, slopes = residuals(at), _slopes(residuals, at)
        normal = slopes.T @ slopes
        step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -slopes.T @ now)
        there = residuals(at + step)
        better = there @ there < now @ now
        damping = damping / 3 if better else damping * 4
        at = at + step if better else at
        gained = now @ now - there @ there
        if np.abs(step).max() < 1e-7 or (better and gained < 1e-9 * (now @ now)):
            break
    slopes = _slopes(residuals, at)
    return at, np.linalg.inv(slopes.T @ slopes)


def _slopes(residuals: Callable[[Array], Array], at: Array) -> Array:
    """Return the derivatives of residuals, (residuals, parameters)."""
    step = 1e-6
    sides = [(residuals(at + step * axis), residuals(at - step * axis)) for axis in np.eye(at.size)]
    return np.stack([(above - below) / (2 * step) for above, below in sides], axis=1)


# --- how well it holds ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """How a series stands to the model.

    ``rate`` and ``own``: predicted and shown by itself [1/day]; ``blind``: predicted by a fit without
    it, which is the same for what was not fitted; ``inside``: points in the 95 % band, of ``points``.
    ``scatters``: of its points about its own curve, for orders 1, as fitted and 0.
    """

    series: Series
    rate: float
    blind: float
    own: float
    inside: int
    points: int
    scatters: tuple[float, float, float]


def conditions_of(series: Series) -> RateConditions:
    """Return a series as the model sees it.

    A bag lets oxygen in as an opened bottle does. Juice is outside of what was fitted, in its bottle of glass
    or in one of which nothing is said.
    """
    is_juice = series.system.startswith("juice")
    factors = [("outside" if is_juice else "between_laboratories", 1.0)]
    if series.system == "propylene_glycol":
        factors.append(("propylene_glycol", 1.0))
    strength, pH = series.strength_g_per_L, series.pH
    return RateConditions(
        Band(strength, strength, strength),
        None if pH is None else Band(pH, pH, pH),
        ((series.temperature_C + 273.15, 1.0),),
        "sealed_ampoule" if series.system == "juice_glass" else "dropper_bottle",
        factors=tuple(factors),
        ferulic=series.system == "ferulic_serum",
    )


def predicted_points(series: Series, fit: Fit) -> tuple[Array, Array]:
    """Return the ends of the 95 % band of each point after the first, the scatter of an assay included.

    Parameters
    ----------
    series : Series
    fit : Fit
        Whose values and spreads are drawn, so that a fit without a laboratory predicts it blindly.
    """
    conditions = conditions_of(series)
    draws = Samples([_as_fitted(uncertain, fit) for uncertain in rate_inputs(conditions)])
    logs = log_rate(conditions, draws.columns)
    if series.system == "aerated_water":
        # The bubbles decide how much oxygen gets in: the bottle does not.
        logs = logs - draws.columns[conditions.package] + fit.values["aeration"]
    scatter = catalog.stability().fitted["assay_scatter"].to("dimensionless")[0]
    days = np.array([day for day in series.days if day > 0])
    left = fraction_remaining(np.exp(logs), days[:, np.newaxis], draws.columns["order"])
    noise = np.random.default_rng(1955).normal(0.0, scatter, left.shape)
    low, high = np.quantile(np.maximum(left + noise, 0.0), (0.025, 0.975), axis=1)
    return low, high


def _as_fitted(uncertain: UncertainInput, fit: Fit) -> UncertainInput:
    """Return an input with the value and spread of a fit, where it is one of the fitted."""
    if uncertain.name not in fit.values:
        return uncertain
    unit = 1000 if uncertain.name == "activation_energy" else 1
    value, half = unit * fit.values[uncertain.name], unit * Z95 * fit.sd[uncertain.name]
    return UncertainInput(uncertain.name, value, value - half, value + half)


def inside_of(series: Series, low: Array, high: Array) -> tuple[int, int]:
    """Return how many points of a series lie in their bands, and of how many; a bound has to be possible."""
    left = np.array([share for day, share in zip(series.days, series.remaining) if day > 0])
    inside = left < high if series.at_least else (low <= left) & (left <= high)
    return int(inside.sum()), left.size


def held(series: Series, fit: Fit) -> Held:
    """Return how a series stands to the model.

    Parameters
    ----------
    series : Series
    fit : Fit
        To all series.
    """
    inside, points = inside_of(series, *predicted_points(series, fit))
    order = fit.values["order"]
    ferulic = series.system == "ferulic_serum"
    factor = catalog.stability().factors["ferulic_with_tocopherol"].centre if ferulic else 1.0
    blind = fitted(series.id) if series.id in FITTED else fit
    return Held(
        series,
        fit.rate(series) * factor,
        blind.rate(series) * factor,
        _own(series, order)[0],
        inside,
        points,
        tuple(_own(series, exponent)[1] for exponent in (1.0, order, 0.0)),
    )


def _own(series: Series, order: float) -> tuple[float, float]:
    """Return the rate that a series alone shows at an order [1/day], and the scatter about that curve."""
    days, left = (np.array(column) for column in (series.days, series.remaining))
    days, left = days[days > 0], left[days > 0]
    if days.size == 1:
        return -math.log(left[0]) / float(days[0]), math.nan

    def misses(at: Array) -> Array:
        return fraction_remaining(np.exp(at[0]), days, order) - left

    at, _ = least_squares(misses, np.log([max(1 - left[-1], 1e-4) / days[-1]]))
    return float(np.exp(at[0])), math.sqrt(float(misses(at) @ misses(at)) / (days.size - 1))


def toml(fitted: Mapping[str, tuple[float, float, float]]) -> Iterable[str]:
    """Yield the rows as they stand in data/stability.toml."""
    for name, (value, low, high) in fitted.items():
        ends = "" if low == high else f"low = {low}, high = {high}, "
        unit = {"rate_at_reference": "1/day", "assay_scatter": "percent", "activation_energy": "kJ/mol"}.get(
            name, "dimensionless"
        )
        source = SOURCES.get(name, HOME)
        where = f'locator = "{LOCATORS[name]}", ' if name in LOCATORS else ""
        yield (
            f"{name:<17} = {{ value = {value}, {ends}"
            f'unit = "{unit}", kind = "fitted", source = "{source}", {where}caveat = "{CAVEATS[name]}" }}'
        )


HEAD = "{:<14}{:>10}{:>10}{:>8}{:>10}{:>8}{:>10}   scatter of order 1 / fitted / 0"
LINE = "{:<14}{:>10.3g}{:>10.3g}{:>8.2f}{:>10.3g}{:>8.2f}{:>10}   {}"


def line(series: Held) -> str:
    """Return how a series stands to the model as a line of the table."""
    scatters = " / ".join("–" if math.isnan(scatter) else f"{scatter:.4f}" for scatter in series.scatters)
    own, inside = series.own, f"{series.inside} of {series.points}"
    numbers = (own, series.rate, own / series.rate, series.blind, own / series.blind, inside, scatters)
    return LINE.format(series.series.id, *numbers)


def main() -> None:
    """Run and print."""
    fit = fitted()
    print(*toml(rows(fit)), sep="\n")
    print(f"\nair bubbled through: × {math.exp(fit.values['aeration']):.0f}, for the fit alone")
    print("k [1/day] by a series alone, by the fit, and by a fit without it; points in the 95 % band\n")
    print(HEAD.format("series", "own", "fit", "own/fit", "without", "own/it", "inside"))
    for series in catalog.stability_series().values():
        print(line(held(series, fit)))
    print("\nnot fitted: syrup, which the model does not know, and ferulic, of which a bound is known")


if __name__ == "__main__":
    main()
