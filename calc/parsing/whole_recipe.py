"""What the lines of a recipe say together: what they make, what may be an ingredient, what has no line."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.messages import say, say_list, say_n
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.headings import heading_kind
from calc.parsing.ingredient_names import OTHER, known_within, named_ingredient, with_kind
from calc.parsing.layout import body_of
from calc.parsing.line_amounts import GONE, in_words, quiet_amounts, without_amounts
from calc.parsing.line_names import dilute, named_part
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.parsing.remarks import named_as_own
from calc.parsing.sentences import MAKING, mentioned_with_amount
from calc.parsing.titles import names_product

#: What is said of lines that are set aside.
ABOUT_PH = say("About the pH; not an ingredient.")
REMARK = say("A remark.")
HEADING = say("A heading.")
# A heading that says how much it makes says at least so much of what the lines hold.
_LEAST_OF_WHOLE = 0.8
# Of a finished product in front of a recipe: what the lines hold beside it where it is what they make, and
# where it may be; of less, it is what something is stirred into.
_WHOLE, _MAY_BE_WHOLE = (0.9, 1.1), (0.5, 1.5)
# So far from the whole, percentages are taken to reach it [%].
_ROUNDING = 0.5


def with_product_in_front(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; “30 ml serum” above what makes about as much is a heading, and else may be asked about."""
    first = next((line for line in lines if line.status != "set_aside"), None)
    ratio = _made_by_others(first, lines) if first else 0.0
    for line in lines:
        if line is not first or not _MAY_BE_WHOLE[0] <= ratio <= _MAY_BE_WHOLE[1]:
            yield line
        elif _WHOLE[0] <= ratio <= _WHOLE[1]:
            yield RecipeLine(line.text, "set_aside", HEADING, place=line.place)
        else:
            amounts = quiet_amounts(without_accents(line.text))
            name = " ".join(without_amounts(line.text, amounts).replace(GONE, " ").split())
            stated = in_words(line.text, amounts)
            note = say("Is this what the recipe makes, or does so much of it go in?")
            readings = (f"{stated} of my {name}", f"{stated} {name}:")
            yield replace(line, status="not_understood", note=note, amount=None, readings=readings)


def _made_by_others(first: RecipeLine, lines: Sequence[RecipeLine]) -> float:
    """Return how much the lines beside a finished product hold, as a share of it; 0 where it is none."""
    others = [line for line in lines if line.counts and line is not first]
    if first.amount is None or first.amount.unit not in ("g", "mL") or not _is_finished(first):
        return 0.0
    if len(others) < 2 or any(map(_is_finished, others)):
        return 0.0
    rest = without_amounts(first.text, quiet_amounts(without_accents(first.text))).replace(GONE, " ")
    if _of_my().match(rest.strip()) or not names_product(rest):
        return 0.0
    whole = first.amount.value
    fills = [line.amount for line in others if line.made_up_to]
    if any(amount is None or amount.unit == "percent" or amount.value == whole for amount in fills):
        return 1.0
    amounts = [line.amount for line in others if line.amount]
    share = sum(amount.value for amount in amounts if amount.unit in ("percent", "")) / 100
    return share + sum(amount.value for amount in amounts if amount.unit in ("g", "mL")) / whole


def _is_finished(line: RecipeLine) -> bool:
    """Tell whether a line is so much of a finished product."""
    known = catalog.ingredients().get(line.ingredient.id) if line.ingredient else None
    return known is not None and "finished" in known.roles


