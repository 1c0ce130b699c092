"""The rows of a sheet with the cells that stand in it, and the texts of these as Excel shows them."""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from calc.messages import say
from calc.tables.bounds import refusal
from calc.tables.number_format import around_number, clear_decimal
from calc.tables.old_excel import OldSheet

#: A row of a sheet: its number, from 1, and the cells that stand in it; gaps are neither rows nor cells.
SheetRow = tuple[int, Sequence[Any]]
_ROWS_IN_EXCEL = 1_048_576
_ROWS_AT_ONCE = 200


@contextlib.contextmanager
def careful(name: str) -> Iterator[None]:
    """Turn whatever openpyxl trips over into one refusal, and keep its warnings to itself.

    Parameters
    ----------
    name : str
        Of the file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        accepted = say("this workbook is damaged, or not as Excel writes it.")
        raise refusal(name, "Excel", accepted, say("Save it again as .xlsx, or as CSV.")) from error


def rows_of_sheet(sheet: Any, width: int, name: str) -> Iterator[SheetRow]:
    """Yield the rows of a sheet, in their order.

    Parameters
    ----------
    sheet : sheet
        As openpyxl or `old_excel` opens it.
    width : int
        No more columns.
    name : str
        Of the file.
    """
    rows = sheet.rows(width) if isinstance(sheet, OldSheet) else _read(sheet, width)
    while True:
        with careful(name):
            some = list(itertools.islice(rows, _ROWS_AT_ONCE))
        if not some:
            return
        yield from some


def _read(sheet: Any, width: int) -> Iterator[SheetRow]:
    """Yield the rows of a sheet of openpyxl; what stands behind them is not looked at."""
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    book, last = sheet.parent, 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, element in iterparse(source):
            if element.tag == DATA_TAG:
                return
            if element.tag != ROW_TAG:
                continue
            number, cells = parser.parse_row(element)
            element.clear()
            if number > _ROWS_IN_EXCEL:
                return
            if number > last:
                last = number
                yield number, [ReadOnlyCell(sheet, **cell) for cell in cells if 0 < cell["column"] <= width]


def texts_of_cells(cells: Sequence[Any], width: int = 0) -> list[str]:
    """Return the texts of the cells of a row, with "" between them.

    Parameters
    ----------
    cells : sequence of cells
        As `rows_of_sheet` gives them.
    width : int, optional
        How many there are to be; up to the last cell, when not given.
    """
    texts = [""] * (width or max((cell.column for cell in cells), default=0))
    for cell in cells:
        texts[cell.column - 1] = shown_text(cell)
    return texts


def shown_text(cell: Any) -> str:
    """Return the text of a cell: numbers with 15 digits and what their format writes around them.

    Parameters
    ----------
    cell : cell
        Of openpyxl or `old_excel`.
    """
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        before, behind, percent = around_number(cell.number_format or "")
        number = value * 100 if percent else value
        text = str(number) if isinstance(number, int) else clear_decimal(f"{number:.15g}")
        return f"{before}{text}{behind}"
    return str(value).removesuffix(" 00:00:00")
