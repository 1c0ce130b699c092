"""Which column of a table of products says what, as far as the names of the columns tell."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from calc.catalog.market import table_words
from calc.catalog.normalize import normalize
from calc.errors import InputError, InputErrors
from calc.parsing.strength import unit_in_name

#: What a column can say, with the names that such columns go by, normalised.
COLUMNS: Mapping[str, tuple[str, ...]] = table_words().columns
#: Further columns of the list of this program, known by exactly these names.
FURTHER = (
    *("kind", "second_forms", "strength_low_percent", "strength_high_percent", "strength_g_per_100mL"),
    *("strength_low_g_per_100mL", "strength_high_g_per_100mL", "total_percent", "total_g_per_100mL"),
    *("strength_basis", "pH_low", "pH_high", "base", "size_mL", "size_g", "pieces", "price_date", "sources"),
    "note",
)
#: Without one of these there is nothing to compare.
NEEDED = ("product", "form", "ingredients")
_SIZE_WORDS = ("ml", "g", "l", "oz", "fl", "cl", "kg")
_STRENGTH_WORDS = tuple("ml l dl g mg kg 100 100g 100ml w v m wt per ppm".split())
# What stands between a name and its unit: “Preis in EUR”.
_BETWEEN = ("in", "en", "w", "в")


def recognised(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which column of a table says what, as far as their names tell.

    Parameters
    ----------
    columns : tuple of str
        As the table names them.

    Examples
    --------
    >>> recognised(("Produkt", "Stärke (%)", "Preis in EUR"))
    {'product': 'Produkt', 'strength': 'Stärke (%)', 'price': 'Preis in EUR'}
    """
    columns_by_field: dict[str, str] = {}
    for field, names in table_words().columns.items():
        taken = columns_by_field.values()
        matching = [
            column
            for column in columns
            if column not in taken and not {*_spelled(column, field)}.isdisjoint(names)
        ]
        if matching:
            columns_by_field[field] = matching[0]
    return with_further(columns_by_field, columns)


def with_further(chosen: Mapping[str, str], columns: tuple[str, ...]) -> dict[str, str]:
    """Return what columns say, with the further ones that bear exactly their names.

    Parameters
    ----------
    chosen : mapping of str to str
        Column by field; what it has already is left alone.
    columns : tuple of str
        As the table names them.

    Examples
    --------
    >>> with_further({"strength": "Stärke"}, ("Stärke", "pieces"))
    {'pieces': 'pieces', 'strength': 'Stärke'}
    """
    free = [name for name in FURTHER if name in columns and name not in chosen.values()]
    return {**{name: name for name in free}, **chosen}


def refuse_columns(chosen: Mapping[str, str], columns: tuple[str, ...]) -> None:
    """Refuse columns that are not there, and a table in which nothing names a product.

    Parameters
    ----------
    chosen : mapping of str to str
        Column by field.
    columns : tuple of str
        As the table names them.

    Raises
    ------
    InputErrors

    Examples
    --------
    >>> refuse_columns({"product": "Name"}, ("Name", "Price"))
    """
    has = f"The table has {', '.join(columns[:12])}."
    errors = [
        InputError(field, name, "the table has no such column.", has)
        for field, name in chosen.items()
        if name not in columns or field not in (*table_words().columns, *FURTHER)
    ]
    if not {*NEEDED} & {*chosen}:
        accepted = f"a column for {', '.join(NEEDED)} is needed."
        errors.append(InputError("columns", ", ".join(columns[:12]), accepted, "Say which column is which."))
    if errors:
        raise InputErrors(errors)


def plain_name(name: str) -> str:
    """Return the name of a column without its unit, case and signs.

    Examples
    --------
    >>> plain_name("Strength (%)")
    'strength'
    """
    without = re.sub(r"[(\[].*?[)\]]", " ", name)
    return normalize(without) or name.strip().casefold()


def _spelled(name: str, field: str) -> tuple[str, ...]:
    """Return the name of a column plainly, and without a unit or currency behind it as in ``size_mL``."""
    plain = plain_name(name)
    if field == "strength" and (name in FURTHER or not unit_in_name(name)):
        return (plain,)  # else a unit would be lost that nobody reads
    words = plain.split()
    for behind in (_unit_words(field), _BETWEEN):
        while len(words) > 1 and words[-1] in behind:
            words.pop()
    return plain, " ".join(words)


@functools.cache
def _unit_words(field: str) -> frozenset[str]:
    """Return the words that may stand behind the name of a column as its unit."""
    words = table_words()
    if field == "strength":
        return frozenset(_STRENGTH_WORDS)
    if field == "price":
        signs = (plain_name(sign) for signs in words.currencies.values() for sign in signs)
        return frozenset((*(code.casefold() for code in words.currencies), *signs))
    if field == "size":
        return frozenset((*_SIZE_WORDS, *(word for key in ("mL", "g", "L") for word in words.sizes[key])))
    return frozenset()
