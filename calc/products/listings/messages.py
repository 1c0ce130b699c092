"""Many rows with the same message as one, with a count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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

    def words(self, of_one: str, of_several: str) -> str:
        """Return it as a line of text.

        Parameters
        ----------
        of_one, of_several : str
            What follows the line, or the lines: “ was left out”.

        Examples
        --------
        >>> print(Message("no price.", 12, (2, 4)).words(" was left out", " were left out"))
        12 lines were left out (2, 4, ...): no price.
        """
        if self.count == 1:
            return f"line {self.lines[0]}{of_one}: {self.reason}"
        lines = ", ".join(map(str, self.lines)) + (", ..." if self.count > len(self.lines) else "")
        return f"{self.count:,} lines{of_several} ({lines}): {self.reason}"

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
