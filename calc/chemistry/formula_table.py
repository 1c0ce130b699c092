"""Formulas as a table: grams by ingredient, and what follows from them. One formula is a table of one row.

Functions over a table work element by element, so that one serum and millions have the same results.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Ingredient
from calc.chemistry.formula import Formula, Line, aa_equivalent
from calc.chemistry.ions import IONS, carbon_dioxide_lost, gas_molar_mass, ion_contributions
from calc.chemistry.waters import water_share

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
Columns = dict[str, Array]
NAN = float("nan")
ACID = "l_ascorbic_acid"


@dataclass(frozen=True, eq=False)
class Categories:
    """One of a few names for each row, as its position among them.

    >>> vehicle = Categories.first(("powder", "water"), [("water", np.array([True, False]))], "powder")
    >>> vehicle.isin("water").tolist(), vehicle.name(1)
    ([True, False], 'powder')
    """

    names: tuple[str, ...]
    positions: NDArray[np.int8]

    @classmethod
    def first(
        cls, names: tuple[str, ...], flags: Iterable[tuple[str, Flags | bool]], rest: str
    ) -> Categories:
        """Return for each row the first name whose flag is set, else ``rest``; a flag may be a scalar."""
        cases = [*flags]
        shape = next((np.shape(up) for _, up in cases if np.ndim(up)), (1,))
        positions = np.full(shape, names.index(rest), dtype=np.int8)
        for name, up in reversed(cases):
            positions[up] = names.index(name)
        return cls(names, positions)

    def isin(self, *names: str) -> Flags:
        """Tell which rows have one of some names, (n,)."""
        isin = np.zeros(self.positions.size, dtype=bool)
        for name in names:
            if name in self.names:
                isin |= self.positions == self.names.index(name)
        return isin

    def at(self, rows: Rows) -> Categories:
        """Return the names of some rows."""
        return Categories(self.names, self.positions[rows])

    def name(self, row: int = 0) -> str:
        """Return the name of one row."""
        return self.names[self.positions[row]]


@dataclass(frozen=True, eq=False)
class FormulaTable:
    """n formulas of the same k ingredients, all different.

    Parameters
    ----------
    weighed_g : (k, n) array
        Masses as weighed [g].
    pure_g : (k, n) array
        Without impurities and free water [g]; may be the very array of what is weighed.
    ingredients : tuple of str
        Ids in `catalog.ingredients`.
    system : str
        One of `formula.SYSTEMS`.
    content_g : mapping of str to (n,) array
        Ascorbic acid in forms [g] where it was stated, instead of the catalogue's content.
    content_stated : frozenset of str
        Forms whose content was stated on all of their lines.
    """

    weighed_g: Array
    pure_g: Array
    ingredients: tuple[str, ...]
    system: str = "solution"
    content_g: Mapping[str, Array] = field(default_factory=dict)
    content_stated: frozenset[str] = frozenset()

    @classmethod
    def of_grams(cls, grams: Array, ingredients: tuple[str, ...], system: str = "solution") -> FormulaTable:
        """Make a table of pure ingredients.

        Parameters
        ----------
        grams : (k, n) array
            [g]
        ingredients, system
            As for `FormulaTable`.

        >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
        >>> table.share("l_ascorbic_acid").tolist()
        [0.15]
        """
        return cls(grams, grams, ingredients, system)

    def part(self, rows: Rows) -> FormulaTable:
        """Return some of the formulas.

        Parameters
        ----------
        rows : (m,) array of int

        >>> grams = np.array([[85.0, 90.0], [15.0, 10.0]])
        >>> table = FormulaTable.of_grams(grams, ("water", "l_ascorbic_acid"))
        >>> table.part(np.array([1])).water_g.tolist()
        [90.0]
        """
        weighed = self.weighed_g[:, rows]
        pure = weighed if self.pure_g is self.weighed_g else self.pure_g[:, rows]
        content_g = {form: grams[rows] for form, grams in self.content_g.items()}
        part = FormulaTable(weighed, pure, self.ingredients, self.system, content_g, self.content_stated)
        sums = {name: vars(self)[name] for name in ("water_g", "gas_g", "total_g") if name in vars(self)}
        vars(part).update({name: grams[rows] for name, grams in sums.items()})
        return part

    @property
    def size(self) -> int:
        """How many formulas there are."""
        return self.weighed_g.shape[1]

    @functools.cached_property
    def records(self) -> tuple[Ingredient, ...]:
        """The catalogue's entries."""
        return tuple(catalog.ingredients()[name] for name in self.ingredients)

    @functools.cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms of vitamin C among the ingredients, in the catalogue's order."""
        return tuple(form for form in catalog.forms() if form in self.ingredients)

    # --- masses ---------------------------------------------------------------------------------

    def of(self, *names: str) -> Array:
        """Return the mass weighed of some ingredients together, (n,) [g]."""
        return self._sum(_places_of(self.ingredients, names))

    def pure(self, *names: str) -> Array:
        """Return the pure mass of some ingredients together, (n,) [g]."""
        return self._sum(_places_of(self.ingredients, names), self.pure_g)

    def where(self, test: Callable[[Ingredient], bool]) -> Array:
        """Return the mass weighed of all ingredients that pass a test, (n,) [g].

        Parameters
        ----------
        test : callable
            A function of a module: the result is cached by it.
        """
        return self._sum(_places_where(self.ingredients, test))

    def pure_where(self, test: Callable[[Ingredient], bool]) -> Array:
        """Return the pure mass of all ingredients that pass a test, (n,) [g]."""
        return self._sum(_places_where(self.ingredients, test), self.pure_g)

    def share(self, *names: str) -> Array:
        """Return ingredients as a share of the total mass, (n,) [0–1]."""
        return self.of(*names) / self.total_g

    def has_role(self, role: str) -> Flags:
        """Tell which contain an ingredient with a role, (n,)."""
        return self._sum(_places_with_role(self.ingredients, role)) > 0

    def has_solvent(self, *phases: str) -> Flags:
        """Tell which contain a solvent other than water of some `catalog.PHASES`, (n,)."""
        return self._sum(_places_of_solvents(self.ingredients, phases)) > 0

    def summed(self, per_gram: Iterable[float], grams: Array | None = None) -> Array:
        """Return a sum over the ingredients weighted by an amount per gram, (n,).

        Parameters
        ----------
        per_gram : (k,) iterable of float
        grams : (k, n) array, optional
            [g]; the pure masses by default.
        """
        total = np.zeros(self.size)
        for row, amount in zip(self.pure_g if grams is None else grams, per_gram):
            if amount:
                total += amount * row
        return total

    def _sum(self, places: list[int], grams: Array | None = None) -> Array:
        """Return some rows together, (n,) [g]."""
        grams = self.weighed_g if grams is None else grams
        if not places:
            return np.zeros(self.size)
        return grams[places[0]] if len(places) == 1 else grams[places].sum(axis=0)

    # --- what follows from them -----------------------------------------------------------------

    @functools.cached_property
    def acid_mol(self) -> Array:
        """Amount of each acid of `ions.ion_contributions`, (acids, n) [mol]."""
        ions = ion_contributions(self.ingredients)
        amounts = [self.summed(per_gram.tolist()) for per_gram in ions.acid_mol.T]
        return np.array(amounts).reshape(len(amounts), self.size)

    @functools.cached_property
    def strong_charge_mol(self) -> Array:
        """Net charge of metals and chloride, (n,) [mol]."""
        return self.summed(ion_contributions(self.ingredients).strong_charge_mol.tolist())

    @functools.cached_property
    def ion_mol(self) -> Array:
        """Amount of each of `ions.IONS`, (ions, n) [mol]."""
        per_gram = ion_contributions(self.ingredients).ion_mol.T
        return np.array([self.summed(ion.tolist()) for ion in per_gram])

    @functools.cached_property
    def liquid_water_g(self) -> Array:
        """Water weighed as plain water, floral water or juice, (n,) [g]."""
        return self.summed([water_share(ingredient) for ingredient in self.ingredients], self.weighed_g)

    @functools.cached_property
    def water_g(self) -> Array:
        """Water present, (n,) [g]; of one formula with that of its powders."""
        return self.liquid_water_g

    @functools.cached_property
    def gas_g(self) -> Array:
        """Carbon dioxide that escapes, (n,) [g]."""
        acids = ion_contributions(self.ingredients).acids
        if "carbonic" not in acids:
            return np.zeros(self.size)
        gas = carbon_dioxide_lost(acids, self.acid_mol.T, self.strong_charge_mol) * gas_molar_mass()
        return np.where(self.water_g > 0, gas, 0.0)

    @functools.cached_property
    def total_g(self) -> Array:
        """Total mass, without the gas that escapes, (n,) [g]."""
        return self.weighed_g.sum(axis=0) - self.gas_g

    @functools.cached_property
    def is_finished(self) -> Flags:
        """Which contain a finished product, (n,)."""
        return self.has_role("finished")

    @functools.cached_property
    def glycols_g(self) -> Array:
        """Glycols and glycerin, without alcohol, which speeds the loss, (n,) [g]."""
        return self.where(_is_glycol)

    def form_equivalent_g(self, form: str) -> Array:
        """Return the ascorbic acid that a form stands for, (n,) [g]; NaN where its content is unknown."""
        stated = self.content_g.get(form)
        return self.pure(form) * content(form) if stated is None else stated

    def aa_equivalent(self) -> Array:
        """Return the ascorbic acid that all forms stand for, (n,) [0–1].

        NaN where the content of one is unknown.
        """
        equivalent_g = np.zeros(self.size)
        for form in self.forms:
            equivalent_g += np.where(self.of(form) > 0, self.form_equivalent_g(form), 0.0)
        return equivalent_g / self.total_g


