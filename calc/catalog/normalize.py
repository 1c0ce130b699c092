"""A text as it is compared: without case, accents, spaces and hyphens, in words that know their place."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

_MARKS = dict.fromkeys("™℠®©", " ")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u3099\u309a])*|\d+")
_PARTS = re.compile(r"[\s'’]")
_JOINS = re.compile(r"[\s_'’\-\u2010-\u2015\u2212\u30a0\ufe58]*")


class Token(NamedTuple):
    """A run of letters or of digits: in the squeezed text from ``at``, in the folded from ``start``.

    ``entry``: of the list, or of the phrase, that it belongs to; ``hangs``: on the one before, by a hyphen
    or by nothing.
    """

    text: str
    at: int
    start: int
    end: int
    entry: int
    hangs: bool


def folded_text(text: str) -> tuple[str, list[int] | None]:
    """Return a text folded, and where each of its signs comes from; None is the same place."""
    if text.isascii():
        return text.lower(), None
    parts = [_folded_sign(sign) for sign in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


@functools.lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    """Return one sign without case, width and accent; "" for signs that do not show."""
    if sign in _MARKS:
        return _MARKS[sign]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(
        each for each in folded if not "\u0300" <= each <= "\u036f" and unicodedata.category(each) != "Cf"
    )


def tokens_of(folded: str) -> tuple[list[Token], str]:
    """Return the words of a folded text and all of them squeezed; a line break parts two entries."""
    tokens: list[Token] = []
    squeezed: list[str] = []
    at = entry = end = 0
    for match in _TOKEN.finditer(folded):
        gap = folded[end : match.start()]
        if tokens and not _JOINS.fullmatch(gap):
            entry += 1
            at += 1
            squeezed.append("\n")
        hangs = bool(tokens) and not _PARTS.search(gap)
        tokens.append(Token(match[0], at, match.start(), match.end(), entry, hangs))
        squeezed.append(match[0])
        at += len(match[0])
        end = match.end()
    return tokens, "".join(squeezed)


def squeezed_name(name: str) -> str:
    """Return a name as it stands in a squeezed text."""
    return "".join(token.text for token in tokens_of(folded_text(name)[0])[0])
