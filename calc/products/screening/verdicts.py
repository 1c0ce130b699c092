"""What rules say of many rows → the columns of an answer: codes, the worst severity, why a row is unread."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.findings import Severity
from calc.products.listings.listing import VITAMIN_C
from calc.rules.assessment import MODEL_VERSION

if TYPE_CHECKING:
    import pandas

Words = NDArray[np.uint64]
Rows = NDArray[np.intp]

#: The columns of numbers that an answer has.
NUMBERS = ("mass_fraction", "aa_equivalent_fraction", "pH", "dissolves", "t90_days")
#: The columns that are added, in this order.
ADDED = (*NUMBERS, "codes", "skipped", "worst", "model_version", "vitamin_c_named", "unread")
#: Places of three keys of `VITAMIN_C`: a form is named, vitamin C alone, a list is there without any.
FORM, UNNAMED, NONE = (tuple(VITAMIN_C).index(key) for key in ("form", "unnamed", "none"))


def named_column(places: Rows) -> pandas.Categorical:
    """Return what of vitamin C rows name, by its places among `VITAMIN_C`, as a column."""
    import pandas

    return pandas.Categorical.from_codes(places, list(VITAMIN_C))


def rule_columns(fires: Words, skipped: Words, of: str) -> dict[str, Any]:
    """Return what rules say of n rows as columns; texts are made of the distinct words alone.

    Parameters
    ----------
    fires, skipped : (n, words) arrays
        As `rules.evaluate` returns them.
    of : str
        What the rules are about: one of `catalog.SUBJECTS`.

    Returns
    -------
    dict
        ``codes`` (the most severe first), ``skipped`` (in the order of the rules), ``worst`` and
        ``model_version``, n each.
    """
    import pandas

    columns: dict[str, Any] = {}
    words, which = _distinct(fires)
    every = [_codes(tuple(word), of, True) for word in words.tolist()]
    columns["codes"] = _categorical(every, which)
    worst = np.array([_worst(word) for word in every], dtype=np.intp)
    names = [word.name for word in Severity]
    columns["worst"] = pandas.Categorical.from_codes(worst[which] - 1, names, ordered=True)
    words, which = _distinct(skipped)
    columns["skipped"] = _categorical([_codes(tuple(word), of, False) for word in words.tolist()], which)
    columns["model_version"] = _categorical([MODEL_VERSION], np.zeros(len(fires), dtype=np.intp))
    return columns


def answered(
    columns: Mapping[str, Any], wrong: Rows, reasons: Sequence[str], index: pandas.Index
) -> pandas.DataFrame:
    """Return the columns of an answer, in order; rows that are unread have nothing but the reason.

    Parameters
    ----------
    columns : mapping
        `ADDED` without ``unread``, of the m rows that can be read.
    wrong : (n,) array
        For each row 0, or from 1 which of the reasons keeps it from being read.
    reasons : sequence of str
        Each once.
    index : Index
        Of the n rows.

    Returns
    -------
    DataFrame
    """
    import pandas

    good = np.flatnonzero(wrong == 0)
    added = {name: _spread_out(values, good, wrong.size) for name, values in columns.items()}
    dissolves = added["dissolves"]
    added["dissolves"] = pandas.arrays.BooleanArray(dissolves == 1, np.isnan(dissolves))
    added["unread"] = pandas.Categorical.from_codes(wrong - 1, list(reasons))
    return pandas.DataFrame({name: pandas.Series(added[name], index=index) for name in ADDED}, index=index)


def _distinct(words: Words) -> tuple[Words, Rows]:
    """Return the distinct rows of words in the order in which they come, and which each row is."""
    import pandas

    which = np.zeros(len(words), dtype=np.int64)
    for column in words.T:
        codes, values = pandas.factorize(column)
        which, _ = pandas.factorize(which * max(len(values), 1) + codes)
    first = np.empty(which.max(initial=-1) + 1, dtype=np.intp)
    first[which[::-1]] = np.arange(len(which))[::-1]
    return words[first], which.astype(np.intp)


def _categorical(texts: list[str], which: Rows) -> pandas.Categorical:
    """Return a column of few texts; different words may have the same."""
    import pandas

    places, distinct = pandas.factorize(np.array(texts, dtype=object))
    return pandas.Categorical.from_codes(places[which], list(distinct) if len(which) else [])


@functools.lru_cache(maxsize=65_536)
def _codes(word: tuple[int, ...], of: str, by_severity: bool) -> str:
    """Return the codes whose bit is set, joined; the most severe first, or in the rules' order."""
    bits = np.unpackbits(np.array(word, dtype=np.uint64).view(np.uint8), bitorder="little")
    every = rules.codes_of(of)
    codes = [every[i] for i in np.flatnonzero(bits)]
    if by_severity:
        codes.sort(key=lambda code: -catalog.rules()[code].severity)
    return ";".join(codes)


def _worst(codes: str) -> int:
    """Return the worst severity of what fires; 0 where nothing does."""
    first = codes.partition(";")[0]
    return int(catalog.rules()[first].severity) if first else 0


def _spread_out(values: Any, rows: Rows, size: int) -> Any:
    """Return values of some rows as a column of all; missing elsewhere."""
    import pandas

    if rows.size == size:
        return values
    if isinstance(values, pandas.Categorical):
        codes = np.full(size, -1)
        codes[rows] = values.codes
        return pandas.Categorical.from_codes(codes, dtype=values.dtype)
    column = np.full(size, np.nan)
    column[rows] = values
    return column
