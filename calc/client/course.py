"""What happens before and after: the skin test, a course of sessions, and care around one session.

Everything is a plan in local time, as an appointment is: moments without a time zone. What articles
say of courses and of care is shown as theirs; nothing here is advice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType

from calc import catalog
from calc.catalog import Value
from calc.catalog.course import CareLimit, Phase, Schedule, course_facts
from calc.errors import InputError
from calc.units import THIN, show_number

#: What an event is about: its category in a calendar.
EVENT_KINDS = ("skin test", "session", "ask", "before", "after", "holiday", "doctor")

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

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
        first = _day(start, year=(end is None or end.year != start.year) and start.year != year)
        last = "" if end is None else _day(end, year=end.year != year)
        if isinstance(start, Moment) and isinstance(end, Moment):
            if end.date() == start.date():
                return f"{last}, {start:%H:%M}–{end:%H:%M}"
            return f"{first}, {start:%H:%M} – {last}, {end:%H:%M}"
        if isinstance(start, Moment):
            return f"{first}, {start:%H:%M}"
        return f"{first} – {last}" if last else first

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return ", ".join(dict.fromkeys(_cited(key) for key in self.sources))


@dataclass(frozen=True)
class CourseRow:
    """A course as one article has it, in words, to stand beside others.

    ``refusal``: why it cannot be laid out as dates, "" when it can.
    """

    id: str
    name: str
    seed: str
    cited: str
    sessions: str
    interval: str
    repeat: str
    says: str
    home: bool
    refusal: str


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
class LimitRow:
    """A limit as every article has it: a time, its words with “unknown”, or “not said”."""

    id: str
    name: str
    when: str
    cells: Mapping[str, str]
    strictest: str


# --- skin test ------------------------------------------------------------------------------------


def plan_skin_test(start: Moment, allergy: bool) -> tuple[Event, ...]:
    """Return the plan of a skin test with the finished product.

    Irritation is looked for after 24 h and 48 h. Where allergy is the question, open use twice a
    day follows from the day after, once the second look has found nothing: 14 days, of which the
    last seven may be left out. A test of the powder alone for a day is never planned.

    Parameters
    ----------
    start : datetime.datetime
        When it is applied, local time.
    allergy : bool
        Whether allergy is the question.

    Raises
    ------
    InputError
        A moment that cannot be planned with.
    """
    start = _moment(start, "start")
    facts = course_facts().skin_test
    looks = [start + datetime.timedelta(hours=facts[name].centre) for name in ("first_look", "second_look")]
    source = facts["second_look"].source
    seen = "Redness, itching, burning, swelling or blisters: wash it off and stop. "
    after = "Calm skin: open use begins tomorrow." if allergy else "Calm skin: no irritation was found."
    events = [
        Event(start, None, "Skin test: apply", _applied(), (source,), "skin test"),
        Event(looks[0], None, "Skin test: first look", f"{seen}Look again tomorrow.", (source,), "skin test"),
        Event(
            looks[1],
            None,
            "Skin test: second look",
            f"{seen}{after} Allergy often shows later.",
            (source,),
            "skin test",
        ),
        *(_open_use(looks[1].date() + datetime.timedelta(days=1)) if allergy else ()),
    ]
    return _sorted(events)


def _applied() -> str:
    """Return how a test is applied."""
    return (
        f"A thin layer of the finished product, as it will be used, on {_square()} of the forearm. "
        "Leave it open. The powder alone tells nothing."
    )


def _square() -> str:
    """Return the size of the tested skin."""
    side = show_number(course_facts().skin_test["side"].centre)
    return f"{side}{THIN}×{THIN}{side}{THIN}cm"


def _open_use(first: Day) -> Iterable[Event]:
    """Yield the repeated open use that looks for allergy, from its first day on."""
    facts = course_facts().skin_test
    source = (facts["open_use"].source,)
    least, most = (int(end) for end in facts["open_use"].ends)
    early, late = (show_number(end) for end in facts["shows_on"].ends)
    times = {2: "Twice"}.get(int(facts["uses_a_day"].centre), f"{facts['uses_a_day'].centre:g} times")
    last = first + datetime.timedelta(days=most - 1)
    may_end = first + datetime.timedelta(days=least - 1)
    shown = (
        f"Of the reactions, half had shown by day {show_number(facts['shows_on'].centre)}, the earliest on "
        f"day {early}, the latest on day {late}."
    )
    stop = "Itching, redness or bumps: stop, and ask a doctor before using it."
    yield Event(
        first,
        last,
        f"Skin test: {times.lower()} a day",
        f"{times} a day on the same {_square()} of the forearm. {stop}",
        source,
        "skin test",
    )
    text = f"From day {least} on it may end if nothing showed. {shown} Going on to day {most} finds more."
    yield Event(may_end, None, "Skin test: may end", text, source, "skin test")
    ended = "Nothing showed: allergy is unlikely, not ruled out. Start slowly."
    yield Event(last, None, "Skin test: last day", ended, source, "skin test")


# --- courses --------------------------------------------------------------------------------------


def compare_courses() -> tuple[CourseRow, ...]:
    """Return every course that an article gives, in words, to be shown side by side."""
    return tuple(_course_row(each) for each in course_facts().schedules.values())


def _course_row(schedule: Schedule) -> CourseRow:
    """Return a course in words."""
    return CourseRow(
        schedule.id,
        schedule.name,
        schedule.seed,
        _cited(schedule.seed),
        ", then ".join(_number(phase.sessions) for phase in schedule.phases),
        ", then ".join(_long(phase.interval) if phase.interval else "unknown" for phase in schedule.phases),
        schedule.repeat or "not said",
        schedule.says,
        schedule.home,
        str(getattr(_refused(schedule), "accepted", "")),
    )


def _refused(schedule: Schedule) -> InputError | None:
    """Return why a course cannot be laid out as dates; None when it can."""
    if schedule.home:
        fix = "A clinic decides on needling, and does it."
        return InputError("schedule", schedule.name, "needling at home is refused here.", fix)
    lacking = [name for name in ("sessions", "interval") if getattr(schedule.phases[0], name) is None]
    if not lacking:
        return None
    missing = " and ".join(_LACKING[each] for each in lacking)
    accepted = f"{_cited(schedule.seed)} gives no number for {missing}."
    return InputError(lacking[0], "unknown", accepted, "Ask whoever will do it for the dates.")


_LACKING = {"sessions": "how many sessions", "interval": "the days between them"}


def plan_sessions(schedule_id: str, first: Moment, sessions: int | None = None) -> tuple[Event, ...]:
    """Return the sessions of a course as events, read as gently as the article allows.

    The LONGEST interval and, unless told otherwise, the LOWEST number of sessions that the article
    gives. Between two phases the longer of their intervals counts. Upkeep without a number of
    sessions is told, not laid out. Needling at home is not laid out at all.

    Parameters
    ----------
    schedule_id : str
        Id of one of `compare_courses`.
    first : datetime.datetime
        The first session, local time.
    sessions : int, optional
        How many, within what the article gives.

    Raises
    ------
    InputError
        An unknown course, one without numbers or at home, too few or too many sessions, a moment
        that cannot be planned with.
    """
    known = course_facts().schedules
    if schedule_id not in known:
        fix = f"Choose one of {', '.join(known)}."
        raise InputError("schedule", schedule_id, "this course is not known here.", fix)
    schedule, moment = known[schedule_id], _moment(first, "first")
    if (refused := _refused(schedule)) is not None:
        raise refused
    phases = list(takewhile(lambda phase: phase.sessions and phase.interval, schedule.phases))
    counts = _counts(phases, sessions)
    total, before = sum(counts), 0
    events: list[Event] = []
    for phase, count in zip(phases, counts):
        for _ in range(count):
            interval = _longest(phase.interval)
            moment += datetime.timedelta(days=max(before, interval) if events else 0)
            before = interval
            title = f"Session {len(events) + 1} of {total}"
            events.append(Event(moment, None, title, _told(schedule, phase), (schedule.seed,), "session"))
    return tuple(events)


def _counts(phases: list[Phase], wanted: int | None) -> list[int]:
    """Return how many sessions every phase has: the fewest, and the rest from the front.

    Raises
    ------
    InputError
        When so many are too few or too many.
    """
    lows, highs = ([int(each.sessions.ends[end]) for each in phases if each.sessions] for end in (0, 1))
    extra = 0 if wanted is None else wanted - sum(lows) if type(wanted) is int else -1
    if not 0 <= extra <= sum(highs) - sum(lows):
        accepted = f"the article has {sum(lows)} to {sum(highs)} sessions."
        raise InputError("sessions", wanted, accepted, "Choose a whole number of these, or leave it out.")
    counts = []
    for low, high in zip(lows, highs):
        more = min(extra, high - low)
        extra -= more
        counts.append(low + more)
    return counts


def _longest(row: Value | None) -> int:
    """Return the high end of a time [whole units]."""
    return int(row.ends[1]) if row else 0


def _told(schedule: Schedule, phase: Phase) -> str:
    """Return what stands with a session."""
    upkeep = [each.interval for each in schedule.phases if each.sessions is None and each.interval]
    kept = "".join(f" Upkeep every {_long(each)}: number unknown, not laid out." for each in upkeep)
    return (
        f"{_cited(schedule.seed).capitalize()} says: {schedule.says}. Here: the longest interval, "
        f"{_long(phase.interval, longest=True)}, and the lowest number unless you chose one.{kept} "
        "Agree on every date with whoever does it. A doctor decides whether it is done at all."
    )


# --- care around a session ------------------------------------------------------------------------


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
    """
    moment = _moment(appointment, "appointment")
    if seed is not None and seed not in articles():
        fix = f"Choose one of {', '.join(articles())}, or leave it out."
        raise InputError("seed", seed, "this article is not known here.", fix)
    facts = course_facts()
    limits = [event for each in facts.limits.values() for event in _limit_events(each, moment, seed)]
    signs = [
        Event(
            moment.date() + datetime.timedelta(days=_longest(each.time)),
            None,
            each.name,
            each.text,
            each.sources,
            "doctor",
        )
        for each in facts.warnings.values()
    ]
    return _sorted([*limits, *signs])


