"""The names under which forms of vitamin C stand on labels: labels.toml, and as they are looked for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calc import catalog
from calc.catalog.market.vocabulary import LANGUAGES
from calc.catalog.normalize import fold_with_positions, squeeze, words_in

#: Tables of labels.toml that are no forms.
UNNAMED, FOREIGN = "vitamin_c", "no_vitamin_c"
_ANOTHER = "another_form"
_GUARDS = (
    *(
        "roots",
        "before",
        "before_ends",
        "before_starts",
        "after_ends",
        "between",
        "made_of",
        "made_of_starts",
        "of",
    ),
    *("absent", "absent_after", "present_after", "harmless", "beside", "parts"),
)


@functools.cache
def label_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the names of every form on labels, by its id and then by language.

    Raises
    ------
    DataError
        Naming the line, where a form or a language is unknown, a name is empty, or leads to two forms.

    Examples
    --------
    >>> label_names()["l_ascorbic_acid"]["inci"]
    ('Ascorbic Acid',)
    """
    file = catalog.data_file("labels.toml")
    allowed = (*catalog.forms(), UNNAMED, FOREIGN, _ANOTHER, "guards")
    for key in file.tables:
        if key not in allowed:
            raise file.error(key, (), f"“{key}” is not a form of vitamin C")
    file.parts(allowed)
    owners: dict[str, str] = {}
    names_by_form: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for key, row in file.tables.items():
        keys = _GUARDS if key == "guards" else LANGUAGES
        file.keys(row, key, keys, _GUARDS if key == "guards" else ())
        file.lists(row, key, *keys)
        if not row or not all(row.values()):
            raise file.error(key, (), "a list without a name")
        for name in (name for names in row.values() for name in names):
            squeezed = squeeze(name)
            if len(squeezed) < (1 if key == "guards" else 3):
                raise file.error(key, (f'"{name}"',), f"“{name}” is too short for a name")
            if key != "guards" and owners.setdefault(squeezed, key) != key:
                raise file.error(key, (f'"{name}"',), f"“{name}” is claimed by {owners[squeezed]} too")
        names_by_form[key] = MappingProxyType({name: tuple(row[name]) for name in row})
    return MappingProxyType(names_by_form)


@dataclass(frozen=True)
class Names:
    """The names of labels.toml without case, accents and spaces: what each leads to, what changes it.

    ``owners``: "" for a form that is not known here.
    ``starts``: by their first letters, how long they are. ``begins``: all that they begin with.
    ``loose``: names in scripts without spaces. ``spelled``: those in other scripts by their words.
    """

    owners: Mapping[str, str]
    shorts: frozenset[str]
    codes: frozenset[str]
    loose: re.Pattern[str]
    harmless: re.Pattern[str]
    starts: Mapping[str, tuple[int, ...]]
    begins: frozenset[str]
    guards: Mapping[str, tuple[str, ...]]
    roots: re.Pattern[str]
    spelled: Mapping[tuple[str, ...], str]


@functools.cache
def names_sought() -> Names:
    """Return the names as they are looked for."""
    every = label_names()
    guards = {
        key: tuple(dict.fromkeys(fold_with_positions(name)[0] for name in names))
        for key, names in every["guards"].items()
    }
    named = {key: names for key, names in every.items() if key != "guards"}
    owners = {
        squeeze(name): "" if key == _ANOTHER else key
        for key, row in named.items()
        for names in row.values()
        for name in names
    }
    shorts, codes = (
        frozenset(squeeze(name) for row in named.values() for name in row.get(key, ()))
        for key in ("short", "code")
    )
    loose = [name for name in owners if not is_spaced(name)]
    starts: dict[str, set[int]] = {}
    for name in owners:
        for length in (1, 2):
            starts.setdefault(name[:length], set()).add(len(name))
    return Names(
        owners,
        shorts,
        codes,
        _any_of(loose),
        re.compile(rf"(?:{_any_of(guards['harmless']).pattern})*"),
        {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()},
        frozenset(name[:end] for name in owners for end in range(1, len(name) + 1)),
        guards,
        _any_of(guards["roots"]),
        {
            words_of(name): key
            for key, row in named.items()
            for language, names in row.items()
            if language not in ("short", "code")
            for name in names
            if is_spaced(name)
        },
    )


def words_of(name: str) -> tuple[str, ...]:
    """Return the words and numbers of a name, without case and accents.

    Examples
    --------
    >>> words_of("3-O-Éthyl")
    ('3', 'o', 'ethyl')
    """
    return tuple(words_in(fold_with_positions(name)[0]))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of plain words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def is_spaced(name: str) -> bool:
    """Tell whether a name is written in a script that parts words by spaces.

    Examples
    --------
    >>> is_spaced("Ascorbic Acid"), is_spaced("抗坏血酸")
    (True, False)
    """
    return all(sign < "\u1100" and not "\u0e00" <= sign <= "\u0e7f" for sign in name)
