"""What is wrong with a batch, a measurement or a note that is to go into the log."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from calc import catalog
from calc.chemistry.recipe import MOST_LINES, Recipe, recipe_of
from calc.errors import InputError, InputErrors, refuse
from calc.log.entry import (
    MEASUREMENT_KINDS,
    LoggedBatch,
    Measurement,
    Note,
    WeighedLine,
    is_control_character,
    logged_recipe,
)
from calc.messages import say
from calc.mixing.request import MixRequest
from calc.parsing.dates import year_problems
from calc.parsing.json_reader import within

#: What `calc.log.store.Log.change` changes; everything else has a way of its own.
CHANGEABLE = ("name", "recipe", "request", "weighed", "made_on", "powder_lot")
#: Longest texts [characters]; of a recipe as JSON.
LONGEST_NAME, LONGEST_WORDS, LONGEST_NOTE, LONGEST_RECIPE = 200, 200, 2_000, 100_000
#: Most measurements, and most notes, of one batch.
MOST_OF_ONE = 1_000

_FIX = say("Correct it or leave it out.")


def validate(entry: LoggedBatch) -> LoggedBatch:
    """Return an entry that can be kept, its recipe as `calc.chemistry.recipe.recipe_of` writes it.

    Raises
    ------
    InputErrors
        Everything that is wrong with it.

    Examples
    --------
    >>> entry = LoggedBatch("Serum", {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]})
    >>> validate(entry).name
    'Serum'
    """
    errors = list(_text_problems("name", entry.name, LONGEST_NAME, needed=True))
    errors += _text_problems("powder_lot", entry.powder_lot, LONGEST_WORDS)
    errors += _text_problems("model_version", entry.model_version, LONGEST_WORDS)
    errors += _text_problems("data_hash", entry.data_hash, LONGEST_WORDS)
    for name in ("made_on", "discarded_on"):
        errors += year_problems(name, getattr(entry, name))
    errors += _weighed_problems(entry.weighed)
    errors += _many_problems(entry)
    refuse(errors)
    request = None if entry.request is None else _request(entry.request)
    recipe = _recipe(entry)
    since = entry.made_on or (recipe.storage.made_on if recipe.storage else None)
    errors += _too_early("discarded_on", entry.discarded_on, since)
    for number, measurement in enumerate(entry.measurements):
        problems = measurement_problems(measurement, since)
        errors += (error.renamed(f"measurements[{number}].{error.field}") for error in problems)
    for number, note in enumerate(entry.notes):
        problems = note_problems(note)
        errors += (error.renamed(f"notes[{number}].{error.field}") for error in problems)
    refuse(errors)
    written = recipe_of(
        recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims
    )
    return replace(entry, recipe=written, request=request, name=entry.name.strip(), made_on=since)


def future_day_problems(today: datetime.date, **days: datetime.date | None) -> Iterable[InputError]:
    """Yield days that are still to come; tomorrow may be today where somebody else lives.

    Parameters
    ----------
    today : date
    **days
        By the names of their fields.

    Examples
    --------
    >>> today, later = datetime.date(2026, 3, 31), datetime.date(2027, 1, 1)
    >>> [error.field for error in future_day_problems(today, made_on=later)]
    ['made_on']
    """
    for name, day in days.items():
        if day and day > today + datetime.timedelta(days=1):
            accepted = say("this day is still to come; a batch goes into the log once it is made.")
            yield InputError(
                name, day.isoformat(), accepted, say("Give the day on which it was, or leave it out.")
            )


def measurement_problems(measurement: Measurement, since: datetime.date | None) -> Iterable[InputError]:
    """Yield everything that is wrong with a measurement.

    Parameters
    ----------
    measurement : Measurement
    since : date, optional
        When the batch was made.

    Examples
    --------
    >>> [error.field for error in measurement_problems(Measurement(datetime.date(2026, 3, 31), "pH"), None)]
    ['value']
    """
    if measurement.kind not in MEASUREMENT_KINDS:
        yield InputError(
            "kind",
            measurement.kind,
            say("this kind is not known."),
            say("Use {measurement_kinds}.", measurement_kinds=", ".join(MEASUREMENT_KINDS)),
        )
        return
    yield from year_problems("on", measurement.on)
    yield from _too_early("on", measurement.on, since)
    yield from _text_problems("words", measurement.words, LONGEST_WORDS, needed=measurement.kind == "colour")
    yield from _text_problems("instrument", measurement.instrument, LONGEST_WORDS)
    yield from _text_problems("note", measurement.note, LONGEST_NOTE)
    numbers = (measurement.value, measurement.sd, measurement.step)
    if measurement.kind == "colour" and numbers != (None, None, None):
        yield InputError(
            "value", measurement.value, say("a colour is told in words."), say("Leave the number out.")
        )
    if measurement.kind != "colour" and measurement.value is None:
        yield InputError("value", "", say("a measurement needs its number."), say("Give it."))
    if measurement.kind == "assay" and measurement.step is not None:
        yield InputError("step", measurement.step, say("only a strip has a step."), say("Leave it out."))
    names = {"pH": "value", "pH_sd": "sd", "pH_step": "step", "assay_fraction": "value", "assay_sd": "sd"}
    try:
        assert measurement.measured
    except InputErrors as errors:
        yield from (error.renamed(names.get(error.field, "on")) for error in errors.errors)


def note_problems(note: Note) -> Iterable[InputError]:
    """Yield everything that is wrong with a note."""
    yield from year_problems("on", note.on)
    yield from _text_problems("text", note.text, LONGEST_NOTE, needed=True)


def _text_problems(name: str, text: str, longest: int, needed: bool = False) -> Iterable[InputError]:
    """Yield what is wrong with a text: nothing but blanks, too long, or of characters nobody types."""
    if needed and not text.strip():
        yield InputError(name, text, say("this needs some words."), say("Write it."))
    if len(text) > longest:
        yield InputError(
            name, text, say("this may have {longest} characters.", longest=longest), say("Shorten it.")
        )
    elif any(map(is_control_character, text)):
        yield InputError(
            name, text.encode("ascii", "replace"), say("this is not plain text."), say("Type it again.")
        )


def _weighed_problems(rows: tuple[WeighedLine, ...]) -> Iterable[InputError]:
    """Yield what is wrong with a weighing."""
    most = catalog.inputs().accepted["batch_mass"].to("g")[2]
    if len(rows) > MOST_LINES:
        yield InputError(
            "weighed",
            say("{count} rows", count=len(rows)),
            say("there are up to {most_lines}.", most_lines=MOST_LINES),
            say("Leave some out."),
        )
    for number, row in enumerate(rows[:MOST_LINES]):
        place = f"weighed[{number}]"
        if row.ingredient not in catalog.ingredients():
            fix = say("Use the id of an ingredient.")
            yield InputError(f"{place}.ingredient", row.ingredient, say("this is not known."), fix)
        yield from _text_problems(f"{place}.name", row.name, LONGEST_NAME)
        for name in ("target_g", "actual_g"):
            mass = getattr(row, name)
            if mass is not None and not 0 <= mass <= most:
                yield InputError(
                    f"{place}.{name}", mass, say("must be between 0 and {most:g} g.", most=most), _FIX
                )


def _many_problems(entry: LoggedBatch) -> Iterable[InputError]:
    """Yield lists that are too long, or hold something twice."""
    for name in ("measurements", "notes"):
        count = len(getattr(entry, name))
        if count > MOST_OF_ONE:
            yield InputError(
                name,
                f"{count}",
                say("one batch has up to {most_of_one}.", most_of_one=MOST_OF_ONE),
                say("Leave some out."),
            )
        ids = [row.id for row in getattr(entry, name) if row.id]
        if len(set(ids)) < len(ids):
            yield InputError(
                name, entry.name, say("the same id stands twice here."), say("Leave the ids out.")
            )


def _too_early(name: str, day: datetime.date | None, since: datetime.date | None) -> Iterable[InputError]:
    """Yield a day that lies before the batch was made."""
    if day and since and day < since:
        accepted = say("this is before it was made, on {since}.", since=since.isoformat())
        yield InputError(name, day.isoformat(), accepted, say("Check the two dates."))


def _recipe(entry: LoggedBatch) -> Recipe:
    """Return the recipe of a new entry, with its errors at their place."""
    try:
        length = len(json.dumps(dict(entry.recipe), default=str))
        if length > LONGEST_RECIPE:
            accepted = say("a recipe has up to {longest_recipe} characters.", longest_recipe=LONGEST_RECIPE)
            refuse(
                [
                    InputError(
                        "recipe", say("{length} characters", length=length), accepted, say("Shorten it.")
                    )
                ]
            )
        return logged_recipe(entry)
    except RecursionError:
        refuse(
            [InputError("recipe", "much", say("this is nested too deep."), say("A recipe has lines only."))]
        )
        raise
    except InputErrors as errors:
        names = ("recipe", "made_on", "opened_on")
        raise InputErrors(
            error if error.field in names else error.renamed(within("recipe", error.field))
            for error in errors.errors
        ) from None


def _request(content: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that were typed, with their errors at their place."""
    try:
        return MixRequest.from_dict(dict(content)).as_dict()
    except InputErrors as errors:
        raise InputErrors(error.renamed(within("request", error.field)) for error in errors.errors) from None
