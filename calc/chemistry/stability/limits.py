"""Where the model ends: why no number of days is given, and where no published series is near."""

from __future__ import annotations

import math
from collections.abc import Iterable

from calc import catalog
from calc.chemistry.formula import Formula, composition
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.mixture import (
    acids_in,
    assumed,
    glycol_share,
    glycols_g,
    share_of,
    strength_g_per_L,
)
from calc.chemistry.stability.storage import knows_package, may_see_daylight
from calc.uncertainty import Band
from calc.units import PH_TOLERANCE

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


def reason_of(formula: Formula, storage: Storage, pH: Band | None, medium: str) -> str:
    """Return why no number is given; "" when one is."""
    strength = strength_g_per_L(formula)
    if strength is None or strength.median <= 0:
        return "derivative" if composition(formula).strengths else "no_form"
    if medium == "powder":
        return "dry_powder"
    if storage.is_clear_in_daylight == 1:
        return "clear_in_daylight"
    celsius = [each for each, _ in storage.stays]
    if min(celsius, default=math.inf) < assumed("coldest") - 1e-9:
        return "too_cold"
    if max(celsius, default=-math.inf) > assumed("hottest") + 1e-9:
        return "too_hot"
    if medium == "other":
        return "unknown_solvent"
    if medium == "water" and pH is None:
        return "no_pH"
    too_alkaline = pH is not None and pH.median > assumed("most_alkaline") + PH_TOLERANCE
    return "too_alkaline" if too_alkaline else ""


def outside_of(formula: Formula, storage: Storage, medium: str) -> Iterable[str]:
    """Yield what takes a formula away from the published series."""
    finished = [each.record for each in formula.lines if "finished" in each.record.roles and each.mass_g > 0]
    strength = sum(each.nominal for each in acids_in(formula))
    high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[2]
    glycols = glycols_g(formula)
    measured = assumed("most_glycol_share") * glycols
    other_glycol = medium == "glycol" and formula.mass_of("propylene_glycol") < measured
    found = {
        "package": not knows_package(storage),
        "finished": bool(finished),
        "emulsion": "emulsion" in formula.system or any(each.phase == "both" for each in finished),
        "suspension": formula.system == "suspension" or medium == "oil",
        "solvent": other_glycol or (medium == "water" and glycol_share(glycols, formula.water_g) > high),
        "alcohol": share_of(formula, "ethanol") > assumed("alcohol"),
        "weak": strength < assumed("weak") - 1e-9,
        "benzoate": formula.mass_of("sodium_benzoate") > 0,
        "metals": formula.mass_of("copper_tripeptide_1") > 0,
        "light": may_see_daylight(storage),
    }
    return (key for key in DOMAIN if found[key])
