"""A recipe as it was read, line by line → a batch, with what each line came to in grams."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.chemistry.density import density_of, is_water_like, volumes_per_gram
from calc.chemistry.formula import LEFT_OUT, Formula, Line
from calc.errors import InputError, InputErrors
from calc.mixing.batch import Batch, as_batch
from calc.mixing.measures import Amount, line_of, row_of
from calc.parsing.account import Account
from calc.parsing.amounts import is_poured
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.bare_numbers import with_amount
from calc.parsing.ingredient_names import OTHER, NamedIngredient, says_diluted, says_powder
from calc.parsing.recipe_line import RecipeLine
from calc.uncertainty import Band
from calc.units import Q_, show_number, ureg

#: “About” widens a stated amount by so much either way [0–1].
ABOUT = 0.2
_TOO_MUCH = "So much is not mixed here. Check the number and its unit."
#: Percentages are rounded: so far from the whole, they are taken to reach it [0–1].
ROUNDING = 0.005
#: The line that fills up to the whole.
WATER_TO_100 = "water to 100 %"
# Of finding what fills up to a volume: volumes depend a little on what is found.
_ROUNDS_OF_VOLUME = 6
_MASSES = {"ug": 1e-6, "mg": 1e-3, "g": 1.0, "kg": 1e3, "oz": 28.349523125, "lb": 453.59237}


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


@dataclass(frozen=True)
class _Part:
    """A line that counts: how much of it there is, by mass, or as a share of the whole [0–1]."""

    line: RecipeLine
    ingredient: str
    amount: Amount | None = None
    share: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Measures:
    """What measures hold, where somebody said: steps of the scale, a scoop, how dense a powder lies."""

    scale_g: float | None = None
    scoop_g: float | None = None
    scoop_mL: float | None = None
    bulk_density: float | None = None


def batch_of_recipe(
    lines: Sequence[RecipeLine],
    *,
    measures: Measures = Measures(),
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
    parts = {at: _part(line, measures) for at, line in enumerate(lines) if line.counts}
    usable = {at: part for at, part in parts.items() if isinstance(part, _Part)}
    rest = _untold([*usable.values()])
    weighed = _weighed([*usable.values(), *rest], field)
    whole = math.fsum(amount.mass_g for amount in weighed if isinstance(amount, Amount))
    diluted = {
        at: _diluted(part, measures)
        for (at, part), amount in zip(usable.items(), weighed)
        if isinstance(amount, Amount) and _is_diluted(part, amount, whole)
    }
    if diluted:
        usable |= diluted
        weighed = _weighed([*usable.values(), *rest], field)
    outcomes: dict[int, _Part | Amount | str] = {**parts, **dict(zip(usable, weighed))}
    accounts = tuple(_account(line, usable.get(at), outcomes.get(at)) for at, line in enumerate(lines))
    kept = [
        (part, amount)
        for part, amount in zip([*usable.values(), *rest], weighed)
        if isinstance(amount, Amount)
    ]
    if not any(isinstance(outcome, Amount) and outcome.mass_g for outcome in outcomes.values()):
        raise InputErrors([_nothing_usable(accounts, field)])
    formula_lines = [_formula_line(part, amount, purity) for part, amount in kept]
    rows = [row_of(line.ingredient, amount, line.name) for line, (_, amount) in zip(formula_lines, kept)]
    return as_batch(Formula(tuple(formula_lines)), rows, density=density), accounts


def offered_rest(lines: Sequence[RecipeLine], measures: Measures = Measures()) -> Account | None:
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
    read = [_part(line, measures) for line in lines if line.counts]
    parts = [part for part in read if isinstance(part, _Part)]
    missing = _missing(parts)
    watery = [part for part in parts if part.ingredient == "water"]
    if missing is None or abs(missing) < ROUNDING or len(watery) > 1:
        return None
    total = show_number(100 * (1 - missing), 4)
    if not watery:
        rest = show_number(100 * missing, 4)
        note = f"The percentages add up to {total} %. What the other {rest} % is was not said."
        return Account("", "assumed", note, (WATER_TO_100,)) if missing > 0 else None
    line, share = watery[0].line, watery[0].share or 0.0
    if share + missing <= 0:
        return None
    old, new = show_number(100 * share, 4), show_number(100 * (share + missing), 4)
    note = f"The percentages add up to {total} %. With {new} % of water instead of {old} % they reach 100 %."
    return Account(line.text, "assumed", note, (WATER_TO_100,), place=line.place)


def _missing(parts: Sequence[_Part]) -> float | None:
    """Return what is missing to the whole [0–1]; None where not every part is a share of it."""
    shares = [part.share for part in parts if part.share is not None]
    return 1 - math.fsum(shares) if parts and len(shares) == len(parts) else None


def _untold(parts: Sequence[_Part]) -> list[_Part]:
    """Return what is missing of a recipe in percent that does not reach the whole; empty where nothing is."""
    missing = _missing(parts)
    if missing is None or missing < ROUNDING:
        return []
    stated = StatedAmount(100 * missing, 100 * missing, 100 * missing, "percent", 0, 0)
    unknown = NamedIngredient(f"{OTHER}unknown", LEFT_OUT)
    line = RecipeLine("", "assumed", ingredient=unknown, amount=stated)
    return [_Part(line, unknown.id, share=missing)]


def _is_diluted(part: _Part, amount: Amount, whole_g: float) -> bool:
    """Tell whether there is more of something than anybody dissolves of the powder that its name may mean."""
    diluted = recipe_words().diluted.get(part.ingredient)
    stated = part.line.share if part.line.share is not None else 1.0
    return (
        diluted is not None
        and stated * amount.mass_g > diluted.above * whole_g > 0
        and not says_powder(part.line.text)
    )


def _diluted(part: _Part, measures: Measures) -> _Part:
    """Return a line with the solution or gel instead of the powder of the same name."""
    diluted = recipe_words().diluted[part.ingredient]
    gel = catalog.ingredients()[diluted.ingredient].name
    note = f"More than {show_number(100 * diluted.above)} % of the powder is not dissolved: taken as {gel}."
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
    found = _part(line, measures)
    return found if isinstance(found, _Part) else part


def _formula_line(part: _Part, amount: Amount, purity: float | None) -> Line:
    """Return a line of the formula; what is sold as a solution brings its water."""
    named = part.line.ingredient
    record = catalog.ingredients()[part.ingredient]
    name = named.name if named and not named.is_known and named.name != record.name else ""
    stated = part.line.share if part.line.share != 1 else None
    share = record.sold_as_strength if part.line.share is None else stated
    if part.ingredient in catalog.forms() and stated is None:
        return replace(line_of(part.ingredient, amount, purity), name=name)
    line = line_of(part.ingredient, amount, share)
    return replace(line, name=name, water_content=0.0 if share is None else 1 - share)


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


def _account(line: RecipeLine, part: _Part | None, outcome: _Part | Amount | str | None) -> LineAccount:
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
    accepted, fix = "no ingredient with its amount was found in it.", "Write for example: ascorbic acid 5 g."
    if opened:
        accepted, *fixes = re.split(r"(?<=[.?;]) (?=[A-Z])", opened.note, maxsplit=1)
        accepted = f"{accepted[:1].lower()}{accepted[1:]}"
        fix = fixes[0] if fixes else fix
    readings = opened.readings if opened else ()
    return InputError(field, opened.text if opened else "", accepted, fix, readings)


# --- amounts --------------------------------------------------------------------------------------


def _part(line: RecipeLine, measures: Measures) -> _Part | str:
    """Return how much of a line there is; the words for why nobody can say."""
    assert line.ingredient
    ingredient, stated = line.ingredient.id, line.amount
    if line.made_up_to or stated is None:
        return _Part(line, ingredient)
    if stated.unit in ("percent", "w_v"):
        note = "Taken as mass per mass." if stated.unit == "w_v" else ""
        return _Part(line, ingredient, share=stated.value / 100, note=note)
    if stated.unit == "part":
        return "Parts: by mass or by volume? Write grams, or %."
    amount = _amount(ingredient, stated, measures, line.text)
    if isinstance(amount, str):
        return amount
    if amount.mass_g > _most_g():
        return _TOO_MUCH
    if stated.unit == "oz" and not _is_powder(ingredient, line.text):
        fluid = _amount(ingredient, replace(stated, unit="fl_oz"), measures, line.text)
        if isinstance(fluid, Amount):
            amount = Amount(amount.mass_g, min(amount.low_g, fluid.low_g), max(amount.high_g, fluid.high_g))
            either = (f"{show_number(amount.mass_g, 4)} g", f"{show_number(stated.value, 4)} fl oz")
            meant = (with_amount(line.text, stated, words) for words in either)
            line = replace(line, readings=(*line.readings, *meant))
    notes = [
        _measure_note(ingredient, stated, line.text),
        _quarrel(line, ingredient, amount, measures),
    ]
    sold = catalog.ingredients()[ingredient].sold_as_strength
    if sold is not None and line.share is None:
        notes.append(f"Taken as the {100 * sold:g} % solution that is sold.")
    line = replace(
        line, note=" ".join(filter(None, (line.note, _density_note(ingredient, stated, line.text))))
    )
    return _Part(line, ingredient, amount, note=" ".join(filter(None, notes)))


def stated_amount(line: RecipeLine) -> Amount | float | None:
    """Return how much a line of a recipe says: a mass, a share of the whole [0–1]; None where nobody can say.

    Parameters
    ----------
    line : RecipeLine

    Examples
    --------
    >>> from calc.parsing.recipe_text import read_recipe_text
    >>> stated_amount(read_recipe_text("moon dust 5 %")[0])
    0.05
    """
    if line.ingredient is None or line.amount is None:
        return None
    part = _part(line, Measures())
    if isinstance(part, str):
        return None
    return part.share if part.amount is None else part.amount


def _density_note(ingredient: str, stated: StatedAmount, text: str) -> str:
    """Return what to say where the spread of its class stands in for what a volume of something weighs."""
    record = catalog.ingredients()[ingredient]
    if stated.unit in (*_MASSES, "scoop") or ingredient in catalog.forms():
        return ""
    if stated.unit != "drop" and _is_powder(ingredient, text):
        known, (_, low, high) = "bulk_density", catalog.inputs().assumed["bulk_density_unknown"].to("g/mL")
    else:
        known, (_, low, high) = "density", density_of(ingredient)
    if record.value(known) is not None:
        return ""
    return f"What a mL of it weighs is not known here: taken as {low:g} to {high:g} g."


def _measure_note(ingredient: str, stated: StatedAmount, text: str) -> str:
    """Return what to say of a measure that does not hold the same everywhere; "" for the others."""
    unit = recipe_words().units[stated.unit]
    if stated.unit == "oz" and not _is_powder(ingredient, text):
        return "Ounces by weight, or fluid ounces: the band holds both."
    if unit.mL is None:
        return ""
    low, high = (show_number(stated.value * end, 2) for end in unit.mL[1:])
    return f"A {stated.unit} is no exact measure: taken as {low} to {high} mL."


def _amount(ingredient: str, stated: StatedAmount, measures: Measures, text: str) -> Amount | str:
    """Return a stated amount as a mass with its band; the words for why nobody can say."""
    ends = (stated.low, stated.value, stated.high)
    if stated.unit in _MASSES:
        factor = _MASSES[stated.unit]
        low, middle, high = (factor * end for end in ends)
        step = (measures.scale_g or 0.0) if low == high else 0.0
        found = Amount(middle, max(low - step, 0.0), high + step, measures.scale_g if low == high else None)
    elif holds := _holds_mL(stated.unit):
        is_exact = recipe_words().units[stated.unit].mL is None
        found = _of_volume(ingredient, ends, holds, measures, text, is_exact=is_exact)
    elif stated.unit == "drop":
        if ingredient in catalog.forms() and not is_poured(ingredient):
            return "A powder is not counted in drops. Give it in g."
        one = Amount.drops.kernel(ingredient, 1.0)
        found = Amount(one.mass_g * stated.value, one.low_g * stated.low, one.high_g * stated.high)
    elif stated.unit == "scoop":
        if measures.scoop_g:
            one = Amount.scoops.kernel(1.0, measures.scoop_g)
            found = Amount(one.mass_g * stated.value, one.low_g * stated.low, one.high_g * stated.high)
        elif measures.scoop_mL:
            found = _of_volume(ingredient, ends, (measures.scoop_mL,) * 3, measures, text)
        else:
            return "What one level scoop holds is needed; or weigh ten of them."
    else:
        return "What one stroke of the pump gives is needed; or give it in g."
    if stated.is_about:
        found = Amount(
            found.mass_g,
            min(found.low_g, found.mass_g * (1 - ABOUT)),
            max(found.high_g, found.mass_g * (1 + ABOUT)),
        )
    return found


@functools.cache
def _holds_mL(unit: str) -> tuple[float, float, float] | None:
    """Return what a measure of volume holds, with its ends [mL]; None for another unit."""
    words = recipe_words().units.get(unit)
    if words is None or words.mL is not None:
        return None if words is None else words.mL
    if words.unit not in ureg or not Q_(1.0, words.unit).check("[volume]"):
        return None
    return (float(Q_(1.0, words.unit).m_as("mL")),) * 3


def _of_volume(
    ingredient: str,
    counts: tuple[float, float, float],
    holds: tuple[float, float, float],
    measures: Measures,
    text: str,
    *,
    is_exact: bool = False,
) -> Amount:
    """Return so many measures of something as a mass: a powder by how it lies, a liquid by its density.

    ``is_exact``: they are millilitres or the like, in which nobody measures an extract that is a powder.
    """
    if _is_powder(ingredient, text, is_exact=is_exact):
        one = _powder_mL(ingredient, measures.bulk_density)
    else:
        one = Amount.poured.kernel(ingredient, 1.0)
    middle = counts[1] * holds[0]
    return Amount(
        middle * one.mass_g,
        counts[0] * holds[1] * one.low_g,
        counts[2] * holds[2] * one.high_g,
    )


def _is_powder(ingredient: str, text: str, *, is_exact: bool = False) -> bool:
    """Tell whether a measure of an ingredient holds a powder, by what it is and the words beside its name."""
    record = catalog.ingredients()[ingredient]
    roles = {*record.roles}
    if record.value("bulk_density") is not None or ingredient == "other_powder":
        return True
    if ingredient in catalog.forms():
        return not is_poured(ingredient)
    if record.value("density") is not None or "other" in roles:
        return False
    if {"solvent", "cosolvent", "oil", "finished"} & roles or is_water_like(record):
        return False
    if says_powder(text) or says_diluted(text):
        return says_powder(text)
    if _is_liquid_mixture(record) or (is_exact and not record.chemical_formula and "thickener" not in roles):
        return False
    return "thickener" in roles or not (record.phase == "oil" or {"humectant", "emulsifier"} & roles)


def _is_liquid_mixture(record: catalog.Ingredient) -> bool:
    """Tell whether a ready-made mixture is a liquid: what there is most of in it is poured."""
    first, *others = record.inci.split(" (and) ")
    return bool(others) and any(
        other.inci == first
        and (other.value("density") is not None or {"solvent", "cosolvent"} & {*other.roles})
        for other in catalog.ingredients().values()
    )


def _powder_mL(ingredient: str, bulk_density: float | None) -> Amount:
    """Return what a millilitre of a powder weighs, level, as it lies."""
    if bulk_density is not None and ingredient in catalog.forms():
        return Amount.spooned.kernel(ingredient, 1.0, bulk_density)
    rows = [
        row.to("g/mL") for row in catalog.ingredients()[ingredient].values if row.property == "bulk_density"
    ]
    if rows:
        preferred = catalog.ingredients()[ingredient].value("bulk_density")
        assert preferred
        off = catalog.inputs().assumed["scoop_plus_minus"].to("dimensionless")[0]
        low, high = min(row[1] for row in rows), max(row[2] for row in rows)
        return Amount(preferred.to("g/mL")[0], low * (1 - off), high * (1 + off))
    centre, low, high = catalog.inputs().assumed["bulk_density_unknown"].to("g/mL")
    return Amount(centre, low, high)


def _quarrel(line: RecipeLine, ingredient: str, amount: Amount, measures: Measures) -> str:
    """Return what to say where a second amount of a line contradicts the first; "" where they agree."""
    for other in line.other_amounts:
        if other.unit in ("percent", "w_v", ""):
            continue
        second = _amount(ingredient, other, measures, line.text)
        if isinstance(second, Amount) and (
            second.low_g > 1.1 * amount.high_g or second.high_g < amount.low_g / 1.1
        ):
            return (
                f"The two amounts differ: the other one would be {second.low_g:.2g} to {second.high_g:.2g} g."
            )
    return ""


# --- the whole ------------------------------------------------------------------------------------


def _weighed(parts: Sequence[_Part], field: str) -> list[Amount | str]:
    """Return the mass of each part: shares of the whole, and what fills it up, worked out.

    Of a part for which there is no room: the words for why.

    Raises
    ------
    InputErrors
        Shares that leave no room together.
    """
    masses = math.fsum(part.amount.mass_g for part in parts if part.amount is not None)
    fits = [part for part in parts if not (masses and part.share is not None and part.share >= 1)]
    fill = next((part for part in fits if part.amount is None and part.share is None), None)
    shares = math.fsum(part.share for part in fits if part.share is not None)
    if _are_all_shares(parts, shares):
        full = "The percentages make the whole already. Give this in % too."
        return [full if part.share is None else _of_hundred(part) for part in parts]
    whole = _whole(fill, fits, shares, masses)
    filled = whole if isinstance(whole, str) else whole * (1 - shares) - masses
    if not isinstance(filled, str) and filled <= 0:
        filled = "The rest is more than the whole already. Check the amounts."
    if isinstance(whole, str) or isinstance(filled, str):
        whole = _unfilled(shares, masses, field)
    weighed: list[Amount | str] = []
    for part in parts:
        if part.amount is not None:
            weighed.append(part.amount)
        elif part not in fits:
            weighed.append("This leaves no room beside what is given by mass. Give it in g.")
        elif part.share is not None:
            stated = part.line.amount
            assert stated
            weighed.append(Amount(part.share * whole, stated.low / 100 * whole, stated.high / 100 * whole))
        elif part is not fill:
            weighed.append("Only one line can fill up the rest. Give the amount of this one.")
        else:
            weighed.append(filled if isinstance(filled, str) else Amount(filled, filled, filled))
    most = _most_g()
    return [_TOO_MUCH if isinstance(one, Amount) and one.mass_g > most else one for one in weighed]


def _most_g() -> float:
    """Return the most that one line may weigh [g]."""
    return float(catalog.inputs().accepted["line_mass"].ends[1])


#: Between these shares recipes add up to the whole [0–1].
_ALL = (0.985, 1.05)


def _are_all_shares(parts: Sequence[_Part], shares: float) -> bool:
    """Tell whether percentages make the whole beside a few amounts of another kind."""
    given = [part for part in parts if part.share is not None]
    others = [part for part in parts if part.amount is not None]
    are_few = 0 < len(others) < len(given) and len(given) + len(others) == len(parts)
    return are_few and _ALL[0] <= shares <= _ALL[1]


def _of_hundred(part: _Part) -> Amount:
    """Return what a share of 100 g is."""
    stated = part.line.amount
    assert stated is not None
    assert part.share is not None
    return Amount(100 * part.share, stated.low, stated.high)


def _unfilled(shares: float, masses: float, field: str) -> float:
    """Return the mass of a whole that nothing fills up [g]; 100 g where only shares are given.

    Raises
    ------
    InputErrors
        Shares that leave no room.
    """
    if masses == 0:
        return 100.0 / shares if shares > 1 else 100.0
    if shares >= 1:
        fix = "Give what is missing in %, or all in g."
        given, accepted = f"{100 * shares:.5g} %", "the shares leave no room for the rest."
        raise InputErrors([InputError(field, given, accepted, fix)])
    return masses / (1 - shares)


def _whole(fill: _Part | None, parts: Sequence[_Part], shares: float, masses: float) -> float | str:
    """Return the mass of the whole that a part fills up [g]; the words for why nobody can say."""
    stated = fill.line.amount if fill else None
    if fill is None:
        return "Nothing fills it up."
    if stated and stated.unit in _MASSES:
        whole = stated.value * _MASSES[stated.unit]
    elif stated and (holds := _holds_mL(stated.unit)):
        whole = _filled_to_volume(parts, fill, stated.value * holds[0], shares)
    elif stated and masses and not shares and stated.value > masses:
        whole = stated.value  # “to 100” beside grams
    else:
        whole = 100.0 if masses == 0 else 0.0
    return whole or "Up to how much is not said. Say for example: water to 100 g."


def _filled_to_volume(parts: Sequence[_Part], fill: _Part, volume: float, shares: float) -> float:
    """Return the mass of the whole, filled up to a volume [g]."""
    names = (fill.ingredient, *(part.ingredient for part in parts))
    masses = math.fsum(part.amount.mass_g for part in parts if part.amount)
    factor_shares, rest = 1 / (1 - shares) if shares < 1 else 0.0, volume
    for _ in range(_ROUNDS_OF_VOLUME):
        whole = (masses + rest) * factor_shares
        grams = [part.amount.mass_g if part.amount else (part.share or 0.0) * whole for part in parts]
        per_gram, *others = volumes_per_gram(names, np.array([max(rest, 0.0), *grams])).tolist()
        volumes = list(zip(parts, others))
        taken = math.fsum(part.amount.mass_g * each for part, each in volumes if part.amount)
        by_share = math.fsum(part.share * each for part, each in volumes if part.share is not None)
        # whole·by_share + taken + rest·per_gram = volume, and whole = (masses + rest) / (1 − shares)
        factor = by_share * factor_shares
        rest = (volume - taken - factor * masses) / (per_gram + factor)
    return (masses + rest) * factor_shares
