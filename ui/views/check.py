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
from calc.messages import say, say_list
from calc.mixing.request import ParsedRequest, batch_of, parse_request
from ui import chips, state, widgets
from ui.appointment import ask_appointment
from ui.care_plan import offer_course, offer_sheet, plan_visit, show_sheet
from ui.check_result import show_intake, show_reasons, show_verdict
from ui.labels import COMMON, EXAMPLES, LABELS, WORDS
from ui.procedure_page import explain_procedure
from ui.word_account import names_of, show_account, show_word

#: Fields that no verdict hangs on.
BESIDE_VERDICT = frozenset({"appointment"})
#: Questions that come up where the answer matters; all others are always in sight.
NOW_AND_THEN = ("sex", "zone", "smoker")


def page() -> None:
    """Ask on the left; say the verdict, why, and what the sheet will be on the right."""
    state.open_mix()
    request = state.read_check()
    understood = parse_visit(request)
    st.title(say("Is it right for this skin, today?"), anchor=False)
    with st.container(key="sides-check"):
        left, right = st.container(key="ask-check"), st.container(key="told-check")
        with right:
            visit, checked = check_visit(request, understood)
        with left:
            questions(request, understood, checked)
        with right, st.container(key="check-details"):
            if visit and checked and not request.is_blank:
                plan = plan_visit(visit, checked, understood)
                offer_sheet(plan)
                show_reasons(checked)
                show_sheet(plan)
                offer_course(visit, checked, plan, understood)
                show_intake(visit, checked)


def check_visit(request: VisitRequest, understood: ParsedRequest) -> tuple[Visit | None, CheckResult | None]:
    """Show the verdict; what cannot be read counts as unknown, and answers that contradict leave the last."""
    unread = [name for name in understood.errors if name not in BESIDE_VERDICT]
    labels = list(dict.fromkeys(LABELS[name.split(" ")[0]] for name in unread))
    try:
        visit = visit_of(request, replace(understood, errors={}), mixed_formula(request))
    except InputErrors as errors:
        last, checked = state.last_check() or (None, None)
        if checked:
            checked = with_open_questions(checked, [say("what is marked below")])
            show_verdict(checked, is_last=True)
        _say_waiting(labels)
        for error in errors.errors:
            widgets.wrong(f"{LABELS.get(error.field, error.field)}: {error.advice}")
        return last, checked
    checked = with_open_questions(
        check(visit), [say("{label} (cannot be read)", label=label) for label in labels]
    )
    if request.is_blank:
        with st.container(key="verdict"):
            st.info(
                say("Tell us the product or treatment, and who it is for."), icon=":material/person_search:"
            )
        return visit, checked
    state.keep_check(visit, checked)
    show_verdict(checked)
    if labels:
        _say_waiting(labels)
    return visit, checked


def _say_waiting(labels: list[str]) -> None:
    """Say that something does not count yet."""
    what = (
        say("Not counted until it can be read: {labels}.", labels=say_list(labels, ","))
        if labels
        else say("Two answers do not go together.")
    )
    st.info(f"{what} {say('Nothing you answered is lost.')}", icon=":material/edit:")


def mixed_formula(request: VisitRequest) -> Formula | None:
    """Return the batch of Mix, where that is the product."""
    return batch_of(parse_request(state.read_mix())).formula if request.product == "mix" else None


def questions(request: VisitRequest, understood: ParsedRequest, checked: CheckResult | None) -> None:
    """Ask what is to be checked and for whom: chips in sight, what few need folded."""
    mentions = checked.mentions if checked else ()
    chips.one("product", LABELS["product"], WORDS["product"])
    ask_product(request, understood)
    chips.one("procedure", LABELS["procedure"], WORDS["procedure"])
    ask_treatment(request, understood)
    show_word("procedure", mentions)
    age, expecting = st.columns([1, 3])
    with age:
        widgets.quantity("age", LABELS["age"], understood, placeholder=EXAMPLES["age"])
    with expecting:
        chips.several("expecting", LABELS["expecting"], WORDS["expecting"])
    chips.several(state.COMMON_FIELD, say("Any of these?"), {chip: chip for chip in COMMON})
    ask_others()
    chips.several("skin", LABELS["skin"], WORDS["skin"])
    asked_now = asked(request, checked.open_questions if checked else ())
    for field in state.keep_asking(name for name in asked_now if name in NOW_AND_THEN):
        chips.one(field, LABELS[field], WORDS[field])
        if field in state.WORDS_BESIDE:
            beside = state.WORDS_BESIDE[field]
            widgets.quantity(beside, LABELS[beside], understood, placeholder=EXAMPLES[beside])
            show_word(field, mentions)
    with widgets.fold(say("Tablets"), "tablets") as fold:
        widgets.lines("tablets", LABELS["tablets"], understood, placeholder=EXAMPLES["tablets"])
    say_folded(fold, understood.echo.get("tablets", ""))
    with st.container(horizontal=True):
        nothing, after = ":material/done_all:", ":material/person_add:"
        st.button(say("I asked – nothing else applies"), icon=nothing, on_click=state.nothing_else)
        st.button(say("Next client"), icon=after, on_click=state.next_client)
    say_what_nothing_covers(request, checked)
    widgets.aside(say("Nothing is saved. Reloading clears the client."))


