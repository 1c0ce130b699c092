"""When the procedure is: typed, or picked by day and time."""

from __future__ import annotations

import datetime

import streamlit as st

from calc.messages import say
from calc.mixing.request import ParsedRequest
from ui import state, widgets
from ui.labels import EXAMPLES, LABELS


def ask_appointment(understood: ParsedRequest) -> None:
    """Ask for the appointment: one field to type in, with a calendar and a clock that fill it."""
    widgets.quantity("appointment", LABELS["appointment"], understood, placeholder=EXAMPLES["appointment"])
    with st.popover(say("Pick day and time"), icon=":material/calendar_month:"):
        st.date_input(
            say("Day"),
            value=None,
            key=state.key("day"),
            format="DD/MM/YYYY",
            on_change=_put_picked,
            persist_state="session",
        )
        st.time_input(
            say("Time"), value=None, key=state.key("time"), on_change=_put_picked, persist_state="session"
        )


def _put_picked() -> None:
    """Write what was picked into the field."""
    day: datetime.date | None = st.session_state.get(state.key("day"))
    time: datetime.time | None = st.session_state.get(state.key("time"))
    if day:
        state.set_field("appointment", f"{day:%Y-%m-%d}{f' {time:%H:%M}' if time else ''}")
