"""The amount that is meant where somebody types more than a number: “about 30 g”, “fifteen percent”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError
from calc.parsing.amounts_in_text import StatedAmount, amounts_in
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.strength import without_about

# More amounts are no slip of the pen, and a longer text is no amount.
_MOST, _LONGEST = 2, 64
# What stands behind an amount and changes nothing; and what makes another unit of it, or another number.
_ENDING = " \t.,;!"
_OF_ANOTHER = re.compile(r"/\s*[^\W\d_]|\bper\b|\b[wmv]/[wmv]\b|^\s*[-−–]|[\d.,]\s*[x×*]\s*\d", re.IGNORECASE)


class MeantAmounts(NamedTuple):
    """The amounts in a text, each as a field reads it, and whether the text says nothing else."""

    texts: tuple[str, ...]
    are_all: bool


_NONE = MeantAmounts((), are_all=False)


def amounts_meant(text: str) -> MeantAmounts:
    """Return the amounts that somebody may mean who types more than one number with its unit.

    Parameters
    ----------
    text : str

    Returns
    -------
    MeantAmounts
        None of them where there are several, or where words around them may make others of them. Of a range
        both ends; then, and beside other words, they are not all that is said.

    Examples
    --------
    >>> amounts_meant("about thirty grams")
    MeantAmounts(texts=('30 g',), are_all=True)
    >>> amounts_meant("10 to 15%").texts, amounts_meant("a 30ml bottle").texts
    (('10 %', '15 %'), ('30 ml',))
    """
    if len(text) > _LONGEST:
        return _NONE
    plain = without_about(without_accents(plain_text(text)))
    try:
        amounts = amounts_in(plain)
    except InputError:
        return _NONE
    around = _around(plain, amounts)
    if not 0 < len(amounts) <= _MOST or _OF_ANOTHER.search(around):
        return _NONE
    if any(map(str.isalpha, around)) and not all(amount.unit for amount in amounts):
        return _NONE  # “30 bananas” are no 30
    texts = [_written(value, amount.unit) for amount in amounts for value in (amount.low, amount.high)]
    only = amounts[0]
    are_all = len({*texts}) == 1 and not plain[: only.start].strip() and not plain[only.end :].strip(_ENDING)
    return MeantAmounts(tuple(dict.fromkeys(texts)), are_all)


def _around(text: str, amounts: Sequence[StatedAmount]) -> str:
    """Return what stands around amounts, a zero for each."""
    end, parts = 0, []
    for amount in amounts:
        parts.append(text[end : amount.start])
        end = amount.end
    return "0".join([*parts, text[end:]])


def _written(value: float, unit: str) -> str:
    """Return an amount as a field reads it."""
    return f"{value:.10g} {recipe_words().units[unit].words[0]}" if unit else f"{value:.10g}"
