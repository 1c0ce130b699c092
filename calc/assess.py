"""The single door: a formula in, everything that is known about it out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from calc import catalog, rules
from calc.draws import Band
from calc.findings import Finding
from calc.formula import Composition, Formula, Line, Strength, aa_content, composition
from calc.recipe import Measured, Storage
from calc.rules import Facts, Skipped

#: Raised with every change that can alter a result; see CHANGELOG.md.
MODEL_VERSION = "0.2.0"

_UNKNOWN = math.nan


@dataclass(frozen=True)
class Assessment:
    """What is known of a formula, how well, and what was not looked at.

    Parameters
    ----------
    total_mass_g : float
        As stated [g].
    composition : Composition
        Strengths and AA-equivalents as bands [0–1].
    findings : tuple of Finding
        Most severe first.
    evaluated : tuple of str
        Codes of the rules that ran.
    skipped : tuple of Skipped
        Rules that could not look, with the reason.
    """

    total_mass_g: float
    composition: Composition
    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    model_version: str
    data_hash: str

    def as_dict(self) -> dict[str, object]:
        """Return the assessment as it stands in JSON."""
        whole = self.composition.aa_equivalent
        return {
            "total_mass_g": self.total_mass_g,
            "strength": [_strength_dict(each) for each in self.composition.strengths],
            "aa_equivalent_fraction": None if whole is None else whole.as_dict(),
            "findings": [finding.as_dict() for finding in self.findings],
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [vars(each) for each in self.skipped],
            },
            "model_version": self.model_version,
            "data_hash": self.data_hash,
        }


def assess(
    formula: Formula, *, storage: Storage | None = None, measured: Measured | None = None
) -> Assessment:
    """Assess a formula: its strength with bands, and what every rule says of it.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        How it is kept; rules about that are skipped when it is not given.
    measured : Measured, optional
        What was measured on it; the pH is taken from here.

    Returns
    -------
    Assessment
    """
    known = composition(formula)
    facts = _facts(formula, known, storage, measured)
    verdicts = rules.evaluate(facts)
    rows = range(facts.size)
    findings = {
        (each.code, each.subject): each for row in rows for each in rules.findings_of(verdicts, facts, row)
    }
    skipped = {each.code: each for row in rows for each in rules.skipped_of(verdicts, facts, row)}
    return Assessment(
        formula.total_mass_g,
        known,
        tuple(sorted(findings.values(), key=lambda finding: -finding.severity)),
        tuple(code for code in verdicts.codes if code not in skipped),
        tuple(skipped.values()),
        MODEL_VERSION,
        catalog.data_hash(),
    )


def _strength_dict(each: Strength) -> dict[str, object]:
    """Return one form's strength as it stands in JSON."""
    equivalent = each.aa_equivalent
    return {
        "form": each.form,
        "mass_fraction": each.mass_fraction.as_dict(),
        "aa_equivalent_fraction": None if equivalent is None else equivalent.as_dict(),
    }


# --- columns of facts -----------------------------------------------------------------------------


def _facts(formula: Formula, known: Composition, storage: Storage | None, measured: Measured | None) -> Facts:
    """Return the facts of a formula: a row for each of its derivatives, or a single one."""
    others = [each for each in known.strengths if each.form != "l_ascorbic_acid"]
    rows_of: list[Strength | None] = [*others] or [None]
    rows = [
        {
            **_whole_facts(formula, known),
            **_acid_facts(formula, known),
            **_derivative_facts(formula, each),
            **_scale_facts(formula),
            **_eye_facts(formula, known),
            "pH": measured.pH if measured and measured.pH is not None else _UNKNOWN,
            "clear_in_daylight": _UNKNOWN if storage is None else storage.is_clear_in_daylight,
        }
        for each in rows_of
    ]
    columns = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in rules.FACTS}
    return Facts(columns, _bands(known, measured, len(rows)), _texts(formula, others))


def _whole_facts(formula: Formula, known: Composition) -> dict[str, float]:
    """Return the facts about the product as a whole."""
    form_lines = [each for each in formula.lines if each.is_form and each.mass_g > 0]
    finished = formula.has_role("finished")
    return {
        "has_form": bool(known.strengths),
        "has_laa": known.strength_of("l_ascorbic_acid") is not None,
        "has_derivative": any(each.form != "l_ascorbic_acid" for each in known.strengths),
        "has_ethyl": known.strength_of("ethyl_ascorbic_acid") is not None,
        "has_water": formula.water_g > 0 or finished,
        "has_free_water": formula.mass_of("water") > 0,
        "ethanol": formula.mass_of("ethanol") / formula.total_mass_g,
        "has_water_soluble_form": any(each.record.phase == "water" for each in form_lines),
        "has_preservative": formula.has_role("preservative") or (_UNKNOWN if finished else False),
        "has_label_strength": any(each.together for each in form_lines),
        "by_eye": any(each.mass_range_g for each in formula.lines),
        "purity_stated": all(each.purity is not None for each in form_lines),
    }


