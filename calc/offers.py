"""A table that somebody brought, read as products, and held side by side.

A cell that cannot be read leaves its row out where a wrong one would harm, with line and reason;
elsewhere it is unknown, and listed. The rest goes on. An empty cell is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc import catalog
from calc.assess import MODEL_VERSION
from calc.errors import InputError, InputErrors
from calc.findings import Finding
from calc.headings import COLUMNS, NEEDED, recognised, refuse_columns, with_further
from calc.label import Label
from calc.money import Rates
from calc.offered import Offer
from calc.products import HANDFUL, Compared, better_at, compare
from calc.tables import Table, Unread

__all__ = ["COLUMNS", "NEEDED", "Comparison", "Offer", "Offers", "compare_table", "offers_of", "recognised"]


@dataclass(frozen=True)
class Offers:
    """The products of a table.

    Parameters
    ----------
    offers : tuple of Offer
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

    offers: tuple[Offer, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]
    unread_cells: tuple[Unread, ...] = ()
    unread_count: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The products of a table with what follows from each, and what could not be read.

    Parameters
    ----------
    found : tuple of Compared
    unread, columns, unread_cells, unread_count, notes
        As of `Offers`.
    rates : Rates, optional
        Between currencies, as somebody gave them.
    """

    found: tuple[Compared, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]
    unread_cells: tuple[Unread, ...] = ()
    unread_count: int = 0
    notes: tuple[str, ...] = ()
    rates: Rates | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all of them."""
        return tuple(finding for each in self.found for finding in each.findings)

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as it stands in JSON."""
        return {
            "products": [each.as_dict(self.rates) for each in self.found],
            "better_at": [
                {"at": each.at, "products": list(each.winners), "unknown": list(each.unknown)}
                for each in (better_at(self.found, self.rates) if len(self.found) <= HANDFUL else ())
            ],
            "unread": _listed(self.unread),
            "unread_count": self.unread_count,
            "unread_cells": _listed(self.unread_cells),
            "notes": list(self.notes),
            "columns": dict(self.columns),
            "rates": self.rates and {"to": self.rates.to, "of": dict(self.rates.of)},
            "model_version": MODEL_VERSION,
            "data_hash": catalog.data_hash(),
        }


def compare_table(
    table: Table,
    columns: Mapping[str, str] | None = None,
    *,
    months: float = 0.0,
    rates: Rates | None = None,
) -> Comparison:
    """Return the products of a table side by side.

    Parameters
    ----------
    table : Table
    columns : mapping of str to str, optional
        As for `offers_of`.
    months : float, optional
        As for `products.compared`.
    rates : Rates, optional
        Between currencies, which stay apart without them.

    Raises
    ------
    InputErrors
        As `offers_of`.
    """
    read = offers_of(table, columns)
    found = compare(read.offers, months=months)
    return Comparison(
        found, read.unread, read.columns, read.unread_cells, read.unread_count, read.notes, rates
    )


def offers_of(table: Table, columns: Mapping[str, str] | None = None) -> Offers:
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
    """
    chosen = recognised(table.columns) if columns is None else with_further(columns, table.columns)
    refuse_columns(chosen, table.columns)
    offers: list[Offer] = []
    unread, cells = list(table.unread), list[Unread]()
    wanted = table.rows[list(dict.fromkeys(chosen.values()))]
    for line, row in zip(table.lines, wanted.to_dict("records")):
        told = {field: str(row[name]) for field, name in chosen.items()}
        label = Label(told, chosen, table.decimal)
        try:
            offers.append(label.offer())
        except InputError as error:
            unread.append(Unread(int(line), str(error)))
        except InputErrors as errors:
            unread.append(Unread(int(line), "; ".join(map(str, errors.errors))))
        else:
            cells += [Unread(int(line), reason) for reason in label.unread]
    count = table.unread_count + len(unread) - len(table.unread)
    return Offers(tuple(offers), tuple(unread), chosen, tuple(cells), count, table.notes)


def _listed(unread: tuple[Unread, ...]) -> list[dict[str, object]]:
    """Return what could not be read as it stands in JSON."""
    return [{"line": each.line, "reason": each.reason} for each in unread]
