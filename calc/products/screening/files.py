"""A file of any size through a function piece by piece, in bounded memory, here or on Dask."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from calc import catalog
from calc.chemistry.recipe import Storage
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say, say_list
from calc.products.listings.header import SAMPLE_ROWS, UnusedColumn, match_columns
from calc.products.listings.ingredient_rows import IngredientRows, lone_ingredients
from calc.products.listings.listing import VITAMIN_C
from calc.products.listings.messages import gathered
from calc.products.listings.shape import TableShape
from calc.products.listings.table import aside_words, no_form_words
from calc.products.screening.answer import (
    ScreenCounts,
    ScreenOutput,
    ending_of,
    finish,
)
from calc.products.screening.cluster import on_dask
from calc.products.screening.formulas import formula_columns
from calc.products.screening.kinds import KINDS, has_masses, kind_of
from calc.products.screening.pieces import OpenTable, chained, open_table
from calc.products.screening.products import ingredient_rows, label_columns, shape_of
from calc.rules.assessment import MODEL_VERSION
from calc.tables import MOST_LISTED, MOST_ROWS, FileChoices, Unread

if TYPE_CHECKING:
    import pandas

#: From a piece of a table to columns that are added, or come in the place of its own; `unread` among them.
Work = Callable[["pandas.DataFrame"], "pandas.DataFrame"]

ENGINES = ("local", "dask")
#: Rows that are read, judged and written together: a row group of the answer.
ROWS_PER_PIECE = 114_688


class Progress(NamedTuple):
    """How far a table has come: rows that are written, their share of all [0–1], seconds so far.

    A share of 0 is unknown: a workbook and a list in JSON are taken in whole.
    """

    rows: int
    share: float
    seconds: float

    def __str__(self) -> str:
        rate = self.rows / self.seconds if self.seconds else 0.0
        left = say("time left unknown")
        if self.share > 0:
            minutes, seconds = divmod(round(self.seconds * (1 / self.share - 1)), 60)
            left = say("{minutes}:{seconds:02d} left", minutes=minutes, seconds=seconds)
        return say("{rows:,} rows, {rate:,.0f} rows/s, {left}", rows=self.rows, rate=rate, left=left)


class Screened(NamedTuple):
    """What became of a table.

    ``rows``: how many were written; ``unread``: how many of them say why they could not be read.
    ``left_out``: how many lines are no row of the answer; ``lines``: the first of them, with their
    reasons. ``kind``: one of `KINDS`. ``columns``: column by what it was used as; ``unused``: every other
    one. ``notes``: what was found out about the table, in plain words. ``named``: how many rows name what
    of vitamin C, by a key of `VITAMIN_C`. ``aside``: how many of the rows are no products, as they sum up
    others or are headings among them; ``set_aside``: the first of these.
    """

    rows: int
    unread: int
    left_out: int = 0
    lines: tuple[Unread, ...] = ()
    kind: str = KINDS[0]
    columns: Mapping[str, str] = MappingProxyType({})
    unused: tuple[UnusedColumn, ...] = ()
    notes: tuple[str, ...] = ()
    named: Mapping[str, int] = MappingProxyType({})
    credit: str = ""
    aside: int = 0
    set_aside: tuple[Unread, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON."""
        return {
            "kind": self.kind,
            "rows": self.rows,
            "unread": self.unread,
            "left_out": self.left_out,
            "set_aside": [{"line": row.line, "reason": row.reason} for row in self.set_aside],
            "set_aside_count": self.aside,
            "lines": [message.as_dict() for message in gathered(self.lines)],
            "columns": dict(self.columns),
            "unused_columns": [column.as_dict() for column in self.unused],
            "notes": list(self.notes),
            "vitamin_c": dict(self.named),
            "credit": self.credit or None,
            "model_version": MODEL_VERSION,
            "data_hash": catalog.data_hash(),
        }


class StreamOptions(TypedDict, total=False):
    """How a file is taken through a function; each as for `stream`."""

    engine: str
    workers: int | None
    scheduler_address: str
    progress: Callable[[Progress], None] | None
    rows_per_piece: int
    how: FileChoices | None


