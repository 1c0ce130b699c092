"""How people say where something is kept, how often it is opened and how full it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from calc import catalog
from calc.catalog.keeping_words import PLACES, keeping_words
from calc.catalog.normalize import normalize
from tests.conftest import refusal

Spoil = Callable[[str, str, str], int]


def test_words_are_normalised_and_lead_to_what_can_be() -> None:
    words = keeping_words()
    for part in (words.places, words.openings, words.fill):
        assert all(normalize(text) == text for text in part)
    assert set(words.places.values()) == set(PLACES)
    assert all(place in catalog.inputs().assumed for place in PLACES)
    accepted = catalog.inputs().accepted
    low, high = accepted["openings"].ends
    assert all(low <= number <= high for number in words.openings.values())
    low, high = (end / 100 for end in accepted["fill"].ends)
    assert all(low <= share <= high for share in words.fill.values())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[places.refrigerator]", "[places.freezer]", "freezer"),
        ('[openings."1/2"]', '[openings."1/0"]', "no number"),
        ('[fill."1/4"]', '[fill."quarter"]', "no number"),
        ('pt = ["cheio", "cheia"]', "pt = []", "a list without a name"),
        ('pt = ["cheio", "cheia"]', 'pt = ["half"]', "claimed by another"),
        ('pt = ["cheio", "cheia"]', 'xx = ["cheio"]', "unknown key “xx”"),
    ],
)
def test_spoilt_words_are_refused(old: str, new: str, problem: str, spoil: Spoil) -> None:
    spoil("keeping_words.toml", old, new)
    assert problem in refusal("keeping_words.toml", keeping_words).problem
