"""Entries about what articles say: claims with their verdicts, courses of sessions, limits around one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calc import catalog
from calc.catalog import Value
from calc.catalog.claims import Claim, claims
from calc.catalog.course import CareLimit, DoctorSign, Schedule, course_facts
from calc.client import care, course
from calc.messages import say, say_list
from calc.reports.evidence.entry import CLAIM_VERDICTS, UNKNOWN, EvidenceEntry, best_grade, row_entry
from calc.reports.evidence.uses import COURSES, DATES, SAID_BY_EACH, SKIN_TEST_USES
from calc.reports.evidence.words import property_words

_NAMES = ("course", "sessions", say("before and after"), "mesotherapy")
_PHASES = {"course": "", "first": say("first phase"), "next": say("second phase"), "upkeep": say("upkeep")}
# What a limit is about, and what its time is.
_TIMES = {
    "ask": (say("ask before a session"), say("how long before a session")),
    "before": (say("before a session"), say("how long before a session")),
    "after": (say("after a session"), say("how long after a session")),
    "holiday": (say("after the last session"), say("how long after the last session")),
}


def claim_entries() -> Iterator[EvidenceEntry]:
    """Yield what the articles say, with the verdict on it."""
    yield from map(_claim, claims().values())


def _claim(claim: Claim) -> EvidenceEntry:
    """Return what an article says, with the verdict on it.

    What nothing was found for has no better grade than the article that says it.
    """
    sources = (claim.seed, *claim.sources)
    return EvidenceEntry(
        claim.id,
        "claim",
        f"{catalog.sources()[claim.seed].cited.capitalize()}, {property_words(claim.topic)}",
        claim.text.rstrip("."),
        CLAIM_VERDICTS[claim.verdict][0],
        grade=best_grade(sources[:1] if claim.verdict == "unsupported" else sources),
        sources=sources,
        locator=claim.locator,
        notes=(claim.evidence,),
        used_in=claim.rules or (say("nothing but this page"),),
        names=(claim.seed, "claim"),
    )


def course_entries() -> Iterator[EvidenceEntry]:
    """Yield courses of sessions, limits around a session, when to see a doctor, and the skin test."""
    facts = course_facts()
    refusals = {row.id: row.refusal for row in course.compare_courses()}
    for schedule in facts.schedules.values():
        yield from _schedule(schedule, refusals[schedule.id])
    counted = care.find_strictest_limits()
    for limit in facts.limits.values():
        yield from _limit(limit, counted[limit.id].source)
    for sign in facts.warnings.values():
        yield from _sign(sign)
    for name, row in facts.skin_test.items():
        entry = row_entry(f"course.skin_test.{name}", "value", say("Skin test"), property_words(name), row)
        yield replace(entry, used_in=SKIN_TEST_USES.get(name, (DATES,)), names=(say("patch test"), "allergy"))


def _schedule(schedule: Schedule, refusal: str) -> Iterator[EvidenceEntry]:
    """Yield a course as one article has it, with its numbers and those that it does not give."""
    key, subject = f"course.{schedule.id}", say("Course: {course}", course=schedule.name)
    uses = (COURSES,) if refusal else (DATES,)
    notes = [say("Again: {repeat}.", repeat=schedule.repeat or say("not said"))]
    notes += [say("Never laid out as dates: {refusal}", refusal=refusal)] if refusal else []
    statement = _statement(
        key,
        subject,
        say("what {article} says", article=_cited(schedule.seed)),
        schedule.says,
        (schedule.seed,),
    )
    yield replace(statement, notes=tuple(notes), used_in=uses)
    for phase in schedule.phases:
        for name, row in (("sessions", phase.sessions), ("interval", phase.interval)):
            row_key = f"{key}.{name}" if phase.name == "course" else f"{key}.{name}.{phase.name}"
            what = say_list(filter(None, (property_words(name), _PHASES[phase.name])), ",")
            entry = (
                _row(row_key, subject, what, row) if row else _unknown(row_key, subject, what, schedule.seed)
            )
            yield replace(entry, used_in=uses)


def _limit(limit: CareLimit, counted: str) -> Iterator[EvidenceEntry]:
    """Yield a limit around a session, and how long it lasts by everybody who speaks of it.

    ``counted``: the source of the longest time, which is what the dates go by; "" for none.
    """
    key, (what, time) = f"course.{limit.id}", _TIMES[limit.when]
    sources = (*(row.source for row in limit.values), *limit.said)
    yield replace(_statement(key, limit.name, what, limit.text, sources), used_in=(DATES,))
    for row in limit.values:
        entry = _row(f"{key}.{row.source}", limit.name, f"{time}{_by(row.source)}", row)
        yield replace(entry, used_in=(DATES,) if row.source == counted else (SAID_BY_EACH,))
    for seed, words in limit.said.items():
        entry = _unknown(f"{key}.{seed}", limit.name, f"{time}{_by(seed)}", seed)
        uses = (SAID_BY_EACH,) if counted else (DATES, SAID_BY_EACH)
        yield replace(entry, notes=(say("It says: {words}.", words=words),), used_in=uses)


def _sign(sign: DoctorSign) -> Iterator[EvidenceEntry]:
    """Yield when something that stays is a matter for a doctor."""
    key = f"course.{sign.id}"
    sources = tuple(dict.fromkeys(sign.sources))
    yield replace(_statement(key, sign.name, say("see a doctor"), sign.text, sources), used_in=(DATES,))
    words = {"time": say("a matter for a doctor when longer than"), "onset": say("begins so long after")}
    for row in sign.values:
        used = (DATES,) if row is sign.time else (say("the words of that date"),)
        yield replace(_row(f"{key}.{row.source}", sign.name, words[row.property], row), used_in=used)


def _statement(key: str, subject: str, what: str, text: str, sources: tuple[str, ...]) -> EvidenceEntry:
    """Return words about a course, a limit or a sign as an entry."""
    grade = best_grade(sources)
    return EvidenceEntry(key, "course", subject, what, text, grade=grade, sources=sources, names=_NAMES)


def _row(key: str, subject: str, what: str, row: Value) -> EvidenceEntry:
    """Return a number about a course, a limit or a sign as an entry."""
    return replace(row_entry(key, "value", subject, what, row), names=_NAMES)


def _unknown(key: str, subject: str, what: str, seed: str) -> EvidenceEntry:
    """Return a number that an article does not give as an entry."""
    grade = best_grade((seed,))
    return EvidenceEntry(key, "value", subject, what, UNKNOWN, grade=grade, sources=(seed,), names=_NAMES)


def _by(key: str) -> str:
    """Return whose number it is, where that is a short name."""
    source = catalog.sources()[key]
    return f", {source.cited}" if source.short or source.authors else ""


def _cited(key: str) -> str:
    """Return how a source is cited here."""
    return catalog.sources()[key].cited
