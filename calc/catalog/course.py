"""Courses of sessions, care around a session, and the skin test: course.toml, read strictly."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.claims import seed_articles
from calc.catalog.folder import data_file
from calc.catalog.numbers import Value, value_row, values_by_name
from calc.catalog.toml_reader import DataFile

#: What a care limit counts from or to: see course.toml.
CARE_TIMES = ("ask", "before", "after", "holiday")
#: The rows of the skin test.
SKIN_TEST = ("first_look", "second_look", "open_use", "uses_a_day", "side", "shows_on", "article")


@dataclass(frozen=True)
class Phase:
    """A part of a course; None where the article gives no number.

    ``sessions``: how many; ``interval``: between two of them [day].
    """

    name: str
    sessions: Value | None
    interval: Value | None


@dataclass(frozen=True)
class Schedule:
    """A course of sessions as one article has it.

    ``says``: what the article says, in our words; ``repeat``: when it says to do it again, "" for
    not said; ``home``: done by people on themselves.
    """

    id: str
    name: str
    seed: str
    says: str
    phases: tuple[Phase, ...]
    repeat: str = ""
    home: bool = False


@dataclass(frozen=True)
class CareLimit:
    """Something to leave, or to ask, before or after a session.

    ``when``: one of `CARE_TIMES`; ``values``: how long [hour, day], one row for each source;
    ``said``: what articles without a number say, by their key.
    """

    id: str
    name: str
    when: str
    text: str
    values: tuple[Value, ...]
    said: Mapping[str, str]


@dataclass(frozen=True)
class DoctorSign:
    """When something that stays is a matter for a doctor.

    ``time``: from the session [day]; ``values``: all its rows, that one too; ``sources``: theirs.
    """

    id: str
    name: str
    text: str
    time: Value
    values: tuple[Value, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CourseFacts:
    """All of course.toml, each part by its ids."""

    schedules: Mapping[str, Schedule]
    limits: Mapping[str, CareLimit]
    warnings: Mapping[str, DoctorSign]
    skin_test: Mapping[str, Value]


@functools.cache
def course_facts() -> CourseFacts:
    """Return what is known about courses, care around a session, warnings and the skin test.

    Examples
    --------
    >>> course_facts().schedules["face_000"].seed
    'seed_000'
    """
    file = data_file("course.toml")
    parts = tuple(CourseFacts.__dataclass_fields__)
    file.parts(parts)
    schedules = {key: _schedule(key, row, file) for key, row in file.tables["schedules"].items()}
    limits = {key: _care_limit(key, row, file) for key, row in file.tables["limits"].items()}
    warnings = {key: _warning(key, row, file) for key, row in file.tables["warnings"].items()}
    test = file.tables["skin_test"]
    file.keys(test, "skin_test", SKIN_TEST, SKIN_TEST)
    return CourseFacts(
        MappingProxyType(schedules),
        MappingProxyType(limits),
        MappingProxyType(warnings),
        values_by_name("skin_test", file),
    )


def _schedule(key: str, row: Mapping[str, Any], file: DataFile) -> Schedule:
    """Read one table of the schedules."""
    table, texts = f"schedules.{key}", ("name", "seed", "says")
    file.keys(row, table, (*texts, "repeat", "home", "phases", "values"), (*texts, "phases"))
    file.texts(row, table, *texts, "repeat")
    file.lists(row, table, "phases")
    file.one_of(row, "seed", seed_articles(), table)
    if not isinstance(row.get("home", False), bool):
        raise file.error(table, ("home", str(row["home"])), "home is true or false")
    if not row["phases"] or len(set(row["phases"])) < len(row["phases"]):
        raise file.error(table, ("phases", *row["phases"]), "a course has phases, each named once")
    values = {
        (value.property, value.variant): value
        for value in _time_rows(row, file, table, ("sessions", "interval"))
    }
    for value in values.values():
        problem = _phase_problem(value, row)
        if problem:
            raise file.row_error(table, _written(value), problem)
    phases = tuple(
        Phase(name, values.get(("sessions", name)), values.get(("interval", name))) for name in row["phases"]
    )
    texts_of = {name: row[name] for name in texts}
    return Schedule(key, **texts_of, phases=phases, repeat=row.get("repeat", ""), home=row.get("home", False))


def _phase_problem(row: Value, schedule: Mapping[str, Any]) -> str:
    """Return what is wrong with a row of a schedule, or ""."""
    if row.variant not in schedule["phases"]:
        return f"variant “{row.variant}” is none of the phases"
    if row.source != schedule["seed"]:
        return f"the source must be the article itself, {schedule['seed']}"
    if row.unit != {"sessions": "dimensionless", "interval": "day"}[row.property]:
        return "sessions are dimensionless, an interval is in day"
    whole = all(end == int(end) and end >= 1 for end in row.ends)
    return "" if whole else f"{row.property}: whole numbers from 1 on are needed"


def _care_limit(key: str, row: Mapping[str, Any], file: DataFile) -> CareLimit:
    """Read one table of the limits."""
    table, texts = f"limits.{key}", ("name", "when", "text")
    file.keys(row, table, (*texts, "values", "said"), texts)
    file.texts(row, table, *texts)
    file.one_of(row, "when", CARE_TIMES, table)
    values = _time_rows(row, file, table, ("time",))
    said = row.get("said", {})
    file.keys(said, f"{table}.said", seed_articles(), ())
    file.texts(said, f"{table}.said", *said)
    for value in values:
        if value.source in said:
            raise file.row_error(table, _written(value), f"{value.source} gives a number and gives none")
    if not values and not said:
        raise file.error(table, (), "a limit needs an article that speaks of it")
    return CareLimit(key, row["name"], row["when"], row["text"], values, MappingProxyType(dict(said)))


def _warning(key: str, row: Mapping[str, Any], file: DataFile) -> DoctorSign:
    """Read one table of the warnings."""
    table, texts = f"warnings.{key}", ("name", "text")
    file.keys(row, table, (*texts, "values"), (*texts, "values"))
    file.texts(row, table, *texts)
    values = _time_rows(row, file, table, ("time", "onset"))
    times = [value for value in values if value.property == "time" and value.unit == "day"]
    if len(times) != 1:
        raise file.error(table, (), "a warning needs its time, in day, once")
    return DoctorSign(
        key, row["name"], row["text"], times[0], values, tuple(value.source for value in values)
    )


def _time_rows(
    row: Mapping[str, Any], file: DataFile, table: str, properties: tuple[str, ...]
) -> tuple[Value, ...]:
    """Read the value rows of a table: known properties, times in hour or day, none twice."""
    rows = file.rows(row, table, "values")
    values = tuple(value_row(line, file, table) for line in rows)
    seen = set()
    for value, line in zip(values, rows):
        if value.property not in properties:
            raise file.row_error(table, line, f"{value.property} is none of {', '.join(properties)}")
        if value.property != "sessions" and value.unit not in ("hour", "day"):
            raise file.row_error(table, line, f"{value.property} is in hour or day")
        if value.ends[0] < 0:
            raise file.row_error(table, line, "a time cannot be negative")
        if (mark := (value.property, value.variant, value.source)) in seen:
            raise file.row_error(table, line, f"{value.property} stands twice for {value.source}")
        seen.add(mark)
    return values


def _written(row: Value) -> Mapping[str, str]:
    """Return the texts of a row as they stand in its line."""
    return {name: text for name, text in vars(row).items() if isinstance(text, str) and text}
