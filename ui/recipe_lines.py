"""What was made of each line of a recipe, under its field; a doubt has a button for each of its readings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from calc.errors import InputErrors
from calc.messages import say, say_list
from calc.mixing.recipe_batch import LineAccount
from calc.mixing.values import FromLinesValues
from calc.parsing.account import Account
from calc.parsing.bare_numbers import NEEDS_UNIT, OFFERED_UNITS
from calc.parsing.ingredient_names import NOT_KNOWN
from calc.units import THIN, show_band, show_number
from ui import state, widgets
from ui.recipe_kinds import show_kinds

#: So much of a line is shown [characters]; a sentence about the making goes on and on.
_SHOWN = 90
_EXACT = 0.1  # a spread that is not worth showing, as a share of the mass
#: So many doubts and other lines stand in sight; the rest is a click away.
MOST_DOUBTS, MOST_LINES = 6, 15
_OFTEN = 3  # a note on more lines than this is said once


def show_lines(field: str, values: FromLinesValues) -> None:
    """Show every line with what was made of it: doubts with their readings, then the others as a list."""
    lines = account_of(values)
    if not lines:
        return
    text = state.text_in(state.key(field))
    unitless = [line for line in lines if line.note == NEEDS_UNIT and line.readings]
    doubts = [line for line in lines if is_doubt(line) and not (len(unitless) > _OFTEN and line in unitless)]
    quiet = [line for line in lines if not is_doubt(line)]
    with st.container(key="recipe-lines", gap="small"):
        st.markdown(say(":small[**How it was read**: {lines}]", lines=_count(lines)))
        if len(unitless) > 1:
            _show_unitless(field, unitless, text, is_folded=len(unitless) > _OFTEN)
        shown = len(doubts) if len(doubts) <= MOST_DOUBTS + _OFTEN else MOST_DOUBTS
        for line in doubts[:shown]:
            _show_doubt(field, line, text)
        if doubts[shown:]:
            with widgets.fold(say("{count} more to check", count=len(doubts) - shown), "doubts") as fold:
                if fold.open:
                    for line in doubts[shown:]:
                        _show_doubt(field, line, text)
        if values.offered_rest:
            _show_doubt(field, values.offered_rest, text)
        show_kinds(field, lines, text)
        if len(quiet) <= MOST_LINES:
            _show_quiet(quiet)
            return
        with widgets.fold(say("The {count} other lines", count=len(quiet)), "lines") as fold:
            if fold.open:
                _show_quiet(quiet)


def account_of(values: FromLinesValues) -> Sequence[Account]:
    """Return what became of each line, with its mass where the recipe can be worked out."""
    try:
        return values.lines
    except InputErrors:
        return values.recipe


def is_doubt(line: Account) -> bool:
    """Tell whether a line asks something: it does not count, or can be meant in another way."""
    return line.status == "not_understood" or bool(line.readings)


def shown_text(text: str) -> str:
    """Return a line without its bullet, and not longer than a line or two."""
    text = re.sub(r"^(?:[^\w\s.,([{$€£]|\[[ xX]?\]|\s)+", "", text) or text
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _count(lines: Sequence[Account]) -> str:
    """Return how many lines were used, are to be checked, were set aside and are not counted."""
    words = {
        "used": say("used"),
        "check": say("to check"),
        "set_aside": say("set aside"),
        "not_understood": say("not counted"),
    }
    counts = Counter(
        "check"
        if is_doubt(line) and line.status != "not_understood"
        else "used"
        if line.status == "assumed"
        else line.status
        for line in lines
    )
    return say_list((f"{counts[key]} {word}" for key, word in words.items() if counts[key]), ",")


def _show_quiet(lines: Sequence[Account]) -> None:
    """Show lines that need no look, as one list; what is said of many of them is said once."""
    notes = Counter(_note(line) for line in lines if _note(line) and line.status != "set_aside")
    often = [note for note, count in notes.items() if count > _OFTEN]
    for note in often:
        widgets.aside(widgets.escape_markdown(say("{notes} lines: {note}", notes=notes[note], note=note)))
    st.markdown("\n".join(_quiet(line, is_noted=_note(line) not in often) for line in lines))


def _quiet(line: Account, *, is_noted: bool) -> str:
    """Return a line that needs no look, as a line of a list."""
    note = f" · {widgets.escape_markdown(_note(line))}" if _note(line) and is_noted else ""
    text = widgets.escape_markdown(shown_text(line.text))
    if line.status == "set_aside":
        return f"- :small[:gray[{text}{note}]]"
    shown = f"{text}{_taken_as(line)}"
    return f"- :small[{shown}:gray[{note}]]" if note else f"- :small[{shown}]"


def _note(line: Account) -> str:
    """Return what is said of a line; that it is not known stands over the choice of its kind."""
    return line.note.removeprefix(NOT_KNOWN).strip() if isinstance(line, LineAccount) else line.note


def _taken_as(line: Account) -> str:
    """Return what a line came to: its mass and what it is called here; "" where nothing of it counts."""
    if not isinstance(line, LineAccount) or line.mass is None:
        return ""
    mass = line.mass
    median, low, high = show_band(mass.median, mass.low, mass.high)
    is_exact = mass.high - mass.low <= _EXACT * mass.median
    amount = show_number(mass.median, 4) if is_exact else f"{median} ({low}–{high})"
    return f" → **{amount}{THIN}g** {widgets.escape_markdown(line.name)}"


def _show_doubt(field: str, line: Account, text: str) -> None:
    """Show a line that somebody should look at, with a button for each way to read it."""
    is_counted = line.status != "not_understood"
    icon = ":orange[:material/help:]" if is_counted else ":red[:material/error:]"
    word = (
        say("Not counted:")
        if not is_counted
        else say("Is this right?")
        if line.text
        else say("What is the rest?")
    )
    with st.container(gap="xxsmall"):
        named = f" {widgets.escape_markdown(shown_text(line.text))}{_taken_as(line)}" if line.text else ""
        st.markdown(f"{icon} **{word}**{named}")
        if line.note:
            widgets.aside(widgets.escape_markdown(line.note))
        if line.readings:
            with st.container(horizontal=True, gap="small"):
                for reading in dict.fromkeys(line.readings):
                    st.button(
                        widgets.escape_markdown(reading),
                        key=_key(field, line, reading, text),
                        on_click=state.choose_readings,
                        args=(state.key(field), [(line, reading)], text),
                    )


def _key(field: str, line: Account, reading: str, text: str) -> str:
    """Return the widget key of a reading: of its line and not of the place of this among the others.

    A button that is pressed while another line goes in above it must not become that of its neighbour.
    """
    start, end = line.place
    nth = text[:start].count(text[start:end]) if end else 0
    return f"{state.key(field)}-{line.text}-{nth}-{reading}"


def _show_unitless(field: str, unitless: Sequence[Account], text: str, *, is_folded: bool) -> None:
    """Offer one unit for all numbers without one, where there are several; and each by itself."""
    with st.container(gap="xxsmall"):
        st.markdown(
            say(":red[:material/error:] **Not counted:** {count} amounts without a unit", count=len(unitless))
        )
        with st.container(horizontal=True, gap="small"):
            for place, unit in enumerate(OFFERED_UNITS):
                st.button(
                    say("All of them are {unit}", unit=unit),
                    key=f"{state.key(field)}-all-{unit}",
                    on_click=state.choose_readings,
                    args=(state.key(field), [(line, line.readings[place]) for line in unitless], text),
                )
    if is_folded:
        with widgets.fold(say("Or line by line"), "unitless") as fold:
            if fold.open:
                for line in unitless:
                    _show_doubt(field, line, text)
