"""What a formula and its storage mean for how long it keeps: the conditions of the rate, and their limits.

Here lies the line between a number and none: reasons for which no number is given, and places where
no published series is near, so that the band is made wide. Rules that work element by element say the
same of one formula and of many.
"""

from calc.chemistry.stability.conditions import StabilityConditions, glycol_powers, stability_conditions
from calc.chemistry.stability.derivatives import (
    STATE_KEYS,
    FormState,
    form_states,
    state_positions,
)
from calc.chemistry.stability.limits import DOMAIN, REASONS
from calc.chemistry.stability.microbiology import (
    growth_limit,
    microbial_limit_days,
    preserving_share,
    supports_growth,
)
from calc.chemistry.stability.mixture import (
    KINDS,
    assumed,
    glycol_share,
    has_antioxidant,
    has_chelator,
    has_ferulic,
    strength_g_per_L,
)
from calc.chemistry.stability.storage import ASSUMED

__all__ = [
    "ASSUMED",
    "DOMAIN",
    "KINDS",
    "REASONS",
    "STATE_KEYS",
    "FormState",
    "StabilityConditions",
    "assumed",
    "form_states",
    "glycol_powers",
    "glycol_share",
    "growth_limit",
    "has_antioxidant",
    "has_chelator",
    "has_ferulic",
    "microbial_limit_days",
    "preserving_share",
    "stability_conditions",
    "state_positions",
    "strength_g_per_L",
    "supports_growth",
]
