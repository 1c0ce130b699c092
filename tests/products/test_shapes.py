"""Tables in the shapes in which they are found: every column is used as what it is, or named as unused.

The shapes are those of public tables of cosmetics and of people's own lists; their cells are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from calc.products import compare, read_listings
from calc.products.screening import screen_file, worst_of
from calc.tables import read_table

ACID = "Aqua, Ascorbic Acid, Glycerin, Phenoxyethanol"
PHOSPHATE = "Aqua, Sodium Ascorbyl Phosphate, Glycerin, Phenoxyethanol"
WITHOUT = "Aqua, Niacinamide, Glycerin, Phenoxyethanol"


class Shape(NamedTuple):
    """A table, what its columns are used as, and what unused ones look like."""

    text: str
    used: dict[str, str]
    doubtful: Mapping[str, str] = MappingProxyType({})
    forms: int = 1


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


SHAPES = {
    "shop with prices of several kinds": Shape(
        lines(
            "product_id,product_name,brand_name,loves_count,rating,size,ingredients,price_usd,"
            "value_price_usd,sale_price_usd,limited_edition",
            f'P1,C Serum,Acme,900,4.2,1 oz/ 30 mL,"[\'{ACID}\']",68.0,,50.0,0',
            f'P2,Calm,Acme,120,3.9,50 mL,"[\'{WITHOUT}\']",30.0,,25.0,1',
            f'P3,Day,Bee,75,4.9,30 mL,"[\'{PHOSPHATE}\']",22.0,44.0,,0',
        ),
        {
            "product": "product_name",
            "brand": "brand_name",
            "ingredients": "ingredients",
            "size": "size",
            "price": "price_usd",
        },
        {"value_price_usd": "price", "sale_price_usd": "price"},
        2,
    ),
    "ingredients under an abbreviation": Shape(
        lines(
            "product_name,product_url,product_type,clean_ingreds,price",
            "C Drops,https://shop/1,Serum,\"['aqua', 'ascorbic acid', 'glycerin']\",£5.20",
            "Rich,https://shop/2,Cream,\"['aqua', 'glycerin', 'panthenol']\",£13.00",
            "Light,https://shop/3,Serum,\"['aqua', 'ascorbyl glucoside', 'panthenol']\",£9.50",
        ),
        {"product": "product_name", "ingredients": "clean_ingreds", "price": "price"},
        {},
        2,
    ),
    "label, brand, name and skin types": Shape(
        lines(
            "Label,Brand,Name,Price,Rank,Ingredients,Combination,Dry,Normal,Oily,Sensitive",
            f'Moisturizer,Acme,Glow,48,4.1,"{ACID}",1,1,1,1,0',
            f'Treatment,Acme,Even,60,4.4,"{PHOSPHATE}",1,0,1,1,0',
            f'Mask,Bee,Clay,22,3.4,"{WITHOUT}",0,0,1,1,1',
        ),
        {"product": "Name", "brand": "Brand", "ingredients": "Ingredients", "price": "Price"},
        {},
        2,
    ),
    "state register of chemicals": Shape(
        lines(
            "CDPHId,ProductName,CompanyName,BrandName,PrimaryCategory,CasNumber,ChemicalName",
            "2,C Peel,Acme Inc,Acme,Skin,50-81-7,Ascorbic acid",
            "3,Blush,Acme Inc,Acme,Makeup,13463-67-7,Titanium dioxide",
        ),
        {"product": "ProductName", "brand": "BrandName"},
        {"CompanyName": "brand", "ChemicalName": "form"},
        0,
    ),
    "stated percent": Shape(
        lines(
            "item,stated_percent,inci",
            "A,25,Ascorbic Acid",
            "B,5,Sodium Ascorbyl Phosphate",
        ),
        {"product": "item", "strength": "stated_percent", "form": "inci"},
        {},
        2,
    ),
    "a person's sheet in ounces": Shape(
        lines(
            "Brand,Product,Type of Vit C,Conc. (%),measured pH,size_oz,Price ($),$/oz,pH strips included",
            "Acme,One,LAA,15,3.1,1,60,60,yes",
            "Bee,Two,SAP,5,6.4,1.7,20,11.8,no",
            "Cee,Three,THD,10,,1,80,80,no",
        ),
        {
            "product": "Product",
            "brand": "Brand",
            "form": "Type of Vit C",
            "strength": "Conc. (%)",
            "pH": "measured pH",
            "size": "size_oz",
            "price": "Price ($)",
        },
        {},
        3,
    ),
    "substances in the headings": Shape(
        lines(
            "sample;ascorbic acid (%);SAP (%);niacinamide %;pH min;pH max",
            "A;15;0;4;2.8;3.2",
            "B;0;5;0;6.0;6.6",
            "C;;;10;5;6",
        ),
        {
            "product": "sample",
            "strength": "ascorbic acid (%)",
            "strength of sodium_ascorbyl_phosphate": "SAP (%)",
            "pH_low": "pH min",
            "pH_high": "pH max",
        },
        {},
        2,
    ),
    "shop export with weights": Shape(
        lines(
            "SKU,Name,Published,Regular price,Sale price,weight (g),Brands",
            "1,Ascorbic Acid 10 % Serum,1,20,15,30,Acme",
            "2,Rose Tonic,1,9,,100,Acme",
            "3,Ascorbyl Glucoside 12 %,1,12,,30,Bee",
        ),
        {"product": "Name", "price": "Regular price", "size": "weight (g)", "brand": "Brands"},
        {"Sale price": "price"},
        2,
    ),
    "camel case": Shape(
        lines(
            "brandName,productName,activeIngredient,strengthPct,finalPH,sizeMl,priceEur",
            "Acme,A,L-Ascorbic Acid,10,3.2,30,20",
            "Bee,B,Ascorbyl Glucoside,2,6.0,50,30",
        ),
        {
            "brand": "brandName",
            "product": "productName",
            "form": "activeIngredient",
            "strength": "strengthPct",
            "pH": "finalPH",
            "size": "sizeMl",
            "price": "priceEur",
        },
        {},
        2,
    ),
    "Indonesian": Shape(
        lines(
            "No;Merek;Nama Produk;Kategori;Harga;Komposisi",
            f"1;A;Serum Cerah;Serum;Rp52.000;{ACID}",
            f"2;B;Krim;Krim;Rp75.000;{WITHOUT}",
            f"3;C;Toner;Toner;Rp9.500;{PHOSPHATE}",
        ),
        {"product": "Nama Produk", "brand": "Merek", "ingredients": "Komposisi", "price": "Harga"},
        {},
        2,
    ),
    "a slip and a slash": Shape(
        lines(
            "product_name;ingridients;Size/Volume;price_tier;discount_pct;variant_count",
            f"A;{ACID};30 ml;mid;10;3",
            f"B;{WITHOUT};50 ml;high;20;4",
            f"C;{PHOSPHATE};15 ml;mid;5;1",
        ),
        {"product": "product_name", "ingredients": "ingridients", "size": "Size/Volume"},
        {},
        2,
    ),
    "a currency that is none": Shape(
        lines(
            "Name;Price in GBR;Link",
            "LAA Serum 10 %;£ 12.50;x",
            "SAP Cream;£ 9.00;y",
            "MAP Gel;£ 7.25;z",
        ),
        {"product": "Name", "price": "Price in GBR"},
        {},
        3,
    ),
    "headings over two levels": Shape(
        lines(
            "Product,Form,pH,,Price,",
            ",,min,max,EUR,USD",
            "A,LAA,3.0,3.4,20,22",
            "B,SAP,6,7,10,12",
        ),
        {"product": "Product", "form": "Form", "price": "Price EUR", "pH_low": "pH min", "pH_high": "pH max"},
        {"Price USD": "price"},
        2,
    ),
    "groups above the headings": Shape(
        lines(
            ",,pH,,",
            "Product,Form,min,max,Package",
            "A,LAA,3.0,3.4,tube",
            "B,SAP,6,7,tube",
        ),
        {
            "product": "Product",
            "form": "Form",
            "package": "Package",
            "pH_low": "pH min",
            "pH_high": "pH max",
        },
        {},
        2,
    ),
    "prices off": Shape(
        lines(
            "title;percent off;price;was",
            "LAA 10 %;20%;€8.00;€10.00",
            "SAP 5 %;10%;€9.00;€10.00",
            "Mask;5%;€3;€4",
        ),
        {"product": "title", "price": "price"},
        {"was": "price"},
        2,
    ),
    "lab book": Shape(
        lines(
            "Sample,Label claim (%),L-AA (mg/mL),final pH,Temp",
            "S1,15,142,3.0,25",
            "S2,10,88,3.3,25",
        ),
        {"product": "Sample", "strength": "Label claim (%)", "pH": "final pH"},
        {"L-AA (mg/mL)": "strength"},
        0,
    ),
    "German list": Shape(
        lines(
            "Marke;Produkt;INCI;Wirkstoffgehalt;pH-Wert;Füllmenge;Preis in €;Bewertung",
            f"Acme;Serum;{ACID};10 %;3,2;30 ml;24,95;gut",
            f"Bee;Gel;{PHOSPHATE};5 %;6,5;50 ml;19,95;gut",
            f"Cee;Creme;{WITHOUT};;5,5;50 ml;9,95;gut",
        ),
        {
            "brand": "Marke",
            "product": "Produkt",
            "ingredients": "INCI",
            "strength": "Wirkstoffgehalt",
            "pH": "pH-Wert",
            "size": "Füllmenge",
            "price": "Preis in €",
        },
        {},
        2,
    ),
    "French list": Shape(
        lines(
            "Nom du produit;Marque;Liste des ingrédients;Teneur en vitamine C (%);Contenance;Prix TTC;Lien",
            f"Sérum;Acme;{ACID};10;30 ml;25,00 €;http://a",
            f"Gel;Bee;{PHOSPHATE};5;50 ml;19,00 €;http://b",
        ),
        {
            "product": "Nom du produit",
            "brand": "Marque",
            "ingredients": "Liste des ingrédients",
            "strength": "Teneur en vitamine C (%)",
            "size": "Contenance",
            "price": "Prix TTC",
        },
        {},
        2,
    ),
    "Russian list": Shape(
        lines(
            "Название;Бренд;Состав;Концентрация аскорбиновой кислоты, %;Объём, мл;Стоимость, руб.;Рейтинг",
            f"Сыворотка;Акме;{ACID};10;30;990;4,5",
            f"Гель;Би;{WITHOUT};;50;500;4,1",
        ),
        {
            "product": "Название",
            "brand": "Бренд",
            "ingredients": "Состав",
            "strength": "Концентрация аскорбиновой кислоты, %",
            "size": "Объём, мл",
            "price": "Стоимость, руб.",
        },
    ),
    "Korean list": Shape(
        lines(
            "브랜드,제품명,전성분,함량(%),용량(ml),가격(원),평점",
            "더마,앰플,\"정제수, 아스코빅애씨드\",15,30,32000,4.5",
            "비,크림,\"정제수, 글리세린\",,50,12000,4",
        ),
        {
            "brand": "브랜드",
            "product": "제품명",
            "ingredients": "전성분",
            "strength": "함량(%)",
            "size": "용량(ml)",
            "price": "가격(원)",
        },
    ),
    "Chinese list": Shape(
        lines(
            "品牌,产品名称,成分表,浓度（%）,pH值,规格,价格（元）,销量",
            "甲,精华,\"水, 抗坏血酸\",10,3.2,30ml,199,5000",
            "乙,面霜,\"水, 甘油\",,6,50ml,99,200",
        ),
        {
            "brand": "品牌",
            "product": "产品名称",
            "ingredients": "成分表",
            "strength": "浓度（%）",
            "pH": "pH值",
            "size": "规格",
            "price": "价格（元）",
        },
    ),
    "Japanese list": Shape(
        lines(
            "ブランド名,商品名,全成分,ビタミンC濃度,容量,税込価格,口コミ",
            "甲,美容液,\"水、アスコルビン酸\",10%,30ml,3200円,4.1",
            "乙,乳液,\"水、グリセリン\",,50ml,1200円,3.9",
        ),
        {
            "brand": "ブランド名",
            "product": "商品名",
            "ingredients": "全成分",
            "strength": "ビタミンC濃度",
            "size": "容量",
            "price": "税込価格",
        },
    ),
    "Turkish list": Shape(
        lines(
            "Ürün Adı;Marka;İçindekiler;C vitamini oranı (%);Hacim (ml);Fiyat (TRY)",
            f"Serum;Acme;{ACID};10;30;250",
            f"Krem;Bee;{WITHOUT};;50;90",
        ),
        {
            "product": "Ürün Adı",
            "brand": "Marka",
            "ingredients": "İçindekiler",
            "strength": "C vitamini oranı (%)",
            "size": "Hacim (ml)",
            "price": "Fiyat (TRY)",
        },
    ),
    "Dutch list": Shape(
        lines(
            "Merk;Productnaam;Ingrediënten;Concentratie (%);pH-waarde;Inhoud;Prijs (€)",
            f"Acme;Serum;{ACID};10;3,2;30 ml;25",
            f"Bee;Gel;{WITHOUT};;6;50 ml;9",
        ),
        {
            "brand": "Merk",
            "product": "Productnaam",
            "ingredients": "Ingrediënten",
            "strength": "Concentratie (%)",
            "pH": "pH-waarde",
            "size": "Inhoud",
            "price": "Prijs (€)",
        },
    ),
    "Swedish list": Shape(
        lines(
            "Märke;Produktnamn;Ingredienser;Halt (%);Storlek;Pris (SEK)",
            f"Acme;Serum;{ACID};10;30 ml;250",
            f"Bee;Gel;{WITHOUT};;50 ml;99",
        ),
        {
            "brand": "Märke",
            "product": "Produktnamn",
            "ingredients": "Ingredienser",
            "strength": "Halt (%)",
            "size": "Storlek",
            "price": "Pris (SEK)",
        },
    ),
    "Czech list": Shape(
        lines(
            "Značka;Název produktu;Složení;Koncentrace (%);Objem (ml);Cena (Kč)",
            f"Acme;Sérum;{ACID};10;30;499",
            f"Bee;Gel;{WITHOUT};;50;199",
        ),
        {
            "brand": "Značka",
            "product": "Název produktu",
            "ingredients": "Složení",
            "strength": "Koncentrace (%)",
            "size": "Objem (ml)",
            "price": "Cena (Kč)",
        },
    ),
    "Ukrainian list": Shape(
        lines(
            "Бренд;Назва;Склад;Концентрація, %;Об'єм, мл;Ціна, грн",
            f"Акме;Сироватка;{ACID};10;30;450",
            f"Бі;Гель;{WITHOUT};;50;199",
        ),
        {
            "brand": "Бренд",
            "product": "Назва",
            "ingredients": "Склад",
            "strength": "Концентрація, %",
            "size": "Об'єм, мл",
            "price": "Ціна, грн",
        },
    ),
    "Polish list": Shape(
        lines(
            "Nazwa;Marka;Skład;Stężenie (%);pH;Pojemność;Cena (zł);Ocena",
            f"Serum;Acme;{ACID};10;3,2;30 ml;59,90;5",
            f"Żel;Bee;{WITHOUT};;6;50 ml;19,90;4",
        ),
        {
            "product": "Nazwa",
            "brand": "Marka",
            "ingredients": "Skład",
            "strength": "Stężenie (%)",
            "pH": "pH",
            "size": "Pojemność",
            "price": "Cena (zł)",
        },
    ),
    "header below a title, units below the header, sums at the end": Shape(
        lines(
            "Prices of our shop,,,,",
            "seen,in spring,,,",
            ",,,,",
            "Product,Form,Strength,Size,Price",
            ",,%,ml,EUR",
            "SERUMS,,,,",
            "A,LAA,15,30,20",
            "B,SAP,5,30,10",
            "Total,,,60,30",
        ),
        {
            "product": "Product",
            "form": "Form",
            "strength": "Strength (%)",
            "size": "Size (ml)",
            "price": "Price (EUR)",
        },
        {},
        2,
    ),
    "a dosage form that is no form of vitamin C": Shape(
        lines(
            "product,form,vitamin C,content",
            "A,LAA serum,10 %,30 ml",
            "B,SAP cream,5 %,50 ml",
            "C,gel,,50 ml",
        ),
        {"product": "product", "form": "form", "strength": "vitamin C", "size": "content"},
        {},
        2,
    ),
    "vitamin C says which": Shape(
        lines(
            "name,vitamin C,content,in stock",
            "A,L-ascorbic acid,10 %,yes",
            "B,SAP,5 %,no",
            "C,MAP,3 %,no",
        ),
        {"product": "name", "form": "vitamin C", "strength": "content"},
        {},
        3,
    ),
    "a list under a name that nobody knows": Shape(
        lines(
            "name,innenleben,sterne",
            f'A,"{ACID}",4',
            f'B,"{WITHOUT}",3',
            f'C,"{PHOSPHATE}",3',
        ),
        {"product": "name", "ingredients": "innenleben"},
        {},
        2,
    ),
}  # fmt: skip


def read(shape: Shape):
    return read_table(shape.text.encode(), name="table.csv")


@pytest.mark.parametrize("name", SHAPES)
def test_every_column_is_used_as_what_it_is_or_named(name):
    shape = SHAPES[name]
    table = read(shape)
    listings = read_listings(table)
    assert dict(listings.columns) == shape.used
    assert {
        column.name: column.looks_like for column in listings.unused if column.looks_like
    } == shape.doubtful
    assert {*listings.columns.values()} | {column.name for column in listings.unused} == {*table.columns}
    assert listings.unread == ()
    assert sum(bool(listing.forms) for listing in listings.listings) == shape.forms


@pytest.mark.parametrize("name", SHAPES)
def test_comparing_and_screening_say_the_same(name, tmp_path):
    shape = SHAPES[name]
    source = tmp_path / "table.csv"
    source.write_text(shape.text, encoding="utf-8")
    compared = compare(read(shape))
    if not {*shape.used} - {"product", "brand", "price", "size"}:
        pytest.skip("nothing in it can be judged")
    screened = screen_file(source, tmp_path / "answer.parquet")
    assert screened.columns == compared.columns
    assert screened.unused == compared.unused
    assert screened.named == {key: count for key, count in compared.named.items() if count}
    assert screened.notes == compared.notes


def kinds_of(text: str) -> list[str]:
    """Return what of vitamin C each row names."""
    return [listing.vitamin_c for listing in read_listings(read_table(text.encode(), name="a.csv")).listings]


def test_rows_are_told_apart_by_what_they_name():
    text = lines(
        "name,INCI,ingredients,strength",
        "A,LAA,,10",
        "B,Ascorbyl Unobtainate,,",
        "C,Vitamin C,,5",
        f'D,,"{WITHOUT}",',
        "E,,,",
        f'Vitamin C Serum,,"{WITHOUT}",',
    )
    assert kinds_of(text) == ["form", "other_form", "unnamed", "none", "no_list", "unnamed"]


def test_a_list_without_vitamin_c_takes_no_checks(tmp_path):
    text = lines("name,ingredients,pH", f'A,"{WITHOUT}",2.0', "B,,2.0", f'C,"{ACID}",2.0')
    none, no_list, form = compare(read_table(text.encode(), name="a.csv")).products
    assert none.findings == none.evaluated == none.skipped == ()
    assert no_list.skipped
    assert form.findings
    source = tmp_path / "a.csv"
    source.write_text(text)
    screen_file(source, tmp_path / "b.parquet")
    frame = worst_of(tmp_path / "b.parquet", 9).sort_index()
    assert frame["vitamin_c_named"].tolist() == ["none", "no_list", "form"]
    assert frame["skipped"].tolist()[0] == frame["codes"].tolist()[0] == ""
    only = worst_of(tmp_path / "b.parquet", 9, "none")
    assert only["name"].tolist() == ["A"]


def test_sums_and_headings_among_rows_are_left_out_and_told(tmp_path):
    text = lines(
        "name,form,strength,price,size",
        "SERUMS,,,,",
        "A,LAA,10,5 EUR,30 ml",
        "Nameless Cream,,,,",
        "Average,,10,5 EUR,",
        "Total,,,5 EUR,",
    )
    read_back = read_listings(read_table(text.encode(), name="a.csv"))
    assert [listing.name for listing in read_back.listings] == ["A", "Nameless Cream"]
    assert [row.line for row in read_back.set_aside] == [2, 5, 6]
    assert any("3 (lines 2, 5, 6)" in note for note in read_back.notes)
    source = tmp_path / "a.csv"
    source.write_text(text)
    screened = screen_file(source, tmp_path / "b.parquet")
    assert (screened.rows, screened.unread, screened.aside) == (5, 0, 3)
    assert screened.set_aside == read_back.set_aside
    assert screened.notes == read_back.notes


def test_a_heading_that_names_a_form_makes_its_strengths_that_forms():
    text = lines("name,form,ascorbic acid (%),SAP %", "A,,15,", "B,SAP,10,", "C,SAP,0,5", "D,,12,3")
    one, two, three, four = read_listings(read_table(text.encode(), name="a.csv")).listings
    assert (one.product.form, one.product.strength) == ("l_ascorbic_acid", pytest.approx(0.15))
    assert two.product.form == "l_ascorbic_acid"
    assert two.other_forms == ("sodium_ascorbyl_phosphate",)
    assert (three.product.form, three.product.strength) == ("sodium_ascorbyl_phosphate", pytest.approx(0.05))
    assert four.shares[1][1].median == pytest.approx(0.03)


def test_a_heading_in_camel_case_says_the_currency():
    rows = (
        '[{"productName": "A", "activeForm": "LAA", "priceEur": 29.9}, {"productName": "B", "priceEur": 12}]'
    )
    listings = read_listings(read_table(rows.encode(), name="list.json"))
    assert [(offer.price, offer.currency) for offer in listings.listings] == [(29.9, "EUR"), (12.0, "EUR")]
    assert listings.unread_cells == ()


def test_a_euro_sign_of_an_older_encoding_is_a_euro():
    text = "Προϊόν;Συστατικά;Τιμή\nΟρός;Aqua, Ascorbic Acid;29,90 €\nΚρέμα;Aqua, Glycerin;9 €\n"
    listings = read_listings(read_table(text.encode("iso8859_7"), name="list.csv"))
    assert [(offer.price, offer.currency) for offer in listings.listings] == [(29.9, "EUR"), (9.0, "EUR")]


def test_lists_in_the_language_of_each_row_are_read():
    rows = (
        '{"code": "1", "product_name": "A", "lang": "fr", "ingredients_text_fr": "Aqua, Ascorbic Acid"}\n'
        '{"code": "2", "product_name": "B", "lang": "de", "ingredients_text_de": "Ascorbyl Palmitate"}\n'
    )
    listings = read_listings(read_table(rows.encode(), name="list.jsonl"))
    assert [offer.forms for offer in listings.listings] == [("l_ascorbic_acid",), ("ascorbyl_palmitate",)]
