"""Tables that people bring: some eighty awkward files, bombs, round trips, strengths, giving back."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from calc import catalog
from calc.errors import InputError
from calc.parsing.strength import read_strength
from calc.tables import bounds, read_table, stream_table
from calc.tables.export import escape_formula, export_csv, export_xlsx

FILES = Path(__file__).parents[1] / "files"
EXPECTED = list(csv.DictReader((FILES / "expected.csv").read_text(encoding="utf-8").splitlines()))


def cells(table):
    """Return the cells of a table as lists."""
    return table.rows.to_numpy().tolist()


def table_of(text, name="products.csv"):
    """Read a table from its text or bytes."""
    return read_table(text.encode() if isinstance(text, str) else text, name=name)


def refused(source, name="products.csv", **how):
    """Return the error of a file that is refused; it must say everything."""
    with pytest.raises(InputError) as caught:
        read_table(source, name=name, **how)
    error = caught.value
    assert error.field == name
    assert error.given
    assert error.accepted
    assert error.fix
    return error


# --- the awkward files ----------------------------------------------------------------------------


@pytest.mark.parametrize("line", EXPECTED, ids=[line["file"] for line in EXPECTED])
def test_awkward_files_are_read_or_refused(line):
    path = FILES / line["file"]
    if line["outcome"] == "refused":
        assert line["message"] in str(refused(path, path.name))
        return
    table = read_table(path, name=path.name)
    delimiter = "\t" if line["delimiter"] == "TAB" else line["delimiter"]
    assert (table.kind, table.encoding, table.delimiter) == (line["kind"], line["encoding"], delimiter)
    assert table.decimal == line["decimal"]
    assert "|".join(table.columns) == line["columns"]
    assert tuple(table.rows.columns) == table.columns
    assert len(table.rows) == len(table.lines) == int(line["rows"])
    assert [row.line for row in table.unread] == [int(word) for word in line["unread"].split()]
    assert table.unread_count == len(table.unread)
    assert line["message"] in " ".join([*table.notes, *(row.reason for row in table.unread)])
    assert all(isinstance(cell, str) for row in cells(table) for cell in row)


@pytest.mark.parametrize("line", EXPECTED, ids=[line["file"] for line in EXPECTED])
def test_in_pieces_they_are_the_same(line):
    path = FILES / line["file"]
    if line["outcome"] == "refused":
        with pytest.raises(InputError):
            list(stream_table(path))
        return
    whole, stream = read_table(path, name=path.name), stream_table(path, rows_per_piece=2)
    assert stream.columns == whole.columns
    pieces = list(stream)
    assert max(len(piece) for piece in pieces) <= 2
    pd.testing.assert_frame_equal(pd.concat(pieces), whole.rows, check_index_type=False)
    assert stream.unread == whole.unread
    assert sorted(stream.notes) == sorted(whole.notes) or line["file"] == "mixed_decimals.csv"


def test_every_file_is_expected_and_small():
    others = ("expected.csv", ".gitattributes")
    paths = {path for path in FILES.iterdir() if path.is_file() and path.name not in others}
    assert {path.name for path in paths} == {line["file"] for line in EXPECTED}
    assert max(path.stat().st_size for path in paths) < 20_000


CELLS = {
    "semicolons_windows1252.csv": [
        ["Sérum éclat", "Caudalie", "0,75", "12,50"],
        ["Gesichtsöl für Männer", "Müller", "15 %", "1.234,50"],
        ["Loción niño", "Sesderma", "10-12 %", "9,99"],
    ],
    "russian_windows1251.csv": [
        ["Сыворотка с витамином С", "Чистая линия", "15 %", "450,00"],
        ["Крем-гель «Ёлка»", "Невская", "до 5 %", "99,90"],
    ],
    "quoted_lines.csv": [
        ["C Serum", "Water,\nAscorbic Acid,\nGlycerin", "15 %"],
        ['The "best"', "Water, Oil", "0,75"],
    ],
    "unclosed_quote.csv": [["A", "x", "1"], ["C", "x", "3"], ["D", "x", "4"]],
    "ragged.csv": [["A", "x", "1"], ["B", "x", ""], ["D", "x", "4"]],
    "commas_both_ways.csv": [["B", "15", "12"], ["C", "20", "9"]],
    "nul.csv": [["A", "x", "1"], ["C", "x", "3"]],
    "script.csv": [
        ["<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "15 %"],
        ["<b>Bold</b> & Co", "x", "10 %"],
    ],
    "comments.csv": [["A", "x", "1"], ["#1 Serum", "x", "2"]],
    "sep_line.csv": [["A;B", "x", "1,5"]],
    "spaces.csv": [[" A ", " x ", " 15 % "]],
    "plain.xlsx": [
        ["Sérum", "15 %", "12.5", "2026-03-01"],
        ["B", "0.3", "30", "true"],
        ["C", "10-12 %", "1e-07", "2026-03-01 12:30:00"],
    ],
    "formulas.xlsx": [["A", "15", "10"], ["B", "", "11"], ["C", "12", ""]],
    "two_sheets.xlsx": [["A", "15", "10"], ["C", "5", "9"]],
    "list.json": [["A", "15.5", "x,y", "", ""], ["Б", "1", "", "", '{"ok": true}']],
    "nan.json": [["A", "NaN"], ["B", "Infinity"], ["C", "1e999"]],
    "lines.jsonl": [["A", "15"], ["C", "0.75"]],
    "tiny.parquet": [
        ["A", "15", "30", "2026-01-02", "x,y", "2026-01-02", "true"],
        ["Б", "0.1", "", "2026-01-02", "", "2026-01-02", ""],
        ["", "", "5", "2026-01-02", "", "2026-01-02", "false"],
    ],
    "openbeautyfacts.csv.gz": [
        ["0001", 'Sérum "C" 15%', "30 ml", "", "Acme", "", "", 'Aqua, "Ascorbic Acid'],
        ["0002", '"Unclosed', "", "", "X", "", "", ""],
        ["0004", "Tea", "", "", "", "Teas", "France", ""],
    ],
    "openbeautyfacts.json": [
        [
            *("3600542000000", "Acme", "Serums", "France", "Aqua, Ascorbic Acid", "Eau, acide ascorbique"),
            *("Sérum C", "30 ml", "Glass"),
        ]
    ],
}


@pytest.mark.parametrize("name", CELLS)
def test_cells_are_as_they_were_typed(name):
    assert cells(read_table(FILES / name, name=name)) == CELLS[name]


def test_one_column_may_be_all_that_is_kept():
    names = "code\tcreator\tcreated_t\tproduct_name\t2024\n"
    table = table_of(names + "a\tb\tbrands\td\te\n1\t2\tAcme\t4\t5\n")
    assert table.columns == ("brands",)
    assert cells(table) == [["Acme"]]


def test_lines_are_where_the_rows_start():
    table = read_table(FILES / "quoted_lines.csv", name="quoted_lines.csv")
    assert list(table.lines) == [2, 5]
    assert list(read_table(FILES / "two_sheets.xlsx", name="x").lines) == [5, 7]
    assert list(read_table(FILES / "lines.jsonl", name="lines.jsonl").lines) == [1, 4]


@pytest.mark.parametrize("name", ["quoted_lines.csv", "plain.xlsx", "tiny.parquet", "openbeautyfacts.csv.gz"])
def test_bytes_and_paths_are_the_same(name):
    path = FILES / name
    assert cells(read_table(path.read_bytes(), name=name)) == cells(read_table(path, name=name))


def test_the_products_of_the_market_are_read():
    text = "Serum, 30 ml;Acme;0,02;3,5\n" * 3
    table = table_of(f"product;brand;stated_percent;price\n{text}")
    assert (table.delimiter, table.decimal, len(table.rows)) == (";", ",", 3)


# --- encodings ------------------------------------------------------------------------------------

RUSSIAN = (
    "название;бренд;доля\nСыворотка с витамином С;Чистая линия;10 %\n",
    "товар;цена\nКрем;100\n",
    "name;brand;strength\nСыворотка;Libre;15\n",
    "name;price\nЁж;1\n",
)
WESTERN = (
    "name;brand;strength\nSérum éclat;Caudalie;10 %\n",
    "Produkt;Preis\nGesichtsöl für Männer;12,50 €\n",
    "nombre;precio\nSuero facial niño;3,5\nLoción;4\n",
    "name;price\nCrème à l’acide ascorbique;15\n",
    "product;maker\nC-Serum;Müller\n",
    "nom;marque\nCrème créée;Réelle\n",
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [*((text, "windows-1251") for text in RUSSIAN), *((e, "windows-1252") for e in WESTERN)],
)
def test_letters_tell_the_encoding(text, encoding):
    table = table_of(text.encode(encoding))
    assert table.encoding == encoding
    assert [list(table.columns), *cells(table)] == [line.split(";") for line in text.splitlines()]


def test_a_letter_beyond_ascii_may_come_late():
    start = "product,strength\n" + "Plain serum,15\n" * 100_000
    table = table_of((start + "Crème,10\n").encode("cp1252"))
    assert table.encoding == "windows-1252"
    assert cells(table)[-1] == ["Crème", "10"]


def test_a_broken_byte_does_not_change_the_encoding():
    text = "product,strength\n" + "Crème,15\n" * 50
    table = table_of(text.encode() + b"Cr\xe8me,10\n")
    assert (table.encoding, len(table.rows), table.unread[0].line) == ("utf-8", 50, 52)


def test_rows_with_a_fault_do_not_change_the_delimiter():
    text = "product;price\n" + "A;1,5\n" * 40 + "B;x;1,5\n" * 3
    table = table_of(text)
    assert (table.delimiter, len(table.rows), table.unread_count) == (";", 40, 3)


def test_text_full_of_another_delimiter_does_not_change_it():
    text = "product,ingredients,price\n" + 'A,"water; glycerin; oil",12\n' * 9
    assert table_of(text).delimiter == ","
    assert table_of(text.replace(",", "\t").replace(";", ",")).delimiter == "\t"


def test_a_title_with_a_delimiter_is_no_header():
    table = table_of("Vitamin C serums, 2026\nproduct,strength\nA,15\nB,10\n")
    assert table.columns == ("product", "strength")
    assert cells(table) == [["A", "15"], ["B", "10"]]


@pytest.mark.parametrize(
    ("prices", "decimal"),
    [
        ("1,5 2,25", ","),
        ("1.5 2.25", "."),
        ("1.234,50 2", ","),
        ("1,234.50 2", "."),
        ("1.234 2.345", ""),
        ("1,234 2,345", ""),
        ("0,125 7", ","),
        ("0.125 7", "."),
        ("€12,50 9", ","),
        ("12,50-13,50 9", ","),
        ("15 20", ""),
        ("1,2-hexanediol 20", ""),
    ],
)
def test_the_decimal_mark_is_found(prices, decimal):
    assert (
        table_of("product;price\n" + "".join(f"A;{price}\n" for price in prices.split())).decimal == decimal
    )


# --- bounds ---------------------------------------------------------------------------------------


def workbook(*rows):
    """Return a workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data, name, content):
    """Return a workbook with one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()


PLAIN = workbook(["product", "strength"], ["A", 15])
SHEET = "xl/worksheets/sheet1.xml"


def sheet_of(rows, head=""):
    """Return the XML of a sheet with these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def inline(row, *texts):
    """Return the XML of a row of texts."""
    written = (
        f'<c r="{"ABC"[i]}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(texts)
    )
    return f'<row r="{row}">{"".join(written)}</row>'


