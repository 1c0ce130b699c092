"""What is not known here: its name, and one choice of what kind of thing it is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc.messages import say
from calc.mixing.recipe_batch import LineAccount
from calc.parsing.account import Account
from calc.parsing.ingredient_names import OTHER, with_kind
from ui import state, widgets
from ui.labels import KINDS_IN_WORDS

#: So many stand in sight; the rest is a click away.
MOST_KINDS = 4


def show_kinds(field: str, lines: Sequence[Account], text: str) -> None:
    """Ask what kind of thing each ingredient is that is not known here."""
    named: dict[str, list[LineAccount]] = {}
    for line in lines:
        if isinstance(line, LineAccount) and line.kind == "other" and line.mass is not None:
            named.setdefault(line.name, []).append(line)
    if not named:
        return
    widgets.aside(say("Not known here. Their mass counts; say what they are most like."))
    _show(field, dict([*named.items()][:MOST_KINDS]), text)
    rest = dict([*named.items()][MOST_KINDS:])
    if rest:
        with widgets.fold(say("{count} more that are not known here", count=len(rest)), "kinds") as fold:
            if fold.open:
                _show(field, rest, text)


def _show(field: str, named: dict[str, list[LineAccount]], text: str) -> None:
    """Show a choice for each name; what is chosen stands in the text, so it lasts as long as this."""
    with st.container(horizontal=True, gap="small"):
        for name, lines in named.items():
            key = f"{state.key(field)}-kind-{name}"
            st.session_state[key] = lines[0].ingredient.removeprefix(OTHER)
            st.selectbox(
                say("What is {name} like?", name=widgets.escape_markdown(name)),
                list(KINDS_IN_WORDS),
                format_func=KINDS_IN_WORDS.__getitem__,
                key=key,
                width=200,
                on_change=_choose,
                args=(key, state.key(field), lines, text),
            )


def _choose(key: str, widget: str, lines: Sequence[LineAccount], text: str) -> None:
    """Write the chosen kind behind the name, in each line that has it."""
    kind = st.session_state[key]
    pieces = ((line, text[line.place[0] : line.place[1]]) for line in lines)
    state.choose_readings(widget, [(line, with_kind(piece, line.name, kind)) for line, piece in pieces], text)
