"""``screen``: what every rule says of a table of any size."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from calc.chemistry.formula import SYSTEMS
from calc.chemistry.recipe import PACKAGES, Storage
from calc.cli.blocks import Block, Blocks, OutputLine
from calc.cli.options import Parser, add_table_options, reading_of
from calc.cli.text import column_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.temperatures import read_temperatures
from calc.products.listings import VITAMIN_C, gathered, read_column_choices, read_currency, read_units
from calc.products.screening import (
    ENGINES,
    USUAL,
    Progress,
    Screened,
    screen_file,
)

# So many lines that were left out are told one by one.
_SHOWN = 10


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "screen",
        help=say("what every rule says of a table of formulas or products of any size"),
        epilog=say("Example: calc screen formulas.parquet verdicts.parquet"),
    )
    command.description = _WORDS
    command.add_argument(
        "table", help=say("CSV, TSV, Parquet, JSON lines (also .gz) of any size; Excel and JSON up to 50 MB")
    )
    command.add_argument(
        "answer", help=say("the same table with verdicts, ending in .parquet, .csv or .csv.gz")
    )
    command.add_argument(
        "--engine", choices=ENGINES, default="local", help=say("where it is worked out (local)")
    )
    command.add_argument(
        "--scheduler-address", default="", help=say("of a Dask cluster: tcp://10.0.0.1:8786")
    )
    command.add_argument(
        "--workers", type=int, help=say("processes that Dask starts here (one per processor)")
    )
    command.add_argument("--temperature", default="25 °C", help=say("at which all are kept (25 °C)"))
    command.add_argument("--package", choices=PACKAGES, default=USUAL.package, help=f"({USUAL.package})")
    command.add_argument("--system", choices=SYSTEMS, default="solution", help="(solution)")
    add_table_options(command)
    command.add_argument("--json", action="store_true", help=say("what became of it as JSON"))
    command.set_defaults(run=_screen, fail_on=None)


_WORDS = say(
    "A table of formulas has their masses in columns named water_g, l_ascorbic_acid_g, ... A table of "
    "products has a column for product, form or ingredients, and may have strength, pH, package and "
    "coactives, by these or many other names; or the columns of data/products.csv, or it is the file of "
    "Open Beauty Facts, whose credit goes with the answer. Adds mass_fraction, "
    "aa_equivalent_fraction, pH, dissolves, t90_days, codes, skipped, worst, "
    "model_version and unread to each row. Everything is taken at its stated value, so that a rule fires "
    "or is silent and never “may be”. All are taken as kept at 25 °C in a dropper bottle that is opened "
    "once a day, unless told otherwise. A table that has a column of one of these names, as pH of products, "
    "keeps it under its name with _given behind. Ctrl-C leaves nothing half written; only a run that is "
    "killed leaves a file that ends in .part, which can be deleted."
)


def _screen(options: argparse.Namespace) -> tuple[None, str | Blocks]:
    """Screen a table of formulas or products."""
    try:
        stays = read_temperatures(options.temperature, field="kept_at")
    except InputError as error:
        raise error.renamed("temperature") from None
    kept = Storage(schedule=stays, package=options.package, openings_per_day=USUAL.openings_per_day)
    on_screen = sys.stderr.isatty()
    try:
        with _stopping() as refuse_if_stopped:

            def progress(so_far: Progress) -> None:
                refuse_if_stopped()
                if on_screen:
                    _show_progress(so_far)

            screened = screen_file(
                Path(options.table),
                Path(options.answer),
                storage=kept,
                system=options.system,
                engine=options.engine,
                workers=options.workers,
                scheduler_address=options.scheduler_address,
                progress=progress,
                columns=read_column_choices(options.column),
                units=read_units(options.unit),
                currency=read_currency(options.currency),
                how=reading_of(options),
            )
    finally:
        if on_screen:
            print(file=sys.stderr)
    if options.json:
        return None, json.dumps({**screened.as_dict(), "answer": options.answer}, indent=2)
    return None, [
        *_left_out(screened),
        *_columns(screened),
        OutputLine(_sum(screened, options.answer), "title"),
    ]


@contextmanager
def _stopping() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C and a polite end stop a run, also where a library swallows what it raises.

    Yields a function that raises it again, for the next piece.
    """
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        raise KeyboardInterrupt

    def refuse_if_stopped() -> None:
        if stopped:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield refuse_if_stopped
        return
    before = {received: signal.signal(received, stop) for received in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield refuse_if_stopped
    finally:
        for received, handler in before.items():
            signal.signal(received, handler)


def _left_out(screened: Screened) -> Iterator[Block]:
    """Yield the first lines that could not be read, and how many there are."""
    for message in gathered(screened.lines)[:_SHOWN]:
        yield OutputLine(message.words_left_out(), "CAUTION")
    if screened.left_out:
        yield OutputLine(
            say("{left_out:,} lines were left out in all", left_out=screened.left_out), "CAUTION"
        )


def _columns(screened: Screened) -> Iterator[Block]:
    """Yield what was made of the columns, and what the rows name."""
    yield from column_words(screened.columns, screened.unused)
    if screened.columns:
        named = (f"{count:,} {VITAMIN_C[key]}" for key, count in screened.named.items() if count)
        yield OutputLine(say("rows by what they name: {counts}", counts="; ".join(named) or "none"), "quiet")
    yield from (OutputLine(say("note: {note}", note=note), "quiet") for note in screened.notes)


def _sum(screened: Screened, answer: str) -> str:
    """Return what became of a table."""
    rows = [say("{rows:,} rows of {kind}", rows=screened.rows - screened.aside, kind=screened.kind)]
    if screened.unread:
        rows.append(say("{unread:,} of them unread", unread=screened.unread))
    if screened.aside:
        rows.append(say("{aside:,} headings, notes or sums beside them", aside=screened.aside))
    return f"{', '.join(rows)}: {answer}"


def _show_progress(progress: Progress) -> None:
    """Write how far it has come over what stood there."""
    print(f"\r{progress}\x1b[K", end="", file=sys.stderr, flush=True)