def _limit_events(limit: CareLimit, moment: Moment, seed: str | None) -> Iterable[Event]:
    """Yield the event of a limit, as one article or the strictest source has it; none if not said."""
    own = [row for row in limit.values if seed in (None, row.source)]
    sayers = tuple(limit.said) if seed is None else (seed,) * (seed in limit.said)
    if not own and not sayers:
        return
    if not own and limit.when == "ask":
        own = list(limit.values)  # how early to ask is no article's, and asking is never too early
    if own:
        row = max(own, key=_hours)
        yield _timed(limit, moment, row, () if row.source in articles() else sayers)
        return
    who = f" {_cited(seed).capitalize()} says: {limit.said[seed]}." if seed else ""
    yield Event(moment.date(), None, limit.name, f"{limit.text} How long: unknown.{who}", sayers, limit.when)


def _timed(limit: CareLimit, moment: Moment, row: Value, sayers: tuple[str, ...]) -> Event:
    """Return the event of a limit whose time is known."""
    length = datetime.timedelta(**{f"{row.unit}s": row.ends[1]})
    here: Day | Moment = moment.date() if row.unit == "day" or limit.when in ("ask", "holiday") else moment
    title = limit.name
    text = f"{_long(row, longest=True).capitalize()} ({_cited(row.source)}). {limit.text}"
    start, end = {
        "after": (here, here + length),
        "before": (here - length, here),
        "ask": (here - length, None),
        "holiday": (here, None),
    }[limit.when]
    if limit.when == "holiday":
        title = f"{title}: not before {_day(moment.date() + length)}"
    if limit.when == "ask":
        text = limit.text
    end = None if end == start else end
    return Event(start, end, title, text, tuple(dict.fromkeys((row.source, *sayers))), limit.when)


