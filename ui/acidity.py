"""The pH of a batch: where it stands, what brings it to its target, the curve, and what a reading says."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.chemistry.adjusters import without_adjuster
from calc.chemistry.reading_bands import reading_bands
from calc.chemistry.titration import titration_curve
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.next_step import mass_words, next_step
from calc.mixing.request import MixValues, ParsedRequest
from calc.reports.evidence import value_words
from calc.rules.assessment import Assessment
from calc.rules.form_facts import comfort_words, comfortable_pH
from calc.units import THIN, show_band, show_number
from ui import charts, parts, state, widgets
from ui.labels import BASES_IN_WORDS, EXAMPLES, INSTRUMENTS, LABELS

#: The fields of a pH reading.
READING_FIELDS = ("reading", "instrument", "added")


def ask_reading(parsed: ParsedRequest[MixValues], batch: Batch) -> None:
    """Ask for a reading of the pH, in the step of what moves it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _ask_number("reading", EXAMPLES["reading"])
        widgets.segments(
            "instrument",
            LABELS["instrument"],
            INSTRUMENTS,
            label_hidden=True,
            on_change=parts.typed,
            args=("instrument",),
        )
        if state.text_in(state.key("reading")).strip():
            _ask_number("added", first_words(batch))
    for field in READING_FIELDS:
        if field in parsed.errors:
            widgets.problem(parsed.errors[field], field)


def _ask_number(field: str, placeholder: str) -> None:
    """Show a field of the reading."""
    widgets.number(field, LABELS[field], placeholder=placeholder, width=120, on_change=parts.typed)


def first_words(batch: Batch) -> str:
    """Return the first part of what moves the pH, as it is weighed."""
    return f"{show_number(batch.dose.first_g)}{THIN}g" if batch.dose else ""


def next_words(batch: Batch) -> str:
    """Return what to do next: measure, add the rest, stop, or go back; "" where nothing moves the pH."""
    dose = batch.dose
    if dose is None or dose.mass is None:
        return ""
    if dose.after is None:
        if dose.mass.median == 0:
            return say("It is there already: add nothing.")
        _, low, high = show_band(dose.mass.median, max(dose.mass.low, 0.0), dose.mass.high)
        whole = say("The whole dose is likely {low}–{high}\u202fg.", low=low, high=high)
        return say(":material/arrow_forward: Stir until clear, then measure. {whole}", whole=whole)
    step = next_step(batch)
    words = " ".join(filter(None, (step.why, f"**{step.what}**", step.then))) if step else ""
    return f":material/arrow_forward: {words}" if words else ""


def show_way_to_pH(batch: Batch) -> None:
    """Show what brings the batch to its target pH, as a sentence and a curve."""
    dose = batch.dose
    if dose is None or dose.mass is None or dose.mass.median == 0:
        return
    name = catalog.ingredients()[dose.adjuster.ingredient].said
    strength = dose.adjuster.strength
    if strength != 1:
        name = say(
            "{ingredient}, {strength}\u202f% in water", ingredient=name, strength=show_number(100 * strength)
        )
    now, wanted = show_number(dose.now.median, 2), show_number(dose.target_pH)
    meter = reading_bands(dose.now).meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    st.markdown(
        say(
            "pH **{pH}** now (a meter may show {low}–{high}) → **{target_pH}** needs about "
            "**{mass}** of {ingredient}. We found no measured dose, so always check "
            "with a strip or meter.",
            pH=now,
            low=low,
            high=high,
            target_pH=wanted,
            mass=mass_words(dose.mass),
            ingredient=name,
        )
    )
    added_g = dose.after.added_g if dose.after else 0.0
    curve = titration_curve(
        without_adjuster(batch.formula, dose.adjuster), dose.adjuster, 1.6 * max(dose.mass.high, added_g)
    )
    window = comfortable_pH()
    st.vega_lite_chart(
        charts.titration(curve, dose, window, comfort_words(), widgets.palette()),
        width="stretch",
        alt=charts.titration_words(curve, dose, name),
    )


def show_pH(report: Assessment) -> None:
    """Say the pH of the batch as it is, and whether it was predicted or measured."""
    pH = report.pH
    if pH is None:
        st.markdown(say("pH: unknown"))
        return
    median, low, high = show_band(pH.median, pH.low, pH.high)
    at = value_words(catalog.inputs().assumed["pH_temperature"])
    basis = BASES_IN_WORDS[report.pH_basis].format(pH_temperature=at)
    predicted = f"pH **{median}** ({low}–{high}), {basis}"
    st.markdown("; ".join(filter(None, (predicted, _reading_words(report)))))


def _reading_words(report: Assessment) -> str:
    """Say what a meter may show."""
    if report.pH_reading is None:
        return ""
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return say("your meter may show {low}–{high}", low=low, high=high)
