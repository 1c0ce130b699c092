"""What was measured and noted of a batch: pH, what is left, colour; what anybody wrote down."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from calc.date_words import date_words
from calc.errors import InputError, InputErrors
from calc.log import (
    LoggedBatch,
    Measurement,
    Note,
    new_id,
)
from calc.messages import say
from calc.units import show_number
from ui import days, widgets
from ui.batches import inputs, undo
from ui.batches.drafts import field_key
from ui.labels import EXAMPLES, INSTRUMENTS, LABELS

if TYPE_CHECKING:
    from calc.log.store import Log

MEASUREMENT_KINDS = {"pH": "pH", "assay": say("Strength (assay)"), "colour": say("Colour")}
_DAY = inputs.reader("made_on", "on")
#: Whether the fields for a reading are open, on the page of a batch.
READING_OPEN = "log-reading-open"
#: How much of a note its button shows [characters].
_MOST_SHOWN = 20
#: The fields of each kind: what it is called, the reader, an example.
_FIELDS: dict[str, dict[str, tuple[str, Callable[[str], Any] | None, str]]] = {
    "pH": {
        "value": (say("Measured pH"), inputs.reader("reading", "value"), EXAMPLES["reading"]),
        "error": (
            say("Accuracy (± of meter, or strip step)"),
            inputs.reader("reading_error", "sd"),
            EXAMPLES["reading_error"],
        ),
    },
    "assay": {
        "left": (LABELS["assay"], inputs.reader("assay", "value"), EXAMPLES["assay"]),
        "points": (LABELS["assay_error"], inputs.reader("assay_error", "sd"), EXAMPLES["assay_error"]),
    },
    "colour": {"words": (say("Colour in words"), None, say("pale straw"))},
}


def show_measurements(log: Log, entry: LoggedBatch) -> None:
    """Show what was measured."""
    st.subheader(say("Readings"), anchor=False)
    if not entry.measurements:
        widgets.aside(say("None yet."))
    for measurement in entry.measurements:
        name = say(
            "{measurement} of {date}",
            measurement=_what(measurement),
            date=date_words(measurement.on, year=False),
        )
        args = (_forget_measurement, log, entry.id, measurement)
        _one_of_many(measured_words(measurement), name, f"measured-{measurement.id}", *args)


def offer_reading(log: Log, entry: LoggedBatch) -> None:
    """Offer the fields for one more reading, behind a button."""
    slot = f"{READING_OPEN}-{entry.id}"
    with st.popover(say("Reading"), icon=":material/add:", type="primary", key=slot, on_change="rerun"):
        kind = st.segmented_control(
            say("What was measured"),
            list(MEASUREMENT_KINDS),
            format_func=MEASUREMENT_KINDS.__getitem__,
            key=field_key(entry.id, "kind"),
            default="pH",
            required=True,
            persist_state="session",
        )
        for field, (label, read, example) in _FIELDS[kind or "pH"].items():
            inputs.line(field_key(entry.id, field), label, read, placeholder=example)
        if kind == "pH":
            st.segmented_control(
                say("Measured with"),
                list(INSTRUMENTS),
                format_func=INSTRUMENTS.__getitem__,
                key=field_key(entry.id, "instrument"),
                default="meter",
                required=True,
                persist_state="session",
            )
        if kind != "colour":
            inputs.line(
                field_key(entry.id, "which"), say("Which instrument"), placeholder=say("optional – its name")
            )
        st.session_state.setdefault(field_key(entry.id, "on"), datetime.date.today().isoformat())
        days.pick(field_key(entry.id, "on"), say("Measured on"))
        icon = ":material/check:"
        st.button(
            say("Save reading"), icon=icon, type="primary", on_click=_add, args=(log, entry.id, kind, slot)
        )


def measured_words(measurement: Measurement) -> str:
    """Return a measurement in words."""
    what = _what(measurement)
    if measurement.kind == "pH":
        what = f"{what}{_spread(measurement)}"
    elif measurement.plus_minus and measurement.value is not None:
        left, off = show_number(100 * measurement.value), show_number(100 * measurement.plus_minus, 2)
        what = say("{left} ± {off}\u202f% left", left=left, off=off)
    by = f", {measurement.instrument}" if measurement.instrument else ""
    return f"{measurement.on.isoformat()}: {what}{by}"


def _what(measurement: Measurement) -> str:
    """Return what was measured, without how far off it may be."""
    if measurement.value is None:
        return measurement.words
    return (
        f"pH {show_number(measurement.value)}"
        if measurement.kind == "pH"
        else say("{value}\u202f% left", value=show_number(100 * measurement.value))
    )


def _spread(measurement: Measurement) -> str:
    """Return how far off a pH may be."""
    if measurement.step:
        return f", {say('strip in steps of {step}', step=show_number(measurement.step))}"
    return f" ± {show_number(measurement.plus_minus, 2)}" if measurement.plus_minus else ""


def _one_of_many(words: str, name: str, key: str, forget: Callable[..., None], *args: Any) -> None:
    """Show one line with the button that takes it away, which says by itself what it takes."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(widgets.escape_markdown(words))
        label = say("Remove {measurement}", measurement=widgets.escape_markdown(name))
        st.button(label, key, type="tertiary", icon=":material/close:", on_click=forget, args=args)


