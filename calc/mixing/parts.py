"""Another ingredient of a batch: a share of the whole, or a fixed mass."""

from __future__ import annotations

from dataclasses import dataclass

from calc import catalog
from calc.errors import InputError
from calc.messages import say
from calc.units import with_units


@dataclass(frozen=True)
class Part:
    """Another ingredient of a batch: a share of the finished product, or a fixed mass.

    ``mass_fraction`` [0–1] or ``mass_g`` [g]: one of the two. ``strength``: mass of it per mass
    weighed, where it is weighed as a solution in water [0–1]. ``name``: as it was called, of what the
    catalogue does not know.
    """

    ingredient: str
    mass_fraction: float = 0.0
    mass_g: float = 0.0
    strength: float = 1.0
    name: str = ""


@with_units(mass_fraction="fraction", mass="mass")
def part(ingredient: str, *, mass_fraction: float | None = None, mass: float | None = None) -> Part:
    """Make a part from a share of the finished batch or from a fixed mass.

    Parameters
    ----------
    ingredient : str
        An id, a name, an INCI name or an alias.
    mass_fraction : Quantity or float, optional
        Share of the finished batch, w/w [0–1].
    mass : Quantity, optional
        Fixed mass [g].

    Returns
    -------
    Part

    Raises
    ------
    InputError, InputErrors
        Unknown ingredient; both or neither amount; wrong units.

    Examples
    --------
    >>> part("glycerin", mass_fraction=0.05)
    Part(ingredient='glycerin', mass_fraction=0.05, mass_g=0.0, strength=1.0, name='')
    """
    record = catalog.find_ingredient(ingredient)
    if (mass_fraction is None) == (mass is None):
        raise InputError(
            record.id, "", say("one amount is needed."), say("Give mass_fraction or mass, not both.")
        )
    return Part(record.id, mass_fraction or 0.0, mass or 0.0)
