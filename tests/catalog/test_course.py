"""Courses, care and the skin test in data/: read as they stand, and refused with their line when spoiled."""

from __future__ import annotations

from functools import partial

import pytest

from calc import catalog
from calc.catalog.claims import seed_articles
from calc.catalog.course import course_facts
from tests.conftest import refusal

FACE = '{ property = "sessions", variant = "course", low = 8, high = 12, unit = "dimensionless"'
POOL = '{ property = "time", low = 5, high = 7, unit = "day", kind = "estimated", source = "seed_000" }'

# What is spoiled, with what, and a part of the answer. The line is that of the change.
SPOILED = {
    "unknown key": ('says   = "12 to 16', 'sayz   = "12 to 16', "unknown key “sayz”"),
    "unknown part": ("[skin_test]", "[skintest]", "skintest: unknown part"),
    "unknown source": (POOL, POOL.replace("seed_000", "seed_999"), "is not in sources.toml"),
    "another article": (
        FACE + ', kind = "estimated", source = "seed_000"',
        FACE + ', kind = "estimated", source = "seed_001"',
        "must be the article itself, seed_000",
    ),
    "unknown article": ('seed   = "seed_001"', 'seed   = "pinnell_2001"', "none of seed_000"),
    "half a session": (FACE, FACE.replace("low = 8", "low = 8.5"), "whole numbers"),
    "no session": (FACE, FACE.replace("low = 8", "low = 0"), "whole numbers"),
    "upside down": (FACE, FACE.replace("low = 8", "low = 13"), "low ≤ value ≤ high"),
    "unit of sessions": (FACE, FACE.replace("dimensionless", "day"), "sessions are dimensionless"),
    "unknown phase": (FACE, FACE.replace('"course"', '"curse"'), "is none of the phases"),
    "weeks": (POOL, POOL.replace('"day"', '"week"'), "time is in hour or day"),
    "negative time": (POOL, POOL.replace("low = 5", "low = -5"), "a time cannot be negative"),
    "twice": (POOL, f"{POOL},\n  {POOL}", "stands twice for seed_000"),
    "unknown kind of row": (POOL, POOL.replace('"time"', '"tyme"'), "tyme is none of time"),
    "unknown time": ('when   = "holiday"', 'when   = "sometime"', "when “sometime” is none of ask"),
    "unknown sayer": ('seed_003 = "limit it"', 'pinnell_2001 = "limit it"', "unknown key “pinnell_2001”"),
    "said no text": ('seed_003 = "limit it"', "seed_003 = 5", "seed_003 must be text"),
    "test row": ("first_look  =", "first_glance =", "unknown key “first_glance”"),
    "home": ("home   = true", 'home   = "yes"', "home is true or false"),
    "phases": ('phases = ["first", "next", "upkeep"]', 'phases = ["first", "first"]', "each named once"),
}


refused = partial(refusal, "course.toml", course_facts)


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_file_is_refused_with_its_line(case, refuses):
    # A second row is found at the first like it.
    refuses("course.toml", course_facts, *SPOILED[case])


def test_an_article_gives_a_number_or_none(spoil):
    spoil("course.toml", 'seed_003 = "limit it"', 'seed_003 = "limit it"\nseed_002 = "some days"')
    assert "seed_002 gives a number and gives none" in refused().problem


def test_a_limit_that_nobody_speaks_of_is_refused(spoil):
    table = spoil("course.toml", "[limits.touch]\n", "[limits.touch]\n")
    spoil("course.toml", "[limits.touch.said]\n", "[limits.nobody.said]\n")
    error = refused()
    assert "limits.touch: a limit needs an article" in error.problem
    assert error.line == table


def test_a_warning_needs_its_time(spoil):
    row = '{ property = "%s", value = 14, unit = "day", kind = "assumed"'
    spoil("course.toml", row % "time", row % "onset")
    assert "a warning needs its time" in refused().problem


def test_every_schedule_of_the_articles_is_there():
    result = {
        schedule.id: [
            (phase.sessions and phase.sessions.ends, phase.interval and phase.interval.ends)
            for phase in schedule.phases
        ]
        for schedule in course_facts().schedules.values()
    }
    # Sessions and days, as the five articles have them.
    assert result == {
        "face_000": [((8, 12), (7, 10))],
        "hair_000": [((12, 16), (7, 10))],
        "short_000": [((4, 6), (14, 21))],
        "apart_001": [(None, None)],
        "weekly_002": [((6, 10), (7, 7))],
        "recovering_002": [(None, (3, 14))],
        "phases_002": [((3, 3), (7, 10)), ((5, 10), (3, 4)), (None, (45, 60))],
        "roller_003": [((10, 20), (3, 7))],
        "roller_upkeep_003": [((5, 10), (7, 14)), (None, (30, 30))],
        "slimming_003": [((4, 10), None)],
        "cellulite_003": [((5, 15), None)],
        "several_004": [(None, None)],
    }


def test_every_row_knows_its_article_and_home_is_home():
    facts = course_facts()
    for schedule in facts.schedules.values():
        assert schedule.seed.removeprefix("seed_") == schedule.id[-3:]
        assert schedule.home == (schedule.seed == "seed_003")
    assert {schedule.seed for schedule in facts.schedules.values()} == set(seed_articles())


def test_a_house_figure_says_so():
    facts = course_facts()
    rows = [row for limit in facts.limits.values() for row in limit.values]
    for row in rows:
        if row.source == "bench_editorial":
            assert row.kind == "assumed"
            assert "no article gives a number" in row.caveat
        assert row.source in catalog.sources()


def test_nobody_is_told_to_stop_a_medicine():
    limit = course_facts().limits["medicines"]
    assert limit.when == "ask"
    assert limit.text.startswith("Ask who prescribed them. Never stop a prescribed medicine")


def test_the_records_cannot_be_changed():
    facts = course_facts()
    with pytest.raises(AttributeError):
        facts.limits["sun"].name = "none"
    with pytest.raises(TypeError):
        facts.limits["new"] = facts.limits["sun"]
