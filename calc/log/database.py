"""The database behind a log: connections, transactions and migrations, for SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from calc.log.errors import LogError
from calc.log.failures import database_errors
from calc.log.location import Location
from calc.log.schema import REVISIONS, VERSION_TABLE
from calc.log.seal import write_seals

#: How long anything waits: for another writer, for a server to answer, for one statement [s].
WAIT_S, CONNECT_S, STATEMENT_S = 20, 5, 30

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITE_OPTION = "bench_writes"
#: Of the advisory lock on a server; any number that nobody else uses.
_ADVISORY_LOCK = 0x62656E63_686C6F67


class Connections:
    """The connections of a log; opened anew where its file was removed or replaced.

    A file that was removed while it is open can still be written to, and all of that would be lost.

    Parameters
    ----------
    location : Location

    Raises
    ------
    LogError
        It cannot be opened.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self._opening = threading.Lock()
        self._open()

    def close(self) -> None:
        """Close every connection; they are opened again when they are needed."""
        self.engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the log.

        Raises
        ------
        LogError
            A failure of the database, by its name.
        """
        with transaction(self._current_engine(), self.location) as connection:
            yield connection
        self._wal = file_identity(_wal_path(self.location))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection whose changes are all kept, or none.

        Raises
        ------
        LogError
            A failure of the database, by its name; its file was taken away while it was written.
        """
        engine, file = self._current_engine(), self._file
        with transaction(engine, self.location, writes=True) as connection:
            yield connection
        if file_identity(self.location.path) != file:
            raise LogError("gone", self.location.where)
        self._wal = file_identity(_wal_path(self.location))

    def file_mark(self) -> tuple[tuple[int, int, int] | None, ...]:
        """Return what changes when anything writes to the file or its write-ahead log; of a server, none."""
        return tuple(_written_at(path) for path in (self.location.path, _wal_path(self.location)))

    def _current_engine(self) -> sa.Engine:
        """Return the engine; a new one where another file lies at the location by now."""
        with self._opening:
            if file_identity(self.location.path) != self._file:
                self.engine.dispose()
                self._remove_stale_wal()
                self._open()
            return self.engine

    def _open(self) -> None:
        """Open what lies at the location."""
        self.engine = open_engine(self.location)
        self._file = file_identity(self.location.path)
        self._wal = file_identity(_wal_path(self.location))

    def _remove_stale_wal(self) -> None:
        """Remove the write-ahead log of a file that is gone, or SQLite would read it into the new one."""
        wal = _wal_path(self.location)
        if wal and self._wal and file_identity(wal) == self._wal:
            with database_errors(self.location):
                wal.unlink(missing_ok=True)


def file_identity(path: Path | None) -> tuple[int, int] | None:
    """Return the device and the number of the file at a path, which tell it from every other; None for none.

    Parameters
    ----------
    path : Path, optional
    """
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status else None


def _written_at(path: Path | None) -> tuple[int, int, int] | None:
    """Return number, size and time of the last change of the file at a path; None for none."""
    try:
        status = path.stat() if path else None
    except OSError:
        return None
    return (status.st_ino, status.st_size, status.st_mtime_ns) if status else None


def _wal_path(location: Location) -> Path | None:
    """Return the path of SQLite's write-ahead log, which lies beside a file."""
    return location.path and location.path.with_name(f"{location.path.name}-wal")


def open_engine(location: Location) -> sa.Engine:
    """Return the engine of a log whose tables are those of this program.

    Raises
    ------
    LogError
        What stands in the way.
    """
    with database_errors(location):
        engine = _file_engine(location, location.path) if location.path else _server_engine(location)
        try:
            if location.path:
                _refuse_damaged(engine, location)
            if _revision(engine, location) != REVISIONS[-1]:
                _migrate(engine, location)
        except BaseException:
            engine.dispose()
            raise
        return engine


