"""A log once it is read: which interval is a gap, what each reading stands for, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from calc.chemistry.recipe import Storage
from calc.chemistry.stability.logger import TemperatureLog, read_temperature_log, stored_as_logged
from calc.chemistry.stability.logger.rows import LineBook, Lines, shown
from calc.errors import InputErrors
from calc.parsing.account import Account


def log_of(hours: list[float], celsius: list[float] | None = None, *, dated: bool = True, **more: object):
    elapsed = np.array(hours)
    start = np.datetime64("2026-03-01T08:00", "ms") if dated else np.datetime64("NaT")
    times = start + (elapsed * 3.6e6).astype("timedelta64[ms]")
    return TemperatureLog(times, np.array(celsius or [20.0] * len(hours)), elapsed, "Temp", **more)


# Hours after the first, and which interval is a gap: ten times the usual one, an hour at least, a day and the
# hour of a clock change at most, and never the usual one itself.
@pytest.mark.parametrize(
    ("hours", "gaps"),
    [
        ([0, 0.5, 1.0, 6.0], [False, False, False]),
        ([0, 0.5, 1.0, 6.1], [False, False, True]),
        ([0, 0.05, 0.1, 1.1], [False, False, False]),
        ([0, 0.05, 0.1, 1.2], [False, False, True]),
        ([0, 6, 12, 37], [False, False, False]),
        ([0, 6, 12, 37.1], [False, False, True]),
        ([0, 48, 96, 144], [False, False, False]),
        ([0, 48, 96, 145], [False, False, True]),
        ([0, 0, 0, 1], [False, False, False]),
        ([0, 0, 0.5, 1.0, 6.1], [False, False, False, True]),
    ],
)
def test_which_interval_is_a_gap(hours, gaps):
    assert log_of(hours).is_gap.tolist() == gaps
    assert not log_of(hours, on_change=True).is_gap.any()


def test_a_reading_stands_for_half_of_the_time_around_it():
    assert log_of([0, 1, 3, 3.5]).weights_h.tolist() == [0.5, 1.5, 1.25, 0.25]
    assert log_of([0, 0.5, 1.0, 6.1, 6.6]).weights_h.tolist() == pytest.approx([0.25, 0.5, 0.25, 0.25, 0.25])
    assert log_of([0, 0, 0]).weights_h.tolist() == [1, 1, 1]


def test_a_log_as_JSON_has_it():
    log = log_of([0, 1, 2], [5, 20, 8], choices=("other",), notes=("Turned round.",))
    assert log.as_dict() == {
        "readings": 3,
        "from": "2026-03-01T08:00:00.000",
        "to": "2026-03-01T10:00:00.000",
        "mean_C": 11.0,
        "mean_kinetic_C": log.mean_kinetic_C,
        "lowest_C": 5.0,
        "highest_C": 20.0,
        "column": "Temp",
        "choices": ["other"],
        "assumed": [],
        "columns": [],
        "lines": [],
        "notes": ["Turned round."],
    }
    assert log.told() == (
        "3 readings from 2026-03-01 08:00 to 2026-03-01 10:00, read from “Temp”.",
        "Turned round.",
        "Could be read instead: other.",
    )


def test_what_was_made_of_columns_and_lines_as_JSON_has_it():
    log = log_of(
        [0, 1],
        assumed=(Account("unit", "assumed", "taken as °C", ("°F", "K")),),
        columns=(Account("Temp", "used", "temperatures"), Account("RH", "set_aside", "not used")),
        lines=(Lines("used", "readings", ((2, 3), (5, 5)), "a"),),
    )
    content = log.as_dict()
    assert (content["assumed"], content["columns"], content["lines"]) == (
        [{"option": "unit", "note": "taken as °C", "readings": ["°F", "K"]}],
        [
            {"name": "Temp", "status": "used", "note": "temperatures"},
            {"name": "RH", "status": "set_aside", "note": "not used"},
        ],
        [{"status": "used", "note": "readings", "count": 3, "ranges": ((2, 3), (5, 5))}],
    )
    assert log.told()[1:] == ("taken as °C.", "Columns not used: RH.")
    undated = log_of([0, 1], dated=False).as_dict()
    assert (undated["from"], undated["to"]) == (None, None)


def test_without_dates_the_time_counts_from_the_first_reading():
    log = log_of([0, 1, 2.5], [5, 51, 8], dated=False)
    assert log.told() == ("3 readings over 2.5 h, read from “Temp”.",)
    with pytest.raises(InputErrors) as caught:
        _ = log.schedule
    (error,) = caught.value.errors
    assert (error.field, error.given, error.accepted) == (
        *("log", "51.0 °C at 1 h after the first"),
        "0 to 50 °C are covered.",
    )


@pytest.mark.parametrize(
    ("celsius", "given"),
    [([20, 50.1, 20], "50.1 °C at 2026-03-01 09:00"), ([-1, -2, 20], "-1.0 °C most of the time")],
)
def test_a_log_that_is_not_covered_says_where(celsius, given):
    with pytest.raises(InputErrors) as caught:
        _ = log_of([0, 1, 2], celsius).schedule
    assert (caught.value.errors[0].given, bool(caught.value.errors[0].fix)) == (given, True)


def test_the_coldest_that_is_covered_may_be_all_the_time():
    assert [stay.m_as("degC") for stay, _ in log_of([0, 1, 2], [0, 0, 0]).schedule] == [pytest.approx(0.0)]
    half = log_of([0, 1, 2, 3], [-1, -1, 20, 20]).schedule
    assert [(stay.m_as("degC"), hours) for stay, hours in half] == [
        (pytest.approx(0.0), pytest.approx(12.0)),
        (pytest.approx(20.0), pytest.approx(12.0)),
    ]


def test_a_log_of_several_temperatures_is_a_schedule_of_its_own():
    storage = stored_as_logged(Storage(package="jar"), log_of([0, 1, 2, 3], [5.2, 5.3, 5.7, 20]))
    # Half of the first interval, half of the first and half of the second, and so on, of three hours.
    assert [(stay.m_as("degC"), hours) for stay, hours in storage.schedule] == [
        (pytest.approx(5.0), pytest.approx(4.0)),
        (pytest.approx(5.5), pytest.approx(16.0)),
        (pytest.approx(20.0), pytest.approx(4.0)),
    ]
    assert (storage.temperature, storage.package) == (None, "jar")
    alone = stored_as_logged(None, log_of([0, 1], [5.2, 5.1]))
    assert (alone.temperature.m_as("degC"), alone.schedule) == (pytest.approx(5.0), ())


# --- the account of lines -------------------------------------------------------------------------


def test_lines_of_one_kind_are_told_by_their_ranges():
    book = LineBook()
    for line in (1, 3, 4, 5, 9, 12, 14, 15):
        book.add(line, "not_understood", "odd", ["a", "", "  b\tc "])
    book.add(2, "set_aside", "blank")
    book.add(6, "set_aside", "remark", ["x" * 81])
    odd, blank, remark = book.lines()
    assert odd == Lines("not_understood", "odd", ((1, 1), (3, 5), (9, 9), (12, 12), (14, 15)), "a · b c")
    assert (odd.count, odd.numbers) == (8, "1, 3–5, 9, 12 and 2 more")
    assert (blank.count, blank.numbers, blank.sample) == (1, "2", "")
    assert remark.sample == "x" * 79 + "…"
    assert shown(["x" * 80]) == "x" * 80
    log = log_of([0, 1], lines=(Lines("used", "readings", ((7, 8),)), *book.lines()))
    assert log.told()[1:] == (
        "Not understood, lines 1, 3–5, 9, 12 and 2 more: odd (“a · b c”).",
        "Set aside, line 6: remark.",
    )


def test_of_many_names_the_first_are_told():
    sentence = log_of([0, 1], choices=tuple(f"probe {i}" for i in range(50))).told()[1]
    first, more = sentence.removesuffix(" more.").rsplit(" and ", 1)
    assert first.startswith("Could be read instead: probe 0, probe 1, ")
    assert first.count("probe") + int(more) == 50
    few = log_of([0, 1], choices=tuple(f"probe {i}" for i in range(first.count("probe")))).told()[1]
    assert few == f"{first}."
    last = log_of([0, 1], choices=tuple(f"probe {i}" for i in range(first.count("probe") + 1))).told()[1]
    assert last == f"{first} and 1 more."


# --- what columns and rows say --------------------------------------------------------------------


def test_every_column_and_line_has_its_part():
    text = (
        "Lab 7\n\nSensor;Date;Time;Temp;Unit;Temp 2;Battery\n"
        "bath;2026-03-01;10:00;20;°C;5;90\nbath;;11:00;21;°C;5;90\nbath;2026-03-01;noon3;22;°C;5;90\n"
        "hall;2026-03-01;10:00;15;°C;5;90\nhall;2026-03-01;11:00;warm;°C;5;90\nhall;2026-03-01;12:00;16;°C;5;90\n"
        "hall;2026-03-01;13:00;;°C;5;90\nSensor;Date;Time;Temp;Unit;Temp 2;Battery\n"
    )
    log = read_temperature_log(text)
    assert [(column.text, column.status, column.note) for column in log.columns] == [
        ("Sensor", "used", "names of the sensors"),
        ("Date", "used", "dates"),
        ("Time", "used", "times of day"),
        ("Temp", "used", "temperatures, in °C"),
        ("Unit", "used", "units"),
        ("Temp 2", "set_aside", "another temperature, which can be chosen"),
        ("Battery", "set_aside", "not used"),
    ]
    assert (log.column, log.choices) == ("bath", ("hall", "Temp 2"))
    assert {group.note: (group.status, group.ranges) for group in log.lines} == {
        "readings": ("used", ((4, 5),)),
        "of another sensor": ("set_aside", ((7, 7), (9, 9))),
        "above the readings": ("set_aside", ((1, 1),)),
        "blank": ("set_aside", ((2, 2),)),
        "names the columns": ("used", ((3, 3),)),
        "its time cannot be read": ("not_understood", ((6, 6),)),
        "its temperature is not a number": ("not_understood", ((8, 8),)),
        "no temperature in it": ("set_aside", ((10, 10),)),
        "the headings again": ("set_aside", ((11, 11),)),
    }
    assert "Rows without a date have that of the row above: 1." in log.notes
    hall = read_temperature_log(text, column="hall")
    assert (hall.column, hall.choices, hall.mean_C) == ("hall", ("bath", "Temp 2"), 15.5)


def test_a_temperature_with_its_unit_is_no_unit_for_another_column():
    # 70 °F are 21.1 °C: that a second probe says °C behind each of its numbers does not make them 70 °C.
    text = "Time,bath temperature,hall temperature\n2026-03-01 10:00,70,19 °C\n2026-03-01 11:00,70,19 °C\n"
    log = read_temperature_log(text, column="bath temperature")
    assert log.mean_C == pytest.approx(21.111, abs=1e-3)


def test_sensors_one_after_the_other_are_parted_where_time_falls_back():
    rows = [f"2026-03-01 {hour}:00,{celsius}" for hour, celsius in ((10, 20), (11, 21), (12, 22))]
    one_by_one = [f"{name},{row}" for name in ("bath", "hall") for row in rows]
    text = "Place,Time,Temperature\n" + "\n".join(one_by_one)
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(text, column="cellar")
    (error,) = caught.value.errors
    assert (error.field, error.given, error.readings) == ("column", "cellar", ("bath", "hall"))
    assert read_temperature_log(text, column="hall").choices == ("bath",)


def rows_of(*cells: str) -> str:
    """Return rows of a minute each, with what stands before and behind the time."""
    parted = (cell.split("|") for cell in cells)
    return "\n".join(f"{before}2026-03-01 {clock},{behind}" for before, clock, behind in parted) + "\n"


@pytest.mark.parametrize(
    ("cells", "readings"),
    [
        (("bath,|10:00|20", "bath,|11:00|21", "hall,|10:00|15", "hall,|11:00|16"), [20, 21]),
        (("bath,|10:00|20", "bath,|11:00|21", "hall,|11:00|15", "hall,|12:00|16"), [20, 21]),
        (("bath,|10:00|20", "bath,|11:00|21", "hall,|12:00|15", "hall,|13:00|16"), [20, 21, 15, 16]),
        (("bath,|10:00|20", "bath,|09:00|21", "hall,|08:00|15", "hall,|11:00|16"), [15, 21, 20, 16]),
    ],
)
def test_words_beside_readings_part_them_only_where_time_begins_again(cells, readings):
    log = read_temperature_log("Where,Time,Temperature (°C)\n" + rows_of(*cells))
    assert log.temperatures_C.tolist() == readings
    assert log.choices == (("hall",) if len(readings) == 2 else ())


# What was given, what would be accepted, the fix, and what there is to choose from.
REFUSALS = {
    "one reading": (
        "time,temp (°C)\n2026-03-01 10:00,20\n",
        ("log", "1 reading", "at least two are needed."),
        ("Export at least two readings, each with its time and temperature.", ()),
    ),
    "two of five": (
        "time,temp (°C)\n" + rows_of("|10:00|20", "|11:00|21", "|12:00|x", "|13:00|x", "|14:00|x"),
        ("log", "3 of 5 lines", "most of it is not understood."),
        ("Export it again as CSV, with a line that names the columns.", ()),
    ),
    "two units": (
        "time,temp\n" + rows_of("|10:00|70 °F", "|11:00|21 °C"),
        ("unit", "°C and °F", "the file says both."),
        ("Choose °C or °F.", ("°C", "°F")),
    ),
    "a unit by size": (
        "time,temp\n" + rows_of("|10:00|33", "|11:00|60"),
        ("unit", "33 to 60", "no unit is stated, and both °C and °F could be meant."),
        ("Choose °C or °F.", ("°C", "°F")),
    ),
    "two columns": (
        "time,A,B\n" + rows_of("|10:00|20,5", "|11:00|21,6"),
        ("column", "A, B", "no heading says which of these columns is the temperature."),
        ("Choose one: A, B.", ("A", "B")),
    ),
    "dates alone": (
        "date,temp (°C)\n2026-03-01,20\n2026-03-01,21\n",
        ("log", "2026-03-01", "there are dates without times of day."),
        ("Export the times of day as well.", ()),
    ),
    "more cells than headings": (
        "time,temp (°C),note\n" + rows_of("|10:00|20,a", "|11:00|21,b", "|12:00|22,55,c", "|13:00|23,55,d"),
        (
            *("log", "line 4–5: 2026-03-01 12:00 · 22 · 55 · c"),
            "there are more cells than headings; a decimal comma may split a number.",
        ),
        ("Export it with semicolons, or with decimal points.", ()),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_says_what_was_there_and_what_to_do(name):
    text, (field, given, accepted), (fix, readings) = REFUSALS[name]
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(text)
    (error,) = caught.value.errors
    assert (error.field, error.given, error.accepted) == (field, given, accepted)
    assert (error.fix, error.readings) == (fix, readings)


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ("32", "No unit is stated; 32 to 32 are taken as °C (as °F this would be 0 to 0 °C)."),
        ("5", "No unit is stated; 5 to 5 are taken as °C (as °F this would be -15 to -15 °C)."),
        ("68", "No unit is stated; 68 to 68 are taken as °F, as nothing is kept at so many °C."),
        ("120", "No unit is stated; 120 to 120 are taken as °F, as nothing is kept at so many °C."),
        ("223", "No unit is stated; 223 to 223 are taken as K."),
        ("333", "No unit is stated; 333 to 333 are taken as K."),
    ],
)
def test_the_size_that_tells_the_unit_is_told(values, note):
    log = read_temperature_log("time,temp\n" + rows_of(f"|10:00|{values}", f"|11:00|{values}"))
    assert note in log.told()
    (account,) = log.assumed
    signs = {"°C", "°F", "K"}
    assert (account.text, {*account.readings} < signs, len(account.readings)) == ("unit", True, 2)


@pytest.mark.parametrize(
    ("head", "said", "mean_C", "assumed"),
    [
        ("temp", "°F", 20.0, []),
        ("temp (°F)", "°F", 20.0, []),
        ("temp (°C)", "°F", 20.0, ["°F, as you said"]),
        ("temp (°F)", "°C", 68.0, ["°C, as you said"]),
    ],
)
def test_the_unit_that_somebody_says_counts_and_is_told_where_the_file_says_another(
    head, said, mean_C, assumed
):
    log = read_temperature_log(f"time,{head}\n" + rows_of("|10:00|68", "|11:00|68"), unit=said)
    assert log.mean_C == pytest.approx(mean_C)
    assert [item.note for item in log.assumed] == assumed


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((5.0,), "A gap of 5 h without a reading, from 2026-03-01 02:00:"),
        ((48.0,), "A gap of 48 h without a reading, from 2026-03-01 02:00:"),
        ((48.5,), "A gap of 2.02 days without a reading, from 2026-03-01 02:00:"),
        ((60.0,), "A gap of 2.5 days without a reading, from 2026-03-01 02:00:"),
        ((5.0, 25.0), "2 gaps, 30 h in all, without a reading, from 2026-03-01 02:00:"),
    ],
)
def test_gaps_are_told_with_their_length_and_their_beginning(hours, words):
    start, lines = np.datetime64("2026-03-01T00:00"), []
    ends = [0, *np.cumsum([2 + gap for gap in hours])]
    for begin in ends:
        minutes = (int(60 * begin) + np.arange(0, 121, 10)).astype("timedelta64[m]")
        lines += [f"{str(moment).replace('T', ' ')},20" for moment in start + minutes]
    log = read_temperature_log("time,temp (°C)\n" + "\n".join(lines))
    assert [note for note in log.notes if note.startswith(words)]
    assert float(log.weights_h.sum()) == pytest.approx(2 * len(ends))
