"""The whole log as a file: JSON, or tables for a spreadsheet; JSON and the batches can be read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from calc.errors import InputError, InputErrors
from calc.log.entry import LoggedBatch, UnreadableBatch
from calc.log.reader import EntryReader
from calc.messages import say
from calc.parsing.json_reader import Reader, read_json
from calc.tables.bounds import MOST_BYTES
from calc.tables.export import export_csv

#: Version of the file; readers of older ones stay.
FORMAT = 1
#: Longest file that is read [bytes], as of a table.
LONGEST_FILE = MOST_BYTES
#: Most values that are read of a file: in memory each takes many times its size.
MOST_VALUES = 1_500_000


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    added : int
        Batches that are new here.
    there : int
        Those that were here already, and stayed as they are.
    deleted : int
        Those that were here and deleted; `calc.log.store.Log.restore` brings them back.
    """

    added: int
    there: int
    deleted: int


def export_json(entries: Iterable[LoggedBatch], unreadable: Iterable[UnreadableBatch] = ()) -> dict[str, Any]:
    """Return batches as a file of JSON holds them; those that cannot be read as they stand, under their name.

    Parameters
    ----------
    entries : iterable of LoggedBatch
    unreadable : iterable of UnreadableBatch, optional

    Examples
    --------
    >>> export_json([])
    {'bench_log': 1, 'batches': []}
    """
    damaged = [{"id": batch.id, **batch.rows} for batch in unreadable]
    whole = {"bench_log": FORMAT, "batches": [entry.as_dict() for entry in entries]}
    return {**whole, "unreadable": damaged} if damaged else whole


def count_unreadable(text: str | bytes) -> int:
    """Return how many batches of an exported file could not be read when it was written.

    They stay in the file; `read_log` returns the others.

    Parameters
    ----------
    text : str or bytes
        That `read_log` read.

    Examples
    --------
    >>> count_unreadable('{"bench_log": 1, "batches": [], "unreadable": [{"id": "a"}]}')
    1
    """
    if _table_of(text) is not None:
        return 0
    content = read_json(text, "log", LONGEST_FILE)
    damaged = content.get("unreadable", ()) if isinstance(content, dict) else ()
    return len(damaged) if isinstance(damaged, list) else 0


def read_log(text: str | bytes) -> tuple[LoggedBatch, ...]:
    """Return the batches of an exported file, for `calc.log.store.Log.import_`.

    Parameters
    ----------
    text : str or bytes
        JSON, or the table of batches as CSV, untrusted.

    Raises
    ------
    InputErrors
        Too large, not JSON, or what is wrong with it, each with its place; the first of many.

    Examples
    --------
    >>> read_log('{"bench_log": 1, "batches": []}')
    ()
    """
    _refuse_many_values(text)
    reader = EntryReader()
    table = _table_of(text)
    if table is not None:
        return _entries_of_table(table, reader)
    content = read_json(text, "log", LONGEST_FILE)
    top = reader.table(content, "log", ("bench_log", "batches", "unreadable"))
    version = top.get("bench_log")
    if type(version) is not int or version != FORMAT:
        fix = say("Give a file that this program exported, or update the program.")
        reader.wrong("bench_log", version, say("the version of the file is {format}.", format=FORMAT), fix)
    if "batches" not in top:
        reader.wrong(
            "batches", "", say("a log has its batches."), say("Give a file that this program exported.")
        )
    rows = reader.list(top, "batches", "log")
    return _entries(reader, [(row, f"batches[{number}]") for number, row in enumerate(rows)])


def _entries(reader: EntryReader, rows: Iterable[tuple[Any, str]]) -> tuple[LoggedBatch, ...]:
    """Return batches, each with its place for messages.

    Raises
    ------
    InputErrors
    """
    entries: dict[str, LoggedBatch] = {}
    for row, place in rows:
        _keep(reader.entry(row, place), entries, reader)
    reader.finish()
    return tuple(entries.values())


def _refuse_many_values(text: str | bytes) -> None:
    """Refuse a file of more values than are read.

    Raises
    ------
    InputErrors
    """
    if len(text) > LONGEST_FILE:
        return  # refused for that
    count = sum(text.count(sign) if isinstance(text, str) else text.count(sign.encode()) for sign in ",[{")
    if count > MOST_VALUES:
        given = say("about {count:,} values", count=count)
        accepted = say("up to {most:,} values of a log are read.", most=MOST_VALUES)
        raise InputErrors([InputError("log", given, accepted, say("Bring a part of its batches at a time."))])


def _keep(entry: LoggedBatch | None, entries: dict[str, LoggedBatch], reader: Reader) -> None:
    """Keep a batch, if there is one; refuse one that stands in a file twice: one would be lost silently.

    Raises
    ------
    InputErrors
        The first of many mistakes.
    """
    reader.stop_at_many()
    if entry is None:
        return
    if entry.id in entries:
        reader.wrong("batches", entry.id, say("this batch stands in the file twice."), say("Take one out."))
    entries[entry.id] = entry


def _table_of(text: str | bytes) -> csv.DictReader[str] | None:
    """Return the table of batches as CSV; None for any other file, and for one that is too large."""
    if len(text) > LONGEST_FILE:
        return None
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    first = raw[:1000].decode("utf-8-sig", "replace").partition("\n")[0]
    delimiter = next((sign for sign in ",;\t" if sign in first), "")
    names = [name.strip('" \r') for name in first.split(delimiter)] if delimiter else []
    if not {"id", "name"} <= {*names}:
        return None
    lines = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", errors="replace", newline="")
    return csv.DictReader(lines, delimiter=delimiter)


