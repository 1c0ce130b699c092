"""The answer to what was typed: what it comes to, and the last one while something cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calc.errors import InputErrors
from calc.findings import Severity
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.coarse_scale import spoken_name, stock_to_make
from calc.mixing.request import MixRequest, MixValues, ParsedRequest, coarse_scale_of
from calc.rules.assessment import Assessment
from calc.units import THIN, show_number
from ui import parts, state, widgets
from ui.acidity import READING_FIELDS, ask_reading, first_words, next_words
from ui.batches.keep_dialog import is_kept, link_to_kept, offer_keeping
from ui.coarse import scale_title, show_coarse
from ui.labels import LABELS
from ui.reasons import has_way_to_pH, show_reasons
from ui.result import IN_THE_STEP, WEIGH_IT, offer_numbers, origins, show_result, strength_words
from ui.share import offer_actions, show_preset, shown_actions
from ui.sheet import sheet_rows, show_rows, shown_mass
from ui.worked import Answer, Worked, kept


def show_answer(
    place: DeltaGenerator, request: MixRequest, parsed: ParsedRequest[MixValues], answer: Answer
) -> None:
    """Show the sheet, the result and the reasons in a place; the last ones while something cannot be read."""
    with place:
        if answer.errors:
            show_waiting(answer.errors, parsed)
        else:
            show_without(parsed)
        if answer.batch is None or answer.report is None:
            offer_actions(request, answered=False)
            return
        if answer.is_old:
            st.markdown(say("**As of your last readable entry:**"))
    shown = place.container(key="answer-old" if answer.is_old else "answer-now", gap="small")
    show_parts(shown, answer, answer.batch, answer.report)


def show_parts(place: DeltaGenerator, answer: Answer, batch: Batch, report: Assessment) -> None:
    """Show what stops, then the sheet beside the result: what answers the question first.

    None of the places is entered within another: a part remembers all that it was called in.
    """
    with place:
        show_stops()
    coarse = coarse_scale_of(answer.parsed, batch)
    beside = place.container(key="answer-parts")
    sheet, result = (beside.container(key=f"answer-{name}", gap="small") for name in ("sheet", "result"))
    with sheet:
        if coarse:
            show_coarse(coarse, batch)
        else:
            show_upper_sheet()
    if not coarse:
        with result:
            show_numbers()
        show_lower_sheet(sheet, answer, batch)
    with result:
        if not coarse:
            show_marks()
            show_findings()
        show_below()


def show_lower_sheet(place: DeltaGenerator, answer: Answer, batch: Batch) -> None:
    """Show the rest of what to weigh, in order, with the reading of the pH in its step."""
    if batch.dose:
        with place.container(key="screen-reading", gap="xsmall"):
            ask_reading(answer.parsed, batch)
            show_next_step()
    rest = rows_around_reading(answer, batch)[1]
    if rest:
        with place:
            show_rows(rest, name="mix-rest")


@parts.part(parts.STOPS, lambda worked: _of_batch(worked, shown_stops))
def show_stops() -> None:
    """Show what stops."""
    report = parts.drawn_or_rerun().answer.report
    if report:
        widgets.stops(report)


@parts.part(parts.SHEET, lambda worked: _of_batch(worked, shown_sheet))
def show_upper_sheet() -> None:
    """Show the sheet to the step that moves the pH."""
    answer = kept().answer
    if answer.batch and answer.report:
        st.subheader(heading_words(answer.request, answer.report), anchor=False)
        solution = solution_words(answer.batch)
        if solution:
            st.markdown(say("First make the solution: {solution}.", solution=solution))
        show_rows(rows_around_reading(answer, answer.batch)[0])


@parts.part(parts.NEXT, lambda worked: _of_batch(worked, lambda _, batch, __: next_words(batch)))
def show_next_step() -> None:
    """Say what to do next about the pH."""
    batch = kept().answer.batch
    words = next_words(batch) if batch else ""
    if words:
        st.markdown(words)


@parts.part(parts.NUMBERS, lambda worked: worked.request)
def show_numbers() -> None:
    """Show what comes of it in numbers."""
    worked = kept()
    answer = worked.answer
    if answer.batch and answer.report:
        show_result(answer.request, answer.parsed, answer.batch, answer.report, typed=worked.request)


@parts.part(parts.MARKS, lambda worked: _of_batch(worked, shown_marks), opens=("entry-mix-",))
def show_marks() -> None:
    """Show where the numbers come from."""
    answer = parts.drawn_or_rerun().answer
    if answer.batch and answer.report:
        offer_numbers(answer.batch, answer.report)


@parts.part(
    parts.FINDINGS, lambda worked: _of_batch(worked, shown_findings), opens=("fold-finding-", "fold-why")
)
def show_findings() -> None:
    """Show what to know of the batch."""
    answer = parts.drawn_or_rerun().answer
    if answer.report:
        widgets.brief_findings(answer.report, IN_THE_STEP)
        show_preset(answer.request)


@parts.part(
    parts.BELOW,
    lambda worked: _of_batch(worked, shown_below),
    opens=("fold-keep", "fold-precision", "fold-pH", "fold-contents"),
)
def show_below() -> None:
    """Show what can be done with the batch, and why it is so."""
    worked = parts.drawn_or_rerun()
    request, answer, batch, report = worked.request, worked.answer, worked.answer.batch, worked.answer.report
    if not (batch and report):
        return
    coarse = coarse_scale_of(answer.parsed, batch)
    with st.container(key="screen-actions", gap="small"):
        if not answer.is_old and not coarse:
            offer_keeping(request, batch, report)
        offer_actions(request, answered=not answer.is_old)
        if not answer.is_old:
            link_to_kept(request)
    if not coarse:
        show_reasons(batch, report)


def _of_batch(worked: Worked, shown: Callable[[Answer, Batch, Assessment], Hashable]) -> Hashable:
    """Return what a part shows of a batch; None where there is none."""
    answer = worked.answer
    return shown(answer, answer.batch, answer.report) if answer.batch and answer.report else None


def shown_answer(worked: Worked) -> Hashable:
    """Return what the answer shows beside its parts; all of it where they are not the usual ones."""
    request, answer, batch, report = worked.request, worked.answer, worked.answer.batch, worked.answer.report
    if not (batch and report) or answer.is_old or coarse_scale_of(answer.parsed, batch):
        return request
    is_read = state.text_in(state.key("reading")).strip()
    return (
        tuple(worked.parsed.errors),
        first_words(batch) if is_read else bool(batch.dose),
        tuple(error.advice for field, error in worked.parsed.errors.items() if field in READING_FIELDS),
        _as_tuple(rows_around_reading(answer, batch)[1]),
    )


parts.whole(parts.ANSWER, shown_answer)


def shown_sheet(answer: Answer, batch: Batch, report: Assessment) -> Hashable:
    """Return what the sheet shows to the step that moves the pH."""
    rows = _as_tuple(rows_around_reading(answer, batch)[0])
    return heading_words(answer.request, report), solution_words(batch), rows


def shown_stops(answer: Answer, batch: Batch, report: Assessment) -> Hashable:
    """Return the findings that stop."""
    return tuple(finding for finding in report.findings if finding.severity == Severity.STOP)


def shown_marks(answer: Answer, batch: Batch, report: Assessment) -> Hashable:
    """Return the numbers whose origin is shown."""
    return tuple(origins(batch, report).items())


def shown_findings(answer: Answer, batch: Batch, report: Assessment) -> Hashable:
    """Return what is shown of the findings while none is opened."""
    return (
        tuple(widgets.loud_findings(report, IN_THE_STEP).values()),
        widgets.checks_words(report, IN_THE_STEP),
        state.unchanged_preset(answer.request),
    )


def shown_below(answer: Answer, batch: Batch, report: Assessment) -> Hashable:
    """Return what the buttons hang on, and which reasons there are."""
    return is_kept(answer.request), shown_actions(answer.request), has_way_to_pH(batch)


def _as_tuple(rows: Sequence[Mapping[str, str]]) -> Hashable:
    """Return rows as something to compare."""
    return tuple(tuple(row.items()) for row in rows)


def heading_words(request: MixRequest, report: Assessment) -> str:
    """Return what stands over the sheet."""
    if any(finding.code == WEIGH_IT for finding in report.findings):
        return say("Weigh it")
    if request.way == "made":
        return say("In the order of addition")
    return say("Weigh, in this order") if request.way != "palm" else say("Mix in your palm")


def rows_around_reading(answer: Answer, batch: Batch) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of the sheet to the step that moves the pH, and those after it."""
    as_typed = as_taken(answer.request, batch) if answer.request.way == "palm" else ()
    rows = sheet_rows(batch.weigh, dose=batch.dose, as_typed=as_typed)
    mover = batch.dose.adjuster.ingredient if batch.dose else ""
    places = [at for at, row in enumerate(batch.weigh, start=1) if row.ingredient == mover]
    return (rows[: places[-1]], rows[places[-1] :]) if places else (rows, [])


