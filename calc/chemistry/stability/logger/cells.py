"""Cells of loggers: temperatures with or without a unit, and what stands where one is missing."""

from __future__ import annotations

import functools
import math
import re
from typing import Literal

from calc.catalog.logger_words import logger_words
from calc.chemistry.stability.logger.headings import unit_in
from calc.chemistry.stability.logger.moments import split_moment
from calc.parsing.plain_text import plain_text, without_accents

#: What a cell may be.
CellKind = Literal["moment", "date", "clock", "number", "missing", "text"]
# 20260301
_COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_NUMBER = re.compile(r"([+-]?\d{1,5}(?:[.,]\d+)?|[+-]?[.,]\d+)\s*(\D*)")


def read_cell(text: str) -> tuple[float, str] | None:
    """Return the number in a cell, with the unit behind it; None where the cell is no temperature.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> read_cell("21,5 °C"), read_cell("−3"), read_cell("45 %"), read_cell("error")
    ((21.5, 'C'), (-3.0, ''), None, None)
    """
    try:
        number = float(text)
        return (number, "") if math.isfinite(number) and "_" not in text else None
    except ValueError:
        pass
    if len(text) > 40:
        return None
    match = _NUMBER.fullmatch(plain_text(text).replace("–", "-").strip())
    if not match:
        return None
    number, rest = float(match[1].replace(",", ".")), match[2].strip()
    if not rest or rest in ("°", "deg"):
        return number, ""
    unit = unit_in(rest)
    return (number, unit) if unit and len(rest) <= 12 else None


def is_missing(text: str) -> bool:
    """Tell whether a cell says that there is no reading.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> is_missing("NaN"), is_missing(" "), is_missing("20.5")
    (True, True, False)
    """
    plain = text.strip()
    return not plain or without_accents(plain).lower() in _missing()


def cell_kind(text: str) -> CellKind:
    """Return what a cell is.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [cell_kind(cell) for cell in ("2026-03-01 10:00", "01.03.26", "10:00", "21,5 °C", "--", "Logged")]
    ['moment', 'date', 'clock', 'number', 'missing', 'text']
    """
    if is_missing(text):
        return "missing"
    if read_cell(text.strip()) and not _COMPACT_DATE.fullmatch(text.strip()):
        return "number"
    moment = split_moment(text.strip())
    if moment is None:
        return "text"
    if not moment.date:
        return "clock"
    return "date" if math.isnan(moment.second) else "moment"


@functools.cache
def _missing() -> frozenset[str]:
    """Return the words for a missing reading."""
    return frozenset(without_accents(word).lower() for word in logger_words().missing)