def _add(log: Log, id: str, kind: str, slot: str) -> None:
    """Add what was typed as a measurement, and close its fields; ``slot``: the key of what holds them."""
    fields = _FIELDS[kind]
    if undo.attempt(_measure, log, id, kind):
        st.session_state[slot] = False
        for field in fields:
            inputs.put(field_key(id, field), "")


def _measure(log: Log, id: str, kind: str) -> str:
    """Write a measurement into the log."""
    measurement = _typed_measurement(id, kind)
    log.measure(id, measurement)
    return say("Added: {measured}.", measured=measured_words(measurement))


def _typed_measurement(id: str, kind: str) -> Measurement:
    """Return the measurement that was typed.

    Raises
    ------
    InputErrors
        Everything that cannot be read.
    """
    read: dict[str, Any] = {}
    errors = []
    for field, (_, reader, _) in {**_FIELDS[kind], "on": ("", _DAY, "")}.items():
        text = inputs.in_field(field_key(id, field))
        try:
            read[field] = reader(text) if reader and text else text or None
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    strip = kind == "pH" and st.session_state.get(field_key(id, "instrument")) == "strip"
    return Measurement.stated(
        read["on"] or datetime.date.today(),
        kind,
        read.get("value") if kind == "pH" else read.get("left"),
        is_strip=strip,
        plus_minus=read.get("error") if kind == "pH" else read.get("points"),
        words=read.get("words") or "",
        instrument=inputs.in_field(field_key(id, "which")) if kind != "colour" else "",
        id=new_id(),
    )


def _forget_measurement(log: Log, id: str, measurement: Measurement) -> None:
    """Take a measurement away, with a way back."""

    def act() -> str:
        log.forget_measurement(id, measurement.id)
        undo.set_undo(say("bring the measurement back"), _measure_again, log, id, measurement)
        return say("Removed: {measured}.", measured=measured_words(measurement))

    undo.attempt(act)


def _measure_again(log: Log, id: str, measurement: Measurement) -> str:
    """Bring a measurement back."""
    log.measure(id, measurement)
    return say("It is back: {measured}.", measured=measured_words(measurement))


# --- notes ----------------------------------------------------------------------------------------


def show_notes(log: Log, entry: LoggedBatch) -> None:
    """Show what was noted, and a field for one more."""
    st.subheader(say("Notes"), anchor=False)
    for note in entry.notes:
        text = " ".join(note.text.split())
        start = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
        name = say("“{note}” of {date}", note=start, date=date_words(note.on, year=False))
        args = (_forget_note, log, entry.id, note)
        _one_of_many(f"{note.on.isoformat()}: {note.text}", name, f"note-{note.id}", *args)
    st.text_area(
        say("Note (no names)"),
        key=field_key(entry.id, "note"),
        max_chars=2000,
        height=80,
        placeholder=say("turned yellow a little at the neck of the bottle"),
        persist_state="session",
    )
    st.button(say("Add note"), icon=":material/add:", on_click=_add_note, args=(log, entry.id))


def _add_note(log: Log, id: str) -> None:
    """Add what was typed as a note."""
    text = inputs.in_field(field_key(id, "note"))

    def act() -> str:
        log.note(id, Note(datetime.date.today(), text))
        return say("Noted.")

    if undo.attempt(act):
        inputs.put(field_key(id, "note"), "")


def _forget_note(log: Log, id: str, note: Note) -> None:
    """Take a note away, with a way back."""

    def act() -> str:
        log.forget_note(id, note.id)
        undo.set_undo(say("bring the note back"), _note_again, log, id, note)
        return say("The note is gone.")

    undo.attempt(act)


def _note_again(log: Log, id: str, note: Note) -> str:
    """Bring a note back."""
    log.note(id, note)
    return say("The note is back.")
