"""How long ago, since when and for how long: the times in a statement about a person, as days."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from calc.catalog.person_words import SHARES, SPAN_DAYS
from calc.parsing.person_tokens import Piece

# The signs are those of `person_tokens`. What stands before a time: until, since, for, in, after, next.
_BEFORE = r"(?P<before>[usfiaV][_tusfiaV]*w{0,2})?"
_COUNT = r"(?P<count>(?:N(?:[_wu&/]?N)*[_w]?)?)"
_SPAN = re.compile(rf"{_BEFORE}(?P<ago>A)?[_w]*{_COUNT}(?P<unit>U)(?:[_w]*(?P<back>A))?(?P<goes_on>[_w]?G)?")
_LAST = re.compile(rf"{_BEFORE}(?:(?P<first>[LHV])[_w]*U|U(?P<second>[LHV]))")
_OVER_LAST = re.compile(rf"{_BEFORE}[LH](?P<count>N(?:[_w]?N)*)[_w]?(?P<unit>U)")
_RANGE = re.compile(rf"{_BEFORE}[_w]*D[_wu]{{1,2}}(?P<day>[DY])")
_DAY = re.compile(rf"{_BEFORE}L?(?P<day>[DY])")
# “Two sevenths of a year”: a part of a span, by a word that is not known.
_PART_UNKNOWN = re.compile(r"N[_w]?\.[_w]*$")
#: Signs of words that say that something is over.
_PAST = "pxP"
#: Words for a part of what stands beside them: “three quarters of a year”, “einem halben Jahr”.
_PARTS = ("half", "third", "quarter")


class TimeSpan(NamedTuple):
    """A time in a statement.

    Parameters
    ----------
    days : float
        How long ago, or how long, at the least [days].
    is_past : bool
        Whether it names a moment in the past.
    is_end : bool
        Whether something ended then: “until May”.
    is_open : bool
        Whether something goes on from then: “since May”.
    is_future : bool
        Whether it is still to come.
    start, end : int
        From which piece of the statement to which it stands.
    """

    days: float
    is_past: bool
    is_end: bool = False
    is_open: bool = False
    is_future: bool = False
    start: int = 0
    end: int = 0


def take_times(statement: Sequence[Piece], today: datetime.date) -> tuple[list[Piece], tuple[TimeSpan, ...]]:
    """Return a statement whose times stand as signs that say nothing, and the times.

    Parameters
    ----------
    statement : sequence of Piece
    today : datetime.date

    Examples
    --------
    >>> from calc.parsing.person_tokens import pieces_of
    >>> take_times(pieces_of("since 3 months"), datetime.date(2026, 3, 31))[1][0].is_open
    True
    """
    rest, times = [*statement], []
    readers: tuple[tuple[re.Pattern[str], Callable[..., TimeSpan | None]], ...] = (
        (_OVER_LAST, _over_last),
        (_LAST, _last),
        (_RANGE, _range),
        (_DAY, _day),
        (_SPAN, _span),
    )
    for pattern, read in readers:
        signs = "".join(piece.sign for piece in rest)
        for match in pattern.finditer(signs):
            time = read(match, rest, today)
            if time is None:
                continue
            times.append(time._replace(start=match.start(), end=match.end()))
            for at in range(*match.span()):
                rest[at] = rest[at]._replace(sign="_")
    return rest, tuple(times)


def _moment(days: float, before: str | None) -> TimeSpan:
    """Return a moment so long ago, with what stands before it."""
    words = before or ""
    return TimeSpan(days, is_past="s" not in words, is_end="u" in words, is_open="s" in words)


def _span(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan | None:
    """Return a span: how long, or how long ago."""
    before = match["before"] or ""
    counts = _counts(match, statement)
    unit = statement[match.start("unit")].value
    if not counts and not before and not match["ago"] and not match["back"]:
        return None
    days = _least(counts) * unit * _share(statement[: match.start("count")])
    signs = {piece.sign for piece in statement}
    if "V" in before or ("i" in before and "x" in signs and "n" not in signs):  # “stopping in 2 weeks”
        return TimeSpan(0.0, is_past=False, is_future=True)
    if match["goes_on"]:
        return TimeSpan(days, is_past=False, is_open=True)
    if match["ago"] or match["back"] or before.startswith("u"):
        return _moment(days, before)
    return TimeSpan(days, is_past=False, is_open="s" in before)


def _over_last(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return a span up to today: “over the last 3 months”."""
    counts = _counts(match, statement)
    return TimeSpan(_least(counts) * statement[match.start("unit")].value, is_past=False, is_open=True)


