"""What someone typed for a batch, read the same way for the page, a link and the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from calc import catalog
from calc.batch import Batch
from calc.errors import InputError, InputErrors
from calc.mixing import Part, new_batch
from calc.units import (
    MEASURE_NAMES,
    Q_,
    THIN,
    Quantity,
    read_fraction,
    read_number,
    read_quantity,
    show_number,
)

#: What can be known of a batch, and which two fields say it.
STARTS: Mapping[str, tuple[str, str]] = {
    "batch": ("strength", "batch"),
    "powder": ("strength", "powder"),
    "water": ("strength", "water"),
    "grams": ("powder", "water"),
}
_LONGEST_TEXT = 2000
_MOST_LINES = 40


@dataclass(frozen=True)
class MixRequest:
    """The fields of a new batch as text; "" is a field that says nothing.

    Parameters
    ----------
    form : str
        Form of vitamin C: id, name, INCI name or alias.
    start : str
        Which two of the next four are known: a key of `STARTS`. The other two are kept, not used.
    strength, batch, powder, water : str
        ``15 %`` or ``15 % w/v``; ``30 g``, ``30 mL`` or ``1 oz``; grams.
    purity, purity_plus_minus, moisture, loading : str
        Of the powder, in %: of the dry powder; its 95 % half-width; water in the powder; ascorbic
        acid in a form whose content the catalogue cannot know.
    density : str
        Of the finished batch, g/mL.
    scale : str
        Readability, g.
    others : str
        One ingredient per line with its amount: ``glycerin 5 %``, ``ferulic acid 0.15 g``.
    """

    form: str = "l_ascorbic_acid"
    start: str = "batch"
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
        if not errors and content.get("start", "batch") not in STARTS:
            errors.append(InputError("start", content["start"], "this start is not known.", "Start again."))
        if errors:
            raise InputErrors(errors)
        return cls(**content)

    def as_dict(self) -> dict[str, str]:
        """Return the fields that say something."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Understood:
    """What was understood of a request.

    Parameters
    ----------
    arguments : dict
        Quantities for `new_batch`.
    said : dict of str to str
        How each field was read, for showing under it.
    errors : dict of str to InputError
        What could not be read, by field.
    """

    arguments: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    errors: dict[str, InputError] = field(default_factory=dict)


def understand(request: MixRequest) -> Understood:
    """Read every field that counts, and gather what cannot be read."""
    understood = Understood()
    for name, read in _READERS.items():
        text = getattr(request, name)
        counts = name in STARTS[request.start] or name not in _KNOWABLE_FIELDS
        needed = name == "form" or name in STARTS[request.start]
        if not counts or (not needed and not text.strip()):
            continue
        try:
            understood.arguments.update(read(text))
            understood.said[name] = _said(name, understood.arguments)
        except InputError as error:
            understood.errors[name] = error.renamed(name)
        except InputErrors as errors:
            understood.errors.update({each.field: each for each in errors.errors})
    if _knows_content(understood.arguments.get("form")):
        understood.arguments.pop("aa_eq", None)
    return understood


def batch_of(understood: Understood) -> Batch:
    """Work out the batch that was understood.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.
    """
    if understood.errors:
        raise InputErrors(understood.errors.values())
    try:
        return new_batch(**understood.arguments)
    except InputErrors as errors:
        raise InputErrors(
            each.renamed(_FIELD_OF.get(each.field, each.field)) for each in errors.errors
        ) from None


