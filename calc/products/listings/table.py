"""A table that somebody brought, read as products row by row.

A cell that cannot be read leaves its row out where a wrong one would harm, with line and reason;
elsewhere it is unknown, and listed. The rest goes on. An empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc.errors import InputError, InputErrors
from calc.products.listings.header import recognised, refuse_columns, with_further
from calc.products.listings.listing import Listing
from calc.products.listings.row import ListingRow
from calc.tables import Table, Unread


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
    """

    listings: tuple[Listing, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]
    unread_cells: tuple[Unread, ...] = ()
    unread_count: int = 0
    notes: tuple[str, ...] = ()


def read_listings(table: Table, columns: Mapping[str, str] | None = None) -> ListingTable:
    """Return the products of a table.

    Parameters
    ----------
    table : Table
    columns : mapping of str to str, optional
        Which column says what, by a key of `COLUMNS`; what the names tell when left out. Columns that
        only the list of this program has are known by their names in any case.

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
    chosen = recognised(table.columns) if columns is None else with_further(columns, table.columns)
    refuse_columns(chosen, table.columns)
    listings: list[Listing] = []
    unread, unread_cells = list(table.unread), list[Unread]()
    wanted = table.rows[list(dict.fromkeys(chosen.values()))]
    for line, row in zip(table.lines, wanted.to_dict("records")):
        cells = {field: str(row[name]) for field, name in chosen.items()}
        listing_row = ListingRow(cells, chosen, table.decimal)
        try:
            listings.append(listing_row.listing())
        except InputError as error:
            unread.append(Unread(int(line), str(error)))
        except InputErrors as errors:
            unread.append(Unread(int(line), "; ".join(map(str, errors.errors))))
        else:
            unread_cells += [Unread(int(line), reason) for reason in listing_row.unread]
    count = table.unread_count + len(unread) - len(table.unread)
    return ListingTable(tuple(listings), tuple(unread), chosen, tuple(unread_cells), count, table.notes)
