"""Everything that reads what people bring, with inputs of the right structure and wrong content.

    python -m bench.fuzz [COUNT] [SEED] [READER …]

An input is read, or refused in words (`BenchError`, each with a field and a fix); all else is a defect: it is
printed, with the input, and at the end the run fails. Made by chance from a seed: a run can be repeated.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import math
import os
import random
import re
import resource
import shlex
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from bench import fuzz_tokens
from bench.client import ROOT
from calc import open_log, read_table, read_temperature_log
from calc.__main__ import main as run_command
from calc.client.verdict import check
from calc.client.visit import load_visit
from calc.errors import BenchError, InputErrors
from calc.log.entry import LoggedBatch, Measurement, Note, WeighedLine
from calc.log.transfer import export_json, export_tables, read_log
from calc.products import compare
from calc.tables import FileChoices

SEED = 20261129
#: Longest that one input may keep a processor busy [s], and most memory of the whole run [MB].
MOST_SECONDS, MOST_MB = 5.0, 1_500
#: One in so many of what can be read goes on to what works with it, which takes longer.
WORKED = 20
#: Texts that break careless readers: numbers, days, signs and names in their odd forms.
ODD_TEXTS = (
    *(
        "",
        " ",
        "0",
        "-0",
        "-5",
        "1e999",
        "-1e400",
        "1e-400",
        "NaN",
        "inf",
        "∞",
        "١٢",
        "½",
        "1/0",
        "3,2",
        "1.234,5",
    ),
    *("15 %", "15 % w/v", "10–15 %", "20 mg/mL", "5 ‰", "100 ppm", "1 drop", "a pinch", "0x1F", "1_000", "²"),
    *(
        "2026-02-30",
        "9999-12-31",
        "0000-00-00",
        "31/12/99",
        "24:00",
        "2026-11-29T25:61:00+99:00",
        "yesterday",
    ),
    *(
        "null",
        "None",
        "true",
        "=1+1",
        "@SUM(A1)",
        "+49",
        "-",
        "--",
        "…",
        "#N/A",
        "[]",
        "{}",
        '"',
        "'",
        "\\",
        "\x00",
    ),
    *(
        "\ufeff",
        "\u202e",
        "\ud800",
        "e\u0301",
        "👩‍🔬",
        "ＷＡＴＥＲ",
        "вода",
        "水",
        "\r",
        "\n",
        "\r\n",
        "\t",
        ";",
        ",",
        "|",
    ),
    *("l_ascorbic_acid", "water", "Ascorbyl Glucoside", "x" * 300, "water, " * 60, "9" * 400, "(" * 200),
)
ODD_VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        5,
        0.15,
        1e308,
        -1e308,
        1e-320,
        math.nan,
        math.inf,
        10**30,
        [],
        {},
        [[]],
        [None],
    ),
    *(
        {"a": 1},
        ["pregnancy"] * 3,
        "\ud800",
        "water",
        "5 %",
        "2026-12-31",
        b"\xff\xfe".decode("latin-1"),
        "x" * 2000,
    ),
)
Reader = Callable[[random.Random], tuple[Any, Callable[[], str]]]


def odd(chance: random.Random) -> str:
    """Return a text that nobody expects."""
    if chance.random() < 0.7:
        return chance.choice(ODD_TEXTS)
    return "".join(
        chance.choices("0123456789.,%-+/eE °µ½\n\t;:'\"()[]gmLpHя水\u0000", k=chance.randint(1, 30))
    )


def reworded(chance: random.Random, content: Any, depth: int = 0) -> Any:
    """Return JSON content with a few things in it changed, left out, doubled or put elsewhere."""
    if isinstance(content, dict) and content and chance.random() < 0.95:
        changed = dict(content)
        deep = [key for key, value in changed.items() if isinstance(value, dict | list) and value]
        key = chance.choice(deep if deep and chance.random() < 0.6 else list(changed))
        how = chance.random()
        if how < 0.1:
            del changed[key]
        elif how < 0.17:
            changed[odd(chance)] = changed.pop(key)
        elif how < 0.22:
            changed[key] = chance.choice(list(changed.values()))
        else:
            changed[key] = reworded(chance, changed[key], depth + 1)
        return changed
    if isinstance(content, list) and content and chance.random() < 0.9:
        at = chance.randrange(len(content))
        if chance.random() < 0.1:
            return content[:at] + content[at:] * chance.randint(2, 40)
        return [*content[:at], reworded(chance, content[at], depth + 1), *content[at + 1 :]]
    if isinstance(content, str) and chance.random() < 0.6:
        return retyped(chance, content)
    if isinstance(content, int | float) and not isinstance(content, bool) and chance.random() < 0.5:
        return content * chance.choice([0, -1, 1e-9, 0.5, 2, 1e6, 1e300])
    return chance.choice(ODD_VALUES) if chance.random() < 0.6 else odd(chance)


def retyped(chance: random.Random, text: str) -> str:
    """Return a text as somebody mistypes it: a few signs changed, lost, doubled, or odd text between them."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.randint(0, 4))
        text = text[:at] + chance.choice(["", odd(chance), text[at:end] * 3]) + text[end:]
    return text


