"""The encoding that a text is in, and its start as text."""

from __future__ import annotations

import codecs
import re

import numpy as np

from calc.errors import InputError
from calc.messages import say
from calc.tables.file import HEAD, File
from calc.tables.header import known_headings

#: So much of a text is looked at [bytes].
SAMPLE = 256_000
_FIRST_LINE = 10_000
#: What people call the encodings; under Python's names of them.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "windows-1250": say("Windows-1250 (Central Europe)"),
    "windows-1251": "Windows-1251",
    "windows-1252": "Windows-1252",
    "windows-1253": say("Windows-1253 (Greek)"),
    "windows-1254": say("Windows-1254 (Turkish)"),
    "koi8-r": say("KOI8-R (Russian)"),
    "cp866": say("CP866 (Russian, DOS)"),
    "cp949": say("CP949 (Korean)"),
    "cp932": say("Shift-JIS (Japanese)"),
    "gb18030": say("GBK (Chinese)"),
    "big5": say("Big5 (Chinese)"),
}
_OF_LETTERS = tuple(name for name in ENCODINGS if not name.startswith("utf"))
# Fewer letters beyond ASCII tell a library nothing.
_LEAST_LETTERS = 4


def detect_encoding(file: File) -> str:
    """Return Python's name of the encoding of a text.

    By its mark; else UTF-16 by where the NULs stand; else UTF-8 when nearly all of it is that; else what
    chardet says. Of two that can both be it, Windows-1251 and -1252 go first where they make the first
    line name columns that are known and the other does not. A handful of letters is Windows-1251 when they
    stand side by side, as they do in Russian words, and Windows-1252 when they stand alone.

    Parameters
    ----------
    file : File
        One that holds text.
    """
    head = file.head
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    sample = head if not head.isascii() else _beyond_ascii(file)
    if _nearly_utf8(sample):
        return "utf-8"
    usual = "windows-1251" if _is_russian(sample) else "windows-1252"
    if sum(byte > 0x7F for byte in sample[:SAMPLE]) < _LEAST_LETTERS:
        return usual
    detected = _told(sample) or usual
    return max(dict.fromkeys((detected, usual)), key=lambda name: _known_in_first_line(head, name))


def _told(sample: bytes) -> str:
    """Return what chardet says of a text, "" where it says nothing that is read here."""
    import chardet

    name = chardet.detect(sample[:SAMPLE], include_encodings=_OF_LETTERS)["encoding"]
    plain = codecs.lookup(name).name if name else ""
    return next((own for own in _OF_LETTERS if codecs.lookup(own).name == plain), "")


def _known_in_first_line(head: bytes, encoding: str) -> int:
    """Return how many columns with known names the first line of a text has in an encoding."""
    line = re.split(rb"[\r\n]", head[:_FIRST_LINE].lstrip(), maxsplit=1)[0].decode(encoding, "replace")
    return known_headings(re.split(r"[,;\t|]", line))


def stated_encoding(text: str) -> str:
    """Return Python's name of an encoding that somebody states.

    Parameters
    ----------
    text : str

    Raises
    ------
    InputError
        One that is not known.

    Examples
    --------
    >>> stated_encoding("Windows-1250"), stated_encoding("shift_jis")
    ('windows-1250', 'cp932')
    """
    try:
        codec = codecs.lookup(
            {"shift_jis": "cp932", "gbk": "gb18030", "gb2312": "gb18030"}.get(text.lower(), text)
        )
        "".encode(codec.name)
    except (LookupError, ValueError) as error:
        fix = say("Use for example {encodings}.", encodings=", ".join(("utf-8", *_OF_LETTERS[:8])))
        raise InputError("encoding", text, say("this is not an encoding known here."), fix) from error
    return next((own for own in ENCODINGS if codecs.lookup(own).name == codec.name), codec.name)


def _wide(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is in, or ""."""
    even, odd = head[0:SAMPLE:2].count(0), head[1:SAMPLE:2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 2 or most < 20 * least or most * 20 < len(head[:SAMPLE]):
        return ""
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = sample_text(head, name)
    usual = sum(1 for letter in text if letter < "\u0530" or "\u2000" <= letter < "\u20d0")
    return name if usual >= 0.9 * len(text) else ""  # pairs of ASCII letters would read as Chinese


def _beyond_ascii(file: File) -> bytes:
    """Return the first part of a file that is not ASCII; nothing when all is."""
    with file.open() as stream:
        while piece := stream.read(HEAD):
            if not piece.isascii():
                return piece
    return b""


def _nearly_utf8(sample: bytes) -> bool:
    """Tell whether a text is UTF-8, but for a broken byte here and there."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    beyond = [letter for letter in decoder.decode(sample.lstrip(bytes(range(0x80, 0xC0)))) if letter > "\x7f"]
    broken = sum(1 for letter in beyond if "\udc80" <= letter <= "\udcff")
    return len(beyond) - broken >= 10 * broken


def _is_russian(sample: bytes) -> bool:
    """Tell whether most letters above ASCII have such a letter beside them."""
    codes = np.frombuffer(sample, dtype=np.uint8)
    letters = (codes >= 0xC0) | (codes == 0xA8) | (codes == 0xB8)  # Ё and ё stand apart
    beside = np.zeros_like(letters)
    beside[1:] |= letters[:-1]
    beside[:-1] |= letters[1:]
    return bool(2 * np.count_nonzero(letters & beside) > np.count_nonzero(letters))


def sample_text(head: bytes, encoding: str) -> str:
    """Return the start of a text.

    Parameters
    ----------
    head : bytes
    encoding : str

    Examples
    --------
    >>> sample_text("product;strength".encode("utf-16-le"), "utf-16-le")
    'product;strength'
    """
    return head[:SAMPLE].decode(encoding, "replace").removeprefix("\ufeff")
