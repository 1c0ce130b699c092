"""Entries about vitamin C by mouth, and about the most that could go through a face."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calc import catalog
from calc.catalog import Value
from calc.catalog.intake import Stage, oral_facts
from calc.messages import say, say_data, say_list
from calc.reports.evidence.entry import EvidenceEntry, best_grade, names_of, row_entry
from calc.reports.evidence.uses import ANOTHER_COUNTS, INTAKE_USES, TABLETS
from calc.reports.evidence.words import property_words

#: What stands where no upper level is set; known to be so, unlike what is unknown.
_NOT_SET = say("not set")
_SUBJECT = say("By mouth")
_NAMES = ("intake", "oral", "tablets", "supplements", say("vitamin C"))
# What is believed of a supplement, rather than known of vitamin C.
_ACCEPTED = ("heaviest_piece", "most_per_day")
_MINERALS = {"sodium": say("sodium in it"), "calcium": say("calcium in it")}
_WHY_NOT_SET = "no_level_for_infants"


def intake_entries() -> Iterator[EvidenceEntry]:
    """Yield limits by mouth, what supplements bring, what goes on a face, and what is said of them."""
    facts = oral_facts()
    for stage in facts.stages:
        yield from _stage(stage)
    for name in ("smoker", "smokers_from", "uk", *_ACCEPTED, "applied"):
        section = "accepted" if name in _ACCEPTED else "value"
        what = (
            say("accepted, {property}", property=property_words(name))
            if name in _ACCEPTED
            else property_words(name)
        )
        subject = say("On the face") if name == "applied" else _SUBJECT
        yield _row(f"intake.{name}", section, subject, what, getattr(facts, name))
    for form, rows in facts.minerals.items():
        record = catalog.forms()[form]
        counted = {row.property for row in rows}
        for row in rows:
            key = ".".join(filter(None, ("intake", form, row.property, row.variant.replace(" ", "_"))))
            what = say_list(filter(None, (_MINERALS[row.property], say_data(row.variant))), ",")
            entry = _row(key, "value", record.name, what, row)
            uses = entry.used_in if row.property in counted else (ANOTHER_COUNTS,)
            counted.discard(row.property)  # the preferred row of each stands in front
            yield replace(entry, used_in=uses, names=(*_NAMES, *names_of(record)))
    for name, statement in facts.statements.items():
        yield EvidenceEntry(
            f"intake.{name}",
            "intake",
            _SUBJECT,
            property_words(name),
            statement.text,
            grade=best_grade(statement.sources),
            sources=statement.sources,
            used_in=INTAKE_USES[name],
            names=_NAMES,
        )


def _stage(stage: Stage) -> Iterator[EvidenceEntry]:
    """Yield what is recommended at a stage of life and what is too much; one row for both sexes once."""
    subject = say("By mouth, {age}", age=stage.name)
    rows = {row.property: row for row in (*stage.rda.values(), stage.ul) if row}
    for name, row in rows.items():
        yield _row(f"intake.{stage.id}.{name}", "value", subject, _what(stage, name), row)
    if stage.ul is None:
        why = oral_facts().statements[_WHY_NOT_SET]
        yield EvidenceEntry(
            f"intake.{stage.id}.ul",
            "value",
            subject,
            _what(stage, "ul"),
            _NOT_SET,
            grade=best_grade(why.sources),
            sources=why.sources,
            notes=(why.text,),
            used_in=(TABLETS, "ORAL-003"),
            names=_NAMES,
        )


def _what(stage: Stage, name: str) -> str:
    """Return what a number of a stage is, and for whom where the stage is for both sexes."""
    sex = {"rda_female": "female", "rda_male": "male"}.get(name, "both sexes")
    return property_words(name) if stage.state else f"{property_words(name)}, {sex}"


def _row(key: str, section: str, subject: str, what: str, row: Value) -> EvidenceEntry:
    """Return a value row by mouth as an entry."""
    return replace(
        row_entry(key, section, subject, what, row), used_in=INTAKE_USES[row.property], names=_NAMES
    )
