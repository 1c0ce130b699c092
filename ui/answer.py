"""The answer to what was typed: what it comes to, and the last one while something cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from calc.errors import InputErrors
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.coarse_scale import spoken_name, stock_to_make
from calc.mixing.request import (
    MixRequest,
    MixValues,
    ParsedRequest,
    assess_request,
    coarse_scale_of,
    parse_request,
)
from calc.mixing.storage_request import parse_storage, storage_of
from calc.mixing.values import FromLinesValues
from calc.rules.assessment import Assessment
from calc.units import THIN, show_number
from ui import state, widgets
from ui.acidity import show_reading
from ui.batches.keep_dialog import link_to_kept, offer_keeping
from ui.coarse import scale_title, show_coarse
from ui.labels import LABELS
from ui.reasons import show_reasons
from ui.result import WEIGH_IT, show_result, strength_words
from ui.share import offer_actions, show_preset
from ui.sheet import show_sheet, shown_mass

#: What is said of a recipe and does not change what is in it.
REMARKS = ("claim_strength", "claim_pH", "reading", "reading_error")


@dataclass(frozen=True)
class Answer:
    """What a request comes to.

    Parameters
    ----------
    request : MixRequest
        That it answers: the one in the fields, or the last one that could be read.
    parsed : ParsedRequest
        What that says.
    batch, report : Batch and Assessment, optional
        None where there is no answer, not even an old one.
    errors : InputErrors, optional
        What keeps a new answer back.
    """

    request: MixRequest
    parsed: ParsedRequest[MixValues]
    batch: Batch | None = None
    report: Assessment | None = None
    errors: InputErrors | None = None

    @property
    def is_old(self) -> bool:
        """Whether it is that of the last fields that could be read."""
        return self.errors is not None


def answer_to(request: MixRequest, parsed: ParsedRequest[MixValues]) -> Answer:
    """Return the answer to a request; while something cannot be read, that to the last one that could.

    What can be read and cannot be made has no answer to keep; and a recipe that nobody typed is no answer
    to what somebody has.
    """
    try:
        batch, report = assess_kept(request, parsed)
        state.keep_answered(request)
        return Answer(request, parsed, batch, report)
    except InputErrors as errors:
        last = state.last_answered()
        is_example = last is not None and last.way == "made" and last.recipe == state.FIRST.recipe
        if not is_unreadable(parsed) or last is None or is_example or last.way != request.way:
            return Answer(request, parsed, errors=errors)
        read = parse_request(last)
        return Answer(last, read, *assess_kept(last, read), errors)


def assess_kept(request: MixRequest, parsed: ParsedRequest[MixValues]) -> tuple[Batch, Assessment]:
    """Return the batch and what is known of it as it is kept, where that can be read.

    Raises
    ------
    InputErrors
        As `assess_request`.
    """
    counted = without_remarks(parsed)
    if request.way not in ("new", "boost") or not request.kept_at.strip():
        return assess_request(counted)
    try:
        return assess_request(counted, storage=storage_of(parse_storage(request)))
    except InputErrors:
        return assess_request(counted)


def show_answer(request: MixRequest, parsed: ParsedRequest[MixValues], answer: Answer) -> None:
    """Show the sheet, the result and the reasons; the last ones while something cannot be read."""
    with st.container(key="answer", gap="small"):
        if answer.errors:
            show_waiting(answer.errors, parsed)
        else:
            show_without(parsed)
        if answer.batch is None or answer.report is None:
            offer_actions(request, answered=False)
            return
        if answer.is_old:
            st.markdown(say("**As of your last readable entry:**"))
        with st.container(key="answer-old" if answer.is_old else "answer-now", gap="small"):
            show_parts(request, answer, answer.batch, answer.report)


def show_parts(request: MixRequest, answer: Answer, batch: Batch, report: Assessment) -> None:
    """Show what stops, then the sheet beside the result."""
    widgets.stops(report)
    coarse = coarse_scale_of(answer.parsed, batch)
    with st.container(key="answer-parts"):
        with st.container(key="answer-sheet", gap="small"):
            if coarse:
                show_coarse(coarse, batch)
            else:
                show_steps(answer, batch, report)
        with st.container(key="answer-result", gap="small"):
            if not coarse:
                show_result(answer.request, answer.parsed, batch, report, typed=request)
                show_preset(request)
            with st.container(key="screen-actions", gap="small"):
                if not answer.is_old and not coarse:
                    offer_keeping(request, batch, report)
                offer_actions(request, answered=not answer.is_old)
                if not answer.is_old:
                    link_to_kept(request)
            if not coarse:
                show_reasons(batch, report)


def show_steps(answer: Answer, batch: Batch, report: Assessment) -> None:
    """Show what to weigh, in order, with the reading of the pH in its step."""
    request = answer.request
    if any(finding.code == WEIGH_IT for finding in report.findings):
        heading = say("Weigh it")
    elif request.way == "made":
        heading = say("In the order of addition")
    else:
        heading = say("Weigh, in this order") if request.way != "palm" else say("Mix in your palm")
    st.subheader(heading, anchor=False)
    solution = solution_words(batch)
    if solution:
        st.markdown(say("First make the solution: {solution}.", solution=solution))

    def ask_reading() -> None:
        show_reading(answer.parsed, batch)

    as_typed = as_taken(request, batch) if request.way == "palm" else ()
    show_sheet(
        batch.weigh, dose=batch.dose, ask_reading=ask_reading if batch.dose else None, as_typed=as_typed
    )


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


def is_unreadable(parsed: ParsedRequest[MixValues]) -> bool:
    """Tell whether something cannot be read; what can be read and cannot be made has no answer to keep."""
    values = parsed.values
    return bool(parsed.errors) or (
        isinstance(values, FromLinesValues) and not any(line.counts for line in values.recipe)
    )


def without_remarks(parsed: ParsedRequest[MixValues]) -> ParsedRequest[MixValues]:
    """Return a recipe as it is without the remarks on it that cannot be read."""
    if not isinstance(parsed.values, FromLinesValues):
        return parsed
    counting = {name: error for name, error in parsed.errors.items() if name not in REMARKS}
    return replace(parsed, errors=counting)


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
        "dissolve {solid}\u202fg of {name} in {water}\u202fg of water",
        solid=show_number(solid),
        name=name,
        water=show_number(water),
    )