def show_bar(request: MixRequest, answer: Answer) -> None:
    """Show the answer in a line at the bottom of a phone, while the fields are in sight."""
    with st.container(key="screen-bar"):
        if answer.batch is None or answer.report is None:
            st.markdown(say("No answer yet"))
            return
        coarse = coarse_scale_of(answer.parsed, answer.batch)
        if coarse:
            st.markdown(f"**{scale_title(coarse)}**")
            return
        main = answer.report.composition.strength_of(answer.batch.form)
        parts = [f"**{strength_words(main)}**"] if main else []
        if answer.batch.dose and answer.request.target_pH.strip():
            parts.append(f"pH {show_number(answer.batch.dose.target_pH)}")
        rows = answer.batch.weigh
        parts += [
            f"{widgets.escape_markdown(row.name.split(' (')[0])} {shown_mass(row)}{THIN}g" for row in rows[:3]
        ]
        parts_in_line = " · ".join(parts)
        st.markdown(say("last: {answer}", answer=parts_in_line) if answer.is_old else parts_in_line)


def show_without(parsed: ParsedRequest[MixValues]) -> None:
    """Say what could not be read and does not count."""
    left_out = [LABELS[name].split(",")[0] for name in parsed.errors]
    if left_out:
        widgets.wrong(say("Worked out without: {left_out}", left_out=", ".join(left_out)))


