"""The answer to a check: the verdict in a line, its reasons, tablets, ampoule, what was not checked."""

from __future__ import annotations

import streamlit as st

from calc.catalog.intake import oral_facts
from calc.client.criteria import Criterion, ampoule_criteria
from calc.client.intake import OralIntake
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.findings import Action
from calc.units import THIN, show_number
from ui import widgets

#: How each verdict is shown: in which box, with which icon.
VERDICT_LOOKS = {
    "go": (st.success, ":material/check_circle:"),
    "care": (st.warning, ":material/warning:"),
    "unsure": (st.warning, ":material/help:"),
    "not_now": (st.error, ":material/report:"),
    "refer": (st.error, ":material/medical_services:"),
}
#: Reasons that stand beside the verdict.
MOST_REASONS = 3
AMPOULES = ("ampoule", "sealed_ampoule")
_MET = {True: "✓ yes", False: "✗ no", None: "? unknown"}


def show_verdict(checked: CheckResult) -> None:
    """Say the verdict in a line, at most three reasons, and how much was looked at."""
    show, icon = VERDICT_LOOKS[checked.verdict]
    reasons = [finding.title for finding in checked.findings if finding.action > Action.none][:MOST_REASONS]
    unknown = f"Not known, and it could matter: {', '.join(checked.open_questions)}."
    lines = [f"- {reason}" for reason in reasons] + ([f"- {unknown}"] if checked.open_questions else [])
    ran = f"{len(checked.evaluated)} checked · {len(checked.skipped)} not known"
    show(
        "\n".join([*lines, "", ran]) if lines else f"Nothing found by {ran}.",
        icon=icon,
        title=checked.words,
    )


def show_details(visit: Visit, checked: CheckResult) -> None:
    """Show what to change, what is taken by mouth, and what an article wants of an ampoule."""
    st.subheader(f"{checked.words}: why")
    widgets.stops(checked)
    widgets.findings(checked)
    if checked.oral and visit.intake:
        show_oral_intake(checked.oral, checked.skin_bound_mg)
    if visit.product and visit.product.package in AMPOULES:
        show_ampoule(ampoule_criteria(visit.product, visit.client))


def show_oral_intake(oral: OralIntake, bound_mg: float | None) -> None:
    """Show the sum of the tablets beside what is recommended and what is too much."""
    st.subheader("By mouth")
    low, high = oral.rda_mg or (None, None)
    if low is None:
        need = "unknown without the age"
    else:
        need = _mg(low) if high in (None, low) else f"{show_number(low)}–{_mg(high)}"
    minerals = {"Sodium": oral.sodium_mg, "Calcium": oral.calcium_mg}
    above = {"age_unknown": "unknown without the age", "not_set": "none is set for infants"}
    rows = {
        "From these tablets, as ascorbic acid": _mg(oral.total_mg),
        "Recommended, from everything": need,
        "Upper level (United States), with food": above.get(oral.ul_reason) or _mg(oral.ul_mg),
        "United Kingdom: from supplements": f"under {_mg(oral_facts().uk.centre)}",
    }
    rows |= {f"{name} with it": _mg(mg) for name, mg in minerals.items() if mg}
    st.table({"A day": list(rows), "Amount": list(rows.values())}, border="horizontal", hide_index=True)
    widgets.aside(oral_facts().statements["no_level_in_europe"].text)
    if bound_mg is not None:
        widgets.aside(f"Through the skin at the very most {_mg(bound_mg)} a day; never added to the above.")
    if oral.caveat:
        widgets.aside(oral.caveat)


def _mg(amount: float | None) -> str:
    """Return an amount in milligrams."""
    return "unknown" if amount is None else f"{show_number(amount, 5)}{THIN}mg"


def show_ampoule(met: tuple[Criterion, ...]) -> None:
    """Show what one article wants of an ampoule, and what is known of each wish."""
    st.subheader("What one article wants of an ampoule")
    show_ampoule_table(met)
    with widgets.fold("What is known of these wishes", "ampoule") as fold:
        if fold.open:
            for criterion in met:
                st.markdown(f"- {criterion.wanted}: {criterion.evidence}")
                widgets.lead(f"{criterion.wanted} in Evidence", criterion.claim)


def show_ampoule_table(met: tuple[Criterion, ...]) -> None:
    """Show each wish beside what this one has of it."""
    st.table(
        {
            "Wanted": [criterion.wanted for criterion in met],
            "This one": [
                f"{_MET[criterion.met]}{', ' if criterion.has else ''}{criterion.has}" for criterion in met
            ],
        },
        border="horizontal",
        hide_index=True,
    )
