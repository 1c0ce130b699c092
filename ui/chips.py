"""Choices with all of them in sight, as chips: one of a few, or several of them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui import state


def one(field: str, label: str, words: Mapping[str, str]) -> None:
    """Show a field that is one of a few, or none of them yet."""
    st.pills(label, list(words), format_func=words.__getitem__, key=state.key(field), persist_state="session")


def several(field: str, label: str, words: Mapping[str, str]) -> None:
    """Show a field that is several of a few; “none of them” stands alone."""
    st.pills(
        label,
        list(words),
        selection_mode="multi",
        format_func=words.__getitem__,
        key=state.key(field),
        on_change=state.keep_none_alone,
        args=(field,),
        persist_state="session",
    )
