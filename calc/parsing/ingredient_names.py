"""Which ingredient a name in a recipe means, whatever words stand beside it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.messages import say, say_list
from calc.parsing.forms_in_text import forms_named, may_name_form
from calc.parsing.known_names import (
    PURE,
    UNSTATED,
    called,
    changing_words,
    holds_phrase,
    is_in_names,
    is_wider,
    known_id,
    known_names,
    nearest_name,
    stemmed_words,
    words_of,
)
from calc.parsing.phrases import TOKEN, Phrases, alternation, is_unspaced
from calc.parsing.plain_text import plain_text, without_accents

#: What is said of an ingredient that is not known.
NOT_KNOWN = say("Not known here; its mass counts.")
_WHICH_FORM = say("It says vitamin C: of which form is it?")
_OTHER_FORM = say("A form of vitamin C that is not known here. Its mass can count, its vitamin C cannot.")
#: Prefix of the ids that stand for an ingredient which is not known, by its class.
OTHER = "other_"
#: The class of what may be anything.
UNKNOWN = "unknown"
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_SIGNS = re.compile(r"[®™©℠*†‡†^_`~#]+")
_AND = re.compile(r"\(and\)|\s&\s")
# What “vitamin C” of an unknown sort is offered as; the first not where it is said to be changed.
_OFTEN = (PURE, "sodium_ascorbate", "calcium_ascorbate", "sodium_ascorbyl_phosphate")
# What may be a grade behind a name.
_GRADE = re.compile(r"[A-Z]{2,4}")
# A name in brackets is as long as this: “(sol.)” is none.
_LONG_ENOUGH = 5
# So many words of a longer name are looked up.
_LONGEST_WITHIN = 4


@dataclass(frozen=True)
class NamedIngredient:
    """What a name in a recipe means.

    Parameters
    ----------
    id : str
        In `catalog.ingredients`, or `OTHER` with a class of `catalog.recipe_words.CLASSES` or ``unknown``.
    name : str
        As it is called here; of what is not known, as it was written.
    note : str
        What was taken for what; "" where the name says it plainly.
    readings : tuple of str
        Names that may be meant instead.
    is_assumed : bool
        It can be meant in another way.
    is_asked : bool
        It can be meant in ways of which none may be taken unasked.
    """

    id: str
    name: str
    note: str = ""
    readings: tuple[str, ...] = ()
    is_assumed: bool = False
    is_asked: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the catalogue knows it."""
        return not self.id.startswith(OTHER)


@functools.lru_cache(maxsize=8192)
def find_named(text: str) -> NamedIngredient | None:
    """Return the known ingredient that a name means; None where there is none.

    Parameters
    ----------
    text : str
        The name with the words around it: “L-Ascorbic Acid (Vitamin C) powder, ultra fine”.

    Examples
    --------
    >>> find_named("organic vegetable glycerin (USP)").id
    'glycerin'
    """
    bare = _SIGNS.sub(" ", without_denied(plain_text(text))).strip(" .:;,-–—=|•")
    if bare.count("(") > bare.count(")"):
        bare = f"{bare})"
    exact = recipe_words().exact.get(bare)
    if exact:
        other = with_kind(bare.lower(), bare.lower(), _other(bare.lower()).removeprefix(OTHER))
        note = say("Taken as {exact}, which “{bare}” in capitals stands for.", exact=called(exact), bare=bare)
        return NamedIngredient(exact, called(exact), note, (other,), is_assumed=True)
    if asked := recipe_words().asked.get(words_of(bare)):
        return _one_of(asked, bare)
    whole = known_names().get(words_of(bare))
    if whole:
        return NamedIngredient(whole, called(whole))
    inner = [" ".join(part.split()).strip(" =") for part in _BRACKETS.findall(bare) if part.strip(" =")]
    outer = " ".join(_BRACKETS.sub(" ", bare).split())
    within = [
        known for part in inner if sum(map(str.isalpha, part)) >= _LONG_ENOUGH and (known := known_id(part))
    ]
    narrower = _narrower_forms(bare, outer, *inner)
    if narrower:
        return _one_of(narrower, bare)
    known = known_id(outer) or known_id(bare)
    if (
        known
        and within
        and within[0] != known
        and not is_wider(known, within[0])
        and not known.endswith(UNSTATED)
    ):
        other = called(within[0])
        note = say(
            "Taken as {ingredient}; “{part}” would be {other_ingredient}.",
            ingredient=called(known),
            part=inner[0],
            other_ingredient=other,
        )
        return NamedIngredient(known, called(known), note, (other,), is_assumed=True)
    is_inside = known in catalog.forms() and within[:1] == [PURE]  # “liposomal vitamin C (ascorbic acid)”
    chosen = within[0] if within and not is_inside else known
    if chosen and _is_mixture_of_unknown(bare):
        return None
    if chosen == PURE and (_is_changed(bare) or (not known and changing_words(outer) and is_any_form(bare))):
        return None
    mixed = _mixed_with(bare, chosen)
    if mixed:
        note = say(
            "Taken as {ingredient}; it says {other_ingredients} too.",
            ingredient=called(chosen),
            other_ingredients=called(mixed),
        )
        return NamedIngredient(chosen, called(chosen), note, is_assumed=True)
    return NamedIngredient(chosen, called(chosen)) if chosen else _unclear(outer)


