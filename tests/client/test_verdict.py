"""The check of a client: verdicts from the reference cases, and what must hold whatever is told."""

from __future__ import annotations

import copy
import csv
import functools
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.__main__ import main
from calc.catalog import people
from calc.client.verdict import check
from calc.client.visit import PROCEDURES, load_visit, read_visit
from calc.errors import InputErrors
from calc.findings import Action, Severity
from tests.cases import every_case

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "check_cases.csv"
COLUMNS = ["case", "what", "given", "verdict", "codes", "not_codes", "reason", "source"]
CASES = list(csv.DictReader(io.StringIO(REFERENCE.read_text(encoding="utf-8"))))
# From the mildest to the worst.
VERDICTS = ("go", "care", "unsure", "not_now", "refer")
CLIENT_RULES = {code: text for code, text in catalog.rules().items() if "client" in text.of}
# A visit of which everything is told, and nothing is wrong with it.
FULL: dict[str, Any] = {
    "client": {
        "age": 34,
        "sex": "female",
        "skin": ["normal"],
        "zone": "face",
        "pregnant": False,
        "breastfeeding": False,
        "trying": False,
        "conditions": [],
        "medicines": [],
        "smoker": False,
        "actives": [],
        "reactions": [],
    },
    "product": {
        "form": "l_ascorbic_acid",
        "mass_fraction": 0.15,
        "pH": 3.2,
        "package": "ampoule",
        "home_made": False,
        "coactives": [],
    },
    "procedure": "none",
    "intake": [],
}
TABLET = {"form": "l_ascorbic_acid", "mg": 250, "per_day": 1, "effervescent": False}
MILD = {"form": "sodium_ascorbyl_phosphate", "mass_fraction": 0.05, "pH": 6.5}


def answer_to(visit: dict[str, Any]) -> dict[str, Any]:
    return check(read_visit(visit)).as_dict()


def rank(visit: dict[str, Any]) -> int:
    return VERDICTS.index(answer_to(visit)["verdict"])


def codes_of(answer: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in answer["findings"]}


def listed(text: str) -> set[str]:
    return {*text.split(";")} - {""}


def visit(*, client: Any = None, product: Any = None, **top: Any) -> dict[str, Any]:
    """A visit of which everything is told, with some answers changed."""
    made = copy.deepcopy(FULL)
    made["client"].update(client or {})
    made["product"].update(product or {})
    made.update(top)
    return made


# --- the reference cases --------------------------------------------------------------------------


@every_case("row", CASES)
def test_reference_case(row):
    answer = answer_to(json.loads(row["given"]))
    content = f"{row['what']}: {row['reason']}; open: {answer['open_questions']}, found: {codes_of(answer)}"
    assert answer["verdict"] == row["verdict"], content
    assert listed(row["codes"]) <= codes_of(answer), content
    assert not listed(row["not_codes"]) & codes_of(answer), content


def test_reference_cases_are_complete():
    assert list(CASES[0]) == COLUMNS
    assert len(CASES) >= 60
    names = [row["case"] for row in CASES]
    assert len(set(names)) == len(names)
    assert {row["verdict"] for row in CASES} == {*VERDICTS}
    assert all(row["what"] and row["reason"] for row in CASES)


def test_reference_cases_name_sources_and_rules_that_exist():
    assert {row["source"] for row in CASES} <= catalog.sources().keys()
    named = {code for row in CASES for code in listed(row["codes"]) | listed(row["not_codes"])}
    assert named <= catalog.rules().keys()


def test_reference_cases_fire_every_rule_about_clients():
    fired = {code for row in CASES for code in listed(row["codes"])}
    missing = sorted(CLIENT_RULES.keys() - fired)
    assert not missing, f"no case fires {', '.join(missing)}"


# --- the shape of the answer ----------------------------------------------------------------------


@pytest.mark.parametrize("row", CASES[::9], ids=[row["case"] for row in CASES[::9]])
def test_answer_is_json_with_its_keys(row):
    answer = answer_to(json.loads(row["given"]))
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert answer.keys() >= {"verdict", "findings", "rules", "intake", "model_version", "data_hash"}
    ran, skipped = answer["rules"]["evaluated"], answer["rules"]["skipped"]
    assert not {*ran} & {rule["code"] for rule in skipped}
    assert {*ran} | {rule["code"] for rule in skipped} >= CLIENT_RULES.keys()
    assert all(rule["reason"] for rule in skipped)
    for finding in answer["findings"]:
        assert finding["code"] in ran
        assert finding["message"]
        assert finding["remedy"]
        assert {*finding["sources"]} <= catalog.sources().keys()
        assert "{" not in finding["title"] + finding["message"] + finding["remedy"]


