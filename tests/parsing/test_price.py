"""Prices as cells state them, and rates that somebody gives."""

from __future__ import annotations

import math
import re

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.price import (
    Rates,
    currency_in,
    part_price,
    read_price,
    read_rates,
)
from tests.cases import every_case


@pytest.mark.parametrize(
    ("text", "result"),
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
def test_prices(text, result):
    assert read_price(text) == result


@pytest.mark.parametrize(
    ("text", "own", "column", "currency"),
    [
        ("$12", "EUR", "Price (GBP)", "USD"),
        ("12", "EUR", "Price (GBP)", "EUR"),
        ("12", "", "Price (GBP)", "GBP"),
        ("12", "NaN", "Price (GBP)", "GBP"),
        ("12", "nan", "Price (GBP)", "GBP"),
        ("12", "EU", "Price (GBP)", "GBP"),
        ("12", "EURO", "Price (GBP)", "EUR"),
        ("12", "sek", "Price (GBP)", "SEK"),
        ("12 €", "USD", "", "EUR"),
        ("¥12", "CNY", "Price (JPY)", "CNY"),
        ("￥12", "CNY", "", "CNY"),
        ("12", "kr", "Pris (SEK)", "SEK"),
        ("A$12", "USD", "", "AUD"),
        ("$12", "usd", "Price (CAD)", "USD"),
        ("USD 12", "CAD", "", "USD"),
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
    assert Rates("EUR", {"IRR": 1e-9, "BTC": 1e9}).into(2, "BTC") == 2e9
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


@pytest.mark.parametrize(
    ("text", "own", "column", "readings"),
    [
        ("12", "", "Price (¥)", ("12 JPY", "12 CNY")),
        ("¥12", "", "Price (EUR)", ("12 JPY", "12 CNY")),
        ("299 kr", "EUR", "Pris (NOK)", ("299 SEK", "299 NOK", "299 DKK", "299 ISK")),
        ("299", "kr", "Pris (kr)", ("299 SEK", "299 NOK", "299 DKK", "299 ISK")),
    ],
)
def test_a_sign_of_several_countries_asks_for_one_of_them(text, own, column, readings):
    with pytest.raises(InputError, match="currency") as caught:
        read_price(text, own=own, column=column)
    assert caught.value.readings == readings


def test_a_sign_of_two_countries_names_neither():
    with pytest.raises(InputError, match="currency") as caught:
        read_price("¥3980")
    assert caught.value.readings == ("3980 JPY", "3980 CNY")
    with pytest.raises(InputError, match="currency") as caught:
        read_price("3980")
    assert not caught.value.readings, "it may be any currency"
    assert read_price("¥3980", own="CNY") == (3980, "CNY")


PRICES = {
    "€ 18,90": (18.9, "EUR"),
    "18.90€": (18.9, "EUR"),
    "EUR18.90": (18.9, "EUR"),
    "18,90 Euro": (18.9, "EUR"),
    "1.890,00 EUR": (1890, "EUR"),
    "£18.00": (18, "GBP"),
    "GBP 18": (18, "GBP"),
    "$18": (18, "USD"),
    "18 USD": (18, "USD"),
    "US $18.50": (18.5, "USD"),
    "A$29.95": (29.95, "AUD"),
    "AU $29.95": (29.95, "AUD"),
    "CA$29": (29, "CAD"),
    "HK$ 228": (228, "HKD"),
    "S$38.90": (38.9, "SGD"),
    "NZ$45": (45, "NZD"),
    "MX$499": (499, "MXN"),
    "CN¥128": (128, "CNY"),
    "RMB 128": (128, "CNY"),
    "128元": (128, "CNY"),
    "JP¥4,400": (4400, "JPY"),
    "4,400円(税込)": (4400, "JPY"),
    "₩25,000": (25000, "KRW"),
    "25,000 원": (25000, "KRW"),
    "KRW 25000": (25000, "KRW"),
    "NT$ 980": (980, "TWD"),
    "TWD 1,280": (1280, "TWD"),
    "350.000đ": (350000, "VND"),
    "350.000 VNĐ": (350000, "VND"),
    "VND 350,000": (350000, "VND"),
    "Rp. 129.000,-": (129000, "IDR"),
    "Rp 129.000,00": (129000, "IDR"),
    "IDR 129000": (129000, "IDR"),
    "8 990 Ft": (8990, "HUF"),
    "8.990 Ft": (8990, "HUF"),
    "HUF 8990": (8990, "HUF"),
    "549 Kč": (549, "CZK"),
    "549,00 Kč": (549, "CZK"),
    "1 249 Kč": (1249, "CZK"),
    "89,99 zł": (89.99, "PLN"),
    "129 lei": (129, "RON"),
    "129,00 RON": (129, "RON"),
    "39,90 лв.": (39.9, "BGN"),
    "1 290 ₽": (1290, "RUB"),
    "1290 руб": (1290, "RUB"),
    "499 грн": (499, "UAH"),
    "8 500 ₸": (8500, "KZT"),
    "₺449,90": (449.9, "TRY"),
    "449,90 TL": (449.9, "TRY"),
    "₪129": (129, "ILS"),
    "₹ 599": (599, "INR"),
    "Rs 599/-": (599, "INR"),
    "INR 1,299": (1299, "INR"),
    "R349.95": (349.95, "ZAR"),
    "R$ 129,90": (129.9, "BRL"),
    "฿890": (890, "THB"),
    "₱1,250": (1250, "PHP"),
    "RM59.90": (59.9, "MYR"),
    "AED 149": (149, "AED"),
    "249 SEK": (249, "SEK"),
    "DKK 249,00": (249, "DKK"),
    "CHF 39.90": (39.9, "CHF"),
    "39.– CHF": (39, "CHF"),
    "Fr. 39.90": (39.9, "CHF"),
    "$48 (a $96 value)": (48, "USD"),
    "$48.00 ($1.60 / ml)": (48, "USD"),
    "£20 (was £25)": (20, "GBP"),
    "25,95 € (86,50 € / 100 ml)": (25.95, "EUR"),
    "25,95 € inkl. MwSt.": (25.95, "EUR"),
    "from $18": (18, "USD"),
    "12 EUR each": (12, "EUR"),
    "S/ 59": (59, "PEN"),
    "৳ 1,200": (1200, "BDT"),
    "CLP 15.990": (15990, "CLP"),
    "COP 89.900": (89900, "COP"),
}
REFUSED = (
    "¥128",
    "¥4,400 (税込)",
    "249 kr",
    "kr. 249,-",
    "18",
    "12/15 EUR",
    "$12 - $15",
    "$0",
    "€18 per 30 ml",
    "2 for $30",
    "30% off $20",
    "12.50 kr / 30 ml", "0-5 EUR", "0/12 EUR", "1,299", "299 kr", "¥3,980", "499/-", "12 Rubel",
)  # fmt: skip


@every_case("text", PRICES)
def test_prices_as_shops_write_them(text):
    assert read_price(text) == PRICES[text]


@every_case("text", REFUSED)
def test_a_refused_price_says_how_to_write_it_and_that_is_read(text):
    with pytest.raises(InputError) as caught:
        read_price(text)
    advised = [*caught.value.readings, *re.findall(r"Write(?: for example)? (.+?)\.$", caught.value.fix)[:1]]
    if not advised:  # nothing to write: it is to be left empty
        assert "leave it empty" in caught.value.fix
    for advice in advised:
        for choice in re.split(", | or ", advice):
            assert read_price(choice) is not None, choice


@pytest.mark.parametrize(("own", "column", "currency"), [("SEK", "", "SEK"), ("", "Pris (NOK)", "NOK")])
def test_a_crown_is_that_of_its_column(own, column, currency):
    assert read_price("299 kr", own=own, column=column) == (299, currency)


def test_a_comma_parts_thousands_where_decimals_have_dots():
    assert read_price("HK$1,580", decimal=".") == (1580, "HKD")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$32 ($64 value)", ("$32", "($64 value)")),
        ("$32 [15 % off] (12 / 100 ml)", ("$32", "[15 % off] (12 / 100 ml)")),
        ("$32 (new)", ("$32 (new)", "")),
        ("$32 (12)", ("$32 (12)", "")),
        ("$32 (12/kg)", ("$32", "(12/kg)")),
        ("$32 (a/b)", ("$32 (a/b)", "")),
        *((f"$32 (30 {unit})", ("$32", f"(30 {unit})")) for unit in ("ml", "g", "oz", "l", "мл", "г", "ML")),
        ("$32 (one ml)", ("$32 (one ml)", "")),
        ("12€50", ("12.50 €", "")),
        ("£ 9 99", ("£ 9 99", "")),
        ("9 £ 99", ("9.99 £", "")),
        ("Rs. 499/-", ("Rs. 499", "")),
        ("299,- Kč", ("299 Kč", "")),
        ("299.— CHF", ("299 CHF", "")),
        ("  5   EUR ", ("5 EUR", "")),
    ],
)
def test_a_price_is_parted_from_what_is_said_of_another(text, parts):
    assert part_price(text) == parts


def test_what_a_price_says_besides_is_kept():
    assert part_price("$32 ($64 value)") == ("$32", "($64 value)")
    assert part_price("24.95 (EUR)") == ("24.95 (EUR)", "")


@pytest.mark.parametrize(("text", "price"), [("1.000 KWD", 1), ("12,500 KWD", 12.5), ("KD 4.250", 4.25)])
def test_a_currency_of_a_thousand_parts(text, price):
    assert read_price(text) == (price, "KWD")


@pytest.mark.parametrize(("text", "price"), [("0.001 EUR", 0.001), ("10000000 EUR", 1e7)])
def test_what_a_product_may_cost_reaches_to_both_ends(text, price):
    assert read_price(text) == (price, "EUR")


@pytest.mark.parametrize("text", ["0.0009 EUR", "10000001 EUR"])
def test_what_no_product_costs_is_refused(text):
    with pytest.raises(InputError, match="not a price of a product"):
        read_price(text)


@pytest.mark.parametrize(
    ("text", "price"),
    [
        # In brackets another price, by how much it is reckoned, a size; but no second number alone.
        ("20 € (was 25)", 20),
        ("20 € (-20 %)", 20),
        ("20 € (1,50/1)", 20),
        ("20 € (3 EUR/100 ml)", 20),
        ("20 € (30 ml)", 20),
        ("20 € (blue)", 20),
        ("20 € (3)", None),
        ("20 € (2 pcs)", None),
    ],
)
def test_what_stands_in_brackets_beside_a_price_is_no_price(text, price):
    if price is None:
        with pytest.raises(InputError, match="not one price"):
            read_price(text)
        return
    assert read_price(text) == (price, "EUR")
