"""Other ingredients of a batch as plain lines, an ingredient with its amount each.

``field`` names the field in errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.amounts import require_within
from calc.parsing.known_names import words_of
from calc.parsing.layout import is_struck_out
from calc.parsing.recipe_bounds import too_much_of_line
from calc.parsing.struck_out import struck_rows
from calc.units import (
    Quantity,
    is_like,
    read_fraction,
    read_number,
    read_quantity,
)

_MOST_LINES = 40
# The units of an amount in a line, each with its range in data/inputs.toml.
_RANGES = {
    "g": "line_mass",
    "mL": "batch_volume",
    "percent": "strength",
    "drop": "count",
    "scoop": "count",
}
_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True)
class IngredientAmount:
    """An ingredient with its amount as it is written.

    Parameters
    ----------
    ingredient : str
        Ingredient id.
    amount : Quantity
        A mass, a volume, a share in percent, or a number of drops or scoops.
    """

    ingredient: str
    amount: Quantity


def read_lines(text: str, *, field: str, read: Callable[[str, str], _Parsed]) -> tuple[_Parsed, ...]:
    """Read each line of a text that is not blank and not struck out.

    Parameters
    ----------
    text : str
    field : str
        Name for the errors.
    read : function
        From a line and its name for the error, ``<field> line 2``, to what it says.

    Raises
    ------
    InputErrors
        Every line that cannot be read; each reading is the whole text with this line alone replaced.
    InputError
        No line, or too many.

    Examples
    --------
    >>> read_lines("a\\n\\nb", field="recipe", read=lambda line, place: (place, line))
    (('recipe line 1', 'a'), ('recipe line 2', 'b'))
    """
    rows = [*struck_rows(text)]
    lines = [(at, row.strip()) for at, row in enumerate(rows) if row.strip() and not is_struck_out(row)]
    if not 0 < len(lines) <= _MOST_LINES:
        fix = say("Write one ingredient per line.")
        raise InputError(
            field,
            say("{count} lines", count=len(lines)),
            say("1 to {most_lines} lines are read.", most_lines=_MOST_LINES),
            fix,
        )
    parsed, errors = [], []
    for number, (at, line) in enumerate(lines, start=1):
        place = say("{field} line {number}", field=field, number=number)
        if too_much := too_much_of_line(line):
            errors.append(InputError(place, line, *too_much))
            continue
        try:
            parsed.append(read(line, place))
        except InputError as error:
            whole = ["\n".join([*rows[:at], reading, *rows[at + 1 :]]) for reading in error.readings]
            errors.append(InputError(error.field, error.given, error.accepted, error.fix, whole))
    if errors:
        raise InputErrors(errors)
    return tuple(parsed)


def read_ingredient_amount(line: str, *, field: str) -> IngredientAmount:
    """Read one ingredient with its amount, in either order.

    Raises
    ------
    InputError
        An ingredient that is not known; no amount, one without a unit, or out of range. Its readings are
        whole lines.

    Examples
    --------
    >>> str(read_ingredient_amount("polysorbate 20: 0.5 %", field="recipe line 1").amount)
    '0.5 percent'
    """
    name, amount = name_and_amount(line)
    if several := recipe_words().asked.get(words_of(name)):
        meant = [f"{catalog.ingredients()[id].name} {amount}".strip() for id in several]
        fix = say("Write for example {reading}.", reading=meant[0])
        raise InputError(field, name, say("this can be read in more than one way."), fix, meant)
    try:
        record = catalog.find_ingredient(name, field=field)
    except InputError as error:
        near = [f"{catalog.ingredients()[id].name} {amount}".strip() for id in error.readings]
        raise InputError(field, error.given, error.accepted, error.fix, near) from None
    if not amount:
        raise InputError(
            field,
            line,
            say("how much of it?"),
            say("Write {ingredient} 5 %, or 1.5 g.", ingredient=record.name),
        )
    try:
        if not read_number(amount, field=field).unit:
            both = (f"{amount} %", f"{amount} g")
            fix = say(
                "Write {ingredient} {amount} or {ingredient} {other_amount}.",
                ingredient=name,
                amount=both[0],
                other_amount=both[1],
            )
            raise InputError(field, line, say("the amount needs a unit."), fix, both)
        quantity = read_quantity(amount, field=field, default="g", accepts=tuple(_RANGES))
        if is_like(quantity, "percent"):
            quantity = read_fraction(amount, field=field, accepts=("percent",))
    except InputError as error:
        whole = [f"{name} {reading}" for reading in error.readings]
        raise InputError(field, error.given, error.accepted, error.fix, whole) from None
    row = next(row for unit, row in _RANGES.items() if is_like(quantity, unit))
    return IngredientAmount(record.id, require_within(quantity, row, amount, field=field))


def name_and_amount(line: str) -> tuple[str, str]:
    """Split a line into a name and an amount; names may hold digits.

    Examples
    --------
    >>> name_and_amount("polysorbate 20: 0.5 %"), name_and_amount("2 g glycerin")
    (('polysorbate 20', '0.5 %'), ('glycerin', '2 g'))
    """
    line = re.sub(r"^\s*(?:[-*•·–]|\d+[.)])\s+|[,;.\s]+$", "", line)
    words = re.sub(r"[:;=\t]", " ", line).split()
    for at in range(len(words), 0, -1):
        if _is_name(words[:at]) and not _goes_on(words[at:]):
            return " ".join(words[:at]), " ".join(words[at:])
    for at in range(1, len(words)):
        if _is_name(words[at:]):
            return " ".join(words[at:]), " ".join(words[:at])
    digit = re.search(r"(?<!\S)[\d.,½¼¾]", line)
    at = digit.start() if digit and digit.start() else len(line)
    return line[:at].strip(), line[at:].strip()


def _is_name(words: list[str]) -> bool:
    """Tell whether words name an ingredient; a sign at either end belongs to the amount."""
    ends = (words[0], words[-1])
    return all(any(map(str.isalnum, word)) for word in ends) and catalog.is_ingredient(" ".join(words))


def _goes_on(words: list[str]) -> bool:
    """Tell whether a name goes on in words behind it: words without a digit, and then the amount."""
    return len(words) > 1 and words[0].isalpha() and any(word[0].isnumeric() for word in words[1:])