def test_no_remedy_has_a_hole_where_a_number_should_be():
    for row in CASES:
        for finding in answer_to(json.loads(row["given"]))["findings"]:
            assert "unknown" not in finding["remedy"], (
                f"{row['case']}, {finding['code']}: {finding['remedy']}"
            )


def test_a_patch_says_both_ends_of_its_time():
    result = answer_to(visit(product=MILD, procedure="patch"))["findings"]
    message = next(content["message"] for content in result if content["code"] == "PROC-009")
    assert {"10", "30", "50"} <= {*re.findall(r"\d+", message)}, message


def test_findings_that_decide_come_first():
    worst = visit(client={"actives": ["aha"], "medicines": ["warfarin"]}, procedure="microneedling")
    actions = [Action[finding["action"]] for finding in answer_to(worst)["findings"]]
    assert actions == sorted(actions, reverse=True)
    assert actions[0] is Action.refer


@pytest.mark.parametrize(
    ("client", "rda", "ul"),
    [
        ({}, 75, 2000),
        ({"sex": "male"}, 90, 2000),
        ({"smoker": True}, 110, 2000),
        ({"smoker": True, "sex": "male"}, 125, 2000),
        ({"sex": None}, [75, 90], 2000),
        ({"pregnant": True}, 85, 2000),
        ({"breastfeeding": True}, 120, 2000),
        ({"age": 18, "pregnant": True}, 80, 1800),
        ({"age": 18, "breastfeeding": True}, 115, 1800),
        ({"age": 18}, 65, 1800),
        ({"age": 18, "sex": "male"}, 75, 1800),
        ({"age": 13}, 45, 1200),
        ({"age": 8}, 25, 650),
        ({"age": 3}, 15, 400),
        ({"age": 0.75}, 50, None),
        ({"age": 0.25}, 40, None),
    ],
)
def test_intake_is_held_against_its_age(client, rda, ul):
    intake = answer_to(visit(client=client, intake=[TABLET]))["intake"]
    assert intake["total_mg"] == pytest.approx(250)
    assert (intake["rda_mg"], intake["ul_mg"]) == (rda, ul)


def test_skin_is_never_added_to_what_is_swallowed():
    answer = answer_to(visit(intake=[TABLET]))
    assert answer["intake"]["total_mg"] == pytest.approx(250)
    assert answer["skin_bound_mg"] == pytest.approx(231, abs=0.5)


# --- adding a risk --------------------------------------------------------------------------------

FLAGS = ("pregnant", "breastfeeding", "trying", "smoker")
# Who says “not pregnant” cannot have a pregnancy among the conditions: that is refused.
DENIED = ("pregnant", "breastfeeding", "trying")
WORDS = [(kind, word) for kind in people.WORD_KINDS for word in people.terms(kind) if word not in DENIED]
NOBODY_KNOWS = "zz nobody knows this"
RISKS: list[tuple[str, Any]] = [
    *WORDS,
    *[(kind, NOBODY_KNOWS) for kind in people.WORD_KINDS],
    *[("skin", word) for word in ("sensitive", "irritated", "broken", "rosacea", "acne")],
    *[(flag, True) for flag in FLAGS],
    *[("procedure", procedure) for procedure in PROCEDURES if procedure != "none"],
    *[("intake", {**TABLET, "mg": mg, "effervescent": fizz}) for mg in (5, 1000) for fizz in (False, True)],
    ("intake", {"form": "sodium_ascorbate", "mg": 2500, "per_day": 1, "effervescent": False}),
    *[("coactives", word) for word in people.terms("actives")],
    ("mass_fraction", 0.25),
    ("pH", 2.2),
    ("home_made", True),
    ("zone", "eye_area"),
    ("age", 15),
]
# Those that only matter together.
TOGETHER: list[list[tuple[str, Any]]] = [
    [("mild", True), ("trying", True), ("actives", "retinoid")],
    [("conditions", "heart_disease"), ("intake", {**TABLET, "effervescent": True})],
    [("conditions", "kidney_stones"), ("intake", TABLET)],
    [("medicines", "warfarin"), ("intake", TABLET)],
    [("medicines", "isotretinoin"), ("procedure", "peel")],
    [("mild", True), ("zone", "eye_area"), ("skin", "rosacea"), ("procedure", "patch")],
]


