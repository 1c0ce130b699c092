"""A text with one kind of space, digit, fraction and width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.parsing.plain_text import plain_text, without_accents


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("¼ tsp", "1/4 tsp"),
        ("1½", "1 1/2"),
        ("1⁄2", "1/2"),
        ("٣ g", "3 g"),
        ("５０％", "50%"),
        ("5\u00a0g\u202fof it", "5 g of it"),
        ("ascor\u200bbic\u00ad acid", "ascorbic  acid"),
        ("5 −\u2010\u2011 6", "5 --- 6"),
        ("Optiphen®", "Optiphen "),
        ("vitamin C¹²", "vitamin C  "),
        ("5 cm³", "5 cm3"),
        ("①water", " water"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_signs_have_one_spelling(text, plain):
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("cuillère à café", "cuillere a cafe"),
        ("łyżeczka", "lyzeczka"),
        ("kışın, Straße, Øl", "kisin, Straße, Ol"),
        ("Łódź, smørøje", "Lodz, smoroje"),
        ("мёд, порций", "мед, порции"),
        ("グラム 작은술 ü", "グラム 작은술 u"),
    ],
)
def test_only_latin_and_cyrillic_letters_lose_their_accents(text, bare):
    assert without_accents(text) == bare


@given(st.text(max_size=40))  # 100 examples, a tenth of a second
def test_places_stay_without_accents_and_plain_stays_plain(text):
    plain = plain_text(text)
    assert len(without_accents(plain)) == len(plain)
    assert plain_text(plain) == plain
