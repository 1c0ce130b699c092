"""The log itself: batches into the database and out of it, each change whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from calc import catalog
from calc.catalog.normalize import normalize
from calc.errors import InputError, refuse
from calc.log.database import Connections, lock_exclusively
from calc.log.entry import LoggedBatch, Measurement, Note, UnreadableBatch, new_id
from calc.log.errors import EditConflict
from calc.log.location import Location
from calc.log.rows import batch_from_rows, batch_row, editable_columns, measurement_row, note_row
from calc.log.schema import BATCHES, MEASUREMENTS, NOTES
from calc.log.seal import AT_A_TIME, Damaged, Row, rows_by_batch, rows_in_order, seal_of, write_seals
from calc.log.transfer import ImportReport, export_json
from calc.log.validation import (
    CHANGEABLE,
    MOST_OF_ONE,
    future_day_problems,
    measurement_problems,
    note_problems,
    validate,
)
from calc.messages import say
from calc.rules.assessment import MODEL_VERSION

#: Batches that can be read, and those that cannot.
_Contents = tuple[tuple[LoggedBatch, ...], tuple[UnreadableBatch, ...]]
#: Longest text that is searched for, and most words of it.
_LONGEST_SEARCH, _MOST_WORDS = 200, 10


class Log:
    """Batches that were made, in a database; may be used from many threads at once.

    Every method may raise `calc.log.LogError` where the database or its disk fails. A context manager:
    it closes its connections at the end.
    """

    def __init__(self, location: Location) -> None:
        self._location = location
        self._connections = Connections(location)
        self._kept: tuple[object, _Contents] | None = None

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
        return self._location.where

    @property
    def is_file(self) -> bool:
        """True for a file on this computer, False for a server."""
        return self._location.path is not None

    # --- reading ----------------------------------------------------------------------------------

    def get(self, id: str) -> LoggedBatch:
        """Return a batch, a deleted one too.

        Raises
        ------
        InputError
            There is none of that id, or it is damaged.
        """
        with self._connections.reading() as connection:
            return _one(connection, id)

    def entries(self, search: str = "", *, include_deleted: bool = False) -> tuple[LoggedBatch, ...]:
        """Return batches that can be read, the latest first; `unreadable` returns the others.

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
        with self._connections.reading() as connection:
            entries, _ = self._contents(connection)
            ids = _ids_of(connection, wanted) if wanted else None
        return tuple(
            entry
            for entry in entries
            if (ids is None or entry.id in ids) and (include_deleted or entry.deleted_at is None)
        )

    def unreadable(self) -> tuple[UnreadableBatch, ...]:
        """Return the batches that are damaged, each as it stands."""
        with self._connections.reading() as connection:
            return self._contents(connection)[1]

    # --- writing ----------------------------------------------------------------------------------

    def add(self, entry: LoggedBatch) -> LoggedBatch:
        """Keep a new batch.

        Parameters
        ----------
        entry : LoggedBatch
            Its id may be given, so that what is sent twice is kept once; otherwise it gets one.

        Returns
        -------
        LoggedBatch
            As it is kept.

        Raises
        ------
        InputError, InputErrors
            Something in it that cannot be; an id that is there already.
        """
        now = _now()
        refuse(list(future_day_problems(datetime.date.today(), made_on=entry.made_on)))
        stamped = replace(entry, model_version=MODEL_VERSION, data_hash=catalog.data_hash())
        kept = replace(_numbered(validate(stamped)), created_at=now, changed_at=now, deleted_at=None)
        with self._connections.writing() as connection:
            try:
                _insert(connection, [kept])
            except exc.IntegrityError:
                fix = say("Open it from the list.")
                raise InputError("id", kept.id, say("this batch is in the log already."), fix) from None
            return _one(connection, kept.id)

    def change(self, id: str, version: int, **changes: Any) -> LoggedBatch:
        """Change fields of a batch.

        Parameters
        ----------
        id : str
        version : int
            The one that was read.
        **changes
            Fields of `LoggedBatch` among `validation.CHANGEABLE`.

        Raises
        ------
        Changed
            Somebody changed it meanwhile; nothing is overwritten, and the exception holds both.
        InputError, InputErrors
            Something that cannot be; no such batch.
        """
        for name in changes.keys() - set(CHANGEABLE):
            fix = say("Use {changeable}.", changeable=", ".join(CHANGEABLE))
            raise InputError(name, changes[name], say("this is not changed here."), fix)
        refuse(list(future_day_problems(datetime.date.today(), made_on=changes.get("made_on"))))
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
        refuse(list(future_day_problems(datetime.date.today(), discarded_on=on)))
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
            refuse(
                [
                    *measurement_problems(measurement, entry.made_on),
                    *future_day_problems(today, on=measurement.on),
                ]
            )
            _refuse_full("measurements", entry.measurements)
            row = replace(measurement, id=measurement.id or new_id())
            return _added(connection, entry, MEASUREMENTS, measurement_row(id, row))

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
            return _added(connection, entry, NOTES, note_row(id, replace(note, id=note.id or new_id())))

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
        """Return every batch that is not deleted, as JSON has it; damaged ones as they stand."""
        return export_json(self.entries(), self.unreadable())

    def import_(self, batches: Sequence[LoggedBatch]) -> ImportReport:
        """Add the batches of an exported file, all or none; what is here already stays as it is.

        Parameters
        ----------
        batches : sequence of LoggedBatch
            As `calc.log.read_log` returned them.
        """
        now = _now()
        with self._connections.writing() as connection:
            lock_exclusively(connection)
            there = _ids(connection)
            new = [_stamped(entry, now) for entry in batches if entry.id not in there]
            for start in range(0, len(new), AT_A_TIME):
                _insert(connection, new[start : start + AT_A_TIME])
        deleted = sum(there.get(entry.id, False) for entry in batches)
        return ImportReport(len(new), len(batches) - len(new) - deleted, deleted)

    # --- inside -----------------------------------------------------------------------------------

    def _contents(self, connection: sa.Connection) -> _Contents:
        """Return every batch, and those that cannot be read; read anew only where something has changed."""
        mark = (self._connections.file_mark(), _all_seals(connection))
        if self._kept is None or self._kept[0] != mark:
            self._kept = (mark, _select(connection, []))
        return self._kept[1]

    def _changed(self, id: str, version: int, changes: Mapping[str, Any]) -> LoggedBatch:
        """Write changes to a batch that is still as it was read."""
        with self._connections.writing() as connection:
            entry = validate(replace(_unchanged(connection, id, version, changes), **changes))
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


