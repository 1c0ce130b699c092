"""Ingredients of which a line says the ratio: “50/50 water and glycerin 20 g”, “equal parts of both”.

By mass or by volume is never said: it is asked, with what it comes to where the line says how much there is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc.catalog.recipe_words import recipe_words
from calc.messages import say
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import find_named, known_within, says_thinned
from calc.parsing.known_names import is_in_names
from calc.parsing.layout import separators
from calc.parsing.line_amounts import GONE, in_brackets, stated_amounts, without_amounts
from calc.parsing.line_names import BRACKETED, LONGEST_NAME, WORD
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.units import read_number, show_number

_PART = r"\d{1,3}(?:[.,]\d{1,2})?"
# “1:4”, and “50/50”: of parts with a stroke between those that make a hundred, or are one each.
_RATIO = re.compile(
    rf"(?<![\d.,/:])(?:{_PART}(?:\s?:\s?{_PART}){{1,4}}|{_PART}(?:\s?/\s?{_PART}){{1,4}})(?![\d/:])"
)
_WHOLE = 100.0
# Behind words about a ratio: “1:1” is no part of “1:10”.
_ENDED = r"(?![^\W\d\u1100-\uffef])(?!(?<=\d)[\d:/])"
_BRACKETS = re.compile(r"[()\[\]]")
_SIGNS = " \t:;,.()[]–—-"
_ALIKE = say("Equal parts of how much? Give each ingredient in g, or in %.")
_OF_HOW_MUCH = say("In this ratio, of how much? Give each ingredient in g, or in %.")
_BY_WHAT = say("By mass, or by volume? Give each ingredient in g.")


def of_ratio(body: str, shown: str) -> RecipeLine | None:
    """Return what a line asks that says in what ratio ingredients are; None for any other.

    Parameters
    ----------
    body : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> of_ratio("50/50 water and glycerin 20 g", "").readings
    ('10 g water, 10 g glycerin',)
    >>> of_ratio("glycerin to water 1:4", "").note, of_ratio("1/4 tsp glycerin", "")
    ('In this ratio, of how much? Give each ingredient in g, or in %.', None)
    """
    plain = without_accents(body)
    if (asked := _of_parts(body, shown)) is not None:
        return asked
    is_alike = _alike().search(plain) is not None
    bare = _about_ratio().sub(_as_comma, body) if is_alike or _RATIO.search(plain) else ""
    stated = stated_amounts(without_accents(bare))
    rest = without_amounts(bare, stated).replace(GONE, " ")
    every = [one for one in stated_amounts(plain) if one.unit != "part"]
    names, parts = _names_and_parts(rest, is_alike=is_alike) if len(every) < 2 else ((), ())
    if not names or not stated:
        is_open = names or (is_alike and known_within(body) and not every)
        note = _ALIKE if is_alike else _OF_HOW_MUCH
        return RecipeLine(shown, "not_understood", note) if is_open else None
    return RecipeLine(shown, "not_understood", _BY_WHAT, (_reading(stated[0], parts, names),))


def _of_parts(body: str, shown: str) -> RecipeLine | None:
    """Return what a line asks that says parts of several ingredients, “1 part X to 9 parts Y”; None else."""
    stated = stated_amounts(without_accents(body))
    said = [one for one in stated if one.unit == "part"]
    whole = [one for one in stated if one.unit != "part"]
    if len(said) < 2 or len(whole) != 1:
        return None
    start = body.rfind("(", 0, said[0].start)
    is_inside = start >= 0 and all(in_brackets(body, one.start) for one in said)
    end = body.find(")", said[-1].end) if is_inside else -1
    inside = body[start + 1 : end if end > 0 else len(body)] if is_inside else body
    own = stated_amounts(without_accents(inside))
    masked = without_amounts(inside, own).replace(GONE, " , ")
    names = _names(masked)
    if len(names) != len(said):
        return None
    reading = _reading(whole[0], [one.value for one in said], names)
    return RecipeLine(shown, "not_understood", _BY_WHAT, (reading,))


def _reading(amount: StatedAmount, parts: Sequence[float], names: Sequence[str]) -> str:
    """Return a line that says of each ingredient its part of an amount."""
    unit, total = recipe_words().units[amount.unit].words[0], sum(parts)
    return ", ".join(f"{_share(amount, part / total)} {unit} {name}" for part, name in zip(parts, names))


def _share(amount: StatedAmount, part: float) -> str:
    """Return a part of an amount [0–1] as a number, or as a range of two."""
    ends = dict.fromkeys(show_number(part * end, 4) for end in (amount.low, amount.high))
    return "-".join(ends)


def _as_comma(match: re.Match[str]) -> str:
    """Return a comma as long as the words in whose place it stands."""
    return ",".ljust(len(match[0]))


def _names_and_parts(rest: str, *, is_alike: bool) -> tuple[Sequence[str], Sequence[float]]:
    """Return the names of a line and the parts of its ratio; nothing of a line that says none."""
    ratio = _RATIO.search(rest)
    if ratio is None and not is_alike:
        return (), ()
    bare = rest if ratio is None else f"{rest[: ratio.start()]},{rest[ratio.end() :]}"
    said = [read_number(part, field="recipe").value for part in re.split(r"[:/]", ratio[0])] if ratio else []
    is_fraction = ratio is not None and "/" in ratio[0] and sum(said) != _WHOLE and {*said} != {1.0}
    for text in (_BRACKETS.sub(",", bare), BRACKETED.sub(" ", bare)):
        names = _names(text)
        parts = said or [1.0] * len(names)
        if len(names) > 1 and len(names) == len(parts) and all(parts) and not is_fraction:
            return names, parts
    return (), ()


def _names(text: str) -> list[str]:
    """Return the names of ingredients that a text parts; none where one of them is no name."""
    cells = [_leading().sub("", " ".join(cell.split())) for cell in _between().split(text)]
    names = [name for cell in cells if WORD.search(name := cell.strip(_SIGNS))]
    if len(names) == 1:  # “50:50 water glycerin”
        words = names[0].split()
        halves = ([" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words)))
        names = next((both for both in halves if all(map(find_named, both))), names)
    named = [find_named(name) for name in names]
    if not any(named) or any(one is None and _is_no_name(name) for one, name in zip(named, names)):
        return []
    return [one.name if one and says_thinned(name) else name for one, name in zip(named, names)]


def _is_no_name(text: str) -> bool:
    """Tell whether words stand beside names and name nothing that may not be known here: “powder”."""
    words = text.split()
    return len(words) > LONGEST_NAME or all(map(is_in_names, words))


@functools.cache
def _alike() -> re.Pattern[str]:
    """Return the pattern of the words for equal parts; for a half where it stands twice."""
    words, halves = (alternation(recipe_words().grammar[key]) for key in ("alike", "halves"))
    said = rf"(?:{words}|{halves}\s+[^\W\d_]+[^\d]{{0,40}}?(?<!\w){halves})"
    return re.compile(rf"(?<![^\W\u1100-\uffef]){said}{_ENDED}", re.IGNORECASE)


@functools.cache
def _about_ratio() -> re.Pattern[str]:
    """Return the pattern of the words about a ratio that are no name: “equal parts”, “half”, “a mix of”."""
    grammar = recipe_words().grammar
    words = alternation((*grammar["alike"], *grammar["halves"], *grammar["mix_of"]))
    return re.compile(rf"(?<![^\W\u1100-\uffef]){words}{_ENDED}", re.IGNORECASE)


@functools.cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of “of” in front of a name."""
    return re.compile(rf"^{alternation(recipe_words().grammar['leading'])}(?:\s+|$)", re.IGNORECASE)


@functools.cache
def _between() -> re.Pattern[str]:
    """Return the pattern of what stands between the names in a ratio: “glycerin to water”."""
    words = alternation(recipe_words().grammar["ratio_to"])
    return re.compile(rf"{separators().pattern}|,|\s?[/:]\s?|\s(?i:{words})\s")
