"""Tables that people bring, read as products."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math

import pandas
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.catalog import market
from calc.catalog.normalize import normalize
from calc.client.product import PACKAGES
from calc.errors import InputError, InputErrors
from calc.products import (
    HANDFUL,
    Listing,
    ListingTable,
    compare,
    read_listings,
    recognised,
    rows_of,
)
from calc.products.listings import COLUMNS, NEEDED
from calc.products.ranking import BETTER_WORDS
from calc.tables import Table, Unread, read_table
from calc.tables.export import export_csv
from calc.uncertainty import Band
from tests.cases import every_case

ACID = "l_ascorbic_acid"


def table(text: str, name: str = "products.csv") -> Table:
    return read_table(text.encode(), name=name)


def written(columns: list[str], rows: list[list[str]], delimiter: str = ",") -> str:
    """Return a table as a spreadsheet would write it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([columns, *rows])
    return text.getvalue()


def column(name: str, *cells: str, delimiter: str = ",") -> ListingTable:
    """Read products A, B, … with one more column."""
    rows = [[chr(ord("A") + number), cell] for number, cell in enumerate(cells)]
    read = read_listings(table(written(["product", name], rows, delimiter)))
    assert len(read.listings) + len(read.unread) == len(cells)
    return read


def one(name: str, cell: str, delimiter: str = ",") -> Listing:
    read = column(name, cell, delimiter=delimiter)
    assert read.unread == ()
    return read.listings[0]


def reason(name: str, cell: str, delimiter: str = ",") -> str:
    """Return why a cell leaves its row out; the row behind it is read all the same."""
    read = column(name, cell, "", delimiter=delimiter)
    assert [offer.name for offer in read.listings] == ["B"]
    (unread,) = read.unread
    assert unread.line == 2
    return unread.reason


def unread_cell(name: str, cell: str, delimiter: str = ",") -> str:
    """Return why a cell is unknown, in a row that is read all the same."""
    read = column(name, cell, "", delimiter=delimiter)
    assert read.unread == ()
    assert [offer.name for offer in read.listings] == ["A", "B"]
    (result,) = read.unread_cells
    assert result.line == 2
    return result.reason


# --- which column is which ------------------------------------------------------------------------


def test_every_name_of_a_column_is_recognised_by_itself():
    for field, names in COLUMNS.items():
        for name in names:
            assert recognised((name,)) == {field: name}, name
            assert recognised((name.upper(),)) == {field: name.upper()}, name


def test_names_stand_as_they_are_looked_for_and_lead_to_one_field():
    every = [name for names in COLUMNS.values() for name in names]
    assert len(set(every)) == len(every)
    assert all(normalize(name) == name for name in every if name != "%")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Product", "product"),
        ("product_name", "product"),
        ("Название", "product"),
        ("brands", "brand"),
        ("INCI", "form"),
        ("Состав", "ingredients"),
        ("Inhaltsstoffe", "ingredients"),
        ("Strength (%)", "strength"),
        ("Strength %", "strength"),
        ("strength_percent", "strength"),
        ("mass_fraction", "strength"),
        ("Концентрация, %", "strength"),
        ("Concentración", "strength"),
        ("%", "strength"),
        ("pH-Wert", "pH"),
        ("Size (g)", "size"),
        ("size_mL", "size"),
        ("Объём (мл)", "size"),
        ("Volume, ml", "size"),
        ("Price (EUR)", "price"),
        ("Price EUR", "price"),
        ("price_usd", "price"),
        ("Preis (€)", "price"),
        ("Währung", "currency"),
        ("Verpackung", "package"),
        ("Other actives", "coactives"),
    ],
)
def test_columns_are_found_by_their_names(name, field):
    assert recognised((name,)) == {field: name}


@pytest.mark.parametrize("name", ["code", "price per mL (EUR)", "url", "strength sort", "", "ml", "phone"])
def test_other_columns_are_left_alone(name):
    assert recognised((name,)) == {}


def test_the_first_of_two_columns_counts_and_none_counts_twice():
    assert recognised(("name", "title", "INCI", "INCI (2)")) == {"product": "name", "form": "INCI"}
    read = read_listings(table("product,price,price,currency\nA,10,20,EUR\n"))
    assert read.listings[0].price == 10
    assert read.columns["price"] == "price"


def test_the_columns_that_were_taken_are_told():
    read = read_listings(table("Name,pH value,colour\nA,3.2,red\n"))
    assert read.columns == {"product": "Name", "pH": "pH value"}


