"""Answers: the worst rows of one, how many there are of each, and what is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calc import InputErrors
from calc.products.screening import screen_file, screen_formulas
from calc.products.screening.answer import (
    ScreenOutput,
    counts_of,
    ending_of,
    finish,
    worst_of,
)
from calc.products.screening.verdicts import ADDED
from tests.products.test_screen import SERUM, leftovers, table

# --- the worst of one ------------------------------------------------------------------------------


def answered(folder: Path, n: int, **options: int) -> tuple[Path, pd.DataFrame]:
    """Return an answer in Parquet, some of its rows unread, and what it says."""
    frame = table(n, seed=9)
    frame.loc[frame.index % 17 == 3, "water_g"] = -1.0
    frame.to_parquet(folder / "in.parquet", index=False)
    screen_file(folder / "in.parquet", folder / "out.parquet", **options)
    return folder / "out.parquet", screen_formulas(frame)


def test_the_worst_rows_come_first_and_stay_in_their_order(tmp_path):
    path, whole = answered(tmp_path, 300, rows_per_piece=70)
    rank = {"STOP": 3, "CAUTION": 2, "NOTE": 1}

    def key(row: int) -> tuple[int, int, int]:
        words = whole.iloc[row]
        if pd.notna(words["unread"]):
            return (1, 0, row)
        many = len(words["codes"].split(";")) if words["codes"] else 0
        return (-rank.get(words["worst"], 0), -many, row)

    expected = sorted(range(300), key=key)
    for most in (0, 1, 20, 300, 1000):
        result = worst_of(path, most)
        assert result.index.tolist() == expected[:most]
        assert result.index.name == "row"
        assert [*result] == [*whole]
        names = whole["name"].iloc[expected[:most]].tolist()
        assert result["name"].tolist() == names
        codes = whole["codes"].astype("object").iloc[expected[:most]]
        assert result["codes"].astype("object").fillna("").tolist() == codes.fillna("").tolist()


def test_rows_are_counted_by_what_is_worst_of_them(tmp_path):
    path, whole = answered(tmp_path, 300, rows_per_piece=70)
    counts = counts_of(path)
    assert [*counts] == ["STOP", "CAUTION", "NOTE", "nothing_found", "unread"]
    assert sum(counts.values()) == 300
    assert counts["unread"] == whole["unread"].notna().sum() == 18
    for name in ("STOP", "CAUTION", "NOTE"):
        assert counts[name] == (whole["worst"].astype("object") == name).sum()


def test_the_worst_of_no_rows_is_no_rows(tmp_path):
    pd.DataFrame({"water_g": np.zeros(0)}).to_parquet(tmp_path / "in.parquet")
    screen_file(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert [*worst_of(tmp_path / "out.parquet", 5)] == ["water_g", *ADDED]
    assert not any(counts_of(tmp_path / "out.parquet").values())


@pytest.mark.parametrize("read", [counts_of, lambda path: worst_of(path, 3)])
def test_only_an_answer_has_a_worst(tmp_path, read):
    (tmp_path / "a.csv").write_text("codes,worst\n")
    pd.DataFrame(SERUM).to_parquet(tmp_path / "b.parquet")
    for name, said in (("a.csv", "not a Parquet"), ("b.parquet", "not an answer"), ("c.parquet", "No such")):
        with pytest.raises(InputErrors, match=said):
            read(tmp_path / name)


def test_the_worst_rows_of_many_need_little_memory(tmp_path):
    import pyarrow

    # In memory the answer is 34 MB, seven times as much as may be held.
    frame = table(2_000, seed=9).sample(60_000, replace=True, random_state=1)
    frame.to_parquet(tmp_path / "in.parquet", index=False)
    screen_file(tmp_path / "in.parquet", tmp_path / "out.parquet", rows_per_piece=6_000)
    before = pyarrow.total_allocated_bytes()
    pyarrow.default_memory_pool().release_unused()
    held = worst_of(tmp_path / "out.parquet", 100)
    assert len(held) == 100
    assert pyarrow.total_allocated_bytes() < before + 5_000_000


# --- what is left behind --------------------------------------------------------------------------


def test_an_answer_that_is_not_kept_is_gone(tmp_path):
    piece = pd.DataFrame({"name": ["a"]})
    own = finish(piece, pd.DataFrame({"unread": [None]}), ".csv")
    assert (own.rows, own.unread, own.columns, own.body) == (1, 0, ("name", "unread"), b"a,\n")
    with ScreenOutput(tmp_path / "out.csv", ".csv", "credit") as answer:
        answer.add(piece, own)
    assert leftovers(tmp_path) == []
    with ScreenOutput(tmp_path / "out.csv", ".csv", "credit") as answer:
        answer.add(piece, own)
        answer.keep()
    assert (tmp_path / "out.csv").read_text() == "name,unread\na,\n"
    assert (tmp_path / "out.csv.credit.txt").read_text() == "out.csv: credit\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.csv.credit.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_full_disk_is_told_and_nothing_is_left(tmp_path, monkeypatch, ending):
    table(200).to_parquet(tmp_path / "in.parquet", index=False)
    (tmp_path / "full").symlink_to("/dev/full")
    monkeypatch.setattr("calc.products.screening.answer._beside", lambda target: tmp_path / "full")
    with pytest.raises(InputErrors, match="No space left"):
        screen_file(tmp_path / "in.parquet", tmp_path / f"out{ending}", rows_per_piece=50)
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.skipif(os.name == "nt", reason="folders are kept from being written another way")
def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    table(5).to_parquet(tmp_path / "in.parquet", index=False)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("calc.products.screening.answer.io.FileIO", refused)
    monkeypatch.setattr("calc.products.screening.pieces._starts_as_parquet", lambda _: True)
    with pytest.raises(InputErrors, match="Permission denied"):
        screen_file(tmp_path / "in.parquet", tmp_path / "out.csv")


def test_the_ending_says_how_it_is_written(tmp_path):
    assert ending_of(tmp_path / "a.CSV.gz") == ".csv.gz"
    assert ending_of(tmp_path / "a.parquet") == ".parquet"
    with pytest.raises(InputErrors, match="Parquet and CSV"):
        ending_of(tmp_path / "a.json")


def test_the_credit_of_an_earlier_answer_goes_with_it(tmp_path):
    for credit in ("credit", ""):
        with ScreenOutput(tmp_path / "out.csv", ".csv", credit) as answer:
            frame = pd.DataFrame({"a": [1]})
            answer.add(frame, finish(frame, pd.DataFrame({"unread": [None]}), ".csv"))
            answer.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
