"""What is dissolved in the water of formulas: moles of acids and ions, and from these the molal solution.

Of the carbon dioxide that acid releases, what water holds may stay (`ions.carbon_dioxide_lost`). Water formed
by neutralisation is neglected: under half a percent of a dose.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry import acidity, activity
from calc.chemistry.acidity import Acid, Interaction, Solution
from calc.chemistry.activity import METALS, PREFERRED
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.ions import CHARGES, IonContributions, carbon_dioxide_lost, ion_contributions
from calc.chemistry.waters import water_share
from calc.uncertainty import UncertainInput

Array = NDArray[np.float64]

# Largest sum of acids and metals [mol/kg water].
_DENSEST = 60.0
# From so many columns on NumPy adds up a row in another order.
_UNROLLED = 8


@dataclass(frozen=True, eq=False)
class SolutionTotals:
    """The dissolved amounts in the water of a formula, n draws.

    Parameters
    ----------
    names : tuple of str
        Names of the acids, as in `ions.IonContributions`.
    acids : tuple of Acid
        With their constants, drawn.
    amounts : (n, acids) array
        [mol]
    ions : (n, ions) array
        Of `ions.IONS` [mol].
    water_kg : (n,) array
        Water present [kg].
    epsilons : mapping of str to (n,) array
        Interaction coefficients that were drawn, by their input's name [kg/mol].
    gas_left : (n,) array or float
        Carbon dioxide that stays dissolved, where there is so much [mol/kg water].
    traces : (n,) array or float
        Strong charge that nobody weighed, per mole of acids.
    """

    names: tuple[str, ...]
    acids: tuple[Acid, ...]
    amounts: Array
    ions: Array
    water_kg: Array
    epsilons: Mapping[str, Array] = field(default_factory=dict)
    gas_left: Array | float = 0.0
    traces: Array | float = 0.0

    def plus(self, ions: IonContributions, pure_g: Array, water_g: Array) -> SolutionTotals:
        """Return the totals after more of an ingredient is added.

        Parameters
        ----------
        ions : IonContributions
            Of one ingredient whose acid is among these acids.
        pure_g, water_g : (n,) array
            Of the ingredient, and of the water that comes with it [g].
        """
        amounts = self.amounts.copy()
        for acid, per_gram in zip(ions.acids, ions.acid_mol[0]):
            amounts[:, self.names.index(acid)] += per_gram * pure_g
        more = self.ions.copy()
        for place, per_gram in enumerate(ions.ion_mol[0].tolist()):
            if per_gram:
                more[:, place] += per_gram * pure_g
        return self._with(amounts, more, self.water_kg + water_g / 1000)

    def reduced(self, shares: Sequence[Mapping[str, float]]) -> SolutionTotals:
        """Return the totals with only shares of some acids [0–1], each for an equal number of rows."""
        if not any(shares):
            return self
        amounts = self.amounts.copy()
        size = len(amounts) // len(shares)
        for block, of_block in enumerate(shares):
            rows = slice(block * size, (block + 1) * size)
            for name, share in of_block.items():
                amounts[rows, self.names.index(name)] *= share
        return self._with(amounts, self.ions, self.water_kg)

    def _with(self, amounts: Array, ions: Array, water_kg: Array) -> SolutionTotals:
        """Return other amounts with the same constants; `dataclasses.replace` takes five times as long."""
        return SolutionTotals(
            self.names, self.acids, amounts, ions, water_kg, self.epsilons, self.gas_left, self.traces
        )

    def repeated(self, times: int) -> SolutionTotals:
        """Return the draws repeated a number of times."""
        acids = (
            Acid(acid.name, tuple(np.tile(pKa, times) for pKa in acid.pKa), acid.charge)
            for acid in self.acids
        )
        return SolutionTotals(
            self.names,
            tuple(acids),
            np.tile(self.amounts, (times, 1)),
            np.tile(self.ions, (times, 1)),
            np.tile(self.water_kg, times),
            {name: np.tile(column, times) for name, column in self.epsilons.items()},
            *(
                np.tile(column, times) if np.ndim(column) else column
                for column in (self.gas_left, self.traces)
            ),
        )

    def solution(self, model: str = PREFERRED) -> Solution:
        """Return molal totals, without the carbon dioxide that escapes.

        Parameters
        ----------
        model : str
            One of `acidity.ACTIVITIES`: each has ion pairs of its own.
        """
        amounts, strong = self.amounts.copy(), self.ions @ CHARGES
        if "carbonic" in self.names:
            lost = carbon_dioxide_lost(self.names, amounts, strong)
            stays = np.minimum(lost, self.gas_left * self.water_kg)
            amounts[:, self.names.index("carbonic")] -= lost - stays
        dissolved = _sum_of_rows(amounts)
        strong = strong + self.traces * dissolved
        # A draw of a coarse scale may leave next to no water; its concentration is then capped.
        per_kg = 1 / np.maximum(self.water_kg, (dissolved + _sum_of_rows(self.ions)) / _DENSEST)
        there = [place for place, column in enumerate(self.ions.T[: len(METALS)]) if np.count_nonzero(column)]
        metals = tuple([METALS[place] for place in there])
        return Solution(
            self.acids,
            (np.ascontiguousarray(amounts.T) * per_kg).T,
            strong * per_kg,
            (self.ions.T[there] * per_kg).T,
            activity.pairs(self.names, metals, model),
            self._interactions(metals),
            tuple([activity.METAL_CHARGES[place] for place in there]),
        )

    def _interactions(self, metals: tuple[str, ...]) -> tuple[Interaction, ...]:
        """Return the interactions of metals, those that were drawn as drawn."""
        drawn = self.epsilons
        of_acids = [
            Interaction(stated.acid, stated.lost, drawn[name], stated.metal) if name in drawn else stated
            for name, stated in activity.named_interactions(self.names, metals)
            if name in drawn or stated.epsilon
        ]
        return (*of_acids, *activity.of_hydroxide(metals))

    def pH(self, model: str = PREFERRED) -> Array:
        """Return its pH by an activity model, (n,)."""
        return acidity.solve_unchecked(self.solution(model), model)


def _sum_of_rows(amounts: Array) -> Array:
    """Return the sum of each row, column by column: NumPy takes ten times as long, row by row."""
    columns = amounts.T
    if not 0 < len(columns) < _UNROLLED:
        return amounts.sum(axis=1)
    total = columns[0].copy()
    for column in columns[1:]:
        total += column
    return total


def table_totals(
    table: FormulaTable, rows: NDArray[np.intp], shares: Mapping[str, Array] | None = None
) -> SolutionTotals:
    """Return the solution totals of some formulas, with the acids that any of them contains.

    Parameters
    ----------
    table : FormulaTable
    rows : (m,) array of int
    shares : mapping of str to (m,) array, optional
        Of an acid that does not dissolve as a whole, in those formulas [0–1].

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> table_totals(table, np.array([0])).pH().round(1)
    array([2.1])
    """
    ions = ion_contributions(table.ingredients)
    amounts = table.acid_mol[:, rows]
    for name, share in (shares or {}).items():
        place = ions.acids.index(name)
        amounts[place] = amounts[place] * share
    held = np.asarray(amounts.any(axis=1)).tolist()
    acids = [name for name, is_held in zip(ions.acids, held) if is_held]
    return SolutionTotals(
        tuple(acids),
        tuple(nominal_acid(name) for name in acids),
        amounts[held].T,
        table.ion_mol.T[rows],
        table.water_g[rows] / 1000,
    )


def totals_of_lines(
    formula: Formula, ions: IonContributions, acids: tuple[Acid, ...], masses_g: Array, purity: Array
) -> SolutionTotals:
    """Return the dissolved amounts of lines with these masses and purities, (n, lines) each."""
    k = len(formula.lines)
    pure = masses_g * purity
    water = np.array([water_share(line.ingredient) or line.water_content for line in formula.lines])
    return SolutionTotals(
        ions.acids,
        acids,
        pure @ ions.acid_mol[:k],
        pure @ ions.ion_mol[:k],
        masses_g @ water / 1000,
    )


def joined(several: Sequence[SolutionTotals]) -> SolutionTotals:
    """Return the rows of several totals at stated values, with the acids that any of them has."""
    acids = {name: acid for totals in several for name, acid in zip(totals.names, totals.acids)}
    amounts = np.zeros((sum(totals.water_kg.size for totals in several), len(acids)))
    start = 0
    for totals in several:
        rows = slice(start, start + totals.water_kg.size)
        for name, column in zip(totals.names, totals.amounts.T):
            amounts[rows, [*acids].index(name)] = column
        start = rows.stop
    return SolutionTotals(
        tuple(acids),
        tuple(acids.values()),
        amounts,
        np.concatenate([totals.ions for totals in several]),
        np.concatenate([totals.water_kg for totals in several]),
    )


def ingredients_with(formula: Formula, adjuster: Adjuster | None) -> tuple[str, ...]:
    """Return the ingredients of the lines, and the adjuster last."""
    ingredients = tuple(line.ingredient for line in formula.lines)
    return (*ingredients, adjuster.ingredient) if adjuster else ingredients


@functools.cache
def nominal_acid(name: str) -> Acid:
    """Return an acid with its constants as stated."""
    charge, rows = constant_rows(name)
    return Acid(name, tuple(row.value for row in rows), charge)


@functools.cache
def constant_rows(acid: str) -> tuple[int, tuple[UncertainInput, ...]]:
    """Return the charge of an acid and its constants; a wide range where they are unknown."""
    record = catalog.acids().get(acid)
    if record:
        rows = tuple(
            UncertainInput(f"pKa{step} of {record.english.lower()}", pKa.centre, *pKa.ends)
            for step, pKa in enumerate(record.pKa, start=1)
        )
        return record.charge, rows
    ingredient = catalog.ingredients()[acid]
    row = catalog.inputs().assumed["pKa_unknown"]
    name = f"acid constant of {ingredient.english.lower()}, not known"
    return int(ingredient.ionises == "base"), (UncertainInput(name, row.centre, *row.ends),)