def show_waiting(errors: InputErrors, parsed: ParsedRequest[MixValues]) -> None:
    """Say what keeps the answer back: by name where the field shows the reason itself."""
    names = dict.fromkeys(LABELS[field.split(" ")[0]].split(" (")[0] for field in parsed.errors)
    if names:
        st.markdown(say(":material/edit: Check **{names}** to see your recipe.", names=", ".join(names)))
    for error in errors.errors:
        if error.field not in parsed.errors:
            label = LABELS.get(error.field, error.field).split(" (")[0]
            widgets.wrong(f"{label}: {error.advice}")


def as_taken(request: MixRequest, batch: Batch) -> tuple[str, ...]:
    """Return the amounts of one dose as they are measured: in the words that were typed, or grams.

    Empty where both are weighed.
    """
    liquid, powder = request.dose.strip(), request.measure.strip() if request.palm == "powder" else ""
    taken = (liquid, powder or f"{shown_mass(batch.weigh[-1])}{THIN}g")
    return taken if len(batch.weigh) == len(taken) else ()


def solution_words(batch: Batch) -> str:
    """Return how to make the solution of what moves the pH, where it is weighed as one."""
    dose = batch.dose
    if dose is None or dose.mass is None or dose.adjuster.strength == 1:
        return ""
    rows = [row for row in batch.weigh if row.ingredient == dose.adjuster.ingredient]
    if not rows:
        return ""
    step, strength = rows[0].scale_plus_minus_g or 0.01, dose.adjuster.strength
    solid, water = stock_to_make(strength, dose.mass.high * strength, step)
    name = spoken_name(rows[0])
    return say(
        "dissolve {powder_mass}\u202fg of {ingredient} in {water_mass}\u202fg of water",
        powder_mass=show_number(solid),
        ingredient=name,
        water_mass=show_number(water),
    )
