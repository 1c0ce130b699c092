"""One batch of the log: until when it is to be used, what can be done, its readings; the rest folded."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch, assess_logged, batch_state
from calc.messages import say
from calc.rules.assessment import Assessment
from calc.units import show_band
from ui import charts, widgets
from ui.acidity import show_pH
from ui.batches import drafts, ending, exports, inputs, overview, readings, repeating, undo
from ui.batches.drafts import field_key
from ui.batches.measurement_marks import add_marks, curve_end, marks_of, marks_words, pH_chart, pH_words
from ui.result import strength_line

if TYPE_CHECKING:
    from calc.log.store import Log


def show_batch(log: Log, id: str, today: datetime.date) -> None:
    """Show a batch, or that there is none."""
    back = ":material/arrow_back:"
    st.button(say("All batches"), icon=back, type="tertiary", on_click=overview.close_batch)
    try:
        entry = log.get(id)
    except InputError as error:
        if error.field != "id":
            raise
        st.title(say("There is no such batch"), anchor=False)
        st.markdown(say("It may be in another log. Open one from the list."))
        return
    drafts.follow(entry)
    st.title(widgets.escape_markdown(entry.name), anchor=False)
    undo.show_outcome()
    undo.offer_undo()
    if entry.deleted_at:
        ending.show_deleted(log, entry)
    drafts.show_conflict(log, entry)
    state = batch_state(entry, today)
    with st.container(key="batch-answer"):
        sentence = overview.state_sentence(state)
        st.header(f"{overview.STATE_ICONS[state.key]} {sentence}", anchor=False)
    try:
        report: Assessment | InputErrors = assess_logged(entry, today)
        files: exports.BatchFiles | None = exports.batch_files(entry, today)
    except InputErrors as errors:
        report, files = errors, None
    offer_actions(log, entry, files, today)
    if isinstance(report, InputErrors):
        for line in undo.error_lines(report):
            widgets.wrong(line)
    else:
        widgets.stops(report)
    left, right = st.columns([5, 6], gap="large")
    with left:
        readings.show_measurements(log, entry)
        readings.show_notes(log, entry)
    with right:
        if not isinstance(report, InputErrors):
            show_curve(report, entry, today)
            show_known(report, entry)
        show_folds(log, entry, report, files, today)


def offer_actions(
    log: Log, entry: LoggedBatch, files: exports.BatchFiles | None, today: datetime.date
) -> None:
    """Offer what is done with a batch: a reading, made again at a size, a label, done."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="batch-actions"):
        readings.offer_reading(log, entry)
        name = field_key(entry.id, "size")
        st.session_state.setdefault(name, repeating.size_words(entry))
        with st.container(width=110):
            inputs.line(name, say("Size"))
        repeating.offer(entry, today, key=f"again-{entry.id}", size=inputs.in_field(name))
        if files:
            exports.offer_label(files)
        if not entry.discarded_on and not entry.deleted_at:
            ending.offer_done(log, entry, today)


def show_folds(
    log: Log,
    entry: LoggedBatch,
    report: Assessment | InputErrors,
    files: exports.BatchFiles | None,
    today: datetime.date,
) -> None:
    """Show what is looked at now and then: weighing, lessons, warnings, files, the end."""
    with st.expander(say("What was weighed"), expanded=bool(drafts.is_edited(entry)), key="fold-weighed"):
        drafts.show_form(log, entry)
    with st.expander(say("What we learned"), key="fold-lessons"):
        exports.show_lessons(entry, today)
    if not isinstance(report, InputErrors):
        with widgets.fold(say("Warnings of the making"), "batch-warnings") as fold:
            if fold.open:
                widgets.brief_findings(report)
    if files:
        with st.expander(say("Card, web pages and link"), key="fold-files"):
            exports.offer_files(files, entry.id)
    with st.expander(say("Finish or delete"), key="fold-end"):
        ending.show_end(log, entry, today)


def show_curve(report: Assessment, entry: LoggedBatch, today: datetime.date) -> None:
    """Show what is left over time, and under it the pH on an axis of its own, with what was measured."""
    life = report.shelf_life
    if life is None or life.curve is None:
        return
    marks = marks_of(entry.measurements, life.since) if life.since else []
    day = float((today - life.since).days) if life.since else None
    palette, end = widgets.palette(), curve_end(life.discard_after_days, day, marks)
    others = [mark for mark in marks if mark.pH is None]
    spec = add_marks(charts.loss(life.curve, life.discard_after_days, palette, end), others, day, palette)
    words = charts.loss_words(life.curve, life.discard_after_days) + marks_words(others, day)
    st.vega_lite_chart(spec, width="stretch", alt=words)
    acids = [mark for mark in marks if mark.pH is not None]
    if acids:
        until = spec["layer"][1]["encoding"]["x"]["scale"]["domain"][1]
        st.vega_lite_chart(
            pH_chart(acids, report.pH, until, palette), width="stretch", alt=pH_words(acids, report.pH)
        )


def show_known(report: Assessment, entry: LoggedBatch) -> None:
    """Say strength and pH as they are known now."""
    weighed = {row.actual_g is not None for row in entry.weighed}
    by = {frozenset({True}): say("as weighed"), frozenset({True, False}): say("as far as it was weighed")}
    for strength in report.composition.strengths:
        how = by.get(frozenset(weighed), "as planned")
        st.markdown(f"{strength_line(strength).removeprefix('- ')}, {how}")
    life = report.shelf_life
    if life and life.now:
        median, low, high = show_band(
            *(100 * strength for strength in (life.now.median, life.now.low, life.now.high))
        )
        st.markdown(
            say(
                "Today **{median}\u202f%** of that is left ({low}–{high}\u202f%)",
                median=median,
                low=low,
                high=high,
            )
        )
    show_pH(report)
