"""Fills the recipe card and the label of a batch from its assessment.

`share.make_card` and `share.make_label` are the doors: they work out a request or a recipe, then come here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from calc import catalog
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.wording import tenth_words
from calc.chemistry.storage_words import LIGHT_WORDS, PACKAGE_WORDS, WALL_WORDS
from calc.findings import Severity
from calc.messages import say, say_list
from calc.mixing.batch import STEPS_IN_WORDS, Batch, Weighing
from calc.mixing.next_step import mass_words, next_step
from calc.reports.batch_label import BatchLabel
from calc.reports.recipe_card import CardLine, RecipeCard
from calc.rules.assessment import Assessment
from calc.rules.form_facts import pH_window
from calc.rules.storage_facts import days_words
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_mass, show_number

TO_WEIGH, AS_WEIGHED = say("Weigh, in this order"), say("What is in it")
_UNKNOWN = say("unknown")


def fill_recipe_card(
    batch: Batch,
    report: Assessment,
    *,
    made_on: datetime.date,
    storage: Storage | None = None,
    title: str = "",
    link: str = "",
    heading: str = TO_WEIGH,
    about: Sequence[str] = (),
) -> RecipeCard:
    """Return the recipe card of a batch that is assessed already.

    Parameters
    ----------
    batch : Batch
    report : Assessment
        Of its formula, kept in ``storage``.
    made_on : datetime.date
        From here the days count that it keeps, unless the storage knows better.
    storage : Storage, optional
        How it is kept; unknown when not given.
    title : str
        What somebody calls it; what it is, when not given.
    link : str
        What reopens it; "" for none.
    heading : str
        What its lines are.
    about : sequence of str
        What to know of the recipe before making it.

    Examples
    --------
    >>> from calc.mixing.batch_from_two import new_batch
    >>> from calc.rules.assessment import assess
    >>> from calc.units import Q_
    >>> batch = new_batch("l_ascorbic_acid", mass_fraction=Q_(15, "percent"), batch_mass=Q_(30, "g"))
    >>> fill_recipe_card(batch, assess(batch.formula), made_on=datetime.date(2026, 3, 31)).lines[0].name
    'Water'
    """
    return RecipeCard(
        title or default_name(batch, report),
        tuple(_facts(batch, report, storage)),
        heading,
        tuple(_line(row, batch) for row in batch.weigh),
        tuple(_protocol(batch)) or tuple(_to_measure(batch, report)),
        report.findings,
        tuple(_keeps(report, made_on)),
        tuple(dict.fromkeys(rule.reason for rule in report.skipped)),
        len(report.evaluated),
        made_on,
        report.model_version,
        report.data_hash,
        link,
        about,
    )


def fill_batch_label(
    batch: Batch,
    report: Assessment,
    *,
    made_on: datetime.date | None = None,
    storage: Storage | None = None,
    name: str = "",
    link: str = "",
) -> BatchLabel:
    """Return the label of a batch that is assessed already.

    Parameters
    ----------
    batch : Batch
    report : Assessment
    storage : Storage, optional
    link : str
        As for `fill_recipe_card`.
    made_on : datetime.date, optional
        When it was made. Where nobody says, the label has a line for it, and counts its days from there.
    name : str
        What somebody calls it; what it is, when not given.

    Examples
    --------
    >>> from calc.mixing.batch_from_two import new_batch
    >>> from calc.rules.assessment import assess
    >>> from calc.units import Q_
    >>> serum = new_batch("l_ascorbic_acid", mass_fraction=Q_(15, "percent"), batch_mass=Q_(30, "g"))
    >>> fill_batch_label(serum, assess(serum.formula), made_on=datetime.date(2026, 3, 31)).storage
    'Storage: unknown'
    """
    strengths = [
        _strength(strength.mass_fraction, strength.form) for strength in report.composition.strengths
    ]
    what = say_list(strengths, ",") or say("No vitamin C")
    if not name and len(strengths) == 1:  # the name says the form already
        name = catalog.forms()[report.composition.strengths[0].form].name
        what = _percent(report.composition.strengths[0].mass_fraction)
    return BatchLabel(
        name or default_name(batch, report),
        what,
        f"pH {_pH_words(batch, report)}",
        (storage and storage.made_on) or made_on,
        _label_end(report, made_on),
        _label_storage(storage),
        tuple(finding.title for finding in report.findings if finding.severity == Severity.STOP),
        link,
    )


def _label_end(report: Assessment, made_on: datetime.date | None) -> str:
    """Return until when it is to be used, as a label says it."""
    life = report.shelf_life
    if life is None or life.discard_after_days is None:
        return say("Discard day: unknown")
    if made_on is None and life.discard_on is None:
        return say("Discard after {days}", days=days_words(life.discard_after_days))
    end = discard_on(report, made_on) if made_on else life.discard_on
    return say("Discard by {date}", date=end.isoformat()) if end else say("Discard day: unknown")


def _label_storage(storage: Storage | None) -> str:
    """Return how it is kept, as a label says it; nobody reads there how often it is opened."""
    if storage is None:
        return say("Storage: unknown")
    return say("Keep {how}", how=_stored(replace(storage, openings_per_day=None)))


def default_name(batch: Batch, report: Assessment) -> str:
    """Return what a batch is, where nobody calls it anything."""
    if not report.composition.strengths:
        return say("Recipe without vitamin C")
    first = report.composition.strength_of(batch.form) or report.composition.strengths[0]
    form = catalog.forms()[first.form].name
    return f"{form} {show_number(100 * first.nominal)}{THIN}%"


def discard_on(report: Assessment, made_on: datetime.date) -> datetime.date | None:
    """Return the last day to use a batch; None where that is not known.

    Parameters
    ----------
    report : Assessment
    made_on : datetime.date
        From here the days count, unless the report knows since when.

    Examples
    --------
    >>> from calc.mixing.batch_from_two import new_batch
    >>> from calc.rules.assessment import assess
    >>> from calc.units import Q_
    >>> powder = new_batch("l_ascorbic_acid", mass_fraction=Q_(10, "percent"), batch_mass=Q_(20, "g"))
    >>> discard_on(assess(powder.formula), datetime.date(2026, 3, 31)) is None  # storage unknown
    True
    """
    life = report.shelf_life
    if life is None or life.discard_after_days is None:
        return None
    return life.discard_on or made_on + datetime.timedelta(days=int(life.discard_after_days))


def _facts(batch: Batch, report: Assessment, storage: Storage | None) -> Iterator[tuple[str, str]]:
    """Yield what comes out."""
    mL = show_number(batch.volume.median, 2)
    yield (
        say("Makes"),
        say(
            "{total_mass_g}\u202fg, about {mL}\u202fmL",
            total_mass_g=show_number(batch.formula.total_mass_g, 4),
            mL=mL,
        ),
    )
    for strength in report.composition.strengths:
        yield say("Strength"), _strength(strength.mass_fraction, strength.form)
    forms, whole = (
        [strength.form for strength in report.composition.strengths],
        report.composition.aa_equivalent,
    )
    if forms not in ([], ["l_ascorbic_acid"]):
        counted = _percent(whole) if whole else _UNKNOWN
        yield say("As ascorbic acid"), say("up to {share}", share=counted) if whole else counted
    yield "pH", _pH_words(batch, report)
    yield say("If kept"), _stored(storage)


def _strength(band: Band, form: str) -> str:
    """Return a strength with its band and its form."""
    return f"{_percent(band)} {catalog.forms()[form].name}"


def _percent(band: Band) -> str:
    """Return a share in per cent, with its band."""
    median, low, high = show_band(*(100 * end for end in (band.median, band.low, band.high)))
    return f"{median}{THIN}%" if low == high else f"{median}{THIN}% ({low}–{high}{THIN}%)"


def _pH_words(batch: Batch, report: Assessment) -> str:
    """Return a pH with its band, and what it rests on; one that is unknown, with what it is to be."""
    if report.pH is None:
        windows = {_ends(*ends) for ends in _windows(batch, report).values()}
        # Where several forms want several, none is said.
        if len(windows) == 1:
            return say("unknown: measure it, keep it at {range}", range=windows.pop())
        return _UNKNOWN
    median, low, high = show_band(report.pH.median, report.pH.low, report.pH.high)
    number = median if low == high else f"{median} ({low}–{high})"
    words = {
        "predicted": say("{pH}, predicted", pH=number),
        "measured": say("{pH}, measured", pH=number),
        "both": say("{pH}, predicted and measured", pH=number),
    }[report.pH_basis]
    if report.pH_reading is None:
        return words
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return say("{pH}; a meter may show {low}–{high}", pH=words, low=low, high=high)


def _stored(storage: Storage | None) -> str:
    """Return how it is kept, in words."""
    if storage is None:
        return _UNKNOWN
    stays = [f"{show_number(celsius)}{THIN}°C" for celsius, _ in storage.stays]
    hours = [f"{show_number(long)}{THIN}h" for _, long in storage.stays]
    if len(stays) > 1:
        stays = [
            say("{temperature} for {hours}", temperature=stay, hours=long) for stay, long in zip(stays, hours)
        ]
    words = [
        names[word]
        for names, word in (
            (PACKAGE_WORDS, storage.package),
            (WALL_WORDS, storage.wall),
            (LIGHT_WORDS, storage.light),
        )
        if word
    ]
    if storage.openings_per_day is not None:
        words.append(say("opened {times} × a day", times=show_number(storage.openings_per_day)))
    kept_at = (
        say("at {temperatures}", temperatures=say_list(stays, "and")) if stays else say("temperature unknown")
    )
    return say_list((kept_at, *words), ",")


def _line(row: Weighing, batch: Batch) -> CardLine:
    """Return a row of the weighing sheet as it is written."""
    step, name = row.scale_plus_minus_g, row.name
    if row.strength != 1:
        name = say(
            "{ingredient}, {strength}\u202f% solution",
            ingredient=name,
            strength=show_number(100 * row.strength),
        )
    mass = show_mass(row.mass_g, step) if step else show_number(row.mass_g, 4)
    method = show_number(row.method_plus_minus_g, 1) if row.method_plus_minus_g > 1e-9 else "0"
    note = ""
    if row.first_g:
        measured = batch.dose and batch.dose.after
        first = show_number(row.first_g)
        note = (
            say("of this {mass}\u202fg are in so far", mass=first)
            if measured
            else say("of this {mass}\u202fg first, then measure: see the way to the pH", mass=first)
        )
    scale = show_number(step, 1) if step else _UNKNOWN
    return CardLine(name, mass, "g", scale, method, note, STEPS_IN_WORDS.get(row.step, ""))


def _protocol(batch: Batch) -> Iterator[str]:
    """Yield the way to a pH, step by step; nothing where none was asked for."""
    dose = batch.dose
    if dose is None or dose.mass is None or dose.mass.median == 0:
        return
    name = catalog.ingredients()[dose.adjuster.ingredient].name.lower()
    wanted, blank = show_number(dose.target_pH), "________"
    if dose.after is None:
        first = f"{show_number(dose.first_g)}{THIN}g"
        yield say(
            "First {mass} of {ingredient}, in its place. Without any the pH is predicted to be {pH}.",
            mass=first,
            ingredient=name,
            pH=_at(dose.now),
        )
        yield say("When all is in and dissolved, measure the pH and enter it on the page: it tells the rest.")
        yield say(
            "To pH {target_pH} it is predicted to take {mass} in all.",
            target_pH=wanted,
            mass=mass_words(dose.mass),
        )
    else:
        read, added = show_number(dose.after.reading.value), show_number(dose.after.added_g)
        yield say(
            "pH {pH} was read with {mass}\u202fg of {ingredient} in; wanted: pH {target_pH}.",
            pH=read,
            mass=added,
            ingredient=name,
            target_pH=wanted,
        )
        yield str(next_step(batch))
    yield say("pH read: {blank} · then added: {blank}\u202fg · pH read then: {blank}", blank=blank)


def _windows(batch: Batch, report: Assessment) -> dict[str, tuple[float | None, float | None]]:
    """Return the pH that each form is to be kept at, low and high, by its name; none where it is known."""
    formula = batch.formula
    if report.pH is not None or formula.water_g == 0:
        return {}
    windows = {}
    for strength in report.composition.strengths:
        if strength.form == "l_ascorbic_acid":
            continue  # a rule tells of it
        ends = pH_window(strength.form, emulsion="emulsion" in formula.system)
        if ends:
            windows[catalog.forms()[strength.form].name] = ends
    return windows


def _ends(low: float | None, high: float | None) -> str:
    """Return a window of pH as it is written."""
    if low is None or high is None:
        return (
            say("{low} or above", low=show_number(low))
            if low is not None
            else say("{high} or below", high=show_number(high or 0.0))
        )
    return f"{show_number(low)}–{show_number(high)}"


def _to_measure(batch: Batch, report: Assessment) -> Iterator[str]:
    """Yield how to come to the pH of a form for which nobody can predict it."""
    windows, blank = _windows(batch, report), "________"
    for name, ends in windows.items():
        yield say(
            "Nobody can predict it: when all is dissolved, measure. {form} is kept at {range}.",
            form=name,
            range=_ends(*ends),
        )
    if windows:
        rules = catalog.rules()
        if any(high is not None for _, high in windows.values()):
            yield say("Above that: {remedy}", remedy=_small(rules["FORM-008"].remedy))
        if any(low is not None for low, _ in windows.values()):
            yield say("Below that: {remedy}", remedy=_small(rules["FORM-006"].remedy))
        yield say("pH read: {blank} · then added: {blank}\u202fg · pH read then: {blank}", blank=blank)


def _small(sentence: str) -> str:
    """Return a sentence as it follows a colon."""
    return sentence[:1].lower() + sentence[1:]


def _at(band: Band) -> str:
    """Return a pH with its ends."""
    median, low, high = show_band(band.median, band.low, band.high)
    return f"{median} ({low}–{high})"


def _keeps(report: Assessment, made_on: datetime.date) -> Iterator[str]:
    """Yield how long it keeps."""
    life, end = report.shelf_life, discard_on(report, made_on)
    if life is None or life.discard_after_days is None or end is None:
        yield say(
            "When to discard it: unknown. Discard it when its colour, smell or clarity changes.",
        )
    else:
        since = life.since or made_on
        yield (
            say(
                "Discard by {end} if made on {since}: after {days}.",
                end=end.isoformat(),
                since=since.isoformat(),
                days=days_words(life.discard_after_days),
            )
        )
    if life and life.t90_days:
        yield tenth_words(life.t90_days).replace("**", "")
