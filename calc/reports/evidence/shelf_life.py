"""Entries about how long vitamin C keeps: fitted numbers, how the forms keep, published series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from calc import catalog
from calc.catalog import FormStates, Series
from calc.messages import say, say_data
from calc.reports.evidence.entry import EvidenceEntry, best_grade, names_of, row_entry
from calc.reports.evidence.uses import STABILITY_USES, USES
from calc.reports.evidence.words import property_words
from calc.units import THIN, show_number

_PARTS: Mapping[str, Callable[[str], str]] = {
    "fitted": lambda name: say("fitted, {property}", property=name),
    "prior": lambda name: say("before the fit, {property}", property=name),
    "assumed": str,
    "factors": lambda name: say("rate, times, with {ingredient}", ingredient=name),
    "packages": lambda name: say("rate, times, in {package}", package=name),
    "oxygen": lambda name: say("oxygen, {property}", property=name),
    "walls": lambda name: say("loss in a year through {wall}", wall=name),
}
#: How a form other than ascorbic acid keeps, in words; ``no_pH`` where its pH would decide.
FORM_STATE_WORDS: Mapping[str, str] = {
    "stable": say("keeps for months"),
    "buffer": say("keeps with a buffer"),
    "caution": say("not known to keep"),
    "falls_apart": say("falls apart"),
    "poor": say("worn down by water"),
    "keep_dark": say("keeps in the dark"),
    "released": say("goes like the bare acid"),
    "no_pH": say("unknown, for its pH is"),
    "not_known": say("unknown"),
}
_STATE_RULES: Mapping[str, str] = {
    "stable": "STAB-022",
    "buffer": "STAB-023",
    "caution": "STAB-024",
    "falls_apart": "STAB-024",
    "poor": "STAB-025",
    "keep_dark": "STAB-026",
    "released": "STAB-027",
}


_SYSTEMS: Mapping[str, str] = {
    "propylene_glycol": say("propylene glycol"),
    "water": say("water"),
    "ferulic_serum": say("ferulic serum"),
    "juice_glass": say("juice glass"),
    "syrup": say("syrup"),
    "bag": say("bag"),
    "aerated_water": say("aerated water"),
    "juice": say("juice"),
}


def shelf_life_entries() -> Iterator[EvidenceEntry]:
    """Yield what is known of how long it keeps."""
    stability = catalog.stability()
    for part, uses in STABILITY_USES.items():
        for name, row in getattr(stability, part).items():
            key = f"keeping.{part}.{name}"
            entry = row_entry(key, "value", say("Keeping"), _PARTS[part](property_words(name)), row)
            yield replace(entry, used_in=USES.get(key, uses))
    for state in stability.states.values():
        yield from _state(state)
    yield from map(_series, catalog.stability_series().values())


def _state(state: FormStates) -> Iterator[EvidenceEntry]:
    """Yield how a form other than ascorbic acid keeps, and the pH that decides it."""
    form, key = catalog.forms()[state.form], f"{state.form}.keeping"
    words = {
        say("in water"): state.wet,
        say("outside of its pH"): state.outside,
        say("without water"): state.dry,
    }
    text = "; ".join(f"{where}: {FORM_STATE_WORDS[word]}" for where, word in words.items() if word)
    uses = tuple(dict.fromkeys(_STATE_RULES[word] for word in words.values() if word))
    yield EvidenceEntry(
        key,
        "statement",
        form.name,
        say("how it keeps"),
        text,
        grade=best_grade(state.sources),
        sources=state.sources,
        used_in=uses,
        names=names_of(form),
    )
    for row in (state.window, state.falls_apart):
        if row:
            entry = row_entry(f"{key}.{row.property}", "value", form.name, property_words(row.property), row)
            yield replace(entry, used_in=uses, names=names_of(form))


def _series(series: Series) -> EvidenceEntry:
    """Return a published series of what was left over time."""
    points = zip(series.days, series.remaining)
    left = "; ".join(
        say(
            "{days} days: more than {share}\u202f%",
            days=show_number(days),
            share=show_number(100 * share),
        )
        if series.at_least and share < 1
        else say("{days} days: {share}\u202f%", days=show_number(days), share=show_number(100 * share))
        for days, share in points
    )
    pH = "" if series.pH is None else f", pH {show_number(series.pH)}"
    around = (
        f"{show_number(series.strength_g_per_L)}{THIN}g/L, {show_number(series.temperature_C)}{THIN}°C{pH}"
    )
    return EvidenceEntry(
        f"series.{series.id}",
        "statement",
        say("Series: {system}", system=_SYSTEMS[series.system]),
        say("what was left of the vitamin C"),
        left,
        grade=best_grade((series.source,)),
        sources=(series.source,),
        notes=tuple(filter(None, (f"{around}.", say_data(series.note)))),
        used_in=(say("the fit of the rate, or its check"),),
    )
