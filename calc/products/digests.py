"""Lists of ingredients and names of products without what has no say in a verdict: many become the same.

An entry that names no form of vitamin C says at most which actives are in a product and whether it is
preserved. Entries are looked up by their text, and read where they stand first. What is left of a list names
the same forms, in the same order and with the same beside them; what the other entries say is returned apart,
in bits. A list whose entries do not surely stand for themselves is left as it is.
"""

from __future__ import annotations

import functools
import re
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from calc.client.product import Product
from calc.parsing.forms_in_text import NamedForm, begins_name, may_name_form
from calc.parsing.names_in_text import has_small_letters
from calc.parsing.strength_beside import begins_with_strength, states_strength, strengths_beside
from calc.products.listings.listed_parts import between_entries, listed_part
from calc.products.listings.named_forms import entries_of, forms_in, may_break

Texts = NDArray[np.object_]
Bits = NDArray[np.int64]

# What an entry says, in bits: it names a form; it nearly does; it says something of those beside it; there is
# a dash in it; from the fifth on, what it says of a product besides.
_NAMES, _NEARLY, _LEANS, _DASHED, _FIRST_SAID = 1, 2, 4, 8, 4
# So many entries are remembered; longer ones, or more that name forms in a list, are read where they stand:
# there are fewer words in them than misspelt ones are looked for.
_REMEMBERED, _LONGEST, _MOST_NAMING, _LONGEST_TITLE = 65_536, 60, 6, 200
# More dashes may part entries.
_MOST_DASHES = 2
_DASH, _HALF_NAME = re.compile("[-–] "), re.compile("scorbyl['\"]*$", re.IGNORECASE)
_BRACKETS = {**dict.fromkeys("([{（【", 1), **dict.fromkeys(")]}）】", -1)}
# Where one entry surely ends and the next begins; a list of three entries is read entry by entry.
_NEXT, _LEAST_NEXT = re.compile(r"[,;] +(?=[^\W\d_])"), 2
# An entry that nobody knows, and a list of nothing else.
_NOTHING = "x"
_NOTHING_KNOWN = ", ".join((_NOTHING,) * 3)


