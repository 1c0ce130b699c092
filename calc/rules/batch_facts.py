"""Facts about one batch in hand: those of its formula, and its dose, reading, claims and scale."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from calc import catalog, rules
from calc.chemistry.adjusters import Adjuster, with_adjuster, without_adjuster
from calc.chemistry.co_ingredients import Dissolved, dissolved_of
from calc.chemistry.dosing import Dose, default_target_pH, dose, largest_dose_g
from calc.chemistry.formula import LEFT_OUT, Composition, Formula, Line, Strength, composition
from calc.chemistry.formula_table import ACID, Array, FormulaTable, table_of
from calc.chemistry.phases import is_oil
from calc.chemistry.predictability import predictability_of
from calc.chemistry.prediction import Prediction, lone_acid_pH, predict_pH
from calc.chemistry.reading_bands import expected_reading
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.chemistry.solubility import ASCORBATES, Solubility, clear_strength, solubilities
from calc.chemistry.stability import StabilityConditions, preserving_shares, stability_conditions
from calc.chemistry.stability.life import ShelfLife, shelf_life
from calc.chemistry.titration import nominal_adjuster_mass
from calc.errors import InputErrors
from calc.rules.acidity_facts import Acidity, pH_facts
from calc.rules.engine import Facts
from calc.rules.form_facts import FRIDGE, pH_outside, window_of
from calc.rules.formula_facts import (
    Dissolution,
    Dissolving,
    acid_facts,
    ascorbate_g,
    co_ingredient_facts,
    coldest_of,
    content_facts,
    derivative_facts,
    derivative_of,
    without_derivative,
)
from calc.rules.legal_limits import highest_pH, legal_facts, limits_passed, preservative_facts
from calc.rules.storage_facts import (
    STATES,
    Keeping,
    assay_facts,
    keeping_texts,
    listed,
    storage_facts,
)
from calc.uncertainty import Band, Reading
from calc.units import PH_TOLERANCE, THIN, show_band, show_number

_UNKNOWN = math.nan


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

    @property
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
            return _UNKNOWN
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

    @property
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

    def _outside(self, pH: float) -> float:
        """Return how far a pH lies outside what the forms in it and the skin bear."""
        emulsion = "emulsion" in self.formula.system
        forms: list[str | None] = [strength.form for strength in self.composition.strengths]
        return max(pH_outside(form, pH, emulsion=emulsion) for form in forms or [None])

    @property
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


def facts_of(analysis: Analysis) -> Facts:
    """Return the facts of a formula: one row per derivative, or a single row without any.

    Facts that any formula has come from the functions that serve tables (`formula_facts`), applied to a
    table of one row. Facts that only a batch in hand has (dose, reading, claims, scale) are added.

    Parameters
    ----------
    analysis : Analysis

    Examples
    --------
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> facts = facts_of(analyse(serum))
    >>> facts.columns["laa_mass_fraction"].tolist(), facts.texts["true_pH"]
    ([0.15], ['2.0 to 2.2'])
    """
    derivatives = [strength for strength in analysis.composition.strengths if strength.form != ACID]
    shared = {**_shared_facts(analysis), **_batch_facts(analysis)}
    rows = [{**shared, **_derivative_facts(analysis, strength)} for strength in derivatives]
    rows = rows or [{**shared, **_no_derivative_facts(analysis)}]
    values = np.array([row[name] for name in rules.FORMULA_FACTS for row in rows], dtype=np.float64)
    columns = dict(zip(rules.FORMULA_FACTS, values.reshape(-1, len(rows))))
    return Facts(columns, _bands(analysis, len(rows)), _texts(analysis, derivatives))


def _shared_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts that any table of formulas has, those about derivatives left out."""
    table, acidity, storage = analysis.table, _acidity(analysis), analysis.storage
    columns = {
        **content_facts(table, acidity.predictability.reason),
        **acid_facts(table, analysis.planned_total_g, _dissolving(analysis), analysis.coldest_C),
        **co_ingredient_facts(table, acidity.pH),
        **legal_facts(table),
        **preservative_facts(table),
        **pH_facts(table, acidity, analysis.coldest_C if storage and storage.stays else None),
    }
    unknown: dict[str, float] = {}
    if analysis.stability is None or storage is None:
        names = [name for name, fact in rules.FORMULA_FACTS.items() if fact.label == rules.STORAGE]
        unknown = dict.fromkeys((*names, "clear_in_daylight"), _UNKNOWN)
    else:
        t90 = analysis.life.t90_days if analysis.life else None
        soonest = np.array([t90.low if t90 else _UNKNOWN])
        columns.update(storage_facts(storage, Keeping(analysis.stability.row, soonest)))
    return {**unknown, **{name: float(column[0]) for name, column in columns.items()}}


