"""Rows of a log one by one: what each becomes, and which time a clock beside a date is."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log, rows
from calc.chemistry.stability.logger.cells import cell_kind, is_missing, read_cell
from calc.chemistry.stability.logger.layout import find_layout
from calc.errors import InputErrors
from calc.tables.grid import Grid
from calc.tables.types import Unread

HEAD = "No,Date,Time,Temp (°C),Door\n"
# Twenty, as one row in twenty may have more cells than headings.
FIRST = "".join(f"{i},2026-03-01,10:{i:02},{20 + i % 3},x\n" for i in range(1, 21))
BLANK, AGAIN, REMARK = "blank", "the headings again", "a remark, an event or a summary"
NO_TIME, NO_NUMBER = "its time cannot be read", "its temperature is not a number"
NO_READING, TOO_WIDE, READING = "no temperature in it", "more cells than headings", "readings"
# A row below others, and what becomes of it.
BELOW = {
    "4,2026-03-01,13:00,22,x": READING,
    "4,2026-03-01,13:00,22": READING,
    "4,2026-03-01,13:00,22,x,,": READING,
    "4,2026-03-01,13:00,22 °C,x": READING,
    "4,,13:00,22,x": READING,
    "4,2026-03-01,13:00,22,x,y": TOO_WIDE,
    "4,2026-03-01,13:00,22,x,,y": TOO_WIDE,
    "4,2026-03-01,13:00,NaN,x": NO_READING,
    "4,2026-03-01,13:00,,x": NO_READING,
    "4,2026-03-01,13:00": NO_READING,
    "4,2026-03-01,13:00,warm,x": NO_NUMBER,
    "4,2026-03-01,13:00,22 %,x": NO_NUMBER,
    "4,2026-03-01,25:00,22,x": NO_TIME,
    "4,2026-03-01,,22,x": NO_TIME,
    "4,2026-03-99,13:00,22,x": NO_TIME,
    "4,2026-03-01,25:00,,x": REMARK,
    "4,mean,,22,x": REMARK,
    "4,,,22,x": REMARK,
    "opened": REMARK,
    "opened,by hand": REMARK,
    "Temp (°C)": REMARK,
    "No,Date,Time,Temp (°C),Door": AGAIN,
    "No,Date": AGAIN,
    "No,Date,,Temp  (°C),": AGAIN,
    "No,Date,of the day": REMARK,
    "": BLANK,
    " ": BLANK,
    ",,,,": BLANK,
    " ,, ,": BLANK,
}


@pytest.mark.parametrize("row", BELOW)
def test_what_a_row_becomes(row):
    log = read_temperature_log(f"{HEAD}{FIRST}{row}\n5,2026-03-01,14:00,20,x\n")
    notes = [group.note for group in log.lines if any(first <= 22 <= last for first, last in group.ranges)]
    assert notes == [BELOW[row]]
    assert log.temperatures_C.tolist()[20:] == ([22, 20] if BELOW[row] == READING else [20])
    assert ("Rows without a date have that of the row above: 1." in log.notes) == (row == "4,,13:00,22,x")
    status = {
        READING: "used",
        NO_TIME: "not_understood",
        NO_NUMBER: "not_understood",
        TOO_WIDE: "not_understood",
    }
    assert {group.note: group.status for group in log.lines} == {
        READING: "used",
        "names the columns": "used",
        BELOW[row]: status.get(BELOW[row], "set_aside"),
    }


# A clock beside a date, as spreadsheets and loggers shorten it, and the time of day.
@pytest.mark.parametrize(
    ("clock", "time"),
    [
        ("7", "07:00:00"),
        ("07", "07:00:00"),
        ("23", "23:00:00"),
        ("730", "07:30:00"),
        ("0730", "07:30:00"),
        ("1730", "17:30:00"),
        ("73015", "07:30:15"),
        ("173015", "17:30:15"),
        ("7.30", "07:30:00"),
        ("17,30", "17:30:00"),
        ("17.30.15", "17:30:15"),
        ("7:30", "07:30:00"),
        ("7:30 PM", "19:30:00"),
    ],
)
def test_a_clock_beside_a_date_in_every_spelling(clock, time):
    text = f"Date;Time;Temp (°C)\n2026-03-01;{clock};20\n2026-03-02;{clock};21\n2026-03-03;{clock};20\n"
    log = read_temperature_log(text)
    assert [str(moment)[:19] for moment in log.times] == [f"2026-03-0{day}T{time}" for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-03-01T10:00:00+01:00", "2026-03-01T11:00:00+01:00"),
        ("1 Mar 2026 10:00", "1 Mar 2026 11:00"),
        ("Mar 1, 2026 10:00:00", "Mar 1, 2026 11:00:00"),
        ("Sun Mar 1 10:00:00 2026", "Sun Mar 1 11:00:00 2026"),
        ("01.03.2026 10:00", "01.03.2026 11:00"),
        ("3/1/26 10:00 AM", "3/1/26 11:00 AM"),
        ("2026-03-01 10h00", "2026-03-01 11h00"),
    ],
)
def test_what_was_met_before_is_read_as_it_was(first, second):
    """The same two clocks on the same and on the next day, in any spelling of a date."""
    later = [
        time.replace("01.03", "02.03").replace("-01", "-02").replace("Mar 1", "Mar 2")
        for time in (first, second)
    ]
    later = [time.replace("1 Mar", "2 Mar").replace("3/1/", "3/2/") for time in later]
    text = "\n".join(f"{time};20" for time in (first, second, *later))
    log = read_temperature_log(
        f"Date (m/d/y);Temp (°C)\n{text}" if "/" in first else f"Date;Temp (°C)\n{text}"
    )
    hours = [str(time)[8:16] for time in log.times]
    assert hours == ["01T10:00", "01T11:00", "02T10:00", "02T11:00"]


def test_units_and_remarks_above_are_told():
    text = "Logger 7\n\ntime,temp,door\n,°F,\n\n" + "2026-03-01 10:00,70,x\n2026-03-01 11:00,71,x\n"
    log = read_temperature_log(text)
    assert {group.note: (group.status, group.ranges, group.sample) for group in log.lines} == {
        "readings": ("used", ((6, 7),), ""),
        "above the readings": ("set_aside", ((1, 1),), "Logger 7"),
        "blank": ("set_aside", ((2, 2), (5, 5)), ""),
        "names the columns": ("used", ((3, 3),), "time · temp · door"),
        "units below the headings": ("used", ((4, 4),), "°F"),
    }
    assert log.mean_C == pytest.approx((70.5 - 32) / 1.8)


def test_units_below_headings_that_stand_first():
    log = read_temperature_log("time,temp\n,°F\n2026-03-01 10:00,70\n2026-03-01 11:00,71\n")
    assert [group.note for group in log.lines] == [
        "readings",
        "names the columns",
        "units below the headings",
    ]


def test_a_row_that_ends_before_its_unit_is_a_reading():
    rows_with = "".join(f"2026-03-01 {hour}:00,40,°F\n" for hour in (10, 11))
    log = read_temperature_log(f"time,temp,unit\n{rows_with}2026-03-01 12:00,41\n")
    assert log.temperatures_C.tolist() == pytest.approx([8 / 1.8, 8 / 1.8, 9 / 1.8])
    assert log.assumed == ()


def test_units_that_stand_first():
    text = "unit,time,temp\n°F,2026-03-01 10:00,40\n°F,2026-03-01 11:00,41\n"
    assert read_temperature_log(text).mean_C == pytest.approx((40.5 - 32) / 1.8)


def test_a_unit_in_the_cell_goes_before_that_of_its_row():
    text = "time,temp,unit\n2026-03-01 10:00,40 °F,°C\n2026-03-01 11:00,41 °F,°C\n"
    assert read_temperature_log(text).mean_C == pytest.approx((40.5 - 32) / 1.8)


def test_a_row_that_cannot_be_read_is_told():
    reading = ["2026-03-01 10:00", "20"]
    held = [(1, ["time", "temp"]), (2, reading), Unread(3, "too long"), (5, reading)]
    grid = Grid("commas", "text", "utf-8", lambda: iter(held))
    readings = rows.read_rows(find_layout(grid, rows.first_rows(iter(held))))
    assert {group.note: (group.status, group.ranges) for group in readings.book.lines()} == {
        "names the columns": ("used", ((1, 1),)),
        "too long": ("not_understood", ((3, 3),)),
        "blank": ("set_aside", ((4, 4),)),
    }
    assert readings.line.tolist() == [2, 5]


def test_half_a_character_in_a_remark_is_no_reason_to_refuse_a_file():
    text = "Logger \ud800\ntime,temp (°C)\n2026-03-01 10:00,20\n2026-03-01 11:00,21\n"
    assert read_temperature_log(text).temperatures_C.tolist() == [20, 21]


def test_lines_that_a_file_leaves_out_are_blank():
    """A workbook has no rows where nothing stands."""
    held = [(3, ["time", "temp"]), (4, ["2026-03-01 10:00", "20"]), (7, ["2026-03-01 11:00", "20"])]
    grid = Grid("sheet", "xlsx", "", lambda: iter(held))
    readings = rows.read_rows(find_layout(grid, held))
    assert {group.note: (group.status, group.ranges) for group in readings.book.lines()} == {
        "blank": ("set_aside", ((1, 2), (5, 6))),
        "names the columns": ("used", ((3, 3),)),
    }
    assert (readings.line.tolist(), readings.second.tolist()) == ([4, 7], [36_000.0, 39_600.0])


@pytest.mark.parametrize(
    "above", ["Start: 25/12/2025", "Start=25/12/2025 09:00", "25/12/2025", "x,25/12/2025"]
)
def test_a_date_in_a_remark_tells_the_order_of_dates(above):
    log = read_temperature_log(f"{above}\ntime,temp (°C)\n01/02/2026 10:00,20\n01/02/2026 11:00,21\n")
    assert str(log.times[0])[:10] == "2026-02-01"


def test_a_remark_between_the_readings_tells_the_unit():
    text = "time,temp\n2026-03-01 10:00,40\nset to °F\n2026-03-01 11:00,41\n"
    assert read_temperature_log(text).mean_C == pytest.approx((40.5 - 32) / 1.8)


def test_more_readings_than_are_taken_are_refused(monkeypatch):
    monkeypatch.setattr(rows, "MOST_READINGS", 20)
    assert len(read_temperature_log(HEAD + FIRST).times) == 20
    with pytest.raises(InputErrors) as caught:
        read_temperature_log(HEAD + FIRST + "4,2026-03-01,13:00,20,x\n")
    (error,) = caught.value.errors
    assert (error.field, error.given, error.accepted) == (
        *("log", "more than 20 readings"),
        "up to 20 readings are taken.",
    )


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20", (20.0, "")),
        ("-0.5", (-0.5, "")),
        ("+3", (3.0, "")),
        ("1e1", (10.0, "")),
        (".5", (0.5, "")),
        (",5", (0.5, "")),
        ("20,5", (20.5, "")),
        ("–3", (-3.0, "")),
        ("20 °", (20.0, "")),
        ("20 deg", (20.0, "")),
        ("68 °F", (68.0, "F")),
        ("68F", (68.0, "F")),
        ("293 K", (293.0, "K")),
        ("20 degrees C", (20.0, "C")),
        ("20 degrees Celsius", None),
        ("99999 °C", (99999.0, "C")),
        ("100000 °C", None),
        ("1_000", None),
        ("inf", None),
        ("nan", None),
        ("20 %", None),
        ("20–25 °C", None),
        ("1,234.5 °C", None),
        ("20 21 °C", None),
        ("20 °C2", None),
        ("20 °C/°F", None),
        ("20 °C" + " " * 36, None),
        ("20 °C" + " " * 35, (20.0, "C")),
        ("", None),
        ("a", None),
    ],
)
def test_the_number_in_a_cell(text, number):
    assert read_cell(text) == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("20260301", "date"),
        ("20261301", "number"),
        ("19991231", "date"),
        ("2026-03-01", "date"),
        ("2026-03-01 00:00", "moment"),
        ("0:00", "clock"),
        ("20.5", "number"),
        (" 20.5 ", "number"),
        ("ERROR", "missing"),
        ("Нет данных", "missing"),
        ("", "missing"),
        ("warm", "text"),
        ("45 %", "text"),
    ],
)
def test_what_a_cell_is(text, kind):
    assert cell_kind(text) == kind
    assert is_missing(text) == (kind == "missing")
