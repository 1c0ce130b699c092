"""Findings with their numbers written out, and the rules that were skipped for want of facts."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calc import catalog
from calc.catalog import RuleText
from calc.findings import Action, Finding, Severity
from calc.messages import say, say_list
from calc.rules.columns import ASKED_ALONE, FACTS, NOT_ASKED
from calc.rules.engine import Facts, RuleResults
from calc.units import (
    PH_TOLERANCE,
    THIN,
    TOLERANCE,
    show_at_most,
    show_band,
    show_number,
)


@dataclass(frozen=True)
class Skipped:
    """A rule that could not be evaluated, and the facts that it lacked, in words."""

    code: str
    facts: str

    @property
    def reason(self) -> str:
        """Why it could not be evaluated."""
        return say("{facts}: unknown", facts=self.facts)

    def as_dict(self) -> dict[str, str]:
        """Return it as it stands in JSON."""
        return {"code": self.code, "reason": self.reason}


def findings_of(verdicts: RuleResults, facts: Facts, row: int = 0) -> tuple[Finding, ...]:
    """Return the findings of a row, the most severe first.

    Parameters
    ----------
    verdicts : RuleResults
        As `evaluate` returns it for these facts.
    facts : Facts
    row : int, optional
        Which row of the facts.

    Examples
    --------
    >>> from calc import Formula, Line, rules
    >>> from calc.rules.analysis import analyse
    >>> from calc.rules.batch_facts import facts_of
    >>> facts = facts_of(analyse(Formula((Line("water", 75.0), Line("l_ascorbic_acid", 25.0)))))
    >>> [finding.code for finding in findings_of(rules.evaluate(facts), facts)][:2]
    ['STR-001', 'PH-001']
    """
    fires = [(code, False) for code in verdicts.of_row(verdicts.fires, row)]
    may = [(code, True) for code in verdicts.of_row(verdicts.may, row)]
    findings = [_finding(catalog.rules()[code], facts, row, only_may) for code, only_may in fires + may]
    return tuple(sorted(findings, key=lambda finding: -finding.severity))


def skipped_of(verdicts: RuleResults, facts: Facts, row: int = 0) -> tuple[Skipped, ...]:
    """Return the rules that could not be evaluated for a row, with the facts that they lacked.

    Parameters
    ----------
    verdicts, facts, row
        As for `findings_of`.

    Examples
    --------
    >>> from calc import Formula, Line, rules
    >>> from calc.rules.analysis import analyse
    >>> from calc.rules.batch_facts import facts_of
    >>> facts = facts_of(analyse(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))))
    >>> skipped = skipped_of(rules.evaluate(facts), facts)
    >>> [(skip.code, skip.reason) for skip in skipped if skip.code == "STAB-001"]
    [('STAB-001', 'how it is kept: unknown')]
    """
    return tuple(
        Skipped(code, _lacking(catalog.rules()[code], facts, row))
        for code in verdicts.of_row(verdicts.skipped, row)
    )


def open_questions(verdicts: RuleResults, facts: Facts, row: int = 0) -> tuple[str, ...]:
    """Return the unknown facts of a row that could make its verdict worse, as questions to ask.

    Left out are rules that ask for no action, and facts that nobody can state (`columns.NOT_ASKED`).

    Parameters
    ----------
    verdicts, facts, row
        As for `findings_of`.

    Examples
    --------
    >>> from calc import Formula, Line
    >>> from calc.rules import evaluate
    >>> from calc.rules.analysis import analyse
    >>> from calc.rules.batch_facts import facts_of
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> facts = facts_of(analyse(serum))
    >>> open_questions(evaluate(facts), facts)[:1]
    ('whether light gets into the bottle',)
    """
    skipped = [catalog.rules()[code] for code in verdicts.of_row(verdicts.skipped, row)]
    missed = [_missing(text, facts, row) for text in skipped if text.action]
    asked = [[name for name in names if name in ASKED_ALONE] or names for names in missed]
    kept = [name for names in asked if not {*names} & {*NOT_ASKED} for name in names]
    return tuple(dict.fromkeys(question for name in kept for question in FACTS[name].questions))


def _missing(text: RuleText, facts: Facts, row: int) -> list[str]:
    """Return the names of the facts that a rule lacks."""
    return [name for name in (*text.when, *text.needs) if math.isnan(facts.columns[name][row])]


def _lacking(text: RuleText, facts: Facts, row: int) -> str:
    """Return the facts that a rule lacks, in words."""
    labels = [FACTS[name].label for name in _missing(text, facts, row)]
    return say_list(dict.fromkeys(labels), "and")


def _finding(text: RuleText, facts: Facts, row: int, only_may: bool) -> Finding:
    """Return a rule as a finding; one step milder where only the end of a band crosses its limit."""
    severity = Severity(max(text.severity - only_may, Severity.NOTE))
    action = Action.adapt if only_may and text.action is Action.wait else text.action
    words = _words(text, facts, row)
    title = (
        say("May be: {title}", title=f"{text.title[0].lower()}{text.title[1:]}") if only_may else text.title
    )
    return Finding(
        text.code,
        severity,
        action,
        text.subject.format_map(words),
        title,
        _sentence((text.may if only_may and text.may else text.message).format_map(words)),
        _sentence(_remedy(text, facts, row).format_map(words)),
        text.evidence,
        text.sources,
    )


def _sentence(text: str) -> str:
    """Return a text with a capital first letter, unless it begins with "pH"."""
    return text if text.startswith("pH") else text[0].upper() + text[1:]


def _remedy(text: RuleText, facts: Facts, row: int) -> str:
    """Return what to do; another text for bought products, and where a number in the text is unknown."""
    home_made = facts.columns.get("is_home_made")
    if text.bought and home_made is not None and home_made[row] != 1:
        return text.bought
    if not text.otherwise:
        return text.remedy
    asked = re.findall(r"{(\w+)}", text.remedy)
    missing = any(name in facts.columns and math.isnan(facts.columns[name][row]) for name in asked)
    return text.otherwise if missing else text.remedy


def _words(text: RuleText, facts: Facts, row: int) -> dict[str, str]:
    """Return the facts, limits and names that the texts of a rule ask for, as they are written there."""
    asked = _asked_for(text.code)
    words = {
        name: _written(float(facts.columns[name][row]), FACTS[name].kind, _limits_of(text, facts, row, name))
        for name in asked
        if name in FACTS
    }
    for name, band in facts.bands.items():
        if asked.isdisjoint(_names_of_band(name)):
            continue
        ends = [float(band[end][row]) for end in ("median", "low", "high")]
        words |= _band_words(name, ends, _limits_of(text, facts, row, name))
    words |= {name: texts[row] for name, texts in facts.texts.items() if name in asked}
    return words | {name: _limit_words(limit) for name, limit in text.limits.items() if name in asked}


def _names_of_band(name: str) -> tuple[str, str, str]:
    """Return the names that texts have for the median and the ends of a fact."""
    return name, f"{name}_low", f"{name}_high"


def _band_words(name: str, ends: Sequence[float], limits: tuple[float, ...]) -> dict[str, str]:
    """Return the median and ends of a band as text, with the digits that the width of a pH or dose allows."""
    kind = FACTS[name].kind
    names = _names_of_band(name)
    if kind not in ("pH", "g about"):
        return {name: _written(end, kind, limits) for name, end in zip(names[1:], ends[1:])}
    spelled = zip(names, ends, show_band(ends[0], ends[1], ends[2]))
    return {
        name: written + _unit_words(kind)
        if _tells(written, end, kind, limits)
        else _written(end, kind, limits)
        for name, end, written in spelled
    }


@functools.cache
def _asked_for(code: str) -> frozenset[str]:
    """Return the names that the texts of a rule have in braces."""
    text = catalog.rules()[code]
    texts = (text.subject, text.message, text.may, text.remedy, text.otherwise, text.bought)
    return frozenset(re.findall(r"{(\w+)}", " ".join(texts)))


def _limit_words(row: catalog.Value) -> str:
    """Return a limit as text."""
    kind = _KIND_OF_UNIT.get(row.unit, row.unit)
    ends = (row.centre,) if row.value is not None else row.ends
    return "–".join(_spelled(end, kind, _DIGITS.get(kind, 3)) for end in ends) + _unit_words(kind)


def _limits_of(text: RuleText, facts: Facts, row: int, name: str) -> tuple[float, ...]:
    """Return the limits of the rule and the form in the unit of a fact, which rounding must not reach."""
    kind = _basic(FACTS[name].kind)
    limits = [
        text.limit[key]
        for key, limit in text.limits.items()
        if _KIND_OF_UNIT.get(limit.unit, limit.unit) == kind
    ]
    bounds = [bound for bound in _BOUNDS if bound != name and _basic(FACTS[bound].kind) == kind]
    values = (float(facts.columns[bound][row]) for bound in bounds if bound in _asked_for(text.code))
    return (*limits, *(value for value in values if math.isfinite(value)))


# Facts that are limits themselves: of a form, of an age.
_BOUNDS = (
    *("derivative_usual_low", "derivative_usual_high", "derivative_pH_low", "derivative_pH_high"),
    "ul_mg",
)
_UNIT_WORDS: Mapping[str, str] = {
    "fraction": f"{THIN}%",
    "g": f"{THIN}g",
    "mL": f"{THIN}mL",
    "steps": " steps",
    "mol/kg": f"{THIN}mol/kg",
    "degC": f"{THIN}°C",
    "pH": "",
    "times": "",
    "years": " years",
    "mg": f"{THIN}mg",
    "hour": f"{THIN}h",
    "day": " days",
    "minute": " minutes",
    "mm": f"{THIN}mm",
}
# Units that take an s in the plural.
_PLURALS = (" steps", " years", " days", " minutes")
_KIND_OF_UNIT: Mapping[str, str] = {
    "g/100g": "g",
    "percent": "fraction",
    "dimensionless": "times",
    "year": "years",
}
# Fewest digits (of a pH: decimals); more are used where a value would read like a limit.
_DIGITS: Mapping[str, int] = {
    "pH": 1,
    "g about": 2,
    "mL": 2,
    "mol/kg": 2,
    "steps": 2,
    "fraction about": 2,
    "whole": 4,
    "mg": 5,
}


def _basic(kind: str) -> str:
    """Return a kind of fact without its rounding."""
    return "fraction" if kind == "whole" else kind.split(" ")[0]


def _unit_words(kind: str) -> str:
    """Return the unit of a kind of fact as text."""
    return _UNIT_WORDS[_basic(kind)]


def _written(value: float, kind: str, limits: tuple[float, ...] = ()) -> str:
    """Return a fact with its unit, with enough digits to differ from limits that it does not equal."""
    if math.isnan(value):
        return "unknown"
    if kind.endswith("at most"):
        return show_at_most(value) + _unit_words(kind)
    factor = 100 if _basic(kind) == "fraction" else 1
    others = tuple(limit * factor for limit in limits)
    fewest = _DIGITS.get(kind, 3)
    spellings = (_spelled(value * factor, kind, digits) for digits in range(fewest, 13))
    telling = (spelling for spelling in spellings if _tells(spelling, value * factor, kind, others))
    text = next(telling, None) or _spelled(value * factor, kind, fewest)
    unit = _unit_words(kind)
    return text + (unit.removesuffix("s") if text == "1" and unit in _PLURALS else unit)


def _spelled(value: float, kind: str, digits: int) -> str:
    """Return a number with a number of digits; a pH with a number of decimals."""
    return f"{value:.{digits}f}" if kind == "pH" else show_number(value, digits)


def _tells(text: str, value: float, kind: str, limits: tuple[float, ...]) -> bool:
    """Tell whether a text differs from all limits that its value does not equal."""
    close = PH_TOLERANCE if _basic(kind) == "pH" else TOLERANCE
    others = (limit for limit in limits if abs(value - limit) > close)
    return all(float(text) != float(show_number(limit)) for limit in others)
