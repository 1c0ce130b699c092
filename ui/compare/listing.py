"""All products as one list: searched, narrowed, sorted, and taken away with or without the findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from calc import catalog
from calc.catalog.normalize import normalize
from calc.findings import Severity
from calc.parsing.price import Rates
from calc.products import ComparedProduct, rows_of
from calc.tables import export_csv, export_xlsx
from ui.compare.side_by_side import UNKNOWN

if TYPE_CHECKING:
    import pandas
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

_SEARCH, _FORMS, _PACKAGES, _WORST, _PRICED, _PH, _SORT = (
    f"list-{name}" for name in ("search", "forms", "packages", "worst", "priced", "pH", "sort")
)
_NOTHING = "none"
_WORST_WORDS = {tier.name: f"{tier.name} at worst" for tier in reversed(Severity)} | {
    _NOTHING: "nothing found"
}
_SEEN = ("currency", "price_date")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What can be sorted by: the words, the column, whether the largest comes first.
_ORDERS = {
    "as listed": ("", False),
    "name": ("product", False),
    "most ascorbic acid": ("aa_equivalent_at_most_percent", True),
    "strongest": ("strength_percent", True),
    "lowest pH": ("pH", False),
    "keeps longest": ("t90_days", True),
    "least per gram of ascorbic acid": ("price_per_g_aa_at_least", False),
    "worst finding": ("worst", True),
}


def whole_list(products: Sequence[ComparedProduct], rates: Rates | None = None) -> None:
    """Show everything as a table to search, narrow and sort, and offer what is left as files."""
    st.subheader("The whole list")
    shown = _narrowed(products)
    st.markdown(f"{len(shown)} of {len(products)} products")
    if not shown:
        st.info("None of them fits. Take a filter away.", icon=":material/filter_alt_off:")
        return
    frame = products_table(shown, rates)
    st.dataframe(
        with_words(frame),
        hide_index=True,
        placeholder=UNKNOWN,
        column_config=_headings(),
        column_order=[*_headings(), *(name for name in frame if "_in_" in name and name != "in_pH_window")],
        alt=f"{len(frame)} products with what follows from each.",
    )
    _take_away(frame, shown)


def _narrowed(products: Sequence[ComparedProduct]) -> list[ComparedProduct]:
    """Ask what to show, and return that, in the order that was asked for."""
    forms = dict.fromkeys(product.listing.product.form or UNKNOWN for product in products)
    packages = dict.fromkeys(product.listing.product.package or UNKNOWN for product in products)
    first, second, third = st.columns(3)
    with first:
        text = st.text_input(
            "Search names and forms", key=_SEARCH, live="400ms", autocomplete="off", persist_state="session"
        )
        order = st.selectbox("Sorted by", list(_ORDERS), key=_SORT, persist_state="session")
    with second:
        form = _several("Form", list(forms), _FORMS, form_word)
        package = _several("Package", list(packages), _PACKAGES, lambda word: word.replace("_", " "))
    with third:
        worst = _several("Findings", list(_WORST_WORDS), _WORST, _WORST_WORDS.__getitem__)
        with st.container(horizontal=True):
            priced = st.checkbox("Price known", key=_PRICED, persist_state="session")
            with_pH = st.checkbox("pH known", key=_PH, persist_state="session")
    fitting = [
        product
        for product in products
        if _has(product, text)
        and (not form or (product.listing.product.form or UNKNOWN) in form)
        and (not package or (product.listing.product.package or UNKNOWN) in package)
        and (not worst or _worst(product) in worst)
        and (not priced or product.listing.price is not None)
        and (not with_pH or product.listing.product.pH_band is not None)
    ]
    return in_order(fitting, order)


def _several(label: str, options: list[str], key: str, word: Callable[[str], str]) -> list[str]:
    """Ask for some of a list; none of them means all."""
    if key in st.session_state:
        st.session_state[key] = [choice for choice in st.session_state[key] if choice in options]
    return st.multiselect(
        label, options, key=key, format_func=word, placeholder="all", persist_state="session"
    )


def form_word(form: str) -> str:
    """Return the name of a form, or that it is unknown."""
    return catalog.forms()[form].name if form in catalog.forms() else UNKNOWN


def _worst(product: ComparedProduct) -> str:
    """Return the worst severity in a word."""
    return product.worst.name if product.worst else _NOTHING


def _has(product: ComparedProduct, text: str) -> bool:
    """Tell whether a product has all words of a search in its name, its form, or what else is in it."""
    listing = product.listing
    ids = (listing.product.form or UNKNOWN, *listing.other_forms)
    searched = normalize(
        " ".join([listing.name, *map(form_word, ids), *ids, *(listing.product.coactives or ())])
    )
    return all(word in searched for word in normalize(text).split())


def in_order(products: Sequence[ComparedProduct], order: str) -> list[ComparedProduct]:
    """Return products in an order of `_ORDERS`; what is unknown comes last, prices by their currency."""
    column, largest = _ORDERS[order]
    if not column:
        return list(products)
    rows = zip(rows_of(products), products)
    stated: list[tuple[Any, ComparedProduct]] = []
    unknown: list[tuple[Any, ComparedProduct]] = []
    for row, product in rows:
        value = product.worst or 0 if column == "worst" else row[column]
        (unknown if value is None else stated).append((value, product))
    stated.sort(key=lambda pair: normalize(pair[0]) if isinstance(pair[0], str) else pair[0], reverse=largest)
    if column == "price_per_g_aa_at_least":
        stated.sort(key=lambda pair: pair[1].listing.currency)
    return [product for _, product in (*stated, *unknown)]


# --- as a table -----------------------------------------------------------------------------------


def products_table(products: Sequence[ComparedProduct], rates: Rates | None = None) -> pandas.DataFrame:
    """Return products as a table in which only what is unknown is missing."""
    import pandas

    frame = pandas.DataFrame(rows_of(products, rates))
    frame["worst"] = [_worst(product) for product in products]
    for column in ("findings", "not_checked"):
        frame[column] = frame[column].replace("", _NOTHING)
    return frame


def with_words(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table with words in place of ids; numbers stay numbers, to be sorted by."""
    texts = {name: frame[name].fillna(UNKNOWN) for name in ("package", "pH_window_word", "state", *_SEEN)}
    texts["package"] = texts["package"].str.replace("_", " ")
    return frame.assign(form=frame["form"].map(form_word), **texts)


