"""Which ion pairs and interactions go with the acids of the catalogue, for each activity model.

Pairs and interactions of one model are two ways to say the same: each model keeps those of its own
database. Davies goes with the pairs of ``minteq.v4.dat``, SIT with ε and the pairs of ``sit.dat``. Of an
acid of which no ε is known, a wide range stands in (`catalog.inputs`, ``epsilon_unknown``).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from calc import catalog
from calc.catalog import Value
from calc.chemistry.acidity import HYDROXIDE, Interaction, Pair
from calc.chemistry.ions import CHARGES, IONS
from calc.uncertainty import UncertainInput

#: The model of predictions: measured points prefer it (``bench/truth.py``).
PREFERRED = "sit"
#: Metals that make ion pairs or interact, and their charges.
METALS = IONS[:4]
METAL_CHARGES = tuple(int(charge) for charge in CHARGES[:4])

_PAIR = re.compile(rf"({'|'.join(METALS)})_pair_(\d)(?:_lost_(\d))?(_sit)?")
_EPSILON = re.compile(rf"epsilon_({'|'.join(METALS)})_(\d)")


@dataclass(frozen=True)
class Epsilon:
    """An interaction coefficient of the catalogue.

    Parameters
    ----------
    metal : str
        One of `METALS`.
    lost : int
        Protons that the species has lost.
    value : UncertainInput
        [kg/mol]; exact where a database states it.
    """

    metal: str
    lost: int
    value: UncertainInput


@functools.cache
def pairs_of(acid: str, activity: str) -> tuple[tuple[str, int, int | None, float], ...]:
    """Return the ion pairs of an acid: metal, ions held, protons lost (None for all) and log K of each.

    Parameters
    ----------
    acid : str
        Id in `catalog.acids`, or of an ingredient, which has none.
    activity : str
        One of `acidity.ACTIVITIES`.

    Examples
    --------
    >>> [pair[:2] for pair in pairs_of("citric", "davies") if pair[0] == "potassium"]
    [('potassium', 1)]
    """
    record = catalog.acids().get(acid)
    pairs = []
    for row in record.values if record else ():
        match = _PAIR.fullmatch(row.property)
        if match and bool(match[4]) == (activity == "sit"):
            pairs.append((match[1], int(match[2]), int(match[3]) if match[3] else None, row.centre))
    return tuple(pairs)


@functools.cache
def epsilons_of(acid: str) -> tuple[Epsilon, ...]:
    """Return the interaction coefficients of an acid; a wide range where none is known.

    Parameters
    ----------
    acid : str
        Id in `catalog.acids`, or of an ingredient.

    Examples
    --------
    >>> [(epsilon.metal, epsilon.lost, epsilon.value.value) for epsilon in epsilons_of("phosphoric")][:2]
    [('sodium', 1, -0.08), ('sodium', 2, -0.15)]
    """
    record = catalog.acids().get(acid)
    if record is None:
        return ()
    rows = [(match, row) for row in record.values if (match := _EPSILON.fullmatch(row.property))]
    if rows:
        return tuple(Epsilon(match[1], int(match[2]), _input(acid, row)) for match, row in rows)
    wide = catalog.inputs().assumed["epsilon_unknown"]
    anions = range(max(record.charge, 0) + 1, len(record.pKa) + 1)
    return tuple(Epsilon(metal, lost, _input(acid, wide)) for metal in METALS for lost in anions)


def _input(acid: str, row: Value) -> UncertainInput:
    """Return an interaction coefficient as an uncertain input, one for all species and metals of an acid."""
    name = catalog.acids()[acid].english.lower()
    return UncertainInput(f"interaction of {name} with metal ions", row.centre, *row.ends)


@functools.lru_cache(maxsize=256)
def pairs(names: tuple[str, ...], metals: tuple[str, ...], activity: str) -> tuple[Pair, ...]:
    """Return the ion pairs among acids and metals.

    Parameters
    ----------
    names : tuple of str
        Ids of the acids; a pair has their position.
    metals : tuple of str
        Of `METALS`; a pair has their position.
    activity : str
        One of `acidity.ACTIVITIES`.

    Examples
    --------
    >>> pairs(("phosphoric",), ("sodium",), "davies")
    (Pair(acid=0, cations=1, log_K=1.07, lost=2, metal=0),)
    """
    return tuple(
        Pair(i, cations, log_K, lost, metals.index(metal))
        for i, name in enumerate(names)
        for metal, cations, lost, log_K in pairs_of(name, activity)
        if metal in metals
    )


def interactions(names: tuple[str, ...], metals: tuple[str, ...] = ("sodium",)) -> tuple[Interaction, ...]:
    """Return the interactions among acids and metals at their stated values, and those of hydroxide.

    Parameters
    ----------
    names : tuple of str
        Ids of the acids; an interaction has their position.
    metals : tuple of str
        Of `METALS`; an interaction has their position.

    Examples
    --------
    >>> [interaction.epsilon for interaction in interactions(("citric",))]
    [-0.05, -0.04, -0.076, 0.04]
    """
    of_acids = [stated for _, stated in named_interactions(names, metals) if stated.epsilon]
    return (*of_acids, *of_hydroxide(metals))


@functools.lru_cache(maxsize=256)
def named_interactions(
    names: tuple[str, ...], metals: tuple[str, ...]
) -> tuple[tuple[str, Interaction], ...]:
    """Return the interactions among acids and metals at their stated values, 0 among them, by their input.

    Parameters
    ----------
    names, metals
        As for `interactions`.

    Examples
    --------
    >>> [(name, stated.epsilon) for name, stated in named_interactions(("lactic",), ("sodium",))]
    [('interaction of lactic acid with metal ions', 0.05)]
    """
    return tuple(
        (
            epsilon.value.name,
            Interaction(i, epsilon.lost, epsilon.value.value, metals.index(epsilon.metal)),
        )
        for i, name in enumerate(names)
        for epsilon in epsilons_of(name)
        if epsilon.metal in metals
    )


@functools.lru_cache(maxsize=64)
def of_hydroxide(metals: tuple[str, ...]) -> tuple[Interaction, ...]:
    """Return the interactions of the hydroxide ion.

    Parameters
    ----------
    metals : tuple of str
        Of `METALS`; an interaction has their position.

    Examples
    --------
    >>> [interaction.epsilon for interaction in of_hydroxide(("sodium",))]
    [0.04]
    """
    row = catalog.inputs().assumed["epsilon_hydroxide"]
    return tuple(
        Interaction(HYDROXIDE, 1, row.centre, place)
        for place, metal in enumerate(metals)
        if metal == "sodium"
    )
