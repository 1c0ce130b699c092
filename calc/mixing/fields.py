"""The fields that people type about a batch: how each is read, how it is echoed, what it is called in Python.

The one place where names meet: a field has the name of links, presets and options, and fills the parameter
of a function (`new_batch`, `boost`, `single_dose`, `batch_from_lines`, `Storage`) that has the standard term.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar, cast

from calc import catalog
from calc.catalog.keeping_words import keeping_words
from calc.catalog.normalize import normalize
from calc.chemistry.adjusters import ADJUSTERS
from calc.chemistry.recipe import LIGHTS, PACKAGES, WALLS
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.mixing.boosting import BASES
from calc.mixing.line_masses import asked_of, asked_strength, stated_amount, taken_as_pure
from calc.mixing.measures import Amount
from calc.mixing.molar_strength import with_share
from calc.mixing.parts import Part
from calc.parsing.amounts import (
    mass_of,
    read_added_mass,
    read_amount,
    read_bare_number,
    read_drops,
    read_form,
    read_fraction_or_concentration,
    read_percentage,
    read_pH,
    read_powder_mass,
    read_word,
)
from calc.parsing.bare_numbers import NEEDS_UNIT
from calc.parsing.dates import read_date
from calc.parsing.ingredient_lines import read_ingredient_amount, read_lines
from calc.parsing.line_amounts import strength_in_name
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.parsing.recipe_text import read_recipe_text
from calc.parsing.temperatures import read_temperatures
from calc.parsing.typed_amount import amounts_meant
from calc.units import (
    MEASURE_NAMES,
    Q_,
    THIN,
    Quantity,
    is_like,
    read_quantity,
    show_number,
)

T = TypeVar("T")
_T_co = TypeVar("_T_co", covariant=True)


class TextReader(Protocol[_T_co]):
    """Reads a text; ``field`` names it in errors."""

    def __call__(self, text: str, *, field: str) -> _T_co:
        """Return what the text says."""


def _nothing_to_say(value: object) -> str:
    """Return no words."""
    return ""


@dataclass(frozen=True)
class Field(Generic[T]):
    """A field that people type.

    Parameters
    ----------
    name : str
        As in links, presets and errors.
    reader : TextReader
        From the text to a typed value.
    fills : tuple of str
        The parameters that it fills, where these are called otherwise.
    echo : function
        From the value to words under the field; "" where there is nothing to say.
    """

    name: str
    reader: TextReader[T]
    fills: tuple[str, ...] = ()
    echo: Callable[[T], str] = _nothing_to_say

    def read(self, text: str) -> T:
        """Read what stands in the field.

        Raises
        ------
        InputError, InputErrors
            Under the name of the field, or of a line in it. Of several readings those stand there that this
            field takes; where it takes none, what is wrong with the first.

        Examples
        --------
        >>> PURITY.read("1,234 %")
        Traceback (most recent call last):
            ...
        calc.errors.InputError: purity: “1,234 %”: this can be read in two ways. Write 1.234 %.
        """
        try:
            return self.reader(text, field=self.name)
        except InputError as error:
            if error.field != self.name:
                raise
            if not error.readings:
                return self._read_meant(text, error)
            meant, refused = self._taken(error.readings)
            if not meant:
                first = refused[0]
                raise InputError(self.name, text, first.accepted, first.fix) from None
            if not refused:
                raise
            raise self._asking(text, error.accepted, meant) from None

    def _taken(self, readings: Iterable[str]) -> tuple[list[str], list[InputError]]:
        """Return which readings the field takes, and what is wrong with the others."""
        meant, refused = [], []
        for reading in readings:
            try:
                self.reader(reading, field=self.name)
            except InputError as problem:
                refused.append(problem)
            else:
                meant.append(reading)
        return meant, refused

    def _read_meant(self, text: str, error: InputError) -> T:
        """Read the one amount that a text says in words; of one with more in it offer the amounts."""
        amounts = amounts_meant(text)
        meant, _ = self._taken(amounts.texts)
        if not meant or [*amounts.texts] == [text.strip()]:
            raise error
        if amounts.are_all:
            return self.reader(meant[0], field=self.name)
        accepted = say("one amount alone is needed here.")
        raise self._asking(text, accepted, meant) from None

    def _asking(self, text: str, accepted: str, meant: Sequence[str]) -> InputError:
        """Return what asks which reading is meant."""
        fix = say("Write {meant}.", meant=say_list(meant, "or"))
        return InputError(self.name, text, accepted, fix, meant)


#: A text of more letters is read each time.
_LONGEST_REMEMBERED = 24


def _read(field: Field[T], text: str) -> tuple[object, str]:
    """Return what a field says, and how it was read."""
    value = field.read(text)
    return value, field.echo(value)


#: Of what stands in the fields of a page all but one was read a moment ago.
_read_before = functools.lru_cache(maxsize=512)(_read)


class FieldReader:
    """Reads the fields of a request that count, and gathers what each says and what cannot be read.

    Parameters
    ----------
    request : object
        Has an attribute with the text of each field.
    needed, optional : iterable of str
        The fields that count: always, and where something stands in them.
    remembers : bool
        Whether short texts that were read before are not read again, whoever typed them: amounts are
        nobody's, what is said of a person is that person's.

    Attributes
    ----------
    echo : dict of str to str
        How each field was read.
    errors : dict of str to InputError
        What cannot be read, by field or line of a field.
    """

    def __init__(
        self, request: object, needed: Iterable[str], optional: Iterable[str], *, remembers: bool = False
    ) -> None:
        self._request, self._remembers = request, remembers
        self._needed, self._optional = tuple(needed), tuple(optional)
        self.echo: dict[str, str] = {}
        self.errors: dict[str, InputError] = {}

    def read(self, field: Field[T]) -> T | None:
        """Return what a field says; None where it does not count, says nothing or cannot be read."""
        text = getattr(self._request, field.name)
        if field.name not in self._needed and not (field.name in self._optional and text.strip()):
            return None
        is_remembered = self._remembers and len(text) <= _LONGEST_REMEMBERED
        try:
            value, said = _read_before(field, text) if is_remembered else _read(field, text)
        except InputError as error:
            self.errors[error.field] = error
            return None
        except InputErrors as errors:
            self.errors.update({error.field: error for error in errors.errors})
            return None
        self.echo[field.name] = said
        return cast(T, value)

    def forget(self, *names: str) -> None:
        """Take fields out that turn out not to count."""
        for name in names:
            self.echo.pop(name, None)
            self.errors.pop(name, None)

    @property
    def errors_in_order(self) -> dict[str, InputError]:
        """The errors in the order in which the fields are asked for."""
        order = (*self._needed, *self._optional)
        return dict(sorted(self.errors.items(), key=lambda item: order.index(item[0].split(" ")[0])))


# --- what is said of a value ----------------------------------------------------------------------

_SIGNS: Mapping[str, str] = {
    "g": f"{THIN}g",
    "mL": f"{THIN}mL",
    "percent": f"{THIN}%",
    "g/mL": f"{THIN}g/mL",
    "drop/mL": " drops per mL",
}
_STRENGTH_SIGNS = {"percent": f"{THIN}% w/w", "g/dL": f"{THIN}% w/v"}


def echo_quantity(quantity: Quantity, signs: Mapping[str, str] = _SIGNS) -> str:
    """Return how an amount was read, with the measure that was taken for it; "" for a count.

    Parameters
    ----------
    quantity : Quantity
    signs : mapping of str to str
        Units with how they are written; the first that fits.

    Examples
    --------
    >>> echo_quantity(FIELDS["batch"].read("1 oz")).replace(THIN, " ")
    '= 28.35 g (ounce by weight)'
    """
    unit = next((unit for unit in signs if is_like(quantity, unit)), "")
    if not unit:
        return ""
    measure = MEASURE_NAMES.get(str(quantity.units), "")
    number = show_number(quantity.m_as(unit), 4)
    return f"= {number}{signs[unit]}" + (f" ({measure})" if measure else "")


def echo_strength(strength: Quantity) -> str:
    """Return how a strength was read, w/w or w/v."""
    return echo_quantity(strength, _STRENGTH_SIGNS)


def _echo_temperatures(stays: tuple[tuple[Quantity, float], ...]) -> str:
    """Return how temperatures were read."""
    words = [f"{show_number(temperature.m_as('degC'))}{THIN}°C" for temperature, _ in stays]
    if len(stays) > 1:
        words = [
            say("{place} for {hours}\u202fh", place=word, hours=show_number(hours))
            for word, (_, hours) in zip(words, stays)
        ]
    return f"= {', '.join(words)}"


# --- readers that know what can be mixed ----------------------------------------------------------


def _adjuster(text: str, *, field: str) -> str:
    """Read what moves the pH."""
    if catalog.is_ingredient(text) and (adjuster := catalog.find_ingredient(text).id) in ADJUSTERS:
        return adjuster
    fix = say("Use {adjusters}.", adjusters=", ".join(ADJUSTERS))
    raise InputError(field, text, say("this does not adjust a pH here."), fix)


def _base(text: str, *, field: str) -> str:
    """Read what powder goes into."""
    try:
        base = catalog.find_ingredient(text).id
    except InputError as error:
        raise error.renamed(field) from None
    if base not in BASES:
        raise InputError(
            field, text, say("powder is not put into that here."), say("Use {bases}.", bases=", ".join(BASES))
        )
    return base


def _water_mass(text: str, *, field: str) -> Quantity:
    """Read an amount of water, by mass or by volume, as a mass."""
    amount = read_quantity(text, field=field, default="g", accepts=("g", "mL", "drop"))
    return Q_(mass_of("water", amount, text, field=field), "g")


_A_LINE_EACH = say("Give each a line of its own.")


def _other_ingredients(text: str, *, field: str) -> tuple[Part, ...]:
    """Read the other ingredients of a batch, a line each."""
    return read_lines(text, field=field, read=_part)


def _part(line: str, place: str) -> Part:
    """Read another ingredient, a share of the batch or a mass, or ask about it what a recipe would."""
    try:
        return _unasked_part(line, place)
    except InputError as error:
        raise _asked_in_recipes(line, place) or error from None


def _asked_in_recipes(line: str, place: str) -> InputError | None:
    """Return what a line asks in a recipe, with the readings that can be typed here; None for nothing."""
    rows = read_recipe_text(line)
    if len(rows) > 1 and all(row.status == "used" and row.share is None for row in rows):
        readings = _readings_here([line])
        return InputError(place, line, say("these are several ingredients."), _A_LINE_EACH, readings)
    opened = (row for row in rows if row.status == "not_understood" and row.note != NEEDS_UNIT)
    asked = next((row for row in opened if row.readings or row.ingredient), None)
    if asked is None or catalog.is_ingredient(line):
        return None
    question, *fixes = re.split(r"(?<=[.?;]) (?=[A-Z])", asked.note, maxsplit=1)
    readings = _readings_here(line.replace(asked.text, reading) for reading in asked.readings)
    if not fixes:
        first = next(iter(readings or asked.readings), "")
        fixes = [_A_LINE_EACH if "\n" in first else say("Write for example {reading}.", reading=first)]
    return InputError(place, line, f"{question[:1].lower()}{question[1:]}", fixes[0], readings)


def _readings_here(readings: Iterable[str]) -> list[str]:
    """Return those readings of a line that can be typed here, each ingredient on a line of its own."""
    taken = []
    for reading in readings:
        rows = [row for row in read_recipe_text(reading) if row.counts]
        lines = _apart(rows) if len(rows) > 1 else reading
        try:
            [_unasked_part(line, "") for line in lines.splitlines()]
        except InputError:
            continue
        taken.append(lines)
    return taken


def _unasked_part(line: str, place: str) -> Part:
    """Read another ingredient; other words for it as a recipe has them."""
    try:
        parsed = read_ingredient_amount(line, field=place)
        unit = next((unit for unit in ("percent", "drop", "mL") if is_like(parsed.amount, unit)), "g")
        if asked := asked_strength(parsed.ingredient, line, unit):
            raise InputError(place, line, *asked)
        strength = strength_in_name(without_accents(line)) or 1.0
        if strength == 1.0:
            _refuse_doubtful(parsed.ingredient, line, place)
        if unit == "percent":
            share = float(parsed.amount.m_as("dimensionless"))
            return Part(parsed.ingredient, mass_fraction=share, strength=strength)
        mass_g = mass_of(parsed.ingredient, parsed.amount, line, field=place)
        return Part(parsed.ingredient, mass_g=mass_g, strength=strength)
    except InputError as error:
        return _part_as_in_recipes(line, place, error)


def _part_as_in_recipes(line: str, place: str, error: InputError) -> Part:
    """Return what a line of a recipe says, unknown names among them where nothing known is close.

    Raises
    ------
    InputError
        The question that the line leaves open; the error that there was where it says nothing. A dash in
        front of a number may be a sign, which recipes never have.
    """
    rows = [row for row in read_recipe_text(line) if row.counts]
    if len(rows) > 1 and {row.text for row in rows} == {rows[0].text}:
        raise InputError(place, line, say("this is two ingredients."), _A_LINE_EACH, [_apart(rows)]) from None
    if len(rows) != 1 or re.search(r"[-−–]\s*[\d.,]", line):
        raise error
    row = with_share(rows[0])
    if isinstance(row, tuple):
        raise InputError(place, line, *row) from None
    if asked := asked_of(row):
        raise InputError(place, line, *asked) from None
    named = row.ingredient
    assert named is not None
    if row.share is None:
        _refuse_doubtful(named.id, line, place)
    if row.readings and not error.readings:
        fix = say("Write for example {reading}.", reading=row.readings[0])
        raise InputError(
            place, line, say("this can be read in more than one way."), fix, row.readings
        ) from None
    is_sure = not (
        named.readings or row.readings or row.made_up_to or (error.readings and not named.is_known)
    )
    amount, strength = stated_amount(row) if is_sure else None, row.share or 1.0
    name = "" if named.is_known else named.name
    if isinstance(amount, float) and 0 < amount < 1 and row.amount and row.amount.unit != "w_v":
        return Part(named.id, mass_fraction=amount, strength=strength, name=name)
    if isinstance(amount, Amount) and amount.mass_g > 0:
        return Part(named.id, mass_g=amount.mass_g, strength=strength, name=name)
    raise error


def _refuse_doubtful(ingredient: str, line: str, place: str) -> None:
    """Refuse a line of what may be pure or not: no place here tells which of the two was taken."""
    if taken_as_pure(ingredient, line):
        reading = f"{line} 100 %"
        accepted, fix = say("is it pure?"), say("Write its strength beside the name, such as 50 % or 100 %.")
        raise InputError(place, line, accepted, fix, [reading])


def _apart(rows: Sequence[RecipeLine]) -> str:
    """Return the ingredients of a solution as lines of their own."""
    units = {"percent": "%"}
    said = [(row.amount, row.ingredient) for row in rows if row.amount and row.ingredient]
    return "\n".join(
        f"{named.name} {show_number(amount.value, 6)} {units.get(amount.unit, amount.unit)}"
        for amount, named in said
    )


def _share(text: str, *, field: str) -> float:
    """Read a percentage as a fraction of one."""
    return float(read_percentage(text, field=field, row=field).m_as("dimensionless"))


def _openings(text: str, *, field: str) -> float:
    """Read how often a bottle is opened [1/day]: a number, or “twice a day”."""
    said = keeping_words().openings.get(normalize(text))
    if said is not None:
        return said
    return read_bare_number(
        text,
        field=field,
        row="openings",
        accepted=say("this is a number of times a day."),
        fix=say("Type for example 2."),
    )


def _fill(text: str, *, field: str) -> float:
    """Read how full a bottle is [0–1]: a percentage, or “half full”."""
    said = keeping_words().fill.get(normalize(text))
    return _share(text, field=field) if said is None else said


def _echo_openings(a_day: float) -> str:
    """Say how often a bottle is opened."""
    return say("= {number} times a day", number=show_number(a_day)) if a_day != 1 else say("= once a day")


def _echo_fill(share: float) -> str:
    """Say how full a bottle is."""
    return say("= {number} % full", number=show_number(100 * share))


def _points(text: str, *, field: str) -> Quantity:
    """Read how far a percentage may be off, in points."""
    return read_amount(text, field=field, ranges={"percent": field})


def _points_as_share(text: str, *, field: str) -> float:
    """Read how far a percentage may be off, as a fraction of one."""
    return float(_points(text, field=field).m_as("dimensionless"))


# --- the fields -----------------------------------------------------------------------------------


def _quantity(
    name: str,
    ranges: Mapping[str, str],
    fills: tuple[str, ...] = (),
    *,
    above_zero: bool = False,
) -> Field[Quantity]:
    """Return a field for an amount."""
    return Field(name, partial(read_amount, ranges=ranges, above_zero=above_zero), fills, echo_quantity)


def _percentage(name: str, fills: tuple[str, ...] = ()) -> Field[Quantity]:
    """Return a field for a mass per mass."""
    return Field(name, partial(read_percentage, row=name), fills, echo_quantity)


def _word(name: str, words: tuple[str, ...]) -> Field[str]:
    """Return a field for one of a few words."""
    return Field(name, partial(read_word, words=words))


_BATCH_RANGES = {"g": "batch_mass", "mL": "batch_volume"}
_TAKEN_RANGES = {"g": "line_mass", "mL": "batch_volume", "drop": "count", "pump": "count", "scoop": "count"}


def _taken(*units: str) -> dict[str, str]:
    """Return the units of an amount as it is taken, each with its range."""
    return {unit: _TAKEN_RANGES[unit] for unit in units}


FORM: Field[str] = Field("form", read_form)
STRENGTH = Field(
    "strength", read_fraction_or_concentration, ("mass_fraction", "mass_concentration"), echo_strength
)
BATCH = _quantity("batch", _BATCH_RANGES, ("batch_mass", "batch_volume"))
POWDER = Field("powder", read_powder_mass, ("powder_mass",), echo_quantity)
STOCK = Field("stock", read_powder_mass, (), echo_quantity)
WATER = Field("water", _water_mass, ("water_mass",), echo_quantity)
PURITY = _percentage("purity")
PURITY_PLUS_MINUS: Field[Quantity] = Field(
    "purity_plus_minus", _points, (), partial(echo_quantity, signs={"percent": f"{THIN}points"})
)
WATER_CONTENT = _percentage("moisture", ("water_content",))
AA_EQUIVALENT = _percentage("loading", ("aa_equivalent",))
DENSITY = _quantity("density", {"g/mL": "density"})
SCALE = _quantity("scale", {"g": "scale"}, ("scale_resolution",))
OTHER_INGREDIENTS: Field[tuple[Part, ...]] = Field("others", _other_ingredients, ("other_ingredients",))
BASE: Field[str] = Field("base", _base)
BASE_AMOUNT = _quantity("base_amount", _BATCH_RANGES)
BASE_STRENGTH = _percentage("base_strength", ("base_fraction",))
BASE_FORM: Field[str] = Field("base_form", read_form)
BASE_DENSITY = _quantity("base_density", {"g/mL": "density"})
DOSE = _quantity("dose", _taken("mL", "g", "drop", "pump"), above_zero=True)
MEASURE = _quantity("measure", _taken("scoop", "mL", "g"), above_zero=True)
SCOOP = _quantity("scoop", _taken("g", "mL"), above_zero=True)
BULK = _quantity("bulk", {"g/mL": "bulk_density"}, ("bulk_density",))
PUMP = _quantity("pump", _taken("mL"), above_zero=True)
DROPS = Field("drops", read_drops, (), echo_quantity)
RECIPE: Field[tuple[RecipeLine, ...]] = Field("recipe", read_recipe_text)
TARGET_PH: Field[float] = Field("target_pH", partial(read_pH, row="target_pH"))
ADJUSTER: Field[str] = Field("adjuster", _adjuster)
ADJUSTER_STRENGTH = _percentage("adjuster_strength")
ADDED = Field("added", read_added_mass, (), echo_quantity)
READING: Field[float] = Field("reading", read_pH, ("pH",))
READING_ERROR: Field[float] = Field(
    "reading_error",
    partial(
        read_bare_number,
        row="reading_error",
        accepted=say("this is in units of pH."),
        fix=say("Type for example 0.1."),
    ),
)
CLAIM_STRENGTH = Field("claim_strength", read_fraction_or_concentration, (), echo_strength)
CLAIM_PH: Field[float] = Field("claim_pH", read_pH)
KEPT_AT: Field[tuple[tuple[Quantity, float], ...]] = Field(
    "kept_at", read_temperatures, ("temperature", "schedule"), _echo_temperatures
)
PACKAGE = _word("package", PACKAGES)
WALL = _word("wall", WALLS)
LIGHT = _word("light", LIGHTS)
OPENINGS: Field[float] = Field("openings", _openings, ("openings_per_day",), _echo_openings)
FILL: Field[float] = Field("fill", _fill, ("fill_fraction",), _echo_fill)
MADE_ON: Field[datetime.date] = Field("made_on", read_date)
OPENED_ON: Field[datetime.date] = Field("opened_on", read_date)
ASSAY: Field[float] = Field("assay", _share, ("assay_fraction",))
ASSAY_ERROR: Field[float] = Field("assay_error", _points_as_share)
ASSAY_ON: Field[datetime.date] = Field("assay_on", read_date)

#: Every field about a batch, by its name.
FIELDS: Mapping[str, Field[Any]] = {
    typed.name: typed
    for typed in (
        FORM,
        STRENGTH,
        BATCH,
        POWDER,
        STOCK,
        WATER,
        PURITY,
        PURITY_PLUS_MINUS,
        WATER_CONTENT,
        AA_EQUIVALENT,
        DENSITY,
        SCALE,
        OTHER_INGREDIENTS,
        BASE,
        BASE_AMOUNT,
        BASE_STRENGTH,
        BASE_FORM,
        BASE_DENSITY,
        DOSE,
        MEASURE,
        SCOOP,
        BULK,
        PUMP,
        DROPS,
        RECIPE,
        TARGET_PH,
        ADJUSTER,
        ADJUSTER_STRENGTH,
        ADDED,
        READING,
        READING_ERROR,
        CLAIM_STRENGTH,
        CLAIM_PH,
        KEPT_AT,
        PACKAGE,
        WALL,
        LIGHT,
        OPENINGS,
        FILL,
        MADE_ON,
        OPENED_ON,
        ASSAY,
        ASSAY_ERROR,
        ASSAY_ON,
    )
}
_FIELD_OF = {parameter: typed.name for typed in FIELDS.values() for parameter in typed.fills}


def field_of(parameter: str) -> str:
    """Return the name of the field that fills a parameter of a function.

    Examples
    --------
    >>> field_of("water_content"), field_of("purity")
    ('moisture', 'purity')
    """
    return _FIELD_OF.get(parameter, parameter)


def by_field(errors: Iterable[InputError]) -> InputErrors:
    """Return errors about parameters under the names of the fields that fill them."""
    return InputErrors(error.renamed(field_of(error.field)) for error in errors)
