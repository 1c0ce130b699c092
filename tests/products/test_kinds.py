"""What is injected, needled in or swallowed is no leave-on cosmetic, however a table says so."""

from __future__ import annotations

import pytest

from calc.products import compare
from calc.products.listings import read_listings
from calc.products.listings.kinds import kind_said
from calc.tables import read_table


@pytest.mark.parametrize(
    "text",
    [
        *("IV", "i.v.", "IV/IM", "intravenous use", "Ascorbic acid 500 mg/5 ml, solution for infusion"),
        *("Mesotherapy vial", "dermapen", "Vitamin C Brausetabletten", "Chewable gummies", "by mouth"),
        *("Injektionslösung 10 %", "solution injectable", "для инъекций", "维生素C注射液", "비타민C 주사"),
        *("mezoterapia igłowa", "complément alimentaire", "inyección", "integratore"),
    ],
)
def test_what_is_injected_needled_or_swallowed_is_no_leave_on_cosmetic(text):
    assert kind_said(text) == "comparator"


@pytest.mark.parametrize(
    "text",
    [
        *("Serum IV", "Not for injection", "An alternative to injections", "Needle-free mesotherapy serum"),
        *("injection-free lift serum", "C-Infusion serum", "Rose infusion toner", "ohne Injektion"),
        *("Vitamin C capsules serum", "ampoule (topical)", "serum after microneedling", "без инъекций"),
        *("", "IM", "ID", "face", "Use before injections of others " + "and so on " * 10),
    ],
)
def test_what_only_mentions_it_stays_a_cosmetic(text):
    assert kind_said(text) == "product"


def listings(*lines):
    return read_listings(read_table("\n".join(lines).encode(), name="shop.csv"))


def test_a_column_of_any_name_tells_what_is_injected_and_says_that_it_was_taken():
    read = listings("name,form,strength,how", "A,LAA,15 %,leave on", "B,LAA,20 %,IV only", "C,LAA,10 %,")
    assert [listing.kind for listing in read.listings] == ["product", "comparator", "product"]
    assert read.columns["kind"] == "how"
    assert any("“how” is taken for kinds of products" in note for note in read.notes)
    assert not read.unused


def test_a_column_of_descriptions_does_not_tell_kinds():
    advert = "Our serum brightens like no other; many say that it spares them the next injection for months."
    read = listings("name,form,strength,story", f'A,LAA,15 %,"{advert}"')
    assert read.listings[0].kind == "product"
    assert [column.name for column in read.unused] == ["story"]


def test_what_is_injected_is_never_the_best_of_a_table():
    lines = (
        "name,form,strength,pH,route\nA,LAA,12 %,3.2,face\nB,LAA,19 %,3.2,intravenous\nC,LAA,10 %,3.2,face\n"
    )
    answer = compare(read_table(lines.encode(), name="shop.csv"))
    best = {name for better in answer.better_at for name in better.winners}
    assert "A" in best
    assert "B" not in best
