"""Uncertain inputs to samples to bands."""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.uncertainty import (
    DEFAULT_DRAWS,
    LARGER_DESIGNS,
    LEAST_EFFECTIVE,
    Z95,
    Band,
    Reading,
    Samples,
    UncertainInput,
    condition,
)


def symmetric(name: str, value: float = 0.0, half: float = Z95) -> UncertainInput:
    """Return an input with standard deviation half / Z95; 1 by default."""
    return UncertainInput(name, value, value - half, value + half)


def test_the_same_input_gives_the_same_answer():
    one, two = (Samples([symmetric("purity"), symmetric("weighing")]) for _ in range(2))
    for name in ("purity", "weighing"):
        assert np.array_equal(one.columns[name], two.columns[name])
    assert one.band(one.columns["purity"]) == two.band(two.columns["purity"])


def test_another_input_leaves_the_columns_alone():
    before = Samples([symmetric("purity")]).columns["purity"]
    after = Samples([symmetric("scale"), symmetric("purity"), symmetric("density")]).columns["purity"]
    assert np.array_equal(before, after)


def test_the_size_is_kept():
    draws = Samples([symmetric("purity")])
    assert draws.size == DEFAULT_DRAWS == draws.columns["purity"].size
    assert Samples([symmetric("purity")], size=8192).columns["purity"].shape == (8192,)


@pytest.mark.parametrize("name", ["purity", "weighing of Water", "density of water", "ideal-volume mixing"])
def test_the_ends_lie_within_a_tenth_of_a_standard_deviation(name):
    draws = Samples([symmetric(name, 5.0, Z95)])
    band = draws.band(draws.columns[name])
    assert band.median == pytest.approx(5.0, abs=0.1)
    assert band.low == pytest.approx(5.0 - Z95, abs=0.1)
    assert band.high == pytest.approx(5.0 + Z95, abs=0.1)


def test_the_ends_of_a_sum_are_those_of_a_random_sample_at_worst():
    names = ["purity", "weighing", "density", "temperature"]
    draws = Samples(symmetric(name) for name in names)
    band = draws.band(sum(draws.columns.values()))
    # Four independent standard normals: the sum has a standard deviation of 2. A hypercube stratifies
    # each input, not their sum, so the ends scatter as in a random sample, by
    # sqrt(0.025 · 0.975 / 1024) / φ(1.96) = 0.083 standard deviations; three of them are allowed.
    assert band.high == pytest.approx(2 * Z95, abs=3 * 0.083 * 2)
    assert band.low == pytest.approx(-2 * Z95, abs=3 * 0.083 * 2)


def test_the_two_sides_may_differ():
    draws = Samples([UncertainInput("acid content", 0.4919, 0.45, 0.5469)])
    band = draws.band(draws.columns["acid content"])
    assert band.median == pytest.approx(0.4919, abs=1e-3)
    assert band.low == pytest.approx(0.45, abs=0.1 * (0.4919 - 0.45) / Z95)
    assert band.high == pytest.approx(0.5469, abs=0.1 * (0.5469 - 0.4919) / Z95)


@pytest.mark.parametrize(("low", "high"), [(0.99, 1.0), (1.0, 1.01)])
def test_one_sided_stays_on_its_side_and_holds_95_percent(low, high):
    draws = Samples([UncertainInput("purity", 1.0, low, high)])
    column = draws.columns["purity"]
    inside = np.mean((column >= low) & (column <= high))
    assert inside == pytest.approx(0.95, abs=0.002)
    assert column.min() >= (1.0 if low == 1.0 else -math.inf)
    assert column.max() <= (1.0 if high == 1.0 else math.inf)


