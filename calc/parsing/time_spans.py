"""How long ago, since when and for how long: the times in a statement about a person, as days."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from calc.catalog.person_words import SPAN_DAYS
from calc.parsing.person_tokens import Piece

# u until, s since, f for, A ago, L last, H this, N number, U unit, D date, Y a day with a name, w filler.
_BEFORE = r"(?P<before>[usf](?:[wfsu])*)?"
_SPAN = re.compile(rf"{_BEFORE}(?P<ago>A)?w*(?P<count>(?:N(?:w?N)*w?)?)(?P<unit>U)(?:w*(?P<back>A))?")
_LAST = re.compile(rf"{_BEFORE}(?:(?P<first>[LH])w*U|U(?P<second>[LH]))")
_OVER_LAST = re.compile(rf"{_BEFORE}[LH](?P<count>N(?:w?N)*)w?(?P<unit>U)")
_DAY = re.compile(rf"{_BEFORE}(?P<day>[DY])")


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
    """

    days: float
    is_past: bool
    is_end: bool = False
    is_open: bool = False


def take_times(statement: Sequence[Piece], today: datetime.date) -> tuple[list[Piece], tuple[TimeSpan, ...]]:
    """Return a statement whose times stand as words that say nothing, and the times.

    Parameters
    ----------
    statement : sequence of Piece
    today : datetime.date

    Examples
    --------
    >>> from calc.parsing.person_tokens import pieces_of
    >>> take_times(pieces_of("since 3 months"), datetime.date(2026, 3, 31))[1]
    (TimeSpan(days=90.0, is_past=False, is_end=False, is_open=True),)
    """
    rest, times = [*statement], []
    readers: tuple[tuple[re.Pattern[str], Callable[..., TimeSpan | None]], ...] = (
        (_OVER_LAST, _over_last),
        (_LAST, _last),
        (_DAY, _day),
        (_SPAN, _span),
    )
    for pattern, read in readers:
        signs = "".join(piece.sign for piece in rest)
        for match in pattern.finditer(signs):
            time = read(match, rest, today)
            if time is None:
                continue
            times.append(time)
            for at in range(*match.span()):
                rest[at] = rest[at]._replace(sign="w")
    return rest, tuple(times)


def _moment(days: float, before: str | None) -> TimeSpan:
    """Return a moment so long ago, with what stands before it."""
    words = before or ""
    return TimeSpan(days, is_past="s" not in words, is_end="u" in words, is_open="s" in words)


def _span(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan | None:
    """Return a span: how long, or how long ago."""
    counts = [
        piece.value for piece in statement[match.start("count") : match.end("count")] if piece.sign == "N"
    ]
    unit = statement[match.start("unit")].value
    if not counts and not match["before"] and not match["ago"] and not match["back"]:
        return None
    days = (_count(counts) if counts else 1.0) * unit
    if match["ago"] or match["back"] or "u" in (match["before"] or ""):
        return _moment(days, match["before"])
    return TimeSpan(days, is_past=False, is_open="s" in (match["before"] or ""))


def _count(counts: Sequence[float]) -> float:
    """Return the fewest that some numbers can mean: 2–3 is two, half a is a half."""
    if 0.5 in counts and 1.0 in counts:
        return 0.5
    return min(counts)


def _over_last(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return a span up to today: “over the last 3 months”."""
    counts = [
        piece.value for piece in statement[match.start("count") : match.end("count")] if piece.sign == "N"
    ]
    return TimeSpan(min(counts) * statement[match.start("unit")].value, is_past=False, is_open=True)


def _last(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan:
    """Return the end of last week, month or year, or today for this one, as days ago."""
    at = match.start("first") if match["first"] else match.start("second")
    unit = next(piece.value for piece in statement[match.start() : match.end()] if piece.sign == "U")
    days = {SPAN_DAYS["month"]: today.day, SPAN_DAYS["year"]: today.timetuple().tm_yday}.get(unit, 1.0)
    return _moment(0.0 if statement[at].sign == "H" else float(days), match["before"])


def _day(match: re.Match[str], statement: Sequence[Piece], today: datetime.date) -> TimeSpan | None:
    """Return a date, or a day with a name, as days ago; None for one still to come."""
    piece = statement[match.start("day")]
    if piece.sign == "Y":
        return _moment(piece.value, match["before"])
    ended = (today - last_day(*piece.date)).days
    begun = (today - datetime.date(piece.date[0], piece.date[1] or 1, piece.date[2] or 1)).days
    if begun < 0:
        return TimeSpan(0.0, is_past=False, is_open=True)
    return _moment(float(max(ended, 0)), match["before"])


def last_day(year: int, month: int, day: int) -> datetime.date:
    """Return the last day of a year, a month or a day; 0 where the month or the day is not said.

    >>> last_day(2024, 2, 0)
    datetime.date(2024, 2, 29)
    """
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])
