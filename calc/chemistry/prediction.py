"""The pH of a formula with its band.

For 20–25 °C, on the water present, by the charge balance of `acidity` with the activity model that measured
points prefer (`activity.PREFERRED`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from calc import catalog
from calc.chemistry.activity import METALS
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import ACID, is_cosolvent, is_form, table_of
from calc.chemistry.nominal_acidity import nominal_acidity, nominal_totals
from calc.chemistry.predictability import why_unpredictable
from calc.chemistry.uncertain_acidity import pH_inputs, sampled_pH
from calc.uncertainty import Band, Reading, Samples, UncertainInput, condition

_TEMPERATURE = "temperature"


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


@functools.lru_cache(maxsize=64)
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
    strength = nominal_acidity(formula).ionic_strength
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
