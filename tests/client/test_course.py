"""Before and after: the skin test, courses of sessions, and care around one."""

from __future__ import annotations

import datetime
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog import Value
from calc.catalog.course import CareLimit, Phase, Schedule, course_facts
from calc.client import care, course, skin_test
from calc.client.event import EVENT_KINDS, Event, check_moment, citation, duration_words, reference
from calc.errors import InputError

NOON = datetime.datetime(2026, 12, 1, 12, 0)
SEEDS = ("seed_000", "seed_001", "seed_002", "seed_003", "seed_004")
LAID_OUT = ("face_000", "hair_000", "short_000", "weekly_002", "phases_002")
moments = st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2100, 12, 31, 23, 59)).map(
    lambda moment: moment.replace(second=0, microsecond=0, fold=0)
)


def refused(call, *args, **kwargs) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*args, **kwargs)
    assert caught.value.accepted
    assert caught.value.fix
    return caught.value


def begin(event: Event) -> datetime.datetime:
    return datetime.datetime.fromisoformat(event.start.isoformat())


def titled(events, title: str) -> Event:
    return next(event for event in events if event.title.startswith(title))


def shifted(events, days: int) -> list[tuple]:
    step = timedelta(days=days)
    return [(event.start + step, event.end and event.end + step, event.kind) for event in events]


def bare(events) -> list[tuple]:
    return [(event.start, event.end, event.kind) for event in events]


# --- events ---------------------------------------------------------------------------------------


def test_an_event_needs_a_source_and_an_end_that_fits():
    with pytest.raises(ValueError, match="needs a source"):
        Event(NOON, None, "A", "b", ())
    with pytest.raises(ValueError, match="same type"):
        Event(NOON, NOON.date(), "A", "b", ("seed_000",))
    with pytest.raises(ValueError, match="not before"):
        Event(NOON, NOON - timedelta(1), "A", "b", ("seed_000",))


@pytest.mark.parametrize(
    ("start", "end", "words", "without"),
    [
        (NOON, None, "Tue 1 Dec 2026, 12:00", "Tue 1 Dec, 12:00"),
        (NOON, NOON + timedelta(hours=6), "Tue 1 Dec 2026, 12:00–18:00", "Tue 1 Dec, 12:00–18:00"),
        (
            NOON,
            NOON + timedelta(days=31),
            "Tue 1 Dec 2026, 12:00 – Fri 1 Jan 2027, 12:00",
            "Tue 1 Dec, 12:00 – Fri 1 Jan 2027, 12:00",
        ),
        (date(2026, 12, 1), None, "Tue 1 Dec 2026", "Tue 1 Dec"),
        (date(2026, 12, 1), date(2026, 12, 6), "Tue 1 Dec – Sun 6 Dec 2026", "Tue 1 Dec – Sun 6 Dec"),
    ],
)
def test_a_time_in_words(start, end, words, without):
    event = Event(start, end, "A", "b", ("seed_000",))
    assert event.when == words
    assert event.words(2026) == without


@pytest.mark.parametrize(
    ("unit", "low", "high", "words", "longest"),
    [
        ("day", 0, 0, "the same day", "the same day"),
        ("day", 0, 1, "0–1 days", "1 day"),
        ("day", 1, 1, "1 day", "1 day"),
        ("day", 2, 3, "2–3 days", "3 days"),
        ("hour", 6, 6, "6\u202fh", "6\u202fh"),
        ("hour", 1, 6, "1–6\u202fh", "6\u202fh"),
    ],
)
def test_how_long_in_words(unit, low, high, words, longest):
    row = Value("interval", unit, "estimated", "seed_000", low=low, high=high)
    assert (duration_words(row), duration_words(row, longest=True)) == (words, longest)
    assert duration_words(None) == "unknown"


@pytest.mark.parametrize(("year", "is_planned"), [(1999, False), (2000, True), (2100, True), (2101, False)])
def test_what_is_planned_lies_in_sensible_years(year, is_planned):
    moment = NOON.replace(year=year)
    if is_planned:
        assert check_moment(moment, "start") == moment
    else:
        error = refused(check_moment, moment, "start")
        assert (error.field, error.given) == ("start", f"{year}-12-01T12:00:00")
        assert error.accepted == "the day must be between 2000 and 2100."


