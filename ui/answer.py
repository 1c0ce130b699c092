"""The answer to a batch: the sentence, the gauge, the findings, the sheet, the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from calc import catalog
from calc.chemistry.formula import Formula, Strength
from calc.errors import InputErrors
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
from calc.rules.form_facts import window_of
from calc.rules.storage_facts import days_words
from calc.units import (
    THIN,
    show_band,
    show_mass,
    show_number,
)
from ui import charts, state, widgets
from ui.acidity import show_pH, show_reading, show_way_to_pH
from ui.batches.keep_dialog import link_to_kept, offer_keeping
from ui.coarse import scale_title, show_coarse
from ui.labels import LABELS
from ui.share import offer_actions, show_preset
from ui.sheet import show_sheet, shown_mass

#: The rule that says that measuring by eye is not good enough.
WEIGH_IT = "MIX-012"
#: The rule that says that a label was taken at its word.
LABEL = "LABEL-001"
#: Rules whose words stand in the step of the sheet that they are about.
IN_THE_STEP = ("ADJ-003",)
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
            st.markdown("**As of your last readable entry:**")
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
                show_result(answer, batch, report)
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
        heading = "Weigh it"
    elif request.way == "made":
        heading = "In the order of addition"
    else:
        heading = "Weigh, in this order" if request.way != "palm" else "Mix in your palm"
    st.subheader(heading, anchor=False)
    solution = solution_words(batch)
    if solution:
        st.markdown(f"First make the solution: {solution}.")

    def ask_reading() -> None:
        show_reading(answer.parsed, batch)

    as_typed = as_taken(request, batch) if request.way == "palm" else ()
    show_sheet(
        batch.weigh, dose=batch.dose, ask_reading=ask_reading if batch.dose else None, as_typed=as_typed
    )


def show_result(answer: Answer, batch: Batch, report: Assessment) -> None:
    """Show what comes of it: the strength, the pH, how much it makes, and what to know of it."""
    show_headline(answer.request, batch, report)
    if not batch.dose and report.composition.strengths and (report.pH or batch.formula.water_g > 0):
        show_pH(report)
    if isinstance(answer.parsed.values, FromLinesValues):
        show_claims(answer.parsed.values, answer.parsed.echo, batch, report)
    link_to_keeps(report)
    widgets.brief_findings(report, IN_THE_STEP)


def link_to_keeps(report: Assessment) -> None:
    """Say how long it keeps, as the link to the page that says why."""
    days = report.shelf_life.discard_after_days if report.shelf_life else None
    if days is None:
        return
    st.page_link(
        "ui/views/shelf.py",
        label=f"Keeps {days_words(days)}",
        icon=":material/event:",
        query_params=state.carried_by("Keeps"),
    )


def show_bar(request: MixRequest, answer: Answer) -> None:
    """Show the answer in a line at the bottom of a phone, while the fields are in sight."""
    with st.container(key="screen-bar"):
        if answer.batch is None or answer.report is None:
            st.markdown("No answer yet")
            return
        coarse = coarse_scale_of(answer.parsed, answer.batch)
        if coarse:
            st.markdown(f"**{scale_title(coarse)}**")
            return
        main = answer.report.composition.strength_of(answer.batch.form)
        parts = [f"**{show_number(100 * main.mass_fraction.median, 3)}{THIN}%**"] if main else []
        if answer.batch.dose and answer.request.target_pH.strip():
            parts.append(f"pH {show_number(answer.batch.dose.target_pH)}")
        rows = answer.batch.weigh
        parts += [
            f"{widgets.escape_markdown(row.name.split(' (')[0])} {shown_mass(row)}{THIN}g" for row in rows[:3]
        ]
        old = "last: " if answer.is_old else ""
        st.markdown(old + " · ".join(parts))


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
    names = dict.fromkeys(LABELS[field.split(" ")[0]].split(" (")[0] for field in parsed.errors)
    if names:
        st.markdown(f":material/edit: Check **{', '.join(names)}** to see your recipe.")
    for error in errors.errors:
        if error.field not in parsed.errors:
            label = LABELS.get(error.field, error.field).split(" (")[0]
            widgets.wrong(f"{label}: {error.advice}")


def is_given(request: MixRequest) -> bool:
    """Tell whether the amounts are given and the strength is asked for."""
    chosen = {"new": request.start, "boost": request.boost, "palm": request.palm}.get(request.way)
    return chosen in (None, "grams", "powder") and (request.way, chosen) != ("new", "powder")


def show_headline(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Say the strength in large, and below it how much this makes and where the strength stands."""
    size = f"{total_mass_text(batch)}{THIN}g, about {show_number(batch.volume.median, 2)}{THIN}mL"
    main = report.composition.strength_of(batch.form)
    if main is None:
        st.subheader("No vitamin C", anchor=False)
        st.markdown(f"It is {size}.")
        return
    band = main.mass_fraction
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    pH = f" · pH {show_number(batch.dose.target_pH)}" if batch.dose else ""
    with st.container(key="headline", gap=None):
        if any(finding.code == WEIGH_IT for finding in report.findings):
            st.header(f"By eye, anywhere from {low} to {high}{THIN}%", anchor=False)
        else:
            st.header(f"{median}{THIN}%{pH}", anchor=False)
        verb = "You have" if is_given(request) else "Makes"
        st.markdown(f"{verb} {size} ({low}–{high}{THIN}%){label_condition(report)}. {window_words(batch)}")
    if len(report.composition.strengths) > 1:
        st.markdown("\n".join(map(strength_line, report.composition.strengths)))


def window_words(batch: Batch) -> str:
    """Return which strengths are usual for the form of a batch."""
    window = window_of(batch.form)
    if window is None:
        return ""
    low, high = (show_number(100 * end) for end in window)
    return f"Usual: {low}–{high}{THIN}%."


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
    with widgets.fold("How accurate is this?", "precision") as precision:
        if precision.open:
            if main:
                show_gauge(batch, main)
            widgets.precision_table(batch.weigh)
            widgets.aside("± in grams: 95 % of the time it is closer than this.")
            if main:
                widgets.drivers(main.mass_fraction)
            widgets.lead("What is assumed about purity", "assumed.purity_plus_minus")
    if batch.dose and batch.dose.mass and batch.dose.mass.median:
        with widgets.fold("pH, step by step", "pH") as way:
            if way.open:
                show_way_to_pH(batch)
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
                widgets.lead("Where the usual strengths come from", key)
            for strength in report.composition.strengths:
                widgets.lead(f"All that is known of {catalog.forms()[strength.form].name}", strength.form)


def show_gauge(batch: Batch, main: Strength) -> None:
    """Show where the strength stands among those that are usual."""
    window = window_of(batch.form)
    st.vega_lite_chart(
        charts.gauge(main.mass_fraction, window, widgets.palette()),
        width="stretch",
        alt=charts.gauge_words(catalog.forms()[batch.form].name, main.mass_fraction, window),
    )


def total_mass_text(batch: Batch) -> str:
    """Return the mass of the whole batch as the scale can show it, without noughts at its end."""
    total, step = batch.formula.total_mass_g, batch.weigh[0].scale_plus_minus_g
    text = show_mass(total, step) if step else show_number(total, 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


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
    return f"dissolve {show_number(solid)}{THIN}g of {name} in {show_number(water)}{THIN}g of water"


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
