"""Products as they are listed with price and size, and tables of them that somebody brought.

`read_listings` reads a table; `match_columns` tells what is made of each of its columns. A cell that cannot
be read is never passed over in silence, nor is a column that is not used.
"""

from calc.products.listings.header import (
    COLUMNS,
    NEEDED,
    ColumnMatch,
    UnusedColumn,
    match_columns,
    meaning_words,
    recognised,
)
from calc.products.listings.listing import VITAMIN_C, Listing
from calc.products.listings.messages import Message, gathered
from calc.products.listings.shape import read_column_choices, read_currency, read_units
from calc.products.listings.table import ListingTable, read_listings

__all__ = [
    "COLUMNS",
    "NEEDED",
    "VITAMIN_C",
    "ColumnMatch",
    "Listing",
    "ListingTable",
    "Message",
    "UnusedColumn",
    "gathered",
    "match_columns",
    "meaning_words",
    "read_column_choices",
    "read_currency",
    "read_listings",
    "read_units",
    "recognised",
]
