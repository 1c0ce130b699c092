"""Visits as JSON: what is read, what is left out, what is refused and where."""

from __future__ import annotations

import contextlib
import copy
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.client.intake import Supplement
from calc.client.person import NOTHING, Client
from calc.client.product import Product
from calc.client.verdict import check
from calc.client.visit import (
    MOST_ENTRIES,
    MOST_SUPPLEMENTS,
    PROCEDURE_TYPES,
    PROCEDURES,
    Visit,
    load_visit,
    read_visit,
)
from calc.errors import InputErrors
from calc.parsing.json_reader import LONGEST
from calc.units import Q_
from tests.cases import every_case

# As the design has it.
DESIGN = {
    "client": {
        "age": 34,
        "sex": "female",
        "skin": ["sensitive"],
        "zone": "face",
        "pregnant": False,
        "breastfeeding": False,
        "conditions": [],
        "medicines": [],
        "smoker": False,
        "actives": ["retinoid"],
    },
    "product": {
        "form": "l_ascorbic_acid",
        "mass_fraction": 0.15,
        "pH": 3.0,
        "package": "ampoule",
        "home_made": False,
        "coactives": [],
    },
    "procedure": "none",
    "intake": [{"form": "l_ascorbic_acid", "mg": 1000, "per_day": 2}],
}
LISTS = ("skin", "conditions", "medicines", "actives", "reactions")
FLAGS = ("pregnant", "breastfeeding", "trying", "smoker")
TABLET = {"mg": 500, "per_day": 1}


def errors_of(call, *args, **kwargs) -> dict[str, object]:
    """Return what was given for each field that is refused; every error has what a person needs."""
    with pytest.raises(InputErrors) as caught:
        call(*args, **kwargs)
    for error in caught.value.errors:
        assert error.accepted.endswith(".")
        assert error.fix.endswith((".", "?", ": 1.", "]."))
        assert len(str(error)) < 500
    return {error.field: error.given for error in caught.value.errors}


# --- good ones ------------------------------------------------------------------------------------


def test_the_client_of_the_design_is_read():
    visit = load_visit(json.dumps(DESIGN))
    assert visit.client == Client(
        age=34.0,
        sex="female",
        skin=("sensitive",),
        zone="face",
        pregnant=False,
        breastfeeding=False,
        smoker=False,
        conditions=(),
        medicines=(),
        actives=("retinoid",),
    )
    assert visit.product.form == "l_ascorbic_acid"
    assert visit.product.strength == 0.15
    assert visit.product.pH == 3.0
    assert (visit.product.package, visit.product.home_made, visit.product.coactives) == ("ampoule", False, ())
    assert visit.procedure == "none"
    assert visit.procedure_type is None
    assert visit.intake == (Supplement("l_ascorbic_acid", Q_(1000, "mg"), 2.0),)
    assert visit.unrecognised == ()
    assert load_visit(json.dumps(DESIGN).encode()) == visit


def test_nothing_is_a_visit_of_which_nothing_is_known():
    assert read_visit({}) == Visit()
    assert (
        read_visit(dict.fromkeys(("client", "product", "procedure", "procedure_type", "intake"))) == Visit()
    )


@pytest.mark.parametrize("key", DESIGN)
def test_each_part_may_be_left_out(key):
    assert getattr(read_visit({**DESIGN, key: None}), key) == getattr(Visit(), key)
    rest = {name: part for name, part in DESIGN.items() if name != key}
    assert read_visit(rest) == read_visit({**DESIGN, key: None})


@pytest.mark.parametrize(
    ("part", "key"), [(part, key) for part in ("client", "product") for key in DESIGN[part]]
)
def test_each_key_may_be_left_out_and_is_unknown_then(part, key):
    field = "mass_fraction" if key == "mass_fraction" else key
    whole = copy.deepcopy(DESIGN)
    assert getattr(getattr(read_visit(whole), part), field) is not None
    del whole[part][key]
    left_out = read_visit(whole)
    assert getattr(getattr(left_out, part), field) is None
    whole[part][key] = None
    assert read_visit(whole) == left_out


def test_a_product_of_which_nothing_is_known_is_a_product_all_the_same():
    visit = read_visit({"product": {}})
    assert (visit.product, visit.no_product) == (Product(), False)


