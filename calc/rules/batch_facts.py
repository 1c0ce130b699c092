"""Facts about one batch in hand: those of its formula, and its dose, reading, claims and scale."""

from __future__ import annotations

import functools
import math
from dataclasses import replace

import numpy as np

from calc import catalog, rules
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.dosing import default_target_pH, dose, largest_dose_g
from calc.chemistry.formula import Formula, Line, Strength
from calc.chemistry.formula_table import ACID
from calc.chemistry.predictability import predictability_of
from calc.chemistry.solubility import Solubility, clear_strength, solubilities
from calc.chemistry.titration import nominal_adjuster_mass
from calc.errors import InputErrors
from calc.messages import say
from calc.rules.acidity_facts import Acidity, pH_facts
from calc.rules.analysis import UNKNOWN, Analysis, lightest_of, solubility_of, untold_g
from calc.rules.batch_words import texts_of
from calc.rules.engine import Facts
from calc.rules.form_facts import FRIDGE, window_of
from calc.rules.formula_facts import (
    Dissolution,
    Dissolving,
    acid_facts,
    ascorbate_g,
    co_ingredient_facts,
    content_facts,
    derivative_facts,
    derivative_of,
    without_derivative,
)
from calc.rules.legal_limits import legal_facts, preservative_facts
from calc.rules.storage_facts import (
    STATES,
    Keeping,
    assay_facts,
    storage_facts,
)
from calc.uncertainty import Band


def facts_of(analysis: Analysis) -> Facts:
    """Return the facts of a formula: one row per derivative, or a single row without any.

    Facts that any formula has come from the functions that serve tables (`formula_facts`), applied to a
    table of one row. Facts that only a batch in hand has (dose, reading, claims, scale) are added.

    Parameters
    ----------
    analysis : Analysis

    Examples
    --------
    >>> from calc.rules.analysis import analyse
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> facts = facts_of(analyse(serum))
    >>> facts.columns["laa_mass_fraction"].tolist(), facts.texts["true_pH"]
    ([0.15], ['2.0 to 2.2'])
    """
    derivatives = [strength for strength in analysis.composition.strengths if strength.form != ACID]
    shared = {**_shared_facts(analysis), **_batch_facts(analysis)}
    rows = [{**shared, **_derivative_facts(analysis, strength)} for strength in derivatives]
    rows = rows or [{**shared, **_no_derivative_facts(analysis)}]
    values = np.array([[row[name] for row in rows] for name in rules.FORMULA_FACTS], dtype=np.float64)
    columns = dict(zip(rules.FORMULA_FACTS, values))
    return Facts(columns, _bands(analysis, len(rows)), texts_of(analysis, derivatives))


