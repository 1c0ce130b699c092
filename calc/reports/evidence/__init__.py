"""Everything in ``data/`` as entries that can be searched, followed to their source and taken away.

An entry is one number, rule, statement, claim, product or source, with how it is known and where it is
used. What is wanted but not known is an entry too, and says so.
"""

from calc.reports.evidence.entries import (
    ValueComparison,
    about,
    by_key,
    compare_values,
    entries,
)
from calc.reports.evidence.entry import (
    KINDS,
    SECTIONS,
    UNKNOWN,
    VERDICTS,
    EvidenceEntry,
)
from calc.reports.evidence.searching import search
from calc.reports.evidence.shelf_life import STATES
from calc.reports.evidence.uses import (
    INSTEAD,
    KEEPING_USES,
    NOT_USED,
    SPANNED,
    USES,
    WITHOUT,
)
from calc.reports.evidence.words import PHASES, property_words, written

__all__ = [
    "INSTEAD",
    "KEEPING_USES",
    "KINDS",
    "NOT_USED",
    "PHASES",
    "SECTIONS",
    "SPANNED",
    "STATES",
    "UNKNOWN",
    "USES",
    "VERDICTS",
    "WITHOUT",
    "EvidenceEntry",
    "ValueComparison",
    "about",
    "by_key",
    "compare_values",
    "entries",
    "property_words",
    "search",
    "written",
]
