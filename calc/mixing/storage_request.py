"""What someone typed about how a batch is kept, and what an assay of it said."""

from __future__ import annotations

from dataclasses import replace

import calc.mixing.fields as field
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.logger import TemperatureLog, stored_as_logged
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.fields import FieldReader, by_field
from calc.mixing.request import MixRequest, ParsedRequest
from calc.mixing.values import StorageValues
from calc.uncertainty import Z95

#: The fields of a request that say it.
STORAGE_FIELDS = ("kept_at", "package", "wall", "light", "openings", "fill", "made_on", "opened_on")
ASSAY_FIELDS = ("assay", "assay_error", "assay_on")


def parse_storage(request: MixRequest) -> ParsedRequest[StorageValues]:
    """Read every field about keeping that says something, and gather what cannot be read.

    Examples
    --------
    >>> parsed = parse_storage(MixRequest(kept_at="41 °F", package="jar"))
    >>> parsed.echo["kept_at"].replace("\u202f", " "), parsed.values.package
    ('= 5 °C', 'jar')
    """
    reader = FieldReader(request, (), (*STORAGE_FIELDS, *ASSAY_FIELDS))
    values = StorageValues(
        schedule=reader.read(field.KEPT_AT) or (),
        package=reader.read(field.PACKAGE),
        wall=reader.read(field.WALL),
        light=reader.read(field.LIGHT),
        openings_per_day=reader.read(field.OPENINGS),
        fill_fraction=reader.read(field.FILL),
        made_on=reader.read(field.MADE_ON),
        opened_on=reader.read(field.OPENED_ON),
        assay_fraction=reader.read(field.ASSAY),
        assay_error=reader.read(field.ASSAY_ERROR),
        assay_on=reader.read(field.ASSAY_ON),
    )
    return ParsedRequest(values, reader.echo, reader.errors_in_order)


def storage_of(parsed: ParsedRequest[StorageValues], log: TemperatureLog | None = None) -> Storage:
    """Return how a batch is kept.

    Parameters
    ----------
    parsed : ParsedRequest
        As `parse_storage` returned it.
    log : TemperatureLog, optional
        Readings of a thermometer; they take the place of what was typed.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names; a log whose temperatures are not covered.

    Examples
    --------
    >>> storage_of(parse_storage(MixRequest(kept_at="5 °C"))).coldest_C
    5.0
    """
    wrong = [error for name, error in parsed.errors.items() if not (log and name == field.KEPT_AT.name)]
    if wrong:
        raise InputErrors(wrong)
    values = parsed.values
    schedule = () if log else values.schedule
    all_day = schedule[0][0] if len(schedule) == 1 else None
    try:
        storage = Storage(
            temperature=all_day,
            schedule=() if all_day is not None else schedule,
            package=values.package,
            wall=values.wall,
            openings_per_day=values.openings_per_day,
            fill_fraction=values.fill_fraction,
            light=values.light,
            made_on=values.made_on,
            opened_on=values.opened_on,
        )
    except InputErrors as errors:
        raise by_field(errors.errors) from None
    return stored_as_logged(storage, log) if log else storage


def with_assay(measured: Measured | None, parsed: ParsedRequest[StorageValues]) -> Measured | None:
    """Return what was measured, with the assay that was typed.

    Parameters
    ----------
    measured : Measured, optional
    parsed : ParsedRequest
        As `parse_storage` returned it.

    Raises
    ------
    InputErrors
        An error or a day without the assay that it belongs to.

    Examples
    --------
    >>> with_assay(None, parse_storage(MixRequest(assay="92 %"))).assay_fraction
    0.92
    """
    values = parsed.values
    if values.assay_fraction is None:
        alone = {"assay_error": values.assay_error, "assay_on": values.assay_on}
        for name, value in alone.items():
            if value is not None:
                problem = InputError(
                    name, value, say("this belongs to an assay."), say("Give the assay too.")
                )
                raise InputErrors([problem])
        return measured
    return replace(
        measured or Measured(),
        assay_fraction=values.assay_fraction,
        assay_sd=None if values.assay_error is None else values.assay_error / Z95,
        assay_on=values.assay_on,
    )
