"""What a line of a recipe comes to in grams, or its share of the whole; why nobody can say."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.chemistry.density import density_of, density_of_solution, is_water_like
from calc.messages import say
from calc.mixing.measures import Amount
from calc.mixing.molar_strength import MOLES, grams_per_mol, with_share
from calc.parsing.amounts import is_poured
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.bare_numbers import with_amount
from calc.parsing.headings import holds_heading_word
from calc.parsing.ingredient_names import says_diluted, says_powder, says_thinned, stated_kind
from calc.parsing.known_names import holds_phrase, words_of
from calc.parsing.line_amounts import LYES, SHARES, VOLUMES
from calc.parsing.phrases import Phrases, alternation, phrases_of
from calc.parsing.plain_text import without_accents
from calc.parsing.recipe_line import RecipeLine
from calc.units import Q_, show_number, ureg

#: “About” widens a stated amount by so much either way [0–1].
ABOUT = 0.2


TOO_MUCH = say("So much is not mixed here. Check the number and its unit.")


_HOW_STRONG = (say("how strong is this solution?"), say("Write its strength beside the name, such as 10 %."))
_HOW_MUCH_IN_IT = (
    say("how much of it is in this gel, liquid or oil?"),
    say("Write its strength beside the name, such as 10 %."),
)
# Acids that nobody has but as a solution, of one strength or another.
_SOLD_DISSOLVED = ("phosphoric_acid", "hydrochloric_acid")
GRAMS_PER = {"ug": 1e-6, "mg": 1e-3, "g": 1.0, "kg": 1e3, "oz": 28.349523125, "lb": 453.59237}


@dataclass(frozen=True)
class LinePart:
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


#: Nothing is said of a scale, a scoop or a powder.
NO_MEASURES = Measures()


def part_of(line: RecipeLine, measures: Measures) -> LinePart | str:
    """Return how much of a line there is; the words for why nobody can say."""
    assert line.ingredient
    ingredient, stated = line.ingredient.id, line.amount
    known = with_share(line)
    if isinstance(known, tuple):
        return _as_sentence(known)
    line = known
    if line.made_up_to or stated is None:
        return LinePart(line, ingredient)
    if asked := asked_of(line):
        return _as_sentence(asked)
    record = catalog.ingredients()[ingredient]
    as_pure = taken_as_pure(ingredient, line.text) if line.share is None else ""
    rest_note = _rest_note(record, line.share)
    if stated.unit in ("percent", "w_v"):
        note = say("Taken as mass per mass.") if stated.unit == "w_v" else ""
        note = " ".join(filter(None, (note, as_pure, rest_note)))
        return LinePart(line, ingredient, share=stated.value / 100, note=note)
    if stated.unit == "part":
        return say("Parts: by mass or by volume? Write grams, or %.")
    if stated.unit not in GRAMS_PER and _is_too_strong_to_measure(ingredient, line):
        return say("What a mL of so strong a solution weighs is not known here. Give it in g.")
    if stated.unit in MOLES and line.share is not None:
        return say("Of the pure substance, or of the solution? Give it in g.")
    amount = _amount(ingredient, stated, measures, line)
    if isinstance(amount, str):
        return amount
    if amount.mass_g > most_line_g():
        return TOO_MUCH
    if stated.unit == "oz" and not _is_spooned(ingredient, line):
        fluid = _amount(ingredient, replace(stated, unit="fl_oz"), measures, line)
        if isinstance(fluid, Amount):
            amount = Amount(amount.mass_g, min(amount.low_g, fluid.low_g), max(amount.high_g, fluid.high_g))
            either = (f"{show_number(amount.mass_g, 4)} g", f"{show_number(stated.value, 4)} fl oz")
            meant = (with_amount(line.text, stated, words) for words in either)
            line = replace(line, readings=(*line.readings, *meant))
    in_water = _taken_in_water(ingredient, stated, line)
    if in_water and not line.readings:
        words = recipe_words().units[stated.unit].words
        pure = f"{show_number(stated.value, 6)} {words[0]} {record.name}"
        line = replace(line, readings=(pure,))
    notes = [
        in_water,
        _mol_note(ingredient, stated),
        _measure_note(ingredient, stated, line),
        _quarrel(line, ingredient, amount, measures),
        as_pure,
        rest_note,
    ]
    sold = record.sold_as_strength
    if sold is not None and line.share is None:
        notes.append(say("Taken as the {sold:g} % solution that is sold.", sold=100 * sold))
    line = replace(line, note=" ".join(filter(None, (line.note, _density_note(ingredient, stated, line)))))
    return LinePart(line, ingredient, amount, note=" ".join(filter(None, notes)))


def _rest_note(record: catalog.Ingredient, share: float | None) -> str:
    """Return what to say of what thins an oil, whose share of it is stated [0–1]."""
    if record.phase != "oil" or share is None or share >= 1:
        return ""
    return say("What the other {rest} % of it is was not said.", rest=show_number(100 * (1 - share), 4))


def taken_as_pure(ingredient: str, text: str) -> str:
    """Return what to say of what is taken as pure, and is sold in something under the same name too.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    text : str
        The name with the words around it.

    Examples
    --------
    >>> taken_as_pure("tocopherol", "vitamin E oil"), taken_as_pure("tocopherol", "vitamin E")
    ('Taken as pure. It is sold in another oil too: write its strength beside the name, such as 50 %.', '')
    """
    if ingredient in _SOLD_DISSOLVED:
        return say("Taken as pure. It is sold dissolved: write its strength beside the name, such as 85 %.")
    if _is_called_oil(ingredient, text) and not _is_powder(ingredient, ""):
        return say(
            "Taken as pure. It is sold in another oil too: write its strength beside the name, such as 50 %."
        )
    return ""


def _as_sentence(asked: tuple[str, str]) -> str:
    """Return a question and what to write as sentences."""
    question, fix = asked
    return f"{question[:1].upper()}{question[1:]} {fix}"


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
    part = part_of(line, Measures())
    if isinstance(part, str):
        return None
    return part.share if part.amount is None else part.amount


def asked_strength(
    ingredient: str, text: str, unit: str, *, has_percentage: bool = False
) -> tuple[str, str] | None:
    """Return the question how strong a solution of a powder is where nobody says it, and what to write.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    text : str
        The name with the words around it.
    unit : str
        Of its amount.
    has_percentage : bool, optional
        One stands there that may be its strength, or its share of the whole.
    """
    record = catalog.ingredients()[ingredient]
    if says_thinned(text) and ingredient != "water":
        return _HOW_STRONG
    is_of_one = bool(record.chemical_formula) and record.sold_as_strength is None and ingredient != "water"
    if says_powder(text) or not (is_of_one or record.phase == "oil") or "other" in record.roles:
        return None
    if _says_solution(text) and not _says_solution(record.name):
        return _HOW_STRONG
    if _is_said_fluid(ingredient, text):
        return _HOW_MUCH_IN_IT
    if not is_of_one or not _is_powder(ingredient, ""):
        return None
    write = say("Give it in g, or the strength of a solution, such as 10 %.")
    if unit == "drop":
        return say("a powder is not counted in drops."), write
    if unit not in VOLUMES:
        return None
    if ingredient in (*LYES, *_SOLD_DISSOLVED):
        return say("solid, or dissolved in water?"), write
    if has_percentage:
        return say("is the percentage its strength, or its share of the whole?"), say("Give it in g.")
    return None


def asked_of(line: RecipeLine) -> tuple[str, str] | None:
    """Return what `asked_strength` asks of a line; None where it says how strong a solution is, or nothing.

    Parameters
    ----------
    line : RecipeLine
    """
    if line.ingredient is None or line.amount is None or line.made_up_to or line.share is not None:
        return None
    has_percentage = any(other.unit in SHARES for other in line.other_amounts)
    return asked_strength(line.ingredient.id, line.text, line.amount.unit, has_percentage=has_percentage)


def _is_said_fluid(ingredient: str, text: str) -> bool:
    """Tell whether a text says of what is a powder by itself that it is a gel, a liquid or an oil."""
    record, kind = catalog.ingredients()[ingredient], stated_kind(text)[1]
    if not _is_powder(ingredient, ""):
        is_oil = "oil" in record.roles or holds_phrase(record.inci, recipe_words().classes["oil"])
        return kind == "oil" and not is_oil and not _is_named_oil(ingredient)
    parts = re.split(r"[,;()]|\s[-–—]\s", text)
    alone = any(_fluid().key(without_accents(part.strip())) for part in parts)
    said = holds_phrase(_told().sub(" ", text), recipe_words().fluid) or alone
    return said or kind in ("oil", "gum") or _is_called_oil(ingredient, text)


def _is_named_oil(ingredient: str) -> bool:
    """Tell whether an oil is one of the names of what is no plant oil: “vitamin E oil”."""
    return bool(_names_as_oil(ingredient))


def _is_called_oil(ingredient: str, text: str) -> bool:
    """Tell whether a text calls what is no plant oil an oil: by a name that it has, or in brackets."""
    names = _names_as_oil(ingredient)
    if not names or holds_heading_word(without_accents(text), "phase"):
        return False
    said, articles = {*words_of(text).split(" ")}, {*recipe_words().grammar["article"]}
    is_said = any({*words_of(name).split(" ")} - articles <= said for name in names)
    return is_said or stated_kind(text)[1] == "oil"


@functools.cache
def _names_as_oil(ingredient: str) -> tuple[str, ...]:
    """Return the names that call an active ingredient an oil; nothing of what is one by all its names."""
    record, oils = catalog.ingredients()[ingredient], recipe_words().classes["oil"]
    mixed = (*oils, *recipe_words().classes["extract"])
    if not {"active", "antioxidant", "form"} & {*record.roles} or holds_phrase(record.inci, mixed):
        return ()
    return tuple(name for name in record.aliases if holds_phrase(name, oils))


@functools.cache
def _fluid() -> Phrases:
    """Return the words for a gel or a liquid."""
    return phrases_of(recipe_words().fluid)


def _says_solution(text: str) -> bool:
    """Tell whether a line names a solution, rather than says what is made of something or how."""
    said = _told().sub(" ", text)
    grown = tuple(map(words_of, recipe_words().grown))
    return holds_phrase(said, recipe_words().solution) or any(
        word.endswith(grown) for word in words_of(said).split(" ")
    )


@functools.cache
def _told() -> re.Pattern[str]:
    """Return the pattern of what a line says of a mix rather than names.

    More than two words in brackets, and what follows a comma or words for what shall be made.
    """
    aims = alternation(word for word in recipe_words().grammar["aim"] if word.isalpha())
    return re.compile(rf"\([^()]*\s[^()]*\s[^()]*\)|,\s.*|\s{aims}\s.*", re.IGNORECASE)


def _is_dissolved(ingredient: str, line: RecipeLine) -> bool:
    """Tell whether a line is of a solution, whose strength it says, of what is a powder by itself."""
    return _is_powder(ingredient, "") and _is_of_solution(ingredient, line.share, line.text)


def _is_of_solution(ingredient: str, share: float | None, text: str) -> bool:
    """Tell whether a share [0–1] is the strength of a solution, and not how pure something is."""
    if share is None or says_powder(text):
        return False
    strongest = catalog.inputs().assumed["solution_below"].to("dimensionless")[0]
    return share < (1.0 if ingredient in _SOLD_DISSOLVED else strongest) or _says_solution(text)


def strength_of_solution(ingredient: str, share: float | None, text: str = "") -> float:
    """Return how much of a solution is the ingredient [0–1]; 1 of what is no solution.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    share : float, optional
        As stated; of what is sold as a solution its usual strength where nobody says it.
    text : str, optional
        The name with the words around it.

    Examples
    --------
    >>> strength_of_solution("sodium_hydroxide", 0.1), strength_of_solution("sodium_hydroxide", 0.97)
    (0.1, 1.0)
    """
    sold = catalog.ingredients()[ingredient].sold_as_strength
    share = sold if share is None else share
    is_solution = share is not None and (sold is not None or _is_of_solution(ingredient, share, text))
    return share if share is not None and is_solution else 1.0


def _is_too_strong_to_measure(ingredient: str, line: RecipeLine) -> bool:
    """Tell whether a line is of a solution of a powder stronger than those whose density was measured."""
    is_in_water = catalog.ingredients()[ingredient].phase == "water"
    return is_in_water and _is_dissolved(ingredient, line) and _densities(ingredient, line) is None


def _is_spooned(ingredient: str, line: RecipeLine, *, is_exact: bool = False) -> bool:
    """Tell whether what a line measures is a powder, as `_is_powder`, and not a solution of it."""
    return not _is_dissolved(ingredient, line) and _is_powder(ingredient, line.text, is_exact=is_exact)


def _density_note(ingredient: str, stated: StatedAmount, line: RecipeLine) -> str:
    """Return what to say where the spread of its class stands in for what a volume of something weighs."""
    record = catalog.ingredients()[ingredient]
    is_dissolved = _is_dissolved(ingredient, line)
    if stated.unit in (*GRAMS_PER, *MOLES, "scoop") or is_dissolved or ingredient in catalog.forms():
        return ""
    if stated.unit != "drop" and _is_spooned(ingredient, line, is_exact=_is_exact(stated.unit)):
        known, (_, low, high) = "bulk_density", catalog.inputs().assumed["bulk_density_unknown"].to("g/mL")
    else:
        known, (_, low, high) = "density", density_of(ingredient, is_poured=True)
    if record.value(known) is not None:
        return ""
    return say(
        "What a mL of it weighs is not known here: taken as {low:g} to {high:g} g.", low=low, high=high
    )


def _taken_in_water(ingredient: str, stated: StatedAmount, line: RecipeLine) -> str:
    """Return what to say of a percentage beside an amount of a powder that no word calls a solution."""
    if line.share is None or line.molarity or ingredient in _SOLD_DISSOLVED:
        return ""
    if stated.low != stated.high or _says_solution(line.text) or says_diluted(line.text):
        return ""
    record = catalog.ingredients()[ingredient]
    is_in_water = record.phase != "oil" and record.sold_as_strength is None and "other" not in record.roles
    is_taken = is_in_water and _is_of_solution(ingredient, line.share, line.text)
    share = show_number(100 * line.share, 4)
    return say("Taken as a solution in water that holds {share} % of it.", share=share) if is_taken else ""


def _mol_note(ingredient: str, stated: StatedAmount) -> str:
    """Return what to say of an amount by the mol: what a mol was taken to weigh."""
    weighs = grams_per_mol(ingredient) if stated.unit in MOLES else None
    formula = catalog.ingredients()[ingredient].chemical_formula
    if weighs is None:
        return ""
    return say("A mol of {formula} weighs {weighs} g.", formula=formula, weighs=show_number(weighs, 5))


def _measure_note(ingredient: str, stated: StatedAmount, line: RecipeLine) -> str:
    """Return what to say of a measure that does not hold the same everywhere; "" for the others."""
    unit = recipe_words().units[stated.unit]
    if stated.unit == "oz" and not _is_spooned(ingredient, line):
        return say("Ounces by weight, or fluid ounces: the band holds both.")
    if unit.mL is None:
        return ""
    low, high = (show_number(stated.value * end, 2) for end in unit.mL[1:])
    return say(
        "A {unit} is no exact measure: taken as {low} to {high} mL.", unit=stated.unit, low=low, high=high
    )


def _amount(ingredient: str, stated: StatedAmount, measures: Measures, line: RecipeLine) -> Amount | str:
    """Return a stated amount as a mass with its band; the words for why nobody can say."""
    ends = (stated.low, stated.value, stated.high)
    if stated.unit in GRAMS_PER:
        factor = GRAMS_PER[stated.unit]
        low, middle, high = (factor * end for end in ends)
        step = (measures.scale_g or 0.0) if low == high else 0.0
        amount = Amount(middle, max(low - step, 0.0), high + step, measures.scale_g if low == high else None)
    elif stated.unit in MOLES:
        weighs = grams_per_mol(ingredient)
        if weighs is None:
            return say("What a mol of it weighs is not known here. Give it in g.")
        low, middle, high = (MOLES[stated.unit] * weighs * end for end in ends)
        amount = Amount(middle, low, high)
    elif holds := holds_mL(stated.unit):
        amount = _of_volume(ingredient, ends, holds, measures, line, is_exact=_is_exact(stated.unit))
    elif stated.unit == "drop":
        one = _of_solution(ingredient, line, is_drop=True) or Amount.drops.kernel(ingredient, 1.0)
        amount = Amount(one.mass_g * stated.value, one.low_g * stated.low, one.high_g * stated.high)
    elif stated.unit == "scoop":
        if measures.scoop_g:
            one = Amount.scoops.kernel(1.0, measures.scoop_g)
            amount = Amount(one.mass_g * stated.value, one.low_g * stated.low, one.high_g * stated.high)
        elif measures.scoop_mL:
            amount = _of_volume(ingredient, ends, (measures.scoop_mL,) * 3, measures, line)
        else:
            return say("What one level scoop holds is needed; or weigh ten of them.")
    else:
        return say("What one stroke of the pump gives is needed; or give it in g.")
    if stated.is_about:
        amount = Amount(
            amount.mass_g,
            min(amount.low_g, amount.mass_g * (1 - ABOUT)),
            max(amount.high_g, amount.mass_g * (1 + ABOUT)),
        )
    return amount


def _is_exact(unit: str) -> bool:
    """Tell whether a measure holds the same everywhere: a millilitre or a teaspoon, not a pinch."""
    return recipe_words().units[unit].mL is None


@functools.cache
def holds_mL(unit: str) -> tuple[float, float, float] | None:
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
    line: RecipeLine,
    *,
    is_exact: bool = False,
) -> Amount:
    """Return so many measures of something as a mass: a powder by how it lies, a liquid by its density.

    ``is_exact``: they are millilitres or the like, in which nobody measures an extract that is a powder.
    """
    if _is_spooned(ingredient, line, is_exact=is_exact):
        one = _powder_mL(ingredient, measures.bulk_density)
    else:
        one = _of_solution(ingredient, line) or Amount.poured.kernel(ingredient, 1.0)
    middle = counts[1] * holds[0]
    return Amount(
        middle * one.mass_g,
        counts[0] * holds[1] * one.low_g,
        counts[2] * holds[2] * one.high_g,
    )


def _of_solution(ingredient: str, line: RecipeLine, *, is_drop: bool = False) -> Amount | None:
    """Return what a millilitre or a drop of a solution in water weighs; None of anything else."""
    densities = _densities(ingredient, line)
    if densities is None:
        return None
    if is_drop:
        centre, low, high = (Amount.drops.kernel(ingredient, 1.0, None, one) for one in densities)
    else:
        centre, low, high = (Amount.poured.kernel(ingredient, 1.0, one) for one in densities)
    return Amount(centre.mass_g, low.low_g, high.high_g)


def _densities(ingredient: str, line: RecipeLine) -> tuple[float, float, float] | None:
    """Return the density of a solution in water, whose strength a line says, and its ends [g/mL].

    Of a liquid only where solutions of it were measured; of alcohol percentages are by volume.
    """
    if line.share is None or catalog.ingredients()[ingredient].phase != "water" or ingredient == "ethanol":
        return None
    is_told = _is_dissolved(ingredient, line) or ingredient in catalog.density_points()
    return density_of_solution(ingredient, line.share) if is_told else None


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
    if {"solid", "thickener"} & roles:
        return True
    return not (record.phase == "oil" or {"humectant", "emulsifier"} & roles)


def _is_liquid_mixture(record: catalog.Ingredient) -> bool:
    """Tell whether a ready-made mixture is a liquid: what there is most of in it is poured."""
    first, *others = record.inci.split(" (and) ")
    return bool(others) and any(
        other.inci == first and (other.value("density") is not None or "cosolvent" in other.roles)
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
    """Return what to say where a second amount of a line contradicts the first; "" where they agree.

    Of a percentage or a bare number beside grams nobody can say what mass it is.
    """
    for other in line.other_amounts:
        second = _amount(ingredient, other, measures, line)
        if isinstance(second, Amount) and (
            second.low_g > 1.1 * amount.high_g or second.high_g < amount.low_g / 1.1
        ):
            low, high = show_number(second.low_g, 2), show_number(second.high_g, 2)
            other_one = low if low == high else say("{low} to {high}", low=low, high=high)
            return say("The two amounts differ: the other one would be {other_one} g.", other_one=other_one)
    return ""


def most_line_g() -> float:
    """Return the most that one line may weigh [g]."""
    return float(catalog.inputs().accepted["line_mass"].ends[1])
