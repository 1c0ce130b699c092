"""What people bring is refused, or read, within bounded work: a family of hostile files each, small."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from calc.errors import InputError
from calc.products.listings.named_forms import named_in
from calc.tables import read_table

START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def workbook(part: str, change) -> bytes:
    """Return a workbook of two cells with one of its parts changed."""
    plain, changed = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(["product", "strength"])
    book.active.append(["A", "15 %"])
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return changed.getvalue()


def lists(count: int) -> bytes:
    """Return Parquet with one list of so many zeros, a few bytes when packed."""
    stream = io.BytesIO()
    column = pa.array([[0.0] * count], type=pa.list_(pa.float64()))
    table = pa.table({"product": ["A"], "strength": ["15 %"], "x": column})
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def sheets(count: int) -> bytes:
    """Return a workbook that names so many sheets."""
    more = b"".join(b'<sheet name="s%d" sheetId="%d"/>' % (i, i + 2) for i in range(count))
    return workbook(BOOK, lambda data: data.replace(b"</sheets>", more + b"</sheets>"))


def links(count: int) -> bytes:
    """Return a workbook of so many relations."""
    more = b"".join(b'<Relationship Type="t" Target="x" Id="r%d"/>' % i for i in range(count))
    return workbook(LINKS, lambda data: data.replace(b"</Relationships>", more + b"</Relationships>"))


def empty_cells(count: int) -> bytes:
    """Return a workbook of so many cells that hold nothing, a hundred a row."""
    rows = (b"<row>" + b"<c/>" * 100 + b"</row>") * (count // 100)
    return workbook(SHEET, lambda _: START + rows + END)


def members(count: int) -> bytes:
    """Return gzip in so many parts that hold nothing."""
    return gzip.compress(b"product,strength\nA,15 %\n") + gzip.compress(b"") * count


REFUSED = {
    "sheets": (sheets(501), "a.xlsx", "more than is read"),
    "links": (links(20_001), "a.xlsx", "more than is read"),
    "empty cells": (empty_cells(500_100), "a.xlsx", "more than is read"),
    "parts of gzip": (members(1_100), "a.csv.gz", "more parts"),
}
READ = {
    "sheets": (workbook(BOOK, lambda data: data), "a.xlsx"),
    "links": (links(2_000), "a.xlsx"),
    "parts of gzip": (members(900), "a.csv.gz"),
    "large parts of gzip": (
        gzip.compress(b"product,strength\n") + gzip.compress(b"A,15 %\n" * 300) * 3,
        "a.csv.gz",
    ),
    "zeros after gzip": (gzip.compress(b"product,strength\nA,15 %\n") + b"\0" * 100, "a.csv.gz"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_take_unbounded_work_is_refused(name):
    data, file, told = REFUSED[name]
    start = time.process_time()
    with pytest.raises(InputError, match=told):
        read_table(data, name=file)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", READ)
def test_what_is_below_the_bounds_is_read(name):
    data, file = READ[name]
    assert len(read_table(data, name=file).rows) >= 1


def test_long_lists_in_parquet_are_left_out():
    table = read_table(lists(1_000_001), name="a.parquet")
    assert table.columns == ("product", "strength")
    assert any("left out" in note for note in table.notes)
    assert "x" in read_table(lists(1_000), name="a.parquet").columns


NO_TEXT = [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")]


def with_column(column: pa.Array) -> bytes:
    """Return Parquet with a product and a column."""
    stream = io.BytesIO()
    parquet.write_table(pa.table({"product": ["A"], "odd": column}), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "column",
    [pa.array([[2**62]], type=pa.list_(pa.timestamp("us"))), pa.Array.from_buffers(pa.string(), 1, NO_TEXT)],
)
def test_cells_of_parquet_that_are_none_are_told_with_their_column(column):
    with pytest.raises(InputError, match="odd"):
        read_table(with_column(column), name="a.parquet")


def test_a_day_far_away_in_parquet_is_no_traceback():
    column = pa.array([2**62], type=pa.timestamp("us"))
    assert len(read_table(with_column(column), name="a.parquet").rows) == 1


def test_half_a_letter_in_a_name_of_json_is_no_traceback():
    table = read_table(b'[{"product": "A", "x\\ud800": "1"}]', name="a.json")
    assert table.columns[0] == "product"
    "".join(table.columns).encode()


def test_entities_in_parquet_are_decoded(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"product": ["C &amp; E", "Plain"], "pH": [3.2, 3.4]}).to_parquet(path)
    table = read_table(path, name="a.parquet")
    assert table.rows["product"].tolist() == ["C & E", "Plain"]
    assert any("HTML entities" in note for note in table.notes)


def test_a_cell_of_very_many_names_takes_time_in_proportion():
    def seconds(count: int) -> float:
        start = time.process_time()
        named_in.__wrapped__("Ascorbic Acid 5 %, " * count)
        return time.process_time() - start

    seconds(10)
    few, many = seconds(500), seconds(4_000)
    assert many < 32 * max(few, 0.02)
    forms = named_in("Water, " + "Ascorbic Acid 5 %, " * 300)
    assert forms.shares["l_ascorbic_acid"].median == pytest.approx(0.05)
