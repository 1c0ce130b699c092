"""Recipes as JSON: a formula with its storage, measurements and claims."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from calc import catalog
from calc.chemistry.formula import SYSTEMS, Formula, Line
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.dates import year_problems
from calc.parsing.json_reader import Reader, read_json
from calc.uncertainty import Z95, Reading
from calc.units import Q_, Quantity, magnitude

PACKAGES = ("sealed_ampoule", "airless_pump", "dropper_bottle", "pump_bottle", "tube", "jar", "powder_jar")
WALLS = ("amber_glass", "clear_glass", "PET", "HDPE", "PP", "LDPE", "aluminium")
LIGHTS = ("dark", "room", "daylight")

#: Most lines of a recipe.
MOST_LINES = 200
#: Most characters of the name of an ingredient that the catalogue does not know.
LONGEST_NAME = 200


@dataclass(frozen=True)
class Storage:
    """The storage of a product; what is not stated is unknown.

    Parameters
    ----------
    temperature : Quantity, optional
        One temperature, or instead
    schedule : tuple of (Quantity, float)
        temperatures with the hours a day spent at each.
    package, wall, light : str, optional
        One of `PACKAGES`, `WALLS`, `LIGHTS`.
    openings_per_day, fill_fraction : float, optional
        Openings per day [1/day]; filled share of the bottle [0–1].
    made_on, opened_on : datetime.date, optional

    Raises
    ------
    InputErrors
        An unknown word, a number out of range, hours that do not add up to a day, dates out of order
        or of an impossible year.

    Examples
    --------
    >>> Storage(temperature=Q_(5, "degC"), package="airless_pump").coldest_C
    5.0
    """

    temperature: Quantity | None = None
    schedule: tuple[tuple[Quantity, float], ...] = ()
    package: str | None = None
    wall: str | None = None
    openings_per_day: float | None = None
    fill_fraction: float | None = None
    light: str | None = None
    made_on: datetime.date | None = None
    opened_on: datetime.date | None = None

    def __post_init__(self) -> None:
        errors = list(self._problems())
        if errors:
            raise InputErrors(errors)

    @property
    def is_clear_in_daylight(self) -> float:
        """1 or 0 for a clear bottle in daylight; NaN while that is unknown."""
        if self.light in ("dark", "room") or self.wall in ("amber_glass", "aluminium"):
            return 0.0
        return 1.0 if (self.light, self.wall) == ("daylight", "clear_glass") else math.nan

    @functools.cached_property
    def stays(self) -> tuple[tuple[float, float], ...]:
        """The storage temperatures [°C] with the hours per day at each; none while unknown."""
        every = self.schedule if self.temperature is None else ((self.temperature, 24.0),)
        return tuple((float(temperature.m_as("degC")), hours) for temperature, hours in every if hours > 0)

    @property
    def coldest_C(self) -> float | None:
        """The coldest storage temperature [°C]; None while unknown."""
        return min((celsius for celsius, _ in self.stays), default=None)

    @property
    def since(self) -> datetime.date | None:
        """When it was made, or else opened; days are counted from here."""
        return self.made_on or self.opened_on

    def _problems(self) -> Iterable[InputError]:
        """Yield everything that is wrong."""
        words = (("package", PACKAGES), ("wall", WALLS), ("light", LIGHTS))
        for name, allowed in words:
            if getattr(self, name) not in (None, *allowed):
                yield InputError(
                    name,
                    getattr(self, name),
                    say("this word is not known."),
                    say("Use {allowed}.", allowed=", ".join(allowed)),
                )
        temperatures = (self.temperature, *(temperature for temperature, _ in self.schedule))
        for temperature in temperatures:
            try:
                magnitude(temperature, "temperature", "temperature")
            except InputError as error:
                yield error
        hours = sum(hours for _, hours in self.schedule)
        if self.schedule and not math.isclose(hours, 24, abs_tol=1e-6):
            yield InputError(
                "schedule", f"{hours:g} h", say("the hours of a day add up to 24."), say("Fill up the day.")
            )
        if self.temperature is not None and self.schedule:
            yield InputError(
                "schedule", "both", say("temperature or schedule, not both."), say("Leave one out.")
            )
        for _, stay in self.schedule:
            if not 0 <= stay <= 24:
                yield InputError(
                    "schedule", f"{stay:g} h", say("a stay lasts from 0 to 24 h."), say("Correct it.")
                )
        for name, most in (("openings_per_day", 100), ("fill_fraction", 1)):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= most:
                yield InputError(
                    name,
                    value,
                    say("must be between 0 and {most}.", most=most),
                    say("Correct it or leave it out."),
                )
        for name in ("made_on", "opened_on"):
            yield from year_problems(name, getattr(self, name))
        if self.made_on and self.opened_on and self.opened_on < self.made_on:
            fix = say("Check the two dates.")
            yield InputError("opened_on", self.opened_on, say("this is before it was made."), fix)


@dataclass(frozen=True)
class Measured:
    """Measurements on a product.

    Parameters
    ----------
    pH, pH_sd, pH_step : float, optional
        A reading with the standard deviation of the meter, or the step of the strip.
    assay_fraction, assay_sd : float, optional
        Share of the ascorbic acid that is left [0–1], with its standard deviation.
    assay_on : datetime.date, optional

    Raises
    ------
    InputErrors
        A number or a year out of range; a spread without its reading.
    """

    pH: float | None = None
    pH_sd: float | None = None
    pH_step: float | None = None
    assay_fraction: float | None = None
    assay_sd: float | None = None
    assay_on: datetime.date | None = None

    def __post_init__(self) -> None:
        errors = list(self._problems())
        if errors:
            raise InputErrors(errors)

    @property
    def reading(self) -> Reading:
        """The pH reading: normally distributed for a meter, ± half a step for a strip."""
        assert self.pH is not None
        if self.pH_step is not None:
            return Reading(self.pH, step=self.pH_step)
        usual = catalog.inputs().assumed["meter_plus_minus"].centre / Z95
        return Reading(self.pH, sd=usual if self.pH_sd is None else self.pH_sd)

    def _problems(self) -> Iterable[InputError]:
        """Yield everything that is wrong."""
        fix = say("Correct it or leave it out.")
        for name, high in (("pH", 14), ("assay_fraction", 1.5), ("assay_sd", 1)):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, (int, float)) and 0 <= value <= high):
                yield InputError(name, value, say("must be between 0 and {high}.", high=high), fix)
        for name in ("pH_sd", "pH_step"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, (int, float)) and 0 < value <= 3):
                yield InputError(name, value, say("must be above 0 and at most 3."), fix)
        if self.pH is None and (self.pH_sd is not None or self.pH_step is not None):
            yield InputError("pH", None, say("a spread needs its reading."), say("Give the pH too."))
        if self.pH_sd is not None and self.pH_step is not None:
            yield InputError("pH_step", "both", say("a meter or a strip, not both."), say("Leave one out."))
        if self.assay_fraction is None and self.assay_sd is not None:
            yield InputError(
                "assay_fraction", None, say("a spread needs its value."), say("Give the assay too.")
            )
        yield from year_problems("assay_on", self.assay_on)


@dataclass(frozen=True)
class Claims:
    """What a recipe says of itself, and what of its text is in no figure.

    Parameters
    ----------
    mass_fraction : float, optional
        Strength of its strongest form, w/w [0–1].
    pH : float, optional
    total : float, optional
        Sum of its shares; 1 is 100 %.
    unread : tuple of str, optional
        Lines of its text that could not be used, as they stand.

    Raises
    ------
    InputErrors
        A number out of range.
    """

    mass_fraction: float | None = None
    pH: float | None = None
    total: float | None = None
    unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        errors = []
        fix = say("Correct it or leave it out.")
        if self.pH is not None and not (isinstance(self.pH, (int, float)) and 0 <= self.pH <= 14):
            errors.append(InputError("pH", self.pH, say("must be between 0 and 14."), fix))
        for name, high in (("mass_fraction", 1), ("total", 100)):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, (int, float)) and 0 < value <= high):
                errors.append(
                    InputError(name, value, say("must be above 0 and at most {high}.", high=high), fix)
                )
        if errors:
            raise InputErrors(errors)


@dataclass(frozen=True)
class Recipe:
    """A formula with its storage, measurements and claims."""

    formula: Formula
    storage: Storage | None = None
    measured: Measured | None = None
    claims: Claims | None = None


def load_recipe(text: str | bytes) -> Recipe:
    """Read a recipe from JSON text.

    Parameters
    ----------
    text : str or bytes
        As `read_recipe` describes it.

    Returns
    -------
    Recipe

    Raises
    ------
    InputErrors
        All errors, with their places in the file.

    Examples
    --------
    >>> load_recipe('{"lines": [{"ingredient": "water", "mass_g": 9.0}]}').formula.total_mass_g
    9.0
    """
    return read_recipe(read_json(text, "recipe"))


def read_recipe(content: Any) -> Recipe:
    """Read a recipe from the objects that JSON gives.

    Parameters
    ----------
    content : dict
        ``lines`` of ``ingredient``, ``mass_g`` and, optionally, ``purity`` (mass of the
        ingredient per mass weighed), ``purity_plus_minus``, ``water_content``, ``aa_eq``,
        ``mass_plus_minus_g`` or ``mass_low_g`` with ``mass_high_g``, ``together``, and, of what the
        catalogue does not know (``other_oil`` and its like), ``name``; then, optionally,
        ``system``, ``scale_g`` (for all lines that do not say), ``storage``, ``measured``, and
        ``claims`` of ``mass_fraction``, ``pH``, ``total`` (what shares add up to, 1 is 100 %) and
        ``unread`` (lines of a text that are in no figure).

    Returns
    -------
    Recipe

    Raises
    ------
    InputErrors
        All errors, with their places.

    Examples
    --------
    >>> recipe = read_recipe({"lines": [{"ingredient": "aqua", "mass_g": 9}], "measured": {"pH": 7}})
    >>> recipe.formula.water_g, recipe.measured.pH
    (9.0, 7.0)
    """
    reader = _Reader()
    top = reader.table(content, "recipe", ("lines", "system", "scale_g", "storage", "measured", "claims"))
    scale_g = reader.number(top, "scale_g", "recipe", 0.0)
    rows = reader.list(top, "lines", "recipe")
    if not 0 < len(rows) <= MOST_LINES:
        accepted = say("a recipe has 1 to {most_lines} lines.", most_lines=MOST_LINES)
        reader.wrong("lines", say("{count} lines", count=len(rows)), accepted, say('Write "lines": [ … ].'))
    lines = tuple(reader.line(row, f"lines[{i}]", scale_g or 0.0) for i, row in enumerate(rows[:MOST_LINES]))
    system = top.get("system", "solution")
    if system not in SYSTEMS:
        reader.wrong(
            "system",
            system,
            say("this system is not known."),
            say("Use {systems}.", systems=", ".join(SYSTEMS)),
        )
    storage = reader.part(top, "storage", reader.storage)
    measured = reader.part(top, "measured", reader.measured)
    claims = reader.part(top, "claims", reader.claims)
    reader.finish()
    return Recipe(Formula(lines, system), storage, measured, claims)


def recipe_of(
    formula: Formula,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    claims: Claims | None = None,
) -> dict[str, Any]:
    """Return a formula as a recipe that `read_recipe` reads back.

    Parameters
    ----------
    formula : Formula
    storage, measured, claims : optional
        Its storage, measurements and claims.

    Examples
    --------
    >>> recipe_of(Formula((Line("water", 9.0),)))
    {'lines': [{'ingredient': 'water', 'mass_g': 9.0}], 'system': 'solution'}
    """
    parts = {
        "storage": storage and _storage_dict(storage),
        "measured": measured and _stated(vars(measured)),
        "claims": claims and _stated({**vars(claims), "unread": list(claims.unread) or None}),
    }
    lines = [_line_dict(line) for line in formula.lines]
    return {"lines": lines, "system": formula.system, **_stated(parts)}


def _storage_dict(storage: Storage) -> dict[str, Any]:
    """Return a storage as a JSON object."""
    stays = [
        {"temperature_C": _celsius(temperature), "hours_per_day": hours}
        for temperature, hours in storage.schedule
    ]
    warmth = {"temperature_C": _celsius(storage.temperature), "schedule": stays or None}
    names = [field.name for field in fields(storage) if field.name not in ("temperature", "schedule")]
    return _stated({**warmth, **{name: getattr(storage, name) for name in names}})


def _celsius(temperature: Quantity | None) -> float | None:
    """Return a temperature [°C], without rounding noise of the conversion."""
    return None if temperature is None else round(float(temperature.m_as("degC")), 9)


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are not None; dates in ISO format."""
    dated = {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }
    return {name: value for name, value in dated.items() if value is not None}


