"""The products of a table held side by side, and as they stand in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc import catalog
from calc.findings import Finding
from calc.parsing.price import Rates
from calc.products.comparison import (
    HANDFUL,
    ComparedProduct,
    better_at,
    compare_listings,
)
from calc.products.table.listings import read_listings
from calc.rules.assessment import MODEL_VERSION
from calc.tables import Table, Unread


@dataclass(frozen=True)
class Comparison:
    """The products of a table with what follows from each, and what could not be read.

    Parameters
    ----------
    found : tuple of ValueComparison
    unread, columns, unread_cells, unread_count, notes
        As of `ListingTable`.
    rates : Rates, optional
        Between currencies, as somebody gave them.
    """

    found: tuple[ComparedProduct, ...]
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
        As for `read_listings`.
    months : float, optional
        As for `products.compared`.
    rates : Rates, optional
        Between currencies, which stay apart without them.

    Raises
    ------
    InputErrors
        As `read_listings`.
    """
    read = read_listings(table, columns)
    found = compare_listings(read.offers, months=months)
    return Comparison(
        found, read.unread, read.columns, read.unread_cells, read.unread_count, read.notes, rates
    )


def _listed(unread: tuple[Unread, ...]) -> list[dict[str, object]]:
    """Return what could not be read as it stands in JSON."""
    return [{"line": each.line, "reason": each.reason} for each in unread]