def find_strictest_limits() -> Mapping[str, StrictestLimit]:
    """Return for every limit, by its id, the longest time that any source gives."""
    return MappingProxyType({key: _strictest(each) for key, each in course_facts().limits.items()})


def _strictest(limit: CareLimit) -> StrictestLimit:
    """Return the longest time that any source gives for a limit."""
    if not limit.values:
        return StrictestLimit(None, "", "unknown")
    row = max(limit.values, key=_hours)
    return StrictestLimit(_hours(row), row.source, _long(row, longest=True))


def compare_limits() -> tuple[LimitRow, ...]:
    """Return every limit with what each article says of it; `articles` are the columns."""
    return tuple(
        LimitRow(
            each.id,
            each.name,
            each.when,
            MappingProxyType({seed: _cell(each, seed) for seed in articles()}),
            _strictest_in_words(each),
        )
        for each in course_facts().limits.values()
    )


def summarise_limits() -> tuple[str, ...]:
    """Return the strictest limits in one line each, for a session whose date is not known."""
    return tuple(
        f"{each.name}: {each.text if each.when == 'ask' else _strictest_in_words(each)}"
        for each in course_facts().limits.values()
    )


def articles() -> tuple[str, ...]:
    """Return the keys of the articles whose courses and limits are shown."""
    return tuple(key for key, each in catalog.sources().items() if each.kind == "seed")


