"""Vitamin C by mouth: against the published table, by its properties, and what it refuses."""

from __future__ import annotations

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog.intake import oral_facts
from calc.client.intake import (
    ORAL_FORMS,
    OralIntake,
    Supplement,
    oral_intake,
    skin_bound_mg,
)
from calc.errors import InputErrors
from calc.units import Q_
from tests.cases import every_case

with (Path(__file__).parents[1] / "reference" / "intake.csv").open(encoding="utf-8", newline="") as _file:
    REFERENCE = list(csv.DictReader(_file))
# Standard atomic weights, abridged (IUPAC 2021, doi:10.1515/pac-2019-0603).
C, H, O, NA, CA = 12.011, 1.0080, 15.999, 22.990, 40.078  # noqa: E741  symbols of the elements


def person(age: float | None = 34.0, sex: str | None = "female", **said: bool | None) -> dict:
    """Return someone who is neither pregnant nor breastfeeding nor a smoker, unless said."""
    usual = {"pregnant": False, "breastfeeding": False, "smoker": False}
    return {"age_years": age, "sex": sex, **usual, **said}


def taken(form: str = "l_ascorbic_acid", mg: float = 1000, per_day: float = 1, **more: bool) -> Supplement:
    return Supplement(form, Q_(mg, "mg"), per_day, **more)


def limits(age: float | None = 34.0, sex: str | None = "female", **said: bool | None) -> OralIntake:
    return oral_intake([], **person(age, sex, **said))


# --- against print --------------------------------------------------------------------------------


def rows(*quantities: str) -> list[dict[str, str]]:
    return [row for row in REFERENCE if row["quantity"] in quantities]


def label(row: dict[str, str]) -> str:
    return "-".join(row[key] for key in ("quantity", "age", "sex", "state", "form") if row[key])


@every_case("row", rows("rda", "ul"))
def test_the_table_of_recommended_and_upper_levels(row):
    states = {"pregnant": row["state"] == "pregnancy", "breastfeeding": row["state"] == "lactation"}
    bounds = limits(float(row["age"]), row["sex"], **states, smoker=row["smoker"] == "yes")
    if row["value"] == "not set":
        assert (bounds.ul_mg, bounds.ul_reason) == (None, "not_set")
        return
    printed = {"rda": (float(row["value"]),) * 2, "ul": float(row["value"])}[row["quantity"]]
    assert getattr(bounds, f"{row['quantity']}_mg") == printed
    if row["quantity"] == "rda":
        assert bounds.is_ai == ("AI" in row["locator"].split(",")[0])


def test_every_cell_of_the_table_is_held_against_print():
    held = {stage for row in rows("rda", "ul") for stage in looked_at(row)}
    assert held == {stage.name for stage in oral_facts().stages}


def looked_at(row: dict[str, str]) -> tuple[str, ...]:
    states = {"pregnant": row["state"] == "pregnancy", "breastfeeding": row["state"] == "lactation"}
    return limits(float(row["age"]), row["sex"], **states).stages


@pytest.mark.parametrize("row", rows("ascorbic_acid", "sodium", "calcium"), ids=label)
def test_what_a_gram_brings(row):
    intake = oral_intake([taken(row["form"], float(row["mg"]))], **person())
    name = {"ascorbic_acid": "total_mg"}.get(row["quantity"], f"{row['quantity']}_mg")
    assert getattr(intake, name) == pytest.approx(float(row["value"]), abs=float(row["tolerance"]))


def test_the_dihydrate_stands_in_the_data_too():
    printed = {
        row["quantity"]: float(row["value"]) for row in rows("ascorbic_acid_dihydrate", "calcium_dihydrate")
    }
    acid = next(
        row
        for row in catalog.forms()["calcium_ascorbate"].values
        if (row.property, row.variant) == ("aa_eq", "dihydrate")
    )
    calcium = next(row for row in oral_facts().minerals["calcium_ascorbate"] if row.variant == "dihydrate")
    assert 1000 * acid.centre == pytest.approx(printed["ascorbic_acid_dihydrate"], abs=0.05)
    assert 1000 * calcium.centre == pytest.approx(printed["calcium_dihydrate"], abs=0.05)


def test_the_other_figures_as_printed():
    facts = oral_facts()
    for name in ("uk", "applied"):
        assert getattr(facts, name).to("mg/day")[0] == pytest.approx(float(rows(name)[0]["value"]))
    assert "no upper level" in facts.statements["no_level_in_europe"].text
    assert facts.statements["no_level_in_europe"].sources == ("efsa_vitamin_c",)


