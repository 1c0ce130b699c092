"""How long it keeps, as facts and words: each reason, each end, and nothing where nobody said."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import numpy as np
import pytest

from calc import catalog, rules
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import Categories
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability import DOMAIN, REASONS, LossConditions
from calc.chemistry.stability.life import Assay, shelf_life
from calc.chemistry.stability.mixture import VEHICLES
from calc.chemistry.stability.oxygen import oxygen_budget
from calc.rules.analysis import analyse
from calc.rules.assessment import assess
from calc.rules.batch_facts import facts_of
from calc.rules.storage_facts import (
    NO_DAYS,
    OUTSIDE_WORDS,
    STATES,
    Keeping,
    _span,
    assay_facts,
    days_words,
    keeping_texts,
    storage_facts,
)
from calc.uncertainty import Band
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


# --- by hand --------------------------------------------------------------------------------------


def keeping(reason: str, t90: float, germs: float, **outside: bool) -> Keeping:
    """Return how one formula keeps: why there is no number of days, and the limits [day]."""
    there = dict.fromkeys(DOMAIN, np.array([False]))
    return Keeping(
        LossConditions(
            Categories.first(VEHICLES, [], "water"),
            *(np.array([value]) for value in (150.0, 3.2)),
            Categories.first(REASONS, [(reason, np.array([True]))], ""),
            {**there, **{name: np.array([up]) for name, up in outside.items()}},
            np.array([False]),
            {},
            np.array([germs]),
        ),
        np.array([t90]),
    )


NAN = math.nan


@pytest.mark.parametrize(
    ("reason", "t90", "germs", "end"),
    [
        # What comes first ends it: the loss, germs, or half a year of 183 days.
        ("", 60, NAN, "t90"),
        ("", 60, 90, "t90"),
        ("", 90, 60, "germs"),
        ("", 400, NAN, "six_months"),
        ("", 400, 60, "germs"),
        ("", 400, 300, "six_months"),
        ("", NAN, 60, "germs"),
        ("", NAN, NAN, "six_months"),
        # Of two that come together germs are told, as they harm, and half a year is told as that.
        ("", 60, 60, "germs"),
        ("", 183, NAN, "six_months"),
        ("", NAN, 183, "six_months"),
        # A form that loses nothing known still has water; half a year is one of serums of vitamin C.
        ("derivative", NAN, 60, "germs"),
        ("derivative", NAN, NAN, "six_months"),
        ("no_form", NAN, 60, "germs"),
        ("no_form", NAN, NAN, ""),
        ("dry_powder", NAN, NAN, ""),
        ("dry_powder", NAN, 60, "germs"),
        # Where it may go faster than anybody knows there is no last day.
        ("clear_in_daylight", NAN, 60, ""),
        ("too_hot", 60, 60, ""),
        ("too_alkaline", NAN, NAN, ""),
        ("no_pH", NAN, 60, ""),
    ],
)
def test_what_comes_first_ends_it(reason, t90, germs, end):
    row = storage_facts(at(), keeping(reason, t90, germs))
    ends = ("t90", "germs", "six_months")
    assert [name for name in ends if row[f"ends_by_{name}"].item() == 1] == ([end] if end else [])
    assert row["has_t90"].item() == (reason == "")


@pytest.mark.parametrize(
    ("reason", "germs", "end"),
    [
        # Dry powder in its jar keeps for years, whatever else would end it.
        ("dry_powder", 60, ""),
        ("dry_powder", NAN, ""),
        # In such a jar what is no dry powder ends as elsewhere.
        ("", 60, "ends_by_germs"),
        ("no_form", 60, "ends_by_germs"),
    ],
)
def test_a_jar_of_powder_ends_nothing_dry(reason, germs, end):
    row = storage_facts(at(package="powder_jar"), keeping(reason, NAN, germs))
    assert [name for name in row if name.startswith("ends_by") and row[name].item()] == ([end] if end else [])


@pytest.mark.parametrize("name", NO_DAYS)
def test_each_reason_for_no_days_has_its_fact(name):
    row = storage_facts(at(), keeping(NO_DAYS[name], NAN, NAN))
    assert [fact for fact in NO_DAYS if row[fact].item() == 1] == [name]


@pytest.mark.parametrize(
    ("outside", "is_outside", "sees_light"),
    [
        ({}, 0, 0),
        # The package has a rule of its own.
        ({"package": True}, 0, 0),
        ({"emulsion": True}, 1, 0),
        ({"light": True}, 1, 1),
        ({"package": True, "alcohol": True}, 1, 0),
    ],
)
def test_what_is_outside_of_the_series_is_told(outside, is_outside, sees_light):
    row = storage_facts(at(), keeping("", 60, NAN, **outside))
    assert (row["outside_series"].item(), row["may_see_light"].item()) == (is_outside, sees_light)
    in_the_sun = storage_facts(at(), keeping("clear_in_daylight", NAN, NAN))
    assert in_the_sun["may_see_light"].item() == 1


@pytest.mark.parametrize(
    ("storage", "expected"),
    [
        (Storage(), {"package_assumed": 1, "temperature_assumed": 1, "opened_to_air": 1, "has_wall": 0}),
        (at(5), {"package_assumed": 0, "temperature_assumed": 0, "opened_to_air": 1, "has_wall": 0}),
        # Only through plastic something goes; nothing through glass.
        (at(wall="PP"), {"has_wall": 1}),
        (at(wall="amber_glass"), {"has_wall": 0, "clear_in_daylight": 0}),
        # A pump without air lets none in, nor does a bottle that nobody opens.
        (at(package="airless_pump"), {"opened_to_air": 0}),
        (at(package="sealed_ampoule"), {"opened_to_air": 0}),
        (at(openings_per_day=0), {"opened_to_air": 0}),
        (at(openings_per_day=None), {"opened_to_air": 1}),
        (at(openings_per_day=0.5), {"opened_to_air": 1}),
        (at(wall="clear_glass", light="daylight"), {"clear_in_daylight": 1}),
        (at(wall="clear_glass"), {"clear_in_daylight": NAN}),
        (at(5), {"kept_C_low": 5, "kept_C_high": 5, "is_kept": 1}),
    ],
)
def test_a_storage_is_told_as_it_is_said(storage, expected):
    row = storage_facts(storage, keeping("", 60, NAN))
    assert {name: row[name].item() for name in expected} == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("assay", "t90", "expected"),
    [
        (None, Band(60, 30, 120), {"has_assay": 0, "assay_off": NAN, "assay_narrows": 0}),
        # From a hundredfold span to a fourfold one; the sign of the difference does not matter.
        (Assay(Band(50, 5, 500), Band(0.9, 0.8, 1.0), -1.5, True), Band(60, 30, 120), {"assay_narrows": 1}),
        (Assay(Band(50, 5, 500), Band(0.9, 0.8, 1.0), -1.5, True), Band(60, 30, 120), {"assay_off": 1.5}),
        (Assay(Band(50, 5, 500), Band(0.9, 0.8, 1.0), 4.0, False), Band(60, 30, 120), {"assay_narrows": 0}),
        # As wide as before, it narrows nothing; wider in days may be narrower in its ratio.
        (Assay(Band(60, 30, 120), Band(0.9, 0.8, 1.0), 1.0, True), Band(60, 30, 120), {"assay_narrows": 0}),
        (Assay(Band(20, 5, 60), Band(0.9, 0.8, 1.0), 1.0, True), Band(200, 150, 300), {"assay_narrows": 1}),
        (Assay(Band(20, 5, 60), Band(0.9, 0.8, 1.0), 1.0, True), None, {"has_assay": 1, "assay_narrows": 0}),
    ],
)
def test_an_assay_narrows_what_it_makes_narrower(assay, t90, expected):
    life = replace(shelf_life(bottle(**SERUM), storage=at()), assay=assay, t90_days=t90)
    row = assay_facts(life)
    assert {name: row[name] for name in expected} == pytest.approx(expected, nan_ok=True)
    assert row["undated_assay"] == 0
    assert assay_facts(replace(life, undated_assay=True))["undated_assay"] == 1
    assert all(math.isnan(value) for value in assay_facts(None).values())
    assert assay_facts(None).keys() == row.keys()


@pytest.mark.parametrize(
    ("band", "middle", "ends"),
    [
        # The ends are told outwards; alike they are one.
        (Band(65.2, 20.4, 196.7), "65 days", "20 to 197 days"),
        (Band(1.0, 0.6, 1.4), "1.0 days", "0.6 to 1.4 days"),
        (Band(1.0, 1.0, 1.0), "1 day", "1 day"),
        (Band(40.0, 40.0, 40.0), "40 days", "40 days"),
        (None, "", ""),
    ],
)
def test_days_are_told_with_the_digits_that_they_have(band, middle, ends):
    life = replace(shelf_life(bottle(**SERUM), storage=at()), t90_days=band)
    words = keeping_texts(bottle(**SERUM), at(), life)
    assert (words["t90"], words["t90_range"], words["before_range"]) == (middle, ends, "")


def test_what_has_no_days_has_no_words_about_them():
    words = texts(bottle(water=90, glycerin=10, phenoxyethanol=0.9), at())
    assert {words[name] for name in ("t90", "t90_range", "before_range", *AIR)} == {""}
    hot = texts(bottle(**SERUM), at(60))
    assert hot["discard_after"] == hot["t90"] == hot["air_range"] == ""
    assert words["room_range"] == "20 to 25 °C"


AIR = ("bottle_size", "air_range", "opening_range", "wall_range")


@pytest.mark.parametrize(
    ("band", "unit", "text"),
    [
        (Band(200, 150, 320), "mL", "150 to 320 mL"),
        (Band(0.003, 0.001, 0.0072), "%", "0.10 to 0.72 %"),
        (Band(0.05, 0.05, 0.05), "%", "5 %"),
        (Band(2, 2, 2), "mL", "2 mL"),
    ],
)
def test_shares_are_told_in_per_cent_and_volumes_as_they_are(band, unit, text):
    assert _span(band, unit).replace("\u202f", " ") == text
