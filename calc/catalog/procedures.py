"""What the procedures of the quick check are, and which claims speak of them: procedures.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.claims import claims
from calc.catalog.folder import data_file, load
from calc.catalog.literature import cited
from calc.catalog.toml_reader import DataFile


@dataclass(frozen=True)
class Procedure:
    """What a procedure is.

    ``name``: as it stands in a sentence; ``what``: what is done; ``sources``: who uses the word so;
    ``claims``: keys of `claims.claims`; ``instead``: other ways, keys of `procedures`.
    """

    id: str
    name: str
    what: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    instead: tuple[str, ...]


@functools.cache
def procedures() -> Mapping[str, Procedure]:
    """Return every procedure that is explained, by its id.

    Examples
    --------
    >>> procedures()["plasma"].instead
    ('without_needles', 'microneedling')
    """
    return MappingProxyType(load("procedures.toml", _procedure))


def _procedure(key: str, row: dict[str, Any], file: DataFile) -> Procedure:
    """Read one table of procedures.toml."""
    texts, lists = ("name", "what"), ("sources", "claims", "instead")
    file.keys(row, key, (*texts, *lists), (*texts, *lists))
    file.texts(row, key, *texts)
    file.lists(row, key, *lists)
    cited(row["sources"], file, key)
    if not row["sources"]:
        raise file.error(key, ("sources",), "somebody must use the word so")
    known = {"claims": claims(), "instead": data_file("procedures.toml").tables}
    for name, keys in known.items():
        for word in row[name]:
            if word not in keys:
                raise file.error(key, (name, word), f"{name}: “{word}” is not known")
    return Procedure(key, row["name"], row["what"], *(tuple(row[name]) for name in lists))
