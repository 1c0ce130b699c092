"""A formula in its storage, as the rate of the loss sees it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.formula import Formula, composition
from calc.chemistry.formula_table import (
    NAN,
    Array,
    Categories,
    Flags,
    FormulaTable,
    Rows,
    table_of,
)
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability.kinetics import (
    T90_FRACTION,
    RateConditions,
    days_until,
    ferulic_share,
    log_rate,
    rate_inputs,
)
from calc.chemistry.stability.limits import DOMAIN, outside_of, reason_of
from calc.chemistry.stability.microbiology import microbial_limit_days
from calc.chemistry.stability.mixture import (
    assumed,
    glycol_share,
    has_antioxidant,
    has_chelator,
    has_ferulic,
    strength_band,
    strength_g_per_L,
    vehicle_of,
)
from calc.chemistry.stability.storage import package_of, stays_of, taken_for_granted
from calc.uncertainty import Band


@dataclass(frozen=True, eq=False)
class LossConditions:
    """Formulas in a storage, as the rate of the loss sees them, (n,) each.

    Parameters
    ----------
    vehicle : Categories
        What the acid is in: one of `mixture.VEHICLES`.
    strength_g_per_L : array
        Ascorbic acid by volume [g/L].
    pH : array
        NaN where it is not known or there is no water.
    reason : Categories
        Why there is no number of days: one of `limits.REASONS`.
    outside : mapping of str to array of bool, or bool
        What takes them away from the published series: each of `limits.DOMAIN`.
    has_ferulic : array of bool
        Ferulic acid with tocopherol, where it works.
    powers : mapping of str to array
        Of each factor, by its row in ``data/stability.toml``.
    microbial_limit_days : array
        How long water without a preservative that works may be used [day]; NaN where nothing ends it.
    """

    vehicle: Categories
    strength_g_per_L: Array
    pH: Array
    reason: Categories
    outside: Mapping[str, Flags | bool]
    has_ferulic: Flags
    powers: Mapping[str, Array]
    microbial_limit_days: Array


def loss_conditions(
    table: FormulaTable, storage: Storage, pH: Array, strength: Array | None = None
) -> LossConditions:
    """Return what formulas and their storage mean for the loss of their ascorbic acid.

    Parameters
    ----------
    table : FormulaTable
    storage : Storage
        What it leaves out is not known.
    pH : (n,) array
        NaN where it is not known.
    strength : (n,) array, optional
        Ascorbic acid by volume, where it is known better than from the values as stated [g/L].

    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> loss_conditions(table, Storage(), np.array([np.nan])).reason.name()
    'no_pH'
    """
    vehicle = vehicle_of(table)
    acidity = np.where(vehicle.isin("water"), pH, NAN)
    grams_per_L = strength_g_per_L(table) if strength is None else strength
    outside = outside_of(table, storage, vehicle)
    ferulic = has_ferulic(table) & vehicle.isin("water") & (ferulic_share(acidity) > 0)
    return LossConditions(
        vehicle,
        grams_per_L,
        acidity,
        reason_of(table, storage, vehicle, pH, grams_per_L),
        outside,
        ferulic,
        _powers(table, vehicle, any_of(outside, table.size), ferulic),
        microbial_limit_days(table, storage, vehicle, acidity),
    )


def any_of(flags: Mapping[str, Flags | bool], size: int, *, but: str = "") -> Flags:
    """Tell where any flag is up, one left out, (size,)."""
    is_up = np.zeros(size, dtype=bool)
    for name, flag in flags.items():
        if name != but:
            is_up |= flag
    return is_up


def _powers(table: FormulaTable, vehicle: Categories, outside: Flags, ferulic: Flags) -> dict[str, Array]:
    """Return the power of each factor, by its row in ``data/stability.toml``."""
    mixed = ~vehicle.isin("oil", "glycol")
    is_w_o = table.system == "w_o_emulsion"
    some, most = glycol_powers(glycol_share(table))
    plain = mixed & (not is_w_o)
    wet = vehicle.isin("water", "glycol")
    powers = {
        "outside": outside,
        "between_laboratories": ~outside,
        "oil": vehicle.isin("oil"),
        "w_o_emulsion": mixed & is_w_o,
        "some_glycol": np.where(plain, some, 0.0),
        "propylene_glycol": np.where(plain, most, vehicle.isin("glycol")),
        "chelator": wet & has_chelator(table),
        # Whether two antioxidants do more than the better one was not seen.
        "sulfite_or_glutathione": wet & ~ferulic & has_antioxidant(table),
    }
    return {name: np.asarray(power, dtype=np.float64) for name, power in powers.items()}


def t90_as_stated(found: LossConditions, storage: Storage) -> Array:
    """Return when a tenth is lost, with every input at its centre.

    Parameters
    ----------
    found : LossConditions
    storage : Storage
        The one that they were made for.

    Returns
    -------
    (n,) array
        [day]; NaN where no number is given.
    """
    days = np.full(found.pH.size, NAN)
    rows: Rows = np.flatnonzero(found.reason.isin(""))
    if not rows.size:
        return days
    # Columns take the place of what the conditions say once for all: a factor to its power, the
    # antioxidant where it works, a pH of −∞ where there is no water.
    any_band = Band(1.0, 1.0, 1.0)
    names = tuple((name, 1.0) for name in found.powers)
    conditions = _rate_conditions(storage, any_band, any_band, names, True)
    columns = {each.name: np.array([each.value]) for each in rate_inputs(conditions)}
    columns.update((name, columns[name] * power[rows]) for name, power in found.powers.items())
    columns["ferulic_with_tocopherol"] = columns["ferulic_with_tocopherol"] * found.has_ferulic[rows]
    pH = np.where(found.vehicle.isin("water"), found.pH, -np.inf)[rows]
    columns.update(strength=found.strength_g_per_L[rows], pH=pH)
    days[rows] = days_until(T90_FRACTION, np.exp(log_rate(conditions, columns)), columns["order"])
    return days


def _rate_conditions(
    storage: Storage, strength: Band, pH: Band | None, factors: tuple[tuple[str, float], ...], ferulic: bool
) -> RateConditions:
    """Return conditions of the rate in a storage."""
    often = 1.0 if storage.openings_per_day is None else storage.openings_per_day
    return RateConditions(strength, pH, stays_of(storage), package_of(storage), often, factors, ferulic)


@dataclass(frozen=True, eq=False)
class StabilityConditions:
    """One formula in its storage, as the rate of the loss sees it, with bands.

    Parameters
    ----------
    conditions : RateConditions, optional
        None where there is no number.
    row : LossConditions
        Of a table of this one formula.
    assumed : tuple of str
        Of `ASSUMED`.
    pH : Band, optional
        As predicted, read, or both; None where it is not known or there is no water.
    """

    conditions: RateConditions | None
    row: LossConditions
    assumed: tuple[str, ...]
    pH: Band | None

    @property
    def reason(self) -> str:
        """Why there is no number: one of `REASONS`; "" where there is one."""
        return self.row.reason.name()

    @property
    def domain(self) -> tuple[str, ...]:
        """What makes the band wide, of `DOMAIN`."""
        return tuple(name for name in DOMAIN if np.all(self.row.outside[name]))

    @property
    def vehicle(self) -> str:
        """What the acid is in: ``water``, ``glycol``, ``oil``, ``powder`` or ``other``."""
        return self.row.vehicle.name()


@functools.lru_cache(maxsize=64)
def stability_conditions(
    formula: Formula, storage: Storage, measured: Measured | None = None
) -> StabilityConditions:
    """Return what a formula and its storage mean for the loss of its ascorbic acid, with bands.

    Parameters
    ----------
    formula : Formula
    storage : Storage
        What it leaves out is not known.
    measured : Measured, optional
        Its pH counts.

    Returns
    -------
    StabilityConditions
    """
    table = table_of(formula)
    strength = strength_band(table, composition(formula))
    pH = _pH(formula, storage, measured) if vehicle_of(table).name() == "water" else None
    row = loss_conditions(
        table,
        storage,
        np.array([NAN if pH is None else pH.median]),
        np.array([strength.median if strength else 0.0]),
    )
    conditions = None
    if row.reason.name() == "":
        assert strength
        powers = ((name, float(power[0])) for name, power in row.powers.items())
        factors = tuple((name, power) for name, power in powers if power)
        conditions = _rate_conditions(storage, strength, pH, factors, bool(row.has_ferulic[0]))
    return StabilityConditions(conditions, row, tuple(taken_for_granted(storage)), pH)


def _pH(formula: Formula, storage: Storage, measured: Measured | None) -> Band | None:
    """Return the pH; one that spans both where prediction and reading contradict each other.

    Its middle is the higher of the two: there the acid is lost faster, and germs have it easier.
    """
    reading = measured.reading if measured and measured.pH is not None else None
    predicted = predict_pH(formula, reading, storage.coldest_C)
    if reading is None:
        return predicted.pH
    if predicted.pH is None:
        return reading.band
    if predicted.believed:
        return predicted.pH
    ends = min(predicted.pH.low, reading.band.low), max(predicted.pH.high, reading.band.high)
    return Band(max(predicted.pH.median, reading.value), *ends)


def glycol_powers(share_of_liquid: Array | float) -> tuple[Array, Array]:
    """Return the powers of some glycol, and of nothing but glycol, element by element.

    Between what is known, in proportion on a logarithm.

    Parameters
    ----------
    share_of_liquid : array or float
        Glycols and glycerin of them and the water [0–1].

    Returns
    -------
    tuple of array
        [0–1] each
    """
    low, high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[1:]
    towards = np.clip((np.asarray(share_of_liquid) - high) / (assumed("most_glycol_share") - high), 0.0, 1.0)
    return np.minimum(np.asarray(share_of_liquid) / low, 1.0) * (1 - towards), towards
