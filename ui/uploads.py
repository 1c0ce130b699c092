"""Files that people bring: taken with a kind limit, worked on once, kept while the session lasts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

import streamlit as st

from calc.tables import COMMAND, MOST_BYTES
from ui import widgets

Made = TypeVar("Made")
_LIMIT = f"{MOST_BYTES / 1e6:g} MB"


class Upload(Protocol):
    """A file that was brought."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes:
        """Return its content."""


def taken(label: str, key: str, slot: str) -> Upload | None:
    """Show where to put a file; return it unless it is too large for a page.

    ``slot``: what was made of it, by `once`; it stays when another page is visited, and goes when
    the file is taken away.
    """
    file = st.file_uploader(f"{label}, up to {_LIMIT}", key=key, on_change=_gone, args=(key, slot))
    widgets.aside(f"Above {_LIMIT}, and of any size: `{COMMAND}`")
    if file is None:
        return None
    if file.size <= MOST_BYTES:
        return file
    widgets.wrong(f"{file.name} has {file.size / 1e6:.1f} MB; a page takes up to {_LIMIT}.")
    st.markdown("A table of any size is screened by the command line:")
    st.code(COMMAND, language=None)
    return None


def _gone(key: str, slot: str) -> None:
    """Forget what was made of a file that was taken away."""
    if st.session_state.get(key) is None:
        st.session_state.pop(slot, None)


def once(slot: str, key: Hashable, make: Callable[[], Made]) -> Made:
    """Return what was made for a key, making it only when the key is another one."""
    held: tuple[Any, Made] | None = st.session_state.get(slot)
    if held is None or held[0] != key:
        held = (key, make())
        st.session_state[slot] = held
    return held[1]
