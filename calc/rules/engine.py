"""Evaluation of rules: predicates over columns of facts, all rows at once, with bit words as the result.

A predicate takes the facts and its limits, and returns a boolean per row; one formula or one client is
a table of one row. Results hold one bit per rule, so that tables of millions of rows stay small.
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
        Words that messages show, n per name.
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


# Where a rule can be judged and where it is skipped; where it fires, may fire, and is skipped. None: nowhere.
_Scope = tuple[Flags | None, Flags | None]
_Judged = tuple[Flags | None, Flags | None, Flags | None]
_NOWHERE: _Judged = (None, None, None)
#: The ends of a band that a rule looks at beside its median, by what it judges.
_BAND_ENDS: Mapping[str, tuple[str, ...]] = {"low": ("low",), "high": ("high",), "ends": ("low", "high")}
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
    """Hold in every row: the flags under ``when`` in ``data/rules.toml`` decide alone."""
    return np.ones(next(iter(facts.values())).shape, dtype=bool)


def above(values: Array, limit: float | Array) -> Flags:
    """Tell where values exceed a limit by more than rounding noise.

    >>> above(np.array([0.2, 0.21]), 0.2).tolist()
    [False, True]
    """
    return values > limit + TOLERANCE


def below(values: Array, limit: float | Array) -> Flags:
    """Tell where values are below a limit by more than rounding noise.

    >>> below(np.array([0.08, 0.07]), 0.08).tolist()
    [False, True]
    """
    return values < limit - TOLERANCE


def more_acid(pH: Array, limit: float | Array) -> Flags:
    """Tell where a pH is below a limit by more than a meter resolves.

    >>> more_acid(np.array([3.0, 2.9]), 3.0).tolist()
    [False, True]
    """
    return pH < limit - PH_TOLERANCE


# --- evaluation -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleResults:
    """The result of every rule for every row, as bit words (n, words) of uint64.

    ``fires``: the limit is crossed. ``may``: only the harmful end of the band crosses it.
    ``skipped``: the rule applies, but a fact that it needs is unknown.
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
    """Evaluate the rules about some subjects for every row.

    Parameters
    ----------
    facts : Facts
        Needs every column that these rules look at; NaN where unknown.
    of : sequence of str, optional
        Subjects of the rules, each one of `catalog.SUBJECTS`.

    Returns
    -------
    RuleResults

    Examples
    --------
    >>> from calc.rules.formula_facts import formula_facts
    >>> serums = formula_facts(np.array([[75.0, 25.0], [85.0, 15.0]]), ("water", "l_ascorbic_acid"))
    >>> (rows, facts), *_ = serums.facts
    >>> results = evaluate(facts)
    >>> ["STR-001" in results.of_row(results.fires, row) for row in rows]
    [True, False]
    """
    codes, texts, state = codes_of(*of), catalog.rules(), _State(facts)
    views = {end: facts.at(end) for end in ("nominal", "median", *_BAND_ENDS["ends"])}
    judged = []
    for code in codes:
        text = texts[code]
        scope = state.scope(text.when, text.needs)
        judged.append(_NOWHERE if scope is None else _judge(PREDICATES[code], text, views, scope))
    return RuleResults(codes, *(_packed(columns, facts.size) for columns in zip(*judged)))


@functools.cache
def codes_of(*of: str) -> tuple[str, ...]:
    """Return the codes of the rules about some subjects, in the order of the findings.

    Parameters
    ----------
    of : str
        Each one of `catalog.SUBJECTS`.

    >>> codes_of("formula")[:2]
    ('STR-001', 'STR-002')
    """
    return tuple(code for code in PREDICATES if {*of} & {*catalog.rules()[code].of})


class _State:
    """Where rules apply, and where all that they need is known: many rules ask it of the same columns."""

    def __init__(self, facts: Facts) -> None:
        self._columns = facts.columns
        self._applying: dict[tuple[str, ...], Flags | None] = {(): np.ones(facts.size, dtype=bool)}
        self._known: dict[str, Flags | None] = {}
        self._scopes: dict[tuple[tuple[str, ...], tuple[str, ...]], _Scope | None] = {}

    def scope(self, when: tuple[str, ...], needs: tuple[str, ...]) -> _Scope | None:
        """Return where a rule can be judged and where it is skipped; None where it applies nowhere."""
        if (when, needs) not in self._scopes:
            self._scopes[when, needs] = self._scope(when, needs)
        return self._scopes[when, needs]

    def _scope(self, when: tuple[str, ...], needs: tuple[str, ...]) -> _Scope | None:
        """Return what `scope` remembers."""
        applies = self._applies(when)
        if applies is None:
            return None
        is_known = applies
        for name in (*when, *needs):
            known = self._known_of(name)
            if known is not None:
                is_known = is_known & known
        if is_known is applies:
            return applies, None
        return _or_nowhere(is_known), _or_nowhere(applies & ~is_known)

    def _applies(self, when: tuple[str, ...]) -> Flags | None:
        """Return where all of some flags are set, or unknown; None for nowhere."""
        if when not in self._applying:
            before = self._applies(when[:-1])
            applies = None if before is None else before & self._columns[when[-1]].astype(bool)
            self._applying[when] = _or_nowhere(applies)
        return self._applying[when]

    def _known_of(self, name: str) -> Flags | None:
        """Return where a column is known; None for everywhere."""
        if name not in self._known:
            unknown = np.isnan(self._columns[name])
            self._known[name] = ~unknown if np.count_nonzero(unknown) else None
        return self._known[name]


def _or_nowhere(flags: Flags | None) -> Flags | None:
    """Return flags; None where none is set."""
    return flags if flags is not None and np.count_nonzero(flags) else None


def _judge(predicate: Predicate, text: RuleText, views: Mapping[str, View], scope: _Scope) -> _Judged:
    """Return where one rule fires, may fire, and is skipped."""
    is_known, skipped = scope
    if is_known is None:
        return None, None, skipped
    if predicate is always:
        return is_known, None, skipped
    centre = text.judges if text.judges in ("nominal", "median") else "median"
    fires, reached = is_known & predicate(views[centre], text.limit), None
    for end in _BAND_ENDS.get(text.judges, ()):
        if views[end] is not views[centre]:
            there = predicate(views[end], text.limit)
            reached = there if reached is None else reached | there
    return fires, None if reached is None else is_known & ~fires & reached, skipped


def _packed(columns: Sequence[Flags | None], size: int) -> NDArray[np.uint64]:
    """Return flags of rules, (n,) each or None for nowhere, as bit words (n, words)."""
    words = np.zeros((-(-len(columns) // 64), size), dtype=np.uint64)
    for i, flags in enumerate(columns):
        if flags is not None and np.count_nonzero(flags):
            words[i // 64] |= flags.astype(np.uint64) << np.uint64(i % 64)
    return np.ascontiguousarray(words.T)
