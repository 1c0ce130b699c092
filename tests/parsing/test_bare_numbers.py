"""Numbers without a unit, and a line with another amount in the place of its own."""

from __future__ import annotations

import pytest

from calc.parsing.bare_numbers import with_amount
from calc.parsing.recipe_text import read_recipe_text


@pytest.mark.parametrize(
    ("line", "stated", "replaced"),
    [
        ("5 g glycerin", "6 g", "6 g glycerin"),
        ("glycerin 5 g", "6 g", "glycerin 6 g"),
        ("- glycerin: 5 g, fine", "6 g", "glycerin: 6 g , fine"),
        # Of several that which counts, not one of another value.
        ("glycerin 1 tsp (5 g)", "6 g", "glycerin 1 tsp ( 6 g )"),
        ("glycerin 10 % 5 g", "6 g", "glycerin 10 % 6 g"),
        ("polysorbate 20 5 g", "6 g", "polysorbate 20 6 g"),
    ],
)
def test_another_amount_stands_in_the_place_of_that_which_counts(
    line: str, stated: str, replaced: str
) -> None:
    (read,) = read_recipe_text(line)
    assert read.amount is not None
    assert with_amount(line, read.amount, stated) == replaced


@pytest.mark.parametrize(
    ("text", "units"),
    [
        # Percent where they add up to the whole, alone or with percentages and what fills up, else asked.
        ("water 80\nglycerin 20", ["percent", "percent"]),
        ("water 80 %\nglycerin 20", ["percent", "percent"]),
        ("water 80\nglycerin 15", ["percent", "percent"]),
        ("water 80\nglycerin 25", ["percent", "percent"]),
        ("water 80\nglycerin 14", ["", ""]),
        ("water 80\nglycerin 26", ["", ""]),
        ("water 80\nglycerin 20 g", ["", "g"]),
        ("glycerin 20\nwater to 100 %", ["percent", "percent"]),
        ("glycerin 20\nwater to 100 g", ["", "g"]),
        ("glycerin 20", [""]),
    ],
)
def test_numbers_without_a_unit(text: str, units: list[str]) -> None:
    assert [line.amount.unit if line.amount else "" for line in read_recipe_text(text)] == units
