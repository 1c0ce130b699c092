"""Lines that talk: what is a sentence, what it names, and where a remark behind an ingredient begins."""

from __future__ import annotations

import pytest

from calc.parsing.sentences import (
    ends_as_sentence,
    is_paragraph,
    is_sentence,
    is_telling,
    named_in_sentence,
    without_remark,
)

TOLD = "Take 5 g of vitamin C and put it into 20 ml of water that you have boiled before and then let it cool"


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("5 g glycerin - that I bought in the shop", "5 g glycerin"),
        ("5 g glycerin (that I bought in the shop)", "5 g glycerin"),
        ("5 g wonderstuff - that I bought in the shop", "5 g wonderstuff"),
        # A name, a second amount, another choice: these are no remarks.
        ("5 g glycerin - warm", "5 g glycerin - warm"),
        ("5 g glycerin - bought in the shop", "5 g glycerin"),
        ("5 g glycerin (bought in the shop)", "5 g glycerin (bought in the shop)"),
        ("glycerin 5 g - or some honey that you have", "glycerin 5 g - or some honey that you have"),
        (
            "glycerin 5 g - the one that I bought, 6 g in all",
            "glycerin 5 g - the one that I bought, 6 g in all",
        ),
        ("wonderstuff", "wonderstuff"),
        # Several that are weighed; a share beside a mass; nothing in front of the remark; a tool.
        ("5 g glycerin 1 tsp - that I bought in the shop", "5 g glycerin 1 tsp - that I bought in the shop"),
        ("5 % 5 g glycerin - that I bought in the shop", "5 % 5 g glycerin"),
        ("glycerin 5 % - that I bought in the shop", "glycerin 5 %"),
        ("glycerin 5 g that I bought in the shop", "glycerin 5 g"),
        ("glycerin 5 g (that I bought - in the shop)", "glycerin 5 g"),
        ("5 g - that I bought in the shop", "5 g - that I bought in the shop"),
        ("30 ml bottle - that I bought in the shop", "30 ml bottle - that I bought in the shop"),
        ("5 g glycerin - with 2 g urea", "5 g glycerin - with 2 g urea"),
        (
            "5 g glycerin - with 2 g urea that I bought there",
            "5 g glycerin - with 2 g urea that I bought there",
        ),
        ("甘油 5 g (从那家商店里买的好东西啊)", "甘油 5 g"),
        ("甘油 5 g (从商店买的)", "甘油 5 g (从商店买的)"),
    ],
)
def test_a_long_remark_behind_an_ingredient_is_left_out(line: str, rest: str) -> None:
    assert without_remark(line) == rest


@pytest.mark.parametrize(
    ("line", "words", "ends"),
    [
        ("Keep it cold.", 3, True),
        ("Really so cold!", 3, True),
        ("Is it cold?", 3, True),
        ("Keep it.", 2, False),
        ("Keep it cold", 3, False),
        ("よく混ぜて、冷蔵庫に入れます", 0, True),
        ("よく混ぜて冷蔵庫に入れます", 0, False),
        ("混ぜ、入", 0, False),
    ],
)
def test_a_sentence_ends_as_one(line: str, words: int, ends: bool) -> None:
    assert ends_as_sentence(line, words) is ends


@pytest.mark.parametrize(
    ("line", "sentence", "paragraph"),
    [
        ("Dissolve 5 g of vitamin C in 20 ml of water.", True, False),
        ("Mix it", True, False),
        ("Stir well", True, False),
        ("混ぜます", True, False),
        ("搅拌均匀", True, False),
        ("水 80克 搅拌", False, False),
        ("水 80克 搅拌。", True, False),
        (TOLD, True, True),
        ("Mix 5 g", False, False),
        ("Method: add 2 g urea to 10 g water", True, False),
        ("Glycerin: add 2 g urea to 10 g water", False, False),
        ("Method:", False, False),
        ("5 g of " + "a very good " * 5 + "glycerin", False, False),
        ("5 g glycerin and 2 g urea", False, False),
        ("5 g glycerin, 2 g urea: " + "so good " * 7, False, True),
        ("5 g glycerin, 2 g urea, 80 g water: " + "so good " * 6, False, True),
        ("5 g glycerin, 2 g urea, 80 g water, 1 g lye: " + "so good " * 5, False, False),
        ("It is what I have been using on my face for as long as I can think of. Yes", True, False),
        ("It is what I have been using on my face for as long as I can think of", False, False),
        ("5 g of what I have been using on my face for as long as I can think. Yes", False, False),
        ("Stir, 5 g", False, False),
        ("Stir in 5 g", True, False),
        ("Directions: stir", True, False),
        ("Melanger le tout", True, False),
        ("Перемешать всё", True, False),
        ("Alles verruhren", True, False),
        ("Verruhren", True, False),
        ("5 g glycerin", False, False),
        ("glycerin", False, False),
    ],
)
def test_a_line_says_how_something_is_made(line: str, sentence: bool, paragraph: bool) -> None:
    assert (is_sentence(line), is_paragraph(line)) == (sentence, paragraph)
    assert is_telling(line) or not sentence


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Dissolve 5 g of vitamin C in 20 ml of water.", [("l_ascorbic_acid", 5), ("water", 20)]),
        ("Dissolve vitamin C (5 g) in water (20 ml)", [("l_ascorbic_acid", 5), ("water", 20)]),
        ("グリセリン 5 g を混ぜます", [("glycerin", 5)]),
        (TOLD, [("l_ascorbic_acid", 5), ("water", 20)]),
        ("Stir well", []),
        ("5 g glycerin and honey", [("glycerin", 5)]),
        ("Take glycerin 5 g, urea 2 g", [("glycerin", 5), ("urea", 2)]),
        ("Put 5 g of the very best glycerin in", []),
        ("Put 5 g of glycerin (or 6 g) in", [("glycerin", 5)]),
        ("Warm 1 tsp of honey, 2 tsp of vitamin E oil", [("mel", 1), ("tocopherol", 2)]),
        ("Add water to 100 g", [("water", 100)]),
        ("Fill up with distilled water to 100 ml", [("water", 100)]),
        ("Add 5 g, then 20 ml of water", [("water", 20)]),
        ("Add 5 g. Water 20 ml; stir", [("water", 20)]),
    ],
)
def test_a_sentence_names_its_ingredients_with_their_amounts(line, named) -> None:
    assert [(one.id, amount.value) for one, amount in named_in_sentence(line)] == named
