"""The log itself: batches into the database and out of it, each change whole or not at all."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from calc import catalog
from calc.catalog.normalize import normalize
from calc.errors import InputError, refuse
from calc.log.database import (
    Connections,
    Place,
    alone,
    place_of,
)
from calc.log.entry import (
    CHANGEABLE,
    MOST_OF_ONE,
    LoggedBatch,
    Measurement,
    Note,
    WeighedLine,
    checked,
    measurement_problems,
    new_id,
    note_problems,
    to_come,
)
from calc.log.errors import Changed
from calc.log.schema import BATCHES, MEASUREMENTS, NOTES
from calc.log.transfer import ImportReport, as_json
from calc.rules.assessment import MODEL_VERSION

#: Longest text that is searched for, and most words of it.
_LONGEST_SEARCH, _MOST_WORDS = 200, 10
#: Batches whose measurements are asked for at a time.
_AT_A_TIME = 500


class Log:
    """Batches that were made, in a database; may be used from many threads at once.

    Every method may raise `calc.log.LogError` where the database or its disk fails. A context manager:
    it closes its connections at the end.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._connections = Connections(place)

    def __enter__(self) -> Log:
        """Return the log."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close every connection; the log opens them again when it is used again."""
        self._connections.close()

    @property
    def where(self) -> str:
        """Where it is kept, for a page: the path, or database and server; never a password."""
        return self._place.where

    @property
    def is_file(self) -> bool:
        """True for a file on this computer, False for a server."""
        return self._place.path is not None

    # --- reading ----------------------------------------------------------------------------------

    def get(self, id: str) -> LoggedBatch:
        """Return a batch, a deleted one too.

        Raises
        ------
        InputError
            There is none of that id.
        """
        with self._connections.reading() as connection:
            return _one(connection, id)

    def entries(self, search: str = "", *, include_deleted: bool = False) -> tuple[LoggedBatch, ...]:
        """Return batches, the latest first.

        Parameters
        ----------
        search : str
            Words that all stand in name, lot, ingredients or notes; case, accents and punctuation do not
            count.
        include_deleted : bool
        """
        words = normalize(search[:_LONGEST_SEARCH]).split()[:_MOST_WORDS]
        wanted = [_holds(word) for word in words]
        if not words and (signs := search[:_LONGEST_SEARCH].strip()):
            if not signs.isprintable():
                return ()
            wanted = [_holds_signs(signs)]
        if not include_deleted:
            wanted.append(BATCHES.c.deleted_at.is_(None))
        with self._connections.reading() as connection:
            return _found(connection, wanted)

    # --- writing ----------------------------------------------------------------------------------

    def add(self, entry: LoggedBatch) -> LoggedBatch:
        """Keep a new batch.

        Parameters
        ----------
        entry : Entry
            Its id may be given, so that what is sent twice is kept once; otherwise it gets one.

        Returns
        -------
        Entry
            As it is kept.

        Raises
        ------
        InputError, InputErrors
            Something in it that cannot be; an id that is there already.
        """
        now = _now()
        refuse(list(to_come(datetime.date.today(), made_on=entry.made_on)))
        own = replace(entry, model_version=MODEL_VERSION, data_hash=catalog.data_hash())
        kept = replace(_numbered(checked(own)), created_at=now, changed_at=now, deleted_at=None)
        with self._connections.writing() as connection:
            try:
                _insert(connection, [kept])
            except exc.IntegrityError:
                fix = "Open it from the list."
                raise InputError("id", kept.id, "this batch is in the log already.", fix) from None
            return _one(connection, kept.id)

    def change(self, id: str, version: int, **changes: Any) -> LoggedBatch:
        """Change fields of a batch.

        Parameters
        ----------
        id : str
        version : int
            The one that was read.
        **changes
            Fields of `Entry` among `entry.CHANGEABLE`.

        Raises
        ------
        Changed
            Somebody changed it meanwhile; nothing is overwritten, and the exception holds both.
        InputError, InputErrors
            Something that cannot be; no such batch.
        """
        for name in changes.keys() - set(CHANGEABLE):
            fix = f"Use {', '.join(CHANGEABLE)}."
            raise InputError(name, changes[name], "this is not changed here.", fix)
        refuse(list(to_come(datetime.date.today(), made_on=changes.get("made_on"))))
        return self._changed(id, version, changes)

    def discard(self, id: str, version: int, on: datetime.date | None) -> LoggedBatch:
        """Say when a batch was thrown away; None takes that back.

        Parameters
        ----------
        id : str
        version : int
            The one that was read.
        on : date, optional

        Raises
        ------
        Changed, InputErrors
            As `change`.
        """
        refuse(list(to_come(datetime.date.today(), discarded_on=on)))
        return self._changed(id, version, {"discarded_on": on})

    def delete(self, id: str, version: int) -> LoggedBatch:
        """Take a batch out of the list; `restore` undoes it.

        Parameters
        ----------
        id : str
        version : int
            The one that was read.

        Raises
        ------
        Changed, InputError
            As `change`.
        """
        with self._connections.writing() as connection:
            now = _now()
            _write(connection, _unchanged(connection, id, version, {}), deleted_at=now)
            return _one(connection, id)

    def restore(self, id: str) -> LoggedBatch:
        """Undo a deletion; one that was not deleted stays as it is.

        Raises
        ------
        InputError
            There is none of that id.
        """
        with self._connections.writing() as connection:
            entry = _locked(connection, id)
            if entry.deleted_at is not None:
                _write(connection, entry, deleted_at=None)
            return _one(connection, id)

    def measure(self, id: str, measurement: Measurement) -> LoggedBatch:
        """Add a measurement to a batch; two people may do so at once.

        Parameters
        ----------
        id : str
            Of the batch.
        measurement : Measurement

        Raises
        ------
        InputError, InputErrors
            Something that cannot be; no such batch.
        """
        today = datetime.date.today()
        with self._connections.writing() as connection:
            entry = _locked(connection, id)
            refuse([*measurement_problems(measurement, entry.made_on), *to_come(today, on=measurement.on)])
            _refuse_full("measurements", entry.measurements)
            row = replace(measurement, id=measurement.id or new_id())
            return _added(connection, entry, MEASUREMENTS, _measurement_row(id, row))

    def note(self, id: str, note: Note) -> LoggedBatch:
        """Add a note to a batch; two people may do so at once.

        Parameters
        ----------
        id : str
            Of the batch.
        note : Note

        Raises
        ------
        InputError, InputErrors
            Something that cannot be; no such batch.
        """
        with self._connections.writing() as connection:
            entry = _locked(connection, id)
            refuse(list(note_problems(note)))
            _refuse_full("notes", entry.notes)
            return _added(connection, entry, NOTES, _note_row(id, replace(note, id=note.id or new_id())))

    def forget_measurement(self, id: str, measurement_id: str) -> LoggedBatch:
        """Take away a measurement, for good; nothing where it is gone already.

        Parameters
        ----------
        id, measurement_id : str
            Of the batch, and of the measurement.

        Raises
        ------
        InputError
            No such batch.
        """
        return self._forget(MEASUREMENTS, id, measurement_id)

    def forget_note(self, id: str, note_id: str) -> LoggedBatch:
        """Take away a note, for good; nothing where it is gone already.

        Parameters
        ----------
        id, note_id : str
            Of the batch, and of the note.

        Raises
        ------
        InputError
            No such batch.
        """
        return self._forget(NOTES, id, note_id)

    # --- moving -----------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Return every batch that is not deleted, as a file of JSON holds them."""
        return as_json(self.entries())

    def import_(self, found: Sequence[LoggedBatch]) -> ImportReport:
        """Add the batches of an exported file, all or none; what is here already stays as it is.

        Parameters
        ----------
        found : sequence of Entry
            As `calc.log.read_log` returned them.
        """
        now = _now()
        with self._connections.writing() as connection:
            alone(connection)
            there = _ids(connection)
            new = [_stamped(each, now) for each in found if each.id not in there]
            for start in range(0, len(new), _AT_A_TIME):
                _insert(connection, new[start : start + _AT_A_TIME])
        deleted = sum(there.get(each.id, False) for each in found)
        return ImportReport(len(new), len(found) - len(new) - deleted, deleted)

    # --- inside -----------------------------------------------------------------------------------

    def _changed(self, id: str, version: int, changes: Mapping[str, Any]) -> LoggedBatch:
        """Write changes to a batch that is still as it was read."""
        with self._connections.writing() as connection:
            entry = checked(replace(_unchanged(connection, id, version, changes), **changes))
            if "recipe" in changes:
                entry = replace(entry, model_version=MODEL_VERSION, data_hash=catalog.data_hash())
            _write(connection, entry)
            return _one(connection, id)

    def _forget(self, table: sa.Table, id: str, row_id: str) -> LoggedBatch:
        """Take a row of a batch away."""
        with self._connections.writing() as connection:
            _locked(connection, id)
            connection.execute(table.delete().where(table.c.batch_id == id, table.c.id == _askable(row_id)))
            _touch(connection, id)
            return _one(connection, id)


