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
_UNKNOWN = "unknown"
#: What a pH rests on.
_BASIS = {"predicted": "predicted", "measured": "measured", "both": say("predicted and measured")}
# Words for the ways a batch is kept, where the word itself does not read well.
_KEPT = {"dark": say("in the dark"), "room": say("in room light"), "daylight": say("in daylight")}


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
    'unknown'
    """
    strengths = [
        _strength(strength.mass_fraction, strength.form) for strength in report.composition.strengths
    ]
    what = ", ".join(strengths) or say("No vitamin C")
    if not name and len(strengths) == 1:  # the name says the form already
        name = catalog.forms()[report.composition.strengths[0].form].name
        what = _percent(report.composition.strengths[0].mass_fraction)
    return BatchLabel(
        name or default_name(batch, report),
        what,
        f"pH {_pH(report)}{_to_keep(batch, report)}",
        (storage and storage.made_on) or made_on,
        _label_end(report, made_on),
        _stored(storage and replace(storage, openings_per_day=None)),
        tuple(finding.title for finding in report.findings if finding.severity == Severity.STOP),
        link,
    )


def _label_end(report: Assessment, made_on: datetime.date | None) -> str:
    """Return until when it is to be used, as a label says it behind “Discard”."""
    life = report.shelf_life
    if life is None or life.discard_after_days is None:
        return say("day: {unknown}", unknown=_UNKNOWN)
    if made_on is None and life.discard_on is None:
        return say("after {days}", days=days_words(life.discard_after_days))
    end = discard_on(report, made_on) if made_on else life.discard_on
    return say("by {end}", end=end.isoformat()) if end else say("day: {unknown}", unknown=_UNKNOWN)


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
        "Makes",
        say(
            "{total_mass_g}\u202fg, about {mL}\u202fmL",
            total_mass_g=show_number(batch.formula.total_mass_g, 4),
            mL=mL,
        ),
    )
    for strength in report.composition.strengths:
        yield "Strength", _strength(strength.mass_fraction, strength.form)
    forms, whole = (
        [strength.form for strength in report.composition.strengths],
        report.composition.aa_equivalent,
    )
    if forms not in ([], ["l_ascorbic_acid"]):
        counted = _percent(whole) if whole else _UNKNOWN
        yield say("As ascorbic acid"), say("at most {counted}", counted=counted) if whole else counted
    yield "pH", f"{_pH(report)}{_to_keep(batch, report)}"
    yield say("If kept"), _stored(storage)


def _strength(band: Band, form: str) -> str:
    """Return a strength with its band and its form."""
    return f"{_percent(band)} {catalog.forms()[form].name}"


def _percent(band: Band) -> str:
    """Return a share in per cent, with its band."""
    median, low, high = show_band(*(100 * end for end in (band.median, band.low, band.high)))
    return f"{median}{THIN}%" if low == high else f"{median}{THIN}% ({low}–{high}{THIN}%)"


def _pH(report: Assessment) -> str:
    """Return a pH with its band, and what it rests on."""
    if report.pH is None:
        return _UNKNOWN
    median, low, high = show_band(report.pH.median, report.pH.low, report.pH.high)
    number = median if low == high else f"{median} ({low}–{high})"
    words = f"{number}, {_BASIS[report.pH_basis]}"
    if report.pH_reading is None:
        return words
    meter = report.pH_reading.meter
    _, low, high = show_band(meter.median, meter.low, meter.high)
    return say("{words}; a meter may show {low}–{high}", words=words, low=low, high=high)


def _stored(storage: Storage | None) -> str:
    """Return how it is kept, in words."""
    if storage is None:
        return _UNKNOWN
    stays = [f"{show_number(celsius)}{THIN}°C" for celsius, _ in storage.stays]
    hours = [f"{show_number(long)}{THIN}h" for _, long in storage.stays]
    if len(stays) > 1:
        stays = [say("{stay} for {long}", stay=stay, long=long) for stay, long in zip(stays, hours)]
    words = [word.replace("_", " ") for word in (storage.package, storage.wall) if word]
    words += [_KEPT[storage.light]] if storage.light else []
    if storage.openings_per_day is not None:
        words.append(
            say("opened {openings_per_day} × a day", openings_per_day=show_number(storage.openings_per_day))
        )
    return ", ".join(
        (
            say("at {stays}", stays=say_list(stays, "and"))
            if stays
            else say("temperature {unknown}", unknown=_UNKNOWN),
            *words,
        )
    )


def _line(row: Weighing, batch: Batch) -> CardLine:
    """Return a row of the weighing sheet as it is written."""
    step, name = row.scale_plus_minus_g, row.name
    if row.strength != 1:
        name = say("{name}, {strength}\u202f% in water", name=name, strength=show_number(100 * row.strength))
    mass = show_mass(row.mass_g, step) if step else show_number(row.mass_g, 4)
    method = show_number(row.method_plus_minus_g, 1) if row.method_plus_minus_g > 1e-9 else "0"
    note = ""
    if row.first_g:
        measured = batch.dose and batch.dose.after
        then = say("are in so far") if measured else say("first, then measure: see the way to the pH")
        note = say("of this {first_g}\u202fg {then}", first_g=show_number(row.first_g), then=then)
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
            "First {first} of {name}, in its place. Without any the pH is predicted to be {now}.",
            first=first,
            name=name,
            now=_at(dose.now),
        )
        yield say("When all is in and dissolved, measure the pH and enter it on the page: it tells the rest.")
        yield say(
            "To pH {wanted} it is predicted to take {mass} in all.", wanted=wanted, mass=mass_words(dose.mass)
        )
    else:
        read, added = show_number(dose.after.reading.value), show_number(dose.after.added_g)
        yield say(
            "pH {read} was read with {added}\u202fg of {name} in; wanted: pH {wanted}.",
            read=read,
            added=added,
            name=name,
            wanted=wanted,
        )
        yield str(next_step(batch))
    yield say("pH read: {blank} · then added: {blank}\u202fg · pH read then: {blank}", blank=blank)


def _windows(batch: Batch, report: Assessment) -> dict[str, str]:
    """Return the pH that each form is to be kept at, in words, by its name; none where the pH is known."""
    formula = batch.formula
    if report.pH is not None or formula.water_g == 0:
        return {}
    windows = {}
    for strength in report.composition.strengths:
        if strength.form == "l_ascorbic_acid":
            continue  # a rule tells of it
        ends = pH_window(strength.form, emulsion="emulsion" in formula.system)
        if ends:
            windows[catalog.forms()[strength.form].name] = _ends(*ends)
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


def _to_keep(batch: Batch, report: Assessment) -> str:
    """Return what an unknown pH is to be, as it follows that word; "" where several forms want several."""
    windows = set(_windows(batch, report).values())
    return say(": measure it, keep it at {pop}", pop=windows.pop()) if len(windows) == 1 else ""


def _to_measure(batch: Batch, report: Assessment) -> Iterator[str]:
    """Yield how to come to the pH of a form for which nobody can predict it."""
    windows, blank = _windows(batch, report), "________"
    for name, ends in windows.items():
        yield say(
            "Nobody can predict it: when all is dissolved, measure. {name} is kept at {ends}.",
            name=name,
            ends=ends,
        )
    if windows:
        rules = catalog.rules()
        if any("above" not in ends for ends in windows.values()):
            yield say("Above that: {small}", small=_small(rules["FORM-008"].remedy))
        if any("below" not in ends for ends in windows.values()):
            yield say("Below that: {small}", small=_small(rules["FORM-006"].remedy))
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
            "When to discard it: {unknown}. Discard it when its colour, smell or clarity changes.",
            unknown=_UNKNOWN,
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
