"""The ingredient, or the form, that somebody means by a name."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping

from calc.catalog.normalize import normalize
from calc.catalog.substances import (
    Form,
    Ingredient,
    forms,
    ingredients,
)
from calc.errors import InputError
from calc.messages import say, say_list


def find_ingredient(text: str, *, field: str = "ingredient") -> Ingredient:
    """Return the ingredient that a person means by an id, a name, an INCI name or an alias.

    Parameters
    ----------
    text : str
        Names are compared by `normalize`.
    field : str
        Name for the error.

    Raises
    ------
    InputError
        When there is none; the nearest names are offered.

    Examples
    --------
    >>> find_ingredient("Aqua").id
    'water'
    """
    wanted = normalize(text)
    names = _names()
    if wanted in names:
        return ingredients()[names[wanted]]
    near = difflib.get_close_matches(wanted, names, n=6, cutoff=0.7)
    offered = list(dict.fromkeys(names[name] for name in near))[:3]
    fix = (
        say("Did you mean {offered}?", offered=say_list(offered, "or"))
        if offered
        else say("Try its INCI name.")
    )
    raise InputError(field, text, say("this ingredient is not known here."), fix, offered)


def is_ingredient(text: str) -> bool:
    """Tell whether a text names an ingredient.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> is_ingredient("baking soda"), is_ingredient("stardust")
    (True, False)
    """
    return normalize(text) in _names()


def find_form(text: str) -> Form:
    """Return the form of vitamin C that a person means.

    Parameters
    ----------
    text : str
        As for `find_ingredient`.

    Raises
    ------
    InputError
        When it is unknown or not a form of vitamin C; the nearest forms are offered.

    Examples
    --------
    >>> find_form("SAP").id
    'sodium_ascorbyl_phosphate'
    """
    record = ingredients().get(_names().get(normalize(text), ""))
    if isinstance(record, Form):
        return record
    form_names = {name: key for name, key in _names().items() if key in forms()}
    near = difflib.get_close_matches(normalize(text), form_names, n=6, cutoff=0.7)
    parts = [name for part in re.split(r"[()\[\],;/]", text) if (name := normalize(part)) in form_names]
    said = sorted((form_names[name] for name in parts), key=lambda form: form == "l_ascorbic_acid")
    offered = list(dict.fromkeys([*said, *(form_names[name] for name in near if not said)]))[:3]
    fix = (
        say("Did you mean {offered}?", offered=say_list(offered, "or"))
        if offered
        else say("Choose one of {forms}.", forms=", ".join(forms()))
    )
    accepted = (
        say("this is not a form of vitamin C.")
        if record
        else say("this form of vitamin C is not known here.")
    )
    raise InputError("form", text, accepted, fix, offered)


@functools.cache
def _names() -> Mapping[str, str]:
    """Return every normalised name that leads to an ingredient id.

    Several ingredients share an INCI name (the free and the encapsulated acid), so that an INCI
    name leads to an ingredient only where no id, name or alias claims it.
    """
    every = list(ingredients().values())
    inci = {normalize(ingredient.inci): ingredient.id for ingredient in reversed(every)}
    names = {
        normalize(name): ingredient.id
        for ingredient in every
        for name in (ingredient.id, ingredient.name, ingredient.short, *ingredient.aliases)
        if name
    }
    return {**inci, **names}
