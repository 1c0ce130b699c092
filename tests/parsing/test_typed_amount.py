"""The amount that somebody means who types more than a number into a field."""

from __future__ import annotations

import pytest

from calc.parsing.typed_amount import amounts_meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("about 30 g", "30 g"),
        ("~30g", "30 g"),
        ("30 g.", "30 g"),
        ("30g approx.", "30 g"),
        ("thirty grams", "30 g"),
        ("about thirty grams", "30 g"),
        ("ca. half an ounce", "0.5 oz"),
        ("half an ounce", "0.5 oz"),
        ("30-ml", "30 ml"),
        ("30 мл", "30 ml"),
        ("fifteen percent", "15 %"),
        ("15,5 Prozent", "15.5 %"),
        ("circa 3,2", "3.2"),
    ],
)
def test_one_amount_in_words_is_all_that_is_said(text, meant):
    assert amounts_meant(text) == ((meant,), True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10-15%", ("10 %", "15 %")),
        ("between 10 and 15 %", ("10 %", "15 %")),
        ("30 or 50 g", ("30 g", "50 g")),
        ("30g/1oz", ("30 g", "1 oz")),
        ("a 30ml bottle", ("30 ml",)),
        (">99 %", ("99 %",)),
        ("99+ %", ("99",)),
        ("pharma grade 99%", ("99 %",)),
        ("3-3.5", ("3", "3.5")),
    ],
)
def test_beside_other_words_and_of_a_range_the_amounts_are_offered(text, meant):
    assert amounts_meant(text) == (meant, False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "lots", "30 bananas", "-30 g", "15 %/ml", "15 % v/v", "5 g per litre", "2 x 15 ml", "11/2 tsp"),
        *("1 g, 2 g and 3 g", "30 g" + " and more words" * 5),
    ],
)
def test_what_may_be_another_amount_is_none(text):
    assert amounts_meant(text).texts == ()
