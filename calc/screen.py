"""Screening: a table of formulas or of products in, the same with verdicts out, whatever its size.

`screen_formulas` judges a piece of a table of formulas, `screen_products.screen_products` one of
products, `screen_file` streams a file through the one that fits, here or on Dask. What it says of a row
is what the single path says with every input at its centre (`screen_facts`): a rule fires or is skipped,
it never "may" fire, for there are no bands.
"""

from __future__ import annotations

import difflib
import functools
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.answer import Answer, Made, counts_of, ending_of, made, worst_of
from calc.cluster import on_dask
from calc.errors import InputError, InputErrors, refuse
from calc.formula import SYSTEMS
from calc.headings import NEEDED, recognised
from calc.pieces import Brought, brought, chained
from calc.recipe import Storage
from calc.screen_facts import USUAL, formula_facts
from calc.screen_products import JUDGED, label_columns, screen_products
from calc.tables import Unread
from calc.units import read_number
from calc.verdicts import ADDED, NUMBERS, Words, answered, told

if TYPE_CHECKING:
    import pandas

__all__ = [
    "ADDED",
    "ENGINES",
    "ROWS_PER_PIECE",
    "Progress",
    "Screened",
    "counts_of",
    "kind_of",
    "screen_file",
    "screen_formulas",
    "screen_products",
    "stream",
    "worst_of",
]

Array = NDArray[np.float64]
#: From a piece of a table to columns that are added, or come in the place of its own; `unread` among them.
Work = Callable[["pandas.DataFrame"], "pandas.DataFrame"]

ENGINES = ("local", "dask")
#: What a row of a table can be.
KINDS = ("formulas", "products")
#: Rows that are read, judged and written together: a row group of the answer.
ROWS_PER_PIECE = 131_072

# Rows that are judged together: enough of each make of solution, few enough for memory.
_ROWS_PER_BLOCK = 131_072
_ENDING = "_g"
# What `tables` sets behind the name of a column of masses that comes again.
_NUMBERED = re.compile(rf"(?<={_ENDING}) \(\d+\)$")
# Stands for a mass that can be read in two ways; infinite ones are none.
_TWO_WAYS = -np.inf


class Progress(NamedTuple):
    """How far a table has come: rows that are written, their share of all [0–1], seconds so far.

    A share of 0 is unknown: a workbook and a list in JSON are taken in whole.
    """

    rows: int
    share: float
    seconds: float

    def __str__(self) -> str:
        rate = self.rows / self.seconds if self.seconds else 0.0
        left = "time left unknown"
        if self.share > 0:
            minutes, seconds = divmod(round(self.seconds * (1 / self.share - 1)), 60)
            left = f"{minutes}:{seconds:02d} left"
        return f"{self.rows:,} rows, {rate:,.0f} rows/s, {left}"


class Screened(NamedTuple):
    """What became of a table.

    ``rows``: how many were written; ``unread``: how many of them say why they could not be read.
    ``left_out``: how many lines are no row of the answer; ``lines``: the first of them, with their
    reasons. ``kind``: one of `KINDS`.
    """

    rows: int
    unread: int
    left_out: int = 0
    lines: tuple[Unread, ...] = ()
    kind: str = KINDS[0]


# --- a piece of formulas --------------------------------------------------------------------------


