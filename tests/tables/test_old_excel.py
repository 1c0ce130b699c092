"""Workbooks of old Excel (.xls) are read as the new ones are, or refused with what works."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from calc.errors import InputError
from calc.products.listings import read_listings
from calc.tables import FileChoices, old_excel, read_table
from calc.tables.grid import open_grids

BOOK = Path(__file__).parents[1] / "files" / "old_products.xls"


def test_cells_are_as_they_are_shown():
    read = read_listings(read_table(BOOK, name=BOOK.name))
    first, second = read.listings
    assert (first.name, second.name) == ("Acme C serum", "Acme Glow")  # the brand stands in merged cells
    assert (first.product.strength, first.price, first.currency) == (pytest.approx(0.15), 25.0, "EUR")
    assert (first.size_mL, first.product.pH) == (30.0, 3.2)
    assert [row.line for row in read.unread] == [5]  # 10-12 that became a day
    assert any("dates among others" in note for note in read.notes)


def test_hidden_sheets_are_left_out_unless_they_are_stated():
    assert not any("Old prices" in note for note in read_table(BOOK, name="a.xls").notes)
    table = read_table(BOOK, name="a.xls", how=FileChoices(sheet="Old prices"))
    assert table.rows["product"].tolist() == ["Gone"]


def test_loggers_come_in_it_too():
    names = [grid.name for grid in open_grids(BOOK.read_bytes(), name="a.xls")]
    assert names == ["sheet “Notes”", "sheet “Serums”"]


@pytest.mark.parametrize("cut", [600, 2_000, 4_000, 5_000])
def test_what_is_damaged_is_refused_or_read(cut):
    data = bytearray(BOOK.read_bytes())
    data[cut : cut + 40] = b"\xff" * 40
    for some in (bytes(data), BOOK.read_bytes()[:cut]):
        with contextlib.suppress(InputError):
            read_table(some, name="a.xls")


def test_a_password_is_named():
    data = old_excel.MAGIC + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    with pytest.raises(InputError, match=r"password.*Save it as \.xlsx without a password"):
        read_table(data, name="a.xlsx")


def test_what_is_too_large_is_refused_with_what_works(monkeypatch):
    monkeypatch.setattr(old_excel, "MOST_OLD_BYTES", 1_000)
    with pytest.raises(InputError, match=r"Save it as \.xlsx, or as CSV"):
        read_table(BOOK, name="a.xls")
