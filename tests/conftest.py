"""Shared by all tests: one Hypothesis profile, and a copy of ``data/`` that a test may spoil."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import tomli
from hypothesis import settings

from calc import catalog
from calc.catalog import folder, toml_reader
from calc.errors import DataError
from tests.chromium import address, browser, computers, opener, page, phone_page, server
from tests.postgres import postgres

__all__ = [
    "address",
    "browser",
    "computers",
    "opener",
    "page",
    "phone_page",
    "postgres",
    "server",
]  # fixtures

# Derandomised, so that a red run is red again for the next person. Twenty examples: they are the same in
# every run, so that more find nothing new after the first; `make fuzz` looks further.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=20)
settings.load_profile("ci")


# A test that spoils one data file reads a dozen others as they are. A text is parsed once for all tests;
# loaders make records of the tables and leave them as they stand.
toml_reader.tomli = SimpleNamespace(  # type: ignore[attr-defined]
    loads=functools.lru_cache(maxsize=64)(tomli.loads), TOMLDecodeError=tomli.TOMLDecodeError
)


MAIN = sys.modules["__main__"]


def pytest_runtest_teardown() -> None:
    """Put the main module back, which a page under test takes the place of: new processes begin with it."""
    sys.modules["__main__"] = MAIN


def forget_data() -> None:
    """Empty every cache that remembers something of ``data/``."""
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "calc"]
    for module in modules:
        for value in list(vars(module).values()):
            if isinstance(value, functools._lru_cache_wrapper):
                value.cache_clear()


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data folder that the catalogue reads instead of the real one."""
    copy = tmp_path / "data"
    shutil.copytree(catalog.DATA, copy)
    for place in (catalog, folder):
        monkeypatch.setattr(place, "DATA", copy)
    forget_data()
    yield copy
    monkeypatch.undo()
    forget_data()


@pytest.fixture
def spoil(data_copy: Path) -> Callable[[str, str, str], int]:
    """Replace the first occurrence of a text in a data file; returns its line number."""

    def replace(name: str, old: str, new: str) -> int:
        text = (data_copy / name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        (data_copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        forget_data()
        return text[: text.index(old)].count("\n") + 1

    return replace


def refusal(file: str, read: Callable[..., object], *given: object) -> DataError:
    """Return the error that reading a data file raises, which names the file and a line."""
    with pytest.raises(DataError) as caught:
        read(*given)
    assert caught.value.file == file
    assert str(caught.value).startswith(f"{file}:{caught.value.line}: ")
    return caught.value


@pytest.fixture
def refuses(spoil: Callable[[str, str, str], int]) -> Callable[..., None]:
    """Check that a file in which one text became another is refused with its line and these words."""

    def check(file: str, read: Callable[[], object], old: str, new: str, words: str) -> None:
        line = spoil(file, old, new)
        error = refusal(file, read)
        assert words in error.problem
        assert error.line == line

    return check


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly when the browser tests could not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any("no Chromium" in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(
            "BROWSER TESTS SKIPPED: no Chromium was found, and Playwright's own could not be fetched.",
            red=True,
            bold=True,
        )
