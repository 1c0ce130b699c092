"""Mix: from a powder to a weighed serum."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.request import STARTS, MixRequest, Understood, understand
from ui import state, widgets
from ui.answer import answer

STARTS_IN_WORDS = {
    "batch": "A strength and a batch size",
    "powder": "A strength and the powder I have",
    "water": "A strength and the water I have",
    "grams": "What I weighed: what is it?",
}
LABELS = {
    "strength": "Strength",
    "batch": "Batch size",
    "powder": "Powder, weighed",
    "water": "Water, weighed",
    "scale": "My scale shows steps of",
    "purity": "Purity of the powder",
    "purity_plus_minus": "Purity may be off by (points)",
    "moisture": "Water in the powder",
    "loading": "Ascorbic acid in it (supplier's sheet)",
    "density": "Density of the serum, g/mL",
    "others": "Other ingredients, one per line",
}
EXAMPLES = {
    "strength": "15 %",
    "batch": "30 g, 30 mL or 1 oz",
    "powder": "4.55 g",
    "water": "25.45 g",
    "scale": "0.01 g",
    "purity": "99 %",
    "purity_plus_minus": "0.2",
    "moisture": "0 %",
    "loading": "20 %",
    "density": "estimated",
    "others": "glycerin 5 %\nferulic acid 0.15 g",
}


def page() -> None:
    """Ask on the left, answer on the right; on a phone the answer follows the questions."""
    state.open_mix()
    request = state.read_mix()
    understood = understand(request)
    widgets.aside("Vitamin C bench")
    st.title("What do you want to make?")
    if state.link_error():
        said = f"{state.link_error()} The first example is shown instead."
        st.warning(widgets.plain(said), icon=":material/link_off:")
    left, right = st.columns([5, 7], gap="large")
    with left:
        questions(request, understood)
    with right:
        answer(request, understood, LABELS)
    state.write_link(request)


def questions(request: MixRequest, understood: Understood) -> None:
    """Show the few fields of a first bottle, and the full bench on demand."""
    forms = catalog.forms()
    st.selectbox(
        "Vitamin C",
        list(forms),
        format_func=lambda form: forms[form].name,
        key=state.key("form"),
        persist_state="session",
    )
    st.selectbox(
        "I start from",
        list(STARTS_IN_WORDS),
        format_func=STARTS_IN_WORDS.__getitem__,
        key=state.key("start"),
        persist_state="session",
    )
    for field in (*STARTS[request.start], "scale"):
        ask(field, understood)
    if st.toggle("Full bench", key="mix-bench", persist_state="session"):
        full_bench(understood)
    else:
        hidden_values(request, understood)


def full_bench(understood: Understood) -> None:
    """Show everything else that can be said about a batch."""
    form = catalog.forms()[st.session_state[state.key("form")]]
    loading = () if form.value("aa_eq") else ("loading",)
    for field in ("purity", "purity_plus_minus", "moisture", *loading, "density"):
        ask(field, understood)
    st.text_area(
        LABELS["others"],
        key=state.key("others"),
        placeholder=EXAMPLES["others"],
        height=120,
        persist_state="session",
    )
    for field, error in understood.errors.items():
        if field.startswith("others"):
            widgets.wrong(f"{error.field.removeprefix('others ').capitalize()}: {error.advice}")


def ask(field: str, understood: Understood) -> None:
    """Show a field for a typed amount."""
    widgets.quantity(field, LABELS[field], understood, placeholder=EXAMPLES[field])


def hidden_values(request: MixRequest, understood: Understood) -> None:
    """Say what the full bench holds while it is folded away, so that nothing counts unseen."""
    said = [f"purity {understood.said['purity'][2:]}"] if "purity" in understood.said else []
    if request.moisture != state.FIRST.moisture and "moisture" in understood.said:
        said.append(f"water in the powder {understood.said['moisture'][2:]}")
    if "density" in understood.said:
        said.append(f"density {understood.said['density'][2:]}")
    said += [line.strip() for line in request.others.splitlines() if line.strip()]
    if said:
        widgets.aside(widgets.plain(f"Counted from the full bench: {', '.join(said)}"))
    for field, error in understood.errors.items():
        if field not in (*STARTS[request.start], "scale"):
            widgets.wrong(f"{LABELS.get(field, field)}: {error.advice}")


page()
