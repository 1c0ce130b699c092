"""The amounts of one line of a recipe: which numbers are amounts, and which of several amounts counts.

“Polysorbate 20 (2 %) 1 g” holds three numbers: one is part of a name, one says how much of the whole it is,
and one is weighed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError
from calc.parsing.amounts_in_text import StatedAmount, amounts_in
from calc.parsing.ingredient_names import NamedIngredient, says_diluted
from calc.parsing.known_names import words_of
from calc.parsing.phrases import TOKEN, Match, Phrases, alternation, phrases_of
from calc.parsing.plain_text import without_accents

# Digits that are part of a name, while amounts are looked for.
_HIDDEN = {ord("0") + digit: 0xE100 + digit for digit in range(10)}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}
GONE = "\ue000"  # where an amount stood
# So often: “2 x 5 g”, “2x glycerin”, “5 g x 2”.
COUNT = re.compile(
    r"(?<![\w.,])(\d{1,2})\s*[x×](?:\s*(?=\d|$)|(?=\s+[^\W\d_]))|(?<!\w)[x×]\s*(\d{1,2})(?![\w.,%])",
    re.IGNORECASE,
)
_NEAR = 12
MASSES = ("g", "mg", "kg", "ug", "oz", "lb")
VOLUMES = ("mL", "L", "cL", "dL", "fl_oz")
_MOLES = ("mol", "mmol")
_HOUSEHOLD = ("cup", "tablespoon", "teaspoon", "dash", "pinch", "smidgen")
SHARES = ("percent", "w_v")
LYES = ("sodium_hydroxide", "potassium_hydroxide")
_LEAST_LYE = 0.05  # so much of it burns the skin severely: no share of a serum
# Of two percentages outside and inside of brackets, one from here on is how pure something is.
GRADE = 50.0


def start_of(amount: StatedAmount) -> int:
    """Return where an amount begins."""
    return amount.start


@functools.lru_cache(maxsize=4096)
def amounts_of(plain: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of a line; a number that is part of a known name is none: “d-panthenol 75 - 2 g”.

    Raises
    ------
    InputError
        As `amounts_in`.
    """
    hidden, names = plain, _names_with_numbers()
    for token in TOKEN.finditer(plain):
        name = names.at(plain, token.start()) if token[0].lower() in names.firsts else None
        if name and not _is_percentage(plain, name):
            shown = plain[name.start : name.end].translate(_HIDDEN)
            hidden = f"{hidden[: name.start]}{shown}{hidden[name.end :]}"
    if hidden != plain:
        try:
            amounts = amounts_in(hidden)
        except InputError as error:
            readings = [reading.translate(_SHOWN) for reading in error.readings]
            raise InputError(error.field, error.given, error.accepted, error.fix, readings) from None
        if any(amount.unit for amount in amounts):
            return amounts
    return amounts_in(plain)


def _is_percentage(plain: str, name: Match) -> bool:
    """Tell whether the number that ends a name is how strong it is sold: “d-panthenol 75 %”."""
    is_ended = plain[name.end :].lstrip().startswith("%")
    return is_ended and words_of(plain[name.start : name.end]) in _names_with_strength()


@functools.cache
def _names_with_numbers() -> Phrases:
    """Return the names of ingredients that hold a number which is no percentage."""
    every = (
        name
        for record in catalog.ingredients().values()
        for name in (record.name, record.inci, *record.aliases)
    )
    return phrases_of(name for name in every if re.search(r"\d", name) and "%" not in name)


