"""Products by their labels: listings, comparing a few or a table of them, screening tables of any size.

`compare` holds products side by side; `screen` says what every rule says of each row of a table. A product
by its label alone is `client.product.Product`; with its price and size it is a `Listing`.
"""

from calc.products.chosen import (
    HANDFUL,
    ChosenProduct,
    ComparisonRequest,
    label_of,
    open_comparison,
    read_chosen,
    share_comparison,
)
from calc.products.compared_product import WINDOW_WORDS, ComparedProduct
from calc.products.comparison import Comparison, compare
from calc.products.listings import Listing, ListingTable, read_listings, recognised
from calc.products.prices import applied
from calc.products.ranking import Better, better_at
from calc.products.rows import rows_of
from calc.products.screening import Progress, Screened, screen

__all__ = [
    "HANDFUL",
    "WINDOW_WORDS",
    "Better",
    "ChosenProduct",
    "ComparedProduct",
    "Comparison",
    "ComparisonRequest",
    "Listing",
    "ListingTable",
    "Progress",
    "Screened",
    "applied",
    "better_at",
    "compare",
    "label_of",
    "open_comparison",
    "read_chosen",
    "read_listings",
    "recognised",
    "rows_of",
    "screen",
    "share_comparison",
]
