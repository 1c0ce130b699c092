"""One batch of the log: whether it is still to be used, its curve, what is known, what can be done."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from calc.chemistry.stability.life import ShelfLife
from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch, assess_logged, batch_state
from calc.rules.assessment import Assessment
from calc.units import THIN, show_band
from ui import charts, widgets
from ui.acidity import show_pH
from ui.answer import strength_line
from ui.batches import (
    drafts,
    exports,
    inputs,
    readings,
    undo,
)
from ui.batches.drafts import field_key
from ui.batches.measurement_marks import (
    add_marks,
    curve_end,
    marks_of,
    marks_words,
)
from ui.batches.overview import (
    STATE_ICONS,
    close_batch,
    day_words,
    reason_words,
    state_sentence,
)

if TYPE_CHECKING:
    from calc.log.store import Log

_DAY = inputs.reader("made_on", "discarded_on")


def show_batch(log: Log, id: str, today: datetime.date) -> None:
    """Show a batch, or that there is none."""
    st.button("All batches", icon=":material/arrow_back:", type="tertiary", on_click=close_batch)
    try:
        entry = log.get(id)
    except InputError as error:
        if error.field != "id":
            raise
        st.title("There is no such batch")
        st.markdown("It may be in another log. Open one from the list.")
        return
    drafts.follow(entry)
    st.title(widgets.escape_markdown(entry.name))
    undo.show_outcome()
    undo.offer_undo()
    if entry.deleted_at:
        show_deleted(log, entry)
    drafts.show_conflict(log, entry)
    state = batch_state(entry, today)
    st.subheader(f"{STATE_ICONS[state.key]} {state_sentence(state)}")
    if why := reason_words(state):
        st.markdown(f"That day, {why}.")
    try:
        report: Assessment | InputErrors = assess_logged(entry, today)
    except InputErrors as errors:
        report = errors
    show_current_state(log, entry, report, today)
    left, right = st.columns([7, 5], gap="large")
    with left:
        readings.show_measurements(log, entry)
        readings.show_notes(log, entry)
    with right:
        if not isinstance(report, InputErrors):
            widgets.findings(report)
        st.subheader("Once more")
        exports.show_lessons(entry, today)
        show_end(log, entry, today)


def show_current_state(
    log: Log, entry: LoggedBatch, report: Assessment | InputErrors, today: datetime.date
) -> None:
    """Show what is known of a batch now, beside how it was weighed."""
    if isinstance(report, InputErrors):
        for line in undo.error_lines(report):
            widgets.wrong(line)
    else:
        widgets.stops(report)
    left, right = st.columns([7, 5], gap="large")
    with left:
        if not isinstance(report, InputErrors):
            if report.shelf_life:
                show_curve(report.shelf_life, entry, today)
            show_known(report, entry)
        exports.offer_batch_files(entry, today)
    with right:
        drafts.show_form(log, entry)


def show_curve(life: ShelfLife, entry: LoggedBatch, today: datetime.date) -> None:
    """Show what is left over time, with what was measured."""
    if life.curve is None:
        return
    marks = marks_of(entry.measurements, life.since) if life.since else []
    day = float((today - life.since).days) if life.since else None
    palette, end = widgets.palette(), curve_end(life.discard_after_days, day, marks)
    spec = add_marks(charts.loss(life.curve, life.discard_after_days, palette, end), marks, day, palette)
    words = charts.loss_words(life.curve, life.discard_after_days) + marks_words(marks, day)
    st.vega_lite_chart(spec, width="stretch", alt=words)


def show_known(report: Assessment, entry: LoggedBatch) -> None:
    """Say strength and pH as they are known now."""
    weighed = {row.actual_g is not None for row in entry.weighed}
    by = {frozenset({True}): "as weighed", frozenset({True, False}): "as far as it was weighed"}
    for strength in report.composition.strengths:
        how = by.get(frozenset(weighed), "as meant")
        st.markdown(f"{strength_line(strength).removeprefix('- ')}, {how}")
    life = report.shelf_life
    if life and life.now:
        median, low, high = show_band(
            *(100 * strength for strength in (life.now.median, life.now.low, life.now.high))
        )
        st.markdown(f"Today **{median}{THIN}%** of that is left ({low}–{high}{THIN}%)")
    show_pH(report)


# --- the end of a batch ---------------------------------------------------------------------------


def show_end(log: Log, entry: LoggedBatch, today: datetime.date) -> None:
    """Offer to say that it was discarded, and to delete it from the log."""
    st.subheader("Used up")
    if entry.discarded_on:
        st.markdown(f"Discarded on {day_words(entry.discarded_on)}")
        st.button("Take that back", icon=":material/undo:", on_click=_discard, args=(log, entry, False))
    else:
        name = field_key(entry.id, "discarded_on")
        st.session_state.setdefault(name, today.isoformat())
        inputs.line(name, "Discarded on", _DAY, placeholder="2026-03-31")
        st.button("It is discarded", icon=":material/delete:", on_click=_discard, args=(log, entry, True))
    if not entry.deleted_at:
        st.button(
            "Delete it from the log", icon=":material/delete_forever:", on_click=_delete, args=(log, entry)
        )


def _discard(log: Log, entry: LoggedBatch, is_gone: bool) -> None:
    """Say that a batch was discarded, or take that back."""

    def act() -> str:
        text = inputs.in_field(field_key(entry.id, "discarded_on"))
        day = _DAY(text) if is_gone else None
        log.discard(entry.id, entry.version, day)
        return f"Discarded on {day_words(day)}." if day else "It is in use again."

    undo.attempt(act)


def _delete(log: Log, entry: LoggedBatch) -> None:
    """Delete a batch, with a way back."""

    def act() -> str:
        log.delete(entry.id, entry.version)
        undo.set_undo(f"bring {widgets.escape_markdown(entry.name)} back", _restore, log, entry.id)
        return f"Deleted: {entry.name}."

    if undo.attempt(act):
        close_batch()


def _restore(log: Log, id: str) -> str:
    """Bring a batch back."""
    return f"It is back: {log.restore(id).name}."


def show_deleted(log: Log, entry: LoggedBatch) -> None:
    """Say that a batch was deleted, with the way back."""
    st.warning("This batch was deleted from the log.", icon=":material/delete:")

    def back() -> None:
        undo.attempt(_restore, log, entry.id)

    st.button("Bring it back", icon=":material/undo:", on_click=back)