def test_the_metals_follow_from_the_formula():
    # Half a unit of the fourth place, as the rows are written.
    sodium_ascorbate = 6 * C + 7 * H + NA + 6 * O
    anhydrous = 12 * C + 14 * H + CA + 12 * O
    expected = {
        ("sodium", ""): NA / sodium_ascorbate,
        ("calcium", "anhydrous"): CA / anhydrous,
        ("calcium", "dihydrate"): CA / (anhydrous + 2 * (2 * H + O)),
    }
    result = {
        (row.property, row.variant): row.centre
        for mineral in oral_facts().minerals.values()
        for row in mineral
    }
    assert result.keys() == expected.keys()
    for key, share in expected.items():
        assert result[key] == pytest.approx(share, abs=0.00005), key


def test_the_sodium_of_the_salt_is_the_same_in_both_files():
    by_mouth = oral_facts().minerals["sodium_ascorbate"][0]
    in_a_formula = catalog.forms()["sodium_ascorbate"].value("sodium_fraction")
    assert by_mouth.centre == in_a_formula.centre


# --- the skin's bound: facts, section 4 -----------------------------------------------------------


@pytest.mark.parametrize(("percent", "mg"), [(5, 77), (10, 154), (15, 231), (20, 308)])
def test_the_bound_of_what_skin_takes_up(percent, mg):
    assert skin_bound_mg(Q_(percent, "percent")).m_as("mg/day") == pytest.approx(mg, abs=0.5)


def test_the_bound_counts_the_acid_in_a_form_and_works_on_arrays():
    assert skin_bound_mg(0.1, 0.0).m == 0
    result = skin_bound_mg(np.array([0.05, 0.1, 0.2]), np.array([1.0, 0.889, 0.5]))
    assert result.m_as("mg/day") == pytest.approx(1540 * np.array([0.05, 0.0889, 0.1]))
    assert skin_bound_mg.kernel(0.1, 1.0116) == pytest.approx(1540 * 0.10116)


@pytest.mark.parametrize("wrong", [-0.1, math.nan, math.inf, "much", None, True])
def test_the_bound_refuses_an_equivalent_that_is_none(wrong):
    with pytest.raises(InputErrors, match=r"aa_equivalent: .*grams per gram.*0\.889"):
        skin_bound_mg(0.1, wrong)


@pytest.mark.parametrize("wrong", [15, -0.1, Q_(5, "g"), "5"])
def test_the_bound_refuses_what_is_no_strength(wrong):
    with pytest.raises(InputErrors, match="mass_fraction"):
        skin_bound_mg(wrong)


# --- ages -----------------------------------------------------------------------------------------

BIRTHDAYS = [
    (7 / 12, "0–6 months", "7–12 months"),
    (1.0, "7–12 months", "1–3 years"),
    (4.0, "1–3 years", "4–8 years"),
    (9.0, "4–8 years", "9–13 years"),
    (14.0, "9–13 years", "14–18 years"),
    (19.0, "14–18 years", "19 years and over"),
]


@pytest.mark.parametrize(("age", "before", "after"), BIRTHDAYS)
def test_a_stage_ends_where_the_next_begins(age, before, after):
    for just_before in (age - 0.01, math.nextafter(age, 0)):
        assert limits(just_before, "male").stages == (before,)
    assert limits(age, "male").stages == (after,)


def test_six_months_and_seven():
    assert limits(0.5).rda_mg == (40, 40)
    assert limits(6.9 / 12).rda_mg == (40, 40)
    assert limits(7 / 12).rda_mg == (50, 50)


@given(st.floats(0, 130))
def test_every_age_has_exactly_one_stage(age):
    own = [
        stage for stage in oral_facts().stages if not stage.state and stage.from_years <= age < stage.to_years
    ]
    assert limits(age, "male").stages == tuple(stage.name for stage in own)
    assert len(own) == 1


# --- what is not known ----------------------------------------------------------------------------


def test_without_an_age_there_are_no_limits():
    intake = oral_intake([taken()], **person(None))
    assert (intake.rda_mg, intake.ul_mg, intake.ul_reason, intake.stages) == (None, None, "age_unknown", ())
    assert intake.total_mg == 1000


def test_without_the_sex_the_range_is_shown():
    assert limits(34, None).rda_mg == (75, 90)
    assert limits(16, None).rda_mg == (65, 75)
    assert limits(11, None).rda_mg == (45, 45)


def test_not_said_whether_pregnant_widens():
    assert limits(34, pregnant=None).rda_mg == (75, 85)
    assert limits(34, breastfeeding=None).rda_mg == (75, 120)
    assert limits(34, None, pregnant=None, breastfeeding=None).rda_mg == (75, 120)
    assert limits(34, pregnant=True, breastfeeding=None).rda_mg == (85, 120)


