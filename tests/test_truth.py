"""The measured points that the page shows are what the program says now, and enough of them lie inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import truth
from calc.catalog.truth import QUANTITIES, TruthRow, truth_rows

STORED = {(row.quantity, row.case, row.low): row for row in truth_rows()}
README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
README_NAMES = {"pH": "pH", "solubility": "solubility", "density": "density", "left": "vitamin C left"}


def mean_width(rows: Sequence[TruthRow]) -> float:
    """Return how wide the bands are on average."""
    return sum(row.band_high - row.band_low for row in rows) / len(rows)


def constant_width(rows: Sequence[TruthRow]) -> float:
    """Return how wide a band would have to be that is the same everywhere and holds as many points."""
    misses = sorted(max(row.low - row.median, row.median - row.high, 0.0) for row in rows)
    return 2 * misses[sum(row.inside for row in rows) - 1]


def decimals(number: str) -> int:
    """Return how many decimals a number is written with."""
    return len(number.partition(".")[2])


@pytest.mark.parametrize("points", [truth.pH_points, truth.solubility_points, truth.density_points])
def test_what_the_page_shows_is_what_the_program_says(points):
    for row in points():
        stored = STORED[row.quantity, row.case, row.low]
        now = (row.median, row.band_low, row.band_high)
        assert (stored.median, stored.band_low, stored.band_high) == pytest.approx(now, rel=1e-3), row.case


@pytest.mark.parametrize(
    ("quantity", "least"), [("pH", 0.95), ("solubility", 1.0), ("density", 1.0), ("left", 0.9)]
)
def test_enough_measured_points_lie_in_their_bands(quantity, least):
    rows = [row for row in truth_rows() if row.quantity == quantity]
    assert sum(row.inside for row in rows) >= least * len(rows)


@pytest.mark.parametrize("quantity", ["pH", "density"])
def test_the_bands_are_not_wider_than_they_need_be(quantity):
    rows = [row for row in truth_rows() if row.quantity == quantity]
    assert mean_width(rows) <= 1.5 * constant_width(rows)


def test_every_quantity_has_points_with_a_source():
    assert {row.quantity for row in truth_rows()} == set(QUANTITIES)
    assert all(row.source for row in truth_rows())


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_the_readme_has_the_figures_of_the_points(quantity):
    rows = [row for row in truth_rows() if row.quantity == quantity]
    inside = sum(row.inside for row in rows)
    (line,) = re.findall(
        rf"^\| {README_NAMES[quantity]}[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|", README, re.MULTILINE
    )
    points, width, constant = (cell.strip() for cell in line)
    share = f" ({inside / len(rows):.0%})".replace("%", " %") if inside < len(rows) else ""
    assert points == f"{inside} of {len(rows)}{share}"
    assert float(width) == pytest.approx(mean_width(rows), abs=0.51 * 10 ** -decimals(width))
    if constant != "–":
        assert float(constant) == pytest.approx(constant_width(rows), abs=0.51 * 10 ** -decimals(constant))


def test_the_readme_has_what_one_model_alone_holds():
    result = truth.davies_alone()
    for model, name in (("davies", "Davies"), ("sit", "SIT"), ("ideal", "none")):
        (held,) = re.findall(rf"{model} ± 0\.1: (\d+ of \d+)", result)
        assert f"{name} {held}" in README


def test_the_readme_names_every_pH_outside_its_band():
    outside = [row for row in truth_rows() if row.quantity == "pH" and not row.inside]
    assert {row.case for row in outside} == {"lactic acid 10 %", "disodium phosphate 1 %"}
    for row in outside:
        assert f"{row.low:g}" in README
        assert f"{row.band_low:.2f}–{row.band_high:.2f}" in README
