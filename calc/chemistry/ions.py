"""Ions from ingredients: weak acids, metals and chloride, and the carbon dioxide that escapes.

A gram of an ingredient of molar mass M contributes N/M mol of its acid, N being the molecules of it in the
formula, with the metals and the chloride of its formula. Other acids release carbon dioxide from
bicarbonate: as much as their free protons less the strong charge S that has replaced a proton already,

    n(CO₂) = n(protons) − (S − n(carbonic)),    S = n(Na⁺) + n(K⁺) + 2 n(Ca²⁺) + 2 n(Mg²⁺) − n(Cl⁻),

between none and all of it. A proton is free where its pKa is below ``drives_out_gas`` in
``data/inputs.toml``; a base binds one.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog

Array = NDArray[np.float64]

#: Ions that are free of their own, metals first, and their charges.
IONS = ("sodium", "potassium", "calcium", "magnesium", "chloride")
CHARGES = np.array([1.0, 1.0, 2.0, 2.0, -1.0])


@dataclass(frozen=True, eq=False)
class IonContributions:
    """Ions from one gram of each ingredient in water.

    Parameters
    ----------
    acids : tuple of str
        Ids of `catalog.acids`, or of ingredients with unknown constants.
    acid_mol : (ingredients, acids) array
        Moles of each acid [mol/g].
    ion_mol : (ingredients, ions) array
        Moles of each of `IONS` [mol/g].
    """

    acids: tuple[str, ...]
    acid_mol: Array
    ion_mol: Array

    @property
    def sodium_mol(self) -> Array:
        """Moles of sodium, (ingredients,) [mol/g]."""
        return self.ion_mol[:, IONS.index("sodium")]

    @property
    def potassium_mol(self) -> Array:
        """Moles of potassium, (ingredients,) [mol/g]."""
        return self.ion_mol[:, IONS.index("potassium")]

    @property
    def strong_charge_mol(self) -> Array:
        """Net charge of the ions, (ingredients,) [mol/g]."""
        return self.ion_mol @ CHARGES


@functools.lru_cache(maxsize=256)
def ion_contributions(ingredients: tuple[str, ...]) -> IonContributions:
    """Return the ions from a gram of each ingredient in water.

    Parameters
    ----------
    ingredients : tuple of str
        Ids in `catalog.ingredients`; rows of the result are in this order.

    Examples
    --------
    >>> ions = ion_contributions(("water", "sodium_bicarbonate"))
    >>> ions.acids, ions.sodium_mol.round(4).tolist()
    (('carbonic',), [0.0, 0.0119])
    """
    records = [catalog.ingredients()[name] for name in ingredients]
    acids = tuple(dict.fromkeys(_acid_of(record) for record in records if _acid_of(record)))
    per_gram = np.array([_mol_per_gram(record) for record in records])
    acid_mol = np.array(
        [[(_acid_of(record) == acid) * record.acid_number for acid in acids] for record in records],
        dtype=np.float64,
    )
    ions = np.array([[getattr(record, ion) for ion in IONS] for record in records], dtype=np.float64)
    ions = ions.reshape(len(records), len(IONS))
    ions[:, 0] += [record.ionises == "salt" for record in records]
    return IonContributions(
        acids,
        acid_mol.reshape(len(records), len(acids)) * per_gram[:, np.newaxis],
        ions * per_gram[:, np.newaxis],
    )


def carbon_dioxide_g(ingredients: tuple[str, ...], pure_g: Array) -> Array:
    """Return the carbon dioxide that acids release from bicarbonate.

    Parameters
    ----------
    ingredients : tuple of str
        Ids.
    pure_g : (..., ingredients) array
        Pure mass of each [g].

    Returns
    -------
    (...) array
        [g].

    Examples
    --------
    >>> f"{carbon_dioxide_g(('l_ascorbic_acid', 'sodium_bicarbonate'), np.array([15.0, 2.0])):.2f} g"
    '1.05 g'
    """
    if not any(catalog.ingredients()[name].acid == "carbonic" for name in ingredients):
        return np.zeros(pure_g.shape[:-1])
    ions = ion_contributions(ingredients)
    amounts = pure_g @ ions.acid_mol
    return carbon_dioxide_lost(ions.acids, amounts, pure_g @ ions.strong_charge_mol) * gas_molar_mass()


@functools.cache
def gas_molar_mass() -> float:
    """Return the molar mass of carbon dioxide [g/mol]."""
    row = catalog.acids()["carbonic"].value("gas_molar_mass")
    assert row is not None
    return row.to("g/mol")[0]


def carbon_dioxide_lost(acids: tuple[str, ...], amounts: Array, strong_charge: Array) -> Array:
    """Return the moles of carbonic acid that other acids release as gas.

    Parameters
    ----------
    acids : tuple of str
        As in `IonContributions`.
    amounts : (..., acids) array
        Moles of each acid in all its species.
    strong_charge : (...) array
        Net charge of the metals and chloride, in moles.

    Returns
    -------
    (...) array
        Moles.

    Examples
    --------
    >>> float(carbon_dioxide_lost(("ascorbic", "carbonic"), np.array([0.08, 0.02]), np.array(0.02)))
    0.02
    """
    if "carbonic" not in acids:
        return np.zeros_like(strong_charge)
    carbonic = amounts[..., acids.index("carbonic")]
    protons = amounts @ _free_protons_of(acids)
    return np.minimum(np.maximum(protons - (strong_charge - carbonic), 0.0), carbonic)


def _acid_of(record: catalog.Ingredient) -> str:
    """Return the acid of an ingredient: a known one, or the ingredient itself; "" for none."""
    return record.acid or (record.id if record.ionises else "")


def _mol_per_gram(record: catalog.Ingredient) -> float:
    """Return the moles per gram of an ingredient that ionises; 0 for others."""
    if not (_acid_of(record) or any(getattr(record, ion) for ion in IONS)):
        return 0.0
    mass = record.value("molar_mass") or record.value("equivalent_mass")
    return 1 / (mass or catalog.inputs().assumed["equivalent_mass_unknown"]).to("g/mol")[0]


@functools.lru_cache(maxsize=256)
def _free_protons_of(acids: tuple[str, ...]) -> Array:
    """Return how many protons of each acid are free to release gas."""
    return np.array([_free_protons(acid) for acid in acids], dtype=np.float64)


def _free_protons(acid: str) -> int:
    """Return how many protons of an acid are free to release gas; a base binds them, counted negative."""
    record = catalog.acids().get(acid)
    if record is None:
        return {"acid": 1, "salt": 1, "base": -1}[catalog.ingredients()[acid].ionises]
    strong_enough = catalog.inputs().assumed["drives_out_gas"].centre
    return sum(pKa.centre < strong_enough for pKa in record.pKa) - record.charge
