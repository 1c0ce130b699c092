"""What is computed of one formula before the rules look at it: composition, pH, solubility, shelf life."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.adjusters import with_adjuster, without_adjuster
from calc.chemistry.co_ingredients import Dissolved, dissolved_of
from calc.chemistry.dosing import Dose
from calc.chemistry.formula import LEFT_OUT, Composition, Formula, Line, composition
from calc.chemistry.formula_table import Array, FormulaTable, table_of
from calc.chemistry.prediction import Prediction, lone_acid_pH, predict_pH
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.chemistry.solubility import Solubility, solubilities
from calc.chemistry.stability import StabilityConditions, stability_conditions
from calc.chemistry.stability.life import ShelfLife, shelf_life
from calc.rules.form_facts import pH_outside
from calc.rules.formula_facts import (
    coldest_of,
)
from calc.uncertainty import Band, Reading
from calc.units import PH_TOLERANCE

UNKNOWN = math.nan


@dataclass(frozen=True)
class Analysis:
    """What is computed from a formula, its storage and its measurements before the rules look at it.

    Parameters
    ----------
    formula : Formula
    composition : Composition
    prediction : Prediction
        Its pH, sharpened by a reading.
    solubilities : tuple of Solubility
        The form nearest to its limit first.
    stability : StabilityConditions, optional
        Conditions of the loss of ascorbic acid; None where no storage is given.
    life : ShelfLife, optional
        How long it keeps; None where no storage is given.
    storage, measured, dose, claims : optional
        As for `assessment.assess`.
    """

    formula: Formula
    composition: Composition
    prediction: Prediction
    solubilities: tuple[Solubility, ...]
    stability: StabilityConditions | None
    life: ShelfLife | None
    storage: Storage | None
    measured: Measured | None
    dose: Dose | None
    claims: Claims

    @functools.cached_property
    def table(self) -> FormulaTable:
        """The formula as a table of one row."""
        return table_of(self.formula)

    @functools.cached_property
    def coldest_C(self) -> float:
        """The coldest storage temperature [°C]; room temperature where it is unknown."""
        return coldest_of(self.storage)

    @functools.cached_property
    def planned_total_g(self) -> Array:
        """The total mass as planned, (1,) [g].

        A pH reading during adjustment changes the dose, and with it the total mass, slightly. Strengths
        are judged by the planned mass, so that a recipe made for exactly a limit does not exceed it.
        """
        planned = self.dose
        if planned is None or planned.after is None or planned.mass is None:
            return self.table.total_g
        unadjusted = without_adjuster(self.formula, planned.adjuster)
        return table_of(with_adjuster(unadjusted, planned.adjuster, planned.mass.median)).total_g

    @functools.cached_property
    def pH(self) -> Band | None:
        """The pH: after the last reading during adjustment, else predicted, else as measured."""
        if self.dose and self.dose.after:
            return self.dose.after.then or self.dose.after.now
        if self.prediction.pH or self.prediction.reason == "no_water" or self.is_reading_impossible:
            return self.prediction.pH
        return self.measured.reading.band if self.measured and self.measured.pH is not None else None

    @functools.cached_property
    def lone_pH(self) -> float:
        """The pH of the acid that is in it alone in as much liquid; NaN where something may take acid up."""
        return lone_acid_pH(self.formula)

    @property
    def reading_above(self) -> float:
        """How far a reading lies above `lone_pH`, where no pH is predicted; NaN where that is not known."""
        measured = self.measured
        if measured is None or measured.pH is None or self.prediction.pH or self.formula.water_g <= 0:
            return UNKNOWN
        return measured.reading.band.low - self.lone_pH

    @property
    def is_reading_impossible(self) -> bool:
        """True for a reading that acid without any base cannot have."""
        return self.reading_above > catalog.rules()["PH-019"].limit["most"] + PH_TOLERANCE

    @property
    def pH_basis(self) -> str:
        """What the pH rests on: ``predicted``, ``measured``, ``both``, or "" where there is none."""
        if self.pH is None:
            return ""
        if self.prediction.pH is None and not (self.dose and self.dose.after):
            return "measured"
        return "both" if self.reading_check and self.reading_check.believed else "predicted"

    @functools.cached_property
    def pH_to_judge(self) -> Band | None:
        """The pH for the rules; where prediction and reading contradict each other, wide enough for both.

        Its middle is then the reading where that is the more harmful of the two.
        """
        check = self.reading_check
        if self.pH is None:
            lone = self.measured.reading if self.measured and self.is_reading_impossible else None
            return lone.band if lone and self._outside(lone.value) > 0 else None
        if check is None or check.believed:
            return self.pH
        is_worse = self._outside(check.value) > self._outside(self.pH.median)
        middle = check.value if is_worse else self.pH.median
        return Band(middle, min(self.pH.low, check.band.low), max(self.pH.high, check.band.high))

    @functools.cached_property
    def solutes(self) -> Mapping[str, Dissolved]:
        """How much dissolves of what hardly dissolves beside vitamin C, at the pH for the rules."""
        pH = self.pH_to_judge
        return dissolved_of(self.table, np.array([UNKNOWN if pH is None else pH.median]))

    def _outside(self, pH: float) -> float:
        """Return how far a pH lies outside what the forms in it and the skin bear."""
        emulsion = "emulsion" in self.formula.system
        forms: list[str | None] = [strength.form for strength in self.composition.strengths]
        return max(pH_outside(form, pH, emulsion=emulsion) for form in forms or [None])

    @functools.cached_property
    def reading_check(self) -> ReadingCheck | None:
        """A reading beside the prediction: during adjustment, or of the finished product."""
        after = self.dose.after if self.dose else None
        if after:
            return ReadingCheck(after.reading, after.expected, after.z, after.believed)
        if self.measured is None or math.isnan(self.prediction.z):
            return None
        reading, expected = self.measured.reading, predict_pH(self.formula).pH
        assert expected
        return ReadingCheck(reading, expected, self.prediction.z, self.prediction.believed)


@dataclass(frozen=True)
class ReadingCheck:
    """A reading of the pH beside the prediction, which it differs from by ``z`` standard deviations."""

    reading: Reading
    expected: Band
    z: float
    believed: bool

    @property
    def value(self) -> float:
        """The pH that was read."""
        return self.reading.value

    @property
    def band(self) -> Band:
        """The reading with its 95 % interval."""
        return self.reading.band


def analyse(
    formula: Formula,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    dose: Dose | None = None,
    claims: Claims | None = None,
    on: datetime.date | None = None,
) -> Analysis:
    """Compute what the rules need of a formula: composition, pH, solubility and shelf life.

    Parameters
    ----------
    formula : Formula
    storage, measured, dose, claims, on : optional
        As for `assessment.assess`.

    Examples
    --------
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{analyse(serum).pH.median:.1f}", analyse(serum).pH_basis
    ('2.1', 'predicted')
    """
    temperature = storage.coldest_C if storage else None
    reading = measured.reading if measured and measured.pH is not None else None
    return Analysis(
        formula,
        composition(formula),
        predict_pH(formula, reading, temperature),
        solubilities(formula, coldest_of(storage)),
        stability_conditions(formula, storage, measured) if storage else None,
        shelf_life(formula, storage=storage, measured=measured, on=on) if storage else None,
        storage,
        measured,
        dose,
        claims or Claims(),
    )


def solubility_of(form: str, verdicts: Iterable[Solubility]) -> Solubility | None:
    """Return the solubility of one form; None where the formula does not contain it."""
    return next((verdict for verdict in verdicts if verdict.form == form), None)


def lightest_of(analysis: Analysis) -> Line | None:
    """Return the line with the largest relative weighing error; None where no scale is stated.

    The adjuster is left out: rules about the dose cover it.
    """
    adjuster = analysis.dose.adjuster.ingredient if analysis.dose else ""
    weighed = [
        line
        for line in analysis.formula.lines
        if line.mass_plus_minus_g > 0 and line.mass_g > 0 and line.ingredient != adjuster
    ]
    return min(weighed, key=lambda line: line.mass_g / line.mass_plus_minus_g, default=None)


def untold_g(formula: Formula) -> float:
    """Return what stands for the rest of a recipe whose shares do not reach the whole [g]."""
    return math.fsum(line.mass_g for line in formula.lines if line.name == LEFT_OUT)