def test_a_source_is_named_as_it_can_be_looked_up():
    assert reference("pinnell_2001") == (
        "Pinnell SR and others, “Topical L-ascorbic acid: percutaneous absorption studies”, "
        "Dermatologic Surgery 27, 137 2001, doi:10.1046/j.1524-4725.2001.00264.x"
    )
    assert citation("clinic_convention") == "clinic pages"


def test_an_origin_in_words():
    origin = Event(NOON, None, "A", "b", ("seed_000", "clinic_convention", "bench_editorial")).origin
    assert "“Long clinic text on biorevitalisation and mesotherapy" in origin
    assert "“Waiting at least 72 h after needling before an active serum”, clinic pages" in origin
    assert origin.endswith("; Our own advice")
    assert "article 0" not in origin
    assert "doi:10." in Event(NOON, None, "A", "b", ("pinnell_2001",)).origin


# --- skin test ------------------------------------------------------------------------------------


def test_irritation_is_looked_for_after_24_and_48_hours():
    plan = skin_test.plan_skin_test(NOON, allergy=False)
    assert [event.start - NOON for event in plan] == [timedelta(hours=hours) for hours in (0, 24, 48)]
    assert plan[0].text.startswith("A thin layer of the finished product")
    assert "powder alone tells nothing" in plan[0].text


def test_a_calm_skin_goes_on_where_an_allergy_is_looked_for():
    last = [skin_test.plan_skin_test(NOON, allergy=allergy)[2].text for allergy in (True, False)]
    assert "open use begins tomorrow" in last[0]
    assert "no irritation was found" in last[1]


def test_allergy_is_looked_for_over_a_fortnight_that_may_end_after_ten_days():
    plan = skin_test.plan_skin_test(NOON, allergy=True)
    use = titled(plan, "Skin test: twice a day")
    assert (use.start, use.end) == (date(2026, 12, 4), date(2026, 12, 17))  # 14 days, both ends counted
    assert "5\u202f×\u202f5\u202fcm of the forearm" in use.text
    may_end = titled(plan, "Skin test: may end")
    assert may_end.start == date(2026, 12, 13)  # the tenth day: none of the reactions showed later
    assert "by day 3, the earliest on day 1, the latest on day 10" in may_end.text
    assert titled(plan, "Skin test: last day").start == use.end


@given(moments, st.booleans(), st.integers(-300, 300))
def test_a_plan_moves_with_its_start(moment, allergy, days):
    plan = skin_test.plan_skin_test(moment, allergy)
    assert list(plan) == sorted(plan, key=begin)
    assert begin(plan[0]) == moment
    later = moment + timedelta(days=days)
    if 2000 <= later.year <= 2100:
        assert bare(skin_test.plan_skin_test(later, allergy)) == shifted(plan, days)


# --- courses --------------------------------------------------------------------------------------


def test_the_gentlest_reading_is_laid_out():
    events = course.plan_sessions("face_000", NOON)
    assert len(events) == 8
    assert {later.start - first.start for first, later in pairwise(events)} == {timedelta(days=10)}
    assert "longest interval, 10 days" in events[0].text
    assert events[0].text.startswith("Article 000 says: ")


def test_between_two_phases_the_longer_interval_counts():
    starts = [session.start for session in course.plan_sessions("phases_002", NOON)]
    assert [(later - first).days for first, later in pairwise(starts)] == [10, 10, 10, 4, 4, 4, 4]
    assert "Upkeep every 45–60 days: number unknown" in course.plan_sessions("phases_002", NOON)[0].text


def test_a_number_within_the_range_is_taken():
    assert len(course.plan_sessions("phases_002", NOON, 13)) == 13
    assert course.plan_sessions("weekly_002", NOON, 9)[-1].title == "Session 9 of 9"


