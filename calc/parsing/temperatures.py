"""The temperatures that something is kept at, as people write them."""

from __future__ import annotations

import math
import re

from calc import catalog
from calc.catalog.keeping_words import keeping_words
from calc.catalog.normalize import normalize
from calc.errors import InputError
from calc.messages import say
from calc.units import Q_, Quantity, read_number

_FIX = say("Enter a temperature, for example 5 °C, or “fridge” or “room”.")
# A number from here up without a unit may as well be a cool place in degrees Fahrenheit.
_COOL_F = 33.0
_END_OF_RANGE = r"\d[\d.,]*) ?(?P<{unit}>(?:[°º˚]|deg(?:rees?)?)? ?(?:celsius|fahrenheit|[cfk])?)"
_RANGE = re.compile(
    rf"(?:(?P<between>between|zwischen|entre) |(?:from|von|de) )?(?P<low>{_END_OF_RANGE.format(unit='own')} ?"
    rf"(?(between)(?:and|und|et|y)|(?:-|–|to|bis|à)) ?(?P<high>{_END_OF_RANGE.format(unit='unit')}",
    re.IGNORECASE,
)
# Both are looked for at the end, and neither can start at more than one place of a run of letters or
# digits: a long text costs no more than its length.
_HOURS = re.compile(r"(?<![\d.,])([\d.,]+) ?h(?:(?:ou)?rs?)?$", re.IGNORECASE)
_DEGREES = re.compile(r"(?:[°º˚]|deg(?:rees?)?)? ?(c|f|k|celsius|fahrenheit|kelvin)?$", re.IGNORECASE)


def read_temperatures(text: str, *, field: str) -> tuple[tuple[Quantity, float], ...]:
    """Read a temperature, or several with the hours of a day at each.

    Parameters
    ----------
    text : str
        ``5 °C``, ``41 °F``, ``fridge``, ``room temp``, ``Kühlschrank``, or ``5 °C 22 h, 25 °C 2 h``.
    field : str
        Name for the error.

    Returns
    -------
    tuple of (Quantity, float)
        Each temperature with its hours a day, which add up to 24.

    Raises
    ------
    InputError
        No temperature, out of range, hours that are not a day; a number that may be °C or °F (then
        ``readings`` holds both).

    Examples
    --------
    >>> [(f"{temperature.m_as('degC'):.0f}", hours) for temperature, hours in
    ...  read_temperatures("5 °C 22 h, 25 °C 2 h", field="kept_at")]
    [('5', 22.0), ('25', 2.0)]
    >>> print(read_temperatures("fridge", field="kept_at")[0][0])
    5 degree_Celsius
    """
    if ends := _RANGE.fullmatch(" ".join(text.split())):
        raise _range_error(ends, text, field)
    pieces = re.split(r"[;\n+&]|(?<!\d),|,(?!\d)|\sand\s", text, flags=re.IGNORECASE)
    stays = [_stay(piece.strip(), text, field) for piece in pieces if piece.strip()]
    if len(stays) == 1 and stays[0][1] is None:
        return ((stays[0][0], 24.0),)
    if not stays or any(hours is None for _, hours in stays):
        fix = say("Write for example 5 °C 22 h, 25 °C 2 h.")
        raise InputError(field, text, say("each of several temperatures needs its hours."), fix)
    total = math.fsum(hours or 0.0 for _, hours in stays)
    if not math.isclose(total, 24, abs_tol=0.01):
        accepted = say("the hours of a day add up to 24, these to {total:g}.", total=total)
        raise InputError(field, text, accepted, say("Fill up the day."))
    return tuple((temperature, (hours or 0.0) * 24 / total) for temperature, hours in stays)


def _range_error(ends: re.Match[str], text: str, field: str) -> InputError:
    """Return what asks for one end of a range."""
    both = [f"{ends[end]} {ends['unit'] or ends['own']}".strip() for end in ("low", "high")]
    fix = say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1])
    accepted = say("this is a range; how long it keeps is decided by the warmer end.")
    return InputError(field, text, accepted, fix, both)


def _stay(piece: str, text: str, field: str) -> tuple[Quantity, float | None]:
    """Read one temperature, with its hours if it has any."""
    plain = " ".join(piece.replace("℃", "°C").replace("℉", "°F").split())
    timed = _HOURS.search(plain)
    degrees = (plain[: timed.start()] if timed else plain).rstrip(" ,:").removesuffix(" for").rstrip(" ,:")
    hours = _bare_number(timed[1], text, field) if timed else None
    place = re.sub("^(?:in|at|on|inside) (?:the |a |my )?", "", degrees.casefold())
    row = keeping_words().places.get(normalize(place))
    if row:
        return Q_(catalog.inputs().assumed[row].centre, "degC"), hours
    sign = _DEGREES.search(degrees)
    assert sign  # an empty one matches at the end too
    number, unit = degrees[: sign.start()].strip(), (sign[1] or "")[:1].upper()
    value = _bare_number(number, text, field)
    low, high = catalog.inputs().accepted["kept_at"].ends
    if not unit and _COOL_F <= value <= high:
        both = [text.replace(piece, piece.replace(number, f"{number} °{scale}", 1), 1) for scale in "CF"]
        fix = say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1])
        raise InputError(field, text, say("this can be meant in two ways."), fix, both)
    celsius = {"F": (value - 32) / 1.8, "K": value - 273.15}.get(unit, value)
    if not low - 1e-9 <= celsius <= high + 1e-9:
        accepted = say("must be between {low:g} and {high:g} °C.", low=low, high=high)
        warm_F = not unit and value <= 1.8 * high + 32 and value > high
        fix = (
            say("For degrees Fahrenheit write {number} °F.", number=number)
            if warm_F
            else say("Check the number.")
        )
        raise InputError(field, text, accepted, fix)
    return Q_(celsius, "degC"), hours


def _bare_number(number: str, text: str, field: str) -> float:
    """Return a number without a unit; what is offered for it would not be the whole text."""
    try:
        value, unit = read_number(number, field=field)
    except InputError:
        raise InputError(field, text, say("this is not a temperature."), _FIX) from None
    if unit:
        raise InputError(field, text, say("this is not a temperature."), _FIX)
    return value
