"""The products of the list of this program, as the page shows them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import streamlit as st

from calc.catalog import market
from calc.products import ComparedProduct, Listing, compare


@functools.cache
def listed() -> Mapping[str, Listing]:
    """Return the products of the list by id; what is no leave-on cosmetic is kept apart."""
    rows = market.products().items()
    return {key: Listing.of_market(product) for key, product in rows if not product.is_comparator}


@st.cache_data(show_spinner=False)
def compared_list(months: int = 0) -> tuple[ComparedProduct, ...]:
    """Return every product of the list with what follows from it."""
    return compare(listed().values(), months=months).products
