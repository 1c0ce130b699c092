"""The pH that a cell states: a number, a range, or the one that a sentence says."""

from __future__ import annotations

import re

from calc.errors import InputError
from calc.messages import say
from calc.parsing.strength import is_bound
from calc.uncertainty import Band
from calc.units import read_number

_PH_RANGE = re.compile(
    r"(?:(?:from|von|de|от|od)\s+)?([\d.,]+)\s*(?:[-–—…]|\b(?:to|bis|à|до|do)\b)\s*([\d.,]+)", re.IGNORECASE
)
_PH_SPREAD = re.compile(r"([\d.,]+)\s*(?:±|\+/?-)\s*([\d.,]+)")
_PH_NAME = re.compile(r"^\s*(?:ph|рн)\s*(?:value|wert)?\s*[:=]?\s*|\s*\b(?:ph|рн)\s*$", re.IGNORECASE)
# A pH within a sentence: “stings, pH=2.2!!”.
_PH_SAID = re.compile(
    r"\b(?:ph|рн)\s*(?:value|wert)?\s*[:=]?\s*(?:[<>≤≥~≈]\s*)?"
    r"(?:\d+(?:[.,]\d+)?(?:\s*(?:[-–—…±]|to|bis)\s*\d+(?:[.,]\d+)?)?)",
    re.IGNORECASE,
)
_PH_EXAMPLE = say("Write for example 3.2 or 3.0-3.5.")


def pHs_said(text: str) -> list[str]:
    """Return what a text says of a pH, each with the word.

    Examples
    --------
    >>> pHs_said("stings, pH=2.2!!"), pHs_said("3.1")
    (['pH=2.2'], [])
    """
    return _PH_SAID.findall(text)


def without_word(text: str) -> str:
    """Return a pH without the word.

    Examples
    --------
    >>> without_word("pH value: 3.2")
    '3.2'
    """
    return _PH_NAME.sub("", text)


def is_bound_of_pH(plain: str) -> bool:
    """Tell whether a text is a bound, and no range."""
    return is_bound(plain) and not _PH_RANGE.fullmatch(plain)


def pH_of(plain: str, text: str) -> float | Band:
    """Return a pH, or a range of it.

    Parameters
    ----------
    plain : str
        Without the word.
    text : str
        The cell, for the error.

    Raises
    ------
    InputError
        No pH, or a range whose first end is the larger.

    Examples
    --------
    >>> pH_of("3.2", "pH 3.2"), pH_of("3.0-3.5", "").high
    (3.2, 3.5)
    """
    spread, ends = _PH_SPREAD.fullmatch(plain), _PH_RANGE.fullmatch(plain)
    if spread:
        middle, half = (read_number(end, field="pH").value for end in spread.groups())
        return Band(middle, middle - half, middle + half)
    if not ends:
        return one_pH(plain, text)
    low, high = (read_number(end, field="pH").value for end in ends.groups())
    if low > high:
        raise InputError("pH", text, say("the first number must be the smaller one."), _PH_EXAMPLE)
    return Band((low + high) / 2, low, high)


def one_pH(plain: str, text: str = "") -> float:
    """Return one pH.

    Parameters
    ----------
    plain : str
        Without the word.
    text : str
        The cell, for the error, where it is another one.

    Raises
    ------
    InputError
        No pH.

    Examples
    --------
    >>> one_pH("3,2")
    3.2
    """
    if "/" in plain:  # 3/4 is no three quarters
        raise InputError("pH", text or plain, say("this is not a pH."), _PH_EXAMPLE)
    try:
        value, unit = read_number(plain, field="pH")
    except InputError as error:
        fix = error.fix if error.readings else _PH_EXAMPLE
        problem = error.accepted if error.readings else say("this is not a pH.")
        raise InputError("pH", text or plain, problem, fix, error.readings) from error
    if unit:
        raise InputError("pH", text or plain, say("a pH has no unit."), say("Check which column is the pH."))
    return value
