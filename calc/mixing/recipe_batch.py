"""A recipe as it was read, line by line → a batch, with what each line came to in grams."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.chemistry.formula import LEFT_OUT, Formula, Line
from calc.chemistry.waters import water_beside
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import Batch, as_batch
from calc.mixing.line_masses import NO_MEASURES, LinePart, Measures, part_of, strength_of_solution
from calc.mixing.measures import Amount, line_of, row_of
from calc.mixing.whole_mass import weighed_parts
from calc.parsing.account import Account
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import OTHER, NamedIngredient, says_powder
from calc.parsing.recipe_line import RecipeLine
from calc.uncertainty import Band
from calc.units import show_number

#: Percentages are rounded: so far from the whole, they are taken to reach it [0–1].
ROUNDING = 0.005


#: The line that fills up to the whole.
WATER_TO_100 = say("water to 100 %")


@dataclass(frozen=True)
class LineAccount(Account):
    """One line of a recipe with what it came to.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`; "" where the line names none.
    name : str
        As it is called here; of what is not known, as it was written.
    mass : Band, optional
        [g]; None where nothing of it is in the recipe.
    """

    ingredient: str = ""
    name: str = ""
    mass: Band | None = None

    @property
    def kind(self) -> str | None:
        """``known``, ``other`` for what the catalogue does not know, None where the line names nothing."""
        if not self.ingredient:
            return None
        return "other" if "other" in catalog.ingredients()[self.ingredient].roles else "known"

    def as_dict(self) -> dict[str, object]:
        """Return the line as it stands in JSON."""
        return {
            "text": self.text,
            "status": self.status,
            "ingredient": self.ingredient if self.kind == "known" else None,
            "name": self.name or None,
            "kind": self.kind,
            "mass_g": None
            if self.mass is None
            else {"median": self.mass.median, "low": self.mass.low, "high": self.mass.high},
            "note": self.note,
            "readings": list(self.readings),
        }


def batch_of_recipe(
    lines: Sequence[RecipeLine],
    *,
    measures: Measures = NO_MEASURES,
    purity: float | None = None,
    density: float | None = None,
    field: str = "recipe",
) -> tuple[Batch, tuple[LineAccount, ...]]:
    """Return what a recipe comes to, and what became of each of its lines.

    Parameters
    ----------
    lines : sequence of RecipeLine
        As `read_recipe_text` returns them.
    measures : Measures, optional
        What scale, scoop and spoon hold.
    purity : float, optional
        Of the forms of vitamin C [0–1]; taken as pure when not given.
    density : float, optional
        Of the whole [g/mL].
    field : str, optional
        Name for the errors.

    Returns
    -------
    tuple of Batch and tuple of LineAccount

    Raises
    ------
    InputErrors
        No line that can be used; shares that leave no room for the masses.

    Examples
    --------
    >>> from calc.parsing.recipe_text import read_recipe_text
    >>> batch, lines = batch_of_recipe(read_recipe_text("5 g vitamin C\\nwater to 100 g"))
    >>> [(line.ingredient, round(line.mass.median, 2)) for line in lines]
    [('l_ascorbic_acid', 5.0), ('water', 95.0)]
    """
    parts = {at: part_of(line, measures) for at, line in enumerate(lines) if line.counts}
    usable = {at: part for at, part in parts.items() if isinstance(part, LinePart)}
    rest = _untold([*usable.values()])
    weighed = weighed_parts([*usable.values(), *rest], field)
    whole = math.fsum(amount.mass_g for amount in weighed if isinstance(amount, Amount))
    diluted = {
        at: _diluted(part, measures)
        for (at, part), amount in zip(usable.items(), weighed)
        if isinstance(amount, Amount) and _is_diluted(part, amount, whole)
    }
    if diluted:
        usable |= diluted
        weighed = weighed_parts([*usable.values(), *rest], field)
    outcomes: dict[int, LinePart | Amount | str] = {**parts, **dict(zip(usable, weighed))}
    accounts = tuple(_account(line, usable.get(at), outcomes.get(at)) for at, line in enumerate(lines))
    kept = [
        (part, amount)
        for part, amount in zip([*usable.values(), *rest], weighed)
        if isinstance(amount, Amount)
    ]
    if not any(isinstance(outcome, Amount) and outcome.mass_g for outcome in outcomes.values()):
        raise InputErrors([_nothing_usable(accounts, field)])
    formula_lines = [_formula_line(part, amount, purity) for part, amount in kept]
    rows = [
        row_of(
            line.ingredient,
            amount,
            line.name,
            strength_of_solution(line.ingredient, part.line.share, part.line.text),
        )
        for line, (part, amount) in zip(formula_lines, kept)
    ]
    return as_batch(Formula(tuple(formula_lines)), rows, density=density), accounts


def offered_rest(lines: Sequence[RecipeLine], measures: Measures = NO_MEASURES) -> Account | None:
    """Return the offer of water to 100 %, where percentages do not add up to the whole; None where they do.

    It stands in the place of the line that says how much water there is, or as a line of its own.

    Parameters
    ----------
    lines : sequence of RecipeLine
        As `read_recipe_text` returns them.
    measures : Measures, optional
        What scale, scoop and spoon hold.

    Examples
    --------
    >>> from calc.parsing.recipe_text import read_recipe_text
    >>> offered_rest(read_recipe_text("vitamin C 15 %\\nglycerin 5 %")).readings
    ('water to 100 %',)
    """
    read = [part_of(line, measures) for line in lines if line.counts]
    parts = [part for part in read if isinstance(part, LinePart)]
    missing = _missing(parts)
    watery = [part for part in parts if part.ingredient == "water"]
    if missing is None or abs(missing) < ROUNDING or len(watery) > 1:
        return None
    total = show_number(100 * (1 - missing), 4)
    if not watery:
        rest = show_number(100 * missing, 4)
        note = say(
            "The percentages add up to {total} %. What the other {rest} % is was not said.",
            total=total,
            rest=rest,
        )
        return Account("", "assumed", note, (WATER_TO_100,)) if missing > 0 else None
    line, share = watery[0].line, watery[0].share or 0.0
    if share + missing <= 0:
        return None
    old, new = show_number(100 * share, 4), show_number(100 * (share + missing), 4)
    note = say(
        "The percentages add up to {total} %. With {new} % of water instead of {old} % they reach 100 %.",
        total=total,
        new=new,
        old=old,
    )
    return Account(line.text, "assumed", note, (WATER_TO_100,), place=line.place)


def _missing(parts: Sequence[LinePart]) -> float | None:
    """Return what is missing to the whole [0–1]; None where not every part is a share of it."""
    shares = [part.share for part in parts if part.share is not None]
    return 1 - math.fsum(shares) if parts and len(shares) == len(parts) else None


def _untold(parts: Sequence[LinePart]) -> list[LinePart]:
    """Return what is missing of a recipe in percent that does not reach the whole; empty where nothing is."""
    missing = _missing(parts)
    if missing is None or missing < ROUNDING:
        return []
    percent = 100 * missing
    stated = StatedAmount(percent, percent, percent, "percent", 0, 0)
    unknown = NamedIngredient(f"{OTHER}unknown", LEFT_OUT)
    line = RecipeLine("", "assumed", ingredient=unknown, amount=stated)
    return [LinePart(line, unknown.id, share=missing)]


def _is_diluted(part: LinePart, amount: Amount, whole_g: float) -> bool:
    """Tell whether there is more of something than anybody dissolves of the powder that its name may mean."""
    diluted = recipe_words().diluted.get(part.ingredient)
    stated = part.line.share if part.line.share is not None else 1.0
    return (
        diluted is not None
        and stated * amount.mass_g > diluted.above * whole_g
        and not says_powder(part.line.text)
    )


def _diluted(part: LinePart, measures: Measures) -> LinePart:
    """Return a line with the solution or gel instead of the powder of the same name."""
    diluted = recipe_words().diluted[part.ingredient]
    gel = catalog.ingredients()[diluted.ingredient].name
    note = say(
        "More than {above} % of the powder is not dissolved: taken as {gel}.",
        above=show_number(100 * diluted.above),
        gel=gel,
    )
    named = NamedIngredient(diluted.ingredient, gel, note, is_assumed=True)
    meant = [f"{part.line.text} ({recipe_words().powder[0]})"]
    stated = part.line.amount
    if stated and stated.low == stated.high and stated.unit in recipe_words().units:
        meant.insert(0, f"{stated.value:g} {recipe_words().units[stated.unit].words[0]} {gel}")
    line = replace(
        part.line,
        ingredient=named,
        share=None,
        status="assumed",
        note=" ".join(filter(None, (part.line.note, note))),
        readings=(*part.line.readings, *meant),
    )
    of_liquid = part_of(line, measures)
    return of_liquid if isinstance(of_liquid, LinePart) else part


def _formula_line(part: LinePart, amount: Amount, purity: float | None) -> Line:
    """Return a line of the formula; what is sold as a solution brings its water."""
    named = part.line.ingredient
    record = catalog.ingredients()[part.ingredient]
    name = named.name if named and not named.is_known and named.name != record.name else ""
    stated = part.line.share if part.line.share != 1 else None
    share = record.sold_as_strength if part.line.share is None else stated
    if part.ingredient in catalog.forms() and stated is None:
        return replace(line_of(part.ingredient, amount, purity), name=name)
    line = line_of(part.ingredient, amount, share)
    water = 0.0 if share is None else water_beside(part.ingredient, share)
    return replace(line, name=name, water_content=water)


def lines_of_formula(formula: Formula) -> tuple[LineAccount, ...]:
    """Return the lines of a formula as the account has them: each is used.

    Parameters
    ----------
    formula : Formula

    Examples
    --------
    >>> [line.status for line in lines_of_formula(Formula((Line("water", 85.0),)))]
    ['used']
    """
    return tuple(
        LineAccount(
            line.name or line.ingredient,
            "used",
            ingredient=line.ingredient,
            name=line.name or line.record.name,
            mass=_band(line),
        )
        for line in formula.lines
    )


def _band(line: Line) -> Band:
    """Return the mass of a line with its ends [g]."""
    ends = line.mass_range_g or (
        max(line.mass_g - line.mass_plus_minus_g, 0.0),
        line.mass_g + line.mass_plus_minus_g,
    )
    return Band(line.mass_g, *ends)


def _account(line: RecipeLine, part: LinePart | None, outcome: LinePart | Amount | str | None) -> LineAccount:
    """Return what became of a line: its mass, or the words for why it does not count."""
    line = part.line if part else line
    named = line.ingredient
    if named and part and isinstance(outcome, Amount):
        name = catalog.ingredients()[part.ingredient].name if named.is_known else named.name
        note = " ".join(filter(None, (line.note, part.note)))
        status = "assumed" if line.status == "used" and part.note else line.status
        mass = Band(outcome.mass_g, outcome.low_g, outcome.high_g)
        return LineAccount(
            line.text, status, note, line.readings, part.ingredient, name, mass, place=line.place
        )
    status = "not_understood" if isinstance(outcome, str) else line.status
    note = outcome if isinstance(outcome, str) else line.note
    id, name = (named.id, named.name) if named and status == "not_understood" else ("", "")
    return LineAccount(line.text, status, note, line.readings, id, name, place=line.place)


def _nothing_usable(accounts: Sequence[LineAccount], field: str) -> InputError:
    """Return what is wrong where nothing of a recipe counts: what its first open line lacks."""
    opened = next((account for account in accounts if account.status == "not_understood"), None)
    accepted, fix = (
        say("no ingredient with its amount was found in it."),
        say("Write for example: ascorbic acid 5 g."),
    )
    if opened:
        accepted, *fixes = re.split(r"(?<=[.?;]) (?=[A-Z])", opened.note, maxsplit=1)
        accepted = f"{accepted[:1].lower()}{accepted[1:]}"
        fix = fixes[0] if fixes else fix
    readings = opened.readings if opened else ()
    return InputError(field, opened.text if opened else "", accepted, fix, readings)
