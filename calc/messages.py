"""The sentences that people see, in their language: each stands whole, with its numbers and names as fields.

English is the source: a sentence in the code is what a catalogue (``locale/messages.pot``) is looked up by.
One process speaks one language, that of the environment variable `LANGUAGE`; without it nothing is read or
looked up.
"""

from __future__ import annotations

import functools
import gettext
import os
from collections.abc import Iterable
from pathlib import Path

#: The environment variable that names the language, by its folder in `LOCALE`: de, pt_BR.
LANGUAGE = "VITAMIN_C_LANGUAGE"
#: The environment variable that names another folder of catalogues.
FOLDER = "VITAMIN_C_LOCALE"
LOCALE = Path(__file__).resolve().parent.parent / "locale"


@functools.cache
def _catalogue() -> gettext.NullTranslations | None:
    """Return the sentences of the language that was chosen; nothing for English."""
    language = os.environ.get(LANGUAGE, "")
    if not language or language.split("_")[0] == "en":
        return None
    return gettext.translation("messages", os.environ.get(FOLDER) or LOCALE, [language])


def say(message: str, /, **fields: object) -> str:
    """Return a sentence in the chosen language, with its fields filled in.

    Parameters
    ----------
    message : str
        The whole sentence in English, as a plain literal: extraction reads it from the source. Fields stand
        in braces and are formatted after the translation, in whatever order that has them.
    **fields : object
        What stands in the braces, by name. Without any the sentence is taken as it is, braces and all.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        When the sentence has a field that was not given.

    Examples
    --------
    >>> say("Discard after {days} days.", days=30)
    'Discard after 30 days.'
    """
    catalogue = _catalogue()
    text = message if catalogue is None else catalogue.gettext(message)
    return text.format(**fields) if fields else text


def say_n(one: str, many: str, number: int, /, **fields: object) -> str:
    """Return the sentence of a number of things, in the plural form that the chosen language has for it.

    Parameters
    ----------
    one, many : str
        The whole sentence for one, and for any other number; plain literals as for `say`.
    number : int
        How many; ``{number}`` in the sentences unless given among the fields.
    **fields : object
        As for `say`.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        When the sentence has a field that was not given.

    Examples
    --------
    >>> say_n("{number} product", "{number} products", 1), say_n("{number} product", "{number} products", 3)
    ('1 product', '3 products')
    """
    catalogue = _catalogue()
    english = one if number == 1 else many
    text = english if catalogue is None else catalogue.ngettext(one, many, number)
    return text.format(**{"number": number, **fields})


def say_data(text: str) -> str:
    """Return words of a data file in the chosen language; what no catalogue holds, as it stands.

    Parameters
    ----------
    text : str
        As the file has it: extraction reads the same files.

    Returns
    -------
    str

    Examples
    --------
    >>> say_data("Above 20 %")
    'Above 20 %'
    """
    catalogue = _catalogue()
    return text if catalogue is None or not text else catalogue.gettext(text)


def say_list(parts: Iterable[str], last: str) -> str:
    """Return several things in one phrase; the only way in which parts of a sentence come together.

    Parameters
    ----------
    parts : iterable of str
    last : str
        "and", "or", ", or" between whole clauses, "then", or "," alone: what stands between them.

    Returns
    -------
    str
        Empty for nothing.

    Raises
    ------
    KeyError
        When it is none of them.

    Examples
    --------
    >>> say_list(["g", "mL", "drops"], "or")
    'g, mL or drops'
    """
    join = {"and": _and, "or": _or, ", or": _clause_or, "then": _then, ",": _comma}[last]
    given = list(parts)
    if len(given) < 2:
        return "".join(given)
    before = _then if last == "then" else _comma
    return join(functools.reduce(before, given[:-1]), given[-1])


def _comma(first: str, rest: str) -> str:
    return say("{first}, {rest}", first=first, rest=rest)


def _and(first: str, rest: str) -> str:
    return say("{first} and {rest}", first=first, rest=rest)


def _or(first: str, rest: str) -> str:
    return say("{first} or {rest}", first=first, rest=rest)


def _clause_or(first: str, rest: str) -> str:
    return say("{first}, or {rest}", first=first, rest=rest)


def _then(first: str, rest: str) -> str:
    return say("{first}, then {rest}", first=first, rest=rest)


def language_tag() -> str:
    """Return the chosen language as a web page names it: en, de, pt-BR.

    Returns
    -------
    str

    Examples
    --------
    >>> language_tag()
    'en'
    """
    return os.environ.get(LANGUAGE, "").replace("_", "-") or "en"


def speaks_english() -> bool:
    """Return whether the source's own sentences are shown, so that nothing has to be looked up.

    Returns
    -------
    bool

    Examples
    --------
    >>> speaks_english()
    True
    """
    return _catalogue() is None