def _is_text(value: Any) -> bool:
    """Tell whether a value is text of a bearable length that can be written down again."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _knows_content(form: str | None) -> bool:
    """Tell whether the catalogue knows how much ascorbic acid a form stands for."""
    return form is not None and catalog.forms()[form].value("aa_eq") is not None


# --- one reader per field -------------------------------------------------------------------------


def _read_form(text: str) -> dict[str, Any]:
    """Read the form of vitamin C."""
    return {"form": catalog.find_form(text).id}


def _read_strength(text: str) -> dict[str, Any]:
    """Read a strength: w/w, or w/v where it says so."""
    strength = read_fraction(text, field="strength")
    if strength.is_compatible_with("g/L"):
        _within(strength, "strength_w_v", "strength", text)
        return {"mass_concentration": strength}
    _within(strength, "strength", "strength", text)
    return {"mass_fraction": strength}


def _read_batch(text: str) -> dict[str, Any]:
    """Read a batch size: a mass or a volume."""
    size = read_quantity(text, field="batch", default="g", accepts=("g", "mL"))
    name = "batch_mass" if size.is_compatible_with("g") else "batch_volume"
    _within(size, name, "batch", text)
    return {name: size}


def _read_powder(text: str) -> dict[str, Any]:
    """Read a mass of powder; a volume of it would need a bulk density."""
    mass = read_quantity(text, field="powder", default="g", accepts=("g", "mL"))
    if not mass.is_compatible_with("g"):
        accepted = "a volume of powder needs its bulk density, which differs with grade and packing."
        raise InputError("powder", text, accepted, "Weigh it, and give it in g.")
    _within(mass, "line_mass", "powder", text)
    return {"powder_mass": mass}


def _read_water(text: str) -> dict[str, Any]:
    """Read an amount of water, by mass or by volume."""
    return {"water_mass": Q_(_mass_g("water", text, "water"), "g")}


def _read_purity(text: str) -> dict[str, Any]:
    """Read the purity of the dry powder."""
    return {"purity": _percentage(text, "purity", "purity")}


def _read_purity_plus_minus(text: str) -> dict[str, Any]:
    """Read how far the purity may be off, in points."""
    points = read_quantity(text, field="purity_plus_minus", default="percent", accepts=("percent",))
    _within(points, "purity_plus_minus", "purity_plus_minus", text)
    return {"purity_plus_minus": points}


def _read_moisture(text: str) -> dict[str, Any]:
    """Read the water in the powder."""
    return {"water_content": _percentage(text, "moisture", "water")}


def _read_loading(text: str) -> dict[str, Any]:
    """Read the ascorbic acid in a form that the catalogue cannot know."""
    return {"aa_eq": _percentage(text, "loading", "purity")}


def _read_density(text: str) -> dict[str, Any]:
    """Read the density of the finished batch."""
    density = read_quantity(text, field="density", default="g/mL", accepts=("g/mL",))
    _within(density, "density", "density", text)
    return {"density": density}


def _read_scale(text: str) -> dict[str, Any]:
    """Read the readability of the scale."""
    step = read_quantity(text, field="scale", default="g", accepts=("g",))
    _within(step, "scale", "scale", text)
    return {"scale_resolution": step}


def _read_others(text: str) -> dict[str, Any]:
    """Read the other ingredients, a line each.

    Raises
    ------
    InputErrors
        Every line that cannot be read, as ``others line 2``.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        accepted = f"at most {_MOST_LINES} lines are read."
        raise InputError("others", f"{len(lines)} lines", accepted, "Leave some out.")
    parts, errors = [], []
    for number, line in enumerate(lines, start=1):
        try:
            parts.append(_read_part(line, f"others line {number}"))
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return {"others": tuple(parts)}


def _read_part(line: str, place: str) -> Part:
    """Read one ingredient with its amount, in either order."""
    name, amount = _split(line)
    found = catalog.find_ingredient(name, field=place)
    if not amount:
        raise InputError(place, line, "how much of it?", f"Write {found.name} 5 %, or 1.5 g.")
    unit = read_number(amount, field=place).unit
    if not unit:
        both = (f"{name} {amount} %", f"{name} {amount} g")
        fix = f"Write {both[0]} or {both[1]}."
        raise InputError(place, line, "the amount needs a unit.", fix, both)
    if Q_(1, unit).is_compatible_with("percent"):
        share = _percentage(amount, place, "strength")
        return Part(found.id, mass_fraction=float(share.m_as("dimensionless")))
    return Part(found.id, mass_g=_mass_g(found.id, amount, place))


