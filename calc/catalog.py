"""The reader of ``data/`` about products: strict loaders to frozen records; `casebook` reads about people.

Unknown keys, units, kinds or sources, non-finite values, duplicates and values out of order are
refused with file and line. Nothing here computes.
"""

from __future__ import annotations

import csv
import difflib
import functools
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from calc.datafile import DataFile
from calc.errors import DataError, InputError
from calc.findings import Action, Evidence, Severity
from calc.units import ureg

DATA = Path(__file__).resolve().parent.parent / "data"

VALUE_KINDS = "measured fitted regulatory supplier estimated assumed calculated".split()
SOURCE_KINDS = (
    "article review book pharmacopoeia database regulation supplier web seed editorial calculation".split()
)
PRESET_KINDS = "published illustrative".split()
PHASES = "water oil both shell".split()
ROLES = (
    "solvent cosolvent humectant base acid buffer antioxidant chelator preservative thickener "
    "emulsifier oil peptide active sulfite finished".split()
)
#: What a rule can be about: a formula by its lines, a product by its label, a client in the chair.
SUBJECTS = ("formula", "product", "client")
JUDGES = ("nominal", "median", "low", "high")
_OWN_UNITS = ("pH", "pKa", "log_K", "steps", "g/100g")
#: How a form other than ascorbic acid may keep.
STATES = ("stable", "buffer", "caution", "poor", "falls_apart", "keep_dark", "released")
_SERIES_SHARED = ("strength_g_per_L", "temperature_C", "pH", "system", "source", "note")
_SERIES_COLUMNS = (
    "series system strength_g_per_L pH temperature_C time time_unit remaining_percent relation source "
    "locator note".split()
)
#: How an ingredient whose constants are not known takes part in the pH.
IONISES = ("", "acid", "base", "salt")


@dataclass(frozen=True)
class Source:
    """Where a number or a statement comes from."""

    key: str
    title: str
    kind: str
    grade: Evidence
    authors: str = ""
    container: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""
    errata: str = ""
    short: str = ""

    @property
    def link(self) -> str:
        """Address of the source, or "" when it has none."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def cited(self) -> str:
        """How it is cited on the screen: a short name of its own, or first author and year."""
        author = self.authors.split(" and ")[0].split(",")[0].rsplit(" ", 1)[0]
        return self.short or " ".join(str(part) for part in (author or self.title, self.year) if part)


@dataclass(frozen=True)
class Value:
    """A number from the literature with everything that makes it one.

    ``value`` or both ``low`` and ``high`` are there, in ``unit``; the three are in order.
    """

    property: str
    unit: str
    kind: str
    source: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    variant: str = ""
    locator: str = ""
    caveat: str = ""
    preferred: bool = False

    @functools.cached_property
    def centre(self) -> float:
        """The value, or the middle of its range [unit]."""
        if self.value is not None:
            return self.value
        return (self.ends[0] + self.ends[1]) / 2

    @functools.cached_property
    def ends(self) -> tuple[float, float]:
        """Low and high end; the value itself where no spread is known [unit]."""
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        assert low is not None
        assert high is not None
        return low, high

    def to(self, unit: str) -> tuple[float, float, float]:
        """Return value, low and high in another unit."""
        zero, factor = _conversion(self.unit, unit)
        low, high = self.ends
        return zero + self.centre * factor, zero + low * factor, zero + high * factor


class _Properties:
    """What has value rows."""

    values: tuple[Value, ...]

    def value(self, name: str) -> Value | None:
        """Return the preferred value of a property; None means that it is unknown."""
        rows = [row for row in self.values if row.property == name]
        preferred = [row for row in rows if row.preferred]
        return next(iter(preferred or rows), None)


@dataclass(frozen=True)
class Acid(_Properties):
    """A weak acid, or the acid of a weak base, with its constants.

    ``charge``: of its fully protonated species.
    """

    id: str
    name: str
    charge: int
    values: tuple[Value, ...]

    @property
    def pKa(self) -> tuple[Value, ...]:
        """Its constants, the step that lets go first in front."""
        steps = (self.value(f"pKa{step}") for step in range(1, 10))
        return tuple(row for row in steps if row is not None)


@dataclass(frozen=True)
class Ingredient(_Properties):
    """Something that can be weighed into a bottle.

    ``acid``: the acid of `acids` that it brings into water, one molecule each, with so many ions of
    ``sodium`` and ``potassium``. ``ionises``: one of `IONISES`; of its constants nothing is known.
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
    sodium: int = 0
    potassium: int = 0
    ionises: str = ""

    @property
    def said(self) -> str:
        """Its name as it stands in the middle of a sentence."""
        return self.name[:1].lower() + self.name[1:] if self.name[1:2].islower() else self.name


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


