"""What the rate of the loss hangs on: what the acid is in, how much, beside what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from calc import catalog
from calc.chemistry.bottles import Bottles, content
from calc.chemistry.columns import (
    Array,
    Flags,
    Words,
    floats,
)
from calc.chemistry.density import specific_volume
from calc.chemistry.stability import (
    KINDS,
    StabilityConditions,
    assumed,
    glycol_powers,
    glycol_share,
    has_antioxidant,
    has_chelator,
    has_ferulic,
)
from calc.chemistry.stability.kinetics import (
    T90_FRACTION,
    days_until,
    ferulic_share,
    log_rate,
    rate_inputs,
)
from calc.uncertainty import Band

_MEDIA = ("powder", "oil", "other", "glycol", "water")


def medium_of(bottles: Bottles) -> Words:
    """Return what the acid is in."""
    watery = bottles.finished | (bottles.water_g / bottles.total_g > assumed("anhydrous"))
    media = {
        "water": watery,
        "glycol": bottles.glycols_g > 0,
        "other": bottles.of("ethanol") > 0,
        "oil": bottles.has_role("oil"),
    }
    return Words.first(_MEDIA, media.items(), "powder")


def _acids_in(bottles: Bottles) -> list[str]:
    """Return the forms that are ascorbic acid once they are in water."""
    return [each for each in bottles.forms if catalog.forms()[each].kind in KINDS]


def strength_g_per_L(bottles: Bottles) -> Array:
    """Return the ascorbic acid by volume, its salts counted [g/L]; 0 where there is none."""
    known = [(each, content(each)) for each in _acids_in(bottles)]
    acid = sum((bottles.of(each) * own for each, own in known if own == own), np.zeros(bottles.size))
    volumes = np.array([specific_volume(each)[0] for each in bottles.ingredients])
    return 1000 * acid / bottles.weighed(volumes)


def outside_of(bottles: Bottles, medium: Words) -> Flags:
    """Tell what takes formulas away from the published series, (causes, n); storage left aside."""
    strength = bottles.of(*_acids_in(bottles)) / bottles.total_g
    high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[2]
    measured = assumed("most_glycol_share") * bottles.glycols_g
    other_glycol = medium.are("glycol") & (bottles.of("propylene_glycol") < measured)
    creamy = bottles.where(lambda each: "finished" in each.roles and each.phase == "both") > 0
    return np.array(
        [
            bottles.finished,
            creamy | ("emulsion" in bottles.system),
            medium.are("oil") | (bottles.system == "suspension"),
            other_glycol | (medium.are("water") & (glycol_share(bottles.glycols_g, bottles.water_g) > high)),
            bottles.share("ethanol") > assumed("alcohol"),
            strength < assumed("weak") - 1e-9,
            bottles.of("sodium_benzoate") > 0,
            bottles.of("copper_tripeptide_1") > 0,
        ]
    )


def ferulic_works(bottles: Bottles, medium: Words, pH: Array) -> Flags:
    """Tell where ferulic acid with tocopherol does something."""
    return has_ferulic(bottles.share) & medium.are("water") & (ferulic_share(pH) > 0)


def factors_of(bottles: Bottles, medium: Words, outside: Flags, ferulic: Flags) -> dict[str, Array]:
    """Return the power of each factor, by its row in ``data/stability.toml``."""
    rest = ~medium.are("oil", "glycol")
    creamy = bottles.system == "w_o_emulsion"
    some, most = glycol_powers(glycol_share(bottles.glycols_g, bottles.water_g))
    plain = rest & (not creamy)
    wet = medium.are("water", "glycol")
    return floats(
        {
            "outside": outside,
            "between_laboratories": ~outside,
            "oil": medium.are("oil"),
            "w_o_emulsion": rest & creamy,
            "some_glycol": np.where(plain, some, 0.0),
            "propylene_glycol": np.where(plain, most, medium.are("glycol")),
            "chelator": wet & has_chelator(bottles.share),
            "sulfite_or_glutathione": wet & ~ferulic & has_antioxidant(bottles.share),
        }
    )


def t90_by_rate(
    probe: StabilityConditions, factors: Mapping[str, Array], strength: Array, pH: Array, ferulic: Flags
) -> Array:
    """Return after how long a tenth is lost, by the rate of the single path [day].

    A column takes the place of what the conditions say once for all: a factor to its power, the
    antioxidant where it works, a pH of −∞ where there is no water.
    """
    assert probe.conditions
    any_pH = Band(0.0, 0.0, 0.0)
    names = tuple((name, 1.0) for name in factors)
    conditions = replace(probe.conditions, factors=names, ferulic=True, pH=any_pH)
    columns = {each.name: np.array([each.value]) for each in rate_inputs(conditions)}
    columns.update((name, columns[name] * power) for name, power in factors.items())
    columns["ferulic_with_tocopherol"] = columns["ferulic_with_tocopherol"] * ferulic
    columns.update(strength=strength, pH=pH)
    return days_until(T90_FRACTION, np.exp(log_rate(conditions, columns)), columns["order"])
