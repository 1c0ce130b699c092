"""Events as a calendar file (iCalendar, RFC 5545) for any calendar program.

Times are floating: local wherever they are looked at, as an appointment is. Nothing in the file
says who made it or for whom.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from calc.client.event import Event
from calc.messages import say

if TYPE_CHECKING:
    import icalendar

_MAKER = "-//Vitamin C bench//Care calendar//EN"


def as_ical(events: Sequence[Event], *, name: str, stamp: datetime.datetime | None = None) -> bytes:
    """Return events as the bytes of an .ics file.

    The same events, name and stamp give the same bytes, and an event keeps its UID for as long as
    nothing in it changes.

    Parameters
    ----------
    events : sequence of Event
    name : str
        What the calendar is called.
    stamp : datetime.datetime, optional
        When the file was made, UTC unless it has a time zone; now when left out.

    Examples
    --------
    >>> from calc.client.skin_test import plan_skin_test
    >>> plan = plan_skin_test(datetime.datetime(2024, 6, 3, 9), allergy=False)
    >>> as_ical(plan, name="Skin test").count(b"BEGIN:VEVENT")
    3
    """
    import icalendar

    made = datetime.datetime.now(datetime.UTC) if stamp is None else stamp
    made = made.replace(tzinfo=made.tzinfo or datetime.UTC).astimezone(datetime.UTC).replace(microsecond=0)
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for event, uid in zip(events, _uids(events)):
        calendar.add_component(_entry(event, uid, made))
    return calendar.to_ical()


def _entry(event: Event, uid: str, made: datetime.datetime) -> icalendar.Event:
    """Return one event as a component; the end of whole days is exclusive, as the format has it."""
    import icalendar

    entry = icalendar.Event()
    entry.add("uid", uid)
    entry.add("dtstamp", made)
    entry.add("summary", event.title)
    entry.add("description", say("{text}\n\nFrom: {origin}.", text=event.text, origin=event.origin))
    entry.add("dtstart", event.start)
    if event.all_day:
        entry.add("dtend", (event.end or event.start) + datetime.timedelta(days=1))
    elif event.end is not None:
        entry.add("dtend", event.end)
    entry.add("categories", [event.kind])
    # A limit is no appointment: it leaves the day free for others.
    entry.add("transp", "OPAQUE" if event.kind == "session" else "TRANSPARENT")
    return entry


def _uids(events: Sequence[Event]) -> Iterable[str]:
    """Yield an id for every event, from its content alone; twins are counted."""
    seen: Counter[str] = Counter()
    for event in events:
        parts = (event.start, event.end, event.title, event.text, event.kind, *event.sources)
        digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}-{seen[digest]}@vitamin-c-bench"
