"""Whether each form of vitamin C dissolves in the water present, at the coldest storage temperature.

Grams per 100 g of water, weighed as such or contained in powders, are compared with the saturation at the
coldest temperature: by a measured table where there is one (`calc.chemistry.saturation`), else by what a
source states. Of ascorbic acid and its salts only what has kept its proton at the predicted pH counts against
the limit of the acid, and what has lost it against the limit of sodium ascorbate. Without a pH all of the
acid counts. Glycols and alcohol widen the limit where it is measured what they dissolve themselves.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import Form, Value
from calc.chemistry.density import specific_volume
from calc.chemistry.dissociation import acid_share
from calc.chemistry.formula import (
    Formula,
    SampledLines,
    sample_lines,
    uncertain_inputs,
)
from calc.chemistry.formula_table import (
    ACID,
    Categories,
    Flags,
    FormulaTable,
    content,
    is_cosolvent,
    table_of,
)
from calc.chemistry.nominal_acidity import nominal_acidity
from calc.chemistry.predictability import why_unpredictable
from calc.chemistry.saturation import saturation_curve
from calc.chemistry.waters import water_share
from calc.uncertainty import Band, Samples, UncertainInput

Array = NDArray[np.float64]

#: L-ascorbic acid and its salts: in water they are the same ions.
ASCORBATES = (ACID, "sodium_ascorbate", "calcium_ascorbate")
SALT = "sodium_ascorbate"


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


@functools.lru_cache(maxsize=64)
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
    False
    """
    forms = [catalog.forms()[name] for name in catalog.forms() if formula.mass_of(name) > 0]
    limits = {form.id: _limit_input(form, coldest_C) for form in forms}
    draws = Samples([*uncertain_inputs(formula), *(limit for limit in limits.values() if limit)])
    bottle = _Bottle(formula, coldest_C, draws, sample_lines(formula, draws), limits)
    judged = [
        _in_water(form, bottle) if form.phase in ("water", "both") else _in_oil(form, bottle)
        for form in forms
    ]
    return tuple(sorted(judged, key=_sort_key))


def limit_in_water(form: str, coldest_C: float) -> Band | None:
    """Return how much of a form dissolves in 100 g of water, with its 95 % interval [g].

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    Band or None
        None where it is not known at this temperature.

    Examples
    --------
    >>> f"{limit_in_water('l_ascorbic_acid', coldest_C=5.0).median:.1f} g"
    '16.2 g'
    """
    curve, record = saturation_curve(form), catalog.forms()[form]
    if curve is not None:
        return curve.limit(coldest_C)
    row = record.value("solubility_water")
    if row is None or coldest_C < _stated_C(record):
        return None
    low, high = _per_100g_water(form, row)
    return Band((low + high) / 2, low, high)


def fullness(table: FormulaTable, form: str, coldest_C: float, pH: Array, ionic: Array) -> Fullness | None:
    """Return which share of its solubility there is of a form in formulas.

    Parameters
    ----------
    table : FormulaTable
    form : str
        Id in `catalog.forms`.
    coldest_C : float
        Coldest storage temperature [°C].
    pH, ionic : (n,) array
        pH and ionic strength [mol/kg water]; NaN where they are not known.

    Returns
    -------
    Fullness or None
        None where the limit is unknown at this temperature.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[100.0], [20.0]]), ("water", ACID))
    >>> unknown = np.array([np.nan])
    >>> f"{fullness(table, ACID, 20.0, unknown, unknown).sure[0]:.2f}"
    '0.74'
    """
    limit = limit_in_water(form, coldest_C)
    if limit is None:
        return None
    per_100g = 100 * counted_g(table, form, pH, ionic) / np.where(table.water_g > 0, table.water_g, 1.0)
    least, _ = cosolvent_factors(table, form)
    sure = limit.median if saturation_curve(form) else limit.high
    return Fullness(per_100g / sure, per_100g / (limit.low * least))


def clear_strength(formula: Formula, coldest_C: float) -> float:
    """Return the strength at which the L-ascorbic acid of a formula surely stays dissolved [0–1].

    Water takes the place of the acid that is left out; the share that a base neutralises stays as it is.

    Parameters
    ----------
    formula : Formula
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    float
        NaN where it is not judged by water.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 80.0), Line("l_ascorbic_acid", 20.0)))
    >>> f"{clear_strength(serum, coldest_C=5.0):.3f}"
    '0.130'
    """
    judged = next((verdict for verdict in solubilities(formula, coldest_C) if verdict.form == ACID), None)
    amount, limit = (judged.g_per_100g_water, judged.limit_g_per_100g_water) if judged else (None, None)
    acid_g, total_g = float(table_of(formula).pure(ACID)[0]), formula.total_mass_g
    if amount is None or limit is None:
        return float("nan")
    free = amount.median / 100 * formula.water_g / acid_g
    per_water = limit.low / 100
    return per_water * (formula.water_g + acid_g) / (free + per_water) / total_g


