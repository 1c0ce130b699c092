"""Titles, cards, remarks and sentences around a recipe, and what only looks like one."""

from __future__ import annotations

import pytest

from calc.parsing.recipe_text import read_recipe_text

RECIPE = "80 g water\n{line}\n20 g glycerin"


@pytest.mark.parametrize(
    "line",
    [
        "Author: Robin",
        "Makes about 100 g",
        "Thank you!",
        "12 comments",
        "Kim replied 2 days ago",
        "You can leave this out when it is hot",
        "No parabens 0%",
        "Save 20% with this code",
    ],
)
def test_what_pages_write_around_a_recipe_is_set_aside(line):
    assert [read.status for read in read_recipe_text(RECIPE.format(line=line))] == [
        "used",
        "set_aside",
        "used",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "5 g vitamin E, you can leave it out",
        "No-Kons PA20 1 g",
        "60 g of cold pressed oils or whatever suits your skin best, as long as it is light and you like it.",
        "Lactic acid 80 % solution 2 g",
    ],
)
def test_an_ingredient_is_never_set_aside_silently(line):
    assert read_recipe_text(RECIPE.format(line=line))[1].status != "set_aside"


def test_what_the_making_adds_and_no_line_has_is_asked_about():
    asked, result = read_recipe_text(
        RECIPE.format(line="Add 2 g of niacinamide.") + "\nAdd the 20 g of glycerin."
    )[1::2]
    assert (asked.status, result.status) == ("not_understood", "set_aside")
