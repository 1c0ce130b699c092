"""The whole log as a file: JSON that can be read back, and tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from calc.errors import InputErrors
from calc.log.entry import LoggedBatch
from calc.log.reader import EntryReader
from calc.parsing.json_reader import Reader, read_json
from calc.tables.export import export_csv

#: Version of the file; readers of older ones stay.
FORMAT = 1
#: Longest file that is read [bytes], and most mistakes in it that are reported.
LONGEST_FILE, MOST_ERRORS = 50_000_000, 50


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


def export_json(entries: Iterable[LoggedBatch]) -> dict[str, Any]:
    """Return batches as a file of JSON holds them.

    Examples
    --------
    >>> export_json([])
    {'bench_log': 1, 'batches': []}
    """
    return {"bench_log": FORMAT, "batches": [entry.as_dict() for entry in entries]}


def read_log(text: str | bytes) -> tuple[LoggedBatch, ...]:
    """Return the batches of an exported file, for `calc.log.store.Log.import_`.

    Parameters
    ----------
    text : str or bytes
        JSON, untrusted.

    Raises
    ------
    InputErrors
        Too large, not JSON, or what is wrong with it, each with its place; the first of many.

    Examples
    --------
    >>> read_log('{"bench_log": 1, "batches": []}')
    ()
    """
    content = read_json(text, "log", LONGEST_FILE)
    reader = EntryReader()
    top = reader.table(content, "log", ("bench_log", "batches"))
    version = top.get("bench_log")
    if type(version) is not int or version != FORMAT:
        fix = "Give a file that this program exported, or update the program."
        reader.wrong("bench_log", version, f"the version of the file is {FORMAT}.", fix)
    if "batches" not in top:
        reader.wrong("batches", "", "a log has its batches.", "Give a file that this program exported.")
    rows = reader.list(top, "batches", "log")
    read = []
    for number, row in enumerate(rows):
        read.append(reader.entry(row, f"batches[{number}]"))
        if len(reader.errors) > MOST_ERRORS:
            raise InputErrors(reader.errors[:MOST_ERRORS])
    entries = [entry for entry in read if entry is not None]
    _refuse_twice(reader, entries)
    reader.finish()
    return tuple(entries)


def _refuse_twice(reader: Reader, entries: Sequence[LoggedBatch]) -> None:
    """Note a batch that stands in a file twice: one of the two would be lost silently."""
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            reader.wrong("batches", entry.id, "this batch stands in the file twice.", "Take one out.")
        seen.add(entry.id)


# --- tables ---------------------------------------------------------------------------------------


def export_tables(entries: Sequence[LoggedBatch]) -> dict[str, bytes]:
    """Return batches as CSV, in which nothing that somebody wrote acts as a formula.

    Returns
    -------
    dict of str to bytes
        ``batches``, ``weighings``, ``measurements`` and ``notes``; the id of a batch joins them.

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
        "id name made_on powder_lot discarded_on lines kept model_version data_hash created_at".split()
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
    return (entry.id, entry.name, *dates, lines, kept, *versions)


def _weighing_cells(entry: LoggedBatch) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of a weighing as cells."""
    for row in entry.weighed:
        yield entry.id, entry.name, row.ingredient, row.name, row.target_g, row.actual_g


def _measurement_cells(entry: LoggedBatch) -> Iterable[tuple[Any, ...]]:
    """Yield measurements as cells."""
    for row in entry.measurements:
        numbers = (row.value, row.sd, row.step)
        yield entry.id, entry.name, row.on, row.kind, *numbers, row.words, row.instrument, row.note