# --- rows -----------------------------------------------------------------------------------------


def _now() -> datetime.datetime:
    """Return the time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def _numbered(entry: LoggedBatch) -> LoggedBatch:
    """Return an entry that has an id, and so have its rows."""
    return replace(
        entry,
        id=entry.id or new_id(),
        notes=tuple(replace(note, id=note.id or new_id()) for note in entry.notes),
        measurements=tuple(
            replace(measurement, id=measurement.id or new_id()) for measurement in entry.measurements
        ),
    )


def _stamped(entry: LoggedBatch, now: datetime.datetime) -> LoggedBatch:
    """Return a batch of a file with the times of its making and its last change, now where it has none."""
    created = entry.created_at or now
    return replace(entry, created_at=created, changed_at=entry.changed_at or created)


def _insert(connection: sa.Connection, entries: Sequence[LoggedBatch]) -> None:
    """Write new batches with everything that belongs to them."""
    rows: Mapping[sa.Table, list[dict[str, Any]]] = {
        BATCHES: [batch_row(entry) for entry in entries],
        MEASUREMENTS: [measurement_row(entry.id, row) for entry in entries for row in entry.measurements],
        NOTES: [note_row(entry.id, note) for entry in entries for note in entry.notes],
    }
    for table, some in rows.items():
        if some:
            connection.execute(table.insert(), some)
    write_seals(connection, [entry.id for entry in entries])


def _write(connection: sa.Connection, entry: LoggedBatch, **more: Any) -> None:
    """Write a batch over itself, as its next version."""
    values = {**editable_columns(entry), "version": entry.version + 1, "changed_at": _now(), **more}
    connection.execute(BATCHES.update().where(BATCHES.c.id == entry.id).values(**values))
    write_seals(connection, [entry.id])


def _touch(connection: sa.Connection, id: str) -> None:
    """Say that something of a batch changed, but none of the fields that people edit."""
    connection.execute(BATCHES.update().where(BATCHES.c.id == id).values(changed_at=_now()))
    write_seals(connection, [id])


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
        refuse(
            [
                InputError(
                    name,
                    f"{len(rows)}",
                    say("one batch has up to {most_of_one}.", most_of_one=MOST_OF_ONE),
                    say("Leave it out."),
                )
            ]
        )


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
        raise EditConflict(entry, changes)
    return entry


def _one(connection: sa.Connection, id: str) -> LoggedBatch:
    """Return a batch.

    Raises
    ------
    InputError
        There is none of that id, or it is damaged.
    """
    batches, damaged = _select(connection, [BATCHES.c.id == _askable(id)])
    if damaged:
        fix = say("Export the log, in which it stands as it is, and enter the batch anew.")
        raise InputError("id", id, say("this batch is damaged in the log, and cannot be read."), fix)
    if not batches:
        raise InputError("id", id, say("there is no such batch in the log."), say("Open it from the list."))
    return batches[0]


def _askable(id: str) -> str:
    """Return an id that a server can be asked for; "", which nothing has, for what it could not read."""
    return id if id.isprintable() else ""


def _ids(connection: sa.Connection) -> dict[str, bool]:
    """Return the ids of all batches, and whether they are deleted."""
    rows = connection.execute(sa.select(BATCHES.c.id, BATCHES.c.deleted_at))
    return {row.id: row.deleted_at is not None for row in rows}


def _ids_of(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> set[str]:
    """Return the ids of the batches that meet conditions."""
    return set(connection.execute(sa.select(BATCHES.c.id).where(*wanted)).scalars())


def _all_seals(connection: sa.Connection) -> str:
    """Return the seals of all batches in one text, which changes with whatever is written."""
    seals = sa.select(BATCHES.c.seal).order_by(BATCHES.c.id).subquery()
    return str(connection.execute(sa.select(sa.func.aggregate_strings(seals.c.seal, " "))).scalar())


def _holds(word: str) -> sa.ColumnElement[bool]:
    """Return the condition that a word stands in a batch or its notes."""
    noted = sa.exists().where(NOTES.c.batch_id == BATCHES.c.id, NOTES.c.words.contains(word, autoescape=True))
    return BATCHES.c.words.contains(word, autoescape=True) | noted


def _holds_signs(signs: str) -> sa.ColumnElement[bool]:
    """Return the condition that signs which are in no word stand in a batch or its notes as written."""
    noted = sa.exists().where(NOTES.c.batch_id == BATCHES.c.id, NOTES.c.text.contains(signs, autoescape=True))
    written = (column.contains(signs, autoescape=True) for column in (BATCHES.c.name, BATCHES.c.powder_lot))
    return sa.or_(noted, *written)


def _select(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> _Contents:
    """Return the batches that meet conditions, the latest first, and those that cannot be read."""
    batches = rows_in_order(connection, BATCHES, *wanted, order=(BATCHES.c.created_at.desc(), BATCHES.c.id))
    ids = [row["id"] for row in batches]
    measurements = rows_by_batch(connection, MEASUREMENTS, ids)
    notes = rows_by_batch(connection, NOTES, ids)
    read: list[LoggedBatch] = []
    damaged: list[UnreadableBatch] = []
    for row in batches:
        own = (row, measurements.get(row["id"], []), notes.get(row["id"], []))
        entry = _read(*own)
        if entry:
            read.append(entry)
        else:
            rows = {"batch": [row], "measurements": own[1], "notes": own[2]}
            plain = {name: [_as_it_stands(one) for one in some] for name, some in rows.items()}
            damaged.append(UnreadableBatch(_text_of(row["id"]), plain))
    return tuple(read), tuple(damaged)


def _read(row: Row, measurements: Sequence[Row], notes: Sequence[Row]) -> LoggedBatch | None:
    """Return a batch from its rows; None where they are not as this program left them."""
    every = (row, *measurements, *notes)
    if any(isinstance(value, Damaged) for one in every for value in one.values()):
        return None
    if row["seal"] and row["seal"] != seal_of(row, measurements, notes):
        return None
    try:
        return batch_from_rows(row, measurements, notes)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _as_it_stands(row: Row) -> dict[str, Any]:
    """Return a row as JSON has it, with whatever stands in it."""
    return {
        name: value if value is None or isinstance(value, int | float) else _text_of(value)
        for name, value in row.items()
    }


def _text_of(value: object) -> str:
    """Return a value of a row as a text that can be written: of bytes and broken letters their numbers."""
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    return text.encode("utf-8", "backslashreplace").decode()
