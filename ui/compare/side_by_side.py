"""Products side by side: who is better at what, and each with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc import catalog
from calc.catalog import market
from calc.errors import InputErrors
from calc.findings import Severity
from calc.parsing.price import Rates, read_rates
from calc.products import ComparedProduct, applied, better_at
from calc.reports.evidence import FORM_STATE_WORDS
from calc.reports.evidence.words import value_words
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number
from ui import widgets
from ui.check_result import show_ampoule_table

UNKNOWN = "unknown"
_ROW = 3  # cards beside each other
_LOUD = 3  # findings that are shown at once
_RATES = "compare-rates"


def rates_for(chosen: Sequence[ComparedProduct]) -> Rates | None:
    """Ask for exchange rates where prices are in several currencies, which stay apart without them."""
    currencies = sorted(
        {product.listing.currency for product in chosen if product.listing.price is not None} - {""}
    )
    if len(currencies) < 2:
        return None
    first, second = currencies[-1], currencies[0]
    text = st.text_input(
        "Exchange rates, if prices may be turned into one currency",
        key=_RATES,
        placeholder=f"1 {first} = … {second}; …",
        autocomplete="off",
        persist_state="session",
    )
    try:
        rates = read_rates(
            part.strip().removeprefix("1 ") for part in (text or "").split(";") if part.strip()
        )
    except InputErrors as errors:
        for error in errors.errors:
            widgets.wrong(str(error))
        return None
    if rates:
        widgets.aside("; ".join(f"1 {code} = {rate:g} {rates.to}" for code, rate in rates.of.items()))
    return rates


def better(chosen: Sequence[ComparedProduct], rates: Rates | None) -> None:
    """Say which is better at what; never a total."""
    if len(chosen) < 2:
        return
    st.subheader("Better at")
    lines = better_at(chosen, rates)
    lines_shown = []
    for line in lines:
        names = ", ".join(widgets.escape_markdown(name) for name in line.winners)
        unknown = f" ({UNKNOWN} of {len(line.unknown)})" if line.unknown else ""
        lines_shown.append(f"- {line.at[0].upper()}{line.at[1:]}: **{names}**{unknown}")
    st.markdown("\n".join(lines_shown) or "What is known of them does not set them apart.")


# --- each of them ---------------------------------------------------------------------------------


def cards(chosen: Sequence[ComparedProduct], rates: Rates | None) -> None:
    """Show each product, a few beside each other."""
    for start in range(0, len(chosen), _ROW):
        row = chosen[start : start + _ROW]
        width = min(len(chosen), _ROW)
        for column, product in zip(st.columns(width, gap="medium"), row):
            with column:
                product_card(product, rates)


def product_card(product: ComparedProduct, rates: Rates | None) -> None:
    """Show one product: what is in it, what follows, what the rules say, what is not known."""
    with st.container(border=True):
        st.subheader(widgets.escape_markdown(product.listing.name), anchor=False)
        rows = card_rows(product, rates)
        st.table(
            {"": list(rows), " ": list(rows.values())}, border="horizontal", hide_index=True, hide_header=True
        )
        _judged(product)
        if product.ampoule:
            with widgets.fold(
                "What one article wants of an ampoule", f"ampoule-{product.listing.name}"
            ) as fold:
                if fold.open:
                    show_ampoule_table(product.ampoule)
        if product.listing.note:
            widgets.aside(widgets.escape_markdown(product.listing.note))
        if product.listing.sources:
            count = len(product.listing.sources)
            with widgets.fold(
                f"{count} source{'s' * (count > 1)}", f"sources-{product.listing.name}"
            ) as fold:
                if fold.open:
                    widgets.source_list(product.listing.sources)


def card_rows(product: ComparedProduct, rates: Rates | None = None) -> dict[str, str]:
    """Return what is known of a product, in words."""
    listing, label = product.listing, product.listing.product
    rows = {
        "Form": form_name(label.form),
        "Strength": strength(product),
        "Counted as ascorbic acid": counted(product),
        "pH": pH(product),
        "Keeps": keeps(product),
        "Package": (label.package or UNKNOWN).replace("_", " "),
        "Price": price(product),
    }
    if product.cost_per_day:
        rows["A day, on a face"] = _daily(product)
    if rates and (prices := product.converted(rates)) and rates.to != listing.currency:
        rows[f"In {rates.to}"] = _money(prices["price"], rates.to)
    if product.left:
        rows["May be left by now"] = _band(product.left, 100, f"{THIN}%")
    if listing.second_forms:
        rows["With"] = ", ".join(
            f"{catalog.forms()[second.form].said}, {_share(second.strength)}"
            for second in listing.second_forms
        )
    if label.coactives:
        rows["Also in it"] = ", ".join(word.replace("_", " ") for word in label.coactives)
    return rows


def _judged(product: ComparedProduct) -> None:
    """Show the findings, the loudest at once, and what was not checked."""
    loud = sum(finding.severity > Severity.NOTE for finding in product.findings)
    first, rest = product.findings[: max(_LOUD, loud)], product.findings[max(_LOUD, loud) :]
    for finding in first:
        widgets.finding_card(finding)
    ran, skipped = len(product.evaluated), len(product.skipped)
    if not product.findings:
        st.markdown(f"Nothing found by {ran} checks; {skipped} could not run.")
    if rest:
        with widgets.fold(f"{len(rest)} more", f"findings-{product.listing.name}") as fold:
            if fold.open:
                for finding in rest:
                    widgets.finding_card(finding)
    if product.skipped:
        missing = dict.fromkeys(skip.reason for skip in product.skipped)
        widgets.aside(f"Not checked: {'; '.join(missing)}")


def form_name(form: str | None) -> str:
    """Return the name of a form."""
    return catalog.forms()[form].name if form else UNKNOWN


def strength(product: ComparedProduct) -> str:
    """Return the strength as it is known."""
    listing = product.listing
    if product.mass_fraction:
        mixed = ", a powder to be mixed first" if listing.product.is_powder else ""
        return f"{_share(product.mass_fraction)}{mixed}"
    if listing.g_per_100mL:
        return _band(listing.g_per_100mL, 1, f"{THIN}g per 100{THIN}mL")
    if listing.total:
        return f"{UNKNOWN}; of all forms together {_share(listing.total)}"
    if listing.total_g_per_100mL:
        return f"{UNKNOWN}; of all together {_band(listing.total_g_per_100mL, 1, f'{THIN}g per 100{THIN}mL')}"
    return UNKNOWN


def counted(product: ComparedProduct) -> str:
    """Return the content counted as ascorbic acid, and how, or why it is unknown."""
    words = product.aa_equivalent_words
    if product.aa_equivalent is None:
        return f"{UNKNOWN}: {words}" if words else UNKNOWN
    return f"{_share(product.aa_equivalent)} {words}".strip()


def pH(product: ComparedProduct) -> str:
    """Return the pH, and whether it lies in the window of the form."""
    band = product.listing.product.pH_band
    if band is None:
        return UNKNOWN
    word = f", {product.window_word} the window of its form" if product.window_word else ""
    return f"{_band(band, 1, '')}{word}".replace("partly the", "partly in the")


def keeps(product: ComparedProduct) -> str:
    """Return how long it keeps: days of ascorbic acid, a word for other forms."""
    t90 = product.life.t90_days if product.life else None
    parts = [] if t90 is None else [f"a tenth is lost after about {_band(t90, 1, ' days')}"]
    several = t90 is not None or len({state.form for state in product.states}) > 1
    for state in product.states:
        start = f"{catalog.forms()[state.form].said}: " if several else ""
        parts.append(f"{start}{FORM_STATE_WORDS[state.key]}")
    return "; ".join(dict.fromkeys(parts)) or UNKNOWN


def price(product: ComparedProduct) -> str:
    """Return the price as it was seen, and what it comes to."""
    listing = product.listing
    if listing.price is None:
        return UNKNOWN
    currency = listing.currency or f"(currency {UNKNOWN})"
    parts = [f"{_money(listing.price, currency)} ({listing.price_date or f'date {UNKNOWN}'})"]
    if product.price_per_g_aa:
        parts.append(f"{_band(product.price_per_g_aa, 1, '')} {currency} per gram of ascorbic acid, at least")
    return "; ".join(parts)


def _daily(product: ComparedProduct) -> str:
    """Return what a face a day costs, with how much goes on it."""
    amount = show_number(applied().to("g/day")[0])
    cost = show_number(product.cost_per_day or 0.0, 2)
    return f"{cost} {product.listing.currency}, for {amount}{THIN}g"


def _money(amount: object, currency: str) -> str:
    """Return an amount of money, with the cents that it has."""
    return f"{amount:.2f} {currency}".replace(".00 ", " ") if isinstance(amount, float) else UNKNOWN


def _share(band: Band | None) -> str:
    """Return a share of the mass in per cent."""
    return f"strength {UNKNOWN}" if band is None else _band(band, 100, f"{THIN}%")


def _band(band: Band, factor: float, unit: str) -> str:
    """Return a band as it is value_words; one number where it has no width."""
    if band.low == band.high:
        return f"{show_number(factor * band.median)}{unit}"
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median}{unit} ({low}–{high}{unit})"


# --- what tests found -----------------------------------------------------------------------------


def tests_found() -> None:
    """Show what tests of bought products found when they measured what the label says."""
    for test in market.lab_tests().values():
        with widgets.fold(f"What a test found: {test.what}, {test.date}", f"test-{test.id}") as fold:
            if fold.open:
                for outcome in test.outcomes:
                    number = value_words(outcome.row).replace(f"{THIN}dimensionless", "")
                    caveat = f" :small[:gray[({outcome.row.caveat})]]" if outcome.row.caveat else ""
                    st.markdown(f"- {number} · {outcome.says}{caveat}")
                widgets.source_list(test.sources)
