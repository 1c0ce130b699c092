"""Opening a workbook of Excel; imported where one is read, as openpyxl takes a while."""

from __future__ import annotations

import functools
import io
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import stylesheet
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# What a number format shows is asked for each cell format anew, of which there may be thousands.
stylesheet.is_date_format = functools.lru_cache(maxsize=4096)(stylesheet.is_date_format)
stylesheet.is_timedelta_format = functools.lru_cache(maxsize=4096)(stylesheet.is_timedelta_format)


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc]
    """A sheet that is not asked for its size, for which all of one that does not state it would be read."""

    def _get_size(self) -> None:
        """Do nothing."""


class _Reader(ExcelReader):  # type: ignore[misc]
    """Opens a workbook; its sheets are read later, and nothing beside them."""

    def read_worksheets(self) -> None:
        """Take down the sheets that hold cells."""
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                opened = _Sheet(self.wb, sheet.name, relation.target, self.shared_strings)
                opened.sheet_state = sheet.state
                self.wb._sheets.append(opened)


def open_workbook(data: bytes, values: bool) -> Any:
    """Return a workbook of openpyxl.

    Parameters
    ----------
    data : bytes
    values : bool
        Take what formulas came to when it was saved, not the formulas.
    """
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb
