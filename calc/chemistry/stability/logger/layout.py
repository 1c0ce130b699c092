"""Where the readings of a logger's file begin, and which of its columns says what.

Headings are asked first, then what stands in the cells: a column is one of times because its cells are
times, and one of temperatures because its heading says so, or because it is the only one of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from calc.chemistry.stability.logger.cells import CellKind, cell_kind, is_missing, read_cell
from calc.chemistry.stability.logger.elapsed import counts_on, tick_s
from calc.chemistry.stability.logger.headings import (
    heading_marks,
    names_other_quantity,
    unit_in,
    units_in,
)
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.tables.grid import Grid

#: How many rows are looked at to find out where the readings begin.
LOOKED_AT = 1_000
_SAMPLE = 200
# So many cells of a column that names what each row is of say something.
_FULL = 0.9
# In so few rows a name need not come twice.
_FEW = 20
# From so many rows on, numbers that rise by one count the rows.
_COUNTING = 3
_TIME_MARKS = frozenset({"moment", "date", "clock", "elapsed"})
_VALUE_MARKS = frozenset({"temperature", "value"})
# What no row holds that names columns.
_NO_HEADING = frozenset[CellKind]({"number", "moment", "date", "clock"})
#: Numbers that count seconds since 1970, by what one of them is worth [s], and Excel's count of days.
EPOCH_UNITS = ((1e9, 1.0), (1e12, 1e-3), (1e15, 1e-6), (1e18, 1e-9))
_EPOCH_SPAN = 4.1
SERIAL_DAYS = (30_000.0, 70_000.0)

_HOURS = re.compile(r"(?:[01]?\d|2[0-4])(?:[.,]?[0-5]\d){0,2}")

Row = tuple[int, Sequence[str]]
_Below = tuple[Sequence[str], Sequence[CellKind]]


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Parameters
    ----------
    name : str
        As the file has it, each once; "column 3" where it has none.
    position : int
        From 0 on.
    marks : frozenset of str
        What its heading says, as `headings.heading_marks` returns it.
    unit : str
        "C", "F", "K", or "" where neither heading nor units below it say one.
    kinds : mapping of str to int
        How many of the cells looked at are of which kind.
    counts : bool
        Whether its numbers only count the rows: 1, 2, 3 …
    """

    name: str
    position: int
    marks: frozenset[str]
    unit: str
    kinds: Counter[CellKind]
    counts: bool

    @property
    def is_number(self) -> bool:
        """Whether most cells that say something are numbers."""
        said = sum(self.kinds.values()) - self.kinds["missing"]
        return self.kinds["number"] > said / 2

    @property
    def is_text(self) -> bool:
        """Whether most cells that say something are words."""
        said = sum(self.kinds.values()) - self.kinds["missing"]
        return self.kinds["text"] > said / 2


@dataclass(frozen=True)
class Layout:
    """How a file is laid out.

    Parameters
    ----------
    grid : Grid
    start : int
        How many rows stand above the readings.
    header : int
        Which row names the columns; -1 for none.
    columns : tuple of Column
    time : tuple of int
        Positions of the column of times, or of that of dates and that of clocks.
    counts : str
        "" for times as people read them; ``seconds`` since 1970, ``days`` as Excel counts, or ``elapsed``
        since a start that nobody wrote down.
    temperatures : tuple of Column
        Those that may be the temperature, the one that is taken first.
    guessed : bool
        Whether nothing but its numbers says that the first is a temperature.
    series : int
        Position of the column that names what each row is of; -1 for none.
    unit : int
        Position of the column of units; -1 for none.
    readings : int
        How many of the rows looked at are readings.
    """

    grid: Grid
    start: int
    header: int
    columns: tuple[Column, ...]
    time: tuple[int, ...]
    counts: str
    temperatures: tuple[Column, ...]
    guessed: bool
    series: int
    unit: int
    readings: int


