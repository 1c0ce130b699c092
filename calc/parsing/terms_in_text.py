"""What a person says of conditions, medicines and reactions: the known terms, and what is said of each.

“Stopped Roaccutane 2 months ago, no diabetes” names two terms: one medicine that ended 60 days ago, one
condition that there is not. The grammar, over the signs of `person_tokens`:

- A *statement* reaches to the next comma, “and”, “but” or end of a sentence. One without a term says
  something of the term before it (“epilepsy, since 2010”), else of the one after it.
- In a statement each term has its *part*: the words before the first term, and those after each; what begins
  with “no”, “stopped”, “mother” … right before a term belongs to that one. Terms joined by “or” share a part.
- “No” reaches one term, or those joined by “or”: “no diabetes, epilepsy or asthma” denies three, “denies
  diabetes, epilepsy” two; “no diabetes, epilepsy” leaves a doubt, and the second counts. After a term it
  counts where nothing but a closing word follows.
- Something has *ended* where a word says so, or where a time in the past does; what is to come, what “never
  stopped” and what was only taken “for 6 months” has not. A time beside “started” says nothing of the end.
- Whatever is left over, and may carry meaning, is not understood.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from calc import catalog
from calc.catalog.people import Term
from calc.catalog.person_words import person_words
from calc.messages import say
from calc.parsing.account import Account
from calc.parsing.form_answers import by_answer, with_boxes
from calc.parsing.person_tokens import IDLE, Piece, pieces_of
from calc.parsing.phrases import phrases_of
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.term_names import close_names, says_allergy, slip_of
from calc.parsing.time_spans import TimeSpan, take_times

#: Longer texts are no answer to a question: their end is not read [characters].
LONGEST = 2000
#: So many words at most are held against every name to find a slip of the keyboard.
_MOST_SLIPS = 24
#: The allergy that a list of causes leads to stands in the next pieces, no more of them.
_REACH = 6
#: Flags of who has or wants a child, who names it without speaking of its illness.
EXPECTING = frozenset(("pregnant", "breastfeeding", "trying"))
# What may stand between “no” and its term, and what leads a term: the signs of `person_tokens`.
_BETWEEN = f"[{IDLE}qGoHbfidN]"
#: What parts statements.
_PARTING = "|,&EB"
#: Where two statements of one term meet; a sign that says nothing, and `_CLAUSE` where it matters.
_CLAUSE = "clause"
_LEADS = "nxbGFS?VvPp"
_DOSE = re.compile(
    r"(?:N(?:[_w]?N)?[_w]?)?d(?:[d_wo]*N(?:[_w]?N)?[_w]?d)*(?:[_w]?N?o|[_w]?NU)*|N(?=[_wdo]*o)|N(?=_N?$)"
)
_LIST = re.compile(rf"n{_BETWEEN}*T(?:[{IDLE}q]*,[{IDLE}q]*T)+[{IDLE}q]*,?(?=[{IDLE}]*/)")
_DENIED_LIST = re.compile(r"z[^|&E.]*")
_NO_BEFORE = re.compile(rf"n(?![_wt]*x){_BETWEEN}*$")
_NO_AFTER = re.compile(r"[_w?]*n[c_]*$")
# What is no name of a person's may be what somebody does not react to: “no glycerin allergy”.
_NO_CAUSE_BEFORE = re.compile(r"n[_wcN]*\.[_w]*(?:/[_w]*\.?[_w]*)*$")
_NO_CAUSE_AFTER = re.compile(r"[_wt]*\.[_w]*(?:/[_w]*\.[_w]*)*n[c_]*$")
_CAUSES = re.compile(r"n[_wc]*[.T][_w]*(?:,[_w]*[.T][_w]*)+,?[_w]*(?=/[_w]*[.T]?[_w]*T)")
_CAUSE_OR = re.compile(r"[_w]*(?:[./][_w]*)+")
_LEADING = re.compile(rf"[{_LEADS}][{_LEADS}{IDLE}qo]*$")
_LEADING_CAUSE = re.compile(r"n[_wcN]*\.[_w]*$")
_NOT_STOPPED = re.compile(r"n[_wtc]*[xP]")
# “I use my husband's retinol”: what somebody takes is hers, whoever it belongs to.
_BORROWED = re.compile(r"[tS.][^F]*F_[_w]*$")
# “Not on it now, but will start again”, “stopped, but starting again in January”.
_AGAIN = re.compile(r"[vb][_w]*b")
_BEGUN_AGAIN = re.compile(r"[xP][^xP]*b[^xP]*$")
_TAKEN_NOW = re.compile(r"[xXP][^xXP]*,[^xXPnm,]*(?:[td][^xXPnm,]*G|G[^xXPnm,]*[td])[^xXPnm,]*$")
_ME_TOO = re.compile(r"[_wtqN]*S[_wtS]*$")
_HOW_LONG = re.compile(r"^[^T]*x[_wtmqd]*$")
_SINCE_THEN = re.compile(r"[xPn][_wtmqd]*(?:T[_wq]*)?$")
# “Noch” is “still”, and behind “weder” “nor”; two of “né” are “neither” and “nor”.
_NEITHER = re.compile(r"\bweder\b[^.;]*?\bnoch\b[^,.;]*", re.IGNORECASE)
_NOCH = re.compile(r"\bnoch\b", re.IGNORECASE)
_NE = re.compile(r"\bn[éè]\b", re.IGNORECASE)
# What there was and is no more: “keine Epilepsie mehr”.
_NO_MORE = re.compile(r"(\bkeine?[nmrs]?\s+[^\s,.;]+(?:\s+[^\s,.;]+)?\s+)mehr\b(?!\s+als\b)", re.IGNORECASE)


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
    says_no : bool
        Whether it is said that there is none.
    is_slip : bool
        Whether it is spelled almost like the name.
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
    says_no: bool = field(default=False, kw_only=True)
    is_slip: bool = field(default=False, kw_only=True)
    is_stopped: bool = field(default=False, kw_only=True)
    stopped_days: float | None = field(default=None, kw_only=True)
    is_cause: bool = field(default=False, kw_only=True)

    def stands_in(self, other: Mention) -> bool:
        """Tell whether it stands within another piece: “glycerin” in “no allergy to glycerin”."""
        return other.place[0] <= self.place[0] and self.place[1] <= other.place[1]

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


class _Statement(NamedTuple):
    """A statement: its pieces, and the sign that parts it from the one before."""

    pieces: tuple[Piece, ...]
    link: str = "|"

    @property
    def signs(self) -> str:
        """The signs of its pieces."""
        return _signs(self.pieces)


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
    pieces = _with_lists(with_boxes(_with_slips(pieces_of(_with_nor(plain)), plain)))
    mentions: list[Mention] = []
    before: list[Mention] = []
    ended: list[int] = []
    for statement in _answered(_joined(_statements(pieces))):
        said = _read(statement.pieces, plain, today)
        if statement.link in "&E,":
            said = _going_on(statement, said, before)
        if _takes_up_again(statement, plain):
            for at in ended:
                mentions[at] = _taken_again(mentions[at])
        places = range(len(mentions), len(mentions) + len(said))
        now_ended = [at for at, one in zip(places, said) if one.is_stopped and _is_substance(one)]
        ended = [*(ended if statement.link == "&" else ()), *now_ended] if now_ended else ended
        mentions += said
        before = said
    if not mentions and any(sign.isalnum() for sign in plain):
        mentions.append(Mention(plain.strip(), "not_understood", place=(0, len(plain))))
    if len(text) > LONGEST:
        note = say("Longer than {longest} characters: its end was not read.", longest=LONGEST)
        mentions.append(Mention(text[LONGEST:].strip(), "not_understood", note, place=(LONGEST, len(text))))
    return tuple(mentions)


def _takes_up_again(statement: _Statement, plain: str) -> bool:
    """Tell whether a statement about something else takes up what was named before: “on it again for AF”."""
    first = statement.signs.find("T")
    ahead = statement.pieces[: max(first, 0)]
    words = {without_accents(plain[piece.start : piece.end].lower()) for piece in ahead}
    is_again = "again" in [piece.name for piece in ahead] and "n" not in _signs(ahead)
    return is_again and not words.isdisjoint(person_words().pronouns["thing"])


def _taken_again(mention: Mention) -> Mention:
    """Return what had ended as what is taken up again."""
    note = say("taken up again: counted as now")
    return replace(mention, status="assumed", note=note, is_stopped=False, stopped_days=None)


def _with_nor(plain: str) -> str:
    """Return a text, as long as before, in which “nor” and “gone” are said plainly, in one word each."""
    plain = _NO_MORE.sub(r"\1gone", plain)
    plain = _NEITHER.sub(lambda said: _NOCH.sub("nor ", said[0]), plain)
    return _NE.sub("no", plain) if len(_NE.findall(plain)) > 1 else plain


def _signs(pieces: Iterable[Piece]) -> str:
    """Return the signs of pieces."""
    return "".join(piece.sign for piece in pieces)


def _with_slips(pieces: Sequence[Piece], plain: str) -> list[Piece]:
    """Return pieces in which words that are spelled almost like one known name stand for it.

    The name of an ingredient is none of a person, and stays in one piece.
    """
    result: list[Piece] = []
    at = tried = 0
    while at < len(pieces):
        slip = None
        substance = _substance(pieces, at, plain)
        if substance:
            result.append(substance[0])
            at = substance[1]
            continue
        if pieces[at].sign == "." or (at + 1 < len(pieces) and pieces[at + 1].sign == "."):
            tried += 1
            slip = _slip(pieces, at, plain) if tried <= _MOST_SLIPS else None
        if slip:
            result.append(slip[0])
            at = slip[1]
        else:
            result.append(pieces[at])
            at += 1
    return result


def _substance(pieces: Sequence[Piece], at: int, plain: str) -> tuple[Piece, int] | None:
    """Return the name of an ingredient in two or three words that begins at a piece, as one piece."""
    if pieces[at].sign not in ".wT":
        return None
    for count in (3, 2):
        words = pieces[at : at + count]
        signs = {word.sign for word in words}
        if len(words) == count and "." in signs and not signs & {*_PARTING}:
            start, end = words[0].start, words[-1].end
            if catalog.is_ingredient(plain[start:end]):
                return Piece(".", start, end), at + count
    return None


def _slip(pieces: Sequence[Piece], at: int, plain: str) -> tuple[Piece, int] | None:
    """Return a name with a slip of the keyboard that begins at a piece, and the piece after it."""
    for count in (3, 2, 1):
        words = pieces[at : at + count]
        if len(words) < count or {word.sign for word in words} & {*_PARTING, "T"}:
            continue
        if all(word.sign != "." for word in words) or words[-1].sign in IDLE:
            continue
        start, end = words[0].start, words[-1].end
        name = slip_of(plain[start:end])
        if name:
            return Piece("T", start, end, terms=name.terms, name=name.name, is_slip=True), at + count
    return None


def _with_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces in which the commas of a list under one “no” stand as “or”."""
    result, signs = [*pieces], _signs(pieces)
    for pattern in (_LIST, _DENIED_LIST, _CAUSES):
        for match in pattern.finditer(signs):
            if pattern is _CAUSES and not any(map(_says_allergy, pieces[match.end() : match.end() + _REACH])):
                continue
            for at in range(*match.span()):
                sign = {",": "/", "z": "n"}.get(result[at].sign)
                result[at] = result[at]._replace(sign=sign) if sign else result[at]
    return result


