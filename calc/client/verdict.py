"""The door for a client in the chair: a visit in, a verdict with its reasons out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from calc import catalog, rules
from calc.client.facts import visit_facts
from calc.client.intake import OralIntake, oral_intake
from calc.client.visit import Visit
from calc.findings import VERDICT_WORDS, Action, Finding
from calc.parsing.terms_in_text import Mention
from calc.rules import Skipped
from calc.rules.assessment import MODEL_VERSION

# Subject of the findings about what is taken by mouth.
_SWALLOWED = "intake"
#: Verdicts by the worst action that they stand for.
VERDICT_BY_ACTION = {Action.none: "go", Action.adapt: "care", Action.wait: "not_now", Action.refer: "refer"}


@dataclass(frozen=True)
class CheckResult:
    """What rules say of a visit, and which of them could not be evaluated.

    Parameters
    ----------
    verdict : str
        ``go``, ``care``, ``unsure``, ``not_now`` or ``refer``, each worse than the one before: the worst
        action of the findings. While something is open that could make it worse it is ``unsure`` at best.
    findings : tuple of Finding
        Those that decide the verdict first.
    open_questions : tuple of str
        What is not known although it could make the verdict worse; what was not understood in quotes.
    unrecognised : tuple of str
        What was not understood, and so was not checked.
    mentions : tuple of (str, Mention)
        Everything that was said of the client in words: in which list, and what was made of it.
    oral : OralIntake, optional
        What is taken by mouth, summed up; None where nothing was said of it.
    skin_bound_mg : float, optional
        What reaches the skin in a day at the very most, as ascorbic acid; never added to the intake.
    evaluated : tuple of str
        Codes of the rules that ran.
    skipped : tuple of Skipped
        Rules that could not look, with the reason.
    """

    verdict: str
    findings: tuple[Finding, ...]
    open_questions: tuple[str, ...]
    unrecognised: tuple[str, ...]
    mentions: tuple[tuple[str, Mention], ...]
    oral: OralIntake | None
    skin_bound_mg: float | None
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    model_version: str
    data_hash: str

    @property
    def words(self) -> str:
        """What the verdict is called."""
        return VERDICT_WORDS[self.verdict]

    def as_dict(self) -> dict[str, object]:
        """Return what was checked as it stands in JSON."""
        return {
            "verdict": self.verdict,
            "findings": [finding.as_dict() for finding in self.findings],
            "open_questions": list(self.open_questions),
            "not_checked": list(self.unrecognised),
            "words": [{"list": kind, **mention.as_dict()} for kind, mention in self.mentions],
            "intake": None if self.oral is None else self.oral.as_dict(),
            "skin_bound_mg": self.skin_bound_mg,
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [rule.as_dict() for rule in self.skipped],
            },
            "model_version": self.model_version,
            "data_hash": self.data_hash,
        }


def check(visit: Visit) -> CheckResult:
    """Check a visit: what every rule about clients, and about the product, says of it.

    Parameters
    ----------
    visit : Visit
        What is left out is unknown, and never counts as fine.

    Returns
    -------
    CheckResult

    Examples
    --------
    >>> check(Visit(procedure="peel")).words  # nothing is known of the client
    'Not sure yet'
    """
    client = visit.client
    swallowed = None
    if visit.intake is not None:
        swallowed = oral_intake(
            visit.intake,
            age_years=client.age,
            sex=client.sex,
            pregnant=client.is_pregnant,
            breastfeeding=client.is_breastfeeding,
            smoker=client.smoker,
        )
    facts = visit_facts(visit, swallowed)
    verdicts = rules.evaluate(facts, ("product", "client") if visit.product else ("client",))
    findings = _without_comfort(rules.findings_of(verdicts, facts))
    skipped = rules.skipped_of(verdicts, facts)
    unknown = (
        *rules.open_questions(verdicts, facts),
        *(f"“{text}”" for text in visit.open_words),
    )
    missed = {rule.code for rule in skipped}
    bound = float(facts.columns["skin_bound_mg"][0])
    return CheckResult(
        _verdict(findings, unknown),
        tuple(sorted(findings, key=lambda finding: (-finding.action, -finding.severity))),
        unknown,
        visit.unrecognised,
        visit.mentions,
        swallowed,
        None if math.isnan(bound) else bound,
        tuple(code for code in verdicts.codes if code not in missed),
        skipped,
        MODEL_VERSION,
        catalog.data_hash(),
    )


def _without_comfort(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings without those that only reassure, where another says wait, or ask a doctor.

    What is swallowed, and what happens to the skin, are two matters.
    """
    worrying = {finding.subject == _SWALLOWED for finding in findings if finding.action >= Action.wait}
    return tuple(
        finding
        for finding in findings
        if (finding.subject == _SWALLOWED) not in worrying or not catalog.rules()[finding.code].reassures
    )


def _verdict(findings: tuple[Finding, ...], unknown: tuple[str, ...]) -> str:
    """Return the verdict: the worst action; “unsure” at best while something that matters is open."""
    worst = max((finding.action for finding in findings), default=Action.none)
    return "unsure" if unknown and worst <= Action.adapt else VERDICT_BY_ACTION[worst]