@pytest.mark.parametrize("nothing", NOTHING)
def test_no_product_is_not_the_same_as_an_unknown_one(nothing):
    visit = read_visit({"product": nothing})
    assert (visit.product, visit.no_product) == (None, True)
    assert read_visit({}).no_product is False


def test_nothing_taken_is_not_the_same_as_unknown():
    assert read_visit({"intake": []}).intake == ()
    assert read_visit({}).intake is None


def test_an_age_may_have_fractions():
    assert read_visit({"client": {"age": 0.5}}).client.age == 0.5


def test_the_keys_beyond_the_design_are_read():
    client = read_visit({"client": {"trying": True, "reactions": ["hives"]}}).client
    assert client.trying is True
    assert client.reactions == ("hives",)


# --- procedures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_procedure_is_read(procedure):
    assert read_visit({"procedure": procedure}).procedure == procedure


def test_the_procedures_are_those_of_the_design():
    assert set(PROCEDURES) == {
        *("none", "peel", "laser", "microneedling", "mesoroller"),
        *("mesotherapy", "biorevitalisation", "plasma", "patch"),
    }
    assert {*PROCEDURE_TYPES} <= {*PROCEDURES}


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name, kinds in PROCEDURE_TYPES.items() for kind in kinds]
)
def test_every_kind_goes_with_its_procedure_and_no_other(name, kind):
    assert read_visit({"procedure": name, "procedure_type": kind}).procedure_type == kind
    for other in {*PROCEDURES, None} - {name}:
        if kind not in PROCEDURE_TYPES.get(other or "", ()):
            assert errors_of(Visit, procedure=other, procedure_type=kind) == {"procedure_type": kind}


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("Peel", "peel"),
        ("TCA peel 15 %", "peel"),
        ("glycolic peel", "peel"),
        ("Jessner", "peel"),
        ("IPL", "laser"),
        ("CO2 laser", "laser"),
        ("dermapen", "microneedling"),
        ("RF microneedling", "microneedling"),
        ("Dermaroller", "mesoroller"),
        ("mesobotox", "mesotherapy"),
        ("PRP", "plasma"),
        ("plasmolifting of the face", "plasma"),
        ("skin booster", "biorevitalisation"),
        ("Dermapen fürs Gesicht", "microneedling"),
        ("пилинг", "peel"),
        ("микронидлинг", "microneedling"),
        ("peeling químico", "peel"),
        ("no procedure", "none"),
    ],
)
def test_a_procedure_is_known_by_its_names(text, procedure):
    visit = read_visit({"procedure": text})
    assert visit.procedure == procedure
    assert ("procedure", visit.procedure_mention) in visit.mentions
    assert visit.open_words == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("filler", "Filler injections"),
        ("botox", "Botulinum toxin"),
        ("threads", "Threads"),
        ("cryo", "Device treatment without needles"),
        ("LED", "Device treatment without needles"),
        ("dermabrasion", "Device treatment without needles"),
        ("waxing", "Waxing or another hair removal"),
        ("microblading", "Tattoo or permanent make-up"),
        ("vitamin C drip", "Drip or infusion"),
        ("капельница", "Drip or infusion"),
    ],
)
def test_a_procedure_without_a_rule_is_told_by_name_and_never_goes(text, name):
    visit = read_visit({"procedure": text, "product": "none"})
    assert visit.procedure == text
    assert visit.no_rule_names == (name,)
    assert visit.open_words == (text,)
    assert check(visit).verdict not in ("go", "care")


@pytest.mark.parametrize("text", ["moonlight", "botox and a peel", "☃"])
def test_a_procedure_that_is_not_understood_is_an_open_question(text):
    visit = read_visit({"procedure": text, "product": "none"})
    assert visit.unrecognised == visit.open_words == (text,)
    assert check(visit).verdict not in ("go", "care")


def test_a_blank_procedure_says_nothing():
    assert read_visit({"procedure": " "}) == Visit()


def test_close_names_of_a_procedure_are_offered():
    assert read_visit({"procedure": "microneedeling"}).procedure_mention.readings == ("Microneedling",)


@pytest.mark.parametrize("kind", ["conditions", "medicines", "reactions", "actives"])
@pytest.mark.parametrize("procedure", ["none", "peel"])
def test_words_that_are_not_understood_never_go(kind, procedure):
    content = {"client": {kind: ["blue knees"]}, "product": "none", "procedure": procedure}
    visit = read_visit(content)
    assert visit.unrecognised == ("blue knees",)
    assert visit.open_words == (() if (kind, procedure) == ("actives", "none") else ("blue knees",))


