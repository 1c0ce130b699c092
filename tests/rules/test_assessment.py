"""The single door: a formula in, everything that is known about it out."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.adjusters import Adjuster, with_adjuster
from calc.chemistry.dosing import dose, remaining_dose
from calc.chemistry.formula import Formula, Line, composition
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import (
    LIGHTS,
    WALLS,
    Measured,
    Storage,
)
from calc.chemistry.stability.life import shelf_life
from calc.errors import InputErrors
from calc.rules import codes_of
from calc.rules.assessment import MODEL_VERSION, assess
from calc.uncertainty import Reading

SERUM = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0, 0.99)))


def test_the_answer_carries_its_versions():
    report = assess(SERUM)
    assert report.model_version == MODEL_VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", MODEL_VERSION)
    assert report.data_hash == catalog.data_hash()


def test_the_answer_in_json_keeps_its_contract():
    content = json.loads(json.dumps(assess(SERUM, measured=Measured(pH=3.1)).as_dict(), allow_nan=False))
    assert content["total_mass_g"] == pytest.approx(100.0)
    (strength,) = content["strength"]
    assert strength["form"] == "l_ascorbic_acid"
    assert set(strength["mass_fraction"]) == {"median", "low", "high"}
    assert content["aa_equivalent_fraction"] == strength["aa_equivalent_fraction"]
    assert set(content["rules"]) == {"evaluated", "skipped"}
    assert set(content["rules"]["evaluated"]) | {skip["code"] for skip in content["rules"]["skipped"]} == set(
        codes_of("formula")
    )
    for finding in content["findings"]:
        assert finding["severity"] in ("NOTE", "CAUTION", "STOP")
        assert finding["sources"]


def test_an_unknown_equivalent_is_null_with_its_finding():
    formula = Formula((Line("water", 95.0), Line("encapsulated_ascorbic_acid", 5.0, 1.0)))
    content = assess(formula).as_dict()
    assert content["aa_equivalent_fraction"] is None
    assert content["strength"][0]["aa_equivalent_fraction"] is None
    assert "FORM-003" in [finding["code"] for finding in content["findings"]]


def test_how_long_it_keeps_is_told_where_it_is_said_how_it_is_kept():
    storage = Storage(package="dropper_bottle")
    report = assess(SERUM, storage=storage)
    assert report.shelf_life == shelf_life(SERUM, storage=storage)
    assert report.as_dict()["shelf_life"] == report.shelf_life.as_dict()
    assert assess(SERUM).as_dict()["shelf_life"] is None


def test_an_assay_before_the_first_day_is_refused():
    storage = Storage(made_on=datetime.date(2024, 2, 1))
    early = Measured(assay_fraction=0.9, assay_on=datetime.date(2024, 1, 1))
    with pytest.raises(InputErrors, match="before"):
        assess(SERUM, storage=storage, measured=early)


def test_a_day_before_the_making_is_refused():
    storage = Storage(made_on=datetime.date(2024, 2, 1))
    with pytest.raises(InputErrors, match="before"):
        assess(SERUM, storage=storage, on=datetime.date(2024, 1, 31))


def test_what_is_left_on_a_day():
    storage, day = Storage(made_on=datetime.date(2024, 2, 1)), datetime.date(2024, 2, 11)
    report = assess(SERUM, storage=storage, on=day)
    assert report.shelf_life == shelf_life(SERUM, storage=storage, on=day)
    assert report.shelf_life.now.median < 1
    assert assess(SERUM, on=day).shelf_life is None
    assert assess(SERUM, storage=storage).shelf_life.now is None


FINISHED = Formula((Line("serum", 27.0), Line("l_ascorbic_acid", 3.0, 1.0)))
DRY = Formula((Line("l_ascorbic_acid", 3.0, 1.0),))


@pytest.mark.parametrize(
    ("formula", "measured", "basis"),
    [
        (SERUM, None, "predicted"),
        (SERUM, Measured(pH=2.1), "both"),
        # A reading that the chemistry cannot explain changes nothing.
        (SERUM, Measured(pH=6.0), "predicted"),
        (SERUM, Measured(assay_fraction=0.9), "predicted"),
        (FINISHED, Measured(pH=3.0), "measured"),
        (FINISHED, None, ""),
        (DRY, None, ""),
        (DRY, Measured(pH=3.0), ""),
    ],
)
def test_what_the_pH_rests_on(formula, measured, basis):
    report = assess(formula, measured=measured)
    assert report.pH_basis == report.as_dict()["pH_basis"] == basis
    assert (report.pH is None) == (basis == "")


@pytest.mark.parametrize(("off", "basis"), [(0.0, "both"), (3.0, "predicted")])
def test_what_the_pH_rests_on_on_the_way_to_another(off, basis):
    soda = Adjuster("sodium_bicarbonate")
    wanted = dose(SERUM, soda, 3.2)
    mixed = with_adjuster(SERUM, soda, wanted.first_g)
    reading = Reading(predict_pH(mixed).pH.median + off, sd=0.05)
    after = remaining_dose(SERUM, soda, 3.2, added_g=wanted.first_g, reading=reading)
    assert assess(mixed, dose=replace(wanted, after=after)).pH_basis == basis
    assert assess(mixed, dose=wanted).pH_basis == "predicted"


def test_the_strength_is_that_of_the_composition():
    assert assess(SERUM).composition == composition(SERUM)


def test_the_same_formula_has_the_same_answer():
    assert assess(SERUM) == assess(Formula(SERUM.lines))


lines = st.lists(
    st.builds(
        Line,
        ingredient=st.sampled_from(sorted(catalog.ingredients())),
        mass_g=st.floats(0.01, 1e3),
        purity=st.none() | st.floats(0.5, 1.0),
        mass_plus_minus_g=st.sampled_from([0.0, 0.001, 0.01]),
    ),
    min_size=1,
    max_size=6,
)


@given(
    lines,
    st.none() | st.floats(0, 14),
    st.sampled_from(LIGHTS),
    st.sampled_from(WALLS),
)
def test_every_formula_has_an_answer_that_is_json(every, pH, light, wall):
    report = assess(
        Formula(tuple(every)),
        storage=Storage(light=light, wall=wall),
        measured=Measured(pH=pH, pH_sd=None if pH is None else 0.05),
    )
    json.dumps(report.as_dict(), allow_nan=False)
    assert len(report.evaluated) + len(report.skipped) == len(codes_of("formula"))
    for finding in report.findings:
        assert "{" not in finding.message + finding.remedy + finding.subject
        assert finding.subject in (*catalog.ingredients(), "batch", "person", "product")