def find_layout(grid: Grid, rows: Sequence[Row]) -> Layout | None:
    """Find out how a file is laid out; None where nothing in it is a time with a number.

    Parameters
    ----------
    grid : Grid
    rows : sequence of (int, sequence of str)
        The first rows, with their lines.

    Raises
    ------
    InputErrors
        Decimal commas part the numbers of a file with commas.
    """
    kinds = [[cell_kind(cell) for cell in cells] for _, cells in rows]
    headers = [i for i, (_, cells) in enumerate(rows) if _names_columns(cells, kinds[i])]
    start = _first_reading(kinds, headers[0] + 1 if headers else 0)
    if start < 0 and not headers:
        start = _first_counted(rows)
    header = _header(rows, kinds, headers, start)
    if start < 0 and headers:
        start = header + 1
        while start < len(rows) and "number" not in kinds[start]:
            start += 1
    if not 0 <= start < len(rows):
        return None
    filled = [(cells, kind) for (_, cells), kind in zip(rows[start:], kinds[start:]) if _filled(cells)]
    below = filled[:_SAMPLE]
    columns = _columns(rows, header, start, below)
    time, counts = _time_columns(columns, [cells for cells, _ in below])
    if not time:
        return None
    temperatures, guessed = _temperatures(columns, time)
    if not temperatures:
        return None
    first = temperatures[0].position
    parted = _parted_row(rows[header][1], [c for c, _ in below], first) if header >= 0 else ()
    if grid.name == "commas" and parted:
        fix = say("Export it with semicolons, or with decimal points.")
        accepted = say("there is one cell more than headings; a decimal comma may split a number.")
        raise InputErrors([InputError("log", ", ".join(parted)[:60], accepted, fix)])
    others = [column for column in columns if column.position not in (*time, first)]
    of_units = [column for column in others if _is_of_units(column, below)]
    series = _series_column([column for column in others if column not in of_units], temperatures, below)
    unit = of_units[0].position if of_units else -1
    readings = sum(
        max(first, *time) < len(kind) and kind[first] == "number" and kind[time[0]] != "text"
        for kind in kinds[start:]
    )
    return Layout(grid, start, header, columns, time, counts, temperatures, guessed, series, unit, readings)


def _parted_row(header: Sequence[str], rows: Sequence[Sequence[str]], place: int) -> Sequence[str]:
    """Return a row with a cell more than headings, if all such have one digit behind a whole number."""
    wider = [cells for cells in rows if len(cells) == len(header) + 1 > place + 1]
    pairs = [(cells[place].strip(), cells[place + 1].strip()) for cells in wider]
    parted = all(
        number.lstrip("+-").isdecimal() and len(behind) == 1 and behind.isdecimal()
        for number, behind in pairs
    )
    return wider[0] if wider and parted else ()


def _series_column(
    others: Sequence[Column],
    temperatures: Sequence[Column],
    rows: Sequence[_Below],
) -> int:
    """Return the column that may name what each row is of; -1 for none.

    Its heading says so, or it holds words in every row. Whether it parts the readings is seen when all are
    read.
    """
    sure = {column.position for column in temperatures if "temperature" in column.marks or column.unit}
    apart = sure or {column.position for column in temperatures}
    said = [c for c in others if "series" in c.marks and (c.is_text or c.position not in apart)]
    full = [c for c in others if c.kinds["text"] >= len(rows) * _FULL]
    words = [c for c in full if not any(_begins_with_digit(cells, c) for cells, _ in rows)]
    parting = [c for c in said if len(rows) <= _FEW or _comes_again(c, rows)]
    parting += [c for c in words if _comes_again(c, rows)]
    return next((c.position for c in parting), -1)


def _begins_with_digit(cells: Sequence[str], column: Column) -> bool:
    """Tell whether the cell of a column begins with a digit."""
    return column.position < len(cells) and cells[column.position][:1].isdigit()


def _comes_again(column: Column, rows: Sequence[_Below]) -> bool:
    """Tell whether each word of a column stands in two rows or more, on the average."""
    cells = [cells[column.position].strip() for cells, _ in rows if column.position < len(cells)]
    return 2 * len(set(cells)) <= len(cells)


def choose_column(layout: Layout, column: str) -> Layout:
    """Return a layout with the column that somebody chose as its temperature.

    Raises
    ------
    InputErrors
        There is no such column.
    """
    if layout.series >= 0 and all(column != one.name for one in layout.columns):
        return layout  # it may name one of the series
    numbers = [one for one in layout.columns if one.is_number and one.position not in layout.time]
    chosen = [one for one in numbers if one.name == column]
    if not chosen:
        names = [one.name for one in numbers]
        fix = say("Choose one of {names}.", names=", ".join(names[:20]))
        raise InputErrors(
            [InputError("column", column, say("there is no such column of numbers."), fix, names)]
        )
    rest = tuple(one for one in layout.temperatures if one.name != column)
    return replace(layout, temperatures=(*chosen, *rest), guessed=False)