@pytest.mark.parametrize("wrong", [7, 13, 0, -1, 8.5, "8", True])
def test_a_number_outside_the_range_is_refused(wrong):
    error = refused(course.plan_sessions, "face_000", NOON, wrong)
    assert error.field == "sessions"
    assert "8 to 12" in error.accepted


@pytest.mark.parametrize(
    ("schedule", "field", "words"),
    [
        ("apart_001", "sessions", "how many sessions and the days between"),
        ("recovering_002", "sessions", "how many sessions"),
        ("several_004", "sessions", "how many sessions and the days between"),
        ("roller_003", "schedule", "at home is refused"),
        ("slimming_003", "schedule", "at home is refused"),
        ("nothing", "schedule", "not known here"),
    ],
)
def test_what_cannot_be_laid_out_says_why(schedule, field, words):
    error = refused(course.plan_sessions, schedule, NOON)
    assert error.field == field
    assert words in error.accepted
    if field == "sessions":
        assert error.fix == "Ask whoever will do it for the dates."


def test_an_interval_without_a_number_is_refused_by_its_name(spoil):
    spoil("course.toml", '  { property = "interval", variant = "course", value = 7,', "# {")
    assert refused(course.plan_sessions, "weekly_002", NOON).field == "interval"


def test_all_courses_stand_side_by_side():
    rows = {line.id: line for line in course.compare_courses()}
    assert tuple(rows) == tuple(course_facts().schedules)
    assert {key for key, row in rows.items() if not row.refusal} == set(LAID_OUT)
    assert (rows["apart_001"].sessions, rows["apart_001"].interval) == ("unknown", "unknown")
    assert rows["recovering_002"].interval == "3–14 days"
    assert rows["phases_002"].sessions == "3, then 5–10, then unknown"
    assert rows["roller_003"].refusal == "needling at home is refused here."
    assert rows["face_000"].cited == "article 000"


@given(st.sampled_from(LAID_OUT), moments, st.integers(-300, 300))
def test_a_course_moves_with_its_first_session(schedule, moment, days):
    events = course.plan_sessions(schedule, moment)
    assert events[0].start == moment
    assert list(events) == sorted(events, key=begin)
    later = moment + timedelta(days=days)
    if 2000 <= later.year <= 2100:
        assert bare(course.plan_sessions(schedule, later)) == shifted(events, days)


# --- care -----------------------------------------------------------------------------------------


def test_the_strictest_of_the_articles_is_the_published_union():
    # The union as it was drawn up by hand from the five articles, with three days of sport added.
    words = {key: limit.words for key, limit in care.find_strictest_limits().items()}
    assert words["water_and_cosmetics"] == "15\u202fh"
    assert words["alcohol"] == "5 days"
    assert words["heat_and_pool"] == "7 days"
    assert words["hot_drinks"] == "the same day"
    assert words["sport"] == "3 days"
    assert words["sun_holiday"] == "14 days"
    assert words["vitamin_c"] == "72\u202fh"
    assert words["sun"] == words["touch"] == "unknown"


def test_the_strictest_knows_who_gives_it():
    result = care.find_strictest_limits()
    assert (result["water_and_cosmetics"].hours, result["water_and_cosmetics"].source) == (15, "seed_004")
    assert (result["alcohol"].hours, result["alcohol"].source) == (120, "seed_000")
    assert (result["sport"].hours, result["sport"].source) == (72, "bench_editorial")
    assert (result["sun"].hours, result["sun"].source) == (None, "")


@pytest.mark.parametrize("limit", course_facts().limits)
def test_nobody_is_stricter_than_the_strictest(limit):
    rows = course_facts().limits[limit].values
    hours = care.find_strictest_limits()[limit].hours
    assert all(row.ends[1] * (24 if row.unit == "day" else 1) <= hours for row in rows)


