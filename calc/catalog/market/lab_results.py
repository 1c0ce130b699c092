"""Tests of bought products against their labels: market_tests.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc import catalog
from calc.catalog.market.vocabulary import is_date
from calc.catalog.toml_reader import DataFile


@dataclass(frozen=True)
class Outcome:
    """One thing that a test found: what it says, and its number with source, kind and caveat."""

    says: str
    row: catalog.Value


@dataclass(frozen=True)
class LabTest:
    """A test of bought products against their labels: what was bought, when and where, what was found."""

    id: str
    what: str
    date: str
    place: str
    outcomes: tuple[Outcome, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of `catalog.sources`."""
        return tuple(dict.fromkeys(outcome.row.source for outcome in self.outcomes))


@functools.cache
def lab_tests() -> Mapping[str, LabTest]:
    """Return what tests of bought products found, by their id.

    Raises
    ------
    DataError
        Naming the line, where a key, unit, kind or source is unknown, a number is not in order, a
        date is none, or a property stands twice.

    Examples
    --------
    >>> all(test.outcomes for test in lab_tests().values())
    True
    """
    file = catalog.data_file("market_tests.toml")
    return MappingProxyType({key: _test(key, table, file) for key, table in file.tables.items()})


def _test(key: str, table: Mapping[str, Any], file: DataFile) -> LabTest:
    """Read one test strictly."""
    needed = ("what", "date", "place", "found")
    file.keys(table, key, needed, needed)
    file.texts(table, key, "what", "date", "place")
    if not is_date(table["date"]):
        raise file.error(key, ("date",), f"date “{table['date']}” is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    outcomes: dict[str, Outcome] = {}
    for row in file.rows(table, key, "found"):
        says = row.get("says")
        if not isinstance(says, str) or not says:
            raise file.row_error(key, row, "“says” is missing")
        outcome = Outcome(says, catalog.value_row({k: v for k, v in row.items() if k != "says"}, file, key))
        if outcomes.setdefault(outcome.row.property, outcome) is not outcome:
            raise file.row_error(key, row, f"“{outcome.row.property}” stands twice")
    if not outcomes:
        raise file.error(key, ("found",), "found names nothing")
    return LabTest(key, table["what"], table["date"], table["place"], tuple(outcomes.values()))
