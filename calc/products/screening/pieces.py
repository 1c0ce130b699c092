"""A table of any size → pieces in their order, what share of it they are, what could not be read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.tables import ODBL_CREDIT, FileChoices, Unread, stream_table

if TYPE_CHECKING:
    import pandas
    import pyarrow

_PARQUET = b"PAR1"
# What is read of a column of Parquet at a time [bytes].
_BUFFER = 2**20
# Rows in which the way that numbers are written shows.
_SHOWING = 2_000
# Rows of text that are read together at most: with long labels a piece takes some seconds.
_OF_TEXT = 16_384


@dataclass(frozen=True)
class OpenTable:
    """A table while it is read.

    Parameters
    ----------
    columns : tuple of str
    decimal : str
        "," or ".", as most of its texts with a fraction have it; "" when none shows it.
    credit : str
        What must go with everything that is made of it; "" for nothing.
    pieces : iterator of DataFrame
        At least one. Cells are text, or what Parquet has them as.
    share : callable
        Returns what share of it was read so far [0–1]; 0 where that is not known.
    left_out : callable
        Returns how many lines could not be read so far, and the first of them.
    notes : callable
        Returns what was found out about it so far, in plain words.
    has_lines : bool
        Whether the index of a piece says in which lines its rows stand.
    """

    columns: tuple[str, ...]
    decimal: str
    credit: str
    pieces: Iterator[pandas.DataFrame]
    share: Callable[[], float]
    left_out: Callable[[], tuple[int, tuple[Unread, ...]]]
    notes: Callable[[], tuple[str, ...]] = tuple
    has_lines: bool = True

    def sample(self, rows: int) -> tuple[pandas.DataFrame, OpenTable]:
        """Return the first rows, and a table with all of them still to come.

        Parameters
        ----------
        rows : int
            Fewer where the table has no more.
        """
        import pandas

        ahead: list[pandas.DataFrame] = []
        count = 0
        for piece in self.pieces:
            ahead.append(piece)
            count += len(piece)
            if count >= rows:
                break
        first = (ahead[0] if len(ahead) == 1 else pandas.concat(ahead)).head(rows).copy()
        return first, replace(self, pieces=_emptied(ahead, self.pieces))


def _emptied(ahead: list[Any], rest: Iterator[Any]) -> Iterator[Any]:
    """Yield what was read ahead and the rest, holding on to none."""
    while ahead:
        yield ahead.pop(0)
    yield from rest


@contextmanager
def open_table(source: Path, rows_per_piece: int, how: FileChoices | None = None) -> Iterator[OpenTable]:
    """Hold a table of any kind that `tables.stream_table` reads.

    Parameters
    ----------
    source : Path
    rows_per_piece : int
        The most rows of a piece.
    how : FileChoices, optional
        What somebody says of the file.

    Raises
    ------
    InputErrors
        At once, or while it is read: a file that is not there, broken, or no table.
    """
    with ExitStack() as held:
        with _refusing(source):
            if _starts_as_parquet(source):
                table = _of_parquet(source, rows_per_piece, held)
            else:
                table = _of_stream(source, rows_per_piece, how)
        yield table


def head_of(source: Path, rows: int, how: FileChoices | None = None) -> pandas.DataFrame:
    """Return the first rows of a table, as they stand in it.

    Parameters
    ----------
    source : Path
    rows : int
        Fewer where the table has no more.
    how : FileChoices, optional
        What somebody says of the file.

    Raises
    ------
    InputErrors
        As `open_table`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder, "shop.csv")
    ...     _ = table.write_text("product,pH\\nA,3.2\\nB,3.4\\n")
    ...     head_of(table, 1).to_dict("records")
    [{'product': 'A', 'pH': '3.2'}]
    """
    with open_table(source, rows, how) as table:
        return table.sample(rows)[0]


@contextmanager
def _refusing(source: Path) -> Iterator[None]:
    """Turn whatever keeps a file from being read into what is refused."""
    import pyarrow

    try:
        yield
    except InputError as error:
        raise InputErrors([error]) from error
    except pyarrow.ArrowInvalid as error:
        accepted = say("this Parquet file breaks off or is damaged.")
        raise _refusal(source, accepted, say("Download or write it again.")) from error
    except OSError as error:
        raise _refusal(source, f"{error.strerror or error}.", say("Give the path of a table.")) from error


def _refusal(source: Path, accepted: str, fix: str) -> InputErrors:
    """Return the exception for a file."""
    return InputErrors([InputError("input", str(source), accepted, fix)])


def _careful(source: Path, pieces: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """Yield pieces; what breaks while they are read is refused."""
    while True:
        with _refusing(source):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _starts_as_parquet(source: Path) -> bool:
    """Tell whether a file begins as Parquet does."""
    with io.FileIO(source) as file:
        return file.read(len(_PARQUET)) == _PARQUET


def _of_stream(source: Path, rows_per_piece: int, how: FileChoices | None = None) -> OpenTable:
    """Return a table as `tables` reads it."""
    stream = stream_table(source, rows_per_piece=min(rows_per_piece, _OF_TEXT), numbers=True, how=how)

    def left_out() -> tuple[int, tuple[Unread, ...]]:
        return stream.unread_count, stream.unread

    credit = ODBL_CREDIT if stream.kind == "openbeautyfacts" else ""
    pieces = _careful(source, stream)
    return OpenTable(
        stream.columns, stream.decimal, credit, pieces, lambda: stream.share, left_out, lambda: stream.notes
    )


def _of_parquet(source: Path, rows_per_piece: int, held: ExitStack) -> OpenTable:
    """Return a table in Parquet; columns stay what Arrow has them as."""
    import pandas
    import pyarrow
    from pyarrow import parquet

    # Read ahead, a file would stay in memory from its first row group to its last.
    file = held.enter_context(parquet.ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER))
    schema = file.schema_arrow
    decimal, credit = "", ""
    if file.metadata.num_rows and any(_is_text(column.type) for column in schema):
        stream = stream_table(source, rows_per_piece=_SHOWING, numbers=True)
        if stream.kind == "openbeautyfacts":
            return _of_stream(source, rows_per_piece)
        decimal = stream.decimal
    read, total = 0, max(file.metadata.num_rows, 1)

    def frame(batch: Any) -> pandas.DataFrame:
        return batch.to_pandas(types_mapper=pandas.ArrowDtype, ignore_metadata=True)

    def pieces() -> Iterator[pandas.DataFrame]:
        nonlocal read
        if not file.metadata.num_rows:
            yield frame(schema.empty_table())
        for batch in file.iter_batches(batch_size=rows_per_piece):
            read += batch.num_rows
            yield frame(pyarrow.Table.from_batches([batch]))

    return OpenTable(
        tuple(schema.names),
        decimal,
        credit,
        _careful(source, pieces()),
        lambda: read / total,
        lambda: (0, ()),
        has_lines=False,
    )


def _is_text(kind: pyarrow.DataType) -> bool:
    """Tell whether a column of Parquet holds text."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(types.is_string(kind) or types.is_large_string(kind))


def chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    """Yield the first of something and the rest, holding on to none.

    Parameters
    ----------
    first : object
    rest : iterator
    """
    yield first
    del first
    yield from rest
