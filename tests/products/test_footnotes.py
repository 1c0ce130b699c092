"""Lines below a table of products are no products, in a CSV file as in a workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from calc.products.listings.table import read_listings
from calc.products.screening import screen_file
from calc.tables import read_table

HEADINGS = ["product", "form", "strength", "pH", "price"]
FOOTNOTES = [
    "Source: maker's page",
    "* price in May",
    "Quelle: dm.de",
    "注: 价格含税",
    "출처：올리브영",
    "※ 税込",
    "Источник: сайт",
    "Bron: kassabon",
    "© 2026 Shop",
    "https://example.org/list",
    "[1] seen in the shop",
    "Alle Preise inkl. MwSt.",
]
PRODUCTS = [
    ["A", "L-Ascorbic Acid", "15 %", "3.2", "20 EUR"],
    ["Plain Serum"],
    ["*New* Serum"],
    ["* Star"],
    ["Source of C"],
    ["Note de tête: Serum"],
    ["B", "Ascorbyl Glucoside", "5 %", "6", "10 EUR"],
]


def csv_of(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in [HEADINGS, *rows]).encode()


def excel_of(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(("write", "name"), [(csv_of, "shop.csv"), (excel_of, "shop.xlsx")])
@pytest.mark.parametrize("line", FOOTNOTES)
def test_a_line_below_a_table_is_left_out_and_told(write, name: str, line: str) -> None:
    content = write([*PRODUCTS, [line], ["Data: May 2026"]])
    read = read_listings(read_table(content, name=name))
    assert [listing.name for listing in read.listings] == [row[0] for row in PRODUCTS]
    assert [row.line for row in read.set_aside] == [len(PRODUCTS) + 2, len(PRODUCTS) + 3]
    assert any("lines 9, 10" in note for note in read.notes)


def test_a_line_with_commas_in_it_stands_in_several_cells() -> None:
    read = read_listings(read_table(csv_of([*PRODUCTS, ["Source: own tests, May 2026"]]), name="a.csv"))
    assert [row.line for row in read.set_aside] == [9]


def test_screening_leaves_out_the_same_lines(tmp_path: Path) -> None:
    source, target = tmp_path / "shop.csv", tmp_path / "answer.csv"
    source.write_bytes(csv_of([*PRODUCTS, *([line] for line in FOOTNOTES)]))
    screened = screen_file(source, target)
    assert [row.line for row in screened.set_aside] == [*range(9, 9 + len(FOOTNOTES))]
