"""Whether each form of vitamin C dissolves in the water that is really there, at its coldest.

Judged are grams per 100 g of water present, weighed as such or brought along by powders, against the
saturation at the coldest temperature. Each form is judged as if it were alone in that water, and
ascorbic acid as if none of it were neutralised: the neutralised share is far more soluble, so the
rule errs on the safe side.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Form, Ingredient, Value
from calc.chemistry.density import specific_volume
from calc.chemistry.formula import (
    Formula,
    SampledLines,
    sample_lines,
    uncertain_inputs,
)
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import ureg

Array = NDArray[np.float64]

GAS_CONSTANT_J_PER_MOL_K = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))
ZERO_CELSIUS_K = float(ureg.Quantity(0.0, "degC").m_as("K"))

_ANCHOR = "temperature of the published solubility"


@dataclass(frozen=True)
class Solubility:
    """How one form of vitamin C stands to what dissolves it.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.
    dissolves : bool, optional
        None where it is not known, or the amount lies inside the range of the limit.
    g_per_100g_water : Band, optional
        What is there [g/100 g of water]; None without water, where the water is unknown, and for
        what is not judged against water.
    limit_g_per_100g_water : Band, optional
        What dissolves at the coldest temperature [g/100 g of water]; None where it is unknown.
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
        """Return the verdict as it stands in JSON: medians, or null."""
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
    """Return how each form in a formula stands to its limit.

    Parameters
    ----------
    formula : Formula
    coldest_C : float
        Coldest temperature it is kept at [°C].

    Returns
    -------
    tuple of Solubility
        What does not dissolve first, then what is not known, then what does; each fullest first.

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
    return tuple(sorted(judged, key=_turn))


def fullness_per_gram(form: Form, coldest_C: float) -> Band | None:
    """Return what share of its limit a gram of a form in 100 g of water is, by the limit's own range.

    Parameters
    ----------
    form : Form
        One that dissolves in water.
    coldest_C : float
        Coldest temperature it is kept at [°C].

    Returns
    -------
    Band or None
        [100 g of water/g]; None where the limit is not known so cold.

    Examples
    --------
    >>> f"{fullness_per_gram(catalog.forms()['l_ascorbic_acid'], coldest_C=5.0).median:.3f}"
    '0.051'
    """
    draws = Samples(_limit_inputs(form))
    limit = _limit(form, draws.columns, coldest_C)
    return None if limit is None else draws.ends(1 / limit)


def oil_limit(form: Form, coldest_C: float) -> float | None:
    """Return how much of a form surely no oil holds [g/mL]; None where that is not known so warm.

    Parameters
    ----------
    form : Form
        One that does not dissolve in water.
    coldest_C : float
        Coldest temperature it is kept at [°C].
    """
    row = form.value("solubility_oil")
    return row.to("g/mL")[2] if row is not None and coldest_C <= _stated_C(form) else None


@dataclass(frozen=True)
class _Bottle:
    """A formula, how cold it gets, and the draws of both its lines and the limits."""

    formula: Formula
    coldest_C: float
    draws: Samples
    taken: SampledLines

    def mass_of(self, form: str) -> Array:
        """Return the draws of a form's pure mass over all of its lines [g]."""
        positions = [i for i, line in enumerate(self.formula.lines) if line.ingredient == form]
        return (self.taken.masses_g * self.taken.purity)[:, positions].sum(axis=1)

    def water(self) -> Array:
        """Return the draws of the water present [g]."""
        shares = [(line.ingredient == "water") + line.water_content for line in self.formula.lines]
        return self.taken.masses_g @ np.array(shares)

    def oil_volume(self) -> Array:
        """Return the draws of the volume of the oils [mL]."""
        lines = self.formula.lines
        volumes = [specific_volume(line.ingredient)[0] * ("oil" in line.record.roles) for line in lines]
        return self.taken.masses_g @ np.array(volumes)

    def band(self, values: Array | None) -> Band | None:
        """Return the band of what is known."""
        return None if values is None else self.draws.band(values)


# --- in water -------------------------------------------------------------------------------------


