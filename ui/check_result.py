"""The answer to a check: the verdict in a line, its reasons, tablets, ampoule, what was not checked."""

from __future__ import annotations

import streamlit as st

from calc.client.answer import headline
from calc.client.criteria import Criterion, ampoule_criteria
from calc.client.intake import OralIntake
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.findings import Action
from ui import widgets

#: How each verdict is shown: in which box, with which icon.
VERDICT_LOOKS = {
    "go": (st.success, ":material/check_circle:"),
    "care": (st.warning, ":material/warning:"),
    "unsure": (st.warning, ":material/help:"),
    "not_now": (st.error, ":material/report:"),
    "refer": (st.error, ":material/medical_services:"),
}
AMPOULES = ("ampoule", "sealed_ampoule")
_MET = {True: "✓ yes", False: "✗ no", None: "? unknown"}


def show_verdict(checked: CheckResult, *, is_last: bool = False) -> None:
    """Say the verdict with what was checked and what is open, and the first reason; it stays in sight.

    ``is_last``: it is that of the last answers that could be used.
    """
    show, icon = VERDICT_LOOKS[checked.verdict]
    reasons = [finding.title for finding in checked.findings if finding.action > Action.none]
    lines = [f"{reasons[0]}{f' · {len(reasons) - 1} more below' if reasons[1:] else ''}"] if reasons else []
    if is_last:
        lines.append("As of your last answers that go together.")
    elif checked.open_questions:
        lines.append(f"Open: {widgets.without_markup(', '.join(checked.open_questions))}")
    with st.container(key="verdict"):
        said = "  \n".join(lines) or "Every question that matters was answered."
        show(said, icon=icon, title=headline(checked))


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
    rows = oral.amounts_in_words
    st.table({"A day": list(rows), "Amount": list(rows.values())}, border="horizontal", hide_index=True)
    for words in oral.remarks(bound_mg):
        widgets.aside(words)


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
