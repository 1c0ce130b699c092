"""Titles, cards, remarks and sentences around a recipe, and what only looks like one."""

from __future__ import annotations

import pytest

from calc.parsing.amounts_in_text import amounts_in
from calc.parsing.recipe_text import read_recipe_text
from calc.parsing.remarks import is_counted_out, is_on_card, is_page_remark, is_prose

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


@pytest.mark.parametrize(
    ("line", "talks"),
    [
        ("I think it can be used at that strength", True),
        ("You may leave it out", True),
        ("this one too", True),
        ("It is 5 g of glycerin that you need here", True),
        ("glycerin, which is what you have", True),
        ("I use 5 g of glycerin", True),
        # Two words are a name; capitals in front may be short for something; a name begins an ingredient.
        ("which you have at home", True),
        ("the glycerin that you have", True),
        ("so that it is warm 5 g", True),
        ("my own mix of it 5 g", True),
        ("it stings", False),
        ("IT aqua complex", False),
        ("IT STINGS A BIT", True),
        ("glycerin that you have at home 5 g", False),
        ("glycerin", False),
        ("5 g glycerin", False),
        ("", False),
    ],
)
def test_a_line_talks_by_the_words_of_sentences(line, talks):
    assert is_prose(line, amounts_in(line)) == talks


@pytest.mark.parametrize(
    ("line", "is_fact"),
    [
        ("Servings: 4", True),
        ("Prep Time | 10 minutes", True),
        ("Author Robin", True),
        ("Rating 5", True),
        ("Colour", True),
        ("Author", True),
        ("Author - Robin", True),
        ("Author – Robin", True),
        ("Author\tRobin", True),
        ("Author robin", False),
        ("Servings 4 people", True),
        ("**Author** Robin", False),
        ("Colour drops 2 g", False),
        ("Glycerin: 4", False),
        ("", False),
    ],
)
def test_a_card_says_facts_of_the_whole(line, is_fact):
    assert is_on_card(line) == is_fact


@pytest.mark.parametrize(
    ("line", "is_around"),
    [
        ("14 upvotes", True),
        ("Thank you!", True),
        ("u/robin", True),
        ("posted on r/DIYBeauty", True),
        ("no parabens", True),
        ("Kim, Jan 5", True),
        ("March 2", True),
        ("14 g glycerin", False),
        ("and/or glycerin", False),
        ("Jan 5 g", False),
        ("nothing", False),
    ],
)
def test_pages_say_other_things_around_a_recipe(line, is_around):
    assert is_page_remark(line) == is_around


@pytest.mark.parametrize(
    ("name", "counted"),
    [("vitamin C tablets", True), ("capsule", True), ("vitamin C (tablets)", False), ("vitamin C", False)],
)
def test_tablets_are_counted(name, counted):
    assert is_counted_out(name) == counted
