"""A formula to columns of facts: each reason, each number by hand, and what the findings then say."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.acidity import unionised_share
from calc.chemistry.formula import Formula, Line, composition
from calc.chemistry.predictability import REASONS
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.findings import Action, Severity
from calc.mixing.batch_from_two import new_batch
from calc.rules import FORMULA_FACTS as FACTS
from calc.rules import FORMULA_TEXTS as TEXTS
from calc.rules.analysis import Analysis, analyse, lightest_of
from calc.rules.assessment import Assessment, assess
from calc.rules.batch_facts import facts_of
from calc.rules.form_facts import derivative_facts_of_form, product_form_facts, window_of
from calc.uncertainty import Reading
from calc.units import Q_
from tests.phreeqc import grams_to_pH

ACID = "l_ascorbic_acid"
SALT = "sodium_ascorbate"
SAP = "sodium_ascorbyl_phosphate"
MAP = "magnesium_ascorbyl_phosphate"
GLUCOSIDE = "ascorbyl_glucoside"
ETHYL = "ethyl_ascorbic_acid"
PALMITATE = "ascorbyl_palmitate"
THDA = "tetrahexyldecyl_ascorbate"
FRIDGE = Storage(temperature=Q_(5, "degC"))


def bottle(system: str = "solution", **masses: float) -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in masses.items()), system)


def known(formula: Formula, **more: object) -> Analysis:
    return analyse(formula, **more)


def facts(formula: Formula, **more: object) -> dict[str, float]:
    """Return the facts of a formula with at most one derivative."""
    table = facts_of(known(formula, **more))
    assert table.size == 1
    return {name: float(column[0]) for name, column in table.columns.items()}


def texts(formula: Formula, **more: object) -> dict[str, str]:
    return {
        name: rows[0].replace("\u202f", " ") for name, rows in facts_of(known(formula, **more)).texts.items()
    }


def told(report: Assessment) -> dict[str, str]:
    return {
        finding.code: f"{finding.message} {finding.remedy}".replace("\u202f", " ")
        for finding in report.findings
    }


def batch(percent: float = 15.0, grams: float = 30.0, **more: object):
    texts = {"purity": 1.0, "purity_plus_minus": 0.0, **more}
    return new_batch(ACID, mass_fraction=Q_(percent, "percent"), batch_mass=Q_(grams, "g"), **texts)


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        bottle(water=85, l_ascorbic_acid=15),
        bottle(water=95, sodium_ascorbyl_phosphate=5),
        bottle(water=90, glycerin=10),
        bottle(squalane=99, ascorbyl_palmitate=1),
        bottle(serum=27, l_ascorbic_acid=3),
        bottle(water=80, l_ascorbic_acid=15, sodium_ascorbyl_phosphate=3, ascorbyl_glucoside=2),
    ],
)
def test_every_formula_has_every_fact_and_every_word(formula):
    table = facts_of(known(formula))
    assert list(table.columns) == list(FACTS)
    assert set(table.texts) == set(TEXTS)
    others = [strength for strength in composition(formula).strengths if strength.form != ACID]
    assert table.size == max(len(others), 1)
    assert all(len(rows) == table.size for rows in table.texts.values())
    assert all(column.shape == (table.size,) for column in table.columns.values())
    flags = [name for name, fact in FACTS.items() if fact.kind == "flag"]
    for name in flags:
        assert all(value in (0.0, 0.5, 1.0) or math.isnan(value) for value in table.columns[name]), name


def test_each_derivative_has_its_row():
    table = facts_of(known(bottle(water=90, ascorbyl_glucoside=2, sodium_ascorbyl_phosphate=4)))
    assert table.texts["derivative"] == [SAP, GLUCOSIDE]
    assert table.texts["derivative_name"] == ["sodium ascorbyl phosphate", "ascorbyl glucoside"]
    assert table.columns["is_phosphate"].tolist() == [1, 0]
    assert table.columns["derivative_pH_low"].tolist() == [6, 5]


# --- the pH, and why there is none ----------------------------------------------------------------

WITHOUT_PH = {
    "no_water": ("PH-009", bottle(squalane=85, l_ascorbic_acid=15)),
    "finished": ("PH-015", bottle(serum=27, l_ascorbic_acid=3)),
    "other": ("OTHER-002", bottle(water=80, l_ascorbic_acid=15, other_unknown=5)),
    "form": ("PH-010", bottle(water=95, sodium_ascorbyl_phosphate=5)),
    "cosolvent": ("PH-008", bottle(water=40, l_ascorbic_acid=15, propylene_glycol=45)),
    "too_dry": ("PH-018", bottle(water=5, l_ascorbic_acid=10)),
    "too_salty": ("PH-013", bottle(water=70, l_ascorbic_acid=10, sodium_hydroxide=18)),
    "no_acid": ("PH-016", bottle(water=99, tetrahexyldecyl_ascorbate=1)),
}


def test_every_reason_has_its_case():
    assert {"", *WITHOUT_PH} == set(REASONS)


@pytest.mark.parametrize("reason", WITHOUT_PH)
def test_a_missing_pH_has_its_reason_among_the_findings(reason):
    code, formula = WITHOUT_PH[reason]
    report = assess(formula)
    assert known(formula).prediction.reason == reason
    assert report.as_dict()["pH"] is None
    assert code in told(report)
    others = {other for other, _ in WITHOUT_PH.values()} - {code}
    assert not others & set(told(report)), "one reason, not two"


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        (bottle(squalane=95, tocopherol=5), "PH-009"),
        (bottle(serum=27, niacinamide=3), "PH-015"),
        (bottle(water=40, citric_acid=1, propylene_glycol=45), "PH-008"),
        (bottle(water=70, citric_acid=10, sodium_hydroxide=15), "PH-013"),
        (bottle(water=90, glycerin=10), "PH-016"),
    ],
)
def test_so_it_has_without_any_vitamin_c(formula, code):
    report = assess(formula)
    assert report.pH is None
    assert code in told(report)


@pytest.mark.parametrize("reason", WITHOUT_PH)
def test_a_reading_stands_alone_where_nothing_is_predicted(reason):
    code, formula = WITHOUT_PH[reason]
    # So much acid with nothing beside it cannot have 5.5.
    read = 2.5 if reason in ("cosolvent", "too_dry") else 5.5
    report = assess(formula, measured=Measured(pH=read, pH_step=0.5))
    if reason == "no_water":
        # What a strip shows in an oil is no pH.
        assert report.pH is None
        assert "shows nothing that counts" in told(report)[code]
        return
    assert (report.pH.low, report.pH.median, report.pH.high) == pytest.approx(
        (read - 0.25, read, read + 0.25)
    )
    assert not {"PH-004", "PH-010", "PH-015", "PH-016"} & set(told(report))
    if code in ("PH-008", "PH-013"):
        assert "Above" in told(report)[code], "why it could not be predicted still matters"


def test_a_reading_that_acid_alone_cannot_have_is_not_believed():
    formula = WITHOUT_PH["cosolvent"][1]
    report = assess(formula, measured=Measured(pH=5.5, pH_step=0.5))
    assert report.pH is None
    assert "PH-019" in told(report)
    # With a base in it, nobody can say.
    with_base = bottle(water=40, l_ascorbic_acid=15, propylene_glycol=45, sodium_hydroxide=2)
    assert "PH-019" not in told(assess(with_base, measured=Measured(pH=5.5, pH_step=0.5)))


def test_a_pH_that_is_there_has_no_reason_missing():
    for formula in (bottle(water=85, l_ascorbic_acid=15), bottle(water=90, sodium_ascorbate=10)):
        report = assess(formula)
        assert report.pH is not None
        assert not {code for code, _ in WITHOUT_PH.values()} & set(told(report))


def test_an_acid_in_a_mix_of_unknown_pH_is_told_twice_once_each():
    report = assess(WITHOUT_PH["cosolvent"][1])
    assert {"PH-004", "PH-008"} <= set(told(report))
    assert {skip.code: skip.reason for skip in report.skipped}["PH-001"] == "the pH: unknown"


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        # A reading that fits sharpens; one that does not leaves the prediction, and is told.
        (Measured(pH=2.1, pH_sd=0.02), {"PH-005": False, "PH-006": False}),
        (Measured(pH=2.17, pH_sd=0.02), {"PH-005": False, "PH-006": True}),
        (Measured(pH=3.5, pH_sd=0.02), {"PH-005": True, "PH-006": False}),
        (Measured(pH=2.6, pH_step=0.5), {"PH-005": True, "PH-006": False}),
    ],
)
def test_a_reading_beside_a_prediction(measured, expected):
    formula = bottle(water=85, l_ascorbic_acid=15)
    codes = told(assess(formula, measured=measured))
    assert {code: code in codes for code in expected} == expected
    assert facts(formula, measured=measured)["has_reading"] == 1
    assert facts(formula)["has_reading"] == 0


def test_a_reading_that_is_not_believed_is_judged_where_it_is_the_worse():
    # Predicted 3.2, read 2.2: which of the two is wrong, nobody knows; skin would meet what was read.
    formula = bottle(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.9)
    report = assess(formula, measured=Measured(pH=2.2, pH_sd=0.05))
    assert report.pH.median == pytest.approx(3.2, abs=0.05)
    finding = next(finding for finding in report.findings if finding.code == "PH-001")
    assert (finding.severity, finding.action) == (Severity.STOP, Action.wait)
    assert "PH-005" in told(report)


@pytest.mark.parametrize(
    ("reading", "is_corrosive"),
    [(1.9, True), (2.0, True), (2.02, False), (11.48, False), (11.5, True), (12.0, True)],
)
def test_a_corrosive_reading_is_judged_as_read(reading, is_corrosive):
    # Predicted 3.2.
    formula = bottle(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.9)
    report = assess(formula, measured=Measured(pH=reading, pH_sd=0.05))
    severities = {finding.code: finding.severity for finding in report.findings}
    assert (severities.get("PH-020") is Severity.STOP) == is_corrosive


def test_kept_in_the_cold_the_band_is_wider_and_says_so():
    formula = bottle(water=85, l_ascorbic_acid=15)
    here, cold = assess(formula), assess(formula, storage=FRIDGE)
    assert cold.pH.high - cold.pH.low > 2 * (here.pH.high - here.pH.low)
    assert told(cold)["PH-014"].startswith(
        "At 5 °C the pH is known less well: it is predicted for 20 °C to 25 °C"
    )
    assert "PH-014" not in told(assess(formula, storage=Storage(temperature=Q_(22, "degC"))))


def test_glycols_and_salts_are_told_with_their_share():
    # 20 g of glycol in 85 g of liquid.
    report = assess(bottle(water=65, l_ascorbic_acid=15, propylene_glycol=20))
    assert told(report)["PH-007"].startswith("Glycols and alcohol (23.5 % of the liquid) make acids weaker")
    assert facts(bottle(water=65, propylene_glycol=20))["cosolvent_share"] == pytest.approx(20 / 85)
    # 18 / 39.997 mol of sodium in 70 g of water, and ascorbate of two charges for part of it.
    salty = WITHOUT_PH["too_salty"][1]
    assert facts(salty)["ionic_strength"] > 18 / 39.997 / 0.07
    assert told(assess(salty))["PH-013"].startswith("The ions in it come to 7")


def test_what_is_not_known_of_it_is_named():
    formula = bottle(water=82, l_ascorbic_acid=15, lactobionic_acid=0.5, niacinamide=2, sodium_phytate=0.1)
    assert texts(formula)["uncounted_names"] == "lactobionic acid and sodium phytate"
    assert texts(bottle(water=84, l_ascorbic_acid=15, carbomer=1))["uncounted_names"] == "carbomer"
    assert "PH-011" in told(assess(formula))
    assert "PH-011" not in told(assess(bottle(water=85, l_ascorbic_acid=15)))


# --- what mends it --------------------------------------------------------------------------------


def test_the_soda_that_is_named_mends():
    formula = bottle(water=85, l_ascorbic_acid=15)
    grams = facts(formula)["correction_g"]
    mended = assess(Formula((*formula.lines, Line("sodium_bicarbonate", grams))))
    assert mended.pH.median == pytest.approx(3.2, abs=0.02)
    assert "PH-001" not in told(mended)


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        # Acid enough already; nothing to mend; no acid of vitamin C in it; nothing predicted.
        (bottle(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.9), {}),
        (bottle(water=99, citric_acid=1), {}),
        (WITHOUT_PH["finished"][1], {"measured": Measured(pH=2.2)}),
    ],
)
def test_where_soda_does_not_mend_none_is_named(formula, more):
    assert math.isnan(facts(formula, **more)["correction_g"])


def test_a_dose_on_its_way_is_not_mended_by_another():
    made = batch(grams=3, scale_resolution=Q_(0.1, "g"), target_pH=3.0)
    assert math.isnan(facts(made.formula, dose=made.dose)["correction_g"])
    assert "Raise the pH to 3.0–3.5" in told(assess(made.formula, dose=made.dose))["PH-001"]
    # Where the dose that was asked for cannot be, soda still can.
    beyond = batch(target_pH=6.5, adjuster="trisodium_citrate_dihydrate")
    assert beyond.dose.mass is None
    assert (
        "of baking soda should bring it to pH 3.2" in told(assess(beyond.formula, dose=beyond.dose))["PH-001"]
    )


# --- the dose -------------------------------------------------------------------------------------


def test_a_dose_tells_its_range_its_first_part_and_its_stock():
    made = batch(grams=30, scale_resolution=Q_(0.1, "g"), target_pH=3.2)
    dose, row = made.dose, facts(made.formula, dose=made.dose)
    assert row["has_dose"] == 1
    assert row["dose_g"] == dose.mass.median
    assert row["dose_steps"] == pytest.approx(dose.mass.median / 0.1)
    # 5 g in 100 mL: 0.05 g in each.
    assert row["stock_powder_g"] == 5
    assert row["stock_mL"] == pytest.approx(dose.mass.median / 0.05)
    assert row["stock_first_mL"] == pytest.approx(dose.first_g / 0.05)
    said = told(assess(made.formula, dose=dose))
    # What PHREEQC takes for pKa1 4.17 ± 0.08, and for what the model is off by, 0.05: both together.
    taken = [
        [grams_to_pH(pH, 4.5, 84.006, lambda soda: 25.5 - 0.476 * soda, pKa1=pKa1) for pH, pKa1 in ends]
        for ends in (((3.2, 4.09), (3.25, 4.17)), ((3.2, 4.25), (3.15, 4.17)))
    ]
    middle = grams_to_pH(3.2, 4.5, 84.006, lambda soda: 25.5 - 0.476 * soda)
    most, least = (math.hypot(*(grams - middle for grams in ends)) for ends in taken)
    assert dose.mass.median == pytest.approx(middle, rel=0.015)
    assert dose.mass.low == pytest.approx(middle - least, abs=0.015)
    assert dose.mass.high == pytest.approx(middle + most, abs=0.015)
    # The ends are told outwards.
    assert "pH 3.2 should need about 0.26 g of baking soda (sodium bicarbonate)" in said["ADJ-003"]
    assert "(likely 0.21 to 0.34 g), because" in said["ADJ-003"]
    assert "Add 0.2 g, stir" in said["ADJ-003"]
    assert "that is 2.6 steps of the scale" in said["ADJ-004"]
    assert (
        "Dissolve 5 g of it in water and fill up to 100 mL. 5.2 mL of that is the whole dose"
        in said["ADJ-004"]
    )


def test_what_is_not_in_it_has_no_name():
    said = texts(bottle(water=85, l_ascorbic_acid=15))
    of_forms = ("derivative", "derivative_name", "derivative_amount", "derivative_limit")
    for name in (*of_forms, "lightest_name", "adjuster_name", "preservative_name", "oil_names"):
        assert said[name] == ""


def test_what_is_uncertain_has_its_band_beside_it():
    made = batch(target_pH=3.2)
    bands, analysis = facts_of(known(made.formula, dose=made.dose)).bands, known(made.formula, dose=made.dose)
    expected = {
        "laa_mass_fraction": analysis.composition.ascorbate,
        "pH": analysis.pH_to_judge,
        "dose_g": made.dose.mass,
    }
    assert bands.keys() == expected.keys()
    for name, band in expected.items():
        ends = {end: column.tolist() for end, column in bands[name].items()}
        assert ends == {"median": [band.median], "low": [band.low], "high": [band.high]}
    assert facts_of(known(bottle(squalane=98, ascorbyl_palmitate=2))).bands == {}


def test_a_solution_says_how_strong_it_is():
    made = batch(target_pH=3.2, adjuster="sodium_hydroxide", adjuster_strength=Q_(10, "percent"))
    assert texts(made.formula, dose=made.dose)["adjuster_name"] == "lye (sodium hydroxide) as a 10 % solution"
    said = told(assess(made.formula, dose=made.dose))
    assert "1.2 g of lye (sodium hydroxide) as a 10 % solution" in said["ADJ-003"]
    assert "ADJ-001" in said
    # Drops of a solution are weighed well enough: no stock of a stock.
    assert math.isnan(facts(made.formula, dose=made.dose)["dose_steps"])


def test_a_target_that_may_be_there_already_has_no_first_part():
    made = batch(target_pH=2.12)
    row = facts(made.formula, dose=made.dose)
    assert made.dose.first_g == 0
    assert math.isnan(row["first_g"])
    assert "Measure before you add any" in told(assess(made.formula, dose=made.dose))["ADJ-003"]


def test_a_target_out_of_reach_says_what_is_in_reach():
    made = batch(20, target_pH=6.5, adjuster="trisodium_citrate_dihydrate")
    said = told(assess(made.formula, dose=made.dose))
    assert re.search(r"goes from pH 2\.0 to \d\.\d, not to 6\.5\. The sheet leaves it out", said["ADJ-005"])
    assert "ADJ-003" not in said


def test_after_a_reading_the_first_part_is_in():
    made = batch(target_pH=3.2, reading=Reading(3.05, sd=0.03), added=Q_(0.21, "g"))
    row, said = facts(made.formula, dose=made.dose), told(assess(made.formula, dose=made.dose))
    assert row["has_dose"] == 0
    assert row["has_reading"] == 1
    assert not {"ADJ-003", "ADJ-004", "ADJ-005"} & set(said)
    assert assess(made.formula, dose=made.dose).pH.median == pytest.approx(3.2, abs=0.01)


def test_a_reading_that_cannot_be_leaves_the_pH_where_it_was():
    made = batch(target_pH=3.2, reading=Reading(6.0, sd=0.03), added=Q_(0.21, "g"))
    report = assess(made.formula, dose=made.dose)
    assert told(report)["PH-005"].startswith("You read pH 6; ")
    assert report.pH.median == pytest.approx(3.05, abs=0.1)


@pytest.mark.parametrize("reading", [2.95, 3.05, 3.15])
def test_who_aims_at_twenty_percent_has_twenty(reading):
    made = batch(20, target_pH=3.2, reading=Reading(reading, sd=0.05), added=Q_(0.3, "g"))
    assert facts(made.formula, dose=made.dose)["laa_mass_fraction"] == pytest.approx(0.2, rel=1e-12)
    assert "STR-001" not in told(assess(made.formula, dose=made.dose))


def test_soda_gives_off_its_gas_and_lye_burns():
    # 84.006 g of soda hold 44.009 g of carbon dioxide.
    soda = bottle(water=85, l_ascorbic_acid=15, sodium_bicarbonate=1)
    assert facts(soda)["gas_g"] == pytest.approx(44.009 / 84.006, rel=1e-4)
    assert told(assess(soda))["ADJ-002"].startswith("0.52 g of carbon dioxide leaves")
    assert "ADJ-001" not in told(assess(soda))
    for lye in ("sodium_hydroxide", "potassium_hydroxide"):
        said = told(assess(bottle(water=85, l_ascorbic_acid=15, **{lye: 0.5})))
        assert "goggles" in catalog.rules()["ADJ-001"].title
        assert "ADJ-001" in said
        assert "ADJ-002" not in said


# --- solubility -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "storage", "code", "words"),
    [
        (bottle(water=100, l_ascorbic_acid=40), None, "SOL-002", "25.5 to 28.9 g dissolve at 20 °C"),
        (
            bottle(water=80, l_ascorbic_acid=20),
            FRIDGE,
            "SOL-011",
            "only 14.8 to 17.6 g stay dissolved at 5 °C",
        ),
        (bottle(water=15, l_ascorbic_acid=4), None, "SOL-003", "25.5 to 28.9 g dissolve at 20 °C"),
        (bottle(water=87, l_ascorbic_acid=13.5), None, "SOL-012", "14.8 to 17.6 g dissolve in a fridge"),
        (
            bottle(water=80, l_ascorbic_acid=20),
            None,
            "SOL-004",
            "only 14.8 to 17.6 g dissolve in a fridge, at 5 °C",
        ),
        (bottle(squalane=85, l_ascorbic_acid=15), None, "SOL-001", "no water here"),
        (bottle(water=98, ascorbyl_glucoside=2), None, "SOL-005", "how much ascorbyl glucoside dissolves"),
        (
            bottle(water=98, magnesium_ascorbyl_phosphate=2),
            FRIDGE,
            "SOL-005",
            "dissolves in this mix at this temperature",
        ),
        (
            bottle(serum=98, sodium_ascorbyl_phosphate=2),
            None,
            "SOL-005",
            "how much sodium ascorbyl phosphate",
        ),
        (
            bottle(water=80, magnesium_ascorbyl_phosphate=20),
            Storage(temperature=Q_(25, "degC")),
            "SOL-006",
            "15 to 17.6 g are known to dissolve at 25 °C",
        ),
        (
            bottle(water=86, magnesium_ascorbyl_phosphate=14),
            Storage(temperature=Q_(25, "degC")),
            "SOL-007",
            "15 to 17.6 g dissolve at 25 °C",
        ),
        (
            bottle(squalane=98, ascorbyl_palmitate=2),
            None,
            "SOL-008",
            "more ascorbyl palmitate than the rest of it",
        ),
        (bottle(squalane=98, ascorbyl_glucoside=2), None, "SOL-008", "does not dissolve in oil"),
    ],
)
def test_what_does_not_dissolve_is_told_with_its_numbers(formula, storage, code, words):
    said = told(assess(formula, storage=storage))
    assert words in said[code]
    solubility_codes = [code for code in said if code.startswith("SOL-")]
    assert solubility_codes == [code]


@pytest.mark.parametrize(
    ("formula", "storage"),
    [
        (bottle(water=90, l_ascorbic_acid=10), None),
        (bottle(water=90, l_ascorbic_acid=10), FRIDGE),
        (bottle(water=95, sodium_ascorbyl_phosphate=5), None),
        (bottle(water=90, sodium_ascorbate=10), None),
    ],
)
def test_what_dissolves_is_not_talked_about(formula, storage):
    assert not [code for code in told(assess(formula, storage=storage)) if code.startswith("SOL-")]


def test_what_stands_in_the_fridge_is_not_warned_of_it():
    assert facts(bottle(water=80, l_ascorbic_acid=20), storage=FRIDGE)["falls_out_cold"] == 0
    assert facts(bottle(water=80, l_ascorbic_acid=20))["falls_out_cold"] == 1
    assert facts(bottle(water=90, l_ascorbic_acid=10))["falls_out_cold"] == 0


def test_the_solubility_in_json_is_that_of_the_form_nearest_to_its_limit():
    formula = bottle(water=60, l_ascorbic_acid=25, sodium_ascorbyl_phosphate=5)
    solubility = assess(formula).as_dict()["solubility"]
    assert (solubility["form"], solubility["dissolves"]) == (ACID, False)
    assert solubility["g_per_100g_water"] == pytest.approx(100 * 25 / 60, rel=0.01)
    assert solubility["limit_g_per_100g_water"] == pytest.approx(27.2, abs=0.1)
    assert solubility["coldest_C"] == 20
    assert assess(formula, storage=FRIDGE).as_dict()["solubility"]["coldest_C"] == 5
    assert assess(bottle(water=90, glycerin=10)).as_dict()["solubility"] is None
    unknown = assess(bottle(water=98, ascorbyl_glucoside=2)).as_dict()["solubility"]
    assert (unknown["dissolves"], unknown["limit_g_per_100g_water"]) == (None, None)


# --- forms at their pH ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "pH", "codes"),
    [
        (SAP, 4.5, {"FORM-007"}),
        (SAP, 5.5, {"FORM-006"}),
        (SAP, 6.5, set()),
        (SAP, 9.0, {"FORM-008"}),
        (MAP, 4.5, {"FORM-007"}),
        (MAP, 5.5, {"FORM-006"}),
        (MAP, 9.0, set()),  # higher is fine too
        (ETHYL, 3.5, {"FORM-006"}),
        (ETHYL, 5.0, set()),
        (ETHYL, 6.5, {"FORM-008"}),
        (GLUCOSIDE, 4.0, {"FORM-006"}),
        (GLUCOSIDE, 6.4, set()),
        (GLUCOSIDE, 7.5, {"FORM-008"}),
        ("aminopropyl_ascorbyl_phosphate", 4.5, {"FORM-007"}),
    ],
)
def test_a_form_outside_of_its_pH_is_told(form, pH, codes):
    report = assess(bottle(water=98, **{form: 2.0}), measured=Measured(pH=pH, pH_sd=0.02))
    assert {"FORM-006", "FORM-007", "FORM-008"} & set(told(report)) == codes
    for finding in report.findings:
        if finding.code == "FORM-007":
            assert finding.severity is Severity.STOP
            assert finding.action is Action.wait


def test_an_oil_has_a_pH_to_keep_in_an_emulsion_only():
    masses = {"water": 78.0, "squalane": 20.0, THDA: 2.0}
    measured = Measured(pH=6.5, pH_sd=0.02)
    assert "FORM-008" in told(assess(bottle("o_w_emulsion", **masses), measured=measured))
    assert "FORM-008" not in told(assess(bottle(**masses), measured=measured))
    assert "FORM-008" not in told(
        assess(bottle("o_w_emulsion", **masses), measured=Measured(pH=5.5, pH_sd=0.02))
    )


def test_a_salt_of_the_acid_keeps_nowhere_in_particular():
    said = told(assess(bottle(water=90, sodium_ascorbate=10)))
    assert not {"FORM-005", "FORM-006", "FORM-008"} & set(said)


@pytest.mark.parametrize(
    ("preservative", "acid", "pH", "works"),
    [
        ("sodium_benzoate", "benzoic", 3.2, True),
        ("sodium_benzoate", "benzoic", 5.5, False),
        ("potassium_sorbate", "sorbic", 4.8, True),
        ("potassium_sorbate", "sorbic", 6.5, False),
    ],
)
def test_a_preservative_works_as_its_acid(preservative, acid, pH, works):
    formula = bottle(water=97, ascorbyl_glucoside=2, **{preservative: 0.5})
    measured = Measured(pH=pH, pH_sd=0.02)
    pKa = catalog.acids()[acid].pKa[0].centre
    row = facts(formula, measured=measured)
    assert row["preservative_share"] == pytest.approx(float(unionised_share(pH, pKa)))
    # By Henderson and Hasselbalch.
    assert row["preservative_share"] == pytest.approx(1 / (1 + 10 ** (pH - pKa)), rel=0.01)
    assert ("MICRO-002" in told(assess(formula, measured=measured))) is not works
    if not works:
        assert (
            catalog.ingredients()[preservative].name in told(assess(formula, measured=measured))["MICRO-002"]
        )


def test_the_better_of_two_preservatives_counts():
    formula = bottle(water=96, ascorbyl_glucoside=2, sodium_benzoate=0.5, phenoxyethanol=1)
    assert facts(formula, measured=Measured(pH=7))["preservative_share"] == 1
    assert "MICRO-002" not in told(assess(formula, measured=Measured(pH=7)))


# --- claims ---------------------------------------------------------------------------------------


def test_the_powder_that_makes_a_claim_true_does():
    formula = bottle(water=90, l_ascorbic_acid=10)
    row = facts(formula, claims=Claims(mass_fraction=0.15))
    # p / (p + 90) = 0.15.
    assert row["claimed_powder_g"] == pytest.approx(90 * 0.15 / 0.85)
    assert row["claimed_rest_g"] == 90
    more = bottle(water=90, l_ascorbic_acid=row["claimed_powder_g"])
    assert "CLAIM-002" not in told(assess(more, claims=Claims(mass_fraction=0.15)))


def test_a_claim_beyond_the_powder_has_no_powder():
    lines = (Line("water", 90.0), Line(ACID, 10.0, 0.8))
    row = facts(Formula(lines), claims=Claims(mass_fraction=0.9))
    assert math.isnan(row["claimed_powder_g"])
    assert (
        "No amount of this powder"
        in told(assess(Formula(lines), claims=Claims(mass_fraction=0.9)))["CLAIM-002"]
    )


@pytest.mark.parametrize(("total", "mended"), [(1.025, 0.775), (0.95, 0.85), (1.9, math.nan)])
def test_the_water_that_makes_a_whole(total, mended):
    # Written with 80 % of water.
    formula = bottle(water=80, l_ascorbic_acid=100 * total - 80)
    row = facts(formula, claims=Claims(total=total))
    assert row["water_share"] == pytest.approx(0.8)
    assert row["corrected_water"] == pytest.approx(mended, nan_ok=True)


def test_a_claimed_pH_below_what_it_is_needs_no_soda():
    formula = bottle(water=85, l_ascorbic_acid=15, sodium_bicarbonate=2)
    assert math.isnan(facts(formula, claims=Claims(pH=2.5))["claimed_dose_g"])
    assert "Baking soda does not" in told(assess(formula, claims=Claims(pH=2.5)))["CLAIM-003"]


def test_a_claim_that_cannot_be_judged_is_skipped():
    report = assess(WITHOUT_PH["form"][1], claims=Claims(mass_fraction=0.05, pH=6.5))
    assert {skip.code: skip.reason for skip in report.skipped}["CLAIM-003"] == "the pH: unknown"
    assert "CLAIM-002" in report.evaluated


# --- what is judged -------------------------------------------------------------------------------


def test_the_window_of_a_form():
    assert window_of(ACID) == pytest.approx((0.08, 0.2))
    assert window_of(SAP) == pytest.approx((0.002, 0.05))
    assert window_of("glyceryl_ascorbate") is None


# --- the scale ------------------------------------------------------------------------------------


def on_a_scale(system: str = "solution", step: float = 0.1, **masses: float) -> Formula:
    return Formula(tuple(Line(name, mass, mass_plus_minus_g=step) for name, mass in masses.items()), system)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # 0.3 g are 3 steps of 0.1 g. A batch 20 / 3 times as large has 20 of them; and a stock 1 : 10 of
        # 2 g, which are 20 steps, with 18 g: 3 g of it hold 0.3 g, and 2.7 g less of the liquid go in.
        (
            on_a_scale(water=84.7, l_ascorbic_acid=15, ferulic_acid=0.3),
            {"lightest_g": 0.3, "lightest_steps": 3, "weighable_batch_g": 100 * 20 / 3}
            | {"stock_part_g": 2, "stock_carrier_g": 18, "stock_dose_g": 3, "stock_saved_g": 2.7},
        ),
        # 0.3 steps ask for 67 times as much, so for a stock 1 : 100.
        (
            on_a_scale(water=84.97, l_ascorbic_acid=15, sodium_hyaluronate=0.03),
            {"lightest_g": 0.03, "lightest_steps": 0.3, "weighable_batch_g": 100 * 20 / 0.3}
            | {"stock_part_g": 2, "stock_carrier_g": 198, "stock_dose_g": 3, "stock_saved_g": 2.97},
        ),
        # Enough for the scale: the batch stays as it is. A stock of 20 steps of 0.01 g would be 0.2 g: 1 g.
        (
            on_a_scale(step=0.01, water=84.5, l_ascorbic_acid=15, ferulic_acid=0.5),
            {"lightest_steps": 50, "weighable_batch_g": 100, "stock_part_g": 1, "stock_carrier_g": 9},
        ),
    ],
)
def test_what_a_scale_cannot_weigh_is_told_with_what_mends_it(formula, expected):
    row = facts(formula)
    assert {name: row[name] for name in expected} == pytest.approx(expected)
    assert (row["can_predilute"], row["cannot_predilute"]) == (1, 0)


@pytest.mark.parametrize(
    ("formula", "can"),
    [
        # A stock 1 : 10 of 0.2 g needs 1.8 g of one liquid of the same phase.
        (on_a_scale(water=1.8, glycerin=1, l_ascorbic_acid=0.2), True),
        (on_a_scale(water=1.79, glycerin=1.5, l_ascorbic_acid=0.2), False),
        (on_a_scale("o_w_emulsion", squalane=30, water=1.7, l_ascorbic_acid=0.2), False),
        (on_a_scale("o_w_emulsion", squalane=30, water=1.7, tocopherol=0.2, l_ascorbic_acid=2), True),
        # Urea and sorbitol are powders.
        (on_a_scale(urea=30, sorbitol=30, water=1.7, l_ascorbic_acid=0.2), False),
    ],
)
def test_a_stock_needs_a_liquid_that_takes_it(formula, can):
    row = facts(formula)
    assert row["lightest_g"] == 0.2
    assert (row["can_predilute"], row["cannot_predilute"]) == (can, not can)


def test_without_a_scale_nothing_is_too_little_for_it():
    row = facts(bottle(water=85, l_ascorbic_acid=15))
    assert all(math.isnan(row[name]) for name, fact in FACTS.items() if fact.label == "the scale")
    assert lightest_of(known(bottle(water=85, l_ascorbic_acid=15))) is None


@pytest.mark.parametrize(
    ("lines", "powder_g", "scale_g"),
    [
        # A twentieth of 15 g is 0.75 g: a scale with steps of 0.1 g; of 1.9 g it is 0.095 g: 0.01 g.
        ([Line("water", 85), Line(ACID, 15, mass_range_g=(10, 20))], 15, 0.1),
        ([Line("water", 85), Line(ACID, 1.9, mass_range_g=(1, 3))], 1.9, 0.01),
        # What stands in a finished serum nobody weighs; what is stirred into it is.
        ([Line("water", 80, together="serum"), Line(ACID, 15, together="serum"), Line(ACID, 5)], 5, 0.1),
        ([Line("water", 80, together="serum"), Line(ACID, 15, together="serum")], 15, 0.1),
    ],
)
def test_the_scale_that_narrows_a_band(lines, powder_g, scale_g):
    row = facts(Formula(tuple(lines)))
    assert (row["powder_g"], row["fitting_scale_g"]) == (powder_g, pytest.approx(scale_g))
    assert row["has_label_strength"] == any(line.together for line in lines)
    assert row["by_eye"] == any(line.mass_range_g for line in lines)


def test_a_spread_is_half_of_the_band_as_a_share_of_its_middle():
    spooned = Formula((Line("water", 85), Line(ACID, 15, mass_range_g=(10, 20))))
    band, row = composition(spooned).strength_of(ACID).mass_fraction, facts(spooned)
    assert (row["strength_low"], row["strength_high"]) == (band.low, band.high)
    assert row["strength_spread"] == pytest.approx((band.high - band.low) / 2 / band.median)
    # 10 to 20 g about 15 g are a third up and down, a little less in a whole that grows with it.
    assert 0.25 < row["strength_spread"] < 1 / 3
    assert row["window_width"] == pytest.approx(0.2 - 0.08)


def test_the_most_uncertain_form_is_the_one_that_is_told():
    both = Formula((Line("water", 85), Line(ACID, 12), Line(SAP, 3, mass_range_g=(1, 6))))
    row = facts(both)
    assert row["powder_g"] == 3
    assert row["strength_high"] < 0.1


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        # Nothing is known of no form; L-ascorbic acid is no derivative, and that is known.
        (None, {"has_usual_range": math.nan, "is_phosphate": math.nan, "has_content": math.nan}),
        (ACID, {"has_usual_range": 0, "is_phosphate": 0, "has_content": 0, "derivative_pH_low": math.nan}),
        (SAP, {"has_usual_range": 1, "is_phosphate": 1, "has_content": 1, "derivative_mass_fraction": 0.05}),
        (SAP, {"derivative_usual_low": 0.002, "derivative_usual_high": 0.05}),
        (SAP, {"derivative_pH_low": 6, "derivative_pH_high": 7}),
        (MAP, {"is_phosphate": 1, "derivative_pH_low": 6, "derivative_pH_high": math.inf}),
        (SALT, {"is_phosphate": 0, "derivative_pH_low": 0, "derivative_pH_high": math.inf}),
        ("glyceryl_ascorbate", {"has_usual_range": 0, "derivative_usual_low": math.nan, "has_content": 1}),
    ],
)
def test_a_label_says_of_a_form_what_the_catalogue_knows(form, expected):
    row = product_form_facts(form, 0.05)
    assert {name: row[name] for name in expected} == pytest.approx(expected, nan_ok=True)


def test_an_oil_has_an_upper_pH_only_where_it_meets_water():
    assert derivative_facts_of_form(THDA, emulsion=False)["derivative_pH_high"] == math.inf
    assert derivative_facts_of_form(THDA, emulsion=True)["derivative_pH_high"] == 6


def test_what_is_added_for_a_pH_is_not_the_lightest_line():
    made = batch(grams=30, scale_resolution=Q_(0.1, "g"), target_pH=3.2)
    assert texts(made.formula, dose=made.dose)["lightest"] == ACID
    assert texts(made.formula)["lightest"] == "sodium_bicarbonate"


def test_the_same_formula_has_the_same_facts():
    formula = bottle(water=85, l_ascorbic_acid=15)
    one, two = facts_of(known(formula)), facts_of(known(Formula(formula.lines)))
    for name in FACTS:
        np.testing.assert_array_equal(one.columns[name], two.columns[name])
    assert one.texts == two.texts


# --- how it reads ---------------------------------------------------------------------------------


def of_batch(**more: object) -> Callable[[], Assessment]:
    """Return how a batch on its way to a pH is assessed."""

    def report() -> Assessment:
        made = batch(**more)
        return assess(made.formula, dose=made.dose)

    return report


def of(formula: Formula, **more: object) -> Callable[[], Assessment]:
    """Return how a formula is assessed."""
    return partial(assess, formula, **more)


REALISTIC = {
    "acid in water": of(bottle(water=85, l_ascorbic_acid=15)),
    "with soda, to a pH": of_batch(target_pH=3.2, scale_resolution=Q_(0.01, "g")),
    "with lye, to a pH": of_batch(
        target_pH=3.0, adjuster="sodium_hydroxide", adjuster_strength=Q_(5, "percent")
    ),
    "a tiny batch": of_batch(grams=3, scale_resolution=Q_(0.1, "g"), target_pH=3.0),
    "after a reading": of_batch(target_pH=3.2, reading=Reading(3.3, step=0.5), added=Q_(0.2, "g")),
    "out of reach": of_batch(percent=20, target_pH=6.5, adjuster="trisodium_citrate_dihydrate"),
    "strong, in the fridge": of(bottle(water=75, l_ascorbic_acid=25), storage=FRIDGE),
    "with ferulic acid and glycol": of(
        bottle(water=60, l_ascorbic_acid=15, propylene_glycol=20, ferulic_acid=0.5, tocopherol=1)
    ),
    "citrate": of(bottle(water=70, l_ascorbic_acid=15, trisodium_citrate_dihydrate=15)),
    "a derivative in acid": of(bottle(water=93, sodium_ascorbyl_phosphate=6), measured=Measured(pH=4.5)),
    "two forms": of(bottle(water=85, l_ascorbic_acid=10, magnesium_ascorbyl_phosphate=5)),
    "an oil": of(bottle(squalane=98, ascorbyl_palmitate=2)),
    "what is owned": of(bottle(serum=27, l_ascorbic_acid=3)),
    "a false claim": of(
        bottle(water=80, l_ascorbic_acid=15, propylene_glycol=5, ferulic_acid=0.5),
        claims=Claims(0.2, 5, 1.005),
    ),
    "with copper and carbomer": of(
        bottle(water=83, l_ascorbic_acid=15, carbomer=1, copper_tripeptide_1=0.01)
    ),
    "preserved": of(bottle(water=88, sodium_ascorbate=10, potassium_sorbate=0.5)),
}


@pytest.mark.parametrize("name", REALISTIC)
def test_findings_read_as_english(name):
    for finding in REALISTIC[name]().findings:
        text = f"{finding.title} | {finding.message} | {finding.remedy}".replace("\u202f", " ")
        for wrong in (
            r"[{}]",
            r"\bnan\b|\binf\b|\bNone\b|unknown",
            r"\bsafe",
            r"pH pH",
            r"\b(\w+) \1\b",
            r"% %|\bg g\b|°C °C",
            r" {2}| [.,;:]|\.\.",
            r"\b[Aa] [aeiou]|\b[Aa]n [bcdfgjklmnpqrstvwxyz]",
            r"\d(?:g|mL|%|°C)",
            r"\d\.\d{5}",
            r"[.] [a-oq-z]",
            r" to to | of of ",
        ):
            assert not re.search(wrong, text), (finding.code, wrong, text)
        assert (
            finding.message[0].isupper() or finding.message[0].isdigit() or finding.message.startswith("pH ")
        )
        assert finding.subject in (*catalog.ingredients(), "batch", "product", "person")


@pytest.mark.parametrize("name", REALISTIC)
def test_what_is_said_of_a_formula_is_json(name):
    content = REALISTIC[name]().as_dict()
    assert json.loads(json.dumps(content, allow_nan=False))["findings"]
    assert {"pH", "solubility", "strength", "findings", "rules"} <= content.keys()


def test_a_stop_says_why_and_what_to_do():
    for name in ("acid in water", "a derivative in acid"):
        stops = [finding for finding in REALISTIC[name]().findings if finding.severity is Severity.STOP]
        assert stops
        for finding in stops:
            assert catalog.rules()[finding.code].reason
            assert finding.action is not Action.none
