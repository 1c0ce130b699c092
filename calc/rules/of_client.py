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


@rule("ORAL-018")
def daily_tablets(facts: View, limit: Limits) -> Flags:
    """A tablet a day or more."""
    return ~below(facts["tablets_per_week"], limit["least"])


for _code in (
    *("SKIN-001", "SKIN-002", "SKIN-003", "SKIN-004", "SKIN-005", "EYE-002"),
    *(
        "PREG-001",
        "PREG-002",
        "PREG-003",
        "PREG-004",
        "REACT-001",
        "REACT-002",
        "TEST-001",
        "SUN-001",
        "ASK-001",
        "ASK-002",
    ),
    *("ACT-001", "ACT-002", "ACT-003", "ACT-004", "ACT-005", "ACT-006"),
    *("PROC-001", "PROC-004", "PROC-005", "PROC-006", "PROC-007", "PROC-008", "PROC-009", "PROC-010"),
    *("NEED-001", "NEED-002", "NEED-003", "NEED-004", "NEED-005", "NEED-006", "NEED-007", "NEED-008"),
    *("NEED-009", "NEED-010", "NEED-011", "NEED-012", "NEED-013", "NEED-014", "NEED-015", "NEED-016"),
    *("NEED-017", "NEED-019", "NEED-020", "NEED-021"),
    *("ORAL-003", "ORAL-004", "ORAL-005", "ORAL-006", "ORAL-007", "ORAL-008", "ORAL-009", "ORAL-010"),
    *("ORAL-011", "ORAL-012", "ORAL-013", "ORAL-014", "ORAL-015", "ORAL-016", "ORAL-017"),
):
    rule(_code)(always)
