"""Each line of a recipe knows its place in the text, and a reading replaces that place alone."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.parsing.account import Account, Status
from calc.parsing.recipe_line import RecipeLine
from calc.parsing.recipe_text import read_recipe_text

DOUBTS = """\
Serum

  - 5 g vitamin C\r
1,234 g panthenol
\t11/2 tsp propanediol
1,234 g panthenol
2 g tocopherl
5 g lactic acid or citric acid
water to 100 g, 1 g optiphen
3 glycerin
Stir well.
"""


def pieces(text: str) -> list[str]:
    """Return the piece of the text that each line is about."""
    return [text[slice(*line.place)] for line in read_recipe_text(text)]


@pytest.mark.parametrize(
    ("now", "replaced"),
    [
        ("a b c", "a B c"),
        # The piece has moved: it is looked for; one that is gone leaves the text as it is.
        ("x a b c", "x a B c"),
        ("b c", "B c"),
        ("c b", "c B"),
        ("a c", "a c"),
        ("", ""),
        # Of two that are alike the one at its place.
        ("b b b", "b B b"),
    ],
)
def test_a_reading_stands_where_the_piece_stands_now(now: str, replaced: str) -> None:
    assert Account("b", "assumed", place=(2, 3)).replaced_by("B", now, "a b c") == replaced


def test_each_line_knows_its_place():
    assert pieces(DOUBTS) == [
        "Serum",
        "- 5 g vitamin C",
        "1,234 g panthenol",
        "11/2 tsp propanediol",
        "1,234 g panthenol",
        "2 g tocopherl",
        "5 g lactic acid or citric acid",
        "water to 100 g",
        "1 g optiphen",
        "3 glycerin",
        "Stir well.",
    ]


def test_lines_that_belong_together_are_one_piece():
    assert pieces("Glycerin\n5 g\nWater\n20 g") == ["Glycerin\n5 g", "Water\n20 g"]


def test_what_stands_twice_in_a_text_has_its_place_where_it_is_read():
    text = "2 g urea\n5 g water, 2 g urea\n2 g urea, 2 g urea"
    assert [line.place for line in read_recipe_text(text)] == [(0, 8), (9, 18), (20, 28), (29, 37), (39, 47)]


def test_two_on_the_first_line_have_a_place_each():
    first, second = read_recipe_text("5 g lactic acid or citric acid, 20 g water")
    assert (first.place, second.place) == ((0, 30), (32, 42))
    assert first.readings


def doubts() -> list[tuple[int, RecipeLine, str]]:
    """Return every reading that the recipe offers, with the line that it is of."""
    lines = read_recipe_text(DOUBTS)
    return [(at, line, reading) for at, line in enumerate(lines) for reading in line.readings]


@pytest.mark.parametrize(("at", "line", "reading"), doubts(), ids=lambda part: str(part)[:40])
def test_a_reading_settles_its_own_line_and_leaves_the_others(at, line, reading):
    changed = line.replaced_by(reading, DOUBTS, DOUBTS)
    before, after = read_recipe_text(DOUBTS), read_recipe_text(changed)
    assert [part.text for part in after[:at] + after[at + 1 :]] == [
        part.text for part in before[:at] + before[at + 1 :]
    ]
    assert after[at].text == reading
    assert after[at].amount
    assert not after[at].readings
    assert after[at].status == "used"


def test_two_equal_doubts_are_told_apart():
    first, second = (line for line in read_recipe_text(DOUBTS) if line.text == "1,234 g panthenol")
    for line, number in ((first, 0), (second, 1)):
        changed = line.replaced_by("1.234 g panthenol", DOUBTS, DOUBTS).split("panthenol")
        assert "1.234 g" in changed[number]
        assert "1,234 g" in changed[1 - number]


def test_a_line_is_found_where_it_has_moved():
    (line,) = read_recipe_text("1,234 g panthenol")
    drawn = "1,234 g panthenol"
    assert line.replaced_by("1.234 g panthenol", f"5 g urea\n{drawn}", drawn) == "5 g urea\n1.234 g panthenol"
    assert line.replaced_by("1.234 g panthenol", "5 g urea", drawn) == "5 g urea", "it is gone"


def test_what_has_no_place_replaces_nothing():
    assert Account("a", "assumed").replaced_by("b", "a", "a") == "a"


@given(st.lists(st.sampled_from(["5 g urea", "2,5 g glycerin", "Mix.", "", "  - 1 tsp aloe\t", "x\u2028"])))
def test_places_follow_each_other_and_hold_the_text(lines):
    text = "\n".join(lines)
    end = 0
    for line in read_recipe_text(text):
        assert line.place[0] >= end
        end = line.place[1]
        assert " ".join(text[slice(*line.place)].split()) == line.text


def test_a_doubt_and_what_is_not_understood_are_open():
    open_ones = [status for status in get_args(Status) if Account("a", status).is_open]
    assert open_ones == ["assumed", "not_understood"]


def test_a_piece_that_stands_twice_is_replaced_in_its_place():
    second = Account("b", "assumed", place=(4, 5))
    assert second.replaced_by("B", "b c b d", "b c b d") == "b c B d"
    assert second.replaced_by("B", "a c d b d", "b c b d") == "a c d B d", "it has moved"
