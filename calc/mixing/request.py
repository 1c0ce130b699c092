"""What someone typed for a batch, read the same way for the page, a link and the command line."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from calc import catalog
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.errors import InputError, InputErrors
from calc.mixing.batch import Batch
from calc.mixing.batch_from_two import new_batch
from calc.mixing.boosting import FINISHED, boost
from calc.mixing.fields import echo, is_poured, read_field
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import (
    Amount,
    dropped,
    dropped_by_weight,
    poured,
    pumped,
    scoops,
    spooned,
    weighed,
)
from calc.rules.assessment import Assessment, assess
from calc.uncertainty import Z95
from calc.units import Q_, Quantity, is_like

#: Of a new batch: what can be known, and which two fields say it.
STARTS: Mapping[str, tuple[str, str]] = {
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


@dataclass(frozen=True)
class MixRequest:
    """The fields of every way to mix, as text; "" is a field that says nothing.

    Parameters
    ----------
    way : str
        ``new`` batch, ``boost`` a serum, one dose in the ``palm``, or what somebody has ``made``.
    form : str
        Form of vitamin C: id, name, INCI name or alias.
    start, boost, palm : str
        Of a new batch, a boost and a dose: which of the fields are known. A key of `STARTS`;
        ``strength`` or ``powder``. The other fields are kept, not used.
    strength, batch, powder, water : str
        ``15 %`` or ``15 % w/v``; ``30 g``, ``30 mL`` or ``1 oz``; grams.
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
            problem = InputError("recipe", content, "this must be a set of fields.", "Start again.")
            raise InputErrors([problem])
        known = {each.name for each in fields(cls)}
        errors = [
            InputError(str(name)[:40], value, "this field cannot be read.", "Start again.")
            for name, value in content.items()
            if name not in known or not _is_text(value)
        ]
        errors += [
            InputError(name, content[name], "this choice is not known.", f"Use {' or '.join(choices)}.")
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
        return ("form", *STARTS[self.start])

    @property
    def optional(self) -> tuple[str, ...]:
        """The fields that count when something stands in them."""
        if self.way == "made":
            return ("purity", "density", "scale", "scoop", "bulk", *_READING, "claim_strength", "claim_pH")
        if self.way == "new":
            return (*_POWDER, "density", "scale", "others", *_OF_PH)
        if self.way == "palm":
            return (*_POWDER, "base_density", "scoop", "bulk", "pump", "drops", "scale")
        held = ("base_strength", "base_form") if self.base in FINISHED else ()
        return (*_POWDER, *held, "base_density", "scale")


#: The fields that are a choice, with what can be chosen.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "way": ("new", "boost", "palm", "made"),
    "start": tuple(STARTS),
    "boost": ("strength", "powder"),
    "palm": ("powder", "strength"),
    "instrument": ("meter", "strip"),
}


@dataclass(frozen=True)
class ParsedRequest:
    """What was understood of a request.

    Parameters
    ----------
    way : str
        As in the request.
    values : dict
        What each field says: a quantity, an id, or the lines of a list.
    said : dict of str to str
        How each field was read, for showing under it.
    errors : dict of str to InputError
        What could not be read, by field.
    """

    way: str = "new"
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    errors: dict[str, InputError] = field(default_factory=dict)


def take(
    understood: ParsedRequest,
    name: str,
    text: str,
    read: Callable[[str, str], Any] = read_field,
    tell: Callable[[str, Any], str] = echo,
) -> None:
    """Read a field into what was understood, or gather what cannot be read.

    Parameters
    ----------
    understood : ParsedRequest
        Gets the value and how it was read, or the errors.
    name, text : str
        The field, and what stands in it.
    read, tell : function
        From name and text to a value, and from name and value to words.
    """
    try:
        understood.values[name] = read(name, text)
        understood.said[name] = tell(name, understood.values[name])
    except InputError as error:
        understood.errors[error.field] = error
    except InputErrors as errors:
        understood.errors.update({each.field: each for each in errors.errors})


def parse_request(request: MixRequest) -> ParsedRequest:
    """Read every field that counts, and gather what cannot be read."""
    understood = ParsedRequest(request.way)
    understood.values["instrument"] = request.instrument
    for name in (*request.needed, *request.optional):
        text = getattr(request, name)
        if name not in request.needed and not text.strip():
            continue
        take(understood, name, text)
    form = understood.values.get("form")
    if _knows_content(form):
        understood.values.pop("loading", None)
    if form is not None and not catalog.forms()[form].acid:
        for name in _OF_PH:
            understood.values.pop(name, None)
            understood.errors.pop(name, None)
    return understood


def batch_of(understood: ParsedRequest) -> Batch:
    """Work out the batch that was understood.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.
    """
    if understood.errors:
        raise InputErrors(understood.errors.values())
    names = {**_FIELD_OF, **_OWN_NAMES.get(understood.way, {})}
    try:
        return _WAYS[understood.way](understood.values)
    except InputError as error:
        raise InputErrors([error.renamed(names.get(error.field, error.field))]) from None
    except InputErrors as errors:
        raise InputErrors(each.renamed(names.get(each.field, each.field)) for each in errors.errors) from None