def test_hours_count_from_the_moment_and_days_are_whole():
    events = care.plan_care(NOON)
    water = titled(events, "No washing")
    assert (water.start, water.end) == (NOON, NOON + timedelta(hours=15))
    alcohol = titled(events, "No alcohol")
    before = titled(events, "No alcohol or smoking")
    assert (before.start, before.end) == (date(2026, 11, 28), date(2026, 12, 1))
    alcohol = next(event for event in events if event.title == "No alcohol")
    assert (alcohol.start, alcohol.end) == (date(2026, 12, 1), date(2026, 12, 6))
    drinks = titled(events, "No hot drinks")
    assert (drinks.start, drinks.end) == (date(2026, 12, 1), None)
    holiday = titled(events, "Strong sun")
    assert holiday.title == "Strong sun is allowed again from this day"
    assert (holiday.start, holiday.end) == (date(2026, 12, 15), None)
    assert titled(events, "Aspirin").text.startswith("Ask who prescribed them.")


def test_a_limit_says_how_long_and_who_gives_it():
    events = {event.title: event for event in care.plan_care(NOON)}
    assert events["No alcohol"].text.startswith("5 days. The articles differ")
    assert events["No alcohol"].sources == ("seed_000",)
    # The number is our own: the articles that say it without one stand behind it.
    assert events["No sport"].sources == ("bench_editorial", "seed_001", "seed_003")
    assert events["Hands off"].sources == ("seed_000", "seed_001", "seed_003", "seed_004")
    assert events["Hands off"].text.endswith(" How long: unknown.")
    (row,) = (row for row in care.compare_limits() if row.name == "No alcohol or smoking")
    assert (row.when, row.strictest) == ("before", "3 days before (article 000)")
    assert {*row.cells.values()} == {"2–3 days", "not said"}
    words = [limit.words for limit in care.summarise_limits()]
    assert words[2:4] == ["No alcohol or smoking: 3 days before", "No washing, cream or make-up: 15\u202fh"]
    assert words[-1] == "Sun holiday: 14 days after the last session"
    assert "Out of the sun: no time is given" in words


def test_an_article_that_is_not_known_is_refused_with_those_that_are():
    error = refused(care.plan_care, NOON, "seed_9")
    assert (error.field, error.given) == ("seed", "seed_9")
    assert error.fix == f"Choose one of {', '.join(SEEDS)}, or leave it out."


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_a_doctor_is_named_after_3_7_and_14_days(seed):
    signs = [event for event in care.plan_care(NOON, seed) if event.kind == "doctor"]
    assert [(sign.start - NOON.date()).days for sign in signs] == [3, 7, 14]
    assert "mycobacteria_17550571" in signs[-1].sources
    assert "1 to 12 weeks" in signs[-1].text


def test_one_article_gives_its_own_limits_alone():
    events = care.plan_care(NOON, "seed_002")
    assert titled(events, "No washing").end == NOON + timedelta(hours=4)
    assert titled(events, "No alcohol").end == NOON + timedelta(hours=6)
    assert not any(event.title.startswith("No sport") for event in events)
    for event in events:
        if event.kind not in ("doctor", "ask"):
            assert event.sources == ("seed_002",)


def test_what_an_article_says_without_a_number_is_unknown():
    sport = titled(care.plan_care(NOON, "seed_001"), "No sport")
    assert (sport.start, sport.end) == (NOON.date(), None)
    assert sport.text.endswith("How long: unknown. Article 001 says: a few days.")
    sun = titled(care.plan_care(NOON), "Out of the sun")
    assert sun.text.endswith("How long: unknown.")


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_no_word_against_a_prescription(seed):
    for event in care.plan_care(NOON, seed):
        if "thinner" in event.title or "medicine" in event.text:
            assert "Ask who prescribed" in event.text or event.title.startswith("Illnesses")


def test_limits_stand_side_by_side():
    rows = {limit.id: limit for limit in care.compare_limits()}
    assert all(tuple(row.cells) == SEEDS for row in rows.values())
    assert rows["water_and_cosmetics"].cells["seed_004"] == "10–15\u202fh"
    assert rows["alcohol"].cells["seed_001"] == "a few days (number unknown)"
    assert rows["alcohol"].cells["seed_004"] == "not said"
    assert rows["alcohol"].strictest == "5 days (article 000)"
    assert rows["sport"].strictest == "3 days (house opinion)"
    assert rows["sun"].strictest == "no time is given"
    cells = [cell for row in rows.values() for cell in row.cells.values()]
    assert all(cells)


