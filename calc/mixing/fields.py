"""One reader per field: what someone typed to quantities, and how it was read to words."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from calc import catalog
from calc.chemistry.dosing import ADJUSTERS
from calc.chemistry.recipe import (
    LIGHTS,
    PACKAGES,
    WALLS,
    year_problems,
)
from calc.errors import InputError, InputErrors
from calc.mixing.batch_from_two import Part
from calc.mixing.boosting import BASES
from calc.units import (
    MEASURE_NAMES,
    Q_,
    THIN,
    Quantity,
    is_like,
    read_fraction,
    read_number,
    read_quantity,
    show_number,
)

_MOST_LINES = 40
# A number from here up without a unit may as well be a cool place in degrees Fahrenheit.
_COOL_F = 33.0


def read_field(name: str, text: str) -> Any:
    """Read what stands in a field.

    Parameters
    ----------
    name : str
        A key of `READERS`.
    text : str
        As typed.

    Returns
    -------
    Quantity, str or tuple
        An amount, an id, or the lines of a list.

    Raises
    ------
    InputError, InputErrors
        Under the name of the field, or of a line in it.
    """
    try:
        return READERS[name](text)
    except InputError as error:
        raise error.renamed(error.field if " line " in error.field else name) from None


def echo(name: str, value: Any) -> str:
    """Return how a field was read, with the measure that was taken for it; "" for lists and ids.

    Parameters
    ----------
    name : str
        A key of `READERS`.
    value : object
        As `read_field` returned it.
    """
    if name == "kept_at":
        return _said_stays(value)
    if not isinstance(value, Quantity):
        return ""
    signs = {**_OWN_SIGNS.get(name, {})}
    signs.update((unit, sign) for unit, sign in _SIGNS.items() if unit not in signs)
    unit = next((unit for unit in signs if is_like(value, unit)), "")
    if not unit:
        return ""  # drops, scoops and pumps are counted: there is nothing to say about the number
    measure = MEASURE_NAMES.get(str(value.units), "")
    number = show_number(value.m_as(unit), 4)
    return f"= {number}{signs[unit]}" + (f" ({measure})" if measure else "")


def _said_stays(stays: tuple[tuple[Quantity, float], ...]) -> str:
    """Return how temperatures were read."""
    told = [f"{show_number(each.m_as('degC'))}{THIN}°C" for each, _ in stays]
    if len(stays) > 1:
        told = [f"{each} for {show_number(hours)}{THIN}h" for each, (_, hours) in zip(told, stays)]
    return f"= {', '.join(told)}"


_SIGNS: Mapping[str, str] = {
    "g": f"{THIN}g",
    "mL": f"{THIN}mL",
    "percent": f"{THIN}%",
    "g/mL": f"{THIN}g/mL",
    "drop/mL": " drops per mL",
}
_OWN_SIGNS: Mapping[str, Mapping[str, str]] = {
    "strength": {"percent": f"{THIN}% w/w", "g/dL": f"{THIN}% w/v"},
    "claim_strength": {"percent": f"{THIN}% w/w", "g/dL": f"{THIN}% w/v"},
    "purity_plus_minus": {"percent": f"{THIN}points"},
}


# --- amounts --------------------------------------------------------------------------------------


def _strength(text: str) -> Quantity:
    """Read a strength: w/w, or w/v where it says so."""
    strength = read_fraction(text, field="strength")
    return _within(strength, "strength_w_v" if is_like(strength, "g/L") else "strength", text)


def _batch(text: str) -> Quantity:
    """Read the size of a batch: a mass or a volume."""
    size = read_quantity(text, field="batch", default="g", accepts=("g", "mL"))
    return _within(size, "batch_mass" if is_like(size, "g") else "batch_volume", text)


def _powder(text: str) -> Quantity:
    """Read a mass of powder; a volume of it would need a bulk density."""
    mass = read_quantity(text, field="powder", default="g", accepts=("g", "mL"))
    if not is_like(mass, "g"):
        accepted = "a volume of powder needs its bulk density, which differs with grade and packing."
        raise InputError("powder", text, accepted, "Weigh it, and give it in g.")
    return _within(mass, "line_mass", text)


def _added(text: str) -> Quantity:
    """Read how much of a base or an acid is in already; nothing yet is an answer too."""
    added = read_quantity(text, field="added", default="g", accepts=("g",))
    return added if added.m == 0 else _countable(added, text)


def _water(text: str) -> Quantity:
    """Read an amount of water, by mass or by volume."""
    return Q_(_mass_g("water", text, "water"), "g")


def _scale(text: str) -> Quantity:
    """Read the readability of the scale."""
    return _within(read_quantity(text, field="scale", default="g", accepts=("g",)), "scale", text)


def _density(text: str) -> Quantity:
    """Read the density of a liquid."""
    return _within(read_quantity(text, field="density", default="g/mL", accepts=("g/mL",)), "density", text)


def _bulk(text: str) -> Quantity:
    """Read the bulk density of a powder."""
    bulk = read_quantity(text, field="bulk", default="g/mL", accepts=("g/mL",))
    return _within(bulk, "bulk_density", text)


def _dose(text: str) -> Quantity:
    """Read an amount of liquid as it is taken: mL, g, drops or pumps."""
    return _countable(
        read_quantity(text, field="dose", default="mL", accepts=("mL", "g", "drop", "pump")), text
    )


def _measure(text: str) -> Quantity:
    """Read an amount of powder as it is taken: scoops, spoons or g."""
    return _countable(
        read_quantity(text, field="measure", default="scoop", accepts=("scoop", "mL", "g")), text
    )


def _scoop(text: str) -> Quantity:
    """Read what one level scoop holds: g, or mL."""
    return _countable(read_quantity(text, field="scoop", default="g", accepts=("g", "mL")), text)


def _pump(text: str) -> Quantity:
    """Read what one stroke of a pump gives."""
    return _countable(read_quantity(text, field="pump", default="mL", accepts=("mL",)), text)


def _drops(text: str) -> Quantity:
    """Read a dropper: how many drops to a mL, or what twenty of them weigh."""
    value, unit = read_number(text, field="drops")
    if unit:
        return _countable(read_quantity(text, field="drops", default="g", accepts=("g",)), text)
    return _within(Q_(value, "drop/mL"), "per_mL", text)


def _countable(amount: Quantity, text: str) -> Quantity:
    """Refuse an amount of nothing, and one that nobody takes."""
    for unit, row in (("g", "line_mass"), ("mL", "batch_volume")):
        if is_like(amount, unit):
            return _within(amount, row, text, least=0.0)
    return _within(Q_(amount.m, "dimensionless"), "count", text) and amount


def _points(text: str, row: str = "purity_plus_minus") -> Quantity:
    """Read how far a percentage may be off, in points."""
    return _within(read_quantity(text, field=row, default="percent", accepts=("percent",)), row, text)


def _assay_error(text: str) -> float:
    """Read how far an assay may be off, as a fraction of one."""
    return float(_points(text, "assay_error").m_as("dimensionless"))


def _pH(row: str) -> Callable[[str], float]:
    """Return a reader of a pH."""

    def read(text: str) -> float:
        try:
            value, unit = read_number(re.sub(r"^\s*ph(?![a-z])", "", text, flags=re.IGNORECASE), field=row)
        except InputError as error:
            fix = error.fix if error.readings else _PH_EXAMPLE
            raise InputError(row, text, error.accepted, fix, error.readings) from None
        if unit:
            raise InputError(row, text, "a pH has no unit.", _PH_EXAMPLE)
        return _number_within(value, row, text, _PH_EXAMPLE)

    return read


_PH_EXAMPLE = "Type for example 3.2."


def _reading_error(text: str) -> float:
    """Read what a meter may be off by, or the step of a strip."""
    value, unit = read_number(text, field="reading_error")
    if unit:
        raise InputError("reading_error", text, "this is in units of pH.", "Type for example 0.1.")
    return _number_within(value, "reading_error", text, "Type for example 0.1.")


def _number_within(value: float, row: str, text: str, fix: str) -> float:
    """Return a number without a unit that lies in the range that ``data/inputs.toml`` accepts."""
    low, high = catalog.inputs().accepted[row].ends
    if not low <= value <= high:
        why = " for ascorbic acid, which goes in below 3.5" if row == "target_pH" else ""
        accepted = f"this lies from {low:g} to {high:g}{why}."
        raise InputError(row, text, accepted, fix)
    return value


def _adjuster(text: str) -> str:
    """Read what moves the pH."""
    if catalog.is_ingredient(text) and (found := catalog.find_ingredient(text).id) in ADJUSTERS:
        return found
    fix = f"Use {', '.join(ADJUSTERS)}."
    raise InputError("adjuster", text, "this does not adjust a pH here.", fix)


def _kept_at(text: str) -> tuple[tuple[Quantity, float], ...]:
    """Read a temperature, or several with the hours of a day at each."""
    pieces = re.split(r"[;\n+&]|(?<!\d),|,(?!\d)|\sand\s", text, flags=re.IGNORECASE)
    stays = [_stay(each.strip(), text) for each in pieces if each.strip()]
    if len(stays) == 1 and stays[0][1] is None:
        return ((stays[0][0], 24.0),)
    if not stays or any(hours is None for _, hours in stays):
        fix = "Write for example 5 °C 22 h, 25 °C 2 h."
        raise InputError("kept_at", text, "each of several temperatures needs its hours.", fix)
    total = math.fsum(hours or 0.0 for _, hours in stays)
    if not math.isclose(total, 24, abs_tol=0.01):
        accepted = f"the hours of a day add up to 24, these to {total:g}."
        raise InputError("kept_at", text, accepted, "Fill up the day.")
    return tuple((temperature, (hours or 0.0) * 24 / total) for temperature, hours in stays)


# Both are looked for at the end, and neither can start at more than one place of a run of letters or
# digits: a long text costs no more than its length.
_HOURS = re.compile(r"(?<![\d.,])([\d.,]+) ?h(?:(?:ou)?rs?)?$", re.IGNORECASE)
_DEGREES = re.compile(r"(?:[°º˚]|deg(?:rees?)?)? ?(c|f|k|celsius|fahrenheit|kelvin)?$", re.IGNORECASE)


def _stay(piece: str, text: str) -> tuple[Quantity, float | None]:
    """Read one temperature, with its hours if it has any."""
    plain = " ".join(piece.replace("℃", "°C").replace("℉", "°F").split())
    timed = _HOURS.search(plain)
    degrees = (plain[: timed.start()] if timed else plain).rstrip(" ,:").removesuffix(" for").rstrip(" ,:")
    found = _DEGREES.search(degrees)
    assert found  # nothing at all is found at the end too
    number, unit = degrees[: found.start()].strip(), (found[1] or "")[:1].upper()
    value = _bare(number, text)
    low, high = catalog.inputs().accepted["kept_at"].ends
    if not unit and _COOL_F <= value <= high:
        both = [text.replace(piece, piece.replace(number, f"{number} °{each}", 1), 1) for each in "CF"]
        fix = f"Write {both[0]} or {both[1]}."
        raise InputError("kept_at", text, "this can be meant in two ways.", fix, both)
    celsius = {"F": (value - 32) / 1.8, "K": value - 273.15}.get(unit, value)
    if not low - 1e-9 <= celsius <= high + 1e-9:
        accepted = f"this lies from {low:g} to {high:g} °C."
        warm_F = not unit and value <= 1.8 * high + 32 and value > high
        fix = f"For degrees Fahrenheit write {number} °F." if warm_F else "Check the number."
        raise InputError("kept_at", text, accepted, fix)
    return Q_(celsius, "degC"), _bare(timed[1], text) if timed else None


def _bare(number: str, text: str) -> float:
    """Return a number without a unit; what is offered for it would not be the whole text."""
    fix = "Write for example 5 °C."
    try:
        value, unit = read_number(number, field="kept_at")
    except InputError:
        raise InputError("kept_at", text, "this is no temperature.", fix) from None
    if unit:
        raise InputError("kept_at", text, "this is no temperature.", fix)
    return value


def _word(field: str, words: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one of a few words."""

    def read(text: str) -> str:
        if text not in words:
            raise InputError(field, text, "this word is not known.", f"Use {', '.join(words)}.")
        return text

    return read


