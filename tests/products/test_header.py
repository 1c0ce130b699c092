"""Which column says what."""

from __future__ import annotations

import pandas
import pytest

from calc.catalog import market
from calc.errors import InputErrors
from calc.products.listings import read_column_choices, read_currency, read_listings, read_units
from calc.products.listings.header import (
    COLUMNS,
    match_columns,
    recognised,
    refuse_columns,
)
from calc.products.listings.heading import FURTHER, heading_readings
from calc.tables import read_table

MADE_WITH = {"strength_percent": "strength", "size_mL": "size"}


def test_every_column_of_the_own_list_that_says_something_is_recognised():
    silent = {"id", "country", "pH_basis", "price_place", "seen_on", "confidence"}
    result = recognised(market.COLUMNS)
    assert set(result.values()) == set(market.COLUMNS) - silent
    assert all(result[field] == name for name, field in MADE_WITH.items())
    assert set(result) <= {*COLUMNS, *FURTHER}


def test_one_size_column_alone_is_the_size():
    assert recognised(("size_g",)) == {"size": "size_g"}
    assert recognised(("size_mL", "size_g")) == {"size": "size_mL", "size_g": "size_g"}


def test_further_columns_are_known_by_exactly_their_names():
    assert recognised(("Price date", "Pieces", "pieces")) == {"pieces": "pieces"}


def test_what_somebody_said_goes_first():
    columns = ("note", "form", "kind", "product")
    assert match_columns(columns, given={"product": "note", "form": ""}).fields == {
        "kind": "kind",
        "product": "note",
    }


def test_columns_that_are_not_there_are_refused_all_at_once():
    with pytest.raises(InputErrors) as caught:
        match_columns(("c",), given={"product": "a", "price": "b"})
    assert [error.field for error in caught.value.errors] == ["product", "price"]
    refuse_columns(match_columns(("c",), given={"product": "c"}), ("c",))


@pytest.mark.parametrize(
    "columns",
    [
        "Produktname;Hersteller;Wirkstoff;Gehalt in %;pH-Wert;Behälter;Füllmenge (ml);Preis in EUR;Währung",
        "Nom du produit;Marque;Forme;Concentration en %;Valeur pH;Emballage;Contenance;Prix TTC;Devise",
        "Название;Бренд;Форма витамина С;Концентрация, %;рН;Упаковка;Объём, мл;Цена, руб;Валюта",
        "Nazwa;Marka;Forma witaminy C;Stężenie (%);pH;Opakowanie;Pojemność;Cena (zł);Waluta",
        "Nombre;Marca;Forma;Concentración (%);pH;Envase;Tamaño;Precio;Moneda",
        "product_name;brand_name;active_ingredient;strength_mg_per_ml;ph_value;container;size_ml;price_usd;currency",
    ],
)
def test_headers_in_several_languages(columns):
    fields = ("product", "brand", "form", "strength", "pH", "package", "size", "price", "currency")
    assert recognised(tuple(columns.split(";"))) == dict(zip(fields, columns.split(";")))


@pytest.mark.parametrize("name", ["strength_g_per_100mL", "strength mg", "strength g", "price per mL"])
def test_a_unit_that_nobody_reads_is_not_lost_from_a_name(name):
    assert not {"strength", "price"} & {*recognised((name,))}


@pytest.mark.parametrize(
    ("name", "field", "form"),
    [
        ("Conc. (%)", "strength", None),
        ("Active %", "strength", None),
        ("strength_pct", "strength", None),
        ("L-AA %", "strength", "l_ascorbic_acid"),
        ("ascorbic acid (%)", "strength", "l_ascorbic_acid"),
        ("ascorbyl_glucoside_percent", "strength", "ascorbyl_glucoside"),
        ("vitamin C content", "strength", None),
        ("Vit C %", "strength", None),
        ("pH min", "pH_low", None),
        ("pHmax", "pH_high", None),
        ("measured pH", "pH", None),
        ("finalPH", "pH", None),
        ("size_oz", "size", None),
        ("weight (g)", "size", None),
        ("price (EUR)", "price", None),
        ("priceUsd", "price", None),
        ("Preis in €", "price", None),
        ("Prices", "price", None),
        ("용량ml", "size", None),
        ("浓度%", "strength", None),
        ("pH値", "pH", None),
        ("Ürün Adı", "product", None),
        ("Ціна, грн", "price", None),
    ],
)
def test_headings_are_read_by_their_parts(name, field, form):
    (reading,) = heading_readings(name)
    assert (reading.field, reading.form) == (field, form)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "pH strips included",
            "percent off",
            "niacinamide %",
            "price per ml",
            "Price ($/oz)",
            "Price (per ml)",
        ),
        *(
            "unit price",
            "discount percentage",
            "vitamin C free",
            "Contains vitamin C",
            "product id",
            "Product type",
        ),
        *("Strength (niacinamide)", "Key Ingredients", "strength mg", "zinc (%)"),
    ],
)
def test_a_heading_of_another_thing_is_not_taken(name):
    assert heading_readings(name) == ()


