"""The files of Open Beauty Facts: how they are recognised, and which of their columns are kept."""

from __future__ import annotations

import re
from collections.abc import Collection

#: What is kept of a file of Open Beauty Facts; a language may follow the ingredients.
BEAUTY_COLUMNS = (
    "code", "product_name", "brands", "quantity", "packaging", "categories", "ingredients_text", "countries",
)  # fmt: skip
#: What such a table is called.
KIND = "openbeautyfacts"
#: What goes with everything that is made of such a table.
ODBL_CREDIT = (
    "Contains information from Open Beauty Facts (https://world.openbeautyfacts.org), © its contributors, "
    "made available under the Open Database License (https://opendatacommons.org/licenses/odbl/1-0/). "
    "Keep these rows in a file of their own, and this credit with them."
)
CREDIT = "A file of Open Beauty Facts (ODbL, © its contributors); only some columns are kept."

_ALWAYS = {"code", "product_name"}


def is_kept(name: str) -> bool:
    """Tell whether a column of Open Beauty Facts is kept."""
    return name in BEAUTY_COLUMNS or bool(re.fullmatch(r"ingredients_text_[a-z]{2}", name))


def is_dump(text: str) -> bool:
    """Tell whether a text starts as their export does, with names between tabs."""
    names = text.split("\n", 1)[0].rstrip("\r").split("\t")
    return {*_ALWAYS, "creator", "created_t"} <= set(names)


def is_their_json(keys: Collection[str]) -> bool:
    """Tell whether objects have the keys of their products."""
    return set(keys) >= _ALWAYS and any(key.endswith(("_tags", "_t")) for key in keys)


def is_their_parquet(names: Collection[str]) -> bool:
    """Tell whether a Parquet file has the columns of theirs."""
    return set(names) >= _ALWAYS and not {"created_t", "creator"}.isdisjoint(names)
