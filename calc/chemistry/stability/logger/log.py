"""The readings of a temperature logger, and an account of the file that they came in."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.stability.logger.rows import Lines
from calc.chemistry.stability.logger.times import LONGEST_GAP_H, SHORTEST_GAP_H, TIMES_USUAL
from calc.chemistry.stability.temperatures import mean_kinetic_temperature
from calc.errors import InputError, InputErrors
from calc.messages import say, say_n
from calc.parsing.account import Account
from calc.units import Q_, Quantity

Array = NDArray[np.float64]

_ZERO_CELSIUS_K = 273.15
_STEP_C = 0.5
# So many names are told in a sentence, and so many ranges of lines in JSON; the rest is counted.
_MOST_NAMES = 20
_MOST_RANGES = 1_000


@dataclass(frozen=True, eq=False)
class TemperatureLog:
    """Readings of a thermometer in the order of time, and what was made of its file.

    Parameters
    ----------
    times : (n,) array of datetime64[ms]
        As the clock of the logger had them; in UTC where the file counts from 1970. NaT where the file only
        counts from a start that it does not tell.
    temperatures_C : (n,) array
        [°C]
    elapsed_h : (n,) array
        The time since the first reading [h].
    column : str
        What is read: the name of the column, or of the sensor.
    choices : tuple of str
        What could be read instead: further probes, the lowest or highest of each interval.
    assumed : tuple of Account
        What the file leaves open and how it was read; ``text`` is the option that settles it (``unit``,
        ``day_first``, ``column``), ``readings`` what else could be meant.
    columns : tuple of Account
        Every column, and as what it was used; or that it was not.
    lines : tuple of Lines
        Every line, and what was made of it.
    notes : tuple of str
        What was done to the readings, in plain words.
    on_change : bool
        Whether only changes were written down, so that no reading for a while is no gap.
    """

    times: NDArray[np.datetime64]
    temperatures_C: Array
    elapsed_h: Array
    column: str = ""
    choices: tuple[str, ...] = ()
    assumed: tuple[Account, ...] = ()
    columns: tuple[Account, ...] = ()
    lines: tuple[Lines, ...] = ()
    notes: tuple[str, ...] = ()
    on_change: bool = False

    def __post_init__(self) -> None:
        for values in (self.times, self.temperatures_C, self.elapsed_h):
            values.flags.writeable = False

    @property
    def is_dated(self) -> bool:
        """Whether the file tells when its readings were taken."""
        return not bool(np.isnat(self.times[0]))

    def words_when(self, place: int) -> str:
        """Return when a reading was taken: its day and clock, or how long after the first.

        Parameters
        ----------
        place : int
            Counted from 0.
        """
        if self.is_dated:
            return str(self.times[place]).replace("T", " ")[:16]
        return say("{hours:.3g} h after the first", hours=self.elapsed_h[place])

    @property
    def temperatures(self) -> Quantity:
        """The temperatures as a quantity."""
        return Q_(self.temperatures_C, "degC")

    @property
    def intervals_h(self) -> Array:
        """The time from each reading to the next [h]."""
        return np.diff(self.elapsed_h)

    @functools.cached_property
    def longest_interval_h(self) -> float:
        """An interval that is longer is a gap: nobody knows the temperature in it [h]."""
        steps = self.intervals_h
        steps = steps[steps > 0]
        usual = float(np.median(steps)) if len(steps) else 0.0
        most = min(LONGEST_GAP_H, max(TIMES_USUAL * usual, SHORTEST_GAP_H))
        return max(most, usual) * (1 + 1e-9)

    @functools.cached_property
    def is_gap(self) -> NDArray[np.bool_]:
        """Which intervals are gaps."""
        if self.on_change:
            return np.zeros(len(self.intervals_h), dtype=bool)
        return self.intervals_h > self.longest_interval_h

    @functools.cached_property
    def weights_h(self) -> Array:
        """The time that each reading represents: half of the intervals beside it, without gaps [h]."""
        halves = np.where(self.is_gap, 0.0, self.intervals_h) / 2
        weights: Array = np.concatenate([[0.0], halves]) + np.concatenate([halves, [0.0]])
        return weights if weights.any() else np.ones_like(weights)

    @property
    def mean_C(self) -> float:
        """The plain mean of the readings [°C]."""
        return float(self.temperatures_C.mean())

    @property
    def mean_kinetic_C(self) -> float:
        """The mean kinetic temperature [°C]."""
        kelvin = self.temperatures_C + _ZERO_CELSIUS_K
        return mean_kinetic_temperature(kelvin, self.weights_h) - _ZERO_CELSIUS_K

    @property
    def schedule(self) -> tuple[tuple[Quantity, float], ...]:
        """The mean day: temperatures, rounded to half a degree, with the hours at each.

        Raises
        ------
        InputErrors
            A reading above what the model covers, or most of them below it; what is a little below counts
            as the coldest that is covered.
        """
        assumed = catalog.stability().assumed
        coldest, hottest = (assumed[name].to("degC")[0] for name in ("coldest", "hottest"))
        celsius = self.temperatures_C
        top = int(np.argmax(celsius))
        beyond = celsius[top] > hottest
        if beyond or float(np.average(celsius < coldest, weights=self.weights_h)) > 0.5:
            shown = (
                say(
                    "{celsius:.1f} °C at {time}",
                    celsius=celsius[top],
                    time=self.words_when(top),
                )
                if beyond
                else say("{celsius:.1f} °C most of the time", celsius=np.median(celsius))
            )
            accepted = say("{coldest:g} to {hottest:g} °C are covered.", coldest=coldest, hottest=hottest)
            fix = say("Choose another column, or type the temperature instead.")
            raise InputErrors([InputError("log", shown, accepted, fix)])
        rounded = np.round(np.maximum(celsius, coldest) / _STEP_C) * _STEP_C
        levels, place = np.unique(rounded, return_inverse=True)
        hours = np.bincount(place, weights=self.weights_h)
        total_h = float(hours.sum())
        return tuple((Q_(float(level), "degC"), 24 * float(h) / total_h) for level, h in zip(levels, hours))

    def told(self) -> tuple[str, ...]:
        """Return everything that somebody should know of how the file was read, a sentence each."""
        sentences = [self._span()]
        sentences += [f"{item.note}." for item in self.assumed]
        sentences += self.notes
        if self.choices:
            sentences.append(say("Could be read instead: {choices}.", choices=_listed(self.choices)))
        sentences += list(_line_sentences(self.lines))
        unused = [column.text for column in self.columns if column.status == "set_aside"]
        if unused:
            sentences.append(say("Columns not used: {unused}.", unused=_listed(unused)))
        return tuple(sentences)

    def _span(self) -> str:
        """Return how many readings there are, and over which time."""
        if not self.is_dated:
            return say(
                "{count} readings over {hours:.3g} h, read from “{column}”.",
                count=len(self.times),
                hours=self.elapsed_h[-1],
                column=self.column,
            )
        return say(
            "{count} readings from {first} to {last}, read from “{column}”.",
            count=len(self.times),
            first=self.words_when(0),
            last=self.words_when(-1),
            column=self.column,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it, without the readings themselves."""
        return {
            "readings": len(self.times),
            "from": str(self.times[0]) if self.is_dated else None,
            "to": str(self.times[-1]) if self.is_dated else None,
            "mean_C": self.mean_C,
            "mean_kinetic_C": self.mean_kinetic_C,
            "lowest_C": float(self.temperatures_C.min()),
            "highest_C": float(self.temperatures_C.max()),
            "column": self.column,
            "choices": list(self.choices),
            "assumed": [
                {"option": item.text, "note": item.note, "readings": list(item.readings)}
                for item in self.assumed
            ],
            "columns": [
                {"name": item.text, "status": item.status, "note": item.note} for item in self.columns
            ],
            "lines": [
                {
                    "status": group.status,
                    "note": group.note,
                    "count": group.count,
                    "ranges": group.ranges[:_MOST_RANGES],
                }
                for group in self.lines
            ],
            "notes": list(self.notes),
        }


def _listed(names: Sequence[str]) -> str:
    """Return names with commas; of many the first, and how many more there are."""
    more = len(names) - _MOST_NAMES
    told = ", ".join(names[:_MOST_NAMES])
    return say("{names} and {more} more", names=told, more=more) if more > 0 else told


def _line_sentences(lines: Iterable[Lines]) -> Iterable[str]:
    """Yield what was made of lines that are no readings and not blank."""
    for group in lines:
        if group.status == "used" or group.note == "blank":
            continue
        note = group.note
        if group.status != "not_understood":
            yield say_n(
                "Set aside, line {lines}: {reason}.",
                "Set aside, lines {lines}: {reason}.",
                group.count,
                lines=group.numbers,
                reason=note,
            )
            continue
        note = f"{note} (“{group.sample}”)" if group.sample else note
        yield say_n(
            "Not understood, line {lines}: {reason}.",
            "Not understood, lines {lines}: {reason}.",
            group.count,
            lines=group.numbers,
            reason=note,
        )
