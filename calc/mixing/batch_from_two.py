"""How to make it: what to weigh for a batch, and how far off each mass can be.

One small linear system carries both directions. Powder, water and the whole batch are unknown;
mass balance is one equation, and two more things that are known fix the rest: a strength and a
batch size (target → grams), powder and water (grams → what I have), or any other two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.adjusters import Adjuster, with_adjuster, without_adjuster
from calc.chemistry.density import sampled_volumes, volume_inputs, volumes_per_gram
from calc.chemistry.dosing import Dose, dose, largest_dose_g, refuse_target, remaining_dose
from calc.chemistry.formula import Formula, Line, purity_input
from calc.chemistry.phases import OILS_TO_START_FROM
from calc.chemistry.titration import nominal_adjuster_mass
from calc.errors import InputError, InputErrors, refuse
from calc.mixing.batch import Batch, Weighing, as_batch, turn
from calc.uncertainty import Reading, Samples, UncertainInput
from calc.units import show_number, with_units

Array = NDArray[np.float64]


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
        raise InputError(record.id, "", "one amount is needed.", "Give mass_fraction or mass, not both.")
    return Part(record.id, mass_fraction or 0.0, mass or 0.0)


@dataclass(frozen=True)
class _Plan:
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
class _Masses:
    """A solved batch: masses [g], (n,) each."""

    powder: Array
    water: Array
    total: Array

    def of_part(self, other: Part) -> Array:
        """Return the mass of another ingredient [g]."""
        return other.mass_g + other.mass_fraction * self.total


# Share of the water by which a dose may still move what it displaces; the pH hardly feels it.
_DISPLACED = 2e-4
# Of finding masses from volumes that depend on them: each brings them ten times nearer.
_ROUNDS_OF_VOLUME = 20
_BY_VOLUME = {"mass_concentration", "batch_volume"}
# Of finding a dose that displaces the water it is worked out for; three do, usually.
_MOST_ROUNDS = 50
#: What can be known of a batch; any two fix it.
KNOWABLE = (
    "mass_fraction",
    "mass_concentration",
    "batch_mass",
    "batch_volume",
    "powder_mass",
    "water_mass",
)


@with_units(
    mass_fraction="fraction",
    mass_concentration="mass_concentration",
    batch_mass="mass",
    batch_volume="volume",
    powder_mass="mass",
    water_mass="mass",
    density="density",
    purity="fraction",
    purity_plus_minus="fraction",
    water_content="fraction",
    aa_equivalent="fraction",
    scale_resolution="mass",
    adjuster_strength="fraction",
    added="mass",
)
def new_batch(
    form: str,
    *,
    mass_fraction: float | None = None,
    mass_concentration: float | None = None,
    batch_mass: float | None = None,
    batch_volume: float | None = None,
    powder_mass: float | None = None,
    water_mass: float | None = None,
    density: float | None = None,
    purity: float | None = None,
    purity_plus_minus: float | None = None,
    water_content: float = 0.0,
    aa_equivalent: float | None = None,
    scale_resolution: float | None = None,
    other_ingredients: Sequence[Part] = (),
    target_pH: float | None = None,
    adjuster: str = "sodium_bicarbonate",
    adjuster_strength: float = 1.0,
    reading: Reading | None = None,
    added: float | None = None,
) -> Batch:
    """Work out a batch from any two of: strength, batch size, powder, water.

    Parameters
    ----------
    form : str
        Form of vitamin C: an id, a name, an INCI name or an alias.
    mass_fraction or mass_concentration : Quantity, optional
        Strength w/w [0–1] or w/v [g/mL].
    batch_mass or batch_volume : Quantity, optional
        Size of the finished batch [g] or [mL].
    powder_mass, water_mass : Quantity, optional
        Powder and water as weighed [g].
    density : Quantity, optional
        Of the finished batch [g/mL]; estimated by ideal mixing when not given.
    purity : Quantity, optional
        Mass of the form per mass of dry powder [0–1]; taken as pure when not given.
    purity_plus_minus : Quantity, optional
        95 % half-width of the purity [0–1].
    water_content : Quantity
        Water per mass of powder [0–1].
    aa_equivalent : Quantity, optional
        Ascorbic acid per mass of the form [0–1], where the catalogue cannot know it.
    scale_resolution : Quantity, optional
        Readability of the scale [g]; each weighing is good to one step (95 %).
    other_ingredients : sequence of Part
        Everything else in the bottle.
    target_pH : float, optional
        The pH that it shall have.
    adjuster : str
        What brings it there: one of `adjusters.ADJUSTERS`, by id, name or alias.
    adjuster_strength : Quantity
        Of the adjuster, where it is a solution in water [0–1].
    reading : Reading, optional
        Of the pH, once some of the adjuster is in; sharpens the dose.
    added : Quantity, optional
        How much of it is in by then [g]; the first addition when not given.

    Returns
    -------
    Batch

    Raises
    ------
    InputErrors
        Unknown form, too few or too many things known, a strength that the powder cannot reach,
        lines that exceed the batch, a pH that makes no sense or an adjuster that moves away from
        it, wrong units, out of range.

    Examples
    --------
    >>> from calc import Q_
    >>> batch = new_batch("vitamin C", mass_fraction=0.15, batch_mass=Q_(30, "g"), purity=0.99)
    >>> [(row.ingredient, round(row.mass_g, 2)) for row in batch.weigh]
    [('water', 25.45), ('l_ascorbic_acid', 4.55)]
    """
    record = catalog.find_form(form)
    given = (mass_fraction, mass_concentration, batch_mass, batch_volume, powder_mass, water_mass)
    known = {name: value for name, value in zip(KNOWABLE, given) if value is not None}
    powder = Line(record.id, 0.0, purity, purity_plus_minus=purity_plus_minus, aa_eq=aa_equivalent)
    plan = _Plan(known, powder, water_content, tuple(other_ingredients), density)
    refuse(_conflicts(plan, scale_resolution))
    plan, lines = _balanced(plan, scale_resolution or 0.0)
    wanted = None
    if target_pH is not None:
        means = Adjuster(catalog.find_ingredient(adjuster, field="adjuster").id, adjuster_strength)
        plan, lines, wanted = _adjusted(plan, lines, means, target_pH, scale_resolution or 0.0)
        if reading:
            lines, wanted = _after(lines, wanted, reading, added, scale_resolution or 0.0)
    drawn, draws = _drawn(plan)
    sheet = (_weighing(line, plan, drawn, draws, scale_resolution, wanted) for line in lines)
    return as_batch(Formula(lines), sheet, form=record.id, density=density, dose=wanted)


def _drawn(plan: _Plan) -> tuple[_Masses, Samples]:
    """Return draws of the masses of a batch; volumes count where one of its two known things is by volume."""
    if not plan.is_by_volume:
        draws = Samples(_purity_inputs(plan))
        return _solve(plan, _sampled_assay(plan, draws), np.zeros((draws.size, len(plan.ingredients)))), draws
    draws = Samples([*_purity_inputs(plan), *volume_inputs(plan.ingredients)])
    volumes = sampled_volumes(plan.ingredients, draws, _stated_g(plan, _nominal(plan)))
    return _solve(plan, _sampled_assay(plan, draws), volumes), draws


def _balanced(plan: _Plan, scale_g: float) -> tuple[_Plan, tuple[Line, ...]]:
    """Return a plan with the gas that leaves, and its lines; each decides the other."""
    while True:
        nominal = _nominal(plan)
        refuse(_impossible(plan, nominal))
        lines = _lines(plan, nominal, scale_g)
        gas_g = Formula(lines).gas_g
        if math.isclose(gas_g, plan.gas_g, rel_tol=1e-12, abs_tol=1e-12):
            return plan, lines
        plan = replace(plan, gas_g=gas_g)


def _adjusted(
    plan: _Plan, lines: tuple[Line, ...], adjuster: Adjuster, target_pH: float, scale_g: float
) -> tuple[_Plan, tuple[Line, ...], Dose]:
    """Return a plan with what brings it to a pH: that takes the place of water, which moves the dose."""
    if adjuster.ingredient in plan.ingredients:
        name = catalog.ingredients()[adjuster.ingredient].name
        fix = "Take it out there: how much of it is needed is worked out."
        raise InputErrors([InputError("adjuster", name, "this stands in the batch already.", fix)])
    refuse_target(Formula(lines), adjuster, target_pH)
    given, mass_g = plan.other_ingredients, 0.0
    plan = replace(plan, adjuster=adjuster.ingredient)
    lines_then = lines
    for _ in range(_MOST_ROUNDS):
        rest = without_adjuster(Formula(lines_then), adjuster)
        most = largest_dose_g(rest, adjuster)
        needed_g = nominal_adjuster_mass(rest, adjuster, target_pH, most, near_g=mass_g or None)
        if needed_g >= most:
            return plan, lines, replace(dose(rest, adjuster, target_pH), mass=None, first_g=0.0)
        settled = abs(needed_g - mass_g) <= _DISPLACED * rest.water_g
        mass_g = needed_g
        part_of = Part(adjuster.ingredient, mass_g=mass_g, strength=adjuster.strength)
        _, lines_then = _balanced(replace(plan, other_ingredients=(*given, part_of)), scale_g)
        rest = without_adjuster(Formula(lines_then), adjuster)
        if settled:
            break
    wanted = dose(rest, adjuster, target_pH, near_g=mass_g or None)
    if wanted.mass is None or wanted.mass.median == 0:
        return plan, lines, wanted
    part_of = replace(part_of, mass_g=wanted.mass.median)
    plan, lines = _balanced(replace(plan, other_ingredients=(*given, part_of)), scale_g)
    return plan, lines, wanted


def _after(
    lines: tuple[Line, ...], wanted: Dose, reading: Reading, added_g: float | None, scale_g: float
) -> tuple[tuple[Line, ...], Dose]:
    """Return the lines and the dose after a reading; the water is weighed by then and stays."""
    if wanted.mass is None:
        return lines, wanted
    adjuster = wanted.adjuster
    rest = without_adjuster(Formula(lines), adjuster)
    weighed_g = wanted.first_g if added_g is None else added_g
    after = remaining_dose(
        rest, adjuster, wanted.target_pH, added_g=weighed_g, reading=reading, scale_g=scale_g
    )
    wanted = replace(wanted, after=after)
    mixed = with_adjuster(rest, adjuster, wanted.planned_g, scale_g)
    last = adjuster.ingredient
    return tuple(
        sorted(mixed.lines, key=lambda line: (line.ingredient == last, turn(line.ingredient)))
    ), wanted


def _solve(plan: _Plan, assay: Array, volumes: Array) -> _Masses:
    """Return the masses of a batch from the two things that are known of it.

    Parameters
    ----------
    plan : _Plan
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
        return {
            "mass_fraction": (assay, zero, -x * one, zero),
            "mass_concentration": (assay - x * per_powder, -x * per_water, -x * per_total, x * constant),
            "batch_mass": (zero, zero, one, x * one),
            "batch_volume": (per_powder, per_water, per_total, x - constant),
            "powder_mass": (one, zero, zero, x * one),
            "water_mass": (zero, one, zero, x * one),
        }[name]

    balance = (one, one, (shares.sum() - 1) * one, (plan.gas_g - fixed.sum()) * one)
    system = np.array([balance, *(equation(*item) for item in plan.known.items())])
    try:
        solution = np.linalg.solve(system[:, :3].transpose(2, 0, 1), system[:, 3].T[..., np.newaxis])
    except np.linalg.LinAlgError:
        raise InputErrors([_no_batch("no batch has these numbers.")]) from None
    powder, water, total = solution[..., 0].T
    return _Masses(powder, water, total)