@dataclass(frozen=True)
class RuleText:
    """Everything about a rule but its predicate: severity, limits, wording, sources."""

    code: str
    title: str
    severity: Severity
    action: Action
    judges: str
    subject: str
    needs: tuple[str, ...]
    message: str
    remedy: str
    evidence: Evidence
    sources: tuple[str, ...]
    of: tuple[str, ...] = ("formula",)
    when: tuple[str, ...] = ()
    limits: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""
    may: str = ""
    otherwise: str = ""
    bought: str = ""

    @functools.cached_property
    def limit(self) -> Mapping[str, float]:
        """The limits in canonical units."""
        return {name: row.to(_canonical(row.unit))[0] for name, row in self.limits.items()}


@dataclass(frozen=True)
class Example:
    """A recipe found in public, as it would be pasted, with what it says of itself."""

    id: str
    title: str
    lines: tuple[str, ...]
    claim_strength: str
    claim_pH: str
    source: str
    note: str


@dataclass(frozen=True)
class Preset:
    """A recipe to start from: what the fields of Mix say, where it is from, and what to know of it.

    ``kind``: ``published`` where ``source`` has its strengths, ``illustrative`` where the house chose them.
    """

    id: str
    name: str
    about: str
    fields: Mapping[str, str]
    kind: str
    sources: tuple[str, ...]
    caveat: str


@dataclass(frozen=True)
class Inputs:
    """What fields accept, what is assumed when nothing is said, and the order of addition."""

    accepted: Mapping[str, Value]
    assumed: Mapping[str, Value]
    order: tuple[str, ...]


@dataclass(frozen=True)
class FormState:
    """How a form other than ascorbic acid keeps: words, never a number of days.

    ``wet``: in water, inside the ``window`` of pH where there is one; ``outside``: beyond it;
    ``falls_apart``: the pH below which it does; ``dry``: without water. "" is not known.
    """

    form: str
    sources: tuple[str, ...]
    wet: str = ""
    outside: str = ""
    dry: str = ""
    window: Value | None = None
    falls_apart: Value | None = None


@dataclass(frozen=True)
class Stability:
    """Everything about how long ascorbic acid keeps; each part by the name of its rows."""

    fitted: Mapping[str, Value]
    prior: Mapping[str, Value]
    assumed: Mapping[str, Value]
    factors: Mapping[str, Value]
    packages: Mapping[str, Value]
    oxygen: Mapping[str, Value]
    walls: Mapping[str, Value]
    states: Mapping[str, FormState]


@dataclass(frozen=True)
class Series:
    """A published series: what was left of the start [0–1] after so many days.

    ``at_least``: what was left is only known to be more.
    """

    id: str
    system: str
    strength_g_per_L: float
    pH: float | None
    temperature_C: float
    source: str
    note: str
    days: tuple[float, ...]
    remaining: tuple[float, ...]
    at_least: bool


