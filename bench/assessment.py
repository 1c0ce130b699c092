"""One banded assessment beside one almost empty Streamlit rerun and beside PHREEQC, in one run.

    python -m bench.assessment

The assessment is what every change on the page costs in the core: reading the fields, solving the
batch, the dose for a pH, 1,024 draws, bands, every rule. Nothing is remembered from one to the next.
The assessment may cost as much as PHREEQC's solves of 100 such serums. Seconds of assessments and of PHREEQC
are of processor, the fewest of many.
"""

from __future__ import annotations

import asyncio
import sys
import time

import numpy as np

from bench.client import User, cpu_seconds, serving
from calc import assess
from calc.chemistry.adjusters import without_adjuster
from calc.chemistry.dosing import dose
from calc.mixing.request import (
    MixRequest,
    assess_request,
    batch_of,
    parse_request,
)
from tests.phreeqc import ACIDS, Phreeqc

ROUNDS = 200
SOLVES = 400


def requests() -> list[MixRequest]:
    """Return batches that differ from each other."""
    return [
        MixRequest(
            strength=f"{8 + i / 20} %",
            batch="30 g",
            purity="99 %",
            scale="0.01 g",
            target_pH="3.2",
            others="glycerin 5 %\nferulic acid 0.5 %\ntocopherol 1 %\nphenoxyethanol 0.8 %",
        )
        for i in range(ROUNDS)
    ]


def pages() -> float:
    """Return the fewest seconds of processor from the typed fields to everything that is known."""
    times = []
    for request in requests():
        start = time.process_time()
        assess_request(parse_request(request))
        times.append(time.process_time() - start)
    return min(times[10:])


def assessments() -> float:
    """Return the fewest seconds of processor of one assessment, with the bands of pH and dose."""
    batches = [batch_of(parse_request(request)) for request in requests()]
    forget_formulas()
    times = []
    for batch in batches:
        assert batch.dose
        plain = without_adjuster(batch.formula, batch.dose.adjuster)
        start = time.process_time()
        assess(batch.formula, dose=dose(plain, batch.dose.adjuster, 3.2))
        times.append(time.process_time() - start)
    return min(times[10:])


def forget_formulas() -> None:
    """Empty what chemistry remembers of formulas; what it keeps without a limit are facts, and stay."""
    modules = [module for name, module in sys.modules.items() if name.startswith("calc.chemistry")]
    for function in [value for module in modules for value in vars(module).values()]:
        limits = getattr(function, "cache_parameters", None)
        if limits and limits()["maxsize"] is not None:
            function.cache_clear()


def phreeqc_solves() -> float:
    """Return the fewest seconds of processor that PHREEQC takes for as many such serums.

    Three acids stand for those that are dissolved: ascorbic, carbonic and ferulic.
    """
    oracle, sodium = Phreeqc(ACIDS[:3]), np.linspace(0.05, 0.15, SOLVES)
    batch = oracle.batch(np.tile([1.0, 0.03, 0.03], (SOLVES, 1)), sodium)
    times = []
    for _ in range(ROUNDS // 10):
        start = time.process_time()
        oracle.program.run_string(batch)
        times.append(time.process_time() - start)
        oracle.solved(SOLVES)
    return min(times)


async def reruns(port: int, pid: int) -> tuple[list[float], float, int]:
    """Return the seconds of reruns, and of each the processor time and the bytes that came for it."""
    user = await User.arrive(port)
    for i in range(10):
        await user.change("Strength", str(i))
    used = cpu_seconds(pid)
    times = [await user.change("Strength", f"{5 + i / 20} %") for i in range(ROUNDS)]
    used = (cpu_seconds(pid) - used) / ROUNDS
    await user.leave()
    return times, used, user.received


def main() -> None:
    """Run and print."""
    with serving("bench/empty_page.py") as (port, pid):
        empty, empty_cpu, _ = asyncio.run(reruns(port, pid))
    own, typed = assessments() * 1000, pages() * 1000
    wall, cpu = np.median(empty) * 1000, empty_cpu * 1000
    with serving("app.py") as (port, pid):
        whole, whole_cpu, received = asyncio.run(reruns(port, pid))
    of_page, of_page_cpu = np.median(whole) * 1000, whole_cpu * 1000
    oracle = phreeqc_solves() * 1000
    print(
        f"{SOLVES} solves of such a serum by PHREEQC {oracle:8.1f} ms, assessment / that {own / oracle:.2f}"
    )
    print(f"one assessment (6 lines, 1,024 draws)    {own:6.1f} ms, {SOLVES * own / oracle:.0f} such solves")
    print(f"  with reading the fields and solving the batch {typed:.1f} ms")
    print(f"one almost empty rerun, to its last word {wall:6.1f} ms, processor {cpu:.1f} ms")
    print(f"  assessment / rerun {own / wall:.2f}, of its processor time {own / cpu:.2f}")
    print(f"one rerun of Mix, to its last word       {of_page:6.1f} ms, processor {of_page_cpu:.1f} ms")
    print(
        f"  processor / that of an almost empty one {of_page_cpu / cpu:.1f}; {received:,} bytes to a browser"
    )


if __name__ == "__main__":
    main()
