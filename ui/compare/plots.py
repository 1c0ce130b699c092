"""The pictures beside a comparison: the chosen products alone, each with its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from calc.messages import say
from calc.parsing.price import Rates
from calc.products import ComparedProduct
from ui import widgets
from ui.compare import pictures
from ui.compare.cells import form_name, money, number
from ui.compare.pictures import Point, Window

_SHOWN, _CURRENCY = "compare-picture", "compare-currency"
_PICTURES = (say("Strength and pH"), say("Price and strength"))


def comparison_pictures(products: Sequence[ComparedProduct], rates: Rates | None) -> None:
    """Show one of the pictures."""
    with st.container(key="compare-pictures"):
        shown = st.segmented_control(
            say("Picture"),
            _PICTURES,
            default=_PICTURES[0],
            required=True,
            key=_SHOWN,
            label_visibility="collapsed",
            persist_state="session",
        )
        if shown == _PICTURES[1]:
            _price_picture(products, rates)
        else:
            _strength_picture(products)


# --- strength against pH --------------------------------------------------------------------------


def _strength_picture(products: Sequence[ComparedProduct]) -> None:
    """Show strength against pH of those of which both are known, with the windows of their forms."""
    points = [
        Point(product.listing.name, band.median, product.mass_fraction.median, True, f"pH {number(band)}")
        for product in products
        if (band := product.listing.product.pH_band)
        and product.mass_fraction
        and not product.listing.product.is_powder
    ]
    windows = list(
        dict.fromkeys(
            Window(form_name(product.listing.product.form), *product.window)
            for product in products
            if product.window and product.window != (None, None)
        )
    )
    if points:
        st.vega_lite_chart(
            pictures.strength_against_pH(points, windows, widgets.palette()),
            width="stretch",
            alt=pictures.strength_words(points, windows),
        )
        if windows:
            widgets.aside(say("Shaded: the pH that each form needs."))
    _tell_missing(products, [point.name for point in points], say("strength and pH"))


def _tell_missing(products: Sequence[ComparedProduct], drawn: Sequence[str], needs: str) -> None:
    """Say which products are not in a picture, and what it needs."""
    missing = [product.listing.name for product in products if product.listing.name not in drawn]
    if missing:
        names = widgets.escape_markdown(", ".join(missing))
        widgets.aside(say("Not drawn, because the picture needs {needs}: {names}", needs=needs, names=names))


# --- price against content ------------------------------------------------------------------------


def _price_picture(products: Sequence[ComparedProduct], rates: Rates | None) -> None:
    """Show the price of a gram against the content, one currency at a time."""
    priced = [product for product in products if not why_unpriced(product)]
    counts = Counter(_paid_in(product, rates) for product in priced)
    drawn: list[ComparedProduct] = []
    if counts:
        currency = _currency(sorted(counts, key=lambda name: (-counts[name], name)))
        drawn = [product for product in priced if _paid_in(product, rates) == currency]
        points = [_price_point(product, rates) for product in drawn]
        st.vega_lite_chart(
            pictures.price_against_content(points, currency, widgets.palette()),
            width="stretch",
            alt=pictures.price_words(points, currency),
        )
    names = [product.listing.name for product in drawn]
    needs = say("price in this currency, size and strength") if drawn else say("price, size and strength")
    _tell_missing(products, names, needs)


def _paid_in(product: ComparedProduct, rates: Rates | None) -> str:
    """Return the currency in which a price is shown."""
    currency = product.listing.currency
    return rates.to if rates and rates.covers(currency) else currency


def _currency(currencies: Sequence[str]) -> str:
    """Return the currency to show; asked for where there are several."""
    if len(currencies) == 1:
        return currencies[0]
    return str(
        st.segmented_control(
            say("Prices in"),
            currencies,
            default=currencies[0],
            required=True,
            key=f"{_CURRENCY}-{'-'.join(currencies)}",  # other choices are another question
            persist_state="session",
        )
    )


def why_unpriced(product: ComparedProduct) -> str:
    """Return what is missing for a place in the picture of prices; "" where nothing is."""
    if product.listing.price is None or not product.listing.currency:
        return "price"
    if product.aa_equivalent is None:
        return say("strength by mass")
    return "" if product.price_per_g else "size"


def _price_point(product: ComparedProduct, rates: Rates | None) -> Point:
    """Return a product as a point of the picture of prices."""
    assert product.aa_equivalent
    assert product.price_per_g
    listing, content = product.listing, product.aa_equivalent
    rate = (rates.into(1.0, listing.currency) if rates else None) or 1.0
    # The middle of what may be one form or another is no ceiling.
    most = content.high if product.aa_equivalent_key == "between" else content.median
    note = money(listing.price or 0.0, listing.currency)
    return Point(listing.name, most, product.price_per_g * rate, True, note)
