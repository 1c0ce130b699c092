"""Whether the pH of formulas can be predicted, and why not."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry import acidity
from calc.chemistry.activity import PREFERRED
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import (
    Categories,
    Flags,
    FormulaTable,
    is_cosolvent,
    is_form,
    table_of,
    takes_part,
)
from calc.chemistry.ions import CHARGES, IONS
from calc.chemistry.solution_totals import table_totals

Array = NDArray[np.float64]

#: Why a pH cannot be predicted; "" when it can.
REASONS = ("", "no_water", "finished", "other", "form", "too_dry", "cosolvent", "too_salty", "no_acid")
#: A smaller mass fraction of water is rounding of a batch without any.
NO_WATER = 1e-6


@dataclass(frozen=True, eq=False)
class Predictability:
    """Whether the pH of formulas can be predicted, and what decides that, (n,) each.

    Parameters
    ----------
    reason : Categories
        Of `REASONS`: why not; "" where it can.
    solids_per_water : array
        Acids, bases and salts per 100 g of water present [g]; infinite without water.
    cosolvent_share : array
        Glycols and alcohol as a share of the liquid [0–1]; 0 where there is no liquid.
    ionic_strength : array
        [mol/kg water]; NaN where nobody had to ask for it, and where the pH is predicted.
    """

    reason: Categories
    solids_per_water: Array
    cosolvent_share: Array
    ionic_strength: Array


def predictability(table: FormulaTable) -> Predictability:
    """Return whether the pH of formulas can be predicted, and what decides that.

    Parameters
    ----------
    table : FormulaTable

    >>> table = FormulaTable.of_grams(np.array([[0.0], [99.0], [1.0]]), ("water", "squalane", "citric_acid"))
    >>> predictability(table).reason.name()
    'no_water'
    """
    rules, water = catalog.rules(), table.water_g
    is_dry = water <= 0
    cosolvents = table.where(is_cosolvent)
    liquid = cosolvents + water
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(liquid > 0, cosolvents / liquid, 0.0)
        solids = np.where(is_dry, np.inf, 100 * table.pure_where(takes_part) / water)
    reasons = {
        "finished": table.is_finished,
        "no_water": water <= NO_WATER * table.total_g,
        "other": _hides_pH(table),
        "form": table.where(_is_form_without_constants) > 0,
        "too_dry": solids > rules["PH-018"].limit["most"],
        "cosolvent": share > rules["PH-008"].limit["most"],
        "no_acid": ~(table.where(_sets_pH) > 0),
    }
    reason, most = Categories.first(REASONS, reasons.items(), ""), rules["PH-013"].limit["most"]
    ionic = _strongest_ionic_strengths(table, reason.isin(""), most)
    reasons["too_salty"] = ionic > most
    return Predictability(Categories.first(REASONS, reasons.items(), ""), solids, share, ionic)


def _strongest_ionic_strengths(table: FormulaTable, rows: Flags, most: float) -> Array:
    """Return the ionic strength of formulas in which it may be above a limit, NaN elsewhere [mol/kg water].

    Without ions of several charges it is the charge of the metals, and with them hardly four times that.
    """
    ionic = np.full(table.size, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        metals = np.abs(CHARGES) @ table.ion_mol / (table.water_g / 1000)
    strong = np.flatnonzero(rows & (metals > most / 4))
    if strong.size:
        ionic[strong] = acidity.balance(table_totals(table, strong).solution(), PREFERRED)[1]
        # What does not settle is stronger than anything that does.
        ionic[strong] = np.where(np.isnan(ionic[strong]), np.inf, ionic[strong])
    return ionic


def _hides_pH(table: FormulaTable) -> Flags:
    """Tell which formulas hold something unknown that may move the pH.

    Oils leave it alone; of watery liquids and gums a hundredth does little.
    """
    mild = table.where(_is_mild_other)
    others = table.where(_is_watery_other) - mild
    return (others > 0) | (mild > catalog.rules()["OTHER-001"].limit["most"] * table.total_g)


def _is_mild_other(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is an unknown watery liquid or gum."""
    return record.id in ("other_water", "other_gum")


def _is_watery_other(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is unknown and no oil."""
    return "other" in record.roles and record.phase != "oil"


def _sets_pH(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient sets a pH: a salt of strong acid and strong base leaves that to traces."""
    return bool(record.acid or CHARGES @ [getattr(record, ion) for ion in IONS])


def _is_form_without_constants(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is a water-soluble form of vitamin C with unknown constants."""
    return is_form(record) and record.phase != "oil" and not record.acid


@functools.lru_cache(maxsize=64)
def predictability_of(formula: Formula) -> Predictability:
    """Return whether the pH of one formula can be predicted, as a table of one row."""
    return predictability(table_of(formula))


def why_unpredictable(formula: Formula) -> str:
    """Return why the pH of a formula cannot be predicted: one of `REASONS`, "" when it can.

    Parameters
    ----------
    formula : Formula

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> why_unpredictable(Formula((Line("squalane", 10.0),)))
    'no_water'
    """
    return predictability_of(formula).reason.name()


def cosolvent_share(formula: Formula) -> float:
    """Return glycols and alcohol as a share of the liquid [0–1]; 0 where there is no liquid.

    Parameters
    ----------
    formula : Formula

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> cosolvent_share(Formula((Line("water", 75.0), Line("propylene_glycol", 25.0))))
    0.25
    """
    return float(predictability_of(formula).cosolvent_share[0])
