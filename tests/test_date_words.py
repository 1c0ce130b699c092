"""Days are written in words of the catalogue, not of the machine."""

from __future__ import annotations

import datetime

import pytest

from calc.date_words import date_words

DAYS = [datetime.date(2026, month, 1 + month) for month in range(1, 13)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_is_written_as_english_writes_it(day):
    assert date_words(day) == f"{day.day} {day:%b %Y}"
    assert date_words(day, year=False) == f"{day.day} {day:%b}"
    assert date_words(day, weekday=True) == f"{day:%a} {day.day} {day:%b %Y}"
    assert date_words(day, weekday=True, short=False) == f"{day:%A} {day.day} {day:%B %Y}"
