"""The outcome of an action on the log: shown on the next run of the page, with a way to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import EditConflict, LogError
from calc.messages import say
from ui import widgets
from ui.labels import LABELS

_SAID, _WRONG, _UNDO = "log-said", "log-wrong", "log-undo"


def attempt(act: Callable[..., str], *args: Any) -> bool:
    """Act on the log and note the outcome; if it fails, nothing that was typed is touched."""
    forget_outcome()
    before = st.session_state.get(_UNDO)
    try:
        st.session_state[_SAID] = act(*args)
    except EditConflict as error:
        st.session_state[_WRONG] = [str(error)]
    except (InputError, InputErrors) as error:
        st.session_state[_WRONG] = list(error_lines(error))
    done = _WRONG not in st.session_state
    if done and st.session_state.get(_UNDO) is before:
        st.session_state.pop(_UNDO, None)
    return done


def error_lines(error: InputError | InputErrors) -> list[str]:
    """Return what is wrong, a line each, under the names that the page uses."""
    if isinstance(error, LogError):
        return [f"{say('The log {problem}', problem=error.advice)} {say('Nothing you typed is lost.')}"]
    errors = error.errors if isinstance(error, InputErrors) else (error,)
    return [f"{field_label(one.field)}: {one.advice}" for one in errors]


def field_label(field: str) -> str:
    """Return what a field is called on the page."""
    last = field.rsplit(".", 1)[-1]
    return {**LABELS, **_OWN_LABELS}.get(last, last.replace("_", " ")).split(",")[0]


_OWN_LABELS = {
    "name": say("Name"),
    "powder_lot": say("Lot of the powder"),
    "discarded_on": say("Discarded on"),
    "actual_g": say("Grams weighed"),
    "value": say("What was read"),
    "sd": say("May be off by"),
    "step": say("Step of the strip"),
    "words": say("Colour"),
    "on": say("On"),
    "text": say("Note"),
    "id": say("This batch"),
    "database": say("The log"),
}


def set_undo(what: str, act: Callable[..., str], *args: Any) -> None:
    """Remember how the last action is undone."""
    st.session_state[_UNDO] = (what, act, args)


def show_outcome() -> None:
    """Show the outcome of the last action."""
    for line in st.session_state.get(_WRONG, ()):
        widgets.wrong(line)
    done = st.session_state.get(_SAID)
    if done:
        st.success(widgets.escape_markdown(done), icon=":material/check_circle:")


def offer_undo() -> None:
    """Offer to undo the last action, where that is possible."""
    if _UNDO in st.session_state:
        what = st.session_state[_UNDO][0]
        st.button(
            say("Undo: {action}", action=what), icon=":material/undo:", on_click=_undo, key="log-undo-button"
        )


def is_done() -> bool:
    """Tell whether the last action was done."""
    return _WRONG not in st.session_state


def forget_outcome() -> None:
    """Forget the outcome, once it was shown."""
    st.session_state.pop(_SAID, None)
    st.session_state.pop(_WRONG, None)


def _undo() -> None:
    """Undo the last action."""
    _, act, args = st.session_state[_UNDO]
    attempt(act, *args)
