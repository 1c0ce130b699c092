"""The log under kill −9, twenty writers at once, and with a thousand batches in it.

    python -m bench.log [--rounds 200] [--writers 20] [--batches 1000]

Kill −9: a process writes batches and says each id after its commit; it is killed at a random moment, in
one round of five while a new log is being made. Then everything that was said must be there, whole, the
file must pass SQLite's own check, and the log must open. This shows what a crash of the program does; a
power cut is left to SQLite's `synchronous = FULL`. Writers are processes of their own; the wait is that of
one change, with its commit. PostgreSQL is a server of its own on this machine, with its own defaults.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from calc.log import (
    LoggedBatch,
    Measurement,
    Note,
    WeighedLine,
    batch_state,
    open_log,
    read_log,
)

RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.4},
        {"ingredient": "l_ascorbic_acid", "mass_g": 15.2, "purity": 0.99},
        {"ingredient": "sodium_bicarbonate", "mass_g": 0.9},
    ],
    "storage": {"temperature_C": 5, "package": "dropper_bottle"},
}
DAY = date(2025, 3, 1)
#: A round ends at the latest after so many batches, or so many seconds of waiting for one.
_MOST_OF_A_ROUND, _PATIENCE_S = 15, 60


def batch(name: str) -> LoggedBatch:
    """Return a batch with everything that belongs to one."""
    return LoggedBatch(
        name,
        RECIPE,
        weighed=(WeighedLine("water", 84.4, 84.5), WeighedLine("l_ascorbic_acid", 15.2, 15.21)),
        made_on=DAY,
        notes=(Note(DAY, "clear"),),
        measurements=(Measurement(DAY, "pH", 3.1, sd=0.05), Measurement(DAY, "colour", words="none")),
    )


def write(database: str, count: int, who: str, answers: Connection) -> None:
    """Open the log and wait for a word; then write batches, and say each id after its commit.

    Beside it stand the seconds that a change took.
    """
    with open_log(database) as log:
        answers.send("open")
        answers.recv()
        for number in range(count):
            start = time.perf_counter()
            entry = log.add(batch(f"{who} {number}"))
            log.measure(entry.id, Measurement(DAY, "pH", 3.2, step=0.5))
            answers.send((entry.id, (time.perf_counter() - start) / 2))


def started(work: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """Return a process of its own that works, and the pipe by which it speaks.

    It comes from a server that has loaded everything but has never opened a log.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["calc.log.store", "alembic.command"])
    ours, theirs = processes.Pipe()
    process = processes.Process(target=work, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def heard(pipe: Connection) -> list[tuple[str, float]]:
    """Return all that a process said to its end, without a word that was cut off."""
    words = []
    with contextlib.suppress(EOFError, OSError):
        while True:
            words.append(pipe.recv())
    pipe.close()
    return words


# --- kill −9 --------------------------------------------------------------------------------------


def kill_rounds(folder: Path, rounds: int, seed: int = 0) -> tuple[int, int]:
    """Kill a writer so often; returns how many batches were said, and how many more were there.

    Raises AssertionError where one is lost, half written, or the file is damaged.
    """
    chance = random.Random(seed)
    file, confirmed, unconfirmed = folder / "0.sqlite", set[str](), 0
    total = 0
    for number in range(rounds):
        if number % 5 == 0:
            file, confirmed = folder / f"{number}.sqlite", set()
        new = killed_writer(str(file), chance)
        total += len(new)
        confirmed |= new
        there = whole_batches(file)
        lost = confirmed - there
        assert not lost, f"round {number}: {len(lost)} batches lost"
        unconfirmed += len(there - confirmed)
        confirmed = there
    return total, unconfirmed


def killed_writer(database: str, chance: random.Random) -> set[str]:
    """Start a writer and kill it at some moment; returns the ids that it said."""
    process, pipe = started(write, database, 10_000, "k")
    answers = []
    if chance.random() < 0.3:
        time.sleep(chance.uniform(0.0, 0.3))  # perhaps while it is still making the file
    else:
        assert pipe.recv() == "open"
        pipe.send("go")
        answers = [pipe.recv() for _ in range(chance.randrange(_MOST_OF_A_ROUND))]
        time.sleep(chance.uniform(0.0, 0.02))
    process.kill()
    process.join(_PATIENCE_S)
    answers += [word for word in heard(pipe) if word != "open"]
    return {id for id, _ in answers}


def whole_batches(file: Path) -> set[str]:
    """Return the ids in a log after a crash; each batch must be whole."""
    with open_log(str(file)) as log:
        entries = log.entries()
        assert log.unreadable() == ()
    for entry in entries:
        assert len(entry.notes) == 1, entry
        assert len(entry.measurements) in (2, 3), entry  # the third is a change of its own
        assert len(entry.weighed) == 2, entry
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return {entry.id for entry in entries}


# --- many at once ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Crowd:
    """What came of many writers: batches said and there, seconds in all, and of each change, sorted."""

    said: int
    there: int
    seconds: float
    waits: tuple[float, ...]

    def __str__(self) -> str:
        median, worst = self.waits[len(self.waits) // 2], self.waits[-1]
        high = self.waits[int(len(self.waits) * 0.99)]
        return (
            f"{self.said} said, {self.there} there, {2 * self.said / self.seconds:.0f} changes/s; one change "
            f"{1000 * median:.0f} ms (99 %: {1000 * high:.0f} ms, worst {1000 * worst:.0f} ms)"
        )


def crowd(database: str, writers: int, batches_each: int) -> Crowd:
    """Let so many processes write so many batches each into a new log, which all of them open at once."""
    crew = [started(write, database, batches_each, f"w{number}") for number in range(writers)]
    for _, pipe in crew:
        assert pipe.recv() == "open", "a writer could not open the log"
    start = time.perf_counter()
    for _, pipe in crew:
        pipe.send("go")
    answers = [answer for _, pipe in crew for answer in heard(pipe)]
    seconds = time.perf_counter() - start
    for process, _ in crew:
        process.join(_PATIENCE_S)
        assert process.exitcode == 0, "a writer failed"
    with open_log(database) as log:
        there = {entry.id for entry in log.entries() if len(entry.measurements) == 3}
    said = {id for id, _ in answers}
    assert said <= there, f"{len(said - there)} batches lost"
    return Crowd(len(said), len(there), seconds, tuple(sorted(waited for _, waited in answers)))


# --- many batches ---------------------------------------------------------------------------------


def large(database: str, count: int) -> None:
    """Print how long a log with many batches takes to list, search, judge, export and import."""
    entry = batch("x")
    rows = [{**entry.as_dict(), "id": None, "name": f"serum {number}"} for number in range(count)]
    for number, row in enumerate(rows):
        water = {"ingredient": "water", "mass_g": 80 + number / count}
        row["recipe"] = {**RECIPE, "lines": [water, *RECIPE["lines"][1:]]}
    text = json.dumps({"bench_log": 1, "batches": rows})
    with open_log(database) as log:
        for name, work in (
            ("read a file", lambda: read_log(text)),
            ("import", lambda: log.import_(read_log(text))),
            ("list", lambda: log.entries()),
            ("search", lambda: log.entries(f"serum {count - 1}")),
            ("states", lambda: [batch_state(entry, DAY) for entry in log.entries()]),
            ("states again", lambda: [batch_state(entry, DAY) for entry in log.entries()]),
            ("export", lambda: json.dumps(log.export())),
        ):
            start = time.perf_counter()
            work()
            print(f"  {name:12} {time.perf_counter() - start:7.3f} s")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--batches", type=int, default=1_000)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="bench-log-"))
    try:
        start = time.perf_counter()
        said, more = kill_rounds(folder, options.rounds)
        seconds = time.perf_counter() - start
        what = f"{said} batches said, none lost, {more} more there"
        print(f"kill -9, {options.rounds} rounds, {seconds:.0f} s: {what}")
        print(
            f"SQLite, {options.writers} writers: {crowd(str(folder / 'crowd.sqlite'), options.writers, 25)}"
        )
        print(f"SQLite, {options.batches} batches:")
        large(str(folder / "large.sqlite"), options.batches)
        on_server(options)
    finally:
        shutil.rmtree(folder)


def on_server(options: argparse.Namespace) -> None:
    """Print the same of PostgreSQL, where it is installed."""
    from tests.postgres import Server, binaries

    programs = binaries()
    if programs is None:
        print("PostgreSQL: not installed")
        return
    server = Server(programs)
    try:
        print(f"PostgreSQL, {options.writers} writers: {crowd(server.new_database(), options.writers, 25)}")
        print(f"PostgreSQL, {options.batches} batches:")
        large(server.new_database(), options.batches)
    finally:
        server.remove()


if __name__ == "__main__":
    main()
