"""The whole of a recipe: shares of it, and what fills it up, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calc.chemistry.density import volumes_per_gram
from calc.errors import InputErrors
from calc.mixing.recipe_batch import batch_of_recipe
from calc.parsing.recipe_text import read_recipe_text

OUNCE = 28.349523125


def masses(recipe: str) -> list[float | None]:
    """Return the mass of each line of a recipe [g]; None for one that is in no figure."""
    _, lines = batch_of_recipe(read_recipe_text(recipe))
    return [line.mass.median if line.mass else None for line in lines]


@pytest.mark.parametrize(
    ("recipe", "grams"),
    [
        # Shares alone are of 100 g, or in proportion where they are more than all.
        ("vitamin C 15 %\nwater 85 %", [15, 85]),
        ("vitamin C 60 %\nglycerin 60 %", [50, 50]),
        ("vitamin C 15 %\nwater to 100", [15, 85]),
        # Filled up to a mass.
        ("vitamin C 15 %\nwater to 50 g", [7.5, 42.5]),
        ("vitamin C 15 g\nglycerin 5 %\nwater to 100 g", [15, 5, 80]),
        ("vitamin C 15 g\nwater to 100", [15, 85]),
        ("vitamin C 150 g\nwater to 1 kg", [150, 850]),
        ("vitamin C 5 g\nwater to 1 oz", [5, OUNCE - 5]),
        # Nothing fills it up: the masses are what the shares leave.
        ("vitamin C 15 g\nwater 25 %", [15, 5]),
        ("water 80 %\nvitamin C 15 %\nglycerin 1 g", [16, 3, 1]),
    ],
)
def test_shares_and_rests_are_worked_out(recipe: str, grams: list[float]) -> None:
    assert masses(recipe) == pytest.approx(grams, rel=1e-9)


@pytest.mark.parametrize(
    ("recipe", "note"),
    [
        ("vitamin C 15 g\nwater to 10 g", "The rest is more than the whole already."),
        ("vitamin C 15 g\nwater to 15 g", "The rest is more than the whole already."),
        ("vitamin C 15 g\nwater q.s.", "Up to how much is not said."),
        ("vitamin C 15 g\nglycerin 10 %\nwater to 100", "Up to how much is not said."),
        ("vitamin C 15 g\nwater to 10", "Up to how much is not said."),
        ("vitamin C 15 g\nwater to 100 g\naloe vera juice to 100 g", "Only one line can fill up the rest."),
        ("vitamin C 15 g\nwater 100 %", "This leaves no room beside what is given by mass."),
        ("water 85 %\nvitamin C 15 %\nglycerin 3 drops", "The percentages make the whole already."),
        ("water 83.5 %\nvitamin C 15 %\nglycerin 3 drops", "The percentages make the whole already."),
    ],
)
def test_what_has_no_room_says_why_and_the_others_count(recipe: str, note: str) -> None:
    _, lines = batch_of_recipe(read_recipe_text(recipe))
    open_ones = [line for line in lines if line.mass is None]
    assert [line.status for line in open_ones] == ["not_understood"]
    assert open_ones[0].note.startswith(note)
    assert len(lines) - len(open_ones) == recipe.count("\n")


def test_percentages_that_nearly_make_the_whole_leave_room() -> None:
    grams = masses("water 83 %\nvitamin C 15 %\nglycerin 1 g")
    assert grams == pytest.approx([41.5, 7.5, 1])


def test_shares_that_leave_no_room_are_refused() -> None:
    with pytest.raises(InputErrors, match="leave no room"):
        batch_of_recipe(
            read_recipe_text("vitamin C 15 g\nurea 1 g\naloe vera gel 2 g\nglycerin 60 %\nsqualane 60 %")
        )


@pytest.mark.parametrize(
    "recipe",
    [
        "vitamin C 15 g\nwater to 100 ml",
        "vitamin C 15 %\nwater to 100 ml",
        "vitamin C 15 g\nglycerin 5 %\nwater to 100 ml",
        "vitamin C 15 g\nglycerin 5 %\nwater to 0.1 l",
    ],
)
def test_what_is_filled_up_to_a_volume_takes_it(recipe: str) -> None:
    _, lines = batch_of_recipe(read_recipe_text(recipe))
    grams = {line.ingredient: line.mass.median for line in lines if line.ingredient and line.mass}
    per_gram = volumes_per_gram(tuple(grams), np.array([*grams.values()]))
    assert float(np.dot(per_gram, [*grams.values()])) == pytest.approx(100, abs=0.01)
    total = math.fsum(grams.values())
    for line in lines:
        if line.text.endswith("%") and line.ingredient:
            stated = float(line.text.split()[-2]) / 100
            assert grams[line.ingredient] / total == pytest.approx(stated, rel=1e-6)


def test_the_ends_of_a_share_are_shares_too() -> None:
    _, (acid, water) = batch_of_recipe(read_recipe_text("vitamin C 10-20 %\nwater to 50 g"))
    assert acid.mass
    assert water.mass
    assert (acid.mass.low, acid.mass.median, acid.mass.high) == pytest.approx((5, 7.5, 10))


def test_shares_beside_a_rest_that_has_no_room_are_of_what_the_masses_leave():
    # 19 g are 95 %: 5 % are 1 g, whatever the water was to fill up to.
    acid, glycerin, water = masses("vitamin C 19 g\nglycerin 5 %\nwater to 10 g")
    assert (acid, glycerin, water) == (19, pytest.approx(1), None)
