"""One thing that is known, or known to be unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calc import catalog
from calc.catalog import Ingredient, Value
from calc.findings import Evidence
from calc.messages import say
from calc.reports.evidence.words import value_words

SECTIONS = tuple(
    "form ingredient value statement rule limit assumed accepted intake claim course product source".split()
)
UNKNOWN = say("unknown")
#: What the verdicts on claims are called, and what they mean.
CLAIM_VERDICTS: Mapping[str, tuple[str, str]] = {
    "supported": (say("supported"), say("measured or reviewed, and found so")),
    "plausible": (say("plausible"), say("fits what is known; nobody measured it")),
    "contradicted": (
        say("contradicted"),
        say("something measured, reviewed or written there says otherwise"),
    ),
    "unsupported": (say("unsupported"), say("no source was found here that shows it")),
    "disagree": (say("sources disagree"), say("sources, the articles among them, say different things")),
}
#: What the kinds of values and sources are called.
KIND_WORDS: Mapping[str, str] = {
    "measured": say("measured"),
    "fitted": say("fitted"),
    "calculated": say("calculated"),
    "regulatory": say("regulatory"),
    "supplier": say("supplier"),
    "estimated": say("estimated"),
    "assumed": say("assumed"),
    "article": say("article"),
    "review": say("review"),
    "web": say("web"),
    "calculation": say("calculation"),
    "regulation": say("regulation"),
    "editorial": say("editorial"),
    "seed": say("seed"),
    "database": say("database"),
    "pharmacopoeia": say("pharmacopoeia"),
    "book": say("book"),
}
#: What the kinds of values mean.
VALUE_KINDS: Mapping[str, str] = {
    "measured": say("someone measured it, under the conditions named"),
    "fitted": say("a curve drawn through measurements"),
    "calculated": say("follows from the chemical formula alone"),
    "regulatory": say("set by a pharmacopoeia, a standard or a regulator"),
    "supplier": say("a supplier says so"),
    "estimated": say("reckoned from practice or from related figures"),
    "assumed": say("chosen where nothing better is known"),
}


@dataclass(frozen=True)
class EvidenceEntry:
    """One thing that is known, or known to be unknown.

    Parameters
    ----------
    key : str
        Unique and stable: ``l_ascorbic_acid.density``, ``STR-001``, ``STR-001.most``.
    section : str
        One of `SECTIONS`.
    subject, what, value : str
        Whose it is, what it is, and the number with its unit or the text.
    kind : str
        How a value is known (a key of `VALUE_KINDS`), or the kind of a source.
    grade : Evidence, optional
        Grade of the best source behind it.
    sources : tuple of str
        Keys of `catalog.sources`.
    locator, caveat : str
        Where in the source; what to know before using it, or the errata of a source.
    notes : tuple of str
        Further sentences.
    used_in : tuple of str
        Where it is used, or missed when it is unknown: keys of other entries, or words.
    names : tuple of str
        Other names of the subject, for the search.
    row : Value, optional
        The numbers behind ``value``.
    """

    key: str
    section: str
    subject: str
    what: str
    value: str = ""
    kind: str = ""
    grade: Evidence | None = None
    sources: tuple[str, ...] = ()
    locator: str = ""
    caveat: str = ""
    notes: tuple[str, ...] = ()
    used_in: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    row: Value | None = None


def row_entry(key: str, section: str, subject: str, what: str, row: Value) -> EvidenceEntry:
    """Return a value row as an entry."""
    return EvidenceEntry(
        key,
        section,
        subject,
        what,
        value_words(row),
        kind=row.kind,
        grade=catalog.sources()[row.source].grade,
        sources=(row.source,),
        locator=row.locator,
        caveat=row.caveat,
        row=row,
    )


def names_of(record: Ingredient) -> tuple[str, ...]:
    """Return every other name of an ingredient."""
    return tuple(
        name for name in (record.id, record.short, record.inci, *record.aliases, *record.cas) if name
    )


def best_grade(sources: Iterable[str]) -> Evidence:
    """Return the best grade among sources.

    Examples
    --------
    >>> best_grade(["pinnell_2001"]).name
    'A'
    """
    order = list(Evidence)
    return min((catalog.sources()[key].grade for key in sources), key=order.index)
