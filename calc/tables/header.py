"""Which row of a table names its columns, and those names, each once."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Sequence

from calc.catalog.market import table_words
from calc.catalog.normalize import normalize
from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import refusal
from calc.tables.number_format import is_number
from calc.tables.rows import without_entities
from calc.tables.types import ReadLog

#: The names of the columns are looked for in so many rows.
HEADER_WITHIN = 50
_LONGEST_NAME = 60
_IN_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_NO_UNIT = ("", "-", "–", "—", "/")
_UNIT = re.compile(
    r"[(\[]?\s*(?:%(?:\s*\(?[wm]/[wmv]\)?)?|‰|ppm|[wm]/[wmv]|m?g/(?:m?l|100\s*(?:g|ml)|g|kg)|[kmµ]?g|[mcd]?l|ounces?"
    r"|(?:fl\.?\s*)?oz\.?|°\s*[CF]|[€$£¥₩₽₴₹]|kr|zł|[A-Z]{3}|мл|г|руб\.?|грн|unit|text|name)\s*[)\]]?",
    re.IGNORECASE,
)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns, or -1.

    The first that is not much narrower than the others. If it is narrower, or holds a number ("Prices,
    2026"), it gives way to a row close below that is as wide as the others, full, and without numbers; and
    to one that has two names or more as columns of products have them, where it has fewer of them.

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
    known = [known_headings(row) for row in rows[:HEADER_WITHIN]]
    guess = _by_shape(trimmed, wide)
    best = max(range(len(known)), key=lambda i: known[i])
    return best if known[best] >= 2 and known[best] > (known[guess] if guess < len(known) else 0) else guess


def _by_shape(trimmed: Sequence[Sequence[str]], wide: Sequence[int]) -> int:
    """Return which row names the columns, by how many cells each row has."""
    first = next(i for i, number in enumerate(wide) if number >= max(2, max(wide) / 2))
    usual = Counter(len(row) for row in trimmed[first + 1 :] if len(row) > 1).most_common(1)
    if usual and (len(trimmed[first]) < usual[0][0] or any(map(is_number, trimmed[first]))):
        for i, row in enumerate(trimmed[first + 1 : first + 5], first + 1):
            if len(row) == usual[0][0] == wide[i] and not any(map(is_number, row)):
                return i
    return first


def known_headings(cells: Sequence[str]) -> int:
    """Return how many cells are names as columns of products have them.

    Parameters
    ----------
    cells : sequence of str

    Examples
    --------
    >>> known_headings(["Produkt", "Preis (€)", "Serum"])
    2
    """
    return sum(1 for cell in cells if len(cell) <= _LONGEST_NAME and _plain(cell) in _known())


@functools.cache
def _known() -> frozenset[str]:
    """Return the names that columns of products go by."""
    return frozenset(name for names in table_words().columns.values() for name in names)


def _plain(cell: str) -> str:
    """Return a name without its unit, case and signs."""
    return normalize(_IN_BRACKETS.sub(" ", cell))


def joined_units(named: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Return the names of columns with the units that stand in the row below them; None where none do.

    Parameters
    ----------
    named, below : sequence of str
        Cells of the two rows.

    Examples
    --------
    >>> joined_units(["product", "strength", "size"], ["", "%", "(ml)"])
    ['product', 'strength (%)', 'size (ml)']
    >>> joined_units(["currency", "unit"], ["EUR", "ml"]) is None
    True
    """
    cells = [cell.strip() for cell in below]
    stated = [cell for cell in cells if cell not in _NO_UNIT]
    if not stated or len(stated) >= len(trim(named)) or not all(map(_UNIT.fullmatch, stated)):
        return None
    units = [cell.strip("()[] ") if cell not in _NO_UNIT else "" for cell in cells]
    units += [""] * (len(named) - len(units))
    return [f"{name} ({unit})" if unit and name.strip() else name for name, unit in zip(named, units)]


