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
EVENT_GROUPS = {
    "": ("skin test", "session"),
    "Before": ("ask", "before"),
    "After": ("after", "holiday"),
    "See a doctor if": ("doctor",),
}


def show_plan(visit: Visit, checked: CheckResult, understood: ParsedRequest) -> None:
    """Show what to do when, and offer it as files."""
    test = show_skin_test(visit) if visit.product else ()
    around: tuple[Event, ...] = ()
    sessions: tuple[Event, ...] = ()
    appointment = understood.values.appointment
    if visit.procedure in NEEDLED:
        around = show_before_and_after(appointment, understood)
        sessions = show_course(checked, appointment)
    offer_care_sheet(visit, checked, test, around, sessions)


def show_skin_test(visit: Visit) -> tuple[Event, ...]:
    """Show the plan of a skin test that starts today."""
    allergy = bool(visit.client.reactions)
    now = datetime.datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    events = plan_skin_test(now, allergy)
    with widgets.fold("Test it first: dates", "test") as fold:
        if fold.open:
            show_events(events)
    return events


def show_before_and_after(
    appointment: datetime.datetime | None, understood: ParsedRequest
) -> tuple[Event, ...]:
    """Show the strictest limits around a session, with dates where the appointment is known."""
    st.subheader("Before and after")
    widgets.quantity("appointment", LABELS["appointment"], understood, placeholder=EXAMPLES["appointment"])
    events = plan_care(appointment) if appointment else ()
    if events:
        show_events(events)
    else:
        st.markdown("\n".join(f"- {line}" for line in summarise_limits()))
    with widgets.fold("What each article says", "articles") as fold:
        if fold.open:
            rows = compare_limits()
            names = {key: sources()[key].cited for key in articles()}
            columns = {names[key]: [row.cells[key] for row in rows] for key in articles()}
            for head, cells in columns.items():
                st.markdown(f"**{head.capitalize()}**")
                limits = [(row.name, cell) for row, cell in zip(rows, cells) if cell != "not said"]
                st.markdown("\n".join(f"- {name}: {cell}" for name, cell in limits) or "Nothing.")
    return events


def show_course(checked: CheckResult, appointment: datetime.datetime | None) -> tuple[Event, ...]:
    """Show the courses side by side, and lay out the chosen one where nothing says stop."""
    with widgets.fold("Courses: how often, as the articles have it", "course") as fold:
        if not fold.open:
            return ()
        widgets.aside("They disagree, and none is advice: a doctor decides.")
        for row in compare_courses():
            rhythm = (
                f"{row.sessions} sessions, every {row.interval}" if row.interval != "unknown" else row.says
            )
            st.markdown(f"- {row.cited.capitalize()}, {row.name}: {rhythm}")
        if any(finding.severity is Severity.STOP for finding in checked.findings):
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
        show_events(events)
        return events


def show_events(events: Sequence[Event]) -> None:
    """Show events with their dates, by when they count."""
    for head, kinds in EVENT_GROUPS.items():
        list_events([event for event in events if event.kind in kinds], head)


def list_events(events: Sequence[Event], head: str) -> None:
    """Show events as a list under a head."""
    plain = widgets.escape_markdown
    lines = [f"- **{plain(event.title)}** {event.when}  \n  {plain(event.text)}" for event in events]
    if lines:
        st.markdown("\n".join([f"**{head}**\n"] * bool(head) + lines))


def offer_care_sheet(
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
        findings=[finding for finding in checked.findings if finding.action > Action.none],
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
