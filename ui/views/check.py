"""Check: whether a product, a procedure or tablets suit the client in the chair."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from calc import catalog
from calc.catalog import market, people
from calc.chemistry.formula import Formula
from calc.client.answer import with_open_questions
from calc.client.request import (
    NONE,
    NOTHING_ELSE,
    VisitRequest,
    asked,
    parse_visit,
    visit_of,
)
from calc.client.verdict import CheckResult, check
from calc.client.visit import PROCEDURE_TYPES, Visit
from calc.errors import InputErrors
from calc.findings import Action, Severity
from calc.mixing.request import ParsedRequest, batch_of, parse_request
from ui import state, widgets
from ui.appointment import ask_appointment
from ui.care_plan import show_plan
from ui.check_result import show_details, show_verdict
from ui.labels import EXAMPLES, LABELS, WORDS
from ui.procedure_page import explain_procedure
from ui.word_account import names_of, show_account, show_word

TERM_KINDS = {"coactives": "actives"}
#: Fields that no verdict hangs on.
BESIDE_VERDICT = frozenset({"appointment"})


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
    """Show the verdict; what cannot be read counts as unknown, and answers that contradict leave the last."""
    unread = [name for name in understood.errors if name not in BESIDE_VERDICT]
    labels = list(dict.fromkeys(LABELS[name.split(" ")[0]] for name in unread))
    try:
        visit = visit_of(request, replace(understood, errors={}), mixed_formula(request))
    except InputErrors as errors:
        last, checked = state.last_check() or (None, None)
        if checked:
            checked = with_open_questions(checked, ["what is marked below"])
            show_verdict(checked, is_last=True)
        _say_waiting(labels)
        for error in errors.errors:
            widgets.wrong(f"{LABELS.get(error.field, error.field)}: {error.advice}")
        return last, checked
    checked = with_open_questions(check(visit), [f"{label} (cannot be read)" for label in labels])
    if request.is_blank:
        st.info("Tell us the product or the treatment, and who it is for.", icon=":material/person_search:")
        return visit, checked
    state.keep_check(visit, checked)
    show_verdict(checked)
    if labels:
        _say_waiting(labels)
    return visit, checked


def _say_waiting(labels: list[str]) -> None:
    """Say that something does not count yet."""
    what = (
        f"Not counted until it can be read: {', '.join(labels)}."
        if labels
        else "Two answers do not go together."
    )
    st.info(f"{what} Nothing you answered is lost.", icon=":material/edit:")


def mixed_formula(request: VisitRequest) -> Formula | None:
    """Return the batch of Mix, where that is the product."""
    return batch_of(parse_request(state.read_mix())).formula if request.product == "mix" else None


def questions(request: VisitRequest, understood: ParsedRequest, checked: CheckResult | None) -> None:
    """Ask about the product, the procedure, the tablets and the client: only what matters."""
    widgets.aside("Nothing is saved, and nothing is put into a link: a reload clears the client.")
    ask_product(request, understood)
    widgets.choice("procedure", LABELS["procedure"], WORDS["procedure"], own=True)
    show_word("procedure", checked.mentions if checked else ())
    if request.procedure in PROCEDURE_TYPES:
        types = {"": WORDS["procedure_type"][""]} | {
            product: WORDS["procedure_type"][product] for product in PROCEDURE_TYPES[request.procedure]
        }
        widgets.choice("procedure_type", LABELS["procedure_type"], types)
    explain_procedure(request.procedure)
    if request.procedure not in ("", NONE) or request.appointment:
        ask_appointment(understood)
    widgets.lines("tablets", LABELS["tablets"], understood, placeholder=EXAMPLES["tablets"])
    ask_client(request, understood, checked)
    with st.container(horizontal=True):
        nothing, after = ":material/done_all:", ":material/person_add:"
        st.button("Asked: nothing else applies", icon=nothing, on_click=state.nothing_else)
        st.button("Next client", icon=after, on_click=state.next_client)
    say_what_nothing_covers(request, checked)


def ask_product(request: VisitRequest, understood: ParsedRequest) -> None:
    """Ask which product it is."""
    widgets.radios("product", LABELS["product"], WORDS["product"])
    if request.product == "label":
        ask("product_form", request, understood)
        for field, column in zip(("product_strength", "product_pH"), st.columns(2)):
            with column:
                ask(field, request, understood)
        for field in ("product_package", "coactives"):
            ask(field, request, understood)
    elif request.product == "list":
        names = {key: f"{product.brand}: {product.product}" for key, product in market.products().items()}
        widgets.choice("listed", LABELS["listed"], {"": "Choose, or type to search", **names})
    elif request.product == "mix":
        st.page_link("ui/views/mix.py", label="The batch of Mix", icon=":material/blender:")


def ask_client(request: VisitRequest, understood: ParsedRequest, checked: CheckResult | None) -> None:
    """Ask about the client; once there is enough to say no, what nobody answered is folded away."""
    wanted = asked(request, checked.open_questions if checked else ())
    shown, folded = state.order_questions(wanted, checked is not None and is_enough(checked))
    for field in shown:
        ask_question(field, request, understood, checked)
    if folded:
        with st.expander("Enough to say no. Go on asking?", key="fold-questions"):
            for field in folded:
                ask_question(field, request, understood, checked)


def ask_question(
    field: str, request: VisitRequest, understood: ParsedRequest, checked: CheckResult | None
) -> None:
    """Ask one thing about the client; where it goes in words of one's own, too."""
    ask(field, request, understood)
    if field in state.WORDS_BESIDE:
        beside = state.WORDS_BESIDE[field]
        widgets.quantity(beside, LABELS[beside], understood, placeholder=EXAMPLES[beside])
        show_word(field, checked.mentions if checked else ())


