"""How tables of products name their columns, packages, sizes and currencies: columns.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from calc import catalog
from calc.catalog.market.vocabulary import KINDS, LANGUAGES, PACKAGES
from calc.catalog.normalize import normalize
from calc.catalog.toml_reader import DataFile

#: What a column of a table can say.
COLUMN_FIELDS = (
    *("product", "brand", "form", "ingredients", "strength", "pH", "package", "size", "price", "currency"),
    "coactives",
)
#: Units that have other letters elsewhere, and words around a size.
SIZE_WORDS = ("mL", "g", "L", "pieces", "times", "packs", "pack", "holders", "net")


_PRICES = ("whole", "thirds", "aside")


@dataclass(frozen=True)
class TableWords:
    """What stands in tables of products, each by what it means; normalised but for sizes.

    ``columns``: names of columns, by a word of `COLUMN_FIELDS`. ``around``: words around such a name that
    change nothing, by such a word, or "any". ``ends``: words of the "low" and the "high" end of a value.
    ``rows``: words of a row that sums up others, of one that heads some, of lines below a table; headings
    of what numbers products, and ingredients in a list. ``packages``: by package, the telling word first.
    ``sizes``: by a word of `SIZE_WORDS`. ``liquids``: words of headings that say a "volume", and of a liquid
    "product". ``kinds``: of what is no leave-on cosmetic; ``kinds_alone``: where nothing stands beside it;
    ``kinds_denied``: what denies it "before" and "behind". ``currencies``: signs by code, in small letters.
    ``shared_signs``: codes by a sign that they share. ``prices``: codes of "whole", prices without cents, and
    words "aside", of another price in brackets.
    """

    columns: Mapping[str, tuple[str, ...]]
    around: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[str, ...]]
    packages: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, tuple[str, ...]]
    liquids: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    kinds_alone: Mapping[str, tuple[str, ...]]
    kinds_denied: Mapping[str, tuple[str, ...]]
    currencies: Mapping[str, tuple[str, ...]]
    shared_signs: Mapping[str, tuple[str, ...]]
    prices: Mapping[str, tuple[str, ...]]


@functools.cache
def table_words() -> TableWords:
    """Return how tables of products name their columns, packages, sizes and currencies.

    Raises
    ------
    DataError
        Naming the line, where a part, a key or a language is unknown, a list names nothing, a code is
        none, or a name leads to two things.

    Examples
    --------
    >>> "strength" in table_words().columns["strength"]
    True
    """
    file = catalog.data_file("columns.toml")
    parts = tuple(part.name for part in fields(TableWords))
    file.parts(parts)
    allowed = {
        "columns": COLUMN_FIELDS,
        "around": ("any", *COLUMN_FIELDS),
        "ends": ("low", "high"),
        "rows": ("summary", "section", "footnote", "remark", "product_number", "place_in_list"),
        "packages": PACKAGES,
        "sizes": SIZE_WORDS,
        "liquids": ("volume", "product"),
        "kinds": KINDS[1:],
        "kinds_alone": KINDS[1:],
        "kinds_denied": ("before", "behind"),
    }
    named = {part: _names_of_part(file, part, keys) for part, keys in allowed.items()}
    currencies = _currencies(file)
    shared, prices = (_lists(file, part) for part in ("shared_signs", "prices"))
    file.keys(file.tables["prices"], "prices", _PRICES, _PRICES)
    for sign, codes in {**shared, "whole": prices["whole"], "thirds": prices["thirds"]}.items():
        for code in codes:
            if len(code) != 3 or not code.isupper():
                raise file.error("shared_signs", (sign,), f"“{code}” is no code of a currency")
    return TableWords(**named, currencies=currencies, shared_signs=shared, prices=prices)


def _lists(file: DataFile, part: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of one part of columns.toml by their keys."""
    table = file.tables[part]
    file.lists(table, part, *table)
    return MappingProxyType({key: tuple(words) for key, words in table.items()})


def _names_of_part(file: DataFile, part: str, allowed: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the names of one part of columns.toml by what they mean."""
    names_by_key: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    file.keys(file.tables[part], part, allowed, ())
    for key, row in file.tables[part].items():
        table = f"{part}.{key}"
        file.keys(row, table, LANGUAGES, ())
        file.lists(row, table, *LANGUAGES)
        if not row or not all(row.values()):
            raise file.error(table, (), "a list without a name")
        names = {name: normalize(name) or name.casefold() for texts in row.values() for name in texts}
        for name, plain in names.items():
            # The same word may stand around several names.
            if not plain or (part not in ("around", "kinds_denied") and owners.setdefault(plain, key) != key):
                raise file.error(table, (f'"{name}"',), f"“{name}” is empty, or claimed by another too")
        # Words of sizes are sought in cells as they are written.
        names_by_key[key] = tuple(
            dict.fromkeys(map(str.casefold, names) if part == "sizes" else names.values())
        )
    return MappingProxyType(names_by_key)


def _currencies(file: DataFile) -> Mapping[str, tuple[str, ...]]:
    """Return the currencies of columns.toml, by their code."""
    table = file.tables["currencies"]
    owners: dict[str, str] = {}
    file.lists(table, "currencies", *table)
    for code, signs in table.items():
        if not re.fullmatch("[A-Z]{3}", code):
            raise file.error("currencies", (code,), f"“{code}” is no code of a currency")
        for sign in signs:
            if not sign or sign != sign.casefold() or owners.setdefault(sign, code) != code:
                problem = f"“{sign}” is empty, in capitals, or claimed by another too"
                raise file.error("currencies", (f'"{sign}"',), problem)
    return MappingProxyType({code: tuple(signs) for code, signs in table.items()})
