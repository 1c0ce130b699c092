"""Which words of ``data/`` people read: sentences that stand beside their limits, and names.

Catalogues of other languages hold them as they hold the sentences of the code; what people type is read by
the words that the files give for that, in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from calc.messages import say_data, speaks_english

#: Keys whose texts are read by people, for each file; a table at such a key is read whole.
SHOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "acids.toml": frozenset({"name", "locator", "caveat"}),
        "allergens.toml": frozenset({"name", "caveat"}),
        "claims.toml": frozenset({"claim", "evidence", "locator"}),
        "course.toml": frozenset({"name", "says", "said", "repeat", "caveat", "text"}),
        "examples.toml": frozenset({"title", "note"}),
        "forms.toml": frozenset(
            {"name", "stability", "heat", "notes", "text", "locator", "caveat", "cas_note"}
        ),
        "ingredients.toml": frozenset({"name", "notes", "locator", "caveat"}),
        "inputs.toml": frozenset({"locator", "caveat"}),
        "intake.toml": frozenset({"name", "text", "locator", "caveat"}),
        "market_tests.toml": frozenset({"what", "says", "caveat"}),
        "people.toml": frozenset({"name", "caveat"}),
        "presets.toml": frozenset({"name", "about", "caveat"}),
        "procedures.toml": frozenset({"name", "what"}),
        "rules.toml": frozenset(
            {"title", "message", "may", "remedy", "otherwise", "bought", "reason", "caveat"}
        ),
        "sources.toml": frozenset({"short", "errata"}),
        "stability.toml": frozenset({"locator", "caveat", "text"}),
    }
)
#: Keys whose texts tell rows apart, and are looked up where they are shown.
LOOKED_UP: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset({"variant"}) for name in ("acids.toml", "forms.toml", "ingredients.toml", "intake.toml")}
)
#: The same of tables: columns whose texts are looked up where they are shown.
SHOWN_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "products.csv": ("price_place", "note"),
        "stability_series.csv": ("note",),
        "truth.csv": ("case", "source"),
    }
)
#: Where a name in another language stands for the English one, and under which key the other names stand:
#: what people type in English is read in any language.
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "allergens.toml": "names",
        "forms.toml": "aliases",
        "ingredients.toml": "aliases",
        "people.toml": "aliases",
    }
)


def shown_words(name: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a data file that people read, in its order.

    Parameters
    ----------
    name : str
        Of the file.
    tables : mapping
        As TOML has it.

    Examples
    --------
    >>> list(shown_words("examples.toml", {"one": {"title": "A serum", "source": "jdd_2012"}}))
    ['A serum']
    """
    texts: list[str] = []

    def taken(text: str) -> str:
        texts.append(text)
        return text

    _replaced(tables, SHOWN.get(name, frozenset()) | LOOKED_UP.get(name, frozenset()), False, taken)
    yield from texts


def in_language(name: str, tables: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a data file with what people read in the chosen language.

    Parameters
    ----------
    name : str
        Of the file.
    tables : dict
        As TOML has it; it stays as it is.

    Returns
    -------
    dict

    Examples
    --------
    >>> in_language("examples.toml", {"one": {"title": "A serum"}})
    {'one': {'title': 'A serum'}}
    """
    shown = SHOWN.get(name)
    if shown is None or speaks_english():
        return tables
    translated: dict[str, Any] = _replaced(tables, shown, False, say_data)
    if name in _OTHER_NAMES:
        _keep_names(tables, translated, _OTHER_NAMES[name])
    return translated


def _keep_names(tables: Mapping[str, Any], translated: Mapping[str, Any], key: str) -> None:
    """Put the English name of everything that has another name now among its other names."""
    for own, table in tables.items():
        if isinstance(table, dict) and isinstance(table.get("name"), str):
            new = translated[own]
            new[key] = [*new.get(key, ()), *([table["name"]] if new["name"] != table["name"] else ())]
        elif isinstance(table, dict):
            _keep_names(table, translated[own], key)


def _replaced(value: Any, shown: frozenset[str], within: bool, by: Callable[[str], str]) -> Any:
    """Return a value of a table with every text at a key that is shown replaced."""
    if isinstance(value, dict):
        return {key: _replaced(one, shown, within or key in shown, by) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, shown, within, by) for one in value]
    return by(value) if within and isinstance(value, str) else value
