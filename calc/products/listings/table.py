"""A table that somebody brought, read as products row by row.

A cell that cannot be read leaves its row out where a wrong one would harm, with line and reason;
elsewhere it is unknown, and listed. The rest goes on. An empty cell is unknown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calc.errors import InputError, InputErrors
from calc.messages import say, say_n
from calc.parsing.forms_in_text import forms_named, may_name_form
from calc.parsing.strength import UNKNOWN_WORDS
from calc.products.listings.header import (
    SAMPLE_ROWS,
    ColumnMatch,
    UnusedColumn,
    match_columns,
    refuse_columns,
)
from calc.products.listings.ingredient_rows import IngredientRows, lone_ingredients
from calc.products.listings.listing import Listing
from calc.products.listings.named_forms import entries_of, forms_in, may_break
from calc.products.listings.row import ListingRow
from calc.products.listings.shape import TableShape
from calc.tables import Table, Unread

if TYPE_CHECKING:
    import pandas


_PARTED = re.compile(r"[,;•]")


@dataclass(frozen=True)
class ListingTable:
    """The products of a table.

    Parameters
    ----------
    listings : tuple of Listing
    unread : tuple of Unread
        Rows that were left out; of those that the table itself could not read the first ones.
    columns : mapping of str to str
        Which column of the table was taken for what.
    unread_cells : tuple of Unread
        Cells that could not be read, in rows that were.
    unread_count : int
        How many rows were left out in all.
    notes : tuple of str
        What was found out about the table, in plain words.
    unused : tuple of UnusedColumn
        Every column that was taken for nothing.
    set_aside : tuple of Unread
        Rows that are no products: sums, headings.
    """

    listings: tuple[Listing, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]
    unread_cells: tuple[Unread, ...] = ()
    unread_count: int = 0
    notes: tuple[str, ...] = ()
    unused: tuple[UnusedColumn, ...] = ()
    set_aside: tuple[Unread, ...] = ()


def read_listings(
    table: Table,
    columns: Mapping[str, str] | None = None,
    *,
    currency: str = "",
    units: Mapping[str, str] | None = None,
) -> ListingTable:
    """Return the products of a table.

    Parameters
    ----------
    table : Table
    columns : mapping of str to str, optional
        Which column says what, by a key of `COLUMNS`, and "" for none; what is not in it is told by
        names and cells.
    currency : str, optional
        Of prices that name none.
    units : mapping of str to str, optional
        Of bare numbers, as for `TableShape`.

    Raises
    ------
    InputErrors
        No column that names a product or its form, or one that the table does not have.

    Examples
    --------
    >>> from calc.tables import read_table
    >>> table = read_table(b"product,form,strength\\nA,L-Ascorbic Acid,15 %\\n", name="shop.csv")
    >>> read_listings(table).listings[0].mass_fraction.median
    0.15
    """
    match = match_columns(table.columns, table.rows, columns)
    refuse_columns(match, table.columns)
    table, match, notes = _with_products_as_rows(table, match, units)
    shape = TableShape.of(match, table.rows.head(SAMPLE_ROWS), currency, units)
    aside = shape.heading_rows(table.rows)
    frame, names = shape.shaped(table.rows)
    read = _Rows(table, names, _names_vitamin_c(match))
    read.add(frame, aside)
    listings = tuple(read.listings)
    return ListingTable(
        listings,
        tuple(read.unread),
        match.columns,
        tuple(read.unread_cells),
        table.unread_count + len(read.unread) - len(table.unread),
        (
            *table.notes,
            *notes,
            *shape.notes(),
            *aside_words(read.set_aside),
            *no_form_words(match, len(listings), sum(bool(listing.forms) for listing in listings)),
        ),
        match.unused,
        tuple(read.set_aside),
    )


def _with_products_as_rows(
    table: Table, match: ColumnMatch, units: Mapping[str, str] | None
) -> tuple[Table, ColumnMatch, tuple[str, ...]]:
    """Return a table with a product in each row, what its columns say, and what was done to it."""
    sample = table.rows.head(SAMPLE_ROWS)
    rows = IngredientRows.of(match, sample, units)
    if rows is None:
        return table, match, lone_ingredients(match, sample)
    grouped = rows.grouped(table.rows)
    return replace(table, rows=grouped), rows.match, rows.notes(len(table.rows), len(grouped))


def read_shaped(table: Table, names: Mapping[str, str]) -> tuple[list[Listing], list[Unread]]:
    """Return the labels of the rows of a table whose columns are known, and those that cannot be read.

    Parameters
    ----------
    table : Table
    names : mapping of str to str
        Column by what it says, as `TableShape.shaped` returns it.
    """
    read = _Rows(table, names, False)
    read.add(table.rows, None, ListingRow.label)
    return read.listings, read.unread


class _Rows:
    """The rows of a table while they are read."""

    def __init__(self, table: Table, names: Mapping[str, str], of_vitamin_c: bool) -> None:
        self._table, self._names, self._of_vitamin_c = table, names, of_vitamin_c
        self.listings: list[Listing] = []
        self.unread = list(table.unread)
        self.unread_cells: list[Unread] = []
        self.set_aside: list[Unread] = []

    def add(
        self,
        frame: pandas.DataFrame,
        aside: object,
        read: Callable[[ListingRow], Listing] = ListingRow.listing,
    ) -> None:
        """Read rows; ``aside``: why each is no product."""
        wanted = frame[list(dict.fromkeys(self._names.values()))]
        reasons = [""] * len(frame) if aside is None else list(aside)  # type: ignore[call-overload]
        for line, row, reason in zip(self._table.lines, wanted.to_dict("records"), reasons):
            if reason:
                self.set_aside.append(Unread(int(line), str(reason)))
                continue
            cells = {field: str(row[name]) for field, name in self._names.items()}
            listing_row = ListingRow(cells, self._names, self._table.decimal)
            try:
                listing = read(listing_row)
            except InputError as error:
                self.unread.append(Unread(int(line), str(error)))
            except InputErrors as errors:
                self.unread.append(Unread(int(line), "; ".join(map(str, errors.errors))))
            else:
                if not listing.forms:
                    listing = replace(listing, words_say=_words_say(cells, listing, self._of_vitamin_c))
                self.listings.append(listing)
                self.unread_cells += [Unread(int(line), reason) for reason in listing_row.unread]


def _words_say(cells: Mapping[str, str], listing: Listing, of_vitamin_c: bool) -> str:
    """Return which of `listing.VITAMIN_C` a row without a form says."""
    if of_vitamin_c and (listing.mass_fraction or listing.g_per_100mL):
        return "unnamed"
    texts = [cells.get(key, "") for key in ("form", "ingredients", "product")]
    if any(_says_vitamin_c(text) for text in texts if text):
        return "unnamed"
    # A list may stand in the column of the form.
    is_listed = texts[1].strip().casefold() not in UNKNOWN_WORDS or len(_PARTED.split(texts[0])) > 2
    return "none" if is_listed else "no_list"


@functools.lru_cache(maxsize=4096)
def _says_vitamin_c(text: str) -> bool:
    """Tell whether a text names vitamin C without its form."""
    # A text in one line was read for its forms already, as `ListingRow` reads it.
    named = forms_in(text) if entries_of(text) == text and "\n" not in text else forms_named(text)
    return any(hit.status == "unnamed" for hit in named)


def named_by_title(title: str) -> str:
    """Return what of vitamin C the name of a product says: "form", "unnamed", or "" for nothing.

    Parameters
    ----------
    title : str

    Examples
    --------
    >>> named_by_title("SAP Serum"), named_by_title("Vitamin C Serum"), named_by_title("Day Cream")
    ('form', 'unnamed', '')
    """
    if not may_break(title) and not may_name_form(title):
        return ""
    if any(hit.status != "unnamed" for hit in forms_in(entries_of(title))):
        return "form"
    return "unnamed" if _says_vitamin_c(title) else ""


def _names_vitamin_c(match: ColumnMatch) -> bool:
    """Tell whether the heading of the strengths says that they are of vitamin C."""
    heading = match.fields.get("strength", "")
    return bool(heading) and _says_vitamin_c(heading.replace("_", " "))


def aside_words(rows: tuple[Unread, ...] | list[Unread], count: int = 0) -> tuple[str, ...]:
    """Return what is said of rows that are no products; nothing without any.

    Parameters
    ----------
    rows : sequence of Unread
    count : int, optional
        How many there are, where these are the first of more.

    Examples
    --------
    >>> aside_words([Unread(9, "a row that sums up others, no product")])
    ('Rows left out, as they are headings, notes or sums: 1 (line 9).',)
    """
    if not rows:
        return ()
    lines = ", ".join(str(row.line) for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
    return (
        say_n(
            "Rows left out, as they are headings, notes or sums: {count:,} (line {lines}).",
            "Rows left out, as they are headings, notes or sums: {count:,} (lines {lines}).",
            len(rows),
            count=max(count, len(rows)),
            lines=lines,
        ),
    )


def no_form_words(match: ColumnMatch, rows: int, with_form: int) -> tuple[str, ...]:
    """Return what is said where no row of a table names a form; nothing elsewhere.

    Parameters
    ----------
    match : ColumnMatch
    rows, with_form : int
        How many there are, and how many name a form.

    Examples
    --------
    >>> no_form_words(ColumnMatch({"product": "name"}), 9, 1)
    ()
    """
    if with_form or not rows:
        return ()
    words = [say("No form of vitamin C was found in any of {rows:,} rows.", rows=rows)]
    if not {"form", "ingredients"} & {*match.fields}:
        words.append(say("No column is used for the form or the ingredients."))
    return (" ".join(words),)
