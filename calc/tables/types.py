"""What the readers of tables share: how to read, what a reader finds, and the log of what it met."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from calc.messages import say, say_n
from calc.tables import bounds
from calc.tables.bounds import refusal, too_large

# So many lines of one kind are named.
_LINES_NAMED = 5


class Unread(NamedTuple):
    """A row that cannot be read: the line it starts in, and why."""

    line: int
    reason: str


#: The line that a record starts in, with its cells; or why it cannot be read.
Record = tuple[int, Sequence[str]] | Unread


class Block(NamedTuple):
    """Many rows that were read at once.

    Parameters
    ----------
    frame : DataFrame
        Of text, its index the lines.
    lines : int
        How many lines they take.
    characters : int
        How much text their cells hold, at most.
    """

    frame: Any
    lines: int
    characters: int


class FileChoices(NamedTuple):
    """What somebody says of a file, where what is found out is not right.

    Parameters
    ----------
    sheet : str
        Name of the sheet of a workbook, or its number from 1; "" to find it out.
    header_row : int
        The line or row, from 1, that names the columns; 0 to find it out, -1 where none does.
    encoding : str
        Of text; "" to find it out.
    """

    sheet: str = ""
    header_row: int = 0
    encoding: str = ""


class ReadOptions(NamedTuple):
    """How to read a table.

    Parameters
    ----------
    size : int
        Most rows of a piece.
    whole : bool
        All of it is taken into memory, so that the limits of one piece hold for it.
    numbers : bool
        Leave the numbers of a Parquet file numbers, instead of text.
    how : FileChoices
        What somebody says of the file.
    """

    size: int
    whole: bool
    numbers: bool
    how: FileChoices = FileChoices()


class FoundTable(NamedTuple):
    """What the reader of one format found in a file.

    Parameters
    ----------
    kind : str
        csv, tsv, xlsx, parquet, json or openbeautyfacts.
    columns : tuple of str
        Each name once.
    pieces : iterator of DataFrame
        Its rows, read while it is gone through.
    encoding : str
        Python's name of it; "" for what is no text.
    delimiter : str
        What stands between the columns; "" where nothing does.
    """

    kind: str
    columns: tuple[str, ...]
    pieces: Iterator[Any]
    encoding: str = ""
    delimiter: str = ""


@dataclass
class ReadLog:
    """What is to be told of a file besides its cells; grows while it is read.

    Parameters
    ----------
    name : str
        Of the file.
    most_held : float
        More than this in all cells together is refused [bytes].
    notes : list of str
        What was found out, in plain words.
    unread : list of Unread
        Rows that cannot be read, the first `MOST_LISTED`.
    count : int
        How many those are in all.
    empty, comments, entities : int
        How many rows were left out; how many held HTML entities.
    short, short_lines : int, list of int
        How many rows lacked cells at their end, and the first lines of them.
    lacking : int
        How many cells rows lacked so far.
    decoded : int
        How many HTML entities were decoded so far.
    held : int
        How much the cells held so far [bytes].
    read : int
        How many rows were read so far.
    """

    name: str
    most_held: float = math.inf
    notes: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    count: int = 0
    empty: int = 0
    comments: int = 0
    entities: int = 0
    short: int = 0
    short_lines: list[int] = field(default_factory=list)
    lacking: int = 0
    decoded: int = 0
    held: int = 0
    read: int = 0

    def add(self, row: Unread) -> None:
        """Take down a row that cannot be read.

        Raises
        ------
        InputError
            Hardly any can, of very many in a table that is read in one piece.
        """
        self.count += 1
        if self.count > bounds.MOST_UNREAD and self.count > 10 * self.read and self.most_held < math.inf:
            given = say(
                "{count:,} rows that cannot be read, and {read:,} that can", count=self.count, read=self.read
            )
            first = self.unread[0]
            raise refusal(
                self.name, given, say("line {line}: {reason}", line=first.line, reason=first.reason)
            )
        if self.count <= bounds.MOST_LISTED:
            self.unread.append(row)

    def lack(self, cells: int) -> None:
        """Count cells that a row lacks and is filled up with.

        Raises
        ------
        InputError
            Far more than there are: a few bytes a row would fill the memory, and be read for minutes.
        """
        self.lacking += cells
        if self.lacking > bounds.MOST_LACKING and self.most_held < math.inf:
            most = say("up to {most:,} empty cells are read here.", most=bounds.MOST_LACKING)
            raise too_large(self.name, say("a wide table whose rows are nearly empty"), most)

    def add_short(self, line: int) -> None:
        """Take down a row that lacks cells at its end, and is read without them."""
        self.short += 1
        if self.short <= _LINES_NAMED:
            self.short_lines.append(line)

    def take_in(self, rows: int, cells: int, characters: int) -> None:
        """Add to what was read so far.

        Raises
        ------
        InputError
            More than fits in memory, as a few long cells repeated make it, or short rows of a wide table.
        """
        self.held += characters + bounds.HELD_BY_CELL * cells
        self.read += rows
        if self.held > self.most_held:
            raise too_large(self.name, say("too much text"), say("its cells hold more than is read here."))

    def count_entities(self, entities: int) -> None:
        """Add to the HTML entities decoded so far.

        Raises
        ------
        InputError
            More than a table of products holds.
        """
        self.decoded += entities
        if self.decoded > bounds.MOST_ENTITIES:
            most = say("up to {most:,} are decoded.", most=bounds.MOST_ENTITIES)
            raise too_large(self.name, say("HTML entities without end"), most)

    def all_notes(self) -> tuple[str, ...]:
        """Return the notes, with what was counted."""
        counted = (
            (self.empty, say("Empty rows left out: {empty}.", empty=self.empty)),
            (self.comments, say("Rows of comment (#) left out: {comments}.", comments=self.comments)),
            (self.short, self._short_words()),
            (
                self.entities,
                say(
                    "Rows in which HTML entities such as &amp; were decoded: {entities}.",
                    entities=self.entities,
                ),
            ),
            (
                self.count > bounds.MOST_LISTED,
                say(
                    "Rows that cannot be read: {count}; the first {most_listed} are listed.",
                    count=self.count,
                    most_listed=bounds.MOST_LISTED,
                ),
            ),
        )
        return (*self.notes, *(text for number, text in counted if number))

    def _short_words(self) -> str:
        """Return what is said of rows that lack cells at their end."""
        lines = ", ".join(map(str, self.short_lines)) + (", ..." if self.short > _LINES_NAMED else "")
        return say_n(
            "Rows with fewer cells than columns, read with the last ones empty: {number} (line {lines}).",
            "Rows with fewer cells than columns, read with the last ones empty: {number} (lines {lines}).",
            self.short,
            lines=lines,
        )
