"""How long it keeps, as facts and words: each reason, each end, and nothing where nobody said."""

from __future__ import annotations

import datetime
import math

import pytest

from calc import catalog, rules
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability import DOMAIN, REASONS
from calc.chemistry.stability.life import shelf_life
from calc.chemistry.stability.oxygen import oxygen_budget
from calc.rules.analysis import analyse
from calc.rules.assessment import assess
from calc.rules.batch_facts import facts_of
from calc.rules.storage_facts import (
    OUTSIDE_WORDS,
    STATES,
    days_words,
    keeping_texts,
)
from calc.units import Q_

DAY = datetime.date
SERUM = {"water": 84.6, "l_ascorbic_acid": 15, "sodium_hydroxide": 0.4}
PRESERVED = {**SERUM, "phenoxyethanol": 0.9}
DROPPER = {"package": "dropper_bottle", "openings_per_day": 1}


def bottle(system: str = "solution", **masses: float) -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in masses.items()), system)


def at(celsius: float = 25.0, **more: object) -> Storage:
    return Storage(Q_(celsius, "degC"), **{**DROPPER, **more})


def facts(formula: Formula, storage: Storage | None, measured: Measured | None = None) -> dict[str, float]:
    """Return the facts about how a formula keeps."""
    known = analyse(formula, storage=storage, measured=measured)
    columns = facts_of(known).columns
    return {
        name: float(columns[name][0]) for name, fact in rules.FACTS.items() if fact.label == rules.STORAGE
    }


def texts(formula: Formula, storage: Storage, measured: Measured | None = None) -> dict[str, str]:
    life = shelf_life(formula, storage=storage, measured=measured)
    return {name: text.replace("\u202f", " ") for name, text in keeping_texts(formula, storage, life).items()}


def codes(formula: Formula, storage: Storage | None, measured: Measured | None = None) -> set[str]:
    report = assess(formula, storage=storage, measured=measured)
    for finding in report.findings:
        assert "unknown" not in finding.message + finding.remedy, finding.code
    return {finding.code for finding in report.findings if finding.code.startswith("STAB")}


def test_every_text_about_keeping_is_one_that_messages_may_show():
    assert set(texts(bottle(**SERUM), at())) <= set(rules.TEXTS)


def test_without_storage_the_rules_are_skipped_with_that_reason():
    assert all(math.isnan(value) for value in facts(bottle(**SERUM), None).values())
    assert set(keeping_texts(bottle(**SERUM), None, None).values()) == {""}
    report = assess(bottle(**SERUM, sodium_ascorbyl_phosphate=2))
    skipped = {skip.code: skip.reason for skip in report.skipped if skip.code.startswith("STAB")}
    assert {"STAB-001", "STAB-014", "STAB-018", "STAB-022"} <= set(skipped)
    assert set(skipped.values()) == {"how it is kept: unknown"}
    assert not codes(bottle(**SERUM), None)
    assert report.shelf_life is None


@pytest.mark.parametrize(
    ("masses", "storage", "code"),
    [
        (PRESERVED, at(), "STAB-001"),
        ({"water": 90, "glycerin": 10}, at(5), "STAB-002"),
        ({"propylene_glycol": 95, "l_ascorbic_acid": 5}, at(4, package="airless_pump"), "STAB-003"),
        (SERUM, at(wall="clear_glass", light="daylight"), "STAB-004"),
        (SERUM, at(-5), "STAB-005"),
        (SERUM, at(60), "STAB-006"),
        ({"water": 85, "l_ascorbic_acid": 15, "sodium_bicarbonate": 14}, at(), "STAB-007"),
        ({"serum": 27, "l_ascorbic_acid": 3}, at(), "STAB-008"),
        ({"ethanol": 90, "l_ascorbic_acid": 10}, at(), "STAB-009"),
        ({"l_ascorbic_acid": 10}, at(), "STAB-010"),
        ({**SERUM, "ethanol": 10}, at(), "STAB-011"),
        (SERUM, Storage(Q_(25, "degC")), "STAB-012"),
        (SERUM, Storage(**DROPPER), "STAB-013"),
        (SERUM, at(), "STAB-014"),
        ({**SERUM, "ferulic_acid": 0.5}, at(), "STAB-015"),
        (SERUM, at(), "STAB-016"),
        (SERUM, at(wall="PP"), "STAB-017"),
        ({**SERUM, "niacinamide": 2}, at(light="daylight"), "STAB-021"),
    ],
)
def test_a_formula_and_its_storage_say_so(masses, storage, code):
    read = {"STAB-002": 5.0, "STAB-007": 6.5}
    measured = Measured(pH=read[code]) if code in read else None
    assert code in codes(bottle(**masses), storage, measured)


