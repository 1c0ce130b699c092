"""What is known of a batch, and the masses that follow from it.

One small linear system: powder, water and the whole batch are unknown; mass balance is one equation, and two
more things that are known fix the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.density import sampled_volumes, volume_inputs, volumes_per_gram
from calc.chemistry.formula import Line, purity_input
from calc.chemistry.phases import OILS_TO_START_FROM
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import turn
from calc.mixing.parts import Part
from calc.uncertainty import Samples, UncertainInput
from calc.units import show_number

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """Everything that is known of a batch before it is solved: floats in g, mL and fractions.

    ``known`` names two of `KNOWABLE` and their values; ``powder`` carries the dry purity. ``gas_g``
    is the carbon dioxide that leaves.
    """

    known: dict[str, float]
    powder: Line
    water_content: float
    other_ingredients: tuple[Part, ...]
    density: float | None
    gas_g: float = 0.0
    adjuster: str = ""

    @property
    def liquid(self) -> str:
        """What the rest of the batch is: water, or an oil for a form that dissolves in oil alone.

        Where water is weighed, or something is in it that holds oil in water, it stays water.
        """
        others = {other.ingredient for other in self.other_ingredients}
        records = catalog.ingredients()
        if (
            records[self.powder.ingredient].phase != "oil"
            or "water_mass" in self.known
            or any("emulsifier" in records[other].roles for other in others if other in records)
        ):
            return "water"
        return next((oil for oil in OILS_TO_START_FROM if oil not in others), OILS_TO_START_FROM[0])

    def turn(self, line: Line) -> tuple[bool, bool, int]:
        """Return when a line is added: the liquid first, what moves the pH last."""
        is_oil = line.ingredient == self.liquid != "water"
        return line.ingredient == self.adjuster, not is_oil, turn(line.ingredient)

    @property
    def ingredients(self) -> tuple[str, ...]:
        """Powder, liquid, then the other ingredients."""
        return (self.powder.ingredient, self.liquid, *(other.ingredient for other in self.other_ingredients))

    @property
    def is_by_volume(self) -> bool:
        """Whether one of the two things that are known is by volume."""
        return not _BY_VOLUME.isdisjoint(self.known)

    @property
    def assay(self) -> float:
        """Mass of the form per mass of powder as weighed [0–1]."""
        return self.powder.nominal_purity * (1 - self.water_content)


@dataclass(frozen=True)
class Masses:
    """A solved batch: masses [g], (n,) each."""

    powder: Array
    water: Array
    total: Array

    def of_part(self, other: Part) -> Array:
        """Return the mass of another ingredient [g]."""
        return other.mass_g + other.mass_fraction * self.total


# Of finding masses from volumes that depend on them: each brings them ten times nearer.
_ROUNDS_OF_VOLUME = 20


_BY_VOLUME = {"mass_concentration", "batch_volume"}


#: What can be known of a batch; any two fix it.
KNOWABLE = (
    "mass_fraction",
    "mass_concentration",
    "batch_mass",
    "batch_volume",
    "powder_mass",
    "water_mass",
)


def drawn_masses(plan: Plan) -> tuple[Masses, Samples]:
    """Return draws of the masses of a batch; volumes count where one of its two known things is by volume."""
    if not plan.is_by_volume:
        draws = Samples(_purity_inputs(plan))
        return _solve(plan, _sampled_assay(plan, draws), np.zeros((draws.size, len(plan.ingredients)))), draws
    draws = Samples([*_purity_inputs(plan), *volume_inputs(plan.ingredients)])
    volumes = sampled_volumes(plan.ingredients, draws, _stated_g(plan, nominal_masses(plan)))
    return _solve(plan, _sampled_assay(plan, draws), volumes), draws


def _solve(plan: Plan, assay: Array, volumes: Array) -> Masses:
    """Return the masses of a batch from the two things that are known of it.

    Parameters
    ----------
    plan : Plan
    assay : (n,) array
        Mass of the form per mass of powder as weighed [0–1].
    volumes : (n, 2 + other ingredients) array
        Specific volumes [mL/g] in the order of ``plan.ingredients``.
    """
    shares = np.array([other.mass_fraction for other in plan.other_ingredients])
    fixed = np.array([other.mass_g for other in plan.other_ingredients])
    per_powder, per_water = volumes[:, 0], volumes[:, 1]
    per_total, constant = volumes[:, 2:] @ shares, volumes[:, 2:] @ fixed
    if plan.density is not None:
        per_powder = per_water = constant = np.zeros_like(assay)
        per_total = np.full_like(assay, 1 / plan.density)
    zero, one = np.zeros_like(assay), np.ones_like(assay)

    def equation(name: str, x: float) -> tuple[Array, Array, Array, Array]:
        """Return the coefficients of powder, water and total, and the right-hand side."""
        match name:
            case "mass_fraction":
                return assay, zero, -x * one, zero
            case "mass_concentration":
                return assay - x * per_powder, -x * per_water, -x * per_total, x * constant
            case "batch_volume":
                return per_powder, per_water, per_total, x - constant
        coefficients = {"powder_mass": (one, zero, zero), "water_mass": (zero, one, zero)}
        return *coefficients.get(name, (zero, zero, one)), x * one

    balance = (one, one, (shares.sum() - 1) * one, (plan.gas_g - fixed.sum()) * one)
    system = np.array([balance, *(equation(*item) for item in plan.known.items())])
    try:
        solution = np.linalg.solve(system[:, :3].transpose(2, 0, 1), system[:, 3].T[..., np.newaxis])
    except np.linalg.LinAlgError:
        raise InputErrors([_no_batch(say("no batch has these numbers."))]) from None
    powder, water, total = solution[..., 0].T
    return Masses(powder, water, total)


def _purity_inputs(plan: Plan) -> list[UncertainInput]:
    """Return purity and water content of the powder as uncertain inputs."""
    spread = catalog.inputs().assumed["purity_plus_minus"].to("dimensionless")[0]
    water = plan.water_content
    spread = spread if water else 0.0
    moist = UncertainInput("water in the powder", water, water - spread, water + spread, 0.0, 1.0)
    return [purity_input(plan.powder, "purity"), moist]


def nominal_masses(plan: Plan) -> Masses:
    """Return the masses of a batch at its stated values; masses decide volumes, and these the masses."""
    assay, grams = np.array([plan.assay]), np.full(len(plan.ingredients), 1.0)
    if not plan.is_by_volume:
        return _solve(plan, assay, np.zeros((1, grams.size)))
    # What a gram adds to the volume moves by a few per cent between a trace and a half.
    solved = _solve(plan, assay, volumes_per_gram(plan.ingredients, grams)[np.newaxis])
    for _ in range(_ROUNDS_OF_VOLUME):
        per_gram = volumes_per_gram(plan.ingredients, _stated_g(plan, solved))
        solved = _solve(plan, assay, per_gram[np.newaxis])
    return solved


def _stated_g(plan: Plan, solved: Masses) -> Array:
    """Return the masses of a batch in the order of its ingredients, (2 + other ingredients,) [g]."""
    others = [float(solved.of_part(other)[0]) for other in plan.other_ingredients]
    return np.maximum([float(solved.powder[0]), float(solved.water[0]), *others], 0.0)


def _sampled_assay(plan: Plan, draws: Samples) -> Array:
    """Return the draws of the form's mass per mass of powder as weighed [0–1]."""
    return draws.columns["purity"] * (1 - draws.columns["water in the powder"])