def _first_reading(kinds: Sequence[Sequence[CellKind]], begin: int) -> int:
    """Return the first row that holds a time and a number, as one soon after it does; -1 for none."""
    filled = [i for i in range(begin, len(kinds)) if any(cell != "missing" for cell in kinds[i])]
    for place, i in enumerate(filled):
        times = _time_places(kinds[i])
        places = [(row, _time_places(kinds[row])) for row in filled[place : place + 4] if times]
        alike = [row for row, other in places if other and set(other) <= set(times)]
        if len(alike) > 1 and any("number" in kinds[row] for row in alike):
            return i
    return -1


def _first_counted(rows: Sequence[Row]) -> int:
    """Return the first row that begins with a count of seconds since 1970, as those below do; -1 for none."""
    counted = [
        bool(cells) and cells[0].strip().isdecimal() and epoch_unit(float(cells[0])) > 0 for _, cells in rows
    ]
    return next((i for i in range(len(rows) - 1) if all(counted[i : i + _COUNTING])), -1)


def _time_places(kinds: Sequence[CellKind]) -> tuple[int, ...]:
    """Return where the times of a row stand."""
    return tuple(i for i, kind in enumerate(kinds) if kind in ("moment", "date", "clock"))


def _names_columns(cells: Sequence[str], kinds: Sequence[CellKind]) -> bool:
    """Tell whether a row names a column of times and one of temperatures."""
    if not _NO_HEADING.isdisjoint(kinds):
        return False
    marks = [heading_marks(cell) if len(cell) < 120 else frozenset() for cell in cells]
    times = {i for i, mark in enumerate(marks) if mark & _TIME_MARKS or tick_s(cells[i][:120])}
    warm = {i for i, mark in enumerate(marks) if mark & _VALUE_MARKS or (marks[i] and unit_in(cells[i]))}
    return bool(times and warm) and len(times | warm) > 1


def _header(
    rows: Sequence[Row], kinds: Sequence[Sequence[CellKind]], headers: Sequence[int], start: int
) -> int:
    """Return which row names the columns; -1 for none."""
    upto = start if start >= 0 else len(rows)
    above = [i for i in headers if i < upto]
    if above:
        return above[-1]
    close = [i for i in range(max(0, upto - 4), upto) if any(cell.strip() for cell in rows[i][1])][::-1]
    close = [i for i in close if start >= 0 and _may_name(rows[i][1], kinds[i], _filled(rows[start][1]))]
    telling = [i for i in close if any("temperature" in heading_marks(cell) for cell in rows[i][1])]
    return (telling or close or [-1])[0]


def _may_name(cells: Sequence[str], kinds: Sequence[CellKind], width: int) -> bool:
    """Tell whether a row may name columns, though it does not say so: short words for most of them."""
    said = [cell for cell in cells if cell.strip()]
    if len(said) < 2 or len(said) * 2 < width or said[0].startswith("#"):
        return False
    return _NO_HEADING.isdisjoint(kinds) and all(len(cell) < 60 for cell in said)


def _columns(rows: Sequence[Row], header: int, start: int, below: Sequence[_Below]) -> tuple[Column, ...]:
    """Return the columns of a file."""
    named = _grouped(rows, header, start) if header >= 0 else []
    while named and not named[-1]:
        named.pop()
    units = [list(cells) for _, cells in rows[header + 1 : start]] if header >= 0 else []
    first = below[0][1]
    width = Counter(_filled(cells) for cells, _ in below).most_common(1)[0][0]
    if named and width == len(named) + 1 and _is_shifted(named, first):
        named, units = ["", *named], [["", *cells] for cells in units]  # the number of a row has no heading
    if any(i < len(named) and _is_warm(named[i]) for i in _time_places(first)):
        named, units = (
            [],
            [],
        )  # times below a heading of temperatures: headings do not stand over their columns
    if named and any(_holds_number(kind, len(named)) for _, kind in below):
        width = len(named)  # a comma in a number parts it: such rows must not be taken as they look
    # Columns A, B and C are probes; C alone is a unit.
    alone = sum(1 for name in named if len(name) == 1 and name.isalpha()) == 1
    columns: list[Column] = []
    for i in range(max(width, len(named))):
        name = (named[i] if i < len(named) else "") or f"column {i + 1}"
        again = sum(1 for other in columns if other.name == name or other.name.startswith(f"{name} ("))
        marks = heading_marks(name) if i < len(named) else frozenset()
        cells = [cells[i] for cells, _ in below if i < len(cells)]
        columns.append(
            Column(
                f"{name} ({again + 1})" if again else name,
                i,
                marks,
                _unit_above(name, units, i, alone) or ("" if "other" in marks else _unit_inside(cells)),
                Counter(kind[i] for _, kind in below if i < len(kind)),
                _counts_rows(cells),
            )
        )
    return tuple(columns)


