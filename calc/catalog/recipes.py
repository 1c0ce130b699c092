"""Recipes that are shown, or started from, and what the fields of a recipe accept."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file, load
from calc.catalog.literature import cited
from calc.catalog.numbers import Value, values_by_name
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import PRESET_KINDS


@dataclass(frozen=True)
class Example:
    """A recipe found in public, as it would be pasted, with what it says of itself."""

    id: str
    title: str
    lines: tuple[str, ...]
    claim_strength: str
    claim_pH: str
    source: str
    note: str


@dataclass(frozen=True)
class Preset:
    """A recipe to start from: what the fields of Mix say, where it is from, and what to know of it.

    ``kind``: ``published`` where ``source`` has its strengths, ``illustrative`` where the house chose them.
    """

    id: str
    name: str
    about: str
    fields: Mapping[str, str]
    kind: str
    sources: tuple[str, ...]
    caveat: str


@dataclass(frozen=True)
class Inputs:
    """What fields accept, what is assumed when nothing is said, and the order of addition."""

    accepted: Mapping[str, Value]
    assumed: Mapping[str, Value]
    order: tuple[str, ...]


@functools.cache
def examples() -> Mapping[str, Example]:
    """Return every recipe that is shown as an example of a check, by its id.

    Examples
    --------
    >>> next(iter(examples().values())).lines[0]
    '5 g ascorbic acid'
    """
    return MappingProxyType(load("examples.toml", _example))


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Return every recipe to start from, by its id.

    Examples
    --------
    >>> presets()["start_10"].kind
    'illustrative'
    """
    return MappingProxyType(load("presets.toml", _preset))


@functools.cache
def inputs() -> Inputs:
    """Return what the fields accept and what is assumed.

    Examples
    --------
    >>> inputs().accepted["months"].ends
    (0, 120)
    """
    file = data_file("inputs.toml")
    parts = ("accepted", "assumed", "order")
    file.parts(parts)
    file.keys(file.tables["order"], "order", ("roles",), ("roles",))
    file.lists(file.tables["order"], "order", "roles")
    accepted, assumed = (values_by_name(part, file) for part in ("accepted", "assumed"))
    return Inputs(accepted, assumed, tuple(file.tables["order"]["roles"]))


def _example(key: str, row: dict[str, Any], file: DataFile) -> Example:
    """Read one table of examples.toml."""
    texts = ("title", "claim_strength", "claim_pH", "source", "note")
    file.keys(row, key, (*texts, "lines"), (*texts, "lines"))
    file.texts(row, key, *texts)
    file.lists(row, key, "lines")
    cited([row["source"]], file, key)
    return Example(key, **{**row, "lines": tuple(row["lines"])})


def _preset(key: str, row: dict[str, Any], file: DataFile) -> Preset:
    """Read one table of presets.toml."""
    texts = ("name", "about", "kind", "caveat")
    file.keys(row, key, (*texts, "fields", "sources"), (*texts, "fields", "sources"))
    file.texts(row, key, *texts)
    file.one_of(row, "kind", PRESET_KINDS, key)
    file.lists(row, key, "sources")
    cited(row["sources"], file, key)
    fields = row["fields"]
    if not isinstance(fields, dict) or not fields:
        raise file.error(key, ("fields",), "fields must be a table")
    file.texts(fields, key, *fields)
    return Preset(key, **{**row, "fields": MappingProxyType(fields), "sources": tuple(row["sources"])})
