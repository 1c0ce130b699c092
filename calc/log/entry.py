"""Batches as the log keeps them: what was made, weighed, measured and noted; to JSON and back."""

from __future__ import annotations

import datetime
import functools
import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.recipe import Measured, Recipe, Storage, read_recipe
from calc.uncertainty import Z95

#: What can be measured on a batch.
MEASUREMENT_KINDS = ("pH", "assay", "colour")


@dataclass(frozen=True)
class WeighedLine:
    """One row of a weighing as it was done.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    target_g : float
        What was to be weighed [g].
    actual_g : float, optional
        What it was [g]; None while nobody weighed it.
    name : str, optional
        As the recipe calls what the catalogue does not know; "" for what it knows.
    """

    ingredient: str
    target_g: float
    actual_g: float | None = None
    name: str = ""

    @property
    def shown(self) -> str:
        """Its name: as the catalogue has it, or as the recipe calls it."""
        record = catalog.ingredients().get(self.ingredient)
        return self.name or (record.name if record else self.ingredient)


@dataclass(frozen=True)
class Note:
    """Something about a batch in words, with its day; never about a person."""

    on: datetime.date
    text: str
    id: str = ""


@dataclass(frozen=True)
class Measurement:
    """Something that was measured on a batch.

    Parameters
    ----------
    on : date
    kind : str
        One of `MEASUREMENT_KINDS`.
    value : float, optional
        The pH, or what is left of the start [0–1]; None of a colour.
    sd : float, optional
        Its standard deviation: of a meter [pH], of an assay [0–1].
    step : float, optional
        Step of a strip, instead [pH].
    words : str
        A colour in words.
    instrument, note : str
        What measured it; anything else.
    id : str
        Given by the log.
    """

    on: datetime.date
    kind: str
    value: float | None = None
    sd: float | None = None
    step: float | None = None
    words: str = ""
    instrument: str = ""
    note: str = ""
    id: str = ""

    @classmethod
    def stated(
        cls,
        on: datetime.date,
        kind: str,
        value: float | None,
        *,
        is_strip: bool = False,
        plus_minus: float | None = None,
        words: str = "",
        instrument: str = "",
        id: str = "",
    ) -> Measurement:
        """Return a measurement as somebody states it: with the step of a strip, or how far off it may be.

        Parameters
        ----------
        on, kind, value, words, instrument, id
            As of the class.
        is_strip : bool
            Whether a strip told the pH.
        plus_minus : float, optional
            The step of the strip, as usual when not given; else the 95 % half-width [unit of the value].

        Examples
        --------
        >>> Measurement.stated(datetime.date(2026, 3, 31), "pH", 3.1, plus_minus=0.1).plus_minus
        0.1
        """
        if is_strip:
            usual = catalog.inputs().assumed["strip_step"].centre
            step = usual if plus_minus is None else plus_minus
            return cls(on, kind, value, step=step, words=words, instrument=instrument, id=id)
        sd = None if plus_minus is None else plus_minus / Z95
        return cls(on, kind, value, sd, words=words, instrument=instrument, id=id)

    @property
    def plus_minus(self) -> float | None:
        """95 % half-width of what a meter or an assay found, in the unit of its value; None where unknown."""
        return Z95 * self.sd if self.sd else None

    @property
    def measured(self) -> Measured:
        """The same as the core takes it; nothing for a colour.

        Raises
        ------
        InputErrors
            A number out of range.
        """
        if self.kind == "pH":
            return Measured(pH=self.value, pH_sd=self.sd, pH_step=self.step)
        if self.kind == "assay":
            return Measured(assay_fraction=self.value, assay_sd=self.sd, assay_on=self.on)
        return Measured()


