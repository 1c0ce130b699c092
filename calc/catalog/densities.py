"""Measured densities of solutions in water: density.csv."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc.catalog.folder import data_path
from calc.catalog.literature import sources
from calc.errors import DataError

_COLUMNS = tuple("ingredient mass_percent density_g_per_mL temperature_C source locator note".split())


@dataclass(frozen=True)
class DensityPoint:
    """A measured density [g/mL] of an ingredient in water at a mass fraction [0–1]."""

    mass_fraction: float
    density: float
    temperature_C: float
    source: str
    locator: str
    note: str


@functools.cache
def density_points() -> Mapping[str, tuple[DensityPoint, ...]]:
    """Return the measured densities by ingredient, the source that counts first.

    Examples
    --------
    >>> density_points()["sodium_hydroxide"][1].density
    1.0538
    """
    name = "density.csv"
    with data_path(name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != list(_COLUMNS):
            raise DataError(name, 1, f"the columns are {', '.join(_COLUMNS)}")
        points: dict[str, tuple[DensityPoint, ...]] = {}
        for row in reader:
            point = _point(row, name, reader.line_num)
            points[row["ingredient"]] = (*points.get(row["ingredient"], ()), point)
    return MappingProxyType(points)


def _point(row: Mapping[str, str], name: str, line: int) -> DensityPoint:
    """Read one line."""
    try:
        percent, density, celsius = (
            float(row[key]) for key in ("mass_percent", "density_g_per_mL", "temperature_C")
        )
    except (TypeError, ValueError) as error:
        raise DataError(name, line, "mass_percent, density_g_per_mL, temperature_C: numbers") from error
    if not (0 < percent <= 100 and 0.5 < density < 3):
        raise DataError(name, line, "mass_percent is above 0 and up to 100, a density between 0.5 and 3")
    if row["source"] not in sources():
        raise DataError(name, line, f"source “{row['source']}” is not in sources.toml")
    return DensityPoint(percent / 100, density, celsius, row["source"], row["locator"], row["note"])
