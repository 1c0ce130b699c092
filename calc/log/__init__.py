"""Batches that were made, kept in a database: weighed, measured, noted, used up. Never a person.

    with open_log() as log:
        entry = log.add(LoggedBatch("Evening serum", recipe))
        log.measure(entry.id, Measurement(today, "pH", 3.1, sd=0.05))

The database is only loaded when a log is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.log.entry import (
    LoggedBatch,
    Measurement,
    Note,
    UnreadableBatch,
    WeighedLine,
    logged_recipe,
    new_id,
    recipe_as_weighed,
)
from calc.log.errors import EditConflict, LogError
from calc.log.repeat import (
    Lesson,
    RepeatedBatch,
    repeat_batch,
    rescale,
)
from calc.log.state import (
    BatchState,
    assess_logged,
    batch_state,
    current_recipe,
)
from calc.log.transfer import (
    LONGEST_FILE,
    ImportReport,
    count_unreadable,
    export_json,
    export_tables,
    read_log,
)
from calc.log.validation import validate

if TYPE_CHECKING:
    from calc.log.store import Log

__all__ = [
    "LONGEST_FILE",
    "BatchState",
    "EditConflict",
    "ImportReport",
    "Lesson",
    "LogError",
    "LoggedBatch",
    "Measurement",
    "Note",
    "RepeatedBatch",
    "UnreadableBatch",
    "WeighedLine",
    "assess_logged",
    "batch_state",
    "count_unreadable",
    "current_recipe",
    "export_json",
    "export_tables",
    "logged_recipe",
    "new_id",
    "open_log",
    "read_log",
    "recipe_as_weighed",
    "repeat_batch",
    "rescale",
    "validate",
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

    Examples
    --------
    >>> import tempfile
    >>> lines = [{"ingredient": "water", "mass_g": 85.0}, {"ingredient": "l_ascorbic_acid", "mass_g": 15.0}]
    >>> with tempfile.TemporaryDirectory() as folder, open_log(f"{folder}/log.sqlite") as log:
    ...     log.add(LoggedBatch("Evening serum", {"lines": lines})).version
    1
    """
    from calc.log.location import locate
    from calc.log.store import Log

    return Log(locate(database))
