"""Published series of what was left after so many days: stability_series.csv."""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from calc.catalog.folder import data_path
from calc.catalog.literature import sources
from calc.errors import DataError

_SHARED = ("strength_g_per_L", "temperature_C", "pH", "system", "source", "note")
_COLUMNS = (
    "series system strength_g_per_L pH temperature_C time time_unit remaining_percent relation source "
    "locator note".split()
)


@dataclass(frozen=True)
class Series:
    """A published series: what was left of the start [0–1] after so many days.

    ``at_least``: what was left is only known to be more.
    """

    id: str
    system: str
    strength_g_per_L: float
    pH: float | None
    temperature_C: float
    source: str
    note: str
    days: tuple[float, ...]
    remaining: tuple[float, ...]
    at_least: bool


@functools.cache
def stability_series() -> Mapping[str, Series]:
    """Return the published series that the rate is fitted to and held against, by their id.

    Examples
    --------
    >>> next(iter(stability_series().values())).source
    'japha_1955'
    """
    name = "stability_series.csv"
    with data_path(name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != list(_COLUMNS):
            raise DataError(name, 1, f"the columns are {', '.join(_COLUMNS)}")
        points: dict[str, list[_Point]] = {}
        for row in reader:
            points.setdefault(row["series"], []).append(_point(row, name, reader.line_num))
    return MappingProxyType({key: _series(key, rows, name) for key, rows in points.items()})


@dataclass(frozen=True)
class _Point:
    """One line of the series, where it stands, and all that it shares with its neighbours."""

    line: int
    shared: tuple[str, ...]
    days: float
    remaining: float
    relation: str


def _point(row: Mapping[str, str], name: str, line: int) -> _Point:
    """Read one line of the series."""
    numbers = {}
    for key in ("time", "remaining_percent", "strength_g_per_L", "temperature_C", "pH"):
        try:
            numbers[key] = float(row[key] or "0") if key == "pH" else float(row[key])
        except (TypeError, ValueError) as error:
            raise DataError(name, line, f"{key} “{row[key]}” is not a number") from error
    problem = _point_problem(row, numbers)
    if problem:
        raise DataError(name, line, problem)
    days = numbers["time"] / (24 if row["time_unit"] == "hour" else 1)
    shared = tuple(row[key] for key in _SHARED)
    return _Point(line, shared, days, numbers["remaining_percent"] / 100, row["relation"])


def _point_problem(row: Mapping[str, str], numbers: Mapping[str, float]) -> str:
    """Return what is wrong with one line of the series, or ""."""
    if not all(math.isfinite(number) and number >= 0 for number in numbers.values()):
        return "the numbers must be finite and not below 0"
    if row["time_unit"] not in ("day", "hour"):
        return f"time_unit “{row['time_unit']}” is none of day, hour"
    if row["relation"] not in ("=", ">"):
        return f"relation “{row['relation']}” is none of =, >"
    return "" if row["source"] in sources() else f"source “{row['source']}” is not in sources.toml"


def _series(key: str, points: list[_Point], name: str) -> Series:
    """Put the lines of one series together."""
    first = points[0]
    for before, point in pairwise(points):
        if point.shared != first.shared:
            raise DataError(
                name, point.line, f"{key}: this line differs from the first in more than its point"
            )
        if point.days <= before.days:
            raise DataError(name, point.line, f"{key}: the times must rise")
    strength, temperature, pH, system, source, note = first.shared
    return Series(
        key,
        system,
        float(strength),
        float(pH) if pH else None,
        float(temperature),
        source,
        note,
        tuple(point.days for point in points),
        tuple(point.remaining for point in points),
        points[-1].relation == ">",
    )
