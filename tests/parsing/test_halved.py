"""Lines of which nobody knows whether their amount is the whole or what goes in."""

from __future__ import annotations

import pytest

from calc.parsing.recipe_text import read_recipe_text

HALF = "Is it all of that, or half of it? Say how much goes in."
TWICE = "Is it that much, or twice as much? Say how much goes in."


@pytest.mark.parametrize(
    ("line", "note", "readings"),
    [
        ("LAA 10 g halved", HALF, ("10 g LAA", "5 g LAA")),
        ("LAA 10 g (halved)", HALF, ("10 g LAA", "5 g LAA")),
        ("LAA 10 g, half of it", HALF, ("10 g LAA", "5 g LAA")),
        ("glycerin 5 ml, half", HALF, ("5 ml glycerin", "2.5 ml glycerin")),
        ("half of the glycerin 5 g", HALF, ("5 g glycerin", "2.5 g glycerin")),
        ("half of 10 g LAA", HALF, ("10 g LAA", "5 g LAA")),
        ("Zitronensäure 5 g, davon die Hälfte", HALF, ("5 g Zitronensäure", "2.5 g Zitronensäure")),
        ("LAA 10 g doubled", TWICE, ("10 g LAA", "20 g LAA")),
        ("double the glycerin 5 g", TWICE, ("5 g glycerin", "10 g glycerin")),
        ("moondust 10 g halved", HALF, ("10 g moondust", "5 g moondust")),
        ("half of it", "Half of how much? Write how much goes in, for example 5 g.", ()),
        ("half the glycerin", "Half of how much? Write how much goes in, for example 5 g.", ()),
        ("double the glycerin", "Twice how much? Write how much goes in, for example 5 g.", ()),
    ],
)
def test_half_of_what_is_asked(line, note, readings):
    (read,) = read_recipe_text(line)
    assert (read.status, read.note, read.readings) == ("not_understood", note, readings)


@pytest.mark.parametrize("reading", ["10 g LAA", "5 g LAA"])
def test_what_is_offered_counts(reading):
    (read,) = read_recipe_text(reading)
    assert (read.status, read.ingredient.id) == ("used", "l_ascorbic_acid")


@pytest.mark.parametrize(
    ("line", "id", "amount"),
    [
        ("half a teaspoon glycerin", "glycerin", 0.5),
        ("half of a heaped teaspoon glycerin", "glycerin", 0.5),
        ("half a cup of water", "water", 0.5),
    ],
)
def test_half_a_measure_is_an_amount(line, id, amount):
    (read,) = read_recipe_text(line)
    assert (read.status, read.ingredient.id, read.amount.value) == ("used", id, amount)