def test_who_cannot_be_pregnant_is_not_widened():
    assert limits(34, "male", pregnant=None, breastfeeding=None).rda_mg == (90, 90)
    assert limits(13.99, pregnant=None, breastfeeding=None).rda_mg == (45, 45)
    assert limits(14, pregnant=None, breastfeeding=None).rda_mg == (65, 115)


def test_pregnant_and_breastfeeding_has_the_higher_recommendation():
    bounds = limits(34, pregnant=True, breastfeeding=True)
    assert (bounds.rda_mg, bounds.ul_mg) == ((120, 120), 2000)
    assert bounds.stages == (
        "19 years and over",
        "pregnancy, 19 years and over",
        "lactation, 19 years and over",
    )


def test_a_pregnancy_below_the_rows_takes_the_nearest_and_the_own_upper_level():
    bounds = limits(12, pregnant=True)
    assert (bounds.rda_mg, bounds.ul_mg) == ((80, 80), 1200)
    assert "below 14 years" in bounds.caveat
    assert limits(14, pregnant=True).caveat == ""
    assert limits(12).caveat == ""


def test_a_smoker_needs_more_from_fourteen_years():
    assert limits(34, smoker=True).rda_mg == (110, 110)
    assert limits(14, "male", smoker=True).rda_mg == (110, 110)
    assert limits(13.99, smoker=True).rda_mg == (45, 45)
    assert limits(34, None, smoker=True).rda_mg == (110, 125)
    assert limits(34, smoker=None) == limits(34, smoker=False)


# --- the sum --------------------------------------------------------------------------------------

SUPPLEMENTS = st.builds(
    taken,
    st.sampled_from(ORAL_FORMS),
    st.floats(0.001, 99_999),
    st.floats(0.01, 50),
    effervescent=st.booleans(),
)
SOME = st.lists(SUPPLEMENTS, max_size=5)
SUMS = ("total_mg", "sodium_mg", "calcium_mg", "tablets_per_week")
PERSONS = st.fixed_dictionaries(
    {
        "age_years": st.none() | st.floats(0, 120),
        "sex": st.sampled_from([None, "female", "male"]),
        **{flag: st.sampled_from([None, True, False]) for flag in ("pregnant", "breastfeeding", "smoker")},
    }
)


def test_nothing_taken_is_a_sum_of_nothing():
    bounds = limits()
    assert [getattr(bounds, name) for name in SUMS] == [0, 0, 0, 0]
    assert not bounds.effervescent


def test_tablets_of_all_forms_count():
    intake = oral_intake([taken(), taken("sodium_ascorbate", 500, 0.5, effervescent=True)], **person())
    assert intake.tablets_per_week == pytest.approx(10.5)
    assert intake.total_mg == pytest.approx(1000 + 0.889 * 250)
    assert intake.sodium_mg == pytest.approx(29.0)
    assert intake.effervescent


@given(SOME, SOME)
def test_the_sum_is_additive(some, more):
    both, one, other = (oral_intake(tablet, **person()) for tablet in (some + more, some, more))
    for name in SUMS:
        assert getattr(both, name) == pytest.approx(getattr(one, name) + getattr(other, name), rel=1e-12)
    assert both.effervescent == (one.effervescent or other.effervescent)


