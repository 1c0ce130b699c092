"""Whether the first row of a table names its columns, or is one of the things that the table lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from calc import catalog
from calc.messages import say
from calc.parsing.forms_in_text import forms_named
from calc.tables.header import HEADER_WITHIN, find_header, known_headings, trim
from calc.tables.types import ReadLog

#: A header row that somebody says there is not.
NO_HEADER = -1
_LONGEST = 24
_AMOUNT = re.compile(
    r"\W{0,3}\d[\d.,\s/–-]*(?:\W{0,2}[^\W\d_]{1,6}\.?(?:\s*/\s*[^\W\d_]{1,3})?|[%€$£¥₩₽₴₹]){0,2}\W?"
)
_ENTRY = re.compile(r"[,;•|、，·\n]\s*")
# So many entries make a list; such a share of the cells below must be of the kind of a cell.
_LEAST_ENTRIES, _MOST = 3, 0.6
# Where there is no row below, so many cells must tell it.
_LEAST_ALONE = 2


def find_names(rows: Sequence[Sequence[str]]) -> tuple[int, bool]:
    """Return which row names the columns, or -1; and whether none does: it is then the first that is listed.

    A row names nothing that has no name as columns have them, and a cell that is an amount, a list or a form
    as most of the cells below it are. Numbers that follow each other (1, 2, 3; 2019, 2020) name columns.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells of the first rows.

    Examples
    --------
    >>> find_names([["C serum", "15 %"], ["Glow", "5 %"]])
    (0, True)
    >>> find_names([["C serum", "Glow"], ["15 %", "5 %"]])
    (0, False)
    >>> find_names([["A", "2019", "2020"], ["B", "1", "2"]])
    (0, False)
    """
    at = find_header(rows)
    if at < 0:
        return at, False
    width = len(trim(rows[at]))
    first = next(i for i, row in enumerate(rows) if len(trim(row)) >= width)
    if _is_as_those_below(first, rows):
        return first, True
    return (first, False) if first != at and _is_as_those_below(at, rows) else (at, False)


def _is_as_those_below(at: int, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row is one as those below it, and names nothing."""
    row = trim(rows[at])
    if known_headings(row) or any(known_headings(other) > 1 for other in rows[:HEADER_WITHIN]):
        return False
    below = [cells for other in rows[at + 1 :] if (cells := trim(other))]
    kinds = [_kind(cell) for cell in row]
    if _follow_each_other([cell for cell, kind in zip(row, kinds) if kind == "amount"]):
        kinds = [kind if kind != "amount" else "" for kind in kinds]
    if not below:
        return sum(map(bool, kinds)) >= _LEAST_ALONE
    for place, kind in enumerate(kinds):
        cells = [other[place] for other in below if place < len(other) and other[place].strip()]
        if kind and cells and sum(_kind(cell) == kind for cell in cells) >= _MOST * len(cells):
            return True
    return False


def _kind(cell: str) -> str:
    """Return what a cell of data is: an amount, a list, a form of vitamin C; "" for what may be a name."""
    text = cell.strip()
    if len(text) <= _LONGEST and _AMOUNT.fullmatch(text):
        return "amount"
    entries = [entry for entry in _ENTRY.split(text[:1_000]) if entry.strip()]
    if len(entries) >= _LEAST_ENTRIES and any(map(_is_ingredient, entries)):
        return "list"
    return "form" if _is_ingredient(text) else ""


def _is_ingredient(text: str) -> bool:
    """Tell whether a text is the name of an ingredient, or of a form of vitamin C."""
    return catalog.is_ingredient(text.strip()) or any(hit.form for hit in forms_named(text))


def _follow_each_other(cells: Sequence[str]) -> bool:
    """Tell whether cells are whole numbers that follow each other."""
    values = [int(text) for cell in cells if (text := cell.strip()).isdecimal() and len(text) < 10]
    steps = {later - earlier for earlier, later in itertools.pairwise(values)}
    return len(values) > 1 and len(values) == len(cells) and steps == {1}


def numbered_columns(rows: Sequence[Sequence[str]], line: int, stated: bool, log: ReadLog) -> tuple[str, ...]:
    """Return the names of columns that have none, and tell it.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells of the first rows.
    line : int
        Where the first of them stands.
    stated : bool
        Whether somebody said that there are no names.
    log : ReadLog
    """
    width = max((len(trim(row)) for row in rows), default=0)
    columns = tuple(f"column {number}" for number in range(1, width + 1))
    note = say("No line names the columns: they are called column 1, column 2, ...")
    if not stated:
        note = say(
            "No line names the columns: they are called column 1, column 2, ... and line {line} is read as"
            " a row. If it does name them: --header-row {line}.",
            line=line,
        )
    log.notes.append(note)
    return columns
