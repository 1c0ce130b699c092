"""What comes of a batch: its strength, its pH, how much it makes, how long it keeps, what to know of it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from calc import catalog
from calc.chemistry.formula import Strength
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.request import MixRequest, MixValues, ParsedRequest
from calc.mixing.values import FromLinesValues
from calc.reports.evidence import entries_by_key
from calc.rules.assessment import Assessment
from calc.rules.form_facts import comfortable_pH, window_of
from calc.rules.storage_facts import days_words
from calc.units import THIN, show_band, show_mass, show_number
from ui import evidence_mark, state
from ui.acidity import show_pH
from ui.picture import show_picture

#: The rule that says that measuring by eye is not good enough.
WEIGH_IT = "MIX-012"
#: The rule that says that a label was taken at its word.
LABEL = "LABEL-001"
#: Rules whose words stand in the step of the sheet that they are about.
IN_THE_STEP = ("ADJ-003",)


def show_result(
    request: MixRequest,
    parsed: ParsedRequest[MixValues],
    batch: Batch,
    report: Assessment,
    *,
    typed: MixRequest,
) -> None:
    """Show what comes of it: the strength, the pH, how much it makes, how long it keeps.

    ``typed``: what stands in the fields now, where ``request`` may be the last that could be read.
    """
    show_headline(request, batch, report)
    show_picture_of(batch, report)
    if not batch.dose and report.composition.strengths and (report.pH or batch.formula.water_g > 0):
        show_pH(report)
    if isinstance(parsed.values, FromLinesValues):
        show_claims(parsed.values, parsed.echo, batch, report)
    link_to_keeps(typed, report)


def link_to_keeps(request: MixRequest, report: Assessment) -> None:
    """Say how long it keeps, as the link to the page that says why."""
    days = report.shelf_life.discard_after_days if report.shelf_life else None
    if days is None:
        return
    st.page_link(
        "ui/views/keeps.py",
        label=say("Keeps {days}", days=days_words(days)),
        icon=":material/event:",
        query_params=state.carried_recipe(request),
    )


def is_given(request: MixRequest) -> bool:
    """Tell whether the amounts are given and the strength is asked for."""
    chosen = {"new": request.start, "boost": request.boost, "palm": request.palm}.get(request.way)
    return chosen in (None, "grams", "powder") and (request.way, chosen) != ("new", "powder")


def show_headline(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Say the strength in large, and below it how much this makes and where the strength stands."""
    total, step = batch.formula.total_mass_g, batch.weigh[0].scale_plus_minus_g
    mass = show_mass(total, step) if step and is_given(request) else show_number(total, 3)
    volume = show_number(batch.volume.median, 2)
    size = say("{mass}\u202fg, about {volume}\u202fmL", mass=mass, volume=volume)
    main = report.composition.strength_of(batch.form)
    if main is None:
        st.subheader(say("No vitamin C"), anchor=False)
        st.markdown(say("It is {size}.", size=size))
        return
    band = main.mass_fraction
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    pH = f" · pH {show_number(batch.dose.target_pH)}" if batch.dose else ""
    with st.container(key="headline", gap=None):
        if any(finding.code == WEIGH_IT for finding in report.findings):
            st.header(say("By eye, anywhere from {low} to {high}\u202f%", low=low, high=high), anchor=False)
        else:
            st.header(f"{median}{THIN}%{pH}", anchor=False)
        size = f"{size} ({low}–{high}{THIN}%)"
        if any(finding.code == LABEL for finding in report.findings):
            size = say("{size}, if its label is right", size=size)
        made = say("You have {size}.", size=size) if is_given(request) else say("Makes {size}.", size=size)
        st.markdown(f"{made} {window_words(batch)}")
    if len(report.composition.strengths) > 1:
        st.markdown("\n".join(map(strength_line, report.composition.strengths)))


def window_words(batch: Batch) -> str:
    """Return which strengths are usual for the form of a batch."""
    window = window_of(batch.form)
    if window is None:
        return ""
    low, high = (show_number(100 * end) for end in window)
    return say("Usual: {low}–{high}\u202f%.", low=low, high=high)


