"""Prices as cells state them, and rates that somebody gives."""

from __future__ import annotations

import math

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.price import (
    Rates,
    currency_in,
    read_price,
    read_rates,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€ 24.95", (24.95, "EUR")),
        ("24,95 €", (24.95, "EUR")),
        ("HK$ 100", (100, "HKD")),
        ("$1,234.50", (1234.5, "USD")),
        ("990 руб.", (990, "RUB")),
        ("on request", None),
        ("", None),
    ],
)
def test_prices(text, found):
    assert read_price(text) == found


@pytest.mark.parametrize(
    ("text", "own", "column", "currency"),
    [
        ("$12", "EUR", "Price (GBP)", "USD"),
        ("12", "EUR", "Price (GBP)", "EUR"),
        ("12", "", "Price (GBP)", "GBP"),
    ],
)
def test_the_cell_goes_before_its_column_before_its_name(text, own, column, currency):
    assert read_price(text, own=own, column=column) == (12, currency)


def test_a_price_needs_its_currency():
    with pytest.raises(InputError) as caught:
        read_price("12")
    assert caught.value.accepted == "a price needs its currency."


@pytest.mark.parametrize("text", ["12-15 EUR", "0 EUR", "1e5 EUR", "30EUR/30ml", "99999999 EUR", "1,234 EUR"])
def test_what_is_no_price_says_so(text):
    with pytest.raises(InputError) as caught:
        read_price(text)
    assert caught.value.field == "price"


def test_the_longer_sign_goes_first():
    assert [currency_in(text) for text in ("US$", "HK$", "$", "C$", "nothing")] == [
        *("USD", "HKD", "USD", "CAD", "")
    ]


def test_rates_turn_into_one_currency():
    rates = read_rates(["USD=0.92 EUR", "gbp = 1,17 eur"])
    assert rates == Rates("EUR", {"USD": 0.92, "GBP": 1.17})
    assert rates is not None
    assert (rates.into(100, "USD"), rates.into(100, "EUR"), rates.into(100, "JPY")) == (92.0, 100, None)
    assert (rates.covers("GBP"), rates.covers("JPY")) == (True, False)
    assert read_rates([]) is None


@pytest.mark.parametrize(
    "texts",
    [
        ["USD"],
        ["USD=EUR"],
        ["USD=0 EUR"],
        ["USD=-1 EUR"],
        ["USD=1e999 EUR"],
        ["USD=nan EUR"],
        ["USD=5 % EUR"],
        ["EUR=2 EUR"],
        ["USD=0.92 EUR", "GBP=1.2 USD"],
        ["USD=0.92 EUR", "USD=0.93 EUR"],
        ["USD=1,234 EUR"],
    ],
)
def test_rates_that_are_none_are_refused(texts):
    with pytest.raises(InputErrors) as caught:
        read_rates(texts)
    assert {error.field for error in caught.value.errors} == {"rate"}


@pytest.mark.parametrize("rate", [0.0, -1.0, math.inf, math.nan])
def test_a_rate_is_above_zero_and_finite(rate):
    with pytest.raises(InputErrors):
        Rates("EUR", {"USD": rate})
    with pytest.raises(InputErrors):
        Rates("euro", {"USD": 1.0})


@pytest.mark.parametrize(
    ("text", "own", "column", "currency"),
    [
        ("$45", "CAD", "", "CAD"),
        ("$45", "", "Price (HK$)", "HKD"),
        ("$45", "EUR", "", "USD"),
        ("US$45", "CAD", "", "USD"),
        ("$45", "", "", "USD"),
    ],
)
def test_a_dollar_is_that_of_its_column(text, own, column, currency):
    assert read_price(text, own=own, column=column) == (45, currency)


def test_a_sign_of_two_countries_names_neither():
    with pytest.raises(InputError, match="currency"):
        read_price("¥3980")
    assert read_price("¥3980", own="CNY") == (3980, "CNY")
