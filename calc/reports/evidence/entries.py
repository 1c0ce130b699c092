"""Everything in ``data/`` as entries, each thing once, and each source with what cites it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calc import catalog
from calc.catalog import Example, Form, Preset, Source
from calc.chemistry.storage_words import PACKAGE_WORDS, WALL_WORDS
from calc.messages import say, say_list
from calc.reports.evidence.articles import claim_entries, course_entries
from calc.reports.evidence.entry import KIND_WORDS, SECTIONS, UNKNOWN, EvidenceEntry, best_grade
from calc.reports.evidence.intake import intake_entries
from calc.reports.evidence.market import lab_test_entries, product_entries
from calc.reports.evidence.rules import input_entries, rule_entries
from calc.reports.evidence.shelf_life import shelf_life_entries
from calc.reports.evidence.substances import acid_entries, substance_entries
from calc.reports.evidence.uses import MISSED_BY
from calc.reports.evidence.words import property_words


@dataclass(frozen=True)
class ValueComparison:
    """A form as it stands beside the others: its entries by property, its stability out of five."""

    form: Form
    entries: Mapping[str, EvidenceEntry]
    stability: str


@functools.cache
def all_entries() -> tuple[EvidenceEntry, ...]:
    """Return everything in ``data/``, each thing once.

    Examples
    --------
    >>> all_entries()[0].section
    'form'
    """
    gathered = [
        *substance_entries(),
        *acid_entries(),
        *rule_entries(),
        *input_entries(),
        *shelf_life_entries(),
        *intake_entries(),
        *course_entries(),
        *product_entries(),
    ]
    gathered += lab_test_entries()
    gathered += map(_example, catalog.examples().values())
    gathered += map(_preset, catalog.presets().values())
    gathered += claim_entries()
    citing: dict[str, list[str]] = {key: [] for key in catalog.sources()}
    for entry in gathered:
        for key in dict.fromkeys(entry.sources):
            citing[key].append(entry.key)
    gathered += [_source(source, citing[source.key]) for source in catalog.sources().values()]
    return tuple(sorted(gathered, key=lambda entry: SECTIONS.index(entry.section)))


@functools.cache
def entries_by_key() -> Mapping[str, EvidenceEntry]:
    """Return every entry by its key.

    Examples
    --------
    >>> entries_by_key()["STR-001.most"].what
    'limit, at most'
    """
    return {entry.key: entry for entry in all_entries()}


@functools.cache
def compare_values() -> tuple[ValueComparison, ...]:
    """Return every form with the values by which forms are compared.

    Examples
    --------
    >>> compare_values()[0].form.id
    'l_ascorbic_acid'
    """
    return tuple(_compared(form) for form in catalog.forms().values())


def entries_about(record: str) -> tuple[EvidenceEntry, ...]:
    """Return the entries about a form or an ingredient: itself, its numbers, what was found.

    Examples
    --------
    >>> entries_about("l_ascorbic_acid")[0].subject
    'L-ascorbic acid'
    """
    return tuple(
        entry for entry in all_entries() if entry.key == record or entry.key.startswith(f"{record}.")
    )


def _example(example: Example) -> EvidenceEntry:
    """Return a recipe found in public, with what it claims."""
    claims = {say("strength"): example.claim_strength, "pH": example.claim_pH}
    claimed = say_list((f"{name} {value}" for name, value in claims.items() if value), ",")
    return EvidenceEntry(
        f"example.{example.id}",
        "statement",
        example.title,
        say("wrong recipe found in public"),
        "; ".join(example.lines),
        grade=best_grade((example.source,)),
        sources=(example.source,),
        notes=tuple(filter(None, (say("It claims: {claimed}.", claimed=claimed), example.note))),
        used_in=(say("the examples of a check"),),
    )


_STARTS = {
    "published": say("recipe to start from, published"),
    "illustrative": say("recipe to start from, illustrative"),
}


def _preset(preset: Preset) -> EvidenceEntry:
    """Return a recipe to start from, with what its fields say."""
    fields = [f"{property_words(name)} {_field_words(text)}" for name, text in preset.fields.items()]
    return EvidenceEntry(
        f"preset.{preset.id}",
        "statement",
        preset.name,
        _STARTS[preset.kind],
        "; ".join(fields).replace("\n", ", "),
        grade=best_grade(preset.sources),
        sources=preset.sources,
        notes=(preset.about, preset.caveat),
        used_in=(say("the recipes to start from on Mix"),),
        names=("preset",),
    )


def _field_words(text: str) -> str:
    """Return what a field of a recipe holds, as people call it."""
    if text in catalog.ingredients():
        return catalog.ingredients()[text].name
    return PACKAGE_WORDS.get(text) or WALL_WORDS.get(text) or text


def _source(source: Source, citing: Iterable[str]) -> EvidenceEntry:
    """Return a source with everything that cites it."""
    cited = source.cited
    facts = [source.title, source.container, str(source.year or "")]
    details = [fact for fact in dict.fromkeys(facts) if fact and fact not in cited] or [
        KIND_WORDS[source.kind]
    ]
    return EvidenceEntry(
        source.key,
        "source",
        cited,
        details[0],
        kind=source.kind,
        grade=source.grade,
        sources=(source.key,),
        caveat=source.errata,
        notes=(say_list((*details[1:], KIND_WORDS[source.kind]), ","),),
        used_in=tuple(citing) or (say("nothing yet"),),
        names=(source.authors, source.title, source.doi, source.url),
    )


def _compared(form: Form) -> ValueComparison:
    """Return a form as it stands beside the others."""
    preferred = {name: form.value(name) for name in MISSED_BY}
    candidates = entries_about(form.id)
    by_property = {
        name: next(
            entry for entry in candidates if entry.row is row and (row or entry.key == f"{form.id}.{name}")
        )
        for name, row in preferred.items()
    }
    mark = re.search(r"\((\d[^)]*) of 5\)", form.stability)
    return ValueComparison(form, by_property, say("{mark} of 5", mark=mark[1]) if mark else UNKNOWN)
