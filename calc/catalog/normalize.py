"""Text as it is compared: the one rule by which two spellings are the same name.

Case, accents, the width of letters, punctuation and the number of spaces do not count; the order of words
does. So “Acide  L-Ascorbique”, “acide l ascorbique” and “ＡＣＩＤＥ L–ASCORBIQUE” are one name. Signs that
take no room (a soft hyphen, a joiner) are left out, ™ and the like are spaces, a superscript counts as its
letter or digit. `normalize` gives the words; where a match must be shown in the text as it was written,
`fold_with_positions` and `tokenize` give the same letters with their places.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

_TRADE_MARKS = dict.fromkeys("™℠®©", " ")
_MOST_REMEMBERED, _LONG_GAP = 4096, 16
# Signs that stand on a letter and are none by themselves: Hebrew, Arabic, Devanagari, Thai, Japanese.
_MARKS = (
    "\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
)
_TOKEN = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|\d+")
_PARTS = re.compile(r"[\s'’]")
_JOINS = re.compile(r"[\s_'’\-\u2010-\u2015\u2212\u30a0\ufe58]*")


def normalize(text: str) -> str:
    """Return the words of a text without case, accents, width and punctuation, one space between.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        "" where the text has neither letters nor digits.

    Examples
    --------
    >>> normalize("  Crème “Éclat”: 3-O-Ethyl_Ascorbic  ACID™ ")
    'creme eclat 3 o ethyl ascorbic acid'
    """
    return " ".join(text.translate(_LETTERS).split())


def fold_with_positions(text: str) -> tuple[str, list[int] | None]:
    """Return a text without case, accents and width, and where each of its signs comes from.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str and list of int
        The folded text, its punctuation and spaces still there; for each sign of it the position of the
        sign in ``text`` that it comes from. None where every sign stayed in its place.

    Examples
    --------
    >>> fold_with_positions("ﬁn É")
    ('fin e', [0, 0, 1, 2, 3])
    """
    if text.isascii():
        return text.lower(), None
    parts = [_folded_sign(sign) for sign in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _folded_sign(sign: str) -> str:
    """Return one sign without case, width and accent; "" for signs that do not show."""
    if sign in _TRADE_MARKS:
        return _TRADE_MARKS[sign]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(
        part for part in folded if not "\u0300" <= part <= "\u036f" and unicodedata.category(part) != "Cf"
    )


class _Letters(dict[int, str]):
    """For each sign what stands for it among words, looked up once: letters, digits, and marks on them.

    Marks are vowel signs and the like, which are no accents: without them other words would remain.
    """

    def __missing__(self, code: int) -> str:
        letters = "".join(
            part if part.isalnum() or unicodedata.category(part).startswith("M") else " "
            for part in _folded_sign(chr(code))
        )
        if len(self) < _MOST_REMEMBERED:
            self[code] = letters
        return letters


_LETTERS = _Letters()


class Token(NamedTuple):
    """A run of letters, or of digits, in a folded text.

    Parameters
    ----------
    text : str
    at : int
        Where it begins in the squeezed text.
    start, end : int
        Where it stands in the folded text.
    entry : int
        Number of the entry of a list, or of the phrase, that it belongs to.
    hangs : bool
        Whether it hangs on the one before, by a hyphen or by nothing.
    """

    text: str
    at: int
    start: int
    end: int
    entry: int
    hangs: bool


def tokenize(folded: str) -> tuple[list[Token], str]:
    """Return the tokens of a folded text, and all of them squeezed together.

    Parameters
    ----------
    folded : str
        As `fold_with_positions` gives it.

    Returns
    -------
    tuple of list of Token and str
        In the squeezed text a line break stands between two entries.

    Examples
    --------
    >>> tokens, squeezed = tokenize("ethyl-ascorbic acid, water")
    >>> [token.entry for token in tokens], squeezed
    ([0, 0, 0, 1], 'ethylascorbicacid\\nwater')
    """
    tokens: list[Token] = []
    squeezed: list[str] = []
    at = entry = end = 0
    for match in _TOKEN.finditer(folded):
        word, (start, next_end) = match[0], match.span()
        gap = folded[end:start]
        joins, hangs = (_gap(gap) if len(gap) < _LONG_GAP else _of_gap(gap)) if tokens else (True, False)
        if not joins:
            entry += 1
            at += 1
            squeezed.append("\n")
        tokens.append(Token(word, at, start, next_end, entry, hangs))
        squeezed.append(word)
        at += len(word)
        end = next_end
    return tokens, "".join(squeezed)


def words_in(folded: str) -> list[str]:
    """Return the texts of the tokens of a folded text.

    Parameters
    ----------
    folded : str
        As `fold_with_positions` gives it.

    Examples
    --------
    >>> words_in("ethyl-ascorbic acid, e300")
    ['ethyl', 'ascorbic', 'acid', 'e', '300']
    """
    return _TOKEN.findall(folded)


def _of_gap(signs: str) -> tuple[bool, bool]:
    """Tell of the signs between two words whether they join them, and whether the second hangs on."""
    return bool(_JOINS.fullmatch(signs)), not _PARTS.search(signs)


_gap = functools.lru_cache(maxsize=_MOST_REMEMBERED)(_of_gap)


def squeeze(name: str) -> str:
    """Return a name as it stands in a squeezed text, without its spaces.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> squeeze("3-O-Éthyl ascorbic acid")
    '3oethylascorbicacid'
    """
    return "".join(token.text for token in tokenize(fold_with_positions(name)[0])[0])
