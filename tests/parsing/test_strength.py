"""Strengths as cells state them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.errors import InputError
from calc.parsing.strength import (
    StatedStrength,
    is_bound,
    read_strength,
    unit_in_name,
    without_about,
)

F, C = "mass fraction", "mass concentration"
AMOUNTS = {
    "15": (0.15, 0.15, F, ""),
    "15 %": (0.15, 0.15, F, ""),
    "15%": (0.15, 0.15, F, ""),
    "7%": (0.07, 0.07, F, ""),
    "0": (0.0, 0.0, F, ""),
    "0,15 %": (0.0015, 0.0015, F, ""),
    "12,5": (0.125, 0.125, F, ""),
    "12½ %": (0.125, 0.125, F, ""),
    "% 15": (0.15, 0.15, F, ""),
    "15 % (w/w)": (0.15, 0.15, F, ""),
    "10-12%": (0.10, 0.12, F, ""),
    "10–12 %": (0.10, 0.12, F, ""),
    "10 % - 12 %": (0.10, 0.12, F, ""),
    "10 to 12 %": (0.10, 0.12, F, ""),
    "от 10 до 12 %": (0.10, 0.12, F, ""),
    "0,5-1,5": (0.005, 0.015, F, ""),
    "up to 20 %": (0.0, 0.20, F, "at most"),
    "до 20 %": (0.0, 0.20, F, "at most"),
    "max. 20%": (0.0, 0.20, F, "at most"),
    "<5%": (0.0, 0.05, F, "at most"),
    "≤ 5": (0.0, 0.05, F, "at most"),
    "≥ 10 %": (0.10, 1.0, F, "at least"),
    ">= 10%": (0.10, 1.0, F, "at least"),
    "at least 100 mg/mL": (100.0, np.inf, C, "at least"),
    "150 mg/mL": (150.0, 150.0, C, ""),
    "150mg/ml": (150.0, 150.0, C, ""),
    "150\u202fmg/mL": (150.0, 150.0, C, ""),
    "0.15 g/mL": (150.0, 150.0, C, ""),
    "15% w/v": (150.0, 150.0, C, ""),
    "15 g/100 mL": (150.0, 150.0, C, ""),
    "100-150 mg/ml": (100.0, 150.0, C, ""),
    "ppm 5000": (0.005, 0.005, F, ""),
    "5000 ppm": (0.005, 0.005, F, ""),
    "5 000 ppm": (0.005, 0.005, F, ""),
    "1.5 g/100 g": (0.015, 0.015, F, ""),
    "100 mg/g": (0.1, 0.1, F, ""),
    "100 %": (1.0, 1.0, F, ""),
    "0.15 g/g": (0.15, 0.15, F, ""),
    "15 g per 100 g": (0.15, 0.15, F, ""),
    "15 g pro 100 ml": (150.0, 150.0, C, ""),
    "15 % by weight": (0.15, 0.15, F, ""),
    "12 1/2 %": (0.125, 0.125, F, ""),
    "½ %": (0.005, 0.005, F, ""),
    "+15 %": (0.15, 0.15, F, ""),
    "1,5e-3 %": (1.5e-05, 1.5e-05, F, ""),
    "from 5 %": (0.05, 1.0, F, "at least"),
    "from 5 to 10 %": (0.05, 0.10, F, ""),
    "5 mg/ml to 10 mg/ml": (5.0, 10.0, C, ""),
    "5...10 %": (0.05, 0.10, F, ""),
    "0 - 5 %": (0.0, 0.05, F, ""),
    "5000 ppb": (5e-06, 5e-06, F, ""),
    "5 µg/g": (5e-06, 5e-06, F, ""),
    "15 (w/w) %": (0.15, 0.15, F, ""),
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_strengths(text):
    amount = read_strength(text, field="strength")
    assert (amount.low, amount.high) == pytest.approx(AMOUNTS[text][:2], rel=1e-15)
    assert (amount.kind, amount.bound) == AMOUNTS[text][2:]
    assert amount.known


@pytest.mark.parametrize("text", ["", " ", "-", "–", "n/a", "N/A", "nan", "None", "unknown", "нет данных"])
def test_unknown_strengths(text):
    amount = read_strength(text, field="strength")
    assert not amount.known
    assert np.isnan([amount.low, amount.high]).all()


TWO_WAYS = {
    "0,15": ("15 %", "0.15 %"),
    "0.15": ("15 %", "0.15 %"),
    "0.1-0.2": ("10-20 %", "0.1-0.2 %"),
    "<0.5": ("50 %", "0.5 %"),
    "1,000 ppm": ("1.000 ppm", "1000 ppm"),
    "1,234 %": ("1.234 %", "1234 %"),
    "5-1,234 mg/L": ("1.234 mg/L", "1234 mg/L"),
    "10/15 %": ("10-15 %", "10 %", "15 %"),
    "15/10": ("10-15 %", "10 %", "15 %"),
    "10/15 mg/mL": ("10-15 mg/mL", "10 mg/mL", "15 mg/mL"),
    "2/2 %": ("2-2 %", "2 %"),
    "1/2 %": ("1-2 %", "1 %", "2 %", "0.5 %"),
    "3/8": ("3-8 %", "3 %", "8 %", "0.375 %"),
    "8/3": ("3-8 %", "3 %", "8 %"),
    "1.000 ‰": ("1.000 ‰", "1000 ‰"),
    "1.000 mg/mL": ("1.000 mg/mL", "1000 mg/mL"),
}


@pytest.mark.parametrize("text", TWO_WAYS)
def test_strengths_with_two_readings_are_refused_with_both(text):
    with pytest.raises(InputError) as caught:
        read_strength(text, field="strength")
    assert caught.value.readings == TWO_WAYS[text]
    assert TWO_WAYS[text][0] in caught.value.fix
    assert TWO_WAYS[text][1] in caught.value.fix or "one of the two" in caught.value.fix
    assert caught.value.field == "strength"
    assert caught.value.given == text


NO_AMOUNTS = (
    "fifteen", "15 IU", "15 % L-AA", "120 %", "-5 %", "1e308", "1e-300", "1e999", "inf", "=1+1", "<script>",
    "12-10 %", "10 % - 120 mg/mL", "up to 10-12 %", "10-12-15 %", "15 % v/v", "99999 g/L", "1 2 %", "%", "<",
    "10²", "15 %" + " " * 80 + "x" * 80, "15/0 %", "200-300 %",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_strength_says_so(text):
    with pytest.raises(InputError) as caught:
        read_strength(text, field="strength")
    assert caught.value.accepted
    assert caught.value.fix


def test_the_column_may_say_the_unit():
    assert read_strength("0,15", field="strength", unit="%") == StatedStrength(0.0015, 0.0015, F)
    assert read_strength("150", field="strength", unit="mg/mL") == StatedStrength(150.0, 150.0, C)
    assert read_strength("15 %", field="strength", unit="mg/mL") == StatedStrength(0.15, 0.15, F)


def test_a_dot_in_a_table_of_decimal_commas_may_group_thousands():
    assert read_strength("1.000 ppm", field="x", decimal=".").low == pytest.approx(1e-6)
    for decimal in ("", ","):
        with pytest.raises(InputError) as caught:
            read_strength("1.000 ppm", field="x", decimal=decimal)
        assert caught.value.readings == ("1.000 ppm", "1000 ppm")
    assert read_strength("15.000 %", field="x").low == 0.15  # there are no 15000 %
    assert read_strength("1.500 ‰", field="x").low == pytest.approx(0.0015)  # nor 1500 ‰
    assert read_strength("0.125 %", field="x", decimal=",").low == pytest.approx(0.00125)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Strength (%)", "%"),
        ("Strength", ""),
        ("stated_percent", "percent"),
        ("Conc., mg/mL", "mg/mL"),
        ("strength % w/v", "% w/v"),
        ("Доля, %", "%"),
        ("price (USD)", ""),
        ("ppm", "ppm"),
        ("", ""),
    ],
)
def test_units_in_names(name, unit):
    assert unit_in_name(name) == unit


@given(st.text(max_size=30), st.sampled_from(["", "%", "mg/mL"]), st.sampled_from(["", ",", "."]))
@settings(max_examples=150, deadline=1000)
def test_any_text_is_a_strength_or_refused(text, unit, decimal):
    try:
        amount = read_strength(text, field="strength", unit=unit, decimal=decimal)
    except InputError:
        return
    assert not amount.known or 0 <= amount.low <= amount.high


@given(st.integers(0, 100), st.integers(0, 99), st.sampled_from([".", ","]))
def test_a_decimal_mark_is_never_a_factor(whole, cents, mark):
    text = f"{whole}{mark}{cents:02d} %"
    if whole == 100 and cents:
        return
    assert read_strength(text, field="x").low == pytest.approx((whole + cents / 100) / 100, rel=1e-12)


@pytest.mark.parametrize(
    "cell",
    [
        "15 Prozent",
        "15 pour cent",
        "15 por ciento",
        "15 procent",
        "15％",
        "15%-ный",
        "15 г/100 г",
        "150 мг/г",
    ],
)
def test_percentages_in_several_languages(cell):
    assert read_strength(cell, field="strength").low == 0.15


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("strength_mg_per_ml", "mg/ml"),
        ("strength mg ml", "mg/ml"),
        ("conc. w/v", "w/v"),
        ("strength_g_per_100_ml", "g/100ml"),
        ("% active", "%"),
        ("strength per cent", "per cent"),
        ("Strength [mg/g]", "mg/g"),
        ("per", ""),
    ],
)
def test_a_unit_is_found_however_a_column_spells_it(name, unit):
    assert unit_in_name(name) == unit


@pytest.mark.parametrize(
    ("cell", "plain", "bound"),
    [("ca. 3", "3", False), ("≈3", "3", False), ("< 3.5", "< 3.5", True), ("<b>3</b>", "<b>3</b>", False)],
)
def test_about_and_bounds(cell, plain, bound):
    assert (without_about(cell), is_bound(cell)) == (plain, bound)


def test_two_strengths_in_a_cell_are_called_so():
    with pytest.raises(InputError, match="more than one strength"):
        read_strength("10 % + 2 %", field="strength")


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [
        ("120 %", "must be between 0 and 100 %"),
        ("99999 g/L", "not a strength of a product"),
        ("12-10 %", "must be the smaller one"),
        ("10 % - 120 mg/mL", "one end is by mass"),
        ("up to 10-12 %", "a range and a bound"),
        ("15 IU", "not a unit of strength"),
        ("fifteen", "not a strength"),
        ("1" * 101, "too long"),
    ],
)
def test_what_is_refused_says_why(cell, accepted):
    with pytest.raises(InputError) as caught:
        read_strength(cell, field="strength")
    assert accepted in caught.value.accepted
    assert (caught.value.field, caught.value.given) == ("strength", cell)


def test_what_is_accepted_reaches_to_both_ends():
    assert read_strength("1e-10 %", field="x").low == 1e-12
    assert read_strength("0.0001 ppb", field="x").low == pytest.approx(
        1e-13
    )  # as lists of Korean makers have it
    assert read_strength("10000 g/L", field="x").low == 10_000
    assert read_strength("5-5 %", field="x") == StatedStrength(0.05, 0.05, F)
    assert read_strength("0-1 mg/mL", field="x") == StatedStrength(0.0, 1.0, C)
    assert read_strength("15" + " " * 97 + "%", field="x").low == 0.15
