"""Mix: what to weigh for a batch, what powder does to a serum, what somebody has made."""

from __future__ import annotations

import streamlit as st

from calc.messages import say
from calc.mixing.request import MixRequest, parse_request
from ui import frame, start, state, widgets
from ui.answer import Answer, answer_to, show_answer, show_bar
from ui.labels import MODES_IN_WORDS
from ui.mix_fields import questions


def page() -> None:
    """Ask on the left, answer on the right; on a phone the fields fold to a line above the answer."""
    state.open_mix()
    request = state.read_under_frame()
    parsed = parse_request(request)
    answer = answer_to(request, parsed)
    frame.name_tab(*filter(None, (start.title_words(request), say("Mix"))))
    with st.container(key="mix"):
        with st.container(key="hidden-title"):
            st.title(say("What do you want to do?"), anchor=False)
        start.show_start(request)
        if state.link_error():
            st.warning(widgets.escape_markdown(state.link_error()), icon=":material/link_off:")
        choose_way(request, answer)
        # The answer comes first, for the keyboard and a screen reader; the style sheet puts it on the right.
        right, left = st.columns([9, 5], gap="medium")
        with right:
            show_answer(request, parsed, answer)
        with left, st.container(key="inputs", gap="small"):
            questions(request, parsed)
        show_bar(request, answer)
    state.write_link(request)


def choose_way(request: MixRequest, answer: Answer) -> None:
    """Ask what to do; on a phone the fields stand behind one line that says what they hold."""
    widgets.segments(
        "way", say("What do you want to do?"), MODES_IN_WORDS, label_hidden=True, on_change=_unfold
    )
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
