"""The plan after a check: skin test, before and after, course; as the sheet to take away, and a calendar."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

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
from calc.messages import say
from calc.mixing.request import ParsedRequest
from calc.reports import CareSheet, care_sheet_fragment, care_sheet_html, care_sheet_pdf
from ui import state, widgets
from ui.labels import WORDS


@dataclass(frozen=True)
class Plan:
    """What to do when, for a calendar, and the sheet that says it; ``sessions``: of the chosen course."""

    events: tuple[Event, ...]
    sheet: CareSheet
    sessions: tuple[Event, ...] = ()


def plan_visit(visit: Visit, checked: CheckResult, understood: ParsedRequest) -> Plan:
    """Return what to do when; of what is refused only why, and what would change it."""
    appointment = understood.values.appointment
    refused = refusals(visit)
    if refused:
        return Plan(
            refusal_events(refused, appointment),
            care_sheet(visit, checked, refused=refused, appointment=appointment),
        )
    test = skin_test(visit) if visit.product and not is_product_refused(visit) else ()
    sessions = chosen_sessions(checked, appointment) if visit.procedure in NEEDLED else ()
    around = care_around(appointment, sessions) if visit.procedure in NEEDLED else ()
    sheet = care_sheet(visit, checked, test=test, around=around, appointment=appointment)
    return Plan((*test, *around, *sessions), sheet, sessions)


def refusal_events(refused: Sequence[Finding], appointment: datetime.datetime | None) -> tuple[Event, ...]:
    """Return what a calendar says of a treatment that does not happen: one entry, where a day is known."""
    if appointment is None:
        return ()
    reasons = "; ".join(finding.title for finding in refused)
    change = " ".join(dict.fromkeys(finding.remedy for finding in refused))
    named = tuple(dict.fromkeys(key for finding in refused for key in finding.sources))
    back = say("Come back: {when}", when=come_back(refused))
    text = f"{reasons}. {change} {back}"
    return (Event(appointment, None, say("Not done: see the sheet"), text, named, "refusal"),)


def skin_test(visit: Visit) -> tuple[Event, ...]:
    """Return the plan of a skin test that starts today."""
    now = datetime.datetime.now().replace(hour=12, minute=0, second=0, microsecond=0)
    return plan_skin_test(now, bool(visit.client.reactions))


def chosen_sessions(checked: CheckResult, appointment: datetime.datetime | None) -> tuple[Event, ...]:
    """Return the dates of the chosen course; none while something says stop, or no first session is known."""
    chosen = state.text_in(state.key("schedule"))
    if not chosen or appointment is None or _says_stop(checked):
        return ()
    try:
        return plan_sessions(chosen, appointment)
    except InputError:
        return ()  # told where the course is chosen


def care_around(appointment: datetime.datetime | None, sessions: Sequence[Event]) -> tuple[Event, ...]:
    """Return what to leave before and after a session, dated where the appointment is known.

    ``sessions``: the course that was laid out; a sun holiday counts from its last one.
    """
    if appointment is None:
        return ()
    last = sessions[-1].start if sessions else appointment
    assert isinstance(last, datetime.datetime)
    return sort_events(
        [event for event in plan_care(appointment) if event.kind != "holiday"]
        + [event for event in plan_care(last) if event.kind == "holiday"]
    )


def care_sheet(
    visit: Visit,
    checked: CheckResult,
    *,
    test: Sequence[Event] = (),
    around: Sequence[Event] = (),
    refused: Sequence[Finding] = (),
    appointment: datetime.datetime | None = None,
) -> CareSheet:
    """Return the sheet for the client."""
    procedure = WORDS["procedure"].get(visit.procedure or "none", visit.procedure or "")
    about = visit.procedure not in (None, "none")
    title = say("Care sheet: {procedure}", procedure=procedure.lower()) if about else say("Care sheet")
    undated = visit.procedure in NEEDLED and not around and not refused
    return CareSheet(
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


def offer_sheet(plan: Plan) -> None:
    """Offer the sheet to print, the calendar, and the sheet as a page."""
    sheet = plan.sheet
    with st.container(horizontal=True, key="check-files"):
        paper, web = functools.partial(care_sheet_pdf, sheet), functools.partial(care_sheet_html, sheet)
        widgets.download(say("Client sheet"), paper, "care-sheet.pdf", "application/pdf")
        if plan.events:
            made = functools.partial(as_ical, plan.events, name=sheet.title)
            widgets.download(say("Calendar"), made, "care.ics", "text/calendar")
        widgets.download(say("Web page"), web, "care-sheet.html", "text/html")


def show_sheet(plan: Plan) -> None:
    """Show the sheet as it will print."""
    with st.container(key="check-sheet"):
        st.html(care_sheet_fragment(plan.sheet))


def offer_course(visit: Visit, checked: CheckResult, plan: Plan, understood: ParsedRequest) -> None:
    """Show the courses and what each article says, folded, where a treatment with needles may happen."""
    if visit.procedure not in NEEDLED or plan.sheet.refused:
        return
    show_course(checked, plan, understood.values.appointment)
    with widgets.fold(say("What each article says"), "articles") as fold:
        if fold.open:
            rows = compare_limits()
            for key in articles():
                st.markdown(f"**{sources()[key].cited.capitalize()}: {sources()[key].title}**")
                limits = [(row.name, row.cells[key]) for row in rows if row.cells[key] != "not said"]
                st.markdown("\n".join(f"- {name}: {cell}" for name, cell in limits) or say("Nothing."))


def show_course(checked: CheckResult, plan: Plan, appointment: datetime.datetime | None) -> None:
    """Show the courses side by side, and the dates of the chosen one where nothing says stop."""
    with widgets.fold(say("Courses: how often, by the articles"), "course") as fold:
        if not fold.open:
            return
        widgets.aside(say("The articles disagree, and none of this is advice: a doctor decides."))
        for row in compare_courses():
            rhythm = (
                say("{sessions} sessions, every {interval}", sessions=row.sessions, interval=row.interval)
                if row.interval != "unknown"
                else row.says
            )
            st.markdown(f"- {row.cited.capitalize()}, {row.name}: {rhythm}")
        if _says_stop(checked):
            st.markdown(say("There are no dates while something says stop."))
            return
        names = {"": say("No course")} | {
            row.id: f"{row.cited.capitalize()}: {row.name}" for row in compare_courses() if not row.refusal
        }
        chosen = st.selectbox(
            say("Show the dates of"),
            list(names),
            format_func=names.__getitem__,
            key=state.key("schedule"),
            persist_state="session",
        )
        if not chosen or appointment is None:
            widgets.aside(say("Enter the appointment to see the dates from the first session."))
            return
        try:
            plan_sessions(chosen, appointment)
        except InputError as error:
            widgets.wrong(str(error))
        list_events(plan.sessions)


def _says_stop(checked: CheckResult) -> bool:
    """Tell whether a finding says stop."""
    return any(finding.severity is Severity.STOP for finding in checked.findings)


def list_events(events: Sequence[Event]) -> None:
    """Show events as a list."""
    plain = widgets.escape_markdown
    lines = [f"- **{plain(event.title)}** {event.when}  \n  {plain(event.text)}" for event in events]
    if lines:
        st.markdown("\n".join(lines))