def test_two_columns_for_one_thing_are_told():
    match = match_columns(("name", "price", "sale price"))
    assert match.fields["price"] == "price"
    (column,) = match.unused
    assert (column.name, column.looks_like) == ("sale price", "price")
    assert "“price” is used for it" in column.reason


def test_one_end_alone_says_nothing_and_is_told():
    assert "one end of a pH" in match_columns(("name", "pH min")).notes[0]
    assert match_columns(("name", "pH min", "pH max")).notes == ()


def test_few_cells_do_not_gainsay_a_heading():
    cells = ["10 %", "15 %", "20 %"]
    for count, field in ((2, "size"), (3, "strength")):
        frame = pandas.DataFrame({"name": ["A", "B", "C"][:count], "content": cells[:count]})
        assert field in match_columns(("name", "content"), frame).fields


@pytest.mark.parametrize("text", ["strength", "=x", "pH"])
def test_what_names_no_column_is_refused(text):
    with pytest.raises(InputErrors, match="which column is which"):
        read_column_choices([text])


def test_units_and_currencies_are_read_or_refused():
    assert read_units(["%", "oz"]) == {"strength": "%", "size": "oz"}
    assert read_currency("€") == "EUR"
    for read in (
        lambda: read_units(["furlong"]),
        lambda: read_units(["ml", "oz"]),
        lambda: read_currency("XQZ"),
    ):
        with pytest.raises(InputErrors):
            read()


@pytest.mark.parametrize(
    ("field", "heading"),
    [
        ("product", "Commercial name"),
        ("product", "Artikelbezeichnung"),
        ("product", "Název výrobku"),
        ("product", "Назва товару"),
        ("product", "販売名"),
        ("form", "Form of C"),
        ("form", "Typ av C-vitamin"),
        ("form", "维C类型"),
        ("ingredients", "全成分表示"),
        ("ingredients", "Liste INCI"),
        ("ingredients", "Skład INCI"),
        ("ingredients", "Ingrediëntenlijst"),
        ("strength", "维C浓度"),
        ("strength", "維他命C濃度(%)"),
        ("strength", "C-vitaminhalt (%)"),
        ("strength", "Stężenie wit. C"),
        ("strength", "Taux de vitamine C"),
        ("strength", "Percentuale attivo"),
        ("strength", "activePct"),
        ("strength", "C Vitamini Oranı (%)"),
        ("strength", "Obsah vitamínu C (%)"),
        ("pH", "pH finale"),
        ("size", "Contenido neto"),
        ("size", "Vol"),
        ("price", "소비자가격(원)"),
        ("price", "Adviesprijs"),
        ("price", "UVP"),
        ("price", "PVP"),
        ("price", "Cena brutto"),
        ("price", "希望小売価格"),
    ],
)
def test_headings_as_shops_and_makers_have_them(field, heading):
    assert recognised((heading,)) == {field: heading}


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (
            "Konz. (%)|Konzentr. in %|Conc'n|Stęż. (%)|Концентр.|Конц., %|Wirkstoffgehalt|active conc",
            "strength",
        ),
        ("Strength w/w|% AA|AA %|C%|Teneur en actif|Geh. (%)|Pot.|Declared AA (%)|Ascorbic (%)", "strength"),
        ("pH val.|pH gem.|pH mes.|meas. pH|pH @25|pH 25 °C|pH (20 °C)", "pH"),
        ("Ingr.|Inhaltsst.|Zus.|Zusammens.|Compo.|Full ingr.|Ing. list", "ingredients"),
        ("Füllm.|Cap.|Net cont.|Vol. (ml)|Net wt.", "size"),
        ("EUR|€|VK|Cost ($)", "price"),
        ("Prod.|Prod. name|Bez.|Art.|Désign.|Item descr.", "product"),
    ],
)
def test_names_cut_short_are_understood(names, field):
    assert {name: recognised((name,)) for name in names.split("|")} == {
        name: {field: name} for name in names.split("|")
    }


@pytest.mark.parametrize("name", ["Nr.", "Comp.", "Pr.", "Tit. (%)", "No. of pieces", "Cont.", "Desc."])
def test_a_name_cut_short_that_may_be_several_is_left_alone(name):
    assert recognised((name,)) == {}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Manufactured", ["01/2025", "2025-06", "2024"]),
        ("Manufacturer", ["2025-01-03", "2025-02-03", "12 Mar 2025"]),
        ("Brand", ["3.1.2025", "4.1.2025"]),
        ("Manufactured", ["1001", "1002"]),
    ],
)
def test_dates_and_numbers_are_no_brand(name, cells):
    frame = pandas.DataFrame({"product": ["A", "B", "C"][: len(cells)], name: cells})
    assert "brand" not in match_columns(("product", name), frame).fields


