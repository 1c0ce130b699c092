"""Tables with one ingredient in each row: the rows of a product become one, with a list of ingredients."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from calc.catalog.market import table_words
from calc.catalog.normalize import normalize
from calc.messages import say, say_n
from calc.parsing.strength import UNKNOWN_WORDS, unit_in_name
from calc.products.listings.header import ColumnMatch
from calc.products.listings.heading import plain_name, spaced
from calc.tables.number_format import is_number

if TYPE_CHECKING:
    import pandas

#: What the only product of a table is called that names none.
ONE_PRODUCT = say("the product of this table")
_LOW, _HIGH = "strength_low_percent", "strength_high_percent"
_PARTED = re.compile(r"[;•|\n、，]|,\s|,(?!\d)")
# So many cells tell it; such shares of them must hold one ingredient, or stand beside others of a product.
_LEAST_ROWS, _MOST_SINGLE, _MOST_TOGETHER, _MOST_DISTINCT = 3, 0.95, 0.8, 0.9
# What the numbers of all ingredients of a product may add up to, as percentages and as fractions.
_WHOLE, _PART = (20.0, 102.0), (0.5, 1.02)
_LONGEST = 200


@dataclass(frozen=True)
class IngredientRows:
    """How the rows of single ingredients are put together.

    Parameters
    ----------
    match : ColumnMatch
        What its columns say: the ingredients among them.
    key : tuple of str
        The columns whose cells together tell a product; nothing where all rows are of one.
    order : str
        The column that numbers the ingredients of a product; "" for the order of the rows.
    unit : str
        Of bare numbers: "%", another unit that the heading says, "fraction", or "" where nobody knows.
    """

    match: ColumnMatch
    key: tuple[str, ...]
    order: str = ""
    unit: str = ""

    @classmethod
    def of(
        cls, match: ColumnMatch, sample: pandas.DataFrame, units: Mapping[str, str] | None = None
    ) -> IngredientRows | None:
        """Return how rows are put together; None for a table of a product in each row.

        Parameters
        ----------
        match : ColumnMatch
        sample : DataFrame
            Its first rows.
        units : mapping of str to str, optional
            As of `TableShape`.
        """
        match = _with_list(match)
        name = match.fields.get("ingredients", "")
        if not name or name not in sample or match.forms:
            return None
        cells = _filled(_texts(sample[name]))
        if len(cells) < _LEAST_ROWS or sum(map(_is_single, cells)) < _MOST_SINGLE * len(cells):
            return None
        key = _key_columns(match, sample, name)
        if key is None:
            return None
        fields = dict(match.fields)
        if key and "product" not in fields:
            fields = {"product": key[0], **fields}
        order = _order_column(match, sample, key)
        unused = tuple(column for column in match.unused if column.name not in (*key, order))
        also = {say("order of the ingredients"): order} if order else {}
        rows = cls(replace(match, fields=fields, unused=unused, also=also), key, order)
        return replace(rows, unit=rows._unit_of(sample, dict(units or {}).get("strength", "")))

    def grouped(self, frame: pandas.DataFrame) -> pandas.DataFrame:
        """Return a row for each product; its index is that of the first row of each.

        Parameters
        ----------
        frame : DataFrame
            All rows of the table, as they were brought.
        """
        return _Grouping(self, frame).frame()

    def notes(self, rows: int, products: int) -> tuple[str, ...]:
        """Return what is said of it, in plain words.

        Parameters
        ----------
        rows, products : int
            How many rows were put together to how many products.
        """
        name, entries = self.match.fields["ingredients"], say("in the order of the rows")
        if self.order:
            entries = say("in the order of “{order}”", order=self.order)
        notes = [
            say_n(
                "Each row is one ingredient: {rows:,} rows of {number:,} product were put "
                "together; “{product}” makes the list, {ingredients}.",
                "Each row is one ingredient: {rows:,} rows of {number:,} products were put "
                "together; “{product}” makes the list, {ingredients}.",
                products,
                rows=rows,
                product=name,
                ingredients=entries,
            )
        ]
        if not self.key:
            notes.append(
                say(
                    "No column says which product a row belongs to: all are taken for one. If they are not, "
                    'name the column that says it: --column product="NAME".'
                )
            )
        if self._strengths and not self.unit:
            notes.append(
                say(
                    "“{strengths}” has no unit, and its numbers do not add up to 100 % or to 1: "
                    "they are not used. State it: --unit %.",
                    strengths=self._strengths[0],
                )
            )
        elif self.unit == "fraction":
            notes.append(
                say(
                    "“{strengths}” adds up to 1: taken as fractions, 0.15 for 15 %.",
                    strengths=self._strengths[0],
                )
            )
        return tuple(notes)

    @property
    def _strengths(self) -> tuple[str, ...]:
        """The columns that state how much of an ingredient there is."""
        fields = self.match.fields
        return tuple(fields[key] for key in ("strength", _LOW, _HIGH) if key in fields)

    def _unit_of(self, sample: pandas.DataFrame, stated: str) -> str:
        """Return the unit of bare numbers: as stated, by the heading, or by what they add up to."""
        if not self._strengths:
            return ""
        said = stated or unit_in_name(spaced(self._strengths[0]))
        if said:
            return "%" if said.casefold() in ("percent", "pct") else said
        sums = _Grouping(self, sample).sums()
        for unit, (low, high) in (("%", _WHOLE), ("fraction", _PART)):
            if sums and sum(low <= one <= high for one in sums) > 0.5 * len(sums):
                return unit
        return ""


def _with_list(match: ColumnMatch) -> ColumnMatch:
    """Return a match in which a column of forms stands for the list where there is none."""
    if "ingredients" in match.fields or "form" not in match.fields:
        return match
    fields = {"ingredients" if key == "form" else key: name for key, name in match.fields.items()}
    return replace(match, fields=fields)


def _key_columns(match: ColumnMatch, sample: pandas.DataFrame, listed: str) -> tuple[str, ...] | None:
    """Return the columns that tell the products apart; nothing for one, None where rows are products."""
    named = tuple(match.fields[key] for key in ("brand", "product") if key in match.fields)
    if "product" in match.fields:
        return named if _are_together(sample, named, listed) else None
    numbers = [column.name for column in match.unused if plain_name(spaced(column.name)) in _numbers()]
    for name in numbers:
        if _are_together(sample, (name,), listed):
            return (name,)
    cells = [normalize(text) for text in _texts(sample[listed]) if text]
    alone = len({*cells}) >= _MOST_DISTINCT * len(cells)
    return () if alone and _add_up(match, sample) else None


def _numbers() -> tuple[str, ...]:
    """Return what columns are called that number products."""
    return table_words().rows["product_number"]


def _add_up(match: ColumnMatch, sample: pandas.DataFrame) -> bool:
    """Tell whether the numbers of all rows can be the parts of one product."""
    columns = {
        key: [_number(text) for text in _texts(sample[match.fields[key]])]
        for key in ("strength", _LOW, _HIGH)
        if key in match.fields
    }
    if not columns or sum(any(value is not None for value in row) for row in zip(*columns.values())) < 2:
        return False
    rows = list(zip(*columns.values()))
    least, most = (
        sum(end((v for v in row if v is not None), default=0.0) for row in rows) for end in (min, max)
    )
    return any(least <= high and most >= low for low, high in (_WHOLE, _PART))


def _are_together(sample: pandas.DataFrame, key: Sequence[str], listed: str) -> bool:
    """Tell whether most rows have others of the same product, each with another ingredient."""
    keys, cells = _keys(sample, key), [normalize(text) for text in _texts(sample[listed])]
    pairs = [(one, cell) for one, cell in zip(keys, cells) if cell]
    counts = Counter(one for one, _ in pairs)
    together = sum(count for count in counts.values() if count > 1)
    return together >= _MOST_TOGETHER * len(pairs) and len({*pairs}) >= _MOST_DISTINCT * len(pairs)


def _keys(frame: pandas.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what tells the product of each row; an empty cell is that of the row above."""
    if not columns:
        return [()] * len(frame)
    parts = [_texts(frame[name]) for name in columns]
    keys: list[tuple[str, ...]] = []
    for cells in zip(*parts):
        keys.append(tuple(map(str, cells)) if any(cells) or not keys else keys[-1])
    return keys


