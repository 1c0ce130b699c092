"""Other ingredients as rows of a name, an amount and a cross; a search field adds one, or a whole list."""

from __future__ import annotations

import functools

import streamlit as st

from calc import catalog
from calc.messages import say
from calc.mixing.request import MixValues, ParsedRequest
from calc.parsing.ingredient_lines import name_and_amount
from ui import state, widgets

_ADD = "other-add"
#: What is weighed anyway is not offered as something else.
_NOT_OFFERED = ("solvent", "form", "finished")


def show_rows(parsed: ParsedRequest[MixValues]) -> None:
    """Show the other ingredients, each with its amount, and what is wrong with it under it.

    The text of the field is what counts; the rows are another way to write it.
    """
    lines = state.lines_of("others")
    with st.container(key="others", gap="xsmall"):
        for at, line in enumerate(lines):
            _show_row(at, line)
            for name, error in parsed.errors.items():
                if name == f"others line {at + 1}":
                    widgets.wrong(error.advice)
                    widgets.readings(error, "others", name)
        st.selectbox(
            say("Other ingredients"),
            _names(),
            index=None,
            key=_ADD,
            placeholder=say("Add an ingredient: type to search"),
            accept_new_options=True,
            on_change=_add,
        )
        if "others" in parsed.errors:
            widgets.problem(parsed.errors["others"], "others")
        _offer_paste()
        widgets.offer_take_back(state.key("others"))


def _offer_paste() -> None:
    """Offer a field for a whole list, drawn before it is opened: a panel that grows later may be cut off."""
    with st.popover(
        say("Paste a list"), icon=":material/content_paste:", type="tertiary", key="others-paste"
    ):
        st.text_area(
            say("One ingredient per line, with its amount"),
            key=state.key("others"),
            placeholder=say("glycerin 5 %\nferulic acid 0.15 g"),
            height=140,
            persist_state="session",
        )


def _show_row(at: int, line: str) -> None:
    """Show one ingredient with its amount and a cross."""
    name, amount = name_and_amount(line)
    field = f"other-{at}-{name}"
    st.session_state[field] = amount
    with st.container(key=f"other-row-{at}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(widgets.escape_markdown(name))
        st.text_input(
            say("Amount of {ingredient}", ingredient=name),
            key=field,
            placeholder="0.5 %",
            label_visibility="collapsed",
            width=110,
            autocomplete="off",
            on_change=_set_amount,
            args=(at, name, field),
        )
        st.button(
            say("Remove {ingredient}", ingredient=widgets.without_markup(name)),
            key=f"remove-{field}",
            icon=":material/close:",
            type="tertiary",
            on_click=_remove,
            args=(at,),
        )


@functools.cache
def _names() -> tuple[str, ...]:
    """Return the names of what can be added."""
    records = catalog.ingredients().values()
    return tuple(sorted(record.name for record in records if not {*_NOT_OFFERED} & {*record.roles}))


def _add() -> None:
    """Add what was chosen, without an amount yet; what was pasted comes with its lines."""
    chosen = str(st.session_state.get(_ADD) or "")
    if chosen.strip():
        state.set_field("others", "\n".join([*state.lines_of("others"), *chosen.splitlines()]))
    st.session_state[_ADD] = None


def _set_amount(at: int, name: str, field: str) -> None:
    """Put the amount that was typed into its line."""
    lines = state.lines_of("others")
    lines[at] = f"{name} {st.session_state[field]}".strip()
    state.set_field("others", "\n".join(lines))


def _remove(at: int) -> None:
    """Take a line away."""
    lines = state.lines_of("others")
    state.set_field("others", "\n".join(lines[:at] + lines[at + 1 :]))
