"""Rows that lack cells at their end: filled up, or told from one row that a line break parts in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from calc.tables.types import Block, ReadLog, Record, Unread

_OTHER_SEPARATORS = (";", "\t", "|")
_PARTED = (
    "This row and the next make one row of {} cells together: a cell with a line break in it needs quotation "
    "marks around it."
)


def filled(records: Iterable[Record | Block], width: int, log: ReadLog) -> Iterator[Record | Block]:
    """Yield records, those that lack cells at their end with empty ones.

    Two rows that are one with a line break in it are left out, for neither says what it seems to. A comment,
    and a row whose cells something else separates, come as they are.

    Parameters
    ----------
    records : iterable of Record or Block
    width : int
        How many columns there are.
    log : ReadLog
        Takes down which rows were filled up.

    Examples
    --------
    >>> list(filled([(2, ["A", "LAA", "3.2"]), (3, ["B", "SAP"])], 3, ReadLog("list.csv")))
    [(2, ['A', 'LAA', '3.2']), (3, ['B', 'SAP', ''])]
    """
    held: tuple[int, Sequence[str]] | None = None  # a short row, until it is known what follows
    whole: Sequence[str] = ()
    for record in records:
        cells: Sequence[str] = () if isinstance(record, (Unread, Block)) else record[1]
        is_short = 0 < len(cells) < width and _is_row(cells)
        if held and is_short and _are_one(held[1], cells, whole):
            yield Unread(held[0], _PARTED.format(width))
            held = None
            continue
        if held:
            yield _full(*held, width, log)
            held = None
        if is_short:
            held = (record[0], cells)
            continue
        if len(cells) == width:
            whole = cells
        yield record
    if held:
        yield _full(*held, width, log)


def _is_row(cells: Sequence[str]) -> bool:
    """Tell whether cells are a row of the table, not a comment or a line that something else separates."""
    if cells[0].lstrip().startswith("#"):
        return False
    alone = len(cells) == 1 and any(cells[0].count(separator) > 1 for separator in _OTHER_SEPARATORS)
    return not alone and any(cell.strip() for cell in cells)


def _full(line: int, cells: Sequence[str], width: int, log: ReadLog) -> Record:
    """Return a row with the cells that it lacks."""
    log.add_short(line)
    log.lack(width - len(cells))
    return line, [*cells, *[""] * (width - len(cells))]


def _are_one(first: Sequence[str], second: Sequence[str], whole: Sequence[str]) -> bool:
    """Tell whether two short rows are one: joined they are as wide as a whole row, and more like one."""
    joined = [*first[:-1], f"{first[-1]} {second[0]}", *second[1:]]
    if len(joined) != len(whole):
        return False
    return _unlike(joined, whole) < _unlike(first, whole) + _unlike(second, whole)


def _unlike(cells: Sequence[str], whole: Sequence[str]) -> int:
    """Return how many cells hold digits where those of a whole row hold none, or the other way round."""
    return sum(
        any(map(str.isdigit, cell)) != any(map(str.isdigit, other))
        for cell, other in zip(cells, whole)
        if cell.strip() and other.strip()
    )
