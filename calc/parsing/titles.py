"""Titles: lines that name what is made, how much of it, or both: “Vitamin C serum 15 %”, “For 100 g”."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.headings import heading_words, holds_heading_word, is_of_whole
from calc.parsing.ingredient_names import find_named
from calc.parsing.line_amounts import GONE, in_brackets, without_amounts
from calc.parsing.line_names import named_part
from calc.parsing.phrases import Phrases, phrases_of
from calc.parsing.plain_text import runs_of_letters, without_accents
from calc.parsing.remarks import words_outside
from calc.parsing.sentences import is_telling

# What may be counted in a title that begins with a number.
_OF_TITLES = ("percent", "g", "mL", "oz", "fl_oz")


def is_title(body: str, amounts: Sequence[StatedAmount], *, kind: str, is_first: bool) -> bool:
    """Tell whether a line names the whole: “Vitamin C serum 15 %”, “For 100 g”, “Night cream”.

    Parameters
    ----------
    body : str
        The line without bullets.
    amounts : sequence of StatedAmount
        What stands in it.
    kind : str
        Kind of heading that it is, "" for none.
    is_first : bool
        Nothing in front of it was an ingredient.

    Examples
    --------
    >>> from calc.parsing.amounts_in_text import amounts_in
    >>> is_title("Recipe (for 50 g):", amounts_in("Recipe (for 50 g):"), kind="", is_first=True)
    True
    """
    plain = without_accents(body)
    if _ends_as_title(plain, amounts, is_first=is_first):
        return True
    if not amounts and is_first and (_is_finished(body) or names_product(plain)):
        return True
    if find_named(named_part(without_amounts(body, amounts))):
        return False
    with_unit = [amount for amount in amounts if amount.unit]
    if with_unit and plain.rstrip().endswith(":"):
        return True
    is_whole = bool(with_unit) and all(is_of_whole(plain, amount) for amount in with_unit)
    announces = holds_heading_word(plain, "ingredients")
    if is_whole and (announces or kind == "phase"):
        return True
    if with_unit and (heading_words("ingredients").at(plain) or (announces and kind == "ingredients")):
        return True
    if not is_first or is_telling(plain) or not holds_heading_word(plain, "products"):
        return False
    if not with_unit or with_unit[0].start > 0:
        return True
    behind = plain[with_unit[0].end :]
    return names_product(behind) or bool(heading_words("products").at(behind))


def names_product(plain: str) -> bool:
    """Tell whether a line ends in what is made: “Night cream”.

    Parameters
    ----------
    plain : str
        The line without bullets and accents.

    Examples
    --------
    >>> names_product("Niacinamide serum"), names_product("Niacinamide")
    (True, False)
    """
    words = words_outside(plain)
    return bool(words) and bool(heading_words("products").key(words[-1]))


def _ends_as_title(plain: str, amounts: Sequence[StatedAmount], *, is_first: bool) -> bool:
    """Tell whether a line with an amount ends in a word of titles, or holds no others."""
    rest = without_amounts(plain, amounts).replace(GONE, " ")
    words = runs_of_letters(rest)
    with_unit = [amount for amount in amounts if amount.unit]
    if not words or not amounts:
        return False
    title, around = _words("title"), _words("around")
    if with_unit and all(title.key(word) or around.key(word) for word in words):
        return True
    outside = words_outside(rest)
    if outside and with_unit and all(around.key(word) for word in outside) and find_named(rest) is None:
        return True
    if not outside or (plain[:1].isdigit() and amounts[0].unit not in _OF_TITLES):
        return False
    if with_unit and (title.key(outside[-1]) or (is_first and title.key(outside[0]))):
        return True
    if not heading_words("products").key(outside[-1]):
        return False
    outer = [amount for amount in amounts if not in_brackets(plain, amount.start)]
    return plain.rstrip().endswith(":") or (
        is_first and all(amount.unit in ("percent", "") for amount in outer)
    )


def _is_finished(body: str) -> bool:
    """Tell whether a line names a finished product."""
    named = find_named(body)
    return named is not None and "finished" in catalog.ingredients()[named.id].roles


@functools.cache
def _words(kind: str) -> Phrases:
    """Return the words of titles: ``title``, or those that may stand ``around`` one."""
    return phrases_of(recipe_words().remarks[kind])
