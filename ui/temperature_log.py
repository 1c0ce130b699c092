"""The file of a temperature logger on the page: what was read in it, and what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from calc.chemistry.stability.logger import TemperatureLog
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.units import show_number
from ui import uploads, widgets
from ui.file_readers import read_logger

_SLOT, _SETTLED, _TAKEN_BACK = "shelf-log-read", "shelf-log-settled", "shelf-log-taken-back"
_TYPES = ["csv", "tsv", "txt", "log", "dat", "xlsx", "json", "jsonl"]
_MOST_BUTTONS = 4
_ASKED = {
    "day_first": say("Which date is meant?"),
    "unit": say("Which unit is it?"),
    "column": say("Which one is meant?"),
}
_INSTEAD = {"unit": say("It is {}")}


def ask_for_log() -> TemperatureLog | None:
    """Take a logger's file in the place of the temperature that was typed; None where it is not used."""
    with st.expander(say("I have a temperature log")):
        file = uploads.ask_for_file(
            say("File of a temperature logger"), "shelf-log", _SLOT, _TYPES, any_size=False
        )
        if file is None:
            return None
        if uploads.is_stopped(file):
            uploads.offer_again(_SLOT)
            return None
        settled = settled_for(file.file_id)
        key = (file.file_id, tuple(sorted(settled.items())))
        answer = uploads.compute_once(_SLOT, key, lambda: _read(file, settled))
        if settled:
            st.button(say("Take back my choices"), key="log-again", on_click=_forget, args=(file.file_id,))
        if isinstance(answer, InputErrors):
            _show_refused(answer, file.file_id)
            return None
        _show_read(answer, file.file_id)
        return answer


def settled_for(file_id: str) -> Mapping[str, Any]:
    """Return what was chosen for a file so far, by the options of `calc.read_temperature_log`."""
    held: tuple[str, dict[str, Any]] = st.session_state.get(_SETTLED, ("", {}))
    return held[1] if held[0] == file_id else {}


def _list_key(field: str) -> str:
    """Return the key of a list; another one each time that choices were taken back, so that it is blank."""
    return f"log-choice-{field}-{st.session_state.get(_TAKEN_BACK, 0)}"


def _read(file: uploads.Upload, settled: Mapping[str, Any]) -> TemperatureLog | InputErrors:
    """Return a log that can be used, or why it cannot."""
    try:
        log: TemperatureLog = uploads.work_on(file, _SLOT, read_logger, file.name, dict(settled))
        return log
    except InputErrors as errors:
        return errors
    except InputError as error:
        return InputErrors([error])


def _show_refused(errors: InputErrors, file_id: str) -> None:
    """Say why a log is not used, and offer what would settle it."""
    widgets.aside(say("The log is not used yet; the temperature above counts."))
    for error in errors.errors[:5]:
        widgets.wrong(error.advice)
        if error.readings and error.field in _ASKED:
            _offer(error, file_id)


def _offer(error: InputError, file_id: str) -> None:
    """Show the readings of a question as buttons, or as a list where they are many."""
    field, question = error.field, _ASKED[error.field]
    if len(error.readings) > _MOST_BUTTONS:
        key = _list_key(field)
        arguments = (file_id, field, key)
        st.selectbox(question, error.readings, index=None, key=key, on_change=_settle_from, args=arguments)
        return
    with st.container(horizontal=True):
        for i, reading in enumerate(error.readings):
            label = widgets.escape_markdown(reading)
            arguments = (file_id, field, _value(field, reading))
            st.button(label, key=f"log-{field}-{i}", on_click=_settle, args=arguments)


def _show_read(log: TemperatureLog, file_id: str) -> None:
    """Say what was read, what else could be, and what was left out."""
    mean = show_number(log.mean_kinetic_C)
    widgets.aside(
        say("Mean kinetic temperature {mean}\u202f°C; counts instead of the temperature above.", mean=mean)
    )
    st.markdown(
        "\n".join(
            say("- :small[{sentence}]", sentence=widgets.escape_markdown(sentence)) for sentence in log.told()
        )
    )
    if log.choices:
        key = _list_key("column")
        names = [log.column, *log.choices]
        arguments = (file_id, "column", key)
        st.selectbox(say("Read instead"), names, key=key, on_change=_settle_from, args=arguments)
    for item in log.assumed:
        for i, reading in enumerate(item.readings if item.text in _INSTEAD else ()):
            label = _INSTEAD[item.text].format(reading)
            arguments = (file_id, item.text, reading)
            st.button(label, key=f"log-instead-{item.text}-{i}", on_click=_settle, args=arguments)
        if item.text == "day_first":
            month_first = "day first" in item.note
            label = say("The month comes first") if month_first else say("The day comes first")
            st.button(
                label, key="log-instead-day", on_click=_settle, args=(file_id, "day_first", not month_first)
            )


def _value(field: str, reading: str) -> Any:
    """Return what an option is to be for one of its readings."""
    return "(day first)" in reading if field == "day_first" else reading


def _settle(file_id: str, field: str, value: Any) -> None:
    """Remember a choice for a file."""
    st.session_state[_SETTLED] = (file_id, {**settled_for(file_id), field: value})


def _settle_from(file_id: str, field: str, key: str) -> None:
    """Remember what a list says."""
    if st.session_state[key] is not None:
        _settle(file_id, field, st.session_state[key])


def _forget(file_id: str) -> None:
    """Take back every choice for a file."""
    st.session_state[_SETTLED] = (file_id, {})
    st.session_state[_TAKEN_BACK] = st.session_state.get(_TAKEN_BACK, 0) + 1
