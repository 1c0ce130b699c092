"""Volumes of mixtures: what each ingredient adds to the volume of the water that it is in.

V = k (m_w v_w + Σ mᵢ vᵢ(wᵢ)), with masses m [g] and apparent specific volumes vᵢ [mL/g]. Where densities in
water were measured (``data/density.csv``), vᵢ is interpolated in the ingredient's share wᵢ of itself and the
water, so that the contraction of alcohol and glycols is in it; solids with an apparent molar volume add that;
what was not measured adds what its class does. Without water each keeps its own specific volume, 1/ρ. The
factor k, about 1, is for the error of adding volumes up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calc import catalog
from calc.uncertainty import Samples, UncertainInput

Array = NDArray[np.float64]

_MIXING, _ALL = "adding volumes up", "temperature of the volume"
_WATERY = re.compile(r"water|juice|filtrate", re.IGNORECASE)
_ELECTROLYTE_ROLES = {"base", "buffer", "sulfite", "chelator"}


@functools.cache
def specific_volume(ingredient: str) -> tuple[float, float, float]:
    """Return the specific volume of an ingredient and its ends [mL/g].

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`; where its density is unknown, a wide range is assumed.

    Returns
    -------
    tuple of float
        Centre, low and high.

    Examples
    --------
    >>> f"{specific_volume('glycerin')[0]:.3f} mL/g"
    '0.793 mL/g'
    """
    centre, low, high = density_of(ingredient)
    return 1 / centre, 1 / high, 1 / low


def density_of(ingredient: str, *, is_poured: bool = False) -> tuple[float, float, float]:
    """Return the density of an ingredient and its ends [g/mL]; of what is not measured, that of its class.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    is_poured : bool, optional
        It is a liquid, whatever else is known of it.

    Examples
    --------
    >>> density_of("rosa_damascena_flower_water")
    (1.0, 0.96, 1.06)
    """
    record, assumed = catalog.ingredients()[ingredient], catalog.inputs().assumed
    row = record.value("density")
    if row is None and is_water_like(record):
        row = assumed["density_poured" if _is_first_of_something_else(record) else "density_water_like"]
    elif row is None and record.phase == "oil" and ingredient not in catalog.forms():
        row = assumed["density_oil"]
    return (row or assumed["density_poured" if is_poured else "density_unknown"]).to("g/mL")


def is_water_like(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is mostly water: a floral water, a juice, a gel.

    Parameters
    ----------
    record : Ingredient
    """
    if "other" in record.roles:
        return record.id in ("other_water", "other_gum")
    is_liquid = _WATERY.search(record.inci) is not None and "powder" not in record.id
    return record.phase == "water" and ("solvent" in record.roles or is_liquid)


def _is_first_of_something_else(record: catalog.Ingredient) -> bool:
    """Tell whether a mix with water holds more of something else, such as glycerin; a gel does not."""
    first, *rest = record.inci.split(" (and) ")
    return bool(rest) and not _WATERY.search(first) and "_gel_" not in record.id


@functools.cache
def _measured(ingredient: str) -> tuple[Array, Array, float] | None:
    """Return mass fractions, apparent volumes [mL/g] and their half-width; None where nothing was measured.

    The points of the first source make the curve. Where others lie off it, the half-width reaches them.
    """
    points = catalog.density_points().get(ingredient)
    if not points:
        return None
    fractions = np.array([point.mass_fraction for point in points])
    per_water = specific_volume("water")[0]
    volumes = np.array([1 / point.density for point in points])
    volumes = (volumes - (1 - fractions) * per_water) / fractions
    first = points[0].source
    # A later source goes on where the first one ends.
    ends = max(point.mass_fraction for point in points if point.source == first)
    counts = np.array([point.source == first or point.mass_fraction > ends for point in points])
    curve = fractions[counts], volumes[counts]
    half = catalog.inputs().assumed["volume_in_water_plus_minus"].centre
    off = np.abs(volumes - np.interp(fractions, *curve)) * (fractions > 0.02)
    return (*curve, max(half, 1.1 * float(off.max())))


@functools.cache
def _in_water(ingredient: str) -> tuple[float, float, float]:
    """Return what a gram without a table of its own adds to the volume in water, and its ends [mL/g]."""
    record, assumed = catalog.ingredients()[ingredient], catalog.inputs().assumed
    molar, mass = record.value("apparent_molar_volume"), record.value("molar_mass")
    if molar and mass:
        centre, low, high = (volume / mass.to("g/mol")[0] for volume in molar.to("mL/mol"))
        return centre, low, high
    if "cosolvent" in record.roles and record.value("density"):
        shrinks = assumed["volume_contraction"].to("dimensionless")
        own, least, most = specific_volume(ingredient)
        return own * (1 - shrinks[0]), least * (1 - shrinks[2]), most * (1 - shrinks[1])
    if record.value("density") or record.phase != "water" or is_water_like(record):
        return specific_volume(ingredient)
    row = assumed["volume_electrolyte" if is_electrolyte(record) else "volume_solute"]
    return row.to("mL/g")


def is_electrolyte(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is a salt, a base or a buffer.

    Parameters
    ----------
    record : Ingredient

    Examples
    --------
    >>> is_electrolyte(catalog.ingredients()["sodium_benzoate"])
    True
    """
    charged = record.sodium or record.potassium or record.ionises == "salt"
    named = re.search(r"sodium|potassium|magnesium|calcium|zinc|ammonium", record.inci, re.IGNORECASE)
    return bool(charged or named or _ELECTROLYTE_ROLES & {*record.roles})


def apparent_volume(ingredient: str, share: ArrayLike) -> Array:
    """Return what a gram of an ingredient adds to the volume, element by element.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    share : array
        Its share of itself and the water, by mass [0–1]; 1 without water.

    Returns
    -------
    array
        [mL/g]

    Examples
    --------
    >>> apparent_volume("ethanol", [0.1, 1.0]).round(2)
    array([1.17, 1.27])
    """
    share = np.asarray(share, dtype=np.float64)
    table = _measured(ingredient)
    alone = specific_volume(ingredient)[0]
    dissolved = np.interp(share, *table[:2]) if table else np.full(share.shape, _in_water(ingredient)[0])
    return np.where(share >= 1, alone, dissolved)


def density_of_solution(ingredient: str, strength: float) -> tuple[float, float, float] | None:
    """Return the density of a solution in water and its ends [g/mL]; None beyond what was measured.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    strength : float
        How much of the solution it is, by mass [0–1].

    Examples
    --------
    >>> f"{density_of_solution('sodium_hydroxide', 0.1)[0]:.2f} g/mL"
    '1.11 g/mL'
    """
    table = _measured(ingredient)
    if table and strength > table[0][-1]:
        return None
    water = (1 - strength) * specific_volume("water")[0]
    own = float(apparent_volume(ingredient, strength))
    less, more = _ends(ingredient, in_water=True)
    centre, low, high = (1 / (water + strength * (own + off)) for off in (0.0, more, less))
    return centre, low, high


def volumes_per_gram(ingredients: Sequence[str], grams: Array) -> Array:
    """Return what a gram of each ingredient adds to the volume of mixtures.

    Parameters
    ----------
    ingredients : sequence of str
        Ids in `catalog.ingredients`.
    grams : (k, ...) array
        Their masses [g].

    Returns
    -------
    (k, ...) array
        [mL/g]

    Examples
    --------
    >>> masses = np.array([70.0, 30.0])
    >>> f"{100 / (masses @ volumes_per_gram(('water', 'ethanol'), masses)):.3f} g/mL"
    '0.954 g/mL'
    """
    grams = np.asarray(grams, dtype=np.float64)
    water = sum(
        (mass for name, mass in zip(ingredients, grams) if name == "water"), np.zeros(grams.shape[1:])
    )
    # Lines of one ingredient are in the same water.
    held = {
        name: sum(mass for other, mass in zip(ingredients, grams) if other == name) for name in ingredients
    }
    rows = []
    for name in ingredients:
        whole = held[name] + water
        rows.append(
            apparent_volume(name, np.where(whole > 0, held[name] / np.where(whole > 0, whole, 1.0), 0.0))
        )
    return np.array(rows)


def volume_inputs(ingredients: Iterable[str]) -> list[UncertainInput]:
    """Return what volumes are uncertain by: what each ingredient adds [mL/g], and adding them up.

    Parameters
    ----------
    ingredients : iterable of str
        Ids in `catalog.ingredients`; repeated ones count once.

    Examples
    --------
    >>> [uncertain.name for uncertain in volume_inputs(["water", "glycerin"])]
    ['adding volumes up', 'temperature of the volume', 'density of water', 'density of glycerin']
    """
    assumed, names = catalog.inputs().assumed, dict.fromkeys(ingredients)
    mixing = assumed["ideal_mixing_plus_minus"].to("dimensionless")[0]
    always = assumed["volume_all_plus_minus"].to("dimensionless")[0]
    return [
        UncertainInput(_MIXING, 0.0, -mixing, mixing),
        UncertainInput(_ALL, 0.0, -always, always),
        *(UncertainInput(f"density of {name}", 0.0, *_ends(name, "water" in names)) for name in names),
    ]


def _ends(ingredient: str, in_water: bool) -> tuple[float, float]:
    """Return by how much what a gram adds may be smaller and larger [mL/g]."""
    table = _measured(ingredient) if in_water else None
    if table:
        return -table[2], table[2]
    centre, low, high = _in_water(ingredient) if in_water else specific_volume(ingredient)
    return low - centre, high - centre


def sampled_volumes(ingredients: Sequence[str], draws: Samples, grams: Array) -> Array:
    """Return the draws of what a gram of each ingredient adds, (draws.size, ingredients) [mL/g].

    Parameters
    ----------
    ingredients : sequence of str
    draws : Samples
        Of `volume_inputs`, and of anything else.
    grams : (ingredients,) array
        Masses as stated, which decide the shares [g].

    Examples
    --------
    >>> draws = Samples(volume_inputs(["water"]))
    >>> f"{sampled_volumes(['water'], draws, np.array([100.0])).mean():.2f} mL/g"
    '1.00 mL/g'
    """
    columns = np.column_stack([draws.columns[f"density of {name}"] for name in ingredients])
    total = float(np.sum(grams))
    known = sum(
        mass for name, mass in zip(ingredients, grams) if name == "water" or is_measured_in_water(name)
    )
    unknown = 1.0 if total <= 0 else 1 - float(known) / total
    factor = 1 + unknown * draws.columns[_MIXING] + draws.columns[_ALL]
    return (volumes_per_gram(ingredients, grams) + columns) * factor[:, np.newaxis]


def is_measured_in_water(ingredient: str) -> bool:
    """Tell whether an ingredient's volume in water is known from measurements.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.

    Examples
    --------
    >>> is_measured_in_water("sodium_hydroxide"), is_measured_in_water("xanthan_gum")
    (True, False)
    """
    molar = catalog.ingredients()[ingredient].value("apparent_molar_volume")
    return bool(_measured(ingredient) or molar)
