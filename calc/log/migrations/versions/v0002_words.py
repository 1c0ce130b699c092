"""Words to search in: a database folds the case of Latin letters alone, and not everybody writes those."""

from __future__ import annotations

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Add the words of batches and notes, also of those that are there."""
    for name in ("bench_batches", "bench_notes"):
        op.add_column(name, sa.Column("words", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    batches = sa.table("bench_batches", *map(sa.column, ("id", "name", "powder_lot", "recipe", "words")))
    for row in connection.execute(sa.select(batches)).all():
        lines = json.loads(row.recipe)["lines"]
        words = _folded(row.name, row.powder_lot, *(line["ingredient"] for line in lines))
        connection.execute(batches.update().where(batches.c.id == row.id).values(words=words))
    notes = sa.table("bench_notes", *map(sa.column, ("batch_id", "id", "text", "words")))
    for row in connection.execute(sa.select(notes)).all():
        same = (notes.c.batch_id == row.batch_id) & (notes.c.id == row.id)
        connection.execute(notes.update().where(same).values(words=_folded(row.text)))


def _folded(*texts: str) -> str:
    """Return texts as they were searched in at this version, whatever the program does by now."""
    joined = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return " ".join(joined.replace("_", " ").split())
