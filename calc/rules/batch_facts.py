"""Columns of facts about a formula, for the rules to look at."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from calc import catalog, rules
from calc.chemistry.dosing import (
    LYES,
    Dose,
    default_target_pH,
    dose,
    largest_dose_g,
    with_adjuster,
    without_adjuster,
)
from calc.chemistry.formula import (
    Composition,
    Formula,
    Line,
    Strength,
    aa_equivalent,
)
from calc.chemistry.prediction import (
    Adjuster,
    Prediction,
    cosolvent_share,
    nominal_adjuster_mass,
    nominal_totals,
    predict_pH,
    solids_per_water,
    why_unpredictable,
)
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.chemistry.solubility import Solubility, solubilities
from calc.chemistry.stability import preserving_share
from calc.chemistry.stability.life import ShelfLife, shelf_life
from calc.errors import InputErrors
from calc.rules.engine import Facts
from calc.rules.form_facts import _UNKNOWN, FRIDGE, ROOM, _form_facts, _highest_pH, window_of
from calc.rules.storage_facts import (
    keeping_facts,
    keeping_texts,
    listed,
    state_facts,
)
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number


@dataclass(frozen=True)
class Known:
    """Everything that is known of a formula before rules look at it.

    Parameters
    ----------
    formula : Formula
    composition : Composition
    prediction : Prediction
        Its pH, sharpened by a reading.
    solubilities : tuple of Solubility
        The form nearest to its limit first.
    life : ShelfLife, optional
        How long it keeps; None where nobody said how it is kept.
    storage, measured, dose, claims : optional
        As for `assess.assess`.
    """

    formula: Formula
    composition: Composition
    prediction: Prediction
    solubilities: tuple[Solubility, ...]
    life: ShelfLife | None
    storage: Storage | None
    measured: Measured | None
    dose: Dose | None
    claims: Claims

    @property
    def pH(self) -> Band | None:
        """The pH: as a reading on the way made it known, predicted, or else as measured."""
        if self.dose and self.dose.after:
            return self.dose.after.then or self.dose.after.now
        if self.prediction.pH or self.prediction.reason == "no_water":
            return self.prediction.pH
        return self.measured.reading.band if self.measured and self.measured.pH is not None else None

    @property
    def pH_basis(self) -> str:
        """What the pH rests on: ``predict_pH``, ``measured``, ``both``, or "" where there is none."""
        if self.pH is None:
            return ""
        if self.prediction.pH is None and not (self.dose and self.dose.after):
            return "measured"
        return "both" if self.read and self.read.believed else "predicted"

    @property
    def pH_to_judge(self) -> Band | None:
        """The pH with both a prediction and a reading that contradict each other inside."""
        read = self.read
        if self.pH is None or read is None or read.believed:
            return self.pH
        return Band(self.pH.median, min(self.pH.low, read.band.low), max(self.pH.high, read.band.high))

    @property
    def read(self) -> _Read | None:
        """A reading beside what was expected: on the way to a pH, or of what is finished."""
        after = self.dose.after if self.dose else None
        if after:
            return _Read(after.reading.value, after.reading.band, after.expected, after.z, after.believed)
        if self.measured is None or math.isnan(self.prediction.z):
            return None
        reading, expected = self.measured.reading, predict_pH(self.formula).pH
        assert expected
        return _Read(reading.value, reading.band, expected, self.prediction.z, self.prediction.believed)


@dataclass(frozen=True)
class _Read:
    """A reading of the pH beside what was expected."""

    value: float
    band: Band
    expected: Band
    z: float
    believed: bool


def known_of(
    formula: Formula,
    composition: Composition,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    dose: Dose | None = None,
    claims: Claims | None = None,
    on: datetime.date | None = None,
) -> Known:
    """Gather what is known of a formula.

    Parameters
    ----------
    formula : Formula
    composition : Composition
    storage, measured, dose, claims, on : optional
        As for `assess.assess`.
    """
    temperature = storage.coldest_C if storage else None
    reading = measured.reading if measured and measured.pH is not None else None
    assumed = catalog.inputs().assumed
    coldest = assumed[ROOM].centre if temperature is None else temperature
    return Known(
        formula,
        composition,
        predict_pH(formula, reading, temperature),
        solubilities(formula, coldest),
        shelf_life(formula, storage=storage, measured=measured, on=on) if storage else None,
        storage,
        measured,
        dose,
        claims or Claims(),
    )


def facts_of(known: Known) -> Facts:
    """Return the facts of a formula: a row for each of its derivatives, or a single one."""
    others = [each for each in known.composition.strengths if each.form != "l_ascorbic_acid"]
    rows_of: list[Strength | None] = [*others] or [None]
    whole = {
        **_whole_facts(known.formula, known.composition),
        **_acid_facts(known),
        **_pH_facts(known),
        **_reading_facts(known),
        **_adjuster_facts(known),
        **_dose_facts(known),
        **_claim_facts(known),
        **_scale_facts(known),
        **_eye_facts(known.formula, known.composition),
        **keeping_facts(known.storage, known.life),
        "clear_in_daylight": _UNKNOWN if known.storage is None else known.storage.is_clear_in_daylight,
    }
    rows = [
        {**whole, **_derivative_facts(known, each), **state_facts(each.form if each else "", known.life)}
        for each in rows_of
    ]
    columns = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in rules.FORMULA_FACTS}
    return Facts(columns, _bands(known, len(rows)), _texts(known, others))


def _whole_facts(formula: Formula, known: Composition) -> dict[str, float]:
    """Return the facts about the product as a whole."""
    form_lines = [each for each in formula.lines if each.is_form and each.mass_g > 0]
    finished = formula.has_role("finished")
    return {
        "has_form": bool(known.strengths),
        "has_laa": known.strength_of("l_ascorbic_acid") is not None,
        "has_derivative": any(each.form != "l_ascorbic_acid" for each in known.strengths),
        "has_ethyl": known.strength_of("ethyl_ascorbic_acid") is not None,
        "has_water": why_unpredictable(formula) != "no_water",
        "has_free_water": formula.mass_of("water") > 0,
        "ethanol": formula.mass_of("ethanol") / formula.total_mass_g,
        "has_water_soluble_form": any(each.record.phase == "water" for each in form_lines),
        "has_preservative": formula.has_role("preservative") or (_UNKNOWN if finished else False),
        "has_label_strength": any(each.together for each in form_lines),
        "by_eye": any(each.mass_range_g for each in formula.lines),
        "purity_stated": all(each.purity is not None for each in form_lines),
        "is_finished": finished,
        "has_carbomer": formula.mass_of("carbomer") > 0,
        "has_hyaluronate": formula.mass_of("sodium_hyaluronate") > 0,
        "has_copper": formula.mass_of("copper_tripeptide_1") > 0,
        "has_ferulic": formula.mass_of("ferulic_acid") > 0,
        "has_niacinamide": formula.mass_of("niacinamide") > 0,
    }


def _acid_facts(known: Known) -> dict[str, float]:
    """Return the facts about L-ascorbic acid, and how it dissolves."""
    strength = _aimed_strength(known, "l_ascorbic_acid")
    mass = strength * known.formula.total_mass_g
    most = catalog.rules()["STR-001"].limit["most"]
    return {
        "laa_mass_fraction": strength,
        "laa_aim": strength,
        "dilution_g": max(mass / most - known.formula.total_mass_g, 0.0),
        "dissolved_C": known.solubilities[0].coldest_C if known.solubilities else _UNKNOWN,
        **_solubility_facts("laa", _solubility_of("l_ascorbic_acid", known.solubilities)),
        **_fridge_facts(known),
    }


def _aimed_strength(known: Known, form: str) -> float:
    """Return the strength of a form as it was aimed at [0–1].

    A reading on the way moves the dose, and with it the whole, by a hair: who aims at a limit must
    not be told that it is passed.
    """
    formula, wanted = known.formula, known.dose
    if wanted and wanted.after and wanted.mass:
        own = without_adjuster(formula, wanted.adjuster)
        formula = with_adjuster(own, wanted.adjuster, wanted.mass.median)
    pure = sum(each.mass_g * each.nominal_purity for each in known.formula.lines if each.ingredient == form)
    return pure / formula.total_mass_g


def _solubility_of(form: str, found: Iterable[Solubility]) -> Solubility | None:
    """Return how one form dissolves; None when it is not in."""
    return next((each for each in found if each.form == form), None)


def _solubility_facts(prefix: str, found: Solubility | None) -> dict[str, float]:
    """Return how a form dissolves."""
    reason = found.reason if found else ""
    return {
        f"{prefix}_dissolves": _dissolves(found),
        f"{prefix}_near_limit": reason == "between",
        f"{prefix}_limit_unknown": found is not None and found.dissolves is None and reason != "between",
    }


def _dissolves(found: Solubility | None) -> float:
    """Return 1 or 0, ½ at the limit, NaN where it is not known."""
    if found is None or found.dissolves is None:
        return 0.5 if found and found.reason == "between" else _UNKNOWN
    return float(found.dissolves)


def _fridge_facts(known: Known) -> dict[str, float]:
    """Return whether what dissolves now may fall out in a refrigerator."""
    then = _in_fridge(known)
    cold = catalog.inputs().assumed[FRIDGE].centre
    return {"falls_out_cold": then is not None and then.dissolves is not True, "cold_C": cold}


def _in_fridge(known: Known) -> Solubility | None:
    """Return how L-ascorbic acid that dissolves now does in a refrigerator; None where it stands in one."""
    cold = catalog.inputs().assumed[FRIDGE].centre
    now = _solubility_of("l_ascorbic_acid", known.solubilities)
    if now is None or now.dissolves is not True or now.coldest_C <= cold:
        return None
    return _solubility_of("l_ascorbic_acid", solubilities(known.formula, cold))


def _pH_facts(known: Known) -> dict[str, float]:
    """Return the pH, what it rests on, and why there may be none."""
    formula, prediction, pH = known.formula, known.prediction, known.pH_to_judge
    bath = nominal_totals(formula)
    metals = float((bath.sodium + bath.potassium)[0])
    shelf = known.storage.coldest_C if known.storage else None
    return {
        "pH": _UNKNOWN if pH is None else pH.median,
        "has_pH": prediction.pH is not None,
        "no_pH": pH is None,
        "no_pH_form": prediction.reason == "form" and pH is None,
        "no_pH_acid": prediction.reason == "no_acid" and pH is None,
        "cosolvent_share": cosolvent_share(formula),
        "ionic_strength": prediction.ionic_strength,
        "has_citrate": "citric" in bath.names,
        "has_uncounted": any(each.record.ionises for each in formula.lines if each.mass_g > 0),
        "solids_per_water": solids_per_water(formula) if formula.water_g > 0 else _UNKNOWN,
        "metals_per_water": metals / float(bath.water_kg[0]) if formula.water_g > 0 else 0.0,
        "shelf_C": _UNKNOWN if shelf is None else shelf,
        "preservative_share": _preservative(formula, pH)[1],
        "mend_g": _mend_g(known),
        "mend_pH": default_target_pH(),
    }


def _preservative(formula: Formula, pH: Band | None) -> tuple[str, float]:
    """Return the id of the preservative that works best at a pH, and its un-ionised share there [0–1]."""
    found = [each.record for each in formula.lines if "preservative" in each.record.roles and each.mass_g > 0]
    at = _UNKNOWN if pH is None else pH.median
    shares = {each.id: float(preserving_share(each, at)) for each in found}
    best = max(shares, key=lambda name: np.nan_to_num(shares[name]), default="")
    return best, shares.get(best, _UNKNOWN)


def _mend_g(known: Known) -> float:
    """Return the baking soda that mends a mix which is too acid [g].

    NaN where none is to be had, and where a dose of something is on its way already.
    """
    pH, least = known.prediction.pH, catalog.rules()["PH-001"].limit["least"]
    if pH is None or pH.low >= least or known.composition.strength_of("l_ascorbic_acid") is None:
        return _UNKNOWN
    if known.dose and known.dose.mass:
        return _UNKNOWN
    soda = Adjuster("sodium_bicarbonate")
    found = nominal_adjuster_mass(
        known.formula, soda, default_target_pH(), largest_dose_g(known.formula, soda)
    )
    return found if found < largest_dose_g(known.formula, soda) else _UNKNOWN


def _reading_facts(known: Known) -> dict[str, float]:
    """Return how a reading stands to the prediction."""
    read = known.read
    return {
        "has_reading": read is not None,
        "reading": read.value if read else _UNKNOWN,
        "reading_off": abs(read.z) if read else _UNKNOWN,
    }


def _adjuster_facts(known: Known) -> dict[str, float]:
    """Return what there is to know of the bases in the mix."""
    formula = known.formula
    return {
        "has_lye": any(formula.mass_of(name) > 0 for name in LYES),
        "foams": formula.gas_g > 0,
        "gas_g": formula.gas_g,
    }


def _dose_facts(known: Known) -> dict[str, float]:
    """Return what brings the mix to the pH that was asked for."""
    names = [name for name, fact in rules.FORMULA_FACTS.items() if fact.label == "the dose"]
    wanted = known.dose
    if wanted is None:
        return {**dict.fromkeys(names, _UNKNOWN), "has_dose": 0.0, "out_of_reach": 0.0}
    mass = wanted.mass
    own = [each for each in known.formula.lines if each.ingredient == wanted.adjuster.ingredient]
    step = next((each.mass_plus_minus_g for each in own), 0.0)
    stock = catalog.inputs().assumed["stock_strength"].to("g/mL")[0]
    median = mass.median if mass else _UNKNOWN
    solid = wanted.adjuster.strength == 1
    return {
        "has_dose": mass is not None and mass.median > 0 and wanted.after is None,
        "out_of_reach": mass is None,
        "target_pH": wanted.target_pH,
        "reach_low": min(wanted.reach),
        "reach_high": max(wanted.reach),
        "dose_g": median,
        "first_g": wanted.first_g or _UNKNOWN,
        "dose_steps": median / step if step and solid else _UNKNOWN,
        "stock_mL": median / stock,
        "stock_first_mL": wanted.first_g / stock or _UNKNOWN,
        "stock_powder_g": 100 * stock,
    }


def _claim_facts(known: Known) -> dict[str, float]:
    """Return what a recipe says of itself, and what would make it true."""
    claims, formula = known.claims, known.formula
    strengths = known.composition.strengths
    main = strengths[0] if strengths else None
    claimed, total = claims.mass_fraction, claims.total
    return {
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
        "true_pH_low": known.pH.low if known.pH else _UNKNOWN,
        "true_pH_high": known.pH.high if known.pH else _UNKNOWN,
        "claimed_dose_g": _claimed_dose_g(known),
    }


def _water_facts(formula: Formula, total: float | None) -> dict[str, float]:
    """Return the water as a recipe writes it, and the water with which its shares are a whole [0–1]."""
    weighed = sum(each.mass_g for each in formula.lines)
    written = _UNKNOWN if total is None else formula.mass_of("water") / weighed * total
    mended = _UNKNOWN if total is None else written - (total - 1)
    return {"water_share": written, "mended_water": mended if mended > 0 and written > 0 else _UNKNOWN}


def _claimed_powder_g(formula: Formula, main: Strength | None, claimed: float | None) -> float:
    """Return the powder that would make a claimed strength true, all else as it is [g]."""
    if main is None or claimed is None:
        return _UNKNOWN
    own = [each for each in formula.lines if each.ingredient == main.form]
    weighed = sum(each.mass_g for each in own)
    assay = sum(each.mass_g * each.nominal_purity for each in own) / weighed
    if claimed >= assay:
        return _UNKNOWN
    return claimed * (formula.total_mass_g - weighed) / (assay - claimed)


def _claimed_dose_g(known: Known) -> float:
    """Return the baking soda that would make a claimed pH true [g]; NaN where none does."""
    claimed, pH = known.claims.pH, known.prediction.pH
    if claimed is None or pH is None or claimed <= pH.median:
        return _UNKNOWN
    try:
        found = dose(known.formula, Adjuster("sodium_bicarbonate"), claimed)
    except InputErrors:
        return _UNKNOWN
    return found.mass.median if found.mass else _UNKNOWN


def _derivative_facts(known: Known, derivative: Strength | None) -> dict[str, float]:
    """Return the facts about one form other than L-ascorbic acid."""
    formula = known.formula
    if derivative is None:
        names = [name for name in rules.FORMULA_FACTS if name.startswith("derivative_")]
        flags = (
            "has_content",
            "crystal_water_unstated",
            "is_phosphate",
            "derivative_by_water",
            "derivative_near_limit",
            "derivative_limit_unknown",
        )
        return {**dict.fromkeys(names, _UNKNOWN), "has_usual_range": _UNKNOWN, **dict.fromkeys(flags, 0.0)}
    form = catalog.forms()[derivative.form]
    equivalent = derivative.aa_equivalent
    contents = [aa_equivalent(each) for each in formula.lines if each.ingredient == derivative.form]
    solubility = _solubility_of(derivative.form, known.solubilities)
    return {
        **_form_facts(form),
        "derivative_mass_fraction": _aimed_strength(known, derivative.form),
        "derivative_pH_high": _highest_pH(form, emulsion="emulsion" in formula.system),
        "derivative_by_water": solubility is not None and solubility.g_per_100g_water is not None,
        **_solubility_facts("derivative", solubility),
        "has_content": equivalent is not None,
        "derivative_aa_equivalent": _UNKNOWN if equivalent is None else equivalent.median,
        "crystal_water_unstated": any(
            isinstance(content, catalog.Value) and content.kind == "assumed" for content in contents
        ),
    }


def _lightest(known: Known) -> Line | None:
    """Return the line that the scale weighs worst; None when no scale was named.

    What is added for a pH has advice of its own.
    """
    own = known.dose.adjuster.ingredient if known.dose else ""
    weighed = [
        each
        for each in known.formula.lines
        if each.mass_plus_minus_g > 0 and each.mass_g > 0 and each.ingredient != own
    ]
    return min(weighed, key=lambda each: each.mass_g / each.mass_plus_minus_g, default=None)


def _carries(line: Line, lightest: Line) -> bool:
    """Tell whether a line is a liquid that another can be pre-diluted with: of its own phase."""
    liquid = {"solvent", "cosolvent", "humectant", "oil"} & set(line.record.roles)
    phases = {line.record.phase, lightest.record.phase}
    return bool(liquid) and (len(phases) == 1 or "both" in phases)


def _scale_facts(known: Known) -> dict[str, float]:
    """Return the facts about the line that is hardest to weigh, and what would make it weighable."""
    formula, lightest = known.formula, _lightest(known)
    names = [name for name, fact in rules.FORMULA_FACTS.items() if fact.label == "the scale"]
    if lightest is None:
        return dict.fromkeys(names, _UNKNOWN)
    step = lightest.mass_plus_minus_g
    needed = catalog.rules()["MIX-010"].limit["least"]
    steps = max(lightest.mass_g / step, 1e-12)
    part = max(1.0, needed * step)
    times = 10 ** max(math.ceil(math.log10(needed / steps)), 1)
    carriers = [each.mass_g for each in formula.lines if each is not lightest and _carries(each, lightest)]
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


def _eye_facts(formula: Formula, known: Composition) -> dict[str, float]:
    """Return how wide the strength is, and what would narrow it; of the form that is widest."""
    names = (
        "strength_low",
        "strength_high",
        "strength_spread",
        "window_width",
        "powder_g",
        "fitting_scale_g",
    )
    if not known.strengths:
        return dict.fromkeys(names, _UNKNOWN)
    widest = max(known.strengths, key=lambda each: _spread(each.mass_fraction))
    window = window_of(widest.form)
    own = [each for each in formula.lines if each.ingredient == widest.form]
    powder = max(each.mass_g for each in [each for each in own if not each.together] or own)
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
    """Return half of a band as a share of its middle."""
    return (band.high - band.low) / 2 / band.median


def _bands(known: Known, rows: int) -> dict[str, dict[str, np.ndarray]]:
    """Return the columns that carry a band."""
    acid = known.composition.strength_of("l_ascorbic_acid")
    bands = {"laa_mass_fraction": acid.mass_fraction} if acid else {}
    if known.pH_to_judge:
        bands["pH"] = known.pH_to_judge
    if known.dose and known.dose.mass:
        bands["dose_g"] = known.dose.mass
    ends = ("median", "low", "high")
    return {name: {end: np.full(rows, getattr(band, end)) for end in ends} for name, band in bands.items()}


def _texts(known: Known, others: Iterable[Strength]) -> dict[str, list[str]]:
    """Return the words that messages show, a row for each derivative, or a single one."""
    derivatives = [each.form for each in others]
    found = [_solubility_of(each, known.solubilities) for each in derivatives]
    rows = max(len(derivatives), 1)
    whole = {
        **_names(known),
        **_ranges(known),
        **keeping_texts(known.formula, known.storage, known.life),
    }
    return {
        "derivative": derivatives or [""],
        "derivative_name": [_name(each) for each in derivatives] or [""],
        "derivative_amount": [_amount(each) for each in found] or [""],
        "derivative_limit": [_limit(each) for each in found] or [""],
        **{name: [text] * rows for name, text in whole.items()},
    }


def _names(known: Known) -> dict[str, str]:
    """Return the names that messages show."""
    formula, lightest = known.formula, _lightest(known)
    uncounted = [_name(each.ingredient) for each in formula.lines if each.record.ionises and each.mass_g > 0]
    return {
        "lightest": lightest.ingredient if lightest else "",
        "lightest_name": _name(lightest.ingredient) if lightest else "",
        "adjuster_name": _adjuster_name(known.dose.adjuster) if known.dose else "",
        "preservative_name": _name(_preservative(formula, known.pH)[0]),
        "uncounted_names": listed(list(dict.fromkeys(uncounted))),
    }


def _ranges(known: Known) -> dict[str, str]:
    """Return the ranges that messages show."""
    acid, read = _solubility_of("l_ascorbic_acid", known.solubilities), known.read
    mass = known.dose.mass if known.dose else None
    return {
        "laa_amount": _amount(acid),
        "laa_limit": _limit(acid),
        "cold_limit": _limit(_in_fridge(known)),
        "dose_range": _span(*show_band(mass.median, mass.low, mass.high)[1:], f"{THIN}g") if mass else "",
        "expected_pH": _span_of(read.expected) if read else "",
        "true_pH": _span_of(known.pH) if known.pH else "",
    }


def _name(ingredient: str) -> str:
    """Return the name of an ingredient as it stands in the middle of a sentence; "" for none."""
    return catalog.ingredients()[ingredient].said if ingredient else ""


def _adjuster_name(adjuster: Adjuster) -> str:
    """Return the name of a base or an acid, with its strength where it is weighed as a solution."""
    name = _name(adjuster.ingredient)
    return (
        name
        if adjuster.strength == 1
        else f"{name} as a {show_number(100 * adjuster.strength)}{THIN}% solution"
    )


def _amount(found: Solubility | None) -> str:
    """Return how much of a form there is by the water present [g/100 g]."""
    return _grams(found.g_per_100g_water if found else None)


def _limit(found: Solubility | None) -> str:
    """Return how much of a form dissolves [g/100 g]."""
    return _grams(found.limit_g_per_100g_water if found else None)


def _grams(band: Band | None) -> str:
    """Return the ends of a band of masses."""
    return _span(show_number(band.low), show_number(band.high), f"{THIN}g") if band else ""


def _span_of(pH: Band) -> str:
    """Return the ends of a band of pH."""
    return _span(*show_band(pH.median, pH.low, pH.high)[1:])


def _span(low: str, high: str, unit: str = "") -> str:
    """Return a range as it is written; a single number where its ends read alike."""
    return f"{high}{unit}" if low == high else f"{low} to {high}{unit}"
