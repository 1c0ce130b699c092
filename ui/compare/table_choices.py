"""What somebody says of a table where what is found out is not right: a small row of choices above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.products.listings import (
    COLUMNS,
    UnusedColumn,
    gathered,
    read_column_choices,
    read_currency,
    read_units,
)
from calc.tables import ENCODINGS, FileChoices, Unread
from ui import widgets

_LISTED = 10


class TableChoices(NamedTuple):
    """What is said of a file, and of its columns, prices and bare numbers."""

    file: FileChoices
    columns: Mapping[str, str]
    currency: str
    units: Mapping[str, str]

    @property
    def key(self) -> tuple[object, ...]:
        """What a result is kept under."""
        return (self.file, *self.columns.items(), self.currency, *self.units.items())


def ask_for_choices(prefix: str, *, columns: bool) -> TableChoices:
    """Ask how a table is to be read where that was not found out rightly.

    ``columns``: whether columns are named here, as on the command line.
    """
    with widgets.fold("Read it another way", f"{prefix}-how"), st.container(horizontal=True):
        sheet = _text(f"{prefix}-sheet", "Sheet", "name or number")
        row = _text(f"{prefix}-header-row", "Row of the names", "3")
        encodings = ["", *dict.fromkeys(name for name in ENCODINGS if name != "utf-8-sig")]
        encoding = st.selectbox(
            "Encoding",
            encodings,
            format_func=lambda name: ENCODINGS[name] if name else "found out",
            key=f"{prefix}-encoding",
            persist_state="session",
        )
        unit = _text(f"{prefix}-unit", "Unit of bare numbers", "mg/mL; oz")
        currency = "" if columns else _text(f"{prefix}-currency", "Currency", "EUR")
        named = (
            _text(columns_key(prefix), "Columns", "strength=stated_percent; product=Name") if columns else ""
        )
    if row and not (row.isdigit() and int(row) > 0):
        widgets.wrong(f"“{row}” is no number of a row, from 1. Write for example 3.")
    file = FileChoices(sheet, int(row) if row.isdigit() else 0, encoding or "")
    try:
        return TableChoices(
            file, read_column_choices(_parts(named)), read_currency(currency), read_units(_parts(unit))
        )
    except (InputError, InputErrors) as error:
        widgets.wrong(str(error))
        return TableChoices(file, {}, "", {})


def columns_key(prefix: str) -> str:
    """Return the key of the field that names columns."""
    return f"{prefix}-columns"


def _text(key: str, label: str, placeholder: str) -> str:
    """Return what stands in a small field."""
    return str(st.text_input(label, key=key, placeholder=placeholder, persist_state="session") or "").strip()


def _parts(text: str) -> list[str]:
    """Return what stands between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def tell_columns(
    used: Mapping[str, str], unused: Iterable[UnusedColumn], use: Mapping[str, tuple[str, bool]], prefix: str
) -> None:
    """Say what every column is used as, and offer those that look like something.

    ``use``: by what a column says, the key of the field that takes its name, and whether it takes several.
    """
    widgets.aside(
        widgets.escape_markdown("; ".join(f"“{name}”: {key}" for key, name in used.items()) or "No column.")
    )
    unused = list(unused)
    for column in (column for column in unused if column.looks_like):
        st.warning(widgets.escape_markdown(f"Not used: {column}."), icon=":material/help:")
        if column.looks_like in COLUMNS and column.looks_like in use:
            st.button(
                f"Use it as {column.looks_like}",
                key=f"{prefix}-use-{column.name}",
                on_click=_use,
                args=(*use[column.looks_like], column),
            )
    quiet = [f"“{column.name}”" for column in unused if not column.looks_like]
    if quiet:
        widgets.aside(widgets.escape_markdown(f"Not used: {', '.join(quiet)}."))


def _use(key: str, several: bool, column: UnusedColumn) -> None:
    """Take a column for what it looks like."""
    if not several:
        st.session_state[key] = column.name
        return
    kept = [
        part
        for part in _parts(st.session_state.get(key) or "")
        if not part.startswith(f"{column.looks_like}=")
    ]
    st.session_state[key] = "; ".join([*kept, f"{column.looks_like}={column.name}"])


def tell_rows(rows: Iterable[Unread], of_one: str, of_several: str, more: int = 0) -> None:
    """Say what could not be read, the same once with how many rows it is of; and how many more there are.

    ``more``: rows that are counted and not listed.
    """
    messages = gathered(rows)
    for message in messages[:_LISTED]:
        text = message.words(of_one, of_several)
        widgets.aside(widgets.escape_markdown(text[:1].upper() + text[1:]))
    left = sum(message.count for message in messages[_LISTED:]) + more
    if left:
        widgets.aside(f"… and {left:,} more.")
