"""Several ingredients that share one amount on a line of a recipe."""

from __future__ import annotations

import pytest

from calc.parsing.joined_names import apiece, joined_names, shared_amount
from calc.parsing.line_amounts import quiet_amounts
from calc.parsing.recipe_text import read_recipe_text


def counted(line: str) -> list[tuple[str, float, str]]:
    """Return what a line of a recipe adds to it: ingredient, amount and unit."""
    lines = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    return [(read.ingredient.id, read.amount.value, read.amount.unit) for read in lines if read.counts]


@pytest.mark.parametrize(
    "line",
    [
        "glycerin and propanediol, 5 g each",
        "5 g each of glycerin and propanediol",
        "Glycerin und Propandiol je 5 g",
        "Glycérine et propanediol 5 g chacun",
        "glicerina + propanediol 5 g cada uno",
        "Glycerin / propanediol – 5 g apiece",
    ],
)
def test_an_amount_of_each_counts_for_each(line) -> None:
    assert counted(line) == [("glycerin", 5.0, "g"), ("propanediol", 5.0, "g")]


def test_an_amount_of_each_in_chinese() -> None:
    assert counted("甘油、丙二醇各2.5克") == [("glycerin", 2.5, "g"), ("propylene_glycol", 2.5, "g")]


@pytest.mark.parametrize(
    "line",
    [
        "5 g glycerin, vitamin E, ferulic acid",
        "0.5 g ferulic acid and vitamin E",
        "ferulic acid 0.5% + vitamin E",
        "rosehip oil & jojoba oil 5 ml",
        "niacinamide/zinc PCA 3 %",
        "water, glycerin to 100 g",
    ],
)
def test_ingredients_that_share_an_amount_are_asked_about_and_none_is_lost(line) -> None:
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert (read.status, read.counts) == ("not_understood", False)
    assert "share one amount" in read.note


def test_a_reading_gives_each_its_line() -> None:
    shared = read_recipe_text("15 g ascorbic acid\n80 g water\n0.5 g ferulic acid and vitamin E")[2]
    assert counted(shared.readings[0]) == [("ferulic_acid", 0.5, "g"), ("tocopherol", 0.5, "g")]


@pytest.mark.parametrize(
    ("line", "ingredient"),
    [
        ("Water/Aqua/Eau 20 g", "water"),
        ("Glycerin, vegetable 5 g", "glycerin"),
        ("Vitamin E (tocopherol), natural 1 g", "tocopherol"),
        ("Phenoxyethanol and ethylhexylglycerin 1 g", "euxyl_pe_9010"),
        ("sodium bicarbonate/baking soda 1 g", "sodium_bicarbonate"),
        ("Glycerin (and) water 2 g", "glycerin"),
        ("water or rose water 2 g", "water"),
    ],
)
def test_one_ingredient_in_several_words_stays_one(line, ingredient) -> None:
    assert [id for id, _, _ in counted(line)] == [ingredient]


def test_a_known_name_in_one_that_is_not_known_is_asked_about() -> None:
    (read,) = read_recipe_text("15 g ascorbic acid\n80 g water\nplop in 1 g ferulic acid")[2:]
    assert read.readings == ("1 g Ferulic acid",)


@pytest.mark.parametrize(
    "line",
    [
        "Mix well. 11/2 tsp baking soda as needed",
        "Mix well. Baking soda: 11/2 tsp",
        "Stir 1,234 g baking soda in.",
        "Finish with a pinch of baking soda.",
    ],
)
def test_a_sentence_with_an_amount_that_no_line_has_is_asked_about(line) -> None:
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert read.status == "not_understood"
    assert "Baking soda (sodium bicarbonate) has an amount here" in read.note


def test_a_recipe_told_in_sentences_asks_what_an_amount_means() -> None:
    (read,) = read_recipe_text("Dissolve 15 g ascorbic acid in 85 mL water. Add 11/2 tsp glycerin.")
    assert read.status == "not_understood"
    assert read.readings[0].endswith("Add 1 1/2 tsp glycerin.")


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Adjust to pH 3.5 with sodium hydroxide.", True),
        ("Add baking soda until it no longer stings.", True),
        ("Adjust the pH to 3.5.", False),
        ("Dissolve the ascorbic acid in the water.", False),
    ],
)
def test_what_moves_the_pH_without_an_amount_is_told(line, is_told) -> None:
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert read.status == "set_aside"
    assert ("has no amount here and is not counted" in read.note) is is_told


def test_a_ratio_is_no_amount_that_is_shared() -> None:
    line = "A solution of baking soda and distilled water (1:4 ratio) for pH adjustment"
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert (read.status, read.readings) == ("not_understood", ())


@pytest.mark.parametrize(
    "line", ["Glycerin (Reinheit von 99%)", "glycerin, purity 99 %", "glycerin 99 % purity"]
)
def test_how_pure_something_is_is_no_amount(line) -> None:
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert (read.status, read.amount, read.ingredient.id) == ("not_understood", None, "glycerin")
    assert "How much of it?" in read.note


