"""An event of a plan: a day or a moment, what to do then, and the source of it; and its time in words.

Everything is in local time, as an appointment is: moments without a time zone.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from calc import catalog
from calc.catalog import Value
from calc.date_words import date_words
from calc.errors import InputError
from calc.messages import say, say_n
from calc.units import THIN, show_number

#: What an event is about: its category in a calendar.
EVENT_KINDS = (
    say("skin test"),
    "session",
    "ask",
    "before",
    "after",
    "holiday",
    "doctor",
    "refusal",
    "discard",
)

Moment = datetime.datetime
Day = datetime.date


@dataclass(frozen=True)
class Event:
    """Something at a moment, from one moment to another, or on whole days. It has a source.

    Parameters
    ----------
    start : datetime.date or datetime.datetime
        A day, or a local moment without a time zone.
    end : same type, optional
        For days the last one, itself included; None for a moment or a single day.
    title, text : str
        A few words; what to do and why.
    sources : tuple of str
        Keys of `catalog.sources`.
    kind : str, optional
        One of `EVENT_KINDS`.

    Raises
    ------
    ValueError
        No source, or an end of another type or before the start.

    Examples
    --------
    >>> Event(datetime.date(2024, 6, 3), datetime.date(2024, 6, 8), "No sauna", "", ("mhra_2018",)).when
    'Mon 3 Jun – Sat 8 Jun 2024'
    """

    start: Day | Moment
    end: Day | Moment | None
    title: str
    text: str
    sources: tuple[str, ...]
    kind: str = "after"

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.title}: an event needs a source")
        if self.end is not None and (type(self.end) is not type(self.start) or self.end < self.start):
            raise ValueError(f"{self.title}: the end must be of the same type, and not before the start")

    @property
    def all_day(self) -> bool:
        """Whether it stands on whole days."""
        return not isinstance(self.start, Moment)

    @property
    def when(self) -> str:
        """Its time in words: “Mon 3 Jun 2024, 15:00”, “Mon 3 Jun – Sat 8 Jun 2024”."""
        return self.words()

    def words(self, year: int | None = None) -> str:
        """Return its time in words, without the year where it is the one given."""
        start, end = self.start, self.end
        first = date_words(
            start, weekday=True, year=(end is None or end.year != start.year) and start.year != year
        )
        last = "" if end is None else date_words(end, weekday=True, year=end.year != year)
        if isinstance(start, Moment) and isinstance(end, Moment):
            if end.date() == start.date():
                return f"{last}, {start:%H:%M}–{end:%H:%M}"
            return f"{first}, {start:%H:%M} – {last}, {end:%H:%M}"
        if isinstance(start, Moment):
            return f"{first}, {start:%H:%M}"
        return f"{first} – {last}" if last else first

    @property
    def origin(self) -> str:
        """Where it comes from, in names that can be looked up."""
        return "; ".join(dict.fromkeys(reference(key) for key in self.sources))


def longest_whole(row: Value | None) -> int:
    """Return the high end of a time [whole units]."""
    return int(row.ends[1]) if row else 0


def duration_words(row: Value | None, *, longest: bool = False) -> str:
    """Return a time in words, with both ends or the high one alone.

    Examples
    --------
    >>> from calc.catalog.course import course_facts
    >>> duration_words(course_facts().skin_test["open_use"])
    '10–14 days'
    """
    if row is None:
        return say("unknown")
    low, high = row.ends
    if row.unit == "day" and high == 0:
        return say("the same day")
    number = show_number(high) if longest or low == high else f"{show_number(low)}–{show_number(high)}"
    if row.unit == "hour":
        return f"{number}{THIN}h"
    return say_n("{number} day", "{number} days", 1 if number == "1" else max(2, int(high)), number=number)


def citation(key: str) -> str:
    """Return how a source is cited on paper: where it stands, if it has no short name or author.

    Examples
    --------
    >>> citation("pinnell_2001")
    'Pinnell 2001'
    """
    source = catalog.sources()[key]
    name = source.cited if source.short or source.authors else source.container or source.cited
    return name.removeprefix("https://").rstrip("/")


def reference(key: str) -> str:
    """Return a source by what a person can look up: who, what, where, with its address if it has one.

    Examples
    --------
    >>> reference("pinnell_2001").endswith("doi:10.1046/j.1524-4725.2001.00264.x")
    True
    >>> reference("bench_editorial")
    'Our own advice'
    """
    source = catalog.sources()[key]
    if source.kind == "editorial":
        return say("Our own advice")
    address = f"doi:{source.doi}" if source.doi else re.sub("^https?://(www[.])?|/$", "", source.url)
    named = "" if source.title in (source.container, source.url) else f"“{source.title}”"
    where = " ".join(str(part) for part in (source.container, source.year) if part)
    return ", ".join(filter(None, (source.authors, named, where, address)))


def sort_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by their start, those on whole days in front."""
    return tuple(sorted(events, key=lambda event: event.start.isoformat()))


def check_moment(given: Moment, field: str) -> Moment:
    """Return a moment to the minute.

    Raises
    ------
    InputError
        No day with a time, one with a time zone, or one beyond what is planned with.

    Examples
    --------
    >>> check_moment(datetime.datetime(2024, 6, 3, 15, 0, 42), "start").isoformat()
    '2024-06-03T15:00:00'
    """
    fix = say("Give the day and the time, as on the appointment card.")
    if not isinstance(given, Moment):
        raise InputError(field, given, say("a day with its time is needed."), fix)
    if given.tzinfo is not None:
        raise InputError(field, given.isoformat(), say("local time is meant, without a time zone."), fix)
    first, last = catalog.inputs().accepted["years"].ends
    if not first <= given.year <= last:
        accepted = say("the day must be between {first:g} and {last:g}.", first=first, last=last)
        raise InputError(field, given.isoformat(), accepted, say("Check the year."))
    return given.replace(second=0, microsecond=0, fold=0)
