"""What was made of a piece of text that somebody brought: nothing is lost, nothing is guessed, silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["used", "assumed", "set_aside", "not_understood"]


@dataclass(frozen=True)
class Account:
    """One piece of text, and what was made of it.

    Parameters
    ----------
    text : str
        As it came.
    status : str
        ``used``; ``assumed``: one of several readings, which the note names; ``set_aside``: a remark, a
        heading, a sentence about the making; ``not_understood``.
    note : str
        As what it was taken, and why; "" where that is plain.
    readings : tuple of str
        Where it can be meant in several ways: texts that may stand in its place and have one meaning.
    place : tuple of int
        From which character of the whole text to which it stands; (0, 0) where nobody says.
    """

    text: str
    status: Status
    note: str = ""
    readings: tuple[str, ...] = ()
    place: tuple[int, int] = field(default=(0, 0), kw_only=True, compare=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody should look at it: a doubt, or something that was not understood."""
        return self.status in ("assumed", "not_understood")

    def replaced_by(self, reading: str, text: str, drawn: str) -> str:
        """Return a text in which a reading stands in the place of this piece; all else stays.

        Parameters
        ----------
        reading : str
        text : str
            As it is now.
        drawn : str
            As it was when this account was made; where the piece has moved since, it is looked for,
            and the text stays as it is where the piece is gone. What has no text of its own becomes a line
            at the end.

        Examples
        --------
        >>> Account("b", "assumed", place=(2, 3)).replaced_by("B", "a b c", "a b c")
        'a B c'
        """
        if not self.text:
            return "\n".join(filter(None, (text.rstrip(), reading)))
        start, end = self.place
        piece = drawn[start:end]
        if text[start:end] != piece:
            start = text.find(piece)
            end = start + len(piece)
        return text if start < 0 or not piece else f"{text[:start]}{reading}{text[end:]}"
