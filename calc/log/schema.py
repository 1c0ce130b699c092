"""The tables of the log, and the revisions by which they came to be.

A batch is one row of `BATCHES`; its recipe, the fields that were typed and its weighing stand there as
JSON. What is measured and noted are rows of their own, joined by the id of the batch. ``words`` holds
what a search looks at, as `normalize` writes it, and ``seal`` what tells whether a row was damaged.
"""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

#: The earliest first. Each is a file of ``migrations/versions``; none is ever changed or taken away.
REVISIONS = ("0001", "0002", "0003", "0004")
#: Where a database says which of them it is at; a name that no other program uses.
VERSION_TABLE = "bench_log_version"


class Utc(TypeDecorator[datetime.datetime]):
    """A time in UTC, also where the database keeps no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """Return the time as it is kept.

        Parameters
        ----------
        value : datetime, optional
            With its time zone.
        dialect : Dialect
        """
        if value is None:
            return None
        utc = value.astimezone(datetime.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:
        """Return the time with its time zone.

        Parameters
        ----------
        value : datetime, optional
        dialect : Dialect
        """
        if value is None:
            return None
        moment: datetime.datetime = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)


METADATA = MetaData()

BATCHES = Table(
    "bench_batches",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("request", Text),
    Column("weighed", Text, nullable=False),
    Column("made_on", Date),
    Column("powder_lot", Text, nullable=False),
    Column("discarded_on", Date),
    Column("model_version", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    Column("created_at", Utc, nullable=False, index=True),
    Column("changed_at", Utc, nullable=False),
    Column("deleted_at", Utc),
    Column("words", Text, nullable=False, server_default=""),
    Column("seal", String(32), nullable=False, server_default=""),
)


def _batch_columns() -> list[Column[Any]]:
    """Return the key of a row that belongs to a batch, and its day."""
    batch = Column("batch_id", String(36), ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True)
    return [batch, Column("id", String(36), primary_key=True), Column("on_day", Date, nullable=False)]


MEASUREMENTS = Table(
    "bench_measurements",
    METADATA,
    *_batch_columns(),
    Column("kind", String(10), nullable=False),
    Column("value", Float),
    Column("sd", Float),
    Column("step", Float),
    Column("words", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("note", Text, nullable=False),
)
NOTES = Table(
    "bench_notes",
    METADATA,
    *_batch_columns(),
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
)
