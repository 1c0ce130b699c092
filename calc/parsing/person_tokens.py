"""A text about a person in pieces: names of terms, numbers, dates, and words by what they do to others.

Each piece has a sign of one letter, so that what stands around a term can be matched as a text of signs. This
is the whole alphabet; `_SIGNS` has those of the words of person_words.toml:

===== ========================================== ===== ==========================================
sign  what it is                                 sign  what it is
===== ========================================== ===== ==========================================
``T`` a known term                               ``n`` no: there is none
``.`` a word that is not known                   ``z`` denies: no, and that of a whole list
``N`` a number                                   ``x`` stopped
``U`` a unit of time                             ``P`` off, after stopping: stopped for so long
``D`` a date                                     ``p`` once: was on, took, in the past
``Y`` today, yesterday                           ``b`` started · ``G`` still, now
``,`` a comma                                    ``A`` ago · ``u`` until · ``s`` since · ``f`` for · ``i`` in
``|`` the end of a sentence or a line            ``a`` after · ``L`` last · ``H`` this · ``V`` next
``&`` and · ``B`` but · ``E`` except · ``/`` or ``v`` will, planned
``d`` a unit of a dose · ``o`` how often         ``F`` somebody of the family · ``S`` I, myself
``q`` what kind of it                            ``?`` perhaps
``t`` takes, uses · ``m`` medicine, treatment    ``c`` at all, known: closes a “no”
``w`` says nothing · ``_`` another sign          ``h`` healthy
===== ========================================== ===== ==========================================

Where kinds of words share a sign, the name of the piece tells them apart: “almost” and “Easter” say nothing
of a term, but of the time beside them; who has no “flare” of an illness may have it.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calc.catalog import people
from calc.catalog.people import Term
from calc.catalog.person_words import COUNTS, MONTHS, SPAN_DAYS, person_words
from calc.parsing.phrases import TOKEN, Match, Phrases
from calc.parsing.plain_text import without_accents
from calc.parsing.term_names import compound_allergy, stem, term_at

#: One letter for what each mark of person_words.toml does.
_SIGNS = {
    "no": "n",
    "nay": "n",
    "without": "n",
    "yes": "w",
    "denies": "z",
    "stopped": "x",
    "finished": "x",
    "off": "P",
    "past": "p",
    "started": "b",
    "again": "b",
    "now": "G",
    "ago": "A",
    "until": "u",
    "since": "s",
    "for": "f",
    "in": "i",
    "after": "a",
    "last": "L",
    "this": "H",
    "next": "V",
    "will": "v",
    "unsure": "?",
    "family": "F",
    "self": "S",
    "or": "/",
    "and": "&",
    "but": "B",
    "except": "E",
    "dose": "d",
    "often": "o",
    "because": "w",
    "episode": "q",
    "qualifier": "q",
    "takes": "t",
    "noun": "m",
    "closer": "c",
    "healthy": "h",
    "nearly": "w",
    "not_even": "n",
    "short_of": "w",
    "undated": "w",
    "filler": "w",
}
#: Marks that win where a word is two things, the first of them most.
_STRONG = (
    *("no", "nay", "without", "denies", "stopped", "finished", "off", "past", "except", "but", "and"),
    *("ago", "until", "since", "after", "last", "this", "next", "will", "nearly", "not_even"),
    *("short_of", "undated"),
)
#: Signs that say nothing of the term beside them.
IDLE = "_wtmcSh"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_FRACTION = re.compile(
    r"(?:(\d{1,2}) )?(1|2(?=/3)|3(?=/[24]))/([2-9]|1[0-2])(?![\d/])"
)  # 5/6 months are 5 to 6
_POSSESSIVE = re.compile(r"['’]s?(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# “Pregnant? N”, “Diabetes: Y”: a letter that answers, behind the sign that asks.
_ANSWER, _ASKED, _BEFORE = re.compile(r"[ny](?![\w/])"), re.compile(r"[?:=–-]\s*$"), 4
# “Epilepsy (yes/no)”: what may be answered is no answer.
_PROMPT = re.compile(
    r"\(?\s*(?:yes|y|ja|j|oui|o|si|s|sim|tak|t|да)\s*/\s*(?:no|nein|non|nao|nie|n|нет)\b(?!\s*/)\s*\)?"
)
_BOXES = {
    "ticked": re.compile(r"[\[(]\s?[xv✓✔]\s?[\])]|[☑☒✓✔✅]"),
    "unticked": re.compile(r"\[\s?\]|\(\s?\)|[☐□◻⬜]"),
}
_UP_TO_NOW = re.compile(r"\d\s*[–—-]\s*$")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\s*(?:год\w*|г\.?|r\.))?(?![.,]?\d|\s*(?:mg|mcg|iu|ml|g|мг|x)\b)")
_YEAR_AFTER = re.compile(r"[\s,.]*(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?")
_DAY_AFTER = re.compile(r"[\s.]*(\d{1,2})(?:st|nd|rd|th)?(?![\d.,]?\d|\s*(?:mg|x|%))")
#: Names of months that are other words too: they count beside a word of time, a day or a year.
_MONTHS_AND_WORDS = frozenset("may march mar mars marca maja maj mai sep dec jan jun".split())
_BEFORE_MONTH = frozenset("usfiLHVxPpabv")
_SENTENCE_ENDS = frozenset(";\n•|!")


class Piece(NamedTuple):
    """A piece of a text: what it does (see the table above), where it stands, and what it holds.

    ``date``: year, month, day; 0 where not said. ``is_either``: day and month of it may change places.
    ``name``: of a term, or the key of the word in person_words.toml. ``is_slip``: it is spelled almost so.
    """

    sign: str
    start: int
    end: int
    value: float = 0.0
    date: tuple[int, int, int] = (0, 0, 0)
    terms: Mapping[str, Term] = MappingProxyType({})
    name: str = ""
    is_slip: bool = False
    is_either: bool = False


def pieces_of(plain: str) -> list[Piece]:
    """Return the pieces of a text in their order; spaces belong to none.

    Parameters
    ----------
    plain : str
        As `plain_text` gives it.

    Examples
    --------
    >>> "".join(piece.sign for piece in pieces_of("stopped Roaccutane 2 months ago, no diabetes"))
    'xTNUA,nT'
    """
    folded = without_accents(plain)
    small = folded.lower() if len(folded.lower()) == len(folded) else folded
    pieces: list[Piece] = []
    at = 0
    while at < len(small):
        if small[at].isspace() and small[at] != "\n":
            at += 1
            continue
        pieces.append(_piece(plain, small, at, pieces[-1].sign if pieces else ""))
        at = pieces[-1].end
        before = pieces[-2] if len(pieces) > 1 else pieces[-1]
        if pieces[-1].sign in "NU" and before.sign == "p" and small[: before.end].endswith("past"):
            pieces[-2] = before._replace(sign="H")  # “in the past 6 months” is no “in the past”
        if pieces[-1].sign == "x" and before.name == "nearly":
            pieces[-1] = pieces[-1]._replace(sign="G")  # “nearly finished” goes on
        if pieces[-1].sign in "NU" and before.name == "not_even":
            pieces[-2] = before._replace(sign="w", name="short_of")
    return pieces


def _piece(plain: str, small: str, at: int, before: str) -> Piece:
    """Return the piece that begins at a place: the longest reading of it. ``before``: the sign before it."""
    date = _date_at(small, at, before)
    if date:
        return date
    for name, box in _BOXES.items():
        if ticked := box.match(small, at):
            return Piece("_", at, ticked.end(), name=name)
    prompt = _PROMPT.match(small, at)
    if prompt and not small[:at][-1:].isalnum():
        return Piece("?", at, prompt.end())
    answer = _ANSWER.match(small, at) if _ASKED.search(small, max(at - _BEFORE, 0), at) else None
    if answer:
        is_no = answer[0] == "n"
        return Piece("n" if is_no else "w", at, answer.end(), name="nay" if is_no else "yes")
    term = term_at(plain, small, at)
    mark = _mark_at(small, at)
    if term and (mark is None or term.end > mark.end or (term.end == mark.end and not term.is_hidden)):
        return Piece("T", at, term.end, terms=term.terms, name=term.name)
    if mark:
        return mark
    fraction = _FRACTION.match(small, at)
    if fraction:  # 2 1/2
        whole, over, under = (float(part or 0) for part in fraction.groups())
        return Piece("N", at, fraction.end(), whole + over / under)
    number = _NUMBER.match(small, at)
    if number:
        return Piece("N", at, number.end(), float(number[0].replace(",", ".")))
    word = _WORD.match(small, at)
    if word:
        is_place = stem(word[0]) in _places()
        length = compound_allergy(word[0])
        if length:
            return _head_of_compound(plain, small, at, at + length)
        return Piece("w" if is_place else ".", at, word.end())
    possessive = _POSSESSIVE.match(small, at)
    if possessive:
        return Piece("_", at, possessive.end())
    return Piece(_sign_of(small, at), at, at + 1)


def _head_of_compound(plain: str, small: str, at: int, end: int) -> Piece:
    """Return the first part of two words grown together: “Penicillin” of “Penicillinallergie”."""
    term = term_at(plain[:end], small[:end], at)
    if term and term.end == end:
        return Piece("T", at, end, terms=term.terms, name=term.name)
    return Piece(".", at, end)


def _sign_of(small: str, at: int) -> str:
    """Return what a sign that is no letter does: end a sentence, part two names, or nothing."""
    mark, after = small[at], small[at + 1 : at + 2]
    if mark == ".":
        return "_" if after.strip() else "|"
    if mark == "/":
        beside = small[:at].rstrip()[-1:] + small[at + 1 :].lstrip()[:1]
        return "," if beside.isalpha() and len(beside) == 2 else "_"
    return {"?": "?", ",": ",", "+": "&", "&": "&"}.get(mark, "|" if mark in _SENTENCE_ENDS else "_")


def _mark_at(small: str, at: int) -> Piece | None:
    """Return the word or phrase of person_words.toml that begins at a place."""
    match = _marks().at(small, at)
    if match is None or match.start != at:
        return None
    kind, _, key = match.key.partition(":")
    if key == "closer" and _UP_TO_NOW.search(small, max(match.start - _BEFORE, 0), match.start):
        return Piece(_SIGNS["now"], at, match.end)  # “2019 – present”
    if key == "often" and (article := _article_of_span(small, match)):
        return article
    if kind == "mark":
        return Piece(_SIGNS[key], at, match.end, name=key)
    if kind == "number":
        return Piece("N", at, match.end, COUNTS[key], name=key)
    is_day = key in ("today", "yesterday", "day_before_yesterday")
    return Piece("Y" if is_day else "U", at, match.end, SPAN_DAYS[key])


def _article_of_span(small: str, often: Match) -> Piece | None:
    """Return the first word of “a week” where “ago” follows: that is a span, and not how often."""
    marks, article = _marks(), TOKEN.match(small, often.start)
    unit = marks.at(small, article.end()) if article else None
    ago = marks.at(small, unit.end) if unit and unit.key.startswith("unit:") else None
    return Piece("w", often.start, article.end()) if article and ago and ago.key == "mark:ago" else None


@functools.cache
def _marks() -> Phrases:
    """Return the phrases of person_words.toml, those first that win where a word is two things."""
    words = person_words()
    marks = {f"mark:{key}": phrases for key, phrases in words.marks.items()}
    first = {f"mark:{key}": words.marks[key] for key in _STRONG}
    units = {f"unit:{key}": phrases for key, phrases in words.units.items()}
    numbers = {f"number:{key}": phrases for key, phrases in words.numbers.items()}
    return Phrases({**first, **units, **numbers, **marks})


def _date_at(small: str, at: int, before: str) -> Piece | None:
    """Return the date that begins at a place, where it is one."""
    before_it = small[:at][-2:]
    is_inside = before_it[-1:].isdigit() or (before_it[-1:] in (".", "/", "-") and before_it[:1].isdigit())
    if is_inside and not (before_it.endswith("-") and _YEAR.match(small, at)):
        return None
    match = _ISO.match(small, at)
    if match and int(match[2]) <= 12:
        return _date(at, match.end(), match[1], match[2], match[3])
    match = _DAY_FIRST.match(small, at)
    if match:
        day, month = match[1], match[2]
        if day and (int(month) > 12 or ("/" in match[0] and int(month) < int(day) <= 12)):
            day, month = month, day  # of two readings the later one
        date = _date(at, match.end(), match[3], month, day)
        return date._replace(is_either="/" in match[0]) if date else None
    return _named_date_at(small, at, before)


def _named_date_at(small: str, at: int, before: str) -> Piece | None:
    """Return the date with the name of a month, or the year alone, that begins at a place."""
    first = _DAY.match(small, at)
    named = _months().at(small, first.end() if first else at)
    if named is None or (named.start != (first.end() if first else at)):
        match = _YEAR.match(small, at)
        return _date(at, match.end(), match[1], None, None) if match else None
    month = str(MONTHS.index(named.key) + 1)
    day, end = (first[1], named.end) if first else (None, named.end)
    year = _YEAR_AFTER.match(small, end)
    if year is None and day is None:
        after = _DAY_AFTER.match(small, end)
        if after:
            day, end = after[1], after.end()
            year = _YEAR_AFTER.match(small, end)
    if year:
        return _date(at, year.end(), year[1], month, day)
    word = small[named.start : named.end]
    if day is None and word in _MONTHS_AND_WORDS and before not in _BEFORE_MONTH:
        return None
    return _date(at, end, "0", month, day)


def _date(start: int, end: int, year: str, month: str | None, day: str | None) -> Piece | None:
    """Return a date; None where there is no such day."""
    date = (int(year), int(month or 0), int(day or 0))
    try:
        datetime.date(date[0] or 2024, date[1] or 1, date[2] or 1)
    except ValueError:
        return None
    if (month is not None and date[1] == 0) or (day is not None and date[2] == 0):
        return None
    return Piece("D", start, end, date=date)


@functools.cache
def _places() -> frozenset[str]:
    """Return the names of zones by their stems: where something is says nothing of what it is."""
    names = (name for zone in people.terms("zones").values() for name in zone.names)
    return frozenset(stem(without_accents(name).lower()) for name in names if " " not in name)


@functools.cache
def _months() -> Phrases:
    """Return the names of months."""
    return Phrases(person_words().months)
