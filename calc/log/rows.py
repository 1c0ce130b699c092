"""Batches, measurements and notes as rows of the tables in `schema`, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from calc.catalog.normalize import normalize
from calc.log.entry import LoggedBatch, Measurement, Note, WeighedLine


def editable_columns(entry: LoggedBatch) -> dict[str, Any]:
    """Return what can change of a batch, as it stands in its row."""
    return {
        "name": entry.name,
        "recipe": json.dumps(entry.recipe),
        "request": None if entry.request is None else json.dumps(dict(entry.request)),
        "weighed": json.dumps([_weighed_dict(row) for row in entry.weighed]),
        "made_on": entry.made_on,
        "powder_lot": entry.powder_lot,
        "discarded_on": entry.discarded_on,
        "model_version": entry.model_version,
        "data_hash": entry.data_hash,
        "words": normalize(
            " ".join((entry.name, entry.powder_lot, *map(_words_of_line, entry.recipe["lines"])))
        ),
    }


def _weighed_dict(row: WeighedLine) -> dict[str, Any]:
    """Return a row of a weighing as it is kept; what the catalogue knows has no name of its own."""
    return {key: value for key, value in vars(row).items() if key != "name" or value}


def _words_of_line(line: Mapping[str, Any]) -> str:
    """Return the words by which a line of a recipe is found."""
    return " ".join(filter(None, (line["ingredient"], line.get("name"))))


def measurement_row(batch: str, measurement: Measurement) -> dict[str, Any]:
    """Return a measurement as its row."""
    columns = {name: value for name, value in vars(measurement).items() if name != "on"}
    return {"batch_id": batch, "on_day": measurement.on, **columns}


def note_row(batch: str, note: Note) -> dict[str, Any]:
    """Return a note as its row."""
    words = normalize(note.text)
    return {"batch_id": batch, "id": note.id, "on_day": note.on, "text": note.text, "words": words}


def batch_row(entry: LoggedBatch) -> dict[str, Any]:
    """Return a new batch as its row."""
    times = {"created_at": entry.created_at, "changed_at": entry.changed_at}
    return {"id": entry.id, "version": 1, **editable_columns(entry), **times}


def batch_from_rows(
    row: Mapping[str, Any], measurements: Sequence[Mapping[str, Any]], notes: Sequence[Mapping[str, Any]]
) -> LoggedBatch:
    """Return a batch from its rows.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError, RecursionError
        What stands there is no batch.
    """
    fields = {name: value for name, value in row.items() if name not in ("words", "seal")}
    fields["recipe"] = dict(json.loads(row["recipe"]))
    fields["request"] = None if row["request"] is None else dict(json.loads(row["request"]))
    fields["weighed"] = tuple(WeighedLine(**line) for line in json.loads(row["weighed"]))
    return LoggedBatch(
        **fields,
        notes=tuple(Note(note["on_day"], note["text"], note["id"]) for note in notes),
        measurements=tuple(_measurement_from_row(measurement) for measurement in measurements),
    )


def _measurement_from_row(row: Mapping[str, Any]) -> Measurement:
    """Return a measurement from its row."""
    fields = {name: value for name, value in row.items() if name not in ("batch_id", "on_day")}
    return Measurement(on=row["on_day"], **fields)