def assess_request(
    understood: ParsedRequest, *, storage: Storage | None = None, measured: Measured | None = None
) -> tuple[Batch, Assessment]:
    """Return the batch that was understood with everything that is known of it.

    Parameters
    ----------
    understood : ParsedRequest
    storage : Storage, optional
        How it is kept.
    measured : Measured, optional
        What was measured on it; the reading that was understood when not given.

    Raises
    ------
    InputErrors
        As `batch_of`.
    """
    batch = batch_of(understood)
    claims = claims_of(understood, batch)
    measured = measured or measured_of(understood)
    return batch, assess(batch.formula, storage=storage, measured=measured, dose=batch.dose, claims=claims)


def claims_of(understood: ParsedRequest, batch: Batch) -> Claims | None:
    """Return what a recipe says of itself; None for one that is worked out here.

    Parameters
    ----------
    understood : ParsedRequest
    batch : Batch
        As `batch_of` returned it.

    Raises
    ------
    InputErrors
        More than the whole.
    """
    return _claims(understood.values, batch) if understood.way == "made" else None


def _claims(values: Mapping[str, Any], batch: Batch) -> Claims:
    """Return what a recipe says of itself; a strength by volume with the density of the whole."""
    strength, claimed = values.get("claim_strength"), None
    if strength is not None and is_like(strength, "g/L"):
        claimed = float(strength.m_as("g/mL")) * batch.volume.median / batch.formula.total_mass_g
    elif strength is not None:
        claimed = float(strength.m_as("dimensionless"))
    if claimed is not None and claimed > 1:
        accepted = "so much does not even fit into the whole."
        raise InputErrors([InputError("claim_strength", str(strength), accepted, "Check the number.")])
    amounts = [amount for _, amount in values["recipe"]]
    shares = [each.m_as("dimensionless") for each in amounts if is_like(each, "percent")]
    total = math.fsum(shares) if len(shares) == len(amounts) else None
    return Claims(claimed, values.get("claim_pH"), total)


def measured_of(understood: ParsedRequest) -> Measured | None:
    """Return a reading of what somebody has; one on the way to a pH belongs to its dose."""
    return _measured(understood.values) if understood.way == "made" else None


def _measured(values: Mapping[str, Any]) -> Measured | None:
    """Return a reading of the pH: a strip is as good as its step, a meter as it says or as usual."""
    if "reading" not in values:
        return None
    error = values.get("reading_error")
    if values["instrument"] == "strip":
        step = error or catalog.inputs().assumed["strip_step"].centre
        return Measured(values["reading"], pH_step=step)
    return Measured(values["reading"], pH_sd=error and error / Z95)


def _is_text(value: Any) -> bool:
    """Tell whether a value is text of a bearable length that can be written down again."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _knows_content(form: str | None) -> bool:
    """Tell whether the catalogue knows how much ascorbic acid a form stands for."""
    return form is not None and catalog.forms()[form].aa_equivalent is not None


# --- one way each ---------------------------------------------------------------------------------


def _new(values: Mapping[str, Any]) -> Batch:
    """Work out a new batch."""
    sizes = {
        **_strength(values),
        **_by_kind(values.get("batch"), mass="batch_mass", volume="batch_volume"),
        **_told(values, powder="powder_mass", water="water_mass", density="density"),
    }
    return new_batch(
        values["form"],
        **sizes,
        **_of_powder(values),
        **_told(values, scale="scale_resolution"),
        **_of_pH(values),
        others=values.get("others", ()),
    )


def _boosted(values: Mapping[str, Any]) -> Batch:
    """Work out powder in something finished, both weighed or poured."""
    scale = values.get("scale")
    powder = values.get("powder")
    return boost(
        values["form"],
        base=values["base"],
        base_amount=_liquid(values, values["base_amount"]),
        powder=None if powder is None else weighed(powder, scale),
        **_by_mass(values),
        **_of_base(values),
        **_of_powder(values),
        **_told(values, scale="scale_resolution"),
    )


def _in_palm(values: Mapping[str, Any]) -> Batch:
    """Work out one dose, as it is measured in a bathroom."""
    measure = values.get("measure")
    return boost(
        values["form"],
        base=values["base"],
        base_amount=_liquid(values, values["dose"]),
        powder=None if measure is None else _powder(values, values["form"], measure),
        **_by_mass(values),
        **_of_base(values),
        **_of_powder(values),
        **_told(values, scale="scale_resolution"),
    )


def _made(values: Mapping[str, Any]) -> Batch:
    """Work out what somebody has put together."""
    parts = [(name, _any_amount(values, name, amount)) for name, amount in values["recipe"]]
    return batch_from_lines(parts, **_told(values, purity="purity", density="density"))


_WAYS: Mapping[str, Callable[[Mapping[str, Any]], Batch]] = {
    "new": _new,
    "boost": _boosted,
    "palm": _in_palm,
    "made": _made,
}


# --- fields to arguments --------------------------------------------------------------------------


def _told(values: Mapping[str, Any], **names: str) -> dict[str, Any]:
    """Return the fields that say something under the names of arguments."""
    return {argument: values[name] for name, argument in names.items() if name in values}


def _by_kind(value: Quantity | None, *, mass: str, volume: str) -> dict[str, Any]:
    """Return a mass or a volume under the argument that takes it."""
    if value is None:
        return {}
    return {mass if is_like(value, "g") else volume: value}


def _strength(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the strength, w/w or w/v."""
    strength = values.get("strength")
    if strength is None:
        return {}
    return {"mass_concentration" if is_like(strength, "g/L") else "mass_fraction": strength}