@pytest.mark.parametrize(
    ("zone", "names", "open_words"),
    [
        # A place that no rule is about stays open, with its name; one with rules, or none, does not.
        ("scalp", 1, ("scalp",)),
        ("moonface", 0, ("moonface",)),
        ("face", 0, ()),
        ("neck", 0, ()),
        (None, 0, ()),
    ],
)
def test_a_place_without_a_rule_is_open(zone, names, open_words):
    visit = read_visit({"client": {"zone": zone}, "product": "none", "procedure": "none"})
    assert visit.open_words == open_words
    assert len(visit.no_rule_names) == names


def test_what_has_no_rule_is_open_as_a_treatment_and_not_as_a_condition():
    told = {"client": {"medicines": ["paracetamol"]}, "procedure": "waxing", "product": "none"}
    assert read_visit(told).open_words == ("waxing",)
    assert len(read_visit(told).no_rule_names) == 2


def test_unknown_actives_are_open_beside_a_serum():
    visit = read_visit({"client": {"actives": ["blue knees"]}, "product": {"form": "l_ascorbic_acid"}})
    assert visit.open_words == ("blue knees",)


def test_a_slip_towards_a_name_without_a_rule_stays_open():
    # It may be the misspelling of something else.
    assert read_visit({"client": {"medicines": ["paracetamil"]}}).open_words == ("paracetamil",)
    assert read_visit({"client": {"medicines": ["paracetamol"]}}).open_words == ()
    assert read_visit({"client": {"medicines": ["warfrin"]}}).open_words == ()


def test_a_kind_that_the_procedure_does_not_have_comes_with_those_it_has():
    with pytest.raises(InputErrors, match="hydrogel, fabric"):
        read_visit({"procedure": "patch", "procedure_type": "oxygen"})


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [name for name in LISTS if name != "skin"])
@pytest.mark.parametrize("nothing", [*NOTHING, "None", " none "])
def test_a_list_of_none_is_an_empty_one(key, nothing):
    assert getattr(read_visit({"client": {key: [nothing]}}).client, key) == ()
    assert read_visit({"product": {"coactives": [nothing]}}).product.coactives == ()


def test_skin_has_no_word_for_none():
    assert errors_of(read_visit, {"client": {"skin": ["none"]}}) == {"client.skin": "none"}


def test_words_are_trimmed_and_stand_once():
    client = read_visit({"client": {"conditions": [" gout ", "gout", "Gout", ""]}}).client
    assert client.conditions == ("gout", "Gout")


def test_what_is_not_known_is_gathered_each_once():
    visit = read_visit(
        {
            "client": {"conditions": ["blue knees"], "medicines": ["blue knees", "aspirin"]},
            "product": {"coactives": ["slime"]},
        }
    )
    assert visit.unrecognised == ("blue knees", "slime")


@pytest.mark.parametrize("key", [name for name in LISTS if name != "skin"])
def test_a_list_may_be_as_long_as_the_limit_and_not_longer(key):
    content = [f"word {i}" for i in range(MOST_ENTRIES)]
    assert getattr(read_visit({"client": {key: content}}).client, key) == tuple(content)
    assert list(errors_of(read_visit, {"client": {key: [*content, "one more"]}})) == [f"client.{key}"]


def test_supplements_may_be_as_many_as_the_limit_and_not_more():
    assert len(read_visit({"intake": [TABLET] * MOST_SUPPLEMENTS}).intake) == MOST_SUPPLEMENTS
    problems = errors_of(read_visit, {"intake": [TABLET] * (MOST_SUPPLEMENTS + 1)})
    assert problems == {"intake": f"{MOST_SUPPLEMENTS + 1} supplements"}


# --- by mouth -------------------------------------------------------------------------------------


def test_a_supplement_is_ascorbic_acid_unless_it_says_otherwise():
    assert read_visit({"intake": [TABLET]}).intake == (Supplement("l_ascorbic_acid", Q_(500, "mg"), 1.0),)


def test_an_effervescent_tablet_is_ascorbic_acid_that_fizzes():
    expected = (Supplement("l_ascorbic_acid", Q_(500, "mg"), 1.0, True),)
    assert read_visit({"intake": [{**TABLET, "form": "effervescent"}]}).intake == expected
    assert read_visit({"intake": [{**TABLET, "effervescent": True}]}).intake == expected
    both = {**TABLET, "form": "effervescent", "effervescent": False}
    assert read_visit({"intake": [both]}).intake == expected


