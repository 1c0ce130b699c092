"""The database behind a log: where it is, how it is opened, and what its failures are called."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from calc.log.errors import LogError
from calc.log.schema import REVISIONS, VERSION_TABLE

#: How long anything waits: for another writer, for a server to answer, for one statement [s].
WAIT_S, CONNECT_S, STATEMENT_S = 20, 5, 30

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "bench_writes"
#: Of the advisory lock on a server; any number that nobody else uses.
_LOCK = 0x62656E63_686C6F67


@dataclass(frozen=True)
class Location:
    """Where a log is kept.

    Parameters
    ----------
    url : sqlalchemy.URL
    where : str
        In words for a page: the path, or database and server. Neither user nor password.
    path : Path, optional
        Of a file.
    """

    url: sa.URL
    where: str
    path: Path | None = None


def locate(database: str = "") -> Location:
    """Return where a log is kept.

    Parameters
    ----------
    database : str
        Path of a file or URL of a server; else what ``DATABASE_URL`` says, or else ``BENCH_LOG_FILE``,
        or else a file in the user's own data folder.

    Raises
    ------
    LogError
        No URL, or one of a database that is not known here.
    """
    given = database or os.environ.get("DATABASE_URL", "")
    if "://" in given:
        return _at_url(given)
    path = Path(given or os.environ.get("BENCH_LOG_FILE", "") or _own_file()).expanduser()
    return _at_path(path)


def _own_file() -> Path:
    """Return the file in the user's own data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("vitamin-c-bench", appauthor=False)) / "batches.sqlite"


def _at_path(path: Path) -> Location:
    """Return the place of a file."""
    if "\0" in str(path):
        raise LogError("not_found", str(path))
    whole = Path(os.path.abspath(path))
    return Location(sa.URL.create("sqlite+pysqlite", database=str(whole)), str(whole), whole)


def _at_url(text: str) -> Location:
    """Return the place that a URL names; it never stands in an error, for it may hold a password."""
    try:
        url = sa.make_url(text)
        kind = url.get_backend_name()
    except (exc.ArgumentError, ValueError):
        raise LogError("kind", "DATABASE_URL") from None
    if kind == "sqlite":
        if url.database in (None, "", ":memory:") or url.query:
            raise LogError("memory", "DATABASE_URL")
        return _at_path(Path(str(url.database)))
    if kind not in ("postgresql", "postgres"):
        raise LogError("kind", kind)
    query = {name: value for name, value in url.query.items() if isinstance(value, str)}
    host = url.host or query.get("host", "this computer")
    port = f":{url.port}" if url.port else ""
    where = f"{url.database or 'database'} on {host}{port}"
    return Location(url.set(drivername="postgresql+psycopg"), where)


# --- opening --------------------------------------------------------------------------------------


class Connections:
    """What a log is read and written by; opened anew where its file was taken away or exchanged.

    A file that was removed while it is open can still be written to, and all of that would be lost.

    Parameters
    ----------
    place : Place

    Raises
    ------
    LogError
        It cannot be opened.
    """

    def __init__(self, place: Location) -> None:
        self.place = place
        self._turn = threading.Lock()
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
        with read_transaction(self._there(), self.place) as connection:
            yield connection
        self._ahead = file_identity(_beside(self.place))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection whose changes are all kept, or none.

        Raises
        ------
        LogError
            A failure of the database, by its name; its file was taken away while it was written.
        """
        engine, file = self._there(), self._file
        with write_transaction(engine, self.place) as connection:
            yield connection
        if file_identity(self.place.path) != file:
            raise LogError("gone", self.place.where)
        self._ahead = file_identity(_beside(self.place))

    def _there(self) -> sa.Engine:
        """Return the engine of the file that lies at the place now."""
        with self._turn:
            if file_identity(self.place.path) != self._file:
                self.engine.dispose()
                self._take_away_remains()
                self._open()
            return self.engine

    def _open(self) -> None:
        """Open what lies at the place."""
        self.engine = open_engine(self.place)
        self._file = file_identity(self.place.path)
        self._ahead = file_identity(_beside(self.place))

    def _take_away_remains(self) -> None:
        """Take away what was written ahead of a file that is gone: it would be read into the new one."""
        beside = _beside(self.place)
        if beside and self._ahead and file_identity(beside) == self._ahead:
            with database_errors(self.place):
                beside.unlink(missing_ok=True)


def file_identity(path: Path | None) -> tuple[int, int] | None:
    """Return which file lies at a path, whatever it is called; None where there is none.

    Parameters
    ----------
    path : Path, optional
    """
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _beside(place: Location) -> Path | None:
    """Return where SQLite writes ahead of a file."""
    return place.path and place.path.with_name(f"{place.path.name}-wal")


def open_engine(place: Location) -> sa.Engine:
    """Return the engine of a log whose tables are those of this program.

    Raises
    ------
    LogError
        What stands in the way.
    """
    with database_errors(place):
        engine = _engine_of_file(place, place.path) if place.path else _engine_of_server(place)
        try:
            if _revision(engine, place) != REVISIONS[-1]:
                _migrate(engine, place)
        except BaseException:
            engine.dispose()
            raise
        return engine


def _engine_of_file(place: Location, path: Path) -> sa.Engine:
    """Return the engine of a file, which survives a power cut after every commit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(place.url, connect_args={"timeout": WAIT_S}, pool_timeout=WAIT_S)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # or the driver begins transactions of its own
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _engine_of_server(place: Location) -> sa.Engine:
    """Return the engine of a server that may be slow, gone or restarted at any time."""
    try:
        engine = sa.create_engine(
            place.url,
            connect_args={"connect_timeout": CONNECT_S, "tcp_user_timeout": STATEMENT_S * 1000},
            pool_pre_ping=True,
            pool_timeout=WAIT_S,
            pool_recycle=1800,
        )
    except ImportError:
        raise LogError("no_driver", place.where) from None

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
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
def read_transaction(engine: sa.Engine, place: Location) -> Iterator[sa.Connection]:
    """Give a connection that sees one state of the log.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    place : Place

    Raises
    ------
    LogError
        A failure of the database, by its name.
    """
    level = {} if place.path else {"isolation_level": "REPEATABLE READ"}
    with (
        database_errors(place),
        engine.connect().execution_options(**level) as connection,
        connection.begin(),
    ):
        yield connection


