"""Batches as the log keeps them: what was made, weighed, measured and noted; to JSON and back."""

from __future__ import annotations

import datetime
import functools
import json
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.recipe import (
    MOST_LINES,
    Measured,
    Recipe,
    Storage,
    read_recipe,
    recipe_of,
    year_problems,
)
from calc.errors import InputError, InputErrors, refuse
from calc.mixing.request import MixRequest
from calc.parsing.json_reader import Reader, within
from calc.uncertainty import Z95

KINDS = ("pH", "assay", "colour")
#: Longest texts [characters]; of a recipe as JSON.
LONGEST_NAME, LONGEST_WORDS, LONGEST_NOTE, LONGEST_RECIPE = 200, 200, 2_000, 100_000
#: Most measurements, and most notes, of one batch.
MOST_OF_ONE = 1_000
#: What `calc.log.Log.change` changes; everything else has a way of its own.
CHANGEABLE = ("name", "recipe", "request", "weighed", "made_on", "powder_lot")

_FIX = "Correct it or leave it out."


@dataclass(frozen=True)
class WeighedLine:
    """One row of a weighing as it was done.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    target_g : float
        What was to be weighed [g].
    actual_g : float, optional
        What it was [g]; None while nobody weighed it.
    """

    ingredient: str
    target_g: float
    actual_g: float | None = None


@dataclass(frozen=True)
class Note:
    """Something about a batch in words, with its day; never about a person."""

    on: datetime.date
    text: str
    id: str = ""


@dataclass(frozen=True)
class Measurement:
    """Something that was measured on a batch.

    Parameters
    ----------
    on : date
    kind : str
        One of `KINDS`.
    value : float, optional
        The pH, or what is left of the start [0–1]; None of a colour.
    sd : float, optional
        Its standard deviation: of a meter [pH], of an assay [0–1].
    step : float, optional
        Step of a strip, instead [pH].
    words : str
        A colour in words.
    instrument, note : str
        What measured it; anything else.
    id : str
        Given by the log.
    """

    on: datetime.date
    kind: str
    value: float | None = None
    sd: float | None = None
    step: float | None = None
    words: str = ""
    instrument: str = ""
    note: str = ""
    id: str = ""

    @property
    def plus_minus(self) -> float | None:
        """95 % half-width of what a meter or an assay found, in the unit of its value; None where unknown."""
        return Z95 * self.sd if self.sd else None

    @property
    def measured(self) -> Measured:
        """The same as the core takes it; nothing for a colour.

        Raises
        ------
        InputErrors
            A number out of range.
        """
        if self.kind == "pH":
            return Measured(pH=self.value, pH_sd=self.sd, pH_step=self.step)
        if self.kind == "assay":
            return Measured(assay_fraction=self.value, assay_sd=self.sd, assay_on=self.on)
        return Measured()


