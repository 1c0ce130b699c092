"""Reading a table whole, or in pieces."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import refusal, too_large
from calc.tables.detect import open_any
from calc.tables.file import File
from calc.tables.number_format import decimal_mark
from calc.tables.rows import concatenate, text_frame
from calc.tables.types import (
    FileChoices,
    FoundTable,
    ReadLog,
    ReadOptions,
    Unread,
)

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was brought; every cell is text, and an empty one is "".

    Parameters
    ----------
    columns : tuple of str
        As the file names them; a name that comes again gets a number, "price (2)".
    rows : pandas.DataFrame
        Of these columns; its index, named "line", says where each row starts.
    unread : tuple of Unread
        Rows that cannot be read; the first `MOST_LISTED`.
    unread_count : int
        How many there are in all.
    encoding : str
        Python's name of it; "" for what is no text.
    delimiter : str
        What stands between the columns; "" where nothing does.
    decimal : str
        "," or ".", as most of its numbers have it; "" when none shows it.
    kind : str
        csv, tsv, xlsx, parquet, json or openbeautyfacts.
    notes : tuple of str
        What was found out, and what was left out, in plain words.
    """

    columns: tuple[str, ...]
    rows: pandas.DataFrame
    unread: tuple[Unread, ...]
    unread_count: int
    encoding: str
    delimiter: str
    decimal: str
    kind: str
    notes: tuple[str, ...]

    @property
    def lines(self) -> NDArray[np.int64]:
        """The line, or the row of the sheet, or the number of the object, of each row."""
        return np.asarray(self.rows.index, dtype=np.int64)


class Stream:
    """A table that comes in pieces; made by `stream_table`.

    The pieces are DataFrames as `Table.rows` is one. ``columns``, ``encoding``, ``delimiter``,
    ``decimal`` (of the first piece) and ``kind`` are as in `Table` and known from the start;
    ``share``, ``unread``, ``unread_count`` and ``notes`` grow while it is read.
    """

    def __init__(self, table: FoundTable, log: ReadLog, file: File) -> None:
        self._log, self._file = log, file
        self._pieces = table.pieces
        self.columns, self.kind = table.columns, table.kind
        self.encoding, self.delimiter = table.encoding, table.delimiter
        first = next(self._pieces, None)
        if first is None:
            if not log.count:
                raise refusal(
                    log.name, say("no rows"), say("there is nothing under the names of the columns.")
                )
            first = text_frame(table.columns, [], [])
        self.decimal, mixed = decimal_mark(first)
        log.notes.extend(mixed)
        self._first: list[Any] = [first]

    @property
    def share(self) -> float:
        """What share of the file was read so far [0–1]; 0 where it is taken in whole."""
        return self._file.share

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The rows that could not be read so far; the first `MOST_LISTED`."""
        return tuple(self._log.unread)

    @property
    def unread_count(self) -> int:
        """How many rows could not be read so far."""
        return self._log.count

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found out so far, in plain words."""
        return self._log.all_notes()

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> pandas.DataFrame:
        return self._first.pop() if self._first else next(self._pieces)


def read_table(
    source: bytes | Path, *, name: str, most_bytes: int = bounds.MOST_BYTES, how: FileChoices | None = None
) -> Table:
    r"""Read a table that fits in memory, whatever kind it is of.

    Parameters
    ----------
    source : bytes or Path
        The content, or where it is.
    name : str
        Name of the file, for messages, and where the content alone does not tell what it is.
    most_bytes : int, optional
        The largest that is read [bytes].
    how : FileChoices, optional
        What somebody says of the file: its sheet, its header row, its encoding.

    Returns
    -------
    Table

    Raises
    ------
    InputError
        Too large, empty, of no kind that is read, broken as a whole, or a table without rows.

    Examples
    --------
    >>> table = read_table(b"product;strength\nSerum;12,5 %\n", name="list.csv")
    >>> table.columns, table.delimiter, table.decimal, len(table.rows)
    (('product', 'strength'), ';', ',', 1)
    """
    file = File(source, name, most_unpacked=max(bounds.MOST_UNPACKED, most_bytes))
    log = ReadLog(name, most_held=bounds.MOST_HELD + file.size)
    if file.size > most_bytes:
        raise too_large(
            name,
            say("{size:.1f} MB", size=file.size / 1000000.0),
            say("up to {most_bytes:g} MB are read here.", most_bytes=most_bytes / 1000000.0),
        )
    options = ReadOptions(32_768, whole=True, numbers=False, how=how or FileChoices())
    stream = Stream(open_any(file, log, options), log, file)
    pieces, rows = [], 0
    for piece in stream:
        pieces.append(piece)
        rows += len(piece)
        if rows > bounds.MOST_ROWS:
            raise too_large(
                name,
                say("more than {most_rows} rows", most_rows=bounds.MOST_ROWS),
                say("up to {most_rows} rows are read here.", most_rows=bounds.MOST_ROWS),
            )
    return Table(
        columns=stream.columns,
        rows=concatenate(pieces),
        unread=stream.unread,
        unread_count=stream.unread_count,
        encoding=stream.encoding,
        delimiter=stream.delimiter,
        decimal=stream.decimal,
        kind=stream.kind,
        notes=stream.notes,
    )


def stream_table(
    path: Path, *, rows_per_piece: int = 32_768, numbers: bool = False, how: FileChoices | None = None
) -> Stream:
    """Read a table of any size in pieces, in bounded memory.

    CSV and TSV, also gzip, JSON lines and Parquet may be of any size; Excel and other JSON are held
    to `MOST_BYTES`.

    Parameters
    ----------
    path : Path
    rows_per_piece : int, optional
        The most rows of a piece.
    numbers : bool, optional
        Leave the numbers of a Parquet file numbers, instead of text.
    how : FileChoices, optional
        As for `read_table`.

    Returns
    -------
    Stream
        An iterator of DataFrames.

    Raises
    ------
    InputError
        As `read_table`, at once; while it is read, for what breaks off or turns out to be a bomb.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "list.csv")
    ...     _ = path.write_text("product,pH\\nA,3.2\\nB,3.4\\nC,3.0\\n")
    ...     [len(piece) for piece in stream_table(path, rows_per_piece=2)]
    [2, 1]
    """
    log = ReadLog(path.name)
    file = File(path, path.name)
    options = ReadOptions(rows_per_piece, whole=False, numbers=numbers, how=how or FileChoices())
    return Stream(open_any(file, log, options), log, file)
