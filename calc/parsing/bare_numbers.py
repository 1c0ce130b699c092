"""Numbers without a unit: percent where they add up to the whole, else asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from calc.messages import say
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.layout import body_of
from calc.parsing.line_amounts import quiet_amounts
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine

#: What is said of a number without a unit, and the units that are offered for it.
NEEDS_UNIT, OFFERED_UNITS = say("The amount needs a unit."), ("g", "%")


def settle_units(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; numbers without a unit are percent where they add up to a hundred, else asked about."""
    fills = [line.amount.value for line in lines if line.amount and line.made_up_to and not line.amount.unit]
    is_of_hundred = all(value == 100 for value in fills)  # “aqua ad 30,0” is a mass
    bare = [line for line in lines if line.amount and not line.amount.unit and not line.made_up_to]
    if bare and not is_of_hundred:
        bare += [line for line in lines if line.amount and not line.amount.unit and line.made_up_to]
    may_add_up = all(line.amount.unit in ("", "percent") for line in lines if line.amount)
    total = sum(line.amount.value for line in lines if line.amount and not line.made_up_to)
    filled = any(line.made_up_to for line in lines)
    is_percent = may_add_up and (95 <= total <= 105 or (filled and total < 100))
    is_percent = is_percent and is_of_hundred
    for line in lines:
        if line not in bare or line.amount is None or line.ingredient is None:
            yield line
        elif is_percent:
            note = " ".join(
                filter(None, (line.note, say("Taken as %: the numbers without a unit add up to the whole.")))
            )
            yield replace(line, amount=replace(line.amount, unit="percent"), status="assumed", note=note)
        else:
            readings = tuple(_with_unit(line.text, line.amount, unit) for unit in OFFERED_UNITS)
            yield replace(
                line,
                amount=None,
                made_up_to=False,
                status="not_understood",
                note=NEEDS_UNIT,
                readings=readings,
            )


def with_amount(text: str, amount: StatedAmount, stated: str) -> str:
    """Return a line with another amount in the place of its own.

    Parameters
    ----------
    text : str
        The line.
    amount : StatedAmount
        As it was read from that line.
    stated : str
        What shall stand there.

    Examples
    --------
    >>> from calc.parsing.recipe_text import read_recipe_text
    >>> (line,) = read_recipe_text("- 2 oz rose water")
    >>> with_amount(line.text, line.amount, "2 fl oz")
    '2 fl oz rose water'
    """
    body = body_of(text)
    alike = [
        other for other in quiet_amounts(without_accents(body)) if other.value == amount.value and other.unit
    ]
    start, end = (alike[0].start, alike[0].end) if alike else (0, 0)
    return f"{body[:start].rstrip()} {stated} {body[end:].lstrip()}".strip()


def _with_unit(text: str, amount: StatedAmount, unit: str) -> str:
    """Return a line with a unit behind the number that is its amount, the last of those alike."""
    body = body_of(text)
    amounts = quiet_amounts(without_accents(body))
    alike = [other for other in amounts if other.value == amount.value]
    end = (alike or amounts)[-1].end if amounts else len(body)
    return f"{body[:end].rstrip()} {unit} {body[end:].lstrip()}".strip()