@pytest.mark.parametrize(
    ("form", "pH", "code"),
    [
        ("sodium_ascorbyl_phosphate", 6.5, "STAB-022"),
        ("ethyl_ascorbic_acid", 5.0, "STAB-023"),
        ("dehydroascorbic_acid", 4.0, "STAB-024"),
        ("dehydroascorbic_acid", 7.0, "STAB-024"),
        ("ascorbyl_palmitate", 5.0, "STAB-025"),
        ("tetrahexyldecyl_ascorbate", 5.0, "STAB-026"),
        ("encapsulated_ascorbic_acid", 5.0, "STAB-027"),
        ("glyceryl_ascorbate", 5.0, "STAB-028"),
    ],
)
def test_a_form_says_how_it_keeps(form, pH, code):
    fired = codes(bottle(water=95, **{form: 5}), at(), Measured(pH=pH))
    assert fired & {f"STAB-0{number}" for number in range(22, 29)} == {code}


@pytest.mark.parametrize("pH", [4.0, 5.5])
def test_one_rule_of_two_speaks_about_the_pH_of_a_form(pH):
    formula = bottle(water=95, sodium_ascorbyl_phosphate=5)
    report = assess(formula, storage=at(), measured=Measured(pH=pH))
    names = {finding.code for finding in report.findings}
    assert names & {"FORM-006", "FORM-007"}
    assert not names & {"STAB-022", "STAB-024"}


def test_two_forms_keep_each_in_its_own_way():
    formula = bottle(water=90, sodium_ascorbyl_phosphate=5, glyceryl_ascorbate=2)
    report = assess(formula, storage=at(), measured=Measured(pH=6.5))
    names = {finding.code: finding.subject for finding in report.findings}
    assert names["STAB-022"] == "sodium_ascorbyl_phosphate"
    assert names["STAB-028"] == "glyceryl_ascorbate"


def test_a_salt_of_the_acid_has_no_state():
    kept = facts(bottle(water=90, sodium_ascorbate=10), at())
    assert not any(kept[name] for name in STATES)


def test_an_assay_that_fits_narrows_and_one_that_does_not_is_told():
    storage = at(made_on=DAY(2024, 1, 1))
    fits = Measured(assay_fraction=0.93, assay_sd=0.01, assay_on=DAY(2024, 2, 15))
    assert "STAB-019" in codes(bottle(**SERUM), storage, fits)
    words = texts(bottle(**SERUM), storage, fits)
    assert words["before_range"] == texts(bottle(**SERUM), storage)["t90_range"] != words["t90_range"]
    far = Measured(assay_fraction=0.1, assay_on=DAY(2024, 1, 3))
    fired = codes(bottle(**SERUM), storage, far)
    assert ("STAB-018" in fired, "STAB-019" in fired) == (True, False)
    assert "STAB-020" in codes(bottle(**SERUM), at(), Measured(assay_fraction=0.9))


@pytest.mark.parametrize("package", ["airless_pump", "sealed_ampoule"])
def test_a_closed_package_is_not_told_of_openings(package):
    assert "STAB-016" not in codes(bottle(**SERUM), at(package=package))
    assert "STAB-016" not in codes(bottle(**SERUM), at(openings_per_day=0))