def _shared_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts that any table of formulas has, those about derivatives left out."""
    table, acidity, storage = analysis.table, _acidity(analysis), analysis.storage
    columns = {
        **content_facts(table, acidity.predictability.reason),
        **acid_facts(table, analysis.planned_total_g, _dissolving(analysis), analysis.coldest_C),
        **co_ingredient_facts(table, analysis.solutes),
        **legal_facts(table),
        **preservative_facts(table),
        **pH_facts(table, acidity, analysis.coldest_C if storage and storage.stays else None),
    }
    unknown: dict[str, float] = {}
    if analysis.stability is None or storage is None:
        unknown = dict.fromkeys((*_facts_about(rules.STORAGE), "clear_in_daylight"), UNKNOWN)
    else:
        t90 = analysis.life.t90_days if analysis.life else None
        soonest = np.array([t90.low if t90 else UNKNOWN])
        columns.update(storage_facts(storage, Keeping(analysis.stability.row, soonest)))
    return {**unknown, **{name: float(column[0]) for name, column in columns.items()}}


@functools.cache
def _facts_about(label: str) -> tuple[str, ...]:
    """Return the names of the facts with a label."""
    return tuple(name for name, fact in rules.FORMULA_FACTS.items() if fact.label == label)


def _acidity(analysis: Analysis) -> Acidity:
    """Return the pH for the rules, as a table of one row."""
    pH = analysis.pH_to_judge
    return Acidity(
        np.array([UNKNOWN if pH is None else pH.median]),
        np.array([analysis.prediction.ionic_strength]),
        predictability_of(analysis.formula),
    )


def _dissolving(analysis: Analysis) -> Dissolving:
    """Return how to judge whether a form dissolves: by the bands of its amount and of its limit."""

    def dissolving(form: str, celsius: float) -> Dissolution:
        """Return how one form dissolves, as a table of one row."""
        is_coldest = celsius == analysis.coldest_C
        verdicts = analysis.solubilities if is_coldest else solubilities(analysis.formula, celsius)
        verdict = solubility_of(form, verdicts)
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
        "dissolved_C": analysis.solubilities[0].coldest_C if analysis.solubilities else UNKNOWN,
        "cold_C": catalog.inputs().assumed[FRIDGE].centre,
        "clear_strength": clear_strength(formula, analysis.coldest_C),
        "clear_strength_cold": clear_strength(formula, catalog.inputs().assumed[FRIDGE].centre),
        "gas_g": formula.gas_g,
        "correction_g": _correction_g(analysis),
        "correction_pH": default_target_pH(),
        "known_C_low": assumed["coldest"].centre if is_kept else UNKNOWN,
        "known_C_high": assumed["hottest"].centre if is_kept else UNKNOWN,
        "known_pH_high": assumed["most_alkaline"].centre if is_kept else UNKNOWN,
        **_reading_facts(analysis),
        **_dose_facts(analysis),
        **_claim_facts(analysis),
        **_scale_facts(analysis),
        **_eye_facts(formula, strengths),
        **assay_facts(analysis.life),
    }


def _dissolves(verdict: Solubility | None) -> float:
    """Return 1 where the form dissolves, 0 where not, ½ within the range of the limit, NaN if unknown."""
    if verdict is None or verdict.dissolves is None:
        return 0.5 if verdict and verdict.reason == "between" else UNKNOWN
    return float(verdict.dissolves)


def _correction_g(analysis: Analysis) -> float:
    """Return the baking soda that brings a mix which is too acid to the default pH [g].

    NaN where the pH is unknown or high enough, where a dose is planned already, and where no mass
    of baking soda suffices.
    """
    pH, least = analysis.prediction.pH, catalog.rules()["PH-001"].limit["least"]
    if pH is None or pH.low >= least or analysis.composition.strength_of(ACID) is None:
        return UNKNOWN
    if analysis.dose and analysis.dose.mass:
        return UNKNOWN
    soda = Adjuster("sodium_bicarbonate")
    correction = nominal_adjuster_mass(
        analysis.formula, soda, default_target_pH(), largest_dose_g(analysis.formula, soda)
    )
    return correction if correction < largest_dose_g(analysis.formula, soda) else UNKNOWN


def _reading_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about a pH reading and how far it is from the prediction, or from acid alone."""
    check, above = analysis.reading_check, analysis.reading_above
    is_lone = not math.isnan(above)
    value = analysis.measured.reading.value if is_lone and analysis.measured else UNKNOWN
    return {
        "has_lone_reading": is_lone,
        "reading_above": above,
        "lone_pH": analysis.lone_pH if is_lone else UNKNOWN,
        "has_reading": check is not None,
        "reading": check.value if check else value,
        "reading_off": abs(check.z) if check else UNKNOWN,
    }


