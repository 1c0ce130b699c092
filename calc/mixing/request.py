"""What someone typed for a batch, read the same way for the page, a link and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

import calc.mixing.fields as field
from calc import catalog
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.mixing.batch import Batch
from calc.mixing.boosting import FINISHED
from calc.mixing.coarse_scale import CoarseScale, coarse_scale
from calc.mixing.fields import FieldReader, by_field
from calc.mixing.recipe_batch import LineAccount, lines_of_formula
from calc.mixing.values import (
    BoostValues,
    FromLinesValues,
    NewBatchValues,
    PowderValues,
    SingleDoseValues,
)
from calc.parsing.json_reader import MOST_ERRORS
from calc.parsing.recipe_bounds import MOST_CHARACTERS
from calc.rules.assessment import Assessment, assess
from calc.uncertainty import Z95
from calc.units import Quantity, is_like

#: Of a new batch: what can be known, and which two fields say it.
KNOWN_PAIRS: Mapping[str, tuple[str, str]] = {
    "batch": ("strength", "batch"),
    "powder": ("strength", "powder"),
    "water": ("strength", "water"),
    "grams": ("powder", "water"),
}
_POWDER = ("purity", "purity_plus_minus", "moisture", "loading")
_READING = ("reading", "reading_error")
_OF_PH = ("target_pH", "adjuster", "adjuster_strength", "added", *_READING)
#: Longest text of a field, on the page and in a link [characters].
LONGEST_TEXT = 1000
#: The fields that may be longer, with the longest text of each [characters].
LONGER_TEXTS: Mapping[str, int] = {"recipe": MOST_CHARACTERS, "others": MOST_CHARACTERS}


@dataclass(frozen=True)
class MixRequest:
    """The fields of every way to mix, as text; "" is a field that says nothing.

    Fields have the names of links and presets; `calc.mixing.fields` says which parameter each fills.

    Parameters
    ----------
    way : str
        ``new`` batch, ``boost`` a serum, one dose in the ``palm``, or what somebody has ``made``.
    form : str
        Form of vitamin C: id, name, INCI name or alias.
    start, boost, palm : str
        Of a new batch, a boost and a dose: which of the fields are known. A key of `KNOWN_PAIRS`;
        ``strength`` or ``powder``. The other fields are kept, not used.
    strength, batch, powder, water : str
        ``15 %`` or ``15 % w/v``; ``30 g``, ``30 mL`` or ``1 oz``; grams.
    stock : str
        Powder that there is, g: no batch that is proposed takes more.
    purity, purity_plus_minus, moisture, loading : str
        Of the powder, in %: of the dry powder; its 95 % half-width; water in the powder; ascorbic
        acid in a form whose content the catalogue cannot know.
    density, scale : str
        Of the finished batch, g/mL; readability, g.
    others, recipe : str
        One ingredient per line with its amount: ``glycerin 5 %``, ``ferulic acid 0.15 g``; other
        ingredients of a new batch, or all that was put together.
    base, base_amount, base_strength, base_form, base_density : str
        What powder is added to, how much of it, and what it holds already.
    dose, measure : str
        One dose of liquid (``2 mL``, ``20 drops``, ``2 pumps``) and of powder (``1 scoop``,
        ``1/4 tsp``, ``0.3 g``).
    scoop, bulk, pump, drops : str
        What a scoop holds, g or mL; bulk density, g/mL; what a pump gives, mL; drops per mL, or
        what twenty drops weigh.
    target_pH, adjuster, adjuster_strength : str
        The pH that a new batch shall have, what brings it there, and its strength as a solution.
    added, reading, instrument, reading_error : str
        How much of that is in, and the pH then: by ``meter`` or ``strip``, and what the one may be
        off by, 95 %, or the step of the other.
    claim_strength, claim_pH : str
        What a recipe says of itself.
    kept_at, package, wall, light, openings, fill, made_on, opened_on : str
        How it is kept: ``5 °C``, or ``5 °C 22 h, 25 °C 2 h``; words of `calc.chemistry.recipe`; a day; a
        share; dates. `calc.mixing.storage_request` reads these and the next.
    assay, assay_error, assay_on : str
        What is left of the start, what that may be off by, 95 %, and the day it was found.
    """

    way: str = "new"
    form: str = "l_ascorbic_acid"
    start: str = "batch"
    boost: str = "strength"
    palm: str = "powder"
    strength: str = ""
    batch: str = ""
    powder: str = ""
    stock: str = ""
    water: str = ""
    purity: str = ""
    purity_plus_minus: str = ""
    moisture: str = ""
    loading: str = ""
    density: str = ""
    scale: str = ""
    others: str = ""
    base: str = "serum"
    base_amount: str = ""
    base_strength: str = ""
    base_form: str = ""
    base_density: str = ""
    dose: str = ""
    measure: str = ""
    scoop: str = ""
    bulk: str = ""
    pump: str = ""
    drops: str = ""
    recipe: str = ""
    target_pH: str = ""
    adjuster: str = "sodium_bicarbonate"
    adjuster_strength: str = ""
    added: str = ""
    reading: str = ""
    instrument: str = "meter"
    reading_error: str = ""
    claim_strength: str = ""
    claim_pH: str = ""
    kept_at: str = ""
    package: str = ""
    wall: str = ""
    light: str = ""
    openings: str = ""
    fill: str = ""
    made_on: str = ""
    opened_on: str = ""
    assay: str = ""
    assay_error: str = ""
    assay_on: str = ""

    @classmethod
    def from_dict(cls, content: Any) -> MixRequest:
        """Return a request from untrusted fields, such as a link carries.

        Raises
        ------
        InputErrors
            A field that does not exist, is not text or is far too long.
        """
        if not isinstance(content, dict):
            problem = InputError("recipe", content, say("this must be a set of fields."), say("Start again."))
            raise InputErrors([problem])
        names = {attribute.name for attribute in fields(cls)}
        unread = [name for name, value in content.items() if name not in names or not _is_text(value)]
        fix = say("Start again.")
        errors = [
            InputError(str(name)[:40] or '""', content[name], say("this field cannot be read."), fix)
            for name in unread[:MOST_ERRORS]
        ]
        errors += [
            InputError(
                name,
                say("{count:,} characters", count=len(value)),
                say("up to {longest_text:,} characters are read.", longest_text=longest_text(name)),
                say("Leave out what does not belong here."),
            )
            for name, value in content.items()
            if not errors and len(value) > longest_text(name)
        ]
        errors += [
            InputError(
                name,
                content[name],
                say("this choice is not known."),
                say("Use {choices}.", choices=say_list(choices, "or")),
            )
            for name, choices in CHOICES.items()
            if not errors and name in content and content[name] not in choices
        ]
        if errors:
            raise InputErrors(errors)
        return cls(**content)

    def as_dict(self) -> dict[str, str]:
        """Return the fields that say something; choices among them, lest a default ever changes."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields without which there is no answer."""
        if self.way == "made":
            return ("recipe",)
        if self.way == "boost":
            return ("form", "base", "base_amount", self.boost)
        if self.way == "palm":
            return ("form", "base", "dose", "measure" if self.palm == "powder" else "strength")
        return ("form", *KNOWN_PAIRS[self.start])

    @property
    def optional(self) -> tuple[str, ...]:
        """The fields that count when something stands in them."""
        if self.way == "made":
            return ("purity", "density", "scale", "scoop", "bulk", *_READING, "claim_strength", "claim_pH")
        if self.way == "new":
            there = ("stock",) if self.start == "batch" else ()
            return (*_POWDER, *there, "density", "scale", "others", *_OF_PH)
        if self.way == "palm":
            return (*_POWDER, "base_density", "scoop", "bulk", "pump", "drops", "scale")
        held = ("base_strength", "base_form") if self.base in FINISHED else ()
        return (*_POWDER, *held, "base_density", "scale")


