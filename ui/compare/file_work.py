"""What is done with a file of products or formulas, here or in a process beside the page; no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from calc.errors import BenchError
from calc.products.listings import match_columns
from calc.products.listings.header import SAMPLE_ROWS
from calc.products.screening import Screened, counts_of, has_masses, head_of, screen_file, worst_of
from calc.tables import FileChoices, Table, read_table
from ui.side_process import Tell

if TYPE_CHECKING:
    import pandas


class HeldTable(NamedTuple):
    """As much of a table as the page looks at, and how many rows it has in all."""

    table: Table
    rows: int


class Answered(NamedTuple):
    """What screening a file gave: how many rows of each kind, and the worst of them."""

    screened: Screened
    counts: Mapping[str, int]
    worst: pandas.DataFrame


def read_file(_tell: Tell, path: Path, name: str, how: FileChoices) -> HeldTable:
    """Return the beginning of the table in a file.

    Raises
    ------
    InputError
        What is wrong with it.
    """
    table = read_table(path, name=name, how=how)
    return HeldTable(replace(table, rows=table.rows.head(SAMPLE_ROWS).copy()), len(table.rows))


def recognise_columns(
    _tell: Tell, path: Path, how: FileChoices
) -> tuple[tuple[str, ...], Mapping[str, str]] | None:
    """Return the names of the columns of a table of products, and what each was taken for.

    None where it cannot be read, or is one of formulas.
    """
    try:
        head = head_of(path, SAMPLE_ROWS, how)
    except BenchError:
        return None
    names = tuple(map(str, head.columns))
    return None if has_masses(names) else (names, match_columns(names, head).fields)


def answer_file(
    tell: Tell,
    source: Path,
    target: Path,
    most: int,
    columns: Mapping[str, str],
    units: Mapping[str, str],
    currency: str,
    how: FileChoices,
) -> Answered:
    """Screen a file into another one; ``most``: so many of the worst rows are returned.

    Raises
    ------
    InputErrors
        What is wrong with it.
    """
    screened = screen_file(
        source, target, progress=tell, columns=columns, units=units, currency=currency, how=how
    )
    plain = screened._replace(columns=dict(screened.columns), named=dict(screened.named))  # can be pickled
    return Answered(plain, dict(counts_of(target)), worst_of(target, most))
