"""What the forms of a listing come to as ascorbic acid."""

from __future__ import annotations

import pytest

from calc import catalog
from calc.catalog import market
from calc.catalog.market import SecondaryForm
from calc.client.product import Product
from calc.products.listings.listing import EQUIVALENTS, Listing
from calc.uncertainty import Band
from calc.units import Q_

LAA, THD, AA2G = "l_ascorbic_acid", "tetrahexyldecyl_ascorbate", "ascorbyl_glucoside"
# The published contents: what one gram stands for.
CONTENT = {LAA: 1.0, THD: 0.1559, AA2G: 0.5207}


def flat(value: float) -> Band:
    return Band(value, value, value)


def listing(form: str | None = LAA, percent: float | None = None, **more) -> Listing:
    fraction = None if percent is None else Q_(percent, "percent")
    return Listing("A", Product(form=form, mass_fraction=fraction), **more)


def told(serum: Listing) -> tuple[tuple[float, float, float] | None, str]:
    band, key = serum.aa_equivalent, serum.aa_equivalent_key
    assert EQUIVALENTS[key]
    return band and (band.median, band.low, band.high), key


def test_the_contents_are_those_of_the_catalogue():
    for form, content in CONTENT.items():
        assert catalog.forms()[form].aa_equivalent.centre == pytest.approx(content, abs=1e-4)


def test_one_form_is_counted_by_its_content():
    assert told(listing(AA2G, 10)) == (pytest.approx((0.05207,) * 3), "one")


def test_forms_with_their_own_strengths_add_up():
    # 10.5 % of the acid and 2 % of its glucoside.
    serum = listing(LAA, 10.5, second_forms=(SecondaryForm(AA2G, flat(0.02)),), total=flat(0.125))
    assert told(serum) == (pytest.approx((0.105 + 0.02 * 0.5207,) * 3), "sum")


def test_a_total_goes_from_the_least_to_the_greatest_content():
    serum = listing(THD, second_forms=(SecondaryForm(AA2G),), total=flat(0.25))
    band, key = told(serum)
    assert key == "between"
    assert band[1:] == pytest.approx((0.25 * 0.1559, 0.25 * 0.5207))
    assert "how much of each is unknown" in EQUIVALENTS[key]


def test_what_is_left_of_a_total_is_the_one_form_that_is_not_stated():
    serum = listing(LAA, 10.5, second_forms=(SecondaryForm(AA2G),), total=flat(0.125))
    assert told(serum) == (pytest.approx((0.105 + 0.02 * 0.5207,) * 3), "sum")


def test_what_is_left_of_a_total_may_be_either_of_two():
    serum = listing(LAA, 10, second_forms=(SecondaryForm(AA2G), SecondaryForm(THD)), total=flat(0.15))
    band, key = told(serum)
    assert (key, band[1:]) == ("between", pytest.approx((0.10 + 0.05 * 0.1559, 0.10 + 0.05 * 0.5207)))


def test_forms_without_a_strength_leave_a_sum_of_the_others_that_says_so():
    assert told(listing(LAA, 15, second_forms=(SecondaryForm(AA2G),))) == (
        pytest.approx((0.15,) * 3),
        "stated",
    )


@pytest.mark.parametrize(
    ("serum", "key"),
    [
        (listing(None, 15), "no_form"),
        (listing(LAA), "no_strength"),
        (listing(LAA, g_per_100mL=flat(15)), "by_volume"),
        (listing("encapsulated_ascorbic_acid", 5), "no_content"),
        (
            listing(LAA, second_forms=(SecondaryForm("encapsulated_ascorbic_acid"),), total=flat(0.1)),
            "no_content",
        ),
        (listing(LAA, has_unknown_form=True, total=flat(0.1)), "no_content"),
    ],
)
def test_what_is_unknown_says_why(serum, key):
    assert told(serum) == (None, key)


def test_the_list_carries_its_second_forms():
    split = Listing.of_market(market.products()["kiehls_powerful_strength"])
    assert told(split) == (pytest.approx((0.105 + 0.02 * 0.5207,) * 3), "sum")
    summed = Listing.of_market(market.products()["paulas_choice_25_c_glutathione"])
    assert (summed.mass_fraction, told(summed)[1]) == (None, "between")
    assert told(Listing.of_market(market.products()["obagi_professional_c_20"]))[1] == "stated"
