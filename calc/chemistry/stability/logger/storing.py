"""How something is kept, by the readings of a temperature logger."""

from __future__ import annotations

from dataclasses import replace

from calc.chemistry.recipe import Storage
from calc.chemistry.stability.logger.log import TemperatureLog


def stored_as_logged(storage: Storage | None, log: TemperatureLog) -> Storage:
    """Return how something is kept, with the mean day of a logger in the place of what was typed.

    Parameters
    ----------
    storage : Storage, optional
        All else that is known.
    log : TemperatureLog

    Raises
    ------
    InputErrors
        The temperatures are not covered, as `TemperatureLog.schedule` says.

    Examples
    --------
    >>> from calc.chemistry.stability.logger.reading import read_temperature_log
    >>> log = read_temperature_log("time,°C\\n2026-03-01 10:00,5\\n2026-03-01 11:00,5\\n")
    >>> stored_as_logged(Storage(package="jar"), log).coldest_C
    5.0
    """
    schedule = log.schedule
    if len(schedule) == 1:
        return replace(storage or Storage(), temperature=schedule[0][0], schedule=())
    return replace(storage or Storage(), temperature=None, schedule=schedule)