def _split(line: str) -> tuple[str, str]:
    """Split a line into a name and an amount; names may hold digits (polysorbate 20)."""
    words = re.sub(r"[:;=\t]", " ", line).split()
    for at in range(len(words), 0, -1):
        if catalog.is_ingredient(" ".join(words[:at])):
            return " ".join(words[:at]), " ".join(words[at:])
    for at in range(1, len(words)):
        if catalog.is_ingredient(" ".join(words[at:])):
            return " ".join(words[at:]), " ".join(words[:at])
    digit = re.search(r"(?<!\S)[\d.,½¼¾]", line)
    at = digit.start() if digit and digit.start() else len(line)
    return line[:at].strip(), line[at:].strip()


def _mass_g(ingredient: str, text: str, place: str) -> float:
    """Return the mass [g] of a typed amount: a mass, a volume or a number of drops."""
    amount = read_quantity(text, field=place, default="g", accepts=("g", "mL", "drop"))
    if amount.is_compatible_with("drop"):
        per_mL = catalog.inputs().assumed["drops_per_mL"].centre
        amount = Q_(amount.m_as("drop") / per_mL, "mL")
    if amount.is_compatible_with("mL"):
        density = catalog.ingredients()[ingredient].value("density")
        if density is None or catalog.ingredients()[ingredient].id in catalog.forms():
            accepted = "its density as it is poured is not known here."
            raise InputError(place, text, accepted, "Give it in g.")
        amount = amount * Q_(density.to("g/mL")[0], "g/mL")
    _within(amount, "line_mass", place, text)
    return float(amount.m_as("g"))


def _percentage(text: str, name: str, accepted: str) -> Quantity:
    """Read a mass per mass in percent."""
    share = read_fraction(text, field=name, accepts=("percent",))
    _within(share, accepted, name, text)
    return share


def _within(quantity: Quantity, row: str, name: str, text: str) -> None:
    """Refuse what lies outside the range that ``data/inputs.toml`` accepts."""
    accepted = catalog.inputs().accepted[row]
    low, high = accepted.ends
    value = quantity.m_as(accepted.unit)
    if not low <= value <= high:
        unit = _unit_sign(accepted.unit)
        fix = "Check the number and its unit."
        between = f"this lies from {low:,g} to {high:,g}{unit}.".replace(",", " ")
        raise InputError(name, text, between, fix)


# --- saying what was read -------------------------------------------------------------------------


def _said(name: str, arguments: Mapping[str, Any]) -> str:
    """Return how a field was read, with the measure that was taken for it."""
    argument = next((key for key in arguments if _FIELD_OF.get(key, key) == name), None)
    value = arguments.get(argument or "")
    if not isinstance(value, Quantity):
        return ""
    unit, sign = _SHOWN_IN[name if argument != "mass_concentration" else "w/v"]
    if argument == "batch_volume":
        unit, sign = "mL", f"{THIN}mL"
    measure = MEASURE_NAMES.get(str(value.units), "")
    return f"= {show_number(value.m_as(unit), 4)}{sign}" + (f" ({measure})" if measure else "")


def _unit_sign(unit: str) -> str:
    """Return a unit as it stands behind a number."""
    return f"{THIN}{'%' if unit == 'percent' else unit}"


_SHOWN_IN: Mapping[str, tuple[str, str]] = {
    "strength": ("percent", f"{THIN}% w/w"),
    "w/v": ("g/dL", f"{THIN}% w/v"),
    "batch": ("g", f"{THIN}g"),
    "powder": ("g", f"{THIN}g"),
    "water": ("g", f"{THIN}g"),
    "purity": ("percent", f"{THIN}%"),
    "purity_plus_minus": ("percent", f"{THIN}points"),
    "moisture": ("percent", f"{THIN}%"),
    "loading": ("percent", f"{THIN}%"),
    "density": ("g/mL", f"{THIN}g/mL"),
    "scale": ("g", f"{THIN}g"),
}
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
}
_READERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "form": _read_form,
    "strength": _read_strength,
    "batch": _read_batch,
    "powder": _read_powder,
    "water": _read_water,
    "purity": _read_purity,
    "purity_plus_minus": _read_purity_plus_minus,
    "moisture": _read_moisture,
    "loading": _read_loading,
    "density": _read_density,
    "scale": _read_scale,
    "others": _read_others,
}
_KNOWABLE_FIELDS = frozenset(name for pair in STARTS.values() for name in pair)
