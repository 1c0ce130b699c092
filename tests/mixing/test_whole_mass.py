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


@pytest.mark.parametrize(
    ("recipe", "told"),
    [
        # Percentages that make from 98.5 to 105 % of it, beside fewer amounts of another kind, are of 100 g.
        ("water 85 %\nvitamin C 15 %\nglycerin 3 drops", [85, 15, "The percentages make the whole already."]),
        ("water 83.5 %\nvitamin C 15 %\nglycerin 1 g", [83.5, 15, "The percentages make the whole already."]),
        ("water 90 %\nvitamin C 15 %\nglycerin 1 g", [90, 15, "The percentages make the whole already."]),
        ("water 83.4 %\nvitamin C 15 %\nglycerin 1.6 g", [83.4, 15, 1.6]),
        # As many amounts as percentages, or something that fills up, and it is not.
        ("vitamin C 99 %\nglycerin 1 g", [99, 1]),
        (
            "water 83 %\nvitamin C 16 %\nglycerin 1 g\nurea to 100 g",
            [83, 16, 1, "The rest is more than the whole already."],
        ),
        # A hundred per cent of something beside grams has no room; alone it is all there is.
        ("vitamin C 15 g\nwater 100 %", [15, "This leaves no room beside what is given by mass."]),
        ("vitamin C 15 g\nwater 99.9 %", [15, 14985]),
        ("water 100 %", [100]),
        # What fills up to a number without a unit: to grams beside grams, and only to more than there is.
        ("vitamin C 100 g\nwater to 100", [100, "Up to how much is not said."]),
        ("vitamin C 99 g\nwater to 100", [99, 1]),
        ("vitamin C 15 %\nwater q.s.", [15, 85]),
        # Where percentages are everything nothing fills up, whatever to.
        (
            "vitamin C 60 %\nglycerin 40 %\nwater to 100 g",
            [60, 40, "The rest is more than the whole already."],
        ),
        (
            "vitamin C 60 %\nglycerin 40 %\nwater to 100 mL",
            [60, 40, "The rest is more than the whole already."],
        ),
        (
            "vitamin C 60 %\nglycerin 60 %\nwater to 100 mL",
            [50, 50, "The rest is more than the whole already."],
        ),
        ("vitamin C 60 %\nglycerin 40 %\nwater q.s.", [60, 40, "The rest is more than the whole already."]),
        # Up to a volume that is full, or to none.
        (
            "vitamin C 15 g\nglycerin 40 g\nwater to 30 mL",
            [15, 40, "The rest is more than the whole already."],
        ),
        ("vitamin C 15 g\nwater to 0 mL", [15, "The rest is more than the whole already."]),
        ("vitamin C 15 g\nwater to 0 g", [15, "Up to how much is not said."]),
        # A hundred kilograms are mixed here, more is not.
        ("vitamin C 1 kg\nwater to 101 kg", [1000, 1e5]),
        ("vitamin C 1 kg\nwater to 101.1 kg", [1000, "So much is not mixed here."]),
    ],
)
def test_what_each_line_comes_to_or_why_it_does_not(recipe: str, told: list[float | str]) -> None:
    _, lines = batch_of_recipe(read_recipe_text(recipe))
    assert len(lines) == len(told)
    for line, expected in zip(lines, told, strict=True):
        if isinstance(expected, str):
            assert line.mass is None
            assert line.note.startswith(expected)
        else:
            assert line.mass
            assert line.mass.median == pytest.approx(expected, rel=1e-9)


def test_a_share_of_a_hundred_grams_has_its_range() -> None:
    _, (water, acid, _) = batch_of_recipe(read_recipe_text("water 84-86 %\nvitamin C 15 %\nglycerin 3 drops"))
    assert water.mass
    assert (water.mass.low, water.mass.median, water.mass.high) == pytest.approx((84, 85, 86))
    assert acid.mass
    assert (acid.mass.low, acid.mass.median, acid.mass.high) == pytest.approx((15, 15, 15))


@pytest.mark.parametrize(("glycerin", "refused"), [("84.9", False), ("85", True), ("90", True)])
def test_percentages_beside_grams_that_fill_up_leave_room_or_are_refused(
    glycerin: str, refused: bool
) -> None:
    recipe = f"vitamin C 15 %\nglycerin {glycerin} %\nurea 1 g\nwater 1 g\nsqualane 1 g"
    if not refused:
        assert masses(recipe)[2:] == [1, 1, 1]
        return
    with pytest.raises(InputErrors) as caught:
        batch_of_recipe(read_recipe_text(recipe))
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("recipe", f"{15 + int(glycerin)} %")
    assert error.accepted == "the shares leave no room for the rest."
    assert error.fix == "Give what is missing in %, or all in g."


def test_what_fills_up_to_a_volume_takes_the_room_that_is_left() -> None:
    # 15 g of the acid take 15 × 105 / 176.124 = 8.943 mL of 100: the water weighs 91.057 × 0.9982 g.
    assert masses("vitamin C 15 g\nwater to 100 mL")[1] == pytest.approx(91.057 * 0.9982, rel=1e-4)
    # At 15 % of the whole: m × (0.15 × 105 / 176.124 + 0.85 / 0.9982) = 100 mL, so m = 106.28 g.
    assert masses("vitamin C 15 %\nwater to 100 mL") == pytest.approx([15.941, 90.335], rel=1e-4)
    # 10 % of oil beside 5 g: the whole is what the water and the acid leave at 90 %.
    acid, oil, water = masses("vitamin C 5 g\nsqualane 10 %\nwater to 100 mL")
    assert oil == pytest.approx((acid + water) / 9)
    assert acid * 105 / 176.124 + oil / 0.8115 + water / 0.9982 == pytest.approx(100, rel=1e-3)