@contextlib.contextmanager
def write_transaction(engine: sa.Engine, place: Location) -> Iterator[sa.Connection]:
    """Give a connection whose changes are all kept, or none.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    place : Place

    Raises
    ------
    LogError
        A failure of the database, by its name.
    """
    options = {_WRITES: True}
    with (
        database_errors(place),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


def lock_exclusively(connection: sa.Connection) -> None:
    """Wait until nobody else migrates or imports; a file has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


# --- migrations -----------------------------------------------------------------------------------


def _migrate(engine: sa.Engine, place: Location) -> None:
    """Bring the tables to this version, once, however many open the log at the same time."""
    if place.path:
        _keep_ahead(engine)
    with write_transaction(engine, place) as connection:
        lock_exclusively(connection)
        if _revision_in(connection, place) != REVISIONS[-1]:
            migrate_to(connection, REVISIONS[-1])


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


def _keep_ahead(engine: sa.Engine) -> None:
    """Write ahead of the file, so that reading never waits for writing; for good, once.

    SQLite does not wait by itself here while somebody else does the same.
    """
    until = time.monotonic() + WAIT_S
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        finally:
            connection.close()


def _revision(engine: sa.Engine, place: Location) -> str:
    """Return the revision that a database is at, "" for a new one."""
    with read_transaction(engine, place) as connection:
        return _revision_in(connection, place)


def _revision_in(connection: sa.Connection, place: Location) -> str:
    """Return the revision that a database is at, "" for a new one.

    Raises
    ------
    LogError
        Another program's file, or a later version's log.
    """
    tables = sa.inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables and place.path:
            raise LogError("foreign", place.where)
        return ""
    query = sa.text(f"SELECT version_num FROM {VERSION_TABLE}")
    found = connection.execute(query).scalar_one_or_none() or ""
    if found and found not in REVISIONS:
        raise LogError("later", place.where)
    return str(found)


# --- failures -------------------------------------------------------------------------------------


@contextlib.contextmanager
def database_errors(place: Location) -> Iterator[None]:
    """Give failures of a database or of its disk the name that people know.

    Raises
    ------
    LogError
    """
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise LogError(_reason(error), place.where) from error


def _reason(error: Exception) -> str:
    """Return which of `errors.REASONS` a failure is."""
    if isinstance(error, exc.TimeoutError):
        return "busy"
    cause: Any = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return _OF_SYSTEM.get(cause.errno or 0, "not_found")
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return _OF_SQLITE.get(code, "failed")
    state = str(getattr(cause, "sqlstate", None) or "")
    if not state:
        return _without_state(cause)
    return next((reason for start, reason in _OF_SERVER if state.startswith(start)), "failed")


def _without_state(cause: Exception) -> str:
    """Return the reason of a failure before the server said anything that has a code."""
    words = str(cause)
    if any(hint in words for hint in ("authentication failed", "no password", "does not exist", "no pg_hba")):
        return "refused"
    return "silent" if type(cause).__name__ in _SILENT else "failed"


_SILENT = ("OperationalError", "ConnectionTimeout", "InterfaceError")
_OF_SYSTEM: Mapping[int, str] = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "read_only"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
}
_OF_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "not_found",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}
#: By the beginning of what the server calls it; the longest first.
_OF_SERVER = (
    ("55P03", "busy"),
    ("57014", "busy"),
    ("40", "busy"),
    ("53100", "full"),
    ("53", "silent"),
    ("57P", "silent"),
    ("08", "silent"),
    ("25006", "read_only"),
    ("42501", "not_allowed"),
    ("28", "refused"),
    ("3D", "refused"),
)
