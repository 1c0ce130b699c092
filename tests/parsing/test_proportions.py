"""Ingredients in a ratio: asked about, with a reading that counts as it stands."""

from __future__ import annotations

import pytest

from calc.parsing.recipe_text import read_recipe_text


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        ("50/50 water and glycerin 20 g", "10 g water, 10 g glycerin"),
        ("50:50 water glycerin 20 g", "10 g water, 10 g glycerin"),
        ("70/30 water/glycerin 20 g", "14 g water, 6 g glycerin"),
        ("1:4 glycerin to water 20 g", "4 g glycerin, 16 g water"),
        ("glycerin to water 1:4, 20 g", "4 g glycerin, 16 g water"),
        ("glycerin:water 1 : 4, 20 g", "4 g glycerin, 16 g water"),
        ("1:4 vitamin C : water 50 g", "10 g vitamin C, 40 g water"),
        ("glycerin (1:1 with water) 5 g", "2.5 g glycerin, 2.5 g water"),
        ("glycerin and water 20 g (50/50)", "10 g glycerin, 10 g water"),
        ("1:1:1 water, glycerin, propanediol 30 g", "10 g water, 10 g glycerin, 10 g propanediol"),
        ("1:1 water and glycerin 2-3 g", "1-1.5 g water, 1-1.5 g glycerin"),
        ("equal parts water and glycerin 20 %", "10 % water, 10 % glycerin"),
        ("half water, half glycerin, 20 ml", "10 ml water, 10 ml glycerin"),
        ("20 g of equal parts water and glycerin", "10 g water, 10 g glycerin"),
        ("a 50/50 mix of water and fluff 20 g", "10 g water, 10 g fluff"),
        ("Glycerin zu Wasser 1:4, 20 g", "4 g Glycerin, 16 g Wasser"),
        ("Wasser und Glycerin zu gleichen Teilen, 20 g", "10 g Wasser, 10 g Glycerin"),
        ("mélange eau/glycérine 70/30 : 20 g", "14 g eau, 6 g glycérine"),
        ("agua y glicerina a partes iguales 20 g", "10 g agua, 10 g glicerina"),
    ],
)
def test_a_ratio_of_so_much_is_asked_about_and_its_reading_counts(line, reading):
    (asked,) = read_recipe_text(line)
    assert (asked.status, asked.readings) == ("not_understood", (reading,))
    counted = read_recipe_text(reading)
    assert len(counted) > 1
    assert all(part.counts for part in counted)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("1:4 glycerin to water", "In this ratio, of how much?"),
        ("vitamin C to water 1:10", "In this ratio, of how much?"),
        ("1:1 water and glycerin", "Equal parts of how much?"),
        ("Dilute glycerin 1:1 with water", "Equal parts of how much?"),
    ],
)
def test_a_ratio_of_nobody_says_how_much_asks_that(line, question):
    (asked,) = read_recipe_text(line)
    assert asked.note.startswith(question)
    assert not asked.readings


@pytest.mark.parametrize(
    ("line", "ingredients"),
    [
        ("aloe vera 200:1 powder 1 g", ["aloe_barbadensis_leaf_juice_powder"]),
        ("green tea extract (10:1) 2 g", ["camellia_sinensis_leaf_extract"]),
        ("1/4 tsp glycerin and 1/2 tsp water", ["glycerin", "water"]),
        ("half a teaspoon of glycerin and a half cup of water", ["glycerin", "water"]),
        ("water 60 ml / glycerin 40 ml", ["water", "glycerin"]),
        ("Caprylic/Capric Triglyceride 5 g", ["caprylic_capric_triglyceride"]),
    ],
)
def test_what_is_no_ratio_of_ingredients_counts(line, ingredients):
    assert [read.ingredient.id for read in read_recipe_text(line) if read.counts] == ingredients