@given(SOME.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_does_not_matter(pair):
    some, shuffled = pair
    assert oral_intake(some, **person()) == oral_intake(shuffled, **person())


@given(SOME)
def test_twice_as_much_is_twice_as_much(some):
    some = [dataclasses.replace(tablet, per_day=tablet.per_day / 2) for tablet in some]
    doubled = oral_intake(
        [dataclasses.replace(tablet, per_day=2 * tablet.per_day) for tablet in some], **person()
    )
    for name in SUMS:
        assert getattr(doubled, name) == pytest.approx(
            2 * getattr(oral_intake(some, **person()), name), rel=1e-12
        )


@given(st.sampled_from(ORAL_FORMS), st.floats(0.001, 99_999), st.sampled_from(["g", "kg", "ug", "ounce"]))
def test_the_unit_of_the_mass_changes_nothing(form, mg, unit):
    plain = Supplement(form, Q_(mg, "mg"), 2)
    other = Supplement(form, Q_(mg, "mg").to(unit), 2)
    for name in SUMS:
        results = [getattr(oral_intake([tablet], **person()), name) for tablet in (plain, other)]
        assert results[0] == pytest.approx(results[1], rel=1e-12)


@given(SOME, PERSONS, PERSONS)
def test_the_sum_does_not_hang_on_the_person(some, one, other):
    for name in SUMS:
        assert getattr(oral_intake(some, **one), name) == getattr(oral_intake(some, **other), name)


@given(st.sampled_from(ORAL_FORMS))
def test_names_of_a_form_lead_to_it(form):
    record = catalog.forms()[form]
    for name in (record.name, record.inci, *record.aliases):
        assert Supplement(name, Q_(1, "g"), 1).record.id == form


# --- the limits, by their properties --------------------------------------------------------------


@given(PERSONS, st.sampled_from(["pregnant", "breastfeeding"]))
def test_the_upper_level_never_rises_by_a_pregnancy(who, flag):
    without, unsaid, sure = (oral_intake([], **{**who, flag: said}).ul_mg for said in (False, None, True))
    if without is None:
        assert unsaid is None
        assert sure is None
    else:
        assert unsaid <= without
        assert sure <= without


@given(PERSONS)
def test_an_unknown_sex_contains_both(who):
    assume(who["age_years"] is not None)
    low, high = oral_intake([], **{**who, "sex": None}).rda_mg
    for sex in ("female", "male"):
        own = oral_intake([], **{**who, "sex": sex}).rda_mg
        assert low <= own[0] <= own[1] <= high


@given(PERSONS, st.sampled_from(["pregnant", "breastfeeding"]))
def test_an_unsaid_state_contains_both(who, flag):
    assume(who["age_years"] is not None and who["age_years"] >= 14 and who["sex"] != "male")
    low, high = oral_intake([], **{**who, flag: None}).rda_mg
    for said in (True, False):
        own = oral_intake([], **{**who, flag: said}).rda_mg
        assert low <= own[0] <= own[1] <= high


@given(PERSONS)
def test_no_upper_level_always_has_its_reason(who):
    intake = oral_intake([], **who)
    assert (intake.ul_mg is None) == bool(intake.ul_reason)
    assert (intake.rda_mg is None) == (who["age_years"] is None)
    if who["age_years"] is not None:
        assert (intake.ul_reason == "not_set") == (who["age_years"] < 1)


# --- as JSON --------------------------------------------------------------------------------------


def test_as_json():
    intake = oral_intake([taken("sodium_ascorbate", 1000, 2)], **person()).as_dict()
    assert intake == {
        "total_mg": pytest.approx(1778),
        "rda_mg": 75,
        "ul_mg": 2000,
        "sodium_mg": pytest.approx(232),
        "calcium_mg": 0,
        "counts": "supplements only",
    }


def test_as_json_where_things_are_not_known():
    assert limits(34, None).as_dict()["rda_mg"] == [75, 90]
    unknown = limits(None).as_dict()
    assert (unknown["rda_mg"], unknown["ul_mg"], unknown["ul_reason"]) == (None, None, "age_unknown")
    infant = limits(0.5).as_dict()
    assert (infant["rda_mg"], infant["ul_mg"], infant["ul_reason"]) == (40, None, "not_set")


# --- what is refused ------------------------------------------------------------------------------


def refused(*args: object) -> dict[str, str]:
    with pytest.raises(InputErrors) as caught:
        Supplement(*args)
    return {error.field: str(error) for error in caught.value.errors}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("ethyl_ascorbic_acid", "is for skin"),
        ("tetrahexyldecyl_ascorbate", "is for skin"),
        ("squalane", "not a form of vitamin C"),
        ("vitamin D", "not known here"),
        ("sodium_ascorbat", "Did you mean sodium_ascorbate or calcium_ascorbate? Use"),
        ("", "nothing given"),
        (5, "not known here"),
        (None, "not known here"),
    ],
)
def test_a_form_that_is_not_swallowed(form, words):
    message = refused(form, Q_(1, "g"), 1)["form"]
    assert words in message
    assert message.startswith("form: ")
    assert all(form in message for form in ORAL_FORMS)
    assert "leave the supplement out" in message


@pytest.mark.parametrize(
    "mass",
    [
        1000,
        "1000 mg",
        None,
        Q_(0, "mg"),
        Q_(-1, "mg"),
        Q_(100.01, "g"),
        Q_(math.nan, "g"),
        Q_(math.inf, "g"),
        Q_(5, "mL"),
        Q_([1, 2], "g"),
    ],
    ids=str,
)
def test_a_mass_that_cannot_be_one(mass):
    message = refused("l_ascorbic_acid", mass, 1)["mg"]
    assert message.startswith("mg: ")
    assert "for example Q_(1000, 'mg')" in message or "for example 1000 mg" in message


