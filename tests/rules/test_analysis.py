"""What is known of one formula before the rules look: which pH is judged, and how far it may be another."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import pytest

from calc.chemistry.adjusters import Adjuster, with_adjuster
from calc.chemistry.dosing import Dose, RemainingDose
from calc.chemistry.formula import LEFT_OUT, Formula, Line
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.rules.analysis import Analysis, analyse, lightest_of, solubility_of, untold_g
from calc.rules.form_facts import closed_window, pH_outside, pH_window, product_form_facts, skin_pH
from calc.uncertainty import Band, Reading
from calc.units import Q_

NAN = math.nan
ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
MAP = "magnesium_ascorbyl_phosphate"
THDA = "tetrahexyldecyl_ascorbate"
SODA = Adjuster("sodium_bicarbonate")


def mix(*lines: Line, system: str = "solution", **masses: float) -> Formula:
    return Formula((*(Line(name, mass) for name, mass in masses.items()), *lines), system)


#: Predicted 2.1; nothing is predicted of a bought serum, of a phosphate, beside much glycol, in oil.
SERUM = mix(water=85, l_ascorbic_acid=15)
BOUGHT = mix(serum=85, l_ascorbic_acid=15)
PHOSPHATE = mix(water=95, sodium_ascorbyl_phosphate=5)
GLYCOL = mix(water=40, l_ascorbic_acid=15, propylene_glycol=45)
OIL = mix(squalane=95, l_ascorbic_acid=5)


def read(pH: float, sd: float = 0.05) -> Measured:
    return Measured(pH=pH, pH_sd=sd)


def dose(mass: float | None = 0.9, after: RemainingDose | None = None) -> Dose:
    """Return a dose of soda for pH 3.2 in `SERUM`."""
    return Dose(SODA, 3.2, SERUM, None if mass is None else Band(mass, mass, mass), 0.2, 5.5, after)


#: On the way: predicted 2.7 for what was added, read 2.8, and 3.2 with the rest.
NOW, THEN, REST = Band(2.8, 2.7, 2.9), Band(3.2, 3.1, 3.3), Band(0.5, 0.4, 0.6)
AFTER = RemainingDose(0.4, Reading(2.8, sd=0.05), Band(2.7, 2.6, 2.8), 1.0, NOW, REST, None, THEN)


# --- the pH ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "measured", "pH", "basis"),
    [
        (SERUM, None, 2.1, "predicted"),
        (SERUM, read(2.15), 2.13, "both"),
        (SERUM, read(4.0), 2.1, "predicted"),
        # Where nothing is predicted a reading stands alone, but not in oil, nor one that cannot be.
        (BOUGHT, read(3.3), 3.3, "measured"),
        (PHOSPHATE, read(6.5), 6.5, "measured"),
        (GLYCOL, read(2.5), 2.5, "measured"),
        (GLYCOL, read(5.5), None, ""),
        (OIL, read(3.3), None, ""),
        (BOUGHT, None, None, ""),
        (BOUGHT, Measured(assay_fraction=0.9), None, ""),
    ],
)
def test_the_pH_is_predicted_or_read_or_both(formula, measured, pH, basis):
    analysis = analyse(formula, measured=measured)
    assert (analysis.pH and analysis.pH.median) == (pH and pytest.approx(pH, abs=0.05))
    assert analysis.pH_basis == basis


def test_on_the_way_to_a_pH_the_last_reading_counts():
    there = analyse(SERUM, dose=dose(after=AFTER))
    assert there.pH == THEN
    assert analyse(SERUM, dose=dose(after=replace(AFTER, then=None))).pH == NOW
    assert there.pH_basis == "both"
    assert analyse(SERUM, dose=dose(after=replace(AFTER, rest=None))).pH_basis == "predicted"
    # Of what nothing was predicted for it is not the reading alone.
    assert analyse(BOUGHT, dose=dose(after=AFTER)).pH_basis == "both"
    assert analyse(SERUM, dose=dose()).pH == analyse(SERUM).pH


def test_the_reading_on_the_way_is_the_one_that_is_checked():
    check = analyse(SERUM, measured=read(4.0), dose=dose(after=AFTER)).reading_check
    assert (check.value, check.expected, check.z, check.believed) == (2.8, Band(2.7, 2.6, 2.8), 1.0, True)
    finished = analyse(SERUM, measured=read(4.0)).reading_check
    assert (finished.value, finished.believed) == (4.0, False)
    assert finished.expected == analyse(SERUM).pH
    assert finished.band.high == pytest.approx(4.0 + 1.96 * 0.05, abs=1e-3)
    for formula, measured in ((SERUM, None), (SERUM, Measured(assay_fraction=0.9)), (BOUGHT, read(3.3))):
        assert analyse(formula, measured=measured).reading_check is None


@pytest.mark.parametrize(
    ("formula", "measured", "above"),
    [
        # Beside glycol the acid alone has some 2.1; the low end of 5.5 ± 0.1 is 3.3 above it.
        (GLYCOL, read(5.5), 3.35),
        (GLYCOL, read(2.5), 0.35),
        (GLYCOL, None, NAN),
        (GLYCOL, Measured(assay_fraction=0.9), NAN),
        # Where a pH is predicted, where there is no water, or where something takes up acid.
        (SERUM, read(5.5), NAN),
        (OIL, read(5.5), NAN),
        (mix(water=40, l_ascorbic_acid=15, propylene_glycol=45, sodium_hydroxide=2), read(5.5), NAN),
    ],
)
def test_how_far_a_reading_lies_above_the_acid_alone(formula, measured, above):
    analysis = analyse(formula, measured=measured)
    assert analysis.reading_above == pytest.approx(above, abs=0.12, nan_ok=True)
    # By more than one it cannot be.
    assert analysis.is_reading_impossible == (above > 1)


@pytest.mark.parametrize(
    ("off", "is_impossible"), [(0.99, False), (1.0, False), (1.004, False), (1.01, True)]
)
def test_a_reading_is_impossible_from_one_above_the_acid_alone(off, is_impossible):
    alone = analyse(GLYCOL).lone_pH
    measured = Measured(pH=alone + off + 0.05, pH_step=0.1)
    assert analyse(GLYCOL, measured=measured).is_reading_impossible == is_impossible


# --- the pH that is judged ------------------------------------------------------------------------


def test_what_is_known_is_judged_as_it_is():
    for formula, measured in ((SERUM, None), (SERUM, read(2.15)), (BOUGHT, read(3.3))):
        analysis = analyse(formula, measured=measured)
        assert analysis.pH_to_judge == analysis.pH
    assert analyse(BOUGHT).pH_to_judge is None
    assert analyse(OIL, measured=read(1.5)).pH_to_judge is None


@pytest.mark.parametrize(
    ("pH", "middle"),
    [
        # 3.2 is predicted: 2.2 and 9.6 are worse for skin, 4.0 and 8.0 are not.
        (2.2, 2.2),
        (9.6, 9.6),
        (4.0, 3.2),
        (8.0, 3.2),
    ],
)
def test_of_two_that_contradict_each_other_the_worse_is_judged_within_both(pH, middle):
    formula = mix(water=85, l_ascorbic_acid=15, sodium_bicarbonate=0.9)
    judged, predicted = analyse(formula, measured=read(pH)).pH_to_judge, analyse(formula).pH
    assert judged.median == pytest.approx(middle, abs=0.05)
    assert judged.low == pytest.approx(min(predicted.low, pH - 0.098), abs=1e-3)
    assert judged.high == pytest.approx(max(predicted.high, pH + 0.098), abs=1e-3)


@pytest.mark.parametrize(("pH", "judged"), [(9.6, 9.6), (11.8, 11.8), (5.5, None), (8.4, None)])
def test_a_reading_that_cannot_be_is_judged_where_it_would_harm(pH, judged):
    # Skin bears 3.5 to 8.5.
    analysis = analyse(GLYCOL, measured=read(pH))
    assert analysis.is_reading_impossible
    assert analysis.pH is None
    assert (analysis.pH_to_judge and analysis.pH_to_judge.median) == judged


@pytest.mark.parametrize(
    ("formula", "pH", "outside"),
    [
        # Above 3.5 the acid goes in less, and harms nobody up to 8.5; below 3.0 it stings.
        (SERUM, 2.0, 1.0),
        (SERUM, 6.0, 0.0),
        (SERUM, 9.5, 1.0),
        # A phosphate from 6 to 7; the worse of two forms; of none the skin's own, 3.5 to 8.5.
        (PHOSPHATE, 5.0, 1.0),
        (PHOSPHATE, 7.5, 0.5),
        (mix(water=85, l_ascorbic_acid=10, sodium_ascorbyl_phosphate=5), 4.0, 2.0),
        (mix(water=90, glycerin=10), 3.0, 0.5),
        (mix(water=90, glycerin=10), 9.0, 0.5),
        # An oil meets a pH in an emulsion alone, where it bears up to 6.
        (mix(water=80, squalane=15, tetrahexyldecyl_ascorbate=5), 7.0, 0.0),
        (mix(water=80, squalane=15, tetrahexyldecyl_ascorbate=5, system="o_w_emulsion"), 7.0, 1.0),
    ],
)
def test_how_far_a_pH_lies_outside_what_forms_and_skin_bear(formula, pH, outside):
    assert analyse(formula)._outside(pH) == pytest.approx(outside)


@pytest.mark.parametrize(
    ("form", "emulsion", "window"),
    [
        (None, False, None),
        (ACID, False, (3.0, 3.5)),
        (SAP, False, (6, 7)),
        (MAP, False, (6, None)),
        ("sodium_ascorbate", False, None),
        ("glyceryl_ascorbate", False, None),
        (THDA, False, None),
        (THDA, True, (None, 6)),
        ("ethyl_ascorbic_acid", False, (4, 6)),
    ],
)
def test_the_window_of_a_form(form, emulsion, window):
    assert pH_window(form, emulsion=emulsion) == window
    low, high = window or (None, None)
    # Skin bears 3.5 to 8.5 where the form sets no end.
    assert closed_window(window) == (3.5 if low is None else low, 8.5 if high is None else high)
    assert skin_pH() == (3.5, 8.5)
    inside = (closed_window(window)[0] + closed_window(window)[1]) / 2
    assert pH_outside(form, inside, emulsion=emulsion) == 0


def test_of_a_product_the_label_says_how_much_acid_it_stands_for():
    assert product_form_facts(SAP, 0.1)["derivative_aa_equivalent"] == pytest.approx(0.04919)
    unknown = product_form_facts("encapsulated_ascorbic_acid", 0.1)
    assert unknown["has_content"] == 0
    assert math.isnan(unknown["derivative_aa_equivalent"])
    assert math.isnan(product_form_facts(SAP, NAN)["derivative_aa_equivalent"])
    # On a label an oil is taken to be in a cream.
    assert product_form_facts(THDA, 0.1)["derivative_pH_high"] == 6
    none = {name for name, value in product_form_facts(None, 0.1).items() if math.isnan(value)}
    assert none == {*product_form_facts(SAP, 0.1)}
    of_acid = product_form_facts(ACID, 0.1)
    assert of_acid.keys() == none
    assert {name for name, value in of_acid.items() if value == 0} == {
        *("has_usual_range", "is_phosphate", "has_content")
    }


# --- what goes in ---------------------------------------------------------------------------------


def test_the_planned_mass_is_that_of_the_dose_as_planned():
    # 0.9 g of soda in 100 g, of which 44.010 / 84.007 leave as gas; 0.4 g of it are in already.
    mixed, planned = with_adjuster(SERUM, SODA, 0.4), 100.9 - 0.9 * 44.010 / 84.007
    assert analyse(mixed, dose=dose(after=AFTER)).planned_total_g[0] == pytest.approx(planned, abs=0.01)
    in_hand = 100.4 - 0.4 * 44.010 / 84.007
    for other in (None, dose(), dose(None, AFTER)):
        assert analyse(mixed, dose=other).planned_total_g[0] == pytest.approx(in_hand, abs=0.01)


def test_everything_that_was_said_reaches_what_it_is_for():
    storage = Storage(temperature=Q_(5, "degC"), made_on=datetime.date(2024, 2, 1))
    day, claims = datetime.date(2024, 2, 11), Claims(pH=3.0)
    analysis = analyse(SERUM, storage=storage, measured=read(2.15), dose=dose(), claims=claims, on=day)
    assert (analysis.storage, analysis.claims, analysis.dose) == (storage, claims, dose())
    assert analysis.life.now.median < 1
    assert analysis.stability is not None
    assert analysis.coldest_C == analysis.solubilities[0].coldest_C == 5
    # Kept in the cold its pH is known less well.
    wide, usual = analyse(SERUM, storage=storage).pH, analyse(SERUM).pH
    assert wide.high - wide.low > 1.5 * (usual.high - usual.low)
    plain = analyse(SERUM)
    assert (plain.life, plain.stability, plain.claims, plain.coldest_C) == (None, None, Claims(), 20)


def test_the_lightest_line_is_the_one_of_the_fewest_steps():
    def weighed(*masses: tuple[str, float, float]) -> Analysis:
        return analyse(
            Formula(tuple(Line(name, mass, mass_plus_minus_g=step) for name, mass, step in masses))
        )

    # 0.3 g to 0.01 g are 30 steps, 1 g to 0.1 g are 10.
    line = lightest_of(weighed(("water", 98.0, 1.0), ("ferulic_acid", 0.3, 0.01), (ACID, 1.0, 0.1)))
    assert line.ingredient == ACID
    # What is not there, or not weighed on a scale, is not weighed badly.
    line = lightest_of(weighed(("water", 98.0, 1.0), ("ferulic_acid", 0.3, 0.0), (ACID, 0.0, 0.1)))
    assert line.ingredient == "water"
    assert lightest_of(weighed(("water", 98.0, 0.0))) is None
    # The dose has rules of its own.
    soda = weighed(("water", 98.0, 1.0), (ACID, 15.0, 0.1), ("sodium_bicarbonate", 0.1, 0.1))
    assert lightest_of(soda).ingredient == "sodium_bicarbonate"
    assert lightest_of(replace(soda, dose=dose())).ingredient == "water"


def test_what_a_recipe_leaves_out_is_what_stands_for_it():
    lines = (Line("other_unknown", 5, name=LEFT_OUT), Line("other_unknown", 3, name="Moon dust"))
    assert untold_g(mix(*lines, water=92)) == 5
    assert untold_g(SERUM) == 0


def test_each_form_has_its_own_solubility():
    verdicts = analyse(mix(water=85, l_ascorbic_acid=10, sodium_ascorbyl_phosphate=5)).solubilities
    assert solubility_of(SAP, verdicts).form == SAP
    assert solubility_of(ACID, verdicts).form == ACID
    assert solubility_of(MAP, verdicts) is None