def ask_product(request: VisitRequest, understood: ParsedRequest) -> None:
    """Ask which product it is: what its label says is folded."""
    if request.product == "list":
        names = {key: f"{product.brand}: {product.product}" for key, product in market.products().items()}
        widgets.choice("listed", LABELS["listed"], {"": say("Choose, or type to search"), **names})
    elif request.product == "mix":
        st.page_link("ui/views/mix.py", label=say("Open my batch in Mix"), icon=":material/blender:")
    elif st.session_state.get(state.key("product")) == "label":
        form = catalog.forms()[request.product_form].name if request.product_form else ""
        said = (form, request.product_strength, request.product_pH and f"pH {request.product_pH}")
        st.session_state.setdefault("fold-label", not request.product_form)
        with widgets.fold(say("Label details"), "label") as fold:
            forms = {"": say("Not known")} | {key: term.name for key, term in catalog.forms().items()}
            widgets.choice("product_form", LABELS["product_form"], forms)
            for field, column in zip(("product_strength", "product_pH"), st.columns(2)):
                with column:
                    widgets.quantity(field, LABELS[field], understood, placeholder=EXAMPLES[field])
            widgets.choice("product_package", LABELS["product_package"], WORDS["product_package"])
            names = names_of("actives")
            widgets.words("coactives", LABELS["coactives"], {NONE: say("None"), **names})
        say_folded(fold, *said)
        show_account("coactives", request.coactives, names)


def ask_treatment(request: VisitRequest, understood: ParsedRequest) -> None:
    """Ask which kind of treatment it is, and when; explain it where somebody asks."""
    if request.procedure in PROCEDURE_TYPES:
        types = {"": WORDS["procedure_type"][""]} | {
            kind: WORDS["procedure_type"][kind] for kind in PROCEDURE_TYPES[request.procedure]
        }
        widgets.choice("procedure_type", LABELS["procedure_type"], types)
    if request.procedure not in ("", NONE) or request.appointment:
        ask_appointment(understood)
    with widgets.fold(say("Another treatment"), "treatment") as fold:
        if fold.open:
            beside = "procedure_words"
            widgets.quantity(beside, LABELS[beside], understood, placeholder=EXAMPLES[beside])
    say_folded(fold, state.text_in(state.key("procedure_words")))
    explain_procedure(request.procedure)


def ask_others() -> None:
    """Ask for what has no chip: conditions, medicines, skincare and reactions, by search or in words."""
    with widgets.fold(say("Other conditions, medicines, skincare or reactions"), "others") as fold:
        if fold.open:
            for kind in people.WORD_KINDS:
                widgets.words(kind, LABELS[kind], {NONE: say("None"), **names_of(kind)})
    for kind in people.WORD_KINDS:
        held = st.session_state.get(state.key(kind)) or ()
        say_folded(fold, *(names_of(kind).get(word, "") for word in held))
        show_account(kind, held, names_of(kind))


def say_folded(fold: widgets.Fold, *said: str) -> None:
    """Say on one line what was said in a part that is folded now."""
    line = " · ".join(" ".join(widgets.without_markup(text).split()) for text in said if text)
    if line and not fold.open:
        widgets.aside(line)


def say_what_nothing_covers(request: VisitRequest, checked: CheckResult | None) -> None:
    """Say what “nothing else applies” answers, and what it leaves; or that there is enough to say no."""
    if checked and any(
        finding.severity is Severity.STOP and finding.action > Action.adapt for finding in checked.findings
    ):
        widgets.aside(say("That is enough to say no: you need not ask more."))
    fields = [name for name in (*NOTHING_ELSE, "procedure", "tablets") if not getattr(request, name)]
    if fields:
        covered = ", ".join(LABELS[name] for name in fields)
        widgets.aside(say("“Nothing else applies” answers “none” to: {covered}.", covered=covered))
    left = [question for question in (checked.open_questions if checked else ()) if question not in COVERED]
    if left:
        widgets.aside(say("It leaves: {fields}.", fields=widgets.without_markup(", ".join(left))))


#: What is not known, as rules call it, that “nothing else applies” answers.
COVERED = frozenset(
    {
        say("pregnancy or breastfeeding"),
        say("other actives in use"),
        say("conditions"),
        say("medicines"),
        say("what else is in it"),
        say("what is taken by mouth"),
        say("the procedure"),
    }
)


page()
