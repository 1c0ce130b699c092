"""What one line of a recipe names beside its amounts, what else may be meant, and what fills up.

“Glycerin or honey, 5 g” names one ingredient and an alternative; “water q.s. to 100” fills up to the whole.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.messages import say, say_list
from calc.parsing.amounts_in_text import StatedAmount, is_unit
from calc.parsing.ingredient_names import (
    NamedIngredient,
    find_named,
    known_within,
    named_ingredient,
    says_diluted,
)
from calc.parsing.line_amounts import (
    GONE,
    MASSES,
    SHARES,
    VOLUMES,
    in_brackets,
    quiet_amounts,
    without_amounts,
)
from calc.parsing.phrases import Phrases, alternation, phrases_of
from calc.parsing.plain_text import plain_text, without_accents

_MOST_BEFORE = 3
CELLS = re.compile(r"\t|\||\s{3,}")
BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]*)\s*[)\]]")
# What may be a name: two letters, or one sign of a script without spaces.
WORD = re.compile(r"[^\W\d_]{2,}|[\u1100-\ud7ff]")
LONGEST_NAME = 8
# Signs of scripts without spaces in a row, and letters among them; so many are looked at; “of” in Japanese.
_RUN = re.compile(r"\s*[A-Za-z]?[\u1100-\uffef][A-Za-z\u1100-\uffef]*")
_RUN_AT_END = re.compile(r"[\u1100-\uffef][A-Za-z\u1100-\uffef]*\s*$")
_LONGEST_RUN, _OF_SIGN = 12, "の"


def outside_brackets(text: str) -> str:
    """Return a text without what stands in brackets."""
    return BRACKETED.sub(" ", text)


def name_among(
    body: str, amounts: Sequence[StatedAmount], with_unit: Sequence[StatedAmount]
) -> tuple[list[StatedAmount], tuple[NamedIngredient, str, tuple[str, ...]]]:
    """Return the amounts of a line that count, and what it names beside them."""
    plain = without_accents(body)
    outside = [amount for amount in amounts if not in_brackets(plain, amount.start)]
    chosen = [*with_unit] or [*(outside or amounts)[-1:]]  # “water 80 (total 100)”
    named = name_in(body, chosen)
    if named[2] and {one.unit for one in chosen} == {"percent"}:  # “Optiphen 1 % or Euxyl 1 %”
        return chosen[:1], named
    if named[0].is_known or len(chosen) >= len(amounts):
        return chosen, named
    if with_unit:  # the columns of a table
        again = name_in(body, amounts)
        return chosen, again if again[0].is_known else named
    for stated in amounts:  # names hold numbers too: polysorbate 20
        again = name_in(body, [stated])
        if again[0].is_known:
            chosen, named = [stated], again
    return chosen, named


@functools.cache
def dilute() -> Phrases:
    """Return the words for a solution or a gel."""
    return phrases_of(recipe_words().dilute)


@functools.cache
def ready_mixes() -> Phrases:
    """Return the words for a mix that somebody has ready."""
    return phrases_of(recipe_words().ready)


def name_in(body: str, amounts: Sequence[StatedAmount]) -> tuple[NamedIngredient, str, tuple[str, ...]]:
    """Return the ingredient that a line names, what to say of it, and alternatives that it names too."""
    rest = named_part(_two_amounts().sub(GONE, without_amounts(body, amounts)))
    optional = _optional().search(without_accents(rest))
    if optional:
        rest = f"{rest[: optional.start()]} {rest[optional.end() :]}"
    first, *others = _alternatives(rest)
    named = named_ingredient(first)
    if not named.is_known and (bare := remark_brackets().sub(" ", rest)) != rest:
        first, *others = _alternatives(bare)
        named = named_ingredient(first)
    notes = []
    if optional:
        notes.append(say("Written as optional; it counts."))
    if others:
        notes.append(
            say(
                "“{ingredient}” counts; it says “or {other_ingredients}” too.",
                ingredient=named.name,
                other_ingredients=say_list(others, "or"),
            )
        )
    return named, " ".join(notes), tuple(others)


def named_part(rest: str) -> str:
    """Return the part of a line in which the name stands: of a table the cell that names something known."""
    cells = [cell.replace(GONE, " ").strip() for cell in CELLS.split(rest)]
    rest = rest.replace(GONE, " ")
    fill = fill_pattern().sub(" ", without_accents(rest))
    if len(cells) > 1:
        named = [cell for cell in cells if WORD.search(cell)]
        known = next((cell for cell in named if find_named(cell)), None)
        filled = (cell for cell in CELLS.split(fill) if find_named(cell)) if known is None else iter(())
        return known or next(filled, named[0] if named else "")
    if fill != without_accents(rest) and find_named(rest) is None:
        rest = fill
    return re.sub(r"[(\[][^\w()\[\]]*[)\]]", " ", rest).strip(" \t:;,.=–—|-/")


def _alternatives(rest: str) -> list[str]:
    """Return the names of a line that says “or”, each of which is a name of its own."""
    bare = _one_of().sub("", rest)
    if bare != rest and or_pattern().search(bare):
        parts = [
            part.strip(" ,()") for part in re.split(r",", or_pattern().sub(",", bare)) if part.strip(" ,()")
        ]
        if find_named(parts[0]):
            return parts
    if find_named(rest):
        inside = or_pattern().split(outside_brackets(rest))
        if len(inside) < 2:
            whole = find_named(outside_brackets(rest))
            within = [or_pattern().split(f" {part} ") for part in BRACKETED.findall(rest)]
            others = [
                other.strip()
                for first, *parts in within
                for other in parts
                if (not first.strip() or find_named(first) == whole) and begins_with_name(other)
            ]
            return [outside_brackets(rest).strip(), *others] if others else [rest]
    parts = [part.strip(" ,()") for part in or_pattern().split(rest) if part.strip(" ,()")]
    if len(parts) < 2:
        return [rest]
    if find_named(parts[0]):
        listed = [part.strip() for part in parts[0].split(",")]  # “glycerin, honey or urea”
        known = {named.id for part in listed if (named := find_named(part))}
        return [*listed, *parts[1:]] if len(known) == len(listed) else parts
    behind = parts[1].split()
    heads = (" ".join([parts[0], *behind[start:]]) for start in range(1, len(behind)))
    first = next((head for head in heads if find_named(head)), None)
    return [first, *parts[1:]] if first else [rest]


def parted_number(body: str) -> str:
    """Return a line with a space behind the number in its name, “Polysorbate 806-12%”; "" for none."""
    for number in re.finditer(r"\d{2,}", body):
        for at in range(number.start() + 1, number.end()):
            if find_named(named_part(body[:at])) and find_named(named_part(body[: number.start()])) is None:
                return f"{body[:at]} {body[at:]}"
    return ""


def are_apart(plain: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether amounts of one kind belong to different names: “80 g water with 5 g of something”.

    Words stand between the two, and before the first or behind the last of them.
    """
    for kind in (MASSES, VOLUMES, SHARES):
        alike = [one for one in amounts if one.unit in kind and not in_brackets(plain, one.start)]
        for first, second in pairwise(alike):
            between, around = plain[first.end : second.start], f"{plain[: first.start]} {plain[second.end :]}"
            names = WORD.search(or_pattern().sub(" ", f" {between} ")) and WORD.search(
                outside_brackets(around)
            )
            if names and not says_diluted(between):
                return True
    measured = [
        one for one in amounts if one.unit in (*MASSES, *VOLUMES) and not in_brackets(plain, one.start)
    ]
    for first, second in pairwise(measured):  # “25 ml water with 5 g vitamin C”
        mine, other = (
            {*known_within(part).values()} for part in (plain[first.end : second.start], plain[second.end :])
        )
        if mine and other and not mine & other:  # “25 ml water with 5 g vitamin C”
            return True
    return False


