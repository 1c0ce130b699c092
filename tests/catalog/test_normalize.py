"""The one rule by which two spellings are the same name."""

from __future__ import annotations

import importlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog.normalize import fold_with_positions, normalize, squeeze

SAME = {
    "case": ("L-Ascorbic ACID", "l-ascorbic acid"),
    "accents": ("Acide crème", "acide creme"),
    "accents of their own": ("cre\u0300me", "crème"),
    "width": ("ＡＣＩＤ　１", "acid 1"),
    "punctuation": ("3-O-Ethyl_(ascorbic), acid.", "3 o ethyl ascorbic acid"),
    "spaces": ("\u202f ascorbic\u00a0\n acid ", "ascorbic acid"),
    "signs that take no room": ("ascor\u00adbic\u200d", "ascorbic"),
    "trade marks": ("Ascorbyl™ acid®", "ascorbyl acid"),
    "superscripts": ("cm³", "cm3"),
    "sharp s": ("Straße", "STRASSE"),
    "Russian": ("Объём", "объем"),
    "Greek": ("ΟΔΟΣ", "οδος"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_spellings_of_one_name_are_the_same(one, other):
    assert normalize(one) == normalize(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("acid 1", "acid1"), ("a b", "b a"), ("क", "कि"), ("か", "さ"), ("1.5", "15")]
)
def test_what_is_another_name_stays_another(one, other):
    assert normalize(one) != normalize(other)


@pytest.mark.parametrize("text", ["", " ", "%", "—", "\0", "\ud800", "🧴", "™"])
def test_what_has_neither_letters_nor_digits_has_no_name(text):
    assert normalize(text) == ""


@given(st.text())
def test_a_normal_name_is_its_own(text):
    plain = normalize(text)
    assert normalize(plain) == plain == " ".join(plain.split())
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(unicodedata.normalize("NFC", text))


@given(st.text())
def test_every_letter_knows_where_it_came_from(text):
    folded, origin = fold_with_positions(text)
    places = range(len(folded)) if origin is None else origin
    assert len(places) == len(folded)
    assert list(places) == sorted(places)
    assert all(sign in fold_with_positions(text[at])[0] for sign, at in zip(folded, places))


def test_names_are_squeezed_to_the_same_letters():
    for ingredient in catalog.ingredients().values():
        assert squeeze(ingredient.name) == normalize(ingredient.name).replace(" ", "")


@given(st.text())
def test_the_words_in_the_log_follow_the_rule(text):
    # Where the rule changes, the log needs a version that writes its words again, and this test that version.
    version = importlib.import_module("calc.log.migrations.versions.v0003_normalised")
    assert version._normalised(text) == normalize(text)