def test_the_user_says_which_column_is_which():
    own = table("a,b,c\nSerum,SAP,7\n")
    read = read_listings(own, {"product": "a", "form": "b", "pH": "c"})
    (offer,) = read.listings
    assert (offer.name, offer.product.form, offer.product.pH) == ("Serum", "sodium_ascorbyl_phosphate", 7.0)
    # What the user says goes before what the names say.
    other = read_listings(table("product,title\nA,B\n"), {"product": "title"})
    assert other.listings[0].name == "B"
    # One column can say two things.
    both = read_listings(own, {"product": "b", "form": "b"})
    assert (both.listings[0].name, both.listings[0].product.form) == ("SAP", "sodium_ascorbyl_phosphate")


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({"product": "nowhere"}, ["product"]),
        ({"product": "product", "price": "cost", "size": "net"}, ["price", "size"]),
        ({"product": "product", "colour": "pH"}, ["colour"]),
        ({"product": ""}, ["columns"]),
        ({"pH": "nowhere"}, ["pH"]),
    ],
)
def test_a_wrong_mapping_is_refused_naming_what_there_is(columns, fields):
    with pytest.raises(InputErrors) as caught:
        read_listings(table("product,pH\nA,3\n"), columns)
    assert [error.field for error in caught.value.errors] == fields
    for error in caught.value.errors:
        assert "product, pH" in str(error)
        assert error.fix.endswith(".")


def test_a_table_in_which_nothing_names_a_product_is_refused():
    with pytest.raises(InputErrors) as caught:
        compare(table("colour,weight\nred,3\nblue,4\n"))
    (error,) = caught.value.errors
    assert "colour, weight" in str(error)
    assert all(name in error.accepted for name in NEEDED)


# --- rows -----------------------------------------------------------------------------------------


def test_a_bad_cell_leaves_its_row_out_only_where_a_wrong_one_would_harm():
    text = written(
        ["product", "form", "strength", "pH", "size", "price"],
        [
            ["good", "LAA", "15 %", "3.2", "30 ml", "20 EUR"],
            ["bad strength", "LAA", "lots", "3.2", "30 ml", "20 EUR"],
            ["bad pH", "LAA", "15 %", "sour", "30 ml", "20 EUR"],
            ["bad size", "LAA", "15 %", "3.2", "big", "20 EUR"],
            ["bad price", "LAA", "15 %", "3.2", "30 ml", "10-20 EUR"],
            ["bad form", "glycerin", "15 %", "3.2", "30 ml", "20 EUR"],
            ["too much", "LAA", "150 %", "3.2", "30 ml", "20 EUR"],
            ["too sour", "LAA", "15 %", "15", "30 ml", "20 EUR"],
            ["also good", "SAP", "5 %", "7", "30 g", "20 EUR"],
        ],
    )
    read = read_listings(table(text))
    assert [offer.name for offer in read.listings] == ["good", "bad size", "bad price", "also good"]
    assert [row.line for row in read.unread] == [3, 4, 7, 8, 9]
    assert [row.reason.split(":")[0] for row in read.unread] == ["strength", "pH", "form", "strength", "pH"]
    cells = [(cell.line, cell.reason.split(":")[0]) for cell in read.unread_cells]
    assert cells == [(5, "size"), (6, "price")]
    _, no_size, no_price, _ = read.listings
    assert (no_size.size_mL, no_size.price, no_size.product.strength) == (None, 20, 0.15)
    assert (no_price.size_mL, no_price.price, no_price.currency) == (30, None, "")
    comparison = compare(table(text)).as_dict()
    assert len(comparison["products"]) == 4
    assert [row["line"] for row in comparison["unread"]] == [3, 4, 7, 8, 9]
    assert [cell["line"] for cell in comparison["unread_cells"]] == [5, 6]
    assert comparison["unread_count"] == 5


def test_rows_that_the_table_could_not_read_are_told_too():
    read = read_listings(table("product,pH\nA,3\nB,3,4,5\nC,x\n"))
    assert [offer.name for offer in read.listings] == ["A"]
    assert sorted(row.line for row in read.unread) == [3, 4]


def test_an_empty_cell_is_unknown():
    text = written(
        ["product", "form", "strength", "pH", "package", "size", "price", "currency", "coactives"],
        [["A", *[""] * 8], ["B", "", "n/a", "-", "?", "unknown", "null", "n/a", "unknown"]],
    )
    read = read_listings(table(text))
    assert len(read.listings) == 2
    for offer in read.listings:
        label = offer.product
        assert (label.form, label.strength, label.pH, label.package, label.coactives) == (None,) * 5
        assert (offer.size_g, offer.size_mL, offer.price, offer.currency) == (None, None, None, "")
        assert (offer.strength, offer.g_per_100mL, offer.note) == (None, None, "")


def test_a_row_without_a_name_is_called_by_what_it_holds():
    read = read_listings(table("product,form,pH\n,MAP,7\n,l_ascorbic_acid,3\n,,3\n"))
    assert [offer.name for offer in read.listings] == ["MAP", "L-ascorbic acid", "without a name"]


