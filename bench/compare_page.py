"""What a change of the choice on Compare costs the server, in processor time.

    python -m bench.compare_page [visits]

Each visit adds four products, one after the other; beside it stands what it costs to type one. Bounded: it
stops by itself, and talks to this machine only.
"""

from __future__ import annotations

import asyncio
import sys

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg

from bench.client import User, cpu_seconds, serving

LABELS = (
    "C15 serum {}, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR",
    "Mild lotion {}, SAP 5 %, pH 6.5, 30 mL, 12 EUR",
    "Glow {}, 10 % ethyl ascorbic acid, pH 5, 20 mL, 19 EUR",
    "Night {}, 20 % ascorbic acid, pH 2.9, 50 mL, 40 EUR",
)
SETTLES_S = 0.05


class Comparer(User):
    """Somebody on Compare."""

    async def _rerun(self, message: BackMsg) -> float:
        """Ask for a run of Compare and wait for its end."""
        message.rerun_script.page_name = "compare"
        return await super()._rerun(message)


async def visits(port: int, pid: int, count: int) -> tuple[list[float], list[float]]:
    """Return the processor time of every product that is typed, and of every one that is added [s]."""
    typed: list[float] = []
    added: list[float] = []
    for number in range(count):
        user = await Comparer.arrive(port)
        for label in LABELS:
            for spent, step in (
                (typed, user.change("Add a product", label.format(number))),
                (added, user.press("Add this product")),
            ):
                before = cpu_seconds(pid)
                await step
                await asyncio.sleep(SETTLES_S)  # the last messages are sent behind the end of a run
                spent.append(cpu_seconds(pid) - before)
        await user.leave()
    return typed, added


def main() -> None:
    """Run and print."""
    count = int((sys.argv[1:] or ["8"])[0])
    with serving("app.py") as (port, pid):
        asyncio.run(visits(port, pid, 2))  # what is laid out once for everybody
        typed, added = asyncio.run(visits(port, pid, count))
    for name, times in (("typed", typed), ("added", added)):
        worst = 1000 * max(times)
        print(f"a product {name}: {1000 * np.mean(times):.0f} ms, worst {worst:.0f} ms of {len(times)}")


if __name__ == "__main__":
    main()
