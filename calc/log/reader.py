"""Batches of the log from the objects that JSON gives; each mistake is noted with its place in the file."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from calc.chemistry.recipe import MOST_LINES
from calc.errors import InputErrors
from calc.log.entry import LoggedBatch, Measurement, Note, WeighedLine, new_id
from calc.log.validation import MOST_OF_ONE, validate
from calc.messages import say
from calc.parsing.dates import year_problems
from calc.parsing.json_reader import Reader, within


class EntryReader(Reader):
    """Reads entries from the objects that JSON gives."""

    def entry(self, row: Any, place: str) -> LoggedBatch | None:
        """Return an entry, or None when it is broken; what is wrong is noted at its place."""
        before = len(self.errors)
        row = self.table(row, place, _KNOWN)
        weighed = tuple(self._weighed(item, place) for item in self._rows(row, "weighed", place, MOST_LINES))
        measurements = self._rows(row, "measurements", place, MOST_OF_ONE)
        entry = LoggedBatch(
            name=self._text(row, "name", place),
            recipe=self._object(row, "recipe", place) or {},
            request=self._object(row, "request", place),
            weighed=weighed,
            made_on=self.date(row, "made_on", place),
            powder_lot=self._text(row, "powder_lot", place),
            discarded_on=self.date(row, "discarded_on", place),
            notes=tuple(self._note(item, place) for item in self._rows(row, "notes", place, MOST_OF_ONE)),
            measurements=tuple(self._measurement(item, place) for item in measurements),
            model_version=self._text(row, "model_version", place),
            data_hash=self._text(row, "data_hash", place),
            id=self._id(row, place),
            created_at=self._time(row, "created_at", place),
            changed_at=self._time(row, "changed_at", place),
        )
        if len(self.errors) > before:
            return None
        try:
            return validate(entry)
        except InputErrors as errors:
            self.errors.extend(error.renamed(within(place, error.field)) for error in errors.errors)
            return None

    def date(self, row: Mapping[str, Any], key: str, place: str) -> datetime.date | None:
        """Return an ISO date, or None when it is left out."""
        if row.get(key) is not None and not isinstance(row[key], str):
            self.wrong(within(place, key), row[key], say("this is not a date."), say("Write 2026-03-31."))
            return None
        return super().date(row, key, place)

    def _rows(self, row: Mapping[str, Any], key: str, place: str, most: int) -> Sequence[Any]:
        """Return a list of so many rows at most; none of one that is longer."""
        rows = self.list(row, key, place)
        if len(rows) <= most:
            return rows
        given, accepted = say("{count} rows", count=len(rows)), say("there are up to {most}.", most=most)
        self.wrong(within(place, key), given, accepted, say("Leave some out."))
        return ()

    def _weighed(self, row: Any, place: str) -> WeighedLine:
        """Return a row of a weighing."""
        row = self.table(row, f"{place}.weighed", ("ingredient", "target_g", "actual_g", "name"))
        target = self.number(row, "target_g", f"{place}.weighed", 0.0)
        actual = self.number(row, "actual_g", f"{place}.weighed", 0.0)
        if target is None:
            self.wrong(f"{place}.weighed.target_g", "", say("each row needs its grams."), say("Give them."))
        ingredient, name = (self._text(row, key, f"{place}.weighed") for key in ("ingredient", "name"))
        return WeighedLine(ingredient, target or 0.0, actual, name)

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
            self.wrong(f"{place}.on", "", say("this needs its day."), say("Write 2026-03-31."))
        return day or datetime.date(2000, 1, 1)

    def _text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        """Return a text, "" when it is left out."""
        text = row.get(key)
        if text is not None and not isinstance(text, str):
            self.wrong(within(place, key), text, say("this must be text."), say('Write it as "…".'))
            return ""
        return text or ""

    def _object(self, row: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any] | None:
        """Return an object, None when it is left out."""
        value = row.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(within(place, key), value, say("this must be an object."), say("Write { … }."))
            return None
        return value

    def _id(self, row: Mapping[str, Any], place: str) -> str:
        """Return an id, a new one when it is left out."""
        text = self._text(row, "id", place)
        try:
            return str(uuid.UUID(text)) if text else new_id()
        except ValueError:
            fix = say("Leave it out, and it gets one.")
            self.wrong(within(place, "id"), text, say("this is not an id of the log."), fix)
            return ""

    def _time(self, row: Mapping[str, Any], key: str, place: str) -> datetime.datetime | None:
        """Return a time in UTC, or None when it is left out."""
        text = self._text(row, key, place)
        if not text:
            return None
        try:
            read = datetime.datetime.fromisoformat(text)
            moment = read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
            time = moment.astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            self.wrong(
                within(place, key), text, say("this is not a time."), say("Write 2026-03-31T12:00:00+00:00.")
            )
            return None
        self.errors.extend(year_problems(within(place, key), time.date()))
        return time


_KNOWN = tuple(name for name in LoggedBatch.__dataclass_fields__ if name not in ("version", "deleted_at"))
