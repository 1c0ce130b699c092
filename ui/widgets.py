"""The pieces that pages are made of: quantity input, findings, weighing sheet, sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, Protocol, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calc import catalog
from calc.errors import InputError
from calc.findings import Finding, Severity
from calc.messages import say, say_n
from calc.mixing.request import ParsedRequest
from calc.rules import Skipped
from ui import state

_LOOKS = {
    Severity.STOP: (st.error, ":material/report:"),
    Severity.CAUTION: (st.warning, ":material/warning:"),
    Severity.NOTE: (st.info, ":material/info:"),
}


def palette() -> dict[str, str]:
    """Return the colours of charts under the theme in use, as ``.streamlit/config.toml`` has them."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    options = {
        "text": "textColor",
        "value": "primaryColor" if theme == "light" else "orangeColor",
        "window": "greenColor",
        "track": "grayColor",
    }
    return {name: str(st.get_option(f"theme.{theme}.{option}")) for name, option in options.items()}


def aside(text: str) -> None:
    """Say something small: grey, but dark enough to read (a caption is not)."""
    st.markdown(say(":small[:gray[{text}]]", text=text))


def escape_markdown(text: str) -> str:
    """Return a text that someone typed so that nothing in it acts as markup, a link or a picture."""
    unlinked = re.sub(r"(?<=:)(?=/)|(?<=www)(?=\.)|(?=@)", "\u2060", text)  # bare addresses link themselves
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", unlinked)


def without_markup(text: str) -> str:
    """Return a sentence of ours with something in it that someone typed, so that no sign of this acts.

    Plain signs stay as they are: a screen reader reads a label as it is written.
    """
    unlinked = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", "\u2060", text)
    return re.sub(r"([\\`*_\[\]<>$~#|]|:(?=[a-z]))", r"\\\1", unlinked)


def wrong(text: str) -> None:
    """Say what is wrong with something that was typed."""
    st.error(escape_markdown(text), icon=":material/edit:")


class Fold(Protocol):
    """A section that can be opened, as Streamlit has it; its own types say nothing of `with`."""

    @property
    def open(self) -> bool | None:
        """Whether it is open now."""

    def __enter__(self) -> Fold:
        """Draw what follows into it."""

    def __exit__(self, *error: object) -> None:
        """Draw what follows after it."""


def fold(label: str, name: str) -> Fold:
    """Return a section one click away; what stands in it is only drawn while it is open."""
    return cast(Fold, st.expander(label, key=f"fold-{name}", on_change="rerun"))


def popover(
    label: str, name: str, *, icon: str, type: Literal["primary", "secondary", "tertiary"] = "secondary"
) -> Fold:
    """Return a button that opens a panel; what stands in it is only drawn while it is open."""
    return cast(Fold, st.popover(label, key=f"fold-{name}", icon=icon, type=type, on_change="rerun"))


def quantity(field: str, label: str, understood: ParsedRequest, *, placeholder: str = "") -> None:
    """Show a field for a typed amount; under it how it was read, or what is wrong with it."""
    with quantity_field(field, label, placeholder=placeholder):
        quantity_note(field, understood)


def quantity_field(
    field: str, label: str, *, placeholder: str = "", on_change: Callable[[str], None] | None = None
) -> DeltaGenerator:
    """Show a field for a typed amount, and return the place for what `quantity_note` says of it.

    ``on_change``: called with the name of the field when something else was typed.
    """
    place = st.container(key=_number_key(field), gap="xxsmall")
    with place:
        _text_field(field, label, placeholder, on_change)
    return place


def quantity_note(field: str, understood: ParsedRequest) -> None:
    """Say how a field was read, or what is wrong with it; where nothing is said, its place is kept."""
    offer_take_back(state.key(field))
    if field in understood.errors:
        problem(understood.errors[field], field)
    elif understood.echo.get(field):
        aside(understood.echo[field])
    else:
        st.empty()


#: Fields whose numbers need no letters: a phone shows its keypad for them.
NUMBER_FIELDS = frozenset(
    "strength target_pH reading added purity purity_plus_minus moisture loading density adjuster_strength"
    " powder stock scale claim_strength claim_pH base_strength base_density bulk reading_error age".split()
)


def number(
    field: str,
    label: str,
    *,
    placeholder: str = "",
    width: int | Literal["stretch"] = "stretch",
    on_change: Callable[[str], None] | None = None,
) -> None:
    """Show a field for a typed amount by itself; what is wrong with it is shown elsewhere."""
    with st.container(key=_number_key(field), width=width):
        _text_field(field, label, placeholder, on_change)


def _number_key(field: str) -> str | None:
    """Return the key by which a browser knows that a field takes a number."""
    return f"number-{field}" if field in NUMBER_FIELDS else None


