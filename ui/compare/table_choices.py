"""What somebody says of a table where what is found out is not right: a small row of choices above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.products.listings import (
    COLUMNS,
    UnusedColumn,
    gathered,
    meaning_words,
    read_currency,
    read_units,
)
from calc.tables import ENCODINGS, NO_HEADER, FileChoices, Unread
from ui import widgets
from ui.compare.advice import COLUMN_LABELS, FIELD_LABELS, page_advice

_LISTED = 10
_SAID = {
    "product": "name",
    "ingredients": say("list of ingredients"),
    "coactives": say("list of other ingredients"),
    "kind": say("kind of product"),
}


class TableChoices(NamedTuple):
    """What is said of a file, and of its prices and bare numbers."""

    file: FileChoices
    currency: str
    units: Mapping[str, str]

    @property
    def key(self) -> tuple[object, ...]:
        """What a result is kept under."""
        return (self.file, self.currency, *self.units.items())


def ask_for_choices(prefix: str) -> TableChoices:
    """Ask how a table is to be read where that was not found out rightly."""
    with widgets.fold(say("Read it another way"), f"{prefix}-how"), st.container(horizontal=True):
        sheet = _text(f"{prefix}-sheet", FIELD_LABELS["sheet"], say("name or number"))
        row = _text(f"{prefix}-header-row", FIELD_LABELS["header-row"], say("3, or none"))
        encodings = ["", *dict.fromkeys(name for name in ENCODINGS if name != "utf-8-sig")]
        encoding = st.selectbox(
            FIELD_LABELS["encoding"],
            encodings,
            format_func=lambda name: ENCODINGS[name] if name else say("recognised automatically"),
            key=f"{prefix}-encoding",
            persist_state="session",
        )
        unit = _text(f"{prefix}-unit", FIELD_LABELS["unit"], "mg/mL; oz")
        sign = _text(f"{prefix}-currency", FIELD_LABELS["currency"], "EUR")
    headless = row.casefold() == "none"
    if row and not headless and not (row.isdigit() and int(row) > 0):
        widgets.wrong(say("“{row}” is not a row number. Write for example 3, or none.", row=row))
    header_row = NO_HEADER if headless else int(row) if row.isdigit() else 0
    file = FileChoices(sheet, header_row, encoding or "")
    try:
        return TableChoices(file, read_currency(sign), read_units(_parts(unit)))
    except (InputError, InputErrors) as error:
        widgets.wrong(page_advice(str(error)))
        return TableChoices(file, "", {})


def ask_for_columns(prefix: str, columns: Sequence[str], recognised: Mapping[str, str]) -> dict[str, str]:
    """Ask which column says what; return the column of each field, "" for none.

    ``recognised``: column by field, as it was found out.
    """
    said: dict[str, str] = {}
    with widgets.fold(say("Which column is which"), f"{prefix}-columns"):
        for field in COLUMNS:
            options = ["", *columns]
            name = st.selectbox(
                COLUMN_LABELS[field],
                options,
                index=options.index(recognised.get(field, "")),
                format_func=lambda column: column or say("none"),
                key=column_key(prefix, columns, field),
                persist_state="session",
            )
            said[field] = name or ""
    return said


def column_key(prefix: str, columns: Sequence[str], field: str) -> str:
    """Return the key of the choice of the column that says something."""
    return f"{prefix}-{field}-{'|'.join(columns)}"


def _text(key: str, label: str, placeholder: str) -> str:
    """Return what stands in a small field."""
    return str(st.text_input(label, key=key, placeholder=placeholder, persist_state="session") or "").strip()


def _parts(text: str) -> list[str]:
    """Return what stands between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def tell_columns(
    used: Mapping[str, str], unused: Iterable[UnusedColumn], prefix: str, columns: Sequence[str]
) -> None:
    """Say what every column is used as, and offer those that look like something.

    ``prefix``, ``columns``: as for `ask_for_columns`, whose choices the offers change.
    """
    words = "; ".join(
        say("“{column}” is the {meaning}", column=name, meaning=_SAID.get(key, meaning_words(key)))
        for key, name in used.items()
    )
    widgets.aside(widgets.escape_markdown(words or say("No column was recognised.")))
    unused = list(unused)
    for column in (column for column in unused if column.looks_like):
        st.warning(
            widgets.escape_markdown(page_advice(say("Not used: {column}.", column=column))),
            icon=":material/help:",
        )
        usable = [key for key in column.usable_as if key in COLUMNS]
        if usable:
            meanings = [say("the {meaning}", meaning=_SAID.get(key, key)) for key in usable]
            st.button(
                say("Use it as {meanings}", meanings=say_list(meanings, "and")),
                key=f"{prefix}-use-{column.name}",
                on_click=_use,
                args=([column_key(prefix, columns, key) for key in usable], column.name),
            )
    quiet = [f"“{column.name}”" for column in unused if not column.looks_like]
    if quiet:
        widgets.aside(widgets.escape_markdown(say("Not used: {columns}.", columns=say_list(quiet, ","))))


def tell_notes(notes: Iterable[str]) -> None:
    """Say what was found out about a table."""
    for note in notes:
        widgets.aside(widgets.escape_markdown(page_advice(note)))


def _use(keys: Sequence[str], name: str) -> None:
    """Take a column for what it looks like."""
    st.session_state.update(dict.fromkeys(keys, name))


def tell_rows(rows: Iterable[Unread], more: int = 0, *, cells: bool = False) -> None:
    """Say what could not be read, the same once with how many rows it is of; and how many more there are.

    ``more``: rows that are counted and not listed. ``cells``: only a cell of each was not read.
    """
    messages = gathered(rows)
    for message in messages[:_LISTED]:
        text = page_advice(
            message.words_unknown(briefly=True) if cells else message.words_left_out(briefly=True)
        )
        widgets.aside(widgets.escape_markdown(text[:1].upper() + text[1:]))
    left = sum(message.count for message in messages[_LISTED:]) + more
    if left:
        widgets.aside(say("… and {left:,} more.", left=left))
