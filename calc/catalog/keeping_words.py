"""How people say where something is kept, how often it is opened and how full it is: keeping_words.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from calc.catalog.folder import data_file
from calc.catalog.market.vocabulary import LANGUAGES
from calc.catalog.normalize import normalize
from calc.catalog.toml_reader import DataFile

#: What a place may be as warm as, by the row of inputs.toml.
PLACES = ("refrigerator", "room_temperature")


@dataclass(frozen=True)
class KeepingWords:
    """What people say of a bottle, each by its normalised words.

    Parameters
    ----------
    places : mapping of str to str
        Of `PLACES`.
    openings : mapping of str to float
        How often it is opened [1/day].
    fill : mapping of str to float
        How full it is [0–1].
    """

    places: Mapping[str, str]
    openings: Mapping[str, float]
    fill: Mapping[str, float]


@functools.cache
def keeping_words() -> KeepingWords:
    """Return what people say of how something is kept.

    Raises
    ------
    DataError
        Naming the line, where a part, a key or a language is unknown, a list names nothing, or words lead to
        two things.

    Examples
    --------
    >>> keeping_words().places["room temp"], keeping_words().openings["twice a day"]
    ('room_temperature', 2.0)
    """
    file = data_file("keeping_words.toml")
    file.parts(("places", "openings", "fill"))
    file.keys(file.tables["places"], "places", PLACES, PLACES)
    return KeepingWords(_by_words(file, "places"), _numbers(file, "openings"), _numbers(file, "fill"))


def _by_words(file: DataFile, part: str) -> Mapping[str, str]:
    """Return what the words of one part stand for."""
    found: dict[str, str] = {}
    for key, row in file.tables[part].items():
        table = f"{part}.{key}"
        file.keys(row, table, LANGUAGES, ())
        file.lists(row, table, *LANGUAGES)
        if not row or not all(row.values()):
            raise file.error(table, (), "a list without a name")
        for words in (words for texts in row.values() for words in texts):
            if not normalize(words) or found.setdefault(normalize(words), key) != key:
                raise file.error(table, (f'"{words}"',), f"“{words}” is empty, or claimed by another too")
    return MappingProxyType(found)


def _numbers(file: DataFile, part: str) -> Mapping[str, float]:
    """Return the numbers that the words of one part stand for; their keys are whole numbers or fractions."""
    numbers = dict[str, float]()
    for words, key in _by_words(file, part).items():
        try:
            numbers[words] = float(Fraction(key))
        except (ValueError, ZeroDivisionError):
            raise file.error(f"{part}.{key}", (), f"“{key}” is no number") from None
    return MappingProxyType(numbers)
