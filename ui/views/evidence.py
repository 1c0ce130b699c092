"""Evidence: everything the bench knows, how well, and from where."""

from __future__ import annotations

import streamlit as st

from calc import catalog, evidence
from calc.assess import MODEL_VERSION
from calc.evidence import Compared, Entry
from calc.findings import Evidence
from ui import widgets

LINK = "q"
SEARCH, SHOWN, SEEN, MORE = "evidence-search", "evidence-shown", "evidence-seen", "evidence-more"
LONGEST = 200
STEP = 30
FEW = 3
MIMES = {"csv": "text/csv", "bib": "application/x-bibtex"}
TABLES = (
    {"usual_use": "Usual strength", "aa_eq": "Ascorbic acid in it"},
    {"pH_window": "pH window", "phase": "Dissolves in", "stability": "Stability"},
)
#: What can be shown: the sections of entries behind each choice.
CHOICES = {
    "All": (),
    "Forms": ("form", "ingredient", "statement"),
    "Numbers": ("value", "limit", "assumed", "accepted"),
    "Rules": ("rule", "limit"),
    "Sources": ("source",),
}
SIGNS = {
    "measured": "●",
    "fitted": "◐",
    "calculated": "=",
    "regulatory": "§",
    "supplier": "▲",
    "estimated": "≈",
    "assumed": "?",
}


def page() -> None:
    """Ask what to look for; without a question, show the forms side by side."""
    follow_link()
    st.title("Evidence")
    with st.container(width=760):
        text = st.text_input(
            "Search",
            key=SEARCH,
            placeholder="20 %, Pinnell, SAP, density …",
            type="search",
            live="400ms",
            max_chars=LONGEST,
            autocomplete="off",
            persist_state="session",
        )
        choice = st.radio("Show", list(CHOICES), key=SHOWN, horizontal=True, persist_state="session")
    write_link(text or "")
    if (text or "").strip() or choice != "All":
        results(text or "", choice or "All")
    else:
        overview()
    copies()


def follow_link() -> None:
    """Fill the search from the address, once for each address."""
    asked = st.query_params.get(LINK, "")[:LONGEST]
    if asked and asked != st.session_state.get(SEEN):
        st.session_state[SEARCH] = asked


def write_link(text: str) -> None:
    """Keep the address in step with the search."""
    st.session_state[SEEN] = text
    if not text:
        st.query_params.pop(LINK, None)
    elif st.query_params.get(LINK) != text:
        st.query_params[LINK] = text


def look_for(text: str) -> None:
    """Search for something else, for buttons that lead from entry to entry."""
    st.session_state[SEARCH], st.session_state[SHOWN] = text, "All"


def results(text: str, choice: str) -> None:
    """Show the nearest entries, and more of them on demand."""
    found = evidence.search(text, CHOICES[choice])
    asked, most = st.session_state.get(MORE, ("", STEP))
    most = most if asked == (text, choice) else STEP
    what = f" for “{widgets.plain(text.strip())}”" if text.strip() else ""
    st.header(f"{len(found) or 'Nothing'} found{what}", anchor=False)
    if not found:
        st.markdown("Try fewer or shorter words, a form, a rule's code or an author.")
    with st.container(width=760):
        for entry in found[:most]:
            block(entry)
    if len(found) > most:
        st.markdown(f"Showing {most} of {len(found)}: narrow the search, or")
        st.button("Show more", on_click=show_more, args=((text, choice), most + STEP))


def show_more(asked: tuple[str, str], most: int) -> None:
    """Show more of what was found."""
    st.session_state[MORE] = asked, most


def block(entry: Entry) -> None:
    """Show one entry: what and how much, how it is known, from where, and where it is used."""
    with st.container(border=True, gap="xsmall"):
        title = f"{entry.subject} · {entry.what}" + (f": {entry.value}" if entry.value else "")
        st.subheader(f"{widgets.plain(title)} {known(entry)}", anchor=False)
        caveats = [f"Note: {entry.caveat}"] if entry.caveat else []
        if entry.notes or caveats:
            st.markdown("  \n".join(map(widgets.plain, (*entry.notes, *caveats))))
        widgets.aside("  \n".join(small_print(entry)))
        links(entry)


def known(entry: Entry) -> str:
    """Return the sign and the word for how a value is known, on one line."""
    return f":small[{SIGNS[entry.kind]}\u00a0{entry.kind}]" if entry.kind in SIGNS else ""


