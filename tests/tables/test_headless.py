"""Tables in which no row names the columns: understood by their cells, or told how to be read."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from calc.products.listings import read_listings
from calc.products.screening import screen_file
from calc.tables import NO_HEADER, FileChoices, read_table
from calc.tables.headless import find_names

PRODUCTS = (
    ("Acme", "C serum", "L-ascorbic acid", "15 %", "3.2", "30 ml", "25 EUR"),
    ("Acme", "Glow", "Sodium ascorbyl phosphate", "5 %", "6.5", "30 ml", "19 EUR"),
    ("Bee", "Day C", "Ascorbyl glucoside", "2 %", "6.1", "50 ml", "29 EUR"),
)


def as_csv(rows, sign=",") -> bytes:
    return "\n".join(sign.join(row) for row in rows).encode()


def as_workbook(rows) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("data", [as_csv(PRODUCTS), as_csv(PRODUCTS, ";"), as_workbook(PRODUCTS)])
def test_products_are_told_by_their_cells(data):
    read = read_listings(read_table(data, name="shop"))
    assert [listing.product.form for listing in read.listings] == [
        "l_ascorbic_acid",
        "sodium_ascorbyl_phosphate",
        "ascorbyl_glucoside",
    ]
    first = read.listings[0]
    assert first.name.endswith("C serum")
    assert (first.product.strength, first.price, first.size_mL) == (pytest.approx(0.15), 25.0, 30.0)
    doubtful = {column.name: column.looks_like for column in read.unused if column.looks_like}
    assert doubtful.get("column 5") == "pH"
    assert any("No line names the columns" in note and "--header-row 1" in note for note in read.notes)


def test_lists_of_ingredients_alone_are_enough():
    data = b'C serum,"Aqua, Ascorbic Acid, Glycerin"\nGlow,"Aqua, Glycerin, Panthenol"\n'
    one, two = read_listings(read_table(data, name="a.csv")).listings
    assert (one.name, one.product.form, two.vitamin_c) == ("C serum", "l_ascorbic_acid", "none")


@pytest.mark.parametrize("data", [as_csv(PRODUCTS), as_workbook(PRODUCTS)])
def test_what_the_note_advises_works(data):
    table = read_table(data, name="a", how=FileChoices(header_row=1))
    assert table.columns[3] == "15 %"
    table = read_table(data, name="a", how=FileChoices(header_row=NO_HEADER))
    assert (table.columns[0], len(table.rows)) == ("column 1", 3)


def test_names_that_only_look_like_none_can_be_said_to_be_none():
    data = b"Name one,Form\nAscorbic serum,LAA\n"
    assert read_table(data, name="a.csv").columns == ("Name one", "Form")
    table = read_table(data, name="a.csv", how=FileChoices(header_row=NO_HEADER))
    assert (table.columns, len(table.rows)) == (("column 1", "column 2"), 2)


@pytest.mark.parametrize(
    "first",
    ["product,2019,2020", "Serum,2019,2020", "Serum,1,2", "name,15 %,price", "shade,ascorbic,extra"],
)
def test_a_row_of_names_stays_one(first):
    data = f"{first}\nGlow,3 EUR,4 EUR\nDay,5 EUR,6 EUR\n".encode()
    assert read_table(data, name="a.csv").columns == tuple(first.split(","))


def test_compared_and_screened_alike(tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes(as_csv(PRODUCTS))
    screened = screen_file(source, tmp_path / "b.csv")
    read = read_listings(read_table(source, name="a.csv"))
    assert (screened.columns, screened.unused, screened.notes) == (read.columns, read.unused, read.notes)
    header = (tmp_path / "b.csv").read_text().splitlines()[0]
    assert header.startswith("column 1,column 2,column 3")


def test_signs_that_look_like_digits_break_nothing():
    for cell in ("\x1d5", "²", "٣", "9" * 40):
        assert find_names([["A", cell, "6"], ["B", cell, "7"]])[0] == 0