def show_claims(values: FromLinesValues, echo: Mapping[str, str], batch: Batch, report: Assessment) -> None:
    """Show, point by point, whether the recipe is what it says of itself."""
    codes = {finding.code for finding in report.findings}
    strength = report.composition.strength_of(batch.form)
    lines = []
    if values.is_all_shares:
        lines.append(_point("CLAIM-001" not in codes, say("The lines add up to 100 %")))
    if values.claim_strength is not None and strength:
        claimed = echo["claim_strength"].removeprefix("= ")
        lines.append(
            _point("CLAIM-002" not in codes, say("It has the {strength} that it claims", strength=claimed))
        )
    if values.claim_pH is not None and report.pH:
        claimed = show_number(values.claim_pH)
        lines.append(_point("CLAIM-003" not in codes, say("It has the pH {pH} that it claims", pH=claimed)))
    if report.solubilities:
        lines.append(_point(report.solubilities[0].dissolves, say("All of the vitamin C dissolves")))
    st.markdown("\n".join(lines))


def _point(holds: bool | None, words: str) -> str:
    """Return a point of a verdict: an icon and a word, so that colour is not needed."""
    icon, word = {
        True: (":green[:material/check_circle:]", say("Yes")),
        False: (":red[:material/cancel:]", say("No")),
        None: (":orange[:material/help:]", say("Not known")),
    }[holds]
    return f"- {icon} **{word}** · {words}"


def strength_line(strength: Strength) -> str:
    """Return one of several forms with its strength, and what that counts as ascorbic acid."""
    ends = (strength.mass_fraction.median, strength.mass_fraction.low, strength.mass_fraction.high)
    median, low, high = show_band(*(100 * end for end in ends))
    words = f"- {catalog.forms()[strength.form].name} {median}{THIN}% ({low}–{high}{THIN}%)"
    if strength.aa_equivalent is None:
        return say("{strength}, counted as ascorbic acid: unknown", strength=words)
    acid = strength.aa_equivalent
    counted = show_band(100 * acid.median, 100 * acid.low, 100 * acid.high)
    return say(
        "{strength}, counted as ascorbic acid at most {share}\u202f%", strength=words, share=counted[0]
    )


def strength_words(strength: Strength) -> str:
    """Return a strength in per cent, in the digits that its band can bear."""
    band = strength.mass_fraction
    return f"{show_band(band.median * 100, band.low * 100, band.high * 100)[0]}{THIN}%"


def show_picture_of(batch: Batch, report: Assessment) -> None:
    """Draw the strength and the pH, where both stand among what is usual."""
    main = report.composition.strength_of(batch.form)
    if main is None:
        return
    pH = batch.dose.target_pH if batch.dose else report.pH.median if report.pH else None
    pH_window = comfortable_pH() if batch.form == "l_ascorbic_acid" else None
    show_picture(main.mass_fraction.median, window_of(batch.form), pH, pH_window)


def offer_numbers(batch: Batch, report: Assessment) -> None:
    """Show a mark for each number that opens in place where it comes from."""
    with st.container(horizontal=True, gap="xsmall", key="screen-numbers"):
        for key, label in origins(batch, report).items():
            evidence_mark.offer_entry(key, label, place="mix")


def origins(batch: Batch, report: Assessment) -> dict[str, str]:
    """Return the entries of the evidence that the numbers come from, with the names of these."""
    is_acid = batch.form == "l_ascorbic_acid"
    key = "STR-001" if is_acid else f"{batch.form}.usual_use"
    marked = {key: say("Strength")} if key in entries_by_key() else {}
    if is_acid and (batch.dose or report.pH):
        marked["l_ascorbic_acid.pH_window.usual"] = "pH"
    if report.shelf_life and report.shelf_life.limits:
        marked[evidence_mark.limit_key(report.shelf_life.limits[0])] = say("Days")
    return marked
