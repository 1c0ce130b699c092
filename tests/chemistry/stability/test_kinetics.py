"""The rate of the loss: its fit to the published series, by hand, and as invariants."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import stability_fit
from calc import catalog
from calc.chemistry.stability.kinetics import (
    CLOSED,
    RateConditions,
    arrhenius,
    as_open,
    days_until,
    days_until_t90,
    ferulic_share,
    fraction_remaining,
    log_rate,
    pH_factor,
    rate_inputs,
    remaining,
    t90,
    t90_map,
    t90_of_map,
    thinned,
)
from calc.errors import DataError
from calc.uncertainty import (
    Band,
    Reading,
    Samples,
    UncertainInput,
    condition,
)

SERIES = catalog.stability_series()


@pytest.fixture(scope="module")
def fit():
    """The fit to all series, which takes a second."""
    return stability_fit.fitted()


@pytest.fixture(scope="module")
def held(fit):
    """How each series is held by the fit to the others."""
    return {name: stability_fit.held(series, fit) for name, series in SERIES.items()}


def exactly(value: float) -> Band:
    return Band(value, value, value)


def serum(
    celsius: float = 25.0, pH: float | None = 3.0, strength: float = 150.0, **more: object
) -> RateConditions:
    """Return a serum in a bottle that is opened daily, of which only the model is uncertain."""
    stays = ((celsius + 273.15, 1.0),)
    package = str(more.pop("package", "dropper_bottle"))
    acid = None if pH is None else exactly(pH)
    return RateConditions(exactly(strength), acid, stays, package, **more)


def band(conditions: RateConditions) -> Band:
    draws = Samples(rate_inputs(conditions))
    return draws.band(t90(conditions, draws.columns))


def paired(*several: RateConditions) -> list[np.ndarray]:
    """Return t90 of several conditions, draw by draw, with what they share drawn alike."""
    draws = [Samples(rate_inputs(conditions)) for conditions in several]
    return [t90(conditions, drawn.columns) for conditions, drawn in zip(several, draws)]


# --- the fit --------------------------------------------------------------------------------------


def test_the_fitted_rows_are_what_the_fit_prints(fit):
    stored = catalog.stability().fitted
    result = stability_fit.rows(fit)
    assert list(result) == list(stored)
    for name, (value, low, high) in result.items():
        assert (stored[name].value, *stored[name].ends) == (value, low, high), name
        assert stored[name].kind == "fitted"
    text = (catalog.DATA / "stability.toml").read_text(encoding="utf-8")
    for line in stability_fit.toml(result):
        assert line in text.splitlines()


def test_the_fit_finds_parameters_that_were_put_in(monkeypatch):
    # Series made by the model itself with a scatter of 1 %, from other parameters than those found above.
    truth = {
        "rate_at_reference": math.log(2e-3),
        "strength_exponent": -0.4,
        "order": 0.6,
        "anion_ratio": math.log(6.0),
        "propylene_glycol": math.log(0.2),
        "aeration": math.log(90.0),
        "activation_energy": 58.0,
    }
    made, noise = stability_fit.Fit(truth, {}, 0.0), np.random.default_rng(5)

    def drawn(series: catalog.Series) -> catalog.Series:
        left = fraction_remaining(made.rate(series), np.array(series.days), truth["order"])
        return replace(series, remaining=tuple((left + noise.normal(0, 0.01, left.size)).tolist()))

    series = {name: drawn(series) for name, series in SERIES.items()}
    monkeypatch.setattr(catalog, "stability_series", lambda: series)
    fit = stability_fit.fitted()
    for name, value in truth.items():
        assert fit.values[name] == pytest.approx(value, abs=2 * fit.sd[name]), name
    assert fit.scatter == pytest.approx(0.01, rel=0.3)


@pytest.mark.parametrize("name", stability_fit.FITTED)
def test_every_point_lies_in_the_band_of_its_series(name, held):
    assert held[name].inside == held[name].points


@pytest.mark.parametrize("name", stability_fit.FITTED)
def test_a_series_is_predicted_without_itself(name, held):
    # ×/÷ 3 is what the band promises; within one study it should do better.
    assert abs(math.log(held[name].own / held[name].blind)) < math.log(2)
    # Bags of another laboratory, which show no effect of the strength, pull the strongest series off.
    assert abs(math.log(held[name].own / held[name].rate)) < math.log(1.45)


def test_what_was_not_fitted(held):
    assert held["ferulic_150"].inside == 1
    # Syrup is no water: 80 times slower and more, which no band of water may hope to hold.
    assert held["syrup_100"].own < held["syrup_100"].rate / 50
    assert held["syrup_100"].inside < held["syrup_100"].points


@pytest.mark.parametrize("name", ["water_10", "aerated_pH_6"])
def test_first_order_is_not_what_the_long_losses_show(name, held):
    first, own, _ = held[name].scatters
    assert own < 0.8 * first


@pytest.mark.parametrize("name", [name for name in stability_fit.FITTED if len(SERIES[name].days) > 2])
def test_the_fitted_order_is_nowhere_much_worse_than_the_first(name, held):
    first, own, _ = held[name].scatters
    assert own < 1.15 * first


def test_rates_agree_with_those_read_off_by_hand(held):
    # The facts' own first-order rates; the fitted order starts a little flatter.
    by_hand = {"water_10": 3.5e-3, "water_100": 1.54e-3, "glycol_10": 3.5e-4, "glycol_100": 1.2e-4}
    for name, rate in by_hand.items():
        assert held[name].own == pytest.approx(rate, rel=0.2), name
    assert held["aerated_pH_6"].own / held["aerated_pH_3"].own == pytest.approx(5.1, rel=0.3)


def test_the_oxygen_shut_into_a_bottle_limits_what_it_takes():
    # 1 % of the acid at four times the slow rate, then 9 % at the slow rate.
    rate, order = np.array([1e-3]), np.array([0.0])
    assert days_until_t90(rate, order, 0.01, 4.0) == pytest.approx(0.01 / 4e-3 + 0.09 / 1e-3)
    assert days_until_t90(rate, order, 0.0, 4.0) == pytest.approx(100)
    # More oxygen than a tenth needs: as in an opened bottle.
    assert days_until_t90(rate, order, 0.5, 4.0) == pytest.approx(25)


def test_a_closed_bottle_never_loses_more_than_an_opened_one():
    closed = serum(package="sealed_ampoule", oxygen_share=0.05)
    draws = Samples([*rate_inputs(closed), *rate_inputs(serum())])
    days = np.array([[0.0], [10.0], [100.0]])
    left = remaining(closed, draws.columns, days)
    without = remaining(replace(closed, oxygen_share=0.0), draws.columns, days)
    assert (left <= without + 1e-12).all()
    assert (without - left <= 0.05 + 1e-12).all()
    assert (left[0] == 1).all()


# --- against print --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strength", "pH", "celsius", "days"),
    [
        (150, 3.0, 4, 329),
        (150, 3.0, 25, 53),
        (150, 3.0, 40, 16),
        (150, 3.5, 4, 229),
        (150, 3.5, 25, 37),
        (150, 3.5, 40, 11),
        (50, 3.0, 4, 234),
        (50, 3.0, 25, 37),
        (50, 3.0, 40, 12),
    ],
)
def test_the_worked_serums(strength, pH, celsius, days):
    # Worked by hand from first order; the fitted one starts flatter, so that all come out longer.
    interval = band(serum(celsius, pH, strength))
    assert days / 1.5 < interval.median < days * 1.5
    # ×/÷ 3 where every input is known; in the cold and in the heat the activation energy adds.
    most = 3.3 if celsius == 25 else 3.8
    assert 2.7 < interval.high / interval.median < most
    assert 2.7 < interval.median / interval.low < most


def test_the_series_no_factor_is_named_for_is_the_unit():
    # 100 mg/mL, 23 °C, pH 2.21, opened daily: the rate of the fit, but for what closed bottles let in.
    interval = band(serum(23.0, 2.21, 100.0))
    order = catalog.stability().fitted["order"].centre
    rate = catalog.stability().fitted["rate_at_reference"].centre
    assert interval.median == pytest.approx((1 - 0.9 ** (1 - order)) / (1 - order) / rate, rel=0.05)


# --- by hand --------------------------------------------------------------------------------------


def test_the_factor_of_the_pH():
    # At the pKa half has let go: 1 + (5 − 1)/2 = 3; far below all is acid, far above all is anion.
    pKa = catalog.acids()["ascorbic"].pKa[0].centre
    assert pH_factor(pKa, 5.0) == pytest.approx(3.0)
    assert pH_factor(-math.inf, 5.0) == 1.0
    assert pH_factor(14.0, 5.0) == pytest.approx(5.0)


def test_arrhenius():
    # 60000/8.314463 = 7216.34 K; 1/296.15 − 1/313.15 = 1.83310e-4 /K; e^1.322827 = 3.75402.
    assert arrhenius(313.15, 60000.0, 296.15) == pytest.approx(3.75402, rel=1e-5)
    assert arrhenius(296.15, 60000.0, 296.15) == 1.0
    # Nothing to climb: as fast at any temperature; boundless heat: e^(Ea/RT) of the reference.
    assert arrhenius(400.0, 0.0, 296.15) == 1.0
    assert arrhenius(1e12, 60000.0, 296.15) == pytest.approx(math.exp(60000 / 8.314463 / 296.15), rel=1e-5)


@pytest.mark.parametrize(
    ("order", "left", "days"),
    [
        # e^−0.5; a straight line; (1 − 0.25)², all gone at twice the time.
        (1.0, math.exp(-0.5), 0.10536),
        (0.0, 0.5, 0.1),
        (0.5, 0.5625, 0.102633),
    ],
)
def test_what_is_left_by_order(order, left, days):
    assert fraction_remaining(1.0, 0.5, order) == pytest.approx(left)
    assert days_until(0.9, 1.0, order) == pytest.approx(days, rel=1e-4)
    assert fraction_remaining(1.0, 0.0, order) == 1.0


def test_all_gone_stays_gone():
    assert fraction_remaining(1.0, np.array([2.0, 3.0]), 0.5).tolist() == [0.0, 0.0]


def test_ferulic_acid_fades_between_its_two_pH():
    assert ferulic_share(np.array([2.0, 3.5, 4.0, 4.5, 6.0])) == pytest.approx([1, 1, 0.5, 0, 0])


def test_an_assay_teaches_what_a_fine_grid_says():
    # One thing uncertain, the laboratory: the posterior is prior × likelihood, on 40,000 points.
    conditions = serum()
    exact = [
        uncertain
        if uncertain.name == "between_laboratories"
        else UncertainInput(uncertain.name, *[uncertain.value] * 3)
        for uncertain in rate_inputs(conditions)
    ]
    days, reading = 60.0, Reading(0.8, sd=0.02)
    order = catalog.stability().fitted["order"].centre

    def left(draws: Samples) -> np.ndarray:
        return fraction_remaining(np.exp(log_rate(conditions, draws.columns)), days, draws.columns["order"])

    learnt = condition(exact, left, reading)
    interval = learnt.draws.band(t90(conditions, learnt.draws.columns))
    middle = float(
        log_rate(conditions, {uncertain.name: np.array([uncertain.value]) for uncertain in exact})[0]
    )
    z = np.linspace(-5, 5, 40_001)
    sd = math.log(2.3) / 1.959964
    rates = np.exp(middle + sd * z)
    weights = np.exp(-0.5 * z**2) * reading.likelihood(fraction_remaining(rates, days, order))
    shares = np.cumsum(weights) / weights.sum()
    times = days_until(0.9, rates, order)
    low, median, high = (float(np.interp(point, shares, times)) for point in (0.975, 0.5, 0.025))
    assert (interval.low, interval.median, interval.high) == pytest.approx((low, median, high), rel=0.02)
    before = band(conditions)
    assert interval.high / interval.low < 0.3 * before.high / before.low


# What an unopened bottle admits is a quarter; nothing else changes the rate of 1e-3 a day, and nothing is
# taken to a power: the loss is a straight line.
PLAIN = {
    "rate_at_reference": math.log(1e-3), "strength_exponent": 0.0, "order": 0.0, "anion_ratio": 0.0,
    "activation_energy": 0.0, "activation_energy_closed": 0.0, "between_laboratories": 0.0,
    "sealed_ampoule": math.log(0.25), "airless_pump": math.log(0.5), "dropper_bottle": 0.0,
    "jar": math.log(2.0), "chelator": math.log(0.25), "ferulic_with_tocopherol": math.log(0.25),
    "strength": 100.0, "pH": 3.0, "temperature": 296.15,
}  # fmt: skip


def drawn(**values: float) -> dict[str, np.ndarray]:
    """Return one draw of everything."""
    return {name: np.array([value]) for name, value in {**PLAIN, **values}.items()}


@pytest.mark.parametrize(
    ("conditions", "values", "times"),
    [
        (serum(), {}, 1.0),
        # A quarter comes in anyway, the rest with each opening; more than four count as four.
        (serum(openings_per_day=0), {}, 0.25),
        (serum(openings_per_day=2), {}, 0.25 + 2 * 0.75),
        (serum(openings_per_day=9), {}, 0.25 + 4 * 0.75),
        (serum(package="jar"), {}, 0.25 + 1.75),
        (serum(package="sealed_ampoule"), {}, 0.25),
        (serum(package="airless_pump", openings_per_day=9), {}, 0.5),
        (serum(), {"dropper_bottle": math.log(0.1)}, 0.25),
        # Half the power of four times the strength; the square root of a quarter.
        (serum(), {"strength": 400.0, "strength_exponent": -0.5}, 0.5),
        (serum(factors=(("chelator", 0.5),)), {}, 0.5),
        (serum(), {"between_laboratories": 1.0}, math.e),
        (serum(factors=()), {"between_laboratories": 1.0}, 1.0),
        # Ferulic acid has its whole effect up to pH 3.5, half of it at 4, none from 4.5 on.
        (serum(ferulic=True), {}, 0.25),
        (serum(ferulic=True), {"pH": 4.0}, 0.5),
        (serum(ferulic=True), {"pH": 4.5}, 1.0),
        (serum(pH=None, ferulic=True), {"pH": 4.5}, 0.25),
        (serum(), {"pH": 4.0}, 1.0),
        # e^(−60000/8.314463·(1/313.15 − 1/296.15)) = 3.75402.
        (serum(40.0), {"activation_energy": 60_000.0}, 3.75402),
        (serum(40.0), {"activation_energy_closed": 60_000.0}, 1.0),
        (serum(40.0, package="jar"), {"activation_energy": 60_000.0}, 2 * 3.75402),
        (serum(40.0, package="sealed_ampoule"), {"activation_energy_closed": 60_000.0}, 0.25 * 3.75402),
        (serum(40.0, openings_per_day=0), {"activation_energy_closed": 60_000.0}, 0.25 * 3.75402),
        (
            replace(serum(), stays=((296.15, 0.75), (313.15, 0.25))),
            {"activation_energy": 60_000.0},
            0.75 + 0.25 * 3.75402,
        ),
        (replace(serum(), stays=()), {"temperature": 313.15, "activation_energy": 60_000.0}, 3.75402),
    ],
)  # fmt: skip
def test_how_much_faster_or_slower_the_loss_is_by_hand(conditions, values, times):
    rate = np.exp(log_rate(conditions, drawn(**values)))
    assert rate == pytest.approx([1e-3 * times], rel=1e-5)
    assert t90(conditions, drawn(**values)) == pytest.approx([100 / times], rel=1e-5)


def test_the_acid_alone_is_slower_than_what_is_partly_dissociated():
    # At the pKa of 4.1 half has let go: with an anion five times as fast 3 in place of 1.
    pKa = catalog.acids()["ascorbic"].pKa[0].centre
    weak = {"anion_ratio": math.log(5.0), "strength": 1e-6}
    at_pKa, dry = (
        float(np.exp(log_rate(conditions, drawn(**weak, pH=pKa)))[0])
        for conditions in (serum(), serum(pH=None))
    )
    assert at_pKa / dry == pytest.approx(3.0, rel=1e-3)


@pytest.mark.parametrize(
    ("days", "left"),
    [
        # A quarter of 1e-3 a day, four times as fast until 5 % are gone with the oxygen that was shut in.
        (0.0, 1.0),
        (10.0, 0.99),
        (50.0, 0.95),
        (100.0, 1 - 0.025 - 0.05),
        (10_000.0, 0.0),
    ],
)
def test_what_is_left_beside_the_oxygen_that_was_shut_in(days, left):
    conditions = serum(package="sealed_ampoule", oxygen_share=0.05)
    assert remaining(conditions, drawn(), days) == pytest.approx([left], abs=1e-9)
    assert remaining(replace(conditions, oxygen_share=0.0), drawn(), days) == pytest.approx(
        [max(1 - days / 4000, 0.0)]
    )


def test_a_tenth_is_lost_to_the_oxygen_first():
    # 5 % at 1e-3 a day, then 5 % at a quarter of it.
    conditions = serum(package="sealed_ampoule", oxygen_share=0.05)
    assert t90(conditions, drawn()) == pytest.approx([50 + 200])
    assert as_open(conditions, drawn()) == pytest.approx([4.0])
    assert as_open(serum(openings_per_day=0), drawn()) == pytest.approx([4.0])
    assert as_open(serum(package="airless_pump"), drawn()) == pytest.approx([2.0])
    assert as_open(serum(), drawn()) == 1.0
    # A closed bottle that loses more than an opened one loses no less with oxygen in it.
    assert as_open(conditions, drawn(sealed_ampoule=0.5)).tolist() == [1.0]


MODEL = {"rate_at_reference", "strength_exponent", "order", "anion_ratio", "strength"}


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        (serum(factors=()), {"pH", "activation_energy", "dropper_bottle", "sealed_ampoule"}),
        (serum(factors=(), pH=None), {"activation_energy", "dropper_bottle", "sealed_ampoule"}),
        (serum(factors=(), package="sealed_ampoule"), {"pH", "activation_energy_closed", "sealed_ampoule"}),
        (serum(factors=(), package="airless_pump"), {"pH", "activation_energy_closed", "airless_pump"}),
        (
            serum(factors=(), openings_per_day=0),
            {"pH", "activation_energy_closed", "dropper_bottle", "sealed_ampoule"},
        ),
        (
            serum(factors=(("chelator", 0.5),), ferulic=True),
            {
                "pH",
                "activation_energy",
                "dropper_bottle",
                "sealed_ampoule",
                "chelator",
                "ferulic_with_tocopherol",
            },
        ),
        (
            replace(serum(factors=()), stays=()),
            {"pH", "activation_energy", "dropper_bottle", "sealed_ampoule", "temperature"},
        ),
    ],
)
def test_what_is_uncertain_in_the_rate(conditions, names):
    inputs = {uncertain.name: uncertain for uncertain in rate_inputs(conditions)}
    assert inputs.keys() == MODEL | names
    assert len(rate_inputs(conditions)) == len(inputs)


def test_the_ends_of_a_map_lie_between_the_draws_by_hand():
    # Of five rates 1 to 5e-3, a tenth of the first step from the fastest and from the slowest.
    logs = np.log(np.array([3e-3, 1e-3, 5e-3, 2e-3, 4e-3]))
    same = np.zeros(5)
    slow = math.log(1e-3) * 0.9 + math.log(2e-3) * 0.1
    fast = math.log(5e-3) * 0.9 + math.log(4e-3) * 0.1
    # The ratio of 1 makes every pH alike, no energy every temperature.
    surface = t90_map(logs, same, same + 1, same, np.array([2.0, 5.0]), np.array([280.0, 300.0]))
    assert surface.shape == (3, 2, 2)
    for place, expected in enumerate([0.1 / math.exp(fast), 0.1 / 3e-3, 0.1 / math.exp(slow)]):
        assert surface[place] == pytest.approx(np.full((2, 2), expected), rel=1e-5)
    one = np.zeros(1)
    alone = t90_map(np.log(np.array([1e-3])), one, one + 1, one, np.array([3.0]), np.array([280.0]))
    assert alone[:, 0, 0] == pytest.approx([100.0] * 3, rel=1e-5)


def test_the_map_knows_ferulic_acid_temperature_and_pH_by_hand():
    one, energy = np.zeros(1), np.array([60_000.0])
    logs, warm = np.log(np.array([1e-3])), np.array([296.15, 313.15])
    surface = t90_map(logs, one, one + 1, energy, np.array([3.0, 4.0, 5.0]), warm, math.log(0.25))[1]
    assert surface[:, 0] == pytest.approx([400, 200, 100], rel=1e-5)
    assert surface[:, 1] == pytest.approx(surface[:, 0] / 3.75402, rel=1e-5)


# --- invariants -----------------------------------------------------------------------------------

warmth = st.floats(0, 50)
acidity = st.floats(2, 6)
strengths = st.floats(5, 300)


@given(warmth, st.floats(0.5, 10), acidity)
def test_warmer_is_shorter(celsius, more, pH):
    cold, warm = paired(serum(celsius, pH), serum(celsius + more, pH))
    assert (warm < cold).all()


@given(acidity, st.floats(0.05, 2), warmth)
def test_higher_pH_is_shorter(pH, more, celsius):
    low, high = paired(serum(celsius, pH), serum(celsius, pH + more))
    assert np.median(high) < np.median(low)


@given(strengths, st.floats(1.1, 10), warmth)
def test_stronger_keeps_a_larger_share(strength, times, celsius):
    weak, strong = paired(serum(celsius, strength=strength), serum(celsius, strength=strength * times))
    assert (strong > weak).all()


@given(warmth, acidity)
def test_less_air_keeps_longer(celsius, pH):
    names = ("airless_pump", "dropper_bottle", "jar")
    closed, bottle, jar = (
        np.median(days) for days in paired(*[serum(celsius, pH, package=n) for n in names])
    )
    assert closed > bottle > jar


@given(st.floats(0, 3), st.floats(0.1, 2), st.sampled_from(["dropper_bottle", "pump_bottle", "tube", "jar"]))
def test_opened_more_often_never_keeps_longer(often, more, package):
    less, most = paired(
        serum(package=package, openings_per_day=often), serum(package=package, openings_per_day=often + more)
    )
    # A bottle that nobody opens has an activation energy of its own, drawn apart.
    assert often == 0 or (most <= less).all()
    assert np.median(most) < np.median(less)


@pytest.mark.parametrize("package", CLOSED)
def test_what_lets_no_air_in_may_be_opened(package):
    once, often = paired(serum(package=package), serum(package=package, openings_per_day=10))
    assert (once == often).all()


def test_a_bottle_that_nobody_opens_is_a_sealed_one():
    unopened, sealed = paired(serum(openings_per_day=0), serum(package="sealed_ampoule"))
    assert unopened == pytest.approx(sealed)


@given(warmth, st.floats(2, 4.4))
def test_antioxidants_and_chelators_help(celsius, pH):
    residual = ("between_laboratories", 1.0)
    plain = serum(celsius, pH)
    for better in (
        replace(plain, ferulic=True),
        replace(plain, factors=(residual, ("sulfite_or_glutathione", 1.0))),
        replace(plain, factors=(residual, ("chelator", 1.0))),
        replace(plain, factors=(residual, ("propylene_glycol", 1.0))),
    ):
        now, then = paired(plain, better)
        assert np.median(then) > np.median(now)


@given(st.lists(st.tuples(warmth, st.floats(0.1, 1)), min_size=1, max_size=6))
def test_a_schedule_lies_between_its_ends(stays):
    whole = sum(share for _, share in stays)
    split = replace(serum(), stays=tuple((celsius + 273.15, share / whole) for celsius, share in stays))
    coldest, warmest = min(stays)[0], max(stays)[0]
    slow, mixed, fast = paired(serum(coldest), split, serum(warmest))
    assert (mixed <= slow * (1 + 1e-9)).all()
    assert (mixed >= fast * (1 - 1e-9)).all()


def test_a_schedule_of_one_temperature_is_that_temperature():
    once = serum(30.0)
    split = replace(once, stays=((303.15, 0.25), (303.15, 0.75)))
    whole, parts = paired(once, split)
    assert whole == pytest.approx(parts, rel=1e-12)


def test_a_temperature_that_nobody_said_is_a_room():
    unknown = band(replace(serum(), stays=()))
    warm, cold = band(serum(25.0)), band(serum(20.0))
    assert warm.median < unknown.median < cold.median
    assert unknown.high / unknown.low > warm.high / warm.low


def test_arrays_are_scalars_element_by_element():
    rates, days, orders = np.array([1e-3, 2e-3, 0.5]), np.array([30.0, 60.0, 1.0]), np.array([0.4, 1.0, 0.0])
    conditions = [float(fraction_remaining(*three)) for three in zip(rates, days, orders)]
    assert fraction_remaining(rates, days, orders).tolist() == conditions
    pH, ratio = np.array([2.0, 4.0]), np.array([5.0, 6.0])
    assert pH_factor(pH, ratio).tolist() == [float(pH_factor(*two)) for two in zip(pH, ratio)]


@given(st.floats(1e-5, 1), st.floats(0, 1.2), st.floats(0.05, 0.99))
def test_the_time_until_a_share_leaves_that_share(rate, order, kept):
    assert fraction_remaining(rate, days_until(kept, rate, order), order) == pytest.approx(kept, rel=1e-9)


# --- the map --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ferulic", [False, True])
def test_the_map_is_the_model_at_every_point(ferulic):
    conditions = serum(ferulic=ferulic)
    draws = Samples(rate_inputs(conditions))
    pH, celsius = np.array([2.2, 3.0, 4.2]), np.array([4.0, 25.0])
    surface = t90_of_map(conditions, draws.columns, pH, celsius + 273.15)
    assert surface.shape == (3, 3, 2)
    for i, acid in enumerate(pH):
        for j, warm in enumerate(celsius):
            point = band(serum(warm, acid, ferulic=ferulic))
            # Straight on a logarithm between two draws, rather than straight on days.
            assert surface[:, i, j] == pytest.approx([point.low, point.median, point.high], rel=2e-3)


def test_as_many_draws_are_the_draws_themselves_and_fewer_stand_for_equal_weights():
    draws = Samples([UncertainInput("x", 0.0, -1.0, 1.0)], 8)
    column = draws.columns["x"]
    assert thinned(draws, 8)["x"].tolist() == column.tolist()
    assert thinned(draws, 4)["x"].tolist() == column[[0, 2, 4, 6]].tolist()
    weighted = draws.weighted(np.array([0, 0.5, 0, 0, 0, 0, 0.25, 0.25]))
    assert thinned(weighted, 4)["x"].tolist() == column[[1, 1, 6, 7]].tolist()


def test_thinned_draws_keep_the_weights():
    conditions = serum()
    reading = Reading(0.8, sd=0.03)
    learnt = condition(
        rate_inputs(conditions),
        lambda draws: fraction_remaining(
            np.exp(log_rate(conditions, draws.columns)), 60.0, draws.columns["order"]
        ),
        reading,
    ).draws
    whole = learnt.band(t90(conditions, learnt.columns))
    few = t90(conditions, thinned(learnt, 256))
    assert np.median(few) == pytest.approx(whole.median, rel=0.1)
    assert thinned(Samples(rate_inputs(conditions)), 256)["order"].size == 256


# --- the data -------------------------------------------------------------------------------------


def test_every_row_has_a_source_and_a_spread_around_its_value():
    data = catalog.stability()
    parts = (data.fitted, data.prior, data.assumed, data.factors, data.packages, data.oxygen, data.walls)
    for part in parts:
        for name, row in part.items():
            assert row.source in catalog.sources(), name
            if row.source == "bench_editorial":
                assert row.kind in ("assumed", "estimated"), name
                assert row.caveat, name


def test_factors_and_packages_are_factors():
    data = catalog.stability()
    for row in (*data.factors.values(), *data.packages.values()):
        assert row.unit == "dimensionless"
        assert 0 < row.ends[0] <= row.centre <= row.ends[1]


def test_the_series_are_the_published_ones():
    ends = {
        name: (series.days[-1], series.remaining[-1], len(series.days)) for name, series in SERIES.items()
    }
    assert ends["water_100"] == (360.0, 0.59, 8)
    assert ends["aerated_pH_6"] == (7 / 24, 0.163, 8)
    assert ends["ferulic_150"] == (30.0, 0.9, 1)
    assert ends["bags_25"] == (14.0, 0.8802, 2)
    assert sum(len(series.days) for series in SERIES.values()) == 78
    bounds = [name for name, series in SERIES.items() if series.at_least]
    assert bounds == ["ferulic_150", "bags_25", "bags_4", "infusion_4", "infusion_22"]


SPOILED = {
    "a column renamed": ("series,system", "series,kind", "the columns are"),
    "no number": (",30,day,93,", ",30,day,many,", "remaining_percent “many” is not a number"),
    "infinite": (",30,day,93,", ",30,day,inf,", "finite"),
    "negative": (",30,day,93,", ",30,day,-3,", "finite and not below 0"),
    "another unit": (",30,day,93,", ",30,week,93,", "time_unit “week”"),
    "another relation": ("93,=,", "93,~,", "relation “~”"),
    "no such source": ("93,=,japha_1955", "93,=,nobody_1900", "source “nobody_1900”"),
    "times that fall": (",30,day,93,", ",0,day,93,", "the times must rise"),
    "another strength": (
        "water_10,water,10,2.71,23,30",
        "water_10,water,11,2.71,23,30",
        "differs from the first",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoilt_series_is_refused_with_its_line(case, spoil):
    old, new, problem = SPOILED[case]
    line = spoil("stability_series.csv", old, new)
    with pytest.raises(DataError) as caught:
        catalog.stability_series()
    assert caught.value.file == "stability_series.csv"
    assert caught.value.line == line
    assert problem in str(caught.value)


SPOILED_ROWS = {
    "unknown part": ("[walls]", "[doors]", "doors: unknown part"),
    "unknown source": ('source = "moussa_2015"', 'source = "nobody_1900"', "source “nobody_1900”"),
    "unknown kind": ('kind = "fitted"', 'kind = "guessed"', "kind “guessed”"),
    "unknown unit": ('unit = "kJ/mol"', 'unit = "kilojoules/molecoole"', "is not known"),
    "ends out of order": ("value = 0.8, low = 0.5", "value = 0.8, low = 0.9", "low ≤ value ≤ high"),
    "unknown state": ('wet         = "stable"', 'wet         = "splendid"', "wet “splendid”"),
    "unknown form": ("[states.ascorbyl_glucoside]", "[states.ascorbyl_gold]", "not a form of vitamin C"),
    "no source of a state": ('source = "molecules_29133173"', "", "a state needs a source"),
    "unknown key of a state": ('dry    = "stable"', 'dried  = "stable"', "unknown key “dried”"),
}


@pytest.mark.parametrize("case", SPOILED_ROWS)
def test_a_spoilt_row_is_refused(case, spoil):
    spoil("stability.toml", *SPOILED_ROWS[case][:2])
    with pytest.raises(DataError, match=SPOILED_ROWS[case][2]):
        catalog.stability()
