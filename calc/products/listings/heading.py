"""What the name of one column says: a name that is known, with units and plain words around it.

Every word of a heading must be accounted for. “Measured pH” is a pH; “pH strips included” is none, for
nobody knows what “strips included” makes of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from calc import catalog
from calc.catalog.market import table_words
from calc.catalog.normalize import normalize
from calc.parsing.forms_in_text import forms_named
from calc.parsing.misspelt_names import letters_away
from calc.parsing.strength import unit_in_name

#: Further columns of the list of this program, known by exactly these names.
FURTHER = (
    *("kind", "second_forms", "strength_low_percent", "strength_high_percent", "strength_g_per_100mL"),
    *("strength_low_g_per_100mL", "strength_high_g_per_100mL", "total_percent", "total_g_per_100mL"),
    *("strength_basis", "pH_low", "pH_high", "base", "size_mL", "size_g", "pieces", "price_date", "sources"),
    "note",
)
#: What the ends of a value are called, by the value.
ENDS = {
    "pH": {"low": "pH_low", "high": "pH_high"},
    "strength": {"low": "strength_low_percent", "high": "strength_high_percent"},
}
_SIZE_WORDS = ("ml", "g", "l", "oz", "fl", "cl", "kg", "ounce", "gram", "milliliter", "millilitre")
_STRENGTH_WORDS = (
    *("ml", "l", "dl", "g", "mg", "kg", "100", "100g", "100ml", "w", "v", "m", "wt", "per", "ppm"),
    *("percent", "pct", "prozent", "procent", "процент", "процентах"),
)
# What stands between a name and its unit: “Preis in EUR”.
_BETWEEN = frozenset(("in", "en", "w", "в", "i", "v", "у"))
# A price of so much, not of the product.
_RATES = frozenset(("per", "pro", "par", "por", "za", "за", "each"))
_CAMEL = re.compile(r"(?<=[a-zа-яё]{2})(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_PH = re.compile(r"pH(?=min|max|value|level|[^a-z]|$)")
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_WIDE_ENDS = re.compile(rf"(?<={_WIDE})(?=[A-Za-z%])|(?<=[A-Za-z%])(?={_WIDE})")
# A word cut short, “Konz.”; what it is short for is longer than this.
_CUT_SHORT = re.compile(r"([^\W\d_]{2,})\.(?!\w)")
_SHORTEST_WHOLE = 4
_BRACKETS = re.compile(r"[(\[（【](.*?)[)\]）】]")
_VITAMIN = re.compile(r"\bvit c\b")
_PERCENT_SIGN = re.compile(r"[%％﹪]|\bpct\b", re.IGNORECASE)
_SLASH = re.compile(r"\s*[/|]\s*")
# A word that is spelled wrongly by a letter has so many, by two letters so many.
_ONE_WRONG, _TWO_WRONG = 7, 10


class HeadingReading(NamedTuple):
    """What a heading may say.

    ``field``: of `COLUMN_FIELDS` or `FURTHER`. ``quality``: 0 for a name as it is known, 1 with a unit, 2
    with words around it, 3 where its cells decided, 4 for one that is spelled nearly so. ``form``: that the
    heading names, for a strength. ``is_open``: it names a substance alone, so that its cells say whether they
    are strengths.
    """

    field: str
    quality: int
    form: str | None = None
    is_open: bool = False


def plain_name(name: str) -> str:
    """Return the name of a column without its unit, case and signs.

    Examples
    --------
    >>> plain_name("Strength (%)")
    'strength'
    """
    return normalize(_BRACKETS.sub(" ", name)) or name.strip().casefold()


def spaced(name: str) -> str:
    """Return the name of a column with spaces between its words.

    Examples
    --------
    >>> spaced("strengthPct"), spaced("measured_pH"), spaced("용량ml")
    ('strength Pct', 'measured pH', '용량 ml')
    """
    parted = _CAMEL.sub(" ", _PH.sub(" Ph ", name.replace("_", " ")))
    return " ".join(_WIDE_ENDS.sub(" ", parted).replace("Ph", "pH").split())


def _words(text: str) -> list[str]:
    """Return the words of a heading, a percent sign as a word."""
    words = normalize(_PERCENT_SIGN.sub(" percent ", spaced(text)))
    return _VITAMIN.sub("vitamin c", words).split()


def _singular(words: Iterable[str]) -> str:
    """Return words in a row, those that end in an s without it."""
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


@functools.lru_cache(maxsize=2048)
def heading_readings(name: str) -> tuple[HeadingReading, ...]:
    """Return what the name of a column may say, the likeliest first.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> [(reading.field, reading.form) for reading in heading_readings("ascorbic acid (%)")]
    [('strength', 'l_ascorbic_acid')]
    >>> heading_readings("pH strips included"), heading_readings("niacinamide %")
    ((), ())
    """
    readings = [
        HeadingReading(field, quality)
        for field in table_words().columns
        if (quality := _quality(name, field)) is not None and not _is_of_another(name, field)
    ]
    exact = [reading for reading in readings if reading.quality == 0]
    readings = exact or readings or _of_parts(name)
    substance = _of_substance(name)
    if substance and not any(reading.field != "strength" for reading in readings):
        readings = [substance]
    return tuple(sorted([*readings, *_ends(name)], key=lambda reading: reading.quality))


def _of_parts(name: str) -> list[HeadingReading]:
    """Return what the parts of a heading say, where all say the same: “Size/Volume”, “Produkt / Product”."""
    parts = [part for part in _SLASH.split(name) if part]
    said = [heading_readings(part)[:1] for part in parts] if len(parts) > 1 else []
    fields = {reading.field for readings in said for reading in readings}
    return [HeadingReading(fields.pop(), 1)] if said and all(said) and len(fields) == 1 else []


def nearly_named(name: str) -> HeadingReading | None:
    """Return what a heading says that is spelled wrongly by a letter or two; None where it is not.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> nearly_named("ingridients").field, nearly_named("product code")
    ('ingredients', None)
    """
    words = _words(_BRACKETS.sub(" ", name))
    if len(" ".join(words)) < _ONE_WRONG or heading_readings(name):
        return None
    fields = {
        field
        for field in table_words().columns
        for spelling in _spellings(field)
        if _is_nearly(words, spelling.split(" "))
    }
    return HeadingReading(fields.pop(), 4) if len(fields) == 1 else None


def _is_nearly(words: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether words are some others, one of them spelled wrongly by a letter, a long one by two."""
    wrong = [pair for pair in zip(words, right) if pair[0] != pair[1]]
    if len(words) != len(right) or len(wrong) != 1:
        return False
    word, meant = wrong[0]
    most = 2 if len(meant) >= _TWO_WRONG else 1 if len(meant) >= _ONE_WRONG else 0
    return word[0] == meant[0] and letters_away(word, meant) <= most


