"""What a formula and its storage mean for how long it keeps: the conditions of the rate, and their limits.

Here lies the line between a number and none: reasons for which no number is given, and places where
no published series is near, so that the band is made wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from calc import catalog
from calc.acidity import unionised_share
from calc.batch import specific_volume
from calc.draws import Band
from calc.formula import Formula, Strength, composition
from calc.recipe import Measured, Storage
from calc.rules import PH_TOLERANCE
from calc.stability import CLOSED, Conditions, ferulic_share
from calc.titration import predicted

#: Why there is no number of days; "" when there is one.
REASONS = (
    "",
    "no_form",
    "derivative",
    "dry_powder",
    "clear_in_daylight",
    "too_cold",
    "too_hot",
    "unknown_solvent",
    "no_pH",
    "too_alkaline",
)
#: Where no published series is near.
DOMAIN = (
    "package",
    "finished",
    "emulsion",
    "suspension",
    "solvent",
    "alcohol",
    "weak",
    "benzoate",
    "metals",
    "light",
)
#: What is taken for granted where nobody says.
ASSUMED = ("temperature", "package", "openings")

#: Kinds of forms that are ascorbic acid once they are in water.
KINDS = ("acid", "salt")
_ZERO_CELSIUS_K = 273.15


@dataclass(frozen=True)
class Keeping:
    """A formula in its storage, as the rate of the loss sees it.

    Parameters
    ----------
    conditions : Conditions, optional
        None where there is no number.
    reason : str
        Why there is none: one of `REASONS`.
    domain : tuple of str
        Of `DOMAIN`: what makes the band wide.
    assumed : tuple of str
        Of `ASSUMED`.
    pH : Band, optional
        As predicted, read, or both; None where it is not known or there is no water.
    medium : str
        What the acid is in: ``water``, ``glycol``, ``oil``, ``powder`` or ``other``.
    """

    conditions: Conditions | None
    reason: str
    domain: tuple[str, ...]
    assumed: tuple[str, ...]
    pH: Band | None
    medium: str


def keeping(formula: Formula, storage: Storage, measured: Measured | None = None) -> Keeping:
    """Return what a formula and its storage mean for the loss of its ascorbic acid.

    Parameters
    ----------
    formula : Formula
    storage : Storage
        What it leaves out is not known.
    measured : Measured, optional
        Its pH counts.

    Returns
    -------
    Keeping
    """
    medium = _medium(formula)
    pH = _pH(formula, storage, measured) if medium == "water" else None
    strength = strength_g_per_L(formula)
    domain = tuple(_outside(formula, storage, medium))
    reason = _reason(formula, storage, pH, medium)
    assumed = tuple(_taken_for_granted(storage))
    if reason:
        return Keeping(None, reason, domain, assumed, pH, medium)
    assert strength
    ferulic = medium == "water" and _has_ferulic(formula) and _works(pH)
    often = 1.0 if storage.openings_per_day is None else storage.openings_per_day
    factors = tuple(_factors(formula, medium, bool(domain), ferulic))
    conditions = Conditions(strength, pH, _stays(storage), _package(storage), often, factors, ferulic)
    return Keeping(conditions, "", domain, assumed, pH, medium)


def strength_g_per_L(formula: Formula) -> Band | None:
    """Return the ascorbic acid by volume, its salts counted in [g/L]; None when there is none.

    Volumes add up, as of an ideal mixture.
    """
    bands = [each.aa_equivalent for each in _acids(formula) if each.aa_equivalent]
    if not bands:
        return None
    volume = sum(each.mass_g * specific_volume(each.ingredient)[0] for each in formula.lines)
    per_mass = 1000 * formula.total_mass_g / volume
    median, low, high = (
        per_mass * sum(getattr(each, end) for each in bands) for end in ("median", "low", "high")
    )
    return Band(median, low, high)


def _acids(formula: Formula) -> list[Strength]:
    """Return the strengths of ascorbic acid and its salts, which are the same thing in water."""
    found = composition(formula).strengths
    return [each for each in found if catalog.forms()[each.form].kind in KINDS]


def _share(formula: Formula, *ingredients: str) -> float:
    """Return ingredients as a share of the whole [0–1]."""
    return sum(formula.mass_of(name) for name in ingredients) / formula.total_mass_g


# --- what the rate hangs on -----------------------------------------------------------------------


def _assumed(name: str) -> float:
    """Return an assumed share or number."""
    row = catalog.stability().assumed[name]
    return row.to("dimensionless")[0] if row.unit == "percent" else row.centre


def _medium(formula: Formula) -> str:
    """Return what the acid is in."""
    if formula.has_role("finished") or formula.water_g / formula.total_mass_g > _assumed("anhydrous"):
        return "water"
    if _glycols_g(formula) > 0:
        return "glycol"
    if formula.mass_of("ethanol") > 0:
        return "other"
    return "oil" if formula.has_role("oil") else "powder"


def _glycols_g(formula: Formula) -> float:
    """Return glycols and glycerin, alcohol left out: it speeds the loss [g]."""
    return sum(
        each.mass_g
        for each in formula.lines
        if "cosolvent" in each.record.roles and each.ingredient != "ethanol"
    )


def _glycol_share(formula: Formula) -> float:
    """Return glycols and glycerin as a share of them and the water [0–1]."""
    glycols = _glycols_g(formula)
    return glycols / (glycols + formula.water_g) if glycols else 0.0


def _pH(formula: Formula, storage: Storage, measured: Measured | None) -> Band | None:
    """Return the pH; one that spans both where prediction and reading contradict each other.

    Its middle is the higher of the two: there the acid is lost faster, and germs have it easier.
    """
    reading = measured.reading if measured and measured.pH is not None else None
    found = predicted(formula, reading, storage.coldest_C)
    if reading is None:
        return found.pH
    if found.pH is None:
        return reading.band
    if found.believed:
        return found.pH
    ends = min(found.pH.low, reading.band.low), max(found.pH.high, reading.band.high)
    return Band(max(found.pH.median, reading.value), *ends)


def _stays(storage: Storage) -> tuple[tuple[float, float], ...]:
    """Return temperatures [K] with the share of the time at each; none where that is not known."""
    return tuple((celsius + _ZERO_CELSIUS_K, hours / 24) for celsius, hours in storage.stays)


def _package(storage: Storage) -> str:
    """Return the row of a package; of a dropper bottle where it is not known."""
    package = storage.package or ""
    if not _knows_package(storage):
        return "dropper_bottle"
    return "jar" if storage.wall == "LDPE" and package not in CLOSED else package


def _knows_package(storage: Storage) -> bool:
    """Tell whether the package is known: an ampoule that was opened is none any more."""
    opened_ampoule = storage.package == "sealed_ampoule" and storage.opened_on is not None
    return storage.package in catalog.stability().packages and not opened_ampoule


def _taken_for_granted(storage: Storage) -> Iterable[str]:
    """Yield what nobody said."""
    if not storage.stays:
        yield "temperature"
    if not _knows_package(storage):
        yield "package"
    if storage.openings_per_day is None and _package(storage) not in CLOSED:
        yield "openings"


def _has_ferulic(formula: Formula) -> bool:
    """Tell whether ferulic acid and tocopherol are in, enough of both."""
    least = {"ferulic_acid": "ferulic_least", "tocopherol": "tocopherol_least"}
    return all(_share(formula, name) >= _assumed(row) for name, row in least.items())


def _works(pH: Band | None) -> bool:
    """Tell whether ferulic acid with tocopherol does anything at a pH."""
    return pH is not None and float(ferulic_share(pH.median)) > 0


def _factors(formula: Formula, medium: str, outside: bool, ferulic: bool) -> Iterable[tuple[str, float]]:
    """Yield the factors of a formula, each with its power."""
    yield ("outside" if outside else "between_laboratories"), 1.0
    if medium == "oil":
        yield "oil", 1.0
    elif medium == "glycol":
        yield "propylene_glycol", 1.0
    elif formula.system == "w_o_emulsion":
        yield "w_o_emulsion", 1.0
    else:
        yield from _glycol_factors(_glycol_share(formula))
    if medium in ("water", "glycol"):
        if _share(formula, "disodium_edta", "sodium_phytate") >= _assumed("chelator_least"):
            yield "chelator", 1.0
        # Whether two antioxidants do more than the better one was not seen.
        antioxidant = _share(formula, "sodium_metabisulfite", "glutathione")
        if not ferulic and antioxidant >= _assumed("antioxidant_least"):
            yield "sulfite_or_glutathione", 1.0


def _glycol_factors(share_of_liquid: float) -> Iterable[tuple[str, float]]:
    """Yield what glycol in the water does; between what is known, in proportion on a logarithm."""
    some, most = catalog.stability().assumed["some_glycol_share"], _assumed("most_glycol_share")
    low, high = some.to("dimensionless")[1:]
    towards = min(max(share_of_liquid - high, 0.0) / (most - high), 1.0)
    little = min(share_of_liquid / low, 1.0) * (1 - towards)
    if little:
        yield "some_glycol", little
    if towards:
        yield "propylene_glycol", towards


# --- the limits of the model ----------------------------------------------------------------------


def _reason(formula: Formula, storage: Storage, pH: Band | None, medium: str) -> str:
    """Return why no number is given; "" when one is."""
    strength = strength_g_per_L(formula)
    if strength is None or strength.median <= 0:
        return "derivative" if composition(formula).strengths else "no_form"
    if medium == "powder":
        return "dry_powder"
    if storage.is_clear_in_daylight == 1:
        return "clear_in_daylight"
    celsius = [each for each, _ in storage.stays]
    if min(celsius, default=math.inf) < _assumed("coldest") - 1e-9:
        return "too_cold"
    if max(celsius, default=-math.inf) > _assumed("hottest") + 1e-9:
        return "too_hot"
    if medium == "other":
        return "unknown_solvent"
    if medium == "water" and pH is None:
        return "no_pH"
    too_alkaline = pH is not None and pH.median > _assumed("most_alkaline") + PH_TOLERANCE
    return "too_alkaline" if too_alkaline else ""


def _outside(formula: Formula, storage: Storage, medium: str) -> Iterable[str]:
    """Yield what takes a formula away from the published series."""
    finished = [each.record for each in formula.lines if "finished" in each.record.roles and each.mass_g > 0]
    strength = sum(each.nominal for each in _acids(formula))
    high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[2]
    measured = _assumed("most_glycol_share") * _glycols_g(formula)
    other_glycol = medium == "glycol" and formula.mass_of("propylene_glycol") < measured
    found = {
        "package": not _knows_package(storage),
        "finished": bool(finished),
        "emulsion": "emulsion" in formula.system or any(each.phase == "both" for each in finished),
        "suspension": formula.system == "suspension" or medium == "oil",
        "solvent": other_glycol or (medium == "water" and _glycol_share(formula) > high),
        "alcohol": _share(formula, "ethanol") > _assumed("alcohol"),
        "weak": strength < _assumed("weak") - 1e-9,
        "benzoate": formula.mass_of("sodium_benzoate") > 0,
        "metals": formula.mass_of("copper_tripeptide_1") > 0,
        "light": _may_see_daylight(storage),
    }
    return (key for key in DOMAIN if found[key])


def _may_see_daylight(storage: Storage) -> bool:
    """Tell whether daylight may reach what is in a bottle, without its being said."""
    shielded = storage.wall in ("amber_glass", "aluminium")
    in_the_open = storage.light == "daylight" or (storage.light is None and storage.wall == "clear_glass")
    return in_the_open and not shielded


# --- germs ----------------------------------------------------------------------------------------


def days_until_germs(formula: Formula, storage: Storage, pH: Band | None) -> float | None:
    """Return how long water without a preservative that works may be used [day].

    Parameters
    ----------
    formula : Formula
    storage : Storage
        The long end of the habit counts only in the fridge.
    pH : Band, optional
        None where it is not known.

    Returns
    -------
    float or None
        None where the risk is low, and for a finished product, whose preservative is its maker's.
    """
    if formula.has_role("finished") or _medium(formula) != "water" or not _germs_grow(formula, pH):
        return None
    row = catalog.stability().assumed["germs"]
    warmest = catalog.stability().assumed["fridge_warmest"].to("degC")[0]
    cold = bool(storage.stays) and all(celsius <= warmest + 1e-9 for celsius, _ in storage.stays)
    return row.ends[1] if cold else row.ends[0]


def _germs_grow(formula: Formula, pH: Band | None) -> bool:
    """Tell whether germs can grow in the water of a formula."""
    limit = catalog.rules()["MICRO-001"].limit
    if _share(formula, "ethanol") > limit["alcohol"]:
        return False
    if pH is not None and pH.median < limit["below"] - PH_TOLERANCE:
        return False
    least = catalog.rules()["MICRO-002"].limit["least"]
    found = [each.record for each in formula.lines if "preservative" in each.record.roles and each.mass_g > 0]
    return not any(_preserves(each, pH, least) for each in found)


def _preserves(preservative: catalog.Ingredient, pH: Band | None, least: float) -> bool:
    """Tell whether a preservative works at a pH: an acid does as far as it has kept its proton."""
    if not preservative.acid:
        return True
    pKa = catalog.acids()[preservative.acid].pKa[0].centre
    return pH is not None and float(unionised_share(pH.median, pKa)) >= least - 1e-9


# --- other forms ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """How a form other than ascorbic acid keeps: a word, never a number of days.

    ``key``: one of `catalog.STATES`, ``no_pH`` where the pH would decide and is not known, or
    ``not_known``. ``sources``: none for ``not_known``.
    """

    form: str
    key: str
    sources: tuple[str, ...]


def states(formula: Formula, found: Keeping) -> tuple[State, ...]:
    """Return how the other forms in a formula keep, the strongest first.

    Parameters
    ----------
    formula : Formula
    found : Keeping
        Of this formula.
    """
    forms = [each.form for each in composition(formula).strengths]
    return tuple(_state(form, found) for form in forms if catalog.forms()[form].kind not in KINDS)


def _state(form: str, found: Keeping) -> State:
    """Return how one form keeps."""
    known = catalog.stability().states.get(form)
    if known is None:
        return State(form, "not_known", ())
    if found.medium != "water":
        return State(form, known.dry or "not_known", known.sources if known.dry else ())
    if known.window is None:
        return State(form, known.wet, known.sources)
    if found.pH is None:
        return State(form, "no_pH", known.sources)
    pH, (low, high) = found.pH.median, known.window.ends
    if known.falls_apart and pH < known.falls_apart.centre - PH_TOLERANCE:
        return State(form, "falls_apart", known.sources)
    inside = low - PH_TOLERANCE <= pH <= high + PH_TOLERANCE
    return State(form, known.wet if inside else known.outside, known.sources)
