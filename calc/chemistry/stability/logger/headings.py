"""What the heading of a column of a logger says: time or temperature, in which unit, of which probe."""

from __future__ import annotations

import functools
import re
import unicodedata

from calc.catalog.logger_words import HEADINGS, STATISTICS, logger_words
from calc.parsing.phrases import TOKEN, Phrases
from calc.parsing.plain_text import plain_text, without_accents

# Where scripts begin that part no words by spaces.
_UNSPACED = "\u1100"
# A degree sign, what is left of one in a wrong encoding, or what people write instead; “OK” is no kelvin.
_SIGN = r"(?:[°º˚?\ufffd\udc80-\udcff]|(?<![a-z])(?:deg|degrees?|o(?!k))[ _.]?)"
_UNIT_SIGNS = (
    re.compile(rf"{_SIGN}\s?_?([cfk])(?![a-z\d])", re.IGNORECASE),
    re.compile(r"[(\[{]\s*([CFK])\s*[)\]}]"),
    re.compile(r"(?<![a-z])t(?:emp(?:erature|eratur|eratura)?)?[\s_,/.-]*([CFK])(?![a-z\d])", re.IGNORECASE),
    re.compile(r"^\s*([CFK])\s*$", re.IGNORECASE),
)
_OTHER_SIGNS = re.compile(
    r"%|(?<![a-z])(?:[hkm]?pa|m?bar|mmhg|inhg|psi|ppm|ppb|lux|lx|mv|volts?|v|ma|µg|ug|m/s|mph|km/h|mm|db|dbm|w/m)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_LOOK_ALIKE = str.maketrans({"С": "C", "с": "c", "Ф": "F", "К": "K"})


@functools.lru_cache(maxsize=4096)
def heading_marks(heading: str) -> frozenset[str]:
    """Return what a heading says, of `HEADINGS` and `STATISTICS`.

    Parameters
    ----------
    heading : str

    Examples
    --------
    >>> sorted(heading_marks("Date Time, GMT+01:00")), sorted(heading_marks("Température min (°C)"))
    (['clock', 'date', 'moment'], ['lowest', 'temperature'])
    """
    plain = _words(heading)
    marks = {
        name for name, phrases in _phrases().items() if any(phrases.at(plain, at) for at in _starts(plain))
    }
    if "temperat" in plain:  # Kühlschranktemperatur, rumstemperatur
        marks.add("temperature")
    return frozenset(marks)


def unit_in(text: str) -> str:
    """Return the unit of temperature that a text names: "C", "F", "K"; "" for none, or for several.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> unit_in("Temp, °F (LGR S/N: 1)"), unit_in("Temperature_Celsius"), unit_in("Thermocouple K")
    ('F', 'C', '')
    >>> unit_in("OK"), unit_in("oC")
    ('', 'C')
    """
    units = units_in(text)
    return next(iter(units)) if len(units) == 1 else ""


@functools.lru_cache(maxsize=4096)
def units_in(text: str) -> frozenset[str]:
    """Return every unit of temperature that a text names.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> sorted(units_in("°C/°F"))
    ['C', 'F']
    """
    plain = unicodedata.normalize("NFKC", text.replace("º", "°"))
    spelled = re.sub(r"(?<=[°\s(])[СсФК](?!\w)", lambda match: match[0].translate(_LOOK_ALIKE), plain)
    for pattern in _UNIT_SIGNS:
        units = frozenset(match.upper() for match in pattern.findall(spelled))
        if units:
            return units
    words = _words(text)
    matches = (_unit_words().at(words, at) for at in _starts(words))
    return frozenset(match.key for match in matches if match)


def names_other_quantity(heading: str) -> bool:
    """Tell whether a heading names another quantity than temperature, by its unit.

    Parameters
    ----------
    heading : str

    Examples
    --------
    >>> names_other_quantity("RH, %"), names_other_quantity("Temp, °C")
    (True, False)
    """
    return bool(_OTHER_SIGNS.search(unicodedata.normalize("NFKC", heading)))


@functools.lru_cache(maxsize=4096)
def _words(heading: str) -> str:
    """Return a heading as plain words: without accents, camelCase parted."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("_", " "))
    return without_accents(plain_text(parted)).lower()


def _starts(plain: str) -> list[int]:
    """Return where words may start in a text; in scripts without spaces at every sign."""
    starts: list[int] = []
    for token in TOKEN.finditer(plain):
        starts.extend(range(token.start(), token.end()) if token[0] >= _UNSPACED else [token.start()])
    return starts


@functools.cache
def _phrases() -> dict[str, Phrases]:
    """Return the words of headings, by what they say."""
    words = logger_words()
    every = {key: words.headings[key] for key in HEADINGS} | {
        key: words.statistics[key] for key in STATISTICS
    }
    return {key: Phrases({key: phrases}) for key, phrases in every.items()}


@functools.cache
def _unit_words() -> Phrases:
    """Return the words for degrees."""
    return Phrases(logger_words().units)
