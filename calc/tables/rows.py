"""Records of cells as DataFrames of text; rows that do not fit are listed."""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from calc.messages import say, say_n
from calc.tables import bounds
from calc.tables.types import Block, ReadLog, Record, Unread

_ENTITY = re.compile(r"(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")


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
    return _decoded(text)[0]


def has_entities(text: str) -> bool:
    """Tell whether a text holds HTML entities.

    Parameters
    ----------
    text : str
    """
    return "&" in text and bool(_ENTITY.search(text))


def _decoded(text: str) -> tuple[str, int]:
    """Return a text without entities, and how many it held."""
    if "&" not in text:
        return text, 0
    parts = _ENTITY.split(text)
    parts[1::2] = map(_sign_of, parts[1::2])
    return "".join(parts), len(parts) // 2


@functools.lru_cache(maxsize=4096)
def _sign_of(entity: str) -> str:
    """Return the sign that an entity stands for."""
    return html.unescape(entity).replace("\xa0", " ")


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


def frames_of(records: Iterable[Record | Block], shape: Shape, log: ReadLog, size: int) -> Iterator[Any]:
    """Yield records as DataFrames of text; what does not fit is taken down.

    Parameters
    ----------
    records : iterable of Record or Block
        The columns of a block are those that are kept.
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
    weight, most = 0, min(size, max(bounds.CELLS_IN_PIECE // len(shape.kept), 1))
    gathered = _Gathered(most)
    for record in records:
        if isinstance(record, Unread):
            log.add(record)
            continue
        if isinstance(record, Block):
            log.take_in(len(record.frame), record.frame.size, record.characters)
            if rows:
                gathered.add(text_frame(shape.kept, lines, rows), weight)
                lines, rows, weight = [], [], 0
            gathered.add(record.frame, record.characters)
            yield from gathered.full()
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
        if has_entities(characters):
            decoded = [_decoded(cell) for cell in cells]
            cells = [cell for cell, _ in decoded]
            log.count_entities(sum(count for _, count in decoded))
            log.entities += 1
        lines.append(line)
        rows.append([cells[i] for i in shape.keep] if shape.keep else cells)
        log.take_in(1, len(cells), len(characters))
        weight += len(characters)
        if len(rows) == most or weight > bounds.MOST_IN_PIECE:
            gathered.add(text_frame(shape.kept, lines, rows), weight)
            lines, rows, weight = [], [], 0
            yield from gathered.full()
    if rows:
        gathered.add(text_frame(shape.kept, lines, rows), weight)
    yield from gathered.rest()


def in_pieces(frames: Iterable[Any], most: int) -> Iterator[Any]:
    """Yield frames put together, or parted, into pieces of so many rows.

    Parameters
    ----------
    frames : iterable of DataFrame
    most : int
    """
    gathered = _Gathered(most)
    for frame in frames:
        gathered.add(frame, 0)
        yield from gathered.full()
    yield from gathered.rest()


def is_plain_text(text: str) -> bool:
    """Tell whether a text can be taken as it is: without entities, NUL, and letters that are none.

    Parameters
    ----------
    text : str
    """
    return _is_plain(text) and not has_entities(text)


class _Gathered:
    """Frames that are put together, and parted again, into pieces of so many rows."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._frames: list[Any] = []
        self._rows = self._weight = 0

    def add(self, frame: Any, weight: int) -> None:
        """Take a frame whose cells hold so many characters."""
        self._frames.append(frame)
        self._rows += len(frame)
        self._weight += weight

    def full(self) -> Iterator[Any]:
        """Yield the pieces that are full."""
        if self._weight > bounds.MOST_IN_PIECE:
            yield from self.rest()
        elif self._rows >= self._most:
            for piece in self._pieces():
                if len(piece) == self._most:
                    yield piece
                else:
                    self.add(piece, 0)

    def rest(self) -> Iterator[Any]:
        """Yield what is left."""
        if self._frames:
            yield from self._pieces()

    def _pieces(self) -> list[Any]:
        """Return all that was taken, in pieces, and let go of it."""
        whole = concatenate(self._frames)
        self._frames, self._rows, self._weight = [], 0, 0
        return [whole.iloc[start : start + self._most] for start in range(0, len(whole), self._most)]


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