def _says_allergy(piece: Piece) -> bool:
    """Tell whether a piece names an allergy: “allergy”, “latex”, “nut allergy”."""
    is_reaction = "reactions" in piece.terms and "allergy" in piece.terms["reactions"].counts_as
    return is_reaction or (bool(piece.terms) and says_allergy(piece.name))


def _statements(pieces: Iterable[Piece]) -> list[_Statement]:
    """Return pieces as statements."""
    statements: list[_Statement] = []
    run: list[Piece] = []
    link = "|"
    for piece in pieces:
        if piece.sign not in _PARTING or (piece.sign == "&" and _is_self(run)):
            run.append(piece)
            continue
        if run:
            statements.append(_Statement(tuple(run), link))
            # “allergic to nothing but aspirin”
            is_nothing_but = piece.sign == "B" and run[-1].sign == "n" and any(map(_says_allergy, run))
            run, link = [], "E" if is_nothing_but else piece.sign
        elif link != "E":
            link = piece.sign
    return [*statements, _Statement(tuple(run), link)] if run else statements


def _is_self(run: Sequence[Piece]) -> bool:
    """Tell whether pieces name the person alone, who has it with somebody: “me and my mother have …”."""
    signs = {*_signs(run)}
    return "S" in signs and signs.issubset(IDLE)


