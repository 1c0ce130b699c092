"""Many rows with the same message as one, with a count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from calc.messages import say, say_n
from calc.tables import Unread

_GIVEN = re.compile(r"“[^”]*”|'[^']*'|\d+(?:[.,]\d+)*")
#: So many lines of one message are named.
LINES_NAMED = 5


@dataclass(frozen=True)
class Message:
    """What is said of several rows: as of the first of them, and how many there are.

    ``lines``: the first lines of which it is said.
    """

    reason: str
    count: int
    lines: tuple[int, ...]

    def words_left_out(self, *, briefly: bool = False) -> str:
        """Return that these rows were left out, as a line of text.

        Parameters
        ----------
        briefly : bool, optional
            Of a single row only which it is and why.

        Examples
        --------
        >>> print(Message("no price.", 12, (2, 4)).words_left_out())
        12 lines were left out (2, 4, ...): no price.
        """
        if briefly and self.count == 1:
            return say("line {lines}: {reason}", **self._fields)
        return say_n(
            "line {lines} was left out: {reason}",
            "{number:,} lines were left out ({lines}): {reason}",
            self.count,
            **self._fields,
        )

    def words_unknown(self, *, briefly: bool = False) -> str:
        """Return that these rows have a cell that is not known, as a line of text.

        Parameters
        ----------
        briefly : bool, optional
            As a table on a page has it, where the cell is still there to see.

        Examples
        --------
        >>> print(Message("price: “9”: no", 1, (2,)).words_unknown())
        line 2, a cell is unknown: price: “9”: no
        """
        if briefly:
            return say_n(
                "line {lines}, left unknown: {reason}",
                "{number:,} lines have a cell that stays unknown ({lines}): {reason}",
                self.count,
                **self._fields,
            )
        return say_n(
            "line {lines}, a cell is unknown: {reason}",
            "{number:,} lines have a cell that is unknown ({lines}): {reason}",
            self.count,
            **self._fields,
        )

    @property
    def _fields(self) -> dict[str, str]:
        more = ", ..." if self.count > len(self.lines) else ""
        return {"lines": ", ".join(map(str, self.lines)) + more, "reason": self.reason}

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON."""
        return {"reason": self.reason, "count": self.count, "lines": list(self.lines)}


def gathered(rows: Iterable[Unread]) -> tuple[Message, ...]:
    """Return messages that differ in what was given alone as one each, the most frequent first.

    Parameters
    ----------
    rows : iterable of Unread

    Examples
    --------
    >>> [message.count for message in gathered([Unread(2, "price: “9”: no"), Unread(3, "price: “8”: no")])]
    [2]
    """
    by_kind: dict[str, list[Unread]] = {}
    for row in rows:
        by_kind.setdefault(_GIVEN.sub("…", row.reason), []).append(row)
    messages = [
        Message(same[0].reason, len(same), tuple(row.line for row in same[:LINES_NAMED]))
        for same in by_kind.values()
    ]
    return tuple(sorted(messages, key=lambda message: -message.count))
