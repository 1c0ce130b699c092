"""Known phrases are found where they stand: the longest first, by whole words, whatever dots are in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.parsing.phrases import Match, Phrases

UNITS = Phrases(
    {
        "teaspoon": ["tsp", "c. à c.", "tea spoon", "작은술", "小さじ"],
        "tablespoon": ["tea spoon full", "小"],
        "g": ["g", "грамм*"],
        "other": ["g"],
    },
    {"tablespoon": ["T"], "teaspoon": ["t"]},
)


@pytest.mark.parametrize(
    ("text", "key", "piece"),
    [
        ("tsp of soda", "teaspoon", "tsp"),
        (" . tsp.", "teaspoon", "tsp"),
        ("C A C", "teaspoon", "C A C"),
        ("c.a.c.", "teaspoon", "c.a.c"),
        ("tea  spoon full", "tablespoon", "tea  spoon full"),
        ("tea spoon fuller", "teaspoon", "tea spoon"),
        ("грамма", "g", "грамма"),
        ("T", "tablespoon", "T"),
        ("t", "teaspoon", "t"),
        ("小さじ1", "teaspoon", "小さじ"),
        ("小1", "tablespoon", "小"),
        ("작은술을", "teaspoon", "작은술"),
    ],
)
def test_the_longest_phrase_at_a_place_counts(text, key, piece):
    result = UNITS.at(text)
    assert result is not None
    assert (result.key, text[result.start : result.end]) == (key, piece)


@pytest.mark.parametrize("text", ["tspa", "teas poon", "гра", "", "...", "a tsp", "gg", "술"])
def test_parts_of_words_are_no_phrase(text):
    assert UNITS.at(text) is None


@pytest.mark.parametrize(
    ("text", "piece"), [("of 2 tsp", "tsp"), ("2 tea spoon ", "tea spoon"), ("約小さじ", "小さじ")]
)
def test_a_phrase_is_found_before_a_place(text, piece):
    result = UNITS.before(text, len(text))
    assert result is not None
    assert (result.key, text[result.start : result.end]) == ("teaspoon", piece)


def test_no_phrase_is_found_out_of_reach_or_beyond_the_place():
    assert UNITS.before("tsp of soda", 11) is None
    assert UNITS.before("tea spoon full", 9) == Match("teaspoon", 0, 9)
    assert UNITS.before("tea spoon full", 14, reach=4) is None


def test_the_first_to_claim_a_phrase_keeps_it():
    assert UNITS.key("g") == "g"
    assert UNITS.key("g of") == ""


@given(st.text(max_size=30), st.integers(0, 30))  # 100 examples, a tenth of a second
def test_what_is_found_lies_in_the_text(text, start):
    result = UNITS.at(text, min(start, len(text)))
    assert result is None or min(start, len(text)) <= result.start < result.end <= len(text)
    result = UNITS.before(text, min(start, len(text)))
    assert result is None or 0 <= result.start < result.end <= min(start, len(text))