def screen_file(
    source: Path,
    target: Path,
    *,
    storage: Storage | None = None,
    system: str = "solution",
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    currency: str = "",
    **options: Unpack[StreamOptions],
) -> Screened:
    """Screen a file of formulas or of products of any size, in bounded memory.

    Parameters
    ----------
    source : Path
        Of any kind that `tables.stream_table` reads; its columns as for `kind_of`.
    target : Path
        ``.parquet``, ``.csv`` or ``.csv.gz``. Written beside and renamed when it is whole, so that
        there is never half of it, whatever happens. What is made of Open Beauty Facts has its credit
        in it (Parquet), or beside it in a file that ends in ``.credit.txt``.
    storage, system
        As for `screen_formulas`; products are judged by their labels.
    columns, units, currency
        Of products, as for `read_listings`; the answer has the currency of each price where one is stated.
    **options
        Of `StreamOptions`: ``engine``, ``workers``, ``scheduler_address``, ``progress``,
        ``rows_per_piece`` and ``how``, as for `stream`.

    Returns
    -------
    Screened

    Raises
    ------
    InputErrors
        A file that cannot be read or written, a table that cannot be screened, Dask where it is
        not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
    ...     _ = source.write_text("name,water_g,l_ascorbic_acid_g\\nA,84,16\\n")
    ...     screen_file(source, target).rows
    1
    """
    shapes: list[TableShape | None] = []
    notes: list[str] = []

    def prepare(table: OpenTable, sample: pandas.DataFrame) -> tuple[OpenTable, pandas.DataFrame]:
        if has_masses(map(str, sample.columns)):
            return table, sample
        rows = ingredient_rows(sample, columns, units)
        if rows is None:
            notes.extend(lone_ingredients(match_columns(table.columns, sample, columns), sample))
            return table, sample
        table, sample, said = _with_products_as_rows(table, rows)
        notes.extend(said)
        shapes.append(TableShape.of(rows.match, sample, currency, units))
        return table, sample

    def work_of(table: OpenTable, sample: pandas.DataFrame) -> Work:
        if not shapes:
            shapes.append(_products_shape(sample, columns, units, currency))
        shape = shapes[0]
        if shape:
            return functools.partial(label_columns, decimal=table.decimal, shape=shape)
        numbers = ending_of(target) == ".parquet"
        return functools.partial(
            formula_columns, storage=storage, system=system, decimal=table.decimal, numbers=numbers
        )

    screened = stream(source, target, work_of, prepare=prepare, **options)
    (shape,) = shapes
    if shape is None:
        return screened
    notes[:0] = screened.notes
    notes += [*shape.notes(), *aside_words(screened.set_aside, screened.aside), *_warning(shape, screened)]
    return screened._replace(
        kind=KINDS[1], columns=shape.match.columns, unused=shape.match.unused, notes=tuple(notes)
    )


def _with_products_as_rows(
    table: OpenTable, rows: IngredientRows
) -> tuple[OpenTable, pandas.DataFrame, tuple[str, ...]]:
    """Return a table of single ingredients with a product in each row, its first rows, and what was done."""
    import pandas

    pieces, count = [], 0
    for piece in table.pieces:
        pieces.append(piece)
        count += len(piece)
        if count > MOST_ROWS:
            accepted = say(
                "each row is one ingredient, and up to {most_rows:,} such rows are put together.",
                most_rows=MOST_ROWS,
            )
            fix = say("Split the file between two products, or write each product in one row with its list.")
            raise InputErrors(
                [InputError("input", say("more than {most_rows:,} rows", most_rows=MOST_ROWS), accepted, fix)]
            )
    grouped = rows.grouped(pandas.concat(pieces) if len(pieces) > 1 else pieces[0])
    del pieces
    size = ROWS_PER_PIECE
    parts = (grouped.iloc[start : start + size] for start in range(0, max(len(grouped), 1), size))
    said = rows.notes(count, len(grouped))
    return replace(table, pieces=parts), grouped.head(SAMPLE_ROWS), said


def _products_shape(
    sample: pandas.DataFrame,
    columns: Mapping[str, str] | None,
    units: Mapping[str, str] | None,
    currency: str,
) -> TableShape | None:
    """Return how a table of products is read; None for one of formulas."""
    names = [str(name) for name in sample.columns]
    if has_masses(names):
        return None
    shape = shape_of(sample, columns, currency=currency, units=units)
    said = (*shape.match.fields, *(["form"] if shape.match.forms else []))
    return shape if kind_of(names, said) == KINDS[1] else None


def _warning(shape: TableShape, screened: Screened) -> tuple[str, ...]:
    """Return what is loud: no form in any row."""
    rows = screened.rows - screened.unread - screened.aside
    return no_form_words(shape.match, rows, screened.named.get("form", 0))


