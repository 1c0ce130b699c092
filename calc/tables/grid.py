"""A file as rows of cells just as they stand, for readers that look for headings of their own.

`calc.tables.read_table` takes a table whose first rows name its columns. What a machine writes may have
pages of remarks above, several tables, or no names at all: here nothing is left out and nothing is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from calc.messages import say
from calc.tables import bounds, detect, excel, json_rows
from calc.tables.bounds import refusal, too_large
from calc.tables.encoding import detect_encoding, sample_text
from calc.tables.file import File
from calc.tables.json_items import DECODER
from calc.tables.lines import NumberedLine, TextLines, split_records
from calc.tables.old_excel import MAGIC, open_old_workbook
from calc.tables.sheet_rows import rows_of_sheet, texts_of_cells
from calc.tables.types import Record
from calc.tables.xlsx_safety import check_workbook

_DELIMITERS = {"\t": "tabs", ";": "semicolons", "|": say("vertical bars"), ",": "commas"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Grid:
    """One way to part a file into rows of cells.

    Parameters
    ----------
    name : str
        What is read, in plain words: the sheet, or what stands between the cells.
    kind : str
        text, xlsx or json.
    encoding : str
        Python's name of it; "" for what is no text.
    records : callable
        Returns an iterator over the rows from the first on: their lines with their cells, or why they
        cannot be read.
    """

    name: str
    kind: str
    encoding: str
    records: Callable[[], Iterator[Record]]


def open_grids(source: bytes, *, name: str, encoding: str = "") -> tuple[Grid, ...]:
    r"""Return every way in which a file may be parted into rows of cells.

    Parameters
    ----------
    source : bytes
    name : str
        Of the file, for messages.
    encoding : str, optional
        The encoding of a text, where it is known better.

    Returns
    -------
    tuple of Grid
        A text once for each sign that may stand between its cells, a workbook once for each visible sheet.

    Raises
    ------
    InputError
        Too large, empty, or of no kind that is read.

    Examples
    --------
    >>> grids = open_grids(b"Logger 7\nTime;Temp\n10:00;20,5\n", name="log.csv")
    >>> [grid.name for grid in grids], list(grids[1].records())[2]
    (['tabs', 'semicolons', 'vertical bars', 'commas', 'wide spaces', 'spaces'], (3, ['10:00', '20,5']))
    """
    file = File(source, name, most_unpacked=bounds.MOST_UNPACKED)
    if file.size > bounds.MOST_BYTES:
        most = say("up to {most_bytes:g} MB are read.", most_bytes=bounds.MOST_BYTES / 1000000.0)
        raise refusal(
            name, say("{size:.1f} MB", size=file.size / 1000000.0), most, say("Leave out what is not needed.")
        )
    detect._refuse_other_formats(name, file.head)
    if file.head.startswith((*_ZIP, MAGIC)):
        return _sheets(file)
    encoding = encoding or detect_encoding(file)
    text = sample_text(file.head, encoding)
    detect._refuse_what_is_no_table(name, text)
    if re.match(r"\s*[\[{]", text):
        return (Grid("JSON", "json", encoding, lambda: iter(_json_records(file, encoding))),)
    stated = re.match(r"\W?sep=(.)\s*?[\r\n]", text)
    between = {stated[1]: _DELIMITERS.get(stated[1], stated[1])} if stated else _DELIMITERS
    grids = [_delimited(file, encoding, sign, words) for sign, words in between.items()]
    if not stated:
        grids.append(Grid(say("wide spaces"), "text", encoding, lambda: _by_wide_spaces(file, encoding)))
        grids.append(Grid("spaces", "text", encoding, lambda: _by_spaces(TextLines(file, encoding))))
    return tuple(grids)


def _delimited(file: File, encoding: str, sign: str, words: str) -> Grid:
    """Return a text whose cells a sign parts."""
    return Grid(words, "text", encoding, lambda: split_records(TextLines(file, encoding), sign))


def _by_wide_spaces(file: File, encoding: str) -> Iterator[Record]:
    """Yield lines whose cells are parted by two spaces or more."""
    return ((number, re.split(r"\s{2,}", (line or "").strip())) for number, line in TextLines(file, encoding))


def _by_spaces(lines: Iterator[NumberedLine]) -> Iterator[Record]:
    """Yield lines whose cells are parted by spaces."""
    return ((number, (line or "").split()) for number, line in lines)


def _sheets(file: File) -> tuple[Grid, ...]:
    """Return the visible sheets of a workbook."""
    data = file.read()
    if data.startswith(MAGIC):
        worksheets: list[Any] = list(open_old_workbook(data, file.name))
    else:
        check_workbook(data, file.name)
        worksheets = list(excel._workbook(data, file.name, values=True).worksheets)
    sheets = excel.visible_sheets(worksheets)

    def records_of(sheet: Any) -> Callable[[], Iterator[Record]]:
        width = bounds.MOST_COLUMNS
        return lambda: (
            (number, texts_of_cells(cells)) for number, cells in rows_of_sheet(sheet, width, file.name)
        )

    return tuple(
        Grid(say("sheet “{title}”", title=sheet.title), "xlsx", "", records_of(sheet)) for sheet in sheets
    )


def _json_records(file: File, encoding: str) -> list[Record]:
    """Return the objects of a JSON file as rows, with a row of their keys above.

    Objects may stand one a line, in a list, in lists of lists, or as an object of lists of equal length; what
    is nested once has its keys joined by a space.
    """
    data = file.read(bounds.MOST_UNPACKED)
    if data.count(b",") > 5 * bounds.MOST_ROWS:
        raise too_large(
            file.name,
            say("too many values"),
            say("up to {most_rows} are read here.", most_rows=5 * bounds.MOST_ROWS),
        )
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        objects = [_flat(item) for item in _objects(_json_value(text))]
    except (ValueError, RecursionError) as error:
        fix = say("Write a list of objects, or one object in each line.")
        raise refusal(file.name, "JSON", say("it is broken, or nested too deeply."), fix) from error
    keys = list(dict.fromkeys(key for item in objects for key in item))
    if len(keys) > bounds.MOST_COLUMNS:
        raise refusal(
            file.name,
            say("{count} names", count=len(keys)),
            say("up to {most_columns} are read.", most_columns=bounds.MOST_COLUMNS),
        )
    rows: list[Record] = [
        (number, [json_rows.cell_text(item.get(key)) for key in keys])
        for number, item in enumerate(objects, 2)
    ]
    return [(1, keys), *rows]


def _json_value(text: str) -> Any:
    """Read JSON, also of one value a line."""
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError:
        return [DECODER.decode(line) for line in text.splitlines() if line.strip()]


def _objects(value: Any) -> Iterable[dict[str, Any]]:
    """Yield the objects in a value of JSON, one a row."""
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        lists = {key: item for key, item in value.items() if isinstance(item, list)}
        plain = [item for item in lists.values() if not any(isinstance(cell, (dict, list)) for cell in item)]
        longest = max(map(len, plain), default=0)
        if len(plain) > 1 and longest > 1 and all(len(item) == longest for item in plain):
            names = [key for key, item in lists.items() if item in plain]
            yield from (dict(zip(names, cells)) for cells in zip(*plain))
        elif nested := [item for item in value.values() if _holds_rows(item)]:
            yield from _objects(nested)
        else:
            yield value


def _holds_rows(value: Any) -> bool:
    """Tell whether a value of JSON holds rows, not only what belongs to one."""
    if isinstance(value, dict):
        return any(isinstance(item, list) and len(item) > 1 for item in value.values())
    return isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value)


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """Return an object with what is nested in it once beside the rest."""
    flat: dict[str, Any] = {}
    for key, value in item.items():
        inner: Sequence[tuple[str, Any]] = (
            [(f"{key} {name}", cell) for name, cell in value.items()]
            if (isinstance(value, dict))
            else [(key, value)]
        )
        flat.update(inner)
    return flat
