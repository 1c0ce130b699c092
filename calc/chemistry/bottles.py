"""What is in the bottles: grams by ingredient, and what only depends on them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.columns import NAN, Array, Flags
from calc.chemistry.formula import Line, aa_equivalent
from calc.chemistry.ions import carbon_dioxide_lost, gas_molar_mass, ion_contributions
from calc.chemistry.solubility import is_solvent

ACID = "l_ascorbic_acid"


@dataclass(frozen=True)
class Bottles:
    """Formulas as a table: a row of grams for each ingredient, (k, n)."""

    grams: Array
    ingredients: tuple[str, ...]
    system: str

    @property
    def size(self) -> int:
        """How many formulas there are."""
        return self.grams.shape[1]

    @functools.cached_property
    def records(self) -> tuple[catalog.Ingredient, ...]:
        """The catalogue's entries."""
        return tuple(catalog.ingredients()[name] for name in self.ingredients)

    @functools.cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms of vitamin C that any of them may hold, in the catalogue's order."""
        return tuple(each for each in catalog.forms() if each in self.ingredients)

    def of(self, *names: str) -> Array:
        """Return the grams of some ingredients together, (n,)."""
        return self.where(lambda each: each.id in names)

    def where(self, test: Callable[[catalog.Ingredient], bool]) -> Array:
        """Return the grams of all that pass a test together, (n,)."""
        rows = [i for i, each in enumerate(self.records) if test(each)]
        if not rows:
            return np.zeros(self.size)
        return self.grams[rows[0]] if len(rows) == 1 else self.grams[rows].sum(axis=0)

    def has_role(self, role: str) -> Flags:
        """Tell which hold something of a role."""
        return self.where(lambda each: role in each.roles) > 0

    def weighed(self, per_gram: Array) -> Array:
        """Return a sum over the ingredients, so much for a gram of each, (n,)."""
        whole = np.zeros(self.size)
        for grams, each in zip(self.grams, per_gram.tolist()):
            if each:
                whole += each * grams
        return whole

    @functools.cached_property
    def acid_mol(self) -> Array:
        """What there is of each acid of `ions.brought`, (acids, n) [mol]."""
        columns = [self.weighed(each) for each in ion_contributions(self.ingredients).acid_mol.T]
        return np.array(columns).reshape(len(columns), self.size)

    @functools.cached_property
    def metals_mol(self) -> Array:
        """Sodium and potassium together, (n,) [mol]."""
        ions = ion_contributions(self.ingredients)
        return self.weighed(ions.sodium_mol + ions.potassium_mol)

    @functools.cached_property
    def water_g(self) -> Array:
        """Water present [g]."""
        return self.of("water")

    @functools.cached_property
    def gas_g(self) -> Array:
        """Carbon dioxide that leaves [g]."""
        if "carbonic" not in ion_contributions(self.ingredients).acids:
            return np.zeros(self.size)
        gas = carbon_dioxide_lost(ion_contributions(self.ingredients).acids, self.acid_mol.T, self.metals_mol)
        return np.where(self.water_g > 0, gas * gas_molar_mass(), 0.0)

    @functools.cached_property
    def total_g(self) -> Array:
        """Mass of the whole, without the gas that leaves [g]."""
        return self.grams.sum(axis=0) - self.gas_g

    @functools.cached_property
    def finished(self) -> Flags:
        """Which have something bought in them."""
        return self.has_role("finished")

    @functools.cached_property
    def glycols_g(self) -> Array:
        """Glycols and glycerin, alcohol left out [g]."""
        return self.where(lambda each: "cosolvent" in each.roles and each.id != "ethanol")

    def share(self, *names: str) -> Array:
        """Return ingredients as a share of the whole [0–1]."""
        return self.of(*names) / self.total_g

    def has_solvent(self, *phases: str) -> Flags:
        """Tell which hold a solvent other than water, of one of some phases."""
        return self.where(lambda each: is_solvent(each, phases)) > 0


def content(form: str) -> float:
    """Return the ascorbic acid per mass of a form [0–1]; NaN where it is unknown."""
    content = aa_equivalent(Line(form, 1.0))
    return content.centre if isinstance(content, catalog.Value) else NAN


def aa_equivalent_fraction(bottles: Bottles) -> Array:
    """Return the AA-equivalents of all forms [0–1]; NaN where the content of one is not known."""
    whole = np.zeros(bottles.size)
    for form in bottles.forms:
        own = bottles.of(form)
        whole += np.where(own > 0, own * content(form), 0.0)
    return whole / bottles.total_g