def _line_dict(line: Line) -> dict[str, Any]:
    """Return a line as a JSON object, without what is not stated."""
    optional = {
        "purity": line.purity,
        "water_content": line.water_content or None,
        "purity_plus_minus": line.purity_plus_minus,
        "aa_eq": line.aa_eq,
        "mass_plus_minus_g": line.mass_plus_minus_g or None,
        "mass_low_g": line.mass_range_g and line.mass_range_g[0],
        "mass_high_g": line.mass_range_g and line.mass_range_g[1],
        "together": line.together or None,
        "name": line.name or None,
    }
    return {"ingredient": line.ingredient, "mass_g": line.mass_g, **_stated(optional)}


class _Reader(Reader):
    """Reads the parts of a recipe."""

    def line(self, row: Any, place: str, scale_g: float) -> Line:
        """Return one line; a valid one in place of a broken one."""
        shares = ("purity", "water_content", "purity_plus_minus", "aa_eq")
        ends = ("mass_low_g", "mass_high_g")
        keys = ("ingredient", "mass_g", *shares, "mass_plus_minus_g", *ends, "together", "name")
        row = self.table(row, place, keys)
        ingredient = "water"
        try:
            ingredient = catalog.find_ingredient(
                str(row.get("ingredient", "")), field=f"{place}.ingredient"
            ).id
        except InputError as error:
            self.errors.append(error)
        if row.get("mass_g") is None:
            self.wrong(f"{place}.mass_g", "", say("each line needs its mass."), say('Write "mass_g": 15.0.'))
        numbers = {key: self.number(row, key, place, 0.0) for key in keys[1:-2]}
        for key in shares:
            if (numbers[key] or 0) > 1:
                self.wrong(
                    f"{place}.{key}", row[key], say("must be between 0 and 1."), say("Write 99 % as 0.99.")
                )
                numbers[key] = None
        given, low, high = (numbers[key] for key in ("mass_plus_minus_g", *ends))
        if (low is None) != (high is None):
            self.wrong(f"{place}.mass_low_g", row, say("a range has two ends."), say("Give both ends."))
        return Line(
            ingredient,
            numbers["mass_g"] or 0.0,
            numbers["purity"],
            numbers["water_content"] or 0.0,
            scale_g if given is None else given,
            numbers["purity_plus_minus"],
            numbers["aa_eq"],
            None if low is None or high is None else (low, high),
            str(row.get("together") or ""),
            self.name(row, ingredient, place),
        )

    def name(self, row: Mapping[str, Any], ingredient: str, place: str) -> str:
        """Return what something is called that the catalogue does not know; "" for what it knows."""
        name = row.get("name") or ""
        if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
            accepted = say(
                "a name is text of at most {longest_name} characters on one line.", longest_name=LONGEST_NAME
            )
            self.wrong(f"{place}.name", name, accepted, say("Shorten it."))
            return ""
        if name and "other" not in catalog.ingredients()[ingredient].roles:
            others = ", ".join(id for id, record in catalog.ingredients().items() if "other" in record.roles)
            accepted = say(
                "{ingredient} has its name; this is for what is not known here.", ingredient=ingredient
            )
            self.wrong(
                f"{place}.name",
                name,
                accepted,
                say("Leave it out, or use it beside {others}.", others=others),
            )
            return ""
        return name

    def storage(self, row: Any) -> Storage:
        """Return the storage."""
        words = ("package", "wall", "light")
        numbers = ("temperature_C", "openings_per_day", "fill_fraction")
        row = self.table(row, "storage", (*words, *numbers, "schedule", "made_on", "opened_on"))
        celsius, openings, fill = (self.number(row, key, "storage") for key in numbers)
        return Storage(
            None if celsius is None else Q_(celsius, "degC"),
            tuple(self.stay(stay, i) for i, stay in enumerate(self.list(row, "schedule", "storage"))),
            row.get("package"),
            row.get("wall"),
            openings,
            fill,
            row.get("light"),
            self.date(row, "made_on", "storage"),
            self.date(row, "opened_on", "storage"),
        )

    def stay(self, row: Any, i: int) -> tuple[Quantity, float]:
        """Return one entry of a schedule."""
        place = f"storage.schedule[{i}]"
        row = self.table(row, place, ("temperature_C", "hours_per_day"))
        celsius = self.number(row, "temperature_C", place)
        hours = self.number(row, "hours_per_day", place, 0.0)
        if celsius is None or hours is None:
            self.wrong(place, row, say("a stay needs its temperature and its hours."), say("Give both."))
        return Q_(celsius or 0.0, "degC"), hours or 0.0

    def measured(self, row: Any) -> Measured:
        """Return the measurements."""
        numbers = ("pH", "pH_sd", "pH_step", "assay_fraction", "assay_sd")
        row = self.table(row, "measured", (*numbers, "assay_on"))
        read = {key: self.number(row, key, "measured") for key in numbers}
        return Measured(**read, assay_on=self.date(row, "assay_on", "measured"))

    def claims(self, row: Any) -> Claims:
        """Return the claims."""
        keys = ("mass_fraction", "pH", "total")
        row = self.table(row, "claims", (*keys, "unread"))
        mass_fraction, pH, total = (self.number(row, key, "claims") for key in keys)
        unread = row.get("unread", [])
        if not isinstance(unread, list) or not all(isinstance(line, str) for line in unread):
            accepted = say("the lines that are in no figure are a list of texts.")
            self.wrong("claims.unread", unread, accepted, say('Write "unread": [ "…" ], or leave it out.'))
            unread = []
        return Claims(mass_fraction, pH, total, tuple(unread))
