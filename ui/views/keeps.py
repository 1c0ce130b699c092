"""Keeps: by when the batch of Mix is to be discarded, what ends it, and what moves that date."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from calc import catalog
from calc.chemistry.formula import composition
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.life import Advice, ShelfLife, t90_over, what_helps
from calc.chemistry.stability.logger import TemperatureLog
from calc.chemistry.stability.wording import (
    ADVICE,
    reason_words,
    span_words,
    tenth_words,
)
from calc.date_words import date_words
from calc.errors import InputErrors
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.request import MixRequest, MixValues, ParsedRequest, batch_of, measured_of, parse_request
from calc.mixing.storage_request import ASSAY_FIELDS, parse_storage, storage_of, with_assay
from calc.mixing.values import StorageValues
from calc.reports.calendar import discard_calendar
from calc.reports.evidence import value_words
from calc.rules.assessment import Assessment, assess
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number
from ui import charts, days, evidence_mark, state, temperature_log, timeline, widgets
from ui.labels import EXAMPLES, LABELS, WORDS

#: What says how it is kept.
KEPT = ("kept_at", "package", "wall", "openings", "fill", "light", "made_on", "opened_on")
#: Areas of rules that bear on keeping.
KEEPING = ("STAB", "MICRO", "LIGHT", "SOL", "FORM")
#: What was answered last, for while something cannot be read.
LAST = "shelf-last"
#: What the map spans: the pH that serums have, and where they stand.
MAP_PH, MAP_C = np.linspace(2.0, 6.0, 41), np.linspace(2.0, 45.0, 44)


@dataclass(frozen=True)
class Kept:
    """A batch, how it is kept, and what follows from both."""

    batch: Batch
    storage: Storage
    measured: Measured | None
    report: Assessment


def page() -> None:
    """Ask how it is kept on the left; say the date, what ends it and what moves it on the right."""
    state.open_mix()
    request = state.read_mix()
    parsed, mixed = parse_storage(request), parse_request(request)
    batch = mixed_of(mixed)
    st.title(say("How long does it keep?"), anchor=False)
    with st.container(key="sides-keeps"):
        left, right = st.container(key="ask-keeps"), st.container(key="told-keeps")
        with left:
            of_what(batch)
            on_paper(request)
            log = questions(parsed)
        with right:
            answer(batch, mixed, parsed, log)
    state.write_link(request)


def mixed_of(mixed: ParsedRequest[MixValues]) -> Batch | InputErrors:
    """Return the batch of Mix, or what is wrong with it."""
    try:
        return batch_of(mixed)
    except InputErrors as errors:
        return errors


def of_what(batch: Batch | InputErrors) -> None:
    """Say which batch it is about."""
    said = say("edit")
    if not isinstance(batch, InputErrors):
        forms = catalog.forms()
        strengths = ", ".join(
            f"{show_number(100 * part.nominal)}{THIN}% {forms[part.form].name}"
            for part in composition(batch.formula).strengths
        )
        mass = f"{show_number(batch.formula.total_mass_g)}{THIN}g"
        said = say(
            "From Mix: {mass} with {strengths} (edit)", mass=mass, strengths=strengths or say("no vitamin C")
        )
    with st.container(key="keeps-from-mix"):
        st.page_link("ui/views/mix.py", label=said, icon=":material/blender:")


def on_paper(request: MixRequest) -> None:
    """Say how it is kept in one line: on paper it stands where the fields stand on the screen."""
    typed = {field: getattr(request, field) for field in KEPT}
    with st.container(key="paper-keeps"):
        widgets.aside(
            " · ".join(
                f"{LABELS[field]}: {WORDS.get(field, {}).get(text, text)}"
                for field, text in typed.items()
                if text
            )
        )


def questions(parsed: ParsedRequest[StorageValues]) -> TemperatureLog | None:
    """Show the fields, and return a temperature log where there is one."""
    ask("kept_at", parsed)
    with st.container(horizontal=True):
        for words, label in (("fridge", say("Fridge")), ("room", say("Room"))):
            st.button(label, key=f"kept-{words}", on_click=state.set_field, args=("kept_at", words))
    for pair in (("package", "wall"), ("openings", "fill")):
        for field, column in zip(pair, st.columns(2)):
            with column:
                ask(field, parsed)
    ask("light", parsed)
    for field, column in zip(("made_on", "opened_on"), st.columns(2)):
        with column:
            days.pick(state.key(field), LABELS[field])
            if field in parsed.errors:
                widgets.problem(parsed.errors[field], field)
    if (
        st.toggle(say("I had it tested"), key="shelf-assay", persist_state="session")
        or "assay" in parsed.echo
    ):
        for field in ASSAY_FIELDS:
            ask(field, parsed)
    return temperature_log.ask_for_log()


def ask(field: str, parsed: ParsedRequest[StorageValues]) -> None:
    """Show a field."""
    if field == "light":
        widgets.segments(field, LABELS[field], WORDS[field])
    elif field in WORDS:
        widgets.choice(field, LABELS[field], WORDS[field])
    else:
        widgets.quantity(field, LABELS[field], parsed, placeholder=EXAMPLES[field])


def answer(
    batch: Batch | InputErrors,
    mixed: ParsedRequest[MixValues],
    parsed: ParsedRequest,
    log: TemperatureLog | None,
) -> None:
    """Show how long it keeps; while something cannot be read, what was shown last and what is wrong."""
    try:
        if isinstance(batch, InputErrors):
            raise batch
        storage = storage_of(parsed, log)
        measured = with_assay(measured_of(mixed), parsed)
        report = assess(batch.formula, storage=storage, measured=measured, dose=batch.dose, on=today(storage))
        kept = Kept(batch, storage, measured, about_keeping(report))
        st.session_state[LAST] = kept
    except InputErrors as errors:
        wrong = [error for error in errors.errors if error.field not in parsed.errors]
        last: Kept | None = st.session_state.get(LAST)
        names = ", ".join(dict.fromkeys(LABELS.get(error.field, error.field) for error in errors.errors))
        asked = (
            say("As of your last readable entry. Check this first: {names}.", names=names)
            if last
            else say("Check this first: {names}.", names=names)
        )
        st.info(asked, icon=":material/edit:")
        for error in wrong:
            widgets.wrong(f"{LABELS.get(error.field, error.field)}: {error.advice}")
        if last is None:
            return
        kept = last
    show_kept(kept)


def show_kept(kept: Kept) -> None:
    """Show the date, what ends it, what moves it, and the rest one click away."""
    widgets.stops(kept.report)
    if kept.report.shelf_life:
        headline(kept.report.shelf_life)
    moves(kept)
    if kept.report.shelf_life:
        remaining(kept.report.shelf_life)
    widgets.brief_findings(kept.report)
    map_of(kept.batch, kept.storage, kept.measured)


def today(storage: Storage) -> datetime.date | None:
    """Return the day for which to tell what is left, once it is known since when."""
    now = datetime.date.today()
    return now if storage.since and storage.since <= now else None


def about_keeping(report: Assessment) -> Assessment:
    """Return a report with only what bears on keeping; the rest is on Mix."""
    findings = tuple(finding for finding in report.findings if finding.code.split("-")[0] in KEEPING)
    return replace(report, findings=findings)


def headline(life: ShelfLife) -> None:
    """Say by when to discard it, and what else would end it."""
    if life.discard_after_days is None:
        st.subheader(say("No date can be given"), anchor=False)
        return
    span, now = span_words(life.discard_after_days), datetime.date.today()
    since = life.since or now
    day = since + datetime.timedelta(days=int(life.discard_after_days))
    words = date_words(day, year=day.year != now.year)
    said = (
        say("Discard by {date} ({span})", date=words, span=span)
        if day >= now
        else say("Discard it: its last day was {date} ({span})", date=words, span=span)
    )
    with st.container(key="keeps-answer", gap="xsmall"):
        st.header(said, anchor=False)
        reason = reason_words(life.limits[0].key)
        widgets.aside(
            say("Why: {reason}.", reason=reason)
            if life.since
            else say(
                "Why: {reason}. Counted from today: enter when it was made to change that.", reason=reason
            )
        )
        made = functools.partial(discard_calendar, life, say("vitamin C serum"), since)
        with st.container(horizontal=True):
            widgets.download(say("Add to calendar"), made, "discard.ics", "text/calendar")
            evidence_mark.offer_limit(life.limits[0])
    st.vega_lite_chart(
        timeline.timeline(life.limits, widgets.palette()),
        width="stretch",
        alt=timeline.timeline_words(life.limits),
    )


def remaining(life: ShelfLife) -> None:
    """Say when a tenth is lost, and what is left over time."""
    if life.t90_days:
        st.markdown(tenth_words(life.t90_days))
    if life.assay:
        before = [span_words(days) for days in _ends(life.assay.before)]
        verdict = (
            say("Your test sharpened that: before, it was {} ({} to {}).")
            if life.assay.believed
            else say("Your test does not fit what was expected, {} ({} to {}), and is not used: test again.")
        )
        st.markdown(verdict.format(*before))
    if life.now:
        median, low, high = show_band(*(100 * end for end in (life.now.median, life.now.low, life.now.high)))
        st.markdown(
            say("Today **{median}\u202f%** is left ({low}–{high}\u202f%).", median=median, low=low, high=high)
        )
    if life.mean_kinetic_C is not None:
        widgets.aside(
            say(
                "Mean kinetic temperature {mean_kinetic_C}\u202f°C",
                mean_kinetic_C=show_number(life.mean_kinetic_C),
            )
        )
    if life.curve is None:
        return
    with widgets.fold(say("How much is left over time"), "loss") as fold:
        if fold.open:
            end = catalog.stability().assumed["six_months"].centre
            st.vega_lite_chart(
                charts.loss(life.curve, life.discard_after_days, widgets.palette(), end),
                width="stretch",
                alt=charts.loss_words(life.curve, life.discard_after_days),
            )


def _ends(band: Band) -> tuple[float, float, float]:
    """Return median, low and high of a number of days, in digits that the band can bear."""
    median, low, high = (float(text) for text in show_band(band.median, band.low, band.high))
    return median, low, high


def moves(kept: Kept) -> None:
    """Say what moves the date, alone or together, and what does not."""
    life = kept.report.shelf_life
    helps = what_helps(kept.batch.formula, storage=kept.storage, measured=kept.measured)
    if not helps or life is None or life.discard_after_days is None:
        return
    now = span_words(life.discard_after_days)
    later = [step for step in helps if step.later_days >= 1][:4]
    idle = [step for step in helps if step.later_days < 1 and len(step.keys) == 1]
    st.subheader(say("What moves the date"), anchor=False)
    st.table(
        {
            say("Change"): [f"+\u00a0{change(step)}" for step in (*later, *idle)],
            say("Discard after"): [
                *(f"{now} → **{span_words(step.discard_days)}**" for step in later),
                *(say("no change") for _ in idle),
            ],
        },
        border="horizontal",
        hide_index=True,
    )


def change(advice: Advice) -> str:
    """Return what to change, with how much of what."""
    numbers = {number.property: value_words(number) for number in advice.numbers}
    return " + ".join(ADVICE[key].format(**numbers) for key in advice.keys)


def map_of(batch: Batch, storage: Storage, measured: Measured | None) -> None:
    """Show days over pH and temperature, with this batch on it."""
    with widgets.fold(say("Days by pH and temperature"), "map") as fold:
        if not fold.open:
            return
        days = t90_over(batch.formula, MAP_PH, MAP_C, storage=storage, measured=measured)
        pH = predict_pH(batch.formula).pH
        if days is None or pH is None:
            st.markdown(say("There is no map without a pH and a number of days."))
            return
        here = (pH.median, storage.coldest_C)
        st.vega_lite_chart(
            charts.days_map(MAP_PH, MAP_C, days[1], here, widgets.palette()),
            width="stretch",
            alt=charts.days_map_words(MAP_PH, MAP_C, days[1]),
        )
        widgets.aside(
            say("Medians; the band around each is as wide as above. Everything else stays as it is.")
        )


page()
