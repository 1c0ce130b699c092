"""What the fields of Mix come to: the answer, and the last one while something cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from calc.errors import InputErrors
from calc.mixing.batch import Batch
from calc.mixing.request import (
    MixRequest,
    MixValues,
    ParsedRequest,
    assess_request,
    parse_request,
)
from calc.mixing.storage_request import parse_storage, storage_of
from calc.mixing.values import FromLinesValues
from calc.rules.assessment import Assessment
from ui import state

#: What is said of a recipe and does not change what is in it.
REMARKS = ("claim_strength", "claim_pH", "reading", "reading_error")

# Visitors' answers are worked out one after the other: NumPy lets another thread in at every array, and of
# two answers that take turns so, each takes twice as long.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Answer:
    """What a request comes to.

    Parameters
    ----------
    request : MixRequest
        That it answers: the one in the fields, or the last one that could be read.
    parsed : ParsedRequest
        What that says.
    batch, report : Batch and Assessment, optional
        None where there is no answer, not even an old one.
    errors : InputErrors, optional
        What keeps a new answer back.
    """

    request: MixRequest
    parsed: ParsedRequest[MixValues]
    batch: Batch | None = None
    report: Assessment | None = None
    errors: InputErrors | None = None

    @property
    def is_old(self) -> bool:
        """Whether it is that of the last fields that could be read."""
        return self.errors is not None


@dataclass(frozen=True)
class Worked:
    """What stands in the fields, what it says, and what it comes to."""

    request: MixRequest
    parsed: ParsedRequest[MixValues]
    answer: Answer


def worked_out(held: Mapping[str, Any] | None = None) -> Worked:
    """Return what stands in the fields, with its answer: that stays until the fields change.

    ``held``: as for `state.read_mix`.
    """
    request, kept = state.read_mix(held), state.kept_work()
    if isinstance(kept, Worked) and kept.request == request:
        return kept
    with _ONE_AT_A_TIME:
        parsed = parse_request(request)
        worked = Worked(request, parsed, answer_to(request, parsed))
    state.keep_work(worked)
    return worked


def kept() -> Worked:
    """Return what was worked out last in this visit, where nothing can have changed since."""
    worked = state.kept_work()
    assert isinstance(worked, Worked)
    return worked


def answer_to(request: MixRequest, parsed: ParsedRequest[MixValues]) -> Answer:
    """Return the answer to a request; while something cannot be read, that to the last one that could.

    What can be read and cannot be made has no answer to keep; and a recipe that nobody typed is no answer
    to what somebody has.
    """
    try:
        batch, report = assess_kept(request, parsed)
        state.keep_answered(request)
        return Answer(request, parsed, batch, report)
    except InputErrors as errors:
        last = state.last_answered()
        is_example = last is not None and last.way == "made" and last.recipe == state.FIRST.recipe
        if not is_unreadable(parsed) or last is None or is_example or last.way != request.way:
            return Answer(request, parsed, errors=errors)
        read = parse_request(last)
        return Answer(last, read, *assess_kept(last, read), errors)


def assess_kept(request: MixRequest, parsed: ParsedRequest[MixValues]) -> tuple[Batch, Assessment]:
    """Return the batch and what is known of it as it is kept, where that can be read.

    Raises
    ------
    InputErrors
        As `assess_request`.
    """
    counted = without_remarks(parsed)
    if request.way not in ("new", "boost") or not request.kept_at.strip():
        return assess_request(counted)
    try:
        return assess_request(counted, storage=storage_of(parse_storage(request)))
    except InputErrors:
        return assess_request(counted)


def is_unreadable(parsed: ParsedRequest[MixValues]) -> bool:
    """Tell whether something cannot be read; what can be read and cannot be made has no answer to keep."""
    values = parsed.values
    return bool(parsed.errors) or (
        isinstance(values, FromLinesValues) and not any(line.counts for line in values.recipe)
    )


def without_remarks(parsed: ParsedRequest[MixValues]) -> ParsedRequest[MixValues]:
    """Return a recipe as it is without the remarks on it that cannot be read."""
    if not isinstance(parsed.values, FromLinesValues):
        return parsed
    counting = {name: error for name, error in parsed.errors.items() if name not in REMARKS}
    return replace(parsed, errors=counting)
