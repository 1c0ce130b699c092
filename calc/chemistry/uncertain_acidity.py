"""Draws of what is dissolved in a formula and of its pH, from draws of everything uncertain.

They carry the constants, weighing, glycols and alcohol, traces of acid and base, what the two activity
models differ by, and how far measured points lie from the model.
"""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry import activity
from calc.chemistry.acidity import Acid
from calc.chemistry.activity import METALS
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula, purity_input, sample_lines, uncertain_inputs
from calc.chemistry.ions import IonContributions, ion_contributions
from calc.chemistry.nominal_acidity import nominal_acidity, nominal_totals, without_grains
from calc.chemistry.predictability import cosolvent_share
from calc.chemistry.solution_totals import SolutionTotals, constant_rows, ingredients_with, totals_of_lines
from calc.uncertainty import Samples, UncertainInput

Array = NDArray[np.float64]

_COSOLVENT = "glycols and alcohol"
_MODELS = "activity model"
_MODEL_ERROR = "how well the model fits measured pH"
_TRACES = "traces of acid or base"
_GAS = "carbon dioxide still dissolved"
# End of an input whose half-normal draws stay below 1 in 97.5 of 100.
_HALF_NORMAL = NormalDist().inv_cdf(0.975) / NormalDist().inv_cdf(0.9875)


def pH_inputs(formula: Formula, adjuster: Adjuster | None = None) -> list[UncertainInput]:
    """Return the uncertain inputs of the pH of a formula.

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    adjuster : Adjuster, optional
        Adds the uncertainty of its purity.
    """
    ions = ion_contributions(ingredients_with(formula, adjuster))
    constants = (row for acid in ions.acids for row in constant_rows(acid)[1])
    inputs = [*uncertain_inputs(formula), *constants, *_epsilon_inputs(ions), *_shift(formula)]
    if adjuster:
        inputs.append(purity_input(adjuster.line(1.0), purity_of(formula, adjuster)))
    if "carbonic" in ions.acids:
        row = catalog.inputs().assumed["gas_left"]
        inputs.append(UncertainInput(_GAS, row.ends[0], row.ends[0], row.ends[1]))
    traces = catalog.inputs().assumed["traces"].to("dimensionless")[0]
    return [*inputs, UncertainInput(_TRACES, 0.0, -traces, traces), *model_inputs(formula)]


def _epsilon_inputs(ions: IonContributions) -> list[UncertainInput]:
    """Return the interaction coefficients that are not known exactly, where there is a metal."""
    metals = [metal for at, metal in enumerate(METALS) if ions.ion_mol[:, at].any()]
    inputs = {
        epsilon.value.name: epsilon.value
        for acid in ions.acids
        for epsilon in activity.epsilons_of(acid)
        if epsilon.metal in metals and not epsilon.value.is_exact
    }
    return list(inputs.values())


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
    ions = ion_contributions(ingredients_with(formula, adjuster))
    shift = _greatest_rise(formula) * columns.get(_COSOLVENT, np.zeros(draws.size)) ** 2
    acids = []
    for name in ions.acids:
        charge, rows = constant_rows(name)
        pKa = tuple(columns[row.name] + (shift if charge == 0 else 0.0) for row in rows)
        acids.append(Acid(name, pKa, charge))
    totals = replace(
        totals_of_lines(formula, ions, tuple(acids), taken.masses_g, taken.purity),
        epsilons={row.name: columns[row.name] for row in _epsilon_inputs(ions) if row.name in columns},
        gas_left=columns.get(_GAS, 0.0),
        traces=columns.get(_TRACES, 0.0),
    )
    return totals if adjuster else without_grains(formula, totals)


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


@functools.lru_cache(maxsize=64)
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
    totals, known, assumed = nominal_totals(formula), nominal_acidity(formula), catalog.inputs().assumed
    differ = min(abs(known.by_davies - known.pH), assumed["pH_models_differ"].centre)
    several = [name in catalog.acids() and len(catalog.acids()[name].pKa) > 1 for name in totals.names]
    several = [many and name != "ascorbic" for many, name in zip(several, totals.names)]
    dissolved = totals.amounts[0].sum()
    share = float(totals.amounts[0] @ np.array(several, dtype=float) / dissolved) if dissolved else 0.0
    low, high = assumed["pH_alkaline"].ends
    alkaline = min(max((known.pH - low) / (high - low), 0.0), 1.0)
    off = math.hypot(
        assumed["pH_model"].centre,
        assumed["pH_model_several"].centre * share,
        assumed["pH_model_ionic"].centre * known.ionic_strength,
        assumed["pH_model_alkaline"].centre * alkaline,
    )
    return (UncertainInput(_MODELS, 0.0, -differ, differ), UncertainInput(_MODEL_ERROR, 0.0, -off, off))


def purity_of(formula: Formula, adjuster: Adjuster) -> str:
    """Return the name of the input for the purity of an adjuster, numbered as one more line of it."""
    lines = sum(line.ingredient == adjuster.ingredient for line in formula.lines)
    name = catalog.ingredients()[adjuster.ingredient].english
    if lines:
        return f"purity of {name} ({lines + 1})"
    return f"purity of {name}"


def sampled_pH(formula: Formula, draws: Samples) -> Array:
    """Return draws of the pH of a formula, (draws.size,).

    Parameters
    ----------
    formula : Formula
        Whose pH can be predicted.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    """
    return sampled_totals(formula, draws).pH() + model_error(draws)


def model_error(draws: Samples) -> Array:
    """Return draws of how far off the model is, (draws.size,)."""
    columns, nothing = draws.columns, np.zeros(draws.size)
    return columns.get(_MODELS, nothing) + columns.get(_MODEL_ERROR, nothing)
