"""Making a batch again: what was learned from it, the fields to open, or its recipe at another size."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Recipe, Storage
from calc.chemistry.stability.life import shelf_life
from calc.errors import InputError, InputErrors
from calc.log.entry import LoggedBatch, Measurement, logged_recipe, weighed_grams
from calc.log.state import current_recipe, latest_measurement
from calc.messages import say
from calc.mixing.request import MixRequest, longest_text
from calc.reports.share import name_and_strength
from calc.uncertainty import Band
from calc.units import show_band, show_mass, show_number, with_units

#: Of a request: what was read of one batch, and is not so of the next.
_OF_ONE_BATCH = "added reading reading_error made_on opened_on assay assay_error assay_on".split()


@dataclass(frozen=True)
class Lesson:
    """Something that a batch taught.

    Parameters
    ----------
    key : str
        ``pH``, ``grams`` or ``assay``.
    words : str
        What came out, beside what was expected.
    expected : bool
        True where it came out as it was expected.
    """

    key: str
    words: str
    expected: bool


@dataclass(frozen=True)
class RepeatedBatch:
    """A batch to make again.

    Parameters
    ----------
    request : dict
        Fields of `MixRequest` to open, without what was read of the old batch; empty where its recipe
        is too long for them.
    lessons : tuple of Lesson
    """

    request: dict[str, str]
    lessons: tuple[Lesson, ...]


def repeat_batch(entry: LoggedBatch, today: datetime.date) -> RepeatedBatch:
    """Return how to make a batch again, and what was learned from it.

    Parameters
    ----------
    entry, today
        As for `state.current_recipe`.

    Raises
    ------
    InputErrors
        A recipe or a measurement that cannot be read here any more.

    Examples
    --------
    >>> entry = LoggedBatch("Serum", {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]})
    >>> repeat_batch(entry, datetime.date(2026, 3, 31)).request["recipe"].splitlines()
    ['L-ascorbic acid 15 g']
    """
    recipe = current_recipe(entry, today)
    lessons = (*_of_grams(entry, recipe), *_of_pH(entry, recipe, today), *_of_assay(entry, recipe, today))
    return RepeatedBatch(_request(entry), lessons)


@with_units(mass="mass")
def rescale(recipe: Recipe, mass: float) -> Recipe:
    """Return a recipe at another size: every mass by one factor, the scale as good as it was.

    What was measured, and when it was made or opened, belongs to the old batch and is left out.

    Parameters
    ----------
    recipe : Recipe
    mass : Quantity
        Of the whole, without the gas that leaves [g].

    Raises
    ------
    InputErrors
        A mass out of range.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> from calc.units import Q_
    >>> rescale(Recipe(Formula((Line("water", 10.0),))), Q_(30, "g")).formula.lines[0].mass_g
    30.0
    """
    _, least, most = catalog.inputs().accepted["batch_mass"].to("g")
    if not least <= mass <= most:
        accepted = say("a batch weighs from {least:g} g to {most} g.", least=least, most=show_number(most))
        raise InputErrors([InputError("mass", f"{mass:g} g", accepted, say("Correct it."))])
    factor = mass / recipe.formula.total_mass_g
    lines = tuple(
        replace(
            line,
            mass_g=line.mass_g * factor,
            mass_range_g=line.mass_range_g and (line.mass_range_g[0] * factor, line.mass_range_g[1] * factor),
        )
        for line in recipe.formula.lines
    )
    storage = recipe.storage and replace(recipe.storage, made_on=None, opened_on=None)
    return Recipe(Formula(lines, recipe.formula.system), storage, None, recipe.claims)


# --- what was learned -----------------------------------------------------------------------------


def _of_grams(entry: LoggedBatch, recipe: Recipe) -> Iterable[Lesson]:
    """Yield what was weighed otherwise than it was meant, as its scale shows it."""
    steps = {line.ingredient: line.mass_plus_minus_g for line in recipe.formula.lines}
    for row, target, actual in weighed_grams(entry):
        step = steps.get(row.ingredient, 0.0)
        meant, was = (_on_scale(mass, step) for mass in (target, actual))
        if meant != was:
            off = f" ({100 * (float(was) / float(meant) - 1):+.1f} %)" if float(meant) else ""
            yield Lesson(
                "grams",
                say(
                    "{shown}: {was} g were weighed, not {meant} g{off}.",
                    shown=row.shown,
                    was=was,
                    meant=meant,
                    off=off,
                ),
                False,
            )


def _on_scale(mass_g: float, step_g: float) -> str:
    """Return a mass as a scale shows it, with the digits of the weighing sheet."""
    return show_mass(mass_g, step_g) if step_g and mass_g else show_number(mass_g, 4)


def _of_pH(entry: LoggedBatch, recipe: Recipe, today: datetime.date) -> Iterable[Lesson]:
    """Yield how the first pH that was read compares with the one predicted from the grams as weighed.

    Predicted as everywhere else: where it is kept.
    """
    first = _first(entry, "pH", today)
    band = predict_pH(recipe.formula, temperature_C=(recipe.storage or Storage()).coldest_C).pH
    if first is None or first.value is None or band is None:
        return
    read = first.measured.reading.band
    expected, difference, numbers = _compared(read, band, "")
    if expected:
        words = say("The pH came out as predicted: {numbers}.", numbers=numbers)
    elif read.median > band.median:
        words = say(
            "The pH came out {difference} higher than predicted: {numbers}.",
            difference=difference,
            numbers=numbers,
        )
    else:
        words = say(
            "The pH came out {difference} lower than predicted: {numbers}.",
            difference=difference,
            numbers=numbers,
        )
    yield Lesson("pH", words, expected)


def _of_assay(entry: LoggedBatch, recipe: Recipe, today: datetime.date) -> Iterable[Lesson]:
    """Yield how the latest assay compares with what was expected to be left."""
    assay = latest_measurement(entry.measurements, "assay", today)
    if assay is None or assay.value is None:
        return
    storage = recipe.storage or Storage()
    learnt = shelf_life(recipe.formula, storage=storage, measured=recipe.measured).assay
    if learnt is None:
        return
    off = assay.plus_minus or 0.0
    left = _percent(Band(assay.value, assay.value - off, assay.value + off))
    band = _percent(learnt.expected)
    expected, difference, numbers = _compared(left, band, " %")
    if expected:
        words = say("What is left came out as predicted: {numbers}.", numbers=numbers)
    elif left.median > band.median:
        words = say(
            "What is left came out {difference} higher than predicted: {numbers}.",
            difference=difference,
            numbers=numbers,
        )
    else:
        words = say(
            "What is left came out {difference} lower than predicted: {numbers}.",
            difference=difference,
            numbers=numbers,
        )
    yield Lesson("assay", words, expected)


def _percent(band: Band) -> Band:
    """Return a band of shares in per cent."""
    return Band(100 * band.median, 100 * band.low, 100 * band.high)


def _first(entry: LoggedBatch, kind: str, today: datetime.date) -> Measurement | None:
    """Return the first measurement of a kind."""
    of_kind = [row for row in entry.measurements if row.kind == kind and row.on <= today]
    return min(of_kind, key=lambda row: row.on, default=None)


def _compared(read: Band, band: Band, unit: str) -> tuple[bool, str, str]:
    """Return whether a reading was expected, how far off the prediction it is, and the numbers of both."""
    median, low, high = show_band(band.median, band.low, band.high)
    numbers = say(
        "{measured}{unit}, predicted {predicted}{unit} ({low}–{high}{unit})",
        measured=show_number(read.median),
        unit=unit,
        predicted=median,
        low=low,
        high=high,
    )
    expected = read.low <= band.high and read.high >= band.low
    return expected, f"{show_number(abs(read.median - band.median), 2)}{unit}", numbers


# --- what to open ---------------------------------------------------------------------------------


def _request(entry: LoggedBatch) -> dict[str, str]:
    """Return the fields to open: those that were typed, or else the lines of the recipe."""
    if entry.request is not None:
        return {name: text for name, text in entry.request.items() if name not in _OF_ONE_BATCH}
    recipe = logged_recipe(entry)
    lines = [f"{name_and_strength(line)} {show_number(line.mass_g, 8)} g" for line in recipe.formula.lines]
    purities = {line.purity for line in recipe.formula.lines if line.is_form}
    purity = next(iter(purities)) if len(purities) == 1 else None
    text = "\n".join(lines)
    if len(text) > longest_text("recipe"):
        return {}
    return MixRequest(
        way="made", recipe=text, purity="" if purity is None else f"{show_number(100 * purity, 6)} %"
    ).as_dict()
