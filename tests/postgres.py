"""A PostgreSQL server of the tests' own, from Debian's packages, in a folder that is taken away after."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PASSWORD = "not-to-be-shown"
_START_S = 30


def binaries() -> Path | None:
    """Return the folder of the server's programs, the latest; None where none is installed."""
    ordered = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return ordered[-1].parent if ordered else Path(on_path).parent if on_path else None


class Server:
    """A running server on a free port of the loopback.

    Parameters
    ----------
    programs : Path
        As `binaries` returned it.
    options : str
        Settings, such as ``fsync=off``.
    """

    def __init__(self, programs: Path, *options: str) -> None:
        self.options = [word for option in options for word in ("-c", option)]
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
        self.user = self._unprivileged()
        self.port = _free_port()
        self._numbers = itertools.count()
        self._emptied: str | None = None
        (self.folder / "password").write_text(PASSWORD)
        if self.user:
            for path in (self.folder, self.folder / "password"):
                shutil.chown(path, self.user)
        data = str(self.folder / "data")
        options = ["-U", "bench", "--auth=scram-sha-256", f"--pwfile={self.folder / 'password'}"]
        self._run("initdb", "-D", data, *options, "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [self._program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += ["-h", "127.0.0.1", "-k", str(self.folder), *self.options]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, user=self.user)
        log.close()
        until = time.monotonic() + _START_S
        while subprocess.run(
            [self._program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        ).returncode:
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it, ending every connection."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=_START_S)

    def remove(self) -> None:
        """Stop it for good."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=_START_S)
        shutil.rmtree(self.folder)

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """Return how a database is reached."""
        return f"postgresql://bench:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Return the URL of an empty database."""
        name = f"log{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name}")
        return self.url(name)

    def emptied_database(self) -> str:
        """Return the URL of one database, made empty: each new one is a thousand files."""
        if self._emptied is None:
            self._emptied = self.new_database()
        else:
            name = self._emptied.rpartition("/")[2]
            self.say("SET lock_timeout = '10s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public", name)
        return self._emptied

    def say(self, statement: str, database: str = "postgres") -> None:
        """Run a statement."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def _program(self, name: str) -> str:
        """Return the path of one of its programs."""
        return str(self.programs / name)

    def _run(self, name: str, *options: str) -> None:
        """Run one of its programs as the user that the server runs as."""
        command = [self._program(name), *options]
        subprocess.run(command, cwd=self.folder, user=self.user, check=True, capture_output=True)

    @staticmethod
    def _unprivileged() -> str | None:
        """Return the user that the server runs as, where this one is root: it refuses that."""
        if os.geteuid() != 0:
            return None
        names = {user.pw_name for user in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server; skipped where none is installed, but for CI, where it must be."""
    programs = binaries()
    if programs is None:
        missing = "no PostgreSQL server: apt-get install postgresql"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    server = Server(programs, "fsync=off")  # no test of it cuts the power
    yield server
    server.remove()
