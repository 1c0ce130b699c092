"""The end of a batch: discarded, or deleted from the log; each with a way back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from calc.log import LoggedBatch
from calc.messages import say
from ui import days, widgets
from ui.batches import inputs, undo
from ui.batches.drafts import field_key
from ui.batches.log_choice import BATCH

if TYPE_CHECKING:
    from calc.log.store import Log

_DAY = inputs.reader("made_on", "discarded_on")


def offer_done(log: Log, entry: LoggedBatch, today: datetime.date) -> None:
    """Offer to say that a batch is discarded today."""
    st.button(
        say("Done"),
        key=f"done-{entry.id}",
        icon=":material/check:",
        on_click=_discard,
        args=(log, entry, today.isoformat()),
    )


def show_end(log: Log, entry: LoggedBatch, today: datetime.date) -> None:
    """Offer to say on which day it was discarded or to take that back, and to delete it from the log."""
    if entry.discarded_on:
        st.button(say("It is still in use"), icon=":material/undo:", on_click=_discard, args=(log, entry, ""))
    else:
        name = field_key(entry.id, "discarded_on")
        st.session_state.setdefault(name, today.isoformat())
        days.pick(name, say("Discarded on"))
        st.button(
            say("Mark as discarded"),
            icon=":material/check:",
            on_click=lambda: _discard(log, entry, inputs.in_field(name)),
        )
    if not entry.deleted_at:
        icon = ":material/delete_forever:"
        st.button(say("Delete it from the log"), icon=icon, on_click=_delete, args=(log, entry))


def show_deleted(log: Log, entry: LoggedBatch) -> None:
    """Say that a batch was deleted, with the way back."""
    st.warning(say("This batch was deleted from the log."), icon=":material/delete:")

    def back() -> None:
        undo.attempt(_restore, log, entry.id)

    st.button(say("Bring it back"), icon=":material/undo:", on_click=back)


def _discard(log: Log, entry: LoggedBatch, text: str) -> None:
    """Say that a batch was discarded on a day, or with "" that it is in use again."""

    def act() -> str:
        day = _DAY(text) if text else None
        log.discard(entry.id, entry.version, day)
        if day is None:
            return say("In use again: {batch}.", batch=entry.name)
        undo.set_undo(
            say("{batch} is still in use", batch=widgets.escape_markdown(entry.name)),
            _use_again,
            log,
            entry.id,
        )
        return say("Discarded: {batch}.", batch=entry.name)

    undo.attempt(act)


def _use_again(log: Log, id: str) -> str:
    """Take back that a batch was discarded."""
    entry = log.get(id)
    log.discard(id, entry.version, None)
    return say("In use again: {batch}.", batch=entry.name)


def _delete(log: Log, entry: LoggedBatch) -> None:
    """Delete a batch, with a way back."""

    def act() -> str:
        log.delete(entry.id, entry.version)
        undo.set_undo(
            say("bring {batch} back", batch=widgets.escape_markdown(entry.name)), _restore, log, entry.id
        )
        return say("Deleted: {batch}.", batch=entry.name)

    if undo.attempt(act):
        st.query_params.pop(BATCH, None)


def _restore(log: Log, id: str) -> str:
    """Bring a batch back."""
    return say("It is back: {batch}.", batch=log.restore(id).name)
