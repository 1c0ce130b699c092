"""A text with one kind of space, digit, fraction and width, in which words can be found where they stand."""

from __future__ import annotations

import functools
import re
import unicodedata

_VULGAR = {sign: unicodedata.normalize("NFKC", sign).replace("\u2044", "/") for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"}
_SPACES = re.compile(r"[^\S\n\t]")
# Signs without width: soft hyphens, joiners, marks of direction; inside a word they part nothing.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_UNSEEN_IN_WORD = re.compile(rf"(?<=[^\W\d_]){_UNSEEN.pattern}+(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2212": "-", "\u2015": "—"})


def plain_text(text: str) -> str:
    """Return a text in which ½ is 1/2, digits are ASCII, and full-width signs and spaces are plain.

    Examples
    --------
    >>> plain_text("1½ tsp")
    '1 1/2 tsp'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub(" ", _UNSEEN_IN_WORD.sub("", text))
    for sign, spelled in _VULGAR.items():
        if sign in text:
            text = re.sub(rf"(?<=\d){sign}", f" {spelled}", text).replace(sign, spelled)
    text = re.sub(r"[®™©℠]", " ", text)
    text = re.sub(r"[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff]", " ", text.replace("cm³", "cm3"))
    text = unicodedata.normalize("NFKC", text).replace("\u2044", "/").translate(_DASHES)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _SPACES.sub(" ", text)


def runs_of_letters(text: str) -> list[str]:
    """Return the words of a text: what stands of letters in a row.

    Examples
    --------
    >>> runs_of_letters("2 g d-panthenol")
    ['g', 'd', 'panthenol']
    """
    return _WORD.findall(text)


@functools.lru_cache(maxsize=4096)
def _bare(sign: str) -> str:
    """Return one Latin or Cyrillic letter without its accent; every other sign as it is."""
    base = unicodedata.normalize("NFD", sign)[0]
    letter = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i"}.get(base, base)
    return letter if letter < "\u0530" else sign


def without_accents(text: str) -> str:
    """Return a text of the same length with bare Latin and Cyrillic letters.

    Examples
    --------
    >>> without_accents("cuillère à café")
    'cuillere a cafe'
    """
    return text if text.isascii() else "".join(map(_bare, text))