def test_limits_can_be_told_without_a_date():
    content = care.summarise_limits()
    lines = {limit.words: limit for limit in content}
    assert lines["No washing, cream or make-up: 15\u202fh"].sources == ("seed_004",)
    assert lines["Hands off: no time is given"].sources == ("seed_000", "seed_001", "seed_003", "seed_004")
    assert any(line.startswith("Aspirin") and "Ask who prescribed them" in line for line in lines)


@given(moments, st.sampled_from([None, *SEEDS]), st.integers(-300, 300))
def test_care_is_sorted_keeps_its_side_and_moves_with_the_appointment(moment, seed, days):
    events = care.plan_care(moment, seed)
    assert [begin(event) for event in events] == sorted(begin(event) for event in events)
    midnight = datetime.datetime.combine(moment.date(), datetime.time())
    for event in events:
        if event.kind in ("after", "holiday", "doctor"):
            assert begin(event) >= (midnight if event.all_day else moment)
        else:
            assert begin(event) < midnight
    later = moment + timedelta(days=days)
    if 2000 <= later.year <= 2100:
        assert bare(care.plan_care(later, seed)) == shifted(events, days)


@given(moments, st.sampled_from(SEEDS))
def test_the_strictest_plan_ends_no_limit_before_an_article_does(moment, seed):
    union = {event.title: event for event in care.plan_care(moment)}
    for event in care.plan_care(moment, seed):
        if event.kind == "after" and event.end is not None:
            ends = [
                datetime.datetime.fromisoformat(one.end.isoformat()) for one in (event, union[event.title])
            ]
            assert ends[0] <= ends[1]


# --- bad input ------------------------------------------------------------------------------------

CALLS = {
    "start": lambda given: skin_test.plan_skin_test(given, True),
    "first": lambda given: course.plan_sessions("face_000", given),
    "appointment": care.plan_care,
}


@pytest.mark.parametrize("field", CALLS)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (date(2026, 12, 1), "with its time"),
        ("2026-12-01", "with its time"),
        (None, "with its time"),
        (NOON.replace(tzinfo=datetime.UTC), "without a time zone"),
        (NOON.replace(year=1999), "2000 and 2100"),
        (NOON.replace(year=2101), "2000 and 2100"),
    ],
)
def test_moments_that_cannot_be_planned_with_are_refused(field, wrong, words):
    error = refused(CALLS[field], wrong)
    assert error.field == field
    assert words in error.accepted


def test_an_unknown_article_is_refused():
    assert refused(care.plan_care, NOON, "pinnell_2001").field == "seed"


def test_every_event_has_known_sources_and_a_known_kind():
    events = [
        *care.plan_care(NOON),
        *skin_test.plan_skin_test(NOON, True),
        *(session for name in LAID_OUT for session in course.plan_sessions(name, NOON)),
    ]
    for planned in events:
        assert set(planned.sources) <= set(catalog.sources())
        assert planned.kind in EVENT_KINDS
        assert planned.title
        assert planned.text.endswith(".")


def test_a_course_that_says_nothing_of_another_round_says_so():
    rows = {line.id: line for line in course.compare_courses()}
    for key, schedule in course_facts().schedules.items():
        assert rows[key].repeat == (schedule.repeat or "not said")
    assert rows["weekly_002"].repeat == "not before a year has passed"
    assert rows["roller_upkeep_003"].repeat == "not said"


@pytest.mark.parametrize("wanted", [8, 11, 13])
def test_more_sessions_go_where_the_article_leaves_a_choice(wanted):
    # 3 sessions 7 to 10 days apart, which is no choice, then 5 to 10 that are 4 days apart at most.
    events = course.plan_sessions("phases_002", NOON, wanted)
    days = [(late.start - early.start).days for early, late in pairwise(events)]
    assert days == [10, 10, 10, *[4] * (wanted - 4)]


