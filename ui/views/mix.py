"""Mix: from a powder to a weighed serum."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.assess import Assessment, assess
from calc.errors import InputErrors
from calc.mixing import Batch
from calc.request import STARTS, MixRequest, Understood, batch_of, understand
from calc.units import THIN, show_band
from ui import charts, state, widgets

STARTS_IN_WORDS = {
    "batch": "A strength and a batch size",
    "powder": "A strength and the powder I have",
    "water": "A strength and the water I have",
    "grams": "What I weighed: what is it?",
}
LABELS = {
    "strength": ("Strength", "15 %"),
    "batch": ("Batch size", "30 g, 30 mL or 1 oz"),
    "powder": ("Powder, weighed", "4.55 g"),
    "water": ("Water, weighed", "25.45 g"),
}


def page() -> None:
    """Ask on the left, answer on the right; on a phone the answer follows the questions."""
    state.open_mix()
    request = state.read_mix()
    understood = understand(request)
    widgets.aside("Vitamin C bench")
    st.title("What do you want to make?")
    if state.link_error():
        st.warning(f"{state.link_error()} The first example is shown instead.", icon=":material/link_off:")
    left, right = st.columns([5, 7], gap="large")
    with left:
        questions(request, understood)
    with right:
        answer(request)
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
    for field in STARTS[request.start]:
        label, example = LABELS[field]
        widgets.quantity(field, label, understood, placeholder=example)
    widgets.quantity("scale", "My scale shows steps of", understood, placeholder="0.01 g")
    if st.toggle("Full bench", key="mix-bench", persist_state="session"):
        full_bench(understood)
    else:
        hidden_values(request, understood)


def full_bench(understood: Understood) -> None:
    """Show everything else that can be said about a batch."""
    widgets.quantity("purity", "Purity of the powder", understood, placeholder="99 %")
    widgets.quantity("purity_plus_minus", "Purity may be off by (points)", understood, placeholder="0.2")
    widgets.quantity("moisture", "Water in the powder", understood, placeholder="0 %")
    if catalog.forms()[st.session_state[state.key("form")]].value("aa_eq") is None:
        widgets.quantity("loading", "Ascorbic acid in it (supplier's sheet)", understood, placeholder="20 %")
    widgets.quantity("density", "Density of the serum, g/mL", understood, placeholder="estimated")
    st.text_area(
        "Other ingredients, one per line",
        key=state.key("others"),
        placeholder="glycerin 5 %\nferulic acid 0.15 g",
        height=120,
        persist_state="session",
    )
    for field, error in understood.errors.items():
        if field.startswith("others"):
            st.error(str(error), icon=":material/edit:")


def hidden_values(request: MixRequest, understood: Understood) -> None:
    """Say what the full bench holds while it is folded away, so that nothing counts unseen."""
    said = [f"purity {understood.said['purity'][2:]}"] if "purity" in understood.said else []
    if request.moisture != state.FIRST.moisture and "moisture" in understood.said:
        said.append(f"water in the powder {understood.said['moisture'][2:]}")
    if "density" in understood.said:
        said.append(f"density {understood.said['density'][2:]}")
    said += [line.strip() for line in request.others.splitlines() if line.strip()]
    if said:
        widgets.aside(f"Full bench: {', '.join(said)}")


def answer(request: MixRequest) -> None:
    """Show the answer, its findings, the sheet and the reasons; or what is missing for one."""
    try:
        batch = batch_of(request)
    except InputErrors as errors:
        waiting(errors)
        return
    report = assess(batch.formula)
    headline(request, batch, report)
    widgets.findings(report)
    st.subheader("Weigh, in this order")
    widgets.weighing_sheet(batch.weigh)
    actions(request)
    reasons(batch, report)


def waiting(errors: InputErrors) -> None:
    """Say what keeps the answer back."""
    st.subheader("Something is missing for an answer")
    for error in errors.errors:
        st.error(str(error), icon=":material/edit:")
    widgets.aside("Nothing you typed is lost.")


def headline(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Say the answer in a sentence, and show its strength on a gauge."""
    main = report.composition.strength_of(batch.form)
    assert main is not None
    band = main.mass_fraction
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    total = widgets.total_mass(batch)
    made = f"{total}{THIN}g at **{median}{THIN}%** ({low}–{high}{THIN}%)"
    if request.start == "grams":
        st.subheader(f"You have {made}")
    else:
        st.subheader(f"Weigh {widgets.recipe_sentence(batch)}")
        st.markdown(f"You get {made}.")
    window = widgets.window_of(batch.form)
    name = catalog.forms()[batch.form].name
    st.vega_lite_chart(
        charts.gauge(band, window, widgets.palette()),
        width="stretch",
        alt=charts.gauge_words(name, band, window),
    )


def actions(request: MixRequest) -> None:
    """Offer what can be done with the recipe."""
    with st.container(horizontal=True):
        with st.popover("Copy link", icon=":material/link:"):
            st.markdown("This link reopens the whole recipe, here or on a phone.")
            st.code(state.address(request), language=None, wrap_lines=True)
        st.button("Start again", icon=":material/restart_alt:", on_click=state.start_again)
        if state.can_undo():
            st.button("Undo: bring my recipe back", icon=":material/undo:", on_click=state.undo)


def reasons(batch: Batch, report: Assessment) -> None:
    """Show the reasons, one click away each."""
    main = report.composition.strength_of(batch.form)
    assert main is not None
    with st.expander("How far off can it be?"):
        widgets.precision_table(batch.weigh)
        widgets.aside("Each is a 95 % half-width in grams.")
        widgets.drivers(main.mass_fraction)
    with st.expander("What is in it?"):
        masses = {row.ingredient: row.mass_g for row in batch.weigh}
        parts = widgets.shares(masses)
        st.vega_lite_chart(
            charts.composition(parts, widgets.palette()),
            width="stretch",
            alt=charts.composition_words(parts),
        )
        widgets.amounts(batch, report)


page()