def _acid_facts(formula: Formula, known: Composition) -> dict[str, float]:
    """Return the facts about L-ascorbic acid."""
    acid = known.strength_of("l_ascorbic_acid")
    strength = acid.nominal if acid else 0.0
    mass = strength * formula.total_mass_g
    most = catalog.rules()["STR-001"].limit["most"]
    unknown = formula.water_g == 0 or formula.has_role("finished")
    return {
        "laa_mass_fraction": strength,
        "laa_aim": strength,
        "laa_per_water": _UNKNOWN if unknown else 100 * mass / formula.water_g,
        "dilution_g": max(mass / most - formula.total_mass_g, 0.0),
    }


def _derivative_facts(formula: Formula, derivative: Strength | None) -> dict[str, float]:
    """Return the facts about one form other than L-ascorbic acid."""
    if derivative is None:
        names = [name for name in rules.FACTS if name.startswith("derivative_")]
        return {**dict.fromkeys(names, _UNKNOWN), "has_usual_range": _UNKNOWN, "crystal_water_unstated": 0}
    usual = catalog.forms()[derivative.form].value("usual_use")
    low, high = usual.to("dimensionless")[1:] if usual else (_UNKNOWN, _UNKNOWN)
    equivalent = derivative.aa_equivalent
    contents = [aa_content(each) for each in formula.lines if each.ingredient == derivative.form]
    return {
        "has_usual_range": usual is not None,
        "derivative_mass_fraction": derivative.nominal,
        "derivative_usual_low": low,
        "derivative_usual_high": high,
        "derivative_pH_low": _lowest_pH(catalog.forms()[derivative.form]),
        "derivative_aa_equivalent": _UNKNOWN if equivalent is None else equivalent.median,
        "crystal_water_unstated": any(
            isinstance(content, catalog.Value) and content.kind == "assumed" for content in contents
        ),
    }


def _lowest_pH(form: catalog.Form) -> float:
    """Return the lowest pH that a form keeps at; NaN where only its upper end is known.

    A salt of ascorbic acid has none: in an acid it simply becomes the acid.
    """
    window = form.value("pH_window")
    if form.kind == "salt":
        return 0.0
    return _UNKNOWN if window is None or window.low is None else window.low


def _lightest(formula: Formula) -> Line | None:
    """Return the line that the scale weighs worst; None when no scale was named."""
    weighed = [each for each in formula.lines if each.mass_plus_minus_g > 0 and each.mass_g > 0]
    return min(weighed, key=lambda each: each.mass_g / each.mass_plus_minus_g, default=None)


def _carries(line: Line, lightest: Line) -> bool:
    """Tell whether a line is a liquid that another can be pre-diluted with: of its own phase."""
    liquid = {"solvent", "cosolvent", "humectant", "oil"} & set(line.record.roles)
    phases = {line.record.phase, lightest.record.phase}
    return bool(liquid) and (len(phases) == 1 or "both" in phases)


def _scale_facts(formula: Formula) -> dict[str, float]:
    """Return the facts about the line that is hardest to weigh, and what would make it weighable."""
    lightest = _lightest(formula)
    names = [name for name, fact in rules.FACTS.items() if fact.label == "the scale"]
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


def window_of(form: str) -> tuple[float, float] | None:
    """Return the range that a form is judged by [0–1]: the rules' window, or its usual use."""
    if form == "l_ascorbic_acid":
        texts = catalog.rules()
        return texts["STR-002"].limit["least"], texts["STR-001"].limit["most"]
    usual = catalog.forms()[form].value("usual_use")
    return None if usual is None else usual.to("dimensionless")[1:]


def _bands(known: Composition, measured: Measured | None, rows: int) -> dict[str, dict[str, np.ndarray]]:
    """Return the columns that carry a band."""
    acid = known.strength_of("l_ascorbic_acid")
    bands = {"laa_mass_fraction": acid.mass_fraction} if acid else {}
    if measured and measured.pH is not None:
        bands["pH"] = measured.pH_band
    ends = ("median", "low", "high")
    return {name: {end: np.full(rows, getattr(band, end)) for end in ends} for name, band in bands.items()}


def _texts(formula: Formula, others: Iterable[Strength]) -> dict[str, list[str]]:
    """Return the names that messages show, a row for each derivative, or a single one."""
    derivatives = [each.form for each in others] or [""]
    lightest = _lightest(formula)
    names = {key: each.name for key, each in catalog.ingredients().items()}
    return {
        "derivative": derivatives,
        "derivative_name": [names.get(each, "") for each in derivatives],
        "lightest": [lightest.ingredient if lightest else ""] * len(derivatives),
        "lightest_name": [lightest.record.name if lightest else ""] * len(derivatives),
    }
