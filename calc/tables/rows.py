"""Records of cells as DataFrames of text; rows that do not fit are listed."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from calc.messages import say, say_n
from calc.tables import bounds
from calc.tables.types import ReadLog, Record, Unread

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def without_entities(text: str) -> str:
    """Return a text in which HTML entities are the signs that they stand for.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> without_entities("C &amp; E, &lt;5&nbsp;%"), without_entities("R&D; AT&T")
    ('C & E, <5 %', 'R&D; AT&T')
    """
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\xa0", " "), text)


class Shape(NamedTuple):
    """The columns of a table, and what a row of it may look like.

    Cells beyond the names must be empty, and there may be as many as in the header: a longer row holds a
    separator that is none, though its last cell be empty.

    Parameters
    ----------
    columns : tuple of str
    widest : int
        Most cells of a row.
    keep : tuple of int
        Positions of the columns that are kept; all when empty.
    """

    columns: tuple[str, ...]
    widest: int
    keep: tuple[int, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the columns that are kept."""
        return tuple(self.columns[i] for i in self.keep) if self.keep else self.columns


def frames_of(records: Iterable[Record], shape: Shape, log: ReadLog, size: int) -> Iterator[Any]:
    """Yield records as DataFrames of text; what does not fit is taken down.

    Parameters
    ----------
    records : iterable of Record
    shape : Shape
    log : ReadLog
    size : int
        Most rows of one.

    Raises
    ------
    InputError
        More text than is read.
    """
    width = len(shape.columns)
    lines: list[int] = []
    rows: list[Sequence[str]] = []
    weight = 0
    for record in records:
        if isinstance(record, Unread):
            log.add(record)
            continue
        line, cells = record
        characters = "".join(cells)
        if not characters or characters.isspace():
            log.empty += bool(cells)
            continue
        if len(cells) != width or len(characters) > bounds.LONGEST_CELL or not _is_plain(characters):
            cells, reason = _fitted(cells, shape)
            if reason == "#":
                log.comments += 1
                continue
            if reason:
                log.add(Unread(line, reason))
                continue
        if "&" in characters and _ENTITY.search(characters):
            cells = [without_entities(cell) for cell in cells]
            log.entities += 1
        lines.append(line)
        rows.append([cells[i] for i in shape.keep] if shape.keep else cells)
        log.count_characters(len(characters))
        weight += len(characters)
        if len(rows) == size or weight > bounds.MOST_IN_PIECE:
            yield text_frame(shape.kept, lines, rows)
            lines, rows, weight = [], [], 0
    if rows:
        yield text_frame(shape.kept, lines, rows)


def _is_plain(text: str) -> bool:
    """Tell whether all of a text could be decoded, and none of it is NUL."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fitted(cells: Sequence[str], shape: Shape) -> tuple[Sequence[str], str]:
    """Return a row as wide as the header, or why it cannot be; "#" for a comment."""
    width, given = len(shape.columns), len(cells)
    if width < given <= shape.widest and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        comment = cells[0].lstrip().startswith("#")
        if comment:
            return cells, "#"
        return cells, say_n(
            "{width} columns are named, this row has {number} cell.",
            "{width} columns are named, this row has {number} cells.",
            given,
            width=width,
        )
    if max(map(len, cells)) > bounds.LONGEST_CELL:
        return cells, say(
            "A cell is longer than {longest_cell} characters.", longest_cell=bounds.LONGEST_CELL
        )
    text = "".join(cells)
    if "\0" in text:
        return cells, say("It holds NUL, which is no letter.")
    return cells, "" if _is_plain(text) else say("It holds what is no letter in the encoding of the file.")


def text_frame(columns: Sequence[str], lines: Sequence[int], rows: Sequence[Sequence[str]]) -> Any:
    """Return rows as a DataFrame of text, its index the lines.

    Parameters
    ----------
    columns : sequence of str
    lines : sequence of int
    rows : sequence of sequence of str
    """
    import pandas as pd

    index = pd.Index(np.asarray(lines, dtype=np.int64), name="line")
    cells = zip(*rows) if rows else itertools.repeat(())
    data = {name: pd.array(list(column), dtype="str") for name, column in zip(columns, cells)}
    return pd.DataFrame(data, index=index, columns=pd.Index(columns, dtype="str"))


def concatenate(pieces: Sequence[Any]) -> Any:
    """Return pieces as one DataFrame.

    Parameters
    ----------
    pieces : sequence of DataFrame
        One at least.
    """
    import pandas as pd

    return pieces[0] if len(pieces) == 1 else pd.concat(pieces)
