"""What is dissolved in what: “ferulic acid 10 % in propylene glycol 5 g” is two ingredients.

What nobody can say is asked: how strong it is, what a mL of it weighs, which of two amounts is of what.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from calc.catalog.recipe_words import recipe_words
from calc.messages import say
from calc.parsing.account import Status
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.headings import holds_heading_word
from calc.parsing.ingredient_names import OTHER, NamedIngredient, find_named, named_ingredient, says_powder
from calc.parsing.known_names import known_names, words_of
from calc.parsing.line_amounts import (
    GONE,
    MASSES,
    in_brackets,
    is_aim,
    is_purity,
    stated_amounts,
    without_amounts,
)
from calc.parsing.line_names import LONGEST_NAME, WORD, made_up_to, named_in_run, named_part
from calc.parsing.phrases import alternation, is_unspaced
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.units import show_number

_SIGNS = " \t:;,.=–—-()[]（）" + GONE
# Percentages that reach the whole are two shares of it [%].
_NEARLY_ALL = 99.0
# So many words for “in” of a line are looked at.
_MOST_LOOKED_AT = 4


class SolventSaid(NamedTuple):
    """What a line says is dissolved, in what, and where the words for that stand in the line.

    ``solvent``: some oil counts, whatever it is called; None where nothing shows that it is one. ``said``:
    what stands in its place.
    """

    solute: NamedIngredient
    solvent: NamedIngredient | None
    said: str
    start: int
    end: int


def dissolved_lines(body: str, shown: str, *, has_shares: bool = False) -> tuple[RecipeLine, ...]:
    """Return what was made of a line that says in what something is dissolved; none where it says nothing so.

    Parameters
    ----------
    body : str
        The line.
    shown : str
        As it was written.
    has_shares : bool, optional
        The percentages of the recipe are shares of its whole.

    Examples
    --------
    >>> lines = dissolved_lines("ferulic acid 10 % in propylene glycol 5 g", "")
    >>> [(line.ingredient.id, line.amount.value) for line in lines]
    [('ferulic_acid', 0.5), ('propylene_glycol', 4.5)]
    >>> dissolved_lines("glycerin 5 g", ""), dissolved_lines("lye 10 % in water 2 g", "")
    ((), ())
    """
    plain = without_accents(body)
    if not _inside().search(plain) or made_up_to(plain):
        return ()
    every = (one for one in stated_amounts(plain) if not is_purity(plain, one))
    stated = [one for one in every if one.unit in MASSES or not is_aim(plain, one)]
    found = _dissolved_in(body, plain, stated) if stated else None
    if found is None:
        return ()
    amount, strength = _amount_and_strength(plain, stated, found)
    share = strength
    if has_shares and amount and amount.unit != "percent":
        strength = None
    if not found.solute.is_known and strength is None:
        return ()  # “plop in 1 g ferulic acid”
    if found.solvent is None:
        if amount and strength:
            return (_asked_solvent(body, shown, found, amount, strength),)
        if not holds_heading_word(without_accents(found.said), "products"):
            return ()
        product = named_ingredient(found.said)
        return (_asked_strength(body, shown, found.solute, product, amount or stated[0]),)
    measured = [one for one in stated if one.unit not in ("percent", "w_v")]
    if not measured and len(stated) > 1 and sum(one.value for one in stated) >= _NEARLY_ALL:
        measured = stated  # “ascorbic acid 15 % in water 85 %”
    before = [one for one in measured if one.start < found.start]
    behind = [one for one in measured if one.start >= found.end]
    if before and behind:
        rest = plain[behind[0].end :].strip(_SIGNS)
        is_named_last = not found.solvent.is_known and rest == without_accents(found.said)
        is_last = measured is stated or not rest or is_named_last  # “5 g retinol in 20 g oil”
        asked = (body, shown, found.solute, found.solvent, before[0], behind[0])
        return (_told_of_both(*asked),) if is_last else ()
    if found.solvent.id == "water" and (strength or not behind):
        says_dissolved = _dissolved().match(plain[found.start :]) is not None
        return _in_water(shown, found, amount, strength) if says_dissolved else ()
    if amount and share and strength is None and amount.unit in MASSES:
        return (_asked_share(body, shown, found.solute, found.solvent, amount, share),)
    if amount is None or strength is None:
        return (_asked_strength(body, shown, found.solute, found.solvent, amount or stated[0]),)
    if amount.unit not in (*MASSES, "percent"):
        note = say("What so much of this solution weighs is not known here. Give it in g.")
        return (RecipeLine(shown, "not_understood", note, (), found.solute),)
    return _parted(shown, found.solute, found.solvent, amount, strength)


def _in_water(
    shown: str, found: SolventSaid, amount: StatedAmount | None, strength: StatedAmount | None
) -> tuple[RecipeLine, ...]:
    """Return what was made of something that is said to be dissolved in water; none where it is not known."""
    solute = found.solute
    if amount is None or not solute.is_known:
        return ()
    if strength is None:
        note = say("In how much water was not said: if it has no line of its own, add one.")
        return (RecipeLine(shown, "used", note, (), solute, amount),)
    status: Status = "assumed" if solute.is_assumed else "used"
    return (RecipeLine(shown, status, solute.note, (), solute, amount, share=strength.value / 100),)


def _dissolved_in(body: str, plain: str, stated: Sequence[StatedAmount]) -> SolventSaid | None:
    """Return what a line says is dissolved in what; None where it names nothing on one of the two sides."""
    if words_of(without_amounts(body, stated).replace(GONE, " ")) in known_names():
        return None
    unknown = None
    for word in itertools.islice(_inside().finditer(plain), _MOST_LOOKED_AT):
        head, tail = _without(body, stated, 0, word.start()), _without(body, stated, word.end(), len(body))
        if is_in_front := not head.strip(_SIGNS):  # “in oil: retinol 5 g”
            tail, _, head = tail.partition(":")
        name, said = _bare(named_part(head).strip(_SIGNS)), tail.strip(_SIGNS)
        if not WORD.search(name) or len(said.split()) > LONGEST_NAME:
            continue
        solvent = find_named(said) or (None if tail[:1].isspace() else named_in_run(tail)) or _some_oil(said)
        solute = named_ingredient(name)
        if is_in_front and solvent and solvent.id == "water":
            continue  # “in water: vitamin C 5 g”
        if solvent and solute.id != solvent.id:
            return SolventSaid(solute, solvent, said, word.start(), word.end())
        if solvent is None and WORD.search(_dilute_words().sub(" ", said)) and not says_powder(said):
            unknown = unknown or SolventSaid(solute, None, said, word.start(), word.end())
    return unknown


def _some_oil(said: str) -> NamedIngredient | None:
    """Return the oil that words name which is not known here; None where they name a phase, or no oil."""
    if holds_heading_word(without_accents(said), "phase"):
        return None
    named = named_ingredient(said)
    return named if named.id == f"{OTHER}oil" and not named.readings else None


def _without(body: str, stated: Sequence[StatedAmount], start: int, end: int) -> str:
    """Return a part of a line without its amounts."""
    inside = [
        replace(one, start=one.start - start, end=one.end - start)
        for one in stated
        if start <= one.start and one.end <= end
    ]
    return without_amounts(body[start:end], inside).replace(GONE, " ")


def _bare(name: str) -> str:
    """Return a name without brackets that are empty or not closed."""
    bare = re.sub(r"[(\[][\s.,;]*[)\]]|[(\[][\s.,;]*$", " ", name)
    return " ".join(bare.split())


def _told_of_both(
    body: str,
    shown: str,
    solute: NamedIngredient,
    solvent: NamedIngredient,
    before: StatedAmount,
    behind: StatedAmount,
) -> RecipeLine:
    """Return the question that an amount of each of the two asks."""
    first, second = (body[one.start : one.end].strip() for one in (before, behind))
    mine, name = f"{first} {solute.name}", solvent.name
    note = say("{name} has an amount of its own here: if both count, give each a line.", name=name)
    return RecipeLine(shown, "not_understood", note, (f"{mine}, {second} {name}", mine), solute)


def _amount_and_strength(
    plain: str, stated: Sequence[StatedAmount], found: SolventSaid
) -> tuple[StatedAmount | None, StatedAmount | None]:
    """Return how much of a solution there is, and its strength as a percentage; None where not said."""
    shares = [one for one in stated if one.unit == "percent"]
    others = [one for one in stated if one.unit != "percent"]
    beside = [one for one in shares if _is_beside(plain, one, found)]
    if others:
        of_brackets = [one for one in shares if not in_brackets(plain, one.start)]
        strength = beside or (of_brackets if len(shares) == 1 else [])
        return others[0], strength[0] if len(strength) == 1 else None
    if len(beside) == 1 and len(shares) - len(beside) == 1:
        return next(one for one in shares if one is not beside[0]), beside[0]
    return None, None


def _is_beside(plain: str, share: StatedAmount, found: SolventSaid) -> bool:
    """Tell whether a percentage stands right before the “in”, or before the name in front of it."""
    between = plain[share.end : found.start] if share.end <= found.start else "?"
    if not 0 < share.value < 100 or share.low != share.high:
        return False
    if in_brackets(plain, share.start) and not in_brackets(plain, found.start):
        return False  # “ferulic acid (0.5 %) in alcohol 5 %”
    rest = _dilute_words().sub(" ", between).strip(_SIGNS)
    if not rest:
        return True
    is_free = not in_brackets(plain, share.start)
    return is_free and not any(sign.isdigit() for sign in rest) and find_named(rest) == found.solute


def _asked_strength(
    body: str, shown: str, solute: NamedIngredient, solvent: NamedIngredient, amount: StatedAmount
) -> RecipeLine:
    """Return the question how strong a solution is, and how much of it there is."""
    note = say(
        "How strong is it in {solvent}, and how much of it is there? Write for example: {solute} 10 % in "
        "{solvent}, 5 g.",
        solute=solute.name,
        solvent=solvent.name,
    )
    readings = (f"{body[amount.start : amount.end].strip()} {solute.name}",)
    return RecipeLine(shown, "not_understood", note, readings, solute)


def _asked_share(
    body: str,
    shown: str,
    solute: NamedIngredient,
    solvent: NamedIngredient,
    amount: StatedAmount,
    share: StatedAmount,
) -> RecipeLine:
    """Return the question whether a percentage that fits the whole recipe is how strong a solution is."""
    note = say("Is {share:g} % how strong it is in {solvent}?", share=share.value, solvent=solvent.name)
    unit, part = amount.unit, share.value / 100
    parted = ", ".join(
        f"{show_number(value * amount.value, 4)} {unit} {named.name}"
        for value, named in ((part, solute), (1 - part, solvent))
    )
    pure = f"{body[amount.start : amount.end].strip()} {solute.name}"
    return RecipeLine(shown, "not_understood", note, (parted, pure), solute)


def _asked_solvent(
    body: str, shown: str, found: SolventSaid, amount: StatedAmount | None, strength: StatedAmount | None
) -> RecipeLine:
    """Return the question what something is dissolved in, or whether it is dissolved at all."""
    assert amount
    assert strength
    so_much, so_strong = (body[one.start : one.end].strip() for one in (amount, strength))
    note = say("“{said}” is not known here: is this how strong a solution is, and in what?", said=found.said)
    solution = f"{so_much} {found.solute.name} {so_strong} {recipe_words().solution[0]}"
    return RecipeLine(
        shown, "not_understood", note, (f"{so_much} {found.solute.name}", solution), found.solute
    )


def _parted(
    shown: str,
    solute: NamedIngredient,
    solvent: NamedIngredient,
    amount: StatedAmount,
    strength: StatedAmount,
) -> tuple[RecipeLine, ...]:
    """Return the two ingredients of a solution, each with its part of the amount."""
    share = strength.value / 100
    note = say(
        "{share:g} % of it is {ingredient}, the rest {solvent}.",
        share=strength.value,
        ingredient=solute.name,
        solvent=solvent.name,
    )
    return tuple(
        RecipeLine(
            shown,
            "assumed" if named.is_assumed else "used",
            " ".join(filter(None, (note, named.note))),
            (),
            named,
            replace(amount, value=part * amount.value, low=part * amount.low, high=part * amount.high),
            share=pure,
        )
        for named, part, pure in ((solute, share, 1.0), (solvent, 1 - share, None))
    )


@functools.cache
def _dissolved() -> re.Pattern[str]:
    """Return the pattern of the words for “dissolved in”."""
    return re.compile(alternation(recipe_words().grammar["dissolved"]), re.IGNORECASE)


@functools.cache
def _inside() -> re.Pattern[str]:
    """Return the pattern of the words between what is dissolved and its solvent."""
    grammar = recipe_words().grammar
    words = (*grammar["dissolved"], *grammar["solvent"])
    spaced = alternation(word for word in words if not is_unspaced(word))
    signs = alternation(word for word in words if is_unspaced(word))
    return re.compile(rf"(?:^|(?<=[\s(,%]))(?:{spaced}\s)+|{signs}", re.IGNORECASE)


@functools.cache
def _dilute_words() -> re.Pattern[str]:
    """Return the pattern of words for a solution."""
    return re.compile(rf"(?<![^\W\d_]){alternation(recipe_words().dilute)}(?![^\W\d_])", re.IGNORECASE)