def abbreviated(name: str) -> HeadingReading | None:
    """Return what a heading says in which words are cut short with a point; None where they may be several.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> abbreviated("Geh. (%)").field, abbreviated("Nr.")
    ('strength', None)
    """
    outside = _BRACKETS.sub(" ", name)
    cut = _CUT_SHORT.search(outside)
    if cut is None or heading_readings(name):
        return None
    stem = " ".join(_words(cut[1]))
    fields = set[str]()
    for word in _heading_words():
        if word.startswith(stem) and len(word) > len(stem):
            whole = f"{outside[: cut.start()]}{word}{outside[cut.end() :]}"
            fields |= {
                reading.field for reading in (heading_readings(whole) or [abbreviated(whole)]) if reading
            }
    if unit_in_name(spaced(name)) in ("%", "percent", "pct"):
        fields &= {"strength"}
    if any(text.strip() in _currencies() for text in _BRACKETS.findall(name)):
        fields &= {"price"}
    return HeadingReading(fields.pop(), 4) if len(fields) == 1 else None


@functools.cache
def _heading_words() -> frozenset[str]:
    """Return the words of all names of columns, and those that may stand around them."""
    return frozenset(
        word
        for field, names in table_words().columns.items()
        for words in (*(_words(name) for name in names), _around(field))
        for word in words
        if len(word) > _SHORTEST_WHOLE
    )


def names_price(name: str) -> bool:
    """Tell whether a heading is a word for a price with three capitals, be they no currency known here.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> names_price("Price in GBR"), names_price("price per 100 ml")
    (True, False)
    """
    rest = name.replace("(", " ").replace(")", " ").replace("_", " ").split()
    plain = [word for word in rest if not re.fullmatch("[A-Z]{3}", word) and word.casefold() not in _BETWEEN]
    return bool(plain) and plain_name(" ".join(plain)) in table_words().columns["price"]


def _quality(name: str, field: str) -> int | None:
    """Return how well a name fits what a column can say; None where it does not."""
    plain, known = plain_name(name), table_words().columns[field]
    if plain in known or (plain == "%" and field == "strength"):
        return 0
    if field == "price" and name.strip() in _currencies():
        return 1
    if field == "strength" and name in FURTHER:
        return None
    words = _words(_BRACKETS.sub(" ", name))
    spellings = _spellings(field)
    if _singular(words) in spellings:
        return 1
    around = _around(field)
    unit = _without_unit(words, name, field)
    for quality, parts in ((1, unit), (2, _without(words, around)), (2, _without(unit, around))):
        if parts and (" ".join(parts) in known or _singular(parts) in spellings):
            return quality
    return None


