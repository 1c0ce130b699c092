"""The strength that a cell of a table states: by mass or by volume, a range, a bound, or unknown."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from calc.errors import InputError
from calc.messages import say
from calc.units import read_number

_LONGEST_AMOUNT = 100


@dataclass(frozen=True)
class StatedStrength:
    """A strength as a label states it.

    Parameters
    ----------
    low, high : float
        Mass fraction [0–1], or mass concentration [g/L], as `kind` says; the same for a single
        number; NaN when unknown.
    kind : str
        "mass fraction", "mass concentration", or "" when unknown. One is never turned into the other.
    bound : str
        "at most" (then `low` is 0), "at least" (then `high` is 1, or infinite), or "".
    """

    low: float
    high: float
    kind: str
    bound: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is stated."""
        return bool(self.kind)


_FRACTION, _CONCENTRATION = "mass fraction", "mass concentration"
_STRENGTH_UNITS: Mapping[str, tuple[str, float]] = {
    **dict.fromkeys(("%", "percent", "pct", "%w/w", "%m/m", "w/w%", "%wt", "wt%", "wt.%"), (_FRACTION, 1e-2)),
    **dict.fromkeys(("percent.", "%ig", "prozent", "prozentig", "pourcent", "porciento"), (_FRACTION, 1e-2)),
    **dict.fromkeys(
        ("procent", "procenta", "proc.", "процент", "процента", "%-ный", "%-ная", "%-ной"), (_FRACTION, 1e-2)
    ),
    **dict.fromkeys(("pct.", "%ww", "%w", "%wt.", "%byweight", "%bymass"), (_FRACTION, 1e-2)),
    **dict.fromkeys(
        ("відсотків", "yüzde", "százalék", "prosent", "prosenttia", "퍼센트", "パーセント"), (_FRACTION, 1e-2)
    ),
    **dict.fromkeys(("g/100g", "г/100г", "проц.", "процентов", "w/w"), (_FRACTION, 1e-2)),
    **dict.fromkeys(("‰", "mg/g", "мг/г", "g/kg", "г/кг"), (_FRACTION, 1e-3)),
    **dict.fromkeys(("ppm", "mg/kg", "мг/кг", "μg/g", "ug/g", "mcg/g", "мкг/г"), (_FRACTION, 1e-6)),
    **dict.fromkeys(("ppb", "μg/kg", "ug/kg", "mcg/kg", "мкг/кг"), (_FRACTION, 1e-9)),
    **dict.fromkeys(("mg/100g",), (_FRACTION, 1e-5)),
    **dict.fromkeys(("g/g",), (_FRACTION, 1.0)),
    **dict.fromkeys(
        ("%w/v", "w/v%", "%m/v", "m/v%", "w/v", "g/100ml", "г/100мл", "g/dl", "%wv"), (_CONCENTRATION, 10.0)
    ),
    **dict.fromkeys(("mg/ml", "g/l", "мг/мл", "г/л"), (_CONCENTRATION, 1.0)),
    **dict.fromkeys(("g/ml", "г/мл", "g/cm3"), (_CONCENTRATION, 1e3)),
    **dict.fromkeys(("mg/100ml",), (_CONCENTRATION, 1e-2)),
    **dict.fromkeys(("mg/l", "мг/л", "μg/ml", "ug/ml", "mcg/ml", "мкг/мл"), (_CONCENTRATION, 1e-3)),
}
#: What people write into a cell that they have nothing to say in.
UNKNOWN_WORDS = {
    "", "-", "–", "—", "?", "n/a", "na", "n.a.", "nan", "none", "null", "unknown", "not stated", "not given",
    "tbc", "нет", "н/д", "нет данных", "неизвестно", "не указано", "k. a.", "k.a.", "keine angabe",
    "unbekannt", "inconnu", "non précisé", "desconocido", "brak danych", "nieznane", "nieznany", "#n/a",
    "no size", "not specified", "not available", "see label", "no disponible", "tidak ada",
}  # fmt: skip
_AT_MOST = "up to|at most|not more than|no more than|less than|maximum|max|до|не более|bis zu|jusqu'à"
_AT_LEAST = "at least|not less than|no less than|more than|minimum|min|from|не менее|от|mindestens"
_BOUND = re.compile(
    rf"(?:(?P<most><=?|≤|⩽|(?:{_AT_MOST})\b\.?)|(?P<least>>=?|≥|⩾|(?:{_AT_LEAST})\b\.?))?\s*", re.IGNORECASE
)
_NUMBER_TEXT = r"\d(?:[\d.,'’  ]*\d)?(?:[eE][+-]?\d+)?|[.,]\d+"
_ABOUT = re.compile(
    r"(?:[~≈∼]|(?:ca|circa|approx|approximately|about|around|env|environ|etwa|ungefähr|около|примерно|około)\b\.?)\s*",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER_TEXT})(?P<unit>(?![eE]\s*[+-]?\d)[^\d]*?)\s*(?:[-–—‒−…]|\.\.+|\bto\b|\bbis\b|\bдо\b)\s*"
    rf"(?P<high>{_NUMBER_TEXT})(?P<last>.*)"
)
# Not 12 1/2 %: that is one number.
_SLASHED = re.compile(
    r"(?P<one>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\d\s/]*)\s*/\s*(?P<other>\d+(?:[.,]\d+)?)(?!\s*0*(?:g|ml)\b)"
    r"(?P<word>\s*[^\d]*)",
    re.IGNORECASE,
)
_PER = re.compile(r"\s+(?:per|pro|на|в)\s+(?=\d*\s*(?:ml|g|l|kg|dl|мл|г|л|кг)\b)", re.IGNORECASE)
_PARTS_OF_ONE = ("2", "3", "4", "8")
_THOUSAND = re.compile(r"[1-9]\d{0,2}\.\d{3}(?![.,]?\d)")
#: The least that is read as more than nothing, far below the traces in parts per billion that lists state.
_FEWEST, _MOST_G_PER_L = 1e-18, 10_000.0
_EXAMPLE = say("Write for example 15 %, 10-12 %, 150 mg/mL or 5000 ppm.")


