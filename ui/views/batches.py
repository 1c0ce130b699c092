"""Batches: what was made, until when it is to be used, what was measured, and what it taught."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from calc.log import LogError
from calc.messages import say
from ui import widgets
from ui.batches import (
    log_choice,
    overview,
    transfer,
    undo,
)
from ui.batches.one_batch import show_batch

if TYPE_CHECKING:
    from calc.log.store import Log


def page() -> None:
    """Show the batch that the address names, or all of them; or why the log cannot be read now."""
    try:
        log = log_choice.current_log()
        chosen = st.query_params.get(log_choice.BATCH, "")
        if chosen:
            show_batch(log, chosen, datetime.date.today())
        else:
            show_log(log)
    except LogError as error:
        show_unreachable(error)
    undo.forget_outcome()


def show_log(log: Log) -> None:
    """Show whose log it is, every batch, and the ways out and in."""
    st.title(say("What have you made?"), anchor=False)
    if log_choice.is_served():
        with st.popover(log_choice.owner_words(), icon=":material/info:", type="tertiary"):
            st.markdown(widgets.escape_markdown(log.where))
    else:
        show_visit_log(log)
    undo.show_outcome()
    undo.offer_undo()
    overview.show_batches(log, datetime.date.today())
    if log_choice.is_served():
        with widgets.fold(say("Export / import"), "log-files") as fold:
            if fold.open:
                transfer.offer_log_files(log, say("Everything as JSON"))
                transfer.offer_import(log, say("A log file (JSON)"))


def show_visit_log(log: Log) -> None:
    """Say that nothing stays here, and offer the file to keep and to bring."""
    st.info(
        say(
            "This page is open to others, so it keeps no batches for you. What you keep lives in this visit"
            " alone: download your log file before you close or reload the page, and bring it next time."
        ),
        icon=":material/folder_open:",
    )
    transfer.offer_log_files(log, say("Download my log file"))
    transfer.offer_import(log, say("My log file (JSON)"))


def show_unreachable(error: LogError) -> None:
    """Say why the log cannot be used now, and try again when asked."""
    st.subheader(say("The log cannot be reached now"))
    for line in undo.error_lines(error):
        widgets.wrong(line)
    st.button(say("Try again"), icon=":material/refresh:")


page()