def _grouped(rows: Sequence[Row], header: int, start: int) -> list[str]:
    """Return the names of columns; of those that are the same, each with the group above or below it."""
    named = [" ".join(cell.split()) for cell in rows[header][1]]
    again = {name for name, count in Counter(named).items() if name and count > 1}
    for row in (header - 1, header + 1):
        if not again or not 0 <= row < start:
            continue
        beside = [" ".join(cell.split()) for cell in rows[row][1]]
        groups = [beside[i] if i < len(beside) else "" for i in range(len(named))]
        for i in range(1, len(groups)):
            groups[i] = groups[i] or (groups[i - 1] if row < header and named[i] in again else "")
        headings = [
            f"{group} {name}" if name in again and group else name for group, name in zip(groups, named)
        ]
        if len({name for name in headings if name}) > len({name for name in named if name}):
            return headings
    return named


def _unit_inside(cells: Sequence[str]) -> str:
    """Return the unit that all temperatures of a column have behind them."""
    read = [read_cell(cell.strip()) for cell in cells if not is_missing(cell)]
    units = {number[1] for number in read if number}
    return units.pop() if len(units) == 1 else ""


def _holds_number(kinds: Sequence[CellKind], begin: int) -> bool:
    """Tell whether a row holds a number beyond the columns that have names."""
    return "number" in kinds[begin:]


def _filled(cells: Sequence[str]) -> int:
    """Return how many cells there are up to the last that says something."""
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_shifted(named: Sequence[str], kinds: Sequence[CellKind]) -> bool:
    """Tell whether a row begins with its number, and the cells stand one to the right of their headings."""
    places = _time_places(kinds)
    times = [i for i, name in enumerate(named) if heading_marks(name) & _TIME_MARKS]
    if not places or kinds[0] != "number":
        return False
    return places[0] == times[0] + 1 if times else any(_is_warm(named[i]) for i in places if i < len(named))


def _is_warm(name: str) -> bool:
    """Tell whether a heading names a temperature, and no time."""
    marks = heading_marks(name)
    return "temperature" in marks and not marks & _TIME_MARKS


def _counts_rows(cells: Sequence[str]) -> bool:
    """Tell whether cells count the rows."""
    said = [cell.strip() for cell in cells if not is_missing(cell)]
    if len(said) < _COUNTING or not all(cell.isdecimal() for cell in said):
        return False
    return all(int(after) - int(before) == 1 for before, after in pairwise(said))


def _unit_above(name: str, between: Sequence[Sequence[str]], position: int, alone: bool) -> str:
    """Return the unit of a column: that of its heading, or what stands below the headings."""
    own = units_in(name) if len(name) > 1 or alone else frozenset()
    if own:
        return next(iter(own)) if len(own) == 1 else ""
    below = {unit_in(cells[position]) for cells in between if position < len(cells)} - {""}
    return below.pop() if len(below) == 1 else ""


def _time_columns(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], str]:
    """Return the columns of times, and how they count."""
    said = {c.position: sum(c.kinds.values()) - c.kinds["missing"] for c in columns}
    moments = [c for c in columns if c.kinds["moment"] > said[c.position] / 2]
    dates = [c for c in columns if c.kinds["date"] > said[c.position] / 2]
    hours = [c for c in columns if c not in dates and _counts_hours(c, rows)]
    clocks = [c for c in columns if c.kinds["clock"] > said[c.position] / 2 or c in hours]
    for timed in (moments, dates):
        timed.sort(key=lambda c: (_is_constant(c, rows), not c.marks & _TIME_MARKS))
    if moments and moments[0].kinds["moment"] > len(rows) / 2:
        return (moments[0].position,), ""
    if dates and clocks:
        after = [c for c in clocks if c.position > dates[0].position] or clocks
        return (dates[0].position, after[0].position), ""
    if moments or dates:
        return ((moments or dates)[0].position,), ""
    for column in columns:
        if counts_on(column.name, [cells[column.position] for cells in rows if column.position < len(cells)]):
            return (column.position,), _epoch_or_elapsed(column, rows)
    for column in columns:
        named = column.marks & _TIME_MARKS
        if column.is_number and (named or (column.position == 0 and not column.marks)):
            read = [read_cell(cells[column.position]) for cells in rows if column.position < len(cells)]
            numbers = [number for number, unit in filter(None, read) if not unit]
            if numbers and all(epoch_unit(number) for number in numbers):
                return (column.position,), "seconds"
            days = named or not any(other.marks for other in columns)
            if days and numbers and all(SERIAL_DAYS[0] <= number <= SERIAL_DAYS[1] for number in numbers):
                return (column.position,), "days"
    return (), ""


