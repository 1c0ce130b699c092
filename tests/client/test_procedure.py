"""What a procedure is: short, from the claims, and for whom it is not."""

from __future__ import annotations

import re

import pytest

from calc import catalog
from calc.catalog.procedures import procedures
from calc.client.procedure import KNOWN, describe_procedure
from tests.conftest import refusal


@pytest.mark.parametrize("id", procedures())
def test_every_page_says_what_it_is_what_is_claimed_and_what_is_known(id):
    page = describe_procedure(id)
    assert page.procedure.what.endswith(".")
    assert page.claims
    assert all(claim.verdict in KNOWN and claim.evidence for claim in page.claims)
    assert page.procedure.instead or id == "patch"
    assert id not in page.procedure.instead


@pytest.mark.parametrize("id", procedures())
def test_no_page_is_a_recipe_for_injecting(id):
    assert not re.search(r"\d\s*(ml|mL|mg|g|%)\b", describe_procedure(id).procedure.what)


def test_needles_are_not_for_the_pregnant_and_ask_a_doctor_with_diabetes():
    page = describe_procedure("microneedling")
    assert "No needling in pregnancy or breastfeeding" in page.refused
    assert "Needling and diabetes" in page.ask_first
    assert not {*page.refused} & {*page.ask_first}
    assert not any("Needling" in reason for reason in describe_procedure("without_needles").ask_first)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"c002_40"', '"c002_99"', "claims: “c002_99” is not known"),
        ('instead = ["without_needles", "microneedling"]', 'instead = ["cupping"]', "“cupping” is not known"),
        ('sources = ["seed_002"]', "sources = []", "somebody must use the word so"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(spoil, old, new, words):
    line = spoil("procedures.toml", old, new)
    error = refusal("procedures.toml", procedures)
    assert words in error.problem
    assert error.line == line


@pytest.mark.parametrize("id", procedures())
def test_every_page_tells_that_harmed_skin_waits_and_nothing_that_holds_for_all(id):
    page = describe_procedure(id)
    reasons = {*page.refused, *page.not_now, *page.ask_first}
    assert catalog.rules()["PROC-010"].title in reasons
    # Needles of any kind are a doctor's matter, whoever has them.
    of_all = {rule.title for rule in catalog.rules().values() if len({*rule.when, *rule.limits}) == 1}
    assert not reasons & of_all
