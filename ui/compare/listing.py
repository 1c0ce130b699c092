"""All products as one list: searched, narrowed, sorted; a tick adds one; and all of it taken away."""

from __future__ import annotations

import functools
import hashlib
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from calc import catalog
from calc.catalog.normalize import normalize
from calc.chemistry.storage_words import PACKAGE_WORDS
from calc.findings import Severity
from calc.messages import say, say_n
from calc.products import ChosenProduct, ComparedProduct, Listing, rows_of
from calc.tables import export_csv, export_xlsx
from ui import widgets
from ui.compare import chosen
from ui.compare.cells import UNKNOWN
from ui.compare.market_list import compared_list, listed

if TYPE_CHECKING:
    import pandas
    import pyarrow
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

_SEARCH, _FORMS, _PACKAGES, _WORST, _PRICED, _PH = (
    f"list-{name}" for name in ("search", "forms", "packages", "worst", "priced", "pH")
)
_SORT, _MORE, _GRID = "list-sort", "list-more", "list-grid"
_NOTHING = say("none")
_WORST_WORDS = {tier.name: say("{severity} at worst", severity=tier.name) for tier in reversed(Severity)} | {
    _NOTHING: say("no warnings")
}
_SEEN = ("currency", "price_date")
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"
#: Columns of a workbook, in words.
_IN_WORDS = {
    "product": say("Product"),
    "form": say("Form of vitamin C"),
    "strength_percent": say("Strength (%)"),
    "aa_equivalent_at_most_percent": say("As ascorbic acid, up to (%)"),
    "pH": "pH",
    "pH_window_word": say("pH for its form"),
    "package": say("Package"),
    "size_mL": say("Size (mL)"),
    "size_g": say("Size (g)"),
    "pieces": say("Pieces"),
    "price": say("Price"),
    "currency": say("Currency"),
    "price_date": say("Price seen"),
    "price_per_g_aa_at_least": say("Price per gram of vitamin C, at least"),
    "t90_days": say("Days until 10 % is lost"),
    "coactives": say("Also in it"),
    "worst": say("Worst warning"),
    "findings": say("Warnings and notes"),
    "not_checked": say("Not checked"),
    "note": say("Note"),
}
_FINDINGS_IN_WORDS = {
    "product": say("Product"),
    "severity": say("Severity"),
    "title": say("Warning or note"),
    "message": say("Why"),
    "remedy": say("What to do"),
    "sources": say("Sources"),
    "code": say("Code"),
}
#: What can be sorted by: the words, the column, whether the largest comes first.
_ORDERS = {
    say("as listed"): ("", False),
    say("name"): ("product", False),
    say("most ascorbic acid"): ("aa_equivalent_at_most_percent", True),
    say("strongest"): ("strength_percent", True),
    say("lowest pH"): ("pH", False),
    say("keeps longest"): ("t90_days", True),
    say("least per gram of vitamin C"): ("price_per_g_aa_at_least", False),
    say("worst warning"): ("worst", True),
}


def whole_list(own: Sequence[ComparedProduct], months: int) -> list[ComparedProduct]:
    """Show everything as a table to search, narrow and sort; a tick adds a product. Return what is shown.

    ``own``: the products of a file, which stand first; ``months``: since products were made.
    """
    st.subheader(say("The whole list"), anchor=False)
    in_list = compared_list(months)
    ids = {id(product): key for key, product in zip(listed(), in_list)}
    products = (*own, *in_list)
    shown = _narrowed(products)
    total = len(products)
    widgets.aside(
        say("{count:,} of {total:,} products. Tick one to compare it.", count=len(shown), total=total)
        if len(shown) < total
        else say("{total:,} products. Tick one to compare it.", total=total)
    )
    if not shown:
        st.info(say("No match. Remove a filter."), icon=":material/filter_alt_off:")
        return shown
    keys = [ids.get(id(product), "") for product in shown]
    here = chosen.names_and_ids()
    ticked = [
        place
        for place, (key, product) in enumerate(zip(keys, shown))
        if (key or product.listing.name) in here
    ]
    whole = len(shown) == len(in_list) and all(map(operator.is_, shown, in_list))
    _grid(shown, keys, ticked, _whole_in_words(months) if whole else in_words(shown))
    return shown


class TableInWords(NamedTuple):
    """Products as a table with words in place of ids, and the columns in which nothing is known."""

    cells: pyarrow.Table
    unknown: frozenset[str]


def in_words(products: Sequence[ComparedProduct]) -> TableInWords:
    """Return products as the grid shows them, and as they are sent to it."""
    import pyarrow

    frame = products_table(products)
    unknown = (name for name in frame if frame[name].isna().all() or (frame[name] == UNKNOWN).all())
    return TableInWords(pyarrow.Table.from_pandas(with_words(frame)), frozenset(unknown))


@functools.lru_cache(maxsize=8)
def _whole_in_words(months: int) -> TableInWords:
    """Return the list of this program, as it stands for everybody, and nothing that somebody brought."""
    return in_words(compared_list(months))


def _grid(
    shown: Sequence[ComparedProduct], keys: Sequence[str], ticked: list[int], table: TableInWords
) -> None:
    """Show products as a grid whose ticks are those that are compared."""
    headings = _headings()
    hidden = [name for name in headings if name in table.unknown]
    if hidden:
        words = (
            say("Show 1 column of unknowns")
            if len(hidden) == 1
            else say("Show {count} columns of unknowns", count=len(hidden))
        )
        hidden = [] if st.checkbox(words, key=_MORE, persist_state="session") else hidden
    key = _grid_key([key or product.listing.name for key, product in zip(keys, shown)], ticked)
    st.dataframe(
        table.cells,
        hide_index=True,
        placeholder=UNKNOWN,
        column_config=headings,
        column_order=[name for name in headings if name not in hidden],
        alt=say_n(
            "{number} product with what follows from it.",
            "{number} products with what follows from each.",
            len(shown),
        ),
        key=key,
        on_select=lambda: _take_ticks(key, keys, [product.listing for product in shown]),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked}},
    )


def _grid_key(keys: Sequence[str], ticked: list[int]) -> str:
    """Return the key of the grid: another one where its ticks are not what is compared any more.

    A grid keeps its ticks itself; what is removed elsewhere stays ticked in it until it is drawn anew.
    """
    rows = hashlib.blake2s("|".join(keys).encode(), digest_size=6).hexdigest()
    turn = st.session_state.get(_GRID, 0)
    held = st.session_state.get(f"{_GRID}-{rows}-{turn}")
    if held is not None and sorted(held["selection"]["rows"]) != ticked:
        turn += 1
        st.session_state[_GRID] = turn
    return f"{_GRID}-{rows}-{turn}"


def _take_ticks(key: str, keys: Sequence[str], listings: Sequence[Listing]) -> None:
    """Add what was ticked, and remove what was unticked.

    ``keys``: id of each row in the list, "" for one of a file.
    """
    ticked = set(st.session_state[key]["selection"]["rows"])
    for place, (id_in_list, listing) in enumerate(zip(keys, listings)):
        name = id_in_list or listing.name
        if place not in ticked:
            chosen.remove_named(name)
        elif name not in chosen.names_and_ids():
            if id_in_list:
                chosen.add(ChosenProduct(id_in_list))
            else:
                chosen.add_of_file(listing)


def _narrowed(products: Sequence[ComparedProduct]) -> list[ComparedProduct]:
    """Ask what to show, and return that, in the order that was asked for."""
    forms = dict.fromkeys(product.listing.product.form or UNKNOWN for product in products)
    packages = dict.fromkeys(product.listing.product.package or UNKNOWN for product in products)
    with st.container(key="compare-filters"):
        first, second, third = st.columns([4, 3, 3], vertical_alignment="bottom")
    with first:
        text = st.text_input(
            say("Search the list"), key=_SEARCH, live="400ms", autocomplete="off", persist_state="session"
        )
    with second:
        order = st.selectbox(say("Sorted by"), list(_ORDERS), key=_SORT, persist_state="session")
    with third, st.popover(say("Filters"), icon=":material/filter_alt:", width="stretch"):
        form = _several(say("Form"), list(forms), _FORMS, form_word)
        package = _several(say("Package"), list(packages), _PACKAGES, lambda word: word.replace("_", " "))
        worst = _several(say("Warnings"), list(_WORST_WORDS), _WORST, _WORST_WORDS.__getitem__)
        priced = st.checkbox(say("Price known"), key=_PRICED, persist_state="session")
        with_pH = st.checkbox(say("pH known"), key=_PH, persist_state="session")
    words = normalize(text).split()
    fitting = [
        product
        for product in products
        if _has(product, words)
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


def _has(product: ComparedProduct, words: Sequence[str]) -> bool:
    """Tell whether a product has all words of a search in its name, its form, or what else is in it."""
    if not words:
        return True
    listing = product.listing
    ids = (listing.product.form or UNKNOWN, *listing.other_forms)
    searched = normalize(
        " ".join([listing.name, *map(form_word, ids), *ids, *(listing.product.coactives or ())])
    )
    return all(word in searched for word in words)


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


def products_table(products: Sequence[ComparedProduct]) -> pandas.DataFrame:
    """Return products as a table in which only what is unknown is missing."""
    import pandas

    frame = pandas.DataFrame(rows_of(products))
    frame["worst"] = [_worst(product) for product in products]
    for column in ("findings", "not_checked"):
        frame[column] = frame[column].replace("", _NOTHING)
    return frame


def with_words(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table with words in place of ids; numbers stay numbers, to be sorted by."""
    texts = {name: frame[name].fillna(UNKNOWN) for name in ("package", "pH_window_word", "state", *_SEEN)}
    texts["package"] = texts["package"].replace(PACKAGE_WORDS)
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
        "product": text(say("Product"), width=220),
        "form": text(say("Form"), width=190),
        "strength_percent": number(say("Strength, %"), format="%.3g", width=110),
        "strength_low_percent": number(say("at least, %"), format="%.3g", width=100),
        "strength_high_percent": number(say("up to, %"), format="%.3g", width=100),
        "aa_equivalent_at_most_percent": number(say("As ascorbic acid, up to, %"), format="%.3g"),
        "pH": number("pH", format="%.3g", width=90),
        "pH_window_word": text(say("pH range of its form"), width=150),
        "state": text(say("Other forms"), width=150),
        "package": text(say("Package"), width=130),
        "t90_days": number(say("Days until 10 % is lost"), format="%.0f"),
        "price": number(say("Price"), format="%.2f", width=100),
        "currency": text(say("Currency"), width=90),
        "price_date": text(say("Price seen")),
        "price_per_g_aa_at_least": number(say("Per gram of vitamin C, at least"), format="%.2f"),
        "worst": text(say("Worst warning")),
        "findings": text(say("Warnings and notes")),
        "not_checked": text(say("Not checked")),
    }


# --- taken away -----------------------------------------------------------------------------------


def downloads(compared: Sequence[ComparedProduct], shown: Sequence[ComparedProduct]) -> None:
    """Offer what is compared, the list as it is shown, and the warnings of both, in one menu."""
    tables: Mapping[str, tuple[str, Callable[[], pandas.DataFrame]]] = {
        "products": (say("The list"), lambda: products_table(shown)),
        "warnings": (say("Warnings of the list"), lambda: findings_table(shown)),
    }
    if compared:
        both = {
            "comparison": (say("This comparison"), lambda: products_table(compared)),
            "comparison-warnings": (say("Warnings of this comparison"), lambda: findings_table(compared)),
        }
        tables = both | dict(tables)
    with st.popover(say("Download…"), icon=":material/download:", key="compare-download"):
        for name, (label, make) in tables.items():
            excel, plain = _files(make)
            for kind, file, end, mime in ((say("Excel"), excel, "xlsx", _EXCEL), ("CSV", plain, "csv", _CSV)):
                st.download_button(
                    f"{label} ({kind})", file, f"{name}.{end}", mime, on_click="ignore", width="stretch"
                )


def _files(make: Callable[[], pandas.DataFrame]) -> tuple[Callable[[], bytes], Callable[[], bytes]]:
    """Return how a table is made as a workbook and as CSV, when it is asked for."""
    return lambda: export_xlsx(for_people(make())), lambda: export_csv(with_unknown_written(make()))


def for_people(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table as somebody would make it: names of columns in words, none that holds nothing."""
    is_of_findings = "severity" in frame
    names = _FINDINGS_IN_WORDS if is_of_findings else _IN_WORDS
    shown = (frame if is_of_findings else with_words(frame))[[*names]]
    known = frame[[*names]].notna() & (frame[[*names]] != _NOTHING)
    shown = shown.astype(object).where(known)
    return shown[[name for name in names if known[name].any()]].rename(columns=names)


def with_unknown_written(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return a table in which what is unknown is the word."""
    return frame.astype(object).where(frame.notna(), UNKNOWN)
