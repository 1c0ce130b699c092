"""Entries about forms, other ingredients and acids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from calc import catalog
from calc.catalog import AcidRecord, Form, Ingredient, Value
from calc.chemistry.ions import IONS
from calc.client.intake import ORAL_FORMS
from calc.messages import say, say_data, say_list
from calc.reports.evidence.entry import UNKNOWN, EvidenceEntry, best_grade, names_of, row_entry
from calc.reports.evidence.uses import (
    ANOTHER_COUNTS,
    EVERY_ROW_COUNTS,
    IN_WATER,
    MISSED_BY,
    NOT_USED,
    TABLETS,
    USED_INSTEAD,
    USES,
)
from calc.reports.evidence.words import PHASE_WORDS, property_words, role_words, searchable


def substance_entries() -> Iterator[EvidenceEntry]:
    """Yield the entries about each form and each other ingredient."""
    for record in catalog.ingredients().values():
        yield _record(record)
        yield from _values(record, names_of(record))
        yield from _unknown(record)
        for number, statement in enumerate(getattr(record, "evidence", ()), start=1):
            yield EvidenceEntry(
                f"{record.id}.evidence.{number}",
                "statement",
                record.name,
                say("what was found"),
                statement.text,
                grade=best_grade(statement.sources),
                sources=statement.sources,
                used_in=(say("nothing but this page"),),
                names=names_of(record),
            )


def _record(record: Ingredient) -> EvidenceEntry:
    """Return a form or an ingredient itself."""
    is_form = isinstance(record, Form)
    cas, formula = ", ".join(record.cas) or UNKNOWN, record.chemical_formula.replace(" . ", " · ") or UNKNOWN
    phase = PHASE_WORDS[record.phase]
    notes = [
        say(
            "INCI name: {inci}. CAS: {cas}. Formula: {formula}. Dissolves in: {phase}.",
            inci=record.inci,
            cas=cas,
            formula=formula,
            phase=phase,
        )
    ]
    if isinstance(record, Form):
        notes += [
            say("Stability: {stability}", stability=record.stability or UNKNOWN),
            say("Heat: {heat}", heat=record.heat or UNKNOWN),
        ]
    return EvidenceEntry(
        record.id,
        "form" if is_form else "ingredient",
        record.name,
        say("form of vitamin C") if is_form else say_list(map(role_words, record.roles), ","),
        caveat=record.cas_note,
        notes=(*notes, *record.notes),
        used_in=(say("the choice of forms"),) if is_form else (say("recipe lines"),),
        names=names_of(record),
    )


def acid_entries() -> Iterator[EvidenceEntry]:
    """Yield the entries about each acid, as it dissociates in water."""
    for acid in catalog.acids().values():
        bringing = [ingredient for ingredient in catalog.ingredients().values() if ingredient.acid == acid.id]
        names = (
            acid.id,
            *(name for ingredient in bringing for name in (ingredient.name, *names_of(ingredient))),
        )
        steps = len(acid.pKa)
        goes = (
            say("It lets go of one proton.")
            if steps == 1
            else say("It lets go of {steps} protons, one after the other.", steps=steps)
        )
        comes = say(
            "Comes with: {ingredients}.",
            ingredients=say_list((ingredient.name for ingredient in bringing), ","),
        )
        notes = (f"{goes} {comes}",)
        yield EvidenceEntry(
            acid.id, "ingredient", acid.name, say("acid in water"), notes=notes, used_in=IN_WATER, names=names
        )
        yield from _values(acid, names)


def _values(record: Ingredient | AcidRecord, names: tuple[str, ...]) -> Iterator[EvidenceEntry]:
    """Yield the numbers of an ingredient or an acid."""
    keys = [_key(record.id, row.property, row.variant) for row in record.values]
    shared = Counter(keys)
    for key, row in zip(keys, record.values):
        row_key = key if shared[key] == 1 else f"{key}.{row.source}"
        words = say_list(filter(None, (property_words(row.property), say_data(row.variant))), ",")
        entry = row_entry(row_key, "value", record.name, words, row)
        yield replace(entry, used_in=_used(record, row), names=names)


def _unknown(record: Ingredient) -> Iterator[EvidenceEntry]:
    """Yield the numbers of an ingredient that are wanted but unknown."""
    wanted = {name: MISSED_BY[name] for name in (MISSED_BY if isinstance(record, Form) else ("density",))}
    if record.ionises:
        wanted["pKa1"] = ("assumed.pKa_unknown", "PH-011")
    elif isinstance(record, Form) and not record.acid and record.phase != "oil":
        wanted["pKa1"] = ("PH-010",)
    if record.ionises and not record.value("molar_mass"):
        wanted["equivalent_mass"] = ("assumed.equivalent_mass_unknown",)
    for name, missed in wanted.items():
        if record.value(name) is None:
            key, what = _key(record.id, name), property_words(name)
            uses = USED_INSTEAD.get(key, missed)
            yield EvidenceEntry(
                key, "value", record.name, what, UNKNOWN, used_in=uses, names=names_of(record)
            )


def _used(record: Ingredient | AcidRecord, row: Value) -> tuple[str, ...]:
    """Return where a number of an ingredient or an acid is used."""
    if row is not record.value(row.property) and row.property not in EVERY_ROW_COUNTS:
        return (ANOTHER_COUNTS,)
    if row.property in ("molar_mass", "equivalent_mass") and not _takes_part(record):
        return (NOT_USED,)
    uses = USED_INSTEAD.get(_key(record.id, row.property)) or USES.get(row.property, (NOT_USED,))
    return tuple(use for use in uses if _concerns(use, record)) or (NOT_USED,)


def _takes_part(record: Ingredient | AcidRecord) -> bool:
    """Tell whether an ingredient takes part in the pH."""
    if isinstance(record, AcidRecord):
        return True
    return bool(record.acid or record.ionises or any(getattr(record, ion) for ion in IONS))


def _concerns(use: str, record: Ingredient | AcidRecord) -> bool:
    """Tell whether a place of use is about a record.

    Tablets are about what is swallowed; rules about the acid are not about derivatives.
    """
    if use == TABLETS:
        return record.id in ORAL_FORMS
    rule = catalog.rules().get(use)
    if rule is None or not isinstance(record, Form):
        return True
    of_derivatives = "has_derivative" in rule.when
    return (
        not of_derivatives if record.id == "l_ascorbic_acid" else of_derivatives or "has_laa" not in rule.when
    )


def _key(record: str, name: str, variant: str = "") -> str:
    """Return the key of a number of an ingredient."""
    parts = re.split(r"(?<=\d)\.(?=\d)", variant)  # a decimal stays one
    slug = ".".join(searchable(part).replace(" ", "_") for part in parts)
    return f"{record}.{name}.{slug}" if slug else f"{record}.{name}"
