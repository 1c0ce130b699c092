"""The map of t90 over pH and temperature, beside the same map by a plain loop over one scalar model.

    python -m bench.stability

One serum of 15 %, 100 pH by 100 temperatures by 256 draws, low end, median and high end of each point.
The loop takes some of the points and is extrapolated; both must give the same numbers. Seconds are
processor time.
"""

from __future__ import annotations

import math
import statistics
import time

import numpy as np

from calc import catalog
from calc.chemistry.stability.kinetics import (
    T90_FRACTION,
    Array,
    Columns,
    RateConditions,
    log_rate,
    rate_inputs,
    t90_of_map,
    thinned,
)
from calc.uncertainty import Band, Samples

DRAWS = 256
PH = np.linspace(2.0, 6.0, 100)
CELSIUS = np.linspace(0.0, 50.0, 100)
ROUNDS = 20
#: Every so many pH that the loop does.
EVERY = 20


def serum() -> RateConditions:
    """Return a serum of 15 % at pH 3 with ferulic acid, in a bottle that is opened daily."""
    return RateConditions(
        Band(158, 158, 158), Band(3.0, 2.9, 3.1), ((298.15, 1.0),), "dropper_bottle", ferulic=True
    )


def plain_t90(at: dict[str, float], logs: float, pH: float, kelvin: float, pKa: float) -> float:
    """Return t90 of one draw at one point [day]; the reference is pH 2.21 and 296.15 K."""
    ratio = math.exp(at["anion_ratio"])
    factor = (1 + (ratio - 1) / (1 + 10 ** (pKa - pH))) / (1 + (ratio - 1) / (1 + 10 ** (pKa - 2.21)))
    warmth = math.exp(-at["activation_energy"] / 8.31446 * (1 / kelvin - 1 / 296.15))
    fade = min(max(4.5 - pH, 0.0), 1.0)
    rate = math.exp(logs + fade * at["ferulic_with_tocopherol"]) * factor * warmth
    gap = 1 - at["order"]
    return (1 - T90_FRACTION**gap) / gap / rate


def plain_map(columns: Columns, logs: Array, pH: Array) -> list[list[list[float]]]:
    """Return the map by a loop, as anybody would write it first."""
    pKa = catalog.acids()["ascorbic"].pKa[0].centre
    draws = [{name: float(column[i]) for name, column in columns.items()} for i in range(DRAWS)]
    at_reference = [float(log) for log in logs]
    rows = []
    for acid in pH.tolist():
        row = []
        for celsius in CELSIUS.tolist():
            days = sorted(
                plain_t90(at, log, acid, celsius + 273.15, pKa) for at, log in zip(draws, at_reference)
            )
            cuts = statistics.quantiles(days, n=40, method="inclusive")
            row.append([cuts[0], statistics.median(days), cuts[-1]])
        rows.append(row)
    return rows


def main() -> None:
    """Run and print."""
    conditions = serum()
    columns = thinned(Samples(rate_inputs(conditions)), DRAWS)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ours = t90_of_map(conditions, columns, PH, CELSIUS + 273.15)
        times.append(time.process_time() - start)
    fast = min(times)
    at_reference = RateConditions(
        conditions.strength_g_per_L, Band(2.21, 2.21, 2.21), ((296.15, 1.0),), "dropper_bottle"
    )
    logs = log_rate(at_reference, {**columns, "pH": np.full(DRAWS, 2.21)})
    start = time.process_time()
    theirs = np.array(plain_map(columns, logs, PH[::EVERY]))
    slow = (time.process_time() - start) * EVERY
    far = np.abs(np.log(theirs / np.moveaxis(ours, 0, -1)[::EVERY])).max()
    print(f"map of {PH.size} pH × {CELSIUS.size} temperatures × {DRAWS} draws")
    print(f"ours                 {fast * 1000:9.1f} ms, slowest of {ROUNDS}: {max(times) * 1000:.1f} ms")
    print(
        f"plain loop           {slow * 1000:9.0f} ms, from every {EVERY}th pH; {slow / fast:,.0f} × as long"
    )
    print(f"largest difference   {far:9.1e} of t90")


if __name__ == "__main__":
    main()