@functools.cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key."""
    return MappingProxyType(load("sources.toml", _source))


@functools.cache
def acids() -> Mapping[str, Acid]:
    """Return every weak acid by its id."""
    return MappingProxyType(load("acids.toml", _acid))


@functools.cache
def forms() -> Mapping[str, Form]:
    """Return every form of vitamin C by its id."""
    return MappingProxyType(load("forms.toml", _form))


@functools.cache
def ingredients() -> Mapping[str, Ingredient]:
    """Return every ingredient by its id, the forms of vitamin C among them."""
    others = load("ingredients.toml", _ingredient)
    _refuse_shared_names(others)
    return MappingProxyType({**forms(), **others})


@functools.cache
def rules() -> Mapping[str, RuleText]:
    """Return the text of every rule by its code."""
    return MappingProxyType(load("rules.toml", _rule))


@functools.cache
def examples() -> Mapping[str, Example]:
    """Return every recipe that is shown as an example of a check, by its id."""
    return MappingProxyType(load("examples.toml", _example))


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Return every recipe to start from, by its id."""
    return MappingProxyType(load("presets.toml", _preset))


@functools.cache
def inputs() -> Inputs:
    """Return what the fields accept and what is assumed."""
    file = DataFile(DATA / "inputs.toml")
    parts = ("accepted", "assumed", "order")
    file.parts(parts)
    file.keys(file.tables["order"], "order", ("roles",), ("roles",))
    file.lists(file.tables["order"], "order", "roles")
    accepted, assumed = (
        {name: value_row(named(name, row, file, part), file, part) for name, row in file.tables[part].items()}
        for part in ("accepted", "assumed")
    )
    return Inputs(accepted, assumed, tuple(file.tables["order"]["roles"]))


@functools.cache
def stability() -> Stability:
    """Return the rate of the loss, what changes it, and the states of other forms."""
    file = DataFile(DATA / "stability.toml")
    parts = tuple(Stability.__dataclass_fields__)
    file.parts(parts)
    rows = {
        part: MappingProxyType(
            {
                name: value_row(named(name, row, file, part), file, part)
                for name, row in file.tables[part].items()
            }
        )
        for part in parts[:-1]
    }
    states = {form: _state(form, row, file) for form, row in file.tables["states"].items()}
    return Stability(**rows, states=MappingProxyType(states))


@functools.cache
def stability_series() -> Mapping[str, Series]:
    """Return the published series that the rate is fitted to and held against, by their id."""
    name = "stability_series.csv"
    with (DATA / name).open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != list(_SERIES_COLUMNS):
            raise DataError(name, 1, f"the columns are {', '.join(_SERIES_COLUMNS)}")
        points: dict[str, list[_Point]] = {}
        for row in reader:
            points.setdefault(row["series"], []).append(_point(row, name, reader.line_num))
    return MappingProxyType({key: _series(key, found, name) for key, found in points.items()})


