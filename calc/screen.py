"""Screening: a table of formulas in, the same table with verdicts out, in pieces, whatever its size.

`screen_formulas` judges a piece, `screen_file` streams a file through it, here or on Dask. What it says
of a row is what the single path says of that formula with every input at its centre
(`screen_facts`): a rule fires or is skipped, it never "may" fire, for there are no bands.
"""

from __future__ import annotations

import csv
import difflib
import functools
import gzip
import importlib
import io
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.assess import MODEL_VERSION
from calc.errors import InputError, InputErrors, refuse
from calc.findings import Severity
from calc.formula import SYSTEMS
from calc.recipe import Storage
from calc.screen_facts import USUAL, formula_facts

if TYPE_CHECKING:
    import pandas
    import pyarrow

Array = NDArray[np.float64]
Words = NDArray[np.uint64]
#: From a piece of a table to the same piece with columns added, `unread` among them.
Work = Callable[["pandas.DataFrame"], "pandas.DataFrame"]

#: The columns that are added, in this order.
ADDED = (
    *("mass_fraction", "aa_equivalent_fraction", "pH", "dissolves", "t90_days"),
    *("codes", "skipped", "worst", "model_version", "unread"),
)
ENGINES = ("local", "dask")
#: Rows that are read, judged and written together: a row group of the answer.
ROWS_PER_PIECE = 65_536

# Rows that are judged together: enough of each make of solution, few enough for memory.
_ROWS_PER_BLOCK = 65_536
_ENDING = "_g"
_PARQUET, _TEXT = (".parquet", ".pq"), (".csv", ".tsv", ".txt")
# What is read of a column of Parquet at a time [bytes].
_BUFFER = 2**20
# Pieces that wait for each worker of a cluster, beside the one that it works on.
_WAITING = 2


class Progress(NamedTuple):
    """How far a table has come: rows that are written, their share of all [0–1], seconds so far."""

    rows: int
    share: float
    seconds: float

    def __str__(self) -> str:
        rate = self.rows / self.seconds if self.seconds else 0.0
        left = self.seconds * (1 / self.share - 1) if self.share else 0.0
        minutes, seconds = divmod(round(left), 60)
        return f"{self.rows:,} rows, {rate:,.0f} rows/s, {minutes}:{seconds:02d} left"


class Screened(NamedTuple):
    """How many rows were written, and how many of them could not be read."""

    rows: int
    unread: int


# --- a piece --------------------------------------------------------------------------------------


def screen_formulas(
    frame: pandas.DataFrame, *, storage: Storage | None = None, system: str = "solution"
) -> pandas.DataFrame:
    """Return a table of formulas with what every rule says of each.

    Parameters
    ----------
    frame : DataFrame
        A formula per row; its masses in columns `<ingredient id>_g` [g], empty for none. Other
        columns are left as they are.
    storage : Storage, optional
        How all of them are kept; 25 °C, a bottle with a dropper, opened once a day, when not given.
    system : str
        One of `formula.SYSTEMS`.

    Returns
    -------
    DataFrame
        With `ADDED`. ``mass_fraction`` is of the strongest form, 0 without any; ``codes`` and
        ``skipped`` are joined by ";", the most severe first; ``worst`` is a severity, or missing
        where nothing fires. A row with a mass that is negative, too large or no number, or without
        any, says so in ``unread`` and has nothing else.

    Raises
    ------
    InputErrors
        No column of masses, one of an ingredient that is not known, a column that would be added.
    """
    import pandas

    _refuse_system(system)
    columns = _gram_columns(frame.columns)
    grams, wrong = _grams(frame, columns)
    good = np.flatnonzero(wrong == 0)
    readable = grams if good.size == len(frame) else grams[:, good]
    judged = _judged(readable, tuple(columns.values()), storage or USUAL, system)
    added = {name: _spread_out(values, good, len(frame)) for name, values in judged.items()}
    dissolves = added["dissolves"]
    added["dissolves"] = pandas.arrays.BooleanArray(dissolves == 1, np.isnan(dissolves))
    added["unread"] = pandas.Categorical.from_codes(wrong - 1, _reasons(tuple(columns)))
    series = {name: pandas.Series(added[name], index=frame.index) for name in ADDED}
    return pandas.concat([frame, pandas.DataFrame(series, index=frame.index)], axis=1)


def _refuse_system(system: str) -> None:
    """Refuse a system that is not known."""
    if system not in SYSTEMS:
        fix = f"Use {', '.join(SYSTEMS)}."
        raise InputErrors([InputError("system", system, "this system is not known.", fix)])