def longest_text(name: str) -> int:
    """Return how long the text of a field may be [characters]."""
    return LONGER_TEXTS.get(name, LONGEST_TEXT)


#: The fields that are a choice, with what can be chosen.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "way": ("new", "boost", "palm", "made"),
    "start": tuple(KNOWN_PAIRS),
    "boost": ("strength", "powder"),
    "palm": ("powder", "strength"),
    "instrument": ("meter", "strip"),
}


Values = TypeVar("Values")
#: The typed values of one of the ways of mixing.
MixValues = NewBatchValues | BoostValues | SingleDoseValues | FromLinesValues


@dataclass(frozen=True)
class ParsedRequest(Generic[Values]):
    """What a request says.

    Parameters
    ----------
    values : dataclass
        Typed values; those of fields that cannot be read are left out.
    echo : dict of str to str
        How each field that counts was read, for showing under it.
    errors : dict of str to InputError
        What could not be read, by field, or by line of a field.
    """

    values: Values
    echo: Mapping[str, str]
    errors: Mapping[str, InputError]


def parse_request(request: MixRequest) -> ParsedRequest[MixValues]:
    """Read every field that counts, and gather what cannot be read.

    Examples
    --------
    >>> parsed = parse_request(MixRequest(strength="15 %", batch="30 g", purity="99 %"))
    >>> parsed.echo["batch"].replace("\u202f", " "), batch_of(parsed).formula.total_mass_g
    ('= 30 g', 30.0)
    """
    reader = FieldReader(request, request.needed, request.optional, remembers=True)
    values = _PARSERS.get(request.way, _new_batch)(reader, request)
    return ParsedRequest(values, reader.echo, reader.errors_in_order)


