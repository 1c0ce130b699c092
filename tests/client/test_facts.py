"""Columns of facts about a visit: three-valued logic, and what each answer becomes."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog import people
from calc.client.facts import (
    both,
    either,
    visit_facts,
)
from calc.client.intake import oral_intake
from calc.client.person import Client
from calc.client.product import Product
from calc.client.visit import (
    PROCEDURE_TYPES,
    PROCEDURES,
    Visit,
    read_visit,
)
from calc.rules import (
    CLIENT_FACTS,
    FACTS,
    PREDICATES,
    TEXTS,
    codes_of,
    evaluate,
    findings_of,
    skipped_of,
)
from calc.uncertainty import Band
from calc.units import Q_
from tests.cases import every_case

NAN = float("nan")
CODES = codes_of("client", "product")
FULL = {
    "client": {
        "age": 34,
        "sex": "female",
        "skin": ["sensitive"],
        "zone": "face",
        "pregnant": False,
        "breastfeeding": False,
        "trying": False,
        "smoker": False,
        "conditions": ["kidney stones"],
        "medicines": ["aspirin"],
        "actives": ["retinol"],
        "reactions": ["hives"],
    },
    "product": {
        "form": "l_ascorbic_acid",
        "mass_fraction": 0.15,
        "pH": 3.2,
        "package": "ampoule",
        "home_made": False,
        "coactives": ["niacinamide"],
    },
    "procedure": "mesotherapy",
    "procedure_type": "injection",
    "intake": [{"form": "sodium_ascorbate", "mg": 1000, "per_day": 2}],
}


def facts_of(visit: Visit):
    """Return the facts of a visit, with what it takes by mouth summed up."""
    client, swallowed = visit.client, None
    if visit.intake is not None:
        swallowed = oral_intake(
            visit.intake,
            age_years=client.age,
            sex=client.sex,
            pregnant=client.is_pregnant,
            breastfeeding=client.is_breastfeeding,
            smoker=client.smoker,
        )
    return visit_facts(visit, swallowed)


def values(visit: Visit | None = None, **client: object) -> dict[str, float]:
    """Return the facts of a visit, or of a client alone."""
    facts = facts_of(visit or Visit(Client(**client)))
    return {name: float(column[0]) for name, column in facts.columns.items()}


def same(left: float, right: float) -> bool:
    return left == right or (math.isnan(left) and math.isnan(right))


# --- three values ---------------------------------------------------------------------------------

TRUTH = [
    (0.0, 0.0, 0.0, 0.0),
    (0.0, 1.0, 1.0, 0.0),
    (1.0, 1.0, 1.0, 1.0),
    (0.0, NAN, NAN, 0.0),
    (1.0, NAN, 1.0, NAN),
    (NAN, NAN, NAN, NAN),
]
flags = st.sampled_from([0.0, 1.0, NAN])


@pytest.mark.parametrize(("one", "other", "any_of", "all_of"), TRUTH)
def test_two_flags_join_as_logic_has_it(one, other, any_of, all_of):
    for pair in ((one, other), (other, one)):
        assert same(either(*pair), any_of)
        assert same(both(*pair), all_of)


@given(st.lists(flags, min_size=1, max_size=6))
def test_what_is_not_known_is_unknown_only_where_it_decides(content):
    # Whatever an unknown flag turns out to be: a result that is known holds for all of them.
    worlds = [[]]
    for flag in content:
        worlds = [[*world, state] for world in worlds for state in ([0, 1] if math.isnan(flag) else [flag])]
    anywhere, everywhere = {float(any(world)) for world in worlds}, {float(all(world)) for world in worlds}
    assert same(either(*content), anywhere.pop() if len(anywhere) == 1 else NAN)
    assert same(both(*content), everywhere.pop() if len(everywhere) == 1 else NAN)


# --- columns --------------------------------------------------------------------------------------


class Spy(dict):
    """Columns that remember which of them were looked at."""

    def __init__(self, columns: Mapping[str, np.ndarray]) -> None:
        super().__init__(columns)
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> np.ndarray:
        self.seen.add(name)
        return super().__getitem__(name)


def looked_at(code: str) -> set[str]:
    """Return every fact that a rule looks at: in its data and in its predicate."""
    rule = catalog.rules()[code]
    spy = Spy({name: np.array([1.0]) for name in FACTS})
    PREDICATES[code](spy, rule.limit)
    return {*rule.when, *rule.needs} | spy.seen


EVERY_VISIT = pytest.mark.parametrize("content", [{}, FULL], ids=["nothing", "everything"])


@EVERY_VISIT
@every_case("code", CODES)
def test_every_fact_that_a_rule_looks_at_is_there(code, content):
    assert looked_at(code) <= set(facts_of(read_visit(content)).columns)


@EVERY_VISIT
def test_every_column_about_a_client_is_there_with_one_row(content):
    facts = facts_of(read_visit(content))
    assert set(CLIENT_FACTS) <= set(facts.columns) <= set(FACTS)
    assert set(facts.texts) <= set(TEXTS)
    for name, column in facts.columns.items():
        assert column.shape == (1,), name
        assert column.dtype == np.float64, name
        assert FACTS[name].kind != "flag" or column[0] in (0, 1) or np.isnan(column[0]), name


@EVERY_VISIT
def test_every_rule_can_be_asked_and_can_tell(content):
    facts = facts_of(read_visit(content))
    verdicts = evaluate(facts, ("product", "client"))
    result = [finding.code for finding in (*findings_of(verdicts, facts), *skipped_of(verdicts, facts))]
    assert set(result) <= set(CODES)
    assert result


def test_of_nothing_nothing_is_known():
    known = {name: value for name, value in values(Visit()).items() if not math.isnan(value)}
    # Nobody told anything: nothing that is not known here, no preservative, not that she is trying.
    # A product by its label has water unless its form says otherwise.
    # Of an unknown age the highest upper level of all ages is known.
    content = {"has_unchecked": 0.0, "has_no_rule": 0.0, "is_preserved": 0.0, "trying_unknown": 1.0}
    assert known == {**content, "has_water": 1.0, "highest_ul_mg": 2000.0}


def test_of_everything_hardly_anything_is_unknown():
    unknown = {name for name, value in values(read_visit(FULL)).items() if math.isnan(value)}
    # When something ended is not known of what never was.
    apart = {name for name in unknown if name.startswith(("derivative_", "days_since_"))}
    assert unknown - apart == {"dilution_g", "correction_g", "correction_pH"}


@pytest.mark.parametrize(
    ("part", "key", "columns"),
    [
        ("client", "age", {"age", "has_ul", "is_infant", "ul_mg"}),
        ("client", "sex", {"is_male", "may_conceive"}),
        ("client", "zone", {"at_eye"}),
        ("client", "pregnant", {"expecting", "conceiving", "is_pregnant"}),
        ("client", "breastfeeding", {"expecting", "is_breastfeeding"}),
        ("client", "medicines", {"takes_aspirin", "takes_warfarin", "thin_blood", "low_immunity"}),
        ("client", "reactions", {"reacts_allergy", "reacts_stinging", "allergen_inside", "names_allergen"}),
        ("client", "conditions", {"has_kidney_stones", "has_cancer", "watches_sodium"}),
        ("client", "skin", {"harmed_skin", "acne_skin"}),
        ("product", "form", {"has_laa", "has_pure_acid", "has_derivative", "laa_mass_fraction"}),
        ("product", "mass_fraction", {"laa_mass_fraction", "skin_bound_mg"}),
        ("product", "pH", {"pH"}),
        ("product", "home_made", {"is_home_made"}),
    ],
)
def test_what_is_left_out_is_unknown_never_no(part, key, columns):
    content = {**FULL, "product": {**FULL["product"], "form": "l_ascorbic_acid"}}
    content["client"] = {**FULL["client"], "skin": ["normal"], "actives": [], "conditions": []}
    whole = values(read_visit(content))
    content[part] = {name: value for name, value in content[part].items() if name != key}
    left_out = values(read_visit(content))
    for name in columns:
        assert math.isnan(left_out[name]), name
        # A flag that the rest decides is none of these.
        assert not math.isnan(whole[name]), name


# --- the client -----------------------------------------------------------------------------------


def test_an_age_is_a_number():
    assert values(age=17.99)["age"] == 17.99


@pytest.mark.parametrize("content", [None, False])
def test_a_man_expects_nothing_even_where_nobody_asked(content):
    solved = values(sex="male", pregnant=content, breastfeeding=content)
    assert (solved["is_male"], solved["expecting"], solved["conceiving"]) == (1, 0, 0)


@pytest.mark.parametrize(("age", "expecting"), [(9.9, 0), (10, NAN), (60, NAN), (60.1, 0)])
def test_the_ages_that_rule_out_a_pregnancy_lie_outside_of_those_that_do_not(age, expecting):
    assert same(values(sex="female", age=age)["expecting"], expecting)


@pytest.mark.parametrize(
    ("content", "expecting", "conceiving"),
    [
        ({}, NAN, NAN),
        ({"pregnant": True}, 1, 1),
        ({"breastfeeding": True}, 1, NAN),
        ({"pregnant": False}, NAN, 0),
        ({"pregnant": False, "breastfeeding": False}, 0, 0),
        ({"pregnant": False, "breastfeeding": True}, 1, 0),
        ({"trying": True}, NAN, 1),
        ({"pregnant": False, "breastfeeding": False, "trying": True}, 0, 1),
    ],
)
def test_expecting_and_conceiving(content, expecting, conceiving):
    solved = values(sex="female", **content)
    assert same(solved["expecting"], expecting)
    assert same(solved["conceiving"], conceiving)


@pytest.mark.parametrize(
    ("skin", "flags"),
    [
        ("normal", set()),
        ("sensitive", {"delicate_skin"}),
        ("rosacea", {"delicate_skin", "patch_barrier"}),
        ("acne", {"acne_skin"}),
        ("irritated", {"harmed_skin", "needled_infection"}),
        ("broken", {"harmed_skin", "needled_infection", "patch_barrier"}),
    ],
)
def test_skin_becomes_flags(skin, flags):
    solved = values(skin=(skin,), conditions=())
    of_skin = {"harmed_skin", "delicate_skin", "acne_skin", "patch_barrier", "needled_infection"}
    assert {name for name in of_skin if solved[name] == 1} == flags
    assert {name for name in of_skin if solved[name] == 0} == of_skin - flags


@pytest.mark.parametrize("name", ["Rosacea", "rosacea"])
def test_rosacea_counts_as_skin_wherever_it_is_told(name):
    solved = values(skin=("normal",), conditions=(name,))
    assert (solved["delicate_skin"], solved["patch_barrier"], solved["has_rosacea"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("form", "irritated", "broken"),
    [
        ("l_ascorbic_acid", 0, 0),
        ("encapsulated_ascorbic_acid", 0, 0),
        ("ascorbyl_glucoside", 1, 1),
        # What may be an acid waits as if it were none, and the rule about acids is open.
        (None, 1, 1),
    ],
)
def test_harmed_skin_without_an_acid_that_is_known(form, irritated, broken):
    product = Product(form=form)
    for skin, name, expected in (
        ("irritated", "irritated_without_acid", irritated),
        ("broken", "broken_without_acid", broken),
    ):
        assert same(values(Visit(Client(skin=(skin,)), product))[name], expected)
        assert values(Visit(Client(skin=("normal",)), product))[name] == 0


@pytest.mark.parametrize(
    ("condition", "flags"),
    [
        ("Rosacea", {"delicate_skin", "patch_barrier"}),
        ("sensitive skin", {"delicate_skin"}),
        ("acne vulgaris", {"acne_skin"}),
        ("sunburn", {"harmed_skin", "needled_infection"}),
        ("eczema", {"harmed_skin", "needled_infection"}),
        ("open wounds", {"harmed_skin", "needled_infection", "patch_barrier"}),
        ("abrasions", {"harmed_skin", "needled_infection", "patch_barrier"}),
        ("recent peel", {"harmed_skin", "patch_barrier"}),
    ],
)
def test_a_condition_of_the_skin_counts_as_skin_whatever_was_told_of_that(condition, flags):
    for skin in (None, ("normal",)):
        solved = values(skin=skin, conditions=(condition,))
        for name in flags:
            assert solved[name] == 1, name
    of_skin = {"harmed_skin", "delicate_skin", "acne_skin", "patch_barrier", "needled_infection"}
    assert {name for name in of_skin if solved[name] == 1} == flags


def test_broken_skin_is_told_before_irritated_skin():
    both_told = values(Visit(Client(skin=("irritated", "broken")), Product(form="SAP")))
    assert (both_told["irritated_without_acid"], both_told["broken_without_acid"]) == (0, 1)


@pytest.mark.parametrize(
    ("content", "may_conceive"),
    [
        ({}, NAN),
        ({"sex": "male"}, 0),
        ({"sex": "female"}, NAN),
        ({"sex": "female", "pregnant": False}, 1),
        ({"sex": "female", "pregnant": True}, 0),
        ({"pregnant": True}, 0),
    ],
)
def test_who_may_conceive(content, may_conceive):
    assert same(values(**content)["may_conceive"], may_conceive)
    for trying, unknown in ((None, 1), (False, 0)):
        assert values(**content, trying=trying)["trying_unknown"] == unknown


@pytest.mark.parametrize(
    ("content", "has_product", "touches_skin"),
    [
        ({}, NAN, NAN),
        ({"product": {}}, 1, 1),
        ({"product": "none"}, 0, NAN),
        ({"product": "none", "procedure": "none"}, 0, 0),
        ({"product": "none", "procedure": "peel"}, 0, 1),
        ({"procedure": "peel"}, NAN, 1),
        ({"procedure": "none"}, NAN, NAN),
    ],
)
def test_what_touches_the_skin(content, has_product, touches_skin):
    solved = values(read_visit(content))
    assert same(solved["has_product"], has_product)
    assert same(solved["touches_skin"], touches_skin)


@pytest.mark.parametrize(("zone", "at_eye"), [("eye_area", 1), ("face", 0), ("body", 0)])
def test_where_it_goes(zone, at_eye):
    assert values(zone=zone)["at_eye"] == at_eye


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("conditions", "has_"), ("medicines", "takes_"), ("actives", "uses_"), ("reactions", "reacts_")],
)
def test_every_word_sets_its_flags_and_no_other(kind, prefix):
    every = {prefix + flag for flag in people.flags(kind)}
    for word in people.terms(kind).values():
        solved = values(**{kind: (word.id,)})
        own = {prefix + flag for flag in word.counts_as}
        assert {name for name in every if solved[name] == 1} == own
        assert {name for name in every if solved[name] == 0} == every - own


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("thin_blood", {"medicines": ("warfarin",)}),
        ("thin_blood", {"conditions": ("haemophilia",)}),
        ("low_immunity", {"conditions": ("lupus",)}),
        ("low_immunity", {"medicines": ("methotrexate",)}),
        ("other_acid", {"actives": ("AHA",)}),
        ("other_acid", {"actives": ("salicylic acid",)}),
        ("any_retinoid", {"actives": ("retinol",)}),
        ("any_retinoid", {"medicines": ("acitretin",)}),
        ("any_retinoid", {"medicines": ("accutane",)}),
        ("watches_sodium", {"conditions": ("heart failure",)}),
        ("watches_sodium", {"conditions": ("CKD",)}),
        ("watches_sodium", {"conditions": ("hypertension",)}),
        ("needled_infection", {"conditions": ("cold sore",)}),
        ("needled_infection", {"skin": ("irritated",)}),
        ("patch_barrier", {"conditions": ("pink eye",)}),
        ("patch_barrier", {"conditions": ("grazes",)}),
        ("statin_and_niacin", {"medicines": ("simvastatin", "niacin")}),
        ("statin_and_niacin", {"medicines": ("statin and niacin",)}),
    ],
)
def test_answers_that_decide_together(name, content):
    nothing = {"conditions": (), "medicines": (), "actives": (), "skin": ("normal",)}
    assert values(**nothing)[name] == 0
    assert values(**{**nothing, **content})[name] == 1
    # Where one answer decides, nobody need ask for the others.
    assert values(**content)[name] == 1


def test_a_statin_alone_is_no_statin_with_niacin():
    assert values(medicines=("statin",))["statin_and_niacin"] == 0
    assert math.isnan(values()["statin_and_niacin"])


def test_what_is_not_known_here_is_told_by_name():
    facts = facts_of(
        read_visit({"client": {"conditions": ["blue knees"], "medicines": ["aspirin", "wonderpill"]}})
    )
    assert facts.columns["has_unchecked"][0] == 1
    (names,) = facts.texts["unchecked_names"]
    assert "“blue knees”" in names
    assert "“wonderpill”" in names
    assert "aspirin" not in names


# --- the product ----------------------------------------------------------------------------------


def test_the_acid_has_its_strength_and_a_derivative_its_own():
    acid = values(Visit(product=Product(form="LAA", mass_fraction=Q_(15, "percent"), pH=3.2)))
    assert (acid["has_laa"], acid["has_derivative"], acid["has_pure_acid"]) == (1, 0, 1)
    assert acid["laa_mass_fraction"] == pytest.approx(0.15)
    assert acid["pH"] == 3.2
    mild = values(Visit(product=Product(form="SAP", mass_fraction=Q_(5, "percent"))))
    assert (mild["has_laa"], mild["has_derivative"], mild["has_pure_acid"]) == (0, 1, 0)
    assert mild["is_phosphate"] == 1
    assert mild["derivative_mass_fraction"] == pytest.approx(0.05)
    assert math.isnan(mild["laa_mass_fraction"])
    assert math.isnan(mild["pH"])


@pytest.mark.parametrize(
    ("product", "has_water"),
    [
        (Product(form="ascorbyl_palmitate"), 0),
        (Product(form="ascorbyl_palmitate", pH=5.0), 1),
        (Product(form="ascorbyl_palmitate", has_water=True), 1),
        (Product(form="LAA"), 1),
        (Product(form="LAA", has_water=False), 0),
        (Product(), 1),
    ],
)
def test_a_form_in_oil_is_in_no_water_unless_a_pH_is_told(product, has_water):
    assert values(Visit(product=product))["has_water"] == has_water


def test_an_acid_in_capsules_is_an_acid_of_another_strength():
    solved = values(Visit(product=Product(form="encapsulated_ascorbic_acid", mass_fraction=Q_(5, "percent"))))
    assert (solved["has_pure_acid"], solved["has_laa"], solved["has_derivative"]) == (1, 0, 1)
    assert math.isnan(solved["skin_bound_mg"])


def test_what_could_reach_the_skin_is_the_strength_of_what_is_applied():
    # 1.54 g a day on a face (SCCS), all of its 15 % through.
    solved = values(Visit(product=Product(form="LAA", mass_fraction=Q_(15, "percent"))))
    assert solved["skin_bound_mg"] == pytest.approx(1540 * 0.15)


def test_a_band_of_pH_keeps_its_ends():
    facts = facts_of(Visit(product=Product(pH=Band(2.6, 2.35, 2.85))))
    assert {end: column[0] for end, column in facts.bands["pH"].items()} == {
        "median": 2.6,
        "low": 2.35,
        "high": 2.85,
    }
    assert "pH" not in facts_of(Visit(product=Product())).bands


@pytest.mark.parametrize(
    ("content", "flag"), [("retinol", "uses_retinoid"), ("BPO", "uses_benzoyl_peroxide")]
)
def test_what_is_in_the_product_counts_as_used(content, flag):
    inside = Visit(Client(actives=()), Product(coactives=(content,)))
    assert values(inside)[flag] == 1
    assert values(Visit(product=Product(coactives=(content,))))[flag] == 1
    assert values(Visit(Client(actives=(content,)), Product(coactives=())))[flag] == 1
    assert values(Visit(Client(actives=()), Product(coactives=())))[flag] == 0


def test_what_is_in_a_product_is_unknown_where_nobody_told():
    assert math.isnan(values(Visit(Client(actives=()), Product(form="LAA")))["uses_retinoid"])
    # There is nothing in no product.
    assert values(Visit(Client(actives=())))["uses_retinoid"] == 0


def test_a_preservative_is_there_where_it_is_named():
    for content, preserved in ((("potassium sorbate",), 1), (("glycerin",), 0), (None, 0)):
        assert values(Visit(product=Product(coactives=content)))["is_preserved"] == preserved


def test_a_retinoid_in_the_product_is_a_retinoid():
    assert values(Visit(product=Product(coactives=("retinol",))))["any_retinoid"] == 1


# --- procedures -----------------------------------------------------------------------------------

# What each procedure is, beside a procedure at all.
IS = {
    "none": set(),
    "peel": {"is_peel", "breaks_skin"},
    "laser": {"is_laser", "breaks_skin"},
    "microneedling": {"is_needling", "is_needling_device", "breaks_skin"},
    "mesoroller": {"is_needling", "is_needling_device", "breaks_skin"},
    "mesotherapy": {"is_needling", "is_medical", "breaks_skin"},
    "biorevitalisation": {"is_needling", "is_medical", "breaks_skin"},
    "plasma": {"is_needling", "is_medical", "breaks_skin"},
    "patch": {"is_patch"},
}
OF_PROCEDURE = {
    *("is_needling", "is_needling_device", "is_medical", "is_laser", "is_peel", "is_patch", "breaks_skin")
}


def test_every_procedure_has_its_row():
    assert set(IS) == set(PROCEDURES)


@pytest.mark.parametrize(
    ("procedure", "is_needling"),
    [
        ("lip filler", 1),
        ("botox", 1),
        ("PDO threads", 1),
        ("microblading", 1),
        ("facial massage", 0),
        ("waxing", 0),
    ],
)
def test_what_goes_in_by_needles_counts_as_needling(procedure, is_needling):
    solved = values(Visit(procedure=procedure))
    assert (solved["is_needling"], solved["breaks_skin"]) == (is_needling, is_needling)
    assert solved["is_needling_device"] == 0


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_procedure_becomes_flags(procedure):
    solved = values(Visit(procedure=procedure))
    assert solved["has_procedure"] == (procedure != "none")
    assert {name for name in OF_PROCEDURE if solved[name] == 1} == IS[procedure]
    assert {name for name in OF_PROCEDURE if solved[name] == 0} == OF_PROCEDURE - IS[procedure]


@pytest.mark.parametrize("kind", PROCEDURE_TYPES["mesotherapy"])
def test_kinds_of_mesotherapy_with_and_without_needles(kind):
    solved = values(Visit(procedure="mesotherapy", procedure_type=kind))
    assert solved["is_needling"] == (kind not in ("hardware", "oxygen", "laser"))
    assert solved["is_needling_device"] == (kind in ("mesoroller", "fractional"))
    if kind != "laser":
        assert solved["breaks_skin"] == solved["is_needling"]


@pytest.mark.parametrize("kind", PROCEDURE_TYPES["patch"])
def test_every_kind_of_patch_is_a_patch(kind):
    solved = values(Visit(procedure="patch", procedure_type=kind))
    assert {name for name in OF_PROCEDURE if solved[name] == 1} == {"is_patch"}


# --- by mouth -------------------------------------------------------------------------------------


def taking(*rows: dict, **client: object) -> dict[str, float]:
    return values(read_visit({"client": client, "intake": list(rows)}))


def test_nothing_by_mouth_is_known_to_be_nothing():
    intake = taking()
    assert (intake["has_intake"], intake["oral_mg"], intake["tablets_per_week"]) == (0, 0, 0)
    assert intake["brings_sodium"] == 0


def test_what_is_taken_is_summed_up():
    intake = taking({"mg": 500, "per_day": 2}, {"mg": 250, "per_day": 0.5}, age=34)
    assert intake["has_intake"] == 1
    assert intake["oral_mg"] == pytest.approx(1125)
    assert intake["tablets_per_week"] == pytest.approx(17.5)
    assert (intake["ul_mg"], intake["has_ul"], intake["is_infant"]) == (2000, 1, 0)


def test_an_infant_has_no_upper_level():
    intake = taking({"mg": 50, "per_day": 1}, age=0.5)
    assert (intake["has_ul"], intake["is_infant"]) == (0, 1)
    assert math.isnan(intake["ul_mg"])


@pytest.mark.parametrize(
    ("row", "brings"),
    [
        ({}, NAN),
        ({"effervescent": False}, 0),
        ({"effervescent": True}, 1),
        ({"form": "calcium_ascorbate", "effervescent": False}, 0),
        ({"form": "calcium_ascorbate", "effervescent": True}, 1),
        ({"form": "sodium_ascorbate"}, 1),
        # 5 mg bring half a milligram, which is some.
        ({"form": "sodium_ascorbate", "mg": 5, "effervescent": False}, 1),
        ({"form": "effervescent"}, 1),
    ],
)
def test_what_brings_sodium(row, brings):
    assert same(taking({"mg": 1000, "per_day": 1, **row})["brings_sodium"], brings)


def test_the_sodium_of_a_salt_is_told_with_its_unit():
    facts = facts_of(read_visit({"intake": [{"form": "sodium_ascorbate", "mg": 1000, "per_day": 1}]}))
    # 22.990 g of sodium in 198.11 g of sodium ascorbate.
    (number, unit) = facts.texts["sodium_words"][0].removesuffix(".").split()[-2:]
    assert (float(number), unit) == (pytest.approx(1000 * 22.990 / 198.11, abs=0.5), "mg")
    plain = facts_of(read_visit({"intake": [{"mg": 1000, "per_day": 1}]}))
    assert plain.texts["sodium_words"] == ["We do not know how much."]


# --- allergies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reactions", "product", "allergic", "unnamed", "named", "inside"),
    [
        (None, Product(form="SAP", coactives=()), NAN, NAN, NAN, NAN),
        ((), Product(form="SAP", coactives=()), 0, 0, 0, 0),
        # Without a name there is nothing to look for.
        (("allergy",), Product(form="SAP"), 1, 1, 0, 0),
        (("allergy",), None, 1, 1, 0, 0),
        (("allergic to lanolin",), Product(form="SAP", coactives=("lanolin",)), 1, 0, 1, 1),
        (("allergic to lanolin",), Product(coactives=("lanolin",)), 1, 0, 1, 1),
        # It is not inside only where form and rest of a product are told.
        (("allergic to lanolin",), Product(form="SAP", coactives=()), 1, 0, 1, 0),
        (("allergic to lanolin",), Product(form="SAP"), 1, 0, 1, NAN),
        (("allergic to lanolin",), Product(coactives=()), 1, 0, 1, NAN),
        (("allergic to lanolin",), None, 1, 0, 1, NAN),
    ],
)
def test_an_allergy_is_named_and_inside_or_not(reactions, product, allergic, unnamed, named, inside):
    solved = values(Visit(Client(reactions=reactions), product))
    names = ("reacts_allergy", "unnamed_allergy", "names_allergen", "allergen_inside")
    assert [solved[name] for name in names] == pytest.approx([allergic, unnamed, named, inside], nan_ok=True)


def test_the_form_of_a_product_is_told_by_its_name():
    told = facts_of(Visit(product=Product(form="SAP"))).texts
    assert told["derivative"] == ["sodium_ascorbyl_phosphate"]
    assert told["derivative_name"] == ["sodium ascorbyl phosphate"]
    for product in (None, Product()):
        told = facts_of(Visit(product=product)).texts
        assert told["derivative"] == told["derivative_name"] == [""]
    # What somebody is allergic to, what of it is inside, what no rule is about, each in one phrase.
    visit = Visit(
        Client(reactions=("allergic to lanolin and unicorn dust",), medicines=("paracetamol",)),
        Product(form="SAP", coactives=("unicorn dust", "lanolin")),
    )
    told = facts_of(visit).texts
    assert told["allergen_names"] == ["lanolin and unicorn dust"]
    assert told["allergens_inside"] == ["unicorn dust and lanolin"]
    assert told["no_rule_names"][0].startswith("“")
    assert told["no_rule_names"][0].endswith("”")
    assert told["acid_words"] == ["L-ascorbic acid"]


@pytest.mark.parametrize(
    ("medicines", "other"),
    [
        (("isotretinoin",), 0),
        (("acitretin",), 1),
        ((), 0),
        (None, NAN),
    ],
)
def test_isotretinoin_is_no_other_retinoid_by_mouth(medicines, other):
    assert same(values(medicines=medicines)["other_oral_retinoid"], other)
