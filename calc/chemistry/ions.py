"""Ions from ingredients: weak acids, sodium and potassium, and the carbon dioxide that escapes.

A gram of an ingredient of molar mass M contributes 1/M mol of its acid, with the sodium and potassium of
its formula. Other acids release carbon dioxide from bicarbonate: as much as their free protons less the
metal ions that have replaced a proton already,

    n(CO₂) = n(protons) − (n(Na⁺) + n(K⁺) − n(carbonic)),

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


@dataclass(frozen=True, eq=False)
class IonContributions:
    """Ions from one gram of each ingredient in water.

    Parameters
    ----------
    acids : tuple of str
        Ids of `catalog.acids`, or of ingredients with unknown constants.
    acid_mol : (ingredients, acids) array
        Moles of each acid [mol/g].
    sodium_mol, potassium_mol : (ingredients,) array
        [mol/g].
    """

    acids: tuple[str, ...]
    acid_mol: Array
    sodium_mol: Array
    potassium_mol: Array


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
        [[_acid_of(record) == acid for acid in acids] for record in records], dtype=np.float64
    )
    salts = np.array([record.sodium + (record.ionises == "salt") for record in records])
    return IonContributions(
        acids,
        acid_mol.reshape(len(records), len(acids)) * per_gram[:, np.newaxis],
        salts * per_gram,
        np.array([record.potassium for record in records]) * per_gram,
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
    metals = pure_g @ (ions.sodium_mol + ions.potassium_mol)
    return carbon_dioxide_lost(ions.acids, amounts, metals) * gas_molar_mass()


@functools.cache
def gas_molar_mass() -> float:
    """Return the molar mass of carbon dioxide [g/mol]."""
    row = catalog.acids()["carbonic"].value("gas_molar_mass")
    assert row is not None
    return row.to("g/mol")[0]


def carbon_dioxide_lost(acids: tuple[str, ...], amounts: Array, metals: Array) -> Array:
    """Return the moles of carbonic acid that other acids release as gas.

    Parameters
    ----------
    acids : tuple of str
        As in `IonContributions`.
    amounts : (..., acids) array
        Moles of each acid in all its species.
    metals : (...) array
        Moles of sodium and potassium together.

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
        return np.zeros_like(metals)
    carbonic = amounts[..., acids.index("carbonic")]
    protons = amounts @ _free_protons_of(acids)
    return np.clip(protons - (metals - carbonic), 0.0, carbonic)


def _acid_of(record: catalog.Ingredient) -> str:
    """Return the acid of an ingredient: a known one, or the ingredient itself; "" for none."""
    return record.acid or (record.id if record.ionises else "")


def _mol_per_gram(record: catalog.Ingredient) -> float:
    """Return the moles per gram of an ingredient that ionises; 0 for others."""
    if not (_acid_of(record) or record.sodium or record.potassium):
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
