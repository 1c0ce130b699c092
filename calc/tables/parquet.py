"""Parquet as a table of text, by batches."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from calc.errors import InputError
from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import refusal, too_large
from calc.tables.file import File
from calc.tables.header import column_names
from calc.tables.json_rows import cell_text
from calc.tables.open_beauty_facts import KIND, is_kept, is_their_parquet
from calc.tables.rows import without_entities
from calc.tables.types import (
    FoundTable,
    ReadLog,
    ReadOptions,
    Unread,
)

# A few bytes unpack to millions of values. Of lists so many are read in all, or for each byte of the file,
# and in pieces so many a row; of plain cells so many in all, or for each byte.
_MOST_VALUES, _VALUES_A_BYTE, _MOST_A_ROW = 1_000_000, 0.25, 20
_MOST_CELLS, _CELLS_A_BYTE = 5_000_000, 2
# Groups of rows: so many, and one for so many rows more.
_MOST_GROUPS, _LEAST_IN_GROUP = 1_000, 1_000
# Rows whose lists become text together.
_ROWS_AT_ONCE = 100

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet as pq


def read_parquet(file: File, log: ReadLog, options: ReadOptions) -> FoundTable:
    """Start to read Parquet, by batches of its row groups.

    Parameters
    ----------
    file : File
    log : ReadLog
        Takes down notes and rows that cannot be read.
    options : ReadOptions
    """
    import pyarrow as pa

    stored = _stored(file, options)
    schema = stored.schema
    fields = [c for c in schema if not pa.types.is_binary(c.type)]
    beauty = is_their_parquet(schema.names)
    if beauty:
        fields = [column for column in fields if is_kept(column.name)]
    if len(set(schema.names)) < len(schema.names):
        raise refusal(
            file.name, "Parquet", say("two columns have the same name."), say("Rename one of them.")
        )
    fields = list(_within(fields, stored, file, options))
    cells = stored.rows * len(fields)
    if options.whole and cells > max(_MOST_CELLS, _CELLS_A_BYTE * file.size):
        raise too_large(
            file.name, say("{cells} cells", cells=cells), say("a file of this size is read with fewer.")
        )
    columns = column_names([column.name for column in fields], 1, log)
    if len(fields) < len(schema):
        log.notes.append(say("Columns that hold bytes, or are not needed, are left out."))
    kept = {column.name for column in fields}
    texts = [column.name for column in fields if _is_text(column.type)]
    texts += [path for path in stored.texts if path.partition(".")[0] in kept]
    pieces = _batches(file, texts, (tuple(column.name for column in fields), columns), log, options)
    return FoundTable(KIND if beauty else "parquet", columns, pieces)


def _opened(file: File, texts: Sequence[str] = ()) -> pq.ParquetFile:
    """Open a file; the texts that are named come as they are stored, each different one once."""
    import pyarrow.parquet as pq

    source = io.BytesIO(file.source) if isinstance(file.source, bytes) else str(file.source)
    return pq.ParquetFile(source, read_dictionary=list(texts))


def _damaged(name: str, accepted: str) -> InputError:
    """Return that a file is damaged."""
    return refusal(name, "Parquet", accepted, say("Download or write it again."))


class _Stored(NamedTuple):
    """What a file says of itself: its columns, rows, and how many values of each column are nested.

    ``nested``: of each column that holds lists or the like, the values of all its leaves; infinite where a
    group holds far more of them than rows. ``texts``: the paths of those leaves that hold bytes or texts.
    """

    schema: pyarrow.Schema
    rows: int
    nested: Mapping[str, float]
    texts: Sequence[str]


def _stored(file: File, options: ReadOptions) -> _Stored:
    """Return what a file says of itself.

    Raises
    ------
    InputError
        It is damaged, or too large to be read.
    """
    import pyarrow as pa

    try:
        with _opened(file) as parquet:
            schema, rows, count = parquet.schema_arrow, parquet.metadata.num_rows, parquet.num_row_groups
            if count > _MOST_GROUPS + rows // _LEAST_IN_GROUP:
                accepted = say("its rows stand in more groups than are read.")
                raise refusal(
                    file.name,
                    say("{count} groups of rows", count=count),
                    accepted,
                    say("Write it again in one group."),
                )
            groups = [parquet.metadata.row_group(i) for i in range(count)]
            size = sum(group.total_byte_size for group in groups)
            deep = {column.name for column in schema if _is_deep(column.type)}
            nested: dict[str, float] = dict.fromkeys(deep, 0)
            for group in groups:
                for name, values in _leaves(group, deep):
                    nested[name] += values
            leaves = [parquet.schema.column(i) for i in range(len(parquet.schema))]
            texts = [
                leaf.path
                for leaf in leaves
                if leaf.physical_type == "BYTE_ARRAY" and leaf.path.partition(".")[0] in deep
            ]
            _ = schema.names
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError) as error:
        raise _damaged(file.name, say("this Parquet file breaks off or is damaged.")) from error
    if options.whole and (rows > bounds.MOST_ROWS or size > bounds.MOST_UNPACKED):
        most_rows, most = (
            bounds.MOST_ROWS,
            say("{most_unpacked:g} MB unpacked", most_unpacked=bounds.MOST_UNPACKED / 1000000.0),
        )
        raise too_large(
            file.name,
            say("{rows} rows", rows=rows),
            say("up to {most_rows} rows and {most} are read here.", most_rows=most_rows, most=most),
        )
    return _Stored(schema, rows, nested, texts)


def _is_deep(kind: pyarrow.DataType) -> bool:
    """Tell whether the cells of a column hold several values each."""
    import pyarrow as pa

    return bool(pa.types.is_nested(kind))


def _leaves(group: Any, deep: set[str]) -> Iterator[tuple[str, float]]:
    """Yield the values of each leaf of the nested columns of a group, under the name of the column."""
    most = max(_MOST_VALUES, _MOST_A_ROW * group.num_rows)
    for i in range(group.num_columns):
        leaf = group.column(i)
        name = leaf.path_in_schema.partition(".")[0]
        if name in deep:
            yield name, math.inf if leaf.num_values > most else leaf.num_values


def _within(
    fields: Sequence[pyarrow.Field], stored: _Stored, file: File, options: ReadOptions
) -> Iterator[pyarrow.Field]:
    """Yield the columns that are read: of those that are nested, as many as their values allow."""
    left = max(_MOST_VALUES, _VALUES_A_BYTE * file.size, 0 if options.whole else _MOST_A_ROW * stored.rows)
    for column in fields:
        values = stored.nested.get(column.name, 0)
        if values <= left:
            left -= values
            yield column


def _is_text(kind: pyarrow.DataType) -> bool:
    """Tell whether a column of Parquet holds text."""
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _batches(
    file: File,
    texts_stored: Sequence[str],
    columns: tuple[Sequence[str], Sequence[str]],
    log: ReadLog,
    options: ReadOptions,
) -> Iterator[Any]:
    """Yield the batches of a Parquet file as DataFrames.

    ``columns``: as the file names them, and as they are called.
    """
    import pandas as pd
    import pyarrow as pa

    (names, called), line = columns, 1
    try:
        size = min(options.size, max(bounds.CELLS_IN_PIECE // 8 // max(len(names), 1), 1))
        with _opened(file, texts_stored) as parquet:
            for batch in parquet.iter_batches(batch_size=size, columns=list(names), use_threads=False):
                texts = [_readable_text(batch.column(name), name, log, options.numbers) for name in names]
                index = pd.RangeIndex(line, line + len(batch), name="line")
                frame = pa.table(texts, names=list(called)).to_pandas().set_index(index)
                line += len(batch)
                log.take_in(len(batch), len(batch) * len(names), sum(map(_size_of, texts)))
                yield _decoded(_fitting(frame, log), log)
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _damaged(
            file.name, say("this Parquet file is damaged after row {line}.", line=line - 1)
        ) from error


def _size_of(text: pyarrow.Array) -> int:
    """Return how much the cells of a column hold, but for where each begins [bytes]."""
    import pyarrow.compute as pc

    return int(pc.sum(pc.binary_length(text)).as_py() or 0) if _is_text(text.type) else int(text.nbytes)


def _readable_text(column: pyarrow.Array, name: str, log: ReadLog, numbers: bool) -> pyarrow.Array:
    """Return a column of Parquet as text that is whole.

    Raises
    ------
    InputError
        Naming the column: letters that are none, a date out of range.
    """
    import pyarrow as pa

    try:
        text = _arrow_text(column, log, numbers)
        text.validate(full=True)
    except InputError:
        raise
    except (pa.ArrowException, ValueError, OverflowError, TypeError, RecursionError) as error:
        accepted = say("cells of this column are no text in UTF-8, or dates out of range.")
        raise refusal(
            log.name,
            say("column “{column}”", column=name),
            accepted,
            say("Leave it out, or write it as text."),
        ) from error
    return text


def _arrow_text(column: pyarrow.Array, log: ReadLog, numbers: bool) -> pyarrow.Array:
    """Return a column of Parquet as text; null and NaN as ""."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if numbers and (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return column
    if pa.types.is_dictionary(kind):
        lengths = pc.take(pc.binary_length(column.dictionary.cast(pa.large_string())), column.indices)
        if (pc.sum(lengths).as_py() or 0) > 2 * bounds.MOST_IN_PIECE:
            raise _too_long(log.name)
        column = column.dictionary_decode()
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_nested(kind):
        return pa.array(_nested_texts(column, log), type=pa.large_string())
    text = column.cast(pa.large_string())
    if pa.types.is_floating(kind):
        text = pc.replace_substring_regex(text, r"^(-?[1-9]\d{0,2}\.\d{3})$", r"\10")
    if pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(text, r"(?: 00:00:00)?(?:\.0+)?$", "")
    return text.fill_null("")