def _entries_of_table(table: csv.DictReader[str], reader: EntryReader) -> tuple[LoggedBatch, ...]:
    """Return the batches of a table: each whole in its last cell, beside which nothing was changed.

    Raises
    ------
    InputErrors
    """
    entries: dict[str, LoggedBatch] = {}
    limit = csv.field_size_limit(LONGEST_FILE)
    try:
        if "whole" not in (table.fieldnames or ()):
            accepted = say(
                "this table has no column “whole”, without which measurements and recipe are lost."
            )
            fix = say("Export it again, or export as .json.")
            raise InputErrors([InputError("log", ", ".join(table.fieldnames or ())[:200], accepted, fix)])
        for row in table:
            place = say("line {line_num}", line_num=table.line_num)
            _keep(_entry_of_row(row, place, reader), entries, reader)
    except csv.Error as error:
        fix = say("Export it again.")
        raise InputErrors(
            [InputError("log", say("line {line_num}", line_num=table.line_num), f"{error}.", fix)]
        ) from error
    finally:
        csv.field_size_limit(limit)
    reader.finish()
    return tuple(entries.values())


def _entry_of_row(cells: dict[str, Any], place: str, reader: EntryReader) -> LoggedBatch | None:
    """Return the batch in a line of a table; None when it is broken, or its cells say something else."""
    whole = cells["whole"] or ""
    try:
        content = read_json(whole, "log", LONGEST_FILE)
    except InputErrors:
        reader.wrong(f"{place}.whole", whole[:60], say("this is not a batch."), say("Export it again."))
        return None
    entry = reader.entry(content, place)
    shown = _shown(entry) if entry else {}
    changed = [name for name in shown if name != "whole" and cells.get(name) != shown[name]]
    if changed:
        fix = say("Change the batch in the log, or leave the cell as it was.")
        accepted = say("the batch itself, in the column “whole”, says {value!r}.", value=shown[changed[0]])
        reader.wrong(f"{place}.{changed[0]}", cells.get(changed[0]), accepted, fix)
    return entry


def _shown(entry: LoggedBatch) -> dict[str, str]:
    """Return the cells of a batch as its line in a file has them."""
    text = _csv(_COLUMNS["batches"], [_batch_cells(entry)]).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text, newline="")))


# --- tables ---------------------------------------------------------------------------------------


def export_tables(entries: Sequence[LoggedBatch]) -> dict[str, bytes]:
    """Return batches as CSV, in which nothing that somebody wrote acts as a formula.

    Returns
    -------
    dict of str to bytes
        ``batches``, ``weighings``, ``measurements`` and ``notes``; the id of a batch joins them. The last
        cell of a batch holds all of it as JSON, so that `read_log` can read the table.

    Examples
    --------
    >>> export_tables([])["notes"].decode("utf-8-sig").strip()
    '"batch_id","batch","on","text"'
    """
    return {
        name: _csv(_COLUMNS[name], rows)
        for name, rows in (
            ("batches", [_batch_cells(entry) for entry in entries]),
            ("weighings", [cells for entry in entries for cells in _weighing_cells(entry)]),
            ("measurements", [cells for entry in entries for cells in _measurement_cells(entry)]),
            (
                "notes",
                [(entry.id, entry.name, note.on, note.text) for entry in entries for note in entry.notes],
            ),
        )
    }


_COLUMNS = {
    "batches": (
        "id name made_on powder_lot discarded_on lines kept model_version data_hash created_at whole".split()
    ),
    "weighings": "batch_id batch ingredient name target_g actual_g".split(),
    "measurements": "batch_id batch on kind value sd step words instrument note".split(),
    "notes": "batch_id batch on text".split(),
}


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as CSV."""
    import pandas

    return export_csv(pandas.DataFrame(rows, columns=list(columns), dtype=object))


def _batch_cells(entry: LoggedBatch) -> tuple[Any, ...]:
    """Return a batch as the cells of a line."""
    lines = "; ".join(
        f"{line['ingredient']}{' (' + line['name'] + ')' if line.get('name') else ''} {line['mass_g']:g} g"
        for line in entry.recipe["lines"]
    )
    kept = "; ".join(f"{name} {value}" for name, value in entry.recipe.get("storage", {}).items())
    dates = (entry.made_on, entry.powder_lot, entry.discarded_on)
    versions = (entry.model_version, entry.data_hash, entry.created_at and entry.created_at.isoformat())
    whole = json.dumps(entry.as_dict(), ensure_ascii=False)
    return (entry.id, entry.name, *dates, lines, kept, *versions, whole)


def _weighing_cells(entry: LoggedBatch) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of a weighing as cells."""
    for row in entry.weighed:
        yield entry.id, entry.name, row.ingredient, row.name, row.target_g, row.actual_g


def _measurement_cells(entry: LoggedBatch) -> Iterable[tuple[Any, ...]]:
    """Yield measurements as cells."""
    for row in entry.measurements:
        numbers = (row.value, row.sd, row.step)
        yield entry.id, entry.name, row.on, row.kind, *numbers, row.words, row.instrument, row.note
