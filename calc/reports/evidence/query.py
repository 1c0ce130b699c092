"""What somebody types into the search, as terms: spellings, synonyms, slips of the keyboard."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from calc.catalog.search_words import search_words
from calc.parsing.spelling import spelling_distance
from calc.parsing.term_names import stem
from calc.reports.evidence.words import searchable

# Shortest word whose spelling is brought to one, in which a slip is forgiven, in which two are [letters].
_SPELT, _ONE_SLIP, _TWO_SLIPS = 5, 4, 7
# Longest phrase that is a synonym or has answers [pieces between spaces].
_LONGEST = 4
_PER_CENT = "percent"


@dataclass(frozen=True)
class SearchTerm:
    """One thing that is looked for.

    Parameters
    ----------
    typed : str
        As it was typed, in normalised words.
    phrase : str
        What must occur, in one spelling.
    same : tuple of str
        What may occur instead.
    guessed : bool
        Whether ``phrase`` is a known word that differs by a slip of the keyboard.
    """

    typed: str
    phrase: str
    same: tuple[str, ...] = ()
    guessed: bool = False


@dataclass(frozen=True)
class Query:
    """A text as terms; ``answers``: keys of entries that answer it; ``asks``: it is put as a question."""

    terms: tuple[SearchTerm, ...]
    answers: tuple[str, ...]
    asks: bool


def spell(words: str) -> str:
    """Return normalised words in one spelling, British and American alike.

    Parameters
    ----------
    words : str
        As `searchable` returns them.

    Examples
    --------
    >>> spell("biorevitalisation colour"), spell("biorevitalization color")
    ('biorevitalization color', 'biorevitalization color')
    """
    return " ".join(map(_spelt, words.split()))


@functools.lru_cache(maxsize=32_768)
def _spelt(word: str) -> str:
    """Return one word in one spelling."""
    if len(word) >= _SPELT:
        for letters, both in search_words().spellings.items():
            word = word.replace(letters, both)
    return word


def read_query(text: str, vocabulary: Mapping[str, int]) -> Query:
    """Return what a text looks for.

    Parameters
    ----------
    text : str
    vocabulary : mapping of str to int
        Every word of the entries in one spelling, and in how many entries it occurs, in alphabetical order.

    Examples
    --------
    >>> query = read_query("can I use mesoscooters", {"roller": 3})
    >>> [(term.phrase, term.same) for term in query.terms], query.asks
    ([('mesoscooters', ('roller',))], True)
    """
    skipped = _tables()[0]
    typed = {spell(searchable(piece)): piece for piece in text.split()}
    pieces = [spell(piece) for piece in map(searchable, text.split()) if piece]
    wanted = [piece for piece in pieces if piece not in skipped] or pieces
    terms = tuple(
        replace(term, typed=typed.get(term.typed, term.typed)) for term in _terms(wanted, vocabulary)
    )
    asks = len(wanted) < len(pieces) or text.strip().endswith("?")
    return Query(terms, _answers(terms, asks, vocabulary), asks)


def _answers(terms: tuple[SearchTerm, ...], asks: bool, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """Return the keys that answer a whole text; of a question, its longest part with its rarest word."""
    answers = _tables()[2]
    counts = [_count(term, vocabulary) for term in terms]
    rarest = counts.index(min(counts))
    for length in range(_LONGEST, 0, -1) if asks else (len(terms),):
        for at in range(max(0, rarest - length + 1), min(rarest, len(terms) - length) + 1):
            run = " ".join(term.phrase for term in terms[at : at + length])
            if run in answers:
                return answers[run]
    return ()


def _count(term: SearchTerm, vocabulary: Mapping[str, int]) -> int:
    """Return in how many entries a term occurs at most, by the rarest word of each of its phrases."""
    phrases = (term.phrase, *term.same)
    return max(min(vocabulary.get(word, 0) for word in phrase.split()) for phrase in phrases)


@functools.cache
def _tables() -> tuple[frozenset[str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return skipped words, synonyms and answers, each in one spelling."""
    words = search_words()
    same = {
        spell(searchable(name)): tuple(spell(searchable(other)) for other in others)
        for name, others in words.same.items()
    }
    answers = {spell(searchable(phrase)): keys for phrase, keys in words.answers.items()}
    return frozenset(map(spell, words.skipped)), same, answers


def _terms(pieces: list[str], vocabulary: Mapping[str, int]) -> Iterator[SearchTerm]:
    """Yield the terms of pieces between spaces: the longest synonym first, a number with its per cent."""
    same = _tables()[1]
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + _LONGEST), at, -1)
        phrase, end = next(
            ((phrase, end) for end in ends if (phrase := _known(" ".join(pieces[at:end]), same))), ("", at)
        )
        if phrase:
            yield SearchTerm(" ".join(pieces[at:end]), " ".join(pieces[at:end]), same[phrase])
        elif pieces[at + 1 : at + 2] == [_PER_CENT] and pieces[at][-1].isdigit():
            end = at + 2
            yield SearchTerm(" ".join(pieces[at:end]), " ".join(pieces[at:end]))
        else:
            end = at + 1
            yield _term(pieces[at], vocabulary, same)
        at = end


def _known(phrase: str, same: Collection[str]) -> str:
    """Return the name of a synonym that a phrase is, also in its plural; "" for none."""
    singular = phrase.removesuffix("s")
    return phrase if phrase in same else singular if singular in same else ""


def _term(piece: str, vocabulary: Mapping[str, int], same: Mapping[str, tuple[str, ...]]) -> SearchTerm:
    """Return a piece as a term; as the nearest known word, if nothing begins like it."""
    if " " in piece or len(piece) < _ONE_SLIP or not piece.isalpha() or _begins(piece, vocabulary):
        return SearchTerm(piece, piece)
    nearest = _nearest(piece, {**dict.fromkeys(same, 0), **vocabulary})
    if not nearest:
        return SearchTerm(piece, piece)
    return SearchTerm(piece, nearest[0], (*same.get(nearest[0], ()), *nearest[1:]), guessed=True)


def _begins(piece: str, vocabulary: Mapping[str, int]) -> bool:
    """Tell whether a word begins like a piece, or like its stem."""
    start = stem(piece)
    return any(word.startswith(start) for word in vocabulary)


def _nearest(piece: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Return the words nearest to a mistyped one, at most three, the most frequent first."""
    most = 1 if len(piece) < _TWO_SLIPS else 2
    letters = _letters(piece)
    by_distance: dict[int, list[str]] = {}
    for word in vocabulary:
        near = word[0] == piece[0] and abs(len(word) - len(piece)) <= most
        near = near and (letters ^ _letters(word)).bit_count() <= 2 * most
        if near and (distance := spelling_distance(piece, word, most)) <= most:
            by_distance.setdefault(distance, []).append(word)
    nearest = by_distance[min(by_distance)] if by_distance else []
    return sorted(nearest, key=lambda word: -vocabulary[word])[:3]


@functools.lru_cache(maxsize=32_768)
def _letters(word: str) -> int:
    """Return the letters of a word as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits
