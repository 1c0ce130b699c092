"""A table of products that somebody brings: shown in part, its columns named, what was left out told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.messages import say, say_n
from calc.products import Listing, ListingTable, read_listings
from calc.products.listings import VITAMIN_C, match_columns
from calc.tables import ODBL_CREDIT, FileChoices, Table
from ui import uploads, widgets
from ui.compare.advice import page_advice
from ui.compare.file_work import HeldTable, read_file
from ui.compare.table_choices import (
    TableChoices,
    ask_for_choices,
    ask_for_columns,
    tell_columns,
    tell_notes,
    tell_rows,
)

OWN = "compare-own"
#: So many of them, at most, are held side by side with the list, and so much text [characters].
MOST_COMPARED, _MOST_CHARACTERS = 1_000, 3_000_000
_TABLE, _HEAD, _READ = "compare-own-table", "compare-own-head", "compare-own-read"
_PREVIEW = 5
_PREFIX = "compare-table"


def uploaded_products(names: Iterable[str]) -> tuple[Listing, ...]:
    """Take a table, say how it was read, and let its columns be named.

    ``names``: those that there are already; a product of the same name gets a number.
    """
    file = uploads.ask_for_file(say("CSV, TSV, Excel, Parquet or JSON"), OWN, _TABLE)
    if file is None and _TABLE not in st.session_state:
        return ()
    choices = ask_for_choices(_PREFIX)
    if file is not None:
        if uploads.is_stopped(file):
            uploads.offer_again(_TABLE)
            return ()
        key = (file.file_id, file.name, choices.file)
        uploads.compute_once(_TABLE, key, lambda: _read(file, choices.file))
    (_, name, _), read = st.session_state[_TABLE]
    if isinstance(read, str):
        widgets.wrong(page_advice(read))
        return ()
    if file is None:
        widgets.aside(widgets.escape_markdown(say("{file} is still here.", file=name)))
        st.button(say("Put it away"), on_click=_put_away)
    return _with_distinct_names(_offers(read, choices), names)


def tell_unused() -> None:
    """Say which columns of the table look like something and are not used, be its panel closed."""
    table, read = st.session_state.get(_TABLE), st.session_state.get(_READ)
    if table is None or read is None or read[0][0] != table[0]:
        return
    for column in (column for column in read[1].unused if column.looks_like):
        words = say("Not used of your file: {column}. Open “Upload a table” to use it.", column=column)
        st.warning(widgets.escape_markdown(page_advice(words)), icon=":material/help:")


def _put_away() -> None:
    """Forget the table."""
    for slot in (_TABLE, _HEAD, _READ):
        st.session_state.pop(slot, None)


def _read(file: uploads.Upload, how: FileChoices) -> HeldTable | str:
    """Return the table in a file, or what is wrong with it."""
    try:
        held: HeldTable = uploads.work_on(file, _TABLE, read_file, file.name, how)
        return held
    except InputError as error:
        return str(error)


def _offers(held: HeldTable, choices: TableChoices) -> tuple[Listing, ...]:
    """Return the products of a table by the columns that are named for them."""
    table = held.table
    columns = mapping(held)
    id_of_table = st.session_state[_TABLE][0]
    head = uploads.compute_once(_HEAD, id_of_table, lambda: _head(table))
    try:
        read = uploads.compute_once(
            _READ,
            (id_of_table, *columns.items(), choices.key),
            lambda: read_listings(head, columns, currency=choices.currency, units=choices.units),
        )
    except InputErrors as errors:
        for error in errors.errors:
            widgets.wrong(page_advice(str(error)))
        return ()
    except InputError as error:
        widgets.wrong(page_advice(str(error)))
        return ()
    _report(held, read, len(head.rows))
    return _chosen_kind(read.listings)


def _chosen_kind(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
    """Ask which products are taken, by what of vitamin C they name; those without it stay apart at first."""
    counts = Counter(listing.vitamin_c for listing in listings)
    if len(counts) < 2:
        return listings
    options = ["with", "all", *(key for key in VITAMIN_C if counts[key])]
    words = {"with": say("All but lists without vitamin C"), "all": say("All")} | {
        key: f"{text[0].upper()}{text[1:]}" for key, text in VITAMIN_C.items()
    }
    numbers = counts | {"with": len(listings) - counts["none"], "all": len(listings)}
    kind = st.selectbox(
        say("Which products"),
        options,
        format_func=lambda key: f"{words[key]} ({numbers[key]:,})",
        key="compare-kind",
        persist_state="session",
    )
    if kind == "with":
        return tuple(listing for listing in listings if listing.vitamin_c != "none")
    return tuple(listing for listing in listings if kind in ("all", listing.vitamin_c))


def _head(table: Table) -> Table:
    """Return what is read of a table for the page: so many rows, and fewer where these are very long."""
    rows = table.rows.head(MOST_COMPARED)
    lengths = rows.astype(str).map(len).sum(axis=1).cumsum()
    return replace(table, rows=rows[: max(int((lengths <= _MOST_CHARACTERS).sum()), 1)])


def mapping(held: HeldTable) -> dict[str, str]:
    """Show a preview and what each column was taken for, and let that be changed."""
    table, count = held
    shown = table.rows.head(_PREVIEW)
    st.dataframe(
        shown,
        hide_index=True,
        alt=say("The first {count} of {total} rows.", count=len(shown), total=count),
    )
    return ask_for_columns(_PREFIX, table.columns, match_columns(table.columns, table.rows).fields)


def _report(held: HeldTable, read: ListingTable, here: int) -> None:
    """Say what was read, and what was left out with its reason."""
    table, count = held.table, read.unread_count
    st.markdown(
        say_n(
            "{number} product read, {count} left out.",
            "{number} products read, {count} left out.",
            len(read.listings),
            count=count,
        )
    )
    if held.rows > here:
        widgets.aside(say("Only the first {here:,} of {rows:,} rows are here.", here=here, rows=held.rows))
    tell_columns(read.columns, read.unused, _PREFIX, table.columns)
    tell_notes(read.notes)
    tell_rows(read.unread, count - len(read.unread))
    tell_rows(read.unread_cells, cells=True)
    if table.kind == "openbeautyfacts":
        widgets.aside(widgets.escape_markdown(ODBL_CREDIT))


def _with_distinct_names(listings: tuple[Listing, ...], names: Iterable[str]) -> tuple[Listing, ...]:
    """Return products of which no two have the same name: the second is numbered."""
    seen = Counter(names)
    named = []
    for listing in listings:
        seen[listing.name] += 1
        again = seen[listing.name]
        named.append(replace(listing, name=f"{listing.name} ({again})") if again > 1 else listing)
    return tuple(named)
