"""The cells of a table of products: the same words are read once, plain numbers all together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calc.catalog.market import KINDS
from calc.parsing.strength_beside import states_strength
from calc.products.digests import Bits, list_digests, nameless, title_digest
from calc.products.labels import Array, Flags, Rows
from calc.products.listings.header import NEEDED
from calc.products.listings.kinds import kind_said
from calc.products.listings.listing import Listing
from calc.products.listings.table import named_by_title, read_shaped
from calc.tables import Table
from calc.tables.number_format import clear_decimal

if TYPE_CHECKING:
    import pandas

#: The columns of the ends of a number, by its column.
ENDS = {"strength": ("strength_low_percent", "strength_high_percent"), "pH": ("pH_low", "pH_high")}
# So many texts are read together, and so many are remembered.
_TOGETHER, _REMEMBERED = 1_000, 20_000
_PLAIN = r"\d+(?:\.\d+)?"
_COMMA = r"\d+,\d{1,2}"
_THOUSAND = r"[1-9]\d{0,2}\.\d{3}"
_NAN = float("nan")
# A column in which no number is plain.
_NONE = (1.0, np.inf, -np.inf)
_LEAST = 1e-9
_TRIALS = [("1",), ("0.5",)]
_NAMELESS = "\0"
# The number of a cell that was read alone; None where the whole row must be read.
_Number = Callable[[Listing], float | None]


@dataclass(frozen=True)
class _Columns:
    """Which columns of a table are read together, by what they say, and how it writes numbers."""

    names: tuple[tuple[str, str], ...]
    decimal: str


class _Remembered(dict[tuple[_Columns, tuple[str, ...]], Any]):
    """Listings by the cells that were read; for cells that cannot be read the reason."""

    def of(self, columns: _Columns, rows: Sequence[tuple[str, ...]]) -> list[Listing | str]:
        """Return what `read_shaped` reads in rows of these columns alone."""
        readings = {row: self.get((columns, row)) for row in dict.fromkeys(rows)}
        new = [row for row, reading in readings.items() if reading is None]
        for i in range(0, len(new), _TOGETHER):
            some = new[i : i + _TOGETHER]
            readings.update(zip(some, _listings(columns, some)))
        if len(self) + len(new) > _REMEMBERED:
            self.clear()
        self.update(((columns, row), readings[row]) for row in new)
        return [reading for row in rows if (reading := readings[row]) is not None]


_READ = _Remembered()


def _listings(columns: _Columns, rows: Sequence[tuple[str, ...]]) -> list[Listing | str]:
    """Return rows of some cells as listings, or why they cannot be read."""
    import pandas

    names = dict(columns.names)
    frame = pandas.DataFrame(rows, columns=list(names.values()), dtype="str")
    if not {*NEEDED} & {*names}:
        names["product"] = _NAMELESS
        frame[_NAMELESS] = ""
    table = Table(tuple(frame.columns), frame, (), 0, "", "", columns.decimal, "", ())
    read, refused = read_shaped(table, names)
    unread = {row.line: row.reason for row in refused}
    listings = iter(read)
    return [unread[i] if i in unread else next(listings) for i in range(len(rows))]


def _texts(column: pandas.Series) -> NDArray[np.object_]:
    """Return the cells of a column as text; "" where there is nothing."""
    import pandas

    if pandas.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return np.array(
            ["" if value != value else clear_decimal(f"{value:.15g}") for value in values.tolist()],
            dtype=object,
        )
    texts = column.astype("object")
    return np.asarray(texts.where(column.notna(), "").map(str), dtype=object)


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """A column of numbers, NaN where it is empty or not plain, and which of its cells are not plain."""

    values: Array
    odd: Flags


@dataclass(frozen=True, eq=False)
class ProductSheet:
    """A table of products, with what each of its columns says.

    ``said``: what each list says of what else is in a product, as `list_digests` returns it.
    """

    frame: pandas.DataFrame
    names: Mapping[str, str]
    decimal: str
    said: Bits

    def of(self, rows: Rows) -> ProductSheet:
        """Return some of the rows."""
        return replace(self, frame=self.frame.iloc[rows], said=self.said[rows])

    @classmethod
    def of_table(cls, frame: pandas.DataFrame, names: Mapping[str, str], decimal: str) -> ProductSheet:
        """Return a table with its lists of ingredients as short as verdicts allow.

        A list stays as it is where a column of its own tells what else is in a product.
        """
        sheet = cls(frame, names, decimal, np.zeros(len(frame), dtype=np.int64))
        if "ingredients" not in names:
            return sheet
        texts = _texts(frame[names["ingredients"]])
        short, said = list_digests(texts)
        if "coactives" in names:
            apart = _texts(frame[names["coactives"]]) != ""
            short, said = np.where(apart, texts, short), np.where(apart, 0, said)
        return replace(sheet, frame=frame.assign(**{names["ingredients"]: short}), said=said)

    def listings(self, *fields: str) -> tuple[Rows, list[Listing | str]]:
        """Return what the cells of some fields say together: which of the readings each row has."""
        names = tuple((field, self.names[field]) for field in fields if field in self.names)
        columns = [
            self._titles() if field == "product" else _texts(self.frame[name]) for field, name in names
        ]
        which = np.zeros(len(self.frame), dtype=np.intp)
        for column in columns:
            places, first = _factorized(column)
            which = _factorized(which * max(first.size, 1) + places)[0]
        places, first = _factorized(which)
        rows = [tuple(str(column[i]) for column in columns) for i in first.tolist()]
        return places, _READ.of(_Columns(names, self.decimal), rows)

    def not_left_on(self) -> Flags:
        """Tell which products are said to be injected, needled in or swallowed."""
        found = np.zeros(len(self.frame), dtype=bool)
        for field in ("kind", "product", "package"):
            if field in self.names:
                places, first = _factorized(texts := _texts(self.frame[self.names[field]]))
                said = [kind_said(" ".join(str(texts[row]).split())) != KINDS[0] for row in first.tolist()]
                found |= np.array(said, dtype=bool)[places]
        return found

    def _named(self) -> NDArray[np.object_]:
        """Return the names of the products."""
        if "product" not in self.names:
            return np.full(len(self.frame), "", dtype=object)
        return _texts(self.frame[self.names["product"]])

    def _titles(self) -> NDArray[np.object_]:
        """Return the names of the products as short as verdicts allow."""
        titles = self._named()
        short = np.full(titles.size, "", dtype=object)
        for row in np.flatnonzero(~nameless(titles)).tolist():
            short[row] = title_digest(titles[row], self.decimal)
        return short

    def titles_with_strength(self) -> Flags:
        """Tell which products have a name that states a strength."""
        return np.array([states_strength(title) for title in self._named()], dtype=bool)

    def named_by_titles(self) -> NDArray[np.object_]:
        """Return what of vitamin C the name of each product says, as `named_by_title` does."""
        titles = self._named()
        said = np.full(titles.size, "", dtype=object)
        for row in np.flatnonzero(~nameless(titles)).tolist():
            said[row] = named_by_title(titles[row])
        return said

    def numbers(self, field: str, scale: float = 1.0, least: float = 0.0, most: float = 14.0) -> NumberColumn:
        """Return a column of numbers; one is worth ``scale``, and beyond the ends none is plain."""
        size = len(self.frame)
        if field not in self.names:
            return NumberColumn(np.full(size, _NAN), np.zeros(size, dtype=bool))
        column = self.frame[self.names[field]]
        typed = _as_floats(column, self.decimal)
        plain = (typed >= least) & (typed <= most)
        values = typed if scale >= 1 else typed / round(1 / scale)
        return NumberColumn(np.where(plain, values, _NAN), ~plain & ~_is_empty(column))

    def _with_texts(self, field: str, numbers: NumberColumn, read: _Number) -> NumberColumn:
        """Return a column with the numbers that stand among words or signs: the same texts are read once."""
        rows = np.flatnonzero(numbers.odd)
        if not rows.size:
            return numbers
        places, readings = self.of(rows).listings(field)
        told = [None if isinstance(reading, str) else read(reading) for reading in readings]
        values, odd = numbers.values.copy(), numbers.odd.copy()
        values[rows] = np.array([_NAN if value is None else value for value in told])[places]
        odd[rows] = np.array([value is None for value in told])[places]
        return NumberColumn(values, odd)

    def stated(self, whole: NumberColumn, low: NumberColumn, high: NumberColumn) -> NumberColumn:
        """Return numbers with their ends: the middle of these where there is nothing else."""
        middle = np.where(np.isnan(whole.values), (low.values + high.values) / 2, whole.values)
        apart = (low.values > middle) | (high.values < middle) | (low.values > high.values)
        return NumberColumn(middle, whole.odd | low.odd | high.odd | apart)

    def strength(self) -> NumberColumn:
        """Return the strengths [0–1]."""
        plain = _plain_strengths(_Columns((("strength", self.names.get("strength", "")),), self.decimal))
        low, high = (self.numbers(end, 0.01, 0.0, 100.0) for end in ENDS["strength"])
        whole = self._with_texts("strength", self.numbers("strength", *plain), _plain_strength)
        stated = self.stated(whole, low, high)
        return NumberColumn(stated.values, stated.odd | (stated.values <= 0))

    def pH(self) -> NumberColumn:
        """Return the pH."""
        whole = self._with_texts("pH", self.numbers("pH"), _plain_pH)
        return self.stated(whole, *(self.numbers(end) for end in ENDS["pH"]))


def _plain_strength(listing: Listing) -> float | None:
    """Return a strength by mass, NaN where none is stated; None for a range, and for one by volume."""
    band = listing.mass_fraction
    if listing.g_per_100mL or (band and not band.low == band.median == band.high):
        return None
    return band.median if band else _NAN


def _plain_pH(listing: Listing) -> float:
    """Return a pH, of a range its middle; NaN where none is stated."""
    band = listing.product.pH_band
    return band.median if band else _NAN


@functools.lru_cache(maxsize=64)
def _plain_strengths(columns: _Columns) -> tuple[float, float, float]:
    """Return what a plain 1 is worth in a column of strengths, and the least and the most that is plain."""
    if not columns.names[0][1]:
        return _NONE
    readings = _listings(columns, _TRIALS)
    one, half = (reading if isinstance(reading, str) else reading.mass_fraction for reading in readings)
    if one is None or isinstance(one, str):
        return _NONE
    least = 1.0 if half is None or isinstance(half, str) else _LEAST
    return one.median, least, round(1 / one.median)


def _factorized(values: Any) -> tuple[Rows, Rows]:
    """Return which distinct value each is, and where each of these stands first."""
    import pandas

    places = pandas.factorize(values)[0].astype(np.intp)
    _, first = np.unique(places, return_index=True)
    return places, first


def _is_empty(column: pandas.Series) -> Flags:
    """Tell which cells of a column hold nothing."""
    import pandas

    if pandas.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.isna().to_numpy(dtype=bool))
    return np.asarray(_texts(column) == "", dtype=bool)


def _as_floats(column: pandas.Series, decimal: str) -> Array:
    """Return the plain numbers of a column; NaN for all that is more than digits and a point."""
    import pandas

    types = pandas.api.types
    if types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype):
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    texts = pandas.Series(_texts(column), dtype="str")
    plain = texts.str.fullmatch(_PLAIN)
    if decimal == ",":
        commas = texts.str.fullmatch(_COMMA)
        plain = (plain & ~texts.str.fullmatch(_THOUSAND)) | commas
        texts = texts.where(~commas, texts.str.replace(",", ".", regex=False))
    return np.asarray(pandas.to_numeric(texts.where(plain), errors="coerce").to_numpy(dtype=np.float64))
