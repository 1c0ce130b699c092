"""Rows of a text that are alike, read many at once: what most tables consist of."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np

from calc.tables import bounds
from calc.tables.rows import has_entities
from calc.tables.types import Block

# Shorter texts are read row by row [characters].
_LEAST = 20_000


class BlockReader:
    """Reads lines that are rows of as many cells as there are columns, and nothing else.

    Whatever is anything more is left to those who read row by row: a row that is short, long or blank, a
    cell over several lines or with a quotation mark in it, an entity, a letter that is none. What is read is
    as they read it.

    Parameters
    ----------
    delimiter : str
    quoted : bool
        Whether quotation marks hold cells together.
    """

    def __init__(self, delimiter: str, quoted: bool) -> None:
        self._delimiter, self._quoted = delimiter, quoted
        between = re.escape(delimiter) + r"\r\n"
        self._cell = re.compile(rf'(?:\A|(?<=[{between}]))"[^"\r\n]*"(?=[{between}]|\Z)')
        #: The columns, once they are known, and the positions of those that are kept; all when empty.
        self.columns: tuple[str, ...] = ()
        self.keep: tuple[int, ...] = ()

    def __call__(self, text: str, first: int) -> Block | None:
        """Return lines as rows; None where they are not all alike.

        Parameters
        ----------
        text : str
            Whole lines.
        first : int
            The number of the first.
        """
        if not self.columns or len(text) < _LEAST or not self._is_plain(text):
            return None
        lines = text.count("\n") + (not text.endswith("\n"))
        try:
            data = text.encode()
        except UnicodeEncodeError:
            return None
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("\n"))
        if np.diff(ends, prepend=-1, append=len(data)).max() > bounds.LONGEST_CELL:
            return None
        table = self._parsed(data)
        if table is None or len(table) != lines or _may_be_blank(table):
            return None
        import pandas as pd

        kept = table.select(self.keep) if self.keep else table
        frame = kept.to_pandas()
        frame.columns = pd.Index([self.columns[i] for i in self.keep] or self.columns, dtype="str")
        frame.index = pd.RangeIndex(first, first + lines, name="line")
        return Block(frame, lines, len(text))

    def _is_plain(self, text: str) -> bool:
        """Tell whether each quotation mark begins or ends a cell, and each line ends alike."""
        if not self._delimiter.isascii() or "\0" in text or text.count("\r") != text.count("\r\n"):
            return False
        marks = text.count('"') if self._quoted else 0
        return marks == (marks and 2 * len(self._cell.findall(text))) and not has_entities(text)

    def _parsed(self, data: bytes) -> Any:
        """Return a text as columns of text; None where not every line has as many cells."""
        import pyarrow as pa
        from pyarrow import csv

        names = list(map(str, range(len(self.columns))))
        reading = csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names)
        parsing = csv.ParseOptions(
            delimiter=self._delimiter, quote_char='"' if self._quoted else False, ignore_empty_lines=False
        )
        converting = csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        try:
            return csv.read_csv(io.BytesIO(data), reading, parsing, converting)
        except pa.ArrowException:
            return None


def _may_be_blank(table: Any) -> bool:
    """Tell whether a row may hold nothing: where its first and its last cell are blank."""
    import pyarrow.compute as pc

    first, last = (pc.utf8_trim_whitespace(table.column(at)) for at in (0, table.num_columns - 1))
    return bool(pc.any(pc.and_(pc.equal(first, ""), pc.equal(last, ""))).as_py())
