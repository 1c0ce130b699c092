"""The seal of a batch: a digest of all that is kept of it, by which damage to a row is noticed.

A database notices a page that is broken, and not a letter that has become another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from calc.log.schema import BATCHES, MEASUREMENTS, NOTES

#: Batches whose rows are asked for at a time.
AT_A_TIME = 500

Row = Mapping[str, Any]


def seal_of(batch: Row, measurements: Sequence[Row], notes: Sequence[Row]) -> str:
    """Return the seal of a batch.

    Parameters
    ----------
    batch : mapping
        Its row by the names of the columns.
    measurements, notes : sequence of mapping
        The rows that belong to it, in any order.

    Examples
    --------
    >>> seal_of({"id": "a", "name": "Serum"}, [], []) == seal_of({"id": "a", "name": "Seruм"}, [], [])
    False
    """
    own = {name: value for name, value in batch.items() if name != "seal"}
    parts = [
        [own],
        *(sorted(map(dict, rows), key=lambda row: str(row["id"])) for rows in (measurements, notes)),
    ]
    text = json.dumps(parts, default=str, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def write_seals(connection: sa.Connection, ids: Sequence[str] | None = None) -> None:
    """Seal batches as they stand now.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction that may write.
    ids : sequence of str, optional
        Of the batches; those without a seal when not given.
    """
    if ids is None:
        ids = connection.execute(sa.select(BATCHES.c.id).where(BATCHES.c.seal == "")).scalars().all()
    for start in range(0, len(ids), AT_A_TIME):
        some = ids[start : start + AT_A_TIME]
        batches = rows_in_order(connection, BATCHES, BATCHES.c.id.in_(some))
        belonging = [rows_by_batch(connection, table, some) for table in (MEASUREMENTS, NOTES)]
        seals = [
            {"of": row["id"], "seal": seal_of(row, *(rows.get(row["id"], ()) for rows in belonging))}
            for row in batches
        ]
        if seals:
            connection.execute(BATCHES.update().where(BATCHES.c.id == sa.bindparam("of")), seals)


def rows_by_batch(connection: sa.Connection, table: sa.Table, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows that belong to batches, in the order of their days.

    Parameters
    ----------
    connection : sqlalchemy.Connection
    table : sqlalchemy.Table
    ids : sequence of str
    """
    rows: dict[str, list[Row]] = {}
    for start in range(0, len(ids), AT_A_TIME):
        some = table.c.batch_id.in_(ids[start : start + AT_A_TIME])
        for row in rows_in_order(connection, table, some, order=(table.c.on_day, table.c.id)):
            rows.setdefault(row["batch_id"], []).append(row)
    return rows


def rows_in_order(
    connection: sa.Connection, table: sa.Table, *wanted: sa.ColumnElement[bool], order: Sequence[Any] = ()
) -> list[Row]:
    """Return rows of a table; a value that is not of the kind of its column is a `Damaged` one.

    Parameters
    ----------
    connection : sqlalchemy.Connection
    table : sqlalchemy.Table
    wanted : sqlalchemy.ColumnElement
        Conditions.
    order : sequence
        Of columns.
    """
    query = sa.select(table).where(*wanted).order_by(*order)
    try:
        return [dict(row._mapping) for row in connection.execute(query)]
    except (ValueError, TypeError, OverflowError):  # one value of all of them is no date
        plain = [sa.type_coerce(column, sa.types.NullType()).label(column.name) for column in table.c]
        kinds = [
            column.type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
            for column in table.c
        ]
        rows = connection.execute(sa.select(*plain).where(*wanted).order_by(*order)).all()
    return [
        {column.name: _value(value, kind) for column, value, kind in zip(table.c, row, kinds)} for row in rows
    ]


class Damaged(str):
    """A value that is not of the kind of its column, as it stands there."""


def _value(value: Any, kind: Any) -> Any:
    """Return a value of a column as the program has it."""
    try:
        return kind(value) if kind else value
    except (ValueError, TypeError, OverflowError):
        return Damaged(value)
