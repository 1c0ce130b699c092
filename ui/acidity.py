"""The pH of a batch: where it stands, what brings it to its target, the curve, and what a reading says."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.chemistry.adjusters import without_adjuster
from calc.chemistry.dosing import Dose, RemainingDose
from calc.chemistry.reading_bands import expected_reading, reading_bands
from calc.chemistry.titration import titration_curve
from calc.mixing.batch import Batch
from calc.reports.evidence import value_words
from calc.rules.assessment import Assessment
from calc.rules.form_facts import comfort_words, comfortable_pH
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number
from ui import charts, widgets
from ui.labels import BASES_IN_WORDS

#: The fields of a pH reading.
READING_FIELDS = ("reading", "instrument", "added")


def show_way_to_pH(batch: Batch) -> None:
    """Say what brings the batch to its target pH, and how far it has come."""
    dose = batch.dose
    if dose is None or dose.mass is None or dose.mass.median == 0:
        return
    name = catalog.ingredients()[dose.adjuster.ingredient].name.lower()
    now, wanted = show_number(dose.now.median, 2), show_number(dose.target_pH)
    strength = dose.adjuster.strength
    in_water = "" if strength == 1 else f", {show_number(100 * strength)}{THIN}% in water"
    meter = reading_bands(dose.now).meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    st.markdown(
        f"pH now **{now}** (your meter may show {low}–{high}) → wanted **{wanted}**, predicted to take"
        f" **{_grams(dose.mass)}** of {name}{in_water}."
    )
    if dose.after:
        show_remaining_dose(dose, dose.after)
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


def show_remaining_dose(dose: Dose, after: RemainingDose) -> None:
    """Say what is still to add, or the way back."""
    name = catalog.ingredients()[dose.adjuster.ingredient].name.lower()
    expected = expected_reading(after.expected, after.reading)
    _, low, high = show_band(expected.median, expected.low, expected.high)
    read = (
        f"You read {show_number(after.reading.value)} with {show_number(after.added_g)}{THIN}g in"
        f" ({low}–{high} was expected)"
    )
    if dose.is_there:
        st.success(f"{read}. **That is it: add nothing more.**", icon=":material/check_circle:")
    elif after.rest:
        st.info(
            f"{read}. **Add {_grams(after.rest)} of {name} more**, stir, and measure again.",
            icon=":material/water_drop:",
        )
    elif after.too_much:
        back = after.too_much
        ways = []
        if back.mass:
            ways.append(f"add {_grams(back.mass)} of {catalog.ingredients()[back.back].name.lower()}")
        if back.larger:
            ways.append(f"make everything else {show_number(back.larger.median)} times as much")
        way = ", or ".join(ways) or "start a new batch"
        st.info(f"{read}: more than it takes. **To go back, {way}.**", icon=":material/undo:")


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
