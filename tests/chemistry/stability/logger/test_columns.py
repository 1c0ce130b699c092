"""Which of several columns of temperatures a log is read from, and which row names the columns."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.chemistry.stability.logger.headings import heading_marks


def celsius(head: str, *cells: object, above: str = "") -> list[float]:
    """Return what is read of a log of three equal rows, an hour apart."""
    rows = [f"2026-03-01 {hour}:00,{','.join(map(str, cells))}" for hour in (10, 11, 12)]
    log = read_temperature_log("\n".join([*([above] if above else []), head, *rows]))
    return [round(float(value), 6) for value in log.temperatures_C]


@pytest.mark.parametrize(
    ("head", "cells", "chosen"),
    [
        ("time,Temperature (°F),Temperature (°C)", (50, 20), 20),
        ("time,Temperature (K),Temperature (°F)", (280, 68), 20),
        ("time,Temperature (K),Temperature (°C)", (280, 20), 20),
        ("time,Temperature (K),Temperature", (280, 20), 20),
        ("time,Outdoor temperature (°C),Indoor temperature (°C)", (5, 20), 20),
        ("time,Max temperature (°C),Temperature (°C)", (30, 20), 20),
        ("time,Min temperature (°C),Temperature (°C)", (10, 20), 20),
        ("time,Mean temperature (°C),Temperature (°C)", (18, 20), 20),
        ("time,Max temperature (°C),Mean temperature (°C)", (30, 20), 20),
        ("time,Min temperature (°C),Max temperature (°C)", (10, 20), 20),
        ("time,Channel 1 (°C),Temperature (°C)", (30, 20), 20),
        ("time,Outdoor temperature (°C),Temperature (°F)", (5, 68), 20),
    ],
)
def test_of_several_temperatures_the_nearest_to_a_plain_reading_indoors_in_celsius(head, cells, chosen):
    assert celsius(head, *cells) == [chosen] * 3


@pytest.mark.parametrize(
    ("heading", "same"),
    [
        ("air_temperature", "air temperature"),
        ("AirTemperature", "air temperature"),
        ("recorded_at", "recorded at"),
        ("TEMPÉRATURE", "temperature"),
    ],
)
def test_how_a_heading_is_written_says_nothing_of_it(heading, same):
    assert heading_marks(heading) == heading_marks(same) != frozenset()


def test_a_row_with_a_number_names_no_columns() -> None:
    """A title with the year in a cell of its own stands above the heads."""
    assert celsius("time,temperature", 20, above="Temperature time,2026") == [20.0] * 3


def test_words_beside_a_reading_are_no_reading() -> None:
    rows = ["time,temperature,remark", *(f"2026-03-01 {hour}:00,20,opened" for hour in (10, 11, 12))]
    assert len(read_temperature_log("\n".join(rows)).temperatures_C) == 3
