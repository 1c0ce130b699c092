"""Tables to take away, as CSV and Excel: the one place where CSV is written, safe from CSV injection.

Text that somebody wrote never acts as a formula in a spreadsheet (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from calc.errors import InputError
from calc.messages import say

if TYPE_CHECKING:
    import pandas

_LONGEST_IN_EXCEL, _ROWS_IN_EXCEL = 32_767, 1_048_575
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?\s*%?")


def escape_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before = + - @, TAB, CR or LF.

    Numbers such as "-5" stay as they are.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("-5"), escape_formula("Serum")
    ("'=1+1", '-5', 'Serum')
    """
    return f"'{text}" if text.startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(text) else text


def export_csv(frame: pandas.DataFrame) -> bytes:
    r"""Return a table as CSV in UTF-8 with its mark, every text quoted, formulas escaped.

    Parameters
    ----------
    frame : pandas.DataFrame

    Returns
    -------
    bytes

    Examples
    --------
    >>> import pandas
    >>> export_csv(pandas.DataFrame({"product": ["=A1"], "pH": [3.1]})).decode("utf-8-sig").split()
    ['"product","pH"', '"\'=A1",3.1']
    """
    safe = frame.copy(deep=False)
    for i, kind in enumerate(frame.dtypes):
        if _may_be_text(kind):
            safe.isetitem(i, frame.iloc[:, i].astype(object))
    return csv_text(safe, line_end="\r\n", quote_text=True).encode("utf-8-sig")


def csv_text(
    frame: pandas.DataFrame, *, header: bool = True, line_end: str = "\n", quote_text: bool = False
) -> str:
    r"""Return a table as CSV, its formulas escaped.

    Parameters
    ----------
    frame : pandas.DataFrame
    header : bool
        Whether the names of the columns come first.
    line_end : str
        ``"\n"`` or ``"\r\n"``.
    quote_text : bool
        Whether all that is no number stands in quotation marks, or only what needs them.

    Examples
    --------
    >>> import pandas
    >>> csv_text(pandas.DataFrame({"product": ["=A1"], "pH": [3.1]}))
    "product,pH\n'=A1,3.1\n"
    """
    quoting = csv.QUOTE_NONNUMERIC if quote_text else csv.QUOTE_MINIMAL
    return _without_formulas(frame).to_csv(
        index=False, header=header, quoting=quoting, lineterminator=line_end
    )


def _without_formulas(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table whose cells and names of columns no spreadsheet takes for formulas."""
    safe = frame.copy(deep=False)
    for i, kind in enumerate(frame.dtypes):
        if _may_be_text(kind):
            column = frame.iloc[:, i].astype(object)
            risky = [isinstance(value, str) and value.startswith(_RISKY) for value in column]
            if any(risky):
                safe.isetitem(i, column.map(_escaped))
    safe.columns = [escape_formula(str(name)) for name in frame.columns]
    return safe


def _may_be_text(kind: Any) -> bool:
    """Tell whether a column holds anything but numbers and truth values."""
    return getattr(kind, "kind", "O") not in "iufb"


def _escaped(value: Any) -> Any:
    """Return a cell with its formula escaped, if it is text."""
    return escape_formula(value) if isinstance(value, str) else value


def export_xlsx(frame: pandas.DataFrame) -> bytes:
    """Return a table as an Excel workbook in which text is text, and never a formula.

    Its header stays in sight and filters; columns are as wide as what stands in them; what is unknown is an
    empty cell.

    Parameters
    ----------
    frame : pandas.DataFrame

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        More rows, or a longer cell, than a sheet holds.

    Examples
    --------
    >>> import pandas
    >>> export_xlsx(pandas.DataFrame({"pH": [3.2]}))[:2]
    b'PK'
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    longest = max((max(map(_length, frame.iloc[:, i]), default=0) for i in range(frame.shape[1])), default=0)
    if len(frame) > _ROWS_IN_EXCEL or longest > _LONGEST_IN_EXCEL:
        given = say("{count} rows, {longest} characters in one cell", count=len(frame), longest=longest)
        accepted = say(
            "a sheet holds {rows_in_excel} rows, and {longest_in_excel} characters in a cell.",
            rows_in_excel=_ROWS_IN_EXCEL,
            longest_in_excel=_LONGEST_IN_EXCEL,
        )
        raise InputError("Excel", given, accepted, say("Export it as CSV."))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(frame.shape[1], 1))}{len(frame) + 1}"
    for place, name in enumerate(frame.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(name, frame.iloc[:, place - 1])
    sheet.append([_heading(sheet, str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_written(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# Rows whose cells tell how wide a column of a sheet is, and the widest one [characters].
_LOOKED_AT, _WIDEST = 500, 48


def _width(name: object, cells: pandas.Series[Any]) -> float:
    """Return how wide a column is [characters]: as its cells, within what can be read at once."""
    longest = max((len(str(value)) for value in cells.head(_LOOKED_AT) if value is not None), default=0)
    return float(min(max(len(str(name)), min(longest, _WIDEST)) + 3, _WIDEST))


def _heading(sheet: Any, name: str) -> Any:
    """Return the name of a column as it is written into a sheet, in bold."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    written = _written(sheet, name)
    cell = WriteOnlyCell(sheet, value=written) if isinstance(written, str) else written
    cell.font = Font(bold=True)
    return cell


def _length(value: Any) -> int:
    """Return how long a cell is, if it is text."""
    return len(value) if isinstance(value, str) else 0


def _written(sheet: Any, value: Any) -> Any:
    """Return what is written into a cell of a sheet."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, float, np.number)):
        return _finite(value.item() if isinstance(value, np.number) else value)
    if value is None or value != value:
        return None
    text = str(value)
    if not text.isprintable():
        text = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, value=text)  # or it would become a formula, or an error
    cell.data_type = "s"
    return cell


def _finite(value: float) -> Any:
    """Return a number that a sheet can hold; NaN is an empty cell, infinity a word."""
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else str(value)
