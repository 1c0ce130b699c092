"""What people bring is refused, or read, within bounded work: a family of hostile files each, small."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
import re
import time
import zipfile

import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from calc.errors import InputError
from calc.products.listings.named_forms import named_in
from calc.tables import blocks, bounds, json_items, json_rows, lines, read_table
from tests.hostile import bounded

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


HEADER = b"<row>" + b"".join(
    b'<c t="inlineStr"><is><t>%s</t></is></c>' % name for name in (b"product", b"pH")
)


def sheet(body: bytes, after: bytes = b"") -> bytes:
    """Return a workbook whose sheet has a header, and this below and after its rows."""
    end = END.replace(b"</worksheet>", after + b"</worksheet>")
    return workbook(SHEET, lambda _: START + HEADER + b"</row>" + body + end)


def attributes(count: int) -> bytes:
    """Return so many attributes of one tag."""
    return b" ".join(b'a%d="1"' % i for i in range(count))


def same_part(count: int) -> bytes:
    """Return a workbook that gives one wide sheet under so many names."""
    more = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (i, i + 2) for i in range(count))
    wide = sheet((b"<row>" + b"<c><v>1</v></c>" * 500 + b"</row>") * 40)
    named = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wide)) as old, zipfile.ZipFile(named, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</sheets>", more + b"</sheets>") if name == BOOK else data)
    return named.getvalue()


def formats(count: int) -> bytes:
    """Return a workbook of so many formats of cells."""
    return workbook(
        "xl/styles.xml", lambda data: data.replace(b"</cellXfs>", b"<xf/>" * count + b"</cellXfs>")
    )


def merges(count: int) -> bytes:
    """Return a sheet of so many rows, each with a cell that is merged with all those below."""
    ends = b"".join(b'<mergeCell ref="A%d:A900000"/>' % i for i in range(2, count))
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row>" * count
    return sheet(rows, b"<mergeCells>" + ends + b"</mergeCells>")


def columns(rows: int, count: int) -> bytes:
    """Return Parquet of so many rows of so many columns that hold zeros."""
    stream = io.BytesIO()
    table = pa.table({"product": ["A"] * rows} | {f"x{i}": pa.array([0.0] * rows) for i in range(count)})
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def groups(count: int) -> bytes:
    """Return Parquet of so many groups of one row."""
    stream = io.BytesIO()
    parquet.write_table(pa.table({"product": ["A"] * count, "pH": [3.2] * count}), stream, row_group_size=1)
    return stream.getvalue()


def texts(count: int, length: int, nested: bool) -> bytes:
    """Return Parquet in which one text of this length stands so often, in rows or in one list."""
    stream = io.BytesIO()
    long = pa.DictionaryArray.from_arrays(pa.array([0] * count, type=pa.int32()), ["A" * length])
    if nested:
        long = pa.ListArray.from_arrays([0, count], long)
    table = pa.table({"product": ["A"] * len(long), "x": long})
    parquet.write_table(table, stream, compression="zstd", store_schema=False)
    return stream.getvalue()


def maps(count: int, columns: int) -> bytes:
    """Return Parquet with so many columns of one map of so many pairs."""
    stream = io.BytesIO()
    column = pa.array([[("k", 1)] * count], type=pa.map_(pa.string(), pa.int64()))
    table = pa.table({"product": ["A"], "pH": [3.2]} | {f"x{i}": column for i in range(columns)})
    parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


WIDE = [b"product", *(b"k%d" % i for i in range(998))]
ONE_WIDE = b'{"product":"B",' + b",".join(b'"%s":1' % name for name in WIDE[1:]) + b"}"


def wide_sheet(rows: bytes) -> bytes:
    """Return a workbook of very many columns, with these rows."""
    names = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % name for name in WIDE)
    return workbook(SHEET, lambda _: START + b"<row>" + names + b"</row>" + rows + END)


def number_formats(count: int, code: bytes, cells: int = 2) -> bytes:
    """Return a workbook of so many number formats, each named by so many formats of cells."""

    def change(styles: bytes) -> bytes:
        codes = b"".join(
            b'<numFmt numFmtId="%d" formatCode="%d%s"/>' % (200 + i, i, code) for i in range(count)
        )
        named = b"".join(b'<xf numFmtId="%d"/>' % (200 + i) for i in range(count)) * cells
        styles = re.sub(rb"<numFmts.*?(?:/>|</numFmts>)", b"", styles, flags=re.DOTALL)
        styles = styles.replace(b"<fonts", b"<numFmts>" + codes + b"</numFmts><fonts", 1)
        return styles.replace(b"</cellXfs>", named + b"</cellXfs>")

    return workbook("xl/styles.xml", change)


STRINGS, TYPES = "xl/sharedStrings.xml", "[Content_Types].xml"
DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
STRINGS_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def shared(text: bytes, rows: int) -> bytes:
    """Return a workbook of two columns, in each cell of which one and the same shared text stands."""
    body = b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * rows
    words = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    named = {
        TYPES: b'<Override PartName="/%s" ContentType="%s"/></Types>' % (STRINGS.encode(), STRINGS_TYPE),
        LINKS: b'<Relationship Id="r9" Type="%s" Target="sharedStrings.xml"/></Relationships>' % DOCUMENT,
    }
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(body))) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            end = b"</Types>" if name == TYPES else b"</Relationships>"
            new.writestr(name, old.read(name).replace(end, named.get(name, end)))
        new.writestr(STRINGS, words % text)
    return held.getvalue()


def one_key(count: int) -> bytes:
    """Return an object with one key so often."""
    return b"{" + b",".join([b'"product":"A"'] * count) + b"}"


REFUSED = {
    "one shared text in very many cells": (
        lambda: shared(b"A" * 32_000, 20_000),
        "a.xlsx",
        "hold more",
    ),
    "one key again and again": (lambda: b"[" + one_key(900_000) + b"]", "a.json", "JSON"),
    "one key again and again in a line": (lambda: one_key(900_000) + b"\n", "a.jsonl", "longer than"),
    "short rows of a wide table": (
        lambda: b",".join(WIDE) + b"\n" + b"A,1\n" * 5_000,
        "a.csv",
        "empty cells",
    ),
    "lines that lack most names": (lambda: ONE_WIDE + b'\n{"product":"A"}' * 5_000, "a.jsonl", "empty cells"),
    "objects that lack most names": (
        lambda: b"[" + b'{"product":"A"},' * 5_000 + ONE_WIDE + b"]",
        "a.json",
        "empty cells",
    ),
    "far cells of a wide sheet": (
        lambda: wide_sheet(b"".join(b'<row><c r="ALK%d"><v>1</v></c></row>' % i for i in range(2, 5_000))),
        "a.xlsx",
        "empty cells",
    ),
    "number formats": (lambda: number_formats(1_001, b""), "a.xlsx", "more than is read"),
    "long number formats": (lambda: number_formats(1, b"[a]" * 700), "a.xlsx", "more than is read"),
    "brackets in number formats": (lambda: number_formats(1, b"[" * 50), "a.xlsx", "more than is read"),
    "long texts of Parquet in many rows": (
        lambda: texts(1_200, 100_000, nested=False),
        "a.parquet",
        "held|long",
    ),
    "sheets": (lambda: sheets(501), "a.xlsx", "more than is read"),
    "links": (lambda: links(20_001), "a.xlsx", "more than is read"),
    "formats": (lambda: formats(80_001), "a.xlsx", "more than is read"),
    "empty cells": (lambda: empty_cells(1_000_100), "a.xlsx", "more than is read"),
    "empty rows": (lambda: sheet(b"<row/>" * 1_000_100), "a.xlsx", "more than is read"),
    "empty tags in a row": (lambda: sheet(b"<row>" + b"<x/>" * 900_000 + b"</row>"), "a.xlsx", "more than"),
    "empty tags beside rows": (lambda: sheet(b"<x/>" * 900_000), "a.xlsx", "more than is read"),
    "empty tags in what looks like rows": (
        lambda: sheet((b"<!-- <row>-->" + b"<x/>" * 100_000 + b"<!-- </row>-->") * 9),
        "a.xlsx",
        "not as Excel writes it",
    ),
    "one cell again and again": (
        lambda: sheet(b"<row>" + b'<c r="A2"><v>1</v></c>' * 350_000 + b"</row>"),
        "a.xlsx",
        "more than is read",
    ),
    "attributes of one cell": (
        lambda: sheet(b"<row><c %s/></row>" % attributes(300_000)),
        "a.xlsx",
        "more than",
    ),
    "attributes of a format": (
        lambda: workbook(
            "xl/styles.xml", lambda data: data.replace(b"<fonts", b"<x %s/><fonts" % attributes(9_000))
        ),
        "a.xlsx",
        "more than is read",
    ),
    "columns of JSON": (
        lambda: b'{"product":[' + b'"A",' * 1_100_000 + b'"A"],"pH":[' + b"1," * 1_100_000 + b"1]}",
        "a.json",
        "objects",
    ),
    "one sheet under many names": (lambda: same_part(400), "a.xlsx", "one and the same part"),
    "parts of gzip": (lambda: members(1_100), "a.csv.gz", "more parts"),
    "cells of Parquet": (lambda: columns(100_000, 60), "a.parquet", "cells"),
    "groups of Parquet": (lambda: groups(2_000), "a.parquet", "groups"),
    "one long text in rows": (lambda: texts(30_000, 100_000, nested=False), "a.parquet", "too long"),
    "one long text in a list": (lambda: texts(5_000, 100_000, nested=True), "a.parquet", "too long"),
}
READ = {
    "a gap in a wide sheet": (
        wide_sheet(b"<row><c><v>1</v></c></row>" + b'<row r="1048570"><c><v>1</v></c></row>' * 2),
        "a.xlsx",
    ),
    "a list that goes on": (b"[" + b'{"product":"A","pH":3.2},' * 9_000 + b'{"product":"B"}]', "a.json"),
    "number formats of many cells": (number_formats(900, b"[a" * 39, 60), "a.xlsx"),
    "ranges behind the rows": (
        sheet(
            b"<row><c><v>1</v></c><c><v>2</v></c></row>",
            b"<dataValidations>"
            + b'<dataValidation sqref="%s"/>' % (b"A1:B2 " * 3_000) * 40
            + b"</dataValidations>",
        ),
        "a.xlsx",
    ),
    "sheets": (workbook(BOOK, lambda data: data), "a.xlsx"),
    "merged cells": (merges(5_000), "a.xlsx"),
    "links": (links(2_000), "a.xlsx"),
    "parts of gzip": (members(900), "a.csv.gz"),
    "large parts of gzip": (
        gzip.compress(b"product,strength\n") + gzip.compress(b"A,15 %\n" * 300) * 3,
        "a.csv.gz",
    ),
    "zeros after gzip": (gzip.compress(b"product,strength\nA,15 %\n") + b"\0" * 100, "a.csv.gz"),
    "maps of Parquet": (maps(5_000, 60), "a.parquet"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_take_unbounded_work_is_refused(name):
    make, file, result = REFUSED[name]
    data = make()
    with bounded(len(data)), pytest.raises(InputError, match=result):
        read_table(data, name=file)


@pytest.mark.parametrize("name", READ)
def test_what_is_below_the_bounds_is_read(name):
    data, file = READ[name]
    with bounded(len(data)):
        table = read_table(data, name=file)
        assert len(table.rows) + table.unread_count >= 1


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


# --- text: CSV and JSON ---------------------------------------------------------------------------


def repeated(head: bytes, row: bytes, megabytes: float) -> bytes:
    """Return a table of one row that comes again and again."""
    return head + row * int(1e6 * megabytes / len(row))


HEAD = b"product,strength\n"
#: Texts of several megabytes, with what is said of them.
TEXTS = {
    "an open quote before short lines": (repeated(HEAD + b'A,"open\n', b"B,15 %\n", 20), "a.csv", "lines"),
    "short rows": (repeated(HEAD, b"A,1\n", 11), "a.csv", "lines"),
    "short rows and a quote": (repeated(HEAD + b'"B",1\n', b"A,1\n", 11), "a.csv", "lines"),
    "an open quote in each row": (repeated(HEAD, b'A,"open\n', 4), "a.csv", "quotation mark stands inside"),
    "a quote in the middle of each row": (repeated(HEAD, b'"A"x,1\n', 3), "a.csv", "cannot be read"),
    "too many cells in each row": (repeated(HEAD + b"A,1\n", b"a,b,c\n", 3), "a.csv", "cannot be read"),
    "blank lines": (repeated(HEAD + b"A,1\n", b"\n", 20), "a.csv", "lines"),
    "comments": (repeated(HEAD + b"A,1\n", b"# x\n", 20), "a.csv", "lines"),
    "lists in lists": (b"[" * 10_000_000, "a.json", "too many values"),
    "a key of its own in each object": (
        b"\n".join(b'{"product":"A","k%d":1}' % i for i in range(60_000)), "a.jsonl", "columns",
    ),
    "very many keys": (
        b'[{"product":"A",' + b",".join(b'"k%d":1' % i for i in range(60_000)) + b"}]",
        "a.json",
        "more values",
    ),
    "objects that do not end": (
        repeated(b'{"product":"A","pH":1}\n', b'{"product":"A\n', 3), "a.jsonl", "JSON",
    ),
}  # fmt: skip
ONE_ROW = {
    "an open quote before one long line": HEAD + b'A,"' + b"x" * 20_000_000 + b"\n",
    "commas in one line": HEAD + b"A,1\n" + b"," * 20_000_000 + b"\n",
    "rows of nothing": repeated(HEAD + b"A,1\n", b"," * 900 + b"\n", 6),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_refused_with_little_work_and_a_reason(name):
    data, file, result = TEXTS[name]
    start = time.process_time()
    with pytest.raises(InputError, match=result) as caught:
        read_table(data, name=file)
    assert time.process_time() - start < 2
    assert caught.value.fix


@pytest.mark.parametrize("name", ONE_ROW)
def test_long_lines_cost_their_rows_alone(name):
    start = time.process_time()
    table = read_table(ONE_ROW[name], name="a.csv")
    assert time.process_time() - start < 2
    assert len(table.rows) + table.unread_count <= 2


def test_one_long_cell_repeated_is_read_or_refused_within_bounds():
    data = HEAD + b"".join(b"A%d," % i + b"x" * 30_000 + b"\n" for i in range(100))
    start = time.process_time()
    assert len(read_table(data, name="a.csv").rows) == 100
    assert time.process_time() - start < 2


def test_cells_of_several_lines_may_have_many(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ROWS", 50)
    monkeypatch.setattr(bounds, "MOST_LINES", 500)
    data = HEAD + b'A,"1\n\n2\n3"\n' * 40
    assert len(read_table(data, name="a.csv").rows) == 40
    assert len(read_table(HEAD + b"A,1\n\n" * 40, name="a.csv").rows) == 40
    with pytest.raises(InputError, match="lines"):
        read_table(HEAD + b"A,1\n" * 200, name="a.csv")


def test_entities_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ENTITIES", 1_000)
    for data, name in (
        (HEAD + (b"A" + b"&lt;" * 60 + b",1\n") * 20, "a.csv"),
        (with_column(pa.array(["&lt;" * 1_001])), "a.parquet"),
    ):
        with pytest.raises(InputError, match="entities"):
            read_table(data, name=name)


# --- many rows at once are what they are one by one ----------------------------------------------------

CELLS = ["A", "", " ", "15 %", "Crème", "a b", "#", "'", "x" * 50]
ODD_CELLS = ['"', 'say "x"', '"a', "a\nb", "a\r", "&amp;", "a&b;", "\0", "\ud800", ";", "x,y", "x" * 131_073]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_at_once_are_as_one_by_one(monkeypatch, seed, end):
    chance = random.Random(seed)
    rows = [["product", "strength", "pH"]]
    rows += [[chance.choice(CELLS) for _ in range(3)] for _ in range(400)]
    for _ in range(seed % 4):
        row = chance.choice(rows[60:])
        match chance.randrange(4):
            case 0:
                row[chance.randrange(len(row))] = chance.choice(ODD_CELLS)
            case 1:
                row.append(chance.choice(CELLS))
            case 2:
                del row[0]
            case _:
                row[:] = [""] * len(row)
    text = io.StringIO()
    csv.writer(
        text, lineterminator=end, quoting=csv.QUOTE_ALL if seed % 3 == 0 else csv.QUOTE_MINIMAL
    ).writerows(rows)
    data = text.getvalue().encode("utf-8", "surrogatepass")
    monkeypatch.setattr(lines, "_PIECE", 2_000)
    monkeypatch.setattr(blocks, "_LEAST", math.inf)
    one_by_one = read_table(data, name="a.csv")
    monkeypatch.setattr(blocks, "_LEAST", 100)
    at_once = read_table(data, name="a.csv")
    pd.testing.assert_frame_equal(at_once.rows, one_by_one.rows, check_index_type=False)
    assert (at_once.unread, at_once.notes) == (one_by_one.unread, one_by_one.notes)


@pytest.mark.parametrize("odd", [None, {"product": "&amp;"}, {"product": "x\0"}, {"pH": [1]}, {"more": 1}, 5])
def test_objects_at_once_are_as_one_by_one(monkeypatch, odd):
    objects = [{"product": f"A{i}", "pH": i} for i in range(40)]
    for written in ("\n".join(map(json.dumps, [*objects, odd])), json.dumps([*objects, odd], indent=1)):
        monkeypatch.setattr(json_rows, "_FEW", 10_000)
        one_by_one = read_table(written.encode(), name="a.json")
        monkeypatch.setattr(json_rows, "_FEW", 0)
        monkeypatch.setattr(json_rows, "_AT_ONCE", 100)
        at_once = read_table(written.encode(), name="a.json")
        pd.testing.assert_frame_equal(at_once.rows, one_by_one.rows)
        assert (at_once.unread, at_once.notes) == (one_by_one.unread, one_by_one.notes)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[{"a": 1},\n{"a": }]', "line 2, column 7"),
        ('[{"a": 1},\n]', "line 2, column 1"),
        ('[{"a": 1}\n{"a": 2}]', "line 2, column 1"),
        ('[{"a": 1}] x', "line 1, column 12"),
        ('[{"a": 1}', "line 1, column 10"),
    ],
)
def test_where_a_list_is_broken_is_said_as_the_json_module_says_it(monkeypatch, text, where):
    monkeypatch.setattr(json_items, "_PIECE", 4)
    with pytest.raises(InputError, match=where):
        read_table(text.encode(), name="a.json")