def test_what_is_too_large_for_a_page_names_the_command(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(b"product,strength\nA,15\n")
        file.truncate(50_000_001)
    for source in (path, path.read_bytes()):
        error = refused(source, "big.csv")
        assert "python -m calc screen" in error.fix
        assert "50 MB" in error.accepted
    assert "python -m calc screen" in refused(b"a,b\n1,2\n", most_bytes=5).fix


def test_too_many_rows_for_a_page(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ROWS", 10)
    text = "product,strength\n" + "A,1\n" * 11
    assert "10 rows" in refused(text.encode()).accepted
    assert len(table_of(text[:-4]).rows) == 10


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as file:
        file.write(b"product,strength\n")
        for _ in range(60):
            file.write(b"A,15\n" * 1_000_000)
    began = time.perf_counter()
    assert "unpacks to more than" in str(refused(path, "bomb.csv.gz"))
    with pytest.raises(InputError, match="unpacks to more than"):
        list(stream_table(path))
    assert time.perf_counter() - began < 60


def test_a_zip_bomb_is_not_opened():
    bomb = with_part(PLAIN, "xl/media/image1.bin", bytes(250_000_000))
    assert "would unpack" in refused(bomb, "bomb.xlsx").accepted
    assert len(bomb) < 1_000_000


def test_a_tight_zip_is_not_opened():
    assert "would unpack" in refused(with_part(PLAIN, SHEET, sheet_of(" " * 30_000_000)), "b.xlsx").accepted


def test_too_many_parts_are_not_opened():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for i in range(2001):
            archive.writestr(f"xl/{i}", b"")
    assert "would unpack" in refused(stream.getvalue(), "b.xlsx").accepted


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        f'<?xml version="1.0"?>{LAUGHS}',
        f'<?xml version="1.0"?><!--{"x" * (1 << 20)}-->{LAUGHS}',
    ],
)
def test_entities_are_refused(head):
    bomb = with_part(PLAIN, SHEET, sheet_of(inline(1, "a", "&b;"), head) + "".join(map(str, range(3000))))
    assert "entities" in refused(bomb, "bomb.xlsx").accepted


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp037"])
def test_entities_cannot_hide_in_another_encoding(encoding):
    text = sheet_of(inline(1, "a", "b"), f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}')
    written = text.encode(encoding)
    if encoding == "cp037":
        written = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + LAUGHS.encode(encoding)
    assert "not XML in UTF-8" in refused(with_part(PLAIN, SHEET, written), "b.xlsx").accepted