def test_a_stabilised_vitamin_c_is_not_offered_as_the_acid() -> None:
    (read,) = read_recipe_text("80 g water\nVitamin C, stabilised 2 g")[1:]
    assert (read.status, "2 g L-ascorbic acid" in read.readings) == ("not_understood", False)


@pytest.mark.parametrize("line", ["Polysorbate 20 and 80, 1 g each", "unicorn dust and moon dust je 2 g"])
def test_an_amount_of_each_of_what_cannot_be_told_apart_is_asked_about(line) -> None:
    (read,) = read_recipe_text(f"15 g ascorbic acid\n80 g water\n{line}")[2:]
    assert (read.status, read.counts) == ("not_understood", False)


@pytest.mark.parametrize(
    ("line", "names", "lines", "shared"),
    [
        (
            "glycerin, vitamin E, ferulic acid",
            "glycerin · vitamin E · ferulic acid",
            "glycerin, vitamin E, ferulic acid",
            None,
        ),
        ("Aqua/Water", "", "Aqua/Water", None),
        ("Glycerin (and) Water", "", "Glycerin (and) Water", None),
        (
            "glycerin and honey 5 g",
            "glycerin · honey",
            "glycerin and honey 5 g",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        ("glycerin or honey 5 g", "", "glycerin or honey 5 g", None),
        (
            "glycerin / honey 5 g",
            "glycerin · honey",
            "glycerin / honey 5 g",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        (
            "glycerin & honey 5 g",
            "glycerin · honey",
            "glycerin & honey 5 g",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        (
            "glycerin + honey 5 g",
            "glycerin · honey",
            "glycerin + honey 5 g",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        ("5 g glycerin - honey", "", "5 g glycerin - honey", None),
        (
            "5 g glycerin, honey",
            "glycerin · honey",
            "5 g glycerin, honey",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        (
            "5 g: glycerin, honey",
            "glycerin · honey",
            "5 g: glycerin, honey",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        (
            "some glycerin, some honey 5 g",
            "some glycerin · some honey",
            "some glycerin, some honey 5 g",
            "5 g some glycerin, 5 g some honey / 5 g some glycerin",
        ),
        (
            "glycerin (pure), honey (raw) 5 g",
            "glycerin · honey",
            "glycerin (pure), honey (raw) 5 g",
            "5 g glycerin, 5 g honey / 5 g glycerin",
        ),
        ("glycerin, moon 5 g", "", "glycerin, moon 5 g", None),
        ("moon, fluff 5 g", "", "moon, fluff 5 g", None),
        ("vitamin C, SAP 5 g", "", "vitamin C, SAP 5 g", None),
        ("vitamin C, ascorbic acid 5 g", "", "vitamin C, ascorbic acid 5 g", None),
        (
            "ascorbic acid, SAP 5 g",
            "ascorbic acid · SAP",
            "ascorbic acid, SAP 5 g",
            "5 g ascorbic acid, 5 g SAP / 5 g ascorbic acid",
        ),
        ("vegetable oil, jojoba oil 5 g", "", "vegetable oil, jojoba oil 5 g", None),
        ("glycerin, honey to 100 g", "glycerin · honey", "glycerin, honey to 100 g", ""),
        ("water, glycerin q.s. to 100 g", "water · glycerin", "water, glycerin q.s. to 100 g", ""),
        ("glycerin, honey 5", "glycerin · honey", "glycerin, honey 5", "5 glycerin, 5 honey / 5 glycerin"),
        ("glycerin, honey", "glycerin · honey", "glycerin, honey", None),
        ("5 glycerin, honey", "glycerin · honey", "5 glycerin, honey", None),
        (
            "glycerin and propanediol, 5 g each",
            "glycerin · propanediol",
            "5 g glycerin · 5 g propanediol",
            "5 g glycerin, 5 g propanediol / 5 g glycerin",
        ),
        ("glycerin and moon, 5 g each", "", "glycerin and moon, 5 g each", ""),
        ("5 g each: wonderstuff, fluff", "", "5 g each: wonderstuff, fluff", ""),
        ("5 g each glycerin", "", "5 g glycerin", None),
        ("glycerin 5 g each, 6 g", "", "glycerin 5 g each, 6 g", None),
        ("glycerin reach 5 g", "", "glycerin reach 5 g", None),
        ("glycerin each", "", "glycerin each", None),
    ],
)
def test_which_names_a_line_joins_and_which_amount_they_share(
    line: str, names: str, lines: str, shared: str | None
) -> None:
    assert " · ".join(joined_names(line, quiet_amounts(line))) == names
    assert " · ".join(" ".join(one.split()) for one in apiece(line)) == lines
    asked = shared_amount(line)
    assert (None if asked is None else " / ".join(asked.readings)) == shared
    assert asked is None or (asked.text, asked.status) == (line, "not_understood")
