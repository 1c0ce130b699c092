"""What was made of each line of a recipe, under its field; a doubt has a button for each of its readings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from calc.errors import InputErrors
from calc.mixing.recipe_batch import LineAccount
from calc.mixing.values import FromLinesValues
from calc.parsing.account import Account
from calc.units import THIN, show_band, show_number
from ui import state, widgets

#: So much of a line is shown [characters]; a sentence about the making goes on and on.
_SHOWN = 90
_EXACT = 0.02  # a spread that is not worth showing, as a share of the mass


def show_lines(field: str, values: FromLinesValues) -> None:
    """Show every line with what was made of it; only doubts stand out."""
    lines = account_of(values)
    text = state.text_in(state.key(field))
    with st.container(key="recipe-lines", gap="small"):
        if lines:
            st.markdown(f":small[**What was made of it**: {_count(lines)}]")
        for is_open, group in groupby(enumerate(lines), lambda pair: _is_open(pair[1])):
            if is_open:
                for number, line in group:
                    _show_doubt(field, number, line, text)
            else:
                st.markdown("\n".join(_quiet(line) for _, line in group))


def account_of(values: FromLinesValues) -> Sequence[Account]:
    """Return what became of each line, with its mass where the recipe can be worked out."""
    try:
        return values.lines
    except InputErrors:
        return values.recipe


def _is_open(line: Account) -> bool:
    """Tell whether somebody should look at a line."""
    return line.is_open or bool(line.readings)


def _count(lines: Sequence[Account]) -> str:
    """Return how many lines were used, set aside and not understood."""
    words = {
        "used": "used",
        "assumed": "taken with a guess",
        "set_aside": "set aside",
        "not_understood": "not understood",
    }
    counts = {status: sum(line.status == status for line in lines) for status in words}
    return ", ".join(f"{count} {words[status]}" for status, count in counts.items() if count)


def _quiet(line: Account) -> str:
    """Return a line that needs no look, as a line of a list."""
    if line.status == "set_aside":
        note = f" · {line.note}" if line.note else ""
        return f"- :small[:gray[{widgets.escape_markdown(_short(line.text) + note)}]]"
    note = f" :gray[· {widgets.escape_markdown(line.note)}]" if line.note else ""
    return f"- :small[{widgets.escape_markdown(_short(line.text))}{_taken_as(line)}{note}]"


def _taken_as(line: Account) -> str:
    """Return what a line came to: its mass and what it is called here; "" where nothing of it counts."""
    if not isinstance(line, LineAccount) or line.mass is None:
        return ""
    mass = line.mass
    median, low, high = show_band(mass.median, mass.low, mass.high)
    is_exact = mass.high - mass.low <= _EXACT * mass.median
    amount = show_number(mass.median, 4) if is_exact else f"{median} ({low}–{high})"
    return f" → **{amount}{THIN}g** {widgets.escape_markdown(line.name)}"


def _show_doubt(field: str, number: int, line: Account, text: str) -> None:
    """Show a line that somebody should look at, with a button for each way to read it."""
    icon, word = {
        "used": (":gray[:material/help:]", "Used"),
        "assumed": (":orange[:material/help:]", "Is this right?"),
        "set_aside": (":gray[:material/help:]", "Set aside"),
        "not_understood": (":red[:material/error:]", "Not counted"),
    }[line.status]
    with st.container(key=f"doubt-{field}-{number}", gap="xxsmall"):
        st.markdown(f"{icon} **{word}:** {widgets.escape_markdown(_short(line.text))}{_taken_as(line)}")
        if line.note:
            widgets.aside(widgets.escape_markdown(line.note))
        if line.readings:
            with st.container(horizontal=True, gap="small"):
                for place, reading in enumerate(line.readings):
                    st.button(
                        widgets.escape_markdown(reading),
                        key=f"{state.key(field)}-line-{number}-{place}",
                        on_click=state.choose_reading,
                        args=(state.key(field), line, reading, text),
                    )


def _short(text: str) -> str:
    """Return a text without its bullet, and not longer than a line or two."""
    text = text.lstrip("-*•·–— ") or text
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
