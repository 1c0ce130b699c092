"""Products side by side: what is really in the bottle, judged by the rules that judge everything else.

Never one score for all: each line says which is better at what. What a label does not tell is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from calc import catalog
from calc.errors import InputError, refuse
from calc.findings import Finding
from calc.messages import say
from calc.parsing.price import Rates
from calc.products.chosen import HANDFUL
from calc.products.compared_product import ComparedProduct
from calc.products.label_findings import findings_of_labels
from calc.products.listings.header import UnusedColumn
from calc.products.listings.listing import VITAMIN_C, Listing
from calc.products.listings.messages import Message, gathered
from calc.products.listings.table import read_listings
from calc.products.prices import unit_prices
from calc.products.ranking import Better, better_at
from calc.products.stability import label_shelf_life, label_states
from calc.rules.assessment import MODEL_VERSION
from calc.rules.form_facts import pH_window
from calc.tables import ODBL_CREDIT, Table, Unread


@dataclass(frozen=True)
class Comparison:
    """Products side by side, with what follows from each, and what of a table could not be read.

    Parameters
    ----------
    products : tuple of ComparedProduct
    unread, columns, unread_cells, unread_count, notes
        As of `ListingTable`; empty where no table was read.
    rates : Rates, optional
        Between currencies, as somebody gave them.
    unused, set_aside
        As of `ListingTable`.
    credit : str
        What must go with it; "" for nothing.
    """

    products: tuple[ComparedProduct, ...]
    unread: tuple[Unread, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unread_cells: tuple[Unread, ...] = ()
    unread_count: int = 0
    notes: tuple[str, ...] = ()
    rates: Rates | None = None
    unused: tuple[UnusedColumn, ...] = ()
    set_aside: tuple[Unread, ...] = ()
    credit: str = ""

    @property
    def named(self) -> dict[str, int]:
        """How many of them name what of vitamin C, by a key of `VITAMIN_C`."""
        named = [product.listing.vitamin_c for product in self.products]
        return {key: named.count(key) for key in VITAMIN_C}

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is said of rows that were left out, and of cells that are unknown, each once."""
        return (*gathered(self.unread), *gathered(self.unread_cells))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all of them."""
        return tuple(finding for product in self.products for finding in product.findings)

    @property
    def better_at(self) -> tuple[Better, ...]:
        """Which is better at what, among a handful; nothing among more."""
        return better_at(self.products, self.rates) if len(self.products) <= HANDFUL else ()

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as it stands in JSON."""
        return {
            "products": [product.as_dict(self.rates) for product in self.products],
            "better_at": [
                {
                    "at": line.at,
                    "key": line.key,
                    "products": list(line.winners),
                    "unknown": list(line.unknown),
                }
                for line in self.better_at
            ],
            "unread": _unread_dicts(self.unread),
            "unread_count": self.unread_count,
            "unread_cells": _unread_dicts(self.unread_cells),
            "notes": list(self.notes),
            "messages": [message.as_dict() for message in self.messages],
            "columns": dict(self.columns),
            "unused_columns": [column.as_dict() for column in self.unused],
            "set_aside": _unread_dicts(self.set_aside),
            "vitamin_c": self.named,
            "credit": self.credit or None,
            "rates": self.rates and {"to": self.rates.to, "of": dict(self.rates.of)},
            "model_version": MODEL_VERSION,
            "data_hash": catalog.data_hash(),
        }


class ReadingOptions(TypedDict, total=False):
    """How a table of products is read; each as for `read_listings`."""

    currency: str
    units: Mapping[str, str] | None


def compare(
    source: Table | Iterable[Listing],
    columns: Mapping[str, str] | None = None,
    *,
    months: float = 0.0,
    rates: Rates | None = None,
    added: Iterable[Listing] = (),
    **options: Unpack[ReadingOptions],
) -> Comparison:
    """Return products side by side.

    Parameters
    ----------
    source : Table or iterable of Listing
        A table as `tables.read_table` reads it, or products that were read already.
    columns : mapping of str to str, optional
        Which column of a table says what, as for `read_listings`.
    months : float, optional
        Since they were made, for what may be left of them.
    rates : Rates, optional
        Between currencies, which stay apart without them.
    added : iterable of Listing, optional
        Products beside those of the source: typed by hand, or of the list.
    **options
        Of `ReadingOptions`: ``currency`` and ``units``, as for `read_listings`.

    Returns
    -------
    Comparison

    Raises
    ------
    InputErrors
        Months out of the range that ``data/inputs.toml`` accepts; what `read_listings` refuses.

    Examples
    --------
    >>> from calc.tables import read_table
    >>> table = read_table(b"product,form,strength,pH\\nA,L-Ascorbic Acid,15 %,3.2\\n", name="shop.csv")
    >>> [(product.listing.name, product.window_word) for product in compare(table).products]
    [('A', 'inside')]
    """
    low, high = catalog.inputs().accepted["months"].ends
    if not low <= months <= high:
        accepted = say("must be between {low:g} and {high:g}.", low=low, high=high)
        refuse([InputError("months", months, accepted, say("Correct it, or leave it out."))])
    if not isinstance(source, Table):
        return Comparison(_compared((*source, *added), months), rates=rates)
    read = read_listings(source, columns, **options)
    return Comparison(
        _compared((*read.listings, *added), months),
        read.unread,
        read.columns,
        read.unread_cells,
        read.unread_count,
        read.notes,
        rates,
        read.unused,
        read.set_aside,
        ODBL_CREDIT if source.kind == "openbeautyfacts" else "",
    )


def _compared(listings: Sequence[Listing], months: float) -> tuple[ComparedProduct, ...]:
    """Return what follows from each listing."""
    return tuple(
        ComparedProduct(
            listing,
            pH_window(listing.product.form, emulsion=True),
            *unit_prices(listing),
            label_shelf_life(listing, months),
            label_states(listing),
            *said,
        )
        for listing, said in zip(listings, findings_of_labels(listings))
    )


def _unread_dicts(unread: tuple[Unread, ...]) -> list[dict[str, object]]:
    """Return what could not be read as it stands in JSON."""
    return [{"line": row.line, "reason": row.reason} for row in unread]
