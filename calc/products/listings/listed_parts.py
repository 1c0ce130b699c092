"""The entries of a list of ingredients, and which of them are known here beside the forms of vitamin C."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from calc import catalog
from calc.catalog import people
from calc.parsing.forms_in_text import forms_named
from calc.parsing.strength_beside import without_strength

# What stands between the names of two substances.
_BESIDE = re.compile(r"\s[+&]\s|\s(?:and|und|et|y|e|with|mit|i|и)\s")
# What parts a list; a comma between digits parts nothing.
_BETWEEN_ENTRIES = re.compile(r"[;•\n]|,(?!\d)|(?<!\d),")


class ListedPart(NamedTuple):
    """An entry of a list of ingredients: its name, and whether that is "active", "known", or neither."""

    name: str
    kind: str


def between_entries(text: str) -> list[str]:
    """Return the entries of a list; a comma between digits parts nothing."""
    if ";" in text or "•" in text or "\n" in text:
        return _BETWEEN_ENTRIES.split(text)
    if "," not in text:
        return [text]
    parts = list[str]()
    for part in text.split(","):
        if parts and part[:1].isdecimal() and parts[-1][-1:].isdecimal():
            parts[-1] += f",{part}"
        else:
            parts.append(part)
    return parts


@functools.lru_cache(maxsize=32768)
def listed_part(entry: str) -> ListedPart:
    """Return what an entry of a list of ingredients is; the same entries stand in most lists."""
    name = without_strength(entry.strip())
    # Of a form, and of what is not known, nothing is said here.
    if not name or forms_named(name.replace("\n", ";")):
        return ListedPart(name, "")
    if people.find_term("actives", name):
        return ListedPart(name, "active")
    return ListedPart(name, "known" if catalog.is_ingredient(name) else "")


def beside_form(text: str) -> list[str]:
    """Return the entries of a text that names a form, of which some may be other ingredients.

    Examples
    --------
    >>> beside_form("LAA, retinol 0.3 % + ferulic acid")
    ['LAA', ' retinol 0.3 %', 'ferulic acid']
    """
    return [part for entry in between_entries(text) for part in _BESIDE.split(entry)]