def stream(
    source: Path,
    target: Path,
    work_of: Callable[[OpenTable, pandas.DataFrame], Work],
    *,
    engine: str = "local",
    workers: int | None = None,
    scheduler_address: str = "",
    progress: Callable[[Progress], None] | None = None,
    rows_per_piece: int = ROWS_PER_PIECE,
    how: FileChoices | None = None,
    prepare: Callable[[OpenTable, pandas.DataFrame], tuple[OpenTable, pandas.DataFrame]] | None = None,
) -> Screened:
    """Take a table through a function piece by piece, the rows in their order.

    Parameters
    ----------
    source, target : Path
        As for `screen_file`.
    work_of : callable
        From the table and its first rows to a function from a piece to the columns that come to it,
        ``unread`` among them. This is tried on no rows first, for what it refuses about the columns.
    engine : str
        One of `ENGINES`. Both write the same bytes.
    workers : int, optional
        How many processes Dask starts on this machine; as many as it has processors when not given.
    scheduler_address : str
        Of a Dask cluster that is there already, and whose workers have this program.
    progress : callable, optional
        Told after each piece.
    rows_per_piece : int
        How many rows are in memory together, times a few for each worker.
    how : FileChoices, optional
        What somebody says of the file: its sheet, its header row, its encoding.
    prepare : callable, optional
        From the table and its first rows to others that are taken in their place.

    Returns
    -------
    Screened

    Raises
    ------
    InputErrors
        As for `screen_file`, and what ``work_of`` refuses.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
    ...     _ = source.write_text("product,pH\\nA,3.2\\nB,3.4\\n")
    ...     stream(source, target, lambda table, sample: lambda piece: piece[[]].assign(unread=None)).rows
    2
    """
    from threadpoolctl import threadpool_limits

    _refuse_engine(engine, workers, scheduler_address)
    ending = ending_of(target)
    _refuse_itself(source, target)
    start, rows, unread = time.monotonic(), 0, 0
    with ExitStack() as held:
        sample, table = held.enter_context(open_table(source, rows_per_piece, how)).sample(SAMPLE_ROWS)
        if prepare:
            table, sample = prepare(table, sample)
        work = work_of(table, sample)
        del sample
        first = next(table.pieces)
        work(first.iloc[:0])
        every = chained(first, table.pieces)
        made_of = functools.partial(_made, work, ending)
        if engine == "dask":
            through = held.enter_context(on_dask(made_of, every, workers=workers, address=scheduler_address))
        else:
            # The matrices are small: threads of their own would only wait for each other.
            held.enter_context(threadpool_limits(1, user_api="blas"))
            through = ((piece, made_of(piece)) for piece in every)
        answer = held.enter_context(ScreenOutput(target, ending, table.credit))
        named: Counter[str] = Counter()
        aside, set_aside = 0, list[Unread]()
        for piece, counts in through:
            answer.add(piece, counts)
            aside += len(counts.set_aside)
            set_aside += [
                _moved(row, rows, table) for row in counts.set_aside[: MOST_LISTED - len(set_aside)]
            ]
            rows, unread = rows + counts.rows, unread + counts.unread
            named.update(counts.named)
            if progress:
                progress(Progress(rows, table.share(), time.monotonic() - start))
        answer.keep()
        by_key = {key: named[key] for key in VITAMIN_C if named[key]}
        screened = Screened(rows, unread, *table.left_out(), notes=table.notes(), named=by_key)
        return screened._replace(credit=table.credit, aside=aside, set_aside=tuple(set_aside))


def _moved(row: Unread, rows: int, table: OpenTable) -> Unread:
    """Return a row that is set aside by its line; in Parquet by its number among all rows."""
    return row if table.has_lines else row._replace(line=row.line + rows + 1)


def _made(work: Work, ending: str, piece: pandas.DataFrame) -> ScreenCounts:
    """Return a piece as it goes into an answer."""
    return finish(piece, work(piece), ending)


def _refuse_itself(source: Path, target: Path) -> None:
    """Refuse to write an answer in the place of its table."""
    if target.exists() and source.exists() and os.path.samefile(source, target):
        problem = InputError(
            "output", str(target), say("this is the table that is read."), say("Give another name.")
        )
        raise InputErrors([problem])


def _refuse_engine(engine: str, workers: int | None, address: str) -> None:
    """Refuse what does not go together."""
    errors = []
    if engine not in ENGINES:
        errors.append(
            InputError(
                "engine",
                engine,
                say("this is not known."),
                say("Use {engines}.", engines=say_list(ENGINES, "or")),
            )
        )
    if workers is not None and workers < 1:
        errors.append(
            InputError(
                "workers", workers, say("at least one works."), say("Leave it out, or give 1 or more.")
            )
        )
    if engine != "dask" and (address or workers is not None):
        given = address or workers
        errors.append(
            InputError(
                "engine", engine, say("{option} is for Dask.", option=given), say("Add --engine dask.")
            )
        )
    if address and workers is not None:
        fix = say("Leave one out.")
        errors.append(InputError("workers", workers, say("a cluster has its own workers."), fix))
    refuse(errors)
