"""Whose log of batches it is: of this computer, of everybody here, or a file that somebody brings."""

from __future__ import annotations

import os
import tempfile
import weakref
from typing import TYPE_CHECKING

import streamlit as st

from calc.log import open_log
from calc.messages import say
from ui import visitor

if TYPE_CHECKING:
    from calc.log.store import Log

#: Query parameter that names the batch that is open.
BATCH = "batch"
_OWN = "log-own"


def is_served() -> bool:
    """Tell whether batches stay where the page runs: nobody else can open it, or it is shared on purpose."""
    return is_shared() or visitor.is_at_this_computer()


def is_shared() -> bool:
    """Tell whether everybody who opens the page is to use one log."""
    return os.environ.get("BENCH_LOG", "").strip().lower() == "shared"


def current_log() -> Log:
    """Return the log: one for all of this process, or one of this visit alone.

    Raises
    ------
    LogError
        It cannot be opened now; the next call tries again.
    """
    if is_served():
        return _served(*(os.environ.get(name, "") for name in ("DATABASE_URL", "BENCH_LOG_FILE")))
    if _OWN not in st.session_state:
        st.session_state[_OWN] = _VisitLog()
    log: Log = st.session_state[_OWN].log
    return log


def owner_words() -> str:
    """Return whose log it is, and where it is kept."""
    if is_shared():
        return say("Shared by everybody who opens this page")
    return say("Saved on this computer") if current_log().is_file else say("Saved on your server")


@st.cache_resource(show_spinner=False, on_release=lambda log: log.close())
def _served(*_named: str) -> Log:
    """Return the log of this process, for each place that the environment names."""
    return open_log()


class _VisitLog:
    """A log for one visit; its file goes when the visit is over."""

    def __init__(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="batches-")
        self.log = open_log(f"{folder.name}/batches.sqlite")
        weakref.finalize(self, _forget, self.log, folder)


def _forget(log: Log, folder: tempfile.TemporaryDirectory[str]) -> None:
    """Close a log, and take its file away."""
    log.close()
    folder.cleanup()