def conflicts(plan: Plan, scale_g: float | None) -> list[InputError]:
    """Return what contradicts before anything is solved."""
    errors = []
    for pair in (("mass_fraction", "mass_concentration"), ("batch_mass", "batch_volume")):
        if all(name in plan.known for name in pair):
            fix = say("Give {option} or {other_option}, not both.", option=pair[0], other_option=pair[1])
            errors.append(InputError(pair[1], "both", say("one of the two is enough."), fix))
    if len(plan.known) != 2 and not errors:
        fix = say("Give two of: strength, batch size, powder, water.")
        errors.append(
            InputError("batch", ", ".join(plan.known), say("two things fix a batch, no more, no less."), fix)
        )
    for name, value in {**plan.known, "density": plan.density, "scale_resolution": scale_g}.items():
        if value == 0:
            errors.append(
                InputError(name, 0, say("this must be more than zero."), say("Leave it out or give it."))
            )
    if not plan.assay > 0:
        given = f"{show_number(100 * plan.assay)} %"
        errors.append(
            InputError("purity", given, say("nothing is left of the powder."), say("Check purity and water."))
        )
    strength = plan.known.get("mass_fraction", 0.0)
    if strength >= plan.assay > 0:
        given = f"{show_number(strength * 100)} %"
        accepted = say("the powder itself holds only {assay} %.", assay=show_number(plan.assay * 100))
        fix = say("Ask for less, or use a purer powder.")
        errors.append(InputError("mass_fraction", given, accepted, fix))
    return errors + _part_conflicts(plan)


def _part_conflicts(plan: Plan) -> list[InputError]:
    """Return what is wrong with the other ingredients."""
    errors = []
    names = [*plan.ingredients[:2], *(other.name or other.ingredient for other in plan.other_ingredients)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        fix = say("Put it into one line.")
        errors.append(InputError("other_ingredients", name, say("this stands in the batch twice."), fix))
    for other in plan.other_ingredients:
        if other.ingredient not in catalog.ingredients():
            fix = say("Use an id of the catalogue.")
            errors.append(
                InputError("other_ingredients", other.ingredient, say("this is not known here."), fix)
            )
        if not (0 <= other.mass_fraction < 1 and 0 <= other.mass_g < math.inf):
            fix = say("Give a share below 100 %, or a mass.")
            errors.append(
                InputError("other_ingredients", other.ingredient, say("its amount cannot be."), fix)
            )
    return errors


def _no_batch(reason: str) -> InputError:
    """Return the error for numbers that no batch has."""
    fix = say("Lower the strength, the water or the other ingredients, or make the batch larger.")
    return InputError("batch", say("these numbers"), reason, fix)


def impossible(plan: Plan, solved: Masses) -> list[InputError]:
    """Return why a solved batch cannot be made."""
    powder, water, total = (float(mass[0]) for mass in (solved.powder, solved.water, solved.total))
    most = catalog.inputs().accepted["batch_mass"].ends[1]
    if not 0 < total <= most * (1 + 1e-6) or powder <= 0:
        return [_no_batch(say("no batch has these numbers."))]
    if water < -1e-9 * total:
        over = show_number(-water)
        fix = say("Take out {over} g, or make the batch larger.", over=over)
        accepted = say("powder and other ingredients exceed the batch by {over} g.", over=over)
        return [
            InputError(
                "other_ingredients", say("batch of {total} g", total=show_number(total)), accepted, fix
            )
        ]
    return []
