"""Uncertain inputs are named in words that people read."""

from __future__ import annotations

import gettext

import pytest

from calc import messages
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


class Spoken(gettext.NullTranslations):
    """A language in which each sentence has a mark in front, and citric acid a name of its own."""

    def gettext(self, message: str) -> str:
        own = {"Citric acid": "ácido cítrico", "citric acid": "citric acid"}
        return own.get(message, f"¡{message}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *((name, f"¡{name}") for name in (
            "activity model", "adding volumes up", "amount", "carbon dioxide still dissolved",
            "glycols and alcohol", "how well the model fits measured pH", "purity", "strength", "temperature",
            "temperature of the volume", "traces of acid or base", "water in the powder",
        )),
        *((f"{kind} of xyz", f"¡{kind} of ¡xyz") for kind in (
            "acid content", "amount", "density", "purity", "solubility",
        )),
        ("purity of xyz (2)", "¡purity of ¡xyz (2)"),
        ("purity of xyz (a)", "¡purity of ¡xyz (a)"),
        ("acid constant of xyz, not known", "¡acid constant of ¡xyz, not known"),
        ("interaction of xyz with metal ions", "¡interaction of ¡xyz with metal ions"),
        # The data have names of acids with a capital, what is uncertain has them without.
        ("pKa2 of citric acid", "¡pKa2 of ácido cítrico"),
        ("purity of citric acid (2)", "¡purity of ácido cítrico (2)"),
        ("purity of citric acid (12)", "¡purity of ácido cítrico (12)"),
        ("something new of xyz", "something new of xyz"),
        ("something new", "something new"),
    ],
)  # fmt: skip
def test_an_input_says_it_in_the_language_that_was_chosen(name, words, monkeypatch):
    monkeypatch.setattr(messages, "_catalogue", Spoken)
    assert input_words(name) == words