@functools.lru_cache(maxsize=4096)
def read_strength(text: str, *, field: str, unit: str = "", decimal: str = "") -> StatedStrength:
    """Read the strength that a cell states.

    A number without a unit is a percentage; below 1 it could as well be a fraction, so it is refused
    with both readings, unless the column says what it is.

    Parameters
    ----------
    text : str
        ``15`` · ``15 %`` · ``10-12%`` · ``up to 20 %`` · ``<5%`` · ``≥ 10 %`` · ``150 mg/mL`` ·
        ``5000 ppm`` (by mass) · ``1.5 g/100 g`` · ``15% w/v`` · ``unknown``, ``n/a``, ``-`` or nothing.
    field : str
        Name for the error.
    unit : str, optional
        The unit that the name of the column says, as `unit_in_name` finds it.
    decimal : str, optional
        "," for a table with decimal commas, "." for one with dots, "" where nothing shows it. Unless it
        has dots, ``1.000`` may be a thousand, and is refused as well.

    Returns
    -------
    StatedStrength

    Raises
    ------
    InputError
        Not a strength; one with two readings, such as ``1,000 ppm`` (then ``readings`` holds both);
        negative, more than all of it, or absurdly small.

    Examples
    --------
    >>> read_strength("10-12 %", field="strength")
    StatedStrength(low=0.1, high=0.12, kind='mass fraction', bound='')
    """
    plain = " ".join(text.split())
    if plain.lower() in UNKNOWN_WORDS:
        return StatedStrength(math.nan, math.nan, "")
    if len(plain) > _LONGEST_AMOUNT:
        raise InputError(field, text, say("this is too long for a strength."), _EXAMPLE)
    bounded = _BOUND.match(plain)
    assert bounded is not None  # every part of it may be absent
    rest = plain[bounded.end() :]
    bound = "at most" if bounded["most"] else "at least" if bounded["least"] else ""
    cell = _Cell(text, field, unit, decimal)
    _refuse_slash(rest, cell)
    span = _RANGE.fullmatch(rest)
    if span is None:
        kind, value = _one(rest, cell)
        if re.fullmatch(_NUMBER_TEXT, rest):
            _refuse_bare(rest, rest, cell)
        top = 1.0 if kind == _FRACTION else math.inf
        low, high = {"": (value, value), "at most": (0.0, value), "at least": (value, top)}[bound]
        return StatedStrength(low, high, kind, bound)
    if bound and not re.match(r"from|от", plain, re.IGNORECASE):
        raise InputError(field, text, say("a range and a bound do not go together."), _EXAMPLE)
    return _between(span, cell)


