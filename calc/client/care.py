"""Care around a session: what to leave before and after it, and when to see a doctor.

Each limit is shown as every article has it; the longest time that any source gives is the strictest.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc import catalog
from calc.catalog import Value
from calc.catalog.course import CareLimit, course_facts
from calc.client.event import (
    Day,
    Event,
    Moment,
    check_moment,
    citation,
    duration_words,
    longest_whole,
    sort_events,
)
from calc.errors import InputError
from calc.messages import say


@dataclass(frozen=True)
class StrictestLimit:
    """The longest time that any source gives for a limit.

    ``hours``: None while no source gives a number; 0 is the rest of the day. ``source``: who gives
    it, "" for nobody.
    """

    hours: float | None
    source: str
    words: str


@dataclass(frozen=True)
class UndatedLimit:
    """The strictest time of a limit where no appointment is known.

    ``when``: ask, before, after or holiday; ``time``: how long, or what to ask.
    """

    name: str
    when: str
    time: str
    sources: tuple[str, ...]

    @property
    def words(self) -> str:
        """What to leave and how long, in a line."""
        return f"{self.name}: {self.time}"


@dataclass(frozen=True)
class LimitRow:
    """A limit as every article has it: a time, its words with “unknown”, or “not said”."""

    id: str
    name: str
    when: str
    cells: Mapping[str, str]
    strictest: str


def plan_care(appointment: Moment, seed: str | None = None) -> tuple[Event, ...]:
    """Return what to leave before and after a session, and when to see a doctor.

    Hours count from the moment of the appointment. Days are whole: that of the session is day 0, and
    the last one is kept to its end. What has no number is a note on the day, with “unknown”.

    Parameters
    ----------
    appointment : datetime.datetime
        Local time.
    seed : str, optional
        The limits of one article; the strictest of all sources when left out.

    Raises
    ------
    InputError
        An unknown article, or a moment that cannot be planned with.

    Examples
    --------
    >>> plan_care(datetime.datetime(2024, 6, 3, 15))[0].title
    'Aspirin, ibuprofen or blood thinners'
    """
    moment = check_moment(appointment, "appointment")
    if seed is not None and seed not in articles():
        fix = say("Choose one of {articles}, or leave it out.", articles=", ".join(articles()))
        raise InputError("seed", seed, say("this article is not known here."), fix)
    facts = course_facts()
    limits = [event for limit in facts.limits.values() for event in _limit_events(limit, moment, seed)]
    signs = [
        Event(
            moment.date() + datetime.timedelta(days=longest_whole(sign.time)),
            None,
            sign.name,
            sign.text,
            sign.sources,
            "doctor",
        )
        for sign in facts.warnings.values()
    ]
    return sort_events([*limits, *signs])


def _limit_events(limit: CareLimit, moment: Moment, seed: str | None) -> Iterable[Event]:
    """Yield the event of a limit, as one article or the strictest source has it; none if not said."""
    rows = [row for row in limit.values if seed in (None, row.source)]
    sayers = tuple(limit.said) if seed is None else (seed,) * (seed in limit.said)
    if not rows and not sayers:
        return
    if not rows and limit.when == "ask":
        rows = list(limit.values)  # how early to ask is no article's, and asking is never too early
    if rows:
        row = max(rows, key=_hours)
        yield _timed(limit, moment, row, () if row.source in articles() else sayers)
        return
    text = (
        say(
            "{advice} How long: unknown. {article} says: {words}.",
            advice=limit.text,
            article=citation(seed).capitalize(),
            words=limit.said[seed],
        )
        if seed
        else say("{advice} How long: unknown.", advice=limit.text)
    )
    yield Event(moment.date(), None, limit.name, text, sayers, limit.when)


def _timed(limit: CareLimit, moment: Moment, row: Value, sayers: tuple[str, ...]) -> Event:
    """Return the event of a limit whose time is known."""
    length = datetime.timedelta(**{f"{row.unit}s": row.ends[1]})
    here: Day | Moment = moment.date() if row.unit == "day" or limit.when in ("ask", "holiday") else moment
    title = limit.name
    text = f"{duration_words(row, longest=True).capitalize()}. {limit.text}"
    start, end = {
        "after": (here, here + length),
        "before": (here - length, here),
        "ask": (here - length, None),
        "holiday": (here + length, None),
    }[limit.when]
    if limit.when == "holiday":
        title = say("Strong sun is allowed again from this day")
    if limit.when == "ask":
        text = limit.text
    end = None if end == start else end
    return Event(start, end, title, text, tuple(dict.fromkeys((row.source, *sayers))), limit.when)


def find_strictest_limits() -> Mapping[str, StrictestLimit]:
    """Return for every limit, by its id, the longest time that any source gives.

    Examples
    --------
    >>> find_strictest_limits()["sun_holiday"].words
    '14 days'
    """
    return MappingProxyType({key: _strictest(limit) for key, limit in course_facts().limits.items()})


def _strictest(limit: CareLimit) -> StrictestLimit:
    """Return the longest time that any source gives for a limit."""
    if not limit.values:
        return StrictestLimit(None, "", say("unknown"))
    row = max(limit.values, key=_hours)
    return StrictestLimit(_hours(row), row.source, duration_words(row, longest=True))


def compare_limits() -> tuple[LimitRow, ...]:
    """Return every limit with what each article says of it; `articles` are the columns.

    Examples
    --------
    >>> compare_limits()[0].name
    'Aspirin, ibuprofen or blood thinners'
    """
    return tuple(
        LimitRow(
            limit.id,
            limit.name,
            limit.when,
            MappingProxyType({seed: _cell(limit, seed) for seed in articles()}),
            _strictest_in_words(limit),
        )
        for limit in course_facts().limits.values()
    )


def summarise_limits() -> tuple[UndatedLimit, ...]:
    """Return the strictest limits, for a session whose date is not known.

    Examples
    --------
    >>> summarise_limits()[2].words
    'No alcohol or smoking: 3 days before'
    """
    return tuple(
        UndatedLimit(
            limit.name,
            limit.when,
            limit.text if limit.when == "ask" else _time_in_words(limit),
            tuple(filter(None, [_strictest(limit).source])) or tuple(limit.said),
        )
        for limit in course_facts().limits.values()
    )


def articles() -> tuple[str, ...]:
    """Return the keys of the articles whose courses and limits are shown.

    Examples
    --------
    >>> len(articles())
    5
    """
    return tuple(key for key, source in catalog.sources().items() if source.kind == "seed")


def _cell(limit: CareLimit, seed: str) -> str:
    """Return what an article says of a limit."""
    rows = [row for row in limit.values if row.source == seed]
    if rows:
        return duration_words(rows[0])
    if seed not in limit.said:
        return say("not said")
    return (
        limit.said[seed] if limit.when == "ask" else say("{words} (number unknown)", words=limit.said[seed])
    )


def _strictest_in_words(limit: CareLimit) -> str:
    """Return the longest time of a limit, with who gives it."""
    source = _strictest(limit).source
    return f"{_time_in_words(limit)} ({citation(source)})" if source else _time_in_words(limit)


def _time_in_words(limit: CareLimit) -> str:
    """Return the longest time of a limit, and to or from when it counts."""
    strictest = _strictest(limit)
    if not strictest.source:
        return say("no time is given")
    if limit.when == "after":
        return strictest.words
    if limit.when == "holiday":
        return say("{time} after the last session", time=strictest.words)
    return say("{time} before", time=strictest.words)


def _hours(row: Value) -> float:
    """Return the high end of a time [h]."""
    return row.to("hour")[2]
