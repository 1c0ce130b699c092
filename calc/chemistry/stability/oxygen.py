"""Oxygen budget of a bottle: the share of ascorbic acid that its oxygen could oxidise, whatever the rate."""

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
