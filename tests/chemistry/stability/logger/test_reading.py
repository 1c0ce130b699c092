"""Logs of a thermometer, good and bad, and files that nobody made."""

from __future__ import annotations

import contextlib
import datetime
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.chemistry.recipe import Storage
from calc.chemistry.stability.logger import TemperatureLog, read_temperature_log, stored_as_logged
from calc.chemistry.stability.temperatures import mean_kinetic_temperature
from calc.errors import InputError, InputErrors

HEAD = "timestamp,temperature (°C)\n"
START = datetime.datetime(2026, 3, 1)


def hourly(*celsius: object, head: str = HEAD) -> str:
    """Return a log of a reading each hour."""
    lines = (
        f"{START + datetime.timedelta(hours=i)},{temperature}\n" for i, temperature in enumerate(celsius)
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
    "Fahrenheit by its size": three("time,temp", "2026-03-01 {},{}", values=FAHRENHEIT),
    "Fahrenheit in the cells": three("time,temp", "2026-03-01 {},{} °F", values=FAHRENHEIT),
    "units in the cells": three("time,temp", "2026-03-01 {},{} °C"),
    "zones": three("time,temp", "2026-03-01T{}Z,{}"),
    "blank lines and Windows ends": "\r\n" + three("time,temp", "2026-03-01 {},{}\n").replace("\n", "\r\n"),
    "a logger's names": three('"Date Time, GMT+01:00","Temp, °C (LGR 1)"', "2026-03-01 {},{}"),
    "whole hours": three("Date,Hour,Temperature (C)", "2026-03-01,{},{}", clocks="10 11 12"),
    "minutes run together": three("Date,Time,Temperature (C)", "2026-03-01,{},{}", clocks="1000 1100 1200"),
    "seconds run together": three("Date,Time,Temp (C)", "20260301,{},{}", clocks="100000 110000 120000"),
    "all run together": three("Time,Temp (C)", "20260301T{}Z,{}", clocks="100000 110000 120000"),
    "one letter for the half of the day": three(
        "Time,Temp (C)", "3/15/26 {},{}", clocks="10:00a 11:00a 12:00p"
    ),
    "a word for the zone": three("time,temp", "2026-03-01 {} CET,{}"),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_spellings(name):
    log = read_temperature_log(SPELLINGS[name])
    assert log.temperatures_C == pytest.approx([20.0, 21.5, 22.0])
    assert log.intervals_h == pytest.approx([1.0, 1.0])
    assert log.weights_h == pytest.approx([0.5, 1.0, 0.5])
    assert str(log.times[0])[11:16] == "10:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "time;Temp (°C)\n2026-03-01 10:00;20,5\n2026-03-01 11:00;21\n"
    assert read_temperature_log(text.encode(encoding)).temperatures_C.tolist() == [20.5, 21.0]


def test_a_log_becomes_a_schedule():
    log = read_temperature_log(hourly(5.1, 5.2, 5, 25, 25, 5))
    assert [(float(stay.m_as("degC")), hours) for stay, hours in log.schedule] == [
        (5.0, pytest.approx(24 * 3 / 5)),
        (25.0, pytest.approx(24 * 2 / 5)),
    ]
    assert stored_as_logged(None, log).coldest_C == 5.0
    kelvin = log.temperatures_C + 273.15
    assert log.mean_kinetic_C == pytest.approx(mean_kinetic_temperature(kelvin, log.weights_h) - 273.15)
    assert log.temperatures[0].m_as("kelvin") == pytest.approx(278.25)


def test_a_log_takes_the_place_of_what_was_typed_and_leaves_the_rest():
    storage = stored_as_logged(Storage(package="jar", light="dark"), read_temperature_log(hourly(5, 5)))
    assert (storage.coldest_C, storage.package, storage.light, storage.schedule) == (5.0, "jar", "dark", ())


def test_a_log_cannot_be_changed():
    log = read_temperature_log(hourly(5, 6))
    with pytest.raises(ValueError, match="read-only"):
        log.temperatures_C[0] = 40


@pytest.mark.parametrize(("celsius", "covered"), [(0.0, True), (50.0, True), (50.1, False)])
def test_the_range_of_the_model_holds_for_what_is_made_of_a_log(celsius, covered):
    log = read_temperature_log(hourly(20, celsius, 20))
    if covered:
        assert log.schedule
        return
    with pytest.raises(InputErrors, match="0 to 50 °C are covered"):
        assert log.schedule


def test_what_is_a_little_too_cold_counts_as_the_coldest_but_not_most_of_the_time():
    assert read_temperature_log(hourly(2, -0.6, 2)).schedule[0][0].m_as("degC") == pytest.approx(0)
    with pytest.raises(InputErrors, match="most of the time"):
        assert read_temperature_log(hourly(-18, -18, 2)).schedule


def test_a_reading_a_day_is_enough_and_clocks_may_go_forward():
    text = HEAD + "2026-03-28 08:00,20\n2026-03-29 08:00,20\n2026-03-30 09:00,20\n"
    log = read_temperature_log(text)
    assert log.elapsed_h[-1] == 49
    assert not log.is_gap.any()
    zoned = read_temperature_log(text, time_zone="Europe/Berlin")
    assert zoned.elapsed_h[-1] == 48


@pytest.mark.parametrize(("hours", "gap"), [(10, False), (11, True)])
def test_a_gap_is_told_and_does_not_count(hours, gap):
    later = START + datetime.timedelta(hours=4 + hours)
    log = read_temperature_log(hourly(*[20] * 5) + f"{later},30\n{later + datetime.timedelta(hours=1)},30\n")
    assert bool(log.is_gap.any()) == gap
    assert any("without a reading" in note for note in log.notes) == gap
    assert float(log.weights_h.sum()) == pytest.approx(5 if gap else 15)


def test_sorted_newest_first_or_shuffled_gives_the_same():
    rows = hourly(20, 21, 22, 23, 24).splitlines(keepends=True)
    for order in ([4, 3, 2, 1, 0], [2, 0, 1, 4, 3]):
        log = read_temperature_log(rows[0] + "".join(rows[1:][i] for i in order))
        assert log.temperatures_C.tolist() == [20, 21, 22, 23, 24]
        assert log.notes


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (("12/03/2026", "13/03/2026"), "2026-03-12"),
        (("03/12/2026", "03/13/2026"), "2026-03-12"),
        (("01/02/2026", "02/02/2026"), "2026-02-01"),
        (("02/01/2026", "02/02/2026"), "2026-02-01"),
        (("01.02.2026", "02.02.2026"), "2026-02-01"),
        (("26/02/01", "26/02/02"), "2026-02-01"),
    ],
)
def test_the_data_tell_which_number_is_the_day(dates, first):
    rows = (f"{date} {hour:02}:00,20\n" for date in dates for hour in range(24))
    log = read_temperature_log("time,temp (°C)\n" + "".join(rows))
    assert str(log.times[0])[:10] == first
    assert log.intervals_h.tolist() == [1.0] * 47


