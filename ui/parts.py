"""The parts of Mix that are drawn by themselves: when an amount is typed, those that show something else."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from calc.mixing.request import MixRequest
from ui import state
from ui.worked import Worked, worked_out

Draw = Callable[[], None]
Shows = Callable[[Worked], Hashable]

#: What is never drawn by itself: while it shows the same, nothing but parts has to be drawn.
FIELDS = "mix-fields"
#: The answer, with the parts that stand in it.
ANSWER = "mix-answer"
SHEET, NEXT, NUMBERS, BELOW = "mix-sheet", "mix-next", "mix-numbers", "mix-below"
#: What stands around the answer; it is drawn again with any part.
AROUND = "mix-around"

#: What each part shows, as something that differs where that does.
_SHOWS: dict[str, Shows] = {}
#: The page as it was drawn last.
_DRAWN = "mix-drawn"


@dataclass(frozen=True)
class Drawn:
    """A page as it was drawn: which one, of what request, and what each part shows."""

    page: str
    request: MixRequest
    shown: dict[str, Hashable]


def part(key: str, shows: Shows) -> Callable[[Draw], Draw]:
    """Have a function draw a part; ``shows`` tells what it shows of what was worked out."""

    def register(draw: Draw) -> Draw:
        _SHOWS[key] = shows
        return st.fragment(key=key)(draw)

    return register


def whole(key: str, shows: Shows) -> None:
    """Say what is shown by a part that is drawn elsewhere, or never by itself."""
    _SHOWS[key] = shows


def is_opened() -> bool:
    """Tell whether something is opened in the answer."""
    held = st.session_state.to_dict()
    return any(value is True and str(name).startswith(("fold-", "entry-")) for name, value in held.items())


def forget_drawn() -> None:
    """Forget what the page shows, when all of it is going to be drawn."""
    st.session_state.pop(_DRAWN, None)


def keep_drawn(worked: Worked) -> None:
    """Remember what the page shows, once all of it was drawn."""
    _keep(state.read_mix(), {key: shows(worked) for key, shows in _SHOWS.items()})


def drawn_or_rerun() -> Worked:
    """Return what the fields come to; where a button has changed them, all of the page is drawn instead."""
    worked, drawn = worked_out(), st.session_state.get(_DRAWN)
    if isinstance(drawn, Drawn) and worked.request != drawn.request:
        st.rerun()
    return worked


def typed(field: str) -> None:
    """Draw the parts that show something else now; the field itself shows already what was typed."""
    drawn = st.session_state.get(_DRAWN)
    if not isinstance(drawn, Drawn) or drawn.page != _page_in_run() or state.link_error():
        return
    worked = worked_out()
    if worked.request != replace(drawn.request, **{field: state.text_in(state.key(field))}):
        return
    shown = {key: shows(worked) for key, shows in _SHOWS.items()}
    changed = [key for key in shown if shown[key] != drawn.shown[key]]
    if FIELDS in changed:
        return
    _keep(worked.request, shown)
    st.rerun([AROUND, *([ANSWER] if ANSWER in changed else changed), state.LINKS])


def _keep(request: MixRequest, shown: dict[str, Hashable]) -> None:
    """Remember what the page of this run shows."""
    st.session_state[_DRAWN] = Drawn(_page_in_run(), request, shown)


def _page_in_run() -> str:
    """Return which page this run is of."""
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
