"""What mol and mol per litre come to in grams, where the molar mass of an ingredient stands in the data."""

from __future__ import annotations

from dataclasses import replace

from calc import catalog
from calc.chemistry.density import density_of_solution, is_measured_in_water
from calc.messages import say
from calc.parsing.line_amounts import LYES
from calc.parsing.recipe_line import RecipeLine
from calc.units import show_number

#: Amounts by the mol, with how many mol they are.
MOLES = {"mol": 1.0, "mmol": 1e-3}
# Of which a normality and a molarity are alike: a molecule gives one ion.
_ONE_ION = (*LYES, "hydrochloric_acid", "sodium_bicarbonate", "acetic_acid", "lactic_acid")
# So often the density is worked out for the strength that it leads to.
_ROUNDS = 20
_FIX = say("Write its strength in %, such as 4 %, or the pure substance in g.")


def with_share(line: RecipeLine) -> RecipeLine | tuple[str, str]:
    """Return a line whose strength by mol per litre is one by mass; the question where nobody can say.

    Parameters
    ----------
    line : RecipeLine
        Any; without such a strength it stays as it is.

    Examples
    --------
    >>> from calc.parsing.recipe_text import read_recipe_text
    >>> f"{with_share(read_recipe_text('1 M NaOH 2 g')[0]).share:.4f}"
    '0.0384'
    """
    molarity = line.molarity
    if molarity is None or line.ingredient is None or line.share is not None:
        return line
    id, name = line.ingredient.id, line.ingredient.name
    if molarity.is_normal and id not in _ONE_ION:
        asked = say(
            "“{molarity}”: how many ions of it a molecule gives is not taken for granted.",
            molarity=molarity.text,
        )
        return asked, say("Write mol/L, or its strength in %.")
    grams = grams_per_mol(id)
    if grams is None:
        return say("what a mol of {name} weighs is not known here.", name=name), _FIX
    share = _mass_fraction(id, molarity.mol_per_L * grams)
    if share is None:
        return say(
            "what a litre of {molarity} {name} weighs is not known here.", molarity=molarity.text, name=name
        ), _FIX
    note = say(
        "{molarity} is taken as {share} % by mass, by the density of such a solution.",
        molarity=molarity.text,
        share=show_number(100 * share, 3),
    )
    return replace(line, share=share, status="assumed", note=" ".join(filter(None, (line.note, note))))


def grams_per_mol(ingredient: str) -> float | None:
    """Return what a mol of an ingredient weighs [g/mol]; None where its molar mass is not known.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.

    Examples
    --------
    >>> grams_per_mol("sodium_hydroxide"), grams_per_mol("xanthan_gum")
    (39.997, None)
    """
    row = catalog.ingredients()[ingredient].value("molar_mass")
    return None if row is None else row.to("g/mol")[0]


def _mass_fraction(ingredient: str, grams_per_L: float) -> float | None:
    """Return how much of a solution in water is the ingredient [0–1]; None where its density is not known."""
    if not is_measured_in_water(ingredient):
        return None
    share = 0.0
    for _ in range(_ROUNDS):
        density = density_of_solution(ingredient, share)
        if density is None:
            return None
        share = grams_per_L / (1000 * density[0])
        if share >= 1:
            return None
    return share if density_of_solution(ingredient, share) else None