# --- what goes in ---------------------------------------------------------------------------------


def _purity_inputs(plan: _Plan) -> list[UncertainInput]:
    """Return purity and water content of the powder as uncertain inputs."""
    spread = catalog.inputs().assumed["purity_plus_minus"].to("dimensionless")[0]
    water = plan.water_content
    spread = spread if water else 0.0
    moist = UncertainInput("water in the powder", water, water - spread, water + spread, 0.0, 1.0)
    return [purity_input(plan.powder, "purity"), moist]


def _nominal(plan: _Plan) -> _Masses:
    """Return the masses of a batch at its stated values; masses decide volumes, and these the masses."""
    assay, grams = np.array([plan.assay]), np.full(len(plan.ingredients), 1.0)
    if not plan.is_by_volume:
        return _solve(plan, assay, np.zeros((1, grams.size)))
    # What a gram adds to the volume moves by a few per cent between a trace and a half.
    solved = _solve(plan, assay, volumes_per_gram(plan.ingredients, grams)[np.newaxis])
    for _ in range(_ROUNDS_OF_VOLUME):
        grams = _stated_g(plan, solved)
        if not (np.isfinite(grams) & (grams >= 0)).all():
            break
        solved = _solve(plan, assay, volumes_per_gram(plan.ingredients, grams)[np.newaxis])
    return solved


