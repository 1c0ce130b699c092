"""What is done and where, in people's words: the procedure or the zone that a text names."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from calc.catalog import people
from calc.catalog.people import Term
from calc.messages import say
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.term_names import stem
from calc.parsing.terms_in_text import Mention

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
#: So many close names are offered at most.
_MOST_READINGS = 3


def visit_mention(kind: str, text: str) -> Mention:
    """Return what a text says of what is done, or where.

    Parameters
    ----------
    kind : str
        One of `people.VISIT_KINDS`.
    text : str
        “Dermapen on the face”. Where it names several, or nothing that is known, it is not understood.

    Examples
    --------
    >>> visit_mention("procedures", "Dermapen").terms["procedures"].id
    'microneedling'
    >>> visit_mention("procedures", "moonlight").status
    'not_understood'
    """
    place = (0, len(text))
    terms = _terms_within(kind, text)
    if len(terms) == 1:
        (term,) = terms.values()
        note = say("taken as {term}", term=term.name)
        if term.asked:
            note = say("{term}: known, but no rule looks at it", term=term.name)
        return Mention(text, "used", note, place=place, terms=MappingProxyType({kind: term}), name=term.name)
    if terms:
        names = tuple(term.name for term in terms.values())
        return Mention(text, "not_understood", say("One of them at a time is checked."), names, place=place)
    near = difflib.get_close_matches(_spelled(text), _names(kind), n=_MOST_READINGS, cutoff=0.75)
    readings = tuple(dict.fromkeys(_names(kind)[name].name for name in near))
    return Mention(text, "not_understood", "", readings, place=place)


def _terms_within(kind: str, text: str) -> Mapping[str, Term]:
    """Return the terms that a text names by whole words, the longest names first, by their ids."""
    exact = people.find_term(kind, text)
    if exact:
        return {exact.id: exact}
    words, names = _spelled(text).split(), _names(kind)
    longest = max(len(name.split()) for name in names)
    terms: dict[str, Term] = {}
    at = 0
    while at < len(words):
        for count in range(min(longest, len(words) - at), 0, -1):
            term = names.get(" ".join(words[at : at + count]))
            if term and term.id != "none":
                terms[term.id] = term
                at += count - 1
                break
        at += 1
    return terms


@functools.cache
def _names(kind: str) -> Mapping[str, Term]:
    """Return the terms of a kind by their names as they are compared."""
    return {_spelled(name): term for term in people.terms(kind).values() for name in term.names}


def _spelled(text: str) -> str:
    """Return the words of a text without endings, in small letters without accents."""
    return " ".join(map(stem, _TOKEN.findall(without_accents(plain_text(text)).lower())))