def _joined(statements: Sequence[_Statement]) -> list[_Statement]:
    """Return statements, each with a term; one without says something of the term before, else after it."""
    joined: list[_Statement] = []
    waiting: list[Piece] = []
    for i, statement in enumerate(statements):
        signs = {*statement.signs}
        # “I take only warfarin”
        is_said_of_next = (
            signs.issubset("_wtS") and bool(signs & {*"tS"}) and _link_at(statements, i + 1) == "B"
        )
        bare = signs.issubset({*"n?", *IDLE}) or (signs.issubset({"N", *IDLE}) and bool(signs & {*"wtm"}))
        goes_back = bool(joined) and not waiting and "T" in joined[-1].signs and statement.link != "E"
        # “and I have it too”
        is_me = goes_back and "S" in signs and signs.issubset("_wtS") and "F" in joined[-1].signs
        if is_said_of_next and not is_me:
            waiting = [*_meeting(waiting, statement.pieces)]
        elif bare and not is_me and ("n" not in signs or statement.link == "|" or not goes_back):
            joined.append(statement)
        elif "T" in signs:
            joined.append(_Statement(_meeting(waiting, statement.pieces), statement.link))
            waiting = []
        elif "." in signs and not (goes_back and _may_go_on(joined[-1], statement)):
            joined += [_Statement(tuple(waiting))] if waiting else []
            joined.append(statement)
            waiting = []
        elif goes_back:
            joined[-1] = _Statement(_meeting(joined[-1].pieces, statement.pieces), joined[-1].link)
        else:
            waiting = [*_meeting(waiting, statement.pieces)]
    joined += [_Statement(tuple(waiting))] if waiting else []
    return [_with_time_of(one, joined[i + 1 : i + 2]) for i, one in enumerate(joined)]


