"""How files of temperature loggers name their columns, and what stands in their cells: logger_words.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc.catalog.folder import data_file
from calc.catalog.toml_reader import DataFile

#: What a heading says of its column.
HEADINGS = (
    "moment",
    "date",
    "clock",
    "elapsed",
    "temperature",
    "value",
    "series",
    "outdoors",
    "unit",
    "index",
    "other",
)
#: Which of the readings of an interval a column holds.
STATISTICS = ("lowest", "highest", "middle")
_MOST_MINUTES = 14 * 60


@dataclass(frozen=True)
class LoggerWords:
    """The words of loggers, by what they mean.

    Parameters
    ----------
    headings, statistics : mapping of str to tuple of str
    missing : tuple of str
        What stands where a reading is missing.
    halves : mapping of str to tuple of str
        The halves of a day, ``am`` and ``pm``.
    months : tuple of tuple of str
        Of January first; a word that ends in ``*`` stands for all that begin so.
    units : mapping of str to tuple of str
        Words for degrees, by ``C``, ``F`` and ``K``.
    durations : mapping of str to tuple of str
        Units of the time since a start, by their sign.
    zones : mapping of str to int
        Short names of time zones [minutes ahead of UTC].
    """

    headings: Mapping[str, tuple[str, ...]]
    statistics: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    halves: Mapping[str, tuple[str, ...]]
    months: tuple[tuple[str, ...], ...]
    units: Mapping[str, tuple[str, ...]]
    durations: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, int]


@functools.cache
def logger_words() -> LoggerWords:
    """Return the words of loggers.

    Raises
    ------
    DataError
        Naming the line, where a part or a key is unknown or missing, or a list is empty.

    Examples
    --------
    >>> logger_words().zones["CET"]
    60
    """
    file = data_file("logger_words.toml")
    file.parts(("headings", "statistics", "cells", "halves", "months", "units", "durations", "zones"))
    months = _lists(file, "months", tuple(f"m{number}" for number in range(1, 13)))
    zones = file.tables["zones"]
    for name, minutes in zones.items():
        if type(minutes) is not int or not -_MOST_MINUTES <= minutes <= _MOST_MINUTES:
            raise file.error("zones", (name,), f"{name} lies within 14 hours of UTC, in minutes")
    return LoggerWords(
        _lists(file, "headings", HEADINGS),
        _lists(file, "statistics", STATISTICS),
        _lists(file, "cells", ("missing",))["missing"],
        _lists(file, "halves", ("am", "pm")),
        tuple(months.values()),
        _lists(file, "units", ("C", "F", "K")),
        _lists(file, "durations", ("ms", "s", "min", "h", "d")),
        MappingProxyType(dict(zones)),
    )


def _lists(file: DataFile, part: str, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of one part, each of which names something."""
    rows = file.tables[part]
    file.keys(rows, part, keys, keys)
    file.lists(rows, part, *keys)
    return MappingProxyType({key: tuple(rows[key]) for key in keys})
