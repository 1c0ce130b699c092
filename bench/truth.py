"""Measured points against the bands: inside or not, coverage and width, beside plain baselines.

    python -m bench.truth          # a table of all points, then the figures
    python -m bench.truth --brief  # the figures alone
    python -m bench.truth --write  # the points as the page Evidence shows them, into data/truth.csv

The points stand in tests/reference with their sources. A point that is itself a range is inside where the two
ranges meet. The constant width is the one that would cover as many points when laid around the same medians.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from bench import stability_fit
from calc import catalog
from calc.catalog.truth import TruthRow
from calc.chemistry import acidity
from calc.chemistry.density import sampled_volumes, volume_inputs
from calc.chemistry.formula import Formula, Line
from calc.chemistry.nominal_acidity import nominal_totals
from calc.chemistry.prediction import predict_pH
from calc.chemistry.solubility import limit_in_water
from calc.uncertainty import Band, Samples

REFERENCE = Path(__file__).resolve().parent.parent / "tests" / "reference"
#: Of version 0.6, as it was: points inside, of how many, and how that was found out.
EARLIER = {
    "pH": "22 of 54 (second reading of the facts, with more points than are given here)",
    "solubility": "0 of 4 for ascorbic acid (same reading); sodium ascorbate below 20 °C had no figure",
    "density": "by ideal mixing within 1 %, salts as 0.9–1.7 g/mL",
    "left": "not held apart by laboratory",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of measured points."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def recipe_of(grams: str) -> Formula:
    """Return a recipe from its grams by ingredient, as JSON."""
    return Formula(tuple(Line(name, float(mass)) for name, mass in json.loads(grams).items()))


def _row(quantity: str, case: str, low: float, high: float, band: Band, source: str) -> TruthRow:
    """Return a measured point beside its prediction, to five digits."""
    ends = (float(f"{end:.5g}") for end in (band.median, band.low, band.high))
    return TruthRow(quantity, case, low, high, *ends, source)


def pH_points() -> Iterable[TruthRow]:
    """Yield the measured pH; without a prediction the band is empty."""
    for row in rows_of("pH_points.csv"):
        pH = predict_pH(recipe_of(row["grams"])).pH or Band(np.nan, np.nan, np.nan)
        yield _row("pH", row["case"], float(row["low"]), float(row["high"]), pH, row["source"])


def solubility_points() -> Iterable[TruthRow]:
    """Yield the measured solubilities [g/100 g of water]."""
    for row in rows_of("solubility.csv"):
        measured, celsius = float(row["g_per_100g_water"]), float(row["temperature_C"])
        band = limit_in_water(row["id"], celsius)
        assert band
        yield _row("solubility", f"{row['id']} {celsius:g} °C", measured, measured, band, row["source"])


def density_points() -> Iterable[TruthRow]:
    """Yield the measured densities [g/mL]."""
    for row in rows_of("solution_densities.csv"):
        share, measured = float(row["mass_percent"]), float(row["density_g_per_mL"])
        names, masses = ("water", row["id"]), np.array([100 - share, share])
        draws = Samples(volume_inputs(names))
        band = draws.band(100 / (sampled_volumes(names, draws, masses) @ masses))
        yield _row("density", f"{row['id']} {share:g} %", measured, measured, band, row["source"])


def left_points() -> Iterable[TruthRow]:
    """Yield what was left [0–1], each predicted by a fit without its laboratory."""
    fitted_on = {catalog.stability_series()[name].source for name in stability_fit.FITTED}
    fits = {"": stability_fit.fitted()}
    for series in catalog.stability_series().values():
        if series.system in stability_fit.APART:
            continue
        source = series.source if series.source in fitted_on else ""
        if source not in fits:
            fits[source] = stability_fit.fitted(source)
        low, high = stability_fit.predicted_points(series, fits[source])
        points = [pair for pair in zip(series.days, series.remaining) if pair[0] > 0]
        for (day, left), least, most in zip(points, low.tolist(), high.tolist()):
            end = 1.0 if series.at_least else left
            band = Band((least + most) / 2, least, most)
            yield _row("left", f"{series.id} {day:g} d", left, end, band, series.source)


def figures(points: Sequence[TruthRow]) -> str:
    """Return coverage, mean width and the constant width that covers as many, as a line."""
    inside = sum(point.inside for point in points)
    known = [point for point in points if np.isfinite(point.median)]
    width = float(np.mean([point.band_high - point.band_low for point in known]))
    misses = sorted(max(point.low - point.median, point.median - point.high, 0.0) for point in known)
    constant = 2 * misses[min(max(inside, 1), len(misses)) - 1]
    share = f"{inside} of {len(points)} inside ({inside / len(points):.0%})"
    return f"{share}, mean width {width:.3g}, constant {constant:.3g}"


def davies_alone() -> str:
    """Return how many pH points ± 0.1 around activity models without a band would hold."""
    parts = []
    for model in ("davies", "sit", "ideal"):
        held, total = 0, 0
        for row in rows_of("pH_points.csv"):
            solution = nominal_totals(recipe_of(row["grams"])).solution()
            pH = float(acidity.solve_unchecked(solution, model)[0])
            held += float(row["low"]) - 0.1 <= pH <= float(row["high"]) + 0.1
            total += 1
        parts.append(f"{model} ± 0.1: {held} of {total}")
    return ", ".join(parts)


def main() -> None:
    """Run and print."""
    brief, every = "--brief" in sys.argv[1:], []
    for quantity, points in (
        ("pH", [*pH_points()]),
        ("solubility", [*solubility_points()]),
        ("density", [*density_points()]),
        ("left", [*left_points()]),
    ):
        every += points
        for point in points if not brief else ():
            mark = "in " if point.inside else "OUT"
            measured = f"{point.low:g}" if point.low == point.high else f"{point.low:g}–{point.high:g}"
            band = f"{point.band_low:.4g}–{point.band_high:.4g}"
            print(f"{mark} {quantity:<11}{point.case:<46}{measured:>12}   {band}")
        print(f"{quantity}: {figures(points)}")
        print(f"    earlier: {EARLIER[quantity]}")
    print(f"    pH by one model alone: {davies_alone()}")
    if "--write" in sys.argv[1:]:
        with catalog.data_path("truth.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(TruthRow.__dataclass_fields__)
            writer.writerows(astuple(point) for point in every)


if __name__ == "__main__":
    main()
