"""How products are compared, and what is to be known of the table: what is marked, what no link holds."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc.messages import say
from calc.products import ComparedProduct
from ui import widgets
from ui.compare import chosen
from ui.compare.chosen import MONTHS, RATES

#: How old products can be [months], in words.
AGES = {0: "new", 3: say("3 months"), 6: say("6 months"), 12: say("a year")}


def explain(products: Sequence[ComparedProduct], link: str) -> None:
    """Say what is marked in the table, and what is not in the link."""
    if len(products) > 1:
        widgets.aside(
            say("Bold: the best of those where it is known. A product with a STOP is never the best.")
        )
    kept = chosen.linkable().products
    left_out = [
        product.listing.name for one, product in zip(chosen.request().products, products) if one not in kept
    ]
    if left_out:
        names = widgets.escape_markdown(", ".join(left_out))
        widgets.aside(
            say(
                "Not in the link, because its row of the file says more than a link can: {names}", names=names
            )
        )
    elif not link:
        widgets.aside(say("This comparison is too long for a link. A shorter list of ingredients may fit."))


def ask_way(products: Sequence[ComparedProduct]) -> None:
    """Ask how old the products are, and for exchange rates where prices are in several currencies."""
    request = chosen.request()
    currencies = sorted({product.listing.currency for product in products if product.listing.price} - {""})
    with st.container(horizontal=True, vertical_alignment="bottom", key="screen-compare-way"):
        st.session_state.setdefault(MONTHS, request.months if request.months in AGES else 0)
        st.segmented_control(
            say("How old is the bottle?"),
            list(AGES),
            format_func=AGES.__getitem__,
            required=True,
            key=MONTHS,
            on_change=_take_way,
        )
        if len(currencies) > 1 or request.rates:
            st.session_state.setdefault(RATES, request.rates)
            example = f"1 {currencies[-1]} = … {currencies[0]}" if len(currencies) > 1 else ""
            st.text_input(
                say("Exchange rates, to compare prices in one currency"),
                key=RATES,
                placeholder=example,
                autocomplete="off",
                width=340,
                on_change=_take_way,
            )


def _take_way() -> None:
    """Take how old the products are, and the exchange rates."""
    months, rates = st.session_state.get(MONTHS) or 0, st.session_state.get(RATES)
    chosen.set_way(int(months), chosen.request().rates if rates is None else str(rates))