@functools.cache
def data_hash() -> str:
    """Return a fingerprint of all data files: it changes when any number or wording does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in DATA.iterdir() if path.suffix in (".toml", ".csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def find_ingredient(text: str, *, field: str = "ingredient") -> Ingredient:
    """Return the ingredient that a person means by an id, a name, an INCI name or an alias.

    Raises
    ------
    InputError
        When there is none; the nearest names are offered.
    """
    wanted = _folded(text)
    names = _names()
    if wanted in names:
        return ingredients()[names[wanted]]
    near = difflib.get_close_matches(wanted, names, n=6, cutoff=0.7)
    offered = list(dict.fromkeys(names[name] for name in near))[:3]
    fix = f"Did you mean {' or '.join(offered)}?" if offered else "Try its INCI name."
    raise InputError(field, text, "this ingredient is not known here.", fix, offered)


def is_ingredient(text: str) -> bool:
    """Tell whether a text names an ingredient."""
    return _folded(text) in _names()


def find_form(text: str, *, field: str = "form") -> Form:
    """Return the form of vitamin C that a person means.

    Raises
    ------
    InputError
        When it is unknown or not a form of vitamin C; the nearest forms are offered.
    """
    found = ingredients().get(_names().get(_folded(text), ""))
    if isinstance(found, Form):
        return found
    own = {name: key for name, key in _names().items() if key in forms()}
    near = difflib.get_close_matches(_folded(text), own, n=6, cutoff=0.7)
    offered = list(dict.fromkeys(own[name] for name in near))[:3]
    fix = f"Did you mean {' or '.join(offered)}?" if offered else f"Choose one of {', '.join(forms())}."
    accepted = "this is not a form of vitamin C." if found else "this form of vitamin C is not known here."
    raise InputError(field, text, accepted, fix, offered)


@functools.cache
def _names() -> Mapping[str, str]:
    """Return every folded name that leads to an ingredient id.

    Several ingredients share an INCI name (the free and the encapsulated acid), so that an INCI
    name leads to an ingredient only where no id, name or alias claims it.
    """
    every = list(ingredients().values())
    inci = {_folded(each.inci): each.id for each in reversed(every)}
    own = {
        _folded(name): each.id
        for each in every
        for name in (each.id, each.name, each.short, *each.aliases)
        if name
    }
    return {**inci, **own}


def _folded(text: str) -> str:
    """Return a name without case, punctuation or doubled spaces."""
    return " ".join(re.sub(r"[_\-,()]", " ", text.lower()).split())


# --- strictness -----------------------------------------------------------------------------------


def load(name: str, read: Callable[[str, dict[str, Any], DataFile], Any]) -> dict[str, Any]:
    """Return the records of a file by the name of their table.

    Parameters
    ----------
    name : str
        Of the file in ``data/``.
    read : function
        From the name of a table, the table and its file to a record.
    """
    file = DataFile(DATA / name)
    return {key: read(key, table, file) for key, table in file.tables.items()}


def cited(keys: Iterable[str], file: DataFile, table: str) -> None:
    """Refuse sources that do not exist.

    Parameters
    ----------
    keys : iterable of str
    file : DataFile
    table : str
        Where they stand.

    Raises
    ------
    DataError
    """
    for key in keys:
        if key not in sources():
            raise file.error(table, (f'"{key}"',), f"source “{key}” is not in sources.toml")


def _source(key: str, row: dict[str, Any], file: DataFile) -> Source:
    """Read one table of sources.toml."""
    texts = ("title", "authors", "container", "doi", "url", "errata", "short")
    file.keys(row, key, ("kind", "grade", "year", *texts), ("kind", "grade"))
    file.texts(row, key, *texts)
    file.one_of(row, "kind", SOURCE_KINDS, key)
    file.one_of(row, "grade", Evidence.__members__, key)
    file.whole(row, key, "year")
    house = row["kind"] in ("editorial", "calculation", "seed")
    if not house and not any(row.get(place) for place in ("doi", "url", "container")):
        raise file.error(key, (), "a source needs a doi, a url or a container")
    title = row.get("title") or row.get("container") or row.get("url") or ""
    return Source(key, **{**row, "title": title, "grade": Evidence[row["grade"]]})


def _acid(key: str, row: dict[str, Any], file: DataFile) -> Acid:
    """Read one table of acids.toml."""
    keys = ("name", "charge", "values")
    file.keys(row, key, keys, keys)
    file.texts(row, key, "name")
    file.whole(row, key, "charge")
    values = tuple(value_row(each, file, key) for each in file.rows(row, key, "values"))
    _refuse_duplicates(values, file, key)
    if not any(each.property == "pKa1" for each in values):
        raise file.error(key, (), "an acid needs its pKa1")
    return Acid(key, row["name"], row["charge"], values)


def _example(key: str, row: dict[str, Any], file: DataFile) -> Example:
    """Read one table of examples.toml."""
    texts = ("title", "claim_strength", "claim_pH", "source", "note")
    file.keys(row, key, (*texts, "lines"), (*texts, "lines"))
    file.texts(row, key, *texts)
    file.lists(row, key, "lines")
    cited([row["source"]], file, key)
    return Example(key, **{**row, "lines": tuple(row["lines"])})


def _preset(key: str, row: dict[str, Any], file: DataFile) -> Preset:
    """Read one table of presets.toml."""
    texts = ("name", "about", "kind", "caveat")
    file.keys(row, key, (*texts, "fields", "sources"), (*texts, "fields", "sources"))
    file.texts(row, key, *texts)
    file.one_of(row, "kind", PRESET_KINDS, key)
    file.lists(row, key, "sources")
    cited(row["sources"], file, key)
    fields = row["fields"]
    if not isinstance(fields, dict) or not fields:
        raise file.error(key, ("fields",), "fields must be a table")
    file.texts(fields, key, *fields)
    return Preset(key, **{**row, "fields": MappingProxyType(fields), "sources": tuple(row["sources"])})


def _ingredient(key: str, row: dict[str, Any], file: DataFile) -> Ingredient:
    """Read one table of ingredients.toml."""
    shared = _shared_fields(key, row, file, own=("roles",))
    file.lists(row, key, "roles")
    for role in row.get("roles", ()):
        file.one_of({"roles": role}, "roles", ROLES, key)
    return Ingredient(key, **{**row, **shared, "roles": tuple(row.get("roles", ()))})


def _form(key: str, row: dict[str, Any], file: DataFile) -> Form:
    """Read one table of forms.toml."""
    shared = _shared_fields(key, row, file, own=("kind", "stability", "heat", "evidence"))
    file.texts(row, key, "kind", "stability", "heat")
    statements = file.rows(row, key, "evidence")
    for statement in statements:
        file.keys(statement, key, ("text", "sources"), ("text", "sources"))
        file.texts(statement, key, "text")
        file.lists(statement, key, "sources")
        cited(statement["sources"], file, key)
    evidence = tuple(Statement(each["text"], tuple(each["sources"])) for each in statements)
    return Form(key, **{**row, **shared, "roles": ("form",), "evidence": evidence})


def _shared_fields(key: str, row: dict[str, Any], file: DataFile, own: tuple[str, ...]) -> dict[str, Any]:
    """Read what forms and other ingredients have in common."""
    texts = ("name", "inci", "phase", "short", "cas_note", "chemical_formula", "acid", "ionises")
    lists = ("aliases", "cas", "notes")
    ions = ("sodium", "potassium")
    file.keys(row, key, (*texts, *lists, *ions, *own, "values"), ("name", "inci", "phase"))
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
    values = tuple(value_row(each, file, key) for each in file.rows(row, key, "values"))
    _refuse_duplicates(values, file, key)
    return {"values": values, **{name: tuple(row.get(name, ())) for name in lists}}


def value_row(row: Mapping[str, Any], file: DataFile, table: str) -> Value:
    """Read one value row, strictly.

    Parameters
    ----------
    row : mapping
        As it stands in the file.
    file : DataFile
    table : str
        Where it stands.

    Raises
    ------
    DataError
    """
    texts = ("property", "unit", "kind", "source", "variant", "locator", "caveat")
    file.keys(row, table, tuple(Value.__dataclass_fields__), ("property", "unit", "kind", "source"))
    file.texts(row, table, *texts)
    file.one_of(row, "kind", VALUE_KINDS, table)
    cited([row["source"]], file, table)
    if row["unit"] not in _OWN_UNITS and not _is_unit(row["unit"]):
        raise file.row_error(table, row, f"unit “{row['unit']}” is not known")
    problem = _number_problem(row)
    if not isinstance(row.get("preferred", False), bool):
        problem = "preferred is true or false"
    if problem:
        raise file.row_error(table, row, f"{row['property']}: {problem}")
    return Value(**row)


def named(name: str, row: Any, file: DataFile, table: str) -> dict[str, Any]:
    """Return a row that stands under a name with this name as its property.

    Parameters
    ----------
    name : str
    row : object
        As it stands in the file.
    file : DataFile
    table : str
        Where it stands.

    Raises
    ------
    DataError
    """
    if not isinstance(row, dict):
        raise file.error(table, (name,), f"{name} must be a table")
    return {"property": name, **row}


def _number_problem(row: Mapping[str, Any]) -> str:
    """Return what is wrong with the numbers of a value row, or ""."""
    numbers = [row[name] for name in ("low", "value", "high") if name in row]
    if not numbers or ("value" not in row and len(numbers) < 2):
        return "a value is needed, or low and high"
    if not all(type(each) in (int, float) and math.isfinite(each) for each in numbers):
        return "the numbers must be finite"
    if numbers != sorted(numbers):
        return "low ≤ value ≤ high must hold"
    never_negative = row["unit"] in ("g/mol", "g/cm^3", "g/mL", "g/g", "percent", "steps", "g", "mL")
    return "this cannot be negative" if never_negative and numbers[0] < 0 else ""


def _refuse_duplicates(values: tuple[Value, ...], file: DataFile, table: str) -> None:
    """Refuse two rows for the same thing, and several rows of which none, or two, is preferred."""
    for name in {row.property for row in values}:
        rows = [row for row in values if row.property == name]
        if len({(row.variant, row.source) for row in rows}) < len(rows):
            raise file.error(table, (f'"{name}"',), f"{name} stands twice")
        if len(rows) > 1 and sum(row.preferred for row in rows) != 1:
            raise file.error(table, (f'"{name}"',), f"one of the rows of {name} must be preferred")


def _rule(code: str, row: dict[str, Any], file: DataFile) -> RuleText:
    """Read one table of rules.toml."""
    texts = ("title", "severity", "action", "judges", "subject", "message", "remedy", "evidence")
    lists = ("needs", "sources", "when", "of")
    needed = (*texts, "needs", "sources")
    file.keys(row, code, (*texts, *lists, "limits", "reason", "may", "otherwise", "bought"), needed)
    file.texts(row, code, *texts, "reason", "may", "otherwise", "bought")
    file.lists(row, code, *lists)
    if not re.fullmatch(r"[A-Z]{2,5}-\d{3}", code):
        raise file.error(code, (), "a code reads AREA-NNN")
    for key, allowed in (
        ("severity", Severity.__members__),
        ("action", Action.__members__),
        ("evidence", Evidence.__members__),
        ("judges", JUDGES),
    ):
        file.one_of(row, key, allowed, code)
    for subject in row.get("of", ()):
        file.one_of({"of": subject}, "of", SUBJECTS, code)
    if not row["sources"]:
        raise file.error(code, ("sources",), "a rule needs a source")
    if row["severity"] == "STOP" and not row.get("reason"):
        raise file.error(code, ("severity",), "a STOP needs its reason")
    cited(row["sources"], file, code)
    limits = tuple(value_row(each, file, code) for each in file.rows(row, code, "limits"))
    _refuse_duplicates(limits, file, code)
    converted = {
        "severity": Severity[row["severity"]],
        "action": Action[row["action"]],
        "evidence": Evidence[row["evidence"]],
        "limits": MappingProxyType({each.property: each for each in limits}),
        **{name: tuple(row.get(name, ())) for name in ("needs", "sources", "when")},
        "of": tuple(row.get("of", ("formula",))),
    }
    return RuleText(code, **{**row, **converted})


def _refuse_shared_names(others: Mapping[str, Ingredient]) -> None:
    """Refuse an id or an alias that two ingredients claim: one of them would be lost silently."""
    file = DataFile(DATA / "ingredients.toml")
    taken: dict[str, str] = {}
    for each in (*forms().values(), *others.values()):
        for name in {_folded(name) for name in (each.id, each.short, *each.aliases) if name}:
            if taken.setdefault(name, each.id) != each.id or (each.id in forms() and each.id in others):
                raise file.error(each.id, (), f"“{name}” is claimed by {taken[name]} too")


def _is_cas(number: str) -> bool:
    """Tell whether a CAS number has its right check digit."""
    if not re.fullmatch(r"\d{2,7}-\d\d-\d", number):
        return False
    digits = [int(digit) for digit in number.replace("-", "")]
    return sum(i * digit for i, digit in enumerate(reversed(digits))) % 10 == digits[-1]


@functools.cache
def _is_unit(unit: str) -> bool:
    """Tell whether pint knows a unit of data/."""
    try:
        ureg.Unit(unit)
    except Exception:  # pint raises several kinds; all of them mean no
        return False
    return True


@functools.cache
def _conversion(unit: str, other: str) -> tuple[float, float]:
    """Return what zero of a unit is in another (not zero for °C), and the factor to it."""
    if unit == other:
        return 0.0, 1.0
    zero, one = (float(ureg.Quantity(value, unit).m_as(other)) for value in (0.0, 1.0))
    return zero, one - zero


def _canonical(unit: str) -> str:
    """Return the unit in which a limit is compared."""
    return {"percent": "dimensionless"}.get(unit, unit)


def _state(form: str, row: Any, file: DataFile) -> FormState:
    """Read one table of the states of other forms."""
    table = f"states.{form}"
    texts, windows = ("wet", "outside", "dry", "source"), ("window", "falls_apart")
    file.keys(row, table, (*texts, *windows), ("wet",))
    file.texts(row, table, *texts)
    if form not in forms():
        raise file.error(table, (), f"“{form}” is not a form of vitamin C")
    for key in ("wet", "outside", "dry"):
        if row.get(key):
            file.one_of(row, key, STATES, table)
    window, falls_apart = (
        value_row(named(key, row[key], file, table), file, table) if key in row else None for key in windows
    )
    own = [row["source"]] if "source" in row else []
    cited(own, file, table)
    known = tuple(dict.fromkeys([*own, *(each.source for each in (window, falls_apart) if each)]))
    if not known:
        raise file.error(table, (), "a state needs a source")
    words = {key: row.get(key, "") for key in ("wet", "outside", "dry")}
    return FormState(form, known, **words, window=window, falls_apart=falls_apart)


@dataclass(frozen=True)
class _Point:
    """One line of the series, where it stands, and all that it shares with its neighbours."""

    line: int
    shared: tuple[str, ...]
    days: float
    remaining: float
    relation: str


def _point(row: Mapping[str, str], name: str, line: int) -> _Point:
    """Read one line of the series."""
    numbers = {}
    for key in ("time", "remaining_percent", "strength_g_per_L", "temperature_C", "pH"):
        try:
            numbers[key] = float(row[key] or "0") if key == "pH" else float(row[key])
        except (TypeError, ValueError) as error:
            raise DataError(name, line, f"{key} “{row[key]}” is not a number") from error
    problem = _point_problem(row, numbers)
    if problem:
        raise DataError(name, line, problem)
    days = numbers["time"] / (24 if row["time_unit"] == "hour" else 1)
    shared = tuple(row[key] for key in _SERIES_SHARED)
    return _Point(line, shared, days, numbers["remaining_percent"] / 100, row["relation"])


def _point_problem(row: Mapping[str, str], numbers: Mapping[str, float]) -> str:
    """Return what is wrong with one line of the series, or ""."""
    if not all(math.isfinite(each) and each >= 0 for each in numbers.values()):
        return "the numbers must be finite and not below 0"
    if row["time_unit"] not in ("day", "hour"):
        return f"time_unit “{row['time_unit']}” is none of day, hour"
    if row["relation"] not in ("=", ">"):
        return f"relation “{row['relation']}” is none of =, >"
    return "" if row["source"] in sources() else f"source “{row['source']}” is not in sources.toml"


def _series(key: str, points: list[_Point], name: str) -> Series:
    """Put the lines of one series together."""
    first = points[0]
    for before, each in pairwise(points):
        if each.shared != first.shared:
            raise DataError(
                name, each.line, f"{key}: this line differs from the first in more than its point"
            )
        if each.days <= before.days:
            raise DataError(name, each.line, f"{key}: the times must rise")
    strength, temperature, pH, system, source, note = first.shared
    return Series(
        key,
        system,
        float(strength),
        float(pH) if pH else None,
        float(temperature),
        source,
        note,
        tuple(each.days for each in points),
        tuple(each.remaining for each in points),
        points[-1].relation == ">",
    )
