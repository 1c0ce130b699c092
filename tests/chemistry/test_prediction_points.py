"""The pH against measured points: how many lie in the band, and how wide it is for that."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from calc.chemistry.formula import Formula, Line
from calc.chemistry.nominal_acidity import nominal_totals
from calc.chemistry.prediction import predict_pH
from calc.uncertainty import Band

with (Path(__file__).parents[1] / "reference/pH_points.csv").open(encoding="utf-8", newline="") as file:
    POINTS = list(csv.DictReader(file))
#: Share of the points that a band has to hold, and how much wider than a constant one it may be on average.
COVERAGE, WIDER = 0.95, 1.5


def formula_of(point: dict[str, str]) -> Formula:
    return Formula(tuple(Line(name, grams) for name, grams in json.loads(point["grams"]).items()))


def window(point: dict[str, str]) -> tuple[float, float]:
    return float(point["low"]), float(point["high"])


def distance(value: float, point: dict[str, str]) -> float:
    """Return how far a pH lies from a point, or from the window that was printed."""
    low, high = window(point)
    return max(low - value, value - high, 0.0)


def covered(bands: list[Band]) -> float:
    """Return the share of the points that lie in their band."""
    pairs = zip(bands, (window(point) for point in POINTS))
    return float(np.mean([band.low <= high and low <= band.high for band, (low, high) in pairs]))


@pytest.fixture(scope="module")
def bands() -> list[Band]:
    results = [predict_pH(formula_of(point)).pH for point in POINTS]
    assert all(results)
    return [band for band in results if band]


def test_the_band_holds_what_was_measured(bands):
    assert covered(bands) >= COVERAGE


def test_the_band_is_hardly_wider_than_a_constant_one(bands):
    off = [distance(band.median, point) for band, point in zip(bands, POINTS)]
    constant = 2 * np.quantile(off, covered(bands))
    assert np.mean([band.high - band.low for band in bands]) <= WIDER * constant


def test_measured_points_prefer_the_interaction_theory():
    off = {
        model: [distance(nominal_totals(formula_of(point)).pH(model).item(), point) for point in POINTS]
        for model in ("sit", "davies")
    }
    assert np.sqrt(np.mean(np.square(off["sit"]))) < 0.7 * np.sqrt(np.mean(np.square(off["davies"])))


def test_the_band_is_narrow_in_plain_acid_and_wide_for_a_salt_that_traces_set(bands):
    by_case = dict(zip((point["case"] for point in POINTS), bands))
    acid, salt = by_case["ascorbic acid 5 %, window"], by_case["sodium ascorbate 10 %, window"]
    assert acid.high - acid.low < 0.16
    assert 0.5 < salt.high - salt.low < 1.2
    assert salt.drivers[0].name == "traces of acid or base"
