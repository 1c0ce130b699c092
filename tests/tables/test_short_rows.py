"""Rows that lack cells at their end are read; what only looks like such rows is not."""

from __future__ import annotations

import pytest

from calc.products import compare, screen
from calc.tables import read_table

HEAD = "product,form,strength,pH,price\nWhole,LAA,15 %,3.2,29 EUR\n"


def rows_of(text):
    """Return cells, notes and rows that could not be read."""
    table = read_table(text.encode(), name="list.csv")
    return table.rows.to_numpy().tolist(), " ".join(table.notes), table.unread


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_row_that_lacks_its_last_cells_is_read_and_told(separator):
    cells, notes, unread = rows_of((HEAD + "Short,SAP\nShorter\n").replace(",", separator))
    assert cells[1:] == [["Short", "SAP", "", "", ""], ["Shorter", "", "", "", ""]]
    assert "read with the last ones empty: 2 (lines 3, 4)" in notes
    assert unread == ()


def test_many_of_them_are_told_by_their_first_lines():
    _, notes, _ = rows_of(HEAD + "Short,SAP\n" * 7)
    assert "empty: 7 (lines 3, 4, 5, 6, 7, ...)" in notes


def test_compare_and_screen_read_them_alike(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "Short,SAP,5 %\nOther,LAA,30 %\n")
    compared = compare(read_table(path, name=path.name)).as_dict()
    assert [product["mass_fraction"]["median"] for product in compared["products"]] == [0.15, 0.05, 0.3]
    assert compared["products"][1]["pH"] is None
    screened = screen(path, tmp_path / "answer.csv")
    assert (screened.rows, screened.unread, screened.left_out) == (3, 0, 0)
    assert any("2 (lines 3, 4)" in note for note in screened.notes)


@pytest.mark.parametrize("next_line", ["", "Last,SAP,5 %,7,9 EUR\n", "Last,SAP\n"])
def test_one_row_that_a_line_break_parts_is_no_two_products(next_line):
    cells, _, unread = rows_of(HEAD + "Glow,L-Ascorbic\nAcid,15 %,3.2,29 EUR\n" + next_line)
    assert [row[0] for row in cells] == ["Whole", "Last"][: len(cells)]
    assert len(cells) == (2 if next_line else 1)
    assert "quotation marks" in unread[0].reason
    assert unread[0].line == 3


def test_two_short_rows_stay_two():
    cells, _, unread = rows_of(HEAD + "One,SAP,5 %\nTwo,MAP,10 %\nThree,LAA,8 %\n")
    assert [row[0] for row in cells] == ["Whole", "One", "Two", "Three"]
    assert unread == ()


def test_a_line_that_something_else_separates_is_not_taken_for_a_name():
    _, _, unread = rows_of(HEAD + "Other;SAP;5 %;7;9 EUR\n")
    assert [row.line for row in unread] == [3]
    assert "this row has 1 cell." in unread[0].reason
