"""The answer in a line, and what refuses a procedure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calc.client.answer import come_back, headline, is_product_refused, refusals, with_open_questions
from calc.client.person import Client
from calc.client.product import Product
from calc.client.verdict import CheckResult, check
from calc.client.visit import PROCEDURES, Visit
from calc.findings import Action
from calc.units import Q_

ADULT = Client(
    age=34,
    sex="female",
    skin=("normal",),
    zone="face",
    pregnant=False,
    breastfeeding=False,
    trying=False,
    smoker=False,
    conditions=(),
    medicines=(),
    actives=(),
    reactions=(),
)
SERUM = Product("l_ascorbic_acid", Q_(15, "percent"), 3.2, "airless_pump", False, ())
FULL = Visit(ADULT, SERUM, procedure="none", intake=())


def result(**changes) -> CheckResult:
    """Return a check of which nothing stands open, with changes."""
    plain = check(FULL)
    return replace(plain, **{"open_questions": (), "findings": (), "verdict": "go", **changes})


# --- in a line ------------------------------------------------------------------------------------


def test_go_says_what_was_checked_and_never_that_it_is_safe():
    count = len(check(FULL).evaluated)
    line = headline(result())
    assert line == f"Go: all {count} checks passed, no question open"
    assert "safe" not in line.lower()


def test_what_is_open_stands_in_the_same_line():
    open_ = result(verdict="unsure", open_questions=("the age", "the skin", "“frobnicol”"))
    assert headline(open_).startswith("Not sure yet: 2 questions open, 1 phrase not understood; so far ")
    assert headline(open_).endswith("; so far nothing against it")
    words = result(verdict="unsure", open_questions=("“frobnicol”", "“blue knees”"))
    assert headline(words) == "Not sure yet: 2 phrases not understood; so far nothing against it"
    one = result(verdict="unsure", open_questions=("the age",))
    assert headline(one).startswith("Not sure yet: 1 question open; ")


def test_what_is_against_it_is_counted_and_what_is_to_heed_too():
    barred = check(Visit(replace(ADULT, conditions=("epilepsy",)), no_product=True, procedure="laser"))
    for_needles = check(
        Visit(replace(ADULT, conditions=("epilepsy",)), no_product=True, procedure="microneedling")
    )
    assert headline(for_needles).startswith("Ask a doctor first: 1 reason, ")
    assert headline(barred).startswith(f"{barred.words}: ")
    heeded = check(replace(FULL, client=replace(ADULT, skin=("sensitive",))))
    assert headline(heeded) == "Go, with care: 1 point to heed, no question open"


@pytest.mark.parametrize(
    ("verdict", "then"),
    [("go", "unsure"), ("care", "unsure"), ("unsure", "unsure"), ("not_now", "not_now"), ("refer", "refer")],
)
def test_more_open_questions_only_make_a_mild_verdict_worse(verdict, then):
    checked = with_open_questions(result(verdict=verdict), ["Age (cannot be read)"])
    assert checked.verdict == then
    assert checked.open_questions == ("Age (cannot be read)",)
    assert with_open_questions(result(verdict=verdict), []).verdict == verdict


# --- what refuses a procedure ---------------------------------------------------------------------


def codes(visit: Visit) -> list[str]:
    return [finding.code for finding in refusals(visit)]


@pytest.mark.parametrize(
    ("changes", "procedure", "code"),
    [
        ({"conditions": ("epilepsy",)}, "microneedling", "NEED-007"),
        ({"medicines": ("isotretinoin",)}, "laser", "PROC-007"),
        ({"pregnant": True}, "mesotherapy", "PREG-002"),
        ({"age": 21.0}, "microneedling", "PROC-003"),
        ({"skin": ("broken",)}, "peel", "PROC-010"),
    ],
)
def test_what_refuses_a_procedure_does_so_whatever_product_goes_with_it(changes, procedure, code):
    client = replace(ADULT, **changes)
    for product in (None, SERUM):
        visit = Visit(client, product, no_product=product is None, procedure=procedure, intake=())
        assert code in codes(visit)


def test_a_product_that_must_not_be_needled_in_refuses_no_procedure():
    visit = Visit(ADULT, SERUM, procedure="microneedling", intake=())
    assert check(visit).verdict == "not_now"
    assert refusals(visit) == ()


def test_that_a_procedure_is_a_doctors_refuses_nobody():
    visit = Visit(ADULT, no_product=True, procedure="mesotherapy", intake=())
    assert check(visit).verdict == "refer"
    assert refusals(visit) == ()


def test_what_is_only_to_be_heeded_refuses_nobody():
    visit = Visit(replace(ADULT, skin=("sensitive",)), no_product=True, procedure="peel", intake=())
    assert any(finding.action is Action.adapt for finding in check(visit).findings)
    assert refusals(visit) == ()


@pytest.mark.parametrize("procedure", [None, "none"])
def test_without_a_procedure_nothing_is_refused(procedure):
    assert refusals(Visit(replace(ADULT, conditions=("epilepsy",)), procedure=procedure)) == ()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_too_much_by_mouth_refuses_no_procedure(procedure):
    visit = Visit(replace(ADULT, conditions=("kidney stones",)), no_product=True, procedure=procedure)
    assert not any(code.startswith("ORAL") for code in codes(visit))


def test_somebody_comes_back_with_the_doctors_answer_or_when_it_has_passed():
    epilepsy = refusals(Visit(replace(ADULT, conditions=("epilepsy",)), procedure="microneedling"))
    broken = refusals(Visit(replace(ADULT, skin=("broken",)), procedure="peel"))
    assert "doctor" in come_back(epilepsy)
    assert max(finding.action for finding in broken) is Action.wait
    assert "passed" in come_back(broken)
    assert "doctor" in come_back((*broken, *epilepsy))


def test_a_product_is_refused_by_a_stop_without_the_procedure():
    assert is_product_refused(replace(FULL, client=replace(ADULT, skin=("broken",))))
    assert not is_product_refused(replace(FULL, procedure="microneedling"))


def test_what_was_told_of_the_client_may_yet_speak_against_it():
    told = check(Visit(client=Client(conditions=("isotretinoin",)), product=Product()))
    assert "nothing against it" not in headline(told)