@functools.lru_cache(maxsize=256)
def unit_in_name(name: str) -> str:
    """Return the unit that the name of a column says, or "": "%" of "Strength (%)".

    Examples
    --------
    >>> unit_in_name("Concentration (mg/mL)")
    'mg/mL'
    """
    words = [word for word in re.split(r"[\s,;:_()\[\]]+", name) if word]
    spelled = [word for word in words if word.casefold() != "per"]
    pairs = (" ".join(words[-2:]), "/".join(spelled[-2:]), "/".join(spelled[-3:-1]) + "".join(spelled[-1:]))
    for text in (*re.findall(r"[(\[]([^)\]]*)[)\]]", name), *pairs, *reversed(words)):
        if _unit_key(text) in _STRENGTH_UNITS:
            return str(text)
    return ""


def refuse_thousand(field: str, text: str, decimal: str) -> None:
    """Refuse a number that may be a thousand, unless the decimals of its table have dots.

    Parameters
    ----------
    field : str
        Name for the error.
    text : str
        Begins with the number.
    decimal : str
        As for `read_strength`.

    Raises
    ------
    InputError
        With both readings.
    """
    match = None if decimal == "." else _THOUSAND.match(text)
    if match:
        readings = (match[0], match[0].replace(".", ""))
        fix = say("Write {reading} or {other_reading}.", reading=f"{readings[0]}0", other_reading=readings[1])
        raise InputError(field, text, say("this can be read in two ways."), fix, readings)


def without_about(text: str) -> str:
    """Return a cell without a word that says that its number is about right: “ca. 15 %” is 15 %.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> without_about("~ 15 %")
    '15 %'
    """
    match = _ABOUT.match(text)
    return text[match.end() :] if match else text


def is_bound(text: str) -> bool:
    """Tell whether a cell states a bound rather than a number: “< 3.5”, “up to 20 %”.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> is_bound("up to 20"), is_bound("20")
    (True, False)
    """
    match = _BOUND.match(text)
    said = match and (match["most"] or match["least"])
    return bool(match and said and re.fullmatch(_NUMBER_TEXT, text[match.end() :].strip()))


class _Cell(NamedTuple):
    """A cell as it was typed, its field, and what its column tells of it."""

    text: str
    field: str
    unit: str
    decimal: str


def _between(span: re.Match[str], cell: _Cell) -> StatedStrength:
    """Return a range; a unit that stands once counts for both ends."""
    first, last = span["unit"].strip(), span["last"].strip()
    kind, low = _one(f"{span['low']} {first or last}", cell)
    high_kind, high = _one(f"{span['high']} {last or first}", cell)
    if high_kind != kind:
        accepted = say("one end is by mass and the other by volume.")
        raise InputError(cell.field, cell.text, accepted, say("Give both ends in the same unit."))
    if low > high:
        raise InputError(cell.field, cell.text, say("the first number must be the smaller one."), _EXAMPLE)
    if not first and not last:
        _refuse_bare(span["low"], span["high"], cell)
    return StatedStrength(low, high, kind)


def _one(text: str, cell: _Cell) -> tuple[str, float]:
    """Return the kind and the value of one number with its unit."""
    digits, word = _parted(text.strip(), cell)
    value = _value(digits, word, cell)
    kind, scale = _STRENGTH_UNITS[_unit_key(word or cell.unit or "%")]
    amount = value * scale if scale >= 1 else value / round(1 / scale)  # 7 / 100 is 0.07, 7 * 0.01 is not
    most = 1.0 if kind == _FRACTION else _MOST_G_PER_L
    if 0 < amount < _FEWEST:
        accepted = say("this is less than any label states.")
        raise InputError(cell.field, cell.text, accepted, say("Write 0 % where there is none."))
    if not 0 <= amount <= most:
        accepted = (
            say("a strength must be between 0 and 100 %.")
            if kind == _FRACTION
            else say("this is not a strength of a product.")
        )
        raise InputError(cell.field, cell.text, accepted, _EXAMPLE)
    return kind, amount


