"""The pH of a formula with its band, and the mass of an adjuster (base or acid) for a target pH.

For 20–25 °C, on the water present, by the charge balance of `acidity` with the activity model that measured
points prefer (`activity.PREFERRED`). Of the carbon dioxide that acid releases, what water holds may stay
(`ions.carbon_dioxide_lost`). Water formed by neutralisation is neglected: under half a percent of the dose.
The band carries the constants, weighing, glycols and alcohol, traces of acid and base, what the two activity
models differ by, and how far measured points lie from the model. A dose is the mass at which the charges
balance at the target,

    z(m) = Σ charges at the target pH = 0,

found for all draws at once by regula falsi with halved ends (the Illinois method, Dowell and Jarratt 1971).

`nominal_…` works from the values as stated, `sampled_…` from draws of everything uncertain.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry import acidity, activity
from calc.chemistry.acidity import Acid, Interaction, Solution
from calc.chemistry.activity import METALS, PREFERRED
from calc.chemistry.co_ingredients import dissolved_shares, poorly_soluble
from calc.chemistry.formula import (
    Formula,
    Line,
    purity_input,
    sample_lines,
    uncertain_inputs,
)
from calc.chemistry.formula_table import (
    ACID,
    Categories,
    Flags,
    FormulaTable,
    is_cosolvent,
    is_form,
    table_of,
    takes_part,
)
from calc.chemistry.ions import CHARGES, IONS, IonContributions, carbon_dioxide_lost, ion_contributions
from calc.chemistry.waters import water_share
from calc.uncertainty import (
    Band,
    Reading,
    Samples,
    UncertainInput,
    condition,
)

Array = NDArray[np.float64]

#: Why a pH cannot be predicted; "" when it can.
REASONS = ("", "no_water", "finished", "other", "form", "too_dry", "cosolvent", "too_salty", "no_acid")

_COSOLVENT = "glycols and alcohol"
_MODELS = "activity model"
_MODEL_ERROR = "how well the model fits measured pH"
_TRACES = "traces of acid or base"
_GAS = "carbon dioxide still dissolved"
_TEMPERATURE = "temperature"
# End of an input whose half-normal draws stay below 1 in 97.5 of 100.
_HALF_NORMAL = NormalDist().inv_cdf(0.975) / NormalDist().inv_cdf(0.9875)
# First upper end of the dose of a strong base, relative to the missing charge: its ions shift the balance.
_SPARE = 1.5
# Largest net charge at the root [mol/kg water].
_CLOSE = 1e-9
_MOST_STEPS = 100
#: A smaller mass fraction of water is rounding of a batch without any.
NO_WATER = 1e-6
# Largest sum of acids and metals [mol/kg water].
_DENSEST = 60.0
# Steps after which every other one bisects; a dose takes about five.
_PATIENCE = 10


@dataclass(frozen=True)
class Adjuster:
    """A base or an acid that moves the pH, as it is weighed.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    strength : float
        Mass of it per mass of its solution in water [0–1]; 1 for a solid.
    """

    ingredient: str
    strength: float = 1.0

    def line(self, mass_g: float, scale_g: float = 0.0) -> Line:
        """Return it as a line; the strength of a solution is as uncertain as the purity of its solid."""
        if self.strength == 1:
            return Line(self.ingredient, mass_g, mass_plus_minus_g=scale_g)
        lowest = catalog.inputs().assumed["adjuster_not_stated"].to("dimensionless")[1]
        spread = self.strength * (1 - lowest)
        return Line(self.ingredient, mass_g, self.strength, 1 - self.strength, scale_g, spread)


@dataclass(frozen=True, eq=False)
class SolutionTotals:
    """The dissolved amounts in the water of a formula, n draws.

    Parameters
    ----------
    names : tuple of str
        Names of the acids, as in `ions.IonContributions`.
    acids : tuple of Acid
        With their constants, drawn.
    amounts : (n, acids) array
        [mol]
    ions : (n, ions) array
        Of `ions.IONS` [mol].
    water_kg : (n,) array
        Water present [kg].
    epsilons : mapping of str to (n,) array
        Interaction coefficients that were drawn, by their input's name [kg/mol].
    gas_left : (n,) array or float
        Carbon dioxide that stays dissolved, where there is so much [mol/kg water].
    traces : (n,) array or float
        Strong charge that nobody weighed, per mole of acids.
    """

    names: tuple[str, ...]
    acids: tuple[Acid, ...]
    amounts: Array
    ions: Array
    water_kg: Array
    epsilons: Mapping[str, Array] = field(default_factory=dict)
    gas_left: Array | float = 0.0
    traces: Array | float = 0.0

    def plus(self, ions: IonContributions, pure_g: Array, water_g: Array) -> SolutionTotals:
        """Return the totals after more of an ingredient is added.

        Parameters
        ----------
        ions : IonContributions
            Of one ingredient whose acid is among these acids.
        pure_g, water_g : (n,) array
            Of the ingredient, and of the water that comes with it [g].
        """
        amounts = self.amounts.copy()
        for acid, per_gram in zip(ions.acids, ions.acid_mol[0]):
            amounts[:, self.names.index(acid)] += per_gram * pure_g
        return replace(
            self,
            amounts=amounts,
            ions=self.ions + ions.ion_mol[0] * pure_g[:, np.newaxis],
            water_kg=self.water_kg + water_g / 1000,
        )

    def repeated(self, times: int) -> SolutionTotals:
        """Return the draws repeated a number of times."""
        acids = (
            Acid(acid.name, tuple(np.tile(pKa, times) for pKa in acid.pKa), acid.charge)
            for acid in self.acids
        )
        return SolutionTotals(
            self.names,
            tuple(acids),
            np.tile(self.amounts, (times, 1)),
            np.tile(self.ions, (times, 1)),
            np.tile(self.water_kg, times),
            {name: np.tile(column, times) for name, column in self.epsilons.items()},
            *(
                np.tile(column, times) if np.ndim(column) else column
                for column in (self.gas_left, self.traces)
            ),
        )

    def solution(self, model: str = PREFERRED) -> Solution:
        """Return molal totals, without the carbon dioxide that escapes.

        Parameters
        ----------
        model : str
            One of `acidity.ACTIVITIES`: each has ion pairs of its own.
        """
        amounts, strong = self.amounts.copy(), self.ions @ CHARGES
        if "carbonic" in self.names:
            lost = carbon_dioxide_lost(self.names, amounts, strong)
            stays = np.minimum(lost, self.gas_left * self.water_kg)
            amounts[:, self.names.index("carbonic")] -= lost - stays
        dissolved = amounts.sum(axis=1)
        strong = strong + self.traces * dissolved
        # A draw of a coarse scale may leave next to no water; its concentration is then capped.
        per_kg = 1 / np.maximum(self.water_kg, (dissolved + self.ions.sum(axis=1)) / _DENSEST)
        there = [place for place in range(len(METALS)) if self.ions[:, place].any()]
        metals = tuple(METALS[place] for place in there)
        return Solution(
            self.acids,
            amounts * per_kg[:, np.newaxis],
            strong * per_kg,
            self.ions[:, there] * per_kg[:, np.newaxis],
            activity.pairs(self.names, metals, model),
            self._interactions(metals),
            tuple(activity.METAL_CHARGES[place] for place in there),
        )

    def _interactions(self, metals: tuple[str, ...]) -> tuple[Interaction, ...]:
        """Return the interactions of metals, those that were drawn as drawn."""
        found = []
        for i, name in enumerate(self.names):
            for epsilon in activity.epsilons_of(name):
                value = self.epsilons.get(epsilon.value.name, epsilon.value.value)
                if epsilon.metal in metals and np.any(value):
                    found.append(Interaction(i, epsilon.lost, value, metals.index(epsilon.metal)))
        return (*found, *activity.of_hydroxide(metals))

    def pH(self, model: str = PREFERRED) -> Array:
        """Return its pH by an activity model, (n,)."""
        return acidity.solve_unchecked(self.solution(model), model)


# --- predictability and inputs --------------------------------------------------------------------


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


def table_totals(
    table: FormulaTable, rows: NDArray[np.intp], shares: Mapping[str, Array] | None = None
) -> SolutionTotals:
    """Return the solution totals of some formulas, with the acids that any of them contains.

    Parameters
    ----------
    table : FormulaTable
    rows : (m,) array of int
    shares : mapping of str to (n,) array, optional
        Of an acid that does not dissolve as a whole [0–1].

    Examples
    --------
    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> table_totals(table, np.array([0])).pH().round(1)
    array([2.1])
    """
    ions = ion_contributions(table.ingredients)
    amounts = table.acid_mol[:, rows]
    for name, share in (shares or {}).items():
        place = ions.acids.index(name)
        amounts[place] = amounts[place] * share[rows]
    held = np.asarray(amounts.any(axis=1)).tolist()
    acids = [name for name, is_held in zip(ions.acids, held) if is_held]
    return SolutionTotals(
        tuple(acids),
        tuple(_nominal_acid(name) for name in acids),
        amounts[held].T,
        table.ion_mol.T[rows],
        table.water_g[rows] / 1000,
    )


def _hides_pH(table: FormulaTable) -> Flags:
    """Tell which formulas hold something unknown that may move the pH.

    Oils leave it alone; of watery liquids and gums a hundredth does little.
    """
    mild = table.where(lambda record: record.id in ("other_water", "other_gum"))
    others = table.where(lambda record: "other" in record.roles and record.phase != "oil") - mild
    return (others > 0) | (mild > catalog.rules()["OTHER-001"].limit["most"] * table.total_g)


def _sets_pH(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient sets a pH: a salt of strong acid and strong base leaves that to traces."""
    return bool(record.acid or CHARGES @ [getattr(record, ion) for ion in IONS])