ONE_DAY = "time,temp (°C)\n05/06/26 10:00,20\n05/06/26 11:00,21\n"


@pytest.mark.parametrize(
    ("above", "first"),
    [
        ("Downloaded: 25/12/2026\n", "2026-06-05"),
        ("Downloaded: 12/25/2026\n", "2026-05-06"),
        ("First reading: 2026-06-05 10:00\n", "2026-06-05"),
        ("Dates are written mm/dd/yy\n", "2026-05-06"),
    ],
)
def test_what_stands_above_tells_which_number_is_the_day(above, first):
    assert str(read_temperature_log(above + ONE_DAY).times[0])[:10] == first


@pytest.mark.parametrize("above", ["", "Firmware 1.13.26\n", "Downloaded: 03/04/2026\n"])
def test_what_tells_nothing_is_not_taken_for_it(above):
    error = refused(above + ONE_DAY)
    assert (error.field, error.readings) == (
        "day_first",
        ("5 June 2026 (day first)", "6 May 2026 (month first)"),
    )


def test_the_question_names_a_date_that_is_open():
    rows = "03/03/2026 10:00,20\n03/04/2027 11:00,21\n"
    assert refused("time,temp (°C)\n" + rows).given == "03/04/2027"


# --- logs that are refused ------------------------------------------------------------------------

