"""Runs migrations on the connection, and in the transaction, of whoever asked for them."""

from __future__ import annotations

from alembic import context

from calc.log.schema import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
