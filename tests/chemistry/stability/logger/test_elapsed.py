"""Loggers that count from their start on and write no date."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
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