def _cell(limit: CareLimit, seed: str) -> str:
    """Return what an article says of a limit."""
    rows = [row for row in limit.values if row.source == seed]
    if rows:
        return _long(rows[0])
    if seed not in limit.said:
        return "not said"
    return limit.said[seed] if limit.when == "ask" else f"{limit.said[seed]} (number unknown)"


def _strictest_in_words(limit: CareLimit) -> str:
    """Return the longest time of a limit, with who gives it."""
    found = _strictest(limit)
    sides = {"ask": " before", "before": " before", "after": "", "holiday": " after the last session"}
    side = sides[limit.when]
    return f"{found.words}{side} ({_cited(found.source)})" if found.source else "unknown how long"


# --- words and moments ----------------------------------------------------------------------------


def _hours(row: Value) -> float:
    """Return the high end of a time [h]."""
    return row.to("hour")[2]


def _long(row: Value | None, *, longest: bool = False) -> str:
    """Return a time in words, with both ends or the high one alone."""
    if row is None:
        return "unknown"
    low, high = row.ends
    if row.unit == "day" and high == 0:
        return "the same day"
    number = show_number(high) if longest or low == high else f"{show_number(low)}–{show_number(high)}"
    return f"{number}{THIN}h" if row.unit == "hour" else f"{number} day{'s' * (number != '1')}"


def _number(row: Value | None) -> str:
    """Return a count in words."""
    if row is None:
        return "unknown"
    return "–".join(dict.fromkeys(show_number(end) for end in row.ends))


def _cited(key: str) -> str:
    """Return how a source is cited on paper: where it stands, if it has no short name or author."""
    source = catalog.sources()[key]
    name = source.cited if source.short or source.authors else source.container or source.cited
    return name.removeprefix("https://").rstrip("/")


def _day(day: Day, *, year: bool = True) -> str:
    """Return a day in words, the same in every locale."""
    text = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def _sorted(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events by their start, those on whole days in front."""

    def order(event: Event) -> tuple[str, bool]:
        return event.start.isoformat(), not event.all_day

    return tuple(sorted(events, key=order))


def _moment(given: Moment, field: str) -> Moment:
    """Return a moment to the minute.

    Raises
    ------
    InputError
        No day with a time, one with a time zone, or one beyond what is planned with.
    """
    fix = "Give the day and the time, as on the appointment card."
    if not isinstance(given, Moment):
        raise InputError(field, given, "a day with its time is needed.", fix)
    if given.tzinfo is not None:
        raise InputError(field, given.isoformat(), "local time is meant, without a time zone.", fix)
    first, last = catalog.inputs().accepted["years"].ends
    if not first <= given.year <= last:
        accepted = f"the day lies from {first:g} to {last:g}."
        raise InputError(field, given.isoformat(), accepted, "Check the year.")
    return given.replace(second=0, microsecond=0, fold=0)
