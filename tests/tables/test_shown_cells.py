"""Workbooks as they are shown, and texts whose signs or ends of lines are written in another way."""

from __future__ import annotations

import datetime
import io
import json

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from calc.errors import InputError
from calc.tables import FileChoices, read_table
from calc.tables.number_format import around_number

ROWS = (("Acme", "A", 10, 30, 12.5), (None, "B", 15, 50, 20), (None, "C", 20, 30, 9), ("Bee", "D", 5, 30, 7))


def book(*, merge: str = "A3:A5", date: bool = False) -> bytes:
    """Return a workbook of two sheets, the second with products."""
    made = Workbook()
    notes = made.active
    notes.title = "Notes"
    notes.append(["Made by", "me"])
    notes.append(["when", "spring"])
    sheet = made.create_sheet("Products")
    sheet.append(["Brand", "Product", "Strength", "Size", "Price"])
    sheet.append([None, None, "%", "g", "EUR"])
    for row in ROWS:
        sheet.append(row)
    if date:
        sheet["C4"] = datetime.datetime(2026, 12, 10)
    if merge:
        sheet.merge_cells(merge)
    for row in range(3, 7):
        sheet.cell(row, 4).number_format = '0" g"'
        sheet.cell(row, 5).number_format = '"€"#,##0.00'
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(data: bytes, name: str = "book.xlsx", **how: object):
    return read_table(data, name=name, how=FileChoices(**how))


def test_a_workbook_is_read_as_it_is_shown():
    table = read(book())
    assert table.columns == ("Brand", "Product", "Strength (%)", "Size (g)", "Price (EUR)")
    assert table.rows["Brand"].tolist() == ["Acme", "Acme", "Acme", "Bee"]
    assert table.rows["Size (g)"].tolist() == ["30 g", "50 g", "30 g", "30 g"]
    assert table.rows["Price (EUR)"].tolist()[0] == "€12.5"
    result = " ".join(table.notes)
    for part in ("from the sheet “Products”", "merged over several rows", "2 filled", "Units of columns"):
        assert part in result


def test_without_merged_cells_an_empty_one_stays_empty():
    assert read(book(merge="")).rows["Brand"].tolist() == ["Acme", "", "", "Bee"]


@pytest.mark.parametrize("sheet", ["Notes", "notes", "1"])
def test_a_sheet_can_be_stated(sheet):
    assert read(book(), sheet=sheet).columns == ("Made by", "me")


def test_a_sheet_or_a_row_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="has no such sheet"):
        read(book(), sheet="Prices")
    with pytest.raises(InputError, match="not a workbook"):
        read(b"a,b\n1,2\n", "a.csv", sheet="1")
    with pytest.raises(InputError, match="nothing in this line"):
        read(b"a,b\n1,2\n", "a.csv", header_row=9)
    with pytest.raises(InputError, match="has no such row"):
        read(b'[{"a": 1, "b": 2}]', "a.json", header_row=1)


def test_dates_among_numbers_are_told():
    assert any("makes a date of 10-12" in note and "C4" in note for note in read(book(date=True)).notes)
    assert not any("10-12" in note for note in read(book()).notes)


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("General", ("", "", False)),
        ("0.00", ("", "", False)),
        ('0.0" ml"', ("", " ml", False)),
        ("0.00%", ("", " %", True)),
        (r"0\%", ("", "%", False)),
        ("[$€-407] #,##0.00", ("€ ", "", False)),
        ("#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", ("", " €", False)),
        (r'_-* #,##0.00\ "zł"_-', ("", " zł", False)),
        ("$#,##0", ("$", "", False)),
        ("yyyy-mm-dd", ("", "", False)),
        ("@", ("", "", False)),
    ],
)
def test_what_a_number_format_writes_around_a_number(code, around):
    assert around_number(code) == around


def test_html_entities_are_decoded_and_told():
    table = read(b"name,price\nC &amp; E,&euro;5\nAT&T; R&D,3\n", "a.csv")
    assert table.rows["name"].tolist() == ["C & E", "AT&T; R&D"]
    assert table.rows["price"].tolist() == ["€5", "3"]
    assert any("&amp;" in note and note.endswith(": 1.") for note in table.notes)


def test_rows_that_end_in_letters_are_told_apart():
    table = read(rb"name,price\nA,5\nB,6\n", "a.csv")
    assert table.rows["name"].tolist() == ["A", "B"]
    assert any("a backslash and an n" in note for note in table.notes)
    plain = read(b"name,path\nA,c:\\new\nB,c:\\nil\n", "a.csv")
    assert plain.rows["path"].tolist() == ["c:\\new", "c:\\nil"]


def test_a_header_further_down_is_found_by_its_names():
    text = "our,list,of\n1 May,2026,x\n,,\nProdukt,INCI,Preis\nA,LAA,5\nB,SAP,6\n"
    assert read(text.encode(), "a.csv").columns == ("Produkt", "INCI", "Preis")


LANGUAGES = pa.list_(pa.struct([("lang", pa.string()), ("text", pa.string())]))


def test_open_beauty_facts_in_parquet_has_texts_by_language():
    table = pa.table(
        {
            "code": ["1", "2", "3"],
            "product_name": pa.array(
                [[{"lang": "fr", "text": "Sérum"}, {"lang": "main", "text": "Serum"}], None, []], LANGUAGES
            ),
            "ingredients_text": pa.array(
                [
                    [{"lang": "main", "text": ""}, {"lang": "en", "text": "Aqua"}],
                    [{"lang": "de", "text": "W"}],
                    None,
                ],
                LANGUAGES,
            ),
            "creator": ["x", "y", "z"],
        }
    )
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    read_back = read(stream.getvalue(), "beauty.parquet")
    assert read_back.kind == "openbeautyfacts"
    assert read_back.rows["product_name"].tolist()[0] == "Serum"
    assert read_back.rows["ingredients_text"].tolist()[:2] == ["Aqua", "W"]


def test_open_beauty_facts_in_json_lines_has_ingredients_by_language():
    products = (
        {
            "code": "1",
            "lang": "fr",
            "product_name": "A",
            "ingredients_text_en": "Water",
            "ingredients_text_fr": "Eau",
        },
        {"code": "2", "product_name_de": "B", "ingredients_text_de": "Wasser", "created_t": 1},
        {"code": "3", "product_name": "C", "ingredients_text": "Aqua", "ingredients_text_fr": "Eau"},
    )
    text = "\n".join(map(json.dumps, products))
    table = read(text.encode(), "beauty.jsonl")
    assert table.rows["product_name"].tolist() == ["A", "B", "C"]
    assert table.rows["ingredients_text"].tolist() == ["Eau", "Wasser", "Aqua"]


@pytest.mark.parametrize("merged", [True, False])
def test_headings_in_two_rows_of_a_workbook_are_joined(merged):
    made, stream = Workbook(), io.BytesIO()
    sheet = made.active
    sheet.append(["Product", "pH", None, "Price", None])
    sheet.append([None, "min", "max", "EUR", "USD"])
    sheet.append(["A", 3, 3.4, 25, 27])
    sheet.append(["B", 5, 6, 19, 21])
    if merged:
        for cells in ("B1:C1", "D1:E1", "A1:A2"):
            sheet.merge_cells(cells)
    made.save(stream)
    table = read_table(stream.getvalue(), name="a.xlsx")
    assert table.columns == ("Product", "pH min", "pH max", "Price EUR", "Price USD")
    assert table.rows.to_numpy().tolist()[0] == ["A", "3", "3.4", "25", "27"]
