"""Loggers that count from their start on and write no date: how long since then, and never when."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

from calc.catalog.logger_words import logger_words
from calc.chemistry.stability.logger.cells import read_cell
from calc.chemistry.stability.logger.headings import heading_marks, units_in
from calc.parsing.phrases import TOKEN
from calc.parsing.plain_text import plain_text, without_accents

#: What one of a count is worth [s].
WORTH_S = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_TIME_MARKS = frozenset({"moment", "clock", "elapsed"})
_NO_TIME = frozenset({"temperature", "other", "date"})
# A unit by itself is a heading where it is written out; “min” is the lowest.
_LEAST_ALONE = 5
_SPAN = re.compile(r"(?:(\d+)\s*(?:d(?:ays?)?|\.)?\s*)??(\d+):([0-5]\d):([0-5]\d(?:[.,]\d+)?)", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def tick_s(heading: str) -> float:
    """Return what one of the numbers below a heading is worth, where that is a time since the start [s].

    Parameters
    ----------
    heading : str

    Returns
    -------
    float
        0 where the heading says no such thing.

    Examples
    --------
    >>> tick_s("Time (s)"), tick_s("Elapsed minutes"), tick_s("Min"), tick_s("Temp (°C)")
    (1.0, 60.0, 0.0, 0.0)
    """
    marks = heading_marks(heading)
    if marks & _NO_TIME or units_in(heading):
        return 0.0
    words = [token[0] for token in TOKEN.finditer(_plain(heading))]
    units = {unit for word in words if (unit := _units().get(word))}
    is_time = bool(marks & _TIME_MARKS) or words[:1] == ["t"] or any(map(_is_written_out, words))
    return WORTH_S[units.pop()] if len(units) == 1 and is_time else 0.0


def span_s(cell: str, tick: float) -> float | None:
    """Return how long since the start a cell says [s]; None where it says no such thing.

    Parameters
    ----------
    cell : str
    tick : float
        What a number is worth [s].

    Examples
    --------
    >>> span_s("90", 60.0), span_s("26:00:30", 0.0), span_s("1 02:00:30", 0.0), span_s("", 1.0)
    (5400.0, 93630.0, 93630.0, None)
    """
    span = _SPAN.fullmatch(cell.strip())
    if span:
        days, hours, minutes, seconds = span.groups()
        whole = 86_400 * int(days or 0) + 3600 * int(hours) + 60 * int(minutes)
        return whole + float(seconds.replace(",", "."))
    number = read_cell(cell.strip()) if tick else None
    return number[0] * tick if number and not number[1] and number[0] >= 0 else None


def counts_on(heading: str, cells: Sequence[str]) -> bool:
    """Tell whether cells count from a start on: they say how long since then, and never fall.

    Parameters
    ----------
    heading : str
    cells : sequence of str

    Examples
    --------
    >>> counts_on("Time (s)", ["0", "60", "120"]), counts_on("Hour", ["22", "23", "0"])
    (True, False)
    """
    tick = tick_s(heading)
    said = [cell for cell in cells if cell.strip()]
    if not tick and "elapsed" not in heading_marks(heading):
        return False
    spans = [span for cell in said if (span := span_s(cell, tick)) is not None]
    if len(spans) < 2 or len(spans) * 10 < len(said) * 9 or spans[-1] == spans[0]:
        return False
    return all(first <= second for first, second in pairwise(spans))


def _plain(heading: str) -> str:
    """Return a heading in small letters, without accents, its words parted."""
    return without_accents(plain_text(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("_", " ")))).lower()


def _is_written_out(word: str) -> bool:
    """Tell whether a word is a unit of time in full."""
    return len(word) >= _LEAST_ALONE and word in _units()


@functools.cache
def _units() -> dict[str, str]:
    """Return the units of time by their words."""
    return {_plain(word): unit for unit, words in logger_words().durations.items() for word in words}
