"""The mean kinetic temperature against hand values, and logs of a thermometer, good and bad."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.recipe import Storage
from calc.chemistry.stability.logger import read_temperature_log
LONGEST=5000000; MOST_READINGS=100000
from calc.chemistry.stability.temperatures import (
    mean_kinetic_temperature,
)
from calc.errors import InputError, InputErrors

HEAD = "timestamp,temperature (°C)\n"


def hourly(*celsius: object, head: str = HEAD) -> str:
    """Return a log of a reading each hour."""
    start = datetime.datetime(2026, 3, 1)
    lines = (
        f"{start + datetime.timedelta(hours=i)},{temperature}\n" for i, temperature in enumerate(celsius)
    )
    return head + "".join(lines)


def refused(text: str | bytes) -> InputError:
    """Return the first error of a log that is refused; it must say everything."""
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(text)
    error = caught.value.errors[0]
    assert error.field
    assert error.fix
    return error


# --- the mean kinetic temperature -----------------------------------------------------------------


def test_by_hand():
    # 83144 / 8.314463 = 9999.92 K. e^(−9999.92/278.15) = e^−35.95154, e^(−9999.92/298.15) = e^−33.53990.
    # (22 + 2·e^2.41164) / 24 = 1.84603; 9999.92 / (35.95154 − ln 1.84603) = 282.975 K.
    assert mean_kinetic_temperature([278.15, 298.15], [22, 2]) == pytest.approx(282.975, abs=0.005)


def test_of_one_temperature_is_that_temperature():
    assert mean_kinetic_temperature([295.0, 295.0], [1, 5]) == pytest.approx(295.0)


@given(st.lists(st.tuples(st.floats(273, 323), st.floats(0.1, 10)), min_size=1, max_size=8))
def test_lies_between_mean_and_warmest(stays):
    kelvin, hours = [stay for stay, _ in stays], [stay for _, stay in stays]
    found = mean_kinetic_temperature(kelvin, hours)
    mean = math.fsum(k * h for k, h in stays) / math.fsum(hours)
    assert mean - 1e-6 <= found <= max(kelvin) + 1e-6


def test_a_small_energy_is_the_mean():
    assert mean_kinetic_temperature([280.0, 300.0], [1, 1], 1.0) == pytest.approx(290.0, abs=0.5)


# --- logs that are read ---------------------------------------------------------------------------


def three(head: str, line: str, clocks: str = "10:00 11:00 12:00", values: str = "20 21.5 22") -> str:
    """Return a log of three readings, an hour apart; ``line`` says where clock and value stand."""
    pairs = zip(clocks.split(), values.split())
    return "\n".join([head, *(line.format(clock, value) for clock, value in pairs)])


COMMAS, FAHRENHEIT = "20,0 21,5 22", "68 70.7 71.6"
MONTH_FIRST = "recorded at,temp\n03/13/2026 10:00 AM,20\n03/13/2026 11:00 AM,21.5\n03/13/2026 12:00 PM,22"
SPELLINGS = {
    "commas": three("timestamp,temperature", "2026-03-01 {},{}"),
    "semicolons and decimal commas": three("Time;Temp", "2026-03-01 {};{}", values=COMMAS),
    "tabs": three("date\t°C", "2026-03-01T{}\t{}"),
    "quoted decimal commas": three("time,temp", '2026-03-01 {},"{}"', values=COMMAS),
    "date and time apart": three("No;Date;Time;Celsius(°C)", "1;01.03.2026;{};{}", values=COMMAS),
    "day first": three("date/time,T1,temp [°C]", "13/03/2026 {},x,{}"),
    "month first": MONTH_FIRST,
    "Fahrenheit that says so": three("time,Temperature (°F)", "2026-03-01 {},{}", values=FAHRENHEIT),
    "Fahrenheit by an underscore": three("time,temp_f", "2026-03-01 {},{}", values=FAHRENHEIT),
    "units in the cells": three("time,temp", "2026-03-01 {},{} °C"),
    "zones": three("time,temp", "2026-03-01T{}Z,{}"),
    "blank lines and Windows ends": "\r\n" + three("time,temp", "2026-03-01 {},{}\n").replace("\n", "\r\n"),
    "a logger's names": three('"Date Time, GMT+01:00","Temp, °C (LGR 1)"', "2026-03-01 {},{}"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_spellings(name):
    log = read_temperature_log(SPELLINGS[name])
    assert log.temperatures_C == pytest.approx((20.0, 21.5, 22.0))
    assert log.intervals_h == (1.0, 1.0)
    assert log.weights_h == (0.5, 1.0, 0.5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "time;Temp (°C)\n2026-03-01 10:00;20,5\n2026-03-01 11:00;21\n"
    assert read_temperature_log(text.encode(encoding)).temperatures_C == (20.5, 21.0)


def test_a_log_becomes_a_schedule():
    log = read_temperature_log(hourly(5.1, 5.2, 5, 25, 25, 5))
    assert [(float(stay.m_as("degC")), hours) for stay, hours in log.schedule] == [
        (5.0, pytest.approx(24 * 3 / 5)),
        (25.0, pytest.approx(24 * 2 / 5)),
    ]
    assert Storage(schedule=log.schedule).coldest_C == 5.0
    kelvin = [temperature + 273.15 for temperature in log.temperatures_C]
    assert log.mean_kinetic_C == pytest.approx(mean_kinetic_temperature(kelvin, log.weights_h) - 273.15)


def test_the_ends_of_the_range_are_read():
    assert read_temperature_log(hourly(0, 50)).temperatures_C == (0.0, 50.0)


def test_a_reading_a_day_is_enough_and_clocks_may_go_forward():
    text = HEAD + "2026-03-28 08:00,20\n2026-03-29 08:00,20\n2026-03-30 09:00,20\n"
    assert sum(read_temperature_log(text).intervals_h) == 49


# --- logs that are refused ------------------------------------------------------------------------

BAD = {
    "nothing": ("", "log columns", "one column of times"),
    "no time": ("temperature\n20\n21\n", "log columns", "one column of times"),
    "no temperature": ("time,humidity\n2026-03-01 10:00,40\n", "log columns", "one column of temperatures"),
    "two probes": ("time,temp 1,temp 2\n2026-03-01 10:00,20,21\n", "log columns", "only one"),
    "two times": ("time,timestamp,temp\n2026-03-01,2026-03-01,21\n", "log columns", "one column of times"),
    "one reading": (hourly(20), "log", "two or more"),
    "no readings": (HEAD, "log", "two or more"),
    "decimal commas between commas": (hourly("21,5", 22), "log line 2", "names 2 columns, this one has 3"),
    "Fahrenheit in a cell": (hourly("70 °F", 70), "log line 2", "only where the first line says so"),
    "Fahrenheit by its size": (hourly(68, 70), "log line 2", "0 to 50 °C"),
    "too hot": (hourly(20, 50.1), "log line 3", "0 to 50 °C"),
    "too cold": (hourly(20, -0.1), "log line 3", "0 to 50 °C"),
    "too hot in Fahrenheit": (hourly(68, 140, head="time,temp (°F)\n"), "log line 3", "0 to 50 °C"),
    "no number": (hourly(20, "error"), "log line 3", "not a temperature"),
    "an empty cell": (hourly(20, "", 21), "log line 3", "not a temperature"),
    "no time in a cell": (HEAD + "2026-03-01 10:00,20\nyesterday,21\n", "log line 3", "not a time"),
    "a day that is none": (HEAD + "2026-02-28 10:00,20\n2026-02-30 10:00,21\n", "log line 3", "not a time"),
    "day or month": (HEAD + "01/02/2026 10:00,20\n01/02/2026 11:00,21\n", "log times", "either way"),
    "back in time": (HEAD + "2026-03-01 11:00,20\n2026-03-01 10:00,21\n", "log line 3", "before the line"),
    "the same time": (HEAD + "2026-03-01 11:00,20\n2026-03-01 11:00,21\n", "log line 3", "same time again"),
    "some zones": (HEAD + "2026-03-01T11:00Z,20\n2026-03-01T12:00,21\n", "log times", "some have none"),
    "two days unwatched": (HEAD + "2026-03-01,20\n2026-03-03,21\n", "log line 3", "48 h without a reading"),
    "a gap among hours": (
        hourly(*[20] * 5) + "2026-03-01 15:00,20\n",
        "log line 7",
        "11 h without a reading; 10 h",
    ),
    "no text": (b"\x81\x8d\x00\xff", "log", "not a text file"),
    "too large": ("x" * (LONGEST + 1), "log", "too large"),
    "a cell without end": (HEAD + '"' + "x" * 200_000, "log line 2", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_logs_say_where_and_what_to_do(name):
    text, field, words = BAD[name]
    error = refused(text)
    assert error.field == field
    assert words in error.accepted


def test_what_is_too_long_a_list_is_refused():
    start = datetime.datetime(2026, 1, 1)
    lines = (f"{start + datetime.timedelta(seconds=i)},20" for i in range(MOST_READINGS + 1))
    assert "up to 100000" in refused("time,temp\n" + "\n".join(lines)).accepted


def test_the_short_month_tells_day_from_month():
    error = refused(HEAD + "01/02/2026 10:00,20\n01/02/2026 11:00,21\n")
    assert error.readings == ("2026-02-01 10:00", "2026-01-02 10:00")


def test_many_errors_are_told_at_once_but_not_all():
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(hourly(*["?"] * 50))
    assert len(caught.value.errors) == 10
