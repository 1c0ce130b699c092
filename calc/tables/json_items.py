"""The values of a list in JSON, or of lines of JSON, one by one: never all of them at once."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from calc.messages import say
from calc.tables import bounds
from calc.tables.file import File
from calc.tables.number_format import clear_decimal
from calc.tables.types import Unread


def _with_every_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a key that stands in it twice, with another value, the second is numbered."""
    row = dict(pairs)
    if len(row) == len(pairs):
        return row
    row, counts = {}, Counter[str]()
    for key, value in pairs:
        if key not in row or row[key] != value:
            counts[key] += 1
            row[key if counts[key] == 1 else f"{key} ({counts[key]})"] = value
    return row


#: Reads JSON; numbers stay as they were typed.
DECODER = json.JSONDecoder(
    parse_int=str, parse_float=clear_decimal, parse_constant=str, object_pairs_hook=_with_every_key
)
# What the decoder itself takes a value with; on its own it takes half of the time.
_scan: Callable[[str, int], tuple[Any, int]] = DECODER.scan_once  # type: ignore[attr-defined]
_PIECE = 1 << 18
# More values than this in one item become lists and texts that take twenty times its size.
_MOST_VALUES = 20_000
_BLANK = re.compile(r"[ \t\r\n]*")


def value_of_line(number: int, line: str) -> Any:
    """Return the value in a line, or why it cannot be read.

    Parameters
    ----------
    number : int
    line : str
    """
    if _holds_many(line):
        return Unread(number, say("It holds more values than a row has."))
    try:
        try:
            value, end = _scan(line, 0)
            if end == len(line) or line[end:].isspace():
                return value
        except StopIteration:
            pass
        return DECODER.decode(line)  # blanks before it, or it says what is wrong
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        return Unread(number, say("This is not JSON: {reason}.", reason=reason))


def _holds_many(text: str) -> bool:
    """Tell whether a text of JSON may hold more values than a row has."""
    return len(text) > _MOST_VALUES and text.count(",") + text.count("[") + text.count("{") > _MOST_VALUES


class ListItems:
    """The values of a list in JSON.

    Parameters
    ----------
    file : File
    encoding : str
    """

    def __init__(self, file: File, encoding: str) -> None:
        self._pieces = _texts(file, encoding)
        self._text, self._at = "", 0
        # What lies before the text that is held: lines, characters, and those of them in its own first line.
        self._lines = self._before = self._column = 0

    @property
    def taken(self) -> int:
        """How much of the text was taken so far [characters]."""
        return self._before + self._at

    def __iter__(self) -> Iterator[Any]:
        """Yield them.

        Raises
        ------
        json.JSONDecodeError
            Saying where it is broken.
        RecursionError
            One is nested too deeply.
        """
        self._expect("[")
        if self._next_sign() != "]":
            while True:
                yield self._value()
                if self._next_sign() != ",":
                    break
                self._at += 1
        self._expect("]")
        if self._next_sign():
            raise self._broken("Extra data")

    def _next_sign(self) -> str:
        """Return the next sign that is no blank; "" at the end."""
        while True:
            self._at = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _expect(self, sign: str) -> None:
        """Go behind a sign."""
        if self._next_sign() != sign:
            raise self._broken("Expecting ',' delimiter" if sign == "]" else "Expecting value")
        self._at += 1

    def _value(self) -> Any:
        """Return the value that begins here."""
        self._next_sign()
        while True:
            try:
                value, end = _scan(self._text, self._at)
                if end < len(self._text) or not self._more():
                    break
            except StopIteration as stop:
                if not self._more():
                    self._at = stop.value
                    raise self._broken("Expecting value") from None
            except json.JSONDecodeError as error:
                if not self._more():
                    self._at = error.pos
                    raise self._broken(error.msg) from None
        many = _holds_many(self._text[self._at : end])
        self._at = end
        return Unread(0, say("It holds more values than a row has.")) if many else value

    def _more(self) -> bool:
        """Take more of the text; False at its end, and where the value that has begun is too long."""
        if len(self._text) - self._at > bounds.LONGEST_LINE or not (piece := next(self._pieces, "")):
            return False
        self._lines += self._text.count("\n", 0, self._at)
        last = self._text.rfind("\n", 0, self._at)
        self._column = self._at + (self._column if last < 0 else -last - 1)
        self._before += self._at
        self._text, self._at = self._text[self._at :] + piece, 0
        return True

    def _broken(self, words: str) -> json.JSONDecodeError:
        """Return what is wrong here, with the line in the whole text."""
        error = json.JSONDecodeError(words, self._text, self._at)
        error.colno += self._column if error.lineno == 1 else 0
        error.lineno += self._lines
        return error


def _texts(file: File, encoding: str) -> Iterator[str]:
    """Yield a text in pieces."""
    with io.TextIOWrapper(file.stream(), encoding=encoding, errors="replace") as stream:
        first = stream.read(_PIECE).removeprefix("\ufeff")
        while first:
            yield first
            first = stream.read(_PIECE)
