"""Products side by side: a picture, who is better at what, and each with what follows from it."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pandas
import streamlit as st

from calc import catalog
from calc.draws import Band
from calc.products import HANDFUL, Compared, better_at, rows_of, window_of
from calc.takeaway import export_csv, export_xlsx
from calc.units import THIN, show_band, show_number
from ui import charts, widgets

_UNKNOWN = "unknown"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def side_by_side(chosen: Sequence[Compared], others: Sequence[Compared]) -> None:
    """Show who is better at what, the picture, and each product."""
    better(chosen)
    picture(chosen, others)
    for each in chosen[:HANDFUL]:
        card(each)


def better(chosen: Sequence[Compared]) -> None:
    """Say which is better at what; never a total."""
    if len(chosen) < 2:
        return
    st.subheader("Better at")
    lines = better_at(chosen)
    for line in lines:
        names = ", ".join(widgets.plain(name) for name in line.winners)
        unknown = f" (not known of {len(line.unknown)})" if line.unknown else ""
        st.markdown(f"- {line.at[0].upper()}{line.at[1:]}: **{names}**{unknown}")
    if not lines:
        st.markdown("What is known of them does not set them apart.")


def picture(chosen: Sequence[Compared], others: Sequence[Compared]) -> None:
    """Show strength against pH of all of which both are known."""
    names = {each.offer.name for each in chosen}
    known = [
        (
            each.offer.name,
            each.offer.product.pH_band.median,
            each.mass_fraction.median,
            each.offer.name in names,
        )
        for each in (*others, *chosen)
        if each.offer.product.pH_band and each.mass_fraction and each.mass_fraction.median < 1
    ]
    points = list(dict.fromkeys(known))
    if not points:
        return
    low, high = window_of("l_ascorbic_acid") or (None, None)
    assert low is not None
    assert high is not None
    st.vega_lite_chart(
        charts.strength_against_pH(points, (low, high), widgets.palette()),
        width="stretch",
        alt=charts.strength_against_pH_words(points),
    )
    widgets.aside("Shaded: the pH that ascorbic acid itself needs. Other forms have windows of their own.")


def card(each: Compared) -> None:
    """Show one product: what is in it, what follows, what the rules say, what is not known."""
    offer, product = each.offer, each.offer.product
    with st.container(border=True):
        st.subheader(widgets.plain(offer.name), anchor=False)
        rows = {
            "Form": catalog.forms()[product.form].name if product.form else _UNKNOWN,
            "Strength": strength(each),
            "Counted as ascorbic acid": at_most(each.aa_equivalent),
            "pH": pH(each),
            "Keeps, a tenth lost after": days(each),
            "Package": (product.package or _UNKNOWN).replace("_", " "),
            "Price": price(each),
        }
        if each.left:
            rows["May be left by now"] = _band(each.left, 100, f"{THIN}%")
        if offer.others:
            rows["With"] = ", ".join(catalog.forms()[form].said for form in offer.others)
        st.table(
            {"": list(rows), " ": list(rows.values())}, border="horizontal", hide_index=True, hide_header=True
        )
        for finding in each.findings[:3]:
            widgets.card(finding)
        if each.skipped:
            missing = dict.fromkeys(skip.reason for skip in each.skipped)
            widgets.aside(f"Not checked: {'; '.join(missing)}")
        if offer.note:
            widgets.aside(widgets.plain(offer.note))
        if offer.sources:
            widgets.sources(offer.sources)


def whole_list(found: Sequence[Compared]) -> None:
    """Show everything as a table to sort and search, and offer it as files."""
    with widgets.fold("The whole list, to sort and search", "list") as fold:
        if not fold.open:
            return
        frame = pandas.DataFrame(rows_of(found))
        st.dataframe(frame, hide_index=True, alt=f"{len(frame)} products with what follows from each.")
        with st.container(horizontal=True):
            for label, made, name, mime in (
                ("As CSV", export_csv, "products.csv", "text/csv"),
                ("As Excel", export_xlsx, "products.xlsx", _EXCEL),
            ):
                file = functools.partial(made, frame)
                st.download_button(label, file, name, mime, on_click="ignore", icon=":material/download:")


def strength(each: Compared) -> str:
    """Return the strength as it is known."""
    if each.mass_fraction:
        return _band(each.mass_fraction, 100, f"{THIN}%")
    if each.offer.g_per_100mL:
        return _band(each.offer.g_per_100mL, 1, f"{THIN}g per 100{THIN}mL")
    return _UNKNOWN


def at_most(band: Band | None) -> str:
    """Return a ceiling."""
    return _UNKNOWN if band is None else f"at most {_band(band, 100, f'{THIN}%')}"


def pH(each: Compared) -> str:
    """Return the pH, and whether it lies in the window of the form."""
    band = each.offer.product.pH_band
    if band is None:
        return _UNKNOWN
    inside = {True: ", in the window of its form", False: ", outside the window of its form", None: ""}
    return f"{_band(band, 1, '')}{inside[each.in_window]}"


def days(each: Compared) -> str:
    """Return how long it keeps."""
    t90 = each.life.t90_days if each.life else None
    return _UNKNOWN if t90 is None else f"about {_band(t90, 1, ' days')}"


def price(each: Compared) -> str:
    """Return the price as it was seen, and what it comes to."""
    offer = each.offer
    if offer.price is None:
        return _UNKNOWN
    told = [f"{offer.price:g} {offer.currency}{f' ({offer.price_date})' if offer.price_date else ''}"]
    if each.price_per_g_aa:
        told.append(
            f"{_band(each.price_per_g_aa, 1, '')} {offer.currency} per gram of ascorbic acid, at least"
        )
    if each.cost_per_day:
        told.append(f"{show_number(each.cost_per_day, 2)} {offer.currency} a day for a face")
    return "; ".join(told)


def _band(band: Band, factor: float, unit: str) -> str:
    """Return a band as it is written; one number where it has no width."""
    if band.low == band.high:
        return f"{show_number(factor * band.median)}{unit}"
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median}{unit} ({low}–{high}{unit})"
