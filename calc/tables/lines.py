"""A text as numbered lines, and lines as records of cells; a quotation mark left open costs few rows."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import too_large
from calc.tables.file import File
from calc.tables.types import Block, Record, Unread

_RECOVERIES = 100
# So much of a text is taken at a time [characters].
_PIECE = 1 << 19

#: A line with its number; None for one that is too long.
NumberedLine = tuple[int, str | None]
#: Reads whole lines, of which the first has this number; None where they are not rows that are alike.
ReadBlock = Callable[[str, int], Block | None]


class TextLines:
    """The lines of a text with their numbers, one by one, or many at a time.

    Parameters
    ----------
    file : File
    encoding : str
    """

    def __init__(self, file: File, encoding: str) -> None:
        self._file, self._number = file, 0
        self._pieces = _pieces(file, encoding)
        self._waiting: deque[str] = deque()
        #: How much of the text was given line by line [characters].
        self.taken = 0

    def __iter__(self) -> TextLines:
        return self

    def __next__(self) -> NumberedLine:
        """Return the next line; None for one that is too long.

        Raises
        ------
        InputError
            More lines than are read.
        """
        if not self._waiting:
            self._waiting.extend(io.StringIO(next(self._pieces), newline=""))
        line = self._waiting.popleft()
        self.taken += len(line)
        self._count(1)
        if len(line) > bounds.LONGEST_LINE:
            return self._number, None
        return self._number, line.removeprefix("\ufeff") if self._number == 1 else line

    def block(self, read: ReadBlock) -> Block | None:
        """Return the next lines all at once, where they are rows that are alike; None where they are not.

        Parameters
        ----------
        read : callable

        Raises
        ------
        InputError
            More lines than are read.
        """
        if self._waiting:
            return None
        text = next(self._pieces, "")
        block = read(text, self._number + 1) if text else None
        if block is None:
            self._waiting.extend(io.StringIO(text, newline=""))
        else:
            self._count(block.lines)
        return block

    def _count(self, lines: int) -> None:
        """Count lines, and refuse more than are read."""
        self._number += lines
        if self._number > self._file.most_lines:
            raise too_large(
                self._file.name,
                say("too many lines"),
                say("up to {most_lines} are read here.", most_lines=self._file.most_lines),
            )


def _pieces(file: File, encoding: str) -> Iterator[str]:
    """Yield a text by whole lines; of one that is too long so much that this can be seen."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    rest = ""
    with io.TextIOWrapper(file.stream(), encoding=encoding, errors=errors, newline="") as stream:
        while more := stream.read(_PIECE):
            text = rest + more
            # What ends the text may be half of the end of a line.
            end = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
            rest = text[end:]
            if len(rest) > bounds.LONGEST_LINE:
                rest = rest[: bounds.LONGEST_LINE] + rest[-1]
            if end:
                yield text[:end]
    if rest:
        yield rest


def split_records(lines: Iterator[NumberedLine], delimiter: str, quoted: bool = True) -> Iterator[Record]:
    """Yield lines split into cells; a quoted cell may go on over several lines.

    Parameters
    ----------
    lines : iterator of (int, str or None)
        As `TextLines` gives them.
    delimiter : str
    quoted : bool
        Whether quotation marks hold cells together.

    Examples
    --------
    >>> list(split_records(iter([(1, 'a,"b,c"'), (2, "d,e")]), ","))
    [(1, ['a', 'b,c']), (2, ['d', 'e'])]
    """
    return _records(_Feed(lines), delimiter, quoted)


def split_text(lines: TextLines, delimiter: str, quoted: bool, read: ReadBlock) -> Iterator[Record | Block]:
    """Yield lines split into cells as `split_records` does, many at once where they are alike.

    Parameters
    ----------
    lines : TextLines
    delimiter : str
    quoted : bool
    read : callable
        A `ReadBlock`.
    """
    feed = _Feed(lines)
    records = _records(feed, delimiter, quoted)
    while True:
        if feed.is_between and (block := lines.block(read)):
            yield block
        elif record := next(records, None):
            yield record
        else:
            return


def _records(feed: _Feed, delimiter: str, quoted: bool) -> Iterator[Record]:
    """Yield what is fed, split into cells."""
    reader: Any
    if quoted:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(feed, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        record: Record | None
        try:
            cells = next(reader)
            record = (feed.record(), cells)
        except StopIteration:
            record = None
        except csv.Error as error:
            first, last = feed.give_back()
            reason = _csv_reason(str(error))
            if last > first:
                lost = say("The text up to line {last} is lost with it.", last=last)
                reason = f"{reason} {lost}"
            record = Unread(first, reason)
        for number in feed.too_long:
            yield Unread(
                number,
                say("The line is longer than {longest_line} characters.", longest_line=bounds.LONGEST_LINE),
            )
        feed.too_long.clear()
        if record is None:
            return
        yield record


class _Feed:
    """Lines for the csv reader, which can be given back when a quotation mark does not close."""

    def __init__(self, lines: Iterator[NumberedLine]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str]] = deque()
        self._taken: list[tuple[int, str]] = []
        self._recoveries = 0
        self.too_long: list[int] = []

    @property
    def is_between(self) -> bool:
        """Whether no line waits, and none belongs to a record that has begun."""
        return not (self._waiting or self._taken)

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        number, line = self._waiting.popleft() if self._waiting else next(self._lines)
        while line is None:
            self.too_long.append(number)
            number, line = next(self._lines)
        self._taken.append((number, line))
        return line

    def record(self) -> int:
        """Return the line in which the record that was just read starts, and let go of it."""
        number = self._taken[0][0] if self._taken else 0
        self._taken.clear()
        return number

    def give_back(self) -> tuple[int, int]:
        """Return the lines that are lost: the first of a record, or all of it after many such."""
        first, last = self._taken[0][0], self._taken[-1][0]
        self._recoveries += 1
        if self._recoveries <= _RECOVERIES:
            self._waiting.extendleft(reversed(self._taken[1:]))
            last = first
        self._taken.clear()
        return first, last


def _csv_reason(error: str) -> str:
    """Say in plain words what the csv module found."""
    if "larger than field limit" in error:
        return say(
            "A cell is longer than {longest_cell} characters; a quotation mark may not be closed.",
            longest_cell=bounds.LONGEST_CELL,
        )
    if "unexpected end" in error:
        return say("A quotation mark opens here and does not close.")
    if "expected after" in error:
        return say("A quotation mark stands inside a quoted cell; write it twice.")
    return say("The cells cannot be told apart ({error}).", error=error)