@dataclass(frozen=True)
class LoggedBatch:
    """A batch in the log.

    Nothing is refused here, so that whatever was kept once can be shown again; `checked` is the door
    for what is new. There is no field for a person, and none is ever added.

    Parameters
    ----------
    name : str
    recipe : dict
        As `calc.chemistry.recipe.recipe_of` gives it, with its storage.
    request : dict, optional
        What was typed for it: fields of `calc.mixing.request.MixRequest`, so that it opens again.
    weighed : tuple of WeighedLine
        In the order of addition.
    made_on : date, optional
        Counts before the one of the recipe's storage.
    powder_lot : str
        Of the vitamin C, as its label has it.
    discarded_on : date, optional
    notes, measurements : tuple
        In the order of their days.
    model_version, data_hash : str
        What the recipe was worked out with.
    id : str
        A UUID; "" before it is in the log.
    version : int
        Grows with every change; who changes something tells which version was read.
    created_at, changed_at, deleted_at : datetime, optional
        UTC.
    """

    name: str
    recipe: Mapping[str, Any]
    request: Mapping[str, str] | None = None
    weighed: tuple[WeighedLine, ...] = ()
    made_on: datetime.date | None = None
    powder_lot: str = ""
    discarded_on: datetime.date | None = None
    notes: tuple[Note, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    model_version: str = ""
    data_hash: str = ""
    id: str = ""
    version: int = 0
    created_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    deleted_at: datetime.datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as it stands in JSON."""
        own = {name: value for name, value in vars(self).items() if name not in ("version", "deleted_at")}
        return {
            **{name: _plain(value) for name, value in own.items()},
            **{name: [_row(each) for each in own[name]] for name in ("weighed", "notes", "measurements")},
        }


def _row(record: object) -> dict[str, Any]:
    """Return a record as it stands in JSON, without what it does not say."""
    plain = {name: _plain(value) for name, value in vars(record).items()}
    return {name: value for name, value in plain.items() if value is not None and value != ""}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def new_id() -> str:
    """Return an id that nothing else has."""
    return str(uuid.uuid4())


def recipe_in(entry: LoggedBatch) -> Recipe:
    """Return the recipe of an entry; made on the day that the entry says.

    Raises
    ------
    InputErrors
        A recipe that cannot be read here any more.
    """
    recipe = _parsed(json.dumps(dict(entry.recipe), default=str))
    if entry.made_on is None:
        return recipe
    return replace(recipe, storage=replace(recipe.storage or Storage(), made_on=entry.made_on))


@functools.lru_cache(maxsize=2048)
def _parsed(recipe: str) -> Recipe:
    """Return a recipe from its JSON; a list of batches asks for each of them again and again."""
    return read_recipe(json.loads(recipe))


def as_made(entry: LoggedBatch) -> Recipe:
    """Return the recipe of an entry with the grams that were really weighed.

    An ingredient that stands in several rows is taken together; one that nobody weighed stays as it
    was meant.

    Raises
    ------
    InputErrors
        As `recipe_in`.
    """
    recipe = recipe_in(entry)
    factors = {name: actual / target for name, (target, actual) in grams(entry).items() if target > 0}
    lines = tuple(
        replace(each, mass_g=each.mass_g * factors[each.ingredient], mass_range_g=None)
        if factors.get(each.ingredient, 1.0) != 1.0
        else each
        for each in recipe.formula.lines
    )
    return replace(recipe, formula=Formula(lines, recipe.formula.system))


def grams(entry: LoggedBatch) -> dict[str, tuple[float, float]]:
    """Return target and actual grams of each ingredient [g]; of rows not weighed the target twice."""
    sums: dict[str, tuple[float, float]] = {}
    for row in entry.weighed:
        target, actual = sums.get(row.ingredient, (0.0, 0.0))
        weighed_g = row.target_g if row.actual_g is None else row.actual_g
        sums[row.ingredient] = (target + row.target_g, actual + weighed_g)
    return sums


# --- the door -------------------------------------------------------------------------------------


def checked(entry: LoggedBatch) -> LoggedBatch:
    """Return an entry that can be kept, its recipe as `calc.chemistry.recipe.recipe_of` writes it.

    Raises
    ------
    InputErrors
        Everything that is wrong with it.
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
    for number, each in enumerate(entry.measurements):
        found = measurement_problems(each, since)
        errors += (error.renamed(f"measurements[{number}].{error.field}") for error in found)
    for number, note in enumerate(entry.notes):
        found = note_problems(note)
        errors += (error.renamed(f"notes[{number}].{error.field}") for error in found)
    refuse(errors)
    written = recipe_of(
        recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims
    )
    return replace(entry, recipe=written, request=request, name=entry.name.strip(), made_on=since)


def to_come(today: datetime.date, **days: datetime.date | None) -> Iterable[InputError]:
    """Yield days that are still to come; tomorrow may be today where somebody else lives.

    Parameters
    ----------
    today : date
    **days
        By the names of their fields.
    """
    for name, day in days.items():
        if day and day > today + datetime.timedelta(days=1):
            accepted = "this day is still to come; a batch goes into the log once it is made."
            yield InputError(
                name, day.isoformat(), accepted, "Give the day on which it was, or leave it out."
            )


def measurement_problems(each: Measurement, since: datetime.date | None) -> Iterable[InputError]:
    """Yield everything that is wrong with a measurement.

    Parameters
    ----------
    each : Measurement
    since : date, optional
        When the batch was made.
    """
    if each.kind not in KINDS:
        yield InputError("kind", each.kind, "this kind is not known.", f"Use {', '.join(KINDS)}.")
        return
    yield from year_problems("on", each.on)
    yield from _too_early("on", each.on, since)
    yield from _text_problems("words", each.words, LONGEST_WORDS, needed=each.kind == "colour")
    yield from _text_problems("instrument", each.instrument, LONGEST_WORDS)
    yield from _text_problems("note", each.note, LONGEST_NOTE)
    numbers = (each.value, each.sd, each.step)
    if each.kind == "colour" and numbers != (None, None, None):
        yield InputError("value", each.value, "a colour is told in words.", "Leave the number out.")
    if each.kind != "colour" and each.value is None:
        yield InputError("value", "", "a measurement needs its number.", "Give it.")
    if each.kind == "assay" and each.step is not None:
        yield InputError("step", each.step, "only a strip has a step.", "Leave it out.")
    names = {"pH": "value", "pH_sd": "sd", "pH_step": "step", "assay_fraction": "value", "assay_sd": "sd"}
    try:
        assert each.measured
    except InputErrors as errors:
        yield from (error.renamed(names.get(error.field, "on")) for error in errors.errors)


def note_problems(note: Note) -> Iterable[InputError]:
    """Yield everything that is wrong with a note."""
    yield from year_problems("on", note.on)
    yield from _text_problems("text", note.text, LONGEST_NOTE, needed=True)


def _text_problems(name: str, text: str, longest: int, needed: bool = False) -> Iterable[InputError]:
    """Yield what is wrong with a text: nothing but blanks, too long, or of characters nobody types."""
    if needed and not text.strip():
        yield InputError(name, text, "this needs some words.", "Write it.")
    if len(text) > longest:
        yield InputError(name, text, f"this may have {longest} characters.", "Shorten it.")
    if any(map(_is_odd, text)):
        yield InputError(name, text.encode("ascii", "replace"), "this is no plain text.", "Type it again.")


def _is_odd(character: str) -> bool:
    """Tell whether nobody types a character: control characters, and halves of one."""
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"


def _weighed_problems(rows: tuple[WeighedLine, ...]) -> Iterable[InputError]:
    """Yield what is wrong with a weighing."""
    most = catalog.inputs().accepted["batch_mass"].to("g")[2]
    if len(rows) > MOST_LINES:
        yield InputError("weighed", f"{len(rows)} rows", f"there are up to {MOST_LINES}.", "Leave some out.")
    for number, row in enumerate(rows[:MOST_LINES]):
        place = f"weighed[{number}]"
        if row.ingredient not in catalog.ingredients():
            fix = "Use the id of an ingredient."
            yield InputError(f"{place}.ingredient", row.ingredient, "this is not known.", fix)
        for name in ("target_g", "actual_g"):
            mass = getattr(row, name)
            if mass is not None and not 0 <= mass <= most:
                yield InputError(f"{place}.{name}", mass, f"this lies from 0 to {most:g} g.", _FIX)


def _many_problems(entry: LoggedBatch) -> Iterable[InputError]:
    """Yield lists that are too long, or hold something twice."""
    for name in ("measurements", "notes"):
        count = len(getattr(entry, name))
        if count > MOST_OF_ONE:
            yield InputError(name, f"{count}", f"one batch has up to {MOST_OF_ONE}.", "Leave some out.")
        ids = [each.id for each in getattr(entry, name) if each.id]
        if len(set(ids)) < len(ids):
            yield InputError(name, entry.name, "the same id stands twice here.", "Leave the ids out.")


def _too_early(name: str, day: datetime.date | None, since: datetime.date | None) -> Iterable[InputError]:
    """Yield a day that lies before the batch was made."""
    if day and since and day < since:
        accepted = f"this is before it was made, on {since.isoformat()}."
        yield InputError(name, day.isoformat(), accepted, "Check the two dates.")


def _recipe(entry: LoggedBatch) -> Recipe:
    """Return the recipe of a new entry, with its errors at their place."""
    try:
        length = len(json.dumps(dict(entry.recipe), default=str))
        if length > LONGEST_RECIPE:
            accepted = f"a recipe has up to {LONGEST_RECIPE} characters."
            refuse([InputError("recipe", f"{length} characters", accepted, "Shorten it.")])
        return recipe_in(entry)
    except RecursionError:
        refuse([InputError("recipe", "much", "this is nested too deep.", "A recipe has lines only.")])
        raise
    except InputErrors as errors:
        names = ("recipe", "made_on", "opened_on")
        raise InputErrors(
            each if each.field in names else each.renamed(within("recipe", each.field))
            for each in errors.errors
        ) from None


def _request(content: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that were typed, with their errors at their place."""
    try:
        return MixRequest.from_dict(dict(content)).as_dict()
    except InputErrors as errors:
        raise InputErrors(each.renamed(within("request", each.field)) for each in errors.errors) from None


# --- from JSON ------------------------------------------------------------------------------------


class EntryReader(Reader):
    """Reads entries from the objects that JSON gives."""

    def entry(self, row: Any, place: str) -> LoggedBatch | None:
        """Return an entry, or None when it is broken; what is wrong is noted at its place."""
        before = len(self.errors)
        row = self.table(row, place, _KNOWN)
        weighed = tuple(self._weighed(each, place) for each in self.list(row, "weighed", place))
        entry = LoggedBatch(
            name=self._text(row, "name", place),
            recipe=self._object(row, "recipe", place) or {},
            request=self._object(row, "request", place),
            weighed=weighed,
            made_on=self.date(row, "made_on", place),
            powder_lot=self._text(row, "powder_lot", place),
            discarded_on=self.date(row, "discarded_on", place),
            notes=tuple(self._note(each, place) for each in self.list(row, "notes", place)),
            measurements=tuple(
                self._measurement(each, place) for each in self.list(row, "measurements", place)
            ),
            model_version=self._text(row, "model_version", place),
            data_hash=self._text(row, "data_hash", place),
            id=self._id(row, place),
            created_at=self._time(row, "created_at", place),
            changed_at=self._time(row, "changed_at", place),
        )
        if len(self.errors) > before:
            return None
        try:
            return checked(entry)
        except InputErrors as errors:
            self.errors.extend(each.renamed(within(place, each.field)) for each in errors.errors)
            return None

    def date(self, row: Mapping[str, Any], key: str, place: str) -> datetime.date | None:
        """Return an ISO date, or None when it is left out."""
        if row.get(key) is not None and not isinstance(row[key], str):
            self.wrong(within(place, key), row[key], "this is not a date.", "Write 2026-03-31.")
            return None
        return super().date(row, key, place)

    def _weighed(self, row: Any, place: str) -> WeighedLine:
        """Return a row of a weighing."""
        row = self.table(row, f"{place}.weighed", ("ingredient", "target_g", "actual_g"))
        target = self.number(row, "target_g", f"{place}.weighed", 0.0)
        actual = self.number(row, "actual_g", f"{place}.weighed", 0.0)
        if target is None:
            self.wrong(f"{place}.weighed.target_g", "", "each row needs its grams.", "Give them.")
        return WeighedLine(self._text(row, "ingredient", f"{place}.weighed"), target or 0.0, actual)

    def _note(self, row: Any, place: str) -> Note:
        """Return a note."""
        row = self.table(row, f"{place}.notes", ("on", "text", "id"))
        day = self._day(row, f"{place}.notes")
        return Note(day, self._text(row, "text", f"{place}.notes"), self._id(row, f"{place}.notes"))

    def _measurement(self, row: Any, place: str) -> Measurement:
        """Return a measurement."""
        place = f"{place}.measurements"
        row = self.table(row, place, tuple(Measurement.__dataclass_fields__))
        value, sd, step = (self.number(row, name, place, 0.0) for name in ("value", "sd", "step"))
        words, instrument, note = (self._text(row, name, place) for name in ("words", "instrument", "note"))
        day, kind, id = self._day(row, place), self._text(row, "kind", place), self._id(row, place)
        return Measurement(day, kind, value, sd, step, words, instrument, note, id)

    def _day(self, row: Mapping[str, Any], place: str) -> datetime.date:
        """Return the day of something; any day when it is broken."""
        day = self.date(row, "on", place)
        if row.get("on") is None:
            self.wrong(f"{place}.on", "", "this needs its day.", "Write 2026-03-31.")
        return day or datetime.date(2000, 1, 1)

    def _text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        """Return a text, "" when it is left out."""
        text = row.get(key)
        if text is not None and not isinstance(text, str):
            self.wrong(within(place, key), text, "this must be text.", 'Write it as "…".')
            return ""
        return text or ""

    def _object(self, row: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any] | None:
        """Return an object, None when it is left out."""
        found = row.get(key)
        if found is not None and not isinstance(found, dict):
            self.wrong(within(place, key), found, "this must be an object.", "Write { … }.")
            return None
        return found

    def _id(self, row: Mapping[str, Any], place: str) -> str:
        """Return an id, a new one when it is left out."""
        text = self._text(row, "id", place)
        try:
            return str(uuid.UUID(text)) if text else new_id()
        except ValueError:
            fix = "Leave it out, and it gets one."
            self.wrong(within(place, "id"), text, "this is no id of the log.", fix)
            return ""

    def _time(self, row: Mapping[str, Any], key: str, place: str) -> datetime.datetime | None:
        """Return a time in UTC, or None when it is left out."""
        text = self._text(row, key, place)
        if not text:
            return None
        try:
            read = datetime.datetime.fromisoformat(text)
            told = read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
            time = told.astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            self.wrong(within(place, key), text, "this is no time.", "Write 2026-03-31T12:00:00+00:00.")
            return None
        self.errors.extend(year_problems(within(place, key), time.date()))
        return time


_KNOWN = tuple(name for name in LoggedBatch.__dataclass_fields__ if name not in ("version", "deleted_at"))
