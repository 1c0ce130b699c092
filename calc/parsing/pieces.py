"""Several measures or pieces of which a line says what one holds: “3 scoops vitamin C (0.5 g each)”."""

from __future__ import annotations

import functools
import re

from calc.catalog.recipe_words import recipe_words
from calc.messages import say
from calc.parsing.ingredient_names import find_named
from calc.parsing.line_amounts import GONE, MASSES, SHARES, VOLUMES, quiet_amounts, without_amounts
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.units import show_number

_SIGNS = " \t:;,.–—-"


def of_pieces(body: str, shown: str) -> RecipeLine | None:
    """Return what a line asks that says how much each of several measures or pieces holds; None else.

    Parameters
    ----------
    body : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> of_pieces("3 scoops vitamin C (0.5 g each)", "").readings
    ('1.5 g vitamin C', '0.5 g vitamin C')
    """
    plain = without_accents(body)
    amounts = [one for one in quiet_amounts(plain) if one.end]
    if len(amounts) != 2 or amounts[0].high <= 1:
        return None
    count, one = amounts
    is_count = count.unit not in (*MASSES, *VOLUMES, *SHARES) and one.unit in (*MASSES, *VOLUMES)
    around = f"{plain[count.end : one.start]}{GONE}{plain[one.end :]}"
    if not is_count or not _of_each().search(around) or one.low != one.high:
        return None
    rest = _of_each().sub(" ", without_amounts(body, amounts)).replace(GONE, " ")
    name = " ".join(re.sub(r"[()\[\]]", " ", rest).split()).strip(_SIGNS)
    if _counted_words().search(name):
        name = " ".join(_counted_words().sub(" ", name).split())
    elif not count.unit:
        return None
    name = _leading().sub("", name)
    if find_named(name) is None:
        return None
    unit = recipe_words().units[one.unit].words[0]
    in_all = dict.fromkeys(show_number(times * one.value, 4) for times in (count.low, count.high))
    readings = tuple(f"{value} {unit} {name}" for value in ("-".join(in_all), show_number(one.value, 4)))
    note = say("Several amounts stand here: how much is it in all?")
    return RecipeLine(shown, "not_understood", note, readings, find_named(name))


@functools.cache
def _of_each() -> re.Pattern[str]:
    """Return the pattern of words for “each” beside the place of an amount: “(0.5 g each)”, “à 2 g”."""
    words = alternation(recipe_words().grammar["apiece"])
    of_one = rf"(?<![^\W\u1100-\uffef])(?:{words}|[àa@])"
    return re.compile(rf"{of_one}\s*{GONE}|{GONE}\s*{words}(?![^\W\d\u1100-\uffef])", re.IGNORECASE)


@functools.cache
def _counted_words() -> re.Pattern[str]:
    """Return the pattern of what is counted: “tablets”, and what of."""
    words = alternation(word.removesuffix("*") for word in recipe_words().remarks["counted"])
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


@functools.cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of “of” in front of a name."""
    return re.compile(rf"^{alternation(recipe_words().grammar['leading'])}\s+", re.IGNORECASE)