@functools.cache
def _currencies() -> frozenset[str]:
    """Return the codes and signs of currencies, which alone head a column of prices."""
    return frozenset(sign for code, signs in table_words().currencies.items() for sign in (code, *signs))


@functools.cache
def _spellings(field: str) -> frozenset[str]:
    """Return the known names of a column as their words stand in headings."""
    return frozenset(_singular(_words(name)) for name in table_words().columns[field])


@functools.cache
def _around(field: str) -> frozenset[str]:
    """Return the words that may stand around the name of a column."""
    around = table_words().around
    return frozenset((*around["any"], *around.get(field, ())))


def _without(words: Sequence[str], around: Iterable[str]) -> list[str]:
    """Return words without those around a name; one of them stays."""
    rest = [word for word in words if word not in around]
    return rest or list(words[-1:])


def _without_unit(words: Sequence[str], name: str, field: str) -> list[str]:
    """Return words without a unit at their ends, and without what stands between it and the name."""
    if field == "strength" and not unit_in_name(spaced(name)):
        return list(words)  # else a unit would be lost that nobody reads
    rest, units = list(words), _unit_words(field)
    for behind in (units, _BETWEEN):
        while len(rest) > 1 and rest[-1] in behind:
            rest.pop()
    while len(rest) > 1 and field == "strength" and rest[0] in units:
        rest.pop(0)
    return rest


@functools.cache
def _unit_words(field: str) -> frozenset[str]:
    """Return the words that may stand behind the name of a column as its unit."""
    words = table_words()
    if field == "strength":
        return frozenset(_STRENGTH_WORDS)
    if field == "price":
        signs = (plain_name(sign) for signs in words.currencies.values() for sign in signs)
        return frozenset((*(code.casefold() for code in words.currencies), *signs, "euros", "usd", "$"))
    if field == "size":
        return frozenset((*_SIZE_WORDS, *(word for key in ("mL", "g", "L") for word in words.sizes[key])))
    return frozenset()


def _is_of_another(name: str, field: str) -> bool:
    """Tell whether what stands in brackets makes a heading that of another thing."""
    brackets = _BRACKETS.findall(name)
    if field == "price":
        return any("/" in text or _RATES & {*normalize(text).split()} for text in brackets)
    if field == "strength":
        return any(catalog.is_ingredient(text) and not forms_named(text) for text in brackets)
    # “Active” is a form, “Active %” a strength.
    return field == "form" and bool(unit_in_name(spaced(name)))


def names_another_ingredient(name: str) -> bool:
    """Tell whether a heading is about an ingredient that is no vitamin C.

    Examples
    --------
    >>> names_another_ingredient("niacinamide %"), names_another_ingredient("stated_percent")
    (True, False)
    """
    rest = _without(_words(name), {*_around("strength"), *_STRENGTH_WORDS})
    return bool(rest) and not forms_named(name) and catalog.is_ingredient(" ".join(rest))


def _of_substance(name: str) -> HeadingReading | None:
    """Return a strength whose heading names vitamin C, or a form of it; None for any other heading."""
    text = spaced(name)
    hits = [hit for hit in forms_named(text) if hit.status != "other"]
    forms = {hit.form for hit in hits if hit.form}
    if not hits or len(forms) > 1 or len(hits) < len(forms_named(text)):
        return None
    for hit in reversed(hits):
        text = f"{text[: hit.start]} {text[hit.end :]}"
    rest = _words(text)
    quantities = {*table_words().around["strength"], *_STRENGTH_WORDS, *_spellings("strength")}
    if any(word not in quantities and word not in _around("any") | _BETWEEN for word in rest):
        return None
    says_unit = any(word in _STRENGTH_WORDS and word not in ("w", "v", "m") for word in rest)
    if says_unit and not unit_in_name(spaced(name)) and "percent" not in rest:
        return None
    form = next(iter(forms), None)
    return HeadingReading("strength", 1, form, is_open=not any(word in quantities for word in rest))


def _ends(name: str) -> list[HeadingReading]:
    """Return which end of a value a heading says."""
    if name in FURTHER:
        return []
    words = _words(name)
    readings = []
    for end, end_words in table_words().ends.items():
        rest = [word for word in words if word not in end_words]
        if 0 < len(rest) < len(words):
            text = " ".join(rest)
            fields = [field for field in ENDS if _quality(text, field) is not None]
            is_percent = unit_in_name(spaced(name)) in ("", "%", "percent", "pct", "% w/w", "w/w")
            readings += [
                HeadingReading(ENDS[field][end], 2) for field in fields if field == "pH" or is_percent
            ]
    return readings if len(readings) == 1 else []
