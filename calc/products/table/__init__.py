"""A table that somebody brought, read as products, and held side by side.

`offers_of` reads a table, `compare_table` puts its products side by side; `recognised` tells which of its
columns says what. A cell that cannot be read is never passed over in silence.
"""

from calc.products.listing import Offer
from calc.products.table.comparison import Comparison, compare_table
from calc.products.table.header import COLUMNS, NEEDED, recognised
from calc.products.table.listings import Offers, offers_of

__all__ = ["COLUMNS", "NEEDED", "Comparison", "Offer", "Offers", "compare_table", "offers_of", "recognised"]
