"""Finding known phrases at a place in a text: the longest, by whole words, whatever dots stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from calc.parsing.plain_text import plain_text, without_accents

#: A word, a number or a sign; dots and spaces part them.
TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w.]")
_GAP = re.compile(r"[.\s]*")
# From here on scripts do not part words by spaces.
_UNSPACED = "\u1100"


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script that does not part words by spaces.

    Examples
    --------
    >>> is_unspaced("水"), is_unspaced("вода")
    (True, False)
    """
    return word >= _UNSPACED


class Match(NamedTuple):
    """A phrase that was found: what it stands for, and where."""

    key: str
    start: int
    end: int


class Phrases:
    """Phrases, each with what it stands for.

    Parameters
    ----------
    words : mapping of str to iterable of str
        Phrases by what they stand for, the first to claim one keeps it. One that ends in ``*`` stands for all
        words that begin so.
    exact : mapping of str to iterable of str, optional
        Phrases that count only in their own case; they go before the others.

    Examples
    --------
    >>> units = Phrases({"teaspoon": ["tsp", "c. à c."], "g": ["g", "грамм*"]}, {"tablespoon": ["T"]})
    >>> units.at("2 c. a c. de sucre", 1)
    Match(key='teaspoon', start=2, end=8)
    """

    def __init__(
        self, words: Mapping[str, Iterable[str]], exact: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._exact = _by_tokens(exact or {}, lower=False)
        self._words: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for spelled, key in _by_tokens(words, lower=True).items():
            (self._stems if spelled.endswith(" *") else self._words).setdefault(
                spelled.removesuffix(" *"), key
            )
        every = (*self._words, *self._stems, *self._exact)
        self._most_tokens = max((spelled.count(" ") + 1 for spelled in every), default=0)
        #: Phrases of scripts that do not part words by spaces.
        self.unspaced = [spelled for spelled in every if is_unspaced(spelled)]
        self._longest_unspaced = max(map(len, self.unspaced), default=0)
        #: The first word of each phrase, in small letters.
        self.firsts = frozenset(spelled.split(" ")[0].lower() for spelled in every)
        self._heads = frozenset(spelled[:3] for spelled in self._stems if " " not in spelled)

    def at(self, text: str, start: int = 0) -> Match | None:
        """Return the longest phrase that begins at a place, dots and spaces passed over.

        Parameters
        ----------
        text : str
            Plain, without accents.
        start : int, optional
        """
        begin = _GAP.match(text, start).end()  # type: ignore[union-attr]
        head = TOKEN.match(text, begin)
        if head is None or not self._may_begin(head[0]):
            return None
        tokens: list[str] = []
        ends: list[int] = []
        at = begin
        while len(tokens) < self._most_tokens and (token := TOKEN.match(text, at)):
            tokens.append(token[0])
            ends.append(token.end())
            at = _GAP.match(text, token.end()).end()  # type: ignore[union-attr]
        for count in range(len(tokens), 0, -1):
            key = self._key(tokens[:count])
            if key:
                return Match(key, begin, ends[count - 1])
        if tokens and is_unspaced(tokens[0]):
            for length in range(min(self._longest_unspaced, len(tokens[0])), 0, -1):
                key = self._words.get(tokens[0][:length], "")
                if key:
                    return Match(key, begin, begin + length)
        return None

    def _may_begin(self, token: str) -> bool:
        """Tell whether a phrase may begin with a token."""
        lower = token.lower()
        return lower in self.firsts or lower[:3] in self._heads or is_unspaced(token)

    def before(self, text: str, end: int, *, reach: int = 24) -> Match | None:
        """Return the longest phrase that ends at a place, dots and spaces passed over.

        Parameters
        ----------
        text : str
            Plain, without accents.
        end : int
        reach : int, optional
            How far back it may begin.
        """
        tokens = list(TOKEN.finditer(text, max(0, end - reach), end))
        for count in range(min(self._most_tokens, len(tokens)), 0, -1):
            last = tokens[-count:]
            key = self._key([token[0] for token in last])
            if key:
                return Match(key, last[0].start(), last[-1].end())
        if tokens and is_unspaced(tokens[-1][0]):
            run = tokens[-1]
            for length in range(min(self._longest_unspaced, len(run[0])), 0, -1):
                key = self._words.get(run[0][-length:], "")
                if key:
                    return Match(key, run.end() - length, run.end())
        return None

    def within(self, text: str) -> Iterator[Match]:
        """Yield the longest phrase at each word of a text where one begins.

        Parameters
        ----------
        text : str
            Plain, without accents.
        """
        for token in TOKEN.finditer(text):
            match = self.at(text, token.start())
            if match:
                yield match

    def stand_in(self, text: str) -> bool:
        """Tell whether a phrase stands in a text; one without spaces also within other signs.

        Parameters
        ----------
        text : str
            Plain, without accents.
        """
        return any(True for _ in self.within(text)) or any(word in text for word in self.unspaced)

    def key(self, text: str) -> str:
        """Return what a whole text stands for; "" where it is no phrase."""
        return self._key(TOKEN.findall(text))

    def _key(self, tokens: list[str]) -> str:
        """Return what some tokens stand for."""
        spelled = " ".join(tokens)
        key = self._exact.get(spelled) or self._words.get(spelled.lower())
        if key or not self._stems or not tokens:
            return key or ""
        *heads, last = spelled.lower().split(" ")
        for length in range(len(last), 2, -1):
            key = self._stems.get(" ".join([*heads, last[:length]]))
            if key:
                return key
        return ""


def phrases_of(words: Iterable[str]) -> Phrases:
    """Return phrases that all stand for the same."""
    return Phrases({"found": words})


def alternation(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, with accents or without, the longest first.

    Examples
    --------
    >>> alternation(["a", "à la"])
    '(?:à\\\\ la|a\\\\ la|a)'
    """
    spelled = dict.fromkeys(form for word in words for form in (word, without_accents(word)))
    return f"(?:{'|'.join(map(re.escape, sorted(spelled, key=len, reverse=True)))})"


def _by_tokens(words: Mapping[str, Iterable[str]], *, lower: bool) -> dict[str, str]:
    """Return phrases as their tokens with one space between."""
    keys: dict[str, str] = {}
    for key, phrases in words.items():
        for phrase in phrases:
            spelled = without_accents(plain_text(phrase))
            keys.setdefault(" ".join(TOKEN.findall(spelled.lower() if lower else spelled)), key)
    return keys
