"""Dates, clocks and zones as they are written: ISO 8601, twelve hours, two-digit years, and what is none."""

from __future__ import annotations

import datetime
import math

import pytest

from calc.chemistry.stability.logger.moments import Moment, day_of, has_one_reading, split_moment

# Hours, minutes and seconds after midnight, and minutes ahead of UTC; None for a text that is no moment.
CLOCKS = {
    "2026-03-01 00:00": (0, 0, 0, None),
    "2026-03-01 23:59:59": (23, 59, 59, None),
    "2026-03-01 10:30:15.250": (10, 30, 15.25, None),
    "2026-03-01 24:00": (24, 0, 0, None),
    "2026-03-01 24:01": None,
    "2026-03-01 24:00:01": None,
    "2026-03-01 25:00": None,
    "2026-03-01 10:59": (10, 59, 0, None),
    "2026-03-01 10:60": None,
    "2026-03-01 10:00:60": None,
    "2026-13-01 10:00": None,
    "2026-03-01T10:30:00Z": (10, 30, 0, 0),
    "2026-03-01T10:30:00-03:30": (10, 30, 0, -210),
    "2026-03-01T10:30+0545": (10, 30, 0, 345),
    "2026-03-01 10:30 CET": (10, 30, 0, 60),
    "2026-03-01 10:30 (UTC)": (10, 30, 0, 0),
    "2026-03-01 10:30 UTC+2": (10, 30, 0, 120),
    "2026-03-01 10:30 GMT-0330": (10, 30, 0, -210),
    "2026-03-01 10:30 UTC+14": (10, 30, 0, 840),
    "2026-03-01 10:30 UTC+15": None,
    "2026-03-01 10:30 UTC+02:59": (10, 30, 0, 179),
    "2026-03-01 10:30 UTC+02:60": None,
    "2026-03-01 10:30 UTC+5:30": (10, 30, 0, 330),
    "2026-03-01 10:30 UTC+530": (10, 30, 0, 330),
    "2026-03-01 10:30 CET+01:00": (10, 30, 0, 60),
    "2026-03-01 10:30 EST-0500": (10, 30, 0, -300),
    "2026-03-01 10:30 XYZT+3": (10, 30, 0, 180),
    "2026-03-01 10:30 +3": (10, 30, 0, 180),
    "2026-03-01 10:30 utc": (10, 30, 0, 0),
    "2026-03-01 10:30 JST": (10, 30, 0, 540),
    "2026-03-01 10:30 (XYZT)": (10, 30, 0, None),
    "2026-03-01 10:30 XY": None,
    "2026-03-01 10:30 hrs": (10, 30, 0, None),
    "2026-03-01 10h30": (10, 30, 0, None),
    "2026-03-01 - 10:30": (10, 30, 0, None),
    "2026-03-01 at 10:30": (10, 30, 0, None),
    "2026-03-01T10:30:15.25Z": (10, 30, 15.25, 0),
    "2026-03-01 10:30:15:250": (10, 30, 15.25, None),
    "2026-03-01 10:30 " + "0" * 64: None,
    "Sunday, 1 March 2026 10:30": (10, 30, 0, None),
    "2026년 3월 1일 오후 1:05": (13, 5, 0, None),
    "2026/3/1 上午 12:05": (0, 5, 0, None),
    f"2026-03-01{' ' * 65}10:30": (10, 30, 0, None),
    f"2026-03-01{' ' * 66}10:30": None,
    "2026-03-01 10:30 XYZT": (10, 30, 0, None),
    "2026-03-01 10:30 xyzt": None,
    "2026-03-01 10:30 Uhr": (10, 30, 0, None),
    "2026-03-01, 10.30.15,5": (10, 30, 15.5, None),
    "20260301T103015": (10, 30, 15, None),
    "20260301:1030": (10, 30, 0, None),
    "20260301 103015+0100": (10, 30, 15, 60),
    "3/1/2026 12:00 AM": (0, 0, 0, None),
    "3/1/2026 12:59 a.m.": (0, 59, 0, None),
    "3/1/2026 12:30 PM": (12, 30, 0, None),
    "3/1/2026 1:00 pm": (13, 0, 0, None),
    "3/1/2026 11:59:30 pm": (23, 59, 30, None),
    "3/1/2026 13:00 PM": (13, 0, 0, None),
    "3/1/2026 13:00 AM": (13, 0, 0, None),
    "3/1/2026 0:30 pm": (12, 30, 0, None),
    "Sun Mar 01 10:30:00 CET 2026": (10, 30, 0, 60),
    "2026-03-01 " + "0" * 80: None,
}
# What each order makes of a date: the year, the day, the month first.
DATES = {
    "01/02/2026": (None, "2026-02-01", "2026-01-02"),
    "01.02.26": ("2001-02-26", "2026-02-01", "2026-01-02"),
    "26-02-01": ("2026-02-01", "2001-02-26", None),
    "13/02/2026": (None, "2026-02-13", None),
    "02/13/2026": (None, None, "2026-02-13"),
    "30/02/2026": (None, None, None),
    "1/2/3": (None, None, None),
    "1/2/026": (None, None, None),
    "026-01-02": (None,) * 3,
    "1/2/2026": (None, "2026-02-01", "2026-01-02"),
    "26/1/2": ("2026-01-02", None, None),
    "26/01/020": (None,) * 3,
    "2/1/2026.": (None, "2026-01-02", "2026-02-01"),
    "95-05-20": ("1995-05-20", None, None),
    "15/06/99": (None, "1999-06-15", None),
    "15/06/90": (None, "1990-06-15", None),
    "15/06/89": (None, None, None),
    "2026 Jan 02": ("2026-01-02",) * 3,
    "2 de marzo de 2026": ("2026-03-02",) * 3,
    "2 Jan Feb 2026": (None,) * 3,
    "Jan 2026": (None,) * 3,
    "31 Feb 2026": (None,) * 3,
    "2026-1-2": ("2026-01-02",) * 3,
    "2026/01/026": (None,) * 3,
    "20260102": ("2026-01-02",) * 3,
    "20261301": (None,) * 3,
    "2026年1月2日": ("2026-01-02",) * 3,
    "26년 1월 2일": ("2026-01-02",) * 3,
    "2 Jan 26": ("2026-01-02",) * 3,
    "Jan 2, 2026": ("2026-01-02",) * 3,
    "2026-Jan-02": ("2026-01-02",) * 3,
    "2nd January 2026": ("2026-01-02",) * 3,
    "2 Foo 26": (None,) * 3,
    # No logger is older, and none reads so far ahead.
    "1990-01-01": ("1990-01-01",) * 3,
    "1989-12-31": (None,) * 3,
    "2100-12-31": ("2100-12-31",) * 3,
    "2101-01-01": (None,) * 3,
    "69-05-20": ("2069-05-20", None, None),
    "70-05-20": (None, None, None),
}


