"""Failures of a database, of its disk and of its server, as the reasons that `errors.REASONS` explains."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exc

from calc.log.errors import LogError
from calc.log.location import Location


@contextlib.contextmanager
def database_errors(location: Location) -> Iterator[None]:
    """Raise failures of a database or of its disk as a `LogError` with its reason.

    Raises
    ------
    LogError
    """
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise LogError(_reason(error), location.where) from error
    except UnicodeDecodeError as error:  # SQLite names a broken table by its broken name
        raise LogError("damaged", location.where) from error


def _reason(error: Exception) -> str:
    """Return which of `errors.REASONS` a failure is."""
    if isinstance(error, exc.TimeoutError):
        return "busy"
    cause: Any = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return _REASON_BY_ERRNO.get(cause.errno or 0, "not_found")
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return _REASON_BY_SQLITE_CODE.get(code, "failed")
    state = str(getattr(cause, "sqlstate", None) or "")
    if not state:
        return _without_state(cause)
    return next((reason for start, reason in _REASON_BY_SQLSTATE if state.startswith(start)), "failed")


def _without_state(cause: Exception) -> str:
    """Return the reason of a failure before the server said anything that has a code."""
    words = str(cause)
    if any(hint in words for hint in ("authentication failed", "no password", "does not exist", "no pg_hba")):
        return "refused"
    return "silent" if type(cause).__name__ in _SILENT else "failed"


_SILENT = ("OperationalError", "ConnectionTimeout", "InterfaceError")


_REASON_BY_ERRNO: Mapping[int, str] = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "read_only"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
}


_REASON_BY_SQLITE_CODE: Mapping[int, str] = {
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
_REASON_BY_SQLSTATE = (
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