def _refuse_bare(low: str, high: str, cell: _Cell) -> None:
    """Refuse numbers below 1 without a unit: they could be fractions or percentages."""
    values = [_value(digits, "", cell) for digits in dict.fromkeys((low, high))]
    if not cell.unit and 0 < values[-1] < 1:
        both = ["-".join(f"{value * scale:.10g}" for value in values) + " %" for scale in (100, 1)]
        fix = say(
            "{reading}? Or {other_reading}? Write the one you mean.", reading=both[0], other_reading=both[1]
        )
        raise InputError(cell.field, cell.text, say("this could be a fraction or a percentage."), fix, both)


def _refuse_slash(rest: str, cell: _Cell) -> None:
    """Refuse two numbers with a slash between: ends, two strengths, or a fraction; 12 1/2 is one number."""
    match = _SLASHED.fullmatch(rest)
    word = match and (match["word"].strip() or match["unit"] or cell.unit or "%")
    if match and word and _unit_key(word) in _STRENGTH_UNITS:
        one, other = match["one"], match["other"]
        ends = sorted((one, other), key=lambda end: float(end.replace(",", ".")))
        readings = [f"{ends[0]}-{ends[1]} {word}", *(f"{end} {word}" for end in dict.fromkeys(ends))]
        if ends == [one, other] and other in _PARTS_OF_ONE and one != other:
            readings.append(f"{int(one) / int(other):.4g} {word}")
        accepted = say("a slash may mean from one to the other, or two strengths.")
        raise InputError(
            cell.field,
            cell.text,
            accepted,
            say("Write {readings}, or one of the two.", readings=readings[0]),
            readings,
        )


def _unit_key(word: str) -> str:
    """Return a unit as `_STRENGTH_UNITS` spells it."""
    plain = unicodedata.normalize("NFKC", word)  # ％, µ and ³ as well
    return re.sub(r"[\s()\[\]]", "", _PER.sub("/", plain)).lower()


def _parted(text: str, cell: _Cell) -> tuple[str, str]:
    """Part a number from its unit, before or behind it."""
    ahead = re.fullmatch(rf"([^\d.,+\-−]+?)\s*({_NUMBER_TEXT})", text)
    vulgar = "[½⅓⅔¼¾⅛]"
    behind = re.fullmatch(rf"([+\-−]?(?:{_NUMBER_TEXT})(?:/\d+|\s*{vulgar})?|{vulgar})\s*(.*)", text)
    digits, word = (ahead[2], ahead[1]) if ahead else (behind[1], behind[2]) if behind else (text, "")
    if word and _unit_key(word) not in _STRENGTH_UNITS:
        several = any(sign.isdigit() for sign in re.sub("100", "", word))
        unknown = say("“{unit}” is not a unit of strength known here.", unit=word.strip())
        accepted = say("this is more than one strength.") if several else unknown
        raise InputError(cell.field, cell.text, accepted, _EXAMPLE)
    return digits, word.strip()


def _value(digits: str, word: str, cell: _Cell) -> float:
    """Return the value of the digits; what can be read in two ways is refused with both."""
    readings: tuple[str, ...] = ()
    value = math.nan
    try:
        value = read_number(digits, field=cell.field).value
    except InputError as error:
        readings = error.readings
        if not readings:
            raise InputError(cell.field, cell.text, say("this is not a strength."), _EXAMPLE) from error
    plain = digits.strip()
    if not readings and cell.decimal != "." and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain):
        whole = plain.replace(".", "")
        kind, scale = _STRENGTH_UNITS[_unit_key(word or cell.unit or "%")]
        possible = float(whole) * scale <= (1.0 if kind == _FRACTION else _MOST_G_PER_L)
        if cell.decimal or possible:  # 15.000 % is no 15000 %
            readings = (plain, whole)
    if readings:
        both = [f"{reading} {word or cell.unit}".strip() for reading in readings]
        fix = say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1])
        raise InputError(cell.field, cell.text, say("this can be read in two ways."), fix, both)
    return value