def _text_field(
    field: str, label: str, placeholder: str, on_change: Callable[[str], None] | None = None
) -> None:
    """Show the field itself."""
    st.text_input(
        label,
        key=state.key(field),
        placeholder=placeholder,
        live="400ms",
        autocomplete="off",
        persist_state="session",
        on_change=on_change or "rerun",
        args=(field,) if on_change else None,
    )


def choice(field: str, label: str, words: Mapping[str, str], *, own: bool = False) -> None:
    """Show a field that is one of a few; ``own``: or a word of one's own."""
    st.selectbox(
        label,
        list(words),
        format_func=lambda word: words.get(word, word),
        key=state.key(field),
        accept_new_options=own,
        persist_state="session",
    )


def segments(
    field: str,
    label: str,
    words: Mapping[str, str],
    *,
    label_hidden: bool = False,
    on_change: Callable[..., None] | None = None,
    args: tuple[str, ...] = (),
) -> None:
    """Show a field that is one of two to five, all of them in sight as buttons in a row.

    ``label_hidden``: for screen readers alone. ``on_change``: called with ``args`` when another one is
    chosen.
    """
    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        key=state.key(field),
        required=True,
        on_change=on_change,
        args=args,
        label_visibility="collapsed" if label_hidden else "visible",
        persist_state="session",
    )


def words(field: str, label: str, names: Mapping[str, str]) -> None:
    """Show a field for words of a long list, or of one's own, with search."""
    st.multiselect(
        label,
        list(names),
        format_func=lambda word: names.get(word, word),
        key=state.key(field),
        placeholder=say("Type to search, or choose"),
        accept_new_options=True,
        persist_state="session",
    )


def lines(field: str, label: str, understood: ParsedRequest, *, placeholder: str = "") -> None:
    """Show a field for lines; under it what is wrong with which of them."""
    st.text_area(
        label,
        key=state.key(field),
        placeholder=placeholder,
        height=240 if field == "recipe" else 140,
        persist_state="session",
    )
    offer_take_back(state.key(field))
    if understood.echo.get(field):
        aside(understood.echo[field])
    for name, error in understood.errors.items():
        if name.split(" ")[0] == field:
            place = name.removeprefix(f"{field} ").capitalize() if " " in name else label
            wrong(f"{place}: {error.advice}")
            readings(error, field, name)


def problem(error: InputError, field: str) -> None:
    """Show what is wrong with a field, with a button for each way to read it."""
    if not str(error.given).strip():
        aside(say("Nothing typed yet."))
        return
    wrong(error.advice)
    readings(error, field)


def readings(error: InputError, field: str, name: str = "") -> None:
    """Offer each way to read what was typed; of several lines the button shows the one that changes.

    ``name``: of the error, where a field has several.
    """
    text = state.text_in(state.key(field))
    with st.container(horizontal=True):
        for reading in dict.fromkeys(error.readings):
            st.button(
                escape_markdown(changed_line(text, reading)),
                key=f"{state.key(name or field)}-{reading}",
                on_click=state.choose_text,
                args=(state.key(field), reading, text),
            )


def changed_line(text: str, reading: str) -> str:
    """Return the line by which a reading differs from a text."""
    lines = reading.splitlines()
    differing = [line for line, old in zip(lines, text.splitlines()) if line.strip() != old.strip()]
    return differing[0] if len(differing) == 1 else reading


def offer_take_back(widget: str) -> None:
    """Offer what was typed before a reading was chosen; the keys that undo typing do it too."""
    if state.can_take_back(widget):
        with st.container(key=f"take-back-{widget}", horizontal=True, vertical_alignment="center"):
            aside(say("The reading you chose is in."))
            st.button(
                say("Undo"),
                key=f"{widget}-undo",
                icon=":material/undo:",
                type="tertiary",
                shortcut="Ctrl+Z",
                on_click=state.take_back,
                args=(widget,),
            )