def test_a_row_without_end_is_refused():
    rows = '<row r="1">' + "".join(f'<c r="A{i}"><v>{random.random()}</v></c>' for i in range(260_000))
    assert "more than is read" in refused(with_part(PLAIN, SHEET, sheet_of(rows)), "b.xlsx").accepted


def test_gaps_between_rows_end():
    began = time.perf_counter()
    rows = inline(1, "product", "strength") + inline(2, "A", "15") + inline(999_999_999_999, "B", "10")
    table = read_table(with_part(PLAIN, SHEET, sheet_of(rows)), name="gap.xlsx")
    assert cells(table) == [["A", "15"]]
    assert time.perf_counter() - began < 60


def test_a_long_text_in_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_HELD", 1_000_000)
    data = workbook(["product", "strength"], *[["x" * 30_000, i] for i in range(40)])
    assert "more than is read" in refused(data, "long.xlsx").accepted


def test_a_parquet_bomb_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "bomb.parquet"
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(200_000, dtype=np.int32)), ["x" * 100_000])
    pq.write_table(pa.table({"product": text, "strength": np.arange(200_000)}), path)
    assert path.stat().st_size < 2_000_000  # 20 GB when written out
    assert "too long" in refused(path, "bomb.parquet").accepted
    monkeypatch.setattr(bounds, "MOST_ROWS", 1000)
    assert "1000 rows" in refused(path, "bomb.parquet").accepted


