"""Mix: what to weigh for a batch, what powder does to a serum, what somebody has made."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.chemistry.dosing import ADJUSTERS, LYES
from calc.mixing.boosting import BASES
from calc.mixing.request import MixRequest, ParsedRequest, parse_request
from calc.units import is_like
from ui import state, widgets
from ui.acidity import READING_FIELDS
from ui.answer import show_answer
from ui.labels import (
    EXAMPLES,
    INSTRUMENTS,
    LABELS,
    STARTS_IN_WORDS,
    WAYS_IN_WORDS,
)
from ui.share import offer_presets, show_preset

BENCH = "mix-bench"


def page() -> None:
    """Ask on the left, answer on the right; on a phone the answer follows the questions."""
    state.open_mix()
    request = state.read_mix()
    understood = parse_request(request)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        widgets.aside("Vitamin C bench")
        offer_presets()
    st.title("What do you want to make?")
    if state.link_error():
        st.warning(widgets.plain(state.link_error()), icon=":material/link_off:")
    left, right = st.columns([5, 7], gap="large")
    with left:
        questions(request, understood)
    with right:
        show_answer(request, understood)
    state.write_link(request)


def questions(request: MixRequest, understood: ParsedRequest) -> None:
    """Show the few fields that a way needs, and the full bench on demand."""
    st.radio(
        "Task",
        list(WAYS_IN_WORDS),
        format_func=WAYS_IN_WORDS.__getitem__,
        key=state.key("way"),
        horizontal=True,
        persist_state="session",
    )
    shown = short_form(request, understood)
    for field in shown:
        ask(field, understood)
    if request.way == "made":
        examples()
    if "target_pH" in shown and request.target_pH.strip():
        measured(request, understood)
    elsewhere = (*shown, *READING_FIELDS) if request.way == "new" else shown
    folded = [field for field in request.optional if field not in elsewhere and is_asked(field, understood)]
    if st.toggle("Full bench", key=BENCH, persist_state="session"):
        for field in folded:
            ask(field, understood)
    else:
        hidden_values(folded, understood)
    show_preset(request)


def measured(request: MixRequest, understood: ParsedRequest) -> None:
    """Ask for a reading, once somebody has one."""
    if st.toggle("I have measured the pH", key="mix-measured", persist_state="session") or request.reading:
        for field in READING_FIELDS:
            ask(field, understood)


def examples() -> None:
    """Offer recipes found in public, to see what a check says of them."""
    with st.popover("Wrong recipes found in public", icon=":material/science:"):
        for name, example in catalog.examples().items():
            st.button(example.title, key=f"example-{name}", on_click=state.check_example, args=(name,))


def short_form(request: MixRequest, understood: ParsedRequest) -> list[str]:
    """Return the fields that a beginner sees: what the way needs, and what their answers ask for."""
    if request.way == "made":
        claims = ["claim_strength", "claim_pH"]
        return ["recipe", *units_ask("recipe", understood), *claims, "reading", "instrument"]
    aim = {"new": "start", "boost": "boost", "palm": "palm"}[request.way]
    needed = [field for field in request.needed if field != "form"]
    if request.way == "new":
        wanted = ["target_pH"] if is_asked("target_pH", understood) else []
        means = ["adjuster"] if wanted and request.target_pH.strip() else []
        return ["form", aim, *needed, *wanted, *means, "scale"]
    if request.way == "boost":
        held = [field for field in ("base_strength", "base_form") if field in request.optional]
        return ["form", aim, "base", "base_amount", *held, needed[-1], "scale"]
    asked = [*units_ask("dose", understood), *units_ask("measure", understood)]
    return ["form", aim, *needed, *asked, "scale"]


def units_ask(field: str, understood: ParsedRequest) -> list[str]:
    """Return the fields that somebody's units call for: a pump, a scoop, a dropper."""
    value = understood.values.get(field, ())
    amounts = [amount for _, amount in value] if field == "recipe" else [value] if value else []
    units = (("pump", "pump"), ("drop", "drops"), ("scoop", "scoop"))
    asked = [name for unit, name in units if any(is_like(each, unit) for each in amounts)]
    return [name for name in asked if field != "recipe" or name == "scoop"]


def is_asked(field: str, understood: ParsedRequest) -> bool:
    """Tell whether a field means anything for the form that is chosen."""
    form = catalog.forms().get(understood.values.get("form", ""))
    if form is None:
        return True
    if field in ("target_pH", "adjuster", "adjuster_strength"):
        return bool(form.acid)
    return field != "loading" or form.aa_equivalent is None


def ask(field: str, understood: ParsedRequest) -> None:
    """Show a field: a choice, a list of lines, or a typed amount."""
    forms = {key: each.name for key, each in catalog.forms().items()}
    bases = {key: catalog.ingredients()[key].name for key in BASES}
    choices = {
        "form": forms,
        "base_form": forms,
        "base": bases,
        "adjuster": adjusters(),
        "instrument": INSTRUMENTS,
        **STARTS_IN_WORDS,
    }
    if field in choices:
        widgets.choice(field, LABELS[field], choices[field])
    elif field in ("others", "recipe"):
        widgets.lines(field, LABELS[field], understood, placeholder=EXAMPLES[field])
    else:
        widgets.quantity(field, LABELS[field], understood, placeholder=EXAMPLES[field])


def adjusters() -> dict[str, str]:
    """Return what can be offered to move the pH: lye only on the full bench, or where it is in use."""
    shown = [each for each in ADJUSTERS if each not in LYES or st.session_state.get(BENCH)]
    chosen = st.session_state[state.key("adjuster")]
    return {each: catalog.ingredients()[each].name for each in (*shown, *({chosen} - {*shown}))}


def hidden_values(folded: list[str], understood: ParsedRequest) -> None:
    """Say what the full bench holds while it is folded away, so that nothing counts unseen."""
    changed = [name for name in folded if name == "purity" or state.is_changed(name)]
    said = [
        f"{LABELS[name].lower()} {understood.said[name][2:]}" for name in changed if understood.said.get(name)
    ]
    if "others" in folded:
        said += state.lines_of("others")
    if said:
        widgets.aside(widgets.plain(f"Counted from the full bench: {', '.join(said)}"))
    for field, error in understood.errors.items():
        name = field.split(" ")[0]
        if name in folded:
            widgets.wrong(f"{LABELS[name]}: {error.advice}")


page()
