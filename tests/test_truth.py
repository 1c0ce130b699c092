"""The measured points that the page shows are what the program says now, and enough of them lie inside."""

from __future__ import annotations

import pytest

from bench import truth
from calc.catalog.truth import QUANTITIES, truth_rows

STORED = {(row.quantity, row.case, row.low): row for row in truth_rows()}


@pytest.mark.parametrize("points", [truth.solubility_points, truth.density_points])
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
    misses = sorted(max(row.low - row.median, row.median - row.high, 0.0) for row in rows)
    constant = 2 * misses[sum(row.inside for row in rows) - 1]
    width = sum(row.band_high - row.band_low for row in rows) / len(rows)
    assert width <= 1.5 * constant


def test_every_quantity_has_points_with_a_source():
    assert {row.quantity for row in truth_rows()} == set(QUANTITIES)
    assert all(row.source for row in truth_rows())