class Report(Protocol):
    """What has findings: an assessment, or a check of a client."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Most severe first."""

    @property
    def evaluated(self) -> tuple[str, ...]:
        """Codes of the rules that ran."""

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Rules that could not look."""

    @property
    def model_version(self) -> str:
        """Of the model."""

    @property
    def data_hash(self) -> str:
        """Of the data."""


def brief_findings(report: Report, said: Iterable[str] = ()) -> None:
    """Show what to mind as titles that open in place; tips, sources and what was not checked behind one more.

    Up to three titles have what to do beside them.

    Parameters
    ----------
    report : Report
    said : iterable of str
        Codes of what is said elsewhere on the page.
    """
    for finding, label in loud_findings(report, said).items():
        with fold(label, f"finding-{finding.code}") as opened:
            if opened.open:
                st.markdown(f"{without_markup(finding.message)} **{without_markup(finding.remedy)}**")
                source_list(finding.sources)
    with fold(checks_words(report, said), "why") as why:
        if why.open:
            for finding in _tips(report, said):
                finding_card(finding)
            evidence(report)


def loud_findings(report: Report, said: Iterable[str] = ()) -> dict[Finding, str]:
    """Return what to mind with its title, as `brief_findings` shows it."""
    findings = [finding for finding in report.findings if finding.code not in {*said}]
    loud = [finding for finding in findings if Severity.NOTE < finding.severity < Severity.STOP]
    labels = [
        f"{_icon(finding)} **{finding.severity.name}** · {without_markup(finding.title)}" for finding in loud
    ]
    if len(loud) <= _MOST_TOLD:
        labels = [
            f"{label} :small[{without_markup(finding.remedy.split('. ')[0].rstrip('.'))}.]"
            for finding, label in zip(loud, labels)
        ]
    return dict(zip(loud, labels))


def checks_words(report: Report, said: Iterable[str] = ()) -> str:
    """Return how many tips there are and how many rules looked, as `brief_findings` shows it."""
    count, ran, skipped = len(_tips(report, said)), len(report.evaluated), len(report.skipped)
    checks = (
        say_n(
            "{ran} checks run, {number} needs more information",
            "{ran} checks run, {number} need more information",
            skipped,
            ran=ran,
        )
        if skipped
        else say("{ran} checks run", ran=ran)
    )
    if count:
        return say_n("{number} tip · {checks}", "{number} tips · {checks}", count, checks=checks)
    return say("Why · {checks}", checks=checks)


def _tips(report: Report, said: Iterable[str]) -> list[Finding]:
    """Return what is worth knowing and no warning."""
    return [
        finding
        for finding in report.findings
        if finding.severity == Severity.NOTE and finding.code not in {*said}
    ]


#: So many titles have what to do beside them.
_MOST_TOLD = 3


def _icon(finding: Finding) -> str:
    """Return the icon of a finding in its colour."""
    colour = {Severity.STOP: "red", Severity.CAUTION: "orange", Severity.NOTE: "blue"}[finding.severity]
    return f":{colour}[{_LOOKS[finding.severity][1]}]"


def evidence(report: Report) -> None:
    """Show what was not checked, how sure each finding is, and who says so."""
    if report.skipped:
        st.markdown(say("**Not checked, because it is not known**"))
        codes: dict[str, list[str]] = {}
        for rule in report.skipped:
            codes.setdefault(rule.reason, []).append(rule.code)
        st.markdown("\n".join(f"- {reason} ({', '.join(codes[reason])})" for reason in codes))
    st.markdown(say("**How sure, and from where**"))
    for finding in report.findings:
        names = ", ".join(catalog.sources()[key].cited for key in finding.sources)
        st.markdown(f"{finding.title}: {finding.evidence.value} ({names})")
        lead(say("{code} in Evidence", code=finding.code), finding.code)
    source_list(key for finding in report.findings for key in finding.sources)
    aside(
        say(
            "Model {model_version} · data {data_hash}",
            model_version=report.model_version,
            data_hash=report.data_hash,
        )
    )


def stops(report: Report) -> None:
    """Show what says stop, before anything else is said."""
    for finding in report.findings:
        if finding.severity == Severity.STOP:
            finding_card(finding)


def finding_card(finding: Finding) -> None:
    """Show one finding: icon and word, what and why, what to do."""
    show, icon = _LOOKS[finding.severity]
    title = f"{finding.severity.name} · {finding.title}"
    message, remedy = without_markup(finding.message), without_markup(finding.remedy)
    show(f"{message} **{remedy}**", icon=icon, title=title)
    from ui import evidence_mark  # which is made of what stands here

    evidence_mark.offer_sources(finding)


def lead(label: str, key: str, *, place: str = "") -> None:
    """Show a button that leads to an entry of the evidence.

    ``place``: where on the page it stands, for an entry to which two may lead at a time.
    """
    icon = ":material/arrow_forward:"
    if st.button(label, f"lead-{place}{key}", type="tertiary", icon=icon, on_click=state.search, args=(key,)):
        st.switch_page("ui/views/evidence.py")


def source_list(keys: Iterable[str]) -> None:
    """Show each source once: what it is, where to read it, and what is to be known about it."""
    st.markdown(say("**Sources**"))
    st.markdown("\n".join(_source_line(catalog.sources()[key]) for key in dict.fromkeys(keys)))


def _source_line(source: catalog.Source) -> str:
    """Return one source as a line of a list."""
    name = source.title.replace("[", "(").replace("]", ")")
    linked = f"[{name}]({source.link})" if source.link else name
    where = f", {source.container}" if source.container else ""
    line = f"- {source.cited}: {linked}{where}"
    return say("{source}. Note: {errata}", source=line, errata=source.errata) if source.errata else line


def download(label: str, make: Callable[[], bytes | str], name: str, mime: str) -> None:
    """Offer a file that is made when it is asked for."""
    st.download_button(label, make, name, mime, on_click="ignore", icon=":material/download:")
