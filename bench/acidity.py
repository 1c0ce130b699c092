"""The pH kernel beside PHREEQC and pHcalc, on the same serums in one run, by both activity models.

    python -m bench.acidity

Serums of seven acids with random base, and for the deviations also of one to seven. SIT has the
coefficients of PHREEQC's ``sit.dat``, in a database with nothing else in it: that is quicker for PHREEQC than
the whole file. Seconds are
processor time, so that a second core would count against whoever used it. PHREEQC is timed over its
batch run alone, without the writing of its input and the reading of its output.

pHcalc brings scipy, which pint then imports at every start: it is no requirement, and is compared
with where it is found.
"""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from calc.chemistry.acidity import PKW, Array, solve
from calc.chemistry.activity import interactions
from tests.phreeqc import ACIDS, Phreeqc, random_serums

try:
    import pHcalc
except ImportError:
    pHcalc = None

SERUMS = 100_000
OF_ANY = 20_000
OF_PHCALC = 300
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 5
#: How many times as fast as PHREEQC each model has to be.
LEAST = {"davies": 250, "sit": 1000}
INTERACTIONS = interactions(tuple(acid.name for acid in ACIDS))


def seconds(task: Callable[[], object]) -> float:
    """Return the processor time of one call."""
    start = time.process_time()
    task()
    return time.process_time() - start


def solved(totals: Array, sodium: Array, activity: str = "davies") -> Array:
    """Return the pH by our own kernel."""
    return solve(ACIDS, totals, sodium, activity, interactions=INTERACTIONS)


def fastest(totals: Array, sodium: Array, rounds: int, activity: str = "davies") -> float:
    """Return the seconds of the fastest of some rounds of our own."""
    return min(seconds(lambda: solved(totals, sodium, activity)) for _ in range(rounds))


def oracle_of(activity: str) -> Phreeqc:
    """Return PHREEQC on an activity model."""
    return Phreeqc(ACIDS, activity, interactions=INTERACTIONS if activity == "sit" else ())


def resident_mb() -> float:
    """Return the most memory that the process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own(totals: Array, sodium: Array, activity: str) -> tuple[float, float]:
    """Return the seconds of the fastest of some rounds, and the most memory beside the input [MB]."""
    used = fastest(totals, sodium, ROUNDS, activity)
    tracemalloc.start()
    solved(totals, sodium, activity)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return used, peak


def of_phreeqc(totals: Array, sodium: Array, activity: str) -> tuple[float, Array, float]:
    """Return the seconds of one batch, the pH, and the memory that the process has grown by [MB]."""
    oracle = oracle_of(activity)
    batch = oracle.batch(totals, sodium)
    before = resident_mb()
    used = seconds(lambda: oracle.program.run_string(batch))
    grown = resident_mb() - before
    return used, oracle.solved(len(sodium)), grown


def of_phcalc(totals: Array, sodium: Array) -> tuple[float, Array]:
    """Return the seconds of one system after the other, and the pH."""
    systems = [
        pHcalc.System(
            pHcalc.Inert(charge=1, conc=base),
            *(
                pHcalc.Acid(pKa=list(acid.pKa), charge=acid.charge, conc=total)
                for acid, total in zip(ACIDS, row)
            ),
            Kw=10**-PKW,
        )
        for row, base in zip(totals, sodium)
    ]
    used = seconds(lambda: [system.pHsolve() for system in systems])
    return used, np.array([system.pH for system in systems])


def growth() -> tuple[list[float], float]:
    """Return the seconds at each size, and the exponent of a power law through them."""
    times = [fastest(*random_serums(n, seed=3, fewest=7), rounds=max(3, 100_000 // n)) for n in SIZES]
    return times, np.polyfit(np.log(SIZES), np.log(times), 1)[0]


def line(name: str, n: int, used: float, of_own: float, rest: str) -> None:
    rate = n / used
    print(f"{name:<8} {n:>9,} {used:>9.3f} s {rate:>9,.0f} per s {of_own / rate:>9,.0f} × {rest}")


def beside_phcalc(totals: Array, sodium: Array, rate: float) -> None:
    """Print how pHcalc does, as far as it runs."""
    if pHcalc is None:
        print("pHcalc   not installed, not compared with")
        return
    if not hasattr(np, "cumproduct"):
        np.cumproduct = np.cumprod
        print("pHcalc   asks for numpy.cumproduct, gone since NumPy 2: put back for this run")
    used, pH = of_phcalc(totals, sodium)
    far = np.abs(solve(ACIDS, totals, sodium, "ideal") - pH).max()
    line("pHcalc", len(sodium), used, rate, f"one at a time; ideal only, |ΔpH| ≤ {far:.1e} from our ideal")


def main() -> None:
    """Run and print."""
    totals, sodium = random_serums(SERUMS, seed=1, fewest=7)
    of_any = random_serums(OF_ANY, seed=2)
    print("seven acids  serums        time          solves       ours is")
    for activity, least in LEAST.items():
        used, peak = own(totals, sodium, activity)
        rate = SERUMS / used
        line(activity, SERUMS, used, rate, f"{peak:.1f} MB at most beside the input")
        used, pH, grown = of_phreeqc(totals, sodium, activity)
        line("PHREEQC", SERUMS, used, rate, f"wanted {least} ×; the process grows by {grown:.0f} MB")
        far = np.abs(solved(totals, sodium, activity) - pH).max()
        print(f"         |ΔpH| ≤ {far:.1e} over {SERUMS:,} serums of seven acids")
        far = np.abs(solved(*of_any, activity) - oracle_of(activity).pH(*of_any)).max()
        print(f"         |ΔpH| ≤ {far:.1e} over {OF_ANY:,} serums of one to seven")
    beside_phcalc(totals[:OF_PHCALC], sodium[:OF_PHCALC], rate)
    times, exponent = growth()
    grid = ", ".join(f"{n:,} in {used * 1000:,.1f} ms" for n, used in zip(SIZES, times))
    print(f"growth: {grid}; time ~ rows^{exponent:.2f}")


if __name__ == "__main__":
    main()