def test_brand_and_product_make_the_name():
    read = read_listings(table("brand,product\nAcme,Serum\n,Serum\nAcme,\n"))
    assert [offer.name for offer in read.listings] == ["Acme Serum", "Serum", "Acme"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "+cmd|' /C calc'!A0",
        "@SUM(1)",
        "**bold** [link](javascript:1)",
        "$x^2$ :red[no]",
        "{name} %s {0}",
    ],
)
def test_texts_stay_texts(text):
    rows = [[text, text, text, text]]
    read = read_listings(table(written(["product", "ingredients", "package", "coactives"], rows)))
    (offer,) = read.listings
    assert offer.name == text
    assert (offer.product.form, offer.product.package) == (None, None)
    payload = json.loads(
        json.dumps(compare(table(written(["product", "form"], [[text, "SAP"]]))).as_dict(), allow_nan=False)
    )
    assert payload["products"][0]["product"] == text


def test_a_hostile_cell_comes_back_as_it_was_in_the_reason():
    assert "<b>3</b>" in reason("pH", "<b>3</b>")
    assert len(reason("pH", "9" * 5000)) < 300


# --- strength -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cell", "ends"),
    [
        ("strength", "15", (0.15, 0.15, 0.15)),
        ("strength", "15 %", (0.15, 0.15, 0.15)),
        ("Strength (%)", "0.5", (0.005, 0.005, 0.005)),
        ("strength", "10-12%", (0.11, 0.10, 0.12)),
        ("strength", "10 – 12 %", (0.11, 0.10, 0.12)),
        ("strength", "5000 ppm", (0.005, 0.005, 0.005)),
        ("strength", "150 mg/g", (0.15, 0.15, 0.15)),
        ("mass_fraction", "0.15", (0.15, 0.15, 0.15)),
        ("Strength (mg/g)", "150", (0.15, 0.15, 0.15)),
    ],
)
def test_a_strength_by_mass(name, cell, ends):
    offer = one(name, cell)
    assert offer.strength is not None
    assert (offer.strength.median, offer.strength.low, offer.strength.high) == pytest.approx(ends, rel=1e-12)
    assert offer.product.strength == pytest.approx(ends[0], rel=1e-12)
    assert offer.g_per_100mL is None


@pytest.mark.parametrize(
    ("name", "cell", "ends"),
    [
        ("strength", "150 mg/mL", (15, 15, 15)),
        ("strength", "15 % w/v", (15, 15, 15)),
        ("Strength (mg/mL)", "150", (15, 15, 15)),
        ("strength", "100-120 mg/ml", (11, 10, 12)),
    ],
)
def test_a_strength_by_volume_is_kept_apart(name, cell, ends):
    offer = one(name, cell)
    assert (offer.strength, offer.product.strength) == (None, None)
    assert offer.g_per_100mL is not None
    result = (offer.g_per_100mL.median, offer.g_per_100mL.low, offer.g_per_100mL.high)
    assert result == pytest.approx(ends, rel=1e-12)


