"""What a person says of conditions, medicines and reactions: the known terms, and what is said of each.

“Stopped Roaccutane 2 months ago, no diabetes” names two terms: one medicine that ended 60 days ago, one
condition that there is not. Terms are found by `term_names`, the words around them by person_words.toml. A
statement reaches to the next comma or “and”; whatever is left over, and may carry meaning, is not understood.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from calc.catalog.people import Term
from calc.parsing.account import Account
from calc.parsing.person_tokens import Piece, pieces_of
from calc.parsing.plain_text import plain_text
from calc.parsing.term_names import close_names
from calc.parsing.time_spans import TimeSpan, take_times

#: Longer texts are no answer to a question: their end is not read [characters].
LONGEST = 2000
#: So many words at most are held against every name to find a slip of the keyboard.
_MOST_SLIPS = 24
_DOSE = re.compile(r"(?:N(?:[-w]?N)?w?)?d(?:[dwo]*N(?:[-w]?N)?w?d)*(?:w?N?o|w?NU)*|N(?=[wdo]*o)")


@dataclass(frozen=True)
class Mention(Account):
    """A piece of a text about a person, and what is known of it.

    Parameters
    ----------
    terms : mapping of str to Term
        What it names, by kind; empty where it names nothing.
    name : str
        The name that it was taken for.
    holds : bool
        False where there is none: “no diabetes”, somebody else's.
    is_stopped : bool
        Whether it has ended.
    stopped_days : float, optional
        How long ago it ended, at the least [days]; None where nobody says.
    is_cause : bool
        Whether it is what somebody reacts to: “allergic to aspirin”.
    """

    terms: Mapping[str, Term] = field(default_factory=dict, kw_only=True)
    name: str = field(default="", kw_only=True)
    holds: bool = field(default=True, kw_only=True)
    is_stopped: bool = field(default=False, kw_only=True)
    stopped_days: float | None = field(default=None, kw_only=True)
    is_cause: bool = field(default=False, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON."""
        return {
            "text": self.text,
            "status": self.status,
            "terms": [term.id for term in self.terms.values()],
            "holds": self.holds,
            "stopped_days": self.stopped_days,
            "note": self.note,
            "readings": list(self.readings),
        }


@functools.lru_cache(maxsize=4096)
def mentions_in(text: str, today: datetime.date) -> tuple[Mention, ...]:
    """Return what a text says, piece by piece, in its order.

    Parameters
    ----------
    text : str
        One answer, in words.
    today : datetime.date
        What “2 months ago” and “until 2021” are counted from.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> [(mention.name, mention.holds, mention.stopped_days)
    ...  for mention in mentions_in("stopped Roaccutane 2 months ago, no diabetes", day)]
    [('Roaccutane', True, 60.0), ('Diabetes', False, None)]
    """
    plain = plain_text(text[:LONGEST])
    pieces = [*pieces_of(plain), Piece("|", len(plain), len(plain))]
    pieces = _with_slips(pieces, plain)
    statements: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.sign in "|&":
            statements.append([])
        else:
            statements[-1].append(piece)
    mentions = [mention for statement in _joined(statements) for mention in _read(statement, plain, today)]
    if len(text) > LONGEST:
        note = f"Longer than {LONGEST} characters: its end was not read."
        mentions.append(Mention(text[LONGEST:].strip(), "not_understood", note, place=(LONGEST, len(text))))
    return tuple(mentions)


def _with_slips(pieces: Sequence[Piece], plain: str) -> list[Piece]:
    """Return pieces in which words that are spelled almost like one known name stand for it."""
    result: list[Piece] = []
    at = tried = 0
    while at < len(pieces):
        found = None
        if pieces[at].sign == "." or (at + 1 < len(pieces) and pieces[at + 1].sign == "."):
            tried += 1
            found = _slip(pieces, at, plain) if tried <= _MOST_SLIPS else None
        if found:
            result.append(found[0])
            at = found[1]
        else:
            result.append(pieces[at])
            at += 1
    return result


def _slip(pieces: Sequence[Piece], at: int, plain: str) -> tuple[Piece, int] | None:
    """Return a name with a slip of the keyboard that begins at a piece, and the piece after it."""
    for count in (3, 2, 1):
        words = pieces[at : at + count]
        if len(words) < count or any(word.sign in "|&T" for word in words):
            continue
        if all(word.sign != "." for word in words) or words[-1].sign == "w":
            continue
        start, end = words[0].start, words[-1].end
        near = close_names(plain[start:end])
        if len(near) == 1 and near[0].distance:
            name = near[0]
            return Piece("T", start, end, terms=name.terms, name=name.name, is_slip=True), at + count
    return None


def _joined(statements: Iterable[Sequence[Piece]]) -> list[list[Piece]]:
    """Return statements, each with a term; one without says something of the term before, else after it."""
    joined: list[list[Piece]] = []
    waiting: list[Piece] = []
    for statement in statements:
        signs = {piece.sign for piece in statement}
        if "T" in signs:
            joined.append([*waiting, *statement])
            waiting = []
        elif "." in signs:
            joined += [[*waiting], [*statement]] if waiting else [[*statement]]
            waiting = []
        elif joined and not waiting and _has_term(joined[-1]) and signs & set("xuADYLHNUdqn"):
            joined[-1] = [*joined[-1], *statement]
        else:
            waiting += statement
    return [*joined, waiting] if waiting else joined