@functools.lru_cache(maxsize=64)
def table_of(formula: Formula) -> FormulaTable:
    """Return a formula as a table of one row, at its stated values.

    Parameters
    ----------
    formula : Formula
        Lines of the same ingredient are added up.

    >>> table_of(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))).total_g.tolist()
    [100.0]
    """
    lines = {line.ingredient: [*_lines_of(formula, line.ingredient)] for line in formula.lines}
    weighed = np.array([[sum(line.mass_g for line in same)] for same in lines.values()])
    pure = np.array([[sum(line.mass_g * line.nominal_purity for line in same)] for same in lines.values()])
    content_g = {
        form: np.array([sum(line.mass_g * line.nominal_purity * _content_of(line) for line in same)])
        for form, same in lines.items()
        if any(line.aa_eq is not None for line in same)
    }
    stated = (form for form in content_g if all(line.aa_eq is not None for line in lines[form]))
    table = FormulaTable(weighed, pure, tuple(lines), formula.system, content_g, frozenset(stated))
    # The sums of the formula itself: its water includes that of powders.
    sums = {"water_g": formula.water_g, "gas_g": formula.gas_g, "total_g": formula.total_mass_g}
    vars(table).update({name: np.array([grams]) for name, grams in sums.items()})
    return table


def _lines_of(formula: Formula, ingredient: str) -> Iterable[Line]:
    """Yield the lines of one ingredient."""
    return (line for line in formula.lines if line.ingredient == ingredient)


