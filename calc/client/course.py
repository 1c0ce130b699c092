"""Courses of sessions as articles give them, side by side and as dates.

What articles say is shown as theirs; nothing here is advice.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import takewhile

from calc.catalog import Value
from calc.catalog.course import Phase, Schedule, course_facts
from calc.client.event import Event, Moment, check_moment, citation, duration_words, longest_whole
from calc.errors import InputError
from calc.messages import say, say_list
from calc.units import show_number


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


def compare_courses() -> tuple[CourseRow, ...]:
    """Return every course that an article gives, in words, to be shown side by side.

    Examples
    --------
    >>> compare_courses()[0].sessions
    '8–12'
    """
    return tuple(_course_row(schedule) for schedule in course_facts().schedules.values())


def _course_row(schedule: Schedule) -> CourseRow:
    """Return a course in words."""
    return CourseRow(
        schedule.id,
        schedule.name,
        schedule.seed,
        citation(schedule.seed),
        say_list([_number(phase.sessions) for phase in schedule.phases], "then"),
        say_list([duration_words(phase.interval) for phase in schedule.phases], "then"),
        schedule.repeat or say("not said"),
        schedule.says,
        schedule.home,
        str(getattr(_refusal(schedule), "accepted", "")),
    )


def _refusal(schedule: Schedule) -> InputError | None:
    """Return why a course cannot be laid out as dates; None when it can."""
    if schedule.home:
        fix = say("A clinic decides on needling, and does it.")
        return InputError("schedule", schedule.name, say("needling at home is refused here."), fix)
    lacking = [name for name in ("sessions", "interval") if getattr(schedule.phases[0], name) is None]
    if not lacking:
        return None
    missing = say_list((_LACKING[name] for name in lacking), "and")
    accepted = say(
        "{article} gives no number for {missing}.", article=citation(schedule.seed), missing=missing
    )
    return InputError(lacking[0], say("unknown"), accepted, say("Ask whoever will do it for the dates."))


_LACKING = {"sessions": say("how many sessions"), "interval": say("the days between them")}


def plan_sessions(schedule_id: str, first: Moment, sessions: int | None = None) -> tuple[Event, ...]:
    """Return the sessions of a course as events, read as gently as the article allows.

    That is the LONGEST interval and, unless ``sessions`` is given, the LOWEST number of sessions that
    the article gives. Between two phases the longer of their intervals counts. Upkeep without a number
    of sessions is mentioned, but gets no dates. Needling at home is refused.

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

    Examples
    --------
    >>> [session.when for session in plan_sessions("face_000", datetime.datetime(2024, 6, 3, 15))][:2]
    ['Mon 3 Jun 2024, 15:00', 'Thu 13 Jun 2024, 15:00']
    """
    schedules = course_facts().schedules
    if schedule_id not in schedules:
        fix = say("Choose one of {schedules}.", schedules=", ".join(schedules))
        raise InputError("schedule", schedule_id, say("this course is not known here."), fix)
    schedule, moment = schedules[schedule_id], check_moment(first, "first")
    if (refusal := _refusal(schedule)) is not None:
        raise refusal
    phases = list(takewhile(lambda phase: phase.sessions and phase.interval, schedule.phases))
    of_each = [phase for phase, count in zip(phases, _counts(phases, sessions)) for _ in range(count)]
    events: list[Event] = []
    for number, (before, phase) in enumerate(zip([None, *of_each], of_each), start=1):
        if before:
            days = max(longest_whole(before.interval), longest_whole(phase.interval))
            moment += datetime.timedelta(days=days)
        title = say("Session {count} of {total}", count=number, total=len(of_each))
        events.append(Event(moment, None, title, _session_text(schedule, phase), (schedule.seed,), "session"))
    return tuple(events)


def _counts(phases: list[Phase], wanted: int | None) -> list[int]:
    """Return how many sessions every phase has: the fewest, and the rest from the front.

    Raises
    ------
    InputError
        When so many are too few or too many.
    """
    lows, highs = ([int(phase.sessions.ends[end]) for phase in phases if phase.sessions] for end in (0, 1))
    extra = 0 if wanted is None else wanted - sum(lows) if type(wanted) is int else -1
    if not 0 <= extra <= sum(highs) - sum(lows):
        accepted = say("the article has {least} to {most} sessions.", least=sum(lows), most=sum(highs))
        raise InputError(
            "sessions", wanted, accepted, say("Choose a whole number of these, or leave it out.")
        )
    counts = []
    for low, high in zip(lows, highs):
        more = min(extra, high - low)
        extra -= more
        counts.append(low + more)
    return counts


def _session_text(schedule: Schedule, phase: Phase) -> str:
    """Return what stands with a session."""
    upkeep = [row.interval for row in schedule.phases if row.sessions is None and row.interval]
    kept = [
        say("Upkeep every {interval}: number unknown, not laid out.", interval=duration_words(interval))
        for interval in upkeep
    ]
    laid_out = say(
        "{article} says: {words}. Here: the longest interval, {interval}, and the lowest number unless you "
        "chose one.",
        article=citation(schedule.seed).capitalize(),
        words=schedule.says,
        interval=duration_words(phase.interval, longest=True),
    )
    agree = say("Agree on every date with whoever does it. A doctor decides whether it is done at all.")
    return " ".join((laid_out, *kept, agree))


def _number(row: Value | None) -> str:
    """Return a count in words."""
    if row is None:
        return say("unknown")
    return "–".join(dict.fromkeys(show_number(end) for end in row.ends))
