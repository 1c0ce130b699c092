"""What is struck out of a recipe, on one line and from one line to another."""

from __future__ import annotations

import time

import pytest

from calc.parsing.ingredient_lines import read_lines
from calc.parsing.recipe_bounds import MOST_CHARACTERS
from calc.parsing.recipe_text import read_recipe_text
from calc.parsing.struck_out import struck_rows, without_struck_out


def counted(text: str) -> list[str]:
    """Return what counts of a recipe, in short; “ / ” parts its lines."""
    lines = read_recipe_text(text.replace(" / ", "\n"))
    return [f"{line.ingredient.id} {line.amount.value:g}" for line in lines if line.counts]


@pytest.mark.parametrize(
    "struck",
    [
        "~~5 g honey~~",
        "~~ 5 g honey ~~",
        "~5 g honey~",
        "<s>5 g honey</s>",
        "<S class='x'>5 g honey</S>",
        "<del><b>5 g</b> honey</del>",
        "[s]5 g honey[/s]",
        "[strike]5 g honey[/strike]",
        '<span style="text-decoration: line-through">5 g honey</span>',
        "~~5 g honey / 2 g glycerin~~",
        "~~ / 5 g honey / 2 g glycerin / ~~",
        "- ~~5 g honey / - 1 g niacinamide / - 2 g glycerin~~",
        "<s>5 g honey / 1 g niacinamide / 2 g glycerin</s>",
        "[s]5 g honey / 2 g glycerin[/s]",
    ],
)
def test_what_is_struck_out_does_not_count(struck):
    assert counted(f"3 g water / {struck} / 2 g urea") == ["water 3", "urea 2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("~~5 g honey / ~~3 g water", ["mel 5", "water 3"]),
        ("~~5 g honey, ~~3 g water", ["mel 5", "water 3"]),
        ("~5 g honey, ~3 g water", ["mel 5", "water 3"]),
        ("~5 g honey / ~3 g water", ["mel 5", "water 3"]),
        ("<s>5 g honey / 3 g water", ["mel 5", "water 3"]),
        ("<s>5 g honey</s> / <s>3 g water</s> / 2 g urea", ["urea 2"]),
        ("~~5 g honey~~ 3 g water ~~2 g urea / 2 g talc~~ / 1 g salt", ["water 3", "sodium_chloride 1"]),
    ],
)
def test_signs_that_strike_nothing_out_leave_it(text, wanted):
    assert counted(text) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<s>5 g honey / 3 g water", ["<s>", ""]),
        ("~~5 g honey / 3 g water", ["~~", ""]),
        ("[del]5 g honey", ["[del]"]),
        (
            "<span style='text-decoration: line-through'>5 g honey",
            ["<span style='text-decoration: line-through'>"],
        ),
        ("3 g water, <s>5 g honey", ["", "<s>"]),
        ("3 g water ~~2 g urea~~", [""]),
        ("<s>5 g honey</s> 3 g water", [""]),
        ("~5 g honey", [""]),
    ],
)
def test_a_sign_that_is_never_closed_is_told_on_the_line_that_counts(text, told):
    lines = [line for line in read_recipe_text(text.replace(" / ", "\n")) if line.counts]
    notes = [
        f"“{sign}” is never closed, so nothing is struck out: it counts." if sign else "" for sign in told
    ]
    assert [line.note for line in lines] == notes
    assert [line.status for line in lines] == ["assumed" if sign else "used" for sign in told]


def test_the_lines_keep_their_places() -> None:
    text = "3 g water\n<s>5 g honey\n2 g glycerin</s>\n2 g urea"
    lines = read_recipe_text(text)
    assert [text[slice(*line.place)] for line in lines] == text.splitlines()
    assert [line.note for line in lines] == ["", "Struck out.", "Struck out.", ""]


def test_other_ingredients_leave_out_what_is_struck_out() -> None:
    text = "~~5 g honey\n2 g urea~~\n3 g glycerin"
    assert read_lines(text, field="others", read=lambda line, _: line) == ("3 g glycerin",)


def test_what_is_struck_out_on_a_line_leaves_the_rest_of_it() -> None:
    assert without_struck_out("glycerin <del>5 g</del> 3 g").split() == ["glycerin", "3", "g"]


@pytest.mark.parametrize("piece", ["<s>", "~~a ", "~~ ", "[s]", "~1", "<p line-through>", "<s>\n</s>\n"])
def test_many_signs_take_no_long_time(piece):
    text = piece * (MOST_CHARACTERS // len(piece))
    started = time.process_time()
    assert [*struck_rows(text)]
    assert time.process_time() - started < 1