def screen_formulas(
    frame: pandas.DataFrame, *, storage: Storage | None = None, system: str = "solution", decimal: str = ""
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
    decimal : str, optional
        "," for a table whose texts have decimal commas.

    Returns
    -------
    DataFrame
        With `ADDED`. ``mass_fraction`` is of the strongest form, 0 without any; ``codes`` and
        ``skipped`` are joined by ";", the most severe first; ``worst`` is a severity, or missing
        where nothing fires. A row with a mass that is negative, too large, no number or one with two
        readings, or without any, says so in ``unread`` and has nothing else.

    Raises
    ------
    InputErrors
        No column of masses, one of an ingredient that is not known, a column that would be added.
    """
    import pandas

    return pandas.concat([frame, _of_formulas(frame, storage, system, decimal)], axis=1)


def _of_formulas(
    frame: pandas.DataFrame, storage: Storage | None, system: str, decimal: str, numbers: bool = False
) -> pandas.DataFrame:
    """Return the columns that come to formulas; masses that are text as numbers too, where asked for."""
    _refuse_system(system)
    columns = _gram_columns(frame.columns)
    grams, wrong = _grams(frame, columns, decimal)
    good = np.flatnonzero(wrong == 0)
    readable = grams if good.size == len(frame) else grams[:, good]
    judged = _judged(readable, tuple(columns.values()), storage or USUAL, system)
    added = answered(judged, wrong, _reasons(tuple(columns)), frame.index)
    texts = [each for each in columns if numbers and not _is_number(frame[each])]
    return added.assign(**{each: _as_numbers(frame[each], decimal) for each in texts}) if texts else added


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
    errors += _in_the_way(names)
    if not own:
        errors.append(_nothing_to_screen(names))
    refuse(errors)
    return found


def _in_the_way(names: Sequence[str]) -> list[InputError]:
    """Return what is said of columns that stand twice, or have the name of one that is added."""
    twice, taken = "this column stands twice.", "the answer has a column of this name."
    plain = [_NUMBERED.sub("", each) for each in names]
    again = [each for each in dict.fromkeys(plain) if plain.count(each) > 1]
    return [
        *(InputError("columns", each, twice, "Rename or remove one.") for each in again),
        *(InputError("columns", each, taken, "Rename it.") for each in ADDED if each in names),
    ]


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
_WRONG = ("is not a number", "can be read in two ways", "is below 0", "is more than is weighed")


@functools.lru_cache(maxsize=64)
def _reasons(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return why a row may be unread: as `_grams` counts them, from 1."""
    return ("no mass", *(f"{column} {reason}" for column in columns for reason in _WRONG))


def _grams(frame: pandas.DataFrame, columns: Iterable[str], decimal: str) -> tuple[Array, NDArray[np.intp]]:
    """Return the masses, (k, n) [g], and for each row 0 or which reason keeps it from being read."""
    most = catalog.inputs().accepted["line_mass"].ends[1]
    grams = np.array([_masses(frame[column], decimal) for column in columns])
    wrong = np.zeros(len(frame), dtype=np.intp)
    strange = np.flatnonzero(~((grams >= 0) & (grams <= most)).all(axis=0))
    odd = grams[:, strange]
    for i, masses in enumerate(odd):
        faults = (np.isnan(masses), masses == _TWO_WAYS, masses < 0, masses > most)
        for place, fault in enumerate(faults):
            here = strange[fault]
            wrong[here[wrong[here] == 0]] = 2 + len(_WRONG) * i + place
    wrong[(wrong == 0) & ~(grams > 0).any(axis=0)] = 1
    return grams, wrong


def _masses(column: pandas.Series, decimal: str = "") -> Array:
    """Return a column as floats, 0 where empty, NaN where it is no number, −∞ for one with two readings."""
    if _is_number(column):
        masses: Array = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if np.isfinite(masses).all():
            return masses
        return np.where(np.isinf(masses), np.nan, np.nan_to_num(masses, nan=0.0))
    texts = column.astype("object").map(str).map(str.strip)
    there = (column.notna() & (texts != "")).to_numpy(dtype=bool)
    masses = np.zeros(len(column))
    masses[there] = _typed(texts.to_numpy()[there], decimal)
    return masses


def _typed(texts: NDArray[np.object_], decimal: str) -> Array:
    """Return masses that were typed; most are plain, each of the others is read once."""
    import pandas

    every = pandas.Series(texts, dtype="str")
    plain = every.str.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
    if decimal == ",":
        commas = every.str.fullmatch(r"[+-]?\d+,\d+")
        every = every.where(~commas, every.str.replace(",", ".", n=1, regex=False))
        plain = (plain & ~every.str.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}")) | commas
    masses = pandas.to_numeric(every.where(plain), errors="coerce").to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    odd = np.flatnonzero(~plain.to_numpy(dtype=bool))
    masses = np.where(np.isinf(masses), np.nan, masses)
    masses[odd] = [_mass(texts[i], decimal) for i in odd]
    return masses


@functools.lru_cache(maxsize=65_536)
def _mass(text: str, decimal: str) -> float:
    """Return a mass that was not typed plainly; NaN for what is none, −∞ for one with two readings."""
    try:
        value, unit = read_number(text)
    except InputError as error:
        return _TWO_WAYS if error.readings else np.nan
    if decimal == "," and text.lstrip("+-").replace(".", "").isdigit():
        return _TWO_WAYS
    return np.nan if unit or not np.isfinite(value) else value


def _is_number(column: pandas.Series) -> bool:
    """Tell whether a column holds numbers."""
    import pandas

    types = pandas.api.types
    return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)


def _as_numbers(column: pandas.Series, decimal: str) -> Array:
    """Return a column of texts as numbers, NaN where it is empty or cannot be read."""
    empty = column.isna() | (column.astype("object").map(str).map(str.strip) == "")
    masses = _masses(column, decimal)
    return np.where(empty.to_numpy(dtype=bool) | np.isinf(masses), np.nan, masses)


