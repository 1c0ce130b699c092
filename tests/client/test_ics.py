"""Events as a calendar file, read back by two libraries that do not know each other."""

from __future__ import annotations

import datetime
import subprocess
import sys
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.client import care, course, ics, skin_test
from calc.client.event import Event

NOON = datetime.datetime(2026, 12, 1, 12, 0)
STAMP = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
AWKWARD = Event(
    NOON,
    NOON + timedelta(hours=1),
    "Größe; Ωmega, Повтор \\ “yes”",
    "One, two;\nthree \\n not a newline: 5\u202f%, µ ≥ 3",
    ("seed_000",),
)
EVENTS = (*skin_test.plan_skin_test(NOON, True), *care.plan_care(NOON), AWKWARD)


def written(events=EVENTS, **more) -> bytes:
    return ics.as_ical(events, name="Care, 15\u202f%", stamp=STAMP, **more)


def expected(event: Event) -> tuple:
    """Return start, end, title and text as a reader must find them."""
    end = (event.end or event.start) + timedelta(days=1) if event.all_day else event.end
    return event.start, end, event.title, f"{event.text}\n\nFrom: {event.origin}."


def by_icalendar(data: bytes) -> list[tuple]:
    return [
        (
            event["dtstart"].dt,
            event["dtend"].dt if "dtend" in event else None,
            str(event["summary"]),
            str(event["description"]),
        )
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]


def by_vobject(data: bytes) -> list[tuple]:
    calendar = vobject.readOne(data.decode())
    return [
        (
            event.dtstart.value,
            event.dtend.value if hasattr(event, "dtend") else None,
            event.summary.value,
            event.description.value,
        )
        for event in calendar.vevent_list
    ]


@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_another_reader_finds_the_same(read):
    assert read(written()) == [expected(event) for event in EVENTS]


text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1)


@settings(max_examples=50)
@given(text, text)
def test_any_text_survives(title, body):
    event = Event(NOON.date(), None, title.strip() or "A", body, ("seed_000",))
    assert by_icalendar(written([event])) == [expected(event)]
    assert by_vobject(written([event])) == [expected(event)]


def test_the_file_keeps_to_the_format():
    data = written()
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    calendar = icalendar.Calendar.from_ical(data)
    assert (calendar["version"], calendar["calscale"]) == ("2.0", "GREGORIAN")
    assert str(calendar["prodid"]).startswith("-//")
    assert calendar["x-wr-calname"] == "Care, 15\u202f%"
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "CATEGORIES"} <= set(event)
        assert event["dtstamp"].dt == STAMP


def test_days_are_dates_with_an_exclusive_end_and_moments_float():
    data = written()
    assert b"DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261207" in data  # no alcohol, 1 to 6 Dec
    assert b"DTSTART:20261201T120000\r\n" in data
    assert b"TZID" not in data
    assert b"DTSTART:20261201T120000Z" not in data


def test_ids_differ_and_stay():
    ids = [str(event["uid"]) for event in icalendar.Calendar.from_ical(written()).walk("VEVENT")]
    assert len(set(ids)) == len(EVENTS)
    alone = icalendar.Calendar.from_ical(written([AWKWARD])).walk("VEVENT")
    assert str(alone[0]["uid"]) == ids[-1]
    twins = [
        str(event["uid"]) for event in icalendar.Calendar.from_ical(written([AWKWARD] * 2)).walk("VEVENT")
    ]
    assert [uid.partition("@")[0][32:] for uid in twins] == ["-1", "-2"]


def test_the_same_events_give_the_same_bytes():
    assert written() == written()
    local = STAMP.astimezone(datetime.timezone(timedelta(hours=5)))
    for stamp in (local, STAMP.replace(tzinfo=None), STAMP.replace(microsecond=7)):
        assert ics.as_ical(EVENTS, name="Care, 15\u202f%", stamp=stamp) == written()
    assert b"DTSTAMP:20" in ics.as_ical([AWKWARD], name="Care")


def test_only_sessions_take_up_the_time():
    session = course.plan_sessions("short_000", NOON)
    assert written(session).count(b"TRANSP:OPAQUE") == len(session)
    assert b"TRANSP:OPAQUE" not in written()
    assert written().count(b"TRANSP:TRANSPARENT\r\n") == len(EVENTS)


def test_no_events_are_an_empty_calendar():
    assert by_icalendar(written([])) == []


def test_a_single_day_ends_the_day_after():
    event = Event(date(2026, 12, 31), None, "A", "b", ("seed_000",))
    assert by_vobject(written([event]))[0][:2] == (date(2026, 12, 31), date(2027, 1, 1))


def test_importing_it_costs_no_library():
    heavy = "print('icalendar' in sys.modules, 'fpdf' in sys.modules)"
    code = f"import sys, calc.client.ics, calc.reports; {heavy}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
