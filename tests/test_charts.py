"""Charts as plain dicts: what they hold, and what is said to those who do not see them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.draws import Band
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
    told = json.dumps(charts.gauge(SERUM, WINDOW, PALETTE)) + json.dumps(charts.composition(SHARES, PALETTE))
    for color in PALETTE.values():
        told = told.replace(color, "")
    assert "#" not in told


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
    spec = charts.composition(SHARES, PALETTE)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_a_composition_holds_its_shares_in_their_order():
    spec = charts.composition(SHARES, PALETTE)
    values = spec["data"]["values"]
    assert [row["name"] for row in values] == [name for name, _ in SHARES]
    assert [row["share"] for row in values] == pytest.approx([84.85, 15, 0.15])
    assert [row["label"].replace("\u202f", " ") for row in values] == ["84.9 %", "15 %", "0.15 %"]
    # In the order handed in, not by the alphabet.
    assert spec["encoding"]["y"]["sort"] is None


def test_a_composition_grows_with_its_lines():
    heights = [charts.composition(SHARES[:n], PALETTE)["height"] for n in (1, 2, 3)]
    assert heights == sorted(set(heights))


def test_a_whole_bottle_of_one_thing_fits():
    spec = charts.composition([("Water", 1.0)], PALETTE)
    assert spec["data"]["values"][0]["share"] < spec["encoding"]["x"]["scale"]["domain"][1]


def test_a_composition_is_told_in_words():
    said = charts.composition_words(SHARES).replace("\u202f", " ")
    assert said == "By mass: Water 84.9 %, L-ascorbic acid 15 %, rest of the powder 0.15 %."


@pytest.mark.parametrize("name", ["<b>bold</b>", "*star*", 'quote "', "emoji 🧪", "dotted.name[0]"])
def test_names_are_data_and_nothing_else(name):
    spec = charts.composition([(name, 1.0)], PALETTE)
    assert spec["data"]["values"][0]["name"] == name
    assert name not in json.dumps({**spec, "data": {}})
    json.dumps(spec)
