"""Large files are worked on beside the page: one after another, stopped with their visitor, bounded."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from calc import read_temperature_log
from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch, export_json
from calc.tables import FileChoices
from ui import side_process
from ui.compare.file_work import answer_file, read_file
from ui.file_readers import read_batches, read_logger
from ui.side_process import Progress, work_beside

TABLE = "product,strength\nSerum,15 %\nCream,5 %\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of two products."""
    path = tmp_path / "own.csv"
    path.write_text(TABLE)
    return path


def nothing(_progress: Progress) -> None:
    """Show nothing."""


def test_what_is_found_and_what_is_refused_come_back_as_they_were(table: Path) -> None:
    held = work_beside(read_file, table, "own.csv", FileChoices(), show=nothing)
    assert (held.rows, held.table.rows["product"].tolist()) == (2, ["Serum", "Cream"])
    table.write_text("")
    with pytest.raises(InputError, match="the file is empty"):
        work_beside(read_file, table, "own.csv", FileChoices(), show=nothing)


def test_what_it_tells_on_the_way_is_shown(table: Path) -> None:
    shown: list[Progress] = []
    target = table.with_suffix(".parquet")
    arguments = (target, 10, {}, {}, "", FileChoices())
    answered = work_beside(answer_file, table, *arguments, show=shown.append)
    assert answered.screened.rows == 2
    assert target.exists()
    assert all(progress.before == 0 for progress in shown)


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(InputError, match="ended before it was done"):
        work_beside(os._exit, show=nothing)


class Left(Exception):  # noqa: N818  no error
    """The visitor is gone."""


def test_it_ends_with_its_visitor_and_the_next_one_moves_up(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    popen = side_process.subprocess.Popen

    def noting(*arguments: object, **options: object) -> object:
        process = popen(*arguments, **options)  # type: ignore[call-overload]
        started.append(process.pid)
        return process

    monkeypatch.setattr(side_process.subprocess, "Popen", noting)
    under_way, waited, result = threading.Event(), threading.Event(), []

    def wait_for_the_next(progress: Progress) -> None:
        under_way.set()
        if waited.is_set():
            raise Left

    def first() -> None:
        with pytest.raises(Left):
            work_beside(threading.Event.wait, threading.Event, show=wait_for_the_next)

    def second() -> None:
        def show(progress: Progress) -> None:
            if progress.before:
                result.append(progress.before)
                waited.set()

        result.append(work_beside(read_file, table, "own.csv", FileChoices(), show=show).rows)

    leaving = threading.Thread(target=first)
    leaving.start()
    assert under_way.wait(60)
    following = threading.Thread(target=second)
    following.start()
    leaving.join(60)
    following.join(60)
    assert (result[0], result[-1]) == (1, 2)
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_a_log_of_temperatures_and_one_of_batches_come_whole_from_beside(tmp_path):
    rows = "".join(f"2026-03-{1 + i // 24:02d} {i % 24:02d}:00,{5 + i % 3}\n" for i in range(200))
    logger, batches = tmp_path / "fridge.csv", tmp_path / "log.json"
    logger.write_text("time,°C\n" + rows, encoding="utf-8")
    kept = LoggedBatch("Serum", {"lines": [{"ingredient": "water", "mass_g": 80.0}]})
    batches.write_text(json.dumps(export_json([kept])), encoding="utf-8")
    log = work_beside(read_logger, logger, "fridge.csv", {}, show=nothing)
    here = read_temperature_log(logger.read_bytes(), name="fridge.csv")
    assert (log.told(), log.schedule) == (here.told(), here.schedule)
    (entry,), damaged = work_beside(read_batches, batches, show=nothing)
    assert (entry.name, entry.recipe["lines"], damaged) == ("Serum", kept.recipe["lines"], 0)
    batches.write_text("{}", encoding="utf-8")
    with pytest.raises(InputErrors):
        work_beside(read_batches, batches, show=nothing)
