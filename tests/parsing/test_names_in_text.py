"""What stands around a name in a text and makes another form of it, leaves it out, or changes nothing."""

from __future__ import annotations

import pytest

from calc.parsing.forms_in_text import forms_named


def named(text: str) -> list[tuple[str | None, str]]:
    """Return the forms that a text names, None for one that is not known, with the words of each."""
    return [(form.form, form.words) for form in forms_named(text)]


@pytest.mark.parametrize(
    "text",
    ["sap", "SAP", "Sap 5 %", "sap 5 %", "5 % sap", "SAP cream", "the SAP", "water, sap 5 %, glycerin"],
)
def test_an_abbreviation_is_a_form_in_capitals_alone_or_beside_a_number(text: str) -> None:
    assert [form for form, _ in named(text)] == ["sodium_ascorbyl_phosphate"]


@pytest.mark.parametrize(
    "text", ["sap cream", "S A P cream", "tree sap 5 %", "THE SAP", "water, sap, glycerin"]
)
def test_among_other_words_an_abbreviation_is_a_word(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "free of ascorbic acid",
        "free from the ascorbic acid",
        "no ascorbic acid",
        "without any of the ascorbic acid",
        "does not contain ascorbic acid",
        "ascorbic acid free",
        "ascorbic acid-free",
    ],
)
def test_what_is_left_out_is_not_in_there(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # The next entry of a list says nothing of this one.
        "free, ascorbic acid",
        "without, ascorbic acid",
        "ascorbic acid, free",
        "ester, ascorbic acid",
        "ascorbic acid, phosphate",
        "ascorbic acid free radical",
        "ascorbic acid free form",
        "ascorbic acid cream",
        "2 ascorbic acid",
        "2-ascorbic acid",
        "o ascorbic acid",
        "fluff ascorbic acid",
        "fluff 2-ascorbic acid",
    ],
)
def test_what_changes_nothing(text: str) -> None:
    assert named(text) == [("l_ascorbic_acid", "ascorbic acid")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ester of ascorbic acid", None),
        ("ester of the ascorbic acid", None),
        ("ester éthylique de l'acide ascorbique", None),
        ("palmitic ester of ascorbic acid", "ester of ascorbic acid"),
        ("2-O-ascorbic acid", "O-ascorbic acid"),
        ("2 O ascorbic acid", "O ascorbic acid"),
        ("o-ascorbic acid", None),
        ("methyl ascorbic acid", None),
        ("methyl-ascorbic acid", None),
        ("fluff-ascorbic acid", None),
        ("ascorbic acid ester", None),
        ("ascorbic acid phosphate", None),
        ("ascorbic acid 2 phosphate", None),
        ("ascorbic acid-2-phosphate", None),
        ("ascorbic acid a b c d phosphate", None),
        ("ascorbic acid 1 2 3 4 5 phosphate", None),
        ("ascorbic acid polypeptide", None),
    ],
)
def test_what_makes_a_form_that_is_not_known(text: str, words: str | None) -> None:
    assert named(text) == [(None, words or text)]


@pytest.mark.parametrize(
    "text",
    [
        "derivative of vitamin C",
        "derivatives of vitamin C",
        "derivative vitamin C",
        "vitamin C derivative",
        "vitamin C derivatives",
        "vitamin C 3 derivative",
    ],
)
def test_a_derivative_of_vitamin_c_is_a_form_that_is_not_known(text: str) -> None:
    assert named(text) == [(None, "vitamin C")]
