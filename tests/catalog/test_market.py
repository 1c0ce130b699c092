"""Products of the market: what the reader refuses and keeps apart; names of forms on labels."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from calc import catalog
from calc.catalog import market, people
from calc.catalog.normalize import normalize
from calc.client.product import PACKAGES
from calc.uncertainty import Band
from tests.conftest import refusal

REFERENCE = Path(__file__).parents[1] / "reference"
PRODUCTS = market.products()
Spoil = Callable[[str, str, str], int]


# --- products -------------------------------------------------------------------------------------


def test_every_product_is_read_and_cites_where_it_was_seen() -> None:
    for key, product in PRODUCTS.items():
        assert product.id == key
        assert product.form in catalog.forms()
        assert product.sources
        assert set(product.sources) <= catalog.sources().keys()
        assert set(product.coactives) <= {*people.terms("actives"), *catalog.ingredients()}
        assert product.confidence in ("high", "medium")


def test_the_same_product_of_two_dates_has_two_names() -> None:
    """The page chooses products by name: of two alike only one would be seen."""
    names = [normalize(f"{product.brand} {product.product}") for product in PRODUCTS.values()]
    assert len(set(names)) == len(names)


def test_the_list_is_as_large_as_it_says() -> None:
    kept = [product for product in PRODUCTS.values() if not product.is_comparator]
    assert len(kept) >= 366
    assert len({product.country for product in kept} - {""}) >= 12
    priced = [product for product in kept if product.price and product.strength_basis]
    assert len(priced) >= 84
    assert sum(bool(product.pH_basis) for product in kept) >= 29
    assert sum("ampoule" in f"{product.product} {product.package}".lower() for product in kept) >= 49
    assert sum(bool(product.pH_basis) for product in priced) >= 10


def test_numbers_of_the_market_are_plausible() -> None:
    for product in PRODUCTS.values():
        shares = (product.strength_percent, product.strength_low_percent, product.strength_high_percent)
        assert all(0 < share <= 100 for share in shares if share is not None), product.id
        ends = (product.pH, product.pH_low, product.pH_high)
        assert all(1.5 <= end <= 9 for end in ends if end is not None), product.id


def test_packages_are_those_of_a_product() -> None:
    assert market.PACKAGES == PACKAGES


def test_every_page_of_the_market_is_cited() -> None:
    result = {key for product in PRODUCTS.values() for key in product.sources}
    parts = (catalog.DATA / "sources.toml").read_text(encoding="utf-8").split("\n# ---------- ")
    pages = [line for part in parts if part.startswith("Market") for line in part.splitlines()]
    assert result - {"hk_consumer_2024"} == {line.strip("[]") for line in pages if line[:1] == "["}


def test_comparators_stay_apart() -> None:
    apart = {key for key, product in PRODUCTS.items() if product.is_comparator}
    injected = {"mcguff_ascor", "ru_ascorbic_ampoules", "de_vitamin_c_1000"}
    assert apart == injected | {"mesoage_vitamin_c_20"}
    for key in apart:
        assert PRODUCTS[key].strength_percent is None, "by volume"
        assert PRODUCTS[key].price_per_mL is None
        assert "injection" in PRODUCTS[key].product.lower() or "mesotherapy" in PRODUCTS[key].product


def test_a_comparator_is_not_priced_even_where_its_price_is_known(spoil: Spoil) -> None:
    spoil("products.csv", ",50,,1,,,,,,", ",50,,1,20,USD,2020,,,")
    ascor = market.products()["mcguff_ascor"]
    assert (ascor.price, ascor.size_mL) == (20, 50)
    assert ascor.price_per_mL is None


def test_a_sum_of_forms_is_no_strength_of_the_first() -> None:
    summed = PRODUCTS["paulas_choice_25_c_glutathione"]
    assert (summed.strength_percent, summed.total_percent) == (None, 25)
    assert [hit.form for hit in summed.second_forms] == ["ascorbyl_glucoside"]
    split = PRODUCTS["kiehls_powerful_strength"]
    assert (split.strength_percent, split.total_percent) == (10.5, 12.5)
    assert split.second_forms == (market.SecondaryForm("ascorbyl_glucoside", Band(0.02, 0.02, 0.02)),)


def test_by_volume_is_not_by_mass() -> None:
    dust = PRODUCTS["flexigo_vitamin_c"]
    assert (dust.strength_percent, dust.strength_g_per_100mL, dust.strength_basis) == (None, 0.02, "register")
    assert PRODUCTS["silexn_vita_soluball"].strength_percent == 20
    two = PRODUCTS["ru_ascorbic_ampoules"]
    assert (two.strength_low_g_per_100mL, two.strength_high_g_per_100mL) == (5, 10)


def test_twenty_grams_are_not_twenty_millilitres() -> None:
    assert (PRODUCTS["cosrx_vitamin_c_23"].size_g, PRODUCTS["cosrx_vitamin_c_23"].size_mL) == (20, None)


def test_a_price_has_currency_date_and_size_before_it_is_ranked() -> None:
    ranked = {key for key, product in PRODUCTS.items() if product.price_per_mL or product.price_per_g}
    assert len(ranked) >= 11
    for key in ranked:
        assert PRODUCTS[key].currency
        assert PRODUCTS[key].price_date
    # The council's own figures: HKD 3.4 to 52.7 per mL.
    assert PRODUCTS["the_ordinary_hk_test_2024"].price_per_mL == pytest.approx(3.4, abs=0.05)
    assert PRODUCTS["skinceuticals_hk_test_2024"].price_per_mL == pytest.approx(52.7, abs=0.05)
    assert PRODUCTS["the_ordinary_laa_powder"].price_per_g == pytest.approx(4.9 / 20)


def test_what_was_measured_says_so() -> None:
    sample = PRODUCTS["skinceuticals_hk_test_2024"]
    assert (sample.strength_low_percent, sample.strength_high_percent) == (10, 13)
    assert sample.strength_basis == "lab"
    acid = PRODUCTS["the_ordinary_hk_test_2024"]
    assert (acid.pH, acid.pH_low, acid.pH_high, acid.pH_basis) == (None, None, 3.5, "lab")
    assert PRODUCTS["la_roche_posay_c10"].pH == 5
    assert PRODUCTS["missha_vita_c_spot_2024"].strength_percent is None


def test_what_holds_no_water_has_no_pH() -> None:
    for product in PRODUCTS.values():
        if product.base in ("anhydrous", "powder"):
            assert product.pH_basis == "", product.id


def test_a_test_tells_what_it_found_with_source_and_kind() -> None:
    test = market.lab_tests()["hk_consumer_2024"]
    assert (test.sources, test.place, test.date) == (("hk_consumer_2024",), "Hong Kong", "2024-10")
    result = {outcome.row.property: outcome.row for outcome in test.outcomes}
    # The council's own figures, as press reports give them.
    assert (result["tested"].value, result["without_acid"].value, result["acid_enough"].value) == (17, 1, 10)
    ranges = {"content": (0.66, 13), "missing": (0.2, 6), "pH": (2.7, 6.4), "price": (3.4, 52.7)}
    for name, ends in ranges.items():
        assert (result[name].low, result[name].high) == ends
    assert (result["with_a_figure"].value, result["below_the_label"].value) == (12, 10)
    assert {outcome.row.kind for outcome in test.outcomes} == {"measured"}
    assert all(outcome.says for outcome in test.outcomes)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('date  = "2024-10"', 'date  = "autumn"', "is no date"),
        ('place = "Hong Kong"', 'where = "Hong Kong"', "unknown key “where”"),
        ('says = "serums tested", ', "", "“says” is missing"),
        ('property = "without_acid"', 'property = "tested"', "stands twice"),
        ('source = "hk_consumer_2024"', 'source = "nobody"', "nobody"),
        ("low = 0.66, high = 13", "low = 13, high = 0.66", "content"),
    ],
)
def test_a_spoilt_test_is_refused_with_its_line(old: str, new: str, problem: str, spoil: Spoil) -> None:
    line = spoil("market_tests.toml", old, new)
    error = refusal("market_tests.toml", market.lab_tests)
    assert problem in error.problem
    assert abs(error.line - line) <= 4


def test_words_of_tables_are_normalised_and_lead_to_one_thing() -> None:
    words = market.table_words()
    assert set(words.columns) == set(market.COLUMN_FIELDS)
    assert set(words.packages) <= set(market.PACKAGES)
    assert set(words.kinds) == {"comparator"}
    assert set(market.CURRENCIES) <= set(words.currencies)
    for part in (words.columns, words.packages, words.kinds):
        every = [name for names in part.values() for name in names]
        assert len(set(every)) == len(every)
        assert all(normalize(name) == name for name in every if name != "%")
    # The telling word goes first.
    assert next(iter(words.packages)) == "airless_pump"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[columns.brand]", "[columns.colour]", "unknown key “colour”"),
        ('pt = ["produto", "nome do produto", "nome comercial"]', 'xx = ["produto"]', "unknown key “xx”"),
        ('fr = ["marque", "fabricant"]', "fr = []", "a list without a name"),
        ('fr = ["marque", "fabricant"]', 'fr = ["nom"]', "claimed by another"),
        ('EUR = ["€", "euro", "euros", "¤"]', 'EUR = ["$"]', "claimed by another"),
        ('EUR = ["€", "euro", "euros", "¤"]', 'EURO = ["€"]', "no code of a currency"),
        ('EUR = ["€", "euro", "euros", "¤"]', 'EUR = "€"', "list of texts"),
        ("[kinds.comparator]", "[kind.comparator]", "kind"),
    ],
)
def test_spoilt_words_of_tables_are_refused(old: str, new: str, problem: str, spoil: Spoil) -> None:
    spoil("columns.toml", old, new)
    error = refusal("columns.toml", market.table_words)
    assert problem in error.problem


def cell(key: str, **cells: str) -> tuple[str, str]:
    """Return the line of a product and what it becomes with other cells."""
    with (catalog.DATA / "products.csv").open(encoding="utf-8", newline="") as text:
        row = next(row for row in csv.DictReader(text) if row["id"] == key)

    def written(values: dict[str, str]) -> str:
        quoted = (
            '"' + text.replace('"', '""') + '"' if set(text) & {",", '"', "\n"} else text
            for text in values.values()
        )
        return ",".join(quoted)

    return written(row), written({**row, **cells})


# Each: cells of one product that become wrong, and a word of the message.
SPOILED = {
    "no id": ({"id": ""}, "id is missing"),
    "id in capitals": ({"id": "Ost"}, "snake_case"),
    "id of another": ({"id": "cipla_vc_15"}, "stands twice"),
    "no brand": ({"brand": ""}, "brand is missing"),
    "spaces around": ({"brand": " O.S.T."}, "spaces around"),
    "two lines": ({"note": "one\ntwo"}, "more than one line"),
    "unknown kind": ({"kind": "serum"}, "kind “serum”"),
    "unknown form": ({"form": "vitamin_c"}, "form “vitamin_c”"),
    "country in words": ({"country": "Korea"}, "country “Korea”"),
    "country that is none": ({"country": "UK"}, "country “UK” is no code"),
    "unknown second form": ({"second_forms": "ascorbyl_gold"}, "not a form of vitamin C"),
    "the form again": ({"second_forms": "l_ascorbic_acid"}, "stands twice"),
    "second form unreadable": ({"second_forms": "ascorbyl_glucoside:some"}, "reads neither"),
    "second form of two points": ({"second_forms": "ascorbyl_glucoside:1.2.3"}, "from 0 to 100"),
    "second form turned round": ({"second_forms": "ascorbyl_glucoside:3-1"}, "low ≤ high"),
    "strength as words": ({"strength_percent": "twenty"}, "not a finite number"),
    "strength not a number": ({"strength_percent": "nan"}, "not a finite number"),
    "strength infinite": ({"strength_percent": "inf"}, "not a finite number"),
    "strength with a comma": ({"strength_percent": "20,5"}, "not a finite number"),
    "strength in other digits": ({"strength_percent": "２０"}, "not a finite number"),
    "strength above all": ({"strength_percent": "101"}, "from 0 to 100"),
    "strength below nothing": ({"strength_percent": "-1"}, "not a finite number"),
    "strength turned round": (
        {"strength_percent": "", "strength_low_percent": "20", "strength_high_percent": "10"},
        "low ≤ value ≤ high",
    ),
    "value outside": ({"strength_high_percent": "10"}, "low ≤ value ≤ high"),
    "strength by both": ({"strength_g_per_100mL": "20"}, "by mass or by volume"),
    "strength on nothing": ({"strength_basis": ""}, "what it rests on"),
    "basis of nothing": ({"strength_percent": ""}, "what it rests on"),
    "unknown basis": ({"strength_basis": "hearsay"}, "strength_basis “hearsay”"),
    "sum of one": ({"total_percent": "25"}, "sum of several forms"),
    "sum too small": ({"total_percent": "20", "second_forms": "ascorbyl_glucoside:2"}, "not less than they"),
    "pH of no scale": ({"pH": "15", "pH_basis": "label"}, "from 0 to 14"),
    "pH on nothing": ({"pH": "3"}, "what it rests on"),
    "pH turned round": ({"pH_low": "4", "pH_high": "3", "pH_basis": "label"}, "low ≤ value ≤ high"),
    "unknown base": ({"base": "oil"}, "base “oil”"),
    "unknown package": ({"package": "bucket"}, "package “bucket”"),
    "volume and mass": ({"size_g": "30"}, "not both"),
    "no size": ({"size_mL": "0"}, "above 0"),
    "part of a piece": ({"pieces": "1.5"}, "whole number"),
    "price without currency": ({"currency": ""}, "currency is missing"),
    "price without date": ({"price_date": ""}, "price_date is missing"),
    "currency without price": ({"price": ""}, "price is missing"),
    "place without price": (
        {"price": "", "currency": "", "price_date": "", "price_place": "London"},
        "without a price",
    ),
    "unknown currency": ({"currency": "EURO"}, "currency “EURO”"),
    "date of another order": ({"price_date": "06-05-2017"}, "is no date"),
    "date that is none": ({"price_date": "2017-02-30"}, "is no date"),
    "year in words": ({"seen_on": "spring 2017"}, "is no date"),
    "unknown co-active": ({"coactives": "stardust"}, "neither in people.toml"),
    "a form as co-active": ({"coactives": "ascorbyl_glucoside"}, "neither in people.toml"),
    "co-active twice": ({"coactives": "ethanol;ethanol"}, "stands twice"),
    "no source": ({"sources": ""}, "sources is missing"),
    "unknown source": ({"sources": "nobody_1900"}, "source “nobody_1900”"),
    "source twice": ({"sources": "tutukit_ost;tutukit_ost"}, "stands twice"),
    "low confidence": ({"confidence": "low"}, "confidence “low”"),
    "the same product": (
        {"brand": "Cipla", "product": "vc-15 serum", "seen_on": ""},
        "the same product, seen on the same date",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoilt_product_is_refused_with_its_line(case: str, spoil: Spoil) -> None:
    cells, problem = SPOILED[case]
    line = spoil("products.csv", *cell("ost_c20_2017", **cells))
    error = refusal("products.csv", market.products)
    assert problem in error.problem
    later = case in ("id of another", "the same product")  # the second of the two is the one that is refused
    twins = [i for i, product in enumerate(PRODUCTS, 2) if product == "cipla_vc_15"]
    assert error.line == (twins[0] if later else line + (case == "two lines"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("size_mL", "size_ml", "“size_ml” is none of them"),
        ("price,", "price_EUR,", "“price_EUR” is none of them"),
        ("id,kind", "kind,id", "the columns are id, kind"),
        (",note\n", "\n", "the columns are"),
    ],
)
def test_unknown_columns_are_refused(old: str, new: str, problem: str, spoil: Spoil) -> None:
    spoil("products.csv", old, new)
    error = refusal("products.csv", market.products)
    assert (error.line, problem in error.problem) == (1, True)


@pytest.mark.parametrize(
    ("new", "problem"),
    [("cipla_vc_15,product,,", "cells instead of"), ('cipla_vc_15,"pro"duct,', "expected after")],
)
def test_cells_that_do_not_line_up_are_refused(new: str, problem: str, spoil: Spoil) -> None:
    line = spoil("products.csv", "cipla_vc_15,product,", new)
    error = refusal("products.csv", market.products)
    assert error.line == line
    assert problem in error.problem


# --- labels.toml ----------------------------------------------------------------------------------

SPOILED_LABELS = {
    "unknown form": ("[calcium_ascorbate]", "[calcium_gold]", "not a form of vitamin C"),
    "unknown language": (
        'fr   = ["Ascorbate de calcium"]',
        'xx   = ["Ascorbate de calcium"]',
        "unknown key “xx”",
    ),
    "text as names": ('inci = ["Glyceryl Ascorbate"]', 'inci = "Glyceryl Ascorbate"', "list of texts"),
    "no name": ('inci = ["Glyceryl Ascorbate"]', "inci = []", "a list without a name"),
    "empty name": ('inci = ["Glyceryl Ascorbate"]', 'inci = [" "]', "too short"),
    "name of two": (
        'inci = ["Glyceryl Ascorbate"]',
        'inci = ["sodium-ascorbate"]',
        "claimed by sodium_ascorbate",
    ),
    "unknown guard": ("roots          =", "stems          =", "unknown key “stems”"),
    "no roots": ('between        = ["alpha"', 'betwixt        = ["alpha"', "unknown key “betwixt”"),
}


@pytest.mark.parametrize("case", SPOILED_LABELS)
def test_spoilt_names_are_refused(case: str, spoil: Spoil) -> None:
    old, new, problem = SPOILED_LABELS[case]
    line = spoil("labels.toml", old, new)
    error = refusal("labels.toml", market.label_names)
    assert problem in error.problem
    assert error.line in (line, line - 1)
