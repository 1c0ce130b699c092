"""What follows from a batch: whether it is fresh, what it taught, and a recipe at another size."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import calc
from calc import Q_, assess, catalog
from calc.chemistry.formula import composition
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Storage, read_recipe
from calc.chemistry.stability import REASONS
from calc.chemistry.stability.life import shelf_life
from calc.errors import InputErrors
from calc.log import (
    BatchState,
    LoggedBatch,
    Measurement,
    WeighedLine,
    assess_logged,
    batch_state,
    current_recipe,
    logged_recipe,
    recipe_as_weighed,
    repeat_batch,
    rescale,
)
from calc.mixing.request import MixRequest, batch_of, parse_request
from calc.units import show_band, show_number

DAY = datetime.date(2025, 3, 1)
LINES = [
    {"ingredient": "water", "mass_g": 84.0},
    {"ingredient": "l_ascorbic_acid", "mass_g": 15.2, "purity": 0.99},
    {"ingredient": "sodium_bicarbonate", "mass_g": 0.9},
    {"ingredient": "phenoxyethanol", "mass_g": 0.9},
]
COLD = {"temperature_C": 5.0, "package": "airless_pump"}
ENTRY = LoggedBatch("x", {"lines": LINES, "storage": COLD}, made_on=DAY)


def after(days: float) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def pH(value: float, days: int = 0, **spread: float) -> Measurement:
    return Measurement(after(days), "pH", value, **(spread or {"sd": 0.05}))


def last_day(entry: LoggedBatch = ENTRY) -> int:
    """Return the day of the use's end, from the core alone."""
    recipe = read_recipe(dict(entry.recipe))
    life = shelf_life(recipe.formula, storage=recipe.storage)
    assert life.discard_after_days
    return int(life.discard_after_days)


# --- states ---------------------------------------------------------------------------------------


def test_the_days_of_a_state_are_those_of_the_core():
    end = last_day()
    assumed = catalog.stability().assumed
    soon = min(assumed["use_soon"].centre, assumed["use_soon_share"].centre / 100 * end)
    result = {days: batch_state(ENTRY, after(days)) for days in range(end + 3)}
    assert {state.on for state in result.values()} == {after(end)}
    for days, state in result.items():
        assert state.days_left == end - days
        wanted = "discard" if days > end else "use_soon" if end - days <= soon else "fresh"
        assert state.key == wanted, days
    assert {state.key for state in result.values()} == {"fresh", "use_soon", "discard"}
    assert batch_state(ENTRY, DAY).reason in ("t90", "germs", "six_months")


def test_use_soon_is_read_from_the_data(spoil):
    spoil("stability.toml", "use_soon              = { value = 14,", "use_soon              = { value = 0.5,")
    end = last_day()
    assert batch_state(ENTRY, after(end - 1)).key == "fresh"
    assert batch_state(ENTRY, after(end)).key == "use_soon"


def test_the_share_of_the_days_is_read_from_the_data(spoil):
    spoil("stability.toml", "use_soon_share        = { value = 25,", "use_soon_share        = { value = 1,")
    assert batch_state(ENTRY, after(last_day() - 2)).key == "fresh"


def test_an_unmade_batch_has_no_day():
    assert batch_state(replace(ENTRY, made_on=None), DAY).key == "unknown"
    assert batch_state(replace(ENTRY, made_on=None), DAY).reason == "no_day"


def test_a_discarded_batch_is_discarded_from_that_day_on():
    entry = replace(ENTRY, discarded_on=after(5))
    assert batch_state(entry, after(4)).key == "fresh"
    assert batch_state(entry, after(5)) == calc.log.BatchState("discarded", "", after(5))


def test_what_cannot_be_told_is_unknown():
    clear = {"temperature_C": 20.0, "wall": "clear_glass", "light": "daylight"}
    state = batch_state(replace(ENTRY, recipe={"lines": LINES, "storage": clear}), DAY)
    assert (state.key, state.reason, state.on) == ("unknown", "clear_in_daylight", None)


def test_a_jar_of_powder_stays_fresh_without_a_day():
    recipe = {
        "lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 50.0}],
        "storage": {"package": "powder_jar"},
    }
    state = batch_state(LoggedBatch("x", recipe, made_on=DAY), after(400))
    assert (state.key, state.reason, state.on) == ("fresh", "dry_powder", None)


