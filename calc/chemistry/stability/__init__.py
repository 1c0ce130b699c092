"""What a formula and its storage mean for how long it keeps: the conditions of the rate, and their limits.

Here lies the line between a number and none: reasons for which no number is given, and places where
no published series is near, so that the band is made wide. Rules that work element by element say the
same of one formula and of many.
"""

from calc.chemistry.stability.conditions import (
    LossConditions,
    StabilityConditions,
    any_of,
    glycol_powers,
    loss_conditions,
    stability_conditions,
    t90_as_stated,
)
from calc.chemistry.stability.derivatives import STATE_KEYS, FormState, form_states, state_of
from calc.chemistry.stability.limits import DOMAIN, REASONS
from calc.chemistry.stability.microbiology import (
    growth_limit,
    microbial_limit_days,
    preserved_share,
    preserving_shares,
    supports_growth,
)
from calc.chemistry.stability.mixture import KINDS, assumed, strength_band, strength_g_per_L, vehicle_of
from calc.chemistry.stability.storage import ASSUMED

__all__ = [
    "ASSUMED",
    "DOMAIN",
    "KINDS",
    "REASONS",
    "STATE_KEYS",
    "FormState",
    "LossConditions",
    "StabilityConditions",
    "any_of",
    "assumed",
    "form_states",
    "glycol_powers",
    "growth_limit",
    "loss_conditions",
    "microbial_limit_days",
    "preserved_share",
    "preserving_shares",
    "stability_conditions",
    "state_of",
    "strength_band",
    "strength_g_per_L",
    "supports_growth",
    "t90_as_stated",
    "vehicle_of",
]
