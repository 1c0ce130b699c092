"""Stability of a formula in its storage: rate of the loss of ascorbic acid, shelf life, and their limits.

`kinetics` has the rate law, `conditions` what a formula and its storage mean for it, `life` the shelf life
of one formula. `limits` says when no number is given (`REASONS`), and when a formula differs from all
published series so that the band is widened (`DOMAIN`). `microbiology`, `oxygen`, `derivatives` and
`temperatures` cover what else limits the use.
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

__all__ = [
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
