"""Names of forms that are spelled wrongly by a letter or two, never towards another form."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from itertools import product

from calc.catalog.market.form_names import UNNAMED, names_sought
from calc.catalog.normalize import Token
from calc.parsing.known_names import PURE, is_in_names
from calc.parsing.names_in_text import NameHit, guarded
from calc.parsing.spelling import spelling_distance

#: Shortest word beside a name that may change it where it is misspelt [letters].
_SHORTEST_BESIDE = 5
_SHORTEST, _MOST_LETTERS, _MOST_WORDS, MOST_LOOKED_AT = 7, 2, 6, 50


def misspelt_hits(tokens: list[Token], hits: list[NameHit]) -> list[NameHit]:
    """Return names that are spelled wrongly by a letter or two, and lead to one form only.

    Each word is spelled right or is none that is known; it begins as it should, and numbers and single
    letters are the same: “methyl” is no “ethyl”, 2-O- is no 3-O-.

    Parameters
    ----------
    tokens : list of Token
    hits : list of NameHit
        What was found already.
    """
    taken = {at for hit in hits for at in range(hit.first, hit.last + 1)}
    misspelt: list[NameHit] = []
    looked = 0
    for at, token in enumerate(tokens):
        if at in taken or not may_be_telling(token.text):
            continue
        looked += 1
        if looked > MOST_LOOKED_AT:
            break  # no label has so many slips; what is left is told as a form not known here
        for first, last in _windows(tokens, at, taken):
            owner = _meant(tuple(token.text for token in tokens[first : last + 1]))
            if owner:
                misspelt.append(guarded(tokens, first, last, owner))
                taken |= set(range(first, last + 1))
                break
    return misspelt


def with_slips_beside(tokens: list[Token], hits: list[NameHit]) -> list[NameHit]:
    """Return names, those of the acid as another form where a word beside is nearly one that changes it.

    “Ethly Ascorbic Acid” and “Ascorbic Acid Glucosdie” are not the pure acid.

    Parameters
    ----------
    tokens : list of Token
    hits : list of NameHit
    """
    changed = []
    for hit in hits:
        first, last = hit.first, hit.last
        if hit.owner == PURE and first > 0 and tokens[first - 1].entry == tokens[first].entry:
            first -= may_change(tokens[first - 1].text)
        if hit.owner == PURE and last + 1 < len(tokens) and tokens[last + 1].entry == tokens[last].entry:
            last += may_change(tokens[last + 1].text)
        is_other = (first, last) != (hit.first, hit.last)
        changed.append(NameHit(first, last, "", tokens[first].start, tokens[last].end) if is_other else hit)
    return changed


@functools.lru_cache(maxsize=32768)
def may_change(word: str) -> bool:
    """Tell whether a word that is not known is a letter away from one that makes another form of the acid."""
    if len(word) < _SHORTEST_BESIDE or not word.isalpha() or word in _parts() or is_in_names(word):
        return False
    return any(part[0] == word[0] and letters_away(word, part) == 1 for part in _changing())


@functools.cache
def _changing() -> frozenset[str]:
    """Return the words of names of other forms than the acid that stand beside its own."""
    acid = {word for name, owner in names_sought().spelled.items() if owner == PURE for word in name}
    return frozenset(
        word
        for words, owner in names_sought().spelled.items()
        if owner not in (PURE, UNNAMED)
        for word in words
        if len(word) >= _SHORTEST_BESIDE and word not in acid and not names_sought().roots.search(word)
    )


def _windows(tokens: list[Token], at: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of words of one entry around one of them, the most words first."""
    entry = tokens[at].entry
    for count in range(_MOST_WORDS, 0, -1):
        for first in range(max(at - count + 1, 0), at + 1):
            last = first + count - 1
            if last >= len(tokens) or taken & set(range(first, last + 1)):
                continue
            if tokens[first].entry == entry == tokens[last].entry:
                yield first, last