def _date(field: str) -> Callable[[str], datetime.date]:
    """Return a reader of a date."""

    def read(text: str) -> datetime.date:
        try:
            day = datetime.date.fromisoformat(text.strip())
        except ValueError:
            fix = "Write year-month-day: 2026-03-31."
            raise InputError(field, text, "this is not a date.", fix) from None
        for error in year_problems(field, day, text):
            raise error
        return day

    return read


_MONTHS = re.compile(r"\s*(months?|mo)\.?$", re.IGNORECASE)
_YEARS_OLD = re.compile(r"\s*(years?( old)?|y(rs?)?)\.?$", re.IGNORECASE)


def _age(text: str) -> float:
    """Read an age in years; of infants in months."""
    fix = "Type for example 34, or 8 months."
    plain, months = _MONTHS.subn("", text.strip())
    try:
        value, unit = read_number(_YEARS_OLD.sub("", plain), field="age")
    except InputError as error:
        readings = [f"{each} months" if months else each for each in error.readings]
        raise InputError("age", text, error.accepted, fix, readings) from None
    if unit:
        raise InputError("age", text, "an age is in years.", fix)
    return _number_within(value / 12 if months else value, "age", text, fix)


_MOMENT = re.compile(r"^(.+?)(?:[ T,]+(?:at )?(\d{1,2})[:.h](\d{2}))?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$")


