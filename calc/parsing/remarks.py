"""Lines of a page that are no part of a recipe: titles, cards of facts, remarks and sentences."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc.catalog.recipe_words import recipe_words
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import find_named
from calc.parsing.phrases import Phrases, alternation, phrases_of
from calc.parsing.plain_text import runs_of_letters

_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]?")
# So many words stand in front of the amount of a sentence.
_LEAD = 4
_LONGEST_NAMED = 8


def is_on_card(plain: str) -> bool:
    """Tell whether a line says something about the recipe as a whole: “Servings: 4”, “| Author | Ann |”.

    Parameters
    ----------
    plain : str
        The line without bullets and accents.

    Examples
    --------
    >>> is_on_card("Prep Time | 10 minutes"), is_on_card("Glycerin | 10 g")
    (True, False)
    """
    match = _phrases("card").at(plain)
    behind = plain[match.end :].lstrip("* ") if match else ""
    return match is not None and (
        not behind or behind[0] in ":|-–\t" or behind[0].isdigit() or behind[0].isupper()
    )


def is_page_remark(plain: str) -> bool:
    """Tell whether a line is what pages write around a text: “Log in to reply”, “14 upvotes”, “Thank you!”.

    Parameters
    ----------
    plain : str
        The line without bullets and accents.

    Examples
    --------
    >>> is_page_remark("14 Upvotes"), is_page_remark("14 g glycerin")
    (True, False)
    """
    first = re.sub(r"^[\d\s.,]+", "", plain)
    return _phrases("page").at(first) is not None or _post().search(plain) is not None


def words_outside(text: str) -> list[str]:
    """Return the words of a text that stand outside of brackets, of which the last may be left open.

    Examples
    --------
    >>> words_outside("night cream (for dry skin")
    ['night', 'cream']
    """
    return runs_of_letters(_BRACKETS.sub(" ", text))


def is_counted_out(name: str) -> bool:
    """Tell whether a name says that something is counted, as tablets are.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> is_counted_out("vitamin C tablets")
    True
    """
    words = words_outside(name)
    return any(_phrases("counted").key(word) for word in words)


def is_prose(plain: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line talks: its words are those of a sentence, whether or not an amount stands in it.

    Parameters
    ----------
    plain : str
        The line without bullets and accents.
    amounts : sequence of StatedAmount
        What stands in it.

    Examples
    --------
    >>> is_prose("I think it can be used at that strength", ())
    True
    """
    with_unit = [amount for amount in amounts if amount.unit and amount.end]
    phrases = _phrases("prose")
    first = re.match(r"\W*([^\W\d_]+)", plain)
    is_short_for = first is not None and len(first[1]) > 1 and first[1].isupper() and not plain.isupper()
    if phrases.at(plain) and not is_short_for and len(runs_of_letters(plain)) > 2:
        return True
    head = plain[: with_unit[0].start] if with_unit else plain
    words = words_outside(head)
    if with_unit and len(words) < _LEAD:
        return False
    if with_unit and not plain[with_unit[-1].end :].strip(" .,;:") and _begins_with_name(words):
        return False
    return len({word.lower() for word in words if phrases.key(word)}) >= 2


def named_as_own(plain: str, amounts: Sequence[StatedAmount]) -> str:
    """Return what a few words with an amount behind them say that somebody has; "" for nothing.

    Parameters
    ----------
    plain : str
        The line without bullets and accents.
    amounts : sequence of StatedAmount
        What stands in it.

    Examples
    --------
    >>> from calc.parsing.amounts_in_text import amounts_in
    >>> named_as_own("my gel 10 g", amounts_in("my gel 10 g"))
    'gel'
    """
    whose = _phrases("whose").at(plain)
    if whose is None or len(amounts) != 1 or plain[amounts[0].end :].strip(" .,;:!"):
        return ""
    name = plain[whose.end : amounts[0].start].strip(" .,;:!")
    return name if len(runs_of_letters(name)) < _LEAD else ""


def says_nothing(name: str) -> bool:
    """Tell whether a name that is not known is words of sentences alone: “I used”, “then more”.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> says_nothing("I used"), says_nothing("moon dust")
    (True, False)
    """
    words = words_outside(name)
    told, verbs = _phrases("prose"), _verbs()
    return bool(words) and all(told.key(word) or verbs.key(word) for word in words)


def _begins_with_name(words: Sequence[str]) -> bool:
    """Tell whether a few words begin with the name of a known ingredient."""
    return len(words) <= _LONGEST_NAMED and any(
        find_named(" ".join(words[:count])) for count in range(min(len(words), 4), 0, -1)
    )


@functools.cache
def _verbs() -> Phrases:
    """Return the words of what somebody does, or tells."""
    return phrases_of((*recipe_words().method, *recipe_words().grammar["telling"]))


@functools.cache
def _phrases(kind: str) -> Phrases:
    """Return the words of one kind of line."""
    return phrases_of(recipe_words().remarks[kind])


@functools.cache
def _post() -> re.Pattern[str]:
    """Return the pattern of who wrote something in a forum, and when; and of what is not in it: “no …”."""
    month = alternation(recipe_words().grammar["month"])
    return re.compile(
        rf"(?<!\w)[ur]/\w+|^no\s|\b{month}[a-z]*\.?\s+\d{{1,2}}(?:\b|,)(?!\s*(?:g|ml|%))", re.IGNORECASE
    )
