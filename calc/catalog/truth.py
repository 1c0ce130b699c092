"""Measured points beside what the program says to them: truth.csv, written by the bench."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from calc.catalog.folder import data_path
from calc.errors import DataError
from calc.messages import say, say_data

_COLUMNS = tuple("quantity case low high median band_low band_high source".split())
#: What was measured, with its unit.
QUANTITIES = {
    "pH": "pH",
    "solubility": say("solubility, g per 100 g of water"),
    "density": say("density, g/mL"),
    "left": say("vitamin C left, share of the start"),
}


@dataclass(frozen=True)
class TruthRow:
    """A measured point: the ends of what was measured, and the predicted median and band."""

    quantity: str
    case: str
    low: float
    high: float
    median: float
    band_low: float
    band_high: float
    source: str

    @property
    def inside(self) -> bool:
        """Whether the ranges of measurement and prediction meet."""
        return self.low <= self.band_high and self.high >= self.band_low


@functools.cache
def truth_rows() -> tuple[TruthRow, ...]:
    """Return the measured points with their predictions, as ``python -m bench.truth --write`` left them.

    Examples
    --------
    >>> {row.quantity for row in truth_rows()} == set(QUANTITIES)
    True
    """
    name = "truth.csv"
    with data_path(name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != list(_COLUMNS):
            raise DataError(name, 1, f"the columns are {', '.join(_COLUMNS)}")
        rows = []
        for row in reader:
            try:
                numbers = [float(row[key]) for key in _COLUMNS[2:-1]]
            except (TypeError, ValueError) as error:
                raise DataError(name, reader.line_num, "five numbers are needed") from error
            if row["quantity"] not in QUANTITIES:
                raise DataError(name, reader.line_num, f"quantity “{row['quantity']}” is not known")
            low, high, median, least, most = numbers
            case = say_data(row["case"])
            rows.append(TruthRow(row["quantity"], case, low, high, median, least, most, row["source"]))
    return tuple(rows)