def with_doubtful_title(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; a heading that may be an ingredient by what it tells is asked about."""
    for at, line in enumerate(lines):
        told = _told_by_heading(line)
        why = _why_doubtful(told, line, lines[:at], lines[at + 1 :]) if told else ""
        if not told or not why:
            yield line
            continue
        body = body_of(line.text)
        rest = without_amounts(body, [told]).replace(GONE, " ")
        is_apart = _is_named_behind(told, line) and bool(known_within(body[: told.start]))
        name = _of_my().sub("", " ".join((rest if is_apart else named_part(rest)).split()))
        kind = named_ingredient(name).id.removeprefix(OTHER)
        sort = kind if kind in recipe_words().kinds and kind != "powder" else "unknown"
        stated = f"{in_words(body, [told])} {name}" if is_apart else line.text
        is_phase = heading_kind(without_accents(name)) == "phase"  # no name of an ingredient
        readings = (name,) if is_phase else (with_kind(stated, name, sort), name)
        yield replace(line, status="not_understood", note=why, readings=readings)


def _told_by_heading(line: RecipeLine) -> StatedAmount | None:
    """Return the amount that a heading tells; None where it tells none."""
    plain = without_accents(body_of(line.text))
    if line.note != HEADING or line.status != "set_aside":
        return None
    stated = [one for one in quiet_amounts(plain) if one.unit in ("g", "mL", "percent") and one.end]
    weighed = [one for one in stated if one.unit != "percent"]
    return next(iter(weighed or stated), None)


def _why_doubtful(
    told: StatedAmount, line: RecipeLine, above: Sequence[RecipeLine], below: Sequence[RecipeLine]
) -> str:
    """Return why a heading may be an ingredient; "" where it is none.

    It tells less than the others hold; or it is a gel or a solution of which they are not what it makes.
    """
    others = [other for other in (*above, *below) if other.counts]
    is_first = not any(line.counts for line in above)
    of_part = itertools.takewhile(lambda other: other.note != HEADING, below)
    masses = _held(others, "percent") if told.unit == "percent" else _held(others, "g", "mL")
    if told.unit == "percent":
        is_whole = abs(masses + told.value - 100) > _ROUNDING
        is_alike = all(line.amount and line.amount.unit == "percent" for line in others)
        is_made = is_whole or not is_alike
    else:
        if _is_made(told.value, _held([*of_part], "g", "mL")):
            return ""
        if told.value < _LEAST_OF_WHOLE * masses:
            return say("Is this the name of the recipe, or an ingredient? It says less than the others hold.")
        is_known = all(line.amount and line.amount.unit in ("g", "mL") for line in others)
        is_filled = any(line.made_up_to for line in others)
        is_made = _is_made(told.value, masses) or (is_first and (is_filled or not is_known))
    name = without_amounts(line.text, quiet_amounts(without_accents(line.text))).replace(GONE, " ")
    is_mix = bool(dilute().key(without_accents(" ".join(name.split()).strip(" .:;,-–—"))))
    if is_first and _is_named_behind(told, line) and 0 < masses < _MAY_BE_WHOLE[0] * told.value:
        is_mix = is_mix or bool(known_within(name))  # “niacinamide 5 g toner” above 1 g of something
    if is_made or not others or not is_mix or line.text.rstrip().endswith(":"):
        return ""
    return say("Is this what the recipe makes, or an ingredient?")


def _is_named_behind(told: StatedAmount, line: RecipeLine) -> bool:
    """Tell whether a heading says so many grams, and a name behind them."""
    return told.unit == "g" and bool(re.search(r"[^\W\d_]", body_of(line.text)[told.end :]))


def _is_made(told: float, held: float) -> bool:
    """Tell whether lines hold about as much as a heading tells."""
    return told > 0 and _WHOLE[0] <= held / told <= _WHOLE[1]


def _held(lines: Sequence[RecipeLine], *units: str) -> float:
    """Return how much lines hold in some units; at least what they are filled up to."""
    counted = [line for line in lines if line.counts and line.amount and line.amount.unit in units]
    filled = max((line.amount.value for line in counted if line.amount and line.made_up_to), default=0.0)
    return max(filled, sum(line.amount.value for line in counted if line.amount and not line.made_up_to))


def with_missing(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; one about the making or the pH says what it names that no line has.

    With an amount that is a question; what moves the pH and has no amount is told.
    """
    had = {line.ingredient.id for line in lines if line.counts and line.ingredient}
    for line in lines:
        if line.status != "set_aside" or line.note not in (MAKING, ABOUT_PH, REMARK):
            yield line
            continue
        body = body_of(line.text)
        missing = {named.id: named.name for named in mentioned_with_amount(body) if named.id not in had}
        known = dict.fromkeys(known_within(body).values())
        moving = [catalog.ingredients()[id].name for id in known if id not in had and _moves_pH(id)]
        if missing:
            note = say_n(
                "{names} has an amount here and no line of its own: if it belongs to the recipe, add one.",
                "{names} have amounts here and no lines of their own: if they belong to it, add lines.",
                len(missing),
                names=say_list(missing.values(), "and"),
            )
            yield replace(line, status="not_understood", note=note)
        elif own := _own(line):
            note = say("Does so much of it go in?")
            yield replace(line, status="not_understood", note=note, readings=(own,))
        elif moving:
            note = say_n(
                "{names} has no amount here and is not counted: the pH is worked out without it.",
                "{names} have no amounts here and are not counted: the pH is worked out without them.",
                len(moving),
                names=say_list(moving, "and"),
            )
            yield replace(line, note=note)
        else:
            yield line


def _own(line: RecipeLine) -> str:
    """Return how a remark is written as an ingredient that may be one, “my gel 10 g”; "" for any other."""
    body = body_of(line.text)
    stated = [one for one in quiet_amounts(without_accents(body)) if one.unit in ("g", "mL") and one.end]
    name = named_as_own(without_accents(body), stated) if line.note == REMARK else ""
    if not name:
        return ""
    named = named_ingredient(name)
    kind = "" if named.is_known else named.id.removeprefix(OTHER)
    return f"{in_words(body, stated)} {with_kind(name, name, kind) if kind else name}"


def _moves_pH(ingredient: str) -> bool:
    """Tell whether an ingredient is there for its acid or its base."""
    return bool({"acid", "base"} & {*catalog.ingredients()[ingredient].roles})


@functools.cache
def _of_my() -> re.Pattern[str]:
    """Return the pattern of the words in front of what somebody has so much of: “20 g of my serum”."""
    return re.compile(rf"^{alternation(recipe_words().grammar['leading'])}\s+(?:(?:my|the|an?)\s+)?", re.I)
