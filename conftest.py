"""What every test and every example in a docstring is run with."""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent
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
def _log_of_the_test(_log_folder: Path) -> None:
    """No test and no example ever writes to the user's own log, or finds what another one kept.

    Only the name is new: a folder for each of thousands of tests would cost more than most of them, and so
    would a monkeypatch. The folder's own puts back what was there before the first.
    """
    os.environ["BENCH_LOG_FILE"] = str(_log_folder / f"{next(_numbers)}.sqlite")


def pytest_collection(session: pytest.Session) -> None:
    """Import the tests, each process from others on: of a new clone each compiles a part of them."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if not number or session.config.args != session.config.getini("testpaths"):
        return
    files = sorted(path.relative_to(ROOT).with_suffix("") for path in (ROOT / "tests").rglob("test_*.py"))
    first = len(files) * int(number) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for file in files[first:] + files[:first]:
        with contextlib.suppress(Exception, pytest.skip.Exception):  # collecting it says what is wrong
            importlib.import_module(".".join(file.parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser tests, which take longest."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """Take all that was collected out of the garbage collector's walks: it stays until the end.

    Between them more is made than by default: what tests leave behind is little beside what they need.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish() -> None:
    """Look once more at what nobody holds any longer; pytest would look five times, at everything."""
    gc.collect()
    gc.freeze()


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
