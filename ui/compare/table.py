"""The table of a comparison: a small part of the page of its own, for Streamlit has none that does this."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from calc import catalog
from calc.client.product import PACKAGES
from calc.messages import say
from calc.parsing.price import Rates
from calc.products import ChosenProduct, ComparedProduct
from ui.compare import cells, chosen

_KEY = "compare-table"
_HERE = Path(__file__).parent
_table = st.components.v2.component(
    "comparison",
    css=(_HERE / "table.css").read_text("utf-8"),
    js=(_HERE / "table.js").read_text("utf-8"),
)
_WORDS = {
    "label": say("Products side by side"),
    "copy": say("Copy link"),
    "copied": say("Link copied"),
    "print": say("Print"),
    "add": say("Add"),
    "cancel": say("Cancel"),
    "unknown": cells.UNKNOWN,
    "best": f" {say('(best of those where it is known)')}",
    "mine": say("added by you"),
    "more": say("Show more of the label"),
    "fewer": say("Show less of the label"),
}


def comparison_table(
    products: Sequence[ChosenProduct], compared: Sequence[ComparedProduct], rates: Rates | None, link: str
) -> None:
    """Show products as columns; what is typed into it goes into the comparison.

    ``found``: what follows from each of ``products``; ``link``: what opens it again, "" for none.
    """
    heads = [
        {
            "place": place,
            "name": product.listing.name,
            "origin": chosen.origin(one),
            "remove": say("Remove {product}", product=product.listing.name),
        }
        for place, (one, product) in enumerate(zip(products, compared))
    ]
    _table(
        key=_KEY,
        data={
            "products": heads,
            "rows": [row.as_dict() for row in cells.rows_of_table(products, compared, rates)],
            "options": {
                "form": [form.name for form in catalog.forms().values()],
                "package": [package.replace("_", " ") for package in PACKAGES],
            },
            "link": link,
            "words": _WORDS,
        },
        on_fact_change=_take_fact,
        on_remove_change=_take_away,
    )


def _take_fact() -> None:
    """Take what was typed into a cell."""
    fact = st.session_state[_KEY].fact
    if fact:
        chosen.add_fact(int(fact["place"]), str(fact["field"]), str(fact["text"]))


def _take_away() -> None:
    """Take a product out."""
    place = st.session_state[_KEY].remove
    if place is not None:
        chosen.remove(int(place))
