"""Parquet as a table of text, by batches."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from calc.errors import InputError
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

# Most values of a column of lists in a group of rows, or in each row: a few bytes unpack to millions.
_MOST_VALUES, _MOST_A_ROW = 1_000_000, 20

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

    schema, long = _schema(file, options)
    fields = [c for c in schema if not pa.types.is_binary(c.type) and c.name not in long]
    beauty = is_their_parquet(schema.names)
    if beauty:
        fields = [column for column in fields if is_kept(column.name)]
    if len(set(schema.names)) < len(schema.names):
        raise refusal(file.name, "Parquet", "two columns have the same name.", "Rename one of them.")
    columns = column_names([column.name for column in fields], 1, log)
    if len(fields) < len(schema):
        log.notes.append("Columns that hold bytes, or are not needed, are left out.")
    return FoundTable(KIND if beauty else "parquet", columns, _batches(file, fields, columns, log, options))


def _opened(file: File, texts: Sequence[str] = ()) -> pq.ParquetFile:
    """Open a file; the texts that are named come as they are stored, each different one once."""
    import pyarrow.parquet as pq

    source = io.BytesIO(file.source) if isinstance(file.source, bytes) else str(file.source)
    return pq.ParquetFile(source, read_dictionary=list(texts))


def _damaged(name: str, accepted: str) -> InputError:
    """Return that a file is damaged."""
    return refusal(name, "Parquet", accepted, "Download or write it again.")


def _schema(file: File, options: ReadOptions) -> tuple[pyarrow.Schema, set[str]]:
    """Return the columns of a file, and those whose lists are too long to be read.

    Raises
    ------
    InputError
        It is damaged, or too large to be read whole.
    """
    import pyarrow as pa

    try:
        with _opened(file) as parquet:
            schema, rows = parquet.schema_arrow, parquet.metadata.num_rows
            every = [parquet.metadata.row_group(i) for i in range(parquet.num_row_groups)]
            groups = [group.total_byte_size for group in every]
            long = {name for group in every for name in _long_lists(group)}
            _ = schema.names
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError) as error:
        raise _damaged(file.name, "this Parquet file breaks off or is damaged.") from error
    if options.whole and (rows > bounds.MOST_ROWS or sum(groups) > bounds.MOST_UNPACKED):
        most_rows, most = bounds.MOST_ROWS, f"{bounds.MOST_UNPACKED / 1e6:g} MB unpacked"
        raise too_large(file.name, f"{rows} rows", f"up to {most_rows} rows and {most} are read here.")
    return schema, long


def _long_lists(group: Any) -> Iterator[str]:
    """Yield the columns of a group that hold far more values than rows, however few bytes these take."""
    for i in range(group.num_columns):
        leaf = group.column(i)
        if leaf.num_values > max(_MOST_VALUES, _MOST_A_ROW * group.num_rows):
            yield leaf.path_in_schema.partition(".")[0]


def _is_text(kind: pyarrow.DataType) -> bool:
    """Tell whether a column of Parquet holds text."""
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _batches(
    file: File, fields: Sequence[pyarrow.Field], columns: tuple[str, ...], log: ReadLog, options: ReadOptions
) -> Iterator[Any]:
    """Yield the batches of a Parquet file as DataFrames."""
    import pandas as pd
    import pyarrow as pa

    names = [column.name for column in fields]
    line = 1
    try:
        with _opened(file, [column.name for column in fields if _is_text(column.type)]) as parquet:
            for batch in parquet.iter_batches(batch_size=options.size, columns=names):
                texts = [_readable_text(batch.column(name), name, log, options.numbers) for name in names]
                index = pd.RangeIndex(line, line + len(batch), name="line")
                frame = pa.table(texts, names=list(columns)).to_pandas().set_index(index)
                line += len(batch)
                log.count_characters(sum(text.nbytes for text in texts))
                yield _decoded(_fitting(frame, log), log)
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _damaged(file.name, f"this Parquet file is damaged after row {line - 1}.") from error


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
        accepted = "cells of this column are no text in UTF-8, or dates out of range."
        raise refusal(log.name, f"column “{name}”", accepted, "Leave it out, or write it as text.") from error
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
            raise refusal(log.name, "Parquet", "its cells are too long.", "Leave out the long texts.")
        column = column.dictionary_decode()
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_nested(kind):
        plain = (json.loads(json.dumps(nested, default=str)) for nested in column.to_pylist())
        listed = [cell_text(value) for value in plain]
        return pa.array(listed, type=pa.large_string())
    text = column.cast(pa.large_string())
    if pa.types.is_floating(kind):
        text = pc.replace_substring_regex(text, r"^(-?[1-9]\d{0,2}\.\d{3})$", r"\10")
    if pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(text, r"(?: 00:00:00)?(?:\.0+)?$", "")
    return text.fill_null("")


def _decoded(frame: Any, log: ReadLog) -> Any:
    """Return a piece in whose texts HTML entities are the signs that they stand for."""
    rows = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        if frame[name].dtype != "str":
            continue
        said = np.asarray(frame[name].str.contains("&", regex=False).fillna(False), dtype=bool)
        if said.any():
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
        log.add(Unread(int(line), f"A cell is longer than {bounds.LONGEST_CELL} characters, or holds NUL."))
    return frame[~bad] if bad.any() else frame
