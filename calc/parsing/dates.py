"""Days and moments as people write them.

``field`` names the field in errors.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from calc import catalog
from calc.errors import InputError

_MOMENT = re.compile(r"^(.+?)(?:[ T,]+(?:at )?(\d{1,2})[:.h](\d{2}))?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$")


def year_problems(field: str, day: datetime.date | None, given: str = "") -> Iterable[InputError]:
    """Yield what is wrong with a day that lies beyond the years that dates may have.

    Parameters
    ----------
    field : str
    day : datetime.date, optional
    given : str
        As it was typed; the day itself where that is not told.

    Examples
    --------
    >>> [error.accepted for error in year_problems("made_on", datetime.date(1066, 1, 1))]
    ['this lies from 2000 to 2100.']
    """
    first, last = (int(end) for end in catalog.inputs().accepted["years"].ends)
    if day is not None and not first <= day.year <= last:
        shown = given or day.isoformat()
        yield InputError(field, shown, f"this lies from {first} to {last}.", "Check the year.")


def read_date(text: str, *, field: str) -> datetime.date:
    """Read a day.

    Parameters
    ----------
    text : str
        Year-month-day.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        No day, or of no sensible year.

    Examples
    --------
    >>> read_date("2026-03-31", field="made_on")
    datetime.date(2026, 3, 31)
    """
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError:
        fix = "Write year-month-day: 2026-03-31."
        raise InputError(field, text, "this is not a date.", fix) from None
    for error in year_problems(field, day, text):
        raise error
    return day


def read_moment(text: str, *, field: str) -> datetime.datetime:
    """Read a day and, if it is there, a time; noon where it is not.

    Parameters
    ----------
    text : str
        ``2026-03-31 15:00``, ``31.3.2026 at 15:00``.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        No day; one with two readings, such as 1/2/2026 (then ``readings`` holds both).

    Examples
    --------
    >>> read_moment("31.3.2026 9:30", field="appointment")
    datetime.datetime(2026, 3, 31, 9, 30)
    """
    match = _MOMENT.match(" ".join(text.split()))
    fix = "Write year-month-day and the time: 2026-03-31 15:00."
    try:
        if match is None:
            raise ValueError
        written, hours, minutes = match.groups()
        time = datetime.time(int(hours), int(minutes)) if hours else datetime.time(12)
        day = datetime.date.fromisoformat(_iso(written, text, field))
    except InputError:
        raise
    except ValueError:
        raise InputError(field, text, "this is not a day with a time.", fix) from None
    for error in year_problems(field, day, text):
        raise error
    return datetime.datetime.combine(day, time)


def _iso(day: str, text: str, field: str) -> str:
    """Return a day as year-month-day; what may be meant in two ways is asked about."""
    match = _DAY_FIRST.match(day)
    if not match:
        return day
    one, sign, other, year = match.groups()
    if sign != "." and 0 < int(one) <= 12 and 0 < int(other) <= 12 and int(one) != int(other):
        both = [
            text.replace(day, f"{year}-{int(b):02}-{int(a):02}", 1) for a, b in ((one, other), (other, one))
        ]
        accepted = "day or month first can be meant."
        raise InputError(field, text, accepted, f"Write {both[0]} or {both[1]}.", both)
    day_first = sign == "." or int(other) <= 12
    date, month = (one, other) if day_first else (other, one)
    return f"{year}-{int(month):02}-{int(date):02}"
