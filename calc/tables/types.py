"""What the rooms hand to one another: how to read, what was found, its records, and what is told besides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from calc.tables import bounds
from calc.tables.bounds import too_large


class Unread(NamedTuple):
    """A row that cannot be read: the line it starts in, and why."""

    line: int
    reason: str


#: The line that a record starts in, with its cells; or why it cannot be read.
Record = tuple[int, Sequence[str]] | Unread


class ReadOptions(NamedTuple):
    """How to read: rows per piece, everything at once or in pieces, numbers as they are."""

    size: int
    whole: bool
    numbers: bool


class FoundTable(NamedTuple):
    """What a reader of one kind found, and the pieces that it will give."""

    kind: str
    columns: tuple[str, ...]
    pieces: Iterator[Any]
    encoding: str = ""
    delimiter: str = ""


@dataclass
class ReadLog:
    """What is told of a file besides its cells."""

    name: str
    most_characters: float = math.inf
    notes: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    count: int = 0
    empty: int = 0
    comments: int = 0
    characters: int = 0

    def add(self, row: Unread) -> None:
        """Take down a row that cannot be read."""
        self.count += 1
        if self.count <= bounds.MOST_LISTED:
            self.unread.append(row)

    def count_characters(self, characters: int) -> None:
        """Refuse a table whose cells hold more than fits in memory, as a few long ones repeated do."""
        self.characters += characters
        if self.characters > self.most_characters:
            raise too_large(self.name, "too much text", "its cells hold more than is read here.")

    def all_notes(self) -> tuple[str, ...]:
        """Return the notes, with what was counted."""
        counted = (
            (self.empty, f"Empty rows left out: {self.empty}."),
            (self.comments, f"Rows of comment (#) left out: {self.comments}."),
            (
                self.count > bounds.MOST_LISTED,
                f"Rows that cannot be read: {self.count}; the first {bounds.MOST_LISTED} are listed.",
            ),
        )
        return (*self.notes, *(text for number, text in counted if number))
