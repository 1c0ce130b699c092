"""The files of Open Beauty Facts: how they are recognised, and which of their columns are kept."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from calc.messages import say

#: What is kept of a file of Open Beauty Facts; a language may follow the ingredients.
BEAUTY_COLUMNS = (
    "code", "product_name", "brands", "quantity", "packaging", "categories", "ingredients_text", "countries",
)  # fmt: skip
#: What such a table is called.
KIND = "openbeautyfacts"
#: What goes with everything that is made of such a table.
ODBL_CREDIT = say(
    "Contains information from Open Beauty Facts (https://world.openbeautyfacts.org), © its contributors, "
    "made available under the Open Database License (https://opendatacommons.org/licenses/odbl/1-0/). "
    "Keep these rows in a file of their own, and this credit with them."
)
CREDIT = say("A file of Open Beauty Facts (ODbL, © its contributors); only some columns are kept.")

_ALWAYS = {"code", "product_name"}


def is_kept(name: str) -> bool:
    """Tell whether a column of Open Beauty Facts is kept."""
    return name in BEAUTY_COLUMNS or bool(re.fullmatch(r"ingredients_text_[a-z]{2}", name))


def is_by_language(value: object) -> bool:
    """Tell whether a value is a list of texts with their languages, as their Parquet has names."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and item.keys() == {"lang", "text"} for item in value)
    )


def main_text(value: Sequence[Mapping[str, Any]]) -> str:
    """Return one of several texts with their languages: the main one, else the English, else the first.

    Parameters
    ----------
    value : sequence of mapping
        Each with ``lang`` and ``text``.

    Examples
    --------
    >>> main_text([{"lang": "fr", "text": "Eau"}, {"lang": "main", "text": "Aqua &amp; C"}])
    'Aqua & C'
    """
    texts = {str(item["lang"]): str(item["text"] or "").strip() for item in value}
    return html.unescape(next(filter(None, (texts.get("main"), texts.get("en"), *texts.values())), ""))


def with_main_texts(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a product of theirs whose name and ingredients stand in one language.

    Parameters
    ----------
    item : mapping
        With ``ingredients_text`` or ``ingredients_text_xx`` and the like.

    Examples
    --------
    >>> with_main_texts({"lang": "fr", "ingredients_text_fr": "Eau"})["ingredients_text"]
    'Eau'
    """
    filled = dict(item)
    for name in ("product_name", "ingredients_text"):
        value = item.get(name)
        if is_by_language(value):
            filled[name] = main_text(value or ())
        elif not value:
            own = [item.get(f"{name}_{language}") for language in (item.get("lang"), item.get("lc"), "en")]
            others = [text for key, text in item.items() if re.fullmatch(rf"{name}_[a-z]{{2}}", key)]
            filled[name] = next((text for text in (*own, *others) if text and isinstance(text, str)), "")
    return filled


def is_dump(text: str) -> bool:
    """Tell whether a text starts as their export does, with names between tabs."""
    names = text.split("\n", 1)[0].rstrip("\r").split("\t")
    return {*_ALWAYS, "creator", "created_t"} <= set(names)


def is_their_json(keys: Collection[str]) -> bool:
    """Tell whether objects have the keys of their products."""
    named = {re.sub(r"(?<=product_name)_[a-z]{2}$", "", key) for key in keys}
    return named >= _ALWAYS and any(re.search(r"_tags$|_t$|^ingredients_text_[a-z]{2}$", key) for key in keys)


def is_their_parquet(names: Collection[str]) -> bool:
    """Tell whether a Parquet file has the columns of theirs."""
    return set(names) >= _ALWAYS and not {"created_t", "creator"}.isdisjoint(names)
