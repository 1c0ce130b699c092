"""Answers on a form: which of them stands for which name, and what denies nothing."""

from __future__ import annotations

import datetime

import pytest

from calc.parsing.form_answers import by_answer, with_boxes
from calc.parsing.person_tokens import pieces_of
from calc.parsing.terms_in_text import mentions_in

DAY = datetime.date(2026, 11, 30)


def held(text: str) -> set[str]:
    """Return the conditions that a text says are there."""
    return {mention.terms["conditions"].id for mention in mentions_in(text, DAY) if mention.holds}


@pytest.mark.parametrize("ticked", ["[x]", "[X]", "(x)", "☑", "☒", "✓", "✅"])
@pytest.mark.parametrize("empty", ["[ ]", "[]", "( )", "☐", "□"])
def test_what_is_not_ticked_is_denied_beside_what_is(ticked, empty):
    assert held(f"{empty} diabetes {ticked} epilepsy {empty} herpes") == {"epilepsy"}
    assert held(f"diabetes {empty} epilepsy {ticked} herpes {empty}") == {"epilepsy"}
    assert held(f"{empty} diabetes\n{ticked} epilepsy") == {"epilepsy"}


@pytest.mark.parametrize(
    "text",
    [
        "[ ] diabetes [ ] epilepsy",  # nothing is ticked: nobody filled it in
        "[x] diabetes epilepsy [ ]",  # not one box each
        "diabetes yes [ ] no [ ] epilepsy yes [ ] no [ ]",
        "diabetes yes [x] no [x] epilepsy",
        "diabetes yes no, epilepsy no yes",
        "diabetes yes/no epilepsy yes/no",
    ],
)
def test_an_unclear_form_denies_nothing(text):
    assert held(text) == {"diabetes", "epilepsy"}


def test_pieces_without_answers_stay_as_they_are():
    for text in (
        "no diabetes, epilepsy",
        "stopped warfarin",
        "no diabetes or epilepsy",
        "ja, keine Epilepsie",
    ):
        pieces = pieces_of(text)
        assert with_boxes(pieces) == pieces
        assert by_answer(pieces) == [tuple(pieces)]