def test_values_without_number_are_refused():
    assert "too many values" in refused(b'[{"a":1,"b":2}' + b",{}" * 2_100_000 + b"]", "b.json").given
    assert "nested" in refused(b'{"a":' * 100_000, "b.json").accepted


def test_too_many_columns():
    text = ",".join(map(str, range(1001))) + "\n" + ",".join(["x"] * 1001) + "\n"
    assert "1001 columns" in refused(text.encode()).given
    data = workbook([f"c{i}" for i in range(1001)], [1] * 1001)
    assert "1001 columns" in refused(data, "wide.xlsx").given


def test_a_table_may_have_a_column_for_every_ingredient():
    assert len(catalog.ingredients()) < bounds.MOST_COLUMNS
    text = ",".join(f"{name}_g" for name in catalog.ingredients()) + "\n"
    text += ",".join("1" for _ in catalog.ingredients()) + "\n"
    assert len(read_table(text.encode(), name="formulas.csv").columns) == len(catalog.ingredients())


def test_cells_and_lines_without_end_are_listed():
    long_cell = "B" * (bounds.LONGEST_CELL + 1)
    table = table_of(f"product,strength\nA,1\n{long_cell},2\n{'C' * 1_100_000},3\nD,4\n")
    assert cells(table) == [["A", "1"], ["D", "4"]]
    assert [row.line for row in table.unread] == [3, 4]
    objects = [{"product": long_cell, "strength": 1}, {"product": "B", "strength": 2}]
    assert [row.line for row in table_of(json.dumps(objects), "x.json").unread] == [1]


