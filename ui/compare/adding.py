"""The one field by which products come into a comparison: searched, typed, pasted, or out of a file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc.catalog.normalize import normalize
from calc.errors import InputErrors
from calc.messages import say
from calc.products import ChosenProduct, Listing, read_chosen
from calc.products.listings.typed_label import LabelReading
from ui import widgets
from ui.compare import cells, chosen
from ui.compare.market_list import listed
from ui.compare.upload import uploaded_products

FIELD = "compare-add"
_HITS = 5
_LONGEST_QUERY = 80
_EXAMPLE = say("Search the list, type what a label says, or paste ingredients")


def add_field() -> tuple[Listing, ...]:
    """Ask for one more product; under the field stands what was found, and what was read.

    Return the products of a file, if there is one.
    """
    with st.container(key="screen-compare-adding"):
        left, right = st.columns([5, 2], gap="small", vertical_alignment="bottom")
        with left:
            text = st.text_input(
                say("Add a product"),
                key=FIELD,
                placeholder=_EXAMPLE,
                live="400ms",
                autocomplete="off",
                icon=":material/add:",
                persist_state="session",
            )
        with right:
            uploaded = _from_file()
            if chosen.renew_of_file(uploaded):
                st.rerun()  # the row of pages has drawn its link to what was compared before
        if (text or "").strip():
            _offer(str(text), uploaded)
        elif not chosen.request().products:
            widgets.aside(say("For example: Glow serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR"))
    return uploaded


def _from_file() -> tuple[Listing, ...]:
    """Offer to bring a table; return its products."""
    with st.popover(
        say("Upload a table"), icon=":material/upload_file:", width="stretch", key="compare-upload"
    ):
        return uploaded_products([listing.name for listing in listed().values()])


def _offer(text: str, uploaded: Sequence[Listing]) -> None:
    """Offer what a text finds in list and file, and the product that it describes."""
    with st.container(key=f"compare-offers-{len(text)}-{sum(map(ord, text))}", gap="xsmall"):
        searched = normalize(text) if len(text) <= _LONGEST_QUERY else ""
        hits = [(key, listing) for key, listing in listed().items() if _has(listing, searched)]
        own = [listing for listing in uploaded if _has(listing, searched)]
        if not (hits or own) or _describes(text):
            _offer_typed(text)
        with st.container(horizontal=True, gap="small"):
            for place, listing in enumerate(own[:_HITS]):
                _button(listing.name, f"compare-add-file-{place}", say("from your file"), _add_file, listing)
            for key, listing in hits[:_HITS]:
                _button(listing.name, f"compare-add-{key}", "", _add, ChosenProduct(key))
        if len(hits) > _HITS:
            widgets.aside(
                say(
                    "{count} more match. Type more of the name, or use the list below.",
                    count=len(hits) - _HITS,
                )
            )


def _button(name: str, key: str, more: str, add: object, what: object) -> None:
    """Offer a product that was found."""
    label = f"{name} · {more}" if more else name
    st.button(
        widgets.without_markup(label),
        key=key,
        icon=":material/add:",
        on_click=add,  # type: ignore[arg-type]
        args=(what,),
    )


def _offer_typed(text: str) -> None:
    """Offer the product that a text describes, with what was read of it."""
    try:
        one = read_chosen(text)
    except InputErrors as errors:
        for error in errors.errors:
            widgets.wrong(error.advice)
        return
    for problem in one.reading.errors.values():
        widgets.wrong(str(problem))
    for note in one.reading.notes:
        widgets.aside(widgets.escape_markdown(note))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("Add this product"),
            key="compare-add-typed",
            icon=":material/add:",
            type="primary",
            on_click=_add,
            args=(one,),
        )
        st.markdown(widgets.escape_markdown(" · ".join(reading_words(one.reading))))


def reading_words(reading: LabelReading) -> list[str]:
    """Return what was read of a label, part by part; its name first."""
    listing = reading.listing
    label, others = listing.product, len(listing.product.coactives or ())
    parts = [
        f"“{listing.name}”",
        *map(cells.form_name, listing.forms or (() if listing.vitamin_c == "no_list" else (None,))),
        listing.mass_fraction and cells.share(listing.mass_fraction),
        listing.g_per_100mL
        and say("{g_per_100mL} g per 100 mL", g_per_100mL=cells.number(listing.g_per_100mL)),
        label.pH_band and f"pH {cells.number(label.pH_band)}",
        label.package and label.package.replace("_", " "),
        listing.size_mL and f"{listing.size_mL:.4g} mL",
        listing.size_g and f"{listing.size_g:.4g} g",
        listing.price and cells.money(listing.price, listing.currency or say("(currency unknown)")),
        say("{others} other ingredients", others=others)
        if others > 1
        else say("1 other ingredient")
        if others
        else None,
    ]
    words = (str(part) for part in parts if part is not None)
    return [say("form of vitamin C unknown") if word == cells.UNKNOWN else word for word in words]


def _describes(text: str) -> bool:
    """Tell whether a text says more of a product than its name."""
    try:
        return len(read_chosen(text).added.cells) > 1
    except InputErrors:
        return True


def _has(listing: Listing, searched: str) -> bool:
    """Tell whether a product has all words of a search in its name or its forms."""
    names = normalize(" ".join([listing.name, *map(cells.form_name, listing.forms)]))
    return bool(searched) and all(word in names for word in searched.split())


def _add(one: ChosenProduct) -> None:
    """Take a product into the comparison, and empty the field."""
    chosen.add(one)
    st.session_state[FIELD] = ""


def _add_file(listing: Listing) -> None:
    """Take a product of the file into the comparison, and empty the field."""
    chosen.add_of_file(listing)
    st.session_state[FIELD] = ""
