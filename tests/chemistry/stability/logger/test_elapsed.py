"""Loggers that count from their start on and write no date."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.chemistry.stability.logger.elapsed import counts_on, span_s, tick_s
from calc.errors import InputErrors


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Time (s),Temperature (C)\n0,20\n3600,21\n7200,22\n", 2),
        ("Seconds,Temp °C\n0,20\n3600,21\n7200,22\n", 2),
        ("Elapsed Time,Temp °C\n00:00:00,20\n12:00:00,21\n26:00:00,22\n", 26),
        ("t [min];T [°C]\n0;20,0\n60;21,0\n120;22,0\n", 2),
        ("uptime_ms,temp_c\n1000,20\n1801000,21\n3601000,22\n", 1),
        ("Zeit [h];Temperatur [°C]\n0,0;20,0\n0,5;21,0\n1,0;22,0\n", 1),
        ("Время, мин;Температура, °C\n0;20\n30;21\n60;22\n", 1),
    ],
)
def test_a_count_from_a_start_is_read_and_the_start_stays_unknown(text: str, hours: float) -> None:
    log = read_temperature_log(text)
    assert log.elapsed_h[-1] == pytest.approx(hours)
    assert 21 < log.mean_kinetic_C < 21.2
    assert not log.is_dated
    assert log.as_dict()["from"] is None
    assert f"over {hours} h" in log.told()[0]
    assert any("a start that the file does not tell" in sentence for sentence in log.told())


def test_a_count_that_begins_again_goes_on_and_is_told() -> None:
    rows = [f"{60 * i},20" for i in range(300)] + ["0,30", "60,30"]
    log = read_temperature_log("Time (s),Temp (°C)\n" + "\n".join(rows))
    assert log.elapsed_h[-1] == pytest.approx(5)
    assert any("begins again (1 time)" in sentence for sentence in log.told())


@pytest.mark.parametrize(
    "text",
    [
        "Min,Max\n20,21\n21,22\n22,23\n",  # the lowest and the highest
        "Time,Temp °C\n0,20\n1,21\n2,22\n",  # of nothing that is said
        "Hour,Temp °C\n22,20\n23,21\n0,22\n",  # of days that are not told
        "Interval (s),Temp °C\n60,20\n60,21\n60,22\n",
    ],
)
def test_numbers_that_are_no_time_since_a_start_are_not_taken_for_one(text: str) -> None:
    with pytest.raises(InputErrors, match="no rows with a time"):
        read_temperature_log(text)


def test_seconds_since_1970_stay_dates() -> None:
    log = read_temperature_log("Time (s),Temp °C\n1767225600,20\n1767229200,21\n")
    assert str(log.times[0])[:10] == "2026-01-01"


# A heading, and what one of the numbers below it is worth [s].
@pytest.mark.parametrize(
    ("heading", "worth"),
    [
        ("Time (ms)", 1e-3), ("Time (s)", 1), ("Time [min]", 60), ("Time, h", 3600), ("Time / d", 86_400),
        ("t_s", 1), ("t (min)", 60), ("T [h]", 3600), ("elapsedHours", 3600), ("Minutes", 60),
        ("Stunden", 3600), ("hours", 3600), ("hour", 3600), ("min", 0), ("h", 0), ("s", 0),
        ("start t (s)", 0), ("Time", 0),
        ("Time (h:min)", 0), ("Temp time (s)", 0), ("Date (s)", 0), ("Alarm time (s)", 0),
        ("Time (s), °C", 0), ("", 0), ("Interval (s)", 0),
    ],
)  # fmt: skip
def test_what_a_number_below_a_heading_is_worth(heading, worth):
    assert tick_s(heading) == worth


@pytest.mark.parametrize(
    ("cell", "tick", "span"),
    [
        ("90", 60, 5400), ("0", 60, 0), ("1,5", 60, 90), (" 2 ", 1, 2), ("-1", 60, None), ("90", 0, None),
        ("90 °C", 60, None), ("x", 60, None), ("", 60, None), ("01:02:03", 0, 3723), ("0:00:00,5", 0, 0.5),
        ("100:00:00", 0, 360_000), ("2 days 01:00:00", 0, 176_400), ("2d 1:00:00", 0, 176_400),
        ("2.01:00:00", 0, 176_400), ("1:60:00", 0, None), ("1:00:60", 0, None), ("1:30", 0, None),
    ],
)  # fmt: skip
def test_how_long_since_the_start_a_cell_says(cell, tick, span):
    assert span_s(cell, tick) == span


TEN = [str(60 * i) for i in range(10)]


@pytest.mark.parametrize(
    ("heading", "cells", "counts"),
    [
        ("Time (s)", TEN, True),
        ("Time", TEN, False),
        ("Elapsed", TEN, False),
        ("Elapsed", ["00:00:00", "00:01:00"], True),
        ("Time", ["00:00:00", "00:01:00"], False),
        ("Time (s)", ["0", "0"], False),
        ("Time (s)", ["0"], False),
        ("Time (s)", ["0", "60", "60"], True),
        ("Time (s)", ["0", "0", "60"], True),
        ("Time (s)", ["60", "60", "0"], False),
        ("Time (s)", ["0", "60", "30", "90"], False),
        ("Time (s)", [*TEN[:9], "stop"], True),
        ("Time (s)", [*TEN[:8], "stop", "end"], False),
        ("Time (s)", [*TEN[:8], "", " "], True),
        ("Time (s)", [], False),
    ],
)
def test_whether_cells_count_from_a_start(heading, cells, counts):
    assert counts_on(heading, cells) == counts
