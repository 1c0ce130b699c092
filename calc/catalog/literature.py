"""Where numbers and statements come from: sources.toml."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import load
from calc.catalog.toml_reader import DataFile
from calc.catalog.vocabulary import SOURCE_KINDS
from calc.findings import Evidence


@dataclass(frozen=True)
class Source:
    """Where a number or a statement comes from."""

    key: str
    title: str
    kind: str
    grade: Evidence
    authors: str = ""
    container: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""
    errata: str = ""
    short: str = ""

    @property
    def link(self) -> str:
        """Address of the source, or "" when it has none."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def cited(self) -> str:
        """How it is cited on the screen: a short name of its own, or first author and year."""
        author = self.authors.split(" and ")[0].split(",")[0].rsplit(" ", 1)[0]
        return self.short or " ".join(str(part) for part in (author or self.title, self.year) if part)


@functools.cache
def sources() -> Mapping[str, Source]:
    """Return every source by its key.

    Examples
    --------
    >>> sources()["bench_editorial"].kind
    'editorial'
    """
    return MappingProxyType(load("sources.toml", _source))


def cited(keys: Iterable[str], file: DataFile, table: str) -> None:
    """Refuse sources that do not exist.

    Parameters
    ----------
    keys : iterable of str
    file : DataFile
    table : str
        Where they stand.

    Raises
    ------
    DataError
    """
    for key in keys:
        if key not in sources():
            raise file.error(table, (f'"{key}"',), f"source “{key}” is not in sources.toml")


def _source(key: str, row: dict[str, Any], file: DataFile) -> Source:
    """Read one table of sources.toml."""
    texts = ("title", "authors", "container", "doi", "url", "errata", "short")
    file.keys(row, key, ("kind", "grade", "year", *texts), ("kind", "grade"))
    file.texts(row, key, *texts)
    file.one_of(row, "kind", SOURCE_KINDS, key)
    file.one_of(row, "grade", Evidence.__members__, key)
    file.whole(row, key, "year")
    house = row["kind"] in ("editorial", "calculation", "seed")
    if not house and not any(row.get(place) for place in ("doi", "url", "container")):
        raise file.error(key, (), "a source needs a doi, a url or a container")
    title = row.get("title") or row.get("container") or row.get("url") or ""
    return Source(key, **{**row, "title": title, "grade": Evidence[row["grade"]]})
