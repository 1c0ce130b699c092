"""What kind of product words speak of: a leave-on cosmetic, or what is injected or swallowed."""

from __future__ import annotations

import functools
import re

from calc.catalog.market import KINDS, table_words
from calc.catalog.normalize import normalize

# A longer cell is a description, which speaks of other products too.
_LONGEST = 80
# So many words before one of a kind may deny it: “not for injection”, “no need of injections”.
_DENIED_WITHIN = 3
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@functools.lru_cache(maxsize=4096)
def kind_said(text: str) -> str:
    """Return the kind of product that a short text speaks of, one of `market.KINDS`.

    Parameters
    ----------
    text : str
        A cell.

    Examples
    --------
    >>> kind_said("Ascorbic acid, solution for infusion"), kind_said("Not for injection")
    ('comparator', 'product')
    """
    if len(text) > _LONGEST:
        return KINDS[0]
    words = normalize(text).split()
    return next((kind for kind in KINDS[1:] if _says(words, kind, text)), KINDS[0])


def _says(words: list[str], kind: str, text: str) -> bool:
    """Tell whether words name a kind, and nothing beside them denies it."""
    phrases = _phrases(kind)
    for start in [place for place, word in enumerate(words) if word in phrases]:
        for phrase in phrases[words[start]]:
            end = start + len(phrase)
            if words[start:end] == phrase:
                before, behind = words[max(start - _DENIED_WITHIN, 0) : start], words[end : end + 1]
                if _denying("before").isdisjoint(before) and _denying("behind").isdisjoint(behind):
                    return True
    if any(phrase in text for phrase in _wide_phrases(kind)):
        return True
    # “IV” is a number too, where anything stands beside it.
    return " ".join(words) in _alone(kind)


@functools.cache
def _phrases(kind: str) -> dict[str, list[list[str]]]:
    """Return the phrases that name a kind, each as its words, by their first word."""
    phrases: dict[str, list[list[str]]] = {}
    for phrase in table_words().kinds[kind]:
        words = phrase.split()
        phrases.setdefault(words[0], []).append(words)
    return phrases


@functools.cache
def _wide_phrases(kind: str) -> tuple[str, ...]:
    """Return the phrases of scripts that have no spaces."""
    return tuple(phrase for phrase in table_words().kinds[kind] if _WIDE.search(phrase))


@functools.cache
def _alone(kind: str) -> frozenset[str]:
    """Return what names a kind where it stands alone."""
    return frozenset(table_words().kinds_alone[kind])


@functools.cache
def _denying(place: str) -> frozenset[str]:
    """Return the words that deny a kind "before" or "behind" it."""
    return frozenset(table_words().kinds_denied[place])
