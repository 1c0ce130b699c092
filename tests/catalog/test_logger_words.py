"""The words of loggers: strictly read, and none that means two things."""

from __future__ import annotations

from collections import Counter

import pytest

from calc.catalog.logger_words import logger_words
from tests.conftest import refusal


def test_no_word_is_of_two_months():
    words = Counter(word for month in logger_words().months for word in set(month))
    assert [word for word, count in words.items() if count > 1] == []
    assert len(logger_words().months) == 12


def test_no_word_is_of_both_halves_of_a_day():
    halves = logger_words().halves
    assert not set(halves["am"]) & set(halves["pm"])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("CET = 60", "CET = 6000", "14 hours"),
        ("CET = 60", 'CET = "60"', "14 hours"),
        ('m1  = ["jan*"', 'm13 = ["jan*"', "unknown key"),
        ("[halves]", "[half]", "unknown part"),
        ('F = ["fahrenheit"', 'F = [5, "fahrenheit"', "list of texts"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(spoil, old, new, problem):
    spoil("logger_words.toml", old, new)
    error = refusal("logger_words.toml", logger_words)
    assert problem in error.problem
