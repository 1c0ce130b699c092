"""What every test and every example in a docstring is run with."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Tests start dozens of processes; where no bytecode is kept, each compiles the whole package again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session", autouse=True)
def _log_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No server that tests start ever writes to the user's own log; returns the folder of logs."""
    folder = tmp_path_factory.mktemp("log")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BENCH_LOG_FILE", str(folder / "batches.sqlite"))
        for name in ("DATABASE_URL", "BENCH_LOG"):
            patch.delenv(name, raising=False)
        yield folder


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _log_of_the_test(_log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test and no example ever writes to the user's own log, or finds what another one kept.

    Only the name is new: a folder for each of thousands of tests would cost more than most of them.
    """
    monkeypatch.setenv("BENCH_LOG_FILE", str(_log_folder / f"{next(_numbers)}.sqlite"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser tests, which take longest."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each file to one worker, and all browser tests to one.

    So they share a server and a browser, while the other worker goes through the rest.
    """
    from xdist.scheduler import LoadFileScheduling

    class FilesAndTheBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "tests/browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)

    return FilesAndTheBrowser(config, log)
