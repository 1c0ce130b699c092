"""A product by its label, and a formula as the product that it makes."""

from __future__ import annotations

import pytest

from calc import catalog
from calc.catalog import market
from calc.chemistry.formula import Formula, Line
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.client.product import (
    PACKAGES,
    PURE_ACIDS,
    Product,
    is_nothing_else,
)
from calc.errors import InputErrors
from calc.uncertainty import Band
from calc.units import Q_


def errors_of(**content: object) -> list:
    """Return what is wrong with a product, each with all that a person needs."""
    with pytest.raises(InputErrors) as caught:
        Product(**content)
    for error in caught.value.errors:
        assert error.field in content
        assert error.accepted.endswith(".")
        assert error.fix.endswith((".", "?"))
    return list(caught.value.errors)


def fields_of(**content: object) -> list[str]:
    return [error.field for error in errors_of(**content)]


# --- by its label ---------------------------------------------------------------------------------


def test_nothing_need_be_known_of_a_product():
    product = Product()
    assert (product.form, product.strength, product.pH_band, product.flags) == (None, None, None, None)
    assert product.unrecognised == ()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Vitamin C", "l_ascorbic_acid"),
        ("LAA", "l_ascorbic_acid"),
        ("SAP", "sodium_ascorbyl_phosphate"),
        ("map", "magnesium_ascorbyl_phosphate"),
        ("Ascorbyl Tetraisopalmitate", "tetrahexyldecyl_ascorbate"),
        ("ascorbyl_glucoside", "ascorbyl_glucoside"),
    ],
)
def test_a_form_is_named_as_people_name_it(text, form):
    assert Product(form=text).form == form


def test_every_form_of_the_catalogue_can_be_in_a_product():
    for form in catalog.forms():
        assert Product(form=form).form == form
    assert {*PURE_ACIDS} <= {*catalog.forms()}


@pytest.mark.parametrize("form", ["", "unobtainium", "glycerin"])
def test_what_is_no_form_of_vitamin_c_is_refused(form):
    (error,) = errors_of(form=form)
    assert error.field == "form"
    assert error.given == form


def test_a_form_that_is_misspelt_comes_with_near_names():
    (error,) = errors_of(form="ascorbyl glucosid")
    assert "ascorbyl_glucoside" in error.readings


@pytest.mark.parametrize(
    ("given", "strength"), [(Q_(15, "percent"), 0.15), (Q_(0.15, "g/g"), 0.15), (Q_(1, "dimensionless"), 1.0)]
)
def test_a_strength_is_a_fraction(given, strength):
    assert Product(mass_fraction=given).strength == pytest.approx(strength, rel=1e-12)


@pytest.mark.parametrize("number", [0.0, -0.1, 1.0001, 15.0, float("nan"), float("inf")])
def test_a_strength_that_cannot_be_is_refused(number):
    (error,) = errors_of(mass_fraction=Q_(number, "dimensionless"))
    assert error.field == "mass_fraction"
    assert "100 %" in error.accepted


@pytest.mark.parametrize("unit", ["g", "g/mL", "mol/L"])
def test_a_strength_in_another_unit_is_refused(unit):
    (error,) = errors_of(mass_fraction=Q_(0.15, unit))
    assert error.field == "mass_fraction"
    assert "mass per mass" in error.accepted


@pytest.mark.parametrize("pH", [0, 3.2, 14])
def test_a_single_pH_is_a_band_without_width(pH):
    assert Product(pH=pH).pH_band == Band(pH, pH, pH)


def test_a_band_of_pH_stays_as_it_is():
    band = Band(3.0, 2.4, 3.3)
    assert Product(pH=band).pH_band is band


@pytest.mark.parametrize(
    "pH", [-0.1, 14.1, float("nan"), float("inf"), Band(5, -1, 6), Band(13, 12, 15), Band(3, 4, 2)]
)
def test_a_pH_that_cannot_be_is_refused(pH):
    (error,) = errors_of(pH=pH)
    assert error.field == "pH"
    assert "0 and 14" in error.accepted


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_known(package):
    assert Product(package=package).package == package


def test_a_product_may_be_in_what_a_mix_may_be_kept_in_and_in_an_ampoule():
    assert {*STORED_IN} < {*PACKAGES}
    assert "ampoule" in PACKAGES


@pytest.mark.parametrize("package", ["bucket", "", "Jar"])
def test_another_package_is_refused_with_those_that_are_known(package):
    (error,) = errors_of(package=package)
    assert error.field == "package"
    assert all(known in error.fix for known in PACKAGES)


def test_everything_that_is_wrong_is_told_at_once():
    wrong = {"form": "soap", "package": "bucket", "mass_fraction": Q_(15, "dimensionless"), "pH": 20.0}
    assert sorted(fields_of(**wrong)) == sorted(wrong)


# --- what else is in it ---------------------------------------------------------------------------


def test_coactives_count_and_what_is_not_known_is_kept():
    product = Product(coactives=("Retinol", "moon dust", "HMW HA"))
    assert product.flags == {"retinoid", "hyaluronic_acid", "hmw_hyaluronic_acid"}
    assert product.unrecognised == ("moon dust",)
    assert product.coactives == ("Retinol", "moon dust", "HMW HA")


def test_no_coactives_are_not_the_same_as_unknown_ones():
    assert Product(coactives=()).flags == frozenset()
    assert Product().flags is None


