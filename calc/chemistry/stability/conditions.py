"""Conditions of the loss of ascorbic acid: what a formula and its storage mean for its rate."""

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
    RateConditions,
    as_open,
    days_until_t90,
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
from calc.chemistry.stability.oxygen import oxygen_shut_in
from calc.chemistry.stability.storage import assumptions_of, package_of, stays_of
from calc.uncertainty import Band


@dataclass(frozen=True, eq=False)
class LossConditions:
    """Conditions of the loss in formulas in a storage, (n,) each.

    Parameters
    ----------
    vehicle : Categories
        One of `mixture.VEHICLES`.
    strength_g_per_L : array
        Ascorbic acid by volume [g/L].
    pH : array
        NaN where it is unknown or there is no water.
    reason : Categories
        Why there is no number of days: one of `limits.REASONS`.
    outside : mapping of str to array of bool, or bool
        How they differ from the published series: a flag for each of `limits.DOMAIN`.
    has_ferulic : array of bool
        Where ferulic acid with tocopherol is effective.
    powers : mapping of str to array
        Of each factor, by its row in ``data/stability.toml``.
    microbial_limit_days : array
        How long they may be used before germs grow [day]; NaN without such a limit.
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
    """Return the conditions of the loss of ascorbic acid in formulas in a storage.

    Parameters
    ----------
    table : FormulaTable
    storage : Storage
        What it does not state is unknown.
    pH : (n,) array
        NaN where it is not known.
    strength : (n,) array, optional
        Ascorbic acid by volume [g/L]; by default from the stated values.

    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> loss_conditions(table, Storage(), np.array([np.nan])).reason.name()
    'no_pH'
    """
    vehicle = vehicle_of(table)
    acidity = np.where(vehicle.isin("water"), pH, NAN)
    grams_per_L = strength_g_per_L(table) if strength is None else strength
    outside = outside_of(table, storage, vehicle)
    ferulic = has_ferulic(table, acidity) & vehicle.isin("water") & (ferulic_share(acidity) > 0)
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
    """Tell where any flag is set, one left out, (size,)."""
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
        # No series shows whether two antioxidants do more than the better one.
        "sulfite_or_glutathione": wet & ~ferulic & has_antioxidant(table),
    }
    return {name: np.asarray(power, dtype=np.float64) for name, power in powers.items()}


def t90_as_stated(loss: LossConditions, storage: Storage) -> Array:
    """Return when a tenth is lost, with every input at its stated value.

    Parameters
    ----------
    loss : LossConditions
    storage : Storage
        The one that they were computed for.

    Returns
    -------
    (n,) array
        [day]; NaN where no number is given.

    >>> from calc.units import Q_
    >>> fridge = Storage(temperature=Q_(5.0, "degC"), package="airless_pump")
    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> print(f"{t90_as_stated(loss_conditions(table, fridge, np.array([3.0])), fridge)[0]:.0f} days")
    626 days
    """
    days = np.full(loss.pH.size, NAN)
    rows: Rows = np.flatnonzero(loss.reason.isin(""))
    if not rows.size:
        return days
    # `log_rate` takes factors to the first power, the antioxidant and a pH for all rows alike. What differs
    # from row to row goes into the columns: factors to their power, no antioxidant, a pH of −∞ without water.
    any_band = Band(1.0, 1.0, 1.0)
    names = tuple((name, 1.0) for name in loss.powers)
    conditions = _rate_conditions(storage, any_band, any_band, names, True)
    columns = {uncertain.name: np.array([uncertain.value]) for uncertain in rate_inputs(conditions)}
    columns.update((name, columns[name] * power[rows]) for name, power in loss.powers.items())
    columns["ferulic_with_tocopherol"] = columns["ferulic_with_tocopherol"] * loss.has_ferulic[rows]
    pH = np.where(loss.vehicle.isin("water"), loss.pH, -np.inf)[rows]
    columns.update(strength=loss.strength_g_per_L[rows], pH=pH)
    shut_in = oxygen_shut_in(loss.strength_g_per_L[rows], storage, conditions.package)
    faster = as_open(conditions, columns)
    rate = np.exp(log_rate(conditions, columns))
    days[rows] = days_until_t90(rate, columns["order"], shut_in, faster)
    return days


def _rate_conditions(
    storage: Storage, strength: Band, pH: Band | None, factors: tuple[tuple[str, float], ...], ferulic: bool
) -> RateConditions:
    """Return the inputs of the rate in a storage."""
    often = 1.0 if storage.openings_per_day is None else storage.openings_per_day
    shut_in = float(oxygen_shut_in(strength.median, storage, package_of(storage)))
    return RateConditions(
        strength, pH, stays_of(storage), package_of(storage), often, factors, ferulic, shut_in
    )


@dataclass(frozen=True, eq=False)
class StabilityConditions:
    """Conditions of the loss in one formula in its storage, with bands.

    Parameters
    ----------
    conditions : RateConditions, optional
        None where there is no number.
    row : LossConditions
        The same from a table of this one formula.
    assumed : tuple of str
        Of ``temperature``, ``package`` and ``openings``: what the storage does not state.
    pH : Band, optional
        As predicted, read, or both; None where it is unknown or there is no water.
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
        """How it differs from the published series, of `DOMAIN`."""
        return tuple(name for name in DOMAIN if np.all(self.row.outside[name]))

    @property
    def vehicle(self) -> str:
        """The vehicle: ``water``, ``glycol``, ``oil``, ``powder`` or ``other``."""
        return self.row.vehicle.name()


@functools.lru_cache(maxsize=64)
def stability_conditions(
    formula: Formula, storage: Storage, measured: Measured | None = None
) -> StabilityConditions:
    """Return the conditions of the loss of ascorbic acid in a formula in its storage, with bands.

    Parameters
    ----------
    formula : Formula
    storage : Storage
        What it does not state is unknown.
    measured : Measured, optional
        Its pH counts.

    Returns
    -------
    StabilityConditions

    >>> from calc.chemistry.formula import Line
    >>> state = stability_conditions(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))), Storage())
    >>> state.vehicle, state.assumed
    ('water', ('temperature', 'package', 'openings'))
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
    return StabilityConditions(conditions, row, tuple(assumptions_of(storage)), pH)


def _pH(formula: Formula, storage: Storage, measured: Measured | None) -> Band | None:
    """Return the pH; a band around both where prediction and reading contradict each other.

    Its median is the higher of the two, at which ascorbic acid is lost faster and germs grow more easily.
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
    """Return the powers of the factors for some glycol and for glycol alone, element by element.

    Between the published shares, the logarithm of the rate is interpolated linearly.

    Parameters
    ----------
    share_of_liquid : array or float
        Glycols and glycerin as a share of them and the water [0–1].

    Returns
    -------
    tuple of array
        [0–1] each

    >>> [round(float(power), 2) for power in glycol_powers(0.5)]
    [0.67, 0.33]
    """
    low, high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[1:]
    towards = np.clip((np.asarray(share_of_liquid) - high) / (assumed("most_glycol_share") - high), 0.0, 1.0)
    return np.minimum(np.asarray(share_of_liquid) / low, 1.0) * (1 - towards), towards
