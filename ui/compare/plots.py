"""Which products stand in a picture, and what is said under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from calc.parsing.price import Rates
from calc.products import ComparedProduct
from ui import widgets
from ui.compare import pictures
from ui.compare.pictures import Point, Window
from ui.compare.side_by_side import UNKNOWN, form_name, pH

_SHOWN, _CURRENCY = "compare-picture", "compare-currency"
_PICTURES = ("Strength against pH", "Price against content")


def comparison_picture(
    chosen: Sequence[ComparedProduct], others: Sequence[ComparedProduct], rates: Rates | None
) -> None:
    """Show one of the pictures, the chosen products marked among all."""
    shown = st.radio(
        "Picture",
        _PICTURES,
        key=_SHOWN,
        horizontal=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    names = {product.listing.name for product in chosen}
    every = {product.listing.name: product for product in (*others, *chosen)}
    if shown == _PICTURES[1]:
        _price_picture(list(every.values()), names, rates)
    else:
        _strength_picture(list(every.values()), names)


# --- strength against pH --------------------------------------------------------------------------


def _strength_picture(every: Sequence[ComparedProduct], names: set[str]) -> None:
    """Show strength against pH of all of which both are known, with the windows of the chosen forms."""
    points = [
        Point(
            product.listing.name,
            band.median,
            product.mass_fraction.median,
            product.listing.name in names,
            pH(product),
        )
        for product in every
        if (band := product.listing.product.pH_band)
        and product.mass_fraction
        and not product.listing.product.is_powder
    ]
    windows = list(
        dict.fromkeys(
            Window(form_name(product.listing.product.form), *product.window)
            for product in every
            if product.listing.name in names and product.window and product.window != (None, None)
        )
    )
    if points:
        st.vega_lite_chart(
            pictures.strength_against_pH(points, windows, widgets.palette()),
            width="stretch",
            alt=pictures.strength_words(points, windows),
        )
    shaded = "Shaded: the pH that each chosen form needs. " if windows else ""
    rest = f"{len(points)} of {len(every)} are shown; of the rest the pH or the strength is {UNKNOWN}."
    widgets.aside(f"{shaded}{rest}")


# --- price against content ------------------------------------------------------------------------


def _price_picture(every: Sequence[ComparedProduct], names: set[str], rates: Rates | None) -> None:
    """Show the price of a gram against the content, one currency at a time."""
    priced = [product for product in every if not why_unpriced(product)]
    counts = Counter(_paid_in(product, rates) for product in priced)
    if not counts:
        st.info("Of none of them are price, size and strength all known.", icon=":material/info:")
        return
    wanted = {_paid_in(product, rates) for product in priced if product.listing.name in names}
    currencies = sorted(counts, key=lambda name: (name not in wanted, -counts[name], name))
    currency = _currency(currencies)
    shown = [product for product in priced if _paid_in(product, rates) == currency]
    points = [_price_point(product, product.listing.name in names, rates) for product in shown]
    st.vega_lite_chart(
        pictures.price_against_content(points, currency, widgets.palette()),
        width="stretch",
        alt=pictures.price_words(points, currency),
    )
    if not wanted:
        widgets.aside("Of no chosen product are price, size and strength all known.")
    widgets.aside(_of_prices(every, shown))


def _paid_in(product: ComparedProduct, rates: Rates | None) -> str:
    """Return the currency in which a price is shown."""
    currency = product.listing.currency
    return rates.to if rates and rates.covers(currency) else currency


def _currency(currencies: Sequence[str]) -> str:
    """Return the currency to show; asked for where there are several."""
    if len(currencies) == 1:
        return currencies[0]
    return str(
        st.radio(
            "Prices in",
            currencies,
            key=f"{_CURRENCY}-{'-'.join(currencies)}",  # other choices are another question
            horizontal=True,
            persist_state="session",
        )
    )


def why_unpriced(product: ComparedProduct) -> str:
    """Return what is missing for a place in the picture of prices; "" where nothing is."""
    if product.listing.price is None or not product.listing.currency:
        return "price"
    if product.aa_equivalent is None:
        return "strength by mass"
    return "" if product.price_per_g else "size"


def _price_point(product: ComparedProduct, chosen: bool, rates: Rates | None) -> Point:
    """Return a product as a point of the picture of prices."""
    assert product.aa_equivalent
    assert product.price_per_g
    listing, content = product.listing, product.aa_equivalent
    rate = (rates.into(1.0, listing.currency) if rates else None) or 1.0
    # The middle of what may be one form or another is no ceiling.
    most = content.high if product.aa_equivalent_key == "between" else content.median
    note = f"{listing.price:g} {listing.currency}, {listing.price_date or f'date {UNKNOWN}'}"
    return Point(listing.name, most, product.price_per_g * rate, chosen, note)


def _of_prices(every: Sequence[ComparedProduct], shown: Sequence[ComparedProduct]) -> str:
    """Return how many are shown, of when their prices are, and why the rest is missing."""
    missing = Counter(map(why_unpriced, every))
    elsewhere = missing.pop("", 0) - len(shown)
    rest = [f"{count} without a {what}" for what, count in missing.most_common()]
    rest += [f"{elsewhere} in other currencies"] if elsewhere else []
    dates = sorted(product.listing.price_date for product in shown if product.listing.price_date)
    undated = len(shown) - len(dates)
    sentences = [f"{len(shown)} of {len(every)} are shown."]
    if dates:
        sentences.append(f"Prices as seen, {' to '.join(dict.fromkeys((dates[0], dates[-1])))}.")
    if undated:
        sentences.append(
            f"When {undated} of the prices {'was' if undated == 1 else 'were'} seen is {UNKNOWN}."
        )
    sentences += [f"Not shown: {', '.join(rest)}."] if rest else []
    return " ".join(sentences)
