"""What people have, take, use on their skin and have done to it, under people's own names: people.toml.

A controlled vocabulary: each term has an id, a name, further names by language, and the flags that rules look
at; where no rule looks at it, it says so. A name that two terms of a kind claim is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import tomli

from calc.catalog.folder import data_file, data_path
from calc.catalog.literature import cited
from calc.catalog.normalize import normalize
from calc.catalog.numbers import named_value
from calc.catalog.toml_reader import DataFile

#: Kinds of terms about a person, each a part of people.toml.
WORD_KINDS = ("conditions", "medicines", "actives", "reactions")
#: Kinds of terms about what is done, and where.
VISIT_KINDS = ("procedures", "zones")
#: Languages of names beside English, and the names of products.
NAME_LISTS = ("aliases", "brands", "ru", "es", "fr", "de", "it", "pt", "pl")
#: What a term says that is asked about although no rule looks at it.
NO_RULE = "no rule"


@dataclass(frozen=True)
class Term:
    """Something that a person has, takes or uses, under the names that people give it.

    ``aliases``: every further name, in whatever language. ``counts_as``: the flags that rules look at; its
    own id where nothing else is said. ``asked``: `NO_RULE` where no rule looks at it, else "".
    ``still_days``: so long after its end a medicine counts as taken [days]; None where the general span of
    inputs.toml does. ``source``, ``locator``: where it is classed.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    counts_as: tuple[str, ...]
    asked: str = ""
    still_days: float | None = None
    source: str = ""
    locator: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that leads to it, its id among them."""
        return (self.id, self.name, *self.aliases)


@functools.cache
def terms(kind: str) -> Mapping[str, Term]:
    """Return the terms of a kind by their id.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS` or `VISIT_KINDS`.

    Raises
    ------
    DataError
        Where a name is claimed by two terms, or a table is not as it must be.

    Examples
    --------
    >>> terms("actives")["retinoid"].name
    'Retinoid'
    """
    file = _file()
    by_id = {key: _term(key, row, kind, file) for key, row in file.tables[kind].items()}
    taken: dict[str, str] = {}
    for term in by_id.values():
        for name in {normalize(name) for name in term.names}:
            if taken.setdefault(name, term.id) != term.id:
                raise file.error(f"{kind}.{term.id}", (), f"“{name}” is claimed by {taken[name]} too")
    return MappingProxyType(by_id)


@functools.cache
def flags(kind: str) -> tuple[str, ...]:
    """Return the flags that the terms of a kind count as, each once.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS` or `VISIT_KINDS`.

    Examples
    --------
    >>> "retinoid" in flags("actives")
    True
    """
    rows = _rows_without_names().get(kind, {}).items()
    return tuple(dict.fromkeys(flag for key, row in rows for flag in row.get("counts_as", (key,))))


@functools.cache
def _file() -> DataFile:
    """Return people.toml."""
    file = data_file("people.toml")
    file.parts((*WORD_KINDS, *VISIT_KINDS))
    return file


@functools.cache
def _rows_without_names() -> Mapping[str, Mapping[str, Any]]:
    """Return the terms with their flags alone: all that rules need, in a tenth of the time of the names."""
    lines = data_path("people.toml").read_text(encoding="utf-8").splitlines()
    try:
        return tomli.loads("\n".join(line for line in lines if line.startswith(("[", "counts_as"))))
    except tomli.TOMLDecodeError:
        return _file().tables  # tells the line


def find_term(kind: str, text: str) -> Term | None:
    """Return the term that a person means by a text; None when it is not known here.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS` or `VISIT_KINDS`.
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
    return {normalize(name): term.id for term in terms(kind).values() for name in term.names}


def _term(key: str, row: Mapping[str, Any], kind: str, file: DataFile) -> Term:
    """Read one term of people.toml."""
    table = f"{kind}.{key}"
    texts = ("name", "asked", "source", "locator")
    file.keys(row, table, (*texts, *NAME_LISTS, "counts_as", "still"), ("name",))
    file.texts(row, table, *texts)
    file.lists(row, table, *NAME_LISTS, "counts_as")
    if row.get("asked", NO_RULE) != NO_RULE:
        raise file.error(table, ("asked",), f"asked is “{NO_RULE}”, or left out")
    cited([row["source"]] if "source" in row else [], file, table)
    still = named_value("still", row["still"], file, table) if "still" in row else None
    return Term(
        key,
        row["name"],
        tuple(name for names in NAME_LISTS for name in row.get(names, ())),
        tuple(row.get("counts_as", (key,))),
        row.get("asked", ""),
        None if still is None else still.to("day")[0],
        row.get("source", ""),
        row.get("locator", ""),
    )