def test_no_draw_passes_floor_or_ceiling():
    draws = Samples(
        [
            UncertainInput("purity", 0.999, 0.99, 1.008, floor=0.0, ceiling=1.0),
            UncertainInput("mass", 0.01, -0.05, 0.07, floor=0.0),
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
        UncertainInput("purity", *ends)


def test_a_limit_that_cuts_the_centre_off_is_refused():
    with pytest.raises(ValueError, match="purity"):
        UncertainInput("purity", 1.1, 1.0, 1.2, ceiling=1.0)


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
    draws = Samples(symmetric(name) for name in names)
    worst = max(
        abs(float(np.corrcoef(draws.columns[one], draws.columns[two])[0, 1]))
        for one, two in combinations(names, 2)
    )
    assert worst < 0.13


def test_an_exact_value_has_no_width_and_no_drivers():
    draws = Samples([UncertainInput("known", 2.0, 2.0, 2.0), symmetric("purity")])
    band = draws.band(draws.columns["known"])
    assert band == Band(2.0, 2.0, 2.0, ())


def test_an_exact_input_drives_nothing():
    draws = Samples([UncertainInput("known", 2.0, 2.0, 2.0), symmetric("purity")])
    band = draws.band(draws.columns["known"] * draws.columns["purity"])
    assert [driver.name for driver in band.drivers] == ["purity"]


def test_drivers_stand_in_the_order_of_their_share():
    draws = Samples([symmetric("small"), symmetric("large"), symmetric("middle"), symmetric("none")])
    columns = draws.columns
    band = draws.band(4 * columns["large"] + 2 * columns["middle"] - columns["small"])
    assert [driver.name for driver in band.drivers][:3] == ["large", "middle", "small"]
    # Variances 16, 4 and 1 of 21.
    assert [driver.share for driver in band.drivers][:3] == pytest.approx([16 / 21, 4 / 21, 1 / 21], abs=0.05)


def test_inputs_that_are_not_involved_drive_nothing():
    # Why shares come from a regression on ranks: some of forty columns correlate by chance with the
    # one that does it all, and single correlations would credit them with a share of it.
    bystanders = [symmetric(f"weighing of ingredient {i}") for i in range(40)]
    draws = Samples([symmetric("purity", 10.0, 0.5), *bystanders], size=128)
    columns = draws.columns
    by_chance = [np.corrcoef(columns[bystander.name], columns["purity"])[0, 1] for bystander in bystanders]
    assert max(np.square(by_chance)) > 0.01
    band = draws.band(2 * columns["purity"] + 1)
    assert [driver.name for driver in band.drivers] == ["purity"]
    assert band.drivers[0].share == pytest.approx(1.0, abs=1e-9)


def test_two_that_do_it_share_it_among_many_bystanders():
    bystanders = [symmetric(f"density of ingredient {i}") for i in range(40)]
    draws = Samples([symmetric("purity"), symmetric("scale"), *bystanders])
    band = draws.band(2 * draws.columns["purity"] - draws.columns["scale"])
    assert [driver.name for driver in band.drivers] == ["purity", "scale"]
    assert [driver.share for driver in band.drivers] == pytest.approx([0.8, 0.2], abs=0.05)


@given(st.floats(1e-6, 1e6))
def test_a_change_of_unit_scales_the_band_and_keeps_the_drivers(factor):
    draws = Samples([symmetric("purity", 10, 1), symmetric("scale", 3, 0.5)])
    values = draws.columns["purity"] * draws.columns["scale"]
    one, other = draws.band(values), draws.band(values * factor)
    assert [other.median, other.low, other.high] == pytest.approx(
        [one.median * factor, one.low * factor, one.high * factor]
    )
    assert [driver.name for driver in one.drivers] == [driver.name for driver in other.drivers]
    assert [driver.share for driver in other.drivers] == pytest.approx(
        [driver.share for driver in one.drivers]
    )


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_band_is_always_in_order(value, below, above):
    draws = Samples([UncertainInput("any", value, value - below, value + above)])
    band = draws.band(draws.columns["any"])
    assert band.low <= band.median <= band.high


def test_a_band_in_json_has_three_numbers():
    assert Band(2.0, 1.0, 3.0).as_dict() == {"median": 2.0, "low": 1.0, "high": 3.0}


def test_quantiles_are_numpys():
    # The ends of a band are taken without np.quantile, whose checks cost more than the sorting.
    values = np.random.default_rng(3).lognormal(size=1000)
    draws = Samples([UncertainInput("a", 1.0, 0.9, 1.1)], size=1000)
    band = draws.band(values)
    assert (band.low, band.median, band.high) == pytest.approx(np.quantile(values, (0.025, 0.5, 0.975)))
    assert draws.half_width(values) == pytest.approx((band.high - band.low) / 2)


# Conditioning on a reading. The prior is one standard normal unless said otherwise, so that what
# must come out is known in closed form.

PRIOR = symmetric("purity")


def purity(draws):
    """Predict the one input itself."""
    return draws.columns["purity"]


def read_at(sigmas, sd):
    """Return a reading by a meter so many predictive standard deviations from the standard normal."""
    return Reading(sigmas * math.hypot(1.0, sd), sd=sd)


@pytest.mark.parametrize("bad", [{}, {"sd": 0.1, "step": 0.2}])
def test_a_reading_is_by_a_meter_or_by_a_strip(bad):
    with pytest.raises(ValueError, match="either sd or step"):
        Reading(3.0, **bad)


@pytest.mark.parametrize("kind", ["sd", "step"])
@pytest.mark.parametrize("size", [0.0, -0.1, math.nan, math.inf])
def test_an_instrument_has_a_finite_spread(kind, size):
    with pytest.raises(ValueError, match="above 0"):
        Reading(3.0, **{kind: size})


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_reading_is_finite(value):
    with pytest.raises(ValueError, match="finite"):
        Reading(value, sd=0.1)


def test_a_meter_is_normal():
    meter = Reading(3.1, sd=0.05)
    assert meter.spread == 0.05
    assert meter.band == Band(3.1, 3.1 - Z95 * 0.05, 3.1 + Z95 * 0.05)
    density = [NormalDist(3.1, 0.05).pdf(value) for value in (3.0, 3.1, 3.25)]
    likelihood = meter.likelihood(np.array([3.0, 3.1, 3.25]))
    assert likelihood / likelihood[1] == pytest.approx(np.array(density) / density[1])


def test_a_strip_is_uniform_over_its_step():
    strip = Reading(3.0, step=0.5)
    assert strip.spread == pytest.approx(0.5 / math.sqrt(12))
    assert strip.band == Band(3.0, 2.75, 3.25)
    assert strip.likelihood(np.array([2.7, 2.75, 3.1, 3.25, 3.3])).tolist() == [0, 1, 1, 1, 0]


def test_draws_count_alike_at_first():
    draws = Samples([PRIOR])
    assert draws.weights is None
    assert draws.effective_size == DEFAULT_DRAWS


def test_weights_sum_to_one_and_leave_the_draws_they_came_from_alone():
    draws = Samples([PRIOR])
    half = np.repeat([3.0, 0.0], DEFAULT_DRAWS // 2)
    weighted = draws.weighted(half)
    assert weighted.weights.sum() == pytest.approx(1.0)
    assert weighted.effective_size == pytest.approx(DEFAULT_DRAWS / 2)
    assert np.array_equal(weighted.columns["purity"], draws.columns["purity"])
    assert draws.weights is None


@pytest.mark.parametrize("bad", [[1.0, 1.0], [0.0] * 4, [1.0, 1.0, 1.0, -1.0], [1.0, 1.0, 1.0, math.nan]])
def test_weights_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="weights"):
        Samples([PRIOR], size=4).weighted(np.array(bad))


def test_equal_weights_give_what_no_weights_give():
    draws = Samples([symmetric("purity", 10.0), symmetric("scale"), symmetric("density")])
    values = draws.columns["purity"] * np.exp(draws.columns["scale"]) + draws.columns["density"]
    plain, equal = draws.band(values), draws.weighted(np.full(draws.size, 0.7)).band(values)
    assert list(equal.as_dict().values()) == pytest.approx(list(plain.as_dict().values()), rel=1e-10)
    assert [driver.name for driver in equal.drivers] == [driver.name for driver in plain.drivers]
    assert [driver.share for driver in equal.drivers] == pytest.approx(
        [driver.share for driver in plain.drivers]
    )
    assert draws.weighted(np.ones(draws.size)).half_width(values) == pytest.approx(draws.half_width(values))


def test_draws_that_weigh_nothing_do_not_count():
    # As if they had never been drawn; an end must not lie part of the way towards them.
    draws = Samples([PRIOR])
    values = purity(draws)
    inside = np.abs(values - 0.7) <= 0.02
    band = draws.weighted(inside.astype(float)).band(values)
    assert (band.low, band.median, band.high) == pytest.approx(
        np.quantile(values[inside], (0.025, 0.5, 0.975))
    )
    alone = draws.weighted((values == values.max()).astype(float)).band(values)
    assert alone == Band(values.max(), values.max(), values.max())


def test_too_few_draws_name_no_drivers():
    # Two draws always lie on a line, whichever input one blames.
    draws = Samples([symmetric("purity"), symmetric("scale"), symmetric("density")])
    two = np.isin(np.arange(draws.size), (3, 700)).astype(float)
    assert draws.weighted(two).band(draws.columns["purity"]).drivers == ()


@pytest.mark.parametrize("sigmas", [0, 1, -1, 2, -2])
@pytest.mark.parametrize("sd", [0.1, 0.3, 1.0])
def test_a_normal_prior_and_a_normal_reading_give_the_normal_between(sigmas, sd):
    reading = read_at(sigmas, sd)
    precision = 1 + sd**-2
    posterior = NormalDist(reading.value / sd**2 / precision, precision**-0.5)
    conditioned = condition([PRIOR], purity, reading)
    band = conditioned.draws.band(conditioned.predicted)
    assert conditioned.believed
    assert conditioned.z == pytest.approx(sigmas, abs=0.02)
    assert conditioned.draws.weights.sum() == pytest.approx(1.0)
    # Stratified draws hardly scatter. What is left comes from a blunt reading in the tail of the prior,
    # where the far end hangs on a handful of draws.
    assert band.median == pytest.approx(posterior.mean, abs=0.05 * posterior.stdev)
    assert (band.high - band.low) / 2 == pytest.approx(Z95 * posterior.stdev, rel=0.04)
    assert conditioned.draws.half_width(conditioned.predicted) == (band.high - band.low) / 2


@pytest.mark.parametrize("sd", [0.01, 0.1, 1.0])
@pytest.mark.parametrize("sigmas", [4, -4, 40])
def test_a_reading_too_far_off_changes_nothing(sigmas, sd):
    conditioned = condition([PRIOR], purity, read_at(sigmas, sd))
    plain = Samples([PRIOR])
    assert not conditioned.believed
    assert conditioned.z == pytest.approx(sigmas, rel=0.01)
    assert conditioned.draws.weights is None
    assert conditioned.draws.size == DEFAULT_DRAWS
    assert conditioned.draws.band(conditioned.predicted) == plain.band(purity(plain))


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("instrument", [{"sd": 0.3}, {"step": 1.5}])
@pytest.mark.parametrize(("sigmas", "believed"), [(2.99, True), (3.01, False)])
def test_three_predictive_standard_deviations_are_the_border(sigmas, believed, instrument, side):
    prior = purity(Samples([PRIOR]))
    predictive = math.hypot(float(prior.std()), Reading(0.0, **instrument).spread)
    reading = Reading(float(prior.mean()) + side * sigmas * predictive, **instrument)
    conditioned = condition([PRIOR], purity, reading)
    assert conditioned.z == pytest.approx(side * sigmas)
    assert conditioned.believed is believed


@pytest.mark.parametrize("sd", [0.2, 0.5, 2.0])
def test_a_reading_of_a_sum_tells_about_its_parts(sd):
    inputs = [symmetric("purity", 0.0, 2 * Z95), symmetric("scale")]
    reading = Reading(2.0, sd=sd)
    conditioned = condition(inputs, lambda draws: sum(draws.columns.values()), reading)
    x, y = conditioned.draws.columns["purity"], conditioned.draws.columns["scale"]
    total = 4 + 1 + sd**2
    # Two inputs make a random sample of each other's strata: with n draws that count, the median
    # scatters by 1.25 / √n standard deviations and an end by 2.7 / √n, the half-width thus by
    # 1 / √n of itself. Three of them are allowed.
    scatter = 3 / math.sqrt(conditioned.draws.effective_size)
    for column, variance in ((x, 4.0), (y, 1.0)):
        after = variance - variance**2 / total
        band = conditioned.draws.band(column)
        assert band.median == pytest.approx(variance * reading.value / total, abs=1.25 * scatter * after**0.5)
        half = (band.high - band.low) / 2
        assert half == pytest.approx(Z95 * after**0.5, rel=scatter)
        assert half < Samples(inputs).half_width(
            Samples(inputs).columns["purity" if column is x else "scale"]
        )
    correlation = -2 / math.sqrt((1 + sd**2) * (4 + sd**2))
    covariance = np.cov(x, y, aweights=conditioned.draws.weights)
    result = covariance[0, 1] / math.sqrt(covariance[0, 0] * covariance[1, 1])
    assert result == pytest.approx(correlation, abs=scatter)


@pytest.mark.parametrize(("value", "step"), [(0.0, 1.0), (0.5, 1.0), (-1.0, 0.5), (2.0, 1.0), (1.0, 0.05)])
def test_a_strip_cuts_the_prior_off_at_its_step(value, step):
    normal = NormalDist()
    low, high = normal.cdf(value - step / 2), normal.cdf(value + step / 2)
    expected = [normal.inv_cdf(low + point * (high - low)) for point in (0.025, 0.5, 0.975)]
    conditioned = condition([PRIOR], purity, Reading(value, step=step))
    band = conditioned.draws.band(conditioned.predicted)
    assert conditioned.believed
    # Two hundred strata at least make up the step: an end is good to about one of them.
    assert [band.low, band.median, band.high] == pytest.approx(expected, abs=0.01 * step)


@given(st.floats(0.02, 3.0), st.floats(0.02, 3.0), st.floats(-1, 1))
def test_a_sharper_meter_never_widens_the_band(one, other, value):
    sharp, blunt = (condition([PRIOR], purity, Reading(value, sd=sd)) for sd in sorted((one, other)))
    widths = [conditioned.draws.half_width(conditioned.predicted) for conditioned in (sharp, blunt)]
    assert sharp.believed
    assert widths[0] <= widths[1] * 1.01
    assert widths[1] <= Samples([PRIOR]).half_width(purity(Samples([PRIOR]))) * 1.01


@given(st.floats(0.02, 3.0), st.floats(0.02, 3.0), st.floats(-1, 1))
def test_a_finer_strip_never_widens_the_band(one, other, value):
    fine, coarse = (condition([PRIOR], purity, Reading(value, step=step)) for step in sorted((one, other)))
    assert fine.believed
    assert fine.draws.half_width(fine.predicted) <= coarse.draws.half_width(coarse.predicted) * 1.01


@pytest.mark.parametrize(
    ("sd", "sizes"),
    [
        (1.0, [1024]),
        (0.1, [1024, 8192]),
        (0.01, [1024, 8192, 65536]),
        (0.001, [1024, 8192, 65536]),
    ],
)
def test_the_design_grows_as_far_as_it_must(sd, sizes):
    # At a reading in the middle of the prior, √2 sd of all draws count.
    seen = []

    def predict(draws):
        seen.append(draws.size)
        return purity(draws)

    conditioned = condition([PRIOR], predict, Reading(0.0, sd=sd))
    assert seen == sizes
    assert conditioned.draws.size == conditioned.predicted.size == sizes[-1]
    assert conditioned.believed
    enough = conditioned.draws.effective_size >= LEAST_EFFECTIVE
    assert enough == (sd > 0.001)


@given(st.floats(0.005, 2.0), st.floats(-2.5, 2.5))
def test_no_design_is_larger_than_it_must_be(sd, sigmas):
    conditioned = condition([PRIOR], purity, read_at(sigmas, sd))
    sizes = (DEFAULT_DRAWS, *LARGER_DESIGNS)
    last = sizes.index(conditioned.draws.size)
    smaller = [Samples([PRIOR], size) for size in sizes[:last]]
    for draws in smaller:
        likelihood = read_at(sigmas, sd).likelihood(purity(draws))
        assert likelihood.sum() ** 2 < LEAST_EFFECTIVE * (likelihood**2).sum()
    assert conditioned.draws.effective_size >= LEAST_EFFECTIVE or last == len(sizes) - 1


def test_a_strip_that_no_draw_falls_within_is_not_believed():
    reading = Reading(0.3, step=1e-12)
    conditioned = condition([PRIOR], purity, reading)
    assert not conditioned.believed
    assert abs(conditioned.z) < 1
    assert conditioned.draws.weights is None
    assert conditioned.draws.size == conditioned.predicted.size == DEFAULT_DRAWS


def test_inputs_may_come_one_by_one():
    # A larger design needs them once more.
    conditioned = condition((prior for prior in [PRIOR]), purity, Reading(0.0, sd=0.1))
    assert conditioned.draws.size > DEFAULT_DRAWS


@pytest.mark.parametrize("reading", [Reading(3.1, sd=0.05), Reading(3.1, step=0.5)])
def test_a_prediction_without_spread_is_kept(reading):
    conditioned = condition(
        [UncertainInput("known", 3.0, 3.0, 3.0)], lambda draws: draws.columns["known"], reading
    )
    assert conditioned.believed
    assert conditioned.z == pytest.approx(0.1 / reading.spread)
    assert conditioned.draws.weights == pytest.approx(np.full(DEFAULT_DRAWS, 1 / DEFAULT_DRAWS))
    band = conditioned.draws.band(conditioned.predicted)
    assert list(band.as_dict().values()) == pytest.approx([3.0, 3.0, 3.0])
    assert band.drivers == ()


@pytest.mark.parametrize("reading", [Reading(3.1, sd=0.03), Reading(3.1, step=0.19), Reading(3.1, step=0.1)])
def test_a_prediction_without_spread_is_contradicted(reading):
    # A step of 0.19 is contradicted although its spread is not far off: 3.0 is not within it.
    conditioned = condition(
        [UncertainInput("known", 3.0, 3.0, 3.0)], lambda draws: draws.columns["known"], reading
    )
    assert not conditioned.believed


@pytest.mark.parametrize("reading", [Reading(0.4, sd=0.5), Reading(0.4, sd=0.05), Reading(0.4, step=0.2)])
def test_the_same_reading_gives_the_same_answer(reading):
    one, two = (condition([PRIOR, symmetric("scale")], purity, reading) for _ in range(2))
    assert one.z == two.z
    assert np.array_equal(one.draws.weights, two.draws.weights)
    assert one.draws.band(one.predicted) == two.draws.band(two.predicted)


def test_what_was_read_no_longer_drives():
    inputs = [symmetric("purity"), symmetric("scale", 0.0, 0.5 * Z95)]
    before = Samples(inputs)
    conditioned = condition(inputs, purity, Reading(0.5, sd=0.1))
    shares = []
    for draws in (before, conditioned.draws):
        drivers = draws.band(draws.columns["purity"] + draws.columns["scale"]).drivers
        assert sum(driver.share for driver in drivers) == pytest.approx(1.0, abs=0.02)
        shares.append({driver.name: driver.share for driver in drivers})
    # Variances 1 and 0.25 before; 0.0099 and 0.25 after.
    assert shares[0]["purity"] == pytest.approx(0.8, abs=0.05)
    assert shares[1]["scale"] == pytest.approx(0.96, abs=0.03)


@pytest.mark.parametrize("reading", [Reading(1.0, sd=0.1), Reading(1.0, sd=1.0), Reading(1.0, step=0.5)])
def test_bystanders_drive_nothing_after_a_reading_either(reading):
    bystanders = [symmetric(f"weighing of ingredient {i}") for i in range(20)]
    conditioned = condition([PRIOR, *bystanders], purity, reading)
    band = conditioned.draws.band(2 * conditioned.predicted + 1)
    assert [driver.name for driver in band.drivers] == ["purity"]
    assert band.drivers[0].share == pytest.approx(1.0, abs=1e-9)