@pytest.mark.parametrize("cell", ["up to 20 %", "<5%", "≥ 10 %", "at least 8 %"])
def test_a_bound_is_no_strength(cell):
    offer = one("strength", cell)
    assert (offer.strength, offer.product.strength, offer.g_per_100mL) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "cell", "readings"),
    [
        ("strength", "0,15", ("15 %", "0.15 %")),
        ("strength", "0.15", ("15 %", "0.15 %")),
        ("strength", "1,234", ("1.234", "1234")),
        ("strength", "1,234 ppm", ("1.234 ppm", "1234 ppm")),
        ("size", "1,234 ml", ("1.234 ml", "1234 ml")),
        ("price", "1,234 EUR", ("1.234", "1234")),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(name, cell, readings):
    result = reason(name, cell) if name == "strength" else unread_cell(name, cell)
    assert result.startswith(f"{name}: ")
    assert all(reading in result for reading in readings)


@pytest.mark.parametrize(
    "cell", ["abc", "-5 %", "0 %", "150 %", "12-10 %", "10 % or so", "1e999", "nan %", "٣ %x"]
)
def test_what_is_no_strength_leaves_the_row_out(cell):
    assert "strength" in reason("strength", cell) or "mass_fraction" in reason("strength", cell)


# --- decimal commas -------------------------------------------------------------------------------


def test_semicolons_and_decimal_commas():
    text = (
        "Produkt;Marke;Konzentration (%);pH-Wert;Inhalt (ml);Preis (€)\n"
        "Serum;Acme;12,5;3,2;30;24,95\n"
        "Ampulle;Acme;7,5;2,8;2,5;1.234,50\n"
        "Dunkel;;;;;\n"
    )
    read = read_listings(table(text))
    assert read.unread == ()
    serum, ampoule, dark = read.listings
    assert serum.name == "Acme Serum"
    assert serum.product.strength == pytest.approx(0.125, rel=1e-12)
    assert (serum.product.pH, serum.size_mL, serum.price, serum.currency) == (3.2, 30.0, 24.95, "EUR")
    assert (ampoule.size_mL, ampoule.price) == (2.5, 1234.5)
    assert (dark.price, dark.size_mL, dark.strength) == (None, None, None)


@pytest.mark.parametrize("field", ["size", "price"])
def test_a_dot_may_part_thousands_where_decimals_have_commas(field):
    rows = [["A", "12,5", "1.234"], ["B", "13,5", "1234,5"], ["C", "14,5", "1.234,5"], ["D", "15,5", "12.5"]]
    text = written(["product", "strength", f"{field} (EUR)" if field == "price" else field], rows, ";")
    read = read_listings(table(text))
    assert read.unread == ()
    (unread,) = read.unread_cells
    assert unread.line == 2
    assert "two ways" in unread.reason
    assert "1234" in unread.reason
    values = [offer.price if field == "price" else offer.size_mL for offer in read.listings]
    assert values == [None, 1234.5, 1234.5, 12.5]


def test_a_dot_is_a_decimal_point_elsewhere():
    dots = table("product,form,price,pH\nA,LAA,1.234 EUR,3.2\n")
    assert read_listings(dots).listings[0].price == 1.234


def test_where_nothing_shows_the_decimal_mark_a_dot_may_part_thousands():
    (offer,) = read_listings(table("product,form,price\nA,LAA,1.234 EUR\n")).listings
    assert offer.price is None


# --- pH and package -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "pH"),
    [
        ("3.2", 3.2),
        ("3,2", 3.2),
        ("pH 3.2", 3.2),
        ("ph: 3.2", 3.2),
        ("3.0-3.5", Band(3.25, 3.0, 3.5)),
        ("pH 3.0 – 3.5", Band(3.25, 3.0, 3.5)),
        ("3,0-3,5", Band(3.25, 3.0, 3.5)),
        ("", None),
        ("-", None),
        ("не указано", None),
        ("<3.5", None),
        ("ca. 3", 3.0),
        ("~ 3,5", 3.5),
        ("3.5 pH", 3.5),
        ("рН 3,5", 3.5),
        ("3.5 ± 0.25", Band(3.5, 3.25, 3.75)),
        ("3 bis 4", Band(3.5, 3.0, 4.0)),
        ("от 3 до 3,5", Band(3.25, 3.0, 3.5)),
    ],
)
def test_a_pH_or_a_range_of_it(cell, pH):
    assert one("pH", cell).product.pH == pH


@pytest.mark.parametrize(
    "cell", ["15", "-1", "3.5-3.0", "10 %", "3.5 g", "3/4", "sour", "3-4-5", "3..5-4", "pH"]
)
def test_what_is_no_pH_leaves_the_row_out(cell):
    assert reason("pH", cell).startswith("pH: ")


@pytest.mark.parametrize(
    ("cell", "package"),
    [
        *((package, package) for package in PACKAGES),
        *((package.replace("_", " ").title(), package) for package in PACKAGES),
        ("Ampoules", "ampoule"),
        ("amber glass dropper bottle", "dropper_bottle"),
        ("Pipette", "dropper_bottle"),
        ("Airless bottle", "airless_pump"),
        ("airless pump bottle", "airless_pump"),
        ("plastic tube", "tube"),
        # A bottle with what on it?
        ("bottle", None),
        ("spray bottle", None),
        ("sachet", None),
        ("", None),
    ],
)
def test_packages_by_their_words(cell, package):
    assert one("package", cell).product.package == package


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cell", "form", "words"),
    [
        ("form", "L-Ascorbic Acid", ACID, "L-Ascorbic Acid"),
        ("form", "SAP", "sodium_ascorbyl_phosphate", "SAP"),
        ("form", "Аскорбиновая кислота", ACID, "Аскорбиновая кислота"),
        ("ingredients", "Aqua, Glycerin, Ascorbyl Glucoside", "ascorbyl_glucoside", "Ascorbyl Glucoside"),
        (
            "ingredients",
            "AQUA, 3-O-ETHYL ASCORBIC ACID, PHENOXYETHANOL",
            "ethyl_ascorbic_acid",
            "3-O-ETHYL ASCORBIC ACID",
        ),
        ("ingredients", "Aqua, Acide ascorbique", ACID, "Acide ascorbique"),
    ],
)  # fmt: skip
def test_the_form_comes_with_the_words_that_name_it(name, cell, form, words):
    offer = one(name, cell)
    assert offer.product.form == form
    assert offer.note == f"“{words}” was taken for {catalog.forms()[form].name}."


