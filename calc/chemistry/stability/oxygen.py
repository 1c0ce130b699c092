"""Oxygen budget of a bottle: the share of ascorbic acid that its oxygen could oxidise, whatever the rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Value
from calc.chemistry.formula import Formula, composition
from calc.chemistry.formula_table import table_of
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.kinetics import CLOSED
from calc.chemistry.stability.mixture import strength_band
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import ureg

Array = NDArray[np.float64]

_ATMOSPHERE_PA = float(ureg.Quantity(1.0, "atm").m_as("Pa"))
_GAS_CONSTANT = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
# The loss that ends a shelf life.
_LOST = 0.1


@dataclass(frozen=True)
class Oxygen:
    """The ascorbic acid in a bottle that oxygen can oxidise.

    Parameters
    ----------
    bottle_mL : float
        Volume of a usual bottle [mL].
    air_mL : Band
        Air whose oxygen oxidises a tenth of the ascorbic acid in it [mL].
    opening : Band
        Share that the fresh air of one opening can oxidise [0–1].
    dissolved : Band
        Share that the oxygen dissolved in the water can oxidise [0–1].
    wall : Band, optional
        Share that oxygen through the wall can oxidise in a year [0–1]; None for glass and aluminium,
        which are tight, and where the wall is unknown.
    """

    bottle_mL: float
    air_mL: Band
    opening: Band
    dissolved: Band
    wall: Band | None


def oxygen_budget(formula: Formula, storage: Storage | None = None) -> Oxygen | None:
    """Return how much of the ascorbic acid in a bottle of a formula oxygen can oxidise.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        Its fill and its wall count.

    Returns
    -------
    Oxygen or None
        None without ascorbic acid.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{oxygen_budget(serum, Storage(fill_fraction=0.9)).opening.median:.2%} per opening"
    '0.14% per opening'
    """
    strength = strength_band(table_of(formula), composition(formula))
    if strength is None or strength.median <= 0:
        return None
    rows = catalog.stability().oxygen
    bottle = rows["bottle"].to("mL")[0]
    air = _headspace(storage, bottle)
    stoichiometry = _bounded("stoichiometry", rows["stoichiometry"])
    draws = Samples(
        [stoichiometry, air, UncertainInput("strength", strength.median, strength.low, strength.high)]
    )
    columns = draws.columns
    molar_mass = catalog.forms()["l_ascorbic_acid"].value("molar_mass")
    assert molar_mass
    acid = columns["strength"] * bottle / 1000 / molar_mass.centre
    oxidised = columns["stoichiometry"] / acid
    dissolved = rows["dissolved_oxygen"].to("mol/L")[0] * bottle / 1000
    return Oxygen(
        bottle,
        draws.band(_LOST / (oxidised * _oxygen_per_mL())),
        draws.band(oxidised * _oxygen_per_mL() * columns["headspace"]),
        draws.band(oxidised * dissolved),
        _wall(storage, strength.median),
    )


def oxygen_shut_in(strength_g_per_L: Array | float, storage: Storage, package: str) -> Array:
    """Return the share of the acid that the oxygen shut into a closed bottle can oxidise, element by element.

    Parameters
    ----------
    strength_g_per_L : array or float
        Ascorbic acid by volume [g/L]; 0 where there is none.
    storage : Storage
        Its fill counts.
    package : str
        A row of ``packages`` in ``data/stability.toml``. An airless pump holds no air, only what is
        dissolved; in one that is opened the share is 0, since more comes in.

    Returns
    -------
    array
        [0–1]

    Examples
    --------
    >>> f"{oxygen_shut_in(150.0, Storage(), 'sealed_ampoule'):.2%}"
    '0.30%'
    """
    strength = np.asarray(strength_g_per_L, dtype=np.float64)
    if package not in CLOSED and storage.openings_per_day != 0:
        return np.zeros(strength.shape)
    rows = catalog.stability().oxygen
    bottle_mL = rows["bottle"].to("mL")[0]
    molar_mass = catalog.forms()["l_ascorbic_acid"].value("molar_mass")
    assert molar_mass
    oxygen_mol = rows["dissolved_oxygen"].to("mol/L")[0] * bottle_mL / 1000
    if package != "airless_pump":
        oxygen_mol += _headspace(storage, bottle_mL).value * _oxygen_per_mL()
    acid_mol = np.maximum(strength, 1e-9) * bottle_mL / 1000 / molar_mass.centre
    return np.minimum(rows["stoichiometry"].centre * oxygen_mol / acid_mol, 1.0)


def _bounded(name: str, row: Value) -> UncertainInput:
    """Return a row as an uncertain input within its ends."""
    low, high = row.ends
    return UncertainInput(name, row.centre, low, high, floor=low, ceiling=high)


def _headspace(storage: Storage | None, bottle_mL: float) -> UncertainInput:
    """Return the air that one opening renews [mL]: all air in the bottle, where its fill is known."""
    if storage is None or storage.fill_fraction is None:
        return _bounded("headspace", catalog.stability().oxygen["headspace"])
    air = bottle_mL * (1 - storage.fill_fraction)
    return UncertainInput("headspace", air, air, air)


def _oxygen_per_mL() -> float:
    """Return the oxygen in air at room temperature [mol/mL]."""
    share = catalog.stability().oxygen["air_oxygen"].to("dimensionless")[0]
    room = catalog.stability().assumed["room"].to("K")[0]
    return share * _ATMOSPHERE_PA * 1e-6 / (_GAS_CONSTANT * room)


def _wall(storage: Storage | None, strength_g_per_L: float) -> Band | None:
    """Return the share that oxygen through the wall can oxidise in a year."""
    row = catalog.stability().walls.get(storage.wall or "") if storage else None
    if row is None:
        return None
    scale = catalog.stability().oxygen["walls_strength"].to("g/L")[0] / strength_g_per_L
    value, low, high = (min(share * scale, 1.0) for share in row.to("dimensionless"))
    return Band(value, low, high)
