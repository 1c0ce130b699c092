"""``log``: batches that were made, kept in a database."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from calc.chemistry.recipe import recipe_of
from calc.cli.blocks import Blocks, OutputLine, Rows
from calc.cli.card import WHAT, is_link, recipe_from
from calc.cli.options import Once, Parser, bytes_of
from calc.errors import InputError, InputErrors, refuse
from calc.log import (
    LONGEST_FILE,
    BatchState,
    LoggedBatch,
    WeighedLine,
    batch_state,
    count_unreadable,
    export_json,
    export_tables,
    open_log,
    read_log,
    validate,
)
from calc.log.validation import future_day_problems
from calc.messages import say, say_n
from calc.mixing.request import MixRequest
from calc.parsing.dates import read_date
from calc.reports.content import default_name
from calc.reports.share import worked_out

_TABLES = ("batches", "weighings", "measurements", "notes")


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "log", help=say("batches that were made: list, add, export, import"), epilog=_EXAMPLE
    )
    command.description = _WORDS
    parts = command.add_subparsers(dest="part", required=True)
    listing = _part(parts, "list", say("batches with their state, the latest first"), _list)
    listing.add_argument(
        "--search", action=Once, default="", help=say("words in name, lot, ingredients or notes")
    )
    listing.add_argument("--json", action="store_true", help=say("answer as JSON"))
    adding = _part(parts, "add", say("a batch by its recipe"), _add)
    adding.add_argument("recipe", help=WHAT)
    adding.add_argument("--name", action=Once, default="", help=say("what it is called"))
    adding.add_argument("--made-on", action=Once, default="", help=say("the day it was made: 2026-03-31"))
    adding.add_argument("--lot", action=Once, default="", help=say("lot of the powder"))
    exporting = _part(parts, "export", say("all batches into a file"), _export)
    exporting.add_argument("file", help=say("ends in .json or .csv; both can be imported"))
    exporting.add_argument("--table", choices=_TABLES, help=say("which of them a CSV holds (batches)"))
    importing = _part(
        parts, "import", say("the batches of an exported file; those that are here stay"), _import
    )
    importing.add_argument(
        "file", help=say("JSON or CSV of batches as export writes it, or - for standard input")
    )


_EXAMPLE = say("Example: calc log add recipe.json --name 'Evening serum' --made-on 2026-03-31")
_WORDS = say(
    "The log is a SQLite file in your own data folder, or what --database, DATABASE_URL or BENCH_LOG_FILE "
    "name. A server is a postgresql:// URL; put it into DATABASE_URL, where no list of processes shows it."
)


def _part(
    parts: argparse._SubParsersAction[Parser],
    name: str,
    words: str,
    does: Callable[[argparse.Namespace], tuple[None, str | Blocks]],
) -> Parser:
    """Return the reader of one part's options."""
    part = parts.add_parser(name, help=words)
    part.add_argument("--database", action=Once, default="", help=say("path of a file, or URL of a server"))
    part.set_defaults(run=does, fail_on=None)
    return part


def _list(options: argparse.Namespace) -> tuple[None, str | Blocks]:
    """List batches."""
    today = datetime.date.today()
    with open_log(options.database) as log:
        listed = [(entry, batch_state(entry, today)) for entry in log.entries(options.search)]
        damaged = log.unreadable()
    if options.json:
        return None, json.dumps(
            [
                *({**entry.as_dict(), "state": _state(state)} for entry, state in listed),
                *({"id": batch.id, "unreadable": dict(batch.rows)} for batch in damaged),
            ],
            indent=2,
        )
    head = OutputLine(f"{log.where}: {_count(len(listed))}", "title")
    unreadable = [
        OutputLine(say("{id}  damaged, cannot be read  {batch}", id=batch.id, batch=batch.shown))
        for batch in damaged
    ]
    if not listed:
        return None, [head, *unreadable]
    heads = (say("Name"), say("State"), say("Last day"), say("Made"), "Id")
    return None, [
        head,
        Rows(tuple(_row(entry, state) for entry, state in listed), heads, bold=frozenset({0})),
        *unreadable,
    ]


def _state(state: BatchState) -> dict[str, object]:
    """Return a state as it stands in JSON."""
    return {**vars(state), "on": state.on and state.on.isoformat()}


