"""Days and months in words, in the chosen language and in no other.

`strftime` would take the names from the machine; these stand in the catalogue.
"""

from __future__ import annotations

import datetime

from calc.messages import say

_SHORT_DAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
_DAYS = (
    *(say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday")),
    *(say("Friday"), say("Saturday"), say("Sunday")),
)
_SHORT_MONTHS = (
    *(say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun")),
    *(say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec")),
)
_MONTHS = (
    *(say("January"), say("February"), say("March"), say("April"), say("May"), say("June")),
    *(say("July"), say("August"), say("September"), say("October"), say("November"), say("December")),
)


def date_words(day: datetime.date, *, weekday: bool = False, year: bool = True, short: bool = True) -> str:
    """Return a day in words.

    Parameters
    ----------
    day : datetime.date
    weekday : bool
        Whether the day of the week stands before it.
    year : bool
        Whether the year stands behind it.
    short : bool
        Whether names are cut to their first letters.

    Examples
    --------
    >>> date_words(datetime.date(2024, 6, 3), weekday=True)
    'Mon 3 Jun 2024'
    >>> date_words(datetime.date(2024, 6, 3), year=False), date_words(datetime.date(2024, 6, 3), short=False)
    ('3 Jun', '3 June 2024')
    """
    month = (_SHORT_MONTHS if short else _MONTHS)[day.month - 1]
    text = (
        say("{day} {month} {year}", day=day.day, month=month, year=day.year)
        if year
        else say("{day} {month}", day=day.day, month=month)
    )
    if not weekday:
        return text
    return say("{weekday} {date}", weekday=(_SHORT_DAYS if short else _DAYS)[day.weekday()], date=text)
