"""How much dissolves of what goes in beside vitamin C and hardly dissolves in water.

In a mixture of water and glycols the least that dissolves is by the log-linear rule (Yalkowsky 1972),

    log S = Σ fᵢ log Sᵢ,

with the share fᵢ of each liquid by mass and what a liquid alone dissolves Sᵢ [g/100 g]; the most is as if
every liquid dissolved its own. A liquid of which nothing is known counts as water for the least. Of an acid
only what has kept its proton is held against that: its salt dissolves well. All at room temperature.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.catalog import Ingredient
from calc.chemistry.acidity import unionised_share
from calc.chemistry.formula_table import NAN, Array, Flags, FormulaTable, is_cosolvent
from calc.chemistry.phases import is_oil


@dataclass(frozen=True, eq=False)
class Dissolved:
    """What is there of one ingredient without a charge, and how much of it dissolves, (n,) each.

    ``least_g``, ``most_g``: there is so much of it without a charge [g]. ``least_limit_g``,
    ``most_limit_g``: so much dissolves [g]. All NaN where that is not known, and where it is not in.
    """

    least_g: Array
    most_g: Array
    least_limit_g: Array
    most_limit_g: Array

    @property
    def surely_not(self) -> Flags:
        """Where some of it stays behind, however its numbers are read."""
        return np.asarray(self.least_g > self.most_limit_g * (1 + 1e-9))

    @property
    def maybe_not(self) -> Flags:
        """Where some of it may stay behind or come out again."""
        return np.asarray((self.most_g > self.least_limit_g * (1 + 1e-9)) & ~self.surely_not)


@functools.cache
def poorly_soluble() -> tuple[str, ...]:
    """Return the ingredients beside the forms of vitamin C of which it is known how little water dissolves.

    Examples
    --------
    >>> "ferulic_acid" in poorly_soluble()
    True
    """
    forms = catalog.forms()
    return tuple(
        name
        for name, record in catalog.ingredients().items()
        if name not in forms and record.value("solubility_water")
    )


def dissolved_of(table: FormulaTable, pH: Array) -> Mapping[str, Dissolved]:
    """Return how much dissolves of each poorly soluble ingredient that any formula may hold.

    Parameters
    ----------
    table : FormulaTable
    pH : (n,) array
        NaN where it is not known: then an acid is taken to have kept its protons, and its salt to have none.

    Returns
    -------
    mapping of str to Dissolved
        By the id of the ingredient, an acid with its salts.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[99.0], [0.5]]), ("water", "ferulic_acid"))
    >>> found = dissolved_of(table, np.array([3.0]))["ferulic_acid"]
    >>> found.surely_not.tolist(), f"{found.least_limit_g[0]:.2f} g"
    ([True], '0.08 g')
    """
    records = catalog.ingredients()
    return {
        name: _dissolved(table, records[name], [records[source] for source in sources], pH)
        for name, sources in _sources_among(table.ingredients).items()
    }


@functools.lru_cache(maxsize=1024)
def _sources_among(ingredients: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return what of some ingredients brings each poorly soluble one, without those that nothing brings."""
    records = catalog.ingredients()
    sources = {
        name: tuple(other for other in ingredients if _brings(records[other], records[name]))
        for name in poorly_soluble()
    }
    return {name: those for name, those in sources.items() if those}


def credited_g(table: FormulaTable, name: str, pH: Array) -> Array:
    """Return how much of an ingredient may be dissolved at most, (n,) [g]; all of what dissolves well.

    Parameters
    ----------
    table : FormulaTable
    name : str
        Id in `catalog.ingredients`.
    pH : (n,) array
        NaN where it is not known.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[99.0], [0.5]]), ("water", "ferulic_acid"))
    >>> f"{credited_g(table, 'ferulic_acid', np.array([2.0]))[0]:.2f} g"
    '0.08 g'
    """
    there = table.pure(name)
    dissolved = dissolved_of(table, pH).get(name)
    if dissolved is None:
        return there
    # With what has kept its proton goes its share of what has lost it.
    per_uncharged = there / np.where(dissolved.surely_not, dissolved.least_g, 1.0)
    return np.where(dissolved.surely_not, dissolved.most_limit_g * per_uncharged, there)