@pytest.mark.parametrize("recipe", [{}, {"lines": [{"ingredient": "gone_by_now", "mass_g": 1}]}])
def test_a_recipe_of_another_time_is_unknown_and_no_error(recipe):
    assert batch_state(replace(ENTRY, recipe=recipe), DAY).reason == "unreadable"


def test_a_wrong_measurement_of_another_time_is_no_error():
    assert batch_state(replace(ENTRY, measurements=(pH(99),)), DAY).reason == "unreadable"


# --- conditioning ---------------------------------------------------------------------------------


def test_the_latest_reading_counts_and_none_of_tomorrow():
    entry = replace(
        ENTRY,
        measurements=(
            pH(3.3, 4, step=0.5),
            pH(3.1, 1),
            Measurement(after(2), "assay", 0.98, sd=0.01),
            Measurement(after(9), "assay", 0.9, sd=0.01),
            Measurement(after(3), "colour", words="straw"),
        ),
    )
    assert current_recipe(entry, DAY).measured is None
    assert current_recipe(entry, after(1)).measured == Measured(3.1, pH_sd=0.05)
    late = Measured(3.3, pH_step=0.5, assay_fraction=0.98, assay_sd=0.01, assay_on=after(2))
    assert current_recipe(entry, after(5)).measured == late
    assert current_recipe(entry, after(9)).measured.assay_fraction == 0.9


def test_the_recipe_s_own_reading_counts_until_there_is_one():
    entry = replace(ENTRY, recipe={**ENTRY.recipe, "measured": {"pH": 3.0, "pH_sd": 0.1}})
    assert current_recipe(entry, DAY).measured == Measured(3.0, pH_sd=0.1)
    entry = replace(entry, measurements=(pH(3.2, 0, step=0.5),))
    assert current_recipe(entry, DAY).measured == Measured(3.2, pH_step=0.5)


def test_a_bad_assay_brings_the_last_day_nearer_and_a_good_one_takes_it_further():
    storage = {"temperature_C": 25.0, "package": "dropper_bottle"}
    warm = replace(ENTRY, recipe={"lines": LINES, "storage": storage})
    ends = {}
    for left in (0.88, None, 0.97):
        rows = () if left is None else (Measurement(after(20), "assay", left, sd=0.01),)
        ends[left] = batch_state(replace(warm, measurements=rows), after(20)).on
    assert ends[0.88] < ends[None] < ends[0.97]


@pytest.mark.parametrize(
    "rows", [(Measurement(after(10), "assay", 0.7, sd=0.01),), (pH(6.0, 10),), (pH(1.0, 10), pH(6.0, 9))]
)
def test_a_reading_that_nobody_believes_is_read_again_before_anything_is_fresh(rows):
    entry = replace(ENTRY, measurements=rows)
    assert batch_state(entry, after(9 if len(rows) < 2 else 8)).key == "fresh"
    state = batch_state(entry, after(10))
    assert (state.key, state.reason) == ("unknown", "recheck")
    # It keeps the earlier day, whatever the reading would make of it.
    assert state.on is not None
    assert state.on <= after(last_day())
    assert state.why_then
    assert batch_state(entry, state.on).key == "unknown"
    assert batch_state(entry, state.on + datetime.timedelta(days=1)).key == "discard"


def test_the_whole_assessment_is_that_of_the_door():
    entry = replace(ENTRY, measurements=(pH(3.1), Measurement(after(20), "assay", 0.97, sd=0.01)))
    recipe = read_recipe(dict(ENTRY.recipe))
    wanted = assess(
        recipe.formula,
        storage=replace(recipe.storage, made_on=DAY),
        measured=Measured(3.1, pH_sd=0.05, assay_fraction=0.97, assay_sd=0.01, assay_on=after(20)),
        on=after(30),
    )
    result = assess_logged(entry, after(30))
    assert result == wanted
    assert result.shelf_life.assay is not None
    assert batch_state(entry, after(30)).on == result.shelf_life.discard_on