def _stated_g(plan: _Plan, solved: _Masses) -> Array:
    """Return the masses of a batch in the order of its ingredients, (2 + other ingredients,) [g]."""
    others = [float(solved.of_part(other)[0]) for other in plan.other_ingredients]
    return np.maximum([float(solved.powder[0]), float(solved.water[0]), *others], 0.0)


def _sampled_assay(plan: _Plan, draws: Samples) -> Array:
    """Return the draws of the form's mass per mass of powder as weighed [0–1]."""
    return draws.columns["purity"] * (1 - draws.columns["water in the powder"])


# --- what comes out -------------------------------------------------------------------------------


def _lines(plan: _Plan, solved: _Masses, scale_g: float) -> tuple[Line, ...]:
    """Return the lines of the batch in the order of addition; empty ones are left out."""
    powder = Line(
        plan.powder.ingredient,
        float(solved.powder[0]),
        None if plan.powder.purity is None else plan.assay,
        plan.water_content,
        scale_g,
        plan.powder.purity_plus_minus,
        plan.powder.aa_eq,
    )
    water = Line(plan.liquid, max(float(solved.water[0]), 0.0), mass_plus_minus_g=scale_g)
    rest = [
        replace(
            Adjuster(other.ingredient, other.strength).line(float(solved.of_part(other)[0]), scale_g),
            name=other.name,
        )
        for other in plan.other_ingredients
    ]
    return tuple(
        sorted(
            (line for line in (water, powder, *rest) if line.mass_g > 0),
            key=plan.turn,
        )
    )