def _order_column(match: ColumnMatch, sample: pandas.DataFrame, key: Sequence[str]) -> str:
    """Return the column that numbers the ingredients of each product; "" for none."""
    for column in match.unused:
        if plain_name(spaced(column.name)) not in table_words().rows["place_in_list"]:
            continue
        places = list(zip(_keys(sample, key), _texts(sample[column.name])))
        if len({*places}) == len(places) and all(text.isdecimal() and len(text) < 10 for _, text in places):
            return column.name
    return ""


def _is_single(text: str) -> bool:
    """Tell whether a cell holds one ingredient."""
    return len(text) <= _LONGEST and not _PARTED.search(text.strip(" ,;.")) and not is_number(text)


def _texts(column: Any) -> list[str]:
    """Return the cells of a column as text without space around them; "" where there is nothing."""
    return [str(text).strip() for text in column.astype("object").where(column.notna(), "")]


def _filled(texts: Sequence[str]) -> list[str]:
    """Return the texts that say something."""
    return [text for text in texts if text]


def _number(text: str) -> float | None:
    """Return a bare number, or a percentage; None for all else."""
    plain = text.rstrip("%％ ").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


class _Grouping:
    """The rows of a table, and which product each belongs to."""

    def __init__(self, rows: IngredientRows, frame: pandas.DataFrame) -> None:
        self.rows, self._frame = rows, frame
        self._listed = _texts(frame[rows.match.fields["ingredients"]])
        self._stated = {name: _texts(frame[name]) for name in rows._strengths}
        self._members: dict[tuple[str, ...], list[int]] = {}
        for row, key in enumerate(_keys(frame, rows.key)):
            self._members.setdefault(key, []).append(row)
        if rows.order:
            order = [
                int(text) if text.isdecimal() and len(text) < 10 else 0 for text in _texts(frame[rows.order])
            ]
            self._members = {
                key: sorted(members, key=order.__getitem__) for key, members in self._members.items()
            }

    def sums(self) -> list[float]:
        """Return what the numbers of each product add up to."""
        cells = self._stated[self.rows._strengths[-1]]
        sums = []
        for members in self._members.values():
            values = [value for row in members if (value := _number(cells[row])) is not None]
            if values:
                sums.append(sum(values))
        return sums

    def frame(self) -> pandas.DataFrame:
        """Return a row for each product."""
        import pandas

        rows, fields = self.rows, self.rows.match.fields
        groups = [*self._members.values()]
        firsts = np.array([min(members) for members in groups], dtype=np.intp)
        taken = self._frame.iloc[firsts].copy()
        made: dict[str, list[str]] = {
            fields["ingredients"]: [", ".join(filter(None, map(self._entry, members))) for members in groups],
            **{name: [""] * len(groups) for name in rows._strengths},
        }
        if "product" in fields and rows.key:
            keys = [*self._members]
            made |= {name: [key[place] for key in keys] for place, name in enumerate(rows.key)}
        of_products = {*fields.values()} - {*made}
        for name in of_products:
            cells = _texts(self._frame[name])
            made[name] = [_the_one([cells[row] for row in members]) for members in groups]
        columns = {name: pandas.array(cells, dtype="str") for name, cells in made.items()}
        return taken.assign(**columns)

    def _entry(self, row: int) -> str:
        """Return an ingredient with its strength as an entry of a list; "" for a sum."""
        name = self._listed[row].strip(" ,;")
        if not name or normalize(name) in table_words().rows["summary"]:
            return ""
        return f"{name} {self._strength(row)}".strip()

    def _strength(self, row: int) -> str:
        """Return the strength of an ingredient with its unit; "" where it is not stated."""
        fields = self.rows.match.fields
        cells = {key: self._stated[fields[key]][row] for key in ("strength", _LOW, _HIGH) if key in fields}
        cells = {key: text for key, text in cells.items() if text and text.casefold() not in UNKNOWN_WORDS}
        whole = cells.get("strength", "")
        if not whole and _LOW in cells and _HIGH in cells:
            return f"{cells[_LOW].rstrip('% ')}–{cells[_HIGH].rstrip('% ')} %"
        return self._with_unit(whole)

    def _with_unit(self, text: str) -> str:
        """Return a strength with the unit that the table has for bare numbers."""
        if not is_number(text) or not text[-1].isdigit():
            return text
        unit = self.rows.unit
        if unit == "fraction":
            value = _number(text)
            return "" if value is None else f"{100 * value:.10g} %"
        return f"{text} {unit}" if unit else ""


def _the_one(texts: Sequence[str]) -> str:
    """Return what all rows of a product say that say something; "" where they differ."""
    said = dict.fromkeys(filter(None, texts))
    return next(iter(said)) if len(said) == 1 else ""


def lone_ingredients(match: ColumnMatch, sample: pandas.DataFrame) -> tuple[str, ...]:
    """Return what is said where each row is one ingredient, and nothing tells of which product.

    Parameters
    ----------
    match : ColumnMatch
    sample : DataFrame
        The first rows of the table.
    """
    name = match.fields.get("ingredients", "")
    if not name or "product" in match.fields or name not in sample:
        return ()
    cells = _filled(_texts(sample[name]))
    if len(cells) < _LEAST_ROWS or sum(map(_is_single, cells)) < _MOST_SINGLE * len(cells):
        return ()
    return (
        say(
            "Each row of “{column}” is one ingredient, and no column says of which product: "
            "each is read as a product of its own. Say which column does: --column "
            'product="NAME".',
            column=name,
        ),
    )