def holds_name(body: str) -> bool:
    """Tell whether a line of a few words holds the name of an ingredient, whose amount may be missing."""
    numbers = number_words()
    words = [word for word in re.findall(r"[^\W_]+", outside_brackets(body)) if not numbers.key(word)]
    if len(words) > LONGEST_NAME or body.rstrip().endswith((".", ":", "!", "?")):
        return False
    spans = (
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + 4, len(words)) + 1)
    )
    return any(find_named(" ".join(words[start:end])) for start, end in spans)


@functools.cache
def number_words() -> Phrases:
    """Return the words for numbers."""
    return Phrases(recipe_words().numbers)


def begins_with_measure(plain: str) -> bool:
    """Tell whether the first word of a line is a unit or a measure: “cup of water”."""
    first = re.match(r"\w+", plain)
    return first is not None and len(first[0]) > 2 and is_unit(first[0])


def begins_with_name(text: str) -> bool:
    """Tell whether the first words of a text name something known."""
    words = text.split()
    return any(find_named(" ".join(words[:count])) for count in range(len(words), 0, -1))


@functools.cache
def or_pattern() -> re.Pattern[str]:
    """Return the pattern of the word “or”."""
    return re.compile(rf"[\s(]{alternation(recipe_words().phrases['or'])}\s", re.IGNORECASE)


@functools.cache
def _two_amounts() -> re.Pattern[str]:
    """Return the pattern of two amounts where they are gone, of which one is the other: “1 tsp or 5 g”."""
    between = rf"(?:{alternation(recipe_words().phrases['or'])}|[=/,;])"
    return re.compile(rf"{GONE}[.\s]*{between}\s*{GONE}[.\s]*", re.IGNORECASE)


@functools.cache
def _one_of() -> re.Pattern[str]:
    """Return the pattern of what announces alternatives: “one of the following:”."""
    words = alternation(recipe_words().grammar["one_of"])
    return re.compile(rf"^\s*{words}(?:\s*:)?\s+(?=\S)", re.IGNORECASE)


@functools.cache
def holding_pattern() -> re.Pattern[str]:
    """Return the pattern of what stands between a measure and what it holds: “full of”."""
    return re.compile(rf"^\W*{alternation(recipe_words().grammar['holding'])}\s+", re.IGNORECASE)


