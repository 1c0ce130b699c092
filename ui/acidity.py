"""The pH of a batch: where it stands, what brings it to its target, the curve, and what a reading says."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.chemistry.adjusters import without_adjuster
from calc.chemistry.dosing import Dose, Overshoot, RemainingDose
from calc.chemistry.reading_bands import expected_reading, reading_bands
from calc.chemistry.titration import titration_curve
from calc.mixing.batch import Batch
from calc.mixing.coarse_scale import is_weighable
from calc.mixing.request import MixValues, ParsedRequest
from calc.reports.evidence import value_words
from calc.rules.assessment import Assessment
from calc.rules.form_facts import comfort_words, comfortable_pH
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_mass, show_number
from ui import charts, state, widgets
from ui.labels import BASES_IN_WORDS, EXAMPLES, INSTRUMENTS, LABELS

#: The fields of a pH reading.
READING_FIELDS = ("reading", "instrument", "added")


def show_reading(parsed: ParsedRequest[MixValues], batch: Batch) -> None:
    """Ask for a reading of the pH in the step of what moves it, and say under it what to do next."""
    with st.container(key="screen-reading", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            widgets.number("reading", LABELS["reading"], placeholder=EXAMPLES["reading"], width=120)
            widgets.segments("instrument", LABELS["instrument"], INSTRUMENTS, label_hidden=True)
            if state.text_in(state.key("reading")).strip():
                widgets.number("added", LABELS["added"], placeholder=first_words(batch), width=120)
        for field in READING_FIELDS:
            if field in parsed.errors:
                widgets.problem(parsed.errors[field], field)
        show_next(batch)


def first_words(batch: Batch) -> str:
    """Return the first part of what moves the pH, as it is weighed."""
    return f"{show_number(batch.dose.first_g)}{THIN}g" if batch.dose else ""


def show_next(batch: Batch) -> None:
    """Say what to do next: measure, add the rest, stop, or go back."""
    dose = batch.dose
    if dose is None or dose.mass is None:
        return
    if dose.after is None:
        if dose.mass.median == 0:
            st.markdown("It is there already: add nothing.")
            return
        _, low, high = show_band(dose.mass.median, max(dose.mass.low, 0.0), dose.mass.high)
        whole = f"The whole dose is likely {low}–{high}{THIN}g."
        st.markdown(f":material/arrow_forward: Stir until clear, then measure. {whole}")
        return
    step = next((row.scale_plus_minus_g for row in batch.weigh if row.scale_plus_minus_g), None)
    st.markdown(f":material/arrow_forward: {next_words(dose, dose.after, step)}")


def next_words(dose: Dose, after: RemainingDose, step_g: float | None) -> str:
    """Return what a reading asks for next, as a sentence.

    Parameters
    ----------
    dose : Dose
    after : RemainingDose
        What is left of it.
    step_g : float, optional
        Step of the scale [g].
    """
    name = catalog.ingredients()[dose.adjuster.ingredient].said.split(" (")[0]
    if dose.is_there:
        return "**That is it: add nothing more.**"
    if after.rest:
        median, low, high = _as_weighed(after.rest, step_g)
        if not is_weighable(after.rest.median, step_g):
            less = f"About {median}{THIN}g more would do it, which your scale can’t weigh"
            return f"{less}: **stop here**, or use a solution of {name}."
        return f"**Add {median}{THIN}g more** ({low}–{high}{THIN}g), stir, and measure again."
    if after.too_much:
        return f"That is more than it takes. **To go back, {_way_back(after.too_much)}.**"
    expected = expected_reading(after.expected, after.reading)
    _, low, high = show_band(expected.median, expected.low, expected.high)
    return f"That does not fit: {low}–{high} was expected. **Measure again.**"


def _as_weighed(mass: Band, step_g: float | None) -> tuple[str, str, str]:
    """Return a mass and its ends as a scale can show them; without a scale as the band allows."""
    low = max(mass.low, 0.0)
    if step_g is None or not is_weighable(mass.median, step_g):
        return show_band(mass.median, low, mass.high)
    median, least, most = (show_mass(end, step_g) for end in (mass.median, low, mass.high))
    return median, "0" if low < step_g / 2 else least, most


def _way_back(back: Overshoot) -> str:
    """Return the ways back from too much, as the end of a sentence."""
    ways = []
    if back.mass:
        ways.append(f"add {_grams(back.mass)} of {catalog.ingredients()[back.back].said}")
    if back.larger:
        ways.append(f"make everything else {show_number(back.larger.median)} times as much")
    return ", or ".join(ways) or "start a new batch"


def show_way_to_pH(batch: Batch) -> None:
    """Show what brings the batch to its target pH, as a sentence and a curve."""
    dose = batch.dose
    if dose is None or dose.mass is None or dose.mass.median == 0:
        return
    name = catalog.ingredients()[dose.adjuster.ingredient].said
    now, wanted = show_number(dose.now.median, 2), show_number(dose.target_pH)
    strength = dose.adjuster.strength
    in_water = "" if strength == 1 else f", {show_number(100 * strength)}{THIN}% in water"
    meter = reading_bands(dose.now).meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    st.markdown(
        f"pH **{now}** now (a meter may show {low}–{high}) → **{wanted}** needs about **{_grams(dose.mass)}**"
        f" of {name}{in_water}. We found no measured dose, so always check with a strip or meter."
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
        st.markdown("pH: unknown")
        return
    median, low, high = show_band(pH.median, pH.low, pH.high)
    at = value_words(catalog.inputs().assumed["pH_temperature"])
    basis = BASES_IN_WORDS[report.pH_basis].format(pH_temperature=at)
    st.markdown(f"pH **{median}** ({low}–{high}), {basis}{_reading_words(report)}")


def _reading_words(report: Assessment) -> str:
    """Say what a meter may show."""
    if report.pH_reading is None:
        return ""
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return f"; your meter may show {low}–{high}"


def _grams(mass: Band) -> str:
    """Return a mass with its band; nothing is less than none."""
    median, low, high = show_band(mass.median, max(mass.low, 0.0), mass.high)
    return f"{median}{THIN}g ({low}–{high}{THIN}g)"