@pytest.mark.parametrize("text", CLOCKS)
def test_a_clock_with_its_zone(text):
    moment, clock = split_moment(text), CLOCKS[text]
    if clock is None:
        assert moment is None
        return
    hours, minutes, seconds, offset = clock
    assert moment is not None
    assert (moment.second, moment.offset) == (3600 * hours + 60 * minutes + seconds, offset)
    assert day_of(moment.date, "month first") == (datetime.date(2026, 3, 1) - datetime.date(1970, 1, 1)).days


@pytest.mark.parametrize("text", DATES)
def test_the_days_that_a_date_may_mean(text):
    for order, day in zip(("year first", "day first", "month first"), DATES[text]):
        since = day_of(text, order)
        written = since if since is None else str(datetime.date(1970, 1, 1) + datetime.timedelta(days=since))
        assert (order, written) == (order, day)


def test_a_date_alone_has_no_clock_and_a_clock_alone_no_date():
    date, clock = split_moment("2 Jan 2026"), split_moment("1:00 pm")
    assert date is not None
    assert (date.date, date.offset, math.isnan(date.second)) == ("2 Jan 2026", None, True)
    assert clock == Moment("", 46_800.0, None)


def test_where_a_long_year_a_sign_or_a_word_says_it_there_is_one_reading():
    dates = ["2026-01-02", "026-01-02", "26年1月2日", "26년 1월 2일", "2 Jan 26", "02/01/26", "26-01-02"]
    assert [has_one_reading(date) for date in dates] == [True] * 5 + [False] * 2
