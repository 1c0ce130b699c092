"""What damages a log: a letter that has become another one, a page, an end; nothing is lost in silence."""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3

import pytest

from bench.damage import damage_often, make_log
from calc.__main__ import main
from calc.errors import InputError
from calc.log import LogError, Note, count_unreadable, open_log, read_log
from calc.log import store as store_module

DAY = datetime.date(2026, 3, 31)


def altered(file, statement: str) -> None:
    """Change a log as no program of ours does."""
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


@pytest.mark.filterwarnings("ignore")  # of what stands in a damaged schema
def test_random_damage_is_told_or_changes_nothing():
    outcomes = damage_often(40, seed=7)  # `python -m bench.damage` damages a thousand times
    assert set(outcomes) == {"error", "same", "told"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bench_batches SET name = 'Serum 4', id = id WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET name = CAST(x'ff5365' AS TEXT) WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET name = x'ff' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET recipe = '{' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET recipe = '[]' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET weighed = '7' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET made_on = '2026-13-31' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET made_on = 7 WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET created_at = 'long ago' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET deleted_at = '2026-03-31 12:00:00' WHERE name = 'Serum 3'",
        "UPDATE bench_batches SET version = 'x' WHERE name = 'Serum 3'",
        "UPDATE bench_measurements SET value = value + 1 WHERE value = 3.03",
        "UPDATE bench_measurements SET on_day = 'x' WHERE value = 3.03",
        "DELETE FROM bench_measurements WHERE value = 3.03",
        "UPDATE bench_notes SET text = 'all well' WHERE text LIKE 'Клар 3 %'",
        "DELETE FROM bench_notes WHERE text LIKE 'Клар 3 %'",
    ],
)
def test_a_damaged_batch_is_set_aside_and_the_others_are_there(statement, tmp_path):
    file = tmp_path / "x.sqlite"
    before = make_log(file)
    (id_of_3,) = (entry.id for entry in before.values() if entry.name == "Serum 3")
    altered(file, statement)
    with open_log(str(file)) as log:
        assert {entry.id for entry in log.entries(include_deleted=True)} == before.keys() - {id_of_3}
        (damaged,) = log.unreadable()
        assert damaged.id == id_of_3
        with pytest.raises(InputError, match="damaged"):
            log.get(id_of_3)
        with pytest.raises(InputError, match="damaged"):
            log.note(id_of_3, Note(DAY, "x"))
        exported = json.dumps(log.export())
    assert id_of_3 in exported
    assert count_unreadable(exported) == 1
    assert len(read_log(exported)) == len(before) - 2  # the deleted one does not go out


def test_the_command_line_tells_what_is_damaged(tmp_path, capsys):
    file = tmp_path / "x.sqlite"
    make_log(file)
    altered(file, "UPDATE bench_batches SET made_on = 'x' WHERE name = 'Serum 3'")
    at = ["--database", str(file)]
    assert main(["log", "list", *at]) == 0
    assert "damaged, cannot be read  Serum 3" in capsys.readouterr().out
    assert main(["log", "export", str(tmp_path / "all.json"), *at]) == 0
    assert "1 damaged, kept there as they stand" in capsys.readouterr().out
    assert main(["log", "export", str(tmp_path / "all.csv"), *at]) == 0
    assert "in an export as .json alone" in capsys.readouterr().out
    assert main(["log", "import", str(tmp_path / "all.json"), "--database", str(tmp_path / "y.sqlite")]) == 0
    assert "1 in the file that were damaged stay there" in capsys.readouterr().out


def test_a_damaged_page_is_noticed_at_opening(tmp_path):
    file = tmp_path / "x.sqlite"
    make_log(file)
    content = bytearray(file.read_bytes())
    content[4096 * 2 : 4096 * 2 + 12] = b"\xff" * 12
    file.write_bytes(content)
    with pytest.raises(LogError, match="this file is damaged") as error:
        open_log(str(file))
    assert (error.value.reason, error.value.where) == ("damaged", str(file))


def test_a_clock_that_goes_back_loses_nothing(tmp_path, monkeypatch):
    with open_log(str(tmp_path / "x.sqlite")) as log:
        first = log.add(store_module.LoggedBatch("First", {"lines": [{"ingredient": "water", "mass_g": 9}]}))
        back = first.created_at - datetime.timedelta(days=400)
        monkeypatch.setattr(store_module, "_now", lambda: back)
        second = log.add(store_module.LoggedBatch("Second", first.recipe))
        noted = log.note(first.id, Note(DAY, "later, and dated before"))
        changed = log.change(first.id, noted.version, name="First again")
        assert changed.changed_at < changed.created_at
        assert [entry.id for entry in log.entries()] == [first.id, second.id]
        exported = json.dumps(log.export())
        assert log.unreadable() == ()
    with open_log(str(tmp_path / "y.sqlite")) as other:
        assert other.import_(read_log(exported)).added == 2
        assert {entry.name for entry in other.entries()} == {"First again", "Second"}


def test_a_log_is_read_anew_only_where_something_has_changed(tmp_path, monkeypatch):
    file = tmp_path / "x.sqlite"
    before = make_log(file)
    reads = []
    select = store_module._select

    def noted(connection, wanted):
        reads.extend([] if wanted else ["all"])
        return select(connection, wanted)

    monkeypatch.setattr(store_module, "_select", noted)
    with open_log(str(file)) as log, open_log(str(file)) as other:
        every = log.entries(include_deleted=True)
        assert (len(every), log.unreadable(), len(log.entries("Serum 3"))) == (len(before), (), 1)
        assert reads == ["all"]
        (third,) = log.entries("Serum 3")
        other.note(third.id, Note(DAY, "cloudy"))
        (third,) = log.entries("Serum 3")
        assert "cloudy" in {note.text for note in third.notes}
        assert reads == ["all"] * 2
        altered(file, "UPDATE bench_batches SET recipe = '{' WHERE name = 'Serum 3'")
        assert [batch.id for batch in log.unreadable()] == [third.id]
        assert log.entries("Serum 3") == ()
        log.delete(every[0].id, every[0].version)
        assert every[0].id not in {entry.id for entry in log.entries()}