def _file_engine(location: Location, path: Path) -> sa.Engine:
    """Return the engine of a file, which survives a power cut after every commit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(location.url, connect_args={"timeout": WAIT_S}, pool_timeout=WAIT_S)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        connection.text_factory = _text  # or one broken letter would hide every row
        connection.isolation_level = None  # or the driver begins transactions of its own
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITE_OPTION)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _text(stored: bytes) -> str:
    """Return a text of a file, letters that are none as halves of one."""
    return stored.decode("utf-8", "surrogateescape")


def _refuse_damaged(engine: sa.Engine, location: Location) -> None:
    """Refuse a file in which SQLite itself finds damage, also to an index, through which rows go missing.

    Raises
    ------
    LogError
    """
    with transaction(engine, location) as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if said != "ok":
        raise LogError("damaged", location.where)


def _server_engine(location: Location) -> sa.Engine:
    """Return the engine of a server that may be slow, gone or restarted at any time."""
    try:
        engine = sa.create_engine(
            location.url,
            connect_args={"connect_timeout": CONNECT_S, "tcp_user_timeout": STATEMENT_S * 1000},
            pool_pre_ping=True,
            pool_timeout=WAIT_S,
            pool_recycle=1800,
        )
    except ImportError:
        raise LogError("no_driver", location.where) from None

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        limits = {
            "lock_timeout": WAIT_S,
            "statement_timeout": STATEMENT_S,
            "idle_in_transaction_session_timeout": 2 * STATEMENT_S,
        }
        with connection.cursor() as cursor:
            for name, seconds in limits.items():
                cursor.execute(f"SET {name} = {seconds * 1000}")
        connection.commit()

    return engine


@contextlib.contextmanager
def transaction(engine: sa.Engine, location: Location, *, writes: bool = False) -> Iterator[sa.Connection]:
    """Give a connection in a transaction, which is kept as a whole or not at all.

    Reading, it sees one state of the log, whatever others write meanwhile. Writing, it waits its turn
    from the start on a file, so that it never has to stop half way.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    location : Location
    writes : bool
        Whether anything is to be changed.

    Raises
    ------
    LogError
        A failure of the database, by its name.
    """
    options: dict[str, Any] = {_WRITE_OPTION: True} if writes else {}
    if not (writes or location.path):
        options = {"isolation_level": "REPEATABLE READ"}
    with (
        database_errors(location),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


def lock_exclusively(connection: sa.Connection) -> None:
    """Wait until nobody else migrates or imports: an advisory lock on a server, until the transaction ends.

    A file has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


# --- migrations -----------------------------------------------------------------------------------


def _migrate(engine: sa.Engine, location: Location) -> None:
    """Bring the tables to this version, once, however many open the log at the same time."""
    if location.path:
        _use_write_ahead_log(engine)
    with transaction(engine, location, writes=True) as connection:
        lock_exclusively(connection)
        if _revision_in(connection, location) != REVISIONS[-1]:
            _bring_up_to_date(connection, location)


def _bring_up_to_date(connection: sa.Connection, location: Location) -> None:
    """Run all migrations, and seal what has no seal.

    Raises
    ------
    LogError
        A row of an earlier version that cannot be read; nothing is changed.
    """
    try:
        migrate_to(connection, REVISIONS[-1])
        write_seals(connection)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LogError("old_damaged", location.where) from error


def migrate_to(connection: sa.Connection, revision: str) -> None:
    """Run the migrations up to a revision, in the transaction of the connection.

    Parameters
    ----------
    connection : sqlalchemy.Connection
    revision : str
        One of `schema.REVISIONS`.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _use_write_ahead_log(engine: sa.Engine) -> None:
    """Switch a file to write-ahead logging, which it keeps, so that reading never waits for writing.

    SQLite does not wait by itself while another process does the same, so this tries again.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        finally:
            connection.close()


def _revision(engine: sa.Engine, location: Location) -> str:
    """Return the revision that a database is at, "" for a new one."""
    with transaction(engine, location) as connection:
        return _revision_in(connection, location)


def _revision_in(connection: sa.Connection, location: Location) -> str:
    """Return the revision that a database is at, "" for a new one.

    Raises
    ------
    LogError
        Another program's file, or a later version's log.
    """
    tables = sa.inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and location.path:
            raise LogError("foreign", location.where)
        return ""
    query = sa.text(f"SELECT version_num FROM {VERSION_TABLE}")
    revision = connection.execute(query).scalar_one_or_none() or ""
    if revision and revision not in REVISIONS:
        raise LogError("later", location.where)
    return str(revision)
