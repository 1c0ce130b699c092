"""What is done with a logger's file or an exported log, here or beside the page; no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calc.chemistry.stability.logger import TemperatureLog, read_temperature_log
from calc.log import LoggedBatch, count_unreadable, read_log
from ui.side_process import Tell


def read_logger(_tell: Tell, path: Path, name: str, settled: Mapping[str, Any]) -> TemperatureLog:
    """Return the temperature log in a file; ``settled``: options of `read_temperature_log`.

    Raises
    ------
    InputErrors
        Why it cannot be used.
    """
    log = read_temperature_log(path.read_bytes(), name=name, **settled)
    assert log.schedule
    return log


def read_batches(_tell: Tell, path: Path) -> tuple[tuple[LoggedBatch, ...], int]:
    """Return the batches of an exported log, and how many stand in it damaged.

    Raises
    ------
    InputErrors
        What is wrong with it.
    """
    content = path.read_bytes()
    return read_log(content), count_unreadable(content)
