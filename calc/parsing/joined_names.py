"""Several ingredients on one line: those that share an amount, and those with amounts of their own.

“glycerin and propanediol, 5 g each”; “vitamin C 5 g (dissolved in 20 g water)”.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import combinations

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.messages import say, say_list
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.bare_numbers import NEEDS_UNIT, OFFERED_UNITS
from calc.parsing.ingredient_names import (
    OTHER,
    NamedIngredient,
    find_named,
    is_any_form,
    known_within,
    named_ingredient,
    with_kind,
)
from calc.parsing.known_names import PURE, holds_phrase, is_wider, known_id, known_names, words_of
from calc.parsing.layout import separators
from calc.parsing.line_amounts import (
    GONE,
    GRADE,
    LYES,
    SHARES,
    in_brackets,
    is_of_solution,
    quiet_amounts,
    stated_amounts,
    without_amounts,
)
from calc.parsing.line_names import (
    BRACKETED,
    WORD,
    fill_pattern,
    made_up_to,
    named_in_run,
    named_part,
    number_words,
    or_pattern,
    outside_brackets,
)
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine

_SIGNS = " \t:;,.–—-"


def joined_names(body: str, amounts: Sequence[StatedAmount]) -> tuple[str, ...]:
    """Return the names of a line that joins several known ingredients; none where it names one.

    A mixture that is sold, “Glycerin (and) Water”, and a name said twice, “Aqua/Water”, are one.

    Examples
    --------
    >>> joined_names("glycerin, vitamin E, ferulic acid", ()), joined_names("Aqua/Water", ())
    (('glycerin', 'vitamin E', 'ferulic acid'), ())
    """
    rest = without_amounts(body, amounts).replace(GONE, " ")
    if "(and)" in rest or words_of(rest) in known_names():
        return ()
    for aside in (BRACKETED, _apiece(), fill_pattern()):
        rest = aside.sub(" ", rest)
    rest = rest.strip(_SIGNS)
    if words_of(rest) in known_names() or or_pattern().search(f" {rest} "):
        return ()
    parts = [part.strip(_SIGNS) for part in _joints().split(rest)]
    names = [part for part in parts if WORD.search(part)]
    ids = {id: name for name in names if (id := known_id(name) or _some_of(name))}
    if {*ids} & {*catalog.forms()} - {PURE} and is_any_form(ids.get(PURE, "")):  # “vitamin C, SAP” is one
        del ids[PURE]
    others = [
        pair for pair in combinations(sorted(ids), 2) if not is_wider(*pair) and not is_wider(*pair[::-1])
    ]
    return tuple(names) if others else ()


def _some_of(name: str) -> str:
    """Return the id of what a name means behind a number in words, “some glycerin”; "" for none."""
    number = number_words().at(name)
    return known_id(name[number.end :]) if number else ""


def apiece(part: str) -> list[str]:
    """Return a line for each of several ingredients that have one amount each; else the line as it is.

    Examples
    --------
    >>> apiece("glycerin and propanediol, 5 g each"), apiece("5 g glycerin, honey")
    (['5 g glycerin', '5 g propanediol'], ['5 g glycerin, honey'])
    """
    amounts = stated_amounts(without_accents(part))
    if len(amounts) != 1 or not _apiece().search(part):
        return [part]
    stated = part[amounts[0].start : amounts[0].end].strip()
    bare = _apiece().sub(" ", part)
    is_one = find_named(named_part(without_amounts(bare, quiet_amounts(without_accents(bare))))) is not None
    return [f"{stated} {name}" for name in joined_names(part, amounts)] or [bare if is_one else part]


def shared_amount(part: str) -> RecipeLine | None:
    """Return what was made of a line on which ingredients share an amount that is not said of each.

    None where it names one. What they are filled up to is the amount of none of them.
    """
    cells = [cell.strip() for cell in part.split("|")]
    if len(cells) > 1 and all(WORD.search(cell) and re.search(r"\d", cell) for cell in cells):
        part = ", ".join(cells)  # “Aqua 78,5 | Glycerin 5”
    plain = without_accents(part)
    every = [amount for amount in quiet_amounts(plain) if amount.end]
    ends = [amount for amount in every[-1:] if amount.end == len(plain.rstrip())]
    amounts = [amount for amount in every if amount.unit] or ends
    names = joined_names(part, every) if amounts else ()
    shown = " ".join(part.split())
    if not names:
        rest = without_amounts(part, every).replace(GONE, " ")
        is_of_each = amounts and _apiece().search(rest) and find_named(_apiece().sub(" ", rest)) is None
        note = say("So much of each: give every ingredient a line of its own.")
        return RecipeLine(shown, "not_understood", note) if is_of_each else None
    stated = " ".join(part[amount.start : amount.end].strip() for amount in amounts)
    readings = (", ".join(f"{stated} {name}" for name in names), f"{stated} {names[0]}")
    if len(every) == len(names) and not all(one.unit for one in every):  # “LAA 15 / water 85”
        said = [(part[one.start : one.end].strip(), one.unit) for one in every]
        lines = (
            ", ".join(f"{value}{'' if has else f' {unit}'} {name}" for (value, has), name in zip(said, names))
            for unit in OFFERED_UNITS
        )
        return RecipeLine(shown, "not_understood", NEEDS_UNIT, tuple(lines))
    note = say(
        "{names} share one amount here: give each a line with its own.", names=say_list([*names], "and")
    )
    return RecipeLine(shown, "not_understood", note, () if made_up_to(plain) else readings)


def labelled(part: str, shown: str) -> RecipeLine | None:
    """Return what is asked where a known name of some strength stands before a colon, another name behind it.

    Parameters
    ----------
    part : str
        The line.
    shown : str
        As it was written.

    Examples
    --------
    >>> labelled("panthenol 75 %: 2 g fluff", "").readings
    ('2 g panthenol 75 %', '2 g fluff (kind unknown)')
    >>> labelled("water: 80 g boiled", ""), labelled("vitamin C 15 %: 15 g powder", "")
    (None, None)
    """
    label, colon, behind = part.partition(":")
    every = stated_amounts(without_accents(part))
    counted = [one for one in every if one.start > len(label) and not in_brackets(part, one.start)]
    is_strong = any(one.unit == "percent" and one.end <= len(label) for one in every)
    if not colon or not counted or not is_strong:
        return None
    said, name = (_bare_name(text) for text in (label, outside_brackets(behind)))
    known = find_named(said) if said else None
    if known is None or not known.is_known or not WORD.search(name):
        return None
    unknown = named_ingredient(name)
    if unknown.is_known or find_named(f"{said} {name}"):
        return None
    so_much = part[counted[0].start : counted[0].end].strip()
    note = say("Is so much of it {ingredient}, or “{name}”?", ingredient=known.name, name=name)
    other = with_kind(name, name, unknown.id.removeprefix(OTHER))
    readings = (f"{so_much} {label.strip()}", f"{so_much} {other}")
    return RecipeLine(shown, "not_understood", note, readings, known)


def _bare_name(text: str) -> str:
    """Return a text without its amounts and the signs around it."""
    amounts = quiet_amounts(without_accents(text))
    bare = or_pattern().sub(" ", f" {without_amounts(text, amounts).replace(GONE, ' ')} ")
    return " ".join(bare.split()).strip(_SIGNS)


def _doubtful_strength(
    body: str,
    named: NamedIngredient,
    amount: StatedAmount | None,
    amounts: Sequence[StatedAmount],
    share: float | None,
) -> RecipeLine | None:
    """Return what is asked where a percentage may be a strength, or a share that brackets say again."""
    plain = without_accents(body)
    percent = next((one for one in amounts if one.unit == "percent" and one.value / 100 == share), None)
    if amount is None or percent is None or not in_brackets(plain, amount.start) or not named.is_known:
        return None
    says_so = is_of_solution(plain, percent) or holds_phrase(outside_brackets(body), recipe_words().solution)
    is_strong = percent.value >= GRADE or named.id in LYES or says_so
    if is_strong or in_brackets(plain, percent.start) or catalog.ingredients()[named.id].sold_as_strength:
        return None
    so_much, so_strong = (body[one.start : one.end].strip() for one in (amount, percent))
    note = say("Is {share} how strong a solution is, or its share of the whole?", share=so_strong)
    of_solution = f"{so_much} {named.name} {so_strong} {recipe_words().solution[0]}"
    readings = (f"{so_much} {named.name}", f"{so_strong} {named.name}", of_solution)
    return RecipeLine(" ".join(body.split()), "not_understood", note, readings)


def told_beside(
    body: str,
    named: NamedIngredient,
    amount: StatedAmount | None,
    amounts: Sequence[StatedAmount],
    share: float | None = None,
    *,
    has_others: bool = False,
) -> RecipeLine | None:
    """Return what is asked about a line that tells an amount of something else too; None where it does not.

    Parameters
    ----------
    body : str
        The line.
    named : NamedIngredient
        What the line is of.
    amount : StatedAmount, optional
        How much of it.
    amounts : sequence of StatedAmount
        All of the line. One of vitamin C beside a form of it says what the form stands for.
    share : float, optional
        What a percentage was taken for, as a strength [0–1].
    has_others : bool, optional
        It names alternatives.
    """
    own = _doubtful_strength(body, named, amount, amounts, share) or _named_apart(
        named, amount, amounts, body
    )
    if own or has_others:
        return own
    for other in amounts:
        if amount is None or other.start == amount.start:
            continue
        for id in _told_with(other, body, amounts):
            is_same = id == named.id or is_wider(named.id, id) or is_wider(id, named.id)
            is_same &= not {amount.unit, other.unit} <= {*SHARES}
            if is_same or (id == PURE and named.id in catalog.forms()):
                continue
            first, second = (body[one.start : one.end].strip() for one in (amount, other))
            bracket, name = _bracket_of(other, body), catalog.ingredients()[id].name
            bare = (
                f"{body[: bracket.start()]} {body[bracket.end() :]}" if bracket else f"{first} {named.name}"
            )
            mine = " ".join(bare.split())
            note = say("{name} has an amount of its own here: if both count, give each a line.", name=name)
            readings = (f"{mine}, {second} {name}", mine)
            return RecipeLine(" ".join(body.split()), "not_understood", note, readings)
    return None


def _named_apart(
    named: NamedIngredient, amount: StatedAmount | None, amounts: Sequence[StatedAmount], body: str
) -> RecipeLine | None:
    """Return what is asked where another name stands behind the amount that counts."""
    other = next(
        (one for one in amounts if amount and one.unit not in SHARES and one.end < amount.start), None
    )
    if amount is None or other is None or _bracket_of(amount, body):
        return None
    behind = _told_with(amount, body, amounts)
    if not behind or named.id not in _told_with(other, body, amounts):
        return None
    if any(id == named.id or is_wider(named.id, id) or is_wider(id, named.id) for id in behind):
        return None
    first, second = (body[one.start : one.end].strip() for one in (other, amount))
    name = catalog.ingredients()[behind[0]].name
    note = say("{name} has an amount of its own here: if both count, give each a line.", name=name)
    readings = (f"{first} {named.name}, {second} {name}", f"{first} {named.name}")
    return RecipeLine(" ".join(body.split()), "not_understood", note, readings)


def _bracket_of(amount: StatedAmount, body: str) -> re.Match[str] | None:
    """Return the brackets in which an amount of a line stands."""
    return next((one for one in BRACKETED.finditer(body) if amount.start in range(*one.span())), None)


def _told_with(amount: StatedAmount, body: str, amounts: Sequence[StatedAmount]) -> list[str]:
    """Return the ids of what a line names with one of its amounts: in the same brackets, or behind it.

    A percentage in brackets is how strong something is, unless a name alone stands before it.
    """
    bracket = _bracket_of(amount, body)
    before = body[bracket.start(1) : amount.start] if bracket else ""
    ends = [one.start for one in amounts if one.start > amount.start]
    behind = body[amount.end : bracket.end(1) if bracket else min(ends, default=len(body))]
    if amount.unit in SHARES:
        return [known] if not behind.strip() and (known := known_id(before.strip(_SIGNS))) else []
    within = [*known_within(f"{before} {behind}").values()]
    if within or not bracket:
        return within
    signs = named_in_run(behind) or named_in_run(before, at_end=True)
    return [signs.id] if signs and signs.is_known else []


@functools.cache
def _apiece() -> re.Pattern[str]:
    """Return the pattern of the words that say that an amount is that of each."""
    words = alternation(recipe_words().grammar["apiece"])
    return re.compile(rf"(?<![^\W\u1100-\uffef]){words}(?![^\W\d\u1100-\uffef])", re.IGNORECASE)


@functools.cache
def _joints() -> re.Pattern[str]:
    """Return the pattern of what joins names."""
    return re.compile(rf"{separators().pattern}|\s?/\s?")
