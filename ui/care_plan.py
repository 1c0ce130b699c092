"""The plan after a check: skin test, before and after, course, as a calendar and a sheet to take away."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

import streamlit as st

from calc.catalog import sources
from calc.client.answer import come_back, headline, is_product_refused, refusals
from calc.client.care import articles, compare_limits, plan_care, summarise_limits
from calc.client.course import compare_courses, plan_sessions
from calc.client.event import Event, sort_events
from calc.client.facts import NEEDLED
from calc.client.ics import as_ical
from calc.client.skin_test import plan_skin_test
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.errors import InputError
from calc.findings import Action, Finding, Severity
from calc.mixing.request import ParsedRequest
from calc.reports import CareSheet, care_sheet_html, care_sheet_pdf
from ui import state, widgets
from ui.labels import WORDS

#: What stands side by side, and which events or limits stand there.
BESIDE = {"Before": ("ask", "before"), "After": ("after", "holiday")}


def show_plan(visit: Visit, checked: CheckResult, understood: ParsedRequest) -> None:
    """Show what to do when, and offer it as files; of what is refused only why, and what would change it."""
    appointment = understood.values.appointment
    refused = refusals(visit)
    if refused:
        show_refusal(refused)
        events = refusal_events(refused, appointment)
        offer_care_sheet(visit, checked, events, refused=refused, appointment=appointment)
        return
    test = show_skin_test(visit) if visit.product and not is_product_refused(visit) else ()
    around: tuple[Event, ...] = ()
    sessions: tuple[Event, ...] = ()
    if visit.procedure in NEEDLED:
        place = st.container()
        sessions = show_course(checked, appointment)
        with place:
            around = show_before_and_after(appointment, sessions)
    events = (*test, *around, *sessions)
    offer_care_sheet(visit, checked, events, test=test, around=around, appointment=appointment)


def show_refusal(refused: Sequence[Finding]) -> None:
    """Show why a procedure does not happen now, what would have to change, and when to come back."""
    plain = widgets.without_markup
    st.subheader("It does not happen now")
    st.markdown(f"**Why**  \n{plain('; '.join(finding.title for finding in refused))}")
    changes = "\n".join(dict.fromkeys(f"- {plain(finding.remedy)}" for finding in refused))
    st.markdown(f"**What would have to change**\n\n{changes}")
    st.markdown(f"**When to come back**  \n{come_back(refused)}")


def refusal_events(refused: Sequence[Finding], appointment: datetime.datetime | None) -> tuple[Event, ...]:
    """Return what a calendar says of a procedure that does not happen: one entry, where a day is known."""
    if appointment is None:
        return ()
    reasons = "; ".join(finding.title for finding in refused)
    change = " ".join(dict.fromkeys(finding.remedy for finding in refused))
    named = tuple(dict.fromkeys(key for finding in refused for key in finding.sources))
    text = f"{reasons}. {change} Come back: {come_back(refused)}"
    return (Event(appointment, None, "Does not happen: see the sheet", text, named, "refusal"),)


def show_skin_test(visit: Visit) -> tuple[Event, ...]:
    """Show the plan of a skin test that starts today."""
    allergy = bool(visit.client.reactions)
    now = datetime.datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    events = plan_skin_test(now, allergy)
    with widgets.fold("Test it first: dates", "test") as fold:
        if fold.open:
            list_events(events, "")
    return events


def show_before_and_after(
    appointment: datetime.datetime | None, sessions: Sequence[Event]
) -> tuple[Event, ...]:
    """Show the strictest limits around a session, with dates where the appointment is known.

    ``sessions``: the course that was laid out; a sun holiday counts from its last one.
    """
    st.subheader("Before and after")
    if appointment is None:
        widgets.aside("Give the appointment to see the dates.")
        for column, (head, kinds) in zip(st.columns(2), BESIDE.items()):
            lines = [f"- {limit.words}" for limit in summarise_limits() if limit.when in kinds]
            column.markdown("\n".join([f"**{head}**\n", *lines]))
        events: tuple[Event, ...] = ()
    else:
        last = sessions[-1].start if sessions else appointment
        assert isinstance(last, datetime.datetime)
        events = sort_events(
            [event for event in plan_care(appointment) if event.kind != "holiday"]
            + [event for event in plan_care(last) if event.kind == "holiday"]
        )
        for column, (head, kinds) in zip(st.columns(2), BESIDE.items()):
            with column:
                list_events([event for event in events if event.kind in kinds], head)
        list_events([event for event in events if event.kind == "doctor"], "See a doctor if")
    with widgets.fold("What each article says", "articles") as fold:
        if fold.open:
            rows = compare_limits()
            for key in articles():
                st.markdown(f"**{sources()[key].cited.capitalize()}: {sources()[key].title}**")
                limits = [(row.name, row.cells[key]) for row in rows if row.cells[key] != "not said"]
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
        names = {"": "No course"} | {
            row.id: f"{row.cited.capitalize()}: {row.name}" for row in compare_courses() if not row.refusal
        }
        chosen = st.selectbox(
            "Lay out the dates of",
            list(names),
            format_func=names.__getitem__,
            key=state.key("schedule"),
            persist_state="session",
        )
        if not chosen or appointment is None:
            widgets.aside("Give the appointment above for the first session.")
            return ()
        try:
            events = plan_sessions(chosen, appointment)
        except InputError as error:
            widgets.wrong(str(error))
            return ()
        list_events(events, "")
        return events


def list_events(events: Sequence[Event], head: str) -> None:
    """Show events as a list under a head."""
    plain = widgets.escape_markdown
    lines = [f"- **{plain(event.title)}** {event.when}  \n  {plain(event.text)}" for event in events]
    if lines:
        st.markdown("\n".join([f"**{head}**\n"] * bool(head) + lines))


def offer_care_sheet(
    visit: Visit,
    checked: CheckResult,
    events: Sequence[Event],
    *,
    test: Sequence[Event] = (),
    around: Sequence[Event] = (),
    refused: Sequence[Finding] = (),
    appointment: datetime.datetime | None = None,
) -> None:
    """Offer the calendar of events, and the sheet."""
    procedure = WORDS["procedure"].get(visit.procedure or "none", visit.procedure or "")
    about = visit.procedure not in (None, "none")
    title = f"Care sheet: {procedure.lower()}" if about else "Care sheet"
    undated = visit.procedure in NEEDLED and not around and not refused
    sheet = CareSheet(
        title=title,
        verdict=checked.verdict,
        findings=[finding for finding in checked.findings if finding.action > Action.none],
        test_plan=test,
        care=around,
        not_checked=tuple(dict.fromkeys((*checked.open_questions, *checked.unrecognised))),
        made_on=datetime.date.today(),
        model_version=checked.model_version,
        data_hash=checked.data_hash,
        limits=summarise_limits() if undated else (),
        refused=refused,
        come_back=come_back(refused) if refused else "",
        headline=headline(checked),
        appointment=Event(appointment, None, title, "", ("bench_editorial",)).when if appointment else "",
    )
    with st.container(horizontal=True):
        if events:
            widgets.download("Calendar", lambda: as_ical(events, name=title), "care.ics", "text/calendar")
        paper, web = functools.partial(care_sheet_pdf, sheet), functools.partial(care_sheet_html, sheet)
        widgets.download("Sheet to print (PDF)", paper, "care-sheet.pdf", "application/pdf")
        widgets.download("Sheet as a page", web, "care-sheet.html", "text/html")
    widgets.aside("The sheet carries no name: it has a line to write one on.")
