"""Names of forms that are spelled wrongly by a letter or two, and what leads to no form."""

from __future__ import annotations

import pytest

from calc.parsing.forms_in_text import forms_named
from calc.parsing.misspelt_names import letters_away, may_be_telling


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("acid", "acid", 0),
        ("", "", 0),
        ("acid", "acd", 1),  # missing
        ("acd", "acid", 1),
        ("acid", "avid", 1),  # wrong
        ("acid", "caid", 1),  # exchanged with a neighbour
        ("acid", "aicd", 1),
        ("acid", "acdi", 1),
        ("acid", "ac", 2),
        ("acid", "vcod", 2),
        ("acid", "caidd", 2),
        ("ascorbic", "sacorbci", 2),  # two exchanges
        ("acid", "dica", 3),  # everything elsewhere
        ("acid", "a", 3),  # three missing
        ("acid", "acidity", 3),
        ("acid", "acidities", 3),
        ("abcd", "wxyz", 3),
        # A letter that was exchanged is not changed again: two steps and an exchange are three.
        ("ca", "abc", 3),
    ],
)
def test_letters_that_are_missing_wrong_or_exchanged_count_one_each(one: str, other: str, away: int) -> None:
    assert (letters_away(one, other), letters_away(other, one)) == (away, away)


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        # A slip in each of several words, up to two letters in all; numbers and letters are as they are.
        ("Sodum Ascorbyl Phosphate", "sodium_ascorbyl_phosphate", "Sodum Ascorbyl Phosphate"),
        ("Sodium Ascrobyl Phosphate", "sodium_ascorbyl_phosphate", "Sodium Ascrobyl Phosphate"),
        ("Sodum Ascrobyl Phosphate", "sodium_ascorbyl_phosphate", "Sodum Ascrobyl Phosphate"),
        ("Ascorbyl Glukosyde", "ascorbyl_glucoside", "Ascorbyl Glukosyde"),
        ("Ascorbyl Glukosyte", None, "Ascorbyl Glukosyte"),
        ("Ascorbyl Glukoside", "ascorbyl_glucoside", "Ascorbyl Glukoside"),
        ("Ascobyl Palmitate", "ascorbyl_palmitate", "Ascobyl Palmitate"),
        ("Ascorbyl Palmitat", "ascorbyl_palmitate", "Ascorbyl Palmitat"),
        ("Ascorbyl Plamitate", "ascorbyl_palmitate", "Ascorbyl Plamitate"),
        ("Magnesium Ascorbil Phospate", "magnesium_ascorbyl_phosphate", "Magnesium Ascorbil Phospate"),
        ("3-O-Ethyl Ascrobic Acid", "ethyl_ascorbic_acid", "3-O-Ethyl Ascrobic Acid"),
        ("Water, Ascorbc Acid, Glycerin", "l_ascorbic_acid", "Ascorbc Acid"),
        ("Ascorbc, Acid", None, "Ascorbc"),
    ],
)
def test_slips_in_several_words(text: str, form: str | None, words: str) -> None:
    named = forms_named(text)[:1]
    assert [(one.form, one.words) for one in named] == [(form, words)]


@pytest.mark.parametrize(
    ("word", "tells"),
    [
        ("ascorbic", True),
        ("ascrobic", True),
        ("sacorbic", True),
        ("ascorbc", True),
        ("ascrbc", True),
        ("ascorbyll", True),
        ("ascorbate", True),
        ("acid", False),
        ("sodium", False),
        ("phosphate", False),
        ("acetic", False),
        ("aspartic", False),
        ("scrub", False),
    ],
)
def test_which_words_may_be_the_one_that_tells_a_form(word: str, tells: bool) -> None:
    assert may_be_telling(word) is tells


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # A letter or two of one word, the first two letters exchanged, a word in another language.
        ("Ascorbc Acid", [("l_ascorbic_acid", "Ascorbc Acid")]),
        ("Ascrobic Acid", [("l_ascorbic_acid", "Ascrobic Acid")]),
        ("sacorbic acid", [("l_ascorbic_acid", "sacorbic acid")]),
        ("Ascorrbicc Acid", [("l_ascorbic_acid", "Ascorrbicc Acid")]),
        ("Ascorbic Acd", [("l_ascorbic_acid", "Ascorbic Acd")]),
        ("Sodium Ascrobyl Phosphate", [("sodium_ascorbyl_phosphate", "Sodium Ascrobyl Phosphate")]),
        ("Sodium Ascorbil Phosphate", [("sodium_ascorbyl_phosphate", "Sodium Ascorbil Phosphate")]),
        ("Sodum Ascorbyl Phosphate", [("sodium_ascorbyl_phosphate", "Sodum Ascorbyl Phosphate")]),
        ("3-O-Ethyl Ascorbc Acid", [("ethyl_ascorbic_acid", "3-O-Ethyl Ascorbc Acid")]),
        ("Bis-Glyceryl Ascorbte", [("bis_glyceryl_ascorbate", "Bis-Glyceryl Ascorbte")]),
        ("Glyceryl Ascorbte", [("glyceryl_ascorbate", "Glyceryl Ascorbte")]),
        ("Ascorbyl Tetrasiopalmitate", [("tetrahexyldecyl_ascorbate", "Ascorbyl Tetrasiopalmitate")]),
        ("Tetrahexildecyl Ascorbate", [("tetrahexyldecyl_ascorbate", "Tetrahexildecyl Ascorbate")]),
        # Each of several, in one entry or in its own; words around it stay out.
        ("Ascorbc Acid Ascorbc Acid", [("l_ascorbic_acid", "Ascorbc Acid")] * 2),
        (
            "Aqua, Ascorbc Acid, Sodium Ascrobyl Phosphate, Glycerin",
            [
                ("l_ascorbic_acid", "Ascorbc Acid"),
                ("sodium_ascorbyl_phosphate", "Sodium Ascrobyl Phosphate"),
            ],
        ),
        ("Our best Ascorbc Acid of all", [("l_ascorbic_acid", "Ascorbc Acid")]),
        # “Sodium” in another entry makes no salt of the acid.
        ("Sodium, Ascorbte", [(None, "Ascorbte")]),
        # Another group or salt, another number, more behind it: another substance, or nobody knows.
        ("Methyl Ascorbic Acid", [(None, "Methyl Ascorbic Acid")]),
        ("Etyl Ascorbic Acid", [(None, "Etyl Ascorbic Acid")]),
        ("Potassium Ascorbte", [(None, "Potassium Ascorbte")]),
        ("Ascorbicc Acid", [(None, "Ascorbicc Acid")]),
        ("Magnesium Ascorbyl Phosphatee", [(None, "Magnesium Ascorbyl Phosphatee")]),
        ("Ascorby", [(None, "Ascorby")]),
        ("Ascorrbiccc Acid", []),
        ("scorbic acid", []),
        ("Isoascorbic Acid", []),
        ("Acetic Acid", []),
    ],
)
def test_a_slip_leads_to_its_form_and_never_to_another(
    text: str, named: list[tuple[str | None, str]]
) -> None:
    assert [(name.form, text[name.start : name.end]) for name in forms_named(text)] == named
