"""What someone typed about how a batch is kept, and what an assay of it said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.temperatures import TemperatureLog
from calc.errors import InputError, InputErrors
from calc.mixing.request import MixRequest, ParsedRequest, take
from calc.uncertainty import Z95

#: The fields of a request that say it.
STORAGE_FIELDS = ("kept_at", "package", "wall", "light", "openings", "fill", "made_on", "opened_on")
ASSAYED = ("assay", "assay_error", "assay_on")


def parse_storage(request: MixRequest) -> ParsedRequest:
    """Read every field about keeping that says something, and gather what cannot be read."""
    understood = ParsedRequest(request.way)
    for name in (*STORAGE_FIELDS, *ASSAYED):
        text = getattr(request, name)
        if text.strip():
            take(understood, name, text)
    return understood


def storage_of(understood: ParsedRequest, log: TemperatureLog | None = None) -> Storage:
    """Return how a batch is kept.

    Parameters
    ----------
    understood : ParsedRequest
        As `parse_storage` returned it.
    log : TemperatureLog, optional
        Readings of a thermometer; they take the place of what was typed.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.
    """
    wrong = [error for name, error in understood.errors.items() if not (log and name == "kept_at")]
    if wrong:
        raise InputErrors(wrong)
    values = understood.values
    schedule = log.schedule if log else values.get("kept_at", ())
    one = schedule[0][0] if len(schedule) == 1 else None
    names = {"openings": "openings_per_day", "fill": "fill_fraction"}
    plain = ("package", "wall", "light", "made_on", "opened_on")
    try:
        return Storage(
            one,
            () if one is not None else schedule,
            **{name: values[name] for name in plain if name in values},
            **{names[name]: values[name] for name in names if name in values},
        )
    except InputErrors as errors:
        raise InputErrors(
            each.renamed(_FIELD_OF.get(each.field, each.field)) for each in errors.errors
        ) from None


def with_assay(measured: Measured | None, understood: ParsedRequest) -> Measured | None:
    """Return what was measured, with the assay that was typed.

    Parameters
    ----------
    measured : Measured, optional
    understood : ParsedRequest
        As `parse_storage` returned it.

    Raises
    ------
    InputErrors
        An error or a day without the assay that it belongs to.
    """
    values: Mapping[str, Any] = understood.values
    if "assay" not in values:
        lost = [name for name in ("assay_error", "assay_on") if name in values]
        if lost:
            problem = InputError(lost[0], values[lost[0]], "this belongs to an assay.", "Give the assay too.")
            raise InputErrors([problem])
        return measured
    error = values.get("assay_error")
    return replace(
        measured or Measured(),
        assay_fraction=values["assay"],
        assay_sd=None if error is None else error / Z95,
        assay_on=values.get("assay_on"),
    )


_FIELD_OF: Mapping[str, str] = {
    "temperature": "kept_at",
    "schedule": "kept_at",
    "openings_per_day": "openings",
    "fill_fraction": "fill",
}
