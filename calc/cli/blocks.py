"""What a command answers for people: lines, tables and findings, without a word on how they are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calc.findings import Finding, Severity
from calc.messages import say, say_list, say_n

if TYPE_CHECKING:  # importing them takes as long as all the rest
    from calc.rules import Skipped

#: So many findings stand on one screen; what says stop is never left out.
MOST_FINDINGS = 5
#: So many reasons for what was not checked stand on one screen.
_MOST_REASONS = 3
#: What a terminal would obey rather than show, but for the ends of lines.
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A}


@dataclass(frozen=True)
class OutputLine:
    """A line of text.

    Parameters
    ----------
    text : str
    look : str
        "" plain, "title", "quiet", "good", or the name of a severity.
    """

    text: str
    look: str = ""


@dataclass(frozen=True)
class Rows:
    """A table without lines.

    Parameters
    ----------
    rows : tuple of tuple of str
    heads : tuple of str
        Names of the columns; none where they speak for themselves.
    right : frozenset of int
        Columns whose text stands on the right, from 0.
    bold : frozenset of int
        Columns that stand out.
    one_line : bool
        Whether a cell is cut rather than broken where a terminal is narrow.
    """

    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    one_line: bool = False


@dataclass(frozen=True)
class Said:
    """A finding.

    Parameters
    ----------
    severity : Severity
    title, body : str
    is_whole : bool
        Whether all of it is shown, however narrow a terminal is.
    """

    severity: Severity
    title: str
    body: str
    is_whole: bool = True


Block = OutputLine | Rows | Said
Blocks = Sequence[Block]


def brief(findings: Iterable[Finding], elsewhere: Iterable[str] = ()) -> list[Block]:
    """Return the most severe findings as title and what to do, and how many more there are.

    Parameters
    ----------
    findings : iterable of Finding
    elsewhere : iterable of str
        Codes of what stands elsewhere in the answer.
    """
    left = [finding for finding in findings if finding.code not in {*elsewhere}]
    ranked = sorted(left, key=lambda finding: -finding.severity)
    stops = sum(finding.severity is Severity.STOP for finding in ranked)
    most = max(MOST_FINDINGS, stops)
    rest = ranked[most:]
    cautions = sum(finding.severity is Severity.CAUTION for finding in rest)
    left_out = say("{count} more: --all", count=len(rest))
    if cautions:
        left_out = say_n(
            "{count} more, {number} caution among them: --all",
            "{count} more, {number} cautions among them: --all",
            cautions,
            count=len(rest),
        )
    more = [OutputLine(left_out, "quiet")] if rest else []
    return [
        *(
            Said(one.severity, one.title, first_step(one), one.severity is Severity.STOP)
            for one in ranked[:most]
        ),
        *more,
    ]


def whole(findings: Iterable[Finding]) -> list[Block]:
    """Return every finding with its code, what was found, and what to do."""
    return [
        Said(one.severity, f"{one.code} {one.title}", f"{one.message} {one.remedy}".strip())
        for one in findings
    ]


def first_step(finding: Finding) -> str:
    """Return what to do about a finding: all of it where it says stop, else the first sentence."""
    if finding.severity is Severity.STOP:
        return finding.remedy
    return finding.remedy.split(". ")[0].rstrip(".") + "." if finding.remedy else ""


def checks(ran: int, skipped: Sequence[Skipped], *, every: bool) -> list[Block]:
    """Return how many checks ran, and why the others did not.

    Parameters
    ----------
    ran : int
    skipped : sequence of Skipped
    every : bool
        Each with its code, rather than one count.
    """
    if every:
        head = (
            say("{ran} checks run, {count} not checked:", ran=ran, count=len(skipped))
            if skipped
            else say("{ran} checks run, 0 not checked", ran=ran)
        )
        lines = [OutputLine(head)]
        return [*lines, *(OutputLine(f"  {rule.code} {rule.reason}", "quiet") for rule in skipped)]
    if not skipped:
        return [OutputLine(say("{ran} checks run", ran=ran), "quiet")]
    line = say(
        "{ran} checks run; {count} not checked ({reasons})",
        ran=ran,
        count=len(skipped),
        reasons=reasons(skipped),
    )
    return [OutputLine(line, "quiet")]


def reasons(skipped: Sequence[Skipped]) -> str:
    """Return the reasons that keep most checks from running, each once.

    Parameters
    ----------
    skipped : sequence of Skipped
    """
    counts = Counter(rule.facts for rule in skipped)
    facts = say_list([facts for facts, _ in counts.most_common(_MOST_REASONS)], ",")
    more = len(counts) - _MOST_REASONS
    if more > 0:
        return say("not known: {facts} and {count} more", facts=facts, count=more)
    return say("not known: {facts}", facts=facts)


def printable(text: str) -> str:
    """Return a text without what a terminal would obey.

    Examples
    --------
    >>> printable("Glow\\x1b[31m serum")
    'Glow[31m serum'
    """
    return text.translate(_CONTROLS)


def between(title: str) -> str:
    """Return what stands between a title and the sentence behind it.

    Examples
    --------
    >>> between("Which package?"), between("Quite acid")
    (' ', '. ')
    """
    return " " if title.endswith(("?", "!", ".")) else ". "