def test_another_form_may_fizz_too():
    (tablet,) = read_visit({"intake": [{**TABLET, "form": "sodium_ascorbate", "effervescent": True}]}).intake
    assert (tablet.record.id, tablet.effervescent) == ("sodium_ascorbate", True)
    (tablet,) = read_visit({"intake": [{**TABLET, "form": "sodium_ascorbate"}]}).intake
    assert tablet.effervescent is None
    (tablet,) = read_visit({"intake": [{**TABLET, "effervescent": False}]}).intake
    assert tablet.effervescent is False


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"per_day": 1}, {"mg"}),
        ({"mg": 1}, {"per_day"}),
        ({}, {"mg", "per_day"}),
        ({**TABLET, "mg": "500 mg"}, {"mg"}),
        ({**TABLET, "mg": True}, {"mg"}),
        ({**TABLET, "mg": 0}, {"mg"}),
        ({**TABLET, "mg": -5}, {"mg"}),
        ({**TABLET, "mg": 1e9}, {"mg"}),
        ({**TABLET, "per_day": 0}, {"per_day"}),
        ({**TABLET, "per_day": "twice"}, {"per_day"}),
        ({**TABLET, "per_day": 1e6}, {"per_day"}),
        ({**TABLET, "form": "ascorbyl_glucoside"}, {"form"}),
        ({**TABLET, "form": "unobtainium"}, {"form"}),
        ({**TABLET, "form": 5}, {"form"}),
        ({**TABLET, "effervescent": "yes"}, {"effervescent"}),
        ({**TABLET, "effervescent": 1}, {"effervescent"}),
        ({**TABLET, "colour": "red"}, {"colour"}),
        ({"mg": 0, "per_day": 0, "form": "soap"}, {"mg", "per_day", "form"}),
    ],
)
def test_the_errors_of_a_supplement_carry_their_place(row, fields):
    problems = errors_of(read_visit, {"intake": [TABLET, row]})
    assert set(problems) == {f"intake[1].{field}" for field in fields}


# --- bad ones -------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, [], "client", 5, True])
def test_what_is_no_object_is_refused(content):
    assert list(errors_of(read_visit, content)) == ["check"]


NUMBERS = [("client", "age"), ("product", "mass_fraction"), ("product", "pH")]
TEXTS = [("client", "sex"), ("client", "zone"), ("product", "form"), ("product", "package")]
TRUTHS = [*(("client", key) for key in FLAGS), ("product", "home_made")]
WORDS = [*(("client", key) for key in LISTS), ("product", "coactives")]
NO_NUMBER = ["5", True, False, [5], {}, math.nan, math.inf, 10**400]
NO_TEXT = [5, 0, True, False, [], ["face"], {}]
NO_TRUTH = ["yes", "", 0, 1, [], {}]
NO_LIST = ["none", "", 0, False, {}, {"a": 1}]
NO_WORDS = [[5], [None], ["a", 5], [["a"]], [True]]
WRONG_TYPES = [
    *((*place, wrong) for place in NUMBERS for wrong in NO_NUMBER),
    *((*place, wrong) for place in TEXTS for wrong in NO_TEXT),
    *((*place, wrong) for place in TRUTHS for wrong in NO_TRUTH),
    *((*place, wrong) for place in WORDS for wrong in (*NO_LIST, *NO_WORDS)),
]


@every_case("part, key, wrong", WRONG_TYPES)
def test_a_wrong_type_is_refused_with_its_place(part, key, wrong):
    assert errors_of(read_visit, {part: {key: wrong}}) == {f"{part}.{key}": wrong}


@pytest.mark.parametrize("part", ["client", "product"])
@pytest.mark.parametrize("wrong", [[], "text", 5, False])
def test_a_part_that_is_no_object_is_refused(part, wrong):
    assert errors_of(read_visit, {part: wrong}) == {part: wrong}


@pytest.mark.parametrize("wrong", [{}, "none", 5, False])
def test_an_intake_that_is_no_list_is_refused(wrong):
    (field,) = errors_of(read_visit, {"intake": wrong})
    assert field.endswith("intake")