@pytest.mark.parametrize("form", list(catalog.forms()))
def test_an_id_needs_no_note(form):
    offer = one("form", form)
    assert (offer.product.form, offer.note) == (form, "")


@pytest.mark.parametrize("name", ["form", "ingredients"])
@pytest.mark.parametrize("cell", ["Vitamin C", "vitamin c", "VITAMIN C", "Vitamina C", "Витамин С"])
def test_vitamin_c_alone_names_no_form(name, cell):
    offer = one(name, cell)
    assert (offer.product.form, offer.note) == (None, "")


def test_where_one_column_says_vitamin_c_another_may_say_which():
    rows = [["A", "Vitamin C", "Aqua, Vitamin C (Ascorbyl Glucoside)"], ["MAP serum", "Vitamin C", ""]]
    read = read_listings(table(written(["product", "form", "ingredients"], rows)))
    assert [offer.product.form for offer in read.listings] == [
        "ascorbyl_glucoside",
        "magnesium_ascorbyl_phosphate",
    ]


def test_the_name_of_a_product_names_a_form_only_where_it_says_which():
    read = read_listings(
        table("product,pH\nVitamin C Serum,\nAscorbyl Glucoside Solution 12%,\nSnow White,\n")
    )
    assert [offer.product.form for offer in read.listings] == [None, "ascorbyl_glucoside", None]


def test_a_form_that_is_not_known_here_is_not_read_as_another():
    offer = one("form", "Ascorbyl linoleate")
    assert (offer.product.form, offer.note) == (None, "")


def test_an_ingredient_that_is_no_form_is_refused_as_one():
    why = reason("form", "glycerin")
    assert why.startswith("form: ")
    assert ACID in why


def test_the_column_of_forms_goes_before_the_list_and_the_name():
    text = "product,form,ingredients\nMAP cream,SAP,Ascorbic acid\nMAP cream,,Ascorbic acid\nMAP cream,,\n"
    forms = [offer.product.form for offer in read_listings(table(text)).listings]
    assert forms == ["sodium_ascorbyl_phosphate", ACID, "magnesium_ascorbyl_phosphate"]


def test_other_forms_are_told():
    offer = one("ingredients", "Aqua, Tetrahexyldecyl Ascorbate, Ascorbyl Glucoside, Ascorbyl Glucoside")
    assert offer.product.form == "tetrahexyldecyl_ascorbate"
    assert offer.other_forms == ("ascorbyl_glucoside",)
    assert one("ingredients", "Aqua, Ascorbic acid").other_forms == ()


# --- what else is in it ---------------------------------------------------------------------------


def test_what_acts_comes_from_the_list_and_from_its_own_column():
    text = written(
        ["product", "ingredients", "coactives"],
        [["A", "Aqua, Ascorbic Acid, Ferulic Acid, Zucchini", "moon dust; Retinol"]],
    )
    (offer,) = read_listings(table(text)).listings
    assert offer.product.coactives == ("moon dust", "Retinol", "Aqua", "Ferulic Acid")
    assert offer.product.unrecognised == ("moon dust",)
    assert offer.product.flags is not None
    assert "retinoid" in offer.product.flags


@pytest.mark.parametrize(
    ("ingredients", "result", "coactives"),
    [
        ("", "none", ("none",)),
        ("", "unknown", None),
        ("", "n/a; -", None),
        ("Aqua, Sodium Ascorbyl Phosphate", "none", ("Aqua",)),
        ("Aqua, Sodium Ascorbyl Phosphate", "", ("Aqua",)),
        ("Zucchini", "", None),
    ],
)
def test_none_is_an_answer_and_unknown_is_not(ingredients, result, coactives):
    text = written(["product", "ingredients", "coactives"], [["A", ingredients, result]])
    read = read_listings(table(text))
    assert read.unread == ()
    assert read.listings[0].product.coactives == coactives


def test_none_beside_an_active_contradicts_it():
    read = read_listings(
        table(written(["product", "ingredients", "coactives"], [["A", "Aqua, Retinol", "none"]]))
    )
    assert read.listings == ()
    assert "contradicts" in read.unread[0].reason


