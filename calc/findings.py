"""What a rule says: a finding with its severity, what to do, and where it comes from."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from calc.messages import say


class Severity(enum.IntEnum):
    """How loud a finding is, rising."""

    NOTE = 1
    CAUTION = 2
    STOP = 3


class Action(enum.IntEnum):
    """What a finding asks for, rising; a verdict is the worst one."""

    none = 0
    adapt = 1
    wait = 2
    refer = 3


#: What a verdict is called, by its key, from the best to the worst; `check` says which one holds.
VERDICT_WORDS = {
    "go": "Go",
    "care": say("Go, with care"),
    "unsure": say("Not sure yet"),
    "not_now": say("Not now"),
    "refer": say("Ask a doctor first"),
}


class Evidence(enum.Enum):
    """How well a statement is known; the value is what a person reads."""

    A = say("clinical trial or primary measurement")
    B = say("review, regulator, consensus or pharmacopoeia")
    C = say("supplier's statement")
    D = say("blog, shop, clinic page or our own advice")
    CALC = say("computed from formula")


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found. It cannot exist without a source.

    Parameters
    ----------
    code : str
        ``AREA-NNN``, for life.
    severity : Severity
    action : Action
    subject : str
        What it is about: an ingredient id, "batch", "person".
    title, message, remedy : str
        A few words; the number and why; what to do.
    evidence : Evidence
        Grade of the best source behind it.
    sources : tuple of str
        Keys of `catalog.sources`.

    Raises
    ------
    ValueError
        When there is no source.
    """

    code: str
    severity: Severity
    action: Action
    subject: str
    title: str
    message: str
    remedy: str
    evidence: Evidence
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.code}: a finding needs a source")

    def as_dict(self) -> dict[str, object]:
        """Return the finding as it stands in JSON."""
        return {
            "code": self.code,
            "severity": self.severity.name,
            "action": self.action.name,
            "subject": self.subject,
            "title": self.title,
            "message": self.message,
            "remedy": self.remedy,
            "evidence": self.evidence.name,
            "sources": list(self.sources),
        }
