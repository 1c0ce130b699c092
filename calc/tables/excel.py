"""A sheet of a workbook as a table: cells as Excel shows them, formulas by their last values."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from calc.tables import bounds
from calc.tables.bounds import refusal
from calc.tables.file import File
from calc.tables.header import (
    HEADER_WITHIN,
    column_names,
    find_header,
    trim,
)
from calc.tables.number_format import clear_decimal
from calc.tables.rows import Shape, frames_of
from calc.tables.types import (
    FoundTable,
    ReadLog,
    ReadOptions,
    Record,
)
from calc.tables.xlsx_safety import check_workbook

_ROWS_IN_EXCEL = 1_048_575
_ROWS_AT_ONCE = 200


def read_excel(file: File, log: ReadLog, options: ReadOptions) -> FoundTable:
    """Start to read the first sheet of a workbook that has a table.

    Parameters
    ----------
    file : File
    log : ReadLog
        Takes down notes and rows that cannot be read.
    options : ReadOptions
    """
    if file.size > bounds.MOST_BYTES:
        given, fix = f"{file.size / 1e6:.1f} MB", "Save the sheet as CSV."
        raise refusal(file.name, given, f"up to {bounds.MOST_BYTES / 1e6:g} MB of Excel are read.", fix)
    data = file.read()
    formulas = check_workbook(data, file.name)
    book = _workbook(data, file.name, values=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
    table = _first_table(sheets, file.name)
    if table is None:
        accepted = "no sheet has a header of two columns or more with a row below."
        raise refusal(file.name, "Excel", accepted, "Name the columns in one row of the first sheet.")
    sheet, line, cells = table
    columns = column_names(cells, line, log)
    if len(sheets) > 1:
        others = ", ".join(f"“{other.title}”" for other in sheets if other is not sheet)
        log.notes.insert(0, f"Read from the sheet “{sheet.title}”; left out: {others}.")
    second = _workbook(data, file.name, values=False)[sheet.title] if formulas else None
    records = _sheet_records(sheet, second, (line, len(columns) + 1), log)
    shape = Shape(columns, len(columns) + 1, pad=True)
    return FoundTable("xlsx", columns, frames_of(records, shape, log, options.size))


def _workbook(data: bytes, name: str, values: bool) -> Any:
    """Open a workbook: its values, or its formulas."""
    import openpyxl

    with _careful(name):
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


@contextlib.contextmanager
def _careful(name: str) -> Iterator[None]:
    """Turn whatever openpyxl trips over into one refusal, and keep its warnings to itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        accepted = "this workbook is damaged, or not as Excel writes it."
        raise refusal(name, "Excel", accepted, "Save it again as .xlsx, or as CSV.") from error


def _first_table(sheets: Iterable[Any], name: str) -> tuple[Any, int, list[str]] | None:
    """Return the first sheet with a header and something below it, the header's row, and the header."""
    for sheet in sheets:
        with _careful(name):
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=HEADER_WITHIN, max_col=bounds.MOST_COLUMNS + 1)
            rows = [[_cell(cell) for cell in row] for row in cells]
        at = find_header(rows)
        if at >= 0 and (at == HEADER_WITHIN - 1 or any(trim(row) for row in rows[at + 1 :])):
            return sheet, at + 1, trim(rows[at])
    return None


def _sheet_records(sheet: Any, second: Any, start: tuple[int, int], log: ReadLog) -> Iterator[Record]:
    """Yield the rows of a sheet below its header; note formulas and those without a value."""
    header, width = start
    values = _sheet_rows(sheet, width, log.name)
    formulas = _sheet_rows(second, width, log.name) if second is not None else itertools.repeat(())
    without_value, with_value = [], 0
    for number, (row, behind) in enumerate(zip(values, formulas), 1):
        if number <= header:
            continue
        for cell, formula in zip(row, behind):
            if getattr(formula, "data_type", "") != "f":
                continue
            with_value += cell.value is not None
            if cell.value is None:
                without_value.append(f"{formula.column_letter}{number}")
        yield number, [_cell(cell) for cell in row]
    if with_value:
        log.notes.append(f"Cells with formulas: {with_value}; their last values are taken.")
    if without_value:
        shown = ", ".join(without_value[:5]) + (" …" if len(without_value) > 5 else "")
        log.notes.append(
            f"Formulas that were never worked out, so unknown: {len(without_value)} ({shown}). "
            "Open the file in a spreadsheet and save it."
        )


def _sheet_rows(sheet: Any, width: int, name: str) -> Iterator[Sequence[Any]]:
    """Yield the rows of a sheet, with the gaps between them."""
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows(max_row=_ROWS_IN_EXCEL + 1, max_col=width))
    while True:
        with _careful(name):
            some = list(itertools.islice(rows, _ROWS_AT_ONCE))
        if not some:
            return
        yield from some


def _cell(cell: Any) -> str:
    """Return the text of a cell: numbers as Excel shows them, with 15 digits; percentages with their sign."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        percent = "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")
        number = value * 100 if percent else value
        text = str(number) if isinstance(number, int) else clear_decimal(f"{number:.15g}")
        return f"{text} %" if percent else text
    return str(value).removesuffix(" 00:00:00")