def _weighing(
    line: Line, plan: _Plan, sampled: _Masses, draws: Samples, scale_g: float | None, wanted: Dose | None
) -> Weighing:
    """Return the row of the weighing sheet for a line."""
    if wanted and wanted.mass and line.ingredient == wanted.adjuster.ingredient:
        first = wanted.after.added_g if wanted.after else wanted.first_g
        half, strength = wanted.half_width_g, wanted.adjuster.strength
        return Weighing(line.ingredient, line.mass_g, scale_g, half, first, strength)
    if line.ingredient == plan.powder.ingredient:
        masses = sampled.powder
    elif line.ingredient == plan.liquid:
        masses = sampled.water
    else:
        masses = sampled.of_part(
            next(
                other
                for other in plan.other_ingredients
                if (other.ingredient, other.name) == (line.ingredient, line.name)
            )
        )
    return Weighing(line.ingredient, line.mass_g, scale_g, draws.half_width(masses), called=line.name)


# --- what cannot be -------------------------------------------------------------------------------


def _conflicts(plan: _Plan, scale_g: float | None) -> list[InputError]:
    """Return what contradicts before anything is solved."""
    errors = []
    for pair in (("mass_fraction", "mass_concentration"), ("batch_mass", "batch_volume")):
        if all(name in plan.known for name in pair):
            fix = f"Give {pair[0]} or {pair[1]}, not both."
            errors.append(InputError(pair[1], "both", "one of the two is enough.", fix))
    if len(plan.known) != 2 and not errors:
        fix = "Give two of: strength, batch size, powder, water."
        errors.append(
            InputError("batch", ", ".join(plan.known), "two things fix a batch, no more, no less.", fix)
        )
    for name, value in {**plan.known, "density": plan.density, "scale_resolution": scale_g}.items():
        if value == 0:
            errors.append(InputError(name, 0, "this must be more than zero.", "Leave it out or give it."))
    if not plan.assay > 0:
        given = f"{show_number(100 * plan.assay)} %"
        errors.append(
            InputError("purity", given, "nothing is left of the powder.", "Check purity and water.")
        )
    strength = plan.known.get("mass_fraction", 0.0)
    if strength >= plan.assay > 0:
        given = f"{show_number(strength * 100)} %"
        accepted = f"the powder itself holds only {show_number(plan.assay * 100)} %."
        fix = "Ask for less, or use a purer powder."
        errors.append(InputError("mass_fraction", given, accepted, fix))
    return errors + _part_conflicts(plan)


def _part_conflicts(plan: _Plan) -> list[InputError]:
    """Return what is wrong with the other ingredients."""
    errors = []
    names = [*plan.ingredients[:2], *(other.name or other.ingredient for other in plan.other_ingredients)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        fix = "Put it into one line."
        errors.append(InputError("other_ingredients", name, "this stands in the batch twice.", fix))
    for other in plan.other_ingredients:
        if other.ingredient not in catalog.ingredients():
            fix = "Use an id of the catalogue."
            errors.append(InputError("other_ingredients", other.ingredient, "this is not known here.", fix))
        if not (0 <= other.mass_fraction < 1 and 0 <= other.mass_g < math.inf):
            fix = "Give a share below 100 %, or a mass."
            errors.append(InputError("other_ingredients", other.ingredient, "its amount cannot be.", fix))
    return errors


def _no_batch(reason: str) -> InputError:
    """Return the error for numbers that no batch has."""
    fix = "Lower the strength, the water or the other ingredients, or make the batch larger."
    return InputError("batch", "these numbers", reason, fix)


def _impossible(plan: _Plan, solved: _Masses) -> list[InputError]:
    """Return why a solved batch cannot be made."""
    powder, water, total = (float(mass[0]) for mass in (solved.powder, solved.water, solved.total))
    most = catalog.inputs().accepted["batch_mass"].ends[1]
    if not 0 < total <= most * (1 + 1e-6) or powder <= 0:
        return [_no_batch("no batch has these numbers.")]
    if water < -1e-9 * total:
        over = show_number(-water)
        fix = f"Take out {over} g, or make the batch larger."
        accepted = f"powder and other ingredients exceed the batch by {over} g."
        return [InputError("other_ingredients", f"batch of {show_number(total)} g", accepted, fix)]
    return []
