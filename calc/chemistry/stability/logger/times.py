"""From dates and clocks as written to the time that passed: order of dates, zones, clock changes."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc.chemistry.stability.logger.moments import ORDERS, day_of, has_one_reading
from calc.chemistry.stability.logger.rows import NO_OFFSET, Readings
from calc.date_words import date_words
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list, say_n

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

_DAY_S = 86_400.0
_HOUR_S = 3_600.0
#: Longest interval without a reading [h]: a day, with the extra hour when clocks change.
LONGEST_GAP_H = 25.0
#: An interval this many times the median one is a gap, unless it is shorter than `SHORTEST_GAP_H`.
TIMES_USUAL = 10.0
SHORTEST_GAP_H = 1.0
# In these months clocks go back, on either half of the earth, on a Sunday, before this hour.
_BACK_IN = (3, 4, 9, 10, 11)
_BACK_BEFORE = 4
_CLEARLY = 5.0
_HINTS = {
    "day first": re.compile(
        r"\b(?:d{1,2}|t{2}|j{2}|g{2}|дд)[-/. ]m{1,2}[-/. ](?:y|j|a|г){2,4}\b", re.IGNORECASE
    ),
    "month first": re.compile(r"\bm{1,2}[-/. ]d{1,2}[-/. ]y{2,4}\b", re.IGNORECASE),
    "year first": re.compile(
        r"\b(?:y|j|a|г){2,4}[-/. ](?:m|м){1,2}[-/. ](?:d|t|j|g|д){1,2}\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True)
class DateOrder:
    """The order of the numbers in dates, and what told it.

    Parameters
    ----------
    order : str
        One of `moments.ORDERS`.
    note : str
        Why, in plain words; "" where the dates can be read in one way only.
    assumed : bool
        Whether another order were possible.
    """

    order: str
    note: str = ""
    assumed: bool = False


@dataclass(frozen=True, eq=False)
class Clock:
    """When each reading was taken.

    Parameters
    ----------
    order : (n,) array of int
        Which reading comes first, second …
    local_s : (n,) array
        The clock as it was written, in that order [s since 1970].
    elapsed_s : (n,) array
        The time since the first [s]; never falls.
    notes : tuple of str
        What was done, in plain words.
    """

    order: Counts
    local_s: Array
    elapsed_s: Array
    notes: tuple[str, ...]


def decide_order(
    readings: Readings, taken: Counts, names: Iterable[str], day_first: bool | None
) -> DateOrder | InputError:
    """Return the order of the numbers in dates; the question where it may be one or another.

    Parameters
    ----------
    readings : Readings
    taken : array of int
        Which of them count.
    names : iterable of str
        Headings, which may say it.
    day_first : bool, optional
        What somebody said.
    """
    dates = np.asarray(readings.date, dtype=np.int64)[taken]
    used = [readings.dates[i] for i in np.unique(dates[dates >= 0])]
    open_dates = [date for date in used if not has_one_reading(date)]
    if not open_dates:
        return DateOrder("year first")
    times = {order: times for order in ORDERS if (times := _seconds(readings, taken, order)) is not None}
    if not times:
        return InputError("log", open_dates[0], _NO_ORDER, say("Write dates as 2026-03-31."))
    if len(times) > 1 and day_first is not None:
        chosen = [order for order in times if (order == "day first") == day_first]
        if chosen:
            return DateOrder(sorted(chosen)[0], say("{order}, as you said", order=sorted(chosen)[0]))
    if len(times) == 1:
        order = next(iter(times))
        return DateOrder(
            order,
            say("{order}, as no other order fits {date}", order=order, date=_telling(open_dates, order)),
        )
    by_reading = _told_order(readings, names, {_sign(date) for date in open_dates}, times)
    if by_reading:
        return by_reading
    if all("." in date for date in open_dates) and "day first" in times:
        return DateOrder("day first", say("day first, as dates with dots are written"), True)
    smooth = _smoothest(times)
    if smooth:
        return DateOrder(
            smooth, say("{order}, as then the readings follow each other without a gap", order=smooth), True
        )
    return _question(open_dates, times)


_NO_ORDER = say("the dates of this file cannot all be read in one order.")


def _telling(dates: Sequence[str], order: str) -> str:
    """Return a date that only one order fits."""
    others = [other for other in ORDERS if other != order]
    return next((date for date in dates if all(day_of(date, other) is None for other in others)), dates[-1])


def _question(dates: Sequence[str], times: dict[str, Array]) -> InputError:
    """Return the question which number of a date is the day.

    Where each number may be the year, day or month first is asked: a file with the year first has to say so.
    """
    orders = [order for order in ("day first", "month first", "year first") if order in times][:2]
    days = {date: [day_of(date, order) for order in orders] for date in dates}
    date = next((date for date in dates if len(set(days[date])) > 1), dates[0])
    shown = [_long(day) for day in days[date] if day is not None]
    readings = [f"{day} ({order})" for day, order in zip(shown, orders)]
    fix = say("Say whether {date} is {readings}.", date=date, readings=say_list(shown, "or"))
    return InputError("day_first", date, say("day and month can be read either way."), fix, readings)


def _long(day: int) -> str:
    """Return a day in words."""
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return date_words(date, short=False)


def _seconds(readings: Readings, taken: Counts, order: str) -> Array | None:
    """Return the clocks of readings under one order of dates [s]; None where it does not fit them."""
    days = [day_of(date, order) for date in readings.dates]
    number = np.array([np.nan if day is None else float(day) for day in days] or [0.0])
    dates = np.asarray(readings.date, dtype=np.int64)[taken]
    seconds: Array = np.asarray(readings.second)[taken] + np.where(dates >= 0, number[dates] * _DAY_S, 0.0)
    return None if np.isnan(seconds).any() else seconds


def local_seconds(readings: Readings, taken: Counts, order: str) -> Array:
    """Return the clocks of readings as they were written [s since 1970], in the order of the file.

    Parameters
    ----------
    readings : Readings
    taken : array of int
        Which of them count.
    order : str
        Of their dates.
    """
    seconds = _seconds(readings, taken, order)
    assert seconds is not None  # the order was chosen because it fits
    return seconds


def _told_order(
    readings: Readings, names: Iterable[str], signs: set[str], times: dict[str, Array]
) -> DateOrder | None:
    """Return the order that a heading says, or dates above the readings show; None where nothing does."""
    for text in (*names, *(remark for _, remark in readings.remarks)):
        said = [order for order, hint in _HINTS.items() if hint.search(text)]
        if len(said) == 1 and said[0] in times:
            return DateOrder(
                said[0], say("{order}, as the file says: {heading}", order=said[0], heading=text.strip()[:60])
            )
    alike = [date for date in readings.stray_dates if "." not in date and _sign(date) in signs]
    stray = readings.stray_dates
    alone = {
        fits[0]
        for date in alike
        if not has_one_reading(date) and len(fits := [o for o in ORDERS if day_of(date, o) is not None]) == 1
    }
    if len(alone) == 1 and alone <= times.keys():
        order = alone.pop()
        return DateOrder(order, say("{order}, as the dates above the readings show", order=order), True)
    sure = {day_of(date, "year first") for date in stray if has_one_reading(date)}
    ends = {
        order: {int(seconds[0] // _DAY_S), int(seconds[-1] // _DAY_S)} & sure
        for order, seconds in times.items()
    }
    fitting = [order for order, days in ends.items() if days]
    if len(fitting) == 1:
        return DateOrder(
            fitting[0], say("{fitting}, as the dates above the readings show", fitting=fitting[0]), True
        )
    return None


def _sign(date: str) -> str:
    """Return the sign that parts the numbers of a date: a number of a version is none."""
    return next((sign for sign in "/-." if sign in date), "")


def _smoothest(times: dict[str, Array]) -> str:
    """Return the order of dates under which alone readings follow each other without a gap; "" for none."""
    same = list(times.values())
    if all(np.array_equal(same[0], other) for other in same[1:]):
        return next(iter(times))
    rough = {order: _roughness(seconds) for order, seconds in times.items()}
    best = min(rough, key=lambda order: rough[order])
    back, gap = rough[best]
    for order, (other_back, other_gap) in rough.items():
        if order == best or np.array_equal(times[order], times[best]):
            continue
        if other_back <= back and other_gap <= _CLEARLY * max(gap, _HOUR_S):
            return ""
    return best


def _roughness(seconds: Array) -> tuple[int, float]:
    """Return how often time falls back, and its longest interval [s]."""
    steps = np.diff(seconds)
    if np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0):
        steps = -steps
    forward = steps[steps > 0]
    longest = float(forward.max()) if len(forward) else 0.0
    return int(np.count_nonzero(steps < -_HOUR_S)), longest


def find_clock(local_s: Array, offsets: Counts, time_zone: str | None) -> Clock:
    """Return when readings were taken.

    Parameters
    ----------
    local_s : (n,) array
        The clocks as they were written, in the order of the file [s since 1970].
    offsets : (n,) array of int
        Minutes ahead of UTC, or `rows.NO_OFFSET`.
    time_zone : str, optional
        Where the clock of the logger was set, as ``Europe/Berlin``.

    Raises
    ------
    InputErrors
        A zone that is not known; some times with a zone and some without.
    """
    zone = _zone(time_zone)
    zoned = offsets != NO_OFFSET
    if zoned.any() and not zoned.all():
        fix = say("Export the file again with all times in the same form.")
        accepted = say("some times have a zone and some have none.")
        raise InputErrors(
            [
                InputError(
                    "log times",
                    say("{count} with a zone", count=np.count_nonzero(zoned)),
                    accepted,
                    fix,
                )
            ]
        )
    notes: list[str] = []
    order: Counts = np.arange(len(local_s))
    steps = np.diff(local_s)
    if np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0):
        notes.append(say("The file has the newest first; it is turned round."))
        order = order[::-1]
    local = local_s[order]
    if zoned.all():
        time = local - 60.0 * offsets[order]
        if zone:
            local = _shown_in(time, zone)
            notes.append(say("Times are shown as in {time_zone}.", time_zone=time_zone))
    elif zone:
        time = _utc_in(local, zone)
        notes.append(say("The clock was set to {time_zone}.", time_zone=time_zone))
    else:
        time, backs = _autumn(local)
        notes += backs
    late = int(np.count_nonzero(np.diff(time) < 0))
    if late:
        again = np.argsort(time, kind="stable")
        order, local, time = order[again], local[again], time[again]
        notes.append(
            say_n(
                "Times fall back ({number} place); the readings are sorted by time.",
                "Times fall back ({number} places); the readings are sorted by time.",
                late,
            )
        )
    same = int(np.count_nonzero(np.diff(time) == 0))
    if same:
        notes.append(
            say_n(
                "{number} reading has the same time as the one before.",
                "{number} readings have the same time as the one before.",
                same,
            )
        )
    return Clock(order, local, time - (time[0] if len(time) else 0.0), tuple(notes))


def elapsed_clock(spans: Array) -> Clock:
    """Return when readings were taken after the first; where a count begins again, it goes on from there.

    Parameters
    ----------
    spans : (n,) array
        In the order of the file [s].
    """
    steps = np.diff(spans)
    again = steps < 0
    elapsed = np.concatenate([[0.0], np.cumsum(np.where(again, 0.0, steps))])
    notes = []
    if again.any():
        notes.append(
            say_n(
                "The count begins again ({number} time); what lay between is not known and does not count.",
                "The count begins again ({number} times); what lay between is not known and does not count.",
                int(again.sum()),
            )
        )
    return Clock(np.arange(len(spans)), np.full(len(spans), np.nan), elapsed, tuple(notes))


def _zone(time_zone: str | None) -> zoneinfo.ZoneInfo | None:
    """Return a time zone by its name."""
    if not time_zone:
        return None
    try:
        return zoneinfo.ZoneInfo(time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        fix = say("Give a name such as Europe/Berlin, America/New_York or UTC.")
        problem = InputError("time_zone", time_zone, say("there is no such time zone."), fix)
        raise InputErrors([problem]) from None


def _autumn(local: Array) -> tuple[Array, list[str]]:
    """Return clocks that went back in autumn as time that goes on, and what was done."""
    steps = np.diff(local)
    forward = steps[steps > 0]
    usual = float(np.median(forward)) if len(forward) else 0.0
    shift = np.zeros(len(local))
    notes = []
    for at in np.flatnonzero(steps <= 0):
        again = steps[at] + _HOUR_S
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=float(local[at + 1]))
        sunday = moment.weekday() == 6 and moment.month in _BACK_IN and moment.hour < _BACK_BEFORE
        if sunday and 0 < again <= 1.5 * usual + 1 and usual <= _HOUR_S:
            shift[at + 1 :] += _HOUR_S
            notes.append(
                say(
                    "The clock went back on {day}: the hour that comes twice counts twice.",
                    day=date_words(moment, short=False),
                )
            )
    return local + shift, notes


def _utc_in(local: Array, zone: zoneinfo.ZoneInfo) -> Array:
    """Return clocks of a place as time in UTC; in an hour that comes twice, a step back begins the later."""
    days, place = np.unique(np.floor(local / _DAY_S), return_inverse=True)
    starts = np.array([_ahead(day * _DAY_S, zone, 0) for day in days])
    ends = np.array([_ahead((day + 1) * _DAY_S, zone, 0) for day in days])
    ahead = starts[place]
    later = np.concatenate([[False], np.diff(local) <= 0])
    fold = 0
    for at in np.flatnonzero((starts != ends)[place]):
        if at and place[at] != place[at - 1]:
            fold = 0
        fold = 1 if later[at] else fold
        ahead[at] = _ahead(float(local[at]), zone, fold)
    return local - ahead


def _ahead(local_s: float, zone: zoneinfo.ZoneInfo, fold: int) -> float:
    """Return how far the clock of a place is ahead of UTC [s]."""
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=local_s)
    offset = moment.replace(tzinfo=zone, fold=fold).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _shown_in(utc_s: Array, zone: zoneinfo.ZoneInfo) -> Array:
    """Return time in UTC as the clock of a place."""
    hours, place = np.unique(np.floor(utc_s / 900), return_inverse=True)
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    moments = (start + datetime.timedelta(seconds=float(hour) * 900) for hour in hours)
    offsets = (moment.astimezone(zone).utcoffset() for moment in moments)
    ahead = np.array([offset.total_seconds() if offset is not None else 0.0 for offset in offsets])
    return utc_s + ahead[place]
