"""Pictures of products as plain dicts: what they hold, and what is said to those who do not see them."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui.compare import pictures
from ui.compare.pictures import Point, Window

PALETTE = {"text": "#111111", "window": "#222222", "value": "#333333", "track": "#444444"}
ACID, PHOSPHATE = Window("L-ascorbic acid", 3.0, 3.5), Window("Magnesium ascorbyl phosphate", 6.0, 7.0)
POINTS = [
    Point("One", 3.0, 0.15, True),
    Point("Other", 7.0, 0.10, True),
    Point("Third", 5.0, 0.23, False),
]


def rows(spec: dict) -> list[dict]:
    """Return all rows of data."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def marks(spec: dict, kind: str) -> list[dict]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def ends(spec: dict, axis: str) -> tuple[float, float]:
    """Return the ends of an axis, which all layers share."""
    scales = (layer["encoding"].get(axis, {}).get("scale") for layer in spec["layer"])
    (only,) = {tuple(scale["domain"]) for scale in scales if scale}
    return only


SPECS = {
    "strength": pictures.strength_against_pH(POINTS, [ACID, PHOSPHATE], PALETTE),
    "price": pictures.price_against_content(
        [point._replace(x=point.x / 10) for point in POINTS], "EUR", PALETTE
    ),
    "nothing": pictures.price_against_content([], "EUR", PALETTE),
}


@pytest.mark.parametrize("name", SPECS)
def test_a_picture_is_plain_json_in_the_colours_handed_in(name):
    text = json.dumps(SPECS[name], allow_nan=False)
    assert json.loads(text) == SPECS[name]
    for color in PALETTE.values():
        text = text.replace(color, "")
    assert "#" not in text


def test_the_window_of_each_form_is_shaded_with_its_limits():
    shades = [layer["data"]["values"][0] for layer in marks(SPECS["strength"], "rect")]
    assert [(row["from"], row["to"]) for row in shades] == [(3.0, 3.5), (6.0, 7.0)]
    labels = [row["label"] for row in rows(SPECS["strength"]) if "label" in row]
    assert "pH 3–3.5 · L-ascorbic acid" in labels
    assert "pH 6–7 · Magnesium ascorbyl phosphate" in labels
    # Each on a line of its own.
    texts = [mark["encoding"]["y"]["value"] for mark in marks(SPECS["strength"], "text")[:2]]
    assert texts[1] - texts[0] >= 12


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, 7.0, "pH up to 7"),
        (5.5, None, "pH 5.5 or more"),
        (None, None, "any pH"),
        (3.0, 3.5, "pH 3–3.5"),
    ],
)
def test_a_window_may_have_one_end(low, high, words):
    window = Window("Any", low, high)
    assert pictures.limits(window) == words
    spec = pictures.strength_against_pH(POINTS, [window], PALETTE)
    (row,) = [layer["data"]["values"][0] for layer in marks(spec, "rect")]
    start, end = ends(spec, "x")
    assert (row["from"], row["to"]) == (low or start, high or end)


def test_the_chosen_differ_by_shape_and_by_name_not_by_colour_alone():
    others, chosen = marks(SPECS["strength"], "point")
    assert {row["name"] for row in chosen["data"]["values"]} == {"One", "Other"}
    assert others["mark"]["shape"] != chosen["mark"]["shape"]
    bold = [
        layer["data"]["values"][0]["label"]
        for layer in marks(SPECS["strength"], "text")
        if layer["mark"].get("fontWeight") == "bold"
    ]
    assert bold == ["One", "Other"]


def test_where_there_are_many_only_the_chosen_are_named():
    many = [Point(str(i), 4.0, 0.01 * i, i == 3) for i in range(1, 30)]
    spec = pictures.strength_against_pH(many, [], PALETTE)
    assert [row["label"] for row in rows(spec) if "label" in row] == ["3"]


def test_prices_stand_against_per_cent_in_their_currency():
    spec = pictures.price_against_content([Point("One", 0.15, 5.7, True)], "USD", PALETTE)
    (point,) = marks(spec, "point")
    (row,) = point["data"]["values"]
    assert (row["x"], row["y"]) == (pytest.approx(15), pytest.approx(5.7))
    assert point["encoding"]["y"]["title"] == "USD per gram of product"
    assert ends(spec, "y")[0] == 0


@given(
    st.lists(
        st.builds(Point, st.text(max_size=60), st.floats(1, 12), st.floats(0, 1), st.booleans()), max_size=12
    )
)
def test_every_point_lies_inside_its_axes(points):
    spec = pictures.strength_against_pH(points or POINTS, [ACID], PALETTE)
    for axis in ("x", "y"):
        low, high = ends(spec, axis)
        for layer in marks(spec, "point"):
            assert all(low <= row[axis] <= high for row in layer["data"]["values"])
    json.dumps(spec, allow_nan=False)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 100)), min_size=1, max_size=6))
@example([(2.0, 1.0), (3.0, 0.0), (2.0, 2.0)])
def test_no_name_lies_on_another(places):
    points = [Point("A serum of some name", x, y, True) for x, y in places]
    moved = pictures.shifts(points, (0.0, 10.0), (0.0, 110.0))
    lines = [300 * (110 - point.y) / 110 + (shift or 0) for point, shift in zip(points, moved)]
    sides = [point.x > 5 for point in points]
    for i, (line, side) in enumerate(zip(lines, sides)):
        for other, other_side, point in zip(lines[:i], sides[:i], points[:i]):
            if side == other_side and abs(point.x - points[i].x) < 1:
                assert abs(line - other) > 14.9


def test_the_chosen_find_their_places_first_and_the_others_give_way():
    crowd = [Point("Another serum", 3.0, 10.0, False) for _ in range(7)]
    moved = pictures.shifts([*crowd, Point("This one", 3.2, 10.0, True)], (0.0, 10.0), (0.0, 110.0))
    assert moved[-1] is not None
    assert None in moved[:-1]


def test_pictures_are_told_in_words():
    result = pictures.strength_words(POINTS, [ACID])
    assert result == (
        "3 products by pH and strength. One: pH 3, 15 %; Other: pH 7, 10 %; L-ascorbic acid needs pH 3–3.5."
    )
    result = pictures.price_words([Point("One", 0.15, 5.7, False)], "USD")
    assert result == "1 product by content and price. One: 5.7 USD per gram, at most 15 % ascorbic acid."
    assert pictures.strength_words([], []) == "0 products by pH and strength."
