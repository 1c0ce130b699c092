"""The forms of vitamin C that a text names, in their order."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise

from calc.catalog.market.form_names import FOREIGN, UNNAMED, is_spaced, names_sought
from calc.catalog.normalize import fold_with_positions, tokenize, words_in
from calc.parsing.misspelt_names import MOST_LOOKED_AT, may_be_telling, misspelt_hits, with_slips_beside
from calc.parsing.names_in_text import (
    CAPITALS,
    WORDS,
    NameHit,
    has_small_letters,
    hits_of,
    is_of_family,
    loose_hits,
    rest_of,
)

# “Vit. C” is one name.
_SHORTENED = re.compile(r"\b(vit|вит|wit|βιτ)\.")
# “Water- Glycerin- Ascorbic Acid”: so many of these, and more than commas, part the entries of a list.
_DASH, _LEAST_DASHES = re.compile(r"(?<=\S)( ?)[-–—]( )"), 3
# Where one entry of a list surely ends and the next begins; lists of fewer are quickly read as a whole.
_NEXT_ENTRY, _LEAST_ENTRIES = re.compile(r"[,;] +(?=[^\W\d_])"), 3
# Texts that may be an entry, or a title, are no longer; so many words of them are remembered.
_LONGEST_ENTRY, _MOST_WORDS = 200, 65_536
# An entry that a comma parts in two: “Ascorbyl, Glucoside”.
_PARTED = re.compile(
    r"(?<=ascorbyl)([\s'\"]*)[,;]([\s'\"]*)(?=(?:glucoside|palmitate|tetraisopalmitate)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class NamedForm:
    """A form of vitamin C as a text names it: ``words`` stand from ``start`` to ``end``.

    ``status``: `form` where it is known which; `unnamed` for words that say vitamin C and no more;
    `other` for a form that is not known here. ``form`` is None but for the first. ``misspelt``: whether
    the words are spelled wrongly by a letter or two.
    """

    form: str | None
    words: str
    start: int
    end: int
    status: str
    misspelt: bool = False


def forms_named(text: str) -> tuple[NamedForm, ...]:
    """Return the forms of vitamin C that an ingredient list or a product name names, in their order.

    The longest name wins. Case, accents, spaces and hyphens do not count. A name that a word beside it turns
    into that of another substance is never read as the shorter one.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of NamedForm

    Examples
    --------
    >>> [(hit.words, hit.form) for hit in forms_named("Aqua, 3-O-Ethyl Ascorbic Acid, Glycerin")]
    [('3-O-Ethyl Ascorbic Acid', 'ethyl_ascorbic_acid')]
    """
    if not text or (len(text) <= _LONGEST_ENTRY and not may_name_form(text)):
        return ()
    parted = _with_entries(text)
    if parted == text and (forms := _named_in_list(text)) is not None:
        return forms
    return _named(text, parted)[0]


def _named_in_list(text: str) -> tuple[NamedForm, ...] | None:
    """Return the forms that the entries of a plain list name: the same entries stand in most lists.

    None for what is no such list, and for one with so many doubtful words that they count together.
    """
    starts = [0, *(match.end() for match in _NEXT_ENTRY.finditer(text))]
    if len(starts) < _LEAST_ENTRIES or not any(sign.isalpha() for sign in text[: starts[1]]):
        return None
    beside = WORDS if has_small_letters(text) else CAPITALS
    forms, doubtful = list[NamedForm](), 0
    for start, end in pairwise([*starts, len(text)]):
        of_entry, more = _named_in_entry(text[start:end], beside)
        doubtful += more
        if of_entry:
            forms += [replace(form, start=form.start + start, end=form.end + start) for form in of_entry]
    return None if doubtful > MOST_LOOKED_AT else tuple(forms)


@functools.lru_cache(maxsize=32768)
def _named_in_entry(entry: str, beside: str) -> tuple[tuple[NamedForm, ...], int]:
    """Return the forms that an entry of a list names, and how many of its words may be misspelt."""
    return _named(entry, entry, beside) if may_name_form(entry.rstrip(" ,;")) else ((), 0)


@functools.lru_cache(maxsize=32768)
def may_name_form(text: str) -> bool:
    """Tell whether a text may name a form, rightly spelled or not; most entries of a list do not.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> may_name_form("Sodium Hyaluronate"), may_name_form("Sodium Ascorbat")
    (False, True)
    """
    words = words_in(fold_with_positions(text)[0])
    promises = [*map(_PROMISES.__getitem__, words)]
    most = max(promises, default=_NOTHING)
    if most == _A_NAME:
        return True
    names = names_sought()
    # A name of several words begins with the first two of them.
    if most and any(one + other in names.begins for one, other in pairwise(words) if _PROMISES[one]):
        return True
    squeezed = "" if text.isascii() else "".join(words)
    return not squeezed.isascii() and names.loose.search(squeezed) is not None


def begins_name(text: str) -> bool:
    """Tell whether any word of a text is the beginning of the name of a form, or may be one misspelt.

    A text of which no word is names no form.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> begins_name("Vitamin"), begins_name("Hyaluronate")
    (True, False)
    """
    words = words_in(fold_with_positions(text)[0])
    return not all(map(is_spaced, words)) or any(map(_PROMISES.__getitem__, words))


_NOTHING, _A_BEGINNING, _A_NAME = range(3)


class _Promises(dict[str, int]):
    """What words of a text promise, folded: a name of a form, the beginning of one, or nothing."""

    def __missing__(self, word: str) -> int:
        """Look at a word that was not met before."""
        names = names_sought()
        promise = _A_BEGINNING if word in names.begins else _NOTHING
        if word in names.owners or is_of_family(word) or may_be_telling(word):
            promise = _A_NAME
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = promise
        return promise


_PROMISES = _Promises()


def _named(text: str, parted: str, beside: str = "") -> tuple[tuple[NamedForm, ...], int]:
    """Return the forms that a text names, and how many of its words may be misspelt.

    ``parted``: the text as `_with_entries` returns it; ``beside``: as for `hits_of`.
    """
    folded, origin = fold_with_positions(parted)
    if ":" in folded or "(" in folded:
        folded = _left_out().sub(r"\1 ", folded)
    tokens, squeezed = tokenize(_SHORTENED.sub(r"\1 ", folded))
    hits = hits_of(tokens, squeezed, text, origin, beside=beside)
    hits += loose_hits(tokens, squeezed, hits)
    hits = with_slips_beside(tokens, hits)
    misspelt = {*misspelt_hits(tokens, hits)}
    hits += misspelt
    hits += rest_of(tokens, hits)
    of_family = sorted((hit for hit in hits if hit.owner != FOREIGN), key=lambda hit: hit.start)
    forms = tuple(_shown(hit, text, origin, hit in misspelt) for hit in of_family)
    return forms, sum(may_be_telling(token.text) for token in tokens)


@functools.cache
def _left_out() -> re.Pattern[str]:
    """Return the pattern of what parts words for what is left out from its name: “free from: ”."""
    phrases = (re.escape(phrase) for phrase in sorted(names_sought().guards["absent"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)((?:{'|'.join(phrases)})\s*)[:(]")


def _with_entries(text: str) -> str:
    """Return a text of the same length in which commas part the entries of a list, and nothing else."""
    if text.count("- ") + text.count("– ") >= _LEAST_DASHES and len(_DASH.findall(text)) > text.count(","):
        text = _DASH.sub(r"\1;\2", text)
    if "scorbyl" in text or "SCORBYL" in text:
        text = _PARTED.sub(lambda match: " " * len(match[0]), text)
    return text


def _shown(hit: NameHit, text: str, origin: list[int] | None, misspelt: bool) -> NamedForm:
    """Return a hit as it stands in the text."""
    start, end = hit.start, hit.end
    if origin is not None:
        start, end = origin[start], origin[end - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    status = {UNNAMED: "unnamed", "": "other"}.get(hit.owner, "form")
    form = hit.owner if status == "form" else None
    return NamedForm(form, text[start:end], start, end, status, misspelt)