def test_a_schedule_counts_with_the_stays_that_last():
    stays = ((Q_(5, "degC"), 20.0), (Q_(30, "degC"), 4.0), (Q_(60, "degC"), 0.0))
    row = facts(bottle(**SERUM), Storage(schedule=stays, **DROPPER))
    assert (row["kept_C_low"], row["kept_C_high"]) == pytest.approx((5, 30))
    assert math.isnan(facts(bottle(**SERUM), Storage(**DROPPER))["kept_C_low"])


def test_the_ends_of_what_is_known_come_from_the_data():
    result, assumed = facts(bottle(**SERUM), at()), catalog.stability().assumed
    assert result["known_C_low"] == assumed["coldest"].centre
    assert result["known_C_high"] == assumed["hottest"].centre
    assert result["known_pH_high"] == assumed["most_alkaline"].centre
    assert texts(bottle(**SERUM), at())["room_range"] == "20 to 25 °C"


def test_words():
    words = texts(bottle(**SERUM), at(wall="PP"))
    assert words["bottle_size"] == "30 mL"
    assert words["t90"].endswith(" days")
    assert words["discard_after"] == days_words(shelf_life(bottle(**SERUM), storage=at()).discard_after_days)
    assert words["wall_range"].endswith(" %")
    assert texts(bottle(water=90, glycerin=10), at())["air_range"] == ""
    outside = texts(bottle("o_w_emulsion", **SERUM, ethanol=10), at())["outside_words"]
    assert outside == "an emulsion and alcohol"


def test_everything_outside_of_the_series_has_its_words_but_the_package():
    assert set(OUTSIDE_WORDS) == set(DOMAIN) - {"package"}
    names = {rules.FACTS[name].label for name in facts(bottle(**SERUM), at()) if name.startswith("no_days")}
    assert names == {rules.STORAGE}
    # Those with a form are told by its states; without any there is nothing that could be lost.
    assert len(REASONS) - len(("", "no_form", "derivative")) == 7


@pytest.mark.parametrize(
    ("days", "text"), [(0.4, "less than a day"), (1.0, "1 day"), (20.9, "20 days"), (183.0, "183 days")]
)
def test_days_are_rounded_down(days, text):
    assert days_words(days) == text


def test_a_stay_of_no_time_is_not_the_coldest():
    schedule = ((Q_(-5, "degC"), 0.0), (Q_(25, "degC"), 24.0))
    row = facts(bottle(**SERUM), Storage(schedule=schedule, **DROPPER))
    assert (row["kept_C_low"], row["kept_C_high"]) == (25, 25)
    assert "STAB-005" not in codes(bottle(**SERUM), Storage(schedule=schedule, **DROPPER))


def test_a_jar_of_dry_powder_is_told_to_keep_and_nothing_of_a_last_day():
    storage, powder = at(package="powder_jar"), bottle(l_ascorbic_acid=10)
    assert "STAB-010" in codes(powder, storage)
    assert not {"STAB-001", "STAB-002", "STAB-003"} & codes(powder, storage)
    assert texts(powder, storage)["discard_after"] == ""


def test_ranges_are_those_of_the_oxygen_in_per_cent():
    # Of a 30 mL bottle with a wall of polypropylene; shares of the acid, so in hundredths.
    formula, storage = bottle(**SERUM), at(wall="PP")
    budget, words = oxygen_budget(formula, storage), texts(formula, storage)
    for name, band, factor, unit in (
        ("air_range", budget.air_mL, 1, "mL"),
        ("opening_range", budget.opening, 100, "%"),
        ("wall_range", budget.wall, 100, "%"),
    ):
        low, _, high = words[name].removesuffix(f" {unit}").partition(" to ")
        assert (float(low), float(high)) == pytest.approx((factor * band.low, factor * band.high), rel=0.06)
    assert texts(formula, at())["wall_range"] == ""
