"""What have I made: lines with amounts in any units, to a batch."""

from __future__ import annotations

from collections.abc import Sequence

from calc.catalog import forms
from calc.chemistry.formula import Formula
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import Batch, as_batch
from calc.mixing.measures import Amount, line_of, row_of
from calc.units import show_number, with_units


@with_units(purity="fraction", density="density")
def batch_from_lines(
    parts: Sequence[tuple[str, Amount | float]],
    *,
    purity: float | None = None,
    density: float | None = None,
) -> Batch:
    """Return what somebody has put together.

    Parameters
    ----------
    parts : sequence of (str, Amount or float)
        Ingredient id with its amount, or with its share of the finished product [0–1]. Shares
        alone that do not add up to 1 are taken in proportion.
    purity : Quantity, optional
        Of the forms of vitamin C among them [0–1]; taken as pure when not given.
    density : Quantity, optional
        Of the whole [g/mL]; estimated by ideal mixing when not given.

    Returns
    -------
    Batch

    Raises
    ------
    InputErrors
        Nothing in it; shares that leave no room for the amounts.

    Examples
    --------
    >>> from calc import Q_
    >>> batch = batch_from_lines([("water", Amount.weighed(Q_(85, "g"))), ("l_ascorbic_acid", 0.15)])
    >>> f"{batch.formula.total_mass_g:.1f} g"
    '100.0 g'
    """
    shares = sum(amount for _, amount in parts if not isinstance(amount, Amount))
    masses = sum(amount.mass_g for _, amount in parts if isinstance(amount, Amount))
    total = _total(shares, masses)
    amounts = [
        (name, amount if isinstance(amount, Amount) else Amount.weighed.kernel(amount * total))
        for name, amount in parts
    ]
    lines = tuple(line_of(name, amount, purity if name in forms() else None) for name, amount in amounts)
    return as_batch(Formula(lines), [row_of(*pair) for pair in amounts], density=density)


def _total(shares: float, masses_g: float) -> float:
    """Return the mass of the whole [g]; 100 g where only shares are given, in proportion.

    Raises
    ------
    InputErrors
        When there is nothing, or the shares leave no room.
    """
    if masses_g == shares == 0:
        fix = say("Write for example: ascorbic acid 5 g.")
        raise InputErrors([InputError("recipe", "", say("nothing is in it."), fix)])
    if masses_g == 0 and shares > 0:
        return 100.0 / shares
    if shares < 1:
        return masses_g / (1 - shares)
    given = f"{show_number(100 * shares, 5)} %"
    fix = say("Give what is missing in %, or all in g.")
    raise InputErrors([InputError("recipe", given, say("the shares leave no room for the rest."), fix)])