def corrupted(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with a few of them changed, lost, doubled or cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randint(0, len(changed))
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = chance.randbytes(1)
            case 1:
                del changed[at : at + chance.randint(1, 50)]
            case 2:
                changed[at:at] = changed[at : at + chance.randint(1, 50)]
            case 3:
                changed[at : at + 4] = chance.choice([b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff"])
            case _:
                del changed[at:]
    return bytes(changed)


def as_json(chance: random.Random, content: Any) -> bytes:
    """Return content as JSON, now and then broken."""
    data = json.dumps(content, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    return corrupted(chance, data) if chance.random() < 0.1 else data


# Recipes and links ---------------------------------------------------------------------------------

_TOKENS = fuzz_tokens.seeds()


def recipes_and_links(chance: random.Random) -> tuple[bytes, Callable[[], str]]:
    """Tokens of links, what is packed into one, recipe files and pasted lines."""
    data = fuzz_tokens.mutated(chance, _TOKENS)
    if chance.random() < 1 / WORKED:
        return data, lambda: fuzz_tokens.try_one(data)

    def read() -> str:
        fuzz_tokens.read(data)
        return "read"

    return data, read


# Clients -------------------------------------------------------------------------------------------

_CLIENTS = [
    entry["client"]
    for entry in json.loads((ROOT / "tests/reference/clients.json").read_text(encoding="utf-8"))
]


def clients(chance: random.Random) -> tuple[bytes, Callable[[], str]]:
    """A client, a product, a procedure and tablets, as JSON."""
    content = chance.choice(_CLIENTS)
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        content = reworded(chance, content)
    data, work = as_json(chance, content), chance.random() < 1 / WORKED

    def read() -> str:
        visit = load_visit(data)
        if work:
            json.dumps(check(visit).as_dict(), allow_nan=False)
        return "worked out" if work else "read"

    return data, read


# Tables --------------------------------------------------------------------------------------------

with (ROOT / "data" / "products.csv").open(encoding="utf-8", newline="") as _file:
    _PRODUCTS = list(csv.reader(_file))
_FORMULAS = [["water_g", "l_ascorbic_acid_g", "sodium_hydroxide_g", "pH"], ["85", "15", "0.5", "3.2"]]


def _grid(chance: random.Random) -> list[list[str]]:
    """Return a few rows of products or formulas with odd cells, headings and lengths."""
    whole = _PRODUCTS if chance.random() < 0.7 else _FORMULAS
    columns = chance.sample(range(len(whole[0])), chance.randint(1, min(8, len(whole[0]))))
    rows = [
        [row[at] for at in columns] for row in [whole[0], *chance.choices(whole[1:], k=chance.randint(0, 4))]
    ]
    for _ in range(chance.choice([0, 1, 2, 5])):
        row = chance.choice(rows)
        if row and chance.random() < 0.8:
            at = chance.randrange(len(row))
            row[at] = odd(chance) if chance.random() < 0.6 else retyped(chance, row[at])
        elif chance.random() < 0.5:
            row.append(odd(chance))
        else:
            rows.insert(chance.randint(0, len(rows)), [odd(chance) for _ in range(chance.randint(0, 4))])
    return rows


def _delimited(chance: random.Random, rows: list[list[str]]) -> tuple[str, bytes]:
    """Return rows as text with one of the signs between cells, in one of the encodings."""
    sign = chance.choice(",;\t|")
    text = io.StringIO()
    quoting = csv.QUOTE_MINIMAL if chance.random() < 0.8 else csv.QUOTE_ALL
    csv.writer(
        text, delimiter=sign, quoting=quoting, lineterminator=chance.choice(["\n", "\r\n", "\r"])
    ).writerows(rows)
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp1252", "latin-1", "utf-16-be"])
    data = text.getvalue().encode(encoding, "surrogatepass" if encoding.startswith("utf-8") else "replace")
    if chance.random() < 0.1:
        return "table.csv.gz", gzip.compress(data)
    return chance.choice(["table.csv", "table.tsv", "table.txt", "table"]), data


def _json_table(chance: random.Random, rows: list[list[str]]) -> tuple[str, bytes]:
    """Return rows as a list of objects, or as lines of them."""
    objects: list[Any] = [dict(zip(rows[0], row)) for row in rows[1:]] if rows else []
    if chance.random() < 0.6:
        objects = reworded(chance, objects)
    if chance.random() < 0.4 and isinstance(objects, list):
        return "table.jsonl", b"\n".join(as_json(chance, entry) for entry in objects)
    return "table.json", as_json(chance, objects if chance.random() < 0.7 else {"products": objects})


def _workbook(chance: random.Random, rows: list[list[str]]) -> tuple[str, bytes]:
    """Return rows as a workbook, some cells as numbers, days or errors."""
    import openpyxl

    book = openpyxl.Workbook()
    for _ in range(chance.choice([0, 0, 1])):
        book.create_sheet(chance.choice(["second", "Übersicht", "2"]))
    sheet = chance.choice(book.worksheets)
    for row_number, row in enumerate(rows, chance.choice([1, 1, 3])):
        for column, text in enumerate(row, 1):
            clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)[:30_000]
            value: Any = clean
            if chance.random() < 0.2:
                value = chance.choice(
                    [0.15, -1, 1e300, True, datetime(2026, 1, 2, 3), date(1900, 1, 1), None, "#DIV/0!"]
                )
            sheet.cell(row_number, column).value = value
    held = io.BytesIO()
    book.save(held)
    return "table.xlsx", held.getvalue()


def _parquet(chance: random.Random, rows: list[list[str]]) -> tuple[str, bytes]:
    """Return columns as Parquet, of texts, numbers, days, lists or bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = (
        list(dict.fromkeys(name.encode("utf-8", "replace").decode() for name in rows[0])) if rows else ["a"]
    )
    count = chance.randint(0, 4)
    makers: list[Callable[[], Any]] = [
        lambda: pa.array([odd(chance).encode("utf-8", "replace").decode() for _ in range(count)]),
        lambda: pa.array(
            [chance.choice([0.1, -1.0, math.nan, math.inf, None]) for _ in range(count)], pa.float64()
        ),
        lambda: pa.array([chance.randbytes(5) for _ in range(count)], pa.binary()),
        lambda: pa.array([chance.randint(-(2**62), 2**62) for _ in range(count)], pa.timestamp("ns")),
        lambda: pa.array([chance.randint(-(2**45), 2**45) for _ in range(count)], pa.timestamp("ms")),
        lambda: pa.array([b"\xff\xfe"] * count, pa.binary()).view(pa.string()),
        lambda: pa.array([[odd(chance).encode("utf-8", "replace").decode()] * 2 for _ in range(count)]),
        lambda: pa.array(
            [{"g": 1, "of": "water"} for _ in range(count)],
            pa.struct([("g", pa.int64()), ("of", pa.string())]),
        ),
        lambda: pa.array([True] * count).dictionary_encode(),
        lambda: pa.nulls(count),
    ]
    weights = [9, 4, 1, 1, 1, 1, 1, 1, 1, 1]
    columns = [chance.choices(makers, weights)[0]() for _ in names]
    held = io.BytesIO()
    pq.write_table(
        pa.table(columns, names=names), held, compression=chance.choice(["snappy", "gzip", "none", "zstd"])
    )
    return "table.parquet", held.getvalue()


_FORMATS = (_delimited, _delimited, _delimited, _json_table, _json_table, _workbook, _parquet)


def tables(chance: random.Random) -> tuple[tuple[str, bytes], Callable[[], str]]:
    """Tables of products and formulas as CSV, TSV, JSON (lines), Excel, Parquet, gzip; whole and broken."""
    name, data = chance.choice(_FORMATS)(chance, _grid(chance))
    if chance.random() < 0.15:
        data = corrupted(chance, data)
    if chance.random() < 0.05:
        name = chance.choice(["table.csv", "table.xlsx", "table.json", "table.parquet", "table.xls", "x.gz"])
    how = FileChoices(sheet=odd(chance)) if chance.random() < 0.02 else None
    work = chance.random() < 4 / WORKED

    def read() -> str:
        table = read_table(data, name=name, how=how)
        if work:
            json.dumps(compare(table).as_dict(), allow_nan=False)
        return "worked out" if work else "read"

    return (name, data), read


# Temperature logs ----------------------------------------------------------------------------------

_LOGGERS = [
    (path.name, path.read_bytes())
    for path in sorted((ROOT / "tests" / "reference" / "loggers").iterdir())
    if path.stat().st_size < 60_000
]


def loggers(chance: random.Random) -> tuple[tuple[str, bytes], Callable[[], str]]:
    """Files of temperature loggers, their first lines retyped and mixed up."""
    name, data = chance.choice(_LOGGERS)
    if name.endswith(".xlsx"):
        data = corrupted(chance, data)
    elif name.endswith(".json"):
        content = json.loads(data)
        data = as_json(chance, reworded(chance, reworded(chance, content)))
    else:
        lines = data.decode("utf-8", "replace").splitlines(keepends=True)[: chance.randint(1, 25)]
        for _ in range(chance.choice([1, 1, 3])):
            at = chance.randrange(len(lines))
            match chance.randrange(4):
                case 0:
                    lines[at] = lines[chance.randrange(len(lines))]
                case 1:
                    lines.insert(at, odd(chance) + "\n")
                case _:
                    lines[at] = retyped(chance, lines[at])
        data = "".join(lines).encode("utf-8", "surrogatepass")
        data = corrupted(chance, data) if chance.random() < 0.1 else data
    choices: dict[str, Any] = {}
    if chance.random() < 0.2:
        choices["day_first"] = chance.random() < 0.5
    if chance.random() < 0.05:
        choices[chance.choice(["column", "unit", "time_zone"])] = chance.choice(
            [odd(chance), "°F", "Europe/Berlin"]
        )

    def read() -> str:
        read_temperature_log(data, name=name, **choices)
        return "read"

    return (name, data), read


# The log of batches --------------------------------------------------------------------------------


def _some_batches() -> list[LoggedBatch]:
    """Return two batches, one of them weighed, measured and noted."""
    recipe = fuzz_tokens.RECIPE
    first = LoggedBatch(
        "Evening serum", recipe, weighed=(WeighedLine("water", 84.2, 84.3),), powder_lot="A17"
    )
    with tempfile.TemporaryDirectory() as folder, open_log(f"{folder}/batches.sqlite") as log:
        kept = log.add(first)
        log.measure(kept.id, Measurement(date(2026, 11, 20), "pH", 3.1, sd=0.1, instrument="meter"))
        log.note(kept.id, Note(date(2026, 11, 21), "clear, no sediment"))
        log.add(LoggedBatch("Second", recipe))
        return list(log.entries())


def log_import() -> Reader:
    """Return the reader of exported logs, JSON and CSV."""
    batches = _some_batches()
    exported = export_json(batches)
    texts = list(export_tables(batches).values())

    def make(chance: random.Random) -> tuple[bytes, Callable[[], str]]:
        if chance.random() < 0.7:
            content: Any = exported
            for _ in range(chance.choice([1, 1, 2, 3])):
                content = reworded(chance, content)
            data = as_json(chance, content)
        else:
            text = chance.choice(texts).decode("utf-8-sig")
            data = retyped(chance, text).encode("utf-8", "surrogatepass")
        work = chance.random() < 1 / WORKED

        def read() -> str:
            entries = read_log(data)
            if work:
                with tempfile.TemporaryDirectory() as folder, open_log(f"{folder}/b.sqlite") as log:
                    log.import_(entries)
                    json.dumps(export_json(log.entries()), allow_nan=False)
            return "worked out" if work else "read"

        return data, read

    return make


# The command line ----------------------------------------------------------------------------------

#: What takes no file to be written, and starts no processes of its own.
_COMMANDS = [
    shlex.split(line)
    for line in (
        "mix --form l_ascorbic_acid --strength 15% --batch 30g --purity 99% --target-ph 3.2 --json",
        "mix --strength 15% --batch 30g --target-ph 3.2 --reading 3.0 --instrument strip --reading-error 0.2",
        "mix --powder 4.55g --water 25.45g --purity 99% --json",
        "mix --boost 30g --base-strength 10% --strength 15% --purity 99% --scale 0.01g",
        "mix --palm 2mL --measure '1 scoop' --scoop 0.25g",
        "assess recipe.json --claim-strength 5% --claim-ph 3.5 --fail-on stop",
        "assess recipe.json --temperature-log fridge.csv --log-day-first yes",
        "check client.json --json",
        "compare products.csv --months 6 --json",
        "compare products.csv --rate 'USD=0.92 EUR' --column size=size_mL --currency EUR --fail-on caution",
        "compare --add 'C15 serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR' --json",
        "compare --add 'name=C15; form=LAA; strength=15%; pH=3.2' --add 'listed=cipla_vc_15; pH=3.1' --link",
        "link recipe.json --address http://127.0.0.1:8501/",
        "log add recipe.json --name Evening --made-on 2026-03-31 --lot A17",
        "log list --search evening",
    )
]
_FILES = ("recipe.json", "client.json", "products.csv", "fridge.csv")


@contextlib.contextmanager
def standing_with_files() -> Iterator[None]:
    """Stand in a folder with the files that the commands name, and with a log of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before, log = Path.cwd(), os.environ.get("BENCH_LOG_FILE")
        os.chdir(folder)
        os.environ["BENCH_LOG_FILE"] = f"{folder}/batches.sqlite"
        Path("recipe.json").write_text(json.dumps(fuzz_tokens.RECIPE), encoding="utf-8")
        Path("client.json").write_text(json.dumps(_CLIENTS[0]), encoding="utf-8")
        pd.DataFrame(_PRODUCTS[1:6], columns=_PRODUCTS[0]).to_csv("products.csv", index=False)
        Path("fridge.csv").write_text("time,°C\n2026-03-01 10:00,5\n2026-03-01 11:00,6\n", encoding="utf-8")
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.pop("BENCH_LOG_FILE")
            if log is not None:
                os.environ["BENCH_LOG_FILE"] = log


def command_line(chance: random.Random) -> tuple[list[str], Callable[[], str]]:
    """Commands with odd values, options left out, doubled and mixed up. No file is written but the log's."""
    words = list(chance.choice(_COMMANDS))
    for _ in range(chance.choice([1, 1, 2, 3])):
        at = chance.randrange(len(words))
        if not at or words[at] in _FILES:
            continue
        match chance.randrange(6):
            case 0 if not words[at].startswith("--"):
                words[at] = odd(chance)
            case 1 if not words[at].startswith("--"):
                words[at] = retyped(chance, words[at])
            case 2:
                del words[at]
            case 3:
                words.insert(
                    at,
                    chance.choice(
                        ["--json", "--help", "--claim-ph", "--lot", "-x", "--", "--add", "--log-unit"]
                    ),
                )
            case 4 if words[at].startswith("--"):
                words[at] += "=" + odd(chance)
            case _:
                other = chance.choice(_COMMANDS)
                words.append(other[chance.randrange(1, len(other))])
    words = [word.replace("\x00", "") for word in words if not word.startswith(("--data", "--out"))]

    def read() -> str:
        silent = io.StringIO()
        with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
            try:
                code = run_command(words)
            except SystemExit as stop:
                code = stop.code
        assert code in (0, 2, 3), f"exit code {code}"
        assert "Traceback" not in silent.getvalue()
        return "refused" if code == 2 else "worked out"

    return words, read


# The run -------------------------------------------------------------------------------------------

#: Each reader, and its share of the inputs.
SHARES = {
    "recipes and links": 0.22,
    "clients": 0.22,
    "tables": 0.22,
    "loggers": 0.15,
    "log import": 0.15,
    "command line": 0.04,
}


def readers() -> dict[str, Reader]:
    """Return every reader by its name."""
    return {
        "recipes and links": recipes_and_links,
        "clients": clients,
        "tables": tables,
        "loggers": loggers,
        "log import": log_import(),
        "command line": command_line,
    }


class Tally:
    """What became of the inputs of one reader."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.defects: dict[str, tuple[Any, str]] = {}
        self.longest, self.longest_input = 0.0, b""

    def try_one(self, given: Any, read: Callable[[], str]) -> None:
        """Read one input and note what became of it."""
        started = time.process_time()
        try:
            how = read()
        except BenchError as error:
            how = "refused"
            if isinstance(error, InputErrors) and not all(part.field and part.fix for part in error.errors):
                self._note("no field or no fix", given, str(error))
        except Exception as error:
            how = "raised"
            where = traceback.extract_tb(error.__traceback__)
            own = [frame for frame in where if "/calc/" in frame.filename] or where
            place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
            self._note(f"{type(error).__name__} at {place}", given, traceback.format_exc())
        seconds = time.process_time() - started
        if seconds > self.longest:
            self.longest, self.longest_input = seconds, given
        self.outcomes[how] += 1

    def _note(self, kind: str, given: Any, words: str) -> None:
        """Keep the first input of each kind of defect."""
        self.defects.setdefault(kind, (given, words))


def fuzz(name: str, reader: Reader, count: int, seed: int) -> Tally:
    """Try so many inputs on a reader."""
    tally = Tally()
    for number in range(count):
        given, read = reader(random.Random(f"{seed} {name} {number}"))
        tally.try_one(given, read)
    return tally


def main() -> None:
    """Try inputs on every reader and print what became of them; fail on any defect."""
    warnings.simplefilter("error")
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    named = [word for word in sys.argv[1:] if not word.isdigit()]
    count, seed = (numbers + [100_000, SEED][len(numbers) :])[:2]
    defects = 0
    with standing_with_files():
        for name, reader in readers().items():
            if named and name not in named:
                continue
            started = time.process_time()
            tally = fuzz(name, reader, math.ceil(count * SHARES[name]), seed)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            outcomes = ", ".join(f"{many} {how}" for how, many in tally.outcomes.most_common())
            print(f"{name}: {tally.outcomes.total()} inputs: {outcomes}")
            print(f"  longest {tally.longest * 1000:.0f} ms, peak memory so far {peak:.0f} MB,", end=" ")
            print(
                f"{time.process_time() - started:.0f} s in all, {len(tally.defects)} kinds of defects",
                flush=True,
            )
            for kind, (given, words) in tally.defects.items():
                print(f"  DEFECT {kind}: {given!r:.600}\n{words[-1500:]}", flush=True)
            defects += len(tally.defects)
            if tally.longest > MOST_SECONDS or peak > MOST_MB:
                print(f"  OUT OF BOUNDS: {tally.longest_input!r:.600}")
                defects += 1
    raise SystemExit(1 if defects else 0)


if __name__ == "__main__":
    main()