@pytest.mark.parametrize("wanted", [7, 14])
def test_fewer_or_more_than_the_article_has_are_refused(wanted):
    assert "8 to 13 sessions" in refused(course.plan_sessions, "phases_002", NOON, wanted).accepted


# --- by hand --------------------------------------------------------------------------------------


def span(low: float, high: float | None = None, unit: str = "day", source: str = "seed_000") -> Value:
    """Return a time, or a count, as one source gives it."""
    ends = {"value": low} if high is None else {"low": low, "high": high}
    return Value("time", unit, "estimated", source, **ends)


def limit_of(when: str, *values: Value, **said: str) -> CareLimit:
    return CareLimit("x", "No x", when, "Leave it.", values, said)


DAY = NOON.date()


@pytest.mark.parametrize(
    ("when", "time", "start", "end"),
    [
        # Hours count from the moment, days are whole; who is to be asked, or goes away, has a day.
        ("after", span(6, unit="hour"), NOON, NOON + timedelta(hours=6)),
        ("after", span(1, 3), DAY, DAY + timedelta(3)),
        ("after", span(0), DAY, None),
        ("before", span(36, unit="hour"), NOON - timedelta(hours=36), NOON),
        ("before", span(2), DAY - timedelta(2), DAY),
        ("ask", span(48, unit="hour"), DAY - timedelta(2), None),
        ("ask", span(7), DAY - timedelta(7), None),
        ("holiday", span(72, unit="hour"), DAY + timedelta(3), None),
        ("holiday", span(14), DAY + timedelta(14), None),
    ],
)
def test_a_limit_lies_on_its_side_of_the_session(when, time, start, end):
    (event,) = care._limit_events(limit_of(when, time), NOON, None)
    assert (event.start, event.end, event.kind) == (start, end, when)
    assert event.sources == ("seed_000",)
    assert event.title == ("Strong sun is allowed again from this day" if when == "holiday" else "No x")
    words = duration_words(time, longest=True).capitalize()
    assert event.text == ("Leave it." if when == "ask" else f"{words}. Leave it.")


@pytest.mark.parametrize(
    ("limit", "seed", "sources", "text"),
    [
        # Of all the longest time, in hours: 3 days are more than 48 h.
        (
            limit_of("after", span(48, unit="hour"), span(3, source="seed_001")),
            *(None, ("seed_001",), "3 days. Leave it."),
        ),
        (
            limit_of("after", span(48, unit="hour"), span(3, source="seed_001")),
            *("seed_000", ("seed_000",), "48\u202fh. Leave it."),
        ),
        # Behind a number of our own stand the articles that say it without one; not behind another's.
        (
            limit_of("after", span(3, source="bench_editorial"), seed_002="a while"),
            *(None, ("bench_editorial", "seed_002"), "3 days. Leave it."),
        ),
        (
            limit_of("after", span(3), seed_002="a while"),
            *(None, ("seed_000",), "3 days. Leave it."),
        ),
        # Without a number it is told in the article's words; of all without any.
        (
            limit_of("after", seed_002="a while", seed_003="long"),
            *(None, ("seed_002", "seed_003"), "Leave it. How long: unknown."),
        ),
        (
            limit_of("after", span(3), seed_002="a while"),
            *("seed_002", ("seed_002",), "Leave it. How long: unknown. Article 002 says: a while."),
        ),
        # How early to ask is no article's: whoever says it asks as early as the earliest.
        (
            limit_of("ask", span(7, source="bench_editorial"), seed_002="ask"),
            *("seed_002", ("bench_editorial", "seed_002"), "Leave it."),
        ),
    ],
)
def test_a_limit_is_that_of_one_article_or_the_longest_of_all(limit, seed, sources, text):
    (event,) = care._limit_events(limit, NOON, seed)
    assert (event.sources, event.text) == (sources, text)


