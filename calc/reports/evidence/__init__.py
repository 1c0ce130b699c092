"""Everything in ``data/`` as entries that can be searched, followed to their source and taken away.

An entry is one number, rule, statement, claim, product or source, with how it is known and where it is
used. What is wanted but not known is an entry too, and says so.
"""

from calc.reports.evidence.entries import (
    ValueComparison,
    all_entries,
    compare_values,
    entries_about,
    entries_by_key,
)
from calc.reports.evidence.entry import (
    CLAIM_VERDICTS,
    KIND_WORDS,
    SECTIONS,
    UNKNOWN,
    VALUE_KINDS,
    EvidenceEntry,
)
from calc.reports.evidence.index import SearchResult, look_up, search
from calc.reports.evidence.shelf_life import FORM_STATE_WORDS
from calc.reports.evidence.uses import (
    EVERY_ROW_COUNTS,
    MISSED_BY,
    NOT_USED,
    STABILITY_USES,
    USED_INSTEAD,
    USES,
)
from calc.reports.evidence.words import PHASE_WORDS, property_words, value_words

__all__ = [
    "CLAIM_VERDICTS",
    "EVERY_ROW_COUNTS",
    "FORM_STATE_WORDS",
    "KIND_WORDS",
    "MISSED_BY",
    "NOT_USED",
    "PHASE_WORDS",
    "SECTIONS",
    "STABILITY_USES",
    "UNKNOWN",
    "USED_INSTEAD",
    "USES",
    "VALUE_KINDS",
    "EvidenceEntry",
    "SearchResult",
    "ValueComparison",
    "all_entries",
    "compare_values",
    "entries_about",
    "entries_by_key",
    "look_up",
    "property_words",
    "search",
    "value_words",
]
