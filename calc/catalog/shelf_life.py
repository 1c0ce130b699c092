"""How long things keep: the rate of the loss, what changes it, the states of other forms."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file
from calc.catalog.literature import cited
from calc.catalog.numbers import Value, named_value, values_by_name
from calc.catalog.substances import forms
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import STATES


@dataclass(frozen=True)
class FormStates:
    """How a form other than ascorbic acid keeps: words, never a number of days.

    ``wet``: in water, inside the ``window`` of pH where there is one; ``outside``: beyond it;
    ``falls_apart``: the pH below which it does; ``dry``: without water. "" is not known.
    """

    form: str
    sources: tuple[str, ...]
    wet: str = ""
    outside: str = ""
    dry: str = ""
    window: Value | None = None
    falls_apart: Value | None = None


@dataclass(frozen=True)
class Stability:
    """Everything about how long ascorbic acid keeps; each part by the name of its rows."""

    fitted: Mapping[str, Value]
    prior: Mapping[str, Value]
    assumed: Mapping[str, Value]
    factors: Mapping[str, Value]
    packages: Mapping[str, Value]
    oxygen: Mapping[str, Value]
    walls: Mapping[str, Value]
    states: Mapping[str, FormStates]


@functools.cache
def stability() -> Stability:
    """Return the rate of the loss, what changes it, and the states of other forms.

    Examples
    --------
    >>> stability().assumed["use_soon_share"].value
    25
    """
    file = data_file("stability.toml")
    parts = tuple(Stability.__dataclass_fields__)
    file.parts(parts)
    rows = {part: values_by_name(part, file) for part in parts[:-1]}
    states = {form: _state(form, row, file) for form, row in file.tables["states"].items()}
    return Stability(**rows, states=MappingProxyType(states))


def _state(form: str, row: Any, file: DataFile) -> FormStates:
    """Read one table of the states of other forms."""
    table = f"states.{form}"
    texts, windows = ("wet", "outside", "dry", "source"), ("window", "falls_apart")
    file.keys(row, table, (*texts, *windows), ("wet",))
    file.texts(row, table, *texts)
    if form not in forms():
        raise file.error(table, (), f"“{form}” is not a form of vitamin C")
    for key in ("wet", "outside", "dry"):
        if row.get(key):
            file.one_of(row, key, STATES, table)
    window, falls_apart = (named_value(key, row[key], file, table) if key in row else None for key in windows)
    stated = [row["source"]] if "source" in row else []
    cited(stated, file, table)
    every_source = tuple(
        dict.fromkeys([*stated, *(value.source for value in (window, falls_apart) if value)])
    )
    if not every_source:
        raise file.error(table, (), "a state needs a source")
    words = {key: row.get(key, "") for key in ("wet", "outside", "dry")}
    return FormStates(form, every_source, **words, window=window, falls_apart=falls_apart)
