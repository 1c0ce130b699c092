"""Mix: what to weigh for a batch, what powder does to a serum, what somebody has made."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calc.messages import say
from calc.mixing.request import MixRequest
from ui import frame, parts, start, state, widgets
from ui.answer import show_answer, show_bar
from ui.labels import MODES_IN_WORDS
from ui.mix_fields import Notes, questions, show_notes
from ui.worked import Answer


def page() -> None:
    """Ask on the left, answer on the right; on a phone the fields fold to a line above the answer."""
    state.open_mix()
    parts.forget_drawn()
    worked = parts.drawn_or_rerun()
    mix = st.container(key="mix")
    with mix:
        with st.container(key="hidden-title"):
            st.title(say("What do you want to do?"), anchor=False)
        start.show_start(worked.request)
        if state.link_error():
            st.warning(widgets.escape_markdown(state.link_error()), icon=":material/link_off:")
        widgets.segments(
            "way", say("What do you want to do?"), MODES_IN_WORDS, label_hidden=True, on_change=_unfold
        )
        summary = st.container()
        # The answer comes first, for the keyboard and a screen reader; the style sheet puts it on the right.
        right, left = st.columns([9, 5], gap="medium")
    show_whole_answer(right)
    with left:
        places = show_fields()
    notes = show_notes(places)
    with mix:
        show_around(summary)
    parts.keep_drawn(worked, notes)


@st.fragment(key=parts.FIELDS)
def show_fields() -> Notes:
    """Show the fields; return the places under those of amounts."""
    if not parts.is_whole_run():
        st.rerun()
    worked = parts.drawn_or_rerun()
    with st.container(key="inputs", gap="small"):
        return questions(worked.request, worked.parsed)


@st.fragment(key=parts.AROUND)
def show_around(summary: DeltaGenerator) -> None:
    """Show what hangs on what is typed beside the answer, in its places; put the recipe into the address."""
    worked = parts.drawn_or_rerun()
    request, answer = worked.request, worked.answer
    frame.name_tab(*filter(None, (start.title_words(request), say("Mix"))))
    state.held_recipe(request)
    with summary:
        show_summary(request, answer)
    show_bar(request, answer)
    state.write_link(request)


@st.fragment(key=parts.ANSWER)
def show_whole_answer(right: DeltaGenerator) -> None:
    """Show the answer in its column."""
    worked = parts.drawn_or_rerun()
    show_answer(right.container(key="answer", gap="small"), worked.request, worked.parsed, worked.answer)
    parts.note_drawn(parts.ANSWER)


def show_summary(request: MixRequest, answer: Answer) -> None:
    """Say in one line what the fields hold, behind which they stand on a phone."""
    is_open = bool(st.session_state.get(state.EDITING)) or answer.is_old or answer.batch is None
    with st.container(key="summary-open" if is_open else "summary-folded"):
        word = say("done") if is_open else say("edit")
        st.button(
            f"{widgets.escape_markdown(start.summary(request))} · **{word}**",
            key="summary",
            icon=":material/expand_less:" if is_open else ":material/expand_more:",
            icon_position="right",
            width="stretch",
            on_click=_set_editing,
            args=(not is_open,),
        )


def _unfold() -> None:
    """Unfold the fields: whoever chooses something else to do wants to say what."""
    _set_editing(is_open=True)


def _set_editing(is_open: bool) -> None:
    """Unfold the fields on a phone, or fold them."""
    st.session_state[state.EDITING] = is_open


page()
