"""Vitamin C by mouth: recommended intakes, upper levels, what supplements bring: intake.toml."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file
from calc.catalog.literature import cited
from calc.catalog.numbers import Value, value_row
from calc.catalog.substances import Statement, forms
from calc.catalog.toml_reader import DataFile

#: Whose recommended intakes a stage may tell apart.
SEXES = ("female", "male")
#: What else than an age makes a stage; "" for age alone.
STATES_OF_LIFE = ("", "pregnancy", "lactation")
#: Which metals a form taken by mouth may bring.
MINERALS = ("sodium", "calcium")

_NOT_SET = "not set"
# Figures of each part, with the unit that each must have.
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
        return tuple(stage for stage in self.stages if stage.state == state)

    @property
    def highest_ul_mg(self) -> float:
        """The highest upper level of all ages and states [mg/day]."""
        return max(stage.ul.centre for stage in self.stages if stage.ul)


@functools.cache
def oral_facts() -> OralFacts:
    """Return the limits by mouth and what supplements bring.

    Examples
    --------
    >>> f"{oral_facts().applied.to('g/day')[0]:.2f} g of product a day on a face"
    '1.54 g of product a day on a face'
    """
    file = data_file("intake.toml")
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
    if ul and ul.centre <= max(value.centre for value in rda.values()):
        raise file.error(table, ("ul ",), "the upper level must lie above what is recommended")
    to_years = row["to_months"] / 12 if "to_months" in row else math.inf
    ages = (row["from_months"] / 12, to_years)
    return Stage(key, row["name"], *ages, row.get("state", ""), MappingProxyType(rda), ul, "ai" in row)


def _recommended(row: Mapping[str, Any], file: DataFile, table: str) -> dict[str, Value]:
    """Read what is recommended, by sex: one row for both, or one for each whom the stage is for."""
    females_only = bool(row.get("state"))
    by_sex = {"rda_female"} if females_only else {"rda_female", "rda_male"}
    given = {key for key in row if key == "ai" or key.startswith("rda")}
    if given not in (by_sex, *(() if females_only else ({"rda"}, {"ai"}))):
        allowed = " with ".join(sorted(by_sex)) + ("" if females_only else ", or rda, or ai")
        raise file.error(table, sorted(given)[:1], f"a stage has {allowed}")
    read = {key: _amount(key, row[key], "mg/day", file, table) for key in sorted(given)}
    if given == by_sex:
        return {key.removeprefix("rda_"): value for key, value in read.items()}
    return dict.fromkeys(SEXES, read[given.pop()])


def _amount(name: str, row: Any, unit: str, file: DataFile, table: str) -> Value:
    """Read a value row above zero in the unit that is meant here; ``name`` is "" where it has its own."""
    if not isinstance(row, dict):
        raise file.error(table, (f"{name} ",), f"{name} must be a table")
    row = {"property": name, **row} if name else row
    value = value_row(row, file, table)
    if value.unit != unit:
        raise file.row_error(table, row, f"{value.property}: the unit must be {unit}")
    if value.value is None or value.ends[0] <= 0:
        raise file.row_error(table, row, f"{value.property}: a value above 0 is needed")
    return value


def _refuse_gaps(stages: list[Stage], file: DataFile) -> None:
    """Refuse stages of one state that overlap, leave an age out, or end before the last age."""
    for state in STATES_OF_LIFE:
        of_state = [stage for stage in stages if stage.state == state]
        if not of_state:
            raise file.error("stages", (), f"no stage of “{state or 'age alone'}”")
        for before, stage in pairwise(of_state):
            if stage.from_years != before.to_years:
                problem = f"it must start where {before.id} ends: no gap, no overlap, in order"
                raise file.error(f"stages.{stage.id}", ("from_months",), problem)
        if of_state[0].from_years < 0 or (not state and of_state[0].from_years > 0):
            raise file.error(f"stages.{of_state[0].id}", ("from_months",), "the first stage starts at 0")
        for stage in of_state:
            if stage.to_years <= stage.from_years:
                raise file.error(f"stages.{stage.id}", ("to_months",), "it ends before it starts")
        if of_state[-1].to_years != math.inf:
            raise file.error(f"stages.{of_state[-1].id}", ("to_months",), "the last stage has no end")


def _minerals(form: str, row: Mapping[str, Any], file: DataFile) -> tuple[Value, ...]:
    """Read which metals a form brings, the preferred row of each in front."""
    table = f"minerals.{form}"
    if form not in forms():
        raise file.error(table, (), f"“{form}” is not a form of vitamin C")
    file.keys(row, table, ("values",), ("values",))
    values: list[Value] = []
    for line in file.rows(row, table, "values"):
        value = _amount("", line, "g/g", file, table)
        file.one_of(line, "property", MINERALS, table)
        if (value.property, value.variant) in {(other.property, other.variant) for other in values}:
            raise file.row_error(table, line, f"{value.property} stands twice")
        values.append(value)
    for mineral in {value.property for value in values}:
        of_mineral = [value for value in values if value.property == mineral]
        if len(of_mineral) > 1 and sum(value.preferred for value in of_mineral) != 1:
            problem = f"one of the rows of {mineral} must be preferred"
            raise file.error(table, (f'"{mineral}"',), problem)
    return tuple(sorted(values, key=lambda value: not value.preferred))


def _statement(key: str, row: Mapping[str, Any], file: DataFile) -> Statement:
    """Read one statement with its sources."""
    table, keys = f"statements.{key}", ("text", "sources")
    file.keys(row, table, keys, keys)
    file.texts(row, table, "text")
    file.lists(row, table, "sources")
    if not row["sources"]:
        raise file.error(table, ("sources",), "a statement needs a source")
    cited(row["sources"], file, table)
    return Statement(row["text"], tuple(row["sources"]))
