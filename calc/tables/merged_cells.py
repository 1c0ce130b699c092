"""Cells of a sheet that are merged: one over several rows holds for each of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from calc.messages import say

_REFERENCE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_MOST = 100_000
_PIECE = 1 << 20


class Merge(NamedTuple):
    """Merged cells: rows and columns from 1, the last among them."""

    top: int
    left: int
    bottom: int
    right: int


class MergedCells:
    """The merged cells of a sheet.

    Parameters
    ----------
    merges : iterable of tuple
        Top, left, bottom, right of each, from 1.
    """

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._merges = list(merges)

    def filler(self, header: int) -> Filler:
        """Return what fills the rows below a header.

        Parameters
        ----------
        header : int
            Its row.
        """
        down = [merge for merge in self._merges if merge.bottom > merge.top and merge.bottom > header]
        return Filler(down)


class Filler:
    """Fills merged cells down, row by row.

    Parameters
    ----------
    merges : iterable of tuple
        Those over several rows.
    """

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._starts: dict[int, list[Merge]] = {}
        for merge in merges:
            self._starts.setdefault(merge.top, []).append(merge)
        self._open: dict[int, tuple[Merge, str]] = {}  # one a column at most, as merged cells never overlap
        self._filled = 0

    def __call__(self, number: int, cells: list[str]) -> list[str]:
        """Return a row with the cells that a merged one above holds for."""
        self._open = {left: held for left, held in self._open.items() if held[0].bottom >= number}
        for left, (_, text) in self._open.items():
            if not cells[left - 1]:
                cells[left - 1] = text
                self._filled += bool(text)
        for merge in self._starts.pop(number, ()):
            if merge.left <= len(cells):
                self._open[merge.left] = (merge, cells[merge.left - 1])
        return cells

    def notes(self) -> Iterator[str]:
        """Yield what is said of it."""
        if self._filled:
            yield say(
                "Cells that are merged over several rows hold for each of these: {filled} filled.",
                filled=self._filled,
            )


def merged_cells(data: bytes, sheet: Any) -> MergedCells:
    """Return the merged cells of a sheet.

    Parameters
    ----------
    data : bytes
        Of the workbook, looked through before.
    sheet : worksheet
        As openpyxl reads it row by row, without its merged cells.
    """
    merges: list[Merge] = []
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if path not in archive.namelist():
            return MergedCells(())
        with archive.open(path) as stream:
            last = b""
            while (piece := stream.read(_PIECE)) and len(merges) < _MOST:
                window = last + piece
                ends = 0
                for reference in _REFERENCE.finditer(window):
                    merges.append(_merge(reference))
                    ends = reference.end()
                last = window[max(ends, len(window) - 200) :]
    return MergedCells(merges)


def _merge(reference: re.Match[bytes]) -> Merge:
    """Return a reference such as A2:A5."""
    left, top, right, bottom = reference.groups()
    return Merge(int(top), _column(left), int(bottom), _column(right))


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
