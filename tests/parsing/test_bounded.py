"""Whatever somebody pastes as a recipe is read, or refused, within bounded work: a family of texts each."""

from __future__ import annotations

import itertools
import string

import pytest

from calc.errors import InputErrors
from calc.mixing.request import MixRequest, parse_request
from calc.parsing.json_reader import MOST_ERRORS, read_json
from calc.parsing.plain_text import plain_text
from calc.parsing.recipe_bounds import (
    LONGEST_LINE,
    LONGEST_NUMBER,
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_NUMBERS,
    MOST_OF_LINE,
    refuse_too_much,
    too_much_of_line,
)
from calc.parsing.recipe_text import read_recipe_text
from tests.hostile import TEXTS, bounded, is_linear


def longest_line(name: str) -> str:
    """Return the longest line of a family that is read."""
    line = " ".join(TEXTS[name](LONGEST_LINE).split())
    while too_much_of_line(line):
        line = line[: int(0.9 * len(line))]
    return line


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_the_most_characters_is_read_or_refused(name):
    text = TEXTS[name](MOST_CHARACTERS)
    with bounded(len(text)):
        try:
            lines, errors = read_recipe_text(text), ()
        except InputErrors as refused:
            lines, errors = (), refused.errors
    assert not any(line.counts for line in lines if len(plain_text(line.text)) > LONGEST_LINE)
    assert all(error.field == "recipe" and error.fix for error in errors)


@pytest.mark.parametrize("name", TEXTS)
def test_a_line_as_long_as_is_read_takes_its_share_of_the_time(name):
    line = longest_line(name)
    with bounded(len(line), seconds=0.5):  # a text has room for ten of them
        assert read_recipe_text(line) or not line


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("5 g water\n" * (MOST_LINES + 1), f"{MOST_LINES + 1} lines"),
        ("5\n" * 900, "450 lines"),  # two may be one
        ("1 2 3 4 5 6\n" * (MOST_NUMBERS // 6 + 1), "1,002 numbers"),
        ("½\n" * 600, "1,200 numbers"),
        ("x" * (MOST_CHARACTERS + 1), "20,001 characters"),
        ("\ufdfa" * 1_200, "21,600 characters"),  # one sign that stands for eighteen
    ],
)
def test_a_recipe_of_more_than_any_is_refused_with_what_it_holds(text, given):
    with pytest.raises(InputErrors, match="200 lines, 20,000 characters and 1,000 numbers") as caught:
        read_recipe_text(text, field="text")
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("text", given)


TOO_MUCH = {
    "water " * (LONGEST_LINE // 6 + 1): "More than 2,000 characters stand here. Give each ingredient a line",
    "5 g, " * (MOST_OF_LINE + 1): "More than 60 numbers stand here. Give each ingredient a line",
    "water " + "9" * (LONGEST_NUMBER + 1) + " g": "No amount has more than 40 digits. Correct the number.",
    "water 1" + ",000" * 20 + " g": "No amount has more than 40 digits.",
}


@pytest.mark.parametrize("line", TOO_MUCH)
def test_a_line_of_too_much_is_asked_about_and_the_others_count(line):
    text = f"5 g glycerin\n{line}\n15 g ascorbic acid"
    first, middle, last = read_recipe_text(text)
    assert [first.ingredient.id, last.ingredient.id] == ["glycerin", "l_ascorbic_acid"]
    assert first.counts
    assert last.counts
    assert middle.status == "not_understood"
    assert middle.note.startswith(TOO_MUCH[line])
    assert text[slice(*middle.place)] == line.strip()
    parsed = parse_request(MixRequest(way="new", start="batch", others=text.replace(" g", " %")))
    (error,) = (error for field, error in parsed.errors.items() if field == "others line 2")
    assert TOO_MUCH[line].startswith(f"{error.accepted} {error.fix}"[: len(TOO_MUCH[line])])


@pytest.mark.parametrize(
    "line",
    [
        "water " * (LONGEST_LINE // 6),
        "Water (85 %), " * MOST_OF_LINE,
        "water 0." + "0" * (LONGEST_NUMBER - 2) + "1 g",
    ],
)
def test_a_line_of_the_most_is_read(line):
    assert too_much_of_line(line) is None


@pytest.mark.parametrize(
    ("text", "lines", "more"),
    [
        ("x" * MOST_CHARACTERS, 1, ("x" * (MOST_CHARACTERS + 1), 1)),
        ("½" * (MOST_CHARACTERS // 40), 1, ("½" * MOST_CHARACTERS, 1)),
        ("5 " * MOST_NUMBERS, 1, ("5 " * (MOST_NUMBERS + 1), 1)),
        ("x", MOST_LINES, ("x", MOST_LINES + 1)),
    ],
)
def test_just_so_much_is_read_and_no_more(text, lines, more):
    refuse_too_much(text, range(lines), "recipe")
    with pytest.raises(InputErrors):
        refuse_too_much(more[0], range(more[1]), "recipe")


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("x" * LONGEST_LINE, "x" * (LONGEST_LINE + 1)),
        ("5 " * MOST_OF_LINE, "5 " * (MOST_OF_LINE + 1)),
        ("9" * LONGEST_NUMBER, "9" * (LONGEST_NUMBER + 1)),
    ],
)
def test_of_a_line_just_so_much_is_read_and_no_more(line, more):
    assert too_much_of_line(line) is None
    assert too_much_of_line(more)


def test_a_key_that_stands_twice_among_very_many_takes_time_in_proportion():
    def read(count: int) -> None:
        keys = ",".join(f'"k{number}":1' for number in range(count))
        with pytest.raises(InputErrors, match="given twice"):
            read_json(f'{{{keys},"k{count - 1}":1}}', "recipe")

    assert is_linear(read, 3_000, 30_000)


def test_of_very_many_fields_that_are_none_the_first_are_told():
    with pytest.raises(InputErrors) as caught:
        MixRequest.from_dict({f"k{number}": "x" for number in range(3 * MOST_ERRORS)})
    assert [error.field for error in caught.value.errors] == [f"k{number}" for number in range(MOST_ERRORS)]


def test_distinct_lines_cost_no_more_than_their_number():
    words = ["".join(pair) for pair in itertools.product(string.ascii_lowercase, repeat=2)]
    with bounded(MOST_CHARACTERS):
        assert len(read_recipe_text("\n".join(f"{word}ol 5 g" for word in words[:MOST_LINES]))) == MOST_LINES