@functools.cache
def remark_brackets() -> re.Pattern[str]:
    """Return the pattern of a remark in brackets: a note, or more words than a name has."""
    note = alternation(recipe_words().grammar["note"])
    return re.compile(
        rf"[(\[](?:\s*{note}\b[^()\[\]]*|(?:[^()\[\]\s]+\s+){{5,}}[^()\[\]]*)(?:[)\]]|$)", re.IGNORECASE
    )


@functools.cache
def _optional() -> re.Pattern[str]:
    """Return the pattern of a word that says that something may be left out."""
    words = alternation(recipe_words().phrases["optional"])
    return re.compile(rf"[(\[]?\s*{words}(?![^\W\d_])\s*[)\]]?", re.IGNORECASE)


@functools.cache
def fill_pattern() -> re.Pattern[str]:
    """Return the pattern of words that say that something fills up to the whole."""
    words = sorted(
        {without_accents(plain_text(word)) for word in recipe_words().phrases["up_to"]}, key=len, reverse=True
    )
    parts = [
        r"[.\s]*".join(re.escape(piece) for piece in re.split(r"[.\s]+", word) if piece) for word in words
    ]
    return re.compile(
        rf"(?<![^\W\d_])(?:{'|'.join(parts)})\.?(?![^\W\d_])"
        rf"(?:\s*{alternation(recipe_words().grammar['short_fill'])}(?![^\W\d_]))?",
        re.IGNORECASE,
    )


def made_up_to(plain: str) -> bool:
    """Tell whether a line fills up to the whole: the words, and nothing or the whole behind them."""
    match = fill_pattern().search(plain)
    if not match:
        return False
    word = re.sub(r"[.\s]+", "", match[0].lower())
    if quiet_amounts(plain[: match.start()]) or number_words().before(plain, match.start()):
        return False
    behind = quiet_amounts(plain[match.end() :])
    if word in recipe_words().grammar["short_fill"]:
        return bool(behind) and not plain[match.end() : match.end() + behind[0].start].strip()
    if behind:
        return True
    if word in _as_much_as_needed():
        named = find_named(fill_pattern().sub(" ", plain))
        return named is not None and "solvent" in catalog.ingredients()[named.id].roles
    return True


def named_as_needed(body: str) -> NamedIngredient | None:
    """Return the ingredient of which a line takes as much as is needed; None for none."""
    if not _as_needed().stand_in(without_accents(body)):
        return None
    parts = re.split(r"\s[-–—]\s|[:,;]", body)
    return next((named for part in parts if (named := find_named(part))), None)


def named_last(body: str) -> NamedIngredient | None:
    """Return the ingredient that a short line ends with, “half a sachet of vitamin C”; None for none."""
    words = body.split()
    if not 2 < len(words) <= _MOST_BEFORE + 2 or body.rstrip()[-1:] in ".!?:":
        return None
    tails = (" ".join(words[start:]) for start in range(1, len(words)))
    named = next((named for tail in tails if (named := find_named(tail))), None)
    return None if named is None or "finished" in catalog.ingredients()[named.id].roles else named


@functools.cache
def _as_much_as_needed() -> frozenset[str]:
    """Return the abbreviations for as much as is needed, without their dots."""
    return frozenset(word.replace(".", "") for word in recipe_words().grammar["as_needed"])


@functools.cache
def _as_needed() -> Phrases:
    """Return the words for as much as is needed."""
    return phrases_of(recipe_words().phrases["without_amount"])


def named_behind(body: str, start: int, end: int) -> NamedIngredient | None:
    """Return the ingredient that the first words of a part of a sentence name."""
    words = [] if body[start:end].lstrip()[:1] in (",", ";", ".") else body[start:end].split()
    heads = (" ".join(words[:count]).strip(" .,;:") for count in range(min(len(words), 6), 0, -1))
    return next((named for head in heads if head and (named := find_named(head))), None)


def named_before(body: str, start: int, end: int) -> NamedIngredient | None:
    """Return the ingredient that the last words of a part of a sentence name."""
    words = body[start:end].split()
    tails = (" ".join(words[-count:]).strip(" .,;:(") for count in range(min(len(words), 6), 0, -1))
    return next((named for tail in tails if tail and (named := find_named(tail))), None)


def named_in_run(text: str, *, at_end: bool = False) -> NamedIngredient | None:
    """Return the ingredient that the signs at the beginning or the end of a text name; None for none.

    In scripts that do not part words by spaces nothing shows where a name ends.

    Examples
    --------
    >>> named_in_run("の水に溶かす").id, named_in_run("溶于水", at_end=True).id
    ('water', 'water')
    """
    run = (_RUN_AT_END.search(text[-_LONGEST_RUN:]) if at_end else _RUN.match(text)) if text else None
    signs = run[0].strip() if run else ""
    if not at_end:
        signs = signs.removeprefix(_OF_SIGN)[:_LONGEST_RUN]
    cuts = range(len(signs))
    parts = (signs[cut:] if at_end else signs[: len(signs) - cut] for cut in cuts)
    return next((named for part in parts if (named := find_named(part))), None)
