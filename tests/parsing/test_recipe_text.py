"""A recipe as somebody wrote it, to its lines, each with what was made of it."""

from __future__ import annotations

import pytest

from calc.parsing.recipe_text import read_recipe_text


def made_of(text: str) -> list[tuple[str, str | None, float | None, str | None]]:
    """Return status, ingredient, amount and unit of each line."""
    return [
        (
            line.status,
            line.ingredient.id if line.ingredient else None,
            line.amount.value if line.amount else None,
            line.amount.unit if line.amount else None,
        )
        for line in read_recipe_text(text)
    ]


def test_a_line_is_an_ingredient_with_its_amount() -> None:
    assert made_of("5 g vitamin C\n\n  water: 15 ml.") == [
        ("used", "l_ascorbic_acid", 5, "g"),
        ("used", "water", 15, "mL"),
    ]


@pytest.mark.parametrize(
    ("line", "amount", "unit", "others"),
    [
        ("glycerin 1 tsp (5 g)", 5, "g", ["teaspoon"]),
        ("4.5 g (15%) glycerin", 4.5, "g", ["percent"]),
        ("1.5 tbsp / 22 ml glycerin", 22, "mL", ["tablespoon"]),
        ("10 drops (1 tsp) glycerin", 1, "teaspoon", ["drop"]),
    ],
)
def test_the_mass_counts_then_the_volume_then_the_spoon(line, amount, unit, others) -> None:
    (read,) = read_recipe_text(line)
    assert (read.amount.value, read.amount.unit) == (amount, unit)
    assert [other.unit for other in read.other_amounts] == others


@pytest.mark.parametrize(
    ("line", "ingredients"),
    [
        ("5 g vitamin C, 20 g water", ["l_ascorbic_acid", "water"]),
        ("5 g vitamin C and 20 g water", ["l_ascorbic_acid", "water"]),
        ("5 g 水、3 g 甘油", ["water", "glycerin"]),
        ("5 g e300 + 3 g h2o", ["l_ascorbic_acid", "water"]),
        ("20.5 g water, 0.5 g vitamin E", ["water", "tocopherol"]),
    ],
)
def test_two_ingredients_on_one_line_are_two(line, ingredients) -> None:
    assert [read.ingredient.id for read in read_recipe_text(line)] == ingredients


@pytest.mark.parametrize(
    "line",
    [
        "Phase A",
        "Ingredients:",
        "For the water phase",
        "## My serum",
        "Total 100",
        "https://example.org/serum",
        "Stir until it is clear.",
        "Dissolve 5 g of it in water and stir.",
        "Keep it in the fridge for 2 weeks.",
        "растворите всё в воде",
    ],
)
def test_headings_and_sentences_are_set_aside_and_never_blamed(line) -> None:
    first, aside = read_recipe_text(f"5 g vitamin C\n{line}")
    assert first.status == "used"
    assert (aside.text, aside.status, aside.counts) == (line, "set_aside", False)
    assert not aside.is_open


def test_a_decimal_point_ends_no_sentence() -> None:
    # More words than a line of a recipe has; only a sign behind the words makes a sentence of them.
    words = "from the shop in the old town that I told you about once more"
    assert made_of(f"glycerin 2.5 g, vegetable, {words}")[0][0] != "set_aside"
    assert made_of(f"5 g urea\nsome of 2.5 g, and more, {words}.")[1][0] == "set_aside"


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("water", "How much of it?"),
        ("glycerin 5", "The amount needs a unit."),
        ("5 g", "So much of what?"),
        ("11/2 tsp glycerin", "This can be read in two ways."),
    ],
)
def test_what_is_not_understood_says_why_and_stops_nothing(line, note) -> None:
    first, opened, last = read_recipe_text(f"5 g vitamin C\n{line}\n3 g urea")
    assert (first.status, last.status) == ("used", "used")
    assert (opened.text, opened.status, opened.counts) == (line, "not_understood", False)
    assert opened.note.startswith(note)


def test_the_first_of_two_alternatives_counts_and_the_other_is_told() -> None:
    (line,) = read_recipe_text("5 g lactic acid or citric acid")
    assert (line.ingredient.id, line.status) == ("lactic_acid", "assumed")
    assert "citric acid" in line.note
    assert line.readings == ("5 g Lactic acid", "5 g citric acid")


@pytest.mark.parametrize(
    "words", ["to 100 g", "up to 100 g", "q.s. to 100 g", "ad 100 g", "qsp 100 g", "до 100 г", "加至100克"]
)
def test_what_fills_up_is_heard(words) -> None:
    _, water = read_recipe_text(f"5 g vitamin C\nwater {words}")
    assert (water.ingredient.id, water.amount.value, water.amount.unit) == ("water", 100, "g")
    assert water.made_up_to


@pytest.mark.parametrize(
    ("head", "unit"),
    [("Ingredient | %", "percent"), ("Name\tAmount (g)", "g"), ("INCI | Function | mL", "mL")],
)
def test_the_head_of_a_table_says_the_unit(head, unit) -> None:
    aside, water = read_recipe_text(f"{head}\nWater | 90")
    assert (aside.status, water.amount.value, water.amount.unit) == ("set_aside", 90, unit)


def test_a_row_of_a_table_is_no_head() -> None:
    assert made_of("glycerin 99.5 % | 2 g")[0][:2] == ("used", "glycerin")


@pytest.mark.parametrize(
    ("line", "amount", "id"),
    [
        ("polysorbate 20 - 5 g", 5, "polysorbate_20"),
        ("d-panthenol 75 - 2 g", 2, "panthenol"),
        ("propanediol 1,3 — 2 g", 2, "propanediol"),
        ("| 水 | 2 g |", 2, "water"),
        ("e330\t2 g", 2, "citric_acid"),
    ],
)
def test_a_number_or_a_single_sign_belongs_to_a_name(line, amount, id) -> None:
    (read,) = read_recipe_text(line)
    assert (read.ingredient.id, read.amount.low, read.amount.high) == (id, amount, amount)


def test_numbers_without_a_unit_that_add_up_to_the_whole_are_percent() -> None:
    lines = made_of("water 80\nvitamin C 15\nglycerin 5")
    assert lines[0] == ("assumed", "water", 80, "percent")
    assert made_of("water 80\nvitamin C 9\nglycerin 5")[0] == ("not_understood", "water", None, None)