def _acidity(analysis: Analysis) -> Acidity:
    """Return the pH for the rules, as a table of one row."""
    pH = analysis.pH_to_judge
    return Acidity(
        np.array([_UNKNOWN if pH is None else pH.median]),
        np.array([analysis.prediction.ionic_strength]),
        predictability_of(analysis.formula),
    )


def _dissolving(analysis: Analysis) -> Dissolving:
    """Return how to judge whether a form dissolves: by the bands of its amount and of its limit."""

    def dissolving(form: str, celsius: float) -> Dissolution:
        """Return how one form dissolves, as a table of one row."""
        is_coldest = celsius == analysis.coldest_C
        verdicts = analysis.solubilities if is_coldest else solubilities(analysis.formula, celsius)
        verdict = _solubility_of(form, verdicts)
        by_water = verdict is not None and verdict.g_per_100g_water is not None
        return Dissolution(np.array([_dissolves(verdict)]), np.array([by_water]))

    return dissolving


def _batch_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts that only a batch in hand has."""
    formula, strengths = analysis.formula, analysis.composition.strengths
    form_lines = [line for line in formula.lines if line.is_form and line.mass_g > 0]
    acid_g = float((ascorbate_g(analysis.table) / analysis.planned_total_g)[0]) * formula.total_mass_g
    assumed = catalog.stability().assumed
    is_kept = analysis.life is not None
    return {
        "has_label_strength": any(line.together for line in form_lines),
        "by_eye": any(line.mass_range_g for line in formula.lines),
        "purity_stated": all(line.purity is not None for line in form_lines),
        "dilution_g": max(acid_g / catalog.rules()["STR-001"].limit["most"] - formula.total_mass_g, 0.0),
        "dissolved_C": analysis.solubilities[0].coldest_C if analysis.solubilities else _UNKNOWN,
        "cold_C": catalog.inputs().assumed[FRIDGE].centre,
        "clear_strength": clear_strength(formula, analysis.coldest_C),
        "clear_strength_cold": clear_strength(formula, catalog.inputs().assumed[FRIDGE].centre),
        "gas_g": formula.gas_g,
        "correction_g": _correction_g(analysis),
        "correction_pH": default_target_pH(),
        "known_C_low": assumed["coldest"].centre if is_kept else _UNKNOWN,
        "known_C_high": assumed["hottest"].centre if is_kept else _UNKNOWN,
        "known_pH_high": assumed["most_alkaline"].centre if is_kept else _UNKNOWN,
        **_reading_facts(analysis),
        **_dose_facts(analysis),
        **_claim_facts(analysis),
        **_scale_facts(analysis),
        **_eye_facts(formula, strengths),
        **assay_facts(analysis.life),
    }


def _solubility_of(form: str, verdicts: Iterable[Solubility]) -> Solubility | None:
    """Return the solubility of one form; None where the formula does not contain it."""
    return next((verdict for verdict in verdicts if verdict.form == form), None)


def _dissolves(verdict: Solubility | None) -> float:
    """Return 1 where the form dissolves, 0 where not, ½ within the range of the limit, NaN if unknown."""
    if verdict is None or verdict.dissolves is None:
        return 0.5 if verdict and verdict.reason == "between" else _UNKNOWN
    return float(verdict.dissolves)


def _in_fridge(analysis: Analysis) -> Solubility | None:
    """Return the solubility in a refrigerator of L-ascorbic acid that dissolves where it is kept warmer.

    None where it does not dissolve, or is refrigerated already.
    """
    cold = catalog.inputs().assumed[FRIDGE].centre
    now = _solubility_of(ACID, analysis.solubilities)
    if now is None or now.dissolves is not True or now.coldest_C <= cold:
        return None
    return _solubility_of(ACID, solubilities(analysis.formula, cold))


def _best_preservative(analysis: Analysis) -> str:
    """Return the id of the preservative that works best at the pH; "" without one."""
    table, pH = analysis.table, np.array([analysis.pH.median if analysis.pH else _UNKNOWN])
    shares = preserving_shares(table, pH)
    held = [name for name in shares if table.of(name)[0] > 0]
    return max(held, key=lambda name: float(np.nan_to_num(shares[name][0])), default="")


def _correction_g(analysis: Analysis) -> float:
    """Return the baking soda that brings a mix which is too acid to the default pH [g].

    NaN where the pH is unknown or high enough, where a dose is planned already, and where no mass
    of baking soda suffices.
    """
    pH, least = analysis.prediction.pH, catalog.rules()["PH-001"].limit["least"]
    if pH is None or pH.low >= least or analysis.composition.strength_of(ACID) is None:
        return _UNKNOWN
    if analysis.dose and analysis.dose.mass:
        return _UNKNOWN
    soda = Adjuster("sodium_bicarbonate")
    correction = nominal_adjuster_mass(
        analysis.formula, soda, default_target_pH(), largest_dose_g(analysis.formula, soda)
    )
    return correction if correction < largest_dose_g(analysis.formula, soda) else _UNKNOWN


def _reading_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about a pH reading and how far it is from the prediction, or from acid alone."""
    check, above = analysis.reading_check, analysis.reading_above
    is_lone = not math.isnan(above)
    value = analysis.measured.reading.value if is_lone and analysis.measured else _UNKNOWN
    return {
        "has_lone_reading": is_lone,
        "reading_above": above,
        "lone_pH": analysis.lone_pH if is_lone else _UNKNOWN,
        "has_reading": check is not None,
        "reading": check.value if check else value,
        "reading_off": abs(check.z) if check else _UNKNOWN,
    }


