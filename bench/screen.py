"""Screening beside PHREEQC and beside the single path, its growth, its memory, and Dask, in one run.

    python -m bench.screen [--rows 10000000] [--only tables] [--megabytes 100]

Random formulas of seven ingredients, out of eighteen, whose pH can be predicted. Seconds are on the
clock, the fastest of three rounds, of `screen_file` from Parquet to Parquet in a process of its own
without its start, and the most memory is that of this process. PHREEQC is timed over its batch run
alone, of the pH and nothing else, by Davies, which is its quickest, and by SIT with the ion pairs and
interactions that screening has; its time and that of the single path are extrapolated from fewer rows.
Dask's time is from the first piece that is written to the last, without the start of its workers. Products
are rows in the shape of `data/products.csv`, their strengths and pH drawn, from Parquet and from CSV.
Tables as shops have them hold lists of 25 ingredients with prices and sizes, some thousands of lists or each
another one; beside them stands the same table compared row by row. ``--only tables`` runs these alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import parquet

from calc import Formula, Line, assess, catalog
from calc.chemistry.acidity import Solution
from calc.chemistry.activity import PREFERRED
from calc.chemistry.co_ingredients import dissolved_shares
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.solution_totals import table_totals
from calc.products import compare
from calc.products.screening import (
    ROWS_PER_PIECE,
    USUAL,
    Progress,
    screen_file,
    screen_formulas,
)
from calc.tables import read_table
from tests.phreeqc import Phreeqc

DATA = Path(__file__).resolve().parent.parent / "data"
ROWS = 1_000_000
ROUNDS = 3
OF_PHREEQC = 10_000
OF_SIT = 2_000
OF_APPLY = 1_000
MOST = 10_000_000
DASK_ROWS = 2_000_000
LEAST = 10_000
PRODUCTS = 500_000
SHOP_ROWS = 10_000
OF_COMPARE = 100
MEGABYTES = 100
LISTS = 3_000

#: In each formula, and five of the others, up to so many grams.
ALWAYS = {"water": (55.0, 85.0), "l_ascorbic_acid": (1.0, 20.0)}
OTHERS = {
    "sodium_ascorbate": 5.0,
    "sodium_hydroxide": 1.0,
    "sodium_bicarbonate": 3.0,
    "triethanolamine": 3.0,
    "trisodium_citrate_dihydrate": 3.0,
    "citric_acid": 2.0,
    "lactic_acid": 3.0,
    "phosphoric_acid": 1.0,
    "ferulic_acid": 1.0,
    "tocopherol": 1.5,
    "glycerin": 4.0,
    "panthenol": 3.0,
    "sodium_benzoate": 0.6,
    "potassium_sorbate": 0.4,
    "phenoxyethanol": 1.0,
    "ascorbyl_palmitate": 2.0,
}


def formulas(n: int, seed: int) -> pd.DataFrame:
    """Return random formulas of seven ingredients each [g]."""
    dice = np.random.default_rng(seed)
    chosen = dice.random((n, len(OTHERS))).argsort(axis=1) < 7 - len(ALWAYS)
    others = np.where(chosen, dice.uniform(0.05, 1.0, chosen.shape) * [*OTHERS.values()], 0.0)
    always = np.column_stack([dice.uniform(*ends, n) for ends in ALWAYS.values()])
    return pd.DataFrame(np.hstack([always, others]), columns=[f"{name}_g" for name in (*ALWAYS, *OTHERS)])


def written(n: int, folder: Path) -> Path:
    """Return a file of so many formulas, written in pieces."""
    path, writer = folder / f"{n}.parquet", None
    for piece, start in enumerate(range(0, n, 500_000)):
        table = pyarrow.Table.from_pandas(formulas(min(500_000, n - start), seed=piece), preserve_index=False)
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer
    writer.close()
    return path


def products(n: int, seed: int) -> pd.DataFrame:
    """Return products as on the list of those seen on the market, with names and numbers of their own."""
    dice = np.random.default_rng(seed)
    seen = pd.read_csv(DATA / "products.csv", dtype=str, keep_default_na=False)
    table = seen[["form", "base", "package", "coactives"]].iloc[dice.integers(0, len(seen), n)]
    table.insert(0, "product", [f"Product {i}" for i in range(n)])
    table.insert(2, "strength_percent", dice.uniform(0.5, 30.0, n).round(2))
    table.insert(3, "pH", dice.uniform(2.0, 8.0, n).round(2))
    return table


def shop_list(dice: random.Random, names: list[str]) -> str:
    """Return a list of ingredients; two of five have a form of vitamin C."""
    listed = dice.sample(names, 25)
    if dice.random() < 0.4:
        form = dice.choice([form.name for form in catalog.forms().values()])
        listed.insert(dice.randrange(1, 8), form)
    return ", ".join(["Aqua", *listed])


def shop_table(path: Path, *, rows: int = 0, megabytes: float = 0.0, distinct: bool = False) -> int:
    """Write a table of products as a shop has it, of so many rows or so large; return how many rows."""
    dice = random.Random(96)
    names = [ingredient.name for ingredient in catalog.ingredients().values()]
    lists = [shop_list(dice, names) for _ in range(LISTS)]
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["brand", "product", "ingredients", "strength", "pH", "price", "size"])
        while count < rows if rows else file.tell() < 1e6 * megabytes:
            count += 1
            listed = shop_list(dice, names) if distinct else dice.choice(lists)
            strength, pH = f"{dice.uniform(1, 25):.1f} %", f"{dice.uniform(2.2, 7):.1f}"
            price, size = f"{dice.uniform(3, 90):.2f} EUR", dice.choice(["30 ml", "50 ml", "1 fl. oz."])
            brand, product = f"Brand {dice.randrange(300)}", f"Serum {count}"
            table.writerow([brand, product, listed, strength, pH, price, size])
    return count


# --- processes of their own -----------------------------------------------------------------------


def alone(source: Path, **options: object) -> tuple[float, float]:
    """Return the seconds of one screening in a process of its own, and the most memory of that [MB]."""
    target = source.with_suffix(".answer.parquet")
    given = json.dumps({"source": str(source), "target": str(target), **options})
    command = [sys.executable, "-m", "bench.screen", "--child", given]
    figures = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    target.unlink()
    return float(figures[0]), float(figures[1])


def most_mb() -> float:
    """Return the most memory that this process has had; where Linux tells it, without its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(given: dict[str, str]) -> None:
    """Screen, and print the seconds: all of them, or of Dask from the first piece to the last."""
    source, target = Path(given.pop("source")), Path(given.pop("target"))
    passed: list[tuple[float, Progress]] = []
    start = time.perf_counter()
    screen_file(
        source,
        target,
        progress=lambda progress: passed.append((time.perf_counter(), progress)),
        **given,  # type: ignore[arg-type]
    )
    used = time.perf_counter() - start
    if given:
        (first, before), (last, after) = passed[0], passed[-1]
        used = (last - first) * after.rows / (after.rows - before.rows)
    print(used, most_mb())