def _has_term(statement: Iterable[Piece]) -> bool:
    """Tell whether a statement names something."""
    return any(piece.sign == "T" for piece in statement)


def _read(statement: list[Piece], plain: str, today: datetime.date) -> list[Mention]:
    """Return what one statement says."""
    if not statement:
        return []
    rest, times = take_times(_without_doses(statement), today)
    unknown = _unknown_runs(rest, plain)
    if not _has_term(rest):
        if unknown:
            return unknown
        place = (statement[0].start, statement[-1].end)
        text = plain[place[0] : place[1]]
        if all(piece.sign in "nwo/" for piece in statement):
            denied = any(piece.sign == "n" for piece in statement)
            return [Mention(text, "set_aside", "none of it" if denied else "says nothing", place=place)]
        note = "Nothing here names a condition or a medicine."
        return [Mention(text, "not_understood", note, place=place)]
    mentions = [_mention(rest, i, times, plain) for i, piece in enumerate(rest) if piece.sign == "T"]
    causes = {i for i, mention in enumerate(mentions) if "reactions" in mention.terms and mention.holds}
    if causes:
        first = min(causes)
        mentions = [
            replace(mention, is_cause=i > first and "reactions" not in mention.terms)
            for i, mention in enumerate(mentions)
        ]
    return sorted([*mentions, *unknown], key=lambda mention: mention.place)


def _without_doses(statement: Sequence[Piece]) -> list[Piece]:
    """Return a statement in which amounts, and how often they are taken, stand as words that say nothing."""
    signs = "".join(piece.sign for piece in statement)
    result = [*statement]
    for match in _DOSE.finditer(signs):
        for at in range(*match.span()):
            result[at] = statement[at]._replace(sign="w")
    return result


def _unknown_runs(statement: Sequence[Piece], plain: str) -> list[Mention]:
    """Return what is left over, each run of words as one piece, with the names that come close."""
    runs: list[list[Piece]] = []
    for before, piece in zip([None, *statement], statement):
        if piece.sign != ".":
            continue
        if before is not None and before.sign == "." and runs:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    mentions = []
    for run in runs:
        place = (run[0].start, run[-1].end)
        text = plain[place[0] : place[1]]
        readings = tuple(dict.fromkeys(near.name for near in close_names(text, reach=1)))[:3]
        mentions.append(Mention(text, "not_understood", "", readings, place=place))
    return mentions


def _mention(statement: Sequence[Piece], at: int, times: Sequence[TimeSpan], plain: str) -> Mention:
    """Return what a statement says of one of its terms."""
    term = statement[at]
    signs = "".join(piece.sign for piece in statement)
    others = [i for i, sign in enumerate(signs) if sign == "T"]
    begin = 0 if at == others[0] else at
    end = next((i for i in others if i > at), len(signs))
    place = (statement[begin].start, max(piece.end for piece in statement[begin:end]))
    says_no = _says_no(signs, at, end)
    is_other = "F" in signs[:at]
    ended, days, sure = _ended(signs, at, says_no, times)
    doubts = [
        f"taken as {term.name}" * term.is_slip,
        "somebody else's: not counted" * is_other,
        "not certain: counted" * ("?" in signs),
        "taken as ended then" * (ended and not sure and days is not None),
        "ended, nobody says when: counted as taken now" * (ended and days is None),
    ]
    told = [f"ended {days:g} days ago at least"] if ended and days is not None else []
    if says_no and not ended:
        told.append("there is none")
    return Mention(
        plain[place[0] : place[1]],
        "assumed" if any(doubts) else "used",
        "; ".join([*filter(None, doubts), *told]),
        (term.name,) if term.is_slip else (),
        place=(term.start, term.end) if term.is_slip else place,
        terms=term.terms,
        name=term.name,
        holds=not is_other and not (says_no and not ended),
        is_stopped=ended,
        stopped_days=days if ended else None,
    )


def _says_no(signs: str, at: int, end: int) -> bool:
    """Tell whether a “no” reaches a term: one before it, unknown words and “but” apart, or one at the end."""
    before = signs[:at]
    if re.search(r"n(?!w*x)[^.|b?x]*$", before):
        return True
    return re.search(r"^[wq/]*n[wqo]*$", signs[at + 1 : end]) is not None and "T" not in signs[end:]


def _ended(signs: str, at: int, says_no: bool, times: Sequence[TimeSpan]) -> tuple[bool, float | None, bool]:
    """Return whether what a term names has ended, how long ago [days], and whether the words say so."""
    is_stopped = re.search(r"(?<!n)(?<!nw)x", signs) is not None
    goes_on = "b" in signs or re.search(r"nw?x", signs) is not None
    past = [time for time in times if time.is_past]
    if goes_on and not (is_stopped and past):
        return False, None, True
    if any(time.is_open for time in times) and not (is_stopped or says_no):
        return False, None, True
    if past:
        return True, min(time.days for time in past), is_stopped or any(time.is_end for time in past)
    if is_stopped or (says_no and times):
        spans = [time.days for time in times]
        return True, min(spans) if spans else None, True
    return False, None, True
