"""What a procedure is: what is done, what is claimed and known of it, and for whom it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc import catalog
from calc.catalog.claims import Claim, claims
from calc.catalog.procedures import Procedure, procedures
from calc.client.facts import visit_facts
from calc.client.visit import PROCEDURES, Visit
from calc.findings import Action, Severity
from calc.messages import say

#: How the verdict on a claim reads behind the claim.
KNOWN: Mapping[str, str] = {
    "supported": say("Supported"),
    "plausible": say("Plausible, not shown"),
    "contradicted": "Contradicted",
    "unsupported": say("Not shown"),
    "disagree": say("Sources disagree"),
}

#: A visit that stands for every way without needles.
_WITHOUT_NEEDLES = Visit(procedure="mesotherapy", procedure_type="hardware")


@dataclass(frozen=True)
class ProcedurePage:
    """What is known of a procedure, short.

    Parameters
    ----------
    procedure : Procedure
    claims : tuple of Claim
        What is claimed of it, each with what is known.
    refused : tuple of str
        What rules it out.
    not_now : tuple of str
        What it has to wait for.
    ask_first : tuple of str
        With what a doctor decides.
    """

    procedure: Procedure
    claims: tuple[Claim, ...]
    refused: tuple[str, ...]
    not_now: tuple[str, ...]
    ask_first: tuple[str, ...]


def describe_procedure(id: str) -> ProcedurePage:
    """Return what is known of a procedure.

    Parameters
    ----------
    id : str
        One of `procedures`.

    Examples
    --------
    >>> page = describe_procedure("plasma")
    >>> "Needling and diabetes" in page.ask_first, page.claims[0].topic
    (True, 'plasma')
    """
    procedure = procedures()[id]
    flags = _flags_of(id)
    reasons = [
        rule
        for rule in catalog.rules().values()
        if "client" in rule.of and rule.subject == "person" and rule.action > Action.adapt
        # What holds for everybody who has it says nothing of whom it is not for.
        and flags & {*rule.when} and len({*rule.when, *rule.limits}) > 1
    ]  # fmt: skip
    refused = [rule.title for rule in reasons if rule.severity is Severity.STOP]
    milder = [rule for rule in reasons if rule.severity < Severity.STOP]
    return ProcedurePage(
        procedure,
        tuple(claims()[key] for key in procedure.claims),
        tuple(refused),
        tuple(rule.title for rule in milder if rule.action is Action.wait),
        tuple(rule.title for rule in milder if rule.action is Action.refer),
    )


def _flags_of(id: str) -> frozenset[str]:
    """Return the facts that a procedure makes true whoever has it."""
    visit = Visit(procedure=id) if id in PROCEDURES else _WITHOUT_NEEDLES
    with_it = visit_facts(visit, None).columns
    without = visit_facts(Visit(procedure="none"), None).columns
    return frozenset(name for name in with_it if with_it[name][0] == 1 and without[name][0] != 1)