def _moment(text: str) -> datetime.datetime:
    """Read a day and, if it is there, a time; at noon where it is not."""
    found = _MOMENT.match(" ".join(text.split()))
    fix = "Write year-month-day and the time: 2026-03-31 15:00."
    try:
        assert found
        day, hours, minutes = found.groups()
        time = datetime.time(int(hours), int(minutes)) if hours else datetime.time(12)
        date = datetime.date.fromisoformat(_iso(day, text))
    except InputError:
        raise
    except (ValueError, AssertionError):
        raise InputError("appointment", text, "this is not a day with a time.", fix) from None
    for error in year_problems("appointment", date, text):
        raise error
    return datetime.datetime.combine(date, time)


def _iso(day: str, text: str) -> str:
    """Return a day as year-month-day; what may be meant in two ways is asked about."""
    found = _DAY_FIRST.match(day)
    if not found:
        return day
    one, sign, other, year = found.groups()
    if sign != "." and 0 < int(one) <= 12 and 0 < int(other) <= 12 and int(one) != int(other):
        both = [
            text.replace(day, f"{year}-{int(b):02}-{int(a):02}", 1) for a, b in ((one, other), (other, one))
        ]
        accepted = "day or month first can be meant."
        raise InputError("appointment", text, accepted, f"Write {both[0]} or {both[1]}.", both)
    day_first = sign == "." or int(other) <= 12
    date, month = (one, other) if day_first else (other, one)
    return f"{year}-{int(month):02}-{int(date):02}"


