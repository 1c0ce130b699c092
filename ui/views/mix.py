"""Mix: what to weigh for a batch, what powder does to a serum, what somebody has made."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.chemistry.adjusters import ADJUSTERS, LYES
from calc.mixing.boosting import BASES
from calc.mixing.request import MixRequest, MixValues, ParsedRequest, parse_request
from calc.mixing.values import FromLinesValues, SingleDoseValues
from calc.units import is_like
from ui import state, widgets
from ui.acidity import READING_FIELDS
from ui.answer import show_answer
from ui.labels import (
    AIMS_IN_WORDS,
    EXAMPLES,
    INSTRUMENTS,
    LABELS,
    MODES_IN_WORDS,
)
from ui.recipe_lines import show_lines
from ui.share import offer_presets, show_preset

BENCH = "mix-bench"


def page() -> None:
    """Ask on the left, answer on the right; on a phone the answer follows the questions."""
    state.open_mix()
    request = state.read_mix()
    parsed = parse_request(request)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        widgets.aside("Vitamin C bench")
        offer_presets()
    st.title("What do you want to make?")
    if state.link_error():
        st.warning(widgets.escape_markdown(state.link_error()), icon=":material/link_off:")
    left, right = st.columns([5, 7], gap="large")
    with left:
        questions(request, parsed)
    with right:
        show_answer(request, parsed)
    state.write_link(request)


def questions(request: MixRequest, parsed: ParsedRequest[MixValues]) -> None:
    """Show the few fields that a way needs, and the full bench on demand."""
    st.radio(
        "Task",
        list(MODES_IN_WORDS),
        format_func=MODES_IN_WORDS.__getitem__,
        key=state.key("way"),
        horizontal=True,
        persist_state="session",
    )
    shown = short_form(request, parsed)
    for field in shown:
        ask(field, parsed)
    if not state.address(request):
        words = "Too long for a link: reloading this page loses it. Save it to Batches, or keep its text."
        widgets.aside(words)
    if request.way == "made":
        examples()
    if "target_pH" in shown and request.target_pH.strip():
        measured(request, parsed)
    elsewhere = (*shown, *READING_FIELDS) if request.way == "new" else shown
    folded = [field for field in request.optional if field not in elsewhere and is_asked(field, parsed)]
    if st.toggle("Full bench", key=BENCH, persist_state="session"):
        for field in folded:
            ask(field, parsed)
    else:
        hidden_values(folded, parsed)
    show_preset(request)


def measured(request: MixRequest, parsed: ParsedRequest[MixValues]) -> None:
    """Ask for a reading, once somebody has one."""
    if st.toggle("I have measured the pH", key="mix-measured", persist_state="session") or request.reading:
        for field in READING_FIELDS:
            ask(field, parsed)


def examples() -> None:
    """Offer recipes found in public, to see what a check says of them."""
    with st.popover("Wrong recipes found in public", icon=":material/science:"):
        for name, example in catalog.examples().items():
            st.button(example.title, key=f"example-{name}", on_click=state.check_example, args=(name,))


def short_form(request: MixRequest, parsed: ParsedRequest[MixValues]) -> list[str]:
    """Return the fields that a beginner sees: what the way needs, and what their answers ask for."""
    if request.way == "made":
        claims = ["claim_strength", "claim_pH"]
        return ["recipe", *units_ask("recipe", parsed), *claims, "reading", "instrument"]
    aim = {"new": "start", "boost": "boost", "palm": "palm"}[request.way]
    needed = [field for field in request.needed if field != "form"]
    if request.way == "new":
        wanted = ["target_pH"] if is_asked("target_pH", parsed) else []
        means = ["adjuster"] if wanted and request.target_pH.strip() else []
        return ["form", aim, *needed, *wanted, *means, "scale"]
    if request.way == "boost":
        held = [field for field in ("base_strength", "base_form") if field in request.optional]
        return ["form", aim, "base", "base_amount", *held, needed[-1], "scale"]
    asked = [*units_ask("dose", parsed), *units_ask("measure", parsed)]
    return ["form", aim, *needed, *asked, "scale"]


def units_ask(field: str, parsed: ParsedRequest[MixValues]) -> list[str]:
    """Return the fields that somebody's units call for: a pump, a scoop, a dropper."""
    values = parsed.values
    if isinstance(values, FromLinesValues):
        return ["scoop"] if any(line.amount and line.amount.unit == "scoop" for line in values.recipe) else []
    if not isinstance(values, SingleDoseValues):
        return []
    amount = values.dose if field == "dose" else values.powder
    units = (("pump", "pump"), ("drop", "drops"), ("scoop", "scoop"))
    return [name for unit, name in units if amount is not None and is_like(amount, unit)]


def is_asked(field: str, parsed: ParsedRequest[MixValues]) -> bool:
    """Tell whether a field means anything for the form that is chosen."""
    if isinstance(parsed.values, FromLinesValues):
        return True
    form = catalog.forms().get(parsed.values.vitamin_c.form)
    if form is None:
        return True
    if field in ("target_pH", "adjuster", "adjuster_strength"):
        return bool(form.acid)
    return field != "loading" or form.aa_equivalent is None


def ask(field: str, parsed: ParsedRequest[MixValues]) -> None:
    """Show a field: a choice, a list of lines, or a typed amount."""
    forms = {form: record.name for form, record in catalog.forms().items()}
    bases = {key: catalog.ingredients()[key].name for key in BASES}
    choices = {
        "form": forms,
        "base_form": forms,
        "base": bases,
        "adjuster": adjusters(),
        "instrument": INSTRUMENTS,
        **AIMS_IN_WORDS,
    }
    if field in choices:
        widgets.choice(field, LABELS[field], choices[field])
    elif field in ("others", "recipe"):
        widgets.lines(field, LABELS[field], parsed, placeholder=EXAMPLES[field])
        if field == "recipe" and isinstance(parsed.values, FromLinesValues):
            show_lines(field, parsed.values)
    else:
        widgets.quantity(field, LABELS[field], parsed, placeholder=EXAMPLES[field])


def adjusters() -> dict[str, str]:
    """Return what can be offered to move the pH: lye only on the full bench, or where it is in use."""
    shown = [adjuster for adjuster in ADJUSTERS if adjuster not in LYES or st.session_state.get(BENCH)]
    chosen = st.session_state[state.key("adjuster")]
    return {name: catalog.ingredients()[name].name for name in (*shown, *({chosen} - {*shown}))}


def hidden_values(folded: list[str], parsed: ParsedRequest[MixValues]) -> None:
    """Say what the full bench holds while it is folded away, so that nothing counts unseen."""
    changed = [name for name in folded if name == "purity" or state.is_changed(name)]
    counted = [f"{LABELS[name].lower()} {parsed.echo[name][2:]}" for name in changed if parsed.echo.get(name)]
    if "others" in folded:
        counted += state.lines_of("others")
    if counted:
        widgets.aside(widgets.escape_markdown(f"Counted from the full bench: {', '.join(counted)}"))
    for field, error in parsed.errors.items():
        name = field.split(" ")[0]
        if name in folded:
            widgets.wrong(f"{LABELS[name]}: {error.advice}")


page()