class _Entries(dict[str, int]):
    """What entries of lists say, in bits, by the text between two commas.

    ``examples``: a name for each of the bits from the fourth on.
    """

    def __init__(self) -> None:
        super().__init__()
        self.examples: list[str] = []
        self._places: dict[tuple[frozenset[str] | None, bool], int] = {}
        self._lock = Lock()

    def __missing__(self, text: str) -> int:
        """Read an entry that was not met before."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = bits = self._read(text)
        return bits

    def _read(self, text: str) -> int:
        """Return what an entry says."""
        plain = " ".join(text.split())
        bits = _DASHED if _DASH.search(plain) else 0
        if may_break(text) or _HALF_NAME.search(plain) or begins_with_strength(plain):
            return bits | _LEANS
        if may_name_form(plain):
            if len(plain) > _LONGEST or _is_open(plain):
                return bits | _LEANS
            if any(_named_among(plain, nothing) for nothing in (_NOTHING, _NOTHING.upper())):
                return bits | _NAMES
            bits |= _NEARLY
        for entry in between_entries(plain):
            part = listed_part(entry)
            if part.kind:
                bits |= 1 << _FIRST_SAID + self._place_of(part.name)
        return bits

    def _place_of(self, name: str) -> int:
        """Return the place of what a known name says of a product."""
        product = Product(coactives=(name,))
        said = product.flags, product.is_preserved
        with self._lock:
            place = self._places.setdefault(said, len(self._places))
            if place == len(self.examples):
                self.examples.append(name)
        return place


def _named_among(entry: str, nothing: str) -> tuple[NamedForm, ...]:
    """Return the forms that an entry names in a list of nothing else, in small letters or in capitals."""
    return forms_in(", ".join((nothing, entry, nothing, nothing)))


def _is_open(text: str) -> bool:
    """Tell whether brackets of a text close, or open, elsewhere."""
    depth = 0
    for sign in filter(_BRACKETS.get, text):
        depth += _BRACKETS[sign]
        if depth < 0:
            return True
    return depth != 0


_ENTRIES = _Entries()


def list_digests(texts: Texts) -> tuple[Texts, Bits]:
    """Return lists of ingredients without what has no say in a verdict, and what their entries say besides.

    Parameters
    ----------
    texts : (n,) array of str
        Of any kind; what is no list parted by commas stays as it is.

    Returns
    -------
    tuple of (n,) array of str and (n,) array of int
        `names_said` has the names for the second.

    Examples
    --------
    >>> lists = ["Aqua, Ascorbic Acid 5%, Retinol, Stardust", "Water, Ascorbic Acid 5%, Retinal", "n/a"]
    >>> short, said = list_digests(np.array(lists, dtype=object))
    >>> short.tolist()
    ['x, Ascorbic Acid 5%, x, x', 'x, Ascorbic Acid 5%, x, x', 'n/a']
    >>> int(said[0]) == int(said[1]), len(names_said(int(said[1]))), names_said(int(said[2]))
    (True, 2, ())
    """
    import pyarrow
    from pyarrow import compute

    short, said = texts.copy(), np.zeros(texts.size, dtype=np.int64)
    if not texts.size:
        return short, said
    parted = compute.split_pattern(pyarrow.array(texts, type=pyarrow.large_string()), ", ")
    entries = parted.flatten().dictionary_encode()
    distinct = np.array([*map(_ENTRIES.__getitem__, entries.dictionary.to_pylist())], dtype=np.int64)
    bits = distinct[entries.indices.to_numpy()]
    begins = parted.offsets.to_numpy()
    every = np.bitwise_or.reduceat(bits, begins[:-1])
    naming = np.add.reduceat(bits & (_NAMES | _NEARLY) != 0, begins[:-1], dtype=np.int64)
    alone = (np.diff(begins) > 1) & (every & _LEANS == 0) & (naming <= _MOST_NAMING)
    looked = every & (_NAMES | _DASHED) != 0
    short[alone & ~looked] = _NOTHING_KNOWN
    for row in np.flatnonzero(alone & looked).tolist():
        named = np.flatnonzero(bits[begins[row] : begins[row + 1]] & _NAMES).tolist()
        short[row] = _of_naming(texts[row], named, bool(every[row] & _DASHED))
    shortened = short != texts
    said[shortened] = every[shortened] >> _FIRST_SAID
    return short, said


def names_said(bits: int) -> tuple[str, ...]:
    """Return names that say together what entries of a list say.

    Parameters
    ----------
    bits : int
        As `list_digests` returns them.
    """
    return tuple(name for place, name in enumerate(_ENTRIES.examples) if bits >> place & 1)


def _of_naming(text: str, named: list[int], dashed: bool) -> str:
    """Return a list of nothing but the entries at some places, or as it is where they may not stand alone."""
    if dashed and text.count("- ") + text.count("– ") > _MOST_DASHES:
        return text
    if not named:
        return _NOTHING_KNOWN
    entries = text.split(", ")
    if not _is_list(text, entries):
        return text
    return _shortened(tuple(entries[place] for place in named), named[0] == 0, has_small_letters(text))


def _is_list(text: str, entries: list[str]) -> bool:
    """Tell whether a text is surely read as a list of at least three entries."""
    if len(entries) > _LEAST_NEXT and all(entry[:1].isalpha() for entry in entries[: _LEAST_NEXT + 1]):
        return True
    return any(map(str.isalpha, entries[0])) and len(_NEXT.findall(text)) >= _LEAST_NEXT


@functools.lru_cache(maxsize=16_384)
def _shortened(naming: tuple[str, ...], first: bool, small: bool) -> str:
    """Return a list of some entries.

    ``first``: whether the list begins with one of them; ``small``: whether it has small letters.
    """
    nothing = _NOTHING if small else _NOTHING.upper()
    named = (_same_form(entry, nothing) for entry in naming)
    return ", ".join((*(() if first else (nothing,)), *named, nothing, nothing))


@functools.lru_cache(maxsize=16_384)
def _same_form(entry: str, nothing: str) -> str:
    """Return the entry that stands for all that name the same forms, and say nothing else."""
    if any(map(str.isnumeric, entry)) or any(sign in entry for sign in "%,;•"):
        return entry
    named = _named_among(entry, nothing)
    return _SAME_FORMS.setdefault((nothing, *((name.form, name.status) for name in named)), entry)


_SAME_FORMS: dict[tuple[object, ...], str] = {}


class _Words(dict[str, bool]):
    """Whether words of names of products, between two spaces, surely belong to no name of a form."""

    def __missing__(self, word: str) -> bool:
        """Look at a word that was not met before."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = nameless = not (may_break(word) or begins_name(word))
        return nameless


_WORDS = _Words()


def nameless(titles: Texts) -> NDArray[np.bool_]:
    """Tell which names of products surely name no form: their words are looked up, each once.

    Parameters
    ----------
    titles : (n,) array of str

    Examples
    --------
    >>> nameless(np.array(["Day Cream 50", "Ascorbic Cream"], dtype=object)).tolist()
    [True, False]
    """
    import pyarrow
    from pyarrow import compute

    if not titles.size:
        return np.zeros(0, dtype=bool)
    parted = compute.split_pattern(pyarrow.array(titles, type=pyarrow.large_string()), " ")
    words = parted.flatten().dictionary_encode()
    distinct = np.array([*map(_WORDS.__getitem__, words.dictionary.to_pylist())], dtype=bool)
    return np.logical_and.reduceat(distinct[words.indices.to_numpy()], parted.offsets.to_numpy()[:-1])


def title_digest(title: str, decimal: str) -> str:
    """Return a name of a product that names the same forms with the same strengths; "" where it names none.

    Parameters
    ----------
    title : str
    decimal : str
        As of `tables.Table`.

    Examples
    --------
    >>> title_digest("Serum with SAP 7", "") == title_digest("SAP for you", "")
    True
    >>> title_digest("Cream 15 %", "")
    ''
    """
    if may_break(title) or len(title) > _LONGEST_TITLE:
        return title
    return _same_title(title, decimal) if may_name_form(title) else ""


@functools.lru_cache(maxsize=16_384)
def _same_title(title: str, decimal: str) -> str:
    """Return the name that stands for all that name the same forms with the same strengths."""
    text = entries_of(title)
    named = forms_in(text)
    if not named:
        return ""
    besides = strengths_beside(text, named, decimal=decimal, in_title=True)
    said = tuple((name.form, name.status, beside.strength) for name, beside in zip(named, besides))
    return _SAME_TITLES.setdefault((decimal, states_strength(text), said), title)


_SAME_TITLES: dict[tuple[object, ...], str] = {}
