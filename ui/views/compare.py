"""Compare: what is really in the bottle, side by side; or a whole list checked at once."""

from __future__ import annotations

import streamlit as st

from calc.products import HANDFUL, ComparedProduct
from ui import widgets
from ui.compare import chosen
from ui.compare.adding import add_field
from ui.compare.catalogue import screening
from ui.compare.chosen import MONTHS, RATES
from ui.compare.details import reasons, tests_found
from ui.compare.listing import downloads, whole_list
from ui.compare.market_list import compared_list
from ui.compare.plots import comparison_pictures
from ui.compare.table import comparison_table

PART = "compare-part"
PARTS = {"side": "Side by side", "list": "Check a whole list"}
AGES = {0: "new", 3: "3 months", 6: "6 months", 12: "a year"}
_BESIDE = 3  # more products take the whole width


def page() -> None:
    """Ask what to do, and do it."""
    st.html(widgets.STYLE)
    st.title("What is really in the bottle?", anchor=False)
    chosen.open_address()
    with st.container(key="screen-compare-part"):
        part = st.segmented_control(
            "What do you want to do?",
            list(PARTS),
            format_func=PARTS.__getitem__,
            default="side",
            required=True,
            key=PART,
            label_visibility="collapsed",
            persist_state="session",
        )
    if part == "list":
        screening()
    else:
        side_by_side()


def side_by_side() -> None:
    """Add products, hold them side by side, and show the whole list below."""
    for problem in chosen.link_problems():
        widgets.wrong(problem)
    add_field()
    if chosen.is_full():
        st.warning(
            f"Up to {HANDFUL} products fit side by side. Remove one first.", icon=":material/view_column:"
        )
    request = chosen.request()
    link = chosen.write_address()
    products = chosen.compared(request)
    if products:
        _compare(products, link)
    with st.container(key="screen-compare-list"):
        shown = whole_list(compared_list(request.months), chosen.listed_keys())
        downloads(products, shown)
        tests_found()


def _compare(products: tuple[ComparedProduct, ...], link: str) -> None:
    """Show the products that were chosen, with pictures beside the table and reasons below it."""
    request = chosen.request()
    rates, wrong = chosen.read_rates_typed(request.rates)
    for problem in wrong:
        widgets.wrong(problem)
    beside = len(products) <= _BESIDE
    left, right = st.columns([7, 4], gap="medium") if beside else (st.container(), st.container())
    with left:
        comparison_table(request.products, products, rates, link)
        _explain(products, link)
        _ask_way(products)
    with right:
        comparison_pictures(products, rates)
    with st.container(key="screen-compare-reasons", gap="xsmall"):
        reasons(products)


def _explain(products: tuple[ComparedProduct, ...], link: str) -> None:
    """Say what is marked in the table, and what is not in the link."""
    if len(products) > 1:
        widgets.aside("Bold: the best of those where it is known. A product with a STOP is never the best.")
    kept = chosen.linkable().products
    left_out = [
        product.listing.name for one, product in zip(chosen.request().products, products) if one not in kept
    ]
    if left_out:
        names = widgets.escape_markdown(", ".join(left_out))
        widgets.aside(f"Not in the link, because its row of the file says more than a link can: {names}")
    elif not link:
        widgets.aside("This comparison is too long for a link. A shorter list of ingredients may fit.")


def _ask_way(products: tuple[ComparedProduct, ...]) -> None:
    """Ask how old the products are, and for exchange rates where prices are in several currencies."""
    request = chosen.request()
    currencies = sorted({product.listing.currency for product in products if product.listing.price} - {""})
    with st.container(horizontal=True, vertical_alignment="bottom", key="screen-compare-way"):
        st.session_state.setdefault(MONTHS, request.months if request.months in AGES else 0)
        st.segmented_control(
            "How old is the bottle?",
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
                "Exchange rates, to compare prices in one currency",
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


page()
