"""Charts as plain dicts: what they hold, and what is said to those who do not see them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.catalog.truth import TruthRow
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.dosing import Dose, RemainingDose
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.life import LossCurve as LossCurve
from calc.chemistry.stability.life import shelf_life
from calc.chemistry.titration import TitrationCurve
from calc.uncertainty import Band, Reading
from calc.units import Q_
from ui import charts

PALETTE = {"text": "#111111", "window": "#222222", "value": "#333333", "track": "#444444"}
WINDOW = (0.08, 0.2)
SERUM = Band(0.15, 0.149, 0.151)
SHARES = [("Water", 0.8485), ("L-ascorbic acid", 0.15), ("rest of the powder", 0.0015)]


def rows(spec: dict) -> list[dict]:
    """Return all rows of data of a gauge."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def layers(spec: dict, color: str) -> list[dict]:
    return [layer for layer in spec["layer"] if layer["mark"].get("color") == PALETTE[color]]


def domain(spec: dict) -> tuple[float, float]:
    """Return the ends of the axis, which all layers share."""
    ends = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in spec["layer"]}
    (only,) = ends
    return only


def marker(spec: dict) -> float:
    (dot,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    return dot["data"]["values"][0]["from"]


# --- gauge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [WINDOW, None])
def test_a_gauge_is_plain_json(window):
    spec = charts.gauge(SERUM, window, PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert charts.gauge(SERUM, window, PALETTE) == spec


def test_a_gauge_holds_window_band_and_median():
    spec = charts.gauge(SERUM, WINDOW, PALETTE)
    assert {"from": pytest.approx(8), "to": pytest.approx(20)} in rows(spec)
    assert {"from": pytest.approx(14.9), "to": pytest.approx(15.1)} in rows(spec)
    assert marker(spec) == pytest.approx(15)
    labels = {row["label"].replace("\u202f", " "): row["from"] for row in rows(spec) if "label" in row}
    assert labels == pytest.approx({"8": 8, "20 %": 20, "15.0 %": 15})


def test_without_a_window_none_is_drawn():
    spec = charts.gauge(SERUM, None, PALETTE)
    assert not layers(spec, "window")
    assert [row["label"].replace("\u202f", " ") for row in rows(spec) if "label" in row] == ["15.0 %"]
    assert len(layers(charts.gauge(SERUM, WINDOW, PALETTE), "window")) == 1


def test_colours_are_those_that_were_handed_in():
    result = json.dumps(charts.gauge(SERUM, WINDOW, PALETTE)) + json.dumps(charts.contents(SHARES, PALETTE))
    for color in PALETTE.values():
        result = result.replace(color, "")
    assert "#" not in result


@given(
    st.floats(1e-7, 1.0),
    st.floats(0, 0.5),
    st.none() | st.sampled_from([WINDOW, (0.0001, 0.02), (0.0, 1.0), (0.01, 0.01)]),
)
def test_everything_stays_inside_the_axis(median, spread, window):
    band = Band(median, median * (1 - spread), min(median * (1 + spread), 1.0))
    spec = charts.gauge(band, window, PALETTE)
    low, high = domain(spec)
    assert low == 0
    assert low < marker(spec) < high
    for row in rows(spec):
        assert low <= row["from"] <= high
        assert row["from"] <= row.get("to", high) <= high
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("strength", [0.0, 1e-9, 1e-5, 0.5, 1.0])
def test_a_strength_without_spread_is_drawn_too(strength):
    spec = charts.gauge(Band(strength, strength, strength), None, PALETTE)
    low, high = domain(spec)
    assert low <= marker(spec) <= high
    assert high > low


def test_a_gauge_is_told_in_words():
    said = charts.gauge_words("L-ascorbic acid", SERUM, WINDOW)
    assert said == "L-ascorbic acid: 15.0 %, between 14.9 and 15.1 %. The usual range is 8 to 20 %."
    assert charts.gauge_words("Any", SERUM, None).endswith("No usual range is known.")


@given(st.floats(1e-5, 0.9), st.floats(1e-4, 0.1))
def test_words_and_gauge_show_the_same_median(median, spread):
    band = Band(median, median * (1 - spread), median * (1 + spread))
    (label,) = [row["label"] for row in rows(charts.gauge(band, None, PALETTE)) if "label" in row]
    assert charts.gauge_words("Any", band, None).startswith(
        f"Any: {label.replace(chr(0x202F), ' ')}, between"
    )


# --- composition ----------------------------------------------------------------------------------


def test_a_composition_is_plain_json():
    spec = charts.contents(SHARES, PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_a_composition_holds_its_shares_in_their_order():
    spec = charts.contents(SHARES, PALETTE)
    values = spec["data"]["values"]
    assert [row["name"] for row in values] == [name for name, _ in SHARES]
    assert [row["share"] for row in values] == pytest.approx([84.85, 15, 0.15])
    assert [row["label"].replace("\u202f", " ") for row in values] == ["84.9 %", "15 %", "0.15 %"]
    # In the order handed in, not by the alphabet.
    assert spec["encoding"]["y"]["sort"] is None


def test_a_composition_grows_with_its_lines():
    heights = [charts.contents(SHARES[:n], PALETTE)["height"] for n in (1, 2, 3)]
    assert heights == sorted(set(heights))


def test_a_whole_bottle_of_one_thing_fits():
    spec = charts.contents([("Water", 1.0)], PALETTE)
    assert spec["data"]["values"][0]["share"] < spec["encoding"]["x"]["scale"]["domain"][1]


def test_a_composition_is_told_in_words():
    said = charts.contents_words(SHARES).replace("\u202f", " ")
    assert said == "By mass: Water 84.9 %, L-ascorbic acid 15 %, rest of the powder 0.15 %."


@pytest.mark.parametrize("name", ["<b>bold</b>", "*star*", 'quote "', "emoji 🧪", "dotted.name[0]"])
def test_names_are_data_and_nothing_else(name):
    spec = charts.contents([(name, 1.0)], PALETTE)
    assert spec["data"]["values"][0]["name"] == name
    assert name not in json.dumps({**spec, "data": {}})
    json.dumps(spec)


# --- loss -----------------------------------------------------------------------------------------

LOSS = LossCurve((0.0, 10.0, 20.0), (Band(1, 1, 1), Band(0.9, 0.8, 0.95), Band(0.8, 0.6, 0.9)))


def every(spec: dict, key: str) -> list:
    """Return everything that stands under a key, however deep."""
    inner = [spec] if isinstance(spec, list) else spec.values()
    below = spec if isinstance(spec, list) else inner
    result = [spec[key]] if isinstance(spec, dict) and key in spec else []
    return result + [hit for part in below if isinstance(part, (dict, list)) for hit in every(part, key)]


def axes(spec: dict, name: str) -> tuple[float, float]:
    """Return the ends of an axis, which all layers share."""
    ends = {tuple(node["scale"]["domain"]) for node in every(spec, name)}
    (only,) = ends
    return only


def labelled(spec: dict) -> dict[str, dict]:
    """Return the rows that carry words, by these."""
    return {row["label"]: row for rows in every(spec, "values") for row in rows if "label" in row}


@pytest.mark.parametrize("discard", [None, 0.0, 13.6, 20.0, 500.0])
def test_a_loss_is_plain_json(discard):
    spec = charts.loss(LOSS, discard, PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_a_loss_holds_its_bands_from_the_start_to_the_last_day():
    spec = charts.loss(LOSS, None, PALETTE)
    values = spec["layer"][0]["data"]["values"]
    assert [row["day"] for row in values] == [0, 10, 20]
    for row, band in zip(values, LOSS.remaining):
        result = (100 * band.low, 100 * band.median, 100 * band.high)
        assert (row["low"], row["left"], row["high"]) == pytest.approx(result)
    assert spec["layer"][1]["data"]["values"] == values
    assert axes(spec, "x") == (0, 20)
    assert axes(spec, "y") == (0, 105)


def test_a_loss_shows_ninety_percent_and_the_day_it_goes():
    shown = labelled(charts.loss(LOSS, 13.6, PALETTE))
    assert set(shown) == {"90 %", "discard"}
    assert (shown["90 %"]["left"], shown["90 %"]["day"], shown["90 %"]["to"]) == (90, 0, 20)
    assert shown["discard"]["day"] == 13.6


@pytest.mark.parametrize("discard", [None, 20.1, 183.0])
def test_a_day_beyond_the_axis_is_not_drawn(discard):
    assert set(labelled(charts.loss(LOSS, discard, PALETTE))) == {"90 %"}


def test_a_loss_is_told_in_words():
    said = charts.loss_words(LOSS, None)
    assert said == "What is left falls from 100 % to 80 % after 20 days, between 60 and 90 %."
    # A day that has begun does not count: the last one is whole.
    assert charts.loss_words(LOSS, 13.6) == f"{said} Discard after 13 days."


def test_a_shelf_life_can_be_drawn():
    formula = Formula((Line("water", 84.73), Line("l_ascorbic_acid", 15.0), Line("sodium_hydroxide", 0.27)))
    result = shelf_life(formula, storage=Storage(Q_(25.0, "degC"), package="jar"))
    spec = charts.loss(result.curve, result.discard_after_days, PALETTE)
    json.dumps(spec, allow_nan=False)
    low, high = axes(spec, "y")
    for row in spec["layer"][0]["data"]["values"]:
        assert low <= row["low"] <= row["left"] <= row["high"] <= high
    assert "discard" in labelled(spec)


# --- map ------------------------------------------------------------------------------------------

MAP_PH, MAP_C = (2.0, 3.0, 4.0), (5.0, 25.0)
MAP = np.array([[400.0, 80.0], [300.0, 53.4], [100.0, 20.0]])


@pytest.mark.parametrize("here", [(3.0, 25.0), (3.0, None)])
def test_a_map_is_plain_json(here):
    spec = charts.days_map(MAP_PH, MAP_C, MAP, here, PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_a_map_of_arrays_is_plain_json_too():
    arrays = charts.days_map(np.array(MAP_PH), np.array(MAP_C), MAP, (3.0, 25.0), PALETTE)
    assert json.dumps(arrays) == json.dumps(charts.days_map(MAP_PH, MAP_C, MAP, (3.0, 25.0), PALETTE))


def test_a_map_holds_a_cell_for_each_number_of_days():
    cells = charts.days_map(MAP_PH, MAP_C, MAP, (3.0, None), PALETTE)["layer"][0]["data"]["values"]
    result = {((row["pH"] + row["to"]) / 2, (row["C"] + row["top"]) / 2): row["days"] for row in cells}
    wanted = {(pH, celsius): MAP[i][j] for i, pH in enumerate(MAP_PH) for j, celsius in enumerate(MAP_C)}
    assert {tuple(round(value, 9) for value in place): days for place, days in result.items()} == wanted
    # Cells overlap a little, lest the background shows between them.
    assert cells[0]["to"] > cells[2]["pH"]
    assert cells[0]["top"] > cells[1]["C"]


def test_a_map_shows_the_batch_where_its_temperature_is_known():
    _, batch = charts.days_map(MAP_PH, MAP_C, MAP, (3.1, 5.0), PALETTE)["layer"]
    ((row,),) = every(batch, "values")
    assert (row["pH"], row["C"]) == (3.1, 5.0)
    assert "yours" in json.dumps(batch)
    assert len(charts.days_map(MAP_PH, MAP_C, MAP, (3.1, None), PALETTE)["layer"]) == 1


def test_a_map_is_told_by_its_corners():
    assert charts.days_map_words(MAP_PH, MAP_C, MAP) == (
        "Days until a tenth is lost: 400 days at pH 2.0 and 5 °C, 80 days at pH 2.0 and 25 °C,"
        " 100 days at pH 4.0 and 5 °C, 20 days at pH 4.0 and 25 °C."
    )


# --- titration ------------------------------------------------------------------------------------

RISE = TitrationCurve((0.0, 0.5, 1.0), (Band(2.2, 2.1, 2.3), Band(3.0, 2.9, 3.1), Band(3.6, 3.5, 3.7)))
FALL = TitrationCurve((0.0, 0.5, 1.0), RISE.bands[::-1])
COMFORT = (3.0, 3.5)
SODA = Adjuster("sodium_bicarbonate")
ACID_AND_WATER = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
DOSE = Dose(SODA, 3.2, ACID_AND_WATER, Band(0.65, 0.6, 0.7), 0.5, 6.0)


def with_reading(pH: float, added_g: float) -> Dose:
    band = Band(pH, pH, pH)
    return replace(DOSE, after=RemainingDose(added_g, Reading(pH, sd=0.05), band, 0.0, band))


@pytest.mark.parametrize("dose", [DOSE, with_reading(2.9, 0.5)])
@pytest.mark.parametrize("curve", [RISE, FALL])
def test_a_titration_is_plain_json(curve, dose):
    spec = charts.titration(curve, dose, COMFORT, "goes in", PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_a_titration_holds_its_bands_and_the_window():
    spec = charts.titration(RISE, DOSE, COMFORT, "goes in", PALETTE)
    window, _, area, line = (layer["data"]["values"] for layer in spec["layer"][:4])
    assert window == [{"g": 0, "to": 1.0, "pH": 3.0, "top": 3.5}]
    assert area == line
    assert [(row["g"], row["pH"], row["low"], row["high"]) for row in area] == [
        (mass, band.median, band.low, band.high) for mass, band in zip(RISE.mass_g, RISE.bands)
    ]
    assert axes(spec, "x") == (0, 1.0)


def test_a_titration_marks_what_is_wanted_and_what_was_read():
    wanted = {"g": DOSE.planned_g, "pH": 3.2, "label": "wanted"}
    shown = labelled(charts.titration(RISE, DOSE, COMFORT, "goes in", PALETTE))
    assert shown["wanted"] == wanted
    assert "your reading" not in shown
    shown = labelled(charts.titration(RISE, with_reading(2.9, 0.5), COMFORT, "goes in", PALETTE))
    assert shown["wanted"] == wanted
    assert shown["your reading"] == {"g": 0.5, "pH": 2.9, "label": "your reading"}


@pytest.mark.parametrize("curve", [RISE, FALL])
@pytest.mark.parametrize(("pH", "grams"), [(2.9, 0.5), (0.5, 0.0), (9.0, 1.5)])
def test_curve_and_marks_stay_inside_the_axes(curve, pH, grams):
    spec = charts.titration(curve, with_reading(pH, grams), COMFORT, "goes in", PALETTE)
    (left, right), (bottom, top) = axes(spec, "x"), axes(spec, "y")
    for row in (row for rows in every(spec, "values") for row in rows):
        assert left <= row["g"] <= right
        assert bottom < row.get("low", row["pH"]) <= row["pH"] <= row.get("high", row["pH"]) < top


def test_a_titration_is_told_in_words():
    said = charts.titration_words(RISE, DOSE, "baking soda")
    assert said == (
        "pH against grams of baking soda: from 2.2 with none to 3.6 with 1 g."
        f" wanted: pH 3.2 at {DOSE.planned_g:.2g} g."
    )
    read = charts.titration_words(RISE, with_reading(2.9, 0.5), "baking soda")
    assert read == f"{said} your reading: pH 2.9 at 0.5 g."


def test_every_axis_is_written_alike():
    specs = [
        charts.loss(LOSS, 13.6, PALETTE),
        charts.titration(RISE, DOSE, COMFORT, "goes in", PALETTE),
        charts.days_map(MAP_PH, MAP_C, MAP, (3.0, 5.0), PALETTE),
    ]
    written = {"labelColor": "#111111", "titleColor": "#111111", "labelFontSize": 12, "titleFontSize": 12}
    results = [axis for spec in specs for axis in every(spec, "axis") if "labelColor" in axis]
    assert len(results) > 5
    for axis in results:
        assert {name: value for name, value in axis.items() if name != "tickCount"} == written


def test_colours_of_curves_are_those_that_were_handed_in():
    specs = [
        charts.loss(LOSS, 13.6, PALETTE),
        charts.titration(RISE, with_reading(2.9, 0.5), COMFORT, "goes in", PALETTE),
        charts.days_map(MAP_PH, MAP_C, MAP, (3.0, 5.0), PALETTE),
    ]
    text = json.dumps(specs)
    for color in PALETTE.values():
        text = text.replace(color, "")
    assert "#" not in text


# --- measured against predicted -------------------------------------------------------------------


def test_measured_points_are_plain_json_and_told_in_words():
    rows = [
        TruthRow("pH", "a buffer", 4.0, 4.0, 4.1, 3.9, 4.3, "a table"),
        TruthRow("pH", "a window", 2.0, 2.5, 3.0, 2.8, 3.2, "a book"),
    ]
    spec = charts.truth(rows, "pH", PALETTE)
    assert json.loads(json.dumps(spec)) == spec
    assert [point["measured"] for point in spec["data"]["values"]] == [4.0, 2.25]
    words = charts.truth_words(rows, "pH")
    assert "1 of 2 measured points" in words
    assert "Outside: a window" in words
