"""Compare: what is really in the bottle, side by side; or a whole catalogue judged at once."""

from __future__ import annotations

import streamlit as st

from calc.catalog import market
from calc.products import HANDFUL, ComparedProduct, Listing, compare
from ui import widgets
from ui.compare.catalogue import screening
from ui.compare.listing import whole_list
from ui.compare.plots import comparison_picture
from ui.compare.side_by_side import (
    better,
    cards,
    rates_for,
    tests_found,
)
from ui.compare.upload import uploaded_products
from ui.uploads import compute_once

PART, CHOSEN, MONTHS = "compare-part", "compare-chosen", "compare-months"
HAD_OWN = "compare-had-own"
PARTS = ("Side by side", "Screen a catalogue")
#: What the page opens on: some of the list of which much is known.
FIRST_PRODUCTS = ("paulas_choice_c15_booster_2019", "skinceuticals_c_e_ferulic", "the_ordinary_map_10")


def page() -> None:
    """Ask what to do, and do it."""
    widgets.aside("Vitamin C bench")
    st.title("What is really in the bottle?")
    part = st.radio(
        "What to do", PARTS, key=PART, horizontal=True, label_visibility="collapsed", persist_state="session"
    )
    if part == PARTS[1]:
        screening()
    else:
        compare_side_by_side()


def compare_side_by_side() -> None:
    """Choose on the left, compare on the right; each of them and the whole list below."""
    left, right = st.columns([5, 7], gap="large")
    with left:
        place = st.container()
        uploaded = uploaded_products([listing.name for listing in listings()])
        with place:
            chosen, months = choose_products(uploaded)
            rates = rates_for(chosen)
    mine: tuple[ComparedProduct, ...] = ()
    if uploaded:
        mine = compute_once(
            "compare-own-compared", (uploaded, months), lambda: compare(uploaded, months=months).products
        )
    products = (*mine, *compared_list(months))
    with right:
        if chosen:
            better(chosen, rates)
            comparison_picture(chosen, products, rates)
        else:
            st.info("Choose products from the list, or bring a table of your own.", icon=":material/compare:")
    cards(chosen, rates)
    tests_found()
    whole_list(products, rates)


def choose_products(uploaded: tuple[Listing, ...]) -> tuple[tuple[ComparedProduct, ...], int]:
    """Ask which products, and how old they are; return what follows from each."""
    by_name = {listing.name: listing for listing in (*uploaded, *listings())}
    before = st.session_state.setdefault(CHOSEN, first_names())
    if uploaded and not st.session_state.get(HAD_OWN) and before == first_names():
        before = [listing.name for listing in uploaded[:2]]
    st.session_state[HAD_OWN] = bool(uploaded)
    kept = [name for name in before if name in by_name]
    if before and not kept:  # they were of another table
        kept = [listing.name for listing in uploaded[:2]]
    st.session_state[CHOSEN] = kept
    names = st.multiselect(
        f"Two to {HANDFUL} products",
        list(by_name),
        key=CHOSEN,
        max_selections=HANDFUL,
        placeholder="Type to search, or choose",
        persist_state="session",
    )
    months = st.radio(
        "Made how long ago",
        [0, 3, 6, 12],
        format_func=lambda n: f"{n} months" if n else "fresh",
        key=MONTHS,
        horizontal=True,
        persist_state="session",
    )
    return compare((by_name[name] for name in names), months=months or 0).products, months or 0


def first_names() -> list[str]:
    """Return the names of what the page opens on."""
    return [Listing.of_market(market.products()[key]).name for key in FIRST_PRODUCTS]


@st.cache_data(show_spinner=False)
def compared_list(months: int = 0) -> tuple[ComparedProduct, ...]:
    """Return every product of the list, for the picture behind the chosen ones and for the list."""
    return compare(listings(), months=months).products


def listings() -> list[Listing]:
    """Return the products of the list; what is no leave-on cosmetic is kept apart."""
    return [Listing.of_market(product) for product in market.products().values() if not product.is_comparator]


page()
