"""What is said of a log when it is read: what was assumed and why, what was chosen of several, and asked."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.errors import InputErrors


def rows(*cells: str, form: str = "2026-03-01 {},{}") -> str:
    """Return rows of an hour each; ``form`` says where the clock stands, and where what the row holds."""
    return "\n".join(form.format(f"{10 + i}:00", cell) for i, cell in enumerate(cells))


WHY = "“{}” is taken for the temperature: {}"
NO_OTHER, NO_HEADING = "no other column may be", "its heading does not say so"
# Headings and cells; each thing that is assumed, with what could be meant instead.
ASSUMED = {
    "nothing": ("time,temp (°C)", ("20", "22"), {}),
    "one column of numbers": (
        "seen,fridge",
        ("20 °C", "22 °C"),
        {},
    ),
    "one column without a unit": (
        "seen,fridge",
        ("5", "4"),
        {
            "unit": (
                "No unit is stated; 4 to 5 are taken as °C (as °F this would be -16 to -15 °C)",
                ("°F", "K"),
            ),
            "column": (WHY.format("fridge", NO_OTHER), ()),
        },
    ),
    "a value": (
        "time,value",
        ("5", "5"),
        {
            "unit": (
                "No unit is stated; 5 to 5 are taken as °C (as °F this would be -15 to -15 °C)",
                ("°F", "K"),
            ),
            "column": (WHY.format("value", NO_HEADING), ()),
        },
    ),
    "a value with a unit in a cell": ("time,value", ("5 °C", "5"), {}),
    "two temperatures": (
        "time,bath °C,hall °C",
        ("20,5", "22,7"),
        {"column": ("“bath °C” is read: the first of several temperatures", ("hall °C",))},
    ),
    "a mean": (
        "time,min °C,mean °C,max °C",
        ("19,20,21", "21,22,23"),
        {"column": ("“mean °C” is read: the mean of each interval", ("max °C", "min °C"))},
    ),
    "the highest": (
        "time,min °C,max °C",
        ("19,21", "21,23"),
        {
            "column": (
                "“max °C” is read: the highest of each interval, to be on the safe side",
                ("min °C",),
            )
        },
    ),
    "rooms": (
        "time,room,temp (°C)",
        ("bath,20", "hall,5", "bath,22", "hall,7"),
        {"column": ("“bath” is read: the first of several", ("hall",))},
    ),
    "rooms and columns": (
        "time,room,temp (°C),max temp (°C)",
        ("bath,20,21", "hall,5,6", "bath,22,23", "hall,7,8"),
        {"column": ("“bath” is read: the first of several", ("hall", "max temp (°C)"))},
    ),
    "a sensor that says temperature": (
        "time,sensor name,value",
        ("temperature,20 °C", "humidity,40", "temperature,22 °C", "humidity,41"),
        {},
    ),
    "a unit of the sensor's name": (
        "time,sensor name,value",
        ("temperature °F,70", "humidity,40", "temperature °F,72", "humidity,41"),
        {"unit": ("The temperatures are in °F, as “temperature °F” says", ("°C", "K"))},
    ),
    "a unit above": (
        "Display in °F\ntime,temp",
        ("41", "42"),
        {"unit": ("The temperatures are in °F, as line 1 says", ("°C", "K"))},
    ),
    "a unit twice above": (
        "Logger 7\nDisplay in °F\nAlarm at 46 °F\ntime,temp",
        ("41", "42"),
        {"unit": ("The temperatures are in °F, as line 2 says", ("°C", "K"))},
    ),
    "two units above": (
        "Alarm at 8 °C (46 °F)\ntime,temp",
        ("5", "5"),
        {
            "unit": (
                "No unit is stated; 5 to 5 are taken as °C (as °F this would be -15 to -15 °C)",
                ("°F", "K"),
            )
        },
    ),
    "dates with dots": (
        "time,temp (°C)",
        ("20", "22"),
        {"day_first": ("Dates are read with the day first, as dates with dots are written", ())},
    ),
}


@pytest.mark.parametrize("name", ASSUMED)
def test_what_a_log_leaves_open_is_told_with_what_it_was_taken_for(name):
    head, cells, expected = ASSUMED[name]
    form = "01.02.2026 {},{}" if "dots" in name else "2026-03-01 {},{}"
    log = read_temperature_log(f"{head}\n{rows(*cells, form=form)}")
    assert {item.text: (item.note, item.readings) for item in log.assumed} == expected
    assert {item.status for item in log.assumed} <= {"assumed"}
    for note, _ in expected.values():
        assert f"{note}." in log.told()


# Headings, what somebody chooses, rows; the name of what is read, its temperatures, what else could be.
IN_TURNS = ("{0},20", "{1},5", "{0},22", "{1},7")
ONE_BY_ONE = ("{0},20", "{0},22", "{1},5", "{1},7")
SENSORS = {
    "in turns": ("time,room,temp (°C)", "", IN_TURNS, ("bath", "hall"), ("bath", [20, 22], ("hall",))),
    "one that was chosen": (
        "time,room,temp (°C)",
        "hall",
        IN_TURNS,
        ("bath", "hall"),
        ("hall", [5, 7], ("bath",)),
    ),
    "a logger that was carried": (
        "time,room,temp (°C)",
        "",
        ONE_BY_ONE,
        ("bath", "hall"),
        ("temp (°C)", [20, 22, 5, 7], ()),
    ),
    "a logger that was carried twice": (
        "time,room,temp (°C)",
        "",
        ("{0},20", "{0},22", "{1},5", "{2},7"),
        ("bath", "hall", "attic"),
        ("temp (°C)", [20, 22, 5, 7], ()),
    ),
    "there and back": (
        "time,room,temp (°C)",
        "",
        ("{0},20", "{1},5", "{1},7", "{0},22"),
        ("bath", "hall"),
        ("temp (°C)", [20, 5, 7, 22], ()),
    ),
    "names that tell, one after the other": (
        "time,sensor name,temp (°C)",
        "",
        ONE_BY_ONE,
        ("temperature", "humidity"),
        ("temperature", [20, 22], ()),
    ),
    "two thermometers, one after the other": (
        "time,sensor name,temp (°C)",
        "",
        ONE_BY_ONE,
        ("bath temperature", "hall temperature"),
        ("bath temperature", [20, 22], ("hall temperature",)),
    ),
    "another quantity first": (
        "time,sensor name,temp",
        "",
        ONE_BY_ONE,
        ("humidity", "air temperature"),
        ("air temperature", [5, 7], ()),
    ),
    "a temperature of another thing first": (
        "time,sensor name,temp",
        "",
        ONE_BY_ONE,
        ("dew point temperature", "air temperature"),
        ("air temperature", [5, 7], ()),
    ),
    "another quantity by its unit": (
        "time,sensor name,temp",
        "",
        IN_TURNS,
        ("CO2 (ppm)", "shelf"),
        ("shelf", [5, 7], ()),
    ),
    "words that part nothing": (
        "time,remark,temp (°C)",
        "",
        IN_TURNS,
        ("fine", "well"),
        ("temp (°C)", [20, 5, 22, 7], ()),
    ),
    "one name": ("time,room,temp (°C)", "", IN_TURNS, ("bath", "bath"), ("temp (°C)", [20, 5, 22, 7], ())),
}


@pytest.mark.parametrize("name", SENSORS)
def test_which_of_the_sensors_in_one_column_is_read(name):
    head, chosen, cells, names, expected = SENSORS[name]
    body = rows(*(cell.format(*names) for cell in cells))
    log = read_temperature_log(f"{head}\n{body}", column=chosen or None)
    assert (log.column, log.temperatures_C.tolist(), log.choices) == expected


# Headings, what somebody chooses, rows; what was given, what there is to choose from, and why it is asked.
ASKED = {
    "names that say nothing": (
        "time,sensor name,value",
        "",
        IN_TURNS,
        ("a", "b"),
        ("a, b", ("a", "b"), "no name says which of these is the temperature.", "Choose one: a, b."),
    ),
    "two other quantities": (
        "time,sensor name,value",
        "",
        IN_TURNS,
        ("humidity", "dew point"),
        (
            *("humidity, dew point", ("humidity", "dew point")),
            *("no name says which of these is the temperature.", "Choose one: humidity, dew point."),
        ),
    ),
    "a sensor that is not there": (
        "time,room,temp (°C)",
        "attic",
        IN_TURNS,
        ("bath", "hall"),
        ("attic", ("bath", "hall"), "there is no such column or sensor.", "Choose one of bath, hall."),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_which_of_the_sensors_in_one_column_is_asked(name):
    head, chosen, cells, names, expected = ASKED[name]
    body = rows(*(cell.format(*names) for cell in cells))
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(f"{head}\n{body}", column=chosen or None)
    (error,) = caught.value.errors
    assert error.field == "column"
    assert (error.given, error.readings, error.accepted, error.fix) == expected


def test_a_sensor_that_says_other_units_too_is_no_thermometer():
    """That a column is one of units is seen by its first rows; what comes later may be another quantity."""
    lines = [
        f"2026-03-01 {10 + i // 60}:{i % 60:02},{name},{'%' if name == 'a' and i > 150 else '°C'},20"
        for i in range(160)
        for name in "ab"
    ]
    log = read_temperature_log("time,sensor name,unit,value\n" + "\n".join(lines))
    assert (log.column, log.choices, len(log.times)) == ("b", (), 160)


def test_of_many_sensors_each_reading_stays_with_its_own():
    """The 201st of 201 rooms is not the first, though no more than 200 are told apart."""
    lines = [f"2026-03-01 {hour}:00,room {i},{i / 10}" for i in range(201) for hour in (10, 11)]
    log = read_temperature_log("time,room,temp (°C)\n" + "\n".join(lines), column="room 0")
    assert log.temperatures_C.tolist() == [0.0, 0.0]
    assert len(log.choices) == 199


def test_most_of_many_columns_are_offered():
    head = ",".join(["time", *(f"probe{i}" for i in range(60))])
    body = rows(*(",".join(str(20 + i % 7) for i in range(60)) for _ in range(2)))
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(f"{head}\n{body}")
    (error,) = caught.value.errors
    assert error.readings == tuple(f"probe{i}" for i in range(50))
    assert error.given == ", ".join(f"probe{i}" for i in range(12))


# One language a code page, as old Windows and DOS wrote them; what the column of temperatures is called.
@pytest.mark.parametrize(
    ("head", "column", "encoding"),
    [
        ("Дата и время;Температура", "Температура", "koi8-r"),
        ("Дата и время;Температура", "Температура", "cp866"),
        ("日付時刻;温度", "温度", "shift_jis"),
        ("日期时间;温度", "温度", "gb18030"),
        ("날짜시간;온도", "온도", "cp949"),
        ("時間;溫度", "溫度", "big5"),
        ("Datum a čas;Teplota ložnice", "Teplota ložnice", "windows-1250"),
        ("Tarih saat;Sıcaklık", "Sıcaklık", "windows-1254"),
    ],
)
def test_headings_are_read_in_the_encoding_in_which_they_mean_something(head, column, encoding):
    body = rows("20,5", "21,5", form="2026-03-01 {};{}")
    log = read_temperature_log(f"{head}\n{body}".encode(encoding))
    assert (log.column, log.temperatures_C.tolist()) == (column, [20.5, 21.5])


@pytest.mark.parametrize(
    ("dates", "refused"),
    [
        (("2026-03-01", "2026-03-02", "2026-03-03"), False),  # a reading a day
        (("2026-03-01", "2026-03-01", "2026-03-02"), False),  # two of three days
        (("2026-03-01", "2026-03-01", "2026-03-02", "2026-03-02"), True),
        (("2026-03-01 12:00", "2026-03-01 12:00"), True),
        (("2026-03-01 12:00", "2026-03-01 12:01"), False),
    ],
)
def test_dates_without_times_of_day_are_enough_for_a_reading_a_day(dates, refused):
    text = "time,temp (°C)\n" + "\n".join(f"{date},20" for date in dates)
    if not refused:
        assert len(read_temperature_log(text).times) == len(dates)
        return
    with pytest.raises(InputErrors, match="dates without times of day"):
        read_temperature_log(text)


@pytest.mark.parametrize(("odd", "refused"), [(2, False), (3, True)])
def test_a_log_of_which_most_is_not_understood_is_refused(odd, refused):
    text = f"time,temp (°C)\n{rows('20', '21', *['warm'] * odd)}"
    if not refused:
        assert len(read_temperature_log(text).times) == 2
        return
    with pytest.raises(InputErrors, match="most of it is not understood"):
        read_temperature_log(text)


@pytest.mark.parametrize(("wide", "refused"), [(1, False), (2, True)])
def test_one_row_in_twenty_may_have_more_cells_than_headings(wide, refused):
    body = [f"2026-03-01 {10 + i // 60}:{i % 60:02},20,a" for i in range(20)]
    text = "\n".join(["time,temp (°C),note", *body, *[f"2026-03-01 11:0{i},21,75,b" for i in range(wide)]])
    if not refused:
        log = read_temperature_log(text)
        assert len(log.times) == 20
        assert (
            "Not understood, line 22: more cells than headings (“2026-03-01 11:00 · 21 · 75 · b”)."
            in log.told()
        )
        return
    with pytest.raises(InputErrors, match="there are more cells than headings"):
        read_temperature_log(text)


@pytest.mark.parametrize(
    ("temperature", "possible"), [("-100", True), ("200", True), ("-100.1", False), ("200.1", False)]
)
def test_what_no_thermometer_reads_is_left_out(temperature, possible):
    text = f"time,temp (°C)\n{rows('20', temperature, '21')}"
    log = read_temperature_log(text)
    assert log.temperatures_C.tolist() == ([20, float(temperature), 21] if possible else [20, 21])
    assert ("Set aside, line 3: no thermometer reads this: the probe was at fault." in log.told()) != possible


def test_two_readings_must_be_possible():
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(f"time,temp (°C)\n{rows('300', '20', '301')}")
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("unit", "300 °C")
    assert len(read_temperature_log(f"time,temp (°C)\n{rows('300', '20', '21')}").times) == 2


@pytest.mark.parametrize(
    ("head", "on_change"), [("last_changed", True), ("Last updated", True), ("time", False)]
)
def test_where_only_changes_are_written_down_no_reading_is_no_gap(head, on_change):
    text = f"{head},temp (°C)\n2026-03-01 10:00,20\n2026-03-01 11:00,21\n2026-03-03 11:00,21\n"
    log = read_temperature_log(text)
    assert (log.on_change, bool(log.is_gap.any())) == (on_change, not on_change)
    assert ("Only changes were logged; each temperature holds until the next." in log.notes) == on_change


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("time,temp (°F)\n" + rows("70", "72"), "The temperatures are in °F, and are converted to °C."),
        ("time,temp (K)\n" + rows("290", "292"), "The temperatures are in K, and are converted to °C."),
        (
            "time,temp (°C)\n1767225600,20\n1767229200,22",
            "The times are counted in seconds since 1970, in UTC.",
        ),
        ("time,temp (°C)\n46082.5,20\n46082.75,22", "The times are counted in days, as Excel counts them."),
        (
            "Time (s),temp (°C)\n0,20\n60,22",
            "The times are counted from a start that the file does not tell.",
        ),
        (
            "time,temp (°C)\n" + rows("20", "22", form="13/03/2026 {},{}"),
            "Dates: day first, as no other order fits 13/03/2026.",
        ),
    ],
)
def test_what_was_done_to_the_readings_is_told(text, note):
    assert read_temperature_log(text).notes == (note,)
