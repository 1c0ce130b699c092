"""What is said in one answer: no sentence takes back another."""

from __future__ import annotations

import csv
import functools
import itertools
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import catalog
from calc.catalog import people
from calc.client.visit import PROCEDURES
from calc.findings import Action, Finding

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
# Words that calm. A rule that says one is marked, and gives way to what says wait, or ask a doctor.
CALMING = re.compile(
    r"\b(fine|low risk|nothing to change|acceptable|a myth|changed nothing|no harm|harmless)\b", re.IGNORECASE
)
# Rules that weigh one against the other in the same breath, so that nobody is calmed.
WEIGHS = {"PROC-023"}
# Each part, of which an answer may not say both: the one offers what the other refuses.
OPPOSED = (
    (r"\bsensitive skin\b.*\bfine\b|\bfine\b.*\bsensitive skin\b", r"better not pure ascorbic acid"),
    (r"goes with a retinoid", r"retinoid in pregnancy|retinoid by mouth while breastfeeding"),
    (
        r"\btest (it|the product|the finished)\b|inner arm|finished product",
        r"\bnot even to try|do not put it on skin",
    ),
    (r"\bfor an acid aim\b", r"no pure acid on"),
)
FLAGS = (
    *[
        ("conditions", word)
        for word in people.terms("conditions")
        if word not in ("pregnant", "breastfeeding", "trying")
    ],
    *[("medicines", word) for word in people.terms("medicines")],
    *[("actives", word) for word in people.terms("actives")],
    *[
        ("reactions", word)
        for word in ("allergy", "stinging", "allergic to vitamin E", "allergic to lanolin")
    ],
)
PRODUCTS = (
    "none",
    {"form": "l_ascorbic_acid", "mass_fraction": 0.05, "pH": 3.2, "coactives": []},
    {
        "form": "l_ascorbic_acid",
        "mass_fraction": 0.25,
        "pH": 2.2,
        "home_made": True,
        "coactives": ["retinol"],
    },
    {"form": "sodium_ascorbyl_phosphate", "mass_fraction": 0.05, "pH": 6.5, "coactives": ["tocopherol"]},
    {"form": "ethyl_ascorbic_acid", "mass_fraction": 0.02, "pH": 12, "coactives": ["niacinamide"]},
)


def made_up(seed: int, count: int) -> list[dict[str, Any]]:
    """Return clients of every kind, drawn from everything that can be told."""
    draw = random.Random(seed)
    clients = []
    for _ in range(count):
        sex = draw.choice(("female", "male"))
        client: dict[str, Any] = {
            "age": draw.choice((6, 15, 19, 34, 70)),
            "sex": sex,
            "zone": draw.choice(("face", "eye_area", "body")),
            "skin": [draw.choice(("normal", "sensitive", "irritated", "broken", "rosacea", "acne"))],
            **{kind: [] for kind in people.WORD_KINDS},
        }
        for kind, word in draw.sample(FLAGS, draw.randint(0, 4)):
            client[kind].append(word)
        if sex == "female" and client["age"] in (19, 34):
            client |= {name: draw.random() < 0.3 for name in ("pregnant", "breastfeeding", "trying")}
        tablet = {"form": "l_ascorbic_acid", "mg": draw.choice((200, 1000, 3000, 9000)), "per_day": 1}
        clients.append(
            {
                "client": client,
                "product": draw.choice(PRODUCTS),
                "procedure": draw.choice(PROCEDURES),
                "intake": draw.choice(([], [tablet])),
            }
        )
    return clients


@functools.cache
def answers() -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Return what is said of the clients of the table, and of many more, each with what tells it apart."""
    table = [
        client["client"] for client in json.loads((REFERENCE / "clients.json").read_text(encoding="utf-8"))
    ]
    with (REFERENCE / "check_cases.csv").open(encoding="utf-8", newline="") as text:
        table += [json.loads(row["given"]) for row in csv.DictReader(text)]
    said = []
    for content in [*table, *made_up(17, 250)]:
        text = json.dumps(content, ensure_ascii=False)
        try:
            said.append((text, calc.check(calc.load_visit(text)).findings))
        except calc.InputErrors:
            continue
    return tuple(said)


def words_of(finding: Finding) -> str:
    return f"{finding.title}. {finding.message} {finding.remedy}"


def test_enough_is_looked_at():
    codes = {finding.code for _, findings in answers() for finding in findings}
    about_clients = {code for code, rule in catalog.rules().items() if "client" in rule.of}
    assert len(answers()) > 950
    assert len(about_clients - codes) <= 3, about_clients - codes


def test_nothing_calms_beside_what_says_wait_or_ask_a_doctor():
    for content, findings in answers():
        # What is swallowed, and what happens to the skin, are two matters.
        worrying = {finding.subject == "intake" for finding in findings if finding.action >= Action.wait}
        for finding in (finding for finding in findings if (finding.subject == "intake") in worrying):
            assert not catalog.rules()[finding.code].reassures, f"{finding.code}: {content}"
            if finding.code not in WEIGHS:
                assert not CALMING.search(words_of(finding)), f"{finding.code}: {content}"


def test_whoever_calms_is_marked():
    for code, rule in catalog.rules().items():
        text = f"{rule.title} {rule.message} {rule.remedy}"
        if "client" in rule.of and CALMING.search(text) and code not in WEIGHS:
            assert rule.reassures, code


def test_what_reassures_is_said_where_nothing_speaks_against_it():
    said = {finding.code for _, findings in answers() for finding in findings}
    marked = {code for code, rule in catalog.rules().items() if rule.reassures}
    assert len(marked) >= 5
    assert marked <= said
    assert all(catalog.rules()[code].action <= Action.adapt for code in marked)


@pytest.mark.parametrize(("one", "other"), OPPOSED)
def test_no_answer_offers_what_it_refuses(one, other):
    for content, findings in answers():
        for left, right in itertools.permutations(findings, 2):
            both = re.search(one, words_of(left), re.IGNORECASE) and re.search(
                other, words_of(right), re.IGNORECASE
            )
            assert not both, f"{left.code} and {right.code}: {content}"


def test_no_title_stands_twice():
    for content, findings in answers():
        titles = [finding.title for finding in findings]
        assert len(titles) == len({*titles}), content
