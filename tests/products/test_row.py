"""Rows of tables as labels: several forms under one strength, ranges, injections."""

from __future__ import annotations

import pytest

from calc.errors import InputError
from calc.products.listings.listing import Listing
from calc.products.listings.row import ListingRow
from calc.uncertainty import Band

LAA, THD, AA2G = "l_ascorbic_acid", "tetrahexyldecyl_ascorbate", "ascorbyl_glucoside"


def label(**cells: str) -> ListingRow:
    return ListingRow({"product": "A", **cells}, {cell: cell for cell in ("product", *cells)}, ".")


def of(**cells: str) -> Listing:
    return label(**cells).listing()


def median(band: Band | None) -> float | None:
    return None if band is None else pytest.approx(band.median, rel=1e-12)  # type: ignore[return-value]


def test_one_strength_of_several_forms_is_their_total():
    offer = of(product="25% vitamin C complex", form="THD Ascorbate, Ascorbyl Glucoside", strength="25 %")
    assert (offer.product.form, offer.other_forms) == (THD, (AA2G,))
    assert (offer.product.strength, offer.mass_fraction) == (None, None)
    assert offer.total == Band(0.25, 0.25, 0.25)
    assert offer.matched == (("THD Ascorbate", THD), ("Ascorbyl Glucoside", AA2G))


def test_a_name_with_several_forms_takes_the_same_care():
    offer = of(product="25% vitamin C complex with THD ascorbate + AA2G", strength="25 %")
    assert (offer.forms, offer.mass_fraction, median(offer.total)) == ((THD, AA2G), None, 0.25)


def test_a_list_of_ingredients_with_several_forms_takes_the_same_care():
    text = "Aqua, Ascorbic Acid, Glycerin, Ascorbyl Glucoside"
    offer = of(product="Concentrate", strength="12.5 %", ingredients=text)
    assert (offer.mass_fraction, median(offer.total)) == (None, 0.125)


@pytest.mark.parametrize(
    ("form", "strength", "first", "second", "total"),
    [
        # The figures of a real label: 12.5 % is 10.5 % of one and 2 % of the other.
        ("L-Ascorbic Acid 10.5 % + Ascorbyl Glucoside 2 %", "12.5 %", 0.105, 0.02, 0.125),
        ("10,5% L-Ascorbic Acid, 2% AA2G", "12.5", 0.105, 0.02, 0.125),
        ("L-Ascorbic Acid (10.5%), Ascorbyl Glucoside (2%)", "", 0.105, 0.02, None),
        # Whose are the 2 %? That of the other is known all the same.
        ("10% L-Ascorbic Acid 2% Ascorbyl Glucoside", "12 %", None, 0.02, 0.12),
        ("L-Ascorbic Acid 10 %, Ascorbyl Glucoside", "12 %", 0.10, None, 0.12),
        ("L-Ascorbic Acid 10 %, Ascorbyl Glucoside", "10 %", 0.10, None, None),
        ("L-Ascorbic Acid, Ascorbyl Glucoside", "", None, None, None),
    ],
)
def test_what_stands_beside_a_name_is_its_own_strength(form, strength, first, second, total):
    offer = of(form=form, strength=strength)
    assert offer.forms == (LAA, AA2G)
    assert median(offer.mass_fraction) == first
    assert median(offer.second_forms[0].strength) == second
    assert median(offer.total) == total


@pytest.mark.parametrize(
    ("form", "strength"),
    [("L-Ascorbic Acid 10 % + Ascorbyl Glucoside 5 %", "12 %"), ("L-Ascorbic Acid 10 %", "15 %")],
)
def test_strengths_that_contradict_each_other_leave_the_row_out(form, strength):
    with pytest.raises(InputError) as caught:
        of(form=form, strength=strength)
    assert caught.value.field == "strength"
    assert "beside" in caught.value.accepted


def test_a_column_that_names_one_form_says_whose_strength_it_is():
    offer = of(form="LAA", strength="15 %", ingredients="Aqua, Ascorbic Acid, Ascorbyl Glucoside")
    assert (offer.product.strength, offer.total, offer.other_forms) == (0.15, None, (AA2G,))


def test_a_total_by_volume_is_that_of_no_form():
    offer = of(form="L-Ascorbic Acid, Sodium Ascorbyl Phosphate", strength="150 mg/mL")
    assert (offer.g_per_100mL, offer.total_g_per_100mL) == (None, Band(15, 15, 15))


def test_a_form_that_is_not_known_here_takes_its_part_of_the_total():
    offer = of(form="SAP, Ascorbyl linoleate", strength="10 %")
    assert offer.product.form == "sodium_ascorbyl_phosphate"
    assert (offer.mass_fraction, median(offer.total), offer.has_unknown_form) == (None, 0.1, True)
    first = of(form="Ascorbyl linoleate, SAP", strength="10 %")
    assert (first.product.form, first.mass_fraction, median(first.total)) == (None, None, 0.1)


