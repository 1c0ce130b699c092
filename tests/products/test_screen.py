"""Screening tables: a piece, a file, what is refused, what is left behind, and the same on Dask."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calc import InputErrors, Storage, assess
from calc.__main__ import main
from calc.catalog import rules
from calc.products.screening import (
    ADDED,
    USUAL,
    Progress,
    kind_of,
    screen_file,
    screen_formulas,
    stream,
)
from calc.rules.assessment import MODEL_VERSION
from tests.rules.test_formula_facts import formula, random_grams

ROOT = Path(__file__).resolve().parents[2]
SERUM = {"water_g": [80.0, 85.0], "l_ascorbic_acid_g": [20.0, 15.0]}


def table(n: int, seed: int = 1, others: int | None = 60) -> pd.DataFrame:
    """Return a table of random formulas, named, with a note."""
    grams, names = random_grams(n, seed, others)
    frame = pd.DataFrame(grams, columns=[f"{name}_g" for name in names])
    frame.insert(3, "name", [f"№ {i}" for i in range(n)])
    frame["note"] = np.where(np.arange(n) % 3 == 0, None, "a, “b”")
    return frame


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


# --- a piece --------------------------------------------------------------------------------------


def test_a_row_says_what_the_single_path_says(centred):
    frame = table(80, seed=3, others=None)
    screened = screen_formulas(frame)
    names = tuple(name.removesuffix("_g") for name in frame if name.endswith("_g"))
    grams = frame.filter(like="_g").to_numpy()
    for row, masses in enumerate(grams):
        report, mine = assess(formula(masses, names), storage=USUAL), screened.iloc[row]
        assert mine["codes"].split(";") == [*dict.fromkeys(finding.code for finding in report.findings)] or {
            *mine["codes"].split(";")
        } == {finding.code for finding in report.findings}
        assert {*mine["skipped"].split(";")} == {rule.code for rule in report.skipped}
        assert mine["worst"] == max(finding.severity for finding in report.findings).name
        assert pd.isna(mine["pH"]) == (report.pH is None)
        if report.pH:
            assert mine["pH"] == pytest.approx(report.pH.median, abs=1e-9)
        life = report.shelf_life
        assert life
        assert pd.isna(mine["t90_days"]) == (life.t90_days is None)
        if life.t90_days:
            assert mine["t90_days"] == pytest.approx(life.t90_days.median, rel=1e-9)
        solubility = report.solubilities[0].dissolves if report.solubilities else None
        assert (None if pd.isna(mine["dissolves"]) else bool(mine["dissolves"])) == solubility
        whole = report.composition.aa_equivalent
        expected = np.nan if whole is None else whole.median
        assert mine["aa_equivalent_fraction"] == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_columns_are_added_behind_and_the_others_left_alone():
    frame = table(50)
    screened = screen_formulas(frame)
    assert [*screened] == [*frame, *ADDED]
    pd.testing.assert_frame_equal(screened[[*frame]], frame)
    assert (screened["model_version"] == MODEL_VERSION).all()
    assert screened["unread"].isna().all()


def test_codes_stand_with_the_most_severe_first():
    screened = screen_formulas(table(300))
    for codes, worst in zip(screened["codes"].astype(str), screened["worst"].astype(str)):
        severities = [rules()[code].severity for code in codes.split(";")]
        assert severities == sorted(severities, reverse=True)
        assert severities[0].name == worst


def test_the_index_is_kept():
    frame = pd.DataFrame(SERUM, index=[7, 3])
    screened = screen_formulas(frame)
    assert [*screened.index] == [7, 3]
    assert screened["mass_fraction"].tolist() == pytest.approx([0.2, 0.15])


def test_the_order_of_columns_and_strange_ones_change_nothing():
    frame = table(100)
    there, back = screen_formulas(frame), screen_formulas(frame[[*frame][::-1]])
    for name in ADDED:
        if there[name].dtype == "float64":
            np.testing.assert_allclose(there[name], back[name], rtol=1e-10)
        else:
            assert there[name].astype("object").equals(back[name].astype("object"))


@pytest.mark.parametrize("rows", [1, 7, 64, 1000])
def test_the_size_of_blocks_changes_nothing(monkeypatch, rows):
    frame = table(150)
    whole = screen_formulas(frame)
    monkeypatch.setattr("calc.products.screening.formulas._ROWS_PER_BLOCK", rows)
    pieces = screen_formulas(frame)
    for name in ADDED:
        if whole[name].dtype == "float64":
            np.testing.assert_allclose(whole[name], pieces[name], rtol=1e-10)
        else:
            assert whole[name].astype("object").equals(pieces[name].astype("object"))


def test_many_formulas_of_one_make_are_solved_without_what_they_lack(monkeypatch):
    frame = table(1_500, seed=6)
    apart = screen_formulas(frame)
    monkeypatch.setattr("calc.rules.solution_groups._SMALLEST_GROUP", 1)
    alone = screen_formulas(frame)
    monkeypatch.setattr("calc.rules.solution_groups._SMALLEST_GROUP", 10**9)
    together = screen_formulas(frame)
    assert apart["pH"].notna().sum() > 200
    np.testing.assert_allclose(alone["pH"], together["pH"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(apart["pH"], together["pH"], rtol=0, atol=1e-9)


def test_rows_that_cannot_be_read_say_so_and_nothing_else():
    masses = ["80", "", " 85 ", "abc", "-1", "inf", "1e9", None, "85"]
    frame = pd.DataFrame({"water_g": masses, "l_ascorbic_acid_g": ["20", "", "15", *["15"] * 6]})
    screened = screen_formulas(frame)
    assert screened["mass_fraction"].tolist()[:3] == pytest.approx([0.2, np.nan, 0.15], nan_ok=True)
    assert screened["unread"].astype("object").where(screened["unread"].notna(), "").tolist() == [
        "",
        "no mass",
        "",
        "water_g is not a number",
        "water_g is below 0",
        "water_g is not a number",
        "water_g is more than is weighed",
        "",
        "",
    ]
    assert screened["mass_fraction"].iloc[7] == 1.0, "no water"
    unread = screened["unread"].notna()
    for name in ADDED[:-1]:
        assert screened.loc[unread, name].isna().all(), name


@pytest.mark.parametrize(
    "values",
    [
        pd.array([80, None], dtype="Int64"),
        pd.array([80.0, np.nan]),
        pd.array([80, None], dtype="float32"),
        pd.array(["80", None], dtype="str"),
        pd.array([80.0, None], dtype="Float64"),
        np.array([80.0, None], dtype=object),
        pd.Categorical(["80", ""]),
    ],
    ids=lambda column: str(column.dtype),
)
def test_masses_may_be_of_any_type(values):
    screened = screen_formulas(pd.DataFrame({"water_g": values, "l_ascorbic_acid_g": [20.0, 15.0]}))
    assert screened["mass_fraction"].tolist() == pytest.approx([0.2, 1.0])
    assert screened["unread"].isna().all()


def test_truth_values_are_no_masses():
    screened = screen_formulas(pd.DataFrame({"water_g": [True, False], "l_ascorbic_acid_g": [20.0, 15.0]}))
    assert screened["unread"].notna().all()


def test_no_rows_are_no_rows():
    screened = screen_formulas(pd.DataFrame({"water_g": [], "note": []}))
    assert [*screened] == ["water_g", "note", *ADDED]
    assert not len(screened)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["watr_g"], "water_g"),
        (["Glycerine_g", "water_g"], "glycerin_g"),
        (["water", "ascorbic"], "water_g"),
        (["water_g", "pH"], "pH"),
        (["water_g", "water_g"], "twice"),
        (["name"], "there is no column of masses"),
    ],
)
def test_a_table_that_cannot_be_screened_is_refused(columns, said):
    with pytest.raises(InputErrors, match=said):
        screen_formulas(pd.DataFrame([[1.0] * len(columns)], columns=columns))


def test_a_system_that_is_not_known_is_refused():
    with pytest.raises(InputErrors, match="system"):
        screen_formulas(pd.DataFrame(SERUM), system="foam")


def test_storage_and_system_count():
    frame = pd.DataFrame(SERUM)
    jar = screen_formulas(frame, storage=Storage(temperature=USUAL.temperature, package="jar"))
    assert (jar["t90_days"] < screen_formulas(frame)["t90_days"]).all()
    emulsion = screen_formulas(frame, system="w_o_emulsion")
    assert emulsion["codes"].str.contains("STAB-011").all()


# --- a file ---------------------------------------------------------------------------------------


# Each way in and each way out once: what is read is a table before anything is written.
@pytest.mark.parametrize(
    ("ending", "out"),
    [(".parquet", ".csv"), (".csv", ".parquet"), (".csv.gz", ".csv.gz"), (".tsv", ".parquet")],
)
def test_every_format_says_the_same(tmp_path, ending, out):
    frame, source, target = table(90), tmp_path / f"in{ending}", tmp_path / f"out{out}"
    if ending == ".parquet":
        frame.to_parquet(source, index=False)
    else:
        frame.to_csv(source, index=False, sep="\t" if ending == ".tsv" else ",")
    screened = screen_file(source, target, rows_per_piece=40)
    assert screened[:3] == (90, 0, 0)
    assert leftovers(tmp_path) == []
    answer = pd.read_parquet(target) if out == ".parquet" else pd.read_csv(target)
    expected = screen_formulas(frame)
    assert [*answer] == [*expected]
    assert answer["name"].tolist() == frame["name"].tolist()
    for name in ("pH", "t90_days", "mass_fraction", "aa_equivalent_fraction", "glycerin_g"):
        np.testing.assert_allclose(answer[name].astype("float64"), expected[name], rtol=1e-9)
    for name in ("codes", "skipped", "worst"):
        assert answer[name].astype(str).tolist() == expected[name].astype(str).tolist()
    known = expected["dissolves"].notna().to_numpy()
    assert answer["dissolves"].notna().tolist() == known.tolist()
    assert answer["dissolves"][known].astype(bool).tolist() == expected["dissolves"][known].tolist()


def test_text_stays_the_text_that_was_typed(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "code;water_g;l_ascorbic_acid_g;note\n007;80.50;19,5;\n;bad;1;NA\n", encoding="utf-8-sig"
    )
    assert screen_file(source, target).unread == 1
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("code,water_g,l_ascorbic_acid_g,note,mass_fraction")
    assert lines[1].startswith('007,80.50,"19,5",,0.195')
    assert lines[2].startswith(",bad,1,NA,")
    assert lines[2].endswith("water_g is not a number")


def test_columns_of_any_type_are_carried_through_parquet(tmp_path):
    frame = pd.DataFrame(
        {
            **SERUM,
            "when": pd.to_datetime(["2026-01-01", None]),
            "many": [[1, 2], None],
            "count": pd.array([1, None], dtype="Int64"),
            "kind": pd.Categorical(["a", None]),
        }
    )
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame.to_parquet(source, index=False)
    screen_file(source, target, rows_per_piece=1)
    from pyarrow import parquet

    before, after = parquet.read_schema(source), parquet.read_schema(target)
    for name in frame:
        assert before.field(name).type == after.field(name).type, name
    assert parquet.read_table(target, columns=[*frame]).to_pylist() == parquet.read_table(source).to_pylist()
    assert after.metadata[b"calc.model_version"].decode() == MODEL_VERSION


@pytest.mark.parametrize("rows", [7, 40, 1000])
def test_the_size_of_pieces_changes_nothing(tmp_path, rows):
    table(90).to_parquet(tmp_path / "in.parquet", index=False)
    screen_file(tmp_path / "in.parquet", tmp_path / "whole.parquet")
    screen_file(tmp_path / "in.parquet", tmp_path / "pieces.parquet", rows_per_piece=rows)
    whole, pieces = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("whole", "pieces"))
    for name in whole:
        if whole[name].dtype == "float64":
            np.testing.assert_allclose(whole[name], pieces[name], rtol=1e-10)
        else:
            assert whole[name].astype(str).tolist() == pieces[name].astype(str).tolist()


def test_a_table_of_no_rows_gives_one(tmp_path):
    pd.DataFrame({"water_g": np.zeros(0)}).to_parquet(tmp_path / "in.parquet")
    for target in ("out.csv", "out.parquet"):
        assert screen_file(tmp_path / "in.parquet", tmp_path / target).rows == 0
        read = pd.read_csv if target.endswith("csv") else pd.read_parquet
        assert [*read(tmp_path / target)][-len(ADDED) :] == [*ADDED]


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table(90).to_parquet(tmp_path / "in.parquet", index=False)
    for name in ("a.parquet", "b.parquet", "a.csv.gz", "b.csv.gz"):
        screen_file(tmp_path / "in.parquet", tmp_path / name)
    for ending in ("parquet", "csv.gz"):
        one, two = ((tmp_path / f"{name}.{ending}").read_bytes() for name in "ab")
        assert one == two


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("missing.csv", "out.csv", "No such file"),
        ("in.csv", "out.xlsx", "Parquet and CSV are written"),
        ("in.csv", "in.csv", "this is the table that is read"),
        ("in.csv", "nowhere/out.csv", "not a place for a file"),
        ("bad.parquet", "out.csv", "breaks off or is damaged"),
        ("cut.parquet", "out.csv", "breaks off or is damaged"),
        ("picture.csv", "out.csv", "a picture"),
        ("empty.csv", "out.csv", "empty"),
        ("names.csv", "out.csv", "nothing under the names"),
        ("narrow.csv", "out.csv", "only one column"),
        ("cut.csv.gz", "out.csv", "breaks off"),
        ("wrong.csv", "out.csv", "water_g"),
        ("other.csv", "out.csv", "neither masses of ingredients nor columns about products"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_left(tmp_path, source, target, said):
    (tmp_path / "in.csv").write_text("water_g,note\n1,2\n")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    pd.DataFrame(SERUM).to_parquet(tmp_path / "whole.parquet")
    whole = (tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG and so on")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "names.csv").write_text("water_g,note\n")
    (tmp_path / "narrow.csv").write_text("water_g\n1\n")
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(b"water_g,note\n" + b"1,2\n" * 9_000)[:-20])
    (tmp_path / "wrong.csv").write_text("watr_g,note\n1,2\n")
    (tmp_path / "other.csv").write_text("shape,colour\na,b\n")
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(InputErrors, match=said):
        screen_file(tmp_path / source, tmp_path / target)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_an_answer_is_replaced_only_when_it_is_whole(tmp_path):
    table(50).to_csv(tmp_path / "in.csv", index=False)
    target = tmp_path / "out.csv"
    target.write_text("what was there")

    def stop(progress: Progress) -> None:
        assert target.read_text() == "what was there"
        if progress.rows > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        screen_file(tmp_path / "in.csv", target, rows_per_piece=10, progress=stop)
    assert target.read_text() == "what was there"
    assert leftovers(tmp_path) == []
    screen_file(tmp_path / "in.csv", target, rows_per_piece=10)
    assert len(pd.read_csv(target)) == 50


def test_progress_counts_up_to_the_whole(tmp_path):
    for name in ("in.csv", "in.parquet", "in.csv.gz"):
        frame, source = table(50), tmp_path / name
        frame.to_parquet(source) if name.endswith("parquet") else frame.to_csv(source, index=False)
        result: list[Progress] = []
        screen_file(source, tmp_path / "out.csv", rows_per_piece=20, progress=result.append)
        assert [progress.rows for progress in result] == [20, 40, 50]
        assert result[-1].share == pytest.approx(1.0)
        assert all(0 < progress.share <= 1 for progress in result)


def test_progress_is_told_in_rows_and_time():
    assert str(Progress(20_000, 0.25, 2.0)) == "20,000 rows, 10,000 rows/s, 0:06 left"
    assert str(Progress(0, 0.0, 0.0)) == "0 rows, 0 rows/s, time left unknown"
    assert str(Progress(20_000, 0.0, 2.0)) == "20,000 rows, 10,000 rows/s, time left unknown"


def test_pieces_do_not_pile_up(tmp_path):
    table(100).to_csv(tmp_path / "in.csv", index=False)
    here: list[int] = []

    def work(frame: pd.DataFrame) -> pd.DataFrame:
        here.append(len(frame))
        return pd.DataFrame({"unread": None}, index=frame.index)

    assert stream(tmp_path / "in.csv", tmp_path / "out.csv", lambda *_: work, rows_per_piece=10).rows == 100
    assert here == [0, *[10] * 10]


def test_what_was_read_of_parquet_does_not_stay(tmp_path):
    import pyarrow

    masses = np.random.default_rng(1).uniform(1, 2, (400_000, 3))
    frame = pd.DataFrame(masses, columns=["water_g", "glycerin_g", "l_ascorbic_acid_g"])
    frame.to_parquet(tmp_path / "in.parquet", index=False, row_group_size=10_000)
    held: list[int] = []
    stream(
        tmp_path / "in.parquet",
        tmp_path / "out.parquet",
        lambda *_: lambda piece: pd.DataFrame({"unread": 1.0}, index=piece.index),
        rows_per_piece=10_000,
        progress=lambda _: held.append(pyarrow.total_allocated_bytes()),
    )
    assert max(held[20:]) < max(held[:20]) + 2_000_000


# --- which kind of table --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (["water_g", "name"], "formulas"),
        (["name", "size_g", "water_g"], "formulas"),
        (["name", "form", "strength"], "products"),
        (["product", "form", "size_g"], "products"),
        (["code", "product_name", "ingredients_text"], "products"),
        (["Название", "Состав"], "products"),
    ],
)
def test_the_columns_tell_what_a_table_holds(columns, kind):
    assert kind_of(columns) == kind


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["watr_g", "note"], "water_g"),
        (["shape", "colour"], "neither masses of ingredients nor columns about products"),
        (["water", "ascorbic"], "water_g"),
        (["streng", "packge"], "package"),
    ],
)
def test_a_table_that_holds_neither_is_refused_with_what_comes_close(columns, said):
    with pytest.raises(InputErrors, match=said):
        kind_of(columns)


# --- the command ----------------------------------------------------------------------------------


def test_the_command_screens(tmp_path, capsys):
    pd.DataFrame(SERUM).to_csv(tmp_path / "in.csv", index=False)
    given = ["screen", str(tmp_path / "in.csv"), str(tmp_path / "out.csv")]
    assert main(given) == 0
    assert "2 rows" in capsys.readouterr().out
    cold = pd.read_csv(tmp_path / "out.csv")["t90_days"]
    assert main([*given, "--temperature", "5 °C", "--package", "airless_pump"]) == 0
    assert (pd.read_csv(tmp_path / "out.csv")["t90_days"] > cold).all()


def test_the_command_tells_what_was_left_out(tmp_path, capsys):
    broken = "".join("1,2,3\n" for _ in range(12))
    (tmp_path / "in.csv").write_text("water_g,note\n1,a\n" + broken + "-2,b\n")
    assert main(["screen", str(tmp_path / "in.csv"), str(tmp_path / "out.csv")]) == 0
    captured = capsys.readouterr().out.splitlines()
    assert captured[0].startswith("12 lines were left out (3, 4, 5, 6, 7, ...): ")
    assert captured[1] == "12 lines were left out in all"
    assert captured[-1].startswith("2 rows of formulas, 1 of them unread")


@pytest.mark.parametrize(
    "options",
    [
        ["--temperature", "warm"],
        ["--temperature", "-300"],
        ["--workers", "2"],
        ["--engine", "dask", "--workers", "0"],
        ["--scheduler-address", "tcp://127.0.0.1:1"],
        ["--engine", "dask", "--workers", "1", "--scheduler-address", "tcp://127.0.0.1:1"],
    ],
)
def test_the_command_refuses_in_one_message(tmp_path, capsys, options):
    pd.DataFrame(SERUM).to_csv(tmp_path / "in.csv", index=False)
    assert main(["screen", str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), *options]) == 2
    assert capsys.readouterr().err.startswith("calc screen: ")
    assert not (tmp_path / "out.csv").exists()


SLOW = """
import sys, time
from calc.__main__ import main
from calc.products.screening import files
whole = files.formula_columns
def slow(frame, **rest):
    print(len(frame), flush=True)
    time.sleep(0.3 if len(frame) else 0)
    return whole(frame, **rest)
files.formula_columns = slow
files.stream.__kwdefaults__["rows_per_piece"] = 10
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to another process")
def test_ctrl_c_leaves_nothing(tmp_path):
    table(500).to_csv(tmp_path / "in.csv", index=False)
    command = [sys.executable, "-c", SLOW, "screen", str(tmp_path / "in.csv"), str(tmp_path / "out.parquet")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        until = time.monotonic() + 60
        while not leftovers(tmp_path) and time.monotonic() < until:
            process.stdout.readline()
        assert leftovers(tmp_path), "it writes beside"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "calc screen: stopped, nothing was written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_column_of_masses_that_comes_again_is_refused(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("water_g,water_g,l_ascorbic_acid_g\n40,45,15\n", encoding="utf-8")
    with pytest.raises(InputErrors, match="twice"):
        screen_file(source, tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
