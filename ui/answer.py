"""The answer to a batch: the sentence, the gauge, the findings, the sheet, the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from calc import catalog
from calc.chemistry.formula import Formula, Strength
from calc.errors import InputErrors
from calc.mixing.batch import Batch
from calc.mixing.boosting import BASES
from calc.mixing.request import MixRequest, MixValues, ParsedRequest, assess_request, parse_request
from calc.mixing.values import FromLinesValues
from calc.rules.assessment import Assessment
from calc.rules.form_facts import window_of
from calc.units import (
    THIN,
    show_band,
    show_mass,
    show_number,
)
from ui import charts, state, widgets
from ui.acidity import show_pH, show_way_to_pH
from ui.batches.keep_dialog import link_to_kept, offer_keeping
from ui.labels import LABELS
from ui.share import offer_actions

#: The rule that says that measuring by eye is not good enough.
WEIGH_IT = "MIX-012"
#: The rule that says that a label was taken at its word.
LABEL = "LABEL-001"
#: What is said of a recipe and does not change what is in it.
REMARKS = ("claim_strength", "claim_pH", "reading", "reading_error")


def show_answer(request: MixRequest, parsed: ParsedRequest[MixValues]) -> None:
    """Show the answer, its findings, the sheet and the reasons; or what is missing for one."""
    try:
        batch, report = assess_request(without_remarks(parsed))
    except InputErrors as errors:
        show_waiting(errors, parsed)
        offer_actions(request, answered=False)
        if is_unreadable(parsed):
            show_last(request)
        return
    show_without(parsed)
    state.keep_answered(request)
    show_result(request, parsed, batch, report)
    widgets.aside("Ticks last until the page is reloaded.")
    offer_keeping(request, batch, report)
    offer_actions(request, answered=True)
    link_to_kept(request)
    show_reasons(batch, report)


def show_result(
    request: MixRequest, parsed: ParsedRequest[MixValues], batch: Batch, report: Assessment
) -> None:
    """Show the strength, the pH, the findings and the sheet."""
    widgets.stops(report)
    show_headline(request, batch, report)
    if batch.dose:
        show_way_to_pH(batch)
    elif report.composition.strengths and (report.pH or batch.formula.water_g > 0):
        show_pH(report)
    if isinstance(parsed.values, FromLinesValues):
        show_claims(parsed.values, parsed.echo, batch, report)
    widgets.findings(report)
    st.subheader("In the order of addition" if is_given(request) else "Weigh, in this order")
    widgets.weighing_sheet(batch.weigh, measured=bool(batch.dose and batch.dose.after))


def show_last(request: MixRequest) -> None:
    """Show the last answer to the same question, where there is one: a slip takes nothing away.

    A recipe that nobody typed is no answer to what somebody has.
    """
    last = state.last_answered()
    is_example = last is not None and last.way == "made" and last.recipe == state.FIRST.recipe
    if last is None or is_example or last.way != request.way:
        return
    parsed = parse_request(last)
    batch, report = assess_request(without_remarks(parsed))
    st.markdown("**As of your last readable entry:**")
    show_result(last, parsed, batch, report)


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
        widgets.wrong(f"Worked out without: {', '.join(left_out)}")


def show_waiting(errors: InputErrors, parsed: ParsedRequest[MixValues]) -> None:
    """Say what keeps the answer back: by name where the field shows the reason itself."""
    names = dict.fromkeys(LABELS[field.split(" ")[0]].split(",")[0] for field in parsed.errors)
    st.subheader(f"Waiting for: {', '.join(names)}" if names else "Not yet an answer")
    for error in errors.errors:
        if error.field not in parsed.errors:
            label = LABELS.get(error.field, error.field).split(",")[0]
            widgets.wrong(f"{label}: {error.advice}")
    widgets.aside("Nothing you typed is lost.")


def is_given(request: MixRequest) -> bool:
    """Tell whether the amounts are given and the strength is asked for."""
    chosen = {"new": request.start, "boost": request.boost, "palm": request.palm}.get(request.way)
    return chosen in (None, "grams", "powder") and (request.way, chosen) != ("new", "powder")


def show_headline(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Say the answer in a sentence, and show its strength on a gauge."""
    size = f"{total_mass_text(batch)}{THIN}g (about {show_number(batch.volume.median, 2)}{THIN}mL)"
    main = report.composition.strength_of(batch.form)
    if main is None:
        st.subheader(f"You have {size} without vitamin C")
        return
    band = main.mass_fraction
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    amount = f"{size} at **{median}{THIN}%** ({low}–{high}{THIN}%)"
    if any(finding.code == WEIGH_IT for finding in report.findings):
        st.subheader(f"Weigh it: by eye this is anywhere from {low} to {high}{THIN}%")
    elif is_given(request):
        st.subheader(f"You have {amount}{label_condition(report)}")
    else:
        st.subheader(f"{recipe_sentence(batch)}")
        st.markdown(f"You get {amount}{label_condition(report)}.")
    window = window_of(batch.form)
    name = catalog.forms()[batch.form].name
    st.vega_lite_chart(
        charts.gauge(band, window, widgets.palette()),
        width="stretch",
        alt=charts.gauge_words(name, band, window),
    )
    if len(report.composition.strengths) > 1:
        st.markdown("\n".join(map(strength_line, report.composition.strengths)))


