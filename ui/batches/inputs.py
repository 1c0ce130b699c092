"""Fields of a batch in the log: text that is read at once, and stays when something fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from calc.errors import InputError
from calc.mixing.fields import FIELDS
from ui import state, widgets


def line(key: str, label: str, read: Callable[[str], Any] | None = None, *, placeholder: str = "") -> None:
    """Show a field of one line; under it what cannot be read of it, with a button for each reading."""
    with st.container(gap="xxsmall"):
        st.text_input(
            label,
            key=key,
            placeholder=placeholder,
            max_chars=200,
            live="400ms",
            autocomplete="off",
            persist_state="session",
        )
        widgets.offer_take_back(key)
        text = in_field(key)
        if read is None or not text:
            return
        try:
            read(text)
        except InputError as error:
            widgets.wrong(error.advice)
            drawn = state.text_in(key)
            with st.container(horizontal=True):
                for reading in dict.fromkeys(error.readings):
                    name, choose = widgets.escape_markdown(reading), state.choose_text
                    st.button(name, key=f"{key}-{reading}", on_click=choose, args=(key, reading, drawn))


def in_field(key: str) -> str:
    """Return what stands in a field."""
    return str(st.session_state.get(key) or "").strip()


def put(key: str, text: str) -> None:
    """Put a text into a field."""
    st.session_state[key] = text


def reader(field: str, name: str = "") -> Callable[[str], Any]:
    """Return the reader of a field of `calc.mixing.fields`, which calls it by another name in its errors."""

    def read(text: str) -> Any:
        try:
            return FIELDS[field].read(text)
        except InputError as error:
            raise error.renamed(name or field) from None

    return read
