"""What rules say, with their limits; what fields accept and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from calc import catalog
from calc.catalog import RuleText
from calc.messages import say, say_list
from calc.reports.evidence.entry import EvidenceEntry, names_of, row_entry
from calc.reports.evidence.placeholders import placeholder_words
from calc.reports.evidence.uses import NOT_USED, USES
from calc.reports.evidence.words import property_words, role_words, value_words

_CHECKS = {
    "formula": say("every check of a formula"),
    "product": say("every check of a product"),
    "client": say("every check of a client"),
}


def rule_entries() -> Iterator[EvidenceEntry]:
    """Yield each rule and its limits."""
    for code, rule in catalog.rules().items():
        about = catalog.ingredients().get(rule.subject)
        names = names_of(about) if about else ()
        yield EvidenceEntry(
            code,
            "rule",
            code,
            rule.title,
            rule.severity.name,
            grade=rule.evidence,
            sources=rule.sources,
            notes=_rule_notes(rule),
            used_in=tuple(_CHECKS[subject] for subject in rule.of),
            names=names,
        )
        for name, row in rule.limits.items():
            key = f"{code}.{name}"
            entry = row_entry(
                key, "limit", code, say("limit, {property}", property=property_words(name)), row
            )
            yield replace(entry, used_in=(code, *USES.get(key, ())), names=(rule.title, *names))


def _rule_notes(rule: RuleText) -> tuple[str, ...]:
    """Return what a rule says, with words in brackets where the numbers of a formula go."""
    limits = {name: value_words(row) for name, row in rule.limits.items()}

    def shown(name: re.Match[str]) -> str:
        return limits.get(name[1]) or placeholder_words(name[1])

    texts = [
        re.sub(r"{(\w+)}", shown, text).replace("pH pH", "pH").replace("pH [pH]", "pH [number]")
        for text in (rule.message, rule.may, rule.remedy, rule.otherwise)
        if text
    ]
    return (*texts, say("Why it says stop: {reason}", reason=rule.reason)) if rule.reason else tuple(texts)


def input_entries() -> Iterator[EvidenceEntry]:
    """Yield what fields accept, what is assumed when nothing is said, and the order of addition."""
    inputs = catalog.inputs()
    for name, row in inputs.accepted.items():
        entry = row_entry(
            f"accepted.{name}",
            "accepted",
            say("Fields"),
            say("accepted, {property}", property=property_words(name)),
            row,
        )
        yield replace(entry, used_in=(say("the range of what can be typed"),))
    for name, row in inputs.assumed.items():
        key = f"assumed.{name}"
        entry = row_entry(key, "assumed", say("Assumed"), property_words(name), row)
        yield replace(entry, used_in=USES.get(key, (NOT_USED,)))
    yield EvidenceEntry(
        "order",
        "assumed",
        say("Assumed"),
        say("order of addition"),
        say_list((role_words(role) for role in inputs.order), ","),
        kind="assumed",
        used_in=(say("the weighing sheet"),),
    )
