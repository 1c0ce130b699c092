"""Check: whether a product, a procedure or tablets suit the client in the chair."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from calc import catalog
from calc.catalog import market, people
from calc.chemistry.formula import Formula
from calc.client.request import (
    NONE,
    VisitRequest,
    asked,
    parse_visit,
    visit_of,
)
from calc.client.verdict import CheckResult, check
from calc.client.visit import PROCEDURE_TYPES, Visit
from calc.errors import InputErrors
from calc.mixing.request import ParsedRequest, batch_of, parse_request
from ui import state, widgets
from ui.care_plan import show_plan
from ui.check_result import show_details, show_verdict
from ui.labels import EXAMPLES, LABELS, WORDS

TERM_KINDS = {"coactives": "actives"}


def page() -> None:
    """Say the verdict on top; ask on the left, explain on the right."""
    state.open_mix()
    state.open_check()
    request = state.read_check()
    understood = parse_visit(request)
    widgets.aside("Vitamin C bench")
    st.title("Is it right for this skin, today?")
    visit, checked = check_visit(request, understood)
    left, right = st.columns([5, 7], gap="large")
    with left:
        questions(request, understood, checked)
    with right:
        if visit and checked and not request.is_blank:
            show_details(visit, checked)
            show_plan(visit, checked, understood)


def check_visit(request: VisitRequest, understood: ParsedRequest) -> tuple[Visit | None, CheckResult | None]:
    """Show the verdict, or what keeps it back."""
    # No verdict hangs on the day: its field stands in the plan, which must not go with it.
    counting = {name: error for name, error in understood.errors.items() if name != "appointment"}
    try:
        visit = visit_of(request, replace(understood, errors=counting), mixed_formula(request))
    except InputErrors as errors:
        st.info("Waiting for what is marked below. Nothing you answered is lost.", icon=":material/edit:")
        for error in errors.errors:
            if error.field.split(" ")[0] not in {name.split(" ")[0] for name in understood.errors}:
                widgets.wrong(f"{LABELS.get(error.field, error.field)}: {error.advice}")
        return None, None
    checked = check(visit)
    if request.is_blank:
        st.info("Tell what is to be checked, and whom it is for.", icon=":material/person_search:")
    else:
        show_verdict(checked)
    return visit, checked


def mixed_formula(request: VisitRequest) -> Formula | None:
    """Return the batch of Mix, where that is the product."""
    return batch_of(parse_request(state.read_mix())).formula if request.product == "mix" else None


def questions(request: VisitRequest, understood: ParsedRequest, checked: CheckResult | None) -> None:
    """Ask about the product, the client, the procedure and the tablets: only what matters."""
    widgets.aside("Nothing is stored, and nothing is put into a link: a reload clears the client.")
    widgets.radios("product", LABELS["product"], WORDS["product"])
    if request.product == "label":
        ask("product_form", understood)
        for field, column in zip(("product_strength", "product_pH"), st.columns(2)):
            with column:
                ask(field, understood)
        for field in ("product_package", "coactives"):
            ask(field, understood)
    elif request.product == "list":
        names = {key: f"{product.brand}: {product.product}" for key, product in market.products().items()}
        widgets.choice("listed", LABELS["listed"], {"": "Choose, or type to search", **names})
    elif request.product == "mix":
        st.page_link("ui/views/mix.py", label="The batch of Mix", icon=":material/blender:")
    for field in asked(request, checked.open_questions if checked else ()):
        ask(field, understood)
    ask("procedure", understood)
    if request.procedure in PROCEDURE_TYPES:
        types = {"": WORDS["procedure_type"][""]} | {
            product: WORDS["procedure_type"][product] for product in PROCEDURE_TYPES[request.procedure]
        }
        widgets.choice("procedure_type", LABELS["procedure_type"], types)
    widgets.lines("tablets", LABELS["tablets"], understood, placeholder=EXAMPLES["tablets"])
    with st.container(horizontal=True):
        nothing, after = ":material/done_all:", ":material/person_add:"
        st.button("Asked: nothing else applies", icon=nothing, on_click=state.nothing_else)
        st.button("Next client", icon=after, on_click=state.next_client)


def ask(field: str, understood: ParsedRequest) -> None:
    """Show a question: chips, a list with search, a choice, or a typed amount."""
    if field == "product_form":
        forms = {"": "Not known"} | {key: term.name for key, term in catalog.forms().items()}
        widgets.choice(field, LABELS[field], forms)
    elif field in ("product_package", "procedure"):
        widgets.choice(field, LABELS[field], WORDS[field])
    elif field in state.TICKED:
        widgets.ticks(field, LABELS[field], WORDS[field])
    elif field in WORDS:
        widgets.radios(field, LABELS[field], WORDS[field])
    elif (kind := TERM_KINDS.get(field, field)) in people.WORD_KINDS:
        names = {key: term.name for key, term in people.terms(kind).items()}
        widgets.words(field, LABELS[field], {NONE: "None of these", **names})
    else:
        widgets.quantity(field, LABELS[field], understood, placeholder=EXAMPLES[field])


page()
