"""What people write when they search, and what the entries call it: search_words.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file
from calc.catalog.normalize import normalize
from calc.catalog.toml_reader import DataFile


@dataclass(frozen=True)
class SearchWords:
    """The words of a search.

    Parameters
    ----------
    skipped : frozenset of str
        Words of a question that tell nothing of what is asked for.
    spellings : mapping of str to str
        Letters by which British and American spellings differ, and what stands for both.
    same : mapping of str to tuple of str
        What people write, and what the entries say instead, each in normalised words.
    answers : mapping of str to tuple of str
        What people ask, and the keys of the entries that answer it, the best first.
    """

    skipped: frozenset[str]
    spellings: Mapping[str, str]
    same: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]


@functools.cache
def search_words() -> SearchWords:
    """Return the words of a search.

    Raises
    ------
    DataError

    Examples
    --------
    >>> "roller" in search_words().same["dermaroller"]
    True
    """
    file = data_file("search_words.toml")
    file.parts(("skipped", "spellings", "same", "answers"))
    skipped = file.tables["skipped"]
    file.keys(skipped, "skipped", ("words",), ("words",))
    file.lists(skipped, "skipped", "words")
    spellings = file.tables["spellings"]
    file.texts(spellings, "spellings", *spellings)
    return SearchWords(
        frozenset(map(normalize, skipped["words"])),
        MappingProxyType(spellings),
        _by_phrase("same", file, normalize),
        _by_phrase("answers", file, str),
    )


def _by_phrase(part: str, file: DataFile, read: Any) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of one part by the normalised words of their names."""
    rows = file.tables[part]
    lists = file.filled_lists(part, tuple(rows))
    by_phrase: dict[str, tuple[str, ...]] = {}
    for name, words in lists.items():
        phrase = normalize(name)
        if not phrase or phrase in by_phrase:
            raise file.error(part, (name,), f"“{name}” stands twice or has no word")
        by_phrase[phrase] = tuple(map(read, words))
    return MappingProxyType(by_phrase)
