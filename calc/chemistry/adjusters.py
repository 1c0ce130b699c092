"""Bases and acids that move the pH of a formula, and formulas with and without them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.waters import water_beside

#: Adjusters that raise the pH, household ones first, and adjusters that lower it.
BASES_UP = (
    "sodium_bicarbonate",
    "sodium_hydroxide",
    "potassium_hydroxide",
    "triethanolamine",
    "sodium_ascorbate",
    "trisodium_citrate_dihydrate",
)
ACIDS_DOWN = ("citric_acid", "citric_acid_monohydrate", "lactic_acid")
ADJUSTERS = (*BASES_UP, *ACIDS_DOWN)
#: Caustic adjusters, which are not offered to beginners.
LYES = ("sodium_hydroxide", "potassium_hydroxide")


@dataclass(frozen=True)
class Adjuster:
    """A base or an acid that moves the pH, as it is weighed.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    strength : float
        Mass of it per mass of its solution in water [0–1]; 1 for a solid.
    """

    ingredient: str
    strength: float = 1.0

    def line(self, mass_g: float, scale_g: float = 0.0) -> Line:
        """Return it as a line; the strength of a solution is as uncertain as the purity of its solid."""
        if self.strength == 1:
            return Line(self.ingredient, mass_g, mass_plus_minus_g=scale_g)
        lowest = catalog.inputs().assumed["adjuster_not_stated"].to("dimensionless")[1]
        spread = self.strength * (1 - lowest)
        water = water_beside(self.ingredient, self.strength)
        return Line(self.ingredient, mass_g, self.strength, water, scale_g, spread)


def without_adjuster(formula: Formula, adjuster: Adjuster) -> Formula:
    """Return a formula without an adjuster.

    Parameters
    ----------
    formula : Formula
        With other ingredients besides it.
    adjuster : Adjuster

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> soda = Adjuster("sodium_bicarbonate")
    >>> without_adjuster(with_adjuster(serum, soda, 1.0), soda) == serum
    True
    """
    rest = tuple(line for line in formula.lines if line.ingredient != adjuster.ingredient)
    return replace(formula, lines=rest)


def with_adjuster(formula: Formula, adjuster: Adjuster, mass_g: float, scale_g: float = 0.0) -> Formula:
    """Return a formula with an adjuster added.

    Parameters
    ----------
    formula : Formula
    adjuster : Adjuster
    mass_g : float
        As weighed [g]; nothing is added for 0.
    scale_g : float
        Readability of the scale that weighed it [g].

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> with_adjuster(serum, Adjuster("sodium_bicarbonate"), 1.0).mass_of("sodium_bicarbonate")
    1.0
    """
    if mass_g <= 0:
        return formula
    return replace(formula, lines=(*formula.lines, adjuster.line(mass_g, scale_g)))
