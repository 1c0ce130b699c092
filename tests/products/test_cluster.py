"""The same on Dask: the same bytes, what is told without it, and what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from calc import InputErrors, screen_file
from tests.products.test_screen import SERUM, leftovers, table
from tests.products.test_screen_products import catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_without_dask_the_fix_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    pd.DataFrame(SERUM).to_csv(tmp_path / "in.csv", index=False)
    with pytest.raises(InputErrors, match=r"pip install 'dask\[distributed\]'"):
        screen_file(tmp_path / "in.csv", tmp_path / "out.csv", engine="dask")
    assert [each.name for each in tmp_path.iterdir()] == ["in.csv"]


def run(folder: Path, *given: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as clusters want it."""
    command = [sys.executable, "-m", "calc", "screen", str(folder / "in.parquet"), *given]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_dask_writes_the_same_bytes(tmp_path):
    pytest.importorskip("distributed", reason="DASK TESTS SKIPPED: distributed is not installed")
    table(150_000 // 50, seed=4).sample(150_000, replace=True, random_state=1).to_parquet(
        tmp_path / "in.parquet", index=False
    )
    for ending in ("parquet", "csv"):
        local, dask = tmp_path / f"local.{ending}", tmp_path / f"dask.{ending}"
        assert run(tmp_path, str(local)).returncode == 0
        done = run(tmp_path, str(dask), "--engine", "dask", "--workers", "2")
        assert (done.returncode, done.stderr) == (0, "")
        assert local.read_bytes() == dask.read_bytes()
        if ending == "parquet":
            told = pd.read_parquet(dask, columns=["name"])["name"]
            assert told.tolist() == pd.read_parquet(tmp_path / "in.parquet")["name"].tolist()
    assert leftovers(tmp_path) == []


def test_dask_says_the_same_of_products(tmp_path):
    pytest.importorskip("distributed", reason="DASK TESTS SKIPPED: distributed is not installed")
    frame = catalogue(2_000, seed=7).sample(70_000, replace=True, random_state=1)
    frame.to_parquet(tmp_path / "in.parquet", index=False)
    local, dask = tmp_path / "local.parquet", tmp_path / "dask.parquet"
    assert run(tmp_path, str(local)).returncode == 0
    assert run(tmp_path, str(dask), "--engine", "dask", "--workers", "2").returncode == 0
    assert local.read_bytes() == dask.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to a group of processes")
def test_ctrl_c_ends_dask_too(tmp_path):
    pytest.importorskip("distributed", reason="DASK TESTS SKIPPED: distributed is not installed")
    table(3_000, seed=4).sample(600_000, replace=True, random_state=1).to_parquet(
        tmp_path / "in.parquet", index=False
    )
    command = [
        sys.executable,
        "-m",
        "calc",
        "screen",
        str(tmp_path / "in.parquet"),
        str(tmp_path / "out.csv"),
    ]
    with subprocess.Popen(
        [*command, "--engine", "dask", "--workers", "1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 60
        while not leftovers(tmp_path) and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "calc screen: stopped, nothing was written"
    assert [each.name for each in tmp_path.iterdir()] == ["in.parquet"]
