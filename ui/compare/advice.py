"""What is advised of a table, in the words of the page: the core names the options of the command line."""

from __future__ import annotations

import re

from calc.messages import say

#: Fields in which somebody says how a table is read, by the option of the command line that says the same.
FIELD_LABELS = {
    "sheet": say("Sheet"),
    "header-row": say("Row with the column names"),
    "encoding": say("Encoding"),
    "unit": say("Unit of numbers without one"),
    "currency": say("Currency of prices without one"),
}
#: Fields in which somebody says which column says what.
COLUMN_LABELS = {
    "product": say("Name of the product"),
    "brand": say("Brand"),
    "form": say("Form of vitamin C"),
    "ingredients": say("List of ingredients"),
    "strength": say("Strength"),
    "pH": "pH",
    "package": say("Package"),
    "size": say("Size"),
    "price": say("Price"),
    "currency": say("Currency"),
    "coactives": say("Other ingredients"),
}
_COLUMN = re.compile(r'--column (\w+)=(?:"([^"]*)"|([^\s".;)]+))')
_OPTION = re.compile(rf"--({'|'.join(FIELD_LABELS)})(?: ([^\s.;)]+(?:\.\d+)?))?")


def page_advice(text: str) -> str:
    """Return a message in which every option of the command line is the field of the page for it.

    Examples
    --------
    >>> page_advice("If it does name them: --header-row 3.")
    'If it does name them: enter 3 under “Row with the column names”.'
    >>> page_advice('Say which one: --column product="Item name".')
    'Say which one: choose Item name under “Name of the product”.'
    """
    return _OPTION.sub(_field, _COLUMN.sub(_column, text))


def _column(match: re.Match[str]) -> str:
    """Return the choice of a column."""
    name = match[2] if match[2] is not None else match[3]
    label = COLUMN_LABELS[match[1]]
    if name == "NAME":
        return say("choose it under “{label}”", label=label)
    return say("choose {choice} under “{field}”", choice=name, field=label)


def _field(match: re.Match[str]) -> str:
    """Return what is entered in a field."""
    label = FIELD_LABELS[match[1]]
    if match[2]:
        return say("enter {text} under “{field}”", text=match[2], field=label)
    return say("choose it under “{label}”", label=label)
