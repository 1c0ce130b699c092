"""Workbooks of old Excel (.xls) are read as the new ones are, or refused with what works."""

from __future__ import annotations

import contextlib
import functools
import struct
from pathlib import Path

import pytest

from calc.errors import InputError
from calc.products.listings import read_listings
from calc.tables import FileChoices, old_excel, read_table
from calc.tables.grid import open_grids
from tests.hostile import bounded

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


# --- hostile workbooks ----------------------------------------------------------------------------

WHOLE = BOOK.read_bytes()
SECTOR, CELL = 512, {b"\xfd\x00\x0a\x00", b"\x03\x02\x0e\x00", b"\x7e\x02\x0a\x00", b"\x01\x02\x06\x00"}


def chained(following) -> bytes:
    """Return the workbook with another sector behind each of its sectors."""
    (table,) = struct.unpack("<I", WHOLE[0x4C:0x50])
    start = SECTOR * (1 + table)
    table_of = b"".join(struct.pack("<I", following(number)) for number in range(SECTOR // 4))
    return WHOLE[:start] + table_of + WHOLE[start + SECTOR :]


def moved(row: int, column: int) -> bytes:
    """Return the workbook with all of its cells in one far place."""
    data = bytearray(WHOLE)
    for at in range(len(data) - 8):
        if bytes(data[at : at + 4]) in CELL:
            data[at + 4 : at + 8] = struct.pack("<HH", row, column)
    return bytes(data)


def with_dimensions(rows: int) -> bytes:
    """Return the workbook whose sheets say that they have so many rows."""
    head = struct.pack("<HH", 0x200, 14)
    said = head + struct.pack("<IIHHH", 0, rows, 0, 256, 0)
    return b"".join(said + piece[14:] if number else piece for number, piece in enumerate(WHOLE.split(head)))


HOSTILE = {
    "each sector behind itself": lambda: chained(lambda number: number),
    "sectors in a ring": lambda: chained(lambda number: (number + 1) % 9),
    "all sectors before the first": lambda: chained(lambda number: 0),
    "sectors behind the end": lambda: chained(lambda number: 1_000_000 + number),
    "cells in the last row": lambda: moved(65_535, 0),
    "cells in the last column": lambda: moved(9, 255),
    "cells in the last corner": lambda: moved(65_535, 255),
    "cells in columns that there are not": lambda: moved(9, 60_000),
    "more rows than there are": lambda: with_dimensions(2**32 - 1),
    "sectors as large as the world": lambda: WHOLE[:0x1E] + b"\x1e\x00" + WHOLE[0x20:],
    "zeros behind it": lambda: WHOLE + b"\0" * 7_900_000,
    "a head and zeros": lambda: WHOLE[:SECTOR] + b"\0" * 7_900_000,
    **{f"cut at {cut}": functools.partial(WHOLE.__getitem__, slice(cut)) for cut in range(8, 5_600, 700)},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_read_or_refused_within_bounds(name):
    data = HOSTILE[name]()
    with bounded(len(data)), contextlib.suppress(InputError):
        read_table(data, name="a.xls")


def test_cells_far_out_count_with_those_before_them(monkeypatch):
    monkeypatch.setattr(old_excel, "MOST_OLD_CELLS", 700)
    assert len(read_table(BOOK, name="a.xls").rows) == 3
    with pytest.raises(InputError, match=r"more than 700 cells.*more than is read of old Excel.*or as CSV"):
        read_table(moved(9, 700), name="a.xls")