def _gram_columns(columns: Iterable[object]) -> dict[str, str]:
    """Return the ingredient of each column of masses; refuse what cannot be screened."""
    names = [str(each) for each in columns]
    own = [each for each in names if each.endswith(_ENDING)]
    found = {each: each.removesuffix(_ENDING) for each in own}
    errors = [_unknown(each, name) for each, name in found.items() if name not in catalog.ingredients()]
    twice = "this column stands twice."
    errors += [
        InputError("columns", each, twice, "Rename or remove one.")
        for each in dict.fromkeys(names)
        if names.count(each) > 1
    ]
    taken = "the answer has a column of this name."
    errors += [InputError("columns", each, taken, "Rename it.") for each in ADDED if each in names]
    if not own:
        errors.append(_nothing_to_screen(names))
    refuse(errors)
    return found


def _unknown(column: str, name: str) -> InputError:
    """Return what is said of a column of masses of something that is not known."""
    try:
        offered = [catalog.find_ingredient(name).id]
    except InputError as error:
        offered = list(error.readings)
    fix = " or ".join(f"{each}{_ENDING}" for each in offered)
    accepted = f"a column that ends in {_ENDING} is the mass of an ingredient, by its id."
    return InputError("columns", column, accepted, f"Did you mean {fix}?" if fix else "Rename it.", offered)


def _nothing_to_screen(names: Sequence[str]) -> InputError:
    """Return what is said of a table without masses."""
    ids = list(catalog.ingredients())
    near = [each for name in names for each in difflib.get_close_matches(name.lower(), ids, n=1, cutoff=0.6)]
    offered = list(dict.fromkeys(near))[:3] or ["water", "l_ascorbic_acid"]
    fix = f"Name the columns {', '.join(f'{each}{_ENDING}' for each in offered)}, ..."
    return InputError("columns", ", ".join(names), "there is no column of masses.", fix, offered)


# What is wrong with a mass; the first that holds is told, of the first such column.
_WRONG = ("is not a number", "is below 0", "is more than is weighed")


