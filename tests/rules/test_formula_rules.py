"""Every rule about a formula: when it fires, is silent, cannot look, and what it says."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog, rules
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Measured, Storage
from calc.findings import (
    Action,
    Evidence,
    Finding,
    Severity,
)
from calc.rules import FORMULA_FACTS as FACTS
from calc.rules import FORMULA_TEXTS as TEXTS
from calc.rules import (
    PREDICATES,
    Facts,
    codes_of,
    engine,
    evaluate,
    findings_of,
    skipped_of,
    wording,
)
from calc.rules.assessment import assess
from tests.cases import every_case

NAN = float("nan")
ENDS = ("median", "low", "high")
CODES = codes_of("formula")
RULES = {code: catalog.rules()[code] for code in CODES}

# A serum of which everything is known and about which no rule with a limit has anything to say.
CALM = {
    "has_other": 0,
    "hides_pH": 0,
    "has_form": 1,
    "has_laa": 1,
    "has_ascorbate": 1,
    "has_derivative": 0,
    "has_usual_range": 1,
    "has_water_soluble_form": 1,
    "has_ethyl": 0,
    "has_water": 1,
    "has_free_water": 1,
    "ethanol": 0.0,
    "has_preservative": 1,
    "crystal_water_unstated": 0,
    "purity_stated": 1,
    "clear_in_daylight": 0,
    "can_predilute": 1,
    "cannot_predilute": 0,
    "laa_mass_fraction": 0.12,
    "laa_aim": 0.12,
    "laa_dissolves": 1,
    "laa_near_limit": 0,
    "laa_limit_unknown": 0,
    "dissolved_C": 20.0,
    "falls_out_cold": 0,
    "laa_never_dissolves": 0,
    "laa_falls_out_now": 0,
    "may_fall_out_cold": 0,
    "clear_strength": 0.13,
    "clear_strength_cold": 0.13,
    "cold_C": 5.0,
    "derivative_mass_fraction": 0.02,
    "derivative_usual_low": 0.01,
    "derivative_usual_high": 0.05,
    "has_content": 1,
    "derivative_aa_equivalent": 0.01,
    "derivative_pH_low": 3.0,
    "derivative_pH_high": 7.0,
    "derivative_by_water": 1,
    "derivative_dissolves": 1,
    "derivative_near_limit": 0,
    "derivative_limit_unknown": 0,
    "oil_separates": 0,
    "oil_g": 0.0,
    "solubiliser_g": 2.0,
    "emulsifier_g": 0.2,
    "above_legal_limit": 0,
    "preservative_pH_high": 8.0,
    "stays_undissolved": 0,
    "may_stay_undissolved": 0,
    "is_phosphate": 0,
    "has_label_strength": 0,
    "by_eye": 0,
    "strength_low": 0.11,
    "strength_high": 0.13,
    "strength_spread": 0.08,
    "window_width": 0.12,
    "powder_g": 3.0,
    "fitting_scale_g": 0.1,
    "pH": 3.2,
    "has_pH": 1,
    "no_pH": 0,
    "no_pH_form": 0,
    "no_pH_acid": 0,
    "cosolvent_share": 0.0,
    "ionic_strength": 0.2,
    "has_citrate": 0,
    "has_uncounted": 0,
    "solids_per_water": 20.0,
    "shelf_C": 22.0,
    "preservative_share": 0.9,
    "correction_g": 0.3,
    "correction_pH": 3.2,
    "has_reading": 0,
    "has_lone_reading": 0,
    "reading_above": 0.0,
    "lone_pH": 2.1,
    "reading": 3.2,
    "reading_off": 0.5,
    "has_lye": 0,
    "foams": 0,
    "gas_g": 0.14,
    "has_dose": 0,
    "out_of_reach": 0,
    "target_pH": 3.2,
    "reach_low": 2.1,
    "reach_high": 3.6,
    "dose_g": 0.27,
    "first_g": 0.21,
    "dose_steps": 27.0,
    "stock_mL": 5.4,
    "stock_first_mL": 4.2,
    "stock_powder_g": 5.0,
    "has_unread": 0,
    "has_claimed_total": 0,
    "claimed_total": 1.0,
    "water_share": 0.8,
    "corrected_water": 0.775,
    "has_claimed_strength": 0,
    "claimed_strength": 0.12,
    "true_strength": 0.12,
    "true_strength_low": 0.119,
    "true_strength_high": 0.121,
    "claimed_powder_g": 12.0,
    "claimed_rest_g": 88.0,
    "has_claimed_pH": 0,
    "claimed_pH": 3.2,
    "true_pH_low": 3.1,
    "true_pH_high": 3.3,
    "claimed_dose_g": 0.3,
    "is_finished": 0,
    "has_carbomer": 0,
    "has_hyaluronate": 0,
    "has_copper": 0,
    "dilution_g": 0.0,
    "lightest_g": 1.0,
    "lightest_steps": 100.0,
    "weighable_batch_g": 30.0,
    "stock_part_g": 1.0,
    "stock_carrier_g": 9.0,
    "stock_saved_g": 9.0,
    "stock_dose_g": 1.0,
    "has_ferulic": 0,
    "has_niacinamide": 0,
    "is_kept": 1,
    "has_t90": 1,
    "ends_by_t90": 0,
    "ends_by_germs": 0,
    "ends_by_six_months": 0,
    "no_days_light": 0,
    "no_days_cold": 0,
    "no_days_hot": 0,
    "no_days_alkaline": 0,
    "no_days_pH": 0,
    "no_days_solvent": 0,
    "no_days_powder": 0,
    "outside_series": 0,
    "package_assumed": 0,
    "temperature_assumed": 0,
    "opened_to_air": 0,
    "has_wall": 0,
    "may_see_light": 0,
    "has_assay": 0,
    "assay_narrows": 0,
    "undated_assay": 0,
    "state_stable": 0,
    "state_buffer": 0,
    "state_outside": 0,
    "state_poor": 0,
    "state_keep_dark": 0,
    "state_released": 0,
    "state_not_known": 0,
    "kept_C_low": 5.0,
    "kept_C_high": 25.0,
    "known_C_low": 0.0,
    "known_C_high": 50.0,
    "known_pH_high": 6.0,
    "assay_off": 0.5,
}
OF_DERIVATIVE = {"has_derivative": 1}
OF_PHOSPHATE = {**OF_DERIVATIVE, "is_phosphate": 1, "derivative_pH_low": 6.0}
OF_DOSE = {"has_dose": 1}
# A form that sets no end to its pH itself.
OPEN_ENDS = {"derivative_pH_low": NAN, "derivative_pH_high": NAN}
OF_CLAIMS = {"has_claimed_total": 1, "has_claimed_strength": 1, "has_claimed_pH": 1}

# Per rule: facts with which it fires, facts with which it is silent.
CASES: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "STR-001": ({"laa_mass_fraction": 0.22}, {"laa_mass_fraction": 0.20}),
    "STR-002": ({"laa_mass_fraction": 0.05}, {"laa_mass_fraction": 0.08}),
    "STR-003": ({"laa_mass_fraction": 0.18}, {"laa_mass_fraction": 0.22}),
    "STR-004": ({**OF_DERIVATIVE, "derivative_mass_fraction": 0.06}, OF_DERIVATIVE),
    "STR-005": ({**OF_DERIVATIVE, "derivative_mass_fraction": 0.001}, OF_DERIVATIVE),
    "STR-006": ({**OF_DERIVATIVE, "has_usual_range": 0}, OF_DERIVATIVE),
    "STR-007": ({"has_form": 0, "has_laa": 0, "has_ascorbate": 0}, {}),
    "STR-008": ({"laa_mass_fraction_high": 0.21, "laa_aim": 0.199, "laa_mass_fraction": 0.199}, {}),
    "FORM-001": (OF_DERIVATIVE, {**OF_DERIVATIVE, "derivative_aa_equivalent": 0.0}),
    "FORM-002": ({**OF_DERIVATIVE, "crystal_water_unstated": 1}, OF_DERIVATIVE),
    "FORM-003": ({**OF_DERIVATIVE, "has_content": 0}, OF_DERIVATIVE),
    "FORM-004": ({"has_ethyl": 1}, {}),
    "FORM-005": ({**OF_DERIVATIVE, "derivative_pH_low": 6.0}, OF_DERIVATIVE),
    "LABEL-001": ({"has_label_strength": 1}, {}),
    "PH-001": ({"pH": 2.2}, {}),
    "PH-002": ({"pH": 2.7}, {"pH": 2.2}),
    "PH-003": ({"pH": 4.0}, {}),
    "PH-004": ({"pH": NAN}, {}),
    "PH-020": ({"pH": 1.8}, {"pH": 2.2}),
    "PH-022": ({**OPEN_ENDS, "has_laa": 0, "pH": 2.7}, {**OPEN_ENDS, "pH": 2.7}),
    "PH-023": ({**OPEN_ENDS, "pH": 10.0}, {"pH": 10.0}),
    "OTHER-001": ({"has_other": 1}, {"has_other": 0}),
    "OTHER-002": ({"has_other": 1, "hides_pH": 1}, {"has_other": 1, "hides_pH": 0}),
    "PH-005": ({"has_reading": 1, "reading_off": 3.5}, {"has_reading": 1, "reading_off": 2.5}),
    "PH-006": ({"has_reading": 1, "reading_off": 2.5}, {"has_reading": 1, "reading_off": 1.5}),
    "PH-019": ({"has_lone_reading": 1, "reading_above": 1.5}, {"reading_above": 1.5}),
    "PH-007": ({"cosolvent_share": 0.2}, {"cosolvent_share": 0.05}),
    "PH-008": ({"cosolvent_share": 0.4, "has_pH": 0}, {"cosolvent_share": 0.2}),
    "PH-009": ({"has_water": 0}, {}),
    "PH-010": ({"no_pH_form": 1}, {}),
    "PH-011": ({"has_uncounted": 1}, {"has_uncounted": 1, "has_pH": 0}),
    "PH-012": ({"has_citrate": 1, "ionic_strength": 0.8}, {"ionic_strength": 0.8}),
    "PH-013": ({"ionic_strength": 5.0}, {}),
    "PH-018": ({"solids_per_water": 150.0}, {}),
    "PH-014": ({"shelf_C": 5.0}, {}),
    "PH-015": ({"is_finished": 1, "no_pH": 1}, {"is_finished": 1}),
    "PH-016": ({"no_pH_acid": 1}, {}),
    "PH-017": ({"ionic_strength": 1.5}, {"ionic_strength": 0.8}),
    "FORM-006": ({**OF_DERIVATIVE, "derivative_pH_low": 4.0}, OF_DERIVATIVE),
    "FORM-007": ({**OF_PHOSPHATE, "pH": 4.5}, {**OF_PHOSPHATE, "pH": 5.5}),
    "FORM-008": ({**OF_DERIVATIVE, "pH": 7.5}, OF_DERIVATIVE),
    "SOL-001": ({"has_water": 0}, {}),
    "SOL-002": ({"laa_dissolves": 0, "laa_never_dissolves": 1}, {"laa_dissolves": 0.5}),
    "SOL-011": ({"laa_dissolves": 0, "laa_falls_out_now": 1}, {}),
    "SOL-012": ({"may_fall_out_cold": 1}, {}),
    "SOL-003": ({"laa_dissolves": 0.5, "laa_near_limit": 1}, {}),
    "SOL-004": ({"falls_out_cold": 1}, {}),
    "SOL-005": ({**OF_DERIVATIVE, "derivative_limit_unknown": 1}, OF_DERIVATIVE),
    "SOL-006": ({**OF_DERIVATIVE, "derivative_dissolves": 0}, OF_DERIVATIVE),
    "SOL-007": ({**OF_DERIVATIVE, "derivative_near_limit": 1}, OF_DERIVATIVE),
    "SOL-008": (
        {**OF_DERIVATIVE, "derivative_dissolves": 0, "derivative_by_water": 0},
        {**OF_DERIVATIVE, "derivative_dissolves": 0},
    ),
    "SOL-009": ({"stays_undissolved": 1}, {}),
    "SOL-010": ({"may_stay_undissolved": 1}, {}),
    "MIX-023": ({"oil_separates": 1}, {}),
    "MIX-024": ({"has_unread": 1}, {}),
    "LIMIT-001": ({"above_legal_limit": 1}, {}),
    "MICRO-003": ({"pH": 8.2}, {"pH": 8.2, "has_preservative": 0}),
    "MICRO-001": ({"has_preservative": 0}, {"has_preservative": 0, "pH": 2.5}),
    "MICRO-002": ({"preservative_share": 0.1}, {"preservative_share": 0.1, "has_preservative": 0}),
    "ADJ-001": ({"has_lye": 1}, {}),
    "ADJ-002": ({"foams": 1}, {}),
    "ADJ-003": (OF_DOSE, {}),
    "ADJ-004": ({**OF_DOSE, "dose_steps": 3.0}, OF_DOSE),
    "ADJ-005": ({"out_of_reach": 1, "dose_g": NAN}, {}),
    "CLAIM-001": ({**OF_CLAIMS, "claimed_total": 1.025}, OF_CLAIMS),
    "CLAIM-002": ({**OF_CLAIMS, "claimed_strength": 0.15}, OF_CLAIMS),
    "CLAIM-003": ({**OF_CLAIMS, "claimed_pH": 5.0}, OF_CLAIMS),
    "LIGHT-001": ({"clear_in_daylight": 1}, {}),
    "MIX-001": ({}, {"has_laa": 0}),
    "MIX-002": ({}, {"has_free_water": 0}),
    "MIX-003": ({}, {"has_water_soluble_form": 0}),
    "MIX-004": ({}, {"has_form": 0}),
    "MIX-005": ({}, {"has_form": 0}),
    "MIX-006": ({"purity_stated": 0}, {}),
    "MIX-010": ({"lightest_steps": 3.0}, {}),
    "MIX-012": ({"by_eye": 1, "strength_spread": 0.4}, {"strength_spread": 0.4}),
    "MIX-011": ({"can_predilute": 0, "cannot_predilute": 1, "lightest_steps": 3.0}, {}),
    "MIX-020": ({"has_carbomer": 1}, {"has_carbomer": 1, "has_water_soluble_form": 0}),
    "MIX-021": ({**OF_PHOSPHATE, "has_hyaluronate": 1, "pH": 6.5}, {"has_hyaluronate": 1}),
    "MIX-022": ({"has_copper": 1}, {"has_copper": 1, "has_laa": 0}),
    "STAB-001": ({"ends_by_t90": 1}, {}),
    "STAB-002": ({"ends_by_germs": 1}, {}),
    "STAB-003": ({"ends_by_six_months": 1}, {}),
    "STAB-004": ({"no_days_light": 1}, {}),
    "STAB-005": ({"no_days_cold": 1, "kept_C_low": -5.0}, {}),
    "STAB-006": ({"no_days_hot": 1, "kept_C_high": 60.0}, {}),
    "STAB-007": ({"no_days_alkaline": 1}, {}),
    "STAB-008": ({"no_days_pH": 1}, {}),
    "STAB-009": ({"no_days_solvent": 1}, {}),
    "STAB-010": ({"no_days_powder": 1}, {}),
    "STAB-011": ({"outside_series": 1}, {"outside_series": 1, "has_t90": 0}),
    "STAB-012": ({"package_assumed": 1}, {"package_assumed": 1, "has_t90": 0}),
    "STAB-013": ({"temperature_assumed": 1}, {"temperature_assumed": 1, "has_t90": 0}),
    "STAB-014": ({}, {"has_laa": 0}),
    "STAB-015": ({"has_ferulic": 1}, {"has_ferulic": 1, "has_water": 0}),
    "STAB-016": ({"opened_to_air": 1}, {"opened_to_air": 1, "has_t90": 0}),
    "STAB-017": ({"has_wall": 1}, {"has_wall": 1, "has_t90": 0}),
    "STAB-018": ({"has_assay": 1, "assay_off": 3.5}, {"has_assay": 1, "assay_off": 2.5}),
    "STAB-019": ({"assay_narrows": 1}, {}),
    "STAB-020": ({"undated_assay": 1}, {}),
    "STAB-021": ({"has_niacinamide": 1, "may_see_light": 1}, {"has_niacinamide": 1}),
    "STAB-022": ({**OF_DERIVATIVE, "state_stable": 1}, {**OF_DERIVATIVE, "state_stable": 1, "pH": 7.5}),
    "STAB-023": ({**OF_DERIVATIVE, "state_buffer": 1}, OF_DERIVATIVE),
    "STAB-024": (
        {**OF_DERIVATIVE, "state_outside": 1},
        {**OF_DERIVATIVE, "state_outside": 1, "derivative_pH_low": 4.0},
    ),
    "STAB-025": ({**OF_DERIVATIVE, "state_poor": 1}, OF_DERIVATIVE),
    "STAB-026": ({**OF_DERIVATIVE, "state_keep_dark": 1}, OF_DERIVATIVE),
    "STAB-027": ({**OF_DERIVATIVE, "state_released": 1}, OF_DERIVATIVE),
    "STAB-028": ({**OF_DERIVATIVE, "state_not_known": 1}, OF_DERIVATIVE),
}

# Per limit: the fact that it bounds, and whether the rule fires below, at and above the limit.
LIMITS: dict[tuple[str, str], tuple[str, tuple[bool, bool, bool]]] = {
    ("STR-001", "most"): ("laa_mass_fraction", (False, False, True)),
    ("STR-002", "least"): ("laa_mass_fraction", (True, False, False)),
    ("STR-003", "above"): ("laa_mass_fraction", (False, False, True)),
    ("STR-003", "most"): ("laa_mass_fraction", (True, True, False)),
    ("STR-008", "most"): ("laa_mass_fraction_high", (False, False, True)),
    ("PH-001", "least"): ("pH", (True, False, False)),
    ("PH-002", "least"): ("pH", (False, True, True)),
    ("PH-002", "below"): ("pH", (True, False, False)),
    ("PH-003", "from"): ("pH", (False, True, True)),
    ("PH-020", "corrosive"): ("pH", (True, True, False)),
    ("PH-020", "caustic"): ("pH", (False, True, True)),
    ("PH-022", "corrosive"): ("pH", (False, False, True)),
    ("PH-022", "below"): ("pH", (True, False, False)),
    ("PH-023", "above"): ("pH", (False, False, True)),
    ("PH-023", "caustic"): ("pH", (True, False, False)),
    ("PH-005", "most"): ("reading_off", (False, False, True)),
    ("PH-006", "from"): ("reading_off", (False, False, True)),
    ("PH-006", "most"): ("reading_off", (True, True, False)),
    ("PH-019", "most"): ("reading_above", (False, False, True)),
    ("PH-007", "most"): ("cosolvent_share", (False, False, True)),
    ("PH-008", "most"): ("cosolvent_share", (False, False, True)),
    ("PH-012", "above"): ("ionic_strength", (False, False, True)),
    ("PH-018", "most"): ("solids_per_water", (False, False, True)),
    ("PH-013", "most"): ("ionic_strength", (False, False, True)),
    ("PH-014", "low"): ("shelf_C", (True, False, False)),
    ("PH-014", "high"): ("shelf_C", (False, False, True)),
    ("PH-017", "above"): ("ionic_strength", (False, False, True)),
    ("FORM-006", "phosphate"): ("pH", (False, True, True)),
    ("FORM-007", "least"): ("pH", (True, False, False)),
    ("MICRO-002", "least"): ("preservative_share", (True, False, False)),
    ("ADJ-004", "least"): ("dose_steps", (True, False, False)),
    ("MICRO-001", "alcohol"): ("ethanol", (True, True, False)),
    ("MICRO-001", "below"): ("pH", (False, True, True)),
    ("FORM-005", "acid"): ("derivative_pH_low", (False, False, True)),
    ("MIX-012", "most"): ("strength_spread", (False, False, True)),
    ("MIX-010", "least"): ("lightest_steps", (True, False, False)),
    ("MIX-011", "least"): ("lightest_steps", (True, False, False)),
    ("STAB-018", "most"): ("assay_off", (False, False, True)),
}
# Limits that only a message shows.
TOLD_ONLY = {("OTHER-001", "most"), ("STR-002", "worked"), ("PH-002", "ampoule")}
# Limits of a difference, tested below by hand.
BETWEEN = {("CLAIM-001", "off"), ("CLAIM-002", "off"), ("CLAIM-003", "off")}
# What else must hold for a rule to be at its limit.
AT_LIMIT = {
    "PH-022": {**OPEN_ENDS, "has_laa": 0},
    "PH-023": OPEN_ENDS,
    "MICRO-001": {"has_preservative": 0},
    "FORM-006": OF_PHOSPHATE,
}


WORDS = {
    "derivative": "ascorbyl_glucoside",
    "derivative_name": "ascorbyl glucoside",
    "derivative_amount": "20 g",
    "derivative_limit": "15 to 17 g",
    "lightest": "ferulic_acid",
    "lightest_name": "ferulic acid",
    "other_names": "unicorn hydrosol",
    "adjuster_name": "baking soda (sodium bicarbonate)",
    "preservative_name": "potassium sorbate",
    "uncounted_names": "ferulic acid and niacinamide",
    "acid_words": "L-ascorbic acid",
    "total_words": "Every line was taken in proportion.",
    "unread_lines": "“11/2 tsp glycerin”",
    "oil_names": "squalane",
    "undissolved": "ferulic_acid",
    "undissolved_names": "ferulic acid",
    "undissolved_words": "0.5 g of ferulic acid, of which 0.08 g dissolve here",
    "above_limit": "phenoxyethanol",
    "above_limit_words": "phenoxyethanol: 1.2 % of the whole, above the 1 % of Annex V, entry 29",
    "limited_preservatives": "Geogard ECT (up to pH 8)",
    "maybe_undissolved": "phloretin",
    "maybe_undissolved_names": "phloretin",
    "maybe_undissolved_words": "0.1 g of phloretin, of which 0.05 to 0.2 g dissolve here",
    "laa_amount": "25 g",
    "laa_limit": "25.5 to 28.9 g",
    "cold_limit": "14.8 to 17.6 g",
    "dose_range": "0.22 to 0.33 g",
    "expected_pH": "3.1 to 3.3",
    "true_pH": "3.1 to 3.3",
    "t90": "65 days",
    "t90_range": "20 to 197 days",
    "before_range": "17 to 230 days",
    "discard_after": "20 days",
    "outside_words": "an emulsion and alcohol",
    "room_range": "20 to 25 °C",
    "bottle_size": "30 mL",
    "air_range": "150 to 320 mL",
    "opening_range": "0.1 to 0.72 %",
    "wall_range": "3.8 to 6.8 %",
}


def table(*rows: Mapping[str, float]) -> Facts:
    """Return facts: CALM changed by each row; ``<fact>_low`` and ``<fact>_high`` widen its band."""
    full = [{**CALM, **row} for row in rows]
    columns = {name: np.array([row[name] for row in full], dtype=np.float64) for name in FACTS}
    bands = {
        name: {end: np.array([row.get(f"{name}_{end}", row[name]) for row in full]) for end in ENDS}
        for name in ("laa_mass_fraction", "pH", "dose_g")
    }
    return Facts(columns, bands, {name: [text] * len(full) for name, text in WORDS.items()})


def findings(**row: float) -> dict[str, Finding]:
    facts = table(row)
    return {finding.code: finding for finding in findings_of(evaluate(facts), facts)}


def skipped(**row: float) -> dict[str, str]:
    facts = table(row)
    return {skip.code: skip.reason for skip in skipped_of(evaluate(facts), facts)}


def serum(strength: float, form: str = "l_ascorbic_acid") -> Formula:
    return Formula(
        (Line("water", 100 - 100 * strength), Line(form, 100 * strength, 1.0, purity_plus_minus=0.0))
    )


# --- every rule -----------------------------------------------------------------------------------


def test_rules_and_predicates_are_one_to_one():
    assert set(PREDICATES) == set(catalog.rules())


def test_every_rule_has_its_case():
    assert set(CASES) == set(CODES)


def test_every_limit_has_its_boundary():
    names = {(code, name) for code, rule in RULES.items() for name in rule.limits}
    assert names == set(LIMITS) | TOLD_ONLY | BETWEEN


@every_case("code", CODES)
def test_a_rule_fires_and_is_silent(code):
    fires, silent = CASES[code]
    assert code in findings(**fires)
    assert code not in findings(**silent)


def step(fact: str) -> float:
    """Return a step that crosses a limit: a pH is as fine as a meter shows it."""
    return 0.006 if FACTS[fact.removesuffix("_high")].kind == "pH" else 1e-6


@pytest.mark.parametrize(("code", "limit"), LIMITS)
def test_a_limit_is_where_the_data_put_it(code, limit):
    fact, expected = LIMITS[code, limit]
    at = catalog.rules()[code].limit[limit]
    base = {**CASES[code][0], **AT_LIMIT.get(code, {})}
    fired = tuple(code in findings(**{**base, fact: at + off * step(fact)}) for off in (-1, 0, 1))
    assert fired == expected


@pytest.mark.parametrize(("code", "limit"), LIMITS)
def test_float_noise_does_not_cross_a_limit(code, limit):
    fact, expected = LIMITS[code, limit]
    at = catalog.rules()[code].limit[limit]
    base = {**CASES[code][0], **AT_LIMIT.get(code, {})}
    for off in (-1e-6, 1e-6):
        assert (code in findings(**{**base, fact: at + off * step(fact)})) == expected[1]


@pytest.mark.parametrize(
    ("total", "fires"), [(0.9994, True), (0.9995, False), (1.0005, False), (1.0006, True)]
)
def test_shares_may_be_off_by_rounding(total, fires):
    assert ("CLAIM-001" in findings(**{**OF_CLAIMS, "claimed_total": total})) == fires


@pytest.mark.parametrize(
    ("claimed", "low", "high", "fires"),
    [
        # Outside of the band of 11 to 13 % and by more than 2 % of 12 %.
        (0.131, 0.11, 0.13, True),
        (0.13, 0.11, 0.13, False),
        (0.109, 0.11, 0.13, True),
        # Outside of a narrow band, and within 2 % of 12 %: 11.76 to 12.24 %.
        (0.1224, 0.12, 0.12, False),
        (0.1225, 0.12, 0.12, True),
        (0.1176, 0.12, 0.12, False),
        (0.1175, 0.12, 0.12, True),
    ],
)
def test_a_claimed_strength_is_wrong_outside_of_band_and_rounding(claimed, low, high, fires):
    row = {**OF_CLAIMS, "claimed_strength": claimed, "true_strength_low": low, "true_strength_high": high}
    assert ("CLAIM-002" in findings(**row)) == fires


@pytest.mark.parametrize(("claimed", "fires"), [(2.89, True), (2.9, False), (3.5, False), (3.51, True)])
def test_a_claimed_pH_is_wrong_by_more_than_a_strip_tells(claimed, fires):
    # 0.2 below 3.1 and above 3.3.
    assert ("CLAIM-003" in findings(**{**OF_CLAIMS, "claimed_pH": claimed})) == fires


def test_the_pH_limits_of_a_form_come_from_the_form():
    low, high = {**OF_DERIVATIVE, "derivative_pH_low": 4.0}, {**OF_DERIVATIVE, "derivative_pH_high": 6.0}
    for off, fires in ((-0.006, True), (0.0, False), (0.006, False)):
        assert ("FORM-006" in findings(**low, pH=4.0 + off)) == fires
        assert ("FORM-008" in findings(**high, pH=6.0 - off)) == fires


def test_one_rule_of_two_speaks_about_a_phosphate_in_acid():
    for pH, expected in ((4.9, {"FORM-007"}), (5.1, {"FORM-006"}), (6.1, set())):
        assert {"FORM-006", "FORM-007"} & set(findings(**OF_PHOSPHATE, pH=pH)) == expected


@every_case("fact", [fact for rule in RULES.values() for fact in rule.needs])
def test_a_fact_that_is_needed_and_unknown_skips_the_rule(fact):
    for code, rule in RULES.items():
        if fact in rule.needs:
            row = {**CASES[code][0], fact: NAN}
            assert skipped(**row)[code].startswith(FACTS[fact].label)
            assert skipped(**row)[code].endswith("unknown")
            assert code not in findings(**row)


def test_derivative_limits_come_from_the_form():
    for step, fires in ((-1e-6, False), (0.0, False), (1e-6, True)):
        assert ("STR-004" in findings(**OF_DERIVATIVE, derivative_mass_fraction=0.05 + step)) == fires
    for step, fires in ((-1e-6, True), (0.0, False), (1e-6, False)):
        assert ("STR-005" in findings(**OF_DERIVATIVE, derivative_mass_fraction=0.01 + step)) == fires


# --- what the issue asks --------------------------------------------------------------------------


def codes(report) -> dict[str, Finding]:
    return {finding.code: finding for finding in report.findings}


def test_twenty_two_percent_stops_and_twenty_does_not():
    stop = codes(assess(serum(0.22)))["STR-001"]
    assert stop.severity is Severity.STOP
    assert "22 %" in stop.message.replace("\u202f", " ")
    # 22 g of acid are 20 % of 110 g: 10 g of water more.
    assert "10 g" in stop.remedy.replace("\u202f", " ")
    assert "STR-001" not in codes(assess(serum(0.20)))


def test_five_percent_is_a_note_that_cites_its_trial():
    note = codes(assess(serum(0.05)))["STR-002"]
    assert note.severity is Severity.NOTE
    assert "humbert_2003" in note.sources
    assert "STR-002" not in codes(assess(serum(0.08)))


def test_an_unknown_pH_is_told_not_passed():
    lines = (Line("water", 40.0), Line("l_ascorbic_acid", 15.0), Line("propylene_glycol", 45.0))
    report = assess(Formula(lines))
    reasons = {skip.code: skip.reason for skip in report.skipped}
    for code in ("PH-001", "PH-002", "PH-003"):
        assert reasons[code] == "the pH: unknown"
        assert code not in report.evaluated
    assert codes(report)["PH-004"].severity is Severity.CAUTION
    assert set(report.evaluated) | set(reasons) == set(CODES)
    assert not set(report.evaluated) & set(reasons)


def with_soda(grams: float) -> Formula:
    """Return 15 % of acid with baking soda: pH 3.2 with 0.9 g, about."""
    return Formula((*serum(0.15).lines, Line("sodium_bicarbonate", grams, 1.0, purity_plus_minus=0.0)))


def test_an_acid_in_plain_water_stops_and_is_mended():
    stop = codes(assess(serum(0.15)))["PH-001"]
    assert stop.severity is Severity.STOP
    assert stop.message.startswith("pH 2.1 is below 2.5")
    # 0.425 g of lye per 100 g bring it to 3.2; as baking soda 0.425 / 39.997 × 84.007 = 0.893 g.
    assert stop.remedy.replace("\u202f", " ").startswith(
        "About 0.86 g of baking soda should bring it to pH 3.2"
    )


def test_a_pH_that_may_be_too_low_is_a_caution():
    # Of a finished product nothing is predicted: the strip stands alone.
    lines = (Line("serum", 85.0), Line("l_ascorbic_acid", 15.0))
    finding = codes(assess(Formula(lines), measured=Measured(pH=2.6, pH_step=0.5)))["PH-001"]
    assert finding.severity is Severity.CAUTION
    assert finding.title.startswith("May be")
    # Not the pH that was read is below 2.5, its low end is: 2.6 − 0.5 / 2 = 2.35.
    assert finding.message == "pH 2.6, but it may be as low as 2.3, below 2.5."
    assert finding.remedy.startswith("Raise the pH to 3.0–3.5")


@pytest.mark.parametrize(
    ("strength", "code", "shown"),
    [
        (0.2004, "STR-001", "20.04 %"),
        (0.20004, "STR-001", "20.004 %"),
        (0.07996, "STR-002", "7.996 %"),
        (0.0799999, "STR-002", "7.99999 %"),
    ],
)
def test_a_strength_next_to_its_limit_is_never_written_like_it(strength, code, shown):
    # "8 % is below 8 %" makes nobody wiser.
    message = codes(assess(serum(strength)))[code].message.replace("\u202f", " ")
    assert message.startswith(shown + " ")


@given(st.floats(1e-6, 1e-3))
def test_no_message_compares_a_number_with_itself(off):
    for code, strength in (("STR-001", 0.2 + off), ("STR-002", 0.08 - off)):
        limit = "20" if code == "STR-001" else "8"
        assert not codes(assess(serum(strength)))[code].message.startswith(f"{limit}\u202f%")


def test_a_meter_that_is_sure_stops():
    finding = codes(assess(serum(0.15), measured=Measured(pH=2.1, pH_sd=0.02)))["PH-001"]
    assert finding.severity is Severity.STOP
    assert not finding.title.startswith("May be")


def test_a_clean_pH_silences_every_pH_rule():
    fired = codes(assess(with_soda(0.9), measured=Measured(pH=3.2, pH_sd=0.02)))
    assert not [code for code in fired if code.startswith("PH-")]


def test_who_aims_at_three_is_not_told_of_less():
    # The median of the draws ends up beside the target by a hair: "pH 2.999999 is below 3".
    by_code = findings(pH=2.999999, pH_low=2.9, pH_high=3.1)
    assert "PH-002" not in by_code
    assert findings(pH=2.994, pH_low=2.9, pH_high=3.1)["PH-002"].message.startswith("pH 2.99 is below 3.0")


def test_strength_is_judged_as_stated():
    # A powder not stated pure reaches below 20 %, but what counts is what was aimed at.
    formula = Formula((Line("water", 79.9), Line("l_ascorbic_acid", 20.1)))
    assert "STR-001" in codes(assess(formula))


def test_light_needs_bottle_and_place():
    assert "LIGHT-001" in codes(assess(serum(0.1), storage=Storage(light="daylight", wall="clear_glass")))
    assert "LIGHT-001" in assess(serum(0.1), storage=Storage(light="dark")).evaluated
    reasons = {skip.code: skip.reason for skip in assess(serum(0.1)).skipped}
    assert "unknown" in reasons["LIGHT-001"]


def test_two_derivatives_are_judged_each_by_its_own_range():
    lines = (Line("water", 80.0), Line("ascorbyl_glucoside", 8.0), Line("ascorbyl_palmitate", 12.0))
    above = [finding.subject for finding in assess(Formula(lines)).findings if finding.code == "STR-004"]
    assert sorted(above) == ["ascorbyl_glucoside", "ascorbyl_palmitate"]


def test_without_vitamin_c_there_is_little_to_say():
    fired = codes(assess(Formula((Line("water", 90.0), Line("glycerin", 10.0)))))
    assert "STR-007" in fired
    # What decides the pH is told all the same: a missing number has its reason.
    names = [code for code in fired if code.startswith(("PH", "STR-00"))]
    assert names == ["STR-007", "PH-016"]


def test_a_powder_in_oil_stays_a_suspension():
    fired = codes(assess(Formula((Line("squalane", 90.0), Line("l_ascorbic_acid", 10.0)))))
    assert "SOL-001" in fired
    assert "PH-004" not in fired


def test_a_coarse_scale_is_told_in_its_steps():
    lines = (Line("water", 30.0, mass_plus_minus_g=0.01), Line("panthenol", 0.05, mass_plus_minus_g=0.01))
    finding = codes(assess(Formula(lines)))["MIX-010"]
    # 0.05 g on 0.01 g are 5 steps; 20 steps need four times the batch: 120.2 g.
    message, remedy = (text.replace("\u202f", " ") for text in (finding.message, finding.remedy))
    assert "that is 5 steps" in message
    assert "120 g" in remedy
    assert finding.subject == "panthenol"


def test_a_report_is_sorted_and_complete():
    lines = (Line("water", 70.0), Line("l_ascorbic_acid", 25.0), Line("ethyl_ascorbic_acid", 5.0))
    report = assess(Formula(lines), measured=Measured(pH=2.2))
    severities = [finding.severity for finding in report.findings]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] is Severity.STOP
    assert report.as_dict()["findings"][0]["severity"] == "STOP"
    assert len({(finding.code, finding.subject) for finding in report.findings}) == len(report.findings)


def test_nothing_found_never_means_nothing_looked():
    for formula in (serum(0.1), serum(0.02, "ascorbyl_glucoside"), Formula((Line("glycerin", 1.0),))):
        report = assess(formula)
        assert len(report.evaluated) + len(report.skipped) == len(CODES)
        for skip in report.skipped:
            assert skip.reason.endswith(": unknown")


# --- severities -----------------------------------------------------------------------------------


def test_only_the_harmful_end_lowers_the_severity_by_one():
    sure, may = findings(pH=2.2), findings(pH=2.6, pH_low=2.35, pH_high=2.85)
    assert sure["PH-001"].severity is Severity.STOP
    assert may["PH-001"].severity is Severity.CAUTION
    assert findings(laa_mass_fraction=0.199, laa_mass_fraction_high=0.21)["STR-008"].severity is Severity.NOTE


def test_findings_stand_most_severe_first():
    by_code = list(findings(laa_mass_fraction=0.25, pH=2.7, has_preservative=0).values())
    assert [finding.severity for finding in by_code] == sorted(
        (finding.severity for finding in by_code), reverse=True
    )


# --- a table and its rows -------------------------------------------------------------------------

unknown = st.just(NAN)
FACT_VALUES = {
    "flag": st.sampled_from([0.0, 1.0, NAN]),
    "fraction": st.one_of(unknown, st.floats(0, 0.5), st.sampled_from([0.05, 0.08, 0.15, 0.2])),
    "whole": st.one_of(unknown, st.floats(0, 2), st.sampled_from([0.9995, 1.0, 1.025])),
    "pH": st.one_of(unknown, st.floats(0, 9), st.sampled_from([2.5, 3.0, 3.5])),
    "g": st.one_of(unknown, st.floats(0, 1e4)),
    "mL": st.one_of(unknown, st.floats(0, 100)),
    "steps": st.one_of(unknown, st.floats(0, 1e4), st.just(20.0)),
    "mol/kg": st.one_of(unknown, st.floats(0, 10), st.sampled_from([0.5, 1.0, 3.0])),
    "degC": st.one_of(unknown, st.floats(-20, 50), st.sampled_from([20.0, 25.0])),
    "times": st.one_of(unknown, st.floats(0, 10), st.sampled_from([2.0, 3.0])),
}
rows_of_facts = st.fixed_dictionaries(
    {name: FACT_VALUES[fact.kind.split(" ")[0]] for name, fact in FACTS.items()}
)


# Twenty tables of up to four rows: one rule that looks at a neighbour differs in the first few.
@settings(max_examples=20)
@given(st.lists(rows_of_facts, min_size=1, max_size=4))
def test_a_table_is_judged_like_its_rows_alone(rows):
    together = table(*rows)
    verdicts = evaluate(together)
    for i, row in enumerate(rows):
        alone = table(row)
        single = evaluate(alone)
        for words in ("fires", "may", "skipped"):
            assert getattr(verdicts, words)[i].tolist() == getattr(single, words)[0].tolist()
        assert findings_of(verdicts, together, i) == findings_of(single, alone)
        assert skipped_of(verdicts, together, i) == skipped_of(single, alone)


@given(rows_of_facts)
def test_a_rule_fires_may_fire_or_is_skipped_never_two(row):
    verdicts = evaluate(table(row))
    assert not np.any(verdicts.fires & verdicts.may)
    assert not np.any(verdicts.fires & verdicts.skipped)
    assert not np.any(verdicts.may & verdicts.skipped)


def test_bit_words_hold_more_than_64_rules():
    many = np.zeros((130, 3), dtype=bool)
    many[[0, 63, 64, 129], [0, 0, 1, 2]] = True
    words = engine._packed([flags if flags.any() else None for flags in many], 3)
    assert words.shape == (3, 3)
    verdicts = rules.RuleResults(tuple(f"X-{i:03}" for i in range(130)), words, words, words)
    assert [verdicts.of_row(words, row) for row in range(3)] == [["X-000", "X-063"], ["X-064"], ["X-129"]]


# --- words ----------------------------------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_case("code", CODES)
def test_every_placeholder_is_a_fact_a_limit_or_a_text(code):
    rule = catalog.rules()[code]
    shown = {name for name, fact in FACTS.items() if fact.kind != "flag"}
    known = {*shown, *TEXTS, *rule.limits, "laa_mass_fraction_high", "pH_low", "pH_high"}
    for text in (rule.subject, rule.message, rule.may, rule.remedy, rule.otherwise):
        assert placeholders(text) <= known
    assert not placeholders(rule.title)


# Facts that are known wherever the rule fires: what it looks at is worked out from them.
KNOWN_THEN = {
    "STR-004": {"derivative_usual_low", "derivative_usual_high"},
    "STR-005": {"derivative_usual_low", "derivative_usual_high"},
    "FORM-001": {"derivative_mass_fraction"},
    "SOL-002": {"dissolved_C"},
    "SOL-003": {"dissolved_C"},
    "SOL-004": {"cold_C"},
    "SOL-011": {"dissolved_C"},
    "SOL-012": {"cold_C"},
    "SOL-006": {"dissolved_C"},
    "SOL-007": {"dissolved_C"},
    "SOL-008": {"dissolved_C"},
    "PH-001": {"correction_pH"},
    "PH-005": {"reading"},
    "PH-006": {"reading"},
    "PH-019": {"reading", "lone_pH"},
    "MIX-023": {"oil_g", "solubiliser_g", "emulsifier_g"},
    "ADJ-002": {"gas_g"},
    "ADJ-003": {"target_pH"},
    "ADJ-004": {"dose_g", "stock_mL", "stock_powder_g"},
    "ADJ-005": {"reach_low", "reach_high"},
    "CLAIM-001": {"water_share"},
    "CLAIM-002": {"claimed_rest_g"},
    "STR-001": {"dilution_g"},
    "STAB-005": {"known_C_low"},
    "STAB-006": {"known_C_high"},
    "STAB-007": {"known_pH_high"},
    "MIX-010": {
        "lightest_g",
        "weighable_batch_g",
        "stock_part_g",
        "stock_carrier_g",
        "stock_dose_g",
        "stock_saved_g",
    },
    "MIX-011": {"lightest_g", "weighable_batch_g"},
    "MIX-012": {"strength_low", "strength_high", "powder_g", "fitting_scale_g"},
}


@every_case("code", CODES)
def test_no_message_can_show_a_fact_that_is_not_known(code):
    rule = catalog.rules()[code]
    shown = placeholders(rule.message + rule.may)
    if rule.otherwise:
        # Then the other remedy is taken, which must do without.
        shown |= placeholders(rule.otherwise)
    else:
        shown |= placeholders(rule.remedy)
    known = {*rule.needs, *KNOWN_THEN.get(code, ()), *TEXTS, *rule.limits, "laa_mass_fraction_high"}
    known |= {"pH_low", "pH_high"}
    assert shown <= known


def test_nothing_is_taken_for_known_that_no_message_shows():
    for code, names in KNOWN_THEN.items():
        rule = catalog.rules()[code]
        assert names <= placeholders(rule.message + rule.may + rule.remedy + rule.otherwise), code


@pytest.mark.parametrize(
    ("code", "missing", "words"),
    [
        ("PH-001", "correction_g", "Raise the pH"),
        ("STR-001", "dilution_g", "Begin again with less"),
        ("ADJ-003", "first_g", "Measure before you add any"),
        ("ADJ-004", "stock_first_mL", "the whole dose; take"),
        ("SOL-002", "clear_strength", "Use more water or less powder"),
        ("SOL-003", "clear_strength", "Use a little more water"),
        ("SOL-004", "clear_strength_cold", "or make it weaker"),
        ("SOL-011", "clear_strength", "or make it weaker"),
        ("SOL-012", "clear_strength_cold", "Make it a little weaker"),
        ("CLAIM-001", "corrected_water", "Ask who wrote it"),
        ("CLAIM-002", "claimed_powder_g", "No amount of this powder"),
        ("CLAIM-003", "claimed_dose_g", "Baking soda does not"),
    ],
)
def test_a_remedy_whose_number_is_missing_gives_way_to_another(code, missing, words):
    row = CASES[code][0]
    assert words not in findings(**row)[code].remedy
    assert words in findings(**{**row, missing: NAN})[code].remedy


def test_every_other_remedy_is_tested():
    names = {code for code, rule in RULES.items() if rule.otherwise}
    assert names == {
        *("PH-001", "STR-001", "ADJ-003", "ADJ-004", "CLAIM-001", "CLAIM-002", "CLAIM-003"),
        *("SOL-002", "SOL-003", "SOL-004", "SOL-011", "SOL-012"),
    }


@every_case("code", CODES)
def test_what_a_rule_waits_for_is_a_fact(code):
    rule = catalog.rules()[code]
    assert set(rule.when) | set(rule.needs) <= set(FACTS)
    assert all(FACTS[name].kind == "flag" for name in rule.when)


def test_limits_do_not_hide_facts():
    for rule in RULES.values():
        assert not set(rule.limits) & (set(FACTS) | set(TEXTS)), rule.code


@every_case("code", CODES)
def test_a_finding_is_whole(code):
    finding = findings(**CASES[code][0])[code]
    assert finding.sources
    for text in (finding.title, finding.message, finding.remedy, finding.subject):
        assert text
        assert "{" not in text
        assert "nan" not in text.lower().split()
        assert "  " not in text
        assert (
            text[0].isupper() or text[0].isdigit() or text.startswith(("pH ", "{")) or text == finding.subject
        )
        assert not re.search(r"\bsafe", text, re.IGNORECASE)
        assert not re.search(r"pH pH|\bg g\b|% %|°C °C|\b[Aa] [aeiou]", text.replace("\u202f", " "))
    for text in (finding.message, finding.remedy):
        assert "unknown" not in text
        assert text.endswith((".", "?"))
        assert not re.search(r"\d[a-zA-Z°%]", text.replace("-24-hour", "")), (
            "a number and its unit stand apart"
        )


@every_case("code", CODES)
def test_a_limit_that_is_told_is_the_one_of_the_data(code):
    rule = catalog.rules()[code]
    finding = findings(**CASES[code][0])[code]
    text = (finding.message + finding.remedy).replace("\u202f", " ")
    for name in placeholders(rule.message + rule.remedy) & set(rule.limits):
        row = rule.limits[name]
        number = f"{row.centre:.1f}" if row.unit == "pH" else f"{row.centre:g}"
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text)


@every_case("text", [rule.message for rule in RULES.values()])
def test_a_message_speaks_plainly(text):
    assert not re.search(r"\bsafe|unfortunately|please|invalid|error|null|NaN", text, re.IGNORECASE)
    assert not re.search(r"lize\b|nize\b|izing|color|fiber|liter\b", text), "British spelling"


@pytest.mark.parametrize(
    ("value", "kind", "limits", "text"),
    [
        (2.0, "pH", (), "2.0"),
        (2.46, "pH", (2.5,), "2.46"),
        (2.496, "pH", (2.5,), "2.5"),
        (10.4, "pH", (), "10.4"),
        (5, "pH as given", (), "5"),
        (1.025, "whole", (0.0005,), "102.5 %"),
        (0.000512, "fraction about", (), "0.051 %"),
        (0.271, "g about", (), "0.27 g"),
        (0.219, "g at most", (), "0.21 g"),
        (4.29, "mL at most", (), "4.2 mL"),
        (1.0, "steps", (20,), "1 step"),
        (0.169, "steps", (20,), "0.17 steps"),
        (19.97, "steps", (20,), "19.97 steps"),
        (1.004, "mol/kg", (1,), "1.004 mol/kg"),
        (5.0, "degC", (), "5 °C"),
    ],
)
def test_a_fact_is_written_with_its_digits_and_unit(value, kind, limits, text):
    assert wording._written(value, kind, limits).replace("\u202f", " ") == text


def test_a_number_is_only_told_apart_from_limits_of_its_kind():
    # 3 standard deviations are no reason to write "2.996" of a pH.
    by_code = findings(pH=2.996, pH_low=2.9, pH_high=3.1, has_reading=1, reading=3.0, reading_off=3.5)
    assert by_code["PH-005"].message.startswith("You read pH 3;")


def test_a_pH_beside_the_limit_of_its_form_is_never_written_like_it():
    row = {**OF_DERIVATIVE, "derivative_pH_low": 6.0, "pH": 5.98, "pH_low": 5.9, "pH_high": 6.1}
    assert findings(**row)["FORM-006"].message.startswith("pH 5.98 is too low")


def test_another_limit_in_the_data_moves_rule_and_message(spoil):
    # The first limit of the file is that of STR-001.
    spoil("rules.toml", 'property = "most", value = 20', 'property = "most", value = 10')
    finding = findings(laa_mass_fraction=0.12)["STR-001"]
    assert "above 10 %" in finding.message.replace("\u202f", " ")


def test_a_finding_without_a_source_cannot_exist():
    with pytest.raises(ValueError, match="needs a source"):
        Finding("STR-001", Severity.NOTE, Action.none, "batch", "a", "b", "c", Evidence.D, ())


def test_a_code_is_taken_once():
    with pytest.raises(ValueError, match="is taken"):
        rules.rule("STR-001")(lambda facts, limit: facts["pH"] > 0)


def test_a_finding_in_json_is_words():
    finding = findings(laa_mass_fraction=0.22)["STR-001"].as_dict()
    assert finding["severity"] == "STOP"
    assert finding["action"] == "wait"
    assert finding["sources"] == ["pinnell_2001", "jdd_2012", "seed_000"]
