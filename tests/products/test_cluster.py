"""The same on Dask: the same bytes, what is told without it, and what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from calc import InputErrors
from calc.products.screening import screen_file
from tests.products.test_screen import SERUM, leftovers, table
from tests.products.test_screen_products import catalogue

ROOT = Path(__file__).resolve().parents[2]
NO_DASK = "DASK TESTS SKIPPED: distributed is not installed"


def test_without_dask_the_fix_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    pd.DataFrame(SERUM).to_csv(tmp_path / "in.csv", index=False)
    with pytest.raises(InputErrors, match=r"pip install 'dask\[distributed\]'"):
        screen_file(tmp_path / "in.csv", tmp_path / "out.csv", engine="dask")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of two workers that are there already: processes, so that what they get is pickled."""
    distributed = pytest.importorskip("distributed", reason=NO_DASK)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as workers:
        yield workers.scheduler_address


# Seven pieces for two workers with room for six: the last waits for the first, and the order can go
# wrong. More rows find nothing more.
ROWS, ROWS_PER_PIECE = 1_300, 200


@pytest.mark.parametrize(("kind", "ending"), [("formulas", "parquet"), ("products", "csv")])
def test_dask_writes_the_same_bytes(tmp_path, cluster, kind, ending):
    source = tmp_path / "in.parquet"
    (table(ROWS, seed=4) if kind == "formulas" else catalogue(ROWS, seed=7)).to_parquet(source, index=False)
    local, dask = tmp_path / f"local.{ending}", tmp_path / f"dask.{ending}"
    alone = screen_file(source, local, rows_per_piece=ROWS_PER_PIECE)
    together = screen_file(
        source, dask, rows_per_piece=ROWS_PER_PIECE, engine="dask", scheduler_address=cluster
    )
    assert together == alone
    assert together.rows == ROWS
    assert local.read_bytes() == dask.read_bytes()
    assert leftovers(tmp_path) == []


# With pieces of ten rows, and half a second after each: more than enough is left to be stopped.
SLOW = """
import sys, time
from calc.__main__ import main
from calc.products.screening import files
whole = files.ScreenOutput.add
def slow(self, *given):
    whole(self, *given)
    time.sleep(0.5)
files.ScreenOutput.add = slow
files.stream.__kwdefaults__["rows_per_piece"] = 10
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a group of processes")
def test_ctrl_c_ends_a_cluster_of_its_own_too(tmp_path):
    pytest.importorskip("distributed", reason=NO_DASK)
    table(2_000, seed=4).to_parquet(tmp_path / "in.parquet", index=False)
    files = [str(tmp_path / name) for name in ("in.parquet", "out.csv")]
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "screen", *files, "--engine", "dask", "--workers", "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 60
        while not leftovers(tmp_path) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        assert leftovers(tmp_path), "it writes beside"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "calc screen: stopped, nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]
