"""What a single text says: a strength, a mass, drops, a pH, a word; within the ranges of the data.

``field`` names the field in errors.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from calc import catalog
from calc.catalog.person_words import person_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.strength import without_about
from calc.units import (
    Q_,
    THIN,
    Quantity,
    is_like,
    read_fraction,
    read_number,
    read_quantity,
)

_PH_EXAMPLE = say("Type for example 3.2.")
# What may stand around an age: “about”, and “old” behind its unit.
_BEFORE_AGE = re.compile(r"^(?:aged?|alter|edad|eta)\b:?\s*", re.IGNORECASE)
_DECADE = re.compile(r"\b([1-9]0)['’]?s\b")
_OLD = r"(?:\s*-?\s*(?:old|alt|de edad|d'age|di eta|of age))?"


def require_within(
    quantity: Quantity, row: str, text: str, *, field: str, above_zero: bool = False
) -> Quantity:
    """Return a quantity that lies in a range that ``data/inputs.toml`` accepts.

    Parameters
    ----------
    quantity : Quantity
        A count (of drops, scoops or pumps) is held against a range without a unit.
    row : str
        Name of the range.
    text : str
        As typed, for the error.
    field : str
        Name for the error.
    above_zero : bool
        Accept everything above zero up to the range's upper end, in the place of its lower end.

    Raises
    ------
    InputError
        It lies outside.

    Examples
    --------
    >>> require_within(Q_(30, "g"), "batch_mass", "30 g", field="batch").m
    30
    """
    accepted = catalog.inputs().accepted[row]
    low, high = accepted.ends
    value = quantity.m if accepted.unit == "dimensionless" else quantity.m_as(accepted.unit)
    if (value > 0 if above_zero else value >= low) and value <= high:
        return quantity
    unit = {"percent": f"{THIN}%", "dimensionless": ""}.get(accepted.unit, f"{THIN}{accepted.unit}")
    between = f"must be between {low:,.12g} and {high:,.12g}{unit}.".replace(",", " ")
    if value <= 0 and (low > 0 or above_zero):
        between = say("this must be more than zero.")
    raise InputError(field, text, between, say("Check the number and its unit."))


def read_amount(text: str, *, field: str, ranges: Mapping[str, str], above_zero: bool = False) -> Quantity:
    """Read an amount in one of several units.

    Parameters
    ----------
    text : str
    field : str
        Name for the error.
    ranges : mapping of str to str
        The units that are accepted, each with its range in ``data/inputs.toml``; the first is the
        unit of a bare number.
    above_zero : bool
        As for `require_within`; counts keep the lower end of their range.

    Raises
    ------
    InputError
        No amount, another kind of unit, or out of range.

    Examples
    --------
    >>> read_amount("1,5 g", field="batch", ranges={"g": "batch_mass", "mL": "batch_volume"}).m_as("g")
    1.5
    """
    amount = read_quantity(text, field=field, default=next(iter(ranges)), accepts=tuple(ranges))
    row = next(row for unit, row in ranges.items() if is_like(amount, unit))
    return require_within(amount, row, text, field=field, above_zero=above_zero and row != "count")


def read_percentage(text: str, *, field: str, row: str) -> Quantity:
    """Read a mass per mass, in per cent where no unit is given.

    Parameters
    ----------
    text : str
    field, row : str
        Name for the error; its range in ``data/inputs.toml``.

    Raises
    ------
    InputError
        No percentage, or out of range.

    Examples
    --------
    >>> read_percentage("99", field="purity", row="purity").m_as("percent")
    99.0
    """
    return require_within(read_fraction(text, field=field, accepts=("percent",)), row, text, field=field)


def read_fraction_or_concentration(text: str, *, field: str) -> Quantity:
    """Read a strength of a formula: mass per mass, or mass per volume where it says so.

    Parameters
    ----------
    text : str
        ``15 %`` or ``15 % w/v``.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        No strength, or out of range.

    Examples
    --------
    >>> read_fraction_or_concentration("15 % w/v", field="strength").m_as("g/L")
    150.0
    """
    strength = read_fraction(text, field=field)
    row = "strength_w_v" if is_like(strength, "g/L") else "strength"
    return require_within(strength, row, text, field=field)


def read_powder_mass(text: str, *, field: str) -> Quantity:
    """Read a mass of powder; a volume of it would need a bulk density.

    Raises
    ------
    InputError
        No mass, or out of range.

    Examples
    --------
    >>> read_powder_mass("4.55", field="powder").m_as("g")
    4.55
    """
    mass = read_quantity(text, field=field, default="g", accepts=("g", "mL"))
    if not is_like(mass, "g"):
        accepted = say("a volume of powder needs its bulk density, which differs with grade and packing.")
        raise InputError(field, text, accepted, say("Weigh it, and give it in g."))
    return require_within(mass, "line_mass", text, field=field)


def read_added_mass(text: str, *, field: str) -> Quantity:
    """Read how much of something is in already [g]; nothing yet is an answer too.

    Raises
    ------
    InputError
        No mass, or out of range.

    Examples
    --------
    >>> read_added_mass("0", field="added").m_as("g")
    0.0
    """
    added = read_quantity(text, field=field, default="g", accepts=("g",))
    return added if added.m == 0 else require_within(added, "line_mass", text, field=field, above_zero=True)


def read_drops(text: str, *, field: str) -> Quantity:
    """Read a dropper: how many drops to a mL, or what twenty of them weigh [g].

    Raises
    ------
    InputError
        Neither of the two, or out of range.

    Examples
    --------
    >>> str(read_drops("20", field="drops").units)
    'drop / milliliter'
    """
    value, unit = read_number(text, field=field)
    if unit:
        return read_amount(text, field=field, ranges={"g": "line_mass"}, above_zero=True)
    return require_within(Q_(value, "drop/mL"), "per_mL", text, field=field)


def mass_of(ingredient: str, amount: Quantity, text: str, *, field: str) -> float:
    """Return the mass [g] of an amount of an ingredient: a mass, a volume or a number of drops.

    Parameters
    ----------
    ingredient : str
        Ingredient id.
    amount : Quantity
    text : str
        As typed, for the error.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        A volume where the density is not known; another kind of amount; out of range.

    Examples
    --------
    >>> f"{mass_of('water', Q_(10, 'mL'), '10 mL', field='water'):.3f}"
    '9.982'
    """
    if is_like(amount, "drop"):
        amount = amount / Q_(catalog.inputs().assumed["drops_per_mL"].centre, "drop/mL")
    if is_like(amount, "mL"):
        density = catalog.ingredients()[ingredient].value("density")
        if density is None or not is_poured(ingredient):
            accepted = say("its density as it is poured is not known here.")
            raise InputError(field, text, accepted, say("Give it in g."))
        amount = amount * Q_(density.to("g/mL")[0], "g/mL")
    if not is_like(amount, "g"):
        raise InputError(field, text, say("this is not an amount of it."), say("Give it in g, mL or %."))
    return float(require_within(amount, "line_mass", text, field=field).m_as("g"))


def is_poured(ingredient: str) -> bool:
    """Tell whether a volume of an ingredient is that of a liquid: any but a form of vitamin C that is no oil.

    Examples
    --------
    >>> is_poured("water"), is_poured("l_ascorbic_acid")
    (True, False)
    """
    record = catalog.ingredients()[ingredient]
    return ingredient not in catalog.forms() or (
        record.phase == "oil" and record.value("density") is not None
    )


def read_bare_number(text: str, *, field: str, row: str, accepted: str, fix: str) -> float:
    """Read a number without a unit.

    Parameters
    ----------
    text : str
    field, row : str
        Name for the error; its range in ``data/inputs.toml``.
    accepted, fix : str
        What is said of one with a unit, and what to type.

    Raises
    ------
    InputError
        No number, one with a unit, or out of range.

    Examples
    --------
    >>> read_bare_number("2", field="openings", row="openings", accepted="no unit.", fix="Type 2.")
    2.0
    """
    value, unit = read_number(text, field=field)
    if unit:
        raise InputError(field, text, accepted, fix)
    return _number_within(value, row, text, field, fix)


def read_pH(text: str, *, field: str, row: str = "pH") -> float:
    """Read a pH, with or without the word.

    Parameters
    ----------
    text : str
        ``3.2`` or ``pH 3,2``.
    field, row : str
        Name for the error; its range in ``data/inputs.toml``.

    Raises
    ------
    InputError
        No pH, or out of range.

    Examples
    --------
    >>> read_pH("pH 3,2", field="reading")
    3.2
    """
    try:
        value, unit = read_number(re.sub(r"^\s*ph(?![a-z])", "", text, flags=re.IGNORECASE), field=field)
    except InputError as error:
        fix = error.fix if error.readings else _PH_EXAMPLE
        raise InputError(field, text, error.accepted, fix, error.readings) from None
    if unit:
        raise InputError(field, text, say("a pH has no unit."), _PH_EXAMPLE)
    return _number_within(value, row, text, field, _PH_EXAMPLE)


def read_age(text: str, *, field: str = "age") -> float:
    """Read an age in years; of infants in months.

    Parameters
    ----------
    text : str
        ``34``, ``34 years old``, ``34 Jahre``, ``34 yo`` or ``8 months``.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        No age, or out of range.

    Examples
    --------
    >>> read_age("6 months")
    0.5
    """
    fix = say("Type for example 34, or 8 months.")
    if decade := _DECADE.search(text):
        ends = [decade[1], f"{int(decade[1]) + 9}"]
        asked = say("Write {reading} or {other_reading}.", reading=ends[0], other_reading=ends[1])
        raise InputError(field, text, say("this is ten years of age."), asked, ends)
    said = without_about(_BEFORE_AGE.sub("", without_accents(plain_text(text)).strip()))
    plain, months = _unit_of_age("month").subn("", said)
    try:
        value, unit = read_number(_unit_of_age("year").sub("", plain), field=field)
    except InputError as error:
        readings = [
            say("{reading} months", reading=reading) if months else reading for reading in error.readings
        ]
        raise InputError(field, text, error.accepted, fix, readings) from None
    if unit:
        raise InputError(field, text, say("an age is in years."), fix)
    return _number_within(value / 12 if months else value, "age", text, field, fix)


@functools.cache
def _unit_of_age(unit: str) -> re.Pattern[str]:
    """Return the pattern of a unit behind an age; a number and an “o” for old may be all of it."""
    short = {"year": r"|y\.?\s*/?o\.?|y(?:rs?)?", "month": "|mo"}[unit]
    names = sorted(person_words().units[unit], key=len, reverse=True)
    words = "|".join(re.escape(name.rstrip("*")) + (r"\w*" if name.endswith("*") else "") for name in names)
    return re.compile(rf"\s*-?(?:{words}{short}){_OLD}\.?$", re.IGNORECASE)


def read_word(text: str, *, field: str, words: Iterable[str]) -> str:
    """Read one of a few words.

    Parameters
    ----------
    text : str
    field : str
        Name for the error.
    words : iterable of str
        What it may be.

    Raises
    ------
    InputError
        Another word.

    Examples
    --------
    >>> read_word("dark", field="light", words=("dark", "room"))
    'dark'
    """
    if text not in (words := tuple(words)):
        raise InputError(
            field, text, say("this word is not known."), say("Use {words}.", words=", ".join(words))
        )
    return text


def read_form(text: str, *, field: str) -> str:
    """Read a form of vitamin C: an id, a name, an INCI name or an alias, to its id.

    Raises
    ------
    InputError
        No form of that name.

    Examples
    --------
    >>> read_form("vitamin C", field="form")
    'l_ascorbic_acid'
    """
    try:
        return catalog.find_form(text).id
    except InputError as error:
        raise error.renamed(field) from None


def _number_within(value: float, row: str, text: str, field: str, fix: str) -> float:
    """Return a number without a unit that lies in a range that ``data/inputs.toml`` accepts."""
    low, high = catalog.inputs().accepted[row].ends
    if not low <= value <= high:
        accepted = (
            say("must be between {low:g} and {high:g} (vitamin C is absorbed below 3.5).", low=low, high=high)
            if row == "target_pH"
            else say("must be between {low:g} and {high:g}.", low=low, high=high)
        )
        raise InputError(field, text, accepted, fix)
    return value
