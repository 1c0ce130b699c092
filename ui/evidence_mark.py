"""Marks that open an entry of the evidence where they stand, without a change of page."""

from __future__ import annotations

import zlib

import streamlit as st

from calc import catalog
from calc.chemistry.stability.life import Limit
from calc.findings import Finding
from calc.reports import evidence
from ui import evidence_entry, widgets


def offer_sources(finding: Finding) -> None:
    """Show who says so, and open the rule with its sources where it stands."""
    names = [catalog.sources()[key].cited for key in finding.sources]
    label = f"{names[0]} and {len(names) - 1} more" if names[2:] else " · ".join(names)
    offer_entry(finding.code, label, place=f"{zlib.crc32(finding.message.encode()):x}")


def offer_limit(limit: Limit, label: str = "Where this is from") -> None:
    """Offer where the number behind a last day is from, in place."""
    keys = {"germs": "keeping.assumed.germs", "six_months": "keeping.assumed.six_months"}
    offer_entry(keys.get(limit.key, "keeping.fitted.rate_at_reference"), label)


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
