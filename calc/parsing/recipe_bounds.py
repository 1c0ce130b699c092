"""How much of a pasted recipe is read, of the whole and of one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.plain_text import plain_text

#: So much of a recipe is read.
MOST_LINES, MOST_CHARACTERS, MOST_NUMBERS = 200, 20_000, 1_000
#: So much of one line: characters, numbers, and digits of a number. More is no ingredient with its amount.
LONGEST_LINE, MOST_OF_LINE, LONGEST_NUMBER = 2_000, 60, 40
_NUMBER = re.compile(r"\d+")
_LONG_NUMBER = re.compile(rf"(?:\d[.,'’]*){{{LONGEST_NUMBER + 1}}}")


def refuse_too_much(text: str, lines: Sequence[object], field: str) -> None:
    """Refuse a recipe that is longer than any.

    Parameters
    ----------
    text : str
    lines : sequence
        Its lines that are not blank, or what was made of them.
    field : str
        Name for the error.

    Raises
    ------
    InputErrors

    Examples
    --------
    >>> refuse_too_much("5 g water", ["5 g water"], "recipe")
    """
    plain = plain_text(text[:MOST_CHARACTERS])  # in which one sign may become many
    characters, numbers = max(len(text), len(plain)), len(_NUMBER.findall(plain))
    if characters > MOST_CHARACTERS:
        given = say("{count:,} characters", count=characters)
    elif len(lines) > MOST_LINES:
        given = say("{count} lines", count=len(lines))
    elif numbers > MOST_NUMBERS:
        given = say("{count:,} numbers", count=numbers)
    else:
        return
    accepted = say(
        "up to {most_lines} lines, {most_characters:,} characters and {most_numbers:,} numbers are read.",
        most_lines=MOST_LINES,
        most_characters=MOST_CHARACTERS,
        most_numbers=MOST_NUMBERS,
    )
    raise InputErrors([InputError(field, given, accepted, say("Leave out what is not the recipe."))])


def too_much_of_line(line: str) -> tuple[str, str] | None:
    """Return why a line is not read, which holds more than an ingredient with its amount, and what to do.

    Examples
    --------
    >>> too_much_of_line("5 g water")
    >>> too_much_of_line("5, " * 100)
    ('More than 60 numbers stand here.', 'Give each ingredient a line of its own.')
    """
    plain, fix = plain_text(line), say("Give each ingredient a line of its own.")
    if len(plain) > LONGEST_LINE:
        return say("More than {most:,} characters stand here.", most=LONGEST_LINE), fix
    if len(_NUMBER.findall(plain)) > MOST_OF_LINE:
        return say("More than {most} numbers stand here.", most=MOST_OF_LINE), fix
    if _LONG_NUMBER.search(plain):
        return say("No amount has more than {most} digits.", most=LONGEST_NUMBER), say("Correct the number.")
    return None
