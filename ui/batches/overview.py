"""The list of batches: what needs somebody first, then what is in use; with what can be done at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from calc.date_words import date_words
from calc.log import BatchState, LoggedBatch, batch_state
from calc.log.state import BATCH_STATES
from calc.messages import say, say_n
from ui import widgets
from ui.batches import ending, inputs, repeating
from ui.batches.log_choice import BATCH
from ui.batches.readings import READING_OPEN

if TYPE_CHECKING:
    from calc.log.store import Log

#: So many batches, the latest, are looked at and shown; a search finds the others.
MOST_BATCHES = 100
_MOST_NAMED = 5
LOG_SEARCH, GONE = "log-search", "log-gone"
STATE_ICONS = {
    "discard": ":red[:material/report:]",
    "use_soon": ":orange[:material/schedule:]",
    "unknown": ":gray[:material/help:]",
    "fresh": ":green[:material/check_circle:]",
    "discarded": ":gray[:material/delete:]",
}
#: What asks for somebody.
NEEDS_YOU = ("discard", "use_soon", "unknown")


def show_batches(log: Log, today: datetime.date) -> None:
    """Show the batches, or what to do where there is none."""
    gone = st.session_state.get(GONE, False)
    words = inputs.in_field(LOG_SEARCH)
    entries = log.entries(words, include_deleted=gone)
    show_unreadable(log)
    if not entries and not words and not log.entries(include_deleted=True):
        st.info(say("No batches yet. Mix one, then press “Save to Batches”."), icon=":material/science:")
        st.page_link("ui/views/mix.py", label=say("Mix a batch"), icon=":material/blender:")
        return
    urgent_first = sort_by_urgency([(entry, batch_state(entry, today)) for entry in entries[:MOST_BATCHES]])
    shown = [pair for pair in urgent_first if gone or pair[1].key != "discarded"]
    needing = [pair for pair in shown if pair[1].key in NEEDS_YOU and pair[0].deleted_at is None]
    for head, pairs in (
        (say("Needs you"), needing),
        (say("In use"), [pair for pair in shown if pair not in needing]),
    ):
        if pairs:
            st.subheader(head, anchor=False)
        for entry, state in pairs:
            show_row(log, entry, state, today)
    if not shown:
        st.markdown(say("No batch matches.") if words else say("No batch is in use."))
    inputs.line(LOG_SEARCH, say("Search names, lots, ingredients and notes"))
    st.checkbox(say("Show discarded and deleted batches"), key=GONE, persist_state="session")
    if len(entries) > MOST_BATCHES:
        widgets.aside(
            say(
                "These are the latest {most_batches} of {count}; a search finds the others.",
                most_batches=MOST_BATCHES,
                count=len(entries),
            )
        )


def show_unreadable(log: Log) -> None:
    """Name the batches that are damaged, and say where they are kept."""
    damaged = log.unreadable()
    if damaged:
        names = ", ".join(f"“{batch.shown}”" for batch in damaged[:_MOST_NAMED])
        if len(damaged) > _MOST_NAMED:
            names = say("{names} and {more} more", names=names, more=len(damaged) - _MOST_NAMED)
        kept = say("The JSON export keeps what is left of it.")
        widgets.wrong(
            say_n(
                "{number} batch is damaged and cannot be read: {names}. {kept}",
                "{number} batches are damaged and cannot be read: {names}. {kept}",
                len(damaged),
                names=names,
                kept=kept,
            )
        )


def sort_by_urgency(
    batches: Sequence[tuple[LoggedBatch, BatchState]],
) -> list[tuple[LoggedBatch, BatchState]]:
    """Return batches with what asks for something first, by its day; deleted ones last."""

    def urgency(pair: tuple[LoggedBatch, BatchState]) -> tuple[bool, int, datetime.date]:
        entry, state = pair
        return entry.deleted_at is not None, BATCH_STATES.index(state.key), state.on or datetime.date.max

    return sorted(batches, key=urgency)


def show_row(log: Log, entry: LoggedBatch, state: BatchState, today: datetime.date) -> None:
    """Show one batch of the list: its name, which opens it, its last day, and what can be done at once."""
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
        deleted = f"{say('**Deleted**')} · " if entry.deleted_at else ""
        st.markdown(f"{deleted}{STATE_ICONS[state.key]} **{state_sentence(state)}**{_left(state)}")
        made = (
            say("Made on {day}", day=day_words(entry.made_on))
            if entry.made_on
            else say("Day of making unknown")
        )
        lot = say("lot {lot}", lot=widgets.escape_markdown(entry.powder_lot)) if entry.powder_lot else ""
        widgets.aside(" · ".join(filter(None, (made, lot))))
        if entry.deleted_at or state.key == "discarded":
            return
        with st.container(horizontal=True, gap="xsmall"):
            st.button(
                say("Reading"),
                key=f"read-{entry.id}",
                icon=":material/add:",
                on_click=open_batch,
                args=(entry.id,),
                kwargs={"reading": True},
            )
            repeating.offer(entry, today, key=f"again-{entry.id}")
            ending.offer_done(log, entry, today)


def open_batch(id: str, *, reading: bool = False) -> None:
    """Open a batch, in the address too; ``reading``: with the fields for a reading open."""
    st.query_params[BATCH] = id
    st.session_state[f"{READING_OPEN}-{id}"] = reading


def close_batch() -> None:
    """Go back to the list."""
    st.query_params.pop(BATCH, None)


def state_sentence(state: BatchState) -> str:
    """Return until when a batch may be used, and why, as a sentence; never nothing."""
    if state.key == "discarded" and state.on:
        return say("Discarded on {day}", day=day_words(state.on))
    if state.reason == "no_day" and state.days is not None:
        return say(
            "Use within {days} days of making – {why_then}; enter when it was made",
            days=state.days,
            why_then=state.why_then,
        )
    if state.on is None:
        start = say("Keeps for years") if state.key == "fresh" else say("No date")
        return f"{start} – {state.why}"
    if state.key == "discard":
        return say(
            "Discard it: its last day was {day} – {why_then}",
            day=day_words(state.on),
            why_then=state.why_then,
        )
    if state.reason == "recheck":
        return say(
            "Use by {day} – a reading does not fit: do not use until measured again", day=day_words(state.on)
        )
    return say("Use by {day} – {why_then}", day=day_words(state.on), why_then=state.why_then)


def day_words(day: datetime.date) -> str:
    """Return a day as it is read; without the year where that is this one."""
    return date_words(day, year=day.year != datetime.date.today().year)


def _left(state: BatchState) -> str:
    """Return how many days are left, as it follows the sentence."""
    if state.days_left is None or state.key == "discarded":
        return ""
    days = abs(state.days_left)
    count = say_n("{number} day", "{number} days", days)
    said = (
        say("{count} ago", count=count)
        if state.days_left < 0
        else say("last day today")
        if days == 0
        else say("{count} left", count=count)
    )
    return f" · {said}"
