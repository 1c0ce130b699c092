"""The only reader of ``data/``: strict loaders to frozen records.

Unknown keys, units, kinds or sources, non-finite values, duplicates and values out of order are
refused with file and line. Nothing here computes.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from calc.errors import DataError, InputError
from calc.findings import Action, Evidence, Severity
from calc.units import ureg

DATA = Path(__file__).resolve().parent.parent / "data"

VALUE_KINDS = (
    "measured",
    "fitted",
    "regulatory",
    "supplier",
    "estimated",
    "assumed",
    "calculated",
)
SOURCE_KINDS = (
    "article",
    "review",
    "book",
    "pharmacopoeia",
    "database",
    "regulation",
    "supplier",
    "web",
    "seed",
    "editorial",
    "calculation",
)
PHASES = ("water", "oil", "both", "shell")
JUDGES = ("nominal", "median", "low", "high")
_OWN_UNITS = ("pH", "steps", "g/100g")


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
        factor = _factor(self.unit, unit)
        low, high = self.ends
        return self.centre * factor, low * factor, high * factor


@dataclass(frozen=True)
class Ingredient:
    """Something that can be weighed into a bottle."""

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

    def value(self, name: str) -> Value | None:
        """Return the preferred value of a property; None means that it is unknown."""
        rows = [row for row in self.values if row.property == name]
        preferred = [row for row in rows if row.preferred]
        return next(iter(preferred or rows), None)


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
    when: tuple[str, ...] = ()
    limits: Mapping[str, Value] = field(default_factory=dict)
    reason: str = ""

    @functools.cached_property
    def limit(self) -> Mapping[str, float]:
        """The limits in canonical units."""
        return {name: row.to(_canonical(row.unit))[0] for name, row in self.limits.items()}


@dataclass(frozen=True)
class Inputs:
    """What fields accept, what is assumed when nothing is said, and the order of addition."""

    accepted: Mapping[str, Value]
    assumed: Mapping[str, Value]
    order: tuple[str, ...]


@functools.cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key."""
    return MappingProxyType(_load("sources.toml", _source))


@functools.cache
def forms() -> Mapping[str, Form]:
    """Return every form of vitamin C by its id."""
    return MappingProxyType(_load("forms.toml", _ingredient_reader(Form)))


@functools.cache
def ingredients() -> Mapping[str, Ingredient]:
    """Return every ingredient by its id, the forms of vitamin C among them."""
    others = _load("ingredients.toml", _ingredient_reader(Ingredient))
    return MappingProxyType({**forms(), **others})


@functools.cache
def rules() -> Mapping[str, RuleText]:
    """Return the text of every rule by its code."""
    return MappingProxyType(_load("rules.toml", _rule))


@functools.cache
def inputs() -> Inputs:
    """Return what the fields accept and what is assumed."""
    file = _File("inputs.toml")
    file.keys(file.tables, "file", ("accepted", "assumed", "order"), ("accepted", "assumed", "order"))
    rows = {
        part: {name: _value({"property": name, **row}, file, part) for name, row in file.tables[part].items()}
        for part in ("accepted", "assumed")
    }
    return Inputs(rows["accepted"], rows["assumed"], tuple(file.tables["order"]["roles"]))


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
        When it is unknown or not a form of vitamin C.
    """
    found = find_ingredient(text, field=field)
    if isinstance(found, Form):
        return found
    fix = f"Choose one of {', '.join(forms())}."
    raise InputError(field, text, "this is not a form of vitamin C.", fix)


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


class _File:
    """A TOML file of named tables that can tell in which line something stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = (DATA / name).read_text(encoding="utf-8")
        try:
            self.tables: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise DataError(name, int(line.group(1)) if line else 1, str(error)) from error

    def error(self, table: str, word: str, problem: str) -> DataError:
        """Return an error at the line of a word inside a table."""
        lines = self.text.splitlines()
        start = next((i for i, line in enumerate(lines) if line.startswith(f"[{table}]")), 0)
        at = next((i for i in range(start, len(lines)) if word and word in lines[i]), start)
        return DataError(self.name, at + 1, f"{table}: {problem}")

    def keys(
        self, row: Mapping[str, Any], table: str, allowed: tuple[str, ...], needed: tuple[str, ...]
    ) -> None:
        """Refuse unknown and missing keys."""
        for key in row:
            if key not in allowed:
                raise self.error(table, key, f"unknown key “{key}”")
        for key in needed:
            if key not in row:
                raise self.error(table, "", f"“{key}” is missing")

    def one_of(self, row: Mapping[str, Any], key: str, allowed: Any, table: str) -> None:
        """Refuse a word that is not in a list."""
        if row[key] not in allowed:
            problem = f"{key} “{row[key]}” is none of {', '.join(allowed)}"
            raise self.error(table, str(row[key]), problem)

    def cited(self, keys: Any, table: str) -> None:
        """Refuse sources that do not exist."""
        for key in keys:
            if key not in sources():
                raise self.error(table, f'"{key}"', f"source “{key}” is not in sources.toml")


def _load(name: str, read: Callable[[str, dict[str, Any], _File], Any]) -> dict[str, Any]:
    """Return the records of a file by the name of their table."""
    file = _File(name)
    return {key: read(key, table, file) for key, table in file.tables.items()}


