"""Why the answer is what it is: how accurate, what brings it to its pH, what is in it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc import catalog
from calc.chemistry.formula import Formula, Strength
from calc.chemistry.input_words import input_words
from calc.messages import say, say_list
from calc.mixing.batch import Batch, Weighing
from calc.rules.assessment import Assessment
from calc.rules.form_facts import window_of
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number
from ui import charts, widgets
from ui.acidity import show_way_to_pH
from ui.sheet import shown_mass


def show_reasons(batch: Batch, report: Assessment) -> None:
    """Show the reasons, one click away each."""
    main = report.composition.strength_of(batch.form)
    with widgets.fold(say("How accurate is this?"), "precision") as precision:
        if precision.open:
            if main:
                show_gauge(batch, main)
            precision_table(batch.weigh)
            widgets.aside(say("± in grams: 95 % of the time it is closer than this."))
            if main:
                show_drivers(main.mass_fraction)
            widgets.lead(say("What is assumed about purity"), "assumed.purity_plus_minus")
    if has_way_to_pH(batch):
        with widgets.fold(say("pH, step by step"), "pH") as way:
            if way.open:
                show_way_to_pH(batch)
    with widgets.fold(say("What is in it?"), "contents") as contents:
        if contents.open:
            parts = mass_shares(batch.formula)
            st.vega_lite_chart(
                charts.contents(parts, widgets.palette()),
                width="stretch",
                alt=charts.contents_words(parts),
            )
            show_amounts(batch, report)
            if batch.form:
                key = "STR-001" if batch.form == "l_ascorbic_acid" else f"{batch.form}.usual_use"
                widgets.lead(say("Where the usual strengths come from"), key)
            for strength in report.composition.strengths:
                widgets.lead(
                    say("All that is known of {form}", form=catalog.forms()[strength.form].name),
                    strength.form,
                )


def has_way_to_pH(batch: Batch) -> bool:
    """Tell whether something brings the batch to its pH."""
    return bool(batch.dose and batch.dose.mass and batch.dose.mass.median)


def show_gauge(batch: Batch, main: Strength) -> None:
    """Show where the strength stands among those that are usual."""
    window = window_of(batch.form)
    st.vega_lite_chart(
        charts.gauge(main.mass_fraction, window, widgets.palette()),
        width="stretch",
        alt=charts.gauge_words(catalog.forms()[batch.form].name, main.mass_fraction, window),
    )


def show_amounts(batch: Batch, report: Assessment) -> None:
    """Say strength by volume, volume, and what it stands for in ascorbic acid."""
    volume, by_volume = batch.volume, batch.mass_concentration
    mL = show_band(volume.median, volume.low, volume.high)
    percent = show_band(*(100 * end for end in (by_volume.median, by_volume.low, by_volume.high)))
    how = (
        say("from the density you gave")
        if batch.density_given
        else say("density estimated by adding up volumes")
    )
    lines = [
        say(
            "- Volume {volume}\u202fmL ({low}–{high}\u202fmL), {method}",
            volume=mL[0],
            low=mL[1],
            high=mL[2],
            method=how,
        ),
        say(
            "- Strength by volume {strength}\u202f% w/v ({low}–{high}\u202f%)",
            strength=percent[0],
            low=percent[1],
            high=percent[2],
        ),
    ]
    whole = report.composition.aa_equivalent
    if whole is None:
        lines.append(say("- Counted as ascorbic acid: unknown"))
    else:
        acid = show_band(*(100 * end for end in (whole.median, whole.low, whole.high)))
        lines.append(
            say(
                "- Counted as ascorbic acid: at most {content}\u202f% ({low}–{high}\u202f%)",
                content=acid[0],
                low=acid[1],
                high=acid[2],
            )
        )
    st.markdown("\n".join(lines))


def mass_shares(formula: Formula) -> list[tuple[str, float]]:
    """Return what the bottle holds by name with its share of the mass [0–1], largest first."""
    names = {key: record.name for key, record in catalog.ingredients().items()}
    contents = formula.contents_g()
    named = [
        (names.get(key, say("rest of the powder")), mass / formula.total_mass_g)
        for key, mass in contents.items()
    ]
    return sorted(named, key=lambda pair: -pair[1])


def precision_table(rows: Sequence[Weighing]) -> None:
    """Show how far off each mass can be, from the scale and from purity and method."""
    st.table(
        {
            say("Weigh"): [widgets.without_markup(row.name) for row in rows],
            "g": [shown_mass(row) for row in rows],
            say("± scale"): [_plus_minus(row.scale_plus_minus_g) for row in rows],
            say("± purity, method"): [_plus_minus(row.method_plus_minus_g) for row in rows],
        },
        border="horizontal",
        hide_index=True,
    )


def _plus_minus(half_g: float | None) -> str:
    """Return a half-width in grams."""
    if half_g is None:
        return say("unknown")
    return show_number(half_g, 1) if half_g > 1e-9 else "0"


def show_drivers(band: Band) -> None:
    """Say which inputs widen a band most."""
    if not band.drivers:
        st.markdown(say("Nothing widens it: all inputs are taken as exact."))
        return
    shares = [f"{input_words(driver.name)} ({driver.share * 100:.0f}{THIN}%)" for driver in band.drivers[:4]]
    st.markdown(say("What widens it most: {shares}.", shares=say_list(shares, ",")))