# --- size -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cell", "size_g", "size_mL"),
    [
        ("size", "30 ml", None, 30),
        ("size", "30ML", None, 30),
        ("size", "30 g", 30, None),
        ("size", "0.05 L", None, 50),
        # A US fluid ounce is 29.5735 mL; an ounce by weight 28.3495 g.
        ("size", "1 fl oz", None, 29.5735),
        ("size", "1 fl. oz.", None, 29.5735),
        ("size", "1 oz", 28.3495, None),
        ("Size (g)", "30", 30, None),
        ("Size [g]", "30", 30, None),
        ("Size (mL)", "30", None, 30),
        ("size_g", "30", 30, None),
        ("size_mL", "30", None, 30),
        ("Volume (fl oz)", "1", None, 29.5735),
        ("Net (oz)", "1", 28.3495, None),
        ("Size (L)", "0.05", None, 50),
        # The cell goes before the name of its column.
        ("Size (g)", "30 ml", None, 30),
        ("Объём", "30 мл", None, 30),
        ("Размер", "50 г.", 50, None),
        ("Размер (г)", "50", 50, None),
        ("Объём, мл", "30", None, 30),
        ("Größe (g)", "30", 30, None),
        ("size", "", None, None),
        ("size", "n/a", None, None),
    ],
)
def test_sizes_by_mass_and_by_volume(name, cell, size_g, size_mL):
    offer = one(name, cell)
    assert offer.size_g == (None if size_g is None else pytest.approx(size_g, rel=1e-5))
    assert offer.size_mL == (None if size_mL is None else pytest.approx(size_mL, rel=1e-5))


@pytest.mark.parametrize(
    "cell", ["0", "0 g", "-5 ml", "101 L", "1e9 g", "1e400 g", "30 %", "5 drops", "30 cm", "30 ml 1 oz"]
)  # fmt: skip
def test_absurd_sizes_are_unknown_and_the_row_stays(cell):
    assert unread_cell("size", cell).startswith("size: ")


# --- price ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "price", "currency"),
    [
        ("€ 24.95", 24.95, "EUR"),
        ("24,95 €", 24.95, "EUR"),
        ("24.95 EUR", 24.95, "EUR"),
        ("24.95EUR", 24.95, "EUR"),
        ("EUR24.95", 24.95, "EUR"),
        ("24.95 eur", 24.95, "EUR"),
        ("12,- €", 12, "EUR"),
        ("1 234,50 €", 1234.5, "EUR"),
        ("$1,234.50", 1234.5, "USD"),
        ("US$ 12", 12, "USD"),
        ("£9.99", 9.99, "GBP"),
        ("990 ₽", 990, "RUB"),
        ("990 руб.", 990, "RUB"),
        ("49 zł", 49, "PLN"),
        ("JP¥3000", 3000, "JPY"),
        ("3000円", 3000, "JPY"),
        ("Rs. 599", 599, "INR"),
        ("12 CHF", 12, "CHF"),
        # Other dollars are no dollars of the United States.
        ("HK$ 100", 100, "HKD"),
        ("C$12", 12, "CAD"),
        ("CA$12", 12, "CAD"),
        ("A$12", 12, "AUD"),
    ],
)
def test_prices_by_sign_and_code(cell, price, currency):
    offer = one("price", cell)
    assert (offer.price, offer.currency) == (price, currency)


@pytest.mark.parametrize("cell", ["", "n/a", "on request", "12", "12 pcs", "-", "¥3000"])
def test_without_a_number_or_a_currency_there_is_no_price(cell):
    offer = one("price", cell)
    assert (offer.price, offer.currency) == (None, "")


@pytest.mark.parametrize(
    ("name", "currency"),
    [
        ("Price (EUR)", "EUR"),
        ("Price EUR", "EUR"),
        ("price_gbp", "GBP"),
        ("Preis (€)", "EUR"),
        ("Preis €", "EUR"),
        ("Cost ($)", "USD"),
        ("Prix (HK$)", "HKD"),
        ("Price", ""),
    ],
)
def test_a_currency_in_the_name_of_the_column(name, currency):
    offer = one(name, "12")
    assert (offer.price, offer.currency) == ((12.0, currency) if currency else (None, ""))


@pytest.mark.parametrize(
    ("price", "own", "currency"),
    [
        ("12", "EUR", "EUR"),
        ("12", "eur", "EUR"),
        ("12", "€", "EUR"),
        ("12", "euro", "EUR"),
        ("12", "XOF", "XOF"),
        ("12", "n/a", ""),
        ("12", "nan", ""),
        ("12", "", ""),
        ("$12", "EUR", "USD"),
    ],
)
def test_a_currency_in_a_column_of_its_own(price, own, currency):
    read = read_listings(table(written(["product", "price", "currency"], [["A", price, own]])))
    (offer,) = read.listings
    assert offer.currency == currency
    assert (offer.price is None) == (not currency)


def test_the_cell_goes_before_the_column_before_its_name():
    text = "product,Price (EUR),currency\nA,$12,GBP\nB,12,GBP\nC,12,\n"
    assert [offer.currency for offer in read_listings(table(text)).listings] == ["USD", "GBP", "EUR"]


