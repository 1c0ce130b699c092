"""Lines that talk: how a recipe is made, remarks behind an ingredient, and recipes told in sentences."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.headings import heading_words, is_equipment
from calc.parsing.ingredient_names import NamedIngredient, find_named
from calc.parsing.line_amounts import SHARES, amounts_of, quiet_amounts, stated_amounts, without_amounts
from calc.parsing.line_names import (
    LONGEST_NAME,
    fill_pattern,
    named_before,
    named_behind,
    named_part,
    or_pattern,
    outside_brackets,
    remark_brackets,
)
from calc.parsing.phrases import Phrases, is_unspaced, phrases_of
from calc.parsing.plain_text import runs_of_letters, without_accents
from calc.parsing.remarks import is_prose

_DASH = re.compile(r"\s[-–—]\s|\s\(")
_REMARK_BEHIND = 5
_A_VESSEL = 4  # words of “a 30 ml glass bottle”
MAKING = say("How it is made.")
MANY_WORDS = 14
_MOST_DOUBTS = 8  # numbers of two meanings in one sentence that are looked behind


def without_remark(body: str) -> str:
    """Return a line without the long remark that follows its name and amount."""
    plain = without_accents(body)
    amounts = stated_amounts(plain)
    heavy = [amount for amount in amounts if amount.unit not in SHARES]
    for amount in heavy[:1] or amounts[:1]:
        if heavy[1:]:
            return body
        cuts = [amount.end, *(match.start() for match in _DASH.finditer(plain, amount.end))]
        for cut in cuts:
            head, tail = body[:cut].rstrip(), body[cut:].strip()
            if not _is_remark(tail):
                continue
            rest = without_amounts(head, [part for part in quiet_amounts(plain[:cut]) if part.end <= cut])
            if find_named(named_part(rest)):
                return head
            words = len(re.findall(r"[^\W\d_]{2,}", rest))
            if tail[:1] in "-–—(" and 0 < words < LONGEST_NAME and not is_equipment(body, amounts):
                return head
    return body


def _is_remark(tail: str) -> bool:
    """Tell whether what follows a name and its amount is as long as a remark."""
    is_long = len(re.findall(r"[^\W\d_]{2,}", tail)) >= _REMARK_BEHIND - (tail[:1] in "-–—") or (
        tail[:1] in "-–—(" and len(re.findall(r"[\u1100-\uffef]", tail)) > 2 * _REMARK_BEHIND
    )
    if not is_long or or_pattern().match(f" {tail.lstrip('-–—( ')}"):
        return False
    outside = outside_brackets(tail)
    amounts = [amount for amount in quiet_amounts(without_accents(outside)) if amount.unit]
    starts = [0, *(amount.end for amount in amounts)]
    return not any(
        named_behind(outside, amount.end, len(outside)) or named_before(outside, start, amount.start)
        for amount, start in zip(amounts, starts)
    )


def ends_as_sentence(plain: str, words: int) -> bool:
    """Tell whether a line without an amount ends as a sentence does."""
    return (words > 2 and plain.rstrip()[-1:] in ".!?") or (
        len(re.findall(r"[\u3040-\uffef]", plain)) > _REMARK_BEHIND and bool(re.search(r"[,、。，]", plain))
    )


def is_sentence(plain: str) -> bool:
    """Tell whether a line says how something is made: it begins with a verb, or is as long as a sentence."""
    heading, _, behind = plain.partition(":")
    plain = behind if behind.strip() and heading_words("method").key(heading) else plain
    words = runs_of_letters(plain)
    amounts = quiet_amounts(plain)
    is_counted = any(
        amount.unit
        and re.search(r"\d", plain[amount.start : amount.end])
        and not plain[: amount.start].strip(" (~")
        for amount in amounts
    )
    if len(words) > MANY_WORDS and re.search(r"[.!?](?!\d)", plain) and not is_counted:
        return True
    verb = _verbs().at(plain)
    if verb and (len(words) >= 3 or not any(amount.unit for amount in amounts)):
        return True
    if _ends_as_spoken(outside_brackets(plain)):
        return True
    unspaced = not plain.isascii() and any(word in plain for word in _unspaced_verbs())
    return (unspaced and not quiet_amounts(plain)) or (
        unspaced and plain.rstrip().endswith(recipe_words().grammar["spoken_of_making"])
    )


def is_paragraph(body: str) -> bool:
    """Tell whether a line is running text with several amounts in it."""
    outside = without_accents(outside_brackets(body))
    amounts = [amount for amount in quiet_amounts(outside) if amount.unit]
    words = len(runs_of_letters(outside))
    return len(amounts) > 1 and words > MANY_WORDS and words > 5 * len(amounts)


def is_telling(plain: str) -> bool:
    """Tell whether a recipe is told on a line: a sentence, or a paragraph with several amounts."""
    amounts = quiet_amounts(plain)
    is_long = len(runs_of_letters(plain)) > MANY_WORDS
    return is_sentence(plain) or is_prose(plain, amounts) or (is_long and len(amounts) > 1)


def doubt_in_sentence(body: str) -> InputError | None:
    """Return what an amount in a sentence asks that can be read in two ways; None where none can."""
    try:
        amounts_of(without_accents(remark_brackets().sub(" ", body)))
    except InputError as error:
        return error
    return None


def mentioned_with_amount(body: str) -> list[NamedIngredient]:
    """Return the ingredients of a sentence that have an amount, also one with two meanings."""
    for _ in range(_MOST_DOUBTS):
        doubt = doubt_in_sentence(body)
        if doubt is None or not doubt.readings:
            break
        body = doubt.readings[0]
    return [named for named, _ in named_in_sentence(body)]


def named_in_sentence(body: str) -> list[tuple[NamedIngredient, StatedAmount]]:
    """Return the ingredients of a sentence with their amounts: “Dissolve 5 g of … in 20 mL of …”."""
    body = remark_brackets().sub(" ", body)
    plain = without_accents(body)
    amounts = stated_amounts(plain)
    pairs = [
        (named_behind(body, amount.end, following.start if following else len(body)), amount)
        for amount, following in zip(amounts, [*amounts[1:], None])
    ]
    if not any(named for named, _ in pairs):
        for fill in fill_pattern().finditer(plain):  # “add water to 100 g”
            body = f"{body[: fill.start()]}{' ' * len(fill[0])}{body[fill.end() :]}"
        starts = [0, *(amount.end for amount in amounts)]
        pairs = [(named_before(body, start, amount.start), amount) for amount, start in zip(amounts, starts)]
    return [(named, amount) for named, amount in pairs if named]


def unnamed_in_sentence(body: str, mentioned: Sequence[tuple[NamedIngredient, StatedAmount]]) -> list[str]:
    """Return the amounts of a sentence that belong to no ingredient which it names, as they are written."""
    plain = without_accents(remark_brackets().sub(" ", body))
    taken = {amount.start for _, amount in mentioned}
    stated = stated_amounts(plain)
    starts = [0, *(amount.end for amount in stated)]
    return [
        plain[amount.start : amount.end].strip()
        for amount, start in zip(stated, starts)
        if amount.start not in taken
        and (amount.unit not in SHARES or named_before(plain, start, amount.start))
        and plain[amount.start].isdigit()
        and not is_equipment(" ".join(plain[amount.end :].split()[:_A_VESSEL]), ())
    ]


def _ends_as_spoken(plain: str) -> bool:
    """Tell whether a line ends as sentences do in Japanese and Korean."""
    return plain.rstrip("。.!~！^ ").endswith(recipe_words().grammar["spoken"])


@functools.cache
def _unspaced_verbs() -> tuple[str, ...]:
    """Return these words in scripts that do not part words by spaces."""
    return tuple(filter(is_unspaced, recipe_words().method))


@functools.cache
def _verbs() -> Phrases:
    """Return the words that a sentence about the making begins with."""
    return phrases_of(recipe_words().method)
