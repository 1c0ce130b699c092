"""Days and moments as people write them.

``field`` names the field in errors.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable

from calc import catalog
from calc.catalog.person_words import DAYS_AHEAD, MONTHS, WEEKDAYS, person_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.phrases import Phrases
from calc.parsing.plain_text import plain_text, without_accents

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_DAY_FIRST = re.compile(r"^(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4})|\.)?$")
_END = r"(?![\d:])"
# The times of day that are read, the surest first; what ties them to the day goes along.
_TIMES_OF_DAY = tuple(
    re.compile(
        rf"(?:(?<=\d)T|(?<![^\s,(])(?:(?:at|um|alle|as|a las|a la|a|о|w|godz|o|в|à|às|@)\.?\s*)?){hour}", re.I
    )
    for hour in (
        rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d\d)\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:uhr|h|ч)?{_END}(?![.\w])",
        rf"(?P<hour>\d{{1,2}})\s*(?P<half>[ap]\.?m\b\.?){_END}",
        rf"(?P<hour>\d{{1,2}})\s*(?:uhr|h|часов|ч|o'?clock){_END}(?!\w)",
    )
)
_AROUND = re.compile(r"^(?:on|am|le|el|il|em|dia|w|we|в|во|на|den|na|the)\s+", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:next|this|coming|the|nachste[rnms]?|kommende[rnms]?|diese[rnms]?|prochaine?|proximo|proxima|este|"
    r"que vem|que viene|prossim[oa]|questo|questa|przyszl\w+|nastepn\w+|najblizsz\w+|"
    r"в|во|следующ\w+|ближайш\w+|эт\w+)\b\s*"
)
_IN_DAYS = re.compile(r"^(?:in|en|dans|tra|fra|em|za|через)\s+(?P<count>\d{1,3})\s+(?P<unit>\w+)$")
_YEAR = r"(?:[\s,.]*(?:de\s+|del\s+)?(?P<year>\d{4}))?(?:\s*(?:г|года|r|roku)\.?)?"
_DAY_MONTH = re.compile(
    rf"^(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of\s+|de\s+|di\s+)?(?P<month>[^\W\d_]+)\.?{_YEAR}$"
)
_MONTH_DAY = re.compile(rf"^(?P<month>[^\W\d_]+)\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}$")


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
    ['must be between 2000 and 2100.']
    """
    first, last = (int(end) for end in catalog.inputs().accepted["years"].ends)
    if day is not None and not first <= day.year <= last:
        shown = given or day.isoformat()
        yield InputError(
            field,
            shown,
            say("must be between {first} and {last}.", first=first, last=last),
            say("Check the year."),
        )


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
        fix = say("Write year-month-day: 2026-03-31.")
        raise InputError(field, text, say("this is not a date."), fix) from None
    for error in year_problems(field, day, text):
        raise error
    return day


def read_moment(text: str, *, field: str, today: datetime.date | None = None) -> datetime.datetime:
    """Read a day and, if it is there, a time; noon where it is not.

    Parameters
    ----------
    text : str
        ``2026-03-31 15:00``, ``31.3.2026 at 15:00``, ``12 Dec 2026, 10 am``, ``tomorrow 10:00``,
        ``next Friday 3pm``; the words in any language of person_words.toml.
    field : str
        Name for the error.
    today : datetime.date, optional
        What “tomorrow” and a day without a year are counted from; the day of asking unless it is said.

    Raises
    ------
    InputError
        No day; one with two readings, such as 1/2/2026 (then ``readings`` holds both).

    Examples
    --------
    >>> read_moment("31.3.2026 9:30", field="appointment")
    datetime.datetime(2026, 3, 31, 9, 30)
    >>> read_moment("next Friday 3pm", field="appointment", today=datetime.date(2026, 3, 31))
    datetime.datetime(2026, 4, 3, 15, 0)
    """
    today = today or datetime.date.today()
    plain = " ".join(plain_text(text).split())
    written, time = _with_time(plain)
    written = _AROUND.sub("", written.strip(" ,;")).strip(" ,;.")
    try:
        day = _numbered_day(written, text, field, today) or _named_day(written, today)
    except InputError:
        raise
    except ValueError:
        day = None
    if day is None or time is None:
        fix = say("Write year-month-day and the time: 2026-03-31 15:00.")
        raise InputError(field, text, say("this is not a day with a time."), fix)
    for error in year_problems(field, day, text):
        raise error
    return datetime.datetime.combine(day, time)