def _in_water(form: Form, bottle: _Bottle) -> Solubility:
    """Judge a water-soluble form."""
    dissolves, reason = _without_water(bottle.formula)
    amount = None if reason else 100 * bottle.mass_of(form.id) / bottle.water()
    limit = _limit(form, bottle.draws.columns, bottle.coldest_C)
    if amount is not None and limit is None:
        reason = "cold_unknown" if form.value("solubility_water") else "unknown_limit"
    elif amount is not None and limit is not None:
        dissolves, reason = _verdict(bottle.draws.band(amount / limit), bottle.coldest_C)
    return Solubility(form.id, dissolves, bottle.band(amount), bottle.band(limit), bottle.coldest_C, reason)


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
        Amount over its limit, at the ends of what is known of the limit.
    coldest_C : float
        Coldest temperature it is kept at [°C].

    Returns
    -------
    array
        1 where it does, 0 where it does not, ½ inside the range of the limit, NaN where water freezes.

    Examples
    --------
    >>> verdict_in_water([0.5, 0.9, 1.1], [0.6, 1.1, 1.2], coldest_C=5.0)
    array([1. , 0.5, 0. ])
    """
    # Ice takes water away, so that what is left holds more than the formula says.
    fits = np.nan if coldest_C < 0 else 1.0
    return np.where(np.asarray(low) > 1, 0.0, np.where(np.asarray(high) > 1, 0.5, fits))


def _without_water(formula: Formula) -> tuple[bool | None, str]:
    """Return verdict and reason where there is no water to judge by; no reason where there is."""
    if formula.has_role("finished"):
        return None, "unknown_water"
    # The moisture of a powder is not what it dissolves in where a solvent is poured.
    if formula.mass_of("water") == 0 and _has_solvent(formula, ("water", "both")):
        return None, "other_solvent"
    if formula.water_g > 0:
        return None, ""
    return (False if formula.has_role("oil") else None), "no_water"


def _has_solvent(formula: Formula, phases: tuple[str, ...]) -> bool:
    """Tell whether a solvent other than water, of one of some phases, is in."""
    return any(line.mass_g > 0 and is_solvent(line.record, phases) for line in formula.lines)


def is_solvent(ingredient: Ingredient, phases: tuple[str, ...]) -> bool:
    """Tell whether something is a solvent other than water, of one of some phases.

    Parameters
    ----------
    ingredient : Ingredient
    phases : tuple of str
        Of `catalog.PHASES`.

    Examples
    --------
    >>> is_solvent(catalog.ingredients()["propylene_glycol"], ("water", "both"))
    True
    """
    roles = {"solvent", "cosolvent"}
    return ingredient.id != "water" and ingredient.phase in phases and not roles.isdisjoint(ingredient.roles)


def _limit(form: Form, columns: Mapping[str, Array], coldest_C: float) -> Array | None:
    """Return the draws of what dissolves [g/100 g of water]; None where it is not known so cold."""
    row, enthalpy = form.value("solubility_water"), form.value("dissolution_enthalpy")
    if row is None:
        return None
    if enthalpy:
        coldest_K = coldest_C + ZERO_CELSIUS_K
        return saturation(row.to("g/100g")[0], enthalpy.to("J/mol")[0], columns[_ANCHOR], coldest_K)
    return columns[_stated(form)] if coldest_C >= _stated_C(form) else None


def _limit_inputs(form: Form) -> Iterable[UncertainInput]:
    """Yield what is uncertain about the limit of a form; nothing lies beyond its ends."""
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

    Sources do not say whether they mean a litre (or a hundred grams) of water, the low end, or of
    solution, the high end, in which the form takes up room of its own. That room is by ideal mixing
    and with a cautious density: salts are denser, which would lower the high end.
    """
    by_mass = row.unit == "percent"
    _, low, high = row.to("dimensionless" if by_mass else "g/mL")
    room = 1.0 if by_mass else specific_volume(form)[0]
    water = 1.0 if by_mass else specific_volume("water")[0]
    return 100 * low * water, 100 * high * water / (1 - high * room)


# --- in oil ---------------------------------------------------------------------------------------


def _in_oil(form: Form, bottle: _Bottle) -> Solubility:
    """Judge a form that does not dissolve in water, by the oils present.

    The one figure there is belongs to one oil, so that staying below it promises nothing.
    """
    row, formula = form.value("solubility_oil"), bottle.formula
    dissolves: bool | None = None
    if row is None:
        reason = "unknown_limit"
    elif formula.has_role("finished") or not formula.has_role("oil"):
        reason = "unknown_oil"
    elif _has_solvent(formula, ("both",)):
        reason = "other_solvent"
    else:
        reason, most = "one_oil", oil_limit(form, bottle.coldest_C)
        if most is not None and bottle.draws.band(bottle.mass_of(form.id) / bottle.oil_volume()).low > most:
            dissolves, reason = False, ""
    return Solubility(form.id, dissolves, None, None, bottle.coldest_C, reason)


def _turn(solubility: Solubility) -> tuple[int, float]:
    """Return where a verdict stands among the others."""
    amount, limit = solubility.g_per_100g_water, solubility.limit_g_per_100g_water
    fullness = amount.median / limit.median if amount and limit else 0.0
    return (False, None, True).index(solubility.dissolves), -fullness