def _share(row: str) -> Callable[[str], float]:
    """Return a reader of a percentage as a fraction of one."""

    def read(text: str) -> float:
        return float(_percentage(row)(text).m_as("dimensionless"))

    return read


def _openings(text: str) -> float:
    """Read how often a day it is opened."""
    value, unit = read_number(text, field="openings")
    if unit:
        raise InputError("openings", text, "this is a number of times a day.", "Type for example 2.")
    return _number_within(value, "openings", text, "Type for example 2.")


def _percentage(row: str) -> Callable[[str], Quantity]:
    """Return a reader of a mass per mass in percent."""

    def read(text: str) -> Quantity:
        return _within(read_fraction(text, field=row, accepts=("percent",)), row, text)

    return read


def _within(quantity: Quantity, row: str, text: str, least: float | None = None) -> Quantity:
    """Return a quantity that lies in the range that ``data/inputs.toml`` accepts.

    ``least`` takes the place of the range's lower end, and is itself refused.
    """
    accepted = catalog.inputs().accepted[row]
    low, high = accepted.ends
    value = quantity.m_as(accepted.unit)
    if (low if least is None else least) <= value <= high and value != least:
        return quantity
    unit = {"percent": f"{THIN}%", "dimensionless": ""}.get(accepted.unit, f"{THIN}{accepted.unit}")
    between = f"this lies from {low:,.12g} to {high:,.12g}{unit}.".replace(",", " ")
    if value <= 0 and (low > 0 or least is not None):
        between = "this must be more than zero."
    raise InputError(row, text, between, "Check the number and its unit.")


