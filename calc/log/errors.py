"""What can go wrong with a log, for a page to show: the place, the reason, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calc.errors import BenchError, InputError
from calc.log.entry import LoggedBatch
from calc.messages import say


class LogError(InputError):
    """A log that cannot be opened, read or written just now; nothing was half written.

    Parameters
    ----------
    reason : str
        One of the keys of `REASONS`.
    where : str
        Path of the file, or name of the server, never with a password.
    """

    def __init__(self, reason: str, where: str) -> None:
        accepted, fix = REASONS[reason]
        super().__init__("database", where, accepted, fix)
        self.reason = reason
        self.where = where
        self.args = (reason, where)


#: What is wrong, and what to do about it.
REASONS: Mapping[str, tuple[str, str]] = {
    "full": (say("the disk is full, and nothing was written."), say("Free some space, then save again.")),
    "disk": (say("the disk failed, and nothing was written."), say("Check the disk, or name another file.")),
    "read_only": (
        say("nothing can be written there."),
        say("Allow it, or name another file by BENCH_LOG_FILE."),
    ),
    "not_found": (
        say("this file can be neither opened nor made."),
        say("Check the path, or name another file by BENCH_LOG_FILE."),
    ),
    "damaged": (
        say("this file is damaged, or it is not a log."),
        say("Name another file, and import the last export into it."),
    ),
    "old_damaged": (
        say("this log is of an earlier version, and a batch in it is damaged; nothing was changed."),
        say("Open it with that version, export it and import that here; or name another file."),
    ),
    "foreign": (say("this file is the database of another program."), say("Name another file.")),
    "gone": (
        say("its file was taken away or exchanged just now, and what was being written went with it."),
        say("Save again: it then goes into the file that is there."),
    ),
    "busy": (
        say("somebody else was writing for so long that nothing was written here."),
        say("Try again in a moment."),
    ),
    "later": (
        say("this log was written by a later version of this program."),
        say("Update this program; nothing was changed."),
    ),
    "silent": (
        say("the server does not answer."),
        say("Check DATABASE_URL, and whether the server runs and can be reached."),
    ),
    "refused": (
        say("the server does not let this user in."),
        say("Check user, password and database in DATABASE_URL."),
    ),
    "not_allowed": (
        say("the server does not allow this user to do that."),
        say("Let the user of DATABASE_URL make tables in that database."),
    ),
    "no_driver": (
        say("the driver for PostgreSQL is not installed here."),
        say("Install it: pip install 'psycopg[binary]'."),
    ),
    "kind": (
        say("a log is kept in SQLite or PostgreSQL."),
        say("Give a path, or postgresql://user:password@host/database."),
    ),
    "memory": (say("a log in memory would be lost."), say("Give the path of a file.")),
    "failed": (
        say("the database failed, and nothing was written."),
        say("Try again, or look into its own log."),
    ),
}


class EditConflict(BenchError):  # noqa: N818  the usual name
    """Somebody changed a batch after it was read; nothing was overwritten, and nothing is lost.

    Parameters
    ----------
    now : LoggedBatch
        What is there now; its version is the one to give when the change is still wanted.
    yours : dict
        What was to be changed, as it was given.
    """

    def __init__(self, now: LoggedBatch, yours: Mapping[str, Any]) -> None:
        self.now = now
        self.yours = dict(yours)
        super().__init__(now, self.yours)

    def __str__(self) -> str:
        name = self.now.name if len(self.now.name) <= 60 else f"{self.now.name[:59]}…"
        if self.now.deleted_at:
            return say(
                "“{batch}” was deleted in another window. Look at what is there now, then save again.",
                batch=name,
            )
        return say(
            "“{batch}” was changed in another window. Look at what is there now, then save again.", batch=name
        )