def test_the_grams_as_weighed_make_the_formula():
    weighed = (
        WeighedLine("water", 84.0, 80.0),
        WeighedLine("l_ascorbic_acid", 10.0, 10.0),
        WeighedLine("l_ascorbic_acid", 5.2, 6.2),
        WeighedLine("sodium_bicarbonate", 0.9),
    )
    made = recipe_as_weighed(replace(ENTRY, weighed=weighed)).formula
    assert [line.mass_g for line in made.lines] == pytest.approx([80.0, 16.2, 0.9, 0.9])
    assert made.lines[1].purity == 0.99
    strength = assess_logged(replace(ENTRY, weighed=weighed), DAY).composition.strengths[0].nominal
    # By hand: 16.2 g at 99 %, of 98.0 g less the carbon dioxide of 0.9 g of baking soda (44.01 / 84.007).
    assert strength == pytest.approx(16.2 * 0.99 / (98.0 - 0.9 * 44.0095 / 84.0066), rel=1e-4)


def test_a_range_of_a_spoon_ends_with_the_weighing():
    lines = [{"ingredient": "water", "mass_g": 10, "mass_low_g": 8, "mass_high_g": 12}]
    entry = LoggedBatch("x", {"lines": lines}, weighed=(WeighedLine("water", 10, 11),))
    assert recipe_as_weighed(entry).formula.lines[0].mass_range_g is None
    assert recipe_as_weighed(replace(entry, weighed=())).formula.lines[0].mass_range_g == (8, 12)


# --- again ----------------------------------------------------------------------------------------


def words(entry: LoggedBatch, days: int = 30) -> dict[str, str]:
    return {lesson.key: lesson.words for lesson in repeat_batch(entry, after(days)).lessons}


def test_a_pH_off_the_prediction_is_a_lesson():
    band = predict_pH(logged_recipe(ENTRY).formula).pH
    high = round(band.high + 0.5, 2)
    result = repeat_batch(replace(ENTRY, measurements=(pH(high, 1), pH(2.0, 5))), after(9)).lessons
    assert [(mark.key, mark.expected) for mark in result] == [("pH", False)]
    assert (
        f"{show_number(high - band.median, 2)} higher than predicted: {show_number(high)}" in result[0].words
    )
    low = repeat_batch(replace(ENTRY, measurements=(pH(band.low - 0.5),)), DAY).lessons
    assert "lower than predicted" in low[0].words


def test_a_pH_as_predicted_is_a_lesson_too():
    band = predict_pH(logged_recipe(ENTRY).formula).pH
    (lesson,) = repeat_batch(replace(ENTRY, measurements=(pH(band.median),)), DAY).lessons
    assert lesson.expected
    assert "as predicted" in lesson.words


def test_the_pH_is_compared_with_the_grams_as_weighed():
    much = replace(ENTRY, weighed=(WeighedLine("sodium_bicarbonate", 0.9, 2.7),))
    band = predict_pH(recipe_as_weighed(much).formula).pH
    assert band.low > predict_pH(logged_recipe(ENTRY).formula).pH.high
    result = {
        lesson.key: lesson
        for lesson in repeat_batch(replace(much, measurements=(pH(band.median),)), DAY).lessons
    }
    assert result["pH"].expected
    name = "Baking soda (sodium bicarbonate)"
    assert result["grams"].words == f"{name}: 2.7 g were weighed, not 0.9 g (+200.0 %)."


def test_the_pH_is_compared_with_the_band_that_the_page_shows():
    """Kept cold, its pH is known less well; one batch has one band."""
    entry = replace(ENTRY, recipe={**ENTRY.recipe, "storage": {"temperature_C": 2.0}})
    band = assess_logged(entry, DAY).pH
    plain = predict_pH(logged_recipe(entry).formula).pH
    assert (band.low, band.high) != (plain.low, plain.high)
    median, low, high = show_band(band.median, band.low, band.high)
    (lesson,) = repeat_batch(replace(entry, measurements=(pH(band.median),)), DAY).lessons
    assert lesson.words.endswith(f"predicted {median} ({low}–{high}).")


def test_grams_are_compared_as_the_scale_shows_them():
    lines = [{**line, "mass_plus_minus_g": 0.01} for line in ENTRY.recipe["lines"]]
    entry = replace(ENTRY, recipe={**ENTRY.recipe, "lines": lines})
    right = replace(entry, weighed=(WeighedLine("l_ascorbic_acid", 4.545, 4.55),))
    assert repeat_batch(right, DAY).lessons == ()
    wrong = replace(entry, weighed=(WeighedLine("l_ascorbic_acid", 4.545, 4.6),))
    (lesson,) = repeat_batch(wrong, DAY).lessons
    assert lesson.words == "L-ascorbic acid: 4.60 g were weighed, not 4.55 g (+1.1 %)."