@pytest.mark.parametrize(
    "cell",
    [
        *("0 EUR", "-5 EUR", "−5 EUR", "99999999 EUR", "12-15 EUR", "12–15 €", "1e5 EUR", "30EUR/30ml"),
        *("2 x 15 EUR", "12 €/ml", "12 EUR per ml", "10 %", "1½ EUR", ".5 EUR", "1,2,3 EUR"),
    ],
)
def test_absurd_prices_are_unknown_and_the_row_stays(cell):
    assert unread_cell("price", cell).startswith("price: ")


# --- the comparison -------------------------------------------------------------------------------

GOOD = (
    "product,form,strength,pH,size,price\n"
    "One,LAA,15 %,3.2,30 ml,45 EUR\n"
    "Two,SAP,5 %,6.5,30 g,30 EUR\n"
    "Three,Vitamin C,,,,\n"
)


def test_a_comparison_as_json():
    payload = json.loads(json.dumps(compare(table(GOOD)).as_dict(), allow_nan=False))
    assert payload.keys() == {
        *("products", "better_at", "unread", "unread_count", "unread_cells", "notes", "columns", "rates"),
        *("model_version", "data_hash", "messages", "unused_columns", "set_aside", "vitamin_c", "credit"),
    }
    assert [product["product"] for product in payload["products"]] == ["One", "Two", "Three"]
    for product in payload["products"]:
        assert {
            "product",
            "form",
            "mass_fraction",
            "aa_equivalent_fraction",
            "pH",
            "findings",
        } <= product.keys()
    assert payload["products"][2]["mass_fraction"] is None
    assert payload["products"][2]["form"] is None
    assert payload["unread"] == []
    assert payload["columns"]["product"] == "product"
    assert payload["data_hash"] == catalog.data_hash()
    for line in payload["better_at"]:
        assert line.keys() == {"at", "key", "products", "unknown"}
        assert line["key"] in BETTER_WORDS
        assert "Three" not in line["products"]
        assert line["unknown"] == ["Three"]
    best = {line["at"].split(",")[0]: line["products"] for line in payload["better_at"]}
    assert best["most vitamin C"] == ["One"]
    assert best["mildest by its form"] == ["Two"]


def test_months_go_through_to_what_is_left():
    fresh, old = compare(table(GOOD)), compare(table(GOOD), months=6)
    assert [product.left is None for product in fresh.products] == [True, True, True]
    assert [product.left is None for product in old.products] == [False, True, True]


def test_more_than_a_handful_are_not_weighed_against_each_other():
    rows = "".join(f"P{n},{n + 5} %\n" for n in range(HANDFUL + 1))
    assert compare(table("product,strength\n" + rows)).as_dict()["better_at"] == []


def test_the_order_of_rows_changes_nothing():
    head, *rows = GOOD.strip().splitlines()
    usual = {product["product"]: product for product in compare(table(GOOD)).as_dict()["products"]}
    turned = compare(table("\n".join([head, *reversed(rows)]))).as_dict()
    assert {product["product"]: product for product in turned["products"]} == usual


def test_findings_of_all_are_gathered():
    comparison = compare(table("product,form,strength,pH\nA,LAA,30 %,2\nB,LAA,15 %,3.2\n"))
    assert [len(product.findings) > 0 for product in comparison.products] == [True, False]
    assert comparison.findings == comparison.products[0].findings


def test_a_price_without_its_currency_says_so():
    assert unread_cell("price", "12").startswith("price: “12”: a price needs its currency.")
    assert column("price", "on request", "n/a", "").unread_cells == ()


def test_a_package_that_is_not_known_says_so():
    assert unread_cell("package", "carton").startswith("package: “carton”")
    assert column("package", "unknown", "n/a").unread_cells == ()


def test_a_bound_is_told_as_a_cell_that_is_unknown():
    assert "a bound is not a strength" in unread_cell("strength", "up to 20 %")


def test_rows_beyond_those_listed_are_counted():
    own = table("product,pH\nA,3\nB,sour\n")
    crowded = dataclasses.replace(own, unread=(Unread(9, "odd"),), unread_count=5000)
    read = read_listings(crowded)
    assert (len(read.unread), read.unread_count) == (2, 5001)
    comparison = compare(crowded).as_dict()
    assert (len(comparison["unread"]), comparison["unread_count"]) == (2, 5001)
    assert comparison["notes"][:-1] == list(own.notes) != []
    assert comparison["notes"][-1].startswith("No form of vitamin C was found")


@pytest.fixture(scope="module")
def own_list() -> ListingTable:
    path = catalog.DATA / "products.csv"
    return read_listings(read_table(path, name=path.name))


@every_case("number", range(len(market.products())))
def test_the_own_list_reads_as_it_is_shipped(number, own_list):
    read, shipped = own_list.listings[number], Listing.of_market(list(market.products().values())[number])
    # 7 % and 0.07 are the same and not equal.
    strength = shipped.product.strength
    assert read.product.strength == (strength and pytest.approx(strength, rel=1e-12))
    same = dataclasses.replace(read.product, mass_fraction=shipped.product.mass_fraction)
    assert dataclasses.replace(read, product=same) == shipped