@pytest.mark.parametrize("key", ["procedure", "procedure_type"])
@pytest.mark.parametrize("wrong", NO_TEXT)
def test_a_procedure_that_is_no_text_is_refused(key, wrong):
    (field,) = errors_of(read_visit, {key: wrong})
    assert field.endswith(key)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"colour": 1}, "check.colour"),
        ({"client": {"gender": "female"}}, "client.gender"),
        ({"client": {"Age": 34}}, "client.Age"),
        ({"product": {"ph": 3}}, "product.ph"),
        ({"product": {"strength": 0.15}}, "product.strength"),
    ],
)
def test_a_key_that_is_not_known_is_refused(content, field):
    with pytest.raises(InputErrors, match="not known") as caught:
        read_visit(content)
    assert [error.field for error in caught.value.errors] == [field]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"client": {"age": -1}}, "client.age"),
        ({"client": {"sex": "other"}}, "client.sex"),
        ({"client": {"skin": ["oily"]}}, "client.skin"),
        ({"client": {"skin": ["normal", "acne"]}}, "client.skin"),
        ({"client": {"sex": "male", "pregnant": True}}, "client.pregnant"),
        ({"client": {"medicines": ["none", "aspirin"]}}, "client.medicines"),
        ({"product": {"form": "soap"}}, "product.form"),
        ({"product": {"mass_fraction": 15}}, "product.mass_fraction"),
        ({"product": {"pH": 31}}, "product.pH"),
        ({"product": {"package": "bucket"}}, "product.package"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(content, field):
    assert list(errors_of(read_visit, content)) == [field]


def test_everything_wrong_is_told_at_once():
    content = {
        "client": {"age": "34", "sex": "other", "shoe": 42},
        "product": {"form": "soap", "pH": True},
        "procedure": 5,
        "intake": [TABLET, {"mg": -1, "per_day": 1}],
    }
    assert set(errors_of(read_visit, content)) == {
        *("client.age", "client.sex", "client.shoe"),
        *("product.form", "product.pH"),
        *("procedure", "intake[1].mg"),
    }


# --- hostile files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "age: 34",
        '{"client": {"age": NaN}}',
        '{"client": {"age": -Infinity}}',
        '{"client": {"age": 034}}',
        '{"client": {"age": 34, "age": 17}}',
        '{"procedure": "none", "procedure": "peel"}',
        b"\x80abc",
        "[" * 100_000,
        " " * (LONGEST + 1),
    ],
    ids=lambda text: repr(text)[:24],
)
def test_what_is_not_json_is_refused(text):
    assert list(errors_of(load_visit, text)) == ["client"]


def test_a_number_too_large_for_a_float_is_refused():
    assert list(errors_of(load_visit, '{"client": {"age": 1e999}}')) == ["client.age"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**15)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["none", "female", "male", "normal", "retinol", "l_ascorbic_acid", "peel", "effervescent"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def some_of(*names: str) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, json_values))


guesses = st.fixed_dictionaries(
    {},
    optional={
        "client": some_of("age", "sex", "zone", *LISTS, *FLAGS) | json_values,
        "product": some_of(*DESIGN["product"]) | json_values,
        "procedure": json_values,
        "procedure_type": json_values,
        "intake": st.lists(some_of("form", "mg", "per_day", "effervescent"), max_size=3) | json_values,
    },
)


@given(json_values | guesses)
def test_any_json_is_a_visit_or_input_errors(content):
    with contextlib.suppress(InputErrors):
        assert isinstance(read_visit(content), Visit)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_a_visit_or_input_errors(text):
    with contextlib.suppress(InputErrors):
        assert isinstance(load_visit(text), Visit)


def test_a_form_that_is_wrong_is_told_beside_a_number_that_is():
    problems = errors_of(read_visit, {"intake": [{"mg": "500 mg", "per_day": 1, "form": "soap"}]})
    assert set(problems) == {"intake[0].mg", "intake[0].form"}


def test_a_supplement_that_is_no_object_is_told_once():
    assert list(errors_of(read_visit, {"intake": [5]})) == ["intake[0]"]


def test_a_part_has_one_place_whatever_is_wrong_with_it():
    for key in ("procedure", "procedure_type", "intake"):
        assert list(errors_of(read_visit, {key: 5})) == [key]


def test_a_blank_field_is_no_answer():
    with contextlib.suppress(InputErrors):
        assert read_visit({"client": {"conditions": [" "]}}).client.conditions is None
