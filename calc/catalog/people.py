"""What people have, take and use on their skin, under the names that they give it: people.toml.

A controlled vocabulary: each term has an id, a name, aliases, and the flags that rules look at. A name that
two terms of a kind claim is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file
from calc.catalog.normalize import normalize
from calc.catalog.toml_reader import DataFile

#: Kinds of terms about a person, each a part of people.toml.
WORD_KINDS = ("conditions", "medicines", "actives", "reactions")


@dataclass(frozen=True)
class Term:
    """Something that a person has, takes or uses, under the names that people give it.

    ``counts_as``: the flags that rules look at; its own id where nothing else is said.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    counts_as: tuple[str, ...]


@functools.cache
def terms(kind: str) -> Mapping[str, Term]:
    """Return the terms of a kind by their id.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS`.

    Raises
    ------
    DataError
        Where a name is claimed by two terms, or a table is not as it must be.

    Examples
    --------
    >>> terms("actives")["retinoid"].name
    'Retinoid'
    """
    file = data_file("people.toml")
    file.parts(WORD_KINDS)
    by_id = {key: _term(key, row, kind, file) for key, row in file.tables[kind].items()}
    taken: dict[str, str] = {}
    for term in by_id.values():
        for name in {normalize(name) for name in (term.id, term.name, *term.aliases)}:
            if taken.setdefault(name, term.id) != term.id:
                raise file.error(f"{kind}.{term.id}", (), f"“{name}” is claimed by {taken[name]} too")
    return MappingProxyType(by_id)


def flags(kind: str) -> tuple[str, ...]:
    """Return the flags that the terms of a kind count as, each once.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS`.

    Examples
    --------
    >>> "retinoid" in flags("actives")
    True
    """
    return tuple(dict.fromkeys(flag for term in terms(kind).values() for flag in term.counts_as))


def find_term(kind: str, text: str) -> Term | None:
    """Return the term that a person means by a text; None when it is not known here.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS`.
    text : str
        Names are compared by `normalize`.

    Examples
    --------
    >>> find_term("actives", "RETINOL").id
    'retinoid'
    """
    return terms(kind).get(_names(kind).get(normalize(text), ""))


@functools.cache
def _names(kind: str) -> Mapping[str, str]:
    """Return every normalised name of a kind with the id that it leads to."""
    return {
        normalize(name): term.id
        for term in terms(kind).values()
        for name in (term.id, term.name, *term.aliases)
    }


def _term(key: str, row: Mapping[str, Any], kind: str, file: DataFile) -> Term:
    """Read one term of people.toml."""
    table = f"{kind}.{key}"
    file.keys(row, table, ("name", "aliases", "counts_as"), ("name",))
    file.texts(row, table, "name")
    file.lists(row, table, "aliases", "counts_as")
    return Term(key, row["name"], tuple(row.get("aliases", ())), tuple(row.get("counts_as", (key,))))