@pytest.mark.parametrize(
    ("content", "preserved"),
    [
        (("potassium sorbate",), True),
        (("Niacinamide", "Phenoxyethanol"), True),
        (("glycerin",), False),
        ((), False),
    ],
)
def test_a_preservative_that_is_named_preserves(content, preserved):
    assert Product(coactives=content).is_preserved is preserved


def test_an_ingredient_that_does_not_act_is_known_all_the_same():
    assert Product(coactives=("Aqua", "glycerol", "moon dust")).unrecognised == ("moon dust",)


# --- a formula ------------------------------------------------------------------------------------


def serum(*more: Line) -> Formula:
    return Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0, 1.0, purity_plus_minus=0.0), *more))


def test_a_formula_is_home_made_with_its_strength_and_its_pH():
    formula = serum()
    product = Product.of_formula(formula)
    assert product.form == "l_ascorbic_acid"
    assert product.strength == pytest.approx(0.15, rel=1e-9)
    assert product.home_made is True
    assert product.flags == frozenset()
    assert product.unrecognised == ()
    band = predict_pH(formula).pH
    assert product.pH_band == band
    assert band.low < band.median < band.high


def test_the_strongest_form_is_the_form_of_a_formula():
    weak, strong = Line("ascorbyl_palmitate", 2.0), Line("tetrahexyldecyl_ascorbate", 8.0)
    for lines in ((weak, strong), (strong, weak)):
        product = Product.of_formula(Formula((Line("squalane", 90.0), *lines)))
        assert product.form == "tetrahexyldecyl_ascorbate"
        assert product.strength == pytest.approx(0.08, rel=1e-3)


def test_what_acts_beside_it_comes_from_the_lines_each_once():
    more = (
        Line("niacinamide", 2.0),
        Line("glycerin", 3.0),
        Line("lactic_acid", 1.0),
        Line("niacinamide", 2.0),
    )
    product = Product.of_formula(serum(*more))
    assert product.flags == {"niacinamide", "aha"}
    assert len(set(product.coactives)) == len(product.coactives)
    assert product.unrecognised == ()


def test_a_line_of_nothing_acts_on_nobody():
    assert Product.of_formula(serum(Line("niacinamide", 0.0))).flags == frozenset()


def test_a_formula_without_water_has_no_pH_and_one_without_a_form_no_strength():
    oil = Product.of_formula(Formula((Line("squalane", 90.0), Line("ascorbyl_palmitate", 10.0))))
    assert oil.pH_band is None
    water = Product.of_formula(Formula((Line("water", 9.0),)))
    assert (water.form, water.strength) == (None, None)
    assert water.home_made is True


def test_none_is_no_coactive_that_is_not_known():
    assert Product(coactives=("none",)).unrecognised == ()


def test_none_beside_a_coactive_contradicts_it():
    with pytest.raises(InputErrors):
        Product(coactives=("none", "retinol"))


def test_a_strength_without_a_unit_is_refused_under_its_name():
    assert fields_of(mass_fraction=0.15) == ["mass_fraction"]


def test_a_product_of_the_list_says_what_was_seen():
    seen = market.products()["timeless_20_c_e_ferulic"]
    product = Product.of_market(seen)
    assert (product.form, product.strength, product.home_made) == ("l_ascorbic_acid", 0.2, False)
    assert {"tocopherol", "ferulic_acid"} <= set(product.coactives)
    assert product.unrecognised == ()
    for item in market.products().values():
        made = Product.of_market(item)
        assert made.form == item.form
        assert (made.pH is None) == (item.pH is None and None in (item.pH_low, item.pH_high))
        if made.pH is not None and item.pH_range:
            middle, low, high = item.pH_range
            assert made.pH == (middle if low == high else Band(middle, low, high))


@pytest.mark.parametrize(
    ("form", "strength", "is_powder"),
    [
        ("l_ascorbic_acid", 1.0, True),
        ("l_ascorbic_acid", 0.3, False),
        ("l_ascorbic_acid", None, False),
        ("tetrahexyldecyl_ascorbate", 1.0, False),
        (None, 1.0, False),
    ],
)
def test_a_dry_form_and_nothing_else_is_a_powder(form, strength, is_powder):
    assert is_nothing_else(form, strength) is is_powder


def test_a_powder_of_the_list_has_no_strength_on_the_skin():
    powder = Product.of_market(market.products()["philosophy_turbo_booster_c"])
    assert (powder.is_powder, powder.strength, powder.on_skin) == (True, pytest.approx(0.998), None)
    suspension = Product.of_market(market.products()["the_ordinary_suspension_30"])
    assert (suspension.is_powder, suspension.on_skin) == (False, pytest.approx(0.3))
    serum = Product.of_market(market.products()["timeless_20_c_e_ferulic"])
    assert [one.has_water for one in (powder, suspension, serum)] == [False, False, None]


@pytest.mark.parametrize(("water_g", "has_water"), [(0.0, False), (0.5, True), (85.0, True)])
def test_a_mix_has_water_where_some_is_in_it(water_g, has_water):
    lines = (Line("water", water_g), Line("propylene_glycol", 10.0), Line("l_ascorbic_acid", 1.0))
    assert Product.of_formula(Formula(lines)).has_water is has_water
