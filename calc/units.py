"""The one pint registry, units checked at the door, and numbers as people type and read them.

Quantities come in, float64 in canonical units (g, mL, g/mL, K, fractions 0–1) go on inside.
Mass fraction (w/w) and mass concentration (w/v) are different kinds and never convert into each
other without a density. A drop is a count, not a volume: it needs a number of drops per mL.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc.errors import InputError, InputErrors
from calc.messages import say, say_list

# Pint takes in all of dask where it is installed, for quantities that hold its arrays; ours hold none.
if _HIDDEN := "dask" not in sys.modules:
    sys.modules["dask"] = None  # type: ignore[assignment]  # what cannot be imported
import pint

if _HIDDEN:
    del sys.modules["dask"]

#: Pint reads its own list for longer than an answer takes; ours holds what people use at this bench.
ureg: pint.UnitRegistry = pint.UnitRegistry(str(Path(__file__).with_name("units.txt")))
pint.set_application_registry(ureg)
Q_ = ureg.Quantity
Quantity = pint.Quantity

#: A stated value equals its limit when it is this close [same unit].
TOLERANCE = 1e-9


#: A pH equals its limit when it is this close: a meter shows two decimals, and who aims at 3.0 must
#: not be told of 2.9999.
PH_TOLERANCE = 0.005

#: Narrow no-break space: keeps a number and its unit on one line.
THIN = "\u202f"


@dataclass(frozen=True)
class Kind:
    """What a parameter may be: its canonical unit, its range, and an example that shows the fix."""

    unit: str
    low: float
    high: float
    example: str
    words: str


KINDS: Mapping[str, Kind] = {
    "fraction": Kind("dimensionless", 0.0, 1.0, "Q_(15, 'percent')", say("a fraction of the mass")),
    "mass": Kind("g", 0.0, math.inf, "Q_(30, 'g')", say("a mass")),
    "volume": Kind("mL", 0.0, math.inf, "Q_(30, 'mL')", say("a volume")),
    "density": Kind("g/mL", 1e-6, math.inf, "Q_(1.05, 'g/mL')", say("a density")),
    "mass_concentration": Kind("g/mL", 0.0, math.inf, "Q_(150, 'g/L')", say("a mass per volume")),
    "temperature": Kind("K", 0.0, math.inf, "Q_(25, 'degC')", say("a temperature")),
    "drops_per_volume": Kind("drop/mL", 1e-6, math.inf, "Q_(20, 'drop/mL')", say("drops per mL")),
}


@functools.cache
def _unit(name: str) -> Any:
    """Return a unit by its name; pint would read the name each time."""
    return ureg.Unit(name)


def is_like(quantity: Any, unit: str) -> bool:
    """Tell whether a quantity can be given in a unit.

    Parameters
    ----------
    quantity : Quantity
    unit : str
        A unit that pint knows.

    Examples
    --------
    >>> is_like(Q_(1, "oz"), "g")
    True
    """
    return bool(quantity.dimensionality == _unit(unit).dimensionality)


def with_units(returns: str | None = None, /, **parameters: str) -> Callable[[Callable[..., Any]], Any]:
    """Check units at the door of a function and hand plain float64 to its body.

    Parameters
    ----------
    returns : str, optional
        Unit that the result is given in. None: the result is a record and is left as it is; then
        each parameter is a single value.
    **parameters : str
        Kind (a key of `KINDS`) of each parameter, by the parameter's own name.

    Returns
    -------
    callable
        The checked function; the unchecked one stays reachable as ``.kernel``.

    Raises
    ------
    InputErrors
        At call time, with every bad argument at once: bare numbers where a unit is needed, a unit
        of another kind, a temperature difference as a temperature, not finite, out of range.

    Examples
    --------
    >>> @with_units("g", volume="volume", density="density")
    ... def mass(volume, density):
    ...     return volume * density
    >>> f"{mass(Q_(0.1, 'L'), Q_(1.2, 'g/mL')):.0f~}"
    '120 g'
    >>> mass.kernel(100.0, 1.2)  # plain numbers in the canonical units
    120.0
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function)
        unknown = [name for name in parameters if name not in signature.parameters]
        if unknown:
            raise TypeError(f"{function.__name__} has no parameter {', '.join(unknown)}")

        @functools.wraps(function)
        def checked(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            errors = []
            for name in bound.arguments.keys() & parameters.keys():
                try:
                    plain = magnitude(bound.arguments[name], parameters[name], name)
                    bound.arguments[name] = plain if returns else _single(plain, name)
                except InputError as error:
                    errors.append(error)
            if errors:
                raise InputErrors(sorted(errors, key=lambda error: error.field))
            result = function(*bound.args, **bound.kwargs)
            return result if returns is None else Q_(result, returns)

        checked.kernel = function  # type: ignore[attr-defined]
        return checked

    return decorate


def magnitude(value: Any, kind: str, field: str) -> Any:
    """Return a quantity as float64 in the canonical unit of its kind; None stays None.

    Parameters
    ----------
    value : Quantity, number or None
        A bare number is accepted for a fraction only, and only from 0 to 1.
    kind : str
        Key of `KINDS`.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        With the reason and the spelling that would work.

    Examples
    --------
    >>> magnitude(Q_(0.03, "kg"), "mass", "batch_mass")
    30.0
    """
    if value is None:
        return None
    wanted = KINDS[kind]
    if not isinstance(value, Quantity):
        return _bare(value, wanted, kind, field)
    _refuse_other_kind(value, wanted, kind, field)
    number = np.asarray(value.m_as(_unit(wanted.unit)), dtype=np.float64)
    return _in_range(number, value, wanted, field)


def _single(value: Any, field: str) -> Any:
    """Return a value that is not an array."""
    if isinstance(value, np.ndarray):
        raise InputError(field, say("several values"), say("one at a time."), say("Give a single value."))
    return value


def _bare(value: Any, wanted: Kind, kind: str, field: str) -> Any:
    """Return a bare number for a fraction; refuse it for everything that has a unit."""
    fix = say("Write {field}={example}.", field=field, example=wanted.example)
    if kind != "fraction" or np.asarray(value).dtype.kind not in "iuf":  # no texts, no truth values
        raise InputError(field, value, say("this needs a unit, as {quantity}.", quantity=wanted.words), fix)
    return _in_range(np.asarray(value, dtype=np.float64), value, wanted, field)


def _refuse_other_kind(value: Any, wanted: Kind, kind: str, field: str) -> None:
    """Raise when a quantity measures something else than its parameter does."""
    if kind == "temperature" and "delta_" in str(value.units):
        fix = say(
            "Write {field}={example}, not a difference of temperatures.", field=field, example=wanted.example
        )
        raise InputError(field, value, say("this is a difference, not a temperature."), fix)
    if is_like(value, wanted.unit):
        return
    fix = say("Write {field}={example}.", field=field, example=wanted.example)
    if kind == "fraction" and is_like(value, "g/mL"):
        fix = say("Divide by the density, or pass it as mass_concentration with a density.")
    if kind == "mass_concentration" and is_like(value, "dimensionless"):
        fix = say("A percentage is mass per mass here; for 15 % w/v write Q_(150, 'g/L').")
    raise InputError(field, value, say("this must be {quantity}.", quantity=wanted.words), fix)


def _in_range(number: NDArray[np.float64], given: Any, wanted: Kind, field: str) -> Any:
    """Return a finite number inside the range of its kind, as a float or a float64 array."""
    fix = say("Write for example {field}={example}.", field=field, example=wanted.example)
    if not np.all(np.isfinite(number)):
        raise InputError(field, given, say("this must be a finite number."), fix)
    if np.any(number < wanted.low) or np.any(number > wanted.high):
        between = say("from {low:g} to {high:g}", low=wanted.low, high=wanted.high)
        accepted = (
            say("{quantity} lies {range}.", quantity=wanted.words, range=between)
            if wanted.high < math.inf
            else say("this must be more than zero.")
        )
        raise InputError(field, given, accepted, fix)
    return float(number) if number.ndim == 0 else number


# --- numbers as people type them ------------------------------------------------------------------


class ParsedNumber(NamedTuple):
    """What a typed text says: a number and, when one was typed, a unit that pint knows."""

    value: float
    unit: str


_UNIT_WORDS: Mapping[str, Sequence[str]] = {
    "gram": "g gram grams gramme grammes".split(),
    "milligram": "mg milligram milligrams".split(),
    "kilogram": "kg kilogram kilograms".split(),
    "microgram": "ug µg μg mcg".split(),
    "milliliter": "ml milliliter milliliters millilitre millilitres cc".split(),
    "centiliter": "cl".split(),
    "deciliter": "dl".split(),
    "liter": "l liter liters litre litres".split(),
    "ounce": "oz ounce ounces".split(),
    "fluid_ounce": "floz fl.oz fl.oz. fluidounce fluidounces".split(),
    "teaspoon": "tsp teaspoon teaspoons".split(),
    "tablespoon": "tbsp tablespoon tablespoons".split(),
    "drop": "drop drops gtt".split(),
    "scoop": "scoop scoops".split(),
    "pump": "pump pumps stroke strokes".split(),
    "percent": "% percent pct %w/w w/w%".split(),
    "g/dL": "%w/v w/v%".split(),
    "g/L": "g/l".split(),
    "g/mL": "g/ml g/cm3 g/cm^3 g/cm³".split(),
    "mg/mL": "mg/ml".split(),
    "mg/g": "mg/g".split(),
    "g/g": "g/g".split(),
}
_UNITS: Mapping[str, str] = {word: unit for unit, words in _UNIT_WORDS.items() for word in words}
#: Names of the household measures, so that nobody has to guess which teaspoon is meant.
MEASURE_NAMES: Mapping[str, str] = {
    "ounce": say("ounce by weight"),
    "fluid_ounce": say("US fluid ounce"),
    "teaspoon": say("US teaspoon"),
    "tablespoon": say("US tablespoon"),
}
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_VULGAR = {
    character: unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    for character in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒⅟"
}
_FRACTION = re.compile(r"(?:(\d+) )?(\d+) ?/ ?(\d+)(?= |$|[^\d.,/])")
_DECIMAL = re.compile(r"[+-]?(?:\d[\d.,'’ ]*|[.,]\d+)(?:[eE][+-]?\d+)?")
_LONGEST = 64


def read_number(text: str, *, field: str = "number") -> ParsedNumber:
    """Read a number, and a unit if there is one, the way people write them.

    Parameters
    ----------
    text : str
        ``0,75`` · ``0.75`` · ``3/4`` · ``.5`` · ``1 1/2`` · ``½`` · ``15%`` · ``30 ml`` · ``1 oz`` ·
        ``2 tsp`` · ``5 drops`` · ``1,234.5`` · ``1.234,5``; any kind of space.
    field : str
        Name for the error.

    Returns
    -------
    ParsedNumber
        Value as typed, and the unit's pint name, or "" when none was typed. Teaspoon, tablespoon
        and fluid ounce are the US ones; an ounce is by weight.

    Raises
    ------
    InputError
        Not a number, a unit that is not known, or a text with two meanings such as ``4,545``
        (then ``readings`` holds both).

    Examples
    --------
    >>> read_number("1 1/2 tsp")
    ParsedNumber(value=1.5, unit='teaspoon')
    >>> read_number("0,75")
    ParsedNumber(value=0.75, unit='')
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        raise InputError(field, text, say("a number is needed here."), say("Type for example 0.75 or 3/4."))
    fraction = _FRACTION.match(plain)
    if fraction:
        value, rest = _fraction_value(fraction, text, field), plain[fraction.end() :]
        return ParsedNumber(value, _unit_of(rest, text, field))
    decimal = _DECIMAL.match(plain)
    if not decimal:
        raise InputError(field, text, say("this is not a number."), say("Type for example 0.75 or 3/4."))
    digits, rest = decimal.group().rstrip(), plain[decimal.end() :]
    unit = _unit_of(rest, text, field)
    return ParsedNumber(_decimal_value(digits, rest.strip(), text, field), unit)


def _plain(text: str) -> str:
    """Return the text with one kind of space, sign, digit and fraction."""
    text = text.replace("cm³", "cm3")
    for vulgar, spelled in _VULGAR.items():
        text = text.replace(vulgar, f" {spelled}")
    if any(unicodedata.category(c) == "No" for c in text):
        return ""  # a superscript or circled digit: 10² must not become 102
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2044", "/")
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _SPACES.sub(" ", text).strip()


def _fraction_value(match: re.Match[str], text: str, field: str) -> float:
    """Return the value of ``3/4`` or ``1 1/2``."""
    whole, over, under = (int(part or 0) for part in match.groups())
    if under == 0:
        raise InputError(
            field, text, say("a fraction cannot have zero below the line."), say("Type for example 3/4.")
        )
    if not whole and over > under and over > 9 and 0 < over % 10 < under <= 8:
        # 11/2 is what is left of 1 1/2 where its space was lost.
        unit = match.string[match.end() :].strip()
        both = [
            f"{value} {unit}".strip()
            for value in (f"{over // 10} {over % 10}/{under}", f"{over / under:.10g}")
        ]
        fix = say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1])
        raise InputError(field, text, say("this can be read in two ways."), fix, both)
    return whole + over / under


def _unit_of(rest: str, text: str, field: str) -> str:
    """Return the pint name of the unit at the end of a text, or "" when there is none."""
    word = rest.replace(" ", "").lower()
    if word in ("", *_UNITS):
        return _UNITS.get(word, "")
    accepted = say("“{unit}” is not a unit known here.", unit=rest.strip())
    raise InputError(field, text, accepted, say("Use g, mg, kg, mL, L, oz, fl oz, tsp, drops or %."))


def _decimal_value(digits: str, unit: str, text: str, field: str) -> float:
    """Return the value of a decimal whose commas, dots and spaces are still as typed."""
    readings = _readings(digits)
    values = {float(reading) for reading in readings}
    if not values or not all(math.isfinite(value) for value in values):
        raise InputError(field, text, say("this is not a number."), say("Type for example 1234.5 or 0.75."))
    if len(values) == 1:
        return values.pop()
    both = [f"{reading} {unit}".strip() for reading in readings]
    fix = say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1])
    raise InputError(field, text, say("this can be read in two ways."), fix, both)


def _readings(digits: str) -> list[str]:
    """Return each way to read a decimal, in Python's spelling; none when it is malformed."""
    body, exponent = re.fullmatch(r"(.*?)((?:[eE].*)?)", digits).groups()  # type: ignore[union-attr]
    sign, body = (body[0], body[1:]) if body[0] in "+-" else ("", body)
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:([ '’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", body)
    if grouped:
        body = body.replace(grouped.group(1), "")
        return [sign + body.replace(",", ".") + exponent]
    readings = []
    if re.fullmatch(r"\d+\.?|\d*[.,]\d+", body):
        readings.append(sign + body.replace(",", ".") + exponent)
    for group, point in ((",", "."), (".", ",")):
        if _is_grouped(body, group, point):
            readings.append(sign + body.replace(group, "").replace(point, ".") + exponent)
    return readings


def _is_grouped(body: str, group: str, point: str) -> bool:
    """Tell whether ``group`` can stand between thousands here.

    One comma before three digits can (4,545); one dot cannot (1.234 is a decimal); a leading
    zero never starts a thousand (0,125 is a decimal).
    """
    many = rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?"
    one_dot_only = group == "." and body.count(".") == 1 and point not in body
    return bool(re.fullmatch(many, body)) and not one_dot_only


def read_quantity(text: str, *, field: str, default: str, accepts: Iterable[str]) -> Any:
    """Read a typed amount as a Quantity.

    Parameters
    ----------
    text : str
        As for `read_number`.
    field : str
        Name for the error.
    default : str
        Unit taken when none was typed.
    accepts : iterable of str
        One unit of each dimension that the field takes.

    Returns
    -------
    Quantity

    Raises
    ------
    InputError
        As `read_number`, and for a unit of another kind.

    Examples
    --------
    >>> f"{read_quantity('30 ml', field='batch', default='g', accepts=('g', 'mL')):~}"
    '30.0 ml'
    """
    value, unit = read_number(text, field=field)
    quantity = Q_(value, unit or default)
    names = tuple(accepts)
    if any(is_like(quantity, name) for name in names):
        return quantity
    shown = say_list((_UNIT_WORDS.get(name, [name])[0].replace("g/l", "g/L") for name in names), "or")
    raise InputError(
        field, text, say("“{unit}” does not fit here.", unit=unit), say("Give it in {units}.", units=shown)
    )


def read_fraction(text: str, *, field: str, accepts: Iterable[str] = ("percent", "g/L")) -> Any:
    """Read a typed percentage as a Quantity: dimensionless, or mass per volume when it says w/v.

    A bare number is a percentage. Below 1 it could as well be a fraction of one, so it asks.

    Parameters
    ----------
    text : str
        As for `read_number`.
    field : str
        Name for the error.
    accepts : iterable of str
        As for `read_quantity`.

    Returns
    -------
    Quantity

    Raises
    ------
    InputError
        As `read_number`; also for a bare number between 0 and 1, with both readings.

    Examples
    --------
    >>> read_fraction("15", field="strength").m_as("dimensionless")
    0.15
    """
    value, unit = read_number(text, field=field)
    if unit:
        return read_quantity(text, field=field, default="percent", accepts=accepts)
    if 0 < value < 1:
        both = [f"{value * 100:.10g} %", f"{value:.10g} %"]
        fix = say(
            "{reading}? Or {other_reading}? Write the one you mean.", reading=both[0], other_reading=both[1]
        )
        raise InputError(field, text, say("this could be a fraction or a percentage."), fix, both)
    return Q_(value, "percent")


# --- numbers as people read them ------------------------------------------------------------------


# Places by which a median may reach below the digits that its band deserves.
_FURTHEST_DIGIT = 9


def show_band(median: float, low: float, high: float) -> tuple[str, str, str]:
    """Return a band with as many digits as its width allows; the ends are rounded outwards.

    Parameters
    ----------
    median, low, high : float

    Returns
    -------
    tuple of str
        Median, low and high, all to the same decimal place.

    Examples
    --------
    >>> show_band(3.1234, 3.05, 3.21)
    ('3.1', '3.0', '3.3')
    """
    half = (high - low) / 2
    if not 1e-12 * abs(median) < half < math.inf:
        text = show_number(median)
        return text, text, text
    place = math.floor(math.log10(2.5 * half))
    if median:
        first = math.floor(math.log10(abs(median)))
        # Two digits tell at least where it lies; next to nothing beside its band is none.
        place = min(place, max(first - 1, place - _FURTHEST_DIGIT))
    return (
        _rounded(median, place, ROUND_HALF_UP),
        _rounded(low, place, ROUND_FLOOR),
        _rounded(high, place, ROUND_CEILING),
    )


def show_number(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits and no float noise.

    Parameters
    ----------
    value : float
    digits : int
        Whole numbers keep all of theirs.

    Examples
    --------
    >>> show_number(0.123456), show_number(15.0), show_number(12345.6)
    ('0.123', '15', '12346')
    """
    if value == 0 or not math.isfinite(value) or abs(value) >= 1e12:
        return "0" if value == 0 else f"{value:.{digits}g}"
    place = math.floor(math.log10(abs(value))) - digits + 1
    text = _rounded(value, min(place, 0), ROUND_HALF_UP)
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_at_most(value: float) -> str:
    """Return a number with two significant digits, rounded down: of what must not be passed.

    Examples
    --------
    >>> show_at_most(0.1299)
    '0.12'
    """
    if value <= 0:
        return "0"
    text = _rounded(value, math.floor(math.log10(value)) - 1, ROUND_FLOOR)
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_mass(mass_g: float, step_g: float) -> str:
    """Return a mass to the step of the scale, or with two digits where the step would show zero.

    Parameters
    ----------
    mass_g, step_g : float
        The mass, and the readability of the scale [g].

    Examples
    --------
    >>> show_mass(4.5561, 0.01), show_mass(0.0012, 0.01)
    ('4.56', '0.0012')
    """
    step = _exact(step_g)
    steps = (_exact(mass_g) / step).to_integral_value(ROUND_HALF_UP)
    return f"{(steps * step).quantize(step):f}" if steps else show_number(mass_g, 2)


def _exact(value: float) -> Decimal:
    """Return the decimal that a float stands for, without the noise of its last two digits."""
    return Decimal(f"{value:.14g}")


def _rounded(value: float, place: int, rounding: str) -> str:
    """Write a value to a decimal place (10**place)."""
    number = _exact(value).quantize(Decimal(1).scaleb(place), rounding)
    return f"{abs(number) if number == 0 else number:f}"