def _dose_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about the dose of acid or base for the target pH."""
    names = _facts_about(say("the dose"))
    planned = analysis.dose
    if planned is None:
        return {**dict.fromkeys(names, UNKNOWN), "has_dose": 0.0, "out_of_reach": 0.0}
    mass = planned.mass
    lines = [line for line in analysis.formula.lines if line.ingredient == planned.adjuster.ingredient]
    step = next((line.mass_plus_minus_g for line in lines), 0.0)
    stock = catalog.inputs().assumed["stock_strength"].to("g/mL")[0]
    median = mass.median if mass else UNKNOWN
    solid = planned.adjuster.strength == 1
    return {
        "has_dose": mass is not None and mass.median > 0 and planned.after is None,
        "out_of_reach": mass is None,
        "target_pH": planned.target_pH,
        "reach_low": UNKNOWN if mass else min(planned.reach),
        "reach_high": UNKNOWN if mass else max(planned.reach),
        "dose_g": median,
        "first_g": planned.first_g or UNKNOWN,
        "dose_steps": median / step if step and solid else UNKNOWN,
        "stock_mL": median / stock,
        "stock_first_mL": planned.first_g / stock or UNKNOWN,
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
        "claimed_total": UNKNOWN if total is None else total,
        "has_claimed_total": total is not None,
        **_water_facts(formula, total),
        "has_claimed_strength": claimed is not None,
        "claimed_strength": UNKNOWN if claimed is None else claimed,
        "true_strength": main.nominal if main else UNKNOWN,
        "true_strength_low": main.mass_fraction.low if main else UNKNOWN,
        "true_strength_high": main.mass_fraction.high if main else UNKNOWN,
        "claimed_powder_g": _claimed_powder_g(formula, main, claimed),
        "claimed_rest_g": formula.total_mass_g - formula.mass_of(main.form) if main else UNKNOWN,
        "has_claimed_pH": claims.pH is not None,
        "claimed_pH": UNKNOWN if claims.pH is None else claims.pH,
        "true_pH_low": analysis.pH.low if analysis.pH else UNKNOWN,
        "true_pH_high": analysis.pH.high if analysis.pH else UNKNOWN,
        "claimed_dose_g": _claimed_dose_g(analysis),
    }


def _water_facts(formula: Formula, total: float | None) -> dict[str, float]:
    """Return the water as the recipe states it, and the water with which its shares add up to 1 [0–1]."""
    weighed = sum(line.mass_g for line in formula.lines) - untold_g(formula)
    stated = UNKNOWN if total is None else formula.mass_of("water") / weighed * total
    corrected = UNKNOWN if total is None else stated - (total - 1)
    is_possible = corrected > 0 and stated > 0
    return {"water_share": stated, "corrected_water": corrected if is_possible else UNKNOWN}


def _claimed_powder_g(formula: Formula, main: Strength | None, claimed: float | None) -> float:
    """Return the powder that would make a claimed strength true, all other lines unchanged [g]."""
    if main is None or claimed is None:
        return UNKNOWN
    lines = [line for line in formula.lines if line.ingredient == main.form]
    weighed = sum(line.mass_g for line in lines)
    assay = sum(line.mass_g * line.nominal_purity for line in lines) / weighed
    if claimed >= assay:
        return UNKNOWN
    return claimed * (formula.total_mass_g - weighed) / (assay - claimed)


def _claimed_dose_g(analysis: Analysis) -> float:
    """Return the baking soda that would make a claimed pH true [g]; NaN where no mass does."""
    claimed, pH = analysis.claims.pH, analysis.prediction.pH
    if claimed is None or pH is None or claimed <= pH.median:
        return UNKNOWN
    try:
        needed = dose(analysis.formula, Adjuster("sodium_bicarbonate"), claimed)
    except InputErrors:
        return UNKNOWN
    return needed.mass.median if needed.mass else UNKNOWN


def _derivative_facts(analysis: Analysis, strength: Strength) -> dict[str, float]:
    """Return the facts about one form other than L-ascorbic acid."""
    table, equivalent = analysis.table, strength.aa_equivalent
    row = analysis.stability.row if analysis.stability else None
    is_wet, pH = (row.vehicle.isin("water"), row.pH) if row else (np.array([False]), np.array([UNKNOWN]))
    derivative = derivative_of(
        table, strength.form, analysis.planned_total_g, _dissolving(analysis), analysis.coldest_C, is_wet, pH
    )
    derivative = replace(derivative, aa_equivalent=np.array([equivalent.median if equivalent else UNKNOWN]))
    columns = derivative_facts(table, derivative, np.array([0]))
    facts = {name: float(np.ravel(values)[0]) for name, values in columns.items()}
    return facts if row else {**facts, **dict.fromkeys(STATES, UNKNOWN)}


def _no_derivative_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about a derivative where there is none."""
    facts = {name: float(column[0]) for name, column in without_derivative(1).items()}
    return facts if analysis.stability else {**facts, **dict.fromkeys(STATES, UNKNOWN)}


def _carries(line: Line, lightest: Line) -> bool:
    """Tell whether a line is a liquid of the phase of the lightest line, which can be pre-diluted with it."""
    liquid = {"solvent", "cosolvent", "oil"} & set(line.record.roles)
    phases = {line.record.phase, lightest.record.phase}
    return bool(liquid) and (len(phases) == 1 or "both" in phases)


def _scale_facts(analysis: Analysis) -> dict[str, float]:
    """Return the facts about the line with the largest weighing error, and how to weigh it better."""
    formula, lightest = analysis.formula, lightest_of(analysis)
    names = _facts_about(say("the scale"))
    if lightest is None:
        return dict.fromkeys(names, UNKNOWN)
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
        return dict.fromkeys(names, UNKNOWN)
    widest = max(strengths, key=lambda strength: _spread(strength.mass_fraction))
    window = window_of(widest.form)
    lines = [line for line in formula.lines if line.ingredient == widest.form]
    powder = max(line.mass_g for line in [line for line in lines if not line.together] or lines)
    step = powder / catalog.rules()["MIX-010"].limit["least"]
    return {
        "strength_low": widest.mass_fraction.low,
        "strength_high": widest.mass_fraction.high,
        "strength_spread": _spread(widest.mass_fraction),
        "window_width": window[1] - window[0] if window else UNKNOWN,
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
