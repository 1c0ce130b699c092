"""The skin test with the finished product, as a plan: irritation first, then allergy."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from calc.catalog.course import course_facts
from calc.client.event import Day, Event, Moment, check_moment, sort_events
from calc.messages import say
from calc.units import THIN, show_number


def plan_skin_test(start: Moment, allergy: bool) -> tuple[Event, ...]:
    """Return the plan of a skin test with the finished product.

    Irritation is looked for after 24 h and 48 h. Where allergy is the question, open use twice a
    day follows from the day after, once the second look has found nothing: 14 days, of which the
    last four may be left out. A test of the powder alone for a day is never planned.

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

    Examples
    --------
    >>> [event.when for event in plan_skin_test(datetime.datetime(2024, 6, 3, 9), allergy=False)]
    ['Mon 3 Jun 2024, 09:00', 'Tue 4 Jun 2024, 09:00', 'Wed 5 Jun 2024, 09:00']
    """
    start = check_moment(start, "start")
    facts = course_facts().skin_test
    looks = [start + datetime.timedelta(hours=facts[name].centre) for name in ("first_look", "second_look")]
    source = facts["second_look"].source
    applied = say(
        "A thin layer of the finished product, as it will be used, on {square} of the "
        "forearm. Leave it open. The powder alone tells nothing.",
        square=_square(),
    )
    reaction = say("Redness, itching, burning, swelling or blisters: wash it off and stop.")
    after = (
        say("Calm skin: open use begins tomorrow. Allergy often shows later.")
        if allergy
        else say("Calm skin: no irritation was found. Allergy often shows later.")
    )
    events = [
        Event(start, None, say("Skin test: apply"), applied, (source,), say("skin test")),
        Event(
            looks[0],
            None,
            say("Skin test: first look"),
            " ".join((reaction, say("Look again tomorrow."))),
            (source,),
            say("skin test"),
        ),
        Event(
            looks[1],
            None,
            say("Skin test: second look"),
            " ".join((reaction, after)),
            (source,),
            say("skin test"),
        ),
        *(_open_use(looks[1].date() + datetime.timedelta(days=1)) if allergy else ()),
    ]
    return sort_events(events)


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
    times = show_number(facts["uses_a_day"].centre)
    is_twice = times == "2"
    last = first + datetime.timedelta(days=most - 1)
    may_end = first + datetime.timedelta(days=least - 1)
    shown = say(
        "Of the reactions, half had shown by day {middle}, the earliest on day "
        "{early}, the latest on day {late}.",
        middle=show_number(facts["shows_on"].centre),
        early=early,
        late=late,
    )
    often = (
        say("Twice a day on the same {square} of the forearm.", square=_square())
        if is_twice
        else say("{times} times a day on the same {square} of the forearm.", times=times, square=_square())
    )
    stop = say("Itching, redness or bumps: stop, and ask a doctor before using it.")
    yield Event(
        first,
        last,
        say("Skin test: twice a day") if is_twice else say("Skin test: {times} times a day", times=times),
        f"{often} {stop}",
        source,
        say("skin test"),
    )
    may = say("From day {least} on it may end if nothing showed.", least=least)
    longer = say("Going on to day {most} finds more.", most=most)
    text = f"{may} {shown} {longer}"
    yield Event(may_end, None, say("Skin test: may end"), text, source, say("skin test"))
    ended = say("Nothing showed: allergy is unlikely, not ruled out. Start slowly.")
    yield Event(last, None, say("Skin test: last day"), ended, source, say("skin test"))
