"""Whether each form of vitamin C dissolves in the water present, at the coldest storage temperature.

Grams per 100 g of water, weighed as such or contained in powders, are compared with the saturation at the
coldest temperature. Each form is judged as if it were alone in that water, and
ascorbic acid as if none of it were neutralised: the neutralised share is far more soluble, so this
errs on the safe side.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Form, Value
from calc.chemistry.density import specific_volume
from calc.chemistry.formula import (
    Formula,
    SampledLines,
    sample_lines,
    uncertain_inputs,
)
from calc.chemistry.formula_table import Categories, Flags, FormulaTable, table_of
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import ureg

Array = NDArray[np.float64]

GAS_CONSTANT_J_PER_MOL_K = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
ZERO_CELSIUS_K = float(ureg.Quantity(0.0, "degC").m_as("K"))

_ANCHOR = "temperature of the published solubility"


@dataclass(frozen=True)
class Solubility:
    """The amount of one form of vitamin C beside its solubility.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.
    dissolves : bool, optional
        None where unknown, or where the amount is within the uncertainty of the limit.
    g_per_100g_water : Band, optional
        Amount [g/100 g of water]; None without water, where the water is unknown, and for forms that are
        not judged by water.
    limit_g_per_100g_water : Band, optional
        Solubility at the coldest temperature [g/100 g of water]; None where unknown.
    coldest_C : float
        [°C]
    reason : str
        "" for a plain verdict, else a key: ``between`` (inside the range of the limit),
        ``unknown_limit``, ``cold_unknown`` (known only for warmer than this, or water freezes),
        ``unknown_water`` (a finished product), ``no_water``, ``other_solvent`` (what it dissolves
        is not known), ``unknown_oil`` (none weighed, or a finished product), ``one_oil`` (the
        limit is one oil's, at one temperature).
    """

    form: str
    dissolves: bool | None
    g_per_100g_water: Band | None
    limit_g_per_100g_water: Band | None
    coldest_C: float
    reason: str

    def as_dict(self) -> dict[str, object]:
        """Return the verdict as a JSON object: medians, or null."""
        amount, limit = self.g_per_100g_water, self.limit_g_per_100g_water
        return {
            "form": self.form,
            "dissolves": self.dissolves,
            "g_per_100g_water": None if amount is None else amount.median,
            "limit_g_per_100g_water": None if limit is None else limit.median,
            "coldest_C": self.coldest_C,
        }


def saturation(
    limit_at_anchor: Array | float,
    enthalpy: Array | float,
    anchor_K: Array | float,
    temperature_K: Array | float,
) -> Array:
    """Return the saturation at a temperature by van 't Hoff's equation, element by element.

    s(T) = s₀ exp(−ΔH/R (1/T − 1/T₀)), with one enthalpy of dissolution ΔH for the whole range around the
    anchor T₀; not where water freezes.

    Parameters
    ----------
    limit_at_anchor : array or float
        Saturation at the anchor, s₀ [any unit].
    enthalpy : array or float
        Of dissolution, ΔH [J/mol]; above zero, more dissolves in the warmth.
    anchor_K, temperature_K : array or float
        [K]

    Returns
    -------
    array
        [unit of ``limit_at_anchor``]

    Examples
    --------
    >>> f"{saturation(33.0, 20_000.0, anchor_K=298.15, temperature_K=278.15):.1f}"
    '18.5'
    """
    return np.asarray(
        limit_at_anchor * np.exp(-enthalpy / GAS_CONSTANT_J_PER_MOL_K * (1 / temperature_K - 1 / anchor_K))
    )


@functools.lru_cache(maxsize=256)
def solubilities(formula: Formula, coldest_C: float) -> tuple[Solubility, ...]:
    """Return the amount of each form in a formula beside its solubility.

    Parameters
    ----------
    formula : Formula
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    tuple of Solubility
        Forms that do not dissolve first, then unknown ones, then those that dissolve; in each group the
        one nearest to its limit first.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> solubilities(serum, coldest_C=5.0)[0].dissolves
    True
    """
    forms = [catalog.forms()[name] for name in catalog.forms() if formula.mass_of(name) > 0]
    draws = Samples([*uncertain_inputs(formula), *(limit for form in forms for limit in _limit_inputs(form))])
    bottle = _Bottle(formula, coldest_C, draws, sample_lines(formula, draws))
    judged = [
        _in_water(form, bottle) if form.phase in ("water", "both") else _in_oil(form, bottle)
        for form in forms
    ]
    return tuple(sorted(judged, key=_sort_key))


def fullness_per_gram(form: Form, coldest_C: float) -> Band | None:
    """Return the share of its solubility that 1 g of a form in 100 g of water is, with its range.

    Parameters
    ----------
    form : Form
        One that dissolves in water.
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    Band or None
        [100 g of water/g]; None where the limit is unknown at this temperature.

    Examples
    --------
    >>> f"{fullness_per_gram(catalog.forms()['l_ascorbic_acid'], coldest_C=5.0).median:.3f}"
    '0.051'
    """
    draws = Samples(_limit_inputs(form))
    limit = _limit(form, draws.columns, coldest_C)
    return None if limit is None else draws.ends(1 / limit)


def oil_limit(form: Form, coldest_C: float) -> float | None:
    """Return the concentration that exceeds the published solubility in oil [g/mL]; None where unknown.

    Parameters
    ----------
    form : Form
        One that does not dissolve in water.
    coldest_C : float
        Coldest storage temperature [°C].
    """
    row = form.value("solubility_oil")
    return row.to("g/mL")[2] if row is not None and coldest_C <= _stated_C(form) else None


@dataclass(frozen=True)
class _Bottle:
    """A formula at its coldest, with the draws of its lines and of the limits."""

    formula: Formula
    coldest_C: float
    draws: Samples
    sampled: SampledLines

    def mass_of(self, form: str) -> Array:
        """Return the draws of a form's pure mass over all of its lines [g]."""
        positions = [i for i, line in enumerate(self.formula.lines) if line.ingredient == form]
        return (self.sampled.masses_g * self.sampled.purity)[:, positions].sum(axis=1)

    def water(self) -> Array:
        """Return the draws of the water present [g]."""
        shares = [(line.ingredient == "water") + line.water_content for line in self.formula.lines]
        return self.sampled.masses_g @ np.array(shares)

    def oil_volume(self) -> Array:
        """Return the draws of the volume of the oils [mL]."""
        lines = self.formula.lines
        volumes = [specific_volume(line.ingredient)[0] * ("oil" in line.record.roles) for line in lines]
        return self.sampled.masses_g @ np.array(volumes)

    def band(self, values: Array | None) -> Band | None:
        """Return the band of draws; None for None."""
        return None if values is None else self.draws.band(values)


# --- in water -------------------------------------------------------------------------------------


def _in_water(form: Form, bottle: _Bottle) -> Solubility:
    """Judge a water-soluble form."""
    solvent = solvent_of(table_of(bottle.formula)).name()
    if solvent != "water":
        dissolves = False if solvent == "oil" else None
        limit = bottle.band(_limit(form, bottle.draws.columns, bottle.coldest_C))
        return Solubility(form.id, dissolves, None, limit, bottle.coldest_C, _WHY_NOT_BY_WATER[solvent])
    amount = 100 * bottle.mass_of(form.id) / bottle.water()
    limit_draws = _limit(form, bottle.draws.columns, bottle.coldest_C)
    dissolves, reason = None, "cold_unknown" if form.value("solubility_water") else "unknown_limit"
    if limit_draws is not None:
        dissolves, reason = _verdict(bottle.draws.band(amount / limit_draws), bottle.coldest_C)
    return Solubility(
        form.id, dissolves, bottle.band(amount), bottle.band(limit_draws), bottle.coldest_C, reason
    )


def _verdict(fullness: Band, coldest_C: float) -> tuple[bool | None, str]:
    """Return the verdict on an amount over its limit, and its reason."""
    verdict = float(verdict_in_water(fullness.low, fullness.high, coldest_C))
    verdicts = {1.0: (True, ""), 0.0: (False, ""), 0.5: (None, "between")}
    return verdicts.get(verdict, (None, "cold_unknown"))


def verdict_in_water(low: Array | float, high: Array | float, coldest_C: float) -> Array:
    """Return whether amounts dissolve in the water that is there, element by element.

    Parameters
    ----------
    low, high : array or float
        Amount over its limit, at the ends of its uncertainty.
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    array
        1 where it does, 0 where it does not, ½ inside the range of the limit, NaN where water freezes.

    Examples
    --------
    >>> verdict_in_water([0.5, 0.9, 1.1], [0.6, 1.1, 1.2], coldest_C=5.0)
    array([1. , 0.5, 0. ])
    """
    # Ice removes water, so that the rest is more concentrated than the formula says.
    fits = np.nan if coldest_C < 0 else 1.0
    return np.where(np.asarray(low) > 1, 0.0, np.where(np.asarray(high) > 1, 0.5, fits))


#: What a water-soluble form is judged by: the water, or else why not.
SOLVENTS = ("finished", "other", "water", "oil", "none")
_WHY_NOT_BY_WATER: Mapping[str, str] = {
    "finished": "unknown_water",
    "other": "other_solvent",
    "oil": "no_water",
    "none": "no_water",
}


def solvent_of(table: FormulaTable) -> Categories:
    """Return what a water-soluble form in formulas is judged by: one of `SOLVENTS`.

    Parameters
    ----------
    table : FormulaTable

    >>> solvent_of(FormulaTable.of_grams(np.array([[90.0], [0.0]]), ("ethanol", "water"))).name()
    'other'
    """
    cases = {
        "finished": table.is_finished,
        # Where another solvent is weighed, the moisture of powders does not count as water.
        "other": (table.of("water") == 0) & table.has_solvent("water", "both"),
        "water": table.water_g > 0,
        "oil": table.has_role("oil"),
    }
    return Categories.first(SOLVENTS, cases.items(), "none")


def _limit(form: Form, columns: Mapping[str, Array], coldest_C: float) -> Array | None:
    """Return draws of the solubility [g/100 g of water]; None where unknown at this temperature."""
    row, enthalpy = form.value("solubility_water"), form.value("dissolution_enthalpy")
    if row is None:
        return None
    if enthalpy:
        coldest_K = coldest_C + ZERO_CELSIUS_K
        return saturation(row.to("g/100g")[0], enthalpy.to("J/mol")[0], columns[_ANCHOR], coldest_K)
    return columns[_stated(form)] if coldest_C >= _stated_C(form) else None


def _limit_inputs(form: Form) -> Iterable[UncertainInput]:
    """Yield the uncertain input of the limit of a form, within its ends."""
    row = form.value("solubility_water")
    if row is None:
        return
    if form.value("dissolution_enthalpy"):
        anchor, low, high = catalog.inputs().assumed["solubility_anchor"].to("K")
        yield UncertainInput(_ANCHOR, anchor, low, high, floor=low, ceiling=high)
    else:
        low, high = _per_100g_water(form.id, row)
        yield UncertainInput(_stated(form), (low + high) / 2, low, high, floor=low, ceiling=high)


def _stated(form: Form) -> str:
    """Return the name of the input that the limit of a form is drawn from."""
    return f"solubility of {form.name}"


def _stated_C(form: Form) -> float:
    """Return the temperature at which the solubility of a form is stated [°C]."""
    row = form.value("solubility_temperature")
    assert row is not None, f"{form.id}: a solubility needs its temperature"
    return row.to("degC")[0]


def _per_100g_water(form: str, row: Value) -> tuple[float, float]:
    """Return the ends of a solubility in per cent or grams per litre [g/100 g of water].

    Sources do not say whether they mean a litre (or 100 g) of water, the low end, or of solution, the high
    end, in which the form itself takes up volume. That volume is by ideal mixing and a cautious density:
    salts are denser, which would lower the high end.
    """
    by_mass = row.unit == "percent"
    _, low, high = row.to("dimensionless" if by_mass else "g/mL")
    room = 1.0 if by_mass else specific_volume(form)[0]
    water = 1.0 if by_mass else specific_volume("water")[0]
    return 100 * low * water, 100 * high * water / (1 - high * room)


# --- in oil ---------------------------------------------------------------------------------------


def _in_oil(form: Form, bottle: _Bottle) -> Solubility:
    """Judge an oil-soluble form by the oils present.

    The one published figure is for one oil, so that an amount below it proves nothing.
    """
    table = table_of(bottle.formula)
    dissolves: bool | None = None
    if form.value("solubility_oil") is None:
        reason = "unknown_limit"
    elif table.is_finished[0] or not table.has_role("oil")[0]:
        reason = "unknown_oil"
    elif not is_judged_by_oil(table)[0]:
        reason = "other_solvent"
    else:
        reason, most = "one_oil", oil_limit(form, bottle.coldest_C)
        if most is not None and bottle.draws.band(bottle.mass_of(form.id) / bottle.oil_volume()).low > most:
            dissolves, reason = False, ""
    return Solubility(form.id, dissolves, None, None, bottle.coldest_C, reason)


def is_judged_by_oil(table: FormulaTable) -> Flags:
    """Tell where an oil-soluble form can be judged by the oils, because nothing else dissolves it.

    Parameters
    ----------
    table : FormulaTable

    Returns
    -------
    (n,) array of bool
    """
    return ~table.is_finished & table.has_role("oil") & ~table.has_solvent("both")


def _sort_key(solubility: Solubility) -> tuple[int, float]:
    """Return the sort key of a verdict."""
    amount, limit = solubility.g_per_100g_water, solubility.limit_g_per_100g_water
    fullness = amount.median / limit.median if amount and limit else 0.0
    return (False, None, True).index(solubility.dissolves), -fullness