def _nested_texts(column: pyarrow.Array, log: ReadLog) -> list[str]:
    """Return the cells of a nested column as text, some rows at a time."""
    texts: list[str] = []
    length = 0
    for start in range(0, len(column), _ROWS_AT_ONCE):
        some = column.slice(start, _ROWS_AT_ONCE)
        if _text_length(some) > bounds.MOST_IN_PIECE:
            raise _too_long(log.name)
        for nested in some.to_pylist():
            texts.append(cell_text(json.loads(json.dumps(nested, default=str))))
            length += len(texts[-1])
        if length > 2 * bounds.MOST_IN_PIECE:
            raise _too_long(log.name)
    return texts


def _text_length(column: pyarrow.Array) -> int:
    """Return how long all texts in a nested column are together, before one of them is made [bytes]."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
        return int(pc.sum(lengths.cast("int64")).as_py() or 0)
    if pa.types.is_struct(kind):
        return sum(map(_text_length, column.flatten()))
    if pa.types.is_map(kind):
        return _text_length(column.keys) + _text_length(column.items)
    return _text_length(column.flatten()) if pa.types.is_nested(kind) else int(column.nbytes)


def _too_long(name: str) -> InputError:
    """Return that texts are too long."""
    return refusal(name, "Parquet", say("its cells are too long."), say("Leave out the long texts."))


def _decoded(frame: Any, log: ReadLog) -> Any:
    """Return a piece in whose texts HTML entities are the signs that they stand for."""
    rows = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        if frame[name].dtype != "str":
            continue
        said = np.asarray(frame[name].str.contains("&", regex=False).fillna(False), dtype=bool)
        if said.any():
            log.count_entities(int(frame[name].str.count("&").sum()))
            plain = frame[name].map(without_entities)
            rows |= said & np.asarray(plain != frame[name], dtype=bool)
            frame = frame.assign(**{name: plain.astype("str")})
    log.entities += int(rows.sum())
    return frame


def _fitting(frame: Any, log: ReadLog) -> Any:
    """Return the rows of a piece that can be read; the others are listed."""
    bad = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        if frame[name].dtype == "str":
            bad |= np.asarray(frame[name].str.len() > bounds.LONGEST_CELL, dtype=bool)
            bad |= np.asarray(frame[name].str.contains("\0", regex=False), dtype=bool)
    for line in frame.index[bad]:
        log.add(
            Unread(
                int(line),
                say(
                    "A cell is longer than {longest_cell} characters, or holds NUL.",
                    longest_cell=bounds.LONGEST_CELL,
                ),
            )
        )
    return frame[~bad] if bad.any() else frame
