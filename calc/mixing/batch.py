"""A formula at a mass, as it is weighed: the sheet, the volume, the strength by volume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.density import sampled_volumes, volume_inputs
from calc.chemistry.dosing import Dose
from calc.chemistry.formula import (
    Formula,
    composition,
    sample_lines,
    uncertain_inputs,
)
from calc.messages import say
from calc.uncertainty import Band, Samples

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Weighing:
    """One row of the weighing sheet.

    ``mass_g`` is the target, unrounded. ``scale_plus_minus_g`` is what the scale adds (None: no
    scale named), ``method_plus_minus_g`` what purity, density and household measures add; both
    95 % half-widths. ``first_g``: what goes in before measuring, of a base or an acid for a pH.
    ``strength``: of what is weighed as a solution [0–1]. ``called``: as a recipe calls what the
    catalogue does not know. ``step``: `TOGETHER` for what is dissolved together before it goes in.
    """

    ingredient: str
    mass_g: float
    scale_plus_minus_g: float | None
    method_plus_minus_g: float
    first_g: float | None = None
    strength: float = 1.0
    called: str = ""
    step: str = ""

    @property
    def name(self) -> str:
        """Its name: as the catalogue has it, or as the recipe called it."""
        return self.called or catalog.ingredients()[self.ingredient].name

    def as_dict(self) -> dict[str, object]:
        """Return the row as it stands in JSON."""
        return {name: value for name, value in vars(self).items() if name not in ("called", "step") or value}


@dataclass(frozen=True)
class Batch:
    """A formula with its weighing sheet.

    Parameters
    ----------
    form : str
        The form of vitamin C that it is about; "" when there is none.
    formula : Formula
    weigh : tuple of Weighing
        In the order of addition.
    volume : Band
        Volume of the whole [mL].
    mass_concentration : Band
        Strength of the form, w/v [g/mL].
    density_given : bool
        False when the density is an estimate from ideal mixing.
    dose : Dose, optional
        What brings it to a pH, where one was asked for.
    """

    form: str
    formula: Formula
    weigh: tuple[Weighing, ...]
    volume: Band
    mass_concentration: Band
    density_given: bool
    dose: Dose | None = None


def as_batch(
    formula: Formula,
    weigh: Iterable[Weighing],
    *,
    form: str = "",
    density: float | None = None,
    dose: Dose | None = None,
) -> Batch:
    """Return a formula as a batch.

    Parameters
    ----------
    formula : Formula
    weigh : iterable of Weighing
        Its sheet.
    form : str
        The form that it is about; the strongest one when not given.
    density : float, optional
        Of the whole [g/mL]; estimated by ideal mixing when not given.
    dose : Dose, optional
        What brings it to a pH; the formula has it in.
    """
    names = [line.ingredient for line in formula.lines]
    strengths = composition(formula).strengths
    about = form or (strengths[0].form if strengths else "")
    # What comes as a solution brings its water as water: it does not take the room of a solid.
    wet = np.array([line.water_content for line in formula.lines])
    parts = [*names, "water"] if wet.any() else names
    draws = Samples([*uncertain_inputs(formula), *volume_inputs(parts)])
    taken = sample_lines(formula, draws)
    stated = _with_water_apart(np.array([[line.mass_g for line in formula.lines]]), wet)[0]
    volume = (_with_water_apart(taken.masses_g, wet) * sampled_volumes(parts, draws, stated)).sum(axis=1)
    if density is not None:
        volume = (taken.masses_g.sum(axis=1) - formula.gas_g) / density
    of_form = [i for i, name in enumerate(names) if name == about]
    mass = (taken.masses_g * taken.purity)[:, of_form].sum(axis=1)
    by_volume = draws.band(mass / volume)
    return Batch(about, formula, _with_steps(weigh), draws.band(volume), by_volume, density is not None, dose)


def _with_water_apart(masses_g: Array, wet: Array) -> Array:
    """Return masses (n, lines) without the water in them, and all of that in one more column; [g]."""
    if not wet.any():
        return masses_g
    return np.column_stack([masses_g * (1 - wet), (masses_g * wet).sum(axis=1)])


def turn(ingredient: str) -> int:
    """Return when an ingredient is added: the first of its roles in the house's order.

    What does not dissolve in water alone goes with the cosolvents, and what dissolves in it goes before them.

    Examples
    --------
    >>> sorted(("xanthan_gum", "ferulic_acid", "water", "l_ascorbic_acid"), key=turn)
    ['water', 'l_ascorbic_acid', 'ferulic_acid', 'xanthan_gum']
    """
    order, record = catalog.inputs().order, catalog.ingredients()[ingredient]
    late = [role for role in record.roles if role in ("preservative", "thickener")]
    roles = late if "cosolvent" not in record.roles and late else record.roles
    first = min((order.index(role) for role in roles if role in order), default=len(order))
    if late or "finished" in record.roles:
        return first
    if "emulsifier" in record.roles:
        return order.index("emulsifier")
    if record.phase in ("oil", "both"):
        with_cosolvents = "cosolvent" if "cosolvent" in record.roles else "antioxidant"
        return max(first, order.index("oil" if record.phase == "oil" else with_cosolvents))
    return order.index("active") if first == order.index("antioxidant") else first


#: The step of what is dissolved together before it goes in.
TOGETHER = "dissolve_together"
#: What stands over the rows of a step, on page and card.
STEPS_IN_WORDS: Mapping[str, str] = {TOGETHER: say("Dissolve these together, then stir them in")}


def _with_steps(weigh: Iterable[Weighing]) -> tuple[Weighing, ...]:
    """Return a sheet with what is dissolved together, where something needs what carries it."""
    rows, order = tuple(weigh), catalog.inputs().order
    group = range(order.index("cosolvent"), order.index("emulsifier") + 1)
    members = [row for row in rows if turn(row.ingredient) in group]
    carriers = [row for row in members if {"cosolvent", "emulsifier"} & {*_roles(row)}]
    has_watery = any("solvent" in _roles(row) or "finished" in _roles(row) for row in rows)
    if not has_watery or not carriers or len(carriers) == len(members):
        return rows
    return tuple(replace(row, step=TOGETHER) if row in members else row for row in rows)


def _roles(row: Weighing) -> tuple[str, ...]:
    """Return the roles of what a row is about."""
    return catalog.ingredients()[row.ingredient].roles
