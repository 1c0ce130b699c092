"""The products of the list of this program, as the page shows them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from calc.catalog import market
from calc.products import ComparedProduct, Listing, compare


@functools.cache
def listed() -> Mapping[str, Listing]:
    """Return the products of the list by id; what is no leave-on cosmetic is kept apart."""
    rows = market.products().items()
    return {key: Listing.of_market(product) for key, product in rows if not product.is_comparator}


@functools.lru_cache(maxsize=8)
def compared_list(months: int = 0) -> tuple[ComparedProduct, ...]:
    """Return every product of the list with what follows from it; shared, as nothing in it changes."""
    return compare(listed().values(), months=months).products
