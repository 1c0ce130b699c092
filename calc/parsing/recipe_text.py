"""A recipe as plain lines, an ingredient with its amount each: text to parsed lines.

``field`` names the field in errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from calc import catalog
from calc.errors import InputError, InputErrors
from calc.parsing.amounts import is_poured, mass_of, require_within
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
class RecipeLine:
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


def read_recipe_text(text: str, *, field: str) -> tuple[RecipeLine, ...]:
    """Read what went into a bottle, one ingredient per line.

    Parameters
    ----------
    text : str
        ``5 g ascorbic acid`` or ``ascorbic acid: 5 %``; in g, mL, spoons, drops, scoops or %.
    field : str
        Name for the errors.

    Raises
    ------
    InputErrors
        Every line that cannot be read, as ``<field> line 2``.
    InputError
        No line, or too many.

    Examples
    --------
    >>> [line.ingredient for line in read_recipe_text("5 g vitamin C\\nwater 15 mL", field="recipe")]
    ['l_ascorbic_acid', 'water']
    """
    return read_lines(text, field=field, read=_recipe_line)


def read_lines(text: str, *, field: str, read: Callable[[str, str], _Parsed]) -> tuple[_Parsed, ...]:
    """Read each line of a text that is not blank.

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
        Every line that cannot be read.
    InputError
        No line, or too many.

    Examples
    --------
    >>> read_lines("a\\n\\nb", field="recipe", read=lambda line, place: (place, line))
    (('recipe line 1', 'a'), ('recipe line 2', 'b'))
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= _MOST_LINES:
        fix = "Write one ingredient per line."
        raise InputError(field, f"{len(lines)} lines", f"1 to {_MOST_LINES} lines are read.", fix)
    parsed, errors = [], []
    for number, line in enumerate(lines, start=1):
        try:
            parsed.append(read(line, f"{field} line {number}"))
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return tuple(parsed)


def read_ingredient_amount(line: str, *, field: str) -> RecipeLine:
    """Read one ingredient with its amount, in either order.

    Raises
    ------
    InputError
        An ingredient that is not known; no amount, one without a unit, or out of range.

    Examples
    --------
    >>> str(read_ingredient_amount("polysorbate 20: 0.5 %", field="recipe line 1").amount)
    '0.5 percent'
    """
    name, amount = _name_and_amount(line)
    record = catalog.find_ingredient(name, field=field)
    if not amount:
        raise InputError(field, line, "how much of it?", f"Write {record.name} 5 %, or 1.5 g.")
    if not read_number(amount, field=field).unit:
        both = (f"{name} {amount} %", f"{name} {amount} g")
        fix = f"Write {both[0]} or {both[1]}."
        raise InputError(field, line, "the amount needs a unit.", fix, both)
    quantity = read_quantity(amount, field=field, default="g", accepts=tuple(_RANGES))
    if is_like(quantity, "percent"):
        quantity = read_fraction(amount, field=field, accepts=("percent",))
    row = next(row for unit, row in _RANGES.items() if is_like(quantity, unit))
    return RecipeLine(record.id, require_within(quantity, row, amount, field=field))


def _recipe_line(line: str, place: str) -> RecipeLine:
    """Read what went in; of a volume its mass must be known."""
    parsed = read_ingredient_amount(line, field=place)
    ingredient, amount = parsed.ingredient, parsed.amount
    is_counted = is_like(amount, "drop")
    is_powder = ingredient in catalog.forms() and not is_poured(ingredient)
    if is_powder and is_counted:
        raise InputError(place, line, "a powder is not counted in drops.", "Give it in g.")
    if not is_powder and (is_counted or is_like(amount, "mL")):
        mass_of(ingredient, amount, line, field=place)
    return parsed


def _name_and_amount(line: str) -> tuple[str, str]:
    """Split a line into a name and an amount; names may hold digits (polysorbate 20)."""
    line = re.sub(r"^\s*(?:[-*•·–]|\d+[.)])\s+|[,;.\s]+$", "", line)
    words = re.sub(r"[:;=\t]", " ", line).split()
    for at in range(len(words), 0, -1):
        if _is_name(words[:at]):
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
