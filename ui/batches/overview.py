"""The list of batches: what is still to be used, until when; the most urgent first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from calc.log import BatchState, LoggedBatch, batch_state
from calc.log.state import BATCH_STATES
from ui import widgets
from ui.batches import inputs
from ui.batches.log_choice import BATCH

if TYPE_CHECKING:
    from calc.log.store import Log

#: So many batches, the latest, are looked at and shown; a search finds the others.
MOST_BATCHES = 100
LOG_SEARCH, GONE = "log-search", "log-gone"
STATE_ICONS = {
    "discard": ":red[:material/report:]",
    "use_soon": ":orange[:material/schedule:]",
    "unknown": ":gray[:material/help:]",
    "fresh": ":green[:material/check_circle:]",
    "discarded": ":gray[:material/delete:]",
}
STATE_WORDS = {
    "discard": "Discard it",
    "use_soon": "Use soon",
    "unknown": "Unknown",
    "fresh": "Fresh",
    "discarded": "Discarded",
}


def show_batches(log: Log, today: datetime.date) -> None:
    """Show the batches, or what to do where there is none."""
    gone = st.session_state.get(GONE, False)
    words = inputs.in_field(LOG_SEARCH)
    entries = log.entries(words, include_deleted=gone)
    if not entries and not words and not log.entries(include_deleted=True):
        st.info("Nothing is kept yet. Mix a batch, then press “Keep this batch”.", icon=":material/science:")
        st.page_link("ui/views/mix.py", label="Mix a batch", icon=":material/blender:")
        return
    inputs.line(LOG_SEARCH, "Search names, lots, ingredients and notes")
    st.checkbox("Show discarded and deleted ones", key=GONE, persist_state="session")
    urgent_first = sort_by_urgency([(entry, batch_state(entry, today)) for entry in entries[:MOST_BATCHES]])
    shown = [pair for pair in urgent_first if gone or pair[1].key != "discarded"]
    if not shown:
        st.markdown("None of them fits." if words else "None is in use.")
    for entry, state in shown:
        show_row(entry, state)
    if len(entries) > MOST_BATCHES:
        widgets.aside(f"These are the latest {MOST_BATCHES} of {len(entries)}; a search finds the others.")


def sort_by_urgency(
    batches: Sequence[tuple[LoggedBatch, BatchState]],
) -> list[tuple[LoggedBatch, BatchState]]:
    """Return batches with what asks for something first, by its day; deleted ones last."""

    def urgency(pair: tuple[LoggedBatch, BatchState]) -> tuple[bool, int, datetime.date]:
        entry, state = pair
        return entry.deleted_at is not None, BATCH_STATES.index(state.key), state.on or datetime.date.max

    return sorted(batches, key=urgency)


def show_row(entry: LoggedBatch, state: BatchState) -> None:
    """Show one batch of the list, with the button that opens it."""
    with st.container(border=True, gap="xxsmall"):
        st.button(
            widgets.escape_markdown(entry.name),
            key=f"open-{entry.id}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=open_batch,
            args=(entry.id,),
            wrap=True,
        )
        made = entry.made_on.isoformat() if entry.made_on else "unknown"
        lot = f" · lot {widgets.escape_markdown(entry.powder_lot)}" if entry.powder_lot else ""
        deleted = "**Deleted** · " if entry.deleted_at else ""
        word = f"{STATE_ICONS[state.key]} **{STATE_WORDS[state.key]}**"
        st.markdown(f"{deleted}{word}{_until(state)} · made {made}{lot}")


def open_batch(id: str) -> None:
    """Open a batch, in the address too."""
    st.query_params[BATCH] = id


def close_batch() -> None:
    """Go back to the list."""
    st.query_params.pop(BATCH, None)


def _until(state: BatchState) -> str:
    """Return the day of a state, and how far off it is, as it follows the word."""
    if state.on is None:
        return f" · {state.why}" if state.key == "unknown" else ""
    if state.key == "discarded":
        return f" on {day_words(state.on)}"
    return f" · use by {day_words(state.on)}, {_left(state)}"


def state_sentence(state: BatchState) -> str:
    """Return whether a batch is still to be used, and until when, as a sentence."""
    if state.key == "discarded" and state.on:
        return f"Discarded on {day_words(state.on)}"
    if state.on is None:
        if state.key == "unknown":
            return f"How long it keeps is unknown{f': {state.why}' if state.why else ''}"
        return f"{STATE_WORDS[state.key]}: {state.why}"
    by = f"{day_words(state.on)}, {_left(state)}"
    return {
        "discard": f"Discard it: it was to be used by {by}",
        "use_soon": f"Use it soon: by {by}",
    }.get(state.key, f"Use by {by}")


def reason_words(state: BatchState) -> str:
    """Return why that is its last day; "" where there is none."""
    return "" if state.on is None else state.why


def day_words(day: datetime.date) -> str:
    """Return a day as it is read."""
    return f"{day.day} {day:%B %Y}"


def _left(state: BatchState) -> str:
    """Return how many days are left, or over."""
    days = state.days_left or 0
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} ago" if days < 0 else "today" if days == 0 else f"{count} left"