# --- peers ----------------------------------------------------------------------------------------


def seconds(task: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def of_phreeqc(solution: Solution, activity: str, rounds: int) -> tuple[float, np.ndarray]:
    """Return the seconds of PHREEQC for the pH of solutions of sodium, in one batch, and that pH."""
    oracle = Phreeqc(solution.acids)
    if activity == "sit":
        pairs, interactions = solution.pairs, solution.interactions
        oracle = Phreeqc(solution.acids, activity, pairs=pairs, interactions=interactions)
    batch = oracle.batch(solution.totals, solution.metals[:, 0])
    used = min(seconds(lambda: oracle.program.run_string(batch)) for _ in range(rounds))
    return used, oracle.solved(len(solution.totals))


def dissolved(table: pd.DataFrame) -> tuple[Solution, np.ndarray]:
    """Return formulas as solutions, without the carbon dioxide that escapes, and the pH by screening.

    Left out, and printed: what has no pH or one above 9, where PHREEQC's water is less active; potassium,
    which the oracle's database has not; and grains, what would not dissolve at the pH of all of it.
    """
    pH = screen_formulas(table)["pH"].to_numpy()
    names = tuple(name.removesuffix("_g") for name in table)
    formulas = FormulaTable.of_grams(np.ascontiguousarray(table.to_numpy().T), names, "solution")
    known = np.flatnonzero(~np.isnan(pH))
    of_all = np.full(pH.size, np.nan)
    of_all[known] = table_totals(formulas, known).pH()
    shares = dissolved_shares(formulas, of_all)
    out = {
        "without a pH": np.isnan(pH),
        "above pH 9": pH >= 9,
        "with potassium": table["potassium_sorbate_g"].to_numpy() > 0,
        "with grains": np.any([share < 1 for share in shares.values()], axis=0),
    }
    rows = np.flatnonzero(~np.any(list(out.values()), axis=0))
    said = ", ".join(f"{share.mean():.0%} {name}" for name, share in out.items())
    print(f"  {len(rows):,} of {len(table):,} formulas are compared; left out (some for two reasons): {said}")
    return table_totals(formulas, rows).solution(), pH[rows]


def single(row: pd.Series) -> float:
    """Return the pH of a row by the single path, with all that comes with it."""
    lines = tuple(Line(str(name).removesuffix("_g"), mass) for name, mass in row.items() if mass > 0)
    report = assess(Formula(lines), storage=USUAL)
    return report.pH.median if report.pH else np.nan


def beside_peers(own: float) -> None:
    """Print how screening stands to PHREEQC and to the single path, row by row."""
    solution, mine = dissolved(formulas(OF_PHREEQC, seed=99))
    used, _ = of_phreeqc(solution, "davies", ROUNDS)
    line("PHREEQC, the pH by Davies", len(mine), used, own)
    some = solution.part(slice(OF_SIT))
    used, pH = of_phreeqc(some, PREFERRED, 1)
    line("PHREEQC, the pH by SIT", len(pH), used, own)
    print(f"  |ΔpH| ≤ {np.abs(mine[:OF_SIT] - pH).max():.1e} with the same model, pairs and interactions")
    table = formulas(OF_APPLY, seed=98)
    line("pandas apply, single path", OF_APPLY, seconds(lambda: table.apply(single, axis=1)), own)


def line(name: str, n: int, used: float, own: float) -> None:
    """Print a peer, and how many times as long it takes for `ROWS`."""
    whole = used / n * ROWS
    print(
        f"{name:<26} {n:>7,} rows {used:9.2f} s, {ROWS:,} would take {whole:10,.0f} s: {whole / own:8,.0f} ×"
    )


# --- in all ---------------------------------------------------------------------------------------


def growth(most: int, folder: Path) -> None:
    """Print the seconds and the memory at each size, and the exponent of a power law through them."""
    sizes = [n for n in (LEAST, 100_000, ROWS, MOST) if n <= most]
    sizes += [most] if most not in sizes else []
    times = []
    for n in sizes:
        source = written(n, folder)
        runs = [alone(source) for _ in range(ROUNDS if n <= ROWS else 1)]
        source.unlink()
        times.append(min(used for used, _ in runs))
        peak = max(most for _, most in runs)
        print(
            f"screen {n:>12,} rows {times[-1]:9.2f} s {n / times[-1]:>10,.0f} rows/s {peak:8,.0f} MB at most"
        )
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"time ~ rows^{exponent:.2f}, pieces of {ROWS_PER_PIECE:,} rows")