def _is_form_without_constants(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is a water-soluble form of vitamin C with unknown constants."""
    return is_form(record) and record.phase != "oil" and not record.acid


@functools.lru_cache(maxsize=256)
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
    >>> cosolvent_share(Formula((Line("water", 75.0), Line("propylene_glycol", 25.0))))
    0.25
    """
    return float(predictability_of(formula).cosolvent_share[0])


def pH_inputs(formula: Formula, adjuster: Adjuster | None = None) -> list[UncertainInput]:
    """Return the uncertain inputs of the pH of a formula.

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    adjuster : Adjuster, optional
        Adds the uncertainty of its purity.
    """
    ions = ion_contributions(_ingredients(formula, adjuster))
    constants = (row for acid in ions.acids for row in _constant_rows(acid)[1])
    inputs = [*uncertain_inputs(formula), *constants, *_epsilon_inputs(ions), *_shift(formula)]
    if adjuster:
        inputs.append(purity_input(adjuster.line(1.0), _purity_of(formula, adjuster)))
    if "carbonic" in ions.acids:
        row = catalog.inputs().assumed["gas_left"]
        inputs.append(UncertainInput(_GAS, row.ends[0], row.ends[0], row.ends[1]))
    traces = catalog.inputs().assumed["traces"].to("dimensionless")[0]
    return [*inputs, UncertainInput(_TRACES, 0.0, -traces, traces), *model_inputs(formula)]


def _epsilon_inputs(ions: IonContributions) -> list[UncertainInput]:
    """Return the interaction coefficients that are not known exactly, where there is a metal."""
    metals = [metal for at, metal in enumerate(METALS) if ions.ion_mol[:, at].any()]
    found = {
        epsilon.value.name: epsilon.value
        for acid in ions.acids
        for epsilon in activity.epsilons_of(acid)
        if epsilon.metal in metals and not epsilon.value.is_exact
    }
    return list(found.values())


def sampled_totals(formula: Formula, draws: Samples, adjuster: Adjuster | None = None) -> SolutionTotals:
    """Return draws of the dissolved amounts in a formula.

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    adjuster : Adjuster, optional
        Its acid is included with amount 0.
    """
    taken = sample_lines(formula, draws)
    columns = draws.columns
    ions = ion_contributions(_ingredients(formula, adjuster))
    shift = _greatest_rise(formula) * columns.get(_COSOLVENT, np.zeros(draws.size)) ** 2
    acids = []
    for name in ions.acids:
        charge, rows = _constant_rows(name)
        pKa = tuple(columns[row.name] + (shift if charge == 0 else 0.0) for row in rows)
        acids.append(Acid(name, pKa, charge))
    totals = replace(
        _filled(formula, ions, tuple(acids), taken.masses_g, taken.purity),
        epsilons={row.name: columns[row.name] for row in _epsilon_inputs(ions) if row.name in columns},
        gas_left=columns.get(_GAS, 0.0),
        traces=columns.get(_TRACES, 0.0),
    )
    return totals if adjuster else _without_grains(formula, totals)


def nominal_totals(formula: Formula, adjuster: Adjuster | None = None) -> SolutionTotals:
    """Return the dissolved amounts in a formula at its stated values, n = 1.

    Parameters
    ----------
    formula : Formula
    adjuster : Adjuster, optional
        As for `sampled_totals`.

    Examples
    --------
    >>> totals = nominal_totals(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> totals.names, f"{totals.amounts[0, 0]:.4f} mol"
    (('ascorbic',), '0.0852 mol')
    """
    ions = ion_contributions(_ingredients(formula, adjuster))
    acids = [_nominal_acid(name) for name in ions.acids]
    masses = np.array([[line.mass_g for line in formula.lines]])
    purity = np.array([[line.nominal_purity for line in formula.lines]])
    totals = _filled(formula, ions, tuple(acids), masses, purity)
    return totals if adjuster else _without_grains(formula, totals)


def _without_grains(formula: Formula, totals: SolutionTotals) -> SolutionTotals:
    """Return what is dissolved without what stays behind of acids that hardly dissolve."""
    shares = _dissolved_shares(formula)
    if not shares:
        return totals
    amounts = totals.amounts.copy()
    for name, share in shares.items():
        amounts[:, totals.names.index(name)] *= share
    return replace(totals, amounts=amounts)


@functools.lru_cache(maxsize=256)
def _dissolved_shares(formula: Formula) -> Mapping[str, float]:
    """Return the shares of acids that do not dissolve as a whole, at the pH with all of them dissolved.

    What is left behind is uncharged, so that the pH moves little by it, and once is enough.
    """
    table = table_of(formula)
    if formula.water_g <= 0 or not {*table.ingredients} & _sources_of_grains():
        return {}
    shares = dissolved_shares(table, table_totals(table, np.array([0])).pH())
    return {name: float(share[0]) for name, share in shares.items()}


@functools.cache
def _sources_of_grains() -> frozenset[str]:
    """Return the ingredients that bring an acid which hardly dissolves."""
    records = catalog.ingredients()
    acids = {records[name].acid for name in poorly_soluble()} - {""}
    return frozenset(poorly_soluble()) | {name for name, record in records.items() if record.acid in acids}


def _filled(
    formula: Formula, ions: IonContributions, acids: tuple[Acid, ...], masses_g: Array, purity: Array
) -> SolutionTotals:
    """Return the dissolved amounts of lines with these masses and purities, (n, lines) each."""
    k = len(formula.lines)
    pure = masses_g * purity
    water = np.array([water_share(line.ingredient) or line.water_content for line in formula.lines])
    return SolutionTotals(
        ions.acids,
        acids,
        pure @ ions.acid_mol[:k],
        pure @ ions.ion_mol[:k],
        masses_g @ water / 1000,
    )


def _ingredients(formula: Formula, adjuster: Adjuster | None) -> tuple[str, ...]:
    """Return the ingredients of the lines, and the adjuster last."""
    ingredients = tuple(line.ingredient for line in formula.lines)
    return (*ingredients, adjuster.ingredient) if adjuster else ingredients


@functools.cache
def _nominal_acid(name: str) -> Acid:
    """Return an acid with its constants as stated."""
    charge, rows = _constant_rows(name)
    return Acid(name, tuple(row.value for row in rows), charge)


@functools.cache
def _constant_rows(acid: str) -> tuple[int, tuple[UncertainInput, ...]]:
    """Return the charge of an acid and its constants; a wide range where they are unknown."""
    record = catalog.acids().get(acid)
    if record:
        rows = tuple(
            UncertainInput(f"pKa{step} of {record.name.lower()}", pKa.centre, *pKa.ends)
            for step, pKa in enumerate(record.pKa, start=1)
        )
        return record.charge, rows
    ingredient = catalog.ingredients()[acid]
    row = catalog.inputs().assumed["pKa_unknown"]
    name = f"acid constant of {ingredient.name.lower()}, not known"
    return int(ingredient.ionises == "base"), (UncertainInput(name, row.centre, *row.ends),)


def _shift(formula: Formula) -> list[UncertainInput]:
    """Return how much of its greatest rise a pKa has by glycols and alcohol, as a root: none to all of it.

    The root is half a normal that reaches 1 in 97.5 % of the draws. So most draws have little of the rise:
    glycols do less than the alcohol in which it was measured.
    """
    return [UncertainInput(_COSOLVENT, 0.0, 0.0, _HALF_NORMAL)] if cosolvent_share(formula) else []


def _greatest_rise(formula: Formula) -> float:
    """Return the greatest rise of the pKa of uncharged acids by glycols and alcohol: that of benzoic acid."""
    assumed = catalog.inputs().assumed
    share = cosolvent_share(formula) / assumed["cosolvent_share"].to("dimensionless")[0]
    return assumed["cosolvent_pKa"].centre * share ** (1 + assumed["cosolvent_bend"].centre)


@functools.lru_cache(maxsize=256)
def model_inputs(formula: Formula) -> tuple[UncertainInput, ...]:
    """Return the possible error of the pH by the activity model, as uncertain inputs.

    What the models differ by, and what is left between measured points and the model,

        h² = a² + (b p)² + (c I)² + d²,

    with the share p of the acids that is citrate, phosphate or carbonate, and with d in alkaline solution,
    where a degree moves the ionic product of water by 0.035.

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    """
    totals, assumed = nominal_totals(formula), catalog.inputs().assumed
    pH, ionic = acidity.balance(totals.solution(), PREFERRED)
    differ = min(abs(float(totals.pH("davies")[0] - pH[0])), assumed["pH_models_differ"].centre)
    several = [name in catalog.acids() and len(catalog.acids()[name].pKa) > 1 for name in totals.names]
    several = [many and name != "ascorbic" for many, name in zip(several, totals.names)]
    dissolved = totals.amounts[0].sum()
    share = float(totals.amounts[0] @ np.array(several, dtype=float) / dissolved) if dissolved else 0.0
    low, high = assumed["pH_alkaline"].ends
    alkaline = float(np.clip((pH[0] - low) / (high - low), 0.0, 1.0))
    off = math.hypot(
        assumed["pH_model"].centre,
        assumed["pH_model_several"].centre * share,
        assumed["pH_model_ionic"].centre * float(ionic[0]),
        assumed["pH_model_alkaline"].centre * alkaline,
    )
    return (UncertainInput(_MODELS, 0.0, -differ, differ), UncertainInput(_MODEL_ERROR, 0.0, -off, off))


@functools.lru_cache(maxsize=256)
def ionic_strength(formula: Formula) -> float:
    """Return the ionic strength of a formula at its own pH and stated values [mol/kg water].

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.

    Examples
    --------
    >>> f"{ionic_strength(Formula((Line('water', 85.0), Line('l_ascorbic_acid', 15.0)))):.3f}"
    '0.009'
    """
    return float(acidity.balance(nominal_totals(formula).solution(), PREFERRED)[1][0])


def _purity_of(formula: Formula, adjuster: Adjuster) -> str:
    """Return the name of the input for the purity of an adjuster, numbered as one more line of it."""
    lines = sum(line.ingredient == adjuster.ingredient for line in formula.lines)
    name = catalog.ingredients()[adjuster.ingredient].name
    return f"purity of {name}" + (f" ({lines + 1})" if lines else "")


# --- the pH ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prediction:
    """The pH of a formula.

    Parameters
    ----------
    pH : Band, optional
        At 20–25 °C, with a wider band at other temperatures; None where it cannot be predicted.
    reason : str
        Why not: one of `REASONS`.
    ionic_strength : float
        [mol/kg water]; NaN without a prediction.
    z : float
        How far a reading lies above the prediction, in predictive standard deviations; NaN where
        there is none.
    believed : bool
        False for a reading so far off that the prediction ignores it.
    """

    pH: Band | None
    reason: str = ""
    ionic_strength: float = float("nan")
    z: float = float("nan")
    believed: bool = True


@functools.lru_cache(maxsize=256)
def predict_pH(
    formula: Formula, reading: Reading | None = None, temperature_C: float | None = None
) -> Prediction:
    """Return the pH of a formula with its band, conditioned on a reading where there is one.

    Parameters
    ----------
    formula : Formula
    reading : Reading, optional
        At 20–25 °C.
    temperature_C : float, optional
        At which the product is kept [°C]; outside 20–25 °C the band is wider.

    Returns
    -------
    Prediction
        Without a pH, and with the reason, where none can be predicted.

    Examples
    --------
    >>> prediction = predict_pH(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> f"{prediction.pH.median:.1f}"
    '2.1'
    """
    reason = why_unpredictable(formula)
    if reason:
        return Prediction(None, reason)
    off = _temperature_error(temperature_C)
    inputs = [*pH_inputs(formula), UncertainInput(_TEMPERATURE, 0.0, -off, off)]
    strength = ionic_strength(formula)
    if reading is None:
        draws = Samples(inputs)
        return Prediction(draws.band(sampled_pH(formula, draws) + draws.columns[_TEMPERATURE]), "", strength)
    conditioned = condition(inputs, functools.partial(sampled_pH, formula), reading)
    pH = conditioned.predicted + conditioned.draws.columns[_TEMPERATURE]
    return Prediction(conditioned.draws.band(pH), "", strength, conditioned.z, conditioned.believed)


def lone_acid_pH(formula: Formula) -> float:
    """Return the pH of the L-ascorbic acid of a formula alone in water, as much as there is liquid.

    Parameters
    ----------
    formula : Formula

    Returns
    -------
    float
        NaN without acid or water, and where something is in it that may take acid up.

    Examples
    --------
    >>> lines = (Line("water", 40.0), Line("propylene_glycol", 45.0), Line("l_ascorbic_acid", 15.0))
    >>> f"{lone_acid_pH(Formula(lines)):.1f}"
    '2.1'
    """
    table = table_of(formula)
    acid, liquid = table.pure(ACID)[0], table.water_g[0] + table.where(is_cosolvent)[0]
    if acid <= 0 or table.water_g[0] <= 0 or table.where(_may_take_acid_up)[0] > 0:
        return float("nan")
    alone = nominal_totals(Formula((Line("water", float(liquid)), Line(ACID, float(acid)))))
    return float(alone.pH()[0])


def _may_take_acid_up(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient may raise the pH: a base, a salt, another form, or what nobody knows."""
    charge = catalog.acids()[record.acid].charge if record.acid else 0
    return bool(
        {"base", "buffer", "finished", "other", "peptide"} & {*record.roles}
        or any(getattr(record, metal) for metal in METALS)
        or record.ionises in ("base", "salt")
        or charge > 0
        or (is_form(record) and record.id != ACID and record.phase != "oil")
    )


def _temperature_error(temperature_C: float | None) -> float:
    """Return the possible error of the pH at a temperature, 95 %."""
    if temperature_C is None:
        return 0.0
    assumed = catalog.inputs().assumed
    low, high = assumed["pH_temperature"].ends
    outside = max(low - temperature_C, temperature_C - high, 0.0)
    return outside * assumed["pH_per_degree"].centre


# --- what a reading may show ----------------------------------------------------------------------


@dataclass(frozen=True)
class ReadingBands:
    """What a reading of a pH may show: by a meter calibrated the same day, and by a strip."""

    meter: Band
    strip: Band

    def as_dict(self) -> dict[str, dict[str, float]]:
        """Return them as a JSON object."""
        return {"meter": self.meter.as_dict(), "strip": self.strip.as_dict()}


def reading_bands(pH: Band) -> ReadingBands:
    """Return what a meter or a strip of the usual kind may show of a pH.

    Parameters
    ----------
    pH : Band

    Examples
    --------
    >>> bands = reading_bands(Band(2.4, 2.3, 2.5))
    >>> f"{bands.meter.low:.2f}–{bands.meter.high:.2f}, {bands.strip.low:.2f}–{bands.strip.high:.2f}"
    '2.26–2.54, 2.13–2.67'
    """
    assumed = catalog.inputs().assumed
    meter, step = assumed["meter_plus_minus"].centre, assumed["strip_step"].centre
    return ReadingBands(_read_within(pH, meter), _read_within(pH, step / 2))


def expected_reading(pH: Band, reading: Reading) -> Band:
    """Return where a reading of a pH was to be expected, by how well it reads.

    Parameters
    ----------
    pH : Band
    reading : Reading

    Examples
    --------
    >>> band = expected_reading(Band(2.4, 2.3, 2.5), Reading(2.5, step=0.5))
    >>> f"{band.low:.2f} to {band.high:.2f}"
    '2.13 to 2.67'
    """
    return _read_within(pH, (reading.band.high - reading.band.low) / 2)


def _read_within(pH: Band, half: float) -> Band:
    """Return the band of a reading with a 95 % half-width of its own, independent of the pH."""
    low, high = math.hypot(pH.median - pH.low, half), math.hypot(pH.high - pH.median, half)
    return Band(pH.median, pH.median - low, pH.median + high)


# --- adjusting ------------------------------------------------------------------------------------


def sampled_pH(formula: Formula, draws: Samples) -> Array:
    """Return draws of the pH of a formula, (draws.size,).

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    """
    return sampled_totals(formula, draws).pH() + _model_error(draws)


def _model_error(draws: Samples) -> Array:
    """Return draws of how far off the model is, (draws.size,)."""
    columns, nothing = draws.columns, np.zeros(draws.size)
    return columns.get(_MODELS, nothing) + columns.get(_MODEL_ERROR, nothing)


def sampled_pH_with(formula: Formula, draws: Samples, adjuster: Adjuster, masses_g: Array) -> Array:
    """Return draws of the pH of a formula with several masses of an adjuster, (masses, draws.size).

    Parameters
    ----------
    formula : Formula
        Without it.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    adjuster : Adjuster
    masses_g : (masses,) or (masses, draws.size) array
        As weighed [g].
    """
    totals, ions = sampled_totals(formula, draws, adjuster), ion_contributions((adjuster.ingredient,))
    purity = draws.columns[_purity_of(formula, adjuster)]
    times = masses_g.shape[0]
    masses = np.broadcast_to(masses_g.reshape(times, -1), (times, draws.size)).ravel()
    pure, water = masses * np.tile(purity, times), masses * (1 - adjuster.strength)
    pH = totals.repeated(times).plus(ions, pure, water).pH().reshape(times, draws.size)
    return pH + _model_error(draws)


def sampled_adjuster_mass(
    formula: Formula, draws: Samples, adjuster: Adjuster, target_pH: float, most_g: float
) -> Array:
    """Return draws of the mass of an adjuster that brings a formula to a pH, (draws.size,) [g].

    Parameters
    ----------
    formula : Formula
        Without it.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    adjuster : Adjuster
    target_pH : float
    most_g : float
        Upper end of the search [g].

    Returns
    -------
    (draws.size,) array
        [g]; 0 where the pH is past the target without it, ``most_g`` where that does not reach it.
    """
    target = target_pH - _model_error(draws)
    purity = draws.columns[_purity_of(formula, adjuster)]
    return _adjuster_mass(sampled_totals(formula, draws, adjuster), adjuster, purity, target, most_g)


def nominal_adjuster_mass(formula: Formula, adjuster: Adjuster, target_pH: float, most_g: float) -> float:
    """Return the mass of an adjuster that brings a formula to a pH, at the stated values [g].

    Parameters
    ----------
    formula, adjuster, target_pH, most_g
        As for `sampled_adjuster_mass`.

    Returns
    -------
    float
        [g]; 0 where the pH is past the target without it, ``most_g`` where that does not reach it.

    Examples
    --------
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{nominal_adjuster_mass(serum, Adjuster('sodium_bicarbonate'), target_pH=3.2, most_g=5.0):.2f} g"
    '0.86 g'
    """
    purity, target = np.array([adjuster.strength]), np.array([target_pH])
    return float(_adjuster_mass(nominal_totals(formula, adjuster), adjuster, purity, target, most_g)[0])


def _adjuster_mass(
    totals: SolutionTotals, adjuster: Adjuster, purity: Array, target: Array, most_g: float
) -> Array:
    """Return the mass of an adjuster that brings a solution to a pH [g]."""
    ions = ion_contributions((adjuster.ingredient,))
    ionic: Array | None = None

    def charge(grams: Array) -> Array:
        """Return the net charge at the target: zero where the dose is right."""
        nonlocal ionic
        more = totals.plus(ions, grams * purity, grams * (1 - adjuster.strength))
        net, ionic_there = acidity.charge_at(more.solution(), target, PREFERRED, near=ionic)
        ionic = np.where(np.isfinite(ionic_there), ionic_there, 1.0)
        # Total charge, not charge per kilogram, which much of a dilute adjuster would lower by dilution.
        return net * more.water_kg / totals.water_kg

    nothing, most = np.zeros(target.size), np.full(target.size, most_g)
    without = charge(nothing)
    strong = float(ions.strong_charge_mol[0])
    if strong > 0 and (without < 0).all():
        near = np.minimum(-_SPARE * without * totals.water_kg / (strong * purity), most)
        enough = charge(near)
        if (enough >= 0).all():
            return _crossing(charge, nothing, near, (without, enough))
    return _crossing(charge, nothing, most, (without, charge(most)))


def _crossing(
    function: Callable[[Array], Array], low: Array, high: Array, ends: tuple[Array, Array]
) -> Array:
    """Return where each of many functions crosses zero, by the Illinois method.

    ``ends``: the values at ``low`` and ``high``. A function that is past zero at ``low`` gives ``low``,
    one that does not reach it gives ``high``. After `_PATIENCE` steps every other one bisects, for
    strongly curved functions.
    """
    at_low, at_high = ends
    rises = at_high >= at_low
    passed, short = (at_low >= 0) == rises, (at_high < 0) == rises
    best, before = np.where(passed, low, high), np.zeros(low.size)
    between = ~(passed | short)
    for step in range(_MOST_STEPS):
        span = np.where(between, at_high - at_low, 1.0)
        halved = step >= _PATIENCE and step % 2 == 0
        guess = (low + high) / 2 if halved else (low * at_high - high * at_low) / span
        best = np.where(between, guess, best)
        value = function(best)
        if np.abs(value[between]).max(initial=0.0) < _CLOSE:
            break
        lower = (value < 0) == rises
        side = np.where(lower, 1.0, -1.0)
        weight = np.where(side == before, 0.5, 1.0)
        low, at_low = np.where(lower, best, low), np.where(lower, value, at_low * weight)
        high, at_high = np.where(lower, high, best), np.where(lower, at_high * weight, value)
        before = side
    return best
