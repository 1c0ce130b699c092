"""What somebody is allergic to, held against what is in a product: by name, by family, and by blend."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from calc import catalog
from calc.catalog.allergens import components_of, families_by_name
from calc.catalog.normalize import normalize
from calc.client.person import Client
from calc.client.product import Product
from calc.parsing.terms_in_text import Mention

#: Most words that a name of an allergen has.
_LONGEST_NAME = 5


class Allergen(NamedTuple):
    """Something that somebody reacts to.

    ``name``: as it is shown. ``members``: the keys of everything that counts as it. ``words``: as it was
    written, normalised.
    """

    name: str
    members: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Allergies:
    """What somebody is allergic to.

    Parameters
    ----------
    is_allergic : bool, optional
        None where nobody asked.
    named : tuple of str
        What it is to, by the names that are known here, else as it was written; none where it was not told.
    inside : tuple of str
        What of that is in the product, by the product's own names.
    """

    is_allergic: bool | None
    named: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


def allergies_of(client: Client, product: Product | None) -> Allergies:
    """Return what a client is allergic to, and what of it is in a product.

    Parameters
    ----------
    client : Client
    product : Product, optional

    Examples
    --------
    >>> allergies_of(Client(reactions=("allergic to vitamin E",)), Product(coactives=("tocopheryl acetate",)))
    Allergies(is_allergic=True, named=('vitamin E (tocopherol)',), inside=('tocopheryl acetate',))
    """
    is_allergic = _is_allergic(client)
    if not is_allergic:
        return Allergies(is_allergic)
    contents = _contents(product) if product else {}
    causes = [*_causes(client)]
    words = {word for mention in causes for word in normalize(mention.text).split()}
    lists = {kind for kind, mention in client.mentions if mention in causes}
    texts = [text for kind in sorted(lists) for text in getattr(client, kind) or ()]
    texts += [mention.text for mention in causes]  # “Glycerin” of “Glycerinallergie”
    allergens = [
        allergen
        for text in texts
        for allergen in (*_allergens_in(text), *_typed_alike(text, contents))
        if words & {*allergen.words}
    ]
    typed = [mention for mention in causes if not _is_bare(mention)]
    if allergens:
        named = {word for allergen in allergens for word in allergen.words}
        typed = [mention for mention in typed if _is_another(mention, named)]
    inside = [said for said, keys in contents.items() if any(keys & other.members for other in allergens)]
    names = [*(allergen.name for allergen in allergens), *(f"“{mention.text}”" for mention in typed)]
    return Allergies(True, tuple(dict.fromkeys(names)), tuple(inside))


def _is_allergic(client: Client) -> bool | None:
    """Tell whether somebody is allergic to anything; what only stung is no allergy."""
    has_allergy = client.has("reactions", "allergy")
    if has_allergy and client.has("reactions", "stinging"):
        return any(_says_allergy(mention) for _, mention in client.mentions)
    return has_allergy


def _says_allergy(mention: Mention) -> bool:
    """Tell whether a piece of text says that there is an allergy."""
    term = mention.terms.get("reactions")
    return mention.holds and term is not None and "allergy" in term.counts_as


def _is_bare(mention: Mention) -> bool:
    """Tell whether a piece of text says that there is an allergy, and not to what."""
    term = mention.terms.get("reactions")
    return term is not None and term.id == "allergy"


def _is_another(mention: Mention, named: set[str]) -> bool:
    """Tell whether a piece of text is a cause by itself, and none of the words of what was named."""
    is_cause = mention.is_cause or mention.status == "not_understood"
    return is_cause and not named & {*normalize(mention.text).split()}


def _causes(client: Client) -> Iterable[Mention]:
    """Yield the pieces of what was said that can name an allergen."""
    lists = {"reactions", *(kind for kind, mention in client.mentions if _says_allergy(mention))}
    for kind, mention in client.mentions:
        could = mention.status == "not_understood" and kind in lists
        if mention.holds and (mention.is_cause or could or _says_allergy(mention)):
            yield mention


@functools.lru_cache(maxsize=4096)
def _allergens_in(text: str) -> tuple[Allergen, ...]:
    """Return the allergens that a text names, the longest names first."""
    words = normalize(text).split()
    allergens: list[Allergen] = []
    taken: set[int] = set()
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            places = {*range(start, start + length)}
            allergen = _allergen(" ".join(words[start : start + length])) if not places & taken else None
            if allergen:
                taken |= places
                allergens.append(allergen)
    return tuple(dict.fromkeys(allergens))


def _allergen(name: str) -> Allergen | None:
    """Return the allergen of exactly this normalised name: a family, else an ingredient."""
    family = families_by_name().get(name)
    if family:
        return Allergen(family.name, family.members, tuple(name.split()))
    if not catalog.is_ingredient(name):
        return None
    record = catalog.find_ingredient(name)
    return Allergen(record.said, frozenset({record.id}), tuple(name.split()))


def _typed_alike(text: str, contents: dict[str, frozenset[str]]) -> Iterable[Allergen]:
    """Yield what a text and a label name alike, although neither name is known here."""
    padded = f" {normalize(text)} "
    for said in contents:
        name = normalize(said)
        if len(name) > 2 and f" {name} " in padded and not catalog.is_ingredient(said):
            yield Allergen(said, frozenset({name}), tuple(name.split()))


def _contents(product: Product) -> dict[str, frozenset[str]]:
    """Return what is known to be in a product, by its name there, with the keys that it counts as."""
    contents = {text: _keys(text) for text in product.coactives or ()}
    if product.form:
        contents[catalog.forms()[product.form].said] = frozenset({product.form})
    return contents


@functools.lru_cache(maxsize=8192)
def _keys(name: str) -> frozenset[str]:
    """Return the ids that a name on a label stands for, else the normalised name itself."""
    if not catalog.is_ingredient(name):
        return frozenset({normalize(name)})
    return components_of(catalog.find_ingredient(name).id)
