"""Clean lines of a page: what is taken off a line, which lines belong together, and what stands on one."""

from __future__ import annotations

import pytest

from calc.parsing.layout import (
    TextLine,
    are_bare,
    body_of,
    ingredients_on,
    is_parted_by,
    is_torn,
    joined_lines,
    split_lines,
    states_shares,
)


def lines_of(text: str) -> list[TextLine]:
    """Return the lines of a text; “ / ” parts them."""
    return [*split_lines(text.replace(" / ", "\n"))]


def test_lines_that_are_not_blank_know_where_they_stand() -> None:
    text = "  5 g water \n\n \t\n1 g urea\r\nhoney"
    assert [(line.text, line.start, line.end) for line in split_lines(text)] == [
        ("  5 g water ", 2, 11),
        ("1 g urea", 17, 25),
        ("honey", 27, 32),
    ]
    assert [text[line.start : line.end] for line in split_lines(text)] == ["5 g water", "1 g urea", "honey"]
    assert not [*split_lines("")]


def test_two_lines_as_one_stand_from_the_first_to_the_second() -> None:
    first, second = split_lines("glycerin  \n  5 g ")
    assert first.with_next(second) == ("glycerin 5 g", 0, 16)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        # Bullets, numbers, marks and leaders.
        *[(f"{sign} Water 80 g", "Water 80 g") for sign in "-*•·‣◦▪●○■□☑✓✔➤→»«–—+~"],
        *[(f"{sign} Water 80 g", "Water 80 g") for sign in (">", "##", "[ ]", "[x]", "[X]", "(a)", "(1)")],
        *[(f"{sign} Water 80 g", "Water 80 g") for sign in ("1.", "12)", "a)", "B.", "- 1.", "• [x] -")],
        ("🌿 Water 80 g", "Water 80 g"),
        ("100. Water 80 g", "100. Water 80 g"),
        ("-", "-"),
        ("**Water** 80 g", "Water 80 g"),
        ("__Water__ `80` g", "Water 80 g"),
        ("_Water_ 80 g", "Water 80 g"),
        ("sea_salt 80 g", "sea_salt 80 g"),
        ("<b>Water</b> 80 g", "Water  80 g"),
        ("[Water](https://x.org) 80 g", "Water 80 g"),
        ("Water 80 g https://x.org", "Water 80 g"),
        ("https://x.org", "https://x.org"),
        ("Water &amp; honey 80 g;", "Water & honey 80 g;"),
        ("Water &amp honey", "Water &amp honey"),
        ("Water .... 80 g", "Water    80 g"),
        ("Water .. 80 g", "Water .. 80 g"),
        ("Water ____ 80 g", "Water    80 g"),
        ("Water --- 80 g", "Water    80 g"),
        ("Water == 80 g", "Water    80 g"),
        ("│ Water │ 80 g │", "Water | 80 g"),
        ("┃ Water ┆ 80 g", "Water | 80 g"),
        ("─── Water 80 g", "Water 80 g"),
        ("| Water | 80 g |", "Water | 80 g"),
        ("5 ºC", "5 °C"),
        # The number of a row, where another number follows.
        ("1 | Water | 80 g", "Water | 80 g"),
        ("| 12\tWater | 80 g", "Water | 80 g"),
        ("1 | Water", "1 | Water"),
        ("123 | Water | 80 g", "123 | Water | 80 g"),
        # Names of phases, labels and headings in front of what has an amount.
        ("Phase A: Water 80 g", "Water 80 g"),
        ("Phase A Water 80 g", "Water 80 g"),
        ("Phase A: Water", "Water"),
        ("Phase A: wonderstuff", "Phase A: wonderstuff"),
        ("Phase: Water", "Water"),
        ("A: Water 80 g", "Water 80 g"),
        ("A2: Water", "Water"),
        ("I: Water", "I: Water"),
        ("Water phase: glycerin 5 g", "glycerin 5 g"),
        ("Ingredients: glycerin 5 g", "glycerin 5 g"),
        ("Ingredients: glycerin", "Ingredients: glycerin"),
        ("Humectant: glycerin 5 g", "Humectant: glycerin 5 g"),
        ("Part 1: glycerin", "glycerin"),
        ("Part 1: wonderstuff", "Part 1: wonderstuff"),
        ("and 5 g water", "5 g water"),
        ("und 5 g Wasser", "5 g Wasser"),
        ("and water 5 g", "and water 5 g"),
        # Numbers of substances and lots, endings of a percentage, what has grown together.
        ("Glycerin CAS 56-81-5 5 g", "Glycerin   5 g"),
        ("Glycerin 56-81-5 5 g", "Glycerin   5 g"),
        ("Glycerin 56-81-53 g", "Glycerin 56-81-53 g"),
        ("Glycerin lot A1234 5 g", "Glycerin   5 g"),
        ("Glycerin lot 12 5 g", "Glycerin lot 12 5 g"),
        ("10%ige Lösung", "10%  Lösung"),
        ("Glycerin5g", "Glycerin 5g"),
        ("Glycerin5-7 %", "Glycerin 5-7 %"),
        ("Glycerin5grams", "Glycerin 5grams"),
        ("Glycerin5gallons", "Glycerin5gallons"),
        ("Glycerin5", "Glycerin5"),
        ("E5g", "E5g"),
        ("维生素C15克", "维生素C 15克"),
        ("2x5 g water", "2x 5 g water"),
        ("2 x5 g water", "2 x 5 g water"),
        ("1 x 5 g water", "5 g water"),
        ("2 x 5 g water", "2 x 5 g water"),
        ("1 cuillère (à café) de miel", "1 cuillère à café de miel"),
        ("1 spoon (of mine) honey", "1 spoon (of mine) honey"),
        ("полчайной ложки воды", "пол чайной ложки воды"),
        ("", ""),
    ],
)
def test_what_is_no_part_of_a_line_is_taken_off(line: str, body: str) -> None:
    assert body_of(line).split() == body.split()


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Water 80 / Glycerin 5", True),
        ("Water 80 / Glycerin 5 g", False),
        ("Water 80 / Glycerin 5 / Urea 2 g", True),
        ("Water / Glycerin 5", True),
        ("Water 80 5 g", False),
        ("Water", False),
        ("", False),
    ],
)
def test_most_amounts_may_have_no_unit(text: str, bare: bool) -> None:
    assert are_bare(lines_of(text)) is bare


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        # Each percentage is a share of the sum, of what is told as the whole, or of what is filled up to.
        ("Water 80 g 80 % / Glycerin 20 g 20 %", True),
        ("Water 80 g 80.05 % / Glycerin 20 g 19.95 %", True),
        ("Water 80 g 78 % / Glycerin 20 g 20 %", True),
        ("Water 80 g 77 % / Glycerin 20 g 20 %", False),
        ("Water 80 g 0.5 % / Glycerin 20 g 20 %", False),
        ("Glycerin 20 g 10 % / Urea 4 g 2 % / Total 200 g", True),
        ("Glycerin 20 g 10 % / Urea 4 g 2 % / Makes 200 g", True),
        ("Glycerin 20 g 10 % / Urea 4 g 2 % / Water to 200 g", True),
        ("Glycerin 20 g 10 % / Urea 4 g 2 %", False),
        ("Water 80 mL 80 % / Glycerin 20 g 20 %", True),
        ("Water 0.08 kg 80 % / Glycerin 20 g 20 %", True),
        ("Water 80 g 80 % / Glycerin 20 g", True),
        # How strong a solution is, is no share; nor is anything of one line alone, or where none is told.
        ("Lactic acid 5 g 80 % / Water 95 g", False),
        ("Water 80 g 80 % / Glycerin 20 g (20 % solution)", True),
        ("Water 100 g 100 %", False),
        ("Water 80 g / Glycerin 20 g", False),
        ("Water 80 % / Glycerin 20 %", False),
        ("", False),
        # Of several sizes one has to fit.
        ("Water 80 g 160 g 80 % / Glycerin 20 g 40 g 20 %", True),
        ("Water 40 g 80 g 80 % / Glycerin 30 g 20 g 20 %", True),
        ("Water 40 g 80 g 80 % / Glycerin 30 g 30 g 20 %", False),
    ],
)
def test_percentages_beside_masses_may_be_shares_of_the_whole(text: str, shares: bool) -> None:
    assert states_shares(lines_of(text)) is shares


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Glycerin / 5 g / Water / 20 g", "Glycerin 5 g / Water 20 g"),
        ("5 g / Glycerin / 20 g / Water", "5 g Glycerin / 20 g Water"),
        # Which comes first is what most pairs show; of as many, what stands first.
        ("Glycerin / 5 g", "Glycerin 5 g"),
        ("5 g / Glycerin", "5 g Glycerin"),
        ("5 g / Glycerin / 20 g", "5 g Glycerin / 20 g"),
        ("Glycerin / 5 g / Water", "Glycerin 5 g / Water"),
        # A name that is not known belongs to its amount where two others do.
        ("Glycerin / 5 g / Water / 20 g / Fluff / 3 g", "Glycerin 5 g / Water 20 g / Fluff 3 g"),
        ("5 g / Glycerin / 20 g / Water / 3 g / Fluff", "5 g Glycerin / 20 g Water / 3 g Fluff"),
        ("Glycerin / 5 g / Fluff / 3 g", "Glycerin 5 g / Fluff / 3 g"),
        ("Glycerin / 5 g / Water / 20 g / Method / 3 g", "Glycerin 5 g / Water 20 g / Method / 3 g"),
        ("Glycerin / 5 g / Water / 20 g / Stir it / 3 g", "Glycerin 5 g / Water 20 g / Stir it / 3 g"),
        ("Glycerin 5 g / Water 20 g", "Glycerin 5 g / Water 20 g"),
        ("Glycerin / Water", "Glycerin / Water"),
        ("5 g / 20 g", "5 g / 20 g"),
        ("Glycerin / --- / 5 g", "Glycerin 5 g / ---"),
        ("Water / q.s. to 100 g", "Water q.s. to 100 g"),
        ("", ""),
    ],
)
def test_a_name_and_its_amount_on_two_lines_belong_together(text: str, joined: str) -> None:
    assert " / ".join(line.text for line in joined_lines(lines_of(text))) == joined