def _dose_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about the dose of acid or base for the target pH."""
    names = [name for name, fact in rules.FORMULA_FACTS.items() if fact.label == "the dose"]
    planned = analysis.dose
    if planned is None:
        return {**dict.fromkeys(names, _UNKNOWN), "has_dose": 0.0, "out_of_reach": 0.0}
    mass = planned.mass
    lines = [line for line in analysis.formula.lines if line.ingredient == planned.adjuster.ingredient]
    step = next((line.mass_plus_minus_g for line in lines), 0.0)
    stock = catalog.inputs().assumed["stock_strength"].to("g/mL")[0]
    median = mass.median if mass else _UNKNOWN
    solid = planned.adjuster.strength == 1
    return {
        "has_dose": mass is not None and mass.median > 0 and planned.after is None,
        "out_of_reach": mass is None,
        "target_pH": planned.target_pH,
        "reach_low": min(planned.reach),
        "reach_high": max(planned.reach),
        "dose_g": median,
        "first_g": planned.first_g or _UNKNOWN,
        "dose_steps": median / step if step and solid else _UNKNOWN,
        "stock_mL": median / stock,
        "stock_first_mL": planned.first_g / stock or _UNKNOWN,
        "stock_powder_g": 100 * stock,
    }


def _claim_facts(analysis: Analysis) -> dict[str, float]:
    """Return what a recipe claims, and what would make each claim true."""
    claims, formula = analysis.claims, analysis.formula
    strengths = analysis.composition.strengths
    main = strengths[0] if strengths else None
    claimed, total = claims.mass_fraction, claims.total
    return {
        "has_unread": bool(claims.unread),
        "claimed_total": _UNKNOWN if total is None else total,
        "has_claimed_total": total is not None,
        **_water_facts(formula, total),
        "has_claimed_strength": claimed is not None,
        "claimed_strength": _UNKNOWN if claimed is None else claimed,
        "true_strength": main.nominal if main else _UNKNOWN,
        "true_strength_low": main.mass_fraction.low if main else _UNKNOWN,
        "true_strength_high": main.mass_fraction.high if main else _UNKNOWN,
        "claimed_powder_g": _claimed_powder_g(formula, main, claimed),
        "claimed_rest_g": formula.total_mass_g - formula.mass_of(main.form) if main else _UNKNOWN,
        "has_claimed_pH": claims.pH is not None,
        "claimed_pH": _UNKNOWN if claims.pH is None else claims.pH,
        "true_pH_low": analysis.pH.low if analysis.pH else _UNKNOWN,
        "true_pH_high": analysis.pH.high if analysis.pH else _UNKNOWN,
        "claimed_dose_g": _claimed_dose_g(analysis),
    }


def _water_facts(formula: Formula, total: float | None) -> dict[str, float]:
    """Return the water as the recipe states it, and the water with which its shares add up to 1 [0–1]."""
    weighed = sum(line.mass_g for line in formula.lines) - _untold_g(formula)
    stated = _UNKNOWN if total is None else formula.mass_of("water") / weighed * total
    corrected = _UNKNOWN if total is None else stated - (total - 1)
    is_possible = corrected > 0 and stated > 0
    return {"water_share": stated, "corrected_water": corrected if is_possible else _UNKNOWN}


def _claimed_powder_g(formula: Formula, main: Strength | None, claimed: float | None) -> float:
    """Return the powder that would make a claimed strength true, all other lines unchanged [g]."""
    if main is None or claimed is None:
        return _UNKNOWN
    lines = [line for line in formula.lines if line.ingredient == main.form]
    weighed = sum(line.mass_g for line in lines)
    assay = sum(line.mass_g * line.nominal_purity for line in lines) / weighed
    if claimed >= assay:
        return _UNKNOWN
    return claimed * (formula.total_mass_g - weighed) / (assay - claimed)


def _claimed_dose_g(analysis: Analysis) -> float:
    """Return the baking soda that would make a claimed pH true [g]; NaN where no mass does."""
    claimed, pH = analysis.claims.pH, analysis.prediction.pH
    if claimed is None or pH is None or claimed <= pH.median:
        return _UNKNOWN
    try:
        needed = dose(analysis.formula, Adjuster("sodium_bicarbonate"), claimed)
    except InputErrors:
        return _UNKNOWN
    return needed.mass.median if needed.mass else _UNKNOWN


def _derivative_facts(analysis: Analysis, strength: Strength) -> dict[str, float]:
    """Return the facts about one form other than L-ascorbic acid."""
    table, equivalent = analysis.table, strength.aa_equivalent
    row = analysis.stability.row if analysis.stability else None
    is_wet, pH = (row.vehicle.isin("water"), row.pH) if row else (np.array([False]), np.array([_UNKNOWN]))
    derivative = derivative_of(
        table, strength.form, analysis.planned_total_g, _dissolving(analysis), analysis.coldest_C, is_wet, pH
    )
    derivative = replace(derivative, aa_equivalent=np.array([equivalent.median if equivalent else _UNKNOWN]))
    columns = derivative_facts(table, derivative, np.array([0]))
    facts = {name: float(np.ravel(values)[0]) for name, values in columns.items()}
    return facts if row else {**facts, **dict.fromkeys(STATES, _UNKNOWN)}


def _no_derivative_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about a derivative where there is none."""
    facts = {name: float(column[0]) for name, column in without_derivative(1).items()}
    return facts if analysis.stability else {**facts, **dict.fromkeys(STATES, _UNKNOWN)}


