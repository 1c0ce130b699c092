"""Uncertain inputs are named in words that people read."""

from __future__ import annotations

import pytest

from calc.chemistry.input_words import input_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("strength", "strength"),
        ("purity of l_ascorbic_acid", "purity of L-ascorbic acid"),
        ("density of glycerin", "density of glycerin"),
        ("amount of citric_acid", "amount of citric acid (anhydrous)"),
        ("solubility of ferulic_acid", "solubility of ferulic acid"),
        ("pKa1 of citric acid", "pKa1 of citric acid"),
        ("interaction of citric acid with metal ions", "interaction of citric acid with metal ions"),
        ("acid constant of citric acid, not known", "acid constant of citric acid, not known"),
        ("something new of nobody", "something new of nobody"),
    ],
)
def test_an_input_says_of_what_it_is(name, words):
    assert input_words(name) == words