def _may_go_on(ended: _Statement, statement: _Statement) -> bool:
    """Tell whether what has ended may go on by a statement with unknown words: “again at low foo”."""
    is_begun = "again" in [piece.name for piece in statement.pieces] and "n" not in statement.signs
    return statement.link in ",B&" and bool(re.search("[xP]", ended.signs)) and is_begun


def _link_at(statements: Sequence[_Statement], at: int) -> str:
    """Return the sign that parts a statement from the one before; "" behind the last."""
    return statements[at].link if at < len(statements) else ""


def _answered(statements: Iterable[_Statement]) -> list[_Statement]:
    """Return statements, each with one answer where several stood in one."""
    return [
        _Statement(pieces, "|" if i else statement.link)
        for statement in statements
        for i, pieces in enumerate(by_answer(statement.pieces))
    ]


def _meeting(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of two statements that are one, with a piece where they meet."""
    meets = [Piece("_", before[-1].end, before[-1].end, name=_CLAUSE)] if before else []
    return (*before, *meets, *after)


def _written(pieces: Iterable[Piece]) -> str:
    """Return the signs of pieces: a comma where two statements meet, ``X`` for “finished”, doses as ``d``."""
    special = {_CLAUSE: ",", "finished": "X", "dose": "d"}
    return "".join(special.get(piece.name, piece.sign) for piece in pieces)


def _with_time_of(statement: _Statement, after: Sequence[_Statement]) -> _Statement:
    """Return a statement with the time after its “and”: “stopped A and B 2 months ago”."""
    signs = statement.signs
    is_without_time = re.search("[xp]", signs) and not re.search("[DYUA]", signs)
    if not after or after[0].link != "&" or not is_without_time:
        return statement
    times = re.search(r"[ufi]?[DY]$|N*UA$|A[Nw]*U$", after[0].signs)
    if times is None or re.search("[xpbGn]", after[0].signs):
        return statement
    return _Statement((*statement.pieces, *after[0].pieces[times.start() : times.end()]), statement.link)


def _going_on(statement: _Statement, said: list[Mention], before: Sequence[Mention]) -> list[Mention]:
    """Return what a statement says that goes on from the one before: “allergic to A and B”, “no A, B”."""
    excepts = statement.link == "E" and any(_denies_allergy(mention) for mention in before)
    unknown = [mention for mention in said if mention.status == "not_understood"]
    goes_on = statement.link == "&" and bool(before) and before[-1].is_cause and before[-1].holds
    if said == unknown and (excepts or goes_on):
        return [replace(mention, is_cause=True) for mention in said]
    if not before or unknown or any(not mention.terms for mention in said):
        return said
    if statement.link == "E":
        return [_as_cause(mention) for mention in said] if excepts else said
    is_bare = {*statement.signs}.issubset("T_wq/")
    if is_bare and before[-1].is_cause and before[-1].holds and all(map(_is_substance, said)):
        doubt = say("taken as one that does it too")
        return [
            _doubted(mention, doubt, say("allergic to {}"), "takes {}", is_cause=True) for mention in said
        ]
    denied = all(mention.terms and not mention.holds and mention.says_no for mention in before)
    if is_bare and denied and all(mention.holds for mention in said):
        doubt = say("the “no” before it was not taken to reach it: counted")
        return [_doubted(mention, doubt, "has {}", "no {}") for mention in said]
    return said


def _denies_allergy(mention: Mention) -> bool:
    """Tell whether a mention says that there is no allergy."""
    return "reactions" in mention.terms and not mention.holds


def _is_substance(mention: Mention) -> bool:
    """Tell whether a mention names something that one can react to."""
    return bool({*mention.terms} & {"medicines", "actives"}) and "reactions" not in mention.terms


def _doubted(mention: Mention, note: str, *readings: str, is_cause: bool = False) -> Mention:
    """Return a mention with a doubt, and what may stand in its place."""
    return replace(
        mention,
        status="assumed",
        note="; ".join(filter(None, (mention.note, note))),
        readings=tuple(reading.format(mention.text) for reading in readings),
        is_cause=is_cause,
    )


def _read(statement: Sequence[Piece], plain: str, today: datetime.date) -> list[Mention]:
    """Return what one statement says."""
    pieces = _without_doses(statement)
    unknown = _unknown_runs(pieces, plain)
    if all(piece.sign != "T" for piece in pieces):
        return unknown or [_without_a_term(statement, plain)]
    mentions: list[Mention] = []
    for part in _parts(pieces):
        mentions += _part_mentions(part, plain, today)
    first = next((i for i, mention in enumerate(mentions) if "reactions" in mention.terms), len(mentions))
    mentions[first + 1 :] = [_of_reaction(mention, mentions[first]) for mention in mentions[first + 1 :]]
    denied = [mention for mention in mentions if not mention.holds]
    if not any("reactions" in mention.terms or says_allergy(mention.name) for mention in denied):
        denied = []
    unknown = [replace(one, holds=not any(map(one.stands_in, denied))) for one in unknown]
    if re.search(r"T[_w]*T[_w]*$", _signs(pieces)):
        mentions[-2:] = _allergy_to(*mentions[-2:])
    return sorted([*mentions, *unknown], key=lambda mention: mention.place)


def _of_reaction(mention: Mention, reaction: Mention) -> Mention:
    """Return what stands behind a reaction: what causes it, where there is one (“no allergy to lanolin”)."""
    is_cause = "reactions" not in mention.terms
    if not is_cause and (reaction.holds or not _is_allergen(mention)):
        return mention
    return replace(mention, is_cause=is_cause, holds=reaction.holds, says_no=reaction.says_no)


def _allergy_to(substance: Mention, reaction: Mention) -> tuple[Mention, Mention]:
    """Return a substance and the reaction behind it: “penicillin allergy”, “no lanolin allergy”."""
    if "reactions" not in reaction.terms or not (_is_substance(substance) or _is_allergen(substance)):
        return substance, reaction
    if not substance.holds:
        reaction = replace(reaction, holds=False, says_no=substance.says_no)
    return _as_cause(substance), reaction


def _is_allergen(mention: Mention) -> bool:
    """Tell whether a mention names something that is known for the allergy to it."""
    return "reactions" in mention.terms and mention.terms["reactions"].id == "contact_allergen"


def _as_cause(mention: Mention) -> Mention:
    """Return a mention as what somebody reacts to, where it names a substance."""
    return replace(mention, is_cause=True) if _is_substance(mention) else mention


def _without_a_term(statement: Sequence[Piece], plain: str) -> Mention:
    """Return what a statement says that names nothing: there is none, or nobody understands it."""
    place = (statement[0].start, statement[-1].end)
    text, signs = plain[place[0] : place[1]], _signs(statement)
    if {*signs}.issubset({*"nq", *IDLE}) and {*signs} & {*"nh"}:
        return Mention(text, "set_aside", say("none of it"), place=place)
    if not any(sign.isalnum() for sign in text):
        return Mention(text, "set_aside", say("says nothing"), place=place)
    return Mention(text, "not_understood", say("Nothing here names a condition or a medicine."), place=place)


def _without_doses(statement: Sequence[Piece]) -> list[Piece]:
    """Return a statement in which amounts, and how often they are taken, stand as signs that say nothing."""
    result = [*statement]
    for match in _DOSE.finditer(_signs(statement)):
        for at in range(*match.span()):
            result[at] = statement[at]._replace(sign="_")
    return result


def _unknown_runs(statement: Sequence[Piece], plain: str) -> list[Mention]:
    """Return what is left over, each run of words as one piece, with the names that come close.

    Where nothing is known beside it, the words that say nothing by themselves belong to it: “blue knees”.
    """
    runs: list[list[Piece]] = []
    has_term = any(piece.sign == "T" for piece in statement)
    for before, piece in zip([None, *statement], statement):
        if runs and before == runs[-1][-1] and (piece.sign == "." or (piece.sign == "w" and not has_term)):
            runs[-1].append(piece)
        elif piece.sign == ".":
            runs.append([piece])
    mentions = []
    for run in runs:
        place = (run[0].start, run[-1].end)
        text = plain[place[0] : place[1]]
        readings = tuple(dict.fromkeys(near.name for near in close_names(text, reach=1)))[:3]
        mentions.append(Mention(text, "not_understood", "", readings, place=place))
    return mentions


def _parts(statement: Sequence[Piece]) -> list[list[Piece]]:
    """Return a statement in parts, each with one term, or with several that share what is said of them."""
    signs = _signs(statement)
    terms = [i for i, sign in enumerate(signs) if sign == "T"]
    cuts = [0]
    for before, at in itertools.pairwise(terms):
        run = signs[before + 1 : at]
        same = {*statement[before].terms.values()} & {*statement[at].terms.values()}
        is_allergy = _says_allergy(statement[at])
        is_either = "/" in run and (set(run).issubset("/q_wmN") or (is_allergy and _CAUSE_OR.fullmatch(run)))
        if is_either or (same and set(run).issubset("_wq")):
            continue
        lead = _LEADING.search(run) or (_LEADING_CAUSE.search(run) if is_allergy else None)
        because = [i for i in range(before + 1, at) if statement[i].name == "because"]
        cuts.append(max([before + 1 + lead.start() if lead else at, *because[:1]]))
    return [list(statement[begin:end]) for begin, end in zip(cuts, [*cuts[1:], len(signs)])]


def _part_mentions(part: Sequence[Piece], plain: str, today: datetime.date) -> list[Mention]:
    """Return what a part says of each of its terms."""
    part = _without_term_date(_without_nursed(part, plain))
    rest, times = take_times(part, today)
    signs = _signs(rest)
    terms = [i for i, sign in enumerate(signs) if sign == "T"]
    expects = any({*term.counts_as} & EXPECTING for at in terms for term in part[at].terms.values())
    said = _said(_written(part), signs, terms[0], terms[-1], times, expects)
    if _denies_cause(part, signs, terms):
        said = said._replace(says_no=True)
    doubt = _doubt_of_no(part, terms[0], terms[-1], expects) if said.says_no else ""
    said = said._replace(says_no=said.says_no and not doubt)
    mentions = []
    for i, at in enumerate(terms):
        between = range(terms[i - 1] + 1, at) if i and _says_allergy(part[at]) else ()
        begin = next((j for j in between if part[j].sign == "."), at) if i else 0
        end = terms[i + 1] if i + 1 < len(terms) else len(part)
        place = (part[begin].start, max(piece.end for piece in part[begin:end]))
        mentions.append(
            _mention(part[at], plain[place[0] : place[1]], place, said, doubt, _undated(part, plain))
        )
    return mentions


def _doubt_of_no(part: Sequence[Piece], first: int, last: int, expects: bool) -> str:
    """Return why a “no” may not say that there is none of it; "" where it does.

    Parameters
    ----------
    part : sequence of Piece
    first, last : int
        Where its first and its last term stand.
    expects : bool
        Whether it is about a child that somebody expects or nurses.
    """
    names = [piece.name for piece in part]
    before, after = _signs(part[:first]), _signs(part[last + 1 :])
    if "episode" in names:
        return say("none now, but it may be there all the same: counted")
    if re.search(r"u(?![_w]*[GY])", after):
        return say("none until then alone: counted")
    if "without" in names[:first] and re.match(r"[_w]*n[_wtm]*$", before) and re.search(r"[S.nv?]", after):
        return say("not said that there is none of it: counted")
    if re.search(r"n[^x]*$", before) and "often" in names[before.rindex("n") : first]:
        return say("not so often, but it may be taken: counted")
    is_unsure = "unsure" in names and (expects or re.search(r"\?[_wSt]*n", before))
    return say("not certain: counted") if is_unsure else ""


def _undated(part: Sequence[Piece], plain: str) -> str:
    """Return the words of a part for a time that no days can be counted from: “Easter”; "" without."""
    return next((plain[piece.start : piece.end] for piece in part if piece.name == "undated"), "")


def _without_nursed(part: Sequence[Piece], plain: str) -> Sequence[Piece]:
    """Return a part in which a child is nobody else where somebody nurses: “the baby is breastfed”."""
    if not any("breastfeeding" in term.counts_as for piece in part for term in piece.terms.values()):
        return part
    children = phrases_of(person_words().family["child"])
    return [
        piece._replace(sign="w")
        if piece.sign == "F" and children.key(without_accents(plain[piece.start : piece.end]))
        else piece
        for piece in part
    ]


def _without_term_date(part: Sequence[Piece]) -> Sequence[Piece]:
    """Return a part in which a day without its year ends no pregnancy: “pregnant, due in March”."""
    is_expecting = any({*term.counts_as} & EXPECTING for piece in part for term in piece.terms.values())
    if not is_expecting or {*_signs(part)} & {*"xpPA"}:
        return part
    return [piece._replace(sign="_") if piece.sign == "D" and not piece.date[0] else piece for piece in part]


def _denies_cause(part: Sequence[Piece], signs: str, terms: Sequence[int]) -> bool:
    """Tell whether a part says of something that is not known here that nobody reacts to it."""
    return any(_says_allergy(part[at]) for at in terms) and bool(
        _NO_CAUSE_BEFORE.search(signs[: terms[0]]) or _NO_CAUSE_AFTER.match(signs[terms[-1] + 1 :])
    )


class _End(NamedTuple):
    """Whether something has ended, how long ago where that is known [days], and whether the words say so."""

    is_there: bool
    days: float | None = None
    is_said: bool = True


class _Said(NamedTuple):
    """What a part says of its terms."""

    says_no: bool
    is_other: bool
    is_unsure: bool
    is_future: bool
    end: _End


def _said(written: str, signs: str, first: int, last: int, times: Sequence[TimeSpan], expects: bool) -> _Said:
    """Return what is said of the terms of a part.

    Parameters
    ----------
    written, signs : str
        The signs of the part, with a comma between its statements; without its times.
    first, last : int
        Where its first and its last term stand.
    times : sequence of TimeSpan
    expects : bool
        Whether it is about a child that somebody expects or nurses.
    """
    before, after = signs[:first], signs[last + 1 :]
    says_no = bool(_NO_BEFORE.search(before) or _NO_AFTER.match(after)) and not _AGAIN.search(after)
    is_other = "&" not in before and bool(re.search(r"F[^S]*$", before)) and not _ME_TOO.match(after)
    if _BORROWED.search(before):
        is_other = False
    if not expects:
        is_other = is_other or bool(re.match(r"[_w]*[pqfi]?[_w]*F[_w]*$", after))
    is_future = "v" in signs or "V" in signs or any(time.is_future for time in times)
    end = _ended(written, signs, says_no, times)
    if is_future and not says_no:
        end = _End(False)
    return _Said(says_no and not end.is_there, is_other, "?" in signs, is_future, end)


def _ended(written: str, signs: str, says_no: bool, times: Sequence[TimeSpan]) -> _End:
    """Return whether what a part names has ended."""
    not_stopped = bool(_NOT_STOPPED.search(signs))
    is_stopped = not not_stopped and bool({*signs} & {*"xP"})
    was = "p" in signs
    goes_on = any(_goes_on_later(time, times, written) for time in times)
    if goes_on or _BEGUN_AGAIN.search(signs) or _TAKEN_NOW.search(written):
        return _End(False)
    moments = [time for time in times if time.is_past]
    past = [time for time in moments if not is_stopped or _is_of_end(time, written)]
    spans = [time for time in times if not time.is_past and not time.is_future]
    if (not_stopped or {*signs} & {*"bG"}) and not (is_stopped and moments):
        return _End(False)
    if past:
        is_said = is_stopped or was or any(time.is_end for time in past)
        if ("t" in signs or any(time.is_open for time in spans)) and not is_said:
            return _End(False)  # “takes it … ago” does not say that it has ended
        return _End(True, min(time.days for time in past), is_said)
    if is_stopped or says_no:
        since = [time.days for time in spans if _counts_since(time, written, says_no)]
        return _End(True, min(since)) if since else _End(is_stopped)
    return _End(was and not any(time.is_open for time in spans))


def _goes_on_later(time: TimeSpan, times: Sequence[TimeSpan], written: str) -> bool:
    """Tell whether it goes on since a time told after its end: “ended in March, low dose since October”."""
    begin = written[: time.start].rfind(",") + 1
    own = written[begin:].partition(",")[0]
    ended = any(other.is_past and other.end <= begin for other in times)
    return (
        time.is_open and ended and bool(re.search("[xXP]", written[:begin])) and not re.search("[xXPn]", own)
    )


def _is_of_end(time: TimeSpan, written: str) -> bool:
    """Tell whether a moment may be the one at which something ended: not that of “started 2 months ago”."""
    if time.is_end:
        return True
    before, after = written[: time.start].rpartition(",")[2], written[time.end :].partition(",")[0]
    verb = re.search(r"[bxXPp](?=[^bxXPp]*$)", before) or re.search(r"[bxXPp]", after)
    if verb is not None and verb[0] == "b":
        return False
    return bool(re.search("[xXP]", before + after)) or not re.search("[pt]", before + after)


def _counts_since(time: TimeSpan, written: str, says_no: bool) -> bool:
    """Tell whether a span says since when something has ended: “off it for 8 months”, “8 months without”.

    What stands beside “finished” or before its term may be how long it was taken: “finished 6 months of it”.
    """
    if written[time.start : time.end].startswith("a"):
        return False
    before, after = written[: time.start], written[time.end :].partition(",")[0]
    return (
        ((time.is_open or says_no) and bool(re.search("[xXPn]", before + after)))
        or bool(_SINCE_THEN.search(before) and not _HOW_LONG.search(before))
        or bool(re.match(r"[_wamd]*P", after))
    )


def _mention(
    term: Piece, text: str, place: tuple[int, int], said: _Said, doubt: str, undated: str
) -> Mention:
    """Return what a part says of one of its terms."""
    is_taken, end = bool({*term.terms} & {"medicines", "actives"}), said.end
    is_open = end.is_there and end.days is None
    doubts = [
        say("taken as {term}", term=term.name) * term.is_slip,
        say("somebody else's: not counted") * said.is_other,
        doubt,
        say("not certain: counted") * (said.is_unsure and not said.says_no and not doubt),
        say("still to come: counted") * (said.is_future and not said.says_no),
        say("taken as ended then") * (is_taken and not end.is_said),
        say("ended, nobody says when: counted as now") * (is_open and not undated),
        say("ended, and “{words}” is no day to count from: counted as now", words=undated)
        * (is_open and bool(undated)),
    ]
    facts = []
    if end.days is not None:
        ended = "ended " if is_taken or end.is_said else ""
        facts.append(say("{ended}{days:g} days ago at least", ended=ended, days=end.days))
    facts += [say("there is none")] if said.says_no else []
    return Mention(
        text,
        "assumed" if any(doubts) else "used",
        "; ".join([*filter(None, doubts), *facts]),
        (term.name,) if term.is_slip else (),
        place=(term.start, term.end) if term.is_slip else place,
        terms=term.terms,
        name=term.name,
        holds=not said.is_other and not said.says_no,
        says_no=said.says_no,
        is_slip=term.is_slip,
        is_stopped=end.is_there,
        stopped_days=end.days,
    )