def without_denied(text: str) -> str:
    """Return a name without what it says of itself that it is not: “vitamin C (no derivative)”.

    Examples
    --------
    >>> without_denied("vitamin C (no derivative)")
    'vitamin C'
    """
    bare = _denied().sub(" ", text)
    return text if bare == text else " ".join(bare.split())


@functools.cache
def _denied() -> re.Pattern[str]:
    """Return the pattern of what a name says that something is not."""
    denied, changing = alternation(recipe_words().grammar["denied"]), alternation(recipe_words().changing)
    said = rf"(?<![^\W\d_]){denied}[\s-]+{changing}(?![^\W\d_])"
    return re.compile(rf"[(\[]\s*{said}\s*[)\]]|,?\s*{said}", re.IGNORECASE)


def _is_changed(text: str) -> bool:
    """Tell whether something beside vitamin C makes another substance of it: “vitamin C (buffered)”."""
    return words_of(text) not in known_names() and holds_phrase(text, recipe_words().changing)


def is_any_form(text: str) -> bool:
    """Tell whether a text says vitamin C and not of which form: “vitamin C”, not “ascorbic acid”."""
    return {named.status for named in forms_named(text)} == {"unnamed"}


def _narrower_forms(text: str, *parts: str) -> tuple[str, ...]:
    """Return the forms that a text names beside vitamin C, which may be any: “SAP (vitamin C)”.

    ``parts``: of the text, each perhaps the whole name of a form. None where it says ascorbic acid.
    """
    if not {*words_of(text).split(" ")} & _words_of_other_forms():
        return ()
    named = forms_named(text)
    whole = [known_names().get(words_of(part), "") for part in parts]
    forms = {form: None for form in [*(one.form for one in named), *whole] if form in catalog.forms()}
    says_any = any(one.status == "unnamed" for one in named)
    if any(one.form == PURE for one in named):
        return ()
    return tuple(form for form in forms if form and form != PURE) if says_any else ()


def _one_of(ids: Sequence[str], text: str) -> NamedIngredient:
    """Return the ingredient that a name means; of several it is asked which."""
    names = tuple(map(called, ids))
    if len(ids) == 1:
        return NamedIngredient(ids[0], names[0])
    note = say("“{text}” can be {ingredients}: which of them?", text=text, ingredients=say_list(names, "or"))
    return NamedIngredient(ids[0], names[0], note, names[1:], is_assumed=True, is_asked=True)


@functools.cache
def _words_of_other_forms() -> frozenset[str]:
    """Return the words of names of forms other than L-ascorbic acid that do not stand in its own names."""
    of_forms = [(words.split(" "), id) for words, id in known_names().items() if id in catalog.forms()]
    pure = {word for words, id in of_forms if id == PURE for word in words}
    return frozenset(word for words, id in of_forms if id != PURE for word in words) - pure


def _unclear(text: str) -> NamedIngredient | None:
    """Return what a word is taken for that means several substances: “soda”; None for any other."""
    words, unclear = changing_words(text), recipe_words().unclear
    ids = unclear.get(words) or unclear.get(stemmed_words(words))
    asked = recipe_words().asked.get(words)
    if asked:
        return _one_of(asked, text)
    if not ids:
        return None
    first, *others = map(called, ids)
    note = say(
        "Taken as {ingredient}; “{text}” can be {other_ingredients} too.",
        ingredient=first,
        text=text,
        other_ingredients=say_list(others, "or"),
    )
    return NamedIngredient(ids[0], first, note, tuple(others), is_assumed=True)


