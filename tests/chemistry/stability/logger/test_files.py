"""Small files in the shapes that loggers write, each with what it holds by hand."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.errors import InputErrors

FOLDER = Path(__file__).parents[3] / "reference" / "loggers"


class Holds(NamedTuple):
    """What a file holds: first and last time, how many readings, their mean [°C], and words that are told."""

    first: str
    last: str
    count: int
    mean_C: float
    words: tuple[str, ...] = ()
    options: dict[str, object] = {}  # noqa: RUF012  never changed


FILES = {
    "hobo.csv": Holds(
        *("2026-03-14T21:00", "2026-03-15T00:00", 4, 21.25),
        ("Set aside, lines 4, 8: no temperature", "month first, as no other order fits 03/14/26"),
    ),
    "hobo_swedish.csv": Holds("2026-07-19T10:00", "2026-07-19T13:00", 4, 4.4),
    "hobo_classic.txt": Holds(
        *("2026-08-18T14:00", "2026-08-18T16:00", 3, 20.5),
        ("Could be read instead: Temp (°C) #123 (2)", "day first, as you said"),
        {"day_first": True},
    ),
    "hobo_fahrenheit_broken_sign.csv": Holds(
        "2026-11-23T02:30", "2026-11-23T03:30", 3, 21.0, ("in °F, and are converted",)
    ),
    "two_digit_year_first.csv": Holds(
        *("2024-07-20T21:00", "2024-07-21T09:00", 3, 11.7),
        ("Dates are read with the year first", "Could be read instead: Temp, °C (LBL: 25)"),
    ),
    "ibutton.csv": Holds(
        "2026-10-11T12:11", "2026-10-11T15:11", 4, 23.0, ("day first, as the dates above the readings show",)
    ),
    "govee.csv": Holds("2026-08-06T09:22", "2026-08-06T09:52", 3, 20.8),
    "govee_fahrenheit.csv": Holds("2026-04-07T16:51", "2026-04-07T16:53", 3, 21.0),
    "sensorpush.csv": Holds(
        "2026-06-29T08:04",
        "2026-06-29T08:34",
        3,
        20.5,
        ("Columns not used: Relative Humidity (%), Dewpoint",),
    ),
    "home_assistant.csv": Holds(
        *("2026-02-01T06:00", "2026-02-02T20:00", 3, 20.5),
        ("Set aside, lines 2, 6: of another sensor", "Only changes were logged", "No unit is stated"),
    ),
    "home_assistant.json": Holds("2026-02-01T06:00", "2026-02-01T07:30", 3, 5.5),
    "home_assistant_fahrenheit.json": Holds("2026-02-01T06:00", "2026-02-01T07:30", 3, 21.0),
    "elitech.csv": Holds(
        "2026-01-10T08:00", "2026-01-10T09:30", 4, 5.0, ("Set aside, lines 1–8: above the readings",)
    ),
    "elitech_chinese.csv": Holds("2026-01-10T08:00", "2026-01-10T08:20", 3, 5.0),
    "testo.csv": Holds("2026-03-13T08:00", "2026-03-13T08:30", 3, 20.4),
    "logtag.csv": Holds("2026-05-04T00:00", "2026-05-04T00:15", 4, 4.3),
    "temptale.txt": Holds("2026-05-14T06:30", "2026-05-14T06:50", 3, 5.5, ("in °C, as line 4 says",)),
    "inkbird.csv": Holds("2026-03-01T12:00", "2026-03-01T12:20", 3, 21.2, ("newest first",)),
    "easylog.txt": Holds("2026-04-01T10:00", "2026-04-01T10:10", 3, 20.5),
    "tinytag.csv": Holds("2026-06-25T10:00", "2026-06-25T11:00", 3, 21.7),
    "campbell.dat": Holds(
        "2026-01-05T00:00", "2026-01-05T00:20", 2, 8.6, ("“AirTC_Avg” is read", "instead: PTemp_C")
    ),
    "raspberry_spaces.log": Holds(
        "2026-01-05T00:00", "2026-01-05T00:40", 3, 21.5, ("line 4: no thermometer reads this",)
    ),
    "no_heading.csv": Holds(
        "2026-01-05T10:00", "2026-01-05T11:00", 3, 20.7, ("“column 2” is taken for the temperature",)
    ),
    "unix_seconds.csv": Holds("2026-01-01T00:00", "2026-01-01T00:20", 3, 20.7, ("since 1970, in UTC",)),
    "unix_milliseconds.csv": Holds("2026-01-01T00:00", "2026-01-01T00:20", 3, 20.7),
    "lines.jsonl": Holds("2026-01-01T00:00", "2026-01-01T00:20", 3, 20.7),
    "excel_days.csv": Holds(
        "2026-01-01T12:00", "2026-01-01T14:00", 3, 21.0, ("days, as Excel counts", "in K, and are converted")
    ),
    "workbook.xlsx": Holds("2026-02-01T10:00", "2026-02-01T13:00", 4, 20.4, ("left out: sheet “Summary”",)),
    "open_meteo.json": Holds("2026-01-01T00:00", "2026-01-01T02:00", 3, 5.0),
    "german.csv": Holds(
        *("2026-10-30T22:00", "2026-10-31T00:00", 3, 18.4),
        ("Could be read instead: Außentemperatur (°C)", "line 6: a remark, an event or a summary"),
    ),
    "french.csv": Holds("2026-01-15T08:00", "2026-01-15T10:00", 3, 19.5),
    "spanish.csv": Holds("2026-01-31T11:00", "2026-01-31T13:00", 3, 21.0),
    "italian.csv": Holds("2026-02-28T10:00", "2026-02-28T12:00", 3, 20.5, ("the mean of each interval",)),
    "portuguese.csv": Holds("2026-03-20T10:00", "2026-03-20T12:00", 3, 20.4),
    "polish.csv": Holds(
        "2026-03-20T10:00",
        "2026-03-20T11:30",
        3,
        5.3,
        ("Rows without a date have that of the row above", "line 5: no t"),
    ),
    "russian.csv": Holds("2026-12-25T23:00", "2026-12-26T00:00", 3, 20.3),
    "dutch.csv": Holds("2026-11-05T10:00", "2026-11-06T12:00", 3, 19.7, ("with the day first, as then",)),
    "czech.csv": Holds("2026-04-03T08:00", "2026-04-03T10:00", 3, 20.2, ("dates with dots",)),
    "turkish.csv": Holds("2026-10-29T13:00", "2026-10-29T15:00", 3, 21.2),
    "ukrainian.csv": Holds("2026-03-24T10:00", "2026-03-24T12:00", 3, 19.1),
    "korean.csv": Holds("2026-03-01T11:50", "2026-03-01T12:10", 3, 20.2),
    "japanese.csv": Holds("2026-03-01T10:00", "2026-03-01T10:20", 3, 5.1),
    "events_and_summary.csv": Holds(
        *("2026-05-01T08:00", "2026-05-01T08:50", 4, 5.0),
        ("lines 6, 8: no temperature", "line 10: the headings again", "lines 12–13: a remark"),
    ),
    "several_rooms.csv": Holds(
        "2026-03-05T10:00", "2026-03-05T11:00", 3, 22.0, ("“bath” is read", "Could be read instead: kitchen")
    ),
    "highest_lowest.csv": Holds(
        "2026-02-01T12:00",
        "2026-02-03T12:00",
        3,
        22.0,
        ("the highest of each interval", "instead: Low Temp (F)"),
    ),
    "month_first_over_two_days.csv": Holds(
        "2026-03-04T22:00", "2026-03-05T01:00", 4, 20.5, ("month first, as then the readings follow",)
    ),
    "heading_says_order.csv": Holds(
        "2026-04-03T10:00", "2026-04-03T12:00", 3, 21.0, ("day first, as the file says: Date (dd/mm/yyyy)",)
    ),
    "autumn.csv": Holds(
        *("2026-10-25T01:30", "2026-10-25T03:00", 6, 20.25),
        ("went back on 25 October 2026: the hour that comes twice counts twice",),
    ),
    "offsets_over_autumn.csv": Holds("2026-10-25T02:00", "2026-10-25T02:30", 4, 20.5),
}
ASKED = {
    "day_or_month.csv": ("day_first", ("1 February 2026 (day first)", "2 January 2026 (month first)")),
    "hobo_classic.txt": ("day_first", ("18 August 2026 (day first)", "26 August 2018 (year first)")),
    "celsius_or_fahrenheit.csv": ("unit", ("°C", "°F")),
    "sensors_without_names.csv": ("column", ("A", "B")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_it_is_meant(name):
    held = FILES[name]
    log = read_temperature_log((FOLDER / name).read_bytes(), name=name, **held.options)
    assert (str(log.times[0])[:16], str(log.times[-1])[:16]) == (held.first, held.last)
    assert len(log.times) == len(log.temperatures_C) == held.count
    assert log.mean_C == pytest.approx(held.mean_C, abs=1e-6)
    assert np.all(log.intervals_h > 0)
    result = "\n".join(log.told())
    assert [words for words in held.words if words not in result] == []


@pytest.mark.parametrize("name", ASKED)
def test_what_can_be_meant_in_two_ways_is_asked(name):
    field, readings = ASKED[name]
    with pytest.raises(InputErrors) as caught:
        read_temperature_log((FOLDER / name).read_bytes(), name=name)
    (error,) = caught.value.errors
    assert (error.field, error.readings) == (field, readings)


def test_every_file_is_tried():
    on_disk = {path.name for path in FOLDER.iterdir()}
    assert on_disk == {*FILES, *ASKED, "decimal_commas_between_commas.csv"}
    assert len(FILES) >= 30


def test_decimal_commas_between_commas_are_not_read_as_whole_numbers():
    with pytest.raises(InputErrors, match="a decimal comma may split a number"):
        read_temperature_log((FOLDER / "decimal_commas_between_commas.csv").read_bytes())


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(("json", "xlsx", "jsonl"))])
def test_every_line_and_every_column_is_accounted_for(name):
    content = (FOLDER / name).read_bytes()
    log = read_temperature_log(content, name=name, **FILES[name].options)
    encoding = next(e for e in ("utf-16", "utf-8", "cp949", "latin-1") if _decodes(content, e))
    lines = content.decode(encoding).splitlines()
    ordered = sorted(
        line for group in log.lines for first, last in group.ranges for line in range(first, last + 1)
    )
    assert ordered == list(range(1, len(lines) + 1))
    assert all(column.status in ("used", "set_aside") and column.note for column in log.columns)
    assert [column.note for column in log.columns if column.note.startswith("temperatures")]


def _decodes(content: bytes, encoding: str) -> bool:
    """Tell whether a text may be in an encoding; UTF-16 by its mark."""
    if encoding == "utf-16" and not content.startswith(b"\xff\xfe"):
        return False
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def test_the_hour_that_comes_twice_lasts_two_hours():
    log = read_temperature_log((FOLDER / "autumn.csv").read_bytes())
    assert log.elapsed_h.tolist() == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5]
    zoned = read_temperature_log((FOLDER / "autumn.csv").read_bytes(), time_zone="Europe/Berlin")
    assert zoned.elapsed_h.tolist() == log.elapsed_h.tolist()
    offsets = read_temperature_log((FOLDER / "offsets_over_autumn.csv").read_bytes())
    assert offsets.elapsed_h.tolist() == [0.0, 0.5, 1.0, 1.5]


def test_what_somebody_chooses_settles_the_question():
    def read(name: str, **options: object):
        return read_temperature_log((FOLDER / name).read_bytes(), **options)

    assert str(read("day_or_month.csv", day_first=True).times[0])[:10] == "2026-02-01"
    assert str(read("day_or_month.csv", day_first=False).times[0])[:10] == "2026-01-02"
    assert read("celsius_or_fahrenheit.csv", unit="°C").mean_C == pytest.approx(40)
    assert read("celsius_or_fahrenheit.csv", unit="°F").mean_C == pytest.approx(40 / 9)
    assert read("sensors_without_names.csv", column="B").mean_C == pytest.approx(5)
    assert read("several_rooms.csv", column="kitchen").mean_C == pytest.approx(19)
    assert read("german.csv", column="Außentemperatur (°C)").mean_C == pytest.approx(7)
    assert read("highest_lowest.csv", column="Low Temp (F)").mean_C == pytest.approx(19)
    assert str(read("unix_seconds.csv", time_zone="Asia/Seoul").times[0])[:16] == "2026-01-01T09:00"


@pytest.mark.parametrize(
    ("options", "field"),
    [({"column": "C"}, "column"), ({"unit": "apples"}, "unit"), ({"time_zone": "Mars/Olympus"}, "time_zone")],
)
def test_a_choice_that_does_not_exist_is_refused(options, field):
    with pytest.raises(InputErrors) as caught:
        read_temperature_log((FOLDER / "hobo.csv").read_bytes(), **options)
    (error,) = caught.value.errors
    assert error.field == field
    assert field != "unit" or error.readings == ("°C", "°F", "K")


def test_a_heading_that_lost_a_comma_leaves_the_last_column_without_a_name():
    text = "Date (day/month)Time,Temperature (°C)\n13/04/2026,10:00,20\n13/04/2026,11:00,21\n"
    log = read_temperature_log(text)
    assert log.temperatures_C.tolist() == [20, 21]
    assert "column 3" in {log.column, *(column.text for column in log.columns)}
