"""What a line says beside the ingredient that it names, and what is told of it."""

from __future__ import annotations

import pytest

from calc.parsing.passed_over import told_of_rest
from calc.parsing.recipe_text import read_recipe_text

SEPARATELY = "if it goes in separately, give it a line of its own."


def told(line: str) -> str:
    """Return what is said of a line that counts."""
    (read,) = read_recipe_text(line)
    assert read.counts
    assert read.status == ("assumed" if read.note else "used")
    return read.note


@pytest.mark.parametrize(
    "line",
    [
        "glycerin, fluff 5 g",
        "glycerin / fluff 5 g",
        "glycerin: fluff 5 g",
        "fluff: glycerin 5 g",
        "glycerin (fluff) 5 g",
        "glycerin [fluff] 5 g",
        "glycerin | fluff | 5 g",
        "5 g glycerin - fluff",
        "organic glycerin (fluff, for slip) 5 g",
        "Glyzerin (pflanzlich, fluff) 5 g",
    ],
)
def test_a_word_that_nobody_knows_is_told_wherever_it_stands(line):
    assert told(line) == "“fluff” was not understood and does not count."


def test_a_word_without_spaces_around_it_is_told_where_nothing_in_it_is_known():
    assert told("甘油 (绒毛) 5克") == "“绒毛” was not understood and does not count."
    assert told("甘油 (植物性) 5克") == ""


def test_several_are_told_together_and_the_first_of_many():
    words = "“blip”, “dust of moon” and “fluff”"
    assert (
        told("glycerin (blip), dust of moon, fluff 5 g") != f"{words} were not understood and do not count."
    )
    assert told("glycerin (blip), fluff 5 g") == "“blip” and “fluff” were not understood and do not count."
    many = told("glycerin (blip, fluff, zork, quux, frob) 5 g")
    assert many == "“blip”, “fluff”, “zork”, “quux” … were not understood and do not count."


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Jojoba oil (with 0.5 % rosemary extract) 5 g", "rosemary extract"),
        ("Sunflower oil (contains 0.1 % BHT) 5 g", "BHT"),
        ("Panthenol (with phenoxyethanol) 2 g", "phenoxyethanol"),
        (
            "Jojoba oil 5 g (it comes with 0.5 % rosemary extract that keeps it from going rancid)",
            "rosemary extract",
        ),
    ],
)
def test_another_ingredient_in_a_remark_does_not_count_and_that_is_told(line, name):
    assert told(line) == f"“{name}” does not count: {SEPARATELY}"


def test_several_other_ingredients_are_told_together():
    note = told("Jojoba oil (with rosemary extract, phenoxyethanol) 5 g")
    assert note.startswith("“rosemary extract” and “phenoxyethanol” do not count: ")


@pytest.mark.parametrize(
    "line",
    [
        "organic vegetable glycerin (USP, food grade, 99 %) 5 g",
        "Glycerin (humectant) 5 g",
        "Glycerin 5 g (for slip and shine on frizzled things)",
        "Glycerin from Wherever 5 g",
        "Jojoba oil (Simmondsia chinensis) 5 g",
        "Sodium ascorbyl phosphate (vitamin C) 5 g",
        "vitamin C (not SAP) 5 g",
        "Vit. C (3-O-Ethyl) 2 g",
        "glycerinlösung 5 g",
        "феруловая к-та 0,2 г",
        "глицерина (увлажнитель) 5 г",
        "Vitamin E MT-50 0.5 g",
        "Glycerin — pulls water into the skin 5 g",
        "glycerin 2.5 g https://example.org/fluff",
        "Caprylic/capric triglyceride (MCT oil) 5 g",
        "A | Argan oil | Argania Spinosa (Argan) Nut Oil | Emollient | 5.0 %",
        "Hydrolysed silk | film former | 2 %",
    ],
)
def test_words_that_change_nothing_make_no_noise(line):
    assert told(line) == ""


def test_a_remark_makes_no_line_refused_and_no_gram_different():
    (bare,), (remarked,) = read_recipe_text("glycerin 5 g"), read_recipe_text("glycerin (fluff) 5 g")
    assert (remarked.ingredient, remarked.amount.value) == (bare.ingredient, bare.amount.value)
    assert remarked.readings == ()


def test_what_is_told_already_is_not_told_again():
    (read,) = read_recipe_text("honey or wonderstuff 5 g")
    assert "not understood" not in read.note
    assert told_of_rest("honey, fluff", read.ingredient, "Of “fluff” something is said.") == ""


def test_a_spelling_of_the_name_itself_is_not_blamed():
    (read,) = read_recipe_text("glycerine (glicerine) 5 g")
    assert read.note == ""
