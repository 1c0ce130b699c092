"""Lines that name the whole: what is made and how much of it, and what is an ingredient all the same."""

from __future__ import annotations

import pytest

from calc.parsing.amounts_in_text import amounts_in
from calc.parsing.headings import heading_kind
from calc.parsing.plain_text import without_accents
from calc.parsing.titles import is_title, names_product


@pytest.mark.parametrize(
    ("line", "first", "later"),
    [
        # What is made, before any ingredient.
        ("Vitamin C serum 15 %", True, False),
        ("15 % vitamin C serum", True, False),
        ("Night cream", True, False),
        ("Ready gel base", True, False),
        ("Vitamin C serum", True, False),
        ("Serum (my own)", True, False),
        # How much of it, wherever it stands.
        ("Recipe (for 50 g):", True, True),
        ("For 100 g", True, True),
        ("For 100 g:", True, True),
        ("Ingredients (for 50 g)", True, True),
        ("Ingredients for 50 g", True, True),
        ("Phase A (50 g)", True, True),
        ("Vitamin C serum 30 ml:", True, True),
        ("Something 30 ml:", True, True),
        ("Batch 100 g", True, True),
        ("100 g batch", True, True),
        ("100 ml", False, False),
        # An ingredient, a sentence, something else.
        ("5 g glycerin", False, False),
        ("glycerin 5 g", False, False),
        ("glycerin", False, False),
        ("Something 30 ml", False, False),
        ("5 drops of serum", False, False),
        ("30 ml serum", False, False),  # somebody's serum may go into another
        ("I made this serum for my face", False, False),
        ("wonderstuff", False, False),
        ("", False, False),
    ],
)
def test_a_line_that_names_the_whole(line: str, first: bool, later: bool) -> None:
    amounts, kind = amounts_in(without_accents(line)), heading_kind(line)
    assert is_title(line, amounts, kind=kind, is_first=True) is first
    assert is_title(line, amounts, kind=kind, is_first=False) is later


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Night cream", True),
        ("Serum", True),
        ("Vitamin C serum (15 %)", True),
        ("Serum for me", False),
        ("(serum)", False),
        ("Glycerin", False),
        ("", False),
    ],
)
def test_what_is_made_stands_last(line: str, names: bool) -> None:
    assert names_product(line) is names