def test_an_assay_off_the_prediction_is_a_lesson():
    entry = replace(ENTRY, measurements=(Measurement(after(30), "assay", 0.6, sd=0.01),))
    assert "lower than predicted: 60 %" in words(entry)["assay"]
    assert words(ENTRY) == {}


def test_making_again_opens_what_was_typed_without_what_was_read():
    typed = MixRequest(
        strength="15 %", batch="30 g", target_pH="3.2", added="0.2 g", reading="3.0", made_on="2025-03-01"
    )
    request = repeat_batch(replace(ENTRY, request=typed.as_dict()), DAY).request
    assert MixRequest.from_dict(request) == replace(typed, added="", reading="", made_on="")


def test_making_again_without_what_was_typed_opens_the_lines():
    request = MixRequest.from_dict(repeat_batch(ENTRY, DAY).request)
    formula = batch_of(parse_request(request)).formula
    assert {line.ingredient: line.mass_g for line in formula.lines} == {
        line["ingredient"]: line["mass_g"] for line in LINES
    }
    assert next(line.purity for line in formula.lines if line.is_form) == 0.99


def test_a_recipe_too_long_for_a_field_opens_nothing():
    lines = [{"ingredient": "other_oil", "mass_g": 1.23456789, "name": "rosehip " * 20}] * 150
    assert repeat_batch(LoggedBatch("x", {"lines": lines}), DAY).request == {}


# --- another size ---------------------------------------------------------------------------------


def test_every_mass_is_scaled_by_one_factor():
    recipe = logged_recipe(replace(ENTRY, recipe={**ENTRY.recipe, "scale_g": 0.01, "claims": {"pH": 3.2}}))
    whole = recipe.formula.total_mass_g
    twice = rescale(recipe, Q_(2 * whole, "g"))
    assert twice.formula.total_mass_g == pytest.approx(2 * whole)
    for old, new in zip(recipe.formula.lines, twice.formula.lines):
        assert new.mass_g == pytest.approx(2 * old.mass_g)
        assert new.mass_plus_minus_g == old.mass_plus_minus_g == 0.01
    assert twice.claims == recipe.claims
    assert twice.storage == Storage(Q_(5.0, "degC"), package="airless_pump")


def test_a_spoon_is_scaled_with_its_range_and_readings_stay_behind():
    lines = [{"ingredient": "water", "mass_g": 10, "mass_low_g": 8, "mass_high_g": 12}]
    recipe = read_recipe({"lines": lines, "measured": {"pH": 5.0}})
    third = rescale(recipe, Q_(30, "g"))
    assert third.formula.lines[0].mass_range_g == (24, 36)
    assert third.measured is None


@given(st.floats(0.1, 100_000))
def test_strength_does_not_depend_on_size(mass_g):
    recipe = logged_recipe(ENTRY)
    result = composition(rescale(recipe, Q_(mass_g, "g")).formula).strengths[0].nominal
    assert result == pytest.approx(composition(recipe.formula).strengths[0].nominal, rel=1e-9)


@pytest.mark.parametrize("mass_g", [0, 0.09, 100_001, float("nan"), -1])
def test_a_size_out_of_range_is_refused(mass_g):
    with pytest.raises(InputErrors):
        rescale(logged_recipe(ENTRY), Q_(mass_g, "g"))


def test_every_reason_has_its_words():
    unknown = {"no_day", "unreadable", "recheck", *REASONS} - {""}
    for reason in (*unknown, "t90", "germs", "six_months"):
        assert BatchState("unknown", reason).why, reason
    assert BatchState("discarded", "").why == ""


@pytest.mark.parametrize(("plus_minus", "step"), [(None, 0.5), (0.2, 0.2)])
def test_a_strip_is_as_good_as_its_step(plus_minus, step):
    day = datetime.date(2026, 3, 31)
    strip = Measurement.stated(day, "pH", 3.0, is_strip=True, plus_minus=plus_minus)
    assert (strip.step, strip.sd) == (step, None)
    meter = Measurement.stated(day, "pH", 3.0, plus_minus=plus_minus)
    assert (meter.step, meter.plus_minus) == (None, plus_minus and pytest.approx(plus_minus))
