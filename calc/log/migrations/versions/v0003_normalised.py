"""Words to search in without accents and punctuation too, as every name in the program is compared."""

from __future__ import annotations

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Write the words of batches and notes again."""
    connection = op.get_bind()
    batches = sa.table("bench_batches", *map(sa.column, ("id", "name", "powder_lot", "recipe", "words")))
    for row in connection.execute(sa.select(batches)).all():
        lines = json.loads(row.recipe)["lines"]
        words = _normalised(row.name, row.powder_lot, *(line["ingredient"] for line in lines))
        connection.execute(batches.update().where(batches.c.id == row.id).values(words=words))
    notes = sa.table("bench_notes", *map(sa.column, ("batch_id", "id", "text", "words")))
    for row in connection.execute(sa.select(notes)).all():
        same = (notes.c.batch_id == row.batch_id) & (notes.c.id == row.id)
        connection.execute(notes.update().where(same).values(words=_normalised(row.text)))


def _normalised(*texts: str) -> str:
    """Return texts as they were searched in at this version, whatever the program does by now."""
    text = " ".join(texts).translate(dict.fromkeys(map(ord, "™℠®©"), " "))
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    signs = (
        sign if sign.isalnum() or unicodedata.category(sign).startswith("M") else " "
        for sign in letters
        if not "\u0300" <= sign <= "\u036f" and unicodedata.category(sign) != "Cf"
    )
    return " ".join("".join(signs).split())
