"""Which row of a table names its columns, and those names, each once."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from calc.tables import bounds
from calc.tables.bounds import refusal
from calc.tables.number_format import is_number
from calc.tables.types import ReadLog

#: The names of the columns are looked for in so many rows.
HEADER_WITHIN = 50


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns, or -1.

    The first that is not much narrower than the others. If it is narrower, or holds a number ("Prices,
    2026"), it gives way to a row close below that is as wide as the others, full, and without numbers.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells of the first rows.

    Examples
    --------
    >>> find_header([["Prices, 2026"], ["product", "strength"], ["Serum", "15 %"]])
    1
    """
    trimmed = [trim(row) for row in rows]
    wide = [sum(1 for cell in row if cell.strip()) for row in trimmed]
    if max(wide, default=0) < 2:
        return -1
    first = next(i for i, number in enumerate(wide) if number >= max(2, max(wide) / 2))
    usual = Counter(len(row) for row in trimmed[first + 1 :] if len(row) > 1).most_common(1)
    if usual and (len(trimmed[first]) < usual[0][0] or any(map(is_number, trimmed[first]))):
        for i, row in enumerate(trimmed[first + 1 : first + 5], first + 1):
            if len(row) == usual[0][0] == wide[i] and not any(map(is_number, row)):
                return i
    return first


def trim(cells: Sequence[str]) -> list[str]:
    """Return cells without the empty ones at their end.

    Parameters
    ----------
    cells : sequence of str

    Examples
    --------
    >>> trim(["product", "", "pH", " ", ""])
    ['product', '', 'pH']
    """
    last = max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return list(cells[:last])


def column_names(named: Sequence[str], line: int, log: ReadLog) -> tuple[str, ...]:
    """Return the columns that a header names, each name once, and note what is odd in it.

    Parameters
    ----------
    named : sequence of str
        Its cells.
    line : int
        Where it stands.
    log : ReadLog

    Raises
    ------
    InputError
        Fewer than two columns, or more than are read.
    """
    if len(named) < 2:
        accepted = "only one column was found; a comparison needs a name and a strength at least."
        fix = "Separate the columns by commas, semicolons or tabs, and name them in the first line."
        raise refusal(log.name, "one column", accepted, fix)
    _refuse_width(len(named), log.name)
    columns = _named(named)
    again = [new for new, old in zip(columns, named) if new != " ".join(old.split())]
    if again:
        log.notes.append(f"Columns named here, as their names were empty or came twice: {', '.join(again)}.")
    if any(map(is_number, named)):
        log.notes.append(f"Line {line} is taken for the names of the columns, though it holds numbers.")
    if line > 1:
        log.notes.append(f"The names of the columns stand in line {line}; what is above is left out.")
    return columns


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names for columns, each of its own."""
    names: list[str] = []
    taken = {" ".join(cell.split()) for cell in cells}
    seen: set[str] = set()
    for i, cell in enumerate(cells, 1):
        plain = " ".join(cell.replace("\0", " ").split()) or f"column {i}"
        name = plain
        for number in itertools.count(2):
            if name not in seen and (name == plain or name not in taken):
                break
            name = f"{plain} ({number})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def _refuse_width(width: int, name: str) -> None:
    """Refuse a table that is too wide."""
    if width > bounds.MOST_COLUMNS:
        fix = "Leave out the columns that are not compared."
        raise refusal(name, f"{width} columns", f"up to {bounds.MOST_COLUMNS} are read.", fix)
