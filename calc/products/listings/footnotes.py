"""Lines that stand below a table of products, or among them: sources, notes, what an asterisk means."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc.catalog.market import table_words
from calc.catalog.normalize import normalize

_COLON = re.compile(r"\s*[:：=]\s*")
_ADDRESS = re.compile(
    r"<?(?:https?://|www\.)\S+>?|[\w.-]+\.(?:com|org|net|eu|de|fr|es|it|pl|ru|uk|jp|kr|cn)(?:/\S*)?"
)
_RIGHTS = re.compile(r"©|\(c\)\s*\d{4}", re.IGNORECASE)
# “* price in May”, “¹ without tax”, “[1] seen at the shop”, “※ 税込”; “*new* serum” is a name.
_MARK = re.compile(r"(?:\*{1,3}|[†‡§※¹²³⁴⁵]|\[\d\]|\(\d\)|\(\*\))\s*(?P<rest>\S.*)", re.DOTALL)
_LONGEST_WORDS = 40
# Where scripts begin that part no words by spaces.
_UNSPACED = "\u1100"


@functools.lru_cache(maxsize=4096)
def is_footnote(text: str) -> bool:
    """Tell whether a text by itself says that it is a line below a table: a source, a note, an address.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [is_footnote(text) for text in ("Source: own tests", "注：价格含税", "Source of C")]
    [True, True, False]
    """
    plain = text.strip().strip("()[]（）【】\"'*_- ")
    if not plain:
        return False
    if _RIGHTS.match(plain) or _ADDRESS.fullmatch(plain):
        return True
    head, *rest = _COLON.split(plain[:_LONGEST_WORDS], maxsplit=1)
    if rest and normalize(head) in table_words().rows["footnote"]:
        return True
    if plain.isascii() and plain.partition(" ")[0].casefold() not in _first_words():
        return False
    return _remarks().match(normalize(plain)) is not None


def is_marked(text: str) -> bool:
    """Tell whether a text begins with a mark that stands in a table for a note below it.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> [is_marked(text) for text in ("* price in May", "¹ without tax", "*New* Serum", "C-Firma")]
    [True, True, False, False]
    """
    mark = _MARK.fullmatch(text.strip())
    return mark is not None and "*" not in mark["rest"].split()[0] and any(map(str.isalpha, mark["rest"]))


def footnote_of(cells: Sequence[str]) -> str:
    """Return the text of a row that may be a line below a table: its first cells alone are filled, not all.

    A line with commas in it stands in several cells.

    Parameters
    ----------
    cells : sequence of str

    Returns
    -------
    str
        "" where the row is none.

    Examples
    --------
    >>> footnote_of(["Source: shop", "May 2026", "", ""]), footnote_of(["A", "", "15 %", ""])
    ('Source: shop, May 2026', '')
    """
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if not filled or len(filled) >= len(cells) or filled[-1] - filled[0] >= len(filled):
        return ""
    return ", ".join(cells[at].strip() for at in filled)


@functools.cache
def _first_words() -> frozenset[str]:
    """Return the words that such lines begin with: most names of products begin with none of them."""
    return frozenset(start.split()[0] for start in table_words().rows["remark"])


@functools.cache
def _remarks() -> re.Pattern[str]:
    """Return what a line below a table begins with, whatever follows."""
    starts = sorted(table_words().rows["remark"], key=len, reverse=True)
    ends = (r"\b" if start[-1] < _UNSPACED else "" for start in starts)
    return re.compile("|".join(re.escape(start) + end for start, end in zip(starts, ends)))
