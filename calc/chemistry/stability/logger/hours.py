"""Files with a day in each row and an hour in each column, as rows of one reading each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from calc.chemistry.stability.logger.cells import cell_kind
from calc.tables.grid import Grid
from calc.tables.types import Record, Unread

# So many columns of hours in a row, and headings within so many rows.
_LEAST, _WITHIN = 12, 50
_HOUR = re.compile(
    r"(?:hours?|hr|h|t)?[ _.]?(\d{1,2})(?:[:.]00){0,2}\s?(?:hours?|hrs?|h|uhr|ч|час|时|時|시)?\.?",
    re.IGNORECASE,
)


def hours_down(grid: Grid) -> Grid | None:
    """Return a file whose columns are hours of the day as one with a row for each; None for any other.

    Parameters
    ----------
    grid : Grid

    Examples
    --------
    >>> names = ["Date", *map(str, range(24))]
    >>> day = ["2026-03-01", *["20.5"] * 24]
    >>> wide = Grid("commas", "text", "utf-8", lambda: iter([(1, names), (2, day), (3, day)]))
    >>> list(hours_down(wide).records())[:2]
    [(1, ['Date', 'Time', 'Value']), (2, ['2026-03-01', '00:00', '20.5'])]
    """
    rows = list(itertools.islice(grid.records(), _WITHIN))
    for at, record in enumerate(rows):
        if isinstance(record, Unread) or not (places := _hour_places(record[1])):
            continue
        below = [row[1] for row in rows[at + 1 :] if not isinstance(row, Unread)]
        if any(cell_kind(cell) == "date" for cells in below[:3] for cell in cells[: places[0]]):
            return replace(grid, records=partial(_downwards, grid, at, places))
    return None


def _hour_places(cells: Sequence[str]) -> list[int]:
    """Return where hours stand that follow each other from 0 or 1 on; none where they are too few."""
    hours = [_HOUR.fullmatch(cell.strip()) for cell in cells]
    first = next((i for i, hour in enumerate(hours) if hour), -1)
    if first < 1:
        return []
    numbers = [int(hour[1]) for hour in itertools.takewhile(bool, hours[first:]) if hour]
    follow = all(number == numbers[0] + i for i, number in enumerate(numbers))
    return (
        [*range(first, first + len(numbers))] if follow and numbers[0] < 2 and len(numbers) >= _LEAST else []
    )


def _downwards(grid: Grid, header: int, places: Sequence[int]) -> Iterator[Record]:
    """Yield the rows of a file with those below its header parted by hours."""
    hours: list[str] = []
    for number, record in enumerate(grid.records()):
        if isinstance(record, Unread) or number < header:
            yield record
            continue
        line, cells = record
        before = list(cells[: places[0]])
        if number == header:
            matches = [_HOUR.fullmatch(cells[place].strip()) for place in places]
            hours = [f"{int(hour[1]):02d}:00" for hour in matches if hour]
            yield line, [*before, "Time", "Value"]
            continue
        for place, hour in zip(places, hours):
            if place < len(cells):
                yield line, [*before, hour, cells[place]]
