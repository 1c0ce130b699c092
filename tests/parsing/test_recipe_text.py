"""A recipe as plain lines, to parsed lines."""

from __future__ import annotations

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.recipe_text import read_ingredient_amount, read_lines, read_recipe_text


def test_a_line_is_an_ingredient_with_its_amount() -> None:
    one, two = read_recipe_text("5 g vitamin C\n\n  water: 15 ml.", field="recipe")
    assert (one.ingredient, one.amount.m_as("g")) == ("l_ascorbic_acid", 5)
    assert (two.ingredient, two.amount.m_as("mL")) == ("water", 15)


@pytest.mark.parametrize(
    ("line", "ingredient", "unit"),
    [
        ("polysorbate 20 0.5 %", "polysorbate_20", "percent"),
        ("0,5 % polysorbate 20", "polysorbate_20", "percent"),
        ("- glycerin = 1/2 tsp", "glycerin", "mL"),
        ("2) 3 scoops vitamin C", "l_ascorbic_acid", "scoop"),
    ],
)
def test_name_and_amount_stand_in_either_order(line: str, ingredient: str, unit: str) -> None:
    parsed = read_ingredient_amount(line, field="recipe line 1")
    assert parsed.ingredient == ingredient
    assert parsed.amount.check(unit)


def test_an_amount_without_a_unit_is_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        read_ingredient_amount("glycerin 5", field="recipe line 1")
    assert caught.value.readings == ("glycerin 5 %", "glycerin 5 g")


@pytest.mark.parametrize("count", [0, 41])
def test_no_line_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(InputError) as caught:
        read_lines("glycerin\n" * count, field="recipe", read=lambda line, place: line)
    assert caught.value.given == f"{count} lines"


def test_every_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputErrors) as caught:
        read_recipe_text("5 g gold\n5 g water\nwater", field="recipe")
    assert [error.field for error in caught.value.errors] == ["recipe line 1", "recipe line 3"]