# --- names and lists ------------------------------------------------------------------------------


def _form(text: str) -> str:
    """Read a form of vitamin C."""
    return catalog.find_form(text).id


def _base(text: str) -> str:
    """Read what powder goes into."""
    found = catalog.find_ingredient(text)
    if found.id not in BASES:
        raise InputError("base", text, "powder is not put into that here.", f"Use {', '.join(BASES)}.")
    return found.id


def _others(text: str) -> tuple[Part, ...]:
    """Read the other ingredients of a batch, a line each."""
    return tuple(_each_line(text, "others", _part))


def _recipe(text: str) -> tuple[tuple[str, Quantity], ...]:
    """Read what went into a bottle, a line each."""
    return tuple(_each_line(text, "recipe", _made_of))


def _each_line(text: str, name: str, read: Callable[[str, str], Any]) -> list[Any]:
    """Return what each line says.

    Raises
    ------
    InputErrors
        Every line that cannot be read, as ``<name> line 2``.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= _MOST_LINES:
        fix = "Write one ingredient per line."
        raise InputError(name, f"{len(lines)} lines", f"1 to {_MOST_LINES} lines are read.", fix)
    found, errors = [], []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(read(line, f"{name} line {number}"))
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return found


def _part(line: str, place: str) -> Part:
    """Read another ingredient: a share of the batch, or a mass."""
    name, amount = _ingredient_amount(line, place)
    if is_like(amount, "percent"):
        return Part(name, mass_fraction=float(amount.m_as("dimensionless")))
    return Part(name, mass_g=_mass_g(name, line, place, amount))


def _made_of(line: str, place: str) -> tuple[str, Quantity]:
    """Read what went in; of a volume its mass must be known."""
    name, amount = _ingredient_amount(line, place)
    counted, powder = is_like(amount, "drop"), name in catalog.forms() and not is_poured(name)
    if powder and counted:
        raise InputError(place, line, "a powder is not counted in drops.", "Give it in g.")
    if not powder and (counted or is_like(amount, "mL")):
        _mass_g(name, line, place, amount)
    return name, amount


def is_poured(ingredient: str) -> bool:
    """Tell whether a volume of an ingredient is that of a liquid: a form of vitamin C that is an oil."""
    record = catalog.ingredients()[ingredient]
    return ingredient not in catalog.forms() or (
        record.phase == "oil" and record.value("density") is not None
    )


def _ingredient_amount(line: str, place: str) -> tuple[str, Quantity]:
    """Read one ingredient with its amount, in either order."""
    name, amount = _split(line)
    found = catalog.find_ingredient(name, field=place)
    if not amount:
        raise InputError(place, line, "how much of it?", f"Write {found.name} 5 %, or 1.5 g.")
    if not read_number(amount, field=place).unit:
        both = (f"{name} {amount} %", f"{name} {amount} g")
        fix = f"Write {both[0]} or {both[1]}."
        raise InputError(place, line, "the amount needs a unit.", fix, both)
    units = ("g", "mL", "percent", "drop", "scoop")
    quantity = read_quantity(amount, field=place, default="g", accepts=units)
    if is_like(quantity, "percent"):
        quantity = read_fraction(amount, field=place, accepts=("percent",))
    row = next(row for unit, row in _LINE_ROWS if is_like(quantity, unit))
    try:
        return found.id, _within(Q_(quantity.m, "") if row == "count" else quantity, row, amount) and quantity
    except InputError as error:
        raise error.renamed(place) from None


_LINE_ROWS = (
    ("g", "line_mass"),
    ("mL", "batch_volume"),
    ("percent", "strength"),
    ("drop", "count"),
    ("scoop", "count"),
)


def _split(line: str) -> tuple[str, str]:
    """Split a line into a name and an amount; names may hold digits (polysorbate 20)."""
    line = re.sub(r"^\s*(?:[-*•·–]|\d+[.)])\s+|[,;.\s]+$", "", line)
    words = re.sub(r"[:;=\t]", " ", line).split()
    for at in range(len(words), 0, -1):
        if _is_name(words[:at]):
            return " ".join(words[:at]), " ".join(words[at:])
    for at in range(1, len(words)):
        if _is_name(words[at:]):
            return " ".join(words[at:]), " ".join(words[:at])
    digit = re.search(r"(?<!\S)[\d.,½¼¾]", line)
    at = digit.start() if digit and digit.start() else len(line)
    return line[:at].strip(), line[at:].strip()


def _is_name(words: list[str]) -> bool:
    """Tell whether words name an ingredient; a sign at either end belongs to the amount."""
    ends = (words[0], words[-1])
    return all(any(map(str.isalnum, word)) for word in ends) and catalog.is_ingredient(" ".join(words))


def _mass_g(ingredient: str, text: str, place: str, amount: Quantity | None = None) -> float:
    """Return the mass [g] of an amount: a mass, a volume or a number of drops."""
    if amount is None:
        amount = read_quantity(text, field=place, default="g", accepts=("g", "mL", "drop"))
    if is_like(amount, "drop"):
        amount = amount / Q_(catalog.inputs().assumed["drops_per_mL"].centre, "drop/mL")
    if is_like(amount, "mL"):
        density = catalog.ingredients()[ingredient].value("density")
        if density is None or not is_poured(ingredient):
            accepted = "its density as it is poured is not known here."
            raise InputError(place, text, accepted, "Give it in g.")
        amount = amount * Q_(density.to("g/mL")[0], "g/mL")
    if not is_like(amount, "g"):
        raise InputError(place, text, "this is no amount of it.", "Give it in g, mL or %.")
    return float(_within(amount, "line_mass", text).m_as("g"))


READERS: Mapping[str, Callable[[str], Any]] = {
    "form": _form,
    "strength": _strength,
    "batch": _batch,
    "powder": _powder,
    "water": _water,
    "purity": _percentage("purity"),
    "purity_plus_minus": _points,
    "moisture": _percentage("moisture"),
    "loading": _percentage("loading"),
    "density": _density,
    "scale": _scale,
    "others": _others,
    "base": _base,
    "base_amount": _batch,
    "base_strength": _percentage("base_strength"),
    "base_form": _form,
    "base_density": _density,
    "dose": _dose,
    "measure": _measure,
    "scoop": _scoop,
    "bulk": _bulk,
    "pump": _pump,
    "drops": _drops,
    "recipe": _recipe,
    "target_pH": _pH("target_pH"),
    "adjuster": _adjuster,
    "adjuster_strength": _percentage("adjuster_strength"),
    "added": _added,
    "reading": _pH("pH"),
    "reading_error": _reading_error,
    "claim_strength": _strength,
    "claim_pH": _pH("pH"),
    "kept_at": _kept_at,
    "package": _word("package", PACKAGES),
    "wall": _word("wall", WALLS),
    "light": _word("light", LIGHTS),
    "openings": _openings,
    "fill": _share("fill"),
    "made_on": _date("made_on"),
    "opened_on": _date("opened_on"),
    "assay": _share("assay"),
    "assay_error": _assay_error,
    "assay_on": _date("assay_on"),
    "age": _age,
    "product_strength": _percentage("strength"),
    "product_pH": _pH("pH"),
    "appointment": _moment,
}
