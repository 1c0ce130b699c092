"""The rows of a logger's file, one by one: readings into arrays, and an account of every line."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from calc.chemistry.stability.logger.cells import is_missing, read_cell
from calc.chemistry.stability.logger.elapsed import span_s, tick_s
from calc.chemistry.stability.logger.layout import Layout, epoch_unit
from calc.chemistry.stability.logger.moments import split_moment
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.account import Status
from calc.tables.types import Unread

#: Most readings of a file.
MOST_READINGS = 2_000_000
#: A temperature beyond these is none [°C].
POSSIBLE_C = (-100.0, 200.0)
#: The time of day of a date alone [s].
NOON_S = 43_200.0
#: Where a time has no zone.
NO_OFFSET = -10_000
#: What a row is of where more names came before than are told apart.
BEYOND = -1
_MOST_SERIES = 200
_SHOWN = 80

ABOVE = say("above the readings")
HEADER = say("names the columns")
UNITS = say("units below the headings")
BLANK = "blank"
NO_READING = say("no temperature in it")
REMARK = say("a remark, an event or a summary")
AGAIN = say("the headings again")
NO_TIME = say("its time cannot be read")
NO_NUMBER = say("its temperature is not a number")
TOO_WIDE = say("more cells than headings")
IMPOSSIBLE = say("no thermometer reads this: the probe was at fault")


@dataclass(frozen=True)
class Lines:
    """Lines of a file of which the same was made.

    Parameters
    ----------
    status : str
        As `calc.parsing.account.Account` has it.
    note : str
        As what they were taken, and why.
    ranges : tuple of (int, int)
        From which line to which.
    sample : str
        The first of them, shortened.
    """

    status: Status
    note: str
    ranges: tuple[tuple[int, int], ...]
    sample: str = ""

    @property
    def count(self) -> int:
        """How many lines these are."""
        return sum(last - first + 1 for first, last in self.ranges)

    @property
    def numbers(self) -> str:
        """Which lines these are, in words: "4, 7–9 and 12 more"."""
        shown = [str(first) if first == last else f"{first}–{last}" for first, last in self.ranges[:4]]
        more = self.count - sum(last - first + 1 for first, last in self.ranges[:4])
        told = ", ".join(shown)
        return say("{lines} and {more} more", lines=told, more=more) if more else told


class LineBook:
    """The account of lines while a file is read; lines come in their order."""

    def __init__(self) -> None:
        self._groups: dict[tuple[Status, str], list[list[int]]] = {}
        self._samples: dict[tuple[Status, str], str] = {}

    def add(self, line: int, status: Status, note: str, cells: Sequence[str] = ()) -> None:
        """Take down what was made of a line."""
        key = (status, note)
        ranges = self._groups.get(key)
        if ranges is None:
            ranges = self._groups[key] = []
            self._samples[key] = shown(cells)
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])

    def lines(self) -> tuple[Lines, ...]:
        """Return all that was taken down."""
        return tuple(
            Lines(status, note, tuple((first, last) for first, last in ranges), self._samples[status, note])
            for (status, note), ranges in self._groups.items()
        )


@dataclass
class Readings:
    """What the rows of a file hold, as it was written.

    Parameters
    ----------
    dates : list of str
        Every date, once.
    date : array of int
        Which of them a reading has; -1 where its time is a count of seconds.
    second : array of float
        Of the day, or since 1970 [s].
    offset : array of int
        Minutes ahead of UTC, or `NO_OFFSET`.
    value : array of float
        In the unit of the file.
    line : array of int
    names : list of str
        What rows are of, each once; one empty name where no column tells.
    name : array of int
        Which of them a reading has, or `BEYOND`.
    units : dict of int to set of str
        The units that cells say, by the name of the row.
    book : LineBook
    stray_dates : list of str
        Dates in what stands above the readings.
    remarks : list of (int, str)
        What stands above the readings and between them, the first of it.
    filled_dates : int
        How many rows took the date of the row above.
    """

    dates: list[str] = field(default_factory=list)
    date: array[int] = field(default_factory=lambda: array("i"))
    second: array[float] = field(default_factory=lambda: array("d"))
    offset: array[int] = field(default_factory=lambda: array("i"))
    value: array[float] = field(default_factory=lambda: array("d"))
    line: array[int] = field(default_factory=lambda: array("q"))
    names: list[str] = field(default_factory=list)
    name: array[int] = field(default_factory=lambda: array("i"))
    units: dict[int, set[str]] = field(default_factory=dict)
    book: LineBook = field(default_factory=LineBook)
    stray_dates: list[str] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    filled_dates: int = 0


def shown(cells: Sequence[str]) -> str:
    """Return a row as one short text that can be printed.

    Parameters
    ----------
    cells : sequence of str

    Examples
    --------
    >>> shown(["Logger", "", "7"])
    'Logger · 7'
    """
    text = " · ".join(" ".join(cell.split()) for cell in cells if cell.strip())
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def read_rows(layout: Layout) -> Readings:
    """Read every row of a file.

    Parameters
    ----------
    layout : Layout

    Raises
    ------
    InputErrors
        More readings than are taken.
    """
    readings = Readings()
    reader = _RowReader(layout, readings)
    before = 0
    for place, record in enumerate(layout.grid.records()):
        line = record.line if isinstance(record, Unread) else record[0]
        for blank in range(before + 1, line):
            readings.book.add(blank, "set_aside", BLANK)
        before = max(before, line)
        if isinstance(record, Unread):
            readings.book.add(line, "not_understood", record.reason)
        elif place < layout.start:
            _above(readings, layout, place, line, record[1])
        else:
            reader.read(line, record[1])
            if len(readings.value) > MOST_READINGS:
                fix = say("Leave out what is before the batch, or export one reading a minute.")
                most = say("up to {most_readings} readings are taken.", most_readings=MOST_READINGS)
                raise InputErrors(
                    [
                        InputError(
                            "log",
                            say("more than {most_readings} readings", most_readings=MOST_READINGS),
                            most,
                            fix,
                        )
                    ]
                )
    return readings


def _above(readings: Readings, layout: Layout, place: int, line: int, cells: Sequence[str]) -> None:
    """Take down a row above the readings."""
    if not any(cell.strip() for cell in cells):
        readings.book.add(line, "set_aside", BLANK)
    elif place == layout.header:
        readings.book.add(line, "used", HEADER, cells)
    elif layout.header >= 0 and place > layout.header:
        readings.book.add(line, "used", UNITS, cells)
        readings.remarks.append((line, shown(cells)))
    else:
        readings.book.add(line, "set_aside", ABOVE, cells)
        _remember(readings, line, cells)


def _remember(readings: Readings, line: int, cells: Sequence[str]) -> None:
    """Keep what may tell the unit of the readings or the order of their dates."""
    if len(readings.remarks) < 500:
        readings.remarks.append((line, " ".join(cells)[:500]))
        for cell in cells:
            for piece in (cell, cell.partition(":")[2], cell.partition("=")[2]):
                moment = split_moment(piece.strip())
                if moment and moment.date:
                    readings.stray_dates.append(moment.date)


class _RowReader:
    """Reads the rows below the headings."""

    def __init__(self, layout: Layout, readings: Readings) -> None:
        self._layout, self._readings = layout, readings
        self._width = len(layout.columns)
        self._header = [column.name for column in layout.columns]
        self._value = layout.temperatures[0].position
        self._dates: dict[str, int] = {}
        self._clocks: dict[str, tuple[float, int]] = {}
        self._names: dict[str, int] = {}
        self._last_name = 0

    def read(self, line: int, cells: Sequence[str]) -> None:
        """Read one row."""
        book = self._readings.book
        if not any(cells) or not "".join(cells).strip():
            book.add(line, "set_aside", BLANK)
            return
        if any(cell.strip() for cell in cells[self._width :]):
            book.add(line, "not_understood", TOO_WIDE, cells)
            return
        moment = self._moment(cells)
        text = cells[self._value].strip() if self._value < len(cells) else ""
        if moment is None:
            self._without_time(line, cells, text)
            return
        number = read_cell(text)
        if number is None:
            if is_missing(text):
                book.add(line, "set_aside", NO_READING, cells)
            else:
                book.add(line, "not_understood", NO_NUMBER, cells)
            return
        value, unit = number
        self._add(line, cells, moment, value, unit)

    def _add(
        self, line: int, cells: Sequence[str], moment: tuple[int, float, int], value: float, unit: str
    ) -> None:
        """Take a reading."""
        readings, layout = self._readings, self._layout
        if layout.unit >= 0 and layout.unit < len(cells) and not unit:
            unit = cells[layout.unit].strip()
        name = self._name(cells)
        if unit:
            readings.units.setdefault(name, set()).add(unit)
        date, second, offset = moment
        readings.date.append(date)
        readings.second.append(second)
        readings.offset.append(offset)
        readings.value.append(value)
        readings.line.append(line)
        readings.name.append(name)

    def _name(self, cells: Sequence[str]) -> int:
        """Return which series a row is of; an empty cell is of the one above."""
        place = self._layout.series
        text = cells[place].strip() if 0 <= place < len(cells) else ""
        if text or not self._readings.names:
            if text not in self._names and len(self._names) < _MOST_SERIES:
                self._names[text] = len(self._readings.names)
                self._readings.names.append(text)
            self._last_name = self._names.get(text, BEYOND)
        return self._last_name

    def _without_time(self, line: int, cells: Sequence[str], text: str) -> None:
        """Take down a row without a time."""
        book = self._readings.book
        named = [" ".join(cell.split()) for cell in cells if cell.strip()]
        if len(named) > 1 and all(name in self._header for name in named):
            book.add(line, "set_aside", AGAIN, cells)
            return
        written = [cells[place].strip() for place in self._layout.time if place < len(cells)]
        if any(char.isdigit() for cell in written for char in cell) and read_cell(text):
            book.add(line, "not_understood", NO_TIME, cells)
            return
        book.add(line, "set_aside", REMARK, cells)
        _remember(self._readings, line, cells)

    def _moment(self, cells: Sequence[str]) -> tuple[int, float, int] | None:
        """Return the time of a row: which date, the second, minutes ahead of UTC; None where it has none."""
        time = self._layout.time
        if time[-1] >= len(cells):
            return None
        if self._layout.counts:
            return self._counted(cells[time[0]])
        if len(time) == 1:
            return self._written(cells[time[0]].strip())
        date, clock = cells[time[0]].strip(), cells[time[1]].strip()
        if not date and clock and self._readings.date:
            date = self._readings.dates[self._readings.date[-1]]
            self._readings.filled_dates += 1
        if not date or not clock:
            return None
        digits = clock.replace(",", ".")
        if digits.isdigit():  # whole hours, or hours and minutes run together
            hours = len(digits) if len(digits) < 3 else len(digits) % 2 or 2
            digits = ":".join([digits[:hours], *re.findall("..", digits[hours:] or "00")])
        return self._written(f"{date} {digits}")

    def _counted(self, cell: str) -> tuple[int, float, int] | None:
        """Return a time that is a count: from a start, of seconds since 1970, or of days as in Excel."""
        if self._layout.counts == "elapsed":
            span = span_s(cell, tick_s(self._header[self._layout.time[0]]))
            return None if span is None else (-1, span, NO_OFFSET)
        number = read_cell(cell.strip())
        if number is None:
            return None
        if self._layout.counts == "days":
            return -1, round((number[0] - 25_569) * 86_400, 1), NO_OFFSET
        worth = epoch_unit(number[0])
        return (-1, number[0] * worth, 0) if worth else None

    def _written(self, text: str) -> tuple[int, float, int] | None:
        """Return a time that is written as people read it; what was met before is not read again."""
        sign = " " if " " in text else "T"
        date, _, clock = text.partition(sign)
        known, timed = self._dates.get(date), self._clocks.get(clock)
        if known is not None and timed is not None:
            return known, *timed
        moment = split_moment(text)
        if moment is None or not moment.date:
            return None
        place = self._dates.get(moment.date)
        if place is None:
            place = self._dates[moment.date] = len(self._readings.dates)
            self._readings.dates.append(moment.date)
        second = NOON_S if math.isnan(moment.second) else moment.second
        offset = NO_OFFSET if moment.offset is None else moment.offset
        if moment.date == date and clock and len(self._clocks) < 200_000:
            self._clocks[clock] = (second, offset)
        return place, second, offset


def first_rows(layout_rows: Iterator[tuple[int, Sequence[str]] | Unread]) -> list[tuple[int, Sequence[str]]]:
    """Return rows as they stand; one that cannot be read is empty, so that the count of rows stays."""
    return [(row.line, []) if isinstance(row, Unread) else row for row in layout_rows]
