"""A label as somebody types it: what becomes of every word, and what is said where it cannot be read."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputErrors
from calc.products.listings.typed_label import LABEL_FIELDS, LONGEST_LABEL, TypedLabel, read_label

INGREDIENTS = "Aqua, Glycerin, 3-O-Ethyl Ascorbic Acid, Propanediol, Phenoxyethanol"


def texts(text: str) -> dict[str, str]:
    return read_label(text).texts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "name=C15; form=LAA; strength=15%; pH=3.2; price=29 EUR; size=30 mL",
            {
                "product": "C15",
                "form": "LAA",
                "strength": "15%",
                "pH": "3.2",
                "size": "30 mL",
                "price": "29 EUR",
            },
        ),
        ("Preis: 29,90 €; Form: Ascorbinsäure", {"form": "Ascorbinsäure", "price": "29,90 €"}),
        (
            "Glow serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR",
            {
                "product": "Glow serum, 15 % ascorbic acid",
                "strength": "15 %",
                "pH": "3.2",
                "size": "30 mL",
                "price": "29 EUR",
            },
        ),
        (
            "Timeless Vitamin C 20% + E Ferulic Acid Serum 30ml $25.95",
            {
                "product": "Timeless Vitamin C 20% + E Ferulic Acid Serum",
                "strength": "20%",
                "size": "30ml",
                "price": "$25.95",
            },
        ),
        (
            "10 x 2 ml ampoules ascorbic acid 10 %, €49,90",
            {
                "product": "ampoules ascorbic acid 10 %",
                "strength": "10 %",
                "package": "ampoules",
                "size": "10 x 2 ml",
                "price": "€49,90",
            },
        ),
        ("Drops, pH 2,5-3.0, dropper", {"product": "Drops", "pH": "2,5-3.0", "package": "dropper"}),
        (f"Magic\n{INGREDIENTS}", {"product": "Magic", "ingredients": INGREDIENTS}),
        (f"Magic {INGREDIENTS}", {"product": "Magic", "ingredients": INGREDIENTS}),
        (f"Ingredients: {INGREDIENTS}. pH: 3", {"ingredients": INGREDIENTS, "pH": "3"}),
        ("Melano CC 1,100 JPY", {"product": "Melano CC", "price": "1,100 JPY"}),
        ("Some cream", {"product": "Some cream"}),
    ],
)
def test_every_word_becomes_a_field_or_stays_in_the_name(text, wanted):
    assert texts(text) == wanted


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Vitamin C 15 %, vitamin E 1 %, ferulic acid 0.5 %", "15 %"),
        ("Niacinamide 10 % serum with ascorbyl glucoside", None),
        ("Ascorbic acid 5 % or 10 %", None),
        ("15%", "15%"),
        ("Ascorbic acid 150 mg/mL", "150 mg/mL"),
    ],
)
def test_a_strength_is_taken_only_where_it_is_that_of_vitamin_c(text, strength):
    assert texts(text).get("strength") == strength


def test_other_actives_are_named():
    assert texts("LAA 15 %, vitamin E 1 %, ferulic acid 0.5 %")["coactives"] == "vitamin E; ferulic acid"


def test_brackets_of_a_name_stay_closed():
    name = "Super Booster (15% LAA, vit E, ferulic)"
    assert texts(f"{name}, pH 3.0, 20 mL, 55 dollars")["product"] == name
    assert texts("Serum (SAP 10%), 20 euros") == texts("Serum (SAP 10%), 20 EUR") | {"price": "20 euros"}


def test_a_strength_that_is_used_is_not_said_to_be_left_out():
    reading = read_label("Glow CE ferulic 15% l-ascorbic acid").reading
    assert reading.listing.mass_fraction.median == pytest.approx(0.15)
    assert not any("not used" in note for note in reading.notes)


def test_what_cannot_be_read_is_told_and_costs_nothing_else():
    reading = read_label(
        "name=X; form=LAA; strength=lots; pH=sour; size=huge; price=cheap; package=bucket"
    ).reading
    assert set(reading.errors) == {"strength", "pH", "size", "price", "package"}
    assert (reading.listing.name, reading.listing.product.form) == ("X", "l_ascorbic_acid")
    assert all(error.fix for error in reading.errors.values())


def test_a_bound_is_no_strength_and_told():
    reading = read_label("name=X; form=LAA; strength=up to 20 %").reading
    assert reading.listing.mass_fraction is None
    assert "a bound is not a strength" in reading.notes[0]


@pytest.mark.parametrize(
    ("text", "vitamin_c"),
    [
        ("LAA serum", "form"),
        ("Vitamin C serum", "unnamed"),
        ("Aqua, Glycerin, Niacinamide, Panthenol", "none"),
        ("Some cream", "no_list"),
    ],
)
def test_what_a_label_names_of_vitamin_c_is_told_apart(text, vitamin_c):
    assert read_label(text).reading.listing.vitamin_c == vitamin_c


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing is typed"),
        ("colour=red", "not a field of a label"),
        ("pH=3; pH=4", "given twice"),
        ("a" * (LONGEST_LABEL + 1), "up to 6,000 characters"),
    ],
)
def test_what_is_no_label_is_refused_with_the_fix(text, words):
    with pytest.raises(InputErrors, match=words):
        read_label(text)


def test_a_fact_takes_the_place_of_what_said_the_same():
    label = TypedLabel((("form", "LAA"), ("strength", "12"), ("strength_low_percent", "10"), ("pH", "3")))
    changed = label.with_fact("strength", "15 %")
    assert changed.texts == {"form": "LAA", "strength": "15 %", "pH": "3"}
    assert changed.with_fact("strength", "").texts == {"form": "LAA", "pH": "3"}


PIECES = (
    *(
        "15 %",
        "pH 3,2",
        "30 mL",
        "29 EUR",
        "€5",
        "ascorbic acid",
        "Aqua",
        "Glycerin",
        "name=",
        ";",
        ",",
        "\n",
    ),
    *("\n", "x", "=", "0.5-1 %", "1 fl oz", "¥300", "vitamin C", "jar", "%", "\u0000", "(", "🧪"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_no_text_raises_anything_but_input_errors(text):
    with contextlib.suppress(InputErrors):
        label = read_label(text)
        assert set(label.texts) <= set(LABEL_FIELDS)
        assert label.reading.listing.name


@pytest.mark.parametrize("piece", ["1", "1 ", "1.", "15 % ", "pH ", "29 EUR ", "(", "½"])
def test_a_label_of_one_sign_again_and_again_takes_no_time(piece: str) -> None:
    text = (piece * 6_000)[:6_000]
    start = time.process_time()
    with contextlib.suppress(InputErrors):
        read_label(text)
    assert time.process_time() - start < 1