def _counts(match: re.Match[str], statement: Sequence[Piece]) -> list[float]:
    """Return the numbers of units in a span, each with its part: “two and a half”, “three quarters”."""
    counts: list[float] = []
    for piece in statement[match.start("count") : match.end("count")]:
        if piece.sign == "N" and counts and piece.name == "and_a_half":
            counts[-1] += piece.value
        elif piece.sign == "N" and counts and piece.name in _PARTS:
            counts[-1] *= piece.value
        elif piece.sign == "N":
            counts.append(piece.value)
    return counts


def _least(counts: Sequence[float]) -> float:
    """Return the least that counts say: 2–3 is two, a third of one is a third."""
    return min(counts, default=1.0)


def _share(before: Sequence[Piece]) -> float:
    """Return how much of a span there is at the least, by what stands before it: “almost a year”."""
    if _PART_UNKNOWN.search("".join(piece.sign for piece in before)):
        return 0.0
    for piece in reversed(before):
        if piece.sign not in "_w":
            return 1.0
        if piece.name in SHARES:
            return SHARES[piece.name]
    return 1.0


def _last(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return the end of last week, month or year, today for this one, or what is to come, as days ago."""
    at = match.start("first") if match["first"] else match.start("second")
    unit = next(piece.value for piece in statement[match.start() : match.end()] if piece.sign == "U")
    if statement[at].sign == "V":
        return TimeSpan(0.0, is_past=False, is_future=True)
    days = {SPAN_DAYS["month"]: today.day, SPAN_DAYS["year"]: today.timetuple().tm_yday}.get(unit, 1.0)
    return _moment(0.0 if statement[at].sign == "H" else float(days), match["before"])


def _range(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return the end of “from 2019 to 2020”."""
    time = _day(match, statement, today)
    return time if time.is_future else TimeSpan(time.days, is_past=True, is_end=True)


def _day(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return a date, or a day with a name, as days ago."""
    piece = statement[match.start("day")]
    if piece.sign == "Y":
        return _moment(piece.value, match["before"])
    if "V" in (match["before"] or ""):
        return TimeSpan(0.0, is_past=False, is_future=True)
    is_until = match.re is _RANGE or "u" in (match["before"] or "")
    may_come = is_until and all(other.sign not in _PAST for other in statement)
    year, month, day = _with_year(piece.date, today, may_come=may_come)
    is_swapped = piece.is_either and day in range(1, 13) and not is_until
    if is_swapped and _first_day(year, month, day) > today:
        month, day = day, month  # 01/12 that something was stopped on is no day to come
    if _first_day(year, month, day) > today:
        return TimeSpan(0.0, is_past=False, is_open=True, is_future=True)
    ended = (today - last_day(year, month, day)).days
    return _moment(float(max(ended, 0)), match["before"])


def _with_year(date: tuple[int, int, int], today: datetime.date, *, may_come: bool) -> tuple[int, int, int]:
    """Return a date with the last year in which it has been, where no year is said.

    Or with the next one, where it may still come and that is nearer: “until December” in November.
    """
    year, month, day = date
    if not year:
        year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
        if may_come and last_day(year + 1, month, day) - today < today - last_day(year, month, day):
            year += 1
        day = min(day, calendar.monthrange(year, month)[1])
    return year, month, day


def _first_day(year: int, month: int, day: int) -> datetime.date:
    """Return the first day of a year, a month or a day; 0 where the month or the day is not said."""
    return datetime.date(year, month or 1, day or 1)


def last_day(year: int, month: int, day: int) -> datetime.date:
    """Return the last day of a year, a month or a day; 0 where the month or the day is not said.

    >>> last_day(2024, 2, 0)
    datetime.date(2024, 2, 29)
    """
    month = month or 12
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day, last) if day else last)