def findings_table(products: Sequence[ComparedProduct]) -> pandas.DataFrame:
    """Return a line for each product and each of its findings."""
    import pandas

    columns = ("product", "code", "severity", "title", "message", "remedy", "sources")
    rows = [
        (
            product.listing.name,
            finding.code,
            finding.severity.name,
            finding.title,
            finding.message,
            finding.remedy,
            "; ".join(catalog.sources()[key].cited for key in finding.sources),
        )
        for product in products
        for finding in product.findings
    ]
    return pandas.DataFrame(rows, columns=columns)


def _headings() -> ColumnConfigMappingInput:
    """Return what the columns are called on the page, and how their numbers are written."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "product": text("Product", width=220),
        "form": text("Form", width=190),
        "strength_percent": number("Strength, %", format="%.3g", width=110),
        "strength_low_percent": number("at least, %", format="%.3g", width=100),
        "strength_high_percent": number("at most, %", format="%.3g", width=100),
        "aa_equivalent_at_most_percent": number("As ascorbic acid, at most, %", format="%.3g"),
        "pH": number("pH", format="%.3g", width=90),
        "pH_window_word": text("Window of its form", width=150),
        "state": text("Other forms", width=150),
        "package": text("Package", width=130),
        "t90_days": number("Days until a tenth is lost", format="%.0f"),
        "price": number("Price", format="%.2f", width=100),
        "currency": text("Currency", width=90),
        "price_date": text("Price seen"),
        "price_per_g_aa_at_least": number("Per gram of ascorbic acid, at least", format="%.2f"),
        "worst": text("Worst finding"),
        "findings": text("Findings"),
        "not_checked": text("Not checked"),
    }


def _take_away(frame: pandas.DataFrame, shown: Sequence[ComparedProduct]) -> None:
    """Offer what is shown as files, and its findings as files of their own."""
    made = (
        ("List as CSV", lambda: export_csv(with_unknown_written(frame)), "products.csv", "text/csv"),
        ("List as Excel", lambda: export_xlsx(with_unknown_written(frame)), "products.xlsx", _EXCEL),
        ("Findings as CSV", lambda: export_csv(findings_table(shown)), "findings.csv", "text/csv"),
        ("Findings as Excel", lambda: export_xlsx(findings_table(shown)), "findings.xlsx", _EXCEL),
    )
    with st.container(horizontal=True):
        for label, make, name, mime in made:
            st.download_button(label, make, name, mime, on_click="ignore", icon=":material/download:")


def with_unknown_written(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table in which what is unknown is the word."""
    return frame.astype(object).where(frame.notna(), UNKNOWN)
