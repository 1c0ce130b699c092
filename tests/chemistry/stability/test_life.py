"""How long a formula keeps: dates, limits, assays, advice, and the map."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.life import (
    Advice,
    ShelfLife,
    shelf_life,
    t90_over,
    what_helps,
)
from calc.errors import InputErrors
from calc.uncertainty import Band
from calc.units import Q_

DAY = datetime.date
DROPPER = {"package": "dropper_bottle", "openings_per_day": 1}
PRESERVED = {"phenoxyethanol": 0.9}


def serum(strength: float = 15.0, base: float = 0.27, **others: float) -> Formula:
    """Return 100 g of a serum that sodium hydroxide brings to about pH 3.0."""
    rest = 100 - strength - base - sum(others.values())
    acid = Line("l_ascorbic_acid", strength, 1.0, purity_plus_minus=0.0)
    masses = {"sodium_hydroxide": base, **others}
    lines = (Line(name, mass) for name, mass in masses.items() if mass)
    return Formula((Line("water", rest), acid, *lines))


def at(celsius: float = 25.0, **more: object) -> Storage:
    return Storage(Q_(celsius, "degC"), **{**DROPPER, **more})


def life(formula: Formula | None = None, storage: Storage | None = None, **more: object) -> ShelfLife:
    return shelf_life(formula or serum(), storage=storage or at(), **more)


def width(band: Band) -> float:
    return band.high / band.low


# --- the worked serum -----------------------------------------------------------------------------


@pytest.mark.parametrize(("celsius", "days"), [(25, 53), (40, 16)])
def test_the_worked_serum(celsius, days):
    band = life(storage=at(celsius), measured=Measured(pH=3.0, pH_sd=0.02)).t90_days
    assert days / 1.5 < band.median < days * 1.5
    assert 7 < width(band) < 13  # ×/÷ 3 either way


def test_cold_with_little_air_is_capped_at_six_months():
    # In glycol, which slows the loss: how much a closed bottle helps is too little known for water.
    dry = Formula((Line("propylene_glycol", 95), Line("l_ascorbic_acid", 5)))
    shelf = life(dry, at(4, package="airless_pump"))
    assert shelf.t90_days.low > 183
    assert shelf.discard_after_days == 183
    assert shelf.limits[0].key == "six_months"


def test_cold_without_a_preservative_is_capped_by_germs():
    shelf = life(serum(base=0.6), at(4))
    assert [limit.key for limit in shelf.limits] == ["germs", "t90", "six_months"]
    assert shelf.discard_after_days == 14


def test_the_short_end_ends_the_use():
    shelf = life(serum(**PRESERVED))
    assert shelf.limits[0].key == "t90"
    assert shelf.discard_after_days == shelf.t90_days.low


def test_what_is_unknown_makes_the_band_wide():
    known, unknown = life(serum(**PRESERVED)), shelf_life(serum(**PRESERVED))
    assert unknown.domain == ("package",)
    assert unknown.assumed == ("temperature", "package", "openings")
    assert 80 < width(unknown.t90_days) < 140  # ×/÷ 10 either way
    assert unknown.discard_after_days < known.discard_after_days


def test_a_weak_drink_with_benzoate_is_far_from_every_series():
    drink = Formula((Line("water", 99.9), Line("l_ascorbic_acid", 0.05), Line("sodium_benzoate", 0.02)))
    shelf = life(drink, at(6))
    assert shelf.domain == ("weak", "benzoate")
    assert width(shelf.t90_days) > 80


# --- no number ------------------------------------------------------------------------------------


def test_clear_glass_in_daylight_has_neither_number_nor_date():
    shelf = life(storage=at(light="daylight", wall="clear_glass", made_on=DAY(2026, 1, 1)))
    assert shelf.reason == "clear_in_daylight"
    assert (shelf.t90_days, shelf.curve, shelf.discard_after_days, shelf.discard_on) == (None,) * 4
    assert shelf.limits  # what is known without it is told all the same


def test_a_derivative_has_a_state_and_a_date_but_no_number():
    formula = Formula((Line("water", 97), Line("ascorbyl_glucoside", 2), Line("phenoxyethanol", 0.9)))
    shelf = life(formula, at(made_on=DAY(2026, 1, 1)), measured=Measured(pH=6.4))
    assert shelf.reason == "derivative"
    assert shelf.t90_days is None
    assert [state.key for state in shelf.states] == ["stable"]
    assert shelf.discard_on == DAY(2026, 7, 3)


# A derivative may be dry too; of how long that keeps nothing is known.
@pytest.mark.parametrize(
    ("formula", "package", "days"),
    [
        (Formula((Line("l_ascorbic_acid", 10),)), "powder_jar", None),
        (Formula((Line("sodium_ascorbate", 10),)), "powder_jar", None),
        (Formula((Line("l_ascorbic_acid", 10),)), "jar", 183),
        (Formula((Line("sodium_ascorbyl_phosphate", 10),)), "powder_jar", 183),
        (Formula((Line("water", 80), Line("ascorbyl_glucoside", 20))), "powder_jar", 7),
    ],
)
def test_a_jar_of_dry_powder_has_no_last_day(formula, package, days):
    shelf = life(formula, at(package=package, made_on=DAY(2026, 1, 1)))
    assert shelf.discard_after_days == days
    assert (shelf.discard_on is None) == (days is None)
    if days is None:
        assert (shelf.reason, shelf.limits) == ("dry_powder", ())
        content = shelf.as_dict()
        assert (content["reason"], content["discard_after_days"], content["limits"]) == (
            "dry_powder",
            None,
            [],
        )


def test_water_in_a_powder_jar_has_its_last_day():
    assert life(serum(), at(package="powder_jar")).discard_after_days is not None


def test_the_last_year_that_is_read_still_has_a_last_day():
    assert life(storage=at(made_on=DAY(2100, 12, 31))).discard_on > DAY(2100, 12, 31)


# --- dates ----------------------------------------------------------------------------------------


def test_dates_count_from_the_making_or_else_the_opening():
    made, opened = DAY(2026, 1, 1), DAY(2026, 1, 20)
    days = datetime.timedelta(days=int(life().discard_after_days))
    assert life(storage=at(opened_on=opened)).discard_on == opened + days
    assert life(storage=at(made_on=made)).discard_on == made + days
    # Opening it late gives nothing back.
    assert life(storage=at(made_on=made, opened_on=opened)).discard_on == made + days
    assert life().discard_on is None


def test_what_is_left_today():
    storage = at(made_on=DAY(2026, 1, 1))
    shares = [life(storage=storage, on=DAY(2026, 1, day)).now.median for day in (1, 11, 31)]
    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert life(storage=storage).now is None
    assert life(on=DAY(2026, 1, 1)).now is None  # no day to count from


@pytest.mark.parametrize("field", ["assay_on", "on"])
def test_a_day_before_the_making_is_refused(field):
    storage, early = at(made_on=DAY(2026, 2, 1)), DAY(2026, 1, 31)
    more = {"on": early} if field == "on" else {"measured": Measured(assay_fraction=0.9, assay_on=early)}
    with pytest.raises(InputErrors) as caught:
        life(storage=storage, **more)
    (error,) = caught.value.errors
    assert (error.field, error.given) == (field, "2026-01-31")
    assert "2026-02-01" in error.accepted
    assert error.fix


# --- the curve ------------------------------------------------------------------------------------


def test_the_curve_falls_and_passes_nine_tenths_at_t90():
    shelf = life()
    days, bands = np.array(shelf.curve.days), shelf.curve.remaining
    for end in ("low", "median", "high"):
        values = [getattr(band, end) for band in bands]
        assert values[0] == 1.0
        assert values == sorted(values, reverse=True)
    medians = [band.median for band in bands]
    assert np.interp(shelf.t90_days.median, days, medians) == pytest.approx(0.9, abs=0.003)
    assert days[-1] >= shelf.t90_days.high


def test_the_curve_stops_at_a_year():
    assert life(storage=at(4, package="airless_pump")).curve.days[-1] == 366


@pytest.mark.parametrize(("days", "last"), [(1.0, 14.0), (14.0, 14.0), (100.0, 100.0), (900.0, 366.0)])
def test_the_curve_reaches_from_two_weeks_to_a_year(days, last):
    curve = replace(life().forecast, days=days).curve()
    assert (curve.days[0], curve.days[-1], len(curve.days), len(curve.remaining)) == (0.0, last, 41, 41)
    assert np.diff(curve.days) == pytest.approx(last / 40)


def test_the_curve_reaches_the_day_that_is_asked_for_and_that_of_an_assay():
    made, hot = DAY(2026, 1, 1), at(45, made_on=DAY(2026, 1, 1))
    plain = life(storage=hot).forecast.days
    assert plain == life(storage=hot).t90_days.high < 150
    assert life(storage=hot, on=made + datetime.timedelta(days=200)).forecast.days == 200
    assert life(storage=hot, on=made).forecast.days == plain
    late = Measured(assay_fraction=0.2, assay_on=made + datetime.timedelta(days=170))
    assert life(storage=hot, measured=late).forecast.days == 170
    # Germs end it after seven days, but the curve shows when a tenth is lost.
    assert life(serum(base=0.9)).forecast.days == life(serum(base=0.9)).t90_days.high


# --- an assay -------------------------------------------------------------------------------------


def assayed(fraction: float, **more: object) -> ShelfLife:
    measured = Measured(assay_fraction=fraction, assay_on=DAY(2026, 3, 2), **more)
    return life(storage=at(made_on=DAY(2026, 1, 1)), measured=measured, on=DAY(2026, 4, 1))


def test_an_assay_beside_what_was_expected():
    plain = life(storage=at(made_on=DAY(2026, 1, 1)), on=DAY(2026, 3, 2))
    result = assayed(0.8)
    assert result.assay.expected == plain.now
    assert result.assay.before == plain.t90_days
    assert (result.undated_assay, plain.undated_assay, plain.assay) == (False, False, None)
    low, high = assayed(0.7).assay, assayed(0.95).assay
    assert low.z < result.assay.z < high.z
    assert abs(assayed(round(plain.now.median, 3)).assay.z) < 0.5
    # Without a spread of its own, that of titrations counts.
    usual = catalog.stability().fitted["assay_scatter"].to("dimensionless")[0]
    assert assayed(0.8, assay_sd=usual).t90_days == result.t90_days
    assert not life(measured=Measured(pH=3.0, pH_sd=0.02)).undated_assay


@pytest.mark.parametrize("fraction", [0.7, 0.8, 0.9, 0.95])
def test_an_assay_narrows_the_band_and_what_is_left(fraction):
    result, before = assayed(fraction), life(storage=at(made_on=DAY(2026, 1, 1)), on=DAY(2026, 4, 1))
    assert result.assay.believed
    assert result.assay.before == before.t90_days
    assert width(result.t90_days) < 0.7 * width(before.t90_days)
    assert result.now.high - result.now.low < before.now.high - before.now.low
    assert result.now.median < fraction + 0.02


def test_less_left_is_shorter():
    medians = [assayed(fraction).t90_days.median for fraction in (0.7, 0.8, 0.9, 0.95)]
    assert medians == sorted(medians)


def test_a_sharper_assay_narrows_more():
    assert width(assayed(0.8, assay_sd=0.01).t90_days) < width(assayed(0.8, assay_sd=0.05).t90_days)


def test_an_assay_that_cannot_be_is_not_believed():
    shelf = assayed(0.05)
    assert not shelf.assay.believed
    assert shelf.assay.z < -3
    assert shelf.t90_days == shelf.assay.before


@pytest.mark.parametrize(
    ("storage", "assay_on"), [(at(), DAY(2026, 3, 2)), (at(made_on=DAY(2026, 1, 1)), None)]
)
def test_an_assay_without_its_days_changes_nothing_and_says_so(storage, assay_on):
    shelf = life(storage=storage, measured=Measured(assay_fraction=0.8, assay_on=assay_on))
    assert shelf.undated_assay
    assert shelf.assay is None
    assert shelf.t90_days == life(storage=storage).t90_days


# --- schedules ------------------------------------------------------------------------------------


def test_a_schedule_of_one_temperature_is_that_temperature():
    split = Storage(schedule=((Q_(25, "degC"), 10.0), (Q_(25, "degC"), 14.0)), **DROPPER)
    result, once = life(storage=split), life()
    assert result.t90_days.median == pytest.approx(once.t90_days.median, rel=1e-9)
    assert result.mean_kinetic_C == pytest.approx(25.0)
    assert once.mean_kinetic_C is None


def test_a_stay_of_no_time_changes_nothing():
    once = life(storage=Storage(schedule=((Q_(25, "degC"), 24.0),), **DROPPER))
    shelf = life(storage=Storage(schedule=((Q_(-5, "degC"), 0.0), (Q_(25, "degC"), 24.0)), **DROPPER))
    assert shelf == once
    assert shelf.mean_kinetic_C == pytest.approx(25.0)


def test_two_hours_in_the_bathroom_cost_days():
    fridge = life(storage=at(5))
    split = Storage(schedule=((Q_(5, "degC"), 22.0), (Q_(25, "degC"), 2.0)), **DROPPER)
    shelf = life(storage=split)
    assert shelf.t90_days.median < 0.85 * fridge.t90_days.median
    # By hand, ΔH/R = 9999.9 K: 22 h at 278.15 K and 2 h at 298.15 K are 282.98 K all the time.
    assert shelf.mean_kinetic_C == pytest.approx(9.83, abs=0.02)


# --- advice ---------------------------------------------------------------------------------------


def keys(formula: Formula, storage: Storage | None = None, **more: object) -> list[str]:
    return [advice.key for advice in what_helps(formula, storage=storage or at(), **more)]


def singles(*given: object, **more: object) -> tuple[Advice, ...]:
    return tuple(advice for advice in what_helps(*given, **more) if len(advice.keys) == 1)


def test_advice_comes_with_the_latest_discard_date_first():
    suggestions = what_helps(serum(base=0.9), storage=at())
    later = [advice.later_days for advice in suggestions]
    assert later == sorted(later, reverse=True)
    assert {advice.key for advice in suggestions if len(advice.keys) == 1} == {
        *("fridge", "airless", "ferulic_tocopherol", "lower_pH", "chelator", "preservative"),
    }


def test_where_germs_end_it_first_nothing_helps_without_a_preservative():
    formula, storage = serum(base=0.9), at()
    assert shelf_life(formula, storage=storage).limits[0].key == "germs"
    suggestions = {advice.key: advice for advice in what_helps(formula, storage=storage)}
    for key in ("airless", "ferulic_tocopherol", "chelator", "lower_pH"):
        assert (suggestions[key].later_days, suggestions[key].ends) == (0, "germs")
        assert suggestions[key].gain_days.median > 0
    assert suggestions["preservative"].ends == "t90"
    best = what_helps(formula, storage=storage)[0]
    assert "preservative" in best.keys
    assert len(best.keys) == 2


def test_a_pair_is_told_only_where_it_does_more_than_either():
    suggestions = {advice.keys: advice for advice in what_helps(serum(), storage=at())}
    pairs = [keys for keys in suggestions if len(keys) == 2]
    assert 0 < len(pairs) <= 2
    for keys in pairs:
        assert all(suggestions[keys].later_days > suggestions[(key,)].later_days for key in keys)


def test_no_advice_promises_a_day_beyond_the_furthest_date():
    most = catalog.stability().assumed["six_months"].centre
    for storage in (at(5, package="airless_pump"), at(5), at()):
        for formula in (serum(), serum(base=0.9)):
            for advice in what_helps(formula, storage=storage):
                assert advice.discard_days <= most
                if advice.discard_days == most:
                    assert advice.ends == "six_months"


def test_advice_leaves_out_what_is_done_already():
    assert "fridge" not in keys(serum(), at(5))
    assert "fridge" in keys(serum(), Storage(**DROPPER))
    assert "airless" not in keys(serum(), at(package="airless_pump"))
    assert "chelator" not in keys(serum(disodium_edta=0.1))
    assert "lower_pH" not in keys(serum())
    assert "ferulic_tocopherol" not in keys(
        serum(ferulic_acid=0.5, tocopherol=1.0, ethoxydiglycol=9.0, polysorbate_20=2.0)
    )
    assert "propylene_glycol" not in keys(serum())  # glycol does not hold as much
    assert "propylene_glycol" in keys(serum(8.0, 0.1))


def test_advice_carries_the_numbers_that_it_means():
    numbers = {advice.key: advice.numbers for advice in singles(serum(base=0.9), storage=at())}
    values = {key: {row.property: row.centre for row in rows} for key, rows in numbers.items()}
    assert values == {
        "fridge": {"refrigerator": 5},
        "ferulic_tocopherol": {"ferulic_used": 0.5, "tocopherol_used": 1},
        "lower_pH": {"lower_pH_to": 3},
        "airless": {},
        "chelator": {},
        "preservative": {},
    }


def test_what_is_advised_is_enough_to_count():
    kept = catalog.stability().assumed
    for name in ("ferulic", "tocopherol"):
        assert kept[f"{name}_used"].centre >= kept[f"{name}_least"].centre


def test_without_water_there_is_less_to_do():
    dry = Formula((Line("propylene_glycol", 95), Line("l_ascorbic_acid", 5)))
    assert {*keys(dry)} - {"fridge+airless"} == {"fridge", "airless"}


def test_no_advice_without_a_number():
    assert what_helps(serum(), storage=at(60)) == ()


def test_a_gain_is_what_a_second_answer_shows():
    now, then = life().t90_days.median, life(storage=at(5)).t90_days.median
    gain = next(advice for advice in what_helps(serum(), storage=at()) if advice.key == "fridge").gain_days
    assert gain.median == pytest.approx(then - now, rel=0.2)
    assert gain.low > 0


def test_an_assay_sharpens_the_advice():
    storage = at(made_on=DAY(2026, 1, 1))
    measured = Measured(assay_fraction=0.8, assay_on=DAY(2026, 3, 2))
    before, after = (what_helps(serum(), storage=storage, measured=reading) for reading in (None, measured))
    fridge = [
        next(advice for advice in result if advice.key == "fridge").gain_days for result in (before, after)
    ]
    assert width(fridge[1]) < width(fridge[0])


# What a change is worth by the factors alone: days go as one over the rate.
@pytest.mark.parametrize(
    ("key", "formula", "times"),
    [
        ("chelator", serum(**PRESERVED), 1 / 0.7),
        ("ferulic_tocopherol", serum(**PRESERVED), 1 / 0.35),
        # It takes the place of glutathione, which counts for half.
        ("ferulic_tocopherol", serum(**PRESERVED, glutathione=0.2), 0.5 / 0.35),
        ("propylene_glycol", serum(5.0, 0.0, **PRESERVED), 1 / 0.124),
        # It takes the place of some glycol.
        ("propylene_glycol", serum(5.0, 0.0, glycerin=15.0, **PRESERVED), 0.8 / 0.124),
    ],
)
def test_what_a_change_is_worth_by_hand(key, formula, times):
    """In glycol no acid has let go; at the pH of 5 % in water the anion makes a tenth of the rate."""
    now = life(formula).t90_days.median
    (advice,) = (one for one in singles(formula, storage=at()) if one.key == key)
    assert advice.gain_days.median == pytest.approx((times - 1) * now, rel=0.25)


CARRIERS = {"ethoxydiglycol": 10.0, "polysorbate_20": 2.0}


@pytest.mark.parametrize(
    "formulas",
    [
        # Neither ferulic acid nor a cream with water in oil does anything where there is no water.
        (serum(5.0, 0.0, **CARRIERS, ferulic_acid=0.5, tocopherol=1.0), serum(5.0, 0.0, **CARRIERS)),
        tuple(Formula(serum(5.0, 0.0, squalane=40.0).lines, f"{kind}_emulsion") for kind in ("w_o", "o_w")),
    ],
)
def test_in_glycol_two_formulas_keep_alike(formulas):
    first, second = (
        next(one for one in singles(formula, storage=at(40)) if one.key == "propylene_glycol")
        for formula in formulas
    )
    assert (first.ends, second.ends) == ("t90", "t90")
    assert first.discard_days == pytest.approx(second.discard_days, rel=0.05)


def test_a_lower_pH_is_the_one_that_is_advised():
    formula = serum(base=0.9, **PRESERVED)
    (advice,) = (one for one in singles(formula, storage=at()) if one.key == "lower_pH")
    then = life(serum(**PRESERVED), measured=Measured(pH=3.0, pH_sd=0.001)).t90_days
    assert advice.ends == "t90"
    assert advice.discard_days == pytest.approx(then.low, rel=0.1)
    assert advice.later_days == pytest.approx(then.low - life(formula).t90_days.low, rel=0.2)


def test_what_ends_it_after_each_change_without_a_preservative():
    """Water without one lasts a week, in a fridge two; glycol in its place has no germs."""
    advices = {one.key: one for one in what_helps(serum(8.0, 0.5), storage=at())}
    ends = {key: (one.discard_days, one.later_days, one.ends) for key, one in advices.items()}
    assert (ends["airless"], ends["chelator"]) == ((7, 0, "germs"), (7, 0, "germs"))
    assert ends["fridge"][1:] == (ends["fridge"][0] - 7, "germs")
    assert ends["fridge"][0] == 14
    for key in ("preservative", "propylene_glycol"):
        assert ends[key][2] == "t90"
        assert 7 < ends[key][0] < 183


def test_a_pair_that_does_no_more_than_one_of_it_is_not_told():
    """In a fridge without a preservative germs end it after 14 days, whatever is done about the rest."""
    formula = serum(8.0, 0.5)
    told = {one.keys: one for one in what_helps(formula, storage=at(5, package="airless_pump"))}
    assert {key for keys in told for key in keys} >= {"chelator", "preservative"}
    for keys, one in told.items():
        if len(keys) == 2:
            assert one.later_days > max(told[(key,)].later_days for key in keys) + 1
            assert {"preservative", "propylene_glycol"} & {*keys}
    # Where the furthest date is reached already nothing does more, and no pair is told.
    glycol = Formula((Line("propylene_glycol", 95), Line("l_ascorbic_acid", 5)))
    best = what_helps(glycol, storage=at(20))
    assert best[0].ends == "six_months"
    assert [one.keys for one in best if len(one.keys) == 2] == []


def test_pairs_are_of_what_can_be_made_together():
    advices = what_helps(serum(8.0, 0.1), storage=at())
    pairs = [one for one in advices if len(one.keys) == 2]
    assert len(pairs) == 2
    assert all({*one.keys} != {"propylene_glycol", "ferulic_tocopherol"} for one in pairs)
    by_key = {one.key: one for one in advices}
    for pair in pairs:
        assert pair.key == "+".join(pair.keys)
        assert pair.numbers == tuple(row for key in pair.keys for row in by_key[key].numbers)
        assert pair.later_days > max(by_key[key].later_days for key in pair.keys) + 1


@pytest.mark.parametrize(
    ("storage", "advised"),
    [
        (at(8.0), False),
        (at(8.1), True),
        (Storage(**DROPPER), True),
        (Storage(schedule=((Q_(5, "degC"), 23.0), (Q_(25, "degC"), 1.0)), **DROPPER), True),
        (Storage(schedule=((Q_(5, "degC"), 23.0), (Q_(7, "degC"), 1.0)), **DROPPER), False),
    ],
)
def test_a_fridge_is_advised_where_it_is_not_one_all_day(storage, advised):
    assert ("fridge" in keys(serum(), storage)) == advised


@pytest.mark.parametrize(
    ("base", "pH", "advised"),
    [
        (2.2, 4.4, {"ferulic_tocopherol", "lower_pH"}),
        (2.2, 4.6, {"lower_pH"}),
        (0.45, 3.2, {"ferulic_tocopherol", "lower_pH"}),
        (0.27, 3.0, {"ferulic_tocopherol"}),
        (0.0, 2.2, {"ferulic_tocopherol"}),
    ],
)
def test_what_is_advised_by_the_pH(base, pH, advised):
    given = keys(serum(base=base), measured=Measured(pH=pH, pH_sd=0.02))
    assert {"ferulic_tocopherol", "lower_pH"} & {*given} == advised


def test_glycol_is_advised_in_place_of_water_only():
    nearly = Formula((Line("propylene_glycol", 90), Line("water", 5), Line("l_ascorbic_acid", 5)))
    given = keys(nearly, measured=Measured(pH=2.5, pH_sd=0.02))
    assert "propylene_glycol" not in given
    assert "chelator" in given


# --- the map, and how it is told ------------------------------------------------------------------


def test_the_map_holds_the_serum():
    pH, celsius = np.linspace(2.2, 5.8, 7), np.linspace(5, 45, 5)
    surface = t90_over(serum(), pH, celsius, storage=at())
    assert surface.shape == (3, 7, 5)
    assert (np.diff(surface, axis=1) < 0).all()
    assert (np.diff(surface, axis=2) < 0).all()
    here = t90_over(serum(), np.array([3.0]), np.array([25.0]), storage=at())[:, 0, 0]
    band = life().t90_days
    # A quarter of the draws.
    assert here[1] == pytest.approx(band.median, rel=0.1)
    assert here[0] == pytest.approx(band.low, rel=0.3)


def test_no_map_where_there_is_no_pH_or_no_number():
    dry = Formula((Line("propylene_glycol", 95), Line("l_ascorbic_acid", 5)))
    axes = np.array([3.0]), np.array([25.0])
    assert t90_over(dry, *axes, storage=at()) is None
    assert t90_over(serum(), *axes, storage=at(60)) is None


def test_as_it_stands_in_JSON():
    content = life(storage=at(made_on=DAY(2026, 1, 1)), on=DAY(2026, 1, 11)).as_dict()
    assert content["t90_days"].keys() == {"median", "low", "high"}
    assert content["discard_on"] == "2026-01-08" or content["discard_after_days"] > 7
    assert content["limits"][0]["key"] in ("t90", "germs")
    assert content["remaining"]["median"] < 1
    assert life(Formula((Line("water", 1),))).as_dict()["t90_days"] is None


def test_a_derivative_and_an_assay_as_they_stand_in_JSON():
    formula = Formula((Line("water", 97), Line("ascorbyl_glucoside", 2), Line("phenoxyethanol", 0.9)))
    content = life(formula, Storage(made_on=DAY(2026, 1, 1)), measured=Measured(pH=6.4)).as_dict()
    assert content == {
        "t90_days": None,
        "discard_after_days": 183,
        "discard_on": "2026-07-03",
        "limits": [{"days": 183, "key": "six_months"}],
        "reason": "derivative",
        "domain": ["package", "weak"],
        "assumed": ["temperature", "package", "openings"],
        "states": [{"form": "ascorbyl_glucoside", "state": "stable"}],
        "remaining": None,
        "before_assay_days": None,
        "mean_kinetic_C": None,
    }
    told = assayed(0.8)
    assert told.as_dict()["before_assay_days"] == told.assay.before.as_dict()
    assert told.as_dict()["remaining"] == told.now.as_dict()
    split = Storage(schedule=((Q_(25, "degC"), 10.0), (Q_(25, "degC"), 14.0)), **DROPPER)
    assert life(storage=split).as_dict()["mean_kinetic_C"] == pytest.approx(25.0)


def test_an_assay_narrows_the_map_about_what_it_says() -> None:
    """80 % left after 60 days at 25 °C: first order gives 90 % at 60 d × ln 0.9 / ln 0.8."""
    measured = Measured(pH=3.0, pH_sd=0.02, assay_fraction=0.8, assay_on=DAY(2026, 3, 2))
    kept = at(made_on=DAY(2026, 1, 1))
    blind, told = (
        t90_over(serum(), np.array([3.0]), np.array([25.0]), storage=kept, measured=reading)[:, 0, 0]
        for reading in (Measured(pH=3.0, pH_sd=0.02), measured)
    )
    by_hand = 60 * np.log(0.9) / np.log(0.8)
    assert told[0] < by_hand < told[2]
    assert told[2] / told[0] < blind[2] / blind[0] / 2