def _by_mass(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a strength that must be w/w, because the volume of the whole is not known yet."""
    strength = _strength(values)
    if "mass_concentration" in strength:
        fix = "Write it in % w/w; for a watery serum that is a little less than % w/v."
        raise InputError("strength", "w/v", "here a strength is mass per mass.", fix)
    return strength


def _of_powder(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of the powder."""
    names = {"moisture": "water_content", "loading": "aa_eq"}
    return _told(values, purity="purity", purity_plus_minus="purity_plus_minus", **names)


def _of_base(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the base holds already."""
    return _told(values, base_form="base_form", base_strength="base_fraction")


def _of_pH(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pH that is wanted, what brings it there, and a reading on the way."""
    if "target_pH" not in values:
        return {}
    measured = _measured(values)
    names = ("target_pH", "adjuster", "adjuster_strength", "added")
    told = _told(values, **{name: name for name in names})
    return {**told, "reading": measured.reading if measured else None}


def _liquid(values: Mapping[str, Any], amount: Quantity) -> Amount:
    """Return an amount of the base: weighed, poured, dropped or pumped."""
    base, density = values["base"], values.get("base_density")
    if is_like(amount, "g"):
        return weighed(amount, values.get("scale"))
    if is_like(amount, "mL"):
        return poured(base, amount, density)
    if is_like(amount, "pump"):
        if "pump" not in values:
            fix = "Pump ten times onto a scale, or read the bottle."
            raise InputError("pump", "", "what one pump gives is needed.", fix)
        return pumped(base, float(amount.m), values["pump"], density)
    drops = values.get("drops")
    if drops is not None and is_like(drops, "g"):
        return dropped_by_weight(float(amount.m), drops, **_told(values, scale="scale_resolution"))
    return dropped(base, float(amount.m), drops, density)


def _powder(values: Mapping[str, Any], form: str, amount: Quantity) -> Amount:
    """Return an amount of powder: weighed, by the spoon or by the scoop."""
    if is_like(amount, "g"):
        return weighed(amount, values.get("scale"))
    if is_like(amount, "mL"):
        return spooned(form, amount, values.get("bulk"))
    if "scoop" not in values:
        fix = "It may stand on the jar; or weigh ten level scoops."
        raise InputError("scoop", "", "what one level scoop holds is needed.", fix)
    if is_like(values["scoop"], "g"):
        return scoops(float(amount.m), values["scoop"])
    return spooned(form, float(amount.m) * values["scoop"], values.get("bulk"))


def _any_amount(values: Mapping[str, Any], name: str, amount: Quantity) -> Amount | float:
    """Return an amount of anything, or its share."""
    if is_like(amount, "percent"):
        return float(amount.m_as("dimensionless"))
    scooped = is_like(amount, "scoop")
    if scooped and is_poured(name) and is_like(values.get("scoop", _NO_SCOOP), "mL"):
        accepted = f"a scoop by volume needs the bulk density of {name.replace('_', ' ')}."
        raise InputError("scoop", str(values["scoop"]), accepted, "Give what a scoop of it weighs, in g.")
    if scooped or (is_like(amount, "mL") and not is_poured(name)):
        return _powder(values, name, amount)
    return _liquid({"base": name, **_told(values, scale="scale")}, amount)


# Of what a scoop holds, when nobody said.
_NO_SCOOP = Q_(0.0, "g")


_FIELD_OF: Mapping[str, str] = {
    "mass_fraction": "strength",
    "mass_concentration": "strength",
    "batch_mass": "batch",
    "batch_volume": "batch",
    "powder_mass": "powder",
    "water_mass": "water",
    "water_content": "moisture",
    "aa_eq": "loading",
    "scale_resolution": "scale",
    "base_fraction": "base_strength",
    "pH": "reading",
}
_OWN_NAMES: Mapping[str, Mapping[str, str]] = {"palm": {"powder": "measure", "base_amount": "dose"}}
