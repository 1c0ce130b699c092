"""Tables that are taken away hold text, never formulas."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from calc.errors import InputError
from calc.tables import export
from calc.tables.export import escape_formula, export_csv, export_xlsx


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-", "-5 apples"]
)
def test_what_a_spreadsheet_would_work_out_gets_an_apostrophe(text):
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-0,5", "-1.5e-3", "-5 %", "A=B", "", "15", "C-Serum", "<script>"]
)
def test_what_is_harmless_stays(text):
    assert escape_formula(text) == text


FRAME = pd.DataFrame(
    {
        "product": ["=cmd|' /C calc'!A0", "Sérum, Ж", None],
        "=evil": ["-5", "@x", "a;=1+1"],
        "strength": [0.15, float("nan"), float("inf")],
        "count": [1, -2, 3],
        "ok": [True, False, True],
    }
)


def test_csv_is_given_back_harmless():
    data = export_csv(FRAME)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["product", "'=evil", "strength", "count", "ok"]
    assert rows[1] == ["'=cmd|' /C calc'!A0", "-5", "0.15", "1", "True"]
    assert rows[2] == ["Sérum, Ж", "'@x", "", "-2", "False"]
    assert b'"a;=1+1"' in data


def test_excel_is_given_back_without_formulas():
    sheet = load_workbook(io.BytesIO(export_xlsx(FRAME))).active
    results = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert results[0] == list(FRAME.columns)
    assert results[1] == ["=cmd|' /C calc'!A0", "-5", 0.15, 1, True]
    assert results[2] == ["Sérum, Ж", "@x", None, -2, False]
    assert results[3] == [None, "a;=1+1", "inf", 3, True]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_a_workbook_is_as_a_person_would_make_it():
    frame = pd.DataFrame(
        {"product": ["A serum with a name of some length"], "pH": [None], "note": ["x" * 300]}
    )
    sheet = load_workbook(io.BytesIO(export_xlsx(frame))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C2")
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet["B2"].value is None
    name, pH, note = (sheet.column_dimensions[letter].width for letter in "ABC")
    assert pH < len(frame["product"][0]) < name < note < 60


def test_what_a_sheet_does_not_hold_is_refused(monkeypatch):
    with pytest.raises(InputError, match="32767"):
        export_xlsx(pd.DataFrame({"a": ["x" * 32_768]}))
    monkeypatch.setattr(export, "_ROWS_IN_EXCEL", 2)
    with pytest.raises(InputError, match="3 rows"):
        export_xlsx(FRAME)
    assert export_xlsx(FRAME.head(2))


def test_nothing_is_given_back_as_nothing():
    empty = FRAME.head(0)
    assert export_csv(empty).decode("utf-8-sig").count("\n") == 1
    assert load_workbook(io.BytesIO(export_xlsx(empty))).active.max_row == 1


def test_the_frame_that_is_given_back_is_left_as_it_is():
    before = FRAME.copy()
    export_csv(FRAME)
    pd.testing.assert_frame_equal(FRAME, before)
