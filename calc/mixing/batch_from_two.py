"""How to make it: what to weigh for a batch, and how far off each mass can be.

Two things that are known fix the rest (`batch_plan`): a strength and a batch size (target → grams), powder
and water (grams → what I have), or any other two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from calc import catalog
from calc.chemistry.adjusters import Adjuster, with_adjuster, without_adjuster
from calc.chemistry.dosing import Dose, dose, largest_dose_g, refuse_target, remaining_dose
from calc.chemistry.formula import Formula, Line
from calc.chemistry.titration import nominal_adjuster_mass
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.mixing.batch import Batch, Weighing, as_batch, turn
from calc.mixing.batch_plan import KNOWABLE, Masses, Plan, conflicts, drawn_masses, impossible, nominal_masses
from calc.mixing.line_masses import strength_of_solution
from calc.mixing.parts import Part
from calc.uncertainty import Reading, Samples
from calc.units import with_units

# Share of the water by which a dose may still move what it displaces; the pH hardly feels it.
_DISPLACED = 2e-4
# Of finding a dose that displaces the water it is worked out for; two do, usually.
_MOST_ROUNDS = 50


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
    plan = Plan(known, powder, water_content, tuple(other_ingredients), density)
    refuse(conflicts(plan, scale_resolution))
    plan, lines = _balanced(plan, scale_resolution or 0.0)
    wanted = None
    if target_pH is not None:
        means = Adjuster(catalog.find_ingredient(adjuster, field="adjuster").id, adjuster_strength)
        plan, lines, wanted = _adjusted(plan, lines, means, target_pH, scale_resolution or 0.0)
        if reading:
            lines, wanted = _after(lines, wanted, reading, added, scale_resolution or 0.0)
    drawn, draws = drawn_masses(plan)
    sheet = (_weighing(line, plan, drawn, draws, scale_resolution, wanted) for line in lines)
    return as_batch(Formula(lines), sheet, form=record.id, density=density, dose=wanted)


def _balanced(plan: Plan, scale_g: float) -> tuple[Plan, tuple[Line, ...]]:
    """Return a plan with the gas that leaves, and its lines; each decides the other."""
    while True:
        nominal = nominal_masses(plan)
        refuse(impossible(plan, nominal))
        lines = _lines(plan, nominal, scale_g)
        gas_g = Formula(lines).gas_g
        if math.isclose(gas_g, plan.gas_g, rel_tol=1e-12, abs_tol=1e-12):
            return plan, lines
        plan = replace(plan, gas_g=gas_g)


def _adjusted(
    plan: Plan, lines: tuple[Line, ...], adjuster: Adjuster, target_pH: float, scale_g: float
) -> tuple[Plan, tuple[Line, ...], Dose]:
    """Return a plan with what brings it to a pH: that takes the place of water, which moves the dose."""
    if adjuster.ingredient in plan.ingredients:
        name = catalog.ingredients()[adjuster.ingredient].name
        fix = say("Take it out there: how much of it is needed is worked out.")
        raise InputErrors([InputError("adjuster", name, say("this stands in the batch already."), fix)])
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
        if abs(needed_g - mass_g) <= _DISPLACED * rest.water_g:
            break
        mass_g = needed_g
        part_of = Part(adjuster.ingredient, mass_g=mass_g, strength=adjuster.strength)
        _, lines_then = _balanced(replace(plan, other_ingredients=(*given, part_of)), scale_g)
    wanted = dose(rest, adjuster, target_pH, near_g=mass_g or None)
    if wanted.mass is None or wanted.mass.median == 0:
        return plan, lines, wanted
    part_of = Part(adjuster.ingredient, mass_g=wanted.mass.median, strength=adjuster.strength)
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


def _lines(plan: Plan, solved: Masses, scale_g: float) -> tuple[Line, ...]:
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
    rest = []
    for other in plan.other_ingredients:
        line = Adjuster(other.ingredient, other.strength).line(float(solved.of_part(other)[0]), scale_g)
        rest.append(replace(line, name=other.name) if other.name else line)
    return tuple(
        sorted(
            (line for line in (water, powder, *rest) if line.mass_g > 0),
            key=plan.turn,
        )
    )


def _weighing(
    line: Line, plan: Plan, sampled: Masses, draws: Samples, scale_g: float | None, wanted: Dose | None
) -> Weighing:
    """Return the row of the weighing sheet for a line."""
    if wanted and wanted.mass and line.ingredient == wanted.adjuster.ingredient:
        first = wanted.after.added_g if wanted.after else wanted.first_g
        half, strength = wanted.half_width_g, wanted.adjuster.strength
        return Weighing(line.ingredient, line.mass_g, scale_g, half, first, strength)
    strength = 1.0
    if line.ingredient == plan.powder.ingredient:
        masses = sampled.powder
    elif line.ingredient == plan.liquid:
        masses = sampled.water
    else:
        part = next(
            other
            for other in plan.other_ingredients
            if (other.ingredient, other.name) == (line.ingredient, line.name)
        )
        masses, strength = sampled.of_part(part), strength_of_solution(part.ingredient, part.strength)
    half = draws.half_width(masses)
    return Weighing(line.ingredient, line.mass_g, scale_g, half, strength=strength, called=line.name)
