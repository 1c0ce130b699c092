"""The command line of the log: what it prints, how it ends, and that bad input writes nothing."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from calc.__main__ import main
from calc.log import Measurement, open_log
from calc.mixing.request import MixRequest
from calc.reports.share import effective_fields, preset, share_link

RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.4},
        {"ingredient": "l_ascorbic_acid", "mass_g": 15.2, "purity": 0.99},
    ],
    "storage": {"temperature_C": 5, "package": "airless_pump"},
}


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "batches.sqlite")


@pytest.fixture
def run(capsys, database, monkeypatch):
    """Run the command line on a database of its own; returns the exit code and what was printed."""
    monkeypatch.setenv("BENCH_LOG_FILE", database)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def call(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["log", *words])
        except SystemExit as left:
            code = left.code
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "evening.json"
    path.write_text(json.dumps(RECIPE), encoding="utf-8")
    return str(path)


def test_a_batch_is_added_and_listed(run, recipe, database):
    today = datetime.date.today()
    code, out, _ = run("add", recipe, "--name", "Крем", "--made-on", today.isoformat(), "--lot", "A17")
    assert code == 0
    assert database in out
    with open_log(database) as log:
        (entry,) = log.entries()
    assert (entry.name, entry.made_on, entry.powder_lot) == ("Крем", today, "A17")
    assert [(row.ingredient, row.target_g, row.actual_g) for row in entry.weighed] == [
        ("water", 84.4, None),
        ("l_ascorbic_acid", 15.2, None),
    ]
    code, out, _ = run("list")
    assert code == 0
    assert out.splitlines()[0] == f"{database}: 1 batch"
    assert entry.id in out
    assert "  fresh" in out or "  use soon" in out
    assert run("list", "--search", "крем a17")[1].count("\n") == 3
    assert run("list", "--search", "other")[1] == f"{database}: 0 batches\n"


def test_the_file_names_the_batch_that_nobody_named(run, recipe, database):
    run("add", recipe)
    (row,) = json.loads(run("list", "--json")[1])
    assert row["name"] == "evening"
    nothing = {"key": "unknown", "reason": "no_day", "on": None, "days_left": None}
    assert row["state"].items() >= nothing.items()


def test_database_goes_before_the_environment(run, recipe, database, tmp_path):
    other = str(tmp_path / "other.sqlite")
    run("add", recipe, "--database", other)
    assert run("list")[1] == f"{database}: 0 batches\n"
    assert run("list", "--database", other)[1].startswith(f"{other}: 1 batch\n")


def test_a_log_goes_out_and_comes_in(run, recipe, database, tmp_path):
    run("add", recipe, "--name", "=1+1")
    with open_log(database) as log:
        log.measure(log.entries()[0].id, Measurement(datetime.date(2025, 3, 1), "pH", 3.1))
    file, other = str(tmp_path / "log.json"), str(tmp_path / "other.sqlite")
    assert run("export", file)[:2] == (0, f"1 batch: {file}\n")
    assert run("import", file, "--database", other)[1] == f"1 batch added, 0 here already: {other}\n"
    assert run("import", file, "--database", other)[1] == f"0 batches added, 1 here already: {other}\n"
    with open_log(other) as there, open_log(database) as here:
        assert there.entries()[0].measurements == here.entries()[0].measurements
        there.delete(there.entries()[0].id, 1)
    assert "1 here and deleted" in run("import", file, "--database", other)[1]
    for table, column, value in (("batches", "name", "'=1+1"), ("measurements", "value", "3.1")):
        path = tmp_path / f"{table}.csv"
        assert run("export", str(path), "--table", table)[0] == 0
        (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        assert row[column] == value


def test_an_export_replaces_the_last_one(run, recipe, tmp_path):
    file = tmp_path / "log.json"
    run("add", recipe)
    run("export", str(file))
    run("add", recipe)
    run("export", str(file))
    assert len(json.loads(file.read_text())["batches"]) == 2
    assert {path.suffix for path in tmp_path.iterdir()} <= {".json", ".sqlite"}


@pytest.mark.parametrize(
    ("words", "result"),
    [
        (["add", "no such file"], "recipe"),
        (["add", "{broken}"], "recipe"),
        (["add", "{recipe}", "--made-on", "yesterday or so"], "made-on"),
        (["add", "{recipe}", "--made-on", "1999-01-01"], "made-on"),
        (["add", "{recipe}", "--name", "x" * 201], "name"),
        (["add", "{recipe}", "--lot", "a\x07"], "powder_lot"),
        (["export", "log.xlsx"], "file"),
        (["export", "log.json", "--table", "notes"], "file"),
        (["import", "no such file"], "log"),
        (["import", "{recipe}"], "batches"),
        (["import", "{broken}"], "log"),
        (["list", "--search", "a", "--search", "b"], "twice"),
        (["list", "--database", "mysql://u:pw-pw@h/x"], "database"),
        ([], "part"),
    ],
)
def test_bad_input_writes_nothing(run, recipe, tmp_path, words, result):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    files = {"{recipe}": recipe, "{broken}": str(broken)}
    code, out, err = run(*(files.get(word, word) for word in words))
    assert (code, out) == (2, "")
    assert result in err
    assert "Traceback" not in err
    assert "pw-pw" not in err
    assert sorted(tmp_path.iterdir()) == before


def test_an_export_into_nowhere_is_told(run, recipe, tmp_path):
    run("add", recipe)
    code, _, err = run("export", str(tmp_path / "no folder" / "log.json"))
    assert code == 2
    assert "No such file" in err


def test_it_works_on_a_server(run, recipe, postgres, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", postgres.new_database())
    assert run("add", recipe)[0] == 0
    code, out, _ = run("list")
    assert code == 0
    assert f"on 127.0.0.1:{postgres.port}: 1 batch" in out


def test_a_link_is_added_as_it_was_typed(run, database, tmp_path, monkeypatch):
    """Whatever `card` and `link` read, the log takes too; with its fields, so that Mix opens it again."""
    what = preset("sap_5")
    assert run("add", share_link(what))[0] == 0
    lines = tmp_path / "lines.txt"
    lines.write_text("5 g ascorbic acid\n95 g water", encoding="utf-8")
    assert run("add", str(lines))[0] == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(RECIPE).encode())))
    assert run("add", "-")[0] == 0
    with open_log(database) as log:
        result = {entry.name: entry for entry in log.entries()}
    assert set(result) == {"Sodium ascorbyl phosphate 5\u202f%", "lines", "L-ascorbic acid 15.1\u202f%"}
    assert effective_fields(
        MixRequest.from_dict(result["Sodium ascorbyl phosphate 5\u202f%"].request)
    ) == effective_fields(what)
    assert result["L-ascorbic acid 15.1\u202f%"].request is None


def test_a_day_to_come_is_refused_before_anything_is_made(run, recipe, database):
    code, out, err = run("add", recipe, "--made-on", "2099-01-01")
    assert (code, out) == (2, "")
    assert "still to come" in err
    assert not Path(database).exists()


def test_a_log_goes_out_as_csv_and_comes_in_equal(run, recipe, database, tmp_path):
    run("add", recipe, "--name", "=1+1; “a”, b", "--lot", "-7")
    run("add", recipe, "--name", "Second")
    with open_log(database) as log:
        log.measure(log.entries()[0].id, Measurement(datetime.date(2025, 3, 1), "pH", 3.1))
    file, other = tmp_path / "log.csv", str(tmp_path / "other.sqlite")
    assert run("export", str(file))[0] == 0
    assert run("import", str(file), "--database", other)[1] == f"2 batches added, 0 here already: {other}\n"
    with open_log(other) as there, open_log(database) as here:
        assert there.export() == here.export()
    semicolons = io.StringIO()
    rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    csv.writer(semicolons, delimiter=";").writerows(rows)
    file.write_text(semicolons.getvalue(), encoding="utf-8")
    assert "0 batches added, 2 here already" in run("import", str(file), "--database", other)[1]


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        ("Second", "Third", "line 2.name"),
        (',"whole"', ',"rest"', "no column “whole”"),
        (',"{', ',"[', "line 2.whole"),
    ],
)
def test_a_table_of_a_log_that_was_changed_is_not_taken_as_it_looks(run, recipe, tmp_path, old, new, result):
    run("add", recipe, "--name", "Second")
    file = tmp_path / "log.csv"
    run("export", str(file))
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, _, err = run("import", str(file), "--database", str(tmp_path / "other.sqlite"))
    assert code == 2
    assert result in err
