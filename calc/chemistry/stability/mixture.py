"""The vehicle of ascorbic acid, its strength by volume, and what protects it."""

from __future__ import annotations

import functools

import numpy as np

from calc import catalog
from calc.chemistry.co_ingredients import credited_g
from calc.chemistry.density import volumes_per_gram
from calc.chemistry.formula import Composition
from calc.chemistry.formula_table import Array, Categories, Flags, FormulaTable
from calc.chemistry.phases import phases_of
from calc.uncertainty import Band

#: What the ascorbic acid is dissolved or dispersed in.
VEHICLES = ("powder", "oil", "other", "glycol", "water")
#: Kinds of forms that give ascorbic acid in water.
KINDS = ("acid", "salt")


@functools.cache
def assumed(name: str) -> float:
    """Return an assumed share or number of ``data/stability.toml``."""
    row = catalog.stability().assumed[name]
    return row.to("dimensionless")[0] if row.unit == "percent" else row.centre


def vehicle_of(table: FormulaTable) -> Categories:
    """Return the vehicle of formulas: one of `VEHICLES`.

    Parameters
    ----------
    table : FormulaTable

    >>> vehicle_of(FormulaTable.of_grams(np.array([[90.0], [10.0]]), ("squalane", "l_ascorbic_acid"))).name()
    'oil'
    """
    is_wet = table.water_g / table.total_g > assumed("anhydrous")
    vehicles = {
        "water": table.is_finished | is_wet,
        "glycol": table.glycols_g > 0,
        "other": table.of("ethanol") > 0,
        "oil": table.has_role("oil"),
    }
    return Categories.first(VEHICLES, vehicles.items(), "powder")


def acids_in(table: FormulaTable) -> tuple[str, ...]:
    """Return the forms in a table that give ascorbic acid in water."""
    return tuple(form for form in table.forms if catalog.forms()[form].kind in KINDS)


def strength_g_per_L(table: FormulaTable, aa_equivalent: Array | None = None) -> Array:
    """Return the ascorbic acid by volume, salts included.

    Parameters
    ----------
    table : FormulaTable
    aa_equivalent : (..., n) array, optional
        Of ascorbic acid and its salts [0–1]; by default from the stated values.

    Returns
    -------
    (..., n) array
        [g/L]; 0 where there is none.

    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> print(f"{strength_g_per_L(table)[0]:.1f}")
    159.4
    """
    volumes_mL = volumes_per_gram(table.ingredients, table.weighed_g) * table.weighed_g
    per_mass = 1000 / volumes_mL.sum(axis=0)
    if aa_equivalent is not None:
        return aa_equivalent * table.total_g * per_mass
    acid_g = np.zeros(table.size)
    for form in acids_in(table):
        acid_g += np.nan_to_num(table.form_equivalent_g(form))
    return acid_g * per_mass


def strength_band(table: FormulaTable, composition: Composition) -> Band | None:
    """Return the ascorbic acid by volume of one formula as a band [g/L]; None when there is none.

    Parameters
    ----------
    table : FormulaTable
        Of one row.
    composition : Composition
        Of the same formula.
    """
    bands = [
        strength.aa_equivalent
        for strength in composition.strengths
        if strength.aa_equivalent and strength.form in acids_in(table)
    ]
    if not bands:
        return None
    ends = np.array([[band.median, band.low, band.high] for band in bands]).sum(axis=0)
    return Band(*strength_g_per_L(table, ends[:, np.newaxis])[:, 0].tolist())


def glycol_share(table: FormulaTable) -> Array:
    """Return glycols and glycerin as a share of them and the water, (n,) [0–1]; 0 where there is neither."""
    liquid = table.glycols_g + table.water_g
    return np.asarray(table.glycols_g / np.where(liquid > 0, liquid, 1.0))


def has_ferulic(table: FormulaTable, pH: Array) -> Flags:
    """Tell where ferulic acid and tocopherol are in, enough of both, (n,); grains and drops do not count.

    Parameters
    ----------
    table : FormulaTable
    pH : (n,) array
        NaN where it is not known.
    """
    dissolved = credited_g(table, "ferulic_acid", pH) / table.total_g
    tocopherol = np.where(phases_of(table).separates, 0.0, table.share("tocopherol"))
    is_enough = dissolved >= assumed("ferulic_least")
    return np.asarray(is_enough & (tocopherol >= assumed("tocopherol_least")))


def has_chelator(table: FormulaTable) -> Flags:
    """Tell where there is enough of a chelator, (n,)."""
    return np.asarray(table.share("disodium_edta", "sodium_phytate") >= assumed("chelator_least"))


def has_antioxidant(table: FormulaTable) -> Flags:
    """Tell where there is enough of an antioxidant other than ferulic acid, (n,)."""
    return np.asarray(table.share("sodium_metabisulfite", "glutathione") >= assumed("antioxidant_least"))
