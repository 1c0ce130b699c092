"""Lines above the ingredients: what kind of heading, which unit the head of a table says, what is a tool."""

from __future__ import annotations

import pytest

from calc.parsing.amounts_in_text import amounts_in
from calc.parsing.headings import (
    column_unit,
    heading_kind,
    is_equipment,
    is_label,
    unit_said,
    with_column_units,
    words_of_columns,
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Water phase", "phase"),
        ("The two phases", "phase"),
        ("**Oil phase**", "phase"),
        ("= Phase C =", "phase"),
        ("Phase A:", "phase"),
        ("Phase B (hot)", "phase"),
        ("Cool down phase", "phase"),
        ("Phase water", "phase"),
        ("Phase B heated up", "phase"),
        ("Phase water and oil mixed", "phase"),
        ("the whole oil phase", "phase"),
        ("Phase 5 g water", ""),
        ("Zutaten:", "ingredients"),
        ("Ingredients A2", "ingredients"),
        ("Ingredients IV", "ingredients"),
        ("Total of everything", "total"),
        ("Total weight 100 g", "total"),
        ("100 total", "total"),
        ("100 % total", "total"),
        ("glycerin total", ""),
        ("100 g glycerin total", ""),
        ("in total", ""),
        ("Method of making it all at home", ""),
        ("Method of making it all at home:", "method"),
        ("Total", "total"),
        ("Total: 100 g", "total"),
        ("100 g total", "total"),
        ("Makes 30 ml", "yields"),
        ("Yields about 2 bottles", "yields"),
        ("Ingredients", "ingredients"),
        ("Ingredients (in grams)", "ingredients"),
        ("Zutaten", "ingredients"),
        ("Method", "method"),
        ("Method:", "method"),
        ("Zubereitung", "method"),
        # Ingredients, and what is nothing.
        ("Ingredients glycerin", ""),
        ("Total glycerin and water and vitamin C and urea", ""),
        ("glycerin", ""),
        ("5 g glycerin", ""),
        ("A", ""),
        ("", ""),
    ],
)
def test_a_heading_is_of_a_kind(line: str, kind: str) -> None:
    assert heading_kind(line) == kind


@pytest.mark.parametrize("label", ["Water phase", "Phase B", "Phase", "Here is the formula", "Wasserphase"])
def test_words_before_a_colon_may_be_a_heading(label: str) -> None:
    assert is_label(label)


@pytest.mark.parametrize("label", ["5 things", "Phase 1", "Glycerin", "For the toner", "B", "", "(phase)"])
def test_other_words_before_a_colon_are_none(label: str) -> None:
    assert not is_label(label)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Ingredient | %", "percent"),
        ("Ingredient | - | %", "percent"),
        ("Name\tAmount (g)", "g"),
        ("INCI | Function | mL", "mL"),
        ("Amount (mg) | INCI", "mg"),
        ("Ingredients | Weight (g) | %", "g"),
        ("Ingredients | % | Weight (g)", "g"),
        ("Ingredient | Notes", ""),
        ("Phase | Ingredient | Supplier", ""),
        ("Glycerin | 5", None),
        ("Ingredient", None),
        ("Name | Wonder", None),
        ("water | %", None),
        ("Name | 5 drops", None),
        ("", None),
    ],
)
def test_the_head_of_a_table_says_the_unit_of_its_numbers(line: str, unit: str | None) -> None:
    assert column_unit(line) == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Phase Ingredient %", "percent"),
        ("Ingredient Amount (g)", "g"),
        ("Ingredients in grams", "g"),
        ("Ingredient % g", "percent"),
        ("|Ingredient %", "percent"),
        ("Ingredient mg ml", ""),
        ("Ingredients amount for 100 g", ""),
        ("Ingredient", None),
        ("2 Ingredient %", None),
        ("Ingredient amount 5 g", None),
    ],
)
def test_a_head_whose_cells_ran_together(line: str, unit: str | None) -> None:
    assert words_of_columns(line) == unit


def test_a_row_has_the_units_of_its_columns_behind_its_bare_numbers_alone() -> None:
    assert with_column_units("12 | Urea | 5 mL | 1", ("", "", "g", "percent")) == "12 | Urea | 5 mL | 1 %"
    assert with_column_units("Urea | 1", ("", "g", "percent")) == "Urea | 1"  # a cell too few


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Ingredients (in grams)", "g"),
        ("Amounts in %", "percent"),
        ("Zutaten in ml", "mL"),
        ("Ingredients", ""),
        ("in a bowl", ""),
    ],
)
def test_a_heading_may_say_the_unit(line: str, unit: str) -> None:
    assert unit_said(line) == unit


@pytest.mark.parametrize(
    ("line", "is_tool"),
    [
        ("a dark glass bottle", True),
        ("30 ml bottle", True),
        ("2 oz amber bottle", True),
        ("measuring spoons", True),
        ("a dropper of vitamin E", False),
        ("5 g bottle", False),
        ("glycerin", False),
        ("2 drops of vitamin E", False),
    ],
)
def test_a_bottle_is_no_ingredient_and_what_is_in_it_is_one(line: str, is_tool: bool) -> None:
    assert is_equipment(line, amounts_in(line)) == is_tool
