"""Days and moments as people write them; the many languages are tested with the client's request."""

from __future__ import annotations

import datetime

import pytest

from calc.errors import InputError
from calc.parsing.dates import read_date, read_moment, year_problems

TODAY = datetime.date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("12 Dec 2027, 10:00", (2027, 12, 12), 10),
        ("Dec 12", (2026, 12, 12), 12),
        ("12 Nov", (2027, 11, 12), 12),
        ("tomorrow 3pm", (2026, 11, 30), 15),
        ("next Friday", (2026, 12, 4), 12),
        ("in 3 weeks", (2026, 12, 20), 12),
        ("2026-12-05 09:00", (2026, 12, 5), 9),
        ("2026-12-05T09:00", (2026, 12, 5), 9),
        # Day and month in numbers: the coming one, from today on.
        ("29.11.", (2026, 11, 29), 12),
        ("28.11.", (2027, 11, 28), 12),
        ("12.5", (2027, 5, 12), 12),
        ("29/11", (2026, 11, 29), 12),
        ("13/12", (2026, 12, 13), 12),
        ("5/13", (2027, 5, 13), 12),
        ("5/5", (2027, 5, 5), 12),
        ("31.12.2026", (2026, 12, 31), 12),
        ("31/12/2026", (2026, 12, 31), 12),
        ("12/31/2026", (2026, 12, 31), 12),
        ("3.4.2027", (2027, 4, 3), 12),
        ("5/5/2027", (2027, 5, 5), 12),
        # A name of a day or a month.
        ("today", (2026, 11, 29), 12),
        ("day after tomorrow", (2026, 12, 1), 12),
        ("übermorgen", (2026, 12, 1), 12),
        ("завтра в 10:00", (2026, 11, 30), 10),
        ("Sunday", (2026, 12, 6), 12),
        ("Monday", (2026, 11, 30), 12),
        ("Friday, 4 December", (2026, 12, 4), 12),
        ("Fri 4 Dec 3pm", (2026, 12, 4), 15),
        ("December 4th", (2026, 12, 4), 12),
        ("the 4th of December 2026", (2026, 12, 4), 12),
        ("4 декабря 2026 г.", (2026, 12, 4), 12),
        ("29 Nov", (2026, 11, 29), 12),
        ("in 2 days", (2026, 12, 1), 12),
        ("in 1 week", (2026, 12, 6), 12),
        # Hours.
        ("1.2.2027 3 p.m.", (2027, 2, 1), 15),
        ("1.2.2027 12 am", (2027, 2, 1), 0),
        ("1.2.2027 1 am", (2027, 2, 1), 1),
        ("1.2.2027 12 pm", (2027, 2, 1), 12),
        ("1.2.2027 um 15 Uhr", (2027, 2, 1), 15),
        ("1.2.2027 à 15h", (2027, 2, 1), 15),
        ("5 May 2027.", (2027, 5, 5), 12),
        ("5 May 2027,", (2027, 5, 5), 12),
        (", 5 May 2027", (2027, 5, 5), 12),
        ("May 5, 2027", (2027, 5, 5), 12),
        ("May 5 2027 at 3 pm", (2027, 5, 5), 15),
        ("5. Mai 2027", (2027, 5, 5), 12),
        ("5 mai 2027", (2027, 5, 5), 12),
        ("5 de mayo de 2027", (2027, 5, 5), 12),
        ("5 maja 2027", (2027, 5, 5), 12),
        ("Monday, 30 November", (2026, 11, 30), 12),
        ("Mon, 30 Nov", (2026, 11, 30), 12),
        ("Monday 10:00", (2026, 11, 30), 10),
        ("next Monday 10 am", (2026, 11, 30), 10),
        ("Saturday", (2026, 12, 5), 12),
        ("in 10 days", (2026, 12, 9), 12),
        # Both ends of the years that a date may have.
        ("1 Jan 2000", (2000, 1, 1), 12),
        ("31 Dec 2100", (2100, 12, 31), 12),
    ],
)
def test_a_moment_is_a_day_and_noon_unless_told(text, day, hour):
    assert read_moment(text, field="start", today=TODAY) == datetime.datetime(*day, hour)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("03/04/2027", ("2027-04-03", "2027-03-04")),
        ("03/04", ("2027-04-03", "2027-03-04")),
        ("1/12 10:00", ("2026-12-01 10:00", "2027-01-12 10:00")),
        ("12-5-2027", ("2027-05-12", "2027-12-05")),
        ("1/12/2027", ("2027-12-01", "2027-01-12")),
        ("12/1/2027", ("2027-01-12", "2027-12-01")),
        ("12/1", ("2027-01-12", "2026-12-01")),
        ("1-2-2027 9:30", ("2027-02-01 9:30", "2027-01-02 9:30")),
    ],
)
def test_day_and_month_that_could_change_places_are_asked_about(text, readings):
    with pytest.raises(InputError) as caught:
        read_moment(text, field="start", today=TODAY)
    assert caught.value.readings == readings
    assert all(read_moment(reading, field="start", today=TODAY) for reading in readings)
    assert all(reading in caught.value.fix for reading in readings)


def test_minutes_are_kept():
    for text in ("1.2.2027 23:59", "1.2.2027, 23.59", "1.2.2027 23h59", "1.2.2027 11:59 pm"):
        assert read_moment(text, field="start", today=TODAY) == datetime.datetime(2027, 2, 1, 23, 59)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0/5/2027",
            "5/0/2027",
            "0/0/2027",
            "0/5",
            "5/0",
            "13/13/2027",
            "13/13",
            "0.5.2027",
            "5.0.2027",
            "32.1.2027",
            "29.2.2027",
            "31 April 2027",
            "4 Foo 2026",
            "in 2 months",
            "soon",
            "",
        ),
        *(
            "1.2.2027 13 pm",
            "1.2.2027 0 am",
            "1.2.2027 24:00",
            "1.2.2027 9:60",
            "3pm",
            "31.12.1999",
            "1.1.2101",
        ),
    ],
)
def test_what_is_no_moment_is_refused_with_one_that_is(text):
    with pytest.raises(InputError) as caught:
        read_moment(text, field="start", today=TODAY)
    error = caught.value
    assert (error.field, error.given, error.readings) == ("start", text, ())
    if "between" not in error.accepted:
        example = error.fix.partition(": ")[2].rstrip(".")
        assert read_moment(example, field="start", today=TODAY) == datetime.datetime(2026, 3, 31, 15)


@pytest.mark.parametrize(("text", "words"), [("soon", "not a date"), ("1999-12-31", "between 2000 and 2100")])
def test_what_is_no_day_is_refused(text, words):
    with pytest.raises(InputError, match=words) as caught:
        read_date(text, field="made_on")
    assert caught.value.given == text
    assert "2026-03-31" in caught.value.fix or "year" in caught.value.fix


@pytest.mark.parametrize("day", ["2000-01-01", " 2026-03-31 ", "2100-12-31"])
def test_a_day_is_read(day):
    assert read_date(day, field="made_on").isoformat() == day.strip()


def test_a_day_that_nobody_typed_is_shown_itself():
    (error,) = year_problems("made_on", datetime.date(2101, 1, 1))
    assert (error.given, error.field) == ("2101-01-01", "made_on")
    assert not [*year_problems("made_on", None)]
