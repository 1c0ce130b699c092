"""What is wrong with a visit, in JSON or typed: where, why, and what to write instead, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from calc.client.intake import ORAL_FORMS
from calc.client.request import VisitRequest, parse_visit
from calc.client.visit import MOST_ENTRIES, MOST_SUPPLEMENTS, read_visit
from calc.errors import InputErrors

ONE = {"mg": 1, "per_day": 1}
FORMS = f"Use {', '.join(ORAL_FORMS)}, or leave the supplement out."


@pytest.mark.parametrize(
    ("content", "field", "given", "accepted", "fix"),
    [
        ({"product": {"form": 5}}, "product.form", 5, "this must be text.", "Put it in quotes."),
        ({"procedure": 5}, "procedure", 5, "this must be text.", "Put it in quotes."),
        ({"client": {"skin": "normal"}}, "client.skin", "normal", "this must be a list.", "Write [ … ]."),
        (
            {"client": {"actives": [5]}},
            "client.actives",
            [5],
            f"this is a list of up to {MOST_ENTRIES} texts.",
            'Write ["…"], or [] for none.',
        ),
        (
            {"intake": [{"mg": 1}]},
            "intake[0].per_day",
            "",
            "each supplement needs it.",
            'Write "per_day": 1.',
        ),
        (
            {"intake": [ONE, 5]},
            "intake[1]",
            5,
            "this must be an object.",
            "It may have form, mg, per_day, effervescent.",
        ),
        (
            {"intake": [{**ONE, "colour": 1}]},
            "intake[0].colour",
            1,
            "this key is not known.",
            "Use form, mg, per_day, effervescent.",
        ),
        (
            {"intake": [ONE] * (MOST_SUPPLEMENTS + 1)},
            "intake",
            f"{MOST_SUPPLEMENTS + 1} supplements",
            f"at most {MOST_SUPPLEMENTS} supplements are read.",
            "Add up those of one form.",
        ),
        (
            {"procedure": "patch", "procedure_type": "x"},
            "procedure_type",
            "x",
            "this kind of treatment is not known.",
            "Use hydrogel, fabric, collagen, metal_ion.",
        ),
        (
            {"procedure": "peel", "procedure_type": "x"},
            "procedure_type",
            "x",
            "this kind of treatment is not known.",
            "Leave it out.",
        ),
        ({"client": {"sex": "x"}}, "client.sex", "x", "this word is not known.", "Use female, male."),
        (
            {"client": {"age": 200}},
            "client.age",
            "200",
            "an age must be between 0 and 120 years.",
            "Correct it, or leave it out.",
        ),
        (
            {"client": {"age": 70, "pregnant": True}},
            "client.pregnant",
            "yes",
            "this does not go with an age of 70.",
            "Check the age and this answer.",
        ),
        (
            {"client": {"sex": "male", "conditions": ["pregnant"]}},
            "client.pregnant",
            "yes",
            "this does not go with the sex “male”.",
            "Check the sex and this answer.",
        ),
        (
            {"client": {"pregnant": False, "conditions": ["pregnant"]}},
            "client.pregnant",
            "no",
            "a condition says yes.",
            "Take one of them out.",
        ),
        (
            {"client": {"skin": ["normal", "acne"]}},
            "client.skin",
            "normal, acne",
            "“normal” contradicts the rest.",
            "Take one of them out.",
        ),
        (
            {"client": {"medicines": ["iron", "None"]}},
            "client.medicines",
            "iron, None",
            "“none” contradicts the rest.",
            "Take one of them out.",
        ),
        (
            {"intake": [{**ONE, "form": "sodium ascorbat"}]},
            "intake[0].form",
            "sodium ascorbat",
            "this form of vitamin C is not known here.",
            f"Did you mean sodium_ascorbate or calcium_ascorbate? {FORMS}",
        ),
        (
            {"intake": [{**ONE, "form": "ascorbyl glucoside"}]},
            "intake[0].form",
            "ascorbyl glucoside",
            "this form is for skin and is not swallowed.",
            FORMS,
        ),
        (
            {"intake": [{"mg": 1e6, "per_day": 1}]},
            "intake[0].mg",
            "1000000 mg",
            "one piece has more than 0 mg and at most 100000 mg of the form.",
            "Give the mass in one piece, for example 1000 mg.",
        ),
        (
            {"intake": [{"mg": 1, "per_day": 0}]},
            "intake[0].per_day",
            "0",
            "must be above 0 and at most 50 pieces a day.",
            "If it is not taken, leave it out.",
        ),
        (
            {"intake": [{"mg": 1, "per_day": 99}]},
            "intake[0].per_day",
            99.0,
            "must be above 0 and at most 50 pieces a day.",
            "Write how many a day, for example 2, or 0.5 for one every other day.",
        ),
    ],
)
def test_what_is_wrong_says_where_and_what_to_write(
    content: dict[str, Any], field: str, given: object, accepted: str, fix: str
) -> None:
    with pytest.raises(InputErrors) as caught:
        read_visit(content)
    (error,) = caught.value.errors
    assert (error.field, error.given, error.accepted, error.fix) == (field, given, accepted, fix)


@pytest.mark.parametrize(
    ("text", "line", "accepted", "fix", "readings"),
    [
        ("x", 1, "an amount and how often is read here.", "Write for example 1000 mg, 2 a day.", ()),
        (
            "1000 mg\n1,000 mg, 2 a day",
            2,
            "this can be meant in two ways.",
            "Write 1000 mg, 2 a day or 1.0 mg, 2 a day.",
            ("1000 mg\n1000 mg, 2 a day", "1000 mg\n1.0 mg, 2 a day"),
        ),
        (
            "1.500 mg a day\n5 mg",
            1,
            "this can be meant in two ways.",
            "Write 1500 mg a day or 1.5 mg a day.",
            ("1500 mg a day\n5 mg", "1.5 mg a day\n5 mg"),
        ),
        (
            "1000 mg askorbate, 2 a day",
            1,
            "“askorbate”: this form of vitamin C is not known here.",
            "Use L-ascorbic acid, sodium ascorbate, calcium ascorbate, ascorbyl palmitate.",
            (),
        ),
        (
            "2 x 500 mg sodium ascorbat effervescent, daily",
            1,
            "“sodium ascorbat”: this form of vitamin C is not known here.",
            "Use L-ascorbic acid, sodium ascorbate, calcium ascorbate, ascorbyl palmitate.",
            (
                "2 x 500 mg sodium ascorbate effervescent, daily",
                "2 x 500 mg calcium ascorbate effervescent, daily",
            ),
        ),
        (
            "1000 mg wonder 3 times",
            1,
            "how much or how often cannot be read.",
            "Write for example 1000 mg, 2 a day.",
            (),
        ),
    ],
)
def test_a_line_of_tablets_says_what_to_write(
    text: str, line: int, accepted: str, fix: str, readings: tuple[str, ...]
) -> None:
    (error,) = parse_visit(VisitRequest(tablets=text)).errors.values()
    assert (error.field, error.given) == (f"tablets line {line}", text.splitlines()[line - 1])
    assert (error.accepted, error.fix, error.readings) == (accepted, fix, readings)
