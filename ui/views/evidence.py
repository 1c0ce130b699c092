"""Evidence: everything the bench knows, how well, and from where."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc import catalog
from calc.catalog.truth import QUANTITIES, TruthRow, truth_rows
from calc.findings import Evidence
from calc.messages import say, say_data
from calc.reports import evidence
from calc.reports.evidence import EvidenceEntry, ValueComparison, export
from calc.rules.assessment import MODEL_VERSION
from ui import charts, evidence_entry, state, widgets

SEARCH_PARAMETER = "q"
SEEN, MORE = "evidence-seen", "evidence-more"
LONGEST_SEARCH = 200
STEP = 30
MIMES = {"csv": "text/csv", "bib": "application/x-bibtex"}
TABLES = (
    {"usual_use": say("Usual strength"), "aa_eq": say("Ascorbic acid content")},
    {"pH_window": say("pH window"), "phase": say("Dissolves in"), "stability": say("Stability")},
)
#: What can be shown: the sections of entries behind each choice.
CHOICES = {
    say("All"): (),
    say("Forms"): ("form", "ingredient", "statement"),
    say("Numbers"): ("value", "limit", "assumed", "accepted", "intake"),
    say("Rules"): ("rule", "limit"),
    say("Claims"): ("claim", "course"),
    say("Products"): ("product",),
    say("Sources"): ("source",),
}


#: Questions to try.
EXAMPLES = (
    say("How strong should it be?"),
    say("Which pH does it need?"),
    say("Can I use it with retinol?"),
    say("May I use it in pregnancy?"),
)


def page() -> None:
    """Ask a question; without one, show how right the program is and the forms side by side."""
    follow_link()
    st.title(say("Evidence"), anchor=False)
    with st.container(width=760):
        text = st.text_input(
            say("Ask a question"),
            key=state.SEARCH,
            placeholder=say("a question, a form, a rule or an author"),
            type="search",
            live="400ms",
            max_chars=LONGEST_SEARCH,
            autocomplete="off",
            persist_state="session",
        )
        with st.container(horizontal=True, gap="xsmall"):
            for question in EXAMPLES:
                st.button(question, key=f"ask-{question}", on_click=state.search, args=(question,))
    show_legend()
    write_search_link(text or "")
    asked = (text or "").strip()
    choice = say("All")
    if asked or st.session_state.get(state.SHOWN, say("All")) != say("All"):
        choice = show_filter()
    if asked or choice != say("All"):
        show_results(text or "", choice)
    else:
        show_overview()
    offer_files()


def show_filter() -> str:
    """Ask which kinds of entries to show, and return the choice."""
    st.session_state.setdefault(state.SHOWN, say("All"))
    choice: str | None = st.segmented_control(
        say("Show"),
        list(CHOICES),
        key=state.SHOWN,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return choice or say("All")


def show_legend() -> None:
    """Say in one line what the signs mean, and behind it what they mean in full."""
    signs = " · ".join(
        f"{sign}\u00a0{evidence.KIND_WORDS[kind]}" for kind, sign in evidence_entry.KIND_SIGNS.items()
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="evidence-legend"):
        widgets.aside(say("{signs} · grades A (best) to D", signs=signs))
        with st.popover(say("What they mean"), icon=":material/info:", type="tertiary"):
            kinds = [
                f"- {evidence_entry.KIND_SIGNS[kind]} {evidence.KIND_WORDS[kind]}: {meaning}"
                for kind, meaning in evidence.VALUE_KINDS.items()
            ]
            grades = [
                say("- grade {grade}: {meaning}", grade=grade.name, meaning=grade.value) for grade in Evidence
            ]
            verdicts = [
                f"- {evidence_entry.VERDICT_SIGNS[word]} {word}: {meaning}"
                for word, meaning in evidence.CLAIM_VERDICTS.values()
            ]
            st.markdown("\n".join([*kinds, *grades, *verdicts]))


def follow_link() -> None:
    """Fill the search from the address that opened this session.

    Once only: while somebody types, the address trails behind and must not win.
    """
    if SEEN not in st.session_state and SEARCH_PARAMETER in st.query_params:
        st.session_state[state.SEARCH] = st.query_params[SEARCH_PARAMETER][:LONGEST_SEARCH]


def write_search_link(text: str) -> None:
    """Keep the address in step with the search."""
    st.session_state[SEEN] = text
    if not text:
        st.query_params.pop(SEARCH_PARAMETER, None)
    elif st.query_params.get(SEARCH_PARAMETER) != text:
        st.query_params[SEARCH_PARAMETER] = text


def show_results(text: str, choice: str) -> None:
    """Show the nearest entries, and more of them on demand."""
    result = evidence.look_up(text, CHOICES[choice])
    entries = result.entries
    asked, most = st.session_state.get(MORE, ("", STEP))
    most = most if asked == (text, choice) else STEP
    st.header(found_words(len(entries), widgets.escape_markdown(text.strip())), anchor=False)
    for typed, known in result.taken_as.items():
        widgets.aside(
            widgets.escape_markdown(say("“{typed}” is read as “{known}”.", typed=typed, known=known))
        )
    if not result.is_complete and entries:
        widgets.aside(say("Nothing has all of these words. These have most of them."))
    if not entries:
        st.markdown(say("Try fewer or shorter words, a form, a rule's code or an author."))
    with st.container(width=960, gap=None, key="evidence-hits"):
        for entry in entries[:most]:
            show_hit(entry)
    if len(entries) > most:
        st.markdown(
            say("Showing {most} of {count}. Add a word to narrow it down, or", most=most, count=len(entries))
        )
        st.button(say("Show more"), on_click=show_more, args=((text, choice), most + STEP))


def found_words(number: int, text: str) -> str:
    """Return how much was found, and for what."""
    if not text:
        return say("{number} found", number=number) if number else say("Nothing found")
    if not number:
        return say("Nothing found for “{text}”", text=text)
    return say("{number} found for “{text}”", number=number, text=text)


def show_hit(entry: EvidenceEntry) -> None:
    """Show what was found on one line; the rest behind it."""
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="top", gap="xsmall", key=f"evidence-hit-{entry.key}"
    ):
        st.markdown(evidence_entry.hit_line(entry))
        more = st.popover(say("More"), type="tertiary", key=f"more-{entry.key}", on_change="rerun")
        if more.open:
            with more:
                evidence_entry.show_entry(entry)


def show_more(asked: tuple[str, str], most: int) -> None:
    """Show more of what was found."""
    st.session_state[MORE] = asked, most


def show_overview() -> None:
    """Show how right the program is, the forms side by side, and what is known about each."""
    show_truth()
    st.header(say("The forms side by side"), anchor=False)
    comparisons = evidence.compare_values()
    with st.container(horizontal=True, gap="medium", key="evidence-forms"):
        for heads in TABLES:
            with st.container(width=530):
                rows = {
                    head: [table_cell(comparison, name) for comparison in comparisons]
                    for name, head in heads.items()
                }
                names = [comparison.form.name for comparison in comparisons]
                st.table({say("Form"): names, **rows}, border="horizontal", hide_index=True)
    st.header(say("What is known about each"), anchor=False)
    with st.container(width=760, gap="xsmall"):
        for comparison in comparisons:
            form = comparison.form
            with widgets.fold(form.name, f"evidence-{form.id}") as about:
                if about.open:
                    for entry in evidence.entries_about(form.id):
                        show_hit(entry)


def show_truth() -> None:
    """Show measured points against what the program says to them, with the bands."""
    st.header(say("How right is it?"), anchor=False)
    with st.container(width=760, gap="xsmall"):
        for quantity, unit in QUANTITIES.items():
            rows = [row for row in truth_rows() if row.quantity == quantity]
            inside = sum(row.inside for row in rows)
            name = f"{unit[0].upper()}{unit[1:]}" if quantity != "pH" else unit
            with widgets.fold(
                say("{quantity}: {inside} of {count} inside", quantity=name, inside=inside, count=len(rows)),
                f"truth-{quantity}",
            ) as fold:
                if not fold.open:
                    continue
                st.vega_lite_chart(
                    charts.truth(rows, unit, widgets.palette()),
                    width="stretch",
                    alt=charts.truth_words(rows, unit),
                )
                st.table(truth_table(rows), border="horizontal", hide_index=True)
        widgets.aside(
            say("What was left over time is predicted by a fit without the laboratory that measured it.")
        )


def truth_table(rows: Sequence[TruthRow]) -> dict[str, list[str]]:
    """Return measured points and bands as columns of words."""
    return {
        say("Measured"): [widgets.escape_markdown(row.case) for row in rows],
        say("Value"): [show_ends(row.low, row.high) for row in rows],
        say("Band"): [show_ends(row.band_low, row.band_high) for row in rows],
        say("Inside"): [say("yes") if row.inside else say("no") for row in rows],
        say("Source"): [widgets.escape_markdown(source_words(row)) for row in rows],
    }


def source_words(row: TruthRow) -> str:
    """Return where a measured point is from."""
    source = catalog.sources().get(row.source)
    return source.cited if source else say_data(row.source)


def show_ends(low: float, high: float) -> str:
    """Return a range as it is written; one number where its ends are alike."""
    return f"{low:.4g}" if low == high else f"{low:.4g}–{high:.4g}"


def table_cell(compared: ValueComparison, name: str) -> str:
    """Return what stands in a table for a form; a value with the sign and word for how it is known."""
    if name == "phase":
        return evidence.PHASE_WORDS[compared.form.phase]
    if name == "stability":
        return compared.stability
    entry = compared.entries[name]
    variant = f", {say_data(entry.row.variant)}" if entry.row and entry.row.variant else ""
    value, small = widgets.escape_markdown(entry.value), widgets.escape_markdown(variant)
    return say(
        "{value} {kind_mark}:small[{small}]",
        value=value,
        kind_mark=evidence_entry.kind_mark(entry),
        small=small,
    )


def offer_files() -> None:
    """Offer everything as files, made when they are asked for."""
    version = catalog.data_hash()
    st.header(say("Download"), anchor=False)
    with st.container(horizontal=True):
        for label, kind, made in (
            (say("Everything as CSV"), "csv", lambda: export.entries_csv().encode("utf-8-sig")),
            (say("Sources as BibTeX"), "bib", lambda: export.sources_bibtex().encode()),
        ):
            name = f"vitamin-c-evidence-{version}.{kind}"
            st.download_button(label, made, name, MIMES[kind], on_click="ignore", icon=":material/download:")
    widgets.aside(say("Model {model_version} · data {version}", model_version=MODEL_VERSION, version=version))


page()
