"""products.csv → every product that was seen on the market."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from calc import catalog
from calc.catalog.market.cells import (
    FILE,
    LISTS,
    NUMBERS,
    second_form,
)
from calc.catalog.market.product import COLUMNS, MarketProduct
from calc.catalog.market.validation import problems_of
from calc.catalog.normalize import normalize
from calc.errors import DataError


@functools.cache
def products() -> Mapping[str, MarketProduct]:
    """Return every product that was seen on the market, by its id.

    Raises
    ------
    DataError
        Naming the line, where a column, word, country, form, unit or source is unknown, a number is not
        finite or not in order, a price has no date or no currency, or a product stands twice.

    Examples
    --------
    >>> products()["cipla_vc_15"].form
    'l_ascorbic_acid'
    """
    by_id: dict[str, MarketProduct] = {}
    seen: dict[tuple[str, ...], str] = {}
    for line, row in _rows():
        problem = next(problems_of(row), "")
        mark = tuple(normalize(row[key]) for key in ("brand", "product", "seen_on"))
        if not problem and row["id"] in by_id:
            problem = f"id “{row['id']}” stands twice"
        if not problem and seen.setdefault(mark, row["id"]) != row["id"]:
            problem = f"{seen[mark]} is the same product, seen on the same date"
        if problem:
            raise DataError(FILE, line, problem)
        by_id[row["id"]] = _product(row)
    return MappingProxyType(by_id)


def _rows() -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of the file with their lines."""
    with catalog.data_path(FILE).open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            head = next(reader, [])
            if tuple(head) != COLUMNS:
                odd = next((f"; “{name}” is none of them" for name in head if name not in COLUMNS), "")
                raise DataError(FILE, 1, f"the columns are {', '.join(COLUMNS)}{odd}")
            for cells in reader:
                if len(cells) != len(COLUMNS):
                    problem = f"{len(cells)} cells instead of {len(COLUMNS)}"
                    raise DataError(FILE, reader.line_num, problem)
                yield reader.line_num, dict(zip(COLUMNS, cells))
        except csv.Error as error:
            raise DataError(FILE, reader.line_num, str(error)) from error


def _product(row: Mapping[str, str]) -> MarketProduct:
    """Return a row that was found in order as a record."""
    numbers = {name: float(row[name]) if row[name] else None for name in NUMBERS}
    lists = {name: tuple(row[name].split(";")) if row[name] else () for name in LISTS}
    parsed = {
        "second_forms": tuple(map(second_form, lists["second_forms"])),
        "pieces": int(row["pieces"]) if row["pieces"] else None,
    }
    return MarketProduct(**{**row, **numbers, **lists, **parsed})  # type: ignore[arg-type]
