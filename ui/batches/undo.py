"""What became of something that was done to the log: told on the next page, and undone from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import EditConflict, LogError
from ui import widgets
from ui.labels import LABELS

_SAID, _WRONG, _UNDO = "log-said", "log-wrong", "log-undo"


def attempt(act: Callable[..., str], *args: Any) -> bool:
    """Do something to the log, and note what became of it; nothing that was typed is touched if it fails."""
    seen()
    before = st.session_state.get(_UNDO)
    try:
        st.session_state[_SAID] = act(*args)
    except EditConflict as error:
        st.session_state[_WRONG] = [str(error)]
    except (InputError, InputErrors) as error:
        st.session_state[_WRONG] = list(words_of(error))
    done = _WRONG not in st.session_state
    if done and st.session_state.get(_UNDO) is before:
        st.session_state.pop(_UNDO, None)
    return done


def words_of(error: InputError | InputErrors) -> list[str]:
    """Return what is wrong, a line each, under the names that the page uses."""
    if isinstance(error, LogError):
        return [f"The log {error.advice} Nothing you typed is lost."]
    every = error.errors if isinstance(error, InputErrors) else (error,)
    return [f"{label_of(each.field)}: {each.advice}" for each in every]


def label_of(field: str) -> str:
    """Return what a field is called on the page."""
    last = field.rsplit(".", 1)[-1]
    return {**LABELS, **_OWN_LABELS}.get(last, last.replace("_", " ")).split(",")[0]


_OWN_LABELS = {
    "name": "Name",
    "powder_lot": "Lot of the powder",
    "discarded_on": "Discarded on",
    "actual_g": "Grams weighed",
    "value": "What was read",
    "sd": "May be off by",
    "step": "Step of the strip",
    "words": "Colour",
    "on": "On",
    "text": "Note",
    "id": "This batch",
    "database": "The log",
}


def undo_by(what: str, act: Callable[..., str], *args: Any) -> None:
    """Keep what undoes the last thing that was done."""
    st.session_state[_UNDO] = (what, act, args)


def told() -> None:
    """Show what became of it."""
    for each in st.session_state.get(_WRONG, ()):
        widgets.wrong(each)
    said = st.session_state.get(_SAID)
    if said:
        st.success(widgets.plain(said), icon=":material/check_circle:")


def way_back() -> None:
    """Offer to undo the last thing that was done, where that can be."""
    if _UNDO in st.session_state:
        what = st.session_state[_UNDO][0]
        st.button(f"Undo: {what}", icon=":material/undo:", on_click=_undo, key="log-undo-button")


def seen() -> None:
    """Forget what was told, once it was shown."""
    st.session_state.pop(_SAID, None)
    st.session_state.pop(_WRONG, None)


def _undo() -> None:
    """Undo the last thing that was done."""
    _, act, args = st.session_state[_UNDO]
    attempt(act, *args)
