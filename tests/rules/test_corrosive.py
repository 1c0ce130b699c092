"""The pH that burns, of every form, wherever it is asked: Check, Compare and Screen alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from calc import catalog
from calc.client.product import Product
from calc.client.verdict import check
from calc.client.visit import read_visit
from calc.findings import Severity
from calc.products import Listing, compare
from calc.products.screening import screen_products
from calc.units import Q_
from tests.cases import every_case

# pH, and whether it is corrosive; a meter resolves a hundredth.
AT = [(0.5, True), (2.0, True), (2.02, False), (11.48, False), (11.5, True), (13.5, True)]
EVERY = [(form, pH, is_corrosive) for form in catalog.forms() for pH, is_corrosive in AT]
# pH, and whether it asks for care: between what burns and what the form or the skin bears.
BETWEEN = [(form, pH) for form in catalog.forms() for pH in (2.3, 8.6, 11.0)]


def told(form: str, pH: float) -> Product:
    return Product(form=form, mass_fraction=Q_(2, "percent"), pH=pH)


def said(form: str, pH: float, zone: str = "face") -> dict[str, Severity]:
    product = {"form": form, "mass_fraction": 0.02, "pH": pH}
    visit = read_visit({"client": {"zone": zone}, "product": product, "procedure": "none", "intake": []})
    return {finding.code: finding.severity for finding in check(visit).findings}


@every_case("form, pH, is_corrosive", EVERY)
def test_every_form_burns_at_the_same_pH(form, pH, is_corrosive):
    assert (said(form, pH).get("PH-020") is Severity.STOP) == is_corrosive
    (compared,) = compare([Listing("one", told(form, pH))]).products
    stops = {finding.code for finding in compared.findings if finding.severity is Severity.STOP}
    assert ("PH-020" in stops) == is_corrosive == compared.is_corrosive


@every_case("form, pH", BETWEEN)
def test_between_that_and_what_form_and_skin_bear_is_a_caution(form, pH):
    severities = {code: result for code, result in said(form, pH).items() if code.startswith(("PH", "FORM"))}
    assert max(severities.values()) >= Severity.CAUTION, severities


@every_case("form, pH", [(form, pH) for form in catalog.forms() for pH in (2.5, 3.48, 8.52, 10.0)])
def test_around_the_eyes_it_waits_both_ways(form, pH):
    assert {"EYE-001", "EYE-003"} & set(said(form, pH, "eye_area"))


@every_case("form, pH", [(form, pH) for form in catalog.forms() for pH in (3.5, 6.0, 8.5)])
def test_near_neutral_the_eyes_are_spared(form, pH):
    assert not {"EYE-001", "EYE-003"} & set(said(form, pH, "eye_area"))


def test_a_table_is_screened_by_the_same_rule():
    frame = pd.DataFrame(
        {
            "name": [f"{form} {pH}" for form, pH, _ in EVERY],
            "form": [form for form, _, _ in EVERY],
            "pH": [pH for _, pH, _ in EVERY],
        }
    )
    codes = screen_products(frame)["codes"].astype("str")
    result = np.array(["PH-020" in text.split(";") for text in codes])
    assert result.tolist() == [is_corrosive for _, _, is_corrosive in EVERY]


@pytest.mark.parametrize("pH", [1.0, 2.0, 11.5])
def test_what_is_in_no_form_burns_too(pH):
    visit = read_visit({"product": {"pH": pH}})
    assert {finding.code for finding in check(visit).findings} >= {"PH-020"}
