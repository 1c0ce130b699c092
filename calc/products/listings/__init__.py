"""Products as they are listed with price and size, and tables of them that somebody brought.

`read_listings` reads a table; `recognised` tells which of its columns says what. A cell that cannot be read
is never passed over in silence.
"""

from calc.products.listings.header import COLUMNS, NEEDED, recognised
from calc.products.listings.listing import Listing
from calc.products.listings.table import ListingTable, read_listings

__all__ = [
    "COLUMNS",
    "NEEDED",
    "Listing",
    "ListingTable",
    "read_listings",
    "recognised",
]