def open_at(database: str = "") -> Log:
    """Open a log, as `calc.log.open_log` tells."""
    return Log(place_of(database))


# --- rows -----------------------------------------------------------------------------------------


def _now() -> datetime.datetime:
    """Return the time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def _numbered(entry: LoggedBatch) -> LoggedBatch:
    """Return an entry that has an id, and so have its rows."""
    return replace(
        entry,
        id=entry.id or new_id(),
        notes=tuple(replace(each, id=each.id or new_id()) for each in entry.notes),
        measurements=tuple(replace(each, id=each.id or new_id()) for each in entry.measurements),
    )


def _own_columns(entry: LoggedBatch) -> dict[str, Any]:
    """Return what can change of a batch, as it stands in its row."""
    return {
        "name": entry.name,
        "recipe": json.dumps(entry.recipe),
        "request": None if entry.request is None else json.dumps(dict(entry.request)),
        "weighed": json.dumps([vars(each) for each in entry.weighed]),
        "made_on": entry.made_on,
        "powder_lot": entry.powder_lot,
        "discarded_on": entry.discarded_on,
        "model_version": entry.model_version,
        "data_hash": entry.data_hash,
        "words": normalize(
            " ".join((entry.name, entry.powder_lot, *(line["ingredient"] for line in entry.recipe["lines"])))
        ),
    }


def _measurement_row(batch: str, each: Measurement) -> dict[str, Any]:
    """Return a measurement as its row."""
    own = {name: value for name, value in vars(each).items() if name != "on"}
    return {"batch_id": batch, "on_day": each.on, **own}


def _note_row(batch: str, note: Note) -> dict[str, Any]:
    """Return a note as its row."""
    words = normalize(note.text)
    return {"batch_id": batch, "id": note.id, "on_day": note.on, "text": note.text, "words": words}


def _stamped(entry: LoggedBatch, now: datetime.datetime) -> LoggedBatch:
    """Return a batch of a file with the times of its making and its last change, now where it has none."""
    created = entry.created_at or now
    return replace(entry, created_at=created, changed_at=entry.changed_at or created)


def _insert(connection: sa.Connection, entries: Sequence[LoggedBatch]) -> None:
    """Write new batches with everything that belongs to them."""
    rows: Mapping[sa.Table, list[dict[str, Any]]] = {
        BATCHES: [_batch_row(each) for each in entries],
        MEASUREMENTS: [_measurement_row(each.id, row) for each in entries for row in each.measurements],
        NOTES: [_note_row(each.id, note) for each in entries for note in each.notes],
    }
    for table, some in rows.items():
        if some:
            connection.execute(table.insert(), some)


def _batch_row(entry: LoggedBatch) -> dict[str, Any]:
    """Return a new batch as its row."""
    times = {"created_at": entry.created_at, "changed_at": entry.changed_at}
    return {"id": entry.id, "version": 1, **_own_columns(entry), **times}


def _write(connection: sa.Connection, entry: LoggedBatch, **more: Any) -> None:
    """Write a batch over itself, as its next version."""
    values = {**_own_columns(entry), "version": entry.version + 1, "changed_at": _now(), **more}
    connection.execute(BATCHES.update().where(BATCHES.c.id == entry.id).values(**values))


def _touch(connection: sa.Connection, id: str) -> None:
    """Say that something of a batch changed, but none of the fields that people edit."""
    connection.execute(BATCHES.update().where(BATCHES.c.id == id).values(changed_at=_now()))


def _added(
    connection: sa.Connection, entry: LoggedBatch, table: sa.Table, row: Mapping[str, Any]
) -> LoggedBatch:
    """Write a row of a batch; one that is there already stays."""
    same = (table.c.batch_id == entry.id) & (table.c.id == row["id"])
    if connection.execute(sa.select(table.c.id).where(same)).first() is None:
        connection.execute(table.insert().values(**row))
        _touch(connection, entry.id)
    return _one(connection, entry.id)


def _refuse_full(name: str, rows: Sequence[object]) -> None:
    """Refuse one more of what one batch has enough of.

    Raises
    ------
    InputErrors
    """
    if len(rows) >= MOST_OF_ONE:
        refuse([InputError(name, f"{len(rows)}", f"one batch has up to {MOST_OF_ONE}.", "Leave it out.")])


def _locked(connection: sa.Connection, id: str) -> LoggedBatch:
    """Return a batch that nobody else changes before this transaction ends."""
    connection.execute(sa.select(BATCHES.c.id).where(BATCHES.c.id == _askable(id)).with_for_update())
    return _one(connection, id)


def _unchanged(connection: sa.Connection, id: str, version: int, changes: Mapping[str, Any]) -> LoggedBatch:
    """Return a batch that is still as it was read, and stays so until this transaction ends.

    Raises
    ------
    Changed
    """
    entry = _locked(connection, id)
    if entry.version != version:
        raise Changed(entry, changes)
    return entry


def _one(connection: sa.Connection, id: str) -> LoggedBatch:
    """Return a batch.

    Raises
    ------
    InputError
        There is none of that id.
    """
    found = _found(connection, [BATCHES.c.id == _askable(id)])
    if not found:
        raise InputError("id", id, "there is no such batch in the log.", "Open it from the list.")
    return found[0]


def _askable(id: str) -> str:
    """Return an id that a server can be asked for; "", which nothing has, for what it could not read."""
    return id if id.isprintable() else ""


def _ids(connection: sa.Connection) -> dict[str, bool]:
    """Return the ids of all batches, and whether they are deleted."""
    rows = connection.execute(sa.select(BATCHES.c.id, BATCHES.c.deleted_at))
    return {row.id: row.deleted_at is not None for row in rows}


def _holds(word: str) -> sa.ColumnElement[bool]:
    """Return the condition that a word stands in a batch or its notes."""
    noted = sa.exists().where(NOTES.c.batch_id == BATCHES.c.id, NOTES.c.words.contains(word, autoescape=True))
    return BATCHES.c.words.contains(word, autoescape=True) | noted


def _holds_signs(signs: str) -> sa.ColumnElement[bool]:
    """Return the condition that signs which are in no word stand in a batch or its notes as written."""
    noted = sa.exists().where(NOTES.c.batch_id == BATCHES.c.id, NOTES.c.text.contains(signs, autoescape=True))
    written = (column.contains(signs, autoescape=True) for column in (BATCHES.c.name, BATCHES.c.powder_lot))
    return sa.or_(noted, *written)


def _found(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> tuple[LoggedBatch, ...]:
    """Return the batches that meet conditions, the latest first."""
    query = sa.select(BATCHES).where(*wanted).order_by(BATCHES.c.created_at.desc(), BATCHES.c.id)
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    measurements = _by_batch(connection, MEASUREMENTS, ids)
    notes = _by_batch(connection, NOTES, ids)
    return tuple(_entry(row, measurements.get(row.id, ()), notes.get(row.id, ())) for row in rows)


def _by_batch(connection: sa.Connection, table: sa.Table, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return the rows that belong to batches, in the order of their days."""
    found: dict[str, list[Any]] = {}
    for start in range(0, len(ids), _AT_A_TIME):
        some = table.c.batch_id.in_(ids[start : start + _AT_A_TIME])
        for row in connection.execute(sa.select(table).where(some).order_by(table.c.on_day, table.c.id)):
            found.setdefault(row.batch_id, []).append(row)
    return found


def _entry(row: Any, measurements: Sequence[Any], notes: Sequence[Any]) -> LoggedBatch:
    """Return a batch from its rows."""
    own = {name: value for name, value in row._mapping.items() if name != "words"}
    own["recipe"] = json.loads(row.recipe)
    own["request"] = None if row.request is None else json.loads(row.request)
    own["weighed"] = tuple(WeighedLine(**each) for each in json.loads(row.weighed))
    return LoggedBatch(
        **own,
        notes=tuple(Note(each.on_day, each.text, each.id) for each in notes),
        measurements=tuple(_measurement(each) for each in measurements),
    )


def _measurement(row: Any) -> Measurement:
    """Return a measurement from its row."""
    own = {name: value for name, value in row._mapping.items() if name not in ("batch_id", "on_day")}
    return Measurement(on=row.on_day, **own)
