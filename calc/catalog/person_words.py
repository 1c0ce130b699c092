"""The words around what a person has and takes: no, stopped, since, ago, doses: person_words.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc.catalog.folder import data_file
from calc.catalog.recipe_words import NUMBER_WORDS

#: What a word or phrase does to what stands beside it.
MARKS = (
    *("no", "nay", "without", "yes", "denies", "stopped", "finished", "off", "past", "started"),
    *("again", "now", "ago", "until", "since", "for", "in", "after", "last", "this", "next", "will"),
    *("unsure", "family", "self", "or", "and", "but", "except", "dose", "often", "because", "episode"),
    *("qualifier", "takes", "noun", "closer", "healthy", "nearly", "not_even", "short_of", "undated"),
    *("filler",),
)
#: Numbers that are written as words; “a few” counts as the fewest that it can be.
COUNTS: Mapping[str, float] = MappingProxyType(
    {
        **NUMBER_WORDS,
        "and_a_half": 0.5,
        "few": 2.0,
    }
)
#: Days in a span of time, or back to a day with a name.
SPAN_DAYS: Mapping[str, float] = MappingProxyType(
    {
        "day": 1.0,
        "week": 7.0,
        "fortnight": 14.0,
        "month": 30.0,
        "quarter_year": 91.0,
        "half_year": 182.0,
        "three_quarter_year": 273.0,
        "year": 365.0,
        "today": 0.0,
        "yesterday": 1.0,
        "day_before_yesterday": 2.0,
    }
)
#: How much of a span there is at the least behind such a word: “almost a year”, “less than a year”.
SHARES: Mapping[str, float] = MappingProxyType({"nearly": 0.5, "short_of": 0.0})
#: Months in their order.
MONTHS = tuple(
    "january february march april may june july august september october november december".split()
)
#: Days of the week in their order, and the days with a name that are still to come [days ahead].
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
DAYS_AHEAD: Mapping[str, int] = MappingProxyType({"now": 0, "tomorrow": 1, "day_after_tomorrow": 2})


@dataclass(frozen=True)
class PersonWords:
    """The words around what a person has and takes, by what they mean."""

    marks: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    months: Mapping[str, tuple[str, ...]]
    days: Mapping[str, tuple[str, ...]]
    family: Mapping[str, tuple[str, ...]]
    pronouns: Mapping[str, tuple[str, ...]]
    compounds: Mapping[str, tuple[str, ...]]


@functools.cache
def person_words() -> PersonWords:
    """Return the words around what a person has and takes.

    Raises
    ------
    DataError
        Naming the line, where a part or a key is unknown or missing, or a list is empty.

    Examples
    --------
    >>> "ago" in person_words().marks["ago"]
    True
    """
    file = data_file("person_words.toml")
    file.parts(("marks", "numbers", "units", "months", "days", "family", "pronouns", "compounds"))
    return PersonWords(
        file.filled_lists("marks", MARKS),
        file.filled_lists("numbers", tuple(COUNTS)),
        file.filled_lists("units", tuple(SPAN_DAYS)),
        file.filled_lists("months", MONTHS),
        file.filled_lists("days", (*WEEKDAYS, *DAYS_AHEAD)),
        file.filled_lists("family", ("child",)),
        file.filled_lists("pronouns", ("thing",)),
        file.filled_lists("compounds", ("allergy",)),
    )
