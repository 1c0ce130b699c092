"""What a formula and its storage mean for how long it keeps: the conditions of the rate, and their limits.

Here lies the line between a number and none: reasons for which no number is given, and places where
no published series is near, so that the band is made wide. Rules that work element by element say the
same of one formula and of many.
"""

from calc.chemistry.stability.conditions import Keeping, glycol_powers, keeping
from calc.chemistry.stability.derivatives import (
    STATE_KEYS,
    State,
    state_positions,
    states,
)
from calc.chemistry.stability.limits import DOMAIN, REASONS
from calc.chemistry.stability.microbiology import (
    days_until_germs,
    germs_grow,
    habit_of_germs,
    preserving_share,
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
    "Keeping",
    "State",
    "assumed",
    "days_until_germs",
    "germs_grow",
    "glycol_powers",
    "glycol_share",
    "habit_of_germs",
    "has_antioxidant",
    "has_chelator",
    "has_ferulic",
    "keeping",
    "preserving_share",
    "state_positions",
    "states",
    "strength_g_per_L",
]
