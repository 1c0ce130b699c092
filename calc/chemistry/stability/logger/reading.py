"""Reading the file of a temperature logger."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc.chemistry.stability.logger.headings import heading_marks, names_other_quantity, unit_in, units_in
from calc.chemistry.stability.logger.hours import hours_down
from calc.chemistry.stability.logger.layout import LOOKED_AT, Column, Layout, choose_column, find_layout
from calc.chemistry.stability.logger.log import TemperatureLog
from calc.chemistry.stability.logger.rows import (
    IMPOSSIBLE,
    NOON_S,
    POSSIBLE_C,
    TOO_WIDE,
    Lines,
    Readings,
    first_rows,
    read_rows,
)
from calc.chemistry.stability.logger.times import (
    Clock,
    DateOrder,
    decide_order,
    elapsed_clock,
    find_clock,
    local_seconds,
)
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.parsing.account import Account, Status
from calc.tables.grid import open_grids

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

_SIGNS = {"C": "°C", "F": "°F", "K": "K"}
_ENCODINGS = ("gb18030", "cp949", "shift_jis", "big5", "windows-1250", "windows-1254", "koi8-r", "cp866")
_MOST_CHOICES = 50
#: Where no column parts the readings by what they are of.
ALL_SERIES = -1
# So many rows with more cells than headings are left out for each reading; with more, the file is refused.
_MOST_WIDE = 0.05


def read_temperature_log(
    content: bytes | str,
    *,
    name: str = "log",
    day_first: bool | None = None,
    column: str | None = None,
    unit: str | None = None,
    time_zone: str | None = None,
) -> TemperatureLog:
    r"""Read the file of a temperature logger, whatever made it.

    Text with commas, semicolons, tabs or spaces between its cells, Excel and JSON are read; remarks and
    statistics around the readings are set aside. What a file leaves open in a way that matters is asked.

    Parameters
    ----------
    content : bytes or str
    name : str, optional
        Of the file, for messages.
    day_first : bool, optional
        Whether 01/02 is the first of February; needed only where both would fit.
    column : str, optional
        Name of the column, or of the sensor, that is meant, where there are several.
    unit : str, optional
        ``°C``, ``°F`` or ``K``, where the file does not say it, or says it wrongly.
    time_zone : str, optional
        Where the clock was set, as ``Europe/Berlin``, for the hours when clocks change; or in which zone to
        show times that are in UTC.

    Returns
    -------
    TemperatureLog

    Raises
    ------
    InputErrors
        No file of a logger; fewer than two readings; a question, with ``readings`` to choose from and the
        option that settles it as ``field``.

    Examples
    --------
    >>> rows = "13.03.26;08:00;20,0\n13.03.26;09:00;22,0\n"
    >>> log = read_temperature_log("Logger 7\nDatum;Uhrzeit;Temp. (°C)\n" + rows)
    >>> f"{log.mean_kinetic_C:.1f} °C", str(log.times[0])[:16], log.column
    ('21.1 °C', '2026-03-13T08:00', 'Temp. (°C)')
    """
    said = _unit_said(unit)
    try:
        layout, left_out = _best_layout(
            content if isinstance(content, bytes) else content.encode("utf-8", "replace"), name
        )
    except InputError as error:
        raise InputErrors([error]) from error
    if column:
        layout = choose_column(layout, column)
    readings = read_rows(layout)
    series, others, asked_series = _choose_series(layout, readings, column)
    of = np.asarray(readings.name, dtype=np.int64)
    taken = np.flatnonzero(of == series) if series != ALL_SERIES else np.arange(len(of))
    questions = [asked_series] if asked_series else _asked_column(layout)
    questions = questions or list(_too_little(readings, taken))
    if questions:
        raise InputErrors(questions)
    scale = _decide_unit(layout, readings, series, taken, said)
    order = decide_order(readings, taken, [c.name for c in layout.columns], day_first)
    questions = [answer for answer in (scale, order) if isinstance(answer, InputError)]
    if questions:
        raise InputErrors(questions)
    assert isinstance(scale, Account)
    assert isinstance(order, DateOrder)
    seconds = local_seconds(readings, taken, order.order)
    if layout.counts == "elapsed":
        clock = elapsed_clock(seconds)
    else:
        clock = find_clock(seconds, np.asarray(readings.offset, np.int64)[taken], time_zone)
    chosen = _Found(layout, readings, series, others, scale, order, left_out)
    return _log_of(chosen, taken, clock)


@dataclass(frozen=True)
class _Found:
    """What was found out about a file."""

    layout: Layout
    readings: Readings
    series: int
    others: tuple[str, ...]
    scale: Account
    order: DateOrder
    left_out: tuple[str, ...]


def _unit_said(unit: str | None) -> str:
    """Return the letter of a unit that somebody named."""
    if not unit:
        return ""
    letter = unit_in(unit)
    if not letter:
        problem = InputError(
            "unit",
            unit,
            say("this is not a unit of temperature."),
            say("Give °C, °F or K."),
            ("°C", "°F", "K"),
        )
        raise InputErrors([problem])
    return letter


# --- where the readings are -----------------------------------------------------------------------


def _best_layout(content: bytes, name: str) -> tuple[Layout, tuple[str, ...]]:
    """Return how a file is laid out: the way of parting it that gives most readings; and the sheets left out.

    Raises
    ------
    InputError
        No file that can be read.
    InputErrors
        Nothing in it is a time with a temperature.
    """
    layouts = _layouts(content, name, "")
    best = max(layouts, key=_quality, default=None)
    if (best is None or best.guessed or best.header < 0) and not content.isascii():
        for encoding in _ENCODINGS:
            certain = [layout for layout in _layouts(content, name, encoding) if not layout.guessed]
            better = max(certain, key=_quality, default=None)
            if better and better.header >= 0 and "temperature" in better.temperatures[0].marks:
                return better, ()
    whole = re.sub(rb'^"(.*)"\s*$', lambda line: line[1].replace(b'""', b'"'), content, flags=re.MULTILINE)
    if best is None and whole != content:  # a spreadsheet put each line into one quoted cell
        return _best_layout(whole, name)
    if best is None:
        fix = say("Export it as CSV, with a line that names the columns: time, temperature (°C).")
        accepted = say("no rows with a time and a temperature were found in it.")
        raise InputErrors([InputError("log", name, accepted, fix)])
    sheets = open_grids(content, name=name) if best.grid.kind == "xlsx" else ()
    return best, tuple(sheet.name for sheet in sheets if sheet.name != best.grid.name)


def _layouts(content: bytes, name: str, encoding: str) -> list[Layout]:
    """Return the ways in which a file may be laid out."""
    layouts: list[Layout] = []
    for grid in open_grids(content, name=name, encoding=encoding):
        grid = hours_down(grid) or grid
        if layouts and grid.name.endswith("spaces"):
            continue  # a clock alone would part its rows
        rows = first_rows(itertools.islice(grid.records(), LOOKED_AT))
        layout = find_layout(grid, rows)
        if layout:
            layouts.append(layout)
    return layouts


def _quality(layout: Layout) -> tuple[int, bool]:
    """Return how well a layout fits: how many readings it gives, then whether its headings say so."""
    return layout.readings, not layout.guessed


def _asked_column(layout: Layout) -> list[InputError]:
    """Return the question which column is the temperature, where its heading does not say it."""
    if not layout.guessed or len(layout.temperatures) == 1:
        return []
    names = [column.name for column in layout.temperatures][:_MOST_CHOICES]
    accepted = say("no heading says which of these columns is the temperature.")
    return [
        InputError(
            "column",
            ", ".join(names[:12]),
            accepted,
            say("Choose one: {names}.", names=", ".join(names[:12])),
            names,
        )
    ]


def _choose_series(
    layout: Layout, readings: Readings, column: str | None
) -> tuple[int, tuple[str, ...], InputError | None]:
    """Return which of the sensors of a file is read, the others that could be, or the question."""
    names = readings.names
    if layout.series < 0 or len(names) < 2:
        return ALL_SERIES, (), None
    if column in names:
        return names.index(column), tuple(name for name in names if name != column), None
    if column and column not in [one.name for one in layout.columns]:
        fix = say("Choose one of {names}.", names=", ".join(names[:20]))
        return (
            0,
            (),
            InputError(
                "column", column, say("there is no such column or sensor."), fix, names[:_MOST_CHOICES]
            ),
        )
    marks = [heading_marks(name) for name in names]
    said = "series" in layout.columns[layout.series].marks
    parts = any(mark & {"temperature", "other"} for mark in marks) or _take_turns(readings)
    if not (parts if said else _overlap(readings)):
        return ALL_SERIES, (), None
    units = [{unit_in(unit) for unit in readings.units.get(i, ())} for i in range(len(names))]
    foreign = [
        "other" in mark or names_other_quantity(name) or "" in unit
        for name, mark, unit in zip(names, marks, units)
    ]
    warm = [i for i in range(len(names)) if ("temperature" in marks[i] or units[i] - {""}) and not foreign[i]]
    if not warm and "temperature" in layout.temperatures[0].marks:
        warm = [i for i in range(len(names)) if not foreign[i]]
    if not warm:
        accepted = say("no name says which of these is the temperature.")
        fix = say("Choose one: {names}.", names=", ".join(names[:12]))
        return 0, (), InputError("column", ", ".join(names[:12]), accepted, fix, names[:_MOST_CHOICES])
    return warm[0], tuple(names[i] for i in warm[1:]), None


def _too_little(readings: Readings, rows: NDArray[np.intp]) -> Iterable[InputError]:
    """Yield why a file is refused of which too little is understood."""
    taken = len(rows)
    for group in readings.book.lines():
        if group.note == TOO_WIDE and group.count > _MOST_WIDE * taken:
            given, fix = (
                say("line {numbers}: {sample}", numbers=group.numbers, sample=group.sample),
                say("Export it with semicolons, or with decimal points."),
            )
            accepted = say("there are more cells than headings; a decimal comma may split a number.")
            yield InputError("log", given, accepted, fix)
            return
    dates = np.asarray(readings.date)[rows]
    only_dates = taken > 1 and bool((np.asarray(readings.second)[rows] == NOON_S).all())
    if only_dates and len(np.unique(dates[dates >= 0])) * 2 <= len(dates):
        fix = say("Export the times of day as well.")
        yield InputError("log", readings.dates[0], say("there are dates without times of day."), fix)
        return
    lost = sum(group.count for group in readings.book.lines() if group.status == "not_understood")
    if taken < 2:
        fix = say("Export at least two readings, each with its time and temperature.")
        given = say("1 reading") if taken == 1 else say("no readings")
        yield InputError("log", given, say("at least two are needed."), fix)
    elif lost > taken:
        fix = say("Export it again as CSV, with a line that names the columns.")
        yield InputError(
            "log",
            say("{lost} of {lines} lines", lost=lost, lines=lost + taken),
            say("most of it is not understood."),
            fix,
        )


def _take_turns(readings: Readings) -> bool:
    """Tell whether readings of several names were taken in turns."""
    names = np.asarray(readings.name)
    order = np.lexsort((np.asarray(readings.second), np.asarray(readings.date)))
    changes = np.count_nonzero(np.diff(names[order]) != 0)
    return bool(changes > 2 * (len(readings.names) - 1))


def _overlap(readings: Readings) -> bool:
    """Tell whether time falls back, or stands still, where the name changes, and only there."""
    date, second = np.asarray(readings.date), np.asarray(readings.second)
    change = np.diff(np.asarray(readings.name)) != 0
    back = (np.diff(date) < 0) | ((np.diff(date) == 0) & (np.diff(second) <= 0))
    return bool(back[change].any()) and not back[~change].any()


# --- the unit -------------------------------------------------------------------------------------


def _decide_unit(
    layout: Layout, readings: Readings, series: int, taken: Counts, said: str
) -> Account | InputError:
    """Return the unit, as the text of an account, and what told it; the question where nothing does."""
    stated = layout.temperatures[0].unit
    counted = readings.units.values() if series == ALL_SERIES else [readings.units.get(series, set())]
    in_cells = {unit_in(unit) for units in counted for unit in units} - {""}
    known = in_cells | ({stated} - {""})
    if said:
        note = say("{signs}, as you said", signs=_SIGNS[said])
        return Account(said, "used" if known <= {said} else "assumed", note)
    if len(known) > 1:
        shown = say_list((_SIGNS[unit] for unit in sorted(known)), "and")
        fix = say("Choose {known}.", known=say_list((_SIGNS[unit] for unit in sorted(known)), "or"))
        return InputError(
            "unit", shown, say("the file says both."), fix, [_SIGNS[unit] for unit in sorted(known)]
        )
    if known:
        return Account(known.pop(), "used")
    name = readings.names[series] if series != ALL_SERIES else ""
    above = {line: units_in(text) for line, text in ((0, name), *readings.remarks)}
    units = set().union(*above.values())
    if len(units) == 1:
        (unit,) = units
        line = next(line for line, signs in above.items() if signs)
        return Account(
            unit,
            "assumed",
            say("The temperatures are in {signs}, as line {line} says", signs=_SIGNS[unit], line=line)
            if line
            else say("The temperatures are in {signs}, as “{column}” says", signs=_SIGNS[unit], column=name),
            _other_units(unit),
        )
    return _unit_by_size(np.asarray(readings.value)[taken])


def _other_units(unit: str) -> tuple[str, ...]:
    """Return the units that could be meant instead."""
    return tuple(sign for letter, sign in _SIGNS.items() if letter != unit)


def _unit_by_size(values: Array) -> Account | InputError:
    """Return the unit that the size of the numbers leaves; the question where both °C and °F could be.

    A room has 20 °C or 68 °F, a fridge 5 °C or 41 °F. Numbers from 32 to 60 may be either; below, °F would be
    frost.
    """
    middle = float(np.median(values))
    low, high = float(values.min()), float(values.max())
    span = say("{low:g} to {high:g}", low=low, high=high)
    if 223 <= middle <= 333:
        note = say("No unit is stated; {span} are taken as K", span=span)
        return Account("K", "assumed", note, ("°C", "°F"))
    if middle <= 32:
        frost = say("{low:.0f} to {high:.0f} °C", low=(low - 32) / 1.8, high=(high - 32) / 1.8)
        note = say(
            "No unit is stated; {span} are taken as °C (as °F this would be {frost})", span=span, frost=frost
        )
        return Account("C", "assumed", note, ("°F", "K"))
    if 60 < middle <= 120:
        note = say("No unit is stated; {span} are taken as °F, as nothing is kept at so many °C", span=span)
        return Account("F", "assumed", note, ("°C", "K"))
    fix = say("Choose °C or °F.")
    return InputError(
        "unit", span, say("no unit is stated, and both °C and °F could be meant."), fix, ("°C", "°F")
    )


# --- the log --------------------------------------------------------------------------------------


def _log_of(chosen: _Found, taken: Counts, clock: Clock) -> TemperatureLog:
    """Return the readings with their account."""
    layout, readings = chosen.layout, chosen.readings
    taken = taken[clock.order]
    values = np.asarray(readings.value)[taken]
    celsius = {"C": values, "F": (values - 32) / 1.8, "K": values - 273.15}[chosen.scale.text]
    possible = (celsius >= POSSIBLE_C[0]) & (celsius <= POSSIBLE_C[1])
    if np.count_nonzero(possible) < 2:
        fix = say("Check the unit, or choose another column.")
        problem = InputError("unit", f"{values[0]:g} {_SIGNS[chosen.scale.text]}", IMPOSSIBLE + ".", fix)
        raise InputErrors([problem])
    elapsed_h = clock.elapsed_s[possible] / 3600
    column = layout.temperatures[0].name
    name = column if chosen.series == ALL_SERIES else readings.names[chosen.series]
    on_change = any(
        c.name.lower().replace("_", " ") in ("last changed", "last updated") for c in layout.columns
    )
    log = TemperatureLog(
        times=(clock.local_s[possible] * 1000).round().astype("datetime64[ms]"),
        temperatures_C=celsius[possible],
        elapsed_h=elapsed_h - elapsed_h[0],
        column=name,
        choices=(*chosen.others, *(c.name for c in layout.temperatures[1:])),
        assumed=tuple(_assumed(chosen, name)),
        columns=tuple(_column_account(chosen)),
        lines=_line_account(chosen, taken, possible),
        on_change=on_change,
    )
    notes = [*_notes(chosen, log), *clock.notes]
    return replace(log, notes=tuple(notes))


def _assumed(chosen: _Found, name: str) -> Iterable[Account]:
    """Yield what the file leaves open and how it was read."""
    if chosen.scale.status == "assumed":
        yield Account("unit", "assumed", chosen.scale.note, chosen.scale.readings)
    if chosen.order.assumed:
        note = say("Dates are read with the {note}", note=chosen.order.note)
        yield Account("day_first", "assumed", note)
    rest = [column.name for column in chosen.layout.temperatures[1:]]
    others = [*chosen.others, *rest]
    if others:
        why = (
            _why_first(chosen.layout.temperatures)
            if rest and not chosen.others
            else say("the first of several")
        )
        yield Account(
            "column",
            "assumed",
            say("“{column}” is read: {reason}", column=name, reason=why),
            tuple(others[:_MOST_CHOICES]),
        )
    elif chosen.layout.guessed or _says_nothing(chosen):
        why = say("no other column may be") if chosen.layout.guessed else say("its heading does not say so")
        yield Account(
            "column",
            "assumed",
            say("“{column}” is taken for the temperature: {reason}", column=name, reason=why),
        )


def _says_nothing(chosen: _Found) -> bool:
    """Tell whether neither heading, unit nor name says that the readings are temperatures."""
    column = chosen.layout.temperatures[0]
    of = chosen.readings.names[chosen.series] if chosen.series != ALL_SERIES else ""
    return not (
        "temperature" in column.marks or chosen.scale.status == "used" or "temperature" in heading_marks(of)
    )


def _why_first(columns: Sequence[Column]) -> str:
    """Return why the first of several columns is read."""
    marks = columns[0].marks
    if "middle" in marks:
        return say("the mean of each interval")
    if "highest" in marks:
        return say("the highest of each interval, to be on the safe side")
    return say("the first of several temperatures")


def _notes(chosen: _Found, log: TemperatureLog) -> Iterable[str]:
    """Yield what was done to the readings."""
    if chosen.left_out:
        yield say(
            "Read from the {column}; left out: {left_out}.",
            column=chosen.layout.grid.name,
            left_out=", ".join(chosen.left_out),
        )
    if chosen.order.note and not chosen.order.assumed:
        yield say("Dates: {note}.", note=chosen.order.note)
    if chosen.scale.note and chosen.scale.status == "used":
        yield say("The temperatures are in {note}.", note=chosen.scale.note)
    elif chosen.scale.text != "C" and chosen.scale.status == "used":
        yield say(
            "The temperatures are in {signs}, and are converted to °C.", signs=_SIGNS[chosen.scale.text]
        )
    if chosen.layout.counts == "elapsed":
        yield say("The times are counted from a start that the file does not tell.")
    elif chosen.layout.counts:
        what = (
            say("seconds since 1970, in UTC")
            if chosen.layout.counts == "seconds"
            else say("days, as Excel counts them")
        )
        yield say("The times are counted in {unit}.", unit=what)
    if chosen.readings.filled_dates:
        yield say(
            "Rows without a date have that of the row above: {filled_dates}.",
            filled_dates=chosen.readings.filled_dates,
        )
    if log.on_change:
        yield say("Only changes were logged; each temperature holds until the next.")
    gaps = np.flatnonzero(log.is_gap)
    if len(gaps):
        hours = float(log.intervals_h[gaps].sum())
        total = say("{hours:.3g} days", hours=hours / 24) if hours > 48 else f"{hours:.3g} h"
        first = log.words_when(int(gaps[0]))
        what = (
            say("A gap of {total}", total=total)
            if len(gaps) == 1
            else say("{count} gaps, {total} in all,", count=len(gaps), total=total)
        )
        yield say(
            "{span} without a reading, from {first}: the temperature is not known then and does not count.",
            span=what,
            first=first,
        )


def _column_account(chosen: _Found) -> Iterable[Account]:
    """Yield every column, and as what it was used."""
    layout = chosen.layout
    choices = {column.position for column in layout.temperatures[1:]}
    for column in layout.columns:
        status: Status = "used"
        if column.position in layout.time:
            moment = len(layout.time) == 1
            note = (
                "times" if moment else "dates" if column.position == layout.time[0] else say("times of day")
            )
        elif column.position == layout.temperatures[0].position:
            note = say("temperatures, in {signs}", signs=_SIGNS[chosen.scale.text])
        elif column.position == layout.series and chosen.series != ALL_SERIES:
            note = say("names of the sensors")
        elif column.position == layout.unit:
            note = "units"
        else:
            status = "set_aside"
            note = (
                say("another temperature, which can be chosen")
                if column.position in choices
                else say("not used")
            )
        yield Account(column.name, status, note)


def _line_account(chosen: _Found, taken: Counts, possible: NDArray[np.bool_]) -> tuple[Lines, ...]:
    """Return every line, and what was made of it."""
    readings = chosen.readings
    lines = np.asarray(readings.line, dtype=np.int64)
    groups = [Lines("used", "readings", _ranges(np.sort(lines[taken[possible]])))]
    if not possible.all():
        groups.append(Lines("set_aside", IMPOSSIBLE, _ranges(np.sort(lines[taken[~possible]]))))
    other = np.ones(len(lines), dtype=bool)
    other[taken] = False
    if other.any():
        groups.append(Lines("set_aside", say("of another sensor"), _ranges(lines[other])))
    return (*groups, *readings.book.lines())


def _ranges(lines: Counts) -> tuple[tuple[int, int], ...]:
    """Return sorted lines as ranges of neighbours."""
    if not len(lines):
        return ()
    breaks = np.flatnonzero(np.diff(lines) > 1)
    firsts = lines[np.concatenate([[0], breaks + 1])]
    lasts = lines[np.concatenate([breaks, [len(lines) - 1]])]
    return tuple((int(first), int(last)) for first, last in zip(firsts, lasts))
