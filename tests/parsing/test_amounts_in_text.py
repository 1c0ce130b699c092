"""Amounts as they stand in lines of recipes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputError
from calc.parsing.amounts_in_text import amounts_in
from calc.parsing.plain_text import plain_text, without_accents


def read(text: str) -> list[tuple[float, float, str]]:
    """Return the ends and units of the amounts in a text."""
    return [(one.low, one.high, one.unit) for one in amounts_in(without_accents(plain_text(text)))]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1/4 tsp", 0.25, "teaspoon"),
        ("¼ tsp", 0.25, "teaspoon"),
        ("1 1/2 tbsp.", 1.5, "tablespoon"),
        ("1-1/2 Tbs.", 1.5, "tablespoon"),
        ("1½ cup", 1.5, "cup"),
        ("1 and 1/2 tsps", 1.5, "teaspoon"),
        ("2 T oil", 2, "tablespoon"),
        ("2 t oil", 2, "teaspoon"),
        (".5 g", 0.5, "g"),
        ("0,5 гр", 0.5, "g"),
        ("1 000 mg", 1000, "mg"),
        ("5g", 5, "g"),
        ("5-gram", 5, "g"),
        ("15 mls", 15, "mL"),
        ("2 fl. oz", 2, "fl_oz"),
        ("2 oz", 2, "oz"),
        ("15 %", 15, "percent"),
        ("15% w/v", 15, "w_v"),
        ("one teaspoon", 1, "teaspoon"),
        ("half a tsp", 0.5, "teaspoon"),
        ("half of a tsp", 0.5, "teaspoon"),
        ("one and a half teaspoons", 1.5, "teaspoon"),
        ("a teaspoon and a half", 1.5, "teaspoon"),
        ("three quarters of a cup", 0.75, "cup"),
        ("two thirds cup", 2 / 3, "cup"),
        ("one quarter of a cup", 0.25, "cup"),
        ("one third of a tsp", 1 / 3, "teaspoon"),
        ("Glycerin g 10", 10, "g"),
        ("drei viertel TL", 0.75, "teaspoon"),
        ("1/2 of a tsp", 0.5, "teaspoon"),
        ("3/4 of one heaped tsp", 0.75, "teaspoon"),
        ("1/4 di un cucchiaino", 0.25, "teaspoon"),
        ("2 heaped tsp", 2, "teaspoon"),
        ("ein halber TL", 0.5, "teaspoon"),
        ("2 c. à c.", 2, "teaspoon"),
        ("пол чайной ложки", 0.5, "teaspoon"),
        ("2 ст. л.", 2, "tablespoon"),
        ("2 łyżeczki", 2, "teaspoon"),
        ("小さじ1/2", 0.5, "teaspoon"),
        ("반 작은술", 0.5, "teaspoon"),
        ("两茶匙", 2, "teaspoon"),
        ("two and a half teaspoons", 2.5, "teaspoon"),
        ("ein drittel Tasse", 1 / 3, "cup"),
        ("Vitamin C g 10", 10, "g"),
        ("Glycerin g. 10.", 10, "g"),
        ("a pinch", 1, "pinch"),
        ("pinch of soda", 1, "pinch"),
        ("soda - pinch", 1, "pinch"),
        ("heaped teaspoon of soda", 1, "teaspoon"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, value, unit):
    assert read(text) == [(pytest.approx(value), pytest.approx(value), unit)]
    (amount,) = amounts_in(without_accents(plain_text(text)))
    assert amount.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("add about 5 g of it", "about 5 g"),
        ("の小さじ1/2杯の水", "小さじ1/2杯"),
        ("Glycerin g 10.", "g 10"),
        ("oil 2 heaped tsp of it", "2 heaped tsp"),
        ("5-10 g oil", "5-10 g"),
        ("5 - about 10 g oil", "5 - about 10 g"),
        ("a teaspoon and a half of oil", "a teaspoon and a half"),
        ("half of a tsp of it", "half of a tsp"),
        ("1/2 of a tsp of it", "1/2 of a tsp"),
        ("two thirds cup of it", "two thirds cup"),
        ("pinch of soda", "pinch"),
        ("soda - pinch", "pinch"),
        ("water 5", "5"),
    ],
)
def test_an_amount_knows_where_it_stands(text, piece):
    (amount,) = amounts_in(text)
    assert text[amount.start : amount.end] == piece


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("1-2 tsp", 1, 2, "teaspoon"),
        ("1 – 2 g", 1, 2, "g"),
        ("2 to 1 g", 1, 2, "g"),
        ("5 bis 10 Tropfen", 5, 10, "drop"),
        ("от 5 до 10 капель", 5, 10, "drop"),
        ("a few drops", 2, 5, "drop"),
        ("1/2-1 tsp", 0.5, 1, "teaspoon"),
        ("1 or 2 tsp", 1, 2, "teaspoon"),
        ("6 oder 5 g", 5, 6, "g"),
        ("1,2 o 3 g", 1.2, 3, "g"),
        ("5または6 g", 5, 6, "g"),
    ],
)
def test_a_range_has_two_ends(text, low, high, unit):
    assert read(text) == [(low, high, unit)]
    (amount,) = amounts_in(without_accents(plain_text(text)))
    assert low < amount.value < high


@pytest.mark.parametrize("text", ["about 5 g", "approx. 5 g", "~5 g", "ca. 5 g", "примерно 5 г", "約5グラム"])
def test_about_is_heard(text):
    (amount,) = amounts_in(without_accents(plain_text(text)))
    assert (amount.value, amount.unit, amount.is_about, amount.start) == (5, "g", True, 0)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1 tsp (5 g)", [(1, 1, "teaspoon"), (5, 5, "g")]),
        ("1.5 tbsp / 22 ml", [(1.5, 1.5, "tablespoon"), (22, 22, "mL")]),
        ("4.5 g (15%)", [(4.5, 4.5, "g"), (15, 15, "percent")]),
        ("polysorbate 20 0.5 %", [(20, 20, ""), (0.5, 0.5, "percent")]),
        # Two numbers with a dash between are a name with its amount where the second is far smaller.
        ("Euxyl 9010 - 0.8 %", [(9010, 9010, ""), (0.8, 0.8, "percent")]),
        ("Euxyl 9010 – 0.8 %", [(9010, 9010, ""), (0.8, 0.8, "percent")]),
        ("5 - 0.5 g", [(0.5, 5, "g")]),
        ("5.1 - 0.5 g", [(5.1, 5.1, ""), (0.5, 0.5, "g")]),
        ("5.1-0.5 g", [(0.5, 5.1, "g")]),
        ("9010 to 0.8 %", [(0.8, 9010, "percent")]),
        # “Or” between numbers of names, or of which each has its unit, is no range.
        ("Polysorbate 20 or 80 5 g", [(20, 20, ""), (80, 80, ""), (5, 5, "g")]),
        ("1 or 2 glycerin", [(1, 1, ""), (2, 2, "")]),
        ("5 g or 6 g", [(5, 5, "g"), (6, 6, "g")]),
        # A range of a code is none.
        ("C12-15 5 g", [(5, 5, "g")]),
        ("Glycerin g 10 pure", [(10, 10, "")]),
        ("Glycerin kg 1", [(1, 1, "")]),
        ("5% g 10", [(5, 5, "percent"), (10, 10, "")]),
        ("a teaspoon and a quarter cup", [(1, 1, "teaspoon"), (0.25, 0.25, "cup")]),
    ],
)
def test_each_amount_of_a_line_is_read(text, amounts):
    assert read(text) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "for 5 minutes",
        "2 Stunden",
        "at 40 °C",
        "B5",
        "a serum",
        "one",
        "teaspoon",
        "soda - pinch or more",
        "soda - 5 h",
    ],
)
def test_what_is_no_amount_is_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("11/2 tsp", ("1 1/2 tsp", "5.5 tsp")),
        ("31/2 tsp soda", ("3 1/2 tsp soda", "15.5 tsp soda")),
        ("13/4 cup", ("1 3/4 cup", "3.25 cup")),
        ("11/16 tsp", ("1 1/16 tsp", "0.6875 tsp")),
        ("1,234 g", ("1.234 g", "1234 g")),
    ],
)
def test_a_number_of_two_meanings_is_asked_about_with_both(text, readings):
    with pytest.raises(InputError) as caught:
        amounts_in(text)
    assert caught.value.readings == readings
    for reading in readings:
        assert len(amounts_in(reading)) == 1
        assert reading.split(" ")[0] in caught.value.fix
    assert text.startswith(caught.value.given)
    assert caught.value.field == "amount"


@pytest.mark.parametrize("text", ["1/2 tsp", "11/22 tsp", "11/17 tsp", "10/2 tsp", "1 1/2 tsp", "15/1 tsp"])
def test_a_fraction_of_one_meaning_is_not_asked_about(text):
    assert len(amounts_in(text)) == 1


@given(st.text(alphabet="0123456789 .,/-–½¼+tgсtspmL%約小さじa", max_size=20))
def test_no_numbers_raise_anything_else(text):
    # 100 examples, a tenth of a second; all signs that numbers are made of.
    with contextlib.suppress(InputError):
        for amount in amounts_in(without_accents(plain_text(text))):
            assert 0 <= amount.low <= amount.value <= amount.high
            assert 0 <= amount.start < amount.end


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,234 g of 1,234", ("1.234 g of 1,234", "1234 g of 1,234")),
        ("11/2 tsp 11/2", ("1 1/2 tsp 11/2", "5.5 tsp 11/2")),
    ],
)
def test_of_two_such_numbers_the_first_is_asked_about(text, readings):
    with pytest.raises(InputError) as caught:
        amounts_in(text)
    assert caught.value.readings == readings


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        ("80 g approx.", True),
        ("80 g (approx.) water", True),
        ("80 g environ", True),
        ("about 80 g", True),
        ("80 g", False),
        ("80 g, approx", False),
    ],
)
def test_about_may_stand_behind_an_amount(text: str, is_about: bool) -> None:
    (amount,) = amounts_in(text)
    assert amount.is_about is is_about


def test_about_between_two_amounts_is_of_the_second() -> None:
    assert [amount.is_about for amount in amounts_in("5 g about 4 mL")] == [False, True]