def test_the_range_of_a_mass_is_told():
    message = refused("l_ascorbic_acid", Q_(1, "kg"), 1)["mg"]
    assert "“1000000 mg”: one piece has more than 0 mg and at most 100000 mg of the form." in message
    assert "the mass of one piece needs its unit" in refused("l_ascorbic_acid", 1000, 1)["mg"]
    assert Supplement("l_ascorbic_acid", Q_(100, "g"), 50).mg_per_day == pytest.approx(5e6)


@pytest.mark.parametrize("per_day", [-1, 50.1, math.nan, math.inf, "2", None, True])
def test_a_number_of_pieces_that_cannot_be_one(per_day):
    message = refused("l_ascorbic_acid", Q_(1, "g"), per_day)["per_day"]
    assert "above 0 and at most 50 pieces a day" in message
    assert "for example 2" in message


@pytest.mark.parametrize("zero", [0, 0.0, -0.0])
def test_what_is_not_taken_is_left_out(zero):
    assert "leave it out" in refused("l_ascorbic_acid", Q_(1, "g"), zero)["per_day"]


def test_everything_wrong_is_told_at_once():
    assert list(refused("squalane", 5, 0)) == ["form", "mg", "per_day"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"age": -1}, "age", "a number of years, 0 or more. Write for example 34"),
        ({"age": math.nan}, "age", "a number of years"),
        ({"age": math.inf}, "age", "a number of years"),
        ({"age": "34"}, "age", "a number of years"),
        ({"age": True}, "age", "a number of years"),
        ({"sex": "woman"}, "sex", "“woman”: this word is not known here. Use female or male"),
        ({"pregnant": "no"}, "pregnant", "yes or no. Use True or False, or leave it out."),
        ({"breastfeeding": 0}, "breastfeeding", "yes or no"),
        ({"smoker": "rarely"}, "smoker", "yes or no"),
    ],
)
def test_a_person_who_cannot_be_read(wrong, field, words):
    with pytest.raises(InputErrors) as caught:
        limits(**wrong)
    (error,) = caught.value.errors
    assert error.field == field
    assert words in str(error)


def test_everything_wrong_with_a_person_is_told_at_once():
    with pytest.raises(InputErrors) as caught:
        limits(-1, "woman", smoker="yes")
    assert [error.field for error in caught.value.errors] == ["age", "sex", "smoker"]


# --- in words -------------------------------------------------------------------------------------

FROM, NEED, UPPER, BRITISH = (
    "From these tablets, as ascorbic acid",
    "Recommended, from everything",
    "Upper level (United States), with food",
    "United Kingdom: from supplements",
)


def words(intake: OralIntake) -> dict[str, str]:
    return {name: text.replace("\u202f", " ") for name, text in intake.amounts_in_words.items()}


def test_what_is_taken_stands_beside_what_is_needed_and_what_is_too_much():
    # 22.99 g of sodium in 198.11 g of sodium ascorbate, and 176.12 g of the acid.
    said = words(oral_intake([taken("sodium_ascorbate", 1000)], **person()))
    assert said == {
        FROM: "889 mg",
        NEED: "75 mg",
        UPPER: "2000 mg",
        BRITISH: "under 1000 mg",
        "Sodium with it": "116 mg",
    }


@pytest.mark.parametrize(
    ("who", "need", "upper"),
    [
        (person(sex=None), "75–90 mg", "2000 mg"),
        (person(sex="male", smoker=True), "125 mg", "2000 mg"),
        (person(age=0.25), "40 mg", "none is set for infants"),
        (person(age=None), "unknown without the age", "unknown without the age"),
    ],
)
def test_what_is_needed_is_a_range_where_it_is_open(who, need, upper):
    said = words(oral_intake([], **who))
    assert (said[NEED], said[UPPER]) == (need, upper)
    assert set(said) == {FROM, NEED, UPPER, BRITISH}


def test_what_goes_through_skin_is_told_and_never_added():
    none, some = limits().remarks(), oral_intake([taken()], **person()).remarks(231.0)
    assert none == ("The European Food Safety Authority sets no upper level for vitamin C.",)
    assert some[0] == none[0]
    assert some[1].startswith("Through the skin at the very most 231\u202fmg a day")
    assert len(some) == 2
    assert limits(12, pregnant=True).remarks()[-1] == limits(12, pregnant=True).caveat != ""


def test_a_mass_in_another_unit_is_the_same_mass():
    assert oral_intake([Supplement("l_ascorbic_acid", Q_(1, "g"), 2)], **person()).total_mg == 2000


def test_milligrams_are_told_with_five_digits():
    intake = oral_intake([taken("l_ascorbic_acid", 123.4567)], **person())
    assert words(intake)[FROM] == "123.46 mg"
