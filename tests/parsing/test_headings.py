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
    units_of_columns,
    with_column_units,
    words_of_columns,
)
from calc.parsing.line_amounts import quiet_amounts


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
        ("Phase citric acid", "phase"),
        ("Phase sodium ascorbyl phosphate", ""),
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


@pytest.mark.parametrize(
    ("line", "kind", "is_of", "unit", "column", "words", "tool"),
    [
        # The kind of a heading, whether it heads what follows a colon, the unit that it says, that of its
        # columns with and without signs between, and whether it is what a recipe is made with.
        ("Water phase", "phase", True, "", None, None, False),
        ("Phase B", "phase", True, "", None, None, False),
        ("the phase", "phase", True, "", None, None, False),
        ("Here is the formula", "", True, "", None, None, False),
        ("Ingredients", "ingredients", True, "", None, None, False),
        ("Ingredients B", "ingredients", True, "", None, None, False),
        ("2 phases", "phase", False, "", None, None, False),
        ("humectant", "", False, "", None, None, False),
        ("Amount | Ingredient", "", True, "", "", "", False),
        ("Ingredient | Amount (g)", "ingredients", False, "", "g", "g", False),
        ("Ingredient | %", "ingredients", True, "", "percent", "percent", False),
        ("Ingredient | % | g", "ingredients", True, "", "g", "percent", False),
        ("Ingredient | g | mL", "ingredients", False, "", "g", "", False),
        ("Ingredient | Amount [mL]", "ingredients", False, "", "mL", "mL", False),
        ("Ingredient", "ingredients", True, "", None, None, False),
        ("Ingredient | glycerin", "", False, "", None, None, False),
        ("Ingredient | moon", "ingredients", False, "", None, None, False),
        ("Ingredient | 5", "ingredients", False, "", None, None, False),
        ("Ingredient | moon | sun", "ingredients", False, "", None, None, False),
        ("Ingredient | Supplier | %", "ingredients", False, "", "percent", "percent", False),
        ("Ingredient | 100 g", "", False, "", "g", None, False),
        ("Ingredient | (%) w/w", "ingredients", False, "", "percent", "percent", False),
        ("* Ingredient * | -g-", "ingredients", True, "", "g", None, False),
        ("INCI name | % w/w", "", False, "", "percent", "percent", False),
        ("Phase | Ingredient | %", "phase", True, "", "percent", "percent", False),
        ("Ingredients Amount (g)", "ingredients", False, "", None, "g", False),
        ("Ingredient Function %", "ingredients", False, "", None, "percent", False),
        ("Ingredient %", "ingredients", True, "", None, "percent", False),
        ("Ingredient Amount % g", "ingredients", False, "", None, "percent", False),
        ("Ingredient Amount for 100 g", "", False, "", None, "", False),
        ("Ingredient Amount 100 g", "", False, "", None, None, False),
        ("Ingredient Amount one two three four five", "ingredients", False, "", None, None, False),
        ("Amount", "", False, "", None, None, False),
        ("in grams", "", False, "g", None, None, False),
        ("(in ml)", "", False, "mL", None, None, False),
        ("in %", "", False, "percent", None, None, False),
        ("given in mg:", "", False, "mg", None, None, False),
        ("in the water", "", False, "", None, None, False),
        ("30 ml bottle", "", False, "", None, None, True),
        ("2 bottles", "", False, "", None, None, True),
        ("bottle", "", False, "", None, None, True),
        ("glass bottle and spoon", "", False, "", None, None, True),
        ("30 g bottle", "", False, "", None, None, False),
        ("2 oz jar", "", False, "", None, None, True),
        ("dropper of vitamin E", "", False, "", None, None, False),
        ("bottle full of glycerin", "", False, "", None, None, False),
        ("spray bottle (30 ml)", "", False, "", None, None, True),
        ("glycerin bottle", "", False, "", None, None, False),
        ("moonlight", "", False, "", None, None, False),
        ("10 ml 2 g bottle", "", False, "", None, None, False),
    ],
)
def test_what_a_line_above_others_says_of_them(
    line: str, kind: str, is_of: bool, unit: str, column: str | None, words: str | None, tool: bool
) -> None:
    assert (heading_kind(line), is_label(line), unit_said(line)) == (kind, is_of, unit)
    assert (column_unit(line), words_of_columns(line)) == (column, words)
    assert is_equipment(line, quiet_amounts(line)) is tool


@pytest.mark.parametrize(
    ("head", "units"),
    [
        ("Ingredient | % | g", ("", "percent", "g")),
        ("Ingredient | g | mL", ("", "g", "mL")),
        ("Ingredient | g | g", ()),
        ("Ingredient | g", ()),
        ("Ingredient | Amount", ()),
        ("Water | % | g", ()),
        ("moonlight", ()),
    ],
)
def test_each_column_may_say_its_own_unit(head: str, units: tuple[str, ...]) -> None:
    assert units_of_columns(head) == units