def with_risk(content: dict[str, Any], risk: tuple[str, Any]) -> dict[str, Any]:
    """A visit with one more risk; a second procedure is none."""
    made = copy.deepcopy(content)
    name, value = risk
    if name == "intake":
        made["intake"] = [*made["intake"], value]
    elif name == "procedure":
        made["procedure"] = value if made["procedure"] == "none" else made["procedure"]
    elif name == "mild":
        made["product"].update(MILD)
    elif name == "skin":
        made["client"]["skin"] = sorted({*made["client"]["skin"], value} - {"normal"})
    else:
        part = made["client"] if name in FULL["client"] else made["product"]
        added = [*part[name], value] if isinstance(part[name], list) else value
        part[name] = list(dict.fromkeys(added)) if isinstance(added, list) else added
    return made


def with_risks(risks: list[tuple[str, Any]]) -> dict[str, Any]:
    return functools.reduce(with_risk, risks, visit())


@given(st.lists(st.sampled_from(RISKS), max_size=4), st.sampled_from(RISKS))
def test_a_risk_more_never_improves_the_verdict(risks, one_more):
    before = with_risks(risks)
    assert rank(with_risk(before, one_more)) >= rank(before)


@every_case("risk", RISKS)
def test_a_risk_alone_never_improves_a_stop(risk):
    for before in (visit(client={"skin": ["broken"]}), visit(procedure="microneedling")):
        assert rank(with_risk(before, risk)) >= rank(before)


# --- leaving something out ------------------------------------------------------------------------

# Without a product only the procedure and the tablets are asked about: there is no other way to
# say so. Then removing the product is a question to ask of procedures alone.
KEYS = [
    # Trying and earlier reactions are asked where they matter, and a note or a line says that they were
    # not; they are no part of what a client file must tell. Who tells the skin has told the conditions of
    # it: an ordinary serum needs no list of conditions.
    *[("client", key) for key in FULL["client"] if key not in ("trying", "reactions", "conditions")],
    *[("product", key) for key in FULL["product"]],
    ("intake", "form"),
    ("intake", "effervescent"),
    ("client",),
    ("product",),
    ("procedure",),
    ("intake",),
]


def without(content: dict[str, Any], key: tuple[str, ...]) -> dict[str, Any]:
    made = copy.deepcopy(content)
    if len(key) == 1:
        del made[key[0]]
        return made
    parts = made["intake"] if key[0] == "intake" else [made[key[0]]]
    for part in parts:
        del part[key[1]]
    return made


@functools.cache
def not_go() -> tuple[dict[str, Any], ...]:
    """Visits that do not end in "go"; a word that nobody knows tells no more than none at all."""
    alone = [[risk] for risk in RISKS if risk[1] != NOBODY_KNOWS]
    result = [with_risks(content) for content in [*alone, *TOGETHER]]
    return tuple(content for content in result if rank(content) > 0)


@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_leaving_something_out_never_turns_the_verdict_to_go(key):
    asked = [content for content in not_go() if key != ("product",) or content["procedure"] != "none"]
    assert len(asked) >= 5
    turned = [content for content in asked if rank(without(content, key)) == 0]
    plain = {**FULL["client"], **FULL["product"], **FULL}
    flat = [{**content["client"], **content["product"], **content} for content in turned[:3]]
    parts = ("client", "product")
    differs = [
        {name: value for name, value in content.items() if name not in parts and value != plain[name]}
        for content in flat
    ]
    assert not turned, f"{len(turned)} turn to go without {'.'.join(key)}, such as {differs}"


@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_null_says_the_same_as_leaving_it_out(key):
    content = with_risks([("intake", TABLET), ("actives", "aha"), ("procedure", "peel")])
    null = copy.deepcopy(content)
    place = null["intake"][0] if key[0] == "intake" and len(key) == 2 else null
    place = place if len(key) == 1 or key[0] == "intake" else place[key[0]]
    place[key[-1]] = None
    assert answer_to(null) == answer_to(without(content, key))


