"""What rules say, and their limits: rules.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import load
from calc.catalog.literature import cited
from calc.catalog.numbers import Value, value_rows
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import JUDGES, SUBJECTS
from calc.findings import Action, Evidence, Severity


@dataclass(frozen=True)
class RuleText:
    """Everything about a rule but its predicate: severity, limits, wording, sources.

    ``reassures``: it calms, or invites to try, and is not said beside what says wait, or ask a doctor.
    """

    code: str
    title: str
    severity: Severity
    action: Action
    judges: str
    subject: str
    needs: tuple[str, ...]
    message: str
    remedy: str
    evidence: Evidence
    sources: tuple[str, ...]
    of: tuple[str, ...] = ("formula",)
    when: tuple[str, ...] = ()
    limits: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    may: str = ""
    otherwise: str = ""
    bought: str = ""
    reassures: bool = False

    @functools.cached_property
    def limit(self) -> Mapping[str, float]:
        """The limits in canonical units."""
        canonical = {"percent": "dimensionless"}
        return {name: row.to(canonical.get(row.unit, row.unit))[0] for name, row in self.limits.items()}


@functools.cache
def rules() -> Mapping[str, RuleText]:
    """Return the text of every rule by its code.

    Examples
    --------
    >>> rules()["PH-001"].severity.name
    'STOP'
    """
    return MappingProxyType(load("rules.toml", _rule))


def _rule(code: str, row: dict[str, Any], file: DataFile) -> RuleText:
    """Read one table of rules.toml."""
    texts = ("title", "severity", "action", "judges", "subject", "message", "remedy", "evidence")
    lists = ("needs", "sources", "when", "of")
    needed = (*texts, "needs", "sources")
    file.keys(
        row, code, (*texts, *lists, "limits", "reassures", "reason", "may", "otherwise", "bought"), needed
    )
    file.texts(row, code, *texts, "reason", "may", "otherwise", "bought")
    file.lists(row, code, *lists)
    if not isinstance(row.get("reassures", False), bool):
        raise file.error(code, ("reassures",), "reassures is true, or left out")
    if not re.fullmatch(r"[A-Z]{2,5}-\d{3}", code):
        raise file.error(code, (), "a code reads AREA-NNN")
    for key, allowed in (
        ("severity", Severity.__members__),
        ("action", Action.__members__),
        ("evidence", Evidence.__members__),
        ("judges", JUDGES),
    ):
        file.one_of(row, key, allowed, code)
    for subject in row.get("of", ()):
        file.one_of({"of": subject}, "of", SUBJECTS, code)
    if not row["sources"]:
        raise file.error(code, ("sources",), "a rule needs a source")
    if row["severity"] == "STOP" and not row.get("reason"):
        raise file.error(code, ("severity",), "a STOP needs its reason")
    cited(row["sources"], file, code)
    limits = value_rows(row, "limits", file, code)
    converted = {
        "severity": Severity[row["severity"]],
        "action": Action[row["action"]],
        "evidence": Evidence[row["evidence"]],
        "limits": MappingProxyType({limit.property: limit for limit in limits}),
        **{name: tuple(row.get(name, ())) for name in ("needs", "sources", "when")},
        "of": tuple(row.get("of", ("formula",))),
    }
    return RuleText(code, **{**row, **converted})
