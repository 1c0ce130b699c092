"""The parts of Mix that are drawn by themselves: when an amount is typed, those that show something else."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from calc.mixing.request import MixRequest
from ui import state
from ui.worked import Worked, kept, worked_out

Draw = Callable[[], None]
Shows = Callable[[Worked], Hashable]

#: The fields: while they show the same, only parts have to be drawn. They are never drawn by themselves, but
#: are a part, since what other parts have drawn and no browser has yet survives a run of parts alone.
FIELDS = "mix-fields"
#: The answer, with the parts that stand in it.
ANSWER = "mix-answer"
STOPS, SHEET, NEXT, NUMBERS = "mix-stops", "mix-sheet", "mix-next", "mix-numbers"
MARKS, FINDINGS, BELOW = "mix-marks", "mix-findings", "mix-below"
#: What stands around the answer; it is drawn again with any part.
AROUND = "mix-around"
#: With what the parts begin that say under a field how it was read; only some pages have them.
NOTE = "mix-note-"

#: What each part shows, as something that differs where that does; and with what the names begin of what can
#: be opened in it.
_SHOWS: dict[str, Shows] = {}
_OPENS: dict[str, tuple[str, ...]] = {}
#: With what the names of open folds and panels begin.
_OPENABLE = ("fold-", "entry-")
#: The page as it was drawn last, the parts that `typed` asked for and that have not been drawn since, and the
#: run in which the fields were looked at last.
_DRAWN, _AWAITED, _LOOKED = "mix-drawn", "mix-awaited", "mix-looked"


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn: which one, of what request, and what each part shows."""

    page: str
    request: MixRequest
    shown: dict[str, Hashable]


def part(key: str, shows: Shows, *, opens: tuple[str, ...] = ()) -> Callable[[Draw], Draw]:
    """Have a function draw a part.

    Parameters
    ----------
    key : str
    shows : callable
        Tells what it shows of what was worked out, while nothing in it is opened.
    opens : tuple of str
        With what the names begin of what can be opened in it; while something is, it shows all of the answer.
    """

    def register(draw: Draw) -> Draw:
        _SHOWS[key], _OPENS[key] = shows, opens

        @wraps(draw)
        def to_the_end() -> None:
            draw()
            note_drawn(key)

        return st.fragment(key=key)(to_the_end)

    return register


def whole(key: str, shows: Shows) -> None:
    """Say what is shown by a part that is drawn elsewhere, or never by itself."""
    _SHOWS[key] = shows


def _shown(worked: Worked, keys: Iterable[str], held: Mapping[str, Any]) -> dict[str, Hashable]:
    """Return what parts show; ``held``: all that the session holds."""
    opened = [str(name) for name, value in held.items() if value is True and str(name).startswith(_OPENABLE)]
    return {
        key: worked.answer.request
        if any(name.startswith(_OPENS.get(key, ())) for name in opened)
        else _SHOWS[key](worked)
        for key in keys
    }


def forget_drawn() -> None:
    """Forget what the page shows, when all of it is going to be drawn."""
    st.session_state.pop(_DRAWN, None)
    st.session_state.pop(_AWAITED, None)


def note_drawn(key: str) -> None:
    """Note that a part was drawn to its end: who types on in the meantime has another run begin instead."""
    awaited: set[str] = st.session_state.get(_AWAITED, set())
    awaited -= {other for other in awaited if not other.startswith(NOTE)} if key == ANSWER else {key}


def keep_drawn(worked: Worked, notes: Iterable[str]) -> None:
    """Remember what the page shows, once all of it was drawn; ``notes``: the parts under its fields."""
    held = st.session_state.to_dict()
    always = [key for key in _SHOWS if not key.startswith(NOTE)]
    _keep(state.read_mix(held), _shown(worked, [*always, *notes], held))


def drawn_or_rerun() -> Worked:
    """Return what the fields come to; where a button has changed them, all of the page is drawn instead."""
    run, looked = _run(), st.session_state.get(_LOOKED)
    if run is not None and looked is not None and looked() is run:
        return kept()
    worked, drawn = worked_out(), st.session_state.get(_DRAWN)
    if isinstance(drawn, Drawn) and worked.request != drawn.request:
        st.rerun()
    st.session_state[_LOOKED] = weakref.ref(run) if run is not None else None
    return worked


def typed(field: str) -> None:
    """Draw the parts that show something else now; the field itself shows already what was typed."""
    drawn = st.session_state.get(_DRAWN)
    if not isinstance(drawn, Drawn) or drawn.page != _page_in_run() or state.link_error():
        return
    held = st.session_state.to_dict()
    worked = worked_out(held)
    if worked.request != replace(drawn.request, **{field: state.text_in(state.key(field))}):
        return
    shown = _shown(worked, drawn.shown, held)
    awaited = st.session_state.get(_AWAITED, ())
    changed = [key for key in shown if key in awaited or shown[key] != drawn.shown[key]]
    if FIELDS in changed:
        return
    _keep(worked.request, shown)
    st.session_state[_AWAITED] = {*changed}
    notes = [key for key in changed if key.startswith(NOTE)]
    st.rerun([AROUND, *([*notes, ANSWER] if ANSWER in changed else changed), state.LINKS])


def _keep(request: MixRequest, shown: dict[str, Hashable]) -> None:
    """Remember what the page of this run shows."""
    st.session_state[_DRAWN] = Drawn(_page_in_run(), request, shown)


def is_whole_run() -> bool:
    """Tell whether all of the page is drawn in this run, and not some parts."""
    context = get_script_run_ctx()
    return not (context and context.fragment_ids_this_run)


def _run() -> object | None:
    """Return something that only this run has: nothing changes a field while parts are drawn."""
    return getattr(get_script_run_ctx(), "parallel_coordinator", None)


def _page_in_run() -> str:
    """Return which page this run is of."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