@pytest.mark.parametrize(
    ("line", "following", "torn"),
    [
        ("5 g sodium ascorbyl", "phosphate", True),
        ("sodium ascorbyl 5 g", "phosphate", True),
        ("5 g glycerin", "phosphate", False),
        ("5 g sodium ascorbyl", "glycerin", False),
        ("5 g sodium ascorbyl", "moonlight", False),
        ("5 g sodium ascorbyl", "phosphate 5 g", False),
        ("sodium ascorbyl", "phosphate", False),
        ("5 sodium ascorbyl", "phosphate", False),
        ("5 g", "glycerin", False),
        ("5 g sodium ascorbyl", "", False),
    ],
)
def test_a_name_may_go_on_in_the_next_line(line: str, following: str, torn: bool) -> None:
    assert is_torn(line, following) is torn


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("5 g water, 2 g urea", "5 g water / 2 g urea"),
        ("5 g water; 2 g urea; 1 g honey", "5 g water / 2 g urea / 1 g honey"),
        ("5 g water and 2 g urea", "5 g water / 2 g urea"),
        ("5 g water + 2 g urea", "5 g water / 2 g urea"),
        ("5 g water & 2 g urea", "5 g water / 2 g urea"),
        ("5 g water dissolved in 2 g urea", "5 g water / 2 g urea"),
        ("water 5 g, urea 2 g", "water 5 g / urea 2 g"),
        ("5 g fluff, 2 g wonderstuff", "5 g fluff / 2 g wonderstuff"),
        # In brackets are the amounts of all, or what is said beside them.
        ("water (5 g), urea (2 g)", "water (5 g) / urea (2 g)"),
        ("water 5 g (5 %), urea 2 g (2 %)", "water 5 g (5 %) / urea 2 g (2 %)"),
        ("water (soft, 5 g) 6 g, 2 g urea", "water (soft, 5 g) 6 g / 2 g urea"),
        ("water 5 g (a, 2 g of it)", "water 5 g (a, 2 g of it)"),
        # Without a sign between, where each part has its amount and a name that is known.
        ("water 5 g urea 2 g", "water 5 g / urea 2 g"),
        ("5 g water 2 g urea", "5 g water / 2 g urea"),
        ("water 5 g urea 2 g.", "water 5 g / urea 2 g"),
        ("water 5 g fluff 2 g", "water 5 g fluff 2 g"),
        ("and water 5 g urea 2 g honey", "and water 5 g urea 2 g honey"),
        ("water 5 g (2 g)", "water 5 g (2 g)"),
        ("5 g water for a 2 % solution", "5 g water for a 2 % solution"),
        # One amount, a part without a name or without an amount.
        ("5 g water, urea", "5 g water, urea"),
        ("water, 5 g", "water, 5 g"),
        ("5 g water, 2 g", "5 g water, 2 g"),
        ("5 g water, soft, 2 g urea", "5 g water / soft, 2 g urea"),
        ("5 g water, 2,5 g urea", "5 g water / 2,5 g urea"),
        ("5 g water, 2 g urea, 1 g", "5 g water / 2 g urea, 1 g"),
        ("  5 g water, 2 g urea  ", "5 g water / 2 g urea"),
        ("water 5 g, urea 2 g; honey 1 g", "water 5 g / urea 2 g / honey 1 g"),
        ("water (5 %), urea (2 %), honey (1 %)", "water (5 %) / urea (2 %) / honey (1 %)"),
        ("water (5 g), urea 2 g", "water (5 g) / urea 2 g"),
        ("water (5 g), urea (2 g), x", "water (5 g) / urea (2 g), x"),
        ("water (5 g and urea 2 g)", "water (5 g and urea 2 g)"),
        ("water (5 g, of it 2 g urea), honey 3 g", "water (5 g, of it 2 g urea) / honey 3 g"),
        ("5 g water 2 g urea 1 g honey", "5 g water / 2 g urea / 1 g honey"),
        ("water 5 g urea 2 g honey 1 g .;", "water 5 g / urea 2 g / honey 1 g"),
        ("x 5 g water 2 g urea", "x 5 g water 2 g urea"),
        ("5 g water 2 g", "5 g water 2 g"),
        ("50 % urea 1 g", "50 % urea 1 g"),
        ("urea 1 g honey 50 %", "urea 1 g / honey 50 %"),
        ("", ""),
    ],
)
def test_several_ingredients_may_stand_on_a_line(line: str, parts: str) -> None:
    assert " / ".join(ingredients_on(line)) == parts


@pytest.mark.parametrize(
    ("head", "sign", "parted"),
    [
        ("Ingredient,g", ",", True),
        ("Ingredient;g", ";", True),
        ("Ingredient, function, %", ",", True),
        ("Ingredient;g", ",", False),
        ("Ingredient\tg", ",", False),
        ("Ingredient, \tg", ",", False),
        ("Water, glycerin", ",", False),
    ],
)
def test_a_sign_may_part_the_cells_of_a_head(head: str, sign: str, parted: bool) -> None:
    assert is_parted_by(head, sign) is parted


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("salicylic acid 20 % dissolved in ethanol 3 g", 1),
        ("Ferulasäure 10 % gelöst in Propylenglykol 5 g", 1),
        ("5 g vitamin C dissolved in 20 g water", 2),
        ("vitamin C 15 % dissolved in water 80 %", 2),
        ("ascorbic acid 15 % dissolved in water to 50 g", 2),
    ],
)
def test_a_percentage_of_what_is_dissolved_in_so_much_is_its_strength(line: str, parts: int) -> None:
    assert len(ingredients_on(line)) == parts