def test_brands_with_numbers_stay_brands():
    frame = pandas.DataFrame({"product": ["A", "B", "C"], "Manufacturr": ["Lab 21", "No7", "2b"]})
    assert match_columns(("product", "Manufacturr"), frame).fields["brand"] == "Manufacturr"


def remarks(fields, *cells):
    frame = pandas.DataFrame(
        {"name": ["A", "B", "C"], **{field: ["x"] * 3 for field in fields}, "remarks": list(cells)}
    )
    (column,) = match_columns(tuple(frame.columns), frame).unused
    return column


def test_what_remarks_tell_and_no_other_column_does_is_offered():
    both = remarks((), "LAA, pH 3.1", "stings, pH=2.2!!", "vegan")
    assert (both.looks_like, both.usable_as) == ("form", ("form", "pH"))
    assert str(both) == "“remarks” tells the form of vitamin C and a pH in some cells"
    assert remarks(("ingredients",), "LAA, pH 3.1", "stings", "vegan").usable_as == ("pH",)
    assert remarks(("ingredients", "pH"), "LAA, pH 3.1", "stings", "vegan").usable_as == ()
    assert remarks((), "vegan", "stings", "the pH is fine").usable_as == ()


@pytest.mark.parametrize("name", ["Contains", "Contents", "What's in it", "Enthält", "contient", "Содержит"])
def test_what_a_product_contains_is_its_list(name):
    assert dict(match_columns(("Name", name)).fields)["ingredients"] == name


REMARKS = """name,conc,comment
A,15 %,"LAA, pH 3.1"
B,18 %,LAA pH=2.2!! stings
C,25 %,L-AA
"""
DETAILS = """Description,Details,SKU
Brightening 15%,"L-ascorbic acid 15%, ferulic acid 0.5%, pH 2.4",1001
Night oil,THD ascorbate 20% in squalane,1002
Peel pads,Ascorbic acid 25% + lactic acid,1003
"""
FRENCH = """Produit;Actif;Dosage;pH mesuré sur pot;Mode d'emploi
Sérum;Acide ascorbique;15%;3,0;le matin
Crème;Acide ascorbique;10%;2,4;le soir
Ampoules;Acide ascorbique;10%;2,6;voie injectable réservée aux professionnels
"""


@pytest.mark.parametrize(
    ("text", "used"),
    [
        (REMARKS, {"product": "name", "strength": "conc", "form": "comment", "pH": "comment"}),
        (DETAILS, {"product": "Description", "form": "Details", "pH": "Details"}),
        (
            FRENCH,
            {"product": "Produit", "form": "Actif", "strength": "Dosage", "pH": "pH mesuré sur pot"}
            | {"kind": "Mode d'emploi"},
        ),
    ],
)
def test_what_no_heading_says_is_told_by_the_cells(text, used):
    table = read_table(text.encode(), name="shop.csv")
    match = match_columns(table.columns, table.rows)
    assert dict(match.fields) == used
    guessed = {*used.values()} - {"name", "conc", "Produit", "Actif", "Dosage"}
    said = " ".join(match.notes)
    assert all(f"“{name}” is taken for" in said for name in guessed)


def test_what_may_be_two_things_is_asked_about():
    text = "product,form,ph before,ph after 3 months\nA,LAA,3.1,3.3\nB,SAP,6.5,6.6\nC,LAA,2.2,2.4\n"
    table = read_table(text.encode(), name="shop.csv")
    match = match_columns(table.columns, table.rows)
    assert "pH" not in match.fields
    assert [column.looks_like for column in match.unused] == ["pH", "pH"]


def test_what_somebody_says_is_none_is_not_told_by_cells():
    table = read_table(REMARKS.encode(), name="shop.csv")
    match = match_columns(table.columns, table.rows, {"form": "", "pH": ""})
    assert not {"form", "pH"} & {*match.fields}


def test_a_table_of_something_else_gets_no_products():
    text = "who,what,when\nAnn,paid,Monday\nBob,owes,Tuesday\n"
    table = read_table(text.encode(), name="list.csv")
    match = match_columns(table.columns, table.rows)
    assert not match.fields
    with pytest.raises(InputErrors):
        refuse_columns(match, table.columns)


def test_a_strength_with_the_name_beside_it_says_the_form_too():
    text = "product,vit C,ph\nA,15% LAA,3.2\nB,10% MAP,7\nC,22 % LAA,3\n"
    table = read_table(text.encode(), name="shop.csv")
    listings = read_listings(table).listings
    assert [listing.product.form for listing in listings] == [
        "l_ascorbic_acid",
        "magnesium_ascorbyl_phosphate",
        "l_ascorbic_acid",
    ]
    assert [listing.mass_fraction.median for listing in listings] == pytest.approx([0.15, 0.10, 0.22])