def of_products(folder: Path) -> None:
    """Print how products do, as numbers and as text."""
    table = products(PRODUCTS, seed=97)
    table.to_parquet(folder / "products.parquet", index=False)
    table.to_csv(folder / "products.csv", index=False)
    for source in (folder / "products.parquet", folder / "products.csv"):
        used, peak = min(alone(source) for _ in range(ROUNDS))
        source.unlink()
        print(
            f"products {PRODUCTS:>10,} rows {used:9.2f} s {PRODUCTS / used:>10,.0f} rows/s {peak:8,.0f} MB "
            f"at most, from {source.suffix}"
        )


def of_shops(folder: Path, megabytes: float) -> None:
    """Print how tables as shops have them do, beside comparing row by row, and what large ones need."""
    source = folder / "shop.csv"
    shop_table(source, rows=SHOP_ROWS)
    used, peak = min(alone(source) for _ in range(ROUNDS))
    print(
        f"shop rows {SHOP_ROWS:>9,} {used:14.2f} s {SHOP_ROWS / used:>10,.0f} rows/s {peak:8,.0f} MB at most"
    )
    shop_table(source, rows=OF_COMPARE)
    table = read_table(source, name="shop.csv")
    single = seconds(lambda: [compare(replace(table, rows=table.rows[i : i + 1])) for i in range(OF_COMPARE)])
    whole = single / OF_COMPARE * SHOP_ROWS
    print(
        f"compared one by one {OF_COMPARE:,}: {SHOP_ROWS:,} would take {whole:,.0f} s: {whole / used:.0f} ×"
    )
    for name in ("few lists", "all lists different", "formulas"):
        if name == "formulas":
            rows = int(1e6 * megabytes / len(formulas(1, 95).to_csv(index=False, header=False)))
            formulas(rows, seed=95).to_csv(source, index=False)
        else:
            rows = shop_table(source, megabytes=megabytes, distinct=name == "all lists different")
        size = source.stat().st_size / 1e6
        used, peak = alone(source)
        print(f"{size:,.0f} MB of CSV, {name}: {rows:,} rows {used:9.2f} s {peak:8,.0f} MB at most")
    source.unlink()


def on_dask(folder: Path) -> None:
    """Print how Dask does with one worker and with two."""
    source = written(DASK_ROWS, folder)
    one, two = (alone(source, engine="dask", workers=many)[0] for many in (1, 2))
    source.unlink()
    print(
        f"Dask   {DASK_ROWS:>12,} rows {one:9.2f} s with one worker, {two:.2f} s with two: {one / two:.2f} ×"
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MOST, help="the largest table")
    parser.add_argument("--only", choices=("tables",), help="tables as shops have them")
    parser.add_argument("--megabytes", type=float, default=MEGABYTES, help="of the large tables")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(json.loads(options.child))
        return
    with tempfile.TemporaryDirectory() as name:
        folder, needed = Path(name), 400 * options.rows
        if options.only:
            of_shops(folder, options.megabytes)
            return
        if shutil.disk_usage(folder).free < needed:
            parser.error(f"{needed / 1e9:.0f} GB of disk are needed for that many rows")
        source = written(ROWS, folder)
        own, peak = min(alone(source) for _ in range(ROUNDS))
        source.unlink()
        print(f"screen {ROWS:>12,} rows {own:9.2f} s {ROWS / own:>10,.0f} rows/s {peak:8,.0f} MB at most")
        beside_peers(own)
        growth(options.rows, folder)
        of_products(folder)
        of_shops(folder, options.megabytes)
        on_dask(folder)


if __name__ == "__main__":
    main()
