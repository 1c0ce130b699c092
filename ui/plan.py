"""The plan after a check: skin test, before and after, course, as a calendar and a sheet to take away."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

import streamlit as st

from calc.catalog import sources
from calc.client.care import articles, compare_limits, plan_care, summarise_limits
from calc.client.course import compare_courses, plan_sessions
from calc.client.event import Event
from calc.client.facts import NEEDLED
from calc.client.ics import as_ical
from calc.client.skin_test import plan_skin_test
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.errors import InputError
from calc.findings import Action, Severity
from calc.mixing.request import ParsedRequest
from calc.reports import CareSheet, care_sheet_html, care_sheet_pdf
from ui import state, widgets
from ui.labels import EXAMPLES, LABELS, WORDS

#: How events are gathered, and under which head.
PARTS = {
    "": ("skin test", "session"),
    "Before": ("ask", "before"),
    "After": ("after", "holiday"),
    "See a doctor if": ("doctor",),
}


def plan(visit: Visit, checked: CheckResult, understood: ParsedRequest) -> None:
    """Show what to do when, and offer it as files."""
    test = skin_test(visit) if visit.product else ()
    around: tuple[Event, ...] = ()
    sessions: tuple[Event, ...] = ()
    appointment = understood.values.get("appointment")
    if visit.procedure in NEEDLED:
        around = before_and_after(appointment, understood)
        sessions = course(checked, appointment)
    take_away(visit, checked, test, around, sessions)


def skin_test(visit: Visit) -> tuple[Event, ...]:
    """Show the plan of a skin test that starts today."""
    allergy = bool(visit.client.reactions)
    now = datetime.datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    events = plan_skin_test(now, allergy)
    with widgets.fold("Test it first: dates", "test") as fold:
        if fold.open:
            show(events)
    return events


def before_and_after(appointment: datetime.datetime | None, understood: ParsedRequest) -> tuple[Event, ...]:
    """Show the strictest limits around a session, with dates where the appointment is known."""
    st.subheader("Before and after")
    widgets.quantity("appointment", LABELS["appointment"], understood, placeholder=EXAMPLES["appointment"])
    events = plan_care(appointment) if appointment else ()
    if events:
        show(events)
    else:
        st.markdown("\n".join(f"- {line}" for line in summarise_limits()))
    with widgets.fold("What each article says", "articles") as fold:
        if fold.open:
            rows = compare_limits()
            names = {key: sources()[key].cited for key in articles()}
            columns = {names[key]: [row.cells[key] for row in rows] for key in articles()}
            for head, cells in columns.items():
                st.markdown(f"**{head.capitalize()}**")
                said = [(row.name, cell) for row, cell in zip(rows, cells) if cell != "not said"]
                st.markdown("\n".join(f"- {name}: {cell}" for name, cell in said) or "Nothing.")
    return events


def course(checked: CheckResult, appointment: datetime.datetime | None) -> tuple[Event, ...]:
    """Show the courses side by side, and lay out the chosen one where nothing says stop."""
    with widgets.fold("Courses: how often, as the articles have it", "course") as fold:
        if not fold.open:
            return ()
        widgets.aside("They disagree, and none is advice: a doctor decides.")
        for row in compare_courses():
            told = f"{row.sessions} sessions, every {row.interval}" if row.interval != "unknown" else row.says
            st.markdown(f"- {row.cited.capitalize()}, {row.name}: {told}")
        if any(each.severity is Severity.STOP for each in checked.findings):
            st.markdown("No dates are laid out while something says stop.")
            return ()
        names = {"": "None"} | {
            row.id: f"{row.cited.capitalize()}: {row.name}" for row in compare_courses() if not row.refusal
        }
        chosen = st.selectbox(
            "Lay out the dates of", list(names), format_func=names.__getitem__, key=state.key("schedule")
        )
        if not chosen or appointment is None:
            widgets.aside("Give the appointment above for the first session.")
            return ()
        try:
            events = plan_sessions(chosen, appointment)
        except InputError as error:
            widgets.wrong(str(error))
            return ()
        show(events)
        return events


def show(events: Sequence[Event]) -> None:
    """Show events with their dates, by when they count."""
    for head, kinds in PARTS.items():
        listed([each for each in events if each.kind in kinds], head)


def listed(events: Sequence[Event], head: str) -> None:
    """Show events as a list under a head."""
    told = [
        f"- **{widgets.plain(each.title)}** {each.when}  \n  {widgets.plain(each.text)}" for each in events
    ]
    if told:
        st.markdown("\n".join([f"**{head}**\n"] * bool(head) + told))


def take_away(
    visit: Visit,
    checked: CheckResult,
    test: tuple[Event, ...],
    around: tuple[Event, ...],
    sessions: tuple[Event, ...],
) -> None:
    """Offer the calendar and the sheet."""
    procedure = WORDS["procedure"].get(visit.procedure or "", "")
    title = f"Care sheet: {procedure.lower()}" if visit.procedure in NEEDLED else "Care sheet"
    sheet = CareSheet(
        title=title,
        verdict=checked.verdict,
        findings=[each for each in checked.findings if each.action > Action.none],
        test_plan=test,
        care=around,
        not_checked=(*checked.open_questions, *checked.unrecognised),
        made_on=datetime.date.today(),
        model_version=checked.model_version,
        data_hash=checked.data_hash,
        limits=() if around or visit.procedure not in NEEDLED else summarise_limits(),
    )
    events = (*test, *around, *sessions)
    with st.container(horizontal=True):
        if events:
            widgets.download("Calendar", lambda: as_ical(events, name=title), "care.ics", "text/calendar")
        paper, web = functools.partial(care_sheet_pdf, sheet), functools.partial(care_sheet_html, sheet)
        widgets.download("Sheet to print (PDF)", paper, "care-sheet.pdf", "application/pdf")
        widgets.download("Sheet as a page", web, "care-sheet.html", "text/html")
    widgets.aside("No name is asked, and none is on the sheet.")
