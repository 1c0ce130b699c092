"""What can be weighed into a bottle: forms of vitamin C, other ingredients, and the acids they bring."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file, load
from calc.catalog.literature import cited
from calc.catalog.normalize import normalize
from calc.catalog.numbers import Properties, Value, value_rows
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import IONISES, PHASES, ROLES


@dataclass(frozen=True)
class AcidRecord(Properties):
    """A weak acid, or the acid of a weak base, with its constants.

    ``charge``: of its fully protonated species. ``english``: its name in the data, which seeds draws.
    """

    id: str
    name: str
    charge: int
    values: tuple[Value, ...]
    english: str = ""

    @functools.cached_property
    def pKa(self) -> tuple[Value, ...]:
        """Its constants, the step that lets go first in front."""
        steps = (self.value(f"pKa{step}") for step in range(1, 10))
        return tuple(row for row in steps if row is not None)


@dataclass(frozen=True)
class Ingredient(Properties):
    """Something that can be weighed into a bottle.

    ``acid``: the acid of `acids` that it brings into water, ``acid_number`` molecules each, with so many
    ions of ``sodium``, ``potassium``, ``calcium``, ``magnesium`` and ``chloride``. ``ionises``: one of
    `IONISES`; of its constants nothing is known. ``english``: its name in the data, which seeds draws.
    """

    id: str
    name: str
    inci: str
    phase: str
    aliases: tuple[str, ...] = ()
    short: str = ""
    cas: tuple[str, ...] = ()
    cas_note: str = ""
    chemical_formula: str = ""
    roles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    acid: str = ""
    acid_number: int = 1
    sodium: int = 0
    potassium: int = 0
    calcium: int = 0
    magnesium: int = 0
    chloride: int = 0
    ionises: str = ""
    english: str = ""

    @property
    def said(self) -> str:
        """Its name as it stands in the middle of a sentence."""
        return self.name[:1].lower() + self.name[1:] if self.name[1:2].islower() else self.name

    @property
    def aa_equivalent(self) -> Value | None:
        """The ascorbic acid that a gram of it stands for [g/g]; None where that is unknown."""
        return self.value("aa_eq")

    @property
    def sold_as_strength(self) -> float | None:
        """The strength of the solution as which it is sold [0–1]; None for what is sold pure."""
        row = self.value("sold_as_strength")
        return None if row is None else row.to("dimensionless")[0]


@dataclass(frozen=True)
class Statement:
    """A sentence about a form, with its sources."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Form(Ingredient):
    """A chemical form of vitamin C."""

    kind: str = ""
    stability: str = ""
    heat: str = ""
    evidence: tuple[Statement, ...] = ()


@functools.cache
def acids() -> Mapping[str, AcidRecord]:
    """Return every weak acid by its id.

    Examples
    --------
    >>> acids()["ascorbic"].pKa[0].unit
    'pKa'
    """
    return MappingProxyType(load("acids.toml", _acid))


@functools.cache
def forms() -> Mapping[str, Form]:
    """Return every form of vitamin C by its id.

    Examples
    --------
    >>> forms()["l_ascorbic_acid"].inci
    'Ascorbic Acid'
    """
    return MappingProxyType(load("forms.toml", _form))


@functools.cache
def ingredients() -> Mapping[str, Ingredient]:
    """Return every ingredient by its id, the forms of vitamin C among them.

    Examples
    --------
    >>> ingredients()["glycerin"].phase
    'water'
    """
    others = load("ingredients.toml", _ingredient)
    _refuse_shared_names(others)
    return MappingProxyType({**forms(), **others})


def _acid(key: str, row: dict[str, Any], file: DataFile) -> AcidRecord:
    """Read one table of acids.toml."""
    keys = ("name", "charge", "values")
    file.keys(row, key, keys, keys)
    file.texts(row, key, "name")
    file.whole(row, key, "charge")
    values = value_rows(row, "values", file, key)
    if not any(value.property == "pKa1" for value in values):
        raise file.error(key, (), "an acid needs its pKa1")
    return AcidRecord(key, row["name"], row["charge"], values, file.english[key]["name"])


def _ingredient(key: str, row: dict[str, Any], file: DataFile) -> Ingredient:
    """Read one table of ingredients.toml."""
    shared = _shared_fields(key, row, file, further=("roles",))
    file.lists(row, key, "roles")
    for role in row.get("roles", ()):
        file.one_of({"roles": role}, "roles", ROLES, key)
    return Ingredient(key, **{**row, **shared, "roles": tuple(row.get("roles", ()))})


def _form(key: str, row: dict[str, Any], file: DataFile) -> Form:
    """Read one table of forms.toml."""
    shared = _shared_fields(key, row, file, further=("kind", "stability", "heat", "evidence"))
    file.texts(row, key, "kind", "stability", "heat")
    statements = file.rows(row, key, "evidence")
    for statement in statements:
        file.keys(statement, key, ("text", "sources"), ("text", "sources"))
        file.texts(statement, key, "text")
        file.lists(statement, key, "sources")
        cited(statement["sources"], file, key)
    evidence = tuple(Statement(statement["text"], tuple(statement["sources"])) for statement in statements)
    return Form(key, **{**row, **shared, "roles": ("form",), "evidence": evidence})


def _shared_fields(key: str, row: dict[str, Any], file: DataFile, further: tuple[str, ...]) -> dict[str, Any]:
    """Read what forms and other ingredients have in common."""
    texts = ("name", "inci", "phase", "short", "cas_note", "chemical_formula", "acid", "ionises")
    lists = ("aliases", "cas", "notes")
    ions = ("acid_number", "sodium", "potassium", "calcium", "magnesium", "chloride")
    file.keys(row, key, (*texts, *lists, *ions, *further, "values"), ("name", "inci", "phase"))
    file.texts(row, key, *texts)
    file.whole(row, key, *ions)
    if row.get("acid", "") not in ("", *acids()):
        raise file.error(key, (f'"{row["acid"]}"',), f"acid “{row['acid']}” is not in acids.toml")
    if row.get("ionises", "") not in IONISES:
        raise file.error(key, ("ionises",), f"ionises is one of {', '.join(IONISES[1:])}")
    file.lists(row, key, *lists)
    file.one_of(row, "phase", PHASES, key)
    for number in row.get("cas", ()):
        if not _is_cas(number):
            raise file.error(key, (number,), f"CAS {number} has a wrong check digit")
    values = value_rows(row, "values", file, key)
    english = file.english[key]["name"]
    return {"values": values, "english": english, **{name: tuple(row.get(name, ())) for name in lists}}


def _refuse_shared_names(others: Mapping[str, Ingredient]) -> None:
    """Refuse an id or an alias that two ingredients claim: one of them would be lost silently."""
    file = data_file("ingredients.toml")
    taken: dict[str, str] = {}
    for ingredient in (*forms().values(), *others.values()):
        for name in {
            normalize(name) for name in (ingredient.id, ingredient.short, *ingredient.aliases) if name
        }:
            if taken.setdefault(name, ingredient.id) != ingredient.id or (
                ingredient.id in forms() and ingredient.id in others
            ):
                raise file.error(ingredient.id, (), f"“{name}” is claimed by {taken[name]} too")


def _is_cas(number: str) -> bool:
    """Tell whether a CAS number has its right check digit."""
    if not re.fullmatch(r"\d{2,7}-\d\d-\d", number):
        return False
    digits = [int(digit) for digit in number.replace("-", "")]
    return sum(i * digit for i, digit in enumerate(reversed(digits))) % 10 == digits[-1]
