"""Acids, ion pairs and interactions in water: what the charge balance takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = slice | NDArray[np.bool_] | NDArray[np.intp]

#: Ionic product of water at 25 °C, I = 0.
PKW = 13.995
#: In place of the position of an acid: the hydroxide ion.
HYDROXIDE = -1


@dataclass(frozen=True, eq=False)
class Acid:
    """A weak acid, or the acid of a weak base.

    Parameters
    ----------
    name : str
    pKa : tuple of float or of (n,) array
        Thermodynamic (I = 0), first step first.
    charge : int
        Of the fully protonated species: 0 for ascorbic acid, 1 for triethanolammonium.
    """

    name: str
    pKa: tuple[float | Array, ...]
    charge: int = 0


@dataclass(frozen=True)
class Pair:
    """Metal ions on a species of an acid.

    Parameters
    ----------
    acid : int
        Position of the acid.
    cations : int
        How many metal ions it holds.
    log_K : float
        Of its formation, at I = 0.
    lost : int, optional
        How many protons the species has lost; all by default.
    metal : int
        Position of the metal.
    """

    acid: int
    cations: int
    log_K: float
    lost: int | None = None
    metal: int = 0


@dataclass(frozen=True, eq=False)
class Interaction:
    """The interaction of a metal ion with a species of an acid, for SIT.

    Parameters
    ----------
    acid : int
        Position of the acid, or `HYDROXIDE`.
    lost : int
        How many protons the species has lost, at least 1; of the hydroxide ion, 1.
    epsilon : float or (n,) array
        [kg/mol]
    metal : int
        Position of the metal.
    """

    acid: int
    lost: int
    epsilon: float | Array
    metal: int = 0


@dataclass(frozen=True, eq=False)
class Solution:
    """n solutions of the same acids in water.

    Parameters
    ----------
    acids : sequence of Acid
    totals : (n, acids) array
        Total of each acid in all its species [mol/kg water].
    strong_charge : (n,) array
        Net charge of the fully dissociated ions, sodium positive [mol/kg water].
    cations : (n,) or (n, metals) array
        Total of each metal that makes ``pairs`` or has ``interactions`` [mol/kg water]; their charge is
        part of ``strong_charge``, whose rest counts in the ionic strength as so many singly charged
        ions.
    pairs : sequence of Pair
    interactions : sequence of Interaction
        For SIT; without meaning in the other models.
    charges : tuple of int
        Of the metals.
    """

    acids: Sequence[Acid]
    totals: Array
    strong_charge: Array
    cations: Array
    pairs: Sequence[Pair] = ()
    interactions: Sequence[Interaction] = ()
    charges: tuple[int, ...] = (1,)

    def part(self, rows: Rows) -> Solution:
        """Return some of the solutions."""
        # What is the same for all solutions stays as it is.
        acids = [
            replace(acid, pKa=tuple(_rows_of(pKa, rows) for pKa in acid.pKa))
            if any(isinstance(pKa, np.ndarray) for pKa in acid.pKa)
            else acid
            for acid in self.acids
        ]
        interactions = [
            replace(interaction, epsilon=interaction.epsilon[rows])
            if isinstance(interaction.epsilon, np.ndarray) and interaction.epsilon.ndim
            else interaction
            for interaction in self.interactions
        ]
        return Solution(
            acids,
            self.totals[rows],
            self.strong_charge[rows],
            self.cations[rows],
            self.pairs,
            interactions,
            self.charges,
        )

    @property
    def metals(self) -> Array:
        """Total of each metal, (n, metals) [mol/kg water]."""
        return self.cations if self.cations.ndim > 1 else self.cations[:, np.newaxis]


def _rows_of(value: float | Array, rows: Rows) -> float | Array:
    """Return some rows of a value that differs from solution to solution, or the value of all."""
    return np.asarray(value)[rows] if np.ndim(value) else value


def protons_lost(pair: Pair, acids: Sequence[Acid]) -> int:
    """Return how many protons the species of a pair has lost."""
    return len(acids[pair.acid].pKa) if pair.lost is None else pair.lost