def show_claims(values: FromLinesValues, echo: Mapping[str, str], batch: Batch, report: Assessment) -> None:
    """Show, point by point, whether the recipe is what it says of itself."""
    codes = {finding.code for finding in report.findings}
    strength = report.composition.strength_of(batch.form)
    lines = []
    if values.is_all_shares:
        lines.append(_point("CLAIM-001" not in codes, "The lines add up to 100 %"))
    if values.claim_strength is not None and strength:
        claimed = echo["claim_strength"].removeprefix("= ")
        lines.append(_point("CLAIM-002" not in codes, f"It has the {claimed} that it claims"))
    if values.claim_pH is not None and report.pH:
        claimed = show_number(values.claim_pH)
        lines.append(_point("CLAIM-003" not in codes, f"It has the pH {claimed} that it claims"))
    if report.solubilities:
        lines.append(_point(report.solubilities[0].dissolves, "All of the vitamin C dissolves"))
    st.markdown("\n".join(lines))


def _point(holds: bool | None, words: str) -> str:
    """Return a point of a verdict: an icon and a word, so that colour is not needed."""
    icon, word = {
        True: (":green[:material/check_circle:]", "Yes"),
        False: (":red[:material/cancel:]", "No"),
        None: (":orange[:material/help:]", "Not known"),
    }[holds]
    return f"- {icon} **{word}** · {words}"


def label_condition(report: Assessment) -> str:
    """Return the condition under which a strength that rests on a label holds."""
    rests = any(finding.code == LABEL for finding in report.findings)
    return ", if its label is right" if rests else ""


def strength_line(strength: Strength) -> str:
    """Return one of several forms with its strength, and what that counts as ascorbic acid."""
    ends = (strength.mass_fraction.median, strength.mass_fraction.low, strength.mass_fraction.high)
    median, low, high = show_band(*(100 * end for end in ends))
    words = f"- {catalog.forms()[strength.form].name} {median}{THIN}% ({low}–{high}{THIN}%)"
    if strength.aa_equivalent is None:
        return f"{words}, counted as ascorbic acid: unknown"
    acid = strength.aa_equivalent
    counted = show_band(100 * acid.median, 100 * acid.low, 100 * acid.high)
    return f"{words}, counted as ascorbic acid at most {counted[0]}{THIN}%"


def show_reasons(batch: Batch, report: Assessment) -> None:
    """Show the reasons, one click away each."""
    main = report.composition.strength_of(batch.form)
    with widgets.fold("How far off can it be?", "precision") as precision:
        if precision.open:
            widgets.precision_table(batch.weigh)
            widgets.aside("Each is a 95 % half-width in grams.")
            if main:
                widgets.drivers(main.mass_fraction)
            widgets.lead("What is assumed of a purity", "assumed.purity_plus_minus")
    with widgets.fold("What is in it?", "contents") as contents:
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
                widgets.lead("Where the window on the gauge comes from", key)
            for strength in report.composition.strengths:
                widgets.lead(f"All that is known of {catalog.forms()[strength.form].name}", strength.form)


def total_mass_text(batch: Batch) -> str:
    """Return the mass of the whole batch as the scale can show it, without noughts at its end."""
    total, step = batch.formula.total_mass_g, batch.weigh[0].scale_plus_minus_g
    text = show_mass(total, step) if step else show_number(total, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def recipe_sentence(batch: Batch) -> str:
    """Return what to weigh as a sentence: powder into what it goes into, and what comes after."""
    rows = {row.ingredient: row for row in batch.weigh}
    names = {key: catalog.ingredients()[key].name for key in rows}
    powder = rows.pop(batch.form)
    sentence = f"Weigh **{widgets.shown_mass(powder)}{THIN}g** of {names[batch.form]}"
    liquid = next((key for key in rows if key == "water" or key in BASES), None)
    if liquid:
        mass = widgets.shown_mass(rows.pop(liquid))
        sentence += f" into **{mass}{THIN}g** of {names[liquid].lower()}"
    if rows:
        sentence += f", then {', '.join(names[key].lower() for key in rows)}"
    return sentence + "."


def show_amounts(batch: Batch, report: Assessment) -> None:
    """Say strength by volume, volume, and what it stands for in ascorbic acid."""
    volume, by_volume = batch.volume, batch.mass_concentration
    mL = show_band(volume.median, volume.low, volume.high)
    percent = show_band(*(100 * end for end in (by_volume.median, by_volume.low, by_volume.high)))
    how = "from the density you gave" if batch.density_given else "density estimated by adding up volumes"
    lines = [
        f"- Volume {mL[0]}{THIN}mL ({mL[1]}–{mL[2]}{THIN}mL), {how}",
        f"- Strength by volume {percent[0]}{THIN}% w/v ({percent[1]}–{percent[2]}{THIN}%)",
    ]
    whole = report.composition.aa_equivalent
    if whole is None:
        lines.append("- Counted as ascorbic acid: unknown")
    else:
        acid = show_band(*(100 * end for end in (whole.median, whole.low, whole.high)))
        lines.append(f"- Counted as ascorbic acid: at most {acid[0]}{THIN}% ({acid[1]}–{acid[2]}{THIN}%)")
    st.markdown("\n".join(lines))


def mass_shares(formula: Formula) -> list[tuple[str, float]]:
    """Return what the bottle holds by name with its share of the mass [0–1], largest first."""
    names = {key: record.name for key, record in catalog.ingredients().items()}
    contents = formula.contents_g()
    named = [
        (names.get(key, "rest of the powder"), mass / formula.total_mass_g) for key, mass in contents.items()
    ]
    return sorted(named, key=lambda pair: -pair[1])
