"""How people write recipes: units, measures, numbers, and the words around the names: recipe_words.toml."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file
from calc.catalog.toml_reader import DataFile

#: Numbers that are written as words, by their key in the file.
NUMBER_WORDS: Mapping[str, float] = MappingProxyType(
    {
        "quarter": 0.25,
        "third": 1 / 3,
        "half": 0.5,
        "one": 1.0,
        "one_and_a_half": 1.5,
        "two": 2.0,
        "three": 3.0,
        "four": 4.0,
        "five": 5.0,
        "six": 6.0,
        "seven": 7.0,
        "eight": 8.0,
        "nine": 9.0,
        "ten": 10.0,
        "eleven": 11.0,
        "twelve": 12.0,
        "fifteen": 15.0,
        "twenty": 20.0,
        "thirty": 30.0,
        "forty": 40.0,
        "fifty": 50.0,
        "few": 3.0,
    }
)
#: Kinds of phrases around an amount.
PHRASES = ("about", "to", "up_to", "optional", "or", "and", "of", "without_amount", "times", "measure", "for")
#: Kinds of headings.
HEADINGS = ("ingredients", "phase", "total", "yields", "method", "equipment", "columns", "products")
#: Kinds of words on a page that are no part of a recipe.
REMARKS = ("card", "title", "around", "page", "prose", "whose", "counted")
#: Kinds of small words, signs and endings that the grammar of recipes is made of.
GRAMMAR = (
    *("label", "order", "phase_sign", "given_in", "of_whole", "toward", "of_pH", "money", "lot", "number"),
    *(
        "out_of",
        "left_out",
        "percent_ending",
        "half_of",
        "spoonful",
        "before_number",
        "counter",
        "dissolved",
        "dissolved_last",
        "telling",
        "solvent",
        "bound",
        "first_bound",
        "alike",
        "halves",
        "halved",
        "half_the",
        "doubled",
        "double_the",
        "mix_of",
        "ratio_to",
        "per",
        "molar",
        "denied",
        "from",
        "between",
        "and_a",
        "holding",
        "one_of",
        "apiece",
        "purity",
        "purpose",
        "aim",
    ),
    *(
        "short_fill",
        "as_needed",
        "note",
        "aside",
        "leading",
        "elided",
        "article",
        "case_ending",
    ),
    *("spoken", "spoken_of_making", "month"),
)
#: What an ingredient that is not known may be taken for.
CLASSES = ("water", "oil", "gum", "extract", "powder")
#: What somebody may say that it is: one of these, or nobody knows.
KINDS = (*CLASSES, "unknown")
#: Kinds of words beside a name, and those that name a mix or a solution by themselves.
_BESIDE = ("plain", "quiet", "dilute", "solution", "fluid", "thinned", "ready", "grown", "powder", "changing")
_DILUTION = ("as", "holds", "above")


@dataclass(frozen=True)
class UnitWords:
    """A unit of recipes: its name in the registry, or what one holds [mL], and the words for it.

    ``exact``: words that count only as they are written.
    """

    id: str
    unit: str
    words: tuple[str, ...]
    exact: tuple[str, ...] = ()
    mL: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Dilution:
    """What a name means where it is not the powder: the ingredient, how much of the powder it holds, and from
    which share of the whole on it is meant [both 0–1].
    """

    ingredient: str
    holds: float
    above: float


@dataclass(frozen=True)
class RecipeWords:
    """The words of recipes, by what they mean."""

    units: Mapping[str, UnitWords]
    numbers: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    headings: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, tuple[str, ...]]
    grammar: Mapping[str, tuple[str, ...]]
    method: tuple[str, ...]
    beside: tuple[str, ...]
    quiet: tuple[str, ...]
    dilute: tuple[str, ...]
    solution: tuple[str, ...]
    fluid: tuple[str, ...]
    thinned: tuple[str, ...]
    ready: tuple[str, ...]
    grown: tuple[str, ...]
    powder: tuple[str, ...]
    changing: tuple[str, ...]
    short: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, str]
    diluted: Mapping[str, Dilution]
    kinds: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]]


@functools.cache
def recipe_words() -> RecipeWords:
    """Return the words of recipes.

    Raises
    ------
    DataError
        Naming the line, where a part or a key is unknown or missing, or a list is empty.
    """
    file = data_file("recipe_words.toml")
    lists = (
        "phrases",
        "headings",
        "remarks",
        "grammar",
        "method",
        "beside",
        "unclear",
        "asked",
        "exact",
        "kinds",
        "classes",
    )
    file.parts(("units", "numbers", "short", "diluted", *lists))
    units = {key: _unit(key, row, file) for key, row in file.tables["units"].items()}
    beside = file.filled_lists("beside", _BESIDE)
    return RecipeWords(
        MappingProxyType(units),
        file.filled_lists("numbers", tuple(NUMBER_WORDS)),
        file.filled_lists("phrases", PHRASES),
        file.filled_lists("headings", HEADINGS),
        file.filled_lists("remarks", REMARKS),
        file.filled_lists("grammar", GRAMMAR),
        file.filled_lists("method", ("verbs",))["verbs"],
        beside["plain"],
        beside["quiet"],
        beside["dilute"],
        beside["solution"],
        beside["fluid"],
        beside["thinned"],
        beside["ready"],
        beside["grown"],
        beside["powder"],
        beside["changing"],
        _short(file),
        file.filled_lists("unclear", tuple(file.tables["unclear"])),
        file.filled_lists("asked", tuple(file.tables["asked"])),
        _exact(file),
        MappingProxyType({key: _dilution(key, row, file) for key, row in file.tables["diluted"].items()}),
        file.filled_lists("kinds", KINDS),
        file.filled_lists("classes", CLASSES),
    )


def _unit(key: str, row: dict[str, Any], file: DataFile) -> UnitWords:
    """Read one unit of recipe_words.toml."""
    table = f"units.{key}"
    file.keys(row, table, ("unit", "mL", "words", "exact"), ("words",))
    file.texts(row, table, "unit")
    file.lists(row, table, "words", "exact")
    ends = row.get("mL")
    if (ends is None) == ("unit" not in row):
        raise file.error(table, (), "a unit has either a name in the registry, or mL")
    if ends is not None and not _are_ends(ends):
        raise file.error(table, ("mL",), "mL is a middle with its ends, above zero")
    volume = None if ends is None else (float(ends[0]), float(ends[1]), float(ends[2]))
    return UnitWords(
        key, row.get("unit", "milliliter"), tuple(row["words"]), tuple(row.get("exact", ())), volume
    )


def _are_ends(ends: Any) -> bool:
    """Tell whether three numbers are a middle with its ends, above zero."""
    if not isinstance(ends, list) or len(ends) != 3 or not all(type(end) in (int, float) for end in ends):
        return False
    middle, low, high = ends
    return bool(0 < low <= middle <= high < math.inf)


def _dilution(key: str, row: dict[str, Any], file: DataFile) -> Dilution:
    """Read what a name means where it is not the powder."""
    table = f"diluted.{key}"
    file.keys(row, table, _DILUTION, _DILUTION)
    file.texts(row, table, "as")
    for name in ("holds", "above"):
        if type(row[name]) is not float or not 0 < row[name] < 1:
            raise file.error(table, (name,), f"{name} lies between 0 and 1")
    return Dilution(row["as"], row["holds"], row["above"])


def _short(file: DataFile) -> Mapping[str, str]:
    """Return the words that abbreviations stand for, by the abbreviation."""
    rows = file.tables["short"]
    file.lists(rows, "short", *rows)
    return MappingProxyType({short: word for word, shorts in rows.items() for short in shorts})


def _exact(file: DataFile) -> Mapping[str, str]:
    """Return the abbreviations that count only as they are written, with the ids that they stand for."""
    rows = file.tables["exact"]
    file.texts(rows, "exact", *rows)
    return MappingProxyType(dict(rows))
