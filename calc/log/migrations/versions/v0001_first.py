"""The first tables: batches, what was measured on them, what was noted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "bench_batches",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("recipe", sa.Text, nullable=False),
        sa.Column("request", sa.Text),
        sa.Column("weighed", sa.Text, nullable=False),
        sa.Column("made_on", sa.Date),
        sa.Column("powder_lot", sa.Text, nullable=False),
        sa.Column("discarded_on", sa.Date),
        sa.Column("model_version", sa.Text, nullable=False),
        sa.Column("data_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "bench_measurements",
        *_of_batch(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("sd", sa.Float),
        sa.Column("step", sa.Float),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("instrument", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table("bench_notes", *_of_batch(), sa.Column("text", sa.Text, nullable=False))


def _of_batch() -> list[sa.Column]:
    """Return the columns that tell what of which batch a row is."""
    batch = sa.ForeignKey("bench_batches.id", ondelete="CASCADE")
    return [
        sa.Column("batch_id", sa.String(36), batch, primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("on_day", sa.Date, nullable=False),
    ]