def is_enough(checked: CheckResult) -> bool:
    """Tell whether something says stop, so that no other answer can bring a yes."""
    return any(
        finding.severity is Severity.STOP and finding.action > Action.adapt for finding in checked.findings
    )


def say_what_nothing_covers(request: VisitRequest, checked: CheckResult | None) -> None:
    """Say what “nothing else applies” would answer, and what it leaves."""
    fields = [name for name in (*NOTHING_ELSE, "procedure", "tablets") if not getattr(request, name)]
    if fields:
        covered = ", ".join(LABELS[name] for name in fields)
        widgets.aside(f"“Nothing else applies” answers “none” to: {covered}.")
    left = [question for question in (checked.open_questions if checked else ()) if question not in COVERED]
    if left:
        widgets.aside(f"It leaves: {widgets.without_markup(', '.join(left))}.")


#: What is not known, as rules call it, that “nothing else applies” answers.
COVERED = frozenset(
    {
        "pregnancy or breastfeeding",
        "other actives in use",
        "conditions",
        "medicines",
        "what else is in it",
        "what is taken by mouth",
        "the procedure",
    }
)


def ask(field: str, request: VisitRequest, understood: ParsedRequest) -> None:
    """Show a question: chips, a list with search, a choice, or a typed amount."""
    if field == "product_form":
        forms = {"": "Not known"} | {key: term.name for key, term in catalog.forms().items()}
        widgets.choice(field, LABELS[field], forms)
    elif field == "product_package":
        widgets.choice(field, LABELS[field], WORDS[field])
    elif field in state.TICKED:
        widgets.ticks(field, LABELS[field], WORDS[field])
    elif field in WORDS:
        widgets.radios(field, LABELS[field], WORDS[field])
    elif (kind := TERM_KINDS.get(field, field)) in people.WORD_KINDS:
        names = names_of(kind)
        widgets.words(field, LABELS[field], {NONE: "None of these", **names})
        show_account(field, getattr(request, field), names)
    else:
        widgets.quantity(field, LABELS[field], understood, placeholder=EXAMPLES[field])


page()
