"""The answer to a check: the verdict in a line, its reasons, tablets, ampoule, what was not checked."""

from __future__ import annotations

import streamlit as st

from calc.client.answer import headline
from calc.client.criteria import Criterion, ampoule_criteria
from calc.client.intake import OralIntake
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.findings import Action, Finding, Severity
from calc.messages import say, say_list, say_n
from ui import evidence_mark, widgets

#: How each verdict is shown: in which box, with which icon.
VERDICT_LOOKS = {
    "go": (st.success, ":material/check_circle:"),
    "care": (st.warning, ":material/warning:"),
    "unsure": (st.warning, ":material/help:"),
    "not_now": (st.error, ":material/report:"),
    "refer": (st.error, ":material/medical_services:"),
}
#: How a finding is marked: its sign, and the colour of both.
FINDING_LOOKS = {
    Severity.STOP: (":material/report:", "red"),
    Severity.CAUTION: (":material/warning:", "orange"),
    Severity.NOTE: (":material/info:", "blue"),
}
#: So many findings are shown whole, even if they ask for nothing.
MOST_WHOLE = 2
AMPOULES = ("ampoule", "sealed_ampoule")
_MET = {True: say("✓ yes"), False: say("✗ no"), None: say("? unknown")}


def show_verdict(checked: CheckResult, *, is_last: bool = False) -> None:
    """Say the verdict with what was checked and what is open, and the first reason; it stays in sight.

    ``is_last``: it is that of the last answers that could be used.
    """
    show, icon = VERDICT_LOOKS[checked.verdict]
    reasons = [
        widgets.without_markup(finding.title) for finding in checked.findings if finding.action > Action.none
    ]
    lines = (
        [
            say("{reason} · {more} more · [Why](#why)", reason=reasons[0], more=len(reasons) - 1)
            if reasons[1:]
            else say("{reason} · [Why](#why)", reason=reasons[0])
        ]
        if reasons
        else []
    )
    if is_last:
        lines.append(say("As of your last answers that go together."))
    elif checked.open_questions:
        lines.append(
            say(
                "Open: {questions}",
                questions=widgets.without_markup(say_list(checked.open_questions, ",")),
            )
        )
    with st.container(key="verdict"):
        said = "  \n".join(lines) or say("Every question that matters was answered.")
        show(said, icon=icon, title=headline(checked))


def show_reasons(checked: CheckResult) -> None:
    """Show every finding with its sources: what asks for something whole, the rest a title each."""
    st.subheader(say("Why"), anchor="why")
    if not checked.findings:
        st.markdown(passed_words(checked))
        return
    loud = [finding for finding in checked.findings if finding.action > Action.none]
    for finding in checked.findings[: max(len(loud), MOST_WHOLE)]:
        show_finding(finding)
    quiet = checked.findings[max(len(loud), MOST_WHOLE) :]
    label = (
        say("{count} more · {passed}", count=len(quiet), passed=passed_words(checked))
        if quiet
        else passed_words(checked)
    )
    with widgets.fold(label, "why") as fold:
        if fold.open:
            for finding in quiet:
                show_finding(finding)
            show_open(checked)


def passed_words(checked: CheckResult) -> str:
    """Return how many checks were done, and how many wait for an answer."""
    done, waiting = len(checked.evaluated), len(checked.skipped)
    if waiting:
        return say(
            "{done} of {total} checks done; {waiting} need an answer.",
            done=done,
            total=done + waiting,
            waiting=waiting,
        )
    return say("All {done} checks done.", done=done)


def show_finding(finding: Finding) -> None:
    """Show a finding: its title, what and why, what to do, and its sources, which open in place."""
    sign, colour = FINDING_LOOKS[finding.severity]
    plain = widgets.without_markup
    with st.container(key=f"finding-{finding.code}", gap="xxsmall"):
        st.markdown(f":{colour}[{sign} **{finding.severity.name} · {plain(finding.title)}**]")
        st.markdown(f"{plain(finding.message)} **{plain(finding.remedy)}**")
        evidence_mark.offer_sources(finding)


def show_open(checked: CheckResult) -> None:
    """Show which checks wait for which answer."""
    if not checked.skipped:
        return
    st.markdown(say("**Not checked, because it is not known**"))
    for reason in dict.fromkeys(rule.reason for rule in checked.skipped):
        count = sum(rule.reason == reason for rule in checked.skipped)
        st.markdown(
            say_n(
                "- {reason}: {number} check",
                "- {reason}: {number} checks",
                count,
                reason=widgets.without_markup(reason),
            )
        )


def show_intake(visit: Visit, checked: CheckResult) -> None:
    """Show what is taken by mouth, and what an article wants of an ampoule."""
    if checked.oral and visit.intake:
        show_oral_intake(checked.oral, checked.skin_bound_mg)
    if visit.product and visit.product.package in AMPOULES:
        show_ampoule(ampoule_criteria(visit.product, visit.client))


def show_oral_intake(oral: OralIntake, bound_mg: float | None) -> None:
    """Show the sum of the tablets beside what is recommended and what is too much."""
    st.subheader(say("By mouth"), anchor=False)
    rows = oral.amounts_in_words
    st.table(
        {say("A day"): list(rows), say("Amount"): list(rows.values())}, border="horizontal", hide_index=True
    )
    for words in oral.remarks(bound_mg):
        widgets.aside(words)


def show_ampoule(met: tuple[Criterion, ...]) -> None:
    """Show what one article wants of an ampoule, and what is known of each wish."""
    st.subheader(say("What one article wants of an ampoule"), anchor=False)
    show_ampoule_table(met)
    with widgets.fold(say("What is known of these wishes"), "ampoule") as fold:
        if fold.open:
            for criterion in met:
                st.markdown(f"- {criterion.wanted}: {criterion.evidence}")
                widgets.lead(say("{wanted} in Evidence", wanted=criterion.wanted), criterion.claim)


def show_ampoule_table(met: tuple[Criterion, ...]) -> None:
    """Show each wish beside what this one has of it."""
    st.table(
        {
            say("Wanted"): [criterion.wanted for criterion in met],
            say("This one"): [
                say_list(filter(None, (_MET[criterion.met], criterion.has)), ",") for criterion in met
            ],
        },
        border="horizontal",
        hide_index=True,
    )
