"""Batches, assessments and findings as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from calc import catalog
from calc.chemistry.dosing import Dose
from calc.chemistry.stability.life import ShelfLife
from calc.mixing.batch import TOGETHER, Batch
from calc.mixing.coarse_scale import CoarseScale, cannot_weigh_words, spoken_name, way_words
from calc.mixing.recipe_batch import LineAccount
from calc.rules.assessment import Assessment
from calc.rules.storage_facts import days_words
from calc.uncertainty import Band
from calc.units import (
    show_at_most,
    show_band,
    show_mass,
    show_number,
)

if TYPE_CHECKING:  # importing them takes as long as all the rest
    from calc.client.verdict import CheckResult
    from calc.products.listings import UnusedColumn


def sheet(batch: Batch) -> list[str]:
    """Return the weighing sheet as lines of text."""
    lines = []
    for number, row in enumerate(batch.weigh, start=1):
        step = row.scale_plus_minus_g
        mass = show_mass(row.mass_g, step) if step else show_number(row.mass_g, 4)
        spreads = [f"±{show_number(step)} scale"] if step else []
        if row.method_plus_minus_g:
            spreads.append(f"±{show_number(row.method_plus_minus_g, 2)} purity and method")
        spread = f"  ({', '.join(spreads)})" if spreads else ""
        step_words = "  · dissolve together" if row.step == TOGETHER else ""
        lines.append(f"  {number}  {mass:>10} g  {_named(row.name, row.strength)}{spread}{step_words}")
    return lines


def coarse_words(coarse: CoarseScale | None) -> list[str]:
    """Return what a scale cannot weigh and the ways out, as lines of text."""
    if coarse is None:
        return []
    ways = [f"  - {way_words(way, spoken_name(coarse.rows[-1]))}" for way in coarse.ways]
    return [cannot_weigh_words(coarse), *ways]


def _name(ingredient: str, strength: float = 1.0) -> str:
    """Return the name of an ingredient, with its strength where it is weighed as a solution."""
    return _named(catalog.ingredients()[ingredient].name, strength)


def _named(name: str, strength: float) -> str:
    """Return a name with the strength of what is weighed as a solution."""
    return name if strength == 1 else f"{name} as a {show_number(100 * strength)} % solution"


def account_words(lines: Iterable[LineAccount]) -> list[str]:
    """Return what was made of the lines of a recipe that somebody should look at, as lines of text."""
    opened = [line for line in lines if line.is_open]
    return [
        f"  ? {line.text}: {line.note}" + (f" ({' · '.join(line.readings)})" if line.readings else "")
        for line in opened
    ]


def column_words(used: Mapping[str, str], unused: Sequence[UnusedColumn]) -> list[str]:
    """Return what was made of the columns of a table: used as what, and unused with what it looks like."""
    lines = [f"columns: {'; '.join(f'“{name}” is the {key}' for key, name in used.items())}"] if used else []
    doubtful = [column for column in unused if column.looks_like]
    for column in doubtful:
        fix = "" if column.reason else f': use it? --column {column.looks_like}="{column.name}"'
        lines.append(f"NOT USED: {column}{fix}")
    quiet = [f"“{column.name}”" for column in unused if not column.looks_like]
    if quiet:
        lines.append(f"columns that are not used: {', '.join(quiet)}")
    return lines


def dose_words(dose: Dose | None) -> list[str]:
    """Return what brings a batch to its pH as lines of text."""
    if dose is None or dose.mass is None:
        return []
    name = _name(dose.adjuster.ingredient, dose.adjuster.strength)
    lines = [f"For pH {show_number(dose.target_pH)}: {_grams(dose.mass)[0]} of {name} {_grams(dose.mass)[1]}"]
    after = dose.after
    if after is None:
        first = f"  first {show_at_most(dose.first_g)} g; then measure, and give --added and --reading"
        return [*lines, first if dose.first_g else "  first measure, and give --reading"]
    if after.rest:
        median, ends = _grams(after.rest)
        lines.append(f"  after your reading: {median} more {ends}")
    if after.too_much:
        lines.append("  too much is in")
        if after.too_much.mass:
            median, ends = _grams(after.too_much.mass)
            lines.append(f"  bring it back with {median} of {_name(after.too_much.back)} {ends}")
        if after.too_much.larger:
            larger = show_number(after.too_much.larger.median)
            lines.append(f"  or make everything else {larger} times as much")
    return lines


def _grams(mass: Band) -> tuple[str, str]:
    """Return the median of a mass that is still to go in, and its ends; none below nothing."""
    median, low, high = show_band(mass.median, mass.low, mass.high)
    return f"{median} g", f"({'0' if mass.low <= 0 else low}–{high} g)"


def report_words(report: Assessment, batch: Batch | None = None) -> list[str]:
    """Return an assessment as lines of text."""
    lines = []
    for strength in report.composition.strengths:
        name, band = catalog.forms()[strength.form].name, strength.mass_fraction
        lines.append(f"{percent(band)[0]} {name} {percent(band)[1]}")
        if batch and strength.form == batch.form:
            median, ends = percent(batch.mass_concentration)
            lines.append(f"  {median} w/v {ends}")
    if report.pH:
        median, low, high = show_band(report.pH.median, report.pH.low, report.pH.high)
        lines.append(f"pH {median} ({low}–{high}){_reading_words(report)}")
    lines += _shelf_life(report.shelf_life)
    return [*lines, *reason_lines(report)]


def _reading_words(report: Assessment) -> str:
    """Return what a meter may show, as words after the pH."""
    if report.pH_reading is None:
        return ""
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return f"; your meter may show {low}–{high}"


def reason_lines(report: Assessment | CheckResult) -> list[str]:
    """Return findings, what was not checked, and versions as lines of text."""
    lines = [
        f"{finding.severity.name} {finding.code} {finding.title}: {finding.message} {finding.remedy}"
        for finding in report.findings
    ]
    lines.append(f"{len(report.evaluated)} checks ran, {len(report.skipped)} skipped:")
    lines += [f"  {rule.code} {rule.reason}" for rule in report.skipped]
    lines.append(f"model {report.model_version}, data {report.data_hash}")
    return lines


def _shelf_life(life: ShelfLife | None) -> list[str]:
    """Return how long it keeps as a line of text; none where nothing is known of that."""
    sentences = []
    if life and life.discard_after_days is not None:
        sentences.append(f"discard after {days_words(life.discard_after_days)}")
    if life and life.t90_days:
        median, low, high = show_band(life.t90_days.median, life.t90_days.low, life.t90_days.high)
        sentences.append(f"a tenth is gone after about {median} days ({low}–{high})")
    return ["; ".join(sentences).capitalize()] if sentences else []


def percent(band: Band) -> tuple[str, str]:
    """Return the median of a share or of a strength by volume [g/mL] in per cent, and its ends."""
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    return f"{median} %", f"({low}–{high} %)"
