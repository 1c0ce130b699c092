"""The last day of a batch as an entry of a calendar."""

from __future__ import annotations

import datetime

from calc import catalog
from calc.chemistry.stability.life import Limit, ShelfLife
from calc.chemistry.stability.wording import reason_words
from calc.client.event import Event
from calc.client.ics import as_ical
from calc.messages import say


def discard_calendar(life: ShelfLife, name: str, since: datetime.date) -> bytes:
    """Return the day by which a batch is to be discarded as the bytes of an .ics file.

    Parameters
    ----------
    life : ShelfLife
        With a number of days.
    name : str
        What the batch is called.
    since : datetime.date
        When it was made or opened, where the shelf life does not say so.

    Examples
    --------
    >>> from calc import Formula, Line, Q_, Storage
    >>> from calc.chemistry.stability.life import shelf_life
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> life = shelf_life(serum, storage=Storage(temperature=Q_(5, "degC"), package="dropper_bottle"))
    >>> b"SUMMARY:Discard: Serum" in discard_calendar(life, "Serum", datetime.date(2026, 3, 31))
    True
    """
    first = life.limits[0]
    day = (life.since or since) + datetime.timedelta(days=int(first.days))
    reason = reason_words(first.key)
    event = Event(
        day,
        None,
        say("Discard: {batch}", batch=name),
        say("Why: {reason}.", reason=reason),
        _sources(first),
        "discard",
    )
    return as_ical([event], name=name)


def _sources(limit: Limit) -> tuple[str, ...]:
    """Return where a limit is from."""
    facts = catalog.stability()
    rows = facts.fitted.values() if limit.key == "t90" else (facts.assumed[limit.key],)
    return tuple(dict.fromkeys(row.source for row in rows))
