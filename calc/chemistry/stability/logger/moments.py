"""Dates and clocks as loggers write them, and whether the day or the month comes first in them.

A text is taken apart once (`split_moment`); what its date means is decided for the whole file, since a
logger writes all of its dates alike.
"""

from __future__ import annotations

import datetime
import functools
import re
from typing import NamedTuple

from calc.catalog.logger_words import logger_words
from calc.parsing.phrases import TOKEN, Phrases, alternation
from calc.parsing.plain_text import plain_text, without_accents

#: The orders in which three numbers may be a date.
ORDERS = ("year first", "day first", "month first")
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_HALF = rf"(?:{alternation((*logger_words().halves['am'], *logger_words().halves['pm']))})"
_DATE = r"""(?P<date>
    \d{1,4}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,4}\.?
  | \d{2,4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]?
  | (?:19|20)\d{6}
  | \d{1,2}(?:st|nd|rd|th)?[-\s/.,]*(?:de\s)?[^\W\d_]{3,12}\.?[-\s/.,]*(?:de\s)?(?:\d{4}|\d{2})
  | [^\W\d_]{3,12}\.?[-\s/.]*\d{1,2}(?:st|nd|rd|th)?[-\s,/.]+(?:\d{4}|\d{2}(?![:\d]))
  | \d{4}[-\s/.][^\W\d_]{3,12}\.?[-\s/.]\d{1,2}
)"""
_CLOCK = rf"""(?P<half>{_HALF})?\s*(?P<hour>\d{{1,2}})\s?(?:[:.h時时시]\s?(?P<minute>\d{{2}})
    (?:\s?[:.m分분]\s?(?P<second>\d{{2}})(?:[.,:](?P<fraction>\d{{1,9}}))?)?[分분秒초s]?)\s*(?P<half2>{_HALF})?(?!\w)"""
_ZONE = r"""(?P<zone>\(?[A-Za-z]{1,5}\)?)?\s*(?P<offset>[+\-−]\d{1,2}(?::?\d{2})?)?
    \s*(?:\[[\w/]+\]|\([^()]{1,50}\))?"""
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_WHOLE = re.compile(
    rf"\s*{_WEEKDAY}{_DATE}(?:(?:\s*[Tt,_;]\s*|\s+(?:at\s)?|\s+-\s+|\s*-(?=\d\d:)|(?<=[日일])){_CLOCK}\s*{_ZONE})?\s*",
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK_ALONE = re.compile(rf"\s*{_CLOCK}\s*{_ZONE}\s*", re.VERBOSE | re.IGNORECASE)
# Thu Jul 20 19:01:00 CLT 2023
_YEAR_LAST = re.compile(
    r"\s*(?:[^\W\d_]{2,9}\s+)?([^\W\d_]{3,9}\s+\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?\s*[A-Z]{0,5})\s+(\d{4})\s*",
    re.IGNORECASE,
)
# 20260301T100000 · 20260301:1000
_COMPACT = re.compile(r"^((?:19|20)\d{6})(?:[Tt ]?(\d\d)(\d\d)(\d\d)|[Tt :_-](\d\d)(\d\d))(?=$|[Z+-])")
# 10:00 Uhr
_CLOCK_WORD = re.compile(r"(?<=\d)\s*(?:uhr|uur|hrs?|h)\.?$", re.IGNORECASE)
_PLAIN = re.compile(
    r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})[ T](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?"
    r"(?:(Z)|([+-])(\d{2}):?(\d{2}))?"
)
_THREE = re.compile(r"(\d{1,4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,4})\s?[日일.]?")


class Moment(NamedTuple):
    """A moment as it was written.

    Parameters
    ----------
    date : str
        As it was written; "" for a clock alone.
    second : float
        Of the day [s]; NaN for a date alone.
    offset : int or None
        Minutes ahead of UTC; None where no zone is written.
    """

    date: str
    second: float
    offset: int | None


def split_moment(text: str) -> Moment | None:
    """Take a text apart into date, clock and zone; None where it is no moment.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> split_moment("2026-03-01T10:30:00+01:00")
    Moment(date='2026-03-01', second=37800.0, offset=60)
    >>> split_moment("07/19/18 01:00:00 em"), split_moment("20.5")
    (Moment(date='07/19/18', second=46800.0, offset=None), None)
    """
    match = _PLAIN.fullmatch(text)
    if match:
        date, hour, minute, second, fraction, utc, sign, ahead_h, ahead_min = match.groups()
        clock = _seconds(int(hour), int(minute), int(second or 0))
        if clock is None or not _is_date(date):
            return None
        offset = 0 if utc else None
        if sign:
            offset = (int(ahead_h) * 60 + int(ahead_min)) * (-1 if sign == "-" else 1)
        return Moment(date, clock + float(fraction or 0), offset)
    return _split_any(text) if len(text) <= 80 and any(map(str.isdigit, text)) else None


