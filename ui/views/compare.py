"""Compare: what is really in the bottle, side by side; or a whole list checked at once."""

from __future__ import annotations

import streamlit as st

from calc.messages import say
from calc.products import HANDFUL, ComparedProduct, compare
from ui import widgets
from ui.compare import chosen
from ui.compare.adding import add_field
from ui.compare.catalogue import screening
from ui.compare.details import reasons, tests_found
from ui.compare.listing import downloads, whole_list
from ui.compare.plots import comparison_pictures
from ui.compare.table import comparison_table
from ui.compare.upload import tell_unused
from ui.compare.ways import ask_way, explain
from ui.uploads import compute_once

PART = "compare-part"
OWN = "compare-own-compared"
PARTS = {"side": say("Side by side"), "list": say("Check a whole list")}
_BESIDE = 3  # more products take the whole width


def page() -> None:
    """Ask what to do, and do it."""
    st.title(say("What is really in the bottle?"), anchor=False)
    with st.container(key="screen-compare-part"):
        part = st.segmented_control(
            say("What do you want to do?"),
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
    uploaded = add_field()
    tell_unused()
    if chosen.is_full():
        st.warning(
            say("Up to {handful} products fit side by side. Remove one first.", handful=HANDFUL),
            icon=":material/view_column:",
        )
    request = chosen.request()
    link = chosen.write_address()
    products = chosen.compared(request)
    if products:
        title = ", ".join(product.listing.name for product in products)
        st.set_page_config(page_title=f"{title} – Compare")
        _compare(products, link)
    with st.container(key="screen-compare-list"):
        own: tuple[ComparedProduct, ...] = ()
        if uploaded:
            key = (uploaded, request.months)
            own = compute_once(OWN, key, lambda: compare(uploaded, months=request.months).products)
        shown = whole_list(own, request.months)
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
        explain(products, link)
        ask_way(products)
    with right:
        comparison_pictures(products, rates)
    with st.container(key="screen-compare-reasons", gap="xsmall"):
        reasons(products)


page()