def _epoch_or_elapsed(column: Column, rows: Sequence[Sequence[str]]) -> str:
    """Return whether rising numbers count from 1970 on, or from a start of their own."""
    read = [read_cell(cells[column.position]) for cells in rows if column.position < len(cells)]
    numbers = [number for number, _ in filter(None, read)]
    return "seconds" if numbers and all(map(epoch_unit, numbers)) else "elapsed"


def _is_constant(column: Column, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column says the same in every row, as the day of an export does."""
    return len({cells[column.position] for cells in rows if column.position < len(cells)}) < 2


def _counts_hours(column: Column, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column holds clocks without colons: 10.30, 1030, 17.30.15, whole hours."""
    if "clock" not in column.marks or column.marks & _VALUE_MARKS:
        return False
    cells = (cells[column.position].strip() for cells in rows if column.position < len(cells))
    said = [cell for cell in cells if cell]
    return bool(said) and all(map(_HOURS.fullmatch, said))


def epoch_unit(number: float) -> float:
    """Return what one of a count since 1970 is worth, by its size [s]; 0 where it is no such count.

    Parameters
    ----------
    number : float

    Examples
    --------
    >>> epoch_unit(1767225600), epoch_unit(1767225600000), epoch_unit(20.5)
    (1.0, 0.001, 0.0)
    """
    return next((worth for least, worth in EPOCH_UNITS if least <= number < _EPOCH_SPAN * least), 0.0)


def _temperatures(columns: Sequence[Column], time: tuple[int, ...]) -> tuple[tuple[Column, ...], bool]:
    """Return the columns that may be the temperature, the first one first, and whether that is a guess."""
    numbers = [c for c in columns if c.position not in time and (c.is_number or c.kinds["number"])]
    plain = [c for c in numbers if "other" not in c.marks and (c.unit or not names_other_quantity(c.name))]
    plain = [c for c in plain if not c.counts or "temperature" in c.marks or c.unit]
    named = [c for c in plain if "temperature" in c.marks or c.unit]
    if named:
        most = max(column.kinds["number"] for column in named)
        return tuple(sorted(named, key=lambda c: (2 * c.kinds["number"] < most, *_rank(c)))), False
    valued = [c for c in plain if "value" in c.marks and c.is_number]
    valued = [c for c in valued if "series" not in c.marks] or valued
    if valued:
        return tuple(sorted(valued, key=_rank)), len(valued) > 1
    rest = [c for c in plain if c.is_number and not c.marks & {"index", "unit"}]
    return tuple(rest), True


def _rank(column: Column) -> tuple[bool, int, bool, int]:
    """Return how far back a column stands: indoors, a reading, a mean, highest, lowest; named, °C first."""
    marks = column.marks
    statistic = 3 if "lowest" in marks else 2 if "highest" in marks else 1 if "middle" in marks else 0
    back = statistic if column.is_number else statistic + 10
    if "temperature" not in marks and statistic == 0:
        back += 1  # a unit alone: the logger's own temperature, or that of a channel
    return "outdoors" in marks, back, "temperature" not in marks, {"C": 0, "": 1, "F": 1, "K": 2}[column.unit]


def _is_of_units(column: Column, rows: Sequence[_Below]) -> bool:
    """Tell whether a column holds units, but for its heading, which may come again."""
    cells = [row[column.position].strip() for row, _ in rows if column.position < len(row)]
    said = [cell for cell in cells if not is_missing(cell) and cell != column.name]
    return bool(said and not column.is_number) and all(len(cell) <= 12 and unit_in(cell) for cell in said)
