"""The rules about a formula or a product: its contents, its making and its storage."""

from __future__ import annotations

import numpy as np

from calc.rules.engine import Flags, Limits, View, above, always, below, more_acid, rule
from calc.units import TOLERANCE


@rule("STR-001")
def acid_above_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid above the strength up to which uptake rises."""
    return above(facts["laa_mass_fraction"], limit["most"])


@rule("STR-002")
def acid_below_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid below the window of effective strengths."""
    return below(facts["laa_mass_fraction"], limit["least"])


@rule("STR-003")
def acid_for_used_skin(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid in the upper part of the window."""
    strength = facts["laa_mass_fraction"]
    return above(strength, limit["above"]) & ~above(strength, limit["most"])


@rule("STR-004")
def derivative_above_usual(facts: View, limit: Limits) -> Flags:
    """A derivative above its usual range."""
    return above(facts["derivative_mass_fraction"], facts["derivative_usual_high"])


@rule("STR-005")
def derivative_below_usual(facts: View, limit: Limits) -> Flags:
    """A derivative below its usual range."""
    return below(facts["derivative_mass_fraction"], facts["derivative_usual_low"])


@rule("STR-006")
def derivative_without_range(facts: View, limit: Limits) -> Flags:
    """A derivative of which no usual range is known."""
    return facts["has_usual_range"] == 0


@rule("STR-007")
def no_vitamin_c(facts: View, limit: Limits) -> Flags:
    """No form of vitamin C at all."""
    return facts["has_form"] == 0


@rule("STR-008")
def acid_may_pass_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid planned within the window, with a band that reaches above it."""
    return (facts["laa_aim"] <= limit["most"] + TOLERANCE) & above(facts["laa_mass_fraction"], limit["most"])


@rule("FORM-001")
def derivative_counts_at_most(facts: View, limit: Limits) -> Flags:
    """A derivative whose content of ascorbic acid is known."""
    return facts["derivative_aa_equivalent"] > 0


@rule("FORM-002")
def crystal_water_unstated(facts: View, limit: Limits) -> Flags:
    """A form whose hydrate is not stated."""
    return facts["crystal_water_unstated"] == 1


@rule("FORM-003")
def derivative_content_unknown(facts: View, limit: Limits) -> Flags:
    """A derivative whose content of ascorbic acid is unknown."""
    return facts["has_content"] == 0


@rule("FORM-005")
def forms_want_different_pH(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid beside a form that needs a higher pH than its uptake allows."""
    return above(facts["derivative_pH_low"], limit["acid"])


@rule("LABEL-001")
def label_taken_at_its_word(facts: View, limit: Limits) -> Flags:
    """A finished product whose strength is taken from its label."""
    return facts["has_label_strength"] == 1


@rule("MIX-012")
def too_uncertain_by_eye(facts: View, limit: Limits) -> Flags:
    """A band of strength that is too wide, or wider than the window of the form."""
    width = facts["strength_high"] - facts["strength_low"]
    return above(facts["strength_spread"], limit["most"]) | above(width, facts["window_width"])


@rule("PH-001")
def acid_below_limit(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid at a pH that burns."""
    return more_acid(facts["pH"], limit["least"])


@rule("PH-002")
def acid_quite_low(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid between the hard limit and the comfortable window."""
    return ~more_acid(facts["pH"], limit["least"]) & more_acid(facts["pH"], limit["below"])


@rule("PH-003")
def acid_above_uptake(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid at a pH at which uptake is low."""
    return ~more_acid(facts["pH"], limit["from"])


@rule("PH-004")
def acid_without_pH(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid in water of unknown pH."""
    return np.isnan(facts["pH"])


@rule("PH-005")
def reading_not_explained(facts: View, limit: Limits) -> Flags:
    """A reading that the chemistry cannot explain."""
    return above(facts["reading_off"], limit["most"])


@rule("PH-006")
def reading_unlikely(facts: View, limit: Limits) -> Flags:
    """A reading outside the predicted band, but possible."""
    return above(facts["reading_off"], limit["from"]) & ~above(facts["reading_off"], limit["most"])


@rule("PH-019")
def reading_above_acid_alone(facts: View, limit: Limits) -> Flags:
    """A reading that acid without any base cannot have, where no pH is predicted."""
    return more_acid(np.asarray(limit["most"]), facts["reading_above"])


@rule("PH-020")
def corrosive(facts: View, limit: Limits) -> Flags:
    """At or outside of the pH between which the law does not take a mixture for corrosive."""
    above_corrosive = more_acid(np.asarray(limit["corrosive"]), facts["pH"])
    return ~(above_corrosive & more_acid(facts["pH"], limit["caustic"]))


@rule("PH-022")
def too_acid_for_skin(facts: View, limit: Limits) -> Flags:
    """Acid, where the form has no lower end of its own; of L-ascorbic acid PH-001 and PH-002 speak."""
    has_lower_end = (facts["has_laa"] == 1) | (facts["derivative_pH_low"] > 0)
    above_corrosive = more_acid(np.asarray(limit["corrosive"]), facts["pH"])
    return above_corrosive & more_acid(facts["pH"], limit["below"]) & ~has_lower_end


@rule("PH-023")
def too_alkaline_for_skin(facts: View, limit: Limits) -> Flags:
    """Alkaline, where the form has no upper end of its own; of the others FORM-008 speaks."""
    has_upper_end = facts["derivative_pH_high"] < np.inf
    below_corrosive = more_acid(facts["pH"], limit["caustic"])
    return below_corrosive & more_acid(np.asarray(limit["above"]), facts["pH"]) & ~has_upper_end


@rule("PH-007")
def cosolvent_shifts(facts: View, limit: Limits) -> Flags:
    """Enough glycols or alcohol to shift the pH."""
    return above(facts["cosolvent_share"], limit["most"])


@rule("PH-008")
def cosolvent_forbids(facts: View, limit: Limits) -> Flags:
    """Too much glycol or alcohol for any prediction."""
    return above(facts["cosolvent_share"], limit["most"])


@rule("PH-009")
def no_water_no_pH(facts: View, limit: Limits) -> Flags:
    """No water, so no pH."""
    return facts["has_water"] == 0


@rule("PH-012")
def citrate_in_strong_solution(facts: View, limit: Limits) -> Flags:
    """Citrate at an ionic strength at which the activity model is poor."""
    return above(facts["ionic_strength"], limit["above"])


@rule("PH-013")
def too_salty(facts: View, limit: Limits) -> Flags:
    """More salt than the activity model covers."""
    return above(facts["ionic_strength"], limit["most"])


@rule("PH-018")
def too_dry(facts: View, limit: Limits) -> Flags:
    """More solids than the water can dissolve."""
    return above(facts["solids_per_water"], limit["most"])


@rule("PH-014")
def away_from_room_temperature(facts: View, limit: Limits) -> Flags:
    """Kept at a temperature for which the constants are unknown."""
    return below(facts["shelf_C"], limit["low"]) | above(facts["shelf_C"], limit["high"])


@rule("PH-017")
def strong_solution(facts: View, limit: Limits) -> Flags:
    """An ionic strength beyond the activity model's own range."""
    return above(facts["ionic_strength"], limit["above"])


# Every dose is a prediction; it stands here because the findings keep this order.
rule("ADJ-003")(always)


@rule("ADJ-004")
def dose_too_little_to_weigh(facts: View, limit: Limits) -> Flags:
    """A dose of only a few steps of the scale."""
    return below(facts["dose_steps"], limit["least"])


@rule("FORM-006")
def derivative_too_acid(facts: View, limit: Limits) -> Flags:
    """A derivative below its pH window; FORM-007 covers phosphates at still lower pH."""
    low = facts["derivative_pH_low"]
    far = (facts["is_phosphate"] == 1) & more_acid(facts["pH"], limit["phosphate"])
    return more_acid(facts["pH"], low) & ~far


@rule("FORM-007")
def phosphate_in_acid(facts: View, limit: Limits) -> Flags:
    """A phosphate of ascorbic acid in an acid."""
    return more_acid(facts["pH"], limit["least"])


@rule("FORM-008")
def derivative_too_alkaline(facts: View, limit: Limits) -> Flags:
    """A derivative above its pH window."""
    return more_acid(facts["derivative_pH_high"], facts["pH"])


@rule("SOL-003")
def acid_near_solubility(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid within the uncertainty of its solubility."""
    return facts["laa_near_limit"] == 1


@rule("SOL-004")
def acid_falls_out_cold(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid that would crystallise in a refrigerator."""
    return facts["falls_out_cold"] == 1


@rule("SOL-011")
def acid_falls_out_now(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid that dissolves at room temperature and is kept in the cold."""
    return facts["laa_falls_out_now"] == 1


@rule("SOL-012")
def acid_may_fall_out_cold(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid within the uncertainty of its solubility in a refrigerator."""
    return facts["may_fall_out_cold"] == 1


@rule("SOL-005")
def derivative_solubility_unknown(facts: View, limit: Limits) -> Flags:
    """A form of unknown solubility."""
    return facts["derivative_limit_unknown"] == 1


@rule("SOL-006")
def derivative_beyond_solubility(facts: View, limit: Limits) -> Flags:
    """More of a form than the water present dissolves."""
    return (facts["derivative_dissolves"] == 0) & (facts["derivative_by_water"] == 1)


@rule("SOL-008")
def derivative_beside_water(facts: View, limit: Limits) -> Flags:
    """More of a form than its other solvents dissolve."""
    return (facts["derivative_dissolves"] == 0) & (facts["derivative_by_water"] == 0)


@rule("SOL-007")
def derivative_near_solubility(facts: View, limit: Limits) -> Flags:
    """A form within the uncertainty of its solubility."""
    return facts["derivative_near_limit"] == 1


@rule("SOL-009")
def other_ingredient_stays_behind(facts: View, limit: Limits) -> Flags:
    """More of what hardly dissolves in water than dissolves here."""
    return facts["stays_undissolved"] == 1


@rule("SOL-010")
def other_ingredient_may_come_out(facts: View, limit: Limits) -> Flags:
    """As much of what hardly dissolves in water as may come out again."""
    return facts["may_stay_undissolved"] == 1


@rule("MIX-023")
def oil_separates(facts: View, limit: Limits) -> Flags:
    """Oil beside water that nothing holds."""
    return facts["oil_separates"] == 1


@rule("MICRO-002")
def preservative_out_of_its_pH(facts: View, limit: Limits) -> Flags:
    """A preservative of which too little is in its active form."""
    return below(facts["preservative_share"], limit["least"])


@rule("MIX-024")
def part_unread(facts: View, limit: Limits) -> Flags:
    """A line of the recipe that could not be used."""
    return facts["has_unread"] == 1


@rule("LIMIT-001")
def above_legal_limit(facts: View, limit: Limits) -> Flags:
    """More of an ingredient than the EU allows in what stays on the skin."""
    return facts["above_legal_limit"] == 1


@rule("MICRO-003")
def preservative_above_its_pH(facts: View, limit: Limits) -> Flags:
    """A preservative above the pH up to which it works."""
    return more_acid(facts["preservative_pH_high"], facts["pH"])


@rule("CLAIM-001")
def does_not_total(facts: View, limit: Limits) -> Flags:
    """Shares that do not add up to 100 %."""
    return above(np.abs(facts["claimed_total"] - 1), limit["off"])


@rule("CLAIM-002")
def strength_is_another(facts: View, limit: Limits) -> Flags:
    """A claimed strength outside the computed band, by more than rounding."""
    claimed, true = facts["claimed_strength"], facts["true_strength"]
    outside = below(claimed, facts["true_strength_low"]) | above(claimed, facts["true_strength_high"])
    return outside & above(np.abs(claimed - true), limit["off"] * true)


@rule("CLAIM-003")
def pH_is_another(facts: View, limit: Limits) -> Flags:
    """A claimed pH outside the computed band, by more than a strip resolves."""
    claimed = facts["claimed_pH"]
    low, high = facts["true_pH_low"] - limit["off"], facts["true_pH_high"] + limit["off"]
    return below(claimed, low) | above(claimed, high)


@rule("SOL-001")
def acid_without_water(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid without water to dissolve it."""
    return facts["has_water"] == 0


@rule("SOL-002")
def acid_beyond_solubility(facts: View, limit: Limits) -> Flags:
    """More L-ascorbic acid than the water present dissolves at room temperature."""
    return facts["laa_never_dissolves"] == 1


@rule("MICRO-001")
def unpreserved_water(facts: View, limit: Limits) -> Flags:
    """Water without a preservative, unless its pH or alcohol keeps germs from growing."""
    hostile = more_acid(facts["pH"], limit["below"]) | above(facts["ethanol"], limit["alcohol"])
    return (facts["has_preservative"] == 0) & ~hostile


@rule("LIGHT-001")
def clear_glass_in_daylight(facts: View, limit: Limits) -> Flags:
    """A clear bottle that stands in daylight."""
    return facts["clear_in_daylight"] == 1


@rule("MIX-010")
def too_little_for_scale(facts: View, limit: Limits) -> Flags:
    """A line of only a few steps of the scale, which pre-dilution makes weighable."""
    return below(facts["lightest_steps"], limit["least"])


@rule("MIX-011")
def too_little_to_predilute(facts: View, limit: Limits) -> Flags:
    """A line of only a few steps of the scale, with too little liquid to pre-dilute it."""
    return below(facts["lightest_steps"], limit["least"])


@rule("MIX-006")
def purity_not_stated(facts: View, limit: Limits) -> Flags:
    """A powder taken as pure because its purity is not stated."""
    return facts["purity_stated"] == 0


@rule("STAB-018")
def assay_not_explained(facts: View, limit: Limits) -> Flags:
    """An assay that the prediction cannot explain."""
    return above(facts["assay_off"], limit["most"])


@rule("STAB-022")
def form_keeps(facts: View, limit: Limits) -> Flags:
    """A form that is stable here, unless another rule finds its pH wrong."""
    return ~_out_of_its_pH(facts)


@rule("STAB-024")
def form_does_not_keep(facts: View, limit: Limits) -> Flags:
    """A form that is not stable at its pH, where no other rule says so."""
    return ~_out_of_its_pH(facts)


def _out_of_its_pH(facts: View) -> Flags:
    """Tell where FORM-006, FORM-007 or FORM-008 are about the pH of a form."""
    pH = facts["pH"]
    return more_acid(pH, facts["derivative_pH_low"]) | more_acid(facts["derivative_pH_high"], pH)


for _code in (
    "FORM-004",
    *("PH-010", "PH-011", "PH-015", "PH-016", "ADJ-001", "ADJ-002", "ADJ-005"),
    *("MIX-020", "MIX-021", "MIX-022"),
    *("MIX-004", "MIX-005", "MIX-001", "MIX-002", "MIX-003"),
    *("STAB-001", "STAB-002", "STAB-003", "STAB-004", "STAB-005", "STAB-006", "STAB-007", "STAB-008"),
    *("STAB-009", "STAB-010", "STAB-011", "STAB-012", "STAB-013", "STAB-014", "STAB-015", "STAB-016"),
    *("STAB-017", "STAB-019", "STAB-020", "STAB-021", "STAB-023", "STAB-025", "STAB-026", "STAB-027"),
    "STAB-028",
    *("OTHER-001", "OTHER-002"),
):
    rule(_code)(always)