BAD = {
    "nothing": ("", "log", "the file is empty"),
    "no time": ("temperature\n20\n21\n", "log", "no rows with a time and a temperature"),
    "no temperature": (
        "time,humidity\n2026-03-01 10:00,40\n2026-03-01 11:00,41\n",
        "log",
        "no rows with a time and a temperature",
    ),
    "one reading": (hourly(20), "log", "at least two"),
    "no readings": (HEAD, "log", "no rows"),
    "dates without times of day": (
        "date,temp (°C)\n2026-03-01,20\n2026-03-01,21\n2026-03-01,22\n2026-03-01,22\n",
        "log",
        "dates without times of day",
    ),
    "two units": (hourly("70 °F", "21 °C"), "unit", "says both"),
    "no numbers": (hourly("error", "error"), "log", "no rows"),
    "no time in a cell": (HEAD + "yesterday,20\ntoday,21\n", "log", "no rows"),
    "some zones": (HEAD + "2026-03-01T11:00Z,20\n2026-03-01T12:00,21\n", "log times", "some have none"),
    "dates in two orders": (
        HEAD + "13/02/2026 10:00,20\n02/14/2026 10:00,21\n",
        "log",
        "cannot all be read in one order",
    ),
    "numbers beyond the columns": (
        hourly("21,5", "22,5"),
        "log",
        "a decimal comma may split a number",
    ),
    "numbers beyond the columns that look like an event": (
        "time,temperature (°C),event,flag\n2026-03-01 10:00,21,5,,\n2026-03-01 11:00,21,6,,\n",
        "log",
        "a decimal comma may split a number",
    ),
    "impossible": (hourly(700, 701), "unit", "no thermometer reads this"),
    "most of it is something else": (
        HEAD + "2026-03-01 10:00,20\n2026-03-01 11:00,21\n" + "2026-03-01 12:00,warm\n" * 3,
        "log",
        "not understood",
    ),
    "no text": (b"\x81\x8d\x00\xff" * 9, "log", "neither text"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "log", "CSV, TSV, Excel"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_logs_say_what_to_do(name):
    text, field, words = BAD[name]
    error = refused(text)
    assert error.field == field
    assert words in error.accepted


def test_both_open_questions_are_asked_at_once():
    text = "time,temp\n01/02/2026 10:00,40\n01/02/2026 11:00,41\n"
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(text)
    assert [error.field for error in caught.value.errors] == ["unit", "day_first"]
    assert read_temperature_log(text, unit="F", day_first=True).mean_C == pytest.approx(4.7222, abs=1e-3)


@pytest.mark.parametrize(
    ("value", "unit"), [(31.9, "C"), (32.1, None), (59.9, None), (60.1, "F"), (295.0, "K")]
)
def test_a_unit_that_nobody_states_is_told_or_asked(value, unit):
    text = hourly(value, value, head="time,temp\n")
    if unit is None:
        error = refused(text)
        assert (error.field, error.readings) == ("unit", ("°C", "°F"))
        return
    log = read_temperature_log(text)
    expected = {"C": value, "F": (value - 32) / 1.8, "K": value - 273.15}[unit]
    assert log.mean_C == pytest.approx(expected)
    assert [item.text for item in log.assumed] == ["unit"]


# --- files that nobody made -----------------------------------------------------------------------

celsius = st.lists(st.integers(-90, 290).map(lambda tenths: tenths / 10), min_size=2, max_size=30)
SEPARATORS = st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ","), ("|", ".")])
SHAPES = st.sampled_from(["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %I:%M %p", "%d %b %Y %H:%M"])
ABOVE = st.lists(
    st.sampled_from(["# made by hand", "Serial number: 7", "", "Plot Title: shelf", "Interval: 10 min"]),
    max_size=6,
)


@st.composite
def files(draw):
    """Return the text of a log, and its temperatures."""
    values, (separator, mark), shape = draw(celsius), draw(SEPARATORS), draw(SHAPES)
    order = draw(st.sampled_from([1, -1]))
    missing = draw(st.sets(st.integers(0, len(values) - 1), max_size=len(values) - 2))
    trailing = separator * draw(st.integers(0, 2))
    rows = []
    for i, value in enumerate(values):
        moment = (START + datetime.timedelta(minutes=10 * i)).strftime(shape)
        cell = draw(st.sampled_from(["", "NaN", "--"])) if i in missing else f"{value:.1f}".replace(".", mark)
        rows.append(f"{moment}{separator}{cell}{separator}{separator}50{trailing}")
    head = separator.join(["Time", "Temperature (°C)", "Event", "RH (%)"]) + trailing
    text = "\n".join([*draw(ABOVE), head, *rows[::order]]) + "\n"
    return text, [value for i, value in enumerate(values) if i not in missing]


@settings(deadline=None, max_examples=150)
@given(files())
def test_structure_changes_nothing(file):
    text, values = file
    log = read_temperature_log(text)
    assert log.temperatures_C.tolist() == values
    assert sum(group.count for group in log.lines) == len(text.splitlines())


@settings(max_examples=60)
@given(files(), st.data())
def test_a_spoiled_file_gives_readings_or_an_input_error(file, data):
    content = bytearray(file[0].encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        log = read_temperature_log(bytes(content))
    except InputErrors:
        return
    assert isinstance(log, TemperatureLog)
    assert np.isfinite(log.temperatures_C).all()
    assert all(math.isfinite(hours) and hours >= 0 for hours in log.intervals_h)
    assert all(sentence.encode() for sentence in log.told())


@settings(max_examples=50)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "time,temp\n",
                "2026-03-01 10:00,20\n",
                "1,2,3\n",
                '"',
                "\n",
                ";",
                "{",
                "[",
                "}",
                "]",
                "12:00\n",
                "°C,",
                "NaN,",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_gives_readings_or_an_input_error(text):
    with contextlib.suppress(InputErrors):
        read_temperature_log(text)
