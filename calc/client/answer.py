"""The answer to a check in a line, and whether it refuses the procedure; then what would change that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from calc.client.person import Client
from calc.client.verdict import CheckResult, check
from calc.client.visit import Visit
from calc.findings import VERDICT_WORDS, Action, Finding, Severity
from calc.messages import say, say_n

#: When somebody may come back, by what a finding asks for.
COME_BACK = {
    Action.wait: say("When that has passed. Check again on that day."),
    Action.refer: say("With the doctor's answer, best in writing. Check again then."),
}


def headline(checked: CheckResult) -> str:
    """Return the verdict with what was checked and what stands open, in one line.

    While it is not sure, what stands open comes first: nobody reads a go into it.

    Examples
    --------
    >>> headline(check(Visit(procedure="peel"))).partition(":")[0]
    'Not sure yet'
    """
    against = sum(finding.action > Action.adapt for finding in checked.findings)
    heeded = sum(finding.action is Action.adapt for finding in checked.findings)
    stands_open = _open_words(checked)
    to_heed = say_n("{number} point to heed", "{number} points to heed", heeded) if heeded else ""
    if against:
        reasons = say_n("{number} reason", "{number} reasons", against)
        line = f"{reasons}, {stands_open}"
    elif checked.verdict == "unsure" and checked.mentions and not to_heed:
        line = stands_open  # what was told of the client may yet speak against it
    elif checked.verdict == "unsure":
        line = say(
            "{stands_open}; so far {to_heed}",
            stands_open=stands_open,
            to_heed=to_heed or say("nothing against it"),
        )
    else:
        passed = say_n("all {number} check passed", "all {number} checks passed", len(checked.evaluated))
        line = f"{to_heed or passed}, {stands_open}"
    return f"{VERDICT_WORDS[checked.verdict]}: {line}"


def _open_words(checked: CheckResult) -> str:
    """Return how many questions are open, and of how much that was said nothing was checked."""
    words = sum(question.startswith("“") for question in checked.open_questions)
    questions = len(checked.open_questions) - words
    parts = [say_n("{number} question open", "{number} questions open", questions)] if questions else []
    parts += (
        [say_n("{number} phrase not understood", "{number} phrases not understood", words)] if words else []
    )
    return ", ".join(parts) or say("no question open")


def with_open_questions(checked: CheckResult, questions: Iterable[str]) -> CheckResult:
    """Return a check with more that stands open, so that it is “Not sure yet” at best.

    Examples
    --------
    >>> plain = Client(age=34, skin=("normal",), zone="face")
    >>> with_open_questions(check(Visit(plain, no_product=True, procedure="none")), ["the age"]).verdict
    'unsure'
    """
    more = tuple(dict.fromkeys((*checked.open_questions, *questions)))
    mild = checked.verdict in ("go", "care") and more
    return replace(checked, verdict="unsure" if mild else checked.verdict, open_questions=more)


def refusals(visit: Visit) -> tuple[Finding, ...]:
    """Return why a procedure is refused for a client, whatever product goes with it; nothing if it is not.

    What holds for everybody and leaves it to a doctor (“a medical procedure”) refuses nobody; what holds
    without the procedure too is no reason against it.

    Parameters
    ----------
    visit : Visit

    Examples
    --------
    >>> [finding.code for finding in refusals(Visit(Client(conditions=("epilepsy",)), procedure="plasma"))]
    ['NEED-007']
    """
    if visit.procedure in (None, "none"):
        return ()
    bare = replace(visit, product=None, no_product=True, intake=())
    always = {
        finding.code for finding in check(replace(bare, procedure="none", procedure_type=None)).findings
    } | {
        finding.code
        for finding in check(replace(bare, client=Client())).findings
        if finding.severity < Severity.STOP
    }
    return tuple(finding for finding in _against(bare) if finding.code not in always)


def is_product_refused(visit: Visit) -> bool:
    """Tell whether something says stop to a product even without the procedure.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> is_product_refused(Visit(Client(skin=("broken",)), Product(form="l_ascorbic_acid")))
    True
    """
    without = replace(visit, procedure="none", procedure_type=None, intake=())
    return any(finding.severity is Severity.STOP for finding in _against(without))


def _against(visit: Visit) -> Iterable[Finding]:
    """Yield the findings of a visit that say wait, or ask a doctor."""
    return (finding for finding in check(visit).findings if finding.action > Action.adapt)


def come_back(findings: Iterable[Finding]) -> str:
    """Return when somebody who was refused may come back.

    Examples
    --------
    >>> come_back(refusals(Visit(Client(conditions=("epilepsy",)), procedure="plasma")))
    "With the doctor's answer, best in writing. Check again then."
    """
    return COME_BACK[max(finding.action for finding in findings)]
