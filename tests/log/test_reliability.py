"""The log under kill −9, with many writers at once, on a full disk and where nothing can be written."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bench.log import DAY, batch, crowd, heard, kill_rounds, started, whole_batches
from calc.log import (
    EditConflict,
    LogError,
    Note,
    open_log,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def new_log(request, tmp_path) -> Callable[[str], str]:
    """Returns where a new log of a kind is: a file, or a database of the server."""

    def database(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / "x.sqlite")
        return request.getfixturevalue("postgres").new_database()

    return database


def python(code: str, *arguments: str, weak: bool = False) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own; a weak one heeds permissions even as root."""
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    if weak and os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


# --- killed ---------------------------------------------------------------------------------------


# Six rounds kill during two makings of a file and four times in its use; `python -m bench.log` kills
# two hundred times.
def test_kill_9_loses_nothing_that_was_said_and_damages_nothing(tmp_path):
    said, _ = kill_rounds(tmp_path, 6)
    assert said > 20, "too few batches to learn anything"


def test_the_check_after_a_kill_can_fail(tmp_path):
    file = tmp_path / "x.sqlite"
    with open_log(str(file)) as log:
        kept = log.add(batch("x"))
        assert whole_batches(file) == {kept.id}
        with log._connections.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM bench_notes")
    with pytest.raises(AssertionError):
        whole_batches(file)


# --- many at once ---------------------------------------------------------------------------------


# Twenty at a file, as the log promises; a server queues them itself, and eight are enough to see that.
# What is lost is lost in the first changes, when all of them open and write.
@pytest.mark.parametrize(("kind", "writers"), [("sqlite", 20), ("postgresql", 8)])
def test_many_writers_at_once_lose_nothing(kind, writers, new_log):
    crew = crowd(new_log(kind), writers, 2)
    assert (crew.said, crew.there) == (2 * writers, 2 * writers)
    assert crew.waits[-1] < 20


def rival(database: str, id: str, count: int, said: Connection) -> None:
    """Count in one field of a batch; say how often somebody else was there meanwhile."""
    with open_log(database) as log:
        done = met = 0
        entry = log.get(id)
        while done < count:
            try:
                entry = log.change(id, entry.version, powder_lot=str(int(entry.powder_lot) + 1))
                done += 1
            except EditConflict as changed:
                entry = changed.now
                met += 1
    said.send(("met", float(met)))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_people_who_change_one_batch_all_the_time_overwrite_nobody(kind, new_log):
    where = new_log(kind)
    with open_log(where) as log:
        kept = log.change(log.add(batch("counter")).id, 1, powder_lot="0")
        met = rounds = 0
        while not met and rounds < 5:  # a busy machine may let each finish before the next begins
            crew = [started(rival, where, kept.id, 10) for _ in range(4)]
            met += sum(times for _, pipe in crew for _, times in heard(pipe))
            rounds += 1
        now = log.get(kept.id)
    assert (now.powder_lot, now.version) == (str(40 * rounds), 40 * rounds + 2)
    assert met > 0, "nobody ever met anybody: nothing was tested"


# --- a full disk ----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no small disk can be mounted here: that takes root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte; returns the file that does."""
    file = folder / "filling"
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as full:
        for size in (65536, 512, 1):
            with contextlib.suppress(OSError):
                while full.write(b"\0" * size):
                    pass
    return file


def test_a_full_disk_is_told_and_loses_nothing(small_disk):
    with open_log(str(small_disk / "x.sqlite")) as log:
        kept = [log.add(batch("before")).id]
        filling = fill(small_disk)
        with pytest.raises(LogError, match="disk is full") as error:
            kept += (log.add(batch("more")).id for _ in range(1000))  # there is some room left at first
        assert error.value.reason == "full"
        assert {entry.id for entry in log.entries()} == set(kept)
        with pytest.raises(LogError, match="disk is full"):
            log.note(kept[0], Note(DAY, "x" * 2000))
        filling.unlink()
        kept.append(log.add(batch("after")).id)
    assert whole_batches(small_disk / "x.sqlite") == set(kept)


def test_a_full_disk_has_no_room_for_a_new_log(small_disk):
    filling = fill(small_disk)
    with pytest.raises(LogError) as error:
        open_log(str(small_disk / "x.sqlite"))
    assert error.value.reason == "full"
    filling.unlink()
    with open_log(str(small_disk / "x.sqlite")) as log:
        log.add(batch("after"))


def test_an_export_to_a_full_disk_leaves_what_was_there(small_disk, tmp_path):
    database, target = str(tmp_path / "x.sqlite"), small_disk / "batches.json"
    with open_log(database) as log:
        log.add(batch("x"))
    target.write_text("the last export")
    fill(small_disk)
    command = [sys.executable, "-m", "calc", "log", "export", str(target), "--database", database]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2
    assert "No space left" in run.stderr
    assert target.read_text() == "the last export"
    assert sorted(path.name for path in small_disk.iterdir()) == ["batches.json", "filling"]


def test_a_limit_on_files_is_a_full_disk(tmp_path):
    """The same without root: no file of this process may grow beyond 1 MB."""
    file = tmp_path / "x.sqlite"
    code = """
        import resource, signal, sys
        from bench.log import batch
        from calc.log import LogError, open_log

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        with open_log(sys.argv[1]) as log:
            try:
                while True:
                    print(log.add(batch("x")).id)
            except LogError as error:
                print(error.reason, file=sys.stderr)
    """
    run = python(code, str(file))
    assert run.stderr.strip() == "disk"
    assert len(run.stdout.split()) > 10
    assert whole_batches(file) == set(run.stdout.split())


# --- where nothing can be written -----------------------------------------------------------------

OPEN = """
    import sys
    from bench.log import batch
    from calc.log import LogError, open_log

    try:
        with open_log(sys.argv[1]) as log:
            log.add(batch("x"))
    except LogError as error:
        print(error.reason, error)
"""


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    for name in ("new/x.sqlite", "x.sqlite"):
        run = python(OPEN, str(closed / name), weak=True)
        assert run.stdout.startswith(("read_only", "not_found")), run.stderr
        assert "BENCH_LOG_FILE" in run.stdout
    assert list(closed.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    file = tmp_path / "x.sqlite"
    with open_log(str(file)) as log:
        kept = log.add(batch("x"))
    file.chmod(0o444)
    run = python(OPEN, str(file), weak=True)
    assert run.stdout.startswith("read_only"), run.stdout + run.stderr
    file.chmod(0o644)
    assert whole_batches(file) == {kept.id}


def test_a_disk_that_is_read_only_is_told(small_disk):
    file = small_disk / "x.sqlite"
    with open_log(str(file)) as log:
        kept = log.add(batch("x"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for name in ("x.sqlite", "new.sqlite", "folder/x.sqlite"):
        with pytest.raises(LogError) as error, open_log(str(small_disk / name)) as log:
            log.add(batch("y"))
        assert error.value.reason in ("read_only", "not_found"), name
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert whole_batches(file) == {kept.id}
