"""The columns of masses of a table: which there are, what stands in them, and what cannot be read."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.errors import InputError, refuse
from calc.messages import say, say_list
from calc.products.screening.verdicts import ADDED
from calc.units import read_number

if TYPE_CHECKING:
    import pandas

Array = NDArray[np.float64]

#: How a column of masses ends, behind the id of its ingredient.
ENDING = "_g"
# What `tables` sets behind the name of a column of masses that comes again.
_NUMBERED = re.compile(rf"(?<={ENDING}) \(\d+\)$")
# Stand for a mass that can be read in two ways and for a cell without one; infinite ones are none.
_TWO_WAYS, _EMPTY = -np.inf, np.inf
# So many cells of text are read together: memory stays bounded, and wide tables cost little more.
_CELLS_AT_ONCE = 262_144


def gram_columns(columns: Iterable[object]) -> dict[str, str]:
    """Return the ingredient of each column of masses; refuse what cannot be screened.

    Examples
    --------
    >>> gram_columns(["name", "water_g"])
    {'water_g': 'water'}
    """
    names = [str(column) for column in columns]
    masses = [column for column in names if column.endswith(ENDING)]
    ingredients = {column: column.removesuffix(ENDING) for column in masses}
    errors = [
        unknown_column(column, name)
        for column, name in ingredients.items()
        if name not in catalog.ingredients()
    ]
    errors += _in_the_way(names)
    if not masses:
        errors.append(nothing_to_screen(names))
    refuse(errors)
    return ingredients


def _in_the_way(names: Sequence[str]) -> list[InputError]:
    """Return what is said of columns that stand twice, or have the name of one that is added."""
    twice, taken = say("this column is there twice."), say("the answer has a column of this name.")
    plain = [_NUMBERED.sub("", name) for name in names]
    again = [name for name in dict.fromkeys(plain) if plain.count(name) > 1]
    return [
        *(InputError("columns", name, twice, say("Rename or remove one.")) for name in again),
        *(InputError("columns", name, taken, say("Rename it.")) for name in ADDED if name in names),
    ]


def unknown_column(column: str, name: str) -> InputError:
    """Return what is said of a column of masses of something that is not known."""
    try:
        offered = [catalog.find_ingredient(name).id]
    except InputError as error:
        offered = list(error.readings)
    fix = say_list((f"{key}{ENDING}" for key in offered), "or")
    accepted = say("a column that ends in {ending} is the mass of an ingredient, by its id.", ending=ENDING)
    return InputError(
        "columns",
        column,
        accepted,
        say("Did you mean {fix}?", fix=fix) if fix else say("Rename it."),
        offered,
    )


def nothing_to_screen(names: Sequence[str]) -> InputError:
    """Return what is said of a table without masses."""
    ids = list(catalog.ingredients())
    near = [key for name in names for key in difflib.get_close_matches(name.lower(), ids, n=1, cutoff=0.8)]
    offered = list(dict.fromkeys(near))[:3] or ["water", "l_ascorbic_acid"]
    fix = say("Name the columns {offered}, ...", offered=", ".join(f"{key}{ENDING}" for key in offered))
    return InputError("columns", ", ".join(names), say("there is no column of masses."), fix, offered)


# What is wrong with a mass; the first that holds is told, of the first such column.
_WRONG = (
    say("is not a number"),
    say("can be read in two ways"),
    say("is below 0"),
    say("is more than is weighed"),
)


@functools.lru_cache(maxsize=64)
def row_problems(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return why a row may be unread: as `grams_of` counts them, from 1."""
    return (say("no mass"), *(f"{column} {reason}" for column in columns for reason in _WRONG))


def read_cells(frame: pandas.DataFrame, columns: Sequence[str], decimal: str) -> Array:
    """Return columns of masses as floats, (k, n) [g].

    Parameters
    ----------
    frame : DataFrame
        With n rows.
    columns : sequence of str
        Names of k of its columns.
    decimal : str
        As `tables.number_format.decimal_mark` has it.

    Returns
    -------
    ndarray
        NaN where there is no number, ∞ where a cell is empty, −∞ where it can be read in two ways.
    """
    cells = np.empty((len(columns), len(frame)))
    texts = []
    for row, name in enumerate(columns):
        if is_numeric_column(frame[name]):
            masses = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
            cells[row] = np.where(np.isinf(masses), np.nan, np.where(np.isnan(masses), _EMPTY, masses))
        else:
            texts.append(row)
    together = max(1, _CELLS_AT_ONCE // max(1, len(frame)))
    for start in range(0, len(texts), together):
        rows = texts[start : start + together]
        typed = frame[[columns[row] for row in rows]].to_numpy(dtype=object).T
        cells[rows] = _typed(typed.ravel(), decimal).reshape(typed.shape)
    return cells


def grams_of(cells: Array) -> tuple[Array, NDArray[np.intp]]:
    """Return masses, (k, n) [g], and for each row 0 or which reason keeps it from being read.

    Parameters
    ----------
    cells : ndarray
        As `read_cells` returns them.
    """
    most = catalog.inputs().accepted["line_mass"].ends[1]
    grams = np.where(cells == _EMPTY, 0.0, cells)
    wrong = np.zeros(grams.shape[1], dtype=np.intp)
    strange = np.flatnonzero(~((grams >= 0) & (grams <= most)).all(axis=0))
    odd = grams[:, strange]
    for i, masses in enumerate(odd):
        faults = (np.isnan(masses), masses == _TWO_WAYS, masses < 0, masses > most)
        for place, fault in enumerate(faults):
            here = strange[fault]
            wrong[here[wrong[here] == 0]] = 2 + len(_WRONG) * i + place
    wrong[(wrong == 0) & ~(grams > 0).any(axis=0)] = 1
    return grams, wrong


def _typed(cells: NDArray[np.object_], decimal: str) -> Array:
    """Return masses that were typed; most are plain, each of the others is read once."""
    import pandas

    every = pandas.Series(cells, dtype="str").str.strip()
    empty = (every.isna() | (every == "")).to_numpy(dtype=bool)
    plain = every.str.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
    if decimal == ",":
        commas = every.str.fullmatch(r"[+-]?\d+,\d+")
        every = every.where(~commas, every.str.replace(",", ".", n=1, regex=False))
        plain = (plain & ~every.str.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}")) | commas
    masses = pandas.to_numeric(every.where(plain), errors="coerce").to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    masses = np.where(empty, _EMPTY, np.where(np.isinf(masses), np.nan, masses))
    odd = np.flatnonzero(~plain.to_numpy(dtype=bool) & ~empty)
    masses[odd] = [_mass(str(cells[i]).strip(), decimal) for i in odd]
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


def is_numeric_column(column: pandas.Series) -> bool:
    """Tell whether a column holds numbers."""
    import pandas

    types = pandas.api.types
    return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)


def as_numbers(cells: Array) -> Array:
    """Return masses as numbers, NaN where a cell is empty or cannot be read."""
    return np.where(np.isinf(cells), np.nan, cells)
