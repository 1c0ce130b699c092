"""A day, picked or typed into a calendar field, and kept as the text that requests and links hold."""

from __future__ import annotations

import datetime

import streamlit as st

from calc.errors import InputError
from calc.mixing.fields import FIELDS


def pick(key: str, label: str) -> None:
    """Show a field for a day.

    Parameters
    ----------
    key : str
        Where its text is held in the session; one that is no day stays there until another is picked.
    label : str
        What the field is called.
    """
    text = str(st.session_state.get(key) or "")
    picker, drawn = f"{key}-day", f"{key}-drawn"
    if picker not in st.session_state or st.session_state.get(drawn) != text:
        st.session_state[picker] = _day(text)
    st.session_state[drawn] = text
    st.date_input(
        label,
        value=None,
        key=picker,
        format="DD/MM/YYYY",
        on_change=_put,
        args=(key, picker),
        persist_state="session",
    )


def _day(text: str) -> datetime.date | None:
    """Return the day that a text names; None where it names none."""
    try:
        day: datetime.date | None = FIELDS["made_on"].read(text) if text.strip() else None
    except InputError:
        return None
    return day


def _put(key: str, picker: str) -> None:
    """Write the day that was picked into the text."""
    day: datetime.date | None = st.session_state.get(picker)
    st.session_state[key] = day.isoformat() if day else ""
