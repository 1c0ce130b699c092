"""Each batch has a seal, by which damage to its row is noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; what is there is sealed once the tables are those of the program."""
    op.add_column("bench_batches", sa.Column("seal", sa.String(32), nullable=False, server_default=""))
