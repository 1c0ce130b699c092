"""A language that nobody speaks: every sentence of the catalogue with accents and two fifths longer.

Whatever is shown without accents stands outside the catalogue; whatever does not fit will not fit in German.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from docs.messages import catalogue

LANGUAGE = "qps"
_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ")
#: A text in which something is in this language.
ACCENTED = re.compile("[áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽł]")
# What a translation has to leave as it is: fields, links, tags, icons, options, code, marks of a format.
KEPT = re.compile(
    r"({[^{}]*}|{{|}}|\]\([^)]*\)|<[^>]+>|:material/\w+:|:\w+\[|--[\w-]+|`[^`]*`|%[%(]\w*\)?s?|https?://\S+)"
)


def pseudo(text: str) -> str:
    """Return a sentence with accents and longer by two fifths; fields and marks stay as they are."""
    parts = KEPT.split(text)
    accented = "".join(part if i % 2 else part.translate(_ACCENTS) for i, part in enumerate(parts))
    letters = sum(character.isalpha() for part in parts[::2] for character in part)
    return accented + " " * (letters > 2) + _filling(round(0.4 * letters)) if letters else text


def _filling(length: int) -> str:
    """Return words that fill a length, short enough to be broken between them."""
    return (" ".join(["łóřém"] * (length // 6 + 1)))[:length].strip()


def write_catalogue(folder: Path) -> None:
    """Write the catalogue of this language into a folder, as a process that speaks it finds it there."""
    spoken = Catalog(locale="en", charset="utf-8")
    for message in catalogue():
        if message.id:
            one = message.id
            spoken.add(one, pseudo(one) if isinstance(one, str) else tuple(pseudo(form) for form in one))
    out = BytesIO()
    write_mo(out, spoken)
    place = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(out.getvalue())
