"""Facts about the pH of formulas, and why some have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.co_ingredients import dissolved_shares
from calc.chemistry.formula_table import NAN, Array, Columns, FormulaTable, Rows
from calc.chemistry.partly_dissolved import Shares, settle
from calc.chemistry.predictability import Predictability, predictability
from calc.chemistry.solution_totals import table_totals
from calc.chemistry.stability import preserved_share
from calc.rules.solution_groups import solve_by_groups


@dataclass(frozen=True, eq=False)
class Acidity:
    """The pH of formulas and what decides it, (n,) each.

    Parameters
    ----------
    pH : array
        NaN where unknown.
    ionic_strength : array
        [mol/kg water]; NaN without a prediction.
    predictability : Predictability
    """

    pH: Array
    ionic_strength: Array
    predictability: Predictability


def acidity_of(table: FormulaTable) -> Acidity:
    """Return the pH of formulas at their stated values, where it can be predicted.

    Parameters
    ----------
    table : FormulaTable

    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> print(f"{acidity_of(table).pH[0]:.1f}")
    2.1
    """
    prediction = predictability(table)
    pH, ionic_strength = np.full((2, table.size), NAN)
    rows = np.flatnonzero(prediction.reason.isin(""))
    if rows.size:
        pH[rows], ionic_strength[rows] = solve_by_groups(table_totals(table, rows).solution())
        _leave_grains(table, rows, pH, ionic_strength)
    return Acidity(pH, ionic_strength, prediction)


def _leave_grains(table: FormulaTable, known: Rows, pH: Array, ionic_strength: Array) -> None:
    """Put in the pH of what dissolves, in known rows where some of an acid stays behind."""
    of_all = dissolved_shares(table, pH)
    behind = np.any([np.zeros(table.size, dtype=bool), *(share < 1 for share in of_all.values())], axis=0)
    rows = known[behind[known]]
    if not rows.size:
        return
    overfull = table.part(rows)

    def shares_at(places: Rows, supposed: Array) -> Shares:
        """Return what dissolves at a supposed pH."""
        shares = dissolved_shares(overfull.part(places), supposed)
        return {name: shares.get(name, np.ones(places.size)) for name in of_all}

    def pH_of(places: Rows, dissolved: Shares) -> Array:
        """Return the pH of what dissolves, which is known from then on."""
        some = rows[places]
        solution = table_totals(table, some, dissolved).solution()
        pH[some], ionic_strength[some] = solve_by_groups(solution)
        return pH[some]

    settle(pH[rows], shares_at, pH_of)


def pH_facts(table: FormulaTable, acidity: Acidity, coldest_C: float | None) -> Columns:
    """Return the facts about the pH, what decides it, and why it may be unknown.

    Parameters
    ----------
    table : FormulaTable
    acidity : Acidity
        As `acidity_of` returns it, or with a pH that is known better from a reading.
    coldest_C : float, optional
        Coldest storage temperature [°C]; None where unknown.
    """
    reason, is_unknown = acidity.predictability.reason, np.isnan(acidity.pH)
    solids = acidity.predictability.solids_per_water
    flags = {
        "has_pH": reason.isin(""),
        "no_pH": is_unknown,
        "no_pH_form": reason.isin("form") & is_unknown,
        "no_pH_acid": reason.isin("no_acid") & is_unknown,
        "has_citrate": table.where(_brings_citrate) > 0,
        "has_other": table.where(_is_other) > 0,
        "hides_pH": reason.isin("other"),
        "has_uncounted": table.where(_is_uncounted) > 0,
    }
    return {
        **{name: flag.astype(np.float64) for name, flag in flags.items()},
        "pH": acidity.pH,
        "solids_per_water": np.where(np.isinf(solids), NAN, solids),
        "cosolvent_share": acidity.predictability.cosolvent_share,
        "ionic_strength": np.where(
            np.isnan(acidity.ionic_strength), acidity.predictability.ionic_strength, acidity.ionic_strength
        ),
        "shelf_C": np.broadcast_to(np.float64(NAN if coldest_C is None else coldest_C), table.size),
        "preservative_share": preserved_share(table, acidity.pH),
    }


def _brings_citrate(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is citric acid or one of its salts."""
    return record.acid == "citric"


def _is_other(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is one that the catalogue does not know."""
    return "other" in record.roles


def _is_uncounted(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient affects the pH with unknown constants."""
    return bool(record.ionises)