def test_an_unclosed_quote_costs_one_row():
    text = "product,strength\n" + "A,1\n" * 10 + '"B,2\n' + "C,3\n" * 60_000
    table = table_of(text)
    assert [row.line for row in table.unread] == [12]
    assert len(table.rows) == 60_010


def test_many_unclosed_quotes_end():
    began = time.perf_counter()
    table = table_of("product,strength\nA,1\n" + '"B,2\n"C" x,3\n' * 20_000)
    assert len(table.rows) >= 1
    assert table.unread_count > 1000
    assert len(table.unread) == bounds.MOST_LISTED
    assert "the first 1000 are listed" in " ".join(table.notes)
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize(
    "text", [" " * 130_000 + "x", "1" + " " * 130_000 + "x", "\n" * 200_000 + "[", "1,5" * 40_000]
)
def test_cells_made_to_take_long_do_not(text):
    began = time.perf_counter()
    for name in ("a.csv", "a.json"):
        with pytest.raises(InputError):
            raise_or_refuse(f"{text}\t{text}\n{text}\t{text}\n".encode(), name)
    with pytest.raises(InputError):
        read_strength(text, field="strength")
    assert time.perf_counter() - began < 20


def raise_or_refuse(data, name):
    read_table(data, name=name)
    raise InputError("", "", "", "")