def dissolved_shares(table: FormulaTable, pH: Array) -> Mapping[str, Array]:
    """Return what share of each poorly soluble acid is dissolved at most, salts and all, (n,) each [0–1].

    Parameters
    ----------
    table : FormulaTable
    pH : (n,) array
        Of all that is in it.

    Returns
    -------
    mapping of str to (n,) array
        By the name of the acid as in `ions.IonContributions`; without those that dissolve everywhere.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[99.0], [0.5]]), ("water", "ferulic_acid"))
    >>> f"{dissolved_shares(table, np.array([2.0]))['ferulic'][0]:.2f}"
    '0.15'
    """
    shares = {}
    for name, dissolved in dissolved_of(table, pH).items():
        record, behind = catalog.ingredients()[name], dissolved.surely_not
        if behind.any() and (record.acid or record.ionises):
            over = dissolved.most_limit_g / np.where(behind, dissolved.least_g, 1.0)
            shares[record.acid or record.id] = np.where(behind, over, 1.0)
    return shares


def _brings(other: Ingredient, record: Ingredient) -> bool:
    """Tell whether an ingredient brings a poorly soluble one: itself, or its salt."""
    return other.id == record.id or bool(record.acid and other.acid == record.acid)


def _dissolved(table: FormulaTable, record: Ingredient, sources: list[Ingredient], pH: Array) -> Dissolved:
    """Return what is there of one ingredient without a charge, and how much of it dissolves."""
    least, most = np.zeros(table.size), np.zeros(table.size)
    low_share, high_share = _unionised(record, pH)
    for source in sources:
        grams = table.pure(source.id) * _mass_ratio(record, source)
        without_pH = 1.0 if source.id == record.id else 0.0
        least += grams * np.where(np.isnan(pH), without_pH, low_share)
        most += grams * np.where(np.isnan(pH), without_pH, high_share)
    low, high = _limits(table, record)
    unknown = table.is_finished | ~(most > 0) | ~(high > 0)
    columns = (np.where(unknown, NAN, column) for column in (least, most, low, high))
    return Dissolved(*columns)


def _unionised(record: Ingredient, pH: Array) -> tuple[Array, Array]:
    """Return the share that has kept its proton, by the ends of what is known of its constant [0–1]."""
    if record.acid:
        row = catalog.acids()[record.acid].pKa[0]
    elif record.ionises == "acid":
        row = catalog.inputs().assumed["pKa_unknown"]
    else:
        return np.ones(pH.shape), np.ones(pH.shape)
    low, high = row.ends
    return unionised_share(pH, low), unionised_share(pH, high)


def _mass_ratio(record: Ingredient, source: Ingredient) -> float:
    """Return the mass of an acid that a gram of its salt holds [g/g]."""
    acid, salt = record.value("molar_mass"), source.value("molar_mass")
    return acid.to("g/mol")[0] / salt.to("g/mol")[0] if acid and salt else 1.0


def _limits(table: FormulaTable, record: Ingredient) -> tuple[Array, Array]:
    """Return how much of an ingredient dissolves at least and at most, (n,) [g]."""
    of_water, solvents = _dissolving(record.id, table.ingredients)
    other = catalog.inputs().assumed["solvent_unknown"].to("g/100g")[0]
    liquid = table.water_g.copy()
    logs, most = table.water_g * of_water.log_least, table.water_g * of_water.most
    for solvent in solvents:
        grams = table.of(solvent.ingredient)
        most += grams * solvent.most
        logs += grams * solvent.log_least
        liquid += grams
    # What micelles and oils take up is not known.
    most += (table.where(_is_emulsifier) + table.where(is_oil)) * other
    least = liquid * np.exp(logs / np.where(liquid > 0, liquid, 1.0)) / 100
    return np.minimum(least, most / 100), most / 100


@dataclass(frozen=True)
class _Solvent:
    """A liquid, with the logarithm of the least and with the most that 100 g of it dissolve [g]."""

    ingredient: str
    log_least: float
    most: float


@functools.lru_cache(maxsize=1024)
def _dissolving(solute: str, ingredients: tuple[str, ...]) -> tuple[_Solvent, tuple[_Solvent, ...]]:
    """Return what water dissolves of an ingredient, and what each glycol or alcohol among others does."""
    records = catalog.ingredients()
    row = records[solute].value("solubility_water")
    assert row is not None
    _, low, high = row.to("g/100g")
    other = catalog.inputs().assumed["solvent_unknown"].to("g/100g")[0]
    solvents = []
    for solvent in ingredients:
        if is_cosolvent(records[solvent]):
            stated = records[solute].value(f"solubility_{solvent}")
            _, least, most = stated.to("g/100g") if stated else (low, low, other)
            solvents.append(_Solvent(solvent, float(np.log(least)), most))
    return _Solvent("water", float(np.log(low)), high), tuple(solvents)


def _is_emulsifier(record: Ingredient) -> bool:
    """Tell whether an ingredient makes micelles."""
    return "emulsifier" in record.roles
