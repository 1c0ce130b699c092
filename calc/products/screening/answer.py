"""An answer beside its place until it is whole; the worst rows of one, and how many there are of each."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.errors import InputError, InputErrors
from calc.findings import Severity
from calc.messages import say
from calc.products.listings.shape import FOOTNOTE, SECTION, SUMMARY
from calc.products.screening.verdicts import ADDED
from calc.rules.assessment import MODEL_VERSION
from calc.tables import Unread
from calc.tables.export import csv_text

if TYPE_CHECKING:
    import pandas
    import pyarrow

Numbers = NDArray[np.int64]

ENDINGS = (".parquet", ".csv.gz", ".csv")
# Rows that are looked at together.
_ROWS = 65_536
# What is read of a column of Parquet at a time [bytes].
_BUFFER = 2**20
# Stands for a row that is not asked for.
_LEFT_OUT = -2


class ScreenCounts(NamedTuple):
    """A piece as it goes into an answer.

    ``body``: for CSV its rows as bytes; for Parquet a table of the columns that come to those that were
    brought, or in their place. ``columns``: of the answer. ``rows``, ``unread``: how many there are.
    ``named``: how many name what of vitamin C. ``set_aside``: the rows that are no products, by the index
    of the piece.
    """

    body: Any
    columns: tuple[str, ...]
    rows: int
    unread: int
    named: Mapping[str, int] = MappingProxyType({})
    set_aside: tuple[Unread, ...] = ()


def finish(piece: pandas.DataFrame, added: pandas.DataFrame, ending: str) -> ScreenCounts:
    """Return a piece as it goes into an answer.

    Parameters
    ----------
    piece : DataFrame
        As it was brought.
    added : DataFrame
        What comes to it, or in the place of columns of the same name; ``unread`` among it.
    ending : str
        One of `ENDINGS`.

    Returns
    -------
    ScreenCounts
    """
    columns = tuple(dict.fromkeys([*piece, *added]))
    set_aside = _set_aside(added)
    rows, unread = len(piece), int(added["unread"].notna().sum()) - len(set_aside)
    named: dict[str, int] = {}
    if "vitamin_c_named" in added:
        said = added["vitamin_c_named"].cat
        numbers = np.bincount(said.codes[said.codes >= 0], minlength=len(said.categories))
        named = dict(zip(said.categories.tolist(), numbers.tolist()))
    if ending == ".parquet":
        return ScreenCounts(_arrow(added), columns, rows, unread, named, set_aside)
    whole = piece.assign(**{name: added[name] for name in added})
    body = csv_text(whole, header=False).encode()
    return ScreenCounts(body, columns, rows, unread, named, set_aside)


def _set_aside(added: pandas.DataFrame) -> tuple[Unread, ...]:
    """Return the rows of a piece that sum up others, are headings among them, or stand below the table."""
    reasons = added["unread"]
    if not hasattr(reasons, "cat") or not {SUMMARY, SECTION, FOOTNOTE} & {*reasons.cat.categories}:
        return ()
    rows = np.flatnonzero(reasons.isin([SUMMARY, SECTION, FOOTNOTE]))
    return tuple(Unread(int(added.index[row]), str(reasons.iloc[row])) for row in rows.tolist())


def ending_of(target: Path) -> str:
    """Return which of `ENDINGS` a file has.

    Parameters
    ----------
    target : Path

    Raises
    ------
    InputErrors
        An ending that is none of them, a place where there can be no file.

    Examples
    --------
    >>> ending_of(Path("answer.csv.gz"))
    '.csv.gz'
    """
    ending = next((ending for ending in ENDINGS if target.name.lower().endswith(ending)), "")
    if not ending:
        raise _refusal(
            "output", target, say("Parquet and CSV are written."), say("End it in .parquet or .csv.")
        )
    if target.is_dir() or not target.parent.is_dir():
        raise _refusal(
            "output", target, say("this is not a place for a file."), say("Give a folder that exists.")
        )
    return ending


def _refusal(field: str, path: Path, accepted: str, fix: str) -> InputErrors:
    """Return the exception for a file."""
    return InputErrors([InputError(field, str(path), accepted, fix)])


# --- writing --------------------------------------------------------------------------------------


class ScreenOutput:
    """An answer while it is written, beside its place; gone unless it is kept.

    Parameters
    ----------
    target : Path
    ending : str
        One of `ENDINGS`.
    credit : str, optional
        What must go with it: in Parquet it stands in the file, beside CSV in one of its own.

    Raises
    ------
    InputErrors
        From its methods: a disk that is full, a folder that cannot be written.
    """

    def __init__(self, target: Path, ending: str, credit: str = "") -> None:
        self.target, self.ending, self.credit = target, ending, credit
        self.part = _beside(target)
        self._credit = _beside(_credit_of(target))
        self._held = ExitStack()
        self._writer: Any = None
        # Writes a piece while the next one is worked out.
        self._hand = ThreadPoolExecutor(max_workers=1)
        self._under_way: Future[None] | None = None

    def __enter__(self) -> ScreenOutput:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all that is open, and of what was not kept."""
        try:
            self._hand.shutdown()
            with suppress(OSError):  # what is left in hand is not wanted any more
                self._held.close()
        finally:
            self.part.unlink(missing_ok=True)
            self._credit.unlink(missing_ok=True)

    def add(self, piece: pandas.DataFrame, counts: ScreenCounts) -> None:
        """Take a piece to be written after those before it."""
        self._wait()
        self._under_way = self._hand.submit(self._write, piece, counts)

    def keep(self) -> None:
        """Put what was written into its place, its credit first."""
        self._wait()
        with self._refusing():
            self._held.close()
            if self._credit_goes_beside:
                self._credit.write_text(f"{self.target.name}: {self.credit}\n", encoding="utf-8")
                self._credit.replace(_credit_of(self.target))
            self.part.replace(self.target)
            if not self._credit_goes_beside:
                _credit_of(self.target).unlink(missing_ok=True)  # of what stood here before

    @property
    def _credit_goes_beside(self) -> bool:
        """Whether the credit stands in a file of its own."""
        return bool(self.credit) and self.ending != ".parquet"

    def _wait(self) -> None:
        """Let the last piece be finished."""
        with self._refusing():
            if self._under_way is not None:
                self._under_way.result()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Turn what keeps it from being written into what is refused."""
        try:
            yield
        except OSError as error:
            said = f"{error.strerror or error}."
            raise _refusal("output", self.target, said, say("Give another place.")) from error

    def _write(self, piece: pandas.DataFrame, counts: ScreenCounts) -> None:
        """Write a piece."""
        if self.ending != ".parquet":
            self._writer = self._writer or self._text(counts.columns)
            self._writer.write(counts.body)
            return
        table = _joined(piece, counts.body)
        self._writer = self._writer or self._parquet(table)
        self._writer.write_table(table.cast(self._writer.schema), row_group_size=max(table.num_rows, 1))

    def _raw(self) -> io.FileIO:
        """Return the file beside, for bytes."""
        return self._held.enter_context(io.FileIO(self.part, "w"))

    def _parquet(self, table: pyarrow.Table) -> Any:
        """Return a writer of Parquet into the file beside."""
        from pyarrow import parquet, types

        metadata = {"calc.model_version": MODEL_VERSION, "calc.data_hash": catalog.data_hash()}
        if self.credit:
            metadata["calc.credit"] = self.credit
        schema = table.schema.with_metadata(metadata)
        # Numbers that hardly ever repeat are smaller, and written faster, without a dictionary.
        texts = [column.name for column in schema if not types.is_floating(column.type)]
        return self._held.enter_context(parquet.ParquetWriter(self._raw(), schema, use_dictionary=texts))

    def _text(self, columns: tuple[str, ...]) -> Any:
        """Return a writer of text into the file beside, with the names of the columns in it."""
        import pandas

        writer: Any = self._held.enter_context(io.BufferedWriter(self._raw()))
        if self.ending == ".csv.gz":
            writer = self._held.enter_context(gzip.GzipFile("", "wb", fileobj=writer, mtime=0))
        writer.write(csv_text(pandas.DataFrame(columns=list(columns))).encode())
        return writer


def _beside(target: Path) -> Path:
    """Return where a file is until it is whole."""
    return target.with_name(f"{target.name}.{os.getpid()}.part")


def _credit_of(target: Path) -> Path:
    """Return where the credit of an answer stands."""
    return target.with_name(f"{target.name}.credit.txt")


def _joined(piece: pandas.DataFrame, added: pyarrow.Table) -> pyarrow.Table:
    """Return a piece with what comes to it, and what comes in the place of its columns."""
    table = _arrow(piece)
    for name in added.column_names:
        column = added.column(name)
        if name in table.column_names:
            table = table.set_column(table.column_names.index(name), name, column)
        else:
            table = table.append_column(name, column)
    return table


def _arrow(frame: pandas.DataFrame) -> pyarrow.Table:
    """Return columns as Arrow has them: few texts as a dictionary, which may differ in every piece."""
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
    return table.replace_schema_metadata(None)


# --- reading an answer ----------------------------------------------------------------------------


def counts_of(path: Path) -> Mapping[str, int]:
    """Return how many rows of an answer there are of each kind.

    Parameters
    ----------
    path : Path
        An answer of `screen_file`, in Parquet.

    Returns
    -------
    mapping of str to int
        Under the name of each severity, the most severe first, the rows of which it is the worst; then
        ``nothing_found`` and ``unread``.

    Raises
    ------
    InputErrors
        No answer in Parquet.

    Examples
    --------
    >>> import tempfile
    >>> from calc.products.screening.files import screen_file
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     source, target = Path(folder, "in.csv"), Path(folder, "out.parquet")
    ...     _ = source.write_text("name,water_g,l_ascorbic_acid_g\\nA,97,3\\nB,70,30\\n")
    ...     _ = screen_file(source, target)
    ...     sum(counts_of(target).values())
    2
    """
    names = [severity.name for severity in sorted(Severity, reverse=True)]
    counts = dict.fromkeys((*names, "nothing_found", "unread"), 0)
    ranks = {severity.value: severity.name for severity in Severity} | {0: "nothing_found", -1: "unread"}
    with _opened_answer(path) as file:
        for _, rank, _ in _ranked(file):
            values, numbers = np.unique(rank, return_counts=True)
            for value, number in zip(values.tolist(), numbers.tolist()):
                counts[ranks[value]] += number
    return counts


def worst_of(path: Path, most: int, named: str = "") -> pandas.DataFrame:
    """Return the worst rows of an answer, without holding all of it.

    Parameters
    ----------
    path : Path
        An answer of `screen_file`, in Parquet.
    most : int
        How many rows at most; they are in memory together.
    named : str, optional
        Of rows that name this of vitamin C alone: a key of `VITAMIN_C`.

    Returns
    -------
    DataFrame
        The most severe first, of these the ones with the most codes, else in their order; then those
        of which nothing is said, then those that are unread. Its index, named "row", counts the rows
        of the answer from 0.

    Raises
    ------
    InputErrors
        As `counts_of`.

    Examples
    --------
    >>> import tempfile
    >>> from calc.products.screening.files import screen_file
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table, answer = Path(folder, "shop.csv"), Path(folder, "judged.parquet")
    ...     _ = table.write_text("product,form,strength,pH\\nMild,LAA,8 %,3.2\\nStrong,LAA,30 %,2\\n")
    ...     _ = screen_file(table, answer)
    ...     worst_of(answer, most=1)["product"].tolist()
    ['Strong']
    """
    with _opened_answer(path) as file:
        places = _worst_places(file, max(most, 0), named)
        return _rows_at(file, places)


@contextmanager
def _opened_answer(path: Path) -> Iterator[Any]:
    """Hold an answer in Parquet."""
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER) as file:
            if {*ADDED} - {*file.schema_arrow.names}:
                raise _refusal(
                    "answer", path, say("this is not an answer of screening."), say("Screen a table first.")
                )
            yield file
    except pyarrow.ArrowInvalid as error:
        raise _refusal(
            "answer", path, say("this is not a Parquet file."), say("Screen into .parquet.")
        ) from error
    except OSError as error:
        raise _refusal(
            "answer", path, f"{error.strerror or error}.", say("Give the path of an answer.")
        ) from error


def _ranked(file: Any, named: str = "") -> Iterator[tuple[int, Numbers, Numbers]]:
    """Yield, for pieces of an answer, where it starts, the severity of each row and how many codes it has.

    A row of which nothing is said has severity 0, an unread one −1, and one that names something else of
    vitamin C than is asked for −2.
    """
    import pyarrow.compute as pc

    start, columns = 0, ["worst", "codes", "unread", *(["vitamin_c_named"] if named else [])]
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
        worst, codes, unread = (_plain_texts(batch.column(name)) for name in ("worst", "codes", "unread"))
        rank = np.where(pc.is_valid(unread).to_numpy(zero_copy_only=False), -1, 0)
        for severity in Severity:
            rank[pc.equal(worst, severity.name).fill_null(False).to_numpy(zero_copy_only=False)] = (
                severity.value
            )
        if named:
            fits = pc.equal(_plain_texts(batch.column("vitamin_c_named")), named).fill_null(False)
            rank[~fits.to_numpy(zero_copy_only=False)] = _LEFT_OUT
        some = pc.greater(pc.utf8_length(codes), 0).cast("int64")
        many = pc.add(pc.count_substring(codes, ";").cast("int64"), some).fill_null(0)
        yield start, rank, many.to_numpy(zero_copy_only=False)
        start += batch.num_rows


def _plain_texts(column: pyarrow.Array) -> pyarrow.Array:
    """Return a column of texts that may be spelled as a dictionary."""
    return column.cast("string")


def _worst_places(file: Any, most: int, named: str) -> Numbers:
    """Return where the worst rows of an answer stand, the worst first."""
    # Rows, severities and numbers of codes of the worst so far.
    best = np.zeros((3, 0), dtype=np.int64)
    for start, rank, many in _ranked(file, named):
        rows = np.arange(start, start + rank.size)
        here = rank > _LEFT_OUT
        every = np.concatenate([best, np.array([rows, rank, many])[:, here]], axis=1)
        order = np.lexsort((every[0], -every[2], -every[1]))[:most]
        best = every[:, order]
    return np.asarray(best[0])


def _rows_at(file: Any, places: Numbers) -> pandas.DataFrame:
    """Return rows of an answer by their places, in the order of these."""
    import pandas
    import pyarrow

    wanted, start = np.sort(places), 0
    tables = [file.schema_arrow.empty_table()]
    for group in range(file.num_row_groups):
        end = start + file.metadata.row_group(group).num_rows
        if np.searchsorted(wanted, start) < np.searchsorted(wanted, end):
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group]):
                here = wanted[
                    np.searchsorted(wanted, start) : np.searchsorted(wanted, start + batch.num_rows)
                ]
                tables.append(pyarrow.Table.from_batches([batch]).take(here - start))
                start += batch.num_rows
        start = end
    frame = pyarrow.concat_tables(tables).unify_dictionaries().to_pandas(ignore_metadata=True)
    return frame.set_index(pandas.Index(wanted, name="row")).loc[places]