def _content_of(line: Line) -> float:
    """Return the ascorbic acid per mass of a form [0–1]: as stated, or the catalogue's."""
    return content(line.ingredient) if line.aa_eq is None else line.aa_eq


def content(form: str) -> float:
    """Return the ascorbic acid per mass of a form [0–1]; NaN where it is unknown.

    >>> content("l_ascorbic_acid")
    1.0
    """
    row = aa_equivalent(Line(form, 1.0))
    return row.centre if isinstance(row, catalog.Value) else NAN


def is_form(record: Ingredient) -> bool:
    """Tell whether an ingredient is a form of vitamin C."""
    return record.id in catalog.forms()


def is_derivative(record: Ingredient) -> bool:
    """Tell whether an ingredient is a form of vitamin C other than L-ascorbic acid."""
    return record.id != ACID and is_form(record)


def takes_part(record: Ingredient) -> bool:
    """Tell whether an ingredient affects the pH with known constants."""
    return bool(record.acid or any(getattr(record, ion) for ion in IONS))


def is_cosolvent(record: Ingredient) -> bool:
    """Tell whether an ingredient is a liquid that mixes with water: a glycol, glycerin or alcohol."""
    return "cosolvent" in record.roles


def _is_glycol(record: Ingredient) -> bool:
    """Tell whether an ingredient is a glycol or glycerin."""
    return is_cosolvent(record) and record.id != "ethanol"


@functools.lru_cache(maxsize=4096)
def _places_of(ingredients: tuple[str, ...], names: tuple[str, ...]) -> list[int]:
    """Return the positions of some ingredients."""
    return [place for place, name in enumerate(ingredients) if name in names]


@functools.lru_cache(maxsize=4096)
def _places_where(ingredients: tuple[str, ...], test: Callable[[Ingredient], bool]) -> list[int]:
    """Return the positions of the ingredients that pass a test."""
    return [place for place, name in enumerate(ingredients) if test(catalog.ingredients()[name])]


@functools.lru_cache(maxsize=1024)
def _places_with_role(ingredients: tuple[str, ...], role: str) -> list[int]:
    """Return the positions of the ingredients with a role."""
    return [place for place, name in enumerate(ingredients) if role in catalog.ingredients()[name].roles]


@functools.lru_cache(maxsize=1024)
def _places_of_solvents(ingredients: tuple[str, ...], phases: tuple[str, ...]) -> list[int]:
    """Return the positions of the solvents of some phases, without water."""
    solvents = {*_places_with_role(ingredients, "solvent"), *_places_with_role(ingredients, "cosolvent")}
    return [
        place
        for place in sorted(solvents)
        if ingredients[place] != "water" and catalog.ingredients()[ingredients[place]].phase in phases
    ]