def batch_of(parsed: ParsedRequest[MixValues]) -> Batch:
    """Work out the batch that a request asks for.

    Parameters
    ----------
    parsed : ParsedRequest
        As `parse_request` returned it.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.

    Examples
    --------
    >>> dose = MixRequest(way="palm", dose="2 mL", measure="1 scoop", scoop="0.25 g")
    >>> [row.ingredient for row in batch_of(parse_request(dose)).weigh]
    ['serum', 'l_ascorbic_acid']
    """
    if parsed.errors:
        raise InputErrors(parsed.errors.values())
    try:
        return parsed.values.batch()
    except InputError as error:
        wrong = by_field([error])
    except InputErrors as errors:
        wrong = by_field(errors.errors)
    if isinstance(parsed.values, SingleDoseValues):
        names = {"powder": "measure"}
        wrong = InputErrors(error.renamed(names.get(error.field, error.field)) for error in wrong.errors)
    raise wrong


def assess_request(
    parsed: ParsedRequest[MixValues], *, storage: Storage | None = None, measured: Measured | None = None
) -> tuple[Batch, Assessment]:
    """Return the batch that a request asks for, with everything that is known of it.

    Parameters
    ----------
    parsed : ParsedRequest
        As `parse_request` returned it.
    storage : Storage, optional
        How it is kept.
    measured : Measured, optional
        What was measured on it; the reading of the request when not given.

    Raises
    ------
    InputErrors
        As `batch_of`.

    Examples
    --------
    >>> recipe = MixRequest(way="made", recipe="5 g vitamin C\\n28 mL water")
    >>> batch, report = assess_request(parse_request(recipe))
    >>> f"{report.composition.strengths[0].nominal:.3f}"
    '0.152'
    """
    batch = batch_of(parsed)
    claims = claims_of(parsed, batch)
    measured = measured or measured_of(parsed)
    return batch, assess(batch.formula, storage=storage, measured=measured, dose=batch.dose, claims=claims)


def coarse_scale_of(parsed: ParsedRequest[MixValues], batch: Batch) -> CoarseScale | None:
    """Return what the scale cannot weigh of a batch that is to be made, with the ways out.

    Parameters
    ----------
    parsed : ParsedRequest
    batch : Batch
        As `batch_of` returned it.

    Returns
    -------
    CoarseScale or None
        None where it weighs everything, and for what somebody has made or measures by the spoon.

    Examples
    --------
    >>> parsed = parse_request(MixRequest(strength="15 %", batch="30 g", scale="1 g", stock="20 g"))
    >>> [way.changes for way in coarse_scale_of(parsed, batch_of(parsed)).ways][1]
    {'start': 'batch', 'batch': '133 g'}
    """
    values = parsed.values
    if isinstance(values, FromLinesValues | SingleDoseValues):
        return None
    there = values.powder_there or values.powder_mass if isinstance(values, NewBatchValues) else None
    return coarse_scale(batch, None if there is None else float(there.m_as("g")))


def claims_of(parsed: ParsedRequest[MixValues], batch: Batch) -> Claims | None:
    """Return what a recipe says of itself; None for one that is worked out here.

    Parameters
    ----------
    parsed : ParsedRequest
    batch : Batch
        As `batch_of` returned it.

    Raises
    ------
    InputErrors
        More than the whole.
    """
    return parsed.values.claims(batch) if isinstance(parsed.values, FromLinesValues) else None


def lines_of_batch(parsed: ParsedRequest[MixValues], batch: Batch) -> tuple[LineAccount, ...]:
    """Return what became of each line of a recipe; of a batch that is worked out here, a line for each row.

    Parameters
    ----------
    parsed : ParsedRequest
    batch : Batch
        As `batch_of` returned it.
    """
    if isinstance(parsed.values, FromLinesValues):
        return parsed.values.lines
    return lines_of_formula(batch.formula)


def measured_of(parsed: ParsedRequest[MixValues]) -> Measured | None:
    """Return a reading of what somebody has; one on the way to a pH belongs to its dose."""
    return parsed.values.measured if isinstance(parsed.values, FromLinesValues) else None


# --- fields to values -----------------------------------------------------------------------------


