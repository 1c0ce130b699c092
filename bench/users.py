"""Fifty users, each with a change every five seconds: how long until the page is drawn again?

    python -m bench.users [users] [seconds]

Bounded: it stops by itself, and talks to this machine only.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time

import numpy as np

from bench.client import User, cpu_seconds, serving

EVERY = 5.0


async def one_user(port: int, number: int, seconds: float, times: list[float]) -> None:
    """Arrive at a random time, then change the strength about every five seconds."""
    dice = random.Random(number)
    await asyncio.sleep(EVERY * dice.random())
    user = await User.arrive(port)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        await asyncio.sleep(EVERY * dice.uniform(0.8, 1.2))
        times.append(await user.change("Strength", f"{dice.uniform(5, 22):.2f} %"))
    await user.leave()


async def crowd(port: int, users: int, seconds: float) -> list[float]:
    """Return the time of every change of every user [s]."""
    times: list[float] = []
    await (await User.arrive(port)).leave()
    await asyncio.gather(*(one_user(port, number, seconds, times) for number in range(users)))
    return times


def main() -> None:
    """Run and print."""
    users, seconds = (int(argument) for argument in (sys.argv[1:] + ["50", "30"][len(sys.argv) - 1 :])[:2])
    with serving("app.py") as (port, pid):
        times = asyncio.run(crowd(port, users, seconds))
        used = cpu_seconds(pid)
    p50, p95, worst = np.quantile(times, (0.5, 0.95, 1.0)) * 1000
    print(f"{users} users, a change each per {EVERY:g} s, {len(times)} changes:")
    print(f"  p50 {p50:.0f} ms, p95 {p95:.0f} ms (aim: under 60), worst {worst:.0f} ms")
    print(f"  server processor time {used:.1f} s in all")


if __name__ == "__main__":
    main()
