"""Files with a day in each row and an hour in each column: which are such, and what becomes of their rows."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger import read_temperature_log
from calc.chemistry.stability.logger.hours import hours_down
from calc.tables.grid import Grid
from calc.tables.types import Unread

DAY, NEXT = "2026-03-01", "2026-03-02"
TWENTY = ["20"] * 24


def grid(*rows) -> Grid:
    """Return a grid of rows, numbered from 1 on."""
    held = [row if isinstance(row, Unread) else (line, row) for line, row in enumerate(rows, 1)]
    return Grid("commas", "text", "utf-8", lambda: iter(held))


def hours(form: str = "{}", first: int = 0, count: int = 24) -> list[str]:
    return [form.format(hour) for hour in range(first, first + count)]


@pytest.mark.parametrize(
    ("rows", "is_wide"),
    [
        ((["Date", *hours()], [DAY, *TWENTY]), True),
        ((["Date", *hours("{}:00")], [DAY, *TWENTY]), True),
        ((["Date", *hours("{:02}:00:00")], [DAY, *TWENTY]), True),
        ((["Date", *hours("H{}")], [DAY, *TWENTY]), True),
        ((["Date", *hours("{} Uhr", 1)], [DAY, *TWENTY]), True),
        ((["Shelf", "Date", *hours()], ["a", DAY, *TWENTY]), True),
        ((["Logger 7"], [], ["Date", *hours()], [DAY, *TWENTY]), True),
        ((Unread(1, "odd"), ["Date", *hours()], Unread(3, "odd"), [DAY, *TWENTY]), True),
        # Twelve hours are enough, from midnight or from one on, one after the other.
        ((["Date", *hours(count=12)], [DAY, *TWENTY]), True),
        ((["Date", *hours(count=11)], [DAY, *TWENTY]), False),
        ((["Date", *hours(first=2)], [DAY, *TWENTY]), False),
        ((["Date", *hours()[::2]], [DAY, *TWENTY]), False),
        ((["Date", *hours()[::-1]], [DAY, *TWENTY]), False),
        # A day stands before them, soon below.
        ((hours(), TWENTY), False),
        ((["Date", *hours()], ["later", *TWENTY], ["later", *TWENTY], [DAY, *TWENTY]), True),
        ((["Date", *hours()], *[["later", *TWENTY]] * 3, [DAY, *TWENTY]), False),
        ((["Sensor", *hours()], ["7", *TWENTY]), False),
        ((["Sensor", *hours(), "Date"], ["7", *TWENTY, DAY]), False),
        ((["Date", "Time", "Temp"], [DAY, "10:00", "20"]), False),
        ((), False),
    ],
)
def test_which_files_have_an_hour_in_each_column(rows, is_wide):
    assert (hours_down(grid(*rows)) is not None) == is_wide


def test_each_hour_becomes_a_row():
    title, odd = ["Shelf", "7"], Unread(4, "odd")
    head, day = ["Date", *hours("{}h", 1, 12), "Mean"], [DAY, *hours("2{}", 0, 12), "99"]
    wide = grid(title, head, day, odd, [NEXT, "5", "6"])
    rows = list(hours_down(wide).records())
    assert rows[:2] == [(1, title), (2, ["Date", "Time", "Value"])]
    assert rows[2:14] == [(3, [DAY, f"{hour:02}:00", f"2{hour - 1}"]) for hour in range(1, 13)]
    # The last row ends after two hours.
    assert rows[14:] == [odd, (5, [NEXT, "01:00", "5"]), (5, [NEXT, "02:00", "6"])]


def test_a_file_of_one_day_is_read():
    text = "Logger 7\nDate," + ",".join(hours()) + f"\n{DAY}," + ",".join(f"{20 + i % 5}" for i in range(24))
    log = read_temperature_log(text)
    assert [str(log.times[i])[:16] for i in (0, -1)] == [f"{DAY}T00:00", f"{DAY}T23:00"]
    assert log.temperatures_C[:6].tolist() == [20, 21, 22, 23, 24, 20]
