"""Answers on a form: yes and no before or behind what they answer, and boxes that are ticked or not.

“Diabetes yes [x] no [ ]” has diabetes, “diabetes no epilepsy yes” and “[ ] herpes [x] acne” the second only.
Where it cannot be told what a “no” belongs to it is a question, and denies nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from calc.parsing.person_tokens import Piece

# One letter for what counts on a form: names, boxes, answers, and any other “no”.
_LETTERS = {"ticked": "B", "unticked": "b", "yes": "y", "nay": "n"}
_BOXES = ("ticked", "unticked")
_BEHIND, _BEFORE = re.compile("(?:T[yn])+"), re.compile("(?:[yn]T)+")
_BOXES_BEHIND, _BOXES_BEFORE = re.compile("(?:T[Bb])+"), re.compile("(?:[Bb]T)+")
# “No” behind each of several names; a “yes” of speech: “ja, keine Epilepsie”.
_ALL_DENIED, _IN_SPEECH = re.compile("(?:Tn){2,}"), re.compile("y[nx]+T")
# Yes and no with a box each, behind them or before.
_CHOICE = re.compile("y[Bb]n[Bb]|n[Bb]y[Bb]|[Bb]y[Bb]n|[Bb]n[Bb]y")


def with_boxes(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces in which names with a box each are told apart: what is not ticked is denied.

    Nothing is denied where no box is ticked, or where not each name has its own box.

    Parameters
    ----------
    pieces : sequence of Piece
        Of a whole text.

    Examples
    --------
    >>> from calc.parsing.person_tokens import pieces_of
    >>> "".join(piece.sign for piece in with_boxes(pieces_of("[ ] herpes [x] epilepsy")))
    '|nT|_T'
    """
    letters = "".join(letter for _, letter in _lettered(pieces))
    behind = bool(_BOXES_BEHIND.fullmatch(letters))
    if "B" not in letters or not (behind or _BOXES_BEFORE.fullmatch(letters)):
        return [*pieces]
    result: list[Piece] = []
    for piece in pieces:
        if piece.name not in _BOXES:
            result.append(piece)
            continue
        answer = piece._replace(sign="n" if piece.name == "unticked" else "_")
        end = Piece("|", piece.start, piece.start) if not behind else Piece("|", piece.end, piece.end)
        result += [answer, end] if behind else [end, answer]
    return result


def by_answer(statement: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return a statement cut into as many as have an answer of their own.

    Parameters
    ----------
    statement : sequence of Piece

    Examples
    --------
    >>> from calc.parsing.person_tokens import pieces_of
    >>> ["".join(piece.sign for piece in part) for part in by_answer(pieces_of("diabetes no epilepsy yes"))]
    ['Tn', 'Tw']
    >>> ["".join(piece.sign for piece in part) for part in by_answer(pieces_of("diabetes yes no"))]
    ['Tw?']
    """
    if any(piece.name in _BOXES for piece in statement):
        return [part for chosen in _choices(statement) for part in _told_apart(chosen)]
    return _told_apart(statement)


def _lettered(pieces: Iterable[Piece]) -> list[tuple[int, str]]:
    """Return where what counts on a form stands, with its letter; several words of one name are one."""
    result: list[tuple[int, str]] = []
    for at, piece in enumerate(pieces):
        letter = "T" if piece.sign == "T" else _LETTERS.get(piece.name, "x" if piece.sign in "nz" else "")
        if letter:
            result.append((at, letter))
    return result


def _told_apart(statement: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return a statement cut behind or before each answer; where that cannot be, each “no” as a question."""
    places = _lettered(statement)
    letters = "".join(letter for _, letter in places)
    is_plain = not {*letters} & {*"nx"} or "T" not in letters or _IN_SPEECH.fullmatch(letters)
    if is_plain or ("y" not in letters and not _ALL_DENIED.fullmatch(letters)):
        return [tuple(statement)]
    if _BEHIND.fullmatch(letters):
        return _cut(statement, [at + 1 for at, letter in places if letter in "yn"])
    if _BEFORE.fullmatch(letters):
        return _cut(statement, [at for at, letter in places if letter in "yn"])
    return [tuple(piece._replace(sign="?") if piece.sign in "nz" else piece for piece in statement)]


def _cut(statement: Sequence[Piece], places: Sequence[int]) -> list[tuple[Piece, ...]]:
    """Return a statement cut at places; what stands behind the last answer belongs to it."""
    inner = [at for at in places if 0 < at < len(statement)]
    cuts = [0, *inner, len(statement)]
    parts = [tuple(statement[begin:end]) for begin, end in itertools.pairwise(cuts)]
    if len(parts) > 1 and all(piece.sign != "T" for piece in parts[-1]):
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _choices(statement: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return a statement with yes and no by each name, in which only the ticked one is left."""
    names = [at for at, piece in enumerate(statement) if piece.sign == "T"]
    return [tuple(_chosen(part)) for part in _cut(statement, names[1:])]


def _chosen(part: Sequence[Piece]) -> list[Piece]:
    """Return one name with its answers, without the one that is not ticked."""
    places = [(at, letter) for at, letter in _lettered(part) if letter != "T"]
    letters = "".join(letter for _, letter in places)
    result = [*part]
    if not _CHOICE.fullmatch(letters) or letters.count("B") != 1:
        return result
    shift = 1 if letters[0] in "Bb" else -1
    kept = letters[letters.index("B") + shift]
    for at, letter in places:
        if letter in "yn" and letter != kept:
            result[at] = part[at]._replace(sign="_", name="")
    return result
