"""Products that are compared, and the link that keeps them."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from calc.catalog import market
from calc.errors import InputErrors
from calc.products import (
    HANDFUL,
    ChosenProduct,
    ComparisonRequest,
    Listing,
    label_of,
    open_comparison,
    read_chosen,
    share_comparison,
)
from calc.reports.links import COMPARISON_VERSION, HERE, pack, unpack

GLOW = "Glow serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR"
KEPT = json.loads((Path(__file__).parents[1] / "files" / "links" / "comparisons_3.json").read_text("utf-8"))
# What a listing has beside what its label says.
BESIDE = {"matched", "note", "sources", "words_say", "kind"}


def test_every_product_of_the_list_is_said_by_a_label():
    for key, row in market.products().items():
        listing = Listing.of_market(row)
        reading = label_of(listing).reading
        assert not reading.errors, key
        for name in {field.name for field in fields(listing)} - BESIDE - {"product"}:
            assert getattr(reading.listing, name) == getattr(listing, name), (key, name)
        said, meant = reading.listing.product, listing.product
        assert said.strength == pytest.approx(meant.strength), key
        for name in {field.name for field in fields(said)} - {"mass_fraction"}:
            assert getattr(said, name) == getattr(meant, name), (key, name)


def test_what_is_added_to_a_product_of_the_list_takes_its_place_and_keeps_the_rest():
    chosen = read_chosen("listed=skinceuticals_c_e_ferulic; pH=3; price=99 EUR")
    listing, plain = chosen.listing, read_chosen("skinceuticals_c_e_ferulic").listing
    assert (plain.product.pH, listing.product.pH) == (None, 3.0)
    assert (listing.price, listing.currency, listing.price_date) == (99, "EUR", "")
    assert (listing.name, listing.sources, listing.size_mL) == (plain.name, plain.sources, plain.size_mL)


@pytest.mark.parametrize("text", ["cipla_vc_15", "Cipla VC 15 Serum", "cipla vc 15 serum"])
def test_a_product_of_the_list_is_known_by_id_and_name(text):
    assert read_chosen(text) == ChosenProduct("cipla_vc_15")


def test_a_comparison_comes_out_of_its_link_as_it_was():
    typed, listed = read_chosen(GLOW), read_chosen("listed=cipla_vc_15; package=jar")
    of_file = ChosenProduct(file=label_of(typed.listing)).with_fact("pH", "3")
    request = ComparisonRequest((typed, listed, of_file), 6, "USD=0.9 EUR")
    link = share_comparison(request, "https://bench.example/compare")
    assert link.startswith("https://bench.example/compare?r=3")
    assert open_comparison(link) == (request, ())
    assert len(share_comparison(ComparisonRequest((typed, read_chosen("SAP 5 %, 18 USD"))), HERE)) < 160


@pytest.mark.parametrize("token", KEPT)
def test_links_that_were_given_out_open_for_ever(token):
    request, problems = open_comparison(token)
    assert not problems
    assert request.content() == KEPT[token] == unpack(token)


def test_what_a_link_cannot_say_is_told_and_the_rest_is_shown():
    entries = [read_chosen(GLOW).content(), "gone", {"label": {"colour": "red"}}, 5]
    content = {"compare": entries, "months": "many"}
    request, problems = open_comparison(pack(content, COMPARISON_VERSION))
    assert [chosen.listing.name for chosen in request.products] == ["Glow serum, 15 % ascorbic acid"]
    assert [problem.field for problem in problems] == ["listed", "link", "link", "months"]
    request, (problem,) = open_comparison(pack({"compare": ["cipla_vc_15"] * (HANDFUL + 1)}, "3"))
    assert len(request.products) == HANDFUL
    assert str(HANDFUL) in problem.accepted


def test_a_recipe_is_no_comparison():
    with pytest.raises(InputErrors, match="holds no comparison"):
        open_comparison(pack({"strength": "15 %"}))


def test_a_comparison_too_long_for_a_link_is_refused():
    import random

    letters = random.Random(1)
    name = "".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=5000))
    with pytest.raises(InputErrors, match="too long for a link"):
        share_comparison(ComparisonRequest((ChosenProduct().with_fact("product", name),)))
