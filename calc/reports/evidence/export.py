"""Everything in ``data/`` to take away: entries as CSV, sources as BibTeX."""

from __future__ import annotations

import functools
import re

from calc import catalog
from calc.catalog import Source
from calc.messages import say
from calc.reports.evidence.entries import all_entries
from calc.reports.evidence.entry import KIND_WORDS, EvidenceEntry
from calc.tables.export import csv_text

_COLUMNS = (
    "key section subject what text value low high unit kind preferred grade grade_in_words "
    "sources links locator caveat notes used_in".split()
)


@functools.cache
def entries_csv() -> str:
    """Return every entry as a line of comma-separated values, under a line of column names.

    A cell that a spreadsheet would take for a formula starts with an apostrophe.

    Examples
    --------
    >>> entries_csv().partition(",")[0]
    'key'
    """
    import pandas

    cells = [_cells(entry) for entry in all_entries()]
    return csv_text(pandas.DataFrame(cells, columns=_COLUMNS, dtype=object), line_end="\r\n")


def _cells(entry: EvidenceEntry) -> tuple[object, ...]:
    """Return an entry as the cells of a line."""
    row, grade = entry.row, entry.grade
    links = [catalog.sources()[key].link for key in entry.sources]
    return (
        *(entry.key, entry.section, entry.subject, entry.what, entry.value),
        *((row.value, row.low, row.high, row.unit) if row else ("", "", "", "")),
        *(entry.kind, "yes" if row and row.preferred else ""),
        *((grade.name, grade.value) if grade else ("", "")),
        *("; ".join(entry.sources), "; ".join(filter(None, links)), entry.locator, entry.caveat),
        *(" ".join(entry.notes), "; ".join(entry.used_in)),
    )


@functools.cache
def sources_bibtex() -> str:
    """Return every source as a BibTeX entry under its key.

    Examples
    --------
    >>> "@article{pinnell_2001," in sources_bibtex()
    True
    """
    return "\n".join(_bibtex(source) for source in catalog.sources().values())


def _bibtex(source: Source) -> str:
    """Return one source as a BibTeX entry."""
    kind, place = _bibtex_kind(source)
    titled = source.title and source.title not in (source.container, source.url)
    fields = {
        "author": _bibtex_authors(source.authors),
        "title": f"{{{_escaped(source.title if titled else say('Title unknown'))}}}",
        place: _escaped(source.container),
        "year": str(source.year or ""),
        "doi": _in_braces(source.doi),
        "url": _in_braces(source.url),
        "keywords": _escaped(
            say("{kind}, grade {grade}", kind=KIND_WORDS[source.kind], grade=source.grade.name)
        ),
        "note": _escaped(source.errata),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join((f"@{kind}{{{source.key},", *lines, "}", ""))


def _bibtex_kind(source: Source) -> tuple[str, str]:
    """Return the BibTeX type of a source, and the field that holds what it stands in."""
    if source.kind == "article" or (source.kind == "review" and source.doi):
        return "article", "journal"
    if source.kind in ("book", "pharmacopoeia"):
        return "incollection", "booktitle"
    return ("techreport", "institution") if source.kind == "regulation" else ("misc", "howpublished")


def _bibtex_authors(authors: str) -> str:
    """Return “Surname AB, Other C and others” with commas and ands as BibTeX wants them."""
    named, others, _ = authors.partition(" and others")
    names = [re.sub(r" ([A-Z]{1,3})$", r", \1", name) for name in named.split(", ") if name]
    return _escaped(" and ".join([*names, "others"] if others else names))


_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)


def _escaped(text: str) -> str:
    """Return a text in which nothing means anything to LaTeX."""
    return text.translate(_LATEX)


def _in_braces(address: str) -> str:
    """Return a doi or an address as it can stand verbatim between braces."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
