"""One line of a recipe, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from calc.parsing.account import Account
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import NamedIngredient
from calc.parsing.molarity import Molarity


@dataclass(frozen=True)
class RecipeLine(Account):
    """One line of a recipe, and what was made of it.

    Parameters
    ----------
    ingredient : NamedIngredient, optional
        What it names; None where it names nothing.
    amount : StatedAmount, optional
        How much; the mass where several amounts stand there, else the volume.
    other_amounts : tuple of StatedAmount
        What else was said of the same amount.
    share : float, optional
        Of a solution: how much of it is the ingredient [0–1].
    made_up_to : bool
        It fills up to the amount, or to the whole where none stands there.
    molarity : Molarity, optional
        Of a solution: how strong it is by mol per litre.
    """

    ingredient: NamedIngredient | None = None
    amount: StatedAmount | None = None
    other_amounts: tuple[StatedAmount, ...] = ()
    share: float | None = None
    made_up_to: bool = False
    molarity: Molarity | None = None

    @property
    def counts(self) -> bool:
        """Whether something of it is in the recipe."""
        return self.ingredient is not None and (self.amount is not None or self.made_up_to)
