"""A text as numbered lines, and lines as records of cells; a quotation mark left open costs few rows."""

from __future__ import annotations

import csv
import io
import itertools
from collections import deque
from collections.abc import Iterator

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import too_large
from calc.tables.file import File
from calc.tables.types import Record, Unread

_RECOVERIES = 100

#: A line with its number; None for one that is too long.
NumberedLine = tuple[int, str | None]


def numbered_lines(file: File, encoding: str) -> Iterator[NumberedLine]:
    """Yield the lines of a text with their numbers; None for one that is too long.

    Parameters
    ----------
    file : File
    encoding : str

    Raises
    ------
    InputError
        More lines than are read.
    """
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    with io.TextIOWrapper(file.stream(), encoding=encoding, errors=errors, newline="") as stream:
        for number in itertools.count(1):
            line = stream.readline(bounds.LONGEST_LINE)
            if not line:
                return
            if number > file.most_lines:
                raise too_large(
                    file.name,
                    say("too many lines"),
                    say("up to {most_lines} are read here.", most_lines=file.most_lines),
                )
            if len(line) == bounds.LONGEST_LINE and not line.endswith(("\n", "\r")):
                while (rest := stream.readline(bounds.LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                    pass
                yield number, None
            else:
                yield number, line.removeprefix("\ufeff") if number == 1 else line


def split_records(lines: Iterator[NumberedLine], delimiter: str, quoted: bool = True) -> Iterator[Record]:
    """Yield lines split into cells; a quoted cell may go on over several lines.

    Parameters
    ----------
    lines : iterator of (int, str or None)
        As `numbered_lines` gives them.
    delimiter : str
    quoted : bool
        Whether quotation marks hold cells together.

    Examples
    --------
    >>> list(split_records(iter([(1, 'a,"b,c"'), (2, "d,e")]), ","))
    [(1, ['a', 'b,c']), (2, ['d', 'e'])]
    """
    feed = _Feed(lines)
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
