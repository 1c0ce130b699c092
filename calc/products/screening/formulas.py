"""A table of formulas → what every rule says of each, at the masses as stated.

What it says of a row is what `assess` says of one formula with every input at its centre: a rule fires or is
skipped, it never "may" fire, for there are no bands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calc import rules
from calc.chemistry.formula import SYSTEMS
from calc.chemistry.recipe import Storage
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.products.screening.grams import (
    as_numbers,
    gram_columns,
    grams_of,
    is_numeric_column,
    read_cells,
    row_problems,
)
from calc.products.screening.verdicts import (
    FORM,
    NONE,
    NUMBERS,
    Words,
    answered,
    named_column,
    rule_columns,
)
from calc.rules.formula_facts import USUAL, formula_facts

if TYPE_CHECKING:
    import pandas

Array = NDArray[np.float64]

# Rows that are judged together: enough of each make of solution, few enough for memory.
_ROWS_PER_BLOCK = 131_072


def screen_formulas(
    frame: pandas.DataFrame, *, storage: Storage | None = None, system: str = "solution", decimal: str = ""
) -> pandas.DataFrame:
    """Return a table of formulas with what every rule says of each.

    Parameters
    ----------
    frame : DataFrame
        A formula per row; its masses in columns `<ingredient id>_g` [g], empty for none. Other
        columns are left as they are.
    storage : Storage, optional
        How all of them are kept; 25 °C, a bottle with a dropper, opened once a day, when not given.
    system : str
        One of `formula.SYSTEMS`.
    decimal : str, optional
        "," for a table whose texts have decimal commas.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`. ``mass_fraction`` is of the strongest form, 0 without any; ``codes`` and
        ``skipped`` are joined by ";", the most severe first; ``worst`` is a severity, or missing
        where nothing fires. A row with a mass that is negative, too large, no number or one with two
        readings, or without any, says so in ``unread`` and has nothing else.

    Raises
    ------
    InputErrors
        No column of masses, one of an ingredient that is not known, a column that would be added.

    Examples
    --------
    >>> import pandas
    >>> frame = pandas.DataFrame({"water_g": [84.0], "l_ascorbic_acid_g": [16.0]})
    >>> screen_formulas(frame)["pH"].round(1).tolist()
    [2.1]
    """
    import pandas

    return pandas.concat([frame, formula_columns(frame, storage, system, decimal)], axis=1)


def formula_columns(
    frame: pandas.DataFrame, storage: Storage | None, system: str, decimal: str, numbers: bool = False
) -> pandas.DataFrame:
    """Return the columns that `screen_formulas` adds.

    Parameters
    ----------
    frame, storage, system, decimal
        As for `screen_formulas`.
    numbers : bool, optional
        Whether masses that are text come as numbers too [g], in the place of their own.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`.
    """
    _refuse_system(system)
    columns = gram_columns(frame.columns)
    cells = read_cells(frame, tuple(columns), decimal)
    grams, wrong = grams_of(cells)
    good = np.flatnonzero(wrong == 0)
    readable = grams if good.size == len(frame) else grams[:, good]
    judged = _judged(readable, tuple(columns.values()), storage or USUAL, system)
    added = answered(judged, wrong, row_problems(tuple(columns)), frame.index)
    texts = [row for row, name in enumerate(columns) if numbers and not is_numeric_column(frame[name])]
    if not texts:
        return added
    import pandas

    names = tuple(columns)
    masses = {names[row]: as_numbers(cells[row]) for row in texts}
    return pandas.concat([added, pandas.DataFrame(masses, index=frame.index)], axis=1)


def _refuse_system(system: str) -> None:
    """Refuse a system that is not known."""
    if system not in SYSTEMS:
        fix = say("Use {systems}.", systems=", ".join(SYSTEMS))
        raise InputErrors([InputError("system", system, say("this system is not known."), fix)])


def _judged(grams: Array, ingredients: tuple[str, ...], storage: Storage, system: str) -> dict[str, Any]:
    """Return the columns of formulas that can be read."""
    size = grams.shape[1]
    starts = range(0, max(size, 1), _ROWS_PER_BLOCK)
    blocks = [_block(grams[:, i : i + _ROWS_PER_BLOCK], ingredients, storage, system) for i in starts]
    numbers, fires, skipped = (list(parts) for parts in zip(*blocks))
    columns: dict[str, Any] = dict(zip(NUMBERS, np.concatenate(numbers, axis=1)))
    named = named_column(np.where(columns["mass_fraction"] > 0, FORM, NONE))
    said = rule_columns(np.concatenate(fires), np.concatenate(skipped), "formula")
    return {**columns, **said, "vitamin_c_named": named}


def _block(
    grams: Array, ingredients: tuple[str, ...], storage: Storage, system: str
) -> tuple[Array, Words, Words]:
    """Return the five numbers of formulas, (5, n), and the words of what fires and is skipped."""
    used = np.flatnonzero(grams.any(axis=1)) if grams.size else np.arange(len(ingredients))
    table = formula_facts(grams[used].T, tuple(ingredients[i] for i in used), storage, system)
    whole = rules.evaluate(table.facts[0][1])
    fires, skipped = whole.fires.copy(), whole.skipped.copy()
    for rows, facts in table.facts[1:]:
        more = rules.evaluate(facts)
        fires[rows] |= more.fires
        skipped[rows] |= more.skipped
    numbers = (table.mass_fraction, table.aa_equivalent, table.pH, table.dissolves, table.t90_days)
    return np.array(numbers), fires, skipped
