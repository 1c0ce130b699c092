"""Mean kinetic temperature, and the logs of temperature data loggers."""

from __future__ import annotations

import csv
import datetime
import functools
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.errors import InputError, InputErrors
from calc.units import Q_, Quantity, ureg

Array = NDArray[np.float64]
Time = datetime.datetime

#: Longest log that is read [bytes], and most readings.
LONGEST = 5_000_000
MOST_READINGS = 100_000
#: Longest interval without a reading [h]: a day, with the extra hour when clocks change.
LONGEST_GAP_H = 25.0
#: An interval this many times the median one is a gap, unless it is shorter than `SHORTEST_GAP_H`.
TIMES_USUAL = 10.0
SHORTEST_GAP_H = 1.0

_GAS_CONSTANT = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
_ZERO_CELSIUS_K = 273.15
_MOST_ERRORS = 10
_STEP_C = 0.5
_TIMES = {"time", "date", "timestamp", "datetime", "date time", "date/time", "recorded", "recorded at"}
_FORMATS = tuple(
    f"{day}{gap}{clock}"
    for day in ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
    for gap in (" ", ", ")
    for clock in ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
)


def mean_kinetic_temperature(
    temperatures_K: Array | Sequence[float], weights: Array | Sequence[float], energy: float | None = None
) -> float:
    """Return the constant temperature with the same degradation: T = (Ea/R) / −ln Σ wᵢ exp(−Ea/R Tᵢ).

    United States Pharmacopeia, general chapter 1160, with weights that add up to 1.

    Parameters
    ----------
    temperatures_K : (n,) array
        [K]
    weights : (n,) array
        Time spent at each [any unit].
    energy : float, optional
        Activation energy Ea [J/mol]; by default that of the pharmacopoeia.

    Returns
    -------
    float
        [K]

    Examples
    --------
    >>> f"{mean_kinetic_temperature([278.15, 298.15], weights=[12, 12]):.1f} K"
    '292.8 K'
    """
    if energy is None:
        energy = catalog.stability().assumed["mean_kinetic_energy"].to("J/mol")[0]
    kelvin, share = np.asarray(temperatures_K, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    ratio = energy / _GAS_CONSTANT
    return ratio / -math.log(float(np.average(np.exp(-ratio / kelvin), weights=share)))


@dataclass(frozen=True)
class TemperatureLog:
    """Readings of a thermometer in the order of time.

    Parameters
    ----------
    times : tuple of datetime
    temperatures_C : tuple of float
        [°C]
    """

    times: tuple[Time, ...]
    temperatures_C: tuple[float, ...]

    @property
    def intervals_h(self) -> tuple[float, ...]:
        """The time from each reading to the next [h]."""
        return tuple((after - before).total_seconds() / 3600 for before, after in pairwise(self.times))

    @functools.cached_property
    def weights_h(self) -> tuple[float, ...]:
        """The time that each reading represents: half of the intervals beside it [h]."""
        halves = [hours / 2 for hours in self.intervals_h]
        return tuple(before + after for before, after in zip([0.0, *halves], [*halves, 0.0]))

    @property
    def mean_kinetic_C(self) -> float:
        """The mean kinetic temperature [°C]."""
        kelvin = [celsius + _ZERO_CELSIUS_K for celsius in self.temperatures_C]
        return mean_kinetic_temperature(kelvin, self.weights_h) - _ZERO_CELSIUS_K

    @property
    def schedule(self) -> tuple[tuple[Quantity, float], ...]:
        """The mean day: temperatures, rounded to half a degree, with the hours at each."""
        hours: dict[float, float] = {}
        for temperature, weight in zip(self.temperatures_C, self.weights_h):
            rounded = round(temperature / _STEP_C) * _STEP_C
            hours[rounded] = hours.get(rounded, 0.0) + weight
        total_h = sum(self.weights_h)
        return tuple((Q_(celsius, "degC"), 24 * hours[celsius] / total_h) for celsius in sorted(hours))


def read_temperature_log(text: str | bytes) -> TemperatureLog:
    r"""Read the log of a data logger: CSV with commas, semicolons or tabs.

    The first line names the columns: one for the time (or one for the date and one for the time of
    day), one for the temperature. Degrees Fahrenheit only where that name says so.

    Parameters
    ----------
    text : str or bytes
        UTF-8, UTF-16 with its mark, or Windows-1252.

    Returns
    -------
    TemperatureLog

    Raises
    ------
    InputErrors
        Too long; not text; missing or ambiguous columns; fewer than two readings; a time or a number
        that cannot be read; times out of order; gaps; temperatures outside the range of the model.

    Examples
    --------
    >>> log = read_temperature_log("time,temperature (°C)\n2026-03-01 08:00,20.0\n2026-03-01 09:00,22.0\n")
    >>> f"{log.mean_kinetic_C:.1f} °C"
    '21.1 °C'
    """
    if len(text) > LONGEST:
        fix = f"Leave out what lies before the batch; up to {LONGEST // 1_000_000} MB are read."
        raise InputErrors([InputError("log", f"{len(text)} bytes", "this file is too large.", fix)])
    table = _table(_decoded(text))
    columns = _columns(table.names)
    _raise(() if len(table.rows) <= MOST_READINGS else [_too_many(len(table.rows))])
    lines, errors = _cells(table, columns)
    _raise(errors)
    if len(lines) < 2:
        fix = "Export at least two readings."
        _raise([InputError("log", f"{len(lines)} readings", "two or more are needed.", fix)])
    times = _times(lines)
    celsius = [(line.value - 32) / 1.8 if columns.fahrenheit else line.value for line in lines]
    _raise([*_out_of_range(lines, celsius, columns.fahrenheit), *_out_of_order(lines, times)])
    log = TemperatureLog(tuple(times), tuple(celsius))
    _raise(_gaps(lines, log))
    return log


# --- the file -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """The names of the columns, and the rows with their line numbers."""

    names: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class _Columns:
    """The positions of time and temperature, and whether the latter is in °F."""

    time: tuple[int, ...]
    temperature: int
    fahrenheit: bool


@dataclass(frozen=True)
class _Line:
    """One reading as it was written."""

    number: int
    time: str
    value: float


def _raise(errors: Iterable[InputError]) -> None:
    """Raise the first errors; do nothing without any."""
    first = list(errors)
    if first:
        raise InputErrors(first[:_MOST_ERRORS])


def _too_many(readings: int) -> InputError:
    """Return that a log is too long."""
    fix = "Export one reading every 10 minutes or fewer."
    return InputError("log", f"{readings} readings", f"up to {MOST_READINGS} are read.", fix)


def _decoded(text: str | bytes) -> str:
    """Return a file as text."""
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    marked = text.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return text.decode(encoding)
        except UnicodeDecodeError:
            continue
    fix = "Export it as CSV, encoded in UTF-8."
    raise InputErrors([InputError("log", f"{len(text)} bytes", "this is not a text file.", fix)])


def _table(text: str) -> _Table:
    """Split a file into its columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((mark for mark in "\t;," if mark in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        numbered = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        fix = "Export it again as CSV."
        raise InputErrors([InputError(f"log line {reader.line_num}", str(error), "", fix)]) from error
    rows = [(number, row) for number, row in numbered if any(row)]
    return _Table(rows[0][1] if rows else [], rows[1:])


def _columns(names: list[str]) -> _Columns:
    """Find time and temperature among the names of the columns."""
    plain = [_plain(name) for name in names]
    time = tuple(i for i, name in enumerate(plain) if name in _TIMES)
    warmth = [i for i, name in enumerate(names) if _is_temperature(name)]
    errors = []
    shown = ", ".join(names)
    if not time or (len(time) > 1 and [plain[i] for i in time] != ["date", "time"]):
        accepted = "one column of times is needed, or one named date and one named time."
        errors.append(InputError("log columns", shown, accepted, "Name it timestamp in the first line."))
    if len(warmth) != 1:
        accepted = "one column of temperatures is needed, and only one."
        fix = "Name it temperature (°C) in the first line, and leave other probes out."
        errors.append(InputError("log columns", shown, accepted, fix))
    _raise(errors)
    return _Columns(time, warmth[0], _is_fahrenheit(names[warmth[0]]))


def _plain(name: str) -> str:
    """Return the name of a column without brackets, underscores and what follows a comma."""
    bare = re.sub(r"[(\[].*?[)\]]", "", name.lower()).split(",")[0]
    return re.sub(r"[\s_]+", " ", bare).strip()


def _is_temperature(name: str) -> bool:
    """Tell whether a column is named like a temperature."""
    unit = r"[°º]?\s*(deg(rees)?)?\s*(c|f|celsius|fahrenheit)"
    return _plain(name).startswith("temp") or bool(re.fullmatch(unit, _plain(name)))


def _is_fahrenheit(name: str) -> bool:
    """Tell whether the name of a column says that it is in °F."""
    plain = name.lower().replace("_", " ")
    return bool(re.search(r"fahrenheit|[°º]\s*f|(?<![a-z])(deg ?)?f(?![a-z])", plain))


def _cells(table: _Table, columns: _Columns) -> tuple[list[_Line], list[InputError]]:
    """Read every line of a log; also everything that is wrong."""
    lines: list[_Line] = []
    errors: list[InputError] = []
    for number, row in table.rows:
        if len(row) != len(table.names):
            fix = "Separate columns by semicolons where decimals have commas."
            accepted = f"the first line names {len(table.names)} columns, this one has {len(row)}."
            errors.append(InputError(f"log line {number}", ", ".join(row), accepted, fix))
            continue
        try:
            value = _number(row[columns.temperature], number)
        except InputError as error:
            errors.append(error)
            continue
        lines.append(_Line(number, " ".join(row[i] for i in columns.time), value))
    return lines, errors


def _number(cell: str, line: int) -> float:
    """Read a temperature; a decimal comma is allowed."""
    field = f"log line {line}"
    if re.search(r"[°º]?\s*F$", cell):
        fix = "Say °F in the name of the column."
        raise InputError(field, cell, "degrees Fahrenheit are read only where the first line says so.", fix)
    plain = re.sub(r"\s*[°º]?\s*C$", "", cell).replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?\d{1,4}([.,]\d+)?", plain):
        raise InputError(field, cell, "this is not a temperature.", "Write for example 21.5.")
    return float(plain.replace(",", "."))


# --- the times ------------------------------------------------------------------------------------


def _times(lines: list[_Line]) -> list[Time]:
    """Read all times in the one format that fits all of them.

    Raises
    ------
    InputErrors
        No format fits, or two fit with different times.
    """
    readings: list[list[Time]] = []
    furthest = 0
    parsers: list[Callable[[str], Time]] = [Time.fromisoformat]
    parsers += [functools.partial(_strict, form) for form in _FORMATS]
    for parse in parsers:
        times = list(_as_far_as(parse, lines))
        furthest = max(furthest, len(times))
        if len(times) == len(lines) and times not in readings:
            readings.append(times)
    field, given = "log times", lines[min(furthest, len(lines) - 1)]
    if not readings:
        fix = "Write 2026-03-31 14:00, and all of them alike."
        _raise([InputError(f"log line {given.number}", given.time, "this is not a time known here.", fix)])
    if len(readings) > 1:
        fix = "Write dates as 2026-03-31."
        both = [times[0].strftime("%Y-%m-%d %H:%M") for times in readings]
        accepted = "day and month can be read either way."
        raise InputErrors([InputError(field, lines[0].time, accepted, fix, both)])
    if len({time.tzinfo is None for time in readings[0]}) > 1:
        fix = "Give all times with their zone, or none."
        _raise([InputError(field, lines[0].time, "some times have a zone and some have none.", fix)])
    return readings[0]


def _strict(form: str, text: str) -> Time:
    """Read a time in one format."""
    return Time.strptime(text, form)


def _as_far_as(parse: Callable[[str], Time], lines: list[_Line]) -> Iterable[Time]:
    """Yield times until one cannot be parsed."""
    for line in lines:
        try:
            yield parse(line.time)
        except ValueError:
            return


def _out_of_range(lines: list[_Line], celsius: list[float], fahrenheit: bool) -> Iterable[InputError]:
    """Yield temperatures that the model does not cover."""
    assumed = catalog.stability().assumed
    coldest, hottest = (assumed[name].to("degC")[0] for name in ("coldest", "hottest"))
    for line, temperature in zip(lines, celsius):
        if not coldest <= temperature <= hottest:
            unit = "°F" if fahrenheit else "°C"
            hint = "" if fahrenheit else "Say °F in the name of the column if it is; else leave it out."
            accepted = f"{coldest:g} to {hottest:g} °C are covered."
            fix = hint or "Leave it out if the probe was wrong."
            yield InputError(f"log line {line.number}", f"{line.value:g} {unit}", accepted, fix)


def _out_of_order(lines: list[_Line], times: list[Time]) -> Iterable[InputError]:
    """Yield times that are not after the one before."""
    for line, (before, after) in zip(lines[1:], pairwise(times)):
        if after <= before:
            problem = "the same time again." if after == before else "this lies before the line above."
            yield InputError(f"log line {line.number}", line.time, problem, "Sort by time, each time once.")


def _gaps(lines: list[_Line], log: TemperatureLog) -> Iterable[InputError]:
    """Yield intervals that are too long without a reading."""
    hours = log.intervals_h
    usual = float(np.median(hours))
    most = min(LONGEST_GAP_H, max(TIMES_USUAL * usual, SHORTEST_GAP_H))
    for line, length in zip(lines[1:], hours):
        if length > most * (1 + 1e-9):
            accepted = f"{length:.3g} h without a reading; {most:.3g} h are the most."
            fix = "Fill it in, or start after it."
            yield InputError(f"log line {line.number}", line.time, accepted, fix)