@dataclass(frozen=True)
class LoggedBatch:
    """A batch in the log.

    Nothing is refused here, so that whatever was kept once can be shown again; `validate` is the door
    for what is new. There is no field for a person, and none is ever added.

    Parameters
    ----------
    name : str
    recipe : dict
        As `calc.chemistry.recipe.recipe_of` gives it, with its storage.
    request : dict, optional
        What was typed for it: fields of `calc.mixing.request.MixRequest`, so that it opens again.
    weighed : tuple of WeighedLine
        In the order of addition.
    made_on : date, optional
        Counts before the one of the recipe's storage.
    powder_lot : str
        Of the vitamin C, as its label has it.
    discarded_on : date, optional
    notes, measurements : tuple
        In the order of their days.
    model_version, data_hash : str
        What the recipe was worked out with.
    id : str
        A UUID; "" before it is in the log.
    version : int
        Grows with every change; whoever changes something gives the version that was read.
    created_at, changed_at, deleted_at : datetime, optional
        UTC.
    """

    name: str
    recipe: Mapping[str, Any]
    request: Mapping[str, str] | None = None
    weighed: tuple[WeighedLine, ...] = ()
    made_on: datetime.date | None = None
    powder_lot: str = ""
    discarded_on: datetime.date | None = None
    notes: tuple[Note, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    model_version: str = ""
    data_hash: str = ""
    id: str = ""
    version: int = 0
    created_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None
    deleted_at: datetime.datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as it stands in JSON."""
        fields = {name: value for name, value in vars(self).items() if name not in ("version", "deleted_at")}
        return {
            **{name: _plain(value) for name, value in fields.items()},
            **{name: [_row(row) for row in fields[name]] for name in ("weighed", "notes", "measurements")},
        }


@dataclass(frozen=True)
class UnreadableBatch:
    """A batch whose rows were damaged, or changed by another program: set aside as it stands.

    Parameters
    ----------
    id : str
    rows : dict
        What stands in the database of it, table by table, as JSON has it.
    """

    id: str
    rows: Mapping[str, Any]

    @property
    def shown(self) -> str:
        """Its name as far as it can be read, for a list."""
        row = self.rows["batch"][0]
        name = "".join(sign for sign in str(row.get("name", "")) if sign.isprintable())
        return name[:60] or self.id


def _row(record: object) -> dict[str, Any]:
    """Return a record as it stands in JSON, without what it does not say."""
    plain = {name: _plain(value) for name, value in vars(record).items()}
    return {name: value for name, value in plain.items() if value is not None and value != ""}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def new_id() -> str:
    """Return an id that nothing else has.

    Examples
    --------
    >>> new_id() != new_id()
    True
    """
    return str(uuid.uuid4())


def logged_recipe(entry: LoggedBatch) -> Recipe:
    """Return the recipe of an entry; made on the day that the entry says.

    Raises
    ------
    InputErrors
        A recipe that cannot be read here any more.

    Examples
    --------
    >>> entry = LoggedBatch("Serum", {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]})
    >>> logged_recipe(entry).formula.total_mass_g
    15.0
    """
    recipe = _parsed(json.dumps(dict(entry.recipe), default=str))
    if entry.made_on is None:
        return recipe
    return replace(recipe, storage=replace(recipe.storage or Storage(), made_on=entry.made_on))


@functools.lru_cache(maxsize=2048)
def _parsed(recipe: str) -> Recipe:
    """Return a recipe from its JSON; a list of batches asks for each of them again and again."""
    return read_recipe(json.loads(recipe))


def recipe_as_weighed(entry: LoggedBatch) -> Recipe:
    """Return the recipe of an entry with the grams that were really weighed.

    An ingredient that stands in several rows is taken together; one that nobody weighed stays as it
    was meant.

    Raises
    ------
    InputErrors
        As `logged_recipe`.

    Examples
    --------
    >>> recipe = {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]}
    >>> entry = LoggedBatch("Powder", recipe, weighed=(WeighedLine("l_ascorbic_acid", 15, 14),))
    >>> recipe_as_weighed(entry).formula.total_mass_g
    14.0
    """
    recipe = logged_recipe(entry)
    factors = {
        (row.ingredient, row.name): actual / target
        for row, target, actual in weighed_grams(entry)
        if target > 0
    }
    lines = tuple(
        replace(line, mass_g=line.mass_g * factors[line.ingredient, line.name], mass_range_g=None)
        if factors.get((line.ingredient, line.name), 1.0) != 1.0
        else line
        for line in recipe.formula.lines
    )
    return replace(recipe, formula=Formula(lines, recipe.formula.system))


def weighed_grams(entry: LoggedBatch) -> tuple[tuple[WeighedLine, float, float], ...]:
    """Return the first row of each ingredient with its target and actual grams [g] in all rows.

    What was not weighed counts as its target. What is not known is told apart by its name.

    Examples
    --------
    >>> rows = (WeighedLine("water", 85.0, 84.0), WeighedLine("glycerin", 5.0))
    >>> [(row.ingredient, *grams) for row, *grams in weighed_grams(LoggedBatch("Serum", {}, weighed=rows))]
    [('water', 85.0, 84.0), ('glycerin', 5.0, 5.0)]
    """
    sums: dict[tuple[str, str], tuple[WeighedLine, float, float]] = {}
    for row in entry.weighed:
        key = (row.ingredient, row.name)
        first, target, actual = sums.get(key, (row, 0.0, 0.0))
        weighed_g = row.target_g if row.actual_g is None else row.actual_g
        sums[key] = (first, target + row.target_g, actual + weighed_g)
    return tuple(sums.values())


def is_control_character(character: str) -> bool:
    """Tell whether nobody types a character: control characters, and halves of one."""
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
