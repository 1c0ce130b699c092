"""Marks that open an entry of the evidence where they stand, without a change of page."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Sequence

import streamlit as st

from calc import catalog
from calc.chemistry.stability.life import Limit
from calc.findings import Evidence, Finding
from calc.messages import say
from calc.reports import evidence
from ui import evidence_entry, widgets

#: The longest name of a source that stands on one line of a phone [letters].
_LONGEST = 36


def offer_sources(finding: Finding) -> None:
    """Show who says so, and open the rule with its sources where it stands."""
    offer_entry(finding.code, _cited(finding.sources), place=f"{zlib.crc32(finding.message.encode()):x}")


def _cited(keys: Sequence[str]) -> str:
    """Return the sources in one line, the best one first; those that would make it two are counted."""
    grades = list(Evidence)
    sources = sorted((catalog.sources()[key] for key in keys), key=lambda source: grades.index(source.grade))
    names = [source.cited for source in sources]
    together = " · ".join(names)
    if names[2:] or len(together) > _LONGEST:
        first = textwrap.shorten(names[0], _LONGEST, placeholder="…")
        return say("{first} · {count} more", first=first, count=len(names) - 1) if names[1:] else first
    return together


def offer_limit(limit: Limit, label: str = say("Where this is from")) -> None:
    """Offer where the number behind a last day is from, in place."""
    offer_entry(limit_key(limit), label)


def limit_key(limit: Limit) -> str:
    """Return the entry of the evidence behind a last day."""
    keys = {"germs": "keeping.assumed.germs", "six_months": "keeping.assumed.six_months"}
    return keys.get(limit.key, "keeping.fitted.rate_at_reference")


def offer_entry(key: str, label: str, *, place: str = "") -> None:
    """Show a mark that opens an entry of the evidence in place.

    ``place``: where on the page it stands, for an entry that is marked several times.
    """
    mark = st.popover(
        widgets.escape_markdown(label),
        type="tertiary",
        icon=":material/info:",
        key=f"entry-{place}-{key}",
        on_change="rerun",
    )
    if mark.open:
        with mark:
            evidence_entry.show_in_place(evidence.entries_by_key()[key])
