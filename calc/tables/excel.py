"""A sheet of a workbook as a table: cells as Excel shows them, formulas by their last values."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import refusal
from calc.tables.file import File
from calc.tables.header import (
    HEADER_WITHIN,
    column_names,
    joined_groups,
    joined_units,
    known_headings,
    stated_header,
    trim,
)
from calc.tables.headless import NO_HEADER, find_names, numbered_columns
from calc.tables.merged_cells import MergedCells, merged_cells
from calc.tables.old_excel import MAGIC, OldSheet, open_old_workbook
from calc.tables.rows import Shape, frames_of
from calc.tables.sheet_rows import careful, rows_of_sheet, texts_of_cells
from calc.tables.types import (
    FoundTable,
    ReadLog,
    ReadOptions,
    Record,
)
from calc.tables.xlsx_safety import check_workbook

_MOST_NAMED = 10


def read_excel(file: File, log: ReadLog, options: ReadOptions) -> FoundTable:
    """Start to read the sheet of a workbook that looks most like a table of products, or that is stated.

    Parameters
    ----------
    file : File
    log : ReadLog
        Takes down notes and rows that cannot be read.
    options : ReadOptions
    """
    if file.size > bounds.MOST_BYTES:
        given, fix = say("{size:.1f} MB", size=file.size / 1000000.0), say("Save the sheet as CSV.")
        raise refusal(
            file.name,
            given,
            say("up to {most_bytes:g} MB of Excel are read.", most_bytes=bounds.MOST_BYTES / 1000000.0),
            fix,
        )
    data = file.read()
    formulas = False
    if data.startswith(MAGIC):
        worksheets: list[Any] = list(open_old_workbook(data, file.name))
    else:
        formulas = check_workbook(data, file.name)
        worksheets = list(_workbook(data, file.name, values=True).worksheets)
    sheets = visible_sheets(worksheets)
    chosen = _stated_sheet(worksheets, options.how.sheet, file.name)
    table = _likeliest_table(chosen or sheets, file.name, options.how.header_row)
    if table is None:
        accepted = say("no sheet has a header of two columns or more with a row below.")
        raise refusal(file.name, "Excel", accepted, say("Name the columns in one row of the first sheet."))
    sheet, line, cells = table.sheet, table.line, table.cells
    if table.units:
        log.notes.append(say("Units of columns stand in row {last}.", last=table.last))
    if table.headless:
        columns = numbered_columns([cells], line, options.how.header_row == NO_HEADER, log)
    else:
        columns = column_names(cells, line, log)
    if len(sheets) > 1:
        titles = [f"“{other.title}”" for other in sheets if other is not sheet]
        more = f" and {len(titles) - _MOST_NAMED} more" if len(titles) > _MOST_NAMED else ""
        others = ", ".join(titles[:_MOST_NAMED]) + more
        log.notes.insert(
            0, say("Read from the sheet “{title}”; left out: {others}.", title=sheet.title, others=others)
        )
    second = _workbook(data, file.name, values=False)[sheet.title] if formulas else None
    merged = sheet.merged() if isinstance(sheet, OldSheet) else merged_cells(data, sheet)
    records = _sheet_records(sheet, second, (table.last, len(columns) + 1), merged, log)
    shape = Shape(columns, len(columns) + 1)
    kind = "xls" if isinstance(sheet, OldSheet) else "xlsx"
    return FoundTable(kind, columns, frames_of(records, shape, log, options.size))


def visible_sheets(sheets: Sequence[Any]) -> list[Any]:
    """Return the sheets of a workbook that are in sight, or all.

    Parameters
    ----------
    sheets : sequence of sheets
        As openpyxl or `old_excel` opens them.
    """
    return [sheet for sheet in sheets if sheet.sheet_state == "visible"] or list(sheets)


def _workbook(data: bytes, name: str, values: bool) -> Any:
    """Open a workbook: its values, or its formulas."""
    with careful(name):
        from calc.tables.workbook import open_workbook

        return open_workbook(data, values)


class _SheetTable(NamedTuple):
    """A table in a sheet: the row of its header, its cells, and the last row of it; whether units follow.

    ``headless``: that no row names the columns, and this one is the first of those that are listed.
    """

    sheet: Any
    line: int
    cells: list[str]
    last: int
    units: bool
    headless: bool = False


def _stated_sheet(sheets: Sequence[Any], stated: str, name: str) -> list[Any]:
    """Return the sheet that somebody states, by its name or by its number from 1; nothing when not stated.

    Raises
    ------
    InputError
        There is no such sheet.
    """
    if not stated:
        return []
    by_name = [sheet for sheet in sheets if sheet.title.casefold() == stated.strip().casefold()]
    by_number = [sheet for i, sheet in enumerate(sheets, 1) if str(i) == stated.strip()]
    if not (by_name or by_number):
        titles = ", ".join(f"“{sheet.title}”" for sheet in sheets)
        raise refusal(
            name,
            say("sheet {stated}", stated=stated),
            say("the workbook has no such sheet."),
            say("It has {sheets}.", sheets=titles),
        )
    return (by_name or by_number)[:1]


def _likeliest_table(sheets: Iterable[Any], name: str, header_row: int) -> _SheetTable | None:
    """Return the table of the sheet whose header has most names as columns of products have them."""
    tables = [table for sheet in sheets if (table := _table_of(sheet, name, header_row))]
    return max(tables, key=lambda table: known_headings(table.cells), default=None)


def _table_of(sheet: Any, name: str, header_row: int) -> _SheetTable | None:
    """Return the table of a sheet, None where there is none."""
    last = max(HEADER_WITHIN, header_row + 1)
    rows: list[list[str]] = []
    for number, cells in itertools.takewhile(
        lambda row: row[0] <= last, rows_of_sheet(sheet, bounds.MOST_COLUMNS + 1, name)
    ):
        rows.extend([] for _ in range(len(rows) + 1, number))
        rows.append(texts_of_cells(cells))
    at, headless = find_names(rows)
    if header_row:
        headless = header_row == NO_HEADER
        filled = next((i for i, row in enumerate(rows) if trim(row)), -1)
        at = filled if headless else stated_header(header_row, list(enumerate(rows, 1)), name)
    if headless and at >= 0:
        widest = max((trim(row) for row in rows[at:]), key=len)
        return _SheetTable(sheet, at + 1, widest, at, False, headless=True)
    if at < 0 or not (at == last - 1 or any(trim(row) for row in rows[at + 1 :])):
        return None
    named = trim(rows[at])
    lower = joined_groups(named, trim(rows[at + 1])) if at + 1 < len(rows) else None
    upper = joined_groups(trim(rows[at - 1]), named) if at and not header_row else None
    if lower or upper:
        line = at + bool(lower)
        return _SheetTable(sheet, line, lower or upper or named, at + 1 + bool(lower), False)
    units = joined_units(named, rows[at + 1]) if at + 1 < len(rows) else None
    return _SheetTable(sheet, at + 1, units or named, at + 1 + bool(units), bool(units))


def _sheet_records(
    sheet: Any, second: Any, start: tuple[int, int], merged: MergedCells, log: ReadLog
) -> Iterator[Record]:
    """Yield the rows of a sheet below its header; note formulas, merged cells and dates among other cells."""
    header, width = start
    values = rows_of_sheet(sheet, width, log.name)
    formulas = rows_of_sheet(second, width, log.name) if second is not None else itertools.repeat((0, ()))
    without_value, with_value = [], 0
    dates = _Dates()
    fill = merged.filler(header)
    for (number, row), (_, behind) in zip(values, formulas):
        if number <= header:
            continue
        for cell, formula in zip(row, behind):
            if formula.data_type != "f":
                continue
            with_value += cell.value is not None
            if cell.value is None:
                without_value.append(f"{formula.column_letter}{number}")
        dates.look_at(row, number)
        log.lack(width - len(row))
        yield number, fill(number, texts_of_cells(row, width))
    log.notes.extend((*fill.notes(), *dates.notes()))
    if with_value:
        log.notes.append(
            say("Cells with formulas: {with_value}; their last values are taken.", with_value=with_value)
        )
    if without_value:
        shown = ", ".join(without_value[:5]) + (" …" if len(without_value) > 5 else "")
        log.notes.append(
            say(
                "Formulas that were never worked out, so unknown: {count} ({cells}). Open the "
                "file in a spreadsheet and save it.",
                count=len(without_value),
                cells=shown,
            )
        )


class _Dates:
    """Dates among cells that are none: “10-12” that a spreadsheet took for a day."""

    def __init__(self) -> None:
        self._dates: dict[int, list[str]] = {}
        self._others: set[int] = set()

    def look_at(self, row: Sequence[Any], number: int) -> None:
        """Take in the cells of a row."""
        for cell in row:
            if isinstance(cell.value, datetime.date):
                self._dates.setdefault(cell.column, []).append(f"{cell.column_letter}{number}")
            elif cell.value is not None:
                self._others.add(cell.column)

    def notes(self) -> Iterator[str]:
        """Yield what is said of them."""
        odd = [cell for place, cells in self._dates.items() if place in self._others for cell in cells]
        if odd:
            shown = ", ".join(odd[:5]) + (" …" if len(odd) > 5 else "")
            yield (
                say(
                    "Cells that are dates among others that are none: {count} ({cells}). A "
                    "spreadsheet makes a date of 10-12; write such cells as text.",
                    count=len(odd),
                    cells=shown,
                )
            )
