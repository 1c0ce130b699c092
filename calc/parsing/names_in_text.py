"""Where in a text names of forms stand, and what the words beside a name make of it."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calc.catalog.market.form_names import FOREIGN, UNNAMED, names_sought
from calc.catalog.normalize import Token

_LONGEST_OTHER = 80
#: What stands beside an entry of a list: words in capitals alone, or any.
CAPITALS, WORDS = "capitals", "words"


@dataclass(frozen=True)
class NameHit:
    """A name that was found in a text.

    Parameters
    ----------
    first, last : int
        Positions of its tokens.
    owner : str
        The form that it stands for, a table of labels.toml that is no form, or "" for a form not known here.
    start, end : int
        Where it stands in the folded text.
    """

    first: int
    last: int
    owner: str
    start: int
    end: int


def _hit(tokens: list[Token], first: int, last: int, owner: str) -> NameHit:
    """Return a hit that begins and ends with whole words."""
    return NameHit(first, last, owner, tokens[first].start, tokens[last].end)


def hits_of(
    tokens: list[Token], squeezed: str, text: str, origin: list[int] | None, *, beside: str = ""
) -> list[NameHit]:
    """Return the names that begin and end with a word, the longest at each place, from left to right.

    Parameters
    ----------
    tokens : list of Token
    squeezed : str
        As `normalize.tokenize` gives both.
    text : str
        As it was written: an abbreviation counts among other words only in capitals.
    origin : list of int, optional
        As `normalize.fold_with_positions` gives it.
    beside : str, optional
        What stands beside the text where that is an entry of a list: `CAPITALS`, or `WORDS`.
    """
    names = names_sought()
    ends = {token.at + len(token.text): i for i, token in enumerate(tokens)}
    words = math.inf if beside else sum(not token.text.isdigit() for token in tokens)
    mixed = beside == WORDS or has_small_letters(text)
    hits: list[NameHit] = []
    free = 0
    for first, token in enumerate(tokens):
        if first < free:
            continue
        for length in names.starts.get(token.text[:2], ()):
            name = squeezed[token.at : token.at + length]
            last = ends.get(token.at + length, -1)
            if last < first or name not in names.owners:
                continue
            covered = tokens[first : last + 1]
            if name in names.shorts or name in names.codes:
                alone = words == sum(not token.text.isdigit() for token in covered)
                whole = name not in names.codes or not any(part.hangs for part in tokens[last + 1 : last + 2])
                capital = (mixed or name in names.codes) and whole and _is_capital(covered, text, origin)
                if not (alone or capital or _is_entry(tokens, first, last, with_number=name in names.shorts)):
                    continue
            hits.append(guarded(tokens, first, last, names.owners[name]))
            free = hits[-1].last + 1
            break
    return hits


def has_small_letters(text: str) -> bool:
    """Tell whether capitals tell anything in a text.

    Parameters
    ----------
    text : str
    """
    return not text.isupper() and any(map(str.islower, text))


def _is_capital(tokens: list[Token], text: str, origin: list[int] | None) -> bool:
    """Tell whether an abbreviation stands in capitals, and without spaces."""
    start, end = tokens[0].start, tokens[-1].end
    written = text[start:end] if origin is None else text[origin[start] : origin[end - 1] + 1]
    return written.isupper() and not any(sign.isspace() for sign in written)


def _is_entry(tokens: list[Token], first: int, last: int, *, with_number: bool) -> bool:
    """Tell whether words are a whole entry; ``with_number``: there must be a number beside, as in SAP 5 %."""
    entry, beside = tokens[first].entry, list[Token]()
    for step, at in ((-1, first - 1), (1, last + 1)):
        while 0 <= at < len(tokens) and tokens[at].entry == entry:
            beside.append(tokens[at])
            at += step
            if not beside[-1].text.isdigit():
                return False
    return bool(beside) or not with_number


def guarded(tokens: list[Token], first: int, last: int, owner: str) -> NameHit:
    """Return a hit, or what the words beside it make of it: an unknown form, or what is left out.

    Parameters
    ----------
    tokens : list of Token
    first, last : int
        Where the name stands.
    owner : str
        What it stands for.
    """
    if owner == FOREIGN or _is_absent(tokens, first, last):
        return _hit(tokens, first, last, FOREIGN)
    if owner == UNNAMED:
        return _hit(tokens, first, last, owner)
    begin, end = _guard_before(tokens, first), _guard_after(tokens, last)
    return _hit(tokens, begin, end, owner if (begin, end) == (first, last) else "")


def _is_absent(tokens: list[Token], first: int, last: int) -> bool:
    """Tell whether the words beside a name say that it is not in there: “free of ascorbic acid”."""
    guards = names_sought().guards
    for start in _behind_articles(tokens, first):
        words = [
            token.text for token in tokens[max(start - 3, 0) : start] if token.entry == tokens[first].entry
        ]
        if any(" ".join(words[-length:]) in guards["absent"] for length in (1, 2, 3) if words[-length:]):
            return True
    behind = [token.text for token in tokens[last + 1 : last + 3] if token.entry == tokens[last].entry]
    return (
        behind[:1] != []
        and behind[0] in guards["absent_after"]
        and not {*behind[1:]} & {*guards["present_after"]}
    )


def _behind_articles(tokens: list[Token], first: int) -> Iterator[int]:
    """Yield where a name begins, then with each article or “of” in front of it."""
    of, entry = names_sought().guards["of"], tokens[first].entry
    yield first
    while first > 0 and tokens[first - 1].entry == entry and tokens[first - 1].text in of:
        first -= 1
        yield first


def _made_of(tokens: list[Token], first: int) -> int:
    """Return where the word stands that names what is made of a name behind it; else where that begins.

    A word in between may tell of which kind it is: “ester éthylique de l'acide ascorbique”.
    """
    guards, entry = names_sought().guards, tokens[first].entry
    *_, start = _behind_articles(tokens, first)
    for at in range(start - 1, max(start - (4 if start < first else 2), -1), -1):
        if tokens[at].entry != entry:
            break
        word = tokens[at].text
        linked = word.endswith(guards["after_ends"]) and (start < first or not word.isascii())
        compound = start < first and len(word) > 7 and word.endswith(guards["made_of"])
        if _is_made_of(word) or linked or compound:
            return at
    return first


def _is_made_of(word: str) -> bool:
    """Tell whether a word names what is made of something: a derivative, an ester, a salt."""
    guards = names_sought().guards
    said = {word, word.removesuffix("s")} & {*guards["made_of"]}
    return bool(said) or word.startswith(guards["made_of_starts"])


def _guard_before(tokens: list[Token], first: int) -> int:
    """Return the first word of a name with what stands in front and changes it.

    Numbers in front of a name are passed over; a word of one or two letters counts where it hangs on by a
    hyphen, as in 2-O-, or behind a number; a longer one wherever it hangs on, or is among the guards.
    """
    guards, entry = names_sought().guards, tokens[first].entry
    made = _made_of(tokens, first)
    if made < first:
        return made
    at = first - 1
    while at >= 0 and tokens[at].entry == entry and tokens[at].text.isdigit():
        at -= 1
    if at < 0 or tokens[at].entry != entry:
        return first
    word = tokens[at].text
    if len(word) <= 2:
        counted = at > 0 and tokens[at - 1].text.isdigit() and tokens[at - 1].entry == entry
        return at if word in guards["before"] and (tokens[at + 1].hangs or counted) else first
    joined = at == first - 1 and tokens[first].hangs
    changes = joined or word in (*guards["before"], *guards["between"])
    changes = changes or word.endswith(guards["before_ends"]) or word.startswith(guards["before_starts"])
    return at if changes else first


def _guard_after(tokens: list[Token], last: int) -> int:
    """Return the last word of a name with what stands behind and changes it."""
    guards = names_sought().guards
    at = last + 1
    while at < len(tokens) and tokens[at].entry == tokens[last].entry and at <= last + 6:
        word = tokens[at].text
        if _is_made_of(word) or word.endswith(guards["after_ends"]):
            return at
        if not (word.isdigit() or len(word) == 1 or word in guards["between"]):
            break
        at += 1
    return last


def loose_hits(tokens: list[Token], squeezed: str, hits: list[NameHit]) -> list[NameHit]:
    """Return names that stand among other words without spaces, as in Chinese or Japanese.

    A form counts where the rest of its words is known not to change it.

    Parameters
    ----------
    tokens : list of Token
    squeezed : str
    hits : list of NameHit
        What was found already.
    """
    names = names_sought()
    if squeezed.isascii() or not (matches := list(names.loose.finditer(squeezed))):
        return []
    taken = _taken(hits)
    loose: list[NameHit] = []
    places = {
        token.at + i: (at, token.start + i) for at, token in enumerate(tokens) for i in range(len(token.text))
    }
    for match in matches:
        behind = squeezed[match.end() : match.end() + 1]
        (first, start), (last, end) = places[match.start()], places[match.end() - 1]
        if (behind.isascii() and behind.isalpha()) or taken & set(range(first, last + 1)):
            continue
        owner = names.owners[match[0]]
        around = (
            squeezed[tokens[first].at : match.start()],
            squeezed[match.end() : tokens[last].at + len(tokens[last].text)],
        )
        if around[0].endswith(names.guards["absent"]) or around[1].startswith(names.guards["absent_after"]):
            owner = FOREIGN
        elif owner not in (UNNAMED, FOREIGN):
            if not all(names.harmless.fullmatch(rest) for rest in around):
                continue
            if (hit := guarded(tokens, first, last, owner)).owner != owner:
                loose.append(hit)
                continue
        loose.append(NameHit(first, last, owner, start, end + 1))
    return loose


def rest_of(tokens: list[Token], hits: list[NameHit]) -> list[NameHit]:
    """Return what is left of the family: names of forms that are not known here.

    Parameters
    ----------
    tokens : list of Token
    hits : list of NameHit
        What was found already.
    """
    taken, named = _taken(hits), {tokens[hit.first].entry for hit in hits}
    left = [at for at, token in enumerate(tokens) if is_of_family(token.text) and at not in taken]
    if not left:
        return []
    rest: list[NameHit] = []
    bounds: dict[int, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        low, _ = bounds.get(token.entry, (at, at))
        bounds[token.entry] = (low, at)
    for at in left:
        if at in taken:
            continue
        token = tokens[at]
        first, last = bounds[token.entry]
        if _is_absent(tokens, at, at):
            continue
        whole = token.entry not in named and tokens[last].end - tokens[first].start <= _LONGEST_OTHER
        rest.append(_hit(tokens, first, last, "") if whole else _hit(tokens, at, at, ""))
        taken |= set(range(rest[-1].first, rest[-1].last + 1))
    return rest


@functools.lru_cache(maxsize=32768)
def is_of_family(word: str) -> bool:
    """Tell whether a word is part of a name of the family, and does not say that it is left out.

    Parameters
    ----------
    word : str
        Folded.
    """
    names = names_sought()
    return bool(names.roots.search(word)) and not word.endswith(names.guards["absent_after"])


def _taken(hits: Iterable[NameHit]) -> set[int]:
    """Return the numbers of the words that hits cover."""
    return {at for hit in hits for at in range(hit.first, hit.last + 1)}
