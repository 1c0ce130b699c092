"""Tables of any kind as pieces: the same rows whatever the format, how far it has come, what was left out."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from calc import InputErrors
from calc.products.screening import screen_file
from calc.products.screening.pieces import ODBL_CREDIT, chained, open_table

ROWS = [("80,5", "15,25", "a"), ("85", "0,75", "b"), ("1.234", "5", "c"), ("70,123", "1.234,5", "ä, d")]
HEAD = ("water_g", "l_ascorbic_acid_g", "note")


def lines(separator: str) -> str:
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in (HEAD, *ROWS)) + "\n"


def written(folder, kind):
    path = folder / f"in.{kind.split()[0]}"
    if kind.startswith("csv"):
        separator, encoding = kind.split()[1:]
        path.write_text(lines(separator), encoding=encoding)
    elif kind == "tsv":
        path.write_text(lines("\t"), encoding="utf-8")
    elif kind == "json":
        path.write_text(json.dumps([dict(zip(HEAD, row)) for row in ROWS]))
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(dict(zip(HEAD, row))) + "\n" for row in ROWS))
    elif kind == "xlsx":
        pd.DataFrame(ROWS, columns=HEAD).to_excel(path, index=False)
    else:
        pd.DataFrame(ROWS, columns=HEAD).to_parquet(path, index=False)
    return path


KINDS = (
    "csv ; utf-8",
    "csv ; utf-16",
    "csv ; windows-1252",
    "csv , utf-8-sig",
    "tsv",
    "json",
    "jsonl",
    "xlsx",
)


@pytest.mark.parametrize("kind", [*KINDS, "parquet"])
def test_decimal_commas_are_read_in_every_format(tmp_path, kind):
    source = written(tmp_path, kind)
    screened = screen_file(source, tmp_path / "out.parquet", rows_per_piece=3)
    assert (screened.rows, screened.unread, screened.left_out) == (4, 1, 0)
    answer = pd.read_parquet(tmp_path / "out.parquet")
    assert answer["note"].tolist() == [row[2] for row in ROWS]
    assert answer["unread"].astype("object").iloc[2] == "water_g can be read in two ways"
    assert answer["water_g"].iloc[3] == pytest.approx(70.123), "never a thousand times as much"
    assert answer["l_ascorbic_acid_g"].iloc[3] == pytest.approx(1234.5)
    assert answer["mass_fraction"].iloc[0] == pytest.approx(15.25 / 95.75)
    assert answer["mass_fraction"].iloc[1] == pytest.approx(0.75 / 85.75)


def test_points_are_points_and_thousands_are_asked_about(tmp_path):
    (tmp_path / "in.csv").write_text('water_g,l_ascorbic_acid_g\n80.5,15.25\n1.234,1\n"1,234",1\n"0,75",1\n')
    screen_file(tmp_path / "in.csv", tmp_path / "out.parquet")
    answer = pd.read_parquet(tmp_path / "out.parquet")
    assert answer["unread"].notna().tolist() == [False, False, True, False]
    assert answer["mass_fraction"].iloc[1] == pytest.approx(1 / 2.234)
    assert answer["mass_fraction"].iloc[3] == pytest.approx(1 / 1.75)


def test_lines_that_cannot_be_read_are_counted_and_told(tmp_path):
    broken = "".join("1,2,3\n" for _ in range(12))
    (tmp_path / "in.csv").write_text("water_g,note\n1,a\n" + broken + "2,b\n")
    screened = screen_file(tmp_path / "in.csv", tmp_path / "out.csv")
    assert (screened.rows, screened.left_out) == (2, 12)
    assert screened.lines[0].line == 3
    assert "3 cells" in screened.lines[0].reason


def test_how_far_it_has_come_grows(tmp_path):
    (tmp_path / "in.csv").write_text("water_g,note\n" + "1,text\n" * 200_000)
    with open_table(tmp_path / "in.csv", 20_000) as table:
        assert (table.columns, table.decimal, table.credit) == (("water_g", "note"), "", "")
        shares = [table.share() for _ in table.pieces]
    assert shares == sorted(shares)
    assert shares[0] < 0.5
    assert shares[-1] == 1.0
    assert table.left_out() == (0, ())


def test_numbers_of_parquet_stay_what_they_are(tmp_path):
    frame = pd.DataFrame({"water_g": [80, 85], "note": ["a", None]})
    frame.to_parquet(tmp_path / "in.parquet", index=False)
    with open_table(tmp_path / "in.parquet", 10) as table:
        (piece,) = table.pieces
    assert str(piece["water_g"].dtype) == "int64[pyarrow]"


def test_what_is_no_table_is_refused_with_its_name(tmp_path):
    (tmp_path / "in.csv").write_bytes(b"%PDF-1.7 and so on")
    with pytest.raises(InputErrors, match="PDF"), open_table(tmp_path / "in.csv", 10):
        pass
    with pytest.raises(InputErrors, match="No such file"), open_table(tmp_path / "missing.csv", 10):
        pass


def test_nothing_is_held_on_to():
    assert [*chained(1, iter([2, 3]))] == [1, 2, 3]
    assert "ODbL" in ODBL_CREDIT or "Open Database License" in ODBL_CREDIT