def small_print(entry: Entry) -> list[str]:
    """Return where an entry comes from, how well it is known, where it is used, and its key."""
    lines = [origin(entry, catalog.sources()[key]) for key in entry.sources]
    if not lines:
        lines = [
            "From: no source was found" if entry.value == evidence.UNKNOWN else "From: no source recorded"
        ]
    if entry.grade:
        lines.append(f"Grade {entry.grade.name}: {entry.grade.value}")
    words = [use for use in entry.used_in if use not in evidence.by_key()]
    if words:
        lines.append(f"{use_word(entry)}: {widgets.plain(', '.join(words))}")
    return [*lines, f"`{entry.key}`"]


def origin(entry: Entry, source: catalog.Source) -> str:
    """Return a source as a link to where it can be read, with its errata."""
    shown = source.link if entry.section == "source" else source.cited
    cited = f"[{widgets.plain(shown)}]({source.link})" if source.link else widgets.plain(source.cited)
    place = f", {entry.locator}" if entry.locator else ""
    nowhere = "" if source.link else " (no address recorded)"
    errata = f". About it: {source.errata}" if source.errata and entry.section != "source" else ""
    return f"From: {cited}{widgets.plain(f'{place}{nowhere}{errata}')}"


def use_word(entry: Entry) -> str:
    """Return how places are introduced: what is unknown is missed there."""
    return "Missed in" if entry.value == evidence.UNKNOWN else "Used in"


def links(entry: Entry) -> None:
    """Offer the entries in which this one is used."""
    where = use_word(entry)
    others = [evidence.by_key()[use] for use in entry.used_in if use in evidence.by_key()]
    ways = {each.key: widgets.plain(f"{each.subject} · {each.what}") for each in others}
    if len(others) > FEW:
        ways = {entry.key: f"{len(others)} places: show them"}
    for key, label in ways.items():
        icon = ":material/arrow_forward:"
        name = f"{entry.key}>{key}"
        st.button(f"{where} {label}", name, type="tertiary", icon=icon, on_click=look_for, args=(key,))


def overview() -> None:
    """Show the forms side by side, what is known about each, and what the signs mean."""
    st.header("The forms side by side", anchor=False)
    compared = evidence.side_by_side()
    with st.container(horizontal=True, gap="medium"):
        for heads in TABLES:
            with st.container(width=530):
                rows = {head: [cell(each, name) for each in compared] for name, head in heads.items()}
                names = [each.form.name for each in compared]
                st.table({"Form": names, **rows}, border="horizontal", hide_index=True)
    st.header("What is known about each", anchor=False)
    with st.container(width=760, gap="xsmall"):
        for each in compared:
            with widgets.fold(each.form.name, f"evidence-{each.form.id}") as about:
                if about.open:
                    for entry in evidence.about(each.form.id):
                        block(entry)
    st.header("What the signs and grades mean", anchor=False)
    kinds = [f"- {SIGNS[kind]} {kind}: {meaning}" for kind, meaning in evidence.KINDS.items()]
    st.markdown("\n".join([*kinds, *(f"- grade {each.name}: {each.value}" for each in Evidence)]))


def cell(compared: Compared, name: str) -> str:
    """Return what stands in a table for a form; a value with the sign and word for how it is known."""
    if name == "phase":
        return evidence.PHASES[compared.form.phase]
    if name == "stability":
        return compared.stability
    entry = compared.entries[name]
    variant = f", {entry.row.variant}" if entry.row and entry.row.variant else ""
    return f"{widgets.plain(entry.value)} {known(entry)}:small[{widgets.plain(variant)}]"


def copies() -> None:
    """Offer everything as files, made when they are asked for."""
    version = catalog.data_hash()
    st.header("Take it away", anchor=False)
    with st.container(horizontal=True):
        for label, kind, made in (
            ("Everything as CSV", "csv", lambda: evidence.as_csv().encode("utf-8-sig")),
            ("Sources as BibTeX", "bib", lambda: evidence.as_bibtex().encode()),
        ):
            name = f"vitamin-c-evidence-{version}.{kind}"
            st.download_button(label, made, name, MIMES[kind], on_click="ignore", icon=":material/download:")
    widgets.aside(f"Model {MODEL_VERSION} · data {version}")


page()