@dataclass(frozen=True, eq=False)
class Fullness:
    """An amount over its limit, (n,) each: above 1 in ``sure`` it does not dissolve, in ``high`` perhaps."""

    sure: Array
    high: Array


def counted_g(table: FormulaTable, form: str, pH: Array, ionic: Array) -> Array:
    """Return how much of a form counts against its limit, (n,) [g].

    Of ascorbic acid and its salts that is what has the form's own charge at a pH.

    Parameters
    ----------
    table : FormulaTable
    form : str
        Id in `catalog.forms`.
    pH, ionic : (n,) array
        pH and ionic strength [mol/kg water]; where they are NaN, acid and salt each count as weighed.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", ACID))
    >>> f"{counted_g(table, ACID, np.array([3.5]), np.array([0.2]))[0]:.1f} g"
    '11.5 g'
    """
    as_weighed = table.pure(form)
    if form not in (ACID, SALT):
        return as_weighed
    whole = sum((table.pure(name) * content(name) for name in ASCORBATES), np.zeros(table.size))
    free = acid_share(pH, ionic)
    share = free if form == ACID else (1 - free) / content(SALT)
    return np.where(np.isnan(free), as_weighed, whole * share)


def cosolvent_factors(table: FormulaTable, form: str) -> tuple[Array, Array]:
    """Return by which factors glycols and alcohol may change what 100 g of water dissolve, (n,) each.

    The least is by the log-linear rule, the most as if every liquid dissolved its own. Liquids of which it
    was not measured how much of the form they dissolve change nothing.

    Parameters
    ----------
    table : FormulaTable
    form : str
        Id in `catalog.forms`.

    Returns
    -------
    tuple of array
        Least, not above 1, and most, not below 1.

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[80.0], [20.0]]), ("water", "propylene_glycol"))
    >>> [f"{factor[0]:.2f}" for factor in cosolvent_factors(table, ACID)]
    ['0.88', '1.04']
    """
    least, most = np.ones(table.size), np.ones(table.size)
    warm = limit_in_water(form, catalog.inputs().assumed["room_temperature"].centre)
    if warm is None:
        return least, most
    water = np.where(table.water_g > 0, table.water_g, 1.0)
    liquid, logs = water.copy(), np.zeros(table.size)
    for solvent in table.records:
        row = catalog.forms()[form].value(f"solubility_{solvent.id}") if is_cosolvent(solvent) else None
        if row is None:
            continue
        own = 100 * row.to("g/mL")[0] * specific_volume(solvent.id)[0] / warm.median
        grams = table.of(solvent.id)
        liquid += grams
        logs += grams * np.log(own)
        most += grams / water * own
    return np.minimum(liquid / water * np.exp(logs / liquid), 1.0), most


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
    """A formula at its coldest, with the draws of its lines and the limits of its forms, if known."""

    formula: Formula
    coldest_C: float
    draws: Samples
    sampled: SampledLines
    limits: Mapping[str, UncertainInput | None]

    def limit(self, form: Form) -> Array | None:
        """Return the draws of the solubility of a form [g/100 g of water]; None where it is not known."""
        limit = self.limits[form.id]
        if limit is None:
            return None
        least, most = (float(factor[0]) for factor in cosolvent_factors(table_of(self.formula), form.id))
        # Least at its low end, 1 in its middle, most above.
        factors = np.interp(_ranks(limit), (0.025, 0.5, 0.975), (least, 1.0, most))
        return self.draws.columns[limit.name] * factors

    def counted_g(self, form: str) -> Array:
        """Return the draws of how much of a form counts against its limit [g]."""
        pH, ionic = _pH(self.formula)
        free = float(acid_share(pH, ionic))
        if form not in (ACID, SALT) or np.isnan(free):
            return self.mass_of(form)
        whole = sum((self.mass_of(name) * content(name) for name in ASCORBATES), np.zeros(self.draws.size))
        return whole * (free if form == ACID else (1 - free) / content(SALT))

    def mass_of(self, form: str) -> Array:
        """Return the draws of a form's pure mass over all of its lines [g]."""
        positions = [i for i, line in enumerate(self.formula.lines) if line.ingredient == form]
        return (self.sampled.masses_g[:, positions] * self.sampled.purity[:, positions]).sum(axis=1)

    def water(self) -> Array:
        """Return the draws of the water present [g]."""
        shares = [water_share(line.ingredient) or line.water_content for line in self.formula.lines]
        return self.sampled.masses_g @ np.array(shares)

    def oil_volume(self) -> Array:
        """Return the draws of the volume of the oils [mL]."""
        lines = self.formula.lines
        volumes = [specific_volume(line.ingredient)[0] * ("oil" in line.record.roles) for line in lines]
        return self.sampled.masses_g @ np.array(volumes)

    def band(self, values: Array | None) -> Band | None:
        """Return the band of draws; None for None."""
        return None if values is None else self.draws.band(values)