def day_of(date: str, order: str) -> int | None:
    """Return the day that a date means, counted from 1970-01-01; None where it is none in this order.

    Parameters
    ----------
    date : str
        As `split_moment` returned it.
    order : str
        One of `ORDERS`; what can be read in one way only is read so in every order.

    Examples
    --------
    >>> day_of("01/02/2026", "day first") - day_of("01/02/2026", "month first")
    30
    """
    if re.fullmatch(r"\d{8}", date):
        return _day(int(date[:4]), int(date[4:6]), int(date[6:]))
    three = _THREE.fullmatch(date)
    if not three:
        return _day_of_named(date)
    first, middle, last = three.groups()
    if len(first) >= 3 or any(sign in date for sign in "年년"):
        return _day(_year(first), int(middle), int(last)) if len(last) < 3 else None
    if len(last) == 3 or (len(last) == 1 and order != "year first"):
        return None
    if order == "year first":
        return _day(_year(first), int(middle), int(last)) if len(first) == 2 and len(last) < 3 else None
    day, month = (first, middle) if order == "day first" else (middle, first)
    return _day(_year(last), int(month), int(day))


def has_one_reading(date: str) -> bool:
    """Tell whether a date can be read in one way only: the year stands first, or the month in words.

    Examples
    --------
    >>> has_one_reading("2026-01-02"), has_one_reading("2 Jan 26"), has_one_reading("01/02/2026")
    (True, True, False)
    """
    three = _THREE.fullmatch(date)
    return not three or len(three[1]) > 2 or any(sign in date for sign in "年년")


def _split_any(text: str) -> Moment | None:
    """Take apart a text that is not written in the plainest way."""
    text = _COMPACT.sub(lambda m: f"{m[1]} {m[2] or m[5]}:{m[3] or m[6]}:{m[4] or '00'} ", text)
    plain = _CLOCK_WORD.sub("", " ".join(plain_text(text).split()))
    ctime = _YEAR_LAST.fullmatch(plain)
    if ctime:
        plain = f"{ctime[1]}, {ctime[3]} {ctime[2]}"
    match = _WHOLE.fullmatch(plain)
    date = match["date"].strip() if match else ""
    if match and not _is_date(date):
        return None
    match = match or _CLOCK_ALONE.fullmatch(plain)
    if not match:
        return None
    if match["hour"] is None:
        return Moment(date, float("nan"), None)
    offset = _offset(match["zone"], match["offset"])
    clock = _clock(match)
    unknown = match["zone"] and not _is_zone_name(match["zone"])
    if clock is None or (offset is None and (match["offset"] or unknown)):
        return None
    return Moment(date, clock, offset)


def _clock(match: re.Match[str]) -> float | None:
    """Return the second of the day of a clock; None where there is no such."""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = match["half"] or match["half2"]
    if half:
        afternoon = _halves().key(without_accents(plain_text(half))) == "pm"
        if hour <= 12:
            hour = hour % 12 + (12 if afternoon else 0)
    whole = _seconds(hour, minute, second)
    fraction = match["fraction"]
    return None if whole is None else whole + (float(f"0.{fraction}") if fraction else 0.0)


def _seconds(hour: int, minute: int, second: int) -> float | None:
    """Return the second of the day; midnight may be written as 24:00."""
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return float(3600 * hour + 60 * minute + second)


def _offset(zone: str | None, offset: str | None) -> int | None:
    """Return how many minutes a zone is ahead of UTC; None where nobody says, or the name is not known.

    What is written behind the name of a zone is ahead of UTC, and not of that zone: EST-0500.
    """
    if not offset:
        return logger_words().zones.get((zone or "").strip("()").upper())
    digits = re.sub(r"\D", "", offset)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return None
    return (60 * hours + minutes) * (1 if offset[0] == "+" else -1)


def _is_zone_name(zone: str) -> bool:
    """Tell whether letters behind a clock look like the name of a zone, though not one known here."""
    return re.fullmatch(r"\(?[A-Z]{3,5}\)?", zone) is not None


@functools.lru_cache(maxsize=65_536)
def _is_date(date: str) -> bool:
    """Tell whether a text is a date in some order."""
    return any(day_of(date, order) is not None for order in ORDERS)


def _year(text: str) -> int:
    """Return a year; two digits are of this century, unless that lies far ahead."""
    year = int(text)
    return year if len(text) > 2 else 2000 + year if year < 70 else 1900 + year


def _day(year: int, month: int, day: int) -> int | None:
    """Return a day counted from 1970-01-01; None where there is no such day, or no logger had it."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _day_of_named(date: str) -> int | None:
    """Return the day of a date with its month in words."""
    plain = without_accents(date)
    numbers = re.findall(r"\d+", plain)
    months = [_months().key(token[0]) for token in TOKEN.finditer(plain) if token[0].isalpha()]
    named = [month for month in months if month]
    if len(numbers) != 2 or len(named) != 1:
        return None
    first, last = numbers
    day, year = (last, first) if len(first) == 4 else (first, last)
    return _day(_year(year), int(named[0].removeprefix("m")), int(day))


@functools.cache
def _months() -> Phrases:
    """Return the names of months."""
    return Phrases({f"m{number}": words for number, words in enumerate(logger_words().months, 1)})


@functools.cache
def _halves() -> Phrases:
    """Return the words for before and after noon."""
    return Phrases(logger_words().halves)