@functools.lru_cache(maxsize=32768)
def may_be_telling(word: str) -> bool:
    """Tell whether a word is, or nearly is, the one by which names of the family are told."""
    if len(word) < _SHORTEST - 1:
        return False
    letters = {*word}
    return any(
        len(letters - others) <= _MOST_LETTERS >= len(others - letters)
        and letters_away(word, telling) <= _MOST_LETTERS
        for telling, others in _telling(word[0])
    )


@functools.cache
def _telling(start: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the words of names by which they are told, that begin with a letter or have it second.

    With the letters of each: words that have three others are more than two letters away.
    """
    roots = names_sought().roots
    words = {word for name in names_sought().spelled for word in name if roots.search(word)}
    return tuple((word, frozenset(word)) for word in words if start in word[:2])


@functools.lru_cache(maxsize=4096)
def _meant(words: tuple[str, ...]) -> str:
    """Return what nearly so spelled words stand for; "" for nothing, or for several things."""
    best: dict[str, int] = {}
    # Each word of a name begins with the first or the second letter of the one that may be it.
    for initials in product(*({*word[:2]} for word in words)):
        for name, owner in _by_initials().get(initials, ()):
            away = _words_away(words, name)
            if away <= _MOST_LETTERS:
                best[owner] = min(away, best.get(owner, away))
    least = min(best.values(), default=0)
    nearest = [owner for owner, away in best.items() if away == least]
    return nearest[0] if len(nearest) == 1 else ""


@functools.cache
def _parts() -> frozenset[str]:
    """Return the words of all names."""
    return frozenset(word for name in names_sought().spelled for word in name)


@functools.cache
def _by_initials() -> Mapping[tuple[str, ...], list[tuple[tuple[str, ...], str]]]:
    """Return the names with what they stand for, by the first letters of their words."""
    names: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
    roots = names_sought().roots
    for name, owner in names_sought().spelled.items():
        if owner != UNNAMED and any(roots.search(word) for word in name):
            names.setdefault(tuple(word[0] for word in name), []).append((name, owner))
    return names


def _words_away(words: tuple[str, ...], name: tuple[str, ...]) -> int:
    """Return by how many letters words differ from a name; more than are allowed where they are others."""
    total = 0
    for word, right in zip(words, name):
        if word == right:
            continue
        most = _MOST_LETTERS if len(right) >= _SHORTEST else 1
        starts = right[:2] in (word[:2], word[1::-1]) or word[0] == right[0]
        away = letters_away(word, right) if len(right) >= 4 and starts else most + 1
        most = _MOST_LETTERS if sorted(word) == sorted(right) else most
        if away > most or _is_other(word, away, len(words)) or _is_grown(word, right, away):
            return _MOST_LETTERS + 1
        total += away
    return total


def _is_other(word: str, away: int, count: int) -> bool:
    """Tell whether a word beside so many others, so many letters away from the right one, is one of its own.

    A word of such names in another language, as ascorbil for ascorbyl, is none.
    """
    is_part = word in _parts()
    return (is_part or is_in_names(word)) and not (is_part and away == 1 and count > 1)


@functools.lru_cache(maxsize=4096)
def _is_grown(word: str, right: str, away: int) -> bool:
    """Tell whether a word is one of a name with more behind it, which may make another of it.

    One that is a letter away from the right word is not, unless that one has more behind it itself.
    """
    if word in _parts():
        return False
    near = away == 1 and len(word) <= len(right)
    return any(
        word.startswith(part) and word not in (part, f"{part}s") and not (near and not right.startswith(part))
        for name in names_sought().spelled
        for part in name
        if len(part) >= _SHORTEST or part == right
    )


@functools.lru_cache(maxsize=32768)
def letters_away(one: str, other: str) -> int:
    """Return by how many letters two words differ: missing, wrong, or exchanged with a neighbour; 3 for more.

    Parameters
    ----------
    one, other : str

    Examples
    --------
    >>> letters_away("ingridients", "ingredients"), letters_away("brand", "price")
    (1, 3)
    """
    return spelling_distance(one, other, _MOST_LETTERS)
