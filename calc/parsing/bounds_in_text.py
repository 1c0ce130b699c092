"""Numbers that are no amounts: the most or the least of something, “max. 2 %”, and so much per litre."""

from __future__ import annotations

import functools
import re

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.messages import say
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import find_named
from calc.parsing.line_amounts import GONE, MASSES, VOLUMES, stated_amounts, without_amounts
from calc.parsing.line_names import named_part
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine

# So much per a round number of something: “150 mg/mL”, “15 g/100 g”; “30 g/30 ml” says one amount twice.
_RATIO = re.compile(
    r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*(?:[mµ]?g|mcg|[мк]*г)\s?/\s?(10{0,3})?\s?(?:m?l|k?g|мл|л|г|кг)(?![^\W_])",
    re.IGNORECASE,
)


def is_ratio(plain: str) -> bool:
    """Tell whether a line says how much of something is in so much of a mix.

    Parameters
    ----------
    plain : str
        The line without accents.

    Examples
    --------
    >>> is_ratio("LAA 150 mg/mL 10 mL"), is_ratio("water 30 g/30 ml"), is_ratio("glycerin 100 g/100 ml")
    (True, False, False)
    """
    match = _RATIO.search(plain)
    return match is not None and float(match[1].replace(",", ".")) != float(match[2] or 0)


def per_whole(part: str, shown: str) -> RecipeLine | None:
    """Return the question that a line asks that says so much for so much of the whole; None for any other.

    Parameters
    ----------
    part : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> per_whole("vitamin E 5 drops per 30 mL", "").readings, per_whole("water ad 100 g", "")
    (('5 drops vitamin E',), None)
    """
    plain = without_accents(part)
    stated = stated_amounts(plain)
    if len(stated) != 2 or stated[0].unit == "part" or stated[1].unit not in (*MASSES, *VOLUMES):
        return None
    between, behind = plain[stated[0].end : stated[1].start], plain[stated[1].end :]
    per = _per().search(between)
    name = f"{part[: stated[0].start]} {part[stated[0].end : stated[0].end + (per.start() if per else 0)]}"
    name = " ".join(name.split()).strip(" ()[]:;,.=–—-")
    whole = find_named(behind.strip(" ()[]:;,.=–—-"))
    if per is None or (re.search(r"\w", behind) and whole is None) or find_named(name) is None:
        return None
    first, second = (part[one.start : one.end].strip() for one in stated)
    both = (f"{first} {name}, {second} {whole.name}",) if whole else ()
    note = say("So much for how much? Write how much of it goes into this recipe.")
    return RecipeLine(shown, "not_understood", note, (*both, f"{first} {name}"), find_named(name))


@functools.cache
def _per() -> re.Pattern[str]:
    """Return the pattern of what stands between so much of something and the whole that it is for."""
    words = alternation((*recipe_words().phrases["for"], *recipe_words().grammar["per"]))
    return re.compile(rf"(?:^|(?<=[\s(])){words}\s*$", re.IGNORECASE)


def bounded(part: str, shown: str) -> RecipeLine | None:
    """Return the question that a line asks whose amount is a bound; None where it is none.

    Parameters
    ----------
    part : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> bounded("max. 2 % vitamin E", "").readings, bounded("water up to 100 g", "")
    (('2 % Tocopherol (vitamin E)',), None)
    """
    plain = without_accents(part)
    match = _bound().search(plain)
    if match is None:
        return None
    stated = [one for one in stated_amounts(plain) if _begins_at(one, match, plain)]
    if not stated:
        return None
    rest = without_amounts(f"{plain[: match.start()]}{' ' * len(match[0])}{plain[match.end() :]}", stated)
    named = find_named(named_part(rest.replace(GONE, " ")))
    if named is None or (named.is_known and "solvent" in catalog.ingredients()[named.id].roles):
        return None
    reading = f"{part[match.end() : stated[0].end].strip()} {named.name}"
    note = say("This is a bound, and no amount: how much of it is there?")
    return RecipeLine(shown, "not_understood", note, (reading,), named)


def _begins_at(amount: StatedAmount, match: re.Match[str], plain: str) -> bool:
    """Tell whether an amount stands right behind the words for a bound, which may be a part of it."""
    return amount.start <= match.end() < amount.end and not plain[match.end() : amount.start].strip()


@functools.cache
def _bound() -> re.Pattern[str]:
    """Return the pattern of the words for a bound in front of a number."""
    grammar = recipe_words().grammar
    first, anywhere = alternation(grammar["first_bound"]), alternation(grammar["bound"])
    return re.compile(rf"(?:^\s*{first}|(?:^|(?<=[\s(,])){anywhere})\s*(?=[\d.,])", re.IGNORECASE)