@functools.lru_cache(maxsize=8192)
def named_ingredient(text: str) -> NamedIngredient:
    """Return what a name means: a known ingredient, one of a close spelling, or another of some class.

    Parameters
    ----------
    text : str
        As for `find_named`.

    Examples
    --------
    >>> named_ingredient("unicorn oil").id
    'other_oil'
    >>> named_ingredient("rosehip thing (oil)").id, named_ingredient("rosehip thing (oil)").name
    ('other_oil', 'rosehip thing')
    """
    text, kind = stated_kind(without_denied(text))
    named = find_named(text)
    if named:
        return named
    shown = _leading().sub("", " ".join(_SIGNS.sub(" ", text).split()).strip(" .:;,-–—=|•"))
    if kind:
        return NamedIngredient(OTHER + kind, shown, NOT_KNOWN)
    graded = _graded(shown)
    if graded:
        return graded
    near = nearest_name(words_of(shown))
    if near and near[-1]:
        spelled, id, _ = near
        note = say("Taken as {id}, spelled “{spelled}”.", id=called(id), spelled=spelled)
        other = with_kind(shown, shown, _other(shown).removeprefix(OTHER))
        return NamedIngredient(id, called(id), note, (other,), is_assumed=True)
    said = {named.status for named in forms_named(text)} if may_name_form(text) else set()
    if said & {"unnamed", "other"}:
        is_any = "unnamed" in said
        sure = () if not is_any else _OFTEN[1:] if holds_phrase(shown, recipe_words().changing) else _OFTEN
        kind = with_kind(shown, shown, _other(shown).removeprefix(OTHER))
        note = _WHICH_FORM if is_any else _OTHER_FORM
        return NamedIngredient(_other(shown), shown, note, (*map(called, sure), kind), is_asked=True)
    if near:
        note = say("Not known here. {id}?", id=called(near[1]))
        return NamedIngredient(_other(shown), shown, note, (called(near[1]),))
    within = _called_within(shown)
    if within:
        note = say("Not known here. {id}?", id=within)
        return NamedIngredient(_other(shown), shown, note, (within,))
    return NamedIngredient(_other(shown), shown, NOT_KNOWN)


def known_within(text: str) -> dict[str, str]:
    """Return the whole names of ingredients in a longer text, the longest first, with their ids.

    Parameters
    ----------
    text : str
        Words; what stands in brackets is passed over.

    Examples
    --------
    >>> known_within("bring it to pH 3 with sodium hydroxide")
    {'sodium hydroxide': 'sodium_hydroxide'}
    """
    words = words_of(_BRACKETS.sub(" ", text)).split(" ")
    spans = (
        " ".join(words[start : start + length])
        for length in range(min(len(words), _LONGEST_WITHIN), 0, -1)
        for start in range(len(words) - length + 1)
    )
    return {span: id for span in spans if (id := known_names().get(span))}


def _called_within(text: str) -> str:
    """Return the known ingredient that a longer name may mean; "" for none, and for water.

    One word of several is one only at the end: rosehip thing is a thing.
    """
    changed = catalog.forms() if holds_phrase(text, recipe_words().changing) else ()
    within = [(name, id) for name, id in known_within(text).items() if id not in changed]
    ends = words_of(text)
    return next(
        (called(id) for name, id in within if id != "water" and (" " in name or ends.endswith(f" {name}"))),
        "",
    )


def _graded(text: str) -> NamedIngredient | None:
    """Return what a name means behind which letters stand that may be a grade, “Propylene glycol UPS”.

    Letters behind vitamin C can make another substance of it.
    """
    name, _, letters = text.rpartition(" ")
    is_grade = _GRADE.fullmatch(letters) and not is_in_names(letters)
    known = known_id(name) if is_grade and name else ""
    if not known or known in catalog.forms():
        return None
    note = say(
        "Taken as {ingredient}; what “{letters}” says of it is not known here.",
        ingredient=called(known),
        letters=letters,
    )
    other = with_kind(text, text, _other(text).removeprefix(OTHER))
    return NamedIngredient(known, called(known), note, (other,), is_assumed=True)


def stated_kind(text: str) -> tuple[str, str]:
    """Return a text without the brackets in which somebody says what kind of thing it is, and that kind.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str and str
        A key of ``recipe_words().kinds``; "" where no kind is stated.

    Examples
    --------
    >>> stated_kind("wonderstuff (oil)"), stated_kind("wonderstuff (mine)")
    (('wonderstuff', 'oil'), ('wonderstuff (mine)', ''))
    """
    for said in _BRACKETS.finditer(text):
        kind = _kinds().get(said[1].strip().casefold(), "")
        if kind:
            return " ".join(f"{text[: said.start()]} {text[said.end() :]}".split()), kind
    return text, ""


def with_kind(text: str, name: str, kind: str) -> str:
    """Return a line in which brackets behind the name of an ingredient say what kind of thing it is.

    Parameters
    ----------
    text : str
        The line.
    name : str
        Of the ingredient, as the line has it.
    kind : str
        A key of ``recipe_words().kinds``.

    Examples
    --------
    >>> with_kind("wonderstuff, 4 g", "wonderstuff", "oil")
    'wonderstuff (oil), 4 g'
    >>> with_kind("wonderstuff (oil) 4 g", "wonderstuff", "powder")
    'wonderstuff (powder) 4 g'
    """
    said = f"({recipe_words().kinds[kind][0]})"
    for before in _BRACKETS.finditer(text):
        if before[1].strip().casefold() in _kinds():
            return f"{text[: before.start()]}{said}{text[before.end() :]}"
    at = text.rfind(name)
    end = at + len(name) if at >= 0 else len(text.rstrip())
    return f"{text[:end]} {said}{text[end:]}"


