"""Predicates over columns of facts, run over every row at once, to bit words.

A predicate gets a view of the facts and its limits, and returns a boolean per row; one formula or
one client is a table of one row. Results are bit words, a bit per rule, so that a catalogue of
millions and a single finding run the same code.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import RuleText
from calc.units import PH_TOLERANCE, TOLERANCE

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
View = Mapping[str, Array]
Limits = Mapping[str, float]


@dataclass(frozen=True)
class Facts:
    """A table of facts: a float64 column each, NaN where unknown.

    Parameters
    ----------
    columns : mapping of str to (n,) array
        Values as stated.
    bands : mapping of str to {"median", "low", "high"} of (n,) arrays
        For the columns that carry a band.
    texts : mapping of str to sequence of str
        Names that messages show, n each.
    """

    columns: Mapping[str, Array]
    bands: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of rows."""
        return next(iter(self.columns.values())).size

    def at(self, end: str) -> View:
        """Return the columns as stated ("nominal") or at the median, low or high of their band."""
        if end == "nominal" or not self.bands:
            return self.columns
        return {**self.columns, **{name: band[end] for name, band in self.bands.items()}}


Predicate = Callable[[View, Limits], Flags]
#: Predicates by code, in the order of the findings.
PREDICATES: dict[str, Predicate] = {}


def rule(code: str) -> Callable[[Predicate], Predicate]:
    """Register a predicate under its code."""

    def register(predicate: Predicate) -> Predicate:
        if code in PREDICATES:
            raise ValueError(f"{code} is taken")
        PREDICATES[code] = predicate
        return predicate

    return register


def always(facts: View, limit: Limits) -> Flags:
    """Tell that a rule holds wherever it matters."""
    return np.ones(next(iter(facts.values())).shape, dtype=bool)


def above(values: Array, limit: float | Array) -> Flags:
    """Tell where values pass a limit by more than the tolerance."""
    return values > limit + TOLERANCE


def below(values: Array, limit: float | Array) -> Flags:
    """Tell where values stay under a limit by more than the tolerance."""
    return values < limit - TOLERANCE


def more_acid(pH: Array, limit: float | Array) -> Flags:
    """Tell where a pH stays under a limit by more than a meter shows."""
    return pH < limit - PH_TOLERANCE


# --- running them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleResults:
    """What every rule says of every row, as bit words (n, words) of uint64.

    ``fires``: the limit is crossed. ``may``: only the harmful end of the band crosses it.
    ``skipped``: the rule matters here, but a fact that it needs is unknown.
    """

    codes: tuple[str, ...]
    fires: NDArray[np.uint64]
    may: NDArray[np.uint64]
    skipped: NDArray[np.uint64]

    def of_row(self, words: NDArray[np.uint64], row: int) -> list[str]:
        """Return the codes whose bit is set in a row, in their order."""
        bits = np.unpackbits(words[row].view(np.uint8), bitorder="little")
        return [code for code, bit in zip(self.codes, bits) if bit]


def evaluate(facts: Facts, of: Sequence[str] = ("formula",)) -> RuleResults:
    """Run the rules of some kinds over every row.

    Parameters
    ----------
    facts : Facts
        Needs every column that these rules look at; NaN where unknown.
    of : sequence of str, optional
        What the rules are about, each one of `catalog.SUBJECTS`.
    """
    codes = codes_of(*of)
    views = {end: facts.at(end) for end in catalog.JUDGES}
    judged = [_judge(PREDICATES[code], catalog.rules()[code], views) for code in codes]
    fires, may, skipped = (_packed(np.array(columns)) for columns in zip(*judged))
    return RuleResults(codes, fires, may, skipped)


@functools.cache
def codes_of(*of: str) -> tuple[str, ...]:
    """Return the codes of the rules about some kinds of things, in the order of the findings.

    Parameters
    ----------
    of : str
        Each one of `catalog.SUBJECTS`.
    """
    return tuple(code for code in PREDICATES if {*of} & {*catalog.rules()[code].of})


def _judge(predicate: Predicate, text: RuleText, views: Mapping[str, View]) -> tuple[Flags, Flags, Flags]:
    """Return where one rule fires, may fire, and is skipped."""
    stated = views["nominal"]
    matters = always(stated, text.limit)
    for flag in text.when:
        matters &= stated[flag] != 0
    if not matters.any():
        return matters, matters, matters
    unknown = np.zeros_like(matters)
    for name in (*text.when, *text.needs):
        unknown |= np.isnan(stated[name])
    looks = matters & ~unknown
    centre = text.judges if text.judges in ("nominal", "median") else "median"
    fires = looks & predicate(views[centre], text.limit)
    if views[text.judges] is views[centre]:
        return fires, np.zeros_like(fires), matters & unknown
    may = looks & ~fires & predicate(views[text.judges], text.limit)
    return fires, may, matters & unknown


def _packed(columns: Flags) -> NDArray[np.uint64]:
    """Return booleans (rules, n) as bit words (n, words)."""
    rules, n = columns.shape
    words = np.zeros((-(-rules // 64), n), dtype=np.uint64)
    for i in np.flatnonzero(columns.any(axis=1)):
        words[i // 64] |= columns[i].astype(np.uint64) << np.uint64(i % 64)
    return np.ascontiguousarray(words.T)
