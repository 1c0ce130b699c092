"""Limits of the model: when no number of days is given, and when no published series is similar."""

from __future__ import annotations

import math

from calc import catalog
from calc.chemistry.formula_table import Array, Categories, Flags, FormulaTable, is_form
from calc.chemistry.phases import phases_of
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.mixture import acids_in, assumed, glycol_share
from calc.chemistry.stability.storage import knows_package, may_see_daylight
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
#: Ways in which a formula differs from all published series, so that its band is widened.
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


def reason_of(
    table: FormulaTable, storage: Storage, vehicle: Categories, pH: Array, strength_g_per_L: Array
) -> Categories:
    """Return why no number of days is given: one of `REASONS`, "" where one is.

    Parameters
    ----------
    table : FormulaTable
    storage : Storage
    vehicle : Categories
        As `mixture.vehicle_of` returns it.
    pH : (n,) array
        NaN where it is not known.
    strength_g_per_L : (n,) array
        Ascorbic acid by volume [g/L]; 0 where there is none.
    """
    temperatures_C = [celsius for celsius, _ in storage.stays]
    has_none, is_wet = strength_g_per_L <= 0, vehicle.isin("water")
    reasons: dict[str, Flags | bool] = {
        "no_form": has_none & ~(table.where(is_form) > 0),
        "derivative": has_none,
        "dry_powder": vehicle.isin("powder"),
        "clear_in_daylight": storage.is_clear_in_daylight == 1,
        "too_cold": min(temperatures_C, default=math.inf) < assumed("coldest") - 1e-9,
        "too_hot": max(temperatures_C, default=-math.inf) > assumed("hottest") + 1e-9,
        "unknown_solvent": vehicle.isin("other"),
        "no_pH": is_wet & (pH != pH),
        "too_alkaline": is_wet & (pH > assumed("most_alkaline") + PH_TOLERANCE),
    }
    return Categories.first(REASONS, reasons.items(), "")


def outside_of(table: FormulaTable, storage: Storage, vehicle: Categories) -> dict[str, Flags | bool]:
    """Tell how formulas differ from the published series: a flag for each of `DOMAIN`, (n,) or one for all.

    Parameters
    ----------
    table : FormulaTable
    storage : Storage
    vehicle : Categories
        As `mixture.vehicle_of` returns it.
    """
    strength = table.pure(*acids_in(table)) / table.total_g
    high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[2]
    measured_g = assumed("most_glycol_share") * table.glycols_g
    other_glycol = vehicle.isin("glycol") & (table.of("propylene_glycol") < measured_g)
    much_glycol = vehicle.isin("water") & (glycol_share(table) > high)
    return {
        "package": not knows_package(storage),
        "finished": table.is_finished,
        "emulsion": phases_of(table).is_emulsion | (table.where(_is_finished_emulsion) > 0),
        "suspension": (table.system == "suspension") | vehicle.isin("oil"),
        "solvent": other_glycol | much_glycol,
        "alcohol": table.share("ethanol") > assumed("alcohol"),
        "weak": strength < assumed("weak") - 1e-9,
        "benzoate": table.of("sodium_benzoate") > 0,
        "metals": table.of("copper_tripeptide_1") > 0,
        "light": may_see_daylight(storage),
    }


def _is_finished_emulsion(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is a finished product with both water and oil."""
    return "finished" in record.roles and record.phase == "both"
