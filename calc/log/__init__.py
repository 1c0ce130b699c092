"""Batches that were made, kept in a database: weighed, measured, noted, used up. Never a person.

    with open_log() as log:
        entry = log.add(Entry("Evening serum", recipe))
        log.measure(entry.id, Measurement(today, "pH", 3.1, sd=0.05))

The database is only loaded when a log is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.log.entry import (
    LoggedBatch,
    Measurement,
    Note,
    WeighedLine,
    as_made,
    checked,
    new_id,
    recipe_in,
)
from calc.log.errors import Changed, LogError
from calc.log.lessons import (
    Lesson,
    Rescaled,
    lessons_of,
    rescale,
)
from calc.log.state import (
    BatchState,
    assess_logged,
    measured_by,
    state_of,
)
from calc.log.transfer import (
    LONGEST_FILE,
    ImportReport,
    as_json,
    read_log,
    tables,
)

if TYPE_CHECKING:
    from calc.log.store import Log

__all__ = [
    "LONGEST_FILE",
    "BatchState",
    "Changed",
    "ImportReport",
    "Lesson",
    "LogError",
    "LoggedBatch",
    "Measurement",
    "Note",
    "Rescaled",
    "WeighedLine",
    "as_json",
    "as_made",
    "assess_logged",
    "checked",
    "lessons_of",
    "measured_by",
    "new_id",
    "open_log",
    "read_log",
    "recipe_in",
    "rescale",
    "state_of",
    "tables",
]


def open_log(database: str = "") -> Log:
    """Open a log, making it or bringing it to this version where that is needed.

    Parameters
    ----------
    database : str
        Path of a SQLite file, or URL of a PostgreSQL server (``postgresql://user:password@host/name``).
        Otherwise ``DATABASE_URL`` of the environment, or else ``BENCH_LOG_FILE``, or else a file in the
        user's own data folder.

    Returns
    -------
    Log
        A context manager, for many threads; whoever opens it keeps it, and closes it.

    Raises
    ------
    LogError
        No such place, a server that does not answer within seconds, no driver, a later version.
    """
    from calc.log.store import open_at

    return open_at(database)