def _with_time(plain: str) -> tuple[str, datetime.time | None]:
    """Return a text without its time of day, and that time: noon where none is said, None for no time."""
    match = next((hit for pattern in _TIMES_OF_DAY for hit in pattern.finditer(plain)), None)
    if match is None:
        return plain, datetime.time(12)
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return plain, None
        hour = hour % 12 + 12 * (half == "pm")
    try:
        time = datetime.time(hour, minute)
    except ValueError:
        return plain, None
    return f"{plain[: match.start()]} {plain[match.end() :]}", time


def _numbered_day(written: str, text: str, field: str, today: datetime.date) -> datetime.date | None:
    """Return a day in numbers; None where it is none.

    Raises
    ------
    InputError
        What may be meant in two ways.
    ValueError
        No such day.
    """
    if _ISO_DAY.match(written):
        return datetime.date.fromisoformat(written)
    match = _DAY_FIRST.match(written)
    if match is None:
        return None
    one, sign, other, year = match.groups()
    if year is None:
        date, month = (one, other) if sign == "." or int(other) <= 12 else (other, one)
        if sign != "." and _is_either(one, other):
            days = [_coming(int(a), int(b), today) for a, b in ((other, one), (one, other))]
            raise _two_readings(field, text, written, [f"{day:%Y-%m-%d}" for day in days])
        return _coming(int(month), int(date), today)
    if sign != "." and _is_either(one, other):
        both = [f"{year}-{int(b):02}-{int(a):02}" for a, b in ((one, other), (other, one))]
        raise _two_readings(field, text, written, both)
    day_first = sign == "." or int(other) <= 12
    date, month = (one, other) if day_first else (other, one)
    return datetime.date(int(year), int(month), int(date))


def _is_either(one: str, other: str) -> bool:
    """Tell whether each of two numbers may be the day or the month."""
    return 0 < int(one) <= 12 and 0 < int(other) <= 12 and int(one) != int(other)


def _two_readings(field: str, text: str, written: str, days: Iterable[str]) -> InputError:
    """Return the error that asks which of two days is meant."""
    both = [text.replace(written, day, 1) for day in days]
    accepted = say("day or month first can be meant.")
    return InputError(
        field,
        text,
        accepted,
        say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1]),
        both,
    )


def _named_day(written: str, today: datetime.date) -> datetime.date | None:
    """Return a day with a name (“tomorrow”, “next Friday”, “12 Dec”, “in 3 weeks”); None where it is none."""
    small = without_accents(written).lower()
    words = _day_words()
    key = words.key(small) or words.key(_NEXT.sub("", small))
    if key in WEEKDAYS:
        ahead = (WEEKDAYS.index(key) - today.weekday()) % 7
        return today + datetime.timedelta(days=ahead or 7)
    if key in DAYS_AHEAD:
        return today + datetime.timedelta(days=DAYS_AHEAD[key])
    for at in (match.end() for match in re.finditer(r"^|[\s,.]+", small)):
        weekday = words.at(small, at)
        if weekday and weekday.start == 0 and weekday.key in WEEKDAYS:
            return _named_day(written[weekday.end :].strip(" ,."), today)
    spoken = _IN_DAYS.match(small)
    if spoken:
        unit = _units().key(spoken["unit"])
        days = {"day": 1, "week": 7}.get(unit)
        return today + datetime.timedelta(days=int(spoken["count"]) * days) if days else None
    return _month_day(small, today)


def _month_day(small: str, today: datetime.date) -> datetime.date | None:
    """Return a day with the name of its month; the coming one where no year is said."""
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        match = pattern.match(small)
        key = _months().key(match["month"]) if match else ""
        if match and key:
            month, day = MONTHS.index(key) + 1, int(match["day"])
            return (
                datetime.date(int(match["year"]), month, day) if match["year"] else _coming(month, day, today)
            )
    return None


def _coming(month: int, day: int, today: datetime.date) -> datetime.date:
    """Return the next such day from today on."""
    this_year = datetime.date(today.year, month, day)
    return this_year if this_year >= today else datetime.date(today.year + 1, month, day)


@functools.cache
def _day_words() -> Phrases:
    """Return the names of days of the week, of today and tomorrow."""
    return Phrases(person_words().days)


@functools.cache
def _months() -> Phrases:
    """Return the names of months."""
    return Phrases(person_words().months)


@functools.cache
def _units() -> Phrases:
    """Return the names of spans of time."""
    return Phrases(person_words().units)