@functools.lru_cache(maxsize=64)
def _reasons(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return why a row may be unread: as `_grams` counts them, from 1."""
    return ("no mass", *(f"{column} {reason}" for column in columns for reason in _WRONG))


def _grams(frame: pandas.DataFrame, columns: Iterable[str]) -> tuple[Array, NDArray[np.intp]]:
    """Return the masses, (k, n) [g], and for each row 0 or which reason keeps it from being read."""
    most = catalog.inputs().accepted["line_mass"].ends[1]
    grams = np.array([_masses(frame[column]) for column in columns])
    wrong = np.zeros(len(frame), dtype=np.intp)
    strange = np.flatnonzero(~((grams >= 0) & (grams <= most)).all(axis=0))
    odd = grams[:, strange]
    for i, masses in enumerate(odd):
        faults = (np.isnan(masses), masses < 0, masses > most)
        for place, fault in enumerate(faults):
            here = strange[fault]
            wrong[here[wrong[here] == 0]] = 2 + len(_WRONG) * i + place
    wrong[(wrong == 0) & ~(grams > 0).any(axis=0)] = 1
    return grams, wrong


def _masses(column: pandas.Series) -> Array:
    """Return a column as floats, 0 where empty and NaN where it holds something else."""
    import pandas

    if _is_number(column):
        masses = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isfinite(masses).all():
            return masses
        return np.where(np.isinf(masses), np.nan, np.nan_to_num(masses, nan=0.0))
    texts = column.astype("object").map(str).map(str.strip)
    there = column.notna() & (texts != "")
    masses = pandas.to_numeric(texts.where(there), errors="coerce").to_numpy(dtype=np.float64)
    masses = np.where(np.isinf(masses), np.nan, masses)
    return np.where(there.to_numpy(dtype=bool), masses, 0.0)


def _spread_out(values: Any, rows: NDArray[np.intp], size: int) -> Any:
    """Return values of some rows as a column of all; missing elsewhere."""
    import pandas

    if rows.size == size:
        return values
    if isinstance(values, pandas.Categorical):
        codes = np.full(size, -1)
        codes[rows] = values.codes
        return pandas.Categorical.from_codes(codes, dtype=values.dtype)
    column = np.full(size, np.nan)
    column[rows] = values
    return column


def _screened(
    frame: pandas.DataFrame, storage: Storage | None, system: str, numbers: bool
) -> pandas.DataFrame:
    """Screen a piece; masses that are text become numbers on the way into a format that has numbers."""
    told = screen_formulas(frame, storage=storage, system=system)
    texts = [each for each in _gram_columns(frame.columns) if numbers and not _is_number(frame[each])]
    return told.assign(**{each: _as_numbers(frame[each]) for each in texts}) if texts else told


def _is_number(column: pandas.Series) -> bool:
    """Tell whether a column holds numbers."""
    import pandas

    types = pandas.api.types
    return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)


def _as_numbers(column: pandas.Series) -> Array:
    """Return a column of texts as numbers, NaN where it is empty."""
    empty = column.isna() | (column.astype("object").map(str).map(str.strip) == "")
    return np.where(empty.to_numpy(dtype=bool), np.nan, _masses(column))


# --- verdicts -------------------------------------------------------------------------------------


def _judged(grams: Array, ingredients: tuple[str, ...], storage: Storage, system: str) -> dict[str, Any]:
    """Return the columns of formulas that can be read."""
    import pandas

    size = grams.shape[1]
    starts = range(0, max(size, 1), _ROWS_PER_BLOCK)
    blocks = [_block(grams[:, i : i + _ROWS_PER_BLOCK], ingredients, storage, system) for i in starts]
    numbers, fires, skipped = (list(each) for each in zip(*blocks))
    columns: dict[str, Any] = dict(zip(ADDED, np.concatenate(numbers, axis=1)))
    words, which = _distinct(np.concatenate(fires))
    texts = [_codes(tuple(each), True) for each in words.tolist()]
    columns["codes"] = _categorical(texts, which)
    worst = np.array([_worst(tuple(each)) for each in words.tolist()], dtype=np.intp)
    names = [each.name for each in Severity]
    columns["worst"] = pandas.Categorical.from_codes(worst[which] - 1, names, ordered=True)
    words, which = _distinct(np.concatenate(skipped))
    columns["skipped"] = _categorical([_codes(tuple(each), False) for each in words.tolist()], which)
    columns["model_version"] = _categorical([MODEL_VERSION], np.zeros(size, dtype=np.intp))
    return columns


def _block(
    grams: Array, ingredients: tuple[str, ...], storage: Storage, system: str
) -> tuple[Array, Words, Words]:
    """Return the five numbers of formulas, (5, n), and the words of what fires and is skipped."""
    used = np.flatnonzero(grams.any(axis=1)) if grams.size else np.arange(len(ingredients))
    found = formula_facts(grams[used].T, tuple(ingredients[i] for i in used), storage, system)
    whole = rules.evaluate(found.facts[0][1])
    fires, skipped = whole.fires.copy(), whole.skipped.copy()
    for rows, facts in found.facts[1:]:
        more = rules.evaluate(facts)
        fires[rows] |= more.fires
        skipped[rows] |= more.skipped
    numbers = (found.mass_fraction, found.aa_equivalent, found.pH, found.dissolves, found.t90_days)
    return np.array(numbers), fires, skipped


def _distinct(words: Words) -> tuple[Words, NDArray[np.intp]]:
    """Return the distinct rows of words in the order in which they come, and which each row is."""
    import pandas

    which = np.zeros(len(words), dtype=np.int64)
    for column in words.T:
        codes, values = pandas.factorize(column)
        which, _ = pandas.factorize(which * max(len(values), 1) + codes)
    _, first = np.unique(which, return_index=True)
    return words[first], which


def _categorical(texts: list[str], which: NDArray[np.intp]) -> pandas.Categorical:
    """Return a column of few texts."""
    import pandas

    return pandas.Categorical.from_codes(which, texts if len(which) else [])


@functools.lru_cache(maxsize=65_536)
def _codes(word: tuple[int, ...], by_severity: bool) -> str:
    """Return the codes whose bit is set, joined; the most severe first, or in the rules' order."""
    bits = np.unpackbits(np.array(word, dtype=np.uint64).view(np.uint8), bitorder="little")
    every = rules.codes_of("formula")
    codes = [every[i] for i in np.flatnonzero(bits)]
    if by_severity:
        codes.sort(key=lambda code: -catalog.rules()[code].severity)
    return ";".join(codes)


def _worst(word: tuple[int, ...]) -> int:
    """Return the worst severity of what fires; 0 where nothing does."""
    first = _codes(word, True).partition(";")[0]
    return int(catalog.rules()[first].severity) if first else 0


# --- a file ---------------------------------------------------------------------------------------


def screen_file(
    source: Path,
    target: Path,
    *,
    storage: Storage | None = None,
    system: str = "solution",
    engine: str = "local",
    workers: int | None = None,
    scheduler_address: str = "",
    progress: Callable[[Progress], None] | None = None,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> Screened:
    """Screen a file of formulas of any size, in bounded memory.

    Parameters
    ----------
    source : Path
        Parquet, CSV or TSV, also packed by gzip; its columns as for `screen_formulas`.
    target : Path
        ``.parquet``, ``.csv`` or ``.csv.gz``. Written beside and renamed when it is whole, so that
        there is never half of it, whatever happens.
    storage, system
        As for `screen_formulas`.
    engine, workers, scheduler_address, progress, rows_per_piece
        As for `stream`.

    Returns
    -------
    Screened

    Raises
    ------
    InputErrors
        A file that cannot be read or written, a table that cannot be screened, Dask where it is
        not installed.
    """
    work = functools.partial(
        _screened, storage=storage, system=system, numbers=target.suffix.lower() == ".parquet"
    )
    return stream(
        source,
        target,
        work,
        engine=engine,
        workers=workers,
        scheduler_address=scheduler_address,
        progress=progress,
        rows_per_piece=rows_per_piece,
    )


def stream(
    source: Path,
    target: Path,
    work: Work,
    *,
    engine: str = "local",
    workers: int | None = None,
    scheduler_address: str = "",
    progress: Callable[[Progress], None] | None = None,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> Screened:
    """Take a table through a function piece by piece, the rows in their order.

    Parameters
    ----------
    source, target : Path
        As for `screen_file`.
    work : callable
        From a piece to the same rows with more columns, ``unread`` among them. It is tried on no
        rows first, for what it refuses about the columns.
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

    Returns
    -------
    Screened

    Raises
    ------
    InputErrors
        As for `screen_file`, and what ``work`` refuses.
    """
    _refuse_engine(engine, workers, scheduler_address)
    write = _writing(source, target)
    start, rows, unread = time.monotonic(), 0, 0
    with ExitStack() as held:
        pieces, share = held.enter_context(_reading(source, rows_per_piece))
        first = next(pieces)
        work(first.iloc[:0])
        every = _chained(first, pieces)
        if engine == "dask":
            mapped = held.enter_context(_on_dask(work, every, workers, scheduler_address))
        else:
            mapped = map(work, every)
        answer = held.enter_context(_Answer(target, write))
        for frame in mapped:
            answer.add(frame)
            rows, unread = rows + len(frame), unread + int(frame["unread"].notna().sum())
            if progress:
                progress(Progress(rows, share(), time.monotonic() - start))
        answer.keep()
    return Screened(rows, unread)


def _chained(first: pandas.DataFrame, rest: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """Yield the first piece and the rest, holding on to none."""
    yield first
    del first
    yield from rest


def _refuse_engine(engine: str, workers: int | None, address: str) -> None:
    """Refuse what does not go together."""
    errors = []
    if engine not in ENGINES:
        errors.append(InputError("engine", engine, "this is not known.", f"Use {' or '.join(ENGINES)}."))
    if workers is not None and workers < 1:
        errors.append(
            InputError("workers", workers, "at least one works.", "Leave it out, or give 1 or more.")
        )
    if engine != "dask" and (address or workers is not None):
        given = address or workers
        errors.append(InputError("engine", engine, f"{given} is for Dask.", "Add --engine dask."))
    if address and workers is not None:
        fix = "Leave one out."
        errors.append(InputError("workers", workers, "a cluster has its own workers.", fix))
    refuse(errors)


# --- reading --------------------------------------------------------------------------------------


@contextmanager
def _reading(
    source: Path, rows_per_piece: int
) -> Iterator[tuple[Iterator[pandas.DataFrame], Callable[[], float]]]:
    """Hold a file as pieces, at least one, and a function that tells what share of it was read."""
    suffixes = [each.lower() for each in source.suffixes if each.lower() != ".gz"]
    with ExitStack() as held:
        try:
            if suffixes[-1:] and suffixes[-1] in _PARQUET:
                yield _parquet(source, rows_per_piece, held)
            elif suffixes[-1:] and suffixes[-1] in _TEXT:
                yield _text(source, rows_per_piece, held)
            else:
                raise _refusal("input", source, "Parquet, CSV and TSV are read, also packed by gzip.")
        except OSError as error:
            if error.filename is None or Path(error.filename) != source:
                raise
            raise _refusal("input", source, f"{error.strerror}.") from error


def _refusal(field: str, path: Path, accepted: str, fix: str = "Give the path of a table.") -> InputErrors:
    """Return the exception for a file."""
    return InputErrors([InputError(field, str(path), accepted, fix)])


def _parquet(
    source: Path, rows_per_piece: int, held: ExitStack
) -> tuple[Iterator[pandas.DataFrame], Callable[[], float]]:
    """Return the pieces of a Parquet file; columns stay what Arrow has them as."""
    import pandas
    import pyarrow
    from pyarrow import parquet

    try:
        # Read ahead, a file would stay in memory from its first row group to its last.
        file = held.enter_context(parquet.ParquetFile(source, pre_buffer=False, buffer_size=_BUFFER))
    except pyarrow.ArrowInvalid as error:
        raise _refusal("input", source, "this is no Parquet file.") from error
    read, total = 0, max(file.metadata.num_rows, 1)

    def frame(batch: Any) -> pandas.DataFrame:
        return batch.to_pandas(types_mapper=pandas.ArrowDtype, ignore_metadata=True)

    def pieces() -> Iterator[pandas.DataFrame]:
        nonlocal read
        if not file.metadata.num_rows:
            yield frame(file.schema_arrow.empty_table())
        for batch in file.iter_batches(batch_size=rows_per_piece):
            read += batch.num_rows
            yield frame(pyarrow.Table.from_batches([batch]))

    return pieces(), lambda: read / total


def _text(
    source: Path, rows_per_piece: int, held: ExitStack
) -> tuple[Iterator[pandas.DataFrame], Callable[[], float]]:
    """Return the pieces of a text table; every cell stays the text that was typed."""
    raw = held.enter_context(io.FileIO(source))
    packed = source.suffix.lower() == ".gz"
    plain = held.enter_context(gzip.GzipFile(fileobj=raw)) if packed else io.BufferedReader(raw)
    text = held.enter_context(io.TextIOWrapper(plain, encoding="utf-8-sig", newline=""))
    size = max(source.stat().st_size, 1)
    return _text_pieces(source, text, rows_per_piece), lambda: min(raw.tell() / size, 1.0)


def _text_pieces(source: Path, text: io.TextIOWrapper, rows_per_piece: int) -> Iterator[pandas.DataFrame]:
    """Yield the pieces of a text table."""
    import pandas

    try:
        line = text.readline()
        separator = max(",;\t", key=line.count)
        names = next(csv.reader([line], delimiter=separator), [])
        if not any(names):
            raise _refusal("input", source, "this table is empty.")
        twice = [each for each in dict.fromkeys(names) if names.count(each) > 1]
        refuse([InputError("columns", each, "it stands twice.", "Rename or remove one.") for each in twice])
        text.seek(0)
        with pandas.read_csv(
            text, sep=separator, dtype=str, keep_default_na=False, index_col=False, chunksize=rows_per_piece
        ) as reader:
            yield from reader
    except UnicodeDecodeError as error:
        raise _refusal("input", source, "this is not text in UTF-8.", "Save it as UTF-8.") from error
    except (pandas.errors.ParserError, gzip.BadGzipFile, EOFError) as error:
        raise _refusal("input", source, f"this breaks off: {error}.", "Check that line.") from error


# --- writing --------------------------------------------------------------------------------------


def _writing(source: Path, target: Path) -> str:
    """Return how an answer is written, by its ending; refuse a place where it cannot be."""
    name = target.name.lower()
    kind = next((each for each in (".parquet", ".csv.gz", ".csv") if name.endswith(each)), "")
    if not kind:
        raise _refusal("output", target, "Parquet and CSV are written.", "End it in .parquet or .csv.")
    if target.exists() and source.exists() and os.path.samefile(source, target):
        raise _refusal("output", target, "this is the table that is read.", "Give another name.")
    if target.is_dir() or not target.parent.is_dir():
        raise _refusal("output", target, "this is no place for a file.", "Give a folder that there is.")
    return kind


class _Answer:
    """The answer while it is written, beside its place; gone unless it is kept."""

    def __init__(self, target: Path, kind: str) -> None:
        self.target, self.kind = target, kind
        self.part = target.with_name(f"{target.name}.{os.getpid()}.part")
        self._held = ExitStack()
        self._writer: Any = None
        # Writes a piece while the next one is worked out.
        self._hand = ThreadPoolExecutor(max_workers=1)
        self._under_way: Future[None] | None = None

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._hand.shutdown()
            self._held.close()
        finally:
            self.part.unlink(missing_ok=True)

    def keep(self) -> None:
        """Put what was written into its place."""
        self._wait()
        self._held.close()
        self.part.replace(self.target)

    def add(self, frame: pandas.DataFrame) -> None:
        """Take a piece to be written after those before it."""
        self._wait()
        self._under_way = self._hand.submit(self._write, frame)

    def _wait(self) -> None:
        """Let the last piece be finished."""
        try:
            if self._under_way is not None:
                self._under_way.result()
        except OSError as error:
            raise _refusal(
                "output", self.target, f"{error.strerror or error}.", "Give another place."
            ) from error

    def _write(self, frame: pandas.DataFrame) -> None:
        """Write a piece."""
        if self.kind != ".parquet":
            first = self._writer is None
            self._writer = self._writer or self._text()
            frame.to_csv(self._writer, index=False, header=first, lineterminator="\n")
            return
        table = _arrow(frame)
        self._writer = self._writer or self._parquet(table.schema)
        self._writer.write_table(table.cast(self._writer.schema), row_group_size=max(table.num_rows, 1))

    def _raw(self) -> io.FileIO:
        """Return the file beside, for bytes."""
        return self._held.enter_context(io.FileIO(self.part, "w"))

    def _parquet(self, schema: pyarrow.Schema) -> Any:
        """Return a writer of Parquet into the file beside."""
        from pyarrow import parquet, types

        # Numbers that hardly ever repeat are smaller, and written faster, without a dictionary.
        texts = [each.name for each in schema if not types.is_floating(each.type)]
        return self._held.enter_context(parquet.ParquetWriter(self._raw(), schema, use_dictionary=texts))

    def _text(self) -> io.TextIOWrapper:
        """Return a writer of text into the file beside."""
        plain: Any = self._held.enter_context(io.BufferedWriter(self._raw()))
        if self.kind == ".csv.gz":
            plain = self._held.enter_context(gzip.GzipFile("", "wb", fileobj=plain, mtime=0))
        return self._held.enter_context(io.TextIOWrapper(plain, encoding="utf-8", newline=""))


def _arrow(frame: pandas.DataFrame) -> pyarrow.Table:
    """Return a piece as Arrow has it: few texts as a dictionary, which may differ in every piece."""
    import pandas
    import pyarrow

    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    for i, name in enumerate(frame.columns):
        column = frame[name]
        if isinstance(column.dtype, pandas.CategoricalDtype):
            codes = column.cat.codes.to_numpy(dtype=np.int32)
            texts = pyarrow.array(column.cat.categories.tolist(), pyarrow.string())
            spelled = pyarrow.DictionaryArray.from_arrays(pyarrow.array(codes, mask=codes < 0), texts)
            table = table.set_column(i, name, spelled)
    told = {"calc.model_version": MODEL_VERSION, "calc.data_hash": catalog.data_hash()}
    return table.replace_schema_metadata(told)


# --- Dask -----------------------------------------------------------------------------------------


@contextmanager
def _on_dask(
    work: Work, pieces: Iterator[pandas.DataFrame], workers: int | None, address: str
) -> Iterator[Iterator[pandas.DataFrame]]:
    """Hold what workers make of pieces, in their order; a few of them are under way at a time."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        fix = "Install it: pip install 'dask[distributed]', or use --engine local."
        raise InputErrors([InputError("engine", "dask", "Dask is not installed.", fix)]) from error
    with ExitStack() as held:
        try:
            cluster = address or held.enter_context(
                distributed.LocalCluster(
                    n_workers=workers or os.cpu_count(), threads_per_worker=1, dashboard_address="127.0.0.1:0"
                )
            )
            client = held.enter_context(distributed.Client(cluster))
        except OSError as error:
            fix = "Check that the scheduler runs, and its address."
            problem = InputError("scheduler-address", address, "there is no answer.", fix)
            raise InputErrors([problem]) from error
        many = max(sum(client.nthreads().values()), 1)
        yield _in_order(client, work, pieces, many * (1 + _WAITING))


def _in_order(
    client: Any, work: Work, pieces: Iterator[pandas.DataFrame], most: int
) -> Iterator[pandas.DataFrame]:
    """Yield what a cluster makes of pieces, in their order, with so many under way at most."""
    waiting: deque[Any] = deque()
    for piece in pieces:
        waiting.append(client.submit(work, client.scatter(piece, hash=False), pure=False))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
