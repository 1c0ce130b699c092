"""What a line asks that says “halved” or “half of it”: whether its amount is the whole, or what goes in."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from calc.catalog.recipe_words import recipe_words
from calc.messages import say
from calc.parsing.ingredient_names import find_named
from calc.parsing.line_amounts import GONE, stated_amounts, without_amounts
from calc.parsing.line_names import WORD
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.units import show_number

_SIGNS = " \t:;,.()[]–—-"
_HALF, _DOUBLE = 0.5, 2.0
_NOT_IN_WORD, _NOT_BEFORE = r"(?<![^\W\u1100-\uffef])", r"(?![^\W\u1100-\uffef])"


class _Said(NamedTuple):
    """Words that change an amount: how many times it is then, and what is asked with one and without."""

    times: float
    pattern: re.Pattern[str]
    question: str
    how_much: str


def of_halved(body: str, shown: str) -> RecipeLine | None:
    """Return what a line asks that says “halved”, “half of it” or “doubled”; None for any other.

    Parameters
    ----------
    body : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> of_halved("LAA 10 g halved", "").readings
    ('10 g LAA', '5 g LAA')
    >>> of_halved("half of it", "").note, of_halved("half a teaspoon glycerin", "")
    ('Half of how much? Write how much goes in, for example 5 g.', None)
    """
    plain = without_accents(body)
    said = next((one for one in _words() if one.pattern.search(plain)), None)
    if said is None:
        return None
    rest = body
    for match in said.pattern.finditer(plain):
        rest = f"{rest[: match.start()]}{' ' * len(match[0])}{rest[match.end() :]}"
    amounts = stated_amounts(without_accents(rest))
    if not all(re.search(r"\d", rest[one.start : one.end]) for one in amounts):  # “half of a teaspoon”
        return None
    name = " ".join(without_amounts(rest, amounts).replace(GONE, " ").split()).strip(_SIGNS)
    named = find_named(name)
    if not amounts:
        is_asked = named or not WORD.search(name)
        return RecipeLine(shown, "not_understood", said.how_much, (), named) if is_asked else None
    if len(amounts) > 1 or not name:
        return None
    amount = amounts[0]
    unit = recipe_words().units[amount.unit].words[0]
    values = (amount.value, said.times * amount.value) if amount.low == amount.high else ()
    readings = tuple(f"{show_number(value, 4)} {unit} {name}" for value in values)
    return RecipeLine(shown, "not_understood", said.question, readings, named)


@functools.cache
def _words() -> tuple[_Said, ...]:
    """Return the words that halve an amount, and those that double it."""
    grammar = recipe_words().grammar
    return (
        _Said(
            _HALF,
            _pattern(grammar["halved"], grammar["half_the"], grammar["halves"]),
            say("Is it all of that, or half of it? Say how much goes in."),
            say("Half of how much? Write how much goes in, for example 5 g."),
        ),
        _Said(
            _DOUBLE,
            _pattern(grammar["doubled"], grammar["double_the"], ()),
            say("Is it that much, or twice as much? Say how much goes in."),
            say("Twice how much? Write how much goes in, for example 5 g."),
        ),
    )


def _pattern(behind: tuple[str, ...], before: tuple[str, ...], last: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of words at the end of a line, at its beginning, and behind a sign at its end."""
    end = r"[\s.!)\]]{0,4}$"
    parts = [rf"{_NOT_IN_WORD}{alternation(behind)}{_NOT_BEFORE}{end}"]
    parts += [rf"^\W{{0,4}}{alternation(before)}\s"]
    parts += [rf"[,;(\[–—]\s?{alternation(last)}{end}"] if last else []
    return re.compile("|".join(parts), re.IGNORECASE)
