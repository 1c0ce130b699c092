"""The oxygen that a bottle meets: how much vitamin C it could take, by amounts and not by rates."""

from __future__ import annotations

from dataclasses import dataclass

from calc import catalog
from calc.catalog import Value
from calc.chemistry.formula import Formula, composition
from calc.chemistry.formula_table import table_of
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.mixture import strength_band
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import ureg

_ATMOSPHERE_PA = float(ureg.Quantity(1.0, "atm").m_as("Pa"))
_GAS_CONSTANT = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
#: The share whose loss ends a shelf life.
_LOST = 0.1


@dataclass(frozen=True)
class Oxygen:
    """What oxygen can take of the ascorbic acid in a bottle.

    Parameters
    ----------
    bottle_mL : float
        Of a usual bottle of this batch [mL].
    acid_g : float
        Ascorbic acid in it [g].
    air_mL : Band
        Air whose oxygen takes a tenth of that [mL].
    headspace : Band
        Air that one opening changes [mL].
    opening : Band
        Share that the oxygen of one opening can take [0–1].
    dissolved : Band
        Share that the oxygen already in the water can take [0–1].
    wall : Band, optional
        Share that the oxygen through the wall can take in a year [0–1]; None for glass and
        aluminium, which let in only what passes the closure, and where the wall is not known.
    """

    bottle_mL: float
    acid_g: float
    air_mL: Band
    headspace: Band
    opening: Band
    dissolved: Band
    wall: Band | None


def oxygen_budget(formula: Formula, storage: Storage | None = None) -> Oxygen | None:
    """Return what the oxygen around a bottle of a formula can take.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        How full it is, and of what its wall is.

    Returns
    -------
    Oxygen or None
        None without ascorbic acid.
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
    taken = columns["stoichiometry"] / acid
    dissolved = rows["dissolved_oxygen"].to("mol/L")[0] * bottle / 1000
    return Oxygen(
        bottle,
        strength.median * bottle / 1000,
        draws.band(_LOST / (taken * _oxygen_per_mL())),
        draws.band(columns["headspace"]),
        draws.band(taken * _oxygen_per_mL() * columns["headspace"]),
        draws.band(taken * dissolved),
        _wall(storage, strength.median),
    )


def _bounded(name: str, row: Value) -> UncertainInput:
    """Return a row whose ends nothing passes."""
    low, high = row.ends
    return UncertainInput(name, row.centre, low, high, floor=low, ceiling=high)


def _headspace(storage: Storage | None, bottle_mL: float) -> UncertainInput:
    """Return the air that one opening changes [mL]: all that is in the bottle, where that is known."""
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
    """Return the share that the oxygen through the wall can take in a year."""
    row = catalog.stability().walls.get(storage.wall or "") if storage else None
    if row is None:
        return None
    times = catalog.stability().oxygen["walls_strength"].to("g/L")[0] / strength_g_per_L
    value, low, high = (min(each * times, 1.0) for each in row.to("dimensionless"))
    return Band(value, low, high)
