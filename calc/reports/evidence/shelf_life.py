"""Entries about how long vitamin C keeps: fitted numbers, how the forms keep, published series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calc import catalog
from calc.catalog import FormStates, Series
from calc.reports.evidence.entry import EvidenceEntry, best_grade, names_of, row_entry
from calc.reports.evidence.uses import STABILITY_USES, USES
from calc.reports.evidence.words import property_words
from calc.units import THIN, show_number

_PARTS: Mapping[str, str] = {
    "fitted": "fitted, ",
    "prior": "before the fit, ",
    "assumed": "",
    "factors": "rate, times, with ",
    "packages": "rate, times, in ",
    "oxygen": "oxygen, ",
    "walls": "loss in a year through ",
}
#: How a form other than ascorbic acid keeps, in words; ``no_pH`` where its pH would decide.
FORM_STATE_WORDS: Mapping[str, str] = {
    "stable": "keeps for months",
    "buffer": "keeps with a buffer",
    "caution": "not known to keep",
    "falls_apart": "falls apart",
    "poor": "worn down by water",
    "keep_dark": "keeps in the dark",
    "released": "goes like the bare acid",
    "no_pH": "unknown, for its pH is",
    "not_known": "unknown",
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


def shelf_life_entries() -> Iterator[EvidenceEntry]:
    """Yield what is known of how long it keeps."""
    stability = catalog.stability()
    for part, uses in STABILITY_USES.items():
        for name, row in getattr(stability, part).items():
            key = f"keeping.{part}.{name}"
            entry = row_entry(key, "value", "Keeping", f"{_PARTS[part]}{property_words(name)}", row)
            yield replace(entry, used_in=USES.get(key, uses))
    for state in stability.states.values():
        yield from _state(state)
    yield from map(_series, catalog.stability_series().values())


def _state(state: FormStates) -> Iterator[EvidenceEntry]:
    """Yield how a form other than ascorbic acid keeps, and the pH that decides it."""
    form, key = catalog.forms()[state.form], f"{state.form}.keeping"
    words = {"in water": state.wet, "outside of its pH": state.outside, "without water": state.dry}
    text = "; ".join(f"{where}: {FORM_STATE_WORDS[word]}" for where, word in words.items() if word)
    uses = tuple(dict.fromkeys(_STATE_RULES[word] for word in words.values() if word))
    yield EvidenceEntry(
        key,
        "statement",
        form.name,
        "how it keeps",
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
    relation = "more than " if series.at_least else ""
    points = zip(series.days, series.remaining)
    left = "; ".join(
        f"{show_number(days)} days: {relation * (share < 1)}{show_number(100 * share)}{THIN}%"
        for days, share in points
    )
    pH = "" if series.pH is None else f", pH {show_number(series.pH)}"
    around = (
        f"{show_number(series.strength_g_per_L)}{THIN}g/L, {show_number(series.temperature_C)}{THIN}°C{pH}"
    )
    return EvidenceEntry(
        f"series.{series.id}",
        "statement",
        f"Series: {series.system.replace('_', ' ')}",
        "what was left of the vitamin C",
        left,
        grade=best_grade((series.source,)),
        sources=(series.source,),
        notes=tuple(filter(None, (f"{around}.", series.note))),
        used_in=("the fit of the rate, or its check",),
    )
