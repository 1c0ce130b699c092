"""What is struck out of a recipe: between signs of markdown, in tags, or with a stroke through each letter.

It may begin on one line and end on another: every line between the two is struck out as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# As far as two such tags, or one of the two styles.
_TAG = r"(?:s|del|strike)"
_BETWEEN = (
    # ~~5 g~~; with spaces inside both, ~~ 5 g ~~. What “about” says of two amounts is neither: ~~5 g, ~~20 g.
    r"(?P<tildes>~~)(?!~)(?:(?=\S)(?:(?!~~).)+?(?<=[^\s~])(?P<end>~~)(?![~\d])"
    r"|(?=\s)(?:(?!~~).)+?(?<=\s)(?P<apart>~~)(?=\s|$))",
    rf"(?P<tag><(?P<name>{_TAG})(?:\s[^<>]*)?>)(?:(?!<(?P=name)[\s>]).)*?(?P<closed></(?P=name)\s*>)",
    rf"(?P<square>\[(?P<code>{_TAG})\])(?:(?!\[(?P=code)\]).)*?(?P<shut>\[/(?P=code)\])",
    r"(?P<style><(?P<styled>\w+)\s[^<>]*line-through[^<>]*>)(?:(?!<(?P=styled)[\s>]).)*?(?P<plain></(?P=styled)\s*>)",
)
_SPAN = re.compile("|".join(_BETWEEN), re.IGNORECASE | re.DOTALL)
# One sign before and behind what holds a number, and letters with strokes; on one line each.
_ON_LINE = re.compile(
    r"(?<![~\w])~(?=[^\s~])(?=[^~\n]*\d)[^~\n]+(?<=\S)~(?![~\w])|(?:[^\u0335\u0336][\u0335\u0336]+)+"
)
# What begins to strike something out.
_OPENED = re.compile(
    rf"~~(?!~)|<{_TAG}(?:\s[^<>]*)?>|\[{_TAG}\]|<\w+\s[^<>]*line-through[^<>]*>", re.IGNORECASE
)


class _StruckOut(NamedTuple):
    """A part of a text that is struck out: where it begins and ends, and the signs there."""

    start: int
    end: int
    opened: str
    closed: str

    def of_row(self, row: str, start: int, end: int) -> str:
        """Return a row between two places of the text, with signs of its own around what is struck out."""
        if self.end <= start or end <= self.start:
            return row
        first, last = max(self.start - start, 0), self.end - start if self.end <= end else len(row)
        opened = self.opened if self.start < start else ""
        closed = self.closed if end < self.end else ""
        return f"{row[:first]}{opened}{row[first:last].strip()}{closed}{row[last:]}"


def struck_rows(text: str) -> Iterator[str]:
    """Yield the rows of a text; each of those over which something is struck out has its signs.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [*struck_rows("~~5 g honey\\n2 g urea~~\\n3 g water")]
    ['~~5 g honey~~', '~~2 g urea~~', '3 g water']
    """
    over_rows = [match for match in _SPAN.finditer(text) if len(match[0].splitlines()) > 1]
    struck = [_StruckOut(*match.span(), *_signs_of(match)) for match in over_rows]
    start = 0
    for row, whole in zip(text.splitlines(), text.splitlines(keepends=True)):
        end, said = start + len(row), row
        for one in reversed(struck):
            said = one.of_row(said, start, end)
        yield said
        start += len(whole)


def _signs_of(match: re.Match[str]) -> tuple[str, str]:
    """Return the signs that open and close what is struck out."""
    said = match.groupdict()
    opened, closed = ("tildes", "tag", "square", "style"), ("end", "apart", "closed", "shut", "plain")
    return next(said[one] for one in opened if said[one]), next(said[one] for one in closed if said[one])


def without_struck_out(text: str) -> str:
    """Return a text without what is struck out.

    Examples
    --------
    >>> without_struck_out("glycerin ~~5 g~~ 3 g"), without_struck_out("~~5 g LAA, ~~20 g water")
    ('glycerin   3 g', '~~5 g LAA, ~~20 g water')
    """
    return _ON_LINE.sub(" ", _SPAN.sub(" ", text))


def never_closed(text: str) -> str:
    """Return the sign that begins to strike something out on a line and is never closed; "" for none.

    Parameters
    ----------
    text : str
        A row as `struck_rows` yields it.

    Examples
    --------
    >>> never_closed("<s>5 g honey"), never_closed("~~5 g honey~~ 3 g water")
    ('<s>', '')
    """
    opened = _OPENED.search(without_struck_out(text))
    return opened[0] if opened else ""
