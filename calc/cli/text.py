"""Batches, assessments and findings as what the command line says to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from calc import catalog
from calc.chemistry.dosing import Dose
from calc.chemistry.stability.life import ShelfLife
from calc.chemistry.stability.wording import reason_words, span_words
from calc.cli.blocks import Block, OutputLine, Rows, brief, checks, whole
from calc.messages import say, say_list
from calc.mixing.batch import STEPS_IN_WORDS, Batch, Weighing
from calc.mixing.coarse_scale import CoarseScale, cannot_weigh_words, spoken_name, way_words
from calc.mixing.next_step import next_step
from calc.rules.assessment import Assessment
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_mass, show_number

if TYPE_CHECKING:  # importing them takes as long as all the rest
    from calc.client.verdict import CheckResult
    from calc.mixing.recipe_batch import LineAccount
    from calc.products.listings import UnusedColumn

#: Rules whose words stand in the sheet.
IN_THE_SHEET = ("ADJ-003",)
_AFTERWARDS = say("Pour that in, then add")


def sheet(batch: Batch, *, every: bool = False) -> list[Block]:
    """Return the weighing sheet, in the order of making.

    Parameters
    ----------
    batch : Batch
    every : bool
        With how far off each mass can be.
    """
    rows: list[tuple[str, ...]] = []
    before = ""
    for number, row in enumerate(batch.weigh, start=1):
        if row.step != before:
            rows.append(("", "", STEPS_IN_WORDS.get(row.step, _AFTERWARDS), *("",) * every))
        before = row.step
        rows.append((str(number), *_weighed(row, batch.dose), *([_spread(row)] if every else [])))
    return [Rows(tuple(rows), right=frozenset({0, 1}), bold=frozenset({1}))]


def _weighed(row: Weighing, dose: Dose | None) -> tuple[str, str]:
    """Return the mass to weigh now, and of what."""
    mass, name = _mass(row.mass_g, row.scale_plus_minus_g), _named(row.name, row.strength)
    if not row.first_g:
        return mass, name
    if dose and dose.mass:
        _, low, high = show_band(dose.mass.median, max(dose.mass.low, 0.0), dose.mass.high)
        mass += f" ({low}–{high}{THIN}g)"
    text = (
        say("{ingredient} – so far, of about {mass}", ingredient=name, mass=mass)
        if dose and dose.after
        else say("{ingredient} – first, of about {mass}", ingredient=name, mass=mass)
    )
    return _mass(row.first_g, row.scale_plus_minus_g), text


def _mass(mass_g: float, step_g: float | None) -> str:
    """Return a mass as the scale can show it."""
    return f"{show_mass(mass_g, step_g) if step_g else show_number(mass_g, 4)}{THIN}g"


def _spread(row: Weighing) -> str:
    """Return how far off a mass can be."""
    step = row.scale_plus_minus_g
    spreads = [say("±{step} scale", step=show_number(step))] if step else []
    if row.method_plus_minus_g:
        spreads.append(
            say(
                "±{spread} purity and method",
                spread=show_number(row.method_plus_minus_g, 2),
            )
        )
    return say_list(spreads, ",")


def coarse_words(coarse: CoarseScale) -> list[Block]:
    """Return what a scale cannot weigh, and the ways out."""
    ways = [f"  - {way_words(way, spoken_name(coarse.rows[-1]))}" for way in coarse.ways]
    return [
        OutputLine(cannot_weigh_words(coarse), "title"),
        OutputLine(say("Choose one:")),
        *map(OutputLine, ways),
    ]


def _named(name: str, strength: float) -> str:
    """Return a name with the strength of what is weighed as a solution."""
    return (
        name
        if strength == 1
        else say(
            "{ingredient}, {strength}\u202f% solution",
            ingredient=name,
            strength=show_number(100 * strength),
        )
    )


def account_words(lines: Iterable[LineAccount]) -> list[Block]:
    """Return what was made of the lines of a recipe that somebody should look at."""
    opened = [line for line in lines if line.is_open]
    return [
        OutputLine(
            f"  ? {line.text}: {line.note}" + (f" ({' · '.join(line.readings)})" if line.readings else ""),
            "CAUTION",
        )
        for line in opened
    ]


def column_words(used: Mapping[str, str], unused: Sequence[UnusedColumn]) -> list[Block]:
    """Return what was made of the columns of a table: used as what, and unused with what it looks like."""
    from calc.products.listings import meaning_words  # whoever has columns has imported it

    renamed = [
        say("“{column}” is the {meaning}", column=name, meaning=meaning_words(key))
        for key, name in used.items()
        if name != key
    ]
    own = (
        [say("{count} by their own names", count=len(used) - len(renamed))]
        if len(renamed) < len(used)
        else []
    )
    lines: list[Block] = (
        [OutputLine(say("columns: {meanings}", meanings="; ".join([*renamed, *own])), "quiet")]
        if used
        else []
    )
    doubtful = [column for column in unused if column.looks_like]
    for column in doubtful:
        not_used = (
            say("NOT USED: {column}", column=column)
            if column.reason
            else say(
                "NOT USED: {column}: use it? {options}",
                column=column,
                options=" ".join(f'--column {key}="{column.name}"' for key in column.usable_as),
            )
        )
        lines.append(OutputLine(not_used, "CAUTION"))
    quiet = [f"“{column.name}”" for column in unused if not column.looks_like]
    if quiet:
        lines.append(
            OutputLine(say("columns that are not used: {columns}", columns=say_list(quiet, ",")), "quiet")
        )
    return lines


def dose_words(batch: Batch) -> list[Block]:
    """Return what to do next to bring a batch to its pH."""
    dose = batch.dose
    if dose is None or dose.mass is None:
        return []
    if dose.after is None:
        first = next((_mass(row.first_g, row.scale_plus_minus_g) for row in batch.weigh if row.first_g), "")
        added = say(
            "Stir in the first {first}, measure the pH, and run this again with --added and --reading.",
            first=first,
        )
        return [
            OutputLine(added if first else say("Measure the pH first, and run this again with --reading."))
        ]
    look = "good" if dose.is_there else "title" if dose.after.rest else "CAUTION"
    return [OutputLine(str(next_step(batch)), look)]


def report_words(report: Assessment, batch: Batch | None = None, *, every: bool = False) -> list[Block]:
    """Return an assessment: what it comes to, how long it keeps, what to mind.

    Parameters
    ----------
    report : Assessment
    batch : Batch, optional
        That it is of.
    every : bool
        All that is known, rather than one screen.
    """
    blocks: list[Block] = []
    for strength in report.composition.strengths:
        name = catalog.forms()[strength.form].name
        text = f"{percent(strength.mass_fraction)} {name}"
        if batch and strength.form == batch.form and every:
            text += f"; {percent(batch.mass_concentration)} w/v"
        blocks.append(OutputLine(text, "title"))
    if batch:
        size, volume = show_number(report.total_mass_g, 4), show_number(batch.volume.median, 2)
        blocks.append(
            OutputLine(say("Makes {size}\u202fg, about {volume}\u202fmL", size=size, volume=volume))
        )
    if report.pH:
        median, low, high = show_band(report.pH.median, report.pH.low, report.pH.high)
        predicted, meter = f"pH {median} ({low}–{high})", _reading_words(report)
        blocks.append(OutputLine("; ".join(filter(None, (predicted, meter))), "title"))
    blocks += _shelf_life(report.shelf_life)
    elsewhere = IN_THE_SHEET if batch and batch.dose else ()
    return [*blocks, *reason_lines(report, every=every, elsewhere=elsewhere)]


def _reading_words(report: Assessment) -> str:
    """Return what a meter may show, as words after the pH."""
    if report.pH_reading is None:
        return ""
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return say("your meter may show {low}–{high}", low=low, high=high)


def reason_lines(
    report: Assessment | CheckResult, *, every: bool = False, elsewhere: Iterable[str] = ()
) -> list[Block]:
    """Return findings, what was not checked, and versions.

    Parameters
    ----------
    report : Assessment or CheckResult
    every : bool
        Each with its code and its words, rather than one screen.
    elsewhere : iterable of str
        Codes of what one screen says elsewhere.
    """
    findings = whole(report.findings) if every else brief(report.findings, elsewhere)
    counted = checks(len(report.evaluated), report.skipped, every=every)
    return [
        *findings,
        *counted,
        OutputLine(
            say(
                "model {model_version}, data {data_hash}",
                model_version=report.model_version,
                data_hash=report.data_hash,
            ),
            "quiet",
        ),
    ]


def _shelf_life(life: ShelfLife | None) -> list[Block]:
    """Return how long it keeps; nothing where nothing is known of that."""
    if life is None:
        return []
    sentences = []
    if life.discard_after_days is not None:
        why = reason_words(life.limits[0].key) if life.limits else ""
        sentences.append(
            say("Discard after {span} ({reason})", span=span_words(life.discard_after_days), reason=why)
            if why
            else say("Discard after {span}", span=span_words(life.discard_after_days))
        )
    if life.t90_days:
        median, low, high = show_band(life.t90_days.median, life.t90_days.low, life.t90_days.high)
        sentences.append(
            say("loses 10\u202f% in about {median} days ({low}–{high})", median=median, low=low, high=high)
        )
    text = "; ".join(sentences)
    return [OutputLine(f"{text[0].upper()}{text[1:]}")] if text else []


def percent(band: Band) -> str:
    """Return a share, or a strength by volume [g/mL], in per cent with its ends."""
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    return f"{median}{THIN}% ({low}–{high}{THIN}%)"
