"""Where a log is kept: a SQLite file or a PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from calc.log.errors import LogError
from calc.messages import say


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

    Examples
    --------
    >>> locate("postgresql://me:secret@lab.example/serums").where
    'serums on lab.example'
    """
    given = database or os.environ.get("DATABASE_URL", "")
    if "://" in given:
        return _at_url(given)
    file = given or os.environ.get("BENCH_LOG_FILE", "")
    if not file:
        from platformdirs import user_data_dir

        file = os.path.join(user_data_dir("vitamin-c-bench", appauthor=False), "batches.sqlite")
    return _at_path(Path(file).expanduser())


def _at_path(path: Path) -> Location:
    """Return the location of a file."""
    if "\0" in str(path):
        raise LogError("not_found", str(path))
    whole = Path(os.path.abspath(path))
    return Location(sa.URL.create("sqlite+pysqlite", database=str(whole)), str(whole), whole)


def _at_url(text: str) -> Location:
    """Return the location that a URL names; it never stands in an error, for it may hold a password."""
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
    where = say("{database} on {host}{port}", database=url.database or "database", host=host, port=port)
    return Location(url.set(drivername="postgresql+psycopg"), where)
