"""Files that people bring: limited in size, read once, and the result kept while the session lasts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

import streamlit as st

from calc.tables import COMMAND, MOST_BYTES
from ui import widgets

Result = TypeVar("Result")
_LIMIT = f"{MOST_BYTES / 1e6:g} MB"


class Upload(Protocol):
    """An uploaded file, as Streamlit gives it."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes:
        """Return its content."""


def ask_for_file(label: str, key: str, slot: str) -> Upload | None:
    """Show where to put a file; return it unless it is too large for a page.

    ``slot``: where `compute_once` keeps what it made of the file. It stays while other pages are
    visited, and goes when the file is removed.
    """
    file = st.file_uploader(label, key=key, on_change=_gone, args=(key, slot))
    if file is None:
        return None
    if file.size <= MOST_BYTES:
        return file
    widgets.wrong(f"{file.name} has {file.size / 1e6:.1f} MB; a page takes up to {_LIMIT}.")
    st.markdown("A table of any size is screened by the command line:")
    st.code(COMMAND, language=None)
    return None


def _gone(key: str, slot: str) -> None:
    """Forget what was made of a file that was removed."""
    if st.session_state.get(key) is None:
        st.session_state.pop(slot, None)


def compute_once(slot: str, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return the result for a key; it is computed only when the key has changed."""
    held: tuple[Any, Result] | None = st.session_state.get(slot)
    if held is None or held[0] != key:
        held = (key, make())
        st.session_state[slot] = held
    return held[1]
