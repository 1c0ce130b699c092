"""Numbers from the literature, each with unit, kind, source and caveat."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.literature import cited
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import VALUE_KINDS
from calc.units import ureg

_OWN_UNITS = ("pH", "pKa", "log_K", "steps", "g/100g")
# Properties with an end that nobody has found.
_MAY_BE_OPEN = ("window",)


@dataclass(frozen=True)
class Value:
    """A number from the literature with everything that makes it one.

    ``value`` or both ``low`` and ``high`` are there, in ``unit``; the three are in order. A window may
    have one end alone: it is open on the other side.
    """

    property: str
    unit: str
    kind: str
    source: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    variant: str = ""
    locator: str = ""
    caveat: str = ""
    preferred: bool = False

    @functools.cached_property
    def centre(self) -> float:
        """The value, or the middle of its range [unit]."""
        if self.value is not None:
            return self.value
        return (self.ends[0] + self.ends[1]) / 2

    @functools.cached_property
    def ends(self) -> tuple[float, float]:
        """Low and high end; the value itself where no spread is known, infinity for an open end [unit]."""
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        return -math.inf if low is None else low, math.inf if high is None else high

    def to(self, unit: str) -> tuple[float, float, float]:
        """Return value, low and high in another unit.

        Parameters
        ----------
        unit : str
            One that pint converts the row's own unit to, or the row's own.

        Examples
        --------
        >>> Value("purity", "percent", "assumed", "bench_editorial", value=99.0).to("dimensionless")[0]
        0.99
        """
        zero, factor = _conversion(self.unit, unit)
        low, high = self.ends
        return zero + self.centre * factor, zero + low * factor, zero + high * factor


class Properties:
    """What has value rows."""

    values: tuple[Value, ...]

    def value(self, name: str) -> Value | None:
        """Return the preferred value of a property; None means that it is unknown."""
        return self._preferred.get(name)

    @functools.cached_property
    def _preferred(self) -> Mapping[str, Value]:
        """The value of each property that counts: the preferred one, else the first."""
        rows = {row.property: row for row in reversed(self.values)}
        return rows | {row.property: row for row in reversed(self.values) if row.preferred}


def value_row(row: Mapping[str, Any], file: DataFile, table: str) -> Value:
    """Read one value row, strictly.

    Parameters
    ----------
    row : mapping
        As it stands in the file.
    file : DataFile
    table : str
        Where it stands.

    Raises
    ------
    DataError
    """
    texts = ("property", "unit", "kind", "source", "variant", "locator", "caveat")
    file.keys(row, table, tuple(Value.__dataclass_fields__), ("property", "unit", "kind", "source"))
    file.texts(row, table, *texts)
    file.one_of(row, "kind", VALUE_KINDS, table)
    cited([row["source"]], file, table)
    if row["unit"] not in _OWN_UNITS and not _is_unit(row["unit"]):
        raise file.row_error(table, row, f"unit “{row['unit']}” is not known")
    problem = _number_problem(row)
    if not isinstance(row.get("preferred", False), bool):
        problem = "preferred is true or false"
    if problem:
        raise file.row_error(table, row, f"{row['property']}: {problem}")
    return Value(**row)


def named_value(name: str, row: Any, file: DataFile, table: str) -> Value:
    """Read one value row that stands under a name, which is its property.

    Parameters
    ----------
    name : str
    row, file, table
        As for `value_row`.

    Raises
    ------
    DataError
    """
    if not isinstance(row, dict):
        raise file.error(table, (name,), f"{name} must be a table")
    return value_row({"property": name, **row}, file, table)


def values_by_name(part: str, file: DataFile) -> Mapping[str, Value]:
    """Return the value rows that stand under their names in one part of a file.

    Parameters
    ----------
    part : str
        A table of the file.
    file : DataFile

    Raises
    ------
    DataError
    """
    rows = file.tables[part].items()
    return MappingProxyType({name: named_value(name, row, file, part) for name, row in rows})


def _number_problem(row: Mapping[str, Any]) -> str:
    """Return what is wrong with the numbers of a value row, or ""."""
    numbers = [row[name] for name in ("low", "value", "high") if name in row]
    if not numbers or ("value" not in row and len(numbers) < 2 and row["property"] not in _MAY_BE_OPEN):
        return "a value is needed, or low and high"
    if not all(type(number) in (int, float) and math.isfinite(number) for number in numbers):
        return "the numbers must be finite"
    if numbers != sorted(numbers):
        return "low ≤ value ≤ high must hold"
    never_negative = row["unit"] in ("g/mol", "g/cm^3", "g/mL", "g/g", "percent", "steps", "g", "mL")
    return "this cannot be negative" if never_negative and numbers[0] < 0 else ""


def value_rows(row: dict[str, Any], part: str, file: DataFile, table: str) -> tuple[Value, ...]:
    """Read a list of value rows; the same thing twice is refused, and several of which none is preferred."""
    values = tuple(value_row(line, file, table) for line in file.rows(row, table, part))
    for name in {value.property for value in values}:
        same = [value for value in values if value.property == name]
        if len({(value.variant, value.source) for value in same}) < len(same):
            raise file.error(table, (f'"{name}"',), f"{name} stands twice")
        if len(same) > 1 and sum(value.preferred for value in same) != 1:
            raise file.error(table, (f'"{name}"',), f"one of the rows of {name} must be preferred")
    return values


@functools.cache
def _is_unit(unit: str) -> bool:
    """Tell whether pint knows a unit of data/."""
    try:
        ureg.Unit(unit)
    except Exception:  # pint raises several kinds; all of them mean no
        return False
    return True


@functools.cache
def _conversion(unit: str, other: str) -> tuple[float, float]:
    """Return what zero of a unit is in another (not zero for °C), and the factor to it."""
    if unit == other:
        return 0.0, 1.0
    zero, one = (float(ureg.Quantity(value, unit).m_as(other)) for value in (0.0, 1.0))
    return zero, one - zero
