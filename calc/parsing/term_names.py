"""Names of terms in a text: whole words, the longest first, whatever their endings; names that come close."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc.catalog import people
from calc.catalog.people import Term
from calc.catalog.person_words import person_words
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.spelling import spelling_distance

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
# What may stand between the words of a name.
_JOINT = re.compile(r"[\s_\-–'’./+]*(?:(?:very|really)\s+)?")
# In a text of capitals that has such a word, capitals say nothing.
_LONG_WORD = re.compile(r"[^\W\d_]{5}")
_VOWELS = "aeiouyаеиоуыэюяь"
#: Endings of German and Polish cases and plurals.
_LATIN_ENDS = ("ami", "ach", "iem", "owi", "ow", "om", "em", "en")
_CYRILLIC_ENDS = (
    "ами",
    "ями",
    "ом",
    "ем",
    "ам",
    "ям",
    "ах",
    "ях",
    "ов",
    "ев",
    "ого",
    "ому",
    "ых",
    "их",
    "ым",
    "им",
)
#: Procedures that are a recent peel or laser where somebody names them among conditions.
_WOUNDING = ("laser", "microneedling", "mesoroller")
#: Shortest word whose ending is folded, and what must remain of it [letters].
_SHORTEST, _REMAINS = 5, 4
#: What must remain of a word in Latin letters without a longer ending [letters].
_REMAINS_LATIN = 5
#: Longest name that is taken for an abbreviation where it stands in capitals [letters].
_ABBREVIATION = 4
#: Shortest name that a slip of the keyboard is forgiven in, and the one in which two are [letters].
_ONE_SLIP, _TWO_SLIPS = 6, 8


class NamedTerms(NamedTuple):
    """A name as it was found: its terms by kind, its spelling, where it ends, how many letters are off.

    ``is_hidden``: an abbreviation that does not stand out by capitals, or a name with another ending: another
    word may stand there.
    """

    terms: Mapping[str, Term]
    name: str
    end: int = 0
    distance: int = 0
    is_hidden: bool = False


@functools.cache
def stem(word: str) -> str:
    """Return a word without the ending of its number, gender and case.

    Parameters
    ----------
    word : str
        In small letters without accents.

    Examples
    --------
    >>> stem("warfarina"), stem("warfarin"), stem("диабетом"), stem("диабета"), stem("acne")
    ('warfarin', 'warfarin', 'диабет', 'диабет', 'acne')
    """
    if len(word) < _SHORTEST or word.isdigit():
        return word
    bare = word[:-1] if word.endswith("s") else word
    ends, remains = (_LATIN_ENDS, _REMAINS_LATIN) if bare.isascii() else (_CYRILLIC_ENDS, _REMAINS)
    for end in ends:
        if bare.endswith(end) and len(bare) - len(end) >= remains:
            bare = bare[: -len(end)]
            break
    while len(bare) > _REMAINS and bare[-1] in _VOWELS:
        bare = bare[:-1]
    return bare


class _Names(NamedTuple):
    """Every name: as it is spelled, and by its stems."""

    by_spelling: Mapping[str, NamedTerms]
    by_stems: Mapping[str, NamedTerms]
    most_words: int
    firsts: frozenset[str]


@functools.cache
def _names() -> _Names:
    """Return the names of all terms of a person."""
    spelled: dict[str, dict[str, Term]] = {}
    stemmed: dict[str, dict[str, Term]] = {}
    shown: dict[str, str] = {}
    for kind in people.WORD_KINDS:
        for term in people.terms(kind).values():
            for name in (term.name, *term.aliases, term.id):
                tokens = _TOKEN.findall(_folded(name))
                spelling, key = " ".join(tokens), " ".join(map(stem, tokens))
                spelled.setdefault(spelling, {}).setdefault(kind, term)
                stemmed.setdefault(key, {}).setdefault(kind, term)
                for way in (spelling, key):
                    shown.setdefault(way, term.name if name == term.id else name)
    recent = people.terms("conditions")["recent_peel"]
    for procedure in _WOUNDING:
        for name in people.terms("procedures")[procedure].names:
            tokens = _TOKEN.findall(_folded(name))
            spelling, key = " ".join(tokens), " ".join(map(stem, tokens))
            if spelling not in spelled and key not in stemmed:
                spelled[spelling], stemmed[key] = {"conditions": recent}, {"conditions": recent}
                shown |= {spelling: name, key: name}
    by_spelling, by_stems = (
        {key: NamedTerms(MappingProxyType(by_kind), shown[key]) for key, by_kind in names.items()}
        for names in (spelled, stemmed)
    )
    most = max(len(key.split()) for key in by_stems)
    firsts = frozenset(key.split(" ")[0] for key in by_stems)
    return _Names(by_spelling, by_stems, most, firsts)


@functools.cache
def _by_length() -> Mapping[int, tuple[Sequence[tuple[str, NamedTerms]], NDArray[np.uint64]]]:
    """Return the names that a slip of the keyboard is forgiven in, and their letters, by their length."""
    by_length: dict[int, list[tuple[str, NamedTerms]]] = {}
    for text, named in _names().by_spelling.items():
        if len(text) >= _ONE_SLIP:
            by_length.setdefault(len(text), []).append((text, named))
    return {
        length: (names, np.array([_letters(text) for text, _ in names], dtype=np.uint64))
        for length, names in by_length.items()
    }


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    return without_accents(plain_text(text)).lower()


def term_at(plain: str, small: str, at: int) -> NamedTerms | None:
    """Return the longest name that begins at a place, by whole words.

    A name of one or two letters counts in capitals, or where nothing else stands.

    Parameters
    ----------
    plain : str
        As it was written.
    small : str
        The same in small letters without accents.
    at : int

    Examples
    --------
    >>> term_at("Cold sores", "cold sores", 0).terms["conditions"].id
    'herpes'
    """
    names = _names()
    token = _TOKEN.match(small, at)
    if token is None or stem(token[0]) not in names.firsts:
        return None
    tokens: list[str] = []
    ends: list[int] = []
    while token and len(tokens) < names.most_words:
        tokens.append(token[0])
        ends.append(token.end())
        joint = _JOINT.match(small, token.end())
        token = _TOKEN.match(small, joint.end()) if joint else None
    for count in range(len(tokens), 0, -1):
        spelled = " ".join(tokens[:count])
        named = names.by_spelling.get(spelled)
        term = named or names.by_stems.get(" ".join(map(stem, tokens[:count])))
        if term is None:
            continue
        written = plain[at : ends[count - 1]]
        stands_out = written.isupper() and not (plain.isupper() and _LONG_WORD.search(plain))
        if len(written) <= 2 and not stands_out and written != plain.strip():
            continue
        is_short = len(written) <= _ABBREVIATION and term.name.isupper() and not stands_out
        return term._replace(end=ends[count - 1], is_hidden=is_short or named is None)
    return None


@functools.lru_cache(maxsize=4096)
def close_names(text: str, reach: int = 0) -> tuple[NamedTerms, ...]:
    """Return the names that a text is spelled almost like, the closest first, each of another term.

    A name of six or seven letters may be off by one letter, a longer one by two if it begins alike.

    Parameters
    ----------
    text : str
    reach : int, optional
        So many letters more may be off.

    Examples
    --------
    >>> [near.name for near in close_names("Isotretinion")]
    ['Isotretinoin by mouth']
    """
    word = " ".join(_TOKEN.findall(_folded(text)))
    if len(word) < _ONE_SLIP:
        return ()
    most = (1 if len(word) < _TWO_SLIPS else 2) + reach
    letters, near = np.uint64(_letters(word)), []
    for length in _by_length().keys() & {*range(len(word) - most, len(word) + most + 1)}:
        names, others = _by_length()[length]
        differing = np.bitwise_count(others ^ letters)
        for at in np.flatnonzero(differing <= 2 * most).tolist():
            name, terms = names[at]
            if name[0] == word[0] or differing[at] <= 2:
                allowed = min(most, (1 if len(name) < _TWO_SLIPS else 2) + reach)
                distance = spelling_distance(word, name, allowed)
                if distance <= allowed and (distance < 2 or name[0] == word[0]):
                    near.append(terms._replace(distance=distance))
    by_term: dict[tuple[str, ...], NamedTerms] = {}
    for named in sorted(near, key=lambda named: (named.distance, -len(named.name))):
        by_term.setdefault(tuple(term.id for term in named.terms.values()), named)
    return tuple(by_term.values())


def says_allergy(text: str) -> bool:
    """Tell whether a word of a text is one for an allergy.

    Examples
    --------
    >>> says_allergy("nut allergy"), says_allergy("latex")
    (True, False)
    """
    return any(stem(word) in _of_allergy() for word in _TOKEN.findall(_folded(text)))


def compound_allergy(word: str) -> int:
    """Return where the word for an allergy begins at the end of a longer one; 0 where there is none.

    Parameters
    ----------
    word : str
        In small letters without accents.

    Examples
    --------
    >>> compound_allergy("glycerinallergie"), compound_allergy("allergie"), compound_allergy("glycerin")
    (8, 0, 0)
    """
    tails = (_folded(tail) for tail in person_words().compounds["allergy"])
    return max((len(word) - len(tail) for tail in tails if word.endswith(tail)), default=0)


@functools.cache
def _of_allergy() -> frozenset[str]:
    """Return the stems of the words that are a name of an allergy by themselves."""
    names = (_folded(name) for name in people.terms("reactions")["allergy"].names)
    return frozenset(stem(name) for name in names if _TOKEN.fullmatch(name))


def _is_of_visit(text: str) -> bool:
    """Tell whether a text is what is done, or where: “dermapen” is no medicine that is spelled almost so."""
    return " ".join(map(stem, _TOKEN.findall(_folded(text)))) in _of_visits()


@functools.cache
def _of_visits() -> frozenset[str]:
    """Return the names of procedures and zones by their stems."""
    names = (
        name for kind in people.VISIT_KINDS for term in people.terms(kind).values() for name in term.names
    )
    return frozenset(" ".join(map(stem, _TOKEN.findall(_folded(name)))) for name in names)


def slip_of(text: str) -> NamedTerms | None:
    """Return the one name that a text is a misspelling of; None where names of two classes come close.

    Examples
    --------
    >>> slip_of("Isotretinion").terms["medicines"].id, slip_of("Wonderpill")
    ('isotretinoin', None)
    """
    near = () if _is_of_visit(text) else close_names(text)
    if not near or not near[0].distance:
        return None
    classes = {frozenset((kind, term.counts_as) for kind, term in name.terms.items()) for name in near}
    return near[0] if len(classes) == 1 else None


def _letters(word: str) -> int:
    """Return which letters stand in a word, a bit each."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 61)
    return bits