def test_second_forms_are_read_as_the_own_list_writes_them():
    offer = of(
        form=LAA, second_forms=f"{AA2G}:2;sodium_ascorbate:1-3;{THD}", strength="10.5", total_percent="16"
    )
    assert [(second.form, second.strength) for second in offer.second_forms] == [
        (AA2G, Band(0.02, 0.02, 0.02)),
        ("sodium_ascorbate", Band(0.02, 0.01, 0.03)),
        (THD, None),
    ]
    assert (median(offer.mass_fraction), median(offer.total)) == (0.105, 0.16)


@pytest.mark.parametrize("seconds", ["nonsense", f"{AA2G}:lots", f"{AA2G}:<5", f"{AA2G}:120"])
def test_second_forms_that_cannot_be_read_leave_the_row_out(seconds):
    with pytest.raises(InputError):
        of(form=LAA, second_forms=seconds)


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        ({"strength": "12", "strength_low_percent": "10", "strength_high_percent": "13"}, (12, 10, 13)),
        ({"strength_low_percent": "10", "strength_high_percent": "13"}, (11.5, 10, 13)),
        ({"strength_low_percent": "10"}, None),
    ],
)
def test_ends_of_their_own_columns(cells, ends):
    result = of(form="LAA", **cells).strength
    answered = result and tuple(100 * end for end in (result.median, result.low, result.high))
    assert answered == (ends and pytest.approx(ends))


@pytest.mark.parametrize(
    "cells",
    [
        {"strength": "9", "strength_low_percent": "10"},
        {"strength_low_percent": "13", "strength_high_percent": "10"},
        {"strength": "9", "strength_g_per_100mL": "9"},
        {"pH": "3", "pH_low": "4"},
    ],
)
def test_ends_out_of_order_leave_the_row_out(cells):
    with pytest.raises(InputError):
        of(form="LAA", **cells)


def test_a_bound_of_a_pH_is_no_pH():
    assert of(form="LAA", pH_high="3.5").product.pH is None
    assert of(form="LAA", pH_low="3", pH_high="3.5").product.pH == Band(3.25, 3.0, 3.5)


@pytest.mark.parametrize("name", ["Vitamin C for injection", "Аскорбинка, раствор для инъекций"])
def test_what_is_injected_is_a_comparator_and_has_no_price(name):
    offer = of(product=name, form="LAA", price="5 EUR")
    assert (offer.kind, offer.price) == ("comparator", None)


@pytest.mark.parametrize(
    ("cell", "pH"),
    [
        ("LAA, pH 3.1", 3.1),
        ("stings (pH=2,2!!)", 2.2),
        ("leave on for 20 min, pH value: 3.5", 3.5),
        ("strip says pH 3.0-3.4", Band(3.2, 3.0, 3.4)),
        ("about 3.4 by strip", None),
        ("first pH 3.1, later pH 3.6", None),
        ("vegan", None),
    ],
)
def test_a_pH_is_found_among_remarks(cell, pH):
    names = {"product": "name", "form": "form", "pH": "remarks"}
    row = ListingRow({"product": "A", "form": "LAA", "pH": cell}, names, ".")
    assert row.listing().product.pH == pH
    # What cannot be read is told, and costs nothing else.
    assert bool(row.unread) == (pH is None)


def test_a_column_that_says_more_than_the_pH_need_not_say_one():
    names = {"product": "name", "form": "details", "pH": "details"}
    row = ListingRow({"product": "A", "form": "15 % LAA, vegan", "pH": "15 % LAA, vegan"}, names, ".")
    listing = row.listing()
    assert (listing.product.form, listing.product.pH, row.unread) == (LAA, None, [])


def test_what_stands_beside_the_form_is_in_it_too():
    assert of(form="L-ascorbic acid, retinol 0.3%").product.coactives == ("retinol",)
    assert of(form="L-ascorbic acid + benzoyl peroxide").product.coactives == ("benzoyl peroxide",)
    assert of(form="LAA and glycolic acid 10 %").product.coactives == ("glycolic acid",)
    assert of(form="LAA").product.coactives is None


def test_the_kind_is_read_from_its_column():
    assert of(kind="comparator").kind == "comparator"
    assert of(kind="serum").kind == "product"


@pytest.mark.parametrize(
    ("cells", "size"),
    [
        ({"size": "10 x 2 ml"}, (None, 20, 10)),
        ({"size_mL": "2", "pieces": "10"}, (None, 20, 10)),
        ({"size_mL": "30", "size_g": "31"}, (31, 30, None)),
        ({"size": "2 ml", "pieces": "many"}, (None, 2, None)),
    ],
)
def test_sizes_with_pieces(cells, size):
    offer = of(**cells)
    assert (offer.size_g, offer.size_mL, offer.pieces) == size


def test_cells_that_cannot_be_read_are_kept_with_their_reason():
    own = label(size="big", price="12", package="carton", strength="up to 20 %", pieces="many")
    own.listing()
    assert sorted(reason.split(":")[0] for reason in own.unread) == [
        "package",
        "pieces",
        "price",
        "size",
        "strength",
    ]


