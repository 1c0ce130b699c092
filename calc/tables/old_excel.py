"""Workbooks of old Excel (.xls) as sheets that `calc.tables.excel` reads as it reads the new ones."""

from __future__ import annotations

import contextlib
import datetime
import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from calc.errors import InputError
from calc.messages import say
from calc.tables.bounds import refusal
from calc.tables.merged_cells import Merge, MergedCells

#: How such a file begins; one of the new Excel with a password begins so too.
MAGIC = b"\xd0\xcf\x11\xe0"
#: The largest that is read [bytes]; it is taken in whole.
MOST_OLD_BYTES = 8_000_000
#: The most cells, those that stand empty before others in a row among them.
MOST_OLD_CELLS = 1_000_000
_FIX = say("Save it as .xlsx without a password, or as CSV.")


class OldCell(NamedTuple):
    """A cell with what is looked at of one: its value, its number format and its column."""

    value: Any
    number_format: str = ""
    column_letter: str = ""
    column: int = 0
    data_type: str = ""


class OldSheet:
    """A sheet with what is looked at of one.

    Parameters
    ----------
    book : xlrd.Book
    sheet : xlrd.sheet.Sheet
    """

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self.title = str(sheet.name)
        self.sheet_state = "hidden" if sheet.visibility else "visible"

    def rows(self, width: int) -> Iterator[tuple[int, Sequence[OldCell]]]:
        """Yield the numbers of rows, from 1, with their cells that hold something.

        Parameters
        ----------
        width : int
            No more columns.
        """
        for row in range(self._sheet.nrows):
            last = min(width, self._sheet.row_len(row))
            cells = [self._cell(row, place) for place in range(last)]
            yield row + 1, [cell for cell in cells if cell.value is not None]

    def merged(self) -> MergedCells:
        """Return its merged cells."""
        return MergedCells(
            Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in self._sheet.merged_cells
        )

    def _cell(self, row: int, place: int) -> OldCell:
        """Return a cell."""
        import xlrd

        cell = self._sheet.cell(row, place)
        letter = xlrd.colname(place)
        if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
            return OldCell(None, "", letter, place + 1)
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return OldCell(str(cell.value), "", letter, place + 1)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return OldCell(bool(cell.value), "", letter, place + 1)
        if cell.ctype == xlrd.XL_CELL_DATE:
            with contextlib.suppress(xlrd.XLDateError, ValueError, OverflowError):
                return OldCell(_date(cell.value, self._book.datemode), "", letter, place + 1)
        value = float(cell.value)
        shown = self._book.format_map[self._book.xf_list[cell.xf_index].format_key].format_str
        return OldCell(int(value) if value.is_integer() else value, shown, letter, place + 1)


def _date(number: float, mode: int) -> datetime.date | datetime.datetime | datetime.time:
    """Return a date of old Excel."""
    import xlrd

    moment: datetime.datetime = xlrd.xldate_as_datetime(number, mode)
    return moment.time() if number < 1 else moment


# Records that hold a cell, whose row and column come first; that hold several, and end in their last column;
# and the one with which a sheet begins.
_ONE, _SEVERAL, _SHEET = frozenset((6, 0xD6, 0xFD, *range(0x201, 0x207), 0x27E, 0x406)), (0xBD, 0xBE), 0x809


def _refuse_far_cells(data: bytes, name: str) -> None:
    """Refuse a workbook whose cells stand so far out that the rows up to them hold more than is read.

    Raises
    ------
    InputError
    """
    from xlrd.compdoc import CompDoc

    parts = CompDoc(data, logfile=io.StringIO())
    named = map(parts.locate_named_stream, ("Workbook", "Book"))
    stream, at, size = next((found for found in named if found[0]), (b"", 0, 0))
    widths: dict[tuple[int, int], int] = {}
    sheet, end = 0, at + size
    while at + 8 <= end:
        kind, length, row, column = struct.unpack_from("<4H", stream, at)
        at += 4 + length
        sheet += kind == _SHEET
        if kind in _SEVERAL and at <= end:
            (column,) = struct.unpack_from("<H", stream, at - 2)
        if kind in _ONE or kind in _SEVERAL:
            widths[sheet, row] = max(widths.get((sheet, row), 0), column + 1)
    if sum(widths.values()) > MOST_OLD_CELLS:
        given = say("more than {most:,} cells", most=MOST_OLD_CELLS)
        raise refusal(name, given, say("this is more than is read of old Excel (.xls)."), _FIX)


def open_old_workbook(data: bytes, name: str) -> list[OldSheet]:
    """Return the sheets of a workbook of old Excel.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for messages.

    Raises
    ------
    InputError
        Too large, with a password, damaged, or no workbook.
    """
    import xlrd

    if len(data) > MOST_OLD_BYTES:
        accepted = say(
            "up to {most_old_bytes:g} MB of old Excel (.xls) are read.",
            most_old_bytes=MOST_OLD_BYTES / 1000000.0,
        )
        raise refusal(
            name,
            say("{count:.1f} MB", count=len(data) / 1000000.0),
            accepted,
            say("Save it as .xlsx, or as CSV."),
        )
    try:
        _refuse_far_cells(data, name)
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return [OldSheet(book, sheet) for sheet in book.sheets()]
    except InputError:
        raise
    except Exception as error:  # whatever it trips over in a damaged file
        words = str(error).lower()
        locked = "encrypted" in words or b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k" in data
        if locked:
            raise refusal(name, "Excel", say("it is locked with a password."), _FIX) from error
        accepted = say("this is not a workbook of old Excel (.xls) that can be read, or it is damaged.")
        raise refusal(name, "Excel", accepted, _FIX) from error
