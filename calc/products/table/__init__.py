"""A table that somebody brought, read as products, and held side by side.

`read_listings` reads a table, `compare_table` puts its products side by side; `recognised` tells which of its
columns says what. A cell that cannot be read is never passed over in silence.
"""

from calc.products.listing import Listing
from calc.products.table.comparison import Comparison, compare_table
from calc.products.table.header import COLUMNS, NEEDED, recognised
from calc.products.table.listings import ListingTable, read_listings

__all__ = [
    "COLUMNS",
    "NEEDED",
    "Comparison",
    "Listing",
    "ListingTable",
    "compare_table",
    "read_listings",
    "recognised",
]
