"""Powder into something finished: boost a serum that somebody owns, or one dose in the palm.

The powder adds its own mass. With a base of mass B that holds w0 of the same form, and powder of
assay a, the strength after adding p is (w0·B + a·p) / (B + p); two of strength, base and powder
give the third.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from calc import catalog
from calc.chemistry.formula import Formula, Line, purity_input
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.mixing.batch import Batch, Weighing, as_batch
from calc.mixing.measures import Amount, line_of, row_of
from calc.uncertainty import Samples, UncertainInput
from calc.units import show_number, with_units

#: What powder can be put into. Of a finished serum or lotion the rest is not known.
FINISHED = ("serum", "lotion")
BASES = (*FINISHED, "water", "squalane", "glycerin", "propanediol")


@with_units(
    base_fraction="fraction",
    mass_fraction="fraction",
    purity="fraction",
    purity_plus_minus="fraction",
    water_content="fraction",
    aa_equivalent="fraction",
    scale_resolution="mass",
    density="density",
)
def boost(
    form: str,
    *,
    base: str = "serum",
    base_amount: Amount | None = None,
    base_form: str | None = None,
    base_fraction: float = 0.0,
    powder: Amount | None = None,
    mass_fraction: float | None = None,
    purity: float | None = None,
    purity_plus_minus: float | None = None,
    water_content: float = 0.0,
    aa_equivalent: float | None = None,
    scale_resolution: float | None = None,
    density: float | None = None,
) -> Batch:
    """Work out what powder does to something finished, from two of base, powder and strength.

    Parameters
    ----------
    form : str
        Form of vitamin C that is added: an id, a name, an INCI name or an alias.
    base : str
        What it goes into: one of `BASES`.
    base_amount, powder : Amount, optional
        How much of each, weighed or measured; see `calc.mixing.measures`.
    base_form, base_fraction : str, Quantity
        Form and strength that the base has already [0–1].
    mass_fraction : Quantity, optional
        Strength of the added form afterwards [0–1].
    purity, purity_plus_minus, water_content, aa_equivalent, scale_resolution, density : Quantity, optional
        As for `mixing.new_batch`; the scale weighs what is worked out.

    Returns
    -------
    Batch

    Raises
    ------
    InputErrors
        Not two of the three; a target below what the base has (with the dilution that would reach
        it); a target that the powder cannot reach; more powder than base; zero amounts.

    Examples
    --------
    >>> from calc import Q_
    >>> serum = Amount.weighed(Q_(30, "g"), Q_(0.01, "g"))
    >>> batch = boost("vitamin C", base_amount=serum, base_fraction=0.1, mass_fraction=0.15, purity=0.99)
    >>> [(row.ingredient, round(row.mass_g, 2)) for row in batch.weigh]
    [('serum', 30.0), ('l_ascorbic_acid', 1.79)]
    """
    added_form = catalog.find_form(form).id
    held_form = catalog.find_form(base_form).id if base_form else added_form
    dry = Line(added_form, 0.0, purity, purity_plus_minus=purity_plus_minus, aa_eq=aa_equivalent)
    assay = dry.nominal_purity * (1 - water_content)
    before = base_fraction if held_form == added_form else 0.0
    plan = _Plan(base, base_amount, powder, mass_fraction, before, assay)
    refuse(_conflicts(plan))
    base_amount, powder = _solved(plan, scale_resolution)
    refuse(_impossible(base_amount, powder))
    added = replace(
        line_of(added_form, powder, dry.purity and assay),
        water_content=water_content,
        purity_plus_minus=purity_plus_minus,
        aa_eq=aa_equivalent,
    )
    whole = catalog.ingredients()[base].english
    rest = base_amount.line(base, 1 - base_fraction, None, whole)
    held = replace(base_amount.line(held_form, base_fraction, 1.0, whole), purity_plus_minus=0.0)
    lines = (rest, *([held] if base_fraction else []), added)
    sheet = _sheet(plan, base_amount, powder, dry)
    return as_batch(Formula(lines, _system(base)), sheet, form=added_form, density=density)


@with_units(
    mass_fraction="fraction",
    purity="fraction",
    purity_plus_minus="fraction",
    water_content="fraction",
    aa_equivalent="fraction",
    scale_resolution="mass",
)
def single_dose(
    form: str,
    *,
    dose: Amount,
    base: str = "serum",
    powder: Amount | None = None,
    mass_fraction: float | None = None,
    purity: float | None = None,
    purity_plus_minus: float | None = None,
    water_content: float = 0.0,
    aa_equivalent: float | None = None,
    scale_resolution: float | None = None,
) -> Batch:
    """Work out one dose in the palm: powder into a dose of something without vitamin C.

    What it holds follows from the powder, or the powder from the strength that is wanted. A `boost`
    of something that is measured by drops, spoons and pumps, with bands as wide as these are.

    Parameters
    ----------
    form : str
        Form of vitamin C that is added: an id, a name, an INCI name or an alias.
    dose : Amount
        The liquid as it is taken: ``Amount.drops("serum", 20)``.
    base : str
        What liquid that is: one of `BASES`.
    powder : Amount, optional
        The powder as it is taken: ``Amount.scoops(1, Q_(0.25, "g"))``.
    mass_fraction : Quantity, optional
        Or the strength that is wanted [0–1].
    purity, purity_plus_minus, water_content, aa_equivalent, scale_resolution : Quantity, optional
        As for `new_batch`.

    Returns
    -------
    Batch

    Raises
    ------
    InputErrors
        Powder and strength, or neither; what `boost` refuses, a base amount named ``dose``.

    Examples
    --------
    >>> from calc import Q_
    >>> batch = single_dose(
    ...     "vitamin C", dose=Amount.poured("serum", Q_(2, "mL")), powder=Amount.scoops(1, Q_(0.25, "g"))
    ... )
    >>> f"{batch.formula.total_mass_g:.2f} g"
    '2.31 g'
    """
    try:
        return boost.kernel(
            form,
            base=base,
            base_amount=dose,
            powder=powder,
            mass_fraction=mass_fraction,
            purity=purity,
            purity_plus_minus=purity_plus_minus,
            water_content=water_content,
            aa_equivalent=aa_equivalent,
            scale_resolution=scale_resolution,
        )
    except InputErrors as errors:
        names = {"base_amount": "dose"}
        raise InputErrors(
            error.renamed(names.get(error.field, error.field)) for error in errors.errors
        ) from None


# --- working it out -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """What is known: two of base, powder and target; strengths as mass fractions [0–1]."""

    base: str
    base_amount: Amount | None
    powder: Amount | None
    target: float | None
    before: float
    assay: float


def _solved(plan: _Plan, scale_g: float | None) -> tuple[Amount, Amount]:
    """Return base and powder, the one that was not given worked out from the target."""
    if plan.base_amount and plan.powder:
        return plan.base_amount, plan.powder
    assert plan.target is not None
    ratio = (plan.target - plan.before) / (plan.assay - plan.target)
    if plan.base_amount:
        return plan.base_amount, Amount.weighed.kernel(plan.base_amount.mass_g * ratio, scale_g)
    assert plan.powder is not None
    return Amount.weighed.kernel(plan.powder.mass_g / ratio, scale_g), plan.powder


def _sheet(plan: _Plan, base: Amount, powder: Amount, dry: Line) -> list[Weighing]:
    """Return the weighing sheet; what was worked out is as uncertain as what it follows from."""
    rows = [row_of(plan.base, base), row_of(dry.ingredient, powder)]
    if plan.target is None:
        return rows
    given = base if plan.base_amount else powder
    amount = UncertainInput("amount", given.mass_g, given.low_g, given.high_g, floor=0.0)
    draws = Samples([amount, purity_input(dry, "purity")])
    assay = draws.columns["purity"] * plan.assay / dry.nominal_purity
    ratio = (plan.target - plan.before) / (assay - plan.target)
    needed = draws.columns["amount"] * (ratio if plan.base_amount else 1 / ratio)
    worked_out = 1 if plan.base_amount else 0
    rows[worked_out] = replace(rows[worked_out], method_plus_minus_g=draws.half_width(needed))
    return rows


def _system(base: str) -> str:
    """Return what comes out: a powder in oil never dissolves."""
    if base == "lotion":
        return "o_w_emulsion"
    return "suspension" if "oil" in catalog.ingredients()[base].roles else "solution"


# --- what cannot be -------------------------------------------------------------------------------


def _conflicts(plan: _Plan) -> list[InputError]:
    """Return what contradicts before anything is worked out."""
    errors = []
    if plan.base not in BASES:
        fix = say("Use {bases}.", bases=", ".join(BASES))
        errors.append(InputError("base", plan.base, say("powder is not put into that here."), fix))
    known = {"base_amount": plan.base_amount, "powder": plan.powder, "mass_fraction": plan.target}
    if sum(value is not None for value in known.values()) != 2:
        fix = say("Give two of: what it goes into, powder, strength.")
        given = ", ".join(name for name, value in known.items() if value is not None)
        errors.append(InputError("mass_fraction", given, say("two of three fix the third."), fix))
    for name, amount in (("base_amount", plan.base_amount), ("powder", plan.powder)):
        if amount is not None and not 0 < amount.mass_g < math.inf:
            errors.append(
                InputError(name, amount.mass_g, say("this must be more than zero."), say("Give an amount."))
            )
    if plan.target is not None and not errors:
        errors += _unreachable(plan, plan.target)
    return errors


def _unreachable(plan: _Plan, target: float) -> list[InputError]:
    """Return why powder cannot bring a base to a target."""
    given = f"{show_number(target * 100)} %"
    if target <= plan.before:
        fix = say("Ask for more than it has.")
        if 0 < target < plan.before and plan.base_amount:
            extra = plan.base_amount.mass_g * (plan.before / target - 1)
            fix = say(
                "To go down, dilute it with {extra} g of a base without vitamin C.", extra=show_number(extra)
            )
        accepted = say(
            "it holds {before} % already; powder only goes up.", before=show_number(plan.before * 100)
        )
        return [InputError("mass_fraction", given, accepted, fix)]
    if target >= plan.assay:
        accepted = say("the powder itself holds only {assay} %.", assay=show_number(plan.assay * 100))
        return [InputError("mass_fraction", given, accepted, say("Ask for less, or use a purer powder."))]
    return []


def _impossible(base: Amount, powder: Amount) -> list[InputError]:
    """Return an error where there would be more powder than what it goes into."""
    if powder.mass_g <= base.mass_g:
        return []
    given = say(
        "{powder} g of powder to {base} g",
        powder=show_number(powder.mass_g),
        base=show_number(base.mass_g),
    )
    fix = say("Take less powder, or more to put it into.")
    return [InputError("powder", given, say("this is more powder than what it goes into."), fix)]