def written_name(id: str, name: str) -> str:
    """Return how an ingredient is written so that it is read again as the same, of the same kind.

    Parameters
    ----------
    id : str
        In `catalog.ingredients`.
    name : str
        As a recipe calls what the catalogue does not know; "" for the name that it has here.

    Examples
    --------
    >>> written_name("other_oil", "wonderstuff"), written_name("water", "")
    ('wonderstuff (oil)', 'Water')
    """
    if not name or not id.startswith(OTHER) or named_ingredient(name).id == id:
        return name or called(id)
    return with_kind(name, name, id.removeprefix(OTHER))


@functools.cache
def _kinds() -> Mapping[str, str]:
    """Return what somebody says of a kind, with its key."""
    return {word.casefold(): kind for kind, words in recipe_words().kinds.items() for word in words}


def as_diluted(named: NamedIngredient, text: str, share: float | None) -> NamedIngredient:
    """Return what a name means that people use for a powder and for its solution or gel alike.

    Parameters
    ----------
    named : NamedIngredient
        As `named_ingredient` returned it.
    text : str
        The name with the words around it.
    share : float, optional
        How much of it is the powder, where the line says so [0–1].

    Examples
    --------
    >>> as_diluted(find_named("hyaluronic acid"), "hyaluronic acid (liquid form)", None).id
    'sodium_hyaluronate_gel_1_percent'
    """
    diluted = recipe_words().diluted.get(named.id)
    if diluted is None or not (share == diluted.holds or (share is None and says_diluted(text))):
        return named
    name = called(diluted.ingredient)
    if share == diluted.holds:
        return NamedIngredient(diluted.ingredient, name)
    readings = (f"{named.name} {recipe_words().powder[0]}",)
    return NamedIngredient(
        diluted.ingredient, name, say("Taken as {ingredient}.", ingredient=name), readings, is_assumed=True
    )


def says_powder(text: str) -> bool:
    """Tell whether a text says that something is a powder.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> says_powder("hyaluronic acid powder"), says_powder("hyaluronic acid")
    (True, False)
    """
    return holds_phrase(text, recipe_words().powder)


def says_diluted(text: str) -> bool:
    """Tell whether a text says that something is dissolved or thickened.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> says_diluted("hyaluronic acid (liquid form)")
    True
    """
    return holds_phrase(text, recipe_words().dilute)


def says_thinned(text: str) -> bool:
    """Tell whether a text says that there is less of something in it than usual: “diluted alcohol”.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> says_thinned("verdünnte Natronlauge"), says_thinned("Natronlauge")
    (True, False)
    """
    return holds_phrase(text, recipe_words().thinned)


def _other(text: str) -> str:
    """Return the id of the class that a name which is not known belongs to, by the words in it."""
    plain, classes = without_accents(plain_text(_BRACKETS.sub(" ", text))), _classes()
    classes_in = [match.key for token in TOKEN.finditer(plain) if (match := classes.at(plain, token.start()))]
    classes_in += [
        key
        for key, words in recipe_words().classes.items()
        if any(word in plain for word in words if is_unspaced(word))
    ]
    spelled = plain_text(_BRACKETS.sub(" ", text)).lower().strip()
    ends = [
        key
        for key, words in recipe_words().classes.items()
        if any(spelled.endswith(word) for word in words if len(word) > 2 or not word.isascii())
    ]
    return OTHER + (classes_in[-1] if classes_in else ends[0] if ends else UNKNOWN)


def _is_mixture_of_unknown(text: str) -> bool:
    """Tell whether a name joins parts by “(and)” or “&” of which one is not known, nor is the whole."""
    parts = _AND.split(text)
    return (
        len(parts) > 1
        and words_of(text) not in known_names()
        and not all(known_id(part.strip()) for part in parts)
    )


def _mixed_with(text: str, chosen: str) -> str:
    """Return the second of two ingredients that a name joins, “Glycerin (and) Water”; "" where it is one."""
    halves = _AND.split(text)
    if not chosen or len(halves) < 2 or words_of(text) in known_names():
        return ""
    return next((id for half in halves if (id := known_id(half.strip())) and id != chosen), "")


@functools.cache
def _classes() -> Phrases:
    """Return the words that tell the class of a name."""
    return Phrases(recipe_words().classes)


@functools.cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of “of” in front of a name."""
    return re.compile(rf"^{alternation(recipe_words().grammar['leading'])}\s+|^d['’]\s*", re.IGNORECASE)
