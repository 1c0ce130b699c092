"""What the rooms hand to one another: columns over formulas, and a word for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
Columns = dict[str, Array]
NAN = float("nan")


@dataclass(frozen=True, eq=False)
class Words:
    """A word for each row: its position among names."""

    names: tuple[str, ...]
    positions: NDArray[np.int8]

    @classmethod
    def first(cls, names: tuple[str, ...], flags: Iterable[tuple[str, Flags]], rest: str) -> Words:
        """Return for each row the first word whose flag is up."""
        every = [*flags]
        positions = np.full(every[0][1].size, names.index(rest), dtype=np.int8)
        for name, up in reversed(every):
            positions[up] = names.index(name)
        return cls(names, positions)

    def are(self, *words: str) -> Flags:
        """Tell which rows have one of some words."""
        found = np.zeros(self.positions.size, dtype=bool)
        for word in words:
            if word in self.names:
                found |= self.positions == self.names.index(word)
        return found

    def of(self, rows: Rows) -> Words:
        """Return the words of some rows."""
        return Words(self.names, self.positions[rows])


def any_of(flags: Flags) -> Flags:
    """Tell in which columns any flag is up."""
    return np.asarray(flags.any(axis=0))


def floats(flags: Mapping[str, Array | Flags]) -> Columns:
    """Return columns as floats."""
    return {name: np.asarray(column, dtype=np.float64) for name, column in flags.items()}
