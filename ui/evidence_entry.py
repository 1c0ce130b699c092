"""How an entry of the evidence is shown: what, how it is known, from where, where it is used."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.messages import say
from calc.reports import evidence
from calc.reports.evidence import EvidenceEntry
from ui import state, widgets

#: So much of a source's name stands on the line of a hit [characters].
MOST_CITED = 40
#: More places than this stand behind one button.
MOST_PLACES = 3
KIND_SIGNS = {
    "measured": "●",
    "fitted": "◐",
    "calculated": "=",
    "regulatory": "§",
    "supplier": "▲",
    "estimated": "≈",
    "assumed": "?",
}
#: Beside its word, so that a verdict never hangs on a sign or a colour alone.
VERDICT_SIGNS = {
    "supported": "✓",
    "plausible": "○",
    "contradicted": "✗",
    "unsupported": "∅",
    "sources disagree": "⇄",
}


def show_entry(entry: EvidenceEntry) -> None:
    """Show one entry: what and how much, how it is known, from where, and where it is used."""
    with st.container(border=True, gap="xsmall"):
        st.subheader(f"{widgets.escape_markdown(entry_title(entry))} {kind_mark(entry)}", anchor=False)
        caveats = [say("Note: {caveat}", caveat=entry.caveat)] if entry.caveat else []
        if entry.notes or caveats:
            st.markdown("  \n".join(map(widgets.escape_markdown, (*entry.notes, *caveats))))
        widgets.aside("  \n".join(small_print(entry)))
        show_uses(entry)


def show_in_place(entry: EvidenceEntry) -> None:
    """Show an entry where it is asked for: what, how it is known, from where, and the way to all of it."""
    st.markdown(f"**{widgets.escape_markdown(entry_title(entry))}** {kind_mark(entry)}")
    caveats = [say("Note: {caveat}", caveat=entry.caveat)] if entry.caveat else []
    st.markdown("  \n".join(map(widgets.escape_markdown, (*entry.notes, *caveats))))
    widgets.aside("  \n".join(small_print(entry)))
    widgets.lead(say("Open in Evidence"), entry.key)


def entry_title(entry: EvidenceEntry) -> str:
    """Return whose an entry is, what it is and how much; a verdict with its sign."""
    sign = f"{VERDICT_SIGNS[entry.value]} " if entry.section == "claim" else ""
    return f"{entry.subject} · {entry.what}" + (f": {sign}{entry.value}" if entry.value else "")


def hit_line(entry: EvidenceEntry) -> str:
    """Return an entry on one line: what it says, what that is, how it is known, from where, and its grade."""
    plain = widgets.escape_markdown
    if entry.section == "rule":
        said = f"**{plain(entry.value)}** · {plain(entry.what)}"
    elif entry.section == "claim":
        said = f"**{VERDICT_SIGNS[entry.value]} {plain(entry.value)}** · {plain(entry.what)}"
    elif entry.value:
        said = f"**{plain(entry.value)}** · {plain(entry.what)}, {plain(entry.subject)}"
    else:
        said = f"**{plain(entry.subject)}** · {plain(entry.what)}"
    grade = say(":small[grade {name}]", name=entry.grade.name) if entry.grade else ""
    return " · ".join(filter(None, (said, kind_mark(entry), _first_source(entry), grade)))


def _first_source(entry: EvidenceEntry) -> str:
    """Return who says so, as a link to where it can be read; "" where that is nobody."""
    if not entry.sources or entry.section == "source":
        return ""
    source = catalog.sources()[entry.sources[0]]
    cited = source.cited if len(source.cited) <= MOST_CITED else f"{source.cited[:MOST_CITED].rstrip(' ,:')}…"
    name = widgets.escape_markdown(cited)
    shown = f"[{name}]({source.link})" if source.link else name
    if entry.sources[1:]:
        shown = say("{source} and {count} more", source=shown, count=len(entry.sources) - 1)
    return f":small[{shown}]"


def kind_mark(entry: EvidenceEntry) -> str:
    """Return the sign and the word for how a value is known, on one line."""
    return f":small[{KIND_SIGNS[entry.kind]}\u00a0{entry.kind}]" if entry.kind in KIND_SIGNS else ""


def small_print(entry: EvidenceEntry) -> list[str]:
    """Return where an entry comes from, how well it is known, and where it is used."""
    lines = [origin(entry, catalog.sources()[key]) for key in entry.sources]
    if not lines:
        lines = [
            say("No source was found.") if entry.value == evidence.UNKNOWN else say("No source is recorded.")
        ]
    if entry.grade:
        lines.append(say("Grade {name}: {value}", name=entry.grade.name, value=entry.grade.value))
    words = [use for use in entry.used_in if use not in evidence.entries_by_key()]
    if words:
        lines.append(f"{use_word(entry)}: {widgets.escape_markdown(', '.join(words))}")
    return lines


def origin(entry: EvidenceEntry, source: catalog.Source) -> str:
    """Return a source as a link to where it can be read, with its errata."""
    shown = source.link if entry.section == "source" else source.cited
    cited = (
        f"[{widgets.escape_markdown(shown)}]({source.link})"
        if source.link
        else widgets.escape_markdown(source.cited)
    )
    # The place is in the first source, the one that the entry is from.
    place = f", {entry.locator}" if entry.locator and source.key == entry.sources[0] else ""
    nowhere = "" if source.link else f" ({say('no address recorded')})"
    errata = f" – {source.errata}" if source.errata and entry.section != "source" else ""
    return say(
        "Source: {cited}{part}", cited=cited, part=widgets.escape_markdown(f"{place}{nowhere}{errata}")
    )


def use_word(entry: EvidenceEntry) -> str:
    """Return how places are introduced: a claim is answered there, what is unknown is missed."""
    if entry.section == "claim":
        return say("See")
    return say("Missed in") if entry.value == evidence.UNKNOWN else say("Used in")


def show_uses(entry: EvidenceEntry) -> None:
    """Offer the entries in which this one is used."""
    where = use_word(entry)
    others = [evidence.entries_by_key()[use] for use in entry.used_in if use in evidence.entries_by_key()]
    labels = {other.key: widgets.escape_markdown(f"{other.subject} · {other.what}") for other in others}
    if len(others) > MOST_PLACES:
        labels = {entry.key: say("{count} places: show them", count=len(others))}
    for key, label in labels.items():
        icon = ":material/arrow_forward:"
        name = f"{entry.key}>{key}"
        st.button(f"{where} {label}", name, type="tertiary", icon=icon, on_click=state.search, args=(key,))
