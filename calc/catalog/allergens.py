"""What people are allergic to, and what else goes with it: allergens.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import load
from calc.catalog.literature import cited
from calc.catalog.lookup import is_ingredient
from calc.catalog.normalize import normalize
from calc.catalog.substances import ingredients
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import ROLES


@dataclass(frozen=True)
class AllergenFamily:
    """Substances that count as one allergy.

    ``names``: what people call it, normalised. ``members``: ids of ingredients, and normalised names on
    labels of what is no ingredient here.
    """

    id: str
    name: str
    names: frozenset[str]
    members: frozenset[str]
    source: str
    caveat: str = ""


@functools.cache
def allergen_families() -> Mapping[str, AllergenFamily]:
    """Return the families of allergens by their id.

    Examples
    --------
    >>> "tocopheryl_acetate" in allergen_families()["vitamin_e"].members
    True
    """
    return MappingProxyType(load("allergens.toml", _family))


@functools.cache
def families_by_name() -> Mapping[str, AllergenFamily]:
    """Return the families of allergens by each of their names, normalised.

    Examples
    --------
    >>> families_by_name()["vitamin e"].id
    'vitamin_e'
    """
    return MappingProxyType(
        {name: family for family in allergen_families().values() for name in sorted(family.names)}
    )


@functools.cache
def components_of(ingredient: str) -> frozenset[str]:
    """Return the ids of what an ingredient consists of, itself included: a blend says it by its INCI name.

    Parameters
    ----------
    ingredient : str
        Id in `ingredients`.

    Examples
    --------
    >>> "methylparaben" in components_of("germaben_ii")
    True
    """
    names = ingredients()[ingredient].inci.split(" (and) ")
    known = {normalize(record.inci): record.id for record in reversed(list(ingredients().values()))}
    parts = {known.get(normalize(name), normalize(name)) for name in names} if len(names) > 1 else set()
    return frozenset({ingredient, *parts})


def _family(key: str, row: dict[str, Any], file: DataFile) -> AllergenFamily:
    """Read one table of allergens.toml."""
    file.keys(
        row, key, ("name", "names", "members", "roles", "labels", "source", "caveat"), ("name", "source")
    )
    file.texts(row, key, "name", "source", "caveat")
    file.lists(row, key, "names", "members", "roles", "labels")
    cited([row["source"]], file, key)
    for member in row.get("members", ()):
        if member not in ingredients():
            raise file.error(key, (member,), f"“{member}” is no ingredient")
    for role in row.get("roles", ()):
        file.one_of({"roles": role}, "roles", ROLES, key)
    for label in row.get("labels", ()):
        if is_ingredient(label):
            raise file.error(key, (label,), f"“{label}” is an ingredient: name it among the members")
    by_role = (record.id for record in ingredients().values() if {*row.get("roles", ())} & {*record.roles})
    return AllergenFamily(
        key,
        row["name"],
        frozenset(map(normalize, row["names"])),
        frozenset([*row.get("members", ()), *map(normalize, row.get("labels", ())), *by_role]),
        row["source"],
        row.get("caveat", ""),
    )
