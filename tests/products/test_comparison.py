"""What follows from an offer, and which of several is better at what."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import time

import pytest

from calc import catalog
from calc.catalog import market
from calc.catalog.market import SecondaryForm
from calc.client.product import Product
from calc.errors import InputErrors
from calc.findings import Action, Severity
from calc.parsing.price import Rates
from calc.products import (
    HANDFUL,
    Better,
    ComparedProduct,
    Listing,
    applied,
    better_at,
    compare,
    rows_of,
)
from calc.reports.evidence import FORM_STATE_WORDS
from calc.rules import codes_of
from calc.uncertainty import Band
from calc.units import Q_

ACID = "l_ascorbic_acid"
MOST_MONTHS = 120
# In water they are the acid itself.
SALTS = (ACID, "sodium_ascorbate", "calcium_ascorbate")
KEYS = {
    *("product", "form", "other_forms", "mass_fraction", "g_per_100mL", "aa_equivalent_fraction", "pH"),
    *("pH_window", "in_pH_window", "package", "coactives", "price", "currency", "price_date", "price_per_g"),
    *("price_per_mL", "price_per_g_aa_equivalent", "cost_per_day", "t90_days", "left_fraction", "findings"),
    *("rules", "kind", "second_forms", "matched", "total_mass_fraction", "total_g_per_100mL"),
    *("strength_basis", "aa_equivalent_words", "pH_window_word", "base", "size_g", "size_mL", "pieces"),
    *("applied_g_per_day", "converted", "states", "ampoule", "sources", "note", "vitamin_c"),
    "worst",
}
# Of a label that says nothing, these are still told.
NEVER_NULL = {
    "vitamin_c",
    "product",
    "other_forms",
    "findings",
    "rules",
    "kind",
    "second_forms",
    "matched",
    "sources",
}
NEVER_NULL |= {"aa_equivalent_words", "states"}
# Bought cheaply, in mass, at a fraction that makes the arithmetic easy.
EURO = {"price": 20.0, "currency": "EUR", "size_g": 20.0}


def listing(name: str = "A", form: str | None = ACID, percent: float | None = 15, pH=3.2, **more) -> Listing:
    """Return a listing; what belongs to the product goes there."""
    keys = ("package", "coactives", "has_water", "is_powder")
    label = {key: more.pop(key) for key in keys if key in more}
    fraction = None if percent is None else Q_(percent, "percent")
    return Listing(name, Product(form=form, mass_fraction=fraction, pH=pH, home_made=False, **label), **more)


def products(listings, months: float = 0.0) -> tuple[ComparedProduct, ...]:
    return compare(listings, months=months).products


def compared(one: Listing, months: float = 0.0) -> ComparedProduct:
    return products([one], months)[0]


def found(*args, months: float = 0.0, **more) -> ComparedProduct:
    return compared(listing(*args, **more), months)


def at(lines: tuple[Better, ...], words: str) -> Better | None:
    """Return the line that begins with some words."""
    own = [line for line in lines if line.at.startswith(words)]
    assert len(own) <= 1
    return own[0] if own else None


def as_json(product: ComparedProduct) -> dict:
    return json.loads(json.dumps(product.as_dict(), allow_nan=False))


def numbers(band: Band | None) -> tuple[float, float, float]:
    assert band is not None
    return band.median, band.low, band.high


# --- strength -------------------------------------------------------------------------------------


def test_a_single_strength_is_a_band_without_width():
    assert numbers(found(percent=15).mass_fraction) == pytest.approx((0.15, 0.15, 0.15), rel=1e-12)


def test_a_range_stays_a_range():
    product = found(percent=None, strength=Band(0.11, 0.10, 0.12))
    assert numbers(product.mass_fraction) == (0.11, 0.10, 0.12)
    assert numbers(product.aa_equivalent) == pytest.approx((0.11, 0.10, 0.12), rel=1e-12)


@pytest.mark.parametrize(
    ("form", "percent", "ceiling"),
    [
        (ACID, 15, (0.15, 0.15, 0.15)),
        ("sodium_ascorbate", 10, (0.0889, 0.0889, 0.0889)),
        # 5 % of a salt whose crystal water is not known: 0.4919, from 0.45 to 0.5469.
        ("sodium_ascorbyl_phosphate", 5, (0.024595, 0.0225, 0.027345)),
        ("magnesium_ascorbyl_phosphate", 10, (0.049, 0.046, 0.051)),
        ("ascorbyl_glucoside", 2, (0.010414, 0.010414, 0.010414)),
        ("ethyl_ascorbic_acid", 2, (0.017252, 0.017252, 0.017252)),
        ("tetrahexyldecyl_ascorbate", 30, (0.04677, 0.04677, 0.04677)),
    ],
)
def test_the_ceiling_counts_a_form_as_ascorbic_acid(form, percent, ceiling):
    assert numbers(found(form=form, percent=percent, pH=None).aa_equivalent) == pytest.approx(
        ceiling, rel=1e-9
    )


def test_the_ends_of_a_range_meet_the_ends_of_the_content():
    product = found(form="sodium_ascorbyl_phosphate", percent=None, pH=None, strength=Band(0.11, 0.1, 0.12))
    assert numbers(product.aa_equivalent) == pytest.approx(
        (0.11 * 0.4919, 0.1 * 0.45, 0.12 * 0.5469), rel=1e-9
    )


@pytest.mark.parametrize("form", ["encapsulated_ascorbic_acid", "ascorbyl_methylsilanol_pectinate"])
def test_a_form_whose_content_is_not_known_has_no_ceiling(form):
    product = found(form=form, percent=5, pH=None, **EURO)
    assert product.mass_fraction is not None
    assert (product.aa_equivalent, product.price_per_g_aa) == (None, None)


def test_a_strength_by_volume_is_never_turned_into_one_by_mass():
    product = found(percent=None, g_per_100mL=Band(15, 15, 15), price=30.0, currency="EUR", size_mL=30.0)
    assert product.mass_fraction is None
    assert product.aa_equivalent is None
    assert (product.price_per_g, product.price_per_g_aa, product.life) == (None, None, None)
    assert product.price_per_mL == 1.0
    payload = as_json(product)
    assert payload["g_per_100mL"] == {"median": 15, "low": 15, "high": 15}
    assert payload["mass_fraction"] is None
    assert "STR-001" in [skip["code"] for skip in payload["rules"]["skipped"]]


# --- pH -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        (ACID, 3.0, 3.5),
        ("sodium_ascorbyl_phosphate", 6, 7),
        ("ascorbyl_glucoside", 5, 7),
        ("ethyl_ascorbic_acid", 4, 6),
    ],
)
def test_the_window_of_a_form_holds_its_ends(form, low, high):
    assert found(form=form, percent=2, pH=low).window == (low, high)
    judged = {
        pH: found(form=form, percent=2, pH=pH).in_window
        for pH in (low - 0.1, low, (low + high) / 2, high, high + 0.1)
    }
    assert list(judged.values()) == [False, True, True, True, False]


def test_an_end_of_a_window_that_does_not_bind_is_none():
    at_pH = {pH: found(form="magnesium_ascorbyl_phosphate", percent=2, pH=pH) for pH in (5.9, 6.0, 7.6)}
    assert {product.window for product in at_pH.values()} == {(6, None)}
    assert [product.in_window for product in at_pH.values()] == [False, True, True]


@pytest.mark.parametrize(
    ("pH", "is_inside"), [(1.0, False), (3.48, False), (3.5, True), (6.0, True), (6.1, False)]
)
def test_an_end_that_the_form_leaves_open_is_that_of_the_skin(pH, is_inside):
    oil = found(form="tetrahexyldecyl_ascorbate", percent=2, pH=pH)
    assert (oil.window, oil.in_window) == ((None, 6), is_inside)


@pytest.mark.parametrize(
    ("pH", "wins"), [(1.0, False), (2.0, False), (11.5, False), (13.0, False), (3.2, True)]
)
def test_what_is_corrosive_is_better_at_nothing(pH, wins):
    offers = [
        listing("plain", ACID, 12, 2.8, **EURO),
        listing("other", ACID, 18, pH, price=5.0, currency="EUR"),
    ]
    lines = better_at(products(offers))
    assert lines
    assert any("other" in line.winners for line in lines) == wins


@pytest.mark.parametrize("form", ["sodium_ascorbate", "calcium_ascorbate", "ascorbyl_palmitate"])
def test_a_salt_and_what_nothing_is_known_of_have_no_window(form):
    product = found(form=form, percent=2, pH=3.2)
    assert (product.window, product.in_window) == (None, None)


def test_an_unknown_pH_is_neither_in_nor_outside():
    product = found(pH=None)
    assert product.window == (3.0, 3.5)
    assert product.in_window is None
    assert found(form=None, pH=3.2).in_window is None


def test_ten_per_cent_at_pH_five_is_judged_not_clamped():
    product = found(percent=10, pH=5.0)
    assert product.in_window is False
    assert as_json(product)["pH"] == {"median": 5.0, "low": 5.0, "high": 5.0}
    assert "PH-003" in [finding.code for finding in product.findings]


@pytest.mark.parametrize(
    ("low", "high", "inside", "word"),
    [
        (3.0, 3.5, True, "inside"),
        (3.2, 3.2, True, "inside"),
        (2.8, 3.6, None, "partly"),  # its middle lies inside
        (3.3, 3.9, None, "partly"),
        (3.5, 4.5, None, "partly"),
        (3.6, 4.5, False, "outside"),
        (2.0, 2.9, False, "outside"),
    ],
)
def test_a_range_of_pH_is_judged_by_all_of_it(low, high, inside, word):
    product = found(pH=Band((low + high) / 2, low, high))
    assert (product.in_window, product.window_word) == (inside, word)
    payload = as_json(product)
    assert (payload["in_pH_window"], payload["pH_window_word"]) == (inside, word)


def test_partly_in_the_window_is_never_better():
    partly, outside, inside = listing("partly", pH=Band(3.4, 3.2, 3.6)), listing("out", pH=4.5), listing("in")
    line = at(better_at(products([partly, outside, inside])), "pH in the window")
    assert line == Better("pH in the window of its form", ("in",), ("partly",))
    assert at(better_at(products([partly, outside])), "pH in the window") is None


# --- what is not known ----------------------------------------------------------------------------


def test_of_an_empty_label_everything_is_null():
    product = compared(Listing("nothing", Product()), months=6)
    payload = as_json(product)
    assert payload.keys() == KEYS
    for key in KEYS - NEVER_NULL:
        assert payload[key] is None, key
    assert (payload["product"], payload["other_forms"], payload["findings"]) == ("nothing", [], [])
    assert payload["rules"]["evaluated"] == []
    assert {skip["code"] for skip in payload["rules"]["skipped"]} == set(codes_of("product"))
    assert product.worst is None


def test_every_rule_for_products_either_ran_or_says_why_not():
    for product in (found(), found(pH=None), found(percent=None), found(form="ethyl_ascorbic_acid", pH=None)):
        payload = as_json(product)["rules"]
        skipped = [skip["code"] for skip in payload["skipped"]]
        assert sorted([*payload["evaluated"], *skipped]) == sorted(codes_of("product"))
        assert all(skip["reason"].endswith("unknown") for skip in payload["skipped"])


def test_the_worst_finding_is_its_severity():
    product = found(percent=30, pH=2.0)
    assert product.worst is Severity.STOP
    assert {"STR-001", "PH-001"} <= {finding.code for finding in product.findings}
    assert [finding.severity for finding in product.findings] == sorted(
        (finding.severity for finding in product.findings), reverse=True
    )


def test_no_coactives_are_not_the_same_as_unknown_ones():
    assert as_json(found(coactives=()))["coactives"] == []
    assert as_json(found())["coactives"] is None


# --- prices ---------------------------------------------------------------------------------------


def test_the_prices_of_what_is_sold_by_mass():
    # 20 g at EUR 20: a gram costs 1; 10 % × 0.49 = 0.049 g of ascorbic acid in it, 0.046 to 0.051.
    product = found(form="magnesium_ascorbyl_phosphate", percent=10, pH=7, **EURO)
    assert product.price_per_g == 1.0
    assert product.price_per_mL is None
    assert numbers(product.price_per_g_aa) == pytest.approx((1 / 0.049, 1 / 0.051, 1 / 0.046), rel=1e-9)
    # A face takes 1.54 g a day.
    assert product.cost_per_day == pytest.approx(1.54, rel=1e-12)


def test_the_mass_of_what_is_sold_by_volume_comes_from_volumes_that_add_up():
    # 1 g holds 0.85 / 0.9982 + 0.15 × 105 / 176.124 = 0.940959 mL: 30 mL weigh 31.8824 g, 4.78236 g acid.
    product = found(percent=15, price=45.0, currency="EUR", size_mL=30.0)
    assert product.price_per_mL == 1.5
    assert product.price_per_g == pytest.approx(45 / 31.8824, rel=1e-5)
    assert product.price_per_g_aa is not None
    assert product.price_per_g_aa.median == pytest.approx(45 / 4.78236, rel=1e-5)
    assert product.cost_per_day == pytest.approx(1.54 * 45 / 31.8824, rel=1e-5)


def test_a_stated_mass_goes_before_an_estimated_one():
    product = found(percent=15, price=45.0, currency="EUR", size_mL=30.0, size_g=30.0)
    assert (product.price_per_g, product.price_per_mL) == (1.5, 1.5)


@pytest.mark.parametrize(
    "label",
    [
        {"form": None},
        {"percent": None},
        {"percent": 100, "pH": None},
        {"has_water": False, "pH": None},
        {"form": "tetrahexyldecyl_ascorbate", "pH": None},
    ],
)
def test_a_volume_without_water_or_strength_has_no_estimated_mass(label):
    product = found(**label, price=45.0, currency="EUR", size_mL=30.0)
    assert product.price_per_mL == 1.5
    assert (product.price_per_g, product.price_per_g_aa, product.cost_per_day) == (None, None, None)


@pytest.mark.parametrize(
    "form", [ACID, "sodium_ascorbate", "sodium_ascorbyl_phosphate", "encapsulated_ascorbic_acid"]
)
def test_a_powder_is_mixed_first_and_has_no_cost_per_day(form):
    product = found(form=form, percent=100, pH=None, **EURO)
    assert product.price_per_g == 1.0
    assert product.cost_per_day is None
    assert found(form=form, percent=50, pH=None, **EURO).cost_per_day == pytest.approx(1.54)


@pytest.mark.parametrize("form", [ACID, "sodium_ascorbyl_phosphate"])
def test_what_a_powder_holds_is_not_what_touches_the_skin(form):
    strengths = {"STR-001", "STR-002", "STR-003"} if form == ACID else {"STR-004", "STR-005"}
    powder = found(form=form, percent=99.8, pH=None, has_water=False, is_powder=True)
    assert not strengths & {finding.code for finding in powder.findings}
    assert strengths <= {skip.code for skip in powder.skipped}
    assert powder.mass_fraction == Band(0.998, 0.998, 0.998)
    # An anhydrous suspension goes on as it is.
    paste = found(form=form, percent=30, pH=None, has_water=False)
    assert strengths & {finding.code for finding in paste.findings}
    weak = found("Weak", form=form, percent=5, pH=None)
    best = at(better_at([powder, paste, weak]), "most vitamin C")
    assert best is not None
    assert len(best.winners) == len(best.unknown) == 1


def test_a_range_from_nothing_has_no_price_per_gram_of_acid():
    product = found(percent=None, strength=Band(0.025, 0.0, 0.05), **EURO)
    assert product.price_per_g == 1.0
    assert product.price_per_g_aa is None


def test_without_a_price_or_a_size_there_is_nothing_to_divide():
    no_price = found(size_g=20.0)
    no_size = found(price=20.0, currency="EUR")
    for product in (no_price, no_size):
        assert (product.price_per_g, product.price_per_mL, product.price_per_g_aa, product.cost_per_day) == (
            None,
        ) * 4


def test_the_cost_of_a_day_names_what_it_rests_on():
    product = found(**EURO)
    row = applied()
    assert row.source in catalog.sources()
    assert as_json(product)["applied_g_per_day"] == row.to("g/day")[0] == 1.54
    assert product.cost_per_day == pytest.approx(row.to("g/day")[0] * product.price_per_g)
    assert as_json(found())["applied_g_per_day"] is None


# --- how long it keeps ----------------------------------------------------------------------------


def test_an_acid_of_known_pH_has_days_and_what_is_left_when_asked():
    fresh, old = found(package="dropper_bottle"), found(package="dropper_bottle", months=6)
    assert fresh.life is not None
    assert fresh.life.t90_days is not None
    assert fresh.left is None
    assert old.left is not None
    assert 0 <= old.left.low < old.left.median < old.left.high <= 1
    payload = as_json(old)
    assert payload["left_fraction"].keys() == {"median", "low", "high"}
    assert payload["t90_days"] == as_json(fresh)["t90_days"]


def test_a_tenth_is_gone_after_t90():
    life = found(package="airless_pump").life
    assert life is not None
    assert life.t90_days is not None
    months = life.t90_days.median / (365.25 / 12)
    left = found(package="airless_pump", months=months).left
    # Whole days are counted.
    assert left is not None
    assert left.median == pytest.approx(0.9, abs=0.005)


def test_less_is_left_the_longer_it_stood():
    left = [found(months=months).left for months in (1, 3, 6, 12, MOST_MONTHS)]
    medians = [band.median for band in left if band]
    assert len(medians) == 5
    assert medians == sorted(medians, reverse=True)
    assert len(set(medians)) == 5


@pytest.mark.parametrize(
    "label",
    [
        {"pH": None},
        {"percent": None},
        {"form": None},
        {"percent": 100},
        {"has_water": False, "pH": None},
        *({"form": form, "percent": 5, "pH": None} for form in catalog.forms()),
        *({"form": form, "percent": 5, "pH": 5.5} for form in catalog.forms() if form not in SALTS),
    ],
)
def test_days_are_told_only_of_an_acid_whose_pH_is_known(label):
    payload = as_json(found(**label, months=6))
    assert (payload["t90_days"], payload["left_fraction"]) == (None, None)


def test_a_wider_pH_widens_the_days():
    narrow, wide = found(pH=3.2).life, found(pH=Band(3.2, 2.4, 4.0)).life
    assert narrow is not None
    assert wide is not None
    assert narrow.t90_days is not None
    assert wide.t90_days is not None
    assert wide.t90_days.high / wide.t90_days.low > narrow.t90_days.high / narrow.t90_days.low


@pytest.mark.parametrize("months", [-1, -0.001, MOST_MONTHS + 1, math.inf, math.nan])
@pytest.mark.parametrize("pH", [3.2, None])
def test_months_that_cannot_be_are_refused(months, pH):
    with pytest.raises(InputErrors) as caught:
        found(pH=pH, months=months)
    assert [error.field for error in caught.value.errors] == ["months"]


@pytest.mark.parametrize(
    ("form", "pH", "keys"),
    [
        ("sodium_ascorbyl_phosphate", 7.0, ["stable"]),
        ("sodium_ascorbyl_phosphate", 4.5, ["falls_apart"]),
        ("sodium_ascorbyl_phosphate", Band(5.75, 4.5, 7.0), ["falls_apart", "stable"]),
        ("sodium_ascorbyl_phosphate", None, ["no_pH"]),
        (ACID, 3.2, []),
        (None, 3.2, []),
    ],
)
def test_a_derivative_has_its_state_at_its_pH(form, pH, keys):
    product = found(form=form, percent=5, pH=pH)
    assert [state.key for state in product.states] == keys
    words = [state["words"] for state in as_json(product)["states"]]
    assert words == [FORM_STATE_WORDS[key] for key in keys]


def test_a_state_is_told_of_every_form_and_without_its_strength():
    product = found(
        percent=None,
        pH=3.2,
        second_forms=(SecondaryForm("ascorbyl_glucoside"), SecondaryForm("tetrahexyldecyl_ascorbate")),
    )
    assert [state.form for state in product.states] == ["ascorbyl_glucoside", "tetrahexyldecyl_ascorbate"]


@pytest.mark.parametrize(
    ("package", "lines"), [("ampoule", 5), ("sealed_ampoule", 5), ("tube", 0), (None, 0)]
)
def test_an_ampoule_is_held_against_what_an_article_wants(package, lines):
    product = found(percent=15, pH=2.8, package=package)
    assert len(product.ampoule) == lines
    if lines:
        strength, acidity = product.ampoule[0], product.ampoule[3]
        assert (strength.met, acidity.met) == (False, True)
        assert as_json(product)["ampoule"][0]["met"] is False
    else:
        assert as_json(product)["ampoule"] is None


def test_many_at_once_are_as_each_by_itself():
    offers = [
        listing("a"),
        listing("b", percent=30, pH=2.0),
        listing("c", pH=None),
        listing("d", "sodium_ascorbyl_phosphate", 5, Band(5.75, 4.5, 7.0), coactives=("retinol", "water")),
        listing("e", None, None, None),
        listing("b again", percent=30, pH=2.0),
        Listing("f", Product()),
    ]
    for product, alone in zip(products(offers, months=3), offers):
        assert json.dumps(product.as_dict()) == json.dumps(compared(alone, months=3).as_dict())


def test_a_thousand_products_take_little_time():
    strengths, acidities = (5, 10, 15, 20), [2.5 + 0.1 * n for n in range(20)]
    offers = [
        listing(
            f"P{n}", (ACID, "sodium_ascorbyl_phosphate")[n % 2], strengths[n % 4], acidities[n % 20], **EURO
        )
        for n in range(1000)
    ]
    start = time.process_time()
    assert len(products(offers)) == 1000
    assert time.process_time() - start < 2


# --- the list -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed() -> dict[str, ComparedProduct]:
    return {key: compared(Listing.of_market(product), months=6) for key, product in market.products().items()}


def test_every_product_of_the_list_goes_through(listed):
    assert len(listed) == len(market.products()) > 50
    for key, product in listed.items():
        payload = as_json(product)
        assert payload.keys() == KEYS, key
        assert payload["product"].strip(), key
        assert payload["form"] == market.products()[key].form
        assert set(product.listing.sources) <= set(catalog.sources())
        assert product.listing.sources


def test_what_the_list_does_not_know_stays_unknown(listed):
    for key, seen in market.products().items():
        product, result = listed[key], listed[key].as_dict()
        by_mass = (seen.strength_percent, seen.strength_low_percent, seen.strength_high_percent)
        if by_mass == (None, None, None):
            assert result["mass_fraction"] is None, key
            assert (result["aa_equivalent_fraction"] is None) == (seen.total_percent is None), key
        if product.mass_fraction:
            assert (
                0
                <= product.mass_fraction.low
                <= product.mass_fraction.median
                <= product.mass_fraction.high
                <= 1
            )
        if seen.pH is None and None in (seen.pH_low, seen.pH_high):
            assert (result["pH"], result["in_pH_window"], result["t90_days"]) == (None, None, None), key
        if seen.price is None or seen.is_comparator:
            assert {result[name] for name in ("price", "price_per_g", "price_per_mL", "cost_per_day")} == {
                None
            }
        assert result["currency"] == (seen.currency or None)


def test_the_prices_of_the_list_are_per_all_pieces(listed):
    checked = 0
    for key, seen in market.products().items():
        if seen.price_per_mL is not None:
            assert listed[key].price_per_mL == pytest.approx(seen.price_per_mL, rel=1e-12)
            checked += 1
        if seen.price_per_g is not None:
            assert listed[key].price_per_g == pytest.approx(seen.price_per_g, rel=1e-12)
    assert checked > 5


def test_comparators_have_no_price(listed):
    comparators = [key for key, seen in market.products().items() if seen.is_comparator]
    assert len(comparators) >= 3
    for key in comparators:
        result = listed[key].as_dict()
        assert (result["price"], result["price_per_mL"], result["price_per_g"]) == (None, None, None)
        assert result["price_per_g_aa_equivalent"] is None


def test_a_comparator_is_never_ranked_by_price():
    seen = market.products()["timeless_20_c_e_ferulic"]
    priced = {"price": 30.0, "currency": "EUR", "size_mL": 30.0, "size_g": None, "pieces": None}
    assert compared(Listing.of_market(dataclasses.replace(seen, **priced))).price_per_mL == 1.0
    product = compared(Listing.of_market(dataclasses.replace(seen, **priced, kind="comparator")))
    assert (product.listing.price, product.price_per_mL, product.price_per_g_aa) == (None, None, None)


def test_a_bound_alone_is_no_strength():
    seen = market.products()["timeless_20_c_e_ferulic"]
    bound = dataclasses.replace(seen, strength_percent=None, strength_low_percent=10.0)
    product = compared(Listing.of_market(bound))
    assert (product.mass_fraction, product.aa_equivalent) == (None, None)
    between = dataclasses.replace(bound, strength_high_percent=13.0)
    assert numbers(compared(Listing.of_market(between)).mass_fraction) == pytest.approx((0.115, 0.1, 0.13))


def test_pieces_multiply_the_size():
    seen = dataclasses.replace(
        market.products()["timeless_20_c_e_ferulic"], size_mL=2.0, pieces=10, price=30.0, currency="EUR"
    )
    assert Listing.of_market(seen).size_mL == 20.0
    assert compared(Listing.of_market(seen)).price_per_mL == 1.5


# --- better at what -------------------------------------------------------------------------------


def test_more_vitamin_c_is_counted_as_ascorbic_acid():
    # 12 % × 0.4919 is less than 8 %.
    lines = better_at(
        products([listing("salt", "sodium_ascorbyl_phosphate", 12, 6.5), listing("acid", ACID, 8, 3.2)])
    )
    assert at(lines, "most vitamin C") == Better(
        "most vitamin C, counted as ascorbic acid at most", ("acid",), ()
    )
    mildest = at(lines, "mildest")
    assert mildest is not None
    assert mildest.winners == ("salt",)


def test_there_is_never_a_total():
    offers = [
        listing("best", ACID, 15, 3.2, **EURO),
        listing("worst", ACID, 5, 2.0, price=200.0, currency="EUR", size_g=20.0),
    ]
    lines = better_at(products(offers))
    assert {line.at for line in lines} == {
        "most vitamin C, counted as ascorbic acid at most",
        "pH in the window of its form",
        "fewest warnings",
        "least EUR per gram of ascorbic acid",
        # Both are the acid itself, but the other one is corrosive.
        "mildest by its form",
    }
    assert {line.winners for line in lines} == {("best",)}


def test_what_is_not_known_is_listed_and_never_better():
    offers = [
        listing("weak", percent=5, pH=2.0),
        listing("strong", percent=15),
        listing("dark", None, None, None),
    ]
    lines = better_at(products(offers))
    assert {line.at for line in lines} >= {
        "most vitamin C, counted as ascorbic acid at most",
        "fewest warnings",
    }
    for line in lines:
        assert line.winners == ("strong",)
        assert line.unknown == ("dark",)


def test_with_one_known_there_is_nothing_to_compare():
    assert better_at(products([listing("known", **EURO), listing("dark", None, None, None)])) == ()
    assert better_at(products([listing("alone", **EURO)])) == ()
    assert better_at(()) == ()


def test_where_all_that_are_known_are_equal_nothing_is_told():
    twins = [listing("one", **EURO), listing("two", **EURO), listing("dark", None, None, None)]
    assert better_at(products(twins)) == ()


def test_equals_win_together():
    offers = [listing("one", percent=15), listing("two", percent=15), listing("three", percent=10)]
    line = at(better_at(products(offers)), "most vitamin C")
    assert line is not None
    assert line.winners == ("one", "two")


def test_noise_of_floating_point_breaks_no_tie():
    middle = (0.1 + 0.2) / 2
    assert middle != 0.15
    offers = [
        listing("range", percent=None, strength=Band(middle, 0.1, 0.2)),
        listing("number", percent=15),
        listing("less", percent=10),
    ]
    line = at(better_at(products(offers)), "most vitamin C")
    assert line is not None
    assert line.winners == ("range", "number")


def test_the_same_name_at_another_time_is_another_product():
    offers = [listing("serum", percent=20), listing("serum", percent=10), listing("other", percent=15)]
    for order in itertools.permutations(offers):
        line = at(better_at(products(order)), "most vitamin C")
        assert line is not None
        assert line.winners == ("serum",)
    twins = at(better_at(products(offers[:2])), "most vitamin C")
    assert twins is not None
    assert twins.winners == ("serum",)


def test_what_is_injected_is_never_ranked():
    injection = listing("ampoule", percent=50, kind="comparator", **EURO)
    serums = [listing("one", percent=10, **EURO), listing("two", percent=15, pH=4.5, **EURO)]
    assert better_at(products([injection, *serums])) == better_at(products(serums))
    for line in better_at(products([injection, *serums])):
        assert "ampoule" not in (*line.winners, *line.unknown)


def test_a_total_that_may_be_one_form_or_another_is_not_ranked():
    mixed = listing(
        "mixed",
        percent=None,
        second_forms=(SecondaryForm("ascorbyl_glucoside"),),
        total=Band(0.25, 0.25, 0.25),
    )
    offers = [mixed, listing("ten", percent=10), listing("five", percent=5)]
    line = at(better_at(products(offers)), "most vitamin C")
    assert line is not None
    assert (line.winners, line.unknown) == (("ten",), ("mixed",))


def test_the_acid_among_several_forms_is_not_mild():
    mixed = listing("mixed", "sodium_ascorbyl_phosphate", 5, 6.5, second_forms=(SecondaryForm(ACID),))
    line = at(better_at(products([mixed, listing("mild", "sodium_ascorbyl_phosphate", 5, 6.5)])), "mildest")
    assert line is not None
    assert line.winners == ("mild",)


def test_rates_bring_currencies_together_and_leave_the_others_apart():
    offers = [
        listing("euro", price=20.0, currency="EUR", size_g=20.0),
        listing("dollar", price=20.0, currency="USD", size_g=20.0),
        listing("yen", price=3000.0, currency="JPY", size_g=20.0),
        listing("no price"),
    ]
    rates = Rates("EUR", {"USD": 0.92})
    every = products(offers)
    line = at(better_at(every, rates), "least")
    assert line == Better(
        "least EUR per gram of ascorbic acid, at the rates given", ("dollar",), ("no price",)
    )
    assert at(better_at(every), "least") is None
    result = every[1].converted(rates)
    assert result is not None
    assert (result["currency"], result["price"], result["price_per_g"]) == (
        "EUR",
        pytest.approx(18.4),
        pytest.approx(0.92),
    )
    assert every[2].converted(rates) is None
    rows = rows_of(every, rates)
    assert [row["price_in_EUR"] for row in rows] == [20.0, pytest.approx(18.4), None, None]
    assert "price_in_EUR" not in rows_of(every)[0]


def test_currencies_are_never_mixed():
    offers = [
        listing("euro dear", price=40.0, currency="EUR", size_g=20.0),
        listing("euro cheap", price=20.0, currency="EUR", size_g=20.0),
        listing("yen", price=3000.0, currency="JPY", size_g=20.0),
        listing("no price"),
        listing("no size", price=1.0, currency="EUR"),
    ]
    lines = better_at(products(offers))
    line = at(lines, "least")
    assert line is not None
    assert line.at == "least EUR per gram of ascorbic acid"
    assert line.winners == ("euro cheap",)
    # The yen are known, only not in euros.
    assert set(line.unknown) == {"no price", "no size"}
    assert not any("JPY" in line.at for line in lines), "one price in yen is nothing to compare"


def test_prices_without_a_currency_are_not_compared():
    offers = [listing("dear", price=40.0, size_g=20.0), listing("cheap", price=20.0, size_g=20.0)]
    assert at(better_at(products(offers)), "least") is None


def test_two_currencies_have_a_line_each():
    offers = [
        listing(f"{currency} {price}", price=price, currency=currency, size_g=20.0)
        for currency in ("USD", "EUR")
        for price in (10.0, 30.0)
    ]
    lines = [line for line in better_at(products(offers)) if line.at.startswith("least")]
    assert [(line.at.split()[1], line.winners) for line in lines] == [
        ("EUR", ("EUR 10.0",)),
        ("USD", ("USD 10.0",)),
    ]


def test_fewest_warnings_needs_every_rule_that_asks_for_something():
    quiet, loud = listing("quiet"), listing("loud", percent=30, pH=2.0)
    unlooked = listing("unlooked", pH=None)
    assert not any(finding.action > Action.none for finding in compared(unlooked).findings)
    line = at(better_at(products([quiet, loud, unlooked])), "fewest")
    assert line == Better("fewest warnings", ("quiet",), ("unlooked",))
    assert at(better_at(products([loud, unlooked])), "fewest") is None


def test_a_note_is_no_warning():
    # PH-003 at pH 3.5 asks for nothing.
    noted = compared(listing("noted", pH=4.0))
    assert "PH-003" in [finding.code for finding in noted.findings]
    line = at(better_at([noted, compared(listing("plain", pH=3.2))]), "fewest")
    assert line is None


def test_the_acid_in_a_shell_is_the_acid():
    offers = [
        listing("shell", "encapsulated_ascorbic_acid", 5, None),
        listing("salt", "ascorbyl_glucoside", 2, 6),
    ]
    line = at(better_at(products(offers)), "mildest")
    assert line is not None
    assert line.winners == ("salt",)


OFFERS = (
    listing("a", ACID, 15, 3.2, **EURO),
    listing("b", "sodium_ascorbyl_phosphate", 5, 6.5, price=10.0, currency="EUR", size_g=30.0),
    listing("c", ACID, 30, 2.0, price=10.0, currency="USD", size_g=30.0),
    listing("d", None, None, None),
)


@pytest.mark.parametrize("order", list(itertools.permutations(OFFERS))[::5])
def test_the_order_of_offers_changes_nothing(order):
    usual = {product.listing.name: as_json(product) for product in products(OFFERS)}
    other = products(order)
    assert [product.listing.name for product in other] == [product.name for product in order]
    assert {product.listing.name: as_json(product) for product in other} == usual
    lines = [(line.at, set(line.winners), set(line.unknown)) for line in better_at(other)]
    assert lines == [(line.at, set(line.winners), set(line.unknown)) for line in better_at(products(OFFERS))]


def test_a_handful_can_be_held():
    assert HANDFUL == 5