def test_open_questions_say_what_is_missing():
    answer = answer_to(without(FULL, ("client", "age")))
    assert answer["open_questions"] == ["the age"]
    assert any("the age" in rule["reason"] for rule in answer["rules"]["skipped"])
    assert answer_to(visit())["open_questions"] == []


# --- what must not matter -------------------------------------------------------------------------


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the order of its findings and of the names that are not known."""
    findings = [
        {**finding, "message": ""}
        if finding["code"] in ("ASK-001", "ASK-002", "REACT-003", "REACT-004")
        else finding
        for finding in answer["findings"]
    ]
    return {
        **answer,
        "findings": sorted(json.dumps(finding, sort_keys=True) for finding in findings),
        **{name: sorted(answer[name]) for name in ("not_checked", "open_questions")},
        "words": sorted(json.dumps(word, sort_keys=True) for word in answer["words"]),
    }


@given(st.lists(st.sampled_from(RISKS), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_order_changes_nothing(risks, random):
    content = with_risks(risks)
    mixed = copy.deepcopy(content)
    lists = [element for part in (mixed["client"], mixed["product"], mixed) for element in part.values()]
    for words in lists:
        if isinstance(words, list):
            random.shuffle(words)
    mixed["client"] = dict(sorted(mixed["client"].items(), reverse=True))
    assert comparable(answer_to(mixed)) == comparable(answer_to(content))


@given(st.integers(0, 120), st.sampled_from(("female", "male")))
def test_type_of_the_age_changes_nothing(age, sex):
    content = visit(client={"age": age, "sex": sex}, intake=[TABLET], procedure="microneedling")
    same = visit(client={"age": float(age), "sex": sex}, intake=[TABLET], procedure="microneedling")
    assert answer_to(content) == answer_to(same)


# Thirty: all words go through one reader, whose own tests try every one.
@settings(max_examples=30)
@given(st.sampled_from(WORDS), st.booleans())
def test_words_are_read_without_their_dress(risk, twice):
    kind, word = risk
    plain = visit(client={kind: [word]}, procedure="microneedling", intake=[TABLET])
    dressed = f"  {word.upper().replace('_', '-')} "
    other = visit(
        client={kind: [dressed, word] if twice else [dressed]}, procedure="microneedling", intake=[TABLET]
    )
    assert answer_to(plain)["verdict"] == answer_to(other)["verdict"]
    assert codes_of(answer_to(plain)) == codes_of(answer_to(other))


# --- what nobody knows here -----------------------------------------------------------------------


@given(
    st.lists(st.from_regex(r"zz[qxj]{2,6}", fullmatch=True), min_size=1, max_size=4),
    st.sampled_from(people.WORD_KINDS),
)
def test_unknown_words_are_never_lost(words, kind):
    answer = answer_to(visit(client={kind: [" ".join(words)]}))
    assert {*words} <= {*" ".join(answer["not_checked"]).split()}
    assert answer["verdict"] in (("care", "unsure") if kind == "actives" else ("unsure",))
    assert "ASK-001" in codes_of(answer)


@given(st.text(max_size=40), st.sampled_from(people.WORD_KINDS))
def test_any_text_at_all_gets_an_answer(text, kind):
    assert answer_to(visit(client={kind: [text]}))["verdict"] in VERDICTS


def test_unknown_medicine_stands_beside_known_ones():
    content = visit(client={"medicines": ["warfarin", "zzfluor 20"]}, intake=[TABLET])
    answer = answer_to(content)
    assert answer["verdict"] == "refer"
    assert codes_of(answer) >= {"ORAL-011", "ASK-001"}
    (name,) = answer["not_checked"]
    assert "zzfluor" in name
    ask = next(finding for finding in answer["findings"] if finding["code"] == "ASK-001")
    assert f"“{name}”" in ask["message"]


def test_unknown_coactive_is_kept():
    answer = answer_to(visit(product={"coactives": ["zz extract"]}))
    assert (answer["verdict"], answer["not_checked"]) == ("care", ["zz extract"])


# --- bad input ------------------------------------------------------------------------------------

# What is told, and the field, what was given, what is accepted and the fix in the message.
BAD: dict[str, tuple[dict[str, Any], tuple[str, str, str, str]]] = {
    "age below nought": (
        visit(client={"age": -1}),
        ("client.age", "-1", "between 0 and 120", "Correct it"),
    ),
    "age too high": (visit(client={"age": 130}), ("client.age", "130", "between 0 and 120", "Correct it")),
    "age as text": (visit(client={"age": "34"}), ("client.age", "34", "a number", "without a unit")),
    "age as truth": (visit(client={"age": True}), ("client.age", "True", "a number", "Write")),
    "age beyond floats": (visit(client={"age": 10**400}), ("client.age", "1000", "a number", "Write")),
    "sex": (visit(client={"sex": "f"}), ("client.sex", "f", "not known", "Use female, male")),
    "sex as number": (visit(client={"sex": 1}), ("client.sex", "1", "must be text", "quotes")),
    "pregnant at 8": (
        visit(client={"age": 8, "pregnant": True}),
        ("client.pregnant", "yes", "age of 8", "Check the age"),
    ),
    "breastfeeding at 80": (
        visit(client={"age": 80, "breastfeeding": True}),
        ("client.breastfeeding", "yes", "age of 80", "Check the age"),
    ),
    "pregnant man": (
        visit(client={"sex": "male", "pregnant": True}),
        ("client.pregnant", "yes", "male", "Check the sex"),
    ),
    "pregnant as text": (
        visit(client={"pregnant": "no"}),
        ("client.pregnant", "no", "true or false", "Write true"),
    ),
    "no medicine and one": (
        visit(client={"medicines": ["none", "warfarin"]}),
        ("client.medicines", "none, warfarin", "contradicts", "Take one of them out"),
    ),
    "normal and broken": (
        visit(client={"skin": ["normal", "broken"]}),
        ("client.skin", "normal, broken", "contradicts", "Take one of them out"),
    ),
    "skin": (visit(client={"skin": ["oily"]}), ("client.skin", "oily", "not known", "Use normal")),
    "skin as text": (visit(client={"skin": "normal"}), ("client.skin", "normal", "a list", "Write [")),
    "medicines of numbers": (
        visit(client={"medicines": [1]}),
        ("client.medicines", "1", "a list of", "Write ["),
    ),
    "too many medicines": (
        visit(client={"medicines": [f"m{i}" for i in range(101)]}),
        ("client.medicines", "m0", "up to 100", "Write ["),
    ),
    "zone as number": (visit(client={"zone": 3}), ("client.zone", "3", "must be text", "quotes")),
    "unknown key of a client": (
        visit(client={"weight": 60}),
        ("client.weight", "60", "this key is not known", "Use age, sex"),
    ),
    "client as list": ({"client": []}, ("client", "[]", "an object", "It may have")),
    "form": (visit(product={"form": "zzzz"}), ("product.form", "zzzz", "not known", "Choose")),
    "package": (visit(product={"package": "bag"}), ("product.package", "bag", "not known", "Use")),
    "strength above one": (
        visit(product={"mass_fraction": 15}),
        ("product.mass_fraction", "15", "at most 1", "Correct it"),
    ),
    "no strength": (
        visit(product={"mass_fraction": 0}),
        ("product.mass_fraction", "0", "above 0", "Correct it"),
    ),
    "pH": (visit(product={"pH": 15}), ("product.pH", "15", "between 0 and 14", "Correct it")),
    "pH as text": (visit(product={"pH": "3"}), ("product.pH", "3", "a number", "without a unit")),
    "home made as number": (
        visit(product={"home_made": 1}),
        ("product.home_made", "1", "true or false", "Write true"),
    ),
    "unknown key of a product": (
        visit(product={"ph": 3}),
        ("product.ph", "3", "this key is not known", "pH"),
    ),
    "procedure as list": (visit(procedure=["peel"]), ("procedure", "peel", "must be text", "quotes")),
    "type of another procedure": (
        visit(procedure="peel", procedure_type="injection"),
        ("procedure_type", "injection", "not known", "Leave it out"),
    ),
    "unknown key of a visit": (
        visit(procedures="peel"),
        ("check.procedures", "peel", "this key is not known", "procedure"),
    ),
    "dose of nothing": (
        visit(intake=[{**TABLET, "mg": 0}]),
        ("intake[0].mg", "0 mg", "more than 0 mg", "Give the mass"),
    ),
    "dose below nothing": (
        visit(intake=[TABLET, {**TABLET, "mg": -5}]),
        ("intake[1].mg", "-5 mg", "more than 0 mg", "Give the mass"),
    ),
    "dose of a sack": (
        visit(intake=[{**TABLET, "mg": 1e9}]),
        ("intake[0].mg", "1000000000 mg", "at most", "Give the mass"),
    ),
    "none a day": (
        visit(intake=[{**TABLET, "per_day": 0}]),
        ("intake[0].per_day", "0", "above 0", "leave it out"),
    ),
    "too many a day": (
        visit(intake=[{**TABLET, "per_day": 1000}]),
        ("intake[0].per_day", "1000", "at most", "Write how many"),
    ),
    "dose left out": (
        visit(intake=[{"form": "l_ascorbic_acid", "per_day": 1}]),
        ("intake[0].mg", "", "needs it", "Write"),
    ),
    "form that is not swallowed": (
        visit(intake=[{**TABLET, "form": "sodium_ascorbyl_phosphate"}]),
        ("intake[0].form", "sodium_ascorbyl_phosphate", "not swallowed", "Use"),
    ),
    "unknown key of a supplement": (
        visit(intake=[{**TABLET, "g": 1}]),
        ("intake[0].g", "1", "this key is not known", "Use form, mg"),
    ),
    "intake as object": (visit(intake={"mg": 1}), ("intake", "mg", "a list", "Write [")),
    "supplement as number": (visit(intake=[1000]), ("intake[0]", "1000", "an object", "It may have")),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_the_field_and_the_fix(name):
    given, (field, shown, accepted, fix) = BAD[name]
    with pytest.raises(InputErrors) as raised:
        read_visit(given)
    error = next(
        (error for error in raised.value.errors if error.field == field or error.field.endswith(f".{field}")),
        None,
    )
    assert error is not None, str(raised.value)
    said = str(error)
    assert field in said
    assert shown in said
    assert accepted in said
    assert fix in said


def test_everything_that_is_wrong_is_told_at_once():
    content = visit(
        client={"age": 130, "skin": ["oily"]},
        product={"pH": 15, "mass_fraction": 3},
        procedure=["peel"],
        intake=[{**TABLET, "mg": 0, "per_day": 0}],
    )
    with pytest.raises(InputErrors) as raised:
        read_visit(content)
    assert {error.field for error in raised.value.errors} == {
        *("client.age", "client.skin", "product.pH", "product.mass_fraction", "procedure"),
        *("intake[0].mg", "intake[0].per_day"),
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "not JSON"),
        ("", "not JSON"),
        ("[]", "must be an object"),
        ('{"client": {"age": NaN}}', "not a number"),
        ('{"client": {}, "client": {}}', "given twice"),
    ],
)
def test_text_that_is_no_visit(text, part):
    with pytest.raises(InputErrors, match=part):
        load_visit(text)


# --- the command line -----------------------------------------------------------------------------


@pytest.fixture
def run(capsys, tmp_path) -> Callable[..., tuple[int, str, str]]:
    """Check a visit from a file; returns the exit code and what was printed."""

    def call(content: Any, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "client.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        code = main(["check", str(path), *options])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_command_line_answers(run):
    code, out, err = run(visit())
    assert (code, err) == (0, "")
    assert out.startswith("GO\n")
    code, out, _ = run(visit(client={"medicines": ["warfarin"]}, intake=[TABLET]), "--all")
    assert code == 0
    assert "CAUTION ORAL-011 " in out
    assert out.startswith("ASK A DOCTOR FIRST\n")


def test_command_line_answers_as_json(run):
    content = visit(procedure="microneedling")
    code, out, err = run(content, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out, parse_constant=pytest.fail) == answer_to(content)


@pytest.mark.parametrize(
    ("content", "limit", "code"),
    [
        (visit(), "caution", 0),
        (visit(product={"pH": 2.8}), "caution", 3),
        (visit(product={"pH": 2.8}), "stop", 0),
        (visit(product={"pH": 2.2}), "stop", 3),
        (visit(product={"pH": 2.2}), "", 0),
    ],
)
def test_command_line_fails_on_what_it_is_told_to(run, content, limit, code):
    options = ("--fail-on", limit) if limit else ()
    result, out, _ = run(content, *options)
    assert result == code
    assert out


@pytest.mark.parametrize("content", [visit(client={"age": -1}), "{", "", {"clients": {}}], ids=str)
def test_command_line_writes_nothing_on_bad_input(run, content):
    for options in ((), ("--json", "--fail-on", "stop")):
        code, out, err = run(content, *options)
        assert (code, out) == (2, "")
        assert err.startswith("calc check: ")
        assert "Traceback" not in err


def test_command_line_names_a_file_that_is_missing(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "nobody.json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nobody.json" in err


def test_command_line_reads_standard_input(capsys, monkeypatch):
    content = visit(product={"pH": 2.8})
    stream = io.TextIOWrapper(io.BytesIO(json.dumps(content).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert main(["check", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == answer_to(content)


# --- the rules about clients ----------------------------------------------------------------------

SAID = {
    code: " ".join((text.title, text.message, text.may, text.remedy, text.otherwise))
    for code, text in CLIENT_RULES.items()
}
STOPS_A_MEDICINE = re.compile(
    r"\b(stop|pause|skip|discontinue|interrupt|withhold|suspend|come off|wean|go without|cut out"
    r"|leave (?:out|off) (?:the |your )?(?:medicines?|tablets?|pills?|drugs?))\w*",
    re.IGNORECASE,
)
# A number with what a syringe is filled to, or anything injected with a number.
INJECTION_DOSE = re.compile(
    r"\d\s*(?:m[lL]|cc|ccm|µ[lL]|I\.?U\.?|units?|ampoules?|vials?|mg/k?g|mg/m[lL])\b"
    r"|\binject\w*[^.]*\d|\d[^.]*\binject",
    re.IGNORECASE,
)
STATED_SEVERITIES = {
    **dict.fromkeys(("PH-001", "STR-001", "FORM-007", "SKIN-001", "EYE-001"), Severity.STOP),
    **dict.fromkeys(("AGE-001", "PREG-002", "PROC-001", "PROC-003"), Severity.STOP),
    **dict.fromkeys(("PH-002", "FORM-006", "SKIN-002", "ORAL-002"), Severity.CAUTION),
    **dict.fromkeys(("PH-003", "STR-002"), Severity.NOTE),
}


def test_rules_have_the_severities_that_were_set():
    result = {code: catalog.rules()[code].severity for code in STATED_SEVERITIES}
    assert result == STATED_SEVERITIES


def test_every_stop_waits_or_refers():
    looked_at = {code: text for code, text in catalog.rules().items() if {"client", "product"} & {*text.of}}
    stops = {code: text for code, text in looked_at.items() if text.severity is Severity.STOP}
    assert len(stops) >= 9
    assert all(text.action >= Action.wait for text in stops.values())
    assert all(text.reason for text in stops.values())


@every_case("code", SAID)
def test_no_rule_tells_anyone_to_stop_a_medicine(code):
    assert not STOPS_A_MEDICINE.search(SAID[code])


@every_case("code", SAID)
def test_no_rule_gives_a_dose_to_inject(code):
    assert not INJECTION_DOSE.search(SAID[code])


@every_case("code", SAID)
def test_no_rule_calls_anything_safe(code):
    assert not re.search(r"\bsafe(ly|r|st)?\b", SAID[code], re.IGNORECASE)


def test_written_findings_give_no_dose_to_inject_and_call_nothing_safe():
    for procedure in PROCEDURES:
        content = visit(client={"medicines": [*people.terms("medicines")]}, procedure=procedure)
        for finding in answer_to(content)["findings"]:
            text = f"{finding['title']} {finding['message']} {finding['remedy']}"
            assert not INJECTION_DOSE.search(text), text
            assert not STOPS_A_MEDICINE.search(text), text
            assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE), text


def test_the_patterns_catch_what_they_are_meant_to_catch():
    assert STOPS_A_MEDICINE.search("Stop warfarin two days before.")
    assert STOPS_A_MEDICINE.search("Pause the tablets.")
    assert INJECTION_DOSE.search("Use 2 mL of a 10 % solution.")
    assert INJECTION_DOSE.search("Inject it at 5 points.")
    assert not INJECTION_DOSE.search("Wait at least 72 h.")