def joined_groups(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Return the names of columns of which some stand in groups: a heading over several sub-headings.

    Parameters
    ----------
    above, below : sequence of str
        Cells of the two rows; a group stands over its first column, and the others are empty there.

    Returns
    -------
    list of str or None
        None where the two rows are no such headings.

    Examples
    --------
    >>> joined_groups(["Product", "pH", "", "Price", ""], ["", "min", "max", "EUR", "USD"])
    ['Product', 'pH min', 'pH max', 'Price EUR', 'Price USD']
    >>> joined_groups(["", "", "pH", ""], ["Product", "Brand", "min", "max"])
    ['Product', 'Brand', 'pH min', 'pH max']
    >>> joined_groups(["product", "form", ""], ["A", "LAA", "x"]) is None
    True
    """
    width = max(len(above), len(below))
    upper = [cell.strip() for cell in above] + [""] * (width - len(above))
    lower = [cell.strip() for cell in below] + [""] * (width - len(below))
    names, group, members = [], "", 0
    for at, (over, under) in enumerate(zip(upper, lower)):
        if over and under and not known_headings([under]):
            group = over if at + 1 < width and not upper[at + 1] and lower[at + 1] else ""
        elif over or known_headings([under]):
            group = ""
        members += bool(group and under and not over)
        names.append(f"{group} {under}" if group and under else " ".join(filter(None, (over, under))))
    said = [cell for cell in (*upper, *lower) if cell]
    clashing = any(
        over and under and not name.startswith(f"{over} ") for over, under, name in zip(upper, lower, names)
    )
    plain = all(len(cell) <= _LONGEST_NAME and not is_number(cell) for cell in said)
    begins = bool(upper and lower) and bool(upper[0]) != bool(lower[0])
    return names if members and plain and begins and not clashing else None


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


def stated_header(row: int, rows: Sequence[tuple[int, Sequence[str]]], name: str) -> int:
    """Return which of some rows stands in a line that somebody states to name the columns.

    Parameters
    ----------
    row : int
        The line.
    rows : sequence of (int, sequence of str)
        Lines with their cells.
    name : str
        Of the file.

    Raises
    ------
    InputError
        There is no such line, or nothing in it.
    """
    at = next((i for i, (line, cells) in enumerate(rows) if line == row and trim(cells)), -1)
    if at < 0:
        fix = say(
            "Give a line among the first {header_within} that names the columns.", header_within=HEADER_WITHIN
        )
        raise refusal(
            name,
            say("header row {row}", row=row),
            say("there is nothing in this line that names columns."),
            fix,
        )
    return at


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
        accepted = say("only one column was found; a comparison needs a name and a strength at least.")
        fix = say("Separate the columns by commas, semicolons or tabs, and name them in the first line.")
        raise refusal(log.name, say("one column"), accepted, fix)
    refuse_width(len(named), log.name)
    named = [without_entities(cell) for cell in named]
    columns = _named(named)
    again = [new for new, old in zip(columns, named) if new != " ".join(old.split())]
    if again:
        log.notes.append(
            say(
                "Columns named here, as their names were empty or came twice: {columns}.",
                columns=", ".join(again),
            )
        )
    if any(map(is_number, named)):
        log.notes.append(
            say("Line {line} is taken for the names of the columns, though it holds numbers.", line=line)
        )
    if line > 1:
        log.notes.append(
            say("The names of the columns stand in line {line}; what is above is left out.", line=line)
        )
    return columns


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names for columns, each of its own."""
    names: list[str] = []
    taken = {" ".join(cell.split()) for cell in cells}
    seen: set[str] = set()
    for i, cell in enumerate(cells, 1):
        encoded = cell.replace("\0", " ").encode("utf-8", "replace").decode()
        plain = " ".join(encoded.split()) or say("column {number}", number=i)
        name = plain
        for number in itertools.count(2):
            if name not in seen and (name == plain or name not in taken):
                break
            name = f"{plain} ({number})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def refuse_width(width: int, name: str) -> None:
    """Refuse a table that is too wide.

    Parameters
    ----------
    width : int
        How many columns it has.
    name : str
        Of the file.
    """
    if width > bounds.MOST_COLUMNS:
        fix = say("Leave out the columns that are not compared.")
        raise refusal(
            name,
            say("{width} columns", width=width),
            say("up to {most_columns} are read.", most_columns=bounds.MOST_COLUMNS),
            fix,
        )
