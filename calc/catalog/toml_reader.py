"""A TOML file of ``data/`` that is read strictly and can tell in which line something is wrong.

A loader gives each table of a `DataFile` to a function that checks it (`DataFile.keys`, `DataFile.texts`, …)
and makes a frozen record of it. Whatever does not keep the contract is a `DataError` with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from calc.catalog.shown_words import in_language
from calc.errors import DataError

Row = Mapping[str, Any]


class DataFile:
    """The named tables of a TOML file, with the checks that a loader makes on them.

    Every check raises a `DataError` that names the file, the line, the table and what is wrong. ``table`` is
    the dotted name of the table that is checked, ``row`` the table itself or an inline table in it.

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    name : str
        Of the file.
    tables : dict of str to dict
        The top tables by their names, as TOML has them.

    Raises
    ------
    DataError
        When it is not TOML, or holds something else than tables.

    Examples
    --------
    >>> from calc.catalog import data_file
    >>> file = data_file("sources.toml")
    >>> file.name, "bench_editorial" in file.tables
    ('sources.toml', True)
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        text = path.read_text(encoding="utf-8")
        self._lines = text.splitlines()
        try:
            #: As the file has them, whatever language is shown.
            self.english: dict[str, Any] = tomli.loads(text)
            self.tables: dict[str, dict[str, Any]] = in_language(self.name, self.english)
        except tomli.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise DataError(self.name, int(line.group(1)) if line else 1, str(error)) from error
        for name, table in self.tables.items():
            if not isinstance(table, dict):
                raise self.error(name, (name,), "this must be a table")

    def error(self, table: str, words: Iterable[str], problem: str) -> DataError:
        """Return an error at the first line of a table that holds all the words, or else at its head."""
        wanted = tuple(words)
        start = next(
            (i for i, line in enumerate(self._lines) if line.startswith((f"[{table}]", f"[{table}."))), 0
        )
        for at in range(start, len(self._lines)):
            if at > start and self._lines[at].startswith("["):
                break
            if wanted and all(word in self._lines[at] for word in wanted):
                return DataError(self.name, at + 1, f"{table}: {problem}")
        return DataError(self.name, start + 1, f"{table}: {problem}")

    def row_error(self, table: str, row: Row, problem: str) -> DataError:
        """Return an error at the line of an inline table, which is found by all its texts."""
        quoted = [f'"{text}"' for name, text in row.items() if isinstance(text, str) and name != "property"]
        return self.error(table, [str(row.get("property", "")), *quoted], problem)

    def keys(self, row: Row, table: str, allowed: Iterable[str], needed: Iterable[str]) -> None:
        """Refuse keys that are not allowed, and needed ones that are missing."""
        if not isinstance(row, dict):
            raise self.error(table, (str(row),), "a table is needed here")
        for key in row:
            if key not in allowed:
                raise self.error(table, (key,), f"unknown key “{key}”")
        for key in needed:
            if key not in row:
                raise self.row_error(table, row, f"“{key}” is missing")

    def parts(self, allowed: Iterable[str]) -> None:
        """Refuse a top table that is not allowed, and one that is missing."""
        for name in self.tables:
            if name not in allowed:
                raise self.error(name, (), f"unknown part: there are {', '.join(allowed)}")
        for name in allowed:
            if name not in self.tables:
                raise self.error(name, (), f"“{name}” is missing")

    def texts(self, row: Row, table: str, *keys: str) -> None:
        """Refuse values of these keys that are not text; a key may be left out."""
        for key in keys:
            if not isinstance(row.get(key, ""), str):
                raise self.error(table, (key,), f"{key} must be text")

    def whole(self, row: Row, table: str, *keys: str) -> None:
        """Refuse values of these keys that are not whole numbers; a key may be left out."""
        for key in keys:
            if type(row.get(key, 0)) is not int:
                raise self.error(table, (key, str(row[key])), f"{key} must be a whole number")

    def lists(self, row: Row, table: str, *keys: str) -> None:
        """Refuse values of these keys that are not lists of texts; a key may be left out."""
        for key in keys:
            items = row.get(key, [])
            if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
                raise self.error(table, (key,), f"{key} must be a list of texts")

    def filled_lists(self, part: str, keys: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Return the lists of texts of one part, all of whose keys are needed and name something."""
        rows = self.tables[part]
        self.keys(rows, part, keys, keys)
        self.lists(rows, part, *keys)
        for key in keys:
            if not rows[key] or not all(rows[key]):
                raise self.error(part, (key,), f"{key} names nothing")
        return MappingProxyType({key: tuple(rows[key]) for key in keys})

    def rows(self, row: Row, table: str, key: str) -> list[Row]:
        """Return the list of inline tables at a key, an empty one when it is left out."""
        rows = row.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(item, dict) for item in rows):
            raise self.error(table, (key,), f"{key} must be a list of tables")
        return rows

    def one_of(self, row: Row, key: str, allowed: Iterable[str], table: str) -> None:
        """Refuse a value that is none of those allowed."""
        if row[key] not in tuple(allowed):
            problem = f"{key} “{row[key]}” is none of {', '.join(allowed)}"
            raise (
                self.row_error(table, row, problem)
                if "property" in row
                else self.error(table, (key, f'"{row[key]}"'), problem)
            )