def _lightest(analysis: Analysis) -> Line | None:
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


def _carries(line: Line, lightest: Line) -> bool:
    """Tell whether a line is a liquid of the phase of the lightest line, which can be pre-diluted with it."""
    liquid = {"solvent", "cosolvent", "humectant", "oil"} & set(line.record.roles)
    phases = {line.record.phase, lightest.record.phase}
    return bool(liquid) and (len(phases) == 1 or "both" in phases)


def _scale_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about the line with the largest weighing error, and how to weigh it better."""
    formula, lightest = analysis.formula, _lightest(analysis)
    names = [name for name, fact in rules.FORMULA_FACTS.items() if fact.label == "the scale"]
    if lightest is None:
        return dict.fromkeys(names, _UNKNOWN)
    step = lightest.mass_plus_minus_g
    needed = catalog.rules()["MIX-010"].limit["least"]
    steps = max(lightest.mass_g / step, 1e-12)
    part = max(1.0, needed * step)
    times = 10 ** max(math.ceil(math.log10(needed / steps)), 1)
    carriers = [line.mass_g for line in formula.lines if line is not lightest and _carries(line, lightest)]
    can_predilute = lightest.mass_g * (times - 1) <= max(carriers, default=0.0)
    return {
        "lightest_g": lightest.mass_g,
        "can_predilute": can_predilute,
        "cannot_predilute": not can_predilute,
        "lightest_steps": steps,
        "weighable_batch_g": formula.total_mass_g * max(needed / steps, 1.0),
        "stock_part_g": part,
        "stock_carrier_g": part * (times - 1),
        "stock_dose_g": lightest.mass_g * times,
        "stock_saved_g": lightest.mass_g * (times - 1),
    }


def _eye_facts(formula: Formula, strengths: tuple[Strength, ...]) -> dict[str, float]:
    """Return how wide the band of the most uncertain form is, and which scale would narrow it."""
    names = (
        "strength_low",
        "strength_high",
        "strength_spread",
        "window_width",
        "powder_g",
        "fitting_scale_g",
    )
    if not strengths:
        return dict.fromkeys(names, _UNKNOWN)
    widest = max(strengths, key=lambda strength: _spread(strength.mass_fraction))
    window = window_of(widest.form)
    lines = [line for line in formula.lines if line.ingredient == widest.form]
    powder = max(line.mass_g for line in [line for line in lines if not line.together] or lines)
    step = powder / catalog.rules()["MIX-010"].limit["least"]
    return {
        "strength_low": widest.mass_fraction.low,
        "strength_high": widest.mass_fraction.high,
        "strength_spread": _spread(widest.mass_fraction),
        "window_width": window[1] - window[0] if window else _UNKNOWN,
        "powder_g": powder,
        "fitting_scale_g": 10.0 ** math.floor(math.log10(step)),
    }


def _spread(band: Band) -> float:
    """Return half of the width of a band as a share of its median."""
    return (band.high - band.low) / 2 / band.median


def _bands(analysis: Analysis, rows: int) -> dict[str, dict[str, np.ndarray]]:
    """Return the columns that carry a band."""
    acid = analysis.composition.ascorbate
    bands = {"laa_mass_fraction": acid} if acid else {}
    if analysis.pH_to_judge:
        bands["pH"] = analysis.pH_to_judge
    if analysis.dose and analysis.dose.mass:
        bands["dose_g"] = analysis.dose.mass
    ends = ("median", "low", "high")
    return {name: {end: np.full(rows, getattr(band, end)) for end in ends} for name, band in bands.items()}


def _texts(analysis: Analysis, others: Iterable[Strength]) -> dict[str, list[str]]:
    """Return the words that messages show, one row per derivative, or a single row without any."""
    derivatives = [strength.form for strength in others]
    verdicts = [_solubility_of(form, analysis.solubilities) for form in derivatives]
    rows = max(len(derivatives), 1)
    shared = {
        **_names(analysis),
        **_ranges(analysis),
        **keeping_texts(analysis.formula, analysis.storage, analysis.life),
    }
    return {
        "derivative": derivatives or [""],
        "derivative_name": [_name(form) for form in derivatives] or [""],
        "derivative_amount": [_amount(verdict) for verdict in verdicts] or [""],
        "derivative_limit": [_limit(verdict) for verdict in verdicts] or [""],
        **{name: [text] * rows for name, text in shared.items()},
    }


def _names(analysis: Analysis) -> dict[str, str]:
    """Return the names that messages show."""
    formula, lightest = analysis.formula, _lightest(analysis)
    uncounted = [_name(line.ingredient) for line in formula.lines if line.record.ionises and line.mass_g > 0]
    others = [line.said for line in formula.lines if "other" in line.record.roles and line.mass_g > 0]
    return {
        "lightest": lightest.ingredient if lightest else "",
        "lightest_name": _name(lightest.ingredient) if lightest else "",
        "adjuster_name": _adjuster_name(analysis.dose.adjuster) if analysis.dose else "",
        "preservative_name": _name(_best_preservative(analysis)),
        "uncounted_names": listed(list(dict.fromkeys(uncounted))),
        "other_names": listed(list(dict.fromkeys(others))),
        "unread_lines": listed([f"“{line}”" for line in analysis.claims.unread]),
        **_co_ingredient_names(analysis),
        **_limit_words(analysis),
    }


def _limit_words(analysis: Analysis) -> dict[str, str]:
    """Return the words about what is above a legal limit, and about preservatives above their pH."""
    table, pH = analysis.table, analysis.pH_to_judge
    passed = limits_passed(table)
    words = [
        f"{listed([_name(name) for name in names])}: {_apart(100 * share, 100 * limit.most)}{THIN}% "
        f"of the whole, above the {show_number(100 * limit.most, 3)}{THIN}% of {limit.row.locator}"
        + (f" ({limit.row.caveat})" if limit.row.caveat else "")
        for limit, names, share in passed
    ]
    above = [
        (name, highest)
        for name in table.ingredients
        if pH and table.of(name)[0] > 0 and (highest := highest_pH(name)) and highest < pH.high
    ]
    return {
        "above_limit": passed[0][1][0] if passed else "",
        "above_limit_words": "; ".join(words),
        "limited_preservatives": listed(
            [f"{_name(name)} (up to pH {show_number(highest)})" for name, highest in above]
        ),
    }


def _apart(value: float, limit: float) -> str:
    """Return a number with as many digits as tell it from a limit."""
    spellings = (show_number(value, digits) for digits in range(3, 13))
    return next((text for text in spellings if float(text) > limit), show_number(value, 12))


def _co_ingredient_names(analysis: Analysis) -> dict[str, str]:
    """Return the words about what goes in beside vitamin C: what separates, what does not dissolve."""
    table, salts = analysis.table, analysis.table.of(*ASCORBATES[1:])[0] > 0
    oils = [line.said for line in analysis.formula.lines if is_oil(line.record) and line.mass_g > 0]
    solutes = dissolved_of(
        table, np.array([analysis.pH_to_judge.median if analysis.pH_to_judge else _UNKNOWN])
    )
    surely = {name: solute for name, solute in solutes.items() if solute.surely_not[0]}
    maybe = {name: solute for name, solute in solutes.items() if solute.maybe_not[0]}
    untold = _untold_g(analysis.formula)
    return {
        "acid_words": "L-ascorbic acid, its salts counted with it," if salts else "L-ascorbic acid",
        "oil_names": listed(list(dict.fromkeys(oils))),
        "undissolved": next(iter(surely), ""),
        "undissolved_words": "; ".join(_solute_words(name, solute) for name, solute in surely.items()),
        "maybe_undissolved": next(iter(maybe), ""),
        "maybe_undissolved_words": "; ".join(_solute_words(name, solute) for name, solute in maybe.items()),
        "total_words": _TOTAL_WORDS[untold > 0],
    }


_TOTAL_WORDS = {
    True: "What is missing stands as what the recipe leaves out: every share is the one that is written, and "
    "nobody can say what the rest does to the pH, to what dissolves and to how it keeps.",
    False: "Every line was taken in proportion, so every share is another than the one that is written.",
}


def _untold_g(formula: Formula) -> float:
    """Return what stands for the rest of a recipe whose shares do not reach the whole [g]."""
    return math.fsum(line.mass_g for line in formula.lines if line.name == LEFT_OUT)


def _solute_words(name: str, solute: Dissolved) -> str:
    """Return how much there is of an ingredient, and how much of it dissolves."""
    there = _span(show_number(solute.least_g[0], 2), show_number(solute.most_g[0], 2), f"{THIN}g")
    limit = _span(show_number(solute.least_limit_g[0], 2), show_number(solute.most_limit_g[0], 2), f"{THIN}g")
    return f"{there} of {_name(name)} without a charge, of which {limit} dissolve here"


def _ranges(analysis: Analysis) -> dict[str, str]:
    """Return the ranges that messages show."""
    acid, check = _solubility_of(ACID, analysis.solubilities), analysis.reading_check
    mass = analysis.dose.mass if analysis.dose else None
    return {
        "laa_amount": _amount(acid),
        "laa_limit": _limit(acid),
        "cold_limit": _limit(_in_fridge(analysis)),
        "dose_range": _span(*show_band(mass.median, mass.low, mass.high)[1:], f"{THIN}g") if mass else "",
        "expected_pH": _span_of(expected_reading(check.expected, check.reading)) if check else "",
        "true_pH": _span_of(analysis.pH) if analysis.pH else "",
    }


def _name(ingredient: str) -> str:
    """Return the name of an ingredient as written within a sentence; "" for none."""
    return catalog.ingredients()[ingredient].said if ingredient else ""


def _adjuster_name(adjuster: Adjuster) -> str:
    """Return the name of an adjuster, with its strength where it is a solution."""
    name = _name(adjuster.ingredient)
    return (
        name
        if adjuster.strength == 1
        else f"{name} as a {show_number(100 * adjuster.strength)}{THIN}% solution"
    )


def _amount(verdict: Solubility | None) -> str:
    """Return the amount of a form per water present [g/100 g]."""
    return _grams(verdict.g_per_100g_water if verdict else None)


def _limit(verdict: Solubility | None) -> str:
    """Return the solubility limit of a form [g/100 g]."""
    return _grams(verdict.limit_g_per_100g_water if verdict else None)


def _grams(band: Band | None) -> str:
    """Return the ends of a band of masses as a range."""
    return _span(show_number(band.low), show_number(band.high), f"{THIN}g") if band else ""


def _span_of(pH: Band) -> str:
    """Return the ends of a band of pH as a range."""
    return _span(*show_band(pH.median, pH.low, pH.high)[1:])


def _span(low: str, high: str, unit: str = "") -> str:
    """Return a range as it is written; a single number where its ends read alike."""
    return f"{high}{unit}" if low == high else f"{low} to {high}{unit}"
