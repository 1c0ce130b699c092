"""Finding entries by what somebody types."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass

from calc import catalog
from calc.reports.evidence.entries import entries
from calc.reports.evidence.entry import EvidenceEntry
from calc.reports.evidence.words import searchable


@dataclass(frozen=True)
class _Indexed:
    """An entry with its searchable texts, each between spaces."""

    entry: EvidenceEntry
    key: str
    near: frozenset[str]
    head: str
    whole: str


def search(text: str, sections: Collection[str] = ()) -> tuple[EvidenceEntry, ...]:
    """Return the entries in which every word of a text occurs, the nearest first.

    Parameters
    ----------
    text : str
        Words count from their start, numbers and words of one or two letters as a whole; case,
        accents and punctuation do not matter. Nothing typed finds everything.
    sections : collection of str
        Only entries of these `SECTIONS`; of all when empty.
    """
    phrase = searchable(text)
    if not phrase and text.strip():
        return ()
    words = [_wanted(word) for word in map(searchable, text.split()) if word]
    found = [
        each
        for each in _index()
        if (not sections or each.entry.section in sections) and all(word in each.whole for word in words)
    ]
    return tuple(each.entry for each in sorted(found, key=lambda each: _rank(each, phrase, words)))


def _wanted(word: str) -> str:
    """Return a word as it must occur: a number or a short end as a whole."""
    last = word.split()[-1]
    return f" {word} " if len(last) <= 2 or last[0].isdigit() else f" {word}"


def _rank(each: _Indexed, phrase: str, words: list[str]) -> int:
    """Return how far an entry is from what was typed."""
    if phrase in ("", each.key):
        return 0
    if phrase in each.near:
        return 1
    if _wanted(phrase) in each.head:
        return 2
    return 3 if all(word in each.head for word in words) else 4


@functools.cache
def _index() -> tuple[_Indexed, ...]:
    """Return every entry with its searchable texts."""
    return tuple(map(_indexed, entries()))


def _indexed(entry: EvidenceEntry) -> _Indexed:
    """Return an entry with its searchable texts."""
    cited = [catalog.sources()[key].cited for key in entry.sources]
    head = searchable(" ".join((entry.key, entry.subject, entry.what, entry.value, *entry.names)))
    grade = (f"grade {entry.grade.name}", entry.grade.value) if entry.grade else ()
    # What a source is used in would make it match everything about those who cite it.
    used = () if entry.section == "source" else entry.used_in
    told = (entry.kind, *grade, *cited, *entry.sources, entry.locator, entry.caveat, *entry.notes, *used)
    rest = searchable(" ".join((entry.section, *told)))
    return _Indexed(
        entry,
        searchable(entry.key),
        frozenset(map(searchable, (*entry.sources, *used, entry.subject))),
        f" {head} ",
        f" {head} {rest} ",
    )