@pytest.mark.parametrize(
    ("limit", "seed"),
    [
        (limit_of("after", span(3), seed_002="a while"), "seed_001"),
        (limit_of("ask", span(3, source="bench_editorial"), seed_002="ask"), "seed_001"),
    ],
)
def test_what_an_article_does_not_say_is_no_event(limit, seed):
    assert list(care._limit_events(limit, NOON, seed)) == []


@pytest.mark.parametrize(
    ("limit", "cell", "time", "strictest"),
    [
        (limit_of("after", span(2, 3)), "2–3 days", "3 days", "3 days (article 000)"),
        (limit_of("before", span(2)), "2 days", "2 days before", "2 days before (article 000)"),
        (limit_of("ask", span(2)), "2 days", "2 days before", "2 days before (article 000)"),
        (
            limit_of("holiday", span(2)),
            *("2 days", "2 days after the last session", "2 days after the last session (article 000)"),
        ),
        (
            limit_of("after", seed_000="a while"),
            *("a while (number unknown)", "no time is given", "no time is given"),
        ),
        (limit_of("ask", seed_000="ask"), "ask", "no time is given", "no time is given"),
        (limit_of("after"), "not said", "no time is given", "no time is given"),
    ],
)
def test_a_limit_in_words(limit, cell, time, strictest):
    assert care._cell(limit, "seed_000") == cell
    assert care._cell(limit, "seed_004") == "not said"
    assert care._time_in_words(limit) == time
    assert care._strictest_in_words(limit) == strictest


def phase(sessions: Value | None, interval: Value | None) -> Phase:
    return Phase("x", sessions, interval)


def test_each_session_says_what_the_article_says_and_what_was_chosen():
    phases = (phase(span(3), span(7, 10)), phase(None, span(30)), phase(None, span(1, 2)))
    schedule = Schedule("x", "X", "seed_000", "a few a week", phases)
    assert course._session_text(schedule, phases[0]) == (
        "Article 000 says: a few a week. Here: the longest interval, 10 days, and the lowest number unless "
        "you chose one. Upkeep every 30 days: number unknown, not laid out. Upkeep every 1–2 days: number "
        "unknown, not laid out. Agree on every date with whoever does it. A doctor decides whether it is "
        "done at all."
    )


@pytest.mark.parametrize(
    ("ranges", "wanted", "counts"),
    [
        # The fewest of each; more go to the first phase that leaves a choice.
        ([(3, 3), (5, 10)], None, [3, 5]),
        ([(3, 3), (5, 10)], 8, [3, 5]),
        ([(3, 4), (5, 10)], 10, [4, 6]),
        ([(3, 4), (5, 10)], 14, [4, 10]),
        ([(8, 12)], 9, [9]),
    ],
)
def test_sessions_are_shared_among_phases_from_the_front(ranges, wanted, counts):
    phases = [phase(span(low, high), span(7)) for low, high in ranges]
    assert course._counts(phases, wanted) == counts


@pytest.mark.parametrize(
    ("row", "text"), [(None, "unknown"), (span(3), "3"), (span(5, 10), "5–10"), (span(3, 3), "3")]
)
def test_a_count_in_words(row, text):
    assert course._number(row) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("bench_editorial", "Our own advice"),
        # A page is where it stands, without what every address begins and ends with.
        ("pinnell_2001", "doi:10.1046/j.1524-4725.2001.00264.x"),
    ],
)
def test_a_source_ends_in_where_it_can_be_looked_up(key, text):
    assert reference(key).endswith(text)


def test_an_address_is_told_without_what_every_address_has():
    for key, source in catalog.sources().items():
        if source.kind == "editorial" or source.doi or not source.url:
            continue
        bare = source.url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
        assert reference(key).endswith(bare.removesuffix("/")), key


def test_a_course_that_is_not_known_comes_with_those_that_are():
    names = ", ".join(course_facts().schedules)
    assert refused(course.plan_sessions, "nothing", NOON).fix == f"Choose one of {names}."


def test_a_citation_is_no_address_with_what_every_address_has():
    for key in catalog.sources():
        assert not citation(key).startswith("https://"), key
        assert not citation(key).endswith("/"), key
