"""The reader of ``data/`` about people: what they have and take, limits by mouth, courses, claims.

As strict as `catalog`, whose readers of rows it uses. Nothing here computes.
"""

from __future__ import annotations

import difflib
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from calc import catalog
from calc.catalog import Statement, Value
from calc.datafile import DataFile

#: Kinds of words about a person, each a part of people.toml.
WORD_KINDS = ("conditions", "medicines", "actives", "reactions")


@dataclass(frozen=True)
class Word:
    """Something that a person has, takes or uses, under the names that people give it.

    ``counts_as``: the flags that rules look at; its own id where nothing else is said.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    counts_as: tuple[str, ...]


@functools.cache
def words(kind: str) -> Mapping[str, Word]:
    """Return the words of a kind by their id.

    Parameters
    ----------
    kind : str
        One of `WORD_KINDS`.
    """
    file = catalog.data_file("people.toml")
    file.parts(WORD_KINDS)
    found = {key: _word(key, row, kind, file) for key, row in file.tables[kind].items()}
    taken: dict[str, str] = {}
    for each in found.values():
        for name in {folded(name) for name in (each.id, each.name, *each.aliases)}:
            if taken.setdefault(name, each.id) != each.id:
                raise file.error(f"{kind}.{each.id}", (), f"“{name}” is claimed by {taken[name]} too")
    return MappingProxyType(found)


def flags(kind: str) -> tuple[str, ...]:
    """Return the flags that the words of a kind count as, each once."""
    return tuple(dict.fromkeys(flag for each in words(kind).values() for flag in each.counts_as))


def find_word(kind: str, text: str) -> Word | None:
    """Return the word that a person means by a text; None when it is not known here."""
    return words(kind).get(_names(kind).get(folded(text), ""))


def near_words(kind: str, text: str) -> list[str]:
    """Return the names of up to three words that look like a text."""
    near = difflib.get_close_matches(folded(text), _names(kind), n=6, cutoff=0.75)
    return list(dict.fromkeys(words(kind)[_names(kind)[name]].name for name in near))[:3]


@functools.cache
def _names(kind: str) -> Mapping[str, str]:
    """Return every folded name of a kind with the id that it leads to."""
    return {
        folded(name): each.id for each in words(kind).values() for name in (each.id, each.name, *each.aliases)
    }


def folded(text: str) -> str:
    """Return a name without case, punctuation or doubled spaces."""
    return " ".join(re.sub(r"[^\w]|_", " ", text.casefold()).split())


def _word(key: str, row: Mapping[str, Any], kind: str, file: DataFile) -> Word:
    """Read one table of people.toml."""
    table = f"{kind}.{key}"
    file.keys(row, table, ("name", "aliases", "counts_as"), ("name",))
    file.texts(row, table, "name")
    file.lists(row, table, "aliases", "counts_as")
    return Word(key, row["name"], tuple(row.get("aliases", ())), tuple(row.get("counts_as", (key,))))


# --- intake ---------------------------------------------------------------------------------------

#: Whose recommended intakes a stage may tell apart, and what else than an age makes a stage.
SEXES = ("female", "male")
STATES_OF_LIFE = ("", "pregnancy", "lactation")
#: Which metals a form taken by mouth may bring.
MINERALS = ("sodium", "calcium")
_NOT_SET = "not set"
_FIGURES = {
    "by_mouth": {
        "smoker": "mg/day",
        "smokers_from": "year",
        "uk": "mg/day",
        "heaviest_piece": "g",
        "most_per_day": "1/day",
    },
    "on_skin": {"applied": "g/day"},
}


@dataclass(frozen=True)
class Stage:
    """A stage of life with its recommended intake and its upper level of vitamin C.

    ``from_years`` to ``to_years``: ages [years], the end not included, infinite in the last stage.
    ``state``: one of `STATES_OF_LIFE`. ``rda``: by sex [mg/day]; an adequate intake where ``is_ai``.
    ``ul``: [mg/day]; None says that none is set.
    """

    id: str
    name: str
    from_years: float
    to_years: float
    state: str
    rda: Mapping[str, Value]
    ul: Value | None
    is_ai: bool


@dataclass(frozen=True)
class OralFacts:
    """What is known of vitamin C by mouth, and how much of a product a face takes.

    ``smoker``: added to the RDA [mg/day] at ``smokers_from`` [years] and over. ``uk``: what
    supplements stay below [mg/day]. ``heaviest_piece`` [g] and ``most_per_day``: what is believed.
    ``applied``: of a product on a face [g/day]. ``minerals``: by form, the metals in it [g/g].
    """

    stages: tuple[Stage, ...]
    smoker: Value
    smokers_from: Value
    uk: Value
    heaviest_piece: Value
    most_per_day: Value
    applied: Value
    minerals: Mapping[str, tuple[Value, ...]]
    statements: Mapping[str, Statement]

    def stages_of(self, state: str) -> tuple[Stage, ...]:
        """Return the stages of a state, the youngest first."""
        return tuple(each for each in self.stages if each.state == state)


@functools.cache
def oral_facts() -> OralFacts:
    """Return the limits by mouth and what supplements bring."""
    file = catalog.data_file("intake.toml")
    parts = ("stages", *_FIGURES, "minerals", "statements")
    file.parts(parts)
    stages = [_stage(key, row, file) for key, row in file.tables["stages"].items()]
    _refuse_gaps(stages, file)
    figures: dict[str, Value] = {}
    for part, units in _FIGURES.items():
        row = file.tables[part]
        file.keys(row, part, units, units)
        figures |= {name: _amount(name, row[name], unit, file, part) for name, unit in units.items()}
    minerals = {form: _minerals(form, row, file) for form, row in file.tables["minerals"].items()}
    statements = {key: _statement(key, row, file) for key, row in file.tables["statements"].items()}
    return OralFacts(
        tuple(stages),
        **figures,
        minerals=MappingProxyType(minerals),
        statements=MappingProxyType(statements),
    )


def _stage(key: str, row: Mapping[str, Any], file: DataFile) -> Stage:
    """Read one stage of life."""
    table, needed = f"stages.{key}", ("name", "from_months", "ul")
    by_sex = tuple(f"rda_{sex}" for sex in SEXES)
    file.keys(row, table, (*needed, "to_months", "state", "rda", "ai", *by_sex), needed)
    file.texts(row, table, "name", "state")
    file.whole(row, table, "from_months", "to_months")
    if "state" in row:
        file.one_of(row, "state", STATES_OF_LIFE[1:], table)
    rda = _recommended(row, file, table)
    ul = None if row["ul"] == _NOT_SET else _amount("ul", row["ul"], "mg/day", file, table)
    if ul and ul.centre <= max(each.centre for each in rda.values()):
        raise file.error(table, ("ul ",), "the upper level must lie above what is recommended")
    to_years = row["to_months"] / 12 if "to_months" in row else math.inf
    ages = (row["from_months"] / 12, to_years)
    return Stage(key, row["name"], *ages, row.get("state", ""), MappingProxyType(rda), ul, "ai" in row)


def _recommended(row: Mapping[str, Any], file: DataFile, table: str) -> dict[str, Value]:
    """Read what is recommended, by sex: one row for both, or one for each whom the stage is for."""
    females_only = bool(row.get("state"))
    own = {"rda_female"} if females_only else {"rda_female", "rda_male"}
    given = {key for key in row if key == "ai" or key.startswith("rda")}
    if given not in (own, *(() if females_only else ({"rda"}, {"ai"}))):
        allowed = " with ".join(sorted(own)) + ("" if females_only else ", or rda, or ai")
        raise file.error(table, sorted(given)[:1], f"a stage has {allowed}")
    read = {key: _amount(key, row[key], "mg/day", file, table) for key in sorted(given)}
    if given == own:
        return {key.removeprefix("rda_"): each for key, each in read.items()}
    return dict.fromkeys(SEXES, read[given.pop()])


def _amount(name: str, row: Any, unit: str, file: DataFile, table: str) -> Value:
    """Read a value row above zero in the unit that is meant here; ``name`` is "" where it has its own."""
    if not isinstance(row, dict):
        raise file.error(table, (f"{name} ",), f"{name} must be a table")
    row = {"property": name, **row} if name else row
    found = catalog.value_row(row, file, table)
    if found.unit != unit:
        raise file.row_error(table, row, f"{found.property}: the unit must be {unit}")
    if found.value is None or found.ends[0] <= 0:
        raise file.row_error(table, row, f"{found.property}: a value above 0 is needed")
    return found


def _refuse_gaps(stages: list[Stage], file: DataFile) -> None:
    """Refuse stages of one state that overlap, leave an age out, or end before the last age."""
    for state in STATES_OF_LIFE:
        own = [each for each in stages if each.state == state]
        if not own:
            raise file.error("stages", (), f"no stage of “{state or 'age alone'}”")
        for before, each in pairwise(own):
            if each.from_years != before.to_years:
                problem = f"it must start where {before.id} ends: no gap, no overlap, in order"
                raise file.error(f"stages.{each.id}", ("from_months",), problem)
        if own[0].from_years < 0 or (not state and own[0].from_years > 0):
            raise file.error(f"stages.{own[0].id}", ("from_months",), "the first stage starts at 0")
        for each in own:
            if each.to_years <= each.from_years:
                raise file.error(f"stages.{each.id}", ("to_months",), "it ends before it starts")
        if own[-1].to_years != math.inf:
            raise file.error(f"stages.{own[-1].id}", ("to_months",), "the last stage has no end")


def _minerals(form: str, row: Mapping[str, Any], file: DataFile) -> tuple[Value, ...]:
    """Read which metals a form brings, the preferred row of each in front."""
    table = f"minerals.{form}"
    if form not in catalog.forms():
        raise file.error(table, (), f"“{form}” is not a form of vitamin C")
    file.keys(row, table, ("values",), ("values",))
    found: list[Value] = []
    for each in file.rows(row, table, "values"):
        value = _amount("", each, "g/g", file, table)
        file.one_of(each, "property", MINERALS, table)
        if (value.property, value.variant) in {(other.property, other.variant) for other in found}:
            raise file.row_error(table, each, f"{value.property} stands twice")
        found.append(value)
    for mineral in {each.property for each in found}:
        own = [each for each in found if each.property == mineral]
        if len(own) > 1 and sum(each.preferred for each in own) != 1:
            problem = f"one of the rows of {mineral} must be preferred"
            raise file.error(table, (f'"{mineral}"',), problem)
    return tuple(sorted(found, key=lambda each: not each.preferred))


def _statement(key: str, row: Mapping[str, Any], file: DataFile) -> Statement:
    """Read one statement with its sources."""
    table, keys = f"statements.{key}", ("text", "sources")
    file.keys(row, table, keys, keys)
    file.texts(row, table, "text")
    file.lists(row, table, "sources")
    if not row["sources"]:
        raise file.error(table, ("sources",), "a statement needs a source")
    catalog.cited(row["sources"], file, table)
    return Statement(row["text"], tuple(row["sources"]))


# --- courses --------------------------------------------------------------------------------------

#: What a care limit counts from or to: see course.toml.
CARE_TIMES = ("ask", "before", "after", "holiday")
#: The rows of the skin test.
SKIN_TEST = ("first_look", "second_look", "open_use", "uses_a_day", "side", "shows_on", "article")


@dataclass(frozen=True)
class Phase:
    """A part of a course; None where the article gives no number.

    ``sessions``: how many; ``interval``: between two of them [day].
    """

    name: str
    sessions: Value | None
    interval: Value | None


@dataclass(frozen=True)
class Schedule:
    """A course of sessions as one article has it.

    ``says``: what the article says, in our words; ``repeat``: when it says to do it again, "" for
    not said; ``home``: done by people on themselves.
    """

    id: str
    name: str
    seed: str
    says: str
    phases: tuple[Phase, ...]
    repeat: str = ""
    home: bool = False


@dataclass(frozen=True)
class CareLimit:
    """Something to leave, or to ask, before or after a session.

    ``when``: one of `CARE_TIMES`; ``values``: how long [hour, day], one row for each source;
    ``said``: what articles without a number say, by their key.
    """

    id: str
    name: str
    when: str
    text: str
    values: tuple[Value, ...]
    said: Mapping[str, str]


@dataclass(frozen=True)
class DoctorSign:
    """When something that stays is a matter for a doctor.

    ``time``: from the session [day]; ``values``: all its rows, that one too; ``sources``: theirs.
    """

    id: str
    name: str
    text: str
    time: Value
    values: tuple[Value, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CourseFacts:
    """All of course.toml, each part by its ids."""

    schedules: Mapping[str, Schedule]
    limits: Mapping[str, CareLimit]
    warnings: Mapping[str, DoctorSign]
    skin_test: Mapping[str, Value]


@functools.cache
def course_facts() -> CourseFacts:
    """Return what is known about courses, care around a session, warnings and the skin test."""
    file = catalog.data_file("course.toml")
    parts = tuple(CourseFacts.__dataclass_fields__)
    file.parts(parts)
    schedules = {key: _schedule(key, row, file) for key, row in file.tables["schedules"].items()}
    limits = {key: _care_limit(key, row, file) for key, row in file.tables["limits"].items()}
    warnings = {key: _warning(key, row, file) for key, row in file.tables["warnings"].items()}
    test = file.tables["skin_test"]
    file.keys(test, "skin_test", SKIN_TEST, SKIN_TEST)
    return CourseFacts(
        MappingProxyType(schedules),
        MappingProxyType(limits),
        MappingProxyType(warnings),
        catalog.values_by_name("skin_test", file),
    )


def _schedule(key: str, row: Mapping[str, Any], file: DataFile) -> Schedule:
    """Read one table of the schedules."""
    table, texts = f"schedules.{key}", ("name", "seed", "says")
    file.keys(row, table, (*texts, "repeat", "home", "phases", "values"), (*texts, "phases"))
    file.texts(row, table, *texts, "repeat")
    file.lists(row, table, "phases")
    file.one_of(row, "seed", _seeds(), table)
    if not isinstance(row.get("home", False), bool):
        raise file.error(table, ("home", str(row["home"])), "home is true or false")
    if not row["phases"] or len(set(row["phases"])) < len(row["phases"]):
        raise file.error(table, ("phases", *row["phases"]), "a course has phases, each named once")
    found = {
        (each.property, each.variant): each for each in _time_rows(row, file, table, ("sessions", "interval"))
    }
    for each in found.values():
        problem = _phase_problem(each, row)
        if problem:
            raise file.row_error(table, _written(each), problem)
    phases = tuple(
        Phase(name, found.get(("sessions", name)), found.get(("interval", name))) for name in row["phases"]
    )
    texts_of = {name: row[name] for name in texts}
    return Schedule(key, **texts_of, phases=phases, repeat=row.get("repeat", ""), home=row.get("home", False))


def _phase_problem(row: Value, schedule: Mapping[str, Any]) -> str:
    """Return what is wrong with a row of a schedule, or ""."""
    if row.variant not in schedule["phases"]:
        return f"variant “{row.variant}” is none of the phases"
    if row.source != schedule["seed"]:
        return f"the source must be the article itself, {schedule['seed']}"
    if row.unit != {"sessions": "dimensionless", "interval": "day"}[row.property]:
        return "sessions are dimensionless, an interval is in day"
    whole = all(end == int(end) and end >= 1 for end in row.ends)
    return "" if whole else f"{row.property}: whole numbers from 1 on are needed"


def _care_limit(key: str, row: Mapping[str, Any], file: DataFile) -> CareLimit:
    """Read one table of the limits."""
    table, texts = f"limits.{key}", ("name", "when", "text")
    file.keys(row, table, (*texts, "values", "said"), texts)
    file.texts(row, table, *texts)
    file.one_of(row, "when", CARE_TIMES, table)
    values = _time_rows(row, file, table, ("time",))
    said = row.get("said", {})
    file.keys(said, f"{table}.said", _seeds(), ())
    file.texts(said, f"{table}.said", *said)
    for each in values:
        if each.source in said:
            raise file.row_error(table, _written(each), f"{each.source} gives a number and gives none")
    if not values and not said:
        raise file.error(table, (), "a limit needs an article that speaks of it")
    return CareLimit(key, row["name"], row["when"], row["text"], values, MappingProxyType(dict(said)))


def _warning(key: str, row: Mapping[str, Any], file: DataFile) -> DoctorSign:
    """Read one table of the warnings."""
    table, texts = f"warnings.{key}", ("name", "text")
    file.keys(row, table, (*texts, "values"), (*texts, "values"))
    file.texts(row, table, *texts)
    values = _time_rows(row, file, table, ("time", "onset"))
    times = [each for each in values if each.property == "time" and each.unit == "day"]
    if len(times) != 1:
        raise file.error(table, (), "a warning needs its time, in day, once")
    return DoctorSign(key, row["name"], row["text"], times[0], values, tuple(each.source for each in values))


def _time_rows(
    row: Mapping[str, Any], file: DataFile, table: str, properties: tuple[str, ...]
) -> tuple[Value, ...]:
    """Read the value rows of a table: known properties, times in hour or day, none twice."""
    rows = file.rows(row, table, "values")
    values = tuple(catalog.value_row(each, file, table) for each in rows)
    seen = set()
    for each, line in zip(values, rows):
        if each.property not in properties:
            raise file.row_error(table, line, f"{each.property} is none of {', '.join(properties)}")
        if each.property != "sessions" and each.unit not in ("hour", "day"):
            raise file.row_error(table, line, f"{each.property} is in hour or day")
        if each.ends[0] < 0:
            raise file.row_error(table, line, "a time cannot be negative")
        if (mark := (each.property, each.variant, each.source)) in seen:
            raise file.row_error(table, line, f"{each.property} stands twice for {each.source}")
        seen.add(mark)
    return values


def _written(row: Value) -> Mapping[str, str]:
    """Return the texts of a row as they stand in its line."""
    return {name: text for name, text in vars(row).items() if isinstance(text, str) and text}


def _seeds() -> tuple[str, ...]:
    """Return the keys of the articles that the claims come from."""
    return tuple(key for key, each in catalog.sources().items() if each.kind == "seed")


# --- claims ---------------------------------------------------------------------------------------

#: What a claim may turn out to be.
VERDICTS = ("supported", "plausible", "contradicted", "unsupported", "disagree")
#: What a claim is about.
TOPICS = (
    *("form", "strength", "pH", "stability", "ampoule", "mixing", "test", "oral", "patch"),
    *("effect", "mechanism", "type", "ingredient", "biorevitalisation", "plasma", "history"),
    *("preparation", "session", "schedule", "duration", "aftercare", "side_effect", "safety"),
    *("contraindication", "age", "home", "device", "cost"),
)


@dataclass(frozen=True)
class Claim:
    """What an article says, in the bench's own words, and what became of it when it was checked.

    ``sources``: what the verdict rests on, besides the article itself. ``rules``: codes of the rules
    that rest on the claim or answer it. ``locator``: the part of the article.
    """

    id: str
    seed: str
    topic: str
    text: str
    verdict: str
    evidence: str
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    locator: str = ""


@functools.cache
def claims() -> Mapping[str, Claim]:
    """Return every claim of the articles by its id."""
    return MappingProxyType(_told_once(catalog.load("claims.toml", _claim)))


def _claim(key: str, row: dict[str, Any], file: DataFile) -> Claim:
    """Read one table of claims.toml."""
    texts, lists = ("seed", "topic", "claim", "verdict", "evidence"), ("sources", "rules")
    file.keys(row, key, (*texts, *lists, "locator"), (*texts, *lists))
    file.texts(row, key, *texts, "locator")
    file.lists(row, key, *lists)
    for name, allowed in (("seed", _seeds()), ("topic", TOPICS), ("verdict", VERDICTS)):
        file.one_of(row, name, allowed, key)
    catalog.cited((row["seed"], *row["sources"]), file, key)
    word, problem = _claim_problem(key, row)
    if problem:
        raise file.error(key, (word, "=") if word else (), problem)
    own: dict[str, Any] = {name: tuple(row[name]) for name in lists}
    kept = {name: row[name] for name in row if name not in (*lists, "claim")}
    return Claim(key, text=row["claim"], **kept, **own)


def _claim_problem(key: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the key at which a claim is wrong and what is wrong with it, or two empty texts."""
    if not re.fullmatch(rf"c{row['seed'].removeprefix('seed_')}_\d{{2,3}}", key):
        return "", f"a claim of {row['seed']} has an id like c{row['seed'].removeprefix('seed_')}_01"
    for name in ("claim", "evidence"):
        if not row[name].strip():
            return name, f"{name} is empty"
    if not row["sources"] and row["verdict"] != "unsupported":
        return "sources", f"the verdict “{row['verdict']}” needs a source besides the article"
    if row["seed"] in row["sources"]:
        return "sources", "the article itself is no source of the verdict"
    for name in ("sources", "rules"):
        if len(set(row[name])) < len(row[name]):
            return name, f"{name}: one of them stands twice"
    wrong = next((code for code in row["rules"] if not re.fullmatch(r"[A-Z]{2,5}-\d{3}", code)), "")
    return (wrong, f"“{wrong}” is no code: a code reads AREA-NNN") if wrong else ("", "")


def _told_once(found: dict[str, Claim]) -> dict[str, Claim]:
    """Refuse a claim that an article is said to make twice."""
    first: dict[tuple[str, str], str] = {}
    for claim in found.values():
        told = (claim.seed, folded(claim.text))
        if first.setdefault(told, claim.id) != claim.id:
            file = catalog.data_file("claims.toml")
            raise file.error(claim.id, ("claim",), f"{first[told]} says the same")
    return found
