"""What is advised of a table, in the words of the page: the core names the options of the command line."""

from __future__ import annotations

import re

#: Fields in which somebody says how a table is read, by the option of the command line that says the same.
FIELD_LABELS = {
    "sheet": "Sheet",
    "header-row": "Row with the column names",
    "encoding": "Encoding",
    "unit": "Unit of numbers without one",
    "currency": "Currency of prices without one",
}
#: Fields in which somebody says which column says what.
COLUMN_LABELS = {
    "product": "Name of the product",
    "brand": "Brand",
    "form": "Form of vitamin C",
    "ingredients": "List of ingredients",
    "strength": "Strength",
    "pH": "pH",
    "package": "Package",
    "size": "Size",
    "price": "Price",
    "currency": "Currency",
    "coactives": "Other ingredients",
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
    chosen = "choose it" if name == "NAME" else f"choose {name}"
    return f"{chosen} under “{COLUMN_LABELS[match[1]]}”"


def _field(match: re.Match[str]) -> str:
    """Return what is entered in a field."""
    return f"{f'enter {match[2]}' if match[2] else 'choose it'} under “{FIELD_LABELS[match[1]]}”"
