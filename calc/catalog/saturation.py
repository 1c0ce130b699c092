"""Measured solubilities as mole fractions: solubility.csv."""

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

_COLUMNS = tuple("solute solvent temperature_C mole_fraction source locator note".split())


@dataclass(frozen=True)
class SaturationPoint:
    """A measured solubility: mole fraction of a solute in its saturated solution [0–1] at a temperature."""

    temperature_C: float
    mole_fraction: float
    source: str
    locator: str
    note: str


@functools.cache
def saturation_points() -> Mapping[tuple[str, str], tuple[SaturationPoint, ...]]:
    """Return the measured solubilities by solute and solvent, the coldest first.

    Examples
    --------
    >>> saturation_points()["l_ascorbic_acid", "water"][0].mole_fraction
    0.02705
    """
    name = "solubility.csv"
    with data_path(name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != list(_COLUMNS):
            raise DataError(name, 1, f"the columns are {', '.join(_COLUMNS)}")
        points: dict[tuple[str, str], tuple[SaturationPoint, ...]] = {}
        for row in reader:
            pair = row["solute"], row["solvent"]
            points[pair] = (*points.get(pair, ()), _point(row, name, reader.line_num))
            if any(after.temperature_C <= before.temperature_C for before, after in pairwise(points[pair])):
                raise DataError(name, reader.line_num, f"{row['solute']}: the temperatures must rise")
    return MappingProxyType(points)


def _point(row: Mapping[str, str], name: str, line: int) -> SaturationPoint:
    """Read one line."""
    try:
        temperature_C, mole_fraction = float(row["temperature_C"]), float(row["mole_fraction"])
    except (TypeError, ValueError) as error:
        raise DataError(name, line, "temperature_C and mole_fraction must be numbers") from error
    if not (math.isfinite(temperature_C) and 0 < mole_fraction < 1):
        raise DataError(name, line, "mole_fraction must be between 0 and 1")
    if row["source"] not in sources():
        raise DataError(name, line, f"source “{row['source']}” is not in sources.toml")
    return SaturationPoint(temperature_C, mole_fraction, row["source"], row["locator"], row["note"])
