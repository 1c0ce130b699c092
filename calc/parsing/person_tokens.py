"""A text about a person in pieces: names of terms, numbers, dates, and words by what they do to others."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calc.catalog.people import Term
from calc.catalog.person_words import COUNTS, MONTHS, SPAN_DAYS, person_words
from calc.parsing.phrases import Phrases
from calc.parsing.plain_text import without_accents
from calc.parsing.term_names import term_at

#: One letter for what each mark of person_words.toml does.
_SIGNS = {
    "no": "n",
    "stopped": "x",
    "started": "b",
    "ago": "A",
    "until": "u",
    "since": "s",
    "for": "f",
    "last": "L",
    "this": "H",
    "unsure": "?",
    "family": "F",
    "or": "/",
    "and": "&",
    "dose": "d",
    "often": "o",
    "qualifier": "q",
    "filler": "w",
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"((?:19|20)\d\d)(?![\d.,]\d|\d)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?")
_ENDS = frozenset(",;\n+•|!")


class Piece(NamedTuple):
    """A piece of a text: what it does, where it stands, and what it holds.

    ``sign``: ``T`` a term, ``N`` a number, ``U`` a span of time, ``Y`` a day with a name, ``D`` a date, ``|``
    the end of a statement, ``.`` not known; the others as `_SIGNS` has them.
    ``date``: year, month, day; 0 where not said.
    """

    sign: str
    start: int
    end: int
    value: float = 0.0
    date: tuple[int, int, int] = (0, 0, 0)
    terms: Mapping[str, Term] = MappingProxyType({})
    name: str = ""
    is_slip: bool = False


def pieces_of(plain: str) -> list[Piece]:
    """Return the pieces of a text in their order; spaces belong to none.

    Parameters
    ----------
    plain : str
        As `plain_text` gives it.

    Examples
    --------
    >>> "".join(piece.sign for piece in pieces_of("stopped Roaccutane 2 months ago, no diabetes"))
    'xTNUA|nT'
    """
    folded = without_accents(plain)
    small = folded.lower() if len(folded.lower()) == len(folded) else folded
    pieces: list[Piece] = []
    at = 0
    while at < len(small):
        if small[at].isspace() or small[at] == "_":
            at += 1
            continue
        pieces.append(_piece(plain, small, at))
        at = pieces[-1].end
    return pieces


def _piece(plain: str, small: str, at: int) -> Piece:
    """Return the piece that begins at a place: the longest reading of it."""
    date = _date_at(small, at)
    if date:
        return date
    term = term_at(plain, small, at)
    mark = _mark_at(small, at)
    if term and (mark is None or term.end >= mark.end):
        return Piece("T", at, term.end, terms=term.terms, name=term.name)
    if mark:
        return mark
    number = _NUMBER.match(small, at)
    if number:
        return Piece("N", at, number.end(), float(number[0].replace(",", ".")))
    word = _WORD.match(small, at)
    if word:
        return Piece(".", at, word.end())
    sign = small[at]
    if sign == ".":
        ends = not small[at + 1 : at + 2].strip()
        return Piece("|" if ends else "w", at, at + 1)
    if sign == "?":
        return Piece("?", at, at + 1)
    if sign == "/":
        beside = small[at - 1 : at] + small[at + 1 : at + 2]
        return Piece("|" if beside.isalpha() and len(beside) == 2 else "w", at, at + 1)
    return Piece("|" if sign in _ENDS else "w", at, at + 1)


def _mark_at(small: str, at: int) -> Piece | None:
    """Return the word or phrase of person_words.toml that begins at a place."""
    match = _marks().at(small, at)
    if match is None or match.start != at:
        return None
    kind, _, key = match.key.partition(":")
    if kind == "mark":
        return Piece(_SIGNS[key], at, match.end)
    if kind == "number":
        return Piece("N", at, match.end, COUNTS[key])
    is_day = key in ("today", "yesterday", "day_before_yesterday")
    return Piece("Y" if is_day else "U", at, match.end, SPAN_DAYS[key])


@functools.cache
def _marks() -> Phrases:
    """Return the phrases of person_words.toml, those first that win where a word is two things."""
    words = person_words()
    marks = {f"mark:{key}": phrases for key, phrases in words.marks.items()}
    early = ("no", "stopped", "and", "ago", "until", "since", "last", "this", "for")
    first = {f"mark:{key}": words.marks[key] for key in early if key != "for"}
    units = {f"unit:{key}": phrases for key, phrases in words.units.items()}
    numbers = {f"number:{key}": phrases for key, phrases in words.numbers.items()}
    return Phrases({**first, **units, **numbers, **marks})


def _date_at(small: str, at: int) -> Piece | None:
    """Return the date that begins at a place, where it is one."""
    if at and (small[at - 1].isdigit() or (small[at - 1] in "./-" and small[at - 2 : at - 1].isdigit())):
        return None
    match = _ISO.match(small, at)
    if match:
        return _date(match, at, match.end(), match[1], match[2], match[3])
    match = _DAY_FIRST.match(small, at)
    if match:
        day, month = match[1], match[2]
        if day and int(month) > 12:
            day, month = month, day
        return _date(match, at, match.end(), match[3], month, day)
    first = _DAY.match(small, at)
    named = _months().at(small, first.end() if first else at)
    if named and (first is None or named.start == first.end()):
        year = re.compile(r"[\s,.]*(?:de\s+)?((?:19|20)\d\d)(?!\d)").match(small, named.end)
        if year:
            month = str(MONTHS.index(named.key) + 1)
            return _date(year, at, year.end(), year[1], month, first[1] if first else None)
    match = _YEAR.match(small, at)
    return _date(match, at, match.end(), match[1], None, None) if match else None


def _date(
    match: re.Match[str], start: int, end: int, year: str, month: str | None, day: str | None
) -> Piece | None:
    """Return a date; None where there is no such day."""
    date = (int(year), int(month or 0), int(day or 0))
    try:
        datetime.date(date[0], date[1] or 1, date[2] or 1)
    except ValueError:
        return None
    if (month is not None and date[1] == 0) or (day is not None and date[2] == 0):
        return None
    return Piece("D", start, end, date=date)


@functools.cache
def _months() -> Phrases:
    """Return the names of months."""
    return Phrases(person_words().months)