@pytest.mark.parametrize(
    ("cell", "package"),
    [("ампула 2 мл", "ampoule"), ("Pipettenflasche", "dropper_bottle"), ("Glas-Tiegel", "jar")],
)
def test_packages_in_several_languages(cell, package):
    assert of(package=cell).product.package == package


def test_an_apostrophe_that_made_a_name_harmless_goes_again():
    assert of(product="'=1+1").name == "=1+1"
    assert of(product="'s Heeren Serum").name == "'s Heeren Serum"


@pytest.mark.parametrize(("cell", "low", "high"), [("ca. 15 %", 0.15, 0.15), ("около 10-12 %", 0.10, 0.12)])
def test_a_number_that_is_about_right_is_taken_and_said(cell, low, high):
    offer = of(strength=cell)
    assert (offer.mass_fraction.low, offer.mass_fraction.high) == pytest.approx((low, high))
    assert f"“{cell}” was taken for" in offer.note


def test_a_bound_of_pH_leaves_it_unknown_and_says_so():
    own = label(pH="≤ 3,5")
    assert own.listing().product.pH is None
    assert own.unread == ["pH: “≤ 3,5”: a bound is not a pH. It stays unknown."]


def test_a_strength_of_the_line_before_is_not_that_of_the_acid():
    own = label(ingredients="Niacinamide 25%\nAscorbic Acid")
    assert (own.listing().mass_fraction, own.unread) == (None, [])


def test_what_stands_beside_a_name_and_cannot_be_used_is_told():
    own = label(form="L-Ascorbic Acid 10/15 %")
    assert own.listing().mass_fraction is None
    (reason,) = own.unread
    assert "10/15 %" in reason
    assert "10-15 %" in reason


def test_a_strength_by_volume_beside_a_name_stays_one():
    offer = of(form="L-Ascorbic Acid 150 mg/mL")
    assert (offer.mass_fraction, offer.g_per_100mL) == (None, Band(15, 15, 15))


def test_a_strength_in_the_name_of_a_product_is_used_where_nothing_else_states_one():
    offer = of(product="Ascorbic Acid 8% + Alpha Arbutin 2%", ingredients="Propanediol, Ascorbic Acid")
    assert (median(offer.mass_fraction), offer.basis) == (0.08, "name")
    assert "stated in the name" in offer.note
    own = label(product="AA2G 12%", strength="10 %")
    assert median(own.listing().mass_fraction) == 0.10
    assert own.unread == [
        "strength: “10 %”: the name of the product states another strength. That of its own column was taken."
    ]


def test_a_slash_between_strengths_is_asked_about():
    with pytest.raises(InputError) as caught:
        of(form="LAA", strength="10/15")
    assert caught.value.readings == ("10-15 %", "10 %", "15 %")
    assert [of(form="LAA", strength=reading).mass_fraction.high for reading in caught.value.readings] == (
        pytest.approx([0.15, 0.10, 0.15])
    )


def test_a_misspelt_name_is_taken_and_told():
    offer = of(form="L-Asorbic Acid 15%")
    assert (offer.forms, median(offer.mass_fraction)) == ((LAA,), 0.15)
    assert "spelled nearly so" in offer.note


@pytest.mark.parametrize(
    ("product", "column", "size"),
    [("C Serum", "Volume", (None, 29.5735)), ("C Cream", "Volume", (28.3495, None))],
)
def test_an_ounce_is_fluid_where_the_column_says_a_volume_and_the_product_is_a_liquid(product, column, size):
    own = ListingRow({"product": product, "size": "1 oz."}, {"product": "p", "size": column}, ".")
    offer = own.listing()
    assert (offer.size_g, offer.size_mL) == tuple(end and pytest.approx(end, rel=1e-5) for end in size)
    assert ("fluid ounces" in offer.note) == (offer.size_mL is not None)


def test_what_a_price_says_of_another_is_set_aside_and_told():
    offer = of(price="$32 ($64 value)")
    assert (offer.price, "“($64 value)” beside the price was set aside." in offer.note) == (32, True)


@pytest.mark.parametrize(
    "listed",
    [
        "Water, Ascorbic Acid 10 %, Retinol 0.3 %, Ferulic Acid (0.5%)",
        "Wasser, Ascorbinsäure 10 %, Retinol 0,3 %, Ferulic Acid: 0,5 %",
        "70 % Water; 10 % Ascorbic Acid; 0.3 % Retinol; 0.5 % Ferulic Acid",
    ],
)
def test_actives_of_a_list_are_seen_beside_their_strengths(listed):
    row = ListingRow({"product": "A", "ingredients": listed}, {"product": "name", "ingredients": "inci"}, ".")
    coactives = row.listing().product.coactives or ()
    assert {"Retinol", "Ferulic Acid"} <= {*coactives}