def quiet_amounts(plain: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of a text; one that has two meanings counts as one without a unit."""
    try:
        return amounts_of(plain)
    except InputError:
        return (StatedAmount(1.0, 1.0, 1.0, "g", 0, 0),)


def stated_amounts(plain: str) -> list[StatedAmount]:
    """Return the amounts of a text that have a unit and one meaning."""
    return [amount for amount in quiet_amounts(plain) if amount.unit and amount.end]


def added_amounts(body: str) -> tuple[StatedAmount, StatedAmount] | None:
    """Return two amounts of one unit with a plus between: “20 g + 5 g”; None for none."""
    plain = without_accents(body)
    amounts = quiet_amounts(plain)
    for first, second in pairwise(amounts):
        is_alike = second.unit and second.end and first.unit in ("", second.unit)
        if is_alike and plain[first.end : second.start].strip(" .") == "+":
            return first, second
    return None


def counted_amount(body: str) -> tuple[float, StatedAmount] | None:
    """Return how often an amount is taken, and that amount: “2 x 5 g”; None for none."""
    count = COUNT.search(body)
    amounts = stated_amounts(without_accents(body))
    if count is None or not amounts:
        return None
    if count[2]:  # “vitamin X 5 g” counts nothing
        is_counted = amounts[0].end <= count.start() + 1
        return (float(count[2]), amounts[0]) if is_counted else None
    first = next((amount for amount in amounts if amount.start >= count.end() - 1), None)
    return (float(count[1]), first) if first else None


def in_words(body: str, amounts: Sequence[StatedAmount]) -> str:
    """Return amounts as they are written."""
    return " ".join(body[part.start : part.end].strip() for part in sorted(amounts, key=start_of))


def without_amounts(body: str, amounts: Sequence[StatedAmount]) -> str:
    """Return a text without its amounts."""
    for amount in sorted(amounts, key=lambda amount: -amount.start):
        body = f"{body[: amount.start]}{GONE}{body[amount.end :]}"
    return body


def in_brackets(text: str, at: int) -> bool:
    """Tell whether a place lies in brackets."""
    return text.count("(", 0, at) > text.count(")", 0, at)


def choose_amount(
    amounts: Sequence[StatedAmount], plain: str
) -> tuple[StatedAmount | None, tuple[StatedAmount, ...], float | None]:
    """Return the amount that counts, the others, and how much of a solution is the ingredient [0–1].

    A mass counts before a volume, this before a spoon, a spoon before a number of things, these before a
    percentage.
    """
    if not amounts:
        return None, (), None
    order = {
        **dict.fromkeys(MASSES, 0),
        **dict.fromkeys(VOLUMES, 1),
        **dict.fromkeys(_MOLES, 1),
        **dict.fromkeys(_HOUSEHOLD, 2),
        **dict.fromkeys(SHARES, 4),
    }
    ranked = sorted(amounts, key=lambda amount: (order.get(amount.unit, 3), in_brackets(plain, amount.start)))
    if all(amount.unit == "percent" for amount in ranked) and len(ranked) == 2:
        ranked.sort(key=lambda amount: (in_brackets(plain, amount.start), -amount.start))
        starts = [*(amount.start for amount in ranked), len(plain)]
        behind = (plain[amount.end : min(at for at in starts if at >= amount.end)] for amount in ranked)
        outer, inner = map(says_diluted, behind)
        is_grade = ranked[0].value >= GRADE > ranked[1].value and not inner
        if outer or is_grade:  # 2 % of a 10 % solution; of tocopherol 95 %
            ranked.reverse()
        strength = ranked[1].value / 100
        return ranked[0], (), strength if ranked[1].low == ranked[1].high and 0 < strength <= 1 else None
    first, rest = ranked[0], tuple(ranked[1:])
    shares = [amount for amount in rest if amount.unit == "percent"]
    share = (
        shares[0].value / 100
        if shares and (_is_solution(plain, shares[0]) or is_strength(plain, shares[0]))
        else None
    )
    return first, rest, share


def is_strength(plain: str, share: StatedAmount) -> bool:
    """Tell whether the only percentage of a line is how strong a solution is: “(10 % solution) q.s.”."""
    return in_brackets(plain, share.start) and is_of_solution(plain, share)


def is_of_solution(plain: str, share: StatedAmount) -> bool:
    """Tell whether a solution stands behind a percentage: “NaOH 10 % solution”."""
    return says_diluted(plain[share.end : share.end + _NEAR]) and not is_aim(plain, share)


def is_aim(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage is how strong the whole shall be: “5 g for a 10 % solution”."""
    return _aim().search(plain[: share.start]) is not None


@functools.cache
def _aim() -> re.Pattern[str]:
    """Return the pattern of the words for what shall be made, in front of its percentage."""
    aims, made = (alternation(words) for words in (recipe_words().grammar["aim"], recipe_words().dilute))
    word = r"[^\W\d]+"
    named = rf"(?:\s+{word}){{0,2}}?\s+{made}(?:\s+{word})?"
    so_much = rf"\s+\d[\d.,]*\s*{word}(?:\s+{word}){{0,2}}"
    return re.compile(rf"(?<!\w){aims}(?:{named}|{so_much})?\s*$", re.IGNORECASE)


def is_purity(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage is how pure something is: “(purity 99 %)”, “99 % purity”."""
    beside = plain[max(share.start - 2 * _NEAR, 0) : share.start], plain[share.end : share.end + _NEAR]
    return any(_purity().search(words) for words in beside)


def is_grade_said(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage says how pure something is, or how strong that of which a little is taken."""
    if is_purity(plain, share):
        return True
    needed = _as_needed()
    ahead = any(
        needed.at(plain[: share.start], token.start()) for token in TOKEN.finditer(plain[: share.start])
    )
    behind = any(needed.at(plain, token.start()) for token in TOKEN.finditer(plain, share.end))
    return ahead or (behind and share.value >= GRADE)


@functools.cache
def _as_needed() -> Phrases:
    """Return the words for as much as is needed."""
    return phrases_of(recipe_words().phrases["without_amount"])


@functools.cache
def _purity() -> re.Pattern[str]:
    """Return the pattern of the words for how pure something is."""
    words = [without_accents(word) for word in recipe_words().grammar["purity"]]
    return re.compile(rf"(?<![^\W\u1100-\uffef]){alternation(words)}", re.IGNORECASE)


def strength_in_brackets(named: NamedIngredient, plain: str, amounts: Sequence[StatedAmount]) -> float | None:
    """Return the percentage alone in brackets beside lye, or something sold as a solution [0–1].

    A lower one is its share of the whole: “lactic acid (2 %) 2 g”. One with which something is sold under
    that name is its strength: “d-panthenol (75 %) 2 g”.
    """
    sold = catalog.ingredients()[named.id].sold_as_strength if named.is_known else None
    least = _LEAST_LYE if named.id in LYES else sold / 2 if sold else 1.0
    for amount in amounts:
        is_alone = re.search(r"\(\s*$", plain[: amount.start]) and re.match(r"\s*\)", plain[amount.end :])
        is_sold = amount.unit == "percent" and amount.value >= GRADE and _is_sold_with(plain, amount)
        if amount.unit == "percent" and is_alone and (is_sold or least <= amount.value / 100 < 1):
            return amount.value / 100
    return None


def strength_in_name(plain: str) -> float | None:
    """Return the strength that a name ends in with which something is sold [0–1]: “d-panthenol 75”.

    Examples
    --------
    >>> strength_in_name("d-panthenol 75 - 2 g"), strength_in_name("polysorbate 20 - 2 g")
    (0.75, None)
    """
    names, sold = _names_with_numbers(), _names_with_strength()
    for token in TOKEN.finditer(plain):
        name = names.at(plain, token.start()) if token[0].lower() in names.firsts else None
        number = name and re.search(r"(\d+)[wW]?$", plain[name.start : name.end])
        if name and number and words_of(plain[name.start : name.start + number.end(1)]) in sold:
            return float(number[1]) / 100
    return None


def _is_sold_with(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage ends a name with which something is sold: “d-panthenol (75 %)”."""
    before = plain[: share.start]
    name = without_amounts(before, [one for one in stated_amounts(before) if one.unit != "percent"])
    return words_of(f"{name.replace(GONE, ' ')} {share.value:g}") in _names_with_strength()


@functools.cache
def _names_with_strength() -> frozenset[str]:
    """Return the names of ingredients that end in a percentage, without its sign."""
    every = (alias for record in catalog.ingredients().values() for alias in record.aliases)
    return frozenset(words_of(alias.rstrip(" %")) for alias in every if alias.endswith("%"))


def _is_solution(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage is the strength of a solution: it stands outside of brackets."""
    return not in_brackets(plain, share.start) and 0 < share.value <= 100 and not is_aim(plain, share)