def _judged(grams: Array, ingredients: tuple[str, ...], storage: Storage, system: str) -> dict[str, Any]:
    """Return the columns of formulas that can be read."""
    size = grams.shape[1]
    starts = range(0, max(size, 1), _ROWS_PER_BLOCK)
    blocks = [_block(grams[:, i : i + _ROWS_PER_BLOCK], ingredients, storage, system) for i in starts]
    numbers, fires, skipped = (list(each) for each in zip(*blocks))
    columns: dict[str, Any] = dict(zip(NUMBERS, np.concatenate(numbers, axis=1)))
    return {**columns, **told(np.concatenate(fires), np.concatenate(skipped), "formula")}


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


# --- which kind of table --------------------------------------------------------------------------


def kind_of(columns: Iterable[object]) -> str:
    """Return what the rows of a table are, by its columns.

    A column `<ingredient id>_g` makes it one of formulas. Else one of products has a column that names
    them, and one that says something of them, as `data/products.csv` has or `offers.recognised` knows.

    Parameters
    ----------
    columns : iterable of str

    Returns
    -------
    str
        One of `KINDS`.

    Raises
    ------
    InputErrors
        Neither; with what was seen, what is accepted, and what comes close.
    """
    names = tuple(str(each) for each in columns)
    masses = [each.removesuffix(_ENDING) for each in names if each.endswith(_ENDING)]
    if any(each in catalog.ingredients() for each in masses):
        return KINDS[0]
    seen = recognised(names)
    if {*NEEDED} & {*seen} and {*JUDGED} & {*seen}:
        return KINDS[1]
    other = [each for each in masses if f"{each}{_ENDING}" not in seen.values()]
    refuse([_unknown(f"{each}{_ENDING}", each) for each in other])
    raise InputErrors([_neither(names)])


def _neither(names: Sequence[str]) -> InputError:
    """Return what is said of a table that holds neither formulas nor products."""
    formulas = _nothing_to_screen(names)
    known = sorted({*NEEDED, *JUDGED})
    near = [each for name in names for each in difflib.get_close_matches(name.lower(), known, 1, 0.7)]
    offered = list(dict.fromkeys(near))[:3] or [*NEEDED, "strength", "pH"]
    fix = f"{formulas.fix} Or, for products: {', '.join(offered)}, ..."
    accepted = "these are neither masses of ingredients nor columns about products."
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return InputError("columns", shown, accepted, fix, (*formulas.readings, *near))


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
    kinds: list[str] = []

    def work_of(table: Brought) -> Work:
        kinds.append(kind_of(table.columns))
        if kinds[0] == KINDS[1]:
            return functools.partial(label_columns, decimal=table.decimal)
        numbers = ending_of(target) == ".parquet"
        return functools.partial(
            _of_formulas, storage=storage, system=system, decimal=table.decimal, numbers=numbers
        )

    screened = stream(
        source,
        target,
        work_of,
        engine=engine,
        workers=workers,
        scheduler_address=scheduler_address,
        progress=progress,
        rows_per_piece=rows_per_piece,
    )
    return screened._replace(kind=kinds[0])


def stream(
    source: Path,
    target: Path,
    work_of: Callable[[Brought], Work],
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
    work_of : callable
        From the table to a function from a piece to the columns that come to it, ``unread`` among
        them. This is tried on no rows first, for what it refuses about the columns.
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
        As for `screen_file`, and what ``work_of`` refuses.
    """
    from threadpoolctl import threadpool_limits

    _refuse_engine(engine, workers, scheduler_address)
    ending = ending_of(target)
    _refuse_itself(source, target)
    start, rows, unread = time.monotonic(), 0, 0
    with ExitStack() as held:
        table = held.enter_context(brought(source, rows_per_piece))
        work = work_of(table)
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
        answer = held.enter_context(Answer(target, ending, table.credit))
        for piece, own in through:
            answer.add(piece, own)
            rows, unread = rows + own.rows, unread + own.unread
            if progress:
                progress(Progress(rows, table.share(), time.monotonic() - start))
        answer.keep()
        return Screened(rows, unread, *table.left_out())


def _made(work: Work, ending: str, piece: pandas.DataFrame) -> Made:
    """Return a piece as it goes into an answer."""
    return made(piece, work(piece), ending)


def _refuse_itself(source: Path, target: Path) -> None:
    """Refuse to write an answer in the place of its table."""
    if target.exists() and source.exists() and os.path.samefile(source, target):
        problem = InputError("output", str(target), "this is the table that is read.", "Give another name.")
        raise InputErrors([problem])


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
