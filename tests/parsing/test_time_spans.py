"""The times in what people say of themselves: how long ago, since when, until when, or still to come."""

from __future__ import annotations

import datetime

import pytest

from calc.parsing.person_tokens import pieces_of
from calc.parsing.time_spans import TimeSpan, last_day, take_times

DAY = datetime.date(2026, 11, 29)


def said(time: TimeSpan) -> str:
    """Return a time as the table has it: how many days, and what it says of them."""
    flags = {"past": time.is_past, "end": time.is_end, "open": time.is_open, "to come": time.is_future}
    return f"{time.days:g} {', '.join(word for word, holds in flags.items() if holds)}".strip()


@pytest.mark.parametrize(
    ("text", "signs", "time", "rest"),
    [
        ("3 months ago", "NUA", "90 past", "___"),
        ("3 months", "NU", "90", "__"),
        ("for 3 months", "fNU", "90", "___"),
        ("since 3 months", "sNU", "90 open", "___"),
        ("since 3 months ago", "sNUA", "90 open", "____"),
        ("until 3 months ago", "uNUA", "90 past, end", "____"),
        ("in 3 months", "iNU", "90", "___"),
        ("stopped in 3 months", "xiNU", "0 to come", "x___"),
        ("not stopped in 3 months", "nxiNU", "90", "nx___"),
        ("next 3 months", "VNU", "0 to come", "___"),
        ("3 months now", "NUG", "90 open", "___"),
        ("3 months still", "NUG", "90 open", "___"),
        ("2-3 months ago", "N_NUA", "60 past", "_____"),
        ("2 or 3 months ago", "N/NUA", "60 past", "_____"),
        ("two and a half months ago", "NNUA", "75 past", "____"),
        ("half a year ago", "UA", "182 past", "__"),
        ("months ago", "UA", "30 past", "__"),
        ("month", "U", "", "U"),
        ("over the last 3 months", "HNU", "90 open", "___"),
        ("in the last 3 months", "HNU", "90 open", "___"),
        ("last 3 months", "LNU", "90 open", "___"),
        ("this 2 weeks", "HNU", "14 open", "___"),
        ("last month", "LU", "29 past", "__"),
        ("last year", "LU", "333 past", "__"),
        ("last week", "LU", "1 past", "__"),
        ("this month", "HU", "0 past", "__"),
        ("this year", "HU", "0 past", "__"),
        ("this week", "HU", "0 past", "__"),
        ("next month", "VU", "0 to come", "__"),
        ("next year", "VU", "0 to come", "__"),
        ("since last month", "sLU", "29 open", "___"),
        ("until last month", "uLU", "29 past, end", "___"),
        ("until next month", "uVU", "0 to come", "___"),
        ("from 2019 to 2020", "sDwD", "2159 past, end", "____"),
        ("from 2019 to 2030", "sDwD", "0 open, to come", "____"),
        ("from May to July", "sDwD", "121 past, end", "____"),
        ("from May until December", "sDuD", "0 open, to come", "____"),
        ("since 2019 to 2020", "sDwD", "2159 past, end", "____"),
        ("from 2019 until yesterday", "sDuY", "1 past, end", "____"),
        ("since yesterday", "sY", "1 open", "__"),
        ("until yesterday", "uY", "1 past, end", "__"),
        ("yesterday", "Y", "1 past", "_"),
        ("today", "Y", "0 past", "_"),
        ("since May", "sD", "182 open", "__"),
        ("until May", "uD", "182 past, end", "__"),
        ("in May", "iD", "182 past", "__"),
        ("May 2025", "D", "547 past", "_"),
        ("until December", "uD", "0 open, to come", "__"),
        ("until December 2026", "uD", "0 open, to come", "__"),
        ("stopped until December", "xuD", "333 past, end", "x__"),
        ("12 May", "D", "201 past", "_"),
        ("12 May 2025", "D", "566 past", "_"),
        ("May 12", "D", "201 past", "_"),
        ("May 12, 2025", "D", "566 past", "_"),
        ("12.5.2025", "D", "566 past", "_"),
        ("12/5/2025", "D", "359 past", "_"),
        ("5/12/2025", "D", "359 past", "_"),
        ("13/5/2025", "D", "565 past", "_"),
        ("5/13/2025", "D", "565 past", "_"),
        ("until 1/12/2026", "uD", "0 open, to come", "__"),
        ("1/12/2026", "D", "321 past", "_"),
        ("12/1/2026", "D", "321 past", "_"),
        ("since 1/12/2026", "sD", "321 open", "__"),
        ("2025-05-12", "D", "566 past", "_"),
        ("2025-05", "D", "547 past", "_"),
        ("2025-00", "N_N", "", "N_N"),
        ("05/2025", "D", "547 past", "_"),
        ("13/2025", "N_N", "", "N_N"),
        ("00/2025", "N_N", "", "N_N"),
        ("29 Feb", "D", "274 past", "_"),
        ("29 Feb 2025", "ND", "639 past", "N_"),
        ("29 Feb 2024", "D", "1004 past", "_"),
        ("31 April", "ND", "213 past", "N_"),
        ("2025", "D", "333 past", "_"),
        ("in 2025", "iD", "333 past", "__"),
        ("2025 mg", "Nd", "", "Nd"),
        ("2025.5", "N", "", "N"),
        ("1899", "N", "", "N"),
        ("next May", "VD", "0 to come", "__"),
        ("next 12 May", "VD", "0 to come", "__"),
        ("2 1/2 months ago", "NUA", "75 past", "___"),
        ("1/2 year ago", "NUA", "182.5 past", "___"),
        ("3/4 year ago", "NUA", "273.75 past", "___"),
        ("1,5 years ago", "NUA", "547.5 past", "___"),
        ("a week", "o", "", "o"),
        ("a week ago", "wUA", "7 past", "___"),
        ("in the past 6 months", "HNU", "180 open", "___"),
        ("in the past", "p", "", "p"),
        ("past 6 months", "LNU", "180 open", "___"),
    ],
)
def test_a_time_is_taken_out_of_a_statement(text: str, signs: str, time: str, rest: str) -> None:
    pieces = pieces_of(text)
    left, times = take_times(pieces, DAY)
    assert "".join(piece.sign for piece in pieces) == signs
    assert ("".join(piece.sign for piece in left), ", ".join(map(said, times))) == (rest, time)
    if times:
        assert rest[times[0].start : times[0].end] == "_" * (times[0].end - times[0].start)


@pytest.mark.parametrize(
    ("date", "last"),
    [
        ((2024, 2, 0), (2024, 2, 29)),
        ((2025, 2, 0), (2025, 2, 28)),
        ((2025, 2, 29), (2025, 2, 28)),
        ((2025, 0, 0), (2025, 12, 31)),
        ((2025, 5, 12), (2025, 5, 12)),
        ((2025, 4, 31), (2025, 4, 30)),
    ],
)
def test_the_last_day_of_what_is_said(date: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert last_day(*date) == datetime.date(*last)
