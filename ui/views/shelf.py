"""Shelf life: how long the batch of Mix keeps, until when, and what would help most."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import numpy as np
import streamlit as st

from calc import catalog
from calc.chemistry.formula import composition
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.life import Advice, ShelfLife, t90_over, what_helps
from calc.chemistry.stability.logger import TemperatureLog
from calc.chemistry.stability.wording import ADVICE, AFTERWARDS, LIMITS, NO_CHANGE, TENTH_GONE
from calc.errors import InputErrors
from calc.mixing.batch import Batch
from calc.mixing.request import MixValues, ParsedRequest, batch_of, measured_of, parse_request
from calc.mixing.storage_request import ASSAY_FIELDS, STORAGE_FIELDS, parse_storage, storage_of, with_assay
from calc.mixing.values import StorageValues
from calc.reports.evidence import value_words
from calc.rules.assessment import Assessment, assess
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number
from ui import charts, state, temperature_log, widgets
from ui.labels import EXAMPLES, LABELS, WORDS

#: Areas of rules that bear on keeping.
KEEPING = ("STAB", "MICRO", "LIGHT", "SOL", "FORM")
#: What the map spans: the pH that serums have, and where they stand.
MAP_PH, MAP_C = np.linspace(2.0, 6.0, 41), np.linspace(2.0, 45.0, 44)


def page() -> None:
    """Ask how it is kept on the left; show the date, the curve and what would help on the right."""
    state.open_mix()
    request = state.read_mix()
    parsed, mixed = parse_storage(request), parse_request(request)
    batch = mixed_of(mixed)
    widgets.aside("Vitamin C bench")
    st.title("How long does it keep?")
    left, right = st.columns([5, 7], gap="large")
    with left:
        of_what(batch)
        log = questions(parsed)
    with right:
        show_shelf_life(batch, mixed, parsed, log)
    state.write_link(request)


def mixed_of(mixed: ParsedRequest[MixValues]) -> Batch | InputErrors:
    """Return the batch of Mix, or what is wrong with it."""
    try:
        return batch_of(mixed)
    except InputErrors as errors:
        return errors


def of_what(batch: Batch | InputErrors) -> None:
    """Say which batch it is about."""
    st.page_link("ui/views/mix.py", label="The batch of Mix", icon=":material/blender:")
    if isinstance(batch, InputErrors):
        return
    contents = composition(batch.formula).strengths
    forms = catalog.forms()
    strengths = ", ".join(
        f"{show_number(100 * part.nominal)}{THIN}% {forms[part.form].name}" for part in contents
    )
    widgets.aside(f"{show_number(batch.formula.total_mass_g)}{THIN}g with {strengths or 'no vitamin C'}")


def questions(parsed: ParsedRequest[StorageValues]) -> TemperatureLog | None:
    """Show the fields, and return a temperature log where there is one."""
    for field in STORAGE_FIELDS:
        ask(field, parsed)
    if st.toggle("I have an assay", key="shelf-assay", persist_state="session") or "assay" in parsed.echo:
        for field in ASSAY_FIELDS:
            ask(field, parsed)
    return temperature_log.ask_for_log()


def ask(field: str, parsed: ParsedRequest[StorageValues]) -> None:
    """Show a field."""
    if field in WORDS:
        widgets.choice(field, LABELS[field], WORDS[field])
    else:
        widgets.quantity(field, LABELS[field], parsed, placeholder=EXAMPLES[field])


def show_shelf_life(
    batch: Batch | InputErrors,
    mixed: ParsedRequest[MixValues],
    parsed: ParsedRequest,
    log: TemperatureLog | None,
) -> None:
    """Show how long it keeps; or what is missing for that."""
    try:
        if isinstance(batch, InputErrors):
            raise batch
        storage = storage_of(parsed, log)
        measured = with_assay(measured_of(mixed), parsed)
        day = today(storage)
        report = assess(batch.formula, storage=storage, measured=measured, dose=batch.dose, on=day)
    except InputErrors as errors:
        st.subheader("Not yet an answer")
        for error in errors.errors:
            if error.field not in parsed.errors:
                widgets.wrong(f"{LABELS.get(error.field, error.field)}: {error.advice}")
        widgets.aside("Nothing you typed is lost.")
        return
    report = about_keeping(report)
    widgets.stops(report)
    if report.shelf_life:
        headline(report.shelf_life)
        loss_curve(report.shelf_life)
    advice(batch, storage, measured)
    widgets.findings(report)
    map_of(batch, storage, measured)


def today(storage: Storage) -> datetime.date | None:
    """Return the day for which to tell what is left, once it is known since when."""
    now = datetime.date.today()
    return now if storage.since and storage.since <= now else None


def about_keeping(report: Assessment) -> Assessment:
    """Return a report with only what bears on keeping; the rest is on Mix."""
    findings = tuple(finding for finding in report.findings if finding.code.split("-")[0] in KEEPING)
    return replace(report, findings=findings)


def headline(kept: ShelfLife) -> None:
    """Say until when, and why."""
    days = kept.discard_after_days
    if days is None:
        st.subheader("No date can be given")
    elif kept.discard_on:
        st.subheader(
            f"Discard on {kept.discard_on:%d %B %Y}, {math.floor(days)} days after it was made or opened"
        )
    else:
        st.subheader(f"Discard after {math.floor(days)} days")
    limits = [f"- {math.floor(limit.days)} days: {LIMITS[limit.key]}" for limit in kept.limits]
    if limits:
        st.markdown("\n".join(limits))
    if kept.t90_days:
        median, low, high = _days(kept.t90_days)
        st.markdown(TENTH_GONE.format(median=median, low=low, high=high))
    if kept.assay:
        before = _days(kept.assay.before)
        verdict = (
            "your assay sharpened that"
            if kept.assay.believed
            else "your assay does not fit, and was not used"
        )
        st.markdown(f"Before, it was {before[0]} days ({before[1]}–{before[2]}); {verdict}.")
    if kept.now:
        median, low, high = show_band(*(100 * end for end in (kept.now.median, kept.now.low, kept.now.high)))
        st.markdown(f"Today **{median}{THIN}%** is left ({low}–{high}{THIN}%).")
    if kept.mean_kinetic_C is not None:
        widgets.aside(f"Mean kinetic temperature {show_number(kept.mean_kinetic_C)}{THIN}°C")


def _days(band: Band) -> tuple[str, str, str]:
    """Return a number of days with its ends, in digits that it can bear."""
    return show_band(band.median, band.low, band.high)


def loss_curve(kept: ShelfLife) -> None:
    """Show what is left over time."""
    if kept.curve is None:
        return
    st.vega_lite_chart(
        charts.loss(kept.curve, kept.discard_after_days, widgets.palette()),
        width="stretch",
        alt=charts.loss_words(kept.curve, kept.discard_after_days),
    )


def advice(batch: Batch, storage: Storage, measured: Measured | None) -> None:
    """Say what would help most, and by how many days."""
    helps = what_helps(batch.formula, storage=storage, measured=measured)
    if not helps:
        return
    st.subheader("What would help most")
    for step in [step for step in helps if step.later_days >= 1][:4]:
        days, later = f"{step.discard_days:.0f}", f"{step.later_days:.0f}"
        after = AFTERWARDS.format(days=days, later=later, ends=LIMITS[step.ends])
        st.markdown(f"- {change(step)}: {after}")
    idle = [change(step) for step in helps if step.later_days < 1 and len(step.keys) == 1]
    if idle:
        widgets.aside(NO_CHANGE.format(changes="; ".join(idle)))


def change(advice: Advice) -> str:
    """Return what to change, with how much of what."""
    numbers = {number.property: value_words(number) for number in advice.numbers}
    first, *second = (ADVICE[key].format(**numbers) for key in advice.keys)
    return " and ".join([first, *(words[0].lower() + words[1:] for words in second)])


def map_of(batch: Batch, storage: Storage, measured: Measured | None) -> None:
    """Show days over pH and temperature, with this batch on it."""
    with widgets.fold("Days over pH and temperature", "map") as fold:
        if not fold.open:
            return
        days = t90_over(batch.formula, MAP_PH, MAP_C, storage=storage, measured=measured)
        pH = predict_pH(batch.formula).pH
        if days is None or pH is None:
            st.markdown("There is no map without a pH and a number of days.")
            return
        here = (pH.median, storage.coldest_C)
        st.vega_lite_chart(
            charts.days_map(MAP_PH, MAP_C, days[1], here, widgets.palette()),
            width="stretch",
            alt=charts.days_map_words(MAP_PH, MAP_C, days[1]),
        )
        widgets.aside("Medians; the band around each is as wide as above. All else as it is.")


page()