def _new_batch(reader: FieldReader, request: MixRequest) -> NewBatchValues:
    """Read the fields of a new batch."""
    powder = _powder(reader)
    batch_mass, batch_volume = _by_kind(reader.read(field.BATCH), "mL")
    values = NewBatchValues(
        vitamin_c=powder,
        batch_mass=batch_mass,
        batch_volume=batch_volume,
        powder_mass=reader.read(field.POWDER),
        powder_there=reader.read(field.STOCK),
        water_mass=reader.read(field.WATER),
        density=reader.read(field.DENSITY),
        other_ingredients=reader.read(field.OTHER_INGREDIENTS) or (),
        target_pH=reader.read(field.TARGET_PH),
        adjuster=reader.read(field.ADJUSTER) or NewBatchValues.adjuster,
        adjuster_strength=_or(reader.read(field.ADJUSTER_STRENGTH), 1.0),
        measured=_measured(reader, request),
        added=reader.read(field.ADDED),
    )
    if powder.form and not catalog.forms()[powder.form].acid:
        reader.forget(*_OF_PH)
        return replace(values, target_pH=None, measured=None, added=None)
    return values


def _boost(reader: FieldReader, request: MixRequest) -> BoostValues:
    """Read the fields of a serum that powder is added to."""
    return BoostValues(
        vitamin_c=_powder(reader),
        base=reader.read(field.BASE) or "",
        base_amount=reader.read(field.BASE_AMOUNT),
        base_form=reader.read(field.BASE_FORM),
        base_fraction=_or(reader.read(field.BASE_STRENGTH), 0.0),
        base_density=reader.read(field.BASE_DENSITY),
        powder=reader.read(field.POWDER),
    )


def _single_dose(reader: FieldReader, request: MixRequest) -> SingleDoseValues:
    """Read the fields of one dose in the palm."""
    return SingleDoseValues(
        vitamin_c=_powder(reader),
        base=reader.read(field.BASE) or "",
        dose=reader.read(field.DOSE),
        powder=reader.read(field.MEASURE),
        base_density=reader.read(field.BASE_DENSITY),
        scoop=reader.read(field.SCOOP),
        bulk_density=reader.read(field.BULK),
        pump=reader.read(field.PUMP),
        drops=reader.read(field.DROPS),
    )


def _from_lines(reader: FieldReader, request: MixRequest) -> FromLinesValues:
    """Read the lines of a recipe, and what is said of it."""
    return FromLinesValues(
        recipe=reader.read(field.RECIPE) or (),
        purity=reader.read(field.PURITY),
        density=reader.read(field.DENSITY),
        scale_resolution=reader.read(field.SCALE),
        scoop=reader.read(field.SCOOP),
        bulk_density=reader.read(field.BULK),
        measured=_measured(reader, request),
        claim_strength=reader.read(field.CLAIM_STRENGTH),
        claim_pH=reader.read(field.CLAIM_PH),
    )


def _powder(reader: FieldReader) -> PowderValues:
    """Read what is said of the powder, its strength and the scale."""
    by_mass, by_volume = _by_kind(reader.read(field.STRENGTH), "g/L")
    form = reader.read(field.FORM) or ""
    content = reader.read(field.AA_EQUIVALENT)
    if form and catalog.forms()[form].aa_equivalent is not None:
        reader.echo.pop(field.AA_EQUIVALENT.name, None)  # the catalogue knows: what is typed does not count
        content = None
    return PowderValues(
        form,
        reader.read(field.PURITY),
        reader.read(field.PURITY_PLUS_MINUS),
        _or(reader.read(field.WATER_CONTENT), 0.0),
        content,
        reader.read(field.SCALE),
        by_mass,
        by_volume,
    )


def _measured(reader: FieldReader, request: MixRequest) -> Measured | None:
    """Read a measured pH: a strip is as good as its step, a meter as it says or as usual."""
    pH, error = reader.read(field.READING), reader.read(field.READING_ERROR)
    if pH is None:
        return None
    if request.instrument == "strip":
        return Measured(pH, pH_step=error or catalog.inputs().assumed["strip_step"].centre)
    return Measured(pH, pH_sd=error and error / Z95)


def _by_kind(quantity: Quantity | None, unit: str) -> tuple[Quantity | None, Quantity | None]:
    """Return a quantity as the second of two where it has a unit, else as the first."""
    if quantity is None:
        return None, None
    return (None, quantity) if is_like(quantity, unit) else (quantity, None)


def _or(quantity: Quantity | None, default: float) -> Quantity | float:
    """Return a quantity, or what stands for one that nobody gave."""
    return default if quantity is None else quantity


_PARSERS: Mapping[str, Callable[[FieldReader, MixRequest], MixValues]] = {
    "boost": _boost,
    "palm": _single_dose,
    "made": _from_lines,
}


def _is_text(value: Any) -> bool:
    """Tell whether a value is text that can be written down again."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)