@functools.lru_cache(maxsize=64)
def _ranks(limit: UncertainInput) -> Array:
    """Return where each draw of a limit stands among all of them [0–1]."""
    drawn = Samples([limit]).columns[limit.name]
    return (np.argsort(np.argsort(drawn)) + 0.5) / drawn.size


def _pH(formula: Formula) -> tuple[float, float]:
    """Return pH and ionic strength at the stated values; NaN where no pH can be predicted."""
    if why_unpredictable(formula):
        return float("nan"), float("nan")
    known = nominal_acidity(formula)
    return known.pH, known.ionic_strength


# --- in water -------------------------------------------------------------------------------------


def _in_water(form: Form, bottle: _Bottle) -> Solubility:
    """Judge a water-soluble form."""
    solvent = solvent_of(table_of(bottle.formula)).name()
    limit = bottle.limit(form)
    if solvent != "water":
        dissolves = False if solvent == "oil" else None
        reason = _WHY_NOT_BY_WATER[solvent]
        return Solubility(form.id, dissolves, None, bottle.band(limit), bottle.coldest_C, reason)
    amount = 100 * bottle.counted_g(form.id) / bottle.water()
    known = form.value("solubility_water") or saturation_curve(form.id)
    dissolves, reason = None, "cold_unknown" if known else "unknown_limit"
    if limit is not None:
        share = bottle.draws.ends(amount / limit)
        sure = share.median if saturation_curve(form.id) else share.low
        dissolves, reason = _verdict(sure, share.high, bottle.coldest_C)
    return Solubility(form.id, dissolves, bottle.band(amount), bottle.band(limit), bottle.coldest_C, reason)


def _verdict(sure: float, high: float, coldest_C: float) -> tuple[bool | None, str]:
    """Return the verdict on an amount over its limit, and its reason."""
    verdict = float(verdict_in_water(sure, high, coldest_C))
    verdicts = {1.0: (True, ""), 0.0: (False, ""), 0.5: (None, "between")}
    return verdicts.get(verdict, (None, "cold_unknown"))


def verdict_in_water(sure: Array | float, high: Array | float, coldest_C: float) -> Array:
    """Return whether amounts dissolve in the water that is there, element by element.

    Parameters
    ----------
    sure, high : array or float
        Amount over its limit: as measured, and at the high end of its uncertainty.
    coldest_C : float
        Coldest storage temperature [°C].

    Returns
    -------
    array
        1 where it does, 0 where it does not, ½ within the uncertainty of the limit, NaN where water freezes.

    Examples
    --------
    >>> verdict_in_water([0.5, 0.9, 1.1], [0.6, 1.1, 1.2], coldest_C=5.0)
    array([1. , 0.5, 0. ])
    """
    # Ice removes water, so that the rest is more concentrated than the formula says.
    fits = np.nan if coldest_C < 0 else 1.0
    return np.where(np.asarray(sure) > 1, 0.0, np.where(np.asarray(high) > 1, 0.5, fits))


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
        "other": (table.liquid_water_g == 0) & table.has_solvent("water", "both"),
        "water": table.water_g > 0,
        "oil": table.has_role("oil"),
    }
    return Categories.first(SOLVENTS, cases.items(), "none")


def _limit_input(form: Form, coldest_C: float) -> UncertainInput | None:
    """Return the limit of a form as an uncertain input [g/100 g of water]; None where it is not known.

    Readings of a source end where they end; a fitted limit has tails.
    """
    band = limit_in_water(form.id, coldest_C)
    if band is None:
        return None
    ends = {} if saturation_curve(form.id) else {"floor": band.low, "ceiling": band.high}
    return UncertainInput(_stated(form), band.median, band.low, band.high, **ends)


def _stated(form: Form) -> str:
    """Return the name of the input that the limit of a form is drawn from."""
    return f"solubility of {form.english}"


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
        if most is not None and bottle.draws.ends(bottle.mass_of(form.id) / bottle.oil_volume()).low > most:
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
