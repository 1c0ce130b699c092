"""Every rule about a client: when it fires, is silent, cannot look, and what it says.

And the rules about a formula that are asked of a product by its label too.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.client.facts import visit_facts
from calc.client.product import Product
from calc.client.verdict import check
from calc.client.visit import Visit, read_visit
from calc.findings import Action, Finding, Severity
from calc.rules import (
    CLIENT_FACTS,
    FACTS,
    TEXTS,
    Facts,
    codes_of,
    evaluate,
    findings_of,
    open_questions,
    skipped_of,
)
from calc.uncertainty import Band
from calc.units import Q_
from tests.cases import every_case

NAN = float("nan")
ENDS = ("median", "low", "high")
CODES = codes_of("client")
RULES = {code: catalog.rules()[code] for code in CODES}
# What rules about a client look at, beside what is about a client: facts of the product.
OF_PRODUCT = ("pH", "has_derivative", "has_water")
# So long ago that it does not count any more [days].
LONG_AGO = 4000.0
LOOKED_AT = (*CLIENT_FACTS, *OF_PRODUCT)

# Somebody of whom everything is known, and who brings nothing, has nothing done and takes nothing.
CALM = {
    **{name: 0.0 for name, fact in CLIENT_FACTS.items() if fact.kind == "flag"},
    **{name: LONG_AGO for name, fact in CLIENT_FACTS.items() if fact.kind == "day"},
    "has_ul": 1.0,
    "has_derivative": 0.0,
    "has_water": 0.0,
    "age": 34.0,
    "pH": 3.6,
    "oral_mg": 200.0,
    "ul_mg": 2000.0,
    "highest_ul_mg": 2000.0,
    "tablets_per_week": 3.0,
    "skin_bound_mg": 231.0,
}
WORDS = {
    "unchecked_names": "“gout” and “wonderpill”",
    "no_rule_names": "“hay fever”",
    "allergen_names": "vitamin E (tocopherol)",
    "allergens_inside": "tocopheryl acetate",
    "sodium_words": "We do not know how much; the sodium ascorbate adds 232 mg.",
    "derivative": "ascorbyl_glucoside",
    "derivative_name": "ascorbyl glucoside",
}
ON_SKIN = {"has_product": 1}
ACID = {**ON_SKIN, "has_pure_acid": 1}
MILD = {**ON_SKIN, "has_derivative": 1}
TOUCHED = {"touches_skin": 1}
HOME_MADE = {**ON_SKIN, "is_home_made": 1, "has_water": 1}
NEEDLES = {"is_needling": 1}
MOUTH = {"has_intake": 1}
LIGHT = {"is_laser_or_peel": 1}
OPENED = {"breaks_skin": 1}
AT_EYE = {**ON_SKIN, "at_eye": 1, "has_water": 1}
LASER = {"is_laser": 1}
PEEL = {"is_peel": 1}
ALLERGIC = {**ON_SKIN, "reacts_allergy": 1}
TREATED = {**OPENED, "took_cancer_treatment": 1}

# Per rule: facts with which it fires, facts with which it is silent.
CASES: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "SKIN-001": ({**ACID, "harmed_skin": 1}, {**ON_SKIN, "harmed_skin": 1}),
    "SKIN-002": ({**ACID, "delicate_skin": 1}, {**ON_SKIN, "delicate_skin": 1}),
    "SKIN-003": ({**ON_SKIN, "broken_without_acid": 1}, {"broken_without_acid": 1}),
    "SKIN-004": ({**ON_SKIN, "irritated_without_acid": 1}, {"irritated_without_acid": 1}),
    "SKIN-005": ({**ON_SKIN, "acne_skin": 1}, {"acne_skin": 1}),
    "EYE-001": ({**AT_EYE, "pH": 3.2}, {**AT_EYE, "pH": 3.6}),
    "EYE-003": ({**AT_EYE, "pH": 9.0}, {**AT_EYE, "pH": 8.0}),
    "SKIN-006": ({**ON_SKIN, "has_herpes": 1}, {"has_herpes": 1}),
    "SKIN-007": ({**ACID, "has_psoriasis": 1}, {**MILD, "has_psoriasis": 1}),
    "EYE-002": ({**ON_SKIN, "at_eye": 1}, ON_SKIN),
    "AGE-001": ({**TOUCHED, "age": 12}, {**TOUCHED, "age": 14}),
    "AGE-002": ({**TOUCHED, "age": 15}, {**TOUCHED, "age": 12}),
    "PREG-001": ({**ON_SKIN, "expecting": 1}, {"expecting": 1}),
    "PREG-002": ({**NEEDLES, "expecting": 1}, {**ON_SKIN, "expecting": 1}),
    "PREG-003": ({"conceiving": 1, "any_retinoid": 1}, {"expecting": 1, "any_retinoid": 1}),
    "PREG-004": (
        {"may_conceive": 1, "trying_unknown": 1, "any_retinoid": 1},
        {"may_conceive": 1, "any_retinoid": 1},
    ),
    "PREG-005": ({**LIGHT, "is_pregnant": 1}, {**LIGHT, "is_breastfeeding": 1}),
    "PREG-006": ({**LIGHT, "is_breastfeeding": 1}, {**LIGHT, "is_pregnant": 1}),
    "PREG-007": ({"is_breastfeeding": 1, "takes_retinoid": 1}, {"is_breastfeeding": 1, "uses_retinoid": 1}),
    "PREG-008": ({"is_breastfeeding": 1, "uses_retinoid": 1}, {"is_breastfeeding": 1, "takes_retinoid": 1}),
    "PREG-009": ({"conceiving": 1, "uses_hydroquinone": 1}, {"is_breastfeeding": 1, "uses_hydroquinone": 1}),
    "HOME-001": ({**HOME_MADE, "pH": 3.6}, {**HOME_MADE, "pH": 3.6, "is_preserved": 1}),
    "REACT-001": ({**ON_SKIN, "unnamed_allergy": 1}, {**ALLERGIC, "names_allergen": 1}),
    "REACT-003": ({**ALLERGIC, "allergen_inside": 1}, {**ALLERGIC, "names_allergen": 1}),
    "REACT-004": (
        {**ALLERGIC, "names_allergen": 1},
        {**ALLERGIC, "names_allergen": 1, "allergen_inside": 1},
    ),
    "REACT-002": ({**ACID, "reacts_stinging": 1}, {**MILD, "reacts_stinging": 1}),
    "TEST-001": (ON_SKIN, NEEDLES),
    "SUN-001": (ON_SKIN, MOUTH),
    "ASK-001": ({"has_unchecked": 1}, ON_SKIN),
    "ASK-002": ({"has_no_rule": 1}, ON_SKIN),
    "ACT-001": ({**ACID, "uses_retinoid": 1}, {**MILD, "uses_retinoid": 1}),
    "ACT-002": ({**ACID, "other_acid": 1}, {**MILD, "other_acid": 1}),
    "ACT-003": ({**ON_SKIN, "uses_benzoyl_peroxide": 1}, ACID),
    "ACT-004": ({**ON_SKIN, "uses_niacinamide": 1}, ACID),
    "ACT-005": ({**ON_SKIN, "uses_copper_peptides": 1}, {**ACID, "uses_peptides": 1}),
    "ACT-006": ({**MILD, "uses_retinoid": 1}, {**ACID, "uses_retinoid": 1}),
    "ACT-007": ({**ACID, "takes_retinoid": 1}, {**MILD, "takes_retinoid": 1}),
    "ACT-008": ({**ACID, "harsh_cancer_treatment": 1}, {**ACID, "takes_cancer_treatment": 1}),
    "ACT-009": ({**MILD, "takes_cancer_treatment": 1}, {**MILD, "has_cancer": 1}),
    "ACT-010": ({**ACID, "uses_fluorouracil": 1}, {**MILD, "uses_fluorouracil": 1}),
    "PROC-001": ({**ON_SKIN, **NEEDLES}, NEEDLES),
    "PROC-003": ({"is_needling_device": 1, "age": 20}, {"is_needling_device": 1}),
    "PROC-004": ({"is_medical": 1}, NEEDLES),
    "PROC-005": ({**ON_SKIN, "is_laser": 1}, {"is_laser": 1}),
    "PROC-006": ({**ON_SKIN, "is_peel": 1}, {"is_peel": 1}),
    "PROC-007": ({"breaks_skin": 1, "takes_isotretinoin": 1}, {"breaks_skin": 1, "takes_retinoid": 1}),
    "PROC-008": ({"is_patch": 1, "patch_barrier": 1}, {"patch_barrier": 1}),
    "PROC-009": ({"is_patch": 1}, ON_SKIN),
    "PROC-010": ({"has_procedure": 1, "harmed_skin": 1}, {"has_procedure": 1}),
    "PROC-011": ({"is_roller": 1}, NEEDLES),
    "PROC-012": ({**LIGHT, "has_cancer": 1}, {"has_cancer": 1}),
    "PROC-013": (
        {**TREATED, "days_since_cancer_treatment": 90},
        {**TREATED, "days_since_cancer_treatment": 700},
    ),
    "PROC-014": (
        {**TREATED, "days_since_cancer_treatment": 700},
        {**TREATED, "days_since_cancer_treatment": 90},
    ),
    "PROC-015": ({**OPENED, "uses_retinoid": 1}, {**ON_SKIN, "uses_retinoid": 1}),
    "PROC-016": (
        {**OPENED, "other_oral_retinoid": 1, "days_since_retinoid": 0},
        {**OPENED, "other_oral_retinoid": 1, "days_since_retinoid": 400},
    ),
    "PROC-017": (
        {**LIGHT, "has_recent_sun": 1, "days_since_recent_sun": 7},
        {**LIGHT, "has_recent_sun": 1, "days_since_recent_sun": 300},
    ),
    "PROC-018": ({**OPENED, "has_herpes": 1}, {**OPENED, "has_shingles": 1}),
    "PROC-019": ({**LIGHT, "has_keloids": 1}, {**LIGHT, "has_pigmentation": 1}),
    "PROC-020": ({**LIGHT, "immune_held_down": 1}, {**LIGHT, "has_autoimmune": 1}),
    "PROC-021": ({**LIGHT, "has_autoimmune": 1}, {**ON_SKIN, "has_autoimmune": 1}),
    "PROC-022": ({**LIGHT, "has_photosensitivity": 1}, {**NEEDLES, "has_photosensitivity": 1}),
    "PROC-023": ({**LIGHT, "takes_photosensitiser": 1}, {**ON_SKIN, "takes_photosensitiser": 1}),
    "PROC-024": ({**LASER, "has_epilepsy": 1}, {**PEEL, "has_epilepsy": 1}),
    "PROC-025": ({**LIGHT, "is_diabetic": 1}, {**ON_SKIN, "is_diabetic": 1}),
    "PROC-026": ({**LASER, "thin_blood": 1}, {**PEEL, "thin_blood": 1}),
    "PROC-027": ({**PEEL, "thin_blood": 1}, {**LASER, "thin_blood": 1}),
    "PROC-028": ({**LASER, "takes_aspirin": 1}, {**PEEL, "takes_aspirin": 1}),
    "PROC-029": ({**OPENED, "has_darker_skin": 1}, {**ON_SKIN, "has_darker_skin": 1}),
    "PROC-030": ({**OPENED, "has_pigmentation": 1}, {**ON_SKIN, "has_pigmentation": 1}),
    "PROC-031": ({**OPENED, "has_vitiligo": 1}, {**ON_SKIN, "has_vitiligo": 1}),
    "PROC-032": ({**OPENED, "has_psoriasis": 1}, {**ON_SKIN, "has_psoriasis": 1}),
    "PROC-033": ({**PEEL, "delicate_skin": 1}, {**LASER, "delicate_skin": 1}),
    "PROC-034": (
        {**LIGHT, "has_recent_peel": 1, "days_since_recent_peel": 7},
        {**LIGHT, "has_recent_peel": 1, "days_since_recent_peel": 300},
    ),
    "PROC-035": (
        {**OPENED, "has_filler_there": 1, "days_since_filler_there": 7},
        {**OPENED, "has_filler_there": 1, "days_since_filler_there": 300},
    ),
    "PROC-036": ({**LASER, "has_moles_or_warts": 1}, {**PEEL, "has_moles_or_warts": 1}),
    "PROC-037": ({**LIGHT, "serious_illness": 1}, {**ON_SKIN, "serious_illness": 1}),
    "PROC-038": ({**LIGHT, "ill_now": 1}, {**ON_SKIN, "ill_now": 1}),
    "PROC-039": ({**LIGHT, "takes_antibiotic": 1}, {**ON_SKIN, "takes_antibiotic": 1}),
    "PROC-040": ({**LASER, "took_gold": 1}, {**PEEL, "took_gold": 1}),
    "PROC-041": ({**LASER, "at_eye": 1}, {**PEEL, "at_eye": 1}),
    "PROC-042": ({**OPENED, "at_eye": 1}, {"is_patch": 1, "at_eye": 1}),
    "PROC-043": ({**OPENED, "uses_fluorouracil": 1}, {**MILD, "uses_fluorouracil": 1}),
    "PROC-044": ({**OPENED, "has_fragile_skin": 1}, {**ON_SKIN, "has_fragile_skin": 1}),
    "PROC-045": ({**OPENED, "has_sickle_cell": 1}, {**ON_SKIN, "has_sickle_cell": 1}),
    "PROC-046": ({"has_procedure": 1, "reacts_allergy": 1}, {"has_procedure": 1, "reacts_stinging": 1}),
    "NEED-001": ({**NEEDLES, "reacts_allergy": 1}, {**NEEDLES, "reacts_stinging": 1}),
    "NEED-002": ({**NEEDLES, "thin_blood": 1}, {"thin_blood": 1}),
    "NEED-003": ({**NEEDLES, "has_cancer": 1}, {"has_cancer": 1}),
    "NEED-004": ({**NEEDLES, "needled_infection": 1}, {"needled_infection": 1}),
    "NEED-005": ({**NEEDLES, "has_acute_illness": 1}, {"has_acute_illness": 1}),
    "NEED-006": ({**NEEDLES, "has_keloids": 1}, {"has_keloids": 1}),
    "NEED-007": ({**NEEDLES, "has_epilepsy": 1}, {"has_epilepsy": 1}),
    "NEED-008": ({**NEEDLES, "is_diabetic": 1}, {"is_diabetic": 1}),
    "NEED-009": ({**NEEDLES, "has_heart_disease": 1}, {**NEEDLES, "has_low_sodium": 1}),
    "NEED-010": ({**NEEDLES, "has_renal_impairment": 1}, {**NEEDLES, "has_kidney_stones": 1}),
    "NEED-011": (
        {**NEEDLES, "has_recent_peel": 1, "days_since_recent_peel": 7},
        {**NEEDLES, "has_recent_peel": 1, "days_since_recent_peel": 300},
    ),
    "NEED-012": ({**NEEDLES, "has_moles_or_warts": 1}, {"has_moles_or_warts": 1}),
    "NEED-013": ({**NEEDLES, "has_hormonal_imbalance": 1}, {"has_hormonal_imbalance": 1}),
    "NEED-014": ({**NEEDLES, "takes_antibiotic": 1}, {"takes_antibiotic": 1}),
    "NEED-015": ({**NEEDLES, "has_thermoneurosis": 1}, {"has_thermoneurosis": 1}),
    "NEED-016": ({**NEEDLES, "has_psychological_disorder": 1}, {"has_psychological_disorder": 1}),
    "NEED-017": ({**NEEDLES, "has_needle_phobia": 1}, {"has_needle_phobia": 1}),
    "NEED-018": ({**NEEDLES, "age": 17}, {**ON_SKIN, "age": 17}),
    "NEED-019": ({**NEEDLES, "low_immunity": 1}, {"low_immunity": 1}),
    "NEED-020": ({**NEEDLES, "has_photosensitivity": 1}, {"has_photosensitivity": 1}),
    "NEED-022": ({**NEEDLES, "acne_skin": 1}, {**PEEL, "acne_skin": 1}),
    "NEED-023": ({**NEEDLES, "rosacea_skin": 1}, {**PEEL, "rosacea_skin": 1}),
    "NEED-024": ({**NEEDLES, "has_metal_allergy": 1}, {**LASER, "has_metal_allergy": 1}),
    "NEED-025": (
        {**NEEDLES, "has_recent_sun": 1, "days_since_recent_sun": 7},
        {**NEEDLES, "has_recent_sun": 1, "days_since_recent_sun": 300},
    ),
    "NEED-026": ({**NEEDLES, "takes_photosensitiser": 1}, {"takes_photosensitiser": 1}),
    "NEED-027": ({**NEEDLES, "has_liver_disease": 1}, {"has_liver_disease": 1}),
    "NEED-028": ({**NEEDLES, "has_low_sodium": 1}, {"has_low_sodium": 1}),
    "NEED-021": ({**NEEDLES, "takes_aspirin": 1}, {**NEEDLES, "takes_anticoagulant": 1}),
    "ORAL-001": ({**MOUTH, "oral_mg": 2500}, {**MOUTH, "oral_mg": 1500}),
    "ORAL-002": ({**MOUTH, "oral_mg": 1500}, {**MOUTH, "oral_mg": 900}),
    "ORAL-003": ({**MOUTH, "is_infant": 1}, {"is_infant": 1}),
    "ORAL-004": (MOUTH, ON_SKIN),
    "ORAL-005": ({**MOUTH, "has_kidney_stones": 1}, {"has_kidney_stones": 1}),
    "ORAL-006": ({**MOUTH, "has_haemochromatosis": 1}, {"has_haemochromatosis": 1}),
    "ORAL-007": ({**MOUTH, "has_thalassaemia": 1}, {"has_thalassaemia": 1}),
    "ORAL-008": ({**MOUTH, "has_sideroblastic_anaemia": 1}, {"has_sideroblastic_anaemia": 1}),
    "ORAL-009": ({**MOUTH, "has_g6pd_deficiency": 1}, {"has_g6pd_deficiency": 1}),
    "ORAL-010": ({**MOUTH, "has_renal_impairment": 1}, {"has_renal_impairment": 1}),
    "ORAL-011": ({**MOUTH, "takes_warfarin": 1}, {**MOUTH, "takes_anticoagulant": 1}),
    "ORAL-012": ({**MOUTH, "takes_cancer_treatment": 1}, {**MOUTH, "has_cancer": 1}),
    "ORAL-013": ({**MOUTH, "statin_and_niacin": 1}, {**MOUTH, "takes_statin": 1}),
    "ORAL-014": ({**MOUTH, "takes_indinavir": 1}, {"takes_indinavir": 1}),
    "ORAL-015": ({**MOUTH, "brings_sodium": 1, "watches_sodium": 1}, {**MOUTH, "watches_sodium": 1}),
    "ORAL-016": (MOUTH, ON_SKIN),
    "ORAL-017": ({**MOUTH, **ON_SKIN}, MOUTH),
    "ORAL-019": ({**MOUTH, "oral_mg": 5000}, {**MOUTH, "oral_mg": 3000}),
    "ORAL-020": (
        {**MOUTH, "age": 8, "ul_mg": 650, "highest_ul_mg": 650, "oral_mg": 700},
        {**MOUTH, "age": 16, "ul_mg": 1800, "oral_mg": 2000},
    ),
    "ORAL-021": ({**MOUTH, "has_sickle_cell": 1}, {"has_sickle_cell": 1}),
    "ORAL-022": ({**MOUTH, "takes_aluminium_antacid": 1}, {"takes_aluminium_antacid": 1}),
    "ORAL-023": ({**MOUTH, "watches_glucose": 1}, {"watches_glucose": 1}),
    "ORAL-024": ({**MOUTH, "takes_desferrioxamine": 1}, {"takes_desferrioxamine": 1}),
    "ORAL-025": ({**MOUTH, "takes_oestrogen": 1}, {"takes_oestrogen": 1}),
    "ORAL-026": ({**MOUTH, "takes_iron": 1}, {"takes_iron": 1}),
    "ORAL-018": ({**MOUTH, "is_male": 1, "tablets_per_week": 9}, {**MOUTH, "tablets_per_week": 9}),
}
# Per limit: the fact that it bounds, and whether the rule fires below, at and above the limit.
LIMITS: dict[tuple[str, str], tuple[str, tuple[bool, bool, bool]]] = {
    ("EYE-001", "least"): ("pH", (True, False, False)),
    ("EYE-003", "most"): ("pH", (False, False, True)),
    ("PROC-013", "within"): ("days_since_cancer_treatment", (True, True, False)),
    ("PROC-014", "within"): ("days_since_cancer_treatment", (False, False, True)),
    ("PROC-016", "within"): ("days_since_retinoid", (True, True, False)),
    ("PROC-017", "within"): ("days_since_recent_sun", (True, True, False)),
    ("NEED-025", "within"): ("days_since_recent_sun", (True, True, False)),
    ("NEED-011", "within"): ("days_since_recent_peel", (True, True, False)),
    ("PROC-034", "within"): ("days_since_recent_peel", (True, True, False)),
    ("PROC-035", "within"): ("days_since_filler_there", (True, True, False)),
    ("ORAL-020", "below"): ("age", (True, False, False)),
    ("HOME-001", "below"): ("pH", (False, True, True)),
    ("AGE-001", "below"): ("age", (True, False, False)),
    ("AGE-002", "from"): ("age", (False, True, True)),
    ("AGE-002", "below"): ("age", (True, False, False)),
    ("PROC-003", "least"): ("age", (True, False, False)),
    ("NEED-018", "below"): ("age", (True, False, False)),
    ("ORAL-002", "below"): ("oral_mg", (False, True, True)),
    ("ORAL-018", "least"): ("tablets_per_week", (False, True, True)),
}
# Limits that multiply a fact, each with a test of its own.
FACTORS = {("ORAL-019", "times")}
# Limits that only a message shows.
TOLD_ONLY = {
    ("REACT-002", "towards"),
    *(("SKIN-002", name) for name in ("most", "least")),
    ("SKIN-005", "tried"),
    ("EYE-002", "away"),
    ("REACT-001", "open_use"),
    *(("TEST-001", name) for name in ("first", "second")),
    *(("ACT-002", name) for name in ("home_most", "home_least", "salon_most", "salon_least")),
    ("PROC-001", "wait"),
    *(("PROC-009", name) for name in ("usual", "metal")),
    *(("PROC-015", name) for name in ("laser", "needles")),
    ("ORAL-024", "most"),
}


def table(*rows: Mapping[str, float]) -> Facts:
    """Return facts: CALM changed by each row; ``pH_low`` and ``pH_high`` widen the band of the pH."""
    full = [{**CALM, **row} for row in rows]
    columns = {name: np.array([row[name] for row in full], dtype=np.float64) for name in LOOKED_AT}
    bands = {"pH": {end: np.array([row.get(f"pH_{end}", row["pH"]) for row in full]) for end in ENDS}}
    return Facts(columns, bands, {name: [text] * len(full) for name, text in WORDS.items()})


def verdicts_of(facts: Facts):
    return evaluate(facts, ("client",))


def findings(**row: float) -> dict[str, Finding]:
    facts = table(row)
    return {finding.code: finding for finding in findings_of(verdicts_of(facts), facts)}


def skipped(**row: float) -> dict[str, str]:
    facts = table(row)
    return {skip.code: skip.reason for skip in skipped_of(verdicts_of(facts), facts)}


def opened(**row: float) -> tuple[str, ...]:
    facts = table(row)
    return open_questions(verdicts_of(facts), facts)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


# --- every rule -----------------------------------------------------------------------------------


def test_every_rule_has_its_case():
    assert set(CASES) == set(CODES)


def test_of_somebody_calm_there_is_nothing_to_say():
    assert set(CALM) == set(LOOKED_AT)
    assert not any(np.isnan(value) for value in CALM.values())
    assert findings() == {}
    assert skipped() == {}
    assert opened() == ()


@every_case("code", CODES)
def test_a_rule_looks_at_nothing_else(code):
    assert {*RULES[code].when, *RULES[code].needs} <= set(LOOKED_AT)
    assert all(FACTS[name].kind == "flag" for name in RULES[code].when)


@every_case("code", CODES)
def test_a_rule_fires_and_is_silent(code):
    fires, silent = CASES[code]
    assert code in findings(**fires)
    assert code not in findings(**silent)


@every_case("code", CODES)
def test_without_any_of_its_flags_a_rule_is_silent(code):
    for flag in RULES[code].when:
        row = {**CASES[code][0], flag: 0}
        assert code not in findings(**row), flag
        assert code not in skipped(**row), flag


# --- limits ---------------------------------------------------------------------------------------


def test_every_limit_has_its_boundary():
    stated = {(code, name) for code, rule in RULES.items() for name in rule.limits}
    assert stated == set(LIMITS) | TOLD_ONLY | FACTORS
    assert not set(LIMITS) & TOLD_ONLY


@pytest.mark.parametrize(("code", "name"), sorted(TOLD_ONLY))
def test_a_limit_that_is_only_told_is_told(code, name):
    rule = RULES[code]
    assert name in placeholders(rule.message + rule.remedy)


def step(fact: str) -> float:
    """Return a step that crosses a limit: a pH is as fine as a meter shows it."""
    return 0.006 if fact == "pH" else 1e-6


@pytest.mark.parametrize(("code", "limit"), LIMITS)
def test_a_limit_is_where_the_data_put_it(code, limit):
    fact, expected = LIMITS[code, limit]
    at = RULES[code].limit[limit]
    fired = tuple(code in findings(**{**CASES[code][0], fact: at + off * step(fact)}) for off in (-1, 0, 1))
    assert fired == expected


@pytest.mark.parametrize(("code", "limit"), LIMITS)
def test_float_noise_does_not_cross_a_limit(code, limit):
    fact, expected = LIMITS[code, limit]
    at = RULES[code].limit[limit]
    for off in (-1e-5, 1e-5):
        assert (code in findings(**{**CASES[code][0], fact: at + off * step(fact)})) == expected[1]


@pytest.mark.parametrize("level", [400.0, 650.0, 1200.0, 1800.0, 2000.0])
def test_more_than_twice_the_upper_level_is_for_a_doctor(level):
    for off, fires in ((-1e-6, False), (0, False), (1e-6, True)):
        assert ("ORAL-019" in findings(**MOUTH, highest_ul_mg=level, oral_mg=2 * level + off)) == fires


@pytest.mark.parametrize("level", [400.0, 650.0, 1200.0, 1800.0, 2000.0])
def test_the_upper_level_is_that_of_the_age(level):
    for off, fires in ((-1e-6, False), (0, False), (1e-6, True)):
        assert ("ORAL-001" in findings(**MOUTH, ul_mg=level, oral_mg=level + off)) == fires


def test_one_rule_of_two_speaks_about_an_age():
    for age, expected in ((12.9, {"AGE-001"}), (13, {"AGE-002"}), (17.9, {"AGE-002"}), (18, set())):
        assert {"AGE-001", "AGE-002"} & set(findings(**TOUCHED, age=age)) == expected


# The same limits from the door, as numbers: what a change of the data must not move unseen.
def said(content: dict) -> set[str]:
    return {finding.code for finding in check(read_visit(content)).findings}


@pytest.mark.parametrize(
    ("age", "codes"),
    [
        (12.99, {"AGE-001", "PROC-003", "NEED-018"}),
        (13, {"AGE-002", "PROC-003", "NEED-018"}),
        (17.99, {"AGE-002", "PROC-003", "NEED-018"}),
        (18, {"PROC-003"}),
        (21.99, {"PROC-003"}),
        (22, set()),
    ],
)
def test_ages_from_the_door(age, codes):
    fired = said({"client": {"age": age}, "product": {}, "procedure": "microneedling"})
    assert fired & {"AGE-001", "AGE-002", "PROC-003", "NEED-018"} == codes


@pytest.mark.parametrize(("pH", "fires"), [(3.4, True), (3.49, True), (3.5, False), (3.6, False)])
def test_the_eye_from_the_door(pH, fires):
    content = {"client": {"zone": "eye_area"}, "product": {"form": "encapsulated_ascorbic_acid", "pH": pH}}
    assert ("EYE-001" in said(content)) == fires


@pytest.mark.parametrize(
    ("age", "mg", "codes"),
    [
        (34, 999, set()),
        (34, 1000, {"ORAL-002"}),
        (34, 2000, {"ORAL-002"}),
        (34, 2001, {"ORAL-001", "ORAL-002"}),
        (2, 400, set()),
        (2, 401, {"ORAL-001"}),
        (8, 650, set()),
        (8, 651, {"ORAL-001"}),
        (9, 651, set()),
        (13, 1201, {"ORAL-001", "ORAL-002"}),
        (14, 1201, {"ORAL-002"}),
        (0.5, 10, {"ORAL-003"}),
    ],
)
def test_what_is_swallowed_from_the_door(age, mg, codes):
    client = {"age": age, "pregnant": False, "breastfeeding": False}
    fired = said({"client": client, "intake": [{"mg": mg, "per_day": 1}]})
    assert fired & {"ORAL-001", "ORAL-002", "ORAL-003"} == codes


@pytest.mark.parametrize(
    ("sex", "per_day", "fires"),
    [("male", 0.9, False), ("male", 1, True), ("male", 2, True), ("female", 2, False)],
)
def test_seven_tablets_a_week_from_the_door(sex, per_day, fires):
    content = {"client": {"sex": sex}, "intake": [{"mg": 100, "per_day": per_day}]}
    assert ("ORAL-018" in said(content)) == fires


# --- what is not known ----------------------------------------------------------------------------

NEEDED = [(code, fact) for code, rule in RULES.items() for fact in rule.needs]
WHEN = [(code, flag) for code, rule in RULES.items() for flag in rule.when]


@pytest.mark.parametrize(("code", "fact"), NEEDED)
def test_a_fact_that_is_needed_and_unknown_skips_the_rule(code, fact):
    row = {**CASES[code][0], fact: NAN}
    assert skipped(**row)[code] == f"{FACTS[fact].label}: unknown"
    assert code not in findings(**row)


@every_case("code, flag", WHEN)
def test_a_flag_that_is_unknown_skips_the_rule_unless_another_is_not_there(code, flag):
    row = {**CASES[code][0], flag: NAN}
    assert skipped(**row)[code] == f"{FACTS[flag].label}: unknown"
    assert code not in findings(**row)
    for other in {*RULES[code].when} - {flag}:
        settled = {**row, other: 0}
        assert code not in skipped(**settled), other
        assert code not in findings(**settled), other


def test_who_knows_nothing_is_told_of_nothing():
    nothing = dict.fromkeys(LOOKED_AT, NAN)
    assert findings(**nothing) == {}
    assert set(skipped(**nothing)) == set(CODES)
    assert {*SECTIONS} <= set(opened(**nothing))


# --- open questions -------------------------------------------------------------------------------

SECTIONS = {
    "the product": "has_product",
    "the procedure": "has_procedure",
    "what is taken by mouth": "has_intake",
}


@pytest.mark.parametrize(
    ("row", "matters"),
    [
        (TOUCHED, True),
        ({"is_needling_device": 1}, True),
        (NEEDLES, True),
        ({}, False),
        (MOUTH, True),
        ({"has_unchecked": 1}, False),
    ],
)
def test_a_missing_age_is_asked_for_where_it_matters(row, matters):
    assert opened(**row, age=NAN) == (("the age",) if matters else ())
    assert opened(**row) == ()


def test_a_missing_upper_level_asks_for_the_age():
    assert opened(**MOUTH, has_ul=NAN, ul_mg=NAN, is_infant=NAN, age=NAN) == ("the age",)


@pytest.mark.parametrize(
    ("label", "section"), [entry for entry in SECTIONS.items() if entry[1] != "has_procedure"]
)
def test_a_part_of_which_nobody_told_opens_one_question(label, section):
    # What it would depend on is asked once it is known that there is a product, or tablets.
    unknown = {
        "has_water": 1,
        "pH": NAN,
        "has_pure_acid": NAN,
        "at_eye": NAN,
        "oral_mg": NAN,
        "has_kidney_stones": NAN,
    }
    assert opened(**unknown, **{section: NAN}) == (label,)
    assert opened(**unknown) == ()


def test_a_rule_that_asks_for_nothing_opens_nothing():
    # Which form suits acne, and how little the skin adds, change no verdict.
    assert opened(**ON_SKIN, acne_skin=NAN) == ()
    assert opened(**ON_SKIN, **MOUTH, skin_bound_mg=NAN) == ()
    assert opened(**MOUTH, is_male=NAN) == ()


def test_earlier_reactions_are_no_open_question():
    reactions = dict.fromkeys(("reacts_allergy", "unnamed_allergy", "names_allergen", "reacts_stinging"), NAN)
    assert opened(**ACID, **reactions) == ()
    assert {"REACT-001", "REACT-002", "REACT-004"} <= set(skipped(**ACID, **reactions))


def test_open_questions_stand_once_and_by_what_is_asked():
    questions = opened(**NEEDLES, has_cancer=NAN, has_epilepsy=NAN, takes_aspirin=NAN, thin_blood=NAN)
    assert sorted(questions) == ["conditions", "medicines"]


@pytest.mark.parametrize(
    ("content", "asked", "not_asked"),
    [
        ({"product": {"form": "l_ascorbic_acid"}}, {"the age", "the skin"}, {"the product"}),
        ({"procedure": "microneedling"}, {"the age", "conditions", "medicines"}, {"the procedure"}),
        ({"intake": [{"mg": 100, "per_day": 1}]}, {"the age", "conditions"}, set()),
        ({"intake": []}, {"the product", "the procedure"}, {"what is taken by mouth"}),
        ({}, {*SECTIONS}, set()),
        (
            {"product": "none", "procedure": "none", "intake": []},
            {"pregnancy or breastfeeding"},
            {*SECTIONS, "the age", "the skin", "conditions"},
        ),
        (
            {"product": "none", "procedure": "none", "intake": [], "client": {"sex": "male"}},
            set(),
            {*SECTIONS, "the age", "the skin", "conditions", "medicines", "pregnancy or breastfeeding"},
        ),
    ],
)
def test_what_is_asked_hangs_on_what_was_asked_about(content, asked, not_asked):
    visit = read_visit(content)
    facts = visit_facts(visit, check(visit).oral)
    questions = set(open_questions(verdicts_of(facts), facts))
    assert asked <= questions
    assert not not_asked & questions


# --- a table and its rows -------------------------------------------------------------------------

FACT_VALUES = {
    "flag": st.sampled_from([0.0, 1.0, NAN]),
    "years": st.one_of(st.just(NAN), st.floats(0, 120), st.sampled_from([13.0, 18.0, 22.0])),
    "mg": st.one_of(st.just(NAN), st.floats(0, 1e5), st.sampled_from([1000.0, 2000.0])),
    "times": st.one_of(st.just(NAN), st.floats(0, 100), st.just(7.0)),
    "pH": st.one_of(st.just(NAN), st.floats(0, 14), st.just(3.5)),
    "day": st.one_of(st.just(NAN), st.floats(0, 4000), st.sampled_from([14.0, 28.0, 180.0, 365.0])),
}
rows_of_facts = st.fixed_dictionaries({name: FACT_VALUES[FACTS[name].kind] for name in LOOKED_AT})


@given(st.lists(rows_of_facts, min_size=1, max_size=5))
def test_a_table_is_judged_like_its_rows_alone(rows):
    together = table(*rows)
    verdicts = verdicts_of(together)
    for i, row in enumerate(rows):
        alone = table(row)
        single = verdicts_of(alone)
        for words in ("fires", "may", "skipped"):
            assert getattr(verdicts, words)[i].tolist() == getattr(single, words)[0].tolist()
        assert findings_of(verdicts, together, i) == findings_of(single, alone)
        assert skipped_of(verdicts, together, i) == skipped_of(single, alone)
        assert open_questions(verdicts, together, i) == open_questions(single, alone)


@given(rows_of_facts)
def test_a_rule_fires_may_fire_or_is_skipped_never_two(row):
    verdicts = verdicts_of(table(row))
    assert not np.any(verdicts.fires & verdicts.may)
    assert not np.any((verdicts.fires | verdicts.may) & verdicts.skipped)


@given(rows_of_facts, st.sampled_from([name for name in LOOKED_AT if FACTS[name].kind == "flag"]))
def test_what_becomes_known_never_unsays_what_was_found(row, flag):
    # An unknown flag lets nothing fire: knowing it can only add findings.
    before = set(findings(**{**row, flag: NAN}))
    for answer in (0.0, 1.0):
        assert before <= set(findings(**{**row, flag: answer}))


# --- words ----------------------------------------------------------------------------------------


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_case("code", CODES)
def test_no_message_can_show_what_is_not_known(code):
    rule = RULES[code]
    texts = (rule.subject, rule.message, rule.may, rule.remedy, rule.otherwise)
    assert set().union(*map(placeholders, texts)) <= {*rule.needs, *TEXTS, *rule.limits, "pH_low", "pH_high"}
    if {"pH_low", "pH_high"} & placeholders(rule.message + rule.may):
        assert "pH" in rule.needs
    assert not placeholders(rule.title)


def test_limits_do_not_hide_facts():
    for rule in RULES.values():
        assert not set(rule.limits) & (set(FACTS) | set(TEXTS)), rule.code


def assert_whole(finding: Finding) -> None:
    """Check that a finding can be read by a person."""
    assert finding.sources
    for text in map(plain, (finding.title, finding.message, finding.remedy, finding.subject)):
        assert text
        assert not re.search(r"[{}]|  |\bNaN\b|\bnan\b|\binf\b|\bnull\b", text)
        assert not re.search(r"\bsafe(ly)?\b|unfortunately|please|invalid|\berror\b", text, re.IGNORECASE)
        assert not re.search(r"lize\b|nize\b|izing|[^c]olor\b|fiber|liter\b|anemia|edema\b", text)
        assert not re.search(r"pH pH|\bg g\b|% %|°C °C|\b[Aa] [aeio]", text)
        assert (
            text == finding.subject or text[0].isupper() or text[0].isdigit() or text.startswith(("pH ", "“"))
        )
    for text in map(plain, (finding.message, finding.remedy)):
        assert "unknown" not in text
        assert text.endswith((".", "?"))
        assert not re.search(r"\d[a-zA-Z°%]", text.replace("G6PD", "")), "a number and its unit stand apart"
    assert not finding.title.endswith(".")


@every_case("code", CODES)
def test_a_finding_is_whole(code):
    assert_whole(findings(**CASES[code][0])[code])


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.may])
def test_a_finding_that_only_may_be_is_whole(code):
    finding = findings(**{**CASES[code][0], "pH": 3.6, "pH_low": 3.3, "pH_high": 8.9})[code]
    assert finding.title.startswith("May be: ")
    assert_whole(finding)


@every_case("code", CODES)
def test_a_limit_that_is_told_is_the_one_of_the_data(code):
    rule = RULES[code]
    finding = findings(**CASES[code][0])[code]
    text = plain(finding.message + finding.remedy)
    for name in placeholders(rule.message + rule.remedy) & set(rule.limits):
        row = rule.limits[name]
        for value in row.ends if row.value is None else (row.centre,):
            number = f"{value:.1f}" if row.unit == "pH" else f"{value:g}"
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text), name


@pytest.mark.parametrize(("code", "limit"), [entry for entry in LIMITS if entry[0] != "ORAL-018"])
def test_no_message_compares_a_number_with_itself(code, limit):
    fact, fires = LIMITS[code, limit]
    at = RULES[code].limit[limit]
    for off in (-1, 1):
        if fires[off + 1] and not fires[1]:
            message = findings(**{**CASES[code][0], fact: at + off * step(fact)})[code].message
            numbers = re.findall(r"\d+(?:\.\d+)?", plain(message))
            assert f"{at:g}" not in numbers[:1]


@pytest.mark.parametrize(
    ("level", "off"),
    [(400, 0.3), (2000, 0.3), (400, 0.003), (2000, 0.003)],
)
def test_an_amount_beside_the_upper_level_is_never_written_like_it(level, off):
    message = plain(findings(**MOUTH, ul_mg=level, oral_mg=level + off)["ORAL-001"].message)
    assert not message.startswith(f"{level:g} mg ")
    assert f"above {level:g} mg" in message


def test_a_STOP_is_rare_and_gives_its_reason():
    stops = [rule for rule in catalog.rules().values() if rule.severity is Severity.STOP]
    assert 0 < len(stops) <= 12
    for rule in stops:
        assert rule.action in (Action.wait, Action.refer), rule.code
        assert rule.reason.endswith("."), rule.code


def test_what_stops_a_client():
    # A stop is a promise to somebody in the chair: none comes or goes by chance.
    assert {code for code, rule in RULES.items() if rule.severity is Severity.STOP} == {
        *("SKIN-001", "EYE-001", "AGE-001", "REACT-003"),
        *("PREG-002", "PREG-003"),
        *("PROC-001", "PROC-003"),
    }


@every_case("code", CODES)
def test_a_finding_cites_sources_that_exist_and_is_no_better_known(code):
    finding = findings(**CASES[code][0])[code]
    assert {*finding.sources} <= set(catalog.sources())
    assert len(set(finding.sources)) == len(finding.sources)
    if finding.evidence.name in "ABCD":
        grades = [catalog.sources()[key].grade.name for key in finding.sources]
        assert finding.evidence.name >= min(grade for grade in grades if grade in "ABCD")
    cited = {row.source for row in RULES[code].limits.values()}
    assert cited <= {*finding.sources}


@every_case("code", CODES)
def test_nobody_is_told_to_stop_a_medicine(code):
    rule = RULES[code]
    assert not re.search(r"\b(stop|skip|reduce|pause)\b", rule.remedy, re.IGNORECASE)


# --- a product by its label -----------------------------------------------------------------------


def of_product(**result: object) -> dict[str, Finding]:
    """Return what the rules about a product say of one by its label."""
    facts = visit_facts(Visit(product=Product(**result)), None)
    return {finding.code: finding for finding in findings_of(evaluate(facts, ("product",)), facts)}


def skipped_for(**result: object) -> dict[str, str]:
    facts = visit_facts(Visit(product=Product(**result)), None)
    return {skip.code: skip.reason for skip in skipped_of(evaluate(facts, ("product",)), facts)}


def acid(percent: float = 15, pH: float | Band | None = 3.2) -> dict[str, object]:
    return {"form": "l_ascorbic_acid", "mass_fraction": Q_(percent, "percent"), "pH": pH}


def phosphate(form: str, pH: float | Band | None) -> dict[str, object]:
    return {"form": form, "mass_fraction": Q_(2, "percent"), "pH": pH}


def test_a_usual_serum_has_nothing_against_it():
    assert of_product(**acid()) == {}
    assert of_product(**acid(10, 3.2)) == {}


@pytest.mark.parametrize(
    ("percent", "codes"),
    [
        (7.99, {"STR-002"}),
        (8, set()),
        (15, set()),
        (15.01, {"STR-003"}),
        (20, {"STR-003"}),
        (20.01, {"STR-001"}),
        (30, {"STR-001"}),
    ],
)
def test_the_strength_on_a_label(percent, codes):
    assert set(of_product(**acid(percent))) == codes


@pytest.mark.parametrize(
    ("pH", "codes"),
    [
        (2.4, {"PH-001"}),
        (2.49, {"PH-001"}),
        (2.5, {"PH-002"}),
        (2.99, {"PH-002"}),
        (3.0, set()),
        (3.49, set()),
        (3.5, {"PH-003"}),
        (5, {"PH-003"}),
    ],
)
def test_the_pH_on_a_label(pH, codes):
    assert set(of_product(**acid(pH=pH))) == codes


@pytest.mark.parametrize("form", ["SAP", "MAP"])
@pytest.mark.parametrize(
    ("pH", "codes"),
    [
        (4.9, {"FORM-007"}),
        (4.99, {"FORM-007"}),
        (5, {"FORM-006"}),
        (5.99, {"FORM-006"}),
        (6, set()),
        (6.5, set()),
    ],
)
def test_the_pH_of_a_phosphate(form, pH, codes):
    by_code = of_product(**phosphate(form, pH))
    assert {code for code in by_code if code in ("FORM-006", "FORM-007", "FORM-008")} == codes
    assert not {code for code in by_code if code.startswith("PH-")}


@pytest.mark.parametrize("form", [form for form in catalog.forms() if form != "l_ascorbic_acid"])
def test_the_strength_of_another_form_is_judged_by_its_own_range(form):
    usual = catalog.forms()[form].value("usual_use")
    codes = {"STR-004", "STR-005", "STR-006"}

    def judged(percent: float) -> set[str]:
        return codes & set(of_product(form=form, mass_fraction=Q_(percent, "percent")))

    if usual is None:
        assert judged(1) == {"STR-006"}
        return
    low, high = usual.ends
    assert judged(high) == set()
    assert judged(high * 1.01) == {"STR-004"}
    if low > 0:
        assert judged(low) == set()
        assert judged(low * 0.99) == {"STR-005"}


def test_a_form_with_published_allergies_says_so():
    assert "FORM-004" in of_product(form="ethyl_ascorbic_acid")
    assert "FORM-004" not in of_product(form="ascorbyl_glucoside")


@pytest.mark.parametrize(
    ("code", "base", "sure", "may"),
    [
        ("PH-001", acid(), Band(2.3, 2.1, 2.45), Band(2.6, 2.35, 2.85)),
        ("EYE-001", acid(), Band(3.3, 3.1, 3.4), Band(3.6, 3.3, 3.9)),
    ],
)
def test_where_only_the_low_end_crosses_it_is_milder(code, base, sure, may):
    by_band = {}
    for name, band in (("sure", sure), ("may", may)):
        content = Visit(read_visit({"client": {"zone": "eye_area"}}).client, Product(**{**base, "pH": band}))
        by_band[name] = {finding.code: finding for finding in check(content).findings}[code]
    assert (by_band["sure"].severity, by_band["sure"].action) == (Severity.STOP, Action.wait)
    assert (by_band["may"].severity, by_band["may"].action) == (Severity.CAUTION, Action.adapt)
    assert by_band["may"].title.startswith("May be: ")
    assert "as low as" in by_band["may"].message
    assert_whole(by_band["may"])


def test_a_low_end_is_nothing_to_a_rule_that_judges_the_middle():
    assert "FORM-007" not in of_product(**phosphate("SAP", Band(5.5, 4.5, 6.5)))
    assert "PH-002" not in of_product(**acid(pH=Band(3.2, 2.7, 3.7)))


def test_what_the_label_does_not_say_is_skipped():
    missing = skipped_for(form="l_ascorbic_acid")
    assert {"STR-001", "STR-002", "STR-003", "PH-001", "PH-002", "PH-003"} <= set(missing)
    assert all(reason.endswith(": unknown") for reason in missing.values())
    assert "the strength" in missing["STR-001"]
    assert "the pH" in missing["PH-001"]
    assert of_product() == {}


PRODUCTS = [
    *(acid(percent, pH) for percent in (3, 18) for pH in (None, 2.2, 2.7, 4.2, Band(2.6, 2.35, 2.85))),
    *(
        {"form": form, "mass_fraction": Q_(percent, "percent"), "pH": pH}
        for form in catalog.forms()
        if form != "l_ascorbic_acid"
        for percent in (0.05, 2, 60)
        for pH in (None, 3.0, 5.5, 8.0)
    ),
]


@every_case("result", PRODUCTS)
def test_what_is_said_of_a_product_is_whole(result):
    for finding in of_product(**result).values():
        assert_whole(finding)


def test_what_is_said_of_a_product_that_is_too_strong_is_whole():
    assert_whole(of_product(**acid(22))["STR-001"])


def test_what_is_said_of_a_tablet_that_fizzes_is_whole():
    content = {
        "client": {"conditions": ["hypertension"]},
        "intake": [{"form": "effervescent", "mg": 1000, "per_day": 1}],
    }
    (finding,) = [finding for finding in check(read_visit(content)).findings if finding.code == "ORAL-015"]
    assert_whole(finding)


def test_an_unknown_strength_is_no_unknown_content():
    assert "FORM-003" not in of_product(form="sodium_ascorbyl_phosphate", pH=6.5)


def test_an_allergy_to_a_form_cannot_be_looked_for_where_the_form_is_unknown():
    assert "FORM-004" in skipped_for(pH=3.2)


def test_a_child_of_one_is_one_year_old():
    assert plain(findings(**TOUCHED, age=1)["AGE-001"].message).startswith("1 year is")