def test_what_is_taken_away_can_be_brought_again(own_list):
    assert (own_list.unread, own_list.unread_cells) == ((), ())
    frame = pandas.DataFrame(rows_of(compare(own_list.listings).products))
    again = read_listings(read_table(export_csv(frame), name="products.csv"))
    assert (again.unread, again.unread_cells) == ((), ())
    assert again.listings == own_list.listings


def test_a_mapping_leaves_the_columns_of_the_own_list_as_they_are():
    own = table("title,form,strength_percent,strength_low_percent,strength_high_percent\nA,LAA,,10,13\n")
    (offer,) = read_listings(own, {"product": "title", "form": "form"}).listings
    assert offer.strength is not None
    assert (offer.strength.low, offer.strength.high) == pytest.approx((0.10, 0.13))


def test_the_own_list_can_be_brought_as_a_table():
    path = catalog.DATA / "products.csv"
    own = read_table(path, name=path.name)
    read = read_listings(own)
    assert read.unread == ()
    assert len(read.listings) == len(own.rows)
    assert {"product", "brand", "form", "strength", "pH", "package", "price", "currency"} <= set(read.columns)
    assert all(offer.product.form for offer in read.listings)


# --- anything -------------------------------------------------------------------------------------

NAMES = ["product", "Brand", "form", "INCI list", "Strength (%)", "strength", "pH", "package", "Size (g)"]
NAMES += ["size", "Price (EUR)", "price", "currency", "coactives", "code", "Цена", "mass_fraction"]
CELLS = [
    *("", "-", "n/a", "none", "15", "15 %", "0,15", "1,234", "1.234", "10-12%", "12-10", "150 mg/mL", "-3"),
    *("1e999", "nan", "inf", "3.2", "3,2", "pH 3-4", "Vitamin C", "LAA", "SAP; MAP", "l_ascorbic_acid"),
    *("glycerin", "Aqua, Ascorbic Acid, Retinol", "30 ml", "1 fl oz", "12 €", "HK$ 5", "12-15 EUR", "½"),
    *("<script>", "=1+1", "#", "²", "٣", "0", "100 %", "ampoule", "airless bottle", "EUR", "€", "\u200b"),
]
cells = st.one_of(
    st.sampled_from(CELLS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)


@st.composite
def tables(draw) -> bytes:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=7))
    rows = draw(st.lists(st.lists(cells, min_size=len(names), max_size=len(names)), min_size=1, max_size=8))
    return written(names, rows, draw(st.sampled_from(",;\t"))).encode()


@given(content=tables())
@example(content=b"product,price\nA,1\xc2\xb2 EUR\n")
@settings(max_examples=80)
def test_no_table_breaks_it_and_no_row_is_lost(content):
    try:
        own = read_table(content, name="any.csv")
        read = read_listings(own)
    except (InputError, InputErrors):
        return
    assert len(read.listings) + len(read.unread) == len(own.rows) + own.unread_count
    assert all(row.reason for row in read.unread)
    assert {*(row.line for row in read.unread)} <= {
        *own.lines.tolist(),
        *(row.line for row in own.unread),
    }
    for offer in read.listings:
        assert offer.name
        for value in (offer.price, offer.size_g, offer.size_mL):
            assert value is None or (math.isfinite(value) and value > 0)
        assert bool(offer.price) == bool(offer.currency)


@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=30)  # of up to eight rows each
def test_every_row_that_was_written_comes_back(rows):
    named = [[f"product {number}", *row] for number, row in enumerate(rows)]
    own = table(written(["product", "strength", "pH", "price"], named))
    comparison = compare(own)
    assert len(comparison.products) + len(comparison.unread) == len(rows)
    payload = json.loads(json.dumps(comparison.as_dict(), allow_nan=False))
    lines = {row["line"] for row in payload["unread"]}
    kept = [f"product {number}" for number in range(len(rows)) if number + 2 not in lines]
    assert [product["product"] for product in payload["products"]] == kept


@pytest.mark.parametrize("heading", ["strength (mg/mL)", "% w/v", "concentration g/100 ml"])
def test_a_strength_by_volume_says_why_it_is_not_counted_by_mass(heading):
    cell = "15" if "%" in heading or "100" in heading else "150"
    (product,) = compare(table(f"product,form,{heading}\nA,LAA,{cell}\n")).products
    assert product.listing.g_per_100mL.median == pytest.approx(15)
    assert product.mass_fraction is None
    assert "by volume" in product.aa_equivalent_words
    assert "by volume" in product.as_dict()["aa_equivalent_words"]
