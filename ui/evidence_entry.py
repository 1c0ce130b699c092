"""How an entry of the evidence is shown: what, how it is known, from where, where it is used."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.messages import say, say_list
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
    evidence.CLAIM_VERDICTS[verdict][0]: sign
    for verdict, sign in (
        ("supported", "✓"),
        ("plausible", "○"),
        ("contradicted", "✗"),
        ("unsupported", "∅"),
        ("disagree", "⇄"),
    )
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
    widgets.lead(say("Open in Evidence"), entry.key, place="entry-")


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
    grade = say(":small[grade {grade}]", grade=entry.grade.name) if entry.grade else ""
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
    if entry.kind not in KIND_SIGNS:
        return ""
    return f":small[{KIND_SIGNS[entry.kind]}\u00a0{evidence.KIND_WORDS[entry.kind]}]"


def small_print(entry: EvidenceEntry) -> list[str]:
    """Return where an entry comes from, how well it is known, and where it is used."""
    lines = [origin(entry, catalog.sources()[key]) for key in entry.sources]
    if not lines:
        lines = [
            say("No source was found.") if entry.value == evidence.UNKNOWN else say("No source is recorded.")
        ]
    if entry.grade:
        lines.append(say("Grade {grade}: {meaning}", grade=entry.grade.name, meaning=entry.grade.value))
    words = [use for use in entry.used_in if use not in evidence.entries_by_key()]
    if words:
        places = widgets.escape_markdown(say_list(words, ","))
        lines.append(
            {
                "answered": say("See: {places}", places=places),
                "missed": say("Missed in: {places}", places=places),
                "used": say("Used in: {places}", places=places),
            }[_use(entry)]
        )
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
    if entry.locator and source.key == entry.sources[0]:
        cited = say("{source}, {place}", source=cited, place=widgets.escape_markdown(entry.locator))
    if not source.link:
        cited = say("{source} (no address recorded)", source=cited)
    if source.errata and entry.section != "source":
        cited = say("{source} – {errata}", source=cited, errata=widgets.escape_markdown(source.errata))
    return say("Source: {source}", source=cited)


def _use(entry: EvidenceEntry) -> str:
    """Return what places are to an entry: a claim is answered there, what is unknown is missed."""
    if entry.section == "claim":
        return "answered"
    return "missed" if entry.value == evidence.UNKNOWN else "used"


def show_uses(entry: EvidenceEntry) -> None:
    """Offer the entries in which this one is used."""
    others = [evidence.entries_by_key()[use] for use in entry.used_in if use in evidence.entries_by_key()]
    labels = {other.key: widgets.escape_markdown(f"{other.subject} · {other.what}") for other in others}
    if len(others) > MOST_PLACES:
        labels = {entry.key: say("{count} places: show them", count=len(others))}
    for key, label in labels.items():
        icon = ":material/arrow_forward:"
        name = f"{entry.key}>{key}"
        words = {
            "answered": say("See {place}", place=label),
            "missed": say("Missed in {place}", place=label),
            "used": say("Used in {place}", place=label),
        }[_use(entry)]
        st.button(words, name, type="tertiary", icon=icon, on_click=state.search, args=(key,))