def _row(entry: LoggedBatch, state: BatchState) -> tuple[str, ...]:
    """Return a batch as a row of a table."""
    made = entry.made_on.isoformat() if entry.made_on else say("unknown")
    until = str(state.on) if state.on and state.key != "discarded" else ""
    why = f" ({_REASONS.get(state.reason) or state.why})" if state.reason else ""
    return " ".join(entry.name.split()), f"{_STATES[state.key]}{why}", until, made, entry.id


_STATES = {
    "discard": say("discard"),
    "use_soon": say("use soon"),
    "unknown": say("unknown"),
    "fresh": say("fresh"),
    "discarded": say("discarded"),
}
# Reasons in a word, where there is one.
_REASONS = {
    "germs": say("germs"),
    "six_months": say("six months"),
    "no_day": say("no day"),
    "recheck": say("recheck"),
    "unreadable": say("unreadable"),
    "dry_powder": say("dry powder"),
}


def _add(options: argparse.Namespace) -> tuple[None, str]:
    """Add a batch."""
    what = recipe_from(options.recipe)
    made_on = _day(options.made_on) if options.made_on else None
    refuse(list(future_day_problems(datetime.date.today(), made_on=made_on)))
    worked = worked_out(what)
    recipe = worked.recipe
    is_file = options.recipe != "-" and not is_link(options.recipe)
    entry = LoggedBatch(
        options.name or (Path(options.recipe).stem if is_file else default_name(worked.batch, worked.report)),
        recipe_of(recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims),
        what.as_dict() if isinstance(what, MixRequest) else None,
        tuple(WeighedLine(row.ingredient, row.mass_g, name=row.called) for row in worked.batch.weigh),
        made_on,
        options.lot,
    )
    entry = validate(entry)
    with open_log(options.database) as log:
        kept = log.add(entry)
    return None, f"{kept.id}  {kept.name}: {log.where}"


def _day(text: str) -> datetime.date:
    """Return a day as somebody types it."""
    try:
        day: datetime.date = read_date(text, field="made_on")
        return day
    except InputError as error:
        raise error.renamed("made-on") from None


def _export(options: argparse.Namespace) -> tuple[None, str]:
    """Write all batches into a file."""
    path = Path(options.file)
    ending = path.suffix.lower()
    if ending not in (".json", ".csv") or (ending == ".json" and options.table):
        accepted = say("a log is exported as .json, whole, or one of its tables as .csv.")
        raise InputErrors(
            [InputError("file", options.file, accepted, say("Name it batches.json or batches.csv."))]
        )
    with open_log(options.database) as log:
        entries, damaged = log.entries(), log.unreadable()
    whole = json.dumps(export_json(entries, damaged), indent=1).encode() if ending == ".json" else b""
    _write(path, whole or export_tables(entries)[options.table or "batches"])
    done = _count(len(entries))
    if damaged and whole:
        done = say(
            "{batches}, and {count} damaged, kept there as they stand", batches=done, count=len(damaged)
        )
    elif damaged:
        done = say(
            "{batches}, and {count} damaged, kept as they stand in an export as .json alone",
            batches=done,
            count=len(damaged),
        )
    return None, f"{done}: {path}"


def _write(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there; what stood there stays until then."""
    part = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            part = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        reason = error.strerror or say("it cannot be written")
        problem = InputError("file", str(path), f"{reason}.", say("Name a file that can be written."))
        raise InputErrors([problem]) from error


def _import(options: argparse.Namespace) -> tuple[None, str]:
    """Add the batches of an exported file."""
    content = bytes_of(options.file, "log", LONGEST_FILE)
    batches, damaged = read_log(content), count_unreadable(content)
    with open_log(options.database) as log:
        done = log.import_(batches)
    words = say("{added} added, {known} here already", added=_count(done.added), known=done.there)
    gone = [say("{deleted} here and deleted", deleted=done.deleted)] if done.deleted else []
    more = [say("{damaged} in the file that were damaged stay there", damaged=damaged)] if damaged else []
    return None, f"{', '.join((words, *gone, *more))}: {log.where}"


def _count(number: int) -> str:
    """Return a number of batches in words."""
    return say_n("{number} batch", "{number} batches", number)