def _source(key: str, row: dict[str, Any], file: _File) -> Source:
    """Read one table of sources.toml."""
    optional = ("authors", "container", "year", "doi", "url", "errata", "short")
    file.keys(row, key, ("title", "kind", "grade", *optional), ("kind", "grade"))
    file.one_of(row, "kind", SOURCE_KINDS, key)
    file.one_of(row, "grade", Evidence.__members__, key)
    house = row["kind"] in ("editorial", "calculation", "seed")
    if not house and not any(row.get(place) for place in ("doi", "url", "container")):
        raise file.error(key, "", "a source needs a doi, a url or a container")
    title = row.get("title") or row.get("container") or row.get("url") or ""
    return Source(key, **{**row, "title": title, "grade": Evidence[row["grade"]]})


def _ingredient_reader(record: type[Ingredient]) -> Callable[[str, dict[str, Any], _File], Any]:
    """Return the reader of one table of forms.toml or ingredients.toml."""
    shared = ("name", "inci", "phase", "aliases", "short", "cas", "cas_note", "chemical_formula")
    own = ("kind", "stability", "heat", "evidence") if record is Form else ("roles",)

    def read(key: str, row: dict[str, Any], file: _File) -> Ingredient:
        file.keys(row, key, (*shared, *own, "notes", "values"), ("name", "inci", "phase"))
        file.one_of(row, "phase", PHASES, key)
        for number in row.get("cas", ()):
            if not _is_cas(number):
                raise file.error(key, number, f"CAS {number} has a wrong check digit")
        for statement in row.get("evidence", ()):
            file.keys(statement, key, ("text", "sources"), ("text", "sources"))
            file.cited(statement["sources"], key)
        values = tuple(_value(each, file, key) for each in row.get("values", ()))
        _refuse_duplicates(values, file, key)
        lists = {name: tuple(row.get(name, ())) for name in ("aliases", "cas", "notes")}
        more = {"roles": ("form",)} if record is Form else {"roles": tuple(row.get("roles", ()))}
        if record is Form:
            statements = (Statement(each["text"], tuple(each["sources"])) for each in row.get("evidence", ()))
            more["evidence"] = tuple(statements)  # type: ignore[assignment]
        return record(key, **{**row, **lists, **more, "values": values})

    return read


def _value(row: dict[str, Any], file: _File, table: str) -> Value:
    """Read one value row."""
    allowed = tuple(Value.__dataclass_fields__)
    file.keys(row, table, allowed, ("property", "unit", "kind", "source"))
    file.one_of(row, "kind", VALUE_KINDS, table)
    file.cited([row["source"]], table)
    where = row["property"]
    if row["unit"] not in _OWN_UNITS and not _is_unit(row["unit"]):
        raise file.error(table, row["unit"], f"unit “{row['unit']}” is not known")
    numbers = [row[name] for name in ("low", "value", "high") if name in row]
    if not numbers or ("value" not in row and len(numbers) < 2):
        raise file.error(table, where, f"{where} needs a value, or low and high")
    if not all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers):
        raise file.error(table, where, f"{where} must be finite numbers")
    if numbers != sorted(numbers):
        raise file.error(table, where, f"{where}: low ≤ value ≤ high must hold")
    return Value(**row)


def _refuse_duplicates(values: tuple[Value, ...], file: _File, table: str) -> None:
    """Refuse two rows for the same thing, and several rows of which none, or two, is preferred."""
    for name in {row.property for row in values}:
        rows = [row for row in values if row.property == name]
        if len({(row.variant, row.source) for row in rows}) < len(rows):
            raise file.error(table, name, f"{name} stands twice")
        if len(rows) > 1 and sum(row.preferred for row in rows) != 1:
            raise file.error(table, name, f"one of the rows of {name} must be preferred")


def _rule(code: str, row: dict[str, Any], file: _File) -> RuleText:
    """Read one table of rules.toml."""
    needed = ("title", "severity", "action", "judges", "subject", "needs", "message", "remedy")
    optional = ("when", "limits", "reason")
    file.keys(row, code, (*needed, "evidence", "sources", *optional), (*needed, "evidence", "sources"))
    if not re.fullmatch(r"[A-Z]{2,5}-\d{3}", code):
        raise file.error(code, "", "a code reads AREA-NNN")
    for key, allowed in (
        ("severity", Severity.__members__),
        ("action", Action.__members__),
        ("evidence", Evidence.__members__),
        ("judges", JUDGES),
    ):
        file.one_of(row, key, allowed, code)
    if not row["sources"]:
        raise file.error(code, "sources", "a rule needs a source")
    if row["severity"] == "STOP" and not row.get("reason"):
        raise file.error(code, "severity", "a STOP needs its reason")
    file.cited(row["sources"], code)
    limits = {each["property"]: _value(each, file, code) for each in row.get("limits", ())}
    converted = {
        "severity": Severity[row["severity"]],
        "action": Action[row["action"]],
        "evidence": Evidence[row["evidence"]],
        "limits": MappingProxyType(limits),
        **{name: tuple(row.get(name, ())) for name in ("needs", "sources", "when")},
    }
    return RuleText(code, **{**row, **converted})


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
def _factor(unit: str, other: str) -> float:
    """Return the factor from one unit to another."""
    return 1.0 if unit == other else float(ureg.Quantity(1.0, unit).m_as(other))


def _canonical(unit: str) -> str:
    """Return the unit in which a limit is compared."""
    return {"percent": "dimensionless"}.get(unit, unit)