def test_memory_is_bounded_in_pieces(tmp_path):
    path = tmp_path / "long.csv"
    line = "Serum é;Brand;l_ascorbic_acid;15,5;3,2;;30;12,50;EUR;dropper_bottle\n"
    with path.open("w", encoding="utf-8") as file:
        file.write(";".join("abcdefghij") + "\n")
        for _ in range(100):
            file.write(line * 1000)
    code = (
        "import sys, resource, pathlib, pandas, pyarrow\n"
        "from calc.tables import stream_table\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "stream = stream_table(pathlib.Path(sys.argv[1])); before = None; rows = 0\n"
        "for i, piece in enumerate(stream):\n"
        "    rows += len(piece)\n"
        "    before = peak() if i == 2 else before\n"
        "print(rows, peak() - before)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=FILES.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    rows, grown_kB = map(int, run.stdout.split())
    assert rows == 100_000
    assert grown_kB < 20_000  # held as text it is 60 MB


def test_a_file_that_is_not_there():
    assert refused(Path("/nowhere/products.csv")).given == "No such file or directory"
    refused(FILES)


# --- ways -----------------------------------------------------------------------------------------


def test_numbers_of_parquet_may_stay_numbers(tmp_path):
    path = tmp_path / "formulas.parquet"
    pq.write_table(pa.table({"water_g": [84.5, None], "count": [1, 2], "name": ["A", None]}), path)
    [piece] = list(stream_table(path, numbers=True))
    assert piece["water_g"].dtype == np.float64
    assert piece["count"].dtype == np.int64
    assert piece["name"].tolist() == ["A", ""]
    [piece] = list(stream_table(path))
    assert piece.to_numpy().tolist() == [["84.5", "1", "A"], ["", "2", ""]]


def test_a_file_that_breaks_off_gives_what_is_before_and_says_so(tmp_path):
    path = tmp_path / "broken.csv.gz"
    text = "product,strength\n" + "".join(f"Crème {random.random()},{i}\n" for i in range(60_000))
    path.write_bytes(gzip.compress(text.encode())[:-100])
    stream = stream_table(path, rows_per_piece=1000)
    assert len(next(stream)) == 1000
    with pytest.raises(InputError, match="breaks off"):
        list(stream)


def test_keys_that_come_late_are_told(tmp_path):
    path = tmp_path / "late.jsonl"
    path.write_text('{"product": "A", "strength": 1}\n' * 1500 + '{"product": "B", "pH": 3}\n')
    stream = stream_table(path)
    assert sum(len(piece) for piece in stream) == 1501
    assert "line 1501: pH" in " ".join(stream.notes)
    assert read_table(path, name="late.jsonl").columns == ("product", "strength", "pH")


def test_a_list_is_not_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_BYTES", 10)
    for name in ("list.json", "plain.xlsx"):
        with pytest.raises(InputError, match="MB"):
            stream_table(FILES / name)


def test_a_sheet_with_a_password_is_refused():
    data = bytearray(PLAIN)
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "password" in refused(bytes(data), "secret.xlsx").accepted


def test_other_archives_are_named():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert "xlsb" in refused(stream.getvalue(), "x.xlsb").given
    assert "only text" in refused(gzip.compress(PLAIN), "x.xlsx.gz").accepted


# --- what is written is read ----------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
#: Letters beyond ASCII stand alone in Western words; that is what tells their encoding.
LATIN = st.lists(st.sampled_from([*"abc XYZ 0123456789.,%-<>", "ée", "ß "]), max_size=8).map("".join)


@st.composite
def grids(draw, text):
    """Return a header and rows below; no row is empty, nor taken for a comment."""
    width = draw(st.integers(2, 5))
    header = [f"name {i}" for i in range(width)]
    row = st.tuples(st.sampled_from(["A serum", "B", "C, D; E"]), *[text] * (width - 1))
    return header, [list(line) for line in draw(st.lists(row, min_size=1, max_size=6))]


def written(header, rows, delimiter, quoting, end):
    """Return a table as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([header, *rows])
    return stream.getvalue()


DIALECTS = st.tuples(
    st.sampled_from(";,\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@given(grids(TEXT), DIALECTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
# Sixty: some twenty of each encoding, in every separator and quoting.
@settings(max_examples=60, deadline=None)
def test_any_dialect_reads_back(grid, dialect, encoding):
    header, rows = grid
    table = table_of(written(header, rows, *dialect).encode(encoding))
    assert list(table.columns) == header
    assert cells(table) == rows
    assert not table.unread


@given(grids(LATIN), DIALECTS)
@settings(max_examples=40, deadline=None)
def test_western_letters_read_back(grid, dialect):
    header, rows = grid
    table = table_of(written(header, rows, *dialect).encode("cp1252"))
    assert cells(table) == rows


@given(grids(TEXT))
@settings(max_examples=20, deadline=None)
def test_json_and_parquet_read_back(grid):
    header, rows = grid
    objects = [dict(zip(header, row)) for row in rows]
    lines = "\n".join(json.dumps(record) for record in objects)
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(objects), stream)
    for data, name in ((json.dumps(objects), "a.json"), (lines, "a.jsonl"), (stream.getvalue(), "a.parquet")):
        assert cells(table_of(data, name)) == rows


@given(grids(TEXT))
@settings(max_examples=12, deadline=None)  # each writes a workbook
def test_what_is_given_back_reads_back(grid):
    header, rows = grid
    frame = pd.DataFrame(rows, columns=header, dtype="str")
    assert cells(table_of(export_xlsx(frame), "a.xlsx")) == rows
    assert cells(table_of(export_csv(frame))) == [[escape_formula(cell) for cell in row] for row in rows]


MAGIC = st.sampled_from(
    [b"", b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08", b"\xff\xfe", b"\xfe\xff", b"[{", b'{"', b"a,b\n"]
)


@given(
    MAGIC,
    st.binary(max_size=400),
    st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xlsx", "a.parquet", "a.gz", ""]),
)
@example(b"", b'"', "a.csv")
@example(b"", b'a,b\n"', "a.csv")
@example(b"", b"sep=\n", "a.csv")
@example(b"", b'sep="\na"b\n1"2\n', "a.csv")
@example(b"\xff\xfe", b"\x00", "a.csv")
@settings(max_examples=200, deadline=2000)  # beside the examples above, which broke it once
def test_random_bytes_are_read_or_refused(magic, rest, name):
    try:
        read_table(magic + rest, name=name)
    except InputError as error:
        str(error)


@given(
    st.sampled_from(["plain.xlsx", "tiny.parquet", "openbeautyfacts.csv.gz", "quoted_lines.csv"]), st.data()
)
@settings(max_examples=60, deadline=5000)  # some fifteen spoiled copies of each file
def test_files_with_a_wrong_byte_are_read_or_refused(name, data):
    content = bytearray((FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for spoiled in (bytes(content), bytes(content[:cut])):
        try:
            read_table(spoiled, name=name)
        except InputError as error:
            str(error)


def test_a_number_of_a_workbook_cannot_be_taken_for_thousands(tmp_path):
    book = Workbook()
    for row in (["product", "price"], ["A", 12.125], ["B", -1.5], ["C", "1.234 EUR"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    pd.DataFrame({"product": ["A"], "price": [12.125]}).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.json").write_text('[{"product": "A", "price": 12.125}]', encoding="utf-8")
    cells = [
        read_table(tmp_path / f"a.{end}", name=f"a.{end}").rows["price"]
        for end in ("xlsx", "parquet", "json")
    ]
    assert [list(cell) for cell in cells] == [["12.1250", "-1.5", "1.234 EUR"], ["12.1250"], ["12.1250"]]


def test_products_that_open_beauty_facts_wraps_one_by_one(tmp_path):
    every = [{"code": str(i), "product": {"product_name": f"P{i}", "quantity": "30 ml"}} for i in range(3)]
    for name, text in (("a.json", json.dumps(every)), ("a.jsonl", "\n".join(map(json.dumps, every)))):
        table = read_table(text.encode(), name=name)
        assert list(table.rows["product_name"]) == ["P0", "P1", "P2"]
        assert list(table.rows["code"]) == ["0", "1", "2"]


def test_what_share_was_read_is_unknown_where_a_file_is_taken_in_whole(tmp_path):
    path = tmp_path / "a.json"
    products = {"products": [{"product": "A", "strength": "5 %"}] * 100}
    path.write_text(json.dumps(products), encoding="utf-8")
    stream = stream_table(path, rows_per_piece=10)
    assert {stream.share for _ in stream} == {0.0}
