"""The rules about a client: skin, age, actives, procedures and oral intake.

Most of them hold wherever their flags in ``data/rules.toml`` are set, and need no predicate.
"""

from __future__ import annotations

import numpy as np

from calc.rules.engine import (
    Flags,
    Limits,
    View,
    above,
    always,
    below,
    more_acid,
    rule,
)


@rule("EYE-001")
def acid_at_the_eye(facts: View, limit: Limits) -> Flags:
    """A pH too low for the skin around the eyes."""
    return more_acid(facts["pH"], limit["least"])


@rule("EYE-003")
def alkali_at_the_eye(facts: View, limit: Limits) -> Flags:
    """A pH too high for the eye."""
    return more_acid(np.asarray(limit["most"]), facts["pH"])


@rule("AGE-001")
def child(facts: View, limit: Limits) -> Flags:
    """A child."""
    return below(facts["age"], limit["below"])


@rule("AGE-002")
def adolescent(facts: View, limit: Limits) -> Flags:
    """No longer a child, and not yet of age."""
    return below(facts["age"], limit["below"]) & ~below(facts["age"], limit["from"])


@rule("HOME-001")
def unpreserved_home_made(facts: View, limit: Limits) -> Flags:
    """Home made, without a stated preservative, at a pH at which germs grow."""
    return (facts["is_preserved"] != 1) & ~more_acid(facts["pH"], limit["below"])


@rule("PROC-003")
def too_young_for_a_device(facts: View, limit: Limits) -> Flags:
    """Below the age that needling devices are authorised for."""
    return below(facts["age"], limit["least"])


@rule("NEED-018")
def minor_under_needles(facts: View, limit: Limits) -> Flags:
    """Needling of somebody who is not of age."""
    return below(facts["age"], limit["below"])


@rule("ORAL-001")
def above_upper_level(facts: View, limit: Limits) -> Flags:
    """Oral intake above the tolerable upper intake level of the age."""
    return above(facts["oral_mg"], facts["ul_mg"])


@rule("ORAL-002")
def not_under_advice(facts: View, limit: Limits) -> Flags:
    """Oral intake at or above the amount that the advice is to stay below."""
    return ~below(facts["oral_mg"], limit["below"])


@rule("ORAL-019")
def far_above_upper_level(facts: View, limit: Limits) -> Flags:
    """Oral intake above a multiple of the upper level; of an unknown age, of the highest of all ages."""
    return above(facts["oral_mg"], limit["times"] * facts["highest_ul_mg"])


@rule("ORAL-020")
def child_above_upper_level(facts: View, limit: Limits) -> Flags:
    """A child above the upper level of its age."""
    return below(facts["age"], limit["below"]) & above(facts["oral_mg"], facts["ul_mg"])


@rule("ORAL-018")
def daily_tablets(facts: View, limit: Limits) -> Flags:
    """A tablet a day or more."""
    return ~below(facts["tablets_per_week"], limit["least"])


@rule("REACT-004")
def allergen_not_found_inside(facts: View, limit: Limits) -> Flags:
    """An allergy with a name, held against the product without a match."""
    return facts["allergen_inside"] != 1


@rule("PROC-013")
def treated_for_cancer(facts: View, limit: Limits) -> Flags:
    """Treatment of cancer that goes on, ended a short while ago, or nobody knows when."""
    return ~above(facts["days_since_cancer_treatment"], limit["within"])


@rule("PROC-014")
def treated_for_cancer_long_ago(facts: View, limit: Limits) -> Flags:
    """Treatment of cancer that ended long ago."""
    return above(facts["days_since_cancer_treatment"], limit["within"])


@rule("PROC-016")
def oral_retinoid(facts: View, limit: Limits) -> Flags:
    """A retinoid by mouth other than isotretinoin, that goes on or ended a short while ago."""
    return ~above(facts["days_since_retinoid"], limit["within"])


@rule("PROC-017")
@rule("NEED-025")
def recent_sun(facts: View, limit: Limits) -> Flags:
    """Sun or a tan a short while ago, or nobody says when."""
    return ~above(facts["days_since_recent_sun"], limit["within"])


@rule("NEED-011")
@rule("PROC-034")
def recent_peel(facts: View, limit: Limits) -> Flags:
    """A peel or laser a short while ago, or nobody says when."""
    return ~above(facts["days_since_recent_peel"], limit["within"])


@rule("PROC-035")
def recent_filler(facts: View, limit: Limits) -> Flags:
    """Something injected there a short while ago, or nobody says when."""
    return ~above(facts["days_since_filler_there"], limit["within"])


for _code in (
    *("SKIN-001", "SKIN-002", "SKIN-003", "SKIN-004", "SKIN-005", "SKIN-006", "SKIN-007"),
    *("EYE-002",),
    *("PREG-001", "PREG-002", "PREG-003", "PREG-004", "PREG-005", "PREG-006", "PREG-007", "PREG-008"),
    *("PREG-009",),
    *("REACT-001", "REACT-002", "REACT-003"),
    *("TEST-001",),
    *("SUN-001",),
    *("ASK-001", "ASK-002"),
    *("ACT-001", "ACT-002", "ACT-003", "ACT-004", "ACT-005", "ACT-006", "ACT-007", "ACT-008"),
    *("ACT-009", "ACT-010"),
    *("PROC-001", "PROC-004", "PROC-005", "PROC-006", "PROC-007", "PROC-008", "PROC-009", "PROC-010"),
    *("PROC-011", "PROC-012", "PROC-015", "PROC-018", "PROC-019", "PROC-020", "PROC-021", "PROC-022"),
    *("PROC-023", "PROC-024", "PROC-025", "PROC-026", "PROC-027", "PROC-028", "PROC-029", "PROC-030"),
    *("PROC-031", "PROC-032", "PROC-033", "PROC-036", "PROC-037", "PROC-038", "PROC-039", "PROC-040"),
    *("PROC-041", "PROC-042", "PROC-043", "PROC-044", "PROC-045", "PROC-046"),
    *("NEED-001", "NEED-002", "NEED-003", "NEED-004", "NEED-005", "NEED-006", "NEED-007", "NEED-008"),
    *("NEED-009", "NEED-010", "NEED-012", "NEED-013", "NEED-014", "NEED-015", "NEED-016", "NEED-017"),
    *("NEED-019", "NEED-020", "NEED-021", "NEED-022", "NEED-023", "NEED-024", "NEED-026", "NEED-027"),
    *("NEED-028",),
    *("ORAL-003", "ORAL-004", "ORAL-005", "ORAL-006", "ORAL-007", "ORAL-008", "ORAL-009", "ORAL-010"),
    *("ORAL-011", "ORAL-012", "ORAL-013", "ORAL-014", "ORAL-015", "ORAL-016", "ORAL-017", "ORAL-021"),
    *("ORAL-022", "ORAL-023", "ORAL-024", "ORAL-025", "ORAL-026"),
):
    rule(_code)(always)
