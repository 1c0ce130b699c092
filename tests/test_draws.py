"""Uncertain inputs to samples to bands."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.draws import DEFAULT_DRAWS, Z95, Band, Draws, Uncertain


def symmetric(name: str, value: float = 0.0, half: float = Z95) -> Uncertain:
    """Return an input with standard deviation half / Z95; 1 by default."""
    return Uncertain(name, value, value - half, value + half)


def test_the_same_input_gives_the_same_answer():
    one, two = (Draws([symmetric("purity"), symmetric("weighing")]) for _ in range(2))
    for name in ("purity", "weighing"):
        assert np.array_equal(one.columns[name], two.columns[name])
    assert one.band(one.columns["purity"]) == two.band(two.columns["purity"])


def test_another_input_leaves_the_columns_alone():
    before = Draws([symmetric("purity")]).columns["purity"]
    after = Draws([symmetric("scale"), symmetric("purity"), symmetric("density")]).columns["purity"]
    assert np.array_equal(before, after)


def test_the_size_is_kept():
    draws = Draws([symmetric("purity")])
    assert draws.size == DEFAULT_DRAWS == draws.columns["purity"].size
    assert Draws([symmetric("purity")], size=8192).columns["purity"].shape == (8192,)


@pytest.mark.parametrize("name", ["purity", "weighing of Water", "density of water", "ideal-volume mixing"])
def test_the_ends_lie_within_a_tenth_of_a_standard_deviation(name):
    draws = Draws([symmetric(name, 5.0, Z95)])
    band = draws.band(draws.columns[name])
    assert band.median == pytest.approx(5.0, abs=0.1)
    assert band.low == pytest.approx(5.0 - Z95, abs=0.1)
    assert band.high == pytest.approx(5.0 + Z95, abs=0.1)


def test_the_ends_of_a_sum_are_those_of_a_random_sample_at_worst():
    names = ["purity", "weighing", "density", "temperature"]
    draws = Draws(symmetric(name) for name in names)
    band = draws.band(sum(draws.columns.values()))
    # Four independent standard normals: the sum has a standard deviation of 2. A hypercube stratifies
    # each input, not their sum, so the ends scatter as in a random sample, by
    # sqrt(0.025 · 0.975 / 1024) / φ(1.96) = 0.083 standard deviations; three of them are allowed.
    assert band.high == pytest.approx(2 * Z95, abs=3 * 0.083 * 2)
    assert band.low == pytest.approx(-2 * Z95, abs=3 * 0.083 * 2)


def test_the_two_sides_may_differ():
    draws = Draws([Uncertain("acid content", 0.4919, 0.45, 0.5469)])
    band = draws.band(draws.columns["acid content"])
    assert band.median == pytest.approx(0.4919, abs=1e-3)
    assert band.low == pytest.approx(0.45, abs=0.1 * (0.4919 - 0.45) / Z95)
    assert band.high == pytest.approx(0.5469, abs=0.1 * (0.5469 - 0.4919) / Z95)


@pytest.mark.parametrize(("low", "high"), [(0.99, 1.0), (1.0, 1.01)])
def test_one_sided_stays_on_its_side_and_holds_95_percent(low, high):
    draws = Draws([Uncertain("purity", 1.0, low, high)])
    column = draws.columns["purity"]
    inside = np.mean((column >= low) & (column <= high))
    assert inside == pytest.approx(0.95, abs=0.002)
    assert column.min() >= (1.0 if low == 1.0 else -math.inf)
    assert column.max() <= (1.0 if high == 1.0 else math.inf)


def test_no_draw_passes_floor_or_ceiling():
    draws = Draws(
        [
            Uncertain("purity", 0.999, 0.99, 1.008, floor=0.0, ceiling=1.0),
            Uncertain("mass", 0.01, -0.05, 0.07, floor=0.0),
        ]
    )
    assert draws.columns["purity"].max() == 1.0
    assert draws.columns["mass"].min() == 0.0


@pytest.mark.parametrize(
    "ends",
    [(1.0, 1.1, 1.2), (1.0, 0.8, 0.9), (math.nan, 0, 1), (1.0, math.nan, 2.0)],
)
def test_ends_out_of_order_are_refused(ends):
    with pytest.raises(ValueError, match="low ≤ value ≤ high"):
        Uncertain("purity", *ends)


def test_a_limit_that_cuts_the_centre_off_is_refused():
    with pytest.raises(ValueError, match="purity"):
        Uncertain("purity", 1.1, 1.0, 1.2, ceiling=1.0)


def test_columns_hardly_correlate():
    # The inputs of a formula of eight lines; a random order of 1024 has a standard error of 0.03.
    things = [
        "Water",
        "L-ascorbic acid",
        "Ferulic acid",
        "Glycerin",
        "Propanediol",
        "Panthenol",
        "Ethoxydiglycol",
        "Citric acid",
    ]
    names = [f"{kind} of {thing}" for thing in things for kind in ("weighing", "purity")]
    draws = Draws(symmetric(name) for name in names)
    worst = max(
        abs(float(np.corrcoef(draws.columns[one], draws.columns[two])[0, 1]))
        for one, two in combinations(names, 2)
    )
    assert worst < 0.13


def test_an_exact_value_has_no_width_and_no_drivers():
    draws = Draws([Uncertain("known", 2.0, 2.0, 2.0), symmetric("purity")])
    band = draws.band(draws.columns["known"])
    assert band == Band(2.0, 2.0, 2.0, ())


def test_an_exact_input_drives_nothing():
    draws = Draws([Uncertain("known", 2.0, 2.0, 2.0), symmetric("purity")])
    band = draws.band(draws.columns["known"] * draws.columns["purity"])
    assert [driver.name for driver in band.drivers] == ["purity"]


def test_drivers_stand_in_the_order_of_their_share():
    draws = Draws([symmetric("small"), symmetric("large"), symmetric("middle"), symmetric("none")])
    columns = draws.columns
    band = draws.band(4 * columns["large"] + 2 * columns["middle"] - columns["small"])
    assert [driver.name for driver in band.drivers][:3] == ["large", "middle", "small"]
    # Variances 16, 4 and 1 of 21.
    assert [driver.share for driver in band.drivers][:3] == pytest.approx([16 / 21, 4 / 21, 1 / 21], abs=0.05)


def test_inputs_that_are_not_involved_drive_nothing():
    # Why shares come from a regression on ranks: some of forty columns correlate by chance with the
    # one that does it all, and single correlations would credit them with a share of it.
    bystanders = [symmetric(f"weighing of ingredient {i}") for i in range(40)]
    draws = Draws([symmetric("purity", 10.0, 0.5), *bystanders], size=128)
    columns = draws.columns
    by_chance = [np.corrcoef(columns[each.name], columns["purity"])[0, 1] for each in bystanders]
    assert max(np.square(by_chance)) > 0.01
    band = draws.band(2 * columns["purity"] + 1)
    assert [driver.name for driver in band.drivers] == ["purity"]
    assert band.drivers[0].share == pytest.approx(1.0, abs=1e-9)


def test_two_that_do_it_share_it_among_many_bystanders():
    bystanders = [symmetric(f"density of ingredient {i}") for i in range(40)]
    draws = Draws([symmetric("purity"), symmetric("scale"), *bystanders])
    band = draws.band(2 * draws.columns["purity"] - draws.columns["scale"])
    assert [driver.name for driver in band.drivers] == ["purity", "scale"]
    assert [driver.share for driver in band.drivers] == pytest.approx([0.8, 0.2], abs=0.05)


@given(st.floats(1e-6, 1e6))
def test_a_change_of_unit_scales_the_band_and_keeps_the_drivers(factor):
    draws = Draws([symmetric("purity", 10, 1), symmetric("scale", 3, 0.5)])
    values = draws.columns["purity"] * draws.columns["scale"]
    one, other = draws.band(values), draws.band(values * factor)
    assert [other.median, other.low, other.high] == pytest.approx(
        [one.median * factor, one.low * factor, one.high * factor]
    )
    assert [each.name for each in one.drivers] == [each.name for each in other.drivers]
    assert [each.share for each in other.drivers] == pytest.approx([each.share for each in one.drivers])


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_band_is_always_in_order(value, below, above):
    draws = Draws([Uncertain("any", value, value - below, value + above)])
    band = draws.band(draws.columns["any"])
    assert band.low <= band.median <= band.high


def test_a_band_in_json_has_three_numbers():
    assert Band(2.0, 1.0, 3.0).as_dict() == {"median": 2.0, "low": 1.0, "high": 3.0}


def test_quantiles_are_numpys():
    # The ends of a band are taken without np.quantile, whose checks cost more than the sorting.
    values = np.random.default_rng(3).lognormal(size=1000)
    draws = Draws([Uncertain("a", 1.0, 0.9, 1.1)], size=1000)
    band = draws.band(values)
    assert (band.low, band.median, band.high) == pytest.approx(np.quantile(values, (0.025, 0.5, 0.975)))
    assert draws.half_width(values) == pytest.approx((band.high - band.low) / 2)
