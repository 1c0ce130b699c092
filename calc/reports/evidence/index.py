"""The index of entries by their words, and the search in it."""

from __future__ import annotations

import bisect
import functools
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.messages import say
from calc.parsing.term_names import stem
from calc.reports.evidence.entries import all_entries
from calc.reports.evidence.entry import KIND_WORDS, EvidenceEntry
from calc.reports.evidence.query import Query, SearchTerm, read_query, spell
from calc.reports.evidence.words import searchable

# How far an entry is from a term: by where it occurs, as a whole word or as a beginning.
_HEAD, _HEAD_BEGINS, _HEAD_STEM, _HEAD_SAME = 0.0, 0.2, 0.3, 0.4
_BODY, _BODY_BEGINS, _BODY_STEM, _BODY_SAME = 0.6, 0.75, 0.8, 0.9
_MISSED = 2.0
# How much nearer an entry is that can answer a question.
_TELLS = 0.15
_TELLING = ("rule", "claim", "statement", "course", "intake")
# Of entries that answer a question, the shorter says more about one of its words.
_LENGTH = 0.02
# From so many terms on, entries count that lack some, if they have at least this share of what was asked.
_FEW, _SHARE = 3, 0.5


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    Parameters
    ----------
    entries : tuple of EvidenceEntry
        The nearest first.
    taken_as : mapping of str to str
        Words that nothing has, and the known words that they were taken as.
    is_complete : bool
        Whether the entries have all that was asked; otherwise they have most of it.
    """

    entries: tuple[EvidenceEntry, ...]
    taken_as: Mapping[str, str]
    is_complete: bool = True


@dataclass(frozen=True)
class _Index:
    """Every entry with its searchable texts, each between spaces, and the places of every word."""

    entries: tuple[EvidenceEntry, ...]
    numbers: Mapping[str, int]
    keys: tuple[str, ...]
    near: tuple[frozenset[str], ...]
    heads: tuple[str, ...]
    wholes: tuple[str, ...]
    in_heads: Mapping[str, NDArray[np.intp]]
    in_wholes: Mapping[str, NDArray[np.intp]]
    words: tuple[str, ...]
    vocabulary: Mapping[str, int]
    lengths: NDArray[np.float64]
    tells: NDArray[np.bool_]


def search(text: str, sections: Collection[str] = ()) -> tuple[EvidenceEntry, ...]:
    """Return the entries that a text asks for, the nearest first.

    Parameters
    ----------
    text : str
        Words count from their start, numbers and words of one or two letters as a whole; case,
        accents, punctuation, British or American spelling do not matter. Nothing typed finds everything.
    sections : collection of str
        Only entries of these `SECTIONS`; of all when empty.

    Examples
    --------
    >>> search("glycerin density")[0].key
    'glycerin.density'
    """
    return look_up(text, sections).entries


def look_up(text: str, sections: Collection[str] = ()) -> SearchResult:
    """Return the entries that a text asks for, the nearest first, and how it was read.

    A word counts most in what an entry is called, then a synonym there, then the rest of the entry. A word
    that nothing has is taken as the nearest one that something has. Where nothing has all of three or more
    words, what has most of them is found.

    Parameters
    ----------
    text, sections
        As for `search`.

    Examples
    --------
    >>> dict(look_up("glycerine densty").taken_as)
    {'densty': 'density'}
    """
    phrase = searchable(text)
    if not phrase and text.strip():
        return SearchResult((), {})
    index = _index()
    wanted = np.array([not sections or entry.section in sections for entry in index.entries])
    if not phrase:
        return SearchResult(tuple(index.entries[i] for i in np.flatnonzero(wanted)), {})
    query = read_query(text, index.vocabulary)
    scores, complete = _scores(query, index, wanted)
    for term in query.terms:
        phrase = phrase.replace(term.typed, term.phrase) if term.guessed else phrase
    tiers = _tiers(phrase, query, np.flatnonzero(np.isfinite(scores)), index)
    order = [place for place in np.lexsort((scores, tiers)) if math.isfinite(scores[place])]
    taken = {term.typed: term.phrase for term in query.terms if term.guessed}
    return SearchResult(tuple(index.entries[place] for place in order), taken, complete)


def _scores(query: Query, index: _Index, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.float64], bool]:
    """Return how far each entry is from a query, infinite for none, and whether they have all of it."""
    distances = np.array([_distances(term, index) for term in query.terms])
    missed = distances >= _MISSED
    matched = np.sum(~missed, axis=1)
    weights = np.log((len(index.entries) + 1) / (matched + 1)) + 0.3
    complete = ~missed.any(axis=0) & wanted
    if not complete.any() and (query.asks or len(query.terms) >= _FEW):
        weights[matched == 0] = 0.0
        share = weights @ ~missed / max(weights.sum(), 1e-9)
        complete, is_complete = (share >= _SHARE) & wanted & bool(matched.any()), False
    else:
        is_complete = True
    scores = weights @ distances + query.asks * _TELLS * ~index.tells
    scores += query.asks * index.lengths
    for rank, place in enumerate(index.numbers[key] for key in query.answers if key in index.numbers):
        complete[place] = wanted[place]
        scores[place] = rank - len(index.entries)
    return np.where(complete, scores, np.inf), is_complete


def _tiers(phrase: str, query: Query, places: Iterable[int], index: _Index) -> NDArray[np.int8]:
    """Return the tier of each entry: its key, an answer or what it is about or cites, its head, the rest."""
    tiers = np.full(len(index.entries), 3, dtype=np.int8)
    sought = _between_spaces(spell(phrase))
    for place in places:
        if phrase == index.keys[place]:
            tiers[place] = 0
        elif index.entries[place].key in query.answers or phrase in index.near[place]:
            tiers[place] = 1
        elif sought in index.heads[place]:
            tiers[place] = 2
    return tiers


def _between_spaces(phrase: str) -> str:
    """Return words as they must occur: a number or a short end as a whole, others as a beginning."""
    return f" {phrase} " if _is_whole(phrase.split()[-1]) else f" {phrase}"


def _is_whole(word: str) -> bool:
    """Tell whether a word counts as a whole only."""
    return len(word) <= 2 or word[0].isdigit()


def _distances(term: SearchTerm, index: _Index) -> NDArray[np.float64]:
    """Return how far every entry is from a term."""
    distances = np.full(len(index.entries), _MISSED)
    start = stem(term.phrase)
    levels = [(term.phrase, (_HEAD, _HEAD_BEGINS), (_BODY, _BODY_BEGINS))]
    if " " not in term.phrase and start != term.phrase and not _is_whole(start):
        levels.append((start, (_HEAD_STEM,) * 2, (_BODY_STEM,) * 2))
    levels += [(phrase, (_HEAD_SAME,) * 2, (_BODY_SAME,) * 2) for phrase in term.same]
    for phrase, head, body in levels:
        for texts, places, (whole, begins) in (
            (index.wholes, index.in_wholes, body),
            (index.heads, index.in_heads, head),
        ):
            for place, is_exact in _occurrences(phrase, texts, places, index.words):
                distances[place] = np.minimum(distances[place], whole if is_exact else begins)
    return distances


def _occurrences(
    phrase: str, texts: tuple[str, ...], places: Mapping[str, NDArray[np.intp]], words: tuple[str, ...]
) -> Iterable[tuple[NDArray[np.intp], bool]]:
    """Yield the entries in which a phrase occurs, and whether as whole words."""
    *before, last = phrase.split()
    none = np.array([], dtype=np.intp)
    exact = places.get(last, none)
    begun = [exact]
    if not _is_whole(last):
        first = bisect.bisect_left(words, last)
        end = bisect.bisect_left(words, f"{last}\U0010ffff")
        begun += [places[word] for word in words[first:end] if word in places]
    if not before:
        yield np.concatenate(begun), False
        yield exact, True
        return
    candidates = np.unique(np.concatenate(begun))
    for word in before:
        candidates = np.intersect1d(candidates, places.get(word, none), assume_unique=True)
    sought = _between_spaces(phrase)
    yield np.array([place for place in candidates if sought in texts[place]], dtype=np.intp), True


@functools.cache
def _index() -> _Index:
    """Return every entry with its searchable texts."""
    entries = all_entries()
    heads, rests, near = [], [], []
    for entry in entries:
        cited = [catalog.sources()[key].cited for key in entry.sources]
        head = searchable(" ".join((entry.key, entry.subject, entry.what, entry.value, *entry.names)))
        grade = (say("grade {grade}", grade=entry.grade.name), entry.grade.value) if entry.grade else ()
        # What a source is used in would make it match everything about those who cite it.
        used = () if entry.section == "source" else entry.used_in
        details = (KIND_WORDS.get(entry.kind, entry.kind), *grade, *cited, *entry.sources)
        details += (entry.locator, entry.caveat, *entry.notes, *used)
        heads.append(spell(head))
        rests.append(spell(searchable(" ".join((entry.section, *details)))))
        near.append(frozenset(map(searchable, (*entry.sources, *used, entry.subject))))
    wholes = [f"{head} {rest}" for head, rest in zip(heads, rests, strict=True)]
    in_wholes = _places(wholes)
    words = tuple(sorted(in_wholes))
    titles = [spell(searchable(f"{entry.subject} {entry.what} {entry.value}")) for entry in entries]
    return _Index(
        entries,
        {entry.key: number for number, entry in enumerate(entries)},
        tuple(searchable(entry.key) for entry in entries),
        tuple(near),
        tuple(f" {head} " for head in heads),
        tuple(f" {whole} " for whole in wholes),
        _places(heads),
        in_wholes,
        words,
        {word: len(in_wholes[word]) for word in words},
        np.array([_LENGTH * math.log1p(len(title)) for title in titles]),
        np.array([entry.section in _TELLING for entry in entries]),
    )


def _places(texts: Iterable[str]) -> dict[str, NDArray[np.intp]]:
    """Return for every word the numbers of the texts in which it occurs."""
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for word in set(text.split()):
            places.setdefault(word, []).append(number)
    return {word: np.array(numbers, dtype=np.intp) for word, numbers in places.items()}
